/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/hash.h"
#include "store/store.h"

/** Attachments, by their content: what is too large for the body of an entry, and is named there by its
 * SHA-256. A blob that is there already is not put twice, and none is changed or deleted. */

/* Of one blob that is kept inside the case: 16 MiB less what SQLite needs beside it in the row. */
#define BLOB_BYTES (((size_t)16 << 20) - 4096)

/** Keeps bytes in the case, inside the caller's transaction: the one of the entries that name them.
 *  @param media what they are, such as `text/x-headcount-points`; of the first who puts them it stays.
 * @param sha gets their hash; may be NULL.
 *  @return 0, also when they are there; RC_LIMIT: more than BLOB_BYTES; RC_IO. */
MUST int blob_put(struct store *st, struct span bytes, const char *media, uint8_t sha[HASH_BYTES],
                  struct err *e);

/** The bytes of a blob, copied into the arena and held against their name.
 *  @return 0; RC_NOTFOUND: no such blob, or it is kept outside the case; RC_SYNTAX: its bytes are others;
 * RC_IO. */
MUST int blob_get(struct store *st, struct arena *a, const uint8_t sha[HASH_BYTES],
                  struct span *out, struct err *e);

/** What is wrong with the blobs of a case, or broken is false. */
struct blob_verdict {
    int64_t blobs, bytes; /* kept inside, checked */
    int64_t outside;      /* kept beside the case: not looked at */
    int64_t named;        /* by `tracks` rows and files of the ledger, each time */
    bool broken;
    uint8_t
        sha[HASH_BYTES]; /* the first one that is wrong, in order of its hash; missing ones last */
    char reason[128];    /* "its bytes are others than when it was named" */
};

/** Hashes every blob, and looks for every blob that an entry names: a row of `tracks` its points, a
 * file of format `folder` its list. Linear in bytes, memory for one blob. Does not check the entries:
 * see ledger_verify.
 *  @return 0 with the verdict; RC_SYNTAX: an entry cannot be read; RC_IO. */
MUST int blob_verify(struct store *st, struct blob_verdict *out, struct err *e);
