/* SPDX-License-Identifier: Apache-2.0 */
/* Which flights went: the share of announced slots that fly, for each group, the chance that a watcher sees one that flies, and
 * the rate of flights that nobody announced. Shares live on 400 points, detection on 24; what the loads say does not enter. */
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
    double flew, stayed;
    double open[2][2]; /* [people seen waiting][watched in vain] */
};

static double log_share(const struct world *w, const struct tally *t, double p, double see) {
    const struct infer_options *o = w->o;
    double sum =
        (o->completion_a - 1 + t->flew) * log(p) + (o->completion_b - 1 + t->stayed) * log1p(-p);

    for (int k = 0; k < 2; k++)
        for (int v = 0; v < 2; v++) {
            double yes = (k ? o->waiting_odds : 1) * (v ? 1 - see : 1);

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
        t[c->group].flew += c->kind == CELL_FLOWN;
        t[c->group].stayed += c->kind == CELL_OUT;
        if (c->kind == CELL_MAYBE) t[c->group].open[c->yes != 1][c->in_vain]++;
    }
    if (open && !settled) w->notes |= INFER_COMPLETION_PRIOR;
    if (vain && *seen + *missed == 0) w->notes |= INFER_DETECTION_PRIOR;
    if (!vain || !isnan(w->o->fix_detection)) f->nsee = 1;
}

void fly_build(struct world *w, struct fly *f) {
    const struct infer_options *o = w->o;
    size_t ng = (size_t)w->in->ngroup;
    struct tally *t = ARENA_ARRAY(w->a, struct tally, ng);
    double seen = 0, missed = 0, lw[SEE_NODES] = {0}, lp[FLY_NODES];

    *f = (struct fly){.nsee = SEE_NODES,
                      .lambda_a = o->unlisted_a,
                      .lambda_b = o->unlisted_b,
                      .fixed = !isnan(o->fix_completion),
                      .p_fixed = o->fix_completion};
    count_slots(w, t, &seen, &missed, f);
    f->cdf = ARENA_ARRAY(w->a, double, ng *(size_t)f->nsee *FLY_NODES);
    for (int s = 0; s < f->nsee; s++) {
        double d = f->see[s] = f->nsee > 1 ? point(s, f->nsee)
                               : isnan(o->fix_detection)
                                   ? o->detection_a / (o->detection_a + o->detection_b)
                                   : o->fix_detection;

        lw[s] = f->nsee == 1 ? 0
                             : (o->detection_a - 1 + seen) * log(d) +
                                   (o->detection_b - 1 + missed) * log1p(-d);
        for (size_t g = 0; g < ng; g++) {
            for (int i = 0; i < FLY_NODES; i++) lp[i] = log_share(w, &t[g], point(i, FLY_NODES), d);
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
