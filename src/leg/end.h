/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "leg/gap.h"

/** Where a leg began or ended, and how well that is known. */
enum end_status {
    END_SEEN,     /* reports from the ground */
    END_INFERRED, /* none, or long after: the place or the landing itself is a conclusion */
    END_LOST,     /* it went on (or came from) out of sight: nothing is concluded */
    END_EDGE,     /* the data begin or end here, in flight */
};
const char *end_status_word(enum end_status s);

/* Bits. */
enum end_reason {
    END_NEAREST = 1,     /* nearest of the candidates */
    END_GLIDE = 2,       /* at the distance of an ordinary descent or climb, within 5 NM */
    END_AHEAD = 4,       /* within 45 degrees of the nose (taking off: of the tail) */
    END_BEHIND = 8,      /* more than 110 degrees off it */
    END_NO_SERVICE = 16, /* penalty: no scheduled service */
    END_SHORT = 32,      /* penalty: runway shorter than its class wants, or unknown */
    END_OTHER_END = 64,  /* the airframe's next departure (last arrival) speaks for it */
    END_ROUTE = 128,     /* on the route that a list gives for the callsign */
    END_SCHEDULE = 256,  /* a schedule names it for the flight number */
    END_ON_GROUND = 512, /* ground reports within its bounds */
};

#define END_CANDIDATES 8  /* kept of each end, by weight */
#define END_FAR_M 74080.0 /* 40 NM: nothing further from the last (first) point is a candidate */

struct end_candidate {
    int32_t place;     /* for place_at() */
    double weight;     /* 0..1; all candidates, those not kept too, and `unlisted` sum to 1 */
    double distance_m; /* from the point that was used */
    double height_ft;  /* of that point above the field; NAN unknown */
    unsigned reason;   /* enum end_reason */
};

/** What the caller has beside the track. It may raise a candidate, and never makes a landing or a
 *  candidate. A route by callsign is right for about half (4 of 8, formats.md 2.5.1). */
struct end_prior {
    char callsign[9];     /* as heard, without blanks, terminated */
    bool schedule;        /* places of that flight number in a schedule; else a route */
    const int32_t *place; /* [n] for place_at() */
    size_t n;
};

struct leg_end {
    enum end_status status;
    int64_t ms; /* take-off or landing, best figure; lost and edge: first or last in the air */
    int64_t ms_low, ms_high; /* it lies between; CLEAN_NO_MS: no bound on that side */
    int32_t lat, lon;        /* 1e-6 degree: on the ground where that was heard, else in the air */
    int32_t alt_ft;          /* there; TRACK_NONE unknown or on the ground */
    int32_t place;  /* for place_at(); -1: none within bounds, or none outweighs the rest */
    bool off_field; /* -1 because it was on the ground, or low, far from every listed field */
    /* 0..1 that the answer given is right: p_ended times the weight of the place, or of "no listed
     * place" for off_field; p_ended alone where the place is left open. 0 for lost and edge. */
    double confidence;
    double p_ended;  /* 0..1 that it ended (began) here; the rest: it is one flight with the next */
    double unlisted; /* weight of "a place in no list" */
    struct end_candidate candidate[END_CANDIDATES];
    size_t ncandidate;
    size_t others; /* more that had some weight */
    bool border;   /* the data hold nothing beyond */
    bool away; /* lost, or at the edge, climbing (coming down): on its way from (to) what is near */
    enum gap_class silence;  /* of what lies beyond */
    double silence_s;        /* 0: none, or unknown because the data end */
    unsigned silence_reason; /* enum gap_reason */
};

/** One end as seen from the track, before a place is chosen. */
struct end_view {
    bool arrival;
    bool on_ground;
    double ground[2][2]; /* lat, lon in degrees: where it touched, and the other end of its stay */
    struct gap_phase phase;        /* what it did before the end (after the beginning) */
    bool brief;                    /* it was heard in the air under a minute */
    const struct end_prior *prior; /* [nprior], those of the callsigns heard on this leg */
    size_t nprior;
};

/* From this weight on, exclusive, a place is named; of what is weighed from the air at most END_AIR_MOST is for listed
 * places, and there half of that names one. */
#define END_NAMED 0.5
#define END_AIR_MOST 0.95

/** Weighs the places for an arrival and the departure that follows it (either may be NULL): each by
 *  itself, and together, since an aircraft departs from where it arrived (97 in 100: the rest is a
 *  flight that nobody heard). Fills candidates, weights, unlisted, place and off_field of both
 *  ends; leaves status and times alone. For a view in the air, candidates are fields within 40 NM
 *  of a point at most 12,000 ft above the nearest; a place is chosen with more than half of the
 *  weight (END_NAMED), and only where the point is low enough (docs/LEGS.md, section 6). */
void end_weigh(const struct gap_in *g, const struct end_view *arrival,
               const struct end_view *departure, struct leg_end *arrived, struct leg_end *departed);

/** An arrival that climbs, or a departure that comes down, at 300 ft/min or more. */
bool end_goes_away(const struct end_view *v);

/** No candidate any more: its weight goes to "no listed place". */
void end_drop(struct leg_end *e, int32_t place);

/** How low above a place a place is named from the air, ft: arrivals 10,000; departures 5,000
 *  (formats.md 2.4: accuracy falls above), and 10,000 where the other end agrees. */
double end_limit_ft(const struct end_view *v, const struct end_candidate *c);

/** Is the aircraft on its way down (up), or at most 1,500 ft above the field and not on the way up (down)? */
bool end_is_moving(const struct end_view *v, enum craft c, double height_ft);
