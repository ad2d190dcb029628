/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A case to work on in a folder of its own, and an enemy who has its file. */
#include "ledger/ledger.h"
#include "t.h"

#include <sqlite3.h>
#include <unistd.h>

#define NOW INT64_C(1698624000000)

struct room {
    char dir[64], path[96], journal[112];
};

static int enter(void **state) {
    struct room *r = calloc(1, sizeof *r);

    if (!r) return -1;
    snprintf(r->dir, sizeof r->dir, "/tmp/headcount-ledger-XXXXXX");
    if (!mkdtemp(r->dir)) return -1;
    snprintf(r->path, sizeof r->path, "%s/a.hc", r->dir);
    snprintf(r->journal, sizeof r->journal, "%s-journal", r->path);
    *state = r;
    return 0;
}

static int leave(void **state) {
    struct room *r = *state;

    unlink(r->path);
    unlink(r->journal);
    rmdir(r->dir);
    free(r);
    return 0;
}

static struct store *open_case(const char *path, enum store_mode mode) {
    struct store *st = NULL;
    struct err e;

    assert_ok(store_open(&st, path, mode, &e), e);
    return st;
}

static struct store *found_case(const char *path) {
    struct store *st = open_case(path, STORE_CREATE);
    struct err e;

    assert_ok(ledger_found(st, "example", NOW, false, &e), e);
    return st;
}

/* One entry inside the caller's transaction: a row with this number in it. */
static int append_row(struct store *st, int number, struct err *e) {
    uint8_t name[HASH_BYTES];
    json_t *body;
    int rc;

    hash_of((struct span){(const char *)&number, sizeof number}, name);
    body = json_pack("{s:s, s:s, s:{s:i, s:s}, s:s}", "sheet", "any", "row_id", hash_hex(name).s,
                     "row", "best", number, "note", "caf\303\251\n", "key", hash_hex(name).s + 48);
    rc = ledger_append(st, "row", body, NULL, e);
    json_decref(body);
    return rc;
}

static void append_rows(struct store *st, int n) {
    struct err e = {0};
    int rc;

    assert_ok(store_begin(st, &e), e);
    for (rc = 0; rc == 0 && n > 0; n--) rc = append_row(st, n, &e);
    assert_ok(ledger_end(st, rc, &e), e);
}

static struct ledger_verdict verify(struct store *st) {
    struct ledger_verdict v = {0};
    struct err e;

    assert_ok(ledger_verify(st, &v, &e), e);
    return v;
}

static void assert_whole(struct store *st, int64_t entries) {
    struct ledger_verdict v = verify(st);

    if (v.broken) fail_msg("entry %lld: %s", (long long)v.seq, v.reason);
    assert_int_equal(v.entries, entries);
}

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
            "DROP TRIGGER entry_stays; DROP TRIGGER entry_kept; DROP TRIGGER entry_follows",
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

static void keep(sqlite3 *db) {
    enemy_does(
        db, "DROP TABLE IF EXISTS temp.kept; CREATE TEMP TABLE kept AS SELECT * FROM main.entry");
}

static void restore(sqlite3 *db) {
    enemy_does(db, "DELETE FROM main.entry; INSERT INTO main.entry SELECT * FROM temp.kept");
}

/* A second author's chain of n entries, well made, as a merge would bring it. */
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

static void forge_chain(sqlite3 *db, uint8_t first_byte, int n) {
    struct ledger_entry x = {.kind = SPAN("row"),
                             .body = SPAN("{\"row\":{},\"sheet\":\"counts\"}")};

    x.author[0] = first_byte;
    for (x.seq = 1; x.seq <= n; x.seq++) {
        forge_entry(db, &x);
        memcpy(x.prev, x.hash, HASH_BYTES);
    }
}
