/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "text/token.h"

/** Whether a figure is told as so. */
enum denial {
    DENY_NONE,
    DENY_UNSURE, /* no verb says that those who are counted moved or were there */
    DENY_OPEN, /* asked, supposed, possible, unverified: nobody says that it is so, or that it is not */
    DENY_TOLD, /* denied, negated, or called false */
};

/** What the words of the sentence that govern the figure at token `number` of the part [lo, hi), which counts `noun` (or SIZE_MAX), say of it: denials, negations, negated
 *  knowledge, conditions, questions; English, Korean, Russian. They may stand outside the part ("Moscow denied that ... and that 40").
 *  Adds them to `out`, verbatim. Linear. */
enum denial deny_read(const struct tokens *t, size_t lo, size_t hi, size_t number, size_t noun,
                      struct span text, struct buf *out);
