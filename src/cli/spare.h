/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "cli/opt.h"
#include "store/store.h"

/** What an output may not take the place of: what this call reads or keeps (by device and inode, so through links of both kinds; standard input
 * where that is a file; in a folder that is read all but reports), another output of it, a case, locked or not, the files that SQLite keeps
 * beside one, a key. A report, a picture, a table are replaced as ever. Asked before anything is computed (main, for each OPT_OUT) and again
 * where a file is begun (part.h), since a command may have made a case meanwhile. `-` is standard output.
 *  @return 0; RC_CONFLICT; RC_IO: something is there and cannot be looked at. */
MUST int spare(const struct opt_values *v, const char *path, struct err *e);

/** Nor the place of a file from which the case was imported, whether or not this call reads it: asked when the case is open. By its path, links
 * resolved, since of most sheets no hash is kept; a sheet that was moved since is not told, nor one with two names of its own. Same returns; as
 * ingest_came_from. */
MUST int spare_sources(const struct opt_values *v, struct arena *a, struct store *st,
                       struct err *e);

/** The same for all that the options name as outputs. */
MUST int spare_all(const struct opt_values *v, struct err *e);

/** An output that nobody named goes to `path`: asked about as one that was named, and known as one from here on. */
MUST int spare_default(struct opt_values *v, const char *name, const char *path, struct err *e);
