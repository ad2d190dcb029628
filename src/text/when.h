/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/token.h"

/** Dates of a range of tokens, resolved against the dateline. */
enum when_role { WHEN_ON, WHEN_FROM, WHEN_TO };
struct when_one {
    size_t lo, hi;       /* tokens, hi exclusive, the preposition too */
    int32_t first, last; /* days; a month is its first and last day */
    bool month;          /* known to the month only */
    enum when_role role;
};
enum { WHENS = 16 };
struct when {
    struct when_one v[WHENS];
    size_t n;
};

/** How what the dates belong to is told. */
enum when_told {
    WHEN_PLAIN,  /* it was: a weekday is the last one, a month the last of its name */
    WHEN_FUTURE, /* it will be: the next one */
    WHEN_HABIT,  /* it is so, regularly: a span is the one that is now or next */
};

/** @param dateline day, or UTC_NONE: what is relative to it is then passed over, and so is a month without a year. */
void when_read(const struct tokens *t, size_t lo, size_t hi, int32_t dateline, enum when_told told,
               struct when *out);

/** "2023-10-30" or "2019-12" into text[16]. */
void when_text(const struct when_one *w, bool last, char text[16]);

/** A whole date at token i (with its year): for datelines. @return tokens read, or 0. */
size_t when_full(const struct tokens *t, size_t i, size_t hi, int32_t *day);
