/* SPDX-License-Identifier: Apache-2.0 */
/* From timetable lines and reports to slots. The timetable gives the slots that were announced; a
 * report or a count is matched to one of them; a report that fits none is a flight that nobody
 * announced and becomes a slot of its own, with this rule: a source does not report one flight
 * twice, so two reports of one day from different sources are one flight unless their numbers
 * contradict, and two from one source are two flights. A count that fits no slot makes one too,
 * since somebody counted something. */
#include "pipe/slots.h"

#include "pipe/legs.h"
#include "pipe/seats.h"
#include "pipe/zone.h"

#include <assert.h>
#include <stdlib.h>

static bool inside(const struct load_corridor *c, int32_t day) {
    return day != UTC_NONE && day >= c->from && day <= c->to;
}

static const struct tz *zone_of(struct arena *a, const struct place *p, int *rc, struct err *e) {
    struct tz *z = NULL;

    if (*rc == 0 && p && p->zone[0]) *rc = zone_load(a, p->zone, &z, e);
    return z;
}

struct build {
    struct arena *a;
    const struct load *l;
    int corridor;
    struct slots *out;
    int *slot_of_flight; /* [flight.n]; -1 none */
};

struct slot *slots_new(struct arena *a, struct slots *out) {
    struct slot *s = vec_push(a, &out->v);

    assert(s);
    *s = (struct slot){.dep = UTC_NONE,
                       .seats_lo = -1,
                       .seats_hi = -1,
                       .leg = -1,
                       .flight = {"", 0},
                       .type = {"", 0},
                       .reason = {"", 0}};
    return s;
}

/* A timetable line that two sources give is one line: the slot is there already, and gets a second
 * witness. */
static struct slot *same_slot(struct build *b, size_t before, int32_t day,
                              const struct load_schedule *p) {
    for (size_t i = 0; i < before; i++) {
        struct slot *s = &b->out->v.v[i];

        if (s->day == day && span_eq(s->flight, p->flight) &&
            (s->dep == p->dep || p->dep == UTC_NONE))
            return s;
    }
    return NULL;
}

static int expand_line(struct build *b, int index, const struct tz *dep, const struct tz *arr,
                       struct err *e) {
    const struct load_schedule *p = &b->l->schedule.v[index];
    const struct load_corridor *c = &b->l->corridor.v[b->corridor];
    struct sched line = {p->from, p->to, p->days, p->dep, p->arr, p->except, p->nexcept, dep, arr};
    size_t before = b->out->v.n, n = 0;
    struct sched_slot *day = NULL;
    struct utc_text season = {""};
    int rc, group = -1;

    if (line.from < c->from) line.from = c->from;
    if (line.to > c->to) line.to = c->to;
    if (line.to < line.from) return 0;
    if ((rc = sched_expand(b->a, &line, &day, &n, e)) < 0) return rc;
    for (size_t i = 0; i < n; i++) {
        struct utc_text now = sched_season(day[i].day, NULL, NULL);
        struct slot *s = same_slot(b, before, day[i].day, p);

        if (strcmp(now.s, season.s) != 0) group = b->out->ngroup++, season = now;
        if (!s) {
            s = slots_new(b->a, b->out);
            s->day = day[i].day, s->flight = p->flight, s->dep = p->dep, s->clock = day[i];
            s->listed = s->announced = true;
            s->type = p->type, s->group = group;
            if (p->seats >= 0) s->seats_lo = s->seats_hi = p->seats;
        }
        *vec_push(b->a, &s->schedules) = index;
    }
    return 0;
}

static int expand_all(struct build *b, struct err *e) {
    const struct load_corridor *c = &b->l->corridor.v[b->corridor];
    int rc = 0;
    const struct tz *dep = zone_of(b->a, c->origin_place, &rc, e),
                    *arr = zone_of(b->a, c->destination_place, &rc, e);

    for (size_t i = 0; i < b->l->schedule.n && rc == 0; i++)
        if (b->l->schedule.v[i].corridor == b->corridor) {
            rc = expand_line(b, (int)i, dep, arr, e);
            if (rc < 0) err_at(e, "timetable line %.12s", b->l->schedule.v[i].row.p);
        }
    return rc;
}

/* What a report adds to a slot: states side by side, never merged. */
static void add_report(struct build *b, struct slot *s, int index) {
    const struct load_flight *f = &b->l->flight.v[index];

    assert(s);
    s->announced |= span_is(f->state, "announced");
    s->told |= span_is(f->state, "tracked");
    s->tracked |= s->told;
    s->operated |= span_is(f->state, "operated");
    s->cancelled |= span_is(f->state, "cancelled");
    if (span_is(f->state, "seen")) {
        s->board |=
            span_is(f->seen_what, "board"); /* a board proves the announcement, not the flight */
        s->seen |= !span_is(f->seen_what, "board") && f->seen_what.n > 0;
        s->board |= f->seen_what.n == 0;
    }
    s->watched_nothing |= span_is(f->reason, "watched_nothing");
    if (f->reason.n && !s->reason.n) s->reason = f->reason;
    if (f->type.n) s->type = f->type;
    if (!s->flight.n) s->flight = f->flight;
    if (s->dep == UTC_NONE) s->dep = f->dep;
    *vec_push(b->a, &s->flights) = index;
}

static bool one_flight(const struct build *b, const struct slot *s, const struct load_flight *f) {
    if (s->day != f->day || (s->flight.n && f->flight.n && !span_eq(s->flight, f->flight)))
        return false;
    for (size_t i = 0; i < s->flights.n; i++) {
        const struct load_flight *other = &b->l->flight.v[s->flights.v[i]];

        if (other->source == f->source) return false;
        if (other->registration.n && f->registration.n &&
            !span_eq(other->registration, f->registration))
            return false;
    }
    return true;
}

static void unlisted(struct build *b, int index, size_t listed) {
    const struct load_flight *f = &b->l->flight.v[index];
    struct slot *s = NULL;

    for (size_t i = b->out->v.n; i > listed && !s; i--) {
        if (b->out->v.v[i - 1].day < f->day) break; /* reports come by day */
        if (one_flight(b, &b->out->v.v[i - 1], f)) s = &b->out->v.v[i - 1];
    }
    if (!s) {
        s = slots_new(b->a, b->out);
        s->day = f->day, s->group = -1;
    }
    b->slot_of_flight[index] = (int)(s - b->out->v.v);
    add_report(b, s, index);
}

struct dated {
    int32_t day;
    int index;
};

static int cmp_day(const void *x, const void *y) {
    const struct dated *s = x, *t = y;

    return s->day != t->day ? (s->day > t->day) - (s->day < t->day)
                            : (s->index > t->index) - (s->index < t->index);
}

/* The corridor's reports by day, so that those of one day stand together. */
static size_t by_day(struct build *b, int *which) {
    const struct load *l = b->l;
    size_t n = 0;
    struct dated *key = ARENA_ARRAY(b->a, struct dated, l->flight.n);

    for (size_t i = 0; i < l->flight.n; i++) {
        b->slot_of_flight[i] = -1;
        if (l->flight.v[i].corridor != b->corridor) continue;
        if (!inside(&l->corridor.v[b->corridor], l->flight.v[i].day)) continue;
        key[n].day = l->flight.v[i].day;
        key[n++].index = (int)i;
    }
    if (n) qsort(key, n, sizeof *key, cmp_day);
    for (size_t i = 0; i < n; i++) which[i] = key[i].index;
    return n;
}

static void match_flights(struct build *b) {
    const struct load *l = b->l;
    size_t ns = b->out->v.n, n;
    struct match_slot *slot = ARENA_ARRAY(b->a, struct match_slot, ns);
    struct match_report *report = ARENA_ARRAY(b->a, struct match_report, l->flight.n);
    int *which = ARENA_ARRAY(b->a, int, l->flight.n), *to = ARENA_ARRAY(b->a, int, l->flight.n);
    int *others = ARENA_ARRAY(b->a, int, l->flight.n);

    for (size_t i = 0; i < ns; i++) {
        const struct slot *s = &b->out->v.v[i];

        slot[i] = (struct match_slot){s->day, s->flight, s->dep};
    }
    n = by_day(b, which);
    for (size_t i = 0; i < n; i++) {
        const struct load_flight *f = &l->flight.v[which[i]];

        report[i] = (struct match_report){f->day, f->flight, f->dep};
    }
    match_reports(slot, ns, report, n, to, others);
    for (size_t i = 0; i < n; i++) {
        if (to[i] < 0) continue;
        b->slot_of_flight[which[i]] = to[i];
        add_report(b, &b->out->v.v[to[i]], which[i]);
    }
    for (size_t i = 0; i < n; i++)
        if (to[i] < 0) unlisted(b, which[i], ns);
}

/* Whoever counted people boarding, aboard or leaving saw the flight; an authority that gives their number says that it flew. */
static void add_count(struct build *b, size_t slot, int index) {
    const struct load_count *c = &b->l->count.v[index];
    struct slot *s = &b->out->v.v[slot];
    bool somebody = c->best > 0 || c->low > 0 || (c->best < 0 && c->low < 0 && c->high > 0);

    assert(b->out->v.v && slot < b->out->v.n);
    *vec_push(b->a, &s->counts) = index;
    if (!somebody || span_is(c->stage, "waiting")) return;
    s->operated |= span_is(c->method, "official") || span_is(c->method, "manifest");
    s->seen |= span_is(c->method, "counted") || span_is(c->method, "partial") ||
               span_is(c->method, "eye") || span_is(c->method, "proxy");
}

/* A count names its flight by number, or by the id of a row of the flights sheet. */
static int slot_for(const struct build *b, const struct load_count *c, struct match_slot *slot) {
    struct match_report report = {c->day, c->flight, UTC_NONE};
    int to = -1, others = 0;

    for (size_t i = 0; c->flight.n && i < b->l->flight.n; i++)
        if (b->slot_of_flight[i] >= 0 && span_eq(b->l->flight.v[i].id, c->flight))
            return b->slot_of_flight[i];
    match_reports(slot, b->out->v.n, &report, 1, &to, &others);
    return to;
}

static void match_counts(struct build *b) {
    const struct load *l = b->l;
    struct match_slot *slot = ARENA_ARRAY(b->a, struct match_slot, b->out->v.n + l->count.n);
    size_t filled = 0;

    b->out->slot_of_count = ARENA_ARRAY(b->a, int, l->count.n);
    for (size_t i = 0; i < l->count.n; i++) {
        const struct load_count *c = &l->count.v[i];
        int to;

        b->out->slot_of_count[i] = -1;
        if (c->corridor != b->corridor || !inside(&l->corridor.v[b->corridor], c->day)) continue;
        for (; filled < b->out->v.n; filled++) {
            const struct slot *s = &b->out->v.v[filled];

            slot[filled] = (struct match_slot){s->day, s->flight, s->dep};
        }
        to = slot_for(b, c, slot);
        if (to < 0) {
            struct slot *s = slots_new(b->a, b->out);

            s->day = c->day, s->flight = c->flight, s->group = -1;
            to = (int)b->out->v.n - 1;
        }
        b->out->slot_of_count[i] = to;
        add_count(b, (size_t)to, (int)i);
    }
}

static int cmp_slot(const void *x, const void *y) {
    const struct slot *s = x, *t = y;
    int c = (s->day > t->day) - (s->day < t->day);

    if (!c) c = span_cmp(s->flight, t->flight);
    if (!c) c = (s->dep > t->dep) - (s->dep < t->dep);
    if (!c) c = (int)t->listed - (int)s->listed;
    if (!c) c = s->leg - t->leg;
    /* two slots that differ in nothing else differ in a report or a count, and those are in order
     * of row name */
    if (!c && s->flights.n && t->flights.n) c = s->flights.v[0] - t->flights.v[0];
    if (!c && s->counts.n && t->counts.n) c = s->counts.v[0] - t->counts.v[0];
    return c;
}

/* Slots have moved: what pointed to them follows. */
static void follow(struct build *b) {
    struct slots *o = b->out;
    int *now = ARENA_ARRAY(b->a, int, o->v.n);

    for (size_t i = 0; i < o->v.n; i++) now[o->v.v[i].made] = (int)i;
    for (size_t i = 0; i < o->nleg; i++) {
        if (o->leg[i].slot >= 0) o->leg[i].slot = now[o->leg[i].slot];
        for (size_t k = 0; k < o->leg[i].nother; k++)
            o->leg[i].other[k].slot = now[o->leg[i].other[k].slot];
    }
}

static void settle(struct build *b) {
    struct slots *o = b->out;
    int extra = -1;

    for (size_t i = 0; i < o->v.n; i++) o->v.v[i].made = (int)i;
    if (o->v.n) qsort(o->v.v, o->v.n, sizeof *o->v.v, cmp_slot);
    follow(b);
    seats_fleet(b->a, b->l, b->corridor, o);
    for (size_t i = 0; i < o->v.n; i++) {
        struct slot *s = &o->v.v[i];

        s->conflict = s->cancelled && (s->operated || s->tracked || s->seen);
        if (s->group < 0 && extra < 0) extra = o->ngroup++;
        if (s->group < 0) s->group = extra;
        seats_slot(b->a, b->l, o, s);
        if (s->clock.dep_clock == SCHED_TWICE || s->clock.dep_clock == SCHED_NEVER)
            *vec_push(b->a, &o->odd_clocks) = (int)i;
        for (size_t k = 0; k < s->counts.n; k++) o->slot_of_count[s->counts.v[k]] = (int)i;
    }
    if (o->ngroup == 0) o->ngroup = 1;
}

int slots_build(struct arena *a, const struct load *l, int corridor, struct slots *out,
                struct err *e) {
    struct slots made = {.seats_max = -1};
    struct build b = {a, l, corridor, &made, ARENA_ARRAY(a, int, l->flight.n)};
    const struct tz *zone;
    int rc = expand_all(&b, e);

    if (rc < 0) return rc;
    zone = zone_of(a, l->corridor.v[corridor].origin_place, &rc, e);
    if (rc < 0) return rc;
    match_flights(&b);
    if ((rc = legs_fit(a, l, corridor, zone, &made, e)) < 0) return rc;
    match_counts(&b);
    settle(&b);
    legs_watch(l, corridor, zone, &made);
    *out = made;
    return 0;
}

bool slots_flown(const struct slot *s) {
    return (s->operated || s->tracked || s->seen) && !s->cancelled;
}

const char *slots_state(const struct slot *s) {
    if (s->conflict) return s->seen ? "seen" : "unknown";
    if (s->cancelled) return "cancelled";
    if (s->operated) return "operated";
    if (s->tracked) return "tracked";
    if (s->seen || s->board) return "seen";
    return s->announced ? "announced" : "unknown";
}

const char *slots_clock(const struct slot *s) {
    switch (s->clock.dep_clock) {
    case SCHED_OK: return "ok";
    case SCHED_TWICE: return "twice";
    case SCHED_NEVER: return "never";
    case SCHED_UNKNOWN: break;
    }
    return "unknown";
}
