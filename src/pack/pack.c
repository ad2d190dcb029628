/* SPDX-License-Identifier: Apache-2.0 */
/* Files, folders and ZIP archives, as bytes under limits.
 *
 * An archive is hostile until shown otherwise, and every number in it may be a lie. So limits are
 * held three times.
 *
 * - Before libarchive: the headers of the central directory are counted in the raw bytes, because
 *   libarchive builds a tree of all of them before it gives the first member.
 * - Before inflating: the size that a member declares is held against the limits of member, total
 *   and ratio. Memory of that size is then taken: never more than ratio times the bytes that we
 *   hold already, or 1 MiB.
 * - While inflating: a member that gives another size than it declared is refused, and libarchive
 *   checks the CRC.
 *
 * The ratio is taken against the whole archive, not against the packed size that a member claims:
 * overlapping members (D. Fifield, "A better zip bomb", 2019) share packed bytes, so that no single
 * ratio is suspicious.
 *
 * Only the seekable reader is used: the directory at the end decides what is in the archive. The
 * streaming reader would also take a file that was cut off, and can be shown other members than the
 * directory lists. */
#include "pack/pack.h"

#include "base/buf.h"
#include "pack/tar.h"

#include <archive.h>
#include <archive_entry.h>
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A text of one repeated word packs beyond any ratio, and 1 MiB of it harms nobody. */
#define RATIO_FREE ((size_t)1 << 20)
#define FOLDER_NAMES ((size_t)10000)

static int read_whole(int fd, size_t n, char *p, struct err *e) {
    size_t got = 0;
    ssize_t more;

    while (got <= n) { /* one byte beyond n shows that the file grew */
        more = read(fd, p + got, n + 1 - got);
        if (more < 0 && errno == EINTR) continue;
        if (more < 0) return err_set(e, RC_IO, "%s", err_why(errno));
        if (more == 0) break;
        got += (size_t)more;
    }
    if (got != n) return err_set(e, RC_IO, "the file changed while it was read");
    p[n] = 0;
    return 0;
}

const char *pack_no_file(mode_t mode) {
    if (S_ISDIR(mode)) return "this is a folder";
    if (S_ISFIFO(mode)) return "this is a pipe: save what comes out of it in a file first";
    return "this is not a regular file";
}

int pack_file(struct arena *a, const char *path, size_t cap, struct span *out, struct err *e) {
    struct stat st;
    int fd, rc;
    size_t n;
    char *p;

    fd = open(path,
              O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); /* a named pipe must not hold us up */
    if (fd < 0) return err_set(e, errno == ENOENT ? RC_NOTFOUND : RC_IO, "%s", err_why(errno));
    if (fstat(fd, &st) < 0) {
        rc = err_set(e, RC_IO, "%s", err_why(errno));
        goto out;
    }
    if (!S_ISREG(st.st_mode)) {
        rc = err_set(e, RC_IO, "%s", pack_no_file(st.st_mode));
        goto out;
    }
    n = (size_t)st.st_size;
    if (n > cap) {
        rc = err_set(e, RC_LIMIT, "the file has %zu bytes, the limit is %zu", n, cap);
        goto out;
    }
    p = arena_alloc(a, n + 1, 1);
    if ((rc = read_whole(fd, n, p, e)) == 0) *out = (struct span){p, n};
out:
    close(fd);
    return rc;
}

static int read_input(struct arena *a, size_t cap, struct span *out, struct err *e) {
    struct buf b = {0};
    char block[1 << 14];
    ssize_t n = 1;
    int rc = 0;

    while (rc == 0 && n != 0) {
        n = read(STDIN_FILENO, block, sizeof block);
        if (n < 0 && errno != EINTR) rc = err_set(e, RC_IO, "%s", err_why(errno));
        if (n > 0) buf_add(&b, (struct span){block, (size_t)n});
        if (b.n > cap) rc = err_set(e, RC_LIMIT, "there are over %zu bytes, the limit", cap);
    }
    if (rc == 0) *out = arena_span(a, buf_span(&b));
    buf_fini(&b);
    return rc;
}

int pack_file_or_input(struct arena *a, const char *path, size_t cap, struct span *out,
                       struct err *e) {
    return strcmp(path, "-") == 0 ? read_input(a, cap, out, e) : pack_file(a, path, cap, out, e);
}

/* An upper bound of the members that any reader can find: each has a header of this mark in the
 * directory. A ZIP stored in a ZIP adds its own. */
static size_t headers(struct span zip, size_t stop) {
    const char *p = zip.p, *end = zip.p + zip.n;
    size_t n = 0;

    while (n <= stop && (p = memmem(p, (size_t)(end - p), "PK\1\2", 4))) n++, p += 4;
    return n;
}

struct unzip {
    struct arena *a;
    struct archive *ar;
    const struct pack_limits *lim;
    size_t packed, total; /* bytes of the archive; inflated so far */
    VEC(struct pack_member) member;
};

static int under_limits(const struct unzip *z, size_t n, struct err *e) {
    const struct pack_limits *lim = z->lim;
    size_t total;

    if (n > lim->member_bytes)
        return err_set(e, RC_LIMIT, "inflates to %zu bytes, the limit is %zu", n,
                       lim->member_bytes);
    total = z->total + n;
    if (total > lim->total_bytes)
        return err_set(e, RC_LIMIT, "brings the archive to %zu bytes inflated, the limit is %zu",
                       total, lim->total_bytes);
    if (total > RATIO_FREE &&
        (total - 1) / lim->ratio >= z->packed) /* total > ratio * packed, without overflow */
        return err_set(e, RC_LIMIT,
                       "brings the archive to %zu times its packed size, the limit is %zu",
                       total / z->packed, lim->ratio);
    return 0;
}

static int inflate_member(struct unzip *z, size_t n, struct span *out, struct err *e) {
    char *p = arena_alloc(z->a, n + 1, 1), over;
    size_t got = 0;
    la_ssize_t more;

    while (got < n) {
        more = archive_read_data(z->ar, p + got, n - got);
        if (more < 0) return err_set(e, RC_SYNTAX, "%s", archive_error_string(z->ar));
        if (more == 0) break;
        got += (size_t)more;
    }
    more = archive_read_data(z->ar, &over, 1); /* also what makes libarchive check the CRC */
    if (more < 0) return err_set(e, RC_SYNTAX, "%s", archive_error_string(z->ar));
    if (got != n || more)
        return err_set(e, RC_SYNTAX, "inflates to another size than the %zu bytes declared", n);
    *out = (struct span){p, n};
    return 0;
}

static int one_member(struct unzip *z, struct archive_entry *en, struct err *e) {
    const char *raw = archive_entry_pathname_utf8(en), *wrong;
    struct pack_member m = {0};
    int64_t size;
    int rc;

    if (!raw) raw = archive_entry_pathname(en);
    m.name = span_of(raw);
    if ((wrong = tar_name_fault(m.name)))
        return err_set(e, RC_SYNTAX, "member %zu %s", z->member.n + 1, wrong);
    if (archive_entry_is_encrypted(en)) {
        rc = err_set(e, RC_SYNTAX, "is encrypted");
        goto out;
    }
    if (archive_entry_filetype(en) == AE_IFDIR) return 0;
    if (archive_entry_filetype(en) != AE_IFREG) {
        rc = err_set(e, RC_SYNTAX, "is a link or a device");
        goto out;
    }
    size = archive_entry_size_is_set(en) ? archive_entry_size(en) : 0;
    if (size < 0) {
        rc = err_set(e, RC_SYNTAX, "declares a size that is no size");
        goto out;
    }
    if ((rc = under_limits(z, (size_t)size, e)) < 0) goto out;
    if ((rc = inflate_member(z, (size_t)size, &m.bytes, e)) < 0) goto out;
    z->total += m.bytes.n;
    m.name = arena_span(z->a, m.name);
    *vec_push(z->a, &z->member) = m;
out:
    if (rc < 0) err_at(e, "member %.*s", (int)(m.name.n < 120 ? m.name.n : 120), m.name.p);
    return rc;
}

static int by_name(const void *x, const void *y) {
    const struct pack_member *a = x, *b = y;

    return span_cmp(a->name, b->name);
}

/* Readers differ in which of two members of one name they take; an archive that has them is not
 * evidence of either. */
static int all_differ(struct unzip *z, struct err *e) {
    size_t n = z->member.n;
    struct pack_member *m = ARENA_ARRAY(z->a, struct pack_member, n);

    if (n) memcpy(m, z->member.v, n * sizeof *m);
    qsort(m, n, sizeof *m, by_name);
    for (size_t i = 1; i < n; i++)
        if (span_eq(m[i - 1].name, m[i].name))
            return err_set(e, RC_SYNTAX, "two members have one name");
    return 0;
}

int pack_zip(struct arena *a, struct span zip, const struct pack_limits *lim,
             struct pack_member **out, size_t *n, struct err *e) {
    struct unzip z = {.a = a, .lim = lim, .packed = zip.n};
    struct archive_entry *en;
    int rc, ar;

    assert(lim->ratio > 0);
    if (zip.n >= 4 && memcmp(zip.p, "\xd0\xcf\x11\xe0", 4) == 0)
        return err_set(
            e, RC_SYNTAX,
            "an old or encrypted office document, not a ZIP archive: save it again as .xlsx");
    if (zip.n < 22) return err_set(e, RC_SYNTAX, "not a ZIP archive");
    if (headers(zip, lim->members) > lim->members)
        return err_set(e, RC_LIMIT, "the archive has more than %zu members", lim->members);
    z.ar = archive_read_new();
    if (!z.ar || archive_read_support_format_zip_seekable(z.ar) != ARCHIVE_OK ||
        archive_read_open_memory(z.ar, zip.p, zip.n) != ARCHIVE_OK) {
        rc = err_set(e, RC_SYNTAX, "not a ZIP archive, or cut off");
        goto out;
    }
    rc = 0;
    while (rc == 0 && (ar = archive_read_next_header(z.ar, &en)) != ARCHIVE_EOF) {
        if (ar != ARCHIVE_OK &&
            ar != ARCHIVE_WARN) /* WARN: the name is not of this locale's character set */
            rc = err_set(e, RC_SYNTAX, "%s", archive_error_string(z.ar));
        else
            rc = one_member(&z, en, e);
    }
    if (rc == 0) rc = all_differ(&z, e);
    if (rc == 0) {
        *out = z.member.v;
        *n = z.member.n;
    }
out:
    archive_read_free(z.ar);
    return rc;
}

static int by_bytes(const void *x, const void *y) {
    return strcmp(*(char *const *)x, *(char *const *)y);
}

int pack_folder(struct arena *a, const char *path, char ***names, size_t *n, struct err *e) {
    VEC(char *) found = {0};
    struct dirent *d;
    struct stat st;
    DIR *dir = opendir(path);
    int rc = 0;

    if (!dir)
        return err_set(e, errno == ENOENT || errno == ENOTDIR ? RC_NOTFOUND : RC_IO, "%s",
                       err_why(errno));
    while (rc == 0) {
        errno = 0;
        if (!(d = readdir(dir))) { /* NOLINT(concurrency-mt-unsafe): the stream is ours alone
                                      (POSIX.1-2008, readdir) */
            if (errno) rc = err_set(e, RC_IO, "%s", err_why(errno));
            break;
        }
        if (d->d_name[0] == '.') continue;
        if (fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
            continue;
        if (found.n == FOLDER_NAMES)
            rc = err_set(e, RC_LIMIT, "the folder has more than %zu files", FOLDER_NAMES);
        else
            *vec_push(a, &found) = arena_dup(a, span_of(d->d_name));
    }
    closedir(dir);
    if (rc < 0) return rc;
    if (found.n) qsort(found.v, found.n, sizeof *found.v, by_bytes);
    *names = found.v;
    *n = found.n;
    return 0;
}
