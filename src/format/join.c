/* SPDX-License-Identifier: Apache-2.0 */
#include "format/join.h"

bool join_piece(struct join *j, char *text, size_t room, struct span piece, bool ended,
                struct span *line) {
    bool too_long = j->n + piece.n > room && !j->skipping;

    *line = piece;
    j->skipping |= too_long;
    if (!j->skipping && (j->n || !ended)) {
        if (piece.n) memcpy(text + j->n, piece.p, piece.n);
        j->n += piece.n;
        *line = (struct span){text, j->n};
    }
    if (ended) {
        if (j->skipping) line->n = 0;
        *j = (struct join){0};
    }
    return too_long;
}
