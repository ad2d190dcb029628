/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of modes share. */
#include "format/modes.h"

/** 8 bytes as a big-endian word: bit 1 of a message is its top bit. */
static inline uint64_t modes_word(const uint8_t *p) {
    return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 |
           (uint64_t)p[3] << 32 | (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 |
           (uint64_t)p[6] << 8 | (uint64_t)p[7];
}

/** Bits first to last (from 1, at most 32 of them) of a 56-bit field that stands in the upper 56
 * bits of w. */
static inline uint32_t modes_bits(uint64_t w, unsigned first, unsigned last) {
    return (uint32_t)(w >> (64 - last)) & (uint32_t)((UINT64_C(1) << (last - first + 1)) - 1);
}

/** The ME field of an extended squitter, in the upper 56 bits of me, with df, hex and source set. */
void modes_squitter(uint64_t me, unsigned cf, struct modes_message *out);

/** 13 bits of altitude code into out->alt_ft and has. */
void modes_altitude(uint32_t code, struct modes_message *out);

/** 13 bits of identity code to four octal digits read as decimal. */
uint16_t modes_squawk(uint32_t code);

/** 8 characters of 6 bits from the lower 48 bits. @return false when one has no meaning, or all are
 * blank. */
bool modes_callsign(uint64_t chars, char out[8]);

/** Ground speed of a movement field (1 to 124), 0.1 kt: the lower end of its step. */
int16_t modes_movement(uint32_t code);

/** The direction of a speed east and north (not both 0), 0.1 degree from true north, 0 to 3599. */
int16_t modes_direction(int32_t east, int32_t north);
