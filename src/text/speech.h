/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/token.h"

/** A finite verb of speech or opinion at i, of a clause that begins at lo? */
bool speech_verb(const struct tokens *t, size_t lo, size_t i);

/** did not respond, declined to comment: silence, which nobody says. */
bool speech_negated(const struct tokens *t, size_t lo, size_t i);

/** ", two lawyers told Valle Noticias.": a hearer, and nothing told behind him. */
bool speech_told_only(const struct tokens *t, size_t i, size_t hi);

/** A form of "be" shortly before i, adverbs aside; *at is where. */
bool speech_auxiliary(const struct tokens *t, size_t lo, size_t i, size_t *at);

bool speech_participle(const struct tokens *t, size_t i);
bool speech_adverb(struct span low);
bool speech_possessive(struct span low);

/** What a subject does not go over. */
bool speech_boundary(const struct tokens *t, size_t i);
