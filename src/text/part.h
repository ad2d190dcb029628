/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/amount.h"

/** "of the 34", "of 300", "out of 12", "of Saturday's 14", "из 60" behind a number that ends before i: where the whole begins, or hi. */
size_t part_of(const struct tokens *t, size_t i, size_t hi);

/** "all but 12", "other than 12", "with the exception of 12", "все, кроме 12", "12명을 제외한": sets but, and lo where its words begin. */
void part_but(const struct tokens *t, size_t lo, struct amount *m);

/** "Of 52 detainees, 41 boarded", "120명 가운데 17명", "из 120 пассажиров 17": sets whole of the first, and what the part counts where
 *  it is bare. "140명 중 12명을 제외한" becomes the rest. */
void part_wholes(const struct tokens *t, size_t lo, size_t hi, struct amounts *out);

/** "62 women, 46 men and 10 infants": three kinds of people or more in one list are one figure, their sum, in the first of them. */
void part_sums(const struct tokens *t, struct amounts *out);
