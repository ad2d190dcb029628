/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What health.c counts and health_judge.c judges; nobody else includes this. */
#include "pack/health.h"

struct health_tally {
    size_t source;
    const char *path;
    int32_t day;
    bool from_data;
    size_t files[HEALTH_SHARDS];
    size_t nfiles, unusable, refused;
    uint64_t stored, inflated;
    uint64_t heat_good, heat_bad; /* bit for each half hour */
    const char *heat_reason;      /* the first */
    const char *refused_reason;
    VEC(struct health_file) file; /* while unusable is at most HEALTH_UNUSABLE */
};

/** By source, then day, then from_data. */
int health_tally_cmp(const struct health_tally *x, const struct health_tally *y);
/** Adds the counts of one to another, whatever its day. */
void health_tally_add(struct arena *a, struct health_tally *to, const struct health_tally *t);
