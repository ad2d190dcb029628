/* SPDX-License-Identifier: Apache-2.0 */
/* Words of a statement held against its own dates and against the timetable. */
#include "claim/flag_in.h"
#include "claim/phrase.h"

#include <math.h>
#include <stdlib.h>

#define MONTH (365.2425 / 12) /* days, mean of the calendar */
#define TENTH 0.1             /* so far a length in words may be from its dates */

static const double days_of[] = {1, 7, MONTH, 365.2425};
static const char *const unit_name[] = {"days", "weeks", "months", "years"};

/* From the first day to the last; both counted it is a day more, which for a length in days is as
 * good a reading. */
static void period_length(struct flagger *x, int index) {
    const struct flag_claim *k = &x->in->claim[index];
    struct phrase_time t;
    struct flag *f;
    double length;

    if (k->from == UTC_NONE || k->to == UTC_NONE || k->to <= k->from) return;
    if (!phrase_time(x->a, k->text, &t)) return;
    length = (k->to - k->from) / days_of[t.unit];
    if (fabs(length - t.n) <= TENTH * t.n || (t.unit == PHRASE_DAY && k->to - k->from + 1 == t.n))
        return;
    f = flag_add(x, "period-length", CHECK_WARNING);
    f->text = arena_printf(
        x->a, "%.*s says \"%s\", and %s to %s is %.2f %s (%d days, both ends counted).",
        SPAN_ARG(k->id), t.words, utc_date_text(k->from).s, utc_date_text(k->to).s, length,
        unit_name[t.unit], k->to - k->from + 1);
    f->settles = "The announcement itself: whether its words or its dates hold";
    flag_refer(x, f, FLAG_CLAIM, index);
}

/* --- how often --- */

/* The announced flights of the claim's corridor within its period, and the weeks that they span. */
struct pace {
    size_t flights;
    double weeks; /* from the first flight to a week after the last of its day, about */
    int line;
};

/* The first slot of a corridor on a day or after it; they are in order of corridor and day. */
static size_t first_slot(const struct flag_input *in, int corridor, int32_t day) {
    size_t lo = 0, hi = in->nslot;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct flag_slot *s = &in->slot[mid];

        if (s->corridor < corridor || (s->corridor == corridor && s->day < day))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static struct pace pace_of(const struct flagger *x, const struct flag_claim *k) {
    struct pace p = {.line = -1};
    int32_t first = UTC_NONE, last = UTC_NONE;

    for (size_t i = first_slot(x->in, k->corridor, k->from == UTC_NONE ? INT32_MIN : k->from);
         i < x->in->nslot; i++) {
        const struct flag_slot *s = &x->in->slot[i];

        if (s->corridor != k->corridor || (k->to != UTC_NONE && s->day > k->to)) break;
        if (!s->nline) continue;
        p.flights++;
        if (first == UTC_NONE) first = s->day;
        last = s->day;
        if (p.line < 0 || s->line[0] < p.line) p.line = s->line[0];
    }
    if (first != UTC_NONE) p.weeks = ceil((last - first + 1) / 7.0);
    return p;
}

static const char *rate(struct arena *a, double per_week) {
    if (fabs(per_week - round(per_week)) < 1e-6) return arena_printf(a, "%.0f a week", per_week);
    return per_week < 1 ? arena_printf(a, "one in %.3g weeks", 1 / per_week)
                        : arena_printf(a, "%.3g a week", per_week);
}

static void ambiguous(struct flagger *x, int index, const struct phrase_often *o,
                      const struct pace *p) {
    const struct flag_claim *k = &x->in->claim[index];
    struct flag *f = flag_add(x, "frequency-ambiguous", CHECK_WARNING);
    const char *both = arena_printf(
        x->a, "%.*s says \"%s\", which is read as %s or as %s: a factor of %.0f", SPAN_ARG(k->id),
        o->words, rate(x->a, o->hi), rate(x->a, o->lo), o->hi / o->lo);

    if (p->flights)
        f->text =
            arena_printf(x->a, "%s. Over its %.0f weeks that is %s or %.0f; the timetable has %zu.",
                         both, p->weeks, flag_number(x->a, (size_t)(o->hi * p->weeks), "flight"),
                         o->lo * p->weeks, p->flights);
    else
        f->text = arena_printf(x->a, "%s. No timetable is entered that would tell.", both);
    f->settles = "The announcement or the original wording: days of the week, not a word for them";
    flag_refer(x, f, FLAG_CLAIM, index);
    flag_refer(x, f, FLAG_LINE, p->line);
}

static void mismatch(struct flagger *x, int index, const struct phrase_often *o,
                     const struct pace *p) {
    const struct flag_claim *k = &x->in->claim[index];
    double has = (double)p->flights / p->weeks, gap = fabs(has - o->lo);
    struct flag *f;

    if (p->weeks < 3 || gap <= 0.15 * fmax(has, o->lo)) return;
    f = flag_add(x, "frequency-mismatch", CHECK_WARNING);
    f->text =
        arena_printf(x->a, "%.*s says \"%s\", %s, and the timetable has %s in %.0f weeks, %s.",
                     SPAN_ARG(k->id), o->words, rate(x->a, o->lo),
                     flag_number(x->a, p->flights, "flight"), p->weeks, rate(x->a, has));
    f->settles = "The announcement itself: which flights are in it";
    flag_refer(x, f, FLAG_CLAIM, index);
    flag_refer(x, f, FLAG_LINE, p->line);
}

/* A claim that says how often. */
struct rhythm {
    int claim;
    struct phrase_often often;
};

static int cmp_rhythm(const void *a, const void *b, void *context) {
    const struct flag_claim *v = context;
    const struct flag_claim *k = &v[((const struct rhythm *)a)->claim],
                            *o = &v[((const struct rhythm *)b)->claim];
    int c = (k->corridor > o->corridor) - (k->corridor < o->corridor);

    if (!c) c = (k->from > o->from) - (k->from < o->from);
    return c ? c : (k->to > o->to) - (k->to < o->to);
}

/* Those of one corridor and period together, since these have one timetable. */
static void frequencies(struct flagger *x) {
    VEC(struct rhythm) all = {0};
    struct pace p = {.line = -1};

    for (size_t i = 0; i < x->in->nclaim; i++) {
        struct rhythm r = {.claim = (int)i};

        if (!x->in->claim[i].retracted && phrase_often(x->a, x->in->claim[i].text, &r.often))
            *vec_push(x->a, &all) = r;
    }
    if (all.n) qsort_r(all.v, all.n, sizeof *all.v, cmp_rhythm, (void *)(uintptr_t)x->in->claim);
    for (size_t i = 0; i < all.n; i++) {
        const struct rhythm *r = &all.v[i];
        const struct flag_claim *k = &x->in->claim[r->claim];

        if (i == 0 || cmp_rhythm(r - 1, r, (void *)(uintptr_t)x->in->claim) != 0) p = pace_of(x, k);
        if (r->often.hi > r->often.lo)
            ambiguous(x, r->claim, &r->often, &p);
        else if (k->corridor >= 0 && k->unit == CLAIM_FLIGHTS && p.flights)
            mismatch(x, r->claim, &r->often, &p);
    }
}

/* --- weekdays --- */

static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};

static const char *day_name(int32_t day) {
    return weekdays[utc_weekday(day) - 1];
}

static void weekday(struct flagger *x, int index) {
    const struct flag_claim *k = &x->in->claim[index];
    uint8_t days;
    struct flag *f;
    int named = 0;

    if (k->from == UTC_NONE || k->from != k->to) return;
    days = phrase_weekdays(x->a, k->text);
    if (__builtin_popcount(days) != 1 || days & 1U << (utc_weekday(k->from) - 1)) return;
    if (k->made_on != UTC_NONE && days & 1U << (utc_weekday(k->made_on) - 1))
        return; /* "said on Monday": the day of the telling */
    while (!(days & 1U << named)) named++;
    f = flag_add(x, "weekday-date", CHECK_WARNING);
    f->text = arena_printf(x->a, "%.*s speaks of a %s, and %s is a %s.", SPAN_ARG(k->id),
                           weekdays[named], utc_date_text(k->from).s, day_name(k->from));
    f->settles = "The original: whether the weekday or the date is the slip";
    flag_refer(x, f, FLAG_CLAIM, index);
}

/* A flight that is reported under the number of a timetable line, on a day on which that line does
 * not run; and which runs on no other line of the number. */
static void off_day(struct flagger *x, int index) {
    const struct flag_report *r = &x->in->report[index];
    int line = -1;
    struct flag *f;

    if (!r->flight.n || !r->flown || r->day == UTC_NONE) return;
    for (size_t i = 0; i < x->in->nline; i++) {
        const struct flag_line *l = &x->in->line[i];

        if (l->corridor != r->corridor || !span_eq(l->flight, r->flight) || r->day < l->from ||
            r->day > l->to)
            continue;
        if (l->days & 1U << (utc_weekday(r->day) - 1)) return;
        line = (int)i;
    }
    if (line < 0) return;
    f = flag_add(x, "weekday-date", CHECK_WARNING);
    f->text =
        arena_printf(x->a,
                     "%.*s is reported as flown on %s, a %s, on which its timetable line does "
                     "not run.",
                     SPAN_ARG(r->flight), utc_date_text(r->day).s, day_name(r->day));
    f->settles =
        "The report's own date, in local time of the departure; or a change of the timetable";
    flag_refer(x, f, FLAG_REPORT, index);
    flag_refer(x, f, FLAG_LINE, line);
}

void flag_words(struct flagger *x) {
    for (size_t i = 0; i < x->in->nclaim; i++) {
        if (x->in->claim[i].retracted) continue;
        period_length(x, (int)i);
        weekday(x, (int)i);
    }
    frequencies(x);
    if (x->in->nline)
        for (size_t i = 0; i < x->in->nreport; i++) off_day(x, (int)i);
}
