/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"

/** The names of rows and legs in what is published. A row's own name is a hash of all that stands in it, so whoever knows the rest could try what is
 *  withheld: the minutes of an hour are sixty. In a file that leaves, a row is named by the same hash over what leaves of it, canonical
 *  {"row": ..., "sheet": ...}, with the number among its likes behind it where others look the same; so a row of which all leaves keeps its name, and
 *  a reader can make every name anew. A leg's id is a hash of its aircraft and times: one whose times were made coarse is named over these.
 *  Order follows: rows and counts that stood by their own names, and legs by their exact times, would say between which two a withheld one lies. */

/** allow_answer, its rows and legs so named wherever they stand, and without `inputs_sha256`, against which a guess at what is withheld could be tried
 *  where it is little. A new object. Doing it twice changes nothing. */
json_t *names_allowed(const json_t *answer);

/** The published name of each row, and of each leg that was made coarse, by its own: {own: published}. A new object. */
json_t *names_map(const json_t *answer);

/** Anything that a command tells of the case, with published names where own ones stand as a string or a key; lists of names in order. A new object.
 *  @param names as names_map gives them */
json_t *names_put(const json_t *v, const json_t *names);

/** The own name of the row or leg that is published under a name which begins so; NULL: of none of the answer, or of several. The caller frees it. */
char *names_own(const json_t *answer, const char *begin);
