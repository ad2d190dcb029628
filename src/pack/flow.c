/* SPDX-License-Identifier: Apache-2.0 */
/* Three layers: bytes of the sources joined (raw), bytes inflated (pull), and a window in which one
 * can look ahead (peek, read). What is not packed goes from the file to the reader with one copy,
 * or with none where the reader asks for much at a time.
 *
 * zlib, not libdeflate, inflates here: libdeflate takes whole buffers only. An archive that is
 * packed as a whole is read at zlib's speed; the members of a day archive are gzip each in a tar
 * that is not, and those are unpack.c's. libarchive's gzip filter passes over the CRC at the end,
 * which is what a health check wants. */
#include "pack/flow.h"

#include "pack/pack.h"
#include "pack/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define RATIO_FREE ((uint64_t)1 << 20)
#define WINDOW_LOG 27 /* zstd's own bound: 128 MiB, as `zstd -d` has without --long=31 */

struct flow {
    const char *const *path; /* or NULL */
    size_t npath, at;        /* at: the next to open */
    int fd;                  /* -1: none is open */
    bool own;                /* fd is ours to close */
    struct span mem;         /* what is left of it */
    char *in, *out;          /* FLOW_PEEK each: packed bytes; bytes to give */
    size_t in_lo, in_hi, lo, hi;
    enum unpack_kind pack;
    bool between; /* packed data ended cleanly; more may follow */
    z_stream z;
    bool z_made;
    ZSTD_DStream *zstd;
    size_t ratio;
    uint64_t raw, pulled, taken; /* bytes read, made of them, given */
    struct err fault;
};

static void must(const void *p) {
    if (p) return;
    fputs("headcount: out of memory\n", stderr);
    abort();
}

struct flow *flow_new(void) {
    struct flow *f = calloc(1, sizeof *f);

    must(f);
    f->fd = -1;
    f->in = malloc(FLOW_PEEK);
    f->out = malloc(FLOW_PEEK);
    must(f->in);
    must(f->out);
    return f;
}

static void shut(struct flow *f) {
    if (f->fd >= 0 && f->own) close(f->fd);
    f->fd = -1;
}

void flow_free(struct flow *f) {
    if (!f) return;
    shut(f);
    if (f->z_made) inflateEnd(&f->z);
    ZSTD_freeDStream(f->zstd);
    free(f->in);
    free(f->out);
    free(f);
}

static void begin(struct flow *f) {
    shut(f);
    f->path = NULL;
    f->npath = f->at = 0;
    f->mem = (struct span){0};
    f->in_lo = f->in_hi = f->lo = f->hi = 0;
    f->pack = UNPACK_NONE;
    f->between = false;
    f->raw = f->pulled = f->taken = 0;
    f->fault = (struct err){0};
}

void flow_files(struct flow *f, const char *const *path, size_t n) {
    begin(f);
    f->path = path;
    f->npath = n;
    f->own = true;
}

void flow_fd(struct flow *f, int fd) {
    begin(f);
    f->fd = fd;
    f->own = false;
}

void flow_bytes(struct flow *f, struct span bytes) {
    begin(f);
    f->mem = bytes;
}

/* --- raw: the sources joined --- */

static bool open_next(struct flow *f) {
    const char *path = f->path[f->at++];
    struct stat st = {0};

    f->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY |
                           O_NONBLOCK); /* a named pipe must not hold us up */
    if (f->fd < 0) {
        err_put(&f->fault, errno == ENOENT ? RC_NOTFOUND : RC_IO, "%s", err_why(errno));
        return false;
    }
    if (fstat(f->fd, &st) == 0 && S_ISREG(st.st_mode)) {
        posix_fadvise(f->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
        return true;
    }
    err_put(&f->fault, RC_IO, "%s", pack_no_file(st.st_mode));
    shut(f);
    return false;
}

/* @return how many, 0 at the end of all sources or at a fault. */
static size_t raw(struct flow *f, char *p, size_t n) {
    ssize_t got;

    if (f->mem.n) {
        if (n > f->mem.n) n = f->mem.n;
        memcpy(p, f->mem.p, n);
        f->mem.p += n;
        f->mem.n -= n;
        f->raw += n;
        return n;
    }
    while (!f->fault.rc) {
        if (f->fd < 0 && (f->at == f->npath || !open_next(f))) return 0;
        got = read(f->fd, p, n);
        if (got > 0) {
            f->raw += (size_t)got;
            return (size_t)got;
        }
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) err_put(&f->fault, RC_IO, "%s", err_why(errno));
        if (got == 0 && !f->own) return 0; /* and asked again, it would still be the end */
        shut(f);
    }
    return 0;
}

/* --- pull: inflated --- */

static void broken(struct flow *f, const char *what) {
    err_put(&f->fault, RC_SYNTAX, "%s at byte %llu of the packed data", what,
            (unsigned long long)(f->raw - (f->in_hi - f->in_lo)));
}

static bool more_in(struct flow *f) {
    if (f->in_lo < f->in_hi) return true;
    f->in_lo = 0;
    f->in_hi = raw(f, f->in, FLOW_PEEK);
    return f->in_hi > 0;
}

/* Behind a gzip member only another one may come, or zero bytes that fill a block of a tape. */
static bool gzip_again(struct flow *f) {
    while (more_in(f) && f->in[f->in_lo] == 0) f->in_lo++;
    if (!more_in(f)) return false;
    if ((unsigned char)f->in[f->in_lo] != 0x1f) {
        broken(f, "something that is not gzip follows it");
        return false;
    }
    inflateReset(&f->z);
    f->between = false;
    return true;
}

static size_t pull_gzip(struct flow *f, char *p, size_t n) {
    f->z.next_out = (Bytef *)p;
    f->z.avail_out = (uInt)n;
    while (f->z.avail_out == n && !f->fault.rc) {
        bool more;
        int r;

        if (f->between && !gzip_again(f)) break;
        more = more_in(f); /* without more, zlib may still hold some bytes back */
        f->z.next_in = (Bytef *)(f->in + f->in_lo);
        f->z.avail_in = (uInt)(f->in_hi - f->in_lo);
        r = inflate(&f->z, Z_NO_FLUSH);
        f->in_lo = f->in_hi - f->z.avail_in;
        if (r == Z_STREAM_END)
            f->between = true;
        else if (r != Z_OK && r != Z_BUF_ERROR)
            broken(f, "gzip is damaged");
        else if (!more && f->z.avail_out == n && !f->fault.rc)
            broken(f, "gzip is cut");
    }
    return n - f->z.avail_out;
}

static size_t pull_zstd(struct flow *f, char *p, size_t n) {
    ZSTD_outBuffer out = {p, n, 0};

    while (out.pos == 0 && !f->fault.rc) {
        bool more = more_in(f);
        ZSTD_inBuffer in;
        size_t r;

        if (!more && f->between) break;
        in = (ZSTD_inBuffer){f->in + f->in_lo, f->in_hi - f->in_lo, 0};
        r = ZSTD_decompressStream(f->zstd, &out, &in);
        f->in_lo += in.pos;
        f->between = r == 0;
        if (ZSTD_isError(r)) {
            broken(f, "zstd is damaged");
            err_at(&f->fault, "%s", ZSTD_getErrorName(r));
        } else if (!more && out.pos == 0 && !f->fault.rc) {
            broken(f, "zstd is cut");
        }
    }
    return out.pos;
}

static size_t pull(struct flow *f, char *p, size_t n) {
    size_t got;

    if (f->pack == UNPACK_NONE) {
        got = raw(f, p, n);
        f->pulled += got;
        return got;
    }
    if (f->fault.rc) return 0;
    if (n > FLOW_PEEK) n = FLOW_PEEK;
    got = f->pack == UNPACK_GZIP ? pull_gzip(f, p, n) : pull_zstd(f, p, n);
    f->pulled += got;
    if (f->pulled > RATIO_FREE && (f->pulled - 1) / f->ratio >= f->raw) {
        err_put(&f->fault, RC_LIMIT, "inflates to more than %zu times its packed size", f->ratio);
        return 0;
    }
    return got;
}

bool flow_unpack(struct flow *f, size_t ratio) {
    char *keep = f->in;

    f->pack = unpack_kind(flow_peek(f, 4));
    if (f->pack == UNPACK_NONE) return false;
    if (f->pack == UNPACK_GZIP) {
        if (f->z_made)
            inflateReset(&f->z);
        else if (inflateInit2(&f->z, 15 + 16) != Z_OK) /* 16: gzip only */
            must(NULL);
        f->z_made = true;
    } else {
        if (!f->zstd) must(f->zstd = ZSTD_createDStream());
        ZSTD_DCtx_reset(f->zstd, ZSTD_reset_session_only);
        ZSTD_DCtx_setParameter(f->zstd, ZSTD_d_windowLogMax, WINDOW_LOG);
    }
    f->ratio = ratio;
    f->in = f->out; /* what was looked at is packed data now */
    f->out = keep;
    f->in_lo = f->lo;
    f->in_hi = f->hi;
    f->lo = f->hi = 0;
    f->pulled = 0;
    return true;
}

/* --- peek and read --- */

struct span flow_peek(struct flow *f, size_t n) {
    size_t got;

    if (f->hi - f->lo < n && f->lo) {
        memmove(f->out, f->out + f->lo, f->hi - f->lo);
        f->hi -= f->lo;
        f->lo = 0;
    }
    while (f->hi - f->lo < n && (got = pull(f, f->out + f->hi, FLOW_PEEK - f->hi))) f->hi += got;
    if (n > f->hi - f->lo) n = f->hi - f->lo;
    return (struct span){f->out + f->lo, n};
}

size_t flow_read(struct flow *f, char *p, size_t n) {
    size_t got = 0, more;

    while (got < n) {
        if (f->lo == f->hi) {
            bool direct = n - got >= FLOW_PEEK;

            more = direct ? pull(f, p + got, n - got) : pull(f, f->out, FLOW_PEEK);
            if (!more) break;
            if (direct) {
                got += more;
                continue;
            }
            f->lo = 0;
            f->hi = more;
        }
        more = f->hi - f->lo < n - got ? f->hi - f->lo : n - got;
        memcpy(p + got, f->out + f->lo, more);
        f->lo += more;
        got += more;
    }
    f->taken += got;
    return got;
}

uint64_t flow_skip(struct flow *f, uint64_t n) {
    uint64_t gone = 0;

    while (gone < n) {
        uint64_t more = f->hi - f->lo < n - gone ? f->hi - f->lo : n - gone;

        f->lo += (size_t)more;
        gone += more;
        if (gone == n) break;
        f->lo = 0;
        f->hi = pull(f, f->out, FLOW_PEEK);
        if (!f->hi) break;
    }
    f->taken += gone;
    return gone;
}

size_t flow_some(struct flow *f, char *p, size_t n) {
    if (f->lo == f->hi) {
        f->lo = 0;
        f->hi = pull(f, f->out, FLOW_PEEK);
    }
    if (n > f->hi - f->lo) n = f->hi - f->lo;
    memcpy(p, f->out + f->lo, n);
    f->lo += n;
    f->taken += n;
    return n;
}

uint64_t flow_taken(const struct flow *f) {
    return f->taken;
}

uint64_t flow_packed(const struct flow *f) {
    return f->raw;
}

const struct err *flow_fault(const struct flow *f) {
    return f->fault.rc ? &f->fault : NULL;
}
