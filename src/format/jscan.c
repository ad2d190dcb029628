/* SPDX-License-Identifier: Apache-2.0 */
/* A pull scanner for JSON.
 *
 * Documents are read elsewhere with jansson, which makes a tree; of a trace of a megabyte that would
 * be 100,000 allocations for 6,000 rows of which six columns are kept. Here nothing is made: the
 * caller asks for the next value and gets its kind and its bytes. Numbers stay text until someone
 * says how many decimals are wanted, and then become whole numbers without a double in between. */
#include "format/jscan.h"

#include "base/ascii.h"

#define LIMIT_MAX 100000000000000000 /* 1e17: times ten and a digit more still fits */
#define EXPONENT_MAX 100000          /* larger ones are stopped here while reading */

struct jscan jscan_begin(struct span json) {
    struct span all = json.p ? json : SPAN("");

    return (struct jscan){.begin = all.p, .p = span_unmarked(all).p, .end = all.p + all.n};
}

bool jscan_break(struct jscan *j, const char *at, const char *why) {
    if (j->why) return false;
    j->why = why;
    j->at = at;
    return false;
}

static bool cut(struct jscan *j) {
    return jscan_break(j, j->end, "the text ends here, within a value");
}

static void space(struct jscan *j) {
    while (j->p < j->end && (*j->p == ' ' || *j->p == '\n' || *j->p == '\r' || *j->p == '\t'))
        j->p++;
}

static bool is_hex(char c) {
    return ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* After a backslash. */
static bool escape(struct jscan *j) {
    if (j->p == j->end) return cut(j);
    if (*j->p != 'u') {
        if (!*j->p || !strchr("\"\\/bfnrt", *j->p))
            return jscan_break(j, j->p, "no such escape in a string");
        j->p++;
        return true;
    }
    j->p++;
    for (int i = 0; i < 4; i++, j->p++) {
        if (j->p == j->end) return cut(j);
        if (!is_hex(*j->p)) return jscan_break(j, j->p, "\\u wants four hex digits");
    }
    return true;
}

/* At the quote. */
static bool string(struct jscan *j, struct span *out) {
    const char *from = ++j->p;

    for (; j->p < j->end; j->p++) {
        if (*j->p == '"') {
            *out = (struct span){from, (size_t)(j->p++ - from)};
            return true;
        }
        if ((unsigned char)*j->p < 0x20)
            return jscan_break(j, j->p, "a control character in a string");
        if (*j->p != '\\') continue;
        j->p++;
        if (!escape(j)) return false;
        j->p--; /* the loop goes over its last byte */
    }
    return cut(j);
}

static size_t digit_run(struct jscan *j) {
    const char *from = j->p;

    while (j->p < j->end && ascii_digit(*j->p)) j->p++;
    return (size_t)(j->p - from);
}

static bool word(struct jscan *j, struct jscan_value *v) {
    static const struct {
        const char *word;
        enum jscan_kind kind;
    } words[] = {{"null", JSCAN_NULL},   {"true", JSCAN_TRUE}, {"false", JSCAN_FALSE},
                 {"nan", JSCAN_NAN},     {"NaN", JSCAN_NAN},   {"inf", JSCAN_NAN},
                 {"Infinity", JSCAN_NAN}};
    bool minus = j->p < j->end && *j->p == '-';
    const char *from = j->p, *p = j->p + minus;

    while (p < j->end && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z'))) p++;
    for (size_t i = minus ? 3 : 0; i < sizeof words / sizeof *words; i++) {
        struct span s = {from + minus, (size_t)(p - from) - minus};

        if (!span_is(s, words[i].word)) continue;
        *v = (struct jscan_value){words[i].kind, {from, (size_t)(p - from)}};
        j->p = p;
        return true;
    }
    if (p == j->end) return cut(j);
    return jscan_break(j, from, "not a value");
}

static bool number(struct jscan *j, struct jscan_value *v) {
    const char *from = j->p, *digits;

    if (*j->p == '-') j->p++;
    digits = j->p;
    if (!digit_run(j)) {
        j->p = from;
        return word(j, v); /* -inf */
    }
    if (*digits == '0' && j->p - digits > 1)
        return jscan_break(j, digits, "a number begins with 0");
    if (j->p < j->end && *j->p == '.') {
        j->p++;
        if (!digit_run(j))
            return j->p == j->end ? cut(j) : jscan_break(j, j->p, "digits wanted after the point");
    }
    if (j->p < j->end && (*j->p == 'e' || *j->p == 'E')) {
        j->p++;
        if (j->p < j->end && (*j->p == '-' || *j->p == '+')) j->p++;
        if (!digit_run(j))
            return j->p == j->end ? cut(j) : jscan_break(j, j->p, "digits wanted in the exponent");
    }
    *v = (struct jscan_value){JSCAN_NUMBER, {from, (size_t)(j->p - from)}};
    return true;
}

bool jscan_value(struct jscan *j, struct jscan_value *v) {
    if (j->why) return false;
    space(j);
    if (j->p == j->end) return cut(j);
    switch (*j->p) {
    case '{':
    case '[':
        if (j->depth == JSCAN_DEPTH) {
            j->deep = true;
            return jscan_break(j, j->p, "arrays and objects more than 32 deep");
        }
        j->depth++;
        *v = (struct jscan_value){*j->p == '{' ? JSCAN_OBJECT : JSCAN_ARRAY, {j->p, 1}};
        j->p++;
        return true;
    case '"': v->kind = JSCAN_STRING; return string(j, &v->text);
    default:
        if (*j->p == '-' || ascii_digit(*j->p)) return number(j, v);
        return word(j, v);
    }
}

/* Over `,` (unless it is the first), or the closing bracket, which ends the walk. */
static bool step(struct jscan *j, bool first, char close, const char *why) {
    if (j->why) return false;
    space(j);
    if (j->p == j->end) return jscan_break(j, j->p, "the text ends here");
    if (*j->p == close) {
        j->p++;
        j->depth--;
        return false;
    }
    if (first) return true;
    if (*j->p != ',') return jscan_break(j, j->p, why);
    j->p++;
    space(j);
    return true;
}

bool jscan_item(struct jscan *j, bool first) {
    return step(j, first, ']', "`,` or `]` wanted");
}

static void resolve(struct jscan *j, struct span *key) {
    int n = jscan_text(*key, j->key, sizeof j->key);

    if (n >= 0) *key = (struct span){j->key, (size_t)n};
}

bool jscan_key(struct jscan *j, bool first, struct span *key) {
    if (!step(j, first, '}', "`,` or `}` wanted")) return false;
    if (j->p == j->end) return cut(j);
    if (*j->p != '"') return jscan_break(j, j->p, "a key in quotes wanted");
    if (!string(j, key)) return false;
    if (key->n && memchr(key->p, '\\', key->n)) resolve(j, key);
    space(j);
    if (j->p == j->end) return cut(j);
    if (*j->p != ':') return jscan_break(j, j->p, "`:` wanted");
    j->p++;
    return true;
}

bool jscan_skip(struct jscan *j, const struct jscan_value *v) {
    struct jscan_value inner = {0};
    struct span key = {0};

    if (v->kind == JSCAN_ARRAY) {
        for (bool first = true; jscan_item(j, first); first = false)
            if (!jscan_value(j, &inner) || !jscan_skip(j, &inner)) return false;
    } else if (v->kind == JSCAN_OBJECT) {
        for (bool first = true; jscan_key(j, first, &key); first = false)
            if (!jscan_value(j, &inner) || !jscan_skip(j, &inner)) return false;
    }
    return !j->why;
}

bool jscan_whole(struct jscan *j, struct jscan_value *v) {
    int depth = j->depth;

    j->depth = 0;
    if (!jscan_value(j, v) || !jscan_skip(j, v)) return false;
    if (v->kind == JSCAN_ARRAY || v->kind == JSCAN_OBJECT) v->text.n = (size_t)(j->p - v->text.p);
    j->depth = depth;
    return true;
}

bool jscan_object(struct jscan *j) {
    struct jscan_value v;

    if (!jscan_value(j, &v)) return false;
    return v.kind == JSCAN_OBJECT || jscan_break(j, v.text.p, "not an object");
}

bool jscan_done(struct jscan *j) {
    space(j);
    return j->p == j->end;
}

static int hex4(const char *p) {
    int v = 0;

    for (int i = 0; i < 4; i++)
        v = v * 16 + (ascii_digit(p[i]) ? p[i] - '0' : (p[i] | 0x20) - 'a' + 10);
    return v;
}

/* What the escape at *i stands for; *i goes to its last byte. */
static int escaped(struct span written, size_t *i) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = written.p[++*i];

    if (c != 'u') return to[strchr(from, c) - from];
    *i += 4;
    return hex4(written.p + *i - 3);
}

int jscan_text(struct span written, char *out, size_t cap) {
    size_t n = 0;

    for (size_t i = 0; i < written.n; i++) {
        int c = (unsigned char)written.p[i];

        if (c == '\\') c = escaped(written, &i);
        if (c < 0x20 || c > 0x7e || n + 1 >= cap) return -1;
        out[n++] = (char)c;
    }
    out[n] = 0;
    return (int)n;
}

bool jscan_view(struct span written, char *room, size_t size, struct span *out) {
    size_t n = 0;

    if (!written.n || !memchr(written.p, '\\', written.n)) {
        if (written.n > size) return false;
        *out = written;
        return true;
    }
    for (size_t i = 0; i < written.n; i++) {
        int c = (unsigned char)written.p[i];

        if (n == size) return false;
        if (c == '\\') {
            c = escaped(written, &i);
            if (c > 0x7f) c = '?';
        }
        room[n++] = (char)c;
    }
    *out = (struct span){room, n};
    return true;
}

bool jscan_is(struct span written, const char *word) {
    char text[64];

    if (!written.n || !memchr(written.p, '\\', written.n)) return span_is(written, word);
    return jscan_text(written, text, sizeof text) >= 0 && strcmp(text, word) == 0;
}

/* The exponent behind e, stopped at +-EXPONENT_MAX. */
static int64_t exponent(const char *p, const char *end) {
    bool minus = p < end && *p == '-';
    int64_t v = 0;

    for (p += p < end && (*p == '-' || *p == '+'); p < end; p++)
        if (v < EXPONENT_MAX) v = v * 10 + (*p - '0');
    return minus ? -v : v;
}

bool jscan_fixed(struct span number, int places, int64_t limit, int64_t *out) {
    const char *p = number.p, *end = number.p + number.n, *e = p;
    int64_t whole, v = 0; /* whole: how many digits stand before the point, once it is moved */
    bool minus = p < end && *p == '-', up = false;

    p += minus;
    while (e < end && *e != 'e' && *e != 'E') e++;
    whole = places + (e < end ? exponent(e + 1, end) : 0);
    for (const char *q = p; q < e && *q != '.'; q++) whole++;
    for (; whole > 0 && (v || p < e); whole--) {
        if (p < e && *p == '.') p++;
        v = v * 10 + (p < e ? *p++ - '0' : 0);
        if (v > limit || v > LIMIT_MAX) return false;
    }
    if (p < e && *p == '.') p++;
    if (whole == 0 && p < e) up = *p >= '5'; /* below 0 even a 9 there is less than a half */
    v += up;
    if (v > limit) return false;
    *out = minus ? -v : v;
    return true;
}
