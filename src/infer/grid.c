/* SPDX-License-Identifier: Apache-2.0 */
/* The posterior of what all flights of a corridor share: the level of the load (logit of the share of seats taken), its
 * concentration, the shares of flights with nobody and with a few, and the factors common to a method's counts.
 *
 * Level and concentration have uniform grids on unbounded scales, moved and narrowed until they fit the posterior: the
 * trapezoid rule converges exponentially for such integrands. The two shares have Gauss nodes of the Beta with the posterior's
 * mean and sd. So two or three nodes do what thirty would do elsewhere. The level needs more:
 * the total is a steep function of it. Nodes of the level of counted flights (j) and of uncounted ones (k) are the same; the
 * selection factor is a matrix between them, which rounds exp(delta) to neighbouring nodes with the mean kept. */
#include "infer/world.h"

#include <math.h>

/* Priors, on the scale of the grids (docs/MODEL.md, section 4, has the sources). */
#define LEVEL_MEAN                                                                                 \
    0.0 /* half of the seats: between ICE's charters (0.8) and Frontex's (0.2 to 0.3) */
#define LEVEL_SD 1.2
#define PHI_MEAN 1.8 /* log 6: a coefficient of variation of 0.38 at half of the seats */
#define PHI_SD 0.7   /* 0.25 to 0.55 within one sd */
/* Flights with nobody or a few: 0.2 on average; 0.073 for ICE, over half of Yakima's drop-offs. */
#define LIGHT_A 0.5
#define LIGHT_B 2.0

enum axis { LEVEL_C, LEVEL_U, PHI, LIGHT, EMPTY, AXES };

#define SHARE_MOST 9
struct share { /* Gauss nodes for Beta(a, b), and the log of weight times prior / Beta(a, b) */
    double a, b, x[SHARE_MOST], lw[SHARE_MOST];
    int n;
};
struct axes {
    double lo[LIGHT], hi[LIGHT]; /* LEVEL_U unused: both levels share one grid */
    int n[LIGHT];
    struct share light, empty;
};
struct moments {
    double mean[AXES], sd[AXES];
};

static double node_at(const struct axes *x, enum axis k, int i) {
    return x->n[k] == 1 ? (x->lo[k] + x->hi[k]) / 2
                        : x->lo[k] + (x->hi[k] - x->lo[k]) * i / (x->n[k] - 1);
}

static struct share share_nodes(struct arena *scratch, double a, double b, double prior_a,
                                double prior_b, int n) {
    struct share s = {.a = a, .b = b, .n = n};
    double w[SHARE_MOST];

    gauss_beta(scratch, n, a, b, s.x, w);
    for (int i = 0; i < n; i++) {
        s.x[i] = fmin(fmax(s.x[i], 1e-12), 1 - 1e-12);
        s.lw[i] =
            log(fmax(w[i], 1e-300)) + (prior_a - a) * log(s.x[i]) + (prior_b - b) * log1p(-s.x[i]);
    }
    return s;
}

/* Nodes for the Beta of this mean and sd. */
static struct share share_aim(struct arena *scratch, double mean, double sd, double prior_a,
                              double prior_b, int n) {
    double size;

    mean = fmin(fmax(mean, 1e-4), 1 - 1e-4);
    size = fmax(mean * (1 - mean) / fmax(sd * sd, 1e-10) - 1, 0.2);
    return share_nodes(scratch, mean * size, (1 - mean) * size, prior_a, prior_b, n);
}

static double logistic(double x) {
    return 1 / (1 + exp(-x));
}

static double log_normal(double x, double mean, double sd) {
    return -0.5 * (x - mean) * (x - mean) / (sd * sd);
}

/* Student t with 4 degrees of freedom, unnormalised. */
static double t4(double x) {
    return pow(1 + x * x / 4, -2.5);
}

#define SELECT 81 /* points of delta, to 8 scales on either side: 2e-4 lie beyond */

static double *step_matrix(struct arena *a, const double *lev, int n, double scale) {
    double *m = ARENA_ARRAY(a, double, (size_t)n *(size_t)n);

    for (int j = 0; j < n; j++) {
        double *row = m + (size_t)j * (size_t)n, sum = 0;

        for (int i = 0; i < SELECT; i++) {
            double z = 16.0 * i / (SELECT - 1) - 8,
                   share = fmin(logistic(lev[j]) * exp(scale * z), 0.98);
            double at =
                n > 1 ? (log(share / (1 - share)) - lev[0]) / (lev[n - 1] - lev[0]) * (n - 1) : 0;
            double f = fmin(fmax(at, 0), n - 1);
            int k = (int)f < n - 1 ? (int)f : n - 1;
            double up = f - k, w = t4(z);

            row[k] += w * (1 - up);
            if (k + 1 < n) row[k + 1] += w * up;
            sum += w;
        }
        for (int k = 0; k < n; k++) row[k] /= sum;
    }
    return m;
}

static void set_nodes(struct world *w, const struct axes *x, struct grid *g) {
    *g = (struct grid){.nlev = x->n[LEVEL_C], .nphi = x->n[PHI], .nmix = x->light.n * x->empty.n};
    g->lev = ARENA_ARRAY(w->a, double, (size_t)g->nlev);
    g->phi = ARENA_ARRAY(w->a, double, (size_t)g->nphi);
    g->empty = ARENA_ARRAY(w->a, double, (size_t)g->nmix);
    g->few = ARENA_ARRAY(w->a, double, (size_t)g->nmix);
    g->mix_lw = ARENA_ARRAY(w->a, double, (size_t)g->nmix);
    for (int i = 0; i < g->nlev; i++) g->lev[i] = node_at(x, LEVEL_C, i);
    for (int i = 0; i < g->nphi; i++) g->phi[i] = exp(node_at(x, PHI, i));
    for (int i = 0; i < g->nmix; i++) {
        double light = x->light.x[i / x->empty.n], empty = x->empty.x[i % x->empty.n];

        if (!isnan(w->o->fix_load)) light = 0;
        g->empty[i] = light * empty;
        g->few[i] = light * (1 - empty);
        g->mix_lw[i] = x->light.lw[i / x->empty.n] + x->empty.lw[i % x->empty.n];
    }
}

static void set_loads(struct world *w, struct grid *g) {
    double fix = isnan(w->o->fix_load) ? -1 : w->o->fix_load;

    g->pmf = ARENA_ARRAY(w->a, double *, w->nseat);
    for (size_t s = 0; s < w->nseat; s++) {
        size_t n = (size_t)w->seat[s].hi + 1, at = 0;

        g->pmf[s] = ARENA_ARRAY(w->a, double,
                                n *((size_t)g->nphi * (size_t)g->nlev + 1)); /* one more: scratch */
        for (int f = 0; f < g->nphi; f++)
            for (int l = 0; l < g->nlev; l++, at += n)
                load_pmf(w->seat[s], g->lev[l], g->phi[f], fix, g->pmf[s] + at);
    }
}

/* Sums of a likelihood under each component: few, and load for every (phi, level). */
static double few_mass(const double *like, int hi) {
    double few[FEW_MAX + 1], sum = 0;

    few_pmf(hi, few);
    for (int n = 0; n <= FEW_MAX && n <= hi; n++) sum += few[n] * like[n];
    return sum;
}

static double dot(const double *x, const double *y, int n) {
    double s[4] = {0};
    int i = 0;

    for (; i + 4 <= n; i += 4)
        for (int k = 0; k < 4; k++) s[k] += x[i + k] * y[i + k];
    for (; i < n; i++) s[0] += x[i] * y[i];
    return (s[0] + s[1]) + (s[2] + s[3]);
}

struct parts grid_parts(const struct world *w, const struct grid *g, size_t shape, int f, int l,
                        int x, int iw) {
    const struct shape *s = &w->shape[shape];
    int hi = w->seat[s->seat].hi;
    double empty = g->empty[x], few = g->few[x], load = 1 - empty - few;
    struct parts p = {empty, few, load, 1};

    if (s->like) {
        const double *like = s->like + (size_t)iw * ((size_t)hi + 1);
        const double *pmf = g->pmf[s->seat] + (size_t)(f * g->nlev + l) * ((size_t)hi + 1);

        p.sum = empty * like[0] + few * few_mass(like, hi) + load * dot(like, pmf, hi + 1);
    }
    return p;
}

/* Adds the log evidence of one counted shape to every node: lp[node * nlev + lev]. */
static void add_evidence(const struct world *w, const struct grid *g, size_t shape, double *lp) {
    const struct shape *s = &w->shape[shape];
    int hi = w->seat[s->seat].hi;

    for (int iw = 0; iw < w->nw; iw++) {
        const double *like = s->like + (size_t)iw * ((size_t)hi + 1);
        double few = few_mass(like, hi);

        for (int f = 0; f < g->nphi; f++)
            for (int l = 0; l < g->nlev; l++) {
                double load = dot(
                    like, g->pmf[s->seat] + (size_t)(f * g->nlev + l) * ((size_t)hi + 1), hi + 1);

                for (int x = 0; x < g->nmix; x++) {
                    double p = g->empty[x] * like[0] + g->few[x] * few +
                               (1 - g->empty[x] - g->few[x]) * load;

                    lp[NODE(g, w, f, x, iw) * (size_t)g->nlev + (size_t)l] += log(fmax(p, 1e-300));
                }
            }
    }
}

static void add_priors(const struct world *w, const struct grid *g, double *lp) {
    for (int f = 0; f < g->nphi; f++)
        for (int m = 0; m < g->nmix; m++)
            for (int iw = 0; iw < w->nw; iw++)
                for (int l = 0; l < g->nlev; l++)
                    lp[NODE(g, w, f, m, iw) * (size_t)g->nlev + (size_t)l] +=
                        log_normal(g->lev[l], LEVEL_MEAN, LEVEL_SD) +
                        log_normal(log(g->phi[f]), PHI_MEAN, PHI_SD) + g->mix_lw[m] +
                        log(fmax(w->prior_w[iw], 1e-300));
}

/* Margins of joint_c * step * joint_u, which then sum to 1. */
static void set_margins(struct grid *g, size_t nnode) {
    size_t nl = (size_t)g->nlev;
    double sum = 0;

    for (size_t i = 0; i < nnode * nl; i++) g->mass_c[i] = g->mass_u[i] = 0;
    for (size_t v = 0; v < nnode * nl; v += nl)
        for (size_t j = 0; j < nl; j++)
            for (size_t k = g->step ? 0 : j; k < (g->step ? nl : j + 1); k++) {
                double p =
                    g->joint_c[v + j] * g->joint_u[v + k] * (g->step ? g->step[j * nl + k] : 1);

                g->mass_c[v + j] += p;
                g->mass_u[v + k] += p;
                sum += p;
            }
    for (size_t i = 0; i < nnode * nl; i++)
        g->joint_c[i] /= sum, g->mass_c[i] /= sum, g->mass_u[i] /= sum;
}

#define PRUNE                                                                                      \
    2e-6 /* nodes below this weight are dropped: together at most 1 % of a grid of 5,000, in practice 0.01 % */

/* From logs to factors of a posterior that sums to 1. What the uncounted say is scaled node by node, so that neither
 * factor overflows. */
static void set_posterior(struct grid *g, size_t nnode) {
    size_t nl = (size_t)g->nlev;
    double top = -(double)INFINITY;

    for (size_t v = 0; v < nnode * nl; v += nl) {
        double most = -(double)INFINITY;

        for (size_t l = 0; l < nl; l++) most = fmax(most, g->joint_u[v + l]);
        for (size_t l = 0; l < nl; l++) {
            g->joint_u[v + l] = exp(g->joint_u[v + l] - most);
            g->joint_c[v + l] += most;
            top = fmax(top, g->joint_c[v + l]);
        }
    }
    for (size_t i = 0; i < nnode * nl; i++) g->joint_c[i] = exp(g->joint_c[i] - top);
    set_margins(g, nnode);
    for (size_t i = 0; i < nnode * nl; i++) {
        if (g->mass_c[i] < PRUNE) g->joint_c[i] = 0;
        if (g->mass_u[i] < PRUNE) g->joint_u[i] = 0;
    }
    set_margins(g, nnode);
}

static void evaluate(struct world *w, const struct axes *x, struct grid *g) {
    size_t nnode, n;
    bool select =
        w->any_counted && w->any_level && w->o->selection_scale > 0 && isnan(w->o->fix_load);

    set_nodes(w, x, g);
    set_loads(w, g);
    nnode = (size_t)g->nphi * (size_t)g->nmix * (size_t)w->nw;
    n = nnode * (size_t)g->nlev;
    g->joint_c = ARENA_ARRAY(w->a, double, n);
    g->joint_u = ARENA_ARRAY(w->a, double, n);
    g->mass_c = ARENA_ARRAY(w->a, double, n);
    g->mass_u = ARENA_ARRAY(w->a, double, n);
    if (select) g->step = step_matrix(w->a, g->lev, g->nlev, w->o->selection_scale);
    add_priors(w, g, g->joint_c);
    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];

        if (c->kind != CELL_OUT && w->shape[c->shape].like)
            add_evidence(w, g, c->shape, c->counted ? g->joint_c : g->joint_u);
    }
    set_posterior(g, nnode);
}

static struct moments measure(const struct world *w, const struct axes *x, const struct grid *g) {
    struct moments m = {0};
    double s2[AXES] = {0};

    for (int f = 0; f < g->nphi; f++)
        for (int i = 0; i < g->nmix; i++)
            for (int iw = 0; iw < w->nw; iw++)
                for (int l = 0; l < g->nlev; l++) {
                    size_t at = NODE(g, w, f, i, iw) * (size_t)g->nlev + (size_t)l;
                    double v[AXES] = {g->lev[l], g->lev[l], node_at(x, PHI, f),
                                      x->light.x[i / x->empty.n], x->empty.x[i % x->empty.n]};

                    for (int k = 0; k < AXES; k++) {
                        double p = k == LEVEL_U ? g->mass_u[at] : g->mass_c[at];

                        m.mean[k] += p * v[k], s2[k] += p * v[k] * v[k];
                    }
                }
    for (int k = 0; k < AXES; k++) m.sd[k] = sqrt(fmax(0, s2[k] - m.mean[k] * m.mean[k]));
    return m;
}

/* A posterior narrower than the spacing shows as sd near 0: half the spacing is then a safe guess for the next turn. */
static bool floor_sd(const struct axes *x, struct moments *m) {
    bool fine = true;

    for (int k = 0; k < AXES; k++) {
        int from = k == LEVEL_U ? LEVEL_C : k;
        double step = k == LIGHT
                          ? 1.5 * sqrt(x->light.a * x->light.b / (x->light.a + x->light.b + 1)) /
                                (x->light.a + x->light.b) / sqrt(x->light.n)
                      : k == EMPTY     ? 0
                      : x->n[from] > 1 ? (x->hi[from] - x->lo[from]) / (x->n[from] - 1)
                                       : 0;

        if (m->sd[k] < 0.8 * step) fine = false;
        if (m->sd[k] < 0.4 * step) m->sd[k] = 0.4 * step;
    }
    return fine;
}

static void aim(struct axes *x, enum axis k, const struct moments *m, double span, int n) {
    x->lo[k] = m->mean[k] - span * m->sd[k];
    x->hi[k] = m->mean[k] + span * m->sd[k];
    x->n[k] = n;
}

/* The level's grid covers both roles; most: its largest number of nodes. */
static void aim_level(struct axes *x, const struct moments *m, bool select, double step, int most) {
    double span = 3.2, wide = select ? 4.5 : span, n; /* t4 has heavy tails */

    step = fmin(step, fmin(m->sd[LEVEL_C], m->sd[LEVEL_U]) / 1.2);
    x->lo[LEVEL_C] =
        fmin(m->mean[LEVEL_C] - span * m->sd[LEVEL_C], m->mean[LEVEL_U] - wide * m->sd[LEVEL_U]);
    x->hi[LEVEL_C] =
        fmax(m->mean[LEVEL_C] + span * m->sd[LEVEL_C], m->mean[LEVEL_U] + wide * m->sd[LEVEL_U]);
    n = ceil((x->hi[LEVEL_C] - x->lo[LEVEL_C]) / step);
    x->n[LEVEL_C] = n < 6 ? 6 : n > most ? most : (int)n;
}

#define TURNS 5

/* Broad grids first, to find where the posterior is. */
static struct axes first_axes(const struct world *w) {
    struct axes x = {.lo = {-4.5, 0, PHI_MEAN - 3 * PHI_SD},
                     .hi = {4.5, 0, PHI_MEAN + 3 * PHI_SD},
                     .n = {19, 0, 5}};

    x.light = share_nodes(w->a, LIGHT_A, LIGHT_B, LIGHT_A, LIGHT_B, 7);
    x.empty = share_nodes(w->a, 1, 1, 1, 1, 3);
    if (!isnan(w->o->fix_load))
        x.lo[LEVEL_C] = x.hi[LEVEL_C] = 0, x.n[LEVEL_C] = 1; /* any level gives the fixed load */
    return x;
}

void grid_build(struct world *w, int fineness, struct grid *g) {
    struct axes x = first_axes(w);
    bool fixed = !isnan(w->o->fix_load), fine = fineness > 1;
    struct moments m;

    for (int turn = 0;; turn++) {
        evaluate(w, &x, g);
        m = measure(w, &x, g);
        if (floor_sd(&x, &m) || turn == TURNS - 1) break;
        if (!fixed) aim_level(&x, &m, g->step != NULL, 0.5, 31);
        aim(&x, PHI, &m, 3, 5);
        x.light = share_aim(w->a, m.mean[LIGHT], m.sd[LIGHT], LIGHT_A, LIGHT_B, 7);
        x.empty = share_aim(w->a, m.mean[EMPTY], m.sd[EMPTY], 1, 1, 3);
    }
    if (!fixed) aim_level(&x, &m, g->step != NULL, fine ? 0.5 : 1, fine ? 40 : 20);
    aim(&x, PHI, &m, 1, fine ? 2 : 1);
    x.light = share_aim(w->a, m.mean[LIGHT], m.sd[LIGHT], LIGHT_A, LIGHT_B, fine ? 3 : 2);
    /* nobody or a few: moves a total by few people, and its mean not at all */
    x.empty = share_aim(w->a, m.mean[EMPTY], m.sd[EMPTY], 1, 1, 1);
    evaluate(w, &x, g);
    if (g->step) w->notes |= INFER_SELECTION;
}

/* The weights of the three components at one (phi, level, shared factors), mixture weights summed. */
static struct parts margin_parts(const struct world *w, const struct grid *g, size_t shape,
                                 bool counted, int f, int l, int iw) {
    const double *mass = counted ? g->mass_c : g->mass_u;
    struct parts t = {0};

    for (int x = 0; x < g->nmix; x++) {
        double m = mass[NODE(g, w, f, x, iw) * (size_t)g->nlev + (size_t)l];
        struct parts p;

        if (!(m > 0)) continue;
        p = grid_parts(w, g, shape, f, l, x, iw);
        m /= fmax(p.sum, 1e-300);
        t.empty += m * p.empty, t.few += m * p.few, t.load += m * p.load;
    }
    return t;
}

void grid_margin(const struct world *w, const struct grid *g, size_t shape, bool counted,
                 double *out) {
    const struct shape *s = &w->shape[shape];
    int hi = w->seat[s->seat].hi, nlev = g->nlev, all = g->nphi * w->nw * nlev;
    size_t n = (size_t)hi + 1;
    double few[FEW_MAX + 1];

    few_pmf(hi, few);
    for (size_t k = 0; k < n; k++) out[k] = 0;
    for (int i = 0; i < all; i++) {
        int f = i / nlev / w->nw, iw = i / nlev % w->nw, l = i % nlev;
        struct parts t = margin_parts(w, g, shape, counted, f, l, iw);
        const double *pmf = g->pmf[s->seat] + (size_t)(f * nlev + l) * n;
        const double *like = s->like ? s->like + (size_t)iw * n : NULL;

        for (int k = 0; k <= hi; k++) {
            double p =
                t.load * pmf[k] + (k <= FEW_MAX ? t.few * few[k] : 0) + (k == 0 ? t.empty : 0);

            out[k] += like ? like[k] * p : p;
        }
    }
}
