/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "pack/crew.h"
#include "pack/flow.h"
#include "pack/tar.h"

/** A tar, from the flow into the batches. Inside pack only. */
struct untar {
    struct crew *crew;
    struct flow *flow;
    size_t source, member_bytes, glance;
    struct tar_head head;
    bool torn;         /* the next header is being looked for */
    unsigned zeros;    /* zero blocks in a row */
    uint64_t at;       /* of the block in hand */
    const char *fault; /* of what is kept for the next member */
    size_t long_n, more_n;
    char long_name[TAR_NAME + TAR_BLOCK], more[TAR_PAX + TAR_BLOCK];
};

/** All that the flow gives. torn: it begins somewhere within a tar. What is wrong is said of the
 * source or of the member. @return 0; below it: reading is to end. */
MUST int untar_all(struct untar *u, bool torn);

/** Takes up to n bytes of the flow to the end of the batch. Memory grows with what is there, not
 * with what was announced. @return how many. */
size_t untar_take(struct flow *f, struct batch *b, size_t n);
