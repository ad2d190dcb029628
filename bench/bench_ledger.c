/* SPDX-License-Identifier: Apache-2.0 */
/* How fast rows go into a signed case on disk, and how fast a million of them are verified, and with which peak of memory. `bench_ledger N`
 * makes N batches of 100,000 instead of ten.
 *
 * Verifying stands against SHA-256, by the same function, over as many bytes: as long as the entries are with all that is hashed of them,
 * but as one text, from memory, on one thread. That flatters hashing. An entry of 482 bytes takes 8 blocks of 64 by itself, and 3 more in the
 * tree, where the one text takes 7.5; so a verifier that did nothing but hash would run at 0.68 on one core. Verifying hashes on other
 * cores, too (src/ledger/ahead.c): the first figure is what somebody waits, the second what all cores together worked. */
#include "ledger/ledger.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BATCH 100000
#define ROUNDS 3
#define TREE 98 /* bytes that the tree over the hashes adds for each: a leaf of 33, a node of 65 */
#define FIXED 110 /* bytes of an entry that are hashed beside kind and body (docs/LEDGER.md) */

static double seconds_of(clockid_t clock) {
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(void) {
    return seconds_of(CLOCK_MONOTONIC);
}

/* Of all threads of this process. */
static double worked(void) {
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
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

/* One batch in one transaction. @return seconds, the rows being there. */
static double append_batch(struct store *st, int batch) {
    static json_t *rows[BATCH];
    struct err e = {0};
    double t;
    int rc = 0;

    for (int i = 0; i < BATCH; i++) rows[i] = make_row(batch * BATCH + i);
    t = seconds();
    check(store_begin(st, &e), &e);
    for (int i = 0; i < BATCH && rc == 0; i++) rc = ledger_append(st, "row", rows[i], NULL, &e);
    check(ledger_end(st, rc, &e), &e);
    t = seconds() - t;
    for (int i = 0; i < BATCH; i++) json_decref(rows[i]);
    return t;
}

/* The bytes of one entry, hashed as often as there are entries, as one long text. */
static double plain_hash(size_t entry, int n) {
    char *bytes = calloc(1, entry);
    uint8_t out[HASH_BYTES];
    struct hash h;
    double t = seconds();

    if (!bytes) abort();
    hash_begin(&h);
    for (int i = 0; i < n; i++) hash_add(&h, (struct span){bytes, entry});
    hash_end(&h, out);
    t = seconds() - t;
    free(bytes);
    return t;
}

static long high_water_kib(void) {
    FILE *f = fopen("/proc/self/status", "r");
    char line[256];
    long kib = -1;

    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "VmHWM: %ld", &kib) == 1) break;
    if (f) fclose(f);
    return kib;
}

static void forget_high_water(void) {
    FILE *f = fopen("/proc/self/clear_refs", "w");

    malloc_trim(0);
    if (f) fputs("5", f), fclose(f);
}

static size_t entry_bytes_of(int i) {
    json_t *row = make_row(i);
    struct buf b = {0};
    struct err e;
    size_t n;

    check(canon_write(row, &b, &e), &e);
    n = b.n + FIXED;
    buf_fini(&b);
    json_decref(row);
    return n;
}

int main(int argc, char **argv) {
    char dir[] = "/tmp/headcount-bench-XXXXXX", path[64], key[64];
    int batches = argc > 1 ? atoi(argv[1]) : 10, n = batches * BATCH;
    double first, last = 0, verify = 1e9, work = 1e9, derive, hash = 1e9, tree = 1e9, t, busy;
    struct ledger_verdict v = {0};
    size_t size = entry_bytes_of(BATCH / 2);
    struct store *st = NULL;
    struct err e = {0};
    long kib = -1;

    if (batches < 1 || !mkdtemp(dir)) return 1;
    snprintf(path, sizeof path, "%s/a.hc", dir);
    snprintf(key, sizeof key, "%s/author.key", dir);
    setenv("HEADCOUNT_AUTHOR", key, 1);
    check(store_open(&st, path, STORE_CREATE, &e), &e);
    check(ledger_found(st, "bench", 0, false, &e), &e);
    first = append_batch(st, 0);
    derive = seconds();
    check(store_begin(st, &e), &e);
    check(store_end(st, store_derive(st, &e), &e), &e);
    derive = seconds() - derive;
    for (int i = 1; i < batches; i++) last = append_batch(st, i);
    store_close(st);
    forget_high_water();
    check(store_open(&st, path, STORE_READ, &e), &e);
    for (int i = 0; i < ROUNDS; i++) { /* in turn, so that a busy machine is busy for each */
        t = seconds();
        busy = worked();
        check(ledger_verify(st, &v, &e), &e);
        t = seconds() - t;
        busy = worked() - busy;
        if (t < verify) verify = t;
        if (busy < work) work = busy;
        if (v.broken || v.entries != n + 1 || v.seals != batches + 1) return 1;
        if (i == 0) kib = high_water_kib();
        if ((t = plain_hash(size, n)) < hash) hash = t;
        if ((t = plain_hash(size + TREE, n)) < tree) tree = t;
    }
    store_close(st);
    unlink(path);
    unlink(key);
    rmdir(dir);
    printf("ledger append %8d rows, first batch %8.1f ms %8.0f rows/s\n", BATCH, first * 1e3,
           BATCH / first);
    if (batches > 1)
        printf("ledger append %8d rows, last batch  %8.1f ms %8.0f rows/s\n", BATCH, last * 1e3,
               BATCH / last);
    printf("ledger derive %8d rows              %8.1f ms %8.0f rows/s\n", BATCH, derive * 1e3,
           BATCH / derive);
    printf("ledger verify %8d rows              %8.1f ms %8.0f rows/s, peak %ld KiB\n", n,
           verify * 1e3, n / verify, kib);
    printf("ledger sha256 %8d rows              %8.1f ms, of %zu bytes each: verifying runs at "
           "%.2f of its speed, %.2f by the work of all cores\n",
           n, hash * 1e3, size, hash / verify, hash / work);
    printf("ledger sha256 %8d rows              %8.1f ms, with the tree over them: at %.2f, %.2f\n",
           n, tree * 1e3, tree / verify, tree / work);
    return 0;
}
