/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "cli/term.h"

/** The answer (docs/ANSWER.md) for a person at a terminal: for each corridor its headline, the
 * three figures, at most three caveats, the months, and what would help; then what else the case
 * holds. */
void tell_answer(struct buf *out, struct arena *a, const struct term *t, const json_t *answer);
