/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the field by themselves: more people than seats, people on a flight that did not go, sums
 * of periods, spellings, and dates that stand for a missing one. */
#include "claim/flag_in.h"

#include <stdlib.h>

#define TOLD 1000 /* findings: beyond, the reports behind each are not looked up */
/** No airliner carries more: the A380 is certified for 853 passengers (EASA.A.110). */
#define LARGEST 853
#define LABEL 40 /* bytes: a longer text is no name of a type */

static struct span source_id(const struct flagger *x, int source) {
    return source < 0 ? SPAN("an unnamed source") : x->in->source[source].id;
}

static const char *slot_name(struct flagger *x, const struct flag_slot *s) {
    return arena_printf(x->a, "%s on %.*s", utc_date_text(s->day).s,
                        SPAN_ARG(x->in->corridor[s->corridor].id));
}

static void of_flight(struct flagger *x, int index) {
    const struct flag_count *c = &x->in->count[index];
    const struct flag_slot *s = c->slot < 0 ? NULL : &x->in->slot[c->slot];
    int least = c->low >= 0 ? c->low : c->best;
    struct flag *f;

    if (!s || !c->observed || c->waiting || least <= 0) return;
    if (s->seats_hi >= 0 && least > s->seats_hi) {
        f = flag_add(x, "over-capacity", CHECK_WARNING);
        f->text = arena_printf(x->a, "%s: %.*s has %s people, and %.*s%s at most %d seats.",
                               slot_name(x, s), SPAN_ARG(source_id(x, c->source)),
                               flag_people(x->a, least), SPAN_ARG(s->type),
                               s->type.n ? " has" : "the aircraft announced has", s->seats_hi);
        f->settles =
            "The type that flew, its seats by the operator, and whether two flights were one";
        flag_refer(x, f, FLAG_COUNT, index);
    }
    if (s->seats_hi < 0 && least > LARGEST) {
        f = flag_add(x, "over-capacity", CHECK_WARNING);
        f->text = arena_printf(
            x->a, "%s: %.*s has %s people; the largest airliner is certified for %d.",
            slot_name(x, s), SPAN_ARG(source_id(x, c->source)), flag_people(x->a, least), LARGEST);
        f->settles =
            "The sheet that the figure is from: a slip of the hand, or a total of several flights";
        flag_refer(x, f, FLAG_COUNT, index);
    }
    if (s->cancelled) {
        f = flag_add(x, "cancelled-count", CHECK_WARNING);
        f->text = arena_printf(
            x->a, "%s: %.*s counted %s people on a flight that is reported as cancelled.",
            slot_name(x, s), SPAN_ARG(source_id(x, c->source)), flag_people(x->a, least));
        f->settles = "Whether the count or the cancellation belongs to another flight of that day";
        flag_refer(x, f, FLAG_COUNT, index);
        for (size_t i = 0; i < x->in->nreport && x->out.n < TOLD; i++)
            if (x->in->report[i].cancelled && x->in->report[i].corridor == s->corridor &&
                x->in->report[i].day == s->day)
                flag_refer(x, f, FLAG_REPORT, (int)i);
    }
}

/* --- a period and the shorter ones that fill it --- */

struct span_count {
    int index;
    const struct flag_count *c;
};

static int order(int64_t a, int64_t b) {
    return (a > b) - (a < b);
}

/* By series, then first day, the longest first. */
static int cmp_series(const struct flag_count *p, const struct flag_count *q) {
    int c = order(p->corridor, q->corridor);

    if (!c) c = order(p->source, q->source);
    return c ? c : order(p->concern, q->concern);
}

static int cmp_period(const void *a, const void *b) {
    const struct span_count *x = a, *y = b;
    int c = cmp_series(x->c, y->c);

    if (!c) c = order(x->c->from, y->c->from);
    if (!c) c = order(y->c->to, x->c->to);
    if (!c) c = order(x->c->best, y->c->best);
    return c ? c : order(x->index, y->index);
}

static void filled(struct flagger *x, const struct span_count *v, size_t n, size_t at) {
    const struct flag_count *t = v[at].c;
    VEC(int) taken = {0};
    int32_t next = t->from;
    int64_t sum = 0;
    struct flag *f;

    for (size_t i = at + 1; i < n && next <= t->to; i++) {
        const struct flag_count *p = v[i].c;

        if (cmp_series(p, t) != 0 || p->from > next) break;
        if (p->from != next || p->to > t->to || (p->from == t->from && p->to == t->to)) continue;
        *vec_push(x->a, &taken) = v[i].index;
        sum += p->best;
        next = p->to + 1;
    }
    if (next != t->to + 1 || taken.n < 2 || sum == t->best) return;
    f = flag_add(x, "parts-mismatch", CHECK_WARNING);
    f->text =
        arena_printf(x->a, "%.*s on %.*s, %s to %s: %s, and its %zu parts add to %s.",
                     SPAN_ARG(source_id(x, t->source)), SPAN_ARG(x->in->corridor[t->corridor].id),
                     utc_date_text(t->from).s, utc_date_text(t->to).s, flag_people(x->a, t->best),
                     taken.n, flag_people(x->a, (double)sum));
    f->settles = "The table that they are from, and whether a part was revised later";
    flag_refer(x, f, FLAG_COUNT, v[at].index);
    for (size_t i = 0; i < taken.n; i++) flag_refer(x, f, FLAG_COUNT, taken.v[i]);
}

static void periods(struct flagger *x) {
    struct span_count *v = ARENA_ARRAY(x->a, struct span_count, x->in->ncount);
    size_t n = 0;

    for (size_t i = 0; i < x->in->ncount; i++) {
        const struct flag_count *c = &x->in->count[i];

        if (c->exact && c->best >= 0 && c->corridor >= 0 && c->day == UTC_NONE &&
            c->from != UTC_NONE && c->to != UTC_NONE)
            v[n++] = (struct span_count){(int)i, c};
    }
    if (n) qsort(v, n, sizeof *v, cmp_period);
    for (size_t i = 0; i < n; i++) filled(x, v, n, i);
}

/* --- spellings --- */

struct label {
    const char *what;
    struct span as;  /* as written */
    const char *key; /* letters and digits, in upper case */
    struct flag_ref row;
};

static const char *key_of(struct arena *a, struct span s) {
    char *out = arena_dup(a, s);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c >= 'a' && c <= 'z') c = (char)(c & ~0x20);
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80)) out[n++] = c;
    }
    out[n] = 0;
    return out;
}

static int cmp_label(const void *a, const void *b) {
    const struct label *p = a, *q = b;
    int c = strcmp(p->what, q->what);

    if (!c) c = strcmp(p->key, q->key);
    if (!c) c = span_cmp(p->as, q->as);
    if (!c) c = order(p->row.sheet, q->row.sheet);
    return c ? c : order(p->row.index, q->row.index);
}

struct labels {
    struct label *v;
    size_t n, cap;
};

static void label(struct flagger *x, struct labels *v, const char *what, struct span s,
                  enum flag_sheet sheet, size_t index) {
    if (s.n == 0 || s.n > LABEL) return;
    *vec_push(x->a, v) = (struct label){what, s, key_of(x->a, s), {sheet, (int)index}};
}

static struct labels all_labels(struct flagger *x) {
    const struct flag_input *in = x->in;
    struct labels v = {0};

    for (size_t i = 0; i < in->nreport; i++) {
        label(x, &v, "type", in->report[i].type, FLAG_REPORT, i);
        label(x, &v, "registration", in->report[i].registration, FLAG_REPORT, i);
        label(x, &v, "flight number", in->report[i].flight, FLAG_REPORT, i);
    }
    for (size_t i = 0; i < in->ncraft; i++) {
        label(x, &v, "type", in->craft[i].type, FLAG_CRAFT, i);
        label(x, &v, "registration", in->craft[i].registration, FLAG_CRAFT, i);
    }
    for (size_t i = 0; i < in->nline; i++)
        label(x, &v, "flight number", in->line[i].flight, FLAG_LINE, i);
    for (size_t i = 0; i < in->nclaim; i++)
        label(x, &v, "flight number", in->claim[i].flight, FLAG_CLAIM, i);
    for (size_t i = 0; i < in->nsource; i++)
        label(x, &v, "source", in->source[i].id, FLAG_SOURCE, i);
    if (v.n) qsort(v.v, v.n, sizeof *v.v, cmp_label);
    return v;
}

static void spellings(struct flagger *x, const struct label *v, size_t n) {
    struct flag *f;
    const char *s = "";

    if (!v[0].key[0] || span_eq(v[0].as, v[n - 1].as)) return;
    f = flag_add(x, "label-drift", CHECK_NOTE);
    for (size_t i = 0; i < n; i++) {
        if (i && span_eq(v[i].as, v[i - 1].as)) continue;
        s = arena_printf(x->a, "%s%s\"%.*s\"", s, *s ? ", " : "", SPAN_ARG(v[i].as));
        flag_refer(x, f, v[i].row.sheet, v[i].row.index);
    }
    f->text =
        arena_printf(x->a,
                     "One %s seems to be spelled in several ways: %s. What is entered under one "
                     "is not found under the other.",
                     v[0].what, s);
    f->settles = "One spelling for one thing; or a word for how they differ";
}

static void label_drift(struct flagger *x) {
    struct labels v = all_labels(x);

    for (size_t i = 0, end; i < v.n; i = end) {
        for (end = i; end < v.n && strcmp(v.v[end].what, v.v[i].what) == 0 &&
                      strcmp(v.v[end].key, v.v[i].key) == 0;)
            end++;
        spellings(x, v.v + i, end - i);
    }
}

/* --- dates that stand for a missing one --- */

struct dated {
    int source;
    int32_t day;
    struct flag_ref row;
};

static int cmp_dated(const void *a, const void *b) {
    const struct dated *p = a, *q = b;
    int c = order(p->source, q->source);

    if (!c) c = order(p->day, q->day);
    if (!c) c = order(p->row.sheet, q->row.sheet);
    return c ? c : order(p->row.index, q->row.index);
}

static bool day_is(int32_t day, int month, int of_month) {
    struct utc_civil c = utc_civil(day);

    return c.month == month && c.day == of_month;
}

/* Rows on one day of the year, and the most that any of the three days before and after has. */
static size_t on_day(const struct dated *v, size_t n, int month, int of_month, size_t *beside) {
    size_t found = 0, near[7] = {0};

    for (size_t i = 0; i < n; i++)
        for (int k = -3; k <= 3; k++)
            if (day_is(v[i].day + k, month, of_month)) near[k + 3]++;
    *beside = 0;
    for (int k = 0; k < 7; k++)
        if (k == 3)
            found = near[k];
        else if (near[k] > *beside)
            *beside = near[k];
    return found;
}

static void say_filled(struct flagger *x, const struct dated *v, size_t n, int month, int of_month,
                       size_t found) {
    struct flag *f = flag_add(x, "date-filled", CHECK_WARNING);

    f->text =
        arena_printf(x->a,
                     "%zu of %zu dated rows of %.*s stand on %s: that day is used where a date "
                     "is missing, and chance would put %.1f there.",
                     found, n, SPAN_ARG(source_id(x, v[0].source)),
                     month == 12 ? "31 December" : "1 January", (double)n / 365.25);
    f->settles = "The source's own word for a missing date; such rows want a period and no day";
    for (size_t i = 0; i < n && f->rows.n < 50; i++)
        if (day_is(v[i].day, month, of_month)) flag_refer(x, f, v[i].row.sheet, v[i].row.index);
}

static void filled_dates(struct flagger *x, const struct dated *v, size_t n) {
    static const int days[][2] = {{12, 31}, {1, 1}};

    for (size_t k = 0; k < 2; k++) {
        size_t beside, found = on_day(v, n, days[k][0], days[k][1], &beside);

        if (found >= 3 && (double)found * 36.5 >= (double)n && found > 3 * beside)
            say_filled(x, v, n, days[k][0], days[k][1], found);
    }
}

static void dates(struct flagger *x) {
    const struct flag_input *in = x->in;
    struct dated *v = ARENA_ARRAY(x->a, struct dated, in->nreport + in->ncount);
    size_t n = 0;

    for (size_t i = 0; i < in->nreport; i++)
        if (in->report[i].day != UTC_NONE)
            v[n++] = (struct dated){in->report[i].source, in->report[i].day, {FLAG_REPORT, (int)i}};
    for (size_t i = 0; i < in->ncount; i++)
        if (in->count[i].day != UTC_NONE)
            v[n++] = (struct dated){in->count[i].source, in->count[i].day, {FLAG_COUNT, (int)i}};
    if (n) qsort(v, n, sizeof *v, cmp_dated);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && v[end].source == v[i].source;) end++;
        filled_dates(x, v + i, end - i);
    }
}

void flag_fields(struct flagger *x) {
    for (size_t i = 0; i < x->in->ncount; i++) of_flight(x, (int)i);
    periods(x);
    label_drift(x);
    dates(x);
}
