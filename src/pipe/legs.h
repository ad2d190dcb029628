/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The legs of one corridor and the slots that they were; and what was watching (docs/MATCH.md). */
#include "match/legs.h"
#include "pipe/flown.h"
#include "pipe/slots.h"

/** How likely the leg's end is the corridor's: by its place and candidates; where it was lost, by
 * where that was. 0..1. */
double legs_end_p(const struct load_corridor *k, const struct flown *f, bool arrival);

/** May the leg be one of this corridor? Both ends may be its ends, or one is, and the call sign is
 * that of a flight of its timetable; and it lies within the corridor's period, give or take a day.
 */
bool legs_of_corridor(const struct load *l, int corridor, const struct flown *f);
bool legs_any_corridor(const struct load *l, const struct flown *f); /* whatever the period */

/** Matches the corridor's legs to its slots (match_legs): a slot that has a leg is tracked; a leg
 * that has none, and of which both ends are more likely than not the corridor's, becomes a slot of
 * its own. Fills out->leg. Slots must not be moved in between. @return 0; RC_LIMIT. */
MUST int legs_fit(struct arena *a, const struct load *l, int corridor, const struct tz *zone,
                  struct slots *out, struct err *e);

/** Fills watch of each slot from the statements of coverage. */
void legs_watch(const struct load *l, int corridor, const struct tz *zone, struct slots *out);

/** Airline and number of a flight number or a call sign: "JS 0272" is JS, 272; "KOR272" is KOR,
 * 272. Parts of s, or of memory in the arena. */
struct match_code legs_code(struct arena *a, struct span s);
