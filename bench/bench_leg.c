/* SPDX-License-Identifier: Apache-2.0 */
/* Legs with cleaning, places named: million points a CPU second, best of 7. Made-up shuttles between
 * two airports; a point every 10 s, 30 s (what most traces have in cruise), and 200 s, where every
 * step is a silence to be judged. */
#include "leg/leg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define FLIGHT_S 9000 /* two hours in the air, half an hour on the ground */
#define AIR_S 7200

static double now_s(void) {
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* From 44.88 N 93.22 W west by 11.45 degrees, and back, and so on. */
static struct track_point at(int second) {
    int flight = second / FLIGHT_S, s = second % FLIGHT_S;
    double way = s < AIR_S ? (double)s / AIR_S : 1, alt = fmin(fmin(s, AIR_S - s) * 25.0, 34000);
    bool ground = s >= AIR_S || s < 10;

    if (flight % 2) way = 1 - way;
    return (struct track_point){.ms = INT64_C(1709294400000) + second * INT64_C(1000),
                                .lat = (int32_t)(44882000 - 5020000 * way),
                                .lon = (int32_t)(-93221000 - 11452000 * way),
                                .alt_ft = ground ? TRACK_NONE : (int32_t)alt,
                                .alt_geom_ft = TRACK_NONE,
                                .rate_fpm = TRACK_NONE,
                                .speed = (int16_t)(ground ? 80 : 2800),
                                .heading = (int16_t)(flight % 2 ? 600 : 2400),
                                .squawk = TRACK_SQUAWK_NONE,
                                .air = ground ? TRACK_GROUND : TRACK_AIRBORNE,
                                .nic = 8,
                                .sil = 3,
                                .adsb = 2,
                                .callsign = "HCT0001 "};
}

static void bench(const char *name, int step_s, size_t n, const struct near_index *near) {
    struct track t = {.type = "B739", .n = n};
    struct leg_options o = {.near = near, .from_ms = CLEAN_NO_MS, .to_ms = CLEAN_NO_MS};
    struct leg_list l = {0};
    double best = (double)INFINITY;

    t.point = calloc(n, sizeof *t.point);
    if (!t.point) abort();
    for (size_t i = 0; i < n; i++) t.point[i] = at((int)i * step_s);
    for (int k = 0; k < 7; k++) {
        struct arena a;
        double begin = now_s();

        arena_init(&a, (size_t)1 << 30);
        leg_build(&a, &t, &o, &l);
        best = fmin(best, now_s() - begin);
        arena_fini(&a);
    }
    printf("%-6s %7zu points %4zu legs %7.1f million points a CPU second\n", name, n, l.n,
           (double)n / best * 1e-6);
    free(t.point);
}

int main(void) {
    struct arena a;
    struct near_index near;

    arena_init(&a, (size_t)8 << 20);
    near_build(&a, &near);
    bench("10 s", 10, 500000, &near);
    bench("30 s", 30, 500000, &near);
    bench("200 s", 200, 50000, &near);
    arena_fini(&a);
    return 0;
}
