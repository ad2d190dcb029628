/* SPDX-License-Identifier: Apache-2.0 */
/* Checkpoints as somebody kept them. What is read is written again, from its parts where there is
 * nothing beside them, and reads as the same; no signature of an author who did not sign fits. */
#include "ledger/checkpoint.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_parts(const struct checkpoint *c) {
    struct buf text = {0};
    char *name = strndup(c->name.p, c->name.n);

    if (!name || memchr(c->name.p, 0, c->name.n)) {
        free(name);
        return;
    }
    checkpoint_text(&text, name, c->size, c->root);
    if (c->text.n < text.n || memcmp(c->text.p, text.p, text.n) != 0) abort();
    buf_fini(&text);
    free(name);
}

static void check_again(struct arena *a, const struct checkpoint *c) {
    checkpoint_list again = {0};
    struct buf note = {0};
    struct err e;

    buf_add(&note, c->text);
    buf_putc(&note, '\n');
    buf_add(&note, c->lines);
    if (note.n <= CHECKPOINT_BYTES &&
        (checkpoint_read(a, buf_span(&note), &again, &e) < 0 || again.n != 1 ||
         !span_eq(again.v[0].text, c->text) || !span_eq(again.v[0].lines, c->lines)))
        abort();
    buf_fini(&note);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static const uint8_t nobody[HASH_BYTES] = {1};
    checkpoint_list list = {0};
    struct arena a;
    struct err e;

    arena_init(&a, (size_t)64 << 20);
    if (checkpoint_read(&a, (struct span){(const char *)data, n}, &list, &e) == 0)
        for (size_t i = 0; i < list.n; i++) {
            check_parts(&list.v[i]);
            check_again(&a, &list.v[i]);
            if (checkpoint_signed(&list.v[i], nobody) == CHECKPOINT_GOOD) abort();
        }
    arena_fini(&a);
    return 0;
}
