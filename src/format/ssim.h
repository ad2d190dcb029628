/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "base/utc.h"

/** Airline schedules in the layout of chapter 7 of IATA's Standard Schedules Information Manual:
 * records of 200 columns, `1` header, `2` carrier, `3` leg, `4` more about the leg above, `5`
 * trailer, zeros as filler. The layout is the one on which three public readers agree
 * (docs/FORMATS.md); IATA's text itself was not at hand.
 *
 * What a schedule says is announced, not flown, and its seats bound people from above. */
#define SSIM_COLUMNS_WIDE 200
#define SSIM_BYTES ((size_t)256 << 20)
#define SSIM_RECORDS ((size_t)1200000)
#define SSIM_FIRST 5

/** Why a record was not taken. */
enum ssim_refusal {
    SSIM_LENGTH,    /* not 200 columns */
    SSIM_KIND,      /* begins with no digit of a record */
    SSIM_ORPHAN,    /* a leg before any carrier, more about a leg before any leg */
    SSIM_MODE,      /* of a carrier: neither U nor L. Its legs are orphans */
    SSIM_NAME,      /* airline, flight number, suffix or station */
    SSIM_DATE,      /* not DDMMMYY or 00XXX00, or the period ends before it begins */
    SSIM_DAYS,      /* a digit that is not in its place, or no day */
    SSIM_FREQUENCY, /* not blank or 1 to 9 */
    SSIM_TIME,      /* not HHMM */
    SSIM_OFFSET,    /* not +HHMM or -HHMM within 14 hours */
    SSIM_REFUSALS
};
/** What is odd and was taken all the same. */
enum ssim_warning {
    SSIM_NO_HEADER,
    SSIM_NO_TRAILER,      /* a carrier's block ends without record 5: the file may be cut */
    SSIM_SERIAL_ORDER,    /* a record serial that is not the one before plus one */
    SSIM_SERIAL_CHECK,    /* record 5 names another serial than that of the record before it */
    SSIM_DUPLICATE,       /* a leg that is there already */
    SSIM_CLASH,           /* as another by flight, variation, leg, period and days, and yet of other
                             stations, times or service: both are kept */
    SSIM_CARRIER_PERIOD,  /* a leg's period goes beyond its carrier's: not clipped */
    SSIM_CARRIER_AIRLINE, /* a leg of another airline than its carrier's: the leg's is right */
    SSIM_OPEN,            /* 00XXX00 without a season that would give it a date */
    SSIM_NO_OFFSET,       /* times in UTC without the difference to local time */
    SSIM_SEATS_LABEL,     /* the number behind VV is not the sum of the cabins */
    SSIM_DATE_VARIATION,  /* columns 193-194 hold something: kept, its meaning is not applied */
    SSIM_WARNINGS
};
struct ssim_told {
    size_t n;
    int64_t line[SSIM_FIRST]; /* from 1, of the first ones */
};

struct ssim_carrier {
    int64_t line;
    bool utc; /* times of its legs are UTC; else local at each station */
    char airline[4], season[4];
    int32_t from, to; /* day numbers; UTC_NONE open */
};

enum ssim_people { SSIM_PEOPLE_UNKNOWN, SSIM_PEOPLE, SSIM_NO_PEOPLE };

struct ssim_leg {
    int64_t line;
    size_t carrier;                        /* index of the nearest carrier above */
    char airline[4], flight[5], suffix[2]; /* "JS", "272" without leading zeros, "" or a letter */
    char variation[3], sequence[3];        /* itinerary variation, leg of the flight: as written */
    char service;                          /* service type, as in ssim_people_of */
    int32_t from, to;                      /* day numbers, in the carrier's time mode as far as is
                                              known; UTC_NONE: open and the season is not given */
    uint8_t days;                          /* bit 0 Monday ... bit 6 Sunday */
    uint8_t every;                         /* weeks: 1, or n for every n-th */
    char dep[4], arr[4];                   /* stations, IATA */
    int32_t dep_people, dep_aircraft, arr_aircraft, arr_people; /* minutes, in the carrier's mode;
                                              1440 for 2400 at arrival; UTC_NONE not given */
    int32_t dep_offset, arr_offset; /* minutes, local less UTC; UTC_NONE not given */
    char dep_terminal[3], arr_terminal[3];
    char type[4];
    char configuration[21];
    int32_t seats;  /* sum of the cabins before VV; UTC_NONE not given */
    char label[21]; /* behind VV: the airline's own */
    char joint[10], owner[4], cockpit[4], cabin[4]; /* joint operation; whose aircraft and crews */
    char onward[8];         /* airline and flight that the aircraft goes on as */
    char traffic[12];       /* traffic restrictions */
    char disclosure;        /* operating airline disclosure, ' ' none: flown by another */
    char date_variation[3]; /* as written, "" when blank: which does not mean the same day */
    char operated_as[10];   /* of a record 4 with element 050: the flight under which it is flown */
    bool duplicate;         /* of an earlier leg */
};

/** One record 4. Element 010: flights under which this leg is sold too; 050: the one as which it is
 * flown (wiki.amber.aero, Codeshare Agreement Information Publication). */
struct ssim_data {
    int64_t line;
    size_t leg;
    int element;
    char board[4], off[4];
    struct span text; /* a view of the file */
};

struct ssim {
    struct ssim_carrier *carrier;
    size_t ncarriers;
    struct ssim_leg *leg; /* in the order of the file */
    size_t nlegs;
    struct ssim_data *data;
    size_t ndata;
    size_t records, fillers;
    struct ssim_told refused[SSIM_REFUSALS], warned[SSIM_WARNINGS];
};

/** Reads a file with LF or CR LF line ends, any number of carriers, each ended by a record 5
 * whether it says E or C. Years 70 to 99 are of the last century.
 *  @param out in the arena, with views of bytes. @return 0; RC_SYNTAX: no record of legs or
 * carriers in it; RC_LIMIT. Cost: n log n in the legs. */
MUST int ssim_read(struct arena *a, struct span bytes, struct ssim *out, struct err *e);

/** A time of the carrier's mode in the other one, and by how many days it falls on another date
 * (-1, 0, 1). UTC_NONE when time or offset is not given, and not needed. */
int32_t ssim_local(const struct ssim_carrier *c, int32_t minute, int32_t offset, int32_t *days);
int32_t ssim_utc(const struct ssim_carrier *c, int32_t minute, int32_t offset, int32_t *days);

/** From leaving the gate to reaching it, 0 to 1439 minutes: an arrival that is before its departure
 * in UTC is on the next day, whatever the date variation. UTC_NONE unknown. */
int32_t ssim_block_minutes(const struct ssim *s, const struct ssim_leg *l);

/** Does a service type carry people? Appendix C of the manual, as Avinor's and ACI's data
 * dictionaries give it: J S G B scheduled and additional; Q R L people and cargo; C charter; O
 * charter with special handling, such as migrants. F V M A H cargo and mail, U by road, P
 * positioning, T K X technical. Others (state E I, military W, private D N) unknown. */
enum ssim_people ssim_people_of(char service);

const char *ssim_refusal_text(enum ssim_refusal r);
const char *ssim_warning_text(enum ssim_warning w);

/* ---- as rows of the sheet `schedules` ---- */

#define SSIM_CELLS 14
#define SSIM_EXCEPT 400 /* dates in a cell (docs/FORMATS.md) */

/** The columns of `schedules`, in its order. */
extern const char *const ssim_column[SSIM_CELLS];

struct ssim_row {
    int64_t line;                 /* of the leg */
    const char *cell[SSIM_CELLS]; /* "" unknown; what sheet_cell takes */
};
struct ssim_want {
    const char *from, *to;         /* stations: VVO, FNJ */
    const char *corridor, *source; /* ids for the cells, or "" */
    int32_t until;                 /* last day for legs without an end, or UTC_NONE */
};
/** Legs of the pair that gave no row, by why. */
struct ssim_left {
    size_t duplicate;  /* there already */
    size_t no_people;  /* cargo, positioning ... */
    size_t codeshare;  /* the flight as which it is flown has a row of its own */
    size_t no_period;  /* begin or end unknown */
    size_t no_local;   /* UTC without a difference: its local day is not known */
    size_t exceptions; /* every n-th week over so long a period that the dates do not fit */
};

/** Non-stop legs of an ordered pair of stations. Times are those of passengers, else of the
 * aircraft, as local time; under UTC days and period move to the local date, on the understanding
 * that they too are UTC (not verified). Every n-th week is counted in weeks from Monday from that
 * of the first day (as rok/ssim does; not verified), the weeks between are exceptions. Seats only
 * where the service type is known to carry people. What is not sure stands in `note`.
 *  @return how many rows there are; they are in the arena, in the order of the file. */
size_t ssim_rows(struct arena *a, const struct ssim *s, const struct ssim_want *w,
                 struct ssim_row **out, struct ssim_left *left);
