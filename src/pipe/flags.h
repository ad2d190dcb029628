/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "claim/flag.h"
#include "pipe/slots.h"

/** What is said, and what it leaves out: the rows of a case to claim/flag.h.
 *  @param slots [l->corridor.n]; begins: of each corridor, the index of its first slot when all stand
 * in one array; opposite: its other direction, -1. */
struct flags flags_of(struct arena *a, const struct load *l, const struct slots *slots,
                      const size_t *begins, const int *opposite);

/** The row of the case behind a reference. */
struct span flags_row(const struct load *l, struct flag_ref r);
