/* SPDX-License-Identifier: Apache-2.0 */
/* The layouts in JSON. Which one a text is shows in its first member: an array of arrays or
 * objects, or an object with `states`, with `path`, or with columns. A member that a layout does
 * not know is passed over; newer answers have more of them.
 *
 * Columns (pandas writes them so by default) are walked side by side, one cursor each, and must
 * have the same keys in the same order. */
#include "format/jscan.h"
#include "format/opensky_in.h"

#include <math.h>

struct texts {
    char room[OSF_FIELDS][OSR_TEXT]; /* of strings with escapes */
};

/* A value as the text of a cell: null is nothing, and a list or object is no value. */
static struct span cell(const struct jscan_value *v, char room[OSR_TEXT]) {
    struct span s = {"", 0};

    if (v->kind == JSCAN_NULL || v->kind == JSCAN_ARRAY || v->kind == JSCAN_OBJECT) return s;
    if (v->kind != JSCAN_STRING) return v->text;
    if (!jscan_view(v->text, room, OSR_TEXT, &s)) s = (struct span){"?", 1}; /* no value of ours */
    return s;
}

/* Where it begins, its quote too. */
static size_t place_of(const struct opensky_reader *r, const struct jscan_value *v) {
    return (size_t)(v->text.p - r->start) - (v->kind == JSCAN_STRING);
}

/* The members of an array or object that jscan_whole took. */
static struct jscan inside(const struct jscan_value *v) {
    struct jscan j = jscan_begin(v->text);
    struct jscan_value bracket;

    (void)jscan_value(&j, &bracket);
    return j;
}

/* Where the text broke, if it did. @return 0; RC_SYNTAX; RC_LIMIT. */
static int broken(const struct opensky_reader *r, const struct jscan *j, struct err *e) {
    size_t at = j->why ? (size_t)(j->at - r->start) : 0;

    if (!j->why) return 0;
    if (j->deep) return err_set(e, RC_LIMIT, "byte %zu: nested deeper than %d", at, JSCAN_DEPTH);
    return err_set(e, RC_SYNTAX, "byte %zu: %s", at, j->why);
}

/* ---- states and paths: rows by position ---- */

static const enum opensky_field state_at[] = {
    OSF_HEX,    OSF_CALLSIGN, OSF_FIELDS, OSF_POS_TIME, OSF_CONTACT, OSF_LON,
    OSF_LAT,    OSF_ALT,      OSF_GROUND, OSF_SPEED,    OSF_HEADING, OSF_RATE,
    OSF_FIELDS, OSF_GEO,      OSF_SQUAWK, OSF_FIELDS,   OSF_SOURCE,
};
static const enum opensky_field path_at[] = {OSF_TIME, OSF_LAT,     OSF_LON,
                                             OSF_ALT,  OSF_HEADING, OSF_GROUND};

struct listing {
    struct jscan_value rows; /* the array of arrays */
    const enum opensky_field *at;
    size_t n, need; /* columns that have a meaning, and how many there must be */
    struct span hex, callsign, time;
};

static void no_row(struct opensky_reader *r, const struct jscan_value *v) {
    r->out->rows++;
    opensky_refuse(r, OPENSKY_SHAPE, place_of(r, v));
}

static int list_row(struct opensky_reader *r, const struct listing *l,
                    const struct jscan_value *value, struct err *e) {
    struct opensky_row row = {.units = OSU_SI, .place = place_of(r, value)};
    struct texts t;
    struct jscan j;
    struct jscan_value v;
    size_t i = 0;

    if (value->kind != JSCAN_ARRAY) {
        no_row(r, value);
        return 0;
    }
    row.v[OSF_HEX] = l->hex;
    row.v[OSF_CALLSIGN] = l->callsign;
    row.v[OSF_TIME] = l->time;
    j = inside(value);
    for (; jscan_item(&j, !i); i++) {
        if (!jscan_whole(&j, &v)) break;
        if (i < l->n && l->at[i] != OSF_FIELDS) row.v[l->at[i]] = cell(&v, t.room[l->at[i]]);
    }
    if (j.why) return broken(r, &j, e);
    if (i < l->need) {
        no_row(r, value);
        return 0;
    }
    return opensky_add(r, &row, e);
}

/* null or NaN: no aircraft, or no answer; out->empty says so. */
static bool nothing(const struct jscan_value *v) {
    return v->kind == JSCAN_NULL || (v->kind == JSCAN_NAN && opensky_missing(v->text));
}

static int listing(struct opensky_reader *r, const struct listing *l, struct err *e) {
    struct jscan j;
    struct jscan_value v;

    if (nothing(&l->rows)) return 0;
    if (l->rows.kind != JSCAN_ARRAY)
        return err_set(e, RC_SYNTAX, "byte %zu: a list of rows was expected",
                       place_of(r, &l->rows));
    j = inside(&l->rows);
    for (bool first = true; jscan_item(&j, first) && jscan_whole(&j, &v); first = false) {
        int rc = list_row(r, l, &v, e);

        if (rc < 0) return rc;
    }
    return broken(r, &j, e);
}

/* ---- objects: rows by name, and flights ---- */

struct flight_texts {
    struct span hex, callsign, first, last, from, to, number[6];
    char room[12][OSR_TEXT];
};

static int32_t whole(struct opensky_reader *r, struct span s, int32_t none, bool *bad) {
    double v;

    if (opensky_missing(s)) return none;
    if (opensky_real(r, s, -1e9, 1e9, &v)) return (int32_t)lround(v);
    *bad = true;
    return none;
}

static int flight(struct opensky_reader *r, const struct flight_texts *t, size_t place,
                  struct err *e) {
    struct opensky_flight f = {.first_ms = INT64_MIN, .last_ms = INT64_MIN};
    bool bad = false;

    if (r->out->rows == OPENSKY_ROWS) return err_set(e, RC_LIMIT, "over %zu rows", OPENSKY_ROWS);
    r->out->rows++;
    if (!opensky_hex(t->hex, &f.hex)) {
        opensky_refuse(r, OPENSKY_ADDRESS, place);
        return 0;
    }
    if ((!opensky_missing(t->first) && !opensky_time(r, t->first, &f.first_ms)) ||
        (!opensky_missing(t->last) && !opensky_time(r, t->last, &f.last_ms))) {
        opensky_refuse(r, OPENSKY_TIME, place);
        return 0;
    }
    opensky_code(t->callsign, f.callsign, sizeof f.callsign);
    opensky_code(t->from, f.from, sizeof f.from);
    opensky_code(t->to, f.to, sizeof f.to);
    f.from_m = whole(r, t->number[0], TRACK_NONE, &bad);
    f.from_up_m = whole(r, t->number[1], TRACK_NONE, &bad);
    f.to_m = whole(r, t->number[2], TRACK_NONE, &bad);
    f.to_up_m = whole(r, t->number[3], TRACK_NONE, &bad);
    f.from_others = whole(r, t->number[4], -1, &bad);
    f.to_others = whole(r, t->number[5], -1, &bad);
    if (bad) {
        opensky_refuse(r, OPENSKY_VALUE, place);
        return 0;
    }
    return opensky_add_flight(r, &f, e);
}

static void flight_member(struct flight_texts *t, struct span key, const struct jscan_value *v) {
    static const char *const numbers[] = {
        "estDepartureAirportHorizDistance", "estDepartureAirportVertDistance",
        "estArrivalAirportHorizDistance",   "estArrivalAirportVertDistance",
        "departureAirportCandidatesCount",  "arrivalAirportCandidatesCount"};
    struct {
        const char *name;
        struct span *to;
    } const texts[] = {
        {"icao24", &t->hex},    {"callsign", &t->callsign},        {"firstSeen", &t->first},
        {"lastSeen", &t->last}, {"estDepartureAirport", &t->from}, {"estArrivalAirport", &t->to}};

    for (size_t i = 0; i < 6; i++) {
        if (span_is(key, numbers[i])) t->number[i] = cell(v, t->room[i]);
        if (span_is(key, texts[i].name)) *texts[i].to = cell(v, t->room[6 + i]);
    }
}

/* What an object's members say that it is. */
struct object {
    struct jscan_value states, path;
    struct span hex, callsign, time;
    char hex_room[OSR_TEXT], callsign_room[OSR_TEXT], time_room[OSR_TEXT];
    bool of_columns, first_seen;
    struct opensky_row row;
    struct texts row_texts;
    struct flight_texts flight;
};

static void object_member(struct object *o, struct span key, const struct jscan_value *v) {
    enum opensky_units units;
    enum opensky_field f = opensky_field_of(key, &units);

    flight_member(&o->flight, key, v);
    if (span_is(key, "firstSeen")) o->first_seen = true;
    if (span_is(key, "states")) o->states = *v;
    if (span_is(key, "path")) o->path = *v;
    if (span_is(key, "icao24")) o->hex = cell(v, o->hex_room);
    if (span_is(key, "callsign") || span_is(key, "calllsign"))
        o->callsign = cell(v, o->callsign_room);
    if (span_is(key, "time")) o->time = cell(v, o->time_room);
    if (f == OSF_FIELDS) return;
    if (v->kind == JSCAN_OBJECT) o->of_columns = true;
    o->row.v[f] = cell(v, o->row_texts.room[f]);
    o->row.units = opensky_units_add(o->row.units, units);
}

static int columns(struct opensky_reader *r, const struct jscan_value *value, struct err *e);

static int object(struct opensky_reader *r, const struct jscan_value *value, struct err *e) {
    struct object o = {.row.place = place_of(r, value)};
    struct jscan j = inside(value);
    struct jscan_value v;
    struct span key;

    for (bool first = true; jscan_key(&j, first, &key) && jscan_whole(&j, &v); first = false)
        object_member(&o, key, &v);
    if (j.why) return broken(r, &j, e);
    if (o.states.text.p) {
        struct listing l = {.rows = o.states,
                            .at = state_at,
                            .need = 14,
                            .time = o.time,
                            .n = sizeof state_at / sizeof *state_at};

        r->out->kinds |= OPENSKY_STATES;
        return listing(r, &l, e);
    }
    if (o.path.text.p) {
        struct listing l = {
            .rows = o.path, .at = path_at, .need = 6, .n = 6, .hex = o.hex, .callsign = o.callsign};

        r->out->kinds |= OPENSKY_TRACK;
        return listing(r, &l, e);
    }
    if (o.of_columns) return columns(r, value, e);
    if (o.first_seen) {
        r->out->kinds |= OPENSKY_FLIGHTS_JSON;
        return flight(r, &o.flight, o.row.place, e);
    }
    r->out->kinds |= OPENSKY_RECORDS;
    return opensky_add(r, &o.row, e);
}

/* ---- columns ---- */

struct column {
    enum opensky_field field;
    struct jscan j;
};

/* @return 1; 0: all columns ended; RC_SYNTAX, RC_LIMIT. */
static int column_row(struct opensky_reader *r, struct column *c, size_t n, bool first,
                      enum opensky_units units, struct err *e) {
    struct opensky_row row = {.units = units};
    struct texts t;
    struct span row_key = {0};
    bool more = false;
    int rc;

    for (size_t i = 0; i < n; i++) {
        struct jscan *j = &c[i].j;
        struct jscan_value v;
        struct span key;
        bool got = jscan_key(j, first, &key) && jscan_whole(j, &v);

        if (j->why) return broken(r, j, e);
        if (!i) more = got;
        if (got != more || (i && got && !span_eq(key, row_key)))
            return err_set(e, RC_SYNTAX, "byte %zu: the columns differ in their rows",
                           (size_t)(j->p - r->start));
        if (!got) continue;
        if (!i) row_key = key;
        if (!i) row.place = place_of(r, &v);
        row.v[c[i].field] = cell(&v, t.room[c[i].field]);
    }
    if (!more) return 0;
    rc = opensky_add(r, &row, e);
    return rc < 0 ? rc : 1;
}

static int columns(struct opensky_reader *r, const struct jscan_value *value, struct err *e) {
    struct column c[OSF_FIELDS];
    bool seen[OSF_FIELDS] = {false};
    enum opensky_units units = OSU_NONE, more;
    struct jscan j = inside(value);
    struct jscan_value v;
    struct span key;
    size_t n = 0;
    int rc;

    r->out->kinds |= OPENSKY_COLUMNS;
    for (bool first = true; jscan_key(&j, first, &key); first = false) {
        enum opensky_field f = opensky_field_of(key, &more);

        if (!jscan_whole(&j, &v)) break;
        if (f == OSF_FIELDS) continue;
        if (seen[f] || v.kind != JSCAN_OBJECT)
            return err_set(e, RC_SYNTAX, "byte %zu: a column that is none, or there twice",
                           place_of(r, &v));
        seen[f] = true;
        units = opensky_units_add(units, more);
        c[n++] = (struct column){f, inside(&v)};
    }
    if (j.why) return broken(r, &j, e);
    for (bool first = true; (rc = column_row(r, c, n, first, units, e)) > 0;) first = false;
    return rc;
}

/* ---- texts ---- */

/* Walked in place: it may be large, and what stands before a break in it is whole. */
static int array(struct opensky_reader *r, struct jscan *j, struct err *e) {
    struct jscan_value v;
    int rc;

    (void)jscan_value(j, &v); /* its bracket */
    for (bool first = true; jscan_item(j, first) && jscan_whole(j, &v); first = false) {
        if (v.kind != JSCAN_OBJECT)
            no_row(r, &v);
        else if ((rc = object(r, &v, e)) < 0)
            return rc;
    }
    return broken(r, j, e);
}

MUST int opensky_json(struct opensky_reader *r, struct span text, struct err *e) {
    struct jscan_value v;
    int rc;

    r->start = text.p;
    for (text = span_trim(text); text.n; text = span_trim(text)) {
        struct jscan j = jscan_begin(text);

        if (text.p[0] == '[') {
            rc = array(r, &j, e);
        } else {
            if (!jscan_whole(&j, &v)) return broken(r, &j, e);
            if (v.kind != JSCAN_OBJECT)
                return err_set(e, RC_SYNTAX, "byte %zu: an array or object was expected",
                               place_of(r, &v));
            rc = object(r, &v, e);
        }
        if (rc < 0) return rc;
        text = (struct span){j.p, (size_t)(j.end - j.p)};
    }
    return 0;
}
