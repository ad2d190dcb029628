/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* Reading the answer. A member that is null, absent or of another type is the same thing here: not
 * known. */

#define VIEW_MAX 1e12 /* numbers beyond are not counts of people: not known */

const char *view_text(const json_t *o, const char *key);       /* NULL: unknown or empty */
bool view_int(const json_t *o, const char *key, int64_t *out); /* a real is rounded */
bool view_real(const json_t *o, const char *key, double *out);
bool view_true(const json_t *o, const char *key);
const json_t *view_list(const json_t *o,
                        const char *key); /* NULL when not an array; json_array_size(NULL) is 0 */
const json_t *view_object(const json_t *o, const char *key); /* NULL when not an object */
bool view_day(const json_t *o, const char *key, int32_t *day);

/** Is this the name of one of the answer's rows, fit to be an id (lower-case letters and digits)?
 */
bool view_row(const json_t *rows, const char *name);

/** Median and interval of one estimate. */
struct view_estimate {
    int64_t median, lo, hi;
};
bool view_estimate(const json_t *o, struct view_estimate *out); /* all three, in order, or false */

/** Quantile q (in hundredths, 1 to 99) of the corridor's total. */
bool view_quantile(const json_t *corridor, int q, double *out);

/** Where the scale of people of a corridor ends: the ceiling, or half as much again as the highest
 * estimate where the ceiling is not known or over five times as far; a claim that is not much
 * beyond is taken in. Strip and dots share it. */
double view_top(const json_t *corridor, const json_t *claims);

/** Is this claim a number of the corridor's total, so that it can stand on the corridor's scale?
 * *q: the number. */
bool view_claimed(const json_t *claim, const json_t *corridor, int64_t *q);
bool view_claimed_at(const json_t *claim, const json_t *corridor,
                     int64_t *at); /* likewise, of a range or a bound too: view_claim_at */

/** Where a claim stands on a scale: its figure, the middle of its range, or its bound. */
bool view_claim_at(const json_t *claim, int64_t *at);
/** What it allows: a bound goes to 0, or to VIEW_MAX. */
struct view_estimate view_claim_range(const json_t *claim, int64_t at);

/** "9 in 10" for 0.9, "19 in 20" for 0.95, "80 in 100" for others. */
struct view_level {
    char s[24];
};
struct view_level view_level(const json_t *o);

/** A place in few words: the town, else what the corridor calls it. */
struct view_name {
    char s[160];
};
struct view_name view_place(const json_t *corridor, bool origin);
