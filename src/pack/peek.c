/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/peek.h"

#include "base/num.h"

#define MARK 0x0e7f7c9du /* of a slice: readsb, globe_index.c */
#define ENTRY ((size_t)16)
#define SECONDS_MOST 32503680000.0 /* the year 3000 */

bool peek_hex(struct span s, uint32_t *out) {
    uint32_t x = 0;

    if (s.n != 6) return false;
    for (size_t i = 0; i < 6; i++) {
        char c = s.p[i];

        if (c >= '0' && c <= '9')
            x = x << 4 | (uint32_t)(c - '0');
        else if ((c | 32) >= 'a' && (c | 32) <= 'f')
            x = x << 4 | (uint32_t)((c | 32) - 'a' + 10);
        else
            return false;
    }
    *out = x;
    return true;
}

/* --- keys of the outermost object --- */

struct scan {
    const char *p, *end;
};

static void blanks(struct scan *s) {
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\t' || *s->p == '\r'))
        s->p++;
}

static bool take(struct scan *s, char c) {
    blanks(s);
    if (s->p == s->end || *s->p != c) return false;
    s->p++;
    return true;
}

/* Between the quotes, escapes as they stand. */
static bool string(struct scan *s, struct span *out) {
    const char *from;

    if (!take(s, '"')) return false;
    from = s->p;
    while (s->p < s->end && *s->p != '"') s->p += *s->p == '\\' ? 2 : 1;
    if (s->p >= s->end) return false;
    *out = (struct span){from, (size_t)(s->p++ - from)};
    return true;
}

/* A value of any kind, passed over. For a string or a number *out is its text. */
static bool value(struct scan *s, struct span *out) {
    const char *from;
    size_t depth = 0;

    *out = (struct span){0};
    blanks(s);
    if (s->p < s->end && *s->p == '"') return string(s, out);
    for (from = s->p; s->p < s->end; s->p++) {
        char c = *s->p;

        if (!depth && (c == ',' || c == '}')) break;
        if (c == '"') {
            if (!string(s, out)) return false;
            s->p--;
        } else if (c == '[' || c == '{') {
            depth++;
        } else if (c == ']' || c == '}') {
            if (!depth) return false;
            depth--;
        }
    }
    *out = span_trim((struct span){from, (size_t)(s->p - from)});
    return s->p < s->end && out->n;
}

static void icao(struct span v, struct peek_trace *out) {
    bool other = v.n == 7 && v.p[0] == '~';

    if (out->has_icao || !peek_hex(other ? (struct span){v.p + 1, 6} : v, &out->hex)) return;
    out->has_icao = true;
    out->other = other;
}

static void timestamp(struct span v, struct peek_trace *out) {
    struct err e;
    double x;

    if (out->has_time || num_real(v, 0, SECONDS_MOST, &x, &e) < 0) return;
    out->has_time = true;
    out->time_ms = (int64_t)(x * 1000 + 0.5);
}

static void keys(struct span json, struct peek_trace *out) {
    struct scan s = {json.p, json.p + json.n};
    struct span key, v;

    if (!take(&s, '{')) return;
    do {
        if (!string(&s, &key) || !take(&s, ':') || !value(&s, &v)) return;
        if (span_is(key, "icao")) icao(v, out);
        if (span_is(key, "timestamp")) timestamp(v, out);
        if (out->has_icao && out->has_time) return;
    } while (take(&s, ','));
}

/* --- does it close? --- */

#define LANE ((size_t)128) /* bytes counted in a byte: the compiler makes vectors of it */

/* How many more brackets open than close, both kinds at once: `[` 5b and `{` 7b differ in one bit,
 * and so do `]` and `}`. Strings are text like any other. */
static int64_t depth_quickly(struct span s) {
    int64_t depth = 0;

    for (size_t from = 0; from < s.n; from += LANE) {
        size_t n = s.n - from < LANE ? s.n - from : LANE;
        uint8_t open = 0, shut = 0;

        for (size_t i = from; i < from + n; i++) {
            open = (uint8_t)(open + ((s.p[i] | 0x20) == '{'));
            shut = (uint8_t)(shut + ((s.p[i] | 0x20) == '}'));
        }
        depth += (int64_t)open - shut;
    }
    return depth;
}

static int64_t depth_outside_strings(struct span s) {
    const char *p = s.p, *end = s.p + s.n;
    int64_t depth = 0;

    while (p < end) {
        char c = *p++;

        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (c != '"') continue;
        while (p < end && *p != '"') p += *p == '\\' ? 2 : 1;
        if (p >= end) return -1; /* a string is left open */
        p++;
    }
    return depth;
}

void peek_trace(struct span json, struct peek_trace *out) {
    struct span s = span_trim(span_unmarked(json));

    *out = (struct peek_trace){0};
    keys(s, out);
    if (s.n < 2 || s.p[0] != '{' || s.p[s.n - 1] != '}') return;
    /* Where a string has a bracket the first does not come out even, and the second decides. */
    out->closes = depth_quickly(s) == 0 || depth_outside_strings(s) == 0;
}

/* --- heatmap --- */

static uint32_t word(const char *p) {
    const unsigned char *u = (const unsigned char *)p;

    return (uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 | (uint32_t)u[3] << 24;
}

const char *peek_heatmap(struct span s) {
    size_t entries = s.n / ENTRY, last = 0, slices;

    if (!entries) return "is empty";
    if (s.n % ENTRY) return "does not end with a whole entry";
    slices = word(s.p);
    if (!slices || slices >= entries) return "has an index that is longer than the file";
    for (size_t i = 0; i < slices; i++) {
        size_t at = word(s.p + i * ENTRY);

        if (at < slices || at >= entries || (i && at <= last))
            return "has an index that does not rise within the file";
        if (word(s.p + at * ENTRY) != MARK) return "has an index that points at no slice";
        last = at;
    }
    return NULL;
}
