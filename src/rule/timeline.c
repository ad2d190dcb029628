/* SPDX-License-Identifier: Apache-2.0 */
/* A rule on the timeline: where a day lies, who was still there by whom, what flew after the
 * deadline. A flight after a deadline is no breach of a duty to send people home: it may be the duty
 * kept late, and the people on it the proof that they had stayed. So every figure stands with what it
 * can show and what not, and beside every duty stands that the same seats may carry somebody whose
 * return is prohibited. */
#include "base/bound.h"
#include "base/num.h"
#include "rule/rule.h"

#include <math.h>
#include <stdlib.h>

enum rule_state rule_on(const struct rule *r, int32_t day, int32_t *days) {
    bool from = r->from != UTC_NONE, until = r->until != UTC_NONE;

    *days = 0;
    if (!from && !until) return RULE_NO_DATES;
    if (from && until && r->from > r->until) return RULE_CONTRADICTS;
    if (from && day < r->from) {
        *days = r->from - day;
        return RULE_BEFORE;
    }
    if (!until) {
        *days = day - r->from;
        return RULE_OPEN;
    }
    *days = abs(day - r->until);
    return day > r->until ? RULE_OVERDUE : RULE_RUNNING;
}

const char *rule_state_word(enum rule_state s) {
    static const char *const words[] = {
        [RULE_NO_DATES] = "undated", [RULE_CONTRADICTS] = "contradictory",
        [RULE_BEFORE] = "not_yet",   [RULE_OPEN] = "open",
        [RULE_RUNNING] = "running",  [RULE_OVERDUE] = "overdue"};

    return words[s];
}

const char *rule_kind_word(enum rule_kind k) {
    static const char *const words[] = {
        [RULE_DATES] = "dates",   [RULE_STATE] = "state",           [RULE_REMAINED] = "remained",
        [RULE_STOCK] = "stock",   [RULE_FLIGHTS] = "flights",       [RULE_MOVEMENTS] = "movements",
        [RULE_LIMITS] = "limits", [RULE_PROTECTION] = "protection", [RULE_MISSING] = "missing"};

    return words[k];
}

/* --- the list of evidence --- */

/* The next kind of the list, trimmed; n == 0 at the end. */
static struct span next_kind(struct span *rest) {
    while (rest->n) {
        size_t n = 0;
        struct span one;

        while (n < rest->n && rest->p[n] != ';' && rest->p[n] != ',') n++;
        one = span_trim((struct span){rest->p, n});
        if (n < rest->n) n++;
        rest->p += n, rest->n -= n;
        if (one.n) return one;
    }
    return (struct span){"", 0};
}

bool rule_wants(const struct rule *r, const char *kind) {
    struct span rest = r->evidence, one;
    bool any = false;

    while ((one = next_kind(&rest)).n) {
        if (span_is(one, kind)) return true;
        any = true;
    }
    return !any;
}

static bool evaluated(struct span kind) {
    return span_is(kind, "stock") || span_is(kind, "flights") || span_is(kind, "movements");
}

/* --- sentences --- */

struct weighing {
    struct arena *a;
    const struct rule *r;
    const struct rule_evidence *e;
    struct buf b;
    VEC(struct rule_statement) out;
};

static struct rule_statement *say(struct weighing *w, enum rule_kind kind) {
    struct rule_statement *s = vec_push(w->a, &w->out);

    *s = (struct rule_statement){.kind = kind,
                                 .day = UTC_NONE,
                                 .low = (double)NAN,
                                 .median = (double)NAN,
                                 .high = (double)NAN,
                                 .text = arena_dup(w->a, buf_span(&w->b)),
                                 .ref = -1};
    w->b.n = 0;
    return s;
}

static void put_days(struct buf *b, int32_t n) {
    num_people(b, n);
    buf_puts(b, n == 1 ? " day" : " days");
}

static void say_state(struct weighing *w, int32_t on) {
    int32_t days;
    enum rule_state s = rule_on(w->r, on, &days);
    struct utc_text from = utc_date_text(w->r->from == UTC_NONE ? 0 : w->r->from),
                    until = utc_date_text(w->r->until == UTC_NONE ? 0 : w->r->until);

    buf_printf(&w->b, "On %s ", utc_date_text(on).s);
    switch (s) {
    case RULE_NO_DATES: buf_puts(&w->b, "nothing can be said: it has no date"); break;
    case RULE_CONTRADICTS:
        buf_puts(&w->b, "nothing can be said: its dates contradict each other");
        break;
    case RULE_BEFORE:
        buf_puts(&w->b, "it was not yet in force: ");
        put_days(&w->b, days);
        buf_printf(&w->b, " until %s", from.s);
        break;
    case RULE_OPEN: buf_puts(&w->b, "it was in force, without a deadline"); break;
    case RULE_RUNNING:
        if (days) {
            buf_puts(&w->b, "it was in force, with ");
            put_days(&w->b, days);
            buf_printf(&w->b, " to the deadline of %s", until.s);
        } else {
            buf_puts(&w->b, "its last day in time had come: the deadline");
        }
        break;
    case RULE_OVERDUE:
        buf_printf(&w->b, "its deadline of %s had passed ", until.s);
        put_days(&w->b, days);
        buf_puts(&w->b, " before");
        break;
    }
    buf_putc(&w->b, '.');
    say(w, RULE_STATE)->day = on;
}

/* --- people who were there --- */

/* The figure as its words bound it: "over 500" is 500 at least, "up to 500" has no lower end. */
static struct rule_stock bounded(struct rule_stock s) {
    enum bound b = s.low >= 0 || s.high >= 0 ? BOUND_NONE : bound_read(s.hedge);

    if (b == BOUND_LEAST) s.low = s.best, s.best = -1;
    if (b == BOUND_MOST) s.high = s.best, s.best = -1;
    return s;
}

static int least_of(const struct rule_stock *s) {
    return s->low >= 0 ? s->low : s->best;
}

static bool any_figure(const struct rule_stock *s) {
    return s->low >= 0 || s->best >= 0 || s->high >= 0;
}

static void put_figure(struct buf *b, const struct rule_stock *s) {
    bool both = s->low >= 0 && s->high >= 0 && s->low != s->high;
    enum bound said = bound_read(s->hedge);
    bool before = said == BOUND_LEAST || said == BOUND_MOST || !s->hedge.n ||
                  !memchr(s->hedge.p, ' ', s->hedge.n);

    if (s->hedge.n && before) buf_printf(b, "%.*s ", SPAN_ARG(s->hedge));
    if (s->best < 0 && !both && said != BOUND_LEAST && said != BOUND_MOST)
        buf_puts(b, s->low >= 0 && s->high >= 0 ? "" : s->low >= 0 ? "at least " : "at most ");
    if (s->best >= 0)
        num_people(b, s->best);
    else
        num_people(b, s->low >= 0 ? s->low : s->high);
    if (both && s->best < 0) {
        buf_puts(b, " to ");
        num_people(b, s->high);
    } else if (both) {
        buf_puts(b, " (");
        num_people(b, s->low);
        buf_puts(b, " to ");
        num_people(b, s->high);
        buf_putc(b, ')');
    }
    if (!before) buf_printf(b, " (\"%.*s\")", SPAN_ARG(s->hedge)); /* "is estimated" */
}

static bool counts(const struct weighing *w, const struct rule_stock *s) {
    return s->day != UTC_NONE && any_figure(s) && (w->e->on == UTC_NONE || s->day <= w->e->on);
}

static int cmp_stock(const void *x, const void *y) {
    const struct rule_stock *s = x, *t = y;

    if (s->day != t->day) return s->day < t->day ? -1 : 1;
    if (s->best != t->best) return s->best < t->best ? -1 : 1;
    if (s->low != t->low) return s->low < t->low ? -1 : 1;
    return (s->ref > t->ref) - (s->ref < t->ref);
}

static void set_figure(struct rule_statement *out, const struct rule_stock *s) {
    out->ref = s->ref;
    if (s->low >= 0) out->low = s->low;
    if (s->best >= 0) out->median = s->best;
    if (s->high >= 0) out->high = s->high;
}

/* Nothing of the day of the deadline or soon after it. */
static void say_unknown(struct weighing *w, const struct rule_stock *later) {
    buf_printf(&w->b, "How many remained on %s is unknown: ", utc_date_text(w->r->until).s);
    if (later) {
        buf_printf(&w->b, "the first figure after it is of %s, ", utc_date_text(later->day).s);
        put_days(&w->b, later->day - w->r->until);
        buf_puts(&w->b, " later, and people may have come in between");
    } else {
        buf_puts(&w->b, "no figure of that day or later is known");
        if (w->e->on != UTC_NONE) buf_printf(&w->b, " as of %s", utc_date_text(w->e->on).s);
    }
    buf_putc(&w->b, '.');
    say(w, RULE_REMAINED)->day = w->r->until;
}

/* The first figure on the deadline or after it that has a lower end: those of whom it speaks had been
 * there on the deadline, unless they came in between. It is said in its own words: only who says "at least" is quoted
 * with that. */
static void say_remained(struct weighing *w, const struct rule_stock *v, size_t n) {
    struct rule_statement *out;
    size_t i = 0;

    while (i < n && (v[i].day < w->r->until || least_of(&v[i]) < 0)) i++;
    if (i == n || v[i].day > w->r->until + RULE_REMAINED_DAYS) {
        say_unknown(w, i < n ? &v[i] : NULL);
        return;
    }
    buf_printf(&w->b, "On %s, ", utc_date_text(w->r->until).s);
    put_figure(&w->b, &v[i]);
    buf_printf(&w->b, " remained, said by %.*s", SPAN_ARG(v[i].who));
    if (v[i].day > w->r->until) {
        buf_puts(&w->b, ", unless they came in the ");
        put_days(&w->b, v[i].day - w->r->until);
        buf_printf(&w->b, " until %s; whoever left in that time is not in the figure",
                   utc_date_text(v[i].day).s);
    }
    buf_puts(&w->b, ". Somebody gave this figure; this case did not count it. Whether each of them "
                    "was bound or exempt it does not say.");
    out = say(w, RULE_REMAINED);
    out->day = w->r->until;
    set_figure(out, &v[i]);
}

static int most_of(const struct rule_stock *s) {
    return s->high >= 0 ? s->high : s->best;
}

static void say_stock(struct weighing *w, const struct rule_stock *s,
                      const struct rule_stock *before) {
    struct rule_statement *out;
    int32_t days = w->r->until == UTC_NONE ? 0 : s->day - w->r->until;

    buf_printf(&w->b, "%s", utc_date_text(s->day).s);
    if (w->r->until != UTC_NONE && days == 0) buf_puts(&w->b, ", the day of the deadline");
    if (days) {
        buf_puts(&w->b, ", ");
        put_days(&w->b, abs(days));
        buf_puts(&w->b, days < 0 ? " before the deadline" : " after the deadline");
    }
    buf_puts(&w->b, ": ");
    put_figure(&w->b, s);
    buf_printf(&w->b, " people were there, by %.*s", SPAN_ARG(s->who));
    if (days < 0) buf_puts(&w->b, "; how many of them left in time it does not say");
    if (before && most_of(before) >= 0 && least_of(s) > most_of(before))
        buf_puts(&w->b,
                 ". More than the figure before it: people came, or one of the two is wrong");
    buf_putc(&w->b, '.');
    out = say(w, RULE_STOCK);
    out->day = s->day;
    set_figure(out, s);
}

static void weigh_stock(struct weighing *w) {
    struct rule_stock *v = ARENA_ARRAY(w->a, struct rule_stock, w->e->nstock);
    size_t n = 0;

    for (size_t i = 0; i < w->e->nstock; i++)
        if (counts(w, &w->e->stock[i])) v[n++] = bounded(w->e->stock[i]);
    if (n) qsort(v, n, sizeof *v, cmp_stock);
    if (w->r->until != UTC_NONE && (w->e->on == UTC_NONE || w->e->on >= w->r->until))
        say_remained(w, v, n);
    for (size_t i = 0; i < n; i++) say_stock(w, &v[i], i ? &v[i - 1] : NULL);
}

/* --- flights --- */

static void put_sure(struct buf *b, double interval) {
    double k = 1 / (1 - interval);

    if (fabs(k - round(k)) < 1e-6 && k < 30)
        buf_printf(b, " (%d chances in %d)", (int)lround(k) - 1, (int)lround(k));
    else
        buf_printf(b, " (%d chances in 100)", (int)lround(100 * interval));
}

static void put_between(struct buf *b, double lo, double hi) {
    num_people(b, llround(lo));
    if (llround(lo) != llround(hi)) {
        buf_puts(b, " to ");
        num_people(b, llround(hi));
    }
}

static bool after_deadline(const struct weighing *w, const struct rule_flow *f) {
    return w->r->until != UTC_NONE && f->from > w->r->until;
}

static void put_where(struct weighing *w, const struct rule_flow *f) {
    buf_printf(&w->b, "%.*s (%s), %s to %s, ", SPAN_ARG(f->corridor),
               f->inbound ? "inbound" : "outbound", utc_date_text(f->from).s,
               utc_date_text(f->to).s);
    buf_puts(&w->b, after_deadline(w, f) ? "after the deadline: " : "under it: ");
}

static void say_flights(struct weighing *w, const struct rule_flow *f, size_t i) {
    struct rule_statement *out;

    put_where(w, f);
    num_people(&w->b, f->slots);
    buf_puts(&w->b, f->slots == 1 ? " slot, of which " : " slots, of which ");
    num_people(&w->b, f->flown);
    buf_puts(&w->b, " known to have flown and ");
    put_between(&w->b, f->flights_lo, f->flights_hi);
    buf_puts(&w->b, " expected to have");
    put_sure(&w->b, f->interval);
    buf_puts(&w->b, ", ");
    num_fixed(&w->b, f->expected, 1);
    buf_puts(&w->b, " on average, those among them");
    if (f->later) buf_printf(&w->b, "; later, %d more", f->later);
    buf_putc(&w->b, '.');
    out = say(w, RULE_FLIGHTS);
    out->day = f->to, out->ref = (int)i, out->flow = true;
    out->low = f->flights_lo, out->median = f->flights_median, out->high = f->flights_hi;
}

static void say_movements(struct weighing *w, const struct rule_flow *f, size_t i) {
    struct rule_statement *out;

    put_where(w, f);
    put_between(&w->b, f->people_lo, f->people_hi);
    buf_puts(&w->b, " person-movements are estimated");
    put_sure(&w->b, f->interval);
    buf_puts(&w->b, ", middle ");
    num_people(&w->b, llround(f->people_median));
    buf_puts(&w->b, ". Estimated is not counted.");
    out = say(w, RULE_MOVEMENTS);
    out->day = f->to, out->ref = (int)i, out->flow = true;
    out->low = f->people_lo, out->median = f->people_median, out->high = f->people_hi;
}

static void say_limits(struct weighing *w, bool outbound_after, bool inbound) {
    buf_puts(&w->b, "What flights can show: that the way was open, and, where somebody saw who "
                    "boarded, that these people left");
    if (outbound_after)
        buf_puts(&w->b, ". Whoever left after the deadline and was bound by it had stayed beyond "
                        "it, unless he or she came later");
    buf_puts(&w->b, ". What they cannot show: who was aboard, whether anyone was bound, how many "
                    "stayed");
    if (inbound) buf_puts(&w->b, "; nor whether those who came in were admitted to work");
    buf_puts(&w->b, span_is(w->r->protects, "forbids")
                        ? ". A flight is no proof that anybody whom the rule protects was aboard."
                        : ". A flight home is no breach of a duty to go home.");
    say(w, RULE_LIMITS);
}

static void weigh_flows(struct weighing *w) {
    bool any = false, outbound_after = false, inbound = false;

    for (size_t i = 0; i < w->e->nflow; i++) {
        const struct rule_flow *f = &w->e->flow[i];

        if (f->from > f->to || f->slots == 0) continue; /* no slot is not a slot that did not fly */
        any = true;
        inbound |= f->inbound;
        outbound_after |= !f->inbound && after_deadline(w, f);
        if (rule_wants(w->r, "flights")) say_flights(w, f, i);
    }
    for (size_t i = 0; i < w->e->nflow && rule_wants(w->r, "movements"); i++)
        if (w->e->flow[i].from <= w->e->flow[i].to && w->e->flow[i].slots)
            say_movements(w, &w->e->flow[i], i);
    if (any && (rule_wants(w->r, "flights") || rule_wants(w->r, "movements")))
        say_limits(w, outbound_after, inbound);
}

/* --- whom it must leave out --- */

static void put_beside(struct weighing *w) {
    bool forbids = span_is(w->r->protects, "forbids");
    size_t n = 0;

    for (size_t i = 0; i < w->e->nbeside; i++) {
        const struct rule_beside *o = &w->e->beside[i];

        if (span_eq(o->id, w->r->id)) continue;
        buf_printf(&w->b, "%s%.*s (%.*s)", n++ ? ", " : " Beside it stands ", SPAN_ARG(o->id),
                   SPAN_ARG(o->document));
    }
    if (n)
        buf_printf(&w->b, ", which forbid%s returns%s.", n == 1 ? "s" : "", forbids ? " too" : "");
    else if (!forbids)
        buf_puts(&w->b, " No rule that forbids returns is entered in this case, which does not "
                        "mean that there is none.");
}

static void say_protection(struct weighing *w) {
    bool forbids = span_is(w->r->protects, "forbids");

    if (span_is(w->r->protects, "exempts"))
        buf_puts(&w->b, "It leaves out those whose return is prohibited.");
    else if (forbids)
        buf_puts(&w->b, "It forbids returns, whatever a duty to return people says.");
    else
        buf_puts(&w->b, "Whether it leaves out people whose return is prohibited is not recorded.");
    put_beside(w);
    if (!forbids || w->e->duty)
        buf_puts(&w->b, " The same seats may carry both: one whose return is demanded and one "
                        "whose return is prohibited.");
    say(w, RULE_PROTECTION);
}

static void say_missing(struct weighing *w) {
    struct span rest = w->r->evidence, one;
    size_t n = 0;

    while ((one = next_kind(&rest)).n) {
        if (evaluated(one)) continue;
        buf_printf(&w->b, "%s%.*s",
                   n++ ? "; "
                       : "It names as evidence also what is not evaluated "
                         "here: ",
                   SPAN_ARG(one));
    }
    if (!n) return;
    buf_putc(&w->b, '.');
    say(w, RULE_MISSING);
}

size_t rule_weigh(struct arena *a, const struct rule *r, const struct rule_evidence *e,
                  struct rule_statement **out) {
    struct weighing w = {.a = a, .r = r, .e = e};

    if (e->period) {
        buf_puts(&w.b, rule_dates_text(a, r, e->period));
        say(&w, RULE_DATES);
    }
    if (e->on != UTC_NONE) say_state(&w, e->on);
    if (rule_wants(r, "stock")) weigh_stock(&w);
    weigh_flows(&w);
    say_protection(&w);
    say_missing(&w);
    buf_fini(&w.b);
    *out = w.out.v;
    return w.out.n;
}
