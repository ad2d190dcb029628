/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* Batches of members on their way from the one that reads to those that inflate and call. Inside
 * pack only. */
#include "pack/stream.h"

#define PIECE_WHY 160
#define BATCH_PIECES 64

/** A member as it was stored. Its name and bytes stand in the batch, each with a zero behind it. */
struct piece {
    size_t number, source;
    const char *path;                    /* of the source */
    size_t name, name_n, bytes, bytes_n; /* places in batch.p */
    size_t stored;                       /* what its header says, where the bytes are not taken */
    uint64_t offset, inflated;
    enum stream_state state;
    enum rc rc;
    char why[PIECE_WHY];
};

struct batch {
    char *p;
    size_t n, cap;
    struct piece piece[BATCH_PIECES];
    size_t npieces;
    struct batch *next; /* of the spare ones */
};

struct crew;

/** Starts the threads, when there are to be more than one. */
struct crew *crew_new(struct arena *a, const struct stream_options *o, stream_fn *fn, void *ctx)
    __attribute__((returns_nonnull));

/** A new source; its index. */
size_t crew_source(struct crew *c, const struct stream_source *s);
/** For the fields that the reader alone writes; valid until the next crew_source. */
struct stream_source *crew_at(struct crew *c, size_t source);
/** A fault of the source itself; the first one stays. */
void crew_fault(struct crew *c, size_t source, enum stream_state state, enum rc rc, const char *fmt,
                ...) PRINTF(5, 6);

/** The batch that is being filled. Waits when all are on their way. */
struct batch *crew_batch(struct crew *c) __attribute__((returns_nonnull));
/** Room for n bytes behind what the batch has, and a zero: valid until the next call. */
char *crew_room(struct batch *b, size_t n) __attribute__((returns_nonnull));

/** Begins a piece in the batch: its name, made fit to be shown. Its bytes follow. */
void crew_begin(struct crew *c, struct piece *p, size_t source, struct span name, uint64_t offset);
/** The piece has all that stands behind its name; the batch is handed out when it is full. @return
 * 0; below it: reading is to end, and crew_finish knows why. */
MUST int crew_add(struct crew *c, const struct piece *p);
/** Instead of crew_add: nothing of it is given. */
MUST int crew_refuse(struct crew *c, struct piece *p, size_t stored, enum rc rc, const char *fmt,
                     ...) PRINTF(5, 6);

/** Hands out what is left, waits for the threads and frees all. @return 0, or what fn returned. */
MUST int crew_finish(struct crew *c, struct stream_sum *out, struct err *e);
