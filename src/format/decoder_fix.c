/* SPDX-License-Identifier: Apache-2.0 */
/* Which positions are believed. A position on the air is a fraction of a zone; the zone comes from
 * its other half, or from an earlier position. Either may be of another time, another aircraft that
 * uses the same address, or damaged beyond what the parity sees. Published decoders have put aircraft
 * 589 km away by a stale reference (rs1090 PR 434, pyModeS issues 60 and 97); so a reference is used
 * no longer than an aircraft at the speed limit needs to the edge of half a zone, and every position
 * has to be within reach of the last. */
#include "format/decoder_in.h"

#define PAIR_AIR_MS 10000
#define PAIR_GROUND_MS 25000
#define NEAR_AIR_MS 600000    /* 200 km at the limit: half a zone is 333 km */
#define NEAR_GROUND_MS 180000 /* 60 km: half a zone is 83 km */
#define QUARTER_MS 1800000    /* 600 km: the next place that it could be is 90 degrees away */
#define LIMIT_M_PER_MS 0.334  /* 1,200 km/h */
#define SLACK_M 400.0         /* stamps of a host are off by a second at the worst */
#define FAR_M 800000.0        /* nothing is received from beyond the horizon of 40,000 ft, twice */
#define LIKE_DEG 1e-5
#define RIVALS 4
#define RIVAL_MS 30000

#define M_PER_DEG 111195.0

/* The cosine of an angle in degrees, -90 to 90, to 3e-5. */
static double cosine(double deg) {
    double x = deg * (3.14159265358979323846 / 180), y = x * x;

    return 1 - y / 2 * (1 - y / 12 * (1 - y / 30 * (1 - y / 56)));
}

/* Squared metres between two places, as on a flat map: near enough to tell 1,200 km/h, and too much
 * rather than too little where they are far apart. */
static double metres_squared(const struct cpr_place *a, const struct cpr_place *b) {
    double dy = b->lat_deg - a->lat_deg, dx = b->lon_deg - a->lon_deg;

    if (dx > 180) dx -= 360;
    if (dx < -180) dx += 360;
    dx *= cosine((a->lat_deg + b->lat_deg) / 2);
    return (dx * dx + dy * dy) * (M_PER_DEG * M_PER_DEG);
}

static bool within(const struct cpr_place *a, const struct cpr_place *b, double metres) {
    return metres_squared(a, b) <= metres * metres;
}

static bool reachable(const struct cpr_place *a, int64_t from, const struct cpr_place *b,
                      int64_t to) {
    return within(a, b, SLACK_M + LIMIT_M_PER_MS * (double)(to - from));
}

static bool alike(const struct cpr_place *a, const struct cpr_place *b) {
    double dy = a->lat_deg - b->lat_deg, dx = a->lon_deg - b->lon_deg;

    return dy < LIKE_DEG && dy > -LIKE_DEG && dx < LIKE_DEG && dx > -LIKE_DEG;
}

/* Is there a position of this aircraft, at most so old? */
static bool recent(const struct craft *c, int64_t t, int64_t ms) {
    return c->placed != DECODER_SILENT && t - c->placed <= ms;
}

/* The position of the two halves. */
static enum decoder_fix pair(const struct decoder *d, const struct craft *c, int64_t t, bool odd,
                             struct cpr_place *out) {
    const struct decoder_half *mine = &c->half[odd], *other = &c->half[!odd];
    const struct cpr_place *ref = &c->place;
    enum cpr_result r;

    if (other->t == DECODER_SILENT || other->ground != mine->ground ||
        other->source != mine->source ||
        t - other->t > (mine->ground ? PAIR_GROUND_MS : PAIR_AIR_MS))
        return DECODER_WAITS;
    if (!mine->ground) {
        r = cpr_pair(&c->half[0].half, &c->half[1].half, odd, out);
    } else {
        if (!recent(c, t, QUARTER_MS)) {
            if (!d->opt.has_receiver) return DECODER_LOST;
            ref = &d->receiver;
        }
        r = cpr_pair_ground(&c->half[0].half, &c->half[1].half, odd, ref, out);
    }
    return r == CPR_OK ? DECODER_PAIR : DECODER_EDGE;
}

/* The position of one half. */
static enum decoder_fix near(const struct decoder *d, const struct craft *c, int64_t t, bool odd,
                             struct cpr_place *out) {
    const struct decoder_half *mine = &c->half[odd];
    const struct cpr_place *ref = &c->place;
    enum decoder_fix fix = DECODER_NEAR;

    if (!recent(c, t, mine->ground ? NEAR_GROUND_MS : NEAR_AIR_MS)) {
        if (!mine->ground) return DECODER_WAITS;
        if (!d->opt.has_receiver) return DECODER_LOST;
        ref = &d->receiver;
        fix = DECODER_RECEIVER;
    }
    return cpr_near(&mine->half, odd, mine->ground, ref, out) == CPR_OK ? fix : DECODER_EDGE;
}

/* A pair that does not fit: the first of a series that will replace what was believed? Not on the
 * ground, where the pair itself leans on it. */
static bool replaces(struct craft *c, const struct cpr_place *p, int64_t t) {
    bool agrees = c->rivals && t - c->rival_t <= RIVAL_MS && reachable(&c->rival, c->rival_t, p, t);

    c->rivals = agrees ? c->rivals + 1 : 1;
    c->rival = *p;
    c->rival_t = t;
    return c->rivals >= RIVALS;
}

/* Pair and single half, and what they say of each other. */
static enum decoder_fix settle(struct decoder *d, struct craft *c, int64_t t, bool odd,
                               struct cpr_place *out) {
    struct cpr_place a = {0}, b = {0};
    bool ground = c->half[odd].ground;
    enum decoder_fix two = pair(d, c, t, odd, &a), one = near(d, c, t, odd, &b), fix;

    if (two == DECODER_PAIR && one == DECODER_NEAR && !alike(&a, &b))
        fix = DECODER_UNLIKE;
    else if (two == DECODER_PAIR)
        fix = two, *out = a;
    else
        fix = one, *out = b;
    if (!decoder_believed(fix) && fix != DECODER_UNLIKE)
        return two == DECODER_EDGE ? two : fix; /* the one that says more */
    if (fix != DECODER_UNLIKE && c->placed != DECODER_SILENT &&
        !reachable(&c->place, c->placed, out, t))
        fix = DECODER_FAST;
    if (fix != DECODER_FAST && fix != DECODER_UNLIKE) {
        c->rivals = 0;
    } else if (two == DECODER_PAIR && !ground && replaces(c, &a, t)) {
        *out = a;
        d->stats.replaced++;
        c->rivals = 0;
        fix = DECODER_PAIR;
    }
    if (decoder_believed(fix) && !recent(c, t, NEAR_AIR_MS) && d->opt.has_receiver &&
        !within(&d->receiver, out, FAR_M))
        return DECODER_FAR;
    return fix;
}

enum decoder_fix decoder_fix_of(struct decoder *d, struct craft *c, const struct frame *f,
                                const struct modes_message *m, struct cpr_place *place) {
    enum decoder_fix fix;

    if (m->has & MODES_COARSE) return DECODER_COARSE;
    if (!(m->has & MODES_POSITION)) {
        bool kind = m->df >= 17 && m->df <= 18 && m->tc <= 22 && m->tc != 19 &&
                    (m->tc >= 5 || m->tc == 0) && m->source != TRACK_OTHER;

        return kind ? DECODER_HOLLOW : DECODER_NONE;
    }
    if (f->time == FRAMES_UNTIMED) return DECODER_UNTIMED;
    if (c->placed != DECODER_SILENT && f->t < c->placed) return DECODER_BACK;
    c->half[m->cpr_odd] =
        (struct decoder_half){f->t, {m->cpr_lat, m->cpr_lon}, decoder_source(f, m), m->cpr_surface};
    fix = settle(d, c, f->t, m->cpr_odd, place);
    if (!decoder_believed(fix)) return fix;
    c->place = *place;
    c->placed = f->t;
    c->ground = m->cpr_surface;
    return fix;
}
