/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ledger/ledger.h"

/** Custodians: the people for whose keys sensitive values are sealed (docs/SECURITY.md). Their
 * public keys are entries of kind `custodian`; a `revoke` ends one for all values sealed later, for
 * good and whatever the order of entries, so that no merge brings a revoked key back. */
#define CUSTODY_MAX 16 /* in force at one time */
#define CUSTODY_NAME_BYTES 60
#define CUSTODY_WORD "headcount-custodian-1"

struct custodian {
    uint8_t key[HASH_BYTES]; /* X25519 public key */
    struct span name;        /* UTF-8, no control characters; a role rather than a person's name */
    int64_t at;              /* UTC ms, of the entry */
    bool revoked;
};
struct custody {
    VEC(struct custodian) v; /* by key, each once */
    size_t active;           /* not revoked */
    size_t boxes;            /* sealed values in the vault */
};

/** Memory in a. @return 0; RC_SYNTAX: an entry that is not what docs/LEDGER.md says; RC_IO. */
MUST int custody_load(struct store *st, struct arena *a, struct custody *out, struct err *e);

/** Appends inside the caller's transaction. @return 0; RC_CONFLICT: the key is there already, or was
 * revoked; RC_LIMIT: CUSTODY_MAX; RC_RANGE: a name or key that cannot be; RC_IO. */
MUST int custody_add(struct store *st, const struct custody *known, const uint8_t key[HASH_BYTES],
                     struct span name, int64_t now, struct err *e);
/** One that is in force. @param who a name as a whole, or the first 6 or more characters of the key in
 * base64. @return 0; RC_NOTFOUND; RC_CONFLICT: several are meant, or it is revoked already. */
MUST int custody_find(const struct custody *known, struct span who, const struct custodian **out,
                      struct err *e);
/** @return as custody_find; RC_IO. */
MUST int custody_revoke(struct store *st, const struct custody *known, struct span who, int64_t now,
                        const struct custodian **out, struct err *e);

/** The line by which a public key travels: `headcount-custodian-1 BASE64 NAME`. */
void custody_line(const uint8_t key[HASH_BYTES], struct span name, struct buf *out);
/** @param name borrowed from text. @return 0; RC_SYNTAX; RC_RANGE. */
MUST int custody_read(struct span text, uint8_t key[HASH_BYTES], struct span *name, struct err *e);
