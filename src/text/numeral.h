/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/token.h"

/** A number of Russian or Korean at token i, in words, or digits before a word of size: "двести сорок", "1,5 тысячи", "12 тыс.",
 *  "1만2000", "만 2천여", "수백". Value in thousandths.
 *  @param open set where it is a lower bound ("сотни", "수백"). @return tokens read, or 0: none, or digits alone. */
size_t numeral_foreign(const struct tokens *t, size_t i, size_t hi, int64_t *value, bool *open);

/** What a word multiplies by (dozen, thousand, тыс, 천), or 0. */
int64_t numeral_size(struct span w);

/** What stands behind a Korean word of size in one token: "명이" of "천명이"; empty for others. */
struct span numeral_rest(struct span w);

/** "1,5" before a word of size or a percent sign: a decimal comma. @return its tokens, 3, or 0. */
size_t numeral_decimal(const struct tokens *t, size_t i, size_t hi, int64_t *value);

/** "a quarter of a million", "a couple of dozen". @return tokens read, or 0. */
size_t numeral_fraction(const struct tokens *t, size_t i, size_t hi, int64_t *value);

/** "and a half thousand", "million and a half" behind the n tokens of a number at i. @return how many more tokens; *value is then the
 *  whole. */
size_t numeral_half(const struct tokens *t, size_t i, size_t n, size_t hi, int64_t *value);
