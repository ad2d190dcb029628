/* SPDX-License-Identifier: Apache-2.0 */
/* Rival explanations: the rows that are weighed, to rule/ach.h, and its marks back to rows.
 *
 * A piece of evidence is a row of the case, or a finding of `check`. Its root is that of its source,
 * so that what one clip says in ten newspapers is one voice. A repost says nothing that its root does
 * not: beside the same thing by the root itself it is shown with that reason, and scores nothing, like
 * evidence that names no row. */
#include "pipe/rivals.h"

#include "pipe/judge.h"
#include "pipe/voice.h"

#include <math.h>
#include <stdlib.h>

/* --- rows that can be named --- */

static void add_named(struct rivals *w, struct thing about, struct span id, struct span row,
                      int source, const char *text) {
    const struct load_source *s = source < 0 ? NULL : &w->l->source.v[source];
    char letter = 'F';

    if (s && s->reliability.n) letter = s->reliability.p[0];
    *vec_push(w->a, &w->named) = (struct named){.about = about,
                                                .id = id,
                                                .row = row,
                                                .source = source,
                                                .root = s ? s->root : -1,
                                                .repost = voice_passes_on(w->l, source),
                                                .grade = {letter, 0},
                                                .text = text};
}

/* What is repeated or translated is about the same, whatever dates its copy has. */
static void add_claim(struct rivals *w, size_t i) {
    const struct load_claim *k = &w->l->claim.v[i], *first = &w->l->claim.v[voice_origin(w->l, i)];
    struct named *n;

    add_named(w, (struct thing){"claims", first->corridor, first->from, first->to}, k->id, k->row,
              k->source, arena_dup(w->a, k->text));
    n = &w->named.v[w->named.n - 1];
    n->root = first->source < 0 ? -1 : w->l->source.v[first->source].root;
    n->repost = voice_is_repost(w->l, i);
    n->grade = w->standing[i].held;
}

static const char *count_text(struct rivals *w, const struct load_count *k) {
    int best = k->best >= 0 ? k->best : k->low >= 0 ? k->low : k->high;
    int32_t day = k->day != UTC_NONE ? k->day : k->from;
    const char *when = day == UTC_NONE ? "" : utc_date_text(day).s;
    const char *people = best < 0 ? "no number" : arena_printf(w->a, "%d people", best);

    return arena_printf(w->a, "%s%s%s, %.*s%s%.*s", when, *when ? ": " : "", people,
                        SPAN_ARG(k->method), k->stage.n ? ", " : "", SPAN_ARG(k->stage));
}

static const char *flight_text(struct rivals *w, const struct load_flight *f) {
    return arena_printf(w->a, "%s: flight%s%.*s %.*s", utc_date_text(f->day).s,
                        f->flight.n ? " " : "", SPAN_ARG(f->flight), SPAN_ARG(f->state));
}

static const char *schedule_text(struct rivals *w, const struct load_schedule *s) {
    return arena_printf(w->a, "timetable%s%.*s, %s to %s", s->flight.n ? " " : "",
                        SPAN_ARG(s->flight), utc_date_text(s->from).s, utc_date_text(s->to).s);
}

static const char *corridor_text(struct rivals *w, const struct load_corridor *c) {
    return arena_printf(w->a, "%.*s to %.*s, %.*s", SPAN_ARG(c->origin), SPAN_ARG(c->destination),
                        SPAN_ARG(c->group));
}

static int cmp_id(const void *x, const void *y, void *arg) {
    const struct named *v = arg, *p = &v[*(const size_t *)x], *q = &v[*(const size_t *)y];
    int c = span_cmp(p->id, q->id);

    return c ? c : strcmp(p->about.sheet, q->about.sheet);
}

static int cmp_row(const void *x, const void *y, void *arg) {
    const struct named *v = arg;

    return span_cmp(v[*(const size_t *)x].row, v[*(const size_t *)y].row);
}

static void add_dated(struct rivals *w) {
    const struct load *l = w->l;

    for (size_t i = 0; i < l->count.n; i++) {
        const struct load_count *k = &l->count.v[i];
        bool day = k->day != UTC_NONE;

        add_named(
            w, (struct thing){"counts", k->corridor, day ? k->day : k->from, day ? k->day : k->to},
            k->id, k->row, k->source, count_text(w, k));
    }
    for (size_t i = 0; i < l->flight.n; i++) {
        const struct load_flight *f = &l->flight.v[i];

        add_named(w, (struct thing){"flights", f->corridor, f->day, f->day}, f->id, f->row,
                  f->source, flight_text(w, f));
    }
    for (size_t i = 0; i < l->schedule.n; i++) {
        const struct load_schedule *s = &l->schedule.v[i];

        add_named(w, (struct thing){"schedules", s->corridor, s->from, s->to}, s->id, s->row,
                  s->source, schedule_text(w, s));
    }
}

static struct thing undated(const char *sheet) {
    return (struct thing){sheet, -1, UTC_NONE, UTC_NONE};
}

static void find_named(struct rivals *w) {
    const struct load *l = w->l;

    for (size_t i = 0; i < l->claim.n; i++) add_claim(w, i);
    add_dated(w);
    for (size_t i = 0; i < l->source.n; i++)
        add_named(w, undated("sources"), l->source.v[i].id, l->source.v[i].row, (int)i,
                  arena_dup(w->a, l->source.v[i].label));
    for (size_t i = 0; i < l->rule.n; i++)
        add_named(w, undated("rules"), l->rule.v[i].id, l->rule.v[i].row, l->rule.v[i].source,
                  arena_dup(w->a, l->rule.v[i].text));
    for (size_t i = 0; i < l->corridor.n; i++)
        add_named(w, undated("corridors"), l->corridor.v[i].id, l->corridor.v[i].row, -1,
                  corridor_text(w, &l->corridor.v[i]));
    for (size_t i = 0; i < l->aircraft.n; i++)
        add_named(w, undated("aircraft"), SPAN(""), l->aircraft.v[i].row, l->aircraft.v[i].source,
                  arena_dup(w->a, l->aircraft.v[i].type));
    w->by_id = ARENA_ARRAY(w->a, size_t, w->named.n);
    w->by_row = ARENA_ARRAY(w->a, size_t, w->named.n);
    for (size_t i = 0; i < w->named.n; i++) w->by_id[i] = w->by_row[i] = i;
    if (!w->named.n) return;
    qsort_r(w->by_id, w->named.n, sizeof *w->by_id, cmp_id, w->named.v);
    qsort_r(w->by_row, w->named.n, sizeof *w->by_row, cmp_row, w->named.v);
}

/* The first place in a sorted list whose key is not below s. */
static size_t lower(const struct rivals *w, const size_t *list, bool rows, struct span s) {
    size_t lo = 0, hi = w->named.n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct named *n = &w->named.v[list[mid]];

        if (span_cmp(rows ? n->row : n->id, s) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static struct span after_colon(struct span s, size_t *prefix) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ':') {
            *prefix = i;
            return span_trim((struct span){s.p + i + 1, s.n - i - 1});
        }
    *prefix = 0;
    return s;
}

/* The row with this id, in this sheet where one is named. @return NULL with the reason. */
static const struct named *by_id(const struct rivals *w, struct span sheet, struct span id,
                                 const char **why) {
    const struct named *found = NULL;

    *why = "no row of the case has this id";
    for (size_t i = lower(w, w->by_id, false, id); i < w->named.n && id.n; i++) {
        const struct named *n = &w->named.v[w->by_id[i]];

        if (!span_eq(n->id, id)) break;
        if (sheet.n && !span_is(sheet, n->about.sheet)) continue;
        if (found) {
            *why = "several rows have this id: name the sheet before it, as in claims:ID, or the "
                   "row by its name";
            return NULL;
        }
        found = n;
    }
    return found;
}

static const struct named *by_row(const struct rivals *w, struct span name) {
    size_t at;

    for (size_t i = 0; i < name.n; i++)
        if (!strchr("0123456789abcdef", name.p[i])) return NULL;
    if (name.n < 6) return NULL;
    at = lower(w, w->by_row, true, name);
    for (size_t i = at; i < w->named.n && i < at + 2; i++) {
        const struct named *n = &w->named.v[w->by_row[i]];
        bool same = n->row.n >= name.n && memcmp(n->row.p, name.p, name.n) == 0;

        if (i == at && !same) return NULL;
        if (i > at && same) return NULL; /* two rows begin like this */
    }
    return at < w->named.n ? &w->named.v[w->by_row[at]] : NULL;
}

/* --- items --- */

/* Every finding of this id: their rows; the root is theirs when it is one. What the checks find is said by
 * nobody, so that it is no repost. */
static void read_finding(struct rivals *w, struct rivals_item *it) {
    size_t i, k, n = 0;
    json_t *f, *entry;
    bool mixed = false;

    it->problem = "no such finding: headcount check has those of the case";
    json_array_foreach(w->findings, i, f) {
        if (!span_is(it->id, json_string_value(json_object_get(f, "id")))) continue;
        it->problem = NULL;
        if (n++ == 0)
            it->text = arena_dup(w->a, span_of(json_string_value(json_object_get(f, "text"))));
        json_array_foreach(json_object_get(f, "entries"), k, entry) {
            const struct named *row = by_row(w, span_of(json_string_value(entry)));

            if (!row) continue;
            if (it->rows.n && row->root != it->root) mixed = true;
            *vec_push(w->a, &it->rows) = row->row;
            it->root = row->root;
        }
    }
    if (mixed) it->root = -1;
    if (n > 1) it->text = arena_printf(w->a, "%s And %zu more of this kind.", it->text, n - 1);
}

static struct rivals_item read_item(struct rivals *w, const struct load_weigh *g) {
    struct span given = span_trim(g->evidence), rest;
    struct rivals_item it = {.sheet = "", .id = given, .text = "", .root = -1};
    const struct named *n;
    size_t prefix;

    it.absent = g->absent;
    rest = after_colon(given, &prefix);
    if (prefix && span_is((struct span){given.p, prefix}, "finding")) {
        it.sheet = "finding", it.id = rest;
        read_finding(w, &it);
        return it;
    }
    n = by_id(w, SPAN(""), given, &it.problem); /* an id may have a colon in it */
    if (!n && prefix) n = by_id(w, (struct span){given.p, prefix}, rest, &it.problem);
    if (!n) n = by_row(w, given);
    if (!n) return it;
    it.sheet = n->about.sheet, it.id = n->id.n ? n->id : load_name(n->row);
    it.text = n->text, it.problem = NULL;
    it.named = n, it.root = n->root;
    *vec_push(w->a, &it.rows) = n->row;
    return it;
}

static int cmp_item(const struct rivals_item *x, const struct rivals_item *y) {
    int c = strcmp(x->sheet, y->sheet);

    if (!c) c = span_cmp(x->id, y->id);
    if (!c && x->rows.n && y->rows.n) c = span_cmp(x->rows.v[0], y->rows.v[0]);
    return c ? c : (x->absent > y->absent) - (x->absent < y->absent);
}

struct pair {
    struct rivals_item it;
    size_t weigh;
};

static int cmp_pair(const void *x, const void *y) {
    const struct pair *p = x, *q = y;
    int c = cmp_item(&p->it, &q->it);

    return c ? c : (p->weigh > q->weigh) - (p->weigh < q->weigh);
}

/* Two spellings of one row are one item. */
static void find_items(struct rivals *w) {
    struct pair *v = ARENA_ARRAY(w->a, struct pair, w->l->weigh.n);

    w->item_of = ARENA_ARRAY(w->a, int, w->l->weigh.n);
    for (size_t i = 0; i < w->l->weigh.n; i++)
        v[i] = (struct pair){read_item(w, &w->l->weigh.v[i]), i};
    if (w->l->weigh.n) qsort(v, w->l->weigh.n, sizeof *v, cmp_pair);
    for (size_t i = 0; i < w->l->weigh.n; i++) {
        if (i == 0 || cmp_item(&v[i - 1].it, &v[i].it) != 0) *vec_push(w->a, &w->item) = v[i].it;
        w->item_of[v[i].weigh] = (int)w->item.n - 1;
    }
}

static bool no_clash(int32_t day, int32_t other) {
    return day == other || day == UTC_NONE || other == UTC_NONE;
}

/* May the second pass on the first? A source as a whole says, and passes on, all that there is. */
static bool same_thing(const struct thing *x, const struct thing *y) {
    if (strcmp(x->sheet, "sources") == 0 || strcmp(y->sheet, "sources") == 0) return true;
    return strcmp(x->sheet, y->sheet) == 0 && x->corridor == y->corridor &&
           no_clash(x->from, y->from) && no_clash(x->to, y->to);
}

/* Can it be passed on, or be a repost? Nobody says what the checks find, or passes on what is missing. */
static bool is_said(const struct rivals_item *it, bool repost) {
    return it->named && it->root >= 0 && !it->absent && it->named->repost == repost;
}

/* Beside the same thing by the root itself its reposts say nothing more; where there is none they stand for it. */
static void set_reposts_aside(struct rivals *w) {
    for (size_t i = 0; i < w->item.n; i++) {
        struct rivals_item *it = &w->item.v[i];
        const struct rivals_item *o = w->item.v, *end = o + w->item.n;

        if (!is_said(it, true)) continue;
        while (o < end && !(is_said(o, false) && o->root == it->root &&
                            same_thing(&o->named->about, &it->named->about)))
            o++;
        if (o < end)
            it->problem = arena_printf(w->a, "a repost, and what %.*s itself says is weighed",
                                       SPAN_ARG(w->l->source.v[it->root].id));
    }
}

/* What a row is evidence of often stands in its note alone. It is kept apart from the text, which is written for a
 * reader: a note is not (report/allow.c). */
static int add_note(struct rivals *w, struct store *st, struct rivals_item *it, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT body ->> '$.note' FROM line WHERE row_id = ?1", e);

    if (rc < 0) return rc;
    query_text(q, 1, it->rows.v[0]);
    if ((rc = query_next(q, e)) > 0 && !query_col_null(q, 0))
        it->note = arena_dup(w->a, query_col(q, 0));
    query_close(q);
    return rc < 0 ? rc : 0;
}

static int add_notes(struct rivals *w, struct store *st, struct err *e) {
    for (size_t i = 0; i < w->item.n; i++) {
        struct rivals_item *it = &w->item.v[i];
        int rc;

        if (!it->rows.n || strcmp(it->sheet, "finding") == 0) continue;
        if ((rc = add_note(w, st, it, e)) < 0) return rc;
    }
    return 0;
}

/* --- to ach --- */

static int analyst_of(struct rivals *w, struct span by) {
    for (size_t i = 0; i < w->analyst.n; i++)
        if (span_eq(w->analyst.v[i], by)) return (int)i;
    return -1;
}

static int cmp_span(const void *x, const void *y) {
    return span_cmp(*(const struct span *)x, *(const struct span *)y);
}

static void find_analysts(struct rivals *w) {
    for (size_t i = 0; i < w->l->weigh.n; i++)
        if (analyst_of(w, w->l->weigh.v[i].by) < 0)
            *vec_push(w->a, &w->analyst) = w->l->weigh.v[i].by;
    if (w->analyst.n) qsort(w->analyst.v, w->analyst.n, sizeof *w->analyst.v, cmp_span);
}

static int hypothesis_of(const struct load *l, struct span id) {
    for (size_t i = 0; i < l->hypothesis.n; i++)
        if (span_eq(l->hypothesis.v[i].id, id)) return (int)i;
    return -1;
}

static enum ach_mark mark_of(struct span s) {
    int m = 0;

    while (ach_marks[m] && !span_is(s, ach_marks[m])) m++;
    return ach_marks[m] ? (enum ach_mark)m : ACH_NA;
}

/* Of two rows that say the same pair by one analyst in two spellings, the one that comes last in order of
 * row name counts, so that none counts twice. */
static void add_weigh(struct rivals *w, size_t i) {
    const struct load_weigh *g = &w->l->weigh.v[i];
    struct ach_weigh x = {.hypothesis = hypothesis_of(w->l, g->hypothesis),
                          .item = w->item_of[i],
                          .analyst = analyst_of(w, g->by),
                          .mark = mark_of(g->mark),
                          .likelihood = g->likelihood < 0 ? (double)NAN : g->likelihood / 1000.0};

    if (x.hypothesis < 0) return;
    for (size_t k = 0; k < w->weigh.n; k++) {
        const struct ach_weigh *o = &w->weigh.v[k];

        if (o->hypothesis != x.hypothesis || o->item != x.item || o->analyst != x.analyst) continue;
        w->weigh.v[k] = x;
        w->weigh_row[k] = i;
        return;
    }
    w->weigh_row[w->weigh.n] = i;
    *vec_push(w->a, &w->weigh) = x;
}

static int cmp_rank(const void *x, const void *y, void *arg) {
    const struct ach_hypothesis *v = arg;
    size_t i = *(const size_t *)x, k = *(const size_t *)y;

    if (v[i].rank != v[k].rank) return v[i].rank < v[k].rank ? -1 : 1;
    return (i > k) - (i < k);
}

/* Roots as small numbers: a case may have very many sources. */
static int *number_roots(struct rivals *w) {
    int *number = ARENA_ARRAY(w->a, int, w->l->source.n + 1);

    for (size_t i = 0; i < w->item.n; i++)
        if (w->item.v[i].root >= 0) number[w->item.v[i].root] = 1;
    for (size_t g = 0; g < w->l->source.n; g++) {
        if (!number[g]) continue;
        number[g] = (int)w->root.n;
        *vec_push(w->a, &w->root) = (int)g;
    }
    return number;
}

static void weigh_all(struct rivals *w) {
    int *number = number_roots(w);
    size_t n = w->l->hypothesis.n;
    double *prior = ARENA_ARRAY(w->a, double, n);
    struct ach_item *item = ARENA_ARRAY(w->a, struct ach_item, w->item.n);
    struct ach_input in;

    w->weigh_row = ARENA_ARRAY(w->a, size_t, w->l->weigh.n);
    for (size_t i = 0; i < n; i++)
        prior[i] =
            w->l->hypothesis.v[i].prior < 0 ? (double)NAN : w->l->hypothesis.v[i].prior / 1000.0;
    for (size_t i = 0; i < w->item.n; i++)
        item[i] = (struct ach_item){w->item.v[i].root < 0 ? -1 : number[w->item.v[i].root],
                                    !w->item.v[i].problem};
    for (size_t i = 0; i < w->l->weigh.n; i++) add_weigh(w, i);
    in = (struct ach_input){.prior = prior,
                            .nhypothesis = n,
                            .item = item,
                            .nitem = w->item.n,
                            .nroot = w->root.n,
                            .nanalyst = w->analyst.n,
                            .weigh = w->weigh.v,
                            .nweigh = w->weigh.n};
    w->r = ach_run(w->a, &in);
    w->order = ARENA_ARRAY(w->a, size_t, n);
    for (size_t i = 0; i < n; i++) w->order[i] = i;
    qsort_r(w->order, n, sizeof *w->order, cmp_rank, w->r.hypothesis);
}

/* --- all --- */

/* A matrix is read by people: beyond these nobody works through one, and the work grows as squares. */
#define WEIGHS 10000
#define HYPOTHESES 100
#define ANALYSTS 100

static json_t *too_many(struct arena *a, const char *what, size_t n, size_t most) {
    const char *text =
        arena_printf(a, "Not weighed: %zu %s, and a matrix takes at most %zu.", n, what, most);

    return json_pack("{s:[], s:s, s:[], s:[], s:[], s:[], s:b}", "order", "text", text, "list",
                     "items", "roots", "odds", "priors", 0);
}

int judge_hypotheses(struct store *st, struct arena *a, const struct load *l,
                     const json_t *findings, json_t **out, struct err *e) {
    struct rivals w = {.a = a, .l = l, .findings = findings};
    int rc;

    *out = json_null();
    if (!l->hypothesis.n) return 0;
    if (l->hypothesis.n > HYPOTHESES) {
        *out = too_many(a, "explanations", l->hypothesis.n, HYPOTHESES);
        return 0;
    }
    if (l->weigh.n > WEIGHS) {
        *out = too_many(a, "rows of weighs", l->weigh.n, WEIGHS);
        return 0;
    }
    find_analysts(&w);
    if (w.analyst.n > ANALYSTS) {
        *out = too_many(a, "analysts", w.analyst.n, ANALYSTS);
        return 0;
    }
    w.standing = standings_of(a, l);
    find_named(&w);
    find_items(&w);
    set_reposts_aside(&w);
    if ((rc = add_notes(&w, st, e)) == 0) {
        weigh_all(&w);
        *out = rivals_json(&w);
    }
    return rc;
}
