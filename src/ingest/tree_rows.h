/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"
#include "format/sheet.h"
#include "format/xlsx.h"

/** Rows of our sheets written as YAML (docs/FORMATS.md, "Rows as YAML"): a mapping of sheet names,
 * each with a list of rows, or, where the file is called after its sheet, that list alone. A row is
 * a mapping of columns to values; a list of values becomes one text with `; ` between them. */

/** What an entry of the list is when it is no row. */
struct tree_bad {
    const struct sheet *sheet;
    const struct sheet_column *column; /* NULL: the whole entry */
    int64_t line;
    const char *reason;
};
struct tree_sheet {
    const struct sheet *sheet;
    struct xlsx_sheet table; /* all columns of the sheet, then the words that are none of it; each
                              * row has the line on which it begins */
};
struct tree_rows {
    VEC(struct tree_sheet) sheet; /* each once, in the order of the file */
    VEC(struct tree_bad) bad;
};

/** @param of the sheet that the file is called after, or NULL. Memory in a; nothing of the tree is
 * borrowed. @return 0; RC_SYNTAX, RC_LIMIT with the line and none of the text. */
MUST int tree_rows_read(struct arena *a, struct span yaml, const struct sheet *of,
                        struct tree_rows *out, struct err *e);

/** Is it a mapping whose first key is the name of a sheet? For a folder, which may hold others. */
bool tree_rows_ours(struct span yaml);
