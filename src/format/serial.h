/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

/** The numbers of a workbook, as text: a number is stored as digits, and only its number format
 * says that it is a date. */
enum serial_kind {
    SERIAL_NUMBER,
    SERIAL_DATE,    /* 2023-10-30 */
    SERIAL_TIME,    /* 12:20 */
    SERIAL_INSTANT, /* 2023-10-30 12:20, or the date alone at midnight */
    SERIAL_ELAPSED, /* 30:00, hours that do not end at 24 */
};

/** The kind that one of the formats without text of its own has (ECMA-376 part 1, 18.8.30, with its
 * East Asian numbers). */
enum serial_kind serial_builtin(long id);

/** The kind that a format text such as `yyyy\-mm\-dd` or `[h]:mm` has: its first section decides.
 */
enum serial_kind serial_format(struct span code);

/** Appends the number as a CSV would have it: at most 15 significant digits, half away from zero,
 * `.`, no exponent between 1e-20 and 1e20: 0.30000000000000004 gives 0.3. A date, time or instant
 * to the whole second, seconds shown when they are not 0. What is no date of the kind (negative,
 * year after 2199) is appended as the number that it is; the 29 February 1900 that the 1900 system
 * has is appended as it stands there, so that whoever reads dates refuses it. No floating point is
 * used.
 *  @param digits `-12.5`, `4.5229513888888891E4` @param from_1904 the workbook counts days from
 * 1904-01-01.
 *  @return 0; RC_SYNTAX: not a decimal number. */
MUST int serial_text(struct span digits, enum serial_kind kind, bool from_1904, struct buf *out,
                     struct err *e);
