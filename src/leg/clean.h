/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/track.h"

/** Points that cannot be what they say. None is deleted: each keeps its place in the track, with a
 *  reason beside it. */
enum clean_reason {
    CLEAN_GOOD,
    CLEAN_RANGE,    /* no position, latitude beyond 90, longitude beyond 180, 0/0, or no time */
    CLEAN_WINDOW,   /* a time outside what the data cover: a phantom of another day */
    CLEAN_BACK,     /* earlier than the point before it */
    CLEAN_DOUBLE,   /* the same instant and position again */
    CLEAN_STALE,    /* in flight and not moved at all in 3 s: a position held, not heard */
    CLEAN_TELEPORT, /* further from the points around it than any speed explains */
    CLEAN_GROUND,   /* "on the ground" at flying speed or in mid flight (found by run.c) */
    CLEAN_ALONE,    /* in the air, and part of no flight (found by run.c and leg.c) */
    CLEAN_SPOOF,    /* of a flight whose positions may be false as a whole (found by leg.c) */
    NCLEAN,
};

/** A word for a table, e.g. "teleport". */
const char *clean_word(enum clean_reason r);

#define CLEAN_NO_MS INT64_MIN
#define CLEAN_GRACE_MS INT64_C(3600000) /* outside of what the data cover */

struct clean {
    uint8_t *reason;      /* [n] of the track, enum clean_reason */
    size_t count[NCLEAN]; /* sums to n */
    size_t *jump; /* [njump] ascending indices: no speed leads here, yet what follows is one line */
    size_t njump;
    double top_kt; /* fourth highest of good points: three wrong ones do no harm; -1 unknown */
    double top_ft; /* the same */
};

/** Looks at every point once, O(n). from_ms and to_ms: what the data cover, CLEAN_NO_MS unknown;
 *  CLEAN_GRACE_MS on both sides. Memory: one byte a point, in the arena. Rules and constants:
 *  docs/LEGS.md, section 2. */
void clean_track(struct arena *a, const struct track *t, int64_t from_ms, int64_t to_ms,
                 struct clean *out);

/** Gives a point another reason, and counts it there. */
void clean_set(struct clean *c, size_t i, enum clean_reason r);

/** Could one aircraft have made both, q being the later? The bounds of "teleport" (docs/LEGS.md, section 2). */
bool clean_fits(const struct track_point *p, const struct track_point *q);

/** Metres between two points: on a plane below three degrees (within 0.1 % up to 60 degrees of
 *  latitude), else on the sphere. */
double clean_apart_m(const struct track_point *p, const struct track_point *q);
