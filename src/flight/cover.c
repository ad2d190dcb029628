/* SPDX-License-Identifier: Apache-2.0 */
#include "flight/cover.h"

#include <stdlib.h>

static int by_from(const void *x, const void *y) {
    const struct flight_span *a = x, *b = y;

    if (a->from_ms != b->from_ms) return a->from_ms < b->from_ms ? -1 : 1;
    return (a->to_ms > b->to_ms) - (a->to_ms < b->to_ms);
}

void cover_of(struct arena *a, const struct flight_source *source, size_t n,
              struct flight_span **out, size_t *nout) {
    VEC(struct flight_span) all = {0};
    struct flight_span *v;
    size_t k, kept = 0;

    for (size_t i = 0; i < n; i++) {
        const struct flight_source *s = &source[i];
        bool by_ear = s->day == UTC_NONE && s->nheard;

        for (size_t j = 0; by_ear && j < s->nheard; j++) *vec_push(a, &all) = s->heard[j];
        if (!by_ear && s->cover_from_ms != CLEAN_NO_MS && s->points)
            *vec_push(a, &all) = (struct flight_span){s->cover_from_ms, s->cover_to_ms};
    }
    v = all.v;
    k = all.n;
    if (k) qsort(v, k, sizeof *v, by_from);
    for (size_t i = 0; i < k; i++) {
        struct flight_span *last = kept ? &v[kept - 1] : NULL;

        if (!last || v[i].from_ms - last->to_ms > FLIGHT_BRIDGE_MS)
            v[kept++] = v[i];
        else if (v[i].to_ms > last->to_ms)
            last->to_ms = v[i].to_ms;
    }
    *out = v;
    *nout = kept;
}

/* ---- holes */

/* Cuts the last of the spans, from which the hole begins or which it follows. */
static size_t take_out(struct flight_span *v, size_t i, const struct flight_span *hole) {
    struct flight_span *s = &v[i], rest = {hole->to_ms, s->to_ms};

    if (hole->from_ms < s->from_ms || hole->from_ms >= s->to_ms) return i + 1;
    if (hole->to_ms >= s->to_ms) {
        s->to_ms = hole->from_ms;
        return i + 1;
    }
    if (hole->to_ms - hole->from_ms <= FLIGHT_BRIDGE_MS) return i + 1;
    s->to_ms = hole->from_ms;
    v[i + 1] = rest;
    return i + 2;
}

void cover_without(struct arena *a, const struct flight_span *span, size_t n,
                   const struct flight_span *hole, size_t nhole, struct flight_span **out,
                   size_t *nout) {
    struct flight_span *h = ARENA_ARRAY(a, struct flight_span, nhole);
    struct flight_span *v = ARENA_ARRAY(a, struct flight_span, n + nhole);
    size_t k = 0;

    if (nhole) memcpy(h, hole, nhole * sizeof *h);
    qsort(h, nhole, sizeof *h, by_from);
    for (size_t i = 0; i < n; i++) {
        v[k++] = span[i];
        for (size_t j = 0; j < nhole; j++) k = take_out(v, k - 1, &h[j]);
    }
    *out = v;
    *nout = k;
}

size_t cover_unheard(const struct track *t, struct flight_span *hole, size_t n) {
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        bool heard = false;

        for (size_t k = t->n; k-- > 0 && t->point[k].ms > hole[i].from_ms && !heard;)
            heard = t->point[k].ms < hole[i].to_ms;
        if (!heard) hole[kept++] = hole[i];
    }
    return kept;
}

/* ---- lists joined */

static void shift_runs(struct leg *l, size_t by) {
    if (l->first != SIZE_MAX) {
        l->first += by;
        l->last += by;
    }
    for (size_t k = 0; k < l->ngap; k++) {
        l->gap[k].before += by;
        l->gap[k].after += by;
    }
}

static void join_clean(struct arena *a, const struct clean *more, size_t at, size_t n,
                       struct clean *to) {
    size_t *jump = ARENA_ARRAY(a, size_t, to->njump + more->njump);

    if (n) memcpy(to->reason + at, more->reason, n);
    for (size_t i = 0; i < NCLEAN; i++) to->count[i] += more->count[i];
    if (to->njump) memcpy(jump, to->jump, to->njump * sizeof *jump);
    for (size_t i = 0; i < more->njump; i++) jump[to->njump + i] = more->jump[i] + at;
    to->jump = jump;
    to->njump += more->njump;
    if (more->top_kt > to->top_kt) to->top_kt = more->top_kt;
    if (more->top_ft > to->top_ft) to->top_ft = more->top_ft;
}

static void join(struct arena *a, struct leg_list *more, size_t at, size_t n, struct leg_list *to) {
    struct leg *leg = ARENA_ARRAY(a, struct leg, to->n + more->n);

    for (size_t i = 0; i < more->n; i++) shift_runs(&more->leg[i], at);
    if (to->n) memcpy(leg, to->leg, to->n * sizeof *leg);
    if (more->n) memcpy(leg + to->n, more->leg, more->n * sizeof *leg);
    to->leg = leg;
    to->n += more->n;
    to->nunseen += more->nunseen;
    to->unlike += more->unlike;
    join_clean(a, &more->clean, at, n, &to->clean);
}

int64_t cover_until(const struct flight_span *span, size_t n, size_t i) {
    if (i + 1 >= n) return INT64_MAX;
    return span[i].to_ms + (span[i + 1].from_ms - span[i].to_ms) / 2;
}

size_t cover_index(const struct flight_span *span, size_t n, int64_t ms) {
    size_t i = 0;

    while (ms >= cover_until(span, n, i)) i++;
    return i;
}

/* One past the last point of the i-th span: holes are cut in their middle, so that a stray point is
 * with the nearer one, where it is set aside. */
static size_t end_of(const struct track *t, size_t from, const struct flight_span *span, size_t n,
                     size_t i) {
    int64_t until = cover_until(span, n, i);

    while (from < t->n && t->point[from].ms < until) from++;
    return from;
}

void cover_legs(struct arena *a, const struct track *t, const struct leg_options *o,
                const struct flight_span *span, size_t n, struct leg_list *out) {
    struct leg_options own = *o;

    own.from_ms = n ? span->from_ms : CLEAN_NO_MS;
    own.to_ms = n ? span->to_ms : CLEAN_NO_MS;
    if (n < 2) {
        leg_build(a, t, &own, out);
        return;
    }
    *out = (struct leg_list){0};
    out->clean.reason = ARENA_ARRAY(a, uint8_t, t->n);
    out->clean.top_kt = out->clean.top_ft = -1;
    for (size_t i = 0, at = 0, to; i < n; i++, at = to) {
        struct track part = *t;
        struct leg_list more;

        to = end_of(t, at, span, n, i);
        if (to == at) continue;
        part.point = t->point + at;
        part.n = to - at;
        own.from_ms = span[i].from_ms;
        own.to_ms = span[i].to_ms;
        leg_build(a, &part, &own, &more);
        join(a, &more, at, to - at, out);
    }
}

size_t cover_lines(struct arena *a, const struct track *t, const struct leg_options *o,
                   const struct flight_span *span, size_t n, struct line out[LINE_MOST]) {
    struct track part[LINE_MOST];
    size_t lines;

    out->track = *t;
    cover_legs(a, t, o, span, n, &out->legs);
    lines = line_split(a, t, &out->legs.clean, part);
    for (size_t k = 0; k < lines && lines > 1; k++) {
        out[k].track = part[k];
        cover_legs(a, &part[k], o, span, n, &out[k].legs);
    }
    line_mark(out, lines);
    return lines;
}
