/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

struct near_spot {
    float lat_deg, lon_deg;
};

/** The places of place.h near a point: a grid of one degree, made once (0.5 MB, under a
 *  millisecond) and then only read. */
struct near_index {
    const uint32_t *start; /* [NEAR_CELLS + 1] where a cell's places begin in `place` */
    const uint16_t
        *place; /* [place_count()] indices for place_at(), cell by cell, ascending in each */
    const struct near_spot *spot; /* where those are: side by side, for the search looks at many */
};
enum { NEAR_ROWS = 180, NEAR_COLUMNS = 360, NEAR_CELLS = NEAR_ROWS * NEAR_COLUMNS };

struct near_hit {
    int32_t place; /* for place_at() */
    double distance_m;
};

void near_build(struct arena *a, struct near_index *out);

/** Up to cap places within radius_m of a point, nearest first (equal distances: by index), into
 *  out[cap]; returns how many. Of more than cap the nearest are kept. lat_deg in [-90, 90],
 *  lon_deg in [-180, 180], else 0 are found. Across the date line and the poles as elsewhere.
 *  Distances as place_distance_m. Costs the places of the cells touched: a few microseconds for
 *  75 km. */
size_t near_find(const struct near_index *n, double lat_deg, double lon_deg, double radius_m,
                 struct near_hit *out, size_t cap);
