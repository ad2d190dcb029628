/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/hash.h"
#include "ingest/plan.h"
#include "ingest/table.h"

/* A file whose first rows are bad, so many and without exception, is refused; otherwise so many bad
 * rows of a path are kept one by one, and the rest is one entry that says how many. */
#define ROWS_HOPELESS ((size_t)20000)
#define ROWS_BAD ((size_t)100000)

struct row_ref {
    const struct sheet_column *column; /* the column that names it; column->refers is the sheet */
    struct span id;
};
enum row_state {
    ROW_NEW,    /* to be appended */
    ROW_KNOWN,  /* recorded already, nothing to do */
    ROW_REPEAT, /* the same as a row before it in this import */
    ROW_BAD,
};

/** One row of one of our sheets, as read. */
struct row {
    const struct sheet *sheet;
    size_t file; /* in the import's list of files */
    size_t tab;  /* of a workbook that a map reads: from 1 */
    int64_t line;
    struct span body; /* canonical JSON of the columns that have a value */
    struct span id;   /* empty: none */
    uint8_t row_id[HASH_BYTES], key[HASH_BYTES];
    struct row_ref ref[4];
    size_t nref;
    enum row_state state;
    bool replaces;
    uint8_t supersedes[HASH_BYTES];
    struct span blob; /* points that it names, to be kept with it; empty: none */
};

/** A row that cannot be kept: its place and the reason, never its text. */
struct row_bad {
    const struct sheet *sheet; /* NULL: the row belongs to no one sheet (a map) */
    const struct sheet_column *column;
    size_t number; /* of the column, from 1, where it is none of ours; 0 none */
    size_t file, tab;
    int64_t line;
    struct span reason;
    const char *kind;
    bool keyed; /* key is known, so the version recorded earlier can be kept */
    uint8_t key[HASH_BYTES];
};
/** A private cell of a row of `sources`, on its way to be sealed (seal.h). */
struct row_private {
    size_t row; /* in rows.row */
    const char *what;
    struct span header, text;
};
struct rows {
    VEC(struct row) row;
    VEC(struct row_bad) bad;
    VEC(struct row_private) private;
    size_t bad_more;  /* over ROWS_BAD */
    size_t tab;       /* of the table at hand: of a workbook that a map reads from 1, else 0 */
    bool passed;      /* text stood in the table at hand that no row holds, bad rows apart */
    bool unkeyed[16]; /* by sheet: has bad rows of which nothing is known but the line */
};

/** Reads the rows that follow the header. Memory in a; p is bound. @return 0; RC_LIMIT: more rows
 * than the limit. */
MUST int rows_read(struct arena *a, struct table *t, const struct plan *p, size_t file,
                   struct rows *out, struct err *e);

/** One row from an object of our columns: hashes, key, references. */
void row_make(struct arena *a, const struct sheet *s, const json_t *object, struct row *out);

/** The key of a row, and of the nth row that has the same columns of it (nth from 1): SHA-256 of
 * the canonical {"id": id, "sheet": name}, or of {"key": {column: value ...}, "sheet": name}; from
 * the second on with "nth": n in it. */
void row_key(struct arena *a, const struct sheet *s, const json_t *object, size_t nth,
             uint8_t key[HASH_BYTES]);

/** What a row must be as a whole: bounds in order, a count with a date or period and a number or a
 * reason.
 *  @param column set to the column to blame. @return 0; RC_RANGE with a sentence that quotes
 * nothing. */
MUST int row_check(const struct sheet *s, const json_t *object, const struct sheet_column **column,
                   struct err *e);

/** What the ledger keeps of a bad row, but for its file. A new reference. */
json_t *row_bad_body(const struct row_bad *b);

/** Notes a bad row, or counts it when there are too many. */
void rows_bad(struct arena *a, struct rows *r, const struct row_bad *bad);
size_t row_sheet(const struct sheet *s); /* its place in sheet_all */
