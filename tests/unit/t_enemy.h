/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* An enemy who has the file of a case. */
#include "t_case.h"

#include <sqlite3.h>

/* As an enemy with the file: another program, none of our guards. The triggers are taken off for
 * good, so the schema is no longer ours, and the store has to be open already. */
static sqlite3 *enemy(const char *path) {
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(
            db,
            "PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = "
            "OFF;"
            "DROP TRIGGER entry_stays; DROP TRIGGER entry_kept; DROP TRIGGER entry_follows;"
            "DROP TRIGGER seal_stays; DROP TRIGGER seal_kept; DROP TRIGGER blob_stays; DROP "
            "TRIGGER "
            "blob_kept",
            NULL, NULL, NULL),
        SQLITE_OK);
    return db;
}

static int enemy_tries(sqlite3 *db, const char *sql) {
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static void enemy_does(sqlite3 *db, const char *sql) {
    if (enemy_tries(db, sql) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

/* Statements with ?1 and ?2: the author (NULL: `first` instead), and a number. @return whether all
 * were taken. */
static inline bool enemy_binds(sqlite3 *db, const char *sql, const uint8_t *author, int64_t first,
                               int64_t second) {
    bool ok = true;

    while (ok && *sql) {
        sqlite3_stmt *s = NULL;

        if (sqlite3_prepare_v2(db, sql, -1, &s, &sql) != SQLITE_OK)
            fail_msg("%s", sqlite3_errmsg(db));
        if (sqlite3_bind_parameter_count(s) >= 1 && author)
            sqlite3_bind_blob(s, 1, author, 32, SQLITE_STATIC);
        else if (sqlite3_bind_parameter_count(s) >= 1)
            sqlite3_bind_int64(s, 1, first);
        if (sqlite3_bind_parameter_count(s) >= 2) sqlite3_bind_int64(s, 2, second);
        ok = sqlite3_step(s) == SQLITE_DONE;
        sqlite3_finalize(s);
    }
    return ok;
}

static inline void enemy_does_to(sqlite3 *db, const char *sql, const uint8_t author[32],
                                 int64_t seq) {
    if (!enemy_binds(db, sql, author, 0, seq)) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

static inline bool enemy_tries_numbers(sqlite3 *db, const char *sql, int64_t first,
                                       int64_t second) {
    return enemy_binds(db, sql, NULL, first, second);
}

/* What is enduring, to be put back after each deed. */
static inline void keep(sqlite3 *db) {
    enemy_does(
        db, "DROP TABLE IF EXISTS temp.kept; CREATE TEMP TABLE kept AS SELECT * FROM main.entry;"
            "DROP TABLE IF EXISTS temp.seals; CREATE TEMP TABLE seals AS SELECT * FROM main.seal;"
            "DROP TABLE IF EXISTS temp.blobs; CREATE TEMP TABLE blobs AS SELECT * FROM main.blob");
}

static inline void restore(sqlite3 *db) {
    enemy_does(db, "BEGIN; DELETE FROM main.entry; INSERT INTO main.entry SELECT * FROM temp.kept;"
                   "DELETE FROM main.seal; INSERT INTO main.seal SELECT * FROM temp.seals;"
                   "DELETE FROM main.blob; INSERT INTO main.blob SELECT * FROM temp.blobs; COMMIT");
}

/* A second author's chain of n entries, well made, as a merge would bring it; not signed. */
static void forge_entry(sqlite3 *db, struct ledger_entry *x) {
    sqlite3_stmt *s = NULL;

    ledger_hash(x, x->hash);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?)",
                                        -1, &s, NULL),
                     SQLITE_OK);
    sqlite3_bind_blob(s, 1, x->author, 32, SQLITE_STATIC);
    sqlite3_bind_int64(s, 2, x->seq);
    sqlite3_bind_text(s, 3, x->kind.p, (int)x->kind.n, SQLITE_STATIC);
    sqlite3_bind_text(s, 4, x->body.p, (int)x->body.n, SQLITE_STATIC);
    sqlite3_bind_blob(s, 5, x->prev, 32, SQLITE_STATIC);
    sqlite3_bind_blob(s, 6, x->hash, 32, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(s), SQLITE_DONE);
    sqlite3_finalize(s);
}

static inline void forge_chain(sqlite3 *db, uint8_t first_byte, int n) {
    struct ledger_entry x = {.kind = SPAN("row"),
                             .body = SPAN("{\"row\":{},\"sheet\":\"counts\"}")};

    x.author[0] = first_byte;
    for (x.seq = 1; x.seq <= n; x.seq++) {
        x.kind = x.seq == 1 ? SPAN("case") : SPAN("row");
        forge_entry(db, &x);
        memcpy(x.prev, x.hash, HASH_BYTES);
    }
}
