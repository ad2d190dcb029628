/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "claim/claim.h"
#include "pipe/load.h"

/** How a claim stands among the others of its case: who says the same, who contradicts it, and what grade that leaves. */
struct standing {
    struct claim_grade given, held;
    size_t nroot; /* roots of which a voice with standing says the same, its own among them */
    const char
        *text; /* why the grade held is not that given, and what else is to be known; "" nothing */
};

/** Of every claim, in the order of l->claim. Reposts change none of them but their own. O(n log n), and in each set of claims of
 * one corridor with one figure their number times the different things that they say with it. */
struct standing *standings_of(struct arena *a, const struct load *l);

/** What a claim says, as far as it can be held against another or the estimate. */
struct claim_quantity standing_quantity(const struct load_claim *k);
