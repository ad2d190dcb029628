/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof((struct hash){0}.state),
               "struct hash has the room");
_Static_assert(_Alignof(crypto_hash_sha256_state) <= _Alignof(struct hash),
               "struct hash is aligned for it");
_Static_assert(HASH_BYTES == crypto_hash_sha256_BYTES, "SHA-256");

static crypto_hash_sha256_state *state(struct hash *h) {
    return (crypto_hash_sha256_state *)(void *)h->state;
}

void hash_begin(struct hash *h) {
    crypto_hash_sha256_init(state(h));
}

void hash_add(struct hash *h, struct span s) {
    if (s.n) crypto_hash_sha256_update(state(h), (const unsigned char *)s.p, s.n);
}

void hash_end(struct hash *h, uint8_t out[HASH_BYTES]) {
    crypto_hash_sha256_final(state(h), out);
}

void hash_of(struct span s, uint8_t out[HASH_BYTES]) {
    struct hash h;

    hash_begin(&h);
    hash_add(&h, s);
    hash_end(&h, out);
}

struct hash_text hash_hex(const uint8_t h[HASH_BYTES]) {
    static const char digit[] = "0123456789abcdef";
    struct hash_text out = {0};

    for (size_t i = 0; i < HASH_BYTES; i++) {
        out.s[2 * i] = digit[h[i] >> 4];
        out.s[2 * i + 1] = digit[h[i] & 15];
    }
    return out;
}

/* The value of a hex digit in either case, or -1. */
static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool hex_read(struct span s, void *out, size_t n) {
    uint8_t *byte = out;

    if (s.n != 2 * n) return false;
    for (size_t i = 0; i < s.n; i++)
        if (hex_value(s.p[i]) < 0) return false;
    for (size_t i = 0; i < n; i++)
        byte[i] = (uint8_t)(hex_value(s.p[2 * i]) * 16 + hex_value(s.p[2 * i + 1]));
    return true;
}

bool hash_read(struct span s, uint8_t out[HASH_BYTES]) {
    return hex_read(s, out, HASH_BYTES);
}

void hash_random(void *out, size_t n) {
    if (sodium_init() <
        0) { /* 1 when it was called before: both are fine, and it may be called from any thread */
        fprintf(stderr, "headcount: the system gives no random bytes\n");
        abort();
    }
    randombytes_buf(out, n);
}
