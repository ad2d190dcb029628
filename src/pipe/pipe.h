/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "base/utc.h"
#include "store/store.h"

#include <stdbool.h>

/** From the ledger's rows to the answer: the one place that knows in which order the pure modules
 * are called. */

/** What can be held fixed in a what-if, in the order in which the answer names it. */
enum pipe_key {
    PIPE_LOAD,       /* people of concern on a flight that flew */
    PIPE_COMPLETION, /* share of announced flights that fly */
    PIPE_BOARDING,   /* of people waiting, the share that boards this flight */
    PIPE_CONCERN,    /* of people aboard, the share that is of concern */
    PIPE_SELECTION,  /* load of flights that nobody counted, against the others; 0 as 1: alike */
    PIPE_DETECTION,  /* of flights that fly, the share that a watcher sees */
    PIPE_UNLISTED,   /* flights that nobody announced or saw, for each announced one; 0 none */
    PIPE_DRIFT,      /* prior median of the level's drift, logits in a year; 0 none */
    PIPE_GROUPS,     /* 1: each timetable line and season may have a level of its own; 0 not */
    PIPE_REGIMES,    /* 1: there may be times with more nearly empty flights; 0 not */
    PIPE_SEATS,      /* of every aircraft, whatever is cited */
    PIPE_STOCK,      /* how many there were before the first slot, lo to hi */
    PIPE_INBOUND,    /* 0: nobody comes in */
    PIPE_KEYS
};
struct pipe_bound {
    const char *name; /* as it is typed and as it stands in the answer: "load" */
    double lo, hi;    /* bounds of a value */
    bool whole;       /* whole numbers only */
    const char *help; /* "people of concern on a flight that flew" */
    double least;     /* of a value that is not 0 */
};
extern const struct pipe_bound pipe_bound[PIPE_KEYS];

struct pipe_assume {
    bool given[PIPE_KEYS];
    double lo[PIPE_KEYS], hi[PIPE_KEYS]; /* alike but for PIPE_STOCK */
};

struct pipe_options {
    double interval; /* of every interval in the answer, 0.5 to 0.99 */
    uint64_t seed;
    int32_t as_of; /* day; UTC_NONE: the latest date in the input. Never the clock */
    struct pipe_assume
        assume;       /* nothing given: the estimate; else a what-if, and the answer says so */
    bool sensitivity; /* `sensitivity` and `whatif` are computed: some 30 runs more */
    bool plan;        /* `next` holds every slot and method, not the first few */
    bool unmeasured;  /* `grid_error` is not wanted: a third of the work of an estimate */
    int32_t on;       /* rules are evaluated as of this day; UTC_NONE: as of as_of */
};
struct pipe_options pipe_defaults(void); /* 0.9, 1, UTC_NONE, nothing assumed, no extras */

/** Makes every derived table again from the entries; `rebuild` is this. @return 0; RC_IO;
 * RC_SYNTAX: an entry that is not what docs/LEDGER.md says. */
MUST int pipe_refresh(struct store *st, struct err *e);

/** The answer (docs/ANSWER.md), from derived tables that pipe_refresh made. Owned by the caller
 * (json_decref). Same rows, options, version: same bytes, whatever the order in which they came in.
 *  @return 0; RC_RANGE: an option, or input beyond a stated limit; RC_IO. */
MUST int pipe_answer(struct store *st, struct arena *a, const struct pipe_options *o,
                     json_t **answer, struct err *e);

/** One side of a comparison: the rows in force of a case that pipe_refresh or cmd_derive made. */
struct pipe_side {
    struct store *st;
    int32_t known_by; /* only rows known by this day (docs/ANSWER.md, diff); UTC_NONE: all */
    const char *name; /* how the reader calls it */
    const json_t *
        told; /* {row name: {"name", "row"}}: how rows are named and shown where that leaves; NULL: as the case has them */
};

/** What changed between two cases, or two dates of one, and what each change moved the estimate (docs/ANSWER.md, `diff`). The
 *  changed rows are put into A one by one (more than 12: sheet by sheet), in order of sheet, id and row name, and the estimate is made anew after
 *  each; so the moves add to the difference of the medians, and one move depends on those before it. Owned by the caller.
 *  Cost: a run of each corridor for each step. @return as pipe_answer. */
MUST int pipe_diff(struct arena *a, const struct pipe_side *from, const struct pipe_side *to,
                   const struct pipe_options *o, json_t **out, struct err *e);

/** What stands behind a name: a row (6 or more hex digits of its row name), a slot ("VVO-FNJ
 * 2023-10-30"), a leg ("L3f9a0c"), or a corridor. An array of steps, from raw line to estimate: [{"step", "what",
 * "row": name or null, "body": {...}}].
 *  @return 0; RC_NOTFOUND; RC_CONFLICT: the prefix names several rows; RC_IO. */
MUST int pipe_explain(struct store *st, struct arena *a, const struct pipe_options *o,
                      const char *what, json_t **out, struct err *e);

/** The same of an answer and nothing else, also of one that may leave: by the names that it has, without entry, file and track. */
MUST int pipe_explain_told(struct arena *a, const json_t *answer, const char *what, json_t **out,
                           struct err *e);
