/* SPDX-License-Identifier: Apache-2.0 */

/* Counts of flights against a total over their period, and what could explain a gap.
 *
 * Two totals of one period, one for each direction, are looked at together. How badly the sums miss
 * them is z (the gap over the errors of counting) on each side, and its cost is that of a Student t
 * with 4 degrees of freedom, 5 ln(1 + z^2 / 4): a single wild number must not buy any explanation.
 * An explanation has a price, twice the log of the odds against it, and is taken when it saves
 * more. The numbers of a flight are exchanged between its two directions once in some 150 flights
 * (price 10); parts that add to the other direction make that likely (3) or, when both do, a fact
 * (no price); parts that add to their own speak against it (20). Explanations are taken one by one,
 * the best first, since more than two errors in a month are rare and would fit anything.
 *
 * A flight that flew and that nobody counted is not an explanation but a fact: it enters each sum as
 * a load that is not known, of the mean and spread of its neighbours, and what the total leaves for
 * it is its finding. It never enters as 0. A flight of which is not known whether it flew enters by
 * half. */
#include "claim/check_sum.h"

#include <math.h>
#include <stdlib.h>

#define PRICE 10.0
#define PRICE_HINT 3.0
#define PRICE_AGAINST 20.0
#define ALONE 12.0     /* price when only one direction has a total */
#define RIVAL 2.0      /* another explanation that saves as much but for this is named too */
#define FITS 2.5       /* sd: nearer is no gap */
#define NEIGHBOURS 90  /* days: flights that say what an uncounted one may have carried */
#define SCALE_TOTALS 6 /* so many totals tell how far totals miss sums here */

static double cost_of(double z) {
    return 5 * log1p(z * z / 4);
}

static double z_of(const struct side *s) {
    double may = 0.5 * s->unknown;
    double gap = s->sum - s->total + (s->flown + may) * s->load;
    double var = s->var * s->scale * s->scale + s->flown * s->load_var +
                 may * (s->load_var + s->load * s->load / 2);

    return gap / sqrt(var + 0.25);
}

static double cost(const struct period *p) {
    double sum = 0;

    for (int i = 0; i < 2; i++)
        if (p->side[i].count >= 0) sum += cost_of(z_of(&p->side[i]));
    return sum;
}

static void put(struct side *s, double was, double is) {
    s->sum += is - was;
    s->var += check_sd(is) * check_sd(is) - check_sd(was) * check_sd(was);
}

/* --- flights of a period --- */

static void load_of_neighbours(struct sums *x, struct side *s, int32_t from, int32_t to) {
    for (int wide = 0; wide <= 1; wide++) {
        double n = 0, sum = 0, square = 0;

        for (size_t i = x->start[s->corridor]; i < x->start[s->corridor + 1]; i++) {
            int f = x->order[i];
            int32_t day = x->c->in->flight[f].day;
            double v = x->usual[f];

            if (isnan(v)) continue;
            if (!wide && (day < from - NEIGHBOURS || day > to + NEIGHBOURS)) continue;
            n++, sum += v, square += v * v;
        }
        if (n < 3) continue;
        s->load = sum / n;
        s->load_var = fmax(square / n - s->load * s->load, 1);
        return;
    }
    s->load = 50, s->load_var = 2500; /* nothing known: a small aircraft's worth, or twice that */
}

/* The numbers of a period's flights as they were written, exchanged where that was found. */
static void fill(struct sums *x, struct side *s, const struct check_count *total, int count) {
    const struct check_input *in = x->c->in;
    size_t i = x->start[s->corridor], end = x->start[s->corridor + 1];
    double sd;

    s->count = count;
    s->scale = x->scale[s->corridor];
    if (!check_figure(total, &s->total, &sd)) return;
    if (total->about) s->var += 0.0025 * s->total * s->total;
    while (i < end && in->flight[x->order[i]].day < total->from) i++;
    for (; i < end && in->flight[x->order[i]].day <= total->to; i++) {
        int f = x->order[i];
        int k = check_pick(x->c, x->c->exchanged[f] ? in->flight[f].twin : f, total->source,
                           total->all);

        *vec_push(x->c->a, &s->flights) = f;
        x->pick[f] = k;
        x->value[f] = (double)NAN;
        if (k >= 0 && check_figure(&in->count[k], &x->value[f], &sd)) {
            s->sum += x->value[f];
            s->var += sd * sd;
            s->counted++;
        } else if (in->flight[f].state == CHECK_FLOWN) {
            s->flown++;
        } else if (in->flight[f].state == CHECK_UNKNOWN) {
            s->unknown++;
        }
    }
    if (s->flown + s->unknown) load_of_neighbours(x, s, total->from, total->to);
}

/* --- exchanged directions --- */

/* Do the parts of count k say that its number is `other` and not its own? 1 yes, -1 no, 0 neither.
 */
static int parts_say(const struct check_count *k, double other) {
    bool whole;
    int sum;

    if (k->best < 0 || !check_parts(k, &sum, &whole)) return 0;
    if (fabs(sum - other) <= 1 && abs(sum - k->best) > 1) return 1;
    return abs(sum - k->best) <= 1 ? -1 : 0;
}

/* Could the numbers of f and its twin be exchanged, and what do their parts say to that, -2 to 2? */
static bool may_swap(const struct sums *x, int f, int *parts) {
    const struct check_input *in = x->c->in;
    int g = in->flight[f].twin, k = x->pick[f], m;

    if (g < 0 || k < 0 || x->c->exchanged[f] || isnan(x->value[f]) || isnan(x->value[g]))
        return false;
    m = x->pick[g];
    if (m < 0 || in->count[k].source != in->count[m].source) return false;
    if (fabs(x->value[f] - x->value[g]) < 3 * check_sd(fmax(x->value[f], x->value[g])))
        return false;
    *parts =
        parts_say(&in->count[k], in->count[m].best) + parts_say(&in->count[m], in->count[k].best);
    return true;
}

/* The period as it would be with f exchanged. */
static struct period swapped(const struct sums *x, const struct period *p, int f) {
    int g = x->c->in->flight[f].twin;
    struct period q = *p;

    if (q.side[0].count >= 0) put(&q.side[0], x->value[f], x->value[g]);
    if (q.side[1].count >= 0) put(&q.side[1], x->value[g], x->value[f]);
    return q;
}

static bool both_nearer(const struct period *p, const struct period *q) {
    for (int i = 0; i < 2; i++) {
        double was, is;

        if (p->side[i].count < 0) continue;
        was = fabs(z_of(&p->side[i])), is = fabs(z_of(&q->side[i]));
        if (is >= was || is > FITS) return false;
    }
    return true;
}

static double saved_by_swap(const struct sums *x, const struct period *p, int f) {
    bool alone = p->side[0].count < 0 || p->side[1].count < 0;
    struct period q;
    int parts = 0;
    double price;

    if (!may_swap(x, f, &parts)) return 0;
    q = swapped(x, p, f);
    if (parts >= 2) return HUGE_VAL; /* a fact, whatever the totals */
    price = parts > 0 ? PRICE_HINT : parts < 0 ? PRICE_AGAINST : alone ? ALONE : PRICE;
    return both_nearer(p, &q) ? cost(p) - cost(&q) - price : 0;
}

static void take_swap(struct sums *x, struct period *p, int f) {
    int g = x->c->in->flight[f].twin;
    struct period q = swapped(x, p, f);
    double was = x->value[f];

    sum_say_swap(x, p, &q, f);
    *p = q;
    x->value[f] = x->value[g];
    x->value[g] = was;
    x->c->exchanged[f] = x->c->exchanged[g] = true;
}

/* One by one, the best first. The first side always has a total. Flights that save as much but for
 * RIVAL are named with the best: the totals alone cannot tell them apart. */
static void find_swaps(struct sums *x, struct period *p) {
    const struct side *s = &p->side[0];
    double *saved = ARENA_ARRAY(x->c->a, double, s->flights.n);

    for (;;) {
        size_t best = 0;

        x->rivals.n = 0;
        for (size_t i = 0; i < s->flights.n; i++) {
            saved[i] = saved_by_swap(x, p, s->flights.v[i]);
            if (saved[i] > saved[best]) best = i;
        }
        if (s->flights.n == 0 || saved[best] <= 0) return;
        for (size_t i = 0; i < s->flights.n && isfinite(saved[best]); i++)
            if (i != best && saved[i] > fmax(0, saved[best] - RIVAL))
                *vec_push(x->c->a, &x->rivals) = s->flights.v[i];
        take_swap(x, p, s->flights.v[best]);
    }
}

/* Where one direction alone has a total, what a flight without a number may have carried may as well be two numbers that
 * were exchanged: those whose exchange would leave nothing for it. */
static void find_instead(struct sums *x, const struct period *p) {
    const struct side *s = &p->side[0];

    x->rivals.n = 0;
    if (p->side[1].count >= 0) return;
    for (size_t i = 0; i < s->flights.n; i++) {
        int f = s->flights.v[i], parts = 0;
        struct period q;

        if (!may_swap(x, f, &parts) || parts < 0) continue;
        q = swapped(x, p, f);
        if (fabs(sum_gap(&q.side[0])) <= 1) *vec_push(x->c->a, &x->rivals) = f;
    }
}

/* --- numbers against their parts --- */

static double saved_by_note(const struct sums *x, const struct side *s, int f, int *sum,
                            bool *whole) {
    const struct check_count *k;
    struct side t = *s;

    if (x->pick[f] < 0 || x->c->exchanged[f] || isnan(x->value[f])) return (double)NAN;
    k = &x->c->in->count[x->pick[f]];
    if (k->best < 0 || !check_parts(k, sum, whole) || *sum == (int)lround(x->value[f]))
        return (double)NAN;
    put(&t, x->value[f], *sum);
    return cost_of(z_of(s)) - cost_of(z_of(&t));
}

static void find_notes(struct sums *x, struct side *s) {
    bool whole = false;
    int sum = 0;

    for (;;) {
        double best = 0;
        int at = -1;

        for (size_t i = 0; i < s->flights.n; i++) {
            int f = s->flights.v[i];
            double saved = saved_by_note(x, s, f, &sum, &whole);

            if (isnan(saved)) continue;
            x->note_gain[f] = saved;
            x->note_total[f] = s->count;
            if (saved > best && saved > (whole ? SUM_NOTE : SUM_NOTE_LOOSE)) best = saved, at = f;
        }
        if (at < 0) return;
        (void)saved_by_note(x, s, at, &sum, &whole);
        x->note_gap[at] = s->sum - s->total;
        put(s, x->value[at], sum);
        x->value[at] = sum;
    }
}

/* --- the order of work --- */

static int order_flights(const void *a, const void *b, void *context) {
    const struct check_flight *flight = context;
    const struct check_flight *f = &flight[*(const int *)a], *g = &flight[*(const int *)b];
    int c = (f->corridor > g->corridor) - (f->corridor < g->corridor);

    if (!c) c = (f->day > g->day) - (f->day < g->day);
    if (!c) c = span_cmp(f->number, g->number);
    return c ? c : *(const int *)a - *(const int *)b;
}

static void begin(struct sums *x) {
    const struct check_input *in = x->c->in;
    struct arena *a = x->c->a;

    x->order = ARENA_ARRAY(a, int, in->nflight);
    x->start = ARENA_ARRAY(a, size_t, in->ncorridor + 1);
    x->value = ARENA_ARRAY(a, double, in->nflight);
    x->usual = ARENA_ARRAY(a, double, in->nflight);
    x->note_gain = ARENA_ARRAY(a, double, in->nflight);
    x->note_gap = ARENA_ARRAY(a, double, in->nflight);
    x->note_total = ARENA_ARRAY(a, int, in->nflight);
    x->pick = ARENA_ARRAY(a, int, in->nflight);
    x->scale = ARENA_ARRAY(a, double, in->ncorridor);
    for (size_t i = 0; i < in->nflight; i++) {
        double sd;
        int k = check_pick(x->c, (int)i, -1, false);

        x->order[i] = (int)i;
        x->pick[i] = k;
        x->note_total[i] = -1;
        x->note_gain[i] = x->note_gap[i] = x->value[i] = (double)NAN;
        if (k >= 0 && check_figure(&in->count[k], &x->value[i], &sd))
            x->usual[i] = x->value[i];
        else
            x->usual[i] = (double)NAN;
    }
    qsort_r(x->order, in->nflight, sizeof *x->order, order_flights, (void *)(uintptr_t)in->flight);
    for (size_t i = 0; i < in->nflight; i++) x->start[in->flight[i].corridor + 1]++;
    for (size_t k = 0; k < in->ncorridor; k++) x->start[k + 1] += x->start[k], x->scale[k] = 1;
}

static bool is_total(const struct check_count *k) {
    double people, sd;

    return k->flight < 0 && k->corridor >= 0 && k->method == CHECK_EXACT && k->from != UTC_NONE &&
           k->to != UTC_NONE && check_figure(k, &people, &sd);
}

/* A period within which there are totals of shorter ones: its errors are found there, and nearer. */
static bool coarse(const struct sums *x, int total) {
    const struct check_count *k = &x->c->in->count[total];

    for (size_t i = 0; i < x->totals.n; i++) {
        const struct check_count *o = &x->c->in->count[x->totals.v[i]];

        if (o->corridor == k->corridor && o->from >= k->from && o->to <= k->to &&
            o->to - o->from < k->to - k->from)
            return true;
    }
    return false;
}

static bool beside(const struct check_count *k, const struct check_count *o, int corridor) {
    return o->corridor == corridor && o->from == k->from && o->to == k->to;
}

/* The total of the other direction by the same source; -1. */
static int own_mate(const struct sums *x, int total) {
    const struct check_count *k = &x->c->in->count[total];
    int back = x->c->in->opposite[k->corridor];

    for (size_t i = 0; i < x->totals.n; i++) {
        const struct check_count *o = &x->c->in->count[x->totals.v[i]];

        if (beside(k, o, back) && o->source == k->source) return x->totals.v[i];
    }
    return -1;
}

/* The first total of a corridor over the days of `total` by a source that has none for the other
 * direction; -1. */
static int alone_on(const struct sums *x, int corridor, int total) {
    const struct check_count *k = &x->c->in->count[total];

    for (size_t i = 0; i < x->totals.n; i++)
        if (beside(k, &x->c->in->count[x->totals.v[i]], corridor) &&
            own_mate(x, x->totals.v[i]) < 0)
            return x->totals.v[i];
    return -1;
}

/* The total of the other direction: by the same source, else the two that are left over, as where
 * departures are one authority's and arrivals another's; -1. */
static int mate(const struct sums *x, int total) {
    const struct check_count *k = &x->c->in->count[total];
    int own = own_mate(x, total);

    if (own >= 0) return own;
    return alone_on(x, k->corridor, total) == total
               ? alone_on(x, x->c->in->opposite[k->corridor], total)
               : -1;
}

static int cmp_real(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Where totals and sums are further apart than errors of counting on most months, whom they count
 * differs, and a gap of that size is ordinary. */
static void find_scales(struct sums *x) {
    double *z = ARENA_ARRAY(x->c->a, double, x->totals.n);

    for (int k = 0; k < (int)x->c->in->ncorridor; k++) {
        size_t n = 0;

        for (size_t i = 0; i < x->totals.n; i++) {
            const struct check_count *t = &x->c->in->count[x->totals.v[i]];
            struct side s = {.corridor = k, .count = -1};

            if (t->corridor != k) continue;
            fill(x, &s, t, x->totals.v[i]);
            if (s.flown + s.unknown == 0 && s.counted) z[n++] = fabs(z_of(&s));
        }
        if (n < SCALE_TOTALS) continue;
        qsort(z, n, sizeof *z, cmp_real);
        x->scale[k] = fmin(fmax(z[n / 2], 1), 4);
    }
}

static void one_period(struct sums *x, int total, int other) {
    const struct check_input *in = x->c->in;
    struct period p = {.side = {{.count = -1}, {.count = -1}}};
    struct period raw;

    p.from = in->count[total].from, p.to = in->count[total].to;
    p.side[0].corridor = in->count[total].corridor;
    p.side[1].corridor = in->opposite[p.side[0].corridor];
    fill(x, &p.side[0], &in->count[total], total);
    if (other >= 0) fill(x, &p.side[1], &in->count[other], other);
    raw = p;
    if (!coarse(x, total)) {
        find_swaps(x, &p);
        for (int i = 0; i < 2; i++)
            if (p.side[i].count >= 0) find_notes(x, &p.side[i]);
    }
    for (int i = 0; i < 2; i++) {
        if (p.side[i].count < 0 || p.side[i].counted == 0) continue;
        if (!coarse(x, total)) {
            find_instead(x, &p);
            sum_say_hidden(x, &p, &p.side[i]);
        }
        if (fabs(sum_gap(&raw.side[i])) > FITS) sum_say_gap(x, &p, &raw.side[i], &p.side[i]);
    }
}

/* Exchanged by their parts, in periods without a total. */
static void swaps_without_totals(struct sums *x) {
    struct period none = {.side = {{.count = -1}, {.count = -1}}};
    int parts;

    x->rivals.n = 0;
    for (size_t i = 0; i < x->c->in->nflight; i++) {
        int f = x->order[i], g = x->c->in->flight[f].twin;

        if (g < 0 || x->c->in->flight[f].corridor > x->c->in->flight[g].corridor) continue;
        x->pick[f] = check_pick(x->c, f, -1, false), x->value[f] = x->usual[f];
        x->pick[g] = check_pick(x->c, g, -1, false), x->value[g] = x->usual[g];
        if (may_swap(x, f, &parts) && parts > 0) {
            sum_say_swap(x, &none, &none, f);
            x->c->exchanged[f] = x->c->exchanged[g] = true;
        }
    }
}

double sum_gap(const struct side *s) {
    return (s->sum - s->total) / sqrt(s->var * s->scale * s->scale + 0.25);
}

static int cmp_total(const void *a, const void *b, void *context) {
    const struct check_count *count = context;
    const struct check_count *x = &count[*(const int *)a], *y = &count[*(const int *)b];
    const int keys[][2] = {{x->from, y->from},     {x->to, y->to},     {x->corridor, y->corridor},
                           {x->source, y->source}, {x->best, y->best}, {x->low, y->low}};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i][0] != keys[i][1]) return keys[i][0] < keys[i][1] ? -1 : 1;
    return *(const int *)a - *(const int *)b;
}

void check_sums(struct check *c) {
    struct sums x = {.c = c};

    for (size_t i = 0; i < c->in->ncount; i++)
        if (is_total(&c->in->count[i])) *vec_push(c->a, &x.totals) = (int)i;
    if (x.totals.n)
        qsort_r(x.totals.v, x.totals.n, sizeof *x.totals.v, cmp_total,
                (void *)(uintptr_t)c->in->count);
    begin(&x);
    find_scales(&x);
    for (size_t i = 0; i < x.totals.n; i++) {
        int total = x.totals.v[i], other = mate(&x, total);

        if (other < 0 || c->in->count[total].corridor < c->in->count[other].corridor)
            one_period(&x, total, other);
    }
    swaps_without_totals(&x);
    sum_say_notes(&x);
}
