/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/hash.h"
#include "media/kind.h"
#include "media/media.h"

#include <sys/stat.h>

/** A file that somebody handed to us, or that lies where the case says: opened for reading, never written to, and hashed before
 *  anything else looks at it. */
struct original {
    int fd; /* -1: none, or closed */
    struct stat st;
    struct span bytes; /* p NULL: too large to hold */
    char head[MEDIA_HEAD_BYTES];
    size_t head_n;
};

/** @return 0; RC_NOTFOUND; RC_IO: no regular file; RC_RANGE: empty; RC_LIMIT. Close it in any case. */
MUST int original_open(struct original *f, const char *path, struct err *e);

/** Reads it all once. Small enough, it stays in memory. @return 0; RC_IO; RC_CONFLICT: it changed meanwhile. */
MUST int original_hash(struct arena *a, struct original *f, uint8_t sha[HASH_BYTES], struct err *e);

/** What is read from the file itself is what was hashed, as far as size and time of change tell. @return 0; RC_CONFLICT. */
MUST int original_same(const struct original *f, struct err *e);
void original_close(struct original *f);
