/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings have the aircraft mixed. Points are collected, sorted by aircraft when there are many,
 * and put away in blocks.
 *
 * A line of SBS has a position or a speed, seldom both (and what decode wrote of one). What an aircraft last said stands beside its
 * next positions for as long as the decoder of frames lets it: 10 s, call sign and squawk 60 s. */
#include "flight/feed.h"

#include "format/decoder.h"
#include "format/positions.h"
#include "format/sbs.h"
#include "format/trace.h"

#include <stdio.h>
#include <stdlib.h>

#define POOL ((size_t)65536) /* points that are sorted at a time */
#define LAST ((size_t)65536) /* aircraft whose last words are kept; a power of two */
#define LAST_MOST (LAST * 3 / 4)
#define FRESH_MS 10000
#define SIGN_MS 60000

struct pooled {
    uint32_t key, number; /* in order of coming */
    struct track_point p;
};

/** What an aircraft last said, and when; speed, heading and rate come together. */
struct last {
    uint32_t key; /* and 1 << 31: in use */
    int64_t alt_ms, speed_ms, sign_ms, squawk_ms;
    struct track_point p;
};

struct feed {
    struct worker *w;
    struct origin from; /* order: of the next blocks */
    enum flight_format format;
    const char *name;
    struct pooled *pool;
    size_t n;
    bool useless; /* no time can be had of it */
    struct decoder *decoder;
    struct sbs sbs;
    struct positions positions;
    struct last *last;
    size_t nlast;
    int rc; /* of a callback that cannot return one */
    struct err err;
};

/* ---- the pool */

static int by_key(const void *x, const void *y) {
    const struct pooled *a = x, *b = y;

    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* Its own arena would do as well: a pool is 5 MB, and the tracks lie in the worker's. */
static int empty(struct feed *f, struct err *e) {
    struct track_point *p;
    struct arena a;
    int rc = 0;

    if (!f->n) return 0;
    arena_init(&a, (size_t)64 << 20);
    p = ARENA_ARRAY(&a, struct track_point, f->n);
    qsort(f->pool, f->n, sizeof *f->pool, by_key);
    for (size_t i = 0; i < f->n; i++) p[i] = f->pool[i].p;
    for (size_t from = 0, to; from < f->n && rc == 0; from = to) {
        struct track t = {.hex = f->pool[from].key & 0xffffff, .other = f->pool[from].key >> 24};

        for (to = from + 1; to < f->n && f->pool[to].key == f->pool[from].key;) to++;
        t.point = p + from;
        t.n = to - from;
        trace_order(&a, &t);
        rc = run_take(f->w, &t, &f->from, false, e);
    }
    f->from.order++;
    f->n = 0;
    arena_fini(&a);
    return rc;
}

static int add(struct feed *f, uint32_t hex, bool other, const struct track_point *p,
               struct err *e) {
    f->pool[f->n] = (struct pooled){stash_key(hex, other), (uint32_t)f->n, *p};
    return ++f->n == POOL ? empty(f, e) : 0;
}

static void on_point(void *user, uint32_t hex, bool other, const struct track_point *p) {
    struct feed *f = user;

    if (f->rc == 0) f->rc = add(f, hex, other, p, &f->err);
}

/* ---- lines */

static struct last *last_of(struct feed *f, uint32_t key) {
    size_t i = key * 2654435761u / 65536 % LAST;

    if (f->nlast == LAST_MOST) { /* more than ever fly over one receiver */
        memset(f->last, 0, LAST * sizeof *f->last);
        f->nlast = 0;
    }
    for (; f->last[i].key; i = (i + 1) % LAST)
        if (f->last[i].key == (key | 1u << 31)) return &f->last[i];
    f->last[i] = (struct last){.key = key | 1u << 31,
                               .alt_ms = INT64_MIN / 2,
                               .speed_ms = INT64_MIN / 2,
                               .sign_ms = INT64_MIN / 2,
                               .squawk_ms = INT64_MIN / 2};
    f->nlast++;
    return &f->last[i];
}

static void remember(struct last *l, const struct track_point *p) {
    if (p->alt_ft != TRACK_NONE) {
        l->p.alt_ft = p->alt_ft;
        l->p.flags = p->flags;
        l->alt_ms = p->ms;
    }
    if (p->speed != TRACK_NONE16) {
        l->p.speed = p->speed;
        l->p.heading = p->heading;
        l->p.rate_fpm = p->rate_fpm;
        l->speed_ms = p->ms;
    }
    if (p->callsign[0]) {
        memcpy(l->p.callsign, p->callsign, sizeof l->p.callsign);
        l->sign_ms = p->ms;
    }
    if (p->squawk != TRACK_SQUAWK_NONE) {
        l->p.squawk = p->squawk;
        l->squawk_ms = p->ms;
    }
}

static bool fresh(int64_t now, int64_t then, int64_t most) {
    return now - then <= most && then - now <= most;
}

static struct track_point with_last(const struct last *l, const struct track_point *said) {
    struct track_point p = *said;

    if (p.alt_ft == TRACK_NONE && p.air != TRACK_GROUND && fresh(p.ms, l->alt_ms, FRESH_MS)) {
        p.alt_ft = l->p.alt_ft;
        p.flags |= l->p.flags & TRACK_ALT_GEOM;
    }
    if (p.speed == TRACK_NONE16 && fresh(p.ms, l->speed_ms, FRESH_MS)) {
        p.speed = l->p.speed;
        p.heading = l->p.heading;
        p.rate_fpm = l->p.rate_fpm;
    }
    if (!p.callsign[0] && fresh(p.ms, l->sign_ms, SIGN_MS))
        memcpy(p.callsign, l->p.callsign, sizeof p.callsign);
    if (p.squawk == TRACK_SQUAWK_NONE && fresh(p.ms, l->squawk_ms, SIGN_MS)) p.squawk = l->p.squawk;
    return p;
}

static int on_said(void *arg, uint32_t hex, bool other, const struct track_point *said,
                   struct err *e) {
    struct feed *f = arg;
    struct last *l = last_of(f, stash_key(hex, other));
    struct track_point p;

    remember(l, said);
    if (said->lat == TRACK_NONE || said->lon == TRACK_NONE) return 0;
    p = with_last(l, said);
    return add(f, hex, other, &p, e);
}

static int on_record(void *arg, const struct sbs_record *r, struct err *e) {
    return on_said(arg, r->hex, r->other, &r->point, e);
}

static void begin_sbs(struct feed *f) {
    const struct flight_options *o = f->w->run->o;
    const struct sbs_options so = {.zone_minutes = o->zone_given ? o->zone_minutes : 0,
                                   .start_ms = o->start_given ? o->start_ms : SBS_NO_START};
    struct err e;

    f->useless =
        (!o->zone_given && !o->start_given) || sbs_begin(&f->sbs, &so, on_record, f, &e) < 0;
    if (f->useless)
        sources_refuse(&f->w->run->sources, f->from.source, 1, span_of(f->name),
                       "SBS lines do not tell their time zone: say which (--zone)");
}

static void tell_lines(struct feed *f, int64_t n, int64_t first, int64_t lines,
                       const char *reason) {
    char why[200];

    if (!n) return;
    if (n == 1)
        snprintf(why, sizeof why, "line %lld of %lld: %s", (long long)first, (long long)lines,
                 reason);
    else
        snprintf(why, sizeof why, "%lld of %lld lines, the first is line %lld: %s", (long long)n,
                 (long long)lines, (long long)first, reason);
    sources_refuse(&f->w->run->sources, f->from.source, (size_t)n, span_of(f->name), why);
}

static void tell_sbs(struct feed *f) {
    for (int i = 0; i < SBS_REASONS; i++)
        tell_lines(f, f->sbs.refused[i].n, f->sbs.refused[i].line[0], f->sbs.lines,
                   sbs_reason_text((enum sbs_reason)i));
}

static void tell_positions(struct feed *f) {
    const struct positions *p = &f->positions;

    for (int i = 0; i < POSITIONS_REASONS; i++)
        tell_lines(f, p->refused[i].n, p->refused[i].line[0], p->lines,
                   positions_reason_text((enum positions_reason)i));
}

/* ---- frames */

static void tell_frames(struct feed *f) {
    const struct decoder_stats *d = decoder_stats(f->decoder);
    char why[200];

    if (!d->undated) return;
    snprintf(why, sizeof why, "%llu position%s no UTC: say when it was begun (--start)",
             (unsigned long long)d->undated, d->undated == 1 ? " has" : "s have");
    sources_refuse(&f->w->run->sources, f->from.source, (size_t)d->undated, span_of(f->name), why);
}

/* ---- all of them */

static void begin_frames(struct feed *f, struct arena *a) {
    const struct flight_options *o = f->w->run->o;
    const struct decoder_options d = {
        .frames = {.anchored = o->start_given, .start_ms = o->start_ms},
        .sort_ms = 1000,
        .point = on_point,
        .user = f};

    f->decoder = decoder_begin(a, &d);
}

struct feed *feed_begin(struct arena *a, struct worker *w, enum flight_format format,
                        const struct origin *first, struct span name) {
    struct feed *f = ARENA_NEW(a, struct feed);

    f->w = w;
    f->from = *first;
    f->format = format;
    f->name = arena_dup(a, name);
    f->pool = ARENA_ARRAY(a, struct pooled, POOL);
    sources_add(&w->run->sources, first->source, &(struct flight_source){.files = 1});
    if (format == FLIGHT_FRAMES) {
        begin_frames(f, a);
        return f;
    }
    f->last = ARENA_ARRAY(a, struct last, LAST);
    if (format == FLIGHT_SBS)
        begin_sbs(f);
    else
        positions_begin(&f->positions, on_said, f);
    return f;
}

static int caught(struct feed *f, struct err *e) {
    if (f->rc < 0) *e = f->err;
    return f->rc;
}

int feed_bytes(struct feed *f, struct span piece, struct err *e) {
    if (f->useless) return 0;
    if (f->format == FLIGHT_SBS) return sbs_feed(&f->sbs, piece, e);
    if (f->format == FLIGHT_POSITIONS) return positions_feed(&f->positions, piece, e);
    decoder_feed(f->decoder, piece.p, piece.n);
    return caught(f, e);
}

int feed_end(struct feed *f, struct err *e) {
    int rc = 0;

    if (f->useless) return 0;
    if (f->format == FLIGHT_SBS) {
        rc = sbs_end(&f->sbs, e);
        tell_sbs(f);
    } else if (f->format == FLIGHT_POSITIONS) {
        rc = positions_end(&f->positions, e);
        tell_positions(f);
    } else {
        decoder_end(f->decoder);
        rc = caught(f, e);
        tell_frames(f);
    }
    return rc < 0 ? rc : empty(f, e);
}
