/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/amount.h"
#include "text/token.h"
#include "text/when.h"

/** The parts of a sentence that are logged each on its own. */
enum part_kind {
    PART_MAIN,
    PART_QUOTE,    /* inside quotation marks */
    PART_ASSUMED,  /* assuming ..., */
    PART_ASIDE,    /* although ..., after ..., including ... */
    PART_SOURCE,   /* according to a video obtained on ..., */
    PART_INFERRED, /* ..., indicating ... */
    PART_SPAN,     /* ... for four months */
    PART_SAID,     /* ..., adding that ... */
    PART_ITEM,     /* ..., 40 others on Monday */
};
struct part {
    enum part_kind kind;
    size_t lo, hi; /* tokens, hi exclusive */
};
enum { PARTS = 48 };
struct parts {
    struct part v[PARTS];
    size_t n;
};

/** Splits tokens [lo, hi), of one voice, into parts. */
void clause_split(const struct tokens *t, size_t lo, size_t hi, bool quote, int32_t dateline,
                  struct parts *out);

/** Is a finite verb (or a verb that could be) between? */
bool clause_finite(const struct tokens *t, size_t lo, size_t hi);
