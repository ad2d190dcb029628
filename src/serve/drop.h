/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/** A file that was sent to the page, on its way into the case. It lies alone in a folder that only its user may
 *  enter, is overwritten when it is closed, and a folder that a killed server left is wiped by the next start.
 *
 *  Small ones (DROP_MEMORY) lie in a file system in memory: a sheet may hold names, and those are sealed before
 *  anything is written to a disk (docs/SECURITY.md). Larger ones, footage and archives, lie beside the case, which is
 *  where their bytes are going, and where there is as much room and as much encryption as the case has. */

#define DROP_MEMORY ((int64_t)32 << 20)

struct drop {
    char dir[512], path[640];
    int dir_fd, fd;
    int64_t n;
};

/** @param near a file; its folder is the place of large ones. @param name as the browser tells it: only its safe
 *  letters are used, since the importer tells sheets by their name. @param bytes how large it will be.
 *  @return 0; RC_IO. */
MUST int drop_open(struct drop *d, const char *near, const char *name, int64_t bytes,
                   struct err *e);
/** A folder of the same kind with a small file in it, in memory where possible. */
MUST int drop_text(struct drop *d, const char *near, const char *name, struct span text,
                   struct err *e);
MUST int drop_add(struct drop *d, struct span bytes, struct err *e);
/** Overwrites and removes. A zeroed drop is fine. */
void drop_close(struct drop *d);

/** Wipes what servers that are no longer there left in memory and beside the case. */
void drop_sweep(const char *near);
