/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "base/track.h"

/** What the OpenSky Network and tools around it give out, told by content:
 *
 *   state vectors as CSV, columns by name   time,icao24,lat,lon,velocity,heading,vertrate,...
 *   REST /states/all                        {"time":..,"states":[[..],..]}
 *   REST /flights/...                       [{"icao24":..,"firstSeen":..},..]
 *   REST /tracks                            {"icao24":..,"path":[[time,lat,lon,..],..]}
 *   rows of pandas                          [{"timestamp":..,"icao24":..},..], a JSON line each,
 *                                           or {"timestamp":{"0":..,..},"icao24":{"0":..,..}}
 *
 * JSON texts may follow one another in a file. Units are told by the names: velocity, vertrate,
 * baroaltitude are SI; altitude and groundspeed are feet, knots, feet a minute; geoaltitude and
 * vertical_rate go with the others. Layouts: openskynetwork/opensky-api, docs/free/rest.rst and
 * trino.rst; xoolive/traffic. */
#define OPENSKY_BYTES ((size_t)256 << 20)
#define OPENSKY_ROWS ((size_t)1000000) /* 130 bytes of memory each, and as much while growing */
#define OPENSKY_FLIGHTS ((size_t)200000)
#define OPENSKY_FIRST 5
#define OPENSKY_FRESH_MS                                                                           \
    15000 /* a vector is repeated for up to 300 s after the last message; older
                                * than this it is a copy (trino.rst) */

enum opensky_kind {
    OPENSKY_VECTORS = 1,
    OPENSKY_STATES = 2,
    OPENSKY_FLIGHTS_JSON = 4,
    OPENSKY_TRACK = 8,
    OPENSKY_RECORDS = 16,
    OPENSKY_COLUMNS = 32,
};

/** Why a row was not taken. */
enum opensky_reason {
    OPENSKY_SHAPE,   /* a row that is no row of its kind */
    OPENSKY_ADDRESS, /* not six hex digits */
    OPENSKY_TIME,    /* none, or none that can be read, or one without a zone */
    OPENSKY_VALUE,   /* no number or flag, or outside what is possible, or half a position */
    OPENSKY_UNITS,   /* names of both systems, or of neither where it matters (in JSON: of a row;
                        in a CSV the file is refused) */
    OPENSKY_REASONS
};
struct opensky_refused {
    size_t n, place[OPENSKY_FIRST]; /* line of a CSV; byte of a JSON text */
};

/** A flight as the source tells it. Evidence, and never the truth: airports are the nearest to the
 * first and last point, and were not checked by anybody. */
struct opensky_flight {
    uint32_t hex;
    char callsign[9];          /* "" unknown */
    char from[9], to[9];       /* airport codes as given; "" not identified */
    int64_t first_ms, last_ms; /* UTC; INT64_MIN unknown */
    int32_t from_m, to_m;      /* from the airport to the nearest airborne position, horizontally */
    int32_t from_up_m, to_up_m;     /* and vertically; TRACK_NONE unknown */
    int32_t from_others, to_others; /* how many candidates there were; -1 unknown */
    bool of_rows; /* put together from origin and destination columns of positions */
};

struct opensky {
    unsigned kinds;      /* set of enum opensky_kind */
    bool empty;          /* an answer without rows: `none` and `broken` look the same, so unknown */
    bool by_line;        /* places are lines */
    struct track *track; /* ascending by address */
    size_t n;
    struct opensky_flight *flight; /* REST's as they came, then rows' by aircraft and time */
    size_t nflights;
    const char *broken; /* JSON that breaks off after whole rows: where and why; else NULL */
    size_t rows;        /* read: points, doubled, repeated, flights of REST and all refused */
    size_t repeated;    /* copies of a vector whose aircraft was not heard any more */
    size_t aged;        /* position older than OPENSKY_FRESH_MS: kept at its own time, without the
                              speeds and altitudes of the later one */
    struct opensky_refused refused[OPENSKY_REASONS];
};

/** Reads one file. Points stand at the time of their position where it is known (lastposupdate,
 * time_position, last_position), else at that of the last contact, else at that of the row. Feet,
 * knots and feet a minute are rounded from SI; missing (empty, NaN, NA, null, None ...) is unknown.
 * A point that repeats the position time and place of another is counted in the track's `doubled`.
 *  @param out in the arena. @return 0, with rows refused counted; RC_SYNTAX: no such file, JSON
 * that is broken before its first row (byte), units that cannot be told; RC_LIMIT. Cost: n log n
 * in the rows. */
MUST int opensky_read(struct arena *a, struct span bytes, struct opensky *out, struct err *e);

const char *opensky_reason_text(enum opensky_reason r);
