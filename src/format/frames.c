/* SPDX-License-Identifier: Apache-2.0 */
/* The window over the stream, and which reader looks at it. Bytes are copied into one buffer, which
 * costs a nanosecond a frame, so that a reader never meets the edge of a piece: an item that is not
 * complete stays until more of it has come. */
#include "format/frames.h"

#include "base/span.h"
#include "format/frames_in.h"

#include <string.h>

#define ROOM (sizeof((struct frames *)0)->buf - 64)
#define LOOK 64 /* bytes that tell the form of a stream that does not begin like any */

void frames_init(struct frames *f, const struct frames_options *opt) {
    memset(f, 0, sizeof *f);
    f->opt = *opt;
    f->form = opt->form;
    f->skipped_end = UINT64_MAX; /* nothing, and nothing that noise at 0 goes on from */
    f->gps = opt->ticks == FRAMES_TICKS_GPS;
    f->clock.utc = opt->anchored;
    f->clock.zero_ms = opt->anchored ? opt->start_ms : 0;
}

size_t frames_put(struct frames *f, const void *bytes, size_t n) {
    if (f->at) {
        memmove(f->buf, f->buf + f->at, f->end - f->at);
        f->base += f->at;
        f->end -= f->at;
        f->at = 0;
    }
    if (n > ROOM - f->end) n = ROOM - f->end;
    if (n) memcpy(f->buf + f->end, bytes, n);
    f->end += n;
    f->stats.bytes += n;
    return n;
}

void frames_end(struct frames *f) {
    f->ended = true;
}

/* Noise and long lines come in as many bits as the stream came in pieces: they are one. */
static bool goes_on(const struct frames *f, enum frames_skip why) {
    return (why == FRAMES_NOISE || why == FRAMES_LINE_LONG) && f->skipped_why == why &&
           f->skipped_end == f->base + f->at;
}

void frames_skip(struct frames *f, size_t n, enum frames_skip why) {
    struct frames_stats *s = &f->stats;
    uint64_t at = f->base + f->at;

    s->skipped_bytes[why] += n;
    if (goes_on(f, why)) {
        struct frames_place *last = s->places ? &s->place[s->places - 1] : NULL;

        if (last && last->offset + last->n == at) last->n += n;
    } else {
        s->skips[why]++;
        if (why != FRAMES_STATUS && s->places < FRAMES_PLACES)
            s->place[s->places++] = (struct frames_place){at, n, why};
    }
    f->skipped_why = why;
    f->skipped_end = at + n;
    f->at += n;
}

static bool blank(uint8_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Beast begins with its escape; or, when the stream was joined in the middle of something, has bytes
 * soon that no line has. */
static enum frames_form guess(const struct frames *f) {
    size_t n = f->end - f->at < LOOK ? f->end - f->at : LOOK, i = 0;
    const uint8_t *p = f->buf + f->at;

    while (i < n && blank(p[i])) i++;
    if (i < n && p[i] == 0x1a) return FRAMES_BEAST;
    if (n < LOOK && !f->ended) return FRAMES_AUTO;
    for (i = 0; i < n; i++)
        if (p[i] >= 0x7f || (p[i] < ' ' && !blank(p[i]))) return FRAMES_BEAST;
    return FRAMES_TEXT;
}

/* What editors put before text is none of it. */
static void unmark(struct frames *f) {
    struct span s = {(const char *)f->buf + f->at, f->end - f->at};

    if (f->base + f->at == 0 && span_is_marked(s)) f->at = 3;
}

static void count(struct frames_stats *s, const struct frame *f) {
    s->short_ac += f->n == 2;
    s->shorts += f->n == 7;
    s->longs += f->n == 14;
    s->untimed += f->time == FRAMES_UNTIMED;
    s->relative += f->time == FRAMES_RELATIVE;
    s->utc += f->time == FRAMES_UTC;
    s->borrowed += f->flags & FRAMES_BORROWED ? 1 : 0;
}

bool frames_next(struct frames *f, struct frame *out) {
    for (;;) {
        enum frames_found found = FRAMES_MORE;

        if (f->form == FRAMES_AUTO) {
            unmark(f);
            f->form = guess(f);
        }
        if (f->form == FRAMES_BEAST) found = frames_beast_next(f, out);
        if (f->form == FRAMES_TEXT) found = frames_text_next(f, out);
        if (found == FRAMES_FRAME) {
            count(&f->stats, out);
            return true;
        }
        if (found == FRAMES_MORE) {
            if (f->ended && f->at < f->end) frames_skip(f, f->end - f->at, FRAMES_TAIL);
            return false;
        }
    }
}

const char *frames_skip_word(enum frames_skip why) {
    static const char *const word[FRAMES_SKIPS] = {
        [FRAMES_NOISE] = "bytes between frames",
        [FRAMES_CUT] = "a frame cut by another",
        [FRAMES_STATUS] = "a record without a message",
        [FRAMES_STAMP] = "a time outside 2000 to 2100",
        [FRAMES_LINE_KIND] = "a line of no known kind",
        [FRAMES_LINE_HEX] = "not 2, 7 or 14 bytes in hex digits",
        [FRAMES_LINE_JSON] = "a JSON line without a frame",
        [FRAMES_LINE_LONG] = "a line that is too long",
        [FRAMES_TAIL] = "the recording ends inside a frame",
    };

    return (unsigned)why < FRAMES_SKIPS ? word[why] : "unknown";
}
