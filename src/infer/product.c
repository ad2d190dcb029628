/* SPDX-License-Identifier: Apache-2.0 */
/* Totals. Given the nodes of grid.c, flights are independent, so the transform of a total is a product, and the transform of
 * the posterior is the average of these products: one inverse transform gives the exact mixture over every node. Direct
 * convolution would cost a pass over all people for each flight and each node; here a node costs one multiplication for each
 * flight and frequency, and few frequencies are needed, because the total of many flights is smooth
 * (docs/decisions/004-transform.md).
 *
 *   for 32 points z at a time, for each node of (concentration, shared factors):
 *       for each flight in order:  multiply the running products, for every level, mixture weight and completion node
 *           at the end of a day:   average over completion, level and weights; add to that day's sum
 *
 * A day's total is the first flights' only, so its distribution is shorter and its frequencies are further apart: a frequency
 * is carried along only up to the last day that needs it, which is why points are sorted by `need`. */
#include "infer/world.h"

#include <math.h>
#include <stdlib.h>

#define BAND 64 /* frequencies at first; doubled until what is cut off is small */

struct out {
    size_t end, len, stride, band,
        done;        /* len: of its distribution, a power of two; stride: in units of the longest */
    double *re, *im; /* [len / 2 + 1], in its own frequencies */
    double none, mass; /* P(total is 0); total weight */
    bool finished;
};
struct point {
    size_t k; /* frequency in units of the longest; SIZE_MAX: z = 0, which gives P(total is 0) */
    size_t need;
};

struct run {
    const struct world *w;
    const struct grid *g;
    struct out *out;
    size_t first, nout, len;
    double cut; /* of the last output */
    int nz;
    struct wave z, *power; /* the points at hand, and their powers */
    int npower;
    size_t pstart, *gstart; /* completion nodes of all groups, and where each group's begin */
    double *tau;            /* scratch [pstart] */
    struct wave *flown_c, *flown_u; /* [nmix * nlev] */
    struct wave *open;              /* [(mix * nlev + lev) * pstart + completion node] */
    struct wave *plain;     /* [shape * nlev + lev]: transforms of loads that nobody counted */
    struct wave *few_plain; /* [shape] */
    struct wave *load;      /* [nlev] of the flight at hand */
    struct wave few, *t;    /* t: [nlev] scratch of the average */
    double few_mass, zero, *load_mass;
    double *buf;      /* [largest hi + 1] */
    struct wave *sum; /* [nout] of the points at hand */
};

static void wave_one(struct wave *x) {
    for (int i = 0; i < WAVE; i++) x->re[i] = 1, x->im[i] = 0;
}

/* q = e0 + e1 a + e2 b: a flight that flew. */
static void flight(struct wave *restrict q, double e0, double e1, const struct wave *restrict a,
                   double e2, const struct wave *restrict b, int n) {
    for (int i = 0; i < n; i++) {
        q->re[i] = e0 + e1 * a->re[i] + e2 * b->re[i];
        q->im[i] = e1 * a->im[i] + e2 * b->im[i];
    }
}

/* x *= 1 - t + t q */
static void multiply(struct wave *restrict x, double t0, const struct wave *restrict q, int n) {
    for (int i = 0; i < n; i++) {
        double r = 1 - t0 + t0 * q->re[i], m = t0 * q->im[i];
        double t = x->re[i] * r - x->im[i] * m;

        x->im[i] = x->re[i] * m + x->im[i] * r;
        x->re[i] = t;
    }
}

static void times(struct wave *restrict x, const struct wave *restrict y, int n) {
    for (int i = 0; i < n; i++) {
        double t = x->re[i] * y->re[i] - x->im[i] * y->im[i];

        x->im[i] = x->re[i] * y->im[i] + x->im[i] * y->re[i];
        x->re[i] = t;
    }
}

static void add(struct wave *restrict x, double f, const struct wave *restrict y, int n) {
    for (int i = 0; i < n; i++) x->re[i] += f * y->re[i], x->im[i] += f * y->im[i];
}

/* Transform of like * pmf and its mass; entries that cannot matter at either end are left out. */
static double weighed(struct run *r, const double *like, const double *pmf, int n,
                      struct wave *out) {
    double sum = 0, top = 0;
    int lo = 0, hi = n;

    for (int i = 0; i < n; i++) {
        r->buf[i] = like[i] * pmf[i];
        sum += r->buf[i];
        top = fmax(top, r->buf[i]);
    }
    while (lo < hi && r->buf[lo] <= 1e-17 * top) lo++;
    while (hi > lo && r->buf[hi - 1] <= 1e-17 * top) hi--;
    wave_at(r->buf, lo, hi, r->power, r->nz, out);
    return sum;
}

static void plain_loads(struct run *r, int f) {
    const struct world *w = r->w;
    double few[FEW_MAX + 1];
    int nl = r->g->nlev;

    for (size_t s = 0; s < w->nshape; s++) {
        const struct shape *sh = &w->shape[s];
        int hi = w->seat[sh->seat].hi;

        if (sh->like) continue;
        few_pmf(hi, few);
        wave_at(few, 0, FEW_MAX + 1, r->power, r->nz, &r->few_plain[s]);
        for (int l = 0; l < nl; l++)
            wave_at(r->g->pmf[sh->seat] + (size_t)(f * nl + l) * ((size_t)hi + 1), 0, hi + 1,
                    r->power, r->nz, &r->plain[s * (size_t)nl + (size_t)l]);
    }
}

static bool level_lives(const struct run *r, bool counted, int f, int iw, int l) {
    const struct grid *g = r->g;
    const double *joint = counted ? g->joint_c : g->joint_u;

    for (int x = 0; x < g->nmix; x++)
        if (joint[NODE(g, r->w, f, x, iw) * (size_t)g->nlev + (size_t)l] > 0) return true;
    return false;
}

/* Puts the parts of one flight's distribution into r->few, load, zero and their masses. */
static void take_shape(struct run *r, const struct cell *c, int f, int iw) {
    const struct grid *g = r->g;
    const struct shape *s = &r->w->shape[c->shape];
    int n = r->w->seat[s->seat].hi + 1, nl = g->nlev, nfew = n < FEW_MAX + 1 ? n : FEW_MAX + 1;
    const double *like = s->like ? s->like + (size_t)iw * (size_t)n : NULL;
    double few[FEW_MAX + 1];

    r->zero = r->few_mass = 1;
    if (!s->like) {
        r->few = r->few_plain[c->shape];
        for (int l = 0; l < nl; l++) {
            r->load[l] = r->plain[c->shape * (size_t)nl + (size_t)l];
            r->load_mass[l] = 1;
        }
        return;
    }
    few_pmf(n - 1, few);
    r->few_mass = weighed(r, like, few, nfew, &r->few);
    r->zero = like[0];
    for (int l = 0; l < nl; l++)
        if (level_lives(r, c->counted, f, iw, l))
            r->load_mass[l] = weighed(r, like, g->pmf[s->seat] + (size_t)(f * nl + l) * (size_t)n,
                                      n, &r->load[l]);
}

/* Multiplies the running products of one mixture weight and level by one flight. */
static void take_level(struct run *r, const struct cell *c, int x, int l) {
    const struct grid *g = r->g;
    size_t at = (size_t)x * (size_t)g->nlev + (size_t)l;
    double load = 1 - g->empty[x] - g->few[x];
    double sum =
        fmax(g->empty[x] * r->zero + g->few[x] * r->few_mass + load * r->load_mass[l], 1e-300);
    struct wave q;

    flight(&q, g->empty[x] * r->zero / sum, g->few[x] / sum, &r->few, load / sum, &r->load[l],
           r->nz);

    if (c->kind == CELL_FLOWN) {
        multiply(c->counted ? &r->flown_c[at] : &r->flown_u[at], 1, &q, r->nz);
    } else if (c->group < 0) {
        multiply(&r->flown_u[at], r->tau[0], &q, r->nz);
    } else {
        struct wave *open = r->open + at * r->pstart + r->gstart[c->group];

        for (int i = 0; i < r->w->group[c->group].n; i++) multiply(&open[i], r->tau[i], &q, r->nz);
    }
}

static double mean_completion(const struct world *w) {
    const struct infer_options *o = w->o;

    return isnan(o->fix_completion) ? o->completion_a / (o->completion_a + o->completion_b)
                                    : o->fix_completion;
}

static void take_cell(struct run *r, const struct cell *c, int f, int iw) {
    const struct grid *g = r->g;

    if (c->kind == CELL_OUT) return;
    if (c->kind == CELL_MAYBE && c->group < 0) r->tau[0] = cells_flown(c, mean_completion(r->w));
    if (c->kind == CELL_MAYBE && c->group >= 0)
        for (int i = 0; i < r->w->group[c->group].n; i++)
            r->tau[i] = cells_flown(c, r->w->group[c->group].p[i]);
    take_shape(r, c, f, iw);
    for (int x = 0; x < g->nmix; x++) {
        size_t node = NODE(g, r->w, f, x, iw) * (size_t)g->nlev;
        const double *joint = (c->counted ? g->joint_c : g->joint_u) + node;

        for (int l = 0; l < g->nlev; l++)
            if (joint[l] > 0) take_level(r, c, x, l);
    }
}

/* What the uncounted flights of one mixture weight and level have come to, completion averaged. */
static void open_average(const struct run *r, int x, int l, struct wave *out) {
    size_t at = (size_t)x * (size_t)r->g->nlev + (size_t)l;

    *out = r->flown_u[at];
    for (int k = 0; k < r->w->in->ngroup; k++) {
        const struct completion *c = &r->w->group[k];
        struct wave s = {0};

        if (!c->n) continue;
        for (int i = 0; i < c->n; i++)
            add(&s, c->w[i], &r->open[at * r->pstart + r->gstart[k] + (size_t)i], r->nz);
        times(out, &s, r->nz);
    }
}

/* Counted flights at level j, times uncounted ones at every level k that goes with it. */
static void add_level(struct run *r, size_t e, int x, int j, double weight, const double *joint_u) {
    const struct grid *g = r->g;
    int nl = g->nlev, from = g->step ? 0 : j, to = g->step ? nl : j + 1;
    struct wave s = {0};

    for (int k = from; k < to; k++)
        if (joint_u[k] > 0)
            add(&s, weight * joint_u[k] * (g->step ? g->step[j * nl + k] : 1), &r->t[k], r->nz);
    times(&s, &r->flown_c[(size_t)x * (size_t)nl + (size_t)j], r->nz);
    add(&r->sum[e], 1, &s, r->nz);
}

static void add_output(struct run *r, size_t e, int f, int iw) {
    const struct grid *g = r->g;
    int nl = g->nlev;

    for (int x = 0; x < g->nmix; x++) {
        size_t at = NODE(g, r->w, f, x, iw) * (size_t)nl;
        const double *jc = g->joint_c + at, *ju = g->joint_u + at;

        for (int k = 0; k < nl; k++)
            if (ju[k] > 0) open_average(r, x, k, &r->t[k]);
        for (int j = 0; j < nl; j++)
            if (jc[j] > 0) add_level(r, e, x, j, jc[j], ju);
    }
}

static void reset(struct run *r) {
    size_t n = (size_t)r->g->nmix * (size_t)r->g->nlev;

    for (size_t i = 0; i < n; i++) wave_one(&r->flown_c[i]), wave_one(&r->flown_u[i]);
    for (size_t i = 0; i < n * r->pstart; i++) wave_one(&r->open[i]);
}

/* All nodes at the points of one chunk; sorted so that those needed longest come first. */
static void chunk(struct run *r, const struct point *v, int n) {
    for (int i = 0; i < n; i++) {
        double t = v[i].k == SIZE_MAX ? 0 : 2 * M_PI * (double)v[i].k / (double)r->len;

        r->z.re[i] = v[i].k == SIZE_MAX ? 0 : cos(t);
        r->z.im[i] = -sin(t);
    }
    wave_powers(&r->z, r->npower, r->power);
    for (size_t e = 0; e < r->nout; e++) r->sum[e] = (struct wave){0};
    for (int f = 0; f < r->g->nphi; f++) {
        r->nz = n;
        plain_loads(r, f);
        for (int iw = 0; iw < r->w->nw; iw++) {
            size_t at = r->first;

            reset(r);
            r->nz = n;
            for (size_t e = 0; e < r->nout && r->nz > 0; e++) {
                for (; at < r->out[e].end; at++) take_cell(r, &r->w->cell[at], f, iw);
                add_output(r, e, f, iw);
                while (r->nz > 0 && v[r->nz - 1].need <= e) r->nz--;
            }
        }
    }
}

/* Files the sums of one chunk under the frequencies of each output. */
static void file(struct run *r, const struct point *v, int n) {
    for (size_t e = 0; e < r->nout; e++) {
        struct out *o = &r->out[e];

        for (int i = 0; i < n && v[i].need >= e; i++) {
            if (v[i].k == SIZE_MAX)
                o->none = r->sum[e].re[i];
            else if (v[i].k % o->stride == 0 && v[i].k / o->stride <= o->len / 2) {
                o->re[v[i].k / o->stride] = r->sum[e].re[i];
                o->im[v[i].k / o->stride] = r->sum[e].im[i];
            }
        }
    }
}

static int by_need(const void *x, const void *y) {
    const struct point *a = x, *b = y;

    if (a->need != b->need) return a->need < b->need ? 1 : -1;
    return a->k == b->k ? 0 : (a->k + 1 < b->k + 1 ? -1 : 1); /* SIZE_MAX + 1 is 0: z = 0 first */
}

/* The frequencies that unfinished outputs still lack, each once. @return how many. */
static size_t gather(struct run *r, size_t *need, bool first, struct point *v) {
    size_t n = 0;

    for (size_t k = 0; k <= r->len / 2; k++) need[k] = 0;
    for (size_t e = 0; e < r->nout; e++) {
        const struct out *o = &r->out[e];

        if (o->finished) continue;
        for (size_t k = first ? 0 : o->done + 1; k <= o->band; k++) need[k * o->stride] = e + 1;
    }
    if (first) v[n++] = (struct point){SIZE_MAX, r->nout - 1};
    for (size_t k = 0; k <= r->len / 2; k++)
        if (need[k]) v[n++] = (struct point){k, need[k] - 1};
    qsort(v, n, sizeof *v, by_need);
    return n;
}

/* Whether the last quarter of what is known has died away, but for the spike at 0; else the band is doubled. */
static void widen(struct out *o, double cut) {
    double most = 0;

    if (o->finished) return;
    for (size_t k = o->band - o->band / 4; k <= o->band; k++)
        most = fmax(most, hypot(o->re[k] - o->none, o->im[k]));
    o->done = o->band;
    if (o->band == o->len / 2 || most <= cut)
        o->finished = true;
    else
        o->band = o->band * 2 < o->len / 2 ? o->band * 2 : o->len / 2;
}

static void evaluate(struct run *r) {
    struct arena *a = r->w->a;
    size_t *need = ARENA_ARRAY(a, size_t, r->len / 2 + 1);
    struct point *v = ARENA_ARRAY(a, struct point, r->len / 2 + 2);
    bool first = true, open = true;

    while (open) {
        size_t n = gather(r, need, first, v);

        for (size_t i = 0; i < n; i += WAVE) {
            int m = n - i < WAVE ? (int)(n - i) : WAVE;

            chunk(r, v + i, m);
            file(r, v + i, m);
        }
        open = first = false;
        for (size_t e = 0; e < r->nout; e++) {
            widen(&r->out[e],
                  e + 1 < r->nout ? (r->cut > 0 ? fmax(r->cut, PRODUCT_LOOSE) : 0) : r->cut);
            open = open || !r->out[e].finished;
        }
    }
}

/* Inverse transform; the spike at 0 goes beside it. The result is cut to 0 .. n - 1, cleared of rounding and normalised. */
static void invert(struct arena *a, const struct out *o, size_t n, double *re, double *im,
                   const double *tw, struct pmf *out) {
    double sum = 0;

    for (size_t k = 0; k < o->len; k++) re[k] = im[k] = 0;
    for (size_t k = 0; k <= o->done; k++) {
        double x = o->re[k] - o->none,
               y = -o->im[k]; /* conjugate: a forward transform then inverts */

        re[k] = x, im[k] = y;
        if (k > 0 && k < o->len - k) re[o->len - k] = x, im[o->len - k] = -y;
    }
    wave_fft(re, im, o->len, tw);
    *out = (struct pmf){ARENA_ARRAY(a, double, n), n};
    for (size_t i = 0; i < n; i++) out->p[i] = fmax(0, re[i] / (double)o->len);
    out->p[0] = fmax(0, re[0] / (double)o->len + o->none);
    for (size_t i = 0; i < n; i++) sum += out->p[i];
    for (size_t i = 0; i < n; i++) out->p[i] /= sum;
}

static size_t pow2_over(size_t n) {
    size_t p = 2;

    while (p <= n) p *= 2;
    return p;
}

static void begin(struct run *r) {
    const struct world *w = r->w;
    struct arena *a = w->a;
    size_t nl = (size_t)r->g->nlev, n = (size_t)r->g->nmix * nl;
    int hi = 0;

    r->gstart = ARENA_ARRAY(a, size_t, (size_t)w->in->ngroup);
    for (int g = 0; g < w->in->ngroup; g++)
        r->gstart[g] = r->pstart, r->pstart += (size_t)w->group[g].n;
    for (size_t s = 0; s < w->nseat; s++) hi = w->seat[s].hi > hi ? w->seat[s].hi : hi;
    r->tau = ARENA_ARRAY(a, double, r->pstart + 1);
    r->flown_c = ARENA_ARRAY(a, struct wave, n);
    r->flown_u = ARENA_ARRAY(a, struct wave, n);
    r->open = ARENA_ARRAY(a, struct wave, n * r->pstart);
    r->plain = ARENA_ARRAY(a, struct wave, w->nshape * nl);
    r->few_plain = ARENA_ARRAY(a, struct wave, w->nshape);
    r->load = ARENA_ARRAY(a, struct wave, nl);
    r->load_mass = ARENA_ARRAY(a, double, nl);
    r->t = ARENA_ARRAY(a, struct wave, nl);
    r->buf = ARENA_ARRAY(a, double, (size_t)hi + FEW_MAX + 1);
    r->npower = hi + FEW_MAX + 1;
    r->power = ARENA_ARRAY(a, struct wave, (size_t)r->npower);
    r->sum = ARENA_ARRAY(a, struct wave, r->nout);
}

void product_run(const struct world *w, const struct grid *g, size_t first, const size_t *end,
                 size_t nout, double cut, struct pmf *out) {
    struct run r = {.w = w, .g = g, .first = first, .nout = nout, .cut = cut};
    size_t at = first, seats = 0, *top = ARENA_ARRAY(w->a, size_t, nout);
    double *re, *im, *tw = NULL;

    r.out = ARENA_ARRAY(w->a, struct out, nout);
    for (size_t e = 0; e < nout; e++) {
        for (; at < end[e]; at++)
            if (w->cell[at].kind != CELL_OUT) seats += (size_t)w->cell[at].seat.hi;
        top[e] = seats;
        r.out[e] = (struct out){.end = end[e], .len = pow2_over(seats)};
        r.len = r.out[e].len;
    }
    for (size_t e = 0; e < nout; e++) {
        struct out *o = &r.out[e];

        o->stride = r.len / o->len;
        o->band = o->len / 2 < BAND ? o->len / 2 : BAND;
        o->re = ARENA_ARRAY(w->a, double, o->len / 2 + 1);
        o->im = ARENA_ARRAY(w->a, double, o->len / 2 + 1);
    }
    begin(&r);
    evaluate(&r);
    re = ARENA_ARRAY(w->a, double, r.len);
    im = ARENA_ARRAY(w->a, double, r.len);
    for (size_t e = 0; e < nout; e++) {
        if (e == 0 || r.out[e].len != r.out[e - 1].len) tw = wave_twiddle(w->a, r.out[e].len);
        invert(w->a, &r.out[e], top[e] + 1, re, im, tw, &out[e]);
    }
}

/* Direct convolution: flights are few, and nothing is lost in the tails. */
static struct pmf convolve(struct arena *a, const struct pmf *x, const struct pmf *y) {
    struct pmf s = {ARENA_ARRAY(a, double, x->n + y->n - 1), x->n + y->n - 1};

    for (size_t i = 0; i < x->n; i++) {
        if (x->p[i] < 1e-40) continue;
        for (size_t k = 0; k < y->n; k++) s.p[i + k] += x->p[i] * y->p[k];
    }
    return s;
}

/* Adds weight times the number flown among the open slots of a group at completion p, one slot after the other; what lies
 * outside lo..hi has less than 1e-40. */
static void add_flown(const struct world *w, int group, double p, double weight, double *row,
                      double *out) {
    size_t n = 0, lo = 0;

    row[0] = 1;
    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];
        double t;

        if (c->kind != CELL_MAYBE || c->group != group) continue;
        t = cells_flown(c, p);
        row[n + 1] = 0;
        for (size_t k = n + 1; k > lo; k--) row[k] = row[k] * (1 - t) + row[k - 1] * t;
        row[lo] *= 1 - t;
        n += row[n + 1] > 1e-40;
        if (lo < n && row[lo] < 1e-40) row[lo++] = 0;
    }
    for (size_t k = lo; k <= n; k++) out[k] += weight * row[k];
}

struct pmf product_operated(const struct world *w) {
    double sure = 1;
    size_t flown = 0, *open = ARENA_ARRAY(w->a, size_t, (size_t)w->in->ngroup + 1);
    struct pmf s = {&sure, 1}, out;

    for (size_t i = 0; i < w->n; i++) {
        flown += w->cell[i].kind == CELL_FLOWN;
        if (w->cell[i].kind == CELL_MAYBE) open[w->cell[i].group + 1]++;
    }
    for (int g = -1; g < w->in->ngroup; g++) {
        size_t n = open[g + 1];
        struct pmf one = {ARENA_ARRAY(w->a, double, n + 2), n + 1};
        double *row = ARENA_ARRAY(w->a, double, n + 2);

        if (!n) continue;
        if (g < 0)
            add_flown(w, g, mean_completion(w), 1, row, one.p);
        else
            for (int i = 0; i < w->group[g].n; i++)
                add_flown(w, g, w->group[g].p[i], w->group[g].w[i], row, one.p);
        s = convolve(w->a, &s, &one);
    }
    out = (struct pmf){ARENA_ARRAY(w->a, double, s.n + flown), s.n + flown};
    for (size_t i = 0; i < s.n; i++) out.p[i + flown] = s.p[i];
    return out;
}
