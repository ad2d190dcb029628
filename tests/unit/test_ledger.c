/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rng.h"
#include "ledger/entry.h"
#include "ledger/merkle.h"
#include "t_case.h"
#include "t_disk.h"

#include <sys/stat.h>

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

/* --- signing --- */

static int64_t number(struct store *st, const char *sql) {
    struct err e;
    int64_t n = -1;

    assert_ok(query_number(st, sql, &n, &e), e);
    return n;
}

static void ledger_seals_each_transaction(void **state) {
    struct store *st = found_case(((struct room *)*state)->path);
    struct author_key key;
    struct err e;

    append_rows(st, 3);
    append_rows(st, 1);
    assert_int_equal(number(st, "SELECT count(*) FROM seal"), 3);
    assert_int_equal(number(st, "SELECT sum(seq) FROM seal"), 1 + 4 + 5);
    assert_int_equal(verify(st).seals, 3);
    assert_int_equal(author_load(&key, false, &e), 1);
    assert_int_equal(number(st, "SELECT count(DISTINCT author) FROM entry"), 1);
    store_close(st);
}

static void author_makes_a_key_for_its_owner_only(void **state) {
    const struct room *r = *state;
    char path[200], config[128];
    struct author_key one, two;
    struct stat s;
    struct err e;

    snprintf(config, sizeof config, "%s/config", r->dir);
    snprintf(path, sizeof path, "%s/headcount/author.key", config);
    become(r, false);
    unsetenv("HEADCOUNT_AUTHOR");
    setenv("XDG_CONFIG_HOME", config, 1);
    assert_int_equal(author_load(&one, false, &e), 0);
    assert_int_equal(author_load(&one, true, &e), 1);
    assert_int_equal(author_load(&two, true, &e), 1);
    assert_memory_equal(&one, &two, sizeof one);
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    path[strlen(path) - strlen("/author.key")] = 0;
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0700);
    strcat(path, "/author.key"); /* NOLINT: it stood there a moment ago */
    assert_int_equal(truncate(path, 80), 0);
    assert_int_equal(author_load(&two, true, &e), RC_SYNTAX); /* never made anew over another */
    unlink(path);
    path[strlen(path) - strlen("/author.key")] = 0;
    rmdir(path);
    rmdir(config);
    unsetenv("XDG_CONFIG_HOME");
    become(r, false);
}

static void ledger_goes_on_unsigned_where_no_key_can_be(void **state) {
    const struct room *r = *state;
    struct ledger_verdict v;
    struct buf notes = {0};
    struct store *st;

    become(r, false);
    setenv("HEADCOUNT_AUTHOR", "/nowhere/at/all", 1);
    st = found_case(r->path);
    append_rows(st, 2);
    v = verify(st);
    assert_true(!v.broken && v.entries == 3 && v.seals == 0);
    become(r, false); /* a key comes later: the case goes on as it was founded */
    append_rows(st, 1);
    v = verify(st);
    assert_true(!v.broken && v.entries == 4 && v.authors == 1 && v.seals == 0);
    note_down(st, &notes);
    assert_null(strstr(notes.p, "\342\200\224"));
    buf_fini(&notes);
    store_close(st);
}

static void ledger_of_another_author_goes_on_in_a_chain_of_its_own(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    uint8_t salt[2][HASH_BYTES];
    struct ledger_verdict v;
    struct span name;
    struct arena a;
    struct err e;

    arena_init(&a, 1 << 16);
    assert_ok(ledger_case(st, &a, &name, salt[0], &e), e);
    append_rows(st, 2);
    become(r, true);
    append_rows(st, 2); /* a join and two rows */
    append_rows(st, 1); /* and one more: nothing new to see */
    v = verify(st);
    assert_true(!v.broken && v.authors == 2 && v.entries == 3 + 4 && v.seals == 4);
    assert_ok(ledger_case(st, &a, &name, salt[1], &e), e);
    assert_true(span_is(name, "example"));
    assert_memory_equal(salt[0], salt[1], HASH_BYTES);
    become(r, false);
    append_rows(st, 1); /* the first again, who sees that the other went on: a join and a row */
    v = verify(st);
    assert_true(!v.broken && v.authors == 2 && v.entries == 9);
    assert_int_equal(number(st, "SELECT count(*) FROM entry WHERE kind = 'join'"), 2);
    setenv("HEADCOUNT_AUTHOR", "/nowhere/at/all", 1);
    append_rows(st, 1); /* a third, who cannot sign */
    append_rows(st, 1);
    v = verify(st);
    assert_true(!v.broken && v.authors == 3 && v.entries == 9 + 3 && v.seals == 5);
    become(r, true);
    append_rows(st, 1);
    v = verify(st);
    assert_true(!v.broken && v.authors == 3 && v.entries == 12 + 2);
    store_close(st);
    arena_fini(&a);
}

static int append_version(struct store *st, int best, struct err *e) {
    static const char key[] = "11111111111111111111111111111111111111111111111111111111111111aa";
    uint8_t id[HASH_BYTES];
    json_t *body;
    int rc;

    hash_of((struct span){(const char *)&best, sizeof best}, id);
    body = json_pack("{s:s, s:s, s:{s:i}, s:s}", "sheet", "any", "row_id", hash_hex(id).s, "row",
                     "best", best, "key", key);
    rc = store_begin(st, e);
    if (rc == 0) rc = ledger_end(st, ledger_append(st, "row", body, NULL, e), e);
    json_decref(body);
    return rc;
}

/* The later row is that of the author who knew the other's, however young the chain. */
static void ledger_order_between_authors_is_who_knew_whom(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct err e = {0};

    append_rows(st, 9);
    assert_ok(append_version(st, 10, &e), e);
    for (int best = 11; best < 15; best++) {
        become(r, best % 2);
        if (best == 13) append_rows(st, 20);
        assert_ok(append_version(st, best, &e), e);
        assert_ok(store_begin(st, &e), e);
        assert_ok(store_end(st, store_derive(st, &e), &e), e);
        assert_int_equal(number(st, "SELECT body ->> '$.best' FROM line WHERE key LIKE '1111%'"),
                         best);
    }
    assert_false(verify(st).broken);
    store_close(st);
}

static void ledger_clock_is_the_order_that_derive_uses(void **state) {
    const struct room *r = *state;
    struct store *st = found_case(r->path);
    struct ledger_it *it = NULL;
    struct ledger_entry x;
    struct err e = {0};
    int64_t last = 0;
    int n = 0;

    append_rows(st, 4);
    become(r, true);
    append_rows(st, 2);
    assert_ok(ledger_each(&it, st, "row", &e), e);
    while (ledger_next(it, &x, &e) > 0) {
        assert_true(span_is(x.kind, "row"));
        last = x.clock > last ? x.clock : last;
        assert_true(x.clock == x.seq || x.clock == x.seq + 5);
        n++;
    }
    ledger_done(it);
    assert_true(n == 6 && last == 8);
    store_close(st);
}

/* --- trees and checkpoints --- */

/* The eight leaves and the roots over the first of them that certificate-transparency's tests use;
 * the empty tree and the first two are also in RFC 6962, section 2.1.3 and its errata. */
static void merkle_roots_are_those_of_rfc_6962(void **state) {
    static const struct {
        const char *leaf;
        size_t n;
        const char *root;
    } step[] = {
        {"", 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {"\x00", 1, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"\x10", 1, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
        {"\x20\x21", 2, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        {"\x30\x31", 2, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
        {"\x40\x41\x42\x43", 4, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
        {"\x50\x51\x52\x53\x54\x55\x56\x57", 8,
         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
        {"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16,
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
    };
    uint8_t root[HASH_BYTES];
    struct merkle m = {0};

    (void)state;
    merkle_root(&m, root);
    assert_string_equal(hash_hex(root).s,
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (size_t i = 0; i < sizeof step / sizeof *step; i++) {
        merkle_add(&m, (struct span){step[i].leaf, step[i].n});
        merkle_root(&m, root);
        assert_string_equal(hash_hex(root).s, step[i].root);
    }
}

/* By the definition: split at the largest power of two below n. */
static void tree_hash(const uint8_t (*leaf)[HASH_BYTES], size_t n, uint8_t out[HASH_BYTES]) {
    uint8_t bytes[1 + 2 * HASH_BYTES] = {n > 1};
    size_t k = 1;

    if (n == 1) {
        memcpy(bytes + 1, leaf[0], HASH_BYTES);
        hash_of((struct span){(char *)bytes, 1 + HASH_BYTES}, out);
        return;
    }
    while (k * 2 < n) k *= 2;
    tree_hash(leaf, k, bytes + 1);
    tree_hash(leaf + k, n - k, bytes + 1 + HASH_BYTES);
    hash_of((struct span){(char *)bytes, sizeof bytes}, out);
}

static void merkle_agrees_with_the_definition(void **state) {
    static uint8_t leaf[70][HASH_BYTES];
    uint8_t root[HASH_BYTES], wanted[HASH_BYTES];
    struct merkle m = {0};

    (void)state;
    for (size_t n = 1; n <= 70; n++) {
        hash_of((struct span){(const char *)&n, sizeof n}, leaf[n - 1]);
        merkle_add(&m, (struct span){(const char *)leaf[n - 1], HASH_BYTES});
        merkle_root(&m, root);
        tree_hash((const uint8_t(*)[HASH_BYTES])leaf, n, wanted);
        assert_memory_equal(root, wanted, HASH_BYTES);
    }
}

static void checkpoint_reads_back_what_it_wrote(void **state) {
    struct store *st = found_case(((struct room *)*state)->path);
    checkpoint_list list = {0};
    struct buf notes = {0}, mail = {0};
    struct arena a;
    struct err e;

    arena_init(&a, 1 << 20);
    append_rows(st, 2);
    become(*state, true);
    append_rows(st, 2);
    note_down(st, &notes);
    for (size_t i = 0; i < notes.n; i++) { /* as mail brings it */
        if (notes.p[i] == '\n') buf_puts(&mail, " \r");
        buf_putc(&mail, notes.p[i]);
    }
    assert_ok(checkpoint_read(&a, buf_span(&notes), &list, &e), e);
    assert_ok(checkpoint_read(&a, buf_span(&mail), &list, &e), e);
    assert_int_equal(list.n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(list.v[i].size, 3);
        assert_true(span_eq(list.v[i].text, list.v[i % 2].text));
        assert_true(span_eq(list.v[i].lines, list.v[i % 2].lines));
    }
    store_close(st);
    buf_fini(&notes);
    buf_fini(&mail);
    arena_fini(&a);
}

static void checkpoint_refuses_what_is_none(void **state) {
    static const char *const bad[] = {
        "",
        "\n\n",
        "headcount/a/b\n",
        "headcount/a/b\n4\n",
        "headcount/a/b\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "headcount/a/b\n+4\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "headcount/a/b\n04\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "headcount/a/b\n99999999999999999999\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "headcount/a/b\n4\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n",
        "headcount/a/b\n4\nAAAA\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        checkpoint_list list = {0};
        struct arena a;
        struct err e;

        arena_init(&a, 1 << 16);
        assert_int_equal(checkpoint_read(&a, span_of(bad[i]), &list, &e), RC_SYNTAX);
        arena_fini(&a);
    }
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
        TEST(ledger_seals_each_transaction),
        TEST(author_makes_a_key_for_its_owner_only),
        TEST(ledger_goes_on_unsigned_where_no_key_can_be),
        TEST(ledger_of_another_author_goes_on_in_a_chain_of_its_own),
        TEST(ledger_order_between_authors_is_who_knew_whom),
        TEST(ledger_clock_is_the_order_that_derive_uses),
        TEST(merkle_roots_are_those_of_rfc_6962),
        TEST(merkle_agrees_with_the_definition),
        TEST(checkpoint_reads_back_what_it_wrote),
        TEST(checkpoint_refuses_what_is_none),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, disk_insert, NULL);
}
