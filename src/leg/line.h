/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "leg/leg.h"

/** Aircraft that share an address, and are heard at once. */
#define LINE_MOST 4 /* on one address; the points of more are set aside */

/** The points of one of them, and its legs. */
struct line {
    struct track track;
    struct leg_list legs;
};

/** Whether the teleports of a track (what cleaning it found) are another aircraft rather than errors of one: 20 of its points
 *  or more in the air, over 5 min and 10 km, and at ten moments and a tenth of all at which both are heard
 *  they are out of reach of each other, and one is on the ground and the other in the air, or their call signs differ, or
 *  they are 100 km and 2,000 ft apart. Errors of one aircraft have one altitude: wrong clocks, positions of a wrong zone,
 *  jammers that move it. docs/LEGS.md, section 2.
 *  @param out the tracks, the longest first; points that belong to none stay with it, so that the numbers of points sum to that
 *  of t. In the arena, but with out[0] = *t where there is one. @return how many, 1 or more. O(n). */
size_t line_split(struct arena *a, const struct track *t, const struct clean *c,
                  struct track out[LINE_MOST]);

/** Legs during which another line has points: LEG_SHARED, and half of the confidence, since which of the two the address, the
 *  registration and the type belong to is not known. */
void line_mark(struct line *line, size_t n);
