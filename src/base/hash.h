/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

#include <stdint.h>

#define HASH_BYTES 32

/** SHA-256, through libsodium. */
struct hash {
    _Alignas(8) unsigned char state[128];
};
struct hash_text {
    char s[2 * HASH_BYTES + 1]; /* lower-case hex */
};

void hash_begin(struct hash *h);
void hash_add(struct hash *h, struct span s);
void hash_end(struct hash *h, uint8_t out[HASH_BYTES]);
void hash_of(struct span s, uint8_t out[HASH_BYTES]);
struct hash_text hash_hex(const uint8_t h[HASH_BYTES]);

/** @return true and n bytes, or false (and nothing is written) when s is not 2 n hex digits. */
bool hex_read(struct span s, void *out, size_t n);

/** @return true and 32 bytes, or false when s is not 64 hex digits. */
bool hash_read(struct span s, uint8_t out[HASH_BYTES]);

/** n unpredictable bytes, from the system. */
void hash_random(void *out, size_t n);
