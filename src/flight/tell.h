/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

/** What a file is, by its first bytes, inflated; TELL_BYTES of them are enough. @return enum
 *  flight_format, or -1: none of ours. */
#define TELL_BYTES ((size_t)4096)
int tell_format(struct span s);

/** Whether a format is of lines or frames, which feed.h reads in pieces of any size. */
bool tell_flows(int format);
