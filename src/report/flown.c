/* SPDX-License-Identifier: Apache-2.0 */
#include "report/flown.h"

#include "base/track.h"
#include "base/utc.h"
#include "report/view.h"

#include <math.h>

const char *const flown_end_words[FLOWN_ENDS] = {"seen", "inferred", "lost", "edge", "not said"};
const char *const flown_end_means[FLOWN_ENDS] = {
    "seen", "inferred", "lost: it went on out of sight", "where the record begins or ends",
    "not said how it is known"};
const char *const flown_gap_words[FLOWN_GAPS] = {"coverage hole", "receiver edge",
                                                 "transponder off", "unknown"};
const char *const flown_day_key[FLOWN_DAYS] = {
    "complete", "watching",    "partial",   "suspect",        "failed",
    "absent",   "not_fetched", "kept_away", "not understood", "nobody says",
};
const char *const flown_day_words[FLOWN_DAYS] = {
    "complete",         "watching",    "partial",   "suspect",        "source failed",
    "no record exists", "not fetched", "kept away", "not understood", "nobody says",
};

bool flown_legs(const json_t *corridor) {
    return json_array_size(view_list(corridor, "legs")) > 0;
}

bool flown_coarse(const json_t *corridor) {
    size_t i;
    json_t *leg;

    json_array_foreach(view_list(corridor, "legs"), i, leg) {
        if (view_true(leg, "coarse")) return true;
    }
    return false;
}

bool flown_coverage(const json_t *corridor) {
    size_t i;
    json_t *s;

    json_array_foreach(view_list(view_object(corridor, "coverage"), "sources"), i, s) {
        if (json_array_size(view_list(s, "days"))) return true;
    }
    return false;
}

static int word_of(const char *s, const char *const *list, int n, int other) {
    for (int i = 0; s && i < n; i++)
        if (strcmp(s, list[i]) == 0) return i;
    return other;
}

enum flown_end flown_end(const json_t *end) {
    return (enum flown_end)word_of(view_text(end, "status"), flown_end_words, FLOWN_UNSAID,
                                   FLOWN_UNSAID);
}

enum flown_day flown_day(const char *state) {
    return (enum flown_day)word_of(state, flown_day_key, FLOWN_UNREAD, FLOWN_UNREAD);
}

bool flown_supports(enum flown_day d) {
    return d == FLOWN_COMPLETE || d == FLOWN_WATCHING;
}

/* ---- lines ---- */

static int64_t instant(const char *s) {
    struct err e;
    int64_t t;

    return s && utc_instant_read(span_of(s), &t, &e) == 0 ? t : FLOWN_NO_MS;
}

static bool point_of(const json_t *part, size_t i, struct flown_point *out) {
    const json_t *pair = json_array_get(json_object_get(part, "lonlat"), i),
                 *lon = json_array_get(pair, 0), *lat = json_array_get(pair, 1),
                 *alt = json_array_get(json_object_get(part, "alt_ft"), i);
    double ft = json_number_value(alt);

    if (!json_is_number(lon) || !json_is_number(lat)) return false;
    *out = (struct flown_point){
        json_number_value(lat), json_number_value(lon),
        instant(json_string_value(json_array_get(json_object_get(part, "utc"), i))), TRACK_NONE};
    if (json_is_number(alt) && fabs(ft) < 1e6) out->alt_ft = (int32_t)lround(ft);
    return fabs(out->lat) <= 90 && fabs(out->lon) <= 180;
}

const char *flown_heard(const json_t *end, bool off) {
    const char *utc = view_text(end, "utc");

    return utc ? utc : view_text(end, off ? "high" : "low");
}

typedef VEC(struct flown_part) part_vec;
typedef VEC(struct flown_point) point_vec;

static void read_part(struct arena *a, const json_t *part, size_t most, part_vec *out) {
    size_t n = json_array_size(json_object_get(part, "lonlat"));
    point_vec points = {0};

    for (size_t i = 0; i <= n && i <= most; i++) {
        struct flown_point p;
        bool good = i < n && i < most && point_of(part, i, &p);

        if (good) *vec_push(a, &points) = p;
        if (good || !points.n) continue;
        *vec_push(a, out) = (struct flown_part){points.v, points.n, FLOWN_WHY};
        points = (point_vec){0};
    }
}

/* The class of the gap that lies between two instants, by the middle of its own; FLOWN_GAPS: none does. */
static enum flown_gap gap_between(const json_t *gaps, int64_t from, int64_t to) {
    size_t i;
    json_t *g;

    if (from == FLOWN_NO_MS || to == FLOWN_NO_MS) return FLOWN_GAPS;
    json_array_foreach(gaps, i, g) {
        int64_t lo = instant(view_text(g, "from")), hi = instant(view_text(g, "to"));

        if (lo == FLOWN_NO_MS || hi == FLOWN_NO_MS) continue;
        if (lo + (hi - lo) / 2 >= from && lo + (hi - lo) / 2 <= to)
            return (enum flown_gap)word_of(view_text(g, "class"), flown_gap_words, FLOWN_GAPS,
                                           FLOWN_WHY);
    }
    return FLOWN_GAPS;
}

struct flown_line flown_line(struct arena *a, const json_t *leg) {
    const json_t *parts = view_list(leg, "parts"), *gaps = view_list(leg, "gaps");
    part_vec out = {0};
    size_t room = FLOWN_POINTS;
    bool one_each;

    for (size_t i = 0; i < json_array_size(parts) && room; i++) {
        size_t before = out.n;

        read_part(a, json_array_get(parts, i), room, &out);
        for (; before < out.n; before++) room -= out.v[before].n;
    }
    one_each = out.n == json_array_size(parts) && json_array_size(gaps) + 1 == out.n;
    for (size_t i = 0; i + 1 < out.n; i++) {
        struct flown_part *p = &out.v[i];
        enum flown_gap g = gap_between(gaps, p->v[p->n - 1].ms, p[1].v[0].ms);

        if (g == FLOWN_GAPS && one_each)
            g = (enum flown_gap)word_of(view_text(json_array_get(gaps, i), "class"),
                                        flown_gap_words, FLOWN_GAPS, FLOWN_WHY);
        p->gap_after = g == FLOWN_GAPS ? FLOWN_WHY : g;
    }
    return (struct flown_line){out.v, out.n};
}

/* ---- days ---- */

static bool period_of(const json_t *corridor, int32_t *from, int32_t *to) {
    const json_t *coverage = view_object(corridor, "coverage");

    if (!view_day(coverage, "from", from) && !view_day(corridor, "from", from)) return false;
    if (!view_day(coverage, "to", to) && !view_day(corridor, "to", to)) return false;
    return *to >= *from && *to - *from < FLOWN_PERIOD;
}

static void read_days(const struct flown_calendar *c, struct flown_row *r) {
    size_t i;
    json_t *d;
    int32_t day;

    memset(r->day, FLOWN_NOBODY, c->n);
    json_array_foreach(view_list(r->of, "days"), i, d) {
        if (view_day(d, "date", &day) && day >= c->from && (size_t)(day - c->from) < c->n)
            r->day[day - c->from] = (uint8_t)flown_day(view_text(d, "state"));
    }
}

struct flown_calendar flown_calendar(struct arena *a, const json_t *corridor) {
    const json_t *sources = view_list(view_object(corridor, "coverage"), "sources");
    struct flown_calendar c = {.row = ARENA_ARRAY(a, struct flown_row, json_array_size(sources))};
    int32_t to;
    size_t i;
    json_t *s;

    if (!period_of(corridor, &c.from, &to)) return c;
    c.n = (size_t)(to - c.from) + 1;
    json_array_foreach(sources, i, s) {
        struct flown_row *r = &c.row[c.rows];

        if (!json_is_object(s)) continue;
        *r = (struct flown_row){view_text(s, "source"), view_text(s, "what"), s,
                                ARENA_ARRAY(a, uint8_t, c.n)};
        read_days(&c, r);
        c.rows++;
    }
    return c;
}

struct flown_watch flown_watch(const struct flown_calendar *c) {
    struct flown_watch w = {0};

    for (size_t i = 0; i < c->n; i++) {
        bool supports = false, silent = true;

        for (size_t k = 0; k < c->rows; k++) {
            enum flown_day d = (enum flown_day)c->row[k].day[i];

            supports |= flown_supports(d);
            silent &= d == FLOWN_NOBODY;
        }
        w.watched += supports;
        w.silent += silent;
    }
    return w;
}

struct flown_tally flown_tally(const json_t *corridor) {
    const json_t *slots = view_list(corridor, "by_slot"), *legs = view_list(corridor, "legs");
    struct flown_tally t = {.slots = json_array_size(slots), .legs = json_array_size(legs)};
    size_t i;
    json_t *o;

    json_array_foreach(slots, i, o) t.tracked += view_text(o, "leg") != NULL;
    json_array_foreach(legs, i, o) t.loose += view_text(o, "slot") == NULL;
    return t;
}

json_t *flown_numbers(const json_t *corridor) {
    json_t *out = json_object(), *l;
    size_t i;

    json_array_foreach(view_list(corridor, "legs"), i, l) {
        const char *id = view_text(l, "id");

        if (id && !json_object_get(out, id))
            json_object_set_new(out, id, json_integer((json_int_t)i + 1));
    }
    return out;
}

size_t flown_number(const json_t *numbers, const char *id) {
    return id ? (size_t)json_integer_value(json_object_get(numbers, id)) : 0;
}
