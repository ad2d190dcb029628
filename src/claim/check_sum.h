/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the two halves of the check of sums share: check_sum.c computes, check_sum_say.c words. */
#include "claim/check_in.h"

#define SUM_NOTE 0.5       /* cost that a total must save to side with the parts of a number ... */
#define SUM_NOTE_LOOSE 4.0 /* ... and when the parts may not be all of it */

/* One direction of a period. */
struct side {
    int corridor, count; /* index of its total; -1 there is none */
    double total, sum,
        var;      /* people: written, counted, variance of the counted by errors of counting */
    double scale; /* by which the sd is wider on this corridor, 1 to 4 */
    int counted, flown,
        unknown;           /* flights: with a number; flown without one; not known whether flown */
    double load, load_var; /* what a flight without a number may have carried */
    VEC(int) flights;
};
struct period {
    int32_t from, to;
    struct side side[2];
};

struct sums {
    struct check *c;
    VEC(int) totals;
    int *order;    /* flights by corridor, day, number */
    size_t *start; /* [ncorridor + 1] into order */
    int *pick;     /* [nflight] the count that stands for it, -1 */
    double *value; /* [nflight] people, after what was found; NaN */
    double *usual; /* [nflight] people as written; NaN */
    double *scale; /* [ncorridor] */
    /* [nflight] how much the total prefers the sum of the parts to the number (NaN: not asked), the
     * gap before, NaN unless it was taken, and which total */
    double *note_gain, *note_gap;
    int *note_total;
    VEC(int) rivals; /* flights whose exchange would explain as much as the one being told */
};

double sum_gap(
    const struct side *s); /* (sum - total) in sd of counting; flights without a number left out */

/* Findings. `p` before and `q` after the exchange of flight f. */
void sum_say_swap(struct sums *x, const struct period *p, const struct period *q, int f);
void sum_say_hidden(struct sums *x, const struct period *p, const struct side *s);
void sum_say_gap(struct sums *x, const struct period *p, const struct side *raw,
                 const struct side *s);
void sum_say_notes(struct sums *x);
