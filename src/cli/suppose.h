/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "pipe/pipe.h"

/** Reads "load=100, completion=1, stock=3000..4000" (--assume). @return 0; RC_SYNTAX: an unknown word (the nearest one and all of
 * them are named), no value, a word given twice; RC_RANGE: a value out of bounds. */
MUST int suppose_read(const char *text, struct pipe_assume *out, struct err *e);
