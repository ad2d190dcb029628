/* SPDX-License-Identifier: Apache-2.0 */
/* Points to legs. Points of one airframe are read into an arena of their own, made into legs, and
 * forgotten: what is kept of a leg is a few kilobytes. Order: tracks by row name, points by time,
 * legs by time, so that nothing depends on the order in which files came in. */
#include "pipe/flown.h"

#include "base/hash.h"
#include "format/points.h"
#include "format/trace.h"
#include "pipe/legs.h"

#include <math.h>
#include <stdlib.h>

#define CRAFT_BYTES ((size_t)4 << 30) /* of one airframe; it dies with it */
#define BRIDGE_MS INT64_C(3600000)    /* a hole in what was listened to that ends no leg */

const char *flown_id(struct arena *a, struct span icao24, int64_t off_ms, int64_t on_ms) {
    const char *off = off_ms == CLEAN_NO_MS ? "null" : arena_printf(a, "%lld", (long long)off_ms),
               *on = on_ms == CLEAN_NO_MS ? "null" : arena_printf(a, "%lld", (long long)on_ms);
    uint8_t sum[HASH_BYTES];

    hash_of(span_of(arena_printf(a, "{\"icao24\":\"%.*s\",\"off_ms\":%s,\"on_ms\":%s}",
                                 SPAN_ARG(icao24), off, on)),
            sum);
    return arena_printf(a, "L%.12s", hash_hex(sum).s);
}

/* --- Points */

static int read_points(struct store *st, struct arena *a, const struct load_track *t,
                       struct track *out, struct err *e) {
    uint8_t sum[HASH_BYTES];
    struct query *q = NULL;
    int rc;

    if (!hash_read(t->blob, sum))
        return err_set(e, RC_SYNTAX, "track %.12s: its points have no name", t->row.p);
    if ((rc = query_open(&q, st, "SELECT data FROM blob WHERE sha256 = ?1", e)) < 0) return rc;
    query_blob(q, 1, (struct span){(const char *)sum, sizeof sum});
    rc = query_next(q, e);
    if (rc == 0 || (rc > 0 && query_col_null(q, 0)))
        rc = err_set(e, RC_NOTFOUND, "track %.12s: the case does not hold its points, blob %.12s",
                     t->row.p, t->blob.p);
    if (rc > 0 && (rc = points_read(a, query_col(q, 0), out, e)) < 0)
        err_at(e, "track %.12s, blob %.12s", t->row.p, t->blob.p);
    query_close(q);
    return rc < 0 ? rc : 0;
}

struct flown_spans {
    struct flown_span *v;
    size_t n, cap;
};
struct join {
    struct track track;
    VEC(struct track_point) point;
    VEC(struct flown_span) span;
    bool dense;
};

/* What a track covers: as the file says, else from its first point to its last. */
static struct flown_span cover_of_track(const struct load_track *row, const struct track *t) {
    struct flown_span s = {.from_ms = row->cover_from_ms, .to_ms = row->cover_to_ms};

    if (s.from_ms == CLEAN_NO_MS) s.from_ms = t->n ? t->point[0].ms : 0;
    if (s.to_ms == CLEAN_NO_MS) s.to_ms = t->n ? t->point[t->n - 1].ms : s.from_ms;
    return s;
}

static int join_track(struct store *st, struct arena *a, const struct load_track *row,
                      struct join *j, struct err *e) {
    struct track t = {0};
    int rc = read_points(st, a, row, &t, e);

    if (rc < 0) return rc;
    if (!j->track.registration[0])
        memcpy(j->track.registration, t.registration, sizeof t.registration);
    if (!j->track.type[0]) memcpy(j->track.type, t.type, sizeof t.type);
    j->track.hex = t.hex, j->track.other = t.other;
    j->track.db_flags |= t.db_flags;
    j->dense |= row->dense;
    for (size_t i = 0; i < t.n; i++) *vec_push(a, &j->point) = t.point[i];
    if (t.n || row->cover_from_ms != CLEAN_NO_MS) *vec_push(a, &j->span) = cover_of_track(row, &t);
    return 0;
}

static int cmp_span_from(const void *x, const void *y) {
    const struct flown_span *s = x, *t = y;

    return (s->from_ms > t->from_ms) - (s->from_ms < t->from_ms);
}

/* Overlapping spans, and those with less than an hour between, are one. */
static void unite(struct join *j) {
    size_t n = 0;

    if (j->span.n) qsort(j->span.v, j->span.n, sizeof *j->span.v, cmp_span_from);
    for (size_t i = 0; i < j->span.n; i++) {
        struct flown_span *last = n ? &j->span.v[n - 1] : NULL;

        if (last && j->span.v[i].from_ms - BRIDGE_MS <= last->to_ms) {
            if (j->span.v[i].to_ms > last->to_ms) last->to_ms = j->span.v[i].to_ms;
        } else {
            j->span.v[n++] = j->span.v[i];
        }
    }
    j->span.n = n;
}

/* Where several aircraft use the address at once each is a span of its own. */
static void put_lines(struct arena *a, const struct flown_span *s, const struct leg_options *o,
                      struct flown_spans *out) {
    struct track part[LINE_MOST];
    struct line line[LINE_MOST];
    size_t n;

    leg_build(a, &s->track, o, &line->legs);
    n = line_split(a, &s->track, &line->legs.clean, part);
    for (size_t k = 0; k < n; k++) {
        line[k].track = part[k];
        if (n > 1) leg_build(a, &part[k], o, &line[k].legs);
    }
    line_mark(line, n);
    for (size_t k = 0; k < n; k++)
        *vec_push(a, out) = (struct flown_span){s->from_ms, s->to_ms, line[k].track, line[k].legs};
}

/* Each span gets the points from its beginning on, and the first those before it too. */
static void build_spans(struct arena *a, const struct near_index *near, const struct join *j,
                        struct flown_spans *out) {
    const struct track *t = &j->track;
    size_t at = 0;

    for (size_t i = 0; i < j->span.n; i++) {
        struct flown_span s = {j->span.v[i].from_ms, j->span.v[i].to_ms, *t, {0}};
        struct leg_options o = {
            .near = near, .from_ms = s.from_ms, .to_ms = s.to_ms, .dense = j->dense};
        size_t end = t->n;

        if (i + 1 < j->span.n)
            for (end = at; end < t->n && t->point[end].ms < j->span.v[i + 1].from_ms;) end++;
        s.track.point = t->point + at;
        s.track.n = end - at;
        put_lines(a, &s, &o, out);
        at = end;
    }
}

/* The tracks from .. to of the list, which are of one airframe. */
static int build_craft(struct store *st, struct arena *a, const struct load_track *const *row,
                       size_t n, const struct near_index *near, struct flown_craft *out,
                       struct err *e) {
    struct flown_spans built = {0};
    struct join j = {0};

    for (size_t i = 0; i < n; i++) {
        int rc = join_track(st, a, row[i], &j, e);

        if (rc < 0) return rc;
    }
    j.track.point = j.point.v;
    j.track.n = j.point.n;
    trace_order(a, &j.track);
    unite(&j);
    build_spans(a, near, &j, &built);
    *out = (struct flown_craft){built.v, built.n};
    return 0;
}

/* --- What is kept of a leg */

static void keep_end(struct arena *a, const struct leg_end *from, struct flown_end *to) {
    *to = (struct flown_end){.status = from->status,
                             .ms = from->ms,
                             .low_ms = from->ms_low,
                             .high_ms = from->ms_high,
                             .place = from->place,
                             .name = {"", 0},
                             .off_field = from->off_field,
                             .confidence = from->confidence,
                             .p_ended = from->p_ended,
                             .unlisted = from->unlisted,
                             .candidate = ARENA_ARRAY(a, struct flown_place, from->ncandidate),
                             .ncandidate = from->ncandidate,
                             .lat_deg = from->lat == TRACK_NONE ? (double)NAN : from->lat / 1e6,
                             .lon_deg = from->lon == TRACK_NONE ? (double)NAN : from->lon / 1e6};
    for (size_t i = 0; i < from->ncandidate; i++)
        to->candidate[i] = (struct flown_place){from->candidate[i].place, from->candidate[i].weight,
                                                from->candidate[i].reason};
}

/* The one heard most, the first of those heard alike. */
static struct span callsign_of(struct arena *a, const struct leg *g) {
    size_t best = 0;

    if (!g->ncallsign) return (struct span){"", 0};
    for (size_t i = 1; i < g->ncallsign; i++)
        if (g->callsign[i].n > g->callsign[best].n) best = i;
    return arena_span(a, span_trim(span_of(g->callsign[best].text)));
}

static void keep_gaps(struct arena *a, const struct leg *g, struct flown *f) {
    f->ngap = g->ngap;
    f->gap = ARENA_ARRAY(a, struct flown_gap, g->ngap);
    for (size_t i = 0; i < g->ngap; i++)
        f->gap[i] =
            (struct flown_gap){g->gap[i].ms, g->gap[i].ms + llround(g->gap[i].seconds * 1000),
                               g->gap[i].class, g->gap[i].p_stop};
}

struct drawing {
    struct arena *a;
    const struct track *t;
    const uint8_t *reason;
    VEC(struct track_point) at;
};

static void draw(struct drawing *d, size_t i) {
    *vec_push(d->a, &d->at) = d->t->point[i];
}

/* Good points from first to last: every step-th, and the last. */
static struct flown_part draw_part(struct drawing *d, size_t first, size_t last, size_t step) {
    size_t good = 0, drawn = SIZE_MAX, newest = SIZE_MAX;

    d->at.v = NULL, d->at.n = d->at.cap = 0;
    for (size_t i = first; i <= last && i < d->t->n; i++) {
        if (d->reason[i] != CLEAN_GOOD) continue;
        newest = i;
        if (good++ % step == 0) draw(d, drawn = i);
    }
    if (newest != drawn) draw(d, newest);
    return (struct flown_part){d->at.v, d->at.n};
}

/* A gap lies between two parts. Each part may draw two points more than its share. */
static void keep_parts(struct arena *a, const struct flown_span *s, const struct leg *g,
                       struct flown *f) {
    struct drawing d = {.a = a, .t = &s->track, .reason = s->legs.clean.reason};
    size_t from = g->first, parts = g->ngap + 1, every = 1 + (2 * parts - 1) / FLOWN_DRAWN,
           room = FLOWN_DRAWN > 4 * parts ? FLOWN_DRAWN - 2 * parts : FLOWN_DRAWN / 2,
           step = 1 + g->n / room;

    if (g->first == SIZE_MAX) return;
    if (2 * parts > FLOWN_DRAWN / 2) step = SIZE_MAX; /* the ends of parts only */
    f->part = ARENA_ARRAY(a, struct flown_part, parts);
    for (size_t i = 0; i < parts; i++) {
        size_t last = i < g->ngap ? g->gap[i].before : g->last;

        if (i % every == 0) f->part[f->npart++] = draw_part(&d, from, last, step);
        if (i < g->ngap) from = g->gap[i].after;
    }
}

/* --- Airframes */

struct flying {
    struct arena *a;
    struct load *l;
    VEC(struct flown) v;
};

static bool same_craft(const struct load_aircraft *c, const struct flown *f) {
    return (c->icao24.n && span_eq(c->icao24, f->icao24)) ||
           (c->registration.n && span_eq(c->registration, f->registration));
}

static int craft_row(const struct load *l, const struct flown *f) {
    for (size_t i = 0; i < l->aircraft.n; i++)
        if (same_craft(&l->aircraft.v[i], f)) return (int)i;
    return -1;
}

/* A registration that the case gives is better than none. */
static void finish(struct flying *y, struct flown *f) {
    f->id = flown_id(y->a, f->icao24, f->off.ms, f->on.ms);
    f->craft = craft_row(y->l, f);
    if (f->craft >= 0 && !f->registration.n)
        f->registration = y->l->aircraft.v[f->craft].registration;
}

/* The tracks that have points within the leg; of a leg that nobody heard, all of the airframe. */
static void keep_rows(struct flying *y, const struct load_track *const *row, size_t n,
                      const struct leg *g, struct flown *f) {
    for (int all = 0; all < 2 && !f->rows.n; all++)
        for (size_t i = 0; i < n; i++) {
            if (!all && (row[i]->from_ms > g->to.ms || row[i]->to_ms < g->from.ms)) continue;
            if (!f->rows.n) f->source = row[i]->source;
            *vec_push(y->a, &f->rows) = row[i]->row;
        }
}

static void keep_leg(struct flying *y, const struct load_track *const *row, size_t n,
                     const struct flown_span *s, const struct leg *g) {
    struct flown f = {.icao24 = row[0]->icao24,
                      .registration = arena_span(y->a, span_of(s->track.registration)),
                      .type = arena_span(y->a, span_of(s->track.type)),
                      .callsign = callsign_of(y->a, g),
                      .candidates = {"", 0},
                      .confidence = g->confidence,
                      .points = (int64_t)g->n,
                      .gap_max_s = llround(g->longest_gap_s),
                      .flags = g->flags};

    keep_end(y->a, &g->from, &f.off);
    keep_end(y->a, &g->to, &f.on);
    keep_gaps(y->a, g, &f);
    keep_rows(y, row, n, g, &f);
    finish(y, &f);
    if (legs_any_corridor(y->l, &f)) keep_parts(y->a, s, g, &f);
    *vec_push(y->a, &y->v) = f;
}

static int cmp_track(const void *x, const void *y) {
    const struct load_track *s = *(const struct load_track *const *)x,
                            *t = *(const struct load_track *const *)y;
    int c = span_cmp(s->icao24, t->icao24);

    return c ? c : span_cmp(s->row, t->row);
}

static const struct load_track **by_craft(struct arena *a, const struct load *l) {
    const struct load_track **v = ARENA_ARRAY(a, const struct load_track *, l->track.n);

    for (size_t i = 0; i < l->track.n; i++) v[i] = &l->track.v[i];
    if (l->track.n) qsort(v, l->track.n, sizeof *v, cmp_track);
    return v;
}

static int fly_craft(struct store *st, struct flying *y, const struct load_track *const *row,
                     size_t n, const struct near_index *near, struct err *e) {
    struct flown_craft c;
    struct arena own;
    int rc;

    arena_init(&own, CRAFT_BYTES);
    rc = build_craft(st, &own, row, n, near, &c, e);
    for (size_t i = 0; rc == 0 && i < c.nspan; i++)
        for (size_t k = 0; k < c.span[i].legs.n; k++)
            keep_leg(y, row, n, &c.span[i], &c.span[i].legs.leg[k]);
    arena_fini(&own);
    return rc;
}

static int fly_tracks(struct store *st, struct flying *y, struct err *e) {
    const struct load_track **row = by_craft(y->a, y->l);
    struct near_index near;
    int rc = 0;

    if (!y->l->track.n) return 0;
    near_build(y->a, &near);
    for (size_t i = 0, k; i < y->l->track.n && rc == 0; i = k) {
        for (k = i + 1; k < y->l->track.n && span_eq(row[i]->icao24, row[k]->icao24);) k++;
        rc = fly_craft(st, y, row + i, k - i, &near, e);
    }
    return rc;
}

int flown_craft(struct store *st, struct arena *a, const struct load *l, struct span icao24,
                struct flown_craft *out, struct err *e) {
    const struct load_track **row = by_craft(a, l);
    struct near_index near;
    size_t from = 0, to;

    *out = (struct flown_craft){0};
    while (from < l->track.n && !span_eq(row[from]->icao24, icao24)) from++;
    for (to = from; to < l->track.n && span_eq(row[to]->icao24, icao24);) to++;
    if (to == from) return 0;
    near_build(a, &near);
    return build_craft(st, a, row + from, to - from, &near, out, e);
}

/* --- Legs that people brought */

static int64_t first_ms(const struct flown *f) {
    return f->off.ms != CLEAN_NO_MS ? f->off.ms : f->on.ms;
}

static int64_t last_ms(const struct flown *f) {
    return f->on.ms != CLEAN_NO_MS ? f->on.ms : f->off.ms;
}

static void give_end(const struct load_given *g, bool arrival, struct flown_end *out) {
    static const char *const status[] = {"seen", "inferred", "lost", "edge"};
    struct span name = arrival ? g->on_airport : g->off_airport,
                word = arrival ? g->on_status : g->off_status;
    const struct place *p = place_find(name);
    int64_t ms = arrival ? g->on_ms : g->off_ms;

    *out = (struct flown_end){.status = END_LOST,
                              .ms = ms,
                              .low_ms = ms,
                              .high_ms = ms,
                              .place = p ? (int32_t)(p - place_at(0)) : -1,
                              .name = name,
                              .confidence = (double)NAN,
                              .p_ended = (double)NAN,
                              .lat_deg = (double)NAN,
                              .lon_deg = (double)NAN};
    for (int i = 0; i < 4; i++)
        if (span_is(word, status[i])) out->status = (enum end_status)i;
    if (out->status == END_LOST || out->status == END_EDGE) {
        if (arrival)
            out->high_ms = CLEAN_NO_MS;
        else
            out->low_ms = CLEAN_NO_MS;
    }
}

static void give_leg(struct flying *y, const struct load_given *g, size_t built) {
    struct flown f = {.icao24 = g->icao24,
                      .registration = g->registration,
                      .type = g->type,
                      .callsign = g->callsign,
                      .confidence = g->confidence < 0 ? (double)NAN : g->confidence / 1000.0,
                      .points = g->points,
                      .gap_max_s = g->gap_max_s,
                      .given = true,
                      .candidates = g->candidates,
                      .source = g->source};

    give_end(g, false, &f.off);
    give_end(g, true, &f.on);
    for (size_t i = 0; i < built; i++)
        if (span_eq(y->v.v[i].icao24, f.icao24) && first_ms(&y->v.v[i]) <= last_ms(&f) &&
            first_ms(&f) <= last_ms(&y->v.v[i]))
            return;
    *vec_push(y->a, &f.rows) = g->row;
    finish(y, &f);
    *vec_push(y->a, &y->v) = f;
}

static int cmp_flown(const void *x, const void *y) {
    const struct flown *f = x, *g = y;
    int64_t s = first_ms(f), t = first_ms(g);

    return s != t ? (s > t) - (s < t) : strcmp(f->id, g->id);
}

static void known_by_day(struct load *l, int64_t ms) {
    int32_t d = ms == CLEAN_NO_MS ? UTC_NONE : (int32_t)floor((double)ms / (double)UTC_DAY_MS);

    if (d != UTC_NONE && (l->as_of == UTC_NONE || d > l->as_of)) l->as_of = d;
}

int flown_load(struct store *st, struct arena *a, struct load *l, struct err *e) {
    struct flying y = {.a = a, .l = l};
    int rc = fly_tracks(st, &y, e);
    size_t built = y.v.n;

    if (rc < 0) return rc;
    for (size_t i = 0; i < l->given.n; i++) give_leg(&y, &l->given.v[i], built);
    if (y.v.n) qsort(y.v.v, y.v.n, sizeof *y.v.v, cmp_flown);
    l->flown = y.v.v;
    l->nflown = y.v.n;
    for (size_t i = 0; i < l->track.n; i++) known_by_day(l, l->track.v[i].to_ms);
    for (size_t i = 0; i < l->nflown; i++) known_by_day(l, last_ms(&l->flown[i]));
    return 0;
}
