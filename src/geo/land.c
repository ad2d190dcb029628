/* SPDX-License-Identifier: Apache-2.0 */
/* The outline of the land: constant arrays that tools/land.py writes when the program is built. */
#include "geo/land.h"

#include "land_data.h"

#include <assert.h>

size_t land_count(void) {
    return sizeof land_starts / sizeof *land_starts - 1;
}

struct land_ring land_at(size_t i) {
    assert(i < land_count());
    return (struct land_ring){land_points + 2 * (size_t)land_starts[i],
                              land_starts[i + 1] - land_starts[i]};
}
