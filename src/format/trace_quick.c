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
 * cycles. So the commas are found first, for 64 bytes together, which hold the first eight elements with room to
 * spare. Each comma ends an element, and from it follows where its point must be. Then all numbers are
 * cut out, at most eight characters before their ends, and are judged and added up side by side. Branches are only for what
 * repeats from row to row (a sign, null) and for what makes the row the other reader's.
 *
 * Nothing beyond the text is read: the last rows are read from a copy. Before a row there are 16 bytes at least: the
 * text has a key and a brace there, and the copy zeros. */
#include "format/trace_word.h"

#define BEFORE 16 /* bytes before a row that may be looked at */
#define LAST 2048 /* bytes of text; the longest row of the real files has 700 */

struct front {
    const char *p;   /* behind the bracket */
    uint64_t commas; /* those not yet passed */
    unsigned at;     /* the element begins here */
};

/* Where a number is: it ends eight bytes behind `from` (sixteen for degrees), and has n digits before its point, 0 when it is
 * not said. */
struct number {
    const char *from;
    unsigned n;
    bool minus;
};

/* By n: which of the characters are digits of it. */
#define K 0xff
static const uint8_t of_seconds[6][8] = {{0},
                                         {0, 0, 0, 0, K, 0, K, K},
                                         {0, 0, 0, K, K, 0, K, K},
                                         {0, 0, K, K, K, 0, K, K},
                                         {0, K, K, K, K, 0, K, K},
                                         {K, K, K, K, K, 0, K, K}};
static const uint8_t of_degrees[4][16] = {{0},
                                          {[8] = K, 0, K, K, K, K, K, K},
                                          {[7] = K, K, 0, K, K, K, K, K, K},
                                          {[6] = K, K, K, 0, K, K, K, K, K, K}};
static const uint8_t of_tenths[5][8] = {
    {0}, {[5] = K, 0, K}, {[4] = K, K, 0, K}, {[3] = K, K, K, 0, K}, {[2] = K, K, K, K, 0, K}};
static const uint8_t of_whole[7][8] = {{0},
                                       {[7] = K},
                                       {[6] = K, K},
                                       {[5] = K, K, K},
                                       {[4] = K, K, K, K},
                                       {[3] = K, K, K, K, K},
                                       {[2] = K, K, K, K, K, K}};
#undef K

/* The point counts as a digit 0. Degrees: tens of them, then what is below; more than 32 tens are too many in any case. */
static const struct word_weights for_degrees = {
    {{0, 0, 0, 1000, 10, 1, 100, 1}, {0, 0, 0, 1000, 10, 1, 100, 1}},
    {0, 10000, 10000, 1, 0, 10000, 10000, 1}};
static const struct word_weights for_tenths_and_whole = {
    {{0, 100, 10, 1, 0, 100, 10, 1}, {100, 1, 100, 1, 100, 1, 100, 1}},
    {10, 1, 10, 1, 10000, 1, 10000, 1}};
static const struct word_weights for_hundredths_and_whole = {
    {{100, 1, 10, 1, 100, 1, 100, 1}, {100, 1, 10, 1, 100, 1, 100, 1}},
    {1000, 1, 10000, 1, 1000, 1, 10000, 1}};

/* The least number of n digits before its point: a smaller one begins with 0. */
#define NO UINT32_MAX
static const uint32_t least[8] = {0, 0, 10, 100, 1000, 10000, 100000, NO};
static const uint32_t least_tenths[5] = {0, 0, 100, 1000, 10000};
static const uint32_t least_hundredths[6] = {0, 0, 1000, 10000, 100000, 1000000};
static const uint32_t least_degrees[4] = {0, 0, 10000000, 100000000};

/* The comma that ends the element, passed; false when there is none within the 64 bytes. */
static inline bool comma(struct front *f, unsigned *end) {
    if (!f->commas) return false;
    *end = (unsigned)__builtin_ctzll(f->commas);
    f->commas &= f->commas - 1;
    return true;
}

/* A word of n characters with its comma, passed. */
static inline bool word(struct front *f, unsigned n, struct number *out) {
    f->commas &= f->commas - 1;
    f->at += n;
    *out = (struct number){.from = f->p};
    return true;
}

static inline bool null(struct front *f, struct number *out) {
    return f->p[f->at] == 'n' && WORD_IS(f->p + f->at, "null,") && word(f, 5, out);
}

static inline bool minus(struct front *f) {
    bool is = f->p[f->at] == '-';

    f->at += is;
    return is;
}

/* For what stays on one side of zero from row to row. */
static inline bool minus_again(struct front *f) {
    if (f->p[f->at] != '-') return false;
    f->at++;
    return true;
}

/* As if it had two decimals: instead of the second there is the comma, which does not count. */
static inline bool seconds(struct front *f, struct number *out) {
    unsigned end, point;

    if (!comma(f, &end) || end < 3) return false;
    point = f->p[end - 2] == '.' ? end - 2 : end - 3;
    *out = (struct number){.from = f->p + point - 5, .n = point};
    f->at = end + 1;
    return point - 1 < 5 && f->p[point] == '.';
}

static inline bool degrees(struct front *f, struct number *out) {
    bool negative = minus_again(f);
    unsigned end, n;

    if (!comma(f, &end) || (n = end - 7 - f->at) - 1 > 2 || f->p[end - 7] != '.') return false;
    *out = (struct number){f->p + end - 16, n, negative};
    f->at = end + 1;
    return true;
}

static inline bool tenths(struct front *f, struct number *out) {
    unsigned end, n;

    if (null(f, out)) return true;
    if (!comma(f, &end) || (n = end - 2 - f->at) - 1 > 3 || f->p[end - 2] != '.') return false;
    *out = (struct number){f->p + end - 8, n, false};
    f->at = end + 1;
    return true;
}

static inline bool whole(struct front *f, bool negative, struct number *out) {
    unsigned end, n;

    if (!comma(f, &end) || (n = end - f->at) - 1 > 5) return false;
    *out = (struct number){f->p + end - 8, n, negative};
    f->at = end + 1;
    return true;
}

static inline bool rate(struct front *f, struct number *out) {
    return null(f, out) || whole(f, minus(f), out);
}

static inline bool altitude(struct front *f, struct number *out, uint8_t *air) {
    if (f->p[f->at] == '"') {
        *air = TRACK_GROUND;
        return WORD_IS(f->p + f->at, "\"ground\",") && word(f, 9, out);
    }
    if (null(f, out)) return true;
    *air = TRACK_AIRBORNE;
    return whole(f, minus_again(f), out);
}

/* One digit; of two, only 12 and up are in use, and rare. */
static inline bool flags(struct front *f, uint8_t *out) {
    unsigned end, n, v = (unsigned)(f->p[f->at] - '0');

    if (!comma(f, &end) || (n = end - f->at) - 1 > 1 || v > 9) return false;
    if (n == 2) {
        unsigned ones = (unsigned)(f->p[f->at + 1] - '0');

        if (!v || ones > 9) return false;
        v = v * 10 + ones;
    }
    f->at = end + 1;
    *out = (uint8_t)(v & (TRACK_STALE | TRACK_LEG | TRACK_RATE_GEOM | TRACK_ALT_GEOM));
    return true;
}

/* Without a branch: rates are as often below zero as not. */
static inline int32_t signed_as(const struct number *x, uint32_t v) {
    uint32_t minus = x->minus;

    return (int32_t)((v ^ -minus) + minus);
}

struct numbers {
    struct number seconds, lat, lon, alt, speed, heading, rate, geom;
};

/* @return false: one of them is none, or out of range, or begins with 0 */
static inline bool count(const struct numbers *x, struct track_point *out) {
    word_cut_t cut[6] = {
        word_cut_long(x->lat.from, of_degrees[x->lat.n]),
        word_cut_long(x->lon.from, of_degrees[x->lon.n]),
        word_cut(x->speed.from, of_tenths[x->speed.n], x->heading.from, of_tenths[x->heading.n]),
        word_cut(x->alt.from, of_whole[x->alt.n], x->rate.from, of_whole[x->rate.n]),
        word_cut(x->seconds.from, of_seconds[x->seconds.n], x->geom.from, of_whole[x->geom.n])};
    uint32_t degrees[4], rest[4], ends[4], lat, lon;

    if (!word_digits(cut, 5)) return false;
    cut[5] = cut[4];
    word_sums(cut, &for_degrees, degrees);
    word_sums(cut + 2, &for_tenths_and_whole, rest);
    word_sums(cut + 4, &for_hundredths_and_whole, ends);
    lat = degrees[0] + degrees[1];
    lon = degrees[2] + degrees[3];
    if (ends[0] < least_hundredths[x->seconds.n] || lat < least_degrees[x->lat.n] ||
        lat > 90000000 || lon < least_degrees[x->lon.n] || lon > 180000000 ||
        rest[0] < least_tenths[x->speed.n] || rest[0] > INT16_MAX ||
        rest[1] < least_tenths[x->heading.n] || rest[1] > 3600 || rest[2] < least[x->alt.n] ||
        rest[3] < least[x->rate.n] || ends[1] < least[x->geom.n])
        return false;
    out->ms = (int64_t)ends[0] * 10;
    out->lat = signed_as(&x->lat, lat);
    out->lon = signed_as(&x->lon, lon);
    if (x->speed.n) out->speed = (int16_t)rest[0];
    if (x->heading.n) out->heading = (int16_t)(rest[1] == 3600 ? 0 : rest[1]);
    if (x->alt.n) out->alt_ft = signed_as(&x->alt, rest[2]);
    if (x->rate.n) out->rate_fpm = signed_as(&x->rate, rest[3]);
    if (x->geom.n) out->alt_geom_ft = signed_as(&x->geom, ends[1]);
    return true;
}

/* Elements 0 to 7, from behind the bracket, into a blank point. @return behind the last one's comma, or
 * NULL */
static inline const char *front(const char *p, struct numbers *x, struct track_point *out) {
    struct front f = {.p = p, .commas = word_commas(p)};

    if (!seconds(&f, &x->seconds) || !degrees(&f, &x->lat) || !degrees(&f, &x->lon) ||
        !altitude(&f, &x->alt, &out->air) || !tenths(&f, &x->speed) || !tenths(&f, &x->heading) ||
        !flags(&f, &out->flags) || !rate(&f, &x->rate))
        return NULL;
    return p + f.at;
}

/* Element 10, up to its comma. It is most often as long as in the row before: then what is behind it can be looked at before
 * its length is known. */
static inline const char *geometric(const char *p, unsigned *length, struct number *out) {
    uint64_t w = word_load(p), c = w ^ WORD_ONES * ',';
    bool negative = (w & 0xff) == '-';

    if (word_null(w)) return p + 4;
    if (p[*length] != ',') *length = word_place((c - WORD_ONES) & ~c & WORD_HIGHS);
    p += *length;
    *out = (struct number){p - 8, *length - negative, negative};
    return *length - negative - 1 < 6 ? p : NULL;
}

/* Elements 9 to 13 and the bracket. */
static inline const char *tail(struct trace_form *f, const char *p, struct number *geom,
                               struct track_point *out) {
    if (WORD_IS(p, "\"adsb_icao\",")) {
        out->source = TRACK_ADSB_ICAO;
        p += 11;
    } else if (*p != '"' || !(p = trace_source(p + 1, out)) || *p != ',')
        return NULL;
    if (!(p = geometric(p + 1, &f->geometric, geom))) return NULL;
    if (WORD_IS(p, ",null,null,null]")) return p + 16; /* 16 bytes at once */
    for (int i = 0; i < 3; i++)
        if (*p != ',' || !(p = word_other(p + 1))) return NULL;
    return *p == ']' ? p + 1 : NULL;
}

/* At the bracket, with TRACE_ROOM bytes to go. */
static inline const char *row(struct trace_form *f, const char *p, const char *end,
                              struct track_point *out) {
    struct numbers x;

    if (!(p = front(p + 1, &x, out))) return NULL;
    if (*p == '{')
        p = trace_object(f, p + 1, end, out);
    else
        p = WORD_IS(p, "null") ? p + 4 : NULL;
    if (!p || end - p < TRACE_ROOM) return NULL;
    x.geom = (struct number){.from = p};
    if (*p == ',')
        p = tail(f, p + 1, &x.geom, out);
    else
        p = *p == ']' ? p + 1 : NULL;
    return p && count(&x, out) ? p : NULL;
}

static inline const char *space(const char *p, const char *end) {
    if (end - p > 2 && WORD_IS(p, "\n[")) return p + 1;
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
    char copy[BEFORE + LAST + TRACE_ROOM + TRACE_OBJECT] = {0}, *from = copy + BEFORE;
    size_t n = (size_t)(t->j.end - p);

    memcpy(from, p, n);
    return (size_t)(rows(t, f, from, from + n + TRACE_ROOM + TRACE_OBJECT) - from);
}

size_t trace_quick(struct trace_in *t) {
    struct jscan *j = &t->j;
    size_t before = t->tally->rows, n;
    struct trace_form form;

    form.n = form.geometric = 0;
    j->p = rows(t, &form, j->p, j->end);
    if (j->end - j->p < LAST) {
        const char *p = j->p;
        bool first = t->tally->rows == before, goes_on = p < j->end && *p == ',';

        if (!first && goes_on) p = space(p + 1, j->end);
        n = first || goes_on ? last_rows(t, &form, p) : 0;
        if (n) j->p = p + n;
    }
    n = t->tally->rows - before;
    t->tally->quick += n;
    return n;
}
