/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"

#include <stdbool.h>

/** Rival explanations against evidence, after Heuer (Psychology of Intelligence Analysis, ch. 8).
 *
 *  An explanation is judged by what speaks against it: I is one point, II two, everything else
 *  none. Support is never counted, since one thing may support all of them. What goes back to one
 *  root is one voice: of its pieces the worst mark for an explanation counts, once, so that what is
 *  said twice adds nothing. Several analysts: the mean of their points. docs/RULES.md has it in words. */
enum ach_mark { ACH_II, ACH_I, ACH_N, ACH_C, ACH_CC, ACH_NA };
extern const char *const ach_marks[]; /* "II" "I" "N" "C" "CC" "NA", NULL */

struct ach_weigh {
    int hypothesis, item, analyst;
    enum ach_mark mark;
    double likelihood; /* of the item if the hypothesis were true; 0 or NaN: none given */
};
struct ach_item {
    int root;    /* 0 .. nroot-1: where it goes back to; -1: to nothing that others do */
    bool usable; /* false: it is shown, and scores nothing (no such row, or a repost of another) */
};
struct ach_input {
    const double *prior; /* [nhypothesis] 0 or NaN: not given; unless all are, all count alike */
    size_t nhypothesis;
    const struct ach_item *item;
    size_t nitem, nroot, nanalyst;
    const struct ach_weigh
        *weigh; /* at most one for hypothesis, item and analyst: the last counts */
    size_t nweigh;
};

enum ach_change { ACH_SAME, ACH_ORDER, ACH_FIRST }; /* FIRST: others have the least against them */
extern const char *const ach_changes[];             /* "none" "order" "first" */

struct ach_cell {
    int judged;    /* by so many analysts */
    double value;  /* mean of -2 II .. 2 CC, NA and N 0; NaN: nobody judged */
    double points; /* mean of what speaks against; 0 when nobody judged */
    double spread; /* largest difference between two analysts' values */
};
struct ach_without { /* when something is taken out */
    enum ach_change change;
    int *rank; /* [nhypothesis] */
};
struct ach_hypothesis {
    double against; /* points */
    int rank;       /* 1: least against it; equal points, equal rank */
    int unjudged;   /* usable items on which nobody has judged it: it may only look good */
};
struct ach_row {
    struct ach_cell *cell; /* [nhypothesis] */
    double diagnosticity;  /* sd of the values across hypotheses (population); NaN: fewer than two
                              are judged. 0: it does not tell them apart */
    double disagreement;   /* largest spread of its cells */
    struct ach_without without;
};
/** Odds by the likelihoods that one analyst gave: the product over roots. A likelihood counts as a
 * share of the item's largest, so that an item that says nothing changes nothing; of the items of one
 * root the least share for a hypothesis counts, once, as the worst mark does. So neither repetition
 * nor order matters, and pieces that depend on one another are never multiplied. Only items with a
 * likelihood for every hypothesis enter. */
struct ach_odds {
    double *share; /* [nhypothesis], sum 1 */
    int items;     /* that entered; 0: no odds are given */
    int left_out;  /* usable ones that have a likelihood for some hypotheses only */
};
struct ach_result {
    struct ach_hypothesis *hypothesis;
    struct ach_row *row;      /* [nitem] */
    struct ach_without *root; /* [nroot]: without all that goes back to it */
    struct ach_odds *odds;    /* [nanalyst] */
    bool priors;              /* all were given */
};

/** O(items * hypotheses + roots * hypotheses²). All in the arena; indices must be in range. */
struct ach_result ach_run(struct arena *a, const struct ach_input *in);
