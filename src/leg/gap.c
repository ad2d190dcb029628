/* SPDX-License-Identifier: Apache-2.0 */
/* The same flight, or a landing that nobody heard? No single threshold decides. What is looked
 * at is what the aircraft itself did in the ten minutes before and after, and the answer is a
 * probability: the alternative is kept wherever it is not negligible. The evidence adds up as
 * logarithms of odds; the weights are judgements, set on the gaps of formats.md 2.3 and on
 * made-up cases (tests/unit/test_leg.c), and are few, so that each can be argued with. */
#include "leg/gap.h"

#include "geo/place.h"
#include "leg/clean.h"

#include <math.h>
#include <stdlib.h>

#define KT_MPS 0.51444444
#define NM_M 1852.0
#define WINDOW_MS INT64_C(600000) /* formats.md 2.5.4: the last ten minutes' ground speed */
#define WINDOW_N 64
#define PLAUSIBLE_LOW 0.75 /* same rule */
#define PLAUSIBLE_HIGH 1.15
#define FIELD_M 40000.0
#define SPIKE_FT 3000.0
#define TREND_MS 90000
#define LOITER 0.5 /* displacement by path */

/* Log odds. */
#define ODDS_BASE (-1.5) /* silences in flight are mostly holes */
#define ODDS_HOUR 4.0    /* for each unexplained hour (slow classes: half hour), at most so much */
#define ODDS_PLAUSIBLE (-3.0) /* flew on at its own speed */
#define ODDS_LOW 1.5          /* came down, or climbs out, low: each side */
#define ODDS_FIELD 1.0        /* and close to a field: each side */
#define ODDS_LEVEL (-1.5)     /* the same altitude within 300 ft, and neither down nor up */
#define ODDS_JET 2.0          /* 8,000 m, 1 h, < 550 km/h */
#define ODDS_SURE 12.0

const char *gap_word(enum gap_class c) {
    static const char *const words[] = {"none", "coverage hole", "receiver edge", "transponder off",
                                        "unknown"};

    return words[c <= GAP_UNKNOWN ? c : GAP_UNKNOWN];
}

/* The nearest known, unless two after it say that it is a spike. */
static double settled(const int32_t v[3], int n) {
    int32_t low, high, m;

    if (n == 0) return (double)NAN;
    if (n < 3) return v[0];
    low = v[0] < v[1] ? v[0] : v[1];
    high = v[0] < v[1] ? v[1] : v[0];
    m = v[2] < low ? low : v[2] > high ? high : v[2];
    return llabs((int64_t)m - v[0]) > SPIKE_FT ? m : v[0];
}

/* What the points of a phase say, in the units of the points. */
struct scan {
    int64_t speed_sum, far_ms;
    int n, nspeed, nalt, nadsb;
    int32_t alt[3], high, low, far; /* ft; far: of the last within TREND_MS, at far_ms */
    int16_t heading;
    const struct track_point *first, *last;
};

static inline void scan_point(struct scan *s, const struct track_point *p) {
    int32_t alt = p->alt_ft != TRACK_NONE ? p->alt_ft : p->alt_geom_ft;

    s->last = p;
    s->n++;
    s->speed_sum += p->speed >= 0 ? p->speed : 0;
    s->nspeed += p->speed >= 0;
    s->nadsb += p->source <= TRACK_ADSR_ICAO;
    if (s->heading == TRACK_NONE16) s->heading = p->heading;
    if (alt == TRACK_NONE || p->air == TRACK_GROUND) return;
    if (s->nalt < 3) s->alt[s->nalt++] = alt;
    s->high = alt > s->high ? alt : s->high;
    s->low = alt < s->low ? alt : s->low;
    if (llabs(p->ms - s->first->ms) <= TREND_MS) {
        s->far = alt;
        s->far_ms = p->ms;
    }
}

/* The way along the points of a phase: roots, so only where it is asked for. */
static double path_m(const struct gap_in *g, const struct gap_phase *p) {
    const struct track_point *x = g->t->point, *last = &x[p->first];
    size_t step = p->last < p->first ? SIZE_MAX : 1;
    double m = 0;

    for (size_t k = p->first; k != p->last;) {
        k += step;
        if (g->reason[k] != CLEAN_GOOD) continue;
        m += clean_apart_m(last, &x[k]);
        last = &x[k];
    }
    return m;
}

static double phase_s(const struct gap_in *g, const struct gap_phase *p) {
    return (double)llabs(g->t->point[p->last].ms - g->t->point[p->first].ms) * 1e-3;
}

static void scan_end(const struct gap_in *g, const struct scan *s, int dir, struct gap_phase *out) {
    struct near_hit hit;

    out->n = s->n;
    if (!s->n) return;
    out->first = (size_t)(s->first - g->t->point);
    out->last = (size_t)(s->last - g->t->point);
    out->lat_deg = s->first->lat * 1e-6;
    out->lon_deg = s->first->lon * 1e-6;
    out->alt_ft = settled(s->alt, s->nalt);
    if (s->nalt) {
        out->high_ft = s->high;
        out->low_ft = s->low;
    }
    if (s->heading != TRACK_NONE16) out->heading_deg = s->heading * 0.1;
    out->adsb = (double)s->nadsb / s->n;
    if (s->nspeed)
        out->kt = (double)s->speed_sum * 0.1 / s->nspeed;
    else if (phase_s(g, out) >= 20)
        out->kt = path_m(g, out) / phase_s(g, out) / KT_MPS;
    if (s->nalt > 1 && llabs(s->far_ms - s->first->ms) >= 20000)
        out->trend_fpm =
            -dir * (out->alt_ft - s->far) / ((double)llabs(s->far_ms - s->first->ms) / 60000.0);
    else if (s->first->rate_fpm != TRACK_NONE)
        out->trend_fpm = s->first->rate_fpm;
    if (g->near && near_find(g->near, out->lat_deg, out->lon_deg, FIELD_M, &hit, 1)) {
        int32_t ft = place_at((size_t)hit.place)->elevation_ft;

        out->field_m = hit.distance_m;
        if (ft != INT32_MIN) out->field_ft = ft;
    }
}

void gap_phase(const struct gap_in *g, size_t i, int dir, size_t lo, size_t hi,
               struct gap_phase *out) {
    const struct track_point *x = g->t->point;
    struct scan s = {.first = &x[i],
                     .last = &x[i],
                     .high = INT32_MIN,
                     .low = INT32_MAX,
                     .heading = TRACK_NONE16};
    double nan_ = (double)NAN;
    int skipped = 0;

    for (size_t k = i; k >= lo && k < hi && s.n < WINDOW_N; k += (size_t)dir) {
        if (g->reason[k] != CLEAN_GOOD && k != i) {
            if (++skipped > WINDOW_N) break;
        } else {
            if (llabs(x[k].ms - x[i].ms) > WINDOW_MS || llabs(x[k].ms - s.last->ms) >= GAP_MS)
                break;
            scan_point(&s, &x[k]);
        }
        if (k == 0 && dir < 0) break;
    }
    *out = (struct gap_phase){.alt_ft = nan_,
                              .high_ft = nan_,
                              .low_ft = nan_,
                              .kt = nan_,
                              .trend_fpm = nan_,
                              .heading_deg = nan_,
                              .field_ft = nan_,
                              .field_m = nan_};
    scan_end(g, &s, dir, out);
}

double gap_height_ft(const struct gap_phase *p) {
    return p->alt_ft - p->field_ft; /* NAN if either is */
}

/* How much lower than minutes ago counts as having come down: near the ground, a part of a
 * circuit. */
static double drop_ft(const struct gap_phase *p, enum craft c) {
    return craft_facts(c)->cruise_kt < 200 || gap_height_ft(p) <= 3000 ? 400 : 1000;
}

static bool at_its_lowest(const struct gap_phase *p, enum craft c) {
    return p->high_ft - p->alt_ft >= drop_ft(p, c) && p->alt_ft - p->low_ft <= 300;
}

bool gap_descending(const struct gap_phase *p, enum craft c) {
    return p->trend_fpm <= -300 || at_its_lowest(p, c);
}

bool gap_climbing(const struct gap_phase *p, enum craft c) {
    return p->trend_fpm >= 300 || at_its_lowest(p, c);
}

/* Where no field is listed near, height is above sea level: over the sea that is right, over
 * land it overstates. */
static double height_or_alt(const struct gap_phase *p) {
    double h = gap_height_ft(p);

    return isnan(h) ? p->alt_ft : h;
}

static double side(const struct gap_phase *p, bool moved, enum craft c, unsigned moved_bit,
                   unsigned *reason) {
    double h = height_or_alt(p), low = craft_facts(c)->low_ft, odds = 0;

    if (moved && h <= low) { /* in full below half of the limit */
        *reason |= moved_bit;
        odds += ODDS_LOW * fmin(1, (low - h) / low * 2);
    }
    if (gap_height_ft(p) <= 1500 && p->field_m <= 10000) {
        *reason |= GAP_TOUCHED_FIELD;
        odds += ODDS_FIELD;
    }
    return odds;
}

/* NAN-free speeds: those of the flight, else the class's. The higher of both sides bounds what
 * could have been flown. */
static void speeds(const struct gap_phase *b, const struct gap_phase *a, enum craft c,
                   struct gap *out) {
    double cruise = craft_facts(c)->cruise_kt;

    out->own_kt = fmin(isnan(b->kt) ? a->kt : b->kt, isnan(a->kt) ? b->kt : a->kt);
    out->own_high_kt = fmax(isnan(b->kt) ? a->kt : b->kt, isnan(a->kt) ? b->kt : a->kt);
    if (isnan(out->own_kt)) out->own_kt = out->own_high_kt = cruise;
    out->own_kt = fmax(out->own_kt, 20);
    out->own_high_kt = fmax(out->own_high_kt, 20);
}

/* Circles for a minute or more. */
static bool loiters(const struct gap_in *g, const struct gap_phase *p) {
    double path;

    if (!p->n || phase_s(g, p) < 60) return false;
    path = path_m(g, p);
    return path > 500 &&
           clean_apart_m(&g->t->point[p->first], &g->t->point[p->last]) < LOITER * path;
}

static double level_odds(const struct gap_phase *b, const struct gap_phase *a,
                         const struct gap *out) {
    if (out->reason & (GAP_DESCENT | GAP_CLIMB)) return 0;
    return fabs(b->alt_ft - a->alt_ft) <= 300 ? ODDS_LEVEL : 0;
}

/* A stop on the ground and half of the time for the way down and up: the other half is flown
 * along the way. */
static double stop_s(const struct gap_phase *b, const struct gap_phase *a, enum craft c) {
    const struct craft_facts *f = craft_facts(c);
    double hb = height_or_alt(b), ha = height_or_alt(a);

    return 60 * (f->stop_min +
                 0.5 * (fmax(isnan(hb) ? 0 : hb, 0) + fmax(isnan(ha) ? 0 : ha, 0)) / f->fpm);
}

static bool is_jet_stopped(const struct gap_phase *b, const struct gap_phase *a,
                           const struct gap *out) {
    return fmax(b->alt_ft, a->alt_ft) >= 26247 && out->seconds >= 3600 && out->implied_kt < 297 &&
           out->own_high_kt >= 300;
}

static double odds_of(const struct gap_in *g, const struct gap_phase *b, const struct gap_phase *a,
                      struct gap *out) {
    enum craft c = g->craft;
    double odds = ODDS_BASE, mean = (out->own_kt + out->own_high_kt) / 2;
    double scale = craft_facts(c)->cruise_kt < 300 ? 1800 : 3600;
    double spare = out->seconds - out->distance_m / (mean * KT_MPS) - out->stop_s;
    double by_time = fmax(-1, fmin(spare / scale, 1)) * ODDS_HOUR;

    if (loiters(g, b) && loiters(g, a)) {
        out->reason |= GAP_LOITER;
        by_time *= 0.3;
    } else if (is_jet_stopped(b, a, out)) {
        out->reason |= GAP_JET_STOPPED;
        odds += ODDS_JET;
    }
    odds += by_time + side(b, gap_descending(b, c), c, GAP_DESCENT, &out->reason) +
            side(a, gap_climbing(a, c), c, GAP_CLIMB, &out->reason);
    if (!(out->reason & (GAP_DESCENT | GAP_CLIMB))) out->reason |= GAP_STEADY;
    if (out->implied_kt >= PLAUSIBLE_LOW * out->own_kt) {
        odds += ODDS_PLAUSIBLE;
        if (out->implied_kt <= PLAUSIBLE_HIGH * out->own_high_kt) out->reason |= GAP_PLAUSIBLE;
    }
    return odds + level_odds(b, a, out);
}

void gap_judge(const struct gap_in *g, size_t before, size_t after, size_t lo, size_t hi,
               int64_t begun_ms, struct gap_phase phase[2], struct gap *out) {
    const struct track_point *x = g->t->point;
    struct gap_phase *b = &phase[0], *a = &phase[1];
    double endurance_s = craft_facts(g->craft)->endurance_h * 3600 * (g->military ? 2 : 1), odds;

    gap_phase(g, before, -1, lo, before + 1, b);
    gap_phase(g, after, 1, after, hi, a);
    *out = (struct gap){.before = before,
                        .after = after,
                        .ms = x[before].ms,
                        .seconds = (double)(x[after].ms - x[before].ms) * 1e-3,
                        .distance_m = clean_apart_m(&x[before], &x[after])};
    out->implied_kt = out->distance_m / fmax(out->seconds, 1) / KT_MPS;
    speeds(b, a, g->craft, out);
    out->slack_s = out->seconds - out->distance_m / (out->own_high_kt * KT_MPS);
    out->stop_s = stop_s(b, a, g->craft);
    odds = odds_of(g, b, a, out);
    if (out->slack_s < out->stop_s) {
        out->reason |= GAP_NO_TIME;
        odds = -ODDS_SURE;
    } else if ((double)(x[after].ms - begun_ms) * 1e-3 > endurance_s) {
        out->reason |= GAP_ENDURANCE;
        odds = ODDS_SURE;
    }
    out->p_stop = 1 / (1 + exp(-odds));
    out->class = gap_class_of(g, b, a, out->p_stop < 0.5, &out->reason);
}

static bool remote(const struct gap_in *g, const struct gap_phase *p) {
    struct near_hit hit;

    return g->near && p->n && isnan(p->field_m) &&
           !near_find(g->near, p->lat_deg, p->lon_deg, 200 * NM_M, &hit, 1);
}

enum gap_class gap_class_of(const struct gap_in *g, const struct gap_phase *b,
                            const struct gap_phase *a, bool inside, unsigned *reason) {
    bool low = (b->n && height_or_alt(b) < 3000) || (a->n && height_or_alt(a) < 3000);
    bool high = !(b->n && !(b->alt_ft >= 15000)) && !(a->n && !(a->alt_ft >= 15000));
    bool covered = high && !(b->n && b->adsb < 0.7) && !(a->n && a->adsb < 0.7);

    if (low) *reason |= GAP_LOW;
    if ((b->n && remote(g, b)) || (a->n && remote(g, a))) *reason |= GAP_REMOTE;
    if (!(b->n && b->adsb >= 0.3) && !(a->n && a->adsb >= 0.3)) *reason |= GAP_FEW_ADSB;
    if (*reason & (GAP_LOW | GAP_REMOTE | GAP_FEW_ADSB)) return GAP_HOLE;
    if (!inside) return high || (*reason & GAP_STEADY) ? GAP_EDGE : GAP_UNKNOWN;
    if (covered && g->near) {
        *reason |= GAP_COVERED;
        if (g->dense) return GAP_OFF;
    }
    return GAP_UNKNOWN;
}
