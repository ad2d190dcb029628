/* SPDX-License-Identifier: Apache-2.0 */

/* A point in the code of a grid, by its look: each of these has a form so strict that hardly a word or a number has it by accident.
 *
 * MGRS and UTM: NGA.STND.0037, "Universal Grids and the Transverse Mercator and Polar Stereographic Map Projections"; the letters of a
 * square's column are a third of the alphabet, which third by the zone. Plus codes: the specification of Open Location Code. */
#include "base/ascii.h"
#include "format/sheet_in.h"

static bool one_of(struct span s, size_t at, const char *set) {
    return at < s.n && s.p[at] && strchr(set, ascii_to_upper(s.p[at]));
}

static size_t digits_at(struct span s, size_t at) {
    size_t n = 0;

    while (at + n < s.n && ascii_digit(s.p[at + n])) n++;
    return n;
}

/** No letter and no digit stands at `at`. */
static bool ends(struct span s, size_t at) {
    return at >= s.n || !(ascii_digit(s.p[at]) || ascii_letter(s.p[at]));
}

/** 1 to 60 and the letter of a band: 52T. @return where it ends, or 0. */
static size_t zone_read(struct span s, size_t at, unsigned *zone) {
    size_t n = digits_at(s, at), i = at + n;

    *zone = 0;
    if (n < 1 || n > 2) return 0;
    for (size_t k = at; k < i; k++) *zone = 10 * *zone + (unsigned)(s.p[k] - '0');
    if (*zone < 1 || *zone > 60) return 0;
    i = sheet_past_blanks(s, i);
    return one_of(s, i, "CDEFGHJKLMNPQRSTUVWX") ? i + 1 : 0;
}

/** 52T GN 12345 67890: the square, and as many digits east as north, three at least (100 m). */
static bool is_mgrs(struct span s, size_t at) {
    static const char *const columns[] = {"STUVWXYZ", "ABCDEFGH", "JKLMNPQR"};
    unsigned zone;
    size_t i = zone_read(s, at, &zone), east, north;

    if (!i) return false;
    i = sheet_past_blanks(s, i);
    if (!one_of(s, i, columns[zone % 3]) || !one_of(s, i + 1, "ABCDEFGHJKLMNPQRSTUV")) return false;
    i = sheet_past_blanks(s, i + 2);
    east = digits_at(s, i);
    if (ends(s, i + east) && east >= 6 && east <= 10 && east % 2 == 0) return true;
    i = sheet_past_blanks(s, i + east);
    north = digits_at(s, i);
    return east >= 3 && east <= 5 && north == east && ends(s, i + north);
}

/** 52T 754321 4805123: metres, six digits east and seven north, each with its unit or without (mE mN). */
static bool is_utm(struct span s, size_t at) {
    unsigned zone;
    size_t i = zone_read(s, at, &zone);

    if (!i) return false;
    i = sheet_past_blanks(s, i);
    if (digits_at(s, i) != 6) return false;
    for (i += 6; one_of(s, i, " ,ME");) i++;
    return digits_at(s, i) == 7;
}

static size_t plus_digits(struct span s, size_t at) {
    size_t n = 0;

    while (one_of(s, at + n, "23456789CFGHJMPQRVWX")) n++;
    return n;
}

/** 8Q87+XX, 8Q8745C2+XX, and 8Q8745C2+ (275 m): four, six or eight before the plus, two at least behind it. All digits, it would be a sum. */
static bool is_plus(struct span s, size_t at) {
    size_t n = plus_digits(s, at), i = at + n, more;
    bool letter = false;

    if (n != 4 && n != 6 && n != 8) return false;
    if (i < s.n && s.p[i] == '+')
        i++;
    else if (s.n - i >= 3 && memcmp(s.p + i, "%2", 2) == 0 && one_of(s, i + 2, "B"))
        i += 3;
    else
        return false;
    more = plus_digits(s, i);
    for (size_t k = at; k < i + more; k++) letter |= k != i && ascii_letter(s.p[k]);
    return letter && ends(s, i + more) && (more >= 2 || (n == 8 && !more));
}

/** ///filled.count.soap, in the letters of any script. */
static bool is_words(struct span s, size_t at) {
    size_t words = 0, i = at + 3;

    if (s.n - at < 8 || memcmp(s.p + at, "///", 3) != 0) return false;
    for (;; i++) {
        size_t from = i;

        while (i < s.n && (ascii_letter(s.p[i]) || (unsigned char)s.p[i] >= 0x80)) i++;
        if (i == from) return false;
        if (++words == 3) return true;
        if (i >= s.n || s.p[i] != '.') return false;
    }
}

bool sheet_grid(struct span s) {
    for (size_t i = 0; i < s.n; i++) {
        if (is_words(s, i)) return true;
        if (i && (!ends(s, i - 1) || s.p[i - 1] == '.')) continue; /* 0.95.03cvs20020306 */
        if (is_mgrs(s, i) || is_utm(s, i) || is_plus(s, i)) return true;
    }
    return false;
}
