/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/utc.h"

/** Sightings to slots: which dated chance of a flight does a report speak of? */
struct match_slot {
    int32_t day;
    struct span flight; /* as announced; may be empty */
    int32_t dep_minute; /* local; UTC_NONE unknown */
};
struct match_report {
    int32_t day;
    struct span flight; /* may be empty */
    int32_t dep_minute;
};
/** slot_of[i] is the slot of report i, or -1: no slot of that day is compatible (it then becomes an
 * unlisted slot of its own). Compatible: the same day, and flight numbers that do not contradict
 * ("js 0272" is JS272); among several the same number, then the nearest time, then the earliest
 *  departure, then the lowest number, then the first. Several reports may speak of one slot.
 * alternatives[i] is how many other slots were compatible. Permuting slots or reports permutes the
 * answer, but for slots that are equal in everything. O(nreport * (log nslot + slots of a day))
 * when slots ascend by day, else O(nreport * nslot). */
void match_reports(const struct match_slot *slot, size_t nslot, const struct match_report *report,
                   size_t nreport, int *slot_of, int *alternatives);
