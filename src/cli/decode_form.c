/* SPDX-License-Identifier: Apache-2.0 */
/* Which reader a stream is for. It may begin in the middle of a frame or line, so a beginning that
 * says nothing is passed over, and the first line or byte that does decides: SBS lines have a head
 * (behind a number, in logs of Stratux), lines of frames a sign, Beast its escape. frames.h tells
 * its own forms apart. */
#include "cli/decode.h"

static bool begins(const struct decode_teller *t, size_t at, const char *head) {
    size_t n = strlen(head);

    return t->n - at >= n && memcmp(t->line + at, head, n) == 0;
}

static bool is_sbs(const struct decode_teller *t) {
    static const char *const heads[] = {"MSG,", "MLAT,", "SEL,",   "ID,",
                                        "AIR,", "STA,",  "START,", "CLK,"};
    size_t at = 0;

    while (at < t->n && t->line[at] >= '0' && t->line[at] <= '9') at++;
    if (at) {
        if (at == t->n || t->line[at] != ',') return false;
        at++;
    }
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (begins(t, at, heads[i])) return true;
    return false;
}

enum decode_form decode_tell(struct decode_teller *t, char c) {
    if (++t->seen > DECODE_TOLD || c == 0x1a) return DECODE_FRAMES;
    if (c == '\n' || c == '\r' || c == 0) {
        t->n = 0;
        return DECODE_UNTOLD;
    }
    if (t->n == sizeof t->line) return DECODE_UNTOLD;
    t->line[t->n++] = c;
    if (t->n == 1 && strchr("*@%<{", c)) return DECODE_FRAMES;
    return is_sbs(t) ? DECODE_SBS : DECODE_UNTOLD;
}
