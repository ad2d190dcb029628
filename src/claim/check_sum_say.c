/* SPDX-License-Identifier: Apache-2.0 */
/* The findings of check_sum.c in words, with their level and the rows behind them. */
#include "claim/check_sum.h"

#include <math.h>
#include <stdlib.h>

#define SHORT (-2.0)       /* sd: a sum so far below its total that somebody was not counted */
#define SHORT_MAYBE (-3.0) /* the same where no flight without a number is known to have flown */
#define Z90 1.645          /* both ends of a 90 % range of a normal */
#define SLIP 3             /* people: a smaller difference of a number and its parts is a slip */

static void refer(struct check *c, struct check_finding *f, int count) {
    for (size_t i = 0; i < f->counts.n; i++)
        if (f->counts.v[i] == count) return;
    if (count >= 0) *vec_push(c->a, &f->counts) = count;
}

static const char *period_text(struct sums *x, int32_t from, int32_t to) {
    return arena_printf(x->c->a, "%s to %s", utc_date_text(from).s, utc_date_text(to).s);
}

/* "39 below", "1 above", "equal to" the total. */
static const char *gap_text(struct sums *x, double gap) {
    long n = lround(gap);

    if (n == 0) return "equal to";
    return arena_printf(x->c->a, "%ld %s", labs(n), n < 0 ? "below" : "above");
}

static const char *side_text(struct sums *x, const struct side *s) {
    return arena_printf(x->c->a, "on %.*s %s the total of %.0f by %.*s",
                        SPAN_ARG(check_corridor(x->c, s->corridor)), gap_text(x, s->sum - s->total),
                        s->total, SPAN_ARG(check_source(x->c, x->c->in->count[s->count].source)));
}

static double gap(const struct side *s) {
    return s->sum - s->total;
}

/* --- direction-swapped --- */

static const char *part_sum(struct sums *x, const struct check_count *k, int other) {
    int sum;
    bool whole;

    if (!check_parts(k, &sum, &whole) || abs(sum - other) > 1) return NULL;
    if (!whole) return arena_printf(x->c->a, "%d", sum);
    return arena_printf(x->c->a, "%d + %d = %d", k->men, k->women, sum);
}

static const char *parts_text(struct sums *x, const struct check_count *k,
                              const struct check_count *m) {
    const char *p = part_sum(x, k, m->best), *q = part_sum(x, m, k->best);

    if (!p && !q) return "";
    return arena_printf(x->c->a, " Their parts add to the number of the other direction (%s%s%s).",
                        p ? p : "", p && q ? " and " : "", q ? q : "");
}

static const char *totals_text(struct sums *x, const struct period *p, const struct period *q) {
    const struct side *s = p->side, *t = q->side;

    if (s[0].count < 0) return "";
    if (s[1].count < 0)
        return arena_printf(x->c->a, " The counts of %s are %s; exchanged, %s.",
                            period_text(x, p->from, p->to), side_text(x, &s[0]),
                            gap_text(x, gap(&t[0])));
    return arena_printf(x->c->a, " The counts of %s are %s, and %s; exchanged, %s.",
                        period_text(x, p->from, p->to), side_text(x, &s[0]), side_text(x, &s[1]),
                        lround(gap(&t[0])) == 0 && lround(gap(&t[1])) == 0
                            ? "both are equal to their totals"
                            : arena_printf(x->c->a, "they are %s and %s their totals",
                                           gap_text(x, gap(&t[0])), gap_text(x, gap(&t[1]))));
}

/* Sources that repeat the exchanged numbers: they are no second opinion. */
static const char *repeated(struct sums *x, int f, int own) {
    const struct check *c = x->c;
    int g = c->in->flight[f].twin;

    for (size_t i = c->first[f]; i < c->first[f + 1]; i++)
        for (size_t j = c->first[g]; j < c->first[g + 1]; j++) {
            const struct check_count *k = &c->in->count[c->of_flight[i]],
                                     *m = &c->in->count[c->of_flight[j]];

            if (k->source != m->source || k->source == own || k->best < 0 || m->best < 0) continue;
            if ((k->best < m->best) != (x->value[f] < x->value[g])) continue;
            return arena_printf(
                c->a,
                " %.*s has the same order (%d and %d): two columns that agree may be one look.",
                SPAN_ARG(check_source(c, k->source)), k->best, m->best);
        }
    return "";
}

/* "2030-01-15 XX1 and XX2": the two legs of a turn have two numbers. */
static const char *pair_name(const struct check *c, int f, int g) {
    struct span x = c->in->flight[f].number, y = c->in->flight[g].number;
    const char *name = check_flight_name(c, f);

    if (y.n == 0 || span_eq(x, y)) return name;
    return arena_printf(c->a, "%s and %.*s", name, SPAN_ARG(y));
}

static const char *rivals_text(struct sums *x) {
    const char *s = "";

    for (size_t i = 0; i < x->rivals.n; i++)
        s = arena_printf(x->c->a, "%s%s%s", s, i ? " or " : "",
                         check_flight_name(x->c, x->rivals.v[i]));
    if (x->rivals.n == 0) return "";
    return arena_printf(x->c->a, " The totals are met as well by exchanging %s instead.", s);
}

static const char *swap_text(struct sums *x, const struct period *p, const struct period *q, int f,
                             const char *parts) {
    struct check *c = x->c;
    int g = c->in->flight[f].twin, source = c->in->count[x->pick[f]].source;

    return arena_printf(
        c->a,
        "%s: the numbers of the two directions look exchanged: by %.*s, %.0f on %.*s and %.0f on "
        "%.*s.%s%s%s%s",
        pair_name(c, f, g), SPAN_ARG(check_source(c, source)), x->value[f],
        SPAN_ARG(check_corridor(c, c->in->flight[f].corridor)), x->value[g],
        SPAN_ARG(check_corridor(c, c->in->flight[g].corridor)), parts, totals_text(x, p, q),
        repeated(x, f, source), rivals_text(x));
}

void sum_say_swap(struct sums *x, const struct period *p, const struct period *q, int f) {
    struct check *c = x->c;
    int g = c->in->flight[f].twin;
    const struct check_count *k = &c->in->count[x->pick[f]], *m = &c->in->count[x->pick[g]];
    bool both = part_sum(x, k, m->best) && part_sum(x, m, k->best);
    bool totals = p->side[0].count >= 0 && p->side[1].count >= 0;
    struct check_finding *o =
        check_add(c, "direction-swapped", both || totals ? CHECK_ERROR : CHECK_WARNING);

    o->text = swap_text(x, p, q, f, parts_text(x, k, m));
    if (*parts_text(x, k, m)) o->open = swap_text(x, p, q, f, "");
    o->settles =
        "The observer's own sheet or picture of that flight: who walked to the aircraft and "
        "who from it";
    refer(c, o, x->pick[f]);
    refer(c, o, x->pick[g]);
    refer(c, o, p->side[0].count);
    refer(c, o, p->side[1].count);
    for (size_t i = 0; i < x->rivals.n; i++) refer(c, o, x->pick[x->rivals.v[i]]);
}

/* --- hidden-flight --- */

static const char *uncounted(struct sums *x, const struct side *s, enum check_state state,
                             struct check_finding *o) {
    struct buf b = {0};
    const char *out;

    for (size_t i = 0; i < s->flights.n; i++) {
        int f = s->flights.v[i];

        if (!isnan(x->value[f]) || x->c->in->flight[f].state != state) continue;
        buf_printf(&b, "%s%s", b.n ? ", " : "", check_flight_name(x->c, f));
        *vec_push(x->c->a, &o->flights) = f;
    }
    out = arena_dup(x->c->a, buf_span(&b));
    buf_fini(&b);
    return out;
}

/* Flights whose exchange would explain the gap as well (rivals). */
static const char *instead(struct sums *x, struct check_finding *o) {
    struct buf b = {0};
    const char *out = "";

    for (size_t i = 0; i < x->rivals.n; i++) {
        buf_printf(&b, "%s%s", i ? ", " : "", check_flight_name(x->c, x->rivals.v[i]));
        refer(x->c, o, x->pick[x->rivals.v[i]]);
    }
    if (b.n)
        out = arena_printf(
            x->c->a,
            " Or the numbers of the two directions were exchanged, on %s%s: that "
            "explains it as well, and the other direction has no total that would tell.",
            x->rivals.n > 1 ? "one of " : "", b.p);
    buf_fini(&b);
    return out;
}

static enum check_level hidden_level(const struct side *s) {
    if (sum_gap(s) > SHORT || s->flown > s->counted) return CHECK_NOTE;
    return s->unknown > s->counted ? CHECK_WARNING : CHECK_ERROR;
}

static void hidden_flown(struct sums *x, const struct period *p, const struct side *s) {
    enum check_level level = hidden_level(s);
    struct check_finding *o = check_add(x->c, "hidden-flight", level);
    double about = -gap(s), sd = sqrt(s->var * s->scale * s->scale + 0.25);
    double lo = fmax(about - Z90 * sd, 0), hi = fmax(about + Z90 * sd, 0);
    bool short_of = sum_gap(s) <= SHORT, one = s->flown == 1;
    const char *left =
        short_of
            ? arena_printf(x->c->a, "%s carried %sabout %.0f (%.0f to %.0f by errors of counting)",
                           one ? "it" : "they", one ? "" : "together ", about, lo, hi)
            : arena_printf(x->c->a, "the total leaves no more than %.0f for %s", hi,
                           one ? "it" : "them together");

    o->text = arena_printf(
        x->c->a,
        "%s on %.*s: flew, and nobody has a number. The counts of %s are %s: %s. %sIt is "
        "unknown, never 0.%s",
        uncounted(x, s, CHECK_FLOWN, o), SPAN_ARG(check_corridor(x->c, s->corridor)),
        period_text(x, p->from, p->to), side_text(x, s), left,
        s->unknown ? "Of other flights of the period it is not known whether they flew. " : "",
        short_of ? instead(x, o) : "");
    o->settles =
        "A count, list or picture of that flight by anybody; else the total itself, which then "
        "cannot be checked by the counts";
    refer(x->c, o, s->count);
}

static void hidden_maybe(struct sums *x, const struct period *p, const struct side *s) {
    struct check_finding *o = check_add(x->c, "hidden-flight", CHECK_WARNING);

    o->text = arena_printf(
        x->c->a,
        "%s on %.*s: no number, and no report whether it flew. The counts of %s are %s, more "
        "than errors of counting: %s may have flown with about %.0f.%s",
        uncounted(x, s, CHECK_UNKNOWN, o), SPAN_ARG(check_corridor(x->c, s->corridor)),
        period_text(x, p->from, p->to), side_text(x, s), s->unknown > 1 ? "together they" : "it",
        -gap(s), instead(x, o));
    o->settles =
        s->unknown > 1 ? "Which of these flights operated" : "Whether that flight operated";
    refer(x->c, o, s->count);
}

void sum_say_hidden(struct sums *x, const struct period *p, const struct side *s) {
    if (s->flown)
        hidden_flown(x, p, s);
    else if (s->unknown && s->unknown <= s->counted && sum_gap(s) <= SHORT_MAYBE)
        hidden_maybe(x, p, s);
}

/* --- sum-mismatch --- */

void sum_say_gap(struct sums *x, const struct period *p, const struct side *raw,
                 const struct side *s) {
    bool more = raw->sum > raw->total;
    struct check_finding *o;
    const char *rest = "";

    if (!more && raw->unknown) return; /* what is not known may be the difference */
    if (!more && raw->flown > raw->counted) return;
    o = check_add(x->c, "sum-mismatch", CHECK_WARNING);
    if (fabs(gap(raw) - gap(s)) >= 1)
        rest = arena_printf(x->c->a, " With the errors found on single flights they are %s it.",
                            gap_text(x, gap(s)));
    else if (!more && raw->flown)
        rest = arena_printf(x->c->a, " %d more flight%s flew without a number.", raw->flown,
                            raw->flown == 1 ? "" : "s");
    o->text = arena_printf(
        x->c->a,
        "The counts of %d flight%s of %s are %s, %.1f times the sd of errors of counting.%s",
        raw->counted, raw->counted == 1 ? "" : "s", period_text(x, p->from, p->to),
        side_text(x, raw), fabs(sum_gap(raw)), rest);
    o->settles = "Whom the total counts, and whether it has the same flights: its list by day";
    refer(x->c, o, raw->count);
    for (size_t i = 0; i < raw->flights.n; i++) refer(x->c, o, x->pick[raw->flights.v[i]]);
}

/* --- note-mismatch --- */

static enum check_level note_level(const struct sums *x, int f, int k, int sum, bool whole) {
    int best = x->c->in->count[k].best, off = abs(sum - best);
    bool known = x->pick[f] == k && !isnan(x->note_gain[f]);

    if (!whole && sum < best) /* the parts may leave some out, unless a total sides with them */
        return known && x->note_gain[f] > SUM_NOTE_LOOSE && off >= SLIP ? CHECK_ERROR : CHECK_NOTE;
    if (off < SLIP) return CHECK_WARNING;
    if (known) return x->note_gain[f] > SUM_NOTE ? CHECK_ERROR : CHECK_WARNING;
    return off >= 0.1 * best ? CHECK_ERROR : CHECK_WARNING;
}

static const char *written(struct sums *x, const struct check_count *k, int sum) {
    if (k->men >= 0 && k->women >= 0)
        return arena_printf(x->c->a, "%d men + %d women = %d", k->men, k->women, sum);
    return k->men >= 0 ? arena_printf(x->c->a, "%d men", k->men)
                       : arena_printf(x->c->a, "%d women", k->women);
}

static const char *what_total_says(struct sums *x, int f, int k, int sum) {
    double now = x->note_gap[f], off = sum - x->c->in->count[k].best;
    const struct check_count *t;

    if (x->pick[f] != k || x->note_total[f] < 0) return "";
    t = &x->c->in->count[x->note_total[f]];
    if (isnan(now))
        return x->note_gain[f] > SUM_NOTE
                   ? ""
                   : arena_printf(x->c->a, " The total of %s by %.*s %s.",
                                  period_text(x, t->from, t->to),
                                  SPAN_ARG(check_source(x->c, t->source)),
                                  x->note_gain[f] > 0 ? "is met better with the parts, and by less "
                                                        "than errors of counting: it does not tell"
                                                      : "does not speak for the parts");
    return arena_printf(x->c->a,
                        " The counts of %s are %s the total of %d by %.*s; with the parts, %s it.",
                        period_text(x, t->from, t->to), gap_text(x, now), t->best,
                        SPAN_ARG(check_source(x->c, t->source)), gap_text(x, now + off));
}

static void say_note(struct sums *x, int f, int k) {
    struct check *c = x->c;
    const struct check_count *n = &c->in->count[k];
    struct check_finding *o;
    const char *where;
    bool whole;
    int sum;

    if (c->exchanged[f] || !check_parts(n, &sum, &whole) || sum == n->best) return;
    if (n->best < 0) {
        if (sum == 0) return;
        o = check_add(c, "note-mismatch", CHECK_NOTE);
        where = arena_printf(c->a, "%s on %.*s: no number, but parts", check_flight_name(c, f),
                             SPAN_ARG(check_corridor(c, n->corridor)));
        o->text = arena_printf(c->a, "%s: %s.", where, written(x, n, sum));
        o->open = arena_printf(c->a, "%s.", where);
    } else {
        enum check_level level = note_level(x, f, k, sum, whole);

        o = check_add(c, "note-mismatch", level);
        where = arena_printf(c->a, "%s on %.*s: %.*s wrote %d, and the parts",
                             check_flight_name(c, f), SPAN_ARG(check_corridor(c, n->corridor)),
                             SPAN_ARG(check_source(c, n->source)), n->best);
        o->text = arena_printf(c->a, "%s say %s%s.%s", where, written(x, n, sum),
                               level == CHECK_NOTE ? ", which may leave some out" : "",
                               level == CHECK_NOTE ? "" : what_total_says(x, f, k, sum));
        o->open = arena_printf(c->a, "%s say something else.", where);
    }
    o->settles = "The observer's own sheet: whether the number or one of its parts is the slip";
    refer(c, o, k);
    if (x->pick[f] == k) refer(c, o, x->note_total[f]);
}

void sum_say_notes(struct sums *x) {
    for (size_t i = 0; i < x->c->in->nflight; i++) {
        int f = x->order[i];

        for (size_t j = x->c->first[f]; j < x->c->first[f + 1]; j++)
            say_note(x, f, x->c->of_flight[j]);
    }
}
