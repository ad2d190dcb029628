/* SPDX-License-Identifier: Apache-2.0 */
/* The totals of the draws, made even. Given what a draw has of nodes, levels and shares, the flights that nobody counted are independent: so a draw
 * says not one total but a law of it, whose cumulants are sums of theirs. The mean of these laws has no longer the error of who happened to fly
 * with how many, only that of what they are given, which is spread evenly (draw.c) and now enters as a smooth function, not as above or below. So
 * each total moves to the quantile of that mean at its own rank, mostly less than a hundredth, and all sums of its draw in proportion: they still add up. */
#include "infer/draw.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK 16 /* frequencies at a time */
#define FREQUENCIES (4 * BLOCK)
#define SMALL                                                                                      \
    0.01 /* of a term of P(total below x), times pi and the root of the draws: what follows is left out */
#define GRID 1024 /* points of the law: linear between them it is right to 1e-5 */

/* What four cumulants leave out of a law is about the 1.5th power of what the third and fourth add to a normal: the squared skewness and the excess, on average over
 * the draws. 46 made cases of 2 to 30 such flights: up to 0.19 quantiles at 5 to 95 % are off by 0.4 people or by less than can be told (a third of their standard error as
 * drawn), from 0.28 on by 0.5 and, at 0.55, by 3. Above it totals stay as they were drawn. */
#define ROUGH_MOST 0.15
/* Nor do they tell steps, one for each flight more that went: loads must differ enough to fill them. This is their variance over the square of a load: what is left of the steps
 * is exp(-2 pi^2 0.25), or 0.7 %, and less where levels are not known. */
#define FILLED_LEAST 0.25

/* The mean law of some draws, by its transform. */
struct mean_law {
    double n, re[FREQUENCIES + 1], im[FREQUENCIES + 1];
    double drawn, told; /* sums of the totals that were drawn, and of the means of their laws */
};
struct even {
    struct draw_law *law; /* [draws] */
    double rough, filled; /* sums over the draws */
    struct mean_law all, part[DRAW_PARTS];
    double from, to, origin, period;
};

void even_open(struct run *r) {
    const struct world *w = r->w;
    bool any = false;

    for (size_t i = 0; i < w->n; i++)
        any = any || (w->cell[i].kind != CELL_OUT && !w->shape[w->cell[i].shape].like);
    if (!any || !isnan(w->o->fix_load) || r->times) return;
    r->even = ARENA_NEW(w->a, struct even);
    r->even->law = ARENA_ARRAY(w->a, struct draw_law, r->d->n);
}

void even_add(struct run *r) {
    struct even *e = r->even;
    struct draw_law *l;

    if (!e) return;
    l = &e->law[r->at];
    draw_law(r, l);
    e->rough += (l->k[2] * l->k[2] / l->k[1] + fabs(l->k[3])) / (l->k[1] * l->k[1]);
    e->filled += l->spread / (l->most * l->most);
}

/* A block of frequencies of the transform: of each law that of a normal times Edgeworth's polynomial (Petrov 1975, chapter VI), the normal's from one frequency to the next by products. */
static void transform(struct even *e, size_t n, int first) {
    double unit = 2 * M_PI / e->period, third[BLOCK], fourth[BLOCK];

    for (int j = 0; j < BLOCK; j++) {
        double t = (first + j) * unit;

        third[j] = t * t * t / 6, fourth[j] = t * t * t * t / 24;
    }
    for (size_t i = 0; i < n; i++) {
        struct mean_law *p = &e->part[i % DRAW_PARTS];
        const double *k = e->law[i].k;
        double at = (k[0] - e->origin) * unit, v = k[1] * unit * unit;
        double c = cos(at), s = sin(at), re = cos(first * at), im = sin(first * at);
        double size = exp(-v * first * first / 2), by = exp(-v * (first + 0.5)), less = exp(-v);

        for (int j = 0; j < BLOCK; j++) {
            double odd = k[2] * third[j], even = 1 + k[3] * fourth[j] - odd * odd / 2, x = re;

            p->re[first + j] += size * (even * re + odd * im);
            p->im[first + j] += size * (even * im - odd * re);
            re = x * c - im * s, im = x * s + im * c;
            size *= by, by *= less;
        }
    }
    for (int j = first; j < first + BLOCK; j++)
        for (int b = 0; b < DRAW_PARTS; b++)
            e->all.re[j] += e->part[b].re[j], e->all.im[j] += e->part[b].im[j];
}

/* How many frequencies hold the law; 0: more than there are. */
static int frequencies(struct even *e, size_t n) {
    int small = 0;

    for (int j = 1; j < FREQUENCIES; j++) {
        if (j % BLOCK == 1) transform(e, n, j);
        small = hypot(e->all.re[j], e->all.im[j]) < SMALL * j * sqrt((double)n) ? small + 1 : 0;
        if (small == 2) return j;
    }
    return 0;
}

/* P(total below x), by the first m frequencies. */
static double below(const struct even *e, const struct mean_law *p, int m, double x) {
    double turn = 2 * M_PI * (x - e->origin) / e->period, sum = p->n * turn / 2;

    for (int j = 1; j <= m; j++)
        sum += (p->re[j] * sin(j * turn) + p->im[j] * (1 - cos(j * turn))) / j;
    return sum / (M_PI * p->n);
}

/* v[k]: the quantile at the k-th of n ranks. */
static void quantiles(const struct even *e, int m, size_t n, double *v) {
    double step = (e->to - e->from) / GRID, x = e->from, lo = below(e, &e->all, m, x), hi = lo;

    for (size_t k = 0; k < n; k++) {
        double u = ((double)k + 0.5) / (double)n;

        while (hi < u && x < e->to) {
            x += step;
            lo = hi;
            hi = fmax(hi, below(e, &e->all, m, x));
        }
        v[k] = hi > u && hi > lo ? x - step * (hi - u) / (hi - lo) : x;
        v[k] = fmin(fmax(v[k], e->from), e->to);
    }
}

/* Their sum as it was drawn, and with it all means; the ends stay. */
static void keep_sum(const struct even *e, size_t n, double *v) {
    double room = 0, lack = e->all.drawn;

    for (size_t k = 0; k < n; k++) lack -= v[k], room += (v[k] - e->from) * (e->to - v[k]);
    for (size_t k = 0; k < n && room > 0; k++)
        v[k] += lack / room * (v[k] - e->from) * (e->to - v[k]);
}

/* ---- the error that is left ---- */

static double quantile(const struct even *e, const struct mean_law *p, int m, double u) {
    double lo = e->from, hi = e->to;

    for (int turn = 0; turn < 30; turn++) {
        double x = (lo + hi) / 2;

        *(below(e, p, m, x) < u ? &lo : &hi) = x;
    }
    return lo;
}

/* Of a quantile, from the parts of the draws: each moved by what its draws' mean is off that of its laws. */
static double error_at(const struct even *e, int m, double u) {
    double sum = 0, square = 0;

    for (int b = 0; b < DRAW_PARTS; b++) {
        const struct mean_law *p = &e->part[b];
        double x = quantile(e, p, m, u) + (p->drawn - p->told) / p->n;

        sum += x / DRAW_PARTS, square += x * x / DRAW_PARTS;
    }
    return sqrt(fmax(0, square - sum * sum) / (DRAW_PARTS - 1));
}

/* ---- the draws ---- */

struct ranked {
    int32_t total;
    size_t draw;
};

static int by_total(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;

    if (x->total != y->total) return x->total < y->total ? -1 : 1;
    return (x->draw > y->draw) - (x->draw < y->draw);
}

/* Parts that follow each other and add up to the total: each draw's in proportion, to whole people. */
static void move_parts(struct arena *a, int32_t *part, size_t nparts, size_t n, const double *by) {
    int32_t *sum = ARENA_ARRAY(a, int32_t, n), *moved = ARENA_ARRAY(a, int32_t, n);

    for (size_t k = 0; k < nparts; k++)
        for (size_t i = 0; i < n; i++) {
            int32_t *x = &part[k * n + i], now = (int32_t)((sum[i] += *x) * by[i] + 0.5);

            *x = now - moved[i];
            moved[i] = now;
        }
}

static void move_alone(int32_t *v, size_t n, const double *by) {
    for (size_t i = 0; i < n; i++) v[i] = (int32_t)(v[i] * by[i] + 0.5);
}

static void move(struct arena *a, struct draws *d, const double *by) {
    move_parts(a, d->month, d->nmonth, d->n, by);
    move_parts(a, d->point, d->npoint, d->n, by);
    for (size_t k = 0; k < d->nwindow; k++) move_alone(d->window + k * d->n, d->n, by);
    move_alone(d->total, d->n, by);
}

/* @return the totals in their order. */
static struct ranked *sum_up(struct even *e, struct arena *a, const struct draws *d) {
    struct ranked *rank = ARENA_ARRAY(a, struct ranked, d->n);

    for (size_t i = 0; i < d->n; i++) {
        struct mean_law *p = &e->part[i % DRAW_PARTS];

        rank[i] = (struct ranked){d->total[i], i};
        p->n++, p->drawn += d->total[i], p->told += e->law[i].k[0];
    }
    for (int b = 0; b < DRAW_PARTS; b++)
        e->all.n += e->part[b].n, e->all.drawn += e->part[b].drawn, e->all.told += e->part[b].told;
    qsort(rank, d->n, sizeof *rank, by_total);
    e->from = rank[0].total, e->to = rank[d->n - 1].total;
    return rank;
}

void even_out(struct run *r) {
    struct even *e = r->even;
    struct draws *d = r->d;
    struct arena *a = r->w->a;
    double n = (double)d->n, tail = (1 - r->w->o->interval) / 2, *v, *by, through = 0;
    struct ranked *rank;
    int m;

    if (!e || !(e->rough < ROUGH_MOST * n && e->filled > FILLED_LEAST * n)) return;
    rank = sum_up(e, a, d);
    if (e->to - e->from < 2) return;
    e->period = 1.5 * (e->to - e->from); /* what lies beyond is folded in */
    e->origin = e->from - (e->to - e->from) / 4;
    m = frequencies(e, d->n);
    if (!m) return;
    v = ARENA_ARRAY(a, double, d->n);
    by = ARENA_ARRAY(a, double, d->n);
    quantiles(e, m, d->n, v);
    keep_sum(e, d->n, v);
    for (size_t k = 0; k < d->n; k++) {
        double before = floor(through + 0.5), was = rank[k].total;

        through += v[k]; /* so that rounding leaves the sum alone */
        by[rank[k].draw] = was > 0 ? (floor(through + 0.5) - before) / was : 1;
    }
    move(a, d, by);
    d->error = fmax(error_at(e, m, tail), error_at(e, m, 1 - tail));
}
