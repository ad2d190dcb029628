/* SPDX-License-Identifier: Apache-2.0 */
/* Promise 1: who a source is cannot be read on this machine. Tokens go in by every route that takes them, and are looked for in
 * every form in everything that was written; a custodian's key gives them back whole. */
#include "t_vault.h"

#include <sodium.h>

enum { C_SET, C_NAME, C_PHONE, C_MAIL, C_DEVICE, C_STAND, C_BAD, C_XLSX, C_N };

#define PRIVATE_HEAD "id,label,kind,observer name,phone,e-mail,imei,gps,note\n"

static const char *sheet(struct fix *f, const struct canary *c, const char *note) {
    return put(f, "sources.csv",
               arena_printf(&f->a,
                            PRIVATE_HEAD "eye,a witness,observer,%s,%s,\"%s, or call\",%s,%s,%s\n"
                                         "other,a board,observer,,,,,,\n"
                                         "odd one,no id,observer,%s,,,,,\n",
                            c[C_NAME].s, c[C_PHONE].s, c[C_MAIL].s, c[C_DEVICE].s, c[C_STAND].s,
                            note, c[C_BAD].s));
}

static const char *workbook(struct fix *f, const struct canary *c) {
    const char *const head[] = {"id", "label", "kind", "phone"};
    const char *const row[] = {"book", "a workbook", "observer", c[C_XLSX].s};
    struct buf rows = {0};
    struct zip z = {0};
    const char *path;

    zip_row(&rows, 1, head, 4);
    zip_row(&rows, 2, row, 4);
    zip_workbook(&z, "sources", rows.p, "Read me", rows.p);
    path = put_bytes(f, "case.xlsx", buf_span(&z.body));
    buf_fini(&rows);
    buf_fini(&z.body);
    return path;
}

/* Every route by which something private goes in. */
static void every_route(struct fix *f, const struct canary *c, const char *csv, const char *xlsx) {
    (void)import(f, csv);
    (void)import(f, xlsx);
    (void)t_set(f, "eye", IDENTITY_NOTE, c[C_SET].s);
}

static void assert_nowhere(const char *folder, const struct canary *c) {
    for (int i = 0; i < C_N; i++)
        if (canary_scan_folder(folder, c[i].s)) fail_msg("token %d is in the case", i);
}

static void by_every_route_nothing_is_in_clear(void **state) {
    struct fix *f = *state;
    struct canary c[C_N], allowed = canary_new();
    struct box_pair a, b;
    const char *folder = t_case(f, "case"), *csv, *xlsx;
    struct hash_text hash;
    uint8_t h[HASH_BYTES];

    for (int i = 0; i < C_N; i++) c[i] = canary_new();
    csv = sheet(f, c, allowed.s);
    xlsx = workbook(f, c);
    setenv("TMPDIR", folder, 1);
    t_add(f, &a, "desk");
    t_add(f, &b, "lawyer");
    assert_ok(import(f, csv), f->e);
    assert_true(has_notice(f, "sealed for 2 custodians"));
    assert_ok(import(f, xlsx), f->e);
    assert_ok(t_set(f, "eye", IDENTITY_NOTE, c[C_SET].s), f->e);
    assert_nowhere(folder, c);
    assert_true(canary_scan_folder(folder, allowed.s) >
                0);             /* the twin: what is in clear is found */
    hash_of(t_read(f, csv), h); /* a hash of all bytes would let guesses be tested */
    hash = hash_hex(h);
    assert_null(strstr(bodies(f, "file"), hash.s));
    assert_string_equal(t_show(f, "eye", IDENTITY_NOTE, &b), c[C_SET].s);
    assert_string_equal(
        t_show(f, "eye", IDENTITY_CONTACT, &a),
        arena_printf(&f->a, "phone: %s\ne-mail: %s, or call", c[C_PHONE].s, c[C_MAIL].s));
    assert_non_null(strstr(t_show(f, "eye", IDENTITY_NAME, &a), c[C_NAME].s));
    assert_non_null(strstr(t_show(f, "eye", IDENTITY_DEVICE, &a), c[C_DEVICE].s));
    assert_non_null(strstr(t_show(f, "eye", IDENTITY_VANTAGE, &a), c[C_STAND].s));
    assert_non_null(strstr(t_show(f, "book", IDENTITY_CONTACT, &a), c[C_XLSX].s));
    assert_null(t_show(f, "other", IDENTITY_NAME, &a));
    assert_int_equal(entries(f, "raw"), 2);
    assert_false(t_check(f).broken);
    t_verified(f);
    unsetenv("TMPDIR");
    box_pair_fini(&a);
    box_pair_fini(&b);
}

/* The file as a whole is there too, for the row that could not be read. */
static void the_file_comes_back_whole(void **state) {
    struct fix *f = *state;
    struct canary c[C_N];
    struct box_pair a;
    struct query *q = NULL;
    uint8_t h[HASH_BYTES];
    char *p = NULL;
    const char *csv;
    size_t n = 0;

    for (int i = 0; i < C_N; i++) c[i] = canary_new();
    csv = sheet(f, c, "");
    t_case(f, "case");
    t_add(f, &a, "desk");
    import_ok(f, csv);
    assert_int_equal(entries(f, "bad"), 1);
    assert_ok(query_open(&q, f->st,
                         "SELECT body ->> '$.parts[0].commitment', body ->> '$.sources' FROM entry "
                         "WHERE kind = 'raw'",
                         &f->e),
              f->e);
    assert_int_equal(query_next(q, &f->e), 1);
    assert_true(hash_read(query_col(q, 0), h));
    assert_true(span_is(query_col(q, 1), "[\"eye\"]"));
    query_close(q);
    assert_ok(vault_open(f->st, h, &a, &p, &n, &f->e), f->e);
    assert_true(span_eq((struct span){p, n}, t_read(f, csv)));
    box_free(p);
    box_pair_fini(&a);
}

static void without_custodians_it_is_refused(void **state) {
    struct fix *f = *state;
    struct canary c[C_N];
    struct box_pair a;
    uint8_t h[HASH_BYTES];

    for (int i = 0; i < C_N; i++) c[i] = canary_new();
    t_case(f, "case");
    assert_int_equal(import(f, sheet(f, c, "")), RC_SEALED);
    assert_non_null(strstr(f->e.text, "headcount keys add"));
    hash_of(t_read(f, path_of(f, "sources.csv")), h);
    assert_null(strstr(bodies(f, "refused"), hash_hex(h).s));
    assert_int_equal(t_set(f, "eye", IDENTITY_NAME, "x"), RC_NOTFOUND);
    assert_int_equal(entries(f, "identity"), 0);
    t_add(f, &a, "desk"); /* other sheets, and sheets of persons, are refused all the same */
    put(f, "corridors.csv", CORRIDORS);
    import_ok(f, path_of(f, "corridors.csv"));
    assert_int_equal(import(f, put(f, "counts.csv", "corridor,date,best,source,phone\n")),
                     RC_SEALED);
    assert_int_equal(import(f, put(f, "sources.csv", "id,label,kind,surname\n")), RC_SEALED);
    import_ok(f, sheet(f, c, ""));
    box_pair_fini(&a);
}

/* Does the ledger hold the hash of these bytes? */
static bool hash_in(struct fix *f, const char *kind, struct span bytes) {
    uint8_t h[HASH_BYTES];

    hash_of(bytes, h);
    return strstr(bodies(f, kind), hash_hex(h).s) != NULL;
}

/* A sheet that is refused for another reason than what is private in it: with its hash, a guess at the telephone
 * number could be tested as soon as the sheet came in again, mended. @return is its hash kept? */
static bool hash_kept(struct fix *f, const char *name, const char *text) {
    size_t before = entries(f, "refused");
    int rc = import(f, put(f, name, text));

    if (rc != RC_SYNTAX && rc != RC_LIMIT)
        fail_msg("%s: %d: %s", text, rc, rc < 0 ? f->e.text : "taken");
    assert_int_equal(entries(f, "refused"), before + 1);
    return hash_in(f, "refused", span_of(text));
}

static void a_broken_sheet_keeps_no_hash(void **state) {
    static const struct {
        const char *name, *text;
    } broken[] = {
        {"sources.csv", "id,label,phone\neye,An eye,+79141234567\n"}, /* a column is missing */
        {"sources.csv", "label,phone,kind,id,id\nAn eye,+79141234567,observer,eye,e\n"},
        {"sources.csv", "An,odd,line\nid,label,kind,phone\neye,An eye,observer,+79141234567\n"},
        {"sources.csv",
         "id,label,Name of witness\neye,An eye,X Y\n"}, /* no list of words is complete */
        {"sources.csv", "id,label,colour\neye,An eye,blue\n"},
        {"other.csv", "id,label,kind,phone\neye,An eye,observer,+79141234567\n"},
        {"sources.yaml",
         "- id: eye\n  label: An eye\n  kind: observer\n  phone: +79141234567\n bad\n"},
        {"rows.yaml", "sources:\n  - {id: eye, kind: observer, 'phone': '+79141234567'\n"},
        {"rows.yaml", "sources:\n- id: eye\n  testigo: X Y\n  kind: {\n"},
    };
    struct fix *f = *state;
    struct box_pair key;

    t_case(f, "case");
    for (int with = 0; with < 2; with++) { /* without custodians, and with them */
        for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
            struct span text = span_of(broken[i].text);
            int rc = import(f, put(f, broken[i].name, text.p));

            if (rc == RC_SEALED) continue; /* was well before */
            if (hash_kept(f, broken[i].name, text.p)) fail_msg("its hash is kept: %s", text.p);
        }
        if (!with) t_add(f, &key, "desk");
    }
    /* the negative twin: of what is never read nothing comes in later */
    assert_true(hash_kept(f, "sources.csv", "%PDF-1.4\n"));
    box_pair_fini(&key);
}

/* A sheet that is taken. @return is its hash kept? */
static bool hash_taken(struct fix *f, const char *name, const char *text) {
    import_ok(f, put(f, name, text));
    return hash_in(f, "file", span_of(text));
}

/* All else of such a sheet stands in the entries, so with its hash a guess at what is not kept could be tested. */
static void what_is_not_kept_leaves_no_hash(void **state) {
    static const char *const hidden[] = {
        "id,label,kind,lat,lon\na1,An eye,observer,43.396117,132.151223\n", /* not our columns */
        "id,label,kind,Name of witness\na2,An eye,observer,X Y\n",
        "id,label,kind,nombre\na3,An eye,observer,\n",
        "id,label,kind,\na4,An eye,observer,X Y\n",             /* one without a header */
        "id,label,kind\na5,An eye,observer\nX Y,An eye,drum\n", /* rows that are bad */
        "id,label,kind\na6,An eye,observer\na7,An eye,observer,X Y\n",
        "id,label,kind\na8,An eye,observer\nb,\"An\" eye X Y,observer\n",
        "id,label,kind,root\na9,An eye,observer,\nb1,Word of X Y,observer,nobody\n", /* only now bad */
        "id,label,kind\nc1,An eye,observer\nc2,Word of X Y,observer\nc2,Word of Y,observer\n",
    };
    struct fix *f = *state;

    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (hash_taken(f, "sources.csv", hidden[i])) fail_msg("its hash is kept: %s", hidden[i]);
    assert_false(hash_taken(f, "rows.yaml",
                            "sources: # of X Y\n- {id: y1, label: An eye, kind: observer}\n"));
    assert_false(hash_taken(f, "rows.yaml",
                            "sources:\n- {id: y2, label: An eye, kind: observer, who: X Y}\n"));
    f->o.map = put(f, "map.yaml",
                   "map: 1\nignore: [phone]\nemit:\n  - sheet: sources\n    set: {kind: observer}\n"
                   "    columns: {id: who, label: what}\n");
    assert_false(hash_taken(f, "mine.csv", "who,what,phone\nm1,An eye,1234\n"));
    assert_false(
        hash_taken(f, "yours.csv", "who,what\nm2,An eye\n")); /* a map may change what cells say */
    f->o.map = NULL;
    /* the negative twin: all of it is kept */
    assert_true(hash_taken(f, "sources.csv", "id,label,kind,\nd1,An eye,observer,\n"));
    assert_true(
        hash_taken(f, "rows.yaml", "sources:\n- {id: y3, label: An eye, kind: observer}\n"));
}

static size_t known_of(struct fix *f, const char *name, const char *text) {
    import_ok(f, put(f, name, text));
    return f->t.files_known;
}

/* The name is of rows and bad rows: the same sheet adds nothing, wherever it lies, and what changed in it is a new version. */
static void a_sheet_of_which_a_part_is_kept_is_known_again(void **state) {
#define HALF "id,label,kind,nombre\ne1,An eye,observer,X Y\n"
    struct fix *f = *state;
    size_t before;

    assert_int_equal(known_of(f, "sources.csv", HALF "e2,An eye,drum,\n"), 0);
    before = entries(f, "file") + entries(f, "bad") + entries(f, "row");
    assert_int_equal(known_of(f, "sources.csv", HALF "e2,An eye,drum,\n"), 1);
    assert_int_equal(entries(f, "file") + entries(f, "bad") + entries(f, "row"), before);
    assert_int_equal(known_of(f, "sources.csv", HALF "e2,An eye,drum,\ne3,An eye,drum,\n"), 0);
    assert_int_equal(known_of(f, "sources.csv", HALF), 0);
    assert_int_equal(known_of(f, "sources.csv", HALF), 1);
#undef HALF
}

/* The process is killed while it seals: nothing in clear is left, in a journal neither. */
static void nothing_is_left_by_a_kill(void **state) {
    struct fix *f = *state;
    struct canary c[C_N];
    struct box_pair a;
    const char *csv, *xlsx;
    unsigned char r;

    for (int i = 0; i < C_N; i++) c[i] = canary_new();
    csv = sheet(f, c, "");
    xlsx = workbook(f, c);
    for (int round = 0; round < 12; round++) {
        const char *folder = t_case(f, arena_printf(&f->a, "case%d", round));
        pid_t child;
        int status;

        t_add(f, &a, "desk");
        box_pair_fini(&a);
        store_close(f->st); /* no connection is carried over a fork */
        f->st = NULL;
        hash_random(&r, 1);
        child = fork();
        assert_true(child >= 0);
        if (!child) {
            if (store_open(&f->st, arena_printf(&f->a, "%s/x.hc", folder), STORE_WRITE, &f->e) < 0)
                _exit(1);
            every_route(f, c, csv, xlsx);
            _exit(0);
        }
        usleep((useconds_t)(r * 150));
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        assert_nowhere(folder, c);
    }
}

/* ---- the box ---- */

static void the_size_tells_the_bucket_only(void **state) {
    static const size_t sizes[][2] = {{0, 256},        {1, 256},         {255, 256},
                                      {256, 1024},     {1023, 1024},     {1024, 4096},
                                      {70000, 262144}, {262143, 262144}, {1 << 20, 4 << 20}};
    struct fix *f = *state;
    struct custody to;
    struct box_pair a;
    size_t add = 0;

    t_add(f, &a, "desk");
    to = t_custody(f);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *value = ARENA_ARRAY(&f->a, char, sizes[i][0]);
        struct vault_box x;

        assert_ok(vault_seal(&f->a, &to, (struct span){value, sizes[i][0]}, &x, &f->e), f->e);
        assert_int_equal(x.bucket, sizes[i][1]);
        if (!add) add = x.box.n - x.bucket;
        assert_int_equal(x.box.n, add + x.bucket);
    }
    assert_int_equal(vault_seal(&f->a, &to, (struct span){"", VAULT_VALUE_BYTES + 1},
                                &(struct vault_box){0}, &f->e),
                     RC_LIMIT);
    box_pair_fini(&a);
}

/* Another program opens a box by docs/LEDGER.md, with the primitives of which libsodium makes a sealed box: an ephemeral public
 * key, and a box under the nonce BLAKE2b-192(ephemeral || recipient). */
static void another_program_can_open_it(void **state) {
    struct fix *f = *state;
    struct custody to;
    struct box_pair a, b;
    struct vault_box x;
    const unsigned char *box, *slot;
    unsigned char nonce[24], once[32], plain[256], zero[24] = {0};
    crypto_generichash_state g;

    t_add(f, &a, "desk");
    t_add(f, &b, "lawyer");
    to = t_custody(f);
    assert_ok(vault_seal(&f->a, &to, SPAN("a name"), &x, &f->e), f->e);
    box = (const unsigned char *)x.box.p;
    assert_memory_equal(box, "headcount-box-1\n\2", 17);
    slot = memcmp(box + 17, a.open, 32) == 0 ? box + 17 : box + 17 + 112;
    assert_memory_equal(slot, a.open, 32);
    crypto_generichash_init(&g, NULL, 0, sizeof nonce);
    crypto_generichash_update(&g, slot + 32, 32);
    crypto_generichash_update(&g, a.open, 32);
    crypto_generichash_final(&g, nonce, sizeof nonce);
    assert_int_equal(crypto_box_open_easy(once, slot + 64, 48, nonce, slot + 32, a.secret), 0);
    assert_int_equal(crypto_secretbox_open_easy(plain, box + 17 + 2 * 112, 16 + 256, zero, once),
                     0);
    assert_memory_equal(plain, "a name\x80\0\0\0", 10);
    box_pair_fini(&a);
    box_pair_fini(&b);
}

static void exec(struct fix *f, const char *sql) {
    assert_ok(store_exec(f->st, sql, &f->e), f->e);
}

/* Each bit of the vault that is turned is found, and a box that was taken out. */
static void every_edit_of_the_vault_is_found(void **state) {
    static const struct {
        const char *column;
        int bytes;
    } columns[] = {
        {"salt", 32}, {"box", 17 + 112 + 16 + 256}, {"custodians", 32}, {"commitment", 32}};
    struct fix *f = *state;
    struct box_pair a;

    t_add(f, &a, "desk");
    put(f, "sources.csv", SOURCES);
    import_ok(f, path_of(f, "sources.csv"));
    assert_ok(t_set(f, "eye", IDENTITY_NAME, "Jane"), f->e);
    assert_false(t_check(f).broken);
    exec(f, "DROP TRIGGER vault_stays");
    exec(f, "CREATE TEMP TABLE was AS SELECT * FROM vault");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        for (int at = 1; at <= columns[i].bytes; at += i == 1 ? 7 : 1) {
            const char *c = columns[i].column;

            exec(f, arena_printf(&f->a,
                                 "UPDATE vault SET %s = CAST(substr(%s, 1, %d) || CASE "
                                 "substr(%s, %d, 1) WHEN x'5a' THEN x'5b' ELSE x'5a' END || "
                                 "substr(%s, %d) AS BLOB)",
                                 c, c, at - 1, c, at, c, at + 1));
            if (!t_check(f).broken) fail_msg("%s, byte %d: not found", c, at);
            if (i < 2) assert_null(t_show(f, "eye", IDENTITY_NAME, &a));
            exec(f, "DELETE FROM vault; INSERT INTO vault SELECT * FROM was");
        }
    exec(f, "UPDATE vault SET bucket = 1024");
    assert_true(t_check(f).broken);
    exec(f, "UPDATE vault SET bucket = 256, seq = 1");
    assert_true(t_check(f).broken);
    exec(f, "DELETE FROM vault");
    assert_non_null(strstr(t_check(f).reason, "was not forgotten"));
    exec(f, "INSERT INTO vault SELECT * FROM was");
    assert_false(t_check(f).broken);
    assert_string_equal(t_show(f, "eye", IDENTITY_NAME, &a), "Jane");
    box_pair_fini(&a);
}

/* ---- key files ---- */

static void a_key_file_opens_with_its_passphrase_only(void **state) {
    struct fix *f = *state;
    struct box_pair a, back = {0};
    struct buf text = {0};
    uint8_t key[HASH_BYTES];
    struct span name;

    box_pair_new(&a);
    assert_ok(vault_key_write(&a, SPAN("the desk"), SPAN("correct horse"), t_cheap, &text, &f->e),
              f->e);
    assert_ok(vault_key_public(buf_span(&text), key, &name, &f->e), f->e);
    assert_memory_equal(key, a.open, BOX_KEY);
    assert_true(span_is(name, "the desk"));
    assert_null(memmem(text.p, text.n, a.secret, BOX_KEY));
    assert_int_equal(vault_key_read(buf_span(&text), SPAN("correct hors"), &back, &f->e),
                     RC_LOCKED);
    assert_ok(vault_key_read(buf_span(&text), SPAN("correct horse"), &back, &f->e), f->e);
    assert_memory_equal(back.secret, a.secret, BOX_KEY);
    box_pair_fini(&back);
    for (size_t i = 0; i < text.n; i++) { /* cut, or with a byte changed: never another key */
        char was = text.p[i];

        assert_true(i + 1 == text.n || vault_key_read((struct span){text.p, i},
                                                      SPAN("correct horse"), &back, &f->e) < 0);
        text.p[i] = was == 'A' ? 'B' : 'A';
        if (vault_key_read(buf_span(&text), SPAN("correct horse"), &back, &f->e) == 0) {
            assert_memory_equal(back.secret, a.secret, BOX_KEY); /* the name may be edited */
            box_pair_fini(&back);
        }
        text.p[i] = was;
    }
    buf_fini(&text);
    box_pair_fini(&a);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(by_every_route_nothing_is_in_clear),
        TEST(the_file_comes_back_whole),
        TEST(without_custodians_it_is_refused),
        TEST(a_broken_sheet_keeps_no_hash),
        TEST(what_is_not_kept_leaves_no_hash),
        TEST(a_sheet_of_which_a_part_is_kept_is_known_again),
        TEST(nothing_is_left_by_a_kill),
        TEST(the_size_tells_the_bucket_only),
        TEST(another_program_can_open_it),
        TEST(every_edit_of_the_vault_is_found),
        TEST(a_key_file_opens_with_its_passphrase_only),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
