/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the tests of the importer share: a case, a folder for its inputs, and looking at what the ledger holds. */
#include "ingest/ingest.h"
#include "t.h"

#include <ftw.h>
#include <unistd.h>

#define NOW INT64_C(1700000000000)

/* A case in memory or on disk, a folder for its inputs, and what the last import said. */
struct fix {
    struct arena a;
    struct store *st;
    struct ingest_options o;
    struct ingest_tally t;
    struct err e;
    char dir[64];
};

static inline int remove_one(const char *path, const struct stat *sb, int type, struct FTW *ftw) {
    (void)sb, (void)type, (void)ftw;
    return remove(path);
}

static inline int setup(void **state) {
    struct fix *f = calloc(1, sizeof *f);

    arena_init(&f->a, (size_t)1 << 30);
    f->o.now = NOW;
    strcpy(f->dir, "/tmp/headcount-test-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    assert_ok(store_open(&f->st, NULL, STORE_MEMORY, &f->e), f->e);
    assert_ok(ledger_found(f->st, "test", NOW, true, &f->e), f->e);
    *state = f;
    return 0;
}

static inline int teardown(void **state) {
    struct fix *f = *state;

    store_close(f->st);
    arena_fini(&f->a);
    nftw(f->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(f);
    return 0;
}

static inline const char *path_of(struct fix *f, const char *name) {
    return arena_printf(&f->a, "%s/%s", f->dir, name);
}

static inline const char *put_bytes(struct fix *f, const char *name, struct span bytes) {
    const char *path = path_of(f, name);
    FILE *out = fopen(path, "wb");

    assert_non_null(out);
    assert_int_equal(fwrite(bytes.p, 1, bytes.n, out), bytes.n);
    assert_int_equal(fclose(out), 0);
    return path;
}

static inline const char *put(struct fix *f, const char *name, const char *text) {
    return put_bytes(f, name, span_of(text));
}

static inline int import(struct fix *f, const char *path) {
    f->t = (struct ingest_tally){0};
    return ingest_path(f->st, &f->a, path, &f->o, &f->t, &f->e);
}

#define import_ok(f, path) assert_ok(import((f), (path)), (f)->e)

/* ---- looking at the ledger ---- */

static inline size_t entries(struct fix *f, const char *kind) {
    struct ledger_it *it = NULL;
    struct ledger_entry entry;
    size_t n = 0;
    int rc;

    assert_ok(ledger_each(&it, f->st, kind, &f->e), f->e);
    while ((rc = ledger_next(it, &entry, &f->e)) > 0) n++;
    assert_ok(rc, f->e);
    ledger_done(it);
    return n;
}

/** The bodies of a kind, joined by newlines. */
static inline const char *bodies(struct fix *f, const char *kind) {
    struct buf b = {0};
    struct ledger_it *it = NULL;
    struct ledger_entry entry;
    const char *text;

    assert_ok(ledger_each(&it, f->st, kind, &f->e), f->e);
    while (ledger_next(it, &entry, &f->e) > 0) {
        buf_add(&b, entry.body);
        buf_putc(&b, '\n');
    }
    ledger_done(it);
    text = arena_dup(&f->a, buf_span(&b));
    buf_fini(&b);
    return text;
}

static inline bool has_notice(const struct fix *f, const char *part) {
    for (size_t i = 0; i < f->t.notices.n; i++)
        if (strstr(f->t.notices.v[i].p, part)) return true;
    return false;
}

#define SOURCES "id,label,kind,root\neye,a witness of the board,observer,\nclip,a video,video,eye\n"
#define CORRIDORS                                                                                  \
    "id,origin,destination,direction,from,to\nVF,UHWW,ZKPY,outbound,2023-10-30,2024-03-29\n"
#define COUNTS_HEAD "corridor,date,flight,method,low,best,high,source,note\n"
#define COUNT_A "VF,2023-10-30,JS272,eye,80,100,130,eye,waiting\n"
#define COUNT_B "VF,2023-11-03,JS272,eye,,90,,eye,\n"
#define COUNT_C "VF,2023-11-06,JS272,eye,,70,,clip,\n"

static inline const char *put_case(struct fix *f, const char *counts) {
    put(f, "sources.csv", SOURCES);
    put(f, "corridors.csv", CORRIDORS);
    put(f, "counts.csv", counts);
    return f->dir;
}

static inline size_t rows_with(struct fix *f, const char *a, const char *b) {
    char *text = arena_dup(&f->a, span_of(bodies(f, "row"))), *save = NULL;
    size_t n = 0;

    for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
        n += strstr(line, a) && strstr(line, b);
    return n;
}
