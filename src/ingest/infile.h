/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ingest/settle.h"

/** The last part of a path: for the person at the terminal, never stored. */
struct span infile_name(const char *path);

/** SHA-256 of salt, absolute path and sheet, the latter two with a NUL before them. A workbook, and
 * a file under a map, is one lineage whatever its sheets: sheet is empty. */
void infile_lineage(const struct import *im, const char *path, const char *sheet,
                    uint8_t out[HASH_BYTES]);

/** Are these bytes, read this way, the latest version of a file that is recorded? Then they have
 * its lineage, wherever this copy of them lies. Sets f->known and f->lineage. */
void infile_known(struct import *im, struct in_file *f);
