/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes into a memory case. The first byte chooses: one of the sheets (or, by content, a
 * workbook), a map with a fixed sheet, or a guess. Always: the chain verifies, a second import adds
 * nothing (but the refusal of a file whose hash is not kept for what is private in it, or may be: it has nothing to know it by), and a
 * guessed map is a map. */
#include "ingest/ingest.h"
#include "pack/pack.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char *const names[] = {"sources", "corridors", "aircraft", "schedules",
                                    "flights", "counts",    "claims",   "rules"};

struct file {
    int fd;
    char path[40];
};

static struct file file_of(const void *p, size_t n) {
    struct file f = {.fd = memfd_create("input", 0)};

    if (f.fd < 0 || (n && write(f.fd, p, n) != (ssize_t)n)) abort();
    snprintf(f.path, sizeof f.path, "/proc/self/fd/%d", f.fd);
    return f;
}

static int64_t entries(struct store *st) {
    struct ledger_verdict v;
    struct err e;

    if (ledger_verify(st, &v, &e) < 0 || v.broken) abort();
    return v.entries;
}

/* Does the case know the file by its hash? */
static bool known(struct store *st, const char *path) {
    struct ledger_it *it = NULL;
    struct ledger_entry x;
    uint8_t h[HASH_BYTES];
    struct span bytes;
    struct arena a;
    bool found = false;
    struct err e;

    arena_init(&a, (size_t)1 << 30);
    if (pack_file(&a, path, 1 << 20, &bytes, &e) < 0) abort();
    hash_of(bytes, h);
    if (ledger_each(&it, st, "refused", &e) < 0) abort();
    while (ledger_next(it, &x, &e) > 0)
        found |= memmem(x.body.p, x.body.n, hash_hex(h).s, 2 * (size_t)HASH_BYTES) != NULL;
    ledger_done(it);
    arena_fini(&a);
    return found;
}

static void import_twice(const char *path, struct ingest_options *o) {
    struct ingest_tally t = {0}, again = {0};
    struct store *st = NULL;
    struct arena a;
    struct err e;
    int64_t before;
    int rc;

    arena_init(&a, (size_t)1 << 30);
    if (store_open(&st, NULL, STORE_MEMORY, &e) < 0 || ledger_found(st, "fuzz", 0, true, &e) < 0)
        abort();
    rc = ingest_path(st, &a, path, o, &t, &e);
    before = entries(st);
    if (ingest_path(st, &a, path, o, &again, &e) != rc) abort();
    if (entries(st) != before && (rc >= 0 || known(st, path) || entries(st) != before + 1)) abort();
    if (rc == 0 && (again.rows || again.bad.n != t.bad.n)) abort();
    if (rc < 0 && (t.rows || !*e.text)) abort();
    store_close(st);
    arena_fini(&a);
}

static void import_guessed(const char *path) {
    struct ingest_options o = {0};
    struct span yaml;
    struct arena a;
    struct err e;

    arena_init(&a, (size_t)1 << 30);
    if (ingest_map_guess(&a, path, &yaml, &e) == 0) {
        struct file map = file_of(yaml.p, yaml.n);

        o.map = map.path;
        import_twice(path, &o);
        close(map.fd);
    }
    arena_fini(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static const char theirs[] = "date,on,off,dest\n2019-05-07,92,40,Kosovo*\n2019-05-12,,90,\n";
    struct ingest_options o = {0};
    unsigned choice = !n ? 0 : data[0] < 250 ? data[0] % 10u : 10u + data[0] - 250u;
    struct file f;

    if (n > 65536) return 0;
    f = file_of(n ? data + 1 : data, n ? n - 1 : 0);
    if (choice < 8) {
        o.as = names[choice];
        import_twice(f.path, &o);
    } else if (choice == 10 || choice == 11) {
        o.as = choice == 10 ? "coverage" : "legs";
        import_twice(f.path, &o);
    } else if (choice > 11) { /* by what is in it: a list, flight signals */
        o.zone_given = choice > 12;
        import_twice(f.path, &o);
    } else if (choice == 8) {
        struct file sheet = file_of(theirs, sizeof theirs - 1);

        o.map = f.path;
        import_twice(sheet.path, &o);
        close(sheet.fd);
    } else {
        import_guessed(f.path);
    }
    close(f.fd);
    return 0;
}
