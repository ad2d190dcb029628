/* SPDX-License-Identifier: Apache-2.0 */
/* The order of a run: rows to cells (cells.c, obs.c), which flights went (fly.c), the posterior of what flights share (post.c on
 * walk.c), joint draws (draw.c), and here what is reported of them. */
#include "infer/infer.h"

#include "base/rng.h"
#include "infer/world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SCRATCH_BYTES ((size_t)6 << 30)
#define POINTS_MOST 400

static int cmp_i32(const void *x, const void *y) {
    int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

    return (a > b) - (a < b);
}

/* Sorts by counting where the range is short, which it nearly always is. */
static void sort_draws(struct arena *a, int32_t *v, size_t n) {
    int32_t lo = v[0], hi = v[0];
    size_t *times, at = 0;

    for (size_t i = 0; i < n; i++) lo = v[i] < lo ? v[i] : lo, hi = v[i] > hi ? v[i] : hi;
    if ((int64_t)hi - lo > 60000) {
        qsort(v, n, sizeof *v, cmp_i32);
        return;
    }
    times = ARENA_ARRAY(a, size_t, (size_t)((int64_t)hi - lo) + 1);
    for (size_t i = 0; i < n; i++) times[v[i] - lo]++;
    for (int64_t x = lo; x <= hi; x++)
        for (size_t k = times[x - lo]; k > 0; k--) v[at++] = (int32_t)x;
}

/* Smallest x with F(x) >= q. */
static double at_quantile(const int32_t *sorted, size_t n, double q) {
    double k = ceil(q * (double)n - 1e-9);

    return sorted[k < 1 ? 0 : k > (double)n ? n - 1 : (size_t)k - 1];
}

/* An interval of one figure where others are possible would say that nothing is uncertain: the nearest of them belongs to it. below and above: the possible figures
 * next to it, -1 none. */
static void widen(struct infer_range *r, double below, double above) {
    if (r->lo < r->hi || (below < 0 && above < 0)) return;
    if (above >= 0 && (below < 0 || above - r->hi <= r->lo - below))
        r->hi = above;
    else
        r->lo = below;
}

static struct infer_range range(struct arena *a, const int32_t *v, size_t n, double interval) {
    int32_t *s = ARENA_ARRAY(a, int32_t, n);
    struct infer_range r;
    double sum = 0, below = -1, above = -1;

    memcpy(s, v, n * sizeof *s);
    for (size_t i = 0; i < n; i++) sum += v[i];
    sort_draws(a, s, n);
    r = (struct infer_range){.median = at_quantile(s, n, 0.5),
                             .mean = sum / (double)n,
                             .lo = at_quantile(s, n, (1 - interval) / 2),
                             .hi = at_quantile(s, n, (1 + interval) / 2)};
    for (size_t i = 0; i < n && s[i] < r.lo; i++) below = s[i];
    for (size_t i = n; i > 0 && s[i - 1] > r.hi; i--) above = s[i - 1];
    widen(&r, below, above);
    return r;
}

static double hist_quantile(const int32_t *h, int hi, size_t n, double q) {
    double sum = 0, need = ceil(q * (double)n - 1e-9);

    for (int k = 0; k <= hi; k++)
        if ((sum += h[k]) >= need) return k;
    return hi;
}

static struct infer_range hist_range(const int32_t *h, int hi, size_t n, double interval) {
    struct infer_range r = {.median = hist_quantile(h, hi, n, 0.5),
                            .lo = hist_quantile(h, hi, n, (1 - interval) / 2),
                            .hi = hist_quantile(h, hi, n, (1 + interval) / 2)};
    double below = -1, above = -1;

    for (int k = 0; k < (int)r.lo; k++) below = h[k] ? k : below;
    for (int k = hi; k > (int)r.hi; k--) above = h[k] ? k : above;
    widen(&r, below, above);
    return r;
}

static void report_slots(const struct world *w, const struct draws *d, struct infer_result *r) {
    double expect = 0, seen = 0, shift = r->total.mean - d->pivot, n = (double)d->n;
    double score = d->score / n, square = d->score2 / n - score * score,
           all = d->score_total / n -
                 score * shift; /* covariance of the factor's score and the total */

    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];
        struct infer_slot_result *s = &r->slot[c->at];
        double sum = 0, sum2 = 0, own;

        *s = (struct infer_slot_result){
            .p_operated = d->flown[i], .seen = c->seen, .ceiling = c->ceiling};
        if (c->kind == CELL_OUT) continue;
        for (int k = 0; k <= c->seat.hi; k++)
            sum += (double)k * d->hist[i][k], sum2 += (double)k * k * d->hist[i][k];
        s->counted = c->counted;
        s->people = hist_range(d->hist[i], c->seat.hi, d->n, w->o->interval);
        s->people.mean = sum / n;
        s->var = fmax(0, sum2 / n - sum / n * (sum / n));
        s->cov = d->cross[i] / n - sum / n * shift;
        own = d->tilt[i] / n - sum / n * score;
        s->var_level = s->var - (square > 1e-9 ? own * own / square : 0);
        s->cov_level = s->cov - s->var - (square > 1e-9 ? own * (all - own) / square : 0);
        expect += s->people.mean;
        if (c->seen >= 0) seen += s->people.mean, r->seen += c->seen;
    }
    r->counted_share = expect > 0 ? seen / expect : 0;
}

static void report_months(struct arena *a, const struct world *w, const struct draws *d,
                          struct infer_result *r) {
    r->nmonth = d->nmonth;
    r->month = ARENA_ARRAY(a, struct infer_month, d->nmonth);
    r->month_draw = ARENA_ARRAY(a, int32_t, d->nmonth * d->n);
    memcpy(r->month_draw, d->month, d->nmonth * d->n * sizeof *d->month);
    for (size_t i = 0; i < w->n; i++) {
        struct utc_civil c = utc_civil(w->cell[i].slot->day);
        struct infer_month *m = &r->month[d->month_of[i]];

        m->year = c.year, m->month = c.month, m->nslot++;
    }
    for (size_t k = 0; k < d->nmonth; k++)
        r->month[k].people = range(w->a, d->month + k * d->n, d->n, w->o->interval);
}

static void quantiles(struct arena *a, const int32_t *v, size_t n, double *out) {
    int32_t *s = ARENA_ARRAY(a, int32_t, n);

    memcpy(s, v, n * sizeof *s);
    sort_draws(a, s, n);
    for (int k = 0; k < INFER_QUANTILES; k++) out[k] = at_quantile(s, n, (k + 1) / 100.0);
}

/* The seats of the cells lo .. hi, half open; -1: one of them has no figure. */
static int ceiling_of(const struct world *w, size_t lo, size_t hi) {
    int sum = 0;

    for (size_t i = lo; i < hi && sum >= 0; i++) {
        const struct cell *c = &w->cell[i];

        sum = c->ceiling < 0 ? -1 : sum + c->ceiling * (1 + c->more);
    }
    return sum;
}

static void report_windows(const struct world *w, const struct draws *d, struct infer_result *r) {
    for (size_t k = 0; k < w->in->nwindow; k++) {
        const int32_t *people = d->window + k * d->n, *flew = d->window_flew + k * d->n;
        struct infer_window_result *out = &r->window[k];
        struct arena a; /* of one at a time: there may be thousands */

        arena_init(&a, SCRATCH_BYTES);
        *out = (struct infer_window_result){.people = range(&a, people, d->n, w->o->interval),
                                            .flights = range(&a, flew, d->n, w->o->interval),
                                            .ceiling =
                                                ceiling_of(w, d->window_lo[k], d->window_hi[k])};
        quantiles(&a, people, d->n, out->quantile);
        quantiles(&a, flew, d->n, out->flight_quantile);
        arena_fini(&a);
    }
}

static void report_points(struct arena *a, const struct world *w, const struct draws *d,
                          struct infer_result *r) {
    int32_t *sum = ARENA_ARRAY(w->a, int32_t, d->n), *s = ARENA_ARRAY(w->a, int32_t, d->n);

    r->npoint = d->npoint;
    r->point = ARENA_ARRAY(a, struct infer_point, d->npoint);
    for (size_t i = 0; i < w->n; i++) r->point[d->point_of[i]].day = w->cell[i].slot->day;
    for (size_t k = 0; k < d->npoint; k++) {
        struct infer_point *p = &r->point[k];

        for (size_t i = 0; i < d->n; i++) s[i] = sum[i] += d->point[k * d->n + i];
        sort_draws(w->a, s, d->n);
        p->q05 = at_quantile(s, d->n, 0.05), p->q25 = at_quantile(s, d->n, 0.25);
        p->q50 = at_quantile(s, d->n, 0.5);
        p->q75 = at_quantile(s, d->n, 0.75), p->q95 = at_quantile(s, d->n, 0.95);
    }
}

/* What is left at the origin of a start between stock_lo and stock_hi, when nobody comes in. */
static void report_stock(const struct world *w, const struct draws *d, struct infer_result *r) {
    const struct infer_options *o = w->o;
    int32_t *now = ARENA_ARRAY(w->a, int32_t, d->n), *day = ARENA_ARRAY(w->a, int32_t, d->n);
    size_t within = 0;

    if (isnan(o->stock_lo) || isnan(o->stock_hi) || !o->inbound_none) return;
    for (size_t i = 0; i < d->n; i++) {
        double s = o->stock_lo + (o->stock_hi - o->stock_lo) * rng_unit(o->seed, 2, i);

        day[i] = INT32_MAX;
        for (size_t k = 0; k < d->npoint && s > 0; k++)
            if ((s -= d->point[k * d->n + i]) <= 0) day[i] = r->point[k].day;
        within += day[i] != INT32_MAX;
        now[i] = s > 0 ? (int32_t)(s + 0.5) : 0;
    }
    sort_draws(w->a, day, d->n);
    r->stock = (struct infer_stock){.known = true,
                                    .now = range(w->a, now, d->n, o->interval),
                                    .p_within = (double)within / (double)d->n,
                                    .median_day = (double)NAN};
    if (2 * within >= d->n) r->stock.median_day = at_quantile(day, d->n, 0.5);
}

/* The standard error of the total's ends, where they are those of the draws. */
static double scatter(const struct world *w, const struct draws *d) {
    int32_t *part = ARENA_ARRAY(w->a, int32_t, d->n);
    double lo[2] = {0}, hi[2] = {0};
    size_t n = d->n / DRAW_PARTS;

    for (size_t b = 0; b < DRAW_PARTS; b++) {
        struct infer_range x;

        for (size_t i = 0; i < n; i++) part[i] = d->total[i * DRAW_PARTS + b];
        x = range(w->a, part, n, w->o->interval);
        lo[0] += x.lo / DRAW_PARTS, lo[1] += x.lo * x.lo / DRAW_PARTS;
        hi[0] += x.hi / DRAW_PARTS, hi[1] += x.hi * x.hi / DRAW_PARTS;
    }
    return sqrt(fmax(0, fmax(lo[1] - lo[0] * lo[0], hi[1] - hi[0] * hi[0]) / (DRAW_PARTS - 1)));
}

static void report_total(struct arena *a, const struct world *w, const struct draws *d,
                         struct infer_result *r) {
    r->ndraw = d->n, r->ess = d->ess;
    r->draw = ARENA_ARRAY(a, int32_t, d->n);
    memcpy(r->draw, d->total, d->n * sizeof *d->total);
    quantiles(w->a, d->total, d->n, r->quantile);
    r->total = range(w->a, d->total, d->n, w->o->interval);
    r->operated = range(w->a, d->operated, d->n, w->o->interval);
    r->unlisted = range(w->a, d->extra, d->n, w->o->interval);
    r->draw_error = isnan(d->error) ? scatter(w, d) : d->error;
}

static void report_structures(struct arena *a, const struct post *p, size_t n,
                              struct infer_result *r) {
    r->structure = ARENA_ARRAY(a, struct infer_structure, n);
    r->nstructure = n;
    for (size_t s = 0; s < n; s++) {
        r->structure[s] = *p[s].structure;
        for (size_t i = 0; i < p[s].nnode; i++) r->structure[s].weight += p[s].weight[i];
    }
}

static void report_notes(struct arena *a, struct world *w, struct infer_result *r) {
    size_t waiting = 0, other = 0, all = 0, cited = 0, sided = 0, both = 0;

    for (size_t i = 0; i < w->in->ncount; i++) {
        const struct infer_count *c = &w->in->count[i];

        if (!w->used[i] || c->method == INFER_SEATS) continue;
        waiting += c->stage == INFER_WAITING;
        other += c->stage != INFER_WAITING;
        all += c->of == INFER_ALL;
        *(obs_one_sided(c) ? &sided : &both) += 1;
    }
    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];

        cited += c->seen >= 0;
        if (c->kind != CELL_OUT && w->o->fix_load > c->seat.hi) w->notes |= INFER_LOAD_ABOVE;
    }
    if (!cited) w->notes |= INFER_NO_COUNT;
    if (waiting && !other) w->notes |= INFER_ONLY_WAITING;
    if (all) w->notes |= INFER_CONCERN_PRIOR;
    if (sided > both && both <= 1 && isnan(w->o->fix_load)) w->notes |= INFER_ONE_SIDED;
    if (r->seen > r->total.lo) w->notes |= INFER_SEEN_ABOVE_LO;
    if (r->unlisted.mean > 0) w->notes |= INFER_UNLISTED;
    if (w->any_counted && w->any_level && isnan(w->o->fix_load) &&
        (w->o->selection_scale > 0 || !isnan(w->o->fix_selection)))
        w->notes |= INFER_SELECTION;
    r->notes = w->notes;
    r->apart = w->apart;
    r->nuntold = (size_t)w->nuntold;
    r->untold = ARENA_ARRAY(a, int, r->nuntold);
    for (size_t i = 0; i < r->nuntold; i++) r->untold[i] = w->untold[i];
}

static void report_used(struct arena *a, const struct world *w, struct infer_result *r) {
    r->used = ARENA_ARRAY(a, bool, w->in->ncount);
    r->fits = ARENA_ARRAY(a, double, w->in->ncount);
    for (size_t i = 0; i < w->in->ncount; i++) r->used[i] = w->used[i], r->fits[i] = w->fits[i];
}

/* Months and days of the cells; days are thinned so that at most POINTS_MOST are kept, the last always. */
/* The first cell of this day or later; they stand in order of their day. */
static size_t first_on(const struct world *w, int64_t day) {
    size_t lo = 0, hi = w->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (w->cell[mid].slot->day < day)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void open_windows(const struct world *w, struct draws *d) {
    size_t n = w->in->nwindow;

    d->nwindow = n;
    d->window = ARENA_ARRAY(w->a, int32_t, n * d->n);
    d->window_flew = ARENA_ARRAY(w->a, int32_t, n * d->n);
    d->window_lo = ARENA_ARRAY(w->a, size_t, n);
    d->window_hi = ARENA_ARRAY(w->a, size_t, n);
    d->through = ARENA_ARRAY(w->a, int32_t, w->n + 1);
    d->through_flew = ARENA_ARRAY(w->a, int32_t, w->n + 1);
    for (size_t k = 0; k < n; k++) {
        const struct infer_window *v = &w->in->window[k];

        d->window_lo[k] = d->window_hi[k] = first_on(w, v->from);
        if (v->to >= v->from) d->window_hi[k] = first_on(w, (int64_t)v->to + 1);
    }
}

static void draws_open(const struct world *w, size_t n, struct draws *d) {
    size_t days = 0, day = 0;

    *d = (struct draws){.n = n, .error = (double)NAN};
    d->total = ARENA_ARRAY(w->a, int32_t, n);
    d->operated = ARENA_ARRAY(w->a, int32_t, n);
    d->extra = ARENA_ARRAY(w->a, int32_t, n);
    d->month_of = ARENA_ARRAY(w->a, size_t, w->n);
    d->point_of = ARENA_ARRAY(w->a, size_t, w->n);
    d->flown = ARENA_ARRAY(w->a, double, w->n);
    d->cross = ARENA_ARRAY(w->a, double, w->n);
    d->tilt = ARENA_ARRAY(w->a, double, w->n);
    d->hist = ARENA_ARRAY(w->a, int32_t *, w->n);
    for (size_t i = 0; i < w->n; i++)
        days += i == 0 || w->cell[i].slot->day != w->cell[i - 1].slot->day;
    for (size_t i = 0; i < w->n; i++) {
        struct utc_civil c = utc_civil(w->cell[i].slot->day), b = c;

        if (i) b = utc_civil(w->cell[i - 1].slot->day);
        if (i == 0 || b.year != c.year || b.month != c.month) d->nmonth++;
        day += i == 0 || w->cell[i].slot->day != w->cell[i - 1].slot->day;
        d->month_of[i] = d->nmonth - 1;
        d->point_of[i] = days <= POINTS_MOST ? day - 1 : (day - 1) * POINTS_MOST / days;
        d->npoint = d->point_of[i] + 1;
        if (w->cell[i].kind != CELL_OUT)
            d->hist[i] = ARENA_ARRAY(w->a, int32_t, (size_t)w->cell[i].seat.hi + 1);
    }
    open_windows(w, d);
    d->month = ARENA_ARRAY(w->a, int32_t, d->nmonth * n);
    d->point = ARENA_ARRAY(w->a, int32_t, d->npoint * n);
}

/* 4,096 draws for a season of 100 slots; more where they are cheap, never fewer than 2,048. */
static size_t how_many(const struct world *w) {
    size_t n = 8192;

    if (w->o->draws) return (size_t)w->o->draws;
    while (n > 2048 && n * w->n > 420000) n /= 2;
    return n;
}

static size_t estimate(struct world *w, int fineness, struct fly *fly, struct post **post,
                       struct draws *d) {
    struct axes *x = ARENA_NEW(w->a, struct axes);
    size_t n;

    fly_build(w, fly);
    n = post_build(w, fineness, x, post);
    draws_open(w, how_many(w), d);
    draw_run(w, fly, x, *post, n, d);
    return n;
}

static double grid_error(struct world *w, const struct infer_result *r) {
    struct fly fly;
    struct post *post;
    struct draws d;
    struct infer_range s;

    estimate(w, 1, &fly, &post, &d);
    s = range(w->a, d.total, d.n, w->o->interval);
    return fmax(fabs(s.median - r->total.median),
                fmax(fabs(s.lo - r->total.lo), fabs(s.hi - r->total.hi)));
}

static void report(struct arena *a, struct world *w, struct infer_result *r) {
    struct fly fly;
    struct post *post;
    struct draws d;
    size_t n = estimate(w, 2, &fly, &post, &d);

    report_structures(a, post, n, r);
    report_total(a, w, &d, r);
    report_slots(w, &d, r);
    report_months(a, w, &d, r);
    report_windows(w, &d, r);
    report_points(a, w, &d, r);
    report_stock(w, &d, r);
    if (d.weak) w->notes |= INFER_PERIOD_WEAK;
}

int infer_run(struct arena *a, const struct infer_input *in, const struct infer_options *o,
              struct infer_result *out, struct err *e) {
    struct arena scratch;
    struct world w = {.a = &scratch, .in = in, .o = o};
    struct infer_result r = {.grid_error = (double)NAN};
    int rc;

    arena_init(&scratch, SCRATCH_BYTES);
    if ((rc = cells_build(&w, e)) < 0) goto out;
    r.slot = ARENA_ARRAY(a, struct infer_slot_result, w.n);
    r.window = ARENA_ARRAY(a, struct infer_window_result, in->nwindow);
    r.ceiling = ceiling_of(&w, 0, w.n);
    if (w.n) report(a, &w, &r);
    report_used(a, &w, &r);
    report_notes(a, &w, &r);
    if (w.n && o->measure)
        r.grid_error = grid_error(&w, &r); /* draws anew: what it notes is not of r */
    *out = r;
out:
    arena_fini(&scratch);
    return rc;
}

double infer_quantile(const struct infer_result *r, double q) {
    struct arena a;
    int32_t *s;
    double v = 0;

    if (!r->ndraw) return 0;
    arena_init(&a, (size_t)64 << 20);
    s = ARENA_ARRAY(&a, int32_t, r->ndraw);
    memcpy(s, r->draw, r->ndraw * sizeof *s);
    sort_draws(&a, s, r->ndraw);
    v = at_quantile(s, r->ndraw, q);
    arena_fini(&a);
    return v;
}
