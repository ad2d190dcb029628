/* SPDX-License-Identifier: Apache-2.0 */
/* Independent draws of everything at once: structure and node by stratified weight, the corridor's level, each chain's levels
 * forward through the backward messages of post.c, the shares of flights that go, the factor on uncounted flights, and then the
 * people of every flight. Nothing depends on the draw before, so there is no chain to converge.
 *
 * Six coordinates of a draw (node and level; completion; the factor; whether all flights together carry more or fewer than their levels say;
 * whether the levels drift up or down; detection) are a Hammersley set, shifted by the seed: they carry nearly all of the variance of a total,
 * and are spread evenly. The rest is a counter generator's. */
#include "infer/draw.h"

#include "base/normal.h"
#include "base/rng.h"

#include <math.h>
#include <string.h>

#define GROUP_DAYS 100 /* of drift, in which a level moves about as far as groups are apart */

static double next(struct run *r) { /* splitmix64: a hash of a counter */
    uint64_t z = r->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    return ((double)(z >> 11) + 0.5) * 0x1p-53;
}

/* Each day of a chain and each flight has numbers of its own, so that one more row leaves those of the others as they were. */
static uint64_t name(uint64_t a, uint64_t b) {
    return a * 0xD6E8FEB86659FD93u + b * 0xA0761D6478BD642Fu;
}

static void key(struct run *r, uint64_t whose) {
    r->state = r->base ^ whose;
    (void)next(r);
}

static double radical(uint64_t i, uint64_t base) {
    double f = 1, v = 0;

    for (; i; i /= base) {
        f /= (double)base;
        v += f * (double)(i % base);
    }
    return v;
}

static double turned(double u, double shift) {
    u += shift;
    if (u >= 1) u -= 1;
    return fmin(fmax(u, 1e-12), 1 - 1e-12);
}

double draw_score(const struct scores *s, size_t i) {
    return s->z[i] + s->lead[i] * s->turn;
}

/* Where a score is among all there might be: evenly in (0, 1). */
static double among_all(const struct run *r, double score) {
    double u = normal_near(&r->normal, score);

    return u < 1e-15 ? 1e-15 : u < 1 ? u : 1 - 0x1p-53;
}

/* In one go, since what follows of one flight waits for it. */
static void scores_rank(const struct run *r, struct scores *s, size_t n) {
    for (size_t i = 0; i < n; i++) s->rank[i] = among_all(r, draw_score(s, i));
}

static void scores_level(struct scores *s, size_t n) {
    double length = 0;

    for (size_t i = 0; i < n; i++) length += s->lead[i] * s->lead[i];
    for (size_t i = 0; i < n && length > 0; i++) s->lead[i] /= sqrt(length);
}

/* Quantile of Student t with 4 degrees of freedom, in closed form. */
static double t4_quantile(double u) {
    double a = 4 * u * (1 - u), q = cos(acos(sqrt(a)) / 3) / sqrt(a);

    return (u < 0.5 ? -2 : 2) * sqrt(fmax(q - 1, 0));
}

/* Marsaglia and Tsang (2000), doi.org/10.1145/358407.358414. */
static double gamma_draw(struct run *r, double shape) {
    double boost = shape < 1 ? pow(next(r), 1 / shape) : 1, d, c;

    if (shape < 1) shape += 1;
    d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double z = normal_quantile(next(r)), v = 1 + c * z, u = next(r);

        if (v <= 0) continue;
        v = v * v * v;
        if (log(u) < 0.5 * z * z + d - d * v + d * log(v)) return boost * d * v;
    }
}

static int poisson(struct run *r, double mean) {
    double u = next(r), p = exp(-mean), sum = p;
    int k = 0;

    while (u > sum && k < 50) sum += p *= mean / ++k;
    return k;
}

/* ---- people of one flight ---- */

#define WIDE_STEP 0.1
#define WIDE 121 /* levels from LEVEL_LEAST to LEVEL_MOST */
#define GUIDES 64

/* Laws of the load at all levels of one seat figure and concentration. guide[level][j]: where to begin looking for u in (j, j + 1) / GUIDES. */
struct wide {
    double *cdf;         /* [WIDE][hi + 1]; NULL: not made yet */
    uint16_t *guide;     /* [WIDE][GUIDES] */
    double (*moment)[4]; /* [WIDE] about 0 */
};

static void moments(const double *pmf, int n, double *m) {
    for (int j = 0; j < 4; j++) m[j] = 0;
    for (int i = 0; i < n; i++) {
        double x = pmf[i];

        for (int j = 0; j < 4; j++) m[j] += x *= i;
    }
}

static const struct wide *wide_of(struct run *r, size_t seat, int k, int law) {
    struct wide *out = &r->wide[(seat * (size_t)r->x->nseat + (size_t)k) * LAWS + (size_t)law];
    const struct seat *s = &r->w->seat[seat];
    struct levels levels = {LEVEL_LEAST, WIDE_STEP, WIDE};
    size_t n = (size_t)s->hi + 1;

    if (out->cdf) return out;
    out->cdf = ARENA_ARRAY(r->w->a, double, WIDE *n);
    out->guide = ARENA_ARRAY(r->w->a, uint16_t, (size_t)WIDE * GUIDES);
    out->moment = (double(*)[4])ARENA_ARRAY(r->w->a, double, (size_t)WIDE * 4);
    load_pmf(r->w->a, post_seats(s, k, r->x->nseat), &r->x->law[law], &levels, n, out->cdf);
    for (int l = 0; l < WIDE; l++) {
        double *v = out->cdf + (size_t)l * n;

        moments(v, (int)n, out->moment[l]);
        for (size_t i = 1; i < n; i++) v[i] += v[i - 1];
        for (int j = 0; j < GUIDES; j++)
            out->guide[l * GUIDES + j] = (uint16_t)fly_find(v, (int)n, j / (double)GUIDES);
    }
    return out;
}

/* fly_find, from the guide on. */
static int wide_find(const struct wide *t, int l, int n, double u) {
    const double *cdf = t->cdf + (size_t)l * (size_t)n;
    int i = t->guide[l * GUIDES + (int)(u * GUIDES)];

    while (i < n - 1 && cdf[i] < u) i++;
    return i;
}

/* Between nodes: one of the two, with chances that keep the mean. */
static int nearby(struct run *r, double x, int n) {
    int k;

    x = x < 0 ? 0 : x > n - 1 ? n - 1 : x; /* fmin is a call */
    k = (int)x;
    if (x > k) k += next(r) < x - k;
    return k;
}

static int few_draw(struct run *r, int hi, const double *like, double u) {
    double sum = 0;
    int n = 0, most = hi < FEW_MAX ? hi : FEW_MAX;

    if (most != r->few_hi) few_pmf(r->few_hi = most, r->few);
    for (int i = 0; i <= most; i++) sum += r->few[i] * like[i];
    u *= sum;
    while (n < most && (u -= r->few[n] * like[n]) > 0) n++;
    return n;
}

/* Whether u falls into the first `part` of (0, 1); it is made anew from where it fell. */
static bool within(double *u, double part) {
    bool in = *u < part;

    *u = (*u - (in ? 0 : part)) / (in ? part : 1 - part);
    return in;
}

/* The level and the share of light flights of one chain, as it goes, and the level of flights that nobody counted. */
struct state {
    int level, share;
    double shifted;
};

#define LIGHT (-1)

/* u: in (0, 1), nearly always more people for more of it; if the flight is light, LIGHT, and where in that part. */
static int fresh(struct run *r, const struct post *p, const struct node *at, size_t seat, int share,
                 double level, double *u) {
    int hi = r->w->seat[seat].hi, l;

    if (!isnan(r->w->o->fix_load))
        return r->w->o->fix_load > hi ? hi : (int)(r->w->o->fix_load + 0.5);
    if (within(u, post_light(p, at, share))) return LIGHT;
    l = nearby(r, (level - LEVEL_LEAST) / WIDE_STEP, WIDE);
    return wide_find(wide_of(r, seat, at->seat, at->law), l, hi + 1, *u);
}

static int informed(struct run *r, const struct post *p, const struct node *at, size_t shape,
                    int share, int l, double u) {
    const struct shape *s = &r->w->shape[shape];
    size_t n = (size_t)r->w->seat[s->seat].hi + 1;
    const double *like = cells_like(r->w, s, at->w);
    struct parts c = post_parts(p, at, shape, share, l);
    double light = c.empty + c.few, mass;

    if (!isnan(r->w->o->fix_load)) return fresh(r, p, at, s->seat, share, 0, &u);
    if (light > 0 && within(&u, light / (light + c.load))) {
        bool empty = within(&u, c.empty / light);
        int few = empty ? 0 : few_draw(r, (int)n - 1, like, u);

        *(empty ? &r->empty_seen : &r->few_seen) += 1;
        r->people_few += few;
        return few;
    }
    const double *pmf = p->pmf[s->seat * (size_t)p->x->nseat + (size_t)at->seat] +
                        (size_t)(at->law * p->nlev + l) * n;

    mass = c.load / (1 - post_light(p, at, share)) * u;
    for (int i = s->lo; i < s->hi; i++)
        if ((mass -= like[i] * pmf[i]) <= 0) return i;
    return s->hi;
}

static double level_of(const struct post *p, double l) {
    return p->lev0 + l * p->spacing;
}

/* Of flights that nobody announced, beside this one: how many on average, where that is not held. */
static double more_rate(const struct run *r, const struct cell *c) {
    return c->more || c->kind != CELL_MAYBE || c->group < 0 || c->in_vain ? 0 : r->lambda;
}

static int more_flights(struct run *r, const struct cell *c) {
    double rate = more_rate(r, c);

    return rate > 0 ? poisson(r, rate) : c->more;
}

/* u: in (0, 1), nearly always more people for more of it. Of a light flight that nobody counted where in that part, until draw_light. */
static void draw_people(struct run *r, size_t i, double u) {
    const struct cell *c = &r->w->cell[i];
    const struct place *s = &r->place[i];
    size_t seat = r->w->shape[c->shape].seat;
    double x = c->counted || !r->w->any_counted ? s->level : s->shifted;
    int hi = r->w->seat[seat].hi;

    r->went[i] = c->kind == CELL_FLOWN || !within(&u, 1 - s->chance);
    r->people[i] = 0;
    r->light[i] = -1;
    if (!r->went[i]) return;
    if (r->w->shape[c->shape].like)
        r->people[i] =
            informed(r, r->post, &r->node, c->shape, s->share, nearby(r, x, r->post->nlev), u);
    else
        r->people[i] = fresh(r, r->post, &r->node, seat, s->share, level_of(r->post, x), &u);
    if (r->people[i] == LIGHT) r->light[i] = u;
    if (r->people[i] > hi) r->people[i] = hi;
}

static void draw_cell(struct run *r, size_t i, const struct state *s) {
    const struct cell *c = &r->w->cell[i];
    double chance = c->kind == CELL_FLOWN        ? 1
                    : c->yes == 1 && !c->in_vain ? r->share[c->group]
                                                 : fly_flown(c, r->share[c->group], r->see);
    double x = c->counted || !r->w->any_counted ? s->level : s->shifted;

    r->place[i] = (struct place){r->state, s->level, s->share, s->shifted, chance};
    r->more[i] = r->more_light[i] = 0;
    draw_people(r, i, r->flight.rank[i]);
    for (int k = more_flights(r, c); k > 0; k--) {
        double u = next(r);
        int n = fresh(r, r->post, &r->node, r->w->shape[c->shape].seat, s->share,
                      level_of(r->post, x), &u);

        *(n == LIGHT ? &r->more_light[i] : &r->more[i]) += n == LIGHT ? 1 : n;
        r->extra++;
    }
}

/* Priors of the share of light flights that are empty and of the ratio of the others: what is known of light flights elsewhere is worth
 * two and three of this corridor. */
#define EMPTY_A 1
#define EMPTY_B 1
#define RATIO_A 6
#define RATIO_B 3

static double beta_draw(struct run *r, double a, double b) {
    double x = gamma_draw(r, a), y = gamma_draw(r, b);

    return x / (x + y);
}

/* At u of a geometric with this ratio, cut at `most`. */
static int few_at(double ratio, int most, double u) {
    int n = (int)(log1p(-u * (1 - pow(ratio, most + 1))) / log(ratio));

    return n < most ? n : most;
}

static int few_most(const struct world *w, size_t i) {
    return w->cell[i].seat.hi < FEW_MAX ? w->cell[i].seat.hi : FEW_MAX;
}

static void set_light(struct run *r, size_t i) {
    double u = r->light[i];

    if (u >= 0) r->people[i] = within(&u, r->empty) ? 0 : few_at(r->ratio, few_most(r->w, i), u);
}

/* How many are on the light flights that nobody counted: after all others, since those that were counted tell how light a flight is here. The
 * evidence of a node takes both shares as they are on average, which changes it little: light flights are seldom taken for others. */
static void draw_light(struct run *r) {
    r->empty = r->x->empty, r->ratio = FEW_RATIO;
    key(r, name(0, 1));
    if (r->w->o->light) {
        r->empty = beta_draw(r, EMPTY_A + r->empty_seen, EMPTY_B + r->few_seen);
        r->ratio = beta_draw(r, RATIO_A + r->people_few, RATIO_B + r->few_seen);
    }
    r->ratio = fmin(fmax(r->ratio, 1e-9), 1 - 1e-9);
    for (size_t i = 0; i < r->w->n; i++) {
        if (r->w->cell[i].kind == CELL_OUT) continue;
        set_light(r, i);
        for (int k = r->more_light[i]; k > 0; k--)
            if (next(r) >= r->empty) r->more[i] += few_at(r->ratio, few_most(r->w, i), next(r));
    }
}

void draw_again(struct run *r, const size_t *cell, size_t n, double by) {
    for (size_t j = 0; j < n; j++) {
        size_t i = cell[j];

        r->state = r->place[i].key;
        draw_people(r, i, among_all(r, draw_score(&r->flight, i) + r->flight.lead[i] * by));
        set_light(r, i);
    }
}

/* ---- the law that a draw says ---- */

/* Of a flight that nobody counted: what it rests on, and what follows. */
struct open_flight {
    size_t seat;
    int share;
    double x, chance; /* level, as an index with fraction; that it went */
    double moment[4]; /* of its people about 0, if it went */
    double cumulant[4];
    double load, spread; /* mean of a load; variance of loads, times the chance that there is one */
};

/* Of light flights, at the shares of this draw. */
static void light_moments(const struct run *r, int most, double *m) {
    double pmf[FEW_MAX + 1], sum = 0, p = 1;

    for (int i = 0; i <= most; i++) {
        sum += pmf[i] = p;
        p *= r->ratio;
    }
    moments(pmf, most + 1, m);
    for (int j = 0; j < 4; j++) m[j] *= (1 - r->empty) / sum;
}

static void cumulants(const double *moment, double chance, double *k) {
    double a = chance * moment[0], b = chance * moment[1], c = chance * moment[2],
           d = chance * moment[3], a2 = a * a;

    k[0] = a, k[1] = b - a2, k[2] = c - 3 * a * b + 2 * a2 * a;
    k[3] = d - 4 * a * c - 3 * b * b + 12 * a2 * b - 6 * a2 * a2;
}

static void add(double *k, const double *more, double times) {
    for (int j = 0; j < 4; j++) k[j] += times * more[j];
}

static void set_open(struct run *r, struct open_flight *f, const double *few) {
    const struct wide *t = wide_of(r, f->seat, r->node.seat, r->node.law);
    double x = (level_of(r->post, f->x) - LEVEL_LEAST) / WIDE_STEP, up, m[4],
           light = post_light(r->post, &r->node, f->share);
    int l;

    x = x < 0 ? 0 : x > WIDE - 1 ? WIDE - 1 : x;
    l = (int)x < WIDE - 1 ? (int)x : WIDE - 2, up = x - l;
    for (int j = 0; j < 4; j++) m[j] = (1 - up) * t->moment[l][j] + up * t->moment[l + 1][j];
    for (int j = 0; j < 4; j++) f->moment[j] = (1 - light) * m[j] + light * few[j];
    cumulants(f->moment, f->chance, f->cumulant);
    f->load = m[0], f->spread = f->chance * (1 - light) * (m[1] - m[0] * m[0]);
}

void draw_law(struct run *r, struct draw_law *out) {
    struct open_flight f = {.share = -1};
    double few[4] = {0}, certain[4];
    int most = -1;

    *out = (struct draw_law){0};
    for (size_t i = 0; i < r->w->n; i++) {
        const struct cell *c = &r->w->cell[i];
        const struct place *s = &r->place[i];
        double x = c->counted || !r->w->any_counted ? s->level : s->shifted, rate = more_rate(r, c);
        size_t seat = r->w->shape[c->shape].seat;
        bool open = !r->w->shape[c->shape].like;

        if (c->kind == CELL_OUT) continue;
        if (!open) out->k[0] += r->people[i];
        if (!open && !c->more && !(rate > 0)) continue;
        if (few_most(r->w, i) != most)
            light_moments(r, most = few_most(r->w, i), few), f.share = -1;
        if (f.share != s->share || f.x != x || f.seat != seat || f.chance != s->chance) {
            f.share = s->share, f.x = x, f.seat = seat, f.chance = s->chance;
            set_open(r, &f, few);
        }
        if (open) add(out->k, f.cumulant, 1), out->spread += f.spread;
        if (c->more) cumulants(f.moment, 1, certain), add(out->k, certain, c->more);
        if (rate > 0) add(out->k, f.moment, rate);
        out->most = fmax(out->most, f.load);
    }
}

double draw_unit(struct run *r, uint64_t nth) {
    key(r, name(0, 2 + nth));
    return next(r);
}

/* ---- one draw ---- */

/* A level of the row of a kernel times what is known from then on. */
static int pick(const double *row, const double *msg, int lo, int hi, double u) {
    double sum = 0;

    /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): rows and messages are written whole */
    for (int l = lo; l <= hi; l++) sum += row[l] * msg[l];
    u *= sum;
    for (int l = lo; l < hi; l++)
        if ((u -= row[l] * msg[l]) <= 0) return l;
    return hi;
}

static int move(struct run *r, struct walk *k, int days, int l, const double *msg, size_t step) {
    int reach;
    const double *m = walk_kernel(r->w->a, k, days, &reach);
    int lo = l - reach > 0 ? l - reach : 0, hi = l + reach < k->n - 1 ? l + reach : k->n - 1;

    return lo == hi ? lo : pick(m + (ptrdiff_t)l * k->n, msg, lo, hi, r->path.rank[step]);
}

/* Where regimes change, the level is drawn first, over what any share makes of it, then the share. `stay`: the chance that the regime did
 * not end; k is the day come to. */
static struct state advance(struct run *r, const struct post *p, struct walk *walk, int days,
                            double stay, const struct flow *f, size_t k, struct state s) {
    const double *msg = f->msg + k * (size_t)(p->nlev * p->nshare),
                 *any = f->any + k * (size_t)p->nlev;
    double both[LEVELS], w[SHARES], sum = 0;
    int n = p->nlev, x = 0;

    if (!p->regimes) {
        s.level = move(r, walk, days, s.level, msg, k);
        return s;
    }
    for (int l = 0; l < n; l++) both[l] = stay * msg[s.share * n + l] + (1 - stay) * any[l];
    s.level = move(r, walk, days, s.level, both, k);
    for (int i = 0; i < SHARES; i++)
        sum += w[i] =
            ((1 - stay) * p->share_w[i] + (i == s.share ? stay : 0)) * msg[i * n + s.level];
    sum *= next(r);
    while (x < SHARES - 1 && (sum -= w[x]) > 0) x++;
    s.share = x;
    return s;
}

static void draw_shared(struct run *r, size_t i, const struct node *at) {
    const struct infer_options *o = r->w->o;
    int see = fly_see(r->fly, turned(radical(i, 13), r->shift[3]));
    double u = turned(radical(i, 2), r->shift[1]);

    r->see = r->fly->see[see];
    for (int g = 0; g < r->w->in->ngroup; g++)
        r->share[g] = fly_share(r->fly, g, see, g ? next(r) : u);
    r->lambda = r->fly->lambda_a > 0 ? gamma_draw(r, r->fly->lambda_a) / r->fly->lambda_b : 0;
    r->delta = r->x->select[at->select];
    if (r->x->nselect == 1 && isnan(o->fix_selection) && o->selection_scale > 0)
        r->delta = o->selection_scale * t4_quantile(turned(radical(i, 3), r->shift[2]));
}

static double scored(struct run *r, struct scores *s, size_t i) {
    return s->lead[i] * (s->z[i] = normal_quantile(next(r)));
}

static void draw_scores(struct run *r, const struct post *p, size_t i) {
    double path = 0, flight = 0;

    for (size_t k = 0; k < p->every.chain[p->nchain]; k++) {
        const struct step *step = &p->every.step[k];

        if (r->path.lead[k] > 0) {
            key(r, r->name_day[k].score);
            path += scored(r, &r->path, k);
        }
        for (size_t j = step->first; j < step->first + step->n; j++) {
            key(r, r->name_flight[j].score);
            flight += scored(r, &r->flight, p->order[j]);
        }
    }
    r->flight.turn = normal_quantile(turned(radical(i, 5), r->shift[4])) - flight;
    r->path.turn = normal_quantile(turned(radical(i, 11), r->shift[5])) - path;
    scores_rank(r, &r->flight, r->w->n);
    scores_rank(r, &r->path, p->drift || p->own ? p->every.chain[p->nchain] : 0);
}

static void draw_chain(struct run *r, struct post *p, const struct flow *f, int chain, int level) {
    const struct node *at = &r->node;
    const struct step *step = p->every.step;
    size_t first = p->every.chain[chain], end = p->every.chain[chain + 1];
    bool still = !p->regimes && p->walk[at->drift].variance == 0;
    struct state s = {level, 0, 0};
    int before = -1;

    for (size_t k = first; k < end; k++) {
        int gone = k > first ? step[k].day - step[k - 1].day : 1;

        if (k == first || !still) key(r, r->name_day[k].rest);
        if (k == first)
            s = advance(r, p, &p->spread[at->spread], 1, 0, f, k, s);
        else if (!still)
            s = advance(r, p, &p->walk[at->drift], gone, post_stays(p, gone), f, k, s);
        if (s.level != before) s.shifted = post_shift(p, s.level, r->delta);
        before = s.level;
        for (size_t j = step[k].first; j < step[k].first + step[k].n; j++) {
            key(r, r->name_flight[j].rest);
            draw_cell(r, p->order[j], &s);
        }
    }
}

void draw_one(struct run *r, struct post *p, const struct node *at, const struct flow *f, size_t i,
              double u) {
    int n = p->nlev, x = 0;
    double sum = 0;

    r->base = rng_u64(r->w->o->seed, 1, i);
    key(r, name(0, 0));
    r->extra = r->empty_seen = r->few_seen = r->people_few = 0;
    r->post = p;
    r->node = *at;
    draw_shared(r, i, at);
    draw_scores(r, p, i);
    for (int l = 0; l < n; l++) sum += f->start[l];
    u *= sum;
    while (x < n - 1 && (u -= f->start[x]) > 0) x++;
    for (int c = 0; c < p->nchain; c++) draw_chain(r, p, f, c, x);
    draw_light(r);
}

/* ---- before the draws ---- */

/* Of a chain; kind 0: of all but the scores, 1: of the scores. */
static uint64_t nth_flight(int chain, uint64_t kind, uint64_t nth) {
    return ((2 * (uint64_t)chain + kind) << 32) + nth;
}

static struct names names(int32_t day, int chain, uint64_t nth) {
    uint64_t a = (uint64_t)(uint32_t)day + 1;

    return (struct names){name(a, nth_flight(chain, 0, nth)), name(a, nth_flight(chain, 1, nth))};
}

static void set_names(struct run *r, const struct post *p) {
    for (int c = 0; c < p->nchain; c++)
        for (size_t k = p->every.chain[c]; k < p->every.chain[c + 1]; k++) {
            const struct step *s = &p->every.step[k];
            uint64_t nth = 0;

            r->name_day[k] = names(s->day, c, 0);
            for (size_t j = s->first; j < s->first + s->n; j++) {
                nth += r->w->cell[p->order[j]].seat.hi > 0;
                r->name_flight[j] = names(s->day, c, nth);
            }
        }
}

/* Steps of a walk add up, and so do the days between. */
void draw_path(struct run *r, const struct post *p) {
    for (int c = 0; c < p->nchain; c++)
        for (size_t k = p->every.chain[c]; k < p->every.chain[c + 1]; k++) {
            const struct step *s = &p->every.step[k];
            bool first = k == p->every.chain[c];
            int days = first ? GROUP_DAYS * p->own : p->drift * (s->day - s[-1].day);

            r->path.lead[k] = sqrt(days);
        }
    scores_level(&r->path, p->every.chain[p->nchain]);
    set_names(r, p);
}

/* The sd of the likelihood taken for a density; without one, a quarter of the seats. */
static double spread_of(const struct world *w, const struct cell *c) {
    const struct shape *s = &w->shape[c->shape];
    double sum = 0, mean = 0, square = 0;

    if (!s->like) return c->seat.hi / 4.0;
    for (int i = s->lo; i <= s->hi; i++)
        sum += s->like[i], mean += i * s->like[i], square += (double)i * i * s->like[i];
    if (!(sum > 0)) return c->seat.hi / 4.0;
    mean /= sum;
    return sqrt(fmax(square / sum - mean * mean, 0));
}

static void lead_flights(struct run *r) {
    for (size_t i = 0; i < r->w->n; i++)
        if (r->w->cell[i].kind != CELL_OUT) r->flight.lead[i] = spread_of(r->w, &r->w->cell[i]);
    scores_level(&r->flight, r->w->n);
}

static struct scores no_scores(const struct world *w) {
    return (struct scores){ARENA_ARRAY(w->a, double, w->n), ARENA_ARRAY(w->a, double, w->n), 0,
                           ARENA_ARRAY(w->a, double, w->n)};
}

void draw_open(struct run *r) {
    const struct world *w = r->w;
    const struct infer_options *o = w->o;

    r->few_hi = -1;
    normal_tabulate(&r->normal);
    for (size_t k = 0; k < 6; k++) r->shift[k] = rng_unit(o->seed, 0, k);
    r->wide = ARENA_ARRAY(w->a, struct wide, w->nseat * (size_t)r->x->nseat * LAWS);
    r->flight = no_scores(w);
    r->path = no_scores(w);
    lead_flights(r);
    r->name_day = ARENA_ARRAY(w->a, struct names, w->n);
    r->name_flight = ARENA_ARRAY(w->a, struct names, w->n);
    r->people = ARENA_ARRAY(w->a, int32_t, w->n);
    r->more = ARENA_ARRAY(w->a, int32_t, w->n);
    r->light = ARENA_ARRAY(w->a, double, w->n);
    r->more_light = ARENA_ARRAY(w->a, int, w->n);
    r->went = ARENA_ARRAY(w->a, uint8_t, w->n);
    r->place = ARENA_ARRAY(w->a, struct place, w->n);
    r->share = ARENA_ARRAY(w->a, double, (size_t)w->in->ngroup + 1);
    r->share++;
    r->share[-1] = isnan(o->fix_completion) ? o->completion_a / (o->completion_a + o->completion_b)
                                            : o->fix_completion;
}
