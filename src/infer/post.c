/* SPDX-License-Identifier: Apache-2.0 */
/* The posterior of what flights share. A structure says how levels hang together: one level for all, one that drifts, and
 * both with a level of its own for each group about the corridor's; and each of these with one share of light flights or with a share that
 * changes at unknown times. Each is a set of chains of days; given a node (law of the loads, share of light flights or rate of change, seats,
 * shared errors, drift, spread of groups) a chain is a hidden Markov model on a line of levels, times the states of the share, whose
 * evidence is a backward recursion. Nodes and structures are then weighed by their evidence.
 *
 * A first pass on wide grids finds where the posterior lies, a second one more closely, a third uses grids that fit it;
 * regimes, which are costly, are in the third only. */
#include "base/beta.h"
#include "infer/world.h"

#include <math.h>
#include <string.h>

/* Priors (docs/MODEL.md, section 4, has the sources). */
#define LEVEL_MEAN                                                                                 \
    0.0 /* half of the seats: between ICE's charters (0.8) and Frontex's (0.2 to 0.3) */
#define LEVEL_SD 1.5
#define REGIME_A                                                                                   \
    0.5 /* the same within one regime: Jeffreys' prior, since times differ on purpose */
#define REGIME_B 0.5
#define DRIFT_SD 0.7  /* of log drift */
#define DRIFT_LEAST 3 /* informed slots from which on drift and groups are weighed at all */
#define MIXED_LEAST 2 /* light flights, and others, from which on regimes are */

static const struct infer_structure forms[] = {
    {"level", "one level for all flights", 0},
    {"drift", "a level that drifts", 0},
    {"groups", "a level for each group", 0},
    {"groups and drift", "a level for each group, each drifting", 0},
    {"regimes", "one level, and times with more nearly empty flights", 0},
    {"drift and regimes", "a level that drifts, and times with more nearly empty flights", 0},
    {"groups and regimes", "a level for each group, and times with more nearly empty flights", 0},
    {"groups, drift and regimes",
     "a level for each group, each drifting, and times with more nearly empty flights", 0},
};

static double log_normal(double x, double mean, double sd) {
    return -0.5 * (x - mean) * (x - mean) / (sd * sd);
}

struct node post_node(const struct post *p, size_t i) {
    const struct axes *x = p->x;
    struct node n;

    if (p->place) i = p->place[i];
        /* what costs least to change comes first (flow.c) */
#define TAKE(field, count) n.field = (int)(i % (size_t)(count)), i /= (size_t)(count)
    TAKE(spread, p->nspread);
    TAKE(drift, p->ndrift);
    TAKE(light, p->regimes ? 1 : x->nlight);
    TAKE(w, p->w->nw);
    TAKE(select, x->nselect);
    TAKE(seat, x->nseat);
    TAKE(law, x->nlaw);
    return n;
}

int post_seats(const struct seat *s, int k, int n) {
    return n == 1 ? s->hi : s->lo + (int)((s->hi - s->lo) * (k / (n - 1.0)) + 0.5);
}

/* ---- chains ---- */

static struct days no_days(const struct post *p) {
    return (struct days){.step = ARENA_ARRAY(p->w->a, struct step, p->w->n),
                         .chain = ARENA_ARRAY(p->w->a, size_t, (size_t)p->nchain + 1)};
}

/* Cells come sorted by day; a chain takes its own in that order. */
static void set_chains(struct post *p) {
    const struct world *w = p->w;
    size_t n = 0, k = 0, told = 0;

    p->nchain = p->own ? w->in->ngroup : 1;
    p->order = ARENA_ARRAY(w->a, size_t, w->n);
    p->every = no_days(p);
    p->told = no_days(p);
    for (int c = 0; c < p->nchain; c++) {
        p->every.chain[c] = k, p->told.chain[c] = told;
        for (size_t i = 0; i < w->n; i++) {
            const struct cell *q = &w->cell[i];
            struct step *s = p->every.step;

            if (q->kind == CELL_OUT || (p->own && q->slot->group != c)) continue;
            if (k == p->every.chain[c] || s[k - 1].day != q->slot->day)
                s[k++] = (struct step){.day = q->slot->day, .first = n};
            s[k - 1].n++;
            s[k - 1].told = s[k - 1].told || w->shape[q->shape].like;
            p->order[n++] = i;
        }
        for (size_t i = p->every.chain[c]; i < k; i++) /* the prior is the first day's */
            if (i == p->every.chain[c] || p->every.step[i].told)
                p->told.step[told++] = p->every.step[i];
    }
    p->every.chain[p->nchain] = k, p->told.chain[p->nchain] = told;
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
    struct levels levels = {p->lev0, p->spacing, p->nlev};

    p->pmf = ARENA_ARRAY(w->a, double *, w->nseat *(size_t)x->nseat);
    for (size_t s = 0; s < w->nseat; s++)
        for (int k = 0; k < x->nseat; k++) {
            size_t n = (size_t)w->seat[s].hi + 1;
            double *v = ARENA_ARRAY(w->a, double, n *(size_t)(x->nlaw * p->nlev));

            p->pmf[s * (size_t)x->nseat + (size_t)k] = v;
            for (int f = 0; f < x->nlaw; f++, v += n * (size_t)p->nlev)
                load_pmf(w->a, post_seats(&w->seat[s], k, x->nseat), &x->law[f], &levels, n, v);
        }
}

size_t post_row(const struct post *p, size_t shape, int iw) {
    return p->rows[shape] + (size_t)p->w->shape[shape].row[iw];
}

/* A load that is held fixed: every flight that flew carried it. */
static int fixed_load(const struct world *w, int hi) {
    return w->o->fix_load > hi ? hi : (int)(w->o->fix_load + 0.5);
}

const double *post_loads(const struct post *p, const struct node *at, size_t shape) {
    const struct world *w = p->w;
    const struct shape *h = &w->shape[shape];
    size_t k =
        (post_row(p, shape, at->w) * (size_t)p->x->nseat + (size_t)at->seat) * (size_t)p->x->nlaw +
        (size_t)at->law;
    double *out = p->loadm + k * (size_t)p->nlev;

    if (p->made[k]) return out;
    p->made[k] = true;
    for (int l = 0; l < p->nlev; l++) {
        size_t n = (size_t)w->seat[h->seat].hi + 1;
        const double *like = cells_like(w, h, at->w),
                     *pmf = p->pmf[h->seat * (size_t)p->x->nseat + (size_t)at->seat] +
                            (size_t)(at->law * p->nlev + l) * n + h->lo;

        out[l] = isnan(w->o->fix_load) ? dot(like + h->lo, pmf, h->hi - h->lo + 1)
                                       : like[fixed_load(w, (int)n - 1)];
    }
    return out;
}

static void set_masses(struct post *p) {
    const struct world *w = p->w;
    double few[FEW_MAX + 1];
    size_t rows = 0;

    for (size_t s = 0; s < w->nshape; s++) {
        const struct shape *h = &w->shape[s];
        int n = w->seat[h->seat].hi + 1;

        p->rows[s] = rows, rows += (size_t)h->nrow;
        if (!h->like) continue;
        few_pmf(n - 1, few);
        for (size_t row = 0; row < (size_t)h->nrow; row++) {
            const double *like = h->like + row * (size_t)n;

            p->like0[p->rows[s] + row] = like[0];
            p->fewm[p->rows[s] + row] = dot(like, few, n < FEW_MAX + 1 ? n : FEW_MAX + 1);
        }
    }
    memset(p->made, 0, rows * (size_t)(p->x->nseat * p->x->nlaw) * sizeof *p->made);
}

static const double spread[SPREADS] = {0.25, 0.6, 1.2}; /* of groups about the corridor, logits */

/* A regime ends at a constant rate, and the next one's share is drawn from the prior. States are the prior's mean between these shares. */
static const double edge[SHARES + 1] = {0, 0.03, 0.15, 0.4, 0.7, 0.93, 1};
#define REGIME_RATE 1.0 /* ends in a year: a judgement */

static void set_regimes(struct post *p) {
    const double a = REGIME_A, b = REGIME_B;

    p->nshare = p->regimes ? SHARES : 1;
    p->share_w[0] = 1;
    for (int s = 0; p->regimes && s < SHARES; s++) {
        p->share_w[s] = beta_cdf(edge[s + 1], a, b) - beta_cdf(edge[s], a, b);
        p->share[s] = a / (a + b) *
                      (beta_cdf(edge[s + 1], a + 1, b) - beta_cdf(edge[s], a + 1, b)) /
                      p->share_w[s];
    }
}

double post_light(const struct post *p, const struct node *at, int share) {
    if (!isnan(p->w->o->fix_load)) return 0;
    return p->regimes ? p->share[share] : p->x->light[at->light];
}

double post_stays(const struct post *p, int days) {
    return p->regimes ? exp(-REGIME_RATE * days / 365.25) : 1;
}

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
        walk_init(&p->walk[d], n,
                  p->drift_sd[d] * p->drift_sd[d] / 365.25 / (p->spacing * p->spacing));
    }
    set_regimes(p);
    p->nspread = p->own ? SPREADS : 1;
    for (int d = 0; d < SPREADS && d < p->nspread; d++) {
        p->spread_sd[d] = p->own ? spread[d] : 0;
        walk_init(&p->spread[d], n, pow(p->spread_sd[d] / p->spacing, 2));
    }
}

/* ---- one node ---- */

double post_shift(const struct post *p, double l, double delta) {
    double level = p->lev0 + l * p->spacing, share;

    if (delta == 0) return l;
    share = fmin(1 / (1 + exp(-level)) * exp(delta), 0.98);
    return (log(share / (1 - share)) - p->lev0) / p->spacing;
}

struct parts post_parts(const struct post *p, const struct node *at, size_t shape, int share,
                        int l) {
    double light = post_light(p, at, share), empty = p->x->empty;
    size_t row;

    if (!p->w->shape[shape].like)
        return (struct parts){light * empty, light * (1 - empty), 1 - light};
    row = post_row(p, shape, at->w);
    return (struct parts){light * empty * p->like0[row], light * (1 - empty) * p->fewm[row],
                          (1 - light) * post_loads(p, at, shape)[l]};
}

/* ---- a structure ---- */

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

/* Adds the levels of one chain without regimes, day by day forward: mass[l] is the largest share that a level has on any day. */
static void chain_levels(struct post *p, const struct node *at, const struct flow *f, int chain,
                         double share, double *mass) {
    struct arena *a = p->w->a;
    double v[LEVELS], t[LEVELS];
    const struct step *s = p->every.step;
    size_t first = p->every.chain[chain], end = p->every.chain[chain + 1];
    int n = p->nlev;

    walk_step(a, &p->spread[at->spread], 1, p->prior, v);
    for (size_t k = first; k < end; k++) {
        const double *m = f->msg + k * (size_t)n, *e = f->emit + k * (size_t)n;
        double sum = 0;

        if (k > first) {
            walk_step(a, &p->walk[at->drift], s[k].day - s[k - 1].day, v, t);
            for (int l = 0; l < n; l++) v[l] = t[l];
        }
        for (int l = 0; l < n; l++) sum += v[l] * m[l];
        for (int l = 0; l < n && sum > 0; l++) mass[l] = fmax(mass[l], v[l] * m[l] / sum * share);
        if (!s[k].told) continue;
        sum = 0;
        for (int l = 0; l < n; l++) sum += v[l] *= e[l];
        for (int l = 0; l < n && sum > 0; l++) v[l] /= sum;
    }
}

struct between {
    double lo, hi; /* levels */
};

/* Of a day's mass, below which a level need not be on the grid; of a group without counts, whose levels would else thin out the grid for all. */
#define LEVEL_TRACE 1e-6
#define UNTOLD_TRACE 5e-3

/* Whether a node is the heaviest of those with its law, seats, drift and spread: what else tells nodes apart hardly moves the level. `best`: by these four, 1 + the heaviest. */
static size_t *heaviest(const struct post *p, size_t *best, size_t i) {
    struct node at = post_node(p, i);
    size_t key = (size_t)at.law * (size_t)p->x->nseat + (size_t)at.seat;

    key = (key * (size_t)p->ndrift + (size_t)at.drift) * (size_t)p->nspread + (size_t)at.spread;
    return &best[key];
}

static bool is_told(const struct post *p, int chain) {
    bool told = false;

    for (size_t k = p->told.chain[chain]; k < p->told.chain[chain + 1]; k++)
        told = told || p->told.step[k].told;
    return told;
}

/* The range of levels that matter to one structure, from the nodes that have weight. */
static void find_levels(struct post *p, double *lo, double *hi) {
    struct flow f = post_scratch(p->w->a, p, &p->every);
    double mass[LEVELS] = {0}, least, top = 0;
    size_t best[LAWS * SEATS * DRIFTS * SPREADS] = {0};

    for (size_t i = 0; i < p->nnode; i++) {
        size_t *k = heaviest(p, best, i);

        if (!*k || p->alone[i] > p->alone[*k - 1]) *k = i + 1;
        top = fmax(top, p->alone[i]);
    }
    for (size_t i = 0; i < p->nnode && top > 0; i++) {
        struct node at = post_node(p, i);

        if (p->alone[i] < 0.03 * top || *heaviest(p, best, i) != i + 1) continue;
        post_flow(p->w->a, p, &at, &f);
        for (int c = 0; c < p->nchain; c++) {
            for (int l = 0; l < p->nlev; l++) mass[l] = 0;
            chain_levels(p, &at, &f, c, p->alone[i] / top, mass);
            least = is_told(p, c) ? LEVEL_TRACE : UNTOLD_TRACE;
            for (int l = 0; l < p->nlev; l++)
                if (mass[l] > least) {
                    *lo = fmin(*lo, p->lev0 + l * p->spacing);
                    *hi = fmax(*hi, p->lev0 + l * p->spacing);
                }
        }
    }
}

static void open_form(struct post *p, struct world *w, const struct axes *x, int form) {
    *p = (struct post){.w = w,
                       .x = x,
                       .structure = &forms[form],
                       .drift = form & FORM_DRIFT,
                       .own = form & FORM_OWN,
                       .regimes = form & FORM_REGIMES};
    set_chains(p);
}

static void set_tables(struct post *p) {
    struct arena *a = p->w->a;
    size_t n = 0, loads;

    for (size_t s = 0; s < p->w->nshape; s++) n += (size_t)p->w->shape[s].nrow;
    loads = n * (size_t)(p->x->nseat * p->x->nlaw);
    set_loads(p);
    p->rows = ARENA_ARRAY(a, size_t, p->w->nshape);
    p->like0 = ARENA_ARRAY(a, double, n);
    p->fewm = ARENA_ARRAY(a, double, n);
    p->made = ARENA_ARRAY(a, bool, loads);
    p->loadm = ARENA_ARRAY(a, double, loads *(size_t)p->nlev);
    set_masses(p);
}

/* Puts v[s] on a grid of n levels over lo..hi; what the tables hold is the same for all on one grid. */
static void lay_out(struct post *v, size_t s, double lo, double hi, int n) {
    struct post *p = &v[s];

    set_grid(p, lo, hi, n);
    for (size_t k = 0; k < s; k++)
        if (v[k].lev0 == p->lev0 && v[k].spacing == p->spacing && v[k].nlev == p->nlev) {
            p->pmf = v[k].pmf, p->rows = v[k].rows;
            p->like0 = v[k].like0, p->fewm = v[k].fewm;
            p->loadm = v[k].loadm, p->made = v[k].made;
            return;
        }
    set_tables(p);
}

/* Which structures the counts can tell apart at all; and a level for each group, too, where a group without counts would otherwise have that of the
 * others for sure: there both keep about their prior. */
static size_t eligible(const struct world *w, int form[FORMS]) {
    size_t n = 0;
    bool fixed = !isnan(w->o->fix_load), many = w->ninform >= DRIFT_LEAST && !fixed;
    bool own = !fixed && w->o->groups && (w->nuntold || (many && w->ntold > 1));

    for (int k = 0; k < FORMS; k++) {
        if ((k & FORM_DRIFT) && !(many && w->o->drift > 0)) continue;
        if ((k & FORM_OWN) && !own) continue;
        if ((k & FORM_REGIMES) && !(w->notes & INFER_MIXED && w->o->regimes)) continue;
        form[n++] = k;
    }
    return n;
}

/* Lays out a grid over lo..hi for each structure, and weighs all of them. */
static void weigh_all(struct post *v, size_t n, size_t still, const struct axes *x,
                      const struct between *at, int levels, double worth) {
    for (size_t s = 0; s < n; s++) {
        v[s].x = x;
        lay_out(v, s, at[s].lo, at[s].hi, levels);
    }
    weigh_nodes(v, n, still, worth);
}

/* Moves the nodes of shares that levels tell to where v's have weight. */
static void fit_shares(struct world *w, const struct post *v, size_t n) {
    double *lm;

    if (!share_any(w, SHARE_LEVELS)) return;
    lm = ARENA_ARRAY(w->a, double, (size_t)w->nw);
    for (size_t s = 0; s < n; s++)
        for (size_t i = 0; i < v[s].nnode; i++) lm[post_node(&v[s], i).w] += v[s].weight[i];
    for (int i = 0; i < w->nw; i++) lm[i] = log(lm[i]);
    if (share_fit(w, SHARE_LEVELS, lm, 1)) cells_again(w);
}

/* Puts nodes about the posterior that v has, and finds the levels that matter. */
static void fit(struct world *w, struct post *v, size_t n, int each, int nlight, struct axes *x,
                struct between *at) {
    axes_fit(x, v, n, each, nlight);
    for (size_t s = 0; s < n; s++) {
        double pad = v[s].spacing, lo = LEVEL_MOST, hi = LEVEL_LEAST;

        find_levels(&v[s], &lo, &hi);
        if (!(lo <= hi)) lo = LEVEL_LEAST, hi = LEVEL_MOST;
        at[s].lo = fmax(lo - pad, LEVEL_LEAST), at[s].hi = fmin(hi + pad, LEVEL_MOST);
    }
    fit_shares(w, v, n);
}

#define GUESS_MOVES 6 /* of the nodes of shares: each narrows them to less than half */
#define GUESS_WIDE 2  /* the guess knows neither drift nor groups, and may be too sure */

/* The first guess, with one level for all; the nodes of shares move on until they stand about it. */
static struct guess guess(struct world *w, struct post *p) {
    for (int turn = 0;; turn++) {
        double *lm = ARENA_ARRAY(w->a, double, (size_t)w->nw);
        struct guess g = axes_guess(p, lm);

        if (turn == GUESS_MOVES || !share_fit(w, SHARE_LEVELS, lm, GUESS_WIDE)) return g;
        cells_again(w);
        set_masses(p);
    }
}

/* Where not all nodes are looked at (weigh.c), as how many of one weight those are to be worth: to find where the posterior lies, and to have it. */
#define WORTH_NEAR 500
#define WORTH 4000
#define COARSE (LEVELS * 3 / 5)

/* Sizes of each law: from so many informed flights on, their posterior is narrow and three nodes hold it. */
#define MANY 12

size_t post_build(struct world *w, int fineness, struct axes *x, struct post **out) {
    struct post *v = ARENA_ARRAY(w->a, struct post, FORMS);
    struct axes *wide = ARENA_NEW(w->a, struct axes), *near = ARENA_NEW(w->a, struct axes);
    struct between at[FORMS] = {0};
    struct guess g;
    int form[FORMS], each = w->ninform < MANY ? 4 : 3;
    size_t n, still = 0; /* of these, how many are without regimes */

    axes_wide(wide, w);
    open_form(&v[0], w, wide, 0);
    lay_out(v, 0, LEVEL_LEAST, LEVEL_MOST, LEVELS);
    g = guess(w, &v[0]);
    if (fmin(g.light, g.other) >= MIXED_LEAST) w->notes |= INFER_MIXED;
    n = eligible(w, form);
    while (still < n && !(form[still] & FORM_REGIMES)) still++; /* the forms come in this order */
    axes_light(wide, w, &g);
    for (size_t s = 0; s < n; s++) {
        open_form(&v[s], w, wide, form[s]);
        at[s] = (struct between){LEVEL_LEAST, LEVEL_MOST};
    }
    weigh_all(v, still, still, wide, at, LEVELS, WORTH_NEAR);
    fit(w, v, still, each, LIGHTS, near, at);
    weigh_all(v, still, still, near, at, COARSE, WORTH_NEAR);
    fit(w, v, still, fineness > 1 ? each : 2, fineness > 1 ? LIGHTS : 3, x, at);
    for (size_t s = still; s < n; s++)
        at[s] = at[s - still]; /* each has its like without regimes */
    weigh_all(v, n, still, x, at, fineness > 1 ? LEVELS : COARSE, fineness > 1 ? WORTH : WORTH / 2);
    prune(v, n);
    *out = v;
    return n;
}
