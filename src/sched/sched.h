/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/tz.h"
#include "base/utc.h"

/** One line of a timetable. Days of operation are days in local time of the departure place; from
 * and to are included. */
struct sched {
    int32_t from, to;               /* day numbers */
    uint8_t days;                   /* bit 0 Monday ... bit 6 Sunday */
    int32_t dep_minute, arr_minute; /* local to each place; UTC_NONE unknown */
    const int32_t *except;          /* days on which it does not run */
    size_t nexcept;
    const struct tz *dep_zone, *arr_zone; /* NULL unknown: then no instants */
};
enum sched_clock {
    SCHED_UNKNOWN, /* no time or no zone */
    SCHED_OK,
    SCHED_TWICE, /* the local time occurs twice on that day: both are kept */
    SCHED_NEVER, /* the local time is skipped on that day */
};
/** One dated chance of a flight. */
struct sched_slot {
    int32_t day; /* local date of departure */
    enum sched_clock dep_clock, arr_clock;
    int64_t dep[2], arr[2]; /* UTC ms; [1] only for SCHED_TWICE. Arrival is on the first local day
                               that is not before departure */
};

#define SCHED_SLOTS ((size_t)100000)

/** Every day of operation, ascending. @return 0; RC_RANGE: to before from, no day of the week;
 * RC_LIMIT: over SCHED_SLOTS. */
MUST int sched_expand(struct arena *a, const struct sched *s, struct sched_slot **out, size_t *n,
                      struct err *e);

/** The IATA season that a day falls in, "W23" or "S24": summer from the last Sunday of March,
 * winter from the last Sunday of October; each ends on the day before the next begins. from and to
 * may be NULL. */
struct utc_text sched_season(int32_t day, int32_t *from, int32_t *to);
