/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "format/decoder.h"
#include "format/sbs.h"

#include <stdio.h>

/** Recordings and feeds of receivers to lines (docs/FORMATS.md). The way: bytes to their reader by what they begin with (decode_form.c),
 *  what it reads to lines of CSV or JSON (decode_line.c) and to what is known of each aircraft (decode_craft.c), and at the end what
 *  was not used and why (decode_stats.c). The same bytes give the same lines in whatever pieces they come; memory does not grow with
 *  the stream, but by DECODE_CRAFTS. No clock and no files: the command has those (cmd_decode.c). */

#define DECODE_CRAFTS 262144 /* aircraft in the table; further ones are counted together */
#define DECODE_HEXES 1000    /* in --hex */
#define DECODE_OTHER (UINT32_C(1) << 24) /* in a key: the address is not ICAO's */

enum decode_what { DECODE_TABLE, DECODE_MESSAGES, DECODE_POSITIONS }; /* of what are the lines */
enum decode_as { DECODE_PEOPLE, DECODE_CSV, DECODE_JSON };            /* people: the table only */

struct decode_options {
    enum decode_what what;
    enum decode_as as;
    bool stats;                    /* all of the statistics, not only what was not used */
    bool trust_start;              /* START lines of SBS */
    bool has_zone, has_start;      /* the zone: SBS is refused without */
    int32_t zone_minutes;          /* of SBS, east of Greenwich */
    int64_t start_ms;              /* UTC of the first frame, or of offset 0 of SBS */
    struct decoder_options mode_s; /* receiver, mend, ticks; the rest is set here */
    const uint32_t *hex;           /* keys that lines are made of, ascending; NULL: all */
    size_t hexes;
};

struct decode;

/** @param out where lines go; notes: what was not used, and the statistics. */
struct decode *decode_begin(struct arena *a, const struct decode_options *o, FILE *out,
                            FILE *notes);

/** A live feed: the next byte is received at ms UTC, which its ticks may count from. */
void decode_anchor(struct decode *d, int64_t ms);

/** How often the counter of ticks began anew: a live feed then wants another anchor. */
uint64_t decode_restarts(const struct decode *d);

/** @return 0; RC_NOTFOUND: SBS without its zone; RC_IO: out could not be written. */
MUST int decode_feed(struct decode *d, struct span piece, struct err *e);

/** No more will come: the last lines, the table, the notes. @return as decode_feed; RC_SYNTAX: there
 * were bytes, and none of them was of any form that is read. */
MUST int decode_end(struct decode *d, struct err *e);

/** Whether lines are made of this aircraft. */
bool decode_wanted(const struct decode_options *o, uint32_t key);

/* --- decode_form.c --- */

enum decode_form { DECODE_UNTOLD, DECODE_FRAMES, DECODE_SBS };

/** Tells SBS from the forms of frames.h, byte by byte, so that pieces do not matter. */
struct decode_teller {
    char line[32]; /* the beginning of the present line */
    size_t n, seen;
};
#define DECODE_TOLD 16384 /* bytes after which it is frames.h's to say what they are not */

/** @return DECODE_UNTOLD to be asked again with the next byte. */
enum decode_form decode_tell(struct decode_teller *t, char c);

/* --- decode_line.c --- */

/** One line as its fields are said, in one of three ways: the names, the values, or both. */
enum decode_line_as { DECODE_LINE_HEAD, DECODE_LINE_CSV, DECODE_LINE_JSON };
struct decode_line {
    struct buf *out;
    enum decode_line_as as;
    bool begun;
};
void decode_line_begin(struct decode_line *l, struct buf *out, enum decode_line_as as);
void decode_line_end(struct decode_line *l);
/* An unknown value is an empty cell, and no member of an object. */
void decode_whole(struct decode_line *l, const char *name, bool known, int64_t v);
void decode_real(struct decode_line *l, const char *name, bool known, int64_t v, int places);
void decode_word(struct decode_line *l, const char *name, const char *word); /* NULL: unknown */
void decode_time(struct decode_line *l, const char *name, bool known, int64_t ms);
void decode_hex(struct decode_line *l, uint32_t key);

/** The lines of each kind; a head is the same with rubbish for values. */
void decode_line_message(struct decode_line *l, const struct decoder_message *m);
void decode_line_sbs(struct decode_line *l, const struct sbs_record *r);
void decode_line_point(struct decode_line *l, uint32_t key, const struct track_point *p);

/** A callsign without the blanks behind it; NULL when there is none. */
const char *decode_callsign(const char raw[8], char text[9]);

/* --- decode_craft.c --- */

struct decode_craft {
    uint32_t key;
    char callsign[8]; /* the last; zeros: never said */
    uint64_t messages, positions;
    int64_t first_ms, last_ms; /* DECODE_NO_TIME: no message had a time that is UTC */
    int32_t low_ft, high_ft;   /* barometric; TRACK_NONE: never said */
};
#define DECODE_NO_TIME INT64_MIN

struct decode_crafts {
    struct arena *a;
    struct decode_craft *v;
    uint32_t *slot;  /* open addressing: number in v, plus 1; 0 free */
    size_t n, room;  /* slots: twice the room */
    uint64_t beyond; /* messages of aircraft for which there was none */
};
/** What one message adds. ms, alt_ft, callsign may be unknown. */
void decode_craft_add(struct decode_crafts *t, uint32_t key, int64_t ms, int32_t alt_ft,
                      bool position, const char *callsign);
/** All that were heard and are wanted, by address, those that are not ICAO's last. Afterwards nothing
 * can be added. @return how many. */
size_t decode_craft_write(struct decode_crafts *t, const struct decode_options *o, struct buf *out);

/* --- decode_stats.c --- */

/** What there is to be counted; the reader that did not run is NULL. */
struct decode_counts {
    const struct decoder_stats *messages;
    const struct frames_stats *frames;
    const struct sbs *sbs;
    uint64_t bytes, lines; /* taken in, written */
    uint64_t back, sbs_types[9],
        sbs_positions; /* back: SBS lines over a second older than one before */
    uint64_t beyond;
    bool dated;   /* whether positions without UTC are missed: lines of positions were asked for */
    bool clocked; /* a feed, whose ticks were given a time: --start would not help */
};
/** Sentences on what was not used, and where it stood; nothing when all was. */
void decode_notes(const struct decode_counts *c, FILE *notes);
/** Everything: for people line by line, else one line of JSON. */
void decode_stats(const struct decode_counts *c, bool json, FILE *notes);
