/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bound.h"

#include <string.h>

static const struct {
    const char *words; /* lower case, apart by one blank */
    enum bound side;
} phrases[] = {
    {"at least", BOUND_LEAST},
    {"more than", BOUND_LEAST},
    {"no fewer than", BOUND_LEAST},
    {"no less than", BOUND_LEAST},
    {"not fewer than", BOUND_LEAST},
    {"not less than", BOUND_LEAST},
    {"in excess of", BOUND_LEAST},
    {"upwards of", BOUND_LEAST},
    {"over", BOUND_LEAST},
    {"above", BOUND_LEAST},
    {"exceeding", BOUND_LEAST},
    {"exceeds", BOUND_LEAST},
    {"exceeded", BOUND_LEAST},
    {"minimum of", BOUND_LEAST},
    {"or more", BOUND_LEAST},
    {"and more", BOUND_LEAST},
    {"более", BOUND_LEAST},
    {"свыше", BOUND_LEAST},
    {"не менее", BOUND_LEAST},
    {"최소", BOUND_LEAST},
    {"이상", BOUND_LEAST},
    {"up to", BOUND_MOST},
    {"at most", BOUND_MOST},
    {"no more than", BOUND_MOST},
    {"not more than", BOUND_MOST},
    {"fewer than", BOUND_MOST},
    {"less than", BOUND_MOST},
    {"under", BOUND_MOST},
    {"below", BOUND_MOST},
    {"maximum of", BOUND_MOST},
    {"as many as", BOUND_MOST},
    {"or fewer", BOUND_MOST},
    {"or less", BOUND_MOST},
    {"до", BOUND_MOST},
    {"не более", BOUND_MOST},
    {"менее", BOUND_MOST},
    {"최대", BOUND_MOST},
    {"이하", BOUND_MOST},
};

bool bound_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
}

/* The length of the words at the beginning of s, any case; 0 where it does not begin with them. */
static size_t begins(struct span s, const char *words) {
    size_t n = strlen(words);

    if (s.n < n || (s.n > n && bound_letter(words[n - 1]) && bound_letter(s.p[n]))) return 0;
    for (size_t i = 0; i < n; i++) {
        char c = s.p[i];

        if (c >= 'A' && c <= 'Z') c = (char)(c | 0x20);
        if (c != words[i]) return 0;
    }
    return n;
}

size_t bound_phrase(struct span s, enum bound *side) {
    size_t best = 0;

    for (size_t k = 0; k < sizeof phrases / sizeof *phrases; k++) {
        size_t n = begins(s, phrases[k].words);

        if (n > best) best = n, *side = phrases[k].side;
    }
    return best;
}

enum bound bound_read(struct span hedge) {
    struct span s = span_trim(hedge);
    bool least = false, most = false, inside = false; /* a word */

    if (!s.n) return BOUND_NONE;
    while (s.n) {
        enum bound side = BOUND_ROUGH;
        size_t n = inside ? 0 : bound_phrase(s, &side);

        least |= side == BOUND_LEAST, most |= side == BOUND_MOST;
        if (!n) n = 1;
        inside = bound_letter(s.p[n - 1]);
        s.p += n, s.n -= n;
    }
    return least == most ? BOUND_ROUGH : least ? BOUND_LEAST : BOUND_MOST;
}
