/* SPDX-License-Identifier: Apache-2.0 */
/* Figures over a period: "in March 412 people". They speak of a sum, so they weigh joint draws. Of several totals that are each right to
 * 3 % hardly one draw in thousands would hold all. So within each period that shares no day with another the flights that nobody counted are
 * drawn again and again at the levels of the draw: their scores' sum takes places spread evenly over all there are, the draw weighs as much as
 * the figure likes these on average, and one of them is taken by what the figure says of it. The weights then only carry what the totals tell of
 * levels, shares and structures. Where too few draws remain, since there are many totals, neighbours enter as their sum. */
#include "base/normal.h"
#include "infer/draw.h"

#include <math.h>
#include <stdlib.h>

#define TRIES 16

/* A figure below it weighs all draws alike, to a hundredth: it is held to be of something else. */
#define FITS_LEAST 0.01

struct period {
    struct infer_count c;          /* what it says: one count, or the sum of neighbours */
    size_t count;                  /* its index, of neighbours that of the first */
    bool summed;                   /* it went into a neighbour before it */
    size_t *in, nin;               /* flights in it */
    size_t *uncounted, nuncounted; /* of these, by nobody, so that they may be drawn again */
    double length;                 /* of the leads of their scores */
    bool again;                    /* they are */
    bool used;
    double *lp; /* [draws] log likelihood */
};

static bool enters(const struct infer_count *c) {
    return c->slot < 0 && c->method != INFER_NEIGHBOUR && c->method != INFER_CLAIMED &&
           c->method != INFER_SEATS && c->of == INFER_CONCERN && c->stage != INFER_WAITING;
}

/* ---- which flights ---- */

static void find_flights(const struct run *r, struct period *p) {
    const struct world *w = r->w;
    double square = 0;

    p->in = ARENA_ARRAY(w->a, size_t, w->n);
    p->uncounted = ARENA_ARRAY(w->a, size_t, w->n);
    p->nin = p->nuncounted = 0;
    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];
        double lead = r->flight.lead[i];

        if (c->kind == CELL_OUT || c->slot->day < p->c.from || c->slot->day > p->c.to) continue;
        p->in[p->nin++] = i;
        if (w->shape[c->shape].like || !(lead > 0)) continue;
        p->uncounted[p->nuncounted++] = i;
        square += lead * lead;
    }
    p->length = sqrt(square);
}

static bool overlap(const struct period *a, const struct period *b) {
    return a->c.from <= b->c.to && b->c.from <= a->c.to;
}

static int cmp_span(const void *a, const void *b) {
    const struct period *x = a, *y = b;
    int64_t xs = (int64_t)x->c.to - x->c.from, ys = (int64_t)y->c.to - y->c.from;

    if (xs != ys) return xs < ys ? -1 : 1;
    return (x->count > y->count) - (x->count < y->count);
}

/* The shorter of two that overlap is drawn again, since of the shorter there are more. */
static void find_periods(struct run *r) {
    const struct infer_input *in = r->w->in;

    r->period = ARENA_ARRAY(r->w->a, struct period, in->ncount);
    for (size_t k = 0; k < in->ncount; k++)
        if (enters(&in->count[k]))
            r->period[r->nperiod++] = (struct period){
                .c = in->count[k], .count = k, .lp = ARENA_ARRAY(r->w->a, double, r->d->n)};
    qsort(r->period, r->nperiod, sizeof *r->period, cmp_span);
    for (size_t k = 0; k < r->nperiod; k++) {
        struct period *p = &r->period[k];

        find_flights(r, p);
        p->again = p->nuncounted > 0 && isnan(r->w->o->fix_load);
        for (size_t j = 0; j < k; j++)
            if (r->period[j].again && overlap(p, &r->period[j])) p->again = false;
    }
}

/* ---- one draw ---- */

static int64_t aboard(const struct run *r, const size_t *cell, size_t n) {
    int64_t sum = 0;

    for (size_t j = 0; j < n; j++) sum += r->people[cell[j]];
    return sum;
}

static int64_t people_of(const struct run *r, const struct period *p) {
    int64_t sum = aboard(r, p->in, p->nin);

    for (size_t j = 0; j < p->nin; j++) sum += r->more[p->in[j]];
    return sum;
}

/* Draws its flights again, leaves those that were chosen. @return the log of how much the figure likes the tries on average. */
static double choose(struct run *r, const struct period *p) {
    int64_t rest = people_of(r, p) - aboard(r, p->uncounted, p->nuncounted);
    double score = 0, at, by[TRIES], l[TRIES], top = -(double)INFINITY, sum = 0, u;
    int k = 0;

    for (size_t j = 0; j < p->nuncounted; j++) {
        size_t i = p->uncounted[j];

        score += r->flight.lead[i] / p->length * draw_score(&r->flight, i);
    }
    at = TRIES * normal_cdf(score);
    at = fmin(fmax(at - floor(at), 1e-9), 1 - 1e-9);
    for (int m = 0; m < TRIES; m++) {
        by[m] = (normal_quantile((m + at) / TRIES) - score) / p->length;
        draw_again(r, p->uncounted, p->nuncounted, by[m]);
        l[m] = obs_period(&p->c, rest + aboard(r, p->uncounted, p->nuncounted));
        top = fmax(top, l[m]);
    }
    for (int m = 0; m < TRIES; m++) sum += l[m] = exp(l[m] - top);
    u = draw_unit(r, p->count) * sum;
    while (k < TRIES - 1 && (u -= l[k]) > 0) k++;
    draw_again(r, p->uncounted, p->nuncounted, by[k]);
    return log(sum / TRIES) + top;
}

static bool drawn_again(const struct period *p) {
    return p->again && !p->summed;
}

static void weigh(struct run *r, size_t i) {
    for (size_t k = 0; k < r->nperiod; k++)
        if (drawn_again(&r->period[k])) r->period[k].lp[i] = choose(r, &r->period[k]);
    for (size_t k = 0; k < r->nperiod; k++) {
        const struct period *p = &r->period[k];

        if (!p->again) p->lp[i] = obs_period(&p->c, people_of(r, p));
    }
}

void period_again(struct run *r) {
    for (size_t k = 0; k < r->nperiod; k++)
        if (drawn_again(&r->period[k]) && r->period[k].used) (void)choose(r, &r->period[k]);
}

/* ---- all draws ---- */

static void judge(struct run *r) {
    for (size_t k = 0; k < r->nperiod; k++) {
        struct period *p = &r->period[k];
        double sum = 0, *fits = &r->w->fits[p->count];

        for (size_t i = 0; i < r->d->n; i++) sum += exp(p->lp[i]);
        *fits = 1 - OBS_PERIOD_OTHER * (double)r->d->n / sum;
        p->used = *fits >= FITS_LEAST;
    }
}

/* One that is not used must not have bent what another was weighed by. @return whether one had. */
static bool take_back(struct run *r) {
    bool any = false;

    for (size_t k = 0; k < r->nperiod; k++)
        for (size_t j = 0; j < r->nperiod && r->period[k].again && !r->period[k].used; j++)
            if (!r->period[j].again && overlap(&r->period[j], &r->period[k])) {
                r->period[k].again = false;
                any = true;
            }
    return any;
}

/* Systematic resampling by the weights w, changed; sets r->times. @return the effective size. */
static double resample(struct run *r, double *w) {
    size_t n = r->d->n;
    double top = -(double)INFINITY, sum = 0, sum2 = 0, cum = 0;
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) top = fmax(top, w[i]);
    for (size_t i = 0; i < n; i++) {
        double v = w[i] = exp(w[i] - top);

        sum += v, sum2 += v * v;
    }
    for (size_t i = 0; i < n; i++) {
        cum += w[i] / sum * (double)n;
        for (r->times[i] = 0; (double)kept + 0.5 < cum && kept < n; kept++) r->times[i]++;
    }
    while (kept < n) r->times[n - 1]++, kept++; /* rounding */
    return sum * sum / sum2;
}

/* By the figures that fit. @return false: too few draws remain, and all are as they were. */
static bool keep_by_weight(struct run *r) {
    double *w = ARENA_ARRAY(r->w->a, double, r->d->n);
    bool any = false;

    for (size_t k = 0; k < r->nperiod; k++) {
        const struct period *p = &r->period[k];

        if (!p->used || p->summed) continue;
        any = true;
        for (size_t i = 0; i < r->d->n; i++) w[i] += p->lp[i];
    }
    if (!any) return true;
    r->times = ARENA_ARRAY(r->w->a, int, r->d->n);
    r->d->ess = resample(r, w);
    r->d->weak = r->d->ess < DRAW_LEAST;
    if (!r->d->weak) return true;
    r->times = NULL;
    r->d->ess = (double)r->d->n;
    return false;
}

/* ---- neighbours ---- */

static bool one_number(const struct period *p) {
    return drawn_again(p) && p->used && p->c.wording == INFER_EXACT && p->c.best >= 0 &&
           p->c.low < 0 && p->c.high < 0;
}

/* The next in time, where both may be added up: no flight lies between them. NULL: none */
static struct period *neighbour(const struct run *r, const struct period *p) {
    struct period *next = NULL;

    for (size_t k = 0; k < r->nperiod; k++) {
        struct period *q = &r->period[k];

        if (drawn_again(q) && q->c.from > p->c.to && (!next || q->c.from < next->c.from)) next = q;
    }
    if (!next || !one_number(next) || next->c.method != p->c.method) return NULL;
    for (size_t i = 0; i < r->w->n; i++) {
        const struct cell *c = &r->w->cell[i];

        if (c->kind != CELL_OUT && c->slot->day > p->c.to && c->slot->day < next->c.from)
            return NULL;
    }
    return next;
}

static int cmp_from(const void *a, const void *b) {
    const struct period *x = a, *y = b;

    return (x->c.from > y->c.from) - (x->c.from < y->c.from);
}

/* Two by two: what each says by itself is given up, what both say is kept. @return whether any could be added. */
static bool add_neighbours(struct run *r) {
    bool any = false;

    qsort(r->period, r->nperiod, sizeof *r->period, cmp_from);
    for (size_t k = 0; k < r->nperiod; k++) {
        struct period *p = &r->period[k], *q = one_number(p) ? neighbour(r, p) : NULL;

        if (!q) continue;
        p->c.to = q->c.to;
        p->c.best += q->c.best;
        q->summed = true;
        find_flights(r, p);
        any = true;
    }
    return any;
}

void period_weigh(struct run *r, struct post *post, size_t npost) {
    bool sums = false;

    find_periods(r);
    if (!r->nperiod) return;
    do {
        draw_each(r, post, npost, weigh);
        judge(r);
    } while (take_back(r));
    while (!keep_by_weight(r) && add_neighbours(r)) {
        draw_each(r, post, npost, weigh);
        sums = true;
    }
    if (sums && !r->d->weak) r->w->notes |= INFER_PERIOD_SUMS;
    for (size_t k = 0; k < r->nperiod; k++) {
        const struct period *p = &r->period[k];

        if (!p->used) r->w->notes |= INFER_PERIOD_APART;
        r->w->used[p->count] = !r->d->weak && p->used;
    }
}
