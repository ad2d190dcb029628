/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

/** A line that lies across pieces of a stream: what of it is read so far, in a buffer of whoever reads lines. Zero to begin with. */
struct join {
    size_t n;
    bool skipping; /* the rest of a line that is longer than the buffer */
};

/** The next piece of a line; `ended` when its end follows. Then *line is the whole of it, in `text` or in the piece itself, or nothing where it was
 * too long. @return has it just become longer than room bytes? Told once a line. */
bool join_piece(struct join *j, char *text, size_t room, struct span piece, bool ended,
                struct span *line);
