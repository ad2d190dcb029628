/* SPDX-License-Identifier: Apache-2.0 */
/* libdeflate does the work: twice as fast as zlib, since it has the whole member before it. It has
 * two gaps, which are filled here.
 *
 * - It does not say how much there will be. The length in gzip's last four bytes is a hint, and may
 *   be a lie: room is taken after it but never beyond what the limits allow, and doubled when it
 *   was too little.
 * - Of damaged data it gives nothing. Then zlib goes over the same bytes and gives what comes
 *   before the break: half of a day's track is evidence too, as long as it is called half. */
#include "pack/unpack.h"

#include <libdeflate.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#define RATIO_FREE ((size_t)1 << 20)
#define KEEP ((size_t)16 << 20) /* a larger buffer is given back */
#define ROOM_LEAST ((size_t)64 << 10)

struct unpack {
    struct libdeflate_decompressor *deflate;
    ZSTD_DCtx *zstd;
    z_stream z;
    bool z_made;
    char *p;
    size_t n, cap,
        allowed;   /* bytes inflated; room, less one; what the limits allow for this member */
    bool by_ratio; /* which of them it is */
};

static void must(const void *p) {
    if (p) return;
    fputs("headcount: out of memory\n", stderr);
    abort();
}

struct unpack *unpack_new(void) {
    struct unpack *u = calloc(1, sizeof *u);

    must(u);
    must(u->deflate = libdeflate_alloc_decompressor());
    return u;
}

void unpack_free(struct unpack *u) {
    if (!u) return;
    libdeflate_free_decompressor(u->deflate);
    ZSTD_freeDCtx(u->zstd);
    if (u->z_made) inflateEnd(&u->z);
    free(u->p);
    free(u);
}

enum unpack_kind unpack_kind(struct span s) {
    if (s.n >= 2 && memcmp(s.p, "\x1f\x8b", 2) == 0) return UNPACK_GZIP;
    if (s.n < 4) return UNPACK_NONE;
    if (memcmp(s.p, "\x28\xb5\x2f\xfd", 4) == 0) return UNPACK_ZSTD;
    return (s.p[0] & 0xf0) == 0x50 && memcmp(s.p + 1, "\x2a\x4d\x18", 3) == 0 ? UNPACK_ZSTD
                                                                              : UNPACK_NONE;
}

/* --- room --- */

/* Never beyond what the limits allow. Two bytes more are there: one that shows that a member goes
 * on beyond its limit, and a zero behind the last. */
static void room(struct unpack *u, size_t want) {
    if (want > u->allowed) want = u->allowed;
    if (want < ROOM_LEAST) want = ROOM_LEAST;
    if (want <= u->cap) return;
    must(u->p = realloc(u->p, want + 2));
    u->cap = want;
}

static void grow(struct unpack *u) {
    room(u, u->cap > SIZE_MAX / 4 ? u->cap : u->cap * 2);
}

/* What may be written now: the buffer may be larger than this member is allowed. */
static size_t left(const struct unpack *u) {
    size_t most = u->cap < u->allowed ? u->cap : u->allowed;

    return u->n < most ? most - u->n : 0;
}

static int too_large(const struct unpack *u, const struct unpack_limits *lim, struct err *e) {
    if (u->by_ratio)
        return err_set(e, RC_LIMIT, "inflates to more than %zu times its packed size", lim->ratio);
    return err_set(e, RC_LIMIT, "inflates to more than %zu bytes", lim->bytes);
}

/* --- gzip --- */

static void ready_zlib(struct unpack *u, struct span s) {
    if (u->z_made)
        inflateReset(&u->z);
    else if (inflateInit2(&u->z, 15 + 16) != Z_OK) /* 16: gzip only */
        must(NULL);
    u->z_made = true;
    u->z.next_in = (Bytef *)(uintptr_t)s.p; /* zlib reads it only */
    u->z.avail_in = (uInt)s.n;
}

/* One gzip member with zlib, as far as it goes. @return 1: it ended well after all; 0: it broke;
 * RC_LIMIT. */
static int what_there_is(struct unpack *u, struct span s, size_t *used, struct err *e) {
    int r = Z_OK;

    ready_zlib(u, s);
    while (r == Z_OK) {
        size_t n;

        if (!left(u)) grow(u);
        n = left(u) + 1;
        if (n > UINT32_MAX) n = UINT32_MAX;
        u->z.next_out = (Bytef *)u->p + u->n;
        u->z.avail_out = (uInt)n;
        r = inflate(&u->z, Z_NO_FLUSH);
        u->n += n - u->z.avail_out;
        if (u->n > u->allowed) return RC_LIMIT;
    }
    *used = s.n - u->z.avail_in;
    if (r == Z_STREAM_END) return 1;
    err_put(e, RC_SYNTAX,
            r == Z_BUF_ERROR ? "gzip is cut at byte %zu" : "gzip is damaged at byte %zu", *used);
    return 0;
}

static size_t hint(struct span s) {
    uint32_t size = 0;

    if (s.n >= 18)
        for (size_t i = 0; i < 4; i++) size = size << 8 | (unsigned char)s.p[s.n - 1 - i];
    return size;
}

static bool all_zero(struct span s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i]) return false;
    return true;
}

static int gzip(struct unpack *u, struct span s, const struct unpack_limits *lim, struct err *e) {
    size_t at = 0;

    room(u, hint(s));
    while (at < s.n) {
        struct span rest = {s.p + at, s.n - at};
        enum libdeflate_result r;
        size_t used = 0, made = 0;
        int one = 1;

        if (unpack_kind(rest) != UNPACK_GZIP) {
            if (all_zero(rest)) return 0;
            return err_set(e, RC_SYNTAX, "something that is not gzip follows it at byte %zu", at);
        }
        r = libdeflate_gzip_decompress_ex(u->deflate, rest.p, rest.n, u->p + u->n, left(u), &used,
                                          &made);
        if (r == LIBDEFLATE_INSUFFICIENT_SPACE) {
            if (u->cap >= u->allowed) return too_large(u, lim, e);
            grow(u);
            continue;
        }
        if (r == LIBDEFLATE_SUCCESS) u->n += made; /* else it may be written, and says nothing */
        if (r != LIBDEFLATE_SUCCESS && (one = what_there_is(u, rest, &used, e)) == 0)
            return RC_SYNTAX;
        if (one < 0) return too_large(u, lim, e);
        at += used;
    }
    return 0;
}

/* --- zstd --- */

static int zstd(struct unpack *u, struct span s, const struct unpack_limits *lim, struct err *e) {
    ZSTD_inBuffer in = {s.p, s.n, 0};
    size_t r = 1;

    if (!u->zstd) must(u->zstd = ZSTD_createDCtx());
    ZSTD_DCtx_reset(u->zstd, ZSTD_reset_session_only);
    for (;;) {
        ZSTD_outBuffer out;

        if (!left(u)) grow(u);
        out = (ZSTD_outBuffer){u->p + u->n, left(u) + 1, 0};
        r = ZSTD_decompressStream(u->zstd, &out, &in);
        u->n += out.pos;
        if (ZSTD_isError(r))
            return err_set(e, RC_SYNTAX, "zstd is damaged at byte %zu: %s", in.pos,
                           ZSTD_getErrorName(r));
        if (u->n > u->allowed) return too_large(u, lim, e);
        if (r == 0 && in.pos == in.size) return 0;
        if (out.pos < out.size && in.pos == in.size)
            return err_set(e, RC_SYNTAX, "zstd is cut at byte %zu", in.pos);
    }
}

int unpack_member(struct unpack *u, struct span packed, const struct unpack_limits *lim,
                  struct span *out, struct err *e) {
    size_t by_ratio = packed.n > SIZE_MAX / 2 / lim->ratio ? SIZE_MAX / 2 : packed.n * lim->ratio;
    int rc;

    if (u->cap > KEEP) {
        free(u->p);
        u->p = NULL;
        u->cap = 0;
    }
    u->n = 0;
    if (by_ratio < RATIO_FREE) by_ratio = RATIO_FREE;
    u->by_ratio = by_ratio < lim->bytes;
    u->allowed = u->by_ratio ? by_ratio : lim->bytes;
    room(u, 1);
    rc = unpack_kind(packed) == UNPACK_ZSTD ? zstd(u, packed, lim, e) : gzip(u, packed, lim, e);
    if (rc == RC_LIMIT) return rc;
    u->p[u->n] = 0;
    *out = (struct span){u->p, u->n};
    return rc;
}

size_t unpack_begin(struct unpack *u, struct span packed, char *out, size_t n) {
    if (unpack_kind(packed) == UNPACK_ZSTD) {
        ZSTD_inBuffer in = {packed.p, packed.n, 0};
        ZSTD_outBuffer to = {out, n, 0};

        if (!u->zstd) must(u->zstd = ZSTD_createDCtx());
        ZSTD_DCtx_reset(u->zstd, ZSTD_reset_session_only);
        while (to.pos < n && in.pos < in.size &&
               !ZSTD_isError(ZSTD_decompressStream(u->zstd, &to, &in))) {
        }
        return to.pos;
    }
    ready_zlib(u, packed);
    u->z.next_out = (Bytef *)out;
    u->z.avail_out = (uInt)n;
    while (inflate(&u->z, Z_NO_FLUSH) == Z_STREAM_END && u->z.avail_out &&
           unpack_kind((struct span){(const char *)u->z.next_in, u->z.avail_in}) == UNPACK_GZIP)
        inflateReset(&u->z); /* the next member of it */
    return n - u->z.avail_out;
}
