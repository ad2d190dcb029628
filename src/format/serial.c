/* SPDX-License-Identifier: Apache-2.0 */
/* What a spreadsheet's number means.
 *
 * A cell holds 45229.513888888891 and its style says `yyyy-mm-dd hh:mm`: days since the end of 1899
 * and a part of a day. The text is handled as decimal digits from end to end. A double would do for
 * most, but then the printed figure would depend on a printing routine, and 17 digits (which Excel
 * writes) are more than base/num.c takes. ECMA-376 part 1, 18.17.4.1 has the two day counts; in the
 * 1900 one, number 60 is 29 February 1900, a day that never was, kept from Lotus 1-2-3. */
#include "format/serial.h"

#include "base/utc.h"

#include <ctype.h>
#include <inttypes.h>

#define DIGITS 15      /* significant, as spreadsheets show them at most */
#define PLAIN 20       /* powers of ten up to which a number is written without exponent */
#define EXPONENT 10000 /* larger ones are stopped here while reading */
#define DAY_S 86400
#define LEAP_1900 60     /* the day that never was */
#define EPOCH_1900 25569 /* number of 1970-01-01 */
#define EPOCH_1904 24107
#define YEAR_HI 2199 /* the last that base/utc.h has */

enum serial_kind serial_builtin(long id) {
    if (id == 22) return SERIAL_INSTANT;
    if (id >= 14 && id <= 17) return SERIAL_DATE;
    if (id == 46) return SERIAL_ELAPSED;
    if ((id >= 18 && id <= 21) || id == 45 || id == 47) return SERIAL_TIME;
    if (id >= 32 && id <= 35) return SERIAL_TIME;
    if ((id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58)) return SERIAL_DATE;
    return SERIAL_NUMBER;
}

static bool starts(struct span s, const char *word) {
    size_t n = strlen(word);

    return s.n >= n && strncasecmp(s.p, word, n) == 0;
}

/* Length of what stands for itself or says nothing here: quoted and escaped text, padding, colours,
 * conditions, locales. 0: the next byte is a letter of the format. */
static size_t literal(struct span s) {
    const char *end;

    switch (s.p[0]) {
    case '"':
    case '[':
        end = memchr(s.p + 1, s.p[0] == '"' ? '"' : ']', s.n - 1);
        return end ? (size_t)(end - s.p) + 1 : s.n;
    case '\\':
    case '_':
    case '*': return s.n > 1 ? 2 : 1;
    default: return starts(s, "general") ? 7 : 0;
    }
}

/* [h], [mm], [s]: hours, minutes or seconds that go on counting. */
static bool elapsed(struct span s) {
    static const char *const words[] = {"[h", "[m]", "[mm]", "[s]", "[ss]"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (starts(s, words[i])) return true;
    return false;
}

enum letter { LETTER_DATE = 1, LETTER_CLOCK = 2, LETTER_M = 4, LETTER_ELAPSED = 8 };

/* What the format's next piece is made of; its length goes to *n. */
static unsigned piece(struct span s, size_t *n) {
    *n = literal(s);
    if (*n) return elapsed(s) ? LETTER_ELAPSED : 0;
    *n = starts(s, "am/pm") ? 5 : starts(s, "a/p") ? 3 : 1;
    if (*n > 1) return LETTER_CLOCK;
    switch (s.p[0]) {
    case 'y':
    case 'Y':
    case 'd':
    case 'D': return LETTER_DATE;
    case 'h':
    case 'H':
    case 's':
    case 'S': return LETTER_CLOCK;
    case 'm':
    case 'M': return LETTER_M; /* minutes beside hours or seconds, else months */
    default: return 0;
    }
}

enum serial_kind serial_format(struct span code) {
    unsigned seen = 0;
    size_t n;

    for (; code.n && code.p[0] != ';'; code.p += n, code.n -= n) seen |= piece(code, &n);
    if (seen & LETTER_ELAPSED) return SERIAL_ELAPSED;
    if (seen == LETTER_M) seen = LETTER_DATE;
    if ((seen & LETTER_DATE) && (seen & LETTER_CLOCK)) return SERIAL_INSTANT;
    if (seen & LETTER_DATE) return SERIAL_DATE;
    return seen & LETTER_CLOCK ? SERIAL_TIME : SERIAL_NUMBER;
}

/* 0.d1 d2 d3 ... times ten to the power `point`; the first digit is not 0, and n == 0 is zero */
struct decimal {
    bool negative;
    uint8_t digit[DIGITS + 1];
    int n, point;
};

static void round_to(struct decimal *d, int n) {
    bool up = n < d->n && n >= 0 && d->digit[n] >= 5;

    if (n < d->n) d->n = n < 0 ? 0 : n;
    for (int i = d->n - 1; up && i >= 0; i--) {
        up = d->digit[i] == 9;
        d->digit[i] = up ? 0 : (uint8_t)(d->digit[i] + 1);
    }
    if (up) { /* 9.99 became 10.0 */
        d->digit[0] = 1;
        d->n = 1;
        d->point++;
    }
    while (d->n && d->digit[d->n - 1] == 0) d->n--;
}

static int exponent(struct span s, int *out, struct err *e) {
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    int v = 0;

    if (i == s.n) return err_set(e, RC_SYNTAX, "not a number");
    for (; i < s.n; i++) {
        if (!isdigit((unsigned char)s.p[i])) return err_set(e, RC_SYNTAX, "not a number");
        if (v < EXPONENT) v = v * 10 + (s.p[i] - '0');
    }
    *out = s.p[0] == '-' ? -v : v;
    return 0;
}

static int decimal_read(struct span s, struct decimal *out, struct err *e) {
    struct decimal d = {.negative = s.n && s.p[0] == '-'};
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+');
    bool dot = false, seen = false;
    int shift = 0;

    for (; i < s.n && s.p[i] != 'e' && s.p[i] != 'E'; i++) {
        if (s.p[i] == '.' && !dot) {
            dot = true;
            continue;
        }
        if (!isdigit((unsigned char)s.p[i])) return err_set(e, RC_SYNTAX, "not a number");
        seen = true;
        if (!d.n && s.p[i] == '0') {
            if (dot && d.point > -EXPONENT) d.point--;
            continue;
        }
        if (d.n <= DIGITS) d.digit[d.n++] = (uint8_t)(s.p[i] - '0');
        if (!dot && d.point < EXPONENT) d.point++;
    }
    if (!seen) return err_set(e, RC_SYNTAX, "not a number");
    if (i < s.n && exponent((struct span){s.p + i + 1, s.n - i - 1}, &shift, e) < 0)
        return RC_SYNTAX;
    d.point += shift;
    round_to(&d, DIGITS);
    *out = d;
    return 0;
}

static char digit_at(const struct decimal *d, int i) {
    return (char)('0' + (i >= 0 && i < d->n ? d->digit[i] : 0));
}

static void number(struct buf *b, const struct decimal *d) {
    bool plain = d->point <= PLAIN && d->point > -PLAIN;
    int whole = plain ? d->point : 1;

    if (!d->n) {
        buf_putc(b, '0');
        return;
    }
    if (d->negative) buf_putc(b, '-');
    if (whole <= 0) buf_putc(b, '0');
    for (int i = 0; i < whole; i++) buf_putc(b, digit_at(d, i));
    if (d->n > whole) buf_putc(b, '.');
    for (int i = whole; i < d->n; i++) buf_putc(b, digit_at(d, i));
    if (!plain) buf_printf(b, "E%d", d->point - 1);
}

/* Days and seconds of the day; false when the number is no day that a calendar here can show. */
static bool split(const struct decimal *in, int64_t *day, int64_t *second) {
    struct decimal d = *in;
    int64_t part = 0;

    if (d.negative && d.n) return false;
    if (d.point > 7) return false; /* ten million days */
    round_to(&d, d.point + 11);    /* 1e-11 of a day is a microsecond */
    *day = 0;
    for (int i = 0; i < d.point; i++) *day = *day * 10 + (digit_at(&d, i) - '0');
    for (int i = d.point; i < d.point + 11; i++) part = part * 10 + (digit_at(&d, i) - '0');
    *second = (part * DAY_S + 50000000000) / 100000000000;
    if (*second == DAY_S) *second = 0, ++*day;
    return true;
}

static void clock_text(struct buf *b, int64_t hour, int64_t second) {
    buf_printf(b, "%02" PRId64 ":%02" PRId64, hour, second / 60 % 60);
    if (second % 60) buf_printf(b, ":%02" PRId64, second % 60);
}

static bool date_text(struct buf *b, int64_t day, bool from_1904) {
    int64_t since_1970 = from_1904 ? day - EPOCH_1904 : day - EPOCH_1900 + (day < LEAP_1900);
    struct utc_civil c;

    if (!from_1904 && day == LEAP_1900) {
        buf_puts(b, "1900-02-29");
        return true;
    }
    if (!from_1904 && day < 1) return false;
    if (since_1970 > utc_day((struct utc_civil){YEAR_HI, 12, 31})) return false;
    c = utc_civil((int32_t)since_1970);
    buf_printf(b, "%04d-%02d-%02d", c.year, c.month, c.day);
    return true;
}

int serial_text(struct span digits, enum serial_kind kind, bool from_1904, struct buf *out,
                struct err *e) {
    struct decimal d;
    int64_t day = 0, second = 0;
    bool done = false;

    if (decimal_read(digits, &d, e) < 0) return RC_SYNTAX;
    if (kind != SERIAL_NUMBER && split(&d, &day, &second)) {
        if (kind == SERIAL_INSTANT && day == 0 && !from_1904)
            kind = SERIAL_TIME; /* a clock time, formatted with a date */
        done = true;
        if (kind == SERIAL_TIME)
            clock_text(out, second / 3600, second);
        else if (kind == SERIAL_ELAPSED)
            clock_text(out, day * 24 + second / 3600, second);
        else
            done = date_text(out, day, from_1904);
        if (done && kind == SERIAL_INSTANT && second) {
            buf_putc(out, ' ');
            clock_text(out, second / 3600, second);
        }
    }
    if (!done) number(out, &d);
    return 0;
}
