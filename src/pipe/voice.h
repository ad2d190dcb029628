/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "pipe/load.h"

/* Whose voice a row is. Something is passed on in two ways, and both are a repost: its source took it from another
 * (`root` of a source), or the claim repeats or translates another claim, whatever source it is read in. */

/** The claim in which a claim's words began: that which it repeats or translates, and so on; itself where it does
 * neither. A circle begins at the first of its claims. */
size_t voice_origin(const struct load *l, size_t claim);

/** The source of voice_origin; -1 none. */
int voice_source(const struct load *l, size_t claim);

/** Did the information of this source begin in another? */
bool voice_passes_on(const struct load *l, int source);

/** Is the claim passed on, in either way? */
bool voice_is_repost(const struct load *l, size_t claim);
