/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the tests of sealed values share: a case in a folder of its own, custodians whose keys are in memory, and a sheet of
 * sources with private columns. */
#include "canary.h"
#include "ledger/blob.h"
#include "ledger/identity.h"
#include "t_ingest.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static const struct box_cost t_cheap = {1, 8192}; /* Argon2id's least; the product's is box_cost */

/* A fresh case file in the folder f->dir/NAME, instead of the one in memory. */
static inline const char *t_case(struct fix *f, const char *name) {
    const char *folder = path_of(f, name);

    store_close(f->st);
    f->st = NULL;
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_ok(store_open(&f->st, arena_printf(&f->a, "%s/x.hc", folder), STORE_CREATE, &f->e),
              f->e);
    assert_ok(ledger_found(f->st, "test", NOW, false, &f->e), f->e);
    return folder;
}

static inline struct custody t_custody(struct fix *f) {
    struct custody c;

    assert_ok(custody_load(f->st, &f->a, &c, &f->e), f->e);
    return c;
}

static inline int t_try_add(struct fix *f, const struct box_pair *key, const char *name) {
    struct custody c = t_custody(f);

    assert_ok(store_begin(f->st, &f->e), f->e);
    return ledger_end(f->st, custody_add(f->st, &c, key->open, span_of(name), NOW, &f->e), &f->e);
}

static inline void t_add(struct fix *f, struct box_pair *key, const char *name) {
    box_pair_new(key);
    assert_ok(t_try_add(f, key, name), f->e);
}

static inline int t_revoke(struct fix *f, const char *who) {
    struct custody c = t_custody(f);
    const struct custodian *gone = NULL;

    assert_ok(store_begin(f->st, &f->e), f->e);
    return ledger_end(f->st, custody_revoke(f->st, &c, span_of(who), NOW, &gone, &f->e), &f->e);
}

static inline int t_set(struct fix *f, const char *source, int field, const char *value) {
    struct custody c = t_custody(f);
    struct identity_value v = {field, span_of(value)};

    assert_ok(store_begin(f->st, &f->e), f->e);
    return ledger_end(
        f->st, identity_append(f->st, &f->a, &c, span_of(source), &v, 1, NULL, NOW, &f->e), &f->e);
}

/* The latest value of a field, opened with a key, in the arena; NULL and f->e when it cannot be. */
static inline const char *t_show(struct fix *f, const char *source, int field,
                                 const struct box_pair *key) {
    struct identity_list l;

    assert_ok(identity_load(f->st, &f->a, span_of(source), &l, &f->e), f->e);
    for (size_t i = 0; i < l.v.n; i++) {
        char *p = NULL;
        const char *s;
        size_t n = 0;

        if (l.v.v[i].field != field) continue;
        if (vault_open(f->st, l.v.v[i].commitment, key, &p, &n, &f->e) < 0) return NULL;
        s = arena_dup(&f->a, (struct span){p, n});
        box_free(p);
        return s;
    }
    err_put(&f->e, RC_NOTFOUND, "no such field");
    return NULL;
}

static inline struct vault_verdict t_check(struct fix *f) {
    struct vault_verdict v;

    assert_ok(vault_check(f->st, &v, &f->e), f->e);
    return v;
}

static inline void t_verified(struct fix *f) {
    struct ledger_verdict v;

    assert_ok(ledger_verify(f->st, &v, &f->e), f->e);
    if (v.broken) fail_msg("entry %lld: %s", (long long)v.seq, v.reason);
}

static inline struct span t_read(struct fix *f, const char *path) {
    struct buf b = {0};
    FILE *in = fopen(path, "rb");
    struct span s;
    int c;

    assert_non_null(in);
    while ((c = fgetc(in)) != EOF) buf_putc(&b, (char)c);
    fclose(in);
    s = arena_span(&f->a, buf_span(&b));
    buf_fini(&b);
    return s;
}

static inline size_t t_files(const char *dir) {
    DIR *d = opendir(dir);
    struct dirent *entry;
    size_t n = 0;

    assert_non_null(d);
    while ((entry = readdir(d)) != NULL) n += entry->d_name[0] != '.';
    closedir(d);
    return n;
}

/** A photograph (its bytes are text) that a source brought, kept inside the case. */
static inline void t_photo(struct fix *f, const char *source, const char *bytes) {
    uint8_t sha[HASH_BYTES];
    json_t *body;

    assert_ok(store_begin(f->st, &f->e), f->e);
    assert_ok(blob_put(f->st, span_of(bytes), "image/jpeg", sha, &f->e), f->e);
    body = json_pack("{s:i, s:i, s:s, s:{}, s:s, s:s, s:s, s:s}", "at", 1, "bytes",
                     (int)strlen(bytes), "kept", "inside", "link", "obtained_from", "observer",
                     "sha256", hash_hex(sha).s, "source", source, "type", "image/jpeg");
    assert_ok(ledger_end(f->st, ledger_append(f->st, "media", body, NULL, &f->e), &f->e), f->e);
    json_decref(body);
}
