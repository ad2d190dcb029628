/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "format/gpsout.h"

/** Tracks with fewer points, for a map that is drawn anew at each move. Pure.
 *
 *  Of each piece (what is drawn in one stroke: parts are cut at the 180th meridian as gpsout.h does it) the ends stay. Of the points
 *  between, those stay that matter most: the distance at which Douglas and Peucker's method drops a point is computed for each, over
 *  all tracks, and the largest are kept. So a straight flight gives its points to one that turns. */
struct thin_part {
    struct gpsout_part seen;
    const char *gap; /* why this stretch was not seen: a word of the answer; NULL: it was seen */
};
struct thin_leg {
    struct span leg, icao24, callsign; /* empty: not known */
    const struct thin_part *part;
    size_t parts;
};

#define THIN_LEAST 16
#define THIN_MOST 1000000

/** Appends {"points", "of", "left_out", "legs": [{"leg", "icao24", "callsign", "parts": [{"gap", "line": [[longitude, latitude, UTC
 *  ms or null], ...]}]}]}. Never more than `most` points: where the ends alone are more, the shortest pieces are left out, and
 *  `left_out` is their number. @return 0; RC_RANGE: a position beyond the globe; RC_LIMIT: over GPSOUT_POINTS. */
MUST int thin_write(struct arena *a, const struct thin_leg *leg, size_t n, size_t most,
                    struct buf *out, struct err *e);

/** The distance, in degrees of latitude, at which each of n points is dropped; INFINITY of the two ends. */
void thin_weigh(struct arena *a, const struct gpsout_point *p, size_t n, double *weight);
