/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What draw.c (one draw), period.c (figures over periods), even.c (totals made even) and draws.c (all draws) share. */
#include "base/normal.h"
#include "infer/world.h"

/* Independent standard normals, of which the sum along a direction is then taken from the Hammersley set: they remain independent and normal. */
struct scores {
    double *z;
    double *lead; /* about how much each moves a total; of length 1, or all 0 */
    double turn;  /* what the sum along `lead` lacks */
    double *rank; /* where each is among all there might be: evenly in (0, 1) */
};

/* Where a flight stood when its people were drawn. */
struct place {
    uint64_t key; /* of its numbers */
    int level, share;
    double shifted; /* the level, had nobody counted it: an index with fraction */
    double chance;  /* that it flew */
};

/* What tells the random numbers of a day or a flight from those of others: those of its score, and the rest. */
struct names {
    uint64_t rest, score;
};

struct run {
    struct world *w;
    struct fly *fly;
    const struct axes *x;
    struct draws *d;
    uint64_t base, state; /* of the draw at hand */
    double shift[6];      /* of the Hammersley set */
    struct wide *wide;    /* draw.c: [(seat * nseat + k) * LAWS + law] */
    double few[FEW_MAX + 1];
    int few_hi; /* of `few` */
    int empty_seen, few_seen,
        people_few; /* of this draw: counted light flights, and people on them */
    double empty,
        ratio; /* of this draw: the share of light flights that carry nobody, and how the others fall off */
    double *light;   /* [n] a light flight that nobody counted: where in its part; -1: it is none */
    int *more_light; /* [n] of those that nobody announced */
    struct scores flight;                 /* [n] the higher, the more people */
    struct scores path;                   /* [step] the higher, the higher the level that day */
    struct names *name_day, *name_flight; /* [step]; [n] in post.order */
    int32_t *people;                      /* [n] of the draw at hand */
    uint8_t *went;                        /* [n] */
    struct place *place;                  /* [n] */
    int32_t *more; /* [n] people on flights that nobody announced, beside this one */
    int extra;
    double *share; /* [group] that flies; [-1]: of flights that nobody announced */
    double see, lambda, delta;
    struct normal_table normal;
    const struct post *post; /* of the draw at hand, and its node */
    struct node node;
    struct period *period; /* figures over periods, in their order */
    size_t nperiod;
    struct even *even; /* NULL: totals stay as they were drawn */
    int *times;        /* [draws] how often each is kept; NULL: once */
    size_t at;         /* draws kept so far */
};

/** Room for a draw of w->n cells, and the shifts of the Hammersley set. */
void draw_open(struct run *r);
/** Before the draws of one structure. */
void draw_path(struct run *r, const struct post *p);
/** The i-th draw, of the node `at`. u: the place within the node's weight, which picks the corridor's level. */
void draw_one(struct run *r, struct post *p, const struct node *at, const struct flow *f, size_t i,
              double u);
/** The i-th score as it stands in the draw at hand: a standard normal. */
double draw_score(const struct scores *s, size_t i);
/** The people of these flights once more, which nobody counted, with each score moved by `by` times its lead. All else of the draw stays. */
void draw_again(struct run *r, const size_t *cell, size_t n, double by);
/** A number in (0, 1) of the draw at hand, another for each nth. */
double draw_unit(struct run *r, uint64_t nth);

/** The law of the total of the draw at hand, were it left open which of the flights that nobody counted went, and with how many. */
struct draw_law {
    double k[4];   /* the first cumulants */
    double spread; /* variance of the loads of those that went, all together */
    double most;   /* the largest mean of a load */
};
void draw_law(struct run *r, struct draw_law *out);

/** Calls f for every draw that is kept, node by node. */
void draw_each(struct run *r, struct post *post, size_t npost, void (*f)(struct run *r, size_t i));

/* ---- period.c ---- */

/** Weighs the draws by the figures over periods and sets r->times, w->used, w->fits and the notes; times is NULL where none is used. */
void period_weigh(struct run *r, struct post *post, size_t npost);
/** The draw at hand, drawn by draw_one, as it was when it was weighed. */
void period_again(struct run *r);

/* ---- even.c ---- */

/** Before the draws and after period_weigh; of each draw that is kept, at r->at; and after all: moves totals, months, points and windows of r->d, their means kept, where that is exact
 * enough, and sets d->error. Nothing where a load is held fixed or figures over periods weigh the draws. */
void even_open(struct run *r);
void even_add(struct run *r);
void even_out(struct run *r);
