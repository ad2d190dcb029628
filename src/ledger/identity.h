/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ledger/vault.h"

/** Who a source is, sealed: entries of kind `identity`, and `raw` for a file that held such things.
 * A source is known in the case by its id and label only. */
enum {
    IDENTITY_NAME,
    IDENTITY_CONTACT,
    IDENTITY_DEVICE,
    IDENTITY_VANTAGE,
    IDENTITY_NOTE,
    IDENTITY_N,
    IDENTITY_MEDIA = IDENTITY_N /* nobody set it: what a photograph or video of the source names */
};
extern const char *const identity_fields[IDENTITY_N + 1]; /* "name" ... and NULL */

struct identity_value {
    int field;         /* IDENTITY_NAME ... */
    struct span value; /* plain text, borrowed */
};

/** Seals the values and appends their entry, inside the caller's transaction. Nothing of a value is
 * written before it is sealed. @param file SHA-256 of the file that it came from, or NULL. @return
 * 0; RC_NOTFOUND: no custodian; RC_CONFLICT: the source was withdrawn; RC_LIMIT; RC_IO. */
MUST int identity_append(struct store *st, struct arena *a, const struct custody *to,
                         struct span source, const struct identity_value *v, size_t n,
                         const uint8_t *file, int64_t now, struct err *e);

/** Seals the bytes of a file, in parts, with the ids of the sources of which it tells. Same
 * transaction, same returns. */
MUST int identity_raw(struct store *st, struct arena *a, const struct custody *to,
                      const uint8_t file[HASH_BYTES], struct span bytes, const struct span *source,
                      size_t nsource, int64_t now, struct err *e);

/** The commitments of what is sealed of a file as a whole (`raw`), by the first digits of the name that its entry has: the latest of which all
 *  parts are there. Memory in a. @return 0; RC_NOTFOUND: none, or it was destroyed; RC_CONFLICT: several files begin so; RC_SYNTAX; RC_IO. */
MUST int identity_raw_parts(struct store *st, struct arena *a, const char *begin,
                            uint8_t (**part)[HASH_BYTES], size_t *n, struct err *e);

/** What is sealed of a source: for each field the latest, in order of source and field; then what the
 * media that it brought name, in order of their hashes (a `hint` of docs/MEDIA.md). One file names the
 * same whoever brought it: its value is one, and falls with the first of them that is withdrawn. */
struct identity_item {
    struct span source;
    int field;
    struct span media; /* IDENTITY_MEDIA: SHA-256 of the file, in hex */
    uint8_t commitment[HASH_BYTES];
    size_t bucket;
    int64_t at;       /* UTC ms, of the entry */
    size_t earlier;   /* versions before it, which stay until the source is forgotten */
    bool there;       /* in the vault */
    bool forgotten;   /* destroyed, with this source or with another that brought the same file */
    struct span keys; /* public keys of those who can open it, one after another */
};
struct identity_list {
    VEC(struct identity_item) v;
};
/** @param source an id, or p NULL: all. Memory in a. @return 0; RC_SYNTAX; RC_IO. */
MUST int identity_load(struct store *st, struct arena *a, struct span source,
                       struct identity_list *out, struct err *e);

/** "name" ...; "media". */
const char *identity_word(const struct identity_item *x);

/** Was the source withdrawn (forget_source)? */
MUST int identity_forgotten(struct store *st, struct span source, bool *out, struct err *e);

/** What forget_source did. */
struct forget_tally {
    size_t boxes; /* salts and boxes destroyed */
    size_t files; /* of which sealed files: they may tell of other sources, too */
    size_t rows;  /* rows of other sheets that named the source: withdrawn */
    size_t
        media; /* photographs, video and sound that it alone brought: their bytes are taken out of the case */
    size_t shared;  /* of the boxes: what photographs and videos name that others brought, too */
    size_t reposts; /* other sources that begin with it: they stay */
};
/** Withdraws a source, in a transaction of its own: destroys salt and box of all that is sealed of
 * it, appends `forget` with their commitments, takes what it alone brought of photographs out of the case, withdraws the rows that it brought, and puts a row
 * without its particulars in place of its own; then makes the rows in force anew, so that a kill
 * leaves either the old state or the new. What stands in entries in clear (id, label) stays.
 *  The caller then runs store_compact, so that no free page keeps anything.
 *  @return 0; RC_NOTFOUND: no such source; RC_CONFLICT: withdrawn already; RC_SYNTAX; RC_IO. */
MUST int forget_source(struct store *st, struct arena *a, struct span source, int64_t now,
                       struct forget_tally *out, struct err *e);
