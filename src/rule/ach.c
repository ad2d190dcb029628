/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/ach.h"

#include <math.h>

const char *const ach_marks[] = {"II", "I", "N", "C", "CC", "NA", NULL};
const char *const ach_changes[] = {"none", "order", "first"};

#define ALIKE 1e-9 /* points that differ by less are equal: they are means of small whole numbers */

/* The worst points for one hypothesis in one group of dependent items, and the worst without the
 * item that has them, so that each item can be taken out without looking at the others again. */
struct top {
    double first, second;
    size_t item; /* of the first */
};
struct work {
    struct arena *a;
    const struct ach_input *in;
    struct ach_result *r;
    size_t ngroup;   /* roots, then one for each item without a root */
    size_t *group;   /* [nitem] */
    struct top *top; /* [ngroup * nhypothesis] */
};

static double value_of(enum ach_mark m) {
    return m == ACH_NA ? 0 : (double)m - (double)ACH_N;
}

static double points_of(enum ach_mark m) {
    return m == ACH_II ? 2 : m == ACH_I ? 1 : 0;
}

/* --- cells --- */

static void fill_cells(struct work *w) {
    size_t nh = w->in->nhypothesis;
    size_t n = w->in->nitem * nh;
    double *least = ARENA_ARRAY(w->a, double, n), *most = ARENA_ARRAY(w->a, double, n);

    for (size_t k = 0; k < w->in->nweigh; k++) {
        const struct ach_weigh *x = &w->in->weigh[k];
        struct ach_cell *c = &w->r->row[x->item].cell[x->hypothesis];
        size_t at = (size_t)x->item * nh + (size_t)x->hypothesis;
        double v = value_of(x->mark);

        if (!c->judged || v < least[at]) least[at] = v;
        if (!c->judged || v > most[at]) most[at] = v;
        c->value += v, c->points += points_of(x->mark);
        c->judged++;
        c->spread = most[at] - least[at];
    }
    for (size_t i = 0; i < w->in->nitem; i++)
        for (size_t h = 0; h < nh; h++) {
            struct ach_cell *c = &w->r->row[i].cell[h];

            if (c->judged) c->value /= c->judged, c->points /= c->judged;
            if (!c->judged) c->value = (double)NAN;
        }
}

static void fill_row(const struct work *w, size_t i) {
    struct ach_row *r = &w->r->row[i];
    double sum = 0, sum2 = 0;
    int n = 0;

    for (size_t h = 0; h < w->in->nhypothesis; h++) {
        const struct ach_cell *c = &r->cell[h];

        r->disagreement = fmax(r->disagreement, c->spread);
        if (!c->judged) {
            w->r->hypothesis[h].unjudged += w->in->item[i].usable;
            continue;
        }
        sum += c->value, sum2 += c->value * c->value, n++;
    }
    r->diagnosticity = n < 2 ? (double)NAN : sqrt(fmax(0, sum2 / n - sum / n * (sum / n)));
}

/* --- points --- */

static void fill_groups(struct work *w) {
    size_t nh = w->in->nhypothesis;

    w->group = ARENA_ARRAY(w->a, size_t, w->in->nitem);
    w->ngroup = w->in->nroot;
    for (size_t i = 0; i < w->in->nitem; i++)
        w->group[i] = w->in->item[i].root < 0 ? w->ngroup++ : (size_t)w->in->item[i].root;
    w->top = ARENA_ARRAY(w->a, struct top, w->ngroup * nh);
    for (size_t i = 0; i < w->in->nitem; i++) {
        if (!w->in->item[i].usable) continue;
        for (size_t h = 0; h < nh; h++) {
            struct top *t = &w->top[w->group[i] * nh + h];
            double p = w->r->row[i].cell[h].points;

            if (p > t->first)
                *t = (struct top){p, t->first, i};
            else if (p > t->second)
                t->second = p;
        }
    }
}

static void rank(const double *against, size_t n, int *out) {
    for (size_t h = 0; h < n; h++) {
        out[h] = 1;
        for (size_t o = 0; o < n; o++) out[h] += against[o] < against[h] - ALIKE;
    }
}

static struct ach_without without(const struct work *w, const double *against) {
    size_t n = w->in->nhypothesis;
    struct ach_without out = {ACH_SAME, ARENA_ARRAY(w->a, int, n)};

    rank(against, n, out.rank);
    for (size_t h = 0; h < n; h++) {
        int was = w->r->hypothesis[h].rank;

        if (out.rank[h] != was && out.change == ACH_SAME) out.change = ACH_ORDER;
        if ((out.rank[h] == 1) != (was == 1)) out.change = ACH_FIRST;
    }
    return out;
}

static void fill_ranks(struct work *w) {
    size_t n = w->in->nhypothesis;
    double *base = ARENA_ARRAY(w->a, double, n), *less = ARENA_ARRAY(w->a, double, n);
    int *at = ARENA_ARRAY(w->a, int, n);

    for (size_t g = 0; g < w->ngroup; g++)
        for (size_t h = 0; h < n; h++) base[h] += w->top[g * n + h].first;
    rank(base, n, at);
    for (size_t h = 0; h < n; h++)
        w->r->hypothesis[h].against = base[h], w->r->hypothesis[h].rank = at[h];
    for (size_t i = 0; i < w->in->nitem; i++) {
        for (size_t h = 0; h < n; h++) {
            const struct top *t = &w->top[w->group[i] * n + h];
            bool mine = w->in->item[i].usable && t->first > 0 && t->item == i;

            less[h] = base[h] - (mine ? t->first - t->second : 0);
        }
        w->r->row[i].without = without(w, less);
    }
    for (size_t g = 0; g < w->in->nroot; g++) {
        for (size_t h = 0; h < n; h++) less[h] = base[h] - w->top[g * n + h].first;
        w->r->root[g] = without(w, less);
    }
}

/* --- likelihoods --- */

/* The log likelihoods of one item, as shares of its largest, to those of its group: the least stays. */
static void lower_to(double *least, const double *like, size_t n) {
    double most = like[0];

    for (size_t h = 1; h < n; h++) most = fmax(most, like[h]);
    for (size_t h = 0; h < n; h++) least[h] = fmin(least[h], log(like[h]) - log(most));
}

static void fill_odds(const struct work *w, const double *like, struct ach_odds *out) {
    size_t n = w->in->nhypothesis;
    double *least = ARENA_ARRAY(w->a, double, w->ngroup *n), top = -(double)INFINITY, all = 0;

    out->share = ARENA_ARRAY(w->a, double, n);
    for (size_t i = 0; i < w->in->nitem; i++) {
        size_t given = 0;

        for (size_t h = 0; h < n; h++) given += !isnan(like[i * n + h]);
        if (!w->in->item[i].usable || !given) continue;
        out->left_out += given < n;
        out->items += given == n;
        if (given == n) lower_to(&least[w->group[i] * n], &like[i * n], n);
    }
    for (size_t h = 0; h < n; h++) {
        out->share[h] = w->r->priors ? log(w->in->prior[h]) : 0;
        for (size_t g = 0; g < w->ngroup; g++) out->share[h] += least[g * n + h];
        top = fmax(top, out->share[h]);
    }
    for (size_t h = 0; h < n; h++) all += out->share[h] = exp(out->share[h] - top);
    for (size_t h = 0; h < n; h++) out->share[h] /= all;
}

static void fill_analysts(const struct work *w) {
    size_t n = w->in->nitem * w->in->nhypothesis;
    double *like = ARENA_ARRAY(w->a, double, n);

    for (size_t k = 0; k < w->in->nanalyst; k++) {
        for (size_t i = 0; i < n; i++) like[i] = (double)NAN;
        for (size_t i = 0; i < w->in->nweigh; i++) {
            const struct ach_weigh *x = &w->in->weigh[i];

            if (x->analyst == (int)k && x->likelihood > 0)
                like[(size_t)x->item * w->in->nhypothesis + (size_t)x->hypothesis] = x->likelihood;
        }
        fill_odds(w, like, &w->r->odds[k]);
    }
}

struct ach_result ach_run(struct arena *a, const struct ach_input *in) {
    struct ach_result r = {.hypothesis = ARENA_ARRAY(a, struct ach_hypothesis, in->nhypothesis),
                           .row = ARENA_ARRAY(a, struct ach_row, in->nitem),
                           .root = ARENA_ARRAY(a, struct ach_without, in->nroot),
                           .odds = ARENA_ARRAY(a, struct ach_odds, in->nanalyst),
                           .priors = in->nhypothesis > 0};
    struct work w = {.a = a, .in = in, .r = &r};

    for (size_t h = 0; h < in->nhypothesis; h++) r.priors &= in->prior[h] > 0;
    for (size_t i = 0; i < in->nitem; i++)
        r.row[i].cell = ARENA_ARRAY(a, struct ach_cell, in->nhypothesis);
    fill_cells(&w);
    for (size_t i = 0; i < in->nitem; i++) fill_row(&w, i);
    fill_groups(&w);
    fill_ranks(&w);
    fill_analysts(&w);
    return r;
}
