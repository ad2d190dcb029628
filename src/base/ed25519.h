/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

#include <stdint.h>

#define ED25519_SEED 32
#define ED25519_PUBLIC 32
#define ED25519_SIGNATURE 64

/** Ed25519 signatures (RFC 8032), through libsodium. The same key and message give the same
 * signature. */
void ed25519_public(const uint8_t seed[ED25519_SEED], uint8_t out[ED25519_PUBLIC]);
void ed25519_sign(const uint8_t seed[ED25519_SEED], struct span message,
                  uint8_t out[ED25519_SIGNATURE]);

/** Keys of small order, and keys and signatures that are not in reduced form, are refused: then one
 * signature has one text, and none fits two messages. */
bool ed25519_verify(const uint8_t public_key[ED25519_PUBLIC], struct span message,
                    const uint8_t signature[ED25519_SIGNATURE]);

/** Overwrites a secret; the compiler does not leave it out. */
void ed25519_wipe(void *p, size_t n);
