/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

#include <stdbool.h>

/** What words make of the figure beside them: "at least 500" is a lower bound, "some 500" is none. */
enum bound {
    BOUND_NONE,  /* no words: the figure as it stands */
    BOUND_ROUGH, /* hedged, and bounds nothing */
    BOUND_LEAST,
    BOUND_MOST
};

/** Of a hedge as it was entered, in English, Russian or Korean, any case: BOUND_NONE where it is empty, BOUND_ROUGH
 * where its words set no bound, or both. Of two phrases at one place the longer holds: "no more than". */
enum bound bound_read(struct span hedge);

/** The length of the longest phrase that s begins with and that sets a bound, and which; 0 none. */
size_t bound_phrase(struct span s, enum bound *side);
/** A letter or digit of ASCII, or a byte of another script. */
bool bound_letter(char c);
