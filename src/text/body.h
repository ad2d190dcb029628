/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/who.h"

/** A body that is known by its name ("the UN refugee agency") at token i. @return tokens read, or 0. */
size_t body_read(const struct tokens *t, size_t i, size_t hi, struct who *out);

/** A body by its proper name ("the National Returns Agency", "Centre for Border Studies"): capitals with a word of bodies at their end, and
 *  what it is for behind that. Not the offices that each state has, and not whoever speaks for one. @return tokens read, or 0. */
size_t body_proper(const struct tokens *t, size_t i, size_t hi, struct who *out);

/** A body by initials that no list has ("ARY News", "NRK"), or a state that speaks, by its name or its capital's. @return is it one? */
bool body_or_state(const struct tokens *t, size_t lo, size_t hi, struct who *out);
