/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The legs of a case: from the points that it keeps (table `track`) and from what people brought
 * (`legs_given`). */
#include "leg/line.h"
#include "pipe/load.h"

struct flown_place {
    int32_t place; /* for place_at() */
    double weight;
    unsigned reason; /* enum end_reason */
};
struct flown_end {
    enum end_status status;
    int64_t ms, low_ms,
        high_ms;      /* CLEAN_NO_MS unknown. Lost and edge: ms is the first (last) point */
    int32_t place;    /* -1: none named */
    struct span name; /* as given, where it is no place that we know */
    bool off_field;
    double confidence, p_ended; /* NaN unknown */
    double unlisted;            /* weight of "a place in no list" */
    struct flown_place *candidate;
    size_t ncandidate;
    double lat_deg, lon_deg; /* NaN unknown: of the first (last) point */
};
struct flown_gap {
    int64_t from_ms, to_ms;
    enum gap_class class;
    double p_stop;
};
struct flown_part {            /* a stretch without a gap, thinned for drawing */
    struct track_point *point; /* [n] */
    size_t n;
};
struct flown {
    const char *id; /* "L3f9a0c...": 12 hex digits */
    struct span icao24, registration, type, callsign;
    int craft; /* into load.aircraft: the first row of this airframe; -1 none */
    struct flown_end off, on;
    double confidence; /* NaN unknown */
    int64_t points;    /* in the air; -1 unknown */
    int64_t gap_max_s; /* -1 unknown */
    struct flown_gap *gap;
    size_t ngap;
    struct flown_part *part;
    size_t npart;
    unsigned flags;         /* enum leg_flag */
    bool given;             /* people brought it */
    struct span candidates; /* of a given one, as written */
    int source;
    VEC(struct span) rows; /* of `track`, or the one of `legs_given`; ascending */
};
#define FLOWN_DRAWN 400 /* points of a leg in its parts, at most */

/** Fills l->flown, by time, from the tables that load_case has read: tracks of one airframe
 * together, doubles gone; a given leg joins unless a built leg of the same airframe overlaps it in
 * time. @return 0; RC_NOTFOUND: points that the case does not hold; RC_SYNTAX: bytes that are no
 * points; RC_IO; RC_LIMIT. */
MUST int flown_load(struct store *st, struct arena *a, struct load *l, struct err *e);

/** One airframe's points between holes of what was listened to, and its legs there; of several aircraft on one address each. */
struct flown_span {
    int64_t from_ms, to_ms; /* what the data cover */
    struct track track;
    struct leg_list legs;
};
struct flown_craft {
    struct flown_span *span;
    size_t nspan;
};
/** Reads and builds one airframe again; for explaining. The same returns. */
MUST int flown_craft(struct store *st, struct arena *a, const struct load *l, struct span icao24,
                     struct flown_craft *out, struct err *e);

/** The id of a leg. Instants CLEAN_NO_MS: not known. */
const char *flown_id(struct arena *a, struct span icao24, int64_t off_ms, int64_t on_ms);
