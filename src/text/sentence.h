/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "text/token.h"

/** Walks a text: paragraphs (a line; a block between empty lines where lines are wrapped), and sentences in them. */
struct sentences {
    struct span text;
    bool wrapped;
    size_t at, point; /* where the walk is */
    size_t para_to;   /* end of the paragraph, in bytes */
    size_t para;      /* its number, from 1 */
    bool headline;    /* it is short and ends without a full stop */
    size_t cut;       /* sentences that were longer than the limit */
};
struct sentence {
    size_t from, to, point; /* bytes; code point of the first */
    bool first;             /* of its paragraph */
    bool headline;
};

void sentences_begin(struct sentences *s, struct span text);
bool sentences_next(struct sentences *s, struct sentence *out);
