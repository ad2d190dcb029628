/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "ingest/ingest.h"
#include "ingest/known.h"
#include "ledger/custody.h"

/** One file of an import. */
struct in_file {
    struct span name;   /* base name, for the person at the terminal; never stored */
    const char *format; /* "csv", "xlsx", "form", "ssim", "traces", "folder" ... */
    size_t bytes;
    uint8_t sha[HASH_BYTES], lineage[HASH_BYTES];
    bool sheet[16];            /* by place in sheet_all: which it holds */
    bool known;                /* these bytes are the latest version of a file recorded before */
    uint8_t asked[HASH_BYTES]; /* flight signals: what was asked of them; zeros for other files */
    struct span list;          /* of a folder: the text whose hash sha is, kept as a blob */
    bool private;              /* it has columns that are sealed */
    struct span raw;           /* its bytes, where it is private */
    bool passed;               /* something in it is not kept, bad rows apart: see infile_public */
};

/** One path on its way into the ledger. */
struct import {
    struct arena *a;    /* for the time of the import */
    struct arena *keep; /* the caller's: what the tally points to */
    struct ingest_tally *tally;
    struct known known;
    struct custody custody;
    struct rows rows;
    VEC(struct in_file) file;
    VEC(struct known_row *) withdraw; /* settle_import fills it, sorted by sheet and row_id */
    struct row **order;               /* rows by sheet and row_id */
    bool map;
    uint8_t map_sha[HASH_BYTES];
    size_t map_bytes;
};

/** Decides what each row is: new, known, repeated, bad because of an id or a reference, a new
 * version of a recorded one; and which recorded rows are no longer in their file. Depends on the
 * rows, not on their order. O(n log n). */
void settle_import(struct import *im);

/** Appends what settle_import decided, inside the caller's transaction. *added is set when there
 * was anything.
 *  @return 0; RC_IO; RC_RANGE, RC_LIMIT as of ledger_append. */
MUST int settle_append(struct import *im, struct store *st, int64_t now, bool *added,
                       struct err *e);

void import_notice(struct import *im, const char *fmt, ...) PRINTF(2, 3);
