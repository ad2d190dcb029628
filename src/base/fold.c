/* SPDX-License-Identifier: Apache-2.0 */
/* Decompose with compatibility, fold case, drop accents, join words, compose again (so that Hangul
 * and kana are what someone would type in a table of names). Accents are the blocks of combining
 * marks that any script may use; vowel signs of Indic scripts and the kana voicing mark are also
 * marks, and part of the word. */
#include "base/fold.h"

#include <stdlib.h>
#include <utf8proc.h>

static bool is_accent(int32_t c) {
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x1ab0 && c <= 0x1aff) ||
           (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) ||
           (c >= 0xfe20 && c <= 0xfe2f);
}

/* Letters, numbers and the marks that belong to letters. */
static bool in_word(int32_t c) {
    utf8proc_category_t k = utf8proc_category(c);

    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) ||
           (k >= UTF8PROC_CATEGORY_MN && k <= UTF8PROC_CATEGORY_ME) ||
           (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO);
}

/* Drops accents and joins words with `_`, in place. */
static size_t join(int32_t *c, size_t n) {
    size_t to = 0;
    bool gap = false;

    for (size_t i = 0; i < n; i++) {
        int32_t one = c[i];

        if (is_accent(one)) continue;
        if (!in_word(one)) {
            gap = to > 0;
            continue;
        }
        if (gap) c[to++] = '_'; /* it has the room of what it stands for */
        c[to++] = one;
        gap = false;
    }
    return to;
}

struct span fold_name(struct arena *a, struct span s) {
    const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                  UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    const utf8proc_uint8_t *text = (const utf8proc_uint8_t *)s.p;
    utf8proc_ssize_t n = s.n ? utf8proc_decompose(text, (utf8proc_ssize_t)s.n, NULL, 0, how) : 0;
    int32_t *c;
    utf8proc_uint8_t *out;
    size_t bytes = 0;

    if (n <= 0) return SPAN("");
    c = ARENA_ARRAY(a, int32_t, (size_t)n);
    n = utf8proc_decompose(text, (utf8proc_ssize_t)s.n, c, n, how);
    if (n > 0)
        n = utf8proc_normalize_utf32(c, (utf8proc_ssize_t)join(c, (size_t)n),
                                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n <= 0) return SPAN("");
    out = arena_alloc(a, (size_t)n + 1, 4);
    for (utf8proc_ssize_t i = 0; i < n; i++)
        bytes += (size_t)utf8proc_encode_char(c[i], out + bytes);
    return (struct span){(const char *)out, bytes};
}

struct span fold_twin(struct arena *a, struct span s) {
    const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD;
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n =
        s.n ? utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &out, how) : 0;
    struct span r = n > 0 ? arena_span(a, (struct span){(const char *)out, (size_t)n}) : s;

    free(out);
    return r;
}
