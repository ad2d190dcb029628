/* SPDX-License-Identifier: Apache-2.0 */
/* Frames as text, one a line: the AVR forms, in hex digits, and jet1090's JSON objects, of which the
 * members `timestamp` (seconds since 1970) and `frame` are read and the rest, which another decoder
 * made, is not. */
#include "base/span.h"
#include "format/frames_in.h"

#include <string.h>

#define STAMP_DIGITS 12 /* of the ticks in an AVR line */

/* The value of a hex digit, 16 and above for anything else. */
static unsigned digit(char c) {
    static const uint8_t value[256] = {
        ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,
        ['6'] = 7,  ['7'] = 8,  ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12,
        ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16, ['A'] = 11, ['B'] = 12,
        ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
    };

    return value[(uint8_t)c] - 1U;
}

/* n hex digits, at most 16. @return false when one is none. */
static bool hex_word(const char *p, size_t n, uint64_t *out) {
    uint64_t w = 0;
    unsigned bad = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned v = digit(p[i]);

        bad |= v;
        w = w << 4 | (v & 0xf);
    }
    *out = w;
    return bad < 16;
}

/* The message itself: n digits. */
static bool hex_frame(const char *p, size_t n, struct frame *out) {
    unsigned bad = 0;

    if (n != 4 && n != 14 && n != 28) return false;
    memset(out->bytes, 0, sizeof out->bytes);
    for (size_t i = 0; i < n / 2; i++) {
        unsigned hi = digit(p[2 * i]), lo = digit(p[2 * i + 1]);

        bad |= hi | lo;
        out->bytes[i] = (uint8_t)(hi << 4 | lo);
    }
    out->n = (uint8_t)(n / 2);
    return bad < 16;
}

/* Airspy's tail, `TTTTTTTT;PP;RRRR;`: a counter of 32 bits that runs at PP times 2 MHz. Silences of
 * more than half its turn are counted short. */
static bool airspy(struct frames *f, struct span s, struct frame *out) {
    uint64_t count, rate, level;

    if (s.n != 17 || s.p[8] != ';' || s.p[11] != ';' || s.p[16] != ';') return false;
    if (!hex_word(s.p, 8, &count) || !hex_word(s.p + 9, 2, &rate) ||
        !hex_word(s.p + 12, 4, &level) || !rate)
        return false;
    frames_clock_tick(f, out, (int64_t)count, INT64_C(1) << 32, (int64_t)rate * 2000);
    return true;
}

/* Behind the `;` of a line without ticks. Aerobits' `(signal,quality,time)` counts from the last
 * pulse of a second: which one, nobody says. */
static bool tail(struct frames *f, struct span s, struct frame *out) {
    if (s.n == 0 || (s.p[0] == '(' && s.p[s.n - 1] == ')')) {
        frames_clock_none(f, out);
        return true;
    }
    return airspy(f, s, out);
}

static bool avr(struct frames *f, struct span s, struct frame *out) {
    size_t lead = s.p[0] == '*' ? 0 : s.p[0] == '<' ? STAMP_DIGITS + 2 : STAMP_DIGITS;
    const char *semi = memchr(s.p, ';', s.n);
    uint64_t ticks = 0, level = 0;
    struct span rest;

    if (!semi) return false;
    if ((size_t)(semi - s.p - 1) < lead) return false;
    if (!hex_frame(s.p + 1 + lead, (size_t)(semi - s.p - 1) - lead, out)) return false;
    rest = span_trim((struct span){semi + 1, s.n - (size_t)(semi + 1 - s.p)});
    if (!lead) return tail(f, rest, out);
    if (rest.n || !hex_word(s.p + 1, STAMP_DIGITS, &ticks)) return false;
    if (s.p[0] == '<') {
        if (!hex_word(s.p + 1 + STAMP_DIGITS, 2, &level)) return false;
        out->signal = (int16_t)level;
    }
    frames_clock_48(f, out, ticks);
    return true;
}

static const char *blanks(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t')) p++;
    return p;
}

/* From behind an opening quote to behind the closing one; NULL if there is none. */
static const char *string_end(const char *p, const char *end) {
    for (; p < end; p++) {
        if (*p == '\\')
            p++;
        else if (*p == '"')
            return p + 1;
    }
    return NULL;
}

/* Over a value of JSON, of which only the shape is looked at. */
static const char *value_end(const char *p, const char *end) {
    size_t depth = 0;

    while (p && p < end) {
        if (*p == '"') {
            p = string_end(p + 1, end);
            if (!depth) return p;
            continue;
        }
        if (!depth && (*p == ',' || *p == '}')) return p;
        if (*p == '{' || *p == '[') depth++;
        if ((*p == '}' || *p == ']') && !--depth) return p + 1;
        p++;
    }
    return NULL;
}

/* Seconds with decimals, to ms. */
static bool seconds(struct span s, int64_t *ms) {
    size_t i = 0, places = 0;
    int64_t v = 0;

    for (; i < s.n && i < 11 && s.p[i] >= '0' && s.p[i] <= '9'; i++) v = v * 10 + (s.p[i] - '0');
    if (!i) return false;
    if (i < s.n && s.p[i] == '.')
        for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
            if (places < 3) v = v * 10 + (s.p[i] - '0'), places++;
    for (; places < 3; places++) v *= 10;
    *ms = v;
    return i == s.n;
}

/* The two members that are ours, wherever they stand. @return whether the line is an object. */
static bool members(const char *p, const char *end, struct span *frame, struct span *stamp) {
    for (;;) {
        const char *name = blanks(p, end), *value;

        if (name == end || *name != '"') return false;
        p = string_end(name + 1, end);
        if (!p) return false;
        struct span key = {name + 1, (size_t)(p - name) - 2};
        p = blanks(p, end);
        if (p == end || *p != ':') return false;
        value = blanks(p + 1, end);
        p = value_end(value, end);
        if (!p) return false;
        if (span_is(key, "frame")) *frame = span_trim((struct span){value, (size_t)(p - value)});
        if (span_is(key, "timestamp"))
            *stamp = span_trim((struct span){value, (size_t)(p - value)});
        p = blanks(p, end);
        if (p == end) return false;
        if (*p == '}') return blanks(p + 1, end) == end;
        if (*p++ != ',') return false;
    }
}

static bool jet1090(struct frames *f, struct span s, struct frame *out) {
    struct span frame = {0}, stamp = {0};
    int64_t ms = 0;

    if (!members(s.p + 1, s.p + s.n, &frame, &stamp)) return false;
    if (frame.n < 2 || frame.p[0] != '"' || frame.p[frame.n - 1] != '"') return false;
    if (!hex_frame(frame.p + 1, frame.n - 2, out)) return false;
    if (!seconds(stamp, &ms) || !frames_clock_utc(f, out, ms)) {
        f->stats.doubted += stamp.n > 0;
        frames_clock_none(f, out);
    }
    return true;
}

bool frames_text_line(struct frames *f, const char *p, size_t n, struct frame *out,
                      enum frames_skip *why) {
    struct span s = span_trim((struct span){p, n});

    out->signal = -1;
    out->flags = 0;
    *why = FRAMES_LINE_KIND;
    if (s.n == 0) return false;
    if (s.p[0] == '{') {
        *why = FRAMES_LINE_JSON;
        return jet1090(f, s, out);
    }
    if (s.p[0] != '*' && s.p[0] != '@' && s.p[0] != '%' && s.p[0] != '<') return false;
    *why = FRAMES_LINE_HEX;
    return avr(f, s, out);
}

/* No end of line in FRAMES_LINE bytes: all up to it is one bad line. */
static enum frames_found too_long(struct frames *f, size_t n, bool ends) {
    frames_skip(f, n, FRAMES_LINE_LONG);
    f->broken = !ends;
    return FRAMES_PASSED;
}

enum frames_found frames_text_next(struct frames *f, struct frame *out) {
    for (;;) {
        const char *p = (const char *)f->buf + f->at;
        size_t left = f->end - f->at, n;
        const char *lf = left ? memchr(p, '\n', left) : NULL;
        enum frames_skip why;

        n = lf ? (size_t)(lf - p) + 1 : left;
        if (!n) return FRAMES_MORE;
        if (f->broken || n > FRAMES_LINE) return too_long(f, n, lf != NULL);
        if (!lf && !f->ended) return FRAMES_MORE;
        out->offset = f->base + f->at;
        if (frames_text_line(f, p, n, out, &why)) {
            f->at += n;
            return FRAMES_FRAME;
        }
        if (span_trim((struct span){p, n}).n) {
            frames_skip(f, n, why);
            return FRAMES_PASSED;
        }
        f->at += n; /* an empty line is nothing */
    }
}
