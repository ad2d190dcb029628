/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "text/token.h"

/** Words of doubt in tokens [lo, hi), verbatim, apart by "; ", each once. Those that round or bound a number ("about", "more than") count
 *  where it is the figure, whose tokens are [from, to); to 0: there is none, and any will do. @return whether one makes it a hypothesis. */
bool hedge_read(const struct tokens *t, size_t lo, size_t hi, size_t from, size_t to,
                struct span text, struct buf *out);

/** Adds words of doubt, unless they are among them. */
void hedge_add(struct buf *out, struct span words);
