/* SPDX-License-Identifier: Apache-2.0 */
/* Where the nodes of what all structures share stand: the laws of the load, the share of light flights, the factor on uncounted
 * flights. First over the prior, the share about a guess; then about the posterior that a pass before found. */
#include "base/beta.h"
#include "infer/world.h"

#include <math.h>

/* Priors (docs/MODEL.md, section 4, has the sources). */
#define PHI_MEAN                                                                                   \
    2.8 /* log 16: a coefficient of variation of 0.24 at half of the seats, 0.48 at a fifth */
#define PHI_SD 1.2
#define SCALE_MEAN                                                                                 \
    (-1.1) /* log 0.33: a coefficient of variation of 0.29 at half of the seats, 0.49 at a fifth */
#define SCALE_SD 0.6
#define LIGHT_A                                                                                    \
    0.3 /* flights with nobody or a few: 0.2 on average, 0.073 for ICE, over half of Yakima's drop-offs */
#define LIGHT_B 1.2

static double log_normal(double x, double mean, double sd) {
    return -0.5 * (x - mean) * (x - mean) / (sd * sd);
}

/* Of one law: its posterior share, and mean and sd of the log of its size (sum_up: in steps of its nodes, from the first). */
struct size {
    double share, mean, sd;
};
struct moments {
    struct size law[2];
    double light_lo, light_hi;
};
static const struct size law_prior[2] = {{0.5, PHI_MEAN, PHI_SD}, {0.5, SCALE_MEAN, SCALE_SD}};

/* Even nodes between the quantiles u0 and u1 of the prior: all have the same prior mass, and what is left is the likelihood, which is
 * smooth where the prior's density is not. */
static void set_light(const struct world *w, struct axes *x, double u0, double u1, int n) {
    if (!isnan(w->o->fix_load)) n = 1;
    x->nlight = n;
    x->light_u0 = u0, x->light_u1 = u1;
    for (int i = 0; i < n; i++) {
        x->light[i] = beta_quantile(u0 + (u1 - u0) * (i + 0.5) / n, LIGHT_A, LIGHT_B);
        x->light_lw[i] = log((u1 - u0) / n);
    }
}

#define LAW_LEAST 0.005 /* of the weight, below which a law gets no more nodes */

/* Nodes of each law that is still in, `each` or, where it is alone, five (or three, where two are asked for). */
static void set_laws(const struct world *w, struct axes *x, const struct size v[2], int each) {
    bool alone = !w->o->tails || fmin(v[0].share, v[1].share) < LAW_LEAST;
    int n = !alone ? each : each > 2 ? 5 : 3;
    static const double apart[] = {0, 0, 2, 1.5, 1.25, 1.1}; /* by n, in sd */

    x->nlaw = 0;
    for (int t = 0; t < 2; t++) {
        const struct size *q = &law_prior[t];
        double step = apart[n] * v[t].sd, part = w->o->tails ? log(q->share) : 0;

        if (alone && (w->o->tails ? v[t].share < LAW_LEAST : t == 1)) continue;
        for (int i = 0; i < n; i++, x->nlaw++) {
            double z = v[t].mean + (i - (n - 1) / 2.0) * step;

            x->law[x->nlaw] = (struct law){.tails = t == 1, .size = exp(z)};
            x->law_lw[x->nlaw] = log_normal(z, q->mean, q->sd) + log(step / q->sd) + part;
        }
    }
}

/* Where flights with people waiting stand beside counted ones, the factor between them enters the evidence: nine nodes of t4. */
static void set_select(const struct world *w, struct axes *x) {
    bool on = w->any_counted && w->any_hint && w->o->selection_scale > 0 &&
              isnan(w->o->fix_selection) && isnan(w->o->fix_load);

    x->nselect = on ? SELECTS : 1;
    x->select[0] = isnan(w->o->fix_selection) ? 0 : log(w->o->fix_selection);
    for (int i = 0; on && i < SELECTS; i++) {
        int step = i - SELECTS / 2;
        double z = 0.9 * step;

        x->select[i] = z * w->o->selection_scale;
        x->select_lw[i] = -2.5 * log(1 + z * z / 4);
    }
}

void axes_wide(struct axes *x, const struct world *w) {
    *x = (struct axes){.nseat = 1, .empty = 0.5};
    for (size_t s = 0; s < w->nseat; s++)
        if (w->seat[s].lo < w->seat[s].hi) x->nseat = SEATS;
    set_laws(w, x, law_prior, 3);
    set_select(w, x);
}

/* ---- the first pass: about a guess ---- */

#define GUESS_TURNS 8
#define GUESS_STEP 2 /* every other level */
#define GUESS_FAR 40 /* logs below the largest: beyond what a sum of doubles holds */

/* Of a flight that is light with chance `small`, where the share alone would say `share`: what is certain of it, as if it were certain or else unknown. */
static struct guess settled(double small, double share) {
    return (struct guess){fmax(small - share, 0) / (1 - share), fmax(share - small, 0) / share};
}

/* One node: fills g, @return the log likelihood at its share; where no share could bring it to `least`, at the first. */
static double guess_node(const struct post *p, int iw, int f, int l, double least,
                         struct guess *g) {
    const struct world *w = p->w;
    const struct axes *x = p->x;
    struct node node = {.law = f, .seat = x->nseat / 2, .w = iw};
    struct guess odds = {0};
    double lz = 0;

    for (int turn = 0; turn < GUESS_TURNS; turn++) {
        struct guess next = {0};
        double share = (LIGHT_A + odds.light) / (LIGHT_A + LIGHT_B + odds.light + odds.other),
               fold = 1;

        *g = (struct guess){0};
        lz = 0;
        for (size_t i = 0; i < w->n; i++) {
            const struct cell *c = &w->cell[i];
            size_t s = c->shape, at;
            struct guess now;
            double small, load, both;

            if (c->kind == CELL_OUT || !w->shape[s].like) continue;
            at = post_row(p, s, iw);
            small = share * (x->empty * p->like0[at] + (1 - x->empty) * p->fewm[at]);
            load = (1 - share) * post_loads(p, &node, s)[l];
            both = small + load > 1e-100 ? small + load : 1e-100; /* fmax is a call */
            next.light += small / both;
            next.other += 1 - small / both;
            now = settled(small / both, share);
            g->light += now.light, g->other += now.other;
            fold *= both;
            if (fold < 1e-200) lz += log(fold), fold = 1;
        }
        lz += log(fold);
        if (lz - (double)w->ninform * log(fmin(share, 1 - share)) < least) break;
        odds = next;
    }
    return lz;
}

struct guess axes_guess(const struct post *p, double *lm) {
    const struct world *w = p->w;
    struct guess sum = {0};
    double top = -(double)INFINITY, mass = 0;

    for (int iw = 0; iw < w->nw; iw++) {
        double one_top = -(double)INFINITY, one = 0;

        for (int f = 0; f < p->x->nlaw; f++)
            for (int l = 0; l < p->nlev; l += GUESS_STEP) {
                struct guess g;
                double lw = log(w->prior_w[iw]) + p->x->law_lw[f] + log(p->prior[l]);
                double lz = guess_node(p, iw, f, l, top - GUESS_FAR - lw, &g) + lw,
                       up = fmax(lz, top), was = exp(top - up), now = exp(lz - up);

                sum.light = sum.light * was + g.light * now;
                sum.other = sum.other * was + g.other * now;
                mass = mass * was + now;
                top = up;
                up = fmax(lz, one_top);
                one = one * exp(one_top - up) + exp(lz - up);
                one_top = up;
            }
        lm[iw] = one_top + log(one); /* cppcheck-suppress invalidFunctionArg; 0 is -inf here */
    }
    return (struct guess){sum.light / mass, sum.other / mass};
}

/* Nodes for the first pass: three of the share of light flights, as far from the guess as three sd. */
void axes_light(struct axes *x, const struct world *w, const struct guess *g) {
    double a = LIGHT_A + g->light, b = LIGHT_B + g->other, mean = a / (a + b),
           sd = sqrt(a * b / (a + b + 1)) / (a + b);

    set_light(w, x, beta_cdf(mean - 3 * sd, LIGHT_A, LIGHT_B),
              beta_cdf(mean + 3 * sd, LIGHT_A, LIGHT_B), 3);
}

/* ---- a later pass: about the posterior ---- */

#define LIGHT_TRACE                                                                                \
    0.02 /* of the largest node, below which a share of light flights need not be on the axis */

#define LAW_NEAR 0.125 /* of the prior's sd: nodes are not set closer */
#define LAW_SEEN                                                                                   \
    0.6 /* of the distance of nodes: moments on them are those of the posterior if it is at least so wide */

/* One law from the mass of its n nodes. Where they stand further apart than the posterior is wide, moments on them say little: the parabola
 * through the logs of the three about the largest is exact for a normal. */
static struct size sum_up(const double *m, int n) {
    struct size q = {0};
    double square = 0, lo, hi, bend;
    int top = 0, mid;

    for (int i = 0; i < n; i++) q.share += m[i], q.mean += m[i] * i, square += m[i] * i * i;
    if (!(q.share > 0)) return q;
    q.mean /= q.share;
    q.sd = sqrt(fmax(square / q.share - q.mean * q.mean, 0));
    for (int i = 1; i < n; i++) top = m[i] > m[top] ? i : top;
    mid = top < 1 ? 1 : top > n - 2 ? n - 2 : top;
    lo = log(m[mid - 1] / m[mid]), hi = log(m[mid + 1] / m[mid]), bend = -(lo + hi);
    if (q.sd > LAW_SEEN || !(bend > 0 && isfinite(bend))) return q;
    q.mean = fmin(fmax(mid + (hi - lo) / (2 * bend), top - 0.5), top + 0.5);
    q.sd = 1 / sqrt(bend);
    q.share = m[top] * exp((q.mean - top) * (q.mean - top) * bend / 2) * sqrt(2 * M_PI) * q.sd;
    return q;
}

/* Nodes of one law stand together. */
static void measure_laws(const struct axes *x, const double *mass, struct size out[2]) {
    double sum = 0;

    for (int i = 0, end; i < x->nlaw; i = end) {
        int t = x->law[i].tails;
        double first = log(x->law[i].size), step = log(x->law[i + 1].size) - first;

        for (end = i; end < x->nlaw && x->law[end].tails == t;) end++;
        out[t] = sum_up(mass + i, end - i);
        out[t].mean = first + out[t].mean * step;
        out[t].sd = fmax(out[t].sd * step, LAW_NEAR * law_prior[t].sd);
        sum += out[t].share;
    }
    for (int t = 0; t < 2; t++) out[t].share /= sum;
}

static struct moments measure(const struct post *v, size_t n) {
    const struct axes *x = v[0].x;
    struct moments m = {0};
    double law[LAWS] = {0}, light[LIGHTS] = {0}, step = (x->light_u1 - x->light_u0) / x->nlight,
           top = 0;
    int first = 0, last = x->nlight - 1;

    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].nnode; i++) {
            struct node at = post_node(&v[s], i);

            law[at.law] += v[s].weight[i];
            light[at.light] += v[s].weight[i];
        }
    measure_laws(x, law, m.law);
    for (int i = 0; i < x->nlight; i++) top = fmax(top, light[i]);
    while (first < last && light[first] < LIGHT_TRACE * top) first++;
    while (last > first && light[last] < LIGHT_TRACE * top) last--;
    m.light_lo = fmax(x->light_u0 + (first - 0.5) * step, 0);
    m.light_hi = fmin(x->light_u0 + (last + 1.5) * step, 1);
    return m;
}

void axes_fit(struct axes *x, const struct post *v, size_t n, int each, int nlight) {
    struct moments m = measure(v, n);

    *x = *v[0].x;
    set_laws(v[0].w, x, m.law, each);
    set_light(v[0].w, x, m.light_lo, m.light_hi, nlight);
}
