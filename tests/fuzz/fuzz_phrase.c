/* SPDX-License-Identifier: Apache-2.0 */
/* Phrases of a statement. What is read is said again in its own words, and reads the same; the two
 * readings of a frequency are in order; a weekday and a condition stay when words are put behind. */
#include "claim/phrase.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span s = {(const char *)data, n}, more;
    struct phrase_time t = {0}, t2 = {0};
    struct phrase_often o = {0}, o2 = {0};
    struct arena a;

    if (n > 4000) return 0; /* as long as a cell may be */
    arena_init(&a, (size_t)64 << 20);
    more = span_of(arena_printf(&a, "%.*s and more", SPAN_ARG(s)));
    if (phrase_time(&a, s, &t)) {
        if (t.n <= 0 || !phrase_time(&a, span_of(t.words), &t2)) abort();
        if (t.n != t2.n || t.unit != t2.unit) abort();
    }
    if (phrase_often(&a, s, &o)) {
        if (!(o.lo > 0) || o.hi < o.lo || !phrase_often(&a, span_of(o.words), &o2)) abort();
        if (o.lo != o2.lo || o.hi != o2.hi) abort();
    }
    if (memchr(data, 0, n) == NULL) { /* %.*s ends at a NUL */
        if (phrase_weekdays(&a, s) & ~phrase_weekdays(&a, more)) abort();
        if (phrase_condition(&a, s) && !phrase_condition(&a, more)) abort();
    }
    arena_fini(&a);
    return 0;
}
