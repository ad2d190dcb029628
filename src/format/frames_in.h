/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of frames share. */
#include "format/frames.h"

/** What a reader found at f->at. */
enum frames_found {
    FRAMES_MORE,   /* the item is not complete: give it more bytes */
    FRAMES_FRAME,  /* a frame; f->at is behind it */
    FRAMES_PASSED, /* something else; f->at is behind it */
};

enum frames_found frames_beast_next(struct frames *f, struct frame *out);
enum frames_found frames_text_next(struct frames *f, struct frame *out);

/** One line, without its end, to a frame without its place. @return whether it has one; else why not. */
bool frames_text_line(struct frames *f, const char *p, size_t n, struct frame *out,
                      enum frames_skip *why);

/** n bytes at f->at are passed over, which stay in buf until the next frames_put. */
void frames_skip(struct frames *f, size_t n, enum frames_skip why);

/** Gives the frame the time that a counter of this frequency (per ms) and modulus has. */
void frames_clock_tick(struct frames *f, struct frame *out, int64_t value, int64_t modulus,
                       int64_t per_ms);

/** The same for the 48 bits of Beast and AVR, with the special values that they can have. */
void frames_clock_48(struct frames *f, struct frame *out, uint64_t value);

/** The same for a time that is UTC already, ms. @return false: it is none between 2000 and 2100. */
bool frames_clock_utc(struct frames *f, struct frame *out, int64_t ms);

/** The frame has no time of its own. */
void frames_clock_none(struct frames *f, struct frame *out);

/** An 0xe8 record. */
bool frames_clock_stamp(struct frames *f, int64_t ms);
