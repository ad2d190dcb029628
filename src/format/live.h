/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/track.h"

/** `aircraft.json`, the live state of readsb, tar1090 and the dump1090 forks: what each aircraft was last heard
 * to be, seconds ago. Source: wiedehopf/readsb, README-json.md. */
#define LIVE_BYTES ((size_t)64 << 20)
#define LIVE_CRAFT 200000 /* ten times what is in the air at once */
#define LIVE_BAD 16       /* bad aircraft kept one by one */
#define LIVE_OLD_MS                                                                                \
    ((int64_t)3600000) /* seen_pos beyond this is refused: the writer drops them after minutes */

enum live_state { LIVE_WHOLE, LIVE_PARTIAL };

struct live_bad {
    size_t at; /* byte of the aircraft */
    const char *why;
};

struct live {
    enum live_state state;
    size_t at; /* partial: the byte where reading ended, and why */
    const char *why;
    size_t next;         /* the byte where another object begins behind this one; 0: none does */
    int64_t now_ms;      /* the file's `now`, UTC */
    struct track *track; /* by other, then hex; each with one point: time is now - seen_pos */
    size_t ntrack;
    size_t
        silent; /* aircraft without a current position: heard, not placed. An old one (`lastPosition`)
                       is not taken for it */
    size_t doubled; /* of one address, the older positions */
    size_t refused,
        odd; /* aircraft without a usable address, position or time; values taken as unknown */
    struct live_bad bad[LIVE_BAD];
    size_t nbad;
};

/** Reads one file, the first where several follow one another. The answers of ADS-B Exchange's interface, version 2, and its
 * like (adsb.lol, airplanes.live) are the same but for `ac` instead of `aircraft`, and `now` in milliseconds. The altitude is alt_baro, else unknown, with alt_geom beside it; the rate is baro_rate, else
 * geom_rate with its flag; on the ground `true_heading` stands in for a missing `track`.
 *  @return 0: out is filled, the state may be partial; RC_SYNTAX: not an object, or no `now` or `aircraft`
 * before it broke; RC_LIMIT: over LIVE_BYTES. */
MUST int live_read(struct arena *a, struct span json, struct live *out, struct err *e);
