/* SPDX-License-Identifier: Apache-2.0 */
/* The way of a point:
 *
 *   survey    at once, or gathered?
 *   read      a member to tracks ─┬─ at once: legs, fn
 *                                 └─ stash ─ when all is read, bucket by bucket: trace_order, legs, fn
 *
 * Sources are a table behind a lock (source.c); what is a worker's own needs none. */
#include "flight/flight.h"

#include "flight/cover.h"
#include "flight/run_in.h"
#include "flight/tell.h"
#include "format/trace.h"
#include "pack/flow.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static void must(bool failed) {
    if (!failed) return;
    fputs("headcount: out of memory, or threads fail\n", stderr);
    abort();
}

/* ---- one airframe */

static bool is_wanted(const struct flight_run *r, const struct track *t) {
    return !r->o->wanted || r->o->wanted(r->o->wanted_arg, t->hex, t->other, t->registration);
}

static int by_sign(const void *x, const void *y) {
    const struct end_prior *a = x, *b = y;

    return strncmp(a->callsign, b->callsign, sizeof a->callsign);
}

/* The priors of the call signs that it sent: of a million there are few, and leg/ looks at each. */
static void priors_of(struct worker *w, const struct track *t, struct leg_options *o) {
    const struct flight_run *r = w->run;
    VEC(struct end_prior) v = {0};
    const char *last = NULL;

    for (size_t i = 0; i < t->n && r->o->nprior; i++) {
        struct end_prior key = {0}, *found;
        size_t k;

        if (!t->point[i].callsign[0] || (last && memcmp(last, t->point[i].callsign, 8) == 0))
            continue;
        last = t->point[i].callsign;
        for (k = 0; k < 8 && last[k] && last[k] != ' '; k++) key.callsign[k] = last[k];
        for (k = 0; k < v.n && by_sign(&v.v[k], &key) != 0;) k++;
        if (k < v.n) continue;
        found = bsearch(&key, r->prior, r->o->nprior, sizeof *r->prior, by_sign);
        while (found && found > r->prior && by_sign(found - 1, &key) == 0) found--;
        for (; found && found < r->prior + r->o->nprior && by_sign(found, &key) == 0; found++)
            *vec_push(&w->a, &v) = *found;
    }
    o->prior = v.v;
    o->nprior = v.n;
}

int run_give(struct worker *w, const struct flight_craft *c, const struct flight_span *cover,
             size_t ncover, struct err *e) {
    struct flight_run *r = w->run;
    struct leg_options o = r->legs;
    struct line line[LINE_MOST];
    struct flight_craft given = *c;
    struct flight_span *kept;
    size_t nkept;

    priors_of(w, c->track, &o);
    cover_without(&w->a, cover, ncover, c->broken, c->nbroken, &kept, &nkept);
    given.line = line;
    given.nline = cover_lines(&w->a, c->track, &o, kept, nkept, line);
    given.cover = kept;
    given.ncover = nkept;
    w->crafts++;
    w->points += c->track->n;
    w->shared += given.nline > 1;
    for (size_t k = 0; k < given.nline; k++) {
        w->legs += line[k].legs.n;
        for (size_t i = 0; i < NCLEAN; i++) w->reason[i] += line[k].legs.clean.count[i];
    }
    return r->fn(w->number, &given, r->ctx, e);
}

static int put(struct worker *w, const struct track *t, const struct origin *from, struct err *e) {
    struct stash_head h = {.key = stash_key(t->hex, t->other),
                           .source = (uint32_t)from->source,
                           .order = from->order,
                           .db_flags = t->db_flags,
                           .doubled = (uint32_t)t->doubled,
                           .cut = t->cut};

    memcpy(h.registration, t->registration, sizeof h.registration);
    memcpy(h.type, t->type, sizeof h.type);
    return stash_put(&w->pen, &h, t->point, t->n, e);
}

int run_take(struct worker *w, struct track *t, const struct origin *from, bool whole,
             struct err *e) {
    struct flight_source more = {.points = t->n, .doubled = t->doubled};

    if (!t->n) return 0;
    sources_hear(&w->run->sources, from->source, stash_key(t->hex, t->other), t);
    if (!is_wanted(w->run, t)) return 0;
    more.from_ms = t->point[0].ms;
    more.to_ms = t->point[t->n - 1].ms;
    more.crafts = whole;
    sources_add(&w->run->sources, from->source, &more);
    if (!whole) return put(w, t, from, e);
    return run_give(w,
                    &(struct flight_craft){
                        .track = t,
                        .formats = 1u << FLIGHT_TRACE,
                        .source = &from->source,
                        .nsource = 1,
                        .broken = &(struct flight_span){more.to_ms, w->run->day.to_ms},
                        .nbroken = t->cut,
                    },
                    &w->run->day, 1, e);
}

/* ---- gathered */

struct union_of {
    struct track t;
    unsigned formats;
    size_t *source;
    size_t nsource;
    struct flight_span *broken;
    size_t nbroken;
};

/* Heatmaps of a source that has traces too were made of the same points, and are coarser. */
static bool is_used(const struct flight_run *r, const struct stash_ref *b) {
    const struct flight_source *s = &r->source[b->head.source];

    return s->format != FLIGHT_HEATMAP || s->stream_source >= r->nstream ||
           !r->has_traces[s->stream_source];
}

static void note_block(struct union_of *u, const struct flight_run *r, const struct stash_head *h) {
    size_t k = 0, j;

    if (!u->t.registration[0]) memcpy(u->t.registration, h->registration, sizeof u->t.registration);
    if (!u->t.type[0]) memcpy(u->t.type, h->type, sizeof u->t.type);
    u->t.db_flags |= h->db_flags;
    u->t.doubled += h->doubled;
    u->formats |= 1u << r->source[h->source].format;
    if (h->cut)
        u->broken[u->nbroken++] =
            (struct flight_span){u->t.point[u->t.n - 1].ms, r->source[h->source].cover_to_ms};
    while (k < u->nsource && u->source[k] < h->source) k++;
    if (k < u->nsource && u->source[k] == h->source) return;
    for (j = u->nsource++; j > k; j--) u->source[j] = u->source[j - 1];
    u->source[k] = h->source;
}

/* The blocks of one airframe, as one track. */
static int unite(struct worker *w, const struct stash_ref *b, size_t n, struct union_of *u,
                 struct err *e) {
    struct flight_run *r = w->run;
    size_t points = 0;

    for (size_t i = 0; i < n; i++) points += is_used(r, &b[i]) ? b[i].head.n : 0;
    if (points > FLIGHT_POINTS) points = FLIGHT_POINTS;
    *u = (struct union_of){.t = {.hex = b->head.key & 0xffffff, .other = b->head.key >> 24},
                           .source = ARENA_ARRAY(&w->a, size_t, n),
                           .broken = ARENA_ARRAY(&w->a, struct flight_span, n)};
    u->t.point = ARENA_ARRAY(&w->a, struct track_point, points);
    for (size_t i = 0; i < n; i++) {
        const struct stash_head *h = &b[i].head;

        if (!is_used(r, &b[i])) continue;
        if (h->n > points - u->t.n) {
            u->t.refused += h->n;
            continue;
        }
        if (stash_points(&b[i], u->t.point + u->t.n, e) < 0) return RC_IO;
        u->t.n += h->n;
        note_block(u, r, h);
    }
    if (u->t.refused)
        sources_notice(&r->sources,
                       "%s%06x has more than %zu points: %zu of those read last are left out",
                       u->t.other ? "~" : "", (unsigned)u->t.hex, FLIGHT_POINTS, u->t.refused);
    trace_order(&w->a, &u->t);
    u->nbroken = cover_unheard(&u->t, u->broken, u->nbroken);
    return 0;
}

static int craft(struct worker *w, const struct stash_ref *b, size_t n, struct err *e) {
    struct flight_run *r = w->run;
    struct union_of u;
    int rc;

    arena_init(&w->a, (size_t)8 << 30);
    rc = unite(w, b, n, &u, e);
    if (rc == 0 && u.t.n && is_wanted(r, &u.t)) {
        for (size_t i = 0; i < u.nsource; i++)
            sources_add(&r->sources, u.source[i], &(struct flight_source){.crafts = 1});
        rc = run_give(w,
                      &(struct flight_craft){.track = &u.t,
                                             .formats = u.formats,
                                             .source = u.source,
                                             .nsource = u.nsource,
                                             .broken = u.broken,
                                             .nbroken = u.nbroken},
                      r->cover, r->ncover, e);
    }
    arena_fini(&w->a);
    return rc;
}

static int bucket(struct worker *w, size_t i, struct err *e) {
    struct stash_view v;
    struct arena a;
    int rc;

    arena_init(&a, (size_t)4 << 30);
    rc = stash_view(w->run->stash, i, &a, &v, e);
    for (size_t from = 0, to; rc == 0 && from < v.n; from = to) {
        to = from + 1;
        while (to < v.n && v.ref[to].head.key == v.ref[from].head.key) to++;
        rc = craft(w, v.ref + from, to - from, e);
    }
    arena_fini(&a);
    return rc < 0 ? rc : 0;
}

struct empty {
    struct worker *w;
    atomic_size_t *next; /* bucket */
    atomic_bool *stop;
    pthread_t thread;
    int rc;
    struct err err;
};

static void *empty_buckets(void *arg) {
    struct empty *x = arg;
    size_t i;

    while (!atomic_load(x->stop) && (i = atomic_fetch_add(x->next, 1)) < STASH_BUCKETS) {
        x->rc = bucket(x->w, i, &x->err);
        if (x->rc < 0) atomic_store(x->stop, true);
    }
    return NULL;
}

static int gather_all(struct flight_run *r, struct err *e) {
    struct empty *x = calloc(r->jobs, sizeof *x);
    atomic_size_t next = 0;
    atomic_bool stop = false;
    int rc = 0;

    must(!x);
    for (size_t i = 0; i < r->jobs; i++) {
        x[i] = (struct empty){.w = &r->worker[i], .next = &next, .stop = &stop};
        if (i) must(pthread_create(&x[i].thread, NULL, empty_buckets, &x[i]) != 0);
    }
    empty_buckets(&x[0]);
    for (size_t i = 1; i < r->jobs; i++) must(pthread_join(x[i].thread, NULL) != 0);
    for (size_t i = 0; i < r->jobs && rc == 0; i++)
        if (x[i].rc < 0) {
            rc = x[i].rc;
            *e = x[i].err;
        }
    free(x);
    return rc;
}

/* ---- all */

static int member(size_t worker, const struct stream_member *m, void *ctx, struct err *e) {
    struct flight_run *r = ctx;

    health_note(&r->worker[worker].health, m);
    return read_member(&r->worker[worker], m, e);
}

/* NOLINTNEXTLINE(misc-redundant-expression): equal today */
static_assert(TELL_BYTES <= STREAM_BEGIN, "what is told by its beginning");

static bool is_known(struct span begin) {
    return tell_format(begin) >= 0;
}

static void settle(struct flight_run *r, struct arena *a, struct flight_sum *out) {
    const struct flight_options *o = r->o;

    sources_give(&r->sources, a, out);
    cover_of(a, out->source, out->nsource, &out->cover, &out->ncover);
    if (o->cover_from_ms != CLEAN_NO_MS || o->cover_to_ms != CLEAN_NO_MS) {
        out->cover = ARENA_NEW(a, struct flight_span);
        *out->cover = (struct flight_span){o->cover_from_ms, o->cover_to_ms};
        out->ncover = 1;
    }
    r->source = out->source;
    r->cover = out->cover;
    r->ncover = out->ncover;
    r->nstream = out->stream.n;
    r->has_traces = ARENA_ARRAY(a, bool, out->stream.n);
    for (size_t i = 0; i < out->nsource; i++)
        if (out->source[i].format == FLIGHT_TRACE && out->source[i].stream_source < r->nstream)
            r->has_traces[out->source[i].stream_source] = true;
}

static void judge(struct flight_run *r, struct arena *a, struct flight_sum *out) {
    for (size_t i = 1; i < r->jobs; i++) health_join(&r->worker[0].health, &r->worker[i].health);
    health_judge(a, &r->worker[0].health, &out->stream, &out->day, &out->nday);
}

static int read_and_give(struct flight_run *r, struct arena *a, const char *const *path, size_t n,
                         struct flight_sum *out, struct err *e) {
    const char **left = ARENA_ARRAY(a, const char *, n);
    struct flow *input = flow_new();
    const struct stream_options so = {.jobs = r->jobs, .wanted = is_known, .input = input};
    int rc;

    memcpy(left, path, n * sizeof *left);
    rc = r->at_once ? 0 : flows_read(&r->worker[0], input, left, &n, e);
    if (rc == 0 && n) rc = stream_each(a, left, n, &so, member, r, &out->stream, e);
    flow_free(input);
    for (size_t i = 0; i < r->jobs && rc == 0; i++) rc = stash_flush(&r->worker[i].pen, e);
    if (rc < 0) return rc;
    settle(r, a, out);
    out->gathered = stash_bytes(r->stash) > 0;
    rc = gather_all(r, e);
    sources_finish(&r->sources, a, out);
    judge(r, a, out);
    return rc;
}

static void begin(struct flight_run *r) {
    const struct flight_options *o = r->o;

    r->jobs = o->jobs ? o->jobs : 1;
    r->legs = (struct leg_options){.near = o->near, .dense = o->dense};
    r->prior = calloc(o->nprior + 1, sizeof *r->prior);
    must(!r->prior);
    if (o->nprior) {
        memcpy(r->prior, o->prior, o->nprior * sizeof *r->prior);
        qsort(r->prior, o->nprior, sizeof *r->prior, by_sign);
    }
    sources_init(&r->sources);
    r->worker = calloc(r->jobs, sizeof *r->worker);
    must(!r->worker);
    for (size_t i = 0; i < r->jobs; i++) {
        struct worker *w = &r->worker[i];

        w->run = r;
        w->number = i;
        w->pen.stash = r->stash;
        arena_init(&w->health_arena, (size_t)2 << 30);
        health_begin(&w->health, &w->health_arena);
    }
}

static void end(struct flight_run *r, struct flight_sum *out) {
    for (size_t i = 0; i < r->jobs; i++) {
        struct worker *w = &r->worker[i];

        out->crafts += w->crafts;
        out->legs += w->legs;
        out->points += w->points;
        out->shared += w->shared;
        for (size_t k = 0; k < NCLEAN; k++) out->reason[k] += w->reason[k];
        stash_pen_fini(&w->pen);
        arena_fini(&w->health_arena);
    }
    free(r->worker);
    free(r->prior);
    sources_fini(&r->sources);
    stash_close(r->stash);
}

int flight_each(struct arena *a, const char *const *path, size_t n, const struct flight_options *o,
                flight_fn *fn, void *ctx, struct flight_sum *out, struct err *e) {
    struct flight_run r = {.o = o, .fn = fn, .ctx = ctx, .stash = o->stash};
    int rc = 0;

    assert(o->jobs <= STREAM_JOBS);
    *out = (struct flight_sum){0};
    if (o->way != FLIGHT_GATHERED) rc = survey_paths(path, n, &r.at_once, &r.day, e);
    if (rc == 0 && !r.stash) rc = stash_open(&r.stash, o->tmp, e);
    if (rc < 0) {
        stash_close(r.stash);
        return rc;
    }
    begin(&r);
    rc = read_and_give(&r, a, path, n, out, e);
    end(&r, out);
    if (rc == 0 && !out->nsource)
        return err_set(e, RC_SYNTAX, "no positions of a format that is known%s%s",
                       out->nnotice ? "; " : "", out->nnotice ? out->notice[0] : "");
    return rc;
}
