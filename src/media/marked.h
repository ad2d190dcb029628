/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "media/hold.h"
#include "media/marks.h"

/** Marks in the ledger (docs/COUNT.md): an entry of kind `marks` names a document, kept as a blob. Of each annotator and medium the
 *  latest counts. */
struct marked {
    struct marks m;
    struct marks_sum sum;
    int64_t at;              /* UTC ms, the clock of the machine */
    uint8_t sha[HASH_BYTES]; /* of the document */
    uint8_t author[HASH_BYTES];
    int64_t clock;
};
typedef VEC(struct marked) marked_list;

/** The documents of one medium in force, in order of annotator. @return 0; RC_SYNTAX: one is damaged; RC_IO. */
MUST int marked_all(struct store *st, struct arena *a, const uint8_t media[HASH_BYTES],
                    marked_list *out, struct err *e);

/** Fills in what a document leaves out from the entry of its medium, and holds it against the case and the other annotators' documents:
 *  one medium shows one flight.
 *  @param others of the same medium. @return 0; RC_NOTFOUND: no such source or corridor, or nothing says which; RC_CONFLICT: another
 *  direction than the corridor's, or another flight than that of another annotator. */
MUST int marked_check(struct store *st, struct arena *a, struct marks *m, const struct held *h,
                      const marked_list *others, struct err *e);

/** Writes document and entry, inside the caller's transaction, unless the annotator's last one is the same. @return 1: written; 0: known
 *  already; RC_IO. */
MUST int marked_put(struct store *st, const struct marks *m, const marked_list *others, int64_t now,
                    struct err *e);

/** Everything that anybody marked on a frame, for covering it: dots and regions of all annotators. @return false: nothing. */
bool marked_veil(struct arena *a, const marked_list *v, int64_t t_ms, struct veil *out);
