/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rng.h"
#include "t_case.h"
#include "t_disk.h"

/* --- writing --- */

static void ledger_hash_is_that_of_the_document(
    void **state) { /* the values are from docs/LEDGER.md, computed there in Python */
    struct ledger_entry x = {
        .seq = 1,
        .kind = SPAN("case"),
        .body = SPAN("{\"at\":1698624000000,\"case\":\"example\",\"salt\":"
                     "\"0000000000000000000000000000000000000000000000000000000000000000\"}")};
    struct ledger_entry y = {
        .seq = 2,
        .kind = SPAN("row"),
        .body = SPAN("{\"row\":{\"best\":100,\"id\":\"c1\"},\"sheet\":\"counts\"}")};

    (void)state;
    ledger_hash(&x, y.prev);
    assert_string_equal(hash_hex(y.prev).s,
                        "869723fa62670e76a39a00a107747b4f506ae80353565fae3eb39d4c67ebc1bc");
    ledger_hash(&y, y.hash);
    assert_string_equal(hash_hex(y.hash).s,
                        "fab9fe70fa73773b9d0917b2d2717ba8d103abb0e6728c77a3551210f4ae0a8e");
}

static void ledger_hash_tells_kind_and_body_apart(void **state) {
    struct ledger_entry x = {.seq = 1, .kind = SPAN("ab"), .body = SPAN("c")},
                        y = {.seq = 1, .kind = SPAN("a"), .body = SPAN("bc")};

    (void)state;
    ledger_hash(&x, x.hash);
    ledger_hash(&y, y.hash);
    assert_memory_not_equal(x.hash, y.hash, HASH_BYTES);
}

static void ledger_founds_a_case_once(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    uint8_t salt[HASH_BYTES], again[HASH_BYTES] = {0};
    struct span name = {0};
    struct arena a;
    struct err e;

    arena_init(&a, 1 << 16);
    assert_int_equal(ledger_found(st, "other", NOW, false, &e), RC_CONFLICT);
    assert_ok(ledger_case(st, &a, &name, salt, &e), e);
    assert_true(span_is(name, "example"));
    assert_memory_not_equal(salt, again, HASH_BYTES);
    store_close(st);
    st = open_case(r->path, STORE_READ);
    assert_ok(ledger_case(st, &a, &name, again, &e), e);
    assert_memory_equal(salt, again, HASH_BYTES);
    assert_whole(st, 1);
    store_close(st);
    arena_fini(&a);
}

static void ledger_in_memory_has_no_secret_input(void **state) {
    uint8_t head[2][HASH_BYTES], zero[HASH_BYTES] = {0};
    struct err e;

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct store *st = open_case(NULL, STORE_MEMORY);
        struct ledger_verdict v;

        assert_ok(ledger_found(st, "example", NOW, true, &e), e);
        v = verify(st);
        assert_false(v.broken);
        memcpy(head[i], v.head, HASH_BYTES);
        store_close(st);
    }
    assert_memory_equal(head[0], head[1], HASH_BYTES);
    assert_memory_not_equal(head[0], zero, HASH_BYTES);
}

static void ledger_refuses_names_that_it_cannot_keep(void **state) {
    struct store *st = open_case(NULL, STORE_MEMORY);
    char longer[300];
    struct err e;

    (void)state;
    memset(longer, 'a', sizeof longer);
    longer[sizeof longer - 1] = 0;
    assert_int_equal(ledger_found(st, longer, NOW, true, &e), RC_LIMIT);
    assert_int_equal(ledger_found(st, "\377", NOW, true, &e), RC_SYNTAX);
    assert_ok(ledger_found(st, "", NOW, true, &e), e);
    store_close(st);
}

static void ledger_of_an_empty_case_says_so(void **state) {
    struct store *st = open_case(NULL, STORE_MEMORY);
    uint8_t salt[HASH_BYTES];
    struct ledger_verdict v;
    struct span name;
    struct arena a;
    struct err e;

    (void)state;
    arena_init(&a, 1 << 16);
    assert_int_equal(ledger_case(st, &a, &name, salt, &e), RC_NOTFOUND);
    v = verify(st);
    assert_true(v.broken && v.seq == 0);
    assert_ok(store_begin(st, &e), e);
    assert_int_equal(ledger_end(st, append_row(st, 1, &e), &e), RC_NOTFOUND);
    store_close(st);
    arena_fini(&a);
}

static void ledger_gives_back_what_was_appended(void **state) {
    static const char *const bodies[] = {"{\"row\":{\"best\":0}}",
                                         "{\"reason\":\"caf\303\251 \\\"x\\\"\"}", "{}"};
    static const char *const kinds[] = {"row", "bad", "row"};
    struct store *st = found_case(((struct room *)*state)->path);
    uint8_t hash[3][HASH_BYTES];
    struct ledger_entry x;
    struct ledger_it *it = NULL;
    struct err e = {0};
    int n = 0, rc = 0;

    assert_ok(store_begin(st, &e), e);
    for (int i = 0; i < 3 && rc == 0; i++) {
        json_t *body = NULL;

        assert_ok(canon_read(span_of(bodies[i]), &body, &e), e);
        rc = ledger_append(st, kinds[i], body, hash[i], &e);
        json_decref(body);
    }
    assert_ok(ledger_end(st, rc, &e), e);
    assert_ok(ledger_each(&it, st, NULL, &e), e);
    while (ledger_next(it, &x, &e) > 0) {
        assert_int_equal(x.seq, ++n);
        if (n == 1) continue;
        assert_true(span_is(x.kind, kinds[n - 2]) && span_is(x.body, bodies[n - 2]));
        assert_memory_equal(x.hash, hash[n - 2], HASH_BYTES);
    }
    ledger_done(it);
    assert_int_equal(n, 4);
    assert_ok(ledger_each(&it, st, "row", &e), e);
    for (n = 0; (rc = ledger_next(it, &x, &e)) > 0; n++) assert_true(span_is(x.kind, "row"));
    ledger_done(it);
    assert_ok(rc, e);
    assert_int_equal(n, 2);
    assert_memory_equal(verify(st).head, hash[2], HASH_BYTES);
    store_close(st);
}

static void ledger_forgets_what_was_rolled_back(void **state) {
    struct store *st = found_case(((struct room *)*state)->path);
    json_t *real = json_pack("{s:f}", "share", 0.5);
    struct err e = {0};

    append_rows(st, 2);
    assert_ok(store_begin(st, &e), e);
    assert_ok(append_row(st, 7, &e), e);
    assert_int_equal(ledger_end(st, ledger_append(st, "row", real, NULL, &e), &e), RC_RANGE);
    assert_whole(st, 3);
    append_rows(st, 2); /* goes on where it stood */
    assert_whole(st, 5);
    assert_ok(store_begin(st, &e), e);
    assert_int_equal(ledger_append(st, "row", real, NULL, &e),
                     RC_RANGE); /* refused, and nothing of it is there */
    assert_ok(append_row(st, 8, &e), e);
    assert_ok(ledger_end(st, 0, &e), e);
    assert_whole(st, 6);
    json_decref(real);
    store_close(st);
}

static void ledger_end_notices_what_was_not_written_so(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct err e = {0};

    assert_ok(store_begin(st, &e), e);
    assert_ok(append_row(st, 1, &e), e);
    /* our own connection, our own transaction: a bug of ours, not an enemy */
    assert_ok(
        store_exec(st, "DROP TRIGGER entry_stays; UPDATE entry SET body = '{}' WHERE seq = 2", &e),
        e);
    assert_int_equal(ledger_end(st, 0, &e), RC_IO);
    assert_whole(st, 1);
    assert_ok(store_begin(st, &e), e);
    assert_ok(append_row(st, 1, &e), e);
    assert_ok(append_row(st, 2, &e), e);
    assert_ok(store_exec(st, "DROP TRIGGER entry_kept; DELETE FROM entry WHERE seq = 3", &e), e);
    assert_int_equal(ledger_end(st, 0, &e), RC_IO);
    assert_whole(st, 1);
    store_close(st);
}

static void ledger_head_does_not_depend_on_transactions(void **state) {
    uint8_t first[HASH_BYTES];

    (void)state;
    for (uint64_t round = 0; round < 20; round++) {
        struct store *st = open_case(NULL, STORE_MEMORY);
        struct err e = {0};
        struct ledger_verdict v;

        assert_ok(ledger_found(st, "example", NOW, true, &e), e);
        assert_ok(store_begin(st, &e), e);
        for (int i = 0; i < 30; i++) {
            assert_ok(append_row(st, i, &e), e);
            if (rng_u64(1, round, (uint64_t)i) % 3) continue;
            assert_ok(ledger_end(st, 0, &e), e);
            assert_ok(store_begin(st, &e), e);
        }
        assert_ok(ledger_end(st, 0, &e), e);
        v = verify(st);
        assert_true(!v.broken && v.entries == 31);
        if (round == 0) memcpy(first, v.head, HASH_BYTES);
        assert_memory_equal(first, v.head, HASH_BYTES);
        store_close(st);
    }
}

/* --- tampering --- */

static void wants(struct store *st, int64_t seq, const char *reason) {
    struct ledger_verdict v = verify(st);

    if (!v.broken) fail_msg("not seen: entry %lld, %s", (long long)seq, reason);
    if (v.seq != seq || !strstr(v.reason, reason))
        fail_msg("entry %lld: %s; wanted entry %lld: %s", (long long)v.seq, v.reason,
                 (long long)seq, reason);
}

/* Sets one column of one entry. @return whether the database took it. */
static bool set_column(sqlite3 *db, const struct ledger_entry *x, const char *column, const void *p,
                       int n, int64_t number) {
    sqlite3_stmt *s = NULL;
    char sql[96];
    int rc;

    snprintf(sql, sizeof sql, "UPDATE entry SET %s = ?1 WHERE author = ?2 AND seq = ?3", column);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    if (!p)
        sqlite3_bind_int64(s, 1, number);
    else if (strcmp(column, "kind") == 0 || strcmp(column, "body") == 0)
        sqlite3_bind_text(s, 1, p, n, SQLITE_STATIC);
    else
        sqlite3_bind_blob(s, 1, p, n, SQLITE_STATIC);
    sqlite3_bind_blob(s, 2, x->author, 32, SQLITE_STATIC);
    sqlite3_bind_int64(s, 3, x->seq);
    rc = sqlite3_step(s);
    sqlite3_finalize(s);
    return rc == SQLITE_DONE && sqlite3_changes(db) == 1;
}

/* The entry that was edited is the one that is named, by what it was called before or by what it is
 * called now. */
static void assert_named(struct store *st, const struct ledger_entry *was,
                         const uint8_t author[HASH_BYTES], int64_t seq, const char *column,
                         size_t byte) {
    struct ledger_verdict v = verify(st);
    bool before = memcmp(v.author, was->author, HASH_BYTES) == 0 && v.seq == was->seq;
    bool now = memcmp(v.author, author, HASH_BYTES) == 0 && v.seq == seq;

    if (!v.broken || !(before || now))
        fail_msg("entry %lld, %s, byte %zu: %s %lld: %s", (long long)was->seq, column, byte,
                 v.broken ? "named" : "not seen", (long long)v.seq, v.reason);
}

static int mutate_bytes(struct store *st, sqlite3 *db, const struct ledger_entry *x,
                        const char *column, struct span value) {
    static const uint8_t masks[] = {0x01, 0x80, 0x20};
    char bytes[512];
    int done = 0;

    assert_true(value.n <= sizeof bytes);
    for (size_t i = 0; i < value.n; i++)
        for (size_t m = 0; m < sizeof masks; m++) {
            const uint8_t *author =
                strcmp(column, "author") == 0 ? (const uint8_t *)bytes : x->author;

            memcpy(bytes, value.p, value.n);
            bytes[i] = (char)((uint8_t)bytes[i] ^ masks[m]);
            if (!set_column(db, x, column, bytes, (int)value.n, 0)) continue;
            assert_named(st, x, author, x->seq, column, i);
            done++;
            restore(db);
        }
    return done;
}

static int mutate_number(struct store *st, sqlite3 *db, const struct ledger_entry *x) {
    int done = 0;

    for (int bit = 0; bit < 64; bit++) {
        int64_t seq = (int64_t)((uint64_t)x->seq ^ (UINT64_C(1) << bit));

        if (!set_column(db, x, "seq", NULL, 0, seq)) continue; /* there is one of that number */
        assert_named(st, x, x->author, seq, "seq", (size_t)bit / 8);
        done++;
        restore(db);
    }
    return done;
}

static size_t read_entries(struct store *st, struct arena *a, struct ledger_entry *out,
                           size_t cap) {
    struct ledger_it *it = NULL;
    struct err e;
    size_t n = 0;
    int rc;

    assert_ok(ledger_each(&it, st, NULL, &e), e);
    while ((rc = ledger_next(it, &out[n], &e)) > 0) {
        out[n].kind = arena_span(a, out[n].kind);
        out[n].body = arena_span(a, out[n].body);
        assert_true(++n < cap);
    }
    ledger_done(it);
    assert_ok(rc, e);
    return n;
}

static void verify_names_the_entry_of_any_changed_byte(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct ledger_entry all[16];
    struct arena a;
    sqlite3 *db;
    size_t n;
    int done = 0;

    arena_init(&a, 1 << 20);
    append_rows(st, 2);
    db = enemy(r->path);
    forge_chain(db, 0x5a, 3);
    assert_whole(st, 6);
    keep(db);
    n = read_entries(st, &a, all, 16);
    assert_int_equal(n, 6);
    for (size_t i = 0; i < n; i++) {
        done += mutate_bytes(st, db, &all[i], "author",
                             (struct span){(const char *)all[i].author, HASH_BYTES});
        done += mutate_number(st, db, &all[i]);
        done += mutate_bytes(st, db, &all[i], "kind", all[i].kind);
        done += mutate_bytes(st, db, &all[i], "body", all[i].body);
        done += mutate_bytes(st, db, &all[i], "prev",
                             (struct span){(const char *)all[i].prev, HASH_BYTES});
        done += mutate_bytes(st, db, &all[i], "hash",
                             (struct span){(const char *)all[i].hash, HASH_BYTES});
    }
    assert_whole(st, 6);
    assert_true(done > 2500);
    sqlite3_close(db);
    store_close(st);
    arena_fini(&a);
}

static void verify_says_what_was_done(void **state) {
    static const struct {
        const char *sql;
        int seq;
        const char *reason;
    } cases[] = {
        {"UPDATE entry SET body = replace(body, '\"best\":3', '\"best\":9') WHERE seq = 4", 4,
         "the body does not match its hash"},
        {"UPDATE entry SET body = body || ' ' WHERE seq = 6", 6,
         "the body does not match its hash"},
        {"UPDATE entry SET kind = 'withdraw' WHERE seq = 3", 3, "its kind was \"row\""},
        {"UPDATE entry SET hash = randomblob(32) WHERE seq = 3", 3, "its hash was changed"},
        {"UPDATE entry SET prev = randomblob(32) WHERE seq = 5", 5,
         "the hash of the entry before it was changed"},
        {"UPDATE entry SET prev = randomblob(32) WHERE seq = 1", 1,
         "the hash of the entry before it was changed"},
        {"UPDATE entry SET prev = x'00' WHERE seq = 5", 5, "its previous hash is not 32 bytes"},
        {"UPDATE entry SET hash = randomblob(33) WHERE seq = 5", 5, "its hash is not 32 bytes"},
        {"UPDATE entry SET seq = 60 WHERE seq = 6", 60, "it was written as number 6"},
        {"UPDATE entry SET seq = 60 WHERE seq = 4", 4,
         "it is missing: number 5 comes after number 3"},
        {"UPDATE entry SET seq = -4 WHERE seq = 4", -4, "does not match"},
        {"UPDATE entry SET seq = 9223372036854775807 WHERE seq = 6", INT32_MAX,
         "it was written as number 6"},
        {"DELETE FROM entry WHERE seq = 1", 1, "it is missing: the chain begins with number 2"},
        {"DELETE FROM entry WHERE seq = 3", 3, "it is missing: number 4 comes after number 2"},
        {"DELETE FROM entry WHERE seq IN (3, 4)", 3,
         "it is missing: number 5 comes after number 2"},
        {"DELETE FROM entry WHERE seq = 2; UPDATE entry SET seq = -seq WHERE seq > 2; UPDATE entry "
         "SET seq = -seq - 1 WHERE seq < 0",
         2, "it was written as number 3"},
        {"UPDATE entry SET seq = 99 WHERE seq = 3; UPDATE entry SET seq = 3 WHERE seq = 4; UPDATE "
         "entry SET seq = 4 WHERE seq = 99",
         3, "it was written as number 4"},
        {"UPDATE entry SET seq = -seq WHERE seq > 2; UPDATE entry SET seq = -seq + 1 WHERE seq < 0;"
         "INSERT INTO entry SELECT author, 3, kind, '{}', hash, randomblob(32) FROM entry WHERE "
         "seq = 2",
         3, "does not match its hash"},
        {"DELETE FROM entry", 0, "the case has no entries"},
        {"DELETE FROM setting", 0, "does not say which chain is its own"},
        {"UPDATE setting SET value = 'x'", 0, "cannot be read"},
        {"UPDATE setting SET value = replace(hex(zeroblob(32)), '0', 'a')", 1,
         "it is missing: the case's own chain"},
    };
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    sqlite3 *db;

    append_rows(st, 5);
    db = enemy(r->path);
    keep(db);
    enemy_does(db, "CREATE TEMP TABLE settings AS SELECT * FROM main.setting");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enemy_does(db, cases[i].sql);
        wants(st, cases[i].seq == INT32_MAX ? INT64_MAX : cases[i].seq, cases[i].reason);
        restore(db);
        enemy_does(
            db, "DELETE FROM main.setting; INSERT INTO main.setting SELECT * FROM temp.settings");
        assert_whole(st, 6);
    }
    sqlite3_close(db);
    store_close(st);
}

static void verify_sees_what_was_hashed_anew(void **state) {
    static const struct {
        const char *kind, *body, *reason;
    } forged[] = {
        {"row", "{\"row\":{},\"sheet\":\"counts\"}", "it was replaced, hash and all"},
        {"row", "{ \"row\":{}}", "the body is not canonical JSON"},
        {"row", "{\"b\":1,\"a\":2}", "the body is not canonical JSON"},
        {"row", "{\"a\":1.5}", "the body is not canonical JSON"},
        {"row", "{\"a\":\"\377\"}", "the body is not canonical JSON"},
        {"row", "", "the body is not canonical JSON"},
        {"row", "[]", "the body is not a JSON object"},
        {"Row", "{}", "its kind is not a word"},
        {"row\n", "{}", "its kind is not a word"},
    };
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct ledger_entry all[16];
    struct arena a;
    sqlite3 *db;

    arena_init(&a, 1 << 20);
    append_rows(st, 5);
    db = enemy(r->path);
    keep(db);
    assert_int_equal(read_entries(st, &a, all, 16), 6);
    for (size_t i = 0; i < sizeof forged / sizeof forged[0]; i++) {
        struct ledger_entry x = all[3];

        x.kind = span_of(forged[i].kind);
        x.body = span_of(forged[i].body);
        forge_entry(db, &x);
        wants(st, 4, forged[i].reason);
        restore(db);
    }
    sqlite3_close(db);
    store_close(st);
    arena_fini(&a);
}

/* What no chain shows by itself (docs/LEDGER.md says so): only a head that was noted elsewhere
 * differs. */
static void verify_of_a_cut_or_remade_chain_gives_another_head(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct ledger_entry all[16];
    uint8_t head[HASH_BYTES];
    struct ledger_verdict v;
    struct arena a;
    sqlite3 *db;

    arena_init(&a, 1 << 20);
    append_rows(st, 5);
    memcpy(head, verify(st).head, HASH_BYTES);
    db = enemy(r->path);
    keep(db);
    assert_int_equal(read_entries(st, &a, all, 16), 6);
    for (int cut = 5; cut >= 1; cut--) {
        char sql[64];

        snprintf(sql, sizeof sql, "DELETE FROM entry WHERE seq > %d", cut);
        enemy_does(db, sql);
        v = verify(st);
        assert_true(!v.broken && v.entries == cut);
        assert_memory_equal(v.head, all[cut - 1].hash, HASH_BYTES);
        assert_memory_not_equal(v.head, head, HASH_BYTES);
    }
    restore(db);
    for (int i = 2; i < 6; i++) { /* all of it made anew from number 3 on */
        if (i == 2) all[i].body = SPAN("{\"row\":{\"best\":0},\"sheet\":\"counts\"}");
        memcpy(all[i].prev, all[i - 1].hash, HASH_BYTES);
        forge_entry(db, &all[i]);
    }
    v = verify(st);
    assert_true(!v.broken && v.entries == 6);
    assert_memory_not_equal(v.head, head, HASH_BYTES);
    sqlite3_close(db);
    store_close(st);
    arena_fini(&a);
}

static void verify_takes_the_chains_of_several_authors(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    uint8_t head[HASH_BYTES];
    struct ledger_verdict v;
    sqlite3 *db;

    append_rows(st, 3);
    memcpy(head, verify(st).head, HASH_BYTES);
    db = enemy(r->path);
    forge_chain(db, 0x01, 4);
    forge_chain(db, 0xfe, 1);
    v = verify(st);
    assert_true(!v.broken && v.authors == 3 && v.entries == 9);
    assert_memory_equal(v.head, head, HASH_BYTES); /* of the case's own chain */
    append_rows(st, 1);                            /* and that is where it goes on */
    assert_whole(st, 10);
    enemy_does(db, "DELETE FROM entry WHERE substr(hex(author), 1, 2) = '01' AND seq = 2");
    v = verify(st);
    assert_true(v.broken && v.seq == 2 && v.author[0] == 0x01);
    sqlite3_close(db);
    store_close(st);
}

/* --- the bytes of the file --- */

static void read_file(const char *path, struct buf *out) {
    FILE *f = fopen(path, "rb");
    char part[4096];
    size_t n;

    assert_non_null(f);
    while ((n = fread(part, 1, sizeof part, f)) > 0) buf_add(out, (struct span){part, n});
    fclose(f);
}

static void poke(const char *path, size_t at, char byte) {
    FILE *f = fopen(path, "r+b");

    assert_non_null(f);
    assert_int_equal(fseek(f, (long)at, SEEK_SET), 0);
    assert_int_equal(fputc((unsigned char)byte, f), (unsigned char)byte);
    assert_int_equal(fclose(f), 0);
}

/* All that is in the entries, as one hash. */
static bool content(struct store *st, uint8_t out[HASH_BYTES]) {
    struct ledger_entry x;
    struct ledger_it *it = NULL;
    struct hash h;
    struct err e;
    int rc;

    hash_begin(&h);
    if (ledger_each(&it, st, NULL, &e) < 0) return false;
    while ((rc = ledger_next(it, &x, &e)) > 0) {
        uint8_t full[HASH_BYTES];

        ledger_hash(&x, full);
        hash_add(&h, (struct span){(const char *)full, HASH_BYTES});
        hash_add(&h, (struct span){(const char *)x.hash, HASH_BYTES});
    }
    ledger_done(it);
    hash_end(&h, out);
    return rc == 0;
}

/* A byte of the file: the file is refused, or the verdict is bad, or the ledger is what it was.
 * @return the verdict's seq, 0: whole, -1: refused. */
static int64_t after_poke(const char *path, const uint8_t want[HASH_BYTES], size_t at) {
    struct ledger_verdict v = {0};
    struct store *st = NULL;
    uint8_t got[HASH_BYTES];
    struct err e = {0};
    int64_t seq = -1;

    if (store_open(&st, path, STORE_READ, &e) == 0 && ledger_verify(st, &v, &e) == 0) {
        seq = v.broken ? (v.seq ? v.seq : -1) : 0;
        if (!v.broken && (!content(st, got) || memcmp(got, want, HASH_BYTES) != 0))
            fail_msg("byte %zu of the file: not seen", at);
    }
    store_close(st);
    return seq;
}

static void verify_sees_any_byte_of_the_file(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    uint8_t want[HASH_BYTES];
    struct ledger_entry all[8];
    struct buf file = {0};
    struct arena a;
    size_t n, named = 0, page = 0;

    arena_init(&a, 1 << 20);
    append_rows(st, 3);
    assert_true(content(st, want));
    n = read_entries(st, &a, all, 8);
    store_close(st);
    read_file(r->path, &file);
    for (size_t i = 0; i < n; i++) { /* in the bytes of a body, the entry is named */
        const char *at = memmem(file.p, file.n, all[i].body.p, all[i].body.n);

        assert_non_null(at);
        page = (size_t)(at - file.p) / 4096;
        for (size_t k = (size_t)(at - file.p); k < (size_t)(at - file.p) + all[i].body.n; k++) {
            poke(r->path, k, (char)(file.p[k] ^ 0x04));
            if (after_poke(r->path, want, k) != all[i].seq)
                fail_msg("byte %zu of entry %zu", k, i + 1);
            poke(r->path, k, file.p[k]);
            named++;
        }
    }
    assert_true(named > 200);
    for (size_t k = 0; k < file.n;
         k += k / 4096 == page ? 7 : 211) { /* elsewhere: seen, or harmless */
        poke(r->path, k, (char)(file.p[k] ^ (char)(1 << k % 8)));
        after_poke(r->path, want, k);
        poke(r->path, k, file.p[k]);
    }
    assert_int_equal(after_poke(r->path, want, 0), 0);
    buf_fini(&file);
    arena_fini(&a);
}

/* --- a disk that fails --- */

/* A case with some work in it. @return how many entries were acknowledged; goes on after a failure,
 * as a person would. */
static int64_t work(const char *path) {
    struct store *st = NULL;
    struct err e = {0};
    int64_t kept = 0;

    if (store_open(&st, path, STORE_CREATE, &e) < 0) return 0;
    if (ledger_found(st, "example", NOW, false, &e) == 0) kept = 1;
    for (int i = 0; kept && i < 4; i++) {
        int n = 1 + i * 12, rc = store_begin(st, &e);

        if (rc < 0) continue;
        for (int k = 0; k < n && rc == 0; k++) rc = append_row(st, k, &e);
        if (i == 3 && rc == 0) rc = store_derive(st, &e);
        if (ledger_end(st, rc, &e) == 0) kept += n;
    }
    store_close(st);
    return kept;
}

static void fails_for_every_write(const struct room *r, bool for_good) {
    int total, most = 0;

    disk_fail(0, false);
    assert_int_equal(work(r->path), 1 + 1 + 13 + 25 + 37);
    total = disk.n;
    for (int at = 1; at <= total; at++) {
        struct ledger_verdict v = {0};
        struct store *st = NULL;
        struct err e = {0};
        int64_t kept;

        unlink(r->path);
        unlink(r->journal);
        disk_fail(at, for_good);
        kept = work(r->path);
        disk_fail(0, false);
        if (store_open(&st, r->path, STORE_WRITE, &e) < 0) {
            if (kept)
                fail_msg("operation %d: %lld entries were acknowledged, and the case is gone: %s",
                         at, (long long)kept, e.text);
            continue;
        }
        v = verify(st);
        if (v.entries < kept)
            fail_msg("operation %d: %lld acknowledged, %lld there", at, (long long)kept,
                     (long long)v.entries);
        if (v.broken && v.entries + kept > 0)
            fail_msg("operation %d: entry %lld: %s", at, (long long)v.seq, v.reason);
        if (!v.broken) append_rows(st, 1); /* and it can go on */
        most = kept > most ? (int)kept : most;
        store_close(st);
    }
    assert_true(total > 60 && most > 30);
}

static void ledger_loses_nothing_when_any_one_write_fails(void **state) {
    fails_for_every_write(*state, false);
}

static void ledger_loses_nothing_when_the_disk_fails_for_good(void **state) {
    fails_for_every_write(*state, true);
}

/* --- another program --- */

/* The program in docs/LEDGER.md, taken from there, over a case of ours whole and then edited. */
static void verifier_of_the_document_agrees(void **state) {
    const struct room *r = *state;
    const char *source = getenv("HEADCOUNT_SOURCE");
    char path[512], line[512] = "", wanted[128], command[1200];
    struct buf doc = {0};
    struct ledger_verdict v;
    struct store *st;
    const char *from, *to;
    sqlite3 *db;
    FILE *f;

    if (!source || system("python3 -c 'import sqlite3' >/dev/null 2>&1") != 0) skip();
    st = found_case(r->path);
    append_rows(st, 20);
    v = verify(st);
    snprintf(path, sizeof path, "%s/docs/LEDGER.md", source);
    read_file(path, &doc);
    from = strstr(doc.p, "```python\n");
    assert_non_null(from);
    to = strstr(from + 10, "```");
    assert_non_null(to);
    snprintf(path, sizeof path, "%s/v.py", r->dir);
    f = fopen(path, "w");
    assert_non_null(f);
    fwrite(from + 10, 1, (size_t)(to - from - 10), f);
    fclose(f);
    buf_fini(&doc);
    snprintf(command, sizeof command, "python3 %s %s 2>&1", path, r->path);
    f = popen(command, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    assert_int_equal(pclose(f), 0);
    snprintf(wanted, sizeof wanted, "21 %s\n", hash_hex(v.head).s);
    assert_string_equal(line, wanted);
    db = enemy(r->path);
    enemy_does(db, "UPDATE entry SET body = replace(body, '7', '8') WHERE seq = 15");
    sqlite3_close(db);
    f = popen(command, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    assert_int_not_equal(pclose(f), 0);
    assert_memory_equal(line, "bad: entry 15 ", 14);
    assert_int_equal(verify(st).seq, 15);
    store_close(st);
    unlink(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(ledger_hash_is_that_of_the_document),
        TEST(ledger_hash_tells_kind_and_body_apart),
        TEST(ledger_founds_a_case_once),
        TEST(ledger_in_memory_has_no_secret_input),
        TEST(ledger_refuses_names_that_it_cannot_keep),
        TEST(ledger_of_an_empty_case_says_so),
        TEST(ledger_gives_back_what_was_appended),
        TEST(ledger_forgets_what_was_rolled_back),
        TEST(ledger_end_notices_what_was_not_written_so),
        TEST(ledger_head_does_not_depend_on_transactions),
        TEST(verify_names_the_entry_of_any_changed_byte),
        TEST(verify_says_what_was_done),
        TEST(verify_sees_what_was_hashed_anew),
        TEST(verify_of_a_cut_or_remade_chain_gives_another_head),
        TEST(verify_takes_the_chains_of_several_authors),
        TEST(verify_sees_any_byte_of_the_file),
        TEST(ledger_loses_nothing_when_any_one_write_fails),
        TEST(ledger_loses_nothing_when_the_disk_fails_for_good),
        TEST(verifier_of_the_document_agrees),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, disk_insert, NULL);
}
