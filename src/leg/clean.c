/* SPDX-License-Identifier: Apache-2.0 */
/* One pass. The good points so far end in `last`; a point that no speed brings from there is not
 * believed, but it may be `last` that is wrong. So such points make a chase: a second line, of
 * points that fit each other. When a point fits `last` again the chase was false. When the chase
 * has five points over 20 s it takes over, and then one of three things was the case:
 *
 *   ..main main x                A few points x after a long silence: they were false.
 *         chase chase chase      It is back where it left (`home`): an excursion lies between.
 *   main main |jump| chase       Neither: two aircraft on one address, or positions shifted. The
 *                                jump is recorded, and both sides stay.
 *
 * Each point is set aside and taken back at most once, so the pass is linear. The alternative, a
 * filter with a state vector (Kalman), needs a model of the noise for each source; this needs one
 * bound on speed. */
#include "leg/clean.h"

#include "geo/place.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

#define NONE SIZE_MAX
#define KT_MPS 0.51444444 /* a knot */
/* 900 kt: adsbtrack's bound for a jump (formats.md 2.5.7). Airliners in a jet stream make 700. */
#define TOP_MPS 463.0
#define SLACK_M 2000.0 /* ADS-B: two seconds of rounded time at 250 m/s, and position errors */
#define SLACK_LOOSE_M 8000.0 /* MLAT and what is not said */
#define NEAR_S 120.0         /* within it the reported speed bounds the motion */
#define STALE_MS 3000
#define STALE_KT10 600   /* 60 kt */
#define PARKED_MS 600000 /* without a speed: so long in one place is a transmitter that stands */
#define CHASE_N 5
#define CHASE_MS 20000
#define TAIL_MS INT64_C(600000)  /* after such a silence a tail begins */
#define TAIL_N 4                 /* a tail of so few loses against a chase */
#define HOME_MS INT64_C(3600000) /* an excursion longer than that is none */
/* 1e14, the year 5138: differences of such times cannot overflow. */
#define TIME_MS INT64_C(100000000000000)
/* A millionth of a degree at the equator, on the ellipsoid: the longer. */
#define DEGREE_M 0.11131949

static const char *const words[NCLEAN] = {
    "good",          "no position", "other day",    "back in time", "double",
    "held position", "teleport",    "false ground", "alone",        "spoofed",
};

const char *clean_word(enum clean_reason r) {
    return words[r < NCLEAN ? r : CLEAN_GOOD];
}

void clean_set(struct clean *c, size_t i, enum clean_reason r) {
    c->count[c->reason[i]]--;
    c->count[r]++;
    c->reason[i] = (uint8_t)r;
}

/* cos by its series, 1e-3 at the pole, 2e-5 at 60 degrees: the libm's takes longer than all the
 * rest. */
static double cosine(double deg) {
    double x = deg * (3.14159265358979323846 / 180), y = x * x;

    return 1 - y / 2 * (1 - y / 12 * (1 - y / 30));
}

/* Of positions within their ranges: a difference is 360,000,000 at most. */
static inline int32_t apart(int32_t a, int32_t b) {
    return a > b ? a - b : b - a;
}

static inline int32_t apart_lon(const struct track_point *p, const struct track_point *q) {
    int32_t d = apart(p->lon, q->lon);

    return d > 180000000 ? 360000000 - d : d;
}

double clean_apart_m(const struct track_point *p, const struct track_point *q) {
    int32_t dlat = apart(p->lat, q->lat), dlon = apart_lon(p, q);

    if (dlat + dlon < 3000000) {
        double k = cosine(((double)p->lat + q->lat) * 0.5e-6), y = (double)dlat,
               x = (double)dlon * k;

        return 0.1111949 * __builtin_sqrt(x * x + y * y); /* the sphere of place_distance_m */
    }
    return place_distance_m(p->lat * 1e-6, p->lon * 1e-6, q->lat * 1e-6, q->lon * 1e-6);
}

static inline int loose(const struct track_point *p) {
    return (p->source > TRACK_ADSR_ICAO) & (p->source != TRACK_ADSC);
}

/* Could one aircraft have made both? The way along the meridian and the parallel, all degrees being as long
 * as the longest, is never shorter than the direct one: it settles nearly all without a root. */
static inline bool fits(const struct track_point *p, const struct track_point *q) {
    double s = (double)(q->ms - p->ms) * 1e-3;
    double slack = (loose(p) | loose(q)) ? SLACK_LOOSE_M : SLACK_M, top = TOP_MPS, said;
    double round_m = DEGREE_M * (apart(p->lat, q->lat) + apart_lon(p, q));
    int fast = p->speed > q->speed ? p->speed : q->speed;

    if (round_m <= slack + 50 * s) return true;
    said = fast * (0.1 * KT_MPS);
    if (s <= NEAR_S && (p->speed | q->speed) >= 0)
        top = 1.5 * said + 50 < TOP_MPS ? 1.5 * said + 50 : TOP_MPS;
    if (1.3 * said > top) top = 1.3 * said;
    return round_m <= slack + top * s || clean_apart_m(p, q) <= slack + top * s;
}

bool clean_fits(const struct track_point *p, const struct track_point *q) {
    return fits(p, q);
}

struct chase {
    size_t first, last, n;
};

struct pass {
    const struct track *t;
    struct clean *c;
    struct arena *a;
    VEC(size_t) jump;
    size_t last, tail, ntail; /* the line believed: its end; where its tail began; points in it */
    size_t before;            /* the good point before the tail, NONE */
    int64_t since_ms;         /* when the last of the line came to where it is */
    struct chase chase;
    size_t home, nhome,
        away; /* last point before a jump, the points behind it, and where the jump led; NONE */
};

static inline void accept(struct pass *p, size_t i) {
    const struct track_point *x = p->t->point;

    if (p->last == NONE || x[i].ms - x[p->last].ms > TAIL_MS) {
        p->before = p->last;
        p->tail = i;
        p->ntail = 0;
    }
    if (p->last == NONE || x[i].lat != x[p->last].lat || x[i].lon != x[p->last].lon)
        p->since_ms = x[i].ms;
    p->last = i;
    p->ntail++;
    p->chase.n = 0;
}

static void set_all(struct pass *p, size_t lo, size_t hi, enum clean_reason from,
                    enum clean_reason to) {
    for (size_t i = lo; i < hi; i++)
        if (p->c->reason[i] == from) clean_set(p->c, i, to);
}

/* The line believed ends with a few points after a silence, and something longer contradicts
 * them. */
static bool tail_is_false(const struct pass *p) {
    return p->ntail <= TAIL_N && p->ntail < p->chase.n;
}

static bool is_back_home(const struct pass *p, size_t first) {
    const struct track_point *x = p->t->point;

    return p->home != NONE && x[first].ms - x[p->away].ms <= HOME_MS && p->nhome >= p->ntail &&
           fits(&x[p->home], &x[first]);
}

static void take_over(struct pass *p) {
    struct chase c = p->chase;
    size_t hi = p->last + 1;

    set_all(p, c.first, c.last + 1, CLEAN_TELEPORT, CLEAN_GOOD);
    if (tail_is_false(p)) {
        set_all(p, p->tail, hi, CLEAN_GOOD, CLEAN_TELEPORT);
        if (p->before != NONE && !fits(&p->t->point[p->before], &p->t->point[c.first]))
            *vec_push(p->a, &p->jump) = c.first;
    } else if (is_back_home(p, c.first)) {
        set_all(p, p->away, hi, CLEAN_GOOD, CLEAN_TELEPORT);
        if (p->jump.n && p->jump.v[p->jump.n - 1] >= p->away) p->jump.n--;
        p->home = NONE;
    } else {
        p->home = p->last;
        p->nhome = p->ntail;
        p->away = c.first;
        *vec_push(p->a, &p->jump) = c.first;
    }
    p->before = NONE;
    p->tail = c.first;
    p->ntail = c.n;
    p->last = c.last;
    p->since_ms = p->t->point[c.last].ms;
    p->chase.n = 0;
}

/* Surface positions decoded against a stale reference lie up to 589 km away (formats.md 2.2,
 * rs1090), and stay there for as long as the aircraft is parked: a chase on the ground never
 * takes over from a line of any length. It either flies off from where it is, and then it was
 * right, or is heard in the air where it was before. */
static bool is_surface_error(const struct pass *p, size_t i) {
    const struct track_point *x = p->t->point;

    return x[i].air == TRACK_GROUND && x[p->chase.first].air == TRACK_GROUND && p->ntail > TAIL_N;
}

/* After some minutes the line believed could have come anywhere: of two lines that a point fits
 * it belongs to the nearer. */
static bool chase_is_nearer(const struct pass *p, size_t i) {
    const struct track_point *x = p->t->point;

    return p->chase.n >= 2 && fits(&x[p->chase.last], &x[i]) &&
           clean_apart_m(&x[p->chase.last], &x[i]) < clean_apart_m(&x[p->last], &x[i]);
}

static void follow(struct pass *p, size_t i) {
    const struct track_point *x = p->t->point;
    struct chase *c = &p->chase;

    clean_set(p->c, i, CLEAN_TELEPORT);
    if (c->n == 0 || !fits(&x[c->last], &x[i])) {
        *c = (struct chase){i, i, 1};
        return;
    }
    c->last = i;
    c->n++;
    if (c->n >= CHASE_N && x[i].ms - x[c->first].ms >= CHASE_MS && !is_surface_error(p, i))
        take_over(p);
}

static inline bool is_somewhere(const struct track_point *q) {
    return ((uint32_t)q->lat + 90000000 <= 180000000) &
           ((uint32_t)q->lon + 180000000 <= 360000000) & ((q->lat | q->lon) != 0);
}

static bool in_range(const struct track_point *q) {
    return q->ms >= -TIME_MS && q->ms <= TIME_MS && is_somewhere(q);
}

/* Against the last good point: the same position again? */
static enum clean_reason repeated(const struct track_point *l, const struct track_point *q,
                                  int64_t since_ms) {
    if (l->lat != q->lat || l->lon != q->lon) return CLEAN_GOOD;
    if (l->ms == q->ms) return l->air == q->air ? CLEAN_DOUBLE : CLEAN_GOOD;
    if (q->air == TRACK_GROUND || l->air == TRACK_GROUND) return CLEAN_GOOD;
    return (q->speed >= STALE_KT10 && q->ms - l->ms >= STALE_MS) ||
                   (q->speed < 0 && q->ms - since_ms >= PARKED_MS)
               ? CLEAN_STALE
               : CLEAN_GOOD;
}

static void look(struct pass *p, size_t i, int64_t from_ms, int64_t to_ms) {
    const struct track_point *q = &p->t->point[i], *l;
    enum clean_reason r;

    if (!in_range(q)) {
        clean_set(p->c, i, CLEAN_RANGE);
        return;
    }
    if ((from_ms != CLEAN_NO_MS && q->ms < from_ms - CLEAN_GRACE_MS) ||
        (to_ms != CLEAN_NO_MS && q->ms > to_ms + CLEAN_GRACE_MS)) {
        clean_set(p->c, i, CLEAN_WINDOW);
        return;
    }
    if (p->last == NONE) {
        accept(p, i);
        return;
    }
    l = &p->t->point[p->last];
    if (q->ms < l->ms)
        r = CLEAN_BACK;
    else
        r = repeated(l, q, p->since_ms);
    if (r != CLEAN_GOOD)
        clean_set(p->c, i, r);
    else if (fits(l, q) && !chase_is_nearer(p, i))
        accept(p, i);
    else
        follow(p, i);
}

/* The fourth highest: insertion into four places; most values are lower than the lowest of them
 * and cost one comparison. */
static inline void top_of(int32_t top[4], int32_t v) {
    int k = 3;

    if (v <= top[3]) return;
    for (; k > 0 && top[k - 1] < v; k--) top[k] = top[k - 1];
    top[k] = v;
}

struct tops {
    int32_t kt[4], ft[4];
};

/* What nearly all points are: at most two minutes later than a good one, elsewhere, in range, and within the reach of
 * the reported speeds. As fits has it of ADS-B, and a little stricter, in integers: the way along the meridian and
 * the parallel in 1e-6 degree, the slack and 1.5 times the higher speed and 100 kt in 1/16384 of it. */
static inline bool goes_on(const struct track_point *p, const struct track_point *q, int64_t hi) {
    int64_t fast = p->speed > q->speed ? p->speed : q->speed, reach = fast * 11 + 7350, ms, way;

    if ((q->ms > hi) | (q->ms < p->ms) | ((p->speed | q->speed) < 0) || !is_somewhere(q))
        return false;
    ms = q->ms - p->ms;
    way = apart(p->lat, q->lat) + apart_lon(p, q);
    if (reach > 68000) reach = 68000; /* TOP_MPS */
    return (ms <= 120000) & (way != 0) & (way << 14 <= ((int64_t)17966 << 14) + ms * reach);
}

/* The points that go on from the one before i, which is the last good one. @return where they end */
static size_t plain(struct pass *p, size_t i, int64_t hi, struct tops *top) {
    const struct track_point *x = p->t->point;
    size_t from = i;

    for (; i < p->t->n && goes_on(&x[i - 1], &x[i], hi); i++) {
        top_of(top->kt, x[i].speed);
        top_of(top->ft, x[i].alt_ft);
    }
    if (i == from) return i;
    p->last = i - 1;
    p->ntail += i - from;
    p->since_ms = x[i - 1].ms;
    return i;
}

void clean_track(struct arena *a, const struct track *t, int64_t from_ms, int64_t to_ms,
                 struct clean *out) {
    struct pass p = {.t = t,
                     .c = out,
                     .a = a,
                     .last = NONE,
                     .tail = NONE,
                     .before = NONE,
                     .home = NONE,
                     .away = NONE};
    struct tops top = {{-1, -1, -1, -1}, {-1, -1, -1, -1}};
    int64_t hi =
        to_ms == CLEAN_NO_MS || to_ms > TIME_MS - CLEAN_GRACE_MS ? TIME_MS : to_ms + CLEAN_GRACE_MS;

    *out = (struct clean){.reason = ARENA_ARRAY(a, uint8_t, t->n)};
    out->count[CLEAN_GOOD] = t->n;
    for (size_t i = 0; i < t->n; i++) {
        if (i && p.last == i - 1 && !p.chase.n && (i = plain(&p, i, hi, &top)) == t->n) break;
        look(&p, i, from_ms, to_ms);
        if (out->reason[i] != CLEAN_GOOD) continue;
        top_of(top.kt, t->point[i].speed);
        top_of(top.ft, t->point[i].alt_ft);
    }
    out->jump = p.jump.v;
    out->njump = p.jump.n;
    out->top_kt = top.kt[3] < 0 ? -1 : top.kt[3] * 0.1;
    out->top_ft = top.ft[3] < 0 ? -1 : top.ft[3];
}
