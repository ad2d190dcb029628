/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"
#include "base/err.h"

#define TEMPLATE_HELP "Read me" /* the first sheet: help, no rows; an importer does not know it */

/** Writes the empty workbook that observers fill in: the sheets of format/sheet.h with drop-downs,
 * limits and help, and before them TEMPLATE_HELP with a line for each column. No macro, no formula.
 * The same bytes every time.
 *  @return 0; RC_IO. */
MUST int template_write(const char *path, struct err *e);

/** The sheets for programs that make forms of them, from the same table: a list of {"name", "help", "key": [names], "columns": [{"name",
 *  "kind", "required", "may", "lo", "hi", "bytes", "choices", "refers", "help"}]}. `may` says in words what a cell may hold; `lo` and `hi`
 *  are those of whole numbers and shares, `bytes` how long a cell may be, `refers` the sheet whose id it is: null where there is none.
 *  The caller's. */
json_t *template_json(void);
