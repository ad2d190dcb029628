/* SPDX-License-Identifier: Apache-2.0 */
#include "base/box.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

_Static_assert(BOX_KEY == crypto_box_PUBLICKEYBYTES, "public key");
_Static_assert(BOX_KEY == crypto_box_SECRETKEYBYTES, "secret key");
_Static_assert(BOX_KEY == crypto_secretbox_KEYBYTES, "key of a secret box");
_Static_assert(BOX_KEY == crypto_secretstream_xchacha20poly1305_KEYBYTES, "key of a stream");
_Static_assert(BOX_SALT == crypto_pwhash_argon2id_SALTBYTES, "salt");
_Static_assert(BOX_SEALED == crypto_box_SEALBYTES, "sealed box");
_Static_assert(BOX_LOCKED == crypto_secretbox_MACBYTES, "secret box");
_Static_assert(BOX_HEAD == crypto_secretstream_xchacha20poly1305_HEADERBYTES, "stream");
_Static_assert(BOX_PIECE == crypto_secretstream_xchacha20poly1305_ABYTES, "piece of a stream");
_Static_assert(sizeof(crypto_secretstream_xchacha20poly1305_state) <=
                   sizeof((struct box_stream){{0}}.state),
               "struct box_stream has the room");

const struct box_cost box_cost = {crypto_pwhash_argon2id_OPSLIMIT_MODERATE,
                                  crypto_pwhash_argon2id_MEMLIMIT_MODERATE};

static void begin(void) {
    if (sodium_init() < 0) { /* 1: called before, fine */
        fprintf(stderr, "headcount: the system gives no random bytes\n");
        abort();
    }
}

static const unsigned char *bytes(struct span s) {
    return (const unsigned char *)(s.p ? s.p : "");
}

/* ---- memory ---- */

void *box_memory(size_t n) {
    void *p;

    begin();
    p = sodium_malloc(n ? n : 1);
    if (!p) {
        fprintf(stderr, "headcount: out of memory (%zu guarded bytes asked for)\n", n);
        abort();
    }
    sodium_memzero(p, n);
    return p;
}

void box_free(void *p) {
    sodium_free(p);
}

void box_wipe(void *p, size_t n) {
    if (n) sodium_memzero(p, n);
}

/* ---- boxes ---- */

void box_pair_new(struct box_pair *out) {
    out->secret = box_memory(BOX_KEY);
    crypto_box_keypair(out->open, out->secret);
}

void box_pair_of(const uint8_t *secret, struct box_pair *out) {
    out->secret = box_memory(BOX_KEY);
    memcpy(out->secret, secret, BOX_KEY);
    crypto_scalarmult_base(out->open, out->secret);
}

void box_pair_fini(struct box_pair *p) {
    if (!p) return;
    box_free(p->secret);
    *p = (struct box_pair){0};
}

bool box_seal(struct span value, const uint8_t open[BOX_KEY], uint8_t *out) {
    begin();
    return crypto_box_seal(out, bytes(value), value.n, open) == 0;
}

bool box_open(struct span sealed, const struct box_pair *key, uint8_t *out) {
    if (sealed.n < BOX_SEALED) return false;
    if (crypto_box_seal_open(out, bytes(sealed), sealed.n, key->open, key->secret) == 0)
        return true;
    box_wipe(out, sealed.n - BOX_SEALED);
    return false;
}

static const unsigned char no_nonce[crypto_secretbox_NONCEBYTES];

void box_lock(struct span value, const uint8_t key[BOX_KEY], uint8_t *out) {
    crypto_secretbox_easy(out, bytes(value), value.n, no_nonce, key);
}

bool box_unlock(struct span locked, const uint8_t key[BOX_KEY], uint8_t *out) {
    if (locked.n < BOX_LOCKED) return false;
    if (crypto_secretbox_open_easy(out, bytes(locked), locked.n, no_nonce, key) == 0) return true;
    box_wipe(out, locked.n - BOX_LOCKED);
    return false;
}

/* ---- passphrases ---- */

int box_stretch(struct span passphrase, const uint8_t salt[BOX_SALT], struct box_cost cost,
                uint8_t key[BOX_KEY], struct err *e) {
    begin();
    if (cost.passes < crypto_pwhash_argon2id_OPSLIMIT_MIN || cost.passes > BOX_PASSES_MAX ||
        cost.memory < crypto_pwhash_argon2id_MEMLIMIT_MIN || cost.memory > BOX_MEMORY_MAX)
        return err_set(e, RC_RANGE,
                       "the cost of the passphrase is outside 1 to %d passes over 8 KiB to 1 GiB",
                       BOX_PASSES_MAX);
    if (crypto_pwhash(key, BOX_KEY, passphrase.p ? passphrase.p : "", passphrase.n, salt,
                      cost.passes, (size_t)cost.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return err_set(e, RC_IO, "the passphrase needs %llu MiB of memory, which are not there",
                       (unsigned long long)(cost.memory >> 20));
    return 0;
}

/* ---- streams ---- */

static crypto_secretstream_xchacha20poly1305_state *state(struct box_stream *s) {
    return (crypto_secretstream_xchacha20poly1305_state *)(void *)s->state;
}

void box_stream_write(struct box_stream *s, const uint8_t key[BOX_KEY], uint8_t head[BOX_HEAD]) {
    begin();
    crypto_secretstream_xchacha20poly1305_init_push(state(s), head, key);
}

void box_stream_read(struct box_stream *s, const uint8_t key[BOX_KEY],
                     const uint8_t head[BOX_HEAD]) {
    crypto_secretstream_xchacha20poly1305_init_pull(state(s), head, key);
}

void box_push(struct box_stream *s, struct span piece, struct span with, bool last, uint8_t *out) {
    crypto_secretstream_xchacha20poly1305_push(
        state(s), out, NULL, bytes(piece), piece.n, bytes(with), with.n,
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
             : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
}

bool box_pull(struct box_stream *s, struct span piece, struct span with, bool *last, uint8_t *out) {
    unsigned char tag = 0;

    if (piece.n < BOX_PIECE ||
        crypto_secretstream_xchacha20poly1305_pull(state(s), out, NULL, &tag, bytes(piece), piece.n,
                                                   bytes(with), with.n) != 0)
        return false;
    *last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return *last || tag == crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
}

/* ---- text and padding ---- */

void box_base64(struct span s, char *out) {
    sodium_bin2base64(out, BOX_BASE64(s.n), bytes(s), s.n, sodium_base64_VARIANT_ORIGINAL);
}

bool box_base64_read(struct span text, uint8_t *out, size_t n) {
    size_t got = 0;
    const char *end = NULL;

    if (text.n != BOX_BASE64(n) - 1) return false;
    return sodium_base642bin(out, n, text.p, text.n, NULL, &got, &end,
                             sodium_base64_VARIANT_ORIGINAL) == 0 &&
           got == n && end == text.p + text.n;
}

void box_pad(uint8_t *p, size_t n, size_t bucket) {
    memset(p + n, 0, bucket - n);
    p[n] = 0x80;
}

size_t box_unpad(const uint8_t *p, size_t bucket) {
    size_t n = bucket;

    while (n && p[n - 1] == 0) n--;
    return n && p[n - 1] == 0x80 ? n - 1 : SIZE_MAX;
}
