/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Recordings and feeds of Mode S frames: bytes in pieces of any size to frames with their time.
 *
 *  Three framings, told by content: Beast binary; AVR lines (`*` `@` `%` `<`); jet1090's JSON lines.
 * Lines of the last two may be mixed. docs/FORMATS.md has the layouts and their sources.
 *
 *  **Time is the recording's, never a clock's**, so that a recording gives the same whatever the
 * speed at which, and the pieces in which, it arrives. What it has to offer differs:
 *  - jet1090's `timestamp` and readsb's 0xe8 records are UTC;
 *  - Beast and AVR ticks count from some moment: UTC if the caller says when the first frame was
 *    received (frames_anchor), else only relative to it;
 *  - Radarcape's GPS time is the time of day: with an anchor within 12 hours of it UTC, else relative
 *    to a midnight;
 *  - `*` lines have none, and frames from them are untimed, unless the caller gives a model (step).
 * A tick that is over an hour after the last, or over a minute before, is believed when two more
 * agree with it; until then its frames are untimed. A counter that goes back has been restarted, and
 * nobody knows for how long it stood: from there on time is relative, until it is anchored again. */
#define FRAMES_LINE 16384 /* bytes in a line of text */
#define FRAMES_PLACES 32  /* of what was skipped: the first, with their places */
#define FRAMES_UNTIL                                                                               \
    INT64_C(4102444800000) /* 2100: a later UTC stamp is not believed, nor one
                                               before 2000 */
#define FRAMES_SINCE INT64_C(946684800000)

enum frames_form { FRAMES_AUTO, FRAMES_BEAST, FRAMES_TEXT };

enum frames_ticks {
    FRAMES_TICKS_AUTO, /* 12 MHz until a Radarcape says that it sends GPS time */
    FRAMES_TICKS_12MHZ,
    FRAMES_TICKS_GPS,
};

enum frames_time {
    FRAMES_UNTIMED,
    FRAMES_RELATIVE, /* t counts from the first tick of this epoch, or from some midnight UTC */
    FRAMES_UTC,
};

enum frames_flag {
    FRAMES_MLAT = 1,     /* computed by a multilateration server, not received */
    FRAMES_UAT = 2,      /* made of a message on another link */
    FRAMES_BORROWED = 4, /* has no time of its own: t is that of the frame before it */
};

struct frame {
    int64_t t;         /* ms */
    uint64_t offset;   /* of its first byte, or of its line's, in the stream */
    uint8_t bytes[16]; /* n of them; the rest are 0 */
    uint8_t n;         /* 2 (a Mode A or C reply, whose sender nobody knows), 7 or 14 */
    uint8_t time;      /* enum frames_time */
    uint8_t flags;     /* enum frames_flag */
    int16_t signal;    /* 0 to 255: its square is proportional to power; -1 unknown */
    uint32_t epoch;    /* changes when times before and after cannot be compared */
};

/** Why bytes were passed over. */
enum frames_skip {
    FRAMES_NOISE,     /* Beast: bytes outside any frame */
    FRAMES_CUT,       /* a frame that another one interrupts */
    FRAMES_STATUS,    /* Beast: a record without a message: status, position, ping, receiver id */
    FRAMES_STAMP,     /* an 0xe8 record or a timestamp that is no time between 2000 and 2100 */
    FRAMES_LINE_KIND, /* a line that begins like none of ours */
    FRAMES_LINE_HEX,  /* a frame that is not 2, 7 or 14 bytes in hex digits, or not closed */
    FRAMES_LINE_JSON, /* a line of JSON that is not jet1090's, or has no frame */
    FRAMES_LINE_LONG, /* over FRAMES_LINE bytes */
    FRAMES_TAIL,      /* the recording ends inside a frame */
    FRAMES_SKIPS,
};

struct frames_place {
    uint64_t offset, n; /* bytes */
    enum frames_skip why;
};

struct frames_stats {
    uint64_t bytes;                   /* taken in */
    uint64_t short_ac, shorts, longs; /* frames of 2, 7 and 14 bytes */
    uint64_t untimed, relative, utc;  /* the same frames, by time */
    uint64_t borrowed;                /* of these, with the time of the frame before */
    uint64_t doubted;                 /* untimed because their tick did not fit */
    uint64_t jumps, restarts;         /* ticks that were believed in the end: ahead, and back */
    uint64_t foreign; /* untimed because they are ticks of another receiver than the first */
    uint64_t skips[FRAMES_SKIPS], skipped_bytes[FRAMES_SKIPS];
    struct frames_place place[FRAMES_PLACES]; /* the first ones; FRAMES_STATUS has none */
    size_t places;
};

struct frames_options {
    enum frames_form form;
    enum frames_ticks ticks;
    bool anchored;    /* start_ms is given */
    int64_t start_ms; /* UTC of the first tick; with GPS time: within 12 hours of it */
    int64_t step_us;  /* a model for frames without any time: this long after each other; 0 none */
};

/** Internal but for its place: about 70 KiB, which the caller has. */
struct frames {
    struct frames_options opt;
    struct frames_stats stats;
    enum frames_form form;
    bool ended, broken;   /* broken: inside a line that is too long, or noise */
    uint64_t base;        /* offset in the stream of buf[0] */
    size_t at, end;       /* the part of buf that is not read yet */
    uint64_t skipped_end; /* where the last thing passed over ended */
    enum frames_skip skipped_why;

    struct frames_clock {
        int64_t modulus, per_ms; /* of the counter; 0 before the first tick */
        int64_t last, total;     /* its last value; how far it went in all */
        int64_t zero_ms;         /* t of total 0 */
        int64_t suspect;         /* a value that did not fit */
        unsigned suspects;       /* that agree with it */
        bool utc;
    } clock;
    int64_t stamp_ms; /* of the last 0xe8 */
    uint64_t stamps, receiver;
    bool gps, has_receiver, foreign;
    uint32_t epoch;
    int64_t last_t; /* of the last frame with a time */
    uint8_t last_time;
    int64_t step_total_us;
    uint8_t buf[65536 + 64]; /* the last 64 bytes stay, so that words can be read past the end */
};

void frames_init(struct frames *f, const struct frames_options *opt);

/** The next frame to arrive was received at ms UTC (for a live feed, or after a restart). */
void frames_anchor(struct frames *f, int64_t ms);

/** Takes in bytes. @return how many: all of them if frames_next was called until it gave 0. */
size_t frames_put(struct frames *f, const void *bytes, size_t n);

/** No more bytes will come. */
void frames_end(struct frames *f);

/** @return true and a frame; false when it needs more bytes, or, after frames_end, at the end. */
bool frames_next(struct frames *f, struct frame *out);

const char *frames_skip_word(enum frames_skip why);
