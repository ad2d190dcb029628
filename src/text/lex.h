/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/span.h"

#include <stdint.h>

/** Classes of a word, as bits; a word may have several. */
#define W_SAY ((uint64_t)1 << 0)       /* speech: say, announce */
#define W_VERB ((uint64_t)1 << 1)      /* some other common verb */
#define W_THINK ((uint64_t)1 << 2)     /* opinion: believe, estimate */
#define W_DOUBT ((uint64_t)1 << 3)     /* makes what is said a hypothesis: likely, presume */
#define W_HEDGE ((uint64_t)1 << 4)     /* a word of doubt */
#define W_MODAL ((uint64_t)1 << 5)     /* may, might, could */
#define W_WORRY ((uint64_t)1 << 6)     /* concern, fear */
#define W_AUX ((uint64_t)1 << 7)       /* be, have, do, modals, any form */
#define W_FIN ((uint64_t)1 << 8)       /* finite among them */
#define W_OBLIGE ((uint64_t)1 << 9)    /* must, ban, deadline */
#define W_BREACH ((uint64_t)1 << 10)   /* violate */
#define W_RULE ((uint64_t)1 << 11)     /* resolution, law, order */
#define W_ORDER ((uint64_t)1 << 12)    /* what a body does that sets rules */
#define W_MOVE ((uint64_t)1 << 13)     /* deport, leave, land */
#define W_OPER ((uint64_t)1 << 14)     /* operate, ply */
#define W_EVENT ((uint64_t)1 << 15)    /* begin, arrest, film */
#define W_EVENTN ((uint64_t)1 << 16)   /* summit, closure */
#define W_SHOW ((uint64_t)1 << 17)     /* what a board does */
#define W_INFER ((uint64_t)1 << 18)    /* indicate, suggest: an inference when in -ing */
#define W_ROLE ((uint64_t)1 << 19)     /* who may speak */
#define W_EXPERT ((uint64_t)1 << 20)   /* of a role: expert */
#define W_OFFICIAL ((uint64_t)1 << 21) /* state */
#define W_NGO ((uint64_t)1 << 22)      /* ngo */
#define W_SOURCE ((uint64_t)1 << 23)   /* unnamed person */
#define W_MEDIA ((uint64_t)1 << 24)    /* media */
#define W_FIRM ((uint64_t)1 << 25)     /* company */
#define W_HEAD ((uint64_t)1 << 26)     /* head, representative: what the body says decides */
#define W_NGOWORD ((uint64_t)1 << 27)  /* in the name of an ngo */
#define W_EXPWORD ((uint64_t)1 << 28)  /* of a school */
#define W_OFFWORD ((uint64_t)1 << 29)  /* of the state */
#define W_FIRMWORD ((uint64_t)1 << 30) /* of a company */
#define W_IGO ((uint64_t)1 << 31)      /* intergovernmental, by initials */
#define W_ADJ ((uint64_t)1 << 32)      /* not part of a role */
#define W_PEOPLE ((uint64_t)1 << 33)   /* who is counted */
#define W_VEHICLE ((uint64_t)1 << 34)  /* what moves them */
#define W_TIME ((uint64_t)1 << 35)     /* day, week */
#define W_MONTH ((uint64_t)1 << 36)
#define W_WEEKDAY ((uint64_t)1 << 37)
#define W_NUMBER ((uint64_t)1 << 38) /* number word */
#define W_OTHER ((uint64_t)1 << 39)  /* money, distance: numbers that are nobody */
#define W_SUB ((uint64_t)1 << 40)    /* although, while */
#define W_BOARDN ((uint64_t)1 << 41) /* board, screen */
#define W_PRON ((uint64_t)1 << 42)   /* he, they */
#define W_FILM ((uint64_t)1 << 43)   /* video, photo */
#define W_AFTER ((uint64_t)1 << 44)  /* following, after */
#define W_PAST ((uint64_t)1 << 45)   /* irregular past */
#define W_DOC ((uint64_t)1 << 46)    /* what is written and said to say: report, letter */
#define W_VOID ((uint64_t)1 << 47)   /* ends an act before it is done: cancel, shelve */
#define W_STAYS ((uint64_t)1 << 48)  /* who does it does not go: miss, evade, appeal */
#define W_SPARES ((uint64_t)1 << 49) /* whom it befalls does not go: spare, pardon */
#define W_UNTRUE ((uint64_t)1 << 50) /* what it says is not so: exaggerate, invent */
#define W_WISH ((uint64_t)1 << 51)   /* what it is about is not done yet: order, threaten, ask */
#define W_THERE                                                                                    \
    ((uint64_t)1                                                                                   \
     << 52) /* of being there, of counting, of helping on the way: work, total, support */
#define W_ED ((uint64_t)1 << 60)  /* form: regular past or participle */
#define W_ING ((uint64_t)1 << 61) /* form: -ing */
#define W_S ((uint64_t)1 << 62)   /* form: -s */

struct lex_word {
    const char *word;
    uint64_t classes;
};
extern const struct lex_word lex_words[]; /* sorted */
extern const size_t lex_count;

/** Classes of a lower-case word, and the form it was found in. 0: unknown, but W_ED, W_ING and W_S are set by its ending. */
uint64_t lex_of(struct span low);

/** 1 to 12, 1 (Monday) to 7, or 0 when it is none. */
int lex_month(struct span low);
int lex_weekday(struct span low);
int lex_weekday_foreign(struct span low); /* of Korean and Russian, in any case */
