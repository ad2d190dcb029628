/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of decoder share. */
#include "format/cpr.h"
#include "format/decoder.h"

#define DECODER_SILENT INT64_MIN /* a time at which nothing was said */

struct decoder_half {
    int64_t t; /* DECODER_SILENT: none */
    struct cpr_half half;
    uint8_t source;
    bool ground;
};

/** An aircraft, as far as it has told of itself. Times are of the recording, ms. */
struct craft {
    uint32_t key;    /* address, and 1 << 24 when it is not ICAO's */
    uint32_t epoch;  /* of the frames whose times are in here */
    uint64_t serial; /* of its last message, in order of arrival */
    int64_t seen;    /* its last message; DECODER_SILENT: none that was timed */
    int64_t proven;  /* the last message whose parity proves the address */
    bool is_proven;

    struct decoder_half half[2]; /* even, odd */
    struct cpr_place place;      /* the last position believed */
    int64_t placed;              /* when; DECODER_SILENT: none */
    bool ground;
    struct cpr_place rival; /* the last pair that contradicts it */
    int64_t rival_t;
    unsigned rivals; /* that agree with it */

    int64_t alt_t, geom_t, delta_t, rate_t, speed_t, heading_t, squawk_t, name_t, status_t, sil_t;
    int64_t guess_t, bare_t;
    int32_t alt_ft, geom_ft, delta_ft, rate_fpm;
    int16_t speed, heading;
    uint16_t squawk;
    uint8_t version, nic_a, nic_c, sil;
    bool rate_geom, magnetic;
    char name[8], guess[8]; /* callsign; one that was read once from a Comm-B reply */
};

struct decoder_waiting {
    struct frame frame;
    int64_t key; /* its time, or that of the frame that it came behind */
};

struct decoder {
    struct decoder_options opt;
    struct decoder_stats stats;
    struct cpr_place receiver;
    struct frames frames;

    struct craft *craft; /* n of them, room for limit */
    uint32_t n, limit;
    uint32_t *slot; /* open addressing: number in craft, plus 1; 0 free */
    uint32_t mask;  /* slots less 1; at least twice the limit */
    uint64_t serial;
    int64_t swept; /* when the silent were last looked for */

    struct decoder_waiting *queue; /* a ring, by key */
    size_t head, waiting;
    int64_t newest; /* key */
    uint32_t epoch;
    struct modes_message said;
};

/** The aircraft of this key, or NULL. */
struct craft *decoder_craft(struct decoder *d, uint32_t key);

/** The same, made if need be. */
struct craft *decoder_craft_new(struct decoder *d, uint32_t key, const struct frame *f);

/** Where the message was sent. @return believed or why not; place is written when believed. */
enum decoder_fix decoder_fix_of(struct decoder *d, struct craft *c, const struct frame *f,
                                const struct modes_message *m, struct cpr_place *place);

static inline bool decoder_believed(enum decoder_fix fix) {
    return fix >= DECODER_PAIR && fix <= DECODER_RECEIVER;
}

/** What the message says goes into the aircraft. */
void decoder_learn(struct craft *c, const struct frame *f, const struct modes_message *m);

/** The aircraft as it is at this message; lat and lon are TRACK_NONE if place is NULL. */
void decoder_point(const struct craft *c, const struct frame *f, const struct modes_message *m,
                   const struct cpr_place *place, bool stale, struct track_point *out);

/** How a position in this message came about. */
static inline uint8_t decoder_source(const struct frame *f, const struct modes_message *m) {
    return f->flags & FRAMES_MLAT ? (uint8_t)TRACK_MLAT : m->source;
}

static inline int32_t decoder_micro(double deg) {
    return (int32_t)(deg * 1e6 + (deg < 0 ? -0.5 : 0.5));
}
