/* SPDX-License-Identifier: Apache-2.0 */
/* One file, in which what the pens give lies piece behind piece as it comes; of each bucket it is known where its pieces
 * are. One file rather than one for each bucket: who is shut away has to have it open before, and 256 files take 40 ms. */
#include "flight/stash.h"

#include "flight/wire.h"
#include "pack/nameless.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PEN_BYTES ((size_t)64 << 10) /* that wait in memory, of each job and bucket */

/* Whole blocks: a head, and its points as wire_write codes them. */
struct piece {
    uint64_t at;
    size_t n;
};

struct stash {
    char *folder;
    int fd;
    pthread_mutex_t lock; /* of what follows */
    uint64_t bytes;
    struct {
        struct piece *v; /* [n], room for size */
        size_t n, size;
    } bucket[STASH_BUCKETS];
};

static void must(bool failed) {
    if (!failed) return;
    fputs("headcount: out of memory, or locks fail\n", stderr);
    abort();
}

int stash_open(struct stash **out, const char *folder, struct err *e) {
    struct stash *s = calloc(1, sizeof *s);

    must(!s);
    s->folder = strdup(folder ? folder : nameless_folder());
    must(!s->folder || pthread_mutex_init(&s->lock, NULL) != 0);
    s->fd = nameless_open(s->folder, e);
    if (s->fd < 0) {
        stash_close(s);
        return RC_IO;
    }
    *out = s;
    return 0;
}

void stash_close(struct stash *s) {
    if (!s) return;
    for (size_t i = 0; i < STASH_BUCKETS; i++) free(s->bucket[i].v);
    if (s->fd >= 0) close(s->fd);
    pthread_mutex_destroy(&s->lock);
    free(s->folder);
    free(s);
}

/* A place behind all that is there, for the caller alone to write to. */
static uint64_t take_place(struct stash *s, size_t i, size_t n) {
    uint64_t at;

    must(pthread_mutex_lock(&s->lock) != 0);
    at = s->bytes;
    s->bytes += n;
    if (s->bucket[i].n == s->bucket[i].size) {
        s->bucket[i].size = s->bucket[i].size ? 2 * s->bucket[i].size : 16;
        s->bucket[i].v = realloc(s->bucket[i].v, s->bucket[i].size * sizeof *s->bucket[i].v);
        must(!s->bucket[i].v);
    }
    s->bucket[i].v[s->bucket[i].n++] = (struct piece){at, n};
    must(pthread_mutex_unlock(&s->lock) != 0);
    return at;
}

static int append(struct stash *s, size_t i, struct span bytes, struct err *e) {
    uint64_t at = bytes.n ? take_place(s, i, bytes.n) : 0;

    while (bytes.n) {
        ssize_t n = pwrite(s->fd, bytes.p, bytes.n, (off_t)at);

        if (n < 0 && errno == EINTR) continue;
        if (n <= 0)
            return err_set(e, RC_IO, "points that wait in %s: %s", s->folder, err_why(errno));
        bytes.p += n, bytes.n -= (size_t)n;
        at += (uint64_t)n;
    }
    return 0;
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
    return s->bytes;
}

/* --- back --- */

static int by_key(const void *x, const void *y) {
    const struct stash_head *a = &((const struct stash_ref *)x)->head,
                            *b = &((const struct stash_ref *)y)->head;

    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool read_at(int fd, void *to, size_t n, uint64_t at) {
    for (size_t got = 0; got < n;) {
        ssize_t k = pread(fd, (char *)to + got, n - got, (off_t)(at + got));

        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return false;
        got += (size_t)k;
    }
    return true;
}

int stash_view(struct stash *s, size_t bucket, struct arena *a, struct stash_view *out,
               struct err *e) {
    VEC(struct stash_ref) ref = {0};

    for (size_t i = 0; i < s->bucket[bucket].n; i++) {
        const struct piece *p = &s->bucket[bucket].v[i];

        for (uint64_t at = p->at, end = p->at + p->n; at < end;) {
            struct stash_ref *r = vec_push(a, &ref);

            if (end - at < sizeof r->head || !read_at(s->fd, &r->head, sizeof r->head, at) ||
                end - at - sizeof r->head < r->head.bytes)
                return err_set(e, RC_IO, "points that wait in %s: the file is not whole",
                               s->folder);
            r->fd = s->fd;
            r->at = at + sizeof r->head;
            at = r->at + r->head.bytes;
        }
    }
    *out = (struct stash_view){ref.v, ref.n};
    if (ref.n) qsort(ref.v, ref.n, sizeof *ref.v, by_key);
    return 0;
}

int stash_points(const struct stash_ref *r, struct track_point *out, struct err *e) {
    char *coded = malloc(r->head.bytes + 1);
    bool whole;

    must(!coded);
    whole = read_at(r->fd, coded, r->head.bytes, r->at) &&
            wire_read((struct span){coded, r->head.bytes}, out, r->head.n);
    free(coded);
    return whole ? 0 : err_set(e, RC_IO, "points that waited on disk are damaged");
}
