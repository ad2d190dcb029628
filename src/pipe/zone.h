/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/tz.h"

/** Reads a zone of this machine's zoneinfo: the file under /usr/share/zoneinfo that an IANA name
 * says.
 *  @param iana_name "Asia/Pyongyang": parts of letters, digits, _ + and -, apart by /, at most 64
 * bytes; never leads out of the folder.
 *  @return 0; RC_RANGE: not such a name; RC_NOTFOUND: no such zone here; RC_IO; RC_SYNTAX, RC_LIMIT
 * (tz_read), with the zone's name. */
MUST int zone_load(struct arena *a, const char *iana_name, struct tz **out, struct err *e);

/** The version of the zone data, "2025b"; "unknown" when the folder does not say. */
const char *zone_version(struct arena *a);
