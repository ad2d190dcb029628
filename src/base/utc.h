/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/* Time is int64_t UTC milliseconds since 1970, called t. A calendar date without a zone is a day
 * number: int32_t days since 1970-01-01, called day (proleptic Gregorian, years 1900 to 2199).
 * UTC_NONE marks an unknown day or minute. */
#define UTC_NONE INT32_MIN
#define UTC_DAY_MS ((int64_t)86400000)

struct utc_civil {
    int year, month, day; /* month and day from 1 */
};
struct utc_text {
    char s[64]; /* room for any int64_t */
};

/** Days since 1970-01-01 (days_from_civil of H. Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms"). */
int32_t utc_day(struct utc_civil c);
struct utc_civil utc_civil(int32_t day);
/** The day that an instant lies in, of UTC; wider than a day number, since any int64_t has one. */
int64_t utc_day_of(int64_t t);
int utc_weekday(int32_t day); /* 1 Monday to 7 Sunday, ISO 8601 */

/** `2023-10-30`, or `30 October 2023` (English month, whole or three letters, any case).
 *  @return 0; RC_SYNTAX: neither form; RC_RANGE: no such day (2023-02-30), or a year outside 1900
 * to 2199. */
MUST int utc_date_read(struct span s, int32_t *day, struct err *e);

/** `HH:MM` of a 24-hour clock, to minutes after midnight, 0 to 1439. @return 0; RC_SYNTAX;
 * RC_RANGE. */
MUST int utc_minute_read(struct span s, int32_t *minute, struct err *e);

/** `2023-10-30T12:20:00Z`, `2023-10-30 12:20+10:00`: seconds optional, zone required. @return 0;
 * RC_SYNTAX; RC_RANGE. */
MUST int utc_instant_read(struct span s, int64_t *t, struct err *e);

/* UTC_NONE gives "unknown". */
struct utc_text utc_date_text(int32_t day);      /* 2023-10-30 */
struct utc_text utc_day_words(int32_t day);      /* Mon 30 Oct 2023 */
struct utc_text utc_month_text(int32_t day);     /* 2023-10 */
struct utc_text utc_minute_text(int32_t minute); /* 09:05 */
struct utc_text utc_instant_text(int64_t t);     /* 2023-10-30T02:20:00Z */
