/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"

#include <stdint.h>

/** Least-cost assignment where most pairs are impossible. */
struct assign_edge {
    int to;       /* column */
    int64_t cost; /* any sign */
};

/** Each row takes one of its columns, or none, which costs 0; each column is taken once at most;
 * the sum is the least. Rows are added one by one along shortest augmenting paths with prices
 * (Jonker and Volgenant 1987, on sparse rows), so the result is exact. Of equal sums one is taken
 * that depends on the order of rows and columns within a group of rows that share columns, and on
 * nothing outside it. @param start [nrow + 1]: the edges of row i are edge[start[i] .. start[i+1]),
 * columns ascending. @param column_of [nrow], -1 none. */
void assign(struct arena *a, const struct assign_edge *edge, const size_t *start, size_t nrow,
            size_t ncolumn, int *column_of);
