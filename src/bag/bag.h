/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/ed25519.h"
#include "base/err.h"
#include "base/hash.h"

/** BagIt 1.0 (RFC 8493): a folder with lists of what is in it, that can be checked anywhere. What of
 * it we read and write is in docs/BAG.md. */

#define BAG_CASE "case.hc" /* in data/ of a complete bag: the case itself */

/* --- writing --- */

/** A bag that appears whole or not at all: it grows in DIR.NUMBER.part and takes its name when it is
 * closed. Of a whole case folders are 0700 and files 0600, else as the umask says. */
struct bag;
/** @param whole of a case with all that is in it. @return 0; RC_CONFLICT: there is something of that name; RC_IO. */
MUST int bag_open(struct bag **out, const char *dir, bool whole, struct err *e);

/** One payload file, data/NAME; names are ours, without folders. @return 0; RC_IO. */
MUST int bag_put(struct bag *b, const char *name, struct span bytes, struct err *e);

/** Where to write data/NAME by other means; bag_take then reads and lists it. Valid until the next
 * call. */
const char *bag_place(struct bag *b, const char *name);
MUST int bag_take(struct bag *b, const char *name, struct err *e);

/** A line of bag-info.txt; one line each, no line ends. */
void bag_say(struct bag *b, const char *label, const char *value);

/** Writes lists and, with a seed (of an Ed25519 key), the signature; then puts the bag in its place.
 *  @param rc below 0: everything is thrown away. @return rc; RC_IO. Closes in any case. */
int bag_close(struct bag *b, int rc, const uint8_t *seed, struct err *e);

/* --- checking --- */

#define BAG_FILES 100000                 /* in one bag */
#define BAG_DEPTH 32                     /* folders in folders */
#define BAG_TAG_BYTES ((size_t)16 << 20) /* of one list */
#define BAG_FINDINGS 200                 /* kept; later ones are counted */

struct bag_finding {
    bool wrong;       /* the bag is not what it says; else something to know */
    struct span path; /* as listed or found; from outside: not safe to print as it is */
    const char *what; /* "is listed and not there" */
};
struct bag_label {
    struct span label, value;
};
enum bag_sign { BAG_UNSIGNED, BAG_SIGNED, BAG_FORGED };
struct bag_verdict {
    VEC(struct bag_finding) finding; /* wrong ones first, each in order of path */
    size_t more;                     /* findings beyond BAG_FINDINGS */
    size_t wrong;                    /* how many make it a bag that is not accepted */
    size_t files;                    /* payload */
    int64_t bytes;
    VEC(struct bag_label) info; /* bag-info.txt in its order */
    enum bag_sign sign;
    uint8_t signer[ED25519_PUBLIC];
};

/** Reads every file of a bag once and holds it against its lists. Nothing is fetched, no link is
 * followed, nothing is written. Memory in a; linear in bytes.
 *  @return 0 with the verdict; RC_NOTFOUND: not a folder; RC_LIMIT; RC_IO. */
MUST int bag_check(struct arena *a, const char *dir, struct bag_verdict *out, struct err *e);

/** The value of a label in the verdict's bag-info.txt; p NULL: none. */
struct span bag_info(const struct bag_verdict *v, const char *label);

/* --- names --- */

/** Can a listed path, decoded, only be a file below the bag's folder, on every system?
 *  @return NULL, or why not: "leaves the bag". */
const char *bag_path_wrong(struct span path);

/** Undoes %0A, %0D and %25. @return NULL, or what is wrong. */
const char *bag_path_decode(struct arena *a, struct span text, struct span *out);
void bag_path_encode(struct buf *out, struct span path);

/* --- what writer and checker share --- */

#define BAG_SIGNATURE "signature-ed25519.txt"
#define BAG_SIGNATURE_WORD "headcount-bag-signature-1\n"

/** What is signed: the word, then the bytes of tagmanifest-sha256.txt. */
void bag_signed_text(struct buf *out, struct span tagmanifest);
