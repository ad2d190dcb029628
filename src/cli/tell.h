/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "cli/term.h"

/** The answer (docs/ANSWER.md) for a person at a terminal: for each corridor its headline, the
 * three figures, at most three caveats, the months, and what would help; then what else the case
 * holds. */
void tell_answer(struct buf *out, struct arena *a, const struct term *t, const json_t *answer);

/** What the answer hangs on: for each corridor the tornado and, beside it, what the claims take as certain. */
void tell_sensitivity(struct buf *out, struct arena *a, const struct term *t, const json_t *answer);

/** What changed between two answers (docs/ANSWER.md, `diff`), and what each change moved. */
void tell_diff(struct buf *out, struct arena *a, const struct term *t, const json_t *diff);

/** "counting the people on VVO-FNJ 2024-03-01 JS272 would narrow the interval by about 8 %", of an item of `next`. */
const char *tell_gain(struct arena *a, const json_t *gain);
