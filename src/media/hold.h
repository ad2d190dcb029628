/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "media/original.h"

/** Media that a case knows, and their bytes wherever those lie. */
struct held {
    uint8_t sha[HASH_BYTES], author[HASH_BYTES];
    int64_t clock;    /* of its latest entry; with author the order between chains */
    json_t *body;     /* of that entry (docs/MEDIA.md) */
    bool inside;      /* its bytes are in the case */
    const char *path; /* where they lie, from the case's folder; NULL: not noted */
};
typedef VEC(struct held) held_list;

/** All, in order of hash. Free them with hold_fini in any case. @return 0; RC_SYNTAX; RC_IO. */
MUST int hold_all(struct store *st, struct arena *a, held_list *out, struct err *e);
void hold_fini(held_list *v);

/** The one whose hash begins with these hex digits. @return 0; RC_SYNTAX: fewer than HOLD_PREFIX hex digits; RC_NOTFOUND; RC_CONFLICT:
 *  several. */
#define HOLD_PREFIX 6
MUST int hold_find(const held_list *v, const char *prefix, const struct held **out, struct err *e);

/** Its bytes, held against their hash before anybody sees them: those in the case, else of the file that the user names, else of that
 *  whose path was noted. @param folder of the case file. @param file or NULL.
 *  @return 0; RC_NOTFOUND: they are in none of these places; RC_CONFLICT: what lies there is another file; RC_SYNTAX: damaged; RC_IO.
 *  original_close in any case. */
MUST int hold_open(struct store *st, struct arena *a, const struct held *h, const char *folder,
                   const char *file, struct original *out, struct err *e);
