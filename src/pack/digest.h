/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/hash.h"

#include <stdint.h>

/** Names of evidence by its bytes, before anything parses it: the files that stream_each would read of a
 * path, each with its SHA-256. */
struct digest_file {
    const char *path;
    uint64_t bytes;
    uint8_t sha[HASH_BYTES];
    int64_t changed_ns; /* when the file was written last, as the system says */
};
struct digest {
    bool folder;
    struct digest_file
        *file; /* sorted by path where it is a folder; parts in order of their name */
    size_t n;
    uint64_t bytes; /* of all */
};

/** A file; all parts of the archive of which the path is one, that lie beside it; a folder and all
 * below it, without links, hidden files and `internal_state`, 16 deep.
 *  @return 0; RC_NOTFOUND; RC_IO: cannot be read, or neither file nor folder; RC_LIMIT: more than
 * DIGEST_FILES. */
MUST int digest_path(struct arena *a, const char *path, struct digest *out, struct err *e);
#define DIGEST_FILES ((size_t)200000)

/** Are the files what they were, by size and time of writing? @return 0; RC_IO: one is not. */
MUST int digest_same(const struct digest *d, struct err *e);

/** The list of a folder, as text: `headcount-folder-v1`, then a line with SHA-256 and size for each
 * file, ascending. It has no names, and its own hash stands for the folder. */
struct span digest_list(struct arena *a, const struct digest *d);

/** Calls fn with up to n first bytes of each file of a path, inflated, until it says yes. Files that
 * cannot be read are passed over. n at most 1,024. @return did it? */
bool digest_any(const char *path, size_t n, bool (*fn)(struct span begin));
