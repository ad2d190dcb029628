/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define EACH_ALONE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EACH_ALONE 1
#endif
#endif
#ifndef EACH_ALONE
#define EACH_ALONE 0
#endif

#define BLOCK_BYTES                                                                                \
    ((size_t)64 << 10) /* small enough for many arenas, large enough that malloc is rare */

#define FEW_BYTES 256 /* of what is larger two are made room for at first, and eight else */

struct arena_block {
    struct arena_block *before;
    size_t n, cap;
    max_align_t data[];
};

static void die(const char *what, size_t bytes) {
    fprintf(stderr, "headcount: %s (%zu bytes asked for)\n", what, bytes);
    abort();
}

void arena_init(struct arena *a, size_t cap_bytes) {
    *a = (struct arena){.cap = cap_bytes};
}

void arena_fini(struct arena *a) {
    struct arena_block *b, *before;

    if (!a) return;
    for (b = a->last; b; b = before) {
        before = b->before;
        free(b);
    }
    *a = (struct arena){0};
}

/* Behind the block that a is filling: that one goes on. */
void arena_join(struct arena *a, struct arena *from) {
    struct arena_block *first = from->last, **end = a->last ? &a->last->before : &a->last;

    if (from->used > a->cap - a->used) die("an arena is over its cap", from->used);
    if (first) {
        while (first->before) first = first->before;
        first->before = *end;
        *end = from->last;
    }
    a->used += from->used;
    *from = (struct arena){0};
}

void arena_wipe(struct arena *a) {
    for (struct arena_block *b = a->last; b; b = b->before) explicit_bzero(b->data, b->cap);
}

/* Large ones get their zeros from the system, which gives no page before it is touched. */
static struct arena_block *block_new(struct arena *a, size_t bytes, bool zero) {
    struct arena_block *b = zero ? calloc(1, sizeof *b + bytes) : malloc(sizeof *b + bytes);

    if (!b) die("out of memory", bytes);
    b->n = 0;
    b->cap = bytes;
    b->before = a->last;
    a->last = b;
    return b;
}

static void *take(struct arena *a, size_t n, size_t size, bool zero) {
    const size_t align = sizeof(max_align_t);
    struct arena_block *b;
    size_t bytes;
    char *p;

    if (size && n > (SIZE_MAX / 4) / size) die("size overflow in an arena", n);
    bytes = n && size ? n * size : 1;
    if (!EACH_ALONE) bytes = (bytes + align - 1) / align * align;
    if (bytes > a->cap - a->used) die("an arena is over its cap", bytes);
    a->used += bytes;
    if (EACH_ALONE || bytes > BLOCK_BYTES) {
        b = block_new(a, bytes, zero);
        b->n = bytes;
        return b->data;
    }
    b = a->last;
    if (!b || b->cap - b->n < bytes) b = block_new(a, BLOCK_BYTES, false);
    p = (char *)b->data + b->n;
    b->n += bytes;
    return zero ? memset(p, 0, bytes) : p; /* now: most of a block is often never asked for */
}

void *arena_alloc(struct arena *a, size_t n, size_t size) {
    return take(a, n, size, true);
}

void *arena_raw(struct arena *a, size_t n, size_t size) {
    return take(a, n, size, false);
}

void *arena_grow(struct arena *a, const void *old, size_t n, size_t *cap, size_t size) {
    size_t more = *cap ? *cap * 2 : size > FEW_BYTES ? 2 : 8;
    char *v = arena_raw(a, more, size);

    if (n) memcpy(v, old, n * size);
    memset(v + n * size, 0, (more - n) * size);
    *cap = more;
    return v;
}

char *arena_dup(struct arena *a, struct span s) {
    char *p = arena_alloc(a, s.n + 1, 1);

    if (s.n) memcpy(p, s.p, s.n);
    return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...) {
    va_list ap, again;
    char *p;
    int n;

    va_start(ap, fmt);
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0) n = 0;
    p = arena_alloc(a, (size_t)n + 1, 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return p;
}
