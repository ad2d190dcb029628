/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "base/track.h"

/** Tracks for maps: GeoJSON (RFC 7946), KML 2.2 and GPX 1.1, into a buffer.
 *
 * A track comes in parts, and a gap is the space between two of them: it is never drawn. A part
 * that crosses the 180th meridian is cut there, at a point between its neighbours that carries
 * neither time nor altitude, since nobody saw the aircraft at it. A part of one point becomes a
 * point.
 *
 * Altitudes are barometric, at 1013.25 hPa, in metres; each file says so, since they are not metres
 * above the sea. Longitude first, six decimals, UTC. */
#define GPSOUT_POINTS ((size_t)5000000) /* in all tracks of a file */

#define GPSOUT_NO_MS INT64_MIN
struct gpsout_point {
    int64_t ms;       /* UTC; GPSOUT_NO_MS unknown */
    int32_t lat, lon; /* 1e-6 degree */
    int32_t alt_ft;   /* TRACK_NONE unknown */
};
struct gpsout_part {
    const struct gpsout_point *point;
    size_t n;
};
struct gpsout_property {
    struct span key, value; /* text; keys differ from one another and from those that are written:
                               name, altitude, parts, times, altitudes_m */
};
struct gpsout_track {
    struct span name;
    const struct gpsout_part *part;
    size_t nparts;
    const struct gpsout_property *property;
    size_t nproperties;
};

/** A FeatureCollection. A track is a Feature with a MultiLineString of its parts, and properties
 * `name`, `altitude` (the word on it), the caller's, `times` and `altitudes_m`: arrays parallel to
 * the coordinates, null where unknown. Points that stand alone make a second Feature, a MultiPoint,
 * with flat arrays. A track without points is a Feature without geometry.
 *  @param out appended to. @return 0; RC_RANGE: a point without position, or beyond the globe (with
 * track, part and point, from 1); RC_LIMIT. On failure out holds what it held. */
MUST int gpsout_geojson(const struct gpsout_track *track, size_t n, struct buf *out, struct err *e);

/** A folder for each track, with its properties; a Placemark for each part, with the time from its
 * first to its last point that has one. Where the altitude of every point of a part is known the line is at it,
 * else on the ground. Same returns. */
MUST int gpsout_kml(const struct gpsout_track *track, size_t n, struct buf *out, struct err *e);

/** A `trk` for each track, its properties in `desc`; a `trkseg` for each part, `ele` and `time`
 * where they are known; the points at the 180th meridian have a `cmt`. Same returns. */
MUST int gpsout_gpx(const struct gpsout_track *track, size_t n, struct buf *out, struct err *e);
