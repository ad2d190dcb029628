/* SPDX-License-Identifier: Apache-2.0 */
/* Philox-4x32-10: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3", SC'11, section 3.3 and table 2 for the constants. The seed is the key; (i,
 * stream) is the counter, low words first. */
#include "base/rng.h"

#define ROUNDS 10
#define MULTIPLY_0 UINT64_C(0xD2511F53)
#define MULTIPLY_1 UINT64_C(0xCD9E8D57)
#define WEYL_0 UINT32_C(0x9E3779B9) /* golden ratio */
#define WEYL_1 UINT32_C(0xBB67AE85) /* square root of 3, less 1 */

uint64_t rng_u64(uint64_t seed, uint64_t stream, uint64_t i) {
    uint32_t c0 = (uint32_t)i, c1 = (uint32_t)(i >> 32), c2 = (uint32_t)stream,
             c3 = (uint32_t)(stream >> 32);
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);

    for (int round = 0; round < ROUNDS; round++) {
        uint64_t p0 = MULTIPLY_0 * c0, p1 = MULTIPLY_1 * c2;

        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)p1;
        c3 = (uint32_t)p0;
        k0 += WEYL_0;
        k1 += WEYL_1;
    }
    return (uint64_t)c1 << 32 | c0;
}

double rng_unit(uint64_t seed, uint64_t stream, uint64_t i) {
    /* The middle of one of 2^52 equal cells: exact, so no rounding can reach 0 or 1. */
    return ((double)(rng_u64(seed, stream, i) >> 12) + 0.5) * 0x1p-52;
}
