/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cage/cage.h"
#include "format/ssim.h"
#include "format/xlsx.h"
#include "ingest/keep.h"
#include "ingest/table.h"
#include "ingest/tree_rows.h"
#include "pack/digest.h"
#include "pack/pack.h"

/** Files of strangers, read by a child that is shut away (cage.h): whoever takes over libarchive, zlib,
 * zstd or expat, or a reader of ours, gets the one file (flight signals: what lies at the one path), and neither the case nor the disk nor the network. What comes back is
 * text in cells, or the points that are kept, in a form of lengths and bytes (cage/form.h) that is checked as a stranger's.
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

/** A map of columns as its tree: maptree_read. *out is owned by the caller. Same returns. */
MUST int shut_map(struct arena *a, struct span yaml, json_t **out, struct err *e);

/** A CSV as a table: csv_text, then csv_next for every row. What cannot be read is told by table_next in
 *  its place, as of a CSV that is read here. Memory in a: bytes of the cells, and of each its length.
 *  @param sep the separator, or 0. @param most rows that are read, 0: all. @return as csv_text; else as above. */
MUST int shut_csv(struct arena *a, struct span bytes, char sep, size_t most, struct table *out,
                  struct err *e);

/** What a schedule holds of what is wanted: ssim_read, then ssim_rows for each. */
struct shut_ssim {
    size_t nlegs;
    struct ssim_told refused[SSIM_REFUSALS], warned[SSIM_WARNINGS];
    struct shut_want {
        struct ssim_left left;
        struct ssim_row *row;
        size_t n;
    } * want; /* as many as were given */
};
MUST int shut_ssim(struct arena *a, struct span bytes, const struct ssim_want *want, size_t n,
                   struct shut_ssim *out, struct err *e);

/** What is at a path, by the first bytes of its files, inflated: a list (lists.h), else flight signals. Of a folder only whether
 *  there are signals in it. It is read by a child that opens the files of this path and no others. */
enum shut_told { SHUT_NOTHING, SHUT_LIST, SHUT_FLIGHT };
MUST int shut_tell(struct arena *a, const char *path, bool folder, enum shut_told *out,
                   struct err *e);

/** What of flight signals is kept: flight_each with keep_fn, by a child that opens the files of this path
 *  and no others. @param d its files. @param o without near, stash, wanted. Of *sum only what import says of it is filled: crafts,
 *  unread, of each source its path, format, day, heard, refused and first reason, of each day path, day,
 *  named, state and why, of each stream path and kind, notices; of each airframe what is set aside.
 *  @return as flight_each and keep_fn; else as above. */
struct shut_kept {
    struct flight_sum sum;
    struct keep_craft *craft; /* by address */
    size_t n;
};
MUST int shut_signals(struct arena *a, const char *path, const struct digest *d,
                      const struct flight_options *o, const struct wants *w, struct shut_kept *out,
                      struct err *e);

/** shut_book with another reader in the place of ours: for the tests, whose readers are hostile. */
MUST int shut_book_by(struct arena *a, cage_fn *reader, struct span file,
                      const struct pack_limits *lim, struct xlsx_book *out, struct err *e);

/** The form of a workbook on its way through the pipe. shut_form_read takes nothing on trust.
 *  @return 0; RC_SYNTAX, RC_LIMIT, RC_SEALED: as the reader says; RC_SYNTAX: not of the form. */
void shut_form_write(const struct xlsx_book *book, struct cage_pen *pen);
MUST int shut_form_read(struct arena *a, struct span form, struct xlsx_book *out, struct err *e);
