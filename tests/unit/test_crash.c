/* SPDX-License-Identifier: Apache-2.0 */
/* What was acknowledged stays: whatever write fails, whenever the power goes, whenever the program is killed. */
#include "base/rng.h"
#include "ingest/ingest.h"
#include "t_case.h"
#include "t_disk.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/stat.h>
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
    fputs("id,label,kind\n", f);
    for (int i = 0; i < 60; i++) fprintf(f, "s%d-%d,A newspaper,press\n", round, i);
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

    snprintf(sheet, sizeof sheet, "%s/sources.csv", r->dir);
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
    snprintf(sheet, sizeof sheet, "%s/sources.csv", r->dir);
    unlink(sheet);
    assert_true(known > 200);
}

/* --- what a killed writer leaves --- */

static struct buf whole_file(const char *path) {
    struct buf b = {0};
    FILE *f = fopen(path, "rb");
    int c;

    assert_non_null(f);
    while ((c = fgetc(f)) != EOF) buf_putc(&b, (char)c);
    fclose(f);
    return b;
}

static void put_file(const char *path, const struct buf *b) {
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(b->p, 1, b->n, f), b->n);
    assert_int_equal(fclose(f), 0);
}

/* Kills itself in the middle of a transaction, when part of it stands in the file already. */
static void write_until_killed(const char *path) {
    struct store *st = NULL;
    struct err e;

    if (store_open(&st, path, STORE_WRITE, &e) < 0) _exit(2);
    if (store_exec(st, "PRAGMA cache_size = 2; PRAGMA cache_spill = 2", &e) < 0) _exit(3);
    if (store_begin(st, &e) < 0) _exit(4);
    for (int i = 0; i < 2000; i++)
        if (append_row(st, i, &e) < 0) _exit(5);
    kill(getpid(), SIGKILL);
    _exit(6);
}

/* A case of 10 entries with a hot journal: the two files as they then are, and the case before. */
struct hot {
    struct buf before, file, journal;
};

static struct hot make_hot(const struct room *r) {
    struct store *st = found_case(r->path);
    struct hot h;
    int status;
    pid_t child;

    append_rows(st, 9);
    store_close(st);
    h.before = whole_file(r->path);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) write_until_killed(r->path);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFSIGNALED(status)) fail_msg("the writer ended by itself: %d", WEXITSTATUS(status));
    h.file = whole_file(r->path);
    h.journal = whole_file(r->journal);
    assert_true(h.journal.n > 512);
    assert_true(h.file.n != h.before.n || memcmp(h.file.p, h.before.p, h.file.n) != 0);
    return h;
}

static void put_hot(const struct room *r, struct hot *h) {
    put_file(r->path, &h->file);
    put_file(r->journal, &h->journal);
}

static void hot_fini(struct hot *h) {
    buf_fini(&h->before);
    buf_fini(&h->file);
    buf_fini(&h->journal);
}

/* What SQLite itself says when it may only read, or also write. */
static int plain_open(const char *path, int flags) {
    sqlite3 *db = NULL;
    int rc = sqlite3_open_v2(path, &db, flags, NULL);

    if (rc == SQLITE_OK) rc = sqlite3_exec(db, "SELECT count(*) FROM entry", NULL, NULL, NULL);
    sqlite3_close(db);
    return rc;
}

static void crash_with_a_hot_journal_can_be_read(void **state) {
    const struct room *r = *state;
    struct hot h = make_hot(r);
    struct buf after;
    struct store *st;

    assert_int_equal(plain_open(r->path, SQLITE_OPEN_READONLY) & 0xff, SQLITE_READONLY);
    st = open_case(r->path, STORE_READ);
    assert_int_equal(count_entries(st), 10);
    store_close(st);
    assert_int_equal(access(r->journal, F_OK), -1);
    after = whole_file(r->path);
    assert_int_equal(after.n, h.before.n);
    assert_memory_equal(after.p, h.before.p, after.n);
    buf_fini(&after);
    put_hot(r, &h);
    st = open_case(r->path, STORE_WRITE);
    append_rows(st, 1);
    assert_int_equal(count_entries(st), 11);
    store_close(st);
    hot_fini(&h);
}

/* Where nothing may be written the case is not read half, and the sentence says what to do. */
static void crash_with_a_hot_journal_is_told_where_nothing_may_be_written(void **state) {
    const struct room *r = *state;
    struct hot h = make_hot(r);
    struct buf after;
    int status;
    pid_t child;

    assert_int_equal(chmod(r->path, 0444), 0);
    assert_int_equal(chmod(r->journal, 0444), 0);
    assert_int_equal(chmod(r->dir, 0555), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const char *want = "a.hc-journal) cannot be played back: copy both";
        struct store *st = NULL;
        struct err e;
        int rc;

        if (getuid() == 0 && (setgroups(0, NULL) < 0 || setgid(65534) < 0 || setuid(65534) < 0))
            _exit(2);
        rc = store_open(&st, r->path, STORE_READ, &e);
        if (rc >= 0) fprintf(stderr, "# it was opened\n");
        if (rc < 0 && !strstr(e.text, want)) fprintf(stderr, "# %s\n", e.text);
        _exit(rc != RC_IO || !strstr(e.text, want));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(chmod(r->dir, 0755), 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    after = whole_file(r->journal);
    assert_int_equal(after.n, h.journal.n);
    buf_fini(&after);
    hot_fini(&h);
}

static void put_u32(struct buf *b, uint32_t v) {
    for (int shift = 24; shift >= 0; shift -= 8) buf_putc(b, (char)(v >> shift));
}

/* A stranger's case, whose journal says that it is part of a larger one: SQLite would delete the file
 * that is named there. */
static void crash_journal_of_a_stranger_deletes_nothing(void **state) {
    static const char mark[] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
    const struct room *r = *state;
    const enum store_mode mode[] = {STORE_READ, STORE_WRITE};
    struct hot h = make_hot(r);
    struct buf nothing = {0};
    char victim[128];
    uint32_t sum = 0;

    snprintf(victim, sizeof victim, "%s/victim", r->dir);
    buf_puts(&nothing, "precious");
    put_file(victim, &nothing);
    for (const char *s = victim; *s; s++) sum += (uint32_t)*s;
    put_u32(&h.journal, 0x40000000 / 4096 + 1);
    buf_puts(&h.journal, victim);
    put_u32(&h.journal, (uint32_t)strlen(victim));
    put_u32(&h.journal, sum);
    buf_add(&h.journal, (struct span){mark, 8});
    for (size_t i = 0; i < 2; i++) {
        struct store *st = NULL;
        struct err e;

        put_hot(r, &h);
        assert_int_equal(store_open(&st, r->path, mode[i], &e), RC_SYNTAX);
        assert_non_null(strstr(e.text, "names another file"));
        assert_int_equal(access(victim, F_OK), 0);
    }
    plain_open(r->path, SQLITE_OPEN_READWRITE); /* the negative twin */
    assert_int_equal(access(victim, F_OK), -1);
    buf_fini(&nothing);
    hot_fini(&h);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(crash_of_any_one_write_loses_nothing),
        TEST(crash_of_the_disk_for_good_loses_nothing),
        TEST(crash_of_the_power_loses_nothing),
        TEST(crash_by_kill_loses_nothing),
        TEST(crash_with_a_hot_journal_can_be_read),
        TEST(crash_with_a_hot_journal_is_told_where_nothing_may_be_written),
        TEST(crash_journal_of_a_stranger_deletes_nothing),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, disk_insert, NULL);
}
