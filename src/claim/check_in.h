/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What the files of the checks share; nobody else includes this. */
#include "base/buf.h"
#include "claim/check.h"

struct check {
    struct arena *a;
    const struct check_input *in;
    VEC(struct check_finding) out;
    int *of_flight; /* counts that speak of a flight, by flight, then source, then figure */
    size_t *first;  /* [nflight + 1] into of_flight */
    int *rank; /* [nsource] how many flights a source counted: the fullest series comes first */
    bool *exchanged; /* [nflight] its counts of the two directions were found exchanged */
};

/** A new finding; its texts are set by the caller. */
struct check_finding *check_add(struct check *c, const char *id, enum check_level level);

/** A count as people with an sd: best, else the middle of low and high. @return false: no figure, or
 * a method that says nothing of this flight. */
bool check_figure(const struct check_count *k, double *people, double *sd);

/** Errors of counting, sd: Yakima, 29 flights counted twice (docs/MODEL.md, observation): about 5 %
 * of a flight; half a person more keeps the small ones from being exact. */
double check_sd(double people);

/** The count that stands for a flight: of everybody where `all`, else of people of concern, if there is
 * one; of the source with the longest series, exact before rough; `last` (a source, -1) only when
 * there is no other. @return index into in->count, -1. */
int check_pick(const struct check *c, int flight, int last, bool all);

/** Men and women of a count. @return false: neither is given. `whole`: both are, and neither is 0,
 * so that they look like all there is. */
bool check_parts(const struct check_count *k, int *sum, bool *whole);

const char *check_flight_name(const struct check *c, int flight); /* "2019-06-04 SWQ3501" */
struct span check_corridor(const struct check *c, int corridor);
struct span check_source(const struct check *c, int source);

/* The checks, one a file. */
void check_sums(struct check *c);
void check_pairs(struct check *c);
