/* SPDX-License-Identifier: Apache-2.0 */
/* Which flights went: the share of announced slots that fly, for each group, the chance that a watcher sees one that flies, and
 * the rate of flights that nobody announced. Shares live on 400 points, detection on 24; what the loads say does not enter. */
#include "base/beta.h"
#include "infer/world.h"

#include <math.h>

double fly_flown(const struct cell *c, double p, double detection) {
    double yes = p * c->yes * (c->in_vain ? 1 - detection : 1), no = 1 - p;

    if (c->kind != CELL_MAYBE) return c->kind == CELL_FLOWN;
    return yes + no > 0 ? yes / (yes + no) : 0;
}

static double point(int i, int n) {
    return (i + 0.5) / n;
}

/* How many slots of a group went, did not, and are open, by what was seen of them. */
struct tally {
    double flew, stayed, watched; /* watched: of those that flew */
    double unheard;               /* past, and nothing says whether they went */
    double open[2][2];            /* [people seen waiting][watched in vain] */
};

/* The chance that one hears of a flight: Beta(0.25, 1), mean 0.2, a judgement. Nearer to 0, what is known alike on both sides counts for more, and for less
 * what is known on one. */
#define HEARD 0.25
#define HEARD_NODES 8

static double log_beta(double p, double a, double b) {
    return (a - 1) * log(p) + (b - 1) * log1p(-p);
}

/* Adds to exp(lp[i]) what share i of the slots of which one did not hear has where one hears of flights that went and of such as did not with a chance of its
 * own each: what was heard only bounds the share of all, from both sides. Against hearing of both alike it is weighed by its evidence. */
static void add_uneven(const struct infer_options *o, const struct tally *t, double *lp) {
    double heard = t->flew + t->stayed, all = heard + t->unheard, known[HEARD_NODES],
           went[HEARD_NODES];
    double odds = log(HEARD) + beta_log_gamma(t->flew + HEARD) + beta_log_gamma(t->stayed + HEARD) -
                  beta_log_gamma(heard + HEARD) + beta_log_gamma(all + 1 + HEARD) -
                  beta_log_gamma(all + 1 + 2 * HEARD);

    for (int k = 0; k < HEARD_NODES; k++) {
        known[k] = beta_quantile(point(k, HEARD_NODES), heard + 2 * HEARD, t->unheard + 1);
        went[k] = beta_quantile(point(k, HEARD_NODES), t->flew + HEARD, t->stayed + HEARD);
    }
    for (int i = 0; i < FLY_NODES; i++) {
        double sum = 0, top;

        for (int k = 0; k < HEARD_NODES * HEARD_NODES; k++) {
            double u = known[k / HEARD_NODES];
            double p = u * went[k % HEARD_NODES] + (1 - u) * point(i, FLY_NODES);

            sum += (1 - u) * exp(log_beta(p, o->completion_a - HEARD, o->completion_b - HEARD));
        }
        sum = odds + log(sum / (HEARD_NODES * HEARD_NODES));
        top = fmax(sum, lp[i]);
        lp[i] = top + log(exp(sum - top) + exp(lp[i] - top));
    }
}

/* lp[i]: log of the mass of share i of the open slots, but for what was seen of these. Where nobody ever watched in vain, those that were seen are only
 * flights that one heard of. */
static void share_mass(const struct world *w, const struct tally *group, double *lp) {
    const struct infer_options *o = w->o;
    struct tally t = *group;
    double watched = t.open[0][1] + t.open[1][1] > 0 ? t.watched : 0;

    t.flew -= watched;
    for (int i = 0; i < FLY_NODES; i++)
        lp[i] = log_beta(point(i, FLY_NODES), o->completion_a + t.flew, o->completion_b + t.stayed);
    if (o->selection_scale > 0 && t.flew + t.stayed > 0 && t.unheard > 0) add_uneven(o, &t, lp);
    for (int i = 0; i < FLY_NODES; i++) lp[i] += watched * log(point(i, FLY_NODES));
}

/* Of what was seen of the open slots. */
static double log_open(const struct world *w, const struct tally *t, double p, double see) {
    double sum = 0;

    for (int k = 0; k < 2; k++)
        for (int v = 0; v < 2; v++) {
            double yes = (k ? w->o->waiting_odds : 1) * (v ? 1 - see : 1);

            if (t->open[k][v] > 0 && yes != 1) sum += t->open[k][v] * log(p * yes + 1 - p);
        }
    return sum;
}

/* Cumulative weights of exp(lw); @return the log of their mean. */
static double cumulate(const double *lw, int n, double *cdf) {
    double top = -(double)INFINITY, sum = 0;

    for (int i = 0; i < n; i++) top = fmax(top, lw[i]);
    for (int i = 0; i < n; i++) cdf[i] = sum += exp(lw[i] - top);
    for (int i = 0; i < n; i++) cdf[i] /= sum;
    return top + log(sum / n);
}

static void count_slots(struct world *w, struct tally *t, double *seen, double *missed,
                        struct fly *f) {
    bool open = false, settled = false, vain = false;
    double heard = 0, stayed = 0, unheard = 0;

    for (size_t i = 0; i < w->n; i++) {
        const struct cell *c = &w->cell[i];
        bool watched = c->slot->cover != INFER_NOT_WATCHED;

        open = open || c->kind == CELL_MAYBE;
        vain = vain || c->in_vain;
        if (c->kind == CELL_FLOWN && c->slot->cover == INFER_WATCHED_SEEN) ++*seen;
        if (c->kind == CELL_FLOWN && c->slot->cover == INFER_WATCHED_NOTHING) ++*missed;
        if (c->group < 0) {
            f->lambda_a += c->kind == CELL_FLOWN;
            continue;
        }
        f->lambda_b += c->kind != CELL_MAYBE || watched;
        settled = settled || c->kind != CELL_MAYBE;
        heard += c->kind == CELL_FLOWN, stayed += c->kind == CELL_OUT;
        unheard += c->kind == CELL_MAYBE && !watched && !c->slot->future;
        t[c->group].flew += c->kind == CELL_FLOWN;
        t[c->group].stayed += c->kind == CELL_OUT;
        t[c->group].watched += c->kind == CELL_FLOWN && watched;
        if (c->kind == CELL_MAYBE) {
            t[c->group].open[c->yes != 1][c->in_vain]++;
            t[c->group].unheard += !watched && !c->slot->future;
        }
    }
    if (open && !settled) w->notes |= INFER_COMPLETION_PRIOR;
    if (heard > 0 && unheard > 0 && stayed == 0 && !vain && w->o->selection_scale > 0)
        w->notes |= INFER_COMPLETION_SIDE;
    if (vain && *seen + *missed == 0) w->notes |= INFER_DETECTION_PRIOR;
    if (!vain || !isnan(w->o->fix_detection)) f->nsee = 1;
}

void fly_build(struct world *w, struct fly *f) {
    const struct infer_options *o = w->o;
    size_t ng = (size_t)w->in->ngroup;
    struct tally *t = ARENA_ARRAY(w->a, struct tally, ng);
    double seen = 0, missed = 0, lw[SEE_NODES] = {0}, *mass, lp[FLY_NODES];

    *f = (struct fly){.nsee = SEE_NODES,
                      .lambda_a = o->unlisted_a,
                      .lambda_b = o->unlisted_b,
                      .fixed = !isnan(o->fix_completion),
                      .p_fixed = o->fix_completion};
    count_slots(w, t, &seen, &missed, f);
    f->cdf = ARENA_ARRAY(w->a, double, ng *(size_t)f->nsee *FLY_NODES);
    mass = ARENA_ARRAY(w->a, double, ng *FLY_NODES);
    for (size_t g = 0; g < ng; g++) share_mass(w, &t[g], mass + g * FLY_NODES);
    for (int s = 0; s < f->nsee; s++) {
        double d = f->see[s] = f->nsee > 1 ? point(s, f->nsee)
                               : isnan(o->fix_detection)
                                   ? o->detection_a / (o->detection_a + o->detection_b)
                                   : o->fix_detection;

        lw[s] = f->nsee == 1 ? 0
                             : (o->detection_a - 1 + seen) * log(d) +
                                   (o->detection_b - 1 + missed) * log1p(-d);
        for (size_t g = 0; g < ng; g++) {
            for (int i = 0; i < FLY_NODES; i++)
                lp[i] = mass[g * FLY_NODES + i] + log_open(w, &t[g], point(i, FLY_NODES), d);
            lw[s] +=
                cumulate(lp, FLY_NODES, f->cdf + (g * (size_t)f->nsee + (size_t)s) * FLY_NODES);
        }
    }
    cumulate(lw, f->nsee, f->see_cdf);
    if (o->unlisted_a <= 0 || !isnan(o->fix_unlisted)) f->lambda_a = 0;
}

int fly_find(const double *cdf, int n, double u) {
    int lo = 0, hi = n - 1;

    while (lo < hi) {
        int mid = (lo + hi) / 2;

        if (cdf[mid] < u)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

int fly_see(const struct fly *f, double u) {
    return fly_find(f->see_cdf, f->nsee, u);
}

double fly_share(const struct fly *f, int group, int see, double u) {
    const double *cdf = f->cdf + ((size_t)group * (size_t)f->nsee + (size_t)see) * FLY_NODES;
    int i = fly_find(cdf, FLY_NODES, u);
    double below = i ? cdf[i - 1] : 0, width = cdf[i] - below;

    if (f->fixed) return f->p_fixed;
    return (i + (width > 0 ? (u - below) / width : 0.5)) / FLY_NODES;
}
