/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ledger/ledger.h"

/** Copies of a case that went apart become one, by union (docs/LEDGER.md, "Merging"). */

/** Where the two chains of one author part: number seq is another entry here and there. */
struct merge_fork {
    uint8_t author[HASH_BYTES], here[HASH_BYTES], there[HASH_BYTES]; /* hashes of the entries */
    struct span here_kind, there_kind;
    int64_t here_at, there_at; /* UTC ms, as the entries say; 0: they do not */
    int64_t seq;
    const char *name; /* of the copy */
};

/** What one side says last of a key. */
struct merge_version {
    uint8_t author[HASH_BYTES]; /* its entry: chain ... */
    int64_t seq;                /* ... and place */
    struct span row_id;         /* hex */
    struct span cells;          /* canonical JSON; p NULL: withdrawn */
};
/** A key of which both sides said something new, and not the same. */
struct merge_conflict {
    struct span sheet;
    struct merge_version here, there;
    struct span in_force; /* row_id of the row in force; p NULL: none */
    const char *name;     /* of the copy */
};

struct merge_tally {
    int64_t entries, chains; /* entries that came; chains that were not here at all */
    int64_t seals, blobs, boxes;
    int64_t destroyed;  /* boxes that were here, and that a tombstone from there covers */
    int64_t custodians; /* keys that came: whoever sealed to them from now on must know whose */
    VEC(struct merge_fork) fork;
    VEC(struct merge_conflict) conflict;
};

/** Did anything come, or go? */
bool merge_took(const struct merge_tally *t);

struct merge_copy {
    struct store *st;
    const char *name;
};

/** Takes in what n copies have and this case has not: entries, seals, blobs, sealed values, and makes
 * the rows in force anew; all in one transaction, which is verified before it is committed. No entry
 * of its own is made: so both directions end with the same ledger. A tombstone wins, whichever side
 * it comes from; what it covers is destroyed here and not taken from there.
 *  The caller then runs store_compact where out->destroyed is not 0.
 *  @param dry everything but the commit. @param out filled as far as things came, also on
 * RC_CONFLICT; memory in a.
 *  @return 0; RC_CONFLICT: a side does not verify, they are two cases, or a chain forks (out->fork);
 * RC_SYNTAX; RC_IO. */
MUST int merge_cases(struct store *st, struct arena *a, const struct merge_copy *copy, size_t n,
                     bool dry, struct merge_tally *out, struct err *e);

/** Does a case hold what it should: chains, seals, sealed values, attachments? @return 0;
 * RC_CONFLICT with the first thing that is wrong; RC_IO; RC_SYNTAX. */
MUST int merge_whole(struct store *st, struct err *e);

/** Two ledgers side by side. */
struct merge_compare {
    int64_t both, here, there; /* entries: in both, only here, only there */
    int64_t forks;             /* of `both`, same author and number and another hash */
};
MUST int merge_compare(struct store *here, struct store *there, struct merge_compare *out,
                       struct err *e);
