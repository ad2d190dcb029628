/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/track.h"
#include "format/jscan.h"

/** What readsb's JSON files (traces and aircraft.json) have in common: the spelling of the values.
 * Source: README-json.md of wiedehopf/readsb. Each reader returns false, and leaves the rest alone,
 * when the value is of another kind or out of range; null is unknown, and fine. */

/** Everything unknown, at 0 ms and 0, 0. */
struct track_point readsb_point(void);

/** `ac671b`, or `~2a3b4c` for an address that is not ICAO's. */
bool readsb_hex(const struct jscan_value *v, struct track *out);

/** `r` and `t`: printable ASCII that fits; else "" and false. */
bool readsb_word(const struct jscan_value *v, char *out, size_t cap);

/** `dbFlags`. */
bool readsb_db_flags(const struct jscan_value *v, uint32_t *out);

/** An altitude in feet, or "ground", to alt_ft and air. null: alt_ft unknown, and air too, since
 * readsb writes null for "not on the ground, as far as known". */
bool readsb_altitude(const struct jscan_value *v, struct track_point *p);

/** Feet or feet a minute, -999,999 to 999,999; larger ones are unknown and false. */
bool readsb_whole(const struct jscan_value *v, int32_t *out);

/** Knots, 0 to 3,276.7, to tenths. */
bool readsb_speed(const struct jscan_value *v, struct track_point *p);

/** Degrees, 0 to 360, to tenths; 360 is 0. */
bool readsb_heading(const struct jscan_value *v, struct track_point *p);

/** `type` of the object, or element 9 of a row: `adsb_icao`, `mlat`, ... */
bool readsb_source(const struct jscan_value *v, struct track_point *p);
bool readsb_source_name(struct span name, struct track_point *p);

/** A member of an aircraft object that traces and aircraft.json share: flight, squawk, nic, sil,
 * version, type; others are passed over. @return false: one of these, and not readable. */
bool readsb_member(struct span key, const struct jscan_value *v, struct track_point *p);

/** Four octal digits to their decimal reading, `7700` to 7700; 8 and 9 are no digits here. */
bool readsb_squawk(struct span digits, struct track_point *p);

/** At most eight printable characters, padded with blanks as sent; none at all is not said. */
bool readsb_callsign(const char *text, size_t n, struct track_point *p);
