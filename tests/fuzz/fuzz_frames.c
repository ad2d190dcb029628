/* SPDX-License-Identifier: Apache-2.0 */
/* Streams of frames: the first byte says form and clock, the second how the rest is cut in pieces.
 * Always: whole and in pieces give the same frames, times and counts; frames come in the order of
 * the stream, have a length that there is, and zeros behind it; what was passed over has a place. */
#include "base/buf.h"
#include "format/frames.h"

#include <stdlib.h>
#include <string.h>

#define START INT64_C(1700000000000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct frames f; /* 66 KiB: not on the stack */

static void check_frame(const struct frame *g, uint64_t above, bool first) {
    if (g->n != 2 && g->n != 7 && g->n != 14) abort();
    for (size_t i = g->n; i < sizeof g->bytes; i++)
        if (g->bytes[i]) abort();
    if (!first && g->offset <= above) abort();
    if (g->time > FRAMES_UTC || g->signal < -1 || g->signal > 255) abort();
    if (g->time == FRAMES_UNTIMED && g->t) abort();
}

static void take(struct buf *out, uint64_t *above) {
    struct frame g;

    while (frames_next(&f, &g)) {
        check_frame(&g, *above, out->n == 0);
        *above = g.offset;
        buf_add(out, (struct span){(const char *)&g.t, sizeof g.t});
        buf_add(out, (struct span){(const char *)&g.offset, sizeof g.offset});
        buf_add(out, (struct span){(const char *)g.bytes, sizeof g.bytes});
        buf_printf(out, "%d %d %d", g.time, g.flags, g.signal);
    }
}

static void check_stats(uint64_t bytes) {
    const struct frames_stats *s = &f.stats;
    uint64_t all = 0;

    if (s->bytes != bytes || s->places > FRAMES_PLACES) abort();
    for (int i = 0; i < FRAMES_SKIPS; i++) {
        all += s->skipped_bytes[i];
        if (!frames_skip_word((enum frames_skip)i)) abort();
    }
    if (all > bytes) abort();
    for (size_t i = 0; i < s->places; i++)
        if (s->place[i].offset + s->place[i].n > bytes) abort();
    if (s->short_ac + s->shorts + s->longs != s->untimed + s->relative + s->utc) abort();
}

static void run(const struct frames_options *opt, const uint8_t *p, size_t n, size_t piece,
                struct buf *out) {
    uint64_t above = 0;

    frames_init(&f, opt);
    for (size_t i = 0; i < n;) {
        size_t want = n - i < piece ? n - i : piece, took = frames_put(&f, p + i, want);

        if (!took) abort();
        i += took;
        take(out, &above);
    }
    frames_end(&f);
    take(out, &above);
    check_stats(n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct frames_options opt = {0};
    struct frames_stats stats;
    struct buf whole = {0}, pieces = {0};

    if (n < 2) return 0;
    opt.form = (enum frames_form)(data[0] % 3);
    opt.ticks = (enum frames_ticks)(data[0] / 3 % 3);
    opt.anchored = data[0] / 9 % 2;
    opt.start_ms = opt.anchored ? START : 0;
    opt.step_us = data[0] / 18 % 2 ? 1000 : 0;
    run(&opt, data + 2, n - 2, SIZE_MAX, &whole);
    stats = f.stats;
    run(&opt, data + 2, n - 2, data[1] % 61 + 1, &pieces);
    if (!span_eq(buf_span(&whole), buf_span(&pieces))) abort();
    if (memcmp(&stats, &f.stats, sizeof stats) != 0) abort();
    buf_fini(&whole);
    buf_fini(&pieces);
    return 0;
}
