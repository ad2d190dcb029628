/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/track.h"
#include "format/frames.h"
#include "format/modes.h"

/** Bytes of a recording or a feed to messages and positions: frames.h finds the frames, modes.h reads
 * them, and this keeps what one message alone does not say: which addresses exist, the two halves of
 * a position, what an aircraft last said of itself.
 *
 *      struct decoder *d = decoder_begin(&arena, &opt);
 *      while (bytes come) decoder_feed(d, bytes, n);
 *      decoder_end(d);
 *
 *  Both callbacks are called from within decoder_feed and decoder_end, in the order of time. What
 * they get is valid during the call. The same bytes give the same calls, in whatever pieces they
 * come. Memory is what decoder_begin takes, and nothing is allocated later.
 *
 *  **When a position is believed** (docs/FORMATS.md has the sources of the figures): a pair of halves
 * within 10 s in the air, 25 s on the ground, or one half and a position of the same aircraft of the
 * last 600 s in the air, 180 s on the ground, where at 1,200 km/h it cannot have left the zone. It
 * must not need more than 1,200 km/h from the last position, nor be older than it, and where there
 * are both a pair and a reference they must agree. A position on the ground needs a position of the
 * same aircraft of the last 30 minutes, or the receiver's place. Four pairs in a row that agree with
 * each other, and not with what was believed, replace it. */
#define DECODER_AIRCRAFT 16384      /* aircraft at a time, unless the caller says otherwise */
#define DECODER_AIRCRAFT_MAX 262144 /* and at most; 0.3 KiB each */
#define DECODER_SORT 4096           /* frames that wait to be put in order */

/** What became of the position of a message. */
enum decoder_fix {
    DECODER_NONE,     /* it has none, and is not of a kind that has */
    DECODER_PAIR,     /* believed: of two halves */
    DECODER_NEAR,     /* believed: of one half, near the last position */
    DECODER_RECEIVER, /* believed: on the ground, near the receiver */
    DECODER_HOLLOW,   /* of a kind that has one, but empty: type code 0, or zeros */
    DECODER_WAITS,    /* the other half is missing, or too old, and there is no reference */
    DECODER_LOST,     /* on the ground, without a reference that is recent */
    DECODER_UNTIMED,  /* a frame without time pairs with nothing */
    DECODER_BACK,     /* older than the last position */
    DECODER_EDGE,     /* the halves lie on both sides of an edge of zones, or beyond a pole */
    DECODER_FAST,     /* needs more than 1,200 km/h */
    DECODER_UNLIKE,   /* pair and reference disagree */
    DECODER_FAR,      /* the first of an aircraft, over 800 km from the receiver */
    DECODER_COARSE,   /* a coarse TIS-B position, which is not read */
    DECODER_FIXES,
};

struct decoder_message {
    const struct frame *frame; /* bytes (mended ones changed), time, offset, signal */
    const struct modes_message *said;
    enum modes_check check; /* MODES_GOOD or MODES_ADDRESSED; the latter when mended */
    bool mended;
    enum decoder_fix fix;
    int32_t lat, lon; /* 1e-6 degree, when the position is believed; else TRACK_NONE */
};

struct decoder_options {
    struct frames_options frames;
    bool has_receiver;
    double lat_deg, lon_deg; /* of the receiver */
    bool mend; /* change single bits of DF17 and DF18 that do not add up; from known addresses */
    uint32_t aircraft; /* at a time; 0: DECODER_AIRCRAFT */
    /* Frames wait this long, of their own time, for earlier ones to come: 1,000 orders what several
     * receivers or a slow link disorder; 0: as they come. At most DECODER_SORT wait. */
    int32_t sort_ms;
    int32_t bare_ms; /* a point without position for an altitude, at most this often for an aircraft
                        that has none; 0: never */

    /** Each message whose address is certain. May be NULL. */
    void (*message)(void *user, const struct decoder_message *m);
    /** Each position that is believed and whose time is UTC; `other` as in struct track. */
    void (*point)(void *user, uint32_t hex, bool other, const struct track_point *p);
    void *user;
};

struct decoder_stats {
    uint64_t messages;               /* given to the caller */
    uint64_t df[32];                 /* the same, by downlink format */
    uint64_t mode_ac;                /* replies without address: counted only */
    uint64_t damaged, mended;        /* parity */
    uint64_t unknown;                /* replies to an address that no squitter proved of late */
    uint64_t foreign, length, zero;  /* a format not read; of the wrong length; address 000000 */
    uint64_t fix[DECODER_FIXES];     /* of the messages, by enum decoder_fix */
    uint64_t points;                 /* given to the caller */
    uint64_t bare;                   /* of them, without position */
    uint64_t undated;                /* positions believed, without UTC: no point */
    uint64_t moved, late;            /* frames put in order, and that came too late for it */
    uint64_t replaced;               /* times that a believed position was given up for another */
    uint64_t aircraft, aged, pushed; /* began; silent for an hour; out of room */
};

struct decoder;

/** @param a outlives the decoder; about 0.3 KiB for each aircraft and 0.5 MiB are taken of it. */
struct decoder *decoder_begin(struct arena *a, const struct decoder_options *opt);
void decoder_feed(struct decoder *d, const void *bytes, size_t n);

/** No more bytes will come: what waits is worked off. */
void decoder_end(struct decoder *d);

/** A live feed: the next frame to arrive was received at ms UTC. */
void decoder_anchor(struct decoder *d, int64_t ms);

const struct decoder_stats *decoder_stats(const struct decoder *d);
const struct frames_stats *decoder_frames(const struct decoder *d);
const char *decoder_fix_word(enum decoder_fix fix);
