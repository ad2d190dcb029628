/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"

/** The names of rows and legs in what is published. A row's own name is a hash of all that stands in it, so whoever knows the rest could try what is
 *  withheld: the minutes of an hour are sixty. In a file that leaves, a row is named by the same hash over what leaves of it, canonical
 *  {"row": ..., "sheet": ...}, with the number among its likes behind it where others look the same; so a row of which all leaves keeps its name, and
 *  a reader can make every name anew. A leg's id is a hash of its aircraft and times: one whose times were made coarse is named over these.
 *  Order follows: rows and counts that stood by their own names, and legs by their exact times, would say between which two a withheld one lies. */

/** allow_answer, and its rows and legs so named wherever they stand. A new object. Doing it twice changes nothing. */
json_t *names_allowed(const json_t *answer);

/** The own name of the row or leg that is published under a name which begins so; NULL: of none of the answer, or of several. The caller frees it. */
char *names_own(const json_t *answer, const char *begin);
