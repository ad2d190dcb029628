/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/utc.h"

#include <stdbool.h>

/** An obligation with its dates, set against the slots of a period. It finds what the dates say,
 * never that somebody broke a law: whether a person aboard is bound or exempt cannot be seen in
 * flights, and the finding says so beside every duty. */
struct rule {
    struct span exemptions; /* in the rule's own words; empty: none recorded, not: none exist */
    struct span sourced;    /* "yes": read in the document; "copy"; "no" or empty: not checked */
    int32_t from, until;    /* first day in force; deadline. UTC_NONE unknown */
};
struct rule_slot {
    int32_t day;
    bool flown;        /* known to have flown */
    double p_operated; /* 0 to 1; of a slot known to have flown or not, 1 or 0 */
};
struct rule_period {
    int32_t from, to;             /* days, both included */
    int32_t as_of;                /* slots after it are future; UTC_NONE: none are */
    const struct rule_slot *slot; /* in any order; those outside from..to do not count */
    size_t nslot;
};
enum rule_verdict {
    RULE_UNDATED,  /* neither date is known */
    RULE_NOT_YET,  /* comes into force after the period */
    RULE_IN_FORCE, /* in force in the period, or in a part of it; no deadline */
    RULE_AHEAD,    /* in force; the deadline lies after the period */
    RULE_WITHIN,   /* the deadline lies within the period */
    RULE_PASSED,   /* the deadline passed before the period began */
    RULE_CONFLICT, /* from lies after until: a mistake in the row */
};
struct rule_finding {
    enum rule_verdict verdict;
    int32_t days; /* RULE_PASSED: from the deadline to the first day; RULE_AHEAD: from the last day
                     to the deadline; else 0 */
    int flown;    /* slots that it applies to, up to as_of: known to have flown */
    double expected;  /* the same: sum of p_operated, those known among them */
    const char *text; /* for print, ends with a full stop; in the arena */
};

/** Judges by dates alone. It applies to slots from `from` on, and when there is a deadline that has
 * passed, to those after the deadline. */
struct rule_finding rule_judge(struct arena *a, const struct rule *r, const struct rule_period *p);
