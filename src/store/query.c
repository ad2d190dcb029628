/* SPDX-License-Identifier: Apache-2.0 */
/* Prepared statements. Compiling one costs about as much as running it, and the callers are loops
 * over rows, so a closed statement goes back to its store and the next query_open of the same text
 * takes it from there. */
#include "store/inside.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static struct query *take_idle(struct store *st, const char *sql) {
    for (size_t i = st->nidle; i-- > 0;) {
        struct query *q = st->idle[i];

        if (strcmp(sqlite3_sql(q->stmt), sql) != 0) continue;
        st->nidle--;
        memmove(&st->idle[i], &st->idle[i + 1], (st->nidle - i) * sizeof(struct query *));
        return q;
    }
    return NULL;
}

int query_open(struct query **out, struct store *st, const char *sql, struct err *e) {
    struct query *q = take_idle(st, sql);
    int rc;

    if (!q) {
        q = calloc(1, sizeof *q);
        if (!q) {
            fprintf(stderr, "headcount: out of memory (%zu bytes asked for)\n", sizeof *q);
            abort();
        }
        q->st = st;
        rc = sqlite3_prepare_v3(st->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->stmt, NULL);
        if (rc != SQLITE_OK) {
            free(q);
            return store_fault(st, rc, e);
        }
    }
    *out = q;
    return 0;
}

void query_close(struct query *q) {
    struct store *st;

    if (!q) return;
    st = q->st;
    sqlite3_reset(q->stmt); /* its code is that of the last step, which was told then */
    sqlite3_clear_bindings(q->stmt);
    q->bound = SQLITE_OK;
    if (st->nidle == STORE_IDLE) {
        sqlite3_finalize(st->idle[0]->stmt);
        free(st->idle[0]);
        st->nidle--;
        memmove(&st->idle[0], &st->idle[1], st->nidle * sizeof(struct query *));
    }
    st->idle[st->nidle++] = q;
}

static void bound(struct query *q, int rc) {
    if (rc != SQLITE_OK && q->bound == SQLITE_OK) q->bound = rc;
}

void query_int(struct query *q, int param, int64_t v) {
    bound(q, sqlite3_bind_int64(q->stmt, param, v));
}

void query_real(struct query *q, int param, double v) {
    bound(q, sqlite3_bind_double(q->stmt, param, v));
}

void query_text(struct query *q, int param, struct span v) {
    bound(q, sqlite3_bind_text64(q->stmt, param, v.p, v.n, SQLITE_TRANSIENT, SQLITE_UTF8));
}

void query_blob(struct query *q, int param, struct span v) {
    bound(q, sqlite3_bind_blob64(q->stmt, param, v.p, v.n, SQLITE_TRANSIENT));
}

void query_null(struct query *q, int param) {
    bound(q, sqlite3_bind_null(q->stmt, param));
}

int query_next(struct query *q, struct err *e) {
    int rc;

    if (q->bound != SQLITE_OK) {
        rc = q->bound;
        q->bound = SQLITE_OK;
        return store_fault(q->st, rc, e);
    }
    rc = sqlite3_step(q->stmt);
    if (rc == SQLITE_ROW) return 1;
    if (rc != SQLITE_DONE)
        rc = store_fault(q->st, rc, e); /* before the reset: it has the sentence */
    sqlite3_reset(q->stmt);
    return rc == SQLITE_DONE ? 0 : rc;
}

int query_run(struct query *q, struct err *e) {
    int rc;

    while ((rc = query_next(q, e)) > 0) continue;
    sqlite3_clear_bindings(q->stmt);
    return rc;
}

enum query_type query_col_type(struct query *q, int col) {
    switch (sqlite3_column_type(q->stmt, col)) {
    case SQLITE_INTEGER: return QUERY_INT;
    case SQLITE_FLOAT: return QUERY_REAL;
    case SQLITE_TEXT: return QUERY_TEXT;
    case SQLITE_BLOB: return QUERY_BLOB;
    default: return QUERY_NULL;
    }
}

bool query_col_null(struct query *q, int col) {
    return query_col_type(q, col) == QUERY_NULL;
}

int64_t query_col_int(struct query *q, int col) {
    return sqlite3_column_int64(q->stmt, col);
}

double query_col_real(struct query *q, int col) {
    return sqlite3_column_double(q->stmt, col);
}

struct span query_col(struct query *q, int col) {
    enum query_type type = query_col_type(q, col);
    struct span s = {NULL, 0};

    if (type == QUERY_NULL) return s;
    s.p = type == QUERY_BLOB ? sqlite3_column_blob(q->stmt, col)
                             : (const char *)sqlite3_column_text(q->stmt, col);
    s.n = (size_t)sqlite3_column_bytes(q->stmt,
                                       col); /* after the text: it may have been made just then */
    if (!s.p) s.p = "";                      /* an empty blob is not NULL */
    return s;
}

struct span query_col_of(struct query *q, int col, enum query_type type) {
    struct span s = {NULL, 0};

    if (query_col_type(q, col) != type) return s;
    s.p = sqlite3_column_blob(q->stmt, col); /* of a text, too: the file is UTF-8 */
    s.n = (size_t)sqlite3_column_bytes(q->stmt, col);
    if (!s.p) s.p = "";
    return s;
}

int query_number(struct store *st, const char *sql, int64_t *out, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, sql, e);

    if (!q) return rc;
    if ((rc = query_next(q, e)) > 0) *out = query_col_int(q, 0);
    query_close(q);
    return rc < 0 ? rc : 0;
}
