/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "store/store.h"

/** What people said of rows after looking at them (entries of kind `review`, docs/LEDGER.md). It is shown beside the figures and changes
 *  none: a figure that depends on who approved of it could be had by approving. */
extern const char *const review_states[]; /* approved, held, rejected; NULL-terminated */

/** A row in force by the first PIPE_PREFIX or more hex digits of its name. *row: 64 digits in the arena; NULL: no such digits, or none.
 *  @return 0; RC_CONFLICT: several; RC_IO. */
#define PIPE_PREFIX 6 /* one in 16 million names; shorter ones are typing errors */
MUST int review_row(struct store *st, struct arena *a, const char *what, const char **row,
                    struct err *e);

/** Appends the entry, inside the caller's transaction, unless this person's last word on the row is the same, with the same note.
 *  @param note or NULL. @return 1; 0: known already; RC_IO. */
MUST int review_put(struct store *st, const char *row, const char *state, const char *by,
                    const char *note, int64_t now, struct err *e);

/** Every row that was reviewed: an object from row name (64 digits) to {"state", "by": [{"by", "state", "at", "note"}], "second"}.
 *  Of each person the latest word counts. state: rejected or held where anybody's is, else approved; second: two people or more
 *  approve, and nobody says otherwise. The caller's. @return 0; RC_SYNTAX; RC_IO. */
MUST int review_all(struct store *st, json_t **out, struct err *e);

/** Puts `review` into an answer: into its rows, counts and claims that were reviewed, and into the slots that rest on such rows (docs/ANSWER.md).
 *  Where nobody reviewed anything there is no such member. */
void review_mark(json_t *answer, const json_t *reviews);
