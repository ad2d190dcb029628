/* SPDX-License-Identifier: Apache-2.0 */
/* Points of one airframe as text.
 *
 *     headcount-points-v1 7201F4
 *     P-632 T204 0 0 0 0 3
 *     1698632411000+43398960+132148020a1225g1250r2048s2510h2790m1o0
 *     5020+3105-890a150s38
 *     4980-12+4a25g25cKOR272
 *
 * The second line: registration, type, database flags, rows moved, doubled and refused, number of points.
 * A point: milliseconds since the one before it, latitude, longitude, then letters with numbers, in
 * the order of the table below. A letter that is missing means: as at the point before. What a
 * number is added to makes it short:
 *
 *  - a latitude or longitude: to where the aircraft would be had it gone on as between the last two
 *    points (their step times the quotient of the two times, cut towards zero), when both times are
 *    of 1 ms to a minute; else to the last one.
 *  - what changes little from point to point (kind STEP): to its last known value.
 *  - the geometric altitude is kept as its distance from the last known barometric one, since the two
 *    rise and fall together.
 *
 * The other way would have been a binary form, or a packed one: a third of the size, and a library
 * between the evidence and its reader. `x` stands for unknown. */
#include "format/points.h"

#include <inttypes.h>
#include <stdio.h>

#define HEAD "headcount-points-v1 "
#define GO_ON_MS 60000

/* ---- the state between two points, alike in writer and reader ---- */

/** One value that is said when it changes. */
struct held {
    bool known;
    int64_t last; /* the last known; 0 before any was */
};

/** Latitude or longitude: held, and how far it went in the last step. */
struct place {
    struct held h;
    int64_t step;
};

enum field {
    F_ALT,
    F_GEOM,
    F_RATE,
    F_SPEED,
    F_HEADING,
    F_AIR,
    F_SOURCE,
    F_FLAGS,
    F_SQUAWK,
    F_NIC,
    F_SIL,
    F_ADSB,
    FIELDS,
};

static const struct {
    char letter;
    bool step;            /* said as the difference to the last known value */
    int64_t lo, hi, none; /* the values of the field; none is unknown, and below lo or above hi */
} fields[FIELDS] = {
    [F_ALT] = {'a', true, INT32_MIN + 1, INT32_MAX, TRACK_NONE},
    [F_GEOM] = {'g', true, INT32_MIN + 1, INT32_MAX, TRACK_NONE},
    [F_RATE] = {'r', true, INT32_MIN + 1, INT32_MAX, TRACK_NONE},
    [F_SPEED] = {'s', true, INT16_MIN + 1, INT16_MAX, TRACK_NONE16},
    [F_HEADING] = {'h', true, INT16_MIN + 1, INT16_MAX, TRACK_NONE16},
    [F_AIR] = {'m', false, 0, UINT8_MAX, -1},
    [F_SOURCE] = {'o', false, 0, UINT8_MAX, -1},
    [F_FLAGS] = {'f', false, 0, UINT8_MAX, -1},
    [F_SQUAWK] = {'q', false, 0, UINT16_MAX - 1, TRACK_SQUAWK_NONE},
    [F_NIC] = {'n', false, INT8_MIN, INT8_MAX, INT64_MIN},
    [F_SIL] = {'i', false, INT8_MIN, INT8_MAX, INT64_MIN},
    [F_ADSB] = {'v', false, INT8_MIN, INT8_MAX, INT64_MIN},
};

struct state {
    int64_t ms, dms; /* of the last point; its distance from the one before */
    struct place lat, lon;
    struct held field[FIELDS];
    char callsign[8]; /* the last one said; zeros: none yet */
};

/** nic, sil and version begin as -1, unknown, like what a reader of signals gives; 0 elsewhere. */
static struct state state_begin(void) {
    struct state s = {0};

    for (int f = F_AIR; f <= F_FLAGS; f++) s.field[f].known = true;
    for (int f = F_NIC; f <= F_ADSB; f++) s.field[f] = (struct held){.known = true, .last = -1};
    return s;
}

/** What is added to the number of a latitude or longitude. dms: time of this step. */
static int64_t place_base(const struct place *p, const struct state *s, int64_t dms) {
    if (dms < 1 || dms > GO_ON_MS || s->dms < 1 || s->dms > GO_ON_MS) return p->h.last;
    return p->h.last + p->step * dms / s->dms; /* below 2^33 * 2^16 */
}

static void place_take(struct place *p, bool known, int64_t value) {
    p->step = known && p->h.known ? value - p->h.last : 0;
    p->h.known = known;
    if (known) p->h.last = value;
}

/** What a field counts from: the geometric altitude from the barometric one. */
static int64_t field_base(const struct state *s, int f) {
    return f == F_GEOM ? s->field[F_ALT].last : 0;
}

static int64_t field_get(const struct track_point *p, int f) {
    switch (f) {
    case F_ALT: return p->alt_ft;
    case F_GEOM: return p->alt_geom_ft;
    case F_RATE: return p->rate_fpm;
    case F_SPEED: return p->speed;
    case F_HEADING: return p->heading;
    case F_AIR: return p->air;
    case F_SOURCE: return p->source;
    case F_FLAGS: return p->flags;
    case F_SQUAWK: return p->squawk;
    case F_NIC: return p->nic;
    case F_SIL: return p->sil;
    default: return p->adsb;
    }
}

static void field_set(struct track_point *p, int f, int64_t v) {
    switch (f) {
    case F_ALT: p->alt_ft = (int32_t)v; break;
    case F_GEOM: p->alt_geom_ft = (int32_t)v; break;
    case F_RATE: p->rate_fpm = (int32_t)v; break;
    case F_SPEED: p->speed = (int16_t)v; break;
    case F_HEADING: p->heading = (int16_t)v; break;
    case F_AIR: p->air = (uint8_t)v; break;
    case F_SOURCE: p->source = (uint8_t)v; break;
    case F_FLAGS: p->flags = (uint8_t)v; break;
    case F_SQUAWK: p->squawk = (uint16_t)v; break;
    case F_NIC: p->nic = (int8_t)v; break;
    case F_SIL: p->sil = (int8_t)v; break;
    default: p->adsb = (int8_t)v; break;
    }
}

/* ---- writing ---- */

static const char hex_digits[] = "0123456789ABCDEF";

/** A word: bytes from ! to ~ as they are but %, the others as % and two digits; `-` when empty. */
static void write_word(struct buf *out, const char *s, size_t n) {
    if (!n) buf_putc(out, '-');
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c > ' ' && c < 0x7f && c != '%' && !(c == '-' && n == 1)) {
            buf_putc(out, s[i]);
            continue;
        }
        buf_putc(out, '%');
        buf_putc(out, hex_digits[c >> 4]);
        buf_putc(out, hex_digits[c & 15]);
    }
}

/** Decimal; + before what is not negative where the sign is what parts two numbers. */
static void write_int(struct buf *out, int64_t v, bool sign) {
    char text[24];
    size_t n = sizeof text;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    do text[--n] = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0 || sign) text[--n] = v < 0 ? '-' : '+';
    buf_add(out, (struct span){text + n, sizeof text - n});
}

static void write_place(struct buf *out, struct place *p, const struct state *s, int64_t dms,
                        int32_t value) {
    if (value == TRACK_NONE)
        buf_putc(out, 'x');
    else
        write_int(out, value - place_base(p, s, dms), true);
    place_take(p, value != TRACK_NONE, value);
}

static void write_field(struct buf *out, struct state *s, int f, const struct track_point *p) {
    struct held *h = &s->field[f];
    int64_t v = field_get(p, f);
    bool known = v != fields[f].none;

    if (known) v -= field_base(s, f);
    if (known != h->known || (known && v != h->last)) {
        buf_putc(out, fields[f].letter);
        if (known)
            write_int(out, fields[f].step ? v - h->last : v, false);
        else
            buf_putc(out, 'x');
    }
    h->known = known;
    if (known) h->last = v;
}

static bool unsaid(const char callsign[8]) {
    static const char none[8];

    return memcmp(callsign, none, sizeof none) == 0;
}

/** A callsign is said where it was sent; `c` alone: the last one again. */
static void write_callsign(struct buf *out, struct state *s, const char callsign[8]) {
    size_t n = 8;

    if (unsaid(callsign)) return;
    buf_putc(out, 'c');
    if (memcmp(s->callsign, callsign, 8) == 0) return;
    while (n > 1 && callsign[n - 1] == ' ') n--;
    write_word(out, callsign, n);
    memcpy(s->callsign, callsign, 8);
}

static void write_point(struct buf *out, struct state *s, const struct track_point *p) {
    int64_t dms = (int64_t)((uint64_t)p->ms - (uint64_t)s->ms);

    write_int(out, dms, false);
    write_place(out, &s->lat, s, dms, p->lat);
    write_place(out, &s->lon, s, dms, p->lon);
    for (int f = 0; f < FIELDS; f++) write_field(out, s, f, p);
    write_callsign(out, s, p->callsign);
    buf_putc(out, '\n');
    s->ms = p->ms;
    s->dms = dms;
}

void points_write(const struct track *t, struct buf *out) {
    struct state s = state_begin();

    buf_printf(out, HEAD "%s%06" PRIX32 "\n", t->other ? "~" : "", t->hex & 0xffffff);
    write_word(out, t->registration, strnlen(t->registration, sizeof t->registration));
    buf_putc(out, ' ');
    write_word(out, t->type, strnlen(t->type, sizeof t->type));
    buf_printf(out, " %" PRIu32 " %zu %zu %zu %zu\n", t->db_flags, t->moved, t->doubled, t->refused,
               t->n);
    for (size_t i = 0; i < t->n; i++) write_point(out, &s, &t->point[i]);
}

/* ---- reading ---- */

struct reader {
    struct span rest; /* of the line */
    struct span text; /* behind it */
    size_t line;      /* from 1 */
};

static bool next_line(struct reader *r) {
    const char *end = r->text.n ? memchr(r->text.p, '\n', r->text.n) : NULL;

    if (!end) return false;
    r->rest = (struct span){r->text.p, (size_t)(end - r->text.p)};
    r->text.n -= r->rest.n + 1;
    r->text.p = end + 1;
    r->line++;
    return true;
}

static bool take(struct reader *r, char c) {
    if (!r->rest.n || r->rest.p[0] != c) return false;
    r->rest.p++, r->rest.n--;
    return true;
}

/** An integer as write_int writes it, in no other way. */
static bool take_int(struct reader *r, bool sign, int64_t *out) {
    bool minus = take(r, '-');
    uint64_t u = 0, most = minus ? (uint64_t)1 << 63 : INT64_MAX;
    size_t digits = 0;

    if (!minus && sign && !take(r, '+')) return false;
    while (digits < r->rest.n && r->rest.p[digits] >= '0' && r->rest.p[digits] <= '9') {
        unsigned d = (unsigned)(r->rest.p[digits] - '0');

        if ((digits && !u) || u > (most - d) / 10) return false; /* 01, or beyond 64 bits */
        u = u * 10 + d;
        digits++;
    }
    if (!digits || (minus && !u)) return false;
    r->rest.p += digits, r->rest.n -= digits;
    *out = (int64_t)(minus ? 0 - u : u);
    return true;
}

static int hex_value(char c) {
    const char *at = c ? strchr(hex_digits, c) : NULL;

    return at ? (int)(at - hex_digits) : -1;
}

/** One byte of a word, escaped only where it must be. @return it; -1. */
static int take_byte(struct reader *r, bool first) {
    int c = (unsigned char)r->rest.p[0], hi, lo;

    r->rest.p++, r->rest.n--;
    if (c <= ' ' || c >= 0x7f) return -1;
    if (c != '%') return c;
    if (r->rest.n < 2) return -1;
    hi = hex_value(r->rest.p[0]);
    lo = hex_value(r->rest.p[1]);
    r->rest.p += 2, r->rest.n -= 2;
    if (hi < 0 || lo < 0) return -1;
    c = hi << 4 | lo;
    if (c == '-') return first && (!r->rest.n || r->rest.p[0] == ' ') ? c : -1; /* alone: no word */
    return c <= ' ' || c >= 0x7f || c == '%' ? c : -1;
}

/** A word as write_word writes it, up to a blank or the end of the line. @return bytes; -1. */
static int take_word(struct reader *r, char *out, size_t room) {
    size_t n = 0;

    if (r->rest.n && r->rest.p[0] == '-' && (r->rest.n == 1 || r->rest.p[1] == ' '))
        return take(r, '-') ? 0 : -1;
    while (r->rest.n && r->rest.p[0] != ' ') {
        int c = n < room ? take_byte(r, !n) : -1;

        if (c < 0) return -1;
        out[n++] = (char)c;
    }
    return n ? (int)n : -1;
}

static int beyond(int64_t v, int64_t lo, int64_t hi, struct err *e, const char *what) {
    if (v >= lo && v <= hi) return 0;
    return err_set(e, RC_RANGE, "%s %" PRId64 " is outside [%" PRId64 ", %" PRId64 "]", what, v, lo,
                   hi);
}

static int read_place(struct reader *r, struct place *p, const struct state *s, int64_t dms,
                      const char *what, int32_t *out, struct err *e) {
    int64_t v;
    int rc;

    if (take(r, 'x')) {
        place_take(p, false, 0);
        *out = TRACK_NONE;
        return 0;
    }
    if (!take_int(r, true, &v))
        return err_set(e, RC_SYNTAX, "wants a %s with its sign, or x", what);
    if (__builtin_add_overflow(v, place_base(p, s, dms), &v)) v = INT64_MAX;
    if ((rc = beyond(v, INT32_MIN + 1, INT32_MAX, e, what)) < 0) return rc;
    place_take(p, true, v);
    *out = (int32_t)v;
    return 0;
}

static int read_field(struct reader *r, struct state *s, int f, struct track_point *p,
                      struct err *e) {
    struct held *h = &s->field[f];
    const char letter[2] = {fields[f].letter, 0};
    int64_t v = 0, whole;
    bool said = take(r, letter[0]), known = said ? !take(r, 'x') : h->known;

    if (said && known && !take_int(r, false, &v))
        return err_set(e, RC_SYNTAX, "wants a number behind %s", letter);
    if (!said || !fields[f].step) {
        v = said ? v : h->last;
    } else if (known && __builtin_add_overflow(v, h->last, &v)) {
        return err_set(e, RC_RANGE, "the number behind %s is too large", letter);
    }
    if (said && known == h->known && (!known || v == h->last))
        return err_set(e, RC_SYNTAX, "%s says what is so already", letter);
    if (!known) {
        if (fields[f].none == INT64_MIN || fields[f].none == -1)
            return err_set(e, RC_SYNTAX, "%s cannot be x", letter);
        field_set(p, f, fields[f].none);
        h->known = false;
        return 0;
    }
    if (__builtin_add_overflow(v, field_base(s, f), &whole) || whole < fields[f].lo ||
        whole > fields[f].hi)
        return err_set(e, RC_RANGE, "%s is outside [%" PRId64 ", %" PRId64 "]", letter,
                       fields[f].lo, fields[f].hi);
    field_set(p, f, whole);
    h->known = true;
    h->last = v;
    return 0;
}

static int read_callsign(struct reader *r, struct state *s, char out[8], struct err *e) {
    char said[8];
    int n;

    if (!take(r, 'c')) return 0;
    if (r->rest.n) {
        memset(said, ' ', sizeof said);
        n = take_word(r, said, sizeof said);
        if (n < 1 || (n > 1 && said[n - 1] == ' ') || unsaid(said) ||
            memcmp(said, s->callsign, sizeof said) == 0)
            return err_set(e, RC_SYNTAX, "its callsign is not in the one form that it has");
        memcpy(s->callsign, said, sizeof said);
    } else if (unsaid(s->callsign)) {
        return err_set(e, RC_SYNTAX, "c alone, and no callsign before it");
    }
    memcpy(out, s->callsign, sizeof said);
    return 0;
}

static int read_point(struct reader *r, struct state *s, struct track_point *p, struct err *e) {
    int64_t dms;
    int rc;

    if (!take_int(r, false, &dms)) return err_set(e, RC_SYNTAX, "wants milliseconds first");
    p->ms = (int64_t)((uint64_t)s->ms + (uint64_t)dms);
    if ((rc = read_place(r, &s->lat, s, dms, "latitude", &p->lat, e)) < 0) return rc;
    if ((rc = read_place(r, &s->lon, s, dms, "longitude", &p->lon, e)) < 0) return rc;
    for (int f = 0; f < FIELDS; f++)
        if ((rc = read_field(r, s, f, p, e)) < 0) return rc;
    if ((rc = read_callsign(r, s, p->callsign, e)) < 0) return rc;
    if (r->rest.n)
        return err_set(e, RC_SYNTAX, "holds a letter that is not known, or not in its place");
    s->ms = p->ms;
    s->dms = dms;
    return 0;
}

static bool read_head(struct reader *r, struct track *t) {
    struct span head = SPAN(HEAD);

    if (!next_line(r) || r->rest.n < head.n || memcmp(r->rest.p, head.p, head.n) != 0) return false;
    r->rest.p += head.n, r->rest.n -= head.n;
    t->other = take(r, '~');
    if (r->rest.n != 6) return false;
    for (size_t i = 0; i < 6; i++) {
        int d = hex_value(r->rest.p[i]);

        if (d < 0) return false;
        t->hex = t->hex << 4 | (uint32_t)d;
    }
    return true;
}

static bool take_count(struct reader *r, uint64_t most, uint64_t *out) {
    int64_t v;

    if (!take(r, ' ') || !take_int(r, false, &v) || v < 0 || (uint64_t)v > most) return false;
    *out = (uint64_t)v;
    return true;
}

/** The second line. A track of n points has at least 6 n bytes behind it, so what is allocated for
 * them is bounded by the text. */
static bool read_facts(struct reader *r, struct track *t) {
    uint64_t v[5] = {0};
    int registration =
            next_line(r) ? take_word(r, t->registration, sizeof t->registration - 1) : -1,
        type = registration >= 0 && take(r, ' ') ? take_word(r, t->type, sizeof t->type - 1) : -1;
    bool ok = type >= 0 && strlen(t->registration) == (size_t)registration &&
              strlen(t->type) == (size_t)type;

    for (int i = 0; i < 5 && ok; i++)
        ok = take_count(r, i == 0 ? UINT32_MAX : i == 4 ? r->text.n / 4 : SIZE_MAX, &v[i]);
    t->db_flags = (uint32_t)v[0];
    t->moved = v[1];
    t->doubled = v[2];
    t->refused = v[3];
    t->n = v[4];
    return ok && !r->rest.n;
}

int points_read(struct arena *a, struct span text, struct track *out, struct err *e) {
    struct reader r = {.text = text};
    struct state s = state_begin();
    struct track t = {0};
    int rc = 0;

    if (text.n > POINTS_BYTES)
        return err_set(e, RC_LIMIT, "%zu bytes of points, over the limit of %zu", text.n,
                       POINTS_BYTES);
    if (!read_head(&r, &t)) return err_set(e, RC_SYNTAX, "line 1: is not the head of points");
    if (!read_facts(&r, &t))
        return err_set(e, RC_SYNTAX, "line 2: is not registration, type and five numbers");
    t.point = ARENA_ARRAY(a, struct track_point, t.n);
    for (size_t i = 0; i < t.n && rc == 0; i++) {
        if (!next_line(&r))
            return err_set(e, RC_SYNTAX, "line %zu: is missing: %zu points were promised",
                           r.line + 1, t.n);
        if ((rc = read_point(&r, &s, &t.point[i], e)) < 0) err_at(e, "line %zu", r.line);
    }
    if (rc == 0 && r.text.n)
        return err_set(e, RC_SYNTAX, "line %zu: more points than were promised", r.line + 1);
    if (rc == 0) *out = t;
    return rc;
}
