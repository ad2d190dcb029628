/* SPDX-License-Identifier: Apache-2.0 */
#include "match/airline.h"

#include <ctype.h>
#include <string.h>

static const char pair[][6] = {
#include "airline_list.h"
};
#define PAIRS (sizeof pair / sizeof *pair)

const char (*airline_pairs(size_t *n))[6] {
    *n = PAIRS;
    return pair;
}

/* Terminated, in capitals; "" when it is not of that length. */
static void code(struct span s, size_t n, char out[4]) {
    out[0] = 0;
    if (s.n != n) return;
    for (size_t i = 0; i < n; i++) out[i] = (char)toupper((unsigned char)s.p[i]);
    out[n] = 0;
}

/* The first pair whose code of IATA is not below. */
static size_t first(const char iata[4]) {
    size_t lo = 0, hi = PAIRS;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (memcmp(pair[mid], iata, 2) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool has_icao(const char icao[4]) {
    for (size_t i = 0; i < PAIRS; i++)
        if (memcmp(pair[i] + 2, icao, 3) == 0) return true;
    return false;
}

enum airline_paired airline_paired(struct span iata, struct span icao) {
    char two[4], three[4];
    bool listed = false;

    code(iata, 2, two);
    code(icao, 3, three);
    if (!two[0] || !three[0]) return AIRLINE_UNLISTED;
    for (size_t i = first(two); i < PAIRS && memcmp(pair[i], two, 2) == 0; i++) {
        if (memcmp(pair[i] + 2, three, 3) == 0) return AIRLINE_PAIRED;
        listed = true;
    }
    return listed && has_icao(three) ? AIRLINE_APART : AIRLINE_UNLISTED;
}
