/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ingest/settle.h"

/** The last part of a path: for the person at the terminal, never stored. */
struct span infile_name(const char *path);

/** SHA-256 of salt, absolute path and sheet, the latter two with a NUL before them. A workbook, and
 * a file under a map, is one lineage whatever its sheets: sheet is empty. */
void infile_lineage(const uint8_t salt[HASH_BYTES], const char *path, const char *sheet,
                    uint8_t out[HASH_BYTES]);

/** Gives the files of which not all is kept another name than the hash of their bytes: sealed columns, columns that are not read, bad
 * rows, what a map makes of cells, what a workbook, a packing or comments say beside them. With that hash a guess at what is not kept
 * could be tested, since all else of the file stands in the entries. Their name is of what stands there anyway: SHA-256 of
 * "headcount-public-2", a line feed, the row_ids of their rows that the case has, each once and in ascending order, and the SHA-256 of
 * the canonical row_bad_body of each bad row, ascending; their size is that of those rows' bodies. Files that have such a name already are known (infile_known). After
 * settle_import, which says what is bad; sorts im->rows.bad. */
void infile_public(struct import *im);

/** Are these bytes, read this way, the latest version of a file that is recorded? Then they have
 * its lineage, wherever this copy of them lies. Sets f->known and f->lineage. */
void infile_known(struct import *im, struct in_file *f);
