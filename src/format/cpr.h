/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/** Compact position reporting of ADS-B: pure arithmetic. Which messages
 * may be paired, how old a reference may be and how fast an aircraft can be is decoder.h's matter.
 * The formulas are those of J. Sun, "The 1090 Megahertz Riddle", chapters 5 and 6. */
struct cpr_half {
    uint32_t lat, lon; /* 17 bits each, as sent */
};

struct cpr_place {
    double lat_deg, lon_deg; /* -90 to 90; -180 to below 180 */
};

enum cpr_result {
    CPR_OK,
    CPR_ZONES,   /* the two lie on different sides of an edge of zones: wait for the next */
    CPR_OUTSIDE, /* beyond a pole: one of them is wrong */
};

/** How many zones of longitude there are at a latitude: 59 at the equator to 1 beyond 87 degrees. */
int cpr_zones(double lat_deg);

/** An even and an odd message of one aircraft in the air, sent within 10 s: where the newer one was
 * sent, on the whole globe. */
enum cpr_result cpr_pair(const struct cpr_half *even, const struct cpr_half *odd, bool newer_odd,
                         struct cpr_place *out);

/** The same on the ground, where the two leave eight places of the globe open, a quarter turn
 * apart: the one next to ref, which must be within 45 degrees of it in both directions. */
enum cpr_result cpr_pair_ground(const struct cpr_half *even, const struct cpr_half *odd,
                                bool newer_odd, const struct cpr_place *ref, struct cpr_place *out);

/** One message and a place less than half a zone away: 180 nautical miles in the air, 45 on the
 * ground. */
enum cpr_result cpr_near(const struct cpr_half *half, bool odd, bool ground,
                         const struct cpr_place *ref, struct cpr_place *out);
