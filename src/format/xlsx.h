/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/** Reads one workbook (ECMA-376) whose ZIP parts the caller has inflated under limits. No entity
 * expansion, no external link is followed, formulas are not evaluated: the cached value is taken
 * and the cell marked as derived. */
struct xlsx_part {
    struct span name, bytes; /* "xl/worksheets/sheet1.xml" */
};
struct xlsx_cell {
    struct span text; /* as a CSV would have it; dates (by number format, 1900 or 1904) as
                         2023-10-30 or 2023-10-30 12:20 */
    bool formula;     /* the value is the cached result of a formula */
};
struct xlsx_row {
    int64_t line; /* row number, from 1 */
    struct xlsx_cell *cell;
    size_t n; /* up to the last cell that holds something; an empty one before it has text.n == 0 */
};
struct xlsx_sheet {
    struct span name;
    struct xlsx_row *row; /* rows that hold something, ascending */
    size_t n;
};
struct xlsx_book {
    struct xlsx_sheet *sheet;
    size_t n;
};

#define XLSX_SHEETS 64
#define XLSX_ROWS ((size_t)1000000)
#define XLSX_COLUMNS ((size_t)4096)
#define XLSX_TEXT ((size_t)64 << 10) /* bytes in a cell */
#define XLSX_CELLS                                                                                 \
    ((size_t)4000000) /* in all rows together, empty ones before the last of a row included: 24    \
                         bytes each */

/** Every sheet with cells, hidden ones too, in the order of the tabs. Rich text is joined, reading
 * aids (phonetic runs) are left out, TRUE, FALSE and errors such as #N/A are text, numbers as
 * serial_text writes them.
 *  @return 0; RC_SYNTAX, with part and line; RC_LIMIT. Everything in *out lives in the arena. */
MUST int xlsx_read(struct arena *a, const struct xlsx_part *part, size_t n, struct xlsx_book *out,
                   struct err *e);
