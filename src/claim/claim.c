/* SPDX-License-Identifier: Apache-2.0 */
/* A statement is graded and laid beside the estimate; it is never one of the estimate's
 * observations, since then it would confirm itself. What cannot be compared is said to be so, with
 * the reason: most figures in print differ from the question in unit or period (a stock of people,
 * another month, seats), and a comparison that passes over that looks exact and is wrong. */
#include "claim/claim.h"

#include "base/bound.h"
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

struct claim_grade claim_grade_hold(struct claim_grade g, const struct claim_standing *s) {
    if (g.credibility == '1' && s->nroot < 2) g.credibility = '2';
    if (s->disputed && (g.credibility == '1' || g.credibility == '2')) g.credibility = '3';
    return g;
}

const char *claim_standing_text(struct arena *a, struct claim_grade g,
                                const struct claim_standing *s) {
    const char *objection = claim_grade_objection(a, g, s->nroot), *text = "";

    if (s->retracted) text = "It was retracted: it stands here as a record and confirms nothing.";
    if (objection) text = arena_printf(a, "%s%s%s", text, *text ? " " : "", objection);
    if (!s->disputed) return text;
    return arena_printf(a, "%s%sIt is disputed%s.", text, *text ? " " : "",
                        g.credibility == '1' || g.credibility == '2'
                            ? ", and 1 and 2 mean what other information agrees with: 3 at best"
                            : "");
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

enum claim_measures claim_measures_read(struct span s) {
    static const char *const words[] = {NULL, "one_way", "both_ways", "net", "stock"};

    for (int i = CLAIM_ONE_WAY; i <= CLAIM_STOCK; i++)
        if (span_is(s, words[i])) return (enum claim_measures)i;
    return CLAIM_NOT_SAID;
}

int claim_percentile(const double quantile[CLAIM_QUANTILES], double x) {
    int n = 0;

    while (n < CLAIM_QUANTILES && quantile[n] <= x) n++;
    return n;
}

void claim_quantity_bound(struct claim_quantity *q, struct span hedge) {
    enum bound b = bound_read(hedge);

    if (q->best < 0 || q->low >= 0 || q->high >= 0) return;
    if (b == BOUND_LEAST) q->low = q->best, q->best = -1;
    if (b == BOUND_MOST) q->high = q->best, q->best = -1;
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

bool claim_same_period(const struct claim_quantity *q, const struct claim_estimate *est) {
    int64_t lo = q->from > est->from ? q->from : est->from, hi = q->to < est->to ? q->to : est->to;
    int64_t first = q->from < est->from ? q->from : est->from,
            last = q->to > est->to ? q->to : est->to;

    if (q->from == UTC_NONE && q->to == UTC_NONE) return true;
    if (q->from == UTC_NONE || q->to == UTC_NONE || q->from > q->to) return false;
    return (hi - lo + 1) * 10 >= (last - first + 1) * 9;
}

/* --- How its figure is defined otherwise than the estimate. A bar keeps the two from being
 * compared; other differences are said beside the comparison. */
struct difference {
    bool bar;
    const char *words; /* without capital and full stop */
};
struct differences {
    struct difference v[CLAIM_DIFFERENCES];
    size_t n;
};

static void differ(struct differences *d, bool bar, const char *words) {
    d->v[d->n++] = (struct difference){bar, words};
}

static void differ_unit(struct differences *d, const struct claim_quantity *q, bool flights) {
    switch (q->unit) {
    case CLAIM_UNKNOWN: differ(d, true, "its unit is not stated"); break;
    case CLAIM_FLIGHTS:
        if (flights)
            differ(d, false,
                   "whether it counts flights that were announced, that were seen or that flew it "
                   "does not say; the estimate is of those that flew");
        else
            differ(d, true, "it counts flights, and for these days there is no estimate of them");
        break;
    case CLAIM_SHARE:
        differ(d, true, "it states a share, the estimate a number of person-movements");
        break;
    case CLAIM_PEOPLE:
        if (q->measures == CLAIM_STOCK && !q->computed) break; /* the stock says it */
        differ(d, false,
               "it speaks of people, the estimate of person-movements: whoever flies twice is one "
               "person and two movements");
        break;
    case CLAIM_SEATS:
    case CLAIM_MOVEMENTS: break;
    }
}

static void differ_measure(struct differences *d, const struct claim_quantity *q) {
    if (q->measures == CLAIM_STOCK)
        differ(d, !q->computed,
               q->computed
                   ? "it is said of a stock, how many were there, and computed as a flow, "
                     "how many could move"
                   : "it is a stock, how many were there on a day, the estimate a flow, how "
                     "many moved over a period");
    if (q->measures == CLAIM_BOTH_WAYS)
        differ(d, true, "it adds both directions, the estimate has one");
    if (q->measures == CLAIM_NET)
        differ(d, false, "it is net of those who came back, the estimate is gross");
    if (q->ways == CLAIM_OTHER_WAY)
        differ(d, true, "it is of another way than flights, the estimate of flights");
    if (q->ways == CLAIM_EVERY_WAY)
        differ(d, false, "it is of every way to travel, the estimate of flights");
}

/* The estimate is of some of the claim's days: what moved on the others can only add to it, unless those who came back are taken off. */
static bool reaches_beyond(const struct claim_quantity *q, const struct claim_estimate *est) {
    return est->part && (q->from < est->from || q->to > est->to) && q->measures != CLAIM_NET &&
           q->unit != CLAIM_SEATS;
}

/* How many of its days the estimate has nothing to say of. */
static void say_outside(struct buf *b, const struct claim_quantity *q,
                        const struct claim_estimate *est) {
    int64_t lo = q->from > est->from ? q->from : est->from, hi = q->to < est->to ? q->to : est->to,
            all = (int64_t)q->to - q->from + 1, both = hi - lo + 1;

    if (q->from == UTC_NONE || q->to == UTC_NONE || both == all)
        buf_puts(b, ", the estimate of ");
    else if (both <= 0)
        buf_puts(b, ", all of it outside the days of the estimate, ");
    else
        buf_printf(b,
                   est->part ? ", of which %d of %d days are outside the estimate; both have "
                             : ", of which %d of %d days are outside those of the estimate, ",
                   (int)(all - both), (int)all);
    say_period(b, est->from, est->to);
}

static void differ_period(struct arena *a, struct differences *d, const struct claim_quantity *q,
                          const struct claim_estimate *est) {
    bool same = claim_same_period(q, est);
    struct buf b = {0};

    if (q->from == UTC_NONE && q->to == UTC_NONE) {
        if (q->unit != CLAIM_SEATS) differ(d, false, "it does not say of which period it speaks");
        return;
    }
    if (q->from == est->from && q->to == est->to) return;
    buf_puts(&b, "it speaks of ");
    say_period(&b, q->from, q->to);
    say_outside(&b, q, est);
    if (same) buf_puts(&b, "; so near to one another, they are compared as one period");
    differ(d, !same && !reaches_beyond(q, est), arena_dup(a, buf_span(&b)));
    buf_fini(&b);
}

static struct differences differences_of(struct arena *a, const struct claim_quantity *q,
                                         const struct claim_estimate *est) {
    struct differences d = {.n = 0};

    differ_unit(&d, q, est->flights != NULL);
    if (q->unit != CLAIM_SEATS) differ_measure(&d, q);
    differ_period(a, &d, q, est);
    return d;
}

static char *capital(char *s) {
    if (*s >= 'a' && *s <= 'z') *s = (char)(*s & ~0x20);
    return s;
}

static const char *sentence(struct arena *a, const char *words) {
    return capital(arena_printf(a, "%s.", words));
}

/* Why it cannot be compared, written to b; false when it can. */
static bool not_compared(struct arena *a, struct buf *b, const struct differences *d) {
    const char *why = NULL;

    for (size_t i = 0; i < d->n; i++)
        if (d->v[i].bar) why = why ? arena_printf(a, "%s; %s", why, d->v[i].words) : d->v[i].words;
    if (why) buf_puts(b, sentence(a, arena_printf(a, "%s: not compared", why)));
    return why != NULL;
}

static void say_interval(struct buf *b, const struct claim_estimate *est) {
    num_people(b, llround(est->lo));
    if (llround(est->hi) != llround(est->lo)) {
        buf_puts(b, " to ");
        num_people(b, llround(est->hi));
    }
    if (est->flights)
        buf_puts(b, llround(est->lo) == 1 && llround(est->hi) == 1 ? " flight that flew"
                                                                   : " flights that flew");
    if (est->part) buf_puts(b, " for "), say_period(b, est->from, est->to);
    if (fabs(est->interval - 0.9) < 1e-9)
        buf_puts(b, " (9 in 10");
    else
        buf_printf(b, " (%.0f in 100", est->interval * 100);
    buf_puts(b, "; median ");
    num_people(b, llround(est->median));
    buf_putc(b, ')');
}

/* A range without a best figure: its percentile is that of its middle. */
static bool by_its_middle(const struct claim_quantity *q) {
    return q->best < 0 && q->low >= 0 && q->high >= 0;
}

static void say_percentile(struct buf *b, const struct claim_quantity *q, int k) {
    if (k < 0) return;
    buf_puts(b, by_its_middle(q) ? ", its middle " : ", ");
    if (k == 0)
        buf_puts(b, "below percentile 1");
    else if (k == CLAIM_QUANTILES)
        buf_puts(b, "at or above percentile 99");
    else
        buf_printf(b, "at percentile %d", k);
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
        buf_puts(b, " seats");
        if (est->part) buf_puts(b, " for "), say_period(b, est->from, est->to);
        buf_putc(b, '.');
    }
    buf_puts(b, " Seats bound the number of people and do not estimate it.");
    return over ? CLAIM_OVER_CEILING : CLAIM_NOT_COMPARED;
}

static enum claim_verdict verdict_of(struct range r, const struct claim_estimate *est) {
    return r.hi < est->lo ? CLAIM_BELOW : r.lo > est->hi ? CLAIM_ABOVE : CLAIM_INSIDE;
}

/* More flights than the case has: the model cannot tell how likely that is, since it takes the rest as not flown. */
static bool beyond_flights(struct range r, const struct claim_estimate *est) {
    return est->flights && r.lo > est->flights->listed - est->flights->cancelled;
}

static void say_beyond(struct buf *b, struct range r, const struct claim_estimate *est) {
    buf_puts(b, " is more than the ");
    if (beyond_flights(r, est)) {
        int n = est->flights->listed - est->flights->cancelled;

        buf_printf(b,
                   "%d flight%s announced or seen and not known to be cancelled: it knows of "
                   "others, or counts otherwise; the estimate is ",
                   n, n == 1 ? " that is" : "s that are");
    } else {
        num_people(b, est->ceiling);
        buf_printf(b, " seats of all slots%s that are not known to be cancelled; the estimate is ",
                   est->part ? " of these days" : "");
    }
    say_interval(b, est);
}

static enum claim_verdict against_interval(struct buf *b, const struct claim_quantity *q,
                                           const struct claim_estimate *est, int percentile) {
    struct range r = range_of(q);
    enum claim_verdict v = verdict_of(r, est);

    say_figure(b, q);
    if (beyond_flights(r, est) || (est->ceiling >= 0 && r.lo > est->ceiling)) {
        v = CLAIM_OVER_CEILING;
        say_beyond(b, r, est);
    } else {
        bool open = q->best < 0 && (q->low < 0 || q->high < 0);

        buf_printf(b, " %s the estimate of ",
                   v == CLAIM_BELOW   ? "lies below"
                   : v == CLAIM_ABOVE ? "lies above"
                   : open             ? "does not contradict"
                                      : "lies within");
        say_interval(b, est);
        say_percentile(b, q, percentile);
    }
    buf_putc(b, '.');
    return v;
}

static void say_rest(struct buf *b, struct range r, const struct claim_estimate *est) {
    double least = fmax(r.lo - est->hi, 0), most = r.hi - est->lo;

    buf_puts(b, ", and only its other days can make up for it: by ");
    if (isinf(most)) {
        num_people(b, llround(least));
        buf_puts(b, " or more");
    } else {
        num_people(b, llround(least));
        if (llround(most) != llround(least)) buf_puts(b, " to "), num_people(b, llround(most));
    }
}

/* Of the days that both have: what the others add is unknown, and not less than nothing. Too low a figure is too low whatever
 * it is; one that is higher is not contradicted. */
static enum claim_verdict against_some_days(struct buf *b, const struct claim_quantity *q,
                                            const struct claim_estimate *est) {
    struct range r = range_of(q);
    enum claim_verdict v = verdict_of(r, est);

    say_figure(b, q);
    buf_printf(b, " %s the estimate of ",
               v == CLAIM_BELOW   ? "lies below"
               : v == CLAIM_ABOVE ? "is more than"
                                  : "does not contradict");
    say_interval(b, est);
    if (v == CLAIM_ABOVE)
        say_rest(b, r, est);
    else
        buf_printf(b, "%s its other days can only add to that",
                   v == CLAIM_BELOW ? " already, and" : ":");
    buf_putc(b, '.');
    return v == CLAIM_ABOVE ? CLAIM_INSIDE : v;
}

/* An estimate that is one figure, and the claim has it: the middle, and no share of the outcomes is below or beyond it. */
static bool is_the_figure(const struct claim_quantity *q, const struct claim_estimate *est) {
    const double *v = est->quantile;

    return v && v[0] >= v[CLAIM_QUANTILES - 1] && fabs(range_of(q).at - v[0]) < 0.5;
}

/* What is known of the flights, whichever of them a claim may mean. */
static void say_flights(struct buf *b, const struct claim_flown *f) {
    buf_printf(b,
               " Of these days %d flight%s announced or seen, %d known to have flown (%d of them "
               "tracked) and %d known cancelled; flights that nobody announced or saw are in "
               "none of these figures.",
               f->listed, f->listed == 1 ? " is" : "s are", f->flown, f->tracked, f->cancelled);
}

/* How many of 100 outcomes are below x: fewer than are at or below it where outcomes are few, as numbers of flights. */
static int below(const double quantile[CLAIM_QUANTILES], double x) {
    int n = 0;

    while (n < CLAIM_QUANTILES && quantile[n] < x) n++;
    return n;
}

/* The percentile in words: how likely so many or more are by the estimate. A sentence of its own, in
 * which nothing is said of any source. Beyond the last percentile the chance is less than the
 * smallest that has a word, however far beyond. */
static void say_likelihood(struct arena *a, struct buf *b, const struct claim_quantity *q, int k,
                           const char *end) {
    double p = k < CLAIM_QUANTILES ? 1 - k / 100.0 : 0;

    if (k < 0 || (q->best < 0 && q->low < 0)) return; /* "at most" asks something else */
    buf_printf(b, " %s or more%s: %s%s.", by_its_middle(q) ? "As many as its middle" : "So many",
               end, claim_likelihood_word(p) ? "" : "a probability of ",
               claim_likelihood_text(a, p));
}

static void compare(struct arena *a, struct buf *b, const struct claim_quantity *q,
                    const struct claim_estimate *est, struct claim_finding *f) {
    struct differences d = differences_of(a, q, est);
    bool one, silent; /* silent: no share of the outcomes is told */
    int k = -1;

    for (size_t i = 0; i < d.n; i++) f->differs[f->ndiffers++] = sentence(a, d.v[i].words);
    if (not_compared(a, b, &d)) return;
    if (q->unit == CLAIM_SEATS) {
        f->verdict = against_seats(b, q, est);
        return;
    }
    f->held = est->quantile != NULL;
    one = is_the_figure(q, est);
    silent = one || beyond_flights(range_of(q), est);
    if (est->quantile)
        k = one            ? (CLAIM_QUANTILES + 1) / 2
            : est->flights ? below(est->quantile, range_of(q).at)
                           : claim_percentile(est->quantile, range_of(q).at);
    if (reaches_beyond(q, est)) {
        f->verdict = against_some_days(b, q, est);
        if (!silent) say_likelihood(a, b, q, k, " on these days alone");
    } else {
        f->percentile = k;
        f->verdict = against_interval(b, q, est, one ? -1 : k);
        if (!silent) say_likelihood(a, b, q, k, "");
    }
    if (est->flights) say_flights(b, est->flights);
    for (size_t i = 0; i < f->ndiffers; i++) buf_printf(b, " %s", f->differs[i]);
}

struct claim_finding claim_compare(struct arena *a, const struct claim_quantity *q,
                                   const struct claim_estimate *est) {
    struct claim_finding f = {.verdict = CLAIM_NOT_COMPARED, .percentile = -1};
    struct buf b = {0};

    if (q->low < 0 && q->best < 0 && q->high < 0) {
        f.verdict = CLAIM_NO_QUANTITY;
        buf_puts(&b, "It states no quantity: nothing to compare.");
    } else {
        compare(a, &b, q, est, &f);
    }
    f.text = capital(arena_dup(a, buf_span(&b)));
    buf_fini(&b);
    return f;
}

void claim_origins(const int *from, int *origin, size_t n) {
    enum { NOT_YET = -1, ON_THE_WAY = -2 };

    for (size_t i = 0; i < n; i++) origin[i] = NOT_YET;
    for (size_t i = 0; i < n; i++) {
        int at = (int)i, end;

        while (origin[at] == NOT_YET && from[at] >= 0 && (size_t)from[at] < n && from[at] != at)
            origin[at] = ON_THE_WAY, at = from[at];
        end = origin[at] >= 0 ? origin[at] : at;
        if (origin[at] == ON_THE_WAY) /* round, and at is in the circle */
            for (int k = from[at]; k != at; k = from[k])
                if (k < end) end = k;
        if (origin[at] == NOT_YET) origin[at] = end;
        for (int k = (int)i; origin[k] == ON_THE_WAY; k = from[k]) origin[k] = end;
    }
}
