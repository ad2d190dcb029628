/* SPDX-License-Identifier: Apache-2.0 */
#include "flight/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define NOTICES 200

static void must(int failed) {
    if (!failed) return;
    fputs("headcount: locks fail\n", stderr);
    abort();
}

void sources_init(struct sources *s) {
    *s = (struct sources){0};
    must(pthread_mutex_init(&s->lock, NULL));
    arena_init(&s->a, (size_t)1 << 30);
}

void sources_fini(struct sources *s) {
    pthread_mutex_destroy(&s->lock);
    arena_fini(&s->a);
}

static void lock(struct sources *s) {
    must(pthread_mutex_lock(&s->lock));
}

static void unlock(struct sources *s) {
    must(pthread_mutex_unlock(&s->lock));
}

static bool is(const struct flight_source *s, const struct flight_source *key) {
    return s->format == key->format && s->day == key->day &&
           s->stream_source == key->stream_source && strcmp(s->path, key->path) == 0;
}

size_t sources_of(struct sources *s, const struct flight_source *key) {
    size_t i;

    lock(s);
    for (i = s->v.n; i-- > 0;) /* the latest is the likeliest */
        if (is(&s->v.v[i], key)) break;
    if (i == SIZE_MAX) {
        struct flight_source *made = vec_push(&s->a, &s->v);

        i = s->v.n - 1;
        *vec_push(&s->a, &s->heard) = (struct hear){0};
        *made = (struct flight_source){.path = arena_dup(&s->a, span_of(key->path)),
                                       .format = key->format,
                                       .day = key->day,
                                       .stream_source = key->stream_source,
                                       .from_ms = CLEAN_NO_MS,
                                       .to_ms = CLEAN_NO_MS};
    }
    unlock(s);
    return i;
}

void sources_add(struct sources *s, size_t i, const struct flight_source *more) {
    struct flight_source *to;

    lock(s);
    to = &s->v.v[i];
    to->files += more->files;
    to->crafts += more->crafts;
    to->points += more->points;
    to->doubled += more->doubled;
    if (more->points && (to->from_ms == CLEAN_NO_MS || more->from_ms < to->from_ms))
        to->from_ms = more->from_ms;
    if (more->points && (to->to_ms == CLEAN_NO_MS || more->to_ms > to->to_ms))
        to->to_ms = more->to_ms;
    unlock(s);
}

void sources_hear(struct sources *s, size_t i, uint32_t key, const struct track *t) {
    lock(s);
    hear_track(&s->a, &s->heard.v[i], key, t);
    unlock(s);
}

static int by_name(const struct flight_refusal *x, struct span file, const char *reason) {
    int c = span_cmp(span_of(x->file), file);

    return c ? c : strcmp(x->reason, reason);
}

/* In its place among the first, if it is one of them. */
static void keep(struct arena *a, struct flight_source *to, struct span file, const char *reason) {
    size_t at = 0;

    while (at < to->nfirst && by_name(&to->first[at], file, reason) < 0) at++;
    if (at == FLIGHT_FIRST || (at < to->nfirst && by_name(&to->first[at], file, reason) == 0))
        return;
    if (to->nfirst < FLIGHT_FIRST) to->nfirst++;
    for (size_t k = to->nfirst - 1; k > at; k--) to->first[k] = to->first[k - 1];
    to->first[at] = (struct flight_refusal){arena_dup(a, file), arena_dup(a, span_of(reason))};
}

void sources_refuse(struct sources *s, size_t i, size_t n, struct span file, const char *reason) {
    lock(s);
    s->v.v[i].refused += n;
    keep(&s->a, &s->v.v[i], file, reason);
    unlock(s);
}

void sources_unread(struct sources *s) {
    lock(s);
    s->unread++;
    unlock(s);
}

void sources_cut(struct sources *s) {
    lock(s);
    s->cut++;
    unlock(s);
}

void sources_notice(struct sources *s, const char *fmt, ...) {
    char text[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    lock(s);
    if (s->notice.n < NOTICES) *vec_push(&s->a, &s->notice) = arena_dup(&s->a, span_of(text));
    unlock(s);
}

static int by_text(const void *x, const void *y) {
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static void settle_cover(struct arena *a, const struct hear *h, struct flight_source *to) {
    struct flight_span *heard;

    hear_spans(a, h, &heard, &to->nheard);
    to->heard = heard;
    to->cover_from_ms = to->from_ms;
    to->cover_to_ms = to->to_ms;
    if (to->day != UTC_NONE) {
        to->cover_from_ms = to->day * UTC_DAY_MS;
        to->cover_to_ms = (to->day + 1) * UTC_DAY_MS;
    } else if (to->nheard) {
        to->cover_from_ms = heard[0].from_ms;
        to->cover_to_ms = heard[to->nheard - 1].to_ms;
    }
}

void sources_give(struct sources *s, struct arena *a, struct flight_sum *out) {
    out->source = ARENA_ARRAY(a, struct flight_source, s->v.n);
    out->nsource = s->v.n;
    for (size_t i = 0; i < s->v.n; i++) {
        struct flight_source *to = &out->source[i];

        *to = s->v.v[i];
        to->path = arena_dup(a, span_of(to->path));
        settle_cover(a, &s->heard.v[i], to);
        for (size_t k = 0; k < to->nfirst; k++)
            to->first[k] = (struct flight_refusal){arena_dup(a, span_of(to->first[k].file)),
                                                   arena_dup(a, span_of(to->first[k].reason))};
    }
}

void sources_finish(struct sources *s, struct arena *a, struct flight_sum *out) {
    for (size_t i = 0; i < out->nsource; i++) out->source[i].crafts = s->v.v[i].crafts;
    out->notice = ARENA_ARRAY(a, const char *, s->notice.n);
    out->nnotice = s->notice.n;
    for (size_t i = 0; i < s->notice.n; i++) out->notice[i] = arena_dup(a, span_of(s->notice.v[i]));
    qsort(out->notice, out->nnotice, sizeof *out->notice, by_text);
    out->unread = s->unread;
    out->cut = s->cut;
    for (size_t i = 0; i < out->stream.n; i++)
        out->cut += out->stream.source[i].state != STREAM_WHOLE;
}
