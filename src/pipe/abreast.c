/* SPDX-License-Identifier: Apache-2.0 */
/* Corridors are estimated abreast, one a thread: each by itself, from what was loaded and nobody changes, into an arena of
 * its own, so that the answer is the same however many threads there are. Where none can be started, this one does all. */
#include "pipe/corridor.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define THREADS 8

struct abreast {
    const struct load *l;
    const struct pipe_options *o;
    int32_t as_of;
    struct corridor *out;
    struct err *err; /* of each corridor */
    int *rc;
    atomic_size_t next;
};

struct walker {
    struct abreast *x;
    struct arena a;
    pthread_t thread;
};

static void *walk(void *walker) {
    struct walker *w = walker;
    struct abreast *x = w->x;

    for (size_t i; (i = atomic_fetch_add(&x->next, 1)) < x->l->corridor.n;) {
        x->rc[i] = corridor_run(&w->a, x->l, (int)i, x->as_of, x->o, &x->out[i], &x->err[i]);
        if (x->rc[i] == 0 && x->o->sensitivity)
            x->rc[i] = model_run(&w->a, &x->out[i], x->o, &x->err[i]);
        if (x->rc[i] < 0) break;
    }
    return NULL;
}

int corridors_run(struct arena *a, const struct load *l, int32_t as_of,
                  const struct pipe_options *o, struct corridor *out, struct err *e) {
    struct abreast x = {.l = l,
                        .o = o,
                        .as_of = as_of,
                        .out = out,
                        .err = ARENA_ARRAY(a, struct err, l->corridor.n),
                        .rc = ARENA_ARRAY(a, int, l->corridor.n)};
    struct walker w[THREADS];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t n = 0;

    while (n < THREADS && n < l->corridor.n && (n == 0 || (long)n < cores)) {
        w[n] = (struct walker){.x = &x};
        arena_init(&w[n].a, a->cap - a->used);
        if (n && pthread_create(&w[n].thread, NULL, walk, &w[n]) != 0) break;
        n++;
    }
    if (n) walk(&w[0]);
    for (size_t i = 0; i < n; i++) {
        if (i) pthread_join(w[i].thread, NULL);
        arena_join(a, &w[i].a);
    }
    for (size_t i = 0; i < l->corridor.n; i++)
        if (x.rc[i] < 0) {
            *e = x.err[i];
            return x.rc[i];
        }
    return 0;
}
