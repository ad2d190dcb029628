/* SPDX-License-Identifier: Apache-2.0 */
/* One id on several dates. Sources that number operations give each a name of its own: such a name on two
 * dates is one operation counted twice, or a date that is wrong. A flight number comes again every week and is no
 * sign of anything. What tells the two apart is no pattern but the source itself: in nineteen of twenty of its
 * names one name is one date. */
#include "claim/flag_in.h"

#include <stdlib.h>

enum {
    NAMES = 20,
    ONE_IN = 20
}; /* a source with fewer names, or with more that recur, says nothing */

struct named {
    struct span name;
    int source;
    int32_t day;
    struct flag_ref row;
};
struct names {
    struct named *v;
    size_t n, cap;
};

static int order(int64_t a, int64_t b) {
    return (a > b) - (a < b);
}

static int cmp_name(const void *a, const void *b) {
    const struct named *p = a, *q = b;
    int c = span_cmp(p->name, q->name);

    if (!c) c = order(p->day, q->day);
    if (!c) c = order(p->source, q->source);
    if (!c) c = order(p->row.sheet, q->row.sheet);
    return c ? c : order(p->row.index, q->row.index);
}

static int cmp_source(const void *a, const void *b) {
    int c = order(((const struct named *)a)->source, ((const struct named *)b)->source);

    return c ? c : cmp_name(a, b);
}

static int cmp_span(const void *a, const void *b) {
    return span_cmp(*(const struct span *)a, *(const struct span *)b);
}

static void collect(struct flagger *x, struct names *all) {
    const struct flag_input *in = x->in;
    struct span *line = ARENA_ARRAY(x->a, struct span, in->nline + 1);

    for (size_t i = 0; i < in->nline; i++) line[i] = in->line[i].flight;
    if (in->nline) qsort(line, in->nline, sizeof *line, cmp_span);
    for (size_t i = 0; i < in->nreport + in->ncount; i++) {
        bool report = i < in->nreport;
        size_t k = report ? i : i - in->nreport;
        struct named one = {report ? in->report[k].flight : in->count[k].flight,
                            report ? in->report[k].source : in->count[k].source,
                            report ? in->report[k].day : in->count[k].day,
                            {report ? FLAG_REPORT : FLAG_COUNT, (int)k}};

        if (!one.name.n || one.day == UTC_NONE) continue;
        if (in->nline && bsearch(&one.name, line, in->nline, sizeof *line, cmp_span)) continue;
        *vec_push(x->a, all) = one;
    }
}

/* The end of the rows of one name; *days: on how many different dates. */
static size_t same_name(const struct named *v, size_t n, size_t *days) {
    size_t end = 1;

    *days = 1;
    for (; end < n && span_eq(v[end].name, v[0].name); end++) *days += v[end].day != v[end - 1].day;
    return end;
}

/* Is a name of this source an operation's own? Its rows are in order of name and day. */
static bool names_once(const struct named *v, size_t n) {
    size_t names = 0, several = 0;

    for (size_t i = 0, days; i<n; names++, several += days> 1) i += same_name(v + i, n - i, &days);
    return names >= NAMES && several * ONE_IN <= names;
}

static const char *dates_of(struct flagger *x, const struct named *v, size_t n, struct flag *f) {
    const char *s = "";

    for (size_t i = 0; i < n; i++) {
        bool again = i && v[i].day == v[i - 1].day && v[i].source == v[i - 1].source;

        flag_refer(x, f, v[i].row.sheet, v[i].row.index);
        if (again) continue;
        s = arena_printf(
            x->a, "%s%s%s (%.*s)", s, *s ? ", " : "", utc_date_text(v[i].day).s,
            SPAN_ARG(v[i].source < 0 ? SPAN("an unnamed source") : x->in->source[v[i].source].id));
    }
    return s;
}

static void say(struct flagger *x, const struct names *own) {
    struct flag *f = NULL;
    size_t names = 0, told = 0;
    struct buf list = {0};

    for (size_t i = 0, days, n; i < own->n; i += n, names++) {
        n = same_name(own->v + i, own->n - i, &days);
        if (days < 2) continue;
        if (!f) f = flag_add(x, "id-several-dates", CHECK_WARNING);
        buf_printf(&list, "%s%.*s on %s", told++ ? "; " : "", SPAN_ARG(own->v[i].name),
                   dates_of(x, own->v + i, n, f));
    }
    if (f) {
        f->text = arena_printf(x->a,
                               "%zu of %zu ids %s on several dates, and the others on one each: "
                               "%s. Taken as they are, each "
                               "is counted as several operations.",
                               told, names, told == 1 ? "stands" : "stand", list.p);
        f->settles = "Which date it was, by the record of the operation; or that the id was given "
                     "to another one";
    }
    buf_fini(&list);
}

void flag_ids(struct flagger *x) {
    struct names all = {0}, own = {0};

    collect(x, &all);
    if (!all.n) return;
    qsort(all.v, all.n, sizeof *all.v, cmp_source);
    for (size_t i = 0, end; i < all.n; i = end) {
        for (end = i; end < all.n && all.v[end].source == all.v[i].source;) end++;
        if (!names_once(all.v + i, end - i)) continue;
        for (size_t k = i; k < end; k++) *vec_push(x->a, &own) = all.v[k];
    }
    if (!own.n) return;
    qsort(own.v, own.n, sizeof *own.v, cmp_name);
    say(x, &own);
}
