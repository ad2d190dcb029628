/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What receivers and archives report of one aircraft: what format/ makes and
 * leg/ and match/ read. Unknown is never zero. */
#define TRACK_NONE INT32_MIN   /* lat, lon, alt_ft, alt_geom_ft, rate_fpm */
#define TRACK_NONE16 INT16_MIN /* speed, heading */
#define TRACK_SQUAWK_NONE 0xffff

enum track_air { TRACK_AIR_UNKNOWN, TRACK_AIRBORNE, TRACK_GROUND };

/** How the position came about, in the order of readsb. */
enum track_source {
    TRACK_ADSB_ICAO,
    TRACK_ADSB_ICAO_NT,
    TRACK_ADSR_ICAO,
    TRACK_TISB_ICAO,
    TRACK_ADSC,
    TRACK_MLAT,
    TRACK_OTHER,
    TRACK_MODE_S,
    TRACK_ADSB_OTHER,
    TRACK_ADSR_OTHER,
    TRACK_TISB_TRACKFILE,
    TRACK_TISB_OTHER,
    TRACK_MODE_AC,
    TRACK_SOURCE_UNKNOWN = 15,
};

enum track_flag {
    TRACK_STALE = 1, /* first after a silence; a real, new position */
    TRACK_LEG = 2,   /* the writer thought that a leg begins here: shown beside
                      ours, never obeyed */
    TRACK_RATE_GEOM = 4,
    TRACK_ALT_GEOM = 8, /* alt_ft is geometric */
};

struct track_point {
    int64_t ms;       /* UTC since 1970, from the data and never from a clock */
    int32_t lat, lon; /* 1e-6 degree */
    int32_t alt_ft;   /* barometric at 1013.25 hPa unless TRACK_ALT_GEOM; none on
                       the ground is normal */
    int32_t alt_geom_ft;
    int32_t rate_fpm;
    int16_t speed;    /* over ground, 0.1 kt */
    int16_t heading;  /* 0.1 degree true: track in the air, heading on the ground */
    uint16_t squawk;  /* its four octal digits read as decimal: 7700 */
    uint8_t air;      /* enum track_air */
    uint8_t source;   /* enum track_source */
    uint8_t flags;    /* enum track_flag */
    int8_t nic, sil;  /* -1 unknown */
    int8_t adsb;      /* version 0 to 2, -1 unknown */
    char callsign[8]; /* blank-padded as sent; all zero: not said at this point */
};

struct track {
    uint32_t hex;                   /* 24 bits */
    char registration[12], type[8]; /* terminated; "" unknown */
    uint32_t db_flags;              /* 1 military, 2 interesting, 4 PIA, 8 LADD */
    struct track_point *point;      /* ascending in ms */
    size_t n;
    size_t moved, doubled, refused; /* rows that came out of order, twice, or could not be read */
    bool other; /* not an ICAO address (`~`): another name space, part of the key */
    bool cut;   /* the text broke off: what came after the last point is not known */
};
