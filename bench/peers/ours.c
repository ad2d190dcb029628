/* SPDX-License-Identifier: Apache-2.0 */
/* headcount's side of `make peers`: cases on the standard input, one JSON line each. Only the corridor's flights themselves: the
 * factor on flights that nobody counted and the flights that nobody announced are off, and one structure can be forced.
 *
 *   bench_peer level|drift|both|all SEEDS <cases
 *   case NAME SEATS SLOTS
 *   DAY operated|unknown|cancelled COUNT     (-1: nobody counted), SLOTS times
 */
#include "infer/infer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SLOTS_MOST 10000

struct table {
    char name[64];
    int seats, nslot, ncount;
    struct infer_slot *slot;
    struct infer_count *count;
};

static double cpu_s(void) {
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* @return 1 a case, 0 the end, -1 not understood. */
static int read_case(struct table *t) {
    int rc = scanf(" case %63s %d %d", t->name, &t->seats, &t->nslot);

    if (rc == EOF) return 0;
    if (rc != 3 || t->nslot < 1 || t->nslot > SLOTS_MOST) return -1;
    t->ncount = 0;
    for (int i = 0; i < t->nslot; i++) {
        char state[16];
        int day, n;

        if (scanf("%d %15s %d", &day, state, &n) != 3) return -1;
        t->slot[i] = (struct infer_slot){.day = day,
                                         .announced = true,
                                         .state = !strcmp(state, "operated")    ? INFER_OPERATED
                                                  : !strcmp(state, "cancelled") ? INFER_CANCELLED
                                                                                : INFER_UNKNOWN,
                                         .seats_lo = t->seats,
                                         .seats_hi = t->seats};
        if (n < 0) continue;
        t->count[t->ncount] = (struct infer_count){.slot = i,
                                                   .method = INFER_COUNTED,
                                                   .low = -1,
                                                   .best = n,
                                                   .high = -1,
                                                   .visible = (double)NAN,
                                                   .root = t->ncount};
        t->ncount++;
    }
    return 1;
}

static bool options(const char *structure, struct infer_options *o) {
    *o = infer_defaults();
    o->selection_scale = 0;
    o->unlisted_a = 0;
    o->light = false;
    if (!strcmp(structure, "all")) return true;
    o->groups = o->regimes = o->tails = false;
    if (!strcmp(structure, "both")) return true;
    if (!strcmp(structure, "level")) {
        o->drift = 0;
        return true;
    }
    return false; /* drift alone cannot be asked for */
}

/* NaN, not measured, is null in JSON. */
static void print_number(const char *name, double v) {
    if (isnan(v))
        printf("\"%s\": null, ", name);
    else
        printf("\"%s\": %.9g, ", name, v);
}

static void print_result(const struct infer_result *r) {
    print_number("ess", r->ess);
    print_number("grid_error", r->grid_error);
    printf("\"ndraw\": %zu, \"weights\": {", r->ndraw);
    for (size_t i = 0; i < r->nstructure; i++)
        printf("%s\"%s\": %.6f", i ? ", " : "", r->structure[i].name, r->structure[i].weight);
    printf("}, \"lo\": %.9g, \"hi\": %.9g, \"mean\": %.9g", r->total.lo, r->total.hi,
           r->total.mean);
}

static int run_case(const struct table *t, struct infer_options o, int seeds) {
    static const double at[] = {0.05, 0.25, 0.50, 0.75, 0.95};
    struct infer_input in = {t->slot, (size_t)t->nslot, t->count, (size_t)t->ncount,
                             1,       t->ncount + 1,    t->seats, NULL,
                             0};
    struct err e;

    printf("{\"case\": \"%s\", \"runs\": [", t->name);
    for (int i = 0; i < seeds; i++) {
        struct infer_result r = {0};
        struct arena a;
        double start = cpu_s();

        arena_init(&a, (size_t)1 << 30);
        o.seed = (uint64_t)i + 1;
        if (infer_run(&a, &in, &o, &r, &e) < 0) {
            fprintf(stderr, "bench_peer: %s: %s\n", t->name, e.text);
            return -1;
        }
        printf("%s{\"cpu_s\": %.6f, \"q\": [", i ? ", " : "", cpu_s() - start);
        for (int k = 0; k < 5; k++) printf("%s%.9g", k ? ", " : "", infer_quantile(&r, at[k]));
        printf("], ");
        print_result(&r);
        printf("}");
        arena_fini(&a);
    }
    printf("]}\n");
    return 0;
}

int main(int argc, char **argv) {
    struct infer_options o;
    struct table t = {.slot = calloc(SLOTS_MOST, sizeof *t.slot),
                      .count = calloc(SLOTS_MOST, sizeof *t.count)};
    int rc = argc == 3 && t.slot && t.count ? 0 : -1, seeds = argc == 3 ? atoi(argv[2]) : 0;

    if (rc == 0 && !options(argv[1], &o)) {
        fprintf(stderr, "bench_peer: structure %s cannot be forced in this build\n", argv[1]);
        rc = 3;
    }
    while (rc == 0 && (rc = read_case(&t)) == 1) rc = run_case(&t, o, seeds);
    if (rc < 0)
        fprintf(stderr, "bench_peer: level, drift, both or all; a number; a case as above\n");
    free(t.slot);
    free(t.count);
    return rc < 0 ? 2 : rc;
}
