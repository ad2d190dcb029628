/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/utc.h"

#include <stdbool.h>

/** An obligation with its dates, set against the slots of a period. It finds what the dates say,
 * never that somebody broke a law: whether a person aboard is bound or exempt cannot be seen in
 * flights, and the finding says so beside every duty. */
struct rule {
    struct span id;
    struct span protects;   /* "exempts": leaves out those whose return is prohibited; "forbids":
                             forbids returns itself; empty: neither is recorded */
    struct span evidence;   /* kinds apart by ; or , : stock, flights, movements, or other words;
                             empty: all */
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
/** The first sentences of the finding: what its dates say to the period. */
const char *rule_dates_text(struct arena *a, const struct rule *r, const struct rule_period *p);
const char *rule_verdict_word(enum rule_verdict v); /* "undated", "not_yet", "in_force", "ahead",
                                                       "within", "passed", "conflict" */

/* --- On a day. Days are dates and have no zone: the day of the deadline itself is in time, whatever
 * the clock says somewhere. --- */
enum rule_state {
    RULE_NO_DATES,    /* neither date is known */
    RULE_CONTRADICTS, /* from lies after until */
    RULE_BEFORE,      /* not yet in force; days: until it is */
    RULE_OPEN,        /* in force, no deadline; days: since when, 0 also when that is unknown */
    RULE_RUNNING,     /* in force, the deadline is to come or is this day (0 days) */
    RULE_OVERDUE,     /* days since the deadline, 1 or more */
};
enum rule_state rule_on(const struct rule *r, int32_t day, int32_t *days);
const char *rule_state_word(enum rule_state s); /* "undated", "contradictory", "not_yet", "open",
                                                   "running", "overdue" */

/** The days from..to, cut to those of the period up to `on`, on which a flight is one after the
 * deadline, or, where there is none or it lies after the period, one in force. @return false: none. */
bool rule_window(const struct rule *r, const struct rule_period *p, int32_t on, int32_t *from,
                 int32_t *to);

/* --- What can be held against it. --- */

/** A figure of how many people were there on a day, by somebody. -1 unknown. */
struct rule_stock {
    int32_t day;
    int low, best, high;
    struct span hedge, who; /* "some", which bounds nothing; "Interfax, 23 January 2020 (B3)" */
    int ref;                /* the caller's */
};
/** What flew on one corridor in the rule's window, from the posterior. */
struct rule_flow {
    struct span corridor;
    bool inbound;
    int32_t from, to; /* the window; from after to: none */
    int slots, flown, later;
    double expected; /* flights, mean of the posterior; those known to have flown among them */
    double flights_median, flights_lo, flights_hi;
    double people_median, people_lo, people_hi; /* person-movements */
    double interval;                            /* 0.9 */
    int ref;
};
struct rule_beside { /* another rule of the case that forbids returns */
    struct span id, document;
};
struct rule_evidence {
    const struct rule_period *period; /* what its dates are held against; NULL: nothing */
    int32_t on; /* evaluated as of this day: what is dated later does not count. UTC_NONE: all */
    const struct rule_stock *stock; /* in any order */
    size_t nstock;
    const struct rule_flow *flow;
    size_t nflow;
    const struct rule_beside *beside;
    size_t nbeside;
    bool duty; /* some rule of the case does not forbid returns */
};

#define RULE_REMAINED_DAYS 183 /* a figure later than this after a deadline does not tell of it */

enum rule_kind {
    RULE_DATES,      /* its dates against the period */
    RULE_STATE,      /* where the day `on` lies */
    RULE_REMAINED,   /* "on the deadline some ... remained, said by ..." */
    RULE_STOCK,      /* a figure, and where it lies from the deadline */
    RULE_FLIGHTS,    /* flights in the window */
    RULE_MOVEMENTS,  /* people on them */
    RULE_LIMITS,     /* what that can show and what not */
    RULE_PROTECTION, /* always the last but one: the same seats may carry both */
    RULE_MISSING,    /* evidence that the rule names and that is not evaluated */
};
const char *rule_kind_word(enum rule_kind k); /* "dates", "state", "remained", "stock", "flights",
                                                 "movements", "limits", "protection", "missing" */
struct rule_statement {
    enum rule_kind kind;
    int32_t day;              /* of what it speaks; UTC_NONE */
    double low, median, high; /* NaN: none */
    const char *text;         /* for print, ends with a full stop; in the arena */
    int ref;                  /* of the stock or flow that it rests on, -1; `flow` tells which */
    bool flow;
};
/** Everything that the evidence says to a rule, in the order of the kinds, stock by day. Each
 * sentence has its own limits in it: none says that somebody broke a law. The protection of those who
 * may not be returned is among them for every rule, whatever it records.
 * @return how many; *out in the arena. */
size_t rule_weigh(struct arena *a, const struct rule *r, const struct rule_evidence *e,
                  struct rule_statement **out);

/** Is this one of the kinds of evidence that a rule names? All are, when it names none. */
bool rule_wants(const struct rule *r, const char *kind);
