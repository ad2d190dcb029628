/* SPDX-License-Identifier: Apache-2.0 */
/* Obligations against a period, by their dates. The sentence has four parts, always in this order:
 * what the dates say, which slots it touches, whom it exempts, and how far its wording was checked.
 * The third part is never left out: the same seats may carry a person who must be repatriated and
 * one who must not be (UNSCR 2397 (2017), op. 8, has both halves in one paragraph). */
#include "rule/rule.h"

#include "base/num.h"

#include <stdlib.h>

static enum rule_verdict verdict_of(const struct rule *r, const struct rule_period *p) {
    bool from = r->from != UTC_NONE, until = r->until != UTC_NONE;

    if (!from && !until) return RULE_UNDATED;
    if (from && until && r->from > r->until) return RULE_CONFLICT;
    if (from && r->from > p->to) return RULE_NOT_YET;
    if (!until) return RULE_IN_FORCE;
    if (r->until > p->to) return RULE_AHEAD;
    return r->until >= p->from ? RULE_WITHIN : RULE_PASSED;
}

static void say_since(struct buf *b, const struct rule *r, const struct rule_period *p) {
    if (r->from == UTC_NONE)
        buf_puts(b, "In force; since when is not recorded");
    else if (r->from > p->from)
        buf_printf(b, "In force from %s on, within the period", utc_date_text(r->from).s);
    else
        buf_printf(b, "In force since %s", utc_date_text(r->from).s);
}

static const char *days_word(int32_t n) {
    return n == 1 ? "day" : "days";
}

static void say_days(struct buf *b, int32_t n) {
    num_people(b, n);
    buf_printf(b, " %s", days_word(n));
}

static int32_t say_dates(struct buf *b, const struct rule *r, const struct rule_period *p,
                         enum rule_verdict v) {
    struct utc_text from = utc_date_text(r->from == UTC_NONE ? 0 : r->from);
    struct utc_text until = utc_date_text(r->until == UTC_NONE ? 0 : r->until);
    int32_t days = 0;

    switch (v) {
    case RULE_UNDATED:
        buf_puts(b, "Neither a first day in force nor a deadline is recorded, so nothing follows "
                    "from its dates.");
        break;
    case RULE_CONFLICT:
        buf_printf(b, "Its dates contradict each other: deadline %s, in force from %s.", until.s,
                   from.s);
        break;
    case RULE_NOT_YET:
        buf_printf(b, "Not in force in the period: it begins on %s, ", from.s);
        say_days(b, r->from - p->to);
        buf_puts(b, " after the period ends.");
        break;
    case RULE_IN_FORCE:
        say_since(b, r, p);
        buf_puts(b, "; no deadline is recorded.");
        break;
    case RULE_AHEAD:
        say_since(b, r, p);
        buf_printf(b, "; its deadline, %s, lies ", until.s);
        say_days(b, days = r->until - p->to);
        buf_puts(b, " after the period ends.");
        break;
    case RULE_WITHIN:
        say_since(b, r, p);
        buf_printf(b, "; its deadline, %s, falls within the period.", until.s);
        break;
    case RULE_PASSED:
        buf_printf(b, "Its deadline, %s, passed ", until.s);
        say_days(b, days = p->from - r->until);
        buf_printf(b, " before the period began on %s.", utc_date_text(p->from).s);
        break;
    }
    return days;
}

const char *rule_dates_text(struct arena *a, const struct rule *r, const struct rule_period *p) {
    struct buf b = {0};
    const char *s;

    (void)say_dates(&b, r, p, verdict_of(r, p));
    s = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static bool applies(const struct rule *r, const struct rule_period *p, enum rule_verdict v,
                    int32_t day) {
    if (day < p->from || day > p->to) return false;
    if (v == RULE_UNDATED || v == RULE_CONFLICT || v == RULE_NOT_YET) return false;
    if (r->from != UTC_NONE && day < r->from) return false;
    return (v != RULE_WITHIN && v != RULE_PASSED) || day > r->until;
}

static void say_slots(struct buf *b, const struct rule *r, const struct rule_period *p,
                      struct rule_finding *f) {
    bool after = f->verdict == RULE_WITHIN || f->verdict == RULE_PASSED;
    int64_t n = 0, later = 0;

    if (f->verdict == RULE_UNDATED || f->verdict == RULE_CONFLICT || f->verdict == RULE_NOT_YET)
        return;
    for (size_t i = 0; i < p->nslot; i++) {
        if (!applies(r, p, f->verdict, p->slot[i].day)) continue;
        if (p->as_of != UTC_NONE && p->slot[i].day > p->as_of) {
            later++;
            continue;
        }
        n++;
        f->flown += p->slot[i].flown;
        f->expected += p->slot[i].flown ? 1 : p->slot[i].p_operated;
    }
    buf_printf(b, " Slots %s", after ? "after it" : "under it");
    if (p->as_of != UTC_NONE) buf_printf(b, " up to %s", utc_date_text(p->as_of).s);
    buf_puts(b, ": ");
    num_people(b, n);
    if (n) {
        buf_puts(b, ", of which ");
        num_people(b, f->flown);
        buf_puts(b, " known to have flown and ");
        num_fixed(b, f->expected, 1);
        buf_puts(b, " expected to have, those among them");
    }
    if (later) buf_printf(b, "; later, %lld more", (long long)later);
    buf_putc(b, '.');
}

static void say_exempt(struct buf *b, const struct rule *r) {
    struct span s = span_trim(r->exemptions);

    while (s.n && s.p[s.n - 1] == '.') s.n--;
    if (s.n)
        buf_printf(b, " Exempt: %.*s.", SPAN_ARG(s));
    else
        buf_puts(b, " No exemption is recorded, which does not mean that there is none.");
    buf_puts(b, " Whether anyone aboard is bound or exempt cannot be seen in flights.");
    if (span_is(r->sourced, "copy"))
        buf_puts(b, " Read from a copy: read the document before quoting.");
    else if (!span_is(r->sourced, "yes"))
        buf_puts(b, " Its wording was not checked against the document.");
}

/* Expected flights are summed in the order of the days, so that the order of the slots does not
 * show in the last bit. */
static int cmp_slot(const void *x, const void *y) {
    const struct rule_slot *s = x, *t = y;

    if (s->day != t->day) return s->day < t->day ? -1 : 1;
    if (s->flown != t->flown) return s->flown ? 1 : -1;
    return (s->p_operated > t->p_operated) - (s->p_operated < t->p_operated);
}

const char *rule_verdict_word(enum rule_verdict v) {
    static const char *const words[] = {
        [RULE_UNDATED] = "undated",  [RULE_NOT_YET] = "not_yet", [RULE_IN_FORCE] = "in_force",
        [RULE_AHEAD] = "ahead",      [RULE_WITHIN] = "within",   [RULE_PASSED] = "passed",
        [RULE_CONFLICT] = "conflict"};

    return words[v];
}

bool rule_window(const struct rule *r, const struct rule_period *p, int32_t on, int32_t *from,
                 int32_t *to) {
    enum rule_verdict v = verdict_of(r, p);

    if (v == RULE_UNDATED || v == RULE_CONFLICT || v == RULE_NOT_YET) return false;
    *from = p->from;
    *to = on != UTC_NONE && on < p->to ? on : p->to;
    if (r->from != UTC_NONE && r->from > *from) *from = r->from;
    if ((v == RULE_WITHIN || v == RULE_PASSED) && r->until + 1 > *from) *from = r->until + 1;
    return *from <= *to;
}

struct rule_finding rule_judge(struct arena *a, const struct rule *r, const struct rule_period *p) {
    struct rule_slot *slot = ARENA_ARRAY(a, struct rule_slot, p->nslot);
    struct rule_period sorted = *p;
    struct rule_finding f = {.verdict = verdict_of(r, p)};
    struct buf b = {0};

    for (size_t i = 0; i < p->nslot; i++) slot[i] = p->slot[i];
    qsort(slot, p->nslot, sizeof *slot, cmp_slot);
    sorted.slot = slot;
    f.days = say_dates(&b, r, &sorted, f.verdict);
    say_slots(&b, r, &sorted, &f);
    say_exempt(&b, r);
    f.text = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return f;
}
