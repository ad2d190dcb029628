/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

/** A case file: one SQLite database, laid out by schema.sql. The only module that includes
 * sqlite3.h. */
struct store;

enum store_mode {
    STORE_READ, /* must exist; nothing is written, but what a killed writer left half done is undone */
    STORE_WRITE,   /* must exist */
    STORE_CREATE,  /* must not exist */
    STORE_MEMORY,  /* no file: `run DIR` leaves nothing behind but the report */
    STORE_SCRATCH, /* no tables either, in a temporary file without a name: for the rows of a copy */
};

/** Opens a case. A file that is not exactly ours (application_id, version, the text of every table
 * and trigger) is refused before any of it is used, so that nothing in a stranger's file ever runs.
 * One of an earlier version is opened, and with STORE_WRITE made one of this version: its derived half is
 * dropped and made anew.
 * A new file is readable by its owner only (0600). A struct store is for one thread; several may
 * have one file open and wait for each other up to five seconds.
 *  @param path ignored for STORE_MEMORY and STORE_SCRATCH. @return 0; RC_IO; RC_NOTFOUND: no such file; RC_CONFLICT:
 * exists already (CREATE); RC_SYNTAX: not a case file, of a later version, or damaged; RC_LOCKED:
 * ciphertext of a case (store/lock.h). */
MUST int store_open(struct store **out, const char *path, enum store_mode mode, struct err *e);
void store_close(struct store *st);

/** The same as with STORE_READ, for who looks at what stands in a case and wants to know what was done to it: a file from which the triggers
 * that keep entries were taken, or in which others stand, opens too. Whoever edits a case by hand takes them out first. None of them runs. */
MUST int store_look(struct store **out, const char *path, struct err *e);
/** What was done to the triggers, as a sentence without a full stop; NULL: nothing. As long as the store is open. */
const char *store_changed(const struct store *st);
bool store_is_memory(const struct store *st);

/** Transactions do not nest. store_end commits when rc is 0 and rolls back when it is negative; it
 * returns rc, or RC_IO when the commit failed. */
MUST int store_begin(struct store *st, struct err *e);
int store_end(struct store *st, int rc, struct err *e);

/** What the ledger appended to this case's own chain in the open transaction; zeroed by
 *  store_begin. The ledger alone uses it. @return NULL when no transaction is open: SQLite breaks
 * it off by itself when the disk is full or fails. */
struct store_tail {
    int64_t first, last; /* sequence numbers; 0: nothing yet */
    uint8_t author[32], head[32];
    bool sign; /* the author's key is at hand: ledger_end seals the head */
};
struct store_tail *store_tail(struct store *st);

/** Runs statements without results. @return as query_run. */
MUST int store_exec(struct store *st, const char *sql, struct err *e);

/** Writes the file anew without its free pages (VACUUM), in memory first; outside of transactions. A
 * kill in the middle leaves the old file or the new one. @return as query_run. */
MUST int store_compact(struct store *st, struct err *e);

/** The folder of a file that was made, renamed or removed, onto the disk. @return 0; RC_IO. */
int store_sync_folder(const char *path, struct err *e);

/** Writes a copy of the case as it is at one moment to a new file (0600), by SQLite's backup, which a
 * writer beside us cannot tear; synced, and the folder too. On failure nothing of it is left; a kill
 * leaves part of it, which does not open. Outside of transactions.
 *  @return 0; RC_CONFLICT: exists already; RC_IO. */
MUST int store_copy(struct store *st, const char *path, struct err *e);

/** Drops every derived table and lays them empty again (enduring tables are untouched). In a case
 * opened with STORE_READ the new ones are temporary, in memory, and stand before those of the file:
 * looking changes no byte of it. Inside the caller's transaction. */
MUST int store_drop_derived(struct store *st, struct err *e);

/** store_drop_derived, then derive.sql: `line` from the entries, the table of each sheet from
 * `line`. The same entries give the same rows. Inside the caller's transaction. @return 0; RC_IO;
 * RC_CONFLICT: a row breaks a constraint of its table; RC_SYNTAX: an entry is not JSON. */
MUST int store_derive(struct store *st, struct err *e);

/** A prepared statement. Parameters are ?1, ?2 ...; columns from 0. Spans and text are valid until
 * the next step. Closed statements are kept for the next query_open of the same text, so opening
 * one in a loop is cheap. A binding that fails is told by the next step. */
struct query;
MUST int query_open(struct query **out, struct store *st, const char *sql, struct err *e);
void query_close(struct query *q);
void query_int(struct query *q, int param, int64_t v);
void query_real(struct query *q, int param, double v);
void query_text(struct query *q, int param, struct span v); /* copied; p NULL binds NULL */
void query_blob(struct query *q, int param, struct span v); /* copied; p NULL binds NULL */
void query_null(struct query *q, int param);
/** @return 1 a row; 0 the end; RC_IO; RC_CONFLICT: a constraint said no; RC_LIMIT: a value over 16
 * MiB; RC_SYNTAX: the file is damaged, or a text is not JSON. After 0 or a failure the query is
 * reset, bindings kept. */
MUST int query_next(struct query *q, struct err *e);
/** Steps to the end (for INSERT and UPDATE), then clears the bindings. @return as query_next,
 * without the 1. */
MUST int query_run(struct query *q, struct err *e);
/** The whole number that a query without parameters gives first; *out stays where it gives no row.
 * @return 0; as query_next. */
MUST int query_number(struct store *st, const char *sql, int64_t *out, struct err *e);
enum query_type { QUERY_NULL, QUERY_INT, QUERY_REAL, QUERY_TEXT, QUERY_BLOB };
enum query_type
query_col_type(struct query *q,
               int col); /* as stored: a damaged file may hold another than the table says */
bool query_col_null(struct query *q, int col);
int64_t query_col_int(struct query *q, int col);
double query_col_real(struct query *q, int col);
struct span query_col(struct query *q, int col); /* text or blob; {NULL, 0} for NULL */
/** The bytes of a column that has this type, {NULL, 0} when it has another. A text comes without a
 * terminator, so that SQLite need not copy it: for those who read a million. */
struct span query_col_of(struct query *q, int col, enum query_type type);
