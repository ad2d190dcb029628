/* SPDX-License-Identifier: Apache-2.0 */
#include "infer/twolist.h"

#include "base/normal.h"

#include <math.h>

/* The transformed logit interval (Sadinle 2009, Communications in Statistics, Simulation and Computation 38:1909): log-normal in
 * those whom nobody saw, half a person added to each cell, so that it has a width where nobody or everybody is on both lists. */
static void interval(struct twolist *t, double level) {
    double a = t->first - t->both + 0.5, b = t->second - t->both + 0.5, c = t->both + 0.5;
    double sd = sqrt(1 / a + 1 / b + 1 / c + c / a / b),
           factor = exp(normal_quantile((1 + level) / 2) * sd);
    double unseen = a * b / c;

    t->lo = fmax(t->seen, t->seen - 0.5 + unseen / factor);
    t->hi = t->seen - 0.5 + unseen * factor;
}

static const char *reason(const struct twolist *t) {
    if (t->first == 0 || t->second == 0)
        return "one list is empty, so there is nothing to compare: at least as many as the other "
               "list has";
    if (t->both == 0) return "nobody is on both lists, so they do not say how many neither has";
    return "two lists cannot tell whether some people are harder to see than others, and if so "
           "there are more than the figure says: of 83 pairs of observers who looked for the same "
           "150 stakes, the usual 95 % interval held the 150 for none";
}

int twolist_run(int first, int second, int both, double level, struct twolist *out, struct err *e) {
    struct twolist t = {.first = first, .second = second, .both = both};

    if (first < 0 || second < 0 || both < 0)
        return err_set(e, RC_RANGE, "a list cannot hold fewer than 0 people");
    if (both > first || both > second)
        return err_set(e, RC_RANGE, "%d on both lists, but only %d on one of them", both,
                       first < second ? first : second);
    if (first > 1000000000 || second > 1000000000)
        return err_set(e, RC_RANGE, "a list of more than 1,000,000,000 people");
    if (!(level > 0 && level < 1))
        return err_set(e, RC_RANGE, "the level of an interval is between 0 and 1");
    t.seen = first + second - both;
    t.chapman = (first + 1.0) * (second + 1.0) / (both + 1.0) - 1;
    interval(&t, level);
    t.why = reason(&t);
    *out = t;
    return 0;
}
