/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "ledger/ledger.h"

/** Files and workbooks to ledger entries: all of a file or nothing, bad rows kept with their place
 *  and reason. docs/LEDGER.md has the bodies of the entries that it makes: file, map, row, withdraw,
 *  bad, refused.
 *
 *  A row's row_id is the SHA-256 of the canonical {"row": ..., "sheet": ...}: it depends on nothing
 *  else, so order, file and line do not show. Its key is the SHA-256 of sheet and id, or of the
 *  sheet's key columns. A file's lineage is SHA-256(salt || path || sheet): it tells that a file is a
 *  newer version of one imported before, and does not keep its name (a path names people). */
struct ingest_bad {
    struct span file; /* base name as given, for the person at the terminal only; never stored */
    struct span sheet, column, reason, cell;
    size_t tab; /* of a workbook that a map reads: from 1; else 0 */
    int64_t line;
};
struct ingest_tally {
    size_t files,
        files_known; /* known: a file of this hash was imported before; nothing is added */
    size_t rows, rows_known, superseded, withdrawn, refused;
    VEC(struct ingest_bad) bad;
    VEC(struct span)
    notices; /* unknown columns ignored, formulas taken at their cached value ... */
};

struct ingest_options {
    int64_t now;          /* UTC ms, kept as `at` */
    const char *map;      /* path of MAP.yaml, or NULL */
    const char *as;       /* sheet name for a file that is not called after its sheet, or NULL */
    const char *source;   /* id of the source of flight signals, legs, schedules, watch-lists; NULL:
                             adsb, ssim, or none */
    bool zone_given;      /* of SBS lines, which say none */
    int32_t zone_minutes; /* east of Greenwich */
    bool start_given;     /* of recordings without UTC */
    int64_t start_ms;     /* UTC of their first frame or line */
    bool dense;           /* receivers are many where the signals are from: silences say more */
    size_t jobs;          /* threads that read flight signals [1] */
    void (*progress)(void *arg, const char *what, double share); /* or NULL */
    void *arg;
};

/** Imports one path: a CSV file, an XLSX workbook, a folder of CSV files named after their sheets
 * (others in it are named in a notice; what is in a folder `signals` of it is read as flight signals);
 * a file, archive or folder of flight signals; a file of schedules (SSIM) or a watch-list. The type is
 * decided by content. One transaction for each path.
 *  @return 0, with bad rows in the tally; RC_NOTFOUND; RC_IO; RC_SYNTAX, RC_LIMIT, RC_SEALED:
 * refused whole (its size and the reason are recorded in a `refused` entry; nothing else of it). */
MUST int ingest_path(struct store *st, struct arena *a, const char *path,
                     const struct ingest_options *o, struct ingest_tally *t, struct err *e);

/** Where a file stands in the order of import by its name alone (counts.csv, counts.csv.gz): a sheet refers to those before it.
 *  @return the place of its sheet; INGEST_ANY: it may hold anything (a folder, a workbook, YAML, signals; all under a map or `as`). */
#define INGEST_ANY SIZE_MAX
size_t ingest_place(struct arena *a, const char *path, const struct ingest_options *o);

/** One row by hand (`add counts date=... low=...`): the same columns, limits and sentences. A bad
 * cell is an error here, since the person is there to mend it. */
MUST int ingest_row(struct store *st, struct arena *a, const char *sheet, const struct span *name,
                    const struct span *cell, size_t n, const struct ingest_options *o,
                    struct ingest_tally *t, struct err *e);

/** The same inside the caller's transaction, which ends with ledger_end: with other entries that it goes with. */
MUST int ingest_row_within(struct store *st, struct arena *a, const char *sheet,
                           const struct span *name, const struct span *cell, size_t n,
                           const struct ingest_options *o, struct ingest_tally *t, struct err *e);

/** Was the case imported from the file or folder at this path, as far as its name and folder tell (its lineage)?
 *  @return 1, 0; as ledger_each, ledger_case. Of the size of the ledger. */
MUST int ingest_came_from(struct store *st, struct arena *a, const char *path, struct err *e);

/** A map proposed for a user's own sheet, from its header and first rows: YAML text with a comment
 * on each guess. */
MUST int ingest_map_guess(struct arena *a, const char *path, struct span *yaml, struct err *e);
