/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/utc.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How many people did the slots of one corridor move? Slots and counts in, a posterior out; docs/MODEL.md has the mathematics. */

enum infer_state { INFER_UNKNOWN, INFER_OPERATED, INFER_CANCELLED };
/* Was somebody or something watching for the flight itself (tracks, a window on the runway), and saw nothing or it? Nothing, of an
 * operated slot, teaches how many are missed; a slot that was seen is operated. */
enum infer_cover { INFER_NOT_WATCHED, INFER_WATCHED_NOTHING, INFER_WATCHED_SEEN };
enum infer_method { /* the closed list of needs.md section 5 */
                    INFER_COUNTED,
                    INFER_PARTIAL,
                    INFER_EYE,
                    INFER_PROXY,
                    INFER_OFFICIAL,
                    INFER_MANIFEST,
                    INFER_SEATS,
                    INFER_NEIGHBOUR,
                    INFER_CLAIMED,
};
enum infer_of { INFER_CONCERN, INFER_ALL };
enum infer_stage { INFER_ABOARD, INFER_BOARDING, INFER_LEAVING, INFER_WAITING };
enum infer_wording { INFER_EXACT, INFER_ABOUT, INFER_AT_LEAST, INFER_AT_MOST };
/** Their words in the sheets, in the order of the enums; NULL ends each list. */
extern const char *const infer_methods[], *const infer_ofs[], *const infer_stages[],
                                                                  *const infer_wordings[];

struct infer_slot {
    int32_t day;    /* local date of departure */
    int group;      /* 0 .. groups-1: same schedule and season */
    bool announced; /* from a timetable; false: an extra flight */
    bool future;    /* nobody can have heard yet whether it went */
    enum infer_state state;
    enum infer_cover cover;
    int seats_lo,
        seats_hi; /* range of cited figures of the type; -1 unknown (then the corridor's) */
};
struct infer_count {
    int slot;         /* index, or -1: over a period */
    int32_t from, to; /* the period when slot is -1 */
    enum infer_method method;
    enum infer_of of;
    enum infer_stage stage;
    enum infer_wording wording;
    int low, best, high; /* -1 unknown; at least one is known */
    double
        visible; /* share of the people that could be seen; NaN unknown, taken as 1 but for partial */
    int root; /* 0 .. roots-1: counts of one slot, method and root are one voice, and each figure is as likely to be what it said */
};
/** What is assumed where nothing was seen; infer_defaults has the values and docs/MODEL.md their sources. NaN or -1 in `fix_*` means: not fixed. */
struct infer_options {
    double interval; /* 0.9 */
    uint64_t seed;
    int draws;    /* joint draws, 1,000 to 100,000; 0: as many as the case needs */
    bool measure; /* also run with half as many nodes, for grid_error: half as long again */

    /* Beta priors, of announced slots the share that flies; of people waiting, the share that boards this flight; of
     * people aboard, the share that is of concern; of flights that fly, the share that a watcher sees. */
    double completion_a, completion_b;
    double boarding_a, boarding_b;
    double concern_a, concern_b;
    double detection_a, detection_b;
    /* Gamma prior (shape, rate): unlisted flights for each announced slot that nobody watched; a = 0: off. */
    double unlisted_a, unlisted_b;
    double
        selection_scale; /* of the factor on flights that nobody counted, log scale; 0 off, and what is known of flights is then known at random */
    double waiting_odds; /* people seen waiting make a flight so many times as likely */
    double drift;        /* prior median, logits in a year; 0: structures without drift only */
    bool groups;         /* structures in which each group has a level of its own are in */
    bool
        light; /* how many of the light flights are empty, and how few the others carry, is learnt */
    bool tails;   /* loads may have the heavy tails of a logistic law, too */
    bool regimes; /* structures in which the share of light flights changes are in */
    int seats_unknown_lo,
        seats_unknown_hi; /* where no figure exists, both included; no ceiling then */

    /* What-if. fix_load: people of concern on a flight that flew; fix_selection: this factor on the level of flights that nobody
     * counted; scales: all seat figures, and the eye's median answer, times this. */
    double fix_completion, fix_load, fix_concern, fix_boarding, fix_detection, fix_selection;
    double
        fix_unlisted; /* flights that nobody announced, for each announced one that was not cancelled */
    double seats_scale, eye_scale;

    double stock_lo, stock_hi; /* how many there were before the first slot, evenly; NaN: unknown */
    bool inbound_none;         /* nobody comes in; false: unknown, and no stock is given */
};
struct infer_options infer_defaults(void);

/** One line of the list of what a run assumes: a name, its value in words, why that value and from where. */
struct infer_assumption {
    const char *name;
    char value[64];
    const char *why;
};
/** The assumptions of a run with these options, those that move the total most first. *list is in the arena. @return how many. */
size_t infer_assumptions(struct arena *a, const struct infer_options *o,
                         struct infer_assumption **list);

struct infer_window {
    int32_t from, to; /* days, both included; from after to: none */
};
struct infer_input {
    const struct infer_slot *slot;
    size_t nslot;
    const struct infer_count *count;
    size_t ncount;
    int ngroup, nroot;
    int seats_max; /* the largest cited figure of a type that flies the corridor; -1 none */
    const struct infer_window *window; /* stretches of days of which the sums are wanted */
    size_t nwindow;
};

struct infer_range {
    double median, mean, lo,
        hi; /* people or flights; lo and hi: the equal-tailed interval on discrete quantiles, and the nearest figure beside it where both are one and others are possible */
};
struct infer_slot_result {
    struct infer_range people;
    double p_operated;
    int seen;        /* -1: no citable count of the people of concern aboard this flight */
    int ceiling;     /* seats; 0 when cancelled; -1 no figure */
    double var, cov; /* variance of the people aboard, and their covariance with the total */
    double var_level,
        cov_level; /* without what the factor on uncounted flights moves: variance, and covariance with the people on all other flights */
    bool counted;  /* a count of this flight entered the estimate, whatever its method */
};
struct infer_month {
    int year, month, nslot;
    struct infer_range people;
};
#define INFER_QUANTILES 99 /* at 0.01 .. 0.99 */
struct infer_point {       /* of the cumulative total, after the slots of one day */
    int32_t day;
    double q05, q25, q50, q75, q95;
};
/** Facts about this run that the person must hear; each has a sentence in pipe/. */
enum infer_note {
    INFER_NO_COUNT = 1 << 0,         /* no citable count: the load rests on the prior */
    INFER_ONLY_WAITING = 1 << 1,     /* all counts are of people waiting */
    INFER_COMPLETION_PRIOR = 1 << 2, /* no slot's operation is known: completion is the prior's */
    INFER_SEATS_PRIOR = 1 << 3,      /* no seat figure: the load's bound is assumed */
    INFER_CONCERN_PRIOR = 1 << 4,    /* the share of concern rests on the prior */
    INFER_ABOVE_SEATS = 1 << 5,      /* a count above the seats lifted the ceiling of its slot */
    INFER_SEEN_ABOVE_LO = 1 << 6,    /* seen lies above the low end: counts err too */
    INFER_NEIGHBOUR_REFUSED = 1 << 7,
    INFER_SELECTION = 1 << 8, /* the factor on flights that nobody counted was on */
    INFER_UNLISTED = 1 << 9,  /* flights that nobody announced or saw are in the total */
    INFER_DETECTION_PRIOR =
        1 << 10,                 /* watched in vain, and no known flight says how many are missed */
    INFER_PERIOD_WEAK = 1 << 11, /* counts over periods were set aside: too few draws carry them */
    INFER_PERIOD_APART =
        1 << 14, /* a count over a period fits next to no draw, and did not enter */
    INFER_MIXED =
        1 << 12, /* flights with nobody or a few, and others, were counted: regimes are weighed */
    INFER_LOAD_ABOVE =
        1 << 13, /* the load that was assumed is above the seats of a flight, and was cut to them */
    INFER_COMPLETION_SIDE =
        1
        << 17, /* of some slots one heard that they went, of none that it did not, of others nothing */
    INFER_PERIOD_SUMS = 1 << 16, /* neighbouring counts over periods entered as their sums */
    INFER_ONE_SIDED =
        1
        << 15, /* all counts but one at most are bounds: beyond them the size rests on the prior */
};
/** One way of seeing the corridor, and how much the counts speak for it. */
struct infer_structure {
    const char *name;  /* "level", "drift", "groups" */
    const char *words; /* "one level for all flights" */
    double weight;     /* all sum to 1 */
};
/** Of people at the origin. */
struct infer_stock {
    bool known;             /* false when the start or the inbound stream is not */
    struct infer_range now; /* after the last slot */
    double p_within;        /* P(nobody is left by the end of the period) */
    double median_day;      /* NaN: more likely than not, some are left at the end */
};
struct infer_window_result {
    struct infer_range people, flights; /* flights: announced or known ones; people: all */
    double quantile[INFER_QUANTILES], flight_quantile[INFER_QUANTILES]; /* of people; of flights */
    int ceiling;                                                        /* seats; -1 no figure */
};
struct infer_result {
    struct infer_range total, operated; /* person-movements; flights flown */
    double quantile[INFER_QUANTILES];   /* of the total */
    int seen;    /* sum over flights of the lowest citable count of each root; 0 when none */
    int ceiling; /* -1: null */
    double
        counted_share; /* expected people on flights with a citable count / expected people; 0..1 */
    struct infer_slot_result *slot;
    struct infer_month *month;
    size_t nmonth;
    struct infer_point *point;
    size_t npoint;
    unsigned notes; /* enum infer_note bits */
    size_t apart;   /* flights whose counts exclude each other */
    int *untold;    /* groups of whose flights none was counted, while flights of others were */
    size_t nuntold;
    bool *
        used; /* [ncount]: entered the likelihood; false: a claim, a neighbour average, the same of one root again, a bound that the seats have too */
    double *
        fits; /* [ncount]: of a count over a period, the chance that it is of these flights and not of anything, by all but
                     such counts; below 0.01 it did not enter; NaN: of a flight, or it never enters */
    double
        grid_error; /* largest change of the total's reported quantiles when every grid is doubled, people; NaN not measured */
    double draw_error; /* standard error of the total's ends that comes from drawing, people */
    double ess;        /* effective size of the draws */
    size_t ndraw;
    int32_t *draw;       /* [ndraw] totals */
    int32_t *month_draw; /* [ndraw * nmonth] */
    struct infer_range
        unlisted; /* flights that nobody announced or saw; in the total, not in operated */
    struct infer_structure *structure;
    size_t nstructure;
    struct infer_stock stock;
    struct infer_window_result *window; /* [nwindow of the input] */
};

/** Smallest total n with F(n) >= q, from the draws. */
double infer_quantile(const struct infer_result *r, double q);

/** A slot that could be counted, and by how much that is expected to narrow the interval. */
struct infer_gain {
    size_t slot;
    enum infer_method method;
    double sd_before,
        sd_after; /* of the total; sd_after: expected, by regression of the total on what would be written */
    double narrowing; /* 1 - sd_after / sd_before */
};
/** Every slot that is not cancelled and not yet counted, for methods counted, eye and proxy; the largest narrowing first,
 *  then slot, then method. *list is in the arena. @return how many. */
size_t infer_plan(struct arena *a, const struct infer_input *in, const struct infer_result *r,
                  struct infer_gain **list);

/** The posterior. Same input in any order of slots and counts gives the same result for each, bit for bit (ties in day are broken by
 *  the whole record). Everything in *out lives in the arena. @return 0; RC_RANGE: an index or option out of range; RC_LIMIT:
 *  more than 100,000 slots or 3,000,000 seats in all. */
MUST int infer_run(struct arena *a, const struct infer_input *in, const struct infer_options *o,
                   struct infer_result *out, struct err *e);
