/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"
#include "pipe/pipe.h"

/** Appends the steps behind a leg ("L" and four or more hex digits of its id): file, track, cleaning,
 * points around its ends, silences, ends with their candidates, match. @param slot the last slot that
 * it was; NULL: none. @return 1; 0: it is no leg of the case; RC_CONFLICT: of several; as load_case. */
MUST int explain_leg(struct store *st, struct arena *a, const struct pipe_options *o,
                     const char *what, json_t *steps, const char **slot, struct err *e);
