/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Archives, folders and packed files made for a test, and what a stream gave of them. */
#include "base/buf.h"
#include "pack/stream.h"
#include "t.h"

#include <archive.h>
#include <archive_entry.h>
#include <ftw.h>
#include <libdeflate.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

/* --- a folder for each test --- */

static char t_dir[] = "/tmp/test_stream.XXXXXX";

static inline int t_dir_make(void **state) {
    (void)state;
    memcpy(t_dir + sizeof t_dir - 7, "XXXXXX", 6);
    return mkdtemp(t_dir) ? 0 : -1;
}

static inline int t_remove_one(const char *path, const struct stat *st, int kind, struct FTW *f) {
    (void)st, (void)kind, (void)f;
    return remove(path);
}

static inline int t_dir_remove(void **state) {
    (void)state;
    return nftw(t_dir, t_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A path in it; four at a time. */
static inline const char *t_path(const char *name) {
    static char path[4][512];
    static unsigned at;
    char *p = path[at++ % 4];

    snprintf(p, sizeof path[0], "%s/%s", t_dir, name);
    return p;
}

/* Folders on the way are made. */
static inline const char *t_put(const char *name, struct span bytes) {
    const char *path = t_path(name);
    char up[512];
    FILE *f;

    for (const char *p = path + strlen(t_dir) + 1; (p = strchr(p, '/')); p++) {
        snprintf(up, sizeof up, "%.*s", (int)(p - path), path);
        mkdir(up, 0700);
    }
    f = fopen(path, "wb");
    assert_non_null(f);
    if (bytes.n) assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
    assert_int_equal(fclose(f), 0);
    return path;
}

/* --- packing: what they return is on the heap, in b --- */

static inline struct span t_gzip(struct buf *b, struct span s) {
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(6);
    size_t room = libdeflate_gzip_compress_bound(c, s.n), n;
    char *p = malloc(room);

    n = libdeflate_gzip_compress(c, s.p, s.n, p, room);
    assert_true(n > 0);
    buf_add(b, (struct span){p, n});
    free(p);
    libdeflate_free_compressor(c);
    return buf_span(b);
}

static inline struct span t_zstd(struct buf *b, struct span s) {
    size_t room = ZSTD_compressBound(s.n), n;
    char *p = malloc(room);
    ZSTD_CCtx *c = ZSTD_createCCtx();

    ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
    n = ZSTD_compress2(c, p, room, s.p, s.n);
    assert_false(ZSTD_isError(n));
    buf_add(b, (struct span){p, n});
    ZSTD_freeCCtx(c);
    free(p);
    return buf_span(b);
}

struct t_entry {
    const char *name;
    struct span bytes;
    unsigned kind; /* 0: a file; AE_IFLNK, AE_IFDIR, ... */
    const char *hard;
};

static inline la_ssize_t t_to_buf(struct archive *w, void *b, const void *p, size_t n) {
    (void)w;
    buf_add(b, (struct span){p, n});
    return (la_ssize_t)n;
}

/* By libarchive, which is the other writer that our reader is held against. */
static inline struct span t_tar(struct buf *b, int format, const struct t_entry *en, size_t n) {
    struct archive *w = archive_write_new();
    struct archive_entry *h = archive_entry_new();

    assert_int_equal(archive_write_set_format(w, format), ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(w, 1);
    assert_int_equal(archive_write_open(w, b, NULL, t_to_buf, NULL), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        archive_entry_clear(h);
        archive_entry_set_pathname(h, en[i].name);
        archive_entry_set_filetype(h, en[i].kind ? en[i].kind : AE_IFREG);
        archive_entry_set_perm(h, 0644);
        archive_entry_set_size(h, (la_int64_t)en[i].bytes.n);
        if (en[i].kind == AE_IFLNK) archive_entry_set_symlink(h, "elsewhere");
        if (en[i].hard) archive_entry_set_hardlink(h, en[i].hard);
        if (en[i].kind == AE_IFCHR) archive_entry_set_rdev(h, 259);
        if (archive_write_header(w, h) < ARCHIVE_WARN) /* WARN: a name is not of this locale */
            fail_msg("%s: %s", en[i].name, archive_error_string(w));
        if (en[i].bytes.n)
            assert_int_equal(archive_write_data(w, en[i].bytes.p, en[i].bytes.n), en[i].bytes.n);
    }
    archive_entry_free(h);
    assert_int_equal(archive_write_free(w), ARCHIVE_OK);
    return buf_span(b);
}

/* --- what a stream gave, by number --- */

#define T_GOT 6000

struct t_got {
    char *name, *bytes, reason[160];
    size_t n, stored, source;
    uint64_t offset;
    enum stream_state state;
    enum rc rc;
};

struct t_all {
    struct t_got got[T_GOT];
    size_t calls[STREAM_JOBS]; /* of each worker */
    size_t stop_at;            /* this number ends it; 0: none does */
    struct arena a;
    struct stream_sum sum;
    struct err e;
};

static inline int t_take(size_t worker, const struct stream_member *m, void *ctx, struct err *e) {
    struct t_all *all = ctx;
    struct t_got *g = &all->got[m->number];

    if (m->number >= T_GOT) return err_set(e, RC_LIMIT, "too many for the test");
    all->calls[worker]++;
    if (m->name.p[m->name.n] || m->bytes.p[m->bytes.n]) abort(); /* a zero stands behind both */
    if ((m->state == STREAM_WHOLE) != (m->rc == RC_OK) ||
        (m->state == STREAM_WHOLE) != !m->reason[0])
        abort();
    g->name = strndup(m->name.p, m->name.n);
    g->bytes = malloc(m->bytes.n + 1);
    memcpy(g->bytes, m->bytes.p, m->bytes.n);
    g->n = m->bytes.n;
    g->stored = m->stored;
    g->source = m->source;
    g->offset = m->offset;
    g->state = m->state;
    g->rc = m->rc;
    snprintf(g->reason, sizeof g->reason, "%s", m->reason);
    if (all->stop_at && m->number == all->stop_at)
        return err_set(e, RC_CONFLICT, "%s: enough", g->name);
    return 0;
}

static inline struct t_all *t_all_new(void) {
    struct t_all *all = calloc(1, sizeof *all);

    arena_init(&all->a, (size_t)64 << 20);
    return all;
}

static inline void t_all_free(struct t_all *all) {
    for (size_t i = 0; i < T_GOT; i++) {
        free(all->got[i].name);
        free(all->got[i].bytes);
    }
    arena_fini(&all->a);
    free(all);
}

static inline struct t_all *t_read(const char *const *path, size_t n,
                                   const struct stream_options *o) {
    struct t_all *all = t_all_new();

    assert_ok(stream_each(&all->a, path, n, o, t_take, all, &all->sum, &all->e), all->e);
    return all;
}

static inline struct t_all *t_read_one(const char *path) {
    return t_read(&path, 1, NULL);
}

static inline struct t_all *t_read_bytes(struct span bytes, const struct stream_options *o) {
    struct t_all *all = t_all_new();

    assert_ok(stream_memory(&all->a, "memory", bytes, o, t_take, all, &all->sum, &all->e), all->e);
    return all;
}

static inline const struct t_got *t_find(const struct t_all *all, const char *name) {
    for (size_t i = 0; i < all->sum.members; i++)
        if (strcmp(all->got[i].name, name) == 0) return &all->got[i];
    fail_msg("no member %s of %zu", name, all->sum.members);
    abort();
}

/* The same members, in any order. */
static inline void t_same(const struct t_all *a, const struct t_all *b) {
    assert_int_equal(a->sum.members, b->sum.members);
    for (size_t i = 0; i < a->sum.members; i++) {
        const struct t_got *x = &a->got[i], *y = t_find(b, x->name);

        if (x->n != y->n || memcmp(x->bytes, y->bytes, x->n) != 0 || x->state != y->state ||
            x->stored != y->stored)
            fail_msg("%s differs", x->name);
    }
}

static inline void t_says(const char *text, const char *what) {
    if (!strstr(text, what)) fail_msg("`%s` does not say `%s`", text, what);
}
