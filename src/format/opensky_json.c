/* SPDX-License-Identifier: Apache-2.0 */
/* The layouts in JSON. Which one a text is shows in its first member: an array of arrays or
 * objects, or an object with `states`, with `path`, or with columns. A member that a layout does
 * not know is passed over; newer answers have more of them.
 *
 * Columns (pandas writes them so by default) are walked side by side, one cursor each, and must
 * have the same keys in the same order. */
#include "format/jslice.h"
#include "format/opensky_in.h"

#include <math.h>

#define COLUMNS 64

struct texts {
    char room[OSF_FIELDS][OSR_TEXT]; /* of strings with escapes */
};

/* A value as the text of a cell: null is nothing, and a list or object is no value. */
static struct span cell(struct span value, char room[OSR_TEXT]) {
    struct span s = {"", 0};

    switch (jslice_kind(value)) {
    case 'n':
    case '{':
    case '[': return s;
    case '"':
        if (!jslice_text(value, room, OSR_TEXT, &s))
            s = (struct span){"?", 1}; /* no value of ours */
        return s;
    default: return value;
    }
}

static size_t place_of(const char *start, struct span at) {
    return (size_t)(at.p - start);
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
    struct span rows; /* the array of arrays */
    const enum opensky_field *at;
    size_t n, need; /* columns that have a meaning, and how many there must be */
    struct span hex, callsign, time;
};

static int list_row(struct opensky_reader *r, const struct listing *l, struct span value,
                    const char *start, struct err *e) {
    struct opensky_row row = {.units = OSU_SI, .place = place_of(start, value)};
    struct texts t;
    struct jslice j;
    struct span key, v;
    size_t i = 0;
    int rc;

    if (jslice_kind(value) != '[') {
        r->out->rows++;
        opensky_refuse(r, OPENSKY_SHAPE, row.place);
        return 0;
    }
    row.v[OSF_HEX] = l->hex;
    row.v[OSF_CALLSIGN] = l->callsign;
    row.v[OSF_TIME] = l->time;
    if ((rc = jslice_open(&j, value, start, e)) < 0) return rc;
    for (; (rc = jslice_next(&j, &key, &v, e)) > 0; i++)
        if (i < l->n && l->at[i] != OSF_FIELDS) row.v[l->at[i]] = cell(v, t.room[l->at[i]]);
    if (rc < 0) return rc;
    if (i < l->need) {
        r->out->rows++;
        opensky_refuse(r, OPENSKY_SHAPE, row.place);
        return 0;
    }
    return opensky_add(r, &row, e);
}

static int listing(struct opensky_reader *r, const struct listing *l, const char *start,
                   struct err *e) {
    struct jslice j;
    struct span key, value;
    int rc;

    if (jslice_kind(l->rows) == 'n') return 0; /* no aircraft, or no answer: out->empty says so */
    if ((rc = jslice_open(&j, l->rows, start, e)) < 0) return rc;
    if (j.close != ']')
        return err_set(e, RC_SYNTAX, "byte %zu: a list of rows was expected",
                       place_of(start, l->rows));
    while ((rc = jslice_next(&j, &key, &value, e)) > 0)
        if ((rc = list_row(r, l, value, start, e)) < 0) return rc;
    return rc;
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

static void flight_member(struct flight_texts *t, struct span key, struct span value) {
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
        if (span_is(key, numbers[i])) t->number[i] = cell(value, t->room[i]);
        if (span_is(key, texts[i].name)) *texts[i].to = cell(value, t->room[6 + i]);
    }
}

/* What an object's members say that it is. */
struct object {
    struct span states, path, hex, callsign, time, column_of;
    char hex_room[OSR_TEXT], callsign_room[OSR_TEXT], time_room[OSR_TEXT];
    bool first_seen;
    struct opensky_row row;
    struct texts row_texts;
    struct flight_texts flight;
};

static void object_member(struct object *o, struct span key, struct span value) {
    enum opensky_units units;
    enum opensky_field f = opensky_field_of(key, &units);

    flight_member(&o->flight, key, value);
    if (span_is(key, "firstSeen")) o->first_seen = true;
    if (span_is(key, "states")) o->states = value;
    if (span_is(key, "path")) o->path = value;
    if (span_is(key, "icao24")) o->hex = cell(value, o->hex_room);
    if (span_is(key, "callsign") || span_is(key, "calllsign"))
        o->callsign = cell(value, o->callsign_room);
    if (span_is(key, "time")) o->time = cell(value, o->time_room);
    if (f == OSF_FIELDS) return;
    if (jslice_kind(value) == '{') o->column_of = value;
    o->row.v[f] = cell(value, o->row_texts.room[f]);
    o->row.units = opensky_units_add(o->row.units, units);
}

static int columns(struct opensky_reader *r, struct span value, const char *start, struct err *e);

static int object(struct opensky_reader *r, struct span value, const char *start, struct err *e) {
    struct object o = {.row.place = place_of(start, value)};
    struct jslice j;
    struct span key, v;
    int rc = jslice_open(&j, value, start, e);

    if (rc < 0) return rc;
    while ((rc = jslice_next(&j, &key, &v, e)) > 0) object_member(&o, key, v);
    if (rc < 0) return rc;
    if (o.states.p) {
        struct listing l = {.rows = o.states,
                            .at = state_at,
                            .need = 14,
                            .time = o.time,
                            .n = sizeof state_at / sizeof *state_at};

        r->out->kinds |= OPENSKY_STATES;
        return listing(r, &l, start, e);
    }
    if (o.path.p) {
        struct listing l = {
            .rows = o.path, .at = path_at, .need = 6, .n = 6, .hex = o.hex, .callsign = o.callsign};

        r->out->kinds |= OPENSKY_TRACK;
        return listing(r, &l, start, e);
    }
    if (o.column_of.p) return columns(r, value, start, e);
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
    struct jslice j;
};

static int column_row(struct opensky_reader *r, struct column *c, size_t n,
                      enum opensky_units units, const char *start, struct err *e) {
    struct opensky_row row = {.units = units};
    struct texts t;
    struct span first = {0};
    int rc = 0, again;

    for (size_t i = 0; i < n; i++) {
        struct span key, value;

        again = jslice_next(&c[i].j, &key, &value, e);
        if (again < 0) return again;
        if (!i) rc = again;
        if (again != rc || (i && rc && !span_eq(key, first)))
            return err_set(e, RC_SYNTAX, "byte %zu: the columns differ in their rows",
                           place_of(start, c[i].j.rest));
        if (!rc) continue;
        if (!i) first = key;
        if (!i) row.place = place_of(start, value);
        row.v[c[i].field] = cell(value, t.room[c[i].field]);
    }
    if (rc == 0) return 0;
    rc = opensky_add(r, &row, e);
    return rc < 0 ? rc : 1;
}

static int columns(struct opensky_reader *r, struct span value, const char *start, struct err *e) {
    struct column c[OSF_FIELDS];
    bool seen[OSF_FIELDS] = {false};
    enum opensky_units units = OSU_NONE, more;
    struct jslice j;
    struct span key, v;
    size_t n = 0;
    int rc = jslice_open(&j, value, start, e);

    if (rc < 0) return rc;
    r->out->kinds |= OPENSKY_COLUMNS;
    while ((rc = jslice_next(&j, &key, &v, e)) > 0) {
        enum opensky_field f = opensky_field_of(key, &more);

        if (f == OSF_FIELDS) continue;
        if (seen[f] || jslice_kind(v) != '{')
            return err_set(e, RC_SYNTAX, "byte %zu: a column that is none, or there twice",
                           place_of(start, v));
        seen[f] = true;
        units = opensky_units_add(units, more);
        c[n].field = f;
        if ((rc = jslice_open(&c[n++].j, v, start, e)) < 0) return rc;
    }
    if (rc < 0) return rc;
    do rc = column_row(r, c, n, units, start, e);
    while (rc > 0);
    return rc;
}

/* ---- texts ---- */

static int array(struct opensky_reader *r, struct span *text, const char *start, struct err *e) {
    struct jslice j;
    struct span key, value;
    int rc = jslice_open(&j, *text, start, e);

    if (rc < 0) return rc;
    while ((rc = jslice_next(&j, &key, &value, e)) > 0) {
        if (jslice_kind(value) == '{') {
            rc = object(r, value, start, e);
        } else {
            r->out->rows++;
            opensky_refuse(r, OPENSKY_SHAPE, place_of(start, value));
        }
        if (rc < 0) return rc;
    }
    *text = j.rest;
    return rc;
}

MUST int opensky_json(struct opensky_reader *r, struct span text, struct err *e) {
    const char *start = text.p;
    struct span value;
    int rc;

    for (text = span_trim(text); text.n; text = span_trim(text)) {
        if (text.p[0] == '[') { /* walked in place: it may be large */
            if ((rc = array(r, &text, start, e)) < 0) return rc;
            continue;
        }
        rc = jslice_value(&text, start, &value, e);
        if (rc < 0) return rc;
        if (jslice_kind(value) != '{')
            return err_set(e, RC_SYNTAX, "byte %zu: an array or object was expected",
                           place_of(start, value));
        if ((rc = object(r, value, start, e)) < 0) return rc;
    }
    return 0;
}
