/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/box.h"
#include "ledger/custody.h"

/** Sealed values (docs/LEDGER.md, "The vault"): a value is padded to a bucket, closed under a key
 * that is used once, and that key is sealed to each custodian in force. The entry holds a
 * commitment, SHA-256(salt || box); salt and box lie in the vault, which alone may lose rows. The
 * plain text is never written, and no key of the case's own opens it. */
#define VAULT_VALUE_BYTES (((size_t)4 << 20) - 1) /* of one value: the largest bucket less one */
#define VAULT_CUSTODIANS_WANTED 2                 /* fewer: losing one key may lose the values */

/** A value sealed in memory, before its entry is appended. */
struct vault_box {
    uint8_t commitment[HASH_BYTES], salt[HASH_BYTES];
    struct span box, custodians; /* in the arena; public keys, one after another */
    size_t bucket;
};

/** @return 0; RC_NOTFOUND: no custodian is in force; RC_LIMIT: over VAULT_VALUE_BYTES. */
MUST int vault_seal(struct arena *a, const struct custody *to, struct span value,
                    struct vault_box *out, struct err *e);

/** {"bucket", "commitment"}: what an entry's body holds of it. */
json_t *vault_json(const struct vault_box *x);

/** Puts salt and box into the vault, inside the caller's transaction and right after the entry that
 * holds the commitment was appended. @return 0; RC_CONFLICT: forgotten (vault_allowed); RC_IO. */
MUST int vault_keep(struct store *st, const struct vault_box *x, struct err *e);

/** May this row be in the vault? Not when a `forget` entry of any chain names it, or the source that
 * it was sealed for: so a tombstone wins every merge. */
MUST int vault_allowed(struct store *st, const uint8_t commitment[HASH_BYTES], bool *allowed,
                       struct err *e);

/** All that vault_allowed refuses, in ascending order; memory in a. */
struct vault_name {
    uint8_t h[HASH_BYTES];
};
struct vault_set {
    struct vault_name *v;
    size_t n, cap;
};
MUST int vault_forgotten(struct store *st, struct arena *a, struct vault_set *out, struct err *e);
bool vault_has(const struct vault_set *set, const uint8_t commitment[HASH_BYTES]);

/** Opens a value. @param out box_memory of *n bytes, the caller's (box_free).
 *  @return 0; RC_NOTFOUND: forgotten, or never here; RC_LOCKED: not sealed to this key; RC_SYNTAX:
 * salt or box were changed; RC_IO. */
MUST int vault_open(struct store *st, const uint8_t commitment[HASH_BYTES],
                    const struct box_pair *key, char **out, size_t *n, struct err *e);

/** What is wrong in the vault: the first thing, in order of commitments. */
struct vault_verdict {
    int64_t boxes, forgotten; /* sealed values there; commitments that were forgotten */
    bool broken;
    uint8_t commitment[HASH_BYTES];
    char reason[160];
};
/** Holds every salt and box against its commitment, every commitment against its entry, and every
 * commitment in an entry against vault and tombstones. Opens nothing. @return 0; RC_IO; RC_SYNTAX. */
MUST int vault_check(struct store *st, struct vault_verdict *out, struct err *e);

/** A custodian's pair of keys in a file (docs/SECURITY.md): text, the secret key under a passphrase
 * with Argon2id, whose cost stands in it. @return 0; RC_RANGE, RC_IO: as box_stretch. */
MUST int vault_key_write(const struct box_pair *key, struct span name, struct span passphrase,
                         struct box_cost cost, struct buf *out, struct err *e);
/** The public half; no passphrase is needed. @return 0; RC_SYNTAX with the line. */
MUST int vault_key_public(struct span text, uint8_t key[HASH_BYTES], struct span *name,
                          struct err *e);
/** @return 0; RC_SYNTAX; RC_RANGE: a cost that no file may ask for; RC_LOCKED: a wrong passphrase, or
 * a changed file; RC_IO. */
MUST int vault_key_read(struct span text, struct span passphrase, struct box_pair *out,
                        struct err *e);
