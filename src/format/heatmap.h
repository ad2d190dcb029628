/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/track.h"

/** readsb's heatmap files (`heatmap/00.bin.ttf` to `47.bin.ttf`, half an hour each), inflated: one point at
 * most for each aircraft and slice. Good for where and when something was heard, too coarse for landings.
 * Layout: docs/FORMATS.md, after readsb's globe_index.c. No real file was at hand when this was written. */
#define HEATMAP_BYTES ((size_t)128 << 20) /* 10,000 aircraft every 10 s are 29 MB */
#define HEATMAP_SLICES 3600               /* two a second */
#define HEATMAP_BAD 16                    /* bad entries kept one by one */

enum heatmap_state {
    HEATMAP_WHOLE,
    HEATMAP_PARTIAL, /* cut, an index that does not agree, or slices missing: coverage is not complete */
};

struct heatmap_bad {
    size_t at; /* byte */
    const char *why;
};

struct heatmap_slice {
    int64_t ms; /* its own time, UTC */
    size_t
        positions; /* 0: nobody was heard, or the receivers were down: the file does not say which */
};

/** One degree by one degree with something in it. */
struct heatmap_cell {
    int16_t lat, lon; /* its south-west corner: -90 to 89, -180 to 179 */
    uint32_t positions;
    int64_t first_ms, last_ms;
};

struct heatmap_craft {
    struct track track; /* its points have the time of their slice: what they tell happened up to
                                  an interval later. Callsign and squawk are from info entries */
    int64_t first_ms, last_ms; /* as track.point has them, for looking up */
    int32_t lat_lo, lat_hi, lon_lo,
        lon_hi; /* 1e-6 degree; a box over 180 degrees is the long way round */
};

struct heatmap {
    enum heatmap_state state;
    const char *why; /* partial: the first reason; static */
    size_t at;       /* partial: the byte */
    int64_t
        interval_ms; /* the commonest difference of two slice times; -1: fewer than two slices */
    struct heatmap_slice *slice;
    size_t nslice;
    struct heatmap_craft *craft; /* by other, then hex */
    size_t ncraft;
    struct heatmap_cell *cell; /* by lat, then lon */
    size_t ncell;
    size_t entries, refused; /* behind the index; refused: of these, could not be used */
    struct heatmap_bad bad[HEATMAP_BAD];
    size_t nbad;
};

/** Reads one file. The arena gives five times the file, eleven times at most, and 2 MB.
 *  @return 0: out is filled, the state may be partial; RC_SYNTAX: not of this layout (no index, or no slice
 * where the index says); RC_LIMIT: over HEATMAP_BYTES, or more slices than HEATMAP_SLICES. */
MUST int heatmap_read(struct arena *a, struct span bytes, struct heatmap *out, struct err *e);
