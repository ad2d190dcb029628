/* SPDX-License-Identifier: Apache-2.0 */
/* One value, one text: what the ledger hashes. Two programs that agree on the value must agree on
 * every byte, so the writer leaves nothing to choose, and the reader accepts a text only when
 * writing its value gives the same bytes again. canon_is says the same from the bytes alone, twenty
 * times as fast, for verifying; it is a second grammar, and the fuzz target fuzz_canon holds it to
 * the first.
 *
 * Reals are refused, because the shortest decimal of a double is the part of RFC 8785 that
 * implementations get wrong. Quantities go in as integers of a stated unit, or as the text that the
 * source wrote. */
#include "base/canon.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* An object's members while they are sorted. */
struct member {
    struct span key;
    const json_t *value;
};

static int by_key(const void *a, const void *b) {
    return span_cmp(((const struct member *)a)->key, ((const struct member *)b)->key);
}

static void write_string(struct buf *out, struct span s) {
    static const char letter[32] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};
    size_t done = 0;

    buf_putc(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c >= 0x20 && c != '"' && c != '\\') continue;
        buf_add(out, (struct span){s.p + done, i - done});
        done = i + 1;
        if (c >= 0x20)
            buf_printf(out, "\\%c", c);
        else if (letter[c])
            buf_printf(out, "\\%c", letter[c]);
        else
            buf_printf(out, "\\u%04x", (unsigned)c);
    }
    buf_add(out, (struct span){s.p + done, s.n - done});
    buf_putc(out, '"');
}

static int too_long(struct err *e) {
    return err_set(e, RC_LIMIT, "the JSON text is longer than %zu bytes", CANON_BYTES);
}

/* `from`: where this document begins in out. */
static int write_value(const json_t *v, struct buf *out, size_t from, int depth, struct err *e);

/* json_object_iter wants a pointer to non-const and changes nothing. */
static json_t *unconst(const json_t *v) {
    union {
        const json_t *in;
        json_t *out;
    } u = {v};

    return u.out;
}

static int write_object(const json_t *v, struct buf *out, size_t from, int depth, struct err *e) {
    size_t n = json_object_size(v), i = 0;
    struct member *m;
    int rc = 0;

    if (n > CANON_BYTES) return too_long(e);
    m = calloc(n ? n : 1, sizeof *m);
    if (!m) {
        fprintf(stderr, "headcount: out of memory (an object of %zu members)\n", n);
        abort();
    }
    for (void *it = json_object_iter(unconst(v)); it; it = json_object_iter_next(unconst(v), it))
        m[i++] = (struct member){{json_object_iter_key(it), json_object_iter_key_len(it)},
                                 json_object_iter_value(it)};
    qsort(m, n, sizeof *m, by_key);
    buf_putc(out, '{');
    for (i = 0; i < n && rc == 0; i++) {
        if (i) buf_putc(out, ',');
        write_string(out, m[i].key);
        buf_putc(out, ':');
        rc = write_value(m[i].value, out, from, depth, e);
    }
    buf_putc(out, '}');
    free(m);
    return rc;
}

static int write_array(const json_t *v, struct buf *out, size_t from, int depth, struct err *e) {
    size_t n = json_array_size(v);
    int rc = 0;

    buf_putc(out, '[');
    for (size_t i = 0; i < n && rc == 0; i++) {
        if (i) buf_putc(out, ',');
        rc = write_value(json_array_get(v, i), out, from, depth, e);
    }
    buf_putc(out, ']');
    return rc;
}

static int write_value(const json_t *v, struct buf *out, size_t from, int depth, struct err *e) {
    int rc = 0;

    if ((json_is_object(v) || json_is_array(v)) && depth == CANON_DEPTH)
        return err_set(e, RC_LIMIT, "the JSON value is deeper than %d", CANON_DEPTH);
    if (out->n - from > CANON_BYTES) return too_long(e);
    switch (json_typeof(v)) {
    case JSON_OBJECT: rc = write_object(v, out, from, depth + 1, e); break;
    case JSON_ARRAY: rc = write_array(v, out, from, depth + 1, e); break;
    case JSON_STRING:
        write_string(out, (struct span){json_string_value(v), json_string_length(v)});
        break;
    case JSON_INTEGER: buf_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(v)); break;
    case JSON_REAL: return err_set(e, RC_RANGE, "a real number in JSON that is to be hashed");
    case JSON_TRUE: buf_puts(out, "true"); break;
    case JSON_FALSE: buf_puts(out, "false"); break;
    case JSON_NULL: buf_puts(out, "null"); break;
    }
    return rc;
}

MUST int canon_write(const json_t *v, struct buf *out, struct err *e) {
    size_t from = out->n;
    int rc = write_value(v, out, from, 0, e);

    if (rc == 0 && out->n - from > CANON_BYTES) rc = too_long(e);
    if (rc < 0 && out->p) {
        out->n = from;
        out->p[from] = 0;
    }
    return rc;
}

/* Are arrays and objects nested at most `left` deep? */
static bool shallow(const json_t *v, int left) {
    if (!json_is_array(v) && !json_is_object(v)) return true;
    if (!left) return false;
    for (size_t i = 0, n = json_array_size(v); i < n; i++)
        if (!shallow(json_array_get(v, i), left - 1)) return false;
    for (void *it = json_object_iter(unconst(v)); it; it = json_object_iter_next(unconst(v), it))
        if (!shallow(json_object_iter_value(it), left - 1)) return false;
    return true;
}

/* Our sentence for jansson's, which would quote the text: an error must not carry what a row said.
 */
static const char *parse_fault(const json_error_t *at) {
    enum json_error_code code = json_error_code(at);

    if (code == json_error_premature_end_of_input) return "the JSON text ends too early";
    if (code == json_error_end_of_input_expected) return "text after the end of the JSON value";
    if (code == json_error_invalid_utf8) return "not UTF-8";
    if (code == json_error_duplicate_key) return "a key that is there twice";
    if (code == json_error_numeric_overflow) return "a number that is too large";
    if (code == json_error_null_character || code == json_error_null_byte_in_key)
        return "a NUL character";
    return "not JSON";
}

MUST int canon_parse(struct span text, json_t **out, struct err *e) {
    json_error_t at;
    json_t *v;

    if (text.n > CANON_BYTES) return too_long(e);
    v = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &at);
    if (!v && json_error_code(&at) == json_error_out_of_memory) {
        fprintf(stderr, "headcount: out of memory (a JSON text of %zu bytes)\n", text.n);
        abort();
    }
    if (!v && json_error_code(&at) != json_error_stack_overflow)
        return err_set(e, RC_SYNTAX, "line %d, column %d: %s", at.line, at.column,
                       parse_fault(&at));
    if (!v || !shallow(v, CANON_DEPTH)) {
        json_decref(v);
        return err_set(e, RC_LIMIT, "the JSON value is deeper than %d", CANON_DEPTH);
    }
    *out = v;
    return 0;
}

MUST int canon_read(struct span text, json_t **out, struct err *e) {
    struct buf again = {0};
    json_t *v = NULL;
    size_t i = 0;
    int rc;

    if ((rc = canon_parse(text, &v, e)) < 0) return rc;
    rc = canon_write(v, &again, e);
    if (rc == RC_RANGE) e->rc = rc = RC_SYNTAX; /* a real: well-formed, and never canonical */
    if (rc == 0 && !span_eq(text, buf_span(&again))) {
        while (i < text.n && i < again.n && text.p[i] == again.p[i]) i++;
        rc = err_set(e, RC_SYNTAX, "byte %zu: the JSON text is not in canonical form", i);
    }
    buf_fini(&again);
    if (rc == 0)
        *out = v;
    else
        json_decref(v);
    return rc;
}

/* --- from the bytes alone --- */

struct scan {
    const unsigned char *p, *end;
};

static bool take(struct scan *s, char c) {
    if (s->p == s->end || *s->p != (unsigned char)c) return false;
    s->p++;
    return true;
}

static bool take_word(struct scan *s, const char *word) {
    size_t n = strlen(word);

    if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n) != 0) return false;
    s->p += n;
    return true;
}

/* 64 bits, no leading zeros, no -0. */
static bool take_integer(struct scan *s) {
    bool minus = take(s, '-');
    uint64_t v = 0, most = (uint64_t)INT64_MAX + minus;
    const unsigned char *from = s->p;

    for (; s->p < s->end && *s->p >= '0' && *s->p <= '9'; s->p++) {
        unsigned d = *s->p - '0';

        if (v > (most - d) / 10) return false;
        v = v * 10 + d;
    }
    return s->p > from && (*from != '0' || (s->p == from + 1 && !minus));
}

/* One character of two to four bytes: well formed, shortest form, no surrogate, at most U+10FFFF
 * (Unicode, table 3-7). */
static bool take_wide(struct scan *s) {
    unsigned char c = s->p[0], lo = 0x80, hi = 0xbf;
    int more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;

    if (c < 0xc2 || c > 0xf4 || s->end - s->p <= more) return false;
    if (c == 0xe0) lo = 0xa0;
    if (c == 0xed) hi = 0x9f;
    if (c == 0xf0) lo = 0x90;
    if (c == 0xf4) hi = 0x8f;
    if (s->p[1] < lo || s->p[1] > hi) return false;
    for (int i = 2; i <= more; i++)
        if ((s->p[i] & 0xc0) != 0x80) return false;
    s->p += more + 1;
    return true;
}

/* The byte that an escape at p stands for, 0 when it is none of ours, and its length. (NUL is not
 * allowed.) */
static unsigned char unescape(const unsigned char *p, const unsigned char *end, size_t *n) {
    static const unsigned char byte[128] = {['"'] = '"',  ['\\'] = '\\', ['b'] = '\b', ['f'] = '\f',
                                            ['n'] = '\n', ['r'] = '\r',  ['t'] = '\t'};
    int hi, lo;

    *n = 2;
    if (end - p < 2 || p[1] > 127) return 0;
    if (p[1] != 'u') return byte[p[1]];
    *n = 6;
    if (end - p < 6 || memcmp(p + 2, "00", 2) != 0) return 0;
    hi = p[4] - '0';
    lo = p[5] >= 'a' && p[5] <= 'f'   ? p[5] - 'a' + 10
         : p[5] >= '0' && p[5] <= '9' ? p[5] - '0'
                                      : -1;
    if ((hi != 0 && hi != 1) || lo < 0) return 0;
    hi = hi * 16 + lo;
    return hi == '\b' || hi == '\f' || hi == '\n' || hi == '\r' || hi == '\t' ? 0
                                                                              : (unsigned char)hi;
}

/* Passes over plain characters, eight at a time: no quote, no backslash, no control character, all
 * ASCII. (v - ones * k) & ~v has the high bit of the lowest byte below k, and possibly of bytes
 * above it; the lowest is all that counts.) */
static void skip_plain(struct scan *s) {
    const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);

    while (s->end - s->p >= 8) {
        uint64_t v, quote, slash, special;

        memcpy(&v, s->p, sizeof v);
        quote = v ^ ones * '"';
        slash = v ^ ones * '\\';
        special =
            (((v - ones * 0x20) & ~v) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash) | v) &
            high;
        if (special) {
            if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) s->p += __builtin_ctzll(special) / 8;
            return;
        }
        s->p += 8;
    }
}

/* @param escaped whether it has an escape; may be NULL. */
static bool take_string(struct scan *s, bool *escaped) {
    size_t n;

    if (!take(s, '"')) return false;
    while (skip_plain(s), s->p < s->end) {
        unsigned char c = *s->p;

        if (c == '"') {
            s->p++;
            return true;
        }
        if (c == '\\') {
            if (!unescape(s->p, s->end, &n)) return false;
            s->p += n;
            if (escaped) *escaped = true;
        } else if (c >= 0x80) {
            if (!take_wide(s)) return false;
        } else if (c < 0x20) {
            return false;
        } else {
            s->p++;
        }
    }
    return false;
}

/* The next byte of a key, its escapes undone; -1 at its end. */
static int next_byte(struct scan *s) {
    size_t n = 1;
    int c;

    if (s->p == s->end) return -1;
    c = *s->p == '\\' ? unescape(s->p, s->end, &n) : *s->p;
    s->p += n;
    return c;
}

static bool ascends(struct scan a, struct scan b, bool escaped) {
    int x, y;

    if (!escaped)
        return span_cmp((struct span){(const char *)a.p, (size_t)(a.end - a.p)},
                        (struct span){(const char *)b.p, (size_t)(b.end - b.p)}) < 0;
    do {
        x = next_byte(&a);
        y = next_byte(&b);
    } while (x == y && x >= 0);
    return x < y;
}

static bool take_value(struct scan *s, int depth);

static bool take_array(struct scan *s, int depth) {
    if (take(s, ']')) return true;
    do
        if (!take_value(s, depth)) return false;
    while (take(s, ','));
    return take(s, ']');
}

static bool take_object(struct scan *s, int depth) {
    struct scan before = {0};
    bool escaped = false;

    if (take(s, '}')) return true;
    do {
        struct scan key = {s->p + 1, NULL};

        if (!take_string(s, &escaped)) return false;
        key.end = s->p - 1;
        if (before.p && !ascends(before, key, escaped)) return false;
        before = key;
        if (!take(s, ':') || !take_value(s, depth)) return false;
    } while (take(s, ','));
    return take(s, '}');
}

static bool take_value(struct scan *s, int depth) {
    if (s->p == s->end) return false;
    switch (*s->p) {
    case '{': s->p++; return depth < CANON_DEPTH && take_object(s, depth + 1);
    case '[': s->p++; return depth < CANON_DEPTH && take_array(s, depth + 1);
    case '"': return take_string(s, NULL);
    case 't': return take_word(s, "true");
    case 'f': return take_word(s, "false");
    case 'n': return take_word(s, "null");
    default: return take_integer(s);
    }
}

bool canon_is(struct span text) {
    struct scan s = {(const unsigned char *)text.p, (const unsigned char *)text.p + text.n};

    return text.n && text.n <= CANON_BYTES && take_value(&s, 0) && s.p == s.end;
}
