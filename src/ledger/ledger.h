/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "base/hash.h"
#include "ledger/checkpoint.h"
#include "store/store.h"

/** The ledger: immutable entries, one hash chain for each author, signed once a transaction
 * (docs/LEDGER.md has the bytes). Nothing else writes `entry` and `seal`.
 *
 *  Kinds in use: case, join, file, row, bad, refused, withdraw, map, marks, review and others. Bodies are canonical JSON
 * objects (docs/LEDGER.md). */
struct ledger_entry {
    uint8_t author[HASH_BYTES];
    int64_t seq; /* from 1 in the author's chain */
    struct span kind, body;
    uint8_t prev[HASH_BYTES]; /* hash of the entry before; zeros for the first */
    uint8_t hash[HASH_BYTES];
    int64_t clock; /* ledger_next: the order between chains, by (clock, author); seq while there is
                      one author */
};

/** The hash that an entry should have: SHA-256 over "headcount-entry-v1", a line feed, author, seq,
 * prev, kind and body, each of the last two after its length (docs/LEDGER.md). x->hash is not read.
 */
void ledger_hash(const struct ledger_entry *x, uint8_t out[HASH_BYTES]);

/** Writes the first entry of an empty case: {"case": name, "salt": hex}. The author is the key of
 * author.h, which is made when there is none; random, and the case not signed, when none can be
 * made; in a memory case author and salt are zeros, so that `run DIR` has no secret input. In a
 * transaction of its own. @param name at most 200 bytes of UTF-8. @param now UTC milliseconds, kept
 * in the entry's `at`.
 *  @return 0; RC_CONFLICT: the case has entries; RC_SYNTAX: not UTF-8, or the key file is none;
 * RC_LIMIT; RC_IO. */
MUST int ledger_found(struct store *st, const char *name, int64_t now, bool memory, struct err *e);

/** Appends one entry to the chain of the author at hand (another than the case's last one begins
 * with a `join`; the rules are in own.c), inside the caller's transaction (which ends with
 * ledger_end).
 *  @param kind 1 to 16 lower-case letters. @param body an object without reals; borrowed. @param
 * hash may be NULL.
 *  @return 0; RC_RANGE, RC_LIMIT: not canonical-able; RC_NOTFOUND: the case was not founded;
 * RC_SYNTAX: its own chain cannot be read; RC_IO. */
MUST int ledger_append(struct store *st, const char *kind, const json_t *body,
                       uint8_t hash[HASH_BYTES], struct err *e);

/** Reads back the entries appended since store_begin, checks their hashes (after fossil: what was
 * written is what is read), signs the head, and commits. On a negative rc it rolls back. Use it
 * instead of store_end whenever entries were appended. Reads the hashes of the whole chain when it
 * signs. */
int ledger_end(struct store *st, int rc, struct err *e);

/** The case's name and salt, from the first entry of its own chain. name is copied into the arena.
 * @return 0; RC_NOTFOUND: empty case; RC_SYNTAX: that entry is damaged; RC_IO. */
MUST int ledger_case(struct store *st, struct arena *a, struct span *name, uint8_t salt[HASH_BYTES],
                     struct err *e);

/** What verify found. broken is false, or the first bad entry is named, in order of (author, seq);
 * entries, authors and head then count up to it. seq 0: the case as a whole, not an entry. What was
 * cut off the end of a chain shows against its seals or a checkpoint. */
struct ledger_verdict {
    int64_t entries, authors;
    int64_t seals;                /* signatures that fit */
    int64_t blobs, blobs_outside; /* inside, with the hash they are named by; and not looked at */
    int64_t blobs_named;          /* names of blobs in entries, each time; all are there */
    bool broken;
    uint8_t author[HASH_BYTES];
    int64_t seq;
    char reason[256];         /* "the body does not match its hash" */
    uint8_t head[HASH_BYTES]; /* of the case's own chain */
};

/** One chain of a case that verifies. */
struct ledger_chain {
    uint8_t author[HASH_BYTES];
    int64_t entries;
    char name[CHECKPOINT_NAME];
    uint8_t root[HASH_BYTES]; /* of the tree over the hashes of its entries */
    bool sealed;              /* signed by its author, to the last entry */
    uint8_t signature[ED25519_SIGNATURE];
};
typedef VEC(struct ledger_chain) ledger_chains;

/** Checks every chain from its first entry (sequence, previous hash, canonical body, hash), every
 * seal, and the hash of every blob that lies inside. Linear in bytes; memory for two entries, or
 * the largest blob.
 *  @return 0 with the verdict (broken or not); RC_IO. */
MUST int ledger_verify(struct store *st, struct ledger_verdict *out, struct err *e);

/** The same, and that the case contains what n checkpoints stand for, each signed by the author of
 * its chain (unless the chain is not signed). @param chains the chains found; of no use when the
 * verdict is broken. */
MUST int ledger_verify_with(struct store *st, struct arena *a, const struct checkpoint *want,
                            size_t n, struct ledger_verdict *out, ledger_chains *chains,
                            struct err *e);

/** Appends the checkpoint of a chain as it is now. */
void ledger_checkpoint(struct buf *out, const struct ledger_chain *c);

/** For those who go on only from a case that verifies. @return 0 with verdict and chains; RC_CONFLICT: it
 * does not, and the sentence says where; RC_IO. */
MUST int ledger_sound(struct store *st, struct arena *a, struct ledger_verdict *out,
                      ledger_chains *chains, struct err *e);

/** Verifies the case and appends the checkpoint of each chain, an empty line between.
 *  @return 0; RC_CONFLICT: it does not verify, and there is none to give; RC_IO. */
MUST int ledger_checkpoints(struct store *st, struct arena *a, struct buf *out, struct err *e);

/** The entries in order of (author, seq), optionally of one kind (NULL: all). Valid until the next
 * call; entries appended meanwhile may or may not come. Nothing is verified but the form. @return
 * of next: 1, 0; RC_SYNTAX: a damaged entry; RC_IO. */
struct ledger_it;
MUST int ledger_each(struct ledger_it **out, struct store *st, const char *kind, struct err *e);
MUST int ledger_next(struct ledger_it *it, struct ledger_entry *out, struct err *e);
void ledger_done(struct ledger_it *it);
