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
    SHUT_MAP,
    SHUT_CSV,
    SHUT_SSIM,
    SHUT_TELL,
    SHUT_SIGNALS,
    SHUT_KINDS
};
extern const struct shut_reader {
    const char *name;
    cage_fn *fn;
} shut_readers[SHUT_KINDS];

/** @return 0: it ended well, its answer is whole; RC_IO: no cage, nothing was read; RC_SYNTAX, RC_LIMIT: how it
 *  ended. */
MUST int shut_run(struct arena *a, const struct shut_reader *r, const void *arg,
                  const struct cage_input *in, struct span *answer, struct err *e);
/** Of one that is given the bytes of a file. */
MUST int shut_bytes(struct arena *a, enum shut_kind kind, const void *arg, struct span file,
                    struct span *answer, struct err *e);

/** What the reader of flight signals gets, and the form of its answer, which takes nothing on trust. */
struct shut_wish {
    const char *path;
    const struct flight_options *o;
    const struct wants *wants;
    struct stash *stash; /* opened in the child, before the walls; rc, e: what came of it */
    int rc;
    struct err e;
};
MUST int shut_signals_form(struct arena *a, struct span form, struct shut_kept *out, struct err *e);

/** The form of a map, which takes nothing on trust. */
MUST int shut_map_form(struct arena *a, struct span form, json_t **out, struct err *e);

cage_fn shut_book_in_cage, shut_inflate_in_cage, shut_rows_in_cage, shut_ours_in_cage,
    shut_map_in_cage, shut_csv_in_cage, shut_ssim_in_cage, shut_tell_in_cage, shut_signals_in_cage;
