/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

/** The few English phrases of a statement that can be held against dates: how long ("for four
 * months"), how often ("twice a week", "biweekly"), which weekdays, and on what condition. Words of
 * any other language, and a phrase that is not in the grammar below, give nothing. The limits of a
 * statement's text (4,000 bytes) bound the work; linear in it. */

enum phrase_unit { PHRASE_DAY, PHRASE_WEEK, PHRASE_MONTH, PHRASE_YEAR };

struct phrase_time {
    const char *words; /* as they stand: "for four months"; letters, digits, blanks, hyphens */
    int n;
    enum phrase_unit unit;
};

/** The first of: (for | over | lasting | within) [about | almost | nearly | some | the | next] NUMBER
 * UNIT, or a NUMBER-UNIT with what goes on so long ("a four-month timetable"). NUMBER: digits, "a",
 * "one" to "twelve", "twenty". Not what is said of people, delays and what is past ("held for",
 * "late", "ago", "of"). @return false: there is none. */
bool phrase_time(struct arena *a, struct span text, struct phrase_time *out);

struct phrase_often {
    const char *words;
    double lo, hi; /* times a week; they differ where the word has two readings: "biweekly" is twice
                      a week or every second week */
};

/** The first of: biweekly, bimonthly, biannual (two readings, unless the text also gives one of them
 * plainly); else of: NUMBER [times | flights] (a | per | each | every) UNIT; once, twice or thrice
 * with them; twice weekly; daily, weekly, semi-weekly, fortnightly, monthly, not in the name of a
 * newspaper; every [other | NUMBER] (UNIT | WEEKDAY and WEEKDAY ...); on WEEKDAYs.
 * @return false: there is none. */
bool phrase_often(struct arena *a, struct span text, struct phrase_often *out);

/** Weekdays named in full, one or many ("Monday", "Fridays"), not "the Sunday Times"; bit 0 Monday. */
uint8_t phrase_weekdays(struct arena *a, struct span text);

/** Does it make what it says hang on something: if, assuming, provided that, supposing, unless, at
 * most, up to, as many as, maximum, no more than? Not "asked if", "provided by". */
bool phrase_condition(struct arena *a, struct span text);
