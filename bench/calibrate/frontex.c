/* SPDX-License-Identifier: Apache-2.0 */
/* European return operations, truth for each: a few of a corridor's year are revealed, the year is estimated. */
#include "cal.h"
#include "infer/score.h"
#include "truth.h"

#include <math.h>
#include <stdlib.h>

#define LEVEL 0.95 /* of this row: the t interval's 95 % is what is to beat */
static const size_t reveal[] = {2, 3, 5, 10, 20, 30};
#define REVEALS (sizeof reveal / sizeof *reveal)

struct corridor {
    struct truth f;
    uint64_t key;
};
struct frontex {
    struct corridor *at;
    size_t n, reps;
};

/* i runs over corridor, number revealed, replicate. A corridor without that many flights has truth -1. */
static int replicate(const struct cal *c, const void *what, size_t i, void *out, struct err *e) {
    const struct frontex *f = what;
    const struct corridor *at = &f->at[i / (REVEALS * f->reps)];
    size_t k = reveal[i / f->reps % REVEALS], rep = i % f->reps, n = at->f.n;
    struct cal_eval *v = out;
    struct infer_options o = c->o;
    struct truth_run run = {.f = &at->f, .people = at->f.people[0], .seats = -1, .o = &o};
    struct arena a;
    int rc;

    v->truth = -1;
    if (k >= n) return 0;
    arena_init(&a, (size_t)2 << 30);
    run.pick = ARENA_ARRAY(&a, bool, n);
    cal_pick(run.pick, n, k, at->key, k * 100000 + rep);
    o.selection_scale = 0;
    o.interval = LEVEL;
    o.seed = at->key % 1000000 + rep;
    if ((rc = truth_infer(&a, &run, e)) == 0) {
        struct peer_in in = truth_peer(&a, &run, LEVEL, o.seed);

        *v = (struct cal_eval){
            run.truth, {run.r.total.lo, run.r.total.hi}, {peer_t(&in), peer_negbin(&a, &in)}};
    }
    arena_fini(&a);
    return rc;
}

static struct span dest_of(const struct cal_table *t, size_t i) {
    return cal_cell(t, i, "dest");
}

/* The corridor-years of 20 or more operations, in the order of the file. */
static struct frontex corridors(struct cal *c, const struct cal_table *t) {
    VEC(struct corridor) v = {0};
    bool *done = ARENA_ARRAY(c->a, bool, t->nrow);

    for (size_t i = 0; i < t->nrow; i++) {
        struct corridor at = {.key = 0};
        struct span dest = dest_of(t, i), date = cal_cell(t, i, "date");

        if (done[i] || date.n < 4) continue;
        at.key = cal_key(dest, (uint64_t)strtol(date.p, NULL, 10));
        truth_begin(&at.f, c->a, t->nrow);
        for (size_t j = i; j < t->nrow; j++) {
            struct span d = cal_cell(t, j, "date");
            int people = cal_int(cal_cell(t, j, "returnees"));

            if (!span_eq(dest_of(t, j), dest) || d.n < 4 || memcmp(d.p, date.p, 4) != 0) continue;
            done[j] = true;
            if (people >= 0 && cal_day(d) != UTC_NONE) truth_add(&at.f, cal_day(d), people, 0);
        }
        if (at.f.n >= 20 && cal_in_half(c, at.key)) *vec_push(c->a, &v) = at;
    }
    return (struct frontex){.at = v.v, .n = v.n};
}

/* Mean interval score as a share of the true total, ours over the peer's: the large corridors do not decide alone. */
static double relative(const struct cal_eval *v, size_t n, size_t peer) {
    double own = 0, theirs = 0;

    for (size_t i = 0; i < n; i++) {
        own += score_interval(v[i].own.lo, v[i].own.hi, LEVEL, v[i].truth) / v[i].truth;
        theirs +=
            score_interval(v[i].peer[peer].lo, v[i].peer[peer].hi, LEVEL, v[i].truth) / v[i].truth;
    }
    return own / theirs;
}

int cal_frontex(struct cal *c, struct err *e) {
    static const char *const peer[] = {"t", "negbin"};
    struct cal_table t;
    struct frontex f;
    struct cal_eval *v, *some;
    int rc;

    if ((rc = cal_read(c, "frontex/operations_2013_2018.csv", &t, e)) < 0) return rc;
    f = corridors(c, &t);
    f.reps = c->replicates ? (size_t)c->replicates : 40;
    v = ARENA_ARRAY(c->a, struct cal_eval, f.n * REVEALS * f.reps);
    some = ARENA_ARRAY(c->a, struct cal_eval, f.n * f.reps);
    if ((rc = cal_each(c, f.n * REVEALS * f.reps, replicate, &f, v, sizeof *v, e)) < 0) return rc;
    for (size_t k = 0; k < REVEALS; k++) {
        struct cal_line *l;
        size_t n = 0;

        for (size_t i = 0; i < f.n; i++)
            for (size_t r = 0; r < f.reps; r++) {
                const struct cal_eval *x = &v[(i * REVEALS + k) * f.reps + r];

                if (x->truth >= 0) some[n++] = *x;
            }
        l = cal_line(c, "frontex", arena_printf(c->a, "%zu revealed", reveal[k]), some, n, LEVEL,
                     peer, 2);
        l->target = "covers >= 0.94, score below t and negbin";
        l->pass = l->covered >= 0.94 && l->peer[0].score_ratio < 1 && l->peer[1].score_ratio < 1;
        l->note = arena_printf(c->a, "scores as shares of the truth: %.2f of t, %.2f of negbin",
                               relative(some, n, 0), relative(some, n, 1));
    }
    return 0;
}
