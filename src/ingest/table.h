/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "format/xlsx.h"

/** Rows of cells, wherever they come from: a CSV text, or one sheet of a workbook. Both were read by a child
 *  that was shut away (shut.h). */
struct table {
    struct span name;              /* of the workbook's sheet; empty for a CSV */
    const struct xlsx_sheet *book; /* NULL for a CSV */
    struct span form;              /* of a CSV: what is left of it (table_form.h) */
    char sep;                      /* of a CSV: what it has between cells */
    bool last;                     /* what was just told ends the table */
    struct arena *a;
    size_t at;         /* next row of the workbook's sheet */
    int64_t line;      /* of the row just read, from 1 */
    struct span *cell; /* the row just read: valid until the next call */
    size_t n, size;
    size_t formulas; /* cells read so far whose value is a formula's cached result */
};

/** @param form a CSV as table_form_holds has found it good. */
void table_csv(struct table *t, struct arena *a, struct span form, char sep);
void table_xlsx(struct table *t, struct arena *a, const struct xlsx_sheet *sheet);

/** @return 1; 0 at the end; RC_SYNTAX, RC_LIMIT: this row cannot be read, call again for the next;
 * RC_SEALED never. The sentence quotes nothing. */
MUST int table_next(struct table *t, struct err *e);
