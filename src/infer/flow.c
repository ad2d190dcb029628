/* SPDX-License-Identifier: Apache-2.0 */
/* One node of a structure: the likelihood of each day's counts, then backward messages along each chain, then the corridor's level. Nodes come
 * in an order in which most of it is that of the node before: the likelihoods depend on neither drift nor spread, the messages not on the
 * spread. */
#include "infer/world.h"

#include <math.h>

struct flow post_scratch(struct arena *a, const struct post *p, const struct days *days) {
    size_t n = days->chain[p->nchain] * (size_t)(p->nlev * p->nshare);

    return (struct flow){.days = days,
                         .emit = ARENA_ARRAY(a, double, n),
                         .msg = ARENA_ARRAY(a, double, n),
                         .any = ARENA_ARRAY(a, double, p->regimes ? n / (size_t)p->nshare : 0),
                         .start = ARENA_ARRAY(a, double, (size_t)p->nlev)};
}

#define LEAST 1e-10 /* a largest entry that is scaled up to 1 */

/* Scales so that products remain far from the least double. @return the log of what was divided by. */
static double rescale(double *v, int n) {
    double top = 0, by;

    for (int l = 0; l < n; l++) top = v[l] > top ? v[l] : top; /* fmax is a call */
    if (top > LEAST) return 0;
    if (!(top > 0)) return -700;
    by = 1 / top;
    if (!isfinite(by)) by = 1e300;
    for (int l = 0; l < n; l++) v[l] *= by;
    return -log(by);
}

/* ---- the day's counts ---- */

/* Where uncounted flights have their levels when counted ones have those of the grid: between at and at + 1, `up` of the way. */
struct shifted {
    int at[LEVELS];
    double up[LEVELS];
    bool any;
};

static struct shifted shift_all(const struct post *p, double delta) {
    struct shifted s = {.any = delta != 0};

    for (int l = 0; l < p->nlev && s.any; l++) {
        double x = post_shift(p, l, delta);

        s.at[l] = x <= 0 ? 0 : x >= p->nlev - 1 ? p->nlev - 1 : (int)x;
        s.up[l] = x <= 0 || s.at[l] + 1 >= p->nlev ? 0 : x - s.at[l];
    }
    return s;
}

/* Times the likelihood of one flight's counts, by share of light flights and level. */
static void emit_cell(const struct post *p, const struct node *at, const struct cell *c,
                      const struct shifted *s, double *emit) {
    size_t row = post_row(p, c->shape, at->w);
    const double *loads = post_loads(p, at, c->shape);
    double small = p->x->empty * p->like0[row] + (1 - p->x->empty) * p->fewm[row], load[LEVELS];

    for (int l = 0; l < p->nlev; l++) {
        load[l] = loads[l];
        if (!s->any || c->counted || !p->w->any_counted) continue;
        load[l] = (1 - s->up[l]) * loads[s->at[l]];
        if (s->up[l] > 0) load[l] += s->up[l] * loads[s->at[l] + 1];
    }
    for (int k = 0; k < p->nshare; k++) {
        double light = post_light(p, at, k), *e = emit + (size_t)k * (size_t)p->nlev;

        for (int l = 0; l < p->nlev; l++) {
            /* cppcheck-suppress uninitvar; each up to nlev is set above */
            double sum = light * small + (1 - light) * load[l];

            e[l] *= sum > 1e-280 ? sum : 1e-280;
        }
    }
}

/* Of every day of which something was written. */
static double emit_all(const struct post *p, const struct node *at, const struct flow *f) {
    struct shifted shifted = shift_all(p, p->x->select[at->select]);
    int n = p->nlev * p->nshare;
    double lz = 0;

    for (size_t k = 0; k < f->days->chain[p->nchain]; k++) {
        const struct step *s = &f->days->step[k];
        double *e = f->emit + k * (size_t)n;

        if (!s->told) continue;
        for (int l = 0; l < n; l++) e[l] = 1;
        for (size_t i = 0; i < s->n; i++) {
            const struct cell *c = &p->w->cell[p->order[s->first + i]];

            if (!p->w->shape[c->shape].like) continue;
            emit_cell(p, at, c, &shifted, e);
            lz += rescale(e, n);
        }
    }
    return lz;
}

/* ---- the chains ---- */

/* out = v carried over some days: the level walks, and the regime stays or is drawn anew. Against time: the walk is symmetric, and a new regime's likelihood is the mean over the prior. */
static void carry(struct arena *a, struct post *p, const struct node *at, int days, const double *v,
                  double *out) {
    double stay = post_stays(p, days), any[LEVELS] = {0};
    int n = p->nlev;

    for (int s = 0; s < p->nshare; s++) {
        walk_step(a, &p->walk[at->drift], days, v + (size_t)s * (size_t)n,
                  out + (size_t)s * (size_t)n);
        for (int l = 0; l < n && p->regimes; l++) any[l] += p->share_w[s] * out[s * n + l];
    }
    for (int s = 0; s < p->nshare && p->regimes; s++)
        for (int l = 0; l < n; l++) out[s * n + l] = stay * out[s * n + l] + (1 - stay) * any[l];
}

/* The mean over the shares of a new regime. */
static void over_shares(const struct post *p, const double *m, double *any) {
    for (int l = 0; l < p->nlev; l++) any[l] = 0;
    for (int s = 0; s < p->nshare; s++)
        for (int l = 0; l < p->nlev; l++) any[l] += p->share_w[s] * m[s * p->nlev + l];
}

static double chain_back(struct arena *a, struct post *p, const struct node *at, int chain,
                         struct flow *f) {
    int n = p->nlev * p->nshare;
    size_t first = f->days->chain[chain], end = f->days->chain[chain + 1];
    double lz = 0;

    for (size_t k = end; k-- > first;) {
        double *e = f->emit + k * (size_t)n, *m = f->msg + k * (size_t)n;
        const struct step *s = &f->days->step[k];

        if (k + 1 == end)
            for (int l = 0; l < n; l++) m[l] = 1;
        else
            carry(a, p, at, s[1].day - s->day, m + n, m);
        if (s->told) {
            for (int l = 0; l < n; l++) m[l] *= e[l];
            lz += rescale(m, n);
        }
        if (p->regimes) over_shares(p, m, f->any + k * (size_t)p->nlev);
    }
    return lz;
}

static bool same_flights(const struct node *a, const struct node *b) {
    return a->law == b->law && a->light == b->light && a->seat == b->seat &&
           a->select == b->select && a->w == b->w;
}

void post_flow(struct arena *a, struct post *p, const struct node *at, struct flow *f) {
    bool same = f->known && same_flights(at, &f->at);
    int n = p->nlev;
    double sum = 0, tmp[LEVELS];

    if (!same) f->emit_lz = emit_all(p, at, f);
    if (!same || at->drift != f->at.drift) {
        f->chain_lz = 0;
        for (int c = 0; c < p->nchain; c++) f->chain_lz += chain_back(a, p, at, c, f);
    }
    f->known = true, f->at = *at;
    f->logz = f->emit_lz + f->chain_lz;
    for (int l = 0; l < n; l++) f->start[l] = p->prior[l];
    for (int c = 0; c < p->nchain; c++) {
        const size_t *first = &f->days->chain[c];
        const double *m = (p->regimes ? f->any : f->msg) + first[0] * (size_t)n;

        if (first[0] == first[1]) continue;
        walk_step(a, &p->spread[at->spread], 1, m, tmp);
        for (int l = 0; l < n; l++) f->start[l] *= tmp[l];
        f->logz += rescale(f->start, n);
    }
    for (int l = 0; l < n; l++) sum += f->start[l];
    f->logz += log(fmax(sum, 1e-300));
}
