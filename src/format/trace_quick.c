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
 * cycles. So all bytes that are no digits are found first, for 64 bytes together, which hold the
 * first eight elements with room to spare. Then between two of them there are digits and nothing
 * else, whose value takes three multiplications, and what remains to be asked is whether the bytes at
 * those places are the right ones. Nothing is decided on the way but what repeats from row to row (a sign,
 * null): the answers are gathered in `off`, and asked once.
 *
 * Nothing beyond the text is read: the last rows are read from a copy. */
#include "format/trace_word.h"

#define LAST 2048 /* bytes of text; the longest row of the real files has 700 */

struct front {
    const char *p;  /* behind the bracket */
    uint64_t stops; /* bit i: p[i] is no digit, and not yet passed */
    unsigned at;    /* the element begins here */
    uint32_t off;   /* not 0: something is not as it should be */
};

/* The least number of n digits: a smaller one begins with 0. No number has the others' length. */
#define NO UINT32_MAX
#define NO8 NO, NO, NO, NO, NO, NO, NO, NO
static const uint32_t least_6[64] = {NO,  0,   10,  100, 1000, 10000, 100000, NO,
                                     NO8, NO8, NO8, NO8, NO8,  NO8,   NO8};
static const uint32_t least_4[64] = {NO,  0,   10,  100, 1000, NO,  NO, NO,
                                     NO8, NO8, NO8, NO8, NO8,  NO8, NO8};

/* The next byte that is no digit; 63 when there is none. */
static inline unsigned next(struct front *f) {
    unsigned i = (unsigned)__builtin_ctzll(f->stops | (uint64_t)1 << 63);

    f->stops &= f->stops - 1;
    return i;
}

static inline void must(struct front *f, unsigned i, char c) {
    f->off |= (unsigned)((unsigned char)f->p[i] ^ (unsigned char)c);
}

/* Ends the element. */
static inline void comma(struct front *f, unsigned i) {
    must(f, i, ',');
    f->at = i + 1;
}

/* A word of n letters ends the element. */
static inline void word(struct front *f, unsigned n) {
    unsigned end = f->at + n;

    f->stops &= ~(uint64_t)0 << (end & 63);
    f->off |= (end > 63) | (next(f) ^ end);
    comma(f, end);
}

static inline bool null(struct front *f) {
    if (f->p[f->at] != 'n') return false;
    f->off |= !word_null(word_load(f->p + f->at));
    word(f, 4);
    return true;
}

static inline bool minus(struct front *f) {
    if (f->p[f->at] != '-') return false;
    f->at = next(f) + 1;
    return true;
}

/* n digits at `at`. */
static inline uint32_t digits(struct front *f, unsigned n, const uint32_t least[64]) {
    uint32_t v = word_value(word_load(f->p + f->at), n);

    f->off |= v < least[n & 63]; /* and v is never NO: 15 in each place is less */
    return v;
}

static inline int64_t seconds(struct front *f) {
    unsigned point = next(f), end = next(f);
    const char *part = f->p + point + 1;
    uint32_t v = digits(f, point - f->at, least_6) * 1000 + (uint32_t)(part[0] - '0') * 100;

    must(f, point, '.');
    if (end - point == 3)
        v += (uint32_t)(part[1] - '0') * 10;
    else
        f->off |= (end - point) ^ 2;
    comma(f, end);
    return v;
}

static inline int32_t degrees(struct front *f, uint32_t max) {
    bool negative = minus(f);
    unsigned point = next(f), n = point - f->at;
    const char *p = f->p + point;
    uint64_t two = (unsigned char)p[-1] << 8 | (n == 1 ? '0' : (unsigned char)p[-2]);
    uint32_t v = word_value(word_load(p + 1) << 16 | two, 8); /* all but the hundreds */

    if (n == 3) v += (uint32_t)(p[-3] - '0') * 100000000;
    f->off |= (n - 1 > 2) | ((n > 1) & (f->p[f->at] == '0')) | (v > max);
    must(f, point, '.');
    f->off |= next(f) ^ (point + 7);
    comma(f, point + 7);
    return negative ? -(int32_t)v : (int32_t)v;
}

static inline int16_t tenths(struct front *f, uint32_t max) {
    unsigned point;
    uint32_t v;

    if (null(f)) return TRACK_NONE16;
    point = next(f);
    v = digits(f, point - f->at, least_4) * 10 + (uint32_t)(f->p[point + 1] - '0');
    must(f, point, '.');
    f->off |= (next(f) ^ (point + 2)) | (v > max);
    comma(f, point + 2);
    return (int16_t)v;
}

static inline int32_t whole(struct front *f) {
    bool negative;
    unsigned end;
    int32_t v;

    if (null(f)) return TRACK_NONE;
    negative = minus(f);
    end = next(f);
    v = (int32_t)digits(f, end - f->at, least_6);
    comma(f, end);
    return negative ? -v : v;
}

static inline void altitude(struct front *f, struct track_point *out) {
    if (f->p[f->at] == '"') {
        f->off |= !WORD_IS(f->p + f->at, "\"ground\"");
        out->air = TRACK_GROUND;
        word(f, 8);
    } else {
        out->alt_ft = whole(f);
        if (out->alt_ft != TRACK_NONE) out->air = TRACK_AIRBORNE;
    }
}

/* One digit; of two, only 12 and up are in use, and rare. */
static inline uint8_t flags(struct front *f) {
    unsigned end = next(f), v = (unsigned)(f->p[f->at] - '0');

    if (end - f->at == 2)
        v = word_value(word_load(f->p + f->at), 2), f->off |= v < 10;
    else
        f->off |= (end - f->at) ^ 1;
    comma(f, end);
    return (uint8_t)(v & (TRACK_STALE | TRACK_LEG | TRACK_RATE_GEOM | TRACK_ALT_GEOM));
}

/* Elements 0 to 7, from behind the bracket. @return behind the last one's comma, or NULL */
static inline const char *front(const char *p, struct track_point *out) {
    struct front f = {.p = p, .stops = word_all_stops(p)};

    out->ms = seconds(&f);
    out->lat = degrees(&f, 90000000);
    out->lon = degrees(&f, 180000000);
    altitude(&f, out);
    out->speed = tenths(&f, INT16_MAX);
    out->heading = tenths(&f, 3600);
    if (out->heading == 3600) out->heading = 0;
    out->flags = flags(&f);
    out->rate_fpm = whole(&f);
    return f.off || f.at > 63 ? NULL : p + f.at;
}

/* Element 10. */
static inline const char *geometric(const char *p, struct track_point *out) {
    bool negative = *p == '-';
    uint64_t w = word_load(p + negative);
    unsigned n = word_place(word_stops(w));
    int32_t v;

    if (word_null(w)) return negative ? NULL : p + 4;
    v = (int32_t)word_value(w, n);
    if ((uint32_t)v < least_6[n]) return NULL;
    out->alt_geom_ft = negative ? -v : v;
    return p + negative + n;
}

/* Elements 9 to 13 and the bracket. */
static inline const char *tail(const char *p, struct track_point *out) {
    if (*p != '"' || !(p = trace_source(p + 1, out)) || *p != ',') return NULL;
    if (!(p = geometric(p + 1, out))) return NULL;
    if (WORD_IS(p, ",null,null,null]")) return p + 16;
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
    if (end - p > 8 && WORD_IS(p, "\n    ")) p += 5;
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
