/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/** What is covered in a picture that leaves the case. Pure.
 *
 *  Around each dot a disc is covered, and every drawn region, with its border. All covered pixels of one cell of a grid get one colour,
 *  their mean, of 16 steps a channel; the cells are as wide as a disc. So of a face there is left what four cells of one colour each
 *  hold, and nothing sharpens that again. */
struct veil_point {
    double x, y; /* 0 to 1 of the picture's width and height */
};
struct veil_region {
    const struct veil_point *p;
    size_t n; /* below 3: nothing but its corners' discs */
};
struct veil {
    const struct veil_point *dot;
    size_t dots;
    const struct veil_region *region;
    size_t regions;
};

/** The radius of a disc, pixels: 3 in 100 of the longer side, at least 12. */
int veil_radius(int w, int h);

/** @param rgb w * h * 3 bytes, changed in place. @return pixels covered. */
size_t veil_draw(struct arena *a, uint8_t *rgb, int w, int h, const struct veil *v);

/** Is the point inside (even-odd)? */
bool veil_inside(const struct veil_region *r, struct veil_point p);
