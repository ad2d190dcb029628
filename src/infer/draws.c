/* SPDX-License-Identifier: Apache-2.0 */
/* All draws, and what is kept of them. */
#include "infer/draw.h"

#include <math.h>

void draw_each(struct run *r, struct post *post, size_t npost, void (*f)(struct run *r, size_t i)) {
    double cum = 0;
    size_t i = 0, n = r->d->n;

    for (size_t s = 0; s < npost; s++) {
        struct post *p = &post[s];
        struct flow flow = post_scratch(r->w->a, p, &p->every);

        draw_path(r, p);
        for (size_t k = 0; k < p->nnode; k++) {
            double w = p->weight[k];
            bool last = s + 1 == npost && k + 1 == p->nnode, open = false;
            struct node at = post_node(p, k);

            for (; i < n && (last || (double)i + r->shift[0] < (cum + w) * (double)n); i++) {
                double u = w > 0 ? (((double)i + r->shift[0]) / (double)n - cum) / w : 0.5;

                if (r->times && !r->times[i]) continue;
                if (!open) post_flow(r->w->a, p, &at, &flow);
                open = true;
                draw_one(r, p, &at, &flow, i, fmin(fmax(u, 0), 1));
                f(r, i);
            }
            cum += w;
        }
    }
}

/* The sums up to each cell, which stand in order of their day: a stretch of days is the difference of two. */
static void keep_windows(struct run *r) {
    struct draws *d = r->d;

    for (size_t j = 0; d->nwindow && j < r->w->n; j++) {
        bool out = r->w->cell[j].kind == CELL_OUT;

        d->through[j + 1] = d->through[j] + (out ? 0 : r->people[j] + r->more[j]);
        d->through_flew[j + 1] = d->through_flew[j] + (out ? 0 : r->went[j]);
    }
    for (size_t k = 0; k < d->nwindow; k++) {
        size_t lo = d->window_lo[k], hi = d->window_hi[k];

        d->window[k * d->n + r->at] = d->through[hi] - d->through[lo];
        d->window_flew[k * d->n + r->at] = d->through_flew[hi] - d->through_flew[lo];
    }
}

static void keep(struct run *r, size_t i) {
    struct draws *d = r->d;
    size_t n = d->n;
    double score = r->delta / (1 + fabs(r->delta)); /* tails tamed */

    if (r->times) period_again(r);
    for (int t = r->times ? r->times[i] : 1; t > 0 && r->at < n; t--, r->at++) {
        int32_t total = 0, flew = 0;

        keep_windows(r);
        for (size_t j = 0; j < r->w->n; j++) {
            int32_t v = r->people[j] + r->more[j];

            if (r->w->cell[j].kind == CELL_OUT) continue;
            total += v;
            flew += r->went[j];
            d->month[d->month_of[j] * n + r->at] += v;
            d->point[d->point_of[j] * n + r->at] += v;
            d->hist[j][r->people[j]]++;
            d->flown[j] += r->times ? r->went[j] : r->place[j].chance;
        }
        d->total[r->at] = total;
        even_add(r);
        d->operated[r->at] = flew;
        d->extra[r->at] = r->extra;
        if (r->at == 0) d->pivot = total;
        d->score += score, d->score2 += score * score;
        d->score_total += score * (total - d->pivot);
        for (size_t j = 0; j < r->w->n; j++)
            if (r->w->cell[j].kind != CELL_OUT) {
                d->cross[j] += r->people[j] * (total - d->pivot);
                d->tilt[j] += r->people[j] * score;
            }
    }
}

void draw_run(struct world *w, struct fly *fly, const struct axes *x, struct post *post,
              size_t npost, struct draws *d) {
    struct run r = {.w = w, .fly = fly, .x = x, .d = d};

    draw_open(&r);
    d->ess = (double)d->n;
    period_weigh(&r, post, npost);
    even_open(&r);
    draw_each(&r, post, npost, keep);
    even_out(&r);
    for (size_t i = 0; i < w->n; i++) d->flown[i] /= (double)d->n;
}
