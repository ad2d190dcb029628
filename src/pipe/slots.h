/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "match/cover.h"
#include "match/legs.h"
#include "match/match.h"
#include "pipe/load.h"
#include "sched/sched.h"

/** One dated chance of a flight on a corridor, with everything that was reported of it. */
struct slot {
    int32_t day;
    struct span flight, type;
    int32_t dep;             /* local minute */
    struct sched_slot clock; /* UTC instants and whether the local time is one, twice or never */
    bool listed;             /* from a timetable or announced one by one; false: an extra flight */
    bool announced, board, seen, tracked, operated, cancelled,
        watched_nothing;    /* the states that hold, kept apart */
    bool conflict;          /* reported both as flown and as cancelled */
    struct span reason;     /* why nothing is known, when a report says so */
    int group;              /* same timetable line and season */
    int seats_lo, seats_hi; /* range of the cited figures for its type; -1 no figure */
    bool told;              /* a report says that it was tracked (tracked alone may be by a leg) */
    int leg;                /* into slots.leg; -1: no leg */
    enum cover_watch watch, watch_adsb; /* what watched all the while: anything; receivers */
    int made;                           /* its place before sorting */
    VEC(int) schedules;                 /* indices into load.schedule */
    VEC(int) flights;                   /* into load.flight */
    VEC(int) counts;                    /* into load.count */
    VEC(int) crafts;                    /* into load.aircraft: the figures behind seats */
};
/** One leg of the corridor: which slot it was. */
struct slot_leg {
    int flown;                 /* into load.flown */
    int slot;                  /* -1: it is shown, and makes no slot */
    bool matched;              /* to a slot that was there; else its slot was made from it */
    double p_off, p_on;        /* 0..1 that the end is the corridor's */
    int64_t cost, alone;       /* of what was chosen; of staying alone */
    struct match_cost pair;    /* where matched */
    struct match_other *other; /* [nother] */
    size_t nother;
};
struct slots {
    VEC(struct slot) v; /* by day, flight, then row */
    int ngroup;
    int *slot_of_count; /* [ncount of the case]: slot, -1: over a period or outside this corridor */
    int seats_max;      /* largest cited figure of a type that flies the corridor; -1 none */
    VEC(int) fleet;     /* into load.aircraft: the figures behind seats_max */
    struct slot_leg *leg; /* [nleg] by time */
    size_t nleg;
    VEC(int) odd_clocks; /* slots whose local time occurs twice or never */
};

/** @param corridor index into l->corridor. Slots lie within the corridor's period. @return 0;
 * RC_RANGE; RC_LIMIT (sched_expand); RC_IO, RC_NOTFOUND: a zone that this machine's zoneinfo lacks.
 */
MUST int slots_build(struct arena *a, const struct load *l, int corridor, struct slots *out,
                     struct err *e);

/** A new slot at the end, with nothing known. For slots.c and legs.c. */
struct slot *slots_new(struct arena *a, struct slots *out);

/** The one word for a slot: "operated", "tracked", "cancelled", "seen", "announced" or "unknown"
 * (nothing, or a conflict in which nobody counted people aboard). */
const char *slots_state(const struct slot *s);
bool slots_flown(const struct slot *s); /* operated, tracked, or the aircraft or boarding seen; and
                                           no report of a cancellation */

/** What the local clock did at departure: "ok", "twice", "never", or "unknown" (no time, or no zone). */
const char *slots_clock(const struct slot *s);
