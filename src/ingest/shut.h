/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cage/cage.h"
#include "format/xlsx.h"
#include "ingest/table.h"
#include "ingest/tree_rows.h"
#include "pack/pack.h"

/** Files of strangers, read by a child that is shut away (cage.h): whoever takes over libarchive, zlib,
 * zstd or expat, or a reader of ours, gets the one file, and neither the case nor the disk nor the network. What comes back is
 * text in cells, in a form of lengths and bytes (cage/form.h) that is checked as a stranger's.
 *
 * What the reader says of a file that it refuses comes back as its code and sentence. One that ends
 * otherwise is RC_SYNTAX (it crashed, or asked for what it may not have) or RC_LIMIT (time, memory). */

/** A workbook: pack_zip, then xlsx_read. Memory of *out in a.
 *  @return as those; RC_IO: this system has no cage, and nothing was read. */
MUST int shut_book(struct arena *a, struct span file, const struct pack_limits *lim,
                   struct xlsx_book *out, struct err *e);

/** What a gzip or zstd file holds: unpack_member under the limits. Same returns. */
MUST int shut_inflate(struct arena *a, struct span packed, size_t most, size_t ratio,
                      struct span *out, struct err *e);

/** Rows as YAML: tree_rows_read. Same returns. */
MUST int shut_rows(struct arena *a, struct span yaml, const struct sheet *of, struct tree_rows *out,
                   struct err *e);

/** tree_rows_ours. */
bool shut_rows_ours(struct arena *a, struct span yaml);

/** A CSV as a table: csv_text, then csv_next for every row. What cannot be read is told by table_next in
 *  its place, as of a CSV that is read here. Memory in a: bytes of the cells, and of each its length.
 *  @param sep the separator, or 0. @param most rows that are read, 0: all. @return as csv_text; else as above. */
MUST int shut_csv(struct arena *a, struct span bytes, char sep, size_t most, struct table *out,
                  struct err *e);

/** shut_book with another reader in the place of ours: for the tests, whose readers are hostile. */
MUST int shut_book_by(struct arena *a, cage_fn *reader, struct span file,
                      const struct pack_limits *lim, struct xlsx_book *out, struct err *e);

/** The form of a workbook on its way through the pipe. shut_form_read takes nothing on trust.
 *  @return 0; RC_SYNTAX, RC_LIMIT, RC_SEALED: as the reader says; RC_SYNTAX: not of the form. */
void shut_form_write(const struct xlsx_book *book, struct cage_pen *pen);
MUST int shut_form_read(struct arena *a, struct span form, struct xlsx_book *out, struct err *e);
