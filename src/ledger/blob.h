/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/hash.h"
#include "store/store.h"

/** Attachments, by their content: what is too large for the body of an entry, and is named there by its
 * SHA-256. A blob that is there already is not put twice, and none is changed or deleted, but emptied when its sources are withdrawn. */

/* Of one blob that is kept inside the case: 16 MiB less what SQLite needs beside it in the row. */
#define BLOB_BYTES (((size_t)16 << 20) - 4096)

/** Keeps bytes in the case, inside the caller's transaction: the one of the entries that name them.
 *  @param media what they are, such as `text/x-headcount-points`; of the first who puts them it stays.
 * @param sha gets their hash; may be NULL.
 *  @return 0, also when they are there; RC_LIMIT: more than BLOB_BYTES; RC_IO. */
MUST int blob_put(struct store *st, struct span bytes, const char *media, uint8_t sha[HASH_BYTES],
                  struct err *e);

/** Notes a file that stays outside the case: its hash, size and where it lies, relative to the case's folder.
 * One that is inside already stays so. Inside the caller's transaction. @return 0; RC_IO. */
MUST int blob_refer(struct store *st, const uint8_t sha[HASH_BYTES], int64_t bytes,
                    const char *media, const char *path, struct err *e);

/** The bytes of a blob, copied into the arena and held against their name.
 *  @return 0; RC_NOTFOUND: no such blob, or it is kept outside the case; RC_SYNTAX: its bytes are others;
 * RC_IO. */
MUST int blob_get(struct store *st, struct arena *a, const uint8_t sha[HASH_BYTES],
                  struct span *out, struct err *e);

/** Takes the bytes out of each blob that `media` entries name and whose sources are all withdrawn (`forget`): its hash and size stay, kept
 * outside at the place ''. Inside the caller's transaction. @param n gets how many were emptied; may be NULL. @return 0; RC_IO. */
MUST int blob_withdraw(struct store *st, size_t *n, struct err *e);
