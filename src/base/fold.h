/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/span.h"

/** A name as people would match it: compatibility-decomposed, case-folded, accents dropped, every
 * run of other than letters and digits one `_`, none at the ends. "Départ (heure)" gives
 * "depart_heure"; letters of any script stay. Bad UTF-8 gives "". */
struct span fold_name(struct arena *a, struct span s);

/** A name as file systems that do not tell case or composed from decomposed letters would hold it:
 * canonically decomposed and case-folded. Two names of one fold can overwrite each other there. Bad
 * UTF-8 gives the bytes as they are. */
struct span fold_twin(struct arena *a, struct span s);
