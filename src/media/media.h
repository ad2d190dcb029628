/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "base/hash.h"
#include "ledger/blob.h"
#include "store/store.h"

/** Photographs, video and sound as evidence (docs/MEDIA.md). The bytes are hashed before anything
 *  else reads them and are never changed; helper programs look at them in a cage; what they say is
 *  a suggestion (an entry of kind `hint`) and enters no estimate. */

#define MEDIA_INSIDE_BYTES BLOB_BYTES
#define MEDIA_FILE_BYTES ((int64_t)1 << 40)

/** How it came to us; closed. */
extern const char *const media_obtained[];
/** What becomes of the bytes; closed. NULL: inside when they are few and name nobody and no place,
 *  else by their hash. */
extern const char *const media_keeps[]; /* inside, sealed, path, hash */

/** What a file says about who, where and with what, by class. The values are not kept. */
enum media_names {
    MEDIA_PLACE = 1,
    MEDIA_DEVICE = 2,
    MEDIA_PERSON = 4, /* a name, or words that somebody wrote */
    MEDIA_OTHER = 8,  /* fields that we do not know */
    MEDIA_UNSEEN = 16 /* nobody looked: the program is missing, or did not end well */
};

/** How what must not stand in the open is sealed, if it can be. The commitment is in an entry before
 *  salt and box are kept, so there are two steps, both inside our transaction. */
struct media_options;
struct media_vault {
    void *arg;
    /** @param value what the entry holds of it, the commitment: a new object. @return 0; below 0. */
    int (*seal)(void *arg, struct arena *a, struct span plain, json_t **value, struct err *e);
    /** Right after that entry was appended. @return 0; below 0. */
    int (*keep)(void *arg, struct store *st, struct err *e);
    /** The bytes of a file, and their entry (identity_raw). @return 0; below 0. */
    int (*whole)(void *arg, struct arena *a, struct store *st, const uint8_t sha[HASH_BYTES],
                 struct span bytes, const struct media_options *o, struct err *e);
};

struct media_options {
    int64_t now;          /* UTC ms, kept as `at` */
    const char *source;   /* id of a source of the case */
    const char *obtained; /* of media_obtained */
    int custody;          /* hands it went through before ours; below 0: unknown */
    const char *slot, *corridor, *date, *flight; /* what it shows, or NULL */
    const char *keep;                            /* of media_keeps, or NULL */
    const char *folder;                          /* of the case file: `path` is told from there */
    bool look;                                   /* run the helper programs */
    int every_s;                                 /* of a video, a frame at least every n seconds */
    const struct media_vault *vault;             /* or NULL: what would be sealed is not kept */
};

struct media_hint {
    const char *tool, *version, *what;
    json_t *value; /* dies with the result */
};
struct media_result {
    uint8_t sha[HASH_BYTES];
    int64_t bytes;
    const char *type; /* "image/jpeg" by its first bytes */
    const char *kept; /* of media_keeps */
    bool known; /* the same bytes with the same particulars were entered before: nothing is added */
    unsigned names;   /* enum media_names */
    bool sealed;      /* what it names is in the vault */
    unsigned missing; /* layers of the cage that this kernel lacks (enum cage_layer) */
    VEC(struct media_hint) hint;
    VEC(const char *) notice;
    VEC(const char *) text; /* lines read from the picture, for the terminal only; never stored */
};

/** The helper programs, found once for several files. */
struct media_tool {
    const char *name, *path, *version; /* path NULL: not there ... */
    bool useless;                      /* ... or there, and it did not run in the cage */
};
enum { MEDIA_EXIF, MEDIA_PROBE, MEDIA_FRAMES, MEDIA_BOARD, MEDIA_TOOLS };
struct media_tools {
    struct media_tool tool[MEDIA_TOOLS];
    const char *languages; /* of tesseract: "eng+kor+rus"; "" none */
};
/** @return 0; RC_IO: no cage on this system. */
MUST int media_tools_find(struct arena *a, struct media_tools *t, struct err *e);

/** Enters one file. Nothing is written unless all of it is.
 *  @return 0; RC_NOTFOUND: no such file, source, corridor or slot; RC_RANGE; RC_IO; RC_LIMIT;
 *  RC_CONFLICT: the file changed while it was looked at. */
MUST int media_add(struct store *st, struct arena *a, const char *path, const struct media_tools *t,
                   const struct media_options *o, struct media_result *out, struct err *e);
void media_result_fini(struct media_result *r);
