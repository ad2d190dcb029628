/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A case to work on in a folder of its own. */
#include "ledger/ledger.h"
#include "t.h"

#include <unistd.h>

#define NOW INT64_C(1698624000000)

struct room {
    char dir[64], path[96], journal[112];
};

static int enter(void **state) {
    struct room *r = calloc(1, sizeof *r);

    if (!r) return -1;
    snprintf(r->dir, sizeof r->dir, "/tmp/headcount-ledger-XXXXXX");
    if (!mkdtemp(r->dir)) return -1;
    snprintf(r->path, sizeof r->path, "%s/a.hc", r->dir);
    snprintf(r->journal, sizeof r->journal, "%s-journal", r->path);
    *state = r;
    return 0;
}

/* The checkpoints of all chains, as `headcount log --checkpoint` prints them. */
static inline void note_down(struct store *st, struct buf *out) {
    struct arena a;
    struct err e;

    arena_init(&a, 1 << 20);
    assert_ok(ledger_checkpoints(st, &a, out, &e), e);
    arena_fini(&a);
}

/* The second of two authors, or again the first: which key is at hand from now on. */
static inline void become(const struct room *r, bool other) {
    static char first[4096];
    const char *own = getenv("HEADCOUNT_AUTHOR");
    char path[128];

    if (!first[0] && own) snprintf(first, sizeof first, "%s", own); /* else as good as not set */
    snprintf(path, sizeof path, "%s/other.key", r->dir);
    setenv("HEADCOUNT_AUTHOR", other ? path : first, 1); /* NOLINT(concurrency-mt-unsafe) */
}

static int leave(void **state) {
    struct room *r = *state;

    char key[128];

    snprintf(key, sizeof key, "%s/other.key", r->dir);
    become(r, false);
    unlink(key);
    unlink(r->path);
    unlink(r->journal);
    rmdir(r->dir);
    free(r);
    return 0;
}

static struct store *open_case(const char *path, enum store_mode mode) {
    struct store *st = NULL;
    struct err e;

    assert_ok(store_open(&st, path, mode, &e), e);
    return st;
}

static struct store *found_case(const char *path) {
    struct store *st = open_case(path, STORE_CREATE);
    struct err e;

    assert_ok(ledger_found(st, "example", NOW, false, &e), e);
    return st;
}

/* One entry inside the caller's transaction: a row with this number in it. */
static int append_row(struct store *st, int number, struct err *e) {
    uint8_t name[HASH_BYTES];
    json_t *body;
    int rc;

    hash_of((struct span){(const char *)&number, sizeof number}, name);
    body = json_pack("{s:s, s:s, s:{s:i, s:s}, s:s}", "sheet", "any", "row_id", hash_hex(name).s,
                     "row", "best", number, "note", "caf\303\251\n", "key", hash_hex(name).s + 48);
    rc = ledger_append(st, "row", body, NULL, e);
    json_decref(body);
    return rc;
}

static inline void append_rows(struct store *st, int n) {
    struct err e = {0};
    int rc;

    assert_ok(store_begin(st, &e), e);
    for (rc = 0; rc == 0 && n > 0; n--) rc = append_row(st, n, &e);
    assert_ok(ledger_end(st, rc, &e), e);
}

static struct ledger_verdict verify(struct store *st) {
    struct ledger_verdict v = {0};
    struct err e;

    assert_ok(ledger_verify(st, &v, &e), e);
    return v;
}

static inline void assert_whole(struct store *st, int64_t entries) {
    struct ledger_verdict v = verify(st);

    if (v.broken) fail_msg("entry %lld: %s", (long long)v.seq, v.reason);
    assert_int_equal(v.entries, entries);
}
