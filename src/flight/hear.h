/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "flight/flight.h"

/** When a source was listening, as far as what it heard can tell: by any aircraft, asked for or not.
 *  One that is silent says little, since it may have left or landed; where three or more fell silent
 *  together, or began together, and nobody is heard in between for longer than FLIGHT_BRIDGE_MS, it
 *  was the listener. */
#define HEAR_SLOT_MS INT64_C(300000)
#define HEAR_SLOTS (UTC_DAY_MS / HEAR_SLOT_MS)
/* different aircraft in the last, or first, two slots that are not empty */
#define HEAR_WITNESSES 3
/* with points, of one source; more, and it is taken to have always listened */
#define HEAR_DAYS 4000
#define HEAR_BYTES ((size_t)512 << 20) /* of the arena, with all else that is in it: likewise */

struct hear_slot {
    int64_t from_ms, to_ms; /* first and last position */
    uint32_t who[HEAR_WITNESSES];
    uint32_t n; /* of them are filled; 0: nobody */
};
struct hear_day {
    int64_t day;
    struct hear_slot slot[HEAR_SLOTS];
};
struct hear {
    VEC(struct hear_day *) day; /* ascending */
    bool full;
};

/** Points of one airframe, whose key is another's only by accident. Times beyond year 9999 are left out. */
void hear_track(struct arena *a, struct hear *h, uint32_t key, const struct track *t);

/** The times of listening, ascending, from the first position to the last. *n is 0 when nobody was heard, or
 * on more than HEAR_DAYS days, or HEAR_BYTES are taken. */
void hear_spans(struct arena *a, const struct hear *h, struct flight_span **out, size_t *n);
