/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "pipe/corridor.h"
#include "pipe/standing.h"
#include "rule/ach.h"

/* Rival explanations on their way from rows to the answer: rivals.c finds and weighs, rivals_json.c writes. */
struct thing { /* what a row is about */
    const char *sheet;
    int corridor;     /* -1 none */
    int32_t from, to; /* UTC_NONE unknown */
};
struct named { /* a row that can be weighed */
    struct thing about;
    struct span id, row;
    int source, root; /* whose row it is, and where that began; -1 none */
    bool repost;      /* passed on from there (voice.h) */
    const char *text;
    struct claim_grade grade; /* of a claim as it is held; else its source's letter, and no digit */
};
struct rivals_item {
    const char *sheet; /* "claims", "finding", "" when nothing was found */
    struct span id;    /* of the row; its name where it has none; what was written when unknown */
    const char *text, *problem;
    const char *note; /* of the row, NULL none */
    VEC(struct span) rows;
    const struct named *named; /* its row; NULL: a finding, or nothing was found */
    int root;
    bool absent;
};
struct rivals {
    struct arena *a;
    const struct load *l;
    const struct standing *standing; /* [l->claim.n] */
    VEC(struct named) named;
    size_t *by_id, *by_row; /* places in named */
    const json_t *findings;
    VEC(struct rivals_item) item;
    int *item_of; /* [weigh.n] */
    VEC(struct span) analyst;
    VEC(struct ach_weigh) weigh;
    size_t *weigh_row; /* of each: its place in load.weigh */
    size_t *order;     /* hypotheses, least against first */
    VEC(int) root;     /* sources in which weighed rows began, ascending */
    struct ach_result r;
};

/** `hypotheses` of the answer, of a case that is weighed. */
json_t *rivals_json(struct rivals *w);
