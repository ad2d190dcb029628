/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/** A workbook to be written: the only user of libxlsxwriter. It holds text and numbers; nothing
 * here can write a formula into a cell. What fails is kept and told by book_save, so that callers
 * fill sheets without asking after each cell. The bytes depend on what is written and on the time
 * that is given, not on the clock. */
struct book;

enum book_style {
    BOOK_PLAIN,
    BOOK_WORDS, /* kept as text: a spreadsheet else damages 4E1234, 0272 and 1-5 */
    BOOK_DATE,  /* yyyy-mm-dd */
    BOOK_TIME,  /* hh:mm */
    BOOK_TITLE,
    BOOK_WRAPPED,
    BOOK_HEAD,     /* a header */
    BOOK_REQUIRED, /* the header of a column that must be filled */
    BOOK_STYLES,
};

/** What may be typed into the cells of a column, and what is said about it when one is selected. */
enum book_limit {
    BOOK_ANY,
    BOOK_ONE_OF, /* the choices; others are refused */
    BOOK_NAMED,  /* what a column of another sheet holds is offered; others after a question */
    BOOK_WHOLE,  /* whole numbers lo to hi; others are refused */
    BOOK_SHARE,  /* 0 to 1, or 0 % to 100 %; others are refused */
    BOOK_DAY,    /* a date in 1900 to 2199; others are taken after a question */
    BOOK_CLOCK,  /* a time of day; likewise */
};
struct book_rule {
    enum book_limit limit;
    const char *const *choices; /* NULL-terminated */
    const char *sheet;          /* BOOK_NAMED */
    uint16_t column;            /* of it */
    int64_t lo, hi;
    const char *title, *message; /* at most 32 and 255 characters; longer is cut */
};

/** @param path written by book_save through a file beside it, readable by its owner alone;
 * temporary files are made in the same folder, without a name. @param t UTC ms, put down as the
 * time of making. @return 0; RC_IO. */
MUST int book_open(struct book **out, const char *path, int64_t t, struct err *e);
void book_sheet(struct book *b,
                const char *name); /* what follows goes there; at most 31 characters */
void book_text(struct book *b, uint32_t row, uint16_t column, struct span s, enum book_style style);
void book_number(struct book *b, uint32_t row, uint16_t column, double x);
void book_column(struct book *b, uint16_t column, double width,
                 enum book_style style); /* width in characters */
void book_freeze(struct book *b, uint32_t rows, uint16_t columns);
void book_rule(struct book *b, uint16_t column,
               const struct book_rule *rule); /* from row 1 to BOOK_ROWS */
#define BOOK_ROWS 10000

/** Writes the file, whole or not at all. Nothing may follow but book_close. @return 0; RC_IO;
 * RC_LIMIT: a text over 32,767 characters, or a sheet that the format does not allow. */
MUST int book_save(struct book *b, struct err *e);
void book_close(struct book *b); /* what was not saved is gone */
