/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/tense.h"
#include "text/who.h"

/** Who says a Korean or Russian sentence: "외교부 대변인은 ... 밝혔다", "...에 따르면", "сообщил пресс-секретарь МИД", "по словам губернатора",
 *  "сообщается". The role comes in English, from the words of offices that each state has; of others nothing is said.
 *  @return is it anybody's? *out then says whose. */
bool foreign_said(const struct tokens *t, size_t lo, size_t hi, const struct who_known *known,
                  struct attributed *out);

/** The office in Russian words: "МИД Норландии". */
bool foreign_office(const struct tokens *t, size_t lo, size_t hi, struct who *out);

/** Does a whole sentence of Korean end before hi: a verb in 다? */
bool foreign_ended(const struct tokens *t, size_t hi);

/** Does a Korean or Russian clause tell what happened (TELL_EVENT: a verb in the past, a passive participle)? Else TELL_NOTHING. */
enum telling foreign_told(const struct tokens *t, size_t lo, size_t hi);
