/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/token.h"

/** Does a clause tell of a rule, a deadline, a demand to act or a breach? The noun of one in passing ("ahead of the deadline") is
 *  none, and neither is a need ("aid is required to feed them"). */
bool duty_told(const struct tokens *t, size_t lo, size_t hi);
