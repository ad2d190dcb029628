/* SPDX-License-Identifier: Apache-2.0 */
/* What was acknowledged stays: whatever write fails, whenever the power goes, whenever the program is killed. */
#include "base/rng.h"
#include "ingest/ingest.h"
#include "t_case.h"
#include "t_disk.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

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

static void assert_kept(struct store *st, int64_t kept, int at) {
    struct ledger_verdict v = verify(st);

    if (v.entries < kept)
        fail_msg("operation %d: %lld acknowledged, %lld there", at, (long long)kept,
                 (long long)v.entries);
    if (v.broken && v.entries + kept > 0)
        fail_msg("operation %d: entry %lld: %s", at, (long long)v.seq, v.reason);
    if (!v.broken) append_rows(st, 1); /* and it can go on */
}

static void fails_for_every_write(const struct room *r, bool for_good) {
    int total, most = 0;

    disk_fail(0, false);
    assert_int_equal(work(r->path), 1 + 1 + 13 + 25 + 37);
    total = disk.n;
    for (int at = 1; at <= total; at++) {
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
        assert_kept(st, kept, at);
        most = kept > most ? (int)kept : most;
        store_close(st);
    }
    assert_true(total > 60 && most > 30);
}

static void crash_of_any_one_write_loses_nothing(void **state) {
    fails_for_every_write(*state, false);
}

static void crash_of_the_disk_for_good_loses_nothing(void **state) {
    fails_for_every_write(*state, true);
}

/* --- the power fails --- */

static void crash_of_the_power_loses_nothing(void **state) {
    const struct room *r = *state;
    int total, most = 0, opened = 0;

    disk_fail_power(0);
    assert_int_equal(work(r->path), 1 + 1 + 13 + 25 + 37);
    total = disk.n;
    for (int at = 1; at <= total; at++) {
        struct store *st = NULL;
        struct err e = {0};
        int64_t kept;

        unlink(r->path);
        unlink(r->journal);
        disk_fail_power(at);
        kept = work(r->path);
        disk_dark((uint64_t)at);
        disk_fail(0, false);
        if (store_open(&st, r->path, STORE_WRITE, &e) < 0) {
            if (kept)
                fail_msg("moment %d: %lld entries were acknowledged, and the case is gone: %s", at,
                         (long long)kept, e.text);
            continue;
        }
        assert_kept(st, kept, at);
        most = kept > most ? (int)kept : most;
        opened++;
        store_close(st);
    }
    assert_true(total > 60 && most > 30 && opened > total / 2);
    disk_fail(0, false);
}

/* --- the program is killed --- */

static void write_sheet(const char *path, int round) {
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs("id,corridor,date,flight,method,best,source\n", f);
    for (int i = 0; i < 60; i++)
        fprintf(f, "c%d-%d,VVO-FNJ,2023-11-%02d,JS272,eye,%d,gate\n", round, i, 1 + i % 28,
                round + i);
    fclose(f);
}

static int64_t count_entries(struct store *st) {
    struct ledger_verdict v = {0};
    struct err e;

    return ledger_verify(st, &v, &e) == 0 && !v.broken ? v.entries : -1;
}

/* Imports sheet after sheet and tells what is acknowledged, until it is killed. */
static void import_until_killed(const struct room *r, int to, int round) {
    char sheet[128];
    struct store *st = NULL;
    struct err e;

    snprintf(sheet, sizeof sheet, "%s/counts.csv", r->dir);
    if (store_open(&st, r->path, STORE_WRITE, &e) < 0) _exit(2);
    for (int i = 0; i < 1000; i++) {
        const struct ingest_options o = {.now = NOW};
        struct ingest_tally t = {0};
        struct arena a;
        int64_t n;

        arena_init(&a, 64 << 20);
        write_sheet(sheet, 1000 * round + i);
        if (ingest_path(st, &a, sheet, &o, &t, &e) < 0) {
            fprintf(stderr, "# %s\n", e.text);
            _exit(3);
        }
        n = count_entries(st);
        if (n < 0 || write(to, &n, sizeof n) != sizeof n) _exit(4);
        arena_fini(&a);
    }
    _exit(5);
}

static void crash_by_kill_loses_nothing(void **state) {
    const struct room *r = *state;
    int64_t known = 1;
    char sheet[128];

    store_close(found_case(r->path));
    for (int round = 0; round < 25; round++) {
        struct timespec wait = {0, 3000000 + (long)(rng_u64(7, 7, (uint64_t)round) % 60000000)};
        struct store *st;
        int64_t n, there;
        int pipe_end[2], status;
        pid_t child;

        assert_int_equal(pipe(pipe_end), 0);
        child = fork();
        assert_true(child >= 0);
        if (child == 0) import_until_killed(r, pipe_end[1], round);
        close(pipe_end[1]);
        if (round % 2 && read(pipe_end[0], &n, sizeof n) == sizeof n) known = n; /* one is done */
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &status, 0), child);
        if (!WIFSIGNALED(status)) fail_msg("the import ended by itself: %d", WEXITSTATUS(status));
        while (read(pipe_end[0], &n, sizeof n) == sizeof n) known = n;
        close(pipe_end[0]);
        st = open_case(r->path, STORE_WRITE);
        there = count_entries(st);
        if (there < known)
            fail_msg("round %d: %lld acknowledged, %lld there", round, (long long)known,
                     (long long)there);
        assert_true(there >= 0);
        known = there;
        store_close(st); /* and the next round goes on from here */
    }
    snprintf(sheet, sizeof sheet, "%s/counts.csv", r->dir);
    unlink(sheet);
    assert_true(known > 200);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(crash_of_any_one_write_loses_nothing),
        TEST(crash_of_the_disk_for_good_loses_nothing),
        TEST(crash_of_the_power_loses_nothing),
        TEST(crash_by_kill_loses_nothing),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, disk_insert, NULL);
}
