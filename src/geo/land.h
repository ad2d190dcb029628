/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stddef.h>
#include <stdint.h>

/** The outline of the land (Natural Earth 1:50m through the npm package world-atlas), as closed
 * rings in hundredths of a degree. */
struct land_ring {
    const int16_t
        *lonlat; /* n pairs: longitude, latitude, in 1/100 degree; first and last are the same */
    size_t n;
};

/** Rings, lakes as large as the Caspian among them: fill by the even-odd rule. The largest box
 * first. */
size_t land_count(void);

/** i below land_count(). Rings are cut at the antimeridian: an edge along 180 or -180, or along the
 * South Pole, is a cut and no coast. */
struct land_ring land_at(size_t i);
