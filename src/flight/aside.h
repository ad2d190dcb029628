/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "flight/flight.h"

/** Points that cleaning sets aside, and addresses that several aircraft use: whoever reads only the legs would take them for
 * all that there was. What is told of them, alike wherever positions are read. */
struct aside {
    uint32_t key; /* stash_key */
    size_t points, aside, nline;
    size_t count[NCLEAN]; /* of those set aside; they sum to `aside` */
};

/** @return false: nothing of it is set aside, and one aircraft uses the address */
bool aside_of(const struct flight_craft *c, struct aside *out);

/** Shared addresses first, then those with the most; equal ones by address. */
void aside_sort(struct aside *v, size_t n);

/** Sentences, in the arena, of n that are sorted: of the first some by name, of the rest the sums.
 *  @param out [*nout] */
void aside_say(struct arena *a, const struct aside *v, size_t n, const char ***out, size_t *nout);

/** The address as six digits, `~` before one that is not ICAO's. */
void aside_hex(struct buf *b, uint32_t key);
