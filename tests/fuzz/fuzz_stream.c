/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a file: an archive, a packed file, a trace, or nothing of the kind. What is held:
 *
 * - sizes and counts are within the limits, a state has its reason, and the sum is that of what was
 *   given;
 * - with two jobs the members are the same;
 * - a tar that is packed gives what it gives plain;
 * - of a tar that we call whole, and libarchive too, both have the same files. */
#include "base/hash.h"
#include "pack/health.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#define MEMBERS 64
#define MEMBER_BYTES ((size_t)1 << 20)
#define RATIO 100

struct seen {
    char name[1200];
    uint8_t hash[HASH_BYTES];
    enum stream_state state;
    size_t n;
};

struct run {
    struct seen member[MEMBERS];
    size_t calls[2];
    struct health health[2];
    struct arena a[3];
    struct stream_sum sum;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int take(size_t worker, const struct stream_member *m, void *ctx, struct err *e) {
    struct run *r = ctx;
    struct seen *s = &r->member[m->number];

    (void)e;
    if (m->number >= MEMBERS || m->bytes.n > MEMBER_BYTES || m->name.n >= sizeof s->name) abort();
    if (m->bytes.p[m->bytes.n] || m->name.p[m->name.n]) abort();
    if ((m->state == STREAM_WHOLE) != !m->reason[0] ||
        (m->state == STREAM_WHOLE) != (m->rc == RC_OK))
        abort();
    if (m->state == STREAM_REFUSED && m->bytes.n) abort();
    memcpy(s->name, m->name.p, m->name.n + 1);
    hash_of(m->bytes, s->hash);
    s->state = m->state;
    s->n = m->bytes.n;
    r->calls[worker]++;
    health_note(&r->health[worker], m);
    return 0;
}

static struct run *run(struct span bytes, size_t jobs) {
    const struct stream_options o = {
        .jobs = jobs, .limits = {.members = MEMBERS, .member_bytes = MEMBER_BYTES, .ratio = RATIO}};
    struct run *r = calloc(1, sizeof *r);
    struct health_day *day;
    struct err e = {0};
    size_t n, sum = 0;

    if (!r) abort();
    for (size_t i = 0; i < 3; i++) arena_init(&r->a[i], (size_t)256 << 20);
    for (size_t i = 0; i < 2; i++) health_begin(&r->health[i], &r->a[i]);
    if (stream_memory(&r->a[2], "v2026.01.05-x.tar", bytes, &o, take, r, &r->sum, &e) < 0) abort();
    if (r->sum.n != 1 || r->sum.members != r->calls[0] + r->calls[1]) abort();
    if ((r->sum.source[0].state == STREAM_WHOLE) != !r->sum.source[0].reason[0]) abort();
    for (size_t i = 0; i < r->sum.members; i++) sum += r->member[i].n;
    if (sum != r->sum.inflated) abort();
    health_join(&r->health[0], &r->health[1]);
    health_judge(&r->a[2], &r->health[0], &r->sum, &day, &n);
    for (size_t i = 0; i < n; i++)
        if (day[i].state == HEALTH_COMPLETE || !day[i].why[0]) abort(); /* it is far too small */
    return r;
}

static void end(struct run *r) {
    for (size_t i = 0; i < 3; i++) arena_fini(&r->a[i]);
    free(r);
}

static bool same(const struct run *a, const struct run *b) {
    if (a->sum.members != b->sum.members) return false;
    for (size_t i = 0; i < a->sum.members; i++) {
        const struct seen *x = &a->member[i], *y = &b->member[i];

        if (strcmp(x->name, y->name) != 0 || memcmp(x->hash, y->hash, sizeof x->hash) != 0 ||
            x->state != y->state)
            return false;
    }
    return true;
}

static void packed_gives_the_same(struct span tar, const struct run *want) {
    uLong n = compressBound(tar.n) + 64;
    uint8_t *p = malloc(n);
    z_stream z = {0};
    struct run *got;

    if (!p || deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
    z.next_in = (Bytef *)(uintptr_t)tar.p;
    z.avail_in = (uInt)tar.n;
    z.next_out = p;
    z.avail_out = (uInt)n;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
    got = run((struct span){(char *)p, z.total_out}, 1);
    if (got->sum.source[0].rc != RC_LIMIT && !same(want, got))
        abort(); /* a megabyte of zeros is a bomb */
    deflateEnd(&z);
    end(got);
    free(p);
}

/* In the order of the archive; names as they stand, since ours are without `./`. */
static void libarchive_has_the_same(struct span tar, const struct run *want) {
    struct archive *r = archive_read_new();
    struct archive_entry *en;
    size_t n = 0;
    int rc;

    archive_read_support_format_tar(r);
    rc = archive_read_open_memory(r, tar.p, tar.n); /* wants every field to be well made */
    while (rc == ARCHIVE_OK &&
           ((rc = archive_read_next_header(r, &en)) == ARCHIVE_OK || rc == ARCHIVE_WARN)) {
        static char room[MEMBER_BYTES + 1];
        const struct seen *s = &want->member[n];
        uint8_t hash[HASH_BYTES];
        la_ssize_t got, all = 0;

        rc = ARCHIVE_OK;
        if (archive_entry_filetype(en) != AE_IFREG) continue;
        while ((got = archive_read_data(r, room + all, sizeof room - (size_t)all)) > 0) all += got;
        if (n++ == want->sum.members || got < 0) abort();
        hash_of((struct span){room, (size_t)all}, hash);
        if (memcmp(hash, s->hash, sizeof hash) != 0 && s->n == (size_t)all) abort();
    }
    if (rc == ARCHIVE_EOF && n != want->sum.members) abort();
    archive_read_free(r);
}

static void check(struct span s) {
    struct run *one = run(s, 1);
    const struct stream_source *from = &one->sum.source[0];
    bool packed = s.n && (s.p[0] == 0x1f || s.p[0] == 0x28);

    if (s.n % 8 == 3) {
        struct run *two = run(s, 2);

        if (!same(one, two)) abort();
        end(two);
    }
    if (from->kind == STREAM_TAR && !packed) {
        if (s.n % 16 == 0) packed_gives_the_same(s, one);
        if (from->state == STREAM_WHOLE && !one->sum.refused) libarchive_has_the_same(s, one);
    }
    end(one);
}

/* Each block that has the mark of a header gets the checksum that it should have: what is changed
 * in a header would otherwise always end at its checksum. */
static void mend(char *p, size_t n) {
    for (char *b = p; n - (size_t)(b - p) >= 512; b += 512) {
        unsigned sum = 0;

        if (memcmp(b + 257, "ustar", 5) != 0) continue;
        memset(b + 148, ' ', 8);
        for (size_t i = 0; i < 512; i++) sum += (unsigned char)b[i];
        snprintf(b + 148, 8, "%06o", sum);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    char *copy;

    if (n > (size_t)1 << 20) return 0;
    check((struct span){(const char *)data, n});
    if (n < 512) return 0;
    if (!(copy = malloc(n))) abort();
    memcpy(copy, data, n);
    mend(copy, n);
    if (memcmp(copy, data, n) != 0) check((struct span){copy, n});
    free(copy);
    return 0;
}
