/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* What test_infer, test_oracle and test_calibrate share: cases built by hand. */
#include "infer/world.h"
#include "t.h"

/* A case: slots and counts are added, then run or taken apart. */
struct rig {
    struct arena a;
    struct infer_slot slot[400];
    struct infer_count count[200];
    struct infer_input in;
    struct infer_options o;
    struct infer_result r;
    struct err e;
};

static inline struct rig *rig_new(void) {
    struct rig *r = calloc(1, sizeof *r);

    assert_non_null(r);
    arena_init(&r->a, (size_t)1 << 30);
    r->o = infer_defaults();
    r->in = (struct infer_input){
        .slot = r->slot, .count = r->count, .ngroup = 1, .nroot = 100, .seats_max = -1};
    return r;
}

static inline void rig_free(struct rig *r) {
    arena_fini(&r->a);
    free(r);
}

static inline struct infer_slot *slot(struct rig *r, int32_t day, enum infer_state state, int lo,
                                      int hi) {
    struct infer_slot *s = &r->slot[r->in.nslot++];

    *s = (struct infer_slot){
        .day = day, .announced = true, .state = state, .seats_lo = lo, .seats_hi = hi};
    if (hi > r->in.seats_max) r->in.seats_max = hi;
    return s;
}

static inline struct infer_count *count(struct rig *r, int at, enum infer_method m, int best) {
    struct infer_count *c = &r->count[r->in.ncount];

    *c = (struct infer_count){.slot = at,
                              .method = m,
                              .low = -1,
                              .best = best,
                              .high = -1,
                              .visible = (double)NAN,
                              .root = (int)r->in.ncount % 100};
    r->in.ncount++;
    return c;
}

/* The two slots a week of a winter season: 44, one seat range. */
static inline void season(struct rig *r, int lo, int hi) {
    for (int i = 0; i < 44; i++) slot(r, 19660 + i * 7 / 2, INFER_UNKNOWN, lo, hi);
}

static inline void run(struct rig *r) {
    assert_ok(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), r->e);
}

/* The posterior of what a case's flights share, as the run would make it. */
static inline size_t open_world_with(struct rig *r, struct world *w, struct axes *x,
                                     struct post **post, int fineness, unsigned notes) {
    *w = (struct world){.a = &r->a, .in = &r->in, .o = &r->o, .notes = notes};
    assert_ok(cells_build(w, &r->e), r->e);
    return post_build(w, fineness, x, post);
}
static inline size_t open_world(struct rig *r, struct world *w, struct axes *x, struct post **post,
                                int fineness) {
    return open_world_with(r, w, x, post, fineness, 0);
}

/* What the first count says of each number aboard. */
static inline void likelihood_of(struct rig *r, double *out, int n_max) {
    struct world w = {.a = &r->a, .in = &r->in, .o = &r->o};

    share_open(&w, &(struct shared){.least = 1});
    for (int n = 0; n <= n_max; n++) out[n] = 1;
    obs_multiply(&w, &r->count[0], 0, n_max, out);
}
