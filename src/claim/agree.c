/* SPDX-License-Identifier: Apache-2.0 */
/* Does another statement say the same? "Confirmed" in the code is a second voice for one thing, so that
 * another place, time or number is none, and neither is a voice that has no standing itself. */
#include "base/bound.h"
#include "claim/check_in.h"
#include "claim/claim.h"

#include <math.h>

#define FAR 2.0 /* sd of counting: figures further apart are not one figure */

struct interval {
    double lo, hi;
    bool any, rough;
};

static struct interval interval_of(const struct claim_said *k) {
    enum bound b = bound_read(k->hedge);
    struct interval r = {k->q.low, k->q.high, false, b != BOUND_NONE};

    r.any = k->q.low >= 0 || k->q.best >= 0 || k->q.high >= 0;
    if (k->q.low < 0) r.lo = k->q.best >= 0 && b != BOUND_MOST ? k->q.best : 0;
    if (k->q.high < 0) r.hi = k->q.best >= 0 && b != BOUND_LEAST ? k->q.best : (double)INFINITY;
    return r;
}

/* The error of a careful count, and what "about" adds to it (docs/CHECKS.md). Not of infinity. */
static double spread(double people, bool rough) {
    return check_sd(people) + (rough ? 0.05 * people : 0);
}

static const char *other_figure(const struct claim_said *k, const struct claim_said *other) {
    struct interval x = interval_of(k), y = interval_of(other), below = x, above = y;

    if (!x.any) return NULL; /* who gives a figure says more */
    if (!y.any) return "gives no figure";
    if ((isinf(y.hi) && !isinf(x.hi)) || (x.lo > 0 && y.lo <= 0 && y.hi > 0))
        return "only bounds the figure";
    if (x.lo > y.hi) below = y, above = x;
    if (below.hi >= above.lo) return NULL;
    return above.lo - below.hi >
                   FAR * hypot(spread(above.lo, above.rough), spread(below.hi, below.rough))
               ? "gives another figure"
               : NULL;
}

/* Days from..to; an end that is not named is open. A stock is of one day. */
static void days_of(const struct claim_quantity *q, int64_t *from, int64_t *to) {
    bool day = q->measures == CLAIM_STOCK && (q->from == UTC_NONE) != (q->to == UTC_NONE);

    *from = q->from != UTC_NONE ? q->from : day ? q->to : INT64_MIN;
    *to = q->to != UTC_NONE ? q->to : day ? q->from : INT64_MAX;
}

static const char *other_period(const struct claim_quantity *k,
                                const struct claim_quantity *other) {
    int64_t from, to, from2, to2;

    if (k->from == UTC_NONE && k->to == UTC_NONE) return NULL;
    if (other->from == UTC_NONE && other->to == UTC_NONE) return "names no period";
    days_of(k, &from, &to), days_of(other, &from2, &to2);
    return from <= to2 && from2 <= to ? NULL : "speaks of another period";
}

/* People and person-movements are one thing here: whoever counts the one on a flight counts the other. */
static bool other_unit(enum claim_unit x, enum claim_unit y) {
    if (x == CLAIM_MOVEMENTS) x = CLAIM_PEOPLE;
    if (y == CLAIM_MOVEMENTS) y = CLAIM_PEOPLE;
    return x != y && x != CLAIM_UNKNOWN && y != CLAIM_UNKNOWN;
}

const char *claim_unlike(const struct claim_said *k, const struct claim_said *other) {
    const char *why;

    if (k->corridor != other->corridor) return "speaks of another corridor, or of none";
    if (k->flight.n && other->flight.n && !span_eq(k->flight, other->flight))
        return "speaks of another flight";
    if (k->q.ways != other->q.ways) return "speaks of another way of travel";
    if (k->q.measures != other->q.measures && k->q.measures && other->q.measures)
        return "measures something else";
    if ((why = other_period(&k->q, &other->q))) return why;
    if (other_unit(k->q.unit, other->q.unit)) return "counts something else";
    return other_figure(k, other);
}

const char *claim_confirms_nothing(struct claim_grade g) {
    if (g.reliability > 'D')
        return g.reliability == 'E' ? "is by a source graded E"
                                    : "is by a source that nobody could judge (F)";
    if (g.credibility > '4')
        return g.credibility == '5' ? "is graded 5 itself"
                                    : "is itself one that nobody could judge (6)";
    return NULL;
}

static char further(char x, char y) {
    if (y > x) x = y;
    return x;
}

struct claim_grade claim_grade_under(struct claim_grade g, struct claim_grade root) {
    return (struct claim_grade){further(g.reliability, root.reliability),
                                further(g.credibility, root.credibility)};
}
