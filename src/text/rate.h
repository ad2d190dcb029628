/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/amount.h"

/** A rate, or a number that changed, that begins at token i. @return whether there is one; *m is then set but for its unit. */
bool rate_read(const struct tokens *t, size_t lo, size_t i, size_t hi, struct amount *m);

/** The unit of a rate: of the vehicle named in [lo, hi), of flights else. */
void rate_unit(const struct tokens *t, size_t lo, size_t hi, struct amount *m);

/** Is it a word of Russian or Korean for what carries people? *unit (or NULL) is its English plural. */
bool rate_vehicle_foreign(struct span w, const char **unit);

/** Does a word begin so? */
static inline bool amount_begins(struct span w, const char *prefix) {
    size_t n = strlen(prefix); /* mostly known when it is compiled */

    return w.n >= n && memcmp(w.p, prefix, n) == 0;
}
/** 80 to 100, 80-100, between 80 and 100, or 80 or 90: sets the second number, and the first where the second's size is of both ("3 to 4
 *  million"). @return its tokens with what is before it, or 0. */
size_t amount_range_end(const struct tokens *t, size_t lo, size_t i, size_t start, size_t hi,
                        int64_t *low, int64_t *high);
