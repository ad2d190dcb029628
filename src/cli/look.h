/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cli/cmd.h"

/** Tables of the answer's lists. */
struct look_column {
    struct term_column head;
    /** The cell for one item of the list; NULL is empty. */
    const char *(*cell)(struct arena *a, const json_t *item);
};

struct look {
    const char *table; /* as export_csv names it: "slots", "counts", "claims", "sources" */
    const char *none;  /* said instead of an empty table */
    const struct look_column *column;
    size_t n;
};

/** The whole of a look command: opens the case that the first argument names, prints the list as a
 * table, --json or --csv. */
int look_run(struct cli *x, const struct look *l, struct err *e);

/** The list that a look shows, a new array: a list of the answer, or all corridors' slots, each
 * with its corridor's id. */
json_t *look_list(const json_t *answer, const char *table);

/** Reading an item. */
const char *look_text(const json_t *o, const char *key);                    /* NULL: unknown */
const char *look_people(struct arena *a, const json_t *o, const char *key); /* "4,400"; "unknown" */
const char *look_day(struct arena *a, const json_t *o,
                     const char *key);                      /* "Mon 30 Oct 2023"; NULL */
const char *look_between(struct arena *a, const json_t *o); /* "1,100 to 4,300" of lo and hi */
double look_number(const json_t *o, const char *key);       /* NaN: unknown */

#define LOOK_BAD                                                                                   \
    20 /* lines of rows that are bad in one way, shown on the terminal; the report and --json have all */

/** Rows that an import could not read: how many, where, why. Nothing when there are none. */
void look_bad(struct buf *out, struct arena *a, const struct term *t,
              const struct ingest_tally *tally);
