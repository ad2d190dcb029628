/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "base/utc.h"
#include "store/store.h"

/** From the ledger's rows to the answer: the one place that knows in which order the pure modules
 * are called. */
struct pipe_options {
    double interval; /* of every interval in the answer, 0.5 to 0.99 */
    uint64_t seed;
    int32_t as_of; /* day; UTC_NONE: the latest date in the input. Never the clock */
};
struct pipe_options pipe_defaults(void); /* 0.9, 1, UTC_NONE */

/** Makes every derived table again from the entries; `rebuild` is this. @return 0; RC_IO;
 * RC_SYNTAX: an entry that is not what docs/LEDGER.md says. */
MUST int pipe_refresh(struct store *st, struct err *e);

/** The answer (docs/ANSWER.md), from derived tables that pipe_refresh made. Owned by the caller
 * (json_decref). Same rows, options, version: same bytes, whatever the order in which they came in.
 *  @return 0; RC_RANGE: an option, or input beyond a stated limit; RC_IO. */
MUST int pipe_answer(struct store *st, struct arena *a, const struct pipe_options *o,
                     json_t **answer, struct err *e);

/** What stands behind a name: a row (6 or more hex digits of its row name), a slot ("VVO-FNJ
 * 2023-10-30"), or a corridor. An array of steps, from raw line to estimate: [{"step", "what",
 * "row": name or null, "body": {...}}].
 *  @return 0; RC_NOTFOUND; RC_CONFLICT: the prefix names several rows; RC_IO. */
MUST int pipe_explain(struct store *st, struct arena *a, const struct pipe_options *o,
                      const char *what, json_t **out, struct err *e);
