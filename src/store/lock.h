/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/box.h"

/** A whole case as ciphertext (docs/SECURITY.md has the bytes): Argon2id and XChaCha20-Poly1305. */
#define LOCK_MAGIC "headcount-locked-1\n"
#define LOCK_MAGIC_BYTES (sizeof LOCK_MAGIC - 1)

/** Do these first bytes of a file begin a locked case? */
static inline bool lock_begins(const void *head, size_t n) {
    return n >= LOCK_MAGIC_BYTES && memcmp(head, LOCK_MAGIC, LOCK_MAGIC_BYTES) == 0;
}

/** Puts ciphertext in the place of a case: written beside it, synced, read back and opened once,
 * renamed; then the plain file is overwritten and cut. Until the rename the plain case stands as it
 * was; a kill between rename and overwriting leaves its blocks to the disk, as any deletion does.
 *  @return 0; RC_CONFLICT: locked already; RC_NOTFOUND, RC_SYNTAX: no case; RC_RANGE: the cost;
 * RC_IO, another program has it open among them. */
MUST int lock_case(const char *path, struct span passphrase, struct box_cost cost, struct err *e);

/** The reverse. Nothing is in its place, or beside it, before the last byte was found good.
 *  @return 0; RC_CONFLICT: not locked; RC_LOCKED: a wrong passphrase, or the first piece was changed;
 * RC_SYNTAX: changed or cut off; RC_RANGE: a cost that no file may ask for; RC_NOTFOUND; RC_IO. */
MUST int unlock_case(const char *path, struct span passphrase, struct err *e);
