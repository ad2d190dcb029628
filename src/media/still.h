/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "media/original.h"
#include "media/veil.h"

/** What people see of a photograph or a video: pictures made anew, in a cage, from bytes that are never written to. They hold pixels
 *  and nothing else: no time, no place, no device. */

#define STILL_WIDE 2560 /* pixels; larger ones are made smaller, either way */
#define STILL_LEAST 16

/** A picture, or the frame of a video that is shown at a time, as JPEG.
 *  @param at_ms of a video; of a picture 0. @param veil what is covered in it, or NULL. @param missing gets the layers of the cage that
 *  were not there (enum cage_layer).
 *  @return 0; RC_RANGE: neither picture nor video, or no frame at that time; RC_IO: no cage, no ffmpeg, or it did not end well. */
struct still {
    int64_t at_ms;
    int wide; /* STILL_LEAST to STILL_WIDE */
    const struct veil *veil;
};
MUST int still_make(struct arena *a, const struct original *f, const struct still *o,
                    struct span *jpeg, unsigned *missing, struct err *e);

/** When there is something to look at: the first frame, each after a cut (scene change over 0.3, as docs/MEDIA.md has it), and one at
 *  least every n seconds.
 *  @param cut the video is longer than could be gone through: these are of its beginning. */
struct still_time {
    int64_t at_ms;
    bool scene; /* a cut is before it */
};
typedef VEC(struct still_time) still_times;
#define STILL_TIMES 5000
MUST int still_frames(struct arena *a, const struct original *f, int every_s, still_times *out,
                      bool *cut, unsigned *missing, struct err *e);

/** Does a JPEG hold pixels alone: no segment of an application but JFIF's own, no comment, nothing after its end? Pure. */
bool still_bare(struct span jpeg);

/** The header and pixels of ffmpeg's PPM, from which nothing is believed. Pure. @return false: not one whole picture of at most
 *  STILL_WIDE. */
bool still_pixels(struct span ppm, int *w, int *h, struct span *rgb);

/** The next time of ffmpeg's `metadata=print`, off the front of its lines. Pure. */
bool still_next(struct span *lines, struct still_time *out);
