/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/ed25519.h"
#include "base/hash.h"

/** The first `size` entries of a chain in a few lines that can be printed, read out or posted: a
 * C2SP tlog-checkpoint in a signed note (docs/LEDGER.md, "Checkpoints"). */

#define CHECKPOINT_NAME 64     /* room for a chain's name */
#define CHECKPOINT_BYTES 65536 /* of a file of them */

/** "headcount/" and the first 16 hex digits of the author and of the hash of its entry 1. */
void checkpoint_name(const uint8_t author[HASH_BYTES], const uint8_t first[HASH_BYTES],
                     char out[CHECKPOINT_NAME]);

/** The text that is signed: name, size and root, a line each. */
void checkpoint_text(struct buf *out, const char *name, int64_t size,
                     const uint8_t root[HASH_BYTES]);

/** The whole note: the text, an empty line, and a signature line when there is a signature. */
void checkpoint_note(struct buf *out, const char *name, int64_t size,
                     const uint8_t root[HASH_BYTES], const uint8_t author[HASH_BYTES],
                     const uint8_t *signature);

/** A checkpoint as somebody kept it. Spans lie in the arena. */
struct checkpoint {
    struct span name, text; /* text: what is signed, with the last line feed */
    int64_t size;
    uint8_t root[HASH_BYTES];
    struct span lines; /* the signature lines, each with its line feed */
};
typedef VEC(struct checkpoint) checkpoint_list;

/** Reads one checkpoint or several, one after another, with empty lines between; carriage returns
 * and spaces at the ends of lines, as mail and copying bring them, are passed over.
 *  @return 0; RC_SYNTAX with the line; RC_LIMIT: over CHECKPOINT_BYTES. */
MUST int checkpoint_read(struct arena *a, struct span text, checkpoint_list *out, struct err *e);

enum checkpoint_sign { CHECKPOINT_UNSIGNED, CHECKPOINT_GOOD, CHECKPOINT_BAD };

/** Is one of its signature lines the author's? A line of another name or key is passed over, as the
 * form demands; BAD: one claims to be the author's and does not fit. */
enum checkpoint_sign checkpoint_signed(const struct checkpoint *c,
                                       const uint8_t author[HASH_BYTES]);
