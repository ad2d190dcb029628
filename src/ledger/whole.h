/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ledger/entry.h"

/** What stands in a case beside its chains: that they know each other, and the blobs that entries name. */

/** A head of another chain that a join names. */
struct whole_head {
    uint8_t author[HASH_BYTES], hash[HASH_BYTES], by[HASH_BYTES]; /* by: whose join */
    int64_t seq;
};
/** A blob that an entry names. */
struct whole_blob {
    uint8_t sha[HASH_BYTES], author[HASH_BYTES];
    int64_t seq;
};
struct whole {
    struct whole_head *head;
    size_t n, cap;
    struct whole_blob *blob;
    size_t nblob, blob_cap;
};

/** Notes the heads that a join names. @return false: its body is not that of a join. */
bool whole_join(struct whole *w, const struct ledger_entry *x);
/** Notes the blob that an entry rests on: of a row of `tracks` its points, of a `file` of format `folder` its
 * list, of a `stamp` the proof, of `marks` the document, of `media` that was kept its bytes or where they lie. */
void whole_blob(struct whole *w, const struct ledger_entry *x);
void whole_fini(struct whole *w);

/** Are the heads there that joins name, and the blobs that entries name, and does every blob that lies
 * inside have the hash that it is named by? @return 0, with v; RC_IO. */
MUST int whole_check(const struct whole *w, struct store *st, struct ledger_verdict *v,
                     struct err *e);
