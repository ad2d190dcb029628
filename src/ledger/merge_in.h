/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What merge.c and merge_look.c share. */
#include "ledger/merge.h"

/** One copy that is being taken in. */
struct merge_work {
    struct store *st, *other;
    struct arena *a;
    const char *name; /* of the copy */
    struct merge_tally *t;
};

/** Fills t->conflict, from temp.merge_range (side 0: what only the case had, 1: what only the copy had;
 * of an author the entries after `after`, to `last`) and the rows in force. @return 0; RC_IO. */
MUST int merge_conflicts(struct merge_work *w, struct err *e);
