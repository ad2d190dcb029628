/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/utc.h"

#include <stdbool.h>

/** The calendar of watching: on which UTC days did something watch for the flights of a corridor?
 * "Nothing was seen" means something only where somebody vouches that something watched. */

enum cover_state { /* in the order of the sheet */
                   COVER_COMPLETE,
                   COVER_PARTIAL,
                   COVER_SUSPECT,
                   COVER_ABSENT,
                   COVER_FAILED,
                   COVER_NOT_FETCHED,
                   COVER_WATCHING,
                   COVER_KEPT_AWAY,
                   COVER_STATES,
};
enum cover_what { COVER_ADSB, COVER_BOARD, COVER_APRON, COVER_GATE, COVER_WHATS };
/* Bits of the kinds that see aircraft; a board announces, and sees none. */
#define COVER_FLIGHT (1U << COVER_ADSB | 1U << COVER_APRON | 1U << COVER_GATE)
/** Their words in the sheet; NULL ends each list. */
extern const char *const cover_states[], *const cover_whats[];

struct cover_said {
    int source, corridor; /* corridor -1: all */
    enum cover_what what;
    enum cover_state state;
    int32_t from, to; /* UTC days, both included */
};

enum cover_watch {
    COVER_NOT,    /* nothing that can support "not seen", on no day */
    COVER_PARTLY, /* some of the time, or not all was heard: nothing follows */
    COVER_WHOLE,  /* complete or watching, on each day */
};

/** Does the state vouch that what flew could be seen? */
bool cover_vouches(enum cover_state s);

/** What one source says of one day: of its statements for this corridor, else for all corridors,
 * the one that vouches least. @return its index, or -1: it says nothing. O(n). */
int cover_day(const struct cover_said *said, size_t n, int corridor, int source,
              enum cover_what what, int32_t day);

/** Was something of these kinds (bits 1 << enum cover_what; COVER_FLIGHT) watching all the while?
 * Each UTC day from the first instant to the last must be vouched for by some source. to_ms below
 * from_ms is taken as from_ms. O(n * days * statements of a day). */
enum cover_watch cover_watched(const struct cover_said *said, size_t n, int corridor,
                               unsigned kinds, int64_t from_ms, int64_t to_ms);
