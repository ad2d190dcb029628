/* SPDX-License-Identifier: Apache-2.0 */

/* What tells of a person where words should stand: an address for mail, a telephone number, or the point on which somebody
 * stood. By its look alone, in any language; a word for a thing is seen in a header (sheet_private.c). */
#include "base/span.h"
#include "format/sheet.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- contacts ---- */

static bool is_mail_char(char c) {
    return is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80 || (c && strchr("._%+-", c));
}

/** local@domain.tld anywhere in s. An account name after a slash (`/@channel`) is an address of a
 * page, not of a person. */
static bool has_mail(struct span s) {
    for (size_t i = 1; i + 3 < s.n; i++) {
        size_t j = i + 1;
        bool dot = false;

        if (s.p[i] != '@' || !is_mail_char(s.p[i - 1])) continue;
        for (; j < s.n && (is_letter(s.p[j]) || is_digit(s.p[j]) || s.p[j] == '-' || s.p[j] == '.');
             j++)
            if (s.p[j] == '.' && j > i + 1 && j + 2 < s.n && is_letter(s.p[j + 1]) &&
                is_letter(s.p[j + 2]))
                dot = true;
        if (dot) return true;
    }
    return false;
}

/** The run of digits and what may stand between the digits of a telephone number, from *at on; *at
 * moves behind it. */
struct run {
    char first;    /* '+', '(' or the first digit */
    char second;   /* the digit after it, or 0 */
    size_t digits; /* in all */
    size_t groups;
    bool date; /* holds a group of four that is a year of ours, or two-two-four */
};

static struct run run_read(struct span s, size_t *at) {
    struct run r = {.first = s.p[*at]};
    size_t i = *at, last = *at, gap = 0;

    if (r.first == '+' || r.first == '(') i++;
    while (i < s.n && gap <= 2) {
        size_t k = i;

        while (k < s.n && is_digit(s.p[k])) k++;
        if (k == i) {
            if (!strchr(" -.()", s.p[i]) || !s.p[i]) break;
            gap++, i++;
            continue;
        }
        if (!r.second && !is_digit(r.first)) r.second = s.p[i];
        if (!r.second && k - i > 1) r.second = s.p[i + 1];
        if (k - i == 4 &&
            ((s.p[i] == '1' && s.p[i + 1] == '9') || (s.p[i] == '2' && s.p[i + 1] == '0')))
            r.date = true;
        r.digits += k - i;
        r.groups++;
        gap = 0;
        last = i = k;
    }
    *at = last > *at ? last : *at + 1;
    return r;
}

/** A telephone number as people write one: with + and 8 to 15 digits; or 10 to 12 digits that begin
 * as national numbers do (0, 8, (, or 13 to 19 as Chinese mobiles), in at most six groups, none of
 * which makes it a date. */
static bool has_phone(struct span s) {
    for (size_t i = 0; i < s.n;) {
        char before = ' ';
        struct run r;

        if (i) before = s.p[i - 1];
        if (s.p[i] != '+' && s.p[i] != '(' && !is_digit(s.p[i])) {
            i++;
            continue;
        }
        r = run_read(s, &i);
        if (is_letter(before) || is_digit(before) || (unsigned char)before >= 0x80 ||
            strchr("_-/.=&%#:", before))
            continue;
        if (r.first == '+' && r.digits >= 8 && r.digits <= 15) return true;
        if (r.digits < 10 || r.digits > 12 || r.groups > 6 || r.date) continue;
        if (r.first == '0' || r.first == '8' || r.first == '(') return true;
        if (r.first == '1' && r.second >= '3' && r.digits == 11) return true;
    }
    return false;
}

/* ---- places ---- */

#define FINE 3 /* decimals of a degree that are a place, 110 m, where a mark says that it is one */
#define FINE_PAIR 4 /* of one of two numbers without marks: 1.234, 5.678 may be thousands */

/** A number with decimals, and what beside it makes it an angle. */
struct angle {
    size_t decimals;
    double degrees;
    bool marked; /* a degree sign, or N E S W */
    size_t end;
};

static bool has_at(struct span s, size_t at, const char *word) {
    size_t n = strlen(word);

    return at <= s.n && n <= s.n - at && memcmp(s.p + at, word, n) == 0;
}

/** Bytes of a degree sign, or of the letters that are taken for one. */
static size_t degree_sign(struct span s, size_t at) {
    static const char *const signs[] = {"\xc2\xb0", "\xc2\xba", "\xcb\x9a", "%C2%B0"};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (has_at(s, at, signs[i])) return strlen(signs[i]);
    return 0;
}

/** One of N E S W by itself (a small e is a word for "and", an s a second), with nothing of a word on the side that looks away from the number. */
static bool hemisphere(struct span s, size_t at, ptrdiff_t away) {
    size_t next = at + (size_t)away; /* wraps below 0, and is then no place of s */

    if (at >= s.n || !s.p[at] || !strchr("NESW", s.p[at])) return false;
    return next >= s.n || !(is_letter(s.p[next]) || is_digit(s.p[next]) || s.p[next] == '+' ||
                            s.p[next] == '-' || (unsigned char)s.p[next] >= 0x80);
}

static size_t past_blanks(struct span s, size_t at) {
    while (at < s.n && s.p[at] == ' ') at++;
    return at;
}

/** At the first digit of a number. @return has it decimals? */
static bool angle_read(struct span s, size_t at, struct angle *out) {
    size_t i = at, after;

    *out = (struct angle){0};
    for (; i < s.n && is_digit(s.p[i]) && i - at < 4; i++)
        out->degrees = 10 * out->degrees + (s.p[i] - '0');
    out->end = i;
    if (i - at > 3 || i + 1 >= s.n || (s.p[i] != '.' && s.p[i] != ',') || !is_digit(s.p[i + 1]))
        return false;
    for (i++; i < s.n && is_digit(s.p[i]); i++) out->decimals++;
    out->end = i;
    after = past_blanks(s, i);
    out->marked = degree_sign(s, i) || hemisphere(s, after, 1) ||
                  (at && hemisphere(s, at - 1, -1)) ||
                  (at > 1 && s.p[at - 1] == ' ' && hemisphere(s, at - 2, -1));
    return true;
}

/** From the end of one number to the first digit of the next, where nothing but what parts two coordinates stands
 * between them. @return its place; s.n: no. */
static size_t next_angle(struct span s, size_t at) {
    static const char *const between[] = {"%2C", "%2c", "%20", "\xc2\xb0", "\xc2\xba", "\xcb\x9a"};
    size_t from = at;

    while (at < s.n && at - from < 12 && !is_digit(s.p[at])) {
        size_t step = s.p[at] && strchr(" ,;/|+-NESWnesw", s.p[at]) ? 1 : 0;

        for (size_t i = 0; i < sizeof between / sizeof *between; i++)
            if (has_at(s, at, between[i])) step = strlen(between[i]);
        if (!step) return s.n;
        at += step;
    }
    return at < s.n && at > from && is_digit(s.p[at]) ? at : s.n;
}

/** 43°23'46", 43°23.767': the minute and a part of it, after the degree sign at `at`. Two whole angles stay: 43°23' 132°09'. */
static bool has_seconds(struct span s, size_t at) {
    size_t i = past_blanks(s, at + degree_sign(s, at)), from = i, digits;

    while (i < s.n && is_digit(s.p[i])) i++;
    if (i == from || i - from > 2) return false;
    if (i + 1 < s.n && (s.p[i] == '.' || s.p[i] == ',') && is_digit(s.p[i + 1])) return true;
    for (from = i; i < s.n && i - from < 5 && !is_digit(s.p[i]);) {
        if (!strchr(" '`", s.p[i]) && (unsigned char)s.p[i] < 0x80) return false;
        i++;
    }
    if (i == from) return false;
    for (digits = 0; i < s.n && is_digit(s.p[i]); i++) digits++;
    return digits > 0 && digits <= 2 && !degree_sign(s, i);
}

static bool has_place(struct span s) {
    for (size_t i = 0; i < s.n; i++) {
        struct angle lat, lon;
        size_t next;

        if (degree_sign(s, i) && i && is_digit(s.p[i - 1]) && has_seconds(s, i)) return true;
        if (!is_digit(s.p[i]) || (i && (is_digit(s.p[i - 1]) || s.p[i - 1] == '.'))) continue;
        if (!angle_read(s, i, &lat) || lat.decimals < FINE || lat.degrees > 180) continue;
        if (lat.marked) return true;
        next = next_angle(s, lat.end);
        if (next == s.n || !angle_read(s, next, &lon) || lon.decimals < FINE) continue;
        if (lon.degrees <= 180 && (lat.decimals >= FINE_PAIR || lon.decimals >= FINE_PAIR))
            return true;
    }
    return false;
}

int sheet_contact(struct span cell, bool link, struct err *e) {
    if (has_mail(cell)) return err_set(e, RC_SEALED, "looks like an e-mail address: take it out");
    if (!link && has_phone(cell))
        return err_set(e, RC_SEALED, "looks like a telephone number: take it out");
    if (has_place(cell)) return err_set(e, RC_SEALED, "looks like coordinates: take them out");
    return 0;
}
