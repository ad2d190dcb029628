/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

#include <stddef.h>

/** Memory that dies in groups: one arena for each stage of a run and each request.
 *  Over its cap, or out of memory, it prints one line and aborts, so no caller checks; every input
 * has a stated limit where it is read. Under AddressSanitizer each allocation is its own, so that
 * overruns are seen. */
struct arena {
    struct arena_block *last;
    size_t used, cap; /* bytes */
};

void arena_init(struct arena *a, size_t cap_bytes);
void arena_fini(struct arena *a);
/** What `from` holds becomes a's, and `from` is as after arena_fini. Over a's cap it aborts. */
void arena_join(struct arena *a, struct arena *from);
/** Overwrites all that it holds, before arena_fini: for inputs with things that are kept nowhere. */
void arena_wipe(struct arena *a);

/** n * size zeroed bytes, aligned for anything; checked for overflow. n == 0 gives a valid pointer.
 */
void *arena_alloc(struct arena *a, size_t n, size_t size) __attribute__((returns_nonnull));
/** Likewise, with anything in them: for what is written before it is read. */
void *arena_raw(struct arena *a, size_t n, size_t size) __attribute__((returns_nonnull));
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), (n), sizeof(type)))

/** A terminated copy. */
char *arena_dup(struct arena *a, struct span s) __attribute__((returns_nonnull));
static inline struct span arena_span(struct arena *a, struct span s) {
    return (struct span){arena_dup(a, s), s.n};
}
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3)
    __attribute__((returns_nonnull));

/** A growable array in an arena: `VEC(struct leg) legs = {0}; *vec_push(a, &legs) = leg;`. Grows by
 * doubling; what it leaves behind stays in the arena, at most as much again as it holds. */
#define VEC(type)                                                                                  \
    struct {                                                                                       \
        type *v;                                                                                   \
        size_t n, cap;                                                                             \
    }
#define vec_push(a, vec)                                                                           \
    ((vec)->n == (vec)->cap                                                                        \
         ? (void)((vec)->v = arena_grow((a), (vec)->v, (vec)->n, &(vec)->cap, sizeof *(vec)->v))   \
         : (void)0,                                                                                \
     &(vec)->v[(vec)->n++])
void *arena_grow(struct arena *a, const void *old, size_t n, size_t *cap, size_t size)
    __attribute__((returns_nonnull));
