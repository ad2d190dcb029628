/* SPDX-License-Identifier: Apache-2.0 */
/* Key files and custodians' lines. Always: a sentence or a key; a line that is read is written the same; and a key file's own line
 * is one. The passphrase is not tried: its cost is the file's to name, and is tested apart. */
#include "base/arena.h"
#include "ledger/vault.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const uint8_t key[HASH_BYTES], struct span name) {
    uint8_t back[HASH_BYTES];
    struct buf line = {0};
    struct err e = {0};
    struct span again;

    custody_line(key, name, &line);
    if (custody_read(buf_span(&line), back, &again, &e) < 0) abort();
    if (memcmp(key, back, HASH_BYTES) != 0 || !span_eq(name, again)) abort();
    buf_fini(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct arena a;
    struct span text, name;
    uint8_t key[HASH_BYTES];
    struct err e = {0};

    arena_init(&a, (size_t)1 << 20);
    if (n > 65536) n = 65536;
    text = arena_span(&a, (struct span){(const char *)data, n});
    if (custody_read(text, key, &name, &e) == 0)
        check(key, name);
    else if (!e.text[0])
        abort();
    e.text[0] = 0;
    if (vault_key_public(text, key, &name, &e) == 0)
        check(key, name);
    else if (!e.text[0])
        abort();
    arena_fini(&a);
    return 0;
}
