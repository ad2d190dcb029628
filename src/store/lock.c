/* SPDX-License-Identifier: Apache-2.0 */
/* Locking a case. The whole file becomes one stream of authenticated pieces:
 *
 *     "headcount-locked-1\n"  passes  memory  salt  head   |  piece  piece ... last piece
 *           19                  8       8      16     24      65,536 + 17 each, the last shorter
 *
 * All that stands before the pieces is authenticated with each of them, so a changed cost or salt is
 * found like a changed byte. The last piece is marked as the last: a file that was cut off at any
 * length, a piece's end too, does not open.
 *
 * What the two directions owe differs. Locking must not lose the case: the plain file goes only
 * after the ciphertext was synced, read back and opened. Unlocking must not leave plain text of a
 * file that turns out to be changed: it goes into a file without a name (O_TMPFILE), which vanishes
 * with the process, where the file system has that. */
#include "store/lock.h"

#include "base/buf.h"
#include "base/hash.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES ((size_t)65536)
#define HEAD_BYTES (LOCK_MAGIC_BYTES + 8 + 8 + BOX_SALT + BOX_HEAD)

static int io(const char *what, struct err *e) {
    return err_set(e, RC_IO, "%s: %s", what, err_why(errno));
}

/* ---- the head ---- */

struct head {
    uint8_t bytes[HEAD_BYTES];
    struct box_cost cost;
    uint8_t salt[BOX_SALT], stream[BOX_HEAD];
};

static void put64(uint8_t *p, uint64_t v) {
    for (int i = 0; i < 8; i++) p[i] = (uint8_t)(v >> (56 - 8 * i));
}

static uint64_t get64(const uint8_t *p) {
    uint64_t v = 0;

    for (int i = 0; i < 8; i++) v = v << 8 | p[i];
    return v;
}

static void head_pack(struct head *h) {
    uint8_t *p = h->bytes;

    memcpy(p, LOCK_MAGIC, LOCK_MAGIC_BYTES);
    put64(p += LOCK_MAGIC_BYTES, h->cost.passes);
    put64(p += 8, h->cost.memory);
    memcpy(p + 8, h->salt, BOX_SALT);
    memcpy(p + 8 + BOX_SALT, h->stream, BOX_HEAD);
}

static void head_unpack(struct head *h) {
    const uint8_t *p = h->bytes + LOCK_MAGIC_BYTES;

    h->cost = (struct box_cost){get64(p), get64(p + 8)};
    memcpy(h->salt, p + 16, BOX_SALT);
    memcpy(h->stream, p + 16 + BOX_SALT, BOX_HEAD);
}

static struct span head_span(const struct head *h) {
    return (struct span){(const char *)h->bytes, HEAD_BYTES};
}

/* ---- reading and writing whole pieces ---- */

/** @return bytes read, n but at the end of the file; -1. */
static ssize_t read_all(int fd, void *p, size_t n) {
    size_t got = 0;

    while (got < n) {
        ssize_t r = read(fd, (char *)p + got, n - got);

        if (r < 0 && errno == EINTR) continue;
        if (r < 0) return -1;
        if (r == 0) break;
        got += (size_t)r;
    }
    return (ssize_t)got;
}

static bool write_all(int fd, const void *p, size_t n) {
    size_t done = 0;

    while (done < n) {
        ssize_t r = write(fd, (const char *)p + done, n - done);

        if (r < 0 && errno == EINTR) continue;
        if (r <= 0) return false;
        done += (size_t)r;
    }
    return true;
}

/** From plain text at `in` to pieces at `out`; both stand at their start. */
static int seal_stream(int in, int out, struct head *h, const uint8_t *key, struct err *e) {
    uint8_t *plain = box_memory(PIECE_BYTES), *sealed = malloc(PIECE_BYTES + BOX_PIECE);
    struct box_stream s;
    bool last = false;
    struct stat st;
    off_t done = 0;
    int rc = 0;

    if (!sealed) abort();
    box_stream_write(&s, key, h->stream);
    head_pack(h);
    if (fstat(in, &st) < 0 || !write_all(out, h->bytes, HEAD_BYTES)) rc = io("writing", e);
    while (rc == 0 && !last) {
        ssize_t n = read_all(in, plain, PIECE_BYTES);

        if (n < 0) {
            rc = io("reading", e);
            break;
        }
        done += n;
        last = done >= st.st_size || (size_t)n < PIECE_BYTES;
        box_push(&s, (struct span){(char *)plain, (size_t)n}, head_span(h), last, sealed);
        if (!write_all(out, sealed, (size_t)n + BOX_PIECE)) rc = io("writing", e);
    }
    box_wipe(&s, sizeof s);
    box_free(plain);
    free(sealed);
    return rc;
}

/** From pieces at `in`, behind the head, to plain text at `out`. @param same the plain text that it
 * must be, instead of writing it; -1: write. */
static int open_stream(int in, int out, int same, const struct head *h, const uint8_t *key,
                       struct err *e) {
    uint8_t *plain = box_memory(PIECE_BYTES), *other = box_memory(PIECE_BYTES);
    uint8_t *sealed = malloc(PIECE_BYTES + BOX_PIECE), more;
    struct box_stream s;
    bool last = false;
    size_t nth = 0;
    int rc = 0;

    if (!sealed) abort();
    box_stream_read(&s, key, h->stream);
    while (rc == 0 && !last) {
        ssize_t n = read_all(in, sealed, PIECE_BYTES + BOX_PIECE);
        size_t len = n < BOX_PIECE ? 0 : (size_t)n - BOX_PIECE;

        if (n < 0)
            rc = io("reading", e);
        else if (n < BOX_PIECE)
            rc = err_set(e, RC_SYNTAX, "the locked case is cut off");
        else if (!box_pull(&s, (struct span){(char *)sealed, (size_t)n}, head_span(h), &last,
                           plain))
            rc = nth ? err_set(e, RC_SYNTAX, "the locked case was changed, or is cut off")
                     : err_set(e, RC_LOCKED,
                               "the passphrase is wrong, or the locked case was changed");
        else if (same >= 0 &&
                 (read_all(same, other, len) != (ssize_t)len || memcmp(plain, other, len) != 0))
            rc = err_set(e, RC_IO, "what was written does not read back");
        else if (same < 0 && !write_all(out, plain, len))
            rc = io("writing", e);
        nth++;
    }
    if (rc == 0 && read_all(in, &more, 1) != 0)
        rc = err_set(e, RC_SYNTAX, "something was added to the locked case");
    box_wipe(&s, sizeof s);
    box_free(plain);
    box_free(other);
    free(sealed);
    return rc;
}

/* ---- files ---- */

/** A new file beside the case. name is empty where it has none yet. */
static int open_beside(const char *path, bool nameless, struct buf *name, struct err *e) {
    const char *slash = strrchr(path, '/');
    struct buf dir = {0};
    int fd = -1;

    buf_add(&dir, slash ? (struct span){path, (size_t)(slash - path) + 1} : SPAN("."));
    if (nameless) fd = open(dir.p, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    buf_fini(&dir);
    if (fd >= 0) return fd;
    buf_printf(name, "%s.%ld.part", path, (long)getpid());
    fd = open(name->p, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd >= 0) return fd;
    buf_fini(name);
    return io("a file beside the case", e);
}

/** Gives a file without a name one, then moves it into the place of the case. */
static int put_in_place(int fd, struct buf *name, const char *path, struct err *e) {
    char self[64];

    if (fsync(fd) < 0) return io("writing", e);
    if (!name->n) {
        struct buf beside = {0};

        buf_printf(&beside, "%s.%ld.part", path, (long)getpid());
        snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
        if (linkat(AT_FDCWD, self, AT_FDCWD, beside.p, AT_SYMLINK_FOLLOW) < 0) {
            buf_fini(&beside);
            return io("a file beside the case", e);
        }
        *name = beside;
    }
    if (rename(name->p, path) < 0) return io("the case", e);
    buf_fini(name);
    return store_sync_folder(path, e);
}

static void drop_beside(int fd, struct buf *name) {
    if (name->n) unlink(name->p);
    buf_fini(name);
    if (fd >= 0) close(fd);
}

/** Overwrites what no name leads to any more. */
static int overwrite(int fd, struct err *e) {
    static const char zeros[PIECE_BYTES];
    struct stat st;
    int rc = 0;

    if (fstat(fd, &st) < 0 || lseek(fd, 0, SEEK_SET) < 0) return io("the plain file", e);
    for (off_t at = 0; at < st.st_size && rc == 0; at += (off_t)PIECE_BYTES) {
        off_t rest = st.st_size - at;

        if (!write_all(fd, zeros, rest < (off_t)PIECE_BYTES ? (size_t)rest : PIECE_BYTES))
            rc = io("overwriting the plain file", e);
    }
    if (rc == 0 && (fsync(fd) < 0 || ftruncate(fd, 0) < 0)) rc = io("the plain file", e);
    return rc;
}

/* ---- locking ---- */

static int write_locked(int in, int out, struct span passphrase, struct box_cost cost,
                        struct err *e) {
    uint8_t *key = box_memory(BOX_KEY);
    struct head h = {.cost = cost};
    int rc;

    hash_random(h.salt, sizeof h.salt);
    if ((rc = box_stretch(passphrase, h.salt, cost, key, e)) < 0) goto out;
    if ((rc = seal_stream(in, out, &h, key, e)) < 0) goto out;
    if (fsync(out) < 0 || lseek(in, 0, SEEK_SET) < 0 || lseek(out, HEAD_BYTES, SEEK_SET) < 0)
        rc = io("the locked case", e);
    else
        rc = open_stream(out, -1, in, &h, key, e);
out:
    box_free(key);
    return rc;
}

/** A journal that an earlier crash left was rolled back when the case was opened, and is gone; one
 * that is still there belongs to no transaction. */
static int drop_journal(const char *path, struct err *e) {
    struct buf name = {0};
    int rc = 0, fd;

    buf_printf(&name, "%s-journal", path);
    fd = open(name.p, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0) {
        rc = overwrite(fd, e);
        close(fd);
        unlink(name.p);
    }
    buf_fini(&name);
    return rc;
}

static int lock_open(struct store *st, const char *path, struct span passphrase,
                     struct box_cost cost, struct err *e) {
    struct buf name = {0};
    int in, out, rc = store_exec(st, "BEGIN EXCLUSIVE", e);

    if (rc < 0) return rc;
    /* not closed before the end: closing it drops SQLite's lock on the file */
    if ((in = open(path, O_RDWR | O_CLOEXEC)) < 0) return io("the case", e);
    if ((out = open_beside(path, false, &name, e)) < 0) {
        close(in);
        return out;
    }
    if ((rc = write_locked(in, out, passphrase, cost, e)) == 0 &&
        (rc = put_in_place(out, &name, path, e)) == 0 && (rc = overwrite(in, e)) == 0)
        rc = drop_journal(path, e);
    drop_beside(out, &name);
    close(in);
    return rc;
}

int lock_case(const char *path, struct span passphrase, struct box_cost cost, struct err *e) {
    char *real = realpath(path, NULL); /* a link stays one */
    struct store *st = NULL;
    int rc = store_open(&st, real ? real : path, STORE_WRITE, e);

    if (rc == RC_LOCKED) rc = err_set(e, RC_CONFLICT, "%s: locked already", path);
    if (rc == 0 && (rc = lock_open(st, real ? real : path, passphrase, cost, e)) < 0)
        err_at(e, "%s", path);
    store_close(st);
    free(real);
    return rc;
}

/* ---- unlocking ---- */

static int read_head(int fd, struct head *h, struct err *e) {
    ssize_t n = read_all(fd, h->bytes, HEAD_BYTES);

    if (n < 0) return io("reading", e);
    if (!lock_begins(h->bytes, (size_t)n)) {
        /* cut off within the first word, it cannot be told from another file */
        return err_set(e, RC_CONFLICT, "not a locked case");
    }
    if ((size_t)n < HEAD_BYTES) return err_set(e, RC_SYNTAX, "the locked case is cut off");
    head_unpack(h);
    return 0;
}

static int unlock_open(int in, const char *path, struct span passphrase, struct err *e) {
    uint8_t *key;
    struct buf name = {0};
    struct head h;
    int out, rc = read_head(in, &h, e);

    if (rc < 0) return rc;
    key = box_memory(BOX_KEY);
    if ((rc = box_stretch(passphrase, h.salt, h.cost, key, e)) == 0) {
        if ((out = open_beside(path, true, &name, e)) < 0) {
            rc = out;
        } else {
            if ((rc = open_stream(in, out, -1, &h, key, e)) == 0)
                rc = put_in_place(out, &name, path, e);
            else if (name.n && ftruncate(out, 0) < 0)
                rc = io("a file beside the case", e);
            drop_beside(out, &name);
        }
    }
    box_free(key);
    return rc;
}

int unlock_case(const char *path, struct span passphrase, struct err *e) {
    char *real = realpath(path, NULL);
    int fd = real ? open(real, O_RDONLY | O_CLOEXEC) : -1, rc;

    if (fd < 0) {
        rc = err_set(e, errno == ENOENT || errno == ENOTDIR ? RC_NOTFOUND : RC_IO, "%s",
                     errno == ENOENT ? "there is no such case" : err_why(errno));
    } else {
        rc = unlock_open(fd, real, passphrase, e);
        close(fd);
    }
    if (rc < 0) err_at(e, "%s", path);
    free(real);
    return rc;
}
