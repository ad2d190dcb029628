/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/hash.h"
#include "store/store.h"
#include "t.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder for each test, and a case in it. */
struct room {
    char dir[64], path[96];
};

static int enter(void **state) {
    struct room *r = calloc(1, sizeof *r);

    if (!r) return -1;
    snprintf(r->dir, sizeof r->dir, "/tmp/headcount-store-XXXXXX");
    if (!mkdtemp(r->dir)) return -1;
    snprintf(r->path, sizeof r->path, "%s/a.hc", r->dir);
    *state = r;
    return 0;
}

static int leave(void **state) {
    struct room *r = *state;

    unlink(r->path);
    rmdir(r->dir); /* fails, and is seen in /tmp, when a test leaves a journal behind */
    free(r);
    return 0;
}

static struct store *open_case(const struct room *r, enum store_mode mode) {
    struct store *st = NULL;
    struct err e;

    assert_ok(store_open(&st, r->path, mode, &e), e);
    return st;
}

static void run(struct store *st, const char *sql) {
    struct err e;

    assert_ok(store_exec(st, sql, &e), e);
}

/* The first column of every row, each with a line feed. */
static void read_all(struct store *st, const char *sql, struct buf *out) {
    struct query *q = NULL;
    struct err e;
    int rc;

    assert_ok(query_open(&q, st, sql, &e), e);
    while ((rc = query_next(q, &e)) > 0) {
        buf_add(out, query_col(q, 0));
        buf_putc(out, '\n');
    }
    assert_ok(rc, e);
    query_close(q);
}

static void assert_rows(struct store *st, const char *sql, const char *wanted) {
    struct buf b = {0};

    read_all(st, sql, &b);
    assert_string_equal(b.p ? b.p : "", wanted);
    buf_fini(&b);
}

/* As another program would do it, with none of our guards. */
static void raw(const char *path, const char *sql) {
    sqlite3 *db = NULL;
    char *text = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &text) != SQLITE_OK) fail_msg("%s: %s", sql, text);
    sqlite3_close(db);
}

static void write_file(const char *path, const void *p, size_t n) {
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void read_file(const char *path, struct buf *out) {
    FILE *f = fopen(path, "rb");
    char part[4096];
    size_t n;

    assert_non_null(f);
    while ((n = fread(part, 1, sizeof part, f)) > 0) buf_add(out, (struct span){part, n});
    fclose(f);
}

static void refuses(const struct room *r, enum rc code, const char *part) {
    static const enum store_mode modes[] = {STORE_READ, STORE_WRITE};

    for (size_t i = 0; i < 2; i++) {
        struct store *st = NULL;
        struct err e = {0};

        assert_int_equal(store_open(&st, r->path, modes[i], &e), code);
        assert_int_equal(e.rc, code);
        assert_null(st);
        if (!strstr(e.text, part)) fail_msg("\"%s\" does not say \"%s\"", e.text, part);
        assert_memory_equal(e.text, r->path, strlen(r->path));
    }
}

/* --- files --- */

static void store_makes_a_file_for_its_owner_only(void **state) {
    const struct room *r = *state;
    mode_t before = umask(0);
    struct stat s;

    store_close(open_case(r, STORE_CREATE));
    umask(before);
    assert_int_equal(stat(r->path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    store_close(open_case(r, STORE_WRITE));
    store_close(open_case(r, STORE_READ));
}

static void store_never_writes_over_a_file(void **state) {
    const struct room *r = *state;
    struct store *st = NULL;
    struct buf b = {0};
    struct err e;

    write_file(r->path, "mine", 4);
    assert_int_equal(store_open(&st, r->path, STORE_CREATE, &e), RC_CONFLICT);
    read_file(r->path, &b);
    assert_true(span_is(buf_span(&b), "mine"));
    buf_fini(&b);
}

static void store_names_what_is_not_a_case(void **state) {
    const struct room *r = *state;
    char text[4096];

    refuses(r, RC_NOTFOUND, "no such case");
    write_file(r->path, "", 0);
    refuses(r, RC_SYNTAX, "not a case file");
    write_file(r->path, "SQLite format 3", 16);
    refuses(r, RC_SYNTAX, "not a case file");
    memset(text, 'x', sizeof text);
    write_file(r->path, text, sizeof text);
    refuses(r, RC_SYNTAX, "not a case file");
    unlink(r->path);
    raw(r->path, "CREATE TABLE entry (a)");
    refuses(r, RC_SYNTAX, "another program");
    unlink(r->path);
    assert_int_equal(mkdir(r->path, 0700), 0);
    refuses(r, RC_SYNTAX, "not a file");
    rmdir(r->path);
}

static void store_refuses_an_empty_name_and_gives_none_a_meaning(void **state) {
    struct store *st = NULL;
    struct err e;

    (void)state;
    assert_int_equal(store_open(&st, "", STORE_WRITE, &e), RC_NOTFOUND);
    assert_int_equal(store_open(&st, ":memory:", STORE_WRITE, &e), RC_NOTFOUND);
    assert_int_equal(store_open(&st, "file:x?mode=memory", STORE_WRITE, &e), RC_NOTFOUND);
}

static void store_refuses_a_later_version(void **state) {
    const struct room *r = *state;

    store_close(open_case(r, STORE_CREATE));
    raw(r->path, "PRAGMA user_version = 7");
    refuses(r, RC_SYNTAX, "later version");
}

extern const unsigned char schema_sql[], derived_1_sql[], derived_2_sql[];

/* A case as version 1 or 2 laid it out, with an entry and a row derived from it. */
static void lay_version(const struct room *r, int version) {
    const unsigned char *then = version == 1 ? derived_1_sql : derived_2_sql;
    const char *derived = strstr((const char *)schema_sql, "\n-- DERIVED\n");
    struct buf sql = {0};

    assert_non_null(derived);
    buf_add(&sql,
            (struct span){(const char *)schema_sql, (size_t)(derived - (const char *)schema_sql)});
    buf_puts(&sql, strstr((const char *)then, "\n-- DERIVED\n"));
    buf_printf(&sql, "PRAGMA user_version = %d;", version);
    buf_puts(&sql, "INSERT INTO entry VALUES (zeroblob(32), 1, 'row', '{\"key\":\"k\",\"line\":2,"
                   "\"row\":{\"from\":\"2023-10-30\",\"source\":\"s\",\"state\":\"watching\","
                   "\"to\":\"2023-10-31\",\"what\":\"board\"},\"row_id\":\"");
    for (int i = 0; i < 64; i++) buf_putc(&sql, 'a');
    buf_puts(&sql, "\",\"sheet\":\"coverage\"}', zeroblob(32), zeroblob(32));");
    raw(r->path, sql.p);
    buf_fini(&sql);
}

static void renew(const struct room *r, int version) {
    struct store *st;
    struct buf before = {0}, after = {0};

    lay_version(r, version);
    read_file(r->path, &before);
    st = open_case(r, STORE_READ); /* looking changes nothing */
    assert_rows(st, "SELECT count(*) FROM entry", "1\n");
    store_close(st);
    read_file(r->path, &after);
    assert_true(span_eq(buf_span(&before), buf_span(&after)));
    st = open_case(r, STORE_WRITE);
    assert_rows(st, "PRAGMA user_version", "3\n");
    assert_rows(st, "SELECT state FROM coverage", "watching\n");
    assert_rows(st, "SELECT kind FROM entry", "row\n");
    assert_rows(st, "SELECT count(*) FROM hypothesis, weigh", "0\n");
    store_close(st);
    store_close(open_case(r, STORE_READ)); /* it is whole as one of this version */
    buf_fini(&before);
    buf_fini(&after);
    unlink(r->path);
}

static void store_renews_a_case_of_each_earlier_version(void **state) {
    renew(*state, 1);
    renew(*state, 2);
}

static void store_refuses_an_earlier_version_with_something_of_its_own(void **state) {
    static const char *const changes[] = {
        "CREATE TRIGGER t AFTER INSERT ON line BEGIN DELETE FROM vault; END",
        "ALTER TABLE leg ADD COLUMN more TEXT", "DROP TABLE estimate",
        "CREATE TABLE hypothesis (a)"};
    const struct room *r = *state;

    for (size_t i = 0; i < 2 * (sizeof changes / sizeof changes[0]); i++) {
        lay_version(r, 1 + (int)(i % 2));
        raw(r->path, changes[i / 2]);
        refuses(r, RC_SYNTAX, "not laid out as a case file");
        unlink(r->path);
    }
    for (int version = 1; version <= 2; version++) {
        store_close(open_case(r, STORE_CREATE)); /* of this version, and calls itself another */
        raw(r->path, version == 1 ? "PRAGMA user_version = 1" : "PRAGMA user_version = 2");
        refuses(r, RC_SYNTAX, "not laid out as a case file");
        unlink(r->path);
    }
}

static void store_refuses_a_write_ahead_log(void **state) {
    const struct room *r = *state;

    store_close(open_case(r, STORE_CREATE));
    raw(r->path, "PRAGMA journal_mode = WAL");
    refuses(r, RC_SYNTAX, "not laid out");
}

/* store_look: what it says was done to the triggers; NULL: not let in either. */
static void looks(const struct room *r, const char *says) {
    struct store *st = NULL;
    struct err e = {0};
    int rc = store_look(&st, r->path, &e);

    if (!says) {
        assert_int_equal(rc, RC_SYNTAX);
        assert_null(st);
        return;
    }
    assert_ok(rc, e);
    assert_non_null(store_changed(st));
    if (!strstr(store_changed(st), says)) fail_msg("%s", store_changed(st));
    store_close(st);
}

static void store_refuses_any_change_of_its_schema(void **state) {
    static const char hollow[] =
        "DROP TRIGGER entry_kept; "
        "CREATE TRIGGER entry_kept BEFORE DELETE ON entry BEGIN SELECT 1; END";
    static const char *const changes[] = {
        "CREATE TRIGGER t AFTER INSERT ON line BEGIN DELETE FROM vault; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE INDEX i ON entry (kind)",
        "CREATE TABLE u (a)",
        "DROP TRIGGER entry_stays",
        "DROP TABLE estimate",
        "ALTER TABLE entry ADD COLUMN more TEXT",
        hollow,
    };
    static const char *const looked_at[] = {
        "1 added", [4] = "entry_stays taken out", [7] = "entry_kept replaced"};
    const struct room *r = *state;

    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        store_close(open_case(r, STORE_CREATE));
        raw(r->path, changes[i]);
        refuses(r, RC_SYNTAX, "not laid out as a case file");
        looks(r, looked_at[i]);
        unlink(r->path);
    }
}

static void store_survives_any_byte_of_its_header(void **state) {
    const struct room *r = *state;
    struct buf whole = {0};

    store_close(open_case(r, STORE_CREATE));
    read_file(r->path, &whole);
    for (size_t i = 0; i < 200; i++) {
        struct store *st = NULL;
        struct err e = {0};
        int rc;

        whole.p[i] = (char)(whole.p[i] ^ 0x55);
        write_file(r->path, whole.p, whole.n);
        rc = store_open(&st, r->path, STORE_READ, &e);
        if (rc < 0 && rc != RC_SYNTAX) fail_msg("byte %zu: %d: %s", i, rc, e.text);
        store_close(st);
        whole.p[i] = (char)(whole.p[i] ^ 0x55);
    }
    buf_fini(&whole);
}

static void store_keeps_nothing_that_was_deleted(void **state) {
    const struct room *r = *state;
    struct store *st = open_case(r, STORE_CREATE);
    struct buf b = {0};

    run(st, "INSERT INTO setting VALUES ('canary', 'CANARY-7f3a')");
    read_file(r->path, &b);
    assert_non_null(memmem(b.p, b.n, "CANARY-7f3a", 11));
    buf_fini(&b);
    run(st, "DELETE FROM setting");
    store_close(st);
    read_file(r->path, &b);
    assert_null(memmem(b.p, b.n, "CANARY-7f3a", 11));
    buf_fini(&b);
}

static void store_in_memory_leaves_no_file(void **state) {
    struct store *st = NULL;
    struct err e;

    (void)state;
    assert_ok(store_open(&st, NULL, STORE_MEMORY, &e), e);
    assert_true(store_is_memory(st));
    run(st, "INSERT INTO setting VALUES ('a', 'b')");
    assert_rows(st, "SELECT value FROM setting", "b\n");
    store_close(st);
    assert_int_not_equal(access(":memory:", F_OK), 0);
}

static void store_opened_for_reading_cannot_write(void **state) {
    const struct room *r = *state;
    struct store *st;
    struct err e;

    store_close(open_case(r, STORE_CREATE));
    st = open_case(r, STORE_READ);
    assert_int_equal(store_exec(st, "INSERT INTO setting VALUES ('a', 'b')", &e), RC_IO);
    store_close(st);
}

static void store_lets_others_read_while_one_writes(void **state) {
    const struct room *r = *state;
    struct store *writer = open_case(r, STORE_CREATE), *reader = open_case(r, STORE_READ);
    struct err e;

    assert_ok(store_begin(writer, &e), e);
    run(writer, "INSERT INTO setting VALUES ('a', 'b')");
    assert_rows(reader, "SELECT value FROM setting", "");
    assert_ok(store_end(writer, 0, &e), e);
    assert_rows(reader, "SELECT value FROM setting", "b\n");
    store_close(reader);
    store_close(writer);
}

/* --- transactions and queries --- */

static void store_end_rolls_back_on_a_failure_and_keeps_its_sentence(void **state) {
    struct store *st = open_case(*state, STORE_CREATE);
    struct err e = {0};

    assert_ok(store_begin(st, &e), e);
    run(st, "INSERT INTO setting VALUES ('a', 'b')");
    assert_int_equal(store_end(st, err_set(&e, RC_RANGE, "the sentence"), &e), RC_RANGE);
    assert_string_equal(e.text, "the sentence");
    assert_rows(st, "SELECT value FROM setting", "");
    assert_ok(store_begin(st, &e), e);
    assert_ok(store_end(st, 0, &e), e);
    store_close(st);
}

static void store_end_tells_when_the_transaction_is_gone(void **state) {
    struct store *st = open_case(*state, STORE_CREATE);
    struct err e = {0};

    assert_ok(store_begin(st, &e), e);
    run(st, "INSERT INTO setting VALUES ('a', 'b'); ROLLBACK");
    assert_int_equal(store_end(st, 0, &e), RC_IO);
    store_close(st);
}

static void query_keeps_null_apart_from_empty(void **state) {
    struct store *st = open_case(*state, STORE_CREATE);
    struct query *q = NULL;
    struct err e;

    assert_ok(query_open(&q, st, "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7", &e), e);
    query_text(q, 1, (struct span){NULL, 0});
    query_text(q, 2, SPAN(""));
    query_blob(q, 3, (struct span){NULL, 0});
    query_blob(q, 4, SPAN(""));
    query_int(q, 5, INT64_MIN);
    query_real(q, 6, 0.25);
    query_text(q, 7, (struct span){"a\0b", 3});
    for (int again = 0; again < 2; again++) { /* bindings stay after the end */
        assert_int_equal(query_next(q, &e), 1);
        assert_true(query_col_null(q, 0) && query_col(q, 0).p == NULL);
        assert_true(query_col_type(q, 1) == QUERY_TEXT && query_col(q, 1).p &&
                    query_col(q, 1).n == 0);
        assert_true(query_col_null(q, 2));
        assert_true(query_col_type(q, 3) == QUERY_BLOB && query_col(q, 3).p &&
                    query_col(q, 3).n == 0);
        assert_true(query_col_int(q, 4) == INT64_MIN);
        assert_true(query_col_real(q, 5) == 0.25);
        assert_true(span_eq(query_col(q, 6), (struct span){"a\0b", 3}));
        assert_int_equal(query_next(q, &e), 0);
    }
    query_close(q);
    assert_ok(query_open(&q, st, "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7", &e), e);
    assert_int_equal(query_next(q, &e), 1);
    for (int i = 0; i < 7; i++) assert_true(query_col_null(q, i)); /* closing clears them */
    query_close(q);
    store_close(st);
}

static void query_of_one_text_can_be_open_twice(void **state) {
    static const char sql[] = "SELECT value FROM setting ORDER BY key";
    struct store *st = open_case(*state, STORE_CREATE);
    struct query *p = NULL, *q = NULL;
    struct err e;

    run(st, "INSERT INTO setting VALUES ('1', 'a'), ('2', 'b')");
    for (int again = 0; again < 3; again++) {
        assert_ok(query_open(&p, st, sql, &e), e);
        assert_int_equal(query_next(p, &e), 1);
        assert_ok(query_open(&q, st, sql, &e), e);
        assert_ptr_not_equal(p, q);
        assert_int_equal(query_next(q, &e), 1);
        assert_int_equal(query_next(p, &e), 1);
        assert_true(span_is(query_col(p, 0), "b") && span_is(query_col(q, 0), "a"));
        query_close(p);
        query_close(q);
    }
    for (int i = 0; i < 100; i++) { /* more texts than are kept */
        char text[32];

        snprintf(text, sizeof text, "SELECT %d", i);
        assert_ok(query_open(&q, st, text, &e), e);
        assert_int_equal(query_next(q, &e), 1);
        assert_int_equal(query_col_int(q, 0), i);
        query_close(q);
    }
    store_close(st);
}

static void query_tells_faults_apart(void **state) {
    struct store *st = open_case(*state, STORE_CREATE);
    struct query *q = NULL;
    struct err e;

    assert_true(query_open(&q, st, "SELECT nothing FROM nowhere", &e) < 0);
    assert_ok(query_open(&q, st, "INSERT INTO setting VALUES (?1, ?2)", &e), e);
    query_text(q, 1, SPAN("k"));
    assert_int_equal(query_run(q, &e), RC_CONFLICT); /* value is NULL */
    query_text(q, 1, SPAN("k"));
    query_text(q, 2, SPAN("v"));
    assert_ok(query_run(q, &e), e);
    query_text(q, 9, SPAN("no such parameter"));
    assert_int_equal(query_run(q, &e), RC_IO);
    query_close(q);
    assert_ok(query_open(&q, st, "SELECT zeroblob(1 << 30)", &e), e);
    assert_int_equal(query_next(q, &e), RC_LIMIT);
    query_close(q);
    assert_ok(query_open(&q, st, "SELECT '{' ->> '$.a'", &e), e);
    assert_int_equal(query_next(q, &e), RC_SYNTAX);
    query_close(q);
    store_close(st);
}

/* --- the enduring half --- */

#define KEY "zeroblob(32)"

static void store_guards_entries_and_seals(void **state) {
    static const char *const forbidden[] = {
        "UPDATE entry SET body = '{\"a\":1}'",
        "DELETE FROM entry",
        "REPLACE INTO entry VALUES (" KEY ", 1, 'row', '{}', " KEY ", " KEY ")",
        "INSERT INTO entry VALUES (" KEY ", 3, 'row', '{}', " KEY ", " KEY ")",
        "INSERT INTO entry VALUES (" KEY ", 0, 'row', '{}', " KEY ", " KEY ")",
        "INSERT INTO entry VALUES (x'00', 1, 'row', '{}', " KEY ", " KEY ")",
        "UPDATE seal SET head = randomblob(32)",
        "DELETE FROM seal",
        "INSERT INTO seal VALUES (" KEY ", 9, " KEY ", zeroblob(64))",
        "UPDATE vault SET box = x'00'",
        "INSERT INTO blob VALUES (" KEY ", 3, NULL, x'0000', NULL)",
        "INSERT INTO blob VALUES (" KEY ", 2, NULL, x'0000', 'both')",
        "INSERT INTO blob VALUES (" KEY ", 2, NULL, NULL, NULL)",
    };
    struct store *st = open_case(*state, STORE_CREATE);
    struct err e;

    run(st, "INSERT INTO entry VALUES (" KEY ", 1, 'row', '{}', " KEY ", " KEY ")");
    run(st, "INSERT INTO seal VALUES (" KEY ", 1, " KEY ", zeroblob(64))");
    run(st, "INSERT INTO vault VALUES (" KEY ", " KEY ", x'01', 256, zeroblob(64), " KEY ", 1)");
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++)
        if (store_exec(st, forbidden[i], &e) != RC_CONFLICT) fail_msg("allowed: %s", forbidden[i]);
    run(st, "INSERT INTO entry VALUES (" KEY ", 2, 'row', '{}', " KEY ", " KEY ")");
    run(st, "DELETE FROM vault"); /* the one that may be forgotten */
    store_close(st);
}

/* --- the derived half --- */

#define HEX60 "000000000000000000000000000000000000000000000000000000000000"

struct event {
    const char *kind, *row, *sheet, *key, *cells;
    int author, seq;
};

static void put(struct store *st, const struct event *v) {
    struct query *q = NULL;
    char body[1024], author[32] = {0};
    struct err e;

    author[0] = (char)v->author;
    if (strcmp(v->kind, "row") == 0)
        snprintf(body, sizeof body,
                 "{\"key\":\"%s\",\"line\":%d,\"row\":%s,\"row_id\":\"%s" HEX60
                 "\",\"sheet\":\"%s\"}",
                 v->key, v->seq + 1, v->cells, v->row, v->sheet);
    else
        snprintf(body, sizeof body, "{\"row_id\":\"%s" HEX60 "\",\"sheet\":\"%s\"}", v->row,
                 v->sheet);
    assert_ok(query_open(&q, st,
                         "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, zeroblob(32), zeroblob(32))",
                         &e),
              e);
    query_blob(q, 1, (struct span){author, sizeof author});
    query_int(q, 2, v->seq);
    query_text(q, 3, span_of(v->kind));
    query_text(q, 4, span_of(body));
    assert_ok(query_run(q, &e), e);
    query_close(q);
}

static void derive(struct store *st) {
    struct err e = {0};

    assert_ok(store_begin(st, &e), e);
    assert_ok(store_end(st, store_derive(st, &e), &e), e);
}

#define SRC(label) "{\"id\":\"s\",\"kind\":\"press\",\"label\":\"" label "\"}"

static void store_derives_the_rows_in_force(void **state) {
    static const struct event events[] = {
        {"row", "aaa1", "sources", "k1", SRC("first"), 1, 1},
        {"row", "aaa2", "sources", "k1", SRC("second"), 1, 2},
        {"row", "aaa3", "sources", "k2", SRC("gone"), 1, 3},
        {"withdraw", "aaa3", "sources", NULL, NULL, 1, 4},
        {"row", "aaa4", "sources", "k3", SRC("and back"), 1, 5},
        {"withdraw", "aaa4", "sources", NULL, NULL, 1, 6},
        {"row", "aaa4", "sources", "k3", SRC("and back"), 1, 7},
        {"row", "aaa5", "sources", "k4", SRC("edited back"), 1, 8},
        {"row", "aaa6", "sources", "k4", SRC("edited"), 1, 9},
        {"row", "aaa5", "sources", "k4", SRC("edited back"), 1, 10},
        {"row", "aaa7", "sources", "k5", SRC("old"), 1, 11},
        {"row", "aaa8", "sources", "k5", SRC("newer"), 1, 12},
        {"withdraw", "aaa8", "sources", NULL, NULL, 1, 13},
        {"bad", "aaa9", "sources", NULL, NULL, 1, 14},
        {"row", "aab1", "sources", "k6", SRC("by author 2"), 2, 1},
        {"row", "aab2", "sources", "k1", SRC("old, by 2"), 2, 2},
    };
    struct store *st = open_case(*state, STORE_CREATE);

    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) put(st, &events[i]);
    derive(st);
    assert_rows(
        st,
        "SELECT substr(row_id, 1, 4) || ' ' || seq || ' ' || line || ' ' || (body ->> '$.label') "
        "FROM line ORDER BY row_id",
        "aaa4 7 8 and back\naaa5 10 11 edited back\naab1 1 2 by author 2\naab2 2 3 old, by 2\n");
    assert_rows(st, "SELECT label FROM source ORDER BY row_id",
                "and back\nedited back\nby author 2\nold, by 2\n");
    assert_rows(st, "SELECT body FROM line WHERE key = 'k6'", SRC("by author 2") "\n");
    store_close(st);
}

static void store_fills_every_typed_table(void **state) {
    static const struct event events[] = {
        {"row", "bbb1", "corridors", "c",
         "{\"destination\":\"ZKPY\",\"direction\":\"outbound\",\"from\":\"2023-10-30\",\"group\":"
         "\"workers\",\"id\":\"A\",\"origin\":\"UHWW\",\"to\":\"2024-03-29\"}",
         1, 1},
        {"row", "bbb2", "aircraft", "d", "{\"seats\":140,\"seats_high\":210,\"type\":\"Tu-204\"}",
         1, 2},
        {"row", "bbb3", "schedules", "e",
         "{\"corridor\":\"A\",\"days\":\"15\",\"except\":[\"2023-11-03\",\"2023-11-06\"],\"from\":"
         "\"2023-10-30\",\"to\":\"2024-03-29\"}",
         1, 3},
        {"row", "bbb4", "flights", "f",
         "{\"corridor\":\"A\",\"date\":\"2023-10-30\",\"seen_what\":\"board\",\"source\":\"s\","
         "\"state\":\"seen\"}",
         1, 4},
        {"row", "bbb5", "counts", "g",
         "{\"best\":0,\"corridor\":\"A\",\"date\":\"2023-10-30\",\"method\":\"eye\",\"of\":"
         "\"concern\",\"source\":\"s\",\"stage\":\"waiting\",\"visible\":800}",
         1, 5},
        {"row", "bbb6", "claims", "h",
         "{\"credibility\":\"3\",\"id\":\"c1\",\"made_on\":\"2024-02-27\",\"quantity\":4000,"
         "\"source\":\"s\",\"speaker\":\"a professor\",\"text\":\"caf\303\251 \\\"4,000\\\" \\\\ "
         "\\n\"}",
         1, 6},
        {"row", "bbb7", "rules", "i",
         "{\"document\":\"UNSCR "
         "2397\",\"id\":\"r\",\"text\":\"home\",\"until\":\"2019-12-22\",\"who\":\"states\"}",
         1, 7},
        {"row", "bbb8", "something", "j", "{\"id\":\"x\"}", 1, 8},
    };
    struct store *st = open_case(*state, STORE_CREATE);

    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) put(st, &events[i]);
    derive(st);
    assert_rows(st, "SELECT \"group\" || \"from\" || \"to\" || (note IS NULL) FROM corridor",
                "workers2023-10-302024-03-291\n");
    assert_rows(st, "SELECT seats + seats_high FROM aircraft WHERE id IS NULL", "350\n");
    assert_rows(st, "SELECT days || \"except\" FROM schedule WHERE seats IS NULL",
                "15[\"2023-11-03\",\"2023-11-06\"]\n");
    assert_rows(st, "SELECT state || seen_what FROM flight WHERE reason IS NULL", "seenboard\n");
    assert_rows(st, "SELECT best || ' ' || visible FROM count WHERE low IS NULL AND high IS NULL",
                "0 800\n"); /* 0 is not unknown */
    assert_rows(st, "SELECT credibility || quantity || text FROM claim",
                "34000caf\303\251 \"4,000\" \\ \n\n");
    assert_rows(st, "SELECT who || \"until\" FROM rule WHERE \"from\" IS NULL",
                "states2019-12-22\n");
    for (size_t i = 0; i < sizeof events / sizeof events[0];
         i++) { /* the cells are the canonical bytes of the entry */
        char sql[64], wanted[512];

        snprintf(sql, sizeof sql, "SELECT body FROM line WHERE key = '%s'", events[i].key);
        snprintf(wanted, sizeof wanted, "%s\n", events[i].cells);
        assert_rows(st, sql, wanted);
    }
    store_close(st);
}

static void store_names_the_constraint_that_a_row_breaks(void **state) {
    static const struct event bad = {
        "row", "ccc1", "counts", "k", "{\"corridor\":\"A\",\"method\":\"guess\",\"source\":\"s\"}",
        1,     1};
    static const struct event ok = {"row", "ccc2", "sources", "l", SRC("kept"), 1, 1};
    struct store *st = open_case(*state, STORE_CREATE);
    struct err e = {0};

    put(st, &ok);
    derive(st);
    put(st, &(struct event){.kind = bad.kind,
                            .row = bad.row,
                            .sheet = bad.sheet,
                            .key = bad.key,
                            .cells = bad.cells,
                            .author = 1,
                            .seq = 2});
    assert_ok(store_begin(st, &e), e);
    assert_int_equal(store_end(st, store_derive(st, &e), &e), RC_CONFLICT);
    assert_non_null(strstr(e.text, "method"));
    assert_rows(st, "SELECT label FROM source",
                "kept\n"); /* what was there before is there still */
    store_close(st);
}

/* Every derived table as text. */
static void dump(struct store *st, struct buf *out) {
    static const char *const tables[] = {"line",   "source", "corridor", "aircraft", "schedule",
                                         "flight", "count",  "claim",    "rule"};

    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct query *q = NULL;
        char sql[64];
        struct err e;

        snprintf(sql, sizeof sql, "SELECT * FROM %s", tables[i]);
        assert_ok(query_open(&q, st, sql, &e), e);
        while (query_next(q, &e) > 0)
            for (int c = 0; c < 5; c++) {
                buf_add(out, query_col(q, c));
                buf_putc(out, '|');
            }
        query_close(q);
    }
}

static void store_derives_the_same_from_the_same(void **state) {
    struct store *st = open_case(*state, STORE_CREATE);
    struct buf once = {0}, again = {0}, file = {0}, after = {0};
    const struct room *r = *state;

    for (int i = 0; i < 60; i++) {
        char row[8], key[8];

        snprintf(row, sizeof row, "%04x", (i * 7919) & 0xffff);
        snprintf(key, sizeof key, "k%d", i / 2);
        put(st, &(struct event){"row", row, "sources", key, SRC("x"), 1 + i % 3, 1 + i / 3});
    }
    derive(st);
    dump(st, &once);
    derive(st);
    dump(st, &again);
    assert_true(once.n > 1000 && span_eq(buf_span(&once), buf_span(&again)));
    run(st, "UPDATE source SET label = 'touched'");
    store_close(st);
    again.n = 0;
    read_file(r->path, &file);
    st = open_case(r, STORE_READ); /* looking derives beside the file, and changes no byte of it */
    derive(st);
    derive(st);
    dump(st, &again);
    assert_true(span_eq(buf_span(&once), buf_span(&again)));
    store_close(st);
    read_file(r->path, &after);
    assert_true(span_eq(buf_span(&file), buf_span(&after)));
    buf_fini(&once);
    buf_fini(&again);
    buf_fini(&file);
    buf_fini(&after);
}

static void store_drops_the_derived_half_only(void **state) {
    struct store *st = open_case(*state, STORE_CREATE);
    struct err e;

    put(st, &(struct event){"row", "ddd1", "sources", "k", SRC("x"), 1, 1});
    run(st, "INSERT INTO setting VALUES ('a', 'b')");
    derive(st);
    assert_ok(store_drop_derived(st, &e), e);
    assert_rows(st, "SELECT row_id FROM line", "");
    assert_rows(st, "SELECT id FROM source", "");
    assert_rows(st, "SELECT seq FROM entry", "1\n");
    assert_rows(st, "SELECT value FROM setting", "b\n");
    store_close(st);
    store_close(open_case(*state, STORE_WRITE)); /* and the schema is still ours */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(store_makes_a_file_for_its_owner_only),
        TEST(store_never_writes_over_a_file),
        TEST(store_names_what_is_not_a_case),
        TEST(store_refuses_an_empty_name_and_gives_none_a_meaning),
        TEST(store_renews_a_case_of_each_earlier_version),
        TEST(store_refuses_an_earlier_version_with_something_of_its_own),
        TEST(store_refuses_a_later_version),
        TEST(store_refuses_a_write_ahead_log),
        TEST(store_refuses_any_change_of_its_schema),
        TEST(store_survives_any_byte_of_its_header),
        TEST(store_keeps_nothing_that_was_deleted),
        TEST(store_in_memory_leaves_no_file),
        TEST(store_opened_for_reading_cannot_write),
        TEST(store_lets_others_read_while_one_writes),
        TEST(store_end_rolls_back_on_a_failure_and_keeps_its_sentence),
        TEST(store_end_tells_when_the_transaction_is_gone),
        TEST(query_keeps_null_apart_from_empty),
        TEST(query_of_one_text_can_be_open_twice),
        TEST(query_tells_faults_apart),
        TEST(store_guards_entries_and_seals),
        TEST(store_derives_the_rows_in_force),
        TEST(store_fills_every_typed_table),
        TEST(store_names_the_constraint_that_a_row_breaks),
        TEST(store_derives_the_same_from_the_same),
        TEST(store_drops_the_derived_half_only),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
