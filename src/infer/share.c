/* SPDX-License-Identifier: Apache-2.0 */
/* What the counts of several flights share: how an eye errs, how a proxy does, the share of those aboard who are of concern, the share of those
 * waiting who board. Each is a factor with a few nodes, and a node of all is one of each.
 *
 * The counts may pin a share down far more closely than any nodes over its prior stand. So its nodes are even in logits and move until
 * they stand where it has mass: 7 over about 6 of its sd. */
#include "base/beta.h"
#include "infer/world.h"

#include <math.h>

#define TRACE (-4.0)     /* log: of the largest node; below, a node need not be there */
#define PRIOR_TAIL 1e-4  /* a share's nodes stand between these quantiles of its prior */
#define SHARE_LEAST 1e-6 /* keeps logits finite */
#define TOLD_NODES 7

/* Alone, counts of a method say little about their common factor; pairs, flights that were counted by another method too, pin it down to about
 * 0.47 / sqrt(pairs), and then it needs closer nodes. A factor of one flight costs nothing more, and has them anyhow. */
static int normal_nodes(size_t flights, size_t pairs) {
    return flights == 0 ? 1 : flights == 1 ? 17 : pairs == 0 ? 5 : pairs < 8 ? 9 : 17;
}

/* Trapezoid nodes of a standard normal. */
static struct factor normal_factor(size_t flights, int n) {
    struct factor f = {.n = n, .shared = flights > 1};

    for (int i = 0; i < n; i++) {
        f.x[i] = n == 1 ? 0 : -2.6 + 5.2 * i / (n - 1);
        f.w[i] = exp(-0.5 * f.x[i] * f.x[i]);
    }
    return f;
}

/* The prior's density in logits at even nodes, up to a factor. */
static void set_told(struct factor *f) {
    double top = -(double)INFINITY;

    for (int i = 0; i < f->n; i++) {
        double z = f->lo + i * f->step;

        f->x[i] = 1 / (1 + exp(-z));
        f->w[i] = -f->a * log1p(exp(-z)) - f->b * log1p(exp(z));
        top = fmax(top, f->w[i]);
    }
    for (int i = 0; i < f->n; i++) f->w[i] = exp(f->w[i] - top);
}

static double logit_at(double u, double a, double b) {
    double x = fmin(fmax(beta_quantile(u, a, b), SHARE_LEAST), 1 - SHARE_LEAST);

    return log(x / (1 - x));
}

/* Nodes from lo to hi, so far as the prior goes. */
static struct factor told_factor(enum share_kind kind, double a, double b, double lo, double hi) {
    struct factor f = {.n = TOLD_NODES, .shared = true, .kind = kind, .a = a, .b = b};
    double least = logit_at(PRIOR_TAIL, a, b), most = logit_at(1 - PRIOR_TAIL, a, b);

    f.lo = lo < least || lo > most ? least : lo;
    f.step = ((hi > most || hi < least ? most : hi) - f.lo) / (f.n - 1);
    set_told(&f);
    return f;
}

/* A share that no count tells keeps its prior (post.c): nodes at its quantiles, so that the ends of an interval of 90 % are those of the prior. */
static struct factor untold_factor(double a, double b) {
    static const double u[] = {0.05, 0.2, 0.4, 0.6, 0.8, 0.95},
                        w[] = {0.1, 0.2, 0.2, 0.2, 0.2, 0.1};
    struct factor f = {.n = sizeof u / sizeof *u, .shared = true, .kind = SHARE_PRIOR};

    for (int i = 0; i < f.n; i++) f.x[i] = beta_quantile(u[i], a, b), f.w[i] = w[i];
    return f;
}

static struct factor share_factor(const struct pairs *p, bool told, double a, double b) {
    double wide =
        1.5 * (TOLD_NODES - 1) / 2 * p->sd; /* steps of 1.5 sd cannot miss what the pairs say */

    if (p->n) return told_factor(SHARE_PAIRS, a, b, p->at - wide, p->at + wide);
    if (told) return told_factor(SHARE_LEVELS, a, b, -(double)INFINITY, (double)INFINITY);
    return untold_factor(a, b);
}

static struct factor one_node(double x) {
    return (struct factor){.x = {x}, .w = {1}, .n = 1};
}

static struct factor concern_factor(const struct world *w, const struct shared *s) {
    double a = w->o->concern_a, b = w->o->concern_b;
    struct factor f = {.n = 6};

    if (!s->all) return one_node(1);
    if (!isnan(w->o->fix_concern)) return one_node(w->o->fix_concern);
    if (s->all > 1) return share_factor(&s->concern_by, s->concern, a, b);
    gauss_beta(w->a, f.n, a, b, f.x, f.w);
    return f;
}

/* Of one flight it is integrated in closed form, count by count: NaN. */
static struct factor boarding_factor(const struct world *w, const struct shared *s) {
    double a = w->o->boarding_a, b = w->o->boarding_b;

    if (s->waiting < 2 || !isnan(w->o->fix_boarding)) return one_node((double)NAN);
    return share_factor(&s->boarding_by, s->boarded, a, b);
}

/* How near to what there was to be seen a figure stands of which "at least" is said: the share is Beta(x, 1), median 0.25, 0.71, 0.92 or 0.98, a judgement. The figures
 * of one corridor are alike in that. */
static struct factor least_factor(size_t flights) {
    if (!flights) return one_node((double)NAN);
    return (struct factor){.x = {0.5, 2, 8, 32}, .w = {1, 1, 1, 1}, .n = 4, .shared = flights > 1};
}

static double *normalised(struct arena *a, int n, const double *w) {
    double *out = ARENA_ARRAY(a, double, (size_t)n), sum = 0;

    for (int i = 0; i < n; i++) sum += w[i];
    for (int i = 0; i < n; i++) out[i] = w[i] / sum;
    return out;
}

/* Which node of factor k belongs to node i of all: those of one flight stand innermost. */
static int node_of(const struct world *w, int k, int i) {
    bool shared = w->factor[k].shared;
    int at = shared ? i / w->nalone : i % w->nalone;

    for (int j = 0; j < k; j++)
        if (w->factor[j].shared == shared) at /= w->factor[j].n;
    return at % w->factor[k].n;
}

int share_first(const struct world *w, const bool uses[FACTORS], int i) {
    int shared = 0, alone = 0, by_shared = 1, by_alone = 1;

    for (int k = 0; k < FACTORS; k++) {
        const struct factor *f = &w->factor[k];
        int at = uses[k] ? node_of(w, k, i) : 0;

        *(f->shared ? &shared : &alone) += at * *(f->shared ? &by_shared : &by_alone);
        *(f->shared ? &by_shared : &by_alone) *= f->n;
    }
    return shared * w->nalone + alone;
}

bool share_given(const struct factor *f) {
    return f->kind == SHARE_PRIOR || f->kind == SHARE_PAIRS;
}

/* The product of the factors' nodes, and of their weights. */
static void multiply(struct world *w) {
    double **value[FACTORS] = {&w->eye, &w->proxy, &w->concern, &w->boarding, &w->least};
    double *both, *alone;

    w->nw = w->nalone = w->ncut = 1;
    for (int k = 0; k < FACTORS; k++) {
        *(w->factor[k].shared ? &w->nw : &w->nalone) *= w->factor[k].n;
        if (share_given(&w->factor[k])) w->ncut *= w->factor[k].n;
    }
    both = ARENA_ARRAY(w->a, double, (size_t)w->nw);
    alone = ARENA_ARRAY(w->a, double, (size_t)w->nalone);
    w->cut = ARENA_ARRAY(w->a, int, (size_t)w->nw);
    for (int i = 0; i < w->nw; i++) both[i] = 1;
    for (int i = 0; i < w->nalone; i++) alone[i] = 1;
    for (int k = 0; k < FACTORS; k++) {
        const struct factor *f = &w->factor[k];

        *value[k] = ARENA_ARRAY(w->a, double, (size_t)(w->nw * w->nalone));
        for (int i = 0; i < w->nw * w->nalone; i++) (*value[k])[i] = f->x[node_of(w, k, i)];
        for (int i = 0; f->shared && i < w->nw; i++) {
            int at = node_of(w, k, i * w->nalone);

            both[i] *= f->w[at];
            if (share_given(f)) w->cut[i] = w->cut[i] * f->n + at;
        }
        for (int i = 0; !f->shared && i < w->nalone; i++) alone[i] *= f->w[node_of(w, k, i)];
    }
    w->prior_w = normalised(w->a, w->nw, both);
    w->alone_w = normalised(w->a, w->nalone, alone);
}

#define NODES_MOST                                                                                 \
    600 /* of all factors, as far as the errors of eye and proxy can be had with fewer: time goes with it */

void share_open(struct world *w, const struct shared *s) {
    int eye = normal_nodes(s->eye, s->eye_pairs), proxy = normal_nodes(s->proxy, s->proxy_pairs);

    w->factor[FACTOR_CONCERN] = concern_factor(w, s);
    w->factor[FACTOR_BOARDING] = boarding_factor(w, s);
    w->factor[FACTOR_LEAST] = least_factor(s->least);
    for (;;) {
        w->factor[FACTOR_EYE] = normal_factor(s->eye, eye);
        w->factor[FACTOR_PROXY] = normal_factor(s->proxy, proxy);
        multiply(w);
        if (w->nw <= NODES_MOST || (eye <= 5 && proxy <= 5)) break;
        *(eye >= proxy ? &eye : &proxy) = (eye >= proxy ? eye : proxy) > 9 ? 9 : 5;
    }
}

/* The log of a factor's nodes' mass, the other factors summed over. */
static void margin(const struct world *w, int k, const double *lm, double *out) {
    for (int i = 0; i < w->factor[k].n; i++) out[i] = -(double)INFINITY;
    for (int i = 0; i < w->nw; i++) {
        double *at = &out[node_of(w, k, i * w->nalone)], up = fmax(*at, lm[i]);

        if (up > -(double)INFINITY) *at = up + log(exp(*at - up) + exp(lm[i] - up));
    }
}

/* From the node at `edge` inwards: where the log of the mass crosses `least`, in steps from there. Negative where the nodes end in the midst of it: as far out as it falls there, or by all
 * their width. */
static double crossing(const double *lm, int edge, int in, int n, double least) {
    double x = 0, out, rise = lm[edge + in] - lm[edge];

    if (lm[edge] > least + 1) return -(rise > 0 ? fmin((lm[edge] - least) / rise, n - 1) : n - 1);
    if (lm[edge] > least) return 0;
    for (; lm[edge + in] < least; edge += in) x++;
    out = lm[edge];
    return x + (isfinite(out) ? (least - out) / (lm[edge + in] - out) : 0.5);
}

/* Puts the nodes from where the mass begins to where it ends. @return whether they moved by more than half a step at each end */
static bool move(struct factor *f, const double *lm, double widen) {
    double top = -(double)INFINITY, lo, hi = f->lo + (f->n - 1) * f->step, was = hi;

    for (int i = 0; i < f->n; i++) top = fmax(top, lm[i]);
    if (!isfinite(top)) return false;
    lo = f->lo + f->step * crossing(lm, 0, 1, f->n, top + widen * TRACE);
    hi -= f->step * crossing(lm, f->n - 1, -1, f->n, top + widen * TRACE);
    lo = fmax(lo, logit_at(PRIOR_TAIL, f->a, f->b));
    hi = fmin(hi, logit_at(1 - PRIOR_TAIL, f->a, f->b));
    if (fabs(lo - f->lo) + fabs(hi - was) < f->step) return false;
    f->lo = lo, f->step = (hi - lo) / (f->n - 1);
    set_told(f);
    return true;
}

bool share_any(const struct world *w, enum share_kind kind) {
    bool any = false;

    for (int k = 0; k < FACTORS; k++) any = any || w->factor[k].kind == kind;
    return any;
}

bool share_fit(struct world *w, enum share_kind kind, const double *lm, double widen) {
    bool moved = false;

    for (int k = 0; k < FACTORS; k++) {
        double one[FACTOR_NODES] = {0};

        if (w->factor[k].kind != kind) continue;
        margin(w, k, lm, one);
        moved = move(&w->factor[k], one, widen * widen) || moved;
    }
    if (moved) multiply(w);
    return moved;
}

void share_cut(struct world *w, const double *lm) {
    double top = -(double)INFINITY;

    w->cut_w = ARENA_ARRAY(w->a, double, (size_t)w->ncut);
    for (int i = 0; i < w->nw; i++) top = fmax(top, lm[i]);
    for (int i = 0; i < w->nw; i++) w->cut_w[w->cut[i]] += exp(lm[i] - top);
}
