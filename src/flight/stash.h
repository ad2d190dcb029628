/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/track.h"

/** Points that wait on disk until all of an airframe are there: in 256 buckets by address, in a file without a
 *  name, readable by its owner only, gone when the program ends however it ends. */
struct stash;
#define STASH_BUCKETS 256

/** Of one airframe and one member. */
struct stash_head {
    uint32_t key;                    /* stash_key */
    uint32_t source;                 /* of the table of sources */
    uint64_t order;                  /* blocks of an airframe come back by it, the lowest first */
    uint32_t bytes, n;               /* filled by stash_put: coded; points */
    uint32_t db_flags, doubled, cut; /* as of struct track */
    char registration[12], type[8];
};

static inline uint32_t stash_key(uint32_t hex, bool other) {
    return (hex & 0xffffff) | (other ? (uint32_t)1 << 24 : 0);
}

/** One for each job. */
struct stash_pen {
    struct stash *stash;
    struct buf block;
    struct buf bucket[STASH_BUCKETS];
};

/** Opens its file, so that who fills it later need open none. @param folder NULL: TMPDIR, else /tmp. @return 0; RC_IO: nothing can be written there. */
MUST int stash_open(struct stash **out, const char *folder, struct err *e);
void stash_close(struct stash *s);

/** Adds points of an airframe. @return 0; RC_IO: no room on the disk, say. */
MUST int stash_put(struct stash_pen *pen, const struct stash_head *head,
                   const struct track_point *p, size_t n, struct err *e);
/** Writes what the pen still holds. @return 0; RC_IO. */
MUST int stash_flush(struct stash_pen *pen, struct err *e);
void stash_pen_fini(struct stash_pen *pen);

/** Bytes on disk. */
uint64_t stash_bytes(const struct stash *s);

struct stash_ref {
    struct stash_head head;
    int fd; /* where the points are */
    uint64_t at;
};

/** What waits in a bucket. */
struct stash_view {
    struct stash_ref *ref; /* [n] by key, then order */
    size_t n;
};

/** When all pens are flushed. @return 0; RC_IO. */
MUST int stash_view(struct stash *s, size_t bucket, struct arena *a, struct stash_view *out,
                    struct err *e);

/** The points of one block, into out[head.n]. @return 0; RC_IO: the file is not as it was written. */
MUST int stash_points(const struct stash_ref *r, struct track_point *out, struct err *e);
