/* SPDX-License-Identifier: Apache-2.0 */
#include "media/board.h"

#include "base/ascii.h"

/* Letters of other scripts are bytes over 127: part of a word too. */
static bool wordy(char c) {
    return ascii_digit(c) || ascii_upper(c) || (c >= 'a' && c <= 'z') || (unsigned char)c > 127;
}

/** An airline's two signs, not two digits, and 2 to 4 digits; a space or hyphen may be between. One
 * digit alone is taken by nobody's board and by much noise. @return bytes; 0. */
static size_t flight(struct span s, char out[8]) {
    size_t n = 2, digits = 0;

    if (s.n < 4 || !(ascii_upper(s.p[0]) || ascii_digit(s.p[0])) ||
        !(ascii_upper(s.p[1]) || ascii_digit(s.p[1])) ||
        (ascii_digit(s.p[0]) && ascii_digit(s.p[1])))
        return 0;
    if (s.p[n] == ' ' || s.p[n] == '-') n++;
    out[0] = s.p[0], out[1] = s.p[1];
    while (n < s.n && ascii_digit(s.p[n]) && digits < 4) out[2 + digits++] = s.p[n++];
    out[2 + digits] = 0;
    if (digits < 2 || (n < s.n && (wordy(s.p[n]) || s.p[n] == ':'))) return 0;
    return n;
}

static size_t clock_time(struct span s, char out[6]) {
    if (s.n < 5 || !ascii_digit(s.p[0]) || !ascii_digit(s.p[1]) ||
        (s.p[2] != ':' && s.p[2] != '.') || !ascii_digit(s.p[3]) || !ascii_digit(s.p[4]) ||
        (s.n > 5 && (wordy(s.p[5]) || s.p[5] == '.' || s.p[5] == ':')))
        return 0;
    if ((s.p[0] - '0') * 10 + s.p[1] - '0' > 23 || s.p[3] > '5') return 0;
    memcpy(out, s.p, 5);
    out[2] = ':';
    out[5] = 0;
    return 5;
}

bool board_line(struct span line, struct board_line *out) {
    *out = (struct board_line){0};
    for (size_t i = 0; i < line.n; i++) {
        struct span rest = {line.p + i, line.n - i};
        char text[8];
        size_t n;

        if (i && (wordy(line.p[i - 1]) || line.p[i - 1] == '.' || line.p[i - 1] == ':')) continue;
        if (!*out->time && (n = clock_time(rest, text))) {
            memcpy(out->time, text, 6);
            i += n - 1;
        } else if (!*out->flight && (n = flight(rest, text))) {
            memcpy(out->flight, text, 8);
            i += n - 1;
        }
    }
    return *out->flight || *out->time;
}
