/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

/** A CSV on its way through the pipe. Most cells are short, so numbers have seven bits a byte, the
 *  lowest first, with the eighth on all but the last: an empty cell is one byte, as its comma was.
 *
 *   item     cells + 1, line, cells     a row
 *            0, line, -rc, last, text   one that could not be read: the sentence, and whether it ends it
 *   a cell   length, bytes */
struct table_item {
    int64_t line;
    size_t cells;
    int rc; /* below 0: it could not be read */
    bool last;
    struct span reason;
};

void table_item_row(struct buf *b, int64_t line, const struct span *cell, size_t n);
void table_item_bad(struct buf *b, int64_t line, const struct err *e, bool last);

/** The next one; the cells of a row follow. @return false: the end, or it is not of the form. */
bool table_item_take(struct span *form, struct table_item *out);
struct span table_cell_take(struct span *form); /* p NULL: it is not of the form */

/** Is it a whole table within the limits of csv.h, whose lines do not fall? */
bool table_form_holds(struct span form);
