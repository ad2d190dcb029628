/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of the checker share. */
#include "bag/bag.h"

/** A file of the bag as it lies there. */
struct bag_found {
    struct span path; /* below the bag's folder */
    uint8_t sha[HASH_BYTES];
    int64_t bytes;
    bool listed;
};
struct bag_work {
    struct arena *a;
    int root; /* the bag's folder */
    struct bag_verdict *v;
    VEC(struct bag_found) found; /* in ascending order of path */
};

void bag_find(struct bag_work *w, bool wrong, struct span path, const char *what);

/** SHA-256 and size of an open file, from where it stands to its end. @return false: errno says why. */
bool bag_hash(int fd, uint8_t sha[HASH_BYTES], int64_t *bytes);

/** Every file below the folder, hashed; links and other things are findings. */
MUST int bag_walk(struct bag_work *w, struct err *e);
struct bag_found *bag_found(const struct bag_work *w, struct span path); /* NULL: not there */

/** A tag file as a whole. @return 1; 0: not there; RC_LIMIT; RC_IO. */
MUST int bag_read(struct bag_work *w, const char *name, struct span *out, struct err *e);

/** @return NULL, or why it is no text that we read. */
const char *bag_text_wrong(struct span s);
/** The next line without its end (LF, CR, CR LF). @return false: no more. */
bool bag_line(struct span *rest, struct span *line);

struct bag_listed {
    struct span path;
    uint8_t sha[HASH_BYTES];
};
struct bag_list {
    struct bag_listed *v;
    size_t n, cap;
};
/** A manifest: a hash, blanks, a path in each line. What is no such line, cannot be a name, or is there
 * twice is a finding; the rest comes in ascending order of path.
 *  @param below what every path begins with ("data/"), or what none may begin with when it is tags. */
void bag_manifest(struct bag_work *w, const char *name, struct span text, bool payload,
                  struct bag_list *out);
/** `Label: value`, with lines that go on. */
void bag_labels(struct bag_work *w, const char *name, struct span text);
/** `URL LENGTH PATH`: what the bag wants fetched, and nobody fetches. */
void bag_fetch(struct bag_work *w, struct span text);
