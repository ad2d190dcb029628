/* SPDX-License-Identifier: Apache-2.0 */
/* One line a case: the full answer (total, months, every day, every slot, grid error), best of 7, processor time. */
#include "infer/infer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct plan {
    const char *name;
    int slots, counts;
    enum infer_method method;
    enum infer_stage stage;
    bool mixed; /* every third flight carries nobody */
    int groups;
};

static double now_ms(void) {
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static int bench(const struct plan *p) {
    struct infer_slot *slot = calloc((size_t)p->slots, sizeof *slot);
    struct infer_count *count = calloc((size_t)p->counts + 1, sizeof *count);
    struct infer_options o = infer_defaults();
    struct infer_input in = {
        slot, (size_t)p->slots, count, (size_t)p->counts, p->groups, p->counts + 1, 210, NULL, 0};
    struct infer_result r = {0};
    double best = (double)INFINITY;
    struct err e;
    int rc = 0;

    if (!slot || !count) abort();
    for (int i = 0; i < p->slots; i++)
        slot[i] = (struct infer_slot){.day = 19660 + i * 7 / 2,
                                      .group = i / 2 % p->groups,
                                      .announced = true,
                                      .seats_lo = 140,
                                      .seats_hi = 210};
    for (int i = 0; i < p->counts; i++) {
        slot[i * p->slots / p->counts].state = p->mixed ? INFER_OPERATED : INFER_UNKNOWN;
        count[i] = (struct infer_count){.slot = i * p->slots / p->counts,
                                        .method = p->method,
                                        .stage = p->stage,
                                        .low = -1,
                                        .best = p->mixed && i % 3 == 0 ? 0 : 101 - i * 37 % 60,
                                        .high = -1,
                                        .visible = (double)NAN,
                                        .root = i};
    }
    for (int i = 0; i < 7 && rc == 0; i++) {
        struct arena a;
        double t = now_ms();

        arena_init(&a, (size_t)1 << 30);
        rc = infer_run(&a, &in, &o, &r, &e);
        t = now_ms() - t;
        if (t < best) best = t;
        arena_fini(&a);
    }
    if (rc < 0)
        fprintf(stderr, "%s: %s\n", p->name, e.text);
    else
        printf("%-38s %8.1f ms  median %.0f (%.0f to %.0f), grid error %.0f\n", p->name, best,
               r.total.median, r.total.lo, r.total.hi, r.grid_error);
    free(slot);
    free(count);
    return rc;
}

int main(void) {
    static const struct plan plans[] = {
        {"44 slots, no count", 44, 0, INFER_COUNTED, INFER_ABOARD, false, 1},
        {"44 slots, one look at people waiting", 44, 1, INFER_EYE, INFER_WAITING, false, 1},
        {"44 slots, 11 counted", 44, 11, INFER_COUNTED, INFER_ABOARD, false, 1},
        {"44 slots, 44 counted", 44, 44, INFER_COUNTED, INFER_ABOARD, false, 1},
        {"44 slots, 20 looked at", 44, 20, INFER_EYE, INFER_ABOARD, false, 1},
        {"104 slots, 26 counted", 104, 26, INFER_COUNTED, INFER_ABOARD, false, 1},
        {"104 slots, 26 counted, 9 of them empty", 104, 26, INFER_COUNTED, INFER_ABOARD, true, 1},
        {"the same in three groups", 104, 26, INFER_COUNTED, INFER_ABOARD, true, 3},
        {"1,000 slots, 100 counted", 1000, 100, INFER_COUNTED, INFER_ABOARD, false, 1},
    };
    int rc = 0;

    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) rc |= bench(&plans[i]);
    return rc < 0;
}
