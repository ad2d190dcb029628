/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/track.h"

/** readsb's trace files (`trace_full_<hex>.json` of globe_history, /run and the public archives), as
 * bytes in memory, already inflated. Layout and traps: docs/FORMATS.md; source: wiedehopf/readsb,
 * README-json.md, json_out.c, track.h. */
#define TRACE_BYTES ((size_t)64 << 20) /* a busy day of one aircraft is below 10 MiB */
#define TRACE_ROWS 1000000             /* twelve a second for a day */
#define TRACE_BAD 16                   /* refused rows and unreadable values kept one by one */

enum trace_state {
    TRACE_WHOLE,
    TRACE_PARTIAL, /* the text broke off, or is not JSON any more: what stood before is in, and the
                      track is `cut` */
};

struct trace_bad {
    size_t at;       /* byte in the file: of the row, or of the value */
    const char *why; /* a sentence; static */
    bool row;        /* the row is refused; else only this value is unknown */
};

/** What became of the file beside the points. */
struct trace_tally {
    enum trace_state state;
    size_t at;       /* partial: the byte where reading ended */
    const char *why; /* partial: the reason; static */
    size_t next;     /* the byte where another object begins behind this one; 0: none does */
    size_t rows;     /* read to their end: points + doubled + refused */
    size_t odd;      /* values, not rows, that could not be read and are unknown now */
    size_t quick;    /* rows that the quick reader took; the rest went through the general one */
    int64_t
        from_ms; /* the file's `timestamp`: UTC midnight in an archive, the first point in /run */
    bool no_reg_data; /* the writer's database knew nothing of this aircraft */
    char version[32]; /* of readsb, where said; else "" */
    struct trace_bad bad[TRACE_BAD];
    size_t nbad; /* of these are filled */
};

/** Reads one trace, the first where several texts follow one another. Points are ascending in time; rows that came out of order are put in place and
 * counted in out->moved, rows that came twice are dropped and counted in out->doubled (trace_order),
 * rows that cannot be read are counted in out->refused and the first of them named in tally->bad.
 *
 * A row needs 7 to 15 elements of the known kinds, a latitude within 90, a longitude within 180 and
 * a time within 10,000,000 s of the file's. Altitude, speed, heading, rate or a member of its object
 * out of range make only that value unknown (tally->odd). Numbers become fixed point from their decimals,
 * rounded half away from zero. Keys come in any order, unknown ones are passed over, a key of ours
 * that comes twice ends the reading there.
 *
 * Memory: the arena gives three eighths of the file, and at most 240 bytes a row if rows are shorter than readsb
 * writes them; a cap of 512 MiB is never reached. Time: linear, but for sorting what came out of order.
 *  @return 0: out and tally are filled, the state may be partial; RC_SYNTAX: no trace can be made of
 * it (not an object; no `icao` or `timestamp` before it broke; no `trace`); RC_LIMIT: over
 * TRACE_BYTES. out and tally are left alone then. */
MUST int trace_read(struct arena *a, struct span json, struct track *out, struct trace_tally *tally,
                    struct err *e);

/** Sorts t->point by time, equal times in the order they have, and drops doubles: the same report
 * twice, which merging and phantom rows leave behind. Two points are one when they are less than
 * 1 s and 0.001 degree apart (adsbtrack's figures) and agree in air/ground, altitude, speed and track. What
 * the first does not say and the second does (callsign, squawk, integrity) is kept. Adds to
 * t->moved and t->doubled. Also for a union of several files of one aircraft. */
void trace_order(struct arena *a, struct track *t);
