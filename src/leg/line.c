/* SPDX-License-Identifier: Apache-2.0 */
/* Two aircraft on one address: copied transponders, addresses set by hand, deceit. Cleaning believes one of them and calls
 * the other teleports. Here all points are dealt out anew: each to the nearest line whose end it can have come from,
 * else to a line of its own. Errors make lines too, and those are short, or say the same height as the line that they
 * are errors of; what is left are aircraft. */
#include "leg/line.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define AIR_N 20
#define AIR_MS 300000
#define AIR_M 10000.0
#define SHORT 5          /* a line with fewer points gives way to a new one */
#define AT_ONCE_MS 60000 /* two points that far apart in time are of one moment */
#define MOMENTS 10
#define SHARE 10 /* one moment in so many */
#define FAR_M 100000.0
#define FAR_FT 2000
#define SHARED 0.5

#define NOBODY SIZE_MAX

struct lane { /* a line while it grows */
    size_t first, last, n, air;
    double far_m; /* from its first point */
};

struct dealing {
    const struct track *t;
    const struct clean *c;
    struct arena *a;
    VEC(struct lane) lane;
    size_t open[LINE_MOST], nopen; /* of lane */
    size_t *owner;                 /* [t->n] lane, NOBODY */
};

/* A lane for point i: where all are open, the shortest that went quiet first gives way. @return NOBODY: none does */
static size_t lane_open(struct dealing *d, size_t i) {
    size_t k = d->nopen;

    if (k == LINE_MOST) {
        for (size_t j = 0; j < d->nopen; j++) {
            const struct lane *l = &d->lane.v[d->open[j]];

            if (l->n < SHORT && (k == LINE_MOST || l->last < d->lane.v[d->open[k]].last)) k = j;
        }
        if (k == LINE_MOST) return NOBODY;
    } else {
        d->nopen++;
    }
    d->open[k] = d->lane.n;
    *vec_push(d->a, &d->lane) = (struct lane){.first = i, .last = i};
    return d->open[k];
}

static size_t nearest(const struct dealing *d, size_t i) {
    const struct track_point *x = d->t->point;
    size_t best = NOBODY;
    double best_m = 0;

    for (size_t k = 0; k < d->nopen; k++) {
        const struct track_point *end = &x[d->lane.v[d->open[k]].last];
        double m;

        if (!clean_fits(end, &x[i])) continue;
        m = clean_apart_m(end, &x[i]);
        if (best == NOBODY || m < best_m) best = d->open[k], best_m = m;
    }
    return best;
}

/* What is wrong by itself is dealt to nobody. */
static bool is_dealt(const struct clean *c, size_t i) {
    enum clean_reason r = (enum clean_reason)c->reason[i];

    return r == CLEAN_GOOD || r == CLEAN_TELEPORT || r == CLEAN_GROUND || r == CLEAN_ALONE;
}

static void deal(struct dealing *d) {
    const struct track_point *x = d->t->point;

    for (size_t i = 0; i < d->t->n; i++) {
        struct lane *l;

        d->owner[i] = NOBODY;
        if (!is_dealt(d->c, i)) continue;
        d->owner[i] = nearest(d, i);
        if (d->owner[i] == NOBODY) d->owner[i] = lane_open(d, i);
        if (d->owner[i] == NOBODY) continue;
        assert(d->lane.v);
        l = &d->lane.v[d->owner[i]];
        l->last = i;
        l->n++;
        if (x[i].air == TRACK_GROUND) continue;
        l->air++;
        if (l->far_m < AIR_M) l->far_m = clean_apart_m(&x[l->first], &x[i]);
    }
}

static bool flies(const struct dealing *d, const struct lane *l) {
    const struct track_point *x = d->t->point;

    return l->air >= AIR_N && l->far_m >= AIR_M && x[l->last].ms - x[l->first].ms >= AIR_MS;
}

/* Of one moment, and out of reach of each other: do they also differ in what an error of position leaves alone? */
static bool unlike(const struct track_point *p, const struct track_point *q) {
    bool grounds = p->air == TRACK_GROUND || q->air == TRACK_GROUND;

    if (p->callsign[0] && q->callsign[0] && memcmp(p->callsign, q->callsign, 8) != 0) return true;
    if (clean_apart_m(p, q) < FAR_M) return false;
    if (grounds) return (p->air == TRACK_AIRBORNE) != (q->air == TRACK_AIRBORNE);
    return p->alt_ft != TRACK_NONE && q->alt_ft != TRACK_NONE &&
           llabs((int64_t)p->alt_ft - q->alt_ft) > FAR_FT;
}

/* Moments at which lines u and v are both heard, which are neighbours in time. */
static bool are_two(const struct dealing *d, size_t u, size_t v) {
    const struct track_point *x = d->t->point;
    size_t last[2] = {NOBODY, NOBODY}, moments = 0, differ = 0;

    for (size_t i = 0; i < d->t->n; i++) {
        int me = d->owner[i] == u ? 0 : d->owner[i] == v ? 1 : -1;
        const struct track_point *other;

        if (me < 0) continue;
        last[me] = i;
        if (last[!me] == NOBODY) continue;
        other = &x[last[!me]];
        if (x[i].ms - other->ms > AT_ONCE_MS) continue;
        moments++;
        differ += !clean_fits(other, &x[i]) && unlike(other, &x[i]);
    }
    return differ >= MOMENTS && differ * SHARE >= moments;
}

/* Lanes that are aircraft, the longest first. */
static size_t choose(const struct dealing *d, size_t out[LINE_MOST]) {
    size_t n = 0, kept = 0;

    for (size_t k = 0; k < d->lane.n; k++) {
        size_t at = n;

        if (!flies(d, &d->lane.v[k])) continue;
        while (at > 0 && d->lane.v[out[at - 1]].n < d->lane.v[k].n) at--;
        if (at == LINE_MOST) continue;
        if (n < LINE_MOST) n++;
        memmove(out + at + 1, out + at, (n - 1 - at) * sizeof *out);
        out[at] = k;
    }
    for (size_t k = 0; k < n; k++) {
        bool two = true;

        for (size_t j = 0; j < kept && two; j++) two = are_two(d, out[j], out[k]);
        if (two) out[kept++] = out[k];
    }
    return kept;
}

size_t line_split(struct arena *a, const struct track *t, const struct clean *c,
                  struct track out[LINE_MOST]) {
    struct dealing d = {.t = t, .c = c, .a = a};
    size_t lane[LINE_MOST], n;

    out[0] = *t;
    if (c->count[CLEAN_TELEPORT] < AIR_N || c->count[CLEAN_SPOOF]) return 1;
    d.owner = ARENA_ARRAY(a, size_t, t->n);
    deal(&d);
    n = choose(&d, lane);
    if (n < 2) return 1;
    for (size_t k = 0; k < n; k++) {
        out[k] = *t;
        out[k].point = ARENA_ARRAY(a, struct track_point, t->n);
        out[k].n = 0;
    }
    for (size_t i = 0; i < t->n; i++) {
        size_t k = n - 1;

        while (k > 0 && d.owner[i] != lane[k]) k--;
        out[k].point[out[k].n++] = t->point[i];
    }
    return n;
}

/* ---- legs */

static bool heard_between(const struct track *t, int64_t from_ms, int64_t to_ms) {
    size_t lo = 0, hi = t->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (t->point[mid].ms < from_ms)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < t->n && t->point[lo].ms <= to_ms;
}

void line_mark(struct line *line, size_t n) {
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < line[k].legs.n; i++) {
            struct leg *l = &line[k].legs.leg[i];
            bool shared = false;

            for (size_t j = 0; j < n && !shared; j++)
                shared = j != k && heard_between(&line[j].track, l->from.ms, l->to.ms);
            if (!shared) continue;
            l->flags |= LEG_SHARED;
            l->confidence *= SHARED;
        }
}
