/* SPDX-License-Identifier: Apache-2.0 */
/* The promise "tamper-evident": an enemy who has the file, and an insider who has the key as well. */
#include "ledger/entry.h"
#include "ledger/merkle.h"
#include "pipe/pipe.h"
#include "t_disk.h"
#include "t_enemy.h"

#define MOST 16 /* entries of a case here */

/* --- verdicts --- */

static void wants(struct store *st, int64_t seq, const char *reason) {
    struct ledger_verdict v = verify(st);

    if (!v.broken) fail_msg("not seen: entry %lld, %s", (long long)seq, reason);
    if (v.seq != seq || !strstr(v.reason, reason))
        fail_msg("entry %lld: %s; wanted entry %lld: %s", (long long)v.seq, v.reason,
                 (long long)seq, reason);
}

static struct ledger_verdict verify_against(struct store *st, const struct buf *notes) {
    struct ledger_verdict v = {0};
    checkpoint_list want = {0};
    ledger_chains chains = {0};
    struct arena a;
    struct err e;

    arena_init(&a, 1 << 20);
    assert_ok(checkpoint_read(&a, buf_span(notes), &want, &e), e);
    assert_ok(ledger_verify_with(st, &a, want.v, want.n, &v, &chains, &e), e);
    arena_fini(&a);
    return v;
}

/* The checkpoint shows it, whatever the case says of itself. */
static void shows(struct store *st, const struct buf *notes, const char *reason) {
    struct ledger_verdict v = verify_against(st, notes);

    if (!v.broken || !strstr(v.reason, reason))
        fail_msg("%s; wanted: %s", v.broken ? v.reason : "not seen", reason);
}

static size_t read_entries(struct store *st, struct arena *a, struct ledger_entry *out) {
    struct ledger_it *it = NULL;
    struct err e;
    size_t n = 0;
    int rc;

    assert_ok(ledger_each(&it, st, NULL, &e), e);
    while ((rc = ledger_next(it, &out[n], &e)) > 0) {
        out[n].kind = arena_span(a, out[n].kind);
        out[n].body = arena_span(a, out[n].body);
        assert_true(++n < MOST);
    }
    ledger_done(it);
    assert_ok(rc, e);
    return n;
}

/* Two signed chains, a chain that nobody signs, and an attachment: 3 + 3 + 2 entries, 4 seals. */
static struct store *rich_case(const struct room *r) {
    struct store *st = found_case(r->path);
    struct err e = {0};
    uint8_t hash[HASH_BYTES];
    char sql[512];

    append_rows(st, 2);
    become(r, true);
    for (int number = 7; number < 9; number++) {
        assert_ok(store_begin(st, &e), e);
        assert_ok(ledger_end(st, append_row(st, number, &e), &e), e);
    }
    become(r, false);
    hash_of(SPAN("a photo"), hash);
    snprintf(sql, sizeof sql,
             "INSERT INTO blob (sha256, bytes, media, data) VALUES (x'%s', 7, 'image/jpeg', "
             "CAST('a photo' AS BLOB))",
             hash_hex(hash).s);
    assert_ok(store_exec(st, sql, &e), e);
    return st;
}

/* --- every byte of every row --- */

enum table { ENTRY, SEAL, BLOB };
static const char *const table_name[] = {"entry", "seal", "blob"};

/* Flips bits of one byte of one column of the row, straight in the table. @return whether the
 * database took it. */
static bool flip(sqlite3 *db, enum table t, int row, const char *column, int byte, int mask) {
    char sql[640];

    snprintf(
        sql, sizeof sql,
        "UPDATE %s SET %s = flip(%s, %d, %d) WHERE %s = (SELECT %s FROM %s ORDER BY %s LIMIT 1 "
        "OFFSET %d)",
        table_name[t], column, column, byte, mask, t == BLOB ? "sha256" : "(author, seq)",
        t == BLOB ? "sha256" : "author, seq", table_name[t], t == BLOB ? "sha256" : "author, seq",
        row);
    return enemy_tries(db, sql) == SQLITE_OK && sqlite3_changes(db) == 1;
}

/* flip(value, byte, mask): of the same type. A number's bytes are those of its 64 bits. */
static void sql_flip(sqlite3_context *c, int n, sqlite3_value **v) {
    int byte = sqlite3_value_int(v[1]), size = sqlite3_value_bytes(v[0]);
    uint8_t copy[1024];

    (void)n;
    if (sqlite3_value_type(v[0]) == SQLITE_INTEGER) {
        sqlite3_result_int64(c, (int64_t)((uint64_t)sqlite3_value_int64(v[0]) ^
                                          (uint64_t)sqlite3_value_int(v[2]) << (8 * byte)));
        return;
    }
    assert_true(size <= (int)sizeof copy && byte < size);
    memcpy(copy, sqlite3_value_blob(v[0]), (size_t)size);
    copy[byte] ^= (uint8_t)sqlite3_value_int(v[2]);
    if (sqlite3_value_type(v[0]) == SQLITE_TEXT)
        sqlite3_result_text(c, (const char *)copy, size, SQLITE_TRANSIENT);
    else
        sqlite3_result_blob(c, copy, size, SQLITE_TRANSIENT);
}

static int sql_number(sqlite3 *db, const char *sql) {
    sqlite3_stmt *s = NULL;
    int n = -1;

    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    if (sqlite3_step(s) == SQLITE_ROW) n = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    return n;
}

static int length_of(sqlite3 *db, enum table t, int row, const char *column) {
    char sql[256];

    snprintf(sql, sizeof sql,
             "SELECT CASE typeof(%s) WHEN 'integer' THEN 8 ELSE length(CAST(%s AS BLOB)) END FROM "
             "%s ORDER BY %s "
             "LIMIT 1 OFFSET %d",
             column, column, table_name[t], t == BLOB ? "sha256" : "author, seq", row);
    return sql_number(db, sql);
}

/* Whose row is it, by what it was called before or by what it is called now? */
static void assert_found(struct store *st, enum table t, const struct ledger_entry *was,
                         const char *column, int byte, int mask) {
    struct ledger_verdict v = verify(st);
    uint8_t author[HASH_BYTES];
    int64_t seq = was->seq;
    bool before = memcmp(v.author, was->author, HASH_BYTES) == 0 && v.seq == was->seq, now;

    memcpy(author, was->author, HASH_BYTES);
    if (strcmp(column, "author") == 0) author[byte] ^= (uint8_t)mask;
    if (strcmp(column, "seq") == 0) seq = (int64_t)((uint64_t)seq ^ (uint64_t)mask << (8 * byte));
    now = memcmp(v.author, author, HASH_BYTES) == 0 && v.seq == seq;
    /* a seal that was called otherwise leaves entries bare, or stands after the end of its chain,
     * which is 3 */
    if (t == SEAL) before = now = v.seq >= 1 && v.seq <= 4;
    if (t == BLOB) before = now = v.seq == 0;
    if (!v.broken || !(before || now))
        fail_msg("%s %lld, %s, byte %d: %s %lld: %s", table_name[t], (long long)was->seq, column,
                 byte, v.broken ? "named" : "not seen", (long long)v.seq, v.reason);
}

static int mutate_row(struct store *st, sqlite3 *db, enum table t, int row,
                      const struct ledger_entry *was, const char *const *columns) {
    int done = 0;

    for (; *columns; columns++) {
        int n = length_of(db, t, row, *columns);

        for (int byte = 0; byte < n; byte++) {
            int mask = byte % 3 == 0 ? 0x80 : byte % 3 == 1 ? 0x01 : 0x20;

            if (!flip(db, t, row, *columns, byte, mask)) continue; /* there is one of that name */
            assert_found(st, t, was, *columns, byte, mask);
            restore(db);
            done++;
        }
    }
    return done;
}

static void tamper_names_the_row_of_any_changed_byte(void **state) {
    /* a blob's type and place are no evidence: nothing hashes them but the entry that names it */
    static const char *const columns[][7] = {
        [ENTRY] = {"author", "seq", "kind", "body", "prev", "hash", NULL},
        [SEAL] = {"author", "seq", "head", "signature", NULL},
        [BLOB] = {"sha256", "bytes", "data", NULL},
    };
    const struct room *r = *state;
    struct store *st = rich_case(r);
    sqlite3 *db = enemy(r->path);
    struct ledger_entry all[MOST];
    int done[3] = {0};
    struct arena a;

    arena_init(&a, 1 << 20);
    forge_chain(db, 0x5a, 2);
    assert_whole(st, 8);
    sqlite3_create_function(db, "flip", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sql_flip, NULL,
                            NULL);
    keep(db);
    read_entries(st, &a, all);
    for (int t = ENTRY; t <= BLOB; t++) {
        char sql[96];
        int n;

        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table_name[t]);
        n = sql_number(db, sql);
        for (int row = 0; row < n; row++) {
            struct ledger_entry was = t == ENTRY ? all[row] : (struct ledger_entry){0};

            if (t == SEAL) {
                snprintf(sql, sizeof sql,
                         "SELECT seq FROM seal ORDER BY author, seq LIMIT 1 OFFSET %d", row);
                was.seq = sql_number(db, sql);
            }
            done[t] += mutate_row(st, db, (enum table)t, row, &was, columns[t]);
        }
    }
    assert_whole(st, 8);
    assert_true(done[ENTRY] > 1800 && done[SEAL] >= 4 * (32 + 32 + 64) && done[BLOB] == 32 + 8 + 7);
    sqlite3_close(db);
    store_close(st);
    arena_fini(&a);
}

/* --- deeds --- */

static void tamper_is_said(void **state) {
    static const struct {
        const char *sql;
        int64_t seq;
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
        {"UPDATE entry SET seq = 9223372036854775807 WHERE seq = 6", INT64_MAX,
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
        {"DELETE FROM entry WHERE seq = 6", 6,
         "it is missing: number 6 is sealed, and the chain ends with 5"},
        {"DELETE FROM entry", 1, "it is missing: number 1 of its chain is sealed"},
        {"DELETE FROM entry; DELETE FROM seal", 0, "the case has no entries"},
        {"DELETE FROM seal WHERE seq = 6", 2,
         "it was put in: no seal of its author stands over it"},
        {"DELETE FROM seal", 1, "the chain says that it is signed, and no seal stands over it"},
        {"UPDATE seal SET seq = 5 WHERE seq = 6", 5, "its seal is over another entry"},
        {"UPDATE seal SET seq = 7 WHERE seq = 6", 7,
         "it is missing: number 7 is sealed, and the chain ends with 6"},
        {"UPDATE seal SET signature = (SELECT signature FROM seal WHERE seq = 1) WHERE seq = 6", 6,
         "its seal is not its author's signature"},
        {"UPDATE seal SET signature = x'00' WHERE seq = 6", 6,
         "the signature in its seal is not 64"},
        {"UPDATE seal SET head = x'00' WHERE seq = 6", 6, "the head in its seal is not 32 bytes"},
        {"INSERT INTO seal SELECT zeroblob(32), seq, head, signature FROM seal WHERE seq = 6", 1,
         "it is missing: number 6 of its chain is sealed"},
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
        wants(st, cases[i].seq, cases[i].reason);
        restore(db);
        enemy_does(
            db, "DELETE FROM main.setting; INSERT INTO main.setting SELECT * FROM temp.settings");
        assert_whole(st, 6);
    }
    sqlite3_close(db);
    store_close(st);
}

static void tamper_with_a_fresh_hash_is_said(void **state) {
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
        {"join", "{}", "its body is not that of a join"},
        {"Row", "{}", "its kind is not a word"},
        {"row\n", "{}", "its kind is not a word"},
    };
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct ledger_entry all[MOST];
    struct arena a;
    sqlite3 *db;

    arena_init(&a, 1 << 20);
    append_rows(st, 5);
    db = enemy(r->path);
    keep(db);
    assert_int_equal(read_entries(st, &a, all), 6);
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

/* Each entry dropped, swapped with its neighbour, and put in twice, with the numbers after it as
 * they were and closed up; two authors, so that each chain is tried. */
static void tamper_with_places_is_found(void **state) {
    static const char *const deeds[] = {
        "DELETE FROM entry WHERE author = ?1 AND seq = ?2",
        "DELETE FROM entry WHERE author = ?1 AND seq = ?2; UPDATE entry SET seq = -seq WHERE "
        "author = ?1 AND seq > ?2; UPDATE entry SET seq = -seq - 1 WHERE seq < 0",
        "UPDATE entry SET seq = -1 WHERE author = ?1 AND seq = ?2; UPDATE entry SET seq = ?2 "
        "WHERE author = ?1 AND seq = ?2 + 1; UPDATE entry SET seq = ?2 + 1 WHERE seq = -1",
        "UPDATE entry SET seq = -seq WHERE author = ?1 AND seq > ?2; UPDATE entry SET seq = "
        "-seq + 1 WHERE seq < 0; INSERT INTO entry SELECT author, seq + 1, kind, body, prev, hash "
        "FROM entry WHERE author = ?1 AND seq = ?2",
    };
    const struct room *r = *state;
    struct store *st = rich_case(r);
    sqlite3 *db = enemy(r->path);
    struct ledger_entry all[MOST];
    struct arena a;
    size_t n;

    arena_init(&a, 1 << 20);
    keep(db);
    n = read_entries(st, &a, all);
    assert_int_equal(n, 6);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof deeds / sizeof *deeds; k++) {
            struct ledger_verdict v;

            enemy_does_to(db, deeds[k], all[i].author, all[i].seq);
            v = verify(st);
            if (!v.broken || memcmp(v.author, all[i].author, HASH_BYTES) != 0 ||
                v.seq < all[i].seq || v.seq > all[i].seq + 1)
                fail_msg("entry %lld, deed %zu: %s %lld: %s", (long long)all[i].seq, k,
                         v.broken ? "named" : "not seen", (long long)v.seq, v.reason);
            restore(db);
        }
    assert_whole(st, 6);
    sqlite3_close(db);
    store_close(st);
    arena_fini(&a);
}

/* Cut off at each length: with the seals as they were, the seals tell; with those of the rest taken
 * away as well, only a checkpoint does, or another author who had seen more. */
static void tamper_by_cutting_is_found(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct buf notes = {0};
    sqlite3 *db;
    char sql[96];

    append_rows(st, 2);
    append_rows(st, 2);
    append_rows(st, 1); /* seals at 1, 3, 5, 6 */
    note_down(st, &notes);
    assert_false(verify_against(st, &notes).broken);
    db = enemy(r->path);
    keep(db);
    for (int cut = 5; cut >= 1; cut--) {
        bool at_seal = cut == 1 || cut == 3 || cut == 5;

        snprintf(sql, sizeof sql, "DELETE FROM entry WHERE seq > %d", cut);
        enemy_does(db, sql);
        wants(st, cut + 1, "it is missing: number");
        snprintf(sql, sizeof sql, "DELETE FROM seal WHERE seq > %d", cut);
        enemy_does(db, sql);
        assert_int_equal(verify(st).broken, !at_seal);
        shows(st, &notes, at_seal ? "and the chain was cut off after" : "it was put in");
        restore(db);
    }
    sqlite3_close(db);
    store_close(st);
    buf_fini(&notes);
}

static void tamper_with_what_another_author_has_seen_is_found(void **state) {
    const struct room *r = *state;
    struct store *st = rich_case(r);
    struct ledger_entry all[MOST];
    char sql[320];
    struct arena a;
    sqlite3 *db;
    size_t first = 0;

    arena_init(&a, 1 << 20);
    db = enemy(r->path);
    read_entries(st, &a, all);
    while (!span_is(all[first].kind, "case")) first++;
    snprintf(sql, sizeof sql,
             "DELETE FROM entry WHERE author = x'%s' AND seq > 1; DELETE FROM seal WHERE author = "
             "x'%s' AND seq > 1",
             hash_hex(all[first].author).s, hash_hex(all[first].author).s);
    enemy_does(db, sql);
    wants(st, 3, "it is missing: author ");
    sqlite3_close(db);
    store_close(st);
    arena_fini(&a);
}

/* --- an insider: the whole chain anew, with the author's own key --- */

static void reseal(sqlite3 *db, const struct ledger_entry *all, size_t n) {
    uint8_t root[HASH_BYTES], signature[ED25519_SIGNATURE];
    char name[CHECKPOINT_NAME];
    struct author_key key;
    struct merkle m = {0};
    struct buf text = {0};
    sqlite3_stmt *s = NULL;
    struct err e;

    assert_int_equal(author_load(&key, false, &e), 1);
    for (size_t i = 0; i < n; i++) merkle_add(&m, entry_key(all[i].hash));
    merkle_root(&m, root);
    checkpoint_name(all[0].author, all[0].hash, name);
    checkpoint_text(&text, name, (int64_t)n, root);
    ed25519_sign(key.seed, buf_span(&text), signature);
    author_wipe(&key);
    buf_fini(&text);
    enemy_does(db, "DELETE FROM seal");
    sqlite3_prepare_v2(db, "INSERT INTO seal VALUES (?1, ?2, ?3, ?4)", -1, &s, NULL);
    sqlite3_bind_blob(s, 1, all[0].author, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(s, 2, (int64_t)n);
    sqlite3_bind_blob(s, 3, all[n - 1].hash, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(s, 4, signature, sizeof signature, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(s), SQLITE_DONE);
    sqlite3_finalize(s);
}

static void remake(sqlite3 *db, struct ledger_entry *all, size_t from, size_t n) {
    for (size_t i = from; i < n; i++) {
        if (i) memcpy(all[i].prev, all[i - 1].hash, HASH_BYTES);
        forge_entry(db, &all[i]);
    }
}

static void tamper_by_making_all_anew_is_shown_by_the_checkpoint(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct ledger_entry all[MOST];
    struct buf notes = {0};
    struct arena a;
    sqlite3 *db;

    arena_init(&a, 1 << 20);
    append_rows(st, 5);
    note_down(st, &notes);
    append_rows(st, 1);
    assert_false(verify_against(st, &notes).broken); /* what was added later does not disturb */
    db = enemy(r->path);
    assert_int_equal(read_entries(st, &a, all), 7);
    keep(db);
    all[3].body = SPAN("{\"row\":{\"best\":0},\"sheet\":\"counts\"}");
    remake(db, all, 3, 7);
    wants(st, 6, "its seal is over another entry"); /* without the key, the seal tells */
    reseal(db, all, 7);
    assert_false(verify(st).broken); /* with it, the case is well in itself */
    shows(st, &notes, "entries of headcount/");
    restore(db);
    all[0].body = SPAN("{\"at\":0,\"case\":\"other\",\"salt\":\"\",\"sign\":\"ed25519\"}");
    remake(db, all, 0, 7);
    reseal(db, all, 7);
    assert_false(verify(st).broken);
    shows(st, &notes, "the case has no chain headcount/");
    sqlite3_close(db);
    store_close(st);
    buf_fini(&notes);
    arena_fini(&a);
}

/* Another hand makes the same case anew under a key of its own. */
static void tamper_by_another_hand_is_shown_by_the_checkpoint(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct buf notes = {0};

    append_rows(st, 3);
    note_down(st, &notes);
    store_close(st);
    unlink(r->path);
    become(r, true);
    st = found_case(r->path);
    append_rows(st, 3);
    assert_whole(st, 4);
    shows(st, &notes, "the case has no chain headcount/");
    store_close(st);
    buf_fini(&notes);
}

static void tamper_with_a_checkpoint_is_shown(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct buf notes = {0};
    size_t line = 0, seen = 0;

    append_rows(st, 3);
    note_down(st, &notes);
    for (size_t i = 0; i < notes.n; i++) { /* any character: refused, or it does not fit */
        struct ledger_verdict v = {0};
        checkpoint_list want = {0};
        ledger_chains chains = {0};
        char was = notes.p[i];
        struct arena a;
        struct err e;

        line += was == '\n';
        arena_init(&a, 1 << 20);
        notes.p[i] = was == '1' ? '2' : '1';
        if (checkpoint_read(&a, buf_span(&notes), &want, &e) == 0) {
            assert_ok(ledger_verify_with(st, &a, want.v, want.n, &v, &chains, &e), e);
            if (!v.broken) fail_msg("character %zu of the checkpoint", i);
            seen++;
        }
        notes.p[i] = was;
        arena_fini(&a);
    }
    assert_true(line == 5 && seen > 100);
    assert_false(verify_against(st, &notes).broken);
    store_close(st);
    buf_fini(&notes);
}

static void tamper_seen_in_chains_of_several_authors(void **state) {
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

/* All that is enduring, as one hash: entries, seals, attachments, each column with its length. */
static bool content(struct store *st, const char *sql, struct hash *h) {
    struct query *q = NULL;
    struct err e;
    int rc = query_open(&q, st, sql, &e);

    if (rc < 0) return false;
    while ((rc = query_next(q, &e)) > 0)
        for (int i = 0; i < 4; i++) {
            struct span s = query_col(q, i);

            hash_add(h, (struct span){(const char *)&s.n, sizeof s.n});
            hash_add(h, s);
        }
    query_close(q);
    return rc == 0;
}

static bool enduring(struct store *st, uint8_t out[HASH_BYTES]) {
    struct hash h;
    bool ok;

    hash_begin(&h);
    ok = content(st, "SELECT author, seq, hash, body FROM entry ORDER BY author, seq", &h) &&
         content(st, "SELECT author, seq, head, signature FROM seal ORDER BY author, seq", &h) &&
         content(st, "SELECT sha256, bytes, media, data FROM blob ORDER BY sha256", &h);
    hash_end(&h, out);
    return ok;
}

/* What is made from it. */
static bool derived(struct store *st, uint8_t out[HASH_BYTES]) {
    struct hash h;
    bool ok;

    hash_begin(&h);
    ok = content(st, "SELECT row_id, sheet, key, body FROM line ORDER BY row_id", &h);
    hash_end(&h, out);
    return ok;
}

struct wanted {
    uint8_t enduring[HASH_BYTES], derived[HASH_BYTES];
};

/* A byte of the file: the file is refused, or the verdict is bad, or what endures is what it was.
 * @return the verdict's seq, 0: whole, -1: refused. */
static int64_t after_poke(const char *path, const struct wanted *want, size_t at) {
    struct ledger_verdict v = {0};
    struct store *st = NULL;
    uint8_t got[HASH_BYTES];
    struct err e = {0};
    int64_t seq = -1;

    if (store_open(&st, path, STORE_READ, &e) == 0 && ledger_verify(st, &v, &e) == 0) {
        seq = v.broken ? (v.seq ? v.seq : -1) : 0;
        if (!v.broken && (!enduring(st, got) || memcmp(got, want->enduring, HASH_BYTES) != 0))
            fail_msg("byte %zu of the file: not seen", at);
    }
    store_close(st);
    return seq;
}

/* A file that verifies is rebuilt to the same, or the rebuilding is refused and changes nothing of
 * what endures. @return whether it was rebuilt. */
static bool after_rebuild(const char *path, const struct wanted *want, size_t at) {
    struct store *st = NULL;
    uint8_t got[HASH_BYTES];
    struct err e = {0};
    int rc;

    if (store_open(&st, path, STORE_WRITE, &e) < 0) return false;
    rc = pipe_refresh(st, &e);
    if (rc == 0 && (!derived(st, got) || memcmp(got, want->derived, HASH_BYTES) != 0))
        fail_msg("byte %zu of the file: rebuilt to something else", at);
    if (enduring(st, got) && memcmp(got, want->enduring, HASH_BYTES) != 0)
        fail_msg("byte %zu of the file: rebuilding changed what endures", at);
    store_close(st);
    return rc == 0;
}

static void write_file(const char *path, const struct buf *b) {
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(b->p, 1, b->n, f), b->n);
    assert_int_equal(fclose(f), 0);
}

static void tamper_with_any_byte_of_the_file(void **state) {
    const struct room *r = *state;
    struct store *st = rich_case(r);
    struct ledger_entry all[MOST];
    struct wanted want;
    struct buf file = {0};
    struct arena a;
    struct err e;
    size_t n, named = 0, page = 0, harmless = 0, rebuilt = 0;

    arena_init(&a, 1 << 20);
    assert_ok(pipe_refresh(st, &e), e);
    assert_true(enduring(st, want.enduring) && derived(st, want.derived));
    n = read_entries(st, &a, all);
    store_close(st);
    read_file(r->path, &file);
    for (size_t i = 0; i < n; i++) { /* in the bytes of a body, the entry is named */
        const char *at = memmem(file.p, file.n, all[i].body.p, all[i].body.n);

        assert_non_null(at);
        page = (size_t)(at - file.p) / 4096;
        for (size_t k = (size_t)(at - file.p); k < (size_t)(at - file.p) + all[i].body.n; k++) {
            poke(r->path, k, (char)(file.p[k] ^ 0x04));
            if (after_poke(r->path, &want, k) != all[i].seq)
                fail_msg("byte %zu of entry %zu", k, i + 1);
            poke(r->path, k, file.p[k]);
            named++;
        }
    }
    assert_true(named > 600);
    for (size_t k = 0; k < file.n; k += k / 4096 == page ? 7 : 211) { /* elsewhere */
        poke(r->path, k, (char)(file.p[k] ^ (char)(1 << k % 8)));
        if (after_poke(r->path, &want, k) != 0) {
            poke(r->path, k, file.p[k]);
            continue;
        }
        if (harmless++ % 7 == 0) {
            rebuilt += after_rebuild(r->path, &want, k);
            write_file(r->path, &file);
        }
        poke(r->path, k, file.p[k]);
    }
    assert_true(harmless > 100 && rebuilt > 10);
    assert_int_equal(after_poke(r->path, &want, 0), 0);
    buf_fini(&file);
    arena_fini(&a);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tamper_names_the_row_of_any_changed_byte),
        TEST(tamper_is_said),
        TEST(tamper_with_a_fresh_hash_is_said),
        TEST(tamper_with_places_is_found),
        TEST(tamper_by_cutting_is_found),
        TEST(tamper_with_what_another_author_has_seen_is_found),
        TEST(tamper_by_making_all_anew_is_shown_by_the_checkpoint),
        TEST(tamper_by_another_hand_is_shown_by_the_checkpoint),
        TEST(tamper_with_a_checkpoint_is_shown),
        TEST(tamper_seen_in_chains_of_several_authors),
        TEST(tamper_with_any_byte_of_the_file),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, disk_insert, NULL);
}
