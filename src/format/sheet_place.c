/* SPDX-License-Identifier: Apache-2.0 */

/* The point on which somebody stood, written as two angles.
 *
 * No single sign tells: 12.345 may be twelve thousand, N 12 a gate, 12 30 45 a time, 43.396117 a share of something. So signs are counted,
 * and two make a place:
 *
 *     four decimals or more                                      1
 *     three behind a comma: more often thousands                -1
 *     degrees and minutes with nothing between but blanks, or in one number (432346), as times and dates have it  -1
 *     beside it a degree sign, or a word for latitude or longitude  3
 *     beside it N, E, S or W, or a word for coordinates           2
 *     a second one that the first can be a point with             1; 2 where one is a latitude and the other a longitude
 *     and the two are all that stands there                       1
 *
 * Only what is finer than a hundredth of a degree (1 km) is looked at. A pair of numbers below 4.5 is no point with anybody on it: around
 * 0, 0 there is water for 500 km; but most shares, ratios and versions are such numbers. */
#include "base/ascii.h"
#include "format/sheet_in.h"

#include <math.h>

#define ENOUGH 2          /* signs */
#define COARSE_ARCSEC 36. /* a hundredth of a degree */
#define WATER_DEG 4.5     /* the nearest land to 0, 0 is Cape Three Points, 4.74 N 2.09 W */
#define NEAR 24 /* bytes from a word for an axis to its number, and from one angle to the next */

/** Digits with at most one point or comma in them. */
struct figure {
    double value;
    size_t whole, decimals; /* digits before and behind it */
    char point;             /* . or , or 0 */
    bool chain;             /* more than one: a version, a date, 1,234,567 */
    size_t end;
};

struct angle {
    double degrees, arcsec; /* the second is its last digit's worth */
    int form, mark;         /* signs */
    size_t decimals;
    enum sheet_sign axis; /* SIGN_LAT or SIGN_LON where it is told */
    size_t at, end;
};

static bool one_of(struct span s, size_t at, const char *set) {
    return at < s.n && s.p[at] && strchr(set, s.p[at]);
}

static bool digit_at(struct span s, size_t at) {
    return at < s.n && ascii_digit(s.p[at]);
}

/** From the first digit at `at` on. */
static struct figure figure_read(struct span s, size_t at) {
    struct figure f = {0};
    size_t i = at;
    double unit = 1;

    for (; digit_at(s, i); i++, f.whole++) f.value = 10 * f.value + (s.p[i] - '0');
    if (i < s.n && (s.p[i] == '.' || s.p[i] == ',') && digit_at(s, i + 1)) {
        f.point = s.p[i++];
        for (; digit_at(s, i); i++, f.decimals++) f.value += (s.p[i] - '0') * (unit /= 10);
    }
    while (f.point && i < s.n && digit_at(s, i + 1) &&
           (s.p[i] == '.' || (s.p[i] == f.point && f.decimals == 3))) {
        f.chain = true;
        for (i++; digit_at(s, i);) i++;
    }
    f.end = i;
    return f;
}

/** Signs that a word or letter is worth. */
static int worth(enum sheet_sign sign) {
    return sign == SIGN_LAT || sign == SIGN_LON ? 3 : 2;
}

static enum sheet_sign axis_of(enum sheet_sign sign) {
    if (sign == SIGN_NS) return SIGN_LAT;
    return sign == SIGN_EW ? SIGN_LON : sign;
}

/** A degree sign behind `at`, and not that of a temperature. @return where it ends, or 0. */
static size_t degree_end(struct span s, size_t at) {
    enum sheet_sign sign;
    size_t n, i = sheet_past_blanks(s, at);

    n = sheet_sign(s, i, &sign);
    if (sign != SIGN_DEGREE) return 0;
    i += n;
    return i < s.n && (s.p[i] == 'C' || s.p[i] == 'F') ? 0 : i;
}

/** Minutes or seconds of an angle from `at` on, where a blank may stand; their own sign is `own`. Without it they are none if they count
 *  something (12 km). @return where they and it end, or 0. */
static size_t part_read(struct span s, size_t at, enum sheet_sign own, struct figure *out) {
    enum sheet_sign sign;
    size_t n, i = sheet_past_blanks(s, at), end;
    struct figure f;

    if (!digit_at(s, i)) return 0;
    f = figure_read(s, i);
    if (f.chain || f.whole > 2 || f.value >= 60 || degree_end(s, f.end)) return 0;
    end = sheet_past_blanks(s, f.end);
    n = sheet_sign(s, end, &sign);
    if (sign ? sign < SIGN_LAT && sign != own : end < s.n && ascii_letter(s.p[end])) return 0;
    *out = f;
    return sign == own ? end + n : f.end;
}

static void fine_to(struct angle *a, double unit_arcsec, const struct figure *f) {
    a->arcsec = unit_arcsec * pow(10, -(double)f->decimals);
    a->decimals = f->decimals;
    a->degrees += f->value * unit_arcsec / 3600;
}

/** Minutes and seconds behind whole degrees that end at `at`. @return where they end; `at` if there are none. */
static size_t sixtieths_read(struct span s, size_t at, struct angle *a) {
    struct figure minutes, seconds;
    size_t end = part_read(s, at, SIGN_MINUTE, &minutes), more;

    if (!end) return at;
    fine_to(a, 60, &minutes);
    if (minutes.decimals) return end;
    more = part_read(s, end + one_of(s, end, "-:"), SIGN_SECOND, &seconds);
    if (!more) return end;
    fine_to(a, 1, &seconds);
    return more;
}

/** 432346, 1320904, 4323.767: degrees, two digits of minutes, two of seconds in one number. */
static void unpack(struct angle *a, const struct figure *f) {
    double v = f->value, part = fmod(v, 100);
    bool seconds = f->whole > 5;

    a->form = -1;
    a->degrees = 0;
    a->arcsec = (seconds ? 1 : 60) * pow(10, -(double)f->decimals);
    if (seconds) {
        a->degrees = part / 3600;
        v = floor(v / 100);
        if (part >= 60) a->arcsec = 3600; /* no angle */
    }
    if (fmod(v, 100) >= 60) a->arcsec = 3600;
    a->degrees += fmod(v, 100) / 60 + floor(v / 100);
}

/** What stands behind an angle that had no word or letter in front. NMEA has a comma between. */
static void mark_behind(struct span s, bool packed, struct angle *a) {
    enum sheet_sign sign;
    size_t behind = sheet_past_blanks(s, a->end + (packed && one_of(s, a->end, ","))),
           n = sheet_sign(s, behind, &sign);

    if (sign < SIGN_LAT) return;
    a->axis = axis_of(sign);
    if (a->mark < worth(sign)) a->mark = worth(sign);
    a->end = behind + n;
}

/** From the first digit at `at` on, with what stands behind it. What stood before is in a->mark and a->axis. Parts with no sign between them are
 *  those of an angle only where a mark says so, and of S7 12 30 not even then: letter and digit are an airline. */
static void angle_read(struct span s, size_t at, struct angle *a) {
    struct figure f = figure_read(s, at);
    struct angle plain = {.at = at, .end = f.end, .arcsec = 3600};
    size_t sign_end, joint = f.end + one_of(s, f.end, " -:");
    bool packed = f.whole > 3 && f.whole < 8, airline = f.whole == 1 && a->mark,
         parts = !f.decimals && !airline && digit_at(s, joint), bare = false;

    a->at = at;
    a->end = f.end;
    if (packed) {
        unpack(a, &f);
    } else if ((sign_end = degree_end(s, f.end))) {
        a->mark = 3;
        fine_to(a, 3600, &f);
        a->end = f.decimals ? sign_end : sixtieths_read(s, sign_end, a);
    } else {
        fine_to(a, 3600, &f);
        if (f.decimals) a->form = f.decimals > 3 ? 1 : f.decimals == 3 && f.point == ',' ? -1 : 0;
        bare = parts && (a->end = sixtieths_read(s, joint, a)) > joint;
        if (bare) a->form = -1;
        if (parts && !bare) a->end = f.end;
    }
    if (!a->axis) mark_behind(s, packed, a);
    if (f.chain || f.whole > 7 || ((packed || bare) && !a->mark)) *a = plain;
}

/* ---- two of them ---- */

/** What stands between the last angle and here. */
enum gap {
    GAP_NONE,  /* nothing, or nothing yet */
    GAP_GLUE,  /* one comma or slash */
    GAP_APART, /* blanks, commas, brackets, marks of the two */
    GAP_DASH,  /* 12.3 - 14.5, 12.3+14.5 */
    GAP_WORDS
};

struct reader {
    struct span s;
    struct angle last; /* at 0 and end 0: none */
    enum gap gap;
    size_t run;           /* figures with decimals so far that stand side by side */
    enum sheet_sign axis; /* of the number to come */
    int mark;
    size_t marked, reach; /* where that ends, and how many bytes from there it may be */
};

static bool is_fine(const struct angle *a) {
    return a->arcsec < COARSE_ARCSEC && a->degrees <= 180;
}

/** Does nothing stand behind the second that two numbers would count, and no third? One beyond 90 can only be a longitude, whatever stands behind it. */
static bool stand_alone(const struct reader *r, const struct angle *a) {
    size_t i = sheet_past_blanks(r->s, a->end);
    bool word = i < r->s.n && (ascii_letter(r->s.p[i]) || (unsigned char)r->s.p[i] >= 0x80);

    if (r->gap == GAP_GLUE) return true;
    if (r->gap != GAP_APART || r->run != 1) return false;
    if (word) return (a->degrees > 90) != (r->last.degrees > 90);
    while (one_of(r->s, i, " .,;:)]}'\"\t\r\n")) i++;
    return !digit_at(r->s, i);
}

/** Signs of the two together. */
static int signs_of_both(const struct reader *r, const struct angle *a) {
    const struct angle *b = &r->last;
    int one = a->form + a->mark, other = b->form + b->mark, both = one > other ? one : other;
    bool crossed = a->axis && b->axis && a->axis != b->axis && a->axis != SIGN_POINT &&
                   b->axis != SIGN_POINT,
         water = a->degrees < WATER_DEG && b->degrees < WATER_DEG && !a->mark && !b->mark;

    if (!b->end || !is_fine(b) || a->at - b->end > NEAR || water) return 0;
    if (a->degrees > 90 && b->degrees > 90) return 0;
    if (r->gap == GAP_WORDS && !crossed && (a->decimals < 5 || b->decimals < 5)) return 0;
    return both + (crossed ? 2 : 1) + stand_alone(r, a);
}

/** A number at i. @return does it end a place? */
static bool take(struct reader *r, size_t *i) {
    struct angle a = {0};
    bool found;

    if (r->axis && *i - r->marked <= r->reach) {
        a.axis = r->axis;
        a.mark = r->mark;
    }
    angle_read(r->s, *i, &a);
    found = is_fine(&a) && (a.form + a.mark >= ENOUGH || signs_of_both(r, &a) >= ENOUGH);
    r->run = r->gap == GAP_WORDS || !a.decimals ? 0 : r->run;
    r->run += a.decimals > 0;
    r->last = a;
    r->gap = GAP_NONE;
    r->axis = SIGN_NONE;
    *i = a.end;
    return found;
}

/** The character that begins at i, those that links spell out (%2C) as what they stand for. *n is its bytes. */
static char plain(struct span s, size_t i, size_t *n) {
    static const struct {
        const char *spelt;
        char c;
    } known[] = {{"%2C", ','}, {"%2c", ','}, {"%20", ' '}, {"\xe2\x88\x92", '-'}};

    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (s.n - i >= 3 && memcmp(s.p + i, known[k].spelt, 3) == 0) {
            *n = 3;
            return known[k].c;
        }
    *n = 1;
    return s.p[i];
}

/** The gap with one character more, c; does a digit follow? */
static enum gap widened(enum gap gap, char c, bool figure) {
    if (gap == GAP_WORDS) return gap;
    if ((c == '-' || c == '+') && figure && (gap == GAP_GLUE || gap == GAP_APART)) return gap;
    if (c == '-' || c == '+') return GAP_DASH;
    if (!c || !strchr(" ,;/|()[]{}&=:'\"\t\r\n", c)) return GAP_WORDS;
    if (gap == GAP_NONE && strchr(",;/|", c)) return GAP_GLUE;
    return gap == GAP_DASH ? GAP_DASH : GAP_APART;
}

/** A sign or any other character at i. @return its bytes. */
static size_t pass(struct reader *r, size_t i) {
    enum sheet_sign sign = SIGN_NONE;
    bool inside = i && ascii_letter(r->s.p[i]) && ascii_letter(r->s.p[i - 1]);
    size_t n = inside ? 0 : sheet_sign(r->s, i, &sign);
    char c;

    if (sign < SIGN_LAT) {
        c = plain(r->s, i, &n);
        r->gap = widened(r->gap, c, digit_at(r->s, i + n));
        return n;
    }
    r->axis = axis_of(sign);
    r->mark = worth(sign);
    r->reach = sign < SIGN_NS ? NEAR : 2;
    r->marked = i + n;
    if (r->gap == GAP_NONE || r->gap == GAP_GLUE) r->gap = GAP_APART;
    return n;
}

bool sheet_place(struct span s) {
    struct reader r = {.s = s};

    for (size_t i = 0; i < s.n;) {
        if (!digit_at(s, i))
            i += pass(&r, i);
        else if (take(&r, &i))
            return true;
    }
    return false;
}
