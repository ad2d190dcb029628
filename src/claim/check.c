/* SPDX-License-Identifier: Apache-2.0 */

/* The frame of the checks: a table of what can be found, the counts put in order by flight, and the
 * findings sorted. Each check is a function over the same arrays that appends what it finds; a new
 * one is a function and a line in each of the two tables below. */
#include "claim/check_in.h"

#include <stdlib.h>

const struct check_kind check_all[] = {
    {"direction-swapped", "the counts of the two directions of one flight look exchanged"},
    {"double-entry", "one source gives exactly twice what another gives"},
    {"hidden-flight", "a flight that nobody counted, in a period whose total is known"},
    {"note-mismatch", "a number differs from the sum of its parts"},
    {"sources-disagree", "two sources differ by more than errors of counting"},
    {"sum-mismatch", "counts of flights do not add to the total of their period"},
};
const size_t check_count_all = sizeof check_all / sizeof *check_all;

static void (*const runs[])(struct check *) = {check_sums, check_pairs};

const char *check_level_text(enum check_level level) {
    static const char *const words[] = {"note", "warning", "error"};

    return words[level];
}

struct check_finding *check_add(struct check *c, const char *id, enum check_level level) {
    struct check_finding *f = vec_push(c->a, &c->out);

    *f = (struct check_finding){.id = id, .level = level, .text = "", .settles = ""};
    return f;
}

double check_sd(double people) {
    return 0.05 * people + 0.5;
}

bool check_figure(const struct check_count *k, double *people, double *sd) {
    double x = k->best, spread = 0;

    if (k->method == CHECK_NEVER) return false;
    if (k->low >= 0 && k->high >= k->low) spread = (k->high - k->low) / 4.0;
    if (k->best < 0) {
        if (k->low < 0 || k->high < 0) return false;
        x = (k->low + k->high) / 2.0;
    }
    *people = x;
    *sd = check_sd(x) + spread;
    if (k->about) *sd += 0.05 * x;
    if (k->method != CHECK_EXACT) *sd += 0.4 * x; /* a group judged by eye, or a part of one */
    return true;
}

/* x before y? Those who are asked for, exact before rough, the fuller series, then the order of the sources. */
static bool better(const struct check *c, int x, int y, int last, bool all) {
    const struct check_count *p = &c->in->count[x], *q = &c->in->count[y];

    if (p->all != q->all) return p->all == all;
    if ((p->source == last) != (q->source == last)) return q->source == last;
    if (p->method != q->method) return p->method < q->method;
    if (p->source >= 0 && q->source >= 0 && c->rank[p->source] != c->rank[q->source])
        return c->rank[p->source] > c->rank[q->source];
    if (p->source != q->source) return p->source < q->source;
    return p->best > q->best;
}

int check_pick(const struct check *c, int flight, int last, bool all) {
    int pick = -1;
    double x, sd;

    for (size_t i = c->first[flight]; i < c->first[flight + 1]; i++) {
        int k = c->of_flight[i];

        if (!check_figure(&c->in->count[k], &x, &sd)) continue;
        if (pick < 0 || better(c, k, pick, last, all)) pick = k;
    }
    return pick;
}

bool check_parts(const struct check_count *k, int *sum, bool *whole) {
    if (k->men < 0 && k->women < 0) return false;
    *sum = (k->men > 0 ? k->men : 0) + (k->women > 0 ? k->women : 0);
    *whole = k->men > 0 && k->women > 0;
    return true;
}

const char *check_flight_name(const struct check *c, int flight) {
    const struct check_flight *f = &c->in->flight[flight];

    if (f->day == UTC_NONE) return arena_dup(c->a, f->number);
    return arena_printf(c->a, "%s%s%.*s", utc_date_text(f->day).s, f->number.n ? " " : "",
                        SPAN_ARG(f->number));
}

struct span check_corridor(const struct check *c, int corridor) {
    return corridor < 0 ? SPAN("?") : c->in->corridor[corridor];
}

struct span check_source(const struct check *c, int source) {
    return source < 0 ? SPAN("an unnamed source") : c->in->source[source];
}

/* --- the counts by flight --- */

struct place {
    int flight, source, best, low, index;
};

static int cmp_place(const void *x, const void *y) {
    const struct place *p = x, *q = y;

    if (p->flight != q->flight) return p->flight < q->flight ? -1 : 1;
    if (p->source != q->source) return p->source < q->source ? -1 : 1;
    if (p->best != q->best) return p->best > q->best ? -1 : 1;
    if (p->low != q->low) return p->low > q->low ? -1 : 1;
    return (p->index > q->index) - (p->index < q->index);
}

static void order_counts(struct check *c) {
    const struct check_input *in = c->in;
    struct place *v = ARENA_ARRAY(c->a, struct place, in->ncount);
    size_t n = 0;

    for (size_t i = 0; i < in->ncount; i++)
        if (in->count[i].flight >= 0)
            v[n++] = (struct place){in->count[i].flight, in->count[i].source, in->count[i].best,
                                    in->count[i].low, (int)i};
    qsort(v, n, sizeof *v, cmp_place);
    c->of_flight = ARENA_ARRAY(c->a, int, n);
    c->first = ARENA_ARRAY(c->a, size_t, in->nflight + 1);
    for (size_t i = 0; i < n; i++) {
        c->of_flight[i] = v[i].index;
        c->first[v[i].flight + 1] = i + 1;
    }
    for (size_t f = 1; f <= in->nflight; f++)
        if (c->first[f] < c->first[f - 1]) c->first[f] = c->first[f - 1];
    for (size_t i = 0; i < n; i++)
        if (v[i].source >= 0 &&
            (i == 0 || v[i].flight != v[i - 1].flight || v[i].source != v[i - 1].source))
            c->rank[v[i].source]++;
}

static int cmp_finding(const void *x, const void *y) {
    const struct check_finding *p = x, *q = y;
    int c = (int)q->level - (int)p->level;

    if (!c) c = strcmp(p->id, q->id);
    return c ? c : strcmp(p->text, q->text);
}

struct check_findings check_run(struct arena *a, const struct check_input *in) {
    struct check c = {.a = a, .in = in};

    c.rank = ARENA_ARRAY(a, int, in->nsource);
    c.exchanged = ARENA_ARRAY(a, bool, in->nflight);
    order_counts(&c);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) runs[i](&c);
    if (c.out.n) qsort(c.out.v, c.out.n, sizeof *c.out.v, cmp_finding);
    return (struct check_findings){c.out.v, c.out.n};
}
