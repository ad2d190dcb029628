/* SPDX-License-Identifier: Apache-2.0 */
/* The promise "tamper-evident" in a chain so long that other threads hash its entries ahead of the walk (src/ledger/ahead.c): the verdict is
 * that of a walk alone, wherever in a batch or between two the deed was done. */
#include "t_enemy.h"

#include <errno.h>
#include <pthread.h>

#define ROWS 5000 /* more than two rings of batches */
#define LAST (ROWS + 3)
#define BIG                                                                                        \
    2000 /* an entry longer than a batch, and its neighbours; 256 entries are a batch, and 2,048 a ring */

static bool no_threads;
static int started;

int __real_pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *x);
int __wrap_pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *x);

int __wrap_pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *x) {
    if (no_threads) return EAGAIN;
    started++;
    return __real_pthread_create(t, a, f, x);
}

static int append_big(struct store *st, struct err *e) {
    static char note[400001];
    json_t *body;
    int rc;

    memset(note, 'n', sizeof note - 1);
    body = json_pack("{s:s, s:{s:s}, s:s}", "sheet", "any", "row", "note", note, "row_id", "big");
    rc = ledger_append(st, "row", body, NULL, e);
    json_decref(body);
    return rc;
}

static struct store *long_case(const struct room *r) {
    struct store *st = found_case(r->path);
    struct err e = {0};
    int rc = 0;

    append_rows(st, BIG - 2);
    assert_ok(store_begin(st, &e), e);
    for (int i = 0; rc == 0 && i < 2; i++) rc = append_big(st, &e);
    assert_ok(ledger_end(st, rc, &e), e);
    append_rows(st, LAST - 2 - (BIG - 1));
    return st;
}

static void wants(struct store *st, int64_t seq, const char *reason) {
    struct ledger_verdict v = verify(st);

    if (!v.broken || v.seq != seq || !strstr(v.reason, reason))
        fail_msg("entry %lld: %s; wanted entry %lld: %s", (long long)v.seq,
                 v.broken ? v.reason : "not seen", (long long)seq, reason);
}

static void try_at(struct store *st, sqlite3 *db, int64_t seq) {
    const struct {
        const char *sql, *reason;
    } deed[] = {
        {"UPDATE entry SET body = replace(body, 'any', 'one') WHERE seq = ?2",
         "the body does not match its hash"},
        {"UPDATE entry SET hash = zeroblob(32) WHERE seq = ?2",
         seq == LAST ? "the body does not match its hash"
                     : "its hash was changed"}, /* the next entry tells */
        {"UPDATE entry SET prev = zeroblob(32) WHERE seq = ?2",
         "the hash of the entry before it was changed"},
        {"UPDATE entry SET hash = x'00' WHERE seq = ?2", "its hash is not 32 bytes"},
        {"DELETE FROM entry WHERE seq = ?2", "it is missing"},
    };
    static const char back[] =
        "INSERT OR REPLACE INTO main.entry SELECT * FROM temp.kept WHERE seq = ?2";

    for (size_t i = 0; i < sizeof deed / sizeof deed[0]; i++) {
        assert_true(enemy_tries_numbers(db, deed[i].sql, 0, seq));
        wants(st, seq, deed[i].reason);
        assert_true(enemy_tries_numbers(db, back, 0, seq));
    }
}

static void a_deed_is_named_wherever_it_stands(struct room *r) {
    static const int64_t at[] = {2,    255,  256,  257,  BIG - 1, BIG,  BIG + 1,
                                 2048, 2049, 2303, 2304, 4096,    4097, LAST};
    struct store *st = long_case(r);
    sqlite3 *db;

    assert_whole(st, LAST);
    db = enemy(r->path);
    keep(db);
    for (size_t i = 0; i < sizeof at / sizeof at[0]; i++) try_at(st, db, at[i]);
    /* of two deeds the first is named, also when both were read at once */
    enemy_does(db, "UPDATE entry SET body = '{}' WHERE seq IN (300, 301, 700)");
    wants(st, 300, "the body does not match its hash");
    enemy_does(
        db,
        "INSERT OR REPLACE INTO main.entry SELECT * FROM temp.kept WHERE seq IN (300, 301, 700)");
    assert_whole(st, LAST);
    sqlite3_close(db);
    store_close(st);
}

static void tamper_in_a_long_chain_is_named(void **state) {
    started = 0;
    a_deed_is_named_wherever_it_stands(*state);
    if (sysconf(_SC_NPROCESSORS_ONLN) > 1) assert_true(started > 0);
}

static void tamper_is_named_without_threads(void **state) {
    started = 0;
    no_threads = true;
    a_deed_is_named_wherever_it_stands(*state);
    no_threads = false;
    assert_int_equal(started, 0);
}

static void tamper_in_a_short_chain_needs_no_thread(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);

    started = 0;
    append_rows(st, 500);
    assert_whole(st, 501);
    assert_int_equal(started, 0);
    store_close(st);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tamper_in_a_long_chain_is_named),
        TEST(tamper_is_named_without_threads),
        TEST(tamper_in_a_short_chain_needs_no_thread),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
