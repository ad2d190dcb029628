/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"
#include "base/span.h"

#include <stdbool.h>
#include <stddef.h>

/** What may leave a case: one list of names, which report, JSON and tables go through before anything
 * is written (docs/SECURITY.md, "What leaves"). What is not named stays, whatever a later answer, sheet
 * or column holds.
 *
 *  Withheld: texts in which exact coordinates stand (sheet_exact). Of the rows: notes, the way in which something reached a source, where an original is
 *  kept, how many were men or women, what else an end of a leg may have been. Times of day that somebody saw, and
 *  the ways that somebody's own receiver heard, are made coarse (report/coarse.h). The tables of export.h withhold more. */
enum allow_how {
    ALLOW_NOT,
    ALLOW_AS_IS,
    ALLOW_WEB,    /* only if it is a web address, of a source of a public kind */
    ALLOW_PUBLIC, /* only of a source of a public kind */
    ALLOW_HOUR,   /* a time, the minutes taken off unless the source is of a public kind */
};

/** May this column of a sheet leave? ALLOW_NOT for what is not listed. */
enum allow_how allow_column(const char *sheet, const char *column);

/** Is it listed at all, be it as what stays? */
bool allow_decided(const char *sheet, const char *column);

/** The answer with nothing in it but what may leave: a new object. What it is given is not changed.
 * Doing it twice changes nothing. */
json_t *allow_answer(const json_t *answer);

/** What may leave of an entry of the ledger, of findings, of a medium, of a review: new objects. */
json_t *allow_entry(const json_t *v);
json_t *allow_checked(const json_t *v); /* findings, as findings_run gives them */
json_t *allow_medium(const json_t *v);
json_t *allow_review(const json_t *v);
json_t *allow_reviewed(const json_t *v); /* {"row", "added", "review"} */

/** Paths of the answer (`corridors[].legs[].points`) and columns of its rows on which no list decides: they stay, and somebody
 * forgot them. A new list of texts; the test allow_list wants it empty. */
json_t *allow_undecided(const json_t *answer);

/** A table of counts by one source of which there are few tells who stood there. */
#define ALLOW_CELL_MIN 5

/** The sources that are not of a public kind, and have fewer than ALLOW_CELL_MIN counts in the answer,
 * but one at least: [{"source": id, "counts": n}], by id. A new list. */
json_t *allow_small(const json_t *answer);
