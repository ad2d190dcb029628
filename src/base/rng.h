/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdint.h>

/** A counter-based generator (Philox-4x32-10, Salmon et al. 2011): the i-th number of a stream is a
 * function of (seed, stream, i), so that work can be split in any way and give the same bytes. */
uint64_t rng_u64(uint64_t seed, uint64_t stream, uint64_t i);

/** In (0, 1), 53 bits, never 0 or 1. */
double rng_unit(uint64_t seed, uint64_t stream, uint64_t i);
