/* SPDX-License-Identifier: Apache-2.0 */
/* Two programs that never saw each other, one document: on random cases, good and broken, our verifier and tools/verify.py name the
 * same entry. */
#include "base/rng.h"
#include "ledger/entry.h"
#include "t_disk.h"
#include "t_enemy.h"

#define CASES 1000
#define KINDS 6
#define SEED 11

struct made {
    struct buf file, note; /* the case, and its checkpoints */
};

static uint64_t luck(int i, uint64_t what, uint64_t below) {
    return rng_u64(SEED, (uint64_t)i, what) % below;
}

static void read_file(const char *path, struct buf *out) {
    FILE *f = fopen(path, "rb");
    char part[4096];
    size_t n;

    assert_non_null(f);
    while ((n = fread(part, 1, sizeof part, f)) > 0) buf_add(out, (struct span){part, n});
    fclose(f);
}

static void write_file(const char *path, struct span s) {
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
    assert_int_equal(fclose(f), 0);
}

/* The cases that are then changed: signed or not, one author or two or three, with an attachment,
 * with their checkpoints taken early or late. */
static void make(const struct room *r, int kind, struct made *out) {
    struct store *st;
    struct err e;

    become(r, false);
    if (kind == 1) setenv("HEADCOUNT_AUTHOR", "/nowhere/at/all", 1);
    st = found_case(r->path);
    append_rows(st, 3);
    if (kind == 2) append_rows(st, 2);
    if (kind >= 3) {
        become(r, true);
        append_rows(st, 1);
        append_rows(st, 2);
    }
    if (kind == 4) note_down(st, &out->note); /* early */
    if (kind >= 4) {
        become(r, false);
        append_rows(st, 2);
    }
    if (kind == 5) {
        setenv("HEADCOUNT_AUTHOR", "/nowhere/at/all", 1);
        append_rows(st, 2);
        assert_ok(
            store_exec(st,
                       "INSERT INTO blob (sha256, bytes, data) VALUES "
                       "(x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', "
                       "0, x'')",
                       &e),
            e);
    }
    if (kind != 4) note_down(st, &out->note);
    store_close(st);
    become(r, false);
    read_file(r->path, &out->file);
    unlink(r->path);
}

/* --- what may happen to a case --- */

static const char *const bodies[] = {
    "{\"row\":{},\"sheet\":\"counts\"}",
    "{}",
    "[]",
    "",
    " {}",
    "{\"a\":1,\"a\":1}",
    "{\"b\":1,\"a\":1}",
    "{\"a\":1.0}",
    "{\"a\":-0}",
    "{\"a\":01}",
    "{\"a\":9223372036854775807,\"b\":-9223372036854775808}",
    "{\"a\":9223372036854775808}",
    "{\"a\":\"\\u0000\"}",
    "{\"a\":\"\\\\u0000\"}",
    "{\"a\":\"\\u001f\\n\"}",
    "{\"a\":\"\\u001F\"}",
    "{\"a\":\"\\u000a\"}",
    "{\"a\":\"\\/\"}",
    "{\"a\":\"caf\303\251\"}",
    "{\"a\":\"caf\303\"}",
    "{\"a\":\"\355\240\200\"}",
    "{\"\303\251\":1,\"\357\275\241\":2,\"\360\220\200\200\":3}",
    "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
    "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
    "{\"after\":0,\"case\":\"869723fa62670e76a39a00a107747b4f506ae80353565fae3eb39d4c67ebc1bc\","
    "\"heads\":"
    "[]}",
    "{\"after\":0,\"case\":\"869723fa62670e76a39a00a107747b4f506ae80353565fae3eb39d4c67ebc1bc\","
    "\"heads\":"
    "[{\"author\":\"869723fa62670e76a39a00a107747b4f506ae80353565fae3eb39d4c67ebc1bc\",\"hash\":"
    "\"869723fa62670e76a39a00a107747b4f506ae80353565fae3eb39d4c67ebc1bc\",\"seq\":1}]}",
    "{\"after\":-1,\"case\":\"869723fa62670e76a39a00a107747b4f506ae80353565fae3eb39d4c67ebc1bc\","
    "\"heads\":"
    "[]}",
    "{\"case\":\"x\",\"sign\":\"ed25519\"}",
};
static const char *const kinds[] = {"row", "row", "case", "join", "file", "Row", "r1"};

/* One entry with another body, hashed anew; with luck the entries after it as well. */
static void forge(sqlite3 *db, struct store *st, int i) {
    struct ledger_entry all[32];
    struct ledger_it *it = NULL;
    size_t n = 0, at;
    struct arena a;
    struct err e;

    arena_init(&a, 1 << 20);
    assert_ok(ledger_each(&it, st, NULL, &e), e);
    while (ledger_next(it, &all[n], &e) > 0) {
        all[n].kind = arena_span(&a, all[n].kind);
        all[n].body = arena_span(&a, all[n].body);
        assert_true(++n < 32);
    }
    ledger_done(it);
    at = luck(i, 20, n);
    all[at].body = span_of(bodies[luck(i, 21, sizeof bodies / sizeof *bodies)]);
    if (luck(i, 22, 3)) all[at].kind = span_of(kinds[luck(i, 23, sizeof kinds / sizeof *kinds)]);
    forge_entry(db, &all[at]);
    for (size_t k = at + 1; luck(i, 24, 3) && k < n; k++) {
        if (memcmp(all[k].author, all[k - 1].author, HASH_BYTES) != 0) break;
        memcpy(all[k].prev, all[k - 1].hash, HASH_BYTES);
        forge_entry(db, &all[k]);
    }
    if (luck(i, 25, 2)) enemy_does(db, "DELETE FROM seal"); /* as if it had never been signed */
    arena_fini(&a);
}

#define ANY_ENTRY "(SELECT author, seq FROM entry ORDER BY author, seq LIMIT 1 OFFSET ?1)"
#define ANY_SEAL "(SELECT author, seq FROM seal ORDER BY author, seq LIMIT 1 OFFSET ?1)"

static const char *const deeds[] = {
    "UPDATE entry SET hash = randomblob(32) WHERE (author, seq) = " ANY_ENTRY,
    "UPDATE entry SET prev = randomblob(32) WHERE (author, seq) = " ANY_ENTRY,
    "UPDATE entry SET prev = x'00' WHERE (author, seq) = " ANY_ENTRY,
    "UPDATE entry SET hash = x'' WHERE (author, seq) = " ANY_ENTRY,
    "UPDATE entry SET kind = 'withdraw' WHERE (author, seq) = " ANY_ENTRY,
    "UPDATE entry SET kind = '' WHERE (author, seq) = " ANY_ENTRY,
    "UPDATE entry SET body = body || ' ' WHERE (author, seq) = " ANY_ENTRY,
    "UPDATE entry SET seq = ?2 + 5 WHERE (author, seq) = " ANY_ENTRY,
    "UPDATE entry SET seq = -?2 WHERE (author, seq) = " ANY_ENTRY,
    "UPDATE entry SET author = randomblob(32) WHERE (author, seq) = " ANY_ENTRY,
    "UPDATE entry SET author = zeroblob(31) WHERE (author, seq) = " ANY_ENTRY,
    "DELETE FROM entry WHERE (author, seq) = " ANY_ENTRY,
    "DELETE FROM entry WHERE seq > ?2 + 1",
    "DELETE FROM entry WHERE seq > ?2 + 1; DELETE FROM seal WHERE seq > ?2 + 1",
    "DELETE FROM entry WHERE author = (SELECT max(author) FROM entry)",
    "DELETE FROM entry WHERE author = (SELECT min(author) FROM entry)",
    "INSERT OR IGNORE INTO entry SELECT author, seq + ?2, kind, body, prev, hash FROM entry WHERE "
    "(author, seq) = " ANY_ENTRY,
    "UPDATE seal SET head = randomblob(32) WHERE (author, seq) = " ANY_SEAL,
    "UPDATE seal SET signature = randomblob(64) WHERE (author, seq) = " ANY_SEAL,
    "UPDATE seal SET signature = randomblob(63) WHERE (author, seq) = " ANY_SEAL,
    "UPDATE OR IGNORE seal SET seq = seq + ?2 WHERE (author, seq) = " ANY_SEAL,
    "UPDATE OR IGNORE seal SET author = (SELECT min(author) FROM entry) WHERE (author, seq) "
    "= " ANY_SEAL,
    "UPDATE seal SET author = randomblob(32) WHERE (author, seq) = " ANY_SEAL,
    "DELETE FROM seal WHERE (author, seq) = " ANY_SEAL,
    "DELETE FROM seal",
    "UPDATE blob SET data = x'00'",
    "UPDATE blob SET bytes = 1",
    "INSERT INTO blob (sha256, bytes, data) VALUES (randomblob(32), 1, x'00')",
    "INSERT INTO blob (sha256, bytes, path) VALUES (randomblob(32), 1, 'elsewhere')",
    "DELETE FROM setting",
    "UPDATE setting SET value = 'x'",
    "UPDATE setting SET value = (SELECT lower(hex(max(author))) FROM entry)",
    "DELETE FROM entry; DELETE FROM seal",
};

static void change(sqlite3 *db, struct store *st, int i) {
    if (luck(i, 1, 4) == 0) return; /* a good one */
    if (luck(i, 2, 3) == 0) {
        forge(db, st, i);
        return;
    }
    for (uint64_t k = 0; k < 1 + luck(i, 3, 2); k++) /* one deed or two; some are refused */
        enemy_tries_numbers(db, deeds[luck(i, 4 + k, sizeof deeds / sizeof *deeds)],
                            (int64_t)luck(i, 6 + k, 8), 1 + (int64_t)luck(i, 8 + k, 4));
}

/* --- both verdicts --- */

static void our_verdict(struct store *st, struct span note, struct buf *out) {
    struct ledger_verdict v = {0};
    checkpoint_list want = {0};
    ledger_chains chains = {0};
    struct arena a;
    struct err e;

    arena_init(&a, 1 << 20);
    if (note.n) assert_ok(checkpoint_read(&a, note, &want, &e), e);
    assert_ok(ledger_verify_with(st, &a, want.v, want.n, &v, &chains, &e), e);
    if (!v.broken)
        buf_printf(out, "verified: %lld entries of %lld authors", (long long)v.entries,
                   (long long)v.authors);
    else if (v.seq)
        buf_printf(out, "broken: entry %lld of %s", (long long)v.seq, hash_hex(v.author).s);
    else
        buf_puts(out, "broken: the case as a whole");
    arena_fini(&a);
}

/* A note as it was taken, that of another case, or with one figure changed. */
static void choose_note(const struct made *all, int i, struct buf *out) {
    uint64_t how = luck(i, 30, 6);
    const struct made *m = how == 4 ? &all[luck(i, 31, KINDS)] : &all[i % KINDS];

    if (how < 2) return;
    buf_add(out, buf_span(&m->note));
    if (how != 5) return;
    for (char *p = strchr(out->p, '\n'); p; p = NULL) p[1] = (char)('1' + luck(i, 32, 9));
    if (luck(i, 33, 2)) out->p[out->n - 20] = out->p[out->n - 20] == 'A' ? 'B' : 'A';
}

static void make_case(const struct room *r, const struct made *all, int i, FILE *list,
                      struct buf *verdict) {
    struct store *st;
    struct buf note = {0};
    char path[160], beside[160];
    sqlite3 *db;

    snprintf(path, sizeof path, "%s/%04d.hc", r->dir, i);
    snprintf(beside, sizeof beside, "%s/%04d.txt", r->dir, i);
    write_file(path, buf_span(&all[i % KINDS].file));
    st = open_case(path, STORE_READ);
    db = enemy(path);
    change(db, st, i);
    sqlite3_close(db);
    choose_note(all, i, &note);
    if (note.n) write_file(beside, buf_span(&note));
    fprintf(list, note.n ? "%s\t%s\n" : "%s\n", path, beside);
    buf_printf(verdict, "%s: ", path);
    our_verdict(st, buf_span(&note), verdict);
    buf_putc(verdict, '\n');
    store_close(st);
    buf_fini(&note);
}

static void compare(const struct buf *ours, FILE *theirs) {
    char line[512];
    const char *at = ours->p;
    int n = 0;

    while (fgets(line, sizeof line, theirs)) {
        size_t len = strcspn(at, "\n") + 1;

        if (strlen(line) != len || memcmp(line, at, len) != 0)
            fail_msg("ours: %.*s; theirs: %s", (int)len - 1, at, line);
        at += len;
        n++;
    }
    assert_int_equal(n, CASES);
}

static int count(const char *s, const char *what) {
    int n = 0;

    for (; (s = strstr(s, what)); s++) n++;
    return n;
}

static const char *find_python(char *text, size_t n) {
    const char *source = getenv("HEADCOUNT_SOURCE"), *venv = getenv("HEADCOUNT_PYTHON");
    const char *const may[] = {venv, "python3"};

    for (size_t i = 0; source && i < 2; i++) {
        char command[512];

        if (!may[i]) continue;
        snprintf(command, sizeof command, "'%s' -c 'import nacl.signing, sqlite3' 2>/dev/null",
                 may[i]);
        if (system(command) != 0) continue; /* NOLINT(concurrency-mt-unsafe) */
        snprintf(text, n, "'%s' '%s/tools/verify.py' --list", may[i], source);
        return text;
    }
    return NULL;
}

static void second_verifier_agrees_on_random_cases(void **state) {
    const struct room *r = *state;
    static struct made all[KINDS];
    char command[600], list_path[160], run[900];
    struct buf verdict = {0};
    FILE *list, *theirs;
    int status;

    if (!find_python(command, sizeof command)) {
        print_message("# no Python with PyNaCl: tools/deps test installs it\n");
        skip();
    }
    for (int k = 0; k < KINDS; k++) make(r, k, &all[k]);
    snprintf(list_path, sizeof list_path, "%s/list", r->dir);
    list = fopen(list_path, "w");
    assert_non_null(list);
    for (int i = 0; i < CASES; i++) make_case(r, all, i, list, &verdict);
    assert_int_equal(fclose(list), 0);
    snprintf(run, sizeof run, "%s %s", command, list_path);
    theirs = popen(run, "r");
    assert_non_null(theirs);
    compare(&verdict, theirs);
    status = pclose(theirs);
    assert_int_equal(WEXITSTATUS(status), 1); /* some are broken */
    assert_true(count(verdict.p, ": verified: ") > 150 &&
                count(verdict.p, ": broken: entry") > 400 && count(verdict.p, "as a whole") > 50);
    for (int i = 0; i < CASES; i++) {
        char path[160];

        snprintf(path, sizeof path, "%s/%04d.hc", r->dir, i);
        unlink(path);
        snprintf(path, sizeof path, "%s/%04d.txt", r->dir, i);
        unlink(path);
    }
    for (int k = 0; k < KINDS; k++) {
        buf_fini(&all[k].file);
        buf_fini(&all[k].note);
    }
    unlink(list_path);
    buf_fini(&verdict);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(second_verifier_agrees_on_random_cases, enter, leave),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, disk_insert, NULL);
}
