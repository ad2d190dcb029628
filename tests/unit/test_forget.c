/* SPDX-License-Identifier: Apache-2.0 */
/* Promise 6: a source can be withdrawn. Salt and box are nowhere in the file any more, the chain is whole, what the source said no
 * longer counts, and nothing brings it back. */
#include "t_vault.h"

static struct box_pair key;

#define PRIVATE                                                                                    \
    "id,label,kind,root,phone\neye,a witness,observer,,+850 2 381\nclip,a video,video,eye,\n"      \
    "two,another witness,observer,,+850 2 999\n"

struct rest { /* what must be gone: pieces of salts and boxes, by themselves */
    VEC(struct span) piece;
};

static const char *fill(struct fix *f, const char *name) {
    const char *folder = t_case(f, name);

    t_add(f, &key, "desk");
    put(f, "sources.csv", PRIVATE);
    put(f, "corridors.csv", CORRIDORS);
    put(f, "counts.csv", COUNTS_HEAD COUNT_A COUNT_B COUNT_C);
    import_ok(f, path_of(f, "sources.csv"));
    import_ok(f, path_of(f, "corridors.csv"));
    import_ok(f, path_of(f, "counts.csv"));
    assert_ok(t_set(f, "eye", IDENTITY_VANTAGE, "the roof"), f->e);
    return folder;
}

static void gather(struct fix *f, const char *where, struct rest *r) {
    struct query *q = NULL;

    assert_ok(
        query_open(&q, f->st, arena_printf(&f->a, "SELECT salt, box FROM vault %s", where), &f->e),
        f->e);
    while (query_next(q, &f->e) > 0) {
        struct span salt = query_col(q, 0), box = query_col(q, 1);

        *vec_push(&f->a, &r->piece) = arena_span(&f->a, salt);
        for (size_t at = 49; at + 24 <= box.n; at += 100) /* behind magic and public key */
            *vec_push(&f->a, &r->piece) = arena_span(&f->a, (struct span){box.p + at, 24});
    }
    query_close(q);
}

static size_t found(struct fix *f, const char *folder, const struct rest *r) {
    DIR *d = opendir(folder);
    struct dirent *entry;
    size_t hits = 0;

    assert_non_null(d);
    while ((entry = readdir(d)) != NULL) {
        struct span s;

        if (entry->d_type != DT_REG) continue;
        s = t_read(f, arena_printf(&f->a, "%s/%s", folder, entry->d_name));
        for (size_t i = 0; i < r->piece.n; i++)
            hits += canary_count(s, r->piece.v[i].p, r->piece.v[i].n);
    }
    closedir(d);
    return hits;
}

static size_t in_force(struct fix *f, const char *sql) {
    struct query *q = NULL;
    size_t n;

    assert_ok(store_begin(f->st, &f->e), f->e);
    assert_ok(store_end(f->st, store_derive(f->st, &f->e), &f->e), f->e);
    assert_ok(query_open(&q, f->st, sql, &f->e), f->e);
    assert_int_equal(query_next(q, &f->e), 1);
    n = (size_t)query_col_int(q, 0);
    query_close(q);
    return n;
}

#define EYE "WHERE seq IN (SELECT seq FROM entry WHERE body LIKE '%\"eye\"%')"
#define COUNTS_OF_EYE "SELECT count(*) FROM count WHERE source = 'eye'"

static void nothing_of_it_is_left(void **state) {
    struct fix *f = *state;
    const char *folder = fill(f, "case");
    struct rest gone = {0}, stays = {0};
    struct forget_tally t;

    gather(f, EYE, &gone); /* two fields and the file, which tells of both witnesses */
    gather(f,
           "WHERE seq IN (SELECT seq FROM entry WHERE kind = 'identity' AND body LIKE "
           "'%\"two\"%')",
           &stays);
    assert_true(gone.piece.n >= 9);
    assert_true(stays.piece.n >= 3);
    assert_true(found(f, folder, &gone) >= gone.piece.n); /* the twin: before, the scan finds it */
    assert_int_equal(in_force(f, COUNTS_OF_EYE), 2);
    assert_ok(forget_source(f->st, &f->a, SPAN("eye"), NOW, &t, &f->e), f->e);
    assert_int_equal(found(f, folder, &gone),
                     0); /* overwritten where it stood (secure_delete) ... */
    assert_ok(store_compact(f->st, &f->e), f->e);
    assert_int_equal(found(f, folder, &gone), 0); /* ... and in the file without its free pages */
    assert_true(found(f, folder, &stays) >= stays.piece.n);
    assert_int_equal(t_files(folder), 1);
    assert_int_equal(t.boxes, 3);
    assert_int_equal(t.files, 1);
    assert_int_equal(t.rows, 2);
    assert_int_equal(t.reposts, 1);
    t_verified(f);
    assert_false(t_check(f).broken);
    assert_int_equal(t_check(f).forgotten, 3);
    assert_null(t_show(f, "eye", IDENTITY_VANTAGE, &key));
    assert_int_equal(f->e.rc, RC_NOTFOUND);
    assert_string_equal(t_show(f, "two", IDENTITY_CONTACT, &key), "phone: +850 2 999");
    assert_int_equal(in_force(f, COUNTS_OF_EYE), 0);
    assert_int_equal(in_force(f, "SELECT count(*) FROM count"), 1); /* the clip's own */
    assert_int_equal(
        in_force(f, "SELECT count(*) FROM source WHERE id = 'eye' AND label = 'withdrawn'"), 1);
    box_pair_fini(&key);
}

static void its_photographs_go_and_those_of_others_stay(void **state) {
    struct fix *f = *state;
    const char *folder = fill(f, "case");
    struct rest own = {0}, shared = {0};
    struct forget_tally t;

    t_photo(f, "eye", "PHOTO-OF-THE-WITNESS-ALONE");
    t_photo(f, "eye", "PHOTO-THAT-TWO-BROUGHT");
    t_photo(f, "two", "PHOTO-THAT-TWO-BROUGHT");
    *vec_push(&f->a, &own.piece) = SPAN("PHOTO-OF-THE-WITNESS-ALONE");
    *vec_push(&f->a, &shared.piece) = SPAN("PHOTO-THAT-TWO-BROUGHT");
    assert_int_equal(found(f, folder, &own), 1);
    assert_ok(forget_source(f->st, &f->a, SPAN("eye"), NOW, &t, &f->e), f->e);
    assert_int_equal(t.media, 1);
    assert_ok(store_compact(f->st, &f->e), f->e);
    assert_int_equal(found(f, folder, &own), 0);
    assert_int_equal(found(f, folder, &shared), 1);
    t_verified(f);                                   /* hash and size of it are there still */
    t_photo(f, "two", "PHOTO-OF-THE-WITNESS-ALONE"); /* somebody else has it, too */
    assert_int_equal(found(f, folder, &own), 1);
    assert_ok(forget_source(f->st, &f->a, SPAN("two"), NOW, &t, &f->e), f->e);
    assert_int_equal(t.media, 2);
    assert_int_equal(found(f, folder, &own) + found(f, folder, &shared), 0);
    t_verified(f);
    box_pair_fini(&key);
}

static void nothing_brings_it_back(void **state) {
    struct fix *f = *state;
    struct vault_box x;
    struct custody to;
    struct forget_tally t;

    fill(f, "case");
    to = t_custody(f);
    assert_ok(forget_source(f->st, &f->a, SPAN("eye"), NOW, &t, &f->e), f->e);
    assert_int_equal(forget_source(f->st, &f->a, SPAN("eye"), NOW, &t, &f->e), RC_CONFLICT);
    assert_int_equal(forget_source(f->st, &f->a, SPAN("nobody"), NOW, &t, &f->e), RC_NOTFOUND);
    assert_int_equal(t_set(f, "eye", IDENTITY_NAME, "Jane"), RC_CONFLICT);
    import_ok(f, path_of(f, "sources.csv")); /* the same sheets, still with the private columns */
    assert_true(has_notice(f, "the file is not kept"));
    import_ok(f, path_of(f, "counts.csv"));
    assert_int_equal(f->t.bad.n, 2);
    assert_int_equal(in_force(f, COUNTS_OF_EYE), 0);
    assert_null(t_show(f, "eye", IDENTITY_CONTACT, &key));
    /* what a merge would bring: the row by another chain, later than everything here */
    assert_ok(
        store_exec(f->st,
                   "DROP TRIGGER entry_follows; INSERT INTO entry SELECT randomblob(32), 1000 + "
                   "seq, kind, body, prev, hash FROM entry WHERE kind = 'row' AND (body LIKE "
                   "'%\"source\":\"eye\"%' OR body LIKE '%a witness%')",
                   &f->e),
        f->e);
    assert_int_equal(in_force(f, COUNTS_OF_EYE), 0);
    assert_int_equal(in_force(f, "SELECT count(*) FROM source WHERE label = 'a witness'"), 0);
    assert_int_equal(in_force(f, "SELECT count(*) FROM source WHERE label = 'withdrawn'"), 1);
    /* and a vault row: refused by vault_keep, and found by vault_check when it is there all the same */
    assert_ok(vault_seal(&f->a, &to, SPAN("x"), &x, &f->e), f->e);
    assert_ok(store_begin(f->st, &f->e), f->e);
    {
        json_t *body = json_pack("{s:i, s:[s], s:s}", "at", 1, "commitments",
                                 hash_hex(x.commitment).s, "source", "other");

        assert_ok(ledger_append(f->st, "forget", body, NULL, &f->e), f->e);
        json_decref(body);
    }
    assert_int_equal(vault_keep(f->st, &x, &f->e), RC_CONFLICT);
    (void)store_end(f->st, -1, &f->e);
    box_pair_fini(&key);
}

static void a_box_that_comes_back_is_found(void **state) {
    struct fix *f = *state;
    struct forget_tally t;

    fill(f, "case");
    assert_ok(store_exec(f->st, "CREATE TEMP TABLE was AS SELECT * FROM vault", &f->e), f->e);
    assert_ok(forget_source(f->st, &f->a, SPAN("eye"), NOW, &t, &f->e), f->e);
    assert_false(t_check(f).broken);
    assert_ok(store_exec(f->st, "INSERT OR IGNORE INTO vault SELECT * FROM was", &f->e), f->e);
    assert_true(t_check(f).broken);
    assert_non_null(strstr(t_check(f).reason, "was forgotten, and is there"));
    box_pair_fini(&key);
}

/* The old state or the new one. */
static void a_kill_leaves_old_or_new(void **state) {
    struct fix *f = *state;
    int old = 0, fresh = 0;

    for (int round = 0; round < 24; round++) {
        const char *folder = fill(f, arena_printf(&f->a, "case%d", round));
        const char *path = arena_printf(&f->a, "%s/x.hc", folder);
        struct rest gone = {0};
        struct forget_tally t;
        pid_t child;
        bool done;
        int status;

        gather(f, EYE, &gone);
        store_close(f->st);
        f->st = NULL;
        child = fork();
        assert_true(child >= 0);
        if (!child) {
            if (store_open(&f->st, path, STORE_WRITE, &f->e) < 0) _exit(1);
            if (forget_source(f->st, &f->a, SPAN("eye"), NOW, &t, &f->e) < 0) _exit(1);
            _exit(store_compact(f->st, &f->e) < 0);
        }
        usleep((useconds_t)(round * 1500));
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        assert_ok(store_open(&f->st, path, STORE_WRITE, &f->e), f->e);
        t_verified(f);
        assert_false(t_check(f).broken);
        assert_ok(identity_forgotten(f->st, SPAN("eye"), &done, &f->e), f->e);
        assert_int_equal(in_force(f, COUNTS_OF_EYE), done ? 0 : 2);
        assert_int_equal(found(f, folder, &gone) > 0, !done);
        *(done ? &fresh : &old) += 1;
        box_pair_fini(&key);
    }
    assert_true(old > 0); /* round 0 is killed before it begins */
    (void)fresh;
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(nothing_of_it_is_left),    TEST(its_photographs_go_and_those_of_others_stay),
        TEST(nothing_brings_it_back),   TEST(a_box_that_comes_back_is_found),
        TEST(a_kill_leaves_old_or_new),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
