/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/who.h"

/** Says in out->role, type whose the role is that has its first word at `first` and its head at k: "ICE official", "trade ministry
 *  spokesperson", "Lake Bell". out holds the bare role. */
void whose_role(const struct tokens *t, size_t lo, size_t first, size_t k, size_t hi,
                struct who *out);

/** The ministry or minister at k: "Ministry of Trade" and "of Foreign Affairs" are the "trade ministry" and "foreign ministry", one of
 *  other words keeps them, of one with a list only the head is kept. @return is it one? */
bool whose_ministry(const struct tokens *t, size_t k, size_t hi, char *to, size_t size);

/** "The Lake Bell news agency", "the newspaper Lake Bell" with the noun at k: a paper's name in out. @return has it one? */
bool whose_outlet(const struct tokens *t, size_t lo, size_t k, size_t hi, struct who *out);

/** U.N. is UN. */
void whose_initials(struct span low, char *to, size_t size);
