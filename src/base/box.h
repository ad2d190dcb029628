/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/** What is closed with a key, through libsodium: sealed boxes (X25519), secret boxes, keys from a
 * passphrase (Argon2id), and streams (XChaCha20-Poly1305). No cryptography of our own, and no bytes
 * on disk here: docs/LEDGER.md and docs/SECURITY.md have those. */
#define BOX_KEY 32    /* bytes of every key here */
#define BOX_SALT 16   /* of a passphrase */
#define BOX_SEALED 48 /* bytes that box_seal adds: an ephemeral public key and a tag */
#define BOX_LOCKED 16 /* bytes that box_lock adds: a tag */

/** Memory for plain text and keys: fenced by pages that cannot be touched, kept out of swap and core
 * files where the system allows it, and overwritten when it is freed. Aborts when there is none. */
void *box_memory(size_t n) __attribute__((returns_nonnull));
void box_free(void *p); /* NULL is fine */
/** Overwrites; the compiler cannot leave it out. */
void box_wipe(void *p, size_t n);

/** A pair of keys; the secret one in box_memory. */
struct box_pair {
    uint8_t open[BOX_KEY];
    uint8_t *secret; /* NULL: none */
};
void box_pair_new(struct box_pair *out);
/** @param secret BOX_KEY bytes, copied. */
void box_pair_of(const uint8_t *secret, struct box_pair *out);
void box_pair_fini(struct box_pair *p); /* zeroed is fine */

/** Seals bytes to a public key: out has n + BOX_SEALED bytes. The key that closes it is made for it
 * and forgotten, so whoever sealed it cannot open it. @return false: the public key is none. */
bool box_seal(struct span value, const uint8_t open[BOX_KEY], uint8_t *out);
/** @param out sealed.n - BOX_SEALED bytes. @return false: another key, or changed; out is zeros. */
bool box_open(struct span sealed, const struct box_pair *key, uint8_t *out);

/** Closes bytes under a key that is used once, so that the nonce can be zeros: out has n +
 * BOX_LOCKED bytes. */
void box_lock(struct span value, const uint8_t key[BOX_KEY], uint8_t *out);
/** @param out locked.n - BOX_LOCKED bytes. @return false: another key, or changed; out is zeros. */
bool box_unlock(struct span locked, const uint8_t key[BOX_KEY], uint8_t *out);

/** What a guess at a passphrase costs. */
struct box_cost {
    uint64_t passes, memory; /* memory in bytes */
};
extern const struct box_cost box_cost; /* of the product: 3 passes over 256 MiB, a second or so */
#define BOX_PASSES_MAX 16
#define BOX_MEMORY_MAX ((uint64_t)1 << 30)

/** Argon2id, version 1.3. @return 0; RC_RANGE: the cost is below Argon2id's least (1 pass, 8 KiB) or
 * above what a file may ask for; RC_IO: not that much memory here. */
MUST int box_stretch(struct span passphrase, const uint8_t salt[BOX_SALT], struct box_cost cost,
                     uint8_t key[BOX_KEY], struct err *e);

/** A long text in pieces, of which none can be changed, dropped, moved or added at the end. */
struct box_stream {
    _Alignas(8) unsigned char state[64];
};
#define BOX_HEAD 24  /* bytes before the first piece */
#define BOX_PIECE 17 /* bytes that each piece grows by */
void box_stream_write(struct box_stream *s, const uint8_t key[BOX_KEY], uint8_t head[BOX_HEAD]);
void box_stream_read(struct box_stream *s, const uint8_t key[BOX_KEY],
                     const uint8_t head[BOX_HEAD]);
/** @param with bytes that must be the same when it is read, and are not in the piece. */
void box_push(struct box_stream *s, struct span piece, struct span with, bool last, uint8_t *out);
/** @param out piece.n - BOX_PIECE bytes, untouched on failure. @return false: not the next piece. */
bool box_pull(struct box_stream *s, struct span piece, struct span with, bool *last, uint8_t *out);

/** Base64 with padding. @param out box_base64_bytes(n) with its terminator. */
#define BOX_BASE64(n) (((n) + 2) / 3 * 4 + 1)
void box_base64(struct span s, char *out);
/** @return false: not base64 of exactly n bytes. */
bool box_base64_read(struct span text, uint8_t *out, size_t n);

/** ISO/IEC 7816-4: 0x80 and zeros up to the bucket. @param p bucket bytes, of which n are the value,
 * n < bucket. */
void box_pad(uint8_t *p, size_t n, size_t bucket);
/** @return the value's length, or SIZE_MAX: not padded so. */
size_t box_unpad(const uint8_t *p, size_t bucket);
