/* SPDX-License-Identifier: Apache-2.0 */
/* Which slot to count next: by how much a count would narrow the total, from the covariances of the draws. */
#include "infer/infer.h"

#include <math.h>
#include <stdlib.h>

/* Variance of what would be written, about the people aboard (docs/MODEL.md, section 5), at m people on average, second moment m2. */
static double error_variance(enum infer_method method, double m, double m2) {
    if (method == INFER_EYE) return 0.32 * 0.32 * m2;
    if (method == INFER_PROXY) return (0.4 * 0.4 + 0.4 * 0.4) * m2;
    return 0.055 * 0.055 * m2 + (m > 0 ? 0.1 : 0);
}

static int by_gain(const void *x, const void *y) {
    const struct infer_gain *a = x, *b = y;

    if (a->narrowing != b->narrowing) return a->narrowing < b->narrowing ? 1 : -1;
    if (a->slot != b->slot) return a->slot > b->slot ? 1 : -1;
    return (a->method > b->method) - (a->method < b->method);
}

/* What is left of the variance of the total, at least, when y = n + error is known of one flight. Its people and their covariance with those
 * on all others come from linear regression. Counted, a flight no longer speaks for those that nobody counted: of what it says of the others only
 * the part counts that the factor between the two does not move. */
static double left(const struct infer_slot_result *s, double total, double error) {
    double others = total - 2 * s->cov + s->var, level = s->cov_level / (s->var_level + error);

    return others - level * s->cov_level + s->var * error / (s->var + error) + 2 * level * error;
}

size_t infer_plan(struct arena *a, const struct infer_input *in, const struct infer_result *r,
                  struct infer_gain **list) {
    static const enum infer_method method[] = {INFER_COUNTED, INFER_EYE, INFER_PROXY};
    struct infer_gain *v = ARENA_ARRAY(a, struct infer_gain, 3 * in->nslot);
    double total = 0;
    size_t n = 0;

    for (size_t i = 0; i < in->nslot; i++) total += r->slot[i].cov;
    for (size_t i = 0; i < in->nslot; i++) {
        const struct infer_slot_result *s = &r->slot[i];

        if (in->slot[i].state == INFER_CANCELLED || s->counted || !(s->var > 0) || !(total > 0))
            continue;
        for (size_t k = 0; k < 3; k++) {
            double m = s->people.mean, error = error_variance(method[k], m, s->var + m * m);
            double part = fmin(fmax(0, left(s, total, error) / total), 1);

            v[n++] = (struct infer_gain){.slot = i,
                                         .method = method[k],
                                         .sd_before = sqrt(total),
                                         .sd_after = sqrt(total * part),
                                         .narrowing = 1 - sqrt(part)};
        }
    }
    if (n) qsort(v, n, sizeof *v, by_gain);
    *list = v;
    return n;
}
