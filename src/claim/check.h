/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/utc.h"

#include <stdbool.h>

/** What does not add up: counts against each other and against totals over a period. Nothing is
 * corrected here; a finding says what contradicts what, and what would settle it (docs/CHECKS.md). */

enum check_level { CHECK_NOTE, CHECK_WARNING, CHECK_ERROR };
const char *check_level_text(enum check_level level); /* "note" "warning" "error" */

enum check_state { CHECK_UNKNOWN, CHECK_FLOWN, CHECK_CANCELLED };

/* How near a number is to the truth. */
enum check_method {
    CHECK_EXACT, /* counted, official, manifest */
    CHECK_ROUGH, /* eye, proxy */
    CHECK_LEAST, /* partial: no more than a lower bound */
    CHECK_NEVER, /* seats, neighbour, claimed: says nothing of the load of this flight */
};

struct check_flight { /* one flight in one direction */
    int corridor;
    int32_t day;        /* UTC_NONE: not known */
    struct span number; /* may be empty */
    enum check_state state;
    int twin; /* the flight of the same stop or turn in the opposite corridor; -1: none, or not one
                 that can be told */
};

struct check_count {
    int flight; /* -1: a figure over the period from .. to */
    int corridor, source;
    int32_t from, to;
    enum check_method method;
    bool about;          /* a rounded figure */
    bool all;            /* of everybody aboard, not of people of concern */
    int low, best, high; /* people; -1 unknown */
    int men, women;      /* parts of `best` by the same source; -1 not said */
};

struct check_input {
    const struct check_flight *flight; /* those of one corridor by day */
    size_t nflight;
    const struct check_count *count;
    size_t ncount;
    const struct span *corridor, *source; /* ids; source in the order of id */
    size_t ncorridor, nsource;
    const int *opposite; /* [ncorridor]: the corridor of the other direction, -1 */
};

struct check_finding {
    const char *id; /* of the check, as in check_all */
    enum check_level level;
    const char *text; /* sentences, full stop at the end */
    const char
        *open; /* the same without what was noted of men and women; NULL: text has none of it */
    const char *settles; /* what would settle it; one sentence */
    VEC(int) counts;     /* what it rests on: indices into check_input.count */
    VEC(int) flights;    /* and into check_input.flight */
};

struct check_findings {
    struct check_finding *v; /* errors first, then by id and text */
    size_t n;
};

struct check_kind {
    const char *id, *about;
};
extern const struct check_kind check_all[]; /* every id that check_run can give */
extern const size_t check_count_all;

/** Runs every check. Permuting flights, counts or sources changes no text. O(counts * counts of one
 * flight + periods * flights of a period * explanations found). Memory from `a`. */
struct check_findings check_run(struct arena *a, const struct check_input *in);
