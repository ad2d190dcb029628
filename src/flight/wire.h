/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/track.h"

/** Points in a file of our own that nobody else reads: each as what differs from the one before it,
 *  about 16 bytes instead of 48, and nothing is lost. Not a format: the next version may write
 *  another. */

/** Appends n points. */
void wire_write(struct buf *b, const struct track_point *p, size_t n);

/** @return false: the bytes are not what wire_write made of n points. */
bool wire_read(struct span s, struct track_point *out, size_t n);
