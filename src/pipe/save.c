/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/save.h"

#include <math.h>
#include <stdlib.h>

struct saver {
    struct store *st;
    struct arena *a;
    const struct corridor *c;
    const char *inputs;
    struct query *q;
};

static struct span slot_rows(struct saver *s, const struct slot *slot) {
    json_t *refs = corridor_slot_refs(s->c, slot);
    struct buf b = {0};
    struct err ignored;
    struct span out = {"[]", 2};

    if (canon_write(refs, &b, &ignored) == 0) out = arena_span(s->a, buf_span(&b));
    buf_fini(&b);
    json_decref(refs);
    return out;
}

static int save_slot(struct saver *s, size_t i, struct err *e) {
    const struct load *l = s->c->l;
    const struct slot *slot = &s->c->slots.v.v[i];

    query_text(s->q, 1, span_of(corridor_slot_id(s->a, s->c, i)));
    query_text(s->q, 2, l->corridor.v[s->c->index].id);
    query_text(s->q, 3, span_of(utc_date_text(slot->day).s));
    if (slot->flight.n) query_text(s->q, 4, slot->flight);
    if (slot->schedules.n) query_text(s->q, 5, l->schedule.v[slot->schedules.v[0]].row);
    if (slot->clock.dep_clock == SCHED_OK || slot->clock.dep_clock == SCHED_TWICE)
        query_int(s->q, 6, slot->clock.dep[0]);
    query_text(s->q, 7, span_of(slots_clock(slot)));
    query_text(s->q, 8, span_of(slots_state(slot)));
    query_text(s->q, 9, slot_rows(s, slot));
    return query_run(s->q, e);
}

static int save_slots(struct saver *s, struct err *e) {
    int rc =
        query_open(&s->q, s->st, "INSERT INTO slot VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", e);

    for (size_t i = 0; i < s->c->slots.v.n && rc == 0; i++) rc = save_slot(s, i, e);
    query_close(s->q);
    s->q = NULL;
    return rc;
}

static int observe(struct saver *s, const char *slot, struct span row, struct err *e) {
    query_text(s->q, 1, span_of(slot));
    query_text(s->q, 2, row);
    query_int(s->q, 3, 0);
    return query_run(s->q, e);
}

static int observe_leg(struct saver *s, const char *slot, const struct slot *of, struct err *e) {
    const struct flown *f = &s->c->l->flown[s->c->slots.leg[of->leg].flown];
    int rc = 0;

    for (size_t i = 0; i < f->rows.n && rc == 0; i++) rc = observe(s, slot, f->rows.v[i], e);
    return rc;
}

static int save_observations(struct saver *s, struct err *e) {
    const struct load *l = s->c->l;
    int rc = query_open(&s->q, s->st, "INSERT INTO observation VALUES (?1, ?2, ?3)", e);

    for (size_t i = 0; i < s->c->slots.v.n && rc == 0; i++) {
        const struct slot *slot = &s->c->slots.v.v[i];
        const char *id = corridor_slot_id(s->a, s->c, i);

        for (size_t k = 0; k < slot->flights.n && rc == 0; k++)
            rc = observe(s, id, l->flight.v[slot->flights.v[k]].row, e);
        for (size_t k = 0; k < slot->counts.n && rc == 0; k++)
            rc = observe(s, id, l->count.v[slot->counts.v[k]].row, e);
        if (slot->leg >= 0 && rc == 0) rc = observe_leg(s, id, slot, e);
    }
    query_close(s->q);
    s->q = NULL;
    return rc;
}

static int estimate(struct saver *s, const char *part, const struct infer_range *r,
                    struct span rows, struct err *e) {
    query_text(s->q, 1, s->c->l->corridor.v[s->c->index].id);
    query_text(s->q, 2, span_of(part));
    query_int(s->q, 3, (int64_t)r->median);
    query_real(s->q, 4, r->mean);
    query_int(s->q, 5, (int64_t)r->lo);
    query_int(s->q, 6, (int64_t)r->hi);
    query_real(s->q, 7, s->c->interval);
    query_text(s->q, 8, span_of(s->inputs));
    query_text(s->q, 9, rows);
    return query_run(s->q, e);
}

static int save_estimates(struct saver *s, struct err *e) {
    const struct infer_result *r = &s->c->result;
    int rc = query_open(&s->q, s->st,
                        "INSERT INTO estimate VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", e);

    if (rc == 0) rc = estimate(s, "total", &r->total, SPAN("[]"), e);
    for (size_t i = 0; i < r->nmonth && rc == 0; i++)
        rc = estimate(s, arena_printf(s->a, "%04d-%02d", r->month[i].year, r->month[i].month),
                      &r->month[i].people, SPAN("[]"), e);
    for (size_t i = 0; i < s->c->slots.v.n && rc == 0; i++)
        rc = estimate(s, corridor_slot_id(s->a, s->c, i), &r->slot[i].people,
                      slot_rows(s, &s->c->slots.v.v[i]), e);
    query_close(s->q);
    s->q = NULL;
    return rc;
}

static struct span leg_rows(struct arena *a, const struct flown *f) {
    struct span out = {"[", 1};

    for (size_t i = 0; i < f->rows.n; i++)
        out = span_of(
            arena_printf(a, "%.*s%s\"%.*s\"", SPAN_ARG(out), i ? "," : "", SPAN_ARG(f->rows.v[i])));
    return span_of(arena_printf(a, "%.*s]", SPAN_ARG(out)));
}

/* Lost and edge are no take-off and no landing: the column is NULL. */
static void leg_end(struct saver *s, const struct flown_end *end, int ms, int place, int status) {
    bool ended = end->status == END_SEEN || end->status == END_INFERRED;

    if (ended && end->ms != CLEAN_NO_MS) query_int(s->q, ms, end->ms);
    if (end->place >= 0)
        query_text(s->q, place, span_of(place_at((size_t)end->place)->icao));
    else if (end->name.n)
        query_text(s->q, place, end->name);
    query_text(s->q, status, span_of(end_status_word(end->status)));
}

static int save_leg(struct saver *s, const struct flown *f, struct err *e) {
    query_text(s->q, 1, span_of(f->id));
    query_text(s->q, 2, f->icao24);
    if (f->registration.n) query_text(s->q, 3, f->registration);
    if (f->type.n) query_text(s->q, 4, f->type);
    if (f->callsign.n) query_text(s->q, 5, f->callsign);
    leg_end(s, &f->off, 6, 8, 10);
    leg_end(s, &f->on, 7, 9, 11);
    if (!isnan(f->confidence)) query_real(s->q, 12, f->confidence);
    if (f->points >= 0) query_int(s->q, 13, f->points);
    if (f->gap_max_s >= 0) query_int(s->q, 14, f->gap_max_s);
    query_text(s->q, 15, leg_rows(s->a, f));
    return query_run(s->q, e);
}

int save_legs(struct store *st, struct arena *a, const struct load *l, struct err *e) {
    struct saver s = {.st = st, .a = a};
    int rc = query_open(&s.q, st,
                        "INSERT INTO leg (id, icao24, registration, type, callsign, off_ms, on_ms, "
                        "off_airport, on_airport, off_status, on_status, confidence, points, "
                        "gap_max_s, rows) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
                        "?12, ?13, ?14, ?15)",
                        e);

    for (size_t i = 0; i < l->nflown && rc == 0; i++) rc = save_leg(&s, &l->flown[i], e);
    query_close(s.q);
    return rc;
}

/* A leg that may be of two corridors stands with the one that has its slot. */
static int save_slots_of_legs(struct saver *s, struct err *e) {
    int rc = query_open(&s->q, s->st,
                        "UPDATE leg SET corridor = ?2, slot = ?3, cost = ?4 WHERE id = ?1 AND slot "
                        "IS NULL",
                        e);

    for (size_t i = 0; i < s->c->slots.nleg && rc == 0; i++) {
        const struct slot_leg *g = &s->c->slots.leg[i];

        query_text(s->q, 1, span_of(s->c->l->flown[g->flown].id));
        query_text(s->q, 2, s->c->l->corridor.v[s->c->index].id);
        if (g->slot >= 0)
            query_text(s->q, 3, span_of(corridor_slot_id(s->a, s->c, (size_t)g->slot)));
        query_real(s->q, 4, (double)g->cost / (double)MATCH_NAT);
        rc = query_run(s->q, e);
    }
    query_close(s->q);
    s->q = NULL;
    return rc;
}

int save_corridor(struct store *st, struct arena *a, const struct corridor *c, const char *inputs,
                  struct err *e) {
    struct saver s = {st, a, c, inputs, NULL};
    int rc = save_slots(&s, e);

    if (rc == 0) rc = save_observations(&s, e);
    if (rc == 0) rc = save_estimates(&s, e);
    if (rc == 0) rc = save_slots_of_legs(&s, e);
    return rc;
}

static int cmp_name(const void *x, const void *y) {
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static json_t *ascending(struct arena *a, const json_t *names) {
    size_t n = json_array_size(names);
    const char **v = ARENA_ARRAY(a, const char *, n);
    json_t *out = json_array();

    for (size_t i = 0; i < n; i++) v[i] = json_string_value(json_array_get(names, i));
    if (n) qsort(v, n, sizeof *v, cmp_name);
    for (size_t i = 0; i < n; i++) json_array_append_new(out, json_string(v[i]));
    return out;
}

/* One finding of an id after another: "hidden-flight 1". */
static int save_finding(struct query *q, struct arena *a, const json_t *f, int nth, struct err *e) {
    json_t *rows = ascending(a, json_object_get(f, "entries"));
    struct buf b = {0};
    int rc;

    query_text(q, 1,
               span_of(arena_printf(a, "%s %d", json_string_value(json_object_get(f, "id")), nth)));
    query_text(q, 2, span_of(json_string_value(json_object_get(f, "level"))));
    query_text(q, 3, span_of(json_string_value(json_object_get(f, "text"))));
    rc = canon_write(rows, &b, e);
    json_decref(rows);
    if (rc == 0) query_text(q, 4, arena_span(a, buf_span(&b)));
    buf_fini(&b);
    return rc < 0 ? rc : query_run(q, e);
}

int save_findings(struct store *st, struct arena *a, const json_t *findings, struct err *e) {
    const json_t *list = json_object_get(findings, "findings"), *f;
    json_t *told = json_object();
    struct query *q = NULL;
    int rc = query_open(&q, st, "INSERT INTO finding VALUES (?1, ?2, ?3, ?4)", e);

    for (size_t i = 0; i < json_array_size(list) && rc == 0; i++) {
        const char *id;
        json_int_t nth;

        f = json_array_get(list, i);
        id = json_string_value(json_object_get(f, "id"));
        nth = json_integer_value(json_object_get(told, id)) + 1;
        json_object_set_new(told, id, json_integer(nth));
        rc = save_finding(q, a, f, (int)nth, e);
    }
    json_decref(told);
    query_close(q);
    return rc;
}
