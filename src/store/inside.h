/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What store.c and query.c share. Nobody else includes this, or sqlite3.h. */
#include "store/store.h"

#include <sqlite3.h>

#define STORE_BUSY_MS 5000
#define STORE_IDLE 24 /* closed statements that are kept; more than any command uses */

struct query {
    sqlite3_stmt *stmt;
    struct store *st;
    int bound; /* the first binding that failed, an SQLite code */
};

struct store {
    sqlite3 *db;
    enum store_mode mode;
    struct store_tail tail;
    struct query *idle[STORE_IDLE]; /* oldest first */
    size_t nidle;
    bool looks;        /* store_look */
    char changed[320]; /* store_changed; empty: nothing is */
};

#define STORE_SCHEMA 3U                /* user_version, as in schema.sql */
#define STORE_DERIVED "\n-- DERIVED\n" /* where in schema.sql its derived half begins */

/** Is the schema of the file that of a case of this version, object by object, byte by byte? For store_look its triggers may be others:
 * then none runs, and st->changed says which. @return 0; RC_SYNTAX; RC_IO. */
MUST int store_layout(struct store *st, uint32_t version, struct err *e);

/** Our code and sentence for what SQLite said last. */
MUST int store_fault(struct store *st, int sqlite_rc, struct err *e);

/** Plays a journal back that a killed writer left (hot.c); a writer at work is left alone. What was
 * read of the file before may no longer hold. @return 1: there was a journal; 0: none; RC_IO: it cannot
 * be played back here; RC_SYNTAX: it is none of ours. */
MUST int store_settle(struct store *st, struct err *e);

/** A new empty file, 0600; SQLite never makes one. @return 0; RC_CONFLICT: exists; RC_IO. */
MUST int store_create_file(const char *path, struct err *e);
