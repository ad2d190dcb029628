/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/bound.h"
#include "base/err.h"

#include <stdint.h>

/** A number of people as observers write it into one cell; -1 is not said. */
struct figure {
    int64_t low, best, high;
    enum bound words; /* what stands beside it: BOUND_NONE where nothing does */
};

/** "57", "1,055", "~40", "about 40", "40?", "62-68", "between 62 and 68", "30+", "at least 30", "<60", "up to 60", with or without
 * "people" behind. Of a lower bound only `low` is set, of an upper one only `high`, of a range both and no `best`. Words that are
 * none of these refuse the cell: a figure with a remark is for a person to read.
 *  @return 0; RC_SYNTAX; RC_RANGE: a range that runs backwards, or over nine digits. */
MUST int figure_read(struct span cell, struct figure *out, struct err *e);
