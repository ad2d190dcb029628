/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "infer/infer.h"

#include <stdio.h>

/** The acceptance harness: is the interval right on data whose truth is known, and is it narrower than what people use now?
 *  One file a row of the table in docs/MODEL.md, "how we know". The data is not in the tree: see `make calibrate`. */

enum cal_half { CAL_BOTH, CAL_DEV, CAL_TEST };

/** A peer's interval against ours, over the evaluations of one condition. */
struct cal_peer {
    const char *name;
    double score, covered; /* mean interval score, people; share that holds the truth */
    double score_ratio;    /* ours over theirs: below 1 is better */
    double width_ratio;    /* mean width, ours over theirs */
};
#define CAL_PEERS 3

/** One line of the table. */
struct cal_line {
    const char *row, *what;
    size_t n;
    double covered, se;  /* share, binomial standard error */
    double score, width; /* means, people; NaN does not apply */
    struct cal_peer peer[CAL_PEERS];
    size_t npeer;
    const char *target; /* in words; NULL: nothing is asked of this line */
    bool pass;
    const char *note; /* NULL none */
};

struct cal {
    struct arena *a;
    const char *dir; /* of the shared data */
    const char
        *checks; /* folder of what `headcount check --json` said; NULL: its rows fall short */
    struct infer_options o;
    int replicates; /* 0: each row's own number */
    int jobs;
    enum cal_half half;
    int seats; /* of the aircraft at Yakima: an assumption, the file has no types; -1: unknown */
    VEC(struct cal_line) line;
};
void cal_begin(struct cal *c, struct arena *a, const char *dir);

/* rows.  @return 0; RC_IO, RC_SYNTAX: the file; or as infer_run */
MUST int cal_yakima(struct cal *c, struct err *e);
MUST int cal_frontex(struct cal *c, struct err *e);
MUST int cal_monitored(struct cal *c, struct err *e);
MUST int cal_flock(struct cal *c, struct err *e);
MUST int cal_stakes(struct cal *c, struct err *e);
MUST int cal_arts(struct cal *c, struct err *e);
MUST int cal_releases(struct cal *c, struct err *e);

/* ---- intervals and peers ---- */

struct cal_range {
    double lo, hi;
};
/** One evaluation: what is true, what we said, what each peer said. */
struct cal_eval {
    double truth;
    struct cal_range own, peer[CAL_PEERS];
};
/** The line of n evaluations; row, what, n and the figures are set, target and pass are the caller's. Added to c. */
struct cal_line *cal_line(struct cal *c, const char *row, const char *what,
                          const struct cal_eval *v, size_t n, double level, const char *const *peer,
                          size_t npeer);

/** Known counts y[k] of a total of `all` flights; seed and stream as of rng_u64. */
struct peer_in {
    const int *y;
    size_t k, all;
    double level;
    uint64_t seed, stream;
};
/** all * mean of a resample, 2,000 resamples, percentile interval: what people do. */
struct cal_range peer_bootstrap(struct arena *a, const struct peer_in *in);
/** Known counts, plus as many flights drawn from each resample as are not known. */
struct cal_range peer_predictive(struct arena *a, const struct peer_in *in);
/** all * mean, Student's t with the finite-population correction. */
struct cal_range peer_t(const struct peer_in *in);
/** One negative binomial for all flights: log mean ~ normal(log 40, 1), log size ~ normal(log 4, 1); exact predictive of the rest. */
struct cal_range peer_negbin(struct arena *a, const struct peer_in *in);
/** Known counts, plus (all - k) * mean * exp(normal of sd 0.23). */
struct cal_range peer_normal(const struct peer_in *in);
/** all * mean * exp(normal of sd 0.23). */
struct cal_range peer_normal_whole(const struct peer_in *in);
/** Quantile of Student's t, p in (0.5, 1). */
double peer_t_quantile(double p, double df);

/* ---- data ---- */

struct cal_table {
    size_t nrow, ncol;
    struct span *head, *cell; /* cell[row * ncol + col], trimmed */
};
MUST int cal_read(struct cal *c, const char *file, struct cal_table *t, struct err *e);
/** Cell by name of column; aborts where the column does not exist. */
struct span cal_cell(const struct cal_table *t, size_t row, const char *col);
/** Whole number of at least 0, or -1. */
int cal_int(struct span s);
/** Day number of a date, or UTC_NONE. */
int32_t cal_day(struct span s);

/* ---- work ---- */

/** Calls f for i in 0 .. n-1, in c->jobs processes; f writes only to out + i * size. Results are the same for any number of jobs.
 *  @return 0, or the failure of one of them. */
typedef int cal_work(const struct cal *c, const void *what, size_t i, void *out, struct err *e);
MUST int cal_each(struct cal *c, size_t n, cal_work *f, const void *what, void *out, size_t size,
                  struct err *e);

/** Is this one of the half at hand? By a hash of the key. */
bool cal_in_half(const struct cal *c, uint64_t key);
uint64_t cal_key(struct span s, uint64_t more);
/** k of n at random, marked in pick[n]. */
void cal_pick(bool *pick, size_t n, size_t k, uint64_t seed, uint64_t stream);
