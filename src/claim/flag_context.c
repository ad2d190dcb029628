/* SPDX-License-Identifier: Apache-2.0 */
/* Statements beside one another and beside the reports: who has it from whom, what came later, which
 * direction a number belongs to, what the case does not hold. */
#include "claim/flag_in.h"

#include <stdlib.h>

static struct span source_id(const struct flagger *x, int source) {
    return source < 0 ? SPAN("no source") : x->in->source[source].id;
}

static int root_of(const struct flagger *x, int source) {
    return source < 0 ? -1 : x->in->source[source].root;
}

/* --- roots --- */

/* How much rests on each root: [nsource]. */
struct rest {
    size_t *claims, *counts, *members;
};

static struct rest rest_of(struct flagger *x) {
    const struct flag_input *in = x->in;
    struct rest r = {ARENA_ARRAY(x->a, size_t, in->nsource), ARENA_ARRAY(x->a, size_t, in->nsource),
                     ARENA_ARRAY(x->a, size_t, in->nsource)};

    for (size_t i = 0; i < in->nsource; i++) r.members[in->source[i].root]++;
    for (size_t i = 0; i < in->nclaim; i++)
        if (!in->claim[i].retracted && in->claim[i].source >= 0)
            r.claims[root_of(x, in->claim[i].source)]++;
    for (size_t i = 0; i < in->ncount; i++)
        if (in->count[i].source >= 0) r.counts[root_of(x, in->count[i].source)]++;
    return r;
}

static int cmp_member(const void *a, const void *b, void *context) {
    const struct flag_source *v = context;
    int i = *(const int *)a, k = *(const int *)b, x = v[i].root, y = v[k].root;

    if (x != y) return x < y ? -1 : 1;
    return (i > k) - (i < k);
}

#define NAMED 12 /* links of one root by name */

static void one_root(struct flagger *x, const struct rest *r, const int *member, int root) {
    const struct flag_input *in = x->in;
    struct flag *f = flag_add(x, "one-root", CHECK_NOTE);
    size_t n = r->members[root], told = n < NAMED ? n : NAMED;
    const char *s = "", *rest = "";

    for (size_t i = 0; i < told; i++) {
        s = arena_printf(x->a, "%s%s%.*s", s, *s ? ", " : "", SPAN_ARG(in->source[member[i]].id));
        flag_refer(x, f, FLAG_SOURCE, member[i]);
    }
    if (r->claims[root] + r->counts[root])
        rest = arena_printf(x->a, " %s and %s rest on it.",
                            flag_number(x->a, r->claims[root], "claim"),
                            flag_number(x->a, r->counts[root], "count"));
    f->text = arena_printf(x->a, "%s%s lead to one root, %.*s: %zu links and one voice.%s", s,
                           told < n ? arena_printf(x->a, " and %zu more", n - told) : "",
                           SPAN_ARG(source_id(x, root)), n, rest);
    f->settles = "A source that has it from somewhere else";
}

static void roots(struct flagger *x) {
    struct rest r = rest_of(x);
    int *member = ARENA_ARRAY(x->a, int, x->in->nsource);

    for (size_t i = 0; i < x->in->nsource; i++) member[i] = (int)i;
    if (x->in->nsource)
        qsort_r(member, x->in->nsource, sizeof *member, cmp_member,
                (void *)(uintptr_t)x->in->source);
    for (size_t i = 0; i < x->in->nsource; i++) {
        if (r.members[i] > 1) one_root(x, &r, member, (int)i);
        member += r.members[i];
    }
}

static void translation(struct flagger *x, int index) {
    const struct flag_claim *k = &x->in->claim[index], *o;
    struct flag *f;

    if (k->about < 0 || (k->relation != FLAG_TRANSLATES && k->relation != FLAG_REPEATS)) return;
    o = &x->in->claim[k->about];
    if (root_of(x, k->source) == root_of(x, o->source)) return;
    f = flag_add(x, "translation-root", CHECK_WARNING);
    f->text = arena_printf(
        x->a, "%.*s %s %.*s, and its source, %.*s, has another root than %.*s.", SPAN_ARG(k->id),
        k->relation == FLAG_TRANSLATES ? "translates" : "repeats", SPAN_ARG(o->id),
        SPAN_ARG(source_id(x, k->source)), SPAN_ARG(source_id(x, o->source)));
    f->settles = "The root of the two sources; grades count them as one voice until then";
    flag_refer(x, f, FLAG_CLAIM, index);
    flag_refer(x, f, FLAG_CLAIM, k->about);
}

static void strangers(struct flagger *x, int index) {
    const struct flag_claim *k = &x->in->claim[index];
    struct flag *f;

    if (k->strangers == 0) return;
    f = flag_add(x, "basis-unknown", CHECK_WARNING);
    f->text = arena_printf(x->a,
                           "%.*s was computed from rows of which %d %s not in the case: counts, "
                           "claims and timetable lines are named by their id.",
                           SPAN_ARG(k->id), k->strangers, k->strangers == 1 ? "is" : "are");
    f->settles = "The rows that its author reckoned from";
    flag_refer(x, f, FLAG_CLAIM, index);
}

/* --- ways that the case does not hold --- */

static void other_modes(struct flagger *x) {
    static const char *const ways[] = {"by air", "by rail", "by sea", "by road", "by every way"};
    struct buf list = {0};
    struct flag *f = NULL;

    for (size_t i = 0; i < x->in->nclaim; i++) {
        const struct flag_claim *k = &x->in->claim[i];
        double says;

        if (k->mode == FLAG_AIR || k->retracted) continue;
        if (!f) f = flag_add(x, "other-modes", CHECK_NOTE);
        buf_printf(&list, "%s%s%s%s (%.*s)", list.n ? ", " : "",
                   flag_figure(k, &says) ? flag_people(x->a, says) : "",
                   flag_figure(k, &says) ? " " : "", ways[k->mode], SPAN_ARG(k->id));
        flag_refer(x, f, FLAG_CLAIM, (int)i);
    }
    if (f) {
        f->text = arena_printf(
            x->a, "People also move by ways that are not flights of this case: %s.", list.p);
        f->settles = "Figures by way of travel for the same period and direction";
    }
    buf_fini(&list);
}

/* --- what became known later --- */

static void later(struct flagger *x, int index) {
    const struct flag_claim *k = &x->in->claim[index], *o;
    struct flag *f;

    if (k->about < 0 || (k->relation != FLAG_REVISES && k->relation != FLAG_CONTRADICTS)) return;
    o = &x->in->claim[k->about];
    if (o->retracted || k->made_on <= o->made_on) return;
    f = flag_add(x, "later-evidence", CHECK_NOTE);
    f->text = arena_printf(x->a, "%.*s of %s %s %.*s of %s.", SPAN_ARG(k->id),
                           utc_date_text(k->made_on).s,
                           k->relation == FLAG_REVISES ? "revises" : "contradicts", SPAN_ARG(o->id),
                           utc_date_text(o->made_on).s);
    f->settles = "Whether the earlier statement still holds for the time after that";
    flag_refer(x, f, FLAG_CLAIM, index);
    flag_refer(x, f, FLAG_CLAIM, k->about);
}

/* Flights that nobody announced pull a product up, those cancelled since it was made pull it down. */
static void later_flights(struct flagger *x, const struct product *p) {
    const struct flag_claim *k = &x->in->claim[p->claim];
    size_t extra = 0, cancelled = 0;
    struct flag *f;

    for (size_t i = 0; i < x->in->nslot; i++) {
        const struct flag_slot *s = &x->in->slot[i];

        if (s->corridor != k->corridor || s->day <= k->made_on || s->day < p->first ||
            s->day > p->last)
            continue;
        extra += !s->listed && s->state == CHECK_FLOWN;
        cancelled += s->state == CHECK_CANCELLED;
    }
    if (extra + cancelled == 0) return;
    f = flag_add(x, "later-evidence", CHECK_NOTE);
    f->text = arena_printf(x->a, "After %.*s was said, %s%s%s.", SPAN_ARG(k->id),
                           extra ? arena_printf(x->a, "%s that nobody had announced flew",
                                                flag_number(x->a, extra, "flight"))
                                 : "",
                           extra && cancelled ? " and " : "",
                           cancelled ? arena_printf(x->a, "%s %s cancelled",
                                                    flag_number(x->a, cancelled, "flight"),
                                                    cancelled == 1 ? "was" : "were")
                                     : "");
    f->settles = "The flights of the whole period";
    flag_refer(x, f, FLAG_CLAIM, p->claim);
}

/* --- numbers and directions --- */

struct use { /* of a flight number */
    struct span number;
    int corridor;
    int32_t day; /* UTC_NONE: a timetable line */
    bool line, flown;
    int index;
};
struct way { /* a number on one corridor */
    size_t lines, flown;
    int line, report; /* the first of each, -1 */
};

static int cmp_use(const void *a, const void *b) {
    const struct use *p = a, *q = b;
    int c = span_cmp(p->number, q->number);

    if (!c) c = (p->day > q->day) - (p->day < q->day);
    if (!c) c = (p->corridor > q->corridor) - (p->corridor < q->corridor);
    if (!c) c = (int)p->line - (int)q->line;
    return c ? c : (p->index > q->index) - (p->index < q->index);
}

static size_t uses(struct flagger *x, struct use **out) {
    const struct flag_input *in = x->in;
    struct use *v = ARENA_ARRAY(x->a, struct use, in->nline + in->nreport);
    size_t n = 0;

    for (size_t i = 0; i < in->nline; i++)
        if (in->line[i].flight.n && in->line[i].corridor >= 0)
            v[n++] = (struct use){
                in->line[i].flight, in->line[i].corridor, UTC_NONE, true, false, (int)i};
    for (size_t i = 0; i < in->nreport; i++)
        if (in->report[i].flight.n && in->report[i].corridor >= 0 && in->report[i].day != UTC_NONE)
            v[n++] = (struct use){in->report[i].flight, in->report[i].corridor,
                                  in->report[i].day,    false,
                                  in->report[i].flown,  (int)i};
    if (n) qsort(v, n, sizeof *v, cmp_use);
    *out = v;
    return n;
}

/* The ways of one number, [ncorridor]; only those of corridors in `v` are set. */
static void ways_of(const struct use *v, size_t n, struct way *way) {
    for (size_t i = 0; i < n; i++) way[v[i].corridor] = (struct way){0, 0, -1, -1};
    for (size_t i = 0; i < n; i++) {
        struct way *w = &way[v[i].corridor];

        w->lines += v[i].line, w->flown += v[i].flown;
        if (v[i].line && w->line < 0) w->line = v[i].index;
        if (v[i].flown && w->report < 0) w->report = v[i].index;
    }
}

static void forget(const struct use *v, size_t n, struct way *way) {
    for (size_t i = 0; i < n; i++) way[v[i].corridor] = (struct way){0, 0, -1, -1};
}

/* One number there and back on one day names the turn and not a leg. */
static bool turn(const struct flagger *x, const struct use *v, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (v[i].day != UTC_NONE && v[i].day == v[i - 1].day &&
            x->in->corridor[v[i].corridor].opposite == v[i - 1].corridor)
            return true;
    return false;
}

static void say_number(struct flagger *x, struct span who, enum flag_sheet sheet, int index,
                       struct span number, int corridor, const struct way *there) {
    int back = x->in->corridor[corridor].opposite;
    struct flag *f = flag_add(x, "flight-number-direction", CHECK_WARNING);

    f->text = arena_printf(
        x->a, "%.*s has %.*s on %.*s; %s%s%s %s that number on %.*s, and none on %.*s.",
        SPAN_ARG(who), SPAN_ARG(number), SPAN_ARG(x->in->corridor[corridor].id),
        there->flown ? flag_number(x->a, there->flown, "flown flight") : "",
        there->flown && there->lines ? " and " : "",
        there->lines ? flag_number(x->a, there->lines, "timetable line") : "",
        there->flown + there->lines == 1 ? "has" : "have", SPAN_ARG(x->in->corridor[back].id),
        SPAN_ARG(x->in->corridor[corridor].id));
    f->settles = "The timetable or a track under that number; odd and even are a hint and no proof";
    flag_refer(x, f, sheet, index);
    flag_refer(x, f, FLAG_REPORT, there->report);
    flag_refer(x, f, FLAG_LINE, there->line);
}

/* A timetable line whose number flew the other way only; a single report against several. */
static void rows_of_number(struct flagger *x, const struct use *v, size_t n,
                           const struct way *way) {
    if (turn(x, v, n)) return;
    for (size_t i = 0; i < n; i++) {
        int back = x->in->corridor[v[i].corridor].opposite;
        const struct way *here = &way[v[i].corridor], *there;

        if (back < 0) continue;
        there = &way[back];
        if (v[i].line && here->line == v[i].index && here->flown == 0 && there->flown > 0)
            say_number(x,
                       x->in->line[v[i].index].id.n ? x->in->line[v[i].index].id
                                                    : SPAN("A timetable line"),
                       FLAG_LINE, v[i].index, v[i].number, v[i].corridor, there);
        if (v[i].flown && here->flown == 1 && here->lines == 0 && there->flown + there->lines > 1)
            say_number(x, SPAN("A report"), FLAG_REPORT, v[i].index, v[i].number, v[i].corridor,
                       there);
    }
}

static size_t first_of(const struct use *v, size_t n, struct span number) {
    size_t lo = 0;

    while (lo < n) {
        size_t mid = lo + (n - lo) / 2;

        if (span_cmp(v[mid].number, number) < 0)
            lo = mid + 1;
        else
            n = mid;
    }
    return lo;
}

static void claim_number(struct flagger *x, int index, const struct use *v, size_t n,
                         struct way *way) {
    const struct flag_claim *k = &x->in->claim[index];
    const struct way *here, *there;
    size_t begin, end;
    int back;

    if (k->retracted || !k->flight.n || k->corridor < 0) return;
    if ((back = x->in->corridor[k->corridor].opposite) < 0) return;
    begin = first_of(v, n, k->flight);
    for (end = begin; end < n && span_eq(v[end].number, k->flight);) end++;
    ways_of(v + begin, end - begin, way);
    here = &way[k->corridor], there = &way[back];
    if (here->lines + here->flown == 0 && there->lines + there->flown > 0)
        say_number(x, k->id, FLAG_CLAIM, index, k->flight, k->corridor, there);
    forget(v + begin, end - begin, way);
}

static void numbers(struct flagger *x) {
    struct way *way = ARENA_ARRAY(x->a, struct way, x->in->ncorridor);
    struct use *v = NULL;
    size_t n = uses(x, &v);

    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && span_eq(v[end].number, v[i].number);) end++;
        ways_of(v + i, end - i, way);
        rows_of_number(x, v + i, end - i, way);
        forget(v + i, end - i, way);
    }
    for (size_t i = 0; i < x->in->nclaim; i++) claim_number(x, (int)i, v, n, way);
}

/* --- parts of a claim --- */

struct part {
    int total, claim;
};
struct parts {
    struct part *v;
    size_t n, cap;
};

static int cmp_part(const void *a, const void *b) {
    const struct part *p = a, *q = b;

    if (p->total != q->total) return p->total < q->total ? -1 : 1;
    return (p->claim > q->claim) - (p->claim < q->claim);
}

/* The figures of those parts that count the same, "a + b", and their sum. @return how many. */
static size_t add_parts(struct flagger *x, const struct part *v, size_t n, struct buf *list,
                        double *sum) {
    const struct flag_claim *t = &x->in->claim[v->total];
    size_t found = 0;

    for (size_t i = 0; i < n; i++) {
        const struct flag_claim *k = &x->in->claim[v[i].claim];
        double part;

        if (k->retracted || k->unit != t->unit || !flag_figure(k, &part)) continue;
        buf_printf(list, "%s%s", found++ ? " + " : "", flag_people(x->a, part));
        *sum += part;
    }
    return found;
}

static void parts(struct flagger *x, const struct part *v, size_t n) {
    const struct flag_claim *t = &x->in->claim[v->total];
    double sum = 0, says = 0;
    struct buf list = {0};
    struct flag *f;
    size_t found;

    if (t->retracted || !flag_figure(t, &says)) return;
    if (t->high > says) says = t->high;
    found = add_parts(x, v, n, &list, &sum);
    if (found && sum > says * (t->hedge.n ? 1.05 : 1)) {
        f = flag_add(x, "parts-mismatch", CHECK_WARNING);
        f->text = found == 1 ? arena_printf(x->a, "%.*s says %s, and a part of it is more: %s.",
                                            SPAN_ARG(t->id), flag_people(x->a, says), list.p)
                             : arena_printf(x->a, "%.*s says %s, and its parts are more: %s = %s.",
                                            SPAN_ARG(t->id), flag_people(x->a, says), list.p,
                                            flag_people(x->a, sum));
        f->settles = "The table that they are from: whether a part belongs to another total";
        flag_refer(x, f, FLAG_CLAIM, v->total);
        for (size_t i = 0; i < n; i++) flag_refer(x, f, FLAG_CLAIM, v[i].claim);
    }
    buf_fini(&list);
}

static void all_parts(struct flagger *x) {
    struct parts p = {0};

    for (size_t i = 0; i < x->in->nclaim; i++)
        if (x->in->claim[i].relation == FLAG_PART_OF && x->in->claim[i].about >= 0)
            *vec_push(x->a, &p) = (struct part){x->in->claim[i].about, (int)i};
    if (p.n) qsort(p.v, p.n, sizeof *p.v, cmp_part);
    for (size_t i = 0, end; i < p.n; i = end) {
        for (end = i; end < p.n && p.v[end].total == p.v[i].total;) end++;
        parts(x, p.v + i, end - i);
    }
}

void flag_context(struct flagger *x) {
    roots(x);
    other_modes(x);
    numbers(x);
    for (size_t i = 0; i < x->product.n; i++) later_flights(x, &x->product.v[i]);
    for (size_t i = 0; i < x->in->nclaim; i++) {
        if (x->in->claim[i].retracted) continue;
        translation(x, (int)i);
        strangers(x, (int)i);
        later(x, (int)i);
    }
    all_parts(x);
}
