/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ledger/entry.h"

/** What stands in a case beside its chains: that they know each other, and the blobs. */

/** A head of another chain that a join names. */
struct whole_head {
    uint8_t author[HASH_BYTES], hash[HASH_BYTES], by[HASH_BYTES]; /* by: whose join */
    int64_t seq;
};
struct whole {
    struct whole_head *head;
    size_t n, cap;
};

/** Notes the heads that a join names. @return false: its body is not that of a join. */
bool whole_join(struct whole *w, const struct ledger_entry *x);
void whole_fini(struct whole *w);

/** Are the heads there that joins name, and does every blob that lies inside have the hash that it
 * is named by? @return 0, with v; RC_IO. */
MUST int whole_check(const struct whole *w, struct store *st, struct ledger_verdict *v,
                     struct err *e);
