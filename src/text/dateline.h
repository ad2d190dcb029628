/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/sentence.h"
#include "text/token.h"

/** The day of a text: a whole date in one of its first lines, by the forms of dateline.c; UTC_NONE: it says none. The tokens are written over. */
int32_t dateline_find(struct tokens *t, struct span text);

/** Takes the dateline out of the tokens of a first sentence: no part of what it says. */
void dateline_drop(struct tokens *t, const struct sentence *s);
