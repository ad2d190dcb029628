/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What health.c counts and health_judge.c judges; nobody else includes this. */
#include "pack/health.h"

struct health_tally {
    size_t source;
    const char *path;
    int32_t named; /* by folder or archive; UTC_NONE: neither has a date */
    int32_t day;   /* of the data; UTC_NONE: not known */
    size_t files[HEALTH_SHARDS];
    size_t nfiles, unusable, refused;
    size_t loose; /* of nfiles, in none of the 256 folders */
    uint64_t stored, inflated;
    uint64_t heat_good, heat_bad; /* bit for each half hour */
    const char *heat_reason;      /* the first */
    const char *refused_reason;
    VEC(struct health_file) file;  /* while unusable is at most HEALTH_UNUSABLE */
    VEC(struct health_file) stray; /* likewise: its good files, where day is not the named one */
};

/** By source, then named, then day. */
int health_tally_cmp(const struct health_tally *x, const struct health_tally *y);
/** Adds the counts of one to another, whatever its day. */
void health_tally_add(struct arena *a, struct health_tally *to, const struct health_tally *t);
