/* SPDX-License-Identifier: Apache-2.0 */
/* SQLite's temporary database: a name of no letters makes one, and its sorter merges runs on disk with a bounded cache. No journal: what
 * is lost with the program is not missed. */
#include "store/spill.h"

#include "store/inside.h"

#include <stdio.h>
#include <stdlib.h>

struct spill {
    struct store st; /* for store_fault and the query functions' error sentences */
    sqlite3_stmt *add, *next;
};

static int prepare(struct spill *s, const char *sql, sqlite3_stmt **out, struct err *e) {
    int rc = sqlite3_prepare_v3(s->st.db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);

    return rc == SQLITE_OK ? 0 : store_fault(&s->st, rc, e);
}

static int lay(struct spill *s, struct err *e) {
    int rc = sqlite3_open_v2("", &s->st.db,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                                 SQLITE_OPEN_PRIVATECACHE,
                             NULL);

    if (rc != SQLITE_OK)
        return s->st.db ? store_fault(&s->st, rc, e) : err_set(e, RC_IO, "no temporary table");
    sqlite3_limit(s->st.db, SQLITE_LIMIT_LENGTH, 16 << 20);
    sqlite3_limit(s->st.db, SQLITE_LIMIT_ATTACHED, 0);
    rc = store_exec(&s->st,
                    "PRAGMA temp_store = FILE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                    "PRAGMA cache_size = -4096; PRAGMA mmap_size = 0;" /* 4 MiB */
                    "CREATE TABLE spill(key BLOB NOT NULL, row BLOB NOT NULL); BEGIN",
                    e);
    if (rc < 0) return rc;
    return prepare(s, "INSERT INTO spill VALUES(?1, ?2)", &s->add, e);
}

int spill_open(struct spill **out, struct err *e) {
    struct spill *s = calloc(1, sizeof *s);
    int rc;

    if (!s) {
        fprintf(stderr, "headcount: out of memory (%zu bytes asked for)\n", sizeof *s);
        abort();
    }
    rc = lay(s, e);
    if (rc == 0) {
        *out = s;
        return 0;
    }
    err_at(e, "the temporary file");
    spill_close(s);
    return rc;
}

void spill_close(struct spill *s) {
    if (!s) return;
    sqlite3_finalize(s->add);
    sqlite3_finalize(s->next);
    sqlite3_close_v2(s->st.db);
    free(s);
}

static int step_fault(struct spill *s, int sqlite_rc, struct err *e) {
    int rc = store_fault(&s->st, sqlite_rc, e);

    err_at(e, "the temporary file");
    return rc;
}

int spill_add(struct spill *s, struct span key, struct span row, struct err *e) {
    int rc = sqlite3_bind_blob64(s->add, 1, key.n ? key.p : "", key.n, SQLITE_STATIC);

    if (rc == SQLITE_OK)
        rc = sqlite3_bind_blob64(s->add, 2, row.n ? row.p : "", row.n, SQLITE_STATIC);
    if (rc == SQLITE_OK) rc = sqlite3_step(s->add);
    if (rc != SQLITE_DONE) return step_fault(s, rc, e);
    sqlite3_reset(s->add);
    sqlite3_clear_bindings(s->add);
    return 0;
}

static struct span blob(sqlite3_stmt *q, int col) {
    const void *p = sqlite3_column_blob(q, col); /* NULL for none or no bytes */

    return (struct span){p ? p : "", (size_t)sqlite3_column_bytes(q, col)};
}

int spill_next(struct spill *s, struct span *key, struct span *row, struct err *e) {
    int rc;

    if (!s->next) {
        if ((rc = store_exec(&s->st, "COMMIT", e)) < 0) return rc;
        rc = prepare(s, "SELECT key, row FROM spill ORDER BY key, rowid", &s->next, e);
        if (rc < 0) return rc;
    }
    rc = sqlite3_step(s->next);
    if (rc == SQLITE_DONE) return 0;
    if (rc != SQLITE_ROW) return step_fault(s, rc, e);
    *key = blob(s->next, 0);
    *row = blob(s->next, 1);
    return 1;
}
