/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/track.h"

/** The points of one airframe as text: what a case keeps of flight signals, and what another program
 * can read in a page (docs/FORMATS.md, "Points"). Integers only, a line for each point, what has not
 * changed is not said again; about 25 bytes a point of an airliner's trace.
 *
 * Lossless: every struct track comes back as it was, bit by bit. Canonical: a track has one text, and
 * points_read takes no other, so the hash of the text names the points. */

#define POINTS_BYTES ((size_t)16 << 20) /* of a text that is read */
#define POINTS_LINE 128                 /* more than the longest line of a point */

/** Appends the text of a track. Bytes behind the end of registration and type are not kept. */
void points_write(const struct track *t, struct buf *out);

/** The track of such a text, in the arena.
 *  @return 0; RC_SYNTAX: not the canonical text of any track, with the line; RC_RANGE: a number that
 * its field does not hold, with the line; RC_LIMIT. */
MUST int points_read(struct arena *a, struct span text, struct track *out, struct err *e);
