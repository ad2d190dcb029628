/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/err.h"
#include "base/span.h"
#include "base/track.h"
#include "format/join.h"

/** SBS-1 lines, also called BaseStation: what receivers serve on port 30003. A stream of pieces
 * goes in, as a socket or a file gives them; each line that says something of an aircraft comes out
 * through a callback, at once and in the order of the stream.
 *
 *   MSG,type,session,aircraft,HEX,flight,date,time,date,time,callsign,altitude,speed,track,lat,lon,
 *       rate,squawk,alert,emergency,ident,ground
 *
 * 22 fields; feet, knots, degrees, feet a minute. `MLAT` lines of mlat-client are the same, and its
 * server puts the number of receivers and the error in km where alert and emergency stand. Logs of
 * Stratux have a number of nanoseconds before each line and no dates.
 *
 * The format has no time zone: some programs write UTC, some local time. The caller says which.
 * Layout: readsb net_io.c, dump1090 and stratux as named in docs/FORMATS.md. */
#define SBS_LINE_BYTES 512 /* longer ones are refused; real ones have 40 to 130 */
#define SBS_FIRST 5        /* line numbers kept of each reason */
#define SBS_ZONE_MINUTES (14 * 60)
#define SBS_NO_START INT64_MIN

/** Why a line was not taken. */
enum sbs_reason {
    SBS_LONG,     /* over SBS_LINE_BYTES */
    SBS_HEAD,     /* begins with no head that is known */
    SBS_FIELDS,   /* not 22 fields */
    SBS_TYPE,     /* type is not 1 to 8 */
    SBS_ADDRESS,  /* not six hex digits, or `~` and six, or 1 and six (dump1090's mark of ~) */
    SBS_NO_TIME,  /* no date, and no start that would give its offset a time */
    SBS_BAD_TIME, /* a date or time of another form, or that does not exist */
    SBS_VALUE,    /* a field that is no number, or outside what is possible, or half a position */
    SBS_REASONS
};
struct sbs_refused {
    int64_t n, line[SBS_FIRST]; /* line numbers from 1, of the first ones */
};

/** One line. What it does not say is unknown in the point: a line holds a position or a speed,
 * seldom both; a line of type 8 without a ground flag says only that the aircraft was heard. */
struct sbs_record {
    int64_t line; /* from 1 */
    uint32_t hex;
    bool other;                     /* not an ICAO address */
    bool mlat;                      /* a computed position, not a reception */
    uint8_t type;                   /* 1 to 8 */
    int8_t alert, emergency, ident; /* 1, 0, or -1 unknown */
    int32_t receivers, error_m;     /* of an MLAT line, -1 unknown */
    struct track_point point;       /* source is TRACK_MLAT; TRACK_MODE_S for types 5 to 8; else
                                       unknown, since TIS-B and MLAT hide under types 1 to 4 */
};
/** @return 0 to go on; below 0 to stop: sbs_feed then returns it. The record dies with the call. */
typedef int sbs_take(void *arg, const struct sbs_record *r, struct err *e);

struct sbs_options {
    int32_t zone_minutes; /* east of Greenwich, of the dates in the stream */
    int64_t start_ms; /* UTC of offset 0 for lines without dates, or SBS_NO_START. Good until the
                           * offsets begin anew: a restarted receiver needs a start of its own */
    bool trust_start; /* believe START lines, which a receiver without a clock of its own writes
                           * wrongly: one published log has the same START at two different moments */
};

/** Holds one unfinished line and the counts; no memory of its own. */
struct sbs {
    struct sbs_options options;
    sbs_take *take;
    void *arg;
    int64_t line;      /* number of the line that is being read */
    int64_t lines;     /* not empty: taken + passed + starts + all refused */
    int64_t taken;     /* given to the callback */
    int64_t passed;    /* SEL, ID, AIR, STA, CLK: known, and without anything that is kept */
    int64_t starts;    /* START lines that can be read */
    int64_t restarts;  /* times that offsets began anew, with START or without */
    int64_t nul_bytes; /* each ends a line: a file system leaves runs of them after a crash */
    int64_t logged;    /* lines whose time is the logger's (fields 9 and 10): generated was empty */
    int64_t callsigns; /* call signs of other than letters, digits and blanks: not taken */
    int64_t first_start_line, first_start_ms; /* of the first START line; 0 when there is none */
    struct sbs_refused refused[SBS_REASONS];
    int64_t base_ms, offset_ns; /* in force for lines without dates */
    struct join join;
    char text[SBS_LINE_BYTES];
};

/** @return 0; RC_RANGE: zone_minutes beyond +-SBS_ZONE_MINUTES. */
MUST int sbs_begin(struct sbs *s, const struct sbs_options *o, sbs_take *take, void *arg,
                   struct err *e);

/** Reads the next bytes; a line may lie across any number of pieces. A line that cannot be taken is
 * counted and the reading goes on. Linear in the bytes. @return 0; what the callback returned below
 * 0. */
MUST int sbs_feed(struct sbs *s, struct span piece, struct err *e);

/** Reads what is left as a last line. @return as sbs_feed. */
MUST int sbs_end(struct sbs *s, struct err *e);

/** In words: "not 22 fields". */
const char *sbs_reason_text(enum sbs_reason r);
