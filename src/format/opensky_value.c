/* SPDX-License-Identifier: Apache-2.0 */
/* Names and values of OpenSky's cells, whatever layout they stand in. */
#include "base/num.h"
#include "base/utc.h"
#include "format/opensky_in.h"
#include "format/serial.h"

#include <math.h>

#define YEAR_2200_MS 7258118400000.0

static const struct {
    const char *name;
    enum opensky_field field;
    enum opensky_units units;
} names[] = {
    {"icao24", OSF_HEX, OSU_NONE},
    {"time", OSF_TIME, OSU_NONE},
    {"timestamp", OSF_TIME, OSU_NONE},
    {"lastposupdate", OSF_POS_TIME, OSU_NONE},
    {"last_position", OSF_POS_TIME, OSU_NONE},
    {"time_position", OSF_POS_TIME, OSU_NONE},
    {"lastcontact", OSF_CONTACT, OSU_NONE},
    {"last_contact", OSF_CONTACT, OSU_NONE},
    {"lat", OSF_LAT, OSU_NONE},
    {"latitude", OSF_LAT, OSU_NONE},
    {"lon", OSF_LON, OSU_NONE},
    {"longitude", OSF_LON, OSU_NONE},
    {"baroaltitude", OSF_ALT, OSU_SI},
    {"baro_altitude", OSF_ALT, OSU_SI},
    {"altitude", OSF_ALT, OSU_FEET},
    {"geoaltitude", OSF_GEO, OSU_EITHER},
    {"geo_altitude", OSF_GEO, OSU_SI},
    {"velocity", OSF_SPEED, OSU_SI},
    {"groundspeed", OSF_SPEED, OSU_FEET},
    {"heading", OSF_HEADING, OSU_NONE},
    {"track", OSF_HEADING, OSU_NONE},
    {"true_track", OSF_HEADING, OSU_NONE},
    {"vertrate", OSF_RATE, OSU_SI},
    {"vertical_rate", OSF_RATE, OSU_EITHER},
    {"callsign", OSF_CALLSIGN, OSU_NONE},
    {"onground", OSF_GROUND, OSU_NONE},
    {"on_ground", OSF_GROUND, OSU_NONE},
    {"squawk", OSF_SQUAWK, OSU_NONE},
    {"position_source", OSF_SOURCE, OSU_NONE},
    {"origin", OSF_FROM, OSU_NONE},
    {"destination", OSF_TO, OSU_NONE},
};

enum opensky_field opensky_field_of(struct span name, enum opensky_units *units) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!span_is(name, names[i].name)) continue;
        *units = names[i].units;
        return names[i].field;
    }
    *units = OSU_NONE;
    return OSF_FIELDS;
}

enum opensky_units opensky_units_add(enum opensky_units have, enum opensky_units more) {
    if (more == OSU_NONE || more == have) return have;
    if (have == OSU_NONE || have == OSU_EITHER) return more;
    return more == OSU_EITHER ? have : OSU_BOTH;
}

bool opensky_missing(struct span s) {
    static const char *const words[] = {"nan", "na", "n/a", "null", "none", "<na>", "nat"};

    s = span_trim(s);
    if (!s.n) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is_nocase(s, words[i])) return true;
    return false;
}

bool opensky_hex(struct span s, uint32_t *hex) {
    uint32_t v = 0;

    s = span_trim(s);
    if (s.n != 6) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = (char)(s.p[i] | 0x20);
        bool digit = s.p[i] >= '0' && s.p[i] <= '9';

        if (!digit && (c < 'a' || c > 'f')) return false;
        v = v << 4 | (uint32_t)(digit ? s.p[i] - '0' : c - 'a' + 10);
    }
    *hex = v;
    return true;
}

/* Up to 17 digits and an exponent, as Python prints a double: rounded to 15 digits where it must.
 * */
bool opensky_real(struct opensky_reader *r, struct span s, double lo, double hi, double *out) {
    struct err e;

    s = span_trim(s);
    if (num_real(s, lo, hi, out, &e) == 0) return true;
    r->digits.n = 0;
    if (s.n > OSR_TEXT || serial_text(s, SERIAL_NUMBER, false, &r->digits, &e) < 0) return false;
    return num_real(buf_span(&r->digits), lo, hi, out, &e) == 0;
}

/* 2019-11-11T17:55:51.250Z, with a blank for T, or an offset for Z; a zone there must be. */
static bool time_text(struct span s, int64_t *ms) {
    char plain[OSR_TEXT];
    struct err e;
    int64_t fraction = 0, unit = 1000;
    size_t n = 0, i = 0;

    if (s.n > sizeof plain) return false;
    for (; i < s.n && s.p[i] != '.'; i++) plain[n++] = s.p[i];
    for (i += i < s.n; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) {
        unit /= 10;
        fraction += unit * (s.p[i] - '0');
    }
    for (; i < s.n; i++) plain[n++] = s.p[i];
    if (utc_instant_read((struct span){plain, n}, ms, &e) < 0) return false;
    *ms += fraction;
    return true;
}

/* Seconds, or what pandas makes of them: the size tells seconds, ms, us and ns apart from 1973 on.
 * */
bool opensky_time(struct opensky_reader *r, struct span s, int64_t *ms) {
    double v;

    s = span_trim(s);
    if (!opensky_real(r, s, 0, 1e19, &v)) return time_text(s, ms);
    if (v < 1e11)
        v *= 1000;
    else if (v >= 1e17)
        v /= 1e6;
    else if (v >= 1e14)
        v /= 1000;
    if (v > YEAR_2200_MS) return false;
    *ms = llround(v);
    return true;
}

void opensky_code(struct span s, char *out, size_t size) {
    s = span_trim(s);
    out[0] = 0;
    if (opensky_missing(s) || s.n >= size) return;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] > '~') return;
    memcpy(out, s.p, s.n);
    out[s.n] = 0;
}

bool opensky_flag(struct span s, bool *out) {
    static const char *const yes[] = {"true", "t", "1", "1.0"}, *const no[] = {"false", "f", "0",
                                                                               "0.0"};

    s = span_trim(s);
    for (int i = 0; i < 4; i++) {
        *out = span_is_nocase(s, yes[i]);
        if (*out || span_is_nocase(s, no[i])) return true;
    }
    return false;
}
