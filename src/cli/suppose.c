/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/suppose.h"

#include "base/num.h"
#include "cli/opt.h"

#include <math.h>
#include <stdio.h>

static const char *key_name(const void *list, size_t i) {
    return ((const struct pipe_bound *)list)[i].name;
}

static int unknown(struct span name, struct err *e) {
    const char *words[PIPE_KEYS + 1] = {NULL}, *near;
    char given[32], all[200];

    snprintf(given, sizeof given, "%.*s", SPAN_ARG(name));
    for (int k = 0; k < PIPE_KEYS; k++) words[k] = pipe_bound[k].name;
    opt_words(words, all, sizeof all);
    near = opt_nearest(given, key_name, pipe_bound, PIPE_KEYS);
    if (near)
        return err_set(e, RC_SYNTAX, "there is no \"%s\" to assume; %s? It is one of %s", given,
                       near, all);
    return err_set(e, RC_SYNTAX, "there is no \"%s\" to assume; it is one of %s", given, all);
}

static int find(struct span name, struct err *e) {
    for (int k = 0; k < PIPE_KEYS; k++)
        if (span_is(name, pipe_bound[k].name)) return k;
    return unknown(name, e);
}

static int read_value(struct span s, int k, double *out, struct err *e) {
    const struct pipe_bound *b = &pipe_bound[k];
    int rc = num_real(span_trim(s), b->lo, b->hi, out, e);

    if (rc == 0 && b->whole && *out != floor(*out))
        rc = err_set(e, RC_RANGE, "%.*s is not a whole number", SPAN_ARG(s));
    if (rc == 0 && *out != 0 && *out < b->least)
        rc = err_set(e, RC_RANGE, "%.*s is below %g, and is not 0", SPAN_ARG(s), b->least);
    if (rc < 0) err_at(e, "%s (%s)", b->name, b->help);
    return rc;
}

/* "3000..4000", for the one that may be a range. */
static int read_range(struct span s, int k, struct pipe_assume *w, struct err *e) {
    const char *dots = k == PIPE_STOCK ? memmem(s.p, s.n, "..", 2) : NULL;
    struct span lo = s, hi = s;
    int rc;

    if (dots) {
        lo.n = (size_t)(dots - s.p);
        hi = (struct span){dots + 2, s.n - lo.n - 2};
    }
    if ((rc = read_value(lo, k, &w->lo[k], e)) < 0) return rc;
    if ((rc = read_value(hi, k, &w->hi[k], e)) < 0) return rc;
    if (w->lo[k] > w->hi[k])
        return err_set(e, RC_RANGE, "%s: %.*s has its larger end first", pipe_bound[k].name,
                       SPAN_ARG(s));
    return 0;
}

static int read_one(struct span s, struct pipe_assume *w, struct err *e) {
    const char *is = memchr(s.p, '=', s.n);
    struct span name = span_trim((struct span){s.p, is ? (size_t)(is - s.p) : s.n});
    int k = find(name, e);

    if (k < 0) return k;
    if (!is)
        return err_set(e, RC_SYNTAX, "%s wants a value: %s=NUMBER", pipe_bound[k].name,
                       pipe_bound[k].name);
    if (w->given[k]) return err_set(e, RC_SYNTAX, "%s is given twice", pipe_bound[k].name);
    w->given[k] = true;
    return read_range(span_trim((struct span){is + 1, s.n - (size_t)(is + 1 - s.p)}), k, w, e);
}

int suppose_read(const char *text, struct pipe_assume *out, struct err *e) {
    struct pipe_assume w = {0};
    struct span rest = span_of(text);

    for (;;) {
        const char *comma = memchr(rest.p, ',', rest.n);
        struct span one = {rest.p, comma ? (size_t)(comma - rest.p) : rest.n};
        int rc = read_one(one, &w, e);

        if (rc < 0) return rc;
        if (!comma) break;
        rest = (struct span){comma + 1, rest.n - one.n - 1};
    }
    *out = w;
    return 0;
}
