/* SPDX-License-Identifier: Apache-2.0 */
/* A value is skipped in one pass without recursion: one bit for each open container says whether it
 * is an object, and `want` says what may come next. The grammar is RFC 8259's; the skipped text is
 * fully checked, so that a slice which is opened later can only fail where it was damaged since. */
#include "format/jslice.h"

#include <stdint.h>

/* What may come next inside the value that is being skipped. */
enum want { WANT_VALUE, WANT_FIRST, WANT_KEY, WANT_FIRST_KEY, WANT_AFTER };

struct skip {
    const char *p, *end, *start;
    uint64_t object; /* bit d: the container of depth d is an object */
    int depth;
    enum want want;
};

#define BAD(at, begin, what) err_set(e, RC_SYNTAX, "byte %zu: %s", (size_t)((at) - (begin)), (what))

static const char *blanks(const char *p, const char *end) {
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')) p++;
    return p;
}

static bool digit(const char *p, const char *end) {
    return p < end && *p >= '0' && *p <= '9';
}

/* Past the string that begins at p, or NULL. */
static const char *past_string(const char *p, const char *end) {
    for (p++; p < end && *p != '"'; p++) {
        if ((unsigned char)*p < 0x20) return NULL;
        if (*p != '\\') continue;
        if (++p == end) return NULL;
        if (*p == 'u') {
            for (int i = 0; i < 4; i++) {
                char c;

                if (++p == end) return NULL;
                c = (char)(*p | 0x20);
                if (!digit(p, end) && (c < 'a' || c > 'f')) return NULL;
            }
        } else if (!*p || !strchr("\"\\/bfnrt", *p)) {
            return NULL;
        }
    }
    return p < end ? p + 1 : NULL;
}

static const char *past_number(const char *p, const char *end) {
    if (p < end && *p == '-') p++;
    if (!digit(p, end)) return NULL;
    if (*p == '0')
        p++;
    else
        while (digit(p, end)) p++;
    if (p < end && *p == '.') {
        if (!digit(++p, end)) return NULL;
        while (digit(p, end)) p++;
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '+' || *p == '-')) p++;
        if (!digit(p, end)) return NULL;
        while (digit(p, end)) p++;
    }
    return p;
}

static const char *past_word(const char *p, const char *end) {
    static const char *const words[] = {"true", "false", "null", "NaN", "Infinity", "-Infinity"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);

        if ((size_t)(end - p) >= n && memcmp(p, words[i], n) == 0) return p + n;
    }
    return NULL;
}

static const char *past_scalar(const char *p, const char *end) {
    const char *past;

    if (*p == '"') return past_string(p, end);
    past = past_word(p, end);
    return past ? past : past_number(p, end);
}

static bool in_object(const struct skip *s) {
    return s->object >> s->depth & 1;
}

static int skip_open(struct skip *s, struct err *e) {
    if (s->depth == JSLICE_DEPTH)
        return err_set(e, RC_LIMIT, "byte %zu: nested deeper than %d", (size_t)(s->p - s->start),
                       JSLICE_DEPTH);
    s->depth++;
    s->object &= ~((uint64_t)1 << s->depth);
    if (*s->p == '{') s->object |= (uint64_t)1 << s->depth;
    s->want = *s->p++ == '{' ? WANT_FIRST_KEY : WANT_FIRST;
    return 0;
}

static int skip_key(struct skip *s, struct err *e) {
    const char *past = *s->p == '"' ? past_string(s->p, s->end) : NULL;

    if (!past) return BAD(s->p, s->start, "a key was expected");
    s->p = blanks(past, s->end);
    if (s->p == s->end || *s->p != ':') return BAD(s->p, s->start, "`:` was expected");
    s->p++;
    s->want = WANT_VALUE;
    return 0;
}

/* One token, at s->p, where there is a byte. */
static int skip_token(struct skip *s, struct err *e) {
    const char *past;
    bool object = in_object(s);
    char c = *s->p;

    if (s->depth && c == (object ? '}' : ']') &&
        (s->want == WANT_AFTER || s->want == (object ? WANT_FIRST_KEY : WANT_FIRST))) {
        s->depth--;
        s->p++;
        s->want = WANT_AFTER;
        return 0;
    }
    if (s->want == WANT_AFTER) {
        if (c != ',') return BAD(s->p, s->start, "`,` or the end was expected");
        s->p++;
        s->want = object ? WANT_KEY : WANT_VALUE;
        return 0;
    }
    if (s->want == WANT_KEY || s->want == WANT_FIRST_KEY) return skip_key(s, e);
    if (c == '{' || c == '[') return skip_open(s, e);
    past = past_scalar(s->p, s->end);
    if (!past) return BAD(s->p, s->start, "no value of JSON");
    s->p = past;
    s->want = WANT_AFTER;
    return 0;
}

MUST int jslice_value(struct span *rest, const char *start, struct span *value, struct err *e) {
    struct skip s = {.p = rest->p, .end = rest->p + rest->n, .start = start};
    const char *from = blanks(s.p, s.end);
    int rc;

    s.p = from;
    if (s.p == s.end) return 0;
    do {
        s.p = blanks(s.p, s.end);
        if (s.p == s.end) return BAD(s.p, start, "the text ends within a value");
        rc = skip_token(&s, e);
        if (rc < 0) return rc;
    } while (s.depth || s.want != WANT_AFTER);
    *value = (struct span){from, (size_t)(s.p - from)};
    *rest = (struct span){s.p, (size_t)(s.end - s.p)};
    return 1;
}

MUST int jslice_open(struct jslice *j, struct span text, const char *start, struct err *e) {
    const char *end = text.p + text.n, *p = blanks(text.p, end);

    if (p == end || (*p != '[' && *p != '{'))
        return BAD(p, start, "an array or object was expected");
    *j =
        (struct jslice){{p + 1, (size_t)(end - p) - 1}, start, *p == '[' ? ']' : '}', false, false};
    return 0;
}

MUST int jslice_next(struct jslice *j, struct span *key, struct span *value, struct err *e) {
    const char *end = j->rest.p + j->rest.n, *p = blanks(j->rest.p, end), *past;
    int rc;

    if (j->done) return 0;
    if (p < end && *p == j->close) {
        j->rest = (struct span){p + 1, (size_t)(end - p) - 1};
        j->done = true;
        return 0;
    }
    if (j->begun) {
        if (p == end || *p != ',') return BAD(p, j->start, "`,` or the end was expected");
        p = blanks(p + 1, end);
    }
    *key = (struct span){"", 0};
    if (j->close == '}') {
        past = p < end && *p == '"' ? past_string(p, end) : NULL;
        if (!past) return BAD(p, j->start, "a key was expected");
        *key = (struct span){p + 1, (size_t)(past - p) - 2};
        p = blanks(past, end);
        if (p == end || *p != ':') return BAD(p, j->start, "`:` was expected");
        p++;
    }
    j->rest = (struct span){p, (size_t)(end - p)};
    rc = jslice_value(&j->rest, j->start, value, e);
    if (rc == 0) return BAD(end, j->start, "the text ends within a value");
    j->begun = true;
    return rc;
}

char jslice_kind(struct span value) {
    char c = '0';

    if (value.n && value.p[0] && strchr("{[\"tf", value.p[0])) c = value.p[0];
    if (span_is(value, "null") || span_is(value, "NaN")) c = 'n';
    return c;
}

static unsigned hex4(const char *p) {
    unsigned v = 0;

    for (int i = 0; i < 4; i++)
        v = v << 4 | (unsigned)(p[i] <= '9' ? p[i] - '0' : (p[i] | 0x20) - 'a' + 10);
    return v;
}

bool jslice_text(struct span value, char *room, size_t size, struct span *out) {
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    struct span s;
    size_t n = 0;

    if (value.n < 2 || value.p[0] != '"') return false;
    s = (struct span){value.p + 1, value.n - 2};
    if (!s.n || !memchr(s.p, '\\', s.n)) {
        *out = s;
        return s.n <= size;
    }
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (n == size) return false;
        if (c == '\\') {
            const char *named = strchr(from, s.p[++i]);

            c = s.p[i];
            if (named) c = to[named - from];
            if (s.p[i] == 'u') {
                unsigned v = hex4(s.p + i + 1);

                c = '?';
                if (v < 0x80) c = (char)v;
                i += 4;
            }
        }
        room[n++] = c;
    }
    *out = (struct span){room, n};
    return true;
}
