/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "claim/claim.h"
#include "pipe/load.h"

/* Which claims may say a claim again. A case may hold tens of thousands, so that not each is held against each: those
 * that a relation joins to it are found in a list, and those of its corridor with its figures are its group. In a group
 * the claims with one content, all that claim_unlike reads, are heard by the same voices. */

struct peers_content { /* a run of peers.claim; its group is one too */
    size_t begin, end, group_begin, group_end;
};

struct peers {
    int *claim; /* those with a figure, group by group, content by content, then ascending: */
    struct peers_content *content;
    size_t ncontent;
    int *content_of; /* [claim.n] -1: it has no figure, or only an upper end of one */
    int *about;      /* the claims that are about claim i, ascending: */
    size_t *begins;  /* [claim.n + 1] from begins[i] to begins[i + 1] */
    int *placed;     /* those with a figure by corridor (-1 first), then ascending: */
    size_t *places;  /* [corridor.n + 2] those of corridor c from places[c + 1] to places[c + 2] */
};

/** @param said [claim.n], by which contents are told apart. O(n log n). */
struct peers peers_of(struct arena *a, const struct load *l, const struct claim_said *said);
