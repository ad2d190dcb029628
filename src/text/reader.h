/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "text/clause.h"
#include "text/route.h"
#include "text/sentence.h"
#include "text/text.h"
#include "text/who.h"

/** What is carried from sentence to sentence while a text is read. */
struct reader {
    struct arena *a;
    struct span text;
    struct text *out;
    struct tokens t;
    struct sentence sentence;
    size_t para;
    struct who_known known;
    struct route_codes codes;
    bool in_quote;                /* a quotation is open */
    bool quote_named;             /* and quote_who says it */
    bool goes_on;                 /* the paragraph before quoted quote_who */
    bool quote_guessed;           /* quote_who is only from the paragraph before */
    size_t quote_para, said_para; /* the last that quoted, that named who says it */
    struct who quote_who;
    size_t quote_draft; /* drafts from here on may be of a quotation whose speaker comes after it */
    char from[16], to[16]; /* of the last schedule */
    size_t schedule_para;  /* 0 none */
    int32_t last_day;      /* the last day named; UTC_NONE */
    int32_t event_day;     /* of the last event */
    size_t event_para;
    struct who rule_who; /* who made the last rule */
    size_t rule_para;
};

/** The voice of a part. */
struct voice {
    enum attribution by;
    struct who who;
    bool quote, announced, opinion;
    size_t tag, tag_to; /* tokens that say who says it */
    bool whole;         /* a headline all in quotation marks, said by nobody */
};

/** Makes a draft of a part, or nothing where it says nothing to log. @return whether it did. */
bool draft_add(struct reader *r, const struct part *p, const struct voice *v);
