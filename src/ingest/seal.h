/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ingest/settle.h"

/** Private columns of the sheet `sources`, in a case that has custodians: their cells become sealed
 * identity fields of that row's source, and the file as a whole a sealed `raw`. In every other case
 * and sheet such a column is refused at the header (plan_bind). */

/** Notes the private cells of the row just read, rows->row.v[good]. */
void seal_cells(struct arena *a, const struct plan *p, const struct table *t, size_t good,
                struct rows *out);

/** Seals and appends, inside the caller's transaction: a `raw` for each such file, an `identity` for
 * each row with private cells. Each time anew: what is sealed cannot be compared. */
MUST int seal_append(struct import *im, struct store *st, int64_t now, bool *added, struct err *e);

/** The column by which a row would bring back a source that was withdrawn, or NULL. */
const struct sheet_column *seal_withdrawn(const struct import *im, const struct row *r);
