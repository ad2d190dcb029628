/* SPDX-License-Identifier: Apache-2.0 */
/* The posterior of what flights share. A structure says how levels hang together: one level for all, one that drifts, and
 * both with a level of its own for each group about the corridor's. Each is a set of chains of days; given a node (concentration, share of
 * light flights, seats, shared errors, drift, spread of groups) a chain is a hidden Markov model on a line of levels, whose
 * evidence is a backward recursion. Nodes and structures are then weighed by their evidence.
 *
 * A first pass on wide grids finds where the posterior lies, a second one uses grids that fit it. */
#include "infer/world.h"

#include <math.h>

/* Priors (docs/MODEL.md, section 4, has the sources). */
#define LEVEL_MEAN                                                                                 \
    0.0 /* half of the seats: between ICE's charters (0.8) and Frontex's (0.2 to 0.3) */
#define LEVEL_SD 1.5
#define PHI_MEAN                                                                                   \
    2.2 /* log 9: a coefficient of variation of 0.32 at half of the seats, 0.6 at a fifth */
#define PHI_SD 1.0
#define LIGHT_A                                                                                    \
    0.3 /* flights with nobody or a few: 0.2 on average, 0.073 for ICE, over half of Yakima's drop-offs */
#define LIGHT_B 1.2
#define DRIFT_SD 0.7  /* of log drift */
#define DRIFT_LEAST 3 /* informed slots from which on drift and groups are weighed at all */

static const struct infer_structure forms[] = {
    {"level", "one level for all flights", 0},
    {"drift", "a level that drifts", 0},
    {"groups", "a level for each group", 0},
    {"groups and drift", "a level for each group, each drifting", 0},
};

static double log_normal(double x, double mean, double sd) {
    return -0.5 * (x - mean) * (x - mean) / (sd * sd);
}

/* ---- axes ---- */

struct moments {
    double phi, phi_sd, light, light_sd;
};

static void set_light(struct world *w, struct axes *x, double mean, double sd, int n) {
    double size = fmax(mean * (1 - mean) / fmax(sd * sd, 1e-8) - 1, 0.3), a = mean * size,
           b = (1 - mean) * size, g[LIGHTS];

    if (!isnan(w->o->fix_load)) n = 1;
    x->nlight = n;
    gauss_beta(w->a, n, a, b, x->light, g);
    for (int i = 0; i < n; i++) {
        double p = x->light[i] = fmin(fmax(x->light[i], 1e-9), 1 - 1e-9);

        x->light_lw[i] =
            log(fmax(g[i], 1e-300)) + (LIGHT_A - a) * log(p) + (LIGHT_B - b) * log1p(-p);
    }
}

static void set_phi(struct axes *x, double mean, double sd, int n) {
    double step = n < PHIS ? 1.5 * sd : 1.1 * sd;

    x->nphi = n;
    for (int i = 0; i < n; i++) {
        double v = mean + (i - (n - 1) / 2.0) * step;

        x->phi[i] = exp(v);
        x->phi_lw[i] = log_normal(v, PHI_MEAN, PHI_SD) + log(step);
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

static void first_axes(struct world *w, struct axes *x) {
    *x = (struct axes){.nseat = 1, .empty = 0.5};
    for (size_t s = 0; s < w->nseat; s++)
        if (w->seat[s].lo < w->seat[s].hi) x->nseat = SEATS;
    set_phi(x, PHI_MEAN, PHI_SD, PHIS);
    set_light(w, x, LIGHT_A / (LIGHT_A + LIGHT_B), 0.214, LIGHTS);
    set_select(w, x);
}

struct node post_node(const struct post *p, size_t i) {
    const struct axes *x = p->x;
    struct node n;

#define TAKE(field, count) n.field = (int)(i % (size_t)(count)), i /= (size_t)(count)
    TAKE(drift, p->ndrift);
    TAKE(spread, p->nspread);
    TAKE(light, x->nlight);
    TAKE(w, p->w->nw);
    TAKE(select, x->nselect);
    TAKE(seat, x->nseat);
    TAKE(phi, x->nphi);
    return n;
}

static int seats_at(const struct seat *s, int k, int n) {
    return n == 1 ? s->hi : s->lo + (int)((s->hi - s->lo) * (k / (n - 1.0)) + 0.5);
}

/* ---- chains ---- */

/* Cells come sorted by day; a chain takes its own in that order. */
static void set_chains(struct post *p) {
    const struct world *w = p->w;
    size_t n = 0, k = 0;

    p->nchain = p->own ? w->in->ngroup : 1;
    p->order = ARENA_ARRAY(w->a, size_t, w->n);
    p->step = ARENA_ARRAY(w->a, struct step, w->n);
    p->chain = ARENA_ARRAY(w->a, size_t, (size_t)p->nchain + 1);
    for (int c = 0; c < p->nchain; c++) {
        p->chain[c] = k;
        for (size_t i = 0; i < w->n; i++) {
            const struct cell *q = &w->cell[i];

            if (q->kind == CELL_OUT || (p->own && q->slot->group != c)) continue;
            if (k == p->chain[c] || p->step[k - 1].day != q->slot->day)
                p->step[k++] = (struct step){.day = q->slot->day, .first = n};
            p->step[k - 1].n++;
            p->order[n++] = i;
        }
    }
    p->chain[p->nchain] = k;
}

/* ---- tables ---- */

static double dot(const double *x, const double *y, int n) {
    double s[4] = {0};
    int i = 0;

    for (; i + 4 <= n; i += 4)
        for (int k = 0; k < 4; k++) s[k] += x[i + k] * y[i + k];
    for (; i < n; i++) s[0] += x[i] * y[i];
    return (s[0] + s[1]) + (s[2] + s[3]);
}

static void set_loads(struct post *p) {
    const struct world *w = p->w;
    const struct axes *x = p->x;

    p->pmf = ARENA_ARRAY(w->a, double *, w->nseat *(size_t)x->nseat);
    for (size_t s = 0; s < w->nseat; s++)
        for (int k = 0; k < x->nseat; k++) {
            size_t n = (size_t)w->seat[s].hi + 1;
            double *v = ARENA_ARRAY(w->a, double, n *(size_t)(x->nphi * p->nlev));

            p->pmf[s * (size_t)x->nseat + (size_t)k] = v;
            for (int f = 0; f < x->nphi; f++)
                for (int l = 0; l < p->nlev; l++, v += n)
                    load_pmf(seats_at(&w->seat[s], k, x->nseat), p->lev0 + l * p->spacing,
                             x->phi[f], v);
        }
}

#define LOADM(p, shape, k, iw, f)                                                                  \
    ((((((shape) * (size_t)(p)->x->nseat + (size_t)(k)) * (size_t)(p)->w->nw + (size_t)(iw)) *     \
       (size_t)(p)->x->nphi) +                                                                     \
      (size_t)(f)) *                                                                               \
     (size_t)(p)->nlev)

/* A load that is held fixed: every flight that flew carried it. */
static int fixed_load(const struct world *w, int hi) {
    return w->o->fix_load > hi ? hi : (int)(w->o->fix_load + 0.5);
}

static void set_masses(struct post *p) {
    const struct world *w = p->w;
    size_t nw = (size_t)w->nw;
    double few[FEW_MAX + 1];

    p->like0 = ARENA_ARRAY(w->a, double, w->nshape *nw);
    p->fewm = ARENA_ARRAY(w->a, double, w->nshape *nw);
    p->loadm = ARENA_ARRAY(w->a, double, LOADM(p, w->nshape, 0, 0, 0));
    for (size_t s = 0; s < w->nshape; s++) {
        const struct shape *h = &w->shape[s];
        size_t n = (size_t)w->seat[h->seat].hi + 1;

        if (!h->like) continue;
        few_pmf((int)n - 1, few);
        for (size_t iw = 0; iw < nw; iw++) {
            const double *like = h->like + iw * n;

            p->like0[s * nw + iw] = like[0];
            p->fewm[s * nw + iw] = dot(like, few, n < FEW_MAX + 1 ? (int)n : FEW_MAX + 1);
            for (int k = 0; k < p->x->nseat; k++)
                for (int f = 0; f < p->x->nphi; f++)
                    for (int l = 0; l < p->nlev; l++) {
                        const double *pmf = p->pmf[h->seat * (size_t)p->x->nseat + (size_t)k] +
                                            (size_t)(f * p->nlev + l) * n + h->lo;

                        p->loadm[LOADM(p, s, k, iw, f) + (size_t)l] =
                            isnan(w->o->fix_load) ? dot(like + h->lo, pmf, h->hi - h->lo + 1)
                                                  : like[fixed_load(w, (int)n - 1)];
                    }
        }
    }
}

static const double spread[SPREADS] = {0.25, 0.6, 1.2}; /* of groups about the corridor, logits */

static void set_grid(struct post *p, double lo, double hi, int n) {
    const struct world *w = p->w;
    double norm = LEVEL_SD * sqrt(2 * M_PI);

    if (!isnan(w->o->fix_load)) n = 1;
    p->nlev = n;
    p->lev0 = n > 1 ? lo : (lo + hi) / 2;
    p->spacing = n > 1 ? (hi - lo) / (n - 1) : 1;
    p->prior = ARENA_ARRAY(w->a, double, (size_t)n);
    for (int l = 0; l < n; l++)
        p->prior[l] = exp(log_normal(p->lev0 + l * p->spacing, LEVEL_MEAN, LEVEL_SD)) * p->spacing;
    for (int l = 0; l < n; l++) p->prior[l] = n > 1 ? p->prior[l] / norm : 1;
    p->ndrift = p->drift ? DRIFTS : 1;
    for (int d = 0; d < p->ndrift; d++) {
        int step = p->drift ? d - DRIFTS / 2 : 0;
        double z = 0.9 * step;

        p->drift_sd[d] = p->drift ? w->o->drift * exp(DRIFT_SD * z) : 0;
        p->drift_lw[d] = -0.5 * z * z;
        walk_init(w->a, &p->walk[d], n,
                  p->drift_sd[d] * p->drift_sd[d] / 365.25 / (p->spacing * p->spacing));
    }
    p->nspread = p->own ? SPREADS : 1;
    for (int d = 0; d < SPREADS && d < p->nspread; d++) {
        p->spread_sd[d] = p->own ? spread[d] : 0;
        walk_init(w->a, &p->spread[d], n, pow(p->spread_sd[d] / p->spacing, 2));
    }
}

/* ---- one node ---- */

double post_shift(const struct post *p, double l, double delta) {
    double level = p->lev0 + l * p->spacing, share;

    if (delta == 0) return l;
    share = fmin(1 / (1 + exp(-level)) * exp(delta), 0.98);
    return (log(share / (1 - share)) - p->lev0) / p->spacing;
}

struct parts post_parts(const struct post *p, const struct node *at, size_t shape, int l) {
    double light = isnan(p->w->o->fix_load) ? p->x->light[at->light] : 0, empty = p->x->empty;
    size_t iw = shape * (size_t)p->w->nw + (size_t)at->w;

    if (!p->w->shape[shape].like)
        return (struct parts){light * empty, light * (1 - empty), 1 - light};
    return (struct parts){light * empty * p->like0[iw], light * (1 - empty) * p->fewm[iw],
                          (1 - light) *
                              p->loadm[LOADM(p, shape, at->seat, at->w, at->phi) + (size_t)l]};
}

static void emit_cell(const struct post *p, const struct node *at, const struct cell *c,
                      double *emit) {
    double delta = c->counted ? 0 : p->x->select[at->select];

    for (int l = 0; l < p->nlev; l++) {
        double x = post_shift(p, l, p->w->any_counted ? delta : 0);
        int k = x <= 0 ? 0 : x >= p->nlev - 1 ? p->nlev - 1 : (int)x;
        double up = x <= 0 || k + 1 >= p->nlev ? 0 : x - k;
        struct parts a = post_parts(p, at, c->shape, k),
                     b = up > 0 ? post_parts(p, at, c->shape, k + 1) : a;

        emit[l] *= fmax(a.empty + a.few + (1 - up) * a.load + up * b.load, 1e-280);
    }
}

/* Divides by the largest; @return its log. */
static double rescale(double *v, int n) {
    double top = 0;

    for (int l = 0; l < n; l++) top = fmax(top, v[l]);
    if (!(top > 0)) return -700;
    for (int l = 0; l < n; l++) v[l] /= top;
    return log(top);
}

struct flow post_scratch(struct arena *a, const struct post *p) {
    size_t n = p->chain[p->nchain] * (size_t)p->nlev;

    return (struct flow){.emit = ARENA_ARRAY(a, double, n),
                         .msg = ARENA_ARRAY(a, double, n),
                         .start = ARENA_ARRAY(a, double, (size_t)p->nlev)};
}

static double chain_back(struct arena *a, struct post *p, const struct node *at, int chain,
                         struct flow *f) {
    int n = p->nlev;
    double lz = 0;

    for (size_t k = p->chain[chain + 1]; k-- > p->chain[chain];) {
        double *e = f->emit + k * (size_t)n, *m = f->msg + k * (size_t)n;
        const struct step *s = &p->step[k];
        bool speaks = false;

        for (int l = 0; l < n; l++) e[l] = 1;
        for (size_t i = 0; i < s->n; i++) {
            const struct cell *c = &p->w->cell[p->order[s->first + i]];

            if (!p->w->shape[c->shape].like) continue;
            emit_cell(p, at, c, e);
            lz += rescale(e, n);
            speaks = true;
        }
        if (k + 1 == p->chain[chain + 1])
            for (int l = 0; l < n; l++) m[l] = 1;
        else
            walk_step(a, &p->walk[at->drift], p->step[k + 1].day - s->day, m + n, m);
        if (speaks)
            for (int l = 0; l < n; l++) m[l] *= e[l];
        lz += rescale(m, n);
    }
    return lz;
}

void post_flow(struct arena *a, struct post *p, const struct node *at, struct flow *f) {
    int n = p->nlev;
    double sum = 0, tmp[LEVELS];

    f->logz = 0;
    for (int l = 0; l < n; l++) f->start[l] = p->prior[l];
    for (int c = 0; c < p->nchain; c++) {
        const double *m = f->msg + p->chain[c] * (size_t)n;

        if (p->chain[c] == p->chain[c + 1]) continue;
        f->logz += chain_back(a, p, at, c, f);
        walk_step(a, &p->spread[at->spread], 1, m, tmp);
        for (int l = 0; l < n; l++) f->start[l] *= tmp[l];
        f->logz += rescale(f->start, n);
    }
    for (int l = 0; l < n; l++) sum += f->start[l];
    f->logz += log(fmax(sum, 1e-300));
}

/* ---- a structure ---- */

static void weigh(struct post *p) {
    const struct axes *x = p->x;
    struct flow f = post_scratch(p->w->a, p);

    p->nnode = (size_t)(x->nphi * x->nlight * x->nseat * x->nselect) * (size_t)p->w->nw *
               (size_t)(p->ndrift * p->nspread);
    p->logz = ARENA_ARRAY(p->w->a, double, p->nnode);
    p->weight = ARENA_ARRAY(p->w->a, double, p->nnode);
    for (size_t i = 0; i < p->nnode; i++) {
        struct node n = post_node(p, i);

        post_flow(p->w->a, p, &n, &f);
        p->logz[i] = f.logz + x->phi_lw[n.phi] + x->light_lw[n.light] + x->select_lw[n.select] +
                     log(p->w->prior_w[n.w]) + p->drift_lw[n.drift];
    }
}

/* Prior weights of the nodes of one axis are not normalised across structures of different size: this is. */
static double prior_mass(const struct post *p) {
    double s = 0;

    for (int d = 0; d < p->ndrift; d++) s += exp(p->drift_lw[d]);
    return s * p->nspread;
}

static void set_weights(struct post *v, size_t n) {
    double top = -(double)INFINITY, sum = 0;

    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].nnode; i++) {
            v[s].logz[i] -= log(prior_mass(&v[s]));
            top = fmax(top, v[s].logz[i]);
        }
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].nnode; i++) sum += v[s].weight[i] = exp(v[s].logz[i] - top);
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].nnode; i++) v[s].weight[i] /= sum;
}

#define PRUNE 1e-5

static void prune(struct post *v, size_t n) {
    double sum = 0;

    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].nnode; i++) {
            if (v[s].weight[i] < PRUNE) v[s].weight[i] = 0;
            sum += v[s].weight[i];
        }
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].nnode; i++) v[s].weight[i] /= sum;
}

/* Adds the levels of one chain, day by day forward: mass[l] is the largest share that a level has on any day. */
static void chain_levels(struct post *p, const struct node *at, const struct flow *f, int chain,
                         double share, double *mass) {
    struct arena *a = p->w->a;
    double v[LEVELS], t[LEVELS];
    int n = p->nlev;

    for (int l = 0; l < n; l++) t[l] = p->prior[l];
    walk_step(a, &p->spread[at->spread], 1, t, v);
    for (size_t k = p->chain[chain]; k < p->chain[chain + 1]; k++) {
        const double *m = f->msg + k * (size_t)n, *e = f->emit + k * (size_t)n;
        double sum = 0;

        if (k > p->chain[chain]) {
            walk_step(a, &p->walk[at->drift], p->step[k].day - p->step[k - 1].day, v, t);
            for (int l = 0; l < n; l++) v[l] = t[l];
        }
        for (int l = 0; l < n; l++) sum += v[l] * m[l];
        for (int l = 0; l < n && sum > 0; l++) mass[l] = fmax(mass[l], v[l] * m[l] / sum * share);
        for (int l = 0; l < n; l++) v[l] *= e[l];
        rescale(v, n);
    }
}

#define LEVEL_TRACE 1e-6 /* of a day's mass, below which a level need not be on the grid */

/* The range of levels that matter to one structure, from the nodes that have weight. */
static void find_levels(struct post *p, double *lo, double *hi) {
    struct flow f = post_scratch(p->w->a, p);
    double *mass = ARENA_ARRAY(p->w->a, double, (size_t)p->nlev), top = 0;

    for (size_t i = 0; i < p->nnode; i++) top = fmax(top, p->weight[i]);
    for (size_t i = 0; i < p->nnode && top > 0; i++) {
        struct node at = post_node(p, i);

        if (p->weight[i] < 0.01 * top) continue;
        post_flow(p->w->a, p, &at, &f);
        for (int c = 0; c < p->nchain; c++) chain_levels(p, &at, &f, c, p->weight[i] / top, mass);
    }
    for (int l = 0; l < p->nlev; l++)
        if (mass[l] > LEVEL_TRACE) {
            *lo = fmin(*lo, p->lev0 + l * p->spacing);
            *hi = fmax(*hi, p->lev0 + l * p->spacing);
        }
}

static struct moments measure(const struct post *v, size_t n) {
    struct moments m = {0};
    double phi2 = 0, light2 = 0;

    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].nnode; i++) {
            struct node at = post_node(&v[s], i);
            double p = v[s].weight[i], f = log(v[s].x->phi[at.phi]), l = v[s].x->light[at.light];

            m.phi += p * f, phi2 += p * f * f;
            m.light += p * l, light2 += p * l * l;
        }
    m.phi_sd = sqrt(fmax(phi2 - m.phi * m.phi, 0));
    m.light_sd = sqrt(fmax(light2 - m.light * m.light, 0));
    return m;
}

static void open_form(struct post *p, struct world *w, const struct axes *x, int form) {
    *p = (struct post){
        .w = w, .x = x, .structure = &forms[form], .drift = form & 1, .own = form & 2};
    set_chains(p);
}

static void evaluate(struct post *p, double lo, double hi, int n) {
    set_grid(p, lo, hi, n);
    set_loads(p);
    set_masses(p);
    weigh(p);
}

/* Which structures the counts can tell apart at all. */
static size_t eligible(struct world *w, int form[4]) {
    int groups = 0, last = -1;
    size_t n = 0;
    bool fixed = !isnan(w->o->fix_load), many = w->ninform >= DRIFT_LEAST && !fixed;

    for (int g = 0; g < w->in->ngroup; g++)
        for (size_t i = 0; i < w->n; i++) {
            const struct cell *c = &w->cell[i];

            if (c->kind == CELL_OUT || c->slot->group != g || !w->shape[c->shape].like) continue;
            groups += last != g;
            last = g;
        }
    for (int k = 0; k < 4; k++) {
        if ((k & 1) && !(many && w->o->drift > 0)) continue;
        if ((k & 2) && !(many && w->o->groups && groups > 1)) continue;
        form[n++] = k;
    }
    return n;
}

size_t post_build(struct world *w, int fineness, struct axes *x, struct post **out) {
    struct post *v = ARENA_ARRAY(w->a, struct post, 4);
    struct axes *wide = ARENA_NEW(w->a, struct axes);
    int form[4];
    size_t n = eligible(w, form);
    struct moments m;

    first_axes(w, wide);
    for (size_t s = 0; s < n; s++) {
        open_form(&v[s], w, wide, form[s]);
        evaluate(&v[s], LEVEL_LEAST, LEVEL_MOST, LEVELS);
    }
    set_weights(v, n);
    m = measure(v, n);
    *x = *wide;
    set_phi(x, m.phi, fmax(m.phi_sd, 0.15), fineness > 1 ? PHIS : 3);
    set_light(w, x, fmin(fmax(m.light, 1e-3), 0.999), fmax(m.light_sd, 0.02), fineness > 1 ? 3 : 2);
    for (size_t s = 0; s < n; s++) {
        double lo = LEVEL_MOST, hi = LEVEL_LEAST, pad = v[s].spacing;

        find_levels(&v[s], &lo, &hi);
        if (!(lo <= hi)) lo = LEVEL_LEAST, hi = LEVEL_MOST;
        v[s].x = x;
        evaluate(&v[s], fmax(lo - pad, LEVEL_LEAST), fmin(hi + pad, LEVEL_MOST),
                 fineness > 1 ? LEVELS : LEVELS * 5 / 8);
    }
    set_weights(v, n);
    prune(v, n);
    *out = v;
    return n;
}
