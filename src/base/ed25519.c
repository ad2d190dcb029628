/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ed25519.h"

#include <sodium.h>

_Static_assert(ED25519_SEED == crypto_sign_SEEDBYTES &&
                   ED25519_PUBLIC == crypto_sign_PUBLICKEYBYTES &&
                   ED25519_SIGNATURE == crypto_sign_BYTES,
               "libsodium's sizes");

void ed25519_public(const uint8_t seed[ED25519_SEED], uint8_t out[ED25519_PUBLIC]) {
    uint8_t secret[crypto_sign_SECRETKEYBYTES];

    crypto_sign_seed_keypair(out, secret, seed);
    sodium_memzero(secret, sizeof secret);
}

void ed25519_sign(const uint8_t seed[ED25519_SEED], struct span message,
                  uint8_t out[ED25519_SIGNATURE]) {
    uint8_t secret[crypto_sign_SECRETKEYBYTES], pub[crypto_sign_PUBLICKEYBYTES];

    crypto_sign_seed_keypair(pub, secret, seed);
    crypto_sign_detached(out, NULL, (const unsigned char *)message.p, message.n, secret);
    sodium_memzero(secret, sizeof secret);
}

bool ed25519_verify(const uint8_t public_key[ED25519_PUBLIC], struct span message,
                    const uint8_t signature[ED25519_SIGNATURE]) {
    return crypto_sign_verify_detached(signature, (const unsigned char *)message.p, message.n,
                                       public_key) == 0;
}

void ed25519_wipe(void *p, size_t n) {
    sodium_memzero(p, n);
}
