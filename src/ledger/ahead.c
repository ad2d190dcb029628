/* SPDX-License-Identifier: Apache-2.0 */
/* Batches in a ring: the caller's thread, which alone has the store, fills them in order and takes them out in order, and whoever is
 * free computes the oldest that nobody has taken. So there is nothing that a machine with one core, or a process that may not make
 * threads, does otherwise but slower: the caller then computes each batch itself when it comes to it.
 *
 *     filled by the caller ->  READY  -> taken by anybody -> COMPUTED -> entries handed out -> filled again
 *
 * Threads start when the ring is full for the first time: a case of some hundred entries needs none. */
#include "ledger/ahead.h"

#include "ledger/merkle.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ENTRIES                                                                                    \
    256 /* of a batch: about a millisecond of one core, so waking a thread costs nothing beside it */
#define BYTES ((size_t)256 << 10) /* a batch with as many is handed on, too */
#define BATCHES 8
#define HELPERS 3 /* the caller has a third of the work to itself, so more would wait for it */

struct batch {
    enum { FREE, READY, TAKEN, COMPUTED } state; /* under the lock */
    struct ahead_entry entry[ENTRIES];
    size_t n, next;  /* there; the next to be handed out */
    struct buf text; /* kinds and bodies, one after another */
    int rc;         /* what came after the last entry: 1 others, 0 the end, below 0 a failure ... */
    struct err err; /* ... and which */
};

struct ahead {
    struct query *q;
    struct batch *now; /* whose entries are handed out */
    bool ended;        /* nothing more is to be read */
    bool stop;
    size_t out, in; /* batches done with and filled, ever: written by the caller under the lock */
    size_t helpers;
    pthread_t thread[HELPERS];
    pthread_mutex_t lock;
    pthread_cond_t ready, computed;
    struct batch batch[BATCHES];
};

static void must(int failed) {
    if (!failed) return;
    fputs("headcount: out of memory, or threads fail\n", stderr);
    abort();
}

static void lock(struct ahead *a) {
    must(pthread_mutex_lock(&a->lock));
}

static void unlock(struct ahead *a) {
    must(pthread_mutex_unlock(&a->lock));
}

/* --- one batch --- */

static void compute(struct batch *b) {
    for (size_t i = 0; i < b->n; i++) {
        struct ahead_entry *y = &b->entry[i];

        if (y->wrong) continue;
        ledger_hash(&y->x, y->hash);
        merkle_leaf(entry_key(y->x.hash), y->leaf);
        y->canonical = canon_is(y->x.body);
    }
}

/* The texts move while the buffer grows, so their places are set when it has all. */
static void point(struct batch *b) {
    const char *at = buf_span(&b->text).p;

    for (size_t i = 0; i < b->n; i++) {
        struct ledger_entry *x = &b->entry[i].x;

        if (x->kind.p) x->kind.p = at;
        at += x->kind.n;
        if (x->body.p) x->body.p = at;
        at += x->body.n;
    }
}

static void fill(struct ahead *a, struct batch *b) {
    b->n = b->next = b->text.n = 0;
    b->rc = 1;
    while (b->n < ENTRIES && b->text.n < BYTES && (b->rc = query_next(a->q, &b->err)) > 0) {
        struct ahead_entry *y = &b->entry[b->n++];

        y->wrong = entry_read(a->q, &y->x);
        buf_add(&b->text, y->x.kind);
        buf_add(&b->text, y->x.body);
    }
    a->ended = b->rc <= 0;
    point(b);
}

/* --- who computes --- */

/* The oldest that nobody has taken, under the lock. */
static struct batch *take(struct ahead *a) {
    for (size_t i = a->out; i < a->in; i++) {
        struct batch *b = &a->batch[i % BATCHES];

        if (b->state != READY) continue;
        b->state = TAKEN;
        return b;
    }
    return NULL;
}

/* Under the lock, which is let go meanwhile. */
static void compute_taken(struct ahead *a, struct batch *b) {
    unlock(a);
    compute(b);
    lock(a);
    b->state = COMPUTED;
    must(pthread_cond_signal(&a->computed));
}

static void *help(void *ahead) {
    struct ahead *a = ahead;
    struct batch *b;

    lock(a);
    while (!a->stop)
        if ((b = take(a)))
            compute_taken(a, b);
        else
            must(pthread_cond_wait(&a->ready, &a->lock));
    unlock(a);
    return NULL;
}

static void start_helpers(struct ahead *a) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    while (a->helpers < HELPERS && (long)a->helpers + 1 < cores &&
           pthread_create(&a->thread[a->helpers], NULL, help, a) == 0)
        a->helpers++;
}

static void fill_ring(struct ahead *a) {
    while (!a->ended && a->in - a->out < BATCHES) {
        fill(a, &a->batch[a->in % BATCHES]);
        lock(a);
        a->batch[a->in++ % BATCHES].state = READY;
        must(pthread_cond_signal(&a->ready));
        unlock(a);
    }
    if (!a->helpers && a->in == BATCHES) start_helpers(a);
}

/* Computes what is there to be computed until the first batch is. */
static void finish(struct ahead *a, const struct batch *first) {
    struct batch *b;

    lock(a);
    while (first->state != COMPUTED)
        if ((b = take(a)))
            compute_taken(a, b);
        else
            must(pthread_cond_wait(&a->computed, &a->lock));
    unlock(a);
}

/* --- the cursor --- */

int ahead_open(struct ahead **out, struct store *st, struct err *e) {
    struct ahead *a = calloc(1, sizeof *a);
    int rc;

    must(!a);
    rc = query_open(&a->q, st, "SELECT " ENTRY_COLUMNS " FROM entry ORDER BY author, seq", e);
    if (rc < 0) {
        free(a);
        return rc;
    }
    must(pthread_mutex_init(&a->lock, NULL));
    must(pthread_cond_init(&a->ready, NULL));
    must(pthread_cond_init(&a->computed, NULL));
    *out = a;
    return 0;
}

/* On to the next batch; behind it the ring is filled again. */
static void advance(struct ahead *a) {
    if (a->now) {
        lock(a);
        a->out++;
        unlock(a);
    }
    fill_ring(a);
    a->now = &a->batch[a->out % BATCHES];
    finish(a, a->now);
}

int ahead_next(struct ahead *a, const struct ahead_entry **out, struct err *e) {
    while (!a->now || a->now->next == a->now->n) {
        if (a->now && a->now->rc < 0) *e = a->now->err;
        if (a->now && a->now->rc <= 0) return a->now->rc;
        advance(a);
    }
    *out = &a->now->entry[a->now->next++];
    return 1;
}

void ahead_close(struct ahead *a) {
    if (!a) return;
    lock(a);
    a->stop = true;
    must(pthread_cond_broadcast(&a->ready));
    unlock(a);
    for (size_t i = 0; i < a->helpers; i++) must(pthread_join(a->thread[i], NULL));
    pthread_cond_destroy(&a->computed);
    pthread_cond_destroy(&a->ready);
    pthread_mutex_destroy(&a->lock);
    for (size_t i = 0; i < BATCHES; i++) buf_fini(&a->batch[i].text);
    query_close(a->q);
    free(a);
}
