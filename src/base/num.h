/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/** A whole decimal number: optional sign, digits, nothing else (no spaces, no separators).
 *  @return 0; RC_SYNTAX; RC_RANGE when outside [lo, hi]. */
MUST int num_int(struct span s, int64_t lo, int64_t hi, int64_t *out, struct err *e);

/** A decimal number with `.`, at most 15 significant digits and 22 decimals: correctly rounded,
 * since both the digits and the power of ten are exact doubles. No exponent, no locale, no nan.
 *  @return 0; RC_SYNTAX; RC_RANGE (too many digits, or outside [lo, hi]). */
MUST int num_real(struct span s, double lo, double hi, double *out, struct err *e);

/** Appends x with `places` (0 to 6) decimals, half away from zero, independent of locale; "-0" is
 * printed "0". |x| below 9e15 / 10^places; NaN and infinity give "unknown". */
void num_fixed(struct buf *b, double x, int places);

/** Appends n with a comma between thousands: 4,400. For people only. */
void num_people(struct buf *b, int64_t n);
