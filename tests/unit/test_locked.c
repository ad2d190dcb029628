/* SPDX-License-Identifier: Apache-2.0 */
/* Promise 3: a locked case is ciphertext as a whole, opens with its passphrase only, and what does not open leaves nothing. */
#include "store/lock.h"
#include "t_vault.h"

#define PASS SPAN("correct horse battery")
#define HEAD 75 /* bytes before the first piece, docs/SECURITY.md */

/* A small case with a token in it, closed, so that its file can be looked at. */
static const char *make(struct fix *f, const char *folder, struct canary *token) {
    const char *path = arena_printf(&f->a, "%s/x.hc", t_case(f, folder));

    *token = canary_new();
    import_ok(f,
              put(f, "sources.csv",
                  arena_printf(&f->a, "id,label,kind,note\neye,a board,observer,%s\n", token->s)));
    store_close(f->st);
    f->st = NULL;
    return path;
}

/* Bits of information in a byte, by the frequencies of the 256 bytes. */
static double entropy(struct span s) {
    double n[256] = {0}, h = 0;

    for (size_t i = 0; i < s.n; i++) n[(unsigned char)s.p[i]]++;
    for (int i = 0; i < 256; i++)
        if (n[i] > 0) h -= n[i] / (double)s.n * log2(n[i] / (double)s.n);
    return h;
}

static void a_locked_case_tells_nothing(void **state) {
    struct fix *f = *state;
    struct canary token;
    const char *path = make(f, "case", &token), *folder = path_of(f, "case");
    struct span plain = t_read(f, path), locked;
    struct stat sb;

    assert_true(entropy(plain) <
                6); /* the twins: the plain one is not random, and holds the token */
    assert_true(canary_scan_folder(folder, token.s) > 0);
    assert_ok(lock_case(path, PASS, t_cheap, &f->e), f->e);
    assert_int_equal(canary_scan_folder(folder, token.s), 0);
    assert_int_equal(t_files(folder), 1);
    assert_int_equal(stat(path, &sb), 0);
    assert_int_equal(sb.st_mode & 0777, 0600);
    locked = t_read(f, path);
    assert_true(entropy((struct span){locked.p + HEAD, locked.n - HEAD}) > 7.99);
    assert_int_equal(store_open(&f->st, path, STORE_READ, &f->e), RC_LOCKED);
    assert_int_equal(store_open(&f->st, path, STORE_WRITE, &f->e), RC_LOCKED);
    assert_int_equal(lock_case(path, PASS, t_cheap, &f->e), RC_CONFLICT);
    assert_int_equal(unlock_case(path, SPAN("correct horse batterz"), &f->e), RC_LOCKED);
    assert_true(span_eq(t_read(f, path), locked));
    assert_ok(unlock_case(path, PASS, &f->e), f->e);
    assert_true(span_eq(t_read(f, path), plain));
    assert_int_equal(t_files(folder), 1);
    assert_int_equal(unlock_case(path, PASS, &f->e), RC_CONFLICT);
    assert_int_equal(unlock_case(path_of(f, "nowhere"), PASS, &f->e), RC_NOTFOUND);
    assert_int_equal(lock_case(path_of(f, "sources.csv"), PASS, t_cheap, &f->e), RC_SYNTAX);
}

static void write_file(const char *path, struct span s) {
    FILE *out = fopen(path, "wb");

    assert_non_null(out);
    assert_int_equal(fwrite(s.p, 1, s.n, out), s.n);
    assert_int_equal(fclose(out), 0);
}

/* It does not open, is as it was, and nothing lies beside it. */
static void assert_closed(struct fix *f, const char *folder, const char *path, struct span bad,
                          size_t at) {
    struct err e;
    int rc;

    write_file(path, bad);
    rc = unlock_case(path, PASS, &e);
    if (rc == 0) fail_msg("byte %zu: it opens", at);
    if (t_files(folder) != 1) fail_msg("byte %zu: something is left", at);
    if (at % 64 == 0) {
        size_t used = f->a.used;

        assert_true(span_eq(t_read(f, path), bad));
        assert_true(f->a.used > used);
    }
}

static bool is_tried(size_t i, size_t n) {
    return i < 2 * HEAD + 64 || i + 64 > n || (i > HEAD + 65530 && i < HEAD + 65600) || i % 61 == 0;
}

static void changed_or_cut_it_does_not_open(void **state) {
    struct fix *f = *state;
    struct canary token;
    const char *path = make(f, "case", &token), *folder = path_of(f, "case");
    struct span plain = t_read(f, path), good;
    char *bad;

    assert_ok(lock_case(path, PASS, t_cheap, &f->e), f->e);
    good = t_read(f, path);
    bad = arena_dup(&f->a, good);
    for (size_t i = 0; i < good.n; i++) {
        if (!is_tried(i, good.n)) continue;
        bad[i] = (char)(bad[i] ^ 1 << i % 8);
        assert_closed(f, folder, path, (struct span){bad, good.n}, i);
        bad[i] = good.p[i];
        assert_closed(f, folder, path, (struct span){bad, i}, i);
    }
    assert_closed(f, folder, path, (struct span){bad, good.n + 1}, good.n); /* dup's terminator */
    write_file(path, good);
    assert_ok(unlock_case(path, PASS, &f->e), f->e);
    assert_true(span_eq(t_read(f, path), plain));
}

/* A cost that would hang the machine is refused before it is paid. */
static void a_forged_cost_is_refused(void **state) {
    struct fix *f = *state;
    struct canary token;
    const char *path = make(f, "case", &token);
    struct span s;
    char *bad;

    assert_ok(lock_case(path, PASS, t_cheap, &f->e), f->e);
    s = t_read(f, path);
    bad = arena_dup(&f->a, s);
    bad[LOCK_MAGIC_BYTES + 8] = 1; /* 2^56 bytes of memory */
    write_file(path, (struct span){bad, s.n});
    assert_int_equal(unlock_case(path, PASS, &f->e), RC_RANGE);
    assert_int_equal(lock_case(path, PASS, (struct box_cost){1, 1}, &f->e), RC_CONFLICT);
}

/* Killed while it locks or unlocks: the case is there, in the one form or the other. */
static void a_kill_leaves_one_or_the_other(void **state) {
    struct fix *f = *state;

    for (int round = 0; round < 16; round++) {
        struct canary token;
        const char *path = make(f, arena_printf(&f->a, "case%d", round), &token);
        struct span plain = t_read(f, path), now;
        unsigned char r;
        pid_t child;
        int status;

        if (round % 2) assert_ok(lock_case(path, PASS, t_cheap, &f->e), f->e);
        hash_random(&r, 1);
        child = fork();
        assert_true(child >= 0);
        if (!child)
            _exit(round % 2 ? -unlock_case(path, PASS, &f->e)
                            : -lock_case(path, PASS, t_cheap, &f->e));
        usleep((useconds_t)(r * 60));
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        now = t_read(f, path);
        if (lock_begins(now.p, now.n)) {
            assert_ok(unlock_case(path, PASS, &f->e), f->e);
            now = t_read(f, path);
        }
        assert_true(span_eq(now, plain));
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_locked_case_tells_nothing),
        TEST(changed_or_cut_it_does_not_open),
        TEST(a_forged_cost_is_refused),
        TEST(a_kill_leaves_one_or_the_other),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
