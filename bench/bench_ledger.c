/* SPDX-License-Identifier: Apache-2.0 */
/* How fast rows go into a case on disk, and how fast they are verified and derived. Best of 7; one
 * line a case. */
#include "ledger/ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define ROWS 20000
#define ROUNDS 7

static double seconds(void) {
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void check(int rc, const struct err *e) {
    if (rc >= 0) return;
    fprintf(stderr, "bench_ledger: %s\n", e->text);
    _Exit(1);
}

/* A row like those of the flights sheet: about 400 bytes. */
static json_t *make_row(int i) {
    char date[16], id[16];
    uint8_t name[HASH_BYTES];

    snprintf(date, sizeof date, "20%02d-%02d-%02d", i / 336 % 100, 1 + i / 28 % 12, 1 + i % 28);
    snprintf(id, sizeof id, "f%d", i);
    hash_of(span_of(id), name);
    return json_pack("{s:s, s:s, s:i, s:{s:s, s:s, s:s, s:s, s:s, s:s}, s:s, s:s}", "file",
                     "869723fa62670e76a39a00a107747b4f506ae80353565fae3eb39d4c67ebc1bc", "key",
                     hash_hex(name).s, "line", i + 2, "row", "corridor", "VVO-FNJ", "date", date,
                     "flight", "JS272", "id", id, "source", "board", "state", "announced", "row_id",
                     hash_hex(name).s, "sheet", "flights");
}

static void append_all(struct store *st, json_t *const *rows) {
    struct err e = {0};
    int rc = 0;

    check(store_begin(st, &e), &e);
    for (int i = 0; i < ROWS && rc == 0; i++) rc = ledger_append(st, "row", rows[i], NULL, &e);
    check(ledger_end(st, rc, &e), &e);
}

static void say(const char *what, double best) {
    printf("ledger %-16s %8d rows %9.1f ms %10.0f rows/s\n", what, ROWS, best * 1e3, ROWS / best);
}

int main(void) {
    char dir[] = "/tmp/headcount-bench-XXXXXX", path[64];
    double append = 1e9, verify = 1e9, derive = 1e9;
    static json_t *rows[ROWS];
    struct err e = {0};

    if (!mkdtemp(dir)) return 1;
    snprintf(path, sizeof path, "%s/a.hc", dir);
    for (int i = 0; i < ROWS; i++) rows[i] = make_row(i);
    for (int round = 0; round < ROUNDS; round++) {
        struct ledger_verdict v;
        struct store *st = NULL;
        double t;

        check(store_open(&st, path, STORE_CREATE, &e), &e);
        check(ledger_found(st, "bench", 0, false, &e), &e);
        t = seconds();
        append_all(st, rows);
        if (seconds() - t < append) append = seconds() - t;
        t = seconds();
        check(ledger_verify(st, &v, &e), &e);
        if (v.broken || v.entries != ROWS + 1) return 1;
        if (seconds() - t < verify) verify = seconds() - t;
        t = seconds();
        check(store_begin(st, &e), &e);
        check(store_end(st, store_derive(st, &e), &e), &e);
        if (seconds() - t < derive) derive = seconds() - t;
        store_close(st);
        unlink(path);
    }
    rmdir(dir);
    say("append", append);
    say("verify", verify);
    say("derive", derive);
    for (int i = 0; i < ROWS; i++) json_decref(rows[i]);
    return 0;
}
