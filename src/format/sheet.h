/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "base/err.h"
#include "base/span.h"

/** The sheets that a case is kept in: what columns each has, what a cell may hold, and the words
 * that say so. One table serves the importer, the empty workbook, the exports, the page and
 * docs/FORMATS.md. */
enum cell_type {
    CELL_ID,   /* letters, digits and -_.:/ ; at most 64 bytes; names a row of a sheet. A code that
                * names none (flight,   registration) loses its blanks and gets upper case: `js 272` is
                * JS272 */
    CELL_TEXT, /* one line or several, at most 4,000 bytes */
    CELL_CHOICE, /* one of the column's words */
    CELL_INT,    /* whole number within lo..hi */
    CELL_SHARE,  /* 0 to 1, or a percentage with %; kept as thousandths (integer, since the ledger
                    has no reals) */
    CELL_DATE,   /* 2023-10-30 or 30 October 2023; kept as 2023-10-30 */
    CELL_TIME,   /* HH:MM, local time of the place that the column names; kept as HH:MM */
    CELL_DAYS, /* days of operation: `Mon Fri`, `1...5..`, `15`; kept as ascending digits, 1 Monday:
                  "15" */
    CELL_DATES,   /* dates apart by spaces, commas or ; kept as an array of ISO dates */
    CELL_PLACE,   /* ICAO or IATA code of an airport, or a name */
    CELL_HEX,     /* six hex digits of an aircraft address, kept upper case */
    CELL_LINK,    /* a web address, or a word for where it is kept; never fetched */
    CELL_INSTANT, /* 2023-10-30T02:20:11Z: UTC; up to three decimals of a second, kept as three
                   * where they are not zero */
};

struct sheet_column {
    const char *name;
    enum cell_type type;
    bool required;
    bool loose;                 /* a value of another form is left out, and its row stays */
    int64_t lo, hi;             /* CELL_INT */
    const char *const *choices; /* CELL_CHOICE, NULL-terminated */
    const char *refers;         /* CELL_ID: the sheet whose id it names, or NULL */
    const char *help;           /* one line, for the person who fills the sheet */
};

struct sheet {
    const char *name; /* "counts" */
    const char *help; /* one line */
    const struct sheet_column *columns;
    size_t n;
    bool hidden; /* its rows are made by the program alone: nobody types them, no file is read for
                  * them, and it is in no workbook */
    const char *const *key; /* NULL-terminated column names that identify a row without an id; one
                             * that itself names `id` and more is taken whole: an aircraft has a row
                             * for each source of its seats */
};

extern const struct sheet sheet_all[]; /* in the order of import: a sheet refers to earlier ones */
extern const size_t sheet_count;
extern const size_t sheet_shown; /* so many of the first are not hidden; the rest is */

const struct sheet *sheet_find(struct span name);       /* NULL when unknown */
const struct sheet *sheet_find_shown(struct span name); /* NULL when unknown or hidden */
const struct sheet_column *sheet_column(const struct sheet *s,
                                        struct span name); /* NULL when unknown */

/** What kind of thing stands in a cell, for reporting a bad one without its text. */
const char *
sheet_kind_of(struct span cell); /* "empty" "number" "date" "word" "words" "link" "bytes" */

/** A cell that says nothing: empty, or - ? na n/a nan null unknown in any case. s has no blanks around it. */
bool sheet_missing(struct span s);

/** One cell to the value that the ledger keeps. Trims; words that mean missing (- ? NA N/A NaN null
 * unknown, any case) and the empty cell give *out = NULL (unknown, never 0); "unknown" stays a word
 * where the column's choices have it.
 *  @return 0; RC_SYNTAX, RC_RANGE, RC_LIMIT with a sentence that never quotes the cell; RC_SEALED:
 * the cell looks like what sheet_contact refuses. */
MUST int sheet_cell(const struct sheet_column *c, struct span cell, json_t **out, struct err *e);

/** Do the coordinates of a point stand in a text, finer than a hundredth of a degree: as angles in figures, signs or words (sheet_place.c), or as the
 * code of a grid (sheet_grid.c)? */
bool sheet_exact(struct span text);

/** Looks a text like an e-mail address, a telephone number (not looked for in a link), or what sheet_exact finds.
 *  @return 0; RC_SEALED with a sentence that quotes nothing. */
MUST int sheet_contact(struct span cell, bool link, struct err *e);

/** Does a header name persons, contacts or devices (observer_name, phone, e-mail, deviceid,
 * simserial, username, passport, date of birth ..., also in Korean and Russian)? @return NULL, or
 * what it names: "a person", "a contact", "a device", "where a person stood". */
const char *sheet_private(struct arena *a, struct span header);

/** Does this header row belong to a sheet with a row for each person (passenger, surname, date of
 * birth, sex with age, A-number ...)? */
bool sheet_per_person(struct arena *a, const struct span *header, size_t n);
