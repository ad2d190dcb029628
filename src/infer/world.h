/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The inside of infer/: what the files of this module share. Nobody else includes it but the module's own test, which
 * feeds the same tables to slower arithmetic. The order of reading: cells.c, obs.c, betabin.c, grid.c, product.c, infer.c. */
#include "infer/infer.h"

/** A range of seat figures, over which a load is averaged. */
struct seat {
    int lo, hi;
};

/** What is known of the number aboard one flight: the seats, and the likelihood of what was written. */
struct shape {
    size_t seat;  /* index into world.seat */
    double *like; /* [nw][hi + 1], scaled so that the largest is 1; NULL: nothing was written */
};

enum cell_kind { CELL_OUT, CELL_FLOWN, CELL_MAYBE };

/** One slot, in the sorted order in which everything is computed. */
struct cell {
    const struct infer_slot *slot;
    size_t at;                      /* index in the caller's array */
    const struct infer_count **obs; /* the counts that entered, sorted by record */
    size_t nobs;
    enum cell_kind kind;
    int group; /* -1: an extra flight, whose completion is the prior's mean and teaches nothing */
    bool
        counted; /* flown, with a count that is not of people waiting: its level is that of counted flights */
    double yes, no; /* likelihood of what was seen of its operation, if it flew and if not */
    struct seat seat;
    int seen, ceiling; /* as in the result */
    size_t shape;
};

/** Nodes of the share p of one group's slots that fly, and their weight given all that is known of operation. */
struct completion {
    int n; /* 0: no slot of the group is open */
    double *p, *w;
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
    struct completion *group; /* [in->ngroup] */
    int nw;                   /* nodes of what the counts of several flights share */
    int nalone; /* nodes of factors that the counts of one flight alone have: averaged away in its shape */
    double *eye, *proxy, *concern; /* [nw * nalone] */
    double *prior_w, *alone_w;     /* [nw], [nalone]: each sums to 1 */
    unsigned notes;
    bool *used;                  /* [in->ncount] */
    bool any_counted, any_level; /* a counted flight; an open or uncounted one */
};

/** Sorts, resolves counts and seats, and fills w->cell, shape, seat. @return 0; RC_RANGE; RC_LIMIT. */
MUST int cells_build(struct world *w, struct err *e);

/** Completion nodes of every group, at most `most` for each (docs/MODEL.md, section 3). */
void cells_completion(struct world *w, int most);

/** P(the slot was flown | p and what was seen of it). */
double cells_flown(const struct cell *c, double p);

/** The citable figure of a count, -1 none: the lowest that was written. */
int obs_lowest(const struct infer_count *c);

/** Whether the count says that the flight went: somebody was aboard, boarding or leaving. */
bool obs_flew(const struct infer_count *c);

/** Multiplies like[0..n_max] by the likelihood of the count given n people of concern aboard, at node iw of nw * nalone (section 5). */
void obs_multiply(const struct world *w, const struct infer_count *c, int iw, int n_max,
                  double *like);

/** Which shared factors a case has, and on how many flights another method can be compared. */
struct shared {
    size_t eye, proxy, all; /* flights with such a count */
    size_t eye_pairs, proxy_pairs;
};
/** Fills the nodes of the shared factors: eye and proxy from standard normals, concern from its Beta prior. */
void obs_shared(struct world *w, const struct shared *s);

/** Gauss nodes and weights (summing to 1) for Beta(a, b) on (0, 1). */
void gauss_beta(struct arena *a, int n, double alpha, double beta, double *x, double *w);

/** A load: beta-binomial on 0..C, averaged over at most five C in the seat range; level on the logit scale. */
void load_pmf(struct seat s, double level, double phi, double fix_load, double *out);

#define FEW_MAX 24
/** Few people: geometric with mean 3, cut at FEW_MAX or the seats. out has FEW_MAX + 1 entries. */
void few_pmf(int hi, double *out);

/** The quadrature over level, concentration, mixture weights and shared factors, and the posterior on it. */
struct grid {
    int nlev, nphi, nmix;
    double *lev, *phi;   /* logit of the share of seats taken; beta-binomial sample size */
    double *empty, *few; /* [nmix] shares of flights with nobody, with a few */
    double *mix_lw;      /* [nmix] log prior weight of these nodes */
    double **pmf;        /* [seat][(phi * nlev + lev) * (hi + 1) + n] */
    double *step; /* [nlev * nlev] P(level of uncounted flights | of counted): NULL, the same */
    double *joint_c,
        *joint_u; /* [node * nlev + lev]: factors of the posterior; P(j, k) = joint_c * step * joint_u */
    double *mass_c, *mass_u; /* its margins; all sum to 1 over nodes and levels */
};
#define NODE(g, w, f, x, iw)                                                                       \
    ((((size_t)(f) * (size_t)(g)->nmix + (size_t)(x)) * (size_t)(w)->nw) + (size_t)(iw))

/** @param fineness 2 as reported, 1 with half as many nodes in every direction. */
void grid_build(struct world *w, int fineness, struct grid *g);

/** Scalars of one shape at one node: the weight of its three components, and their sum. */
struct parts {
    double empty, few, load, sum;
};
struct parts grid_parts(const struct world *w, const struct grid *g, size_t shape, int f, int l,
                        int x, int iw);

/** pmf of a flight that flew, of this shape, over the whole posterior. out has hi + 1 entries. */
void grid_margin(const struct world *w, const struct grid *g, size_t shape, bool counted,
                 double *out);

/** A distribution on 0 .. n - 1. */
struct pmf {
    double *p;
    size_t n;
};

/** For each e: the sum of people over cells first .. end[e] - 1, end increasing (docs/MODEL.md, section 6).
 *  @param cut frequencies are added until the transform stays below this; no distribution function moves by more than
 *  about as much; 0: all frequencies. It holds for the last output, the others have PRODUCT_LOOSE or cut, if larger. */
void product_run(const struct world *w, const struct grid *g, size_t first, const size_t *end,
                 size_t nout, double cut, struct pmf *out);
#define PRODUCT_LOOSE 2e-3 /* of days and months, which are drawn, and read by quarters */
#define PRODUCT_TIGHT 2e-4 /* of the total */

/** Flights flown. */
struct pmf product_operated(const struct world *w);

/** In place: x[k] = sum_n x[n] e^(-2 pi i k n / len); len a power of two. tw: len / 2 cosines, then as many sines. */
void wave_fft(double *re, double *im, size_t len, const double *tw);
double *wave_twiddle(struct arena *a, size_t len);

/** Values at up to WAVE points of the complex plane at once. */
#define WAVE 32 /* a multiple of 8 */
struct wave {
    double re[WAVE], im[WAVE];
};
/** power[k] = z^k for k below n. */
void wave_powers(const struct wave *z, int n, struct wave *power);
/** out = sum over n in lo .. hi - 1 of p[n] z^n, at the first nz points, rounded up to 8. */
void wave_at(const double *p, int lo, int hi, const struct wave *power, int nz, struct wave *out);
