/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "leg/clean.h"
#include "leg/gap.h"

/** The good points as runs: in the air, on the ground, in the air. What leg.c cuts into legs. */
enum run_kind {
    RUN_AIR,
    RUN_GROUND, /* ground reports */
    RUN_SLOW,   /* no ground report, but slower than wings carry, at one altitude: standing */
};

struct run {
    enum run_kind kind;
    bool cut;           /* nothing leads here from the run before: moved unseen, or `jump` */
    bool jump;          /* positions before and after contradict each other */
    size_t first, last; /* good points; those between may hold others */
    size_t n;
    int32_t slowest, fastest; /* 0.1 kt, as sent; -1 none sent */
    int32_t low_ft, high_ft;  /* of known altitudes; TRACK_NONE none */
};

/** Touched the ground at speed and flew on: a landing that is none, by itself. */
struct leg_touch {
    int64_t ms;
    double seconds;
    int32_t lat, lon; /* 1e-6 degree */
    int32_t place;    /* within the bounds of a listed field, or -1 */
};

struct run_list {
    VEC(struct run) run;
    VEC(struct leg_touch) touch; /* ascending */
};

/** Splits the good points into runs, sets aside false ground reports (CLEAN_GROUND in c), takes
 *  out touch-and-goes, and joins what is left: airborne runs and stays on the ground then
 *  alternate but for `cut`. O(n). Rules: docs/LEGS.md, section 3. */
void run_build(struct arena *a, const struct gap_in *g, struct clean *c, struct run_list *out);
