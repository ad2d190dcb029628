/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"

#define TEMPLATE_HELP "Read me" /* the first sheet: help, no rows; an importer does not know it */

/** Writes the empty workbook that observers fill in: the sheets of format/sheet.h with drop-downs,
 * limits and help, and before them TEMPLATE_HELP with a line for each column. No macro, no formula.
 * The same bytes every time.
 *  @return 0; RC_IO. */
MUST int template_write(const char *path, struct err *e);
