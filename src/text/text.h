/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#include <stdint.h>

/** An article or statement to drafts: what somebody who logs it by hand would write down, sentence by sentence, for a person to
 *  accept or not. Nothing is understood: drafts come from word classes and the grammar of attribution, quantity and date
 *  (docs/READ.md). English whole; of Korean and Russian the numbers, dates, frequencies, flight numbers and who says it. */

#define TEXT_BYTES ((size_t)8 << 20)       /* of a text; an article has some thousands */
#define TEXT_DRAFTS ((size_t)20000)        /* of a text */
#define TEXT_SENTENCE_BYTES ((size_t)4096) /* a longer one is cut there, with a notice */
#define TEXT_NONE INT64_MIN                /* no number, or no bound at that end */

enum text_kind {
    TEXT_STATEMENT,
    TEXT_COUNT,      /* people said to be there or moved */
    TEXT_SCHEDULE,   /* how often, or how long */
    TEXT_ESTIMATE,   /* computed or assumed */
    TEXT_OBLIGATION, /* a rule, a deadline or an alleged breach */
    TEXT_EVENT,
    TEXT_HYPOTHESIS, /* why, or what will or may be */
    TEXT_BOARD,      /* what a departure board shows */
};
extern const char *const text_kind_name[]; /* "statement" ..., by kind */

struct text_draft {
    enum text_kind kind;
    size_t start, end; /* code points of the text, end exclusive; outer quotation marks left out */
    struct span text;  /* the same, a view of the text */
    const char *speaker, *speaker_type; /* a role; newspaper where nobody else is named */
    const char *channel;   /* headline, body, video, quote, paraphrase, announcement, resolution */
    const char *hedge;     /* words of doubt, verbatim, apart by "; "; "" said flatly */
    int64_t lo, hi;        /* quantity in thousandths; TEXT_NONE */
    const char *unit;      /* "people", "flights per week", "" */
    const char *subject;   /* the words that were counted, "" */
    const char *from, *to; /* ISO day or month, "" */
    const char *days;      /* of operation as the sheets have them, "15", "" */
    const char *flight;    /* flight numbers, apart by "; ", "" */
    const char *place, *direction; /* in words; A>B or A<>B; "" */
    const char *note;              /* what was carried or could be read in two ways, "" */
};

struct text_options {
    int32_t dateline; /* day; UTC_NONE: as the text says, if it does */
};
struct text {
    int32_t dateline; /* UTC_NONE: none, relative dates stay empty */
    VEC(struct text_draft) draft;
    VEC(struct span) notice; /* whole sentences: lookalike digits, direction marks, what was cut */
};

/** Drafts of a plain text in UTF-8, in order of it. Linear in the text. `text` must stay as long as the result.
 *  @return 0; RC_SYNTAX: bad UTF-8 or a NUL, with line and byte; RC_LIMIT: TEXT_BYTES, TEXT_DRAFTS. */
MUST int text_read(struct arena *a, struct span text, const struct text_options *o,
                   struct text *out, struct err *e);

/** Does it begin as HTML does? Blanks and a byte-order mark before it are passed over. */
bool text_is_html(struct span bytes);

/** The text of a page: tags taken out, scripts, styles and comments dropped, entities decoded, block elements as line ends. Character
 *  set by byte-order mark or `charset=` in the first 4,096 bytes: UTF-8, US-ASCII, windows-1251.
 *  @return 0; RC_SYNTAX: another character set, by its name; RC_LIMIT. */
MUST int text_html(struct arena *a, struct span bytes, struct span *out, struct err *e);

/** A plain text without its byte-order mark, its bytes checked as text_read does. */
MUST int text_plain(struct span bytes, struct span *out, struct err *e);
