/* SPDX-License-Identifier: Apache-2.0 */
/* A look at the beginning of each member, before anything is read: address and `timestamp` stand
 * there. It costs the reading of the archive, and inflating 4 kB of each member. */
#include "flight/run_in.h"
#include "flight/tell.h"
#include "pack/peek.h"

#include <stdlib.h>

#define GLANCE ((size_t)4096) /* as stored */

struct survey {
    struct arena a;
    VEC(uint32_t) key;
    VEC(size_t) traced, heated; /* sources of the stream with traces, with heatmaps */
    int64_t midnight;           /* CLEAN_NO_MS before the first trace */
    bool no;                    /* they must be gathered */
};

static int enough(struct survey *s, struct err *e) {
    s->no = true;
    return err_set(e, RC_CONFLICT, "seen enough");
}

static int look(size_t worker, const struct stream_member *m, void *ctx, struct err *e) {
    struct survey *s = ctx;
    struct peek_trace p;
    uint32_t key;

    (void)worker;
    switch (tell_format(m->bytes)) {
    case FLIGHT_TRACE:
        /* else it may be somebody's `cat` of several aircraft */
        if (read_is_itself(m) || !read_named(m->name, &key)) return enough(s, e);
        break;
    case FLIGHT_HEATMAP:
        if (!s->heated.n || s->heated.v[s->heated.n - 1] != m->source)
            *vec_push(&s->a, &s->heated) = m->source;
        return 0;
    case -1: return 0;
    default: return enough(s, e);
    }
    peek_trace(m->bytes, &p);
    if (!p.has_icao || !p.has_time || p.time_ms % UTC_DAY_MS != 0) return enough(s, e);
    if (s->midnight != CLEAN_NO_MS && s->midnight != p.time_ms) return enough(s, e);
    s->midnight = p.time_ms;
    if (!s->traced.n || s->traced.v[s->traced.n - 1] != m->source)
        *vec_push(&s->a, &s->traced) = m->source;
    *vec_push(&s->a, &s->key) = key;
    return 0;
}

static int by_number(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

    return (a > b) - (a < b);
}

static bool all_single(struct survey *s) {
    if (s->key.n) qsort(s->key.v, s->key.n, sizeof *s->key.v, by_number);
    for (size_t i = 1; i < s->key.n; i++)
        if (s->key.v[i] == s->key.v[i - 1]) return false;
    for (size_t i = 0, k; i < s->heated.n; i++) { /* heatmaps of their own have points */
        for (k = 0; k < s->traced.n && s->traced.v[k] != s->heated.v[i];) k++;
        if (k == s->traced.n) return false;
    }
    return s->key.n > 0;
}

int survey_paths(const char *const *path, size_t n, bool *at_once, struct flight_span *day,
                 struct err *e) {
    struct survey s = {.midnight = CLEAN_NO_MS};
    const struct stream_options o = {.glance = GLANCE};
    struct stream_sum sum;
    int rc;

    *at_once = false;
    for (size_t i = 0; i < n; i++)
        if (strcmp(path[i], "-") == 0) return 0; /* it comes once only */
    arena_init(&s.a, (size_t)2 << 30);
    rc = stream_each(&s.a, path, n, &o, look, &s, &sum, e);
    if (rc < 0 && s.no) rc = 0;
    *at_once = rc == 0 && !s.no && all_single(&s);
    if (*at_once) *day = (struct flight_span){s.midnight, s.midnight + UTC_DAY_MS};
    arena_fini(&s.a);
    return rc;
}
