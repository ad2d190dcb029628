/* SPDX-License-Identifier: Apache-2.0 */
/* Cells of a CSV and members of an object become the same row of texts by name, and the row a point. What readsb spells alike is
 * read by its reader. */
#include "format/positions.h"

#include "base/utc.h"
#include "format/readsb.h"

enum field {
    TIME,
    HEX,
    CALLSIGN,
    LAT,
    LON,
    ALT,
    GEOM,
    SPEED,
    HEADING,
    RATE,
    SQUAWK,
    AIR,
    SOURCE,
    NIC,
    SIL,
    VERSION,
    FIELDS
};
static const char *const name[FIELDS] = {
    "time",        "hex",      "callsign", "lat", "lon",    "alt_ft", "alt_geom_ft", "speed_kt",
    "heading_deg", "rate_fpm", "squawk",   "air", "source", "nic",    "sil",         "version"};

struct row {
    struct span v[FIELDS]; /* n == 0: not there */
};

const char *positions_reason_text(enum positions_reason r) {
    static const char *const text[POSITIONS_REASONS] = {
        [POSITIONS_LONG] = "longer than 1,024 bytes",
        [POSITIONS_SHAPE] = "neither a row of the columns in the head nor an object",
        [POSITIONS_ADDRESS] = "the address is not six hex digits",
        [POSITIONS_TIME] = "not an instant with its zone",
        [POSITIONS_VALUE] = "a value that cannot be",
    };

    return r < POSITIONS_REASONS ? text[r] : "unknown";
}

static enum field field_of(struct span s) {
    size_t f = 0;

    while (f < FIELDS && !span_is(s, name[f])) f++;
    return (enum field)f;
}

/* ---- values ---- */

/* A text as the value that it would be in JSON. */
static bool number_of(struct span s, struct jscan_value *v) {
    struct jscan j = jscan_begin(s);

    return jscan_value(&j, v) && v->kind == JSCAN_NUMBER && jscan_done(&j);
}

static bool degrees(struct span s, int64_t most, int32_t *out) {
    struct jscan_value v;
    int64_t micro;

    if (!number_of(s, &v) || !jscan_fixed(v.text, 6, most * 1000000, &micro)) return false;
    *out = (int32_t)micro;
    return true;
}

static bool feet(struct span s, int32_t *out) {
    struct jscan_value v;

    return !s.n || (number_of(s, &v) && readsb_whole(&v, out));
}

static bool measured(struct span s, bool (*read)(const struct jscan_value *, struct track_point *),
                     struct track_point *p) {
    struct jscan_value v;

    return !s.n || (number_of(s, &v) && read(&v, p));
}

static bool member(const struct row *r, enum field f, struct track_point *p) {
    struct jscan_value v;

    return !r->v[f].n || (number_of(r->v[f], &v) && readsb_member(span_of(name[f]), &v, p));
}

static bool air_of(struct span s, struct track_point *p) {
    if (span_is(s, "air")) p->air = TRACK_AIRBORNE;
    if (span_is(s, "ground")) p->air = TRACK_GROUND;
    return !s.n || p->air != TRACK_AIR_UNKNOWN;
}

/* Where only one altitude is known and it is geometric, it is the point's altitude, flagged. */
static void settle_altitude(struct track_point *p) {
    if (p->alt_ft != TRACK_NONE || p->alt_geom_ft == TRACK_NONE || p->air == TRACK_GROUND) return;
    p->alt_ft = p->alt_geom_ft;
    p->flags |= TRACK_ALT_GEOM;
}

static bool values(const struct row *r, struct track_point *p) {
    if (!feet(r->v[ALT], &p->alt_ft) || !feet(r->v[GEOM], &p->alt_geom_ft) ||
        !feet(r->v[RATE], &p->rate_fpm) || !measured(r->v[SPEED], readsb_speed, p) ||
        !measured(r->v[HEADING], readsb_heading, p) || !air_of(r->v[AIR], p) ||
        !member(r, NIC, p) || !member(r, SIL, p) || !member(r, VERSION, p))
        return false;
    if (r->v[SQUAWK].n && !readsb_squawk(r->v[SQUAWK], p)) return false;
    if (r->v[SOURCE].n && !readsb_source_name(r->v[SOURCE], p)) return false;
    if (r->v[CALLSIGN].n && !readsb_callsign(r->v[CALLSIGN].p, r->v[CALLSIGN].n, p)) return false;
    settle_altitude(p);
    return true;
}

/* 2024-06-06T09:34:33.361Z, the fraction of up to any number of digits cut to milliseconds. */
static bool time_of(struct span s, int64_t *ms) {
    const char *dot = s.n ? memchr(s.p, '.', s.n) : NULL, *end = s.n ? s.p + s.n : NULL, *p;
    int64_t part = 0, unit = 100;
    char plain[40];
    size_t n = dot ? (size_t)(dot - s.p) : s.n;
    struct err e;

    if (!s.n) return false;
    for (p = dot ? dot + 1 : end; p < end && *p >= '0' && *p <= '9'; p++, unit /= 10)
        part += (*p - '0') * unit;
    if (n + (size_t)(end - p) > sizeof plain || (dot && p == dot + 1)) return false;
    if (n) memcpy(plain, s.p, n);
    if (p < end) memcpy(plain + n, p, (size_t)(end - p));
    if (utc_instant_read((struct span){plain, n + (size_t)(end - p)}, ms, &e) < 0) return false;
    *ms += part;
    return true;
}

static bool address(struct span s, struct track *t) {
    const struct jscan_value v = {JSCAN_STRING, s};

    return readsb_hex(&v, t);
}

/* @return POSITIONS_REASONS: it is one. */
static enum positions_reason point_of(const struct row *r, struct track *t, struct track_point *p) {
    if (!address(r->v[HEX], t)) return POSITIONS_ADDRESS;
    *p = readsb_point();
    if (!time_of(r->v[TIME], &p->ms)) return POSITIONS_TIME;
    p->lat = p->lon = TRACK_NONE;
    if ((r->v[LAT].n || r->v[LON].n) &&
        (!degrees(r->v[LAT], 90, &p->lat) || !degrees(r->v[LON], 180, &p->lon)))
        return POSITIONS_VALUE;
    return values(r, p) ? POSITIONS_REASONS : POSITIONS_VALUE;
}

/* ---- rows ---- */

static struct span bare(struct span s) {
    s = span_trim(s);
    return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? (struct span){s.p + 1, s.n - 2} : s;
}

/* The next cell; nothing in these has a comma within. */
static bool next_cell(struct span *line, struct span *cell) {
    const char *comma;

    if (!line->p) return false;
    comma = line->n ? memchr(line->p, ',', line->n) : NULL;
    *cell = bare((struct span){line->p, comma ? (size_t)(comma - line->p) : line->n});
    *line = comma ? (struct span){comma + 1, line->n - (size_t)(comma + 1 - line->p)}
                  : (struct span){NULL, 0};
    return true;
}

bool positions_head(struct span line) {
    bool has[FIELDS + 1] = {false};
    struct span cell;

    while (next_cell(&line, &cell)) has[field_of(cell)] = true;
    return has[TIME] && has[HEX] && has[LAT] && has[LON];
}

static bool take_head(struct positions *s, struct span line) {
    struct span cell;

    if (!positions_head(line)) return false;
    s->ncolumn = 0;
    while (next_cell(&line, &cell))
        if (s->ncolumn < POSITIONS_COLUMNS) s->column[s->ncolumn++] = (uint8_t)field_of(cell);
    s->heads++;
    return true;
}

static bool of_cells(const struct positions *s, struct span line, struct row *r) {
    struct span cell;
    size_t n = 0;

    for (; next_cell(&line, &cell); n++)
        if (n < s->ncolumn && s->column[n] < FIELDS) r->v[s->column[n]] = cell;
    return s->ncolumn && (n == s->ncolumn || s->ncolumn == POSITIONS_COLUMNS);
}

static bool of_object(struct span line, struct row *r) {
    struct jscan j = jscan_begin(line);
    struct jscan_value v;
    struct span key;

    if (!jscan_object(&j)) return false;
    for (bool first = true; jscan_key(&j, first, &key); first = false) {
        enum field f = field_of(key);

        if (!jscan_value(&j, &v) || !jscan_skip(&j, &v)) return false;
        if (f < FIELDS && v.kind != JSCAN_NULL) r->v[f] = v.text;
    }
    return !j.why && jscan_done(&j);
}

/* ---- lines ---- */

static void refuse(struct positions *s, enum positions_reason why) {
    struct positions_refused *r = &s->refused[why];

    if (r->n < POSITIONS_FIRST) r->line[r->n] = s->line;
    r->n++;
}

static int line_read(struct positions *s, struct span text, struct err *e) {
    enum positions_reason why = POSITIONS_SHAPE;
    struct track t = {0};
    struct track_point p;
    struct row r = {0};

    text = span_trim(span_unmarked(text));
    if (!text.n) return 0;
    s->lines++;
    if (text.p[0] != '{' && take_head(s, text)) return 0;
    if (text.p[0] == '{' ? of_object(text, &r) : of_cells(s, text, &r)) why = point_of(&r, &t, &p);
    if (why != POSITIONS_REASONS) {
        refuse(s, why);
        return 0;
    }
    s->taken++;
    return s->take(s->arg, t.hex, t.other, &p, e);
}

void positions_begin(struct positions *s, positions_take *take, void *arg) {
    *s = (struct positions){.take = take, .arg = arg, .line = 1};
}

/* A piece of a line; `ended` when its end follows it. */
static int part(struct positions *s, struct span piece, bool ended, struct err *e) {
    struct span line;

    if (join_piece(&s->join, s->text, sizeof s->text, piece, ended, &line)) {
        s->lines++;
        refuse(s, POSITIONS_LONG);
    }
    return ended ? line_read(s, line, e) : 0;
}

int positions_feed(struct positions *s, struct span piece, struct err *e) {
    while (piece.n) {
        const char *lf = memchr(piece.p, '\n', piece.n);
        size_t len = lf ? (size_t)(lf - piece.p) : piece.n;
        int rc = part(s, (struct span){piece.p, len}, lf != NULL, e);

        s->line += lf != NULL;
        piece = (struct span){piece.p + len + (lf != NULL), piece.n - len - (lf != NULL)};
        if (rc < 0) return rc;
    }
    return 0;
}

int positions_end(struct positions *s, struct err *e) {
    return part(s, (struct span){"", 0}, true, e);
}
