/* SPDX-License-Identifier: Apache-2.0 */
/* European return operations: only those with a monitor aboard are revealed, as the world reveals them, and the year is estimated.
 * Observed flights differ from the others, with either sign: the selection factor is on at its default. */
#include "cal.h"
#include "truth.h"

#define FIRST 2013
#define YEARS 6

struct year {
    struct truth f;
    bool *pick;
};

static int estimate(const struct cal *c, const void *what, size_t i, void *out, struct err *e) {
    const struct year *y = (const struct year *)what + i;
    struct truth_run run = {
        .f = &y->f, .people = y->f.people[0], .pick = y->pick, .seats = -1, .o = &c->o};
    struct arena a;
    int rc;

    arena_init(&a, (size_t)2 << 30);
    if ((rc = truth_infer(&a, &run, e)) == 0) {
        struct peer_in in = truth_peer(&a, &run, c->o.interval, 1);

        *(struct cal_eval *)out = (struct cal_eval){run.truth,
                                                    {run.r.total.lo, run.r.total.hi},
                                                    {peer_normal(&in), peer_normal_whole(&in)}};
    }
    arena_fini(&a);
    return rc;
}

static void read_years(struct cal *c, const struct cal_table *t, struct year *y) {
    for (int k = 0; k < YEARS; k++) {
        truth_begin(&y[k].f, c->a, t->nrow);
        y[k].pick = ARENA_ARRAY(c->a, bool, t->nrow);
    }
    for (size_t i = 0; i < t->nrow; i++) {
        int32_t day = cal_day(cal_cell(t, i, "date"));
        int people = cal_int(cal_cell(t, i, "returnees")), k;

        if (day == UTC_NONE || people < 0) continue;
        k = utc_civil(day).year - FIRST;
        if (k < 0 || k >= YEARS) continue;
        y[k].pick[y[k].f.n] = span_is(cal_cell(t, i, "monitored"), "1");
        truth_add(&y[k].f, day, people, 0);
    }
}

int cal_monitored(struct cal *c, struct err *e) {
    static const char *const peer[] = {"normal", "whole"};
    struct cal_eval v[YEARS];
    struct year y[YEARS];
    struct cal_table t;
    struct cal_line *l;
    int rc;

    if ((rc = cal_read(c, "frontex/operations_2013_2018.csv", &t, e)) < 0) return rc;
    read_years(c, &t, y);
    if ((rc = cal_each(c, YEARS, estimate, y, v, sizeof *v, e)) < 0) return rc;
    for (int k = 0; k < YEARS; k++) {
        size_t known = 0;

        for (size_t i = 0; i < y[k].f.n; i++) known += y[k].pick[i];
        l = cal_line(c, "monitored", arena_printf(c->a, "%d", FIRST + k), &v[k], 1, c->o.interval,
                     peer, 2);
        l->note = arena_printf(c->a, "%zu of %zu revealed; %.0f to %.0f, truth %.0f", known,
                               y[k].f.n, v[k].own.lo, v[k].own.hi, v[k].truth);
    }
    l = cal_line(c, "monitored", "all years", v, YEARS, c->o.interval, peer, 2);
    l->target = "covers 5 of 6, width <= 1.5 of normal";
    l->pass = l->covered * YEARS > 4.5 && l->peer[0].width_ratio <= 1.5;
    l->note = "normal: on the operations that were not revealed; whole: on all";
    return 0;
}
