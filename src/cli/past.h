/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "base/err.h"

/** Earlier intervals, read back from answers (docs/ANSWER.md), lines of sweep, or a table, with the truth that is known since. */
struct past {
    const char *name;
    double lo, hi, level, truth;
    size_t n; /* quantiles: those that were given, and the interval's ends and the median */
    double *p, *q;
};

struct past_options {
    const char *corridor; /* NULL: the only one of the answer */
    double truth;         /* NaN: in the table, or in truths */
    int32_t from, to;     /* the days that the truth is of, UTC_NONE: of the whole answer */
    double level;         /* where a file does not say */
};

struct past_truth {
    struct span name;
    double people;
    bool used;
};

struct pasts {
    struct arena *a;
    struct past_options o;
    VEC(struct past) item;
    VEC(struct past_truth) truth; /* sorted by name */
    VEC(const char *) unused;     /* columns of tables that say nothing here */
    size_t no_truth, no_interval; /* left out: the truth is not known yet; nothing was estimated */
};

/** Reads CSV with the columns series (or name) and truth into p->truth. @return 0; RC_SYNTAX; RC_RANGE; RC_CONFLICT: two truths of one
 *  name; as pack_file. */
MUST int past_truths(struct pasts *p, const char *path, struct err *e);

/** Adds what a file (`-` is standard input) holds: JSON if it begins with a brace, else a table. @return 0; RC_SYNTAX; RC_RANGE; RC_NOTFOUND: a corridor, a
 *  column or a period that the answer has no sum of; RC_CONFLICT; as pack_file. */
MUST int past_read(struct pasts *p, const char *path, struct err *e);
