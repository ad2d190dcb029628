/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The inside of infer/: what the files of this module share. Nobody else includes it but the module's own tests, which
 * feed the same tables to slower arithmetic. The order of reading: cells.c, obs.c, share.c, load.c, fly.c, walk.c, post.c, flow.c, weigh.c, axes.c, draw.c, period.c, even.c, draws.c, infer.c. */
#include "infer/infer.h"

#define ABOARD_MOST                                                                                \
    5000 /* on one flight: no aircraft carries more, a larger figure is a slip of the pen */

/** A range of seat figures; where in it the truth lies is one unknown of the corridor. What is cited and, in world.seat, no less than was counted on a flight of it. */
struct seat {
    int lo, hi;
};

/** What is known of the number aboard one flight: the seats, and the likelihood of what was written. */
struct shape {
    size_t seat;  /* index into world.seat */
    double *like; /* [nrow][hi + 1], scaled so that the largest is 1; NULL: nothing was written */
    int lo, hi;   /* outside of this, like is nil at every node */
    int nrow;     /* nodes of those factors that its counts have */
    bool apart;   /* its counts exclude each other */
    int *row;     /* [nw] which of them a node of all is */
    int *first;   /* [nrow] the first node of all that is it */
};

enum cell_kind { CELL_OUT, CELL_FLOWN, CELL_MAYBE };

/** One slot, in the sorted order in which everything is computed. */
struct cell {
    const struct infer_slot *slot;
    size_t at;                      /* index in the caller's array */
    const struct infer_count **obs; /* the counts that entered, sorted by record */
    size_t nobs;
    size_t told; /* of these, counts of people: not seats */
    enum cell_kind kind;
    int group; /* -1: an extra flight, whose completion is the prior's mean and teaches nothing */
    bool
        counted; /* with a count that is not of people waiting: if it flew, its level is that of counted flights */
    double yes;   /* likelihood of who was seen waiting, if it flew; 1 if it did not */
    bool in_vain; /* somebody watched and saw no flight; whether it flew is not known otherwise */
    struct seat seat;
    int seen, ceiling; /* as in the result */
    int more;          /* flights beside it that a what-if says nobody announced */
    size_t shape;
};

#define FACTOR_NODES 17
enum { FACTOR_EYE, FACTOR_PROXY, FACTOR_CONCERN, FACTOR_BOARDING, FACTOR_LEAST, FACTORS };
/** What tells a share that several flights have: nothing, and it keeps its prior; only how the levels of counts on either side of it differ; flights with counts on both. */
enum share_kind { SHARE_NONE, SHARE_PRIOR, SHARE_LEVELS, SHARE_PAIRS };
/** What counts have in common: an error, in sd, or a share. */
struct factor {
    double x[FACTOR_NODES], w[FACTOR_NODES]; /* nodes, and their weights up to a factor */
    int n;
    bool shared; /* by several flights */
    enum share_kind kind;
    double a, b, lo,
        step; /* of a share that is told: its Beta prior, and where its nodes stand, in logits */
};

struct world {
    struct arena *a; /* scratch: dies with the run */
    const struct infer_input *in;
    const struct infer_options *o;
    struct cell *cell;
    size_t n;
    struct shape *shape;
    size_t nshape;
    struct seat *seat;
    size_t nseat;
    struct factor factor[FACTORS];
    int nw; /* nodes of what the counts of several flights share */
    int nalone; /* nodes of factors that the counts of one flight alone have: averaged away in its shape */
    double *eye, *proxy, *concern, *boarding,
        *least;                /* [nw * nalone]; boarding is NaN where it is not shared */
    double *prior_w, *alone_w; /* [nw], [nalone]: each sums to 1 */
    int ncut,
        *cut; /* [nw] which node of the shares whose mass is not learnt with all else, of ncut */
    double *cut_w; /* [ncut] that mass: of the prior, and of flights with counts on both sides */
    unsigned notes;
    bool *used;       /* [in->ncount] */
    double *fits;     /* [in->ncount] as in infer_result */
    bool any_counted; /* a counted flight */
    bool any_level;   /* a flight that was not counted, and may have flown */
    bool any_hint;    /* of these, one with people seen waiting */
    size_t ninform;   /* cells with a likelihood */
    size_t apart;     /* cells whose counts exclude each other */
    int *untold, nuntold,
        ntold; /* groups with flights and no likelihood, ascending, where others have one: how many these are */
};

/** Sorts, resolves counts and seats, and fills w->cell, shape, seat. @return 0; RC_RANGE; RC_LIMIT. */
MUST int cells_build(struct world *w, struct err *e);
/** What was written of a flight, at node iw of what the counts share: [hi + 1]. */
const double *cells_like(const struct world *w, const struct shape *s, int iw);
/** The likelihoods of the shapes anew whose nodes may have moved. */
void cells_again(struct world *w);

/** The citable figure of a count, -1 none: the lowest that was written. */
int obs_lowest(const struct infer_count *c);

/** Whether the count says that the flight went: somebody was aboard, boarding or leaving. */
bool obs_flew(const struct infer_count *c);

/** Whether the count bounds the number on one side alone; and whether, of a flight with so many seats, it bounds nothing at all. */
bool obs_one_sided(const struct infer_count *c);
bool obs_least(const struct infer_count *c); /* from below */
bool obs_silent(const struct infer_count *c, int seats);

/** Multiplies like[0..n_max] by the likelihood of the count given n people of concern aboard, at node iw of nw * nalone (section 5). */
void obs_multiply(const struct world *w, const struct infer_count *c, int iw, int n_max,
                  double *like);

/* P(a figure of a period | it is of anything else): what obs_period never falls below. */
#define OBS_PERIOD_OTHER (0.02 * 1e-4)
/** log P(what was written of a period | n people of concern on its flights). */
double obs_period(const struct infer_count *c, int64_t n);

/* ---- share.c: what the counts of several flights share ---- */

/** Flights with counts on both sides of a share: about where they put it, in logits, and no more closely than so much (sd). */
struct pairs {
    size_t n;
    double at, sd;
};

/** Which shared factors a case has, and on how many flights another method can be compared. */
struct shared {
    size_t eye, proxy, all, waiting, least; /* flights with such a count */
    size_t eye_pairs, proxy_pairs;
    struct pairs concern_by, boarding_by;
    bool concern, boarded; /* there is a count of people of concern; of people not waiting */
};
/** Fills the factors, eye and proxy from standard normals, the shares from their Beta priors, and the nodes of all. */
void share_open(struct world *w, const struct shared *s);
/** Of the nodes of all, nw * nalone, the first that stands where node i does in the factors that are used. */
int share_first(const struct world *w, const bool uses[FACTORS], int i);
/** Whether there is a share of this kind. */
bool share_any(const struct world *w, enum share_kind kind);
/** Whether a share's mass is given (post.c: a cut): of the prior, or of flights with counts on both sides. */
bool share_given(const struct factor *f);
/** Puts the nodes of this kind where they have mass, as many as before. lm: [nw] log of each node's; widen: so many times as wide as the posterior on these nodes. @return whether any moved */
bool share_fit(struct world *w, enum share_kind kind, const double *lm, double widen);
/** lm: [nw] log of each node's mass by its prior and by the flights with counts on both sides. */
void share_cut(struct world *w, const double *lm);

/** Gauss nodes and weights (summing to 1) for Beta(a, b) on (0, 1). */
void gauss_beta(struct arena *a, int n, double alpha, double beta, double *x, double *w);

/** Levels in logits, evenly spaced. */
struct levels {
    double first, step;
    int n;
};
/** How loads of one level differ: beta-binomial, or with heavier tails the logit of the share of the seats is logistic about the
 *  level, and the share is cut into seats + 1 equal parts, one for each number aboard. */
struct law {
    bool tails;
    double size; /* sample size phi of the first; scale of the second, logits */
};
/** out has at->n rows, `row` apart, of seats + 1 entries that sum to 1; what lies between is left alone. */
void load_pmf(struct arena *a, int seats, const struct law *law, const struct levels *at,
              size_t row, double *out);

#define FEW_MAX 24
#define FEW_RATIO 0.75 /* of one number to the one before: a mean of 3 */
/** Few people: geometric, cut at FEW_MAX or the seats. out has FEW_MAX + 1 entries. */
void few_pmf(int hi, double *out);

/* ---- fly.c: which flights went ---- */

#define FLY_NODES 400 /* of a share p in (0, 1), evenly */
#define SEE_NODES 24  /* of detection */
struct fly {
    int nsee;
    double see[SEE_NODES], see_cdf[SEE_NODES];
    double *cdf; /* [group][see][FLY_NODES] of the share of announced slots that fly */
    double lambda_a,
        lambda_b; /* Gamma posterior of unlisted flights for each slot that nobody watched */
    bool fixed;
    double p_fixed;
};
void fly_build(struct world *w, struct fly *f);
/** Detection and the group's share at quantiles u of their distributions. */
int fly_see(const struct fly *f, double u);
double fly_share(const struct fly *f, int group, int see, double u);
/** P(the slot was flown | share p, detection, and what was seen of it). */
double fly_flown(const struct cell *c, double p, double detection);

/** The first i with cdf[i] >= u, at most n - 1. */
int fly_find(const double *cdf, int n, double u);

/* ---- walk.c: the level moves between days ---- */

#define LEVELS 40
#define LEVEL_LEAST (-7.0) /* logits: one seat in a thousand is taken, and all but seven */
#define LEVEL_MOST 5.0
#define WALK_MADE 64
struct walk {        /* of one drift on one grid */
    int n;           /* levels */
    double variance; /* of the step in a day, in squared grid spacings; 0: no drift */
    struct kernel *made[WALK_MADE]; /* by days, those of one remainder in a list */
};
void walk_init(struct walk *k, int n, double variance);
/** Rows: P(level j after `days` | level i), reflected at the ends; doubly symmetric. Built on first use. */
const double *walk_kernel(struct arena *a, struct walk *k, int days, int *reach);
/** out = kernel v. */
void walk_step(struct arena *a, struct walk *k, int days, const double *v, double *out);

/* ---- post.c: the posterior of what flights share ---- */

#define LAWS 8 /* four sizes of each law, or five of one */
#define LIGHTS 5
#define DRIFTS 5
#define SEATS 3
#define SELECTS 9
#define SPREADS 3
#define SHARES 6 /* states of the share of light flights, where it changes */

/** What is common to all structures: nodes of the law of loads, shares of light flights, seats. */
struct axes {
    int nlaw, nlight, nseat, nselect;
    struct law law[LAWS];
    double law_lw[LAWS];
    double light[LIGHTS], light_lw[LIGHTS];
    double light_u0, light_u1; /* quantiles of the prior between which the nodes lie */
    double empty;              /* of light flights, those with nobody */
    double select[SELECTS], select_lw[SELECTS]; /* log factors on flights that nobody counted */
};

/** Slots of one day of one chain: they have one level. */
struct step {
    int32_t day;
    size_t first, n; /* into post.order */
    bool told;       /* one of them has a likelihood */
};
/** Every day of all chains; or only the first and those of which something was written, which are
 * enough for the evidence: steps of the walk add up. */
struct days {
    struct step *step;
    size_t *chain; /* [nchain + 1] first step of each */
};

/** An index into the structures is the sum of what they have. */
enum { FORM_DRIFT = 1, FORM_OWN = 2, FORM_REGIMES = 4, FORMS = 8 };

/** One way of seeing the corridor. */
struct post {
    const struct world *w;
    const struct axes *x;
    const struct infer_structure *structure;
    bool drift, own; /* the level moves; each group has one of its own */
    bool regimes;    /* the share of light flights changes at unknown times */
    int nchain;
    size_t *order; /* cells that are not out, by chain, then day */
    struct days every, told;
    int nlev;
    double lev0, spacing;
    double *prior;        /* [nlev] of the corridor's level */
    double **pmf;         /* [seat * nseat + k][(f * nlev + l) * (hi + 1) + n] */
    size_t *rows;         /* [shape] rows of the shapes before it */
    double *like0, *fewm; /* [rows[shape] + row] */
    double *loadm;        /* [((rows[shape] + row) * nseat + k) * nlaw + f][nlev] ... */
    bool *made;           /* ... of which these are made, on first use */
    int ndrift;           /* nodes; 1 without drift */
    double drift_sd[DRIFTS], drift_lw[DRIFTS];
    struct walk walk[DRIFTS];
    double spread_sd[SPREADS]; /* of groups about the corridor's level, when own */
    int nspread;
    struct walk spread[SPREADS];
    int nshare; /* states of a chain beside its level; 1 without regimes */
    double share[SHARES], share_w[SHARES]; /* shares of light flights, and their prior mass */
    size_t nnode;
    size_t *place;  /* [nnode] of each on the product of the axes, ascending; NULL: all are there */
    double *weight; /* [nnode] posterior, all structures together sum to 1 */
    double *alone;  /* [nnode] without what it stands for beside itself: nodes not looked at */
    double *logz;   /* [nnode] log evidence times prior weight */
};
/** Where a node stands on every axis. */
struct node {
    int law, light, seat, select, w, drift, spread;
};
struct node post_node(const struct post *p, size_t i);
/** Which row of like0 and fewm is that of a flight's counts at node iw of what they share. */
size_t post_row(const struct post *p, size_t shape, int iw);
/** The likelihood of one flight's counts given a load, by level: [nlev]. */
const double *post_loads(const struct post *p, const struct node *at, size_t shape);
/** Seats at node k of n over a range. */
int post_seats(const struct seat *s, int k, int n);

/* ---- flow.c: one node ---- */

/** Scratch of one node: backward messages of every step of `days`, and the start. */
struct flow {
    const struct days *days;
    bool known; /* a node was there before: */
    struct node at;
    double emit_lz, chain_lz; /* logs of its scales */
    double *
        emit; /* [nstep][nshare][nlev] likelihood of the day's counts in a state, where the day is told */
    double *msg;   /* [nstep][nshare][nlev] likelihood of the days after and of this one, given its
                     state; scaled */
    double *any;   /* [nstep][nlev] the message to a regime that begins that day; unused without */
    double *start; /* [nlev] P(corridor's level, all data), scaled */
    double logz;   /* log of the evidence, scales included */
};
/** What the node before left in f is used again where it is the same. */
void post_flow(struct arena *a, struct post *p, const struct node *at, struct flow *f);
/** `days`: those of p. For the grid that p has now. */
struct flow post_scratch(struct arena *a, const struct post *p, const struct days *days);

/** Weights of the components of one counted shape at a node and level, not normalised. */
struct parts {
    double empty, few, load;
};
struct parts post_parts(const struct post *p, const struct node *at, size_t shape, int share,
                        int l);
/** The share of light flights in a state. */
double post_light(const struct post *p, const struct node *at, int share);
/** The chance that no regime has ended for so many days. */
double post_stays(const struct post *p, int days);
/** The level, as an index with fraction, that uncounted flights have when counted ones have l. */
double post_shift(const struct post *p, double l, double delta);

/** All structures with their posterior, on grids that fit. Nodes of little weight are set to 0.
 *  @param fineness 2 as reported, 1 with half as many levels and fewer nodes. @return how many structures. */
size_t post_build(struct world *w, int fineness, struct axes *x, struct post **out);

/* ---- weigh.c: which nodes are looked at, and what they weigh ---- */

/** Fills the nodes of n structures, which are laid out, with their weights; those from `still` on have regimes, each in the order of its like without.
 *  Where there are more nodes than some thousands, some are picked, until they are worth so many of one weight; worth 0: all, however many. */
void weigh_nodes(struct post *p, size_t n, size_t still, double worth);

/* ---- axes.c: where the nodes of the axes stand ---- */

/** All but those of the light share: wide enough for the prior. */
void axes_wide(struct axes *x, const struct world *w);
/** How many flights the counts show to be light, and how many not: the mean over nodes of what the counts share, of laws of the load and of a level
 * for all, each with the share that makes it likeliest (each flight is taken for light by the odds that its count gives, at the share that those
 * odds add up to), weighed by the likelihood at it. Of those odds only what the count adds to the share itself, since a flight of which it says
 * little is neither. Good enough to put the first nodes where the posterior is. */
struct guess {
    double light, other;
};
/** lm: [nw] log of what each node of the shared factors has. */
struct guess axes_guess(const struct post *p, double *lm);
/** Nodes of the light share for the first pass. */
void axes_light(struct axes *x, const struct world *w, const struct guess *g);
/** Nodes about the posterior of v, n structures without regimes: `each` sizes of each law of the load, nlight light shares. */
void axes_fit(struct axes *x, const struct post *v, size_t n, int each, int nlight);

/* ---- draws.c; draw.c, period.c and even.c stand behind it (draw.h) ---- */

/** Sums over the draws, filled by draw_run. */
struct draws {
    size_t n;
    int32_t *total, *operated, *extra;      /* [n] */
    int32_t *window, *window_flew;          /* [window * n + draw] */
    size_t nwindow, *window_lo, *window_hi; /* [nwindow] cells of each, half open */
    int32_t *through,
        *through_flew; /* [w->n + 1] people and flights of the draw at hand before each cell */
    int32_t *month;    /* [month * n + draw] */
    int32_t *point;    /* [point * n + draw] */
    size_t *month_of, *point_of; /* [w->n] of each cell, in sorted order */
    size_t nmonth, npoint;
    int32_t **
        hist; /* [w->n] people aboard each cell: how many draws for each number; NULL for those out */
    double
        *flown; /* [w->n] expected share of draws that flew, by probability and not by the draw */
    double *cross; /* [w->n] sum over draws of people aboard times (total - pivot) */
    double *tilt;  /* [w->n] sum over draws of people aboard times the factor's score */
    double score, score2,
        score_total; /* sums of the score, its square, its product with (total - pivot) */
    double pivot, ess;
    double
        error; /* of the total's ends, from DRAW_PARTS interleaved parts; NaN: totals are as they were drawn, and scatter as such */
    bool
        weak; /* counts over periods left fewer than DRAW_LEAST effective draws and were set aside */
};
#define DRAW_LEAST 100
#define DRAW_PARTS                                                                                 \
    7 /* of every seventh draw: 7 shares no factor with the bases of the Hammersley set */
void draw_run(struct world *w, struct fly *fly, const struct axes *x, struct post *post,
              size_t npost, struct draws *d);
