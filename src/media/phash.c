/* SPDX-License-Identifier: Apache-2.0 */
/* The known way (C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions",
 * 2010): a cosine transform of a small grey thumbnail, of it the 8 x 8 lowest frequencies, each a
 * bit: above the median of them, or not. Ours takes the frequencies 0 to 7 in both directions, so
 * that a picture of stripes has a hash as well, and the mean grey (0, 0), which says nothing of
 * the shape, is bit 0 and always 0.
 *
 * Cosines are rounded to 2^-14 once, in the table; from there on everything is exact. */
#include "media/phash.h"

#include <stdlib.h>

#define LOW 8
/* A frequency counts when it is half a level of grey or more, and a picture when so many count: in a black
 * frame or one of bars most of the 63 are the noise of the encoder, and so would be the bits. */
#define LOUD (INT64_C(256) << 28)
#define LOUD_LEAST 24

/* 16384 cos(k pi / 64) */
static const int16_t quarter[33] = {16384, 16364, 16305, 16207, 16069, 15893, 15679, 15426, 15137,
                                    14811, 14449, 14053, 13623, 13160, 12665, 12140, 11585, 11003,
                                    10394, 9760,  9102,  8423,  7723,  7005,  6270,  5520,  4756,
                                    3981,  3196,  2404,  1606,  804,   0};

static int64_t cosine(unsigned k) {
    k %= 128;
    if (k > 64) k = 128 - k;
    return k <= 32 ? quarter[k] : -quarter[64 - k];
}

static int by_size(const void *a, const void *b) {
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* c[v][u]: frequency u across, v down; at most 255 * 2^10 * 2^28 = 2^46 */
static void transform(const uint8_t *grey, int64_t c[LOW][LOW]) {
    int64_t across[PHASH_SIDE][LOW] = {0};

    for (unsigned y = 0; y < PHASH_SIDE; y++)
        for (unsigned u = 0; u < LOW; u++)
            for (unsigned x = 0; x < PHASH_SIDE; x++)
                across[y][u] += grey[y * PHASH_SIDE + x] * cosine((2 * x + 1) * u);
    for (unsigned v = 0; v < LOW; v++)
        for (unsigned u = 0; u < LOW; u++) {
            c[v][u] = 0;
            for (unsigned y = 0; y < PHASH_SIDE; y++)
                c[v][u] += across[y][u] * cosine((2 * y + 1) * v);
        }
}

bool phash(const uint8_t grey[PHASH_PIXELS], uint64_t *out) {
    int64_t c[LOW][LOW], sorted[LOW * LOW - 1];
    int loud = 0;

    transform(grey, c);
    for (size_t i = 1; i < (size_t)LOW * LOW; i++) {
        sorted[i - 1] = c[i / LOW][i % LOW];
        loud += llabs(sorted[i - 1]) >= LOUD;
    }
    if (loud < LOUD_LEAST) return false;
    qsort(sorted, LOW * LOW - 1, sizeof *sorted, by_size);
    *out = 0;
    for (size_t i = 1; i < (size_t)LOW * LOW; i++)
        if (c[i / LOW][i % LOW] > sorted[LOW * LOW / 2 - 1]) *out |= UINT64_C(1) << i;
    return true;
}

int phash_distance(uint64_t a, uint64_t b) {
    return __builtin_popcountll(a ^ b);
}

size_t phash_shared(const uint64_t *a, size_t na, const uint64_t *b, size_t nb, int *least) {
    size_t shared = 0;

    *least = 65;
    if (na > nb) {
        const uint64_t *p = a;
        size_t n = na;

        a = b, na = nb;
        b = p, nb = n;
    }
    for (size_t i = 0; i < na; i++) {
        int best = 65;

        for (size_t j = 0; j < nb; j++) {
            int d = phash_distance(a[i], b[j]);

            if (d < best) best = d;
        }
        if (best < *least) *least = best;
        shared += best <= PHASH_NEAR;
    }
    return shared;
}
