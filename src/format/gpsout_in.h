/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of the writers share; nobody else includes this. */
#include "base/arena.h"
#include "format/gpsout.h"

#define GPSOUT_ALTITUDE "barometric, at 1013.25 hPa, in metres: not metres above the sea"

struct gpsout_vertex {
    struct gpsout_point p;
    bool between; /* computed, at the 180th meridian: no time; its altitude is for drawing only */
};
/* What is drawn in one stroke. */
struct gpsout_piece {
    struct gpsout_vertex *v;
    size_t n; /* at least 1 */
};
struct gpsout_pieces {
    struct gpsout_piece *piece;
    size_t n;
};

/* The parts of a track, cut at the meridian; empty ones left out. */
struct gpsout_pieces gpsout_cut(struct arena *a, const struct gpsout_track *t);

MUST int gpsout_check(const struct gpsout_track *track, size_t n, struct err *e);
void gpsout_degrees(struct buf *b, int32_t e6); /* six decimals */
void gpsout_metres(struct buf *b, int32_t ft);  /* one decimal */
void gpsout_time(struct buf *b, int64_t ms); /* 2023-10-30T02:20:00Z, with .250 when there is one */
void gpsout_xml(struct buf *b, struct span s); /* escaped, for text and attributes */

/* Every code point of s, bytes that are no UTF-8 as U+FFFD. */
uint32_t gpsout_point_of(struct span *s);
void gpsout_utf8(struct buf *b, uint32_t c);

#define GPSOUT_ARENA                                                                               \
    ((size_t)1 << 30) /* for one track: 24 bytes a point and as much while growing */
