/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "flight/run_in.h"

/** A recording of SBS lines, Mode S frames or decode's positions, in pieces of any size; its points wait on disk. Inside
 *  flight only. */
struct feed;

/** @param a outlives it; 20 MB are taken of it. first: order of its first points (struct origin).
 *  name: for what is said of it. */
struct feed *feed_begin(struct arena *a, struct worker *w, enum flight_format format,
                        const struct origin *first, struct span name);
/** @return 0, also when nothing of it can be used; RC_IO. */
MUST int feed_bytes(struct feed *f, struct span piece, struct err *e);
MUST int feed_end(struct feed *f, struct err *e);
