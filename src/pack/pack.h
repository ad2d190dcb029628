/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#include <sys/types.h>

/** Files, folders and archives as members: the only module that reads evidence from disk. */

/** What is there instead of a regular file, by its mode: "this is a pipe ..." and what to do about it. */
const char *pack_no_file(mode_t mode);

/** The whole of a file, at most cap bytes. @return 0; RC_NOTFOUND; RC_IO; RC_LIMIT (the sentence
 * has size and limit). */
MUST int pack_file(struct arena *a, const char *path, size_t cap, struct span *out, struct err *e);

/** The same of standard input where the path is `-`. */
MUST int pack_file_or_input(struct arena *a, const char *path, size_t cap, struct span *out,
                            struct err *e);

struct pack_limits {
    size_t members;      /* in an archive */
    size_t member_bytes; /* of one member, inflated */
    size_t total_bytes;  /* of all, inflated */
    size_t ratio;        /* inflated to packed, above the first MiB */
};
struct pack_member {
    struct span name, bytes;
};

/** Every member of a ZIP held in memory, inflated under the limits. Encrypted members, absolute
 * names and names with `..` are refused. @return 0; RC_SYNTAX; RC_LIMIT: which limit, of which
 * member (a zip bomb ends here, before its memory is taken). */
MUST int pack_zip(struct arena *a, struct span zip, const struct pack_limits *lim,
                  struct pack_member **out, size_t *n, struct err *e);

/** The names of regular files directly in a folder, sorted by bytes; links and hidden files are
 * left out.
 *  @return 0; RC_NOTFOUND: not a folder; RC_LIMIT: more than 10,000; RC_IO. */
MUST int pack_folder(struct arena *a, const char *path, char ***names, size_t *n, struct err *e);
