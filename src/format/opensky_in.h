/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "format/opensky.h"

/* Between the files of the reader: every layout becomes rows of named texts. */
enum opensky_field {
    OSF_HEX,
    OSF_TIME,
    OSF_POS_TIME,
    OSF_CONTACT,
    OSF_LAT,
    OSF_LON,
    OSF_ALT,
    OSF_GEO,
    OSF_SPEED,
    OSF_HEADING,
    OSF_RATE,
    OSF_CALLSIGN,
    OSF_GROUND,
    OSF_SQUAWK,
    OSF_SOURCE,
    OSF_FROM,
    OSF_TO,
    OSF_FIELDS
};
enum opensky_units { OSU_NONE, OSU_EITHER, OSU_SI, OSU_FEET, OSU_BOTH };

#define OSR_TEXT 40 /* bytes of a text that JSON had escaped; longer ones are no value of ours */

struct opensky_row {
    struct span v[OSF_FIELDS]; /* n == 0: not there */
    enum opensky_units units;
    size_t place;
};

struct opensky_candidate {
    uint32_t hex, order;
    struct track_point p;
    char from[9], to[9]; /* airports that stand beside the position */
};

struct opensky_reader {
    struct arena *a;
    struct opensky *out;
    const char *start; /* of a JSON text: its places count from here */
    struct buf digits; /* for numbers that need rounding */
    VEC(struct opensky_candidate) row;
    VEC(struct opensky_flight) flight;
    VEC(uint32_t) bad; /* addresses of refused rows */
};

/* The field of a column's name in any layout, and what it says of units. OSF_FIELDS: none of ours.
 * */
enum opensky_field opensky_field_of(struct span name, enum opensky_units *units);
enum opensky_units opensky_units_add(enum opensky_units have, enum opensky_units more);

/* ---- opensky_value.c ---- */
bool opensky_missing(struct span s);
bool opensky_hex(struct span s, uint32_t *hex);
bool opensky_time(struct opensky_reader *r, struct span s, int64_t *ms);
bool opensky_real(struct opensky_reader *r, struct span s, double lo, double hi, double *out);
bool opensky_flag(struct span s, bool *out);
void opensky_code(struct span s, char *out, size_t size); /* a trimmed copy, "" when it is none */
/* ---- opensky.c ---- */

/* One row; refused ones are counted. @return 0; RC_LIMIT. */
MUST int opensky_add(struct opensky_reader *r, const struct opensky_row *row, struct err *e);
MUST int opensky_add_flight(struct opensky_reader *r, const struct opensky_flight *f,
                            struct err *e);
void opensky_refuse(struct opensky_reader *r, enum opensky_reason why, size_t place);

/* ---- opensky_json.c ---- */

MUST int opensky_json(struct opensky_reader *r, struct span text, struct err *e);
