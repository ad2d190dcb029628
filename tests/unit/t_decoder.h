/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What test_decoder and test_decoder_real share: a run over bytes, and what came of it. */
#include "base/buf.h"
#include "format/decoder.h"
#include "t.h"

#define START INT64_C(1700000000000)
#define SEEN 40000

struct seen {
    uint32_t hex;
    bool other;
    struct track_point p;
};

static struct arena mem;
static struct buf in;
static struct seen point[SEEN];
static size_t points;
static enum decoder_fix fix[SEEN];
static int32_t micro[SEEN][2];
static size_t messages;
static struct decoder_stats stats;

static inline void on_point(void *user, uint32_t hex, bool other, const struct track_point *p) {
    (void)user;
    if (points < SEEN) point[points++] = (struct seen){hex, other, *p};
}

static inline void on_message(void *user, const struct decoder_message *m) {
    (void)user;
    assert_true(m->check == MODES_GOOD || m->check == MODES_ADDRESSED);
    if (messages >= SEEN) return;
    micro[messages][0] = m->lat;
    micro[messages][1] = m->lon;
    fix[messages++] = m->fix;
}

static inline struct decoder_options usual(void) {
    return (struct decoder_options){
        .frames = {.anchored = true, .start_ms = START}, .message = on_message, .point = on_point};
}

static inline void run_bytes(const struct decoder_options *opt, struct span s, size_t piece) {
    struct decoder *d;

    arena_fini(&mem);
    arena_init(&mem, (size_t)64 << 20);
    d = decoder_begin(&mem, opt);
    points = messages = 0;
    for (size_t i = 0; i < s.n; i += piece)
        decoder_feed(d, s.p + i, s.n - i < piece ? s.n - i : piece);
    decoder_end(d);
    stats = *decoder_stats(d);
}

static inline void run(const struct decoder_options *opt) {
    run_bytes(opt, buf_span(&in), 65536);
    in.n = 0;
}

static inline int tear_down(void **state) {
    (void)state;
    arena_fini(&mem);
    buf_fini(&in);
    return 0;
}
