/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/utc.h"

#include <stdbool.h>

/** Legs to slots: which dated chance of a flight was this movement of an aircraft? The cost of a
 * pair is a sum of terms, each minus the log of a likelihood ratio: how much likelier the evidence
 * is if the leg is that flight than if it is some other flight. docs/MATCH.md has every constant,
 * its reason, and what happens if it is wrong. */

#define MATCH_NO_MS INT64_MIN /* an instant that is not known */

/** An airline and its number, apart. Each part may be empty: unknown. */
struct match_code {
    struct span iata, icao; /* two, three characters; either may be known */
    struct span number;     /* without leading zeros */
};

enum match_known {
    MATCH_OPEN,      /* nobody says whether it flew */
    MATCH_PROVEN,    /* another report says that it flew */
    MATCH_CANCELLED, /* a report says that it did not */
};

/** A dated chance of a flight. */
struct match_chance {
    int64_t dep_ms, arr_ms;         /* scheduled, UTC; MATCH_NO_MS unknown */
    int64_t dep_also_ms;            /* the local time occurs twice that day; MATCH_NO_MS: once */
    int64_t day_from_ms, day_to_ms; /* the local day of departure: all of it, UTC */
    struct match_code flight;
    struct span registration, type; /* by reports; empty unknown */
    bool firm;                      /* of an aircraft that flew; false: announced, may be swapped */
    enum match_known known;
};

/** A leg. Bounds: it lies between; both known (alike for an exact time), or both MATCH_NO_MS. */
struct match_leg {
    int64_t off_low_ms, off_high_ms, on_low_ms, on_high_ms;
    double p_off, p_on; /* 0..1 that the end is the corridor's; a lost end has a low one */
    struct match_code callsign;
    bool own_name; /* the call sign is the aircraft's registration: no flight number was sent */
    struct span registration, type;
    struct span key; /* tells legs apart that are alike in all else, so that ties have an order */
};

enum match_term {
    MATCH_TIME,
    MATCH_PLACES,
    MATCH_NUMBER,
    MATCH_CRAFT,
    MATCH_TYPE,
    MATCH_STATE,
    MATCH_TERMS
};
const char *match_term_word(enum match_term t); /* "time" */

/** Costs are whole millionths of a nat, so that sums and ties are exact. */
#define MATCH_NAT INT64_C(1000000)

struct match_cost {
    bool possible; /* false: no pair, whatever else (times too far apart) */
    int64_t total; /* the sum of the terms */
    int64_t term[MATCH_TERMS];
    const char *why[MATCH_TERMS]; /* in words, static */
};
void match_pair(const struct match_chance *s, const struct match_leg *l, struct match_cost *out);

/** What it costs that a leg is none of the slots: an unscheduled flight of the corridor, or no
 * flight of the corridor at all, whichever is likelier. */
int64_t match_alone(const struct match_leg *l);

struct match_other {
    int slot;
    int64_t cost;
};
struct match_found {
    int slot;                  /* -1: none, it stays alone */
    int64_t cost;              /* of the pair, or of staying alone */
    struct match_other *other; /* [nother], the cheapest first: other possible slots */
    size_t nother;
};
#define MATCH_OTHERS 8                   /* kept of each leg */
#define MATCH_OTHER_NATS (3 * MATCH_NAT) /* dearer than staying alone by more: not kept */
#define MATCH_PAIRS ((size_t)8 << 20)    /* possible pairs of one call */

/** Gives each leg at most one slot and each slot at most one leg, with the least total cost of all
 * such assignments (pairs, and legs that stay alone; a slot without a leg costs nothing): shortest
 * augmenting paths on the possible pairs only. Ties go by what slots and legs are, so that
 * permuting them permutes the answer, but for those equal in everything; a slot or leg that is far
 * from a group of others changes nothing in it. Time: sorting, and for each leg a search that stays
 * among the slots near it; at worst O(legs * pairs * log) within a group. @param out [nleg]
 * @return 0; RC_LIMIT: more than MATCH_PAIRS. */
MUST int match_legs(struct arena *a, const struct match_chance *slot, size_t nslot,
                    const struct match_leg *leg, size_t nleg, struct match_found *out,
                    struct err *e);
