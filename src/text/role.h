/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/who.h"

/** What the words around a role are; shared by role.c, that finds it, and whose.c, that says of whom it is. */

bool role_possessive(struct span low); /* the ministry's */

/** What offices are for, capital or not: "Transport Minister", "foreign affairs ministry". */
bool role_field(const struct tokens *t, size_t i);

/** Does the word at i narrow the role behind it ("airport spokesman", "diplomatic source")? */
bool role_narrows(const struct tokens *t, size_t i);

bool role_is_name(const struct tokens *t,
                  size_t i); /* a capital word that the lexicon does not have */
bool role_shouts(const struct tokens *t, size_t i);   /* all of it in capitals, an 's aside */
bool role_initials(const struct tokens *t, size_t i); /* that may stand for a body */

bool who_runs(const struct tokens *t, size_t i, size_t hi,
              struct who *out); /* "who runs the shelter" at i: its head */

void role_add(struct who *w, struct span s); /* one more word to the role, in its usual case */
