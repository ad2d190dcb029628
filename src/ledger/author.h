/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/ed25519.h"
#include "base/err.h"

/** The author's key: who appends, and signs. It lies in a file outside every case, so that whoever
 * gets a case cannot write in its author's name (docs/LEDGER.md, "The author's key"). */
struct author_key {
    uint8_t seed[ED25519_SEED]; /* the secret */
    uint8_t id[ED25519_PUBLIC]; /* the author, as in entry.author */
};

/** Reads the key from the file that HEADCOUNT_AUTHOR names, else from headcount/author.key in
 * XDG_CONFIG_HOME or ~/.config.
 *  @param make it when there is none: random, file 0600, folder 0700, whole or not at all.
 *  @return 1; 0: there is none, and with make: none can be written, so what follows goes unsigned;
 *  RC_SYNTAX: not a key file; RC_IO: there, and cannot be read. */
MUST int author_load(struct author_key *out, bool make, struct err *e);
void author_wipe(struct author_key *k);

/** Appends where the key is looked for, whether it is there or not. @return false: the system names no place. */
bool author_path(struct buf *out);
