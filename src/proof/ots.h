/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/** OpenTimestamps proofs (`.ots`), read and replayed without a network: from a file's hash, by the
 *  steps that the proof names, to what a calendar or a block must hold. Layout:
 *  opentimestamps/python-opentimestamps, core/timestamp.py, op.py, notary.py (docs/PROOF.md). */
#define OTS_BYTES ((size_t)1 << 20)
#define OTS_MESSAGE 4096 /* of every step */
#define OTS_DEPTH 256
#define OTS_LEAVES 4096

enum ots_kind { OTS_PENDING, OTS_BITCOIN, OTS_LITECOIN, OTS_ETHEREUM, OTS_UNKNOWN };
const char *ots_kind_word(enum ots_kind k); /* "pending", "bitcoin" ... */

/** What is said of one end of the tree. */
struct ots_leaf {
    enum ots_kind kind;
    struct span message; /* what the steps lead to; empty where why says that they were not gone */
    uint64_t height;     /* of the block; 0 for pending and unknown */
    struct span uri;     /* of the calendar that promised it; never fetched */
    uint8_t tag[8];
    const char *why; /* a step that is not replayed here, by name; NULL: all were */
};

struct ots {
    uint8_t digest[32];        /* of the file that was stamped: SHA-256 */
    VEC(struct ots_leaf) leaf; /* in the order of the proof */
};

/** Does it begin as a proof does? */
bool ots_is(struct span bytes);

/** Reads and replays every step but Keccak-256, behind which an end is named as not replayed. Spans
 *  lie in the arena.
 *  @return 0; RC_SYNTAX with the byte: no proof, an unknown step, bytes behind the end; RC_RANGE: of a
 *  file by another hash than SHA-256; RC_LIMIT: OTS_BYTES, OTS_MESSAGE, OTS_DEPTH, OTS_LEAVES. */
MUST int ots_read(struct arena *a, struct span bytes, struct ots *out, struct err *e);

/** Is the message of a Bitcoin leaf the Merkle root of this block header? Nothing is said of whether
 *  the header is one of the chain: whoever gives it vouches for it. *time_s is the header's, in
 *  seconds since 1970. */
bool ots_in_header(const struct ots_leaf *l, const uint8_t header[80], int64_t *time_s);
