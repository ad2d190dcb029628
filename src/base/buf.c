/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void room(struct buf *b, size_t more) {
    size_t cap = b->cap ? b->cap : 256;
    char *p;

    if (b->n + more + 1 <= b->cap) return;
    while (cap < b->n + more + 1) cap *= 2;
    p = realloc(b->p, cap);
    if (!p) {
        fprintf(stderr, "headcount: out of memory (%zu bytes asked for)\n", cap);
        abort();
    }
    b->p = p;
    b->cap = cap;
}

void buf_add(struct buf *b, struct span s) {
    room(b, s.n);
    if (s.n) memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = 0;
}

void buf_puts(struct buf *b, const char *s) {
    buf_add(b, span_of(s));
}

void buf_putc(struct buf *b, char c) {
    buf_add(b, (struct span){&c, 1});
}

void buf_printf(struct buf *b, const char *fmt, ...) {
    va_list ap, again;
    int n;

    va_start(ap, fmt);
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        room(b, (size_t)n);
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void buf_fini(struct buf *b) {
    if (!b) return;
    free(b->p);
    *b = (struct buf){0};
}
