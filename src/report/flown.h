/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"

#include <stdbool.h>
#include <stdint.h>

/* Flight signals in the answer (docs/ANSWER.md): the legs that aircraft flew, and which source was watching on which day. What is
 * absent, empty or of another type is not known, and an answer without legs and coverage reads as it did before there were any. */

bool flown_legs(const json_t *corridor); /* is there a leg? */
bool flown_coarse(
    const json_t *corridor); /* one whose times and way were made coarse (coarse.h)? */
bool flown_coverage(const json_t *corridor); /* does any source speak of a day? */

/** How an end of a leg is known. */
enum flown_end { FLOWN_SEEN, FLOWN_INFERRED, FLOWN_LOST, FLOWN_EDGE, FLOWN_UNSAID, FLOWN_ENDS };
extern const char *const flown_end_words[FLOWN_ENDS]; /* as the answer has them; "not said" */
extern const char *const flown_end_means[FLOWN_ENDS]; /* a few words for a legend */
enum flown_end flown_end(const json_t *end);
/** Its instant; of an end that was lost or cut, when the aircraft was first (off) or last heard. NULL: not known. */
const char *flown_heard(const json_t *end, bool off);

/** Why a stretch of a leg was not seen. */
enum flown_gap { FLOWN_HOLE, FLOWN_RIM, FLOWN_OFF, FLOWN_WHY, FLOWN_GAPS };
extern const char *const flown_gap_words[FLOWN_GAPS]; /* as the answer has them */

/** One part of a leg: what was seen without a gap. Points that are no pair of numbers on the globe are left out, and split the part:
 * a line is never drawn over what could not be read. */
struct flown_point {
    double lat, lon; /* degrees */
    int64_t ms;      /* UTC; FLOWN_NO_MS unknown */
    int32_t alt_ft;  /* TRACK_NONE unknown */
};
#define FLOWN_NO_MS INT64_MIN
struct flown_part {
    struct flown_point *v;
    size_t n; /* at least 1 */
    enum flown_gap
        gap_after; /* between it and the next: that of the answer's gaps which lies there by its times, else by its place
                                 where there is one gap for each pair of parts, else FLOWN_WHY */
};
struct flown_line {
    struct flown_part *v;
    size_t n;
};
#define FLOWN_POINTS 20000 /* of one leg; the rest is left out */
struct flown_line flown_line(struct arena *a, const json_t *leg);

/** Days of coverage. */
enum flown_day {
    FLOWN_COMPLETE,
    FLOWN_WATCHING,
    FLOWN_PARTIAL,
    FLOWN_SUSPECT,
    FLOWN_FAILED,
    FLOWN_ABSENT,
    FLOWN_NOT_FETCHED,
    FLOWN_KEPT_AWAY,
    FLOWN_UNREAD, /* a state that this program does not know */
    FLOWN_NOBODY, /* nobody says */
    FLOWN_DAYS,
};
extern const char *const flown_day_key[FLOWN_DAYS];   /* as the answer has them */
extern const char *const flown_day_words[FLOWN_DAYS]; /* for readers */
enum flown_day flown_day(const char *state);
bool flown_supports(
    enum flown_day d); /* may "not seen" be said of such a day? complete and watching alone */

/** The period of a corridor's coverage by days: what each source says. */
struct flown_row {
    const char *source, *what; /* NULL: not said */
    const json_t *of;          /* the source's object */
    uint8_t *day;              /* [n], enum flown_day */
};
struct flown_calendar {
    int32_t from; /* the first day */
    size_t n;     /* days; 0: no period is known, or over FLOWN_PERIOD days */
    struct flown_row *row;
    size_t rows;
};
#define FLOWN_PERIOD 4000
struct flown_calendar flown_calendar(struct arena *a, const json_t *corridor);

/** On how many days of the calendar some source was complete or watching, and on how many nobody says anything. */
struct flown_watch {
    size_t watched, silent;
};
struct flown_watch flown_watch(const struct flown_calendar *c);

/** Slots with a leg, and legs without a slot. */
struct flown_tally {
    size_t slots, tracked, legs, loose;
};
struct flown_tally flown_tally(const json_t *corridor);

/** The number, from 1, of each leg in the corridor's list by its id: an object, the caller's. */
json_t *flown_numbers(const json_t *corridor);
size_t flown_number(const json_t *numbers, const char *id); /* 0: none */
