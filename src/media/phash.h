/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Whether two pictures are likely one, re-encoded, scaled or cut a little: 64 bits of what is
 *  coarse in them. Pure, in whole numbers, so the same thumbnail gives the same bits everywhere. */

#define PHASH_SIDE 32
#define PHASH_PIXELS ((size_t)PHASH_SIDE * PHASH_SIDE)

/** At most so many bits apart: likely of one root. Measured in tests/unit/test_media.c on pictures
 *  made by ffmpeg (docs/MEDIA.md has the figures). */
#define PHASH_NEAR 10

/** @param grey 32 rows of 32 pixels. @return false: too plain to say anything (a black frame). */
bool phash(const uint8_t grey[PHASH_PIXELS], uint64_t *out);

int phash_distance(uint64_t a, uint64_t b);

/** Two lists of frames: the number of frames of the shorter that have a near one in the other.
 *  @param least the smallest distance, 65 when either is empty. */
size_t phash_shared(const uint64_t *a, size_t na, const uint64_t *b, size_t nb, int *least);
