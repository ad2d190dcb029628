/* SPDX-License-Identifier: Apache-2.0 */
/* An aircraft is an object whose keys come in any order, so its members are gathered first and its point is made
 * when it ends. `lat` and `lon` stand on the aircraft itself while the position is current; when it has gone
 * stale they move into `lastPosition`, which is passed over with everything inside it. */
#include "format/live.h"

#include "format/readsb.h"

#include <stdlib.h>

#define MS_MAX ((int64_t)7258118400000) /* 2200-01-01 */
#define DEGREE 1000000

struct reader {
    struct arena *a;
    struct jscan j;
    struct live *out;
    bool now, list; /* keys that were there */
    VEC(struct track) track;
};

/* What is said of one aircraft. */
struct craft {
    struct track track;
    struct track_point p;
    int64_t ago_ms; /* -1: not said */
    int32_t geom_rate;
    int16_t true_heading;
    bool hex, lat, lon;
    const char *why;
};

static void note(struct reader *r, const char *at, const char *why) {
    if (r->out->nbad < LIVE_BAD)
        r->out->bad[r->out->nbad++] = (struct live_bad){(size_t)(at - r->j.begin), why};
}

static bool degrees(const struct jscan_value *v, int max, int32_t *out) {
    int64_t n;

    if (v->kind != JSCAN_NUMBER || !jscan_fixed(v->text, 6, (int64_t)max * DEGREE, &n))
        return false;
    *out = (int32_t)n;
    return true;
}

static bool ago(const struct jscan_value *v, struct craft *c) {
    return v->kind == JSCAN_NUMBER && jscan_fixed(v->text, 3, LIVE_OLD_MS, &c->ago_ms) &&
           c->ago_ms >= 0;
}

static void wrong(struct craft *c, const char *why) {
    if (!c->why) c->why = why;
}

/* The members without which there is no point. @return false: another one */
static bool needed(struct span key, const struct jscan_value *v, struct craft *c) {
    if (jscan_word(key, "hex")) {
        c->hex = readsb_hex(v, &c->track);
        if (!c->hex) wrong(c, "`hex` is not six hex digits");
    } else if (jscan_word(key, "lat")) {
        c->lat = true;
        if (!degrees(v, 90, &c->p.lat)) wrong(c, "the latitude is outside -90 to 90");
    } else if (jscan_word(key, "lon")) {
        c->lon = true;
        if (!degrees(v, 180, &c->p.lon)) wrong(c, "the longitude is outside -180 to 180");
    } else if (jscan_word(key, "seen_pos")) {
        if (!ago(v, c)) wrong(c, "`seen_pos` is not a time within the last hour");
    } else {
        return false;
    }
    return true;
}

/* @return false: one of ours that cannot be read */
static bool other(struct span key, const struct jscan_value *v, struct craft *c) {
    struct track_point heading = readsb_point();
    bool fine;

    if (jscan_word(key, "alt_baro")) return readsb_altitude(v, &c->p);
    if (jscan_word(key, "alt_geom")) return readsb_whole(v, &c->p.alt_geom_ft);
    if (jscan_word(key, "gs")) return readsb_speed(v, &c->p);
    if (jscan_word(key, "track")) return readsb_heading(v, &c->p);
    if (jscan_word(key, "baro_rate")) return readsb_whole(v, &c->p.rate_fpm);
    if (jscan_word(key, "geom_rate")) return readsb_whole(v, &c->geom_rate);
    if (jscan_word(key, "r"))
        return readsb_word(v, c->track.registration, sizeof c->track.registration);
    if (jscan_word(key, "t")) return readsb_word(v, c->track.type, sizeof c->track.type);
    if (jscan_word(key, "dbFlags")) return readsb_db_flags(v, &c->track.db_flags);
    if (!jscan_word(key, "true_heading")) return readsb_member(key, v, &c->p);
    fine = readsb_heading(v, &heading);
    c->true_heading = heading.heading;
    return fine;
}

static void keep(struct reader *r, const char *at, struct craft *c) {
    if (!c->hex) wrong(c, "an aircraft without `hex`");
    if (c->lat && c->lon && c->ago_ms < 0) wrong(c, "a position without `seen_pos`");
    if (c->lat != c->lon) wrong(c, "half a position");
    if (c->why) {
        r->out->refused++;
        note(r, at, c->why);
        return;
    }
    if (!c->lat) {
        r->out->silent++;
        return;
    }
    if (c->p.rate_fpm == TRACK_NONE && c->geom_rate != TRACK_NONE) {
        c->p.rate_fpm = c->geom_rate;
        c->p.flags |= TRACK_RATE_GEOM;
    }
    if (c->p.heading == TRACK_NONE16 && c->p.air == TRACK_GROUND) c->p.heading = c->true_heading;
    c->p.ms = -c->ago_ms; /* `now` may stand behind the list */
    c->track.point = ARENA_NEW(r->a, struct track_point);
    c->track.n = 1;
    *c->track.point = c->p;
    *vec_push(r->a, &r->track) = c->track;
}

static bool craft(struct reader *r) {
    struct jscan *j = &r->j;
    const char *at = j->p;
    struct craft c = {
        .p = readsb_point(), .ago_ms = -1, .geom_rate = TRACK_NONE, .true_heading = TRACK_NONE16};
    struct jscan_value v;
    struct span key;
    size_t odd = 0;

    if (!jscan_value(j, &v)) return false;
    if (v.kind != JSCAN_OBJECT) {
        r->out->refused++;
        note(r, at, "an aircraft is not an object");
        return jscan_skip(j, &v);
    }
    for (bool first = true; jscan_key(j, first, &key); first = false) {
        if (!jscan_value(j, &v)) return false;
        if (!needed(key, &v, &c)) odd += !other(key, &v, &c);
        if (!jscan_skip(j, &v)) return false;
    }
    if (j->why) return false;
    r->out->odd += c.why ? 0 : odd;
    keep(r, at, &c);
    return true;
}

static bool list(struct reader *r, const struct jscan_value *v) {
    size_t n = 0;

    if (v->kind != JSCAN_ARRAY) return jscan_break(&r->j, v->text.p, "`aircraft` is not an array");
    if (r->list) return jscan_break(&r->j, v->text.p, "`aircraft` comes a second time");
    r->list = true;
    for (bool first = true; jscan_item(&r->j, first); first = false) {
        if (n++ == LIVE_CRAFT) return jscan_break(&r->j, r->j.p, "more than 200,000 aircraft");
        if (!craft(r)) return false;
    }
    return !r->j.why;
}

/* Seconds, or what would be seconds behind MS_MAX: milliseconds. */
static bool now(struct reader *r, const struct jscan_value *v) {
    int64_t *ms = &r->out->now_ms;

    if (v->kind != JSCAN_NUMBER ||
        (!jscan_fixed(v->text, 3, MS_MAX, ms) && !jscan_fixed(v->text, 0, MS_MAX, ms)) || *ms < 0)
        return jscan_break(&r->j, v->text.p, "`now` is not a time from 1970 to 2199");
    if (r->now) return jscan_break(&r->j, v->text.p, "`now` comes a second time");
    r->now = true;
    return true;
}

static void whole(struct reader *r) {
    struct jscan *j = &r->j;
    struct jscan_value v;
    struct span key;

    if (!jscan_object(j)) return;
    for (bool first = true; jscan_key(j, first, &key); first = false) {
        bool is_now = jscan_word(key, "now");
        bool is_list = jscan_word(key, "aircraft") || jscan_word(key, "ac");

        if (!jscan_value(j, &v)) return;
        if (!(is_now ? now(r, &v) : is_list ? list(r, &v) : jscan_skip(j, &v))) return;
    }
    if (j->why || jscan_done(j)) return;
    if (*j->p == '{' || span_is_marked((struct span){j->p, (size_t)(j->end - j->p)}))
        r->out->next = (size_t)(j->p - j->begin);
    else
        jscan_break(j, j->p, "more text behind the end");
}

/* By address; of one address the latest position first. */
static int by_key(const void *a, const void *b) {
    const struct track *x = a, *y = b;

    if (x->other != y->other) return x->other - y->other;
    if (x->hex != y->hex) return x->hex < y->hex ? -1 : 1;
    if (x->point->ms != y->point->ms) return x->point->ms > y->point->ms ? -1 : 1;
    return memcmp(x->point, y->point,
                  sizeof *x->point); /* so that the file's order does not show */
}

static void settle(struct reader *r) {
    struct live *out = r->out;
    size_t kept = 0;

    if (r->track.n) qsort(r->track.v, r->track.n, sizeof *r->track.v, by_key);
    for (size_t i = 0; i < r->track.n; i++) {
        struct track *t = &r->track.v[i];

        if (kept && t->hex == r->track.v[kept - 1].hex && t->other == r->track.v[kept - 1].other) {
            out->doubled++;
            continue;
        }
        t->point->ms += out->now_ms;
        r->track.v[kept++] = *t;
    }
    out->track = r->track.v;
    out->ntrack = kept;
}

int live_read(struct arena *a, struct span json, struct live *out, struct err *e) {
    struct live made = {0};
    struct reader r = {.a = a, .out = &made};

    r.j = jscan_begin((struct span){json.p, json.n < LIVE_BYTES ? json.n : LIVE_BYTES});
    whole(&r);
    if (r.j.why && json.n > LIVE_BYTES && r.j.at == r.j.end)
        return err_set(e, RC_LIMIT, "over %zu bytes, the limit", LIVE_BYTES);
    if (!r.now || !r.list) {
        const char *missing = r.now ? "aircraft" : "now";

        if (!r.j.why) return err_set(e, RC_SYNTAX, "the file has no `%s`", missing);
        return err_set(e, RC_SYNTAX, "byte %zu: %s, and no `%s` before it",
                       (size_t)(r.j.at - r.j.begin), r.j.why, missing);
    }
    if (r.j.why) {
        made.state = LIVE_PARTIAL;
        made.why = r.j.why;
        made.at = (size_t)(r.j.at - r.j.begin);
    }
    settle(&r);
    *out = made;
    return 0;
}
