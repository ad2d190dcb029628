/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* Writing markup. Whatever comes from the answer goes through here. */

/** Appends a text so that it can stand between tags and in a quoted attribute, in HTML and in XML
 * alike: & < > " ' as references; control characters, bidirectional controls, zero-width and other
 * invisible characters as [U+202E], so that a reader sees what is there; bytes that are not UTF-8
 * as U+FFFD. NULL writes nothing. */
void mark_text(struct buf *b, const char *s);

/** The same, at most `limit` characters, the last an ellipsis when something was left out. */
void mark_cut(struct buf *b, const char *s, size_t limit);

size_t mark_length(const char *s); /* in characters as mark_text shows them */

/** Width that a text takes in a sans-serif face of the given size, as a rough upper bound: no font
 * is known here. */
double mark_width(const char *s, double size);

/** Breaks a text at its spaces, and inside words that are wider than a line, into at most `most` lines that take at most
 *  `width` at that size; the last is cut, with room for an ellipsis, when something was left out.
 *  @param out room for `most`; pieces of s. @return how many; 0 for NULL, empty and blank. */
struct mark_line {
    struct span s;
    bool cut;
};
size_t mark_wrap(const char *s, double size, double width, size_t most, struct mark_line *out);

void mark_people(struct buf *b, int64_t n);             /* 4,400 */
void mark_range(struct buf *b, int64_t lo, int64_t hi); /* 900–4,200, or one number */
void mark_share(struct buf *b, double x);               /* 0.0123 as 1.2% */
void mark_date(struct buf *b, const char *iso);         /* 30 Oct 2023; what is no date, as it is */
void mark_day(struct buf *b, int32_t day);              /* 30 Oct 2023 */
const char *mark_month(int month);                      /* Oct; month from 1 */

/** Is this an address that a reader may follow: http or https, no white space or control character?
 */
bool mark_followable(const char *s);
