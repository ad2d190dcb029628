/* SPDX-License-Identifier: Apache-2.0 */
/* From the case's legs and a corridor's slots to what match/ needs: times in UTC, probabilities
 * that an end is the corridor's, numbers apart from airlines. And back: a slot that has a leg is
 * tracked. Nothing is decided here by the order of rows. */
#include "pipe/legs.h"

#include "base/ascii.h"
#include "base/num.h"
#include "format/callsign.h"

#include <assert.h>
#include <math.h>

#define MINUTE_MS INT64_C(60000)
#define METRES_A_MINUTE 13200.0 /* 428 kt, between a turboprop and a jet with climb and descent */

/* --- Ends */

static int32_t place_index(const struct place *p) {
    return p ? (int32_t)(p - place_at(0)) : -1;
}

static double apart(const struct place *p, double lat, double lon) {
    return place_distance_m((double)p->lat_deg, (double)p->lon_deg, lat, lon);
}

/* Of a leg that went out of (came into) hearing: how it lies to the corridor's ends. Judgements. */
#define LOST_NEAR 0.5    /* on the way, and within a third of it, at most 300 km, of that end */
#define LOST_ON_WAY 0.2  /* on the way, a third of it done */
#define LOST_EARLY 0.05  /* on the way, hardly begun; or nobody knows where it was lost */
#define LOST_ASIDE 0.005 /* elsewhere */

static double lost_p(const struct load_corridor *k, const struct flown_end *end, bool arrival) {
    const struct place *here = arrival ? k->destination_place : k->origin_place,
                       *there = arrival ? k->origin_place : k->destination_place;
    double whole, left, done;

    if (!here || !there || isnan(end->lat_deg) || isnan(end->lon_deg)) return LOST_EARLY;
    whole = apart(here, (double)there->lat_deg, (double)there->lon_deg);
    left = apart(here, end->lat_deg, end->lon_deg);
    done = apart(there, end->lat_deg, end->lon_deg);
    if (left + done > fmax(1.2 * whole, whole + 60000)) return LOST_ASIDE;
    if (left <= whole / 3 && left <= 300000) return LOST_NEAR;
    return done >= whole / 3 ? LOST_ON_WAY : LOST_EARLY;
}

/* "off UHWW:0.53 UHHH:0.20; on ZKPY:0.97", as `legs --csv` writes it: the part of one end. */
static struct span candidates_of(struct span text, bool arrival) {
    struct span mark = arrival ? SPAN("on ") : SPAN("off ");
    size_t i = 0;

    while (i < text.n && text.p[i] != ';') i++;
    if (arrival && i + 2 < text.n)
        text = (struct span){text.p + i + 2, text.n - i - 2};
    else
        text.n = i;
    return text.n > mark.n && memcmp(text.p, mark.p, mark.n) == 0 ? text : (struct span){"", 0};
}

/* The weight of a place in it, 0 to 1. */
static double given_weight(struct span text, const char *icao, bool arrival) {
    struct span s = candidates_of(text, arrival);
    size_t n = strlen(icao), i = 0;
    double unit = 0.1, w;

    while (i + n + 1 < s.n && (memcmp(s.p + i, icao, n) != 0 || s.p[i + n] != ':')) i++;
    if (i + n + 1 >= s.n) return 0;
    w = s.p[i + n + 1] == '1';
    for (i += n + 3; i < s.n && ascii_digit(s.p[i]); i++) {
        w += unit * (s.p[i] - '0');
        unit /= 10;
    }
    return fmin(w, 1);
}

static bool degrees(struct span *s, double most, double *out) {
    size_t n = 1;
    struct err e;

    while (n < s->n && (ascii_digit(s->p[n]) || s->p[n] == '.')) n++;
    if (!s->n || (s->p[0] != '+' && s->p[0] != '-')) return false;
    if (num_real((struct span){s->p + 1, n - 1}, 0, most, out, &e) < 0) return false;
    if (s->p[0] == '-') *out = -*out;
    *s = (struct span){s->p + n, s->n - n};
    return true;
}

/* "@+41.250+129.400" in it: where the leg was last (first) heard. */
static bool given_at(struct span text, bool arrival, struct flown_end *end) {
    struct span s = candidates_of(text, arrival);
    const char *at = s.n ? memchr(s.p, '@', s.n) : NULL;

    if (!at) return false;
    s = (struct span){at + 1, s.n - (size_t)(at + 1 - s.p)};
    return degrees(&s, 90, &end->lat_deg) && degrees(&s, 180, &end->lon_deg);
}

static double given_p(const struct load_corridor *k, const struct flown *f, bool arrival) {
    const struct flown_end *end = arrival ? &f->on : &f->off;
    const struct place *here = arrival ? k->destination_place : k->origin_place;
    struct span name = arrival ? k->destination : k->origin;
    double w = here ? given_weight(f->candidates, here->icao, arrival) : 0;
    struct flown_end at = *end;

    if ((end->status == END_LOST || end->status == END_EDGE) &&
        given_at(f->candidates, arrival, &at))
        return lost_p(k, &at, arrival);
    if (span_eq(end->name, name) || (here && end->place == place_index(here)))
        return w > 0 ? fmin(w, 0.97) : 0.97;
    if (w > 0) return w;
    if (end->name.n) return 0;
    return end->status == END_LOST || end->status == END_EDGE ? LOST_EARLY : 0.1;
}

double legs_end_p(const struct load_corridor *k, const struct flown *f, bool arrival) {
    const struct flown_end *end = arrival ? &f->on : &f->off;
    int32_t here = place_index(arrival ? k->destination_place : k->origin_place);
    double weight = end->place == here && !end->ncandidate ? 1 : 0;

    if (f->given) return given_p(k, f, arrival);
    if (end->status == END_LOST || end->status == END_EDGE) return lost_p(k, end, arrival);
    if (here < 0) return LOST_EARLY; /* a place in no list */
    for (size_t i = 0; i < end->ncandidate; i++)
        if (end->candidate[i].place == here) weight = end->candidate[i].weight;
    return fmin(0.999, weight * end->p_ended);
}

/* --- Numbers */

struct match_code legs_code(struct arena *a, struct span s) {
    char *t = ARENA_ARRAY(a, char, s.n + 1);
    struct match_code out = {{"", 0}, {"", 0}, {"", 0}};
    size_t n = 0, airline = 0;

    for (size_t i = 0; i < s.n; i++)
        if (ascii_letter(s.p[i]) || ascii_digit(s.p[i])) t[n++] = s.p[i];
    if (n > 3 && ascii_letter(t[0]) && ascii_letter(t[1]) && ascii_letter(t[2]) &&
        ascii_digit(t[3]))
        airline = 3;
    else if (n > 2 && (ascii_letter(t[0]) || ascii_letter(t[1])) && ascii_digit(t[2]))
        airline = 2;
    if (airline == 3) out.icao = (struct span){t, 3};
    if (airline == 2) out.iata = (struct span){t, 2};
    if (airline || (n && ascii_digit(t[0]))) out.number = (struct span){t + airline, n - airline};
    while (out.number.n > 1 && out.number.p[0] == '0' && ascii_digit(out.number.p[1]))
        out.number.p++, out.number.n--;
    return out;
}

static bool own_name(const struct flown *f) {
    return f->callsign.n && callsign_is_registration(f->callsign, f->registration);
}

/* Digits as they are sent, against those of the timetable, whatever the airlines. */
static bool number_of_timetable(const struct load *l, int corridor, const struct flown *f) {
    struct arena own;
    struct match_code sent;
    bool found = false;

    if (!f->callsign.n || own_name(f)) return false;
    arena_init(&own, (size_t)16 << 20);
    sent = legs_code(&own, f->callsign);
    for (size_t i = 0; i < l->schedule.n && !found && sent.number.n; i++)
        found = l->schedule.v[i].corridor == corridor &&
                span_eq(legs_code(&own, l->schedule.v[i].flight).number, sent.number);
    arena_fini(&own);
    return found;
}

/* --- Which legs */

static bool ends_fit(const struct load *l, int corridor, const struct flown *f) {
    const struct load_corridor *k = &l->corridor.v[corridor];
    double off = legs_end_p(k, f, false), on = legs_end_p(k, f, true);

    if (off < 0.1 && on < 0.1) return false;
    return (off >= 0.02 && on >= 0.02) || number_of_timetable(l, corridor, f);
}

static int32_t day_of(int64_t ms) {
    return (int32_t)floor((double)ms / (double)UTC_DAY_MS);
}

bool legs_of_corridor(const struct load *l, int corridor, const struct flown *f) {
    const struct load_corridor *k = &l->corridor.v[corridor];
    int64_t ms = f->off.ms != CLEAN_NO_MS ? f->off.ms : f->on.ms;

    return day_of(ms) >= k->from - 1 && day_of(ms) <= k->to + 1 && ends_fit(l, corridor, f);
}

bool legs_any_corridor(const struct load *l, const struct flown *f) {
    for (size_t i = 0; i < l->corridor.n; i++)
        if (ends_fit(l, (int)i, f)) return true;
    return false;
}

/* --- Times */

static double corridor_m(const struct load_corridor *k) {
    const struct place *o = k->origin_place, *d = k->destination_place;

    return o && d ? apart(o, (double)d->lat_deg, (double)d->lon_deg) : (double)NAN;
}

/* Minutes from take-off to landing; NaN unknown. */
static double flight_minutes(const struct load_corridor *k) {
    return corridor_m(k) / METRES_A_MINUTE + 25;
}

static bool ended(const struct flown_end *end) {
    return end->ms != CLEAN_NO_MS && end->status != END_LOST && end->status != END_EDGE;
}

/* Bounds of an end that is known; half an hour where a conclusion has no bound on one side. */
static void bounds(const struct flown_end *end, int64_t *low, int64_t *high) {
    *low = end->low_ms != CLEAN_NO_MS ? end->low_ms : end->ms - 30 * MINUTE_MS;
    *high = end->high_ms != CLEAN_NO_MS ? end->high_ms : end->ms + 30 * MINUTE_MS;
    if (*low > end->ms) *low = end->ms;
    if (*high < end->ms) *high = end->ms;
}

/* When it took off: as known; from where it was first heard; from when it landed. */
static void off_bounds(const struct load_corridor *k, const struct flown *f, int64_t *low,
                       int64_t *high) {
    const struct place *o = k->origin_place;
    double way, wide;
    int64_t ms;

    *low = *high = MATCH_NO_MS;
    if (ended(&f->off)) {
        bounds(&f->off, low, high);
        return;
    }
    if (f->off.ms != CLEAN_NO_MS && o && !isnan(f->off.lat_deg)) {
        way = apart(o, f->off.lat_deg, f->off.lon_deg) / METRES_A_MINUTE + 3;
        wide = 5 + way / 4;
        ms = f->off.ms;
    } else if (ended(&f->on) && !isnan(flight_minutes(k))) {
        way = flight_minutes(k);
        wide = 30;
        ms = f->on.ms;
    } else {
        return;
    }
    *low = ms - llround((way + wide) * MINUTE_MS);
    *high = ms - llround(fmax(0, way - wide) * MINUTE_MS);
}

static int64_t middle(int64_t low, int64_t high) {
    return low + (high - low) / 2;
}

/* The local day of an instant; UTC where the zone is not known. */
static int32_t local_day(const struct tz *z, int64_t ms) {
    return day_of(ms + (z ? (int64_t)tz_offset_s(z, ms) * 1000 : 0));
}

/* The first instant of a local day. Without a zone, of the day anywhere on earth. */
static int64_t day_begins(const struct tz *z, int32_t day, int64_t slack_hours) {
    int64_t t[2], utc = (int64_t)day * UTC_DAY_MS;

    if (!z) return utc + slack_hours * 60 * MINUTE_MS;
    for (int32_t minute = 0; minute < 180; minute += 30)
        if (tz_instants(z, day, minute, t) > 0) return t[0];
    return utc - (int64_t)tz_offset_s(z, utc) * 1000;
}

/* --- Slots and legs as match/ sees them */

struct fit {
    struct arena *a;
    const struct load *l;
    const struct load_corridor *k;
    const struct tz *zone;
    struct slots *out;
};

static void slot_dep(const struct fit *x, const struct slot *s, int64_t *dep, int64_t *also) {
    int64_t t[2];
    int n = 0;

    *dep = *also = MATCH_NO_MS;
    if (s->clock.dep_clock == SCHED_OK || s->clock.dep_clock == SCHED_TWICE) {
        n = s->clock.dep_clock == SCHED_TWICE ? 2 : 1;
        t[0] = s->clock.dep[0], t[1] = s->clock.dep[1];
    } else if (s->dep != UTC_NONE && x->zone) {
        n = tz_instants(x->zone, s->day, s->dep, t);
    }
    if (n > 0) *dep = t[0];
    if (n > 1) *also = t[1];
}

static struct match_chance chance_of(const struct fit *x, const struct slot *s) {
    bool flew = s->operated || s->tracked || s->seen;
    struct match_chance c = {.arr_ms = MATCH_NO_MS,
                             .day_from_ms = day_begins(x->zone, s->day, -14),
                             .day_to_ms = day_begins(x->zone, s->day + 1, 12),
                             .flight = legs_code(x->a, s->flight),
                             .type = s->type,
                             .known = flew && !s->cancelled   ? MATCH_PROVEN
                                      : s->cancelled && !flew ? MATCH_CANCELLED
                                                              : MATCH_OPEN};

    slot_dep(x, s, &c.dep_ms, &c.dep_also_ms);
    if (s->clock.arr_clock == SCHED_OK && s->clock.dep_clock != SCHED_UNKNOWN)
        c.arr_ms = s->clock.arr[0];
    for (size_t i = 0; i < s->flights.n; i++) {
        const struct load_flight *r = &x->l->flight.v[s->flights.v[i]];
        bool firm = span_is(r->state, "operated") || span_is(r->state, "tracked") ||
                    span_is(r->state, "seen");

        if (r->registration.n && (!c.registration.n || (firm && !c.firm)))
            c.registration = r->registration, c.firm = firm;
    }
    return c;
}

static struct match_leg match_leg_of(const struct fit *x, const struct flown *f) {
    struct match_leg m = {.on_low_ms = MATCH_NO_MS,
                          .on_high_ms = MATCH_NO_MS,
                          .p_off = legs_end_p(x->k, f, false),
                          .p_on = legs_end_p(x->k, f, true),
                          .own_name = own_name(f),
                          .registration = f->registration,
                          .type = f->type,
                          .key = span_of(f->id)};

    off_bounds(x->k, f, &m.off_low_ms, &m.off_high_ms);
    if (ended(&f->on)) bounds(&f->on, &m.on_low_ms, &m.on_high_ms);
    if (!m.own_name) m.callsign = legs_code(x->a, f->callsign);
    return m;
}

/* --- What follows for slots */

/* The case's own name for the type, where its aircraft sheet has this airframe. */
static struct span type_of(const struct load *l, const struct flown *f, bool *sure) {
    *sure = f->craft >= 0;
    return *sure ? l->aircraft.v[f->craft].type : f->type;
}

static void track_slot(struct fit *x, struct slot *s, size_t leg) {
    const struct flown *f = &x->l->flown[x->out->leg[leg].flown];
    bool sure;
    struct span type = type_of(x->l, f, &sure);

    s->tracked = true;
    s->leg = (int)leg;
    if (type.n && (sure || !s->type.n) && !span_eq(type, s->type)) {
        s->type = type;
        if (sure)
            s->seats_lo = s->seats_hi = -1; /* of the announced type: the aircraft was another */
    }
    if (!s->flight.n && !own_name(f)) s->flight = f->callsign;
}

/* A leg that no slot fits, and that is more likely than not one of this corridor at both ends. */
static void extra_slot(struct fit *x, size_t leg, const struct match_leg *m) {
    struct slot_leg *o = &x->out->leg[leg];
    const struct flown *f = &x->l->flown[o->flown];
    struct slot *s;
    int32_t day;

    if (m->p_off <= 0.5 || m->p_on <= 0.5 || m->off_low_ms == MATCH_NO_MS) return;
    if (f->flags & LEG_SPOOF_JUMP) return; /* its positions may be false as a whole */
    day = local_day(x->zone, ended(&f->off) ? f->off.ms : middle(m->off_low_ms, m->off_high_ms));
    if (day < x->k->from || day > x->k->to) return;
    s = slots_new(x->a, x->out);
    s->day = day, s->group = -1;
    o->slot = (int)x->out->v.n - 1;
    track_slot(x, s, leg);
}

static size_t take_legs(struct fit *x, int corridor, struct match_leg *m) {
    size_t n = 0;

    for (size_t i = 0; i < x->l->nflown; i++)
        if (legs_of_corridor(x->l, corridor, &x->l->flown[i])) {
            m[n] = match_leg_of(x, &x->l->flown[i]);
            x->out->leg[n] = (struct slot_leg){
                .flown = (int)i, .slot = -1, .p_off = m[n].p_off, .p_on = m[n].p_on};
            n++;
        }
    return n;
}

int legs_fit(struct arena *a, const struct load *l, int corridor, const struct tz *zone,
             struct slots *out, struct err *e) {
    struct fit x = {a, l, &l->corridor.v[corridor], zone, out};
    struct match_leg *m = ARENA_ARRAY(a, struct match_leg, l->nflown + 1);
    struct match_chance *s = ARENA_ARRAY(a, struct match_chance, out->v.n);
    struct match_found *found;
    int rc;

    out->leg = ARENA_ARRAY(a, struct slot_leg, l->nflown);
    out->nleg = take_legs(&x, corridor, m);
    found = ARENA_ARRAY(a, struct match_found, out->nleg);
    for (size_t i = 0; i < out->v.n; i++) s[i] = chance_of(&x, &out->v.v[i]);
    if ((rc = match_legs(a, s, out->v.n, m, out->nleg, found, e)) < 0) return rc;
    for (size_t i = 0; i < out->nleg; i++) {
        struct slot_leg *o = &out->leg[i];

        o->slot = found[i].slot, o->cost = found[i].cost, o->alone = match_alone(&m[i]);
        o->other = found[i].other, o->nother = found[i].nother;
        o->matched = o->slot >= 0;
        if (o->matched) match_pair(&s[o->slot], &m[i], &o->pair);
    }
    for (size_t i = 0; i < out->nleg; i++)
        if (out->leg[i].matched) track_slot(&x, &out->v.v[out->leg[i].slot], i);
    for (size_t i = 0; i < out->nleg; i++)
        if (!out->leg[i].matched) extra_slot(&x, i, &m[i]);
    return 0;
}

/* --- Watching */

void legs_watch(const struct load *l, int corridor, const struct tz *zone, struct slots *out) {
    const struct load_corridor *k = &l->corridor.v[corridor];
    double minutes = isnan(flight_minutes(k)) ? 12 * 60 : flight_minutes(k) + 15;
    struct fit x = {NULL, l, k, zone, out};

    for (size_t i = 0; i < out->v.n && l->said.n; i++) {
        struct slot *s = &out->v.v[i];
        int64_t dep, also, from, to;

        slot_dep(&x, s, &dep, &also);
        from = dep != MATCH_NO_MS ? dep : day_begins(zone, s->day, -14);
        to = also != MATCH_NO_MS  ? also
             : dep != MATCH_NO_MS ? dep
                                  : day_begins(zone, s->day + 1, 12) - 1;
        if (dep != MATCH_NO_MS && s->clock.arr_clock == SCHED_OK)
            to = s->clock.arr[0];
        else
            to += llround(minutes * MINUTE_MS);
        s->watch = cover_watched(l->said.v, l->said.n, corridor, COVER_FLIGHT, from, to);
        s->watch_adsb = cover_watched(l->said.v, l->said.n, corridor, 1U << COVER_ADSB, from, to);
    }
}
