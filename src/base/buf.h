/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

/** A growable string on the heap, always terminated once something was added: for output as it is
 * built (a report, a JSON text). `struct buf b = {0};` is empty; buf_fini frees it. Out of memory
 * aborts, as in the arena. */
struct buf {
    char *p;
    size_t n, cap;
};

void buf_add(struct buf *b, struct span s);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_fini(struct buf *b);

static inline struct span buf_span(const struct buf *b) {
    return (struct span){b->p ? b->p : "", b->n};
}
