/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "leg/clean.h"
#include "leg/end.h"
#include "leg/run.h"

/** One airframe's points to legs: from where to where, when, and how surely. docs/LEGS.md has every
 *  rule with its constant and source. */

/* Bits. */
enum leg_flag {
    LEG_UNSEEN = 1,    /* no point of it: it stood at one place, and then at another */
    LEG_SPOOF_SIL = 2, /* 60 in 100 of 25 or more version-2 reports have sil 0: integrity unknown */
    LEG_SPOOF_JUMP =
        4, /* 10 in 100, and 3 or more teleports: its points are set aside as CLEAN_SPOOF */
    LEG_JAMMED = 8, /* low nic in 30 of 100 reports at plausible speed: coarse, but real */
    LEG_NO_ADSB =
        16, /* no position by ADS-B, where it is said how they came about: multilateration hears nothing near the ground */
    LEG_FEW = 32,    /* fewer than 10 points */
    LEG_SHARED = 64, /* another aircraft was heard at once on this address (line.h) */
};

struct leg_callsign {
    char text[9]; /* without trailing blanks */
    int64_t first_ms, last_ms;
    size_t n;
};
#define LEG_CALLSIGNS 8

/** The other hypothesis of a silence within a leg: it landed, and this is two flights. */
struct leg_stop {
    size_t gap;       /* of the leg's */
    double weight;    /* p_stop of that gap */
    int32_t place[3]; /* fields on the way where its class can land, the likeliest first; -1 */
};

struct leg {
    unsigned flags; /* enum leg_flag */
    struct leg_end from, to;
    size_t first, last;    /* its good points in the air, in the track; SIZE_MAX unseen */
    size_t n;              /* how many are good between them */
    size_t nadsb, nmlat;   /* of those */
    size_t njump;          /* where positions jump along the way: clocks of receivers disagree */
    enum craft craft;      /* by type, else as observed */
    double top_kt, top_ft; /* -1 unknown */
    struct leg_callsign callsign[LEG_CALLSIGNS]; /* heard within it; never carried over */
    size_t ncallsign;
    size_t more_callsigns; /* points with callsigns beyond the eighth */
    struct gap *gap;       /* [ngap], ascending */
    size_t ngap;
    double longest_gap_s;    /* 0: none of 180 s or more */
    struct leg_touch *touch; /* [ntouch] */
    size_t ntouch;
    struct leg_stop *stop; /* [nstop] */
    size_t nstop;
    /* 0..1 that it is one flight, and the whole of it: the product of p_ended of both ends, or 0.5 for one that is lost or at
     * the edge, of 1 - p_stop over its gaps, and of 0.5 for LEG_SPOOF_SIL or LEG_SHARED, 0.2 for LEG_SPOOF_JUMP, 0.9 for LEG_FEW. It never
     * rises when ground reports are taken away. */
    double confidence;
};

struct leg_options {
    const struct near_index *near; /* NULL: places are not named */
    /* What the data cover, of which the track may be a part. CLEAN_NO_MS unknown: then the first
     * and last point are the borders, and a flight that meets them is END_EDGE. */
    int64_t from_ms, to_ms;
    bool dense;                    /* as in struct gap_in */
    const struct end_prior *prior; /* [nprior], for any callsigns of the track */
    size_t nprior;
};

struct leg_list {
    struct leg *leg; /* [n] in order of time; take-offs and landings alternate by construction */
    size_t n, nunseen;
    size_t unlike; /* neighbours of which one arrives at a named place and the next departs from
                      another: a flight is missing between them */
    struct clean clean;
};

/** Cleans, splits, judges silences, names places. The track is not changed; what is returned is in
 *  the arena, about 4 kB a leg and one byte a point. Points may be of any number of days: midnight
 *  is no event. Where a track goes back in time those points are set aside. Callsigns neither split
 *  nor join. O(n + silences): two passes over the points and one more for the statistics of each
 *  leg; airports are looked for only at ends, silences and doubtful ground reports. */
void leg_build(struct arena *a, const struct track *t, const struct leg_options *o,
               struct leg_list *out);
