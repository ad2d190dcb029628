/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "flight/aside.h"
#include "ingest/wants.h"

/** The airframes that a case keeps of flight signals, with their points as text, as flight_each gives them.
 * Each job has memory of its own. */

/** Points of one UTC day, at most KEEP_POINTS, and not across a time without listening: days make blobs that stay the same when more days of the
 * aircraft are imported, and never reach the limit of a blob. */
struct keep_chunk {
    int64_t from_ms, to_ms;   /* first and last point */
    struct flight_span cover; /* what is covered of the day around it; CLEAN_NO_MS: not known */
    size_t points;
    struct span text; /* format/points.h */
};
#define KEEP_POINTS ((size_t)100000)
#define KEEP_BYTES ((size_t)2 << 30) /* of texts, in one import */

struct keep_craft {
    uint32_t hex;
    bool other;
    char registration[12], type[8];
    unsigned formats;
    size_t *source; /* [nsource] indices of flight_sum.source */
    size_t nsource;
    VEC(struct keep_chunk) chunk; /* with the points that are set aside: the case keeps all */
    struct aside aside;           /* nothing: `points` is 0 */
};
struct keep_hand {
    struct arena a;
    VEC(struct keep_craft) kept;
    size_t crafts, bytes;
    struct keep_craft lone; /* the first one, where it was not wanted: kept if it is the only one */
};
struct keep {
    const struct wants *wants;
    struct keep_hand *hand; /* [jobs] */
    size_t jobs;
};

void keep_init(struct keep *k, struct arena *a, const struct wants *w, size_t jobs);
void keep_fini(struct keep *k);

/** For flight_each, with a struct keep as context. @return 0; RC_LIMIT: KEEP_BYTES. */
int keep_fn(size_t worker, const struct flight_craft *c, void *keep, struct err *e);

/** All that was kept, by address; with the only airframe of the path, wanted or not. They point into the
 * hands. */
void keep_all(struct arena *a, struct keep *k, struct keep_craft ***out, size_t *n);
