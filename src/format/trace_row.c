/* SPDX-License-Identifier: Apache-2.0 */
/* One row of a trace, the general way: any JSON, element by element.
 *
 * An element of the wrong kind refuses the row, since then the row may be shifted and every other
 * element mean something else. A number out of range is only that: unknown. */
#include "format/trace_in.h"

#define ROW_MIN 7
#define ROW_MAX 15
#define FLAGS_KEPT (TRACK_STALE | TRACK_LEG | TRACK_RATE_GEOM | TRACK_ALT_GEOM)
#define FLAGS_MAX 65535
#define DEGREE 1000000

struct row {
    struct trace_in *t;
    struct track_point *p;
    const char *why; /* the first thing wrong: the row is refused */
};

static bool wrong(struct row *r, const char *why) {
    if (!r->why) r->why = why;
    return false;
}

static bool number_or_null(const struct jscan_value *v) {
    return v->kind == JSCAN_NUMBER || v->kind == JSCAN_NULL;
}

static void odd_unless(struct row *r, bool fine, const struct jscan_value *v, const char *why) {
    if (!fine) trace_odd(r->t, v->text.p, why);
}

static bool when(struct row *r, const struct jscan_value *v) {
    if (v->kind != JSCAN_NUMBER) return wrong(r, "the time is not a number");
    if (!jscan_fixed(v->text, 3, TRACE_OFFSET_MS, &r->p->ms))
        return wrong(r, "the time is over 10,000,000 s from the file's");
    return true;
}

static bool degrees(struct row *r, const struct jscan_value *v, int max, int32_t *out,
                    const char *kind, const char *range) {
    int64_t n;

    if (v->kind != JSCAN_NUMBER) return wrong(r, kind);
    if (!jscan_fixed(v->text, 6, (int64_t)max * DEGREE, &n)) return wrong(r, range);
    *out = (int32_t)n;
    return true;
}

static bool flags(struct row *r, const struct jscan_value *v) {
    int64_t n = 0;

    if (v->kind != JSCAN_NUMBER || !jscan_fixed(v->text, 0, FLAGS_MAX, &n) || n < 0)
        return wrong(r, "the flags are not a number from 0 to 65535");
    r->p->flags = (uint8_t)(n & FLAGS_KEPT);
    return true;
}

static bool altitude(struct row *r, const struct jscan_value *v) {
    if (!number_or_null(v) && !(v->kind == JSCAN_STRING && jscan_is(v->text, "ground")))
        return wrong(r, "the altitude is not a number, \"ground\" or null");
    odd_unless(r, readsb_altitude(v, r->p), v, "the altitude is beyond 999,999 ft");
    return true;
}

static bool detail(struct row *r, const struct jscan_value *v) {
    struct jscan *j = &r->t->j;
    struct jscan_value member;
    struct span key;

    if (v->kind == JSCAN_NULL) return true;
    if (v->kind != JSCAN_OBJECT) return wrong(r, "element 8 is not an object or null");
    for (bool first = true; jscan_key(j, first, &key); first = false) {
        if (!jscan_value(j, &member)) return false;
        odd_unless(r, readsb_member(key, &member, r->p), &member,
                   "a value of the row's object cannot be read");
        if (!jscan_skip(j, &member)) return false;
    }
    return true;
}

static bool source(struct row *r, const struct jscan_value *v) {
    struct track_point named = {.source = TRACK_SOURCE_UNKNOWN};

    if (v->kind == JSCAN_NULL) return true;
    if (v->kind != JSCAN_STRING) return wrong(r, "the source is not a word");
    odd_unless(r, readsb_source(v, &named), v, "a source that nobody knows");
    if (named.source != TRACK_SOURCE_UNKNOWN) r->p->source = named.source;
    return true;
}

/* @return false: the row is refused, or the text broke. */
static bool element(struct row *r, int i, const struct jscan_value *v) {
    struct track_point *p = r->p;

    switch (i) {
    case 0: return when(r, v);
    case 1:
        return degrees(r, v, 90, &p->lat, "the latitude is not a number",
                       "the latitude is outside -90 to 90");
    case 2:
        return degrees(r, v, 180, &p->lon, "the longitude is not a number",
                       "the longitude is outside -180 to 180");
    case 3: return altitude(r, v);
    case 6: return flags(r, v);
    case 8: return detail(r, v);
    case 9: return source(r, v);
    case 4:
    case 5:
    case 7:
    case 10: break;
    default: return true; /* geometric rate, indicated speed, roll, receiver: not kept */
    }
    if (!number_or_null(v))
        return wrong(r, "a speed, track, rate or altitude is not a number or null");
    if (i == 4) odd_unless(r, readsb_speed(v, p), v, "the speed is outside 0 to 3,276.7 kt");
    if (i == 5) odd_unless(r, readsb_heading(v, p), v, "the track is outside 0 to 360");
    if (i == 7)
        odd_unless(r, readsb_whole(v, &p->rate_fpm), v, "the rate is beyond 999,999 ft/min");
    if (i == 10)
        odd_unless(r, readsb_whole(v, &p->alt_geom_ft), v,
                   "the geometric altitude is beyond 999,999 ft");
    return true;
}

/* The elements of the row whose bracket was taken. @return how many; -1: the text broke. */
static int elements(struct row *r) {
    struct jscan *j = &r->t->j;
    struct jscan_value v;
    int n = 0;

    for (bool first = true; jscan_item(j, first); first = false, n++) {
        const char *behind;

        if (!jscan_value(j, &v)) return -1;
        behind = j->p;
        if (n < ROW_MAX && !r->why) (void)element(r, n, &v);
        if (j->p == behind && !jscan_skip(j, &v)) return -1; /* detail() has walked its object */
    }
    return j->why ? -1 : n;
}

bool trace_row(struct trace_in *t) {
    struct row r = {.t = t, .p = trace_room(t)};
    const char *at = t->j.p;
    size_t odd = t->tally->odd, nbad = t->tally->nbad;
    struct jscan_value v;
    int n;

    *r.p = readsb_point();
    if (!jscan_value(&t->j, &v)) return false;
    if (v.kind != JSCAN_ARRAY) {
        trace_refuse(t, at, "a row is not an array");
        return jscan_skip(&t->j, &v);
    }
    n = elements(&r);
    if (n >= 0 && (n < ROW_MIN || n > ROW_MAX)) (void)wrong(&r, "a row has 7 to 15 elements");
    if (n >= 0 && !r.why) {
        t->tally->rows++;
        t->point.n++;
        return true;
    }
    t->tally->odd = odd; /* what was odd in a row that is not kept does not matter any more */
    t->tally->nbad = nbad;
    if (n >= 0) trace_refuse(t, at, r.why);
    return n >= 0;
}
