/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

#include <stddef.h>
#include <stdint.h>

/** Airports, from registry packages at build time (tools/airports.py says what was measured of
 * them; docs/FORMATS.md). */
struct place {
    char icao[5];     /* ICAO or local code, e.g. "UHWW": unique, the order of the table */
    char iata[4];     /* "" when none; unique */
    char country[3];  /* ISO 3166 alpha-2 */
    int8_t scheduled; /* service: 1 yes, 0 no, -1 unknown (always without an IATA code) */
    float lat_deg, lon_deg;
    int32_t elevation_ft; /* INT32_MIN unknown */
    int32_t runway_ft; /* longest, 0 unknown. One in seven is more than 10 % short: shows, refuses
                          nothing */
    const char *name, *town,
        *zone; /* UTF-8; the town that it serves, and the IANA zone: "" when unknown */
};
size_t place_count(void);

/** The i-th in the order of icao; i below place_count(). */
const struct place *place_at(size_t i);

/** By ICAO or local code, else by IATA code, else by a code that the field had or has beside it
 * (OTHER_CODES in tools/airports.py); any case; NULL when none. */
const struct place *place_find(struct span code);

/** The field that sheets of the United States call so, by its local code, where IATA gives the letters
 * to a field of another country: IWA is Ivanovo, and KIWA is Mesa. Fields with scheduled service only. NULL: none. */
const struct place *place_namesake(struct span code);

/** Great-circle distance, metres, on a sphere of 6,371,008.8 m: up to 0.55 % off the ellipsoid. */
double place_distance_m(double lat1_deg, double lon1_deg, double lat2_deg, double lon2_deg);
