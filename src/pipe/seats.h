/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "pipe/slots.h"

/** How many seats a slot has, by the aircraft sheet: those of the aircraft that a leg is of, else of the one that a report
 *  names by its registration (what flew before what was announced); where the sheet has no figure for it, those announced;
 *  else those of its type, "Tu-204" standing for every Tu-204-... Sources that differ make a range. A slot without a type
 *  gets that of its aircraft. */
void seats_slot(struct arena *a, const struct load *l, const struct slots *o, struct slot *s);

/** o->fleet and o->seats_max: of the aircraft and types that flew the corridor, in either direction and at any date of the
 *  case; if none has a figure, the whole aircraft sheet. */
void seats_fleet(struct arena *a, const struct load *l, int corridor, struct slots *o);
