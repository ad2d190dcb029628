/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "ingest/rows.h"
#include "ledger/ledger.h"

/** What the ledger has already, as far as an import must know: which rows are in force, from which
 * lineage, and which files and bad rows were recorded. Sorted arrays in memory, made from the
 * entries alone. */
struct known_row {
    uint8_t row_id[HASH_BYTES], lineage[HASH_BYTES];
    uint8_t key[HASH_BYTES];      /* of its columns: what an import compares */
    uint8_t recorded[HASH_BYTES]; /* its key in the ledger: unlike that of any other row in force */
    uint8_t by[HASH_BYTES];       /* lineage whose row took its place; when !active and replaced */
    size_t sheet;                 /* in sheet_all */
    struct span id;
    struct row_ref ref[4];
    size_t nref;
    struct span body; /* canonical cells, of corridors and aircraft; else empty */
    bool active, replaced;
    /* For the import: still there after it; in the new version as it was; replaced by a row of it.
     */
    bool stays, kept, taken;
};
struct known_file {
    uint8_t sha[HASH_BYTES], lineage[HASH_BYTES], map[HASH_BYTES]; /* map: zeros without one */
    uint8_t asked[HASH_BYTES]; /* of flight signals; else zeros */
    struct span sheets;        /* canonical JSON array */
    int64_t clock;             /* of its entry, the order between authors */
    bool latest;               /* no later version of its lineage is recorded */
};
struct known_hash {
    uint8_t h[HASH_BYTES];
};
struct known {
    uint8_t salt[HASH_BYTES];
    VEC(struct known_row) row; /* by row_id, each once */
    struct known_row **by_key; /* active rows, by sheet, key, row_id */
    size_t nkey;
    VEC(struct known_file) file;         /* in order of the ledger */
    VEC(struct known_hash) bad;          /* SHA-256 of the bodies of bad entries, sorted */
    VEC(struct span) forgotten;          /* ids of sources that were withdrawn */
    VEC(struct known_hash) refused, map; /* hashes of files refused, of maps used; sorted */
};

/** @return 0; RC_NOTFOUND: the case has no first entry; RC_SYNTAX: an entry that is not what
 * docs/LEDGER.md says; RC_IO. */
MUST int known_load(struct arena *a, struct store *st, struct known *out, struct err *e);
struct known_row *known_find(const struct known *k,
                             const uint8_t row_id[HASH_BYTES]); /* NULL when not recorded */

/** The active rows of a sheet with this key: by_key[lo .. hi). */
void known_key(const struct known *k, size_t sheet, const uint8_t key[HASH_BYTES], size_t *lo,
               size_t *hi);
bool known_has(const struct known_hash *list, size_t n, const uint8_t h[HASH_BYTES]);
int known_hash_cmp(const void *a, const void *b);
