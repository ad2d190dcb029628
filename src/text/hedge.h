/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "text/token.h"

/** Words of doubt in tokens [lo, hi), verbatim, apart by "; ", each once. @return whether one makes it a hypothesis. */
bool hedge_read(const struct tokens *t, size_t lo, size_t hi, struct span text, struct buf *out);

/** Adds words of doubt, unless they are among them. */
void hedge_add(struct buf *out, struct span words);
