/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

#include <stdint.h>

/** As much of a trace as the health check needs; its reader is elsewhere. */
struct peek_trace {
    bool closes;   /* begins and ends with a brace, and as many brackets open as close */
    bool has_icao; /* a string of six hex digits, perhaps with `~` in front */
    bool other;    /* it has the `~`: another name space */
    uint32_t hex;
    bool has_time;
    int64_t time_ms; /* `timestamp`, since 1970 */
};

/** Scans the keys of the outermost object until `icao` and `timestamp` are found, in any order, and
 * counts brackets over the whole: linear, no memory. Duplicates: the first holds. A text that is
 * cut, and whose strings hold just the brackets that are missing, passes here; the reader of traces
 * sees it. */
void peek_trace(struct span json, struct peek_trace *out);

/** NULL, or what is wrong with a heatmap of readsb: its index must point, in rising order, at as
 * many slice marks as it says (formats of readsb: entries of 16 bytes, little endian). */
const char *peek_heatmap(struct span bytes);

/** Six hex digits, either case. */
bool peek_hex(struct span s, uint32_t *out);
