/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"

#include <stdbool.h>

/** Times and places that may leave, made coarse (report/allow.h is who calls). A time of day is the
 * observer's: who stood at the fence at 14:07 is one person, who stood there that afternoon is not. And the
 * edge of what a receiver hears tells where its antenna is. What a source of a public kind says (timetable, press,
 * official, database) anybody could have read, and stays as it is. */

/** Is it a kind of source that anybody can look up: timetable, press, official, database? No for NULL. */
bool coarse_kind(const char *kind);

/** Is it the id of a source of a public kind? No for NULL and for what is no source of the answer. */
bool coarse_public(const json_t *answer, const char *source);

/** 14:07 to 14:00, 2023-10-30T04:07:31Z to 2023-10-30T04:00:00Z, a whole number of milliseconds likewise; null what
 * is none of them. A new reference. */
json_t *coarse_hour(const json_t *v);

#define COARSE_DEGREES 0.1 /* of what an observer's receiver heard: 11 km or less */

/** Makes `out` coarse, which is `answer` already without what may not leave: times of slots that no source of a public kind announces or
 * reports; of legs that no source of a public kind heard the times to the hour, bounds outward, the way to
 * COARSE_DEGREES without times and heights, weights to a tenth, without number of points and longest silence, and `coarse` says so; of a match the cost, where a time
 * of leg or slot is withheld. Twice is once. */
void coarse_corridors(const json_t *answer, json_t *out);
