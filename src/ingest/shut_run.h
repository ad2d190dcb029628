/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cage/form.h"
#include "ingest/shut.h"

/** How the readers of strangers' files are shut: one row each, and no way to run one but through its row.
 *  Inside ingest, and for its tests, which put hostile readers into each row. */

#define SHUT_MEMORY ((size_t)3 << 30) /* of a reader that is given its bytes */

enum shut_kind {
    SHUT_BOOK,
    SHUT_PACKED,
    SHUT_YAML,
    SHUT_YAML_OURS,
    SHUT_CSV,
    SHUT_KINDS
};
extern const struct shut_reader {
    const char *name;
    cage_fn *fn;
} shut_readers[SHUT_KINDS];

/** @param file the bytes that it is given. @return 0: it ended well, its answer is whole;
 *  RC_IO: no cage, nothing was read; RC_SYNTAX, RC_LIMIT: how it ended. */
MUST int shut_run(struct arena *a, const struct shut_reader *r, const void *arg, struct span file,
                  struct span *answer, struct err *e);
/** Of a reader that says y or n. @param else_ what is taken where it says neither. */
bool shut_says(struct arena *a, enum shut_kind kind, const void *arg, struct span file, bool else_);

cage_fn shut_book_in_cage, shut_inflate_in_cage, shut_rows_in_cage, shut_ours_in_cage,
    shut_csv_in_cage;
