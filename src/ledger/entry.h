/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of the ledger share. */
#include "ledger/author.h"
#include "ledger/ledger.h"

#define ENTRY_COLUMNS "author, seq, kind, body, prev, hash"

/** Reads a row of ENTRY_COLUMNS. kind and body are valid until the query's next step. author and
 * seq are filled when they can be read, even if something else cannot. @return NULL, or what is
 * wrong with the form of a column. */
const char *entry_read(struct query *q, struct ledger_entry *out);

/** 32 bytes of a blob column. */
bool entry_bytes(struct query *q, int col, uint8_t out[HASH_BYTES]);

static inline struct span entry_key(const uint8_t bytes[HASH_BYTES]) {
    return (struct span){(const char *)bytes, HASH_BYTES};
}

/** The chain that this case appends to. @return 0; RC_NOTFOUND: none is set; RC_SYNTAX: what is set
 * is no author; RC_IO. */
MUST int entry_author(struct store *st, uint8_t author[HASH_BYTES], struct err *e);

/** 1 to 16 lower-case letters. */
bool entry_kind_ok(struct span kind);

/** What the first entry of a chain says of it. */
struct entry_first {
    bool there;  /* the chain has a first entry */
    bool founds; /* kind case: the case begins with it */
    bool signs;  /* "sign": "ed25519": a seal stands over every entry */
    uint8_t founding
        [HASH_BYTES]; /* hash of the entry that founded the case: itself, or what it joined */
};

/** @return 0; RC_SYNTAX: there, and neither a case nor a join; RC_IO. */
MUST int entry_first(struct store *st, const uint8_t author[HASH_BYTES], struct entry_first *out,
                     struct err *e);

/** The same from an entry 1. @return false: neither a case nor a join. */
bool entry_first_read(const struct ledger_entry *x, struct entry_first *out);

/** How much a join adds to the numbers of the entries from it on (docs/LEDGER.md, "Chains of several
 * authors"); 0 for what is no join or says none. */
int64_t entry_after(const struct ledger_entry *x);

/** seq + after, without leaving the range: both may come from an enemy. */
static inline int64_t entry_clock(int64_t seq, int64_t after) {
    return seq > INT64_MAX - after ? INT64_MAX : seq + after;
}

/** Chooses the chain that the transaction appends to, by the key at hand, and fills its tail.
 *  @param join the body of the entry that must come before all others, or NULL: none is due. */
MUST int own_tail(struct store *st, struct store_tail *t, json_t **join, struct err *e);

/** From now on this copy of the case appends to that chain. */
MUST int own_set(struct store *st, const uint8_t author[HASH_BYTES], struct err *e);

/** Signs the head of t's chain with the key at hand. @return 0; RC_IO, RC_SYNTAX: the key is gone. */
MUST int seal_write(struct store *st, const struct store_tail *t, struct err *e);

/** The seals in order of (author, seq), beside the walk over the entries. */
struct seal {
    uint8_t author[HASH_BYTES], head[HASH_BYTES], signature[ED25519_SIGNATURE];
    int64_t seq;
    const char *wrong; /* NULL, or what of it cannot be read */
};
MUST int seal_open(struct query **out, struct store *st, struct err *e);
MUST int seal_next(struct query *q, struct seal *out, struct err *e); /* 1, 0, as query_next */
