/* SPDX-License-Identifier: Apache-2.0 */
#include "flight/stash.h"

#include "flight/wire.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PEN_BYTES ((size_t)64 << 10) /* that wait in memory, of each job and bucket */

struct stash {
    char *folder;
    struct {
        pthread_mutex_t lock;
        int fd; /* -1 until something is written */
        uint64_t bytes;
    } bucket[STASH_BUCKETS];
};

static void must(bool failed) {
    if (!failed) return;
    fputs("headcount: out of memory, or locks fail\n", stderr);
    abort();
}

static const char *why(int code) {
    const char *s = strerrordesc_np(code);

    return s ? s : "unknown system error";
}

/* A file without a name; where the file system knows none, its name is taken away at once. */
static int open_nameless(const char *folder, struct err *e) {
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
    char path[4096];

    if (fd >= 0) return fd;
    if (snprintf(path, sizeof path, "%s/headcount.XXXXXX", folder) >= (int)sizeof path)
        return err_set(e, RC_IO, "%s: the path is too long", folder);
    fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0) return err_set(e, RC_IO, "%s: no temporary file: %s", folder, why(errno));
    (void)unlink(path);
    return fd;
}

int stash_open(struct stash **out, const char *folder, struct err *e) {
    const char *env = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): nothing sets it */
    struct stash *s = calloc(1, sizeof *s);
    int fd;

    must(!s);
    s->folder = strdup(folder ? folder : env && *env ? env : "/tmp");
    must(!s->folder);
    for (size_t i = 0; i < STASH_BUCKETS; i++) {
        s->bucket[i].fd = -1;
        must(pthread_mutex_init(&s->bucket[i].lock, NULL) != 0);
    }
    fd = open_nameless(s->folder, e); /* to say it now, not after an hour */
    if (fd < 0) {
        stash_close(s);
        return RC_IO;
    }
    s->bucket[0].fd = fd;
    *out = s;
    return 0;
}

void stash_close(struct stash *s) {
    if (!s) return;
    for (size_t i = 0; i < STASH_BUCKETS; i++) {
        if (s->bucket[i].fd >= 0) close(s->bucket[i].fd);
        pthread_mutex_destroy(&s->bucket[i].lock);
    }
    free(s->folder);
    free(s);
}

static int write_all(int fd, struct span s, struct err *e) {
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);

        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set(e, RC_IO, "%s", why(errno));
        s.p += n;
        s.n -= (size_t)n;
    }
    return 0;
}

static int append(struct stash *s, size_t i, struct span bytes, struct err *e) {
    int rc = 0;

    if (!bytes.n) return 0;
    must(pthread_mutex_lock(&s->bucket[i].lock) != 0);
    if (s->bucket[i].fd < 0) {
        int fd = open_nameless(s->folder, e);

        if (fd < 0)
            rc = RC_IO;
        else
            s->bucket[i].fd = fd;
    }
    if (rc == 0) {
        rc = write_all(s->bucket[i].fd, bytes, e);
        if (rc < 0) err_at(e, "points that wait in %s", s->folder);
    }
    s->bucket[i].bytes += bytes.n;
    must(pthread_mutex_unlock(&s->bucket[i].lock) != 0);
    return rc;
}

static int empty(struct stash_pen *pen, size_t i, struct err *e) {
    int rc = append(pen->stash, i, buf_span(&pen->bucket[i]), e);

    pen->bucket[i].n = 0;
    return rc;
}

int stash_put(struct stash_pen *pen, const struct stash_head *head, const struct track_point *p,
              size_t n, struct err *e) {
    struct stash_head h = *head;
    size_t i = h.key % STASH_BUCKETS;

    assert(n <= UINT32_MAX / 96);
    pen->block.n = 0;
    buf_add(&pen->block, (struct span){(const char *)&h, sizeof h});
    wire_write(&pen->block, p, n);
    h.n = (uint32_t)n;
    h.bytes = (uint32_t)(pen->block.n - sizeof h);
    memcpy(pen->block.p, &h, sizeof h);
    if (pen->bucket[i].n && pen->bucket[i].n + pen->block.n > PEN_BYTES && empty(pen, i, e) < 0)
        return RC_IO;
    if (pen->block.n >= PEN_BYTES) return append(pen->stash, i, buf_span(&pen->block), e);
    buf_add(&pen->bucket[i], buf_span(&pen->block));
    return 0;
}

int stash_flush(struct stash_pen *pen, struct err *e) {
    for (size_t i = 0; i < STASH_BUCKETS; i++)
        if (empty(pen, i, e) < 0) return RC_IO;
    return 0;
}

void stash_pen_fini(struct stash_pen *pen) {
    buf_fini(&pen->block);
    for (size_t i = 0; i < STASH_BUCKETS; i++) buf_fini(&pen->bucket[i]);
}

uint64_t stash_bytes(const struct stash *s) {
    uint64_t n = 0;

    for (size_t i = 0; i < STASH_BUCKETS; i++) n += s->bucket[i].bytes;
    return n;
}

/* --- back --- */

static int by_key(const void *x, const void *y) {
    const struct stash_head *a = &((const struct stash_ref *)x)->head,
                            *b = &((const struct stash_ref *)y)->head;

    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool next(const struct stash_view *v, size_t *at, struct stash_ref *r) {
    if (v->bytes - *at < sizeof r->head) return false;
    memcpy(&r->head, (const char *)v->map + *at, sizeof r->head);
    *at += sizeof r->head;
    if (v->bytes - *at < r->head.bytes) return false;
    r->coded = (const char *)v->map + *at;
    *at += r->head.bytes;
    return true;
}

int stash_view(struct stash *s, size_t bucket, struct arena *a, struct stash_view *out,
               struct err *e) {
    struct stash_ref r;
    size_t at = 0, n = 0;

    *out = (struct stash_view){.bytes = (size_t)s->bucket[bucket].bytes};
    if (!out->bytes) return 0;
    out->map = mmap(NULL, out->bytes, PROT_READ, MAP_SHARED, s->bucket[bucket].fd, 0);
    if (out->map == MAP_FAILED)
        return err_set(e, RC_IO, "points that wait in %s: %s", s->folder, why(errno));
    while (at < out->bytes && next(out, &at, &r)) n++;
    out->ref = ARENA_ARRAY(a, struct stash_ref, n);
    out->n = n;
    for (size_t i = at = 0; i < n; i++)
        if (!next(out, &at, &out->ref[i])) break;
    if (at != out->bytes) {
        stash_unview(out);
        return err_set(e, RC_IO, "points that wait in %s: the file is not whole", s->folder);
    }
    qsort(out->ref, n, sizeof *out->ref, by_key);
    return 0;
}

void stash_unview(struct stash_view *v) {
    if (v->bytes) munmap(v->map, v->bytes);
    v->bytes = 0;
}

int stash_points(const struct stash_ref *r, struct track_point *out, struct err *e) {
    if (wire_read((struct span){r->coded, r->head.bytes}, out, r->head.n)) return 0;
    return err_set(e, RC_IO, "points that waited on disk are damaged");
}
