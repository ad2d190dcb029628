/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "report/svg.h"

#include <stdbool.h>

/* The globe, flattened around a point, under the pictures that are maps. */
#define GLOBE_TAU 6.283185307179586
#define GLOBE_RAD (GLOBE_TAU / 360)
#define GLOBE_RADIUS_KM 6371.0088

struct globe_xy {
    double x, y; /* pixels */
};

struct globe {
    double lat, lon; /* the centre, radians */
    double sin_lat, cos_lat;
    double scale; /* pixels a radian */
    double w, h;
    struct globe_xy from,
        to; /* the two places, pixels: names of places stay off the line between them */
};

/** Azimuthal equidistant; lat and lon in radians, any longitude. Near the antipode of the centre the point is far outside. */
struct globe_xy globe_project(const struct globe *v, double lat, double lon);

/** Land, one path of class `land`. */
void globe_land(struct svg *s, const struct globe *v);

/** Meridians and parallels with their names. */
void globe_lines(struct svg *s, const struct globe *v);

struct globe_box {
    double x, y, w, h;
};

/** A bar of a round number of kilometres at the lower right. @return the box it took */
struct globe_box globe_scale(struct svg *s, const struct globe *v);

/** A place's name where it covers least: right, left, above or below its dot. @return the box it took */
struct globe_box globe_name(struct svg *s, const struct globe *v, struct globe_xy at,
                            const char *name, const char *code, const struct globe_box *taken,
                            int ntaken);
