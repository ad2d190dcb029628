/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Files, folders and archives into members: what stream_each does with each path. Inside pack only.
 */
#include "pack/unpack.h"
#include "pack/untar.h"

struct gather {
    struct arena *a;
    struct crew *crew;
    struct flow *flow;
    struct unpack *peek; /* to see what is in a packed file */
    struct untar *untar;
    struct stream_limits lim;
    size_t glance; /* of stream_options, as the next two */
    bool (*wanted)(struct span begin);
    struct flow *input;
};

#define GATHER_PARTS ((size_t)26 * 26)

/** The parts of one archive: path[i] is the one of the i-th pair of letters, NULL where it is not
 * there. */
struct gather_group {
    const char *base; /* name of the parts, without folder and letters */
    const char *path[GATHER_PARTS];
};

/** Where in a path or name the two letters of a part begin: behind `.tar.`, `.tar.gz.`, `.tgz.` or
 * `.tar.zst.`.
 * @return 0: it is no part (`.tar.gz` is none, nor `xz`, `lz`, `br`). */
size_t gather_part(const char *path);
size_t gather_letters(const char *letters); /* 0 .. GATHER_PARTS - 1 */

/** The parts of group->base in this folder (NULL: where one is) whose place is free. */
void gather_beside(struct arena *a, const char *folder, struct gather_group *group);

/* @return 0; below it: reading is to end. What is wrong is said of source or member. */
MUST int gather_parts(struct gather *g, const struct gather_group *group);
MUST int gather_file(struct gather *g, const char *path);
MUST int gather_folder(struct gather *g, const char *path);
MUST int gather_input(struct gather *g, int fd);
MUST int gather_memory(struct gather *g, const char *name, struct span bytes);
