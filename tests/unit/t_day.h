/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* The day that test_stream and test_stream_broken keep, pack, cut and damage. */
#include "t_archive.h"

#define MIB ((size_t)1 << 20)

/* A small day: gzip under .json, plain, zstd, empty, in folders. */
#define DAY 7
static struct t_entry day[DAY];
static struct buf day_room[DAY];

static inline int day_make(void **state) {
    static const char json[] = "{\"icao\":\"a1b2c3\",\"timestamp\":1693353600.000,\"trace\":[]}\n";
    static char noise[300000];
    unsigned x = 1;

    for (size_t i = 0; i < sizeof noise; i++) {
        x = x * 1103515245 + 12345;
        noise[i] = (char)(x >> 16);
    }
    noise[0] = 'n';
    day[0] = (struct t_entry){.name = "acas/acas.csv", .bytes = SPAN("time,hex\n")};
    day[1] = (struct t_entry){.name = "empty.txt", .bytes = SPAN("")};
    day[2] = (struct t_entry){.name = "heatmap/00.bin.ttf",
                              .bytes = t_gzip(&day_room[2], (struct span){noise, 70000})};
    day[3] = (struct t_entry){.name = "large.bin", .bytes = {noise, sizeof noise}};
    day[4] = (struct t_entry){.name = "traces/c3/trace_full_a1b2c3.json",
                              .bytes = t_gzip(&day_room[4], SPAN(json))};
    day[5] = (struct t_entry){.name = "traces/c3/trace_full_~a1b2c3.json", .bytes = SPAN(json)};
    day[6] = (struct t_entry){.name = "traces/c4/trace_full_a1b2c4.json",
                              .bytes = t_zstd(&day_room[6], SPAN(json))};
    return t_dir_make(state);
}

static inline int day_remove(void **state) {
    for (size_t i = 0; i < DAY; i++) {
        buf_fini(&day_room[i]);
        day_room[i] = (struct buf){0};
    }
    return t_dir_remove(state);
}

static inline struct span day_tar(struct buf *b) {
    return t_tar(b, ARCHIVE_FORMAT_TAR_USTAR, day, DAY);
}

static inline void whole(const struct t_all *all) {
    for (size_t i = 0; i < all->sum.n; i++)
        if (all->sum.source[i].state != STREAM_WHOLE || all->sum.source[i].reason[0])
            fail_msg("%s: %s", all->sum.source[i].path, all->sum.source[i].reason);
    assert_int_equal(all->sum.partial + all->sum.refused, 0);
}

/* The day is made anew for each test. */
#define TEST(f) cmocka_unit_test_setup_teardown(f, day_make, day_remove)
