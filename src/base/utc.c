/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, minutes and instants as text. Nothing here asks the system for the time, the locale or the
 * zone. A form is either read whole or refused: `30/10/23` names up to three days, so no reading of
 * it is offered. */
#include "base/utc.h"

#include <inttypes.h>
#include <stdio.h>

#define YEAR_LO 1900
#define YEAR_HI 2199
#define ZONE_MINUTES                                                                               \
    (14 * 60) /* the largest offset in use is +14:00 (Pacific/Kiritimati in tzdata) */

static const char month_name[12][10] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
static const char weekday_name[8][4] = {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

static int64_t floor_div(int64_t n, int64_t d) {
    return n / d - (n % d < 0);
}

int32_t utc_day(struct utc_civil c) {
    int64_t y = (int64_t)c.year -
                (c.month <= 2); /* the year begins in March, so that the leap day is its last */
    int64_t era = floor_div(y, 400), year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;

    return (int32_t)(era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
                     day_of_year - 719468);
}

static struct utc_civil civil(int64_t day) {
    int64_t era = floor_div(day + 719468, 146097), d = day + 719468 - era * 146097;
    int64_t year_of_era = (d - d / 1460 + d / 36524 - d / 146096) / 365;
    int64_t day_of_year = d - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * day_of_year + 2) / 153; /* from March */
    int month = (int)(m < 10 ? m + 3 : m - 9);

    return (struct utc_civil){(int)(year_of_era + era * 400 + (month <= 2)), month,
                              (int)(day_of_year - (153 * m + 2) / 5 + 1)};
}

struct utc_civil utc_civil(int32_t day) {
    return civil(day);
}

int64_t utc_day_of(int64_t t) {
    return floor_div(t, UTC_DAY_MS);
}

int utc_weekday(int32_t day) {
    int64_t d = (int64_t)day + 3; /* 1970-01-01 was a Thursday */

    return (int)(d - floor_div(d, 7) * 7) + 1;
}

static int days_in(int year, int month) {
    static const char days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && leap);
}

static int day_checked(struct utc_civil c, int32_t *day, struct err *e) {
    if (c.year < YEAR_LO || c.year > YEAR_HI)
        return err_set(e, RC_RANGE, "year %d is outside [%d, %d]", c.year, YEAR_LO, YEAR_HI);
    if (c.month < 1 || c.month > 12) return err_set(e, RC_RANGE, "there is no month %d", c.month);
    if (c.day < 1 || c.day > days_in(c.year, c.month))
        return err_set(e, RC_RANGE, "%s %d has no day %d", month_name[c.month - 1], c.year, c.day);
    *day = utc_day(c);
    return 0;
}

/* Takes lo to hi digits off s. */
static bool take_digits(struct span *s, size_t lo, size_t hi, int *out) {
    size_t n = 0;
    int v = 0;

    while (n < s->n && n < hi && s->p[n] >= '0' && s->p[n] <= '9') v = v * 10 + (s->p[n++] - '0');
    if (n < lo) return false;
    *s = (struct span){s->p + n, s->n - n};
    *out = v;
    return true;
}

static bool take_char(struct span *s, char c) {
    if (!s->n || s->p[0] != c) return false;
    *s = (struct span){s->p + 1, s->n - 1};
    return true;
}

static bool take_blanks(struct span *s) {
    bool some = false;

    while (take_char(s, ' ')) some = true;
    return some;
}

static bool take_iso(struct span *s, struct utc_civil *c) {
    return take_digits(s, 4, 4, &c->year) && take_char(s, '-') && take_digits(s, 2, 2, &c->month) &&
           take_char(s, '-') && take_digits(s, 2, 2, &c->day);
}

/* Is s the name of a month, or its first three letters, in any case? */
static bool month_is(struct span s, const char *name) {
    if (s.n != 3 && s.n != strlen(name)) return false;
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] | 0x20) != (name[i] | 0x20)) return false; /* every letter of a name is ASCII */
    return true;
}

static bool take_month(struct span *s, int *month) {
    struct span word = {s->p, 0};

    while (word.n < s->n && s->p[word.n] != ' ') word.n++;
    for (int m = 0; m < 12; m++) {
        if (!month_is(word, month_name[m])) continue;
        *s = (struct span){s->p + word.n, s->n - word.n};
        *month = m + 1;
        return true;
    }
    return false;
}

MUST int utc_date_read(struct span s, int32_t *day, struct err *e) {
    struct span rest = s;
    struct utc_civil c = {0};

    if (take_iso(&rest, &c) && !rest.n) return day_checked(c, day, e);
    rest = s;
    if (take_digits(&rest, 1, 2, &c.day) && take_blanks(&rest) && take_month(&rest, &c.month) &&
        take_blanks(&rest) && take_digits(&rest, 4, 4, &c.year) && !rest.n)
        return day_checked(c, day, e);
    return err_set(e, RC_SYNTAX, "not a date (as 2023-10-30 or 30 October 2023)");
}

static int minute_checked(int hour, int minute, int32_t *out, struct err *e) {
    if (hour > 23 || minute > 59)
        return err_set(e, RC_RANGE, "%02d:%02d is outside [00:00, 23:59]", hour, minute);
    *out = hour * 60 + minute;
    return 0;
}

MUST int utc_minute_read(struct span s, int32_t *minute, struct err *e) {
    int h, m;

    if (!take_digits(&s, 2, 2, &h) || !take_char(&s, ':') || !take_digits(&s, 2, 2, &m) || s.n)
        return err_set(e, RC_SYNTAX, "not a time of day (as 09:05)");
    return minute_checked(h, m, minute, e);
}

/* `Z`, `+HH:MM` or `-HH:MM`, and nothing after it: minutes east. */
static int zone_read(struct span s, int32_t *east, struct err *e) {
    bool west = s.n && s.p[0] == '-';
    int32_t minutes;
    int h, m, rc;

    if (span_is(s, "Z")) {
        *east = 0;
        return 0;
    }
    if ((!take_char(&s, '+') && !take_char(&s, '-')) || !take_digits(&s, 2, 2, &h) ||
        !take_char(&s, ':') || !take_digits(&s, 2, 2, &m) || s.n)
        return err_set(e, RC_SYNTAX, "a time without a zone (as Z or +10:00)");
    if ((rc = minute_checked(h, m, &minutes, e)) < 0) return rc;
    if (minutes > ZONE_MINUTES) return err_set(e, RC_RANGE, "the zone is outside [-14:00, +14:00]");
    *east = west ? -minutes : minutes;
    return 0;
}

MUST int utc_instant_read(struct span s, int64_t *t, struct err *e) {
    struct utc_civil c = {0};
    int32_t day, minute, east;
    int h, m, second = 0, rc;

    if (!take_iso(&s, &c) || (!take_char(&s, 'T') && !take_char(&s, ' ')) ||
        !take_digits(&s, 2, 2, &h) || !take_char(&s, ':') || !take_digits(&s, 2, 2, &m) ||
        (take_char(&s, ':') && !take_digits(&s, 2, 2, &second)))
        return err_set(e, RC_SYNTAX,
                       "not an instant (as 2023-10-30T12:20:00Z or 2023-10-30 12:20+10:00)");
    if ((rc = zone_read(s, &east, e)) < 0) return rc;
    if ((rc = day_checked(c, &day, e)) < 0) return rc;
    if ((rc = minute_checked(h, m, &minute, e)) < 0) return rc;
    if (second > 59) return err_set(e, RC_RANGE, "second %d is outside [0, 59]", second);
    *t = day * UTC_DAY_MS + ((int64_t)minute - east) * 60000 + (int64_t)second * 1000;
    return 0;
}

static const struct utc_text unknown = {"unknown"};

struct utc_text utc_date_text(int32_t day) {
    struct utc_civil c = utc_civil(day);
    struct utc_text out;

    if (day == UTC_NONE) return unknown;
    snprintf(out.s, sizeof out.s, "%04d-%02d-%02d", c.year, c.month, c.day);
    return out;
}

struct utc_text utc_day_words(int32_t day) {
    struct utc_civil c = utc_civil(day);
    struct utc_text out;

    if (day == UTC_NONE) return unknown;
    snprintf(out.s, sizeof out.s, "%s %d %.3s %04d", weekday_name[utc_weekday(day)], c.day,
             month_name[c.month - 1], c.year);
    return out;
}

struct utc_text utc_month_text(int32_t day) {
    struct utc_civil c = utc_civil(day);
    struct utc_text out;

    if (day == UTC_NONE) return unknown;
    snprintf(out.s, sizeof out.s, "%04d-%02d", c.year, c.month);
    return out;
}

struct utc_text utc_minute_text(int32_t minute) {
    struct utc_text out;

    if (minute == UTC_NONE) return unknown;
    snprintf(out.s, sizeof out.s, "%02" PRId32 ":%02" PRId32, minute / 60, minute % 60);
    return out;
}

struct utc_text utc_instant_text(int64_t t) {
    int64_t day = utc_day_of(t);
    int second = (int)((t % UTC_DAY_MS + UTC_DAY_MS) % UTC_DAY_MS / 1000);
    struct utc_civil c = civil(day);
    struct utc_text out;

    snprintf(out.s, sizeof out.s, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day,
             second / 3600, second / 60 % 60, second % 60);
    return out;
}
