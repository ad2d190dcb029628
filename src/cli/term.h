/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdio.h>

/** What the terminal can show. */
struct term {
    bool colour; /* a terminal, TERM is not dumb, and NO_COLOR is not set (no-color.org) */
    bool utf8;   /* by the locale; otherwise plain ASCII is written */
    int width;   /* columns: COLUMNS, or the terminal's, at most 100; 100 when it is no terminal */
};
#define TERM_WIDTH 100

/** Takes the character type from the locale (LC_CTYPE alone: numbers stay as base/num.c writes
 * them) and looks at the stream. */
struct term term_of(FILE *f);

enum term_style { TERM_PLAIN, TERM_BOLD, TERM_DIM, TERM_RED, TERM_GREEN };
const char *term_style(const struct term *t, enum term_style s); /* "" without colour */

/** Text from outside, made safe to show: control characters, direction overrides and bad UTF-8 come
 * out as <U+202E> or <FF>; a line end as a space. On an ASCII terminal typographic signs become
 * their plain forms and other letters `?`. */
void term_text(struct buf *out, const struct term *t, struct span s);
const char *term_string(const struct term *t, struct arena *a,
                        const char *s); /* the same, "" for NULL */

/** Columns that a string takes (wcwidth). */
int term_columns(struct span s);

/** Text as term_text, broken at spaces to the terminal's width: `first` before the first line, the
 * later ones indented by as much as `first` is wide. A word longer than a line stands alone. Ends
 * with a line end. */
void term_wrap(struct buf *out, const struct term *t, const char *first, const char *text);

struct term_column {
    const char *title;
    bool right, wrap; /* wrap: the column that gives way when the table is too wide */
};

/** A table, indented by two; cell[r * n + c], NULL as empty, made safe by term_text. */
void term_table(struct buf *out, const struct term *t, const struct term_column *column, size_t n,
                const char *const *cell, size_t rows);

/** An interval on a scale from 0 to max, `cells` wide: a line from lo to hi with a mark at the
 * median. */
void term_bar(struct buf *out, const struct term *t, double lo, double median, double hi,
              double max, int cells);

/** One line on standard error that overwrites itself, when that is a terminal; lines `progress SHARE
 * what` when HEADCOUNT_PROGRESS is set in the environment; nothing otherwise. share below 0: not known. */
void term_progress(void *unused, const char *what, double share);
void term_progress_end(void);
