/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "format/sheet.h"

/** How the cells of a table become rows of our sheets. Our own sheets have a plan of one line, each
 * column to itself; a map (docs/FORMATS.md, "Maps") makes one with constants, templates and
 * conditions. One reader serves both. */
enum plan_dates { DATES_ISO, DATES_DMY, DATES_MDY, DATES_WORDS };
/** The last four take a figure apart (base/figure.h). */
enum plan_filter {
    FILTER_NONE,
    FILTER_SLUG,
    FILTER_UPPER,
    FILTER_LOWER,
    FILTER_LOW,
    FILTER_BEST,
    FILTER_HIGH,
    FILTER_WORDING
};

#define PLAN_NONE SIZE_MAX

struct plan_part {
    struct span text;   /* literal, when column is NULL */
    const char *column; /* theirs, as the map has it: "yirn_on", or "yirn_on#2" for the second of
                           that name */
    size_t at;          /* its place in the table, from 0: set by plan_bind */
    enum plan_filter filter;
};
struct plan_cell {
    const struct sheet_column *column; /* ours */
    struct plan_part *part;
    size_t n;
    const json_t *values; /* object: theirs to ours; NULL none */
};
enum plan_test { TEST_PRESENT, TEST_EMPTY, TEST_IS, TEST_IS_NOT };
struct plan_when {
    const char *column;
    size_t at;
    enum plan_test test;
    const json_t *words; /* array */
};
struct plan_emit {
    const struct sheet *sheet;
    struct plan_when *when; /* all must hold */
    size_t nwhen;
    struct plan_cell *cell;
    size_t n;
    bool once; /* constants only: one row for the whole file */
};
/** A column that names a person, contact, device or vantage point. */
struct plan_private {
    size_t at;        /* its place in the table, from 0 */
    const char *what; /* as sheet_private says */
    struct span header;
};
struct plan {
    bool map;       /* a user's sheet */
    bool seal;      /* there are custodians: private columns of `sources` are sealed (seal.h) */
    char sep;       /* 0: found out */
    int64_t header; /* line of the header, from 1 */
    enum plan_dates dates;
    const json_t *tabs;   /* of a workbook: array of their names; NULL: the first */
    const json_t *empty;  /* array of further words for unknown, or NULL */
    const json_t *ignore; /* array of columns never read, or NULL */
    struct plan_emit *emit;
    size_t n;
    size_t columns;               /* in the header; set by plan_bind */
    bool *unread;                 /* [columns] no row holds what stands there; set by plan_bind */
    struct plan_private *private; /* set by plan_bind, where seal holds */
    size_t nprivate;
};

/** The plan of one of our sheets, without a header yet. */
void plan_own(struct arena *a, const struct sheet *s, struct plan *out);

/** Reads a map from its tree (maptree.h), from which the plan borrows: the caller frees it (json_decref) after the plan's last use.
 *  @return 0; RC_SYNTAX with the place in the map; RC_LIMIT. */
MUST int plan_map(struct arena *a, const json_t *tree, struct plan *out, struct err *e);

/** Ties the plan to a header: finds each column, refuses what is private. Unknown columns are
 * counted in *ignored.
 *  @return 0; RC_SEALED: a column names a person, contact or device, or the sheet has a row a
 * person; RC_SYNTAX: no known column, a required one missing, one twice. Sentences have column
 * numbers, never header text. */
MUST int plan_bind(struct arena *a, struct plan *p, const struct span *header, size_t n,
                   size_t *ignored, struct err *e);

/** The day of a date in the style of a map. An ISO date is understood in each.
 *  @return 0; RC_SYNTAX; RC_RANGE: no day of the calendar. */
MUST int plan_day(struct arena *a, enum plan_dates style, struct span s, int32_t *day,
                  struct err *e);

/** Does this line of the plan apply to this row? */
bool plan_applies(struct arena *a, const struct plan *p, const struct plan_emit *m,
                  const struct span *cell, size_t n);

/** The text that a cell of the plan gives for a row, ready for sheet_cell; n == 0 is unknown.
 *  @return 0; RC_SYNTAX: not UTF-8, or not a date in the map's style. */
MUST int plan_text(struct arena *a, const struct plan *p, const struct plan_cell *c,
                   const struct span *cell, size_t n, struct span *out, struct err *e);
