/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/save.h"

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

int save_corridor(struct store *st, struct arena *a, const struct corridor *c, const char *inputs,
                  struct err *e) {
    struct saver s = {st, a, c, inputs, NULL};
    int rc = save_slots(&s, e);

    if (rc == 0) rc = save_observations(&s, e);
    if (rc == 0) rc = save_estimates(&s, e);
    return rc;
}
