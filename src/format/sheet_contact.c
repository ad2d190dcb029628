/* SPDX-License-Identifier: Apache-2.0 */

/* What tells of a person where words should stand: an address for mail, a telephone number, or the point on which somebody
 * stood (sheet_place.c, sheet_grid.c). By its look alone, in any language; a word for a thing is seen in a header (sheet_private.c). */
#include "base/ascii.h"
#include "format/sheet.h"
#include "format/sheet_in.h"

static bool is_mail_char(char c) {
    return ascii_letter(c) || ascii_digit(c) || (unsigned char)c >= 0x80 ||
           (c && strchr("._%+-", c));
}

/** local@domain.tld anywhere in s. An account name after a slash (`/@channel`) is an address of a
 * page, not of a person. */
static bool has_mail(struct span s) {
    for (size_t i = 1; i + 3 < s.n; i++) {
        size_t j = i + 1;
        bool dot = false;

        if (s.p[i] != '@' || !is_mail_char(s.p[i - 1])) continue;
        for (; j < s.n &&
               (ascii_letter(s.p[j]) || ascii_digit(s.p[j]) || s.p[j] == '-' || s.p[j] == '.');
             j++)
            if (s.p[j] == '.' && j > i + 1 && j + 2 < s.n && ascii_letter(s.p[j + 1]) &&
                ascii_letter(s.p[j + 2]))
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

        while (k < s.n && ascii_digit(s.p[k])) k++;
        if (k == i) {
            if (!strchr(" -.()", s.p[i]) || !s.p[i]) break;
            gap++, i++;
            continue;
        }
        if (!r.second && !ascii_digit(r.first)) r.second = s.p[i];
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
        if (s.p[i] != '+' && s.p[i] != '(' && !ascii_digit(s.p[i])) {
            i++;
            continue;
        }
        r = run_read(s, &i);
        if (ascii_letter(before) || ascii_digit(before) || (unsigned char)before >= 0x80 ||
            strchr("_-/.=&%#:", before))
            continue;
        if (r.first == '+' && r.digits >= 8 && r.digits <= 15) return true;
        if (r.digits < 10 || r.digits > 12 || r.groups > 6 || r.date) continue;
        if (r.first == '0' || r.first == '8' || r.first == '(') return true;
        if (r.first == '1' && r.second >= '3' && r.digits == 11) return true;
    }
    return false;
}

bool sheet_exact(struct span text) {
    return sheet_place(text) || sheet_grid(text);
}

int sheet_contact(struct span cell, bool link, struct err *e) {
    if (has_mail(cell)) return err_set(e, RC_SEALED, "looks like an e-mail address: take it out");
    if (!link && has_phone(cell))
        return err_set(e, RC_SEALED, "looks like a telephone number: take it out");
    if (sheet_exact(cell)) return err_set(e, RC_SEALED, "looks like coordinates: take them out");
    return 0;
}
