/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/hash.h"

/** The tree hash of RFC 6962, section 2.1, over leaves as they come: SHA-256(0x00 || leaf) for a
 * leaf, SHA-256(0x01 || left || right) above. Of a list of n leaves only the roots of its complete
 * subtrees are kept, one for each bit that is set in n; so a tree of any size takes 2 KiB, and
 * 3 blocks of SHA-256 for a leaf of 32 bytes. {0} is the empty tree. */
struct merkle {
    uint64_t n;
    uint8_t node[64][HASH_BYTES]; /* node[i], where bit i of n is set: root of 2^i leaves */
};

void merkle_add(struct merkle *m, struct span leaf);

/** The same in two steps, of which the first needs no tree: the hash of a leaf, and what is done with it. */
void merkle_leaf(struct span leaf, uint8_t out[HASH_BYTES]);
void merkle_add_leaf(struct merkle *m, const uint8_t leaf[HASH_BYTES]);

/** The root of what was added; of the empty tree SHA-256 of nothing. More may be added after. */
void merkle_root(const struct merkle *m, uint8_t out[HASH_BYTES]);
