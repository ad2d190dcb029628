/* SPDX-License-Identifier: Apache-2.0 */
/* From the rows in force to the arrays of claim/check.h, and its findings back to rows.
 *
 * Slots become flights, those of all corridors in one array. A count that lies outside its
 * corridor's period, or that names a flight without saying when, belongs to a flight of its own
 * here: two releases may identify operations by a number and have no dates. Men and women are read
 * from the rows themselves, so that the typed tables, whose layout is part of every case file, need
 * no new columns. */
#include "pipe/findings.h"

#include "claim/check.h"
#include "pipe/corridor.h"
#include "pipe/flags.h"
#include "pipe/slots.h"

#include <stdlib.h>

struct work {
    struct arena *a;
    struct load l;
    struct slots *slots; /* [corridor] */
    size_t *begins;      /* [corridor] index of its first slot among the flights */
    struct check_input in;
    struct check_flight *flight;
    struct check_count *count;
    int *opposite;
};

static int read_parts(struct store *st, struct work *w, struct err *e) {
    struct query *q = NULL;
    size_t i = 0;
    int rc = query_open(&q, st,
                        "SELECT body ->> '$.men', body ->> '$.women' FROM line WHERE sheet = "
                        "'counts' ORDER BY row_id", /* as load_case orders them */
                        e);

    while (rc == 0 && (rc = query_next(q, e)) > 0 && i < w->l.count.n) {
        w->count[i].men = query_col_null(q, 0) ? -1 : (int)query_col_int(q, 0);
        w->count[i].women = query_col_null(q, 1) ? -1 : (int)query_col_int(q, 1);
        i++, rc = 0;
    }
    query_close(q);
    return rc < 0 ? rc : 0;
}

/* --- corridors that are the two directions of one --- */

static int nearness(const struct load *l, size_t i, size_t j) {
    const struct load_corridor *p = &l->corridor.v[i], *q = &l->corridor.v[j];
    bool there = span_eq(p->origin, q->destination), back = span_eq(p->destination, q->origin);

    if (i == j || span_eq(p->direction, q->direction)) return 0;
    if (there && back) return 3;
    if (there || back) return 2;
    return l->corridor.n == 2;
}

/* The nearest corridor of the other direction, when it is the only one as near, from both sides. */
static void find_opposites(struct work *w) {
    size_t n = w->l.corridor.n;
    int *one = ARENA_ARRAY(w->a, int, n);

    w->opposite = ARENA_ARRAY(w->a, int, n);
    for (size_t i = 0; i < n; i++) {
        int best = 0;

        one[i] = -1;
        for (size_t j = 0; j < n; j++) {
            int near = nearness(&w->l, i, j);

            if (near > best)
                best = near, one[i] = (int)j;
            else if (near == best)
                one[i] = -1;
        }
    }
    for (size_t i = 0; i < n; i++)
        w->opposite[i] = one[i] >= 0 && one[one[i]] == (int)i ? one[i] : -1;
}

/* --- the same stop in the other direction --- */

static size_t day_end(const struct slots *s, size_t i) {
    size_t end = i;

    while (end < s->v.n && s->v.v[end].day == s->v.v[i].day) end++;
    return end;
}

/* Flights of one day: those of the same number, and the one that is left over on both sides (a turn
 * has two numbers, JS271 in and JS272 out). */
static void twins_of_day(struct work *w, size_t p, size_t i, size_t i_end, size_t q, size_t j,
                         size_t j_end) {
    const struct slot *x = w->slots[p].v.v, *y = w->slots[q].v.v;
    struct check_flight *f = w->flight + w->begins[p], *g = w->flight + w->begins[q];
    size_t left = 0, right = 0, last = i, other = j;

    for (size_t m = i; m < i_end; m++)
        for (size_t n = j; n < j_end; n++)
            if (f[m].twin < 0 && g[n].twin < 0 && span_eq(x[m].flight, y[n].flight)) {
                f[m].twin = (int)(w->begins[q] + n);
                g[n].twin = (int)(w->begins[p] + m);
            }
    for (size_t m = i; m < i_end; m++)
        if (f[m].twin < 0) left++, last = m;
    for (size_t n = j; n < j_end; n++)
        if (g[n].twin < 0) right++, other = n;
    if (left == 1 && right == 1) {
        f[last].twin = (int)(w->begins[q] + other);
        g[other].twin = (int)(w->begins[p] + last);
    }
}

static void find_twins(struct work *w, size_t p, size_t q) {
    const struct slots *x = &w->slots[p], *y = &w->slots[q];
    size_t i = 0, j = 0;

    while (i < x->v.n && j < y->v.n) {
        size_t i_end = day_end(x, i), j_end = day_end(y, j);
        int32_t d = x->v.v[i].day, g = y->v.v[j].day;

        if (d == g) twins_of_day(w, p, i, i_end, q, j, j_end);
        if (d <= g) i = i_end;
        if (g <= d) j = j_end;
    }
}

/* --- flights and counts --- */

static enum check_state state_of(const struct slot *s) {
    if (s->conflict) return CHECK_UNKNOWN;
    if (s->cancelled) return CHECK_CANCELLED;
    return slots_flown(s) ? CHECK_FLOWN : CHECK_UNKNOWN;
}

static int build_flights(struct work *w, struct err *e) {
    size_t n = 0;

    w->slots = ARENA_ARRAY(w->a, struct slots, w->l.corridor.n);
    w->begins = ARENA_ARRAY(w->a, size_t, w->l.corridor.n);
    for (size_t k = 0; k < w->l.corridor.n; k++) {
        int rc = slots_build(w->a, &w->l, (int)k, &w->slots[k], e);

        if (rc < 0) return rc;
        w->begins[k] = n;
        n += w->slots[k].v.n;
    }
    w->flight = ARENA_ARRAY(w->a, struct check_flight, n + w->l.count.n);
    for (size_t k = 0; k < w->l.corridor.n; k++)
        for (size_t i = 0; i < w->slots[k].v.n; i++) {
            const struct slot *s = &w->slots[k].v.v[i];

            w->flight[w->begins[k] + i] =
                (struct check_flight){(int)k, s->day, s->flight, state_of(s), -1};
        }
    w->in.nflight = n;
    return 0;
}

static enum check_method method_of(struct span s) {
    if (span_is(s, "counted") || span_is(s, "official") || span_is(s, "manifest"))
        return CHECK_EXACT;
    if (span_is(s, "eye") || span_is(s, "proxy")) return CHECK_ROUGH;
    return span_is(s, "partial") ? CHECK_LEAST : CHECK_NEVER;
}

/* A figure of some people aboard, or of people who only wait, is not the load of the flight. */
static bool of_the_load(const struct load_count *k) {
    return !span_is(k->stage, "waiting") && !span_is(k->wording, "at_least") &&
           !span_is(k->wording, "at_most");
}

static void build_counts(struct work *w) {
    for (size_t i = 0; i < w->l.count.n; i++) {
        const struct load_count *k = &w->l.count.v[i];
        int slot = k->corridor < 0 ? -1 : w->slots[k->corridor].slot_of_count[i];

        w->count[i].flight = slot < 0 ? -1 : (int)w->begins[k->corridor] + slot;
        w->count[i].corridor = k->corridor, w->count[i].source = k->source;
        w->count[i].from = k->from, w->count[i].to = k->to;
        w->count[i].method = of_the_load(k) ? method_of(k->method) : CHECK_NEVER;
        w->count[i].about = span_is(k->wording, "about");
        w->count[i].all = span_is(k->of, "all");
        w->count[i].low = k->low, w->count[i].best = k->best, w->count[i].high = k->high;
    }
}

static int cmp_homeless(const void *a, const void *b, void *context) {
    const struct load_count *v = context;
    const struct load_count *x = &v[*(const int *)a], *y = &v[*(const int *)b];
    int c = (x->corridor > y->corridor) - (x->corridor < y->corridor);

    if (!c) c = (x->day > y->day) - (x->day < y->day);
    if (!c) c = span_cmp(x->flight, y->flight);
    return c ? c : *(const int *)a - *(const int *)b;
}

/* Counts of a flight that is no slot: one flight for each corridor, day and number. */
static void add_homeless(struct work *w) {
    int *v = ARENA_ARRAY(w->a, int, w->l.count.n);
    size_t n = 0;

    for (size_t i = 0; i < w->l.count.n; i++) {
        const struct load_count *k = &w->l.count.v[i];

        if (k->corridor >= 0 && w->count[i].flight < 0 && (k->flight.n || k->day != UTC_NONE))
            v[n++] = (int)i;
    }
    qsort_r(v, n, sizeof *v, cmp_homeless, w->l.count.v);
    for (size_t i = 0; i < n; i++) {
        const struct load_count *k = &w->l.count.v[v[i]], *before = k;

        if (i) before = &w->l.count.v[v[i - 1]];
        if (i == 0 || before->corridor != k->corridor || before->day != k->day ||
            !span_eq(before->flight, k->flight))
            w->flight[w->in.nflight++] =
                (struct check_flight){k->corridor, k->day, k->flight, CHECK_UNKNOWN, -1};
        w->count[v[i]].flight = (int)w->in.nflight - 1;
    }
}

static void give_names(struct work *w) {
    struct span *corridor = ARENA_ARRAY(w->a, struct span, w->l.corridor.n),
                *source = ARENA_ARRAY(w->a, struct span, w->l.source.n);

    for (size_t i = 0; i < w->l.corridor.n; i++) corridor[i] = w->l.corridor.v[i].id;
    for (size_t i = 0; i < w->l.source.n; i++) source[i] = w->l.source.v[i].id;
    w->in.corridor = corridor, w->in.ncorridor = w->l.corridor.n;
    w->in.source = source, w->in.nsource = w->l.source.n;
    w->in.flight = w->flight;
    w->in.count = w->count, w->in.ncount = w->l.count.n;
    w->in.opposite = w->opposite;
}

/* --- back to rows --- */

static void add_entry(json_t *list, json_t *seen, struct span row) {
    json_t *name = json_row(row);

    if (!json_object_get(seen, json_string_value(name))) {
        json_object_set_new(seen, json_string_value(name), json_true());
        json_array_append(list, name);
    }
    json_decref(name);
}

/* The reports of a flight; the timetable where there is no report. */
static void add_flight(const struct work *w, json_t *list, json_t *seen, int flight) {
    size_t k = (size_t)w->flight[flight].corridor, at = (size_t)flight - w->begins[k];
    const struct slot *s;

    if ((size_t)flight < w->begins[k] || at >= w->slots[k].v.n) return;
    s = &w->slots[k].v.v[at];
    for (size_t i = 0; i < s->flights.n; i++)
        add_entry(list, seen, w->l.flight.v[s->flights.v[i]].row);
    for (size_t i = 0; i < s->counts.n; i++)
        add_entry(list, seen, w->l.count.v[s->counts.v[i]].row);
    for (size_t i = 0; s->flights.n == 0 && i < s->schedules.n; i++)
        add_entry(list, seen, w->l.schedule.v[s->schedules.v[i]].row);
}

static json_t *finding_json(const struct work *w, const struct check_finding *f) {
    json_t *list = json_array(), *seen = json_object();

    for (size_t i = 0; i < f->flights.n; i++) add_flight(w, list, seen, f->flights.v[i]);
    for (size_t i = 0; i < f->counts.n; i++)
        add_entry(list, seen, w->l.count.v[f->counts.v[i]].row);
    json_decref(seen);
    return json_pack("{s:s, s:s, s:s, s:s*, s:o, s:s}", "id", f->id, "level",
                     check_level_text(f->level), "text", f->text, "open", f->open, "entries", list,
                     "settles", f->settles);
}

static json_t *flag_json(const struct work *w, const struct flag *f) {
    json_t *list = json_array(), *seen = json_object();

    for (size_t i = 0; i < f->rows.n; i++) add_entry(list, seen, flags_row(&w->l, f->rows.v[i]));
    json_decref(seen);
    return json_pack("{s:s, s:s, s:s, s:o, s:s}", "id", f->id, "level", check_level_text(f->level),
                     "text", f->text, "entries", list, "settles", f->settles);
}

/* Does the next of the one list come before the next of the other? */
static bool comes_first(const struct check_findings *found, size_t i, const struct flags *flags,
                        size_t j) {
    int c;

    if (i >= found->n || j >= flags->n) return i < found->n;
    c = (int)flags->v[j].level - (int)found->v[i].level;
    return c ? c < 0 : strcmp(found->v[i].id, flags->v[j].id) <= 0;
}

/* Two lists, each with errors first, then by id and text, into one of that order. */
static json_t *merged(const struct work *w, const struct check_findings *found,
                      const struct flags *flags, size_t *errors) {
    json_t *list = json_array();
    size_t i = 0, j = 0;

    while (i < found->n || j < flags->n) {
        if (comes_first(found, i, flags, j)) {
            *errors += found->v[i].level == CHECK_ERROR;
            json_array_append_new(list, finding_json(w, &found->v[i++]));
        } else {
            *errors += flags->v[j].level == CHECK_ERROR;
            json_array_append_new(list, flag_json(w, &flags->v[j++]));
        }
    }
    return list;
}

static int run_checks(struct store *st, struct work *w, json_t **out, size_t *errors,
                      struct err *e) {
    struct check_findings found;
    struct flags flags;
    int rc;

    w->count = ARENA_ARRAY(w->a, struct check_count, w->l.count.n);
    if ((rc = read_parts(st, w, e)) < 0) return rc;
    if ((rc = build_flights(w, e)) < 0) return rc;
    find_opposites(w);
    for (size_t p = 0; p < w->l.corridor.n; p++)
        if (w->opposite[p] > (int)p) find_twins(w, p, (size_t)w->opposite[p]);
    build_counts(w);
    add_homeless(w);
    give_names(w);
    found = check_run(w->a, &w->in);
    flags = flags_of(w->a, &w->l, w->slots, w->begins, w->opposite);
    *errors = 0;
    *out = merged(w, &found, &flags, errors);
    return 0;
}

int findings_loaded(struct store *st, struct arena *a, const struct load *l, json_t **out,
                    size_t *errors, struct err *e) {
    struct work w = {.a = a, .l = *l};

    return run_checks(st, &w, out, errors, e);
}

int findings_run(struct store *st, struct arena *a, json_t **out, size_t *errors, struct err *e) {
    json_t *list = NULL;
    struct load l;
    int rc = load_case(st, a, &l, e);

    if (rc == 0) rc = findings_loaded(st, a, &l, &list, errors, e);
    if (rc == 0) *out = json_pack("{s:o}", "findings", list);
    return rc;
}

json_t *findings_json(const json_t *findings) {
    json_t *out = json_array(), *f;
    size_t i;

    json_array_foreach(findings, i, f) {
        const json_t *all = json_object_get(f, "entries");
        json_t *ref = json_array();

        for (size_t k = 0; k < json_array_size(all) && k < FINDINGS_REF; k++)
            json_array_append(ref, json_array_get(all, k));
        json_array_append_new(
            out,
            json_pack("{s:O, s:O, s:O, s:O*, s:O, s:I, s:o}", "id", json_object_get(f, "id"),
                      "level", json_object_get(f, "level"), "text", json_object_get(f, "text"),
                      "open", json_object_get(f, "open"), "settles", json_object_get(f, "settles"),
                      "rows", (json_int_t)json_array_size(all), "ref", ref));
    }
    return out;
}
