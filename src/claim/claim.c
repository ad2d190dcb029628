/* SPDX-License-Identifier: Apache-2.0 */
/* A statement is graded and laid beside the estimate; it is never one of the estimate's
 * observations, since then it would confirm itself. What cannot be compared is said to be so, with
 * the reason: most figures in print differ from the question in unit or period (a stock of people,
 * another month, seats), and a comparison that passes over that looks exact and is wrong. */
#include "claim/claim.h"

#include "base/num.h"

#include <math.h>
#include <stdlib.h>

static const char *const reliability_words[] = {
    "completely reliable",  "usually reliable", "fairly reliable",
    "not usually reliable", "unreliable",       "of a reliability that cannot be judged"};
static const char *const credibility_words[] = {
    "confirmed by other sources",      "probably true", "possibly true", "doubtful", "improbable",
    "of a truth that cannot be judged"};

int claim_grade_read(struct span s, struct claim_grade *out, struct err *e) {
    struct claim_grade g = {'F', '6'};
    size_t i = 0;

    if (i < s.n && ((s.p[i] >= 'A' && s.p[i] <= 'F') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
        g.reliability = (char)(s.p[i++] & ~0x20);
    if (i < s.n && s.p[i] >= '1' && s.p[i] <= '6') g.credibility = s.p[i++];
    if (i < s.n)
        return err_set(e, RC_SYNTAX,
                       "grade: a letter A to F and a digit 1 to 6 were expected, as in C3");
    *out = g;
    return 0;
}

const char *claim_reliability_words(char reliability) {
    return reliability >= 'A' && reliability <= 'F' ? reliability_words[reliability - 'A'] : NULL;
}

const char *claim_credibility_words(char credibility) {
    return credibility >= '1' && credibility <= '6' ? credibility_words[credibility - '1'] : NULL;
}

const char *claim_grade_text(struct arena *a, struct claim_grade g) {
    const char *source = claim_reliability_words(g.reliability),
               *item = claim_credibility_words(g.credibility);

    return arena_printf(a, "%c%c: the source is %s; the information is %s.",
                        source ? g.reliability : 'F', item ? g.credibility : '6',
                        source ? source : reliability_words[5], item ? item : credibility_words[5]);
}

const char *claim_grade_objection(struct arena *a, struct claim_grade g, size_t nroot) {
    if (g.credibility != '1' || nroot >= 2) return NULL;
    return arena_printf(a,
                        "Credibility 1 says that other independent sources confirm it, and it "
                        "rests on %zu root%s: 2 at best.",
                        nroot, nroot == 1 ? "" : "s");
}

enum claim_unit claim_unit_read(struct span s) {
    static const struct {
        const char *word;
        enum claim_unit unit;
    } units[] = {{"person-movements", CLAIM_MOVEMENTS},
                 {"people", CLAIM_PEOPLE},
                 {"flights", CLAIM_FLIGHTS},
                 {"seats", CLAIM_SEATS},
                 {"share", CLAIM_SHARE}};

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (span_is(s, units[i].word)) return units[i].unit;
    return CLAIM_UNKNOWN;
}

int claim_percentile(const double quantile[CLAIM_QUANTILES], double x) {
    int n = 0;

    while (n < CLAIM_QUANTILES && quantile[n] <= x) n++;
    return n;
}

/* The range that a claim allows: "at least 100" has no upper end. */
struct range {
    double lo, hi, at; /* at: the figure whose percentile is told */
};

static struct range range_of(const struct claim_quantity *q) {
    struct range r = {q->low, q->high, q->best};

    if (q->low < 0) r.lo = q->best >= 0 ? q->best : 0;
    if (q->high < 0) r.hi = q->best >= 0 ? q->best : (double)INFINITY;
    if (q->best < 0)
        r.at = q->low < 0 ? q->high : q->high < 0 ? q->low : (q->low + (double)q->high) / 2;
    return r;
}

static void say_figure(struct buf *b, const struct claim_quantity *q) {
    if (q->best >= 0) num_people(b, q->best);
    if (q->low < 0 && q->high < 0) return;
    if (q->best >= 0) buf_puts(b, " (");
    if (q->high < 0) buf_puts(b, "at least ");
    if (q->low < 0) buf_puts(b, "at most ");
    if (q->low >= 0) num_people(b, q->low);
    if (q->low >= 0 && q->high >= 0) buf_puts(b, " to ");
    if (q->high >= 0) num_people(b, q->high);
    if (q->best >= 0) buf_putc(b, ')');
}

static void say_period(struct buf *b, int32_t from, int32_t to) {
    if (from == to)
        buf_puts(b, utc_date_text(from).s);
    else if (to == UTC_NONE)
        buf_printf(b, "the time from %s on", utc_date_text(from).s);
    else if (from == UTC_NONE)
        buf_printf(b, "the time up to %s", utc_date_text(to).s);
    else
        buf_printf(b, "%s to %s", utc_date_text(from).s, utc_date_text(to).s);
}

static bool same_period(const struct claim_quantity *q, const struct claim_estimate *est) {
    int64_t lo = q->from > est->from ? q->from : est->from, hi = q->to < est->to ? q->to : est->to;
    int64_t first = q->from < est->from ? q->from : est->from,
            last = q->to > est->to ? q->to : est->to;

    if (q->from == UTC_NONE && q->to == UTC_NONE) return true;
    if (q->from == UTC_NONE || q->to == UTC_NONE || q->from > q->to) return false;
    return (hi - lo + 1) * 10 >= (last - first + 1) * 9;
}

/* Why it cannot be compared, written to b; false when it can. */
static bool not_compared(struct buf *b, const struct claim_quantity *q,
                         const struct claim_estimate *est) {
    switch (q->unit) {
    case CLAIM_UNKNOWN: buf_puts(b, "Its unit is not stated: not compared."); return true;
    case CLAIM_FLIGHTS:
        buf_puts(b, "It counts flights, the estimate person-movements: not compared.");
        return true;
    case CLAIM_SHARE:
        buf_puts(b, "It states a share, the estimate a number of person-movements: not compared.");
        return true;
    case CLAIM_SEATS:
    case CLAIM_MOVEMENTS:
    case CLAIM_PEOPLE: break;
    }
    if (same_period(q, est)) return false;
    buf_puts(b, "It speaks of ");
    say_period(b, q->from, q->to);
    buf_puts(b, ", the estimate of ");
    say_period(b, est->from, est->to);
    buf_puts(b, ": not compared.");
    return true;
}

static void say_interval(struct buf *b, const struct claim_estimate *est) {
    num_people(b, llround(est->lo));
    buf_puts(b, " to ");
    num_people(b, llround(est->hi));
    if (fabs(est->interval - 0.9) < 1e-9)
        buf_puts(b, " (9 in 10");
    else
        buf_printf(b, " (%.0f in 100", est->interval * 100);
    buf_puts(b, "; median ");
    num_people(b, llround(est->median));
    buf_putc(b, ')');
}

static void say_percentile(struct buf *b, int k) {
    if (k < 0) return;
    if (k == 0)
        buf_puts(b, ", below percentile 1");
    else if (k == CLAIM_QUANTILES)
        buf_puts(b, ", at or above percentile 99");
    else
        buf_printf(b, ", at percentile %d", k);
}

static enum claim_verdict against_seats(struct buf *b, const struct claim_quantity *q,
                                        const struct claim_estimate *est) {
    bool over = est->ceiling >= 0 && range_of(q).lo > est->ceiling;

    say_figure(b, q);
    buf_puts(b, " seats ");
    if (est->ceiling < 0) {
        buf_puts(b, "have nothing to stand beside: no figure of seats is known.");
    } else {
        buf_printf(b, "%s the ceiling of ", over ? "are more than" : "lie within");
        num_people(b, est->ceiling);
        buf_puts(b, " seats.");
    }
    buf_puts(b, " Seats bound the number of people and do not estimate it.");
    return over ? CLAIM_OVER_CEILING : CLAIM_NOT_COMPARED;
}

static enum claim_verdict against_interval(struct buf *b, const struct claim_quantity *q,
                                           const struct claim_estimate *est, int percentile) {
    struct range r = range_of(q);
    enum claim_verdict v = r.hi < est->lo   ? CLAIM_BELOW
                           : r.lo > est->hi ? CLAIM_ABOVE
                                            : CLAIM_INSIDE;

    say_figure(b, q);
    if (est->ceiling >= 0 && r.lo > est->ceiling) {
        v = CLAIM_OVER_CEILING;
        buf_puts(b, " is more than the ");
        num_people(b, est->ceiling);
        buf_puts(b, " seats of all slots that are not known to be cancelled; the estimate is ");
        say_interval(b, est);
    } else {
        buf_printf(b, " lies %s the estimate of ",
                   v == CLAIM_BELOW   ? "below"
                   : v == CLAIM_ABOVE ? "above"
                                      : "within");
        say_interval(b, est);
        say_percentile(b, percentile);
    }
    buf_putc(b, '.');
    if (q->unit == CLAIM_PEOPLE)
        buf_puts(b, " It speaks of people, the estimate of person-movements: whoever flies twice "
                    "is one person and two movements.");
    if (q->from == UTC_NONE && q->to == UTC_NONE)
        buf_puts(b, " It does not say of which period it speaks.");
    return v;
}

struct claim_finding claim_compare(struct arena *a, const struct claim_quantity *q,
                                   const struct claim_estimate *est) {
    struct claim_finding f = {CLAIM_NOT_COMPARED, -1, NULL};
    struct buf b = {0};

    if (q->low < 0 && q->best < 0 && q->high < 0) {
        f.verdict = CLAIM_NO_QUANTITY;
        buf_puts(&b, "It states no quantity: nothing to compare.");
    } else if (!not_compared(&b, q, est)) {
        if (q->unit == CLAIM_SEATS) {
            f.verdict = against_seats(&b, q, est);
        } else {
            if (est->quantile) f.percentile = claim_percentile(est->quantile, range_of(q).at);
            f.verdict = against_interval(&b, q, est, f.percentile);
        }
    }
    f.text = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return f;
}

/* The end of a chain of parents; of a circle its smallest member. */
static int root_of(const int *parent, size_t n, int i) {
    int low;

    for (size_t step = 0; step <= n; step++) {
        int next = parent[i];

        if (next < 0 || (size_t)next >= n || next == i) return i;
        i = next;
    }
    low = i; /* n steps on and no end: i is in a circle */
    for (int j = parent[i]; j != i; j = parent[j])
        if (j < low) low = j;
    return low;
}

static int cmp_int(const void *x, const void *y) {
    int a = *(const int *)x, b = *(const int *)y;

    return (a > b) - (a < b);
}

size_t claim_roots(struct arena *a, const int *parent, size_t n, const int *source,
                   size_t nsource) {
    int *root = ARENA_ARRAY(a, int, nsource);
    size_t found = 0, distinct = 0;

    for (size_t i = 0; i < nsource; i++)
        if (source[i] >= 0 && (size_t)source[i] < n) root[found++] = root_of(parent, n, source[i]);
    if (found) qsort(root, found, sizeof *root, cmp_int);
    for (size_t i = 0; i < found; i++) distinct += i == 0 || root[i] != root[i - 1];
    return distinct;
}
