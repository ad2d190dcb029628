/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What ledger.c and verify.c share. */
#include "ledger/ledger.h"

#define ENTRY_COLUMNS "author, seq, kind, body, prev, hash"

/** Reads a row of ENTRY_COLUMNS. kind and body are valid until the query's next step. author and
 * seq are filled when they can be read, even if something else cannot. @return NULL, or what is
 * wrong with the form of a column. */
const char *entry_read(struct query *q, struct ledger_entry *out);

static inline struct span entry_key(const uint8_t bytes[HASH_BYTES]) {
    return (struct span){(const char *)bytes, HASH_BYTES};
}

/** The chain that this case appends to. @return 0; RC_NOTFOUND: none is set; RC_SYNTAX: what is set
 * is no author; RC_IO. */
MUST int entry_author(struct store *st, uint8_t author[HASH_BYTES], struct err *e);

/** 1 to 16 lower-case letters. */
bool entry_kind_ok(struct span kind);
