/* SPDX-License-Identifier: Apache-2.0 */
/* The index of places against looking at every place. */
#include "base/rng.h"
#include "geo/near.h"
#include "geo/place.h"
#include "t.h"

static struct arena near_arena;
static struct near_index sky_near;

static int setup(void **state) {
    (void)state;
    arena_init(&near_arena, (size_t)8 << 20);
    near_build(&near_arena, &sky_near);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&near_arena);
    return 0;
}

static void near_find_agrees_with_looking_at_every_place(void **state) {
    (void)state;
    for (uint64_t k = 0; k < 400; k++) {
        double lat = -90 + 180 * rng_unit(1, 1, k), lon = -180 + 360 * rng_unit(1, 2, k),
               radius = 1e3 + 4e5 * rng_unit(1, 3, k);
        struct near_hit hit[64];
        size_t n, want = 0;

        if (k % 8 == 0) lon = lon < 0 ? -179.99 : 179.99;
        if (k % 8 == 1) lat = lat < 0 ? -89.5 : 89.5;
        n = near_find(&sky_near, lat, lon, radius, hit, 64);
        for (size_t i = 0; i < place_count(); i++) {
            const struct place *p = place_at(i);

            want += place_distance_m(lat, lon, (double)p->lat_deg, (double)p->lon_deg) <= radius;
        }
        if (n != (want < 64 ? want : 64))
            fail_msg("%.2f %.2f %.0f m: %zu places, wanted %zu", lat, lon, radius, n, want);
        for (size_t i = 1; i < n; i++) assert_true(hit[i - 1].distance_m <= hit[i].distance_m);
    }
}

static void near_find_keeps_the_nearest_when_there_are_more(void **state) {
    struct near_hit all[96], few[5];
    size_t n = near_find(&sky_near, 51.5, -0.1, 80e3, all, 96);

    (void)state;
    assert_true(n > 20);
    assert_int_equal(near_find(&sky_near, 51.5, -0.1, 80e3, few, 5), 5);
    for (size_t i = 0; i < 5; i++) assert_int_equal(few[i].place, all[i].place);
    assert_int_equal(near_find(&sky_near, 91, 0, 80e3, few, 5), 0);
    assert_int_equal(near_find(&sky_near, 51.5, -0.1, 80e3, few, 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_find_agrees_with_looking_at_every_place),
        cmocka_unit_test(near_find_keeps_the_nearest_when_there_are_more),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
