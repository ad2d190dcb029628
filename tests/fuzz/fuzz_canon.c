/* SPDX-License-Identifier: Apache-2.0 */
/* Canonical JSON: whatever parses and has no reals must write, read back as the same value and
 * write the same bytes; and our writer must agree with jansson's (sorted, compact), which prints
 * \u00XX in capitals. */
#include "base/canon.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Lowers the hex digits of \u escapes, in place. */
static void lower_escapes(char *s) {
    for (; *s; s++) {
        if (*s != '\\') continue;
        s++; /* the escape's letter; there is always one */
        if (*s != 'u') continue;
        for (int i = 1; i <= 4; i++)
            if (s[i] >= 'A' && s[i] <= 'F') s[i] = (char)(s[i] + 'a' - 'A');
    }
}

static void check_value(const json_t *v, struct span text) {
    struct buf once = {0}, twice = {0};
    struct err e = {0};
    json_t *again = NULL, *direct = NULL;
    char *other;
    int rc = canon_write(v, &once, &e);

    if (rc == RC_RANGE) { /* a real somewhere: then the text is not canonical either */
        if (once.n || canon_read(text, &direct, &e) != RC_SYNTAX) abort();
        buf_fini(&once);
        return;
    }
    if (rc < 0 || canon_read(buf_span(&once), &again, &e) < 0 || canon_write(again, &twice, &e) < 0)
        abort();
    if (!json_equal(v, again) || !span_eq(buf_span(&once), buf_span(&twice))) abort();
    other = json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    if (!other) abort();
    lower_escapes(other);
    if (!span_is(buf_span(&once), other)) abort();
    rc = canon_read(text, &direct, &e); /* canonical if, and only if, it is these bytes */
    if ((rc == 0) != span_eq(text, buf_span(&once))) abort();
    json_decref(direct);
    json_decref(again);
    free(other);
    buf_fini(&once);
    buf_fini(&twice);
}

/* The two grammars agree. */
static void check_bytes(struct span text) {
    json_t *v = NULL;
    struct err e;

    if (canon_is(text) != (canon_read(text, &v, &e) == 0)) abort();
    json_decref(v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span text = {(const char *)data, n};
    struct err e = {0};
    json_error_t at;
    json_t *ours = NULL, *other;
    int rc = canon_parse(text, &ours, &e);

    other = json_loadb(n ? text.p : "", n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &at);
    if (rc != RC_LIMIT && (rc == 0) != (other != NULL)) abort();
    check_bytes(text);
    if (rc == 0) {
        if (!json_equal(ours, other)) abort();
        check_value(ours, text);
    } else if (rc != RC_LIMIT && rc != RC_SYNTAX) {
        abort();
    }
    json_decref(ours);
    json_decref(other);
    return 0;
}
