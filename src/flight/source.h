/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "flight/flight.h"
#include "flight/hear.h"

#include <pthread.h>

/** The table of sources while it grows: all jobs add to it, each call takes the lock. Inside flight
 *  only. */
struct sources {
    pthread_mutex_t lock;
    struct arena a;
    VEC(struct flight_source) v;
    VEC(struct hear) heard; /* of each of them */
    VEC(const char *) notice;
    size_t unread, cut;
};

void sources_init(struct sources *s);
void sources_fini(struct sources *s);

/** The source of this path, format, day and stream_source; new where there is none. */
size_t sources_of(struct sources *s, const struct flight_source *key);

/** Adds files, crafts, points, doubled, and widens from and to. */
void sources_add(struct sources *s, size_t i, const struct flight_source *more);

/** Points of one airframe were heard, wanted or not. */
void sources_hear(struct sources *s, size_t i, uint32_t key, const struct track *t);

/** n things could not be used, for this reason. The first by name are kept, in whatever order they
 *  come. */
void sources_refuse(struct sources *s, size_t i, size_t n, struct span file, const char *reason);

/** Of no format that is known. */
void sources_unread(struct sources *s);
/** A file or member is cut or damaged; what came before is used. */
void sources_cut(struct sources *s);
void sources_notice(struct sources *s, const char *fmt, ...) PRINTF(2, 3);

/** When all is read: covers are settled, and the table is copied to *a. */
void sources_give(struct sources *s, struct arena *a, struct flight_sum *out);
/** When all is given: how many airframes each had, and the notices. */
void sources_finish(struct sources *s, struct arena *a, struct flight_sum *out);
