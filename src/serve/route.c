/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/route.h"

#include "base/ascii.h"
#include "base/num.h"
#include "base/utc.h"

#include <string.h>

static bool is_alnum(char c) {
    return ascii_digit(c) || ascii_lower(c) || (c >= 'A' && c <= 'Z');
}

static bool all_of(struct span s, size_t lo, size_t hi, const char *letters) {
    if (s.n < lo || s.n > hi) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!s.p[i] || !strchr(letters, s.p[i])) return false;
    return true;
}

static bool is_word(struct span s) {
    return all_of(s, 1, 40, "abcdefghijklmnopqrstuvwxyz0123456789-_") && s.p[0] != '-';
}

static bool is_id(struct span s) {
    if (s.n < 1 || s.n > 80 || s.p[0] == '-') return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_alnum(s.p[i]) && (!s.p[i] || !strchr("._:-", s.p[i]))) return false;
    return true;
}

/* How many bytes follow the first of a character; -1: it begins none. Shortest forms and surrogates are the
 * child's to refuse: here it is only kept from control characters. */
static int follow(unsigned char c) {
    if (c < 0x80) return 0;
    if (c < 0xc2 || c > 0xf4) return -1;
    return c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
}

static bool is_text(struct span s) {
    if (s.n < 1 || s.n > PARAM_BYTES) return false;
    for (size_t i = 0; i < s.n;) {
        unsigned char c = (unsigned char)s.p[i++];
        int more = follow(c);

        if (c < 0x20 || c == 0x7f || more < 0) return false;
        for (; more > 0; more--, i++)
            if (i >= s.n || ((unsigned char)s.p[i] & 0xc0) != 0x80) return false;
    }
    return true;
}

static bool is_of(enum param_kind kind, struct span s) {
    struct err e;
    int64_t n;
    double x;
    int32_t day;

    switch (kind) {
    case PARAM_DATE: return all_of(s, 10, 10, "0123456789-") && utc_date_read(s, &day, &e) == 0;
    case PARAM_REAL: return all_of(s, 1, 20, "0123456789.") && num_real(s, 0, 1e12, &x, &e) == 0;
    case PARAM_FLAG: return span_is(s, "1");
    case PARAM_COUNT:
        return all_of(s, 1, 18, "0123456789") && num_int(s, 0, INT64_MAX, &n, &e) == 0;
    case PARAM_HEX: return all_of(s, 4, 64, "0123456789abcdef");
    case PARAM_WORD: return is_word(s);
    case PARAM_ID: return is_id(s);
    case PARAM_TEXT: break;
    }
    return is_text(s);
}

static const char *kind_words(enum param_kind kind) {
    static const char *const words[] = {
        "a date like 2023-10-30",
        "a number like 0.9",
        "a whole number",
        "1, or nothing",
        "4 to 64 hexadecimal digits",
        "a word of a-z, 0-9, - and _",
        "an id of letters, digits and . _ : -",
        "one line of at most 1,024 bytes",
    };

    return words[kind];
}

bool route_column(struct span s) {
    return all_of(s, 1, 40, "abcdefghijklmnopqrstuvwxyz0123456789_") && ascii_lower(s.p[0]);
}

static int param_at(const struct route *r, struct span name) {
    for (int i = 0; i < ROUTE_PARAMS && r->params[i].name; i++)
        if (span_is(name, r->params[i].name)) return i;
    return -1;
}

/* The path against the pattern; values of its {names} into out. */
static bool match(struct arena *a, const struct route *r, const char *path,
                  struct route_values *out) {
    const char *p = r->path;
    struct route_values v = {{0}, NULL, NULL};

    while (*p) {
        const char *close, *stop;
        size_t n;
        int i;

        if (*p != '{') {
            if (*p++ != *path++) return false;
            continue;
        }
        close = strchr(p, '}');
        if (!close) return false;
        i = param_at(r, (struct span){p + 1, (size_t)(close - p - 1)});
        p = close + 1;
        stop = *p && *p != '/' ? strrchr(path, *p) : strchr(path, '/');
        n = stop ? (size_t)(stop - path) : strlen(path);
        if (i < 0 || memchr(path, '/', n) || !is_of(r->params[i].kind, (struct span){path, n}))
            return false;
        v.v[i] = arena_dup(a, (struct span){path, n});
        path += n;
    }
    if (*path) return false;
    *out = v;
    return true;
}

const struct route *route_find(struct arena *a, const struct route *table, size_t n,
                               const char *method, const char *path, struct route_values *out,
                               bool *wrong_method) {
    struct route_values v;

    *wrong_method = false;
    for (size_t i = 0; i < n; i++) {
        if (!match(a, &table[i], path, &v)) continue;
        if (strcmp(table[i].method, method) != 0) {
            *wrong_method = true;
            continue;
        }
        *wrong_method = false;
        *out = v;
        return &table[i];
    }
    return NULL;
}

int route_take(const struct route *r, struct span name, struct span value, struct arena *a,
               struct route_values *out, struct err *e) {
    int i = param_at(r, name);
    int shown = name.n > 40 ? 40 : (int)name.n;

    if (i < 0 || !is_word(name))
        return err_set(e, RC_SYNTAX, "no parameter \"%.*s\" here", is_word(name) ? shown : 0,
                       name.p);
    if (out->v[i]) return err_set(e, RC_SYNTAX, "%s is given twice", r->params[i].name);
    if (!is_of(r->params[i].kind, value))
        return err_set(e, RC_SYNTAX, "%s wants %s", r->params[i].name,
                       kind_words(r->params[i].kind));
    out->v[i] = arena_dup(a, value);
    return 0;
}

static const char *value_of(const struct route *r, const struct route_values *v, int i) {
    return v->v[i] ? v->v[i] : r->params[i].otherwise;
}

/* One word with its {name} filled in. */
static int fill(struct arena *a, const struct route *r, const struct route_values *v,
                struct span word, const char **out, struct err *e) {
    const char *open = memchr(word.p, '{', word.n), *close, *value;
    struct span name;
    int i;

    if (!open) {
        *out = arena_dup(a, word);
        return 0;
    }
    close = memchr(open, '}', (size_t)(word.p + word.n - open));
    name = (struct span){open + 1, (size_t)(close - open - 1)};
    if (span_is(name, "file")) {
        value = v->file;
    } else {
        i = param_at(r, name);
        value = i < 0 ? NULL : value_of(r, v, i);
    }
    if (!value) return err_set(e, RC_SYNTAX, "%.*s is missing", SPAN_ARG(name));
    *out = arena_printf(a, "%.*s%s%.*s", (int)(open - word.p), word.p, value,
                        (int)(word.p + word.n - close - 1), close + 1);
    return 0;
}

typedef VEC(const char *) words;

/* Each option of the route that has a value, as one word, so that no value can be another. */
static void add_options(struct arena *a, const struct route *r, const struct route_values *v,
                        words *argv) {
    for (int i = 0; i < ROUTE_PARAMS && r->params[i].name; i++) {
        const char *option = r->params[i].option, *value = value_of(r, v, i);

        if (!option || !value) continue;
        *vec_push(a, argv) = r->params[i].kind == PARAM_FLAG
                                 ? arena_printf(a, "--%s", option)
                                 : arena_printf(a, "--%s=%s", option, value);
    }
}

int route_argv(struct arena *a, const struct route *r, const char *name_of_case,
               const struct route_values *v, const char *const **out, struct err *e) {
    words argv = {0};
    struct span rest = span_of(r->words);
    int rc;

    *vec_push(a, &argv) = "headcount";
    while (rest.n) {
        const char *end = memchr(rest.p, ' ', rest.n), *word = name_of_case;
        struct span one = {rest.p, end ? (size_t)(end - rest.p) : rest.n};

        rest.p += one.n + (end ? 1 : 0), rest.n -= one.n + (end ? 1 : 0);
        if (span_is(one, "--")) add_options(a, r, v, &argv);
        if (!span_is(one, "CASE") && (rc = fill(a, r, v, one, &word, e)) < 0) return rc;
        *vec_push(a, &argv) = word;
    }
    for (const char *const *c = v->cells; c && *c; c++) *vec_push(a, &argv) = *c;
    *vec_push(a, &argv) = NULL;
    *out = argv.v;
    return 0;
}
