/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/** Call signs as aircraft send them, and the table of Virtual Radar Server that says between which
 * airports a call sign usually flies. The table has no dates, days or times: of eight call signs on
 * real traces it was right for four. It may raise or lower a candidate and never makes a landing
 * (docs/FORMATS.md). Layout and rules: vradarserver/standing-data, routes/schema-01. */
#define CALLSIGN_ROUTE_BYTES ((size_t)64 << 20)
#define CALLSIGN_ROUTES ((size_t)2000000)
#define CALLSIGN_STOPS 32
#define CALLSIGN_FIRST 5

/** Airline and flight number, apart. `KOR0272 ` is KOR, 272. */
struct callsign {
    char code[4];   /* ICAO, three letters */
    char number[5]; /* 1 to 4: a digit first, one or two letters at the end; no leading zeros but
                       where nothing or a letter would be left: EZY0000 has 0, EZY00AB has 0AB */
    char text[8];   /* both together: what the table has */
};

/** IATA and ICAO code of one airline, for flight numbers such as JS272. */
struct callsign_airline {
    char iata[3], icao[4];
};

/** Takes blanks off, and splits.
 *  @param airlines for codes of IATA, or NULL, 0: for what aircraft send, where two characters and
 * a number are a registration sooner than an airline.
 *  @return false: no airline's call sign (a registration, a name, a code that nobody listed). */
bool callsign_read(struct span sent, const struct callsign_airline *airlines, size_t n,
                   struct callsign *out);

/** Is it the aircraft's own registration (P-632 sends P632)? Such a call sign has no route. */
bool callsign_is_registration(struct span sent, struct span registration);

struct callsign_route {
    char callsign[8];
    char airline[4];  /* who flies it, as given */
    uint8_t stops;    /* 2 to CALLSIGN_STOPS */
    const char *stop; /* stops codes of 4 bytes each, blank-padded: ICAO, or IATA where the table
                           knows no other; in flying order */
};
struct callsign_routes {
    struct callsign_route *route; /* by callsign, after callsign_routes_sort */
    size_t n, room;
    size_t rows;                          /* read, with the refused ones */
    size_t refused, line[CALLSIGN_FIRST]; /* no call sign, or no two airports; lines of the first */
};

/** Adds one file of the table: UTF-8 with or without mark, columns by name (Callsign, AirlineCode,
 * AirportCodes; further ones are passed over).
 *  @return 0, bad rows counted; RC_SYNTAX: it has not these columns; RC_LIMIT. */
MUST int callsign_routes_read(struct arena *a, struct span bytes, struct callsign_routes *r,
                              struct err *e);
void callsign_routes_sort(struct callsign_routes *r);

/** The routes of a call sign, one after the other; the table may have more than one, and has none
 * for most. @return how many; *first is NULL for none. */
size_t callsign_routes_find(const struct callsign_routes *r, const struct callsign *c,
                            const struct callsign_route **first);

/** How a route goes from one airport to another, both as codes of the table. */
enum callsign_serves {
    CALLSIGN_NOT,    /* not at all, or only the other way round */
    CALLSIGN_VIA,    /* in this order, with a stop between */
    CALLSIGN_DIRECT, /* one after the other */
};
enum callsign_serves callsign_serves(const struct callsign_route *r, struct span from,
                                     struct span to);
struct span callsign_stop(const struct callsign_route *r, size_t i); /* without the blanks */
