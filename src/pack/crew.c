/* SPDX-License-Identifier: Apache-2.0 */
/* One reads, several inflate and call. Members go in batches, since a member is often 10 KB and
 * waking a thread costs as much as inflating that. What is on its way is bounded, in number of
 * batches and in bytes: jobs that take long hold back the reading. With one job there is no thread
 * and no lock that anyone waits for: the reader does a batch when it is full.
 *
 * Sources are counted under the lock, by the index of their members, when a batch comes back; the
 * reader writes the other fields of a source without it. */
#include "pack/crew.h"

#include "pack/unpack.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define BATCH_BYTES ((size_t)512 << 10) /* handed out when it has as many; a member may have more */
#define KEEP_BYTES ((size_t)4 << 20)    /* a larger batch gives its memory back */
#define AHEAD_BYTES ((size_t)64 << 20)  /* on their way, unless one alone has more */
#define BATCHES (2 * STREAM_JOBS + 1)

struct worker {
    struct crew *crew;
    struct unpack *unpack;
    size_t number;
    pthread_t thread;
};

struct crew {
    struct arena *a; /* the reader's */
    stream_fn *fn;
    void *ctx;
    size_t jobs, number;
    struct stream_limits lim;
    bool glance;
    struct batch *open; /* being filled */
    pthread_mutex_t lock;
    pthread_cond_t ready, back; /* a batch is ready, has come back */
    struct batch *queue[BATCHES];
    size_t head, tail, made,
        bytes; /* first and behind the last in the queue, ever; batches; on their way */
    struct batch *spare;
    VEC(struct stream_source) source;
    bool done, stop;
    int rc;
    struct err err;
    struct worker worker[STREAM_JOBS];
};

static void must(int failed) {
    if (!failed) return;
    fputs("headcount: out of memory, or threads fail\n", stderr);
    abort();
}

/* --- one batch --- */

static void inflate_piece(struct worker *w, struct piece *p, struct span *bytes) {
    const struct stream_limits *lim = &w->crew->lim;
    const struct unpack_limits u = {lim->member_bytes, lim->ratio};
    struct err e;
    int rc = unpack_member(w->unpack, *bytes, &u, bytes, &e);

    if (rc == RC_LIMIT) *bytes = SPAN("");
    if (rc == 0 || (rc != RC_LIMIT && p->state != STREAM_WHOLE)) return;
    p->state = rc == RC_LIMIT ? STREAM_REFUSED : STREAM_PARTIAL;
    p->rc = (enum rc)rc;
    snprintf(p->why, sizeof p->why, "%.*s", (int)sizeof p->why - 1, e.text);
}

static int give(struct worker *w, const struct batch *b, struct piece *p, struct err *e) {
    struct span bytes = {b->p + p->bytes, p->bytes_n};
    struct stream_member m;
    char begin[STREAM_BEGIN + 1];

    if (p->state != STREAM_REFUSED && unpack_kind(bytes) != UNPACK_NONE) {
        if (w->crew->glance) {
            bytes = (struct span){begin, unpack_begin(w->unpack, bytes, begin, STREAM_BEGIN)};
            begin[bytes.n] = '\0';
        } else {
            inflate_piece(w, p, &bytes);
        }
    }
    p->inflated = bytes.n;
    m = (struct stream_member){.number = p->number,
                               .source = p->source,
                               .path = p->path,
                               .name = {b->p + p->name, p->name_n},
                               .bytes = bytes,
                               .stored = p->stored,
                               .offset = p->offset,
                               .state = p->state,
                               .rc = p->rc,
                               .reason = p->why};
    return w->crew->fn(w->number, &m, w->crew->ctx, e);
}

/* @return 0, or what fn returned; *n is how many were given. */
static int give_all(struct worker *w, struct batch *b, size_t *n, struct err *e) {
    int rc = 0;

    for (*n = 0; *n < b->npieces && rc == 0; ++*n) rc = give(w, b, &b->piece[*n], e);
    return rc < 0 ? rc : 0;
}

/* Under the lock. */
static void count(struct crew *c, const struct batch *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct stream_source *s = &c->source.v[b->piece[i].source];

        s->members++;
        s->partial += b->piece[i].state == STREAM_PARTIAL;
        s->refused += b->piece[i].state == STREAM_REFUSED;
        s->stored += b->piece[i].stored;
        s->inflated += b->piece[i].inflated;
    }
}

static void settle(struct crew *c, struct batch *b, size_t n, int rc, const struct err *e) {
    count(c, b, n);
    if (rc < 0 && !c->stop) {
        c->stop = true;
        c->rc = rc;
        c->err = *e;
    }
    c->bytes -= b->n;
    if (b->cap > KEEP_BYTES) {
        free(b->p);
        b->p = NULL;
        b->cap = 0;
    }
    b->n = b->npieces = 0;
    b->next = c->spare;
    c->spare = b;
}

/* --- threads --- */

static struct batch *next_ready(struct crew *c) {
    struct batch *b = NULL;

    must(pthread_mutex_lock(&c->lock));
    while (c->head == c->tail && !c->done) must(pthread_cond_wait(&c->ready, &c->lock));
    if (c->head < c->tail) b = c->queue[c->head++ % BATCHES];
    if (b && c->stop) b->npieces = 0; /* nobody wants it any more */
    must(pthread_mutex_unlock(&c->lock));
    return b;
}

static void *work(void *worker) {
    struct worker *w = worker;
    struct crew *c = w->crew;
    struct batch *b;

    while ((b = next_ready(c))) {
        struct err e = {0};
        size_t n;
        int rc = give_all(w, b, &n, &e);

        must(pthread_mutex_lock(&c->lock));
        settle(c, b, n, rc, &e);
        must(pthread_cond_signal(&c->back));
        must(pthread_mutex_unlock(&c->lock));
    }
    return NULL;
}

struct crew *crew_new(struct arena *a, const struct stream_options *o, stream_fn *fn, void *ctx) {
    struct crew *c = calloc(1, sizeof *c);

    must(!c);
    c->a = a;
    c->fn = fn;
    c->ctx = ctx;
    c->jobs = o->jobs;
    c->lim = o->limits;
    c->glance = o->glance > 0;
    must(pthread_mutex_init(&c->lock, NULL));
    must(pthread_cond_init(&c->ready, NULL));
    must(pthread_cond_init(&c->back, NULL));
    for (size_t i = 0; i < c->jobs; i++)
        c->worker[i] = (struct worker){.crew = c, .unpack = unpack_new(), .number = i};
    for (size_t i = 0; i < c->jobs && c->jobs > 1; i++)
        must(pthread_create(&c->worker[i].thread, NULL, work, &c->worker[i]));
    return c;
}

/* --- the reader --- */

size_t crew_source(struct crew *c, const struct stream_source *s) {
    size_t i;

    must(pthread_mutex_lock(&c->lock));
    i = c->source.n;
    *vec_push(c->a, &c->source) = *s;
    c->source.v[i].reason = "";
    must(pthread_mutex_unlock(&c->lock));
    return i;
}

struct stream_source *crew_at(struct crew *c, size_t source) {
    return &c->source.v[source];
}

void crew_fault(struct crew *c, size_t source, enum stream_state state, enum rc rc, const char *fmt,
                ...) {
    struct stream_source *s = &c->source.v[source];
    char text[512];
    va_list ap;

    if (state > s->state) s->state = state;
    if (s->reason[0]) return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    s->rc = rc;
    s->reason = arena_dup(c->a, span_of(text));
}

struct batch *crew_batch(struct crew *c) {
    size_t most = c->jobs > 1 ? 2 * c->jobs + 1 : 1;

    if (c->open) return c->open;
    must(pthread_mutex_lock(&c->lock));
    while (c->bytes > AHEAD_BYTES || (!c->spare && c->made == most))
        must(pthread_cond_wait(&c->back, &c->lock));
    if (c->spare) {
        c->open = c->spare;
        c->spare = c->open->next;
    } else {
        c->open = calloc(1, sizeof *c->open);
        must(!c->open);
        c->made++;
    }
    must(pthread_mutex_unlock(&c->lock));
    return c->open;
}

char *crew_room(struct batch *b, size_t n) {
    if (b->cap - b->n <= n) {
        size_t cap = b->cap ? b->cap * 2 : BATCH_BYTES + BATCH_BYTES / 2;

        if (cap - b->n <= n) cap = b->n + n + 1;
        b->p = realloc(b->p, cap);
        must(!b->p);
        b->cap = cap;
    }
    return b->p + b->n;
}

/* @return 0; below it: no more is wanted. */
static int hand_out(struct crew *c) {
    struct batch *b = c->open;
    bool stop;

    if (!b || !b->npieces) return 0;
    c->open = NULL;
    if (c->jobs == 1) {
        struct err e = {0};
        size_t n;
        int rc = give_all(&c->worker[0], b, &n, &e);

        c->bytes += b->n;
        settle(c, b, n, rc, &e);
        return rc;
    }
    must(pthread_mutex_lock(&c->lock));
    c->queue[c->tail++ % BATCHES] = b;
    c->bytes += b->n;
    stop = c->stop;
    must(pthread_cond_signal(&c->ready));
    must(pthread_mutex_unlock(&c->lock));
    return stop ? RC_LIMIT : 0;
}

void crew_begin(struct crew *c, struct piece *p, size_t source, struct span name, uint64_t offset) {
    struct batch *b = crew_batch(c);
    char *to = crew_room(b, name.n);

    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7f)
            to[i] = '?';
        else
            to[i] = name.p[i];
    to[name.n] = 0;
    p->source = source;
    p->path = c->source.v[source].path;
    p->name = b->n;
    p->name_n = name.n;
    p->offset = offset;
    p->state = STREAM_WHOLE;
    p->rc = RC_OK;
    p->why[0] = 0;
    p->stored = p->inflated = 0;
    b->n += name.n + 1;
    p->bytes = b->n;
}

static int add(struct crew *c, struct piece *p) {
    struct batch *b = c->open;

    if (c->number == c->lim.members) {
        crew_fault(c, p->source, STREAM_PARTIAL, RC_LIMIT, "more than %zu members", c->lim.members);
        return RC_LIMIT;
    }
    p->number = c->number++;
    p->bytes_n = b->n - p->bytes;
    *crew_room(b, 0) = 0;
    b->n++;
    b->piece[b->npieces++] = *p;
    return b->npieces == BATCH_PIECES || b->n >= BATCH_BYTES ? hand_out(c) : 0;
}

int crew_add(struct crew *c, const struct piece *p) {
    struct piece own = *p;

    own.stored = c->open->n - p->bytes;
    return add(c, &own);
}

int crew_refuse(struct crew *c, struct piece *p, size_t stored, enum rc rc, const char *fmt, ...) {
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(p->why, sizeof p->why, fmt, ap);
    va_end(ap);
    c->open->n = p->bytes;
    p->stored = stored;
    p->state = STREAM_REFUSED;
    p->rc = rc;
    return add(c, p);
}

static void free_batches(struct crew *c) {
    struct batch *b, *next;

    for (b = c->spare; b; b = next) {
        next = b->next;
        free(b->p);
        free(b);
    }
    if (c->open) free(c->open->p);
    free(c->open);
}

static void end_threads(struct crew *c) {
    if (c->jobs == 1) return;
    must(pthread_mutex_lock(&c->lock));
    c->done = true;
    must(pthread_cond_broadcast(&c->ready));
    must(pthread_mutex_unlock(&c->lock));
    for (size_t i = 0; i < c->jobs; i++) must(pthread_join(c->worker[i].thread, NULL));
}

static void sum_up(const struct crew *c, struct stream_sum *out) {
    *out = (struct stream_sum){.source = c->source.v, .n = c->source.n};
    for (size_t i = 0; i < c->source.n; i++) {
        const struct stream_source *s = &c->source.v[i];

        out->members += s->members;
        out->partial += s->partial;
        out->refused += s->refused;
        out->stored += s->stored;
        out->inflated += s->inflated;
    }
}

int crew_finish(struct crew *c, struct stream_sum *out, struct err *e) {
    int rc;

    (void)hand_out(c); /* whether fn wanted to end is in c->rc */
    end_threads(c);
    rc = c->rc;
    if (rc < 0) *e = c->err;
    sum_up(c, out);
    free_batches(c);
    for (size_t i = 0; i < c->jobs; i++) unpack_free(c->worker[i].unpack);
    pthread_cond_destroy(&c->back);
    pthread_cond_destroy(&c->ready);
    pthread_mutex_destroy(&c->lock);
    free(c);
    return rc;
}
