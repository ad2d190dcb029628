/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/digest.h"

#include "base/buf.h"
#include "pack/gather.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_BYTES ((size_t)1 << 20)
#define DEPTH 16
#define SKIPPED_FOLDER "internal_state"

/* ---- one file ---- */

static int64_t changed(const struct stat *st) {
    return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static int hash_fd(int fd, struct digest_file *f) {
    char *room = malloc(READ_BYTES);
    struct hash h;
    ssize_t n;

    if (!room) {
        fputs("headcount: out of memory\n", stderr);
        abort();
    }
    hash_begin(&h);
    while ((n = read(fd, room, READ_BYTES)) > 0 || (n < 0 && errno == EINTR)) {
        if (n < 0) continue;
        hash_add(&h, (struct span){room, (size_t)n});
        f->bytes += (uint64_t)n;
    }
    hash_end(&h, f->sha);
    free(room);
    return n < 0 ? -1 : 0;
}

static int add_file(struct arena *a, const char *path, struct digest_file *f, struct err *e) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), rc = 0;
    struct stat st;

    *f = (struct digest_file){.path = arena_dup(a, span_of(path))};
    if (fd < 0 || fstat(fd, &st) < 0)
        rc = err_set(e, errno == ENOENT ? RC_NOTFOUND : RC_IO, "%s", err_why(errno));
    else if (!S_ISREG(st.st_mode))
        rc = err_set(e, RC_IO, "is neither a file nor a folder");
    else if (hash_fd(fd, f) < 0)
        rc = err_set(e, RC_IO, "cannot be read: %s", err_why(errno));
    else
        f->changed_ns = changed(&st);
    if (fd >= 0) close(fd);
    return rc;
}

/* ---- paths ---- */

static int by_path(const FTSENT **x, const FTSENT **y) {
    return strcmp((*x)->fts_name, (*y)->fts_name);
}

/** The next file below, or NULL at the end. */
static FTSENT *next_file(FTS *walk) {
    FTSENT *f;

    while ((f = fts_read(walk))) { /* NOLINT(concurrency-mt-unsafe): the walk is ours alone */
        bool left_out = f->fts_level > 0 &&
                        (f->fts_name[0] == '.' || f->fts_level > DEPTH ||
                         (f->fts_info == FTS_D && strcmp(f->fts_name, SKIPPED_FOLDER) == 0));

        if (left_out && f->fts_info == FTS_D) fts_set(walk, f, FTS_SKIP);
        if (!left_out && f->fts_info == FTS_F) return f;
    }
    return NULL;
}

static FTS *walk_of(const char *path) {
    char *own = strdup(path), *const root[] = {own, NULL};
    FTS *walk = own ? fts_open(root, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_path) : NULL;

    free(own);
    return walk;
}

static int file_cmp(const void *x, const void *y) {
    return strcmp(((const struct digest_file *)x)->path, ((const struct digest_file *)y)->path);
}

static int read_folder(struct arena *a, const char *path, struct digest *out, struct err *e) {
    VEC(struct digest_file) list = {0};
    FTS *walk = walk_of(path);
    FTSENT *f;
    int rc = walk ? 0 : err_set(e, RC_IO, "%s", err_why(errno));

    while (rc == 0 && (f = next_file(walk))) {
        if (list.n == DIGEST_FILES)
            rc = err_set(e, RC_LIMIT, "more than %zu files: import it in parts", DIGEST_FILES);
        else if ((rc = add_file(a, f->fts_path, vec_push(a, &list), e)) < 0)
            err_at(e, "%s", f->fts_path + strlen(path));
    }
    if (walk) fts_close(walk);
    if (list.n) qsort(list.v, list.n, sizeof *list.v, file_cmp);
    out->folder = true;
    out->file = list.v;
    out->n = list.n;
    return rc;
}

static int read_files(struct arena *a, const char *path, struct digest *out, struct err *e) {
    size_t at = gather_part(path);
    const char *slash = strrchr(path, '/');
    struct gather_group group = {0};
    int rc = 0;

    if (at) {
        size_t folder = slash ? (size_t)(slash - path) : 0;

        group.base = arena_dup(
            a, (struct span){path + folder + (slash != NULL), at - folder - (slash != NULL)});
        group.path[gather_letters(path + at)] = path;
        gather_beside(a, slash ? arena_dup(a, (struct span){path, folder ? folder : 1}) : NULL,
                      &group);
    } else {
        group.path[0] = path;
    }
    out->file = ARENA_ARRAY(a, struct digest_file, at ? GATHER_PARTS : 1);
    for (size_t i = 0; i < GATHER_PARTS && rc == 0; i++)
        if (group.path[i]) rc = add_file(a, group.path[i], &out->file[out->n++], e);
    return rc;
}

int digest_path(struct arena *a, const char *path, struct digest *out, struct err *e) {
    struct digest d = {0};
    struct stat st;
    int rc;

    if (stat(path, &st) < 0)
        return err_set(e, errno == ENOENT || errno == ENOTDIR ? RC_NOTFOUND : RC_IO, "%s",
                       err_why(errno));
    rc = S_ISDIR(st.st_mode) ? read_folder(a, path, &d, e) : read_files(a, path, &d, e);
    for (size_t i = 0; i < d.n; i++) d.bytes += d.file[i].bytes;
    if (rc == 0) *out = d;
    return rc;
}

int digest_same(const struct digest *d, struct err *e) {
    for (size_t i = 0; i < d->n; i++) {
        const struct digest_file *f = &d->file[i];
        struct stat st;

        if (stat(f->path, &st) < 0 || (uint64_t)st.st_size != f->bytes ||
            changed(&st) != f->changed_ns)
            return err_set(e, RC_IO, "changed while it was read: import it again");
    }
    return 0;
}

/* ---- the list of a folder ---- */

static int sha_cmp(const void *x, const void *y) {
    const struct digest_file *a = *(struct digest_file *const *)x,
                             *b = *(struct digest_file *const *)y;

    return memcmp(a->sha, b->sha, HASH_BYTES);
}

struct span digest_list(struct arena *a, const struct digest *d) {
    const struct digest_file **by_sha = ARENA_ARRAY(a, const struct digest_file *, d->n);
    struct buf b = {0};
    struct span s;

    for (size_t i = 0; i < d->n; i++) by_sha[i] = &d->file[i];
    if (d->n) qsort(by_sha, d->n, sizeof(struct digest_file *), sha_cmp);
    buf_puts(&b, "headcount-folder-v1\n");
    for (size_t i = 0; i < d->n; i++)
        buf_printf(&b, "%s %llu\n", hash_hex(by_sha[i]->sha).s,
                   (unsigned long long)by_sha[i]->bytes);
    s = arena_span(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

/* ---- a look at the beginnings ---- */

static bool look(const char *path, size_t n, bool (*fn)(struct span begin), struct unpack *u,
                 char *room) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    char inflated[1024];
    ssize_t got = fd < 0 ? -1 : read(fd, room, FLOW_PEEK);
    struct span s = {room, got > 0 ? (size_t)got : 0};

    if (fd >= 0) close(fd);
    if (unpack_kind(s) != UNPACK_NONE)
        s = (struct span){inflated, unpack_begin(u, s, inflated, sizeof inflated)};
    if (s.n > n) s.n = n;
    return s.n && fn(s);
}

bool digest_any(const char *path, size_t n, bool (*fn)(struct span begin)) {
    char *room = calloc(1, FLOW_PEEK);
    FTS *walk = walk_of(path);
    struct unpack *u = unpack_new();
    FTSENT *f;
    bool found = false;

    while (walk && room && !found && (f = next_file(walk)))
        found = look(f->fts_path, n, fn, u, room);
    unpack_free(u);
    if (walk) fts_close(walk);
    free(room);
    return found;
}
