/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cal.h"

/** Flights that all flew, with the true number of people on each; some of them are revealed and the rest estimated. */
struct truth {
    size_t n;
    int32_t *day;
    int *people[2]; /* two directions, or one */
};
void truth_begin(struct truth *f, struct arena *a, size_t room);
void truth_add(struct truth *f, int32_t day, int first, int second);

struct truth_run {
    const struct truth *f;
    const int *people;
    bool *pick; /* revealed */
    int seats;  /* -1 no figure */
    const struct infer_options *o;
    double truth; /* the total */
    struct infer_result r;
};
/** Sets truth and r. */
MUST int truth_infer(struct arena *a, struct truth_run *run, struct err *e);
/** The revealed counts as a peer wants them. */
struct peer_in truth_peer(struct arena *a, const struct truth_run *run, double level,
                          uint64_t seed);
/** People of a month; *open: a flight of it was not revealed. */
int truth_month(const struct truth_run *run, int year, int month, bool *open);
