/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe/seats.h"

#include "pipe/flown.h"

#include <string.h>

/* A range of seats, and the rows of the aircraft sheet behind it. */
struct range {
    struct arena *a;
    const struct load *l;
    int lo, hi; /* -1: no figure */
    VEC(int) from;
};

static void widen(struct range *r, size_t row) {
    const struct load_aircraft *c = &r->l->aircraft.v[row];
    int high = c->seats_high > c->seats ? c->seats_high : c->seats,
        low = c->seats >= 0 ? c->seats : high;

    if (high < 0) return;
    for (size_t i = 0; i < r->from.n; i++)
        if (r->from.v[i] == (int)row) return;
    if (r->hi < high) r->hi = high;
    if (r->lo < 0 || low < r->lo) r->lo = low;
    *vec_push(r->a, &r->from) = (int)row;
}

static bool begins(struct span whole, struct span part) {
    return part.n && part.n <= whole.n && memcmp(whole.p, part.p, part.n) == 0;
}

static void of_type(struct range *r, struct span type) {
    for (size_t i = 0; type.n && i < r->l->aircraft.n; i++)
        if (begins(r->l->aircraft.v[i].type, type)) widen(r, i);
}

/* @return the type that the sheet has for it; empty */
static struct span of_craft(struct range *r, struct span registration, struct span icao24) {
    struct span type = {"", 0};

    for (size_t i = 0; i < r->l->aircraft.n; i++) {
        const struct load_aircraft *c = &r->l->aircraft.v[i];

        if (!(registration.n && span_eq(c->registration, registration)) &&
            !(icao24.n && span_eq(c->icao24, icao24)))
            continue;
        widen(r, i);
        if (!type.n) type = c->type;
    }
    return type;
}

static bool flew(const struct load_flight *f) {
    return span_is(f->state, "operated") || span_is(f->state, "tracked") ||
           span_is(f->state, "seen");
}

/* The aircraft that reports name: two that contradict each other make a range. */
static struct span of_reports(struct range *r, const struct slot *s) {
    struct span type = {"", 0};

    for (int firm = 1; firm >= 0 && !type.n; firm--)
        for (size_t i = 0; i < s->flights.n; i++) {
            const struct load_flight *f = &r->l->flight.v[s->flights.v[i]];
            struct span found = {"", 0};

            if (flew(f) == firm && f->registration.n)
                found = of_craft(r, f->registration, (struct span){"", 0});
            if (!type.n) type = found;
        }
    return type;
}

void seats_slot(struct arena *a, const struct load *l, const struct slots *o, struct slot *s) {
    struct range r = {.a = a, .l = l, .lo = -1, .hi = -1};
    struct span type = {"", 0};

    if (s->leg >= 0) {
        const struct flown *f = &l->flown[o->leg[s->leg].flown];

        type = of_craft(&r, f->registration, f->icao24);
    }
    if (!type.n) type = of_reports(&r, s);
    if (!s->type.n) s->type = type;
    if (r.hi < 0 && s->seats_hi >= 0) return; /* as announced */
    if (r.hi < 0) of_type(&r, s->type);
    s->seats_lo = r.lo, s->seats_hi = r.hi;
    for (size_t i = 0; i < r.from.n; i++) *vec_push(a, &s->crafts) = r.from.v[i];
}

/* ---- the corridor */

static bool of_corridor(const struct load *l, int at, int corridor) {
    const struct load_corridor *c = &l->corridor.v[corridor], *o;

    if (at < 0 || at == corridor) return at >= 0;
    o = &l->corridor.v[at];
    return span_eq(o->origin, c->destination) && span_eq(o->destination, c->origin);
}

struct names {
    struct span *v;
    size_t n, cap;
};
struct fleet {
    struct range all;
    struct names registration, type; /* taken, each once */
};

static bool is_new(struct arena *a, struct names *taken, struct span name) {
    for (size_t i = 0; i < taken->n; i++)
        if (span_eq(taken->v[i], name)) return false;
    if (name.n) *vec_push(a, taken) = name;
    return name.n > 0;
}

static void take_type(struct fleet *f, struct span type) {
    if (is_new(f->all.a, &f->type, type)) of_type(&f->all, type);
}

/* Of an aircraft without a figure its type counts. */
static void take_craft(struct fleet *f, struct span registration) {
    struct range own = {.a = f->all.a, .l = f->all.l, .lo = -1, .hi = -1};
    struct span type;

    if (!is_new(f->all.a, &f->registration, registration)) return;
    type = of_craft(&own, registration, (struct span){"", 0});
    for (size_t i = 0; i < own.from.n; i++) widen(&f->all, (size_t)own.from.v[i]);
    if (own.hi < 0) take_type(f, type);
}

void seats_fleet(struct arena *a, const struct load *l, int corridor, struct slots *o) {
    struct fleet f = {.all = {.a = a, .l = l, .lo = -1, .hi = -1}};

    for (size_t i = 0; i < l->flight.n; i++) {
        if (!of_corridor(l, l->flight.v[i].corridor, corridor)) continue;
        take_type(&f, l->flight.v[i].type);
        take_craft(&f, l->flight.v[i].registration);
    }
    for (size_t i = 0; i < l->schedule.n; i++)
        if (of_corridor(l, l->schedule.v[i].corridor, corridor))
            take_type(&f, l->schedule.v[i].type);
    if (f.all.hi < 0)
        for (size_t i = 0; i < l->aircraft.n; i++) widen(&f.all, i);
    for (size_t i = 0; i < f.all.from.n; i++) *vec_push(a, &o->fleet) = f.all.from.v[i];
    o->seats_max = f.all.hi;
}
