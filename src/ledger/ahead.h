/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* All entries in order of (author, seq), with what is computed of each alone: seven tenths of what verifying costs, and the same whatever
 * stands beside it. So other threads compute it of the next entries while the caller looks at these. */
#include "ledger/entry.h"

struct ahead;

struct ahead_entry {
    struct ledger_entry x; /* kind and body are valid until the next step */
    const char
        *wrong; /* NULL, or what is wrong with the form of a column; then nothing below is told */
    uint8_t hash[HASH_BYTES]; /* that its content has: ledger_hash */
    uint8_t leaf[HASH_BYTES]; /* of x.hash, for merkle_add_leaf */
    bool canonical;           /* its body is, by canon_is */
};

/** @return 0; as query_open. A cursor that could not be opened is not there. */
MUST int ahead_open(struct ahead **out, struct store *st, struct err *e);

/** The next entry. It is read after those before it, and what is wrong with reading it is told in its place.
 *  @return 1 and an entry; 0 the end; below 0 as query_next. */
MUST int ahead_next(struct ahead *a, const struct ahead_entry **out, struct err *e);

/** Ends its threads first. NULL is fine. */
void ahead_close(struct ahead *a);
