/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/token.h"

/** Quantities of a range of tokens. */
enum amount_kind {
    AMOUNT_PEOPLE,
    AMOUNT_VEHICLE, /* flights, buses */
    AMOUNT_RATE,    /* twice a week */
    AMOUNT_SPAN,    /* for four months */
    AMOUNT_SHARE,   /* percent */
    AMOUNT_BARE,    /* a number without a noun */
};
struct amount {
    enum amount_kind kind;
    size_t lo, hi;        /* tokens: with the words of doubt and the noun */
    size_t number, after; /* the number itself */
    int64_t low, high;    /* thousandths; TEXT_NONE */
    size_t noun;          /* token that is counted; SIZE_MAX none */
    char unit[40];
    char days[8]; /* AMOUNT_RATE: weekdays, "15" */
    bool now;     /* what it came to: it goes before what it was */
    bool weak;    /* AMOUNT_RATE in one word: weekly, every week; a number beside it goes before */
    bool each;    /* per flight, each time */
    bool but;     /* "all but 12": who is left out; of a whole it is then the rest */
    bool whole;   /* of which another one of the range is a part */
    bool sum;     /* of men, women and children that the text counts apart */
};
enum { AMOUNTS = 24 };
struct amounts {
    struct amount v[AMOUNTS];
    size_t n;
};
void amounts_read(const struct tokens *t, size_t lo, size_t hi, struct amounts *out);

/** A number in digits or words at token i ("4,000", "two hundred", "1.2 million", "dozens").
 *  @param open set where it is a lower bound ("dozens"). @return tokens read, or 0. */
size_t amount_number(const struct tokens *t, size_t i, size_t hi, int64_t *value, bool *open);
