/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ingest/settle.h"
#include "leg/leg.h"

/** Which airframes of a file of flight signals a case keeps: those that its sheets speak of, by address
 * or registration, and those that fly to or from an end of one of its corridors. Of a public archive
 * of a day these are a few of sixty thousand. */
struct wants {
    VEC(uint32_t) hex;              /* sorted */
    VEC(const char *) registration; /* in capitals, without blanks and hyphens; sorted */
    VEC(int32_t) place;             /* for place_at(); sorted */
    size_t unplaced;                /* ends of corridors that are no code of an airport we know */
};

/** From the rows in force and those of the import, in the import's arena. */
void wants_of(struct import *im, struct wants *out);

bool wants_craft(const struct wants *w, uint32_t hex, bool other, const char *registration);

/** Is an end of a leg, or one of the places that it may be, wanted? */
bool wants_legs(const struct wants *w, const struct leg_list *legs);

/** Adds all that is wanted to a hash, so that another wish shows. */
void wants_hash(const struct wants *w, struct hash *h);
