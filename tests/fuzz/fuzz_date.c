/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, minutes and instants: what is read must print and read again as the same, and the calendar
 * must be the C library's. */
#include "base/utc.h"

#include <stdlib.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void same_as_libc(int64_t t) {
    time_t s = (time_t)(t / 1000 - (t % 1000 < 0));
    struct tm tm;
    char text[64];

    if (!gmtime_r(&s, &tm)) abort();
    if (!strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm)) abort();
    if (strcmp(text, utc_instant_text(t).s) != 0) abort();
}

static void check_date(struct span s, struct err *e) {
    int32_t day, again;
    struct utc_civil c;

    if (utc_date_read(s, &day, e) < 0) return;
    c = utc_civil(day);
    if (c.year < 1900 || c.year > 2199 || utc_day(c) != day) abort();
    if (utc_date_read(span_of(utc_date_text(day).s), &again, e) < 0 || again != day) abort();
    /* the words without the weekday are the other form */
    if (utc_date_read(span_of(utc_day_words(day).s + 4), &again, e) < 0 || again != day) abort();
    same_as_libc(day * UTC_DAY_MS);
}

static void check_minute(struct span s, struct err *e) {
    int32_t minute;

    if (utc_minute_read(s, &minute, e) < 0) return;
    if (minute < 0 || minute > 1439 || !span_is(s, utc_minute_text(minute).s)) abort();
}

static void check_instant(struct span s, struct err *e) {
    int64_t t, again;

    if (utc_instant_read(s, &t, e) < 0) return;
    same_as_libc(t);
    /* an offset may carry it over the first or last year */
    if (t < -25567 * UTC_DAY_MS || t >= 84006 * UTC_DAY_MS) return;
    if (utc_instant_read(span_of(utc_instant_text(t).s), &again, e) < 0 || again != t) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span s = {(const char *)data, n};
    struct err e = {0};
    int64_t t;

    check_date(s, &e);
    check_minute(s, &e);
    check_instant(s, &e);
    if (n == sizeof t) {
        memcpy(&t, data, sizeof t);
        /* years 1000 to 9999: strftime does not fill up the others */
        if (t >= -INT64_C(30610224000000) && t < INT64_C(253402300800000)) same_as_libc(t);
    }
    return 0;
}
