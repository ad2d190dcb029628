/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "leg/leg.h"

/** What lies between two legs, and before the first and after the last: from it come the ends of
 *  both. */
enum link_kind {
    LINK_BORDER, /* the data begin or end */
    LINK_STAY,   /* the aircraft stood */
    LINK_SILENT, /* a silence within which it is held to have landed */
    LINK_JUMP,   /* positions before and after contradict each other */
};

/** [0] as the leg before it meets it, [1] as the leg after it does: they differ where positions
 *  contradict each other on the ground. */
struct link {
    enum link_kind kind[2];
    struct run stay[2];        /* LINK_STAY */
    struct gap gap;            /* LINK_SILENT */
    struct gap_phase phase[2]; /* likewise: before and after it */
};

/** Fills the ends at a link: of the leg that it closes and of the leg that it opens (either
 *  NULL). */
void link_resolve(const struct gap_in *g, const struct leg_options *o, const struct link *k,
                  struct leg *closed, struct leg *opened);
