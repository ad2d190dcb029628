/* SPDX-License-Identifier: Apache-2.0 */
/* The codes that several messages share: altitude, identity, names, movement, direction. */
#include "base/track.h"
#include "format/modes_in.h"

#include <math.h>

/* Gray code to binary. */
static unsigned gray(unsigned g) {
    g ^= g >> 4;
    g ^= g >> 2;
    return g ^ g >> 1;
}

/* The Gillham code of an old altimeter, 100 ft steps: C1 A1 C2 A2 C4 A4 M B1 Q B2 D2 B4 D4, M and Q
 * 0. D2 D4 A1 A2 A4 B1 B2 B4 is a Gray count of 500 ft, C1 C2 C4 one of 100 ft which runs backwards
 * in every other 500 ft (the Riddle, chapter 13). D1 is not used. */
static bool gillham(uint32_t code, int32_t *ft) {
    unsigned c = code >> 12 & 1, a = code >> 11 & 1;
    unsigned hundreds = c << 2 | (code >> 10 & 1) << 1 | (code >> 8 & 1);
    unsigned five = (code >> 2 & 1) << 7 | (code & 1) << 6 | a << 5 | (code >> 9 & 1) << 4 |
                    (code >> 7 & 1) << 3 | (code >> 5 & 1) << 2 | (code >> 3 & 1) << 1 |
                    (code >> 1 & 1);

    five = gray(five);
    hundreds = gray(hundreds);
    if (hundreds == 0 || hundreds == 5 || hundreds == 6) return false;
    if (hundreds == 7) hundreds = 5;
    if (five & 1) hundreds = 6 - hundreds;
    *ft = (int32_t)(five * 500 + hundreds * 100) - 1300;
    return true;
}

void modes_altitude(uint32_t code, struct modes_message *out) {
    if (!code) return; /* none */
    if (code & 0x40) {
        out->has |= MODES_METRIC;
    } else if (code & 0x10) { /* 25 ft steps, less the bits M and Q */
        uint32_t n = (code & 0x1f80) >> 2 | (code & 0x20) >> 1 | (code & 0xf);

        out->alt_ft = (int32_t)n * 25 - 1000;
        out->has |= MODES_ALT;
    } else if (gillham(code, &out->alt_ft)) {
        out->has |= MODES_ALT;
    }
}

uint16_t modes_squawk(uint32_t code) {
    unsigned a = (code >> 7 & 1) << 2 | (code >> 9 & 1) << 1 | (code >> 11 & 1);
    unsigned b = (code >> 1 & 1) << 2 | (code >> 3 & 1) << 1 | (code >> 5 & 1);
    unsigned c = (code >> 8 & 1) << 2 | (code >> 10 & 1) << 1 | (code >> 12 & 1);
    unsigned d = (code & 1) << 2 | (code >> 2 & 1) << 1 | (code >> 4 & 1);

    return (uint16_t)(a * 1000 + b * 100 + c * 10 + d);
}

bool modes_callsign(uint64_t chars, char out[8]) {
    /* the international alphabet 5 cut to 6 bits: letters, blank, digits; # has no meaning */
    static const char letter[65] =
        "#ABCDEFGHIJKLMNOPQRSTUVWXYZ##### ###############0123456789######";
    bool blank = true;

    for (unsigned i = 0; i < 8; i++) {
        char c = letter[chars >> (42 - 6 * i) & 0x3f];

        if (c == '#') return false;
        blank = blank && c == ' ';
        out[i] = c;
    }
    return !blank;
}

int16_t modes_movement(uint32_t code) {
    if (code < 2) return 0;
    if (code < 9) return (int16_t)(((code - 1) * 125 + 50) / 100); /* steps of 0.125 kt */
    if (code < 13) return (int16_t)(10 + ((code - 9) * 25 + 5) / 10);
    if (code < 39) return (int16_t)(20 + (code - 13) * 5);
    if (code < 94) return (int16_t)(150 + (code - 39) * 10);
    if (code < 109) return (int16_t)(700 + (code - 94) * 20);
    return (int16_t)(1000 + (code - 109) * 50); /* 124: 175 kt and above */
}

/* The arc tangent of 0 to 1, in 0.1 degree: after one halving of the angle a polynomial of odd
 * powers, off by less than 1e-6 of a step. Not libm's, whose last bits differ between machines. */
static double arc(double x) {
    double sum, y = x / (1 + sqrt(1 + x * x)), z = y * y; /* at most tan(22.5 degrees) */

    sum = 1.0 / 17 - z * (1.0 / 19);
    sum = 1.0 / 15 - z * sum;
    sum = 1.0 / 13 - z * sum;
    sum = 1.0 / 11 - z * sum;
    sum = 1.0 / 9 - z * sum;
    sum = 1.0 / 7 - z * sum;
    sum = 1.0 / 5 - z * sum;
    sum = 1.0 / 3 - z * sum;
    return 2 * y * (1 - z * sum) * (1800 / 3.14159265358979323846);
}

int16_t modes_direction(int32_t east, int32_t north) {
    int32_t e = east < 0 ? -east : east, n = north < 0 ? -north : north;
    double a = e <= n ? arc((double)e / n) : 900 - arc((double)n / e);
    int32_t tenths;

    if (north < 0) a = 1800 - a;
    if (east < 0) a = 3600 - a;
    tenths = (int32_t)(a + 0.5);
    return (int16_t)(tenths == 3600 ? 0 : tenths);
}
