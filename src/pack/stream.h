/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#include <stdbool.h>
#include <stdint.h>

/** Evidence as a stream of members, whatever it is kept in: a file, standard input, a folder and all
 * below it, a tar, a tar cut in parts; each of them plain, gzip or zstd by its first bytes and
 * never by its name. Nothing is unpacked to disk, and memory is bounded by the largest member (and
 * FLOW_PEEK, and for each job a few batches of 512 KiB), not by the archive.
 *
 *  A member that is broken or refused is given all the same, with its state and reason; the walk
 *  goes on. So is one that is cut off: what is there of it is given and called partial. After
 *  damage in a tar the next good header is looked for. */

enum stream_state {
    STREAM_WHOLE,
    STREAM_PARTIAL, /* cut or damaged: what came before the break is there */
    STREAM_REFUSED, /* nothing of it is given */
};

enum stream_kind { STREAM_FILE, STREAM_FOLDER, STREAM_TAR };

struct stream_limits {   /* 0: what is in brackets */
    size_t members;      /* of all that is read [100,000,000] */
    size_t member_bytes; /* of one member, as stored and inflated [256 MiB]; at most 2 GiB */
    size_t ratio;        /* inflated to stored, above the first MiB [200] */
    size_t depth;        /* of folders [16] */
};

struct stream_member {
    size_t number;     /* from 0, in order of reading; with several jobs they come in any order */
    size_t source;     /* index of stream_sum.source */
    const char *path;  /* of the source: the file, folder, first part; `-` */
    struct span name;  /* in its archive or folder, without `./`; of a file its last part. Where the
                           name is why it is refused, control characters are shown as `?` */
    struct span bytes; /* inflated; a zero byte stands behind them; valid during the call */
    size_t stored;     /* bytes as kept */
    uint64_t offset;   /* of its header in the tar (of all parts that are there); else 0 */
    enum stream_state state;
    enum rc
        rc; /* RC_OK when whole; RC_SYNTAX, RC_LIMIT (refused for its size), RC_IO; RC_NOTFOUND: not wanted */
    const char *reason; /* "" when whole */
};

struct stream_part {
    const char *path;
    uint64_t bytes;
};

/** What was read, one for each file, folder and archive; an archive in a folder is one of its own.
 * A source is partial when it is cut, a part is missing, a header is bad, something follows the
 * end, its packing is damaged, or the limit of members was reached. */
struct stream_source {
    const char *path;
    enum stream_kind kind;
    struct stream_part *part; /* of a tar: its files in order; one when it is not cut in parts */
    size_t nparts;
    size_t missing;                   /* parts that must have been there */
    const char *first_missing;        /* its path; NULL */
    size_t members, partial, refused; /* given */
    uint64_t stored, inflated;        /* bytes of the members */
    bool closed;                      /* a tar: its two zero blocks were reached */
    size_t bad_heads; /* a tar: headers with a wrong checksum, and other breaks in its order */
    uint64_t lost;    /* a tar: bytes passed over in search of the next good header */
    enum stream_state state; /* of the source itself, below; its members have their own */
    enum rc rc;
    const char *reason; /* the first one; "" when whole */
};

struct stream_sum {
    struct stream_source *source; /* in the arena */
    size_t n;
    size_t members, partial, refused;
    uint64_t stored, inflated;
};

struct flow;
struct stream_options {
    /* Threads that inflate and call fn, at most STREAM_JOBS, while the calling one reads [1: it does
     * all itself]. */
    size_t jobs;
    struct stream_limits limits;
    /* 0; else only so many bytes of each member, as stored, are taken, and what is in them is given, of a packed one
     * STREAM_BEGIN bytes at most: to see what is there. The state of a packed member says nothing then. */
    size_t glance;
    /* Of a file or standard input that is no archive, whether what begins so (STREAM_BEGIN bytes, inflated) is wanted: what is
     * not is refused before the rest is read. Not asked of less. NULL: all is. */
    bool (*wanted)(struct span begin);
    struct flow *input; /* for `-`: standard input, already looked into (flow_peek); NULL */
};
#define STREAM_JOBS ((size_t)64)
#define STREAM_BEGIN ((size_t)4096)

/** Called for each member by one of the jobs, worker = 0 .. jobs - 1: what belongs to a worker needs
 * no lock. @return 0 to go on; below it the walk ends and stream_each returns it with *e. */
typedef int stream_fn(size_t worker, const struct stream_member *m, void *ctx, struct err *e);

/** Calls fn for every member of the files, folders and archives at these paths, in this order;
 * folders sorted by bytes.
 *
 *  - `-` is standard input. Other paths: regular files and folders; links are followed when they
 *    are given, left out in folders, as are hidden files and folders called `internal_state` (of
 *    readsb; not evidence).
 *  - A path `X.tar.aa` (or of any other letters; also `.tar.gz.aa`) stands for all parts of X
 *    beside it; parts that lie elsewhere may be given as further paths. Parts are joined in order
 *    of name; a missing one is named in stream_source, and what follows it is read from the next
 *    header on. In folders parts are found too, and archives are opened by content.
 *  - Of a tar: links and devices, sparse members, and members with absolute names or `..` are
 *    refused.
 *
 *  @return 0, also when sources or members are broken: see out; RC_NOTFOUND, RC_IO: a path cannot
 *  be opened (before anything is read); RC_LIMIT: more than 10,000 paths; what fn returned. *out is
 *  filled in any case but the first two. */
MUST int stream_each(struct arena *a, const char *const *path, size_t n,
                     const struct stream_options *o, stream_fn *fn, void *ctx,
                     struct stream_sum *out, struct err *e);

/** The same for bytes in memory, as if they were a file called name. */
MUST int stream_memory(struct arena *a, const char *name, struct span bytes,
                       const struct stream_options *o, stream_fn *fn, void *ctx,
                       struct stream_sum *out, struct err *e);

const char *stream_state_word(enum stream_state s); /* whole, partial, refused */
