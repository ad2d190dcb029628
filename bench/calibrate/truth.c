/* SPDX-License-Identifier: Apache-2.0 */
#include "truth.h"

#include <math.h>

void truth_begin(struct truth *f, struct arena *a, size_t room) {
    *f = (struct truth){.day = ARENA_ARRAY(a, int32_t, room)};
    for (int i = 0; i < 2; i++) f->people[i] = ARENA_ARRAY(a, int, room);
}

void truth_add(struct truth *f, int32_t day, int first, int second) {
    f->day[f->n] = day;
    f->people[0][f->n] = first;
    f->people[1][f->n] = second;
    f->n++;
}

int truth_infer(struct arena *a, struct truth_run *run, struct err *e) {
    size_t n = run->f->n;
    struct infer_slot *slot = ARENA_ARRAY(a, struct infer_slot, n);
    struct infer_count *count = ARENA_ARRAY(a, struct infer_count, n);
    struct infer_input in = {
        .slot = slot, .nslot = n, .count = count, .ngroup = 1, .seats_max = run->seats};

    run->truth = 0;
    for (size_t i = 0; i < n; i++) {
        slot[i] = (struct infer_slot){.day = run->f->day[i],
                                      .announced = true,
                                      .state = INFER_OPERATED,
                                      .seats_lo = run->seats,
                                      .seats_hi = run->seats};
        run->truth += run->people[i];
        if (!run->pick[i]) continue;
        count[in.ncount] = (struct infer_count){.slot = (int)i,
                                                .low = -1,
                                                .best = run->people[i],
                                                .high = -1,
                                                .visible = (double)NAN,
                                                .root = (int)in.ncount};
        in.ncount++;
    }
    in.nroot = (int)in.ncount;
    return infer_run(a, &in, run->o, &run->r, e);
}

struct peer_in truth_peer(struct arena *a, const struct truth_run *run, double level,
                          uint64_t seed) {
    int *y = ARENA_ARRAY(a, int, run->f->n);
    struct peer_in in = {.y = y, .all = run->f->n, .level = level, .seed = seed, .stream = 77};

    for (size_t i = 0; i < run->f->n; i++)
        if (run->pick[i]) y[in.k++] = run->people[i];
    return in;
}

int truth_month(const struct truth_run *run, int year, int month, bool *open) {
    int sum = 0;

    *open = false;
    for (size_t i = 0; i < run->f->n; i++) {
        struct utc_civil d = utc_civil(run->f->day[i]);

        if (d.year != year || d.month != month) continue;
        sum += run->people[i];
        *open |= !run->pick[i];
    }
    return sum;
}
