/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

/** A borrowed view of bytes: not terminated, never kept after the call that was given it returns.
 */
struct span {
    const char *p;
    size_t n;
};

#define SPAN(literal) ((struct span){(literal), sizeof(literal) - 1})
#define SPAN_ARG(s) (int)(s).n, (s).p /* for "%.*s" */

static inline struct span span_of(const char *s) {
    return (struct span){s, s ? strlen(s) : 0};
}

static inline bool span_eq(struct span a, struct span b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool span_is(struct span a, const char *s) {
    return span_eq(a, span_of(s));
}

static inline bool span_begins(struct span a, const char *with) {
    size_t n = strlen(with);

    return a.n >= n && (n == 0 || memcmp(a.p, with, n) == 0);
}

/** The same word, and the end of a text, whatever the case of their ASCII letters. */
static inline bool span_is_nocase(struct span a, const char *s) {
    return a.n == strlen(s) && (!a.n || strncasecmp(a.p, s, a.n) == 0);
}
static inline bool span_ends_nocase(struct span a, const char *with) {
    size_t n = strlen(with);

    return a.n >= n && span_is_nocase((struct span){a.p + (a.n - n), n}, with);
}

/** Bytewise order, shorter first among equals: the order of everything that goes out. */
static inline int span_cmp(struct span a, struct span b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;

    if (c) return c;
    return (a.n > b.n) - (a.n < b.n);
}

/** Whether a UTF-8 byte order mark stands in front; the text behind it. */
static inline bool span_is_marked(struct span s) {
    return s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0;
}
static inline struct span span_unmarked(struct span s) {
    return span_is_marked(s) ? (struct span){s.p + 3, s.n - 3} : s;
}

/** Without ASCII white space at either end. */
static inline struct span span_trim(struct span s) {
    while (s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r'))) s.p++, s.n--;
    while (s.n && (s.p[s.n - 1] == ' ' || (s.p[s.n - 1] >= '\t' && s.p[s.n - 1] <= '\r'))) s.n--;
    return s;
}
