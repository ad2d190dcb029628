/* SPDX-License-Identifier: Apache-2.0 */
/* Traces: the quick reader of rows and the general one must say the same of any bytes, and be as strict as
 * jansson but for what is taken on purpose. Always: points ascend, rows add up, places are in the file. */
#include "format/trace_in.h"

#include <jansson.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_alone(struct span s, const struct track *t, const struct trace_tally *y) {
    if (t->n + t->doubled + t->refused != y->rows || y->nbad > TRACE_BAD) abort();
    if (t->hex > 0xffffff || y->quick > y->rows) abort();
    if ((y->state == TRACE_PARTIAL) != (y->why != NULL) || y->at > s.n) abort();
    for (size_t i = 0; i < y->nbad; i++)
        if (!y->bad[i].why || y->bad[i].at >= s.n) abort();
    for (size_t i = 0; i < t->n; i++) {
        const struct track_point *p = &t->point[i];

        if (i && p[-1].ms > p->ms) abort();
        if (abs(p->lat) > 90000000 || abs(p->lon) > 180000000) abort();
        if (p->heading != TRACK_NONE16 && (p->heading < 0 || p->heading >= 3600)) abort();
        if (p->air == TRACK_GROUND && p->alt_ft != TRACK_NONE) abort();
    }
}

static void check_alike(const struct track *a, const struct track *b, const struct trace_tally *x,
                        const struct trace_tally *y) {
    if (a->n != b->n || a->moved != b->moved || a->doubled != b->doubled) abort();
    if (a->refused != b->refused || a->hex != b->hex || a->other != b->other) abort();
    if (a->n && memcmp(a->point, b->point, a->n * sizeof *a->point) != 0) abort();
    if (x->state != y->state || x->at != y->at || x->odd != y->odd || x->nbad != y->nbad) abort();
    if (x->why != y->why && strcmp(x->why, y->why) != 0) abort();
    for (size_t i = 0; i < x->nbad; i++)
        if (x->bad[i].at != y->bad[i].at || strcmp(x->bad[i].why, y->bad[i].why) != 0) abort();
}

/* What jansson refuses and we take: text that is not UTF-8, numbers beyond a double, not-numbers, half
 * surrogates. */
static bool on_purpose(struct span s, const json_error_t *error) {
    enum json_error_code code = json_error_code(error);

    return code == json_error_invalid_utf8 || code == json_error_numeric_overflow ||
           code == json_error_null_byte_in_key || memmem(s.p, s.n, "\\u", 2) ||
           memmem(s.p, s.n, "nan", 3) || memmem(s.p, s.n, "NaN", 3) || memmem(s.p, s.n, "inf", 3) ||
           memmem(s.p, s.n, "Infinity", 8);
}

static void check_strict(struct span s, const struct track *t, const struct trace_tally *y) {
    json_error_t error;
    struct span text = span_unmarked(s); /* jansson refuses the mark */
    json_t *root = json_loadb(text.p, text.n, JSON_ALLOW_NUL, &error);

    (void)t;
    if (y->state == TRACE_WHOLE) {
        if (!root && !on_purpose(s, &error)) abort();
        if (root && !memmem(s.p, s.n, "\\u", 2) &&
            json_array_size(json_object_get(root, "trace")) != y->rows)
            abort();
    } else if (root && !strstr(y->why, "second time") && !strstr(y->why, "32 deep") &&
               !strchr(y->why, '`')) {
        abort();
    }
    json_decref(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span s = {(const char *)data, n};
    struct track quick = {0}, general = {0};
    struct trace_tally x = {0}, y = {0};
    struct err e = {0}, e2 = {0};
    struct arena a;
    int rc;

    arena_init(&a, (size_t)256 << 20);
    rc = trace_read(&a, s, &quick, &x, &e);
    if (trace_read_by(&a, s, false, &general, &y, &e2) != rc) abort();
    if (rc < 0) {
        if (rc != RC_SYNTAX || !e.text[0] || strcmp(e.text, e2.text) != 0) abort();
    } else {
        if (x.next >= n || x.next != y.next) abort();
        if (x.next) s.n = x.next;
        check_alone(s, &quick, &x);
        check_alike(&quick, &general, &x, &y);
        check_strict(s, &quick, &x);
    }
    arena_fini(&a);
    return 0;
}
