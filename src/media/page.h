/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

#include <stdint.h>

/** What ffmpeg writes, from which nothing is believed. Pure. */

/** The next grey picture of a stream of them: "P5\n640 480\n255\n" and the pixels. Takes it off s.
 *  @return false: no whole one is left, and s is as it was. */
bool page_next(struct span *s, struct span *page);

/** The time of the next frame, from ffmpeg's showinfo, which writes a line for each into what
 *  ffmpeg says. Takes it off `said`. @return milliseconds, at least 0; 0 when there is none. */
int64_t page_time(struct span *said);
