/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/token.h"

/** What the main verb of a clause tells. */
enum telling {
    TELL_NOTHING, /* no main verb was found */
    TELL_STATE,   /* is, has, includes, carries: so it is, or usually */
    TELL_EVENT,   /* left, has left, was sent, is leaving */
};

/** The main verb of tokens [lo, hi): the first finite one outside relative clauses and leading side clauses. */
enum telling tense_of(const struct tokens *t, size_t lo, size_t hi);

/** Marks (from[i - lo]) what stands in a relative clause: "workers who [were left behind] must leave". */
void tense_relative(const struct tokens *t, size_t lo, size_t hi, bool *inside);
