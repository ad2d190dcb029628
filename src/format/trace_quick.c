/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of a trace, just as readsb prints them:
 *
 *   [5.06,40.134593,-75.330817,36000,384.3,263.7,0,0,null,"adsb_icao",37375,null,null,null],
 *
 * Time with one or two decimals, degrees with six, speed and track with one, the rest whole; 9 or 14
 * elements. Whatever is not so (more digits, an escape, a value out of range, a source that nobody
 * knows) makes the reader give the row back, unread, to the general one. It never says what is
 * wrong: it only must not take what the other would not, or take it otherwise.
 *
 * Reading element after element, each would wait for the length of the one before: 12 times 16
 * cycles. So the commas, the points and all bytes that are no digits are found first, for 64 bytes
 * together, which hold the first eight elements with room to spare. Each comma ends an element, and
 * from it follows where its point must be. Where points and words were taken to be is noted in a map,
 * and at the end the map must be that of the text: then everything else was digits. Branches are only for
 * what repeats from row to row (a sign, null) and for what makes the row the other reader's.
 *
 * Nothing beyond the text is read: the last rows are read from a copy. */
#include "format/trace_word.h"

#define LAST 2048 /* bytes of text; the longest row of the real files has 700 */

struct front {
    const char *p;   /* behind the bracket */
    uint64_t commas; /* those not yet passed */
    unsigned at;     /* the element begins here; over 63: the 64 bytes are at their end */
    uint64_t points; /* where they were taken to be */
    uint64_t others; /* of signs and words: likewise */
};

/* The least number of n digits: a smaller one begins with 0. No number has the others' length. */
#define NO UINT32_MAX
static const uint32_t least[8] = {NO, 0, 10, 100, 1000, 10000, 100000, NO};
static const uint32_t least_degrees[4] = {NO, 0, 10000000, 100000000};

/* The comma that ends the element, passed; 63 when there is none. Its neighbours see one as well: the row
 * is given back in the end. */
static inline unsigned comma(struct front *f) {
    unsigned i = (unsigned)__builtin_ctzll(f->commas | (uint64_t)1 << 63);

    f->commas &= f->commas - 1;
    return i;
}

static inline void word(struct front *f, unsigned n) {
    f->others |= (((uint64_t)1 << n) - 1) << (f->at & 63);
}

/* Passed, if it is one; the value is unknown already. */
static inline bool null(struct front *f) {
    if (f->p[f->at] != 'n' || !WORD_IS(f->p + f->at, "null,")) return false;
    word(f, 4);
    f->at = comma(f) + 1;
    return true;
}

/* For what is as often below zero as not. */
static inline bool minus(struct front *f) {
    bool is = f->p[f->at] == '-';

    f->others |= (uint64_t)is << (f->at & 63);
    f->at += is;
    return is;
}

/* For what stays on one side of zero from row to row. */
static inline bool minus_again(struct front *f) {
    if (f->p[f->at] != '-') return false;
    word(f, 1);
    f->at++;
    return true;
}

static inline bool seconds(struct front *f, int64_t *out) {
    unsigned end = comma(f), parts, n;
    const char *part;
    uint32_t v;

    if (end < 3) return false;
    parts = f->p[end - 2] == '.' ? 1 : 2;
    part = f->p + end - parts;
    n = end - parts - 1;
    if (n > 6 || (v = word_value(word_load(f->p), n)) < least[n]) return false;
    v = v * 1000 + (uint32_t)(part[0] - '0') * 100;
    if (parts == 2) v += (uint32_t)(part[1] - '0') * 10;
    f->points |= (uint64_t)1 << (end - parts - 1);
    f->at = end + 1;
    *out = v;
    return true;
}

static inline bool degrees(struct front *f, uint32_t max, int32_t *out) {
    bool negative = minus_again(f);
    unsigned end = comma(f), n = end - 7 - f->at;
    const char *p;
    uint64_t two;
    uint32_t v;

    if (n > 3) return false;
    p = f->p + end - 7;
    two = (unsigned char)p[-1] << 8 | (n == 1 ? '0' : (unsigned char)p[-2]);
    v = word_value(word_load(p + 1) << 16 | two, 8); /* all but the hundreds */
    if (n == 3) v += (uint32_t)(p[-3] - '0') * 100000000;
    f->points |= (uint64_t)1 << (end - 7);
    f->at = end + 1;
    *out = negative ? -(int32_t)v : (int32_t)v;
    return v <= max && v >= least_degrees[n];
}

static inline bool tenths(struct front *f, uint32_t max, int16_t *out) {
    unsigned end, n;
    uint32_t v;

    if (null(f)) return true;
    end = comma(f);
    n = end - 2 - f->at;
    if (n > 4 || (v = word_value_4(f->p + f->at, n)) < least[n]) return false;
    v = v * 10 + (uint32_t)(f->p[end - 1] - '0');
    f->points |= (uint64_t)1 << (end - 2);
    f->at = end + 1;
    *out = (int16_t)v;
    return v <= max;
}

static inline bool whole(struct front *f, bool negative, int32_t *out) {
    unsigned end = comma(f), n = end - f->at;
    uint32_t v;

    if (n > 6 || (v = word_value(word_load(f->p + f->at), n)) < least[n]) return false;
    f->at = end + 1;
    *out = negative ? -(int32_t)v : (int32_t)v;
    return true;
}

static inline bool rate(struct front *f, int32_t *out) {
    return null(f) || whole(f, minus(f), out);
}

static inline bool altitude(struct front *f, struct track_point *out) {
    if (f->p[f->at] == '"') {
        if (!WORD_IS(f->p + f->at, "\"ground\",")) return false;
        out->air = TRACK_GROUND;
        word(f, 8);
        f->at = comma(f) + 1;
        return true;
    }
    if (null(f)) return true;
    out->air = TRACK_AIRBORNE;
    return whole(f, minus_again(f), &out->alt_ft);
}

/* One digit; of two, only 12 and up are in use, and rare. */
static inline bool flags(struct front *f, uint8_t *out) {
    unsigned end = comma(f), n = end - f->at, v = (unsigned)(f->p[f->at] - '0');

    if (n - 1 > 1 || (n == 2 && !v)) return false;
    if (n == 2) v = v * 10 + (unsigned)(f->p[f->at + 1] - '0');
    f->at = end + 1;
    *out = (uint8_t)(v & (TRACK_STALE | TRACK_LEG | TRACK_RATE_GEOM | TRACK_ALT_GEOM));
    return true;
}

/* Elements 0 to 7, from behind the bracket, into a blank point. @return behind the last one's comma, or
 * NULL */
static inline const char *front(const char *p, struct track_point *out) {
    struct word_map m = word_map(p);
    struct front f = {.p = p, .commas = m.commas};
    uint64_t passed;

    if (!seconds(&f, &out->ms) || !degrees(&f, 90000000, &out->lat) ||
        !degrees(&f, 180000000, &out->lon) || !altitude(&f, out) ||
        !tenths(&f, INT16_MAX, &out->speed) || !tenths(&f, 3600, &out->heading) ||
        !flags(&f, &out->flags) || !rate(&f, &out->rate_fpm) || f.at > 63)
        return NULL;
    if (out->heading == 3600) out->heading = 0;
    passed = ((uint64_t)1 << f.at) - 1;
    if (((m.stops ^ (m.commas | f.points | f.others)) | (m.points ^ f.points)) & passed)
        return NULL;
    return p + f.at;
}

/* Element 10. */
static inline const char *geometric(const char *p, struct track_point *out) {
    bool negative = *p == '-';
    uint64_t w = word_load(p + negative);
    unsigned n = word_place(word_stops(w));
    int32_t v;

    if (word_null(w)) return negative ? NULL : p + 4;
    v = (int32_t)word_value(w, n);
    if ((uint32_t)v < least[n]) return NULL; /* n is 0 to 7 */
    out->alt_geom_ft = negative ? -v : v;
    return p + negative + n;
}

/* Elements 9 to 13 and the bracket. */
static inline const char *tail(const char *p, struct track_point *out) {
    if (*p != '"' || !(p = trace_source(p + 1, out)) || *p != ',') return NULL;
    if (!(p = geometric(p + 1, out))) return NULL;
    if (WORD_IS(p, ",null,null,null]")) return p + 16; /* 16 bytes at once */
    for (int i = 0; i < 3; i++)
        if (*p != ',' || !(p = trace_other(p + 1))) return NULL;
    return *p == ']' ? p + 1 : NULL;
}

/* At the bracket, with TRACE_ROOM bytes to go. */
static inline const char *row(struct trace_form *f, const char *p, const char *end,
                              struct track_point *out) {
    if (!(p = front(p + 1, out))) return NULL;
    if (*p == '{')
        p = trace_object(f, p + 1, end, out);
    else
        p = WORD_IS(p, "null") ? p + 4 : NULL;
    if (!p || end - p < TRACE_ROOM) return NULL;
    if (*p == ']') return p + 1;
    return *p == ',' ? tail(p + 1, out) : NULL;
}

static inline const char *space(const char *p, const char *end) {
    if (end - p > 8 && WORD_IS(p, "\n    [")) return p + 5;
    while (p < end && (*p == '\n' || *p == ' ' || *p == '\r' || *p == '\t')) p++;
    return p;
}

/* As many rows as it takes. @return behind the last, before its comma; p if there was none. */
static const char *rows(struct trace_in *t, struct trace_form *f, const char *p, const char *end) {
    const struct track_point blank = readsb_point();
    const char *behind = p, *next_row;

    while (t->tally->rows < TRACE_ROWS && end - p >= TRACE_ROOM && *p == '[') {
        struct track_point *out = trace_room(t);

        *out = blank;
        next_row = row(f, p, end, out);
        if (!next_row) break;
        behind = p = next_row;
        t->point.n++;
        t->tally->rows++;
        if (*p++ != ',') break; /* the list's end, or something that the other reader names */
        p = space(p, end);
    }
    return behind;
}

/* The last rows would look beyond the text: they are read from a copy with zeros behind it, which no
 * reader here takes for anything. */
static size_t last_rows(struct trace_in *t, struct trace_form *f, const char *p) {
    char copy[LAST + TRACE_ROOM + TRACE_OBJECT] = {0};
    size_t n = (size_t)(t->j.end - p);

    memcpy(copy, p, n);
    return (size_t)(rows(t, f, copy, copy + n + TRACE_ROOM + TRACE_OBJECT) - copy);
}

size_t trace_quick(struct trace_in *t) {
    struct jscan *j = &t->j;
    size_t before = t->tally->rows, n;
    struct trace_form form;

    form.n = 0;
    j->p = rows(t, &form, j->p, j->end);
    if (j->end - j->p < LAST) {
        const char *p = j->p;

        if (p < j->end && *p == ',' && t->tally->rows > before) p = space(p + 1, j->end);
        n = last_rows(t, &form, p);
        if (n) j->p = p + n;
    }
    n = t->tally->rows - before;
    t->tally->quick += n;
    return n;
}
