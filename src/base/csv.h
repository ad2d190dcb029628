/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

#define CSV_CELLS 4096                     /* cells in a row */
#define CSV_CELL_BYTES ((size_t)64 << 10)  /* bytes in a cell */
#define CSV_ROW_BYTES ((size_t)4 << 20)    /* bytes in a row, quotes and all */
#define CSV_ROWS ((size_t)1000000)         /* rows in a file, bad ones too */
#define CSV_FILE_BYTES ((size_t)256 << 20) /* bytes in a file */

/** Reads rows of RFC 4180 text, one at a time, with the place of each. Give it csv_text's result,
 * which must stay. */
struct csv {
    struct span rest;   /* what is not read yet */
    char sep;           /* , ; tab or | */
    int64_t line, next; /* first line of the row just read, from 1; line of the next */
    int64_t offset;     /* byte offset of the row just read, in the text */
    size_t rows;        /* begun so far */
    struct span *cell;  /* the row: valid until the next call; quotes undone, not trimmed; views of
                           the text where they can be */
    size_t n;           /* 0 after a failure */
    size_t size;        /* room in cell */
    struct arena *a;    /* for cell and undo: at most 20 MiB over the whole file */
    const char *start;  /* of the text */
    const char *until;  /* a row that starts before it ends on its line */
    char *undo;         /* cells whose quotes had to be undone; used again for each row */
    size_t undo_n, undo_size;
};

/** Byte-order mark taken off, UTF-16 (either order, with mark) turned into UTF-8. Bad UTF-8 is left
 * in place, and half a surrogate pair becomes bad UTF-8: the cell that holds it is a bad cell
 * (csv_utf8).
 *  @param out a view of bytes, or in the arena. @return 0; RC_SYNTAX (half a UTF-16 unit, or a NUL:
 * the sentence has the line); RC_LIMIT (CSV_FILE_BYTES). */
MUST int csv_text(struct arena *a, struct span bytes, struct span *out, struct err *e);

/** Well-formed UTF-8 without control characters other than tab and line ends? */
bool csv_utf8(struct span s);

/** @param sep the separator, or 0 to take of , ; tab | the one most frequent outside quotes in the
 * first line. */
void csv_begin(struct csv *c, struct arena *a, struct span text, char sep);

/** The next row that is not empty (a row of no bytes is skipped, a row of separators is not). A
 * line ends with LF, CR LF or CR. A quote inside a cell that does not begin with one is an ordinary
 * character.
 *  @return 1; 0 at the end; RC_SYNTAX: a quote that does not close, or text after a closing quote;
 * RC_LIMIT: cells, cell bytes, row bytes over the limit above. The sentence has the line; call
 * again to go on with the line after the one on which the bad row began. The lines that the bad row
 * had swallowed are then read one by one, so that all the failures of a text take time linear in
 * it. RC_LIMIT for CSV_ROWS is the last: the next call returns 0. */
MUST int csv_next(struct csv *c, struct err *e);

/** Ends each line that is written (RFC 4180). */
#define CSV_END "\r\n"

/** Writes one cell: quoted where some program could take a character of it for its end. A semicolon or tab
 * ends one in the spreadsheets of half the world. */
void csv_put(struct buf *b, struct span s);

/** Does a text begin with what a spreadsheet may take for a formula: = + - @, also in full width (an East Asian one
 * reads them alike), tab, CR; or with the ' that marks such a text? */
bool csv_runs(struct span s);

/** Text of others, for a spreadsheet: one ' before it where csv_runs, so that it is never run as
 * a formula. The readers of sheets take it off again (format/sheet_cell.c). */
void csv_safe(struct buf *b, struct span s);

/** Both: a cell with text of others. */
void csv_put_text(struct buf *b, struct span s);
