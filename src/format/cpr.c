/* SPDX-License-Identifier: Apache-2.0 */
/* Compact position reporting. A position is sent as where it lies within a zone, not which zone. The
 * globe has 60 zones of latitude in even messages and 59 in odd ones (a quarter of their size on the
 * ground), and NL(latitude) and one fewer of longitude: an even and an odd message of one place fix
 * the zone by how far apart they are, and any earlier position within half a zone does so too.
 *
 * Zone numbers are computed in whole numbers where the standard divides reals, so that they are
 * exact; after that there are only + - * / and no call of libm, so that a position is the same on
 * every machine. */
#include "format/cpr.h"

#define SCALE 131072.0 /* 2^17 */

/* The latitudes at which the number of zones of longitude falls from 59 to 58, to 57 ... to 1:
 * acos(sqrt((1 - cos(pi/30)) / (1 - cos(2 pi/NL)))), with 17 digits. */
static const double zone_edge_deg[58] = {
    10.470471299968775, 14.828174368687508,
    18.186263570714181, 21.029394926029343,
    23.545044865571401, 25.829247070588555,
    27.938987101219165, 29.911356857318381,
    31.77209707681102,  33.539934362985453,
    35.228995977964463, 36.850251075935467,
    38.412418924123043, 39.922566843338922,
    41.386518322602823, 42.809140122435663,
    44.194549514193143, 45.546267226602536,
    46.867332524987677, 48.160391280966533,
    49.427764392557037, 50.671501655538456,
    51.893424691687862, 53.09516152796016,
    54.27817472272919,  55.443784444950604,
    56.593187562059347, 57.727473538661272,
    58.847637761484714, 59.954592766940468,
    61.04917774246363,  62.132166592103427,
    63.204274793819383, 64.266165225674503,
    65.318453096820983, 66.36171008382628,
    67.396467740846757, 68.423220220833396,
    69.442426311440317, 70.454510749876073,
    71.459864730289901, 72.45884544728952,
    73.45177441667871,  74.438934157251428,
    75.420562566533628, 76.396843907944733,
    77.367894613281924, 78.333740829227522,
    79.294282254569304, 80.249232132805156,
    81.198013492719512, 82.139569805106091,
    83.071994447198163, 83.991735629805665,
    84.89166190702087,  85.755416209444195,
    86.535369975121013, 87.0,
};

/* The number of zones at whole degrees: the search starts there. */
static const uint8_t zones_at_deg[87] = {
    59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 58, 58, 58, 58, 57, 57, 57, 57, 56, 56, 56,
    55, 55, 54, 54, 53, 53, 52, 52, 51, 51, 50, 50, 49, 49, 48, 47, 47, 46, 45, 45, 44, 43,
    43, 42, 41, 40, 40, 39, 38, 37, 36, 36, 35, 34, 33, 32, 31, 30, 29, 29, 28, 27, 26, 25,
    24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9,  8,  7,  5,  4,  3,
};

int cpr_zones(double lat_deg) {
    double lat = lat_deg < 0 ? -lat_deg : lat_deg;
    int n;

    if (!(lat < 87)) return lat > 87 ? 1 : 2;
    n = zones_at_deg[(int)lat];
    while (lat >= zone_edge_deg[59 - n]) n--;
    return n;
}

/* The largest whole number at most x; |x| below 10,000. */
static int floor_of(double x) {
    return (int)(x + 16384) - 16384;
}

/* a modulo n, 0 to n - 1. */
static int mod(int a, int n) {
    int r = a % n;

    return r < 0 ? r + n : r;
}

static double wrap(double lon_deg) {
    if (lon_deg >= 180) return lon_deg - 360;
    return lon_deg < -180 ? lon_deg + 360 : lon_deg;
}

/* The zones of an even and an odd message; a shift of a negative number is arithmetic with gcc and
 * clang: it rounds down. */
static int zone_index(uint32_t even, uint32_t odd, int n) {
    int32_t x = (int32_t)even * (n - 1) - (int32_t)odd * n + 65536;

    return x >> 17;
}

/* The newer message's longitude east of its first meridian, in zones of `circle` degrees round. */
static double pair_lon(const struct cpr_half *even, const struct cpr_half *odd, bool newer_odd,
                       int zones, double circle_deg) {
    int m = zone_index(even->lon, odd->lon, zones);
    int n = zones - newer_odd > 1 ? zones - newer_odd : 1;
    uint32_t lon = newer_odd ? odd->lon : even->lon;

    return circle_deg / n * (mod(m, n) + lon / SCALE);
}

enum cpr_result cpr_pair(const struct cpr_half *even, const struct cpr_half *odd, bool newer_odd,
                         struct cpr_place *out) {
    int j = zone_index(even->lat, odd->lat, 60), zones;
    double a = 360.0 / 60 * (mod(j, 60) + even->lat / SCALE);
    double b = 360.0 / 59 * (mod(j, 59) + odd->lat / SCALE);

    if (a >= 270) a -= 360;
    if (b >= 270) b -= 360;
    if (a < -90 || a > 90 || b < -90 || b > 90) return CPR_OUTSIDE;
    zones = cpr_zones(a);
    if (zones != cpr_zones(b)) return CPR_ZONES;
    out->lat_deg = newer_odd ? b : a;
    out->lon_deg = wrap(pair_lon(even, odd, newer_odd, zones, 360.0));
    return CPR_OK;
}

enum cpr_result cpr_pair_ground(const struct cpr_half *even, const struct cpr_half *odd,
                                bool newer_odd, const struct cpr_place *ref,
                                struct cpr_place *out) {
    int j = zone_index(even->lat, odd->lat, 60), zones;
    double a = 90.0 / 60 * (mod(j, 60) + even->lat / SCALE);
    double b = 90.0 / 59 * (mod(j, 59) + odd->lat / SCALE), lat = newer_odd ? b : a, lon;

    /* 0 to 90 north, or the same less 90: whichever is nearer to where we know it to be */
    if (ref->lat_deg < lat - 45) a -= 90, b -= 90;
    if (a < -90 || a > 90 || b < -90 || b > 90) return CPR_OUTSIDE;
    zones = cpr_zones(a);
    if (zones != cpr_zones(b)) return CPR_ZONES;
    lon = pair_lon(even, odd, newer_odd, zones, 90.0);
    lon += 90.0 * floor_of((ref->lon_deg - lon) / 90 + 0.5);
    out->lat_deg = newer_odd ? b : a;
    out->lon_deg = wrap(lon);
    return CPR_OK;
}

/* The place in a zone of this size that is nearest to ref. */
static double nearest(double ref, double zone_deg, uint32_t part) {
    return zone_deg * (floor_of(ref / zone_deg - part / SCALE + 0.5) + part / SCALE);
}

enum cpr_result cpr_near(const struct cpr_half *half, bool odd, bool ground,
                         const struct cpr_place *ref, struct cpr_place *out) {
    double circle = ground ? 90.0 : 360.0;
    double lat = nearest(ref->lat_deg, circle / (odd ? 59 : 60), half->lat);
    int n;

    if (lat < -90 || lat > 90) return CPR_OUTSIDE;
    n = cpr_zones(lat) - odd;
    out->lat_deg = lat;
    out->lon_deg = wrap(nearest(ref->lon_deg, circle / (n > 1 ? n : 1), half->lon));
    return CPR_OK;
}
