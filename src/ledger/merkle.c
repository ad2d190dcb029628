/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/merkle.h"

static void join(const uint8_t left[HASH_BYTES], const uint8_t right[HASH_BYTES],
                 uint8_t out[HASH_BYTES]) {
    char bytes[1 + 2 * HASH_BYTES] = {1};

    memcpy(bytes + 1, left, HASH_BYTES);
    memcpy(bytes + 1 + HASH_BYTES, right, HASH_BYTES);
    hash_of((struct span){bytes, sizeof bytes}, out);
}

void merkle_leaf(struct span leaf, uint8_t out[HASH_BYTES]) {
    struct hash state;

    hash_begin(&state);
    hash_add(&state, (struct span){"", 1}); /* the byte 0 */
    hash_add(&state, leaf);
    hash_end(&state, out);
}

void merkle_add_leaf(struct merkle *m, const uint8_t leaf[HASH_BYTES]) {
    uint8_t h[HASH_BYTES];
    int i = 0;

    memcpy(h, leaf, HASH_BYTES);
    for (; m->n >> i & 1; i++) join(m->node[i], h, h);
    memcpy(m->node[i], h, HASH_BYTES);
    m->n++;
}

void merkle_add(struct merkle *m, struct span leaf) {
    uint8_t h[HASH_BYTES];

    merkle_leaf(leaf, h);
    merkle_add_leaf(m, h);
}

void merkle_root(const struct merkle *m, uint8_t out[HASH_BYTES]) {
    uint8_t h[HASH_BYTES];
    int i = 0;

    if (!m->n) {
        hash_of((struct span){"", 0}, out);
        return;
    }
    while (!(m->n >> i & 1)) i++;
    memcpy(h, m->node[i], HASH_BYTES);
    for (i++; i < 64; i++)
        if (m->n >> i & 1) join(m->node[i], h, h);
    memcpy(out, h, HASH_BYTES);
}
