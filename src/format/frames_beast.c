/* SPDX-License-Identifier: Apache-2.0 */
/* Beast binary: 1a, type, 6 bytes of time, 1 of signal, the message; each 1a behind the type is
 * doubled. So a lone 1a always begins a record, which is how a reader finds its feet again. readsb's
 * 0xe8 record is the exception: its 8 bytes are not doubled. */
#include "format/frames_in.h"

#include <string.h>

#define ESC 0x1a
#define HEAD 7         /* bytes of time and signal */
#define MAX_MESSAGE 14 /* bytes */
#define BODY_MAX 64    /* bytes that a record of unknown kind may have, doubled ones twice */

/* Is one of the 8 bytes at p an escape? (a byte of x is zero) */
static bool has_escape(const uint8_t *p) {
    uint64_t w, x;

    memcpy(&w, p, sizeof w);
    x = w ^ UINT64_C(0x1a1a1a1a1a1a1a1a);
    return ((x - UINT64_C(0x0101010101010101)) & ~x & UINT64_C(0x8080808080808080)) != 0;
}

/* Undoes the doubling of n bytes at p, up to end. @return bytes read; 0: there are not enough; below
 * 0: less one, after how many a lone 1a cuts them. */
static long undouble(const uint8_t *p, const uint8_t *end, size_t n, uint8_t *out) {
    const uint8_t *q = p;

    for (size_t i = 0; i < n; i++) {
        if (q == end) return 0;
        if (*q == ESC) {
            if (q + 1 == end) return 0;
            if (q[1] != ESC) return -(q - p) - 1;
            q++;
        }
        out[i] = *q++;
    }
    return q - p;
}

/* Two escapes are a doubled one: data, not a beginning. */
static void noise(struct frames *f) {
    const uint8_t *p = f->buf + f->at, *end = f->buf + f->end, *q = p;

    while (q < end && (q = memchr(q, ESC, (size_t)(end - q))) != NULL) {
        if (q + 1 == end && !f->ended) break;
        if (q + 1 < end && q[1] != ESC) break;
        q += q + 1 < end ? 2 : 1;
    }
    frames_skip(f, (size_t)((q ? q : end) - p), FRAMES_NOISE);
}

static enum frames_found cut(struct frames *f, long undone) {
    frames_skip(f, 2 + (size_t)(-undone - 1), FRAMES_CUT);
    return FRAMES_PASSED;
}

static void fill(struct frames *f, struct frame *out, const uint8_t *body, size_t n) {
    uint64_t time = 0;

    for (int i = 0; i < 6; i++) time = time << 8 | body[i];
    memset(out->bytes, 0, sizeof out->bytes);
    memcpy(out->bytes, body + HEAD, n);
    out->offset = f->base + f->at;
    out->n = (uint8_t)n;
    out->flags = 0;
    out->signal =
        (int16_t)(body[6] == 0xff ? -1 : body[6]); /* some senders write ff when they have none */
    frames_clock_48(f, out, time);
}

/* With doubled escapes, cut short by another record, or not all here yet. */
static enum frames_found message_doubled(struct frames *f, struct frame *out, size_t n) {
    uint8_t plain[HEAD + MAX_MESSAGE] = {0};
    long read = undouble(f->buf + f->at + 2, f->buf + f->end, HEAD + n, plain);

    if (read == 0) return FRAMES_MORE;
    if (read < 0) return cut(f, read);
    fill(f, out, plain, n);
    f->at += 2 + (size_t)read;
    return FRAMES_FRAME;
}

static enum frames_found message(struct frames *f, struct frame *out, size_t n) {
    const uint8_t *p = f->buf + f->at + 2;

    if (f->end - f->at < 2 + HEAD + n || has_escape(p) || has_escape(p + HEAD + n - 8) ||
        (n == MAX_MESSAGE && has_escape(p + 7)))
        return message_doubled(f, out, n);
    fill(f, out, p, n);
    f->at += 2 + HEAD + n;
    return FRAMES_FRAME;
}

/* Radarcape's status: the switches, of which 0x10 is on when it sends GPS time (mlat-client,
 * modes_reader.c). */
static enum frames_found status(struct frames *f) {
    uint8_t plain[HEAD + MAX_MESSAGE] = {0};
    long read = undouble(f->buf + f->at + 2, f->buf + f->end, sizeof plain, plain);

    if (read == 0) return FRAMES_MORE;
    if (read < 0) return cut(f, read);
    if (f->opt.ticks == FRAMES_TICKS_AUTO) f->gps = plain[HEAD] & 0x10;
    frames_skip(f, 2 + (size_t)read, FRAMES_STATUS);
    return FRAMES_PASSED;
}

static enum frames_found receiver(struct frames *f) {
    uint8_t plain[8] = {0};
    long read = undouble(f->buf + f->at + 2, f->buf + f->end, sizeof plain, plain);
    uint64_t id = 0;

    if (read == 0) return FRAMES_MORE;
    if (read < 0) return cut(f, read);
    for (int i = 0; i < 8; i++) id = id << 8 | plain[i];
    if (!f->has_receiver) f->receiver = id;
    f->has_receiver = true;
    f->foreign = id != f->receiver;
    frames_skip(f, 2 + (size_t)read, FRAMES_STATUS);
    return FRAMES_PASSED;
}

static enum frames_found stamp(struct frames *f) {
    const uint8_t *p = f->buf + f->at + 2;
    uint64_t ms = 0;

    if (f->end - f->at < 10) return FRAMES_MORE;
    for (int i = 7; i >= 0; i--) ms = ms << 8 | p[i];
    if (ms < INT64_MAX && frames_clock_stamp(f, (int64_t)ms))
        frames_skip(f, 10, FRAMES_STATUS);
    else
        frames_skip(f, 2, FRAMES_STAMP); /* it may be damage: its 8 bytes are looked at */
    return FRAMES_PASSED;
}

/* Radarcape's place, readsb's ping, command and receiver's name, HULC's status: of lengths that are
 * not all known. */
static bool is_status(uint8_t type) {
    return type == '5' || type == 'P' || type == 'W' || type == 'H' || type == 0xe4;
}

/* A record of another kind: up to the next lone escape. */
static enum frames_found other(struct frames *f) {
    const uint8_t *p = f->buf + f->at + 2, *end = f->buf + f->end;
    enum frames_skip why = is_status(p[-1]) ? FRAMES_STATUS : FRAMES_NOISE;

    while (p < end && p - (f->buf + f->at) < BODY_MAX) {
        if (*p != ESC) {
            p++;
        } else if (p + 1 == end) {
            break;
        } else if (p[1] != ESC) {
            frames_skip(f, (size_t)(p - (f->buf + f->at)), why);
            return FRAMES_PASSED;
        } else {
            p += 2;
        }
    }
    if (p - (f->buf + f->at) < BODY_MAX && !f->ended) return FRAMES_MORE;
    frames_skip(f, (size_t)(p - (f->buf + f->at)), why);
    return FRAMES_PASSED;
}

enum frames_found frames_beast_next(struct frames *f, struct frame *out) {
    const uint8_t *p = f->buf + f->at;
    size_t n = f->end - f->at;

    if (n == 0) return FRAMES_MORE;
    if (p[0] != ESC || (n > 1 && p[1] == ESC)) {
        noise(f);
        return FRAMES_PASSED;
    }
    if (n < 2) return FRAMES_MORE;
    switch (p[1]) {
    case '1': return message(f, out, 2);
    case '2': return message(f, out, 7);
    case '3': return message(f, out, 14);
    case '4': return status(f);
    case 0xe3: return receiver(f);
    case 0xe8: return stamp(f);
    default: return other(f);
    }
}
