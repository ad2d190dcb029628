/* SPDX-License-Identifier: Apache-2.0 */
/* Points as text. With `=` as first byte the rest is a text as it is: what is taken is written again
 * as the same bytes. Else the bytes are points themselves, 48 each, with whatever values: they come
 * back as they were. */
#include "format/points.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void text_is_canonical(struct arena *a, struct span text) {
    struct track t = {0};
    struct buf again = {0};
    struct err e = {0};
    int rc = points_read(a, text, &t, &e);

    if (rc < 0) {
        if (!e.text[0] || (rc != RC_SYNTAX && rc != RC_RANGE && rc != RC_LIMIT)) abort();
        return;
    }
    points_write(&t, &again);
    if (!span_eq(buf_span(&again), text)) abort();
    buf_fini(&again);
}

static void points_come_back(struct arena *a, struct span bytes) {
    struct track t = {.hex = 0x7201f4, .n = bytes.n / sizeof(struct track_point)}, back = {0};
    struct buf text = {0};
    struct err e = {0};

    if (t.n > 20000) t.n = 20000;
    t.point = ARENA_ARRAY(a, struct track_point, t.n);
    if (t.n) memcpy(t.point, bytes.p, t.n * sizeof *t.point);
    points_write(&t, &text);
    if (text.n <= POINTS_BYTES) {
        if (points_read(a, buf_span(&text), &back, &e) < 0 || back.n != t.n) abort();
        if (t.n && memcmp(back.point, t.point, t.n * sizeof *t.point) != 0) abort();
        if (text.n > 100 + t.n * POINTS_LINE) abort();
    }
    buf_fini(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span s = {(const char *)data, n};
    struct arena a;

    arena_init(&a, (size_t)512 << 20);
    if (n && data[0] == '=')
        text_is_canonical(&a, (struct span){s.p + 1, s.n - 1});
    else
        points_come_back(&a, s);
    arena_fini(&a);
    return 0;
}
