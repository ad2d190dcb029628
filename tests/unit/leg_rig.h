/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Made-up flights: an aircraft that is told what to do, and the points that a perfect receiver
 * would write. Tests then take points away. */
#include "base/arena.h"
#include "base/rng.h"
#include "base/track.h"
#include "base/utc.h"
#include "geo/place.h"
#include "leg/leg.h"
#include "t.h"

#define SKY_MAX 60000
#define MIN 60000
#define HOUR 3600000
#define DEG (3.14159265358979323846 / 180)

struct sky {
    struct track_point p[SKY_MAX];
    struct track t;
    double lat, lon, alt, kt, heading, elevation;
    int64_t ms;
    int step_s;
    bool ground;
    enum track_source source;
    char callsign[9];
};

static struct arena sky_arena, near_arena;
static struct near_index sky_near;

static inline int sky_setup(void **state) {
    (void)state;
    arena_init(&near_arena, (size_t)8 << 20);
    arena_init(&sky_arena, (size_t)2 << 30);
    near_build(&near_arena, &sky_near);
    return 0;
}

static inline int sky_teardown(void **state) {
    (void)state;
    arena_fini(&sky_arena);
    arena_fini(&near_arena);
    return 0;
}

static inline const struct place *field(const char *icao) {
    const struct place *p = place_find(span_of(icao));

    if (!p) {
        fprintf(stderr, "%s is not a place\n", icao);
        abort();
    }
    return p;
}

static inline int32_t field_index(const char *icao) {
    return (int32_t)(field(icao) - place_at(0));
}

/* On the ground at a field (or anywhere: "") at 2024-03-01 12:00 UTC. */
static inline struct sky *sky_new(const char *icao, const char *type) {
    struct sky *s = ARENA_NEW(&sky_arena, struct sky);

    s->t.point = s->p;
    snprintf(s->t.type, sizeof s->t.type, "%s", type);
    s->ms = INT64_C(1709294400000);
    s->step_s = 10;
    s->ground = true;
    if (*icao) {
        s->lat = (double)field(icao)->lat_deg;
        s->lon = (double)field(icao)->lon_deg;
        s->elevation = field(icao)->elevation_ft == INT32_MIN ? 0 : field(icao)->elevation_ft;
    }
    s->alt = s->elevation;
    return s;
}

static inline void heard(struct sky *s) {
    struct track_point *p = &s->p[s->t.n++];

    assert_true(s->t.n < SKY_MAX);
    *p = (struct track_point){.ms = s->ms,
                              .lat = (int32_t)lround(s->lat * 1e6),
                              .lon = (int32_t)lround(s->lon * 1e6),
                              .alt_ft = s->ground ? TRACK_NONE : (int32_t)(s->alt / 25) * 25,
                              .alt_geom_ft = TRACK_NONE,
                              .rate_fpm = TRACK_NONE,
                              .speed = (int16_t)lround(s->kt * 10),
                              .heading = (int16_t)lround(s->heading * 10),
                              .squawk = TRACK_SQUAWK_NONE,
                              .air = s->ground ? TRACK_GROUND : TRACK_AIRBORNE,
                              .source = (uint8_t)s->source,
                              .nic = 8,
                              .sil = 3,
                              .adsb = 2};
    memcpy(p->callsign, s->callsign, 8);
}

static inline void move(struct sky *s, double seconds) {
    double m = s->kt * 0.51444444 * seconds / 6371008.8, lat = s->lat * DEG, h = s->heading * DEG;
    double to = asin(sin(lat) * cos(m) + cos(lat) * sin(m) * cos(h));

    s->lon += atan2(sin(h) * sin(m) * cos(lat), cos(m) - sin(lat) * sin(to)) / DEG;
    s->lon = remainder(s->lon, 360);
    s->lat = to / DEG;
    s->ms += (int64_t)(seconds * 1000);
}

/* Straight on for a time, changing to an altitude and a speed evenly. turn_deg_s: 0, or circles. */
static inline void fly(struct sky *s, double seconds, double to_alt, double to_kt,
                       double turn_deg_s) {
    double alt = s->alt, kt = s->kt;
    int steps = (int)(seconds / s->step_s);

    for (int i = 1; i <= steps; i++) {
        s->alt = alt + (to_alt - alt) * i / steps;
        s->kt = kt + (to_kt - kt) * i / steps;
        s->heading = fmod(s->heading + turn_deg_s * s->step_s + 360, 360);
        move(s, s->step_s);
        heard(s);
    }
}

/* On the ground: standing or taxiing for a time, about the same place. */
static inline void stand(struct sky *s, double seconds, double kt) {
    s->ground = true;
    s->alt = s->elevation;
    s->kt = kt;
    fly(s, seconds, s->elevation, kt, 6);
}

static inline double bearing_to(const struct sky *s, double lat, double lon) {
    double d = (lon - s->lon) * DEG, a = s->lat * DEG, b = lat * DEG;

    return fmod(atan2(sin(d) * cos(b), cos(a) * sin(b) - sin(a) * cos(b) * cos(d)) / DEG + 360,
                360);
}

static inline void take_off(struct sky *s, double rotate_kt) {
    s->ground = true;
    s->kt = 0;
    for (int i = 1; i <= 4; i++) {
        s->kt = rotate_kt * i / 4;
        move(s, 5);
        heard(s);
    }
    s->ground = false;
}

static inline void roll_out(struct sky *s, double touch_kt) {
    s->ground = true;
    for (int i = 0; i < 5; i++) {
        s->kt = touch_kt - (touch_kt - 20) * i / 4;
        heard(s);
        move(s, 5);
    }
}

/* From the ground here to the ground at a point: climb at 2,000 ft/min, cruise, three degrees
 * down. rotate: also the speed of touching down. */
static inline void fly_to_point(struct sky *s, double lat, double lon, double elevation,
                                double cruise_ft, double cruise_kt, double rotate_kt) {
    double left;

    s->heading = bearing_to(s, lat, lon);
    take_off(s, rotate_kt);
    s->elevation = elevation;
    while ((left = place_distance_m(s->lat, s->lon, lat, lon)) > 600 + s->kt * 2.6) {
        double up = s->alt + 2000.0 / 60 * s->step_s * fmin(1, cruise_kt / 250),
               down = elevation + left / 1852 * 318;

        s->heading = bearing_to(s, lat, lon);
        s->alt = fmin(fmin(up, cruise_ft), down);
        s->kt = fmin(rotate_kt + (cruise_kt - rotate_kt) * fmax(0, s->alt - elevation) /
                                     fmax(1000, cruise_ft - elevation),
                     cruise_kt);
        move(s, fmin(s->step_s, (left - 500) / (s->kt * 0.5145)));
        heard(s);
    }
    roll_out(s, rotate_kt);
}

static inline void fly_to(struct sky *s, const char *icao, double cruise_ft, double cruise_kt,
                          double rotate_kt) {
    const struct place *p = field(icao);

    fly_to_point(s, (double)p->lat_deg, (double)p->lon_deg,
                 p->elevation_ft == INT32_MIN ? 0 : p->elevation_ft, cruise_ft, cruise_kt,
                 rotate_kt);
}

/* ---- what receivers miss */

static inline void forget(struct sky *s, bool (*missed)(const struct track_point *, double),
                          double x) {
    size_t n = 0;

    for (size_t i = 0; i < s->t.n; i++)
        if (!missed(&s->p[i], x)) s->p[n++] = s->p[i];
    s->t.n = n;
}

static inline bool is_below(const struct track_point *p, double ft) {
    return p->air == TRACK_GROUND || p->alt_ft < ft;
}

static inline void forget_between(struct sky *s, int64_t from_ms, int64_t to_ms) {
    size_t n = 0;

    for (size_t i = 0; i < s->t.n; i++)
        if (s->p[i].ms < from_ms || s->p[i].ms >= to_ms) s->p[n++] = s->p[i];
    s->t.n = n;
}

/* ---- legs of it */

static inline struct leg_list build_with(const struct track *t, const struct leg_options *o) {
    struct leg_list l;

    leg_build(&sky_arena, t, o, &l);
    return l;
}

static inline struct leg_options usual(void) {
    return (struct leg_options){.near = &sky_near, .from_ms = CLEAN_NO_MS, .to_ms = CLEAN_NO_MS};
}

static inline struct leg_list build(const struct track *t) {
    struct leg_options o = usual();

    return build_with(t, &o);
}

static inline const char *name_of(const struct leg_end *e) {
    return e->place < 0 ? e->off_field ? "off field" : "-" : place_at((size_t)e->place)->icao;
}

#define assert_end(end, status_, place_)                                                           \
    do {                                                                                           \
        const struct leg_end *e_ = (end);                                                          \
        if (e_->status != (status_) || strcmp(name_of(e_), (place_)) != 0)                         \
            fail_msg("%s: %s %s (%.2f), wanted %s %s", #end, end_status_word(e_->status),          \
                     name_of(e_), e_->confidence, end_status_word(status_), place_);               \
    } while (0)
#define assert_legs(list, wanted)                                                                  \
    do {                                                                                           \
        if ((list).n != (size_t)(wanted))                                                          \
            fail_msg("%zu legs, wanted %d", (list).n, (int)(wanted));                              \
    } while (0)

/* ---- flights and days that several tests look at */

static inline struct sky *hop_to_denver(void) {
    struct sky *s = sky_new("KMSP", "B739");

    stand(s, 600, 8);
    fly_to(s, "KDEN", 34000, 440, 140);
    stand(s, 600, 8);
    return s;
}

static inline void assert_denver(const struct leg_list *l) {
    assert_legs(*l, 1);
    assert_end(&l->leg[0].from, END_SEEN, "KMSP");
    assert_end(&l->leg[0].to, END_SEEN, "KDEN");
}

static inline size_t index_at(const struct sky *s, double share) {
    return (size_t)((double)s->t.n * share);
}

static inline struct sky *six_hops(void) {
    static const char *const round[] = {"KCOE", "KGEG", "KCOE", "KSFF", "KDEW", "KSFF"};
    struct sky *s = sky_new("KSFF", "C172");

    s->step_s = 5;
    stand(s, 300, 8);
    for (size_t k = 0; k < 6; k++) {
        fly_to(s, round[k], 5500, 105, 55);
        stand(s, k % 2 ? 1020 : 1200, 6); /* 17 to 20 minutes */
    }
    return s;
}

static inline struct sky *busy_days(void) {
    struct sky *s = six_hops();

    snprintf(s->t.type, sizeof s->t.type, "%s", "BE20");
    s->step_s = 10;
    s->ms += 6 * HOUR;
    fly_to(s, "KMSP", 24000, 260, 100);
    stand(s, 1800, 6);
    fly_to(s, "KDEN", 25000, 260, 100);
    stand(s, 600, 6);
    return s;
}

/* ---- laws that hold for made-up and real points */

static inline void assert_balanced(const struct track *t, const struct leg_list *l) {
    for (size_t i = 0; i < l->n; i++) {
        const struct leg *x = &l->leg[i];
        double sum = x->to.unlisted;

        if (!(x->flags & LEG_UNSEEN)) {
            assert_true(x->first <= x->last && x->last < t->n && x->n >= 1);
            assert_true(x->from.ms <= t->point[x->first].ms && x->to.ms >= t->point[x->last].ms);
        }
        assert_true(x->confidence >= 0 && x->confidence <= 1 && x->to.confidence >= 0 &&
                    x->to.confidence <= 1);
        for (size_t k = 0; k < x->to.ncandidate; k++) sum += x->to.candidate[k].weight;
        assert_true(sum <= 1.0001);
        if (i) assert_true(l->leg[i - 1].to.ms <= x->from.ms);
    }
}

static inline bool is_seen_in(const struct leg_list *full, int64_t ms, bool arrival) {
    for (size_t i = 0; i < full->n; i++) {
        const struct leg_end *e = arrival ? &full->leg[i].to : &full->leg[i].from;

        if (e->status == END_SEEN && llabs(e->ms - ms) <= 60000) return true;
    }
    return false;
}

static inline void check_cut(const struct track *whole, const struct leg_list *full, size_t lo,
                             size_t hi) {
    struct track part = *whole;
    struct arena a;
    struct leg_options o = usual();
    struct leg_list l;

    part.point += lo;
    part.n = hi - lo;
    arena_init(&a, (size_t)64 << 20);
    leg_build(&a, &part, &o, &l);
    assert_balanced(&part, &l);
    for (size_t i = 0; i < l.n; i++) {
        if (l.leg[i].to.status == END_SEEN && !is_seen_in(full, l.leg[i].to.ms, true))
            fail_msg("points %zu to %zu: a landing is seen at %lld", lo, hi,
                     (long long)l.leg[i].to.ms);
        if (l.leg[i].from.status == END_SEEN && !is_seen_in(full, l.leg[i].from.ms, false))
            fail_msg("points %zu to %zu: a take-off is seen at %lld", lo, hi,
                     (long long)l.leg[i].from.ms);
    }
    arena_fini(&a);
}

static inline void check_cuts(const struct track *t, size_t stride) {
    struct leg_list full = build(t);

    assert_balanced(t, &full);
    for (size_t k = 1; k < t->n; k += stride) {
        check_cut(t, &full, 0, k);
        check_cut(t, &full, k, t->n);
    }
}

static inline void thin(const struct sky *s, double keep, uint64_t seed, struct track *out) {
    *out = s->t;
    out->n = 0;
    out->point = ARENA_ARRAY(&sky_arena, struct track_point, s->t.n);
    for (size_t i = 0; i < s->t.n; i++)
        if (rng_unit(seed, 9, i) < keep) out->point[out->n++] = s->p[i];
}

/* ---- less evidence, not more certainty */

static inline void assert_no_surer(const char *what, const struct leg_end *less,
                                   const struct leg_end *more) {
    double weight = 0;

    if (less->confidence > more->confidence + 1e-9)
        fail_msg("%s of %s is %s %s at %.4f without ground reports, %s %s at %.4f with them", what,
                 utc_instant_text(more->ms).s, end_status_word(less->status), name_of(less),
                 less->confidence, end_status_word(more->status), name_of(more), more->confidence);
    if (less->place < 0) return;
    for (size_t i = 0; i < more->ncandidate; i++)
        if (more->candidate[i].place == less->place) weight = more->candidate[i].weight;
    if (less->candidate[0].weight > weight + 1e-9 && more->place == less->place)
        fail_msg("%s of %s: %s weighs %.4f without ground reports, %.4f with them", what,
                 utc_instant_text(more->ms).s, name_of(less), less->candidate[0].weight, weight);
}

/* Each leg of fewer reports against those that it was with all of them. */
static inline void assert_legs_no_surer(const struct leg_list *less, const struct leg_list *more) {
    for (size_t i = 0; i < less->n; i++) {
        const struct leg *l = &less->leg[i];
        size_t first = SIZE_MAX, last = 0;
        double most = 0;

        for (size_t k = 0; k < more->n; k++) {
            if (more->leg[k].to.ms < l->from.ms || more->leg[k].from.ms > l->to.ms) continue;
            if (first == SIZE_MAX) first = k;
            last = k;
            most = fmax(most, more->leg[k].confidence);
        }
        if (first == SIZE_MAX) fail_msg("a leg at %s is new", utc_instant_text(l->from.ms).s);
        if (l->confidence > most + 1e-9)
            fail_msg("the leg of %s is %.4f sure without ground reports, %.4f with them",
                     utc_instant_text(l->from.ms).s, l->confidence, most);
        assert_no_surer("take-off", &l->from, &more->leg[first].from);
        assert_no_surer("landing", &l->to, &more->leg[last].to);
    }
}

static inline size_t without(const struct track *t, size_t lo, size_t hi, struct track_point *to) {
    size_t n = 0;

    for (size_t i = 0; i < t->n; i++)
        if (t->point[i].air != TRACK_GROUND || i < lo || i >= hi) to[n++] = t->point[i];
    return n;
}

/* All ground reports are taken away, then those of one stay and no other; where the data end with the track, and where
 * they go on. */
static inline void check_ground(const struct track *whole) {
    int64_t from = whole->point[0].ms - 5 * HOUR, to = whole->point[whole->n - 1].ms + 5 * HOUR;

    for (int known = 0; known < 2; known++) {
        struct leg_options o = usual();
        struct leg_list more;

        if (known) o.from_ms = from, o.to_ms = to;
        more = build_with(whole, &o);
        for (size_t lo = SIZE_MAX, hi; lo == SIZE_MAX || lo < whole->n; lo = hi) {
            struct track part = *whole;
            struct leg_list less;
            size_t at = lo == SIZE_MAX ? 0 : lo;

            if (lo == SIZE_MAX) {
                hi = 0;
            } else {
                while (at < whole->n && whole->point[at].air != TRACK_GROUND) at++;
                for (hi = at; hi < whole->n && whole->point[hi].air == TRACK_GROUND;) hi++;
                if (at == hi) break;
            }
            part.point = ARENA_ARRAY(&sky_arena, struct track_point, whole->n);
            part.n = lo == SIZE_MAX ? without(whole, 0, whole->n, part.point)
                                    : without(whole, at, hi, part.point);
            if (!part.n) continue;
            less = build_with(&part, &o);
            assert_legs_no_surer(&less, &more);
        }
    }
}
