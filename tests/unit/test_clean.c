/* SPDX-License-Identifier: Apache-2.0 */
/* Points that cannot be what they say: which are set aside, and that the legs stay. */
#include "leg_rig.h"

static void clean_sets_aside_what_cannot_be_and_counts_it(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_list l;
    size_t sum = 0;

    (void)state;
    s->p[index_at(s, 0.5)].lat = 91000000;
    s->p[index_at(s, 0.52)].lon = 181000000;
    s->p[index_at(s, 0.54)].lat = s->p[index_at(s, 0.54)].lon = 0;
    s->p[index_at(s, 0.56)].lat = TRACK_NONE;
    s->p[index_at(s, 0.58)].ms -= 3 * HOUR;
    s->p[index_at(s, 0.6)].lat += 5000000;
    s->p[index_at(s, 0.62)].ms = INT64_MAX;
    s->p[index_at(s, 0.64)].ms = INT64_MIN;
    l = build(&s->t);
    assert_denver(&l);
    assert_int_equal(l.clean.count[CLEAN_RANGE], 6);
    assert_int_equal(l.clean.count[CLEAN_BACK], 1);
    assert_int_equal(l.clean.count[CLEAN_TELEPORT], 1);
    assert_int_equal(l.clean.njump, 0);
    for (int r = 0; r < NCLEAN; r++) sum += l.clean.count[r];
    assert_int_equal(sum, s->t.n);
    assert_string_equal(clean_word(CLEAN_TELEPORT), "teleport");
}

static void clean_takes_out_an_excursion_and_comes_back(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_list l;

    (void)state;
    for (size_t i = index_at(s, 0.5); i < index_at(s, 0.5) + 20; i++)
        s->p[i].lat += 4000000; /* 445 km north for 200 s */
    l = build(&s->t);
    assert_denver(&l);
    assert_int_equal(l.clean.count[CLEAN_TELEPORT], 20);
}

static void clean_believes_the_longer_line_after_a_silence(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_list l;
    size_t first;

    (void)state;
    forget_between(s, s->p[index_at(s, 0.4)].ms, s->p[index_at(s, 0.4)].ms + 30 * MIN);
    first = index_at(s, 0);
    while (s->p[first + 1].ms - s->p[first].ms < 20 * MIN) first++;
    s->p[first + 1].lat += 1500000; /* reachable in half an hour, and not from there on */
    l = build(&s->t);
    assert_denver(&l);
    assert_int_equal(l.clean.count[CLEAN_TELEPORT], 1);
}

static void clean_sets_aside_a_position_that_is_held(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_list l;
    size_t k = index_at(s, 0.5);

    (void)state;
    for (size_t i = k + 1; i < k + 6; i++) {
        s->p[i].lat = s->p[k].lat;
        s->p[i].lon = s->p[k].lon;
    }
    l = build(&s->t);
    assert_denver(&l);
    assert_int_equal(l.clean.count[CLEAN_STALE], 5);
}

/* What tells no speed and stays in one place to the last digit for ten minutes is a transmitter that stands: a
 * year of it is no flight of a year. */
static void a_transmitter_that_stands_does_not_fly_for_a_year(void **state) {
    enum { N = 24 * 365 };
    static struct track_point p[N];
    struct track t = {.hex = 0xa00001, .point = p, .n = N};
    struct leg_list l;

    (void)state;
    for (int i = 0; i < N; i++) {
        p[i] = (struct track_point){.ms = (int64_t)i * 150000,
                                    .lat = 44900000,
                                    .lon = -93200000,
                                    .alt_ft = 30000,
                                    .alt_geom_ft = TRACK_NONE,
                                    .rate_fpm = TRACK_NONE,
                                    .speed = TRACK_NONE16,
                                    .heading = TRACK_NONE16,
                                    .squawk = TRACK_SQUAWK_NONE,
                                    .air = TRACK_AIRBORNE,
                                    .nic = -1,
                                    .sil = -1,
                                    .adsb = -1};
    }
    l = build(&t);
    assert_int_equal(l.clean.count[CLEAN_STALE], N - 4);
    for (size_t i = 0; i < l.n; i++)
        assert_true(p[l.leg[i].last].ms - p[l.leg[i].first].ms < 10 * MIN);
}

static void a_point_flagged_after_a_silence_is_a_real_point(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_list l;

    (void)state;
    for (size_t i = 0; i < s->t.n; i++)
        s->p[i].flags = TRACK_STALE | TRACK_LEG; /* neither is obeyed */
    l = build(&s->t);
    assert_denver(&l);
    assert_int_equal(l.clean.count[CLEAN_GOOD], s->t.n);
}

static void a_phantom_of_another_day_makes_no_flight(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_options o = usual();
    struct leg_list l;

    (void)state;
    memmove(s->p + 2, s->p, s->t.n * sizeof *s->p);
    s->p[0] = s->p[1] = s->p[500];
    s->p[0].ms = s->p[2].ms - 20 * HOUR;
    s->p[1].ms = s->p[0].ms + 10000;
    s->p[1].lat += 20000;
    s->t.n += 2;
    o.from_ms = s->p[2].ms - 10 * HOUR;
    o.to_ms = o.from_ms + 24 * HOUR;
    l = build_with(&s->t, &o);
    assert_denver(&l);
    assert_int_equal(l.clean.count[CLEAN_WINDOW], 2);
    s->p[1].ms = s->p[2].ms + 10; /* alone, and not a flight, even where the window is not known */
    memmove(s->p + 1, s->p + 2, (s->t.n - 2) * sizeof *s->p);
    s->t.n--;
    l = build(&s->t);
    assert_true(l.n >= 1);
    assert_end(&l.leg[l.n - 1].to, END_SEEN, "KDEN");
    assert_end(&l.leg[l.n - 1].from, END_SEEN, "KMSP");
}

static void a_parked_aircraft_decoded_far_away_has_not_moved(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_list l;
    size_t k = s->t.n - 60, i;

    (void)state;
    stand(s, 3 * 3600, 0);
    fly_to(s, "KMSP", 35000, 450, 140);
    for (i = k; s->p[i].air == TRACK_GROUND; i++) s->p[i].lat += 5200000; /* 578 km */
    l = build(&s->t);
    assert_legs(l, 2);
    assert_int_equal(l.clean.count[CLEAN_TELEPORT], i - k);
    assert_int_equal(l.clean.njump, 0);
    assert_end(&l.leg[0].from, END_SEEN, "KMSP");
    assert_end(&l.leg[0].to, END_SEEN, "KDEN"); /* by the roll-out, before the error */
    assert_end(&l.leg[1].from, END_INFERRED, "KDEN");
    assert_end(&l.leg[1].to, END_SEEN, "KMSP");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clean_sets_aside_what_cannot_be_and_counts_it),
        cmocka_unit_test(clean_takes_out_an_excursion_and_comes_back),
        cmocka_unit_test(clean_believes_the_longer_line_after_a_silence),
        cmocka_unit_test(clean_sets_aside_a_position_that_is_held),
        cmocka_unit_test(a_transmitter_that_stands_does_not_fly_for_a_year),
        cmocka_unit_test(a_point_flagged_after_a_silence_is_a_real_point),
        cmocka_unit_test(a_phantom_of_another_day_makes_no_flight),
        cmocka_unit_test(a_parked_aircraft_decoded_far_away_has_not_moved),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, sky_setup, sky_teardown);
}
