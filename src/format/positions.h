/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"
#include "base/track.h"
#include "format/join.h"

/** Positions as lines, as `headcount decode --positions` writes them: CSV whose first line names the columns, or a JSON object a
 * line with the same names as keys.
 *
 *   time,hex,callsign,lat,lon,alt_ft,alt_geom_ft,speed_kt,heading_deg,rate_fpm,squawk,air,source,nic,sil,version
 *
 * Columns and keys come in any order, others are passed over; a head has time, hex, lat and lon. A stream of pieces goes in; the
 * head may come again, as when two such tables are joined. Empty, or not there, is unknown. */
#define POSITIONS_LINE_BYTES 1024 /* longer ones are refused; real ones have 90 to 270 */
#define POSITIONS_COLUMNS 64
#define POSITIONS_FIRST 5 /* line numbers kept of each reason */

/** Why a line was not taken. */
enum positions_reason {
    POSITIONS_LONG,    /* over POSITIONS_LINE_BYTES */
    POSITIONS_SHAPE,   /* not as many cells as the head has, no object, or before any head */
    POSITIONS_ADDRESS, /* not six hex digits, perhaps with `~` in front */
    POSITIONS_TIME,    /* none, or not an instant with its zone */
    POSITIONS_VALUE,   /* a value that is none of its kind, or half a position */
    POSITIONS_REASONS
};
struct positions_refused {
    int64_t n, line[POSITIONS_FIRST]; /* line numbers from 1 */
};

/** A line without a place (tables of messages have them) comes with its place unknown.
 * @return 0 to go on; below 0 to stop: positions_feed then returns it. */
typedef int positions_take(void *arg, uint32_t hex, bool other, const struct track_point *p,
                           struct err *e);

/** Holds one unfinished line, the head and the counts; no memory of its own. */
struct positions {
    positions_take *take;
    void *arg;
    int64_t line;  /* number of the line that is being read, from 1 */
    int64_t lines; /* not empty: heads + taken + all refused */
    int64_t heads, taken;
    struct positions_refused refused[POSITIONS_REASONS];
    uint8_t column[POSITIONS_COLUMNS]; /* [ncolumn] of the head in force: which field */
    size_t ncolumn;
    struct join join;
    char text[POSITIONS_LINE_BYTES];
};

void positions_begin(struct positions *s, positions_take *take, void *arg);

/** Reads the next bytes; a line may lie across any number of pieces. A line that cannot be taken is counted and the reading goes
 * on. Linear in the bytes. @return 0; what the callback returned below 0. */
MUST int positions_feed(struct positions *s, struct span piece, struct err *e);

/** Reads what is left as a last line. @return as positions_feed. */
MUST int positions_end(struct positions *s, struct err *e);

/** In words: "not an instant with its zone". */
const char *positions_reason_text(enum positions_reason r);

/** Whether a line is such a head. */
bool positions_head(struct span line);
