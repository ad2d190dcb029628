/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Made-up traces, and what flight_each gives of them as sorted text. */
#include "base/utc.h"
#include "flight/flight.h"
#include "geo/place.h"
#include "t_archive.h"

#include <pthread.h>

#define DAY0 INT64_C(1709251200000) /* 2024-03-01 */

/* An airframe that shuttles between two fields of Minnesota and North Dakota, an hour and a half
 * each way with half an hour between, from `from_s` to `to_s` of a day; times go on over midnight. */
struct shuttle {
    uint32_t hex;
    int from_s, to_s, step_s; /* since DAY0 */
};

struct shuttle_place {
    int flight, alt; /* ft */
    bool ground;
    double lat, lon;
};

static inline struct shuttle_place shuttle_at(int s) {
    int flight = s / 7200, t = s % 7200, alt = (t < 5400 - t ? t : 5400 - t) * 25;
    double way = t < 5400 ? t / 5400.0 : 1;

    if (flight % 2) way = 1 - way;
    return (struct shuttle_place){flight, alt > 30000 ? 30000 : alt, t >= 5400 || t < 20,
                                  44.882 - 4.0 * way * 0.3, -93.2217 - 8.0 * way};
}

/* A receiver's SBS lines of n such airframes, 20 minutes apart, each minute of [from_s, to_s) of DAY0 but for [off_s,
 * on_s). */
static inline void shuttle_sbs(struct buf *b, unsigned hex, int n, int from_s, int to_s, int off_s,
                               int on_s) {
    for (int t = from_s; t < to_s; t += 60)
        for (int i = 0; i < n && (t < off_s || t >= on_s); i++) {
            struct shuttle_place at = shuttle_at(t + 1200 * i);

            buf_printf(b,
                       "MSG,3,1,1,%06X,1,2024/03/%02d,%02d:%02d:%02d.000,2024/03/"
                       "01,00:00:00.000,,%d,%d,%d,"
                       "%.6f,%.6f,,,,,,%d\n",
                       hex + (unsigned)i, 1 + t / 86400, t / 3600 % 24, t / 60 % 60, i,
                       at.ground ? 0 : at.alt, at.ground ? 5 : 300, at.flight % 2 ? 80 : 260,
                       at.lat, at.lon, at.ground ? -1 : 0);
        }
}

static inline void shuttle_row(struct buf *b, int s, int zero_s, bool first) {
    struct shuttle_place at = shuttle_at(s);
    int flight = at.flight, t = s % 7200, alt = at.alt;

    buf_printf(b, "%s[%d.00,%.6f,%.6f,", first ? "" : ",\n", s - zero_s, at.lat, at.lon);
    if (at.ground)
        buf_printf(b, "\"ground\",%d.0,90.0,0,null,null,\"adsb_icao\",null,null,null,null]",
                   t < 20 ? 20 : 5);
    else
        buf_printf(b,
                   "%d,300.0,%s,0,%d,{\"flight\":\"HCT%03d  \",\"nic\":8,\"sil\":3,\"version\":2},"
                   "\"adsb_icao\",%d,null,null,null]",
                   alt, flight % 2 ? "80.0" : "260.0", t < 2700 ? 900 : -900, flight % 1000, alt);
}

/* Of one day: the rows that fall on it, or of all of them when day is below 0. */
static inline struct span shuttle_trace(struct buf *b, const struct shuttle *s, int day) {
    int zero = day < 0 ? s->from_s : day * 86400;
    bool first = true;

    buf_printf(
        b,
        "{\"icao\":\"%06x\",\"r\":\"N%06x\",\"t\":\"B738\",\"timestamp\": %lld.000,\"trace\":[\n",
        s->hex, s->hex, (long long)(DAY0 / 1000 + zero));
    for (int t = s->from_s; t < s->to_s; t += s->step_s) {
        if (day >= 0 && t / 86400 != day) continue;
        shuttle_row(b, t, zero, first);
        first = false;
    }
    buf_puts(b, "]}\n");
    return buf_span(b);
}

/* --- what is given, as text */

struct said {
    pthread_mutex_t lock;
    char *line[4096];
    size_t n, legs, points;
    struct arena a;
    struct flight_sum sum;
    struct err e;
    int rc;
};

static inline const char *end_name(const struct leg_end *e) {
    return e->place < 0 ? "-" : place_at((size_t)e->place)->icao;
}

static inline int say(size_t worker, const struct flight_craft *c, void *ctx, struct err *e) {
    struct said *s = ctx;
    struct buf b = {0};

    (void)worker, (void)e;
    buf_printf(&b, "%06x%s %s %s %zu points of %zu sources, formats %x:", c->track->hex,
               c->track->other ? "~" : "", c->track->registration, c->track->type, c->track->n,
               c->nsource, c->formats);
    for (size_t i = 0; i < c->line->legs.n; i++) {
        const struct leg *l = &c->line->legs.leg[i];

        buf_printf(&b, " [%s %s %s %s %s %s %.4f %zu %zu-%zu gaps %zu %.1f]", end_name(&l->from),
                   utc_instant_text(l->from.ms).s, end_status_word(l->from.status),
                   end_name(&l->to), utc_instant_text(l->to.ms).s, end_status_word(l->to.status),
                   l->confidence, l->n, l->first, l->last, l->ngap, l->longest_gap_s);
    }
    pthread_mutex_lock(&s->lock);
    s->legs += c->line->legs.n;
    s->points += c->track->n;
    s->line[s->n++] = strdup(b.p);
    pthread_mutex_unlock(&s->lock);
    buf_fini(&b);
    return 0;
}

static inline int by_line(const void *x, const void *y) {
    return strcmp(*(char *const *)x, *(char *const *)y);
}

static struct near_index *rig_near;

static inline struct said *fly(const char *const *path, size_t n,
                               const struct flight_options *opt) {
    struct said *s = calloc(1, sizeof *s);
    struct flight_options o = *opt;

    arena_init(&s->a, (size_t)1 << 30);
    pthread_mutex_init(&s->lock, NULL);
    if (!rig_near) {
        static struct arena forever;
        static struct near_index near;

        arena_init(&forever, (size_t)8 << 20);
        near_build(&forever, &near);
        rig_near = &near;
    }
    o.near = rig_near;
    if (!o.jobs) o.jobs = 1;
    s->rc = flight_each(&s->a, path, n, &o, say, s, &s->sum, &s->e);
    qsort(s->line, s->n, sizeof *s->line, by_line);
    return s;
}

static inline struct flight_options plain_options(void) {
    return (struct flight_options){.cover_from_ms = CLEAN_NO_MS, .cover_to_ms = CLEAN_NO_MS};
}

static inline struct said *fly_one(const char *path, size_t jobs, enum flight_way way) {
    struct flight_options o = plain_options();

    o.jobs = jobs;
    o.way = way;
    return fly(&path, 1, &o);
}

static inline void said_free(struct said *s) {
    for (size_t i = 0; i < s->n; i++) free(s->line[i]);
    arena_fini(&s->a);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

static inline void says_the_same(const struct said *x, const struct said *y) {
    assert_ok(x->rc, x->e);
    assert_ok(y->rc, y->e);
    assert_int_equal(x->n, y->n);
    for (size_t i = 0; i < x->n; i++) assert_string_equal(x->line[i], y->line[i]);
}
