/* SPDX-License-Identifier: Apache-2.0 */
/* Possible pairs are found by time on sorted arrays; those that cost less than the leg's staying
 * alone are given to assign(); dearer ones can never be part of a least sum, and are kept as
 * alternatives only. */
#include "match/legs.h"

#include "match/assign.h"

#include <stdlib.h>

#define HOUR_MS INT64_C(3600000)
#define FLIGHT_MS (24 * HOUR_MS) /* no leg is longer: where only the landing is known */
#define WINDOW_MS (60 * HOUR_MS) /* no window of a slot is longer */

static bool knows(int64_t ms) {
    return ms != MATCH_NO_MS;
}

/* The window of take-offs that a slot may have, as match_pair bounds it, generously. */
static int64_t window_from(const struct match_chance *s) {
    int64_t from = knows(s->dep_ms)   ? s->dep_ms
                   : knows(s->arr_ms) ? s->arr_ms - FLIGHT_MS
                                      : s->day_from_ms;

    if (knows(s->day_from_ms) && s->day_from_ms < from) from = s->day_from_ms;
    return from - 4 * HOUR_MS;
}

static int cmp_i64(int64_t x, int64_t y) {
    return (x > y) - (x < y);
}

static int cmp_code(const struct match_code *x, const struct match_code *y) {
    int c = span_cmp(x->number, y->number);

    if (!c) c = span_cmp(x->icao, y->icao);
    return c ? c : span_cmp(x->iata, y->iata);
}

static int cmp_chance(const struct match_chance *s, const struct match_chance *t) {
    int c = cmp_i64(window_from(s), window_from(t));

    if (!c) c = cmp_i64(s->dep_ms, t->dep_ms);
    if (!c) c = cmp_i64(s->arr_ms, t->arr_ms);
    if (!c) c = cmp_i64(s->dep_also_ms, t->dep_also_ms);
    if (!c) c = cmp_i64(s->day_from_ms, t->day_from_ms);
    if (!c) c = cmp_i64(s->day_to_ms, t->day_to_ms);
    if (!c) c = cmp_code(&s->flight, &t->flight);
    if (!c) c = span_cmp(s->registration, t->registration);
    if (!c) c = span_cmp(s->type, t->type);
    if (!c) c = (int)s->firm - (int)t->firm;
    return c ? c : (int)s->known - (int)t->known;
}

static int cmp_double(double x, double y) {
    return (x > y) - (x < y);
}

static int cmp_leg(const struct match_leg *k, const struct match_leg *l) {
    int c = cmp_i64(k->off_low_ms, l->off_low_ms);

    if (!c) c = cmp_i64(k->off_high_ms, l->off_high_ms);
    if (!c) c = cmp_i64(k->on_low_ms, l->on_low_ms);
    if (!c) c = cmp_i64(k->on_high_ms, l->on_high_ms);
    if (!c) c = span_cmp(k->key, l->key);
    if (!c) c = cmp_code(&k->callsign, &l->callsign);
    if (!c) c = span_cmp(k->registration, l->registration);
    if (!c) c = span_cmp(k->type, l->type);
    if (!c) c = cmp_double(k->p_off, l->p_off);
    if (!c) c = cmp_double(k->p_on, l->p_on);
    return c ? c : (int)k->own_name - (int)l->own_name;
}

/* An item and its place in the caller's array: those equal in everything stay in the caller's
 * order. */
struct slot_at {
    struct match_chance s;
    int at;
};
struct leg_at {
    const struct match_leg *l;
    int at;
};

static int cmp_slot_at(const void *x, const void *y) {
    const struct slot_at *s = x, *t = y;
    int c = cmp_chance(&s->s, &t->s);

    return c ? c : (s->at > t->at) - (s->at < t->at);
}

static int cmp_leg_at(const void *x, const void *y) {
    const struct leg_at *k = x, *l = y;
    int c = cmp_leg(k->l, l->l);

    return c ? c : (k->at > l->at) - (k->at < l->at);
}

struct pairs {
    struct arena *a;
    const struct slot_at *slot;
    size_t nslot, tried;
    VEC(struct assign_edge) edge; /* cost less the leg's alone: below 0 */
    struct match_other *other;    /* of the present leg, by place in slot[] */
    size_t nother, room;
};

static size_t first_slot(const struct pairs *p, int64_t from) {
    size_t lo = 0, hi = p->nslot;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (window_from(&p->slot[mid].s) < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void keep_other(struct pairs *p, int slot, int64_t cost) {
    if (p->nother == p->room) {
        size_t room = p->room ? 2 * p->room : 64;
        struct match_other *more = ARENA_ARRAY(p->a, struct match_other, room);

        for (size_t i = 0; i < p->nother; i++) more[i] = p->other[i];
        p->other = more, p->room = room;
    }
    p->other[p->nother++] = (struct match_other){slot, cost};
}

static int cmp_other(const void *x, const void *y) {
    const struct match_other *o = x, *p = y;
    int c = cmp_i64(o->cost, p->cost);

    return c ? c : (o->slot > p->slot) - (o->slot < p->slot);
}

/* All possible slots of a leg: those worth choosing as edges, the best few as alternatives. */
static int find_pairs(struct pairs *p, const struct match_leg *l, struct match_found *f,
                      struct err *e) {
    int64_t lo = knows(l->off_low_ms) ? l->off_low_ms : l->on_low_ms - FLIGHT_MS,
            hi = knows(l->off_high_ms) ? l->off_high_ms : l->on_high_ms, alone = match_alone(l);
    struct match_cost c;

    p->nother = 0;
    *f = (struct match_found){.slot = -1, .cost = alone};
    if (!knows(l->off_low_ms) && !knows(l->on_low_ms)) return 0;
    for (size_t i = first_slot(p, lo - WINDOW_MS); i < p->nslot; i++) {
        if (window_from(&p->slot[i].s) > hi) break;
        match_pair(&p->slot[i].s, l, &c);
        if (!c.possible || c.total > alone + MATCH_OTHER_NATS) continue;
        if (++p->tried > MATCH_PAIRS)
            return err_set(e, RC_LIMIT,
                           "more than %zu pairs of a leg and a slot are possible: enter departure "
                           "times, or split the corridor's period",
                           MATCH_PAIRS);
        keep_other(p, (int)i, c.total);
        if (c.total < alone)
            *vec_push(p->a, &p->edge) = (struct assign_edge){(int)i, c.total - alone};
    }
    if (p->nother) qsort(p->other, p->nother, sizeof *p->other, cmp_other);
    f->nother = p->nother < MATCH_OTHERS + 1 ? p->nother : MATCH_OTHERS + 1;
    f->other = ARENA_ARRAY(p->a, struct match_other, f->nother);
    for (size_t i = 0; i < f->nother; i++) f->other[i] = p->other[i];
    return 0;
}

/* The chosen slot leaves the alternatives, and places become the caller's. */
static void settle(const struct pairs *p, struct match_found *f, int slot, int64_t cost) {
    size_t n = 0;

    if (slot >= 0) f->slot = p->slot[slot].at, f->cost = cost;
    for (size_t i = 0; i < f->nother; i++) {
        struct match_other o = f->other[i];

        if (o.slot != slot && n < MATCH_OTHERS)
            f->other[n++] = (struct match_other){p->slot[o.slot].at, o.cost};
    }
    f->nother = n;
}

static int64_t edge_cost(const struct assign_edge *edge, size_t from, size_t to, int slot) {
    for (size_t k = from; k < to; k++)
        if (edge[k].to == slot) return edge[k].cost;
    return 0;
}

int match_legs(struct arena *a, const struct match_chance *slot, size_t nslot,
               const struct match_leg *leg, size_t nleg, struct match_found *out, struct err *e) {
    struct slot_at *s = ARENA_ARRAY(a, struct slot_at, nslot);
    struct leg_at *l = ARENA_ARRAY(a, struct leg_at, nleg);
    size_t *start = ARENA_ARRAY(a, size_t, nleg + 1);
    int *to = ARENA_ARRAY(a, int, nleg);
    struct pairs p = {.a = a, .slot = s, .nslot = nslot};

    for (size_t i = 0; i < nslot; i++) s[i] = (struct slot_at){slot[i], (int)i};
    for (size_t i = 0; i < nleg; i++) l[i] = (struct leg_at){&leg[i], (int)i};
    if (nslot) qsort(s, nslot, sizeof *s, cmp_slot_at);
    if (nleg) qsort(l, nleg, sizeof *l, cmp_leg_at);
    for (size_t i = 0; i < nleg; i++) {
        int rc = find_pairs(&p, l[i].l, &out[l[i].at], e);

        if (rc < 0) return rc;
        start[i + 1] = p.edge.n;
    }
    assign(a, p.edge.v, start, nleg, nslot, to);
    for (size_t i = 0; i < nleg; i++) {
        struct match_found *f = &out[l[i].at];

        settle(&p, f, to[i], f->cost + edge_cost(p.edge.v, start[i], start[i + 1], to[i]));
    }
    return 0;
}
