/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/** A time zone, read from the bytes of a TZif file (RFC 8536), version 2 or later, with its POSIX
 * footer. */
struct tz;

/** @param bytes a whole TZif file (at most 64 KiB); not kept. @return 0; RC_SYNTAX; RC_LIMIT. */
MUST int tz_read(struct arena *a, struct span bytes, struct tz **out, struct err *e);

/** Seconds east of Greenwich in force at the instant t (UTC milliseconds). */
int32_t tz_offset_s(const struct tz *z, int64_t t);

/** The instants at which a clock in this zone showed (day, minute): none (the hour was skipped),
 * one, or two (it was repeated), in order. The caller chooses; nothing is guessed. @return how many
 * were written to t. */
int tz_instants(const struct tz *z, int32_t day, int32_t minute, int64_t t[2]);
