/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

/** Timetables have an airline's code of IATA (JS), aircraft send its code of ICAO (KOR). A list pairs them
 * (tools/airlines.py). It is weak: two letters are given to several airlines, one after the other or far
 * apart, and the list has 75 of its 946 more than once. */
enum airline_paired {
    AIRLINE_UNLISTED, /* at least one of them is not in the list */
    AIRLINE_PAIRED,   /* together in the list */
    AIRLINE_APART,    /* each with others only */
};

/** Of two and three characters, in either case; others are not in the list. */
enum airline_paired airline_paired(struct span iata, struct span icao);

/** The pairs, as five characters each, ascending; for tests. */
const char (*airline_pairs(size_t *n))[6];
