/* SPDX-License-Identifier: Apache-2.0 */
/* A state vector is not a message but a summary that is written every so often, heard or not. For
 * up to 300 s after an aircraft fell silent its last vector goes on, and looks like level flight at
 * constant speed. So rows are measured against the last contact, positions are put at their own
 * time, and what belongs to another moment than the position is left out of its point.
 *
 * The rows of all layouts meet in opensky_add; opensky_json.c finds them in JSON. Sorting at the
 * end makes tracks of them, so the order of a file says nothing but how many rows had to be moved.
 * */
#include "base/csv.h"
#include "format/opensky_in.h"

#include <math.h>
#include <stdlib.h>

#define FEET 3.28084   /* in a metre */
#define KNOTS 1.943844 /* in a metre a second */
#define FPM 196.8504   /* feet a minute in a metre a second */
#define HEAD_COLUMNS 256

const char *opensky_reason_text(enum opensky_reason r) {
    static const char *const text[OPENSKY_REASONS] = {
        [OPENSKY_SHAPE] = "no row of its kind",
        [OPENSKY_ADDRESS] = "the address is not six hex digits",
        [OPENSKY_TIME] = "no time, or none that can be read",
        [OPENSKY_VALUE] = "a value that cannot be",
        [OPENSKY_UNITS] = "the units cannot be told",
    };

    return r < OPENSKY_REASONS ? text[r] : "unknown";
}

/* ---- rows ---- */

void opensky_refuse(struct opensky_reader *r, enum opensky_reason why, size_t place) {
    struct opensky_refused *f = &r->out->refused[why];

    if (f->n < OPENSKY_FIRST) f->place[f->n] = place;
    f->n++;
}

/* value * factor, rounded; missing leaves *out. */
static bool measure(struct opensky_reader *r, struct span s, double factor, double lo, double hi,
                    int32_t *out) {
    double v;

    if (opensky_missing(s)) return true;
    if (!opensky_real(r, s, lo / factor, hi / factor, &v)) return false;
    *out = (int32_t)lround(v * factor);
    return true;
}

static bool squawk(struct opensky_reader *r, struct span s, uint16_t *out) {
    double v;
    unsigned code;

    if (opensky_missing(s)) return true;
    if (!opensky_real(r, s, 0, 7777, &v) || v != floor(v)) return false; /* 1200.0 is a 1200 */
    code = (unsigned)v;
    for (unsigned rest = code; rest; rest /= 10)
        if (rest % 10 > 7) return false;
    *out = (uint16_t)code;
    return true;
}

static void callsign(struct span s, struct track_point *p) {
    s = span_trim(s);
    if (opensky_missing(s) || s.n > sizeof p->callsign) return;
    memset(p->callsign, ' ', sizeof p->callsign);
    memcpy(p->callsign, s.p, s.n);
}

static uint8_t source_of(struct span s) {
    s = span_trim(s);
    if (span_is(s, "0")) return TRACK_ADSB_ICAO;
    if (span_is(s, "2")) return TRACK_MLAT;
    return span_is(s, "1") || span_is(s, "3") ? TRACK_OTHER : TRACK_SOURCE_UNKNOWN;
}

/* All but times and the address. */
static bool point_of(struct opensky_reader *r, const struct opensky_row *row,
                     struct track_point *p) {
    bool si = row->units == OSU_SI, ground = false;
    int32_t speed = TRACK_NONE16, heading = TRACK_NONE16;
    double feet = si ? FEET : 1;

    *p = (struct track_point){.lat = TRACK_NONE,
                              .lon = TRACK_NONE,
                              .alt_ft = TRACK_NONE,
                              .alt_geom_ft = TRACK_NONE,
                              .rate_fpm = TRACK_NONE,
                              .squawk = TRACK_SQUAWK_NONE,
                              .source = source_of(row->v[OSF_SOURCE]),
                              .nic = -1,
                              .sil = -1,
                              .adsb = -1};
    if (!measure(r, row->v[OSF_LAT], 1e6, -90e6, 90e6, &p->lat) ||
        !measure(r, row->v[OSF_LON], 1e6, -180e6, 180e6, &p->lon) ||
        !measure(r, row->v[OSF_ALT], feet, -5000, 150000, &p->alt_ft) ||
        !measure(r, row->v[OSF_GEO], feet, -5000, 150000, &p->alt_geom_ft) ||
        !measure(r, row->v[OSF_SPEED], si ? 10 * KNOTS : 10, 0, 30000, &speed) ||
        !measure(r, row->v[OSF_HEADING], 10, -3600, 3600, &heading) ||
        !measure(r, row->v[OSF_RATE], si ? FPM : 1, -100000, 100000, &p->rate_fpm) ||
        !squawk(r, row->v[OSF_SQUAWK], &p->squawk))
        return false;
    if (!opensky_missing(row->v[OSF_GROUND])) {
        if (!opensky_flag(row->v[OSF_GROUND], &ground)) return false;
        p->air = ground ? TRACK_GROUND : TRACK_AIRBORNE;
    }
    p->speed = (int16_t)speed;
    p->heading =
        (int16_t)(heading == TRACK_NONE16 ? heading
                                          : (heading + 3600) % 3600); /* some count west as -90 */
    callsign(row->v[OSF_CALLSIGN], p);
    return (p->lat == TRACK_NONE) == (p->lon == TRACK_NONE);
}

struct times {
    int64_t row, position, contact; /* INT64_MIN unknown */
};

static bool times_of(struct opensky_reader *r, const struct opensky_row *row, struct times *t) {
    *t = (struct times){INT64_MIN, INT64_MIN, INT64_MIN};
    if (!opensky_missing(row->v[OSF_TIME]) && !opensky_time(r, row->v[OSF_TIME], &t->row))
        return false;
    if (!opensky_missing(row->v[OSF_POS_TIME]) &&
        !opensky_time(r, row->v[OSF_POS_TIME], &t->position))
        return false;
    if (!opensky_missing(row->v[OSF_CONTACT]) && !opensky_time(r, row->v[OSF_CONTACT], &t->contact))
        return false;
    if (t->row == INT64_MIN) t->row = t->contact != INT64_MIN ? t->contact : t->position;
    return t->row != INT64_MIN;
}

/* The point's own time; what was measured later than its position goes. */
static void settle_time(struct opensky_reader *r, const struct times *t, struct track_point *p) {
    bool placed = p->lat != TRACK_NONE;

    p->ms = placed && t->position != INT64_MIN   ? t->position
            : !placed && t->contact != INT64_MIN ? t->contact
                                                 : t->row;
    if (!placed || t->row - p->ms <= OPENSKY_FRESH_MS) return;
    p->alt_ft = p->alt_geom_ft = p->rate_fpm = TRACK_NONE;
    p->speed = p->heading = TRACK_NONE16;
    p->air = TRACK_AIR_UNKNOWN;
    p->squawk = TRACK_SQUAWK_NONE;
    memset(p->callsign, 0, sizeof p->callsign);
    r->out->aged++;
}

MUST int opensky_add_flight(struct opensky_reader *r, const struct opensky_flight *f,
                            struct err *e) {
    if (r->flight.n == OPENSKY_FLIGHTS)
        return err_set(e, RC_LIMIT, "over %zu flights", OPENSKY_FLIGHTS);
    *vec_push(r->a, &r->flight) = *f;
    return 0;
}

MUST int opensky_add(struct opensky_reader *r, const struct opensky_row *row, struct err *e) {
    struct opensky_candidate c = {.order = (uint32_t)r->row.n};
    enum opensky_reason why = OPENSKY_REASONS;
    struct times t;

    if (r->out->rows == OPENSKY_ROWS) return err_set(e, RC_LIMIT, "over %zu rows", OPENSKY_ROWS);
    r->out->rows++;
    if (!opensky_hex(row->v[OSF_HEX], &c.hex)) {
        opensky_refuse(r, OPENSKY_ADDRESS, row->place);
        return 0;
    }
    if (row->units == OSU_EITHER || row->units == OSU_BOTH)
        why = OPENSKY_UNITS;
    else if (!times_of(r, row, &t))
        why = OPENSKY_TIME;
    else if (!point_of(r, row, &c.p))
        why = OPENSKY_VALUE;
    if (why != OPENSKY_REASONS) {
        opensky_refuse(r, why, row->place);
        *vec_push(r->a, &r->bad) = c.hex;
        return 0;
    }
    if (t.contact != INT64_MIN && t.row - t.contact > OPENSKY_FRESH_MS) {
        r->out->repeated++;
        return 0;
    }
    settle_time(r, &t, &c.p);
    opensky_code(row->v[OSF_FROM], c.from, sizeof c.from);
    opensky_code(row->v[OSF_TO], c.to, sizeof c.to);
    *vec_push(r->a, &r->row) = c;
    return 0;
}

/* ---- CSV ---- */

static int header(struct csv *c, enum opensky_field *of, enum opensky_units *units, struct err *e) {
    bool seen[OSF_FIELDS + 1] = {false};

    if (c->n > HEAD_COLUMNS) return err_set(e, RC_LIMIT, "line 1: over %d columns", HEAD_COLUMNS);
    for (size_t i = 0; i < c->n; i++) {
        char low[OSR_TEXT];
        struct span name = span_trim(c->cell[i]);
        enum opensky_units more;

        of[i] = OSF_FIELDS;
        if (name.n > sizeof low) continue;
        for (size_t j = 0; j < name.n; j++)
            low[j] = (char)(name.p[j] >= 'A' && name.p[j] <= 'Z' ? name.p[j] + 32 : name.p[j]);
        of[i] = opensky_field_of((struct span){low, name.n}, &more);
        if (of[i] != OSF_FIELDS && seen[of[i]])
            return err_set(e, RC_SYNTAX, "line 1: column %zu says again what another says", i + 1);
        seen[of[i]] = true;
        *units = opensky_units_add(*units, more);
    }
    if (!seen[OSF_HEX] || (!seen[OSF_TIME] && !seen[OSF_CONTACT]))
        return err_set(e, RC_SYNTAX,
                       "no file of OpenSky: neither JSON nor columns icao24 and time");
    if (*units == OSU_BOTH || *units == OSU_EITHER)
        return err_set(e, RC_SYNTAX, "line 1: the units cannot be told from the columns");
    return 0;
}

static int vectors(struct opensky_reader *r, struct span bytes, struct err *e) {
    enum opensky_field of[HEAD_COLUMNS];
    enum opensky_units units = OSU_NONE;
    size_t columns;
    struct span text;
    struct csv c;
    int rc = csv_text(r->a, bytes, &text, e);

    if (rc < 0) return rc;
    csv_begin(&c, r->a, text, 0);
    rc = csv_next(&c, e);
    if (rc == 0) return err_set(e, RC_SYNTAX, "the file is empty");
    if (rc < 0 || (rc = header(&c, of, &units, e)) < 0) return rc;
    columns = c.n;
    r->out->kinds |= OPENSKY_VECTORS;
    r->out->by_line = true;
    while ((rc = csv_next(&c, e)) != 0) {
        struct opensky_row row = {.units = units, .place = (size_t)c.line};

        if (rc == RC_LIMIT && c.rows >= CSV_ROWS) return rc;
        if (rc < 0 || c.n != columns) {
            r->out->rows++;
            opensky_refuse(r, OPENSKY_SHAPE, row.place);
            continue;
        }
        for (size_t i = 0; i < c.n; i++)
            if (of[i] != OSF_FIELDS) row.v[of[i]] = c.cell[i];
        rc = opensky_add(r, &row, e);
        if (rc < 0) return rc;
    }
    return 0;
}

/* ---- tracks ---- */

static int by_time(const void *x, const void *y) {
    const struct opensky_candidate *a = x, *b = y;

    if (a->hex != b->hex) return a->hex < b->hex ? -1 : 1;
    if (a->p.ms != b->p.ms) return a->p.ms < b->p.ms ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static int by_value(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

    return (a > b) - (a < b);
}

/* Rows [lo, hi) of one aircraft. */
static void track_of(struct opensky_reader *r, size_t lo, size_t hi, struct track *t) {
    const struct opensky_candidate *row = r->row.v;
    uint32_t latest = 0;

    *t =
        (struct track){.hex = row[lo].hex, .point = ARENA_ARRAY(r->a, struct track_point, hi - lo)};
    for (size_t i = lo; i < hi; i++) {
        const struct track_point *last = t->n ? &t->point[t->n - 1] : NULL;

        t->moved += row[i].order < latest;
        if (row[i].order > latest) latest = row[i].order;
        if (last && last->ms == row[i].p.ms && last->lat == row[i].p.lat &&
            last->lon == row[i].p.lon)
            t->doubled++;
        else
            t->point[t->n++] = row[i].p;
    }
}

/* Origin and destination that stand beside every position: one flight as long as they stay. */
static int flight_of(struct opensky_reader *r, const struct opensky_candidate *c,
                     const struct opensky_candidate *before, struct err *e) {
    struct opensky_flight f = {.hex = c->hex,
                               .first_ms = c->p.ms,
                               .last_ms = c->p.ms,
                               .from_m = TRACK_NONE,
                               .to_m = TRACK_NONE,
                               .from_up_m = TRACK_NONE,
                               .to_up_m = TRACK_NONE,
                               .from_others = -1,
                               .to_others = -1,
                               .of_rows = true};

    if (!c->from[0] && !c->to[0]) return 0;
    if (before && before->hex == c->hex && strcmp(before->from, c->from) == 0 &&
        strcmp(before->to, c->to) == 0 &&
        memcmp(before->p.callsign, c->p.callsign, sizeof c->p.callsign) == 0) {
        r->flight.v[r->flight.n - 1].last_ms = c->p.ms;
        return 0;
    }
    memcpy(f.from, c->from, sizeof f.from);
    memcpy(f.to, c->to, sizeof f.to);
    opensky_code((struct span){c->p.callsign, c->p.callsign[0] ? sizeof c->p.callsign : 0},
                 f.callsign, sizeof f.callsign);
    return opensky_add_flight(r, &f, e);
}

static int flights_of(struct opensky_reader *r, struct err *e) {
    for (size_t i = 0; i < r->row.n; i++) {
        int rc = flight_of(r, &r->row.v[i], i ? &r->row.v[i - 1] : NULL, e);

        if (rc < 0) return rc;
    }
    return 0;
}

static int tracks(struct opensky_reader *r, struct err *e) {
    size_t groups = 0, n = 0, bad = 0;

    if (r->row.n) qsort(r->row.v, r->row.n, sizeof *r->row.v, by_time);
    if (r->bad.n) qsort(r->bad.v, r->bad.n, sizeof *r->bad.v, by_value);
    for (size_t i = 0; i < r->row.n; i++) groups += !i || r->row.v[i].hex != r->row.v[i - 1].hex;
    r->out->track = ARENA_ARRAY(r->a, struct track, groups);
    for (size_t lo = 0, hi; lo < r->row.n; lo = hi) {
        struct track *t = &r->out->track[n++];

        for (hi = lo + 1; hi < r->row.n && r->row.v[hi].hex == r->row.v[lo].hex;) hi++;
        track_of(r, lo, hi, t);
        while (bad < r->bad.n && r->bad.v[bad] < t->hex) bad++;
        for (; bad < r->bad.n && r->bad.v[bad] == t->hex; bad++) t->refused++;
    }
    r->out->n = n;
    return flights_of(r, e);
}

MUST int opensky_read(struct arena *a, struct span bytes, struct opensky *out, struct err *e) {
    struct opensky o = {0};
    struct opensky_reader r = {.a = a, .out = &o};
    struct span text = bytes;
    int rc;

    if (bytes.n > OPENSKY_BYTES)
        return err_set(e, RC_LIMIT, "%zu bytes, over the limit of %zu", bytes.n, OPENSKY_BYTES);
    text = span_trim(span_unmarked(text));
    if (text.n && (text.p[0] == '{' || text.p[0] == '['))
        rc = opensky_json(&r, text, e);
    else
        rc = vectors(&r, bytes, e);
    buf_fini(&r.digits);
    if (rc == RC_SYNTAX && (r.row.n || r.flight.n)) { /* what came before is whole */
        o.broken = arena_dup(a, span_of(e->text));
        rc = 0;
    }
    if (rc < 0 || (rc = tracks(&r, e)) < 0) return rc;
    o.flight = r.flight.v;
    o.nflights = r.flight.n;
    o.empty = !o.rows;
    *out = o;
    return 0;
}
