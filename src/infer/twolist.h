/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

/** Two observers' lists to a total (capture-recapture): what they saw together is a lower bound, and more only when nothing speaks against it.
 *  docs/SCORE.md has why. */
struct twolist {
    int first, second, both; /* seen by the first, by the second, by both */
    int seen;                /* by either: nobody can argue with this */
    double chapman;          /* (first + 1)(second + 1) / (both + 1) - 1 */
    double lo,
        hi; /* interval of the total under equal chances and independence; lo is at least `seen` */
    bool
        interval; /* whether lo .. hi may be printed as an interval: only when heterogeneity can be excluded, which two lists alone cannot: false */
    const char *why; /* the reason in a sentence */
};
/** @return 0; RC_RANGE: a negative count, both above either list, or a level outside 0 to 1. */
MUST int twolist_run(int first, int second, int both, double level, struct twolist *out,
                     struct err *e);
