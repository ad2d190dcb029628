/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/utc.h"
#include "infer/infer.h"
#include "store/spill.h"

#include <stdio.h>

/** A flat flight log of many series, each answered in a line of JSON (docs/SWEEP.md). The way: bytes to rows (sweep_read.c), rows to
 *  records (sweep_row.c), records to a temporary file that groups them (store/spill.h), each group to slots and counts and the model
 *  (sweep_series.c), its line (sweep_write.c), several at a time (sweep_jobs.c). Nothing is kept. */

#define SWEEP_ROWS 1000000  /* of one series; beyond, the series is refused */
#define SWEEP_SLOTS 100000  /* of one series; the model's own limit */
#define SWEEP_PEOPLE 5000   /* in one cell: no aircraft carries more */
#define SWEEP_NAME 200      /* bytes in the name of a series, slot, group or root */
#define SWEEP_SAID 20       /* bad rows told one by one */
#define SWEEP_JOBS_MOST 256 /* threads */

struct sweep_options {
    double interval;
    uint64_t seed;
    int seats;        /* assumed where no row of the series has any; 0: the model's */
    double selection; /* scale; NaN: the model's */
    int jobs;         /* 1 to SWEEP_JOBS_MOST */
};

/** One row as it waits in the temporary file; the bytes of slot, group and root follow. Its place in the table is not in it: twins are
 *  the same bytes, so the order of rows cannot reach a result. */
struct sweep_row {
    int32_t day;
    int16_t seats_lo, seats_hi; /* -1 unknown */
    int16_t low, best, high;    /* -1 unknown */
    uint8_t status;             /* enum sweep_status */
    uint8_t method, of, stage,
        wording; /* as in infer.h; method counts only where there is a figure */
    uint8_t bad; /* nothing else is known of it */
    uint16_t slot_n, group_n, root_n;
};
enum sweep_status { SWEEP_UNKNOWN, SWEEP_ANNOUNCED, SWEEP_OPERATED, SWEEP_CANCELLED };

enum { /* columns, in the order of sweep_columns */
       SWEEP_SERIES,
       SWEEP_DATE,
       SWEEP_SLOT,
       SWEEP_GROUP,
       SWEEP_SEATS,
       SWEEP_STATUS,
       SWEEP_METHOD,
       SWEEP_COUNT,
       SWEEP_LOW,
       SWEEP_HIGH,
       SWEEP_ROOT,
       SWEEP_OF,
       SWEEP_STAGE,
       SWEEP_WORDING,
       SWEEP_COLUMNS
};
extern const char *const sweep_columns[SWEEP_COLUMNS];

/** The cells of a row by column; a column that the table lacks is an empty cell. The record is appended to out.
 *  @return 0; RC_SYNTAX or RC_RANGE: `column: reason`, never the text of a cell. */
MUST int sweep_row_read(const struct span cell[SWEEP_COLUMNS], struct buf *out, struct err *e);
/** The name of the row's series, "-" for none. @return 0; RC_SYNTAX; RC_LIMIT. */
MUST int sweep_row_series(const struct span cell[SWEEP_COLUMNS], struct span *out, struct err *e);
/** A record that says only that a row of this series could not be read, and why: its `root`. */
void sweep_row_bad(struct buf *out, const char *why);

/** Takes the next record off the front of *s, which sweep_row_read made. */
struct sweep_record {
    struct sweep_row r;
    struct span slot, group, root, bytes; /* views; bytes: the whole */
};
struct sweep_record sweep_row_next(struct span *s);

struct sweep_tally {
    size_t rows, bad; /* bad ones are rows too */
};
/** The whole table into the spill, in pieces of `uint32_t` rows and then their records. Says on `notes` what was not understood.
 *  @return 0; RC_SYNTAX: no header, or one without a date; RC_SEALED: a table of persons; RC_IO. */
MUST int sweep_read(int fd, struct spill *to, FILE *notes, struct sweep_tally *t, struct err *e);

/** One series, from its records. */
struct sweep_series {
    struct span name;
    struct infer_input in;
    const struct span *group; /* [in.ngroup] names */
    int32_t from, to;
    int rows, bad;
    struct span why; /* of the bad rows, the reason that comes first by its bytes */
    int announced, flown, cancelled, unknown; /* slots; the last three add to all */
    int contradicted;                         /* reported as operated and as cancelled */
    int aboard_cancelled;                     /* cancelled, and somebody counted people aboard */
    int seats_differ, groups_differ;          /* slots whose rows give several */
    int copies; /* figures whose row is a copy of another of that flight: taken once */
    int alike; /* rows that name no slot and are a copy of another: flights of their own all the same */
    int claimed;              /* rows of method claimed: no evidence */
    int counts, waiting, all; /* figures; of people waiting; of everybody aboard */
};
MUST int sweep_build(struct arena *a, struct span name, struct span records,
                     struct sweep_series *out, struct err *e);
struct infer_options sweep_model(const struct sweep_options *o);

/** The line of a series with its line end; of one that could not be answered. */
void sweep_line(struct arena *a, struct buf *out, const struct sweep_series *s,
                const struct infer_options *o, const struct infer_result *r);
void sweep_error(struct buf *out, struct span name, const char *why);
/** Its draws as rows of `series,draw,total`, in an order of its own: those of two series are independent. */
void sweep_draws(struct arena *a, struct buf *out, struct span name, const struct infer_result *r);

/** Records to the line, and to the draws when `draws` is not NULL. Pure: any thread. */
void sweep_answer(const struct sweep_options *o, struct span name, struct span records,
                  struct buf *line, struct buf *draws);

/** All series of the spill, by the bytes of their names, to `out`; the bytes are the same for every number of jobs.
 *  @param draws or NULL. @param rows of the spill, for the progress line. @return 0; RC_IO. */
MUST int sweep_jobs(struct spill *from, const struct sweep_options *o, size_t rows, FILE *out,
                    FILE *draws, struct err *e);

/** The whole: table in, lines out. @return as sweep_read and sweep_jobs. */
MUST int sweep_run(int fd, const struct sweep_options *o, FILE *out, FILE *draws, FILE *notes,
                   struct err *e);
