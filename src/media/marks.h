/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "base/hash.h"
#include "media/veil.h"

/** What one annotator marked on one photograph or video (docs/COUNT.md): the document, checked, and the arithmetic from dots to a count.
 *  Pure. */

#define MARKS_BYTES ((size_t)4 << 20) /* of a document */
#define MARKS_DOTS 20000
#define MARKS_FRAMES 2000
#define MARKS_REGIONS 1000
#define MARKS_POINTS 20000 /* of all regions */
#define MARKS_ANNOTATOR 32

struct marks_dot {
    struct veil_point at;
    bool already; /* counted on an earlier frame */
};
struct marks_region {
    struct veil_region line;
    int share; /* of the people in it that could be seen, in thousandths, 0 to 1000; -1: not said */
};
struct marks_frame {
    int64_t t_ms; /* of a picture 0 */
    int w, h;     /* pixels as the annotator saw it; 0: not said */
    struct marks_dot *dot;
    size_t dots;
    struct marks_region *region;
    size_t regions;
};
struct marks {
    uint8_t media[HASH_BYTES];
    const char *annotator;
    const char *corridor, *date, *flight, *source, *direction, *of, *stage; /* NULL: not said */
    int seen_share; /* of the people concerned that were in view at all, in thousandths, 1 to 1000; -1: not known */
    struct marks_frame *frame;
    size_t frames;
};

/** @return 0; RC_SYNTAX, RC_RANGE, RC_LIMIT with a sentence that begins with the place: `frames[2].dots[7].x`. */
MUST int marks_read(struct arena *a, struct span text, struct marks *out, struct err *e);

/** The document as it is kept: its members in order, without white space, coordinates with five decimals. What marks_read gives for it
 *  is written as the same bytes. */
void marks_write(const struct marks *m, struct buf *out);

/** What one annotator counted: dots that are not `already`, and the share that these are of all that were there to see:
 *
 *      visible = seen_share * n / sum over dots of 1 / r
 *
 *  where r is the smallest share of the regions that hold the dot, 1 outside of all. */
struct marks_sum {
    int people, already;
    int visible; /* thousandths, 1 to 1000; -1: not known */
};
struct marks_sum marks_add(const struct marks *m);

/** Over annotators: low and high are the lowest and the highest, best the middle one (of two the mean, half up); the visible share is the
 *  mean of those that are known. With one annotator low and high are -1: one look says nothing about its own error. */
struct marks_total {
    size_t annotators;
    int low, best, high, visible;
};
struct marks_total marks_total(struct arena *a, const struct marks_sum *s, size_t n);

/** Is it fit to name an annotator: letters, digits and - _ . ; 1 to MARKS_ANNOTATOR of them? */
bool marks_annotator(const char *s);
