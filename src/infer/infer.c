/* SPDX-License-Identifier: Apache-2.0 */
/* The order of a run: rows to cells (cells.c, obs.c), the posterior of what flights share (grid.c), sums (product.c), and here
 * what is reported of them. The static model draws no random number: the seed is part of the interface and unused. */
#include "infer/infer.h"

#include "infer/world.h"

#include <math.h>

#define COMPLETION_NODES                                                                           \
    6 /* 20 nodes move the quantiles of a season without counts by 2 people at most */
#define SCRATCH_BYTES ((size_t)4 << 30)

/* Smallest n with F(n) >= q. The slack is rounding: 0.95 must be reached by ten times 0.095. */
static double quantile(const struct pmf *d, double q) {
    double sum = 0;

    for (size_t i = 0; i < d->n; i++) {
        sum += d->p[i];
        if (sum >= q * (1 - 1e-12)) return (double)i;
    }
    return (double)(d->n - 1);
}

static double mean(const struct pmf *d) {
    double s = 0;

    for (size_t i = 0; i < d->n; i++) s += (double)i * d->p[i];
    return s;
}

static struct infer_range range(const struct pmf *d, double interval) {
    return (struct infer_range){.median = quantile(d, 0.5),
                                .mean = mean(d),
                                .lo = quantile(d, (1 - interval) / 2),
                                .hi = quantile(d, (1 + interval) / 2)};
}

/* All 99 quantiles in one pass. */
static void quantiles(const struct pmf *d, double *out) {
    double sum = 0;
    int k = 0;

    for (size_t i = 0; i < d->n; i++) {
        sum += d->p[i];
        while (k < INFER_QUANTILES && sum >= (k + 1) / 100.0 * (1 - 1e-12)) out[k++] = (double)i;
    }
    while (k < INFER_QUANTILES) out[k++] = (double)(d->n - 1);
}

static double flown(const struct world *w, const struct cell *c) {
    const struct infer_options *o = w->o;
    double sum = 0;

    if (c->kind != CELL_MAYBE) return c->kind == CELL_FLOWN;
    if (c->group < 0)
        return cells_flown(c, isnan(o->fix_completion)
                                  ? o->completion_a / (o->completion_a + o->completion_b)
                                  : o->fix_completion);
    for (int i = 0; i < w->group[c->group].n; i++)
        sum += w->group[c->group].w[i] * cells_flown(c, w->group[c->group].p[i]);
    return sum;
}

/* The distribution of every shape once for each role that it has, then of every slot. */
static void report_slots(const struct world *w, const struct grid *g, struct infer_result *r) {
    double **margin = ARENA_ARRAY(w->a, double *, w->nshape), expect = 0, seen = 0;

    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];
        struct infer_slot_result *s = &r->slot[c->at];

        *s = (struct infer_slot_result){
            .p_operated = flown(w, c), .seen = c->seen, .ceiling = c->ceiling};
        if (c->kind == CELL_OUT) continue;
        size_t n = (size_t)c->seat.hi + 1;
        struct pmf d = {ARENA_ARRAY(w->a, double, n), n};

        if (!margin[c->shape]) {
            margin[c->shape] = ARENA_ARRAY(w->a, double, n);
            grid_margin(w, g, c->shape, c->counted, margin[c->shape]);
        }
        for (size_t k = 0; k < n; k++) d.p[k] = s->p_operated * margin[c->shape][k];
        d.p[0] += 1 - s->p_operated;
        s->people = range(&d, w->o->interval);
        expect += s->people.mean;
        if (c->seen >= 0) seen += s->people.mean, r->seen += c->seen;
    }
    r->counted_share = expect > 0 ? seen / expect : 0;
}

static void report_days(const struct world *w, const struct grid *g, struct infer_result *r) {
    size_t *end = ARENA_ARRAY(w->a, size_t, w->n), n = 0;
    struct pmf *d;

    for (size_t i = 0; i < w->n; i++)
        if (i + 1 == w->n || w->cell[i + 1].slot->day != w->cell[i].slot->day) end[n++] = i + 1;
    d = ARENA_ARRAY(w->a, struct pmf, n);
    product_run(w, g, 0, end, n, PRODUCT_TIGHT, d);
    r->npoint = n;
    for (size_t i = 0; i < n; i++)
        r->point[i] = (struct infer_point){.day = w->cell[end[i] - 1].slot->day,
                                           .q05 = quantile(&d[i], 0.05),
                                           .q25 = quantile(&d[i], 0.25),
                                           .q50 = quantile(&d[i], 0.5),
                                           .q75 = quantile(&d[i], 0.75),
                                           .q95 = quantile(&d[i], 0.95)};
    r->total = range(&d[n - 1], w->o->interval);
    quantiles(&d[n - 1], r->quantile);
}

static void report_months(const struct world *w, const struct grid *g, struct infer_result *r) {
    size_t first = 0;

    for (size_t i = 0; i < w->n; i++) {
        struct utc_civil c = utc_civil(w->cell[i].slot->day);
        struct utc_civil next =
            i + 1 < w->n ? utc_civil(w->cell[i + 1].slot->day) : (struct utc_civil){0};
        size_t end = i + 1;
        struct pmf d;

        if (next.year == c.year && next.month == c.month) continue;
        product_run(w, g, first, &end, 1, PRODUCT_LOOSE, &d);
        r->month[r->nmonth++] = (struct infer_month){.year = c.year,
                                                     .month = c.month,
                                                     .nslot = (int)(end - first),
                                                     .people = range(&d, w->o->interval)};
        first = end;
    }
}

/* The same total with half as many nodes in every direction: what doubling them has changed. */
static double grid_error(struct world *w, const struct infer_result *r) {
    struct grid half;
    struct pmf d;
    struct infer_range s;

    grid_build(w, 1, &half);
    cells_completion(w, COMPLETION_NODES / 2);
    product_run(w, &half, 0, &w->n, 1, PRODUCT_TIGHT, &d);
    s = range(&d, w->o->interval);
    return fmax(fabs(s.median - r->total.median),
                fmax(fabs(s.lo - r->total.lo), fabs(s.hi - r->total.hi)));
}

static void report_ceiling(const struct world *w, struct infer_result *r) {
    for (size_t i = 0; i < w->n && r->ceiling >= 0; i++)
        r->ceiling = w->cell[i].ceiling < 0 ? -1 : r->ceiling + w->cell[i].ceiling;
}

static void report_notes(struct world *w, struct infer_result *r) {
    size_t waiting = 0, other = 0, all = 0, cited = 0;

    for (size_t i = 0; i < w->in->ncount; i++) {
        const struct infer_count *c = &w->in->count[i];

        if (!w->used[i] || c->method == INFER_SEATS) continue;
        waiting += c->stage == INFER_WAITING;
        other += c->stage != INFER_WAITING;
        all += c->of == INFER_ALL;
    }
    for (size_t i = 0; i < w->n; i++) cited += w->cell[i].seen >= 0;
    if (!cited) w->notes |= INFER_NO_COUNT;
    if (waiting && !other) w->notes |= INFER_ONLY_WAITING;
    if (all) w->notes |= INFER_CONCERN_PRIOR;
    if (r->seen > r->total.lo) w->notes |= INFER_SEEN_ABOVE_LO;
    r->notes = w->notes;
}

int infer_run(struct arena *a, const struct infer_input *in, const struct infer_options *o,
              struct infer_result *out, struct err *e) {
    struct arena scratch;
    struct world w = {.a = &scratch, .in = in, .o = o};
    struct infer_result r = {0};
    struct pmf d;
    struct grid g;
    int rc;

    arena_init(&scratch, SCRATCH_BYTES);
    if ((rc = cells_build(&w, e)) < 0) goto out;
    r.slot = ARENA_ARRAY(a, struct infer_slot_result, w.n);
    r.month = ARENA_ARRAY(a, struct infer_month, w.n);
    r.point = ARENA_ARRAY(a, struct infer_point, w.n);
    r.used = ARENA_ARRAY(a, bool, in->ncount);
    for (size_t i = 0; i < in->ncount; i++) r.used[i] = w.used[i];
    report_ceiling(&w, &r);
    if (w.n) {
        cells_completion(&w, COMPLETION_NODES);
        grid_build(&w, 2, &g);
        report_days(&w, &g, &r);
        report_slots(&w, &g, &r);
        report_months(&w, &g, &r);
        d = product_operated(&w);
        r.operated = range(&d, o->interval);
        r.grid_error = grid_error(&w, &r);
    }
    report_notes(&w, &r);
    *out = r;
out:
    arena_fini(&scratch);
    return rc;
}
