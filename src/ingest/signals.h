/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ingest/ingest.h"
#include "ingest/settle.h"

/** Flight signals of a path (a recording, a trace, an archive, a folder of them) into an import: rows of
 * `tracks` with their points for the airframes that the case asks for (wants.h), rows of `coverage` for
 * the days of archives and day folders, and the row of the source. docs/FORMATS.md, "Flight signals in
 * a case". */

/** Reads a path into the import: hashes every file first, then reads them all. Where these bytes were
 * read before, and the same was asked of them, it reads nothing and the import has nothing of it.
 *  @param file [*nfile] gets the files of the path with hash and size also on failure (in the import's
 * arena), so that a refusal can be recorded.
 *  @return 0; RC_NOTFOUND; RC_IO: cannot be read, or was written to meanwhile; RC_SYNTAX: nothing in it
 * can be read; RC_LIMIT. */
MUST int signals_read(struct import *im, const char *path, const struct ingest_options *o,
                      struct in_file **file, size_t *nfile, struct err *e);

/** Adds the row of `id` to sources when the case has none and `id` is one of ours: `adsb`, `ssim`.
 *  @return 0; RC_NOTFOUND: no such source, and it is none of ours. */
MUST int signals_source(struct import *im, size_t file, const char *id, struct err *e);

/** Legs that somebody brings name their file where they name a source. What is no source of the case
 * gives way to that of the import, with one notice. After all files are read. @return as
 * signals_source. */
MUST int signals_legs(struct import *im, const struct ingest_options *o, struct err *e);
