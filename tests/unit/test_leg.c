/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rng.h"
#include "leg_read.h"
#include "leg_rig.h"

#include <time.h>

#define MIN 60000
#define HOUR 3600000

/* ---- src/geo/near */

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

/* ---- cleaning */

static struct sky *hop_to_denver(void) {
    struct sky *s = sky_new("KMSP", "B739");

    stand(s, 600, 8);
    fly_to(s, "KDEN", 34000, 440, 140);
    stand(s, 600, 8);
    return s;
}

static void assert_denver(const struct leg_list *l) {
    assert_legs(*l, 1);
    assert_end(&l->leg[0].from, END_SEEN, "KMSP");
    assert_end(&l->leg[0].to, END_SEEN, "KDEN");
}

static size_t index_at(const struct sky *s, double share) {
    return (size_t)((double)s->t.n * share);
}

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

/* ---- ground reports */

static void a_flight_from_gate_to_gate_has_its_times(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_list l = build(&s->t);
    size_t off = 0, on;

    (void)state;
    assert_denver(&l);
    while (s->p[off + 1].air == TRACK_GROUND) off++;
    on = off + 1;
    while (s->p[on].air != TRACK_GROUND) on++;
    assert_true(l.leg[0].from.ms == s->p[off].ms && l.leg[0].to.ms == s->p[on].ms);
    assert_true(l.leg[0].first == off + 1 && l.leg[0].last == on - 1);
    assert_true(l.leg[0].from.confidence > 0.8 && l.leg[0].to.confidence > 0.8 &&
                l.leg[0].confidence > 0.95);
    assert_int_equal(l.leg[0].craft, CRAFT_AIRLINER);
    assert_int_equal(l.leg[0].ngap, 0);
}

static void one_glitch_makes_no_landing(void **state) {
    static const int speeds[] = {4400, 0, TRACK_NONE16, 1300};

    (void)state;
    for (size_t k = 0; k < 4; k++)
        for (size_t run = 1; run <= 8; run += 7) {
            struct sky *s = hop_to_denver();
            struct leg_list l;

            for (size_t i = index_at(s, 0.5); i < index_at(s, 0.5) + run; i++) {
                s->p[i].air = TRACK_GROUND;
                s->p[i].alt_ft = TRACK_NONE;
                s->p[i].speed = (int16_t)speeds[k];
            }
            l = build(&s->t);
            assert_denver(&l);
            assert_int_equal(l.leg[0].ntouch, 0);
            assert_int_equal(l.clean.count[CLEAN_GROUND], run);
        }
}

static void a_ground_state_repeated_after_take_off_is_no_stay(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_list l;
    size_t off = 0;

    (void)state;
    while (s->p[off].air == TRACK_GROUND) off++;
    /* For two minutes no valid state: the writer repeats the last (formats.md 1.1). */
    for (size_t i = off; i < off + 12; i++) {
        s->p[i].speed = (int16_t)(1400 + 50 * (int)(i - off)); /* accelerating */
        s->p[i].air = TRACK_GROUND;
        s->p[i].alt_ft = TRACK_NONE;
    }
    l = build(&s->t);
    assert_denver(&l);
    assert_true(llabs(l.leg[0].from.ms - s->p[off - 1].ms) <= 60000);
}

static void taxiing_in_the_air_is_no_flight(void **state) {
    struct sky *s = sky_new("KSFF", "P28R");
    struct leg_list l;

    (void)state;
    stand(s, 900, 12);
    for (size_t i = 20; i < s->t.n; i += 7) {
        s->p[i].air = TRACK_AIRBORNE; /* no switch on the wheels */
        s->p[i].alt_ft = 1950;
    }
    l = build(&s->t);
    assert_legs(l, 0);
    fly_to(s, "KSFF", 3000, 100, 60); /* at once down again */
    stand(s, 60, 10);
    l = build(&s->t);
    assert_true(l.n <= 1);
}

static struct sky *circuits(void) {
    struct sky *s = sky_new("KSFF", "C172");

    s->step_s = 5;
    stand(s, 300, 8);
    take_off(s, 60);
    for (int k = 0; k < 4; k++) {
        fly(s, 90, s->elevation + 1000, 90, 0);
        fly(s, 60, s->elevation + 1000, 90, 3);
        fly(s, 120, s->elevation + 1000, 90, 0);
        fly(s, 60, s->elevation + 700, 80, 3);
        fly(s, 75, s->elevation + 50, 60, 0);
        if (k == 3) break;
        s->ground = true;
        fly(s, 15, s->elevation, 50, 0);
        s->ground = false;
    }
    roll_out(s, 55);
    stand(s, 300, 8);
    return s;
}

static void a_touch_and_go_is_no_landing(void **state) {
    struct sky *s = circuits();
    struct leg_list l = build(&s->t);

    (void)state;
    assert_legs(l, 1);
    assert_int_equal(l.leg[0].ntouch, 3);
    assert_end(&l.leg[0].from, END_SEEN, "KSFF");
    assert_end(&l.leg[0].to, END_SEEN, "KSFF");
    assert_int_equal(l.leg[0].touch[0].place, field_index("KSFF"));
    assert_near(l.leg[0].touch[0].seconds, 10, 0.01);
}

/* ---- silences */

static void an_ocean_and_midnight_do_not_end_a_flight(void **state) {
    struct sky *s = sky_new("KSFO", "B744");
    struct leg_list l;

    (void)state;
    stand(s, 600, 8);
    fly_to(s, "PGUM", 35000, 490, 160);
    forget_between(s, s->p[0].ms + 2 * HOUR, s->p[0].ms + 2 * HOUR + 17450000); /* formats.md 2.3 */
    forget_between(s, s->p[0].ms + 8 * HOUR, s->p[0].ms + 8 * HOUR + 70 * MIN);
    l = build(&s->t);
    assert_legs(l, 1);
    assert_end(&l.leg[0].from, END_SEEN, "KSFO");
    assert_end(&l.leg[0].to, END_SEEN, "PGUM");
    assert_int_equal(l.leg[0].ngap, 2);
    assert_true(l.leg[0].longest_gap_s > 17400 && l.leg[0].gap[0].p_stop < 0.05);
    assert_int_equal(l.leg[0].gap[0].class,
                     GAP_HOLE); /* no field within 200 NM of an end in mid ocean */
}

static void a_slow_aircraft_is_stitched_by_its_own_speed(void **state) {
    struct sky *s = sky_new("KMSP", "C172");
    struct leg_list l;

    (void)state;
    s->ms +=
        11 *
        HOUR; /* over midnight at 90 kt, under the floor of 300 km/h that breaks others (formats.md 2.2) */
    stand(s, 120, 8);
    fly_to(s, "KFAR", 5500, 92, 55);
    forget_between(s, s->p[0].ms + 40 * MIN, s->p[0].ms + 95 * MIN);
    l = build(&s->t);
    assert_legs(l, 1);
    assert_int_equal(l.leg[0].ngap, 1);
    assert_true(l.leg[0].gap[0].p_stop < 0.2);
}

static struct sky *night_stop(void) {
    struct sky *s = sky_new("KMSP", "B739");

    stand(s, 300, 8);
    fly_to(s, "KGEG", 34000, 420, 135);
    s->ms += 8 * HOUR;
    fly_to(s, "KMSP", 35000, 450, 135);
    stand(s, 300, 8);
    return s;
}

static bool is_low_near_spokane(const struct track_point *p, double ft) {
    return p->lon < -116000000 && is_below(p, ft);
}

static void a_stop_that_nobody_heard_ends_a_flight(void **state) {
    struct sky *s = night_stop();
    struct leg_list l;

    (void)state;
    forget(s, is_low_near_spokane, 8000);
    l = build(&s->t);
    assert_legs(l, 2);
    assert_end(&l.leg[0].to, END_INFERRED, "KGEG");
    assert_end(&l.leg[1].from, END_INFERRED, "KGEG");
    assert_true(l.leg[0].to.confidence > 0.6 && l.leg[0].to.p_ended > 0.95);
    assert_true(l.leg[0].to.ms > l.leg[0].to.ms_low && l.leg[0].to.ms < l.leg[0].to.ms_high);
    assert_int_equal(l.unlike, 0);
}

static void flights_over_a_small_receiver_are_two_and_end_nowhere(void **state) {
    struct sky *s = night_stop();
    struct leg_options o = usual();
    struct leg_list l;
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < s->t.n; i++)
        if (fabs(s->p[i].lon * 1e-6 + 104) < 3) s->p[n++] = s->p[i];
    s->t.n = n;
    o.from_ms = s->p[0].ms - 5 * HOUR;
    o.to_ms = s->p[n - 1].ms + 5 * HOUR;
    l = build_with(&s->t, &o);
    assert_legs(l, 2);
    for (int i = 0; i < 2; i++) {
        assert_end(&l.leg[i].from, END_LOST, "-");
        assert_end(&l.leg[i].to, END_LOST, "-");
        assert_int_equal(l.leg[i].to.silence, GAP_EDGE);
        assert_true(l.leg[i].to.confidence <= 0);
    }
    l = build(&s->t); /* nothing known about what the data cover */
    assert_legs(l, 2);
    assert_end(&l.leg[0].from, END_EDGE, "-");
    assert_end(&l.leg[0].to, END_LOST, "-");
    assert_end(&l.leg[1].to, END_EDGE, "-");
}

static struct sky *six_hops(void) {
    static const char *const round[] = {"KCOE", "KGEG", "KCOE", "KSFF", "KDEW", "KSFF"};
    struct sky *s = sky_new("KSFF", "C172");

    s->step_s = 5;
    stand(s, 300, 8);
    for (size_t k = 0; k < 6; k++) {
        fly_to(s, round[k], 5500, 105, 55);
        stand(s, k % 2 ? 1020 : 1200, 6); /* 17 to 20 minutes */
    }
    return s;
}

static void hops_with_short_stops_are_kept_apart(void **state) {
    static const char *const round[] = {"KSFF", "KCOE", "KGEG", "KCOE", "KSFF", "KDEW", "KSFF"};

    (void)state;
    for (int deaf = 0; deaf < 2; deaf++) {
        struct sky *s = six_hops();
        struct leg_list l;

        if (deaf) forget(s, is_below, 3500); /* nothing below 1,000 to 1,500 ft above the fields */
        l = build(&s->t);
        assert_legs(l, 6);
        for (int i = 0; i < 6; i++) {
            assert_string_equal(name_of(&l.leg[i].from), round[i]);
            assert_string_equal(name_of(&l.leg[i].to), round[i + 1]);
            assert_true(l.leg[i].to.status == (deaf ? END_INFERRED : END_SEEN));
        }
        assert_int_equal(l.unlike, 0);
    }
}

static void a_stop_that_was_possible_is_kept_as_the_other_hypothesis(void **state) {
    struct sky *s = sky_new("KMSP", "DH8D");
    struct leg_list l;
    int64_t from;

    (void)state;
    fly_to(s, "KGEG", 24000, 340, 110);
    from = s->p[0].ms + HOUR;
    forget_between(s, from, from + 50 * MIN);
    for (size_t i = 0; i < s->t.n; i++)
        if (s->p[i].ms >= from)
            s->p[i].ms += 35 * MIN; /* and it took 35 minutes longer than the way */
    l = build(&s->t);
    if (l.n == 1) {
        assert_int_equal(l.leg[0].nstop, 1);
        assert_true(l.leg[0].stop[0].weight > 0.02 && l.leg[0].stop[0].place[0] >= 0);
        assert_true(l.leg[0].confidence < 0.98);
    } else {
        assert_legs(l, 2);
        assert_true(l.leg[0].to.p_ended < 0.95); /* that it flew on is kept too */
    }
}

static void circles_over_one_place_are_one_flight(void **state) {
    struct sky *s = sky_new("KFFO", "K35R");
    struct leg_list l;

    (void)state;
    s->t.db_flags = 1;
    s->elevation = 823;
    take_off(s, 150);
    fly(s, 1200, 25000, 400, 0);
    fly(s, 4 * 3600, 25000, 380, 1); /* a circle of six minutes */
    forget_between(s, s->ms - 3 * HOUR, s->ms - HOUR);
    fly(s, 600, 25000, 400, 0);
    l = build(&s->t);
    assert_legs(l, 1);
    assert_true(l.leg[0].gap[0].reason & GAP_LOITER);
}

static void the_class_of_a_silence_is_cautious(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_options o = usual();
    struct leg_list l;
    int64_t mid = s->p[index_at(s, 0.5)].ms;

    (void)state;
    forget_between(s, mid, mid + 15 * MIN);
    l = build(&s->t);
    assert_int_equal(l.leg[0].gap[0].class,
                     GAP_UNKNOWN); /* high, ADS-B, fields near: and nobody vouches for cover */
    assert_true(l.leg[0].gap[0].reason & GAP_COVERED);
    o.dense = true;
    l = build_with(&s->t, &o);
    assert_int_equal(l.leg[0].gap[0].class, GAP_OFF);
    for (size_t i = 0; i < s->t.n; i++) s->p[i].source = TRACK_MLAT;
    l = build_with(&s->t, &o);
    assert_int_equal(l.leg[0].gap[0].class, GAP_HOLE);
    assert_true(l.leg[0].flags & LEG_NO_ADSB);
}

/* ---- all kinds of aircraft */

static void multilateration_alone_gives_inferred_ends(void **state) {
    struct sky *s = hop_to_denver();
    struct leg_list l;

    (void)state;
    forget(s, is_below,
           7400); /* 2,000 ft above Denver, 6,500 above Minneapolis: neither end is seen */
    for (size_t i = 0; i < s->t.n; i++) {
        s->p[i].source = TRACK_MLAT;
        s->p[i].lat += (int32_t)(9000 * (rng_unit(3, 1, i) - 0.5)); /* half a kilometre of noise */
        s->p[i].lon += (int32_t)(9000 * (rng_unit(3, 2, i) - 0.5));
    }
    l = build(&s->t);
    assert_legs(l, 1);
    assert_true(l.leg[0].from.status ==
                END_EDGE); /* first heard 6,500 ft up: too high for an answer by itself */
    assert_end(&l.leg[0].to, END_INFERRED, "KDEN");
}

static void a_helicopter_that_hovers_has_not_landed(void **state) {
    struct sky *s = sky_new("KSFF", "EC35");
    struct leg_list l;

    (void)state;
    stand(s, 120, 0);
    s->ground = false;
    fly(s, 300, s->elevation + 1500, 110, 0);
    fly(s, 900, s->elevation + 1500, 0, 0); /* hover */
    fly(s, 300, s->elevation + 1500, 110, 0);
    fly(s, 300, s->elevation, 20, 0);
    stand(s, 600, 0); /* a meadow or a roof */
    s->ground = false;
    fly(s, 300, s->elevation + 1200, 110, 0);
    fly(s, 120, s->elevation + 1200, 110, 0);
    l = build(&s->t);
    assert_legs(l, 2);
    assert_end(&l.leg[0].from, END_SEEN, "KSFF");
    assert_true(l.leg[0].to.status == END_SEEN && l.leg[1].from.status == END_SEEN);
    assert_true(l.leg[0].to.place == l.leg[1].from.place);
}

static void a_glider_in_thermals_is_one_flight(void **state) {
    struct sky *s = sky_new("KSFF", "GLID");
    struct leg_list l;

    (void)state;
    take_off(s, 45);
    fly(s, 300, s->elevation + 2500, 60, 0);
    for (int k = 0; k < 8; k++) {
        fly(s, 600, s->elevation + 5000, 48, 18);
        fly(s, 900, s->elevation + 2500, 60, 0);
    }
    forget_between(s, s->ms - 90 * MIN, s->ms - 70 * MIN);
    fly(s, 600, s->elevation + 100, 45, 2);
    roll_out(s, 40);
    stand(s, 600, 0);
    l = build(&s->t);
    assert_legs(l, 1);
    assert_true(l.leg[0].to.status == END_SEEN);
    assert_int_equal(l.leg[0].craft, CRAFT_GLIDER);
}

static void a_landing_far_from_every_field_is_an_unknown_place(void **state) {
    struct near_hit hit;
    struct sky *s = sky_new("BGSF", "DHC6");
    struct leg_list l;

    (void)state;
    assert_int_equal(near_find(&sky_near, 68.0, -45.0, 60e3, &hit, 1),
                     0); /* the ice of Greenland */
    stand(s, 60, 5);
    fly_to_point(s, 68.0, -45.0, 7500, 10000, 140, 60);
    stand(s, 600, 4);
    l = build(&s->t);
    assert_legs(l, 1);
    assert_end(&l.leg[0].from, END_SEEN, "BGSF");
    assert_end(&l.leg[0].to, END_SEEN, "off field");
    assert_true(l.leg[0].to.confidence > 0.9);
    for (size_t i = 0; i < s->t.n; i++)
        if (s->p[i].lon > -45500000 && is_below(&s->p[i], 7800)) s->p[i].lat = TRACK_NONE;
    l = build(&s->t);
    assert_legs(l, 1);
    assert_true(l.leg[0].to.place < 0);
}

static void a_jet_is_not_put_on_a_short_runway(void **state) {
    struct sky *s = sky_new("KMSP", "B739");
    struct leg_list l;
    const struct place *sff = field("KSFF");

    (void)state;
    fly_to(s, "KGEG", 34000, 420, 135);
    forget(s, is_below, 6500);
    l = build(&s->t);
    assert_end(&l.leg[0].to, END_INFERRED, "KGEG");
    for (size_t i = 0; i < l.leg[0].to.ncandidate; i++) {
        const struct place *p = place_at((size_t)l.leg[0].to.candidate[i].place);

        assert_true(p->runway_ft == 0 || p->runway_ft >= 2700);
        if (p == sff) assert_true(l.leg[0].to.candidate[i].reason & END_NO_SERVICE);
    }
}

static void fighters_and_their_speed_are_no_teleport(void **state) {
    struct sky *s = sky_new("KLSV", "F16");
    struct leg_list l;

    (void)state;
    s->t.db_flags = 1;
    take_off(s, 160);
    fly(s, 300, 20000, 500, 0);
    fly(s, 600, 30000, 820, 0.5);
    fly(s, 600, 20000, 450, -1);
    l = build(&s->t);
    assert_legs(l, 1);
    assert_int_equal(l.clean.count[CLEAN_TELEPORT], 0);
    assert_end(&l.leg[0].from, END_SEEN, "KLSV");
}

static void standing_at_another_place_is_a_flight_that_nobody_heard(void **state) {
    struct sky *s = sky_new("KMSP", "B739"), *d = sky_new("KDEN", "B739");
    struct leg_list l;

    (void)state;
    stand(s, 600, 8);
    d->ms = s->ms + 5 * HOUR;
    stand(d, 600, 8);
    fly_to(d, "KGEG", 34000, 430, 135);
    stand(d, 300, 8);
    memcpy(s->p + s->t.n, d->p, d->t.n * sizeof *d->p);
    s->t.n += d->t.n;
    l = build(&s->t);
    assert_legs(l, 2);
    assert_int_equal(l.nunseen, 1);
    assert_true(l.leg[0].flags & LEG_UNSEEN && l.leg[0].n == 0);
    assert_end(&l.leg[0].from, END_INFERRED, "KMSP");
    assert_end(&l.leg[0].to, END_INFERRED, "KDEN");
    assert_end(&l.leg[1].from, END_SEEN, "KDEN");
}

static void a_round_trip_to_where_it_began_is_kept(void **state) {
    struct sky *s = sky_new("KSFF", "P28R");
    struct leg_list l;

    (void)state;
    stand(s, 300, 8);
    take_off(s, 60);
    fly(s, 300, s->elevation + 2000, 110, 0);
    fly(s, 180, s->elevation + 2000, 110, 1);
    s->ground = true;
    s->t.n--; /* the rig's turn ends where it may */
    s->ground = false;
    fly(s, 300, s->elevation + 1500, 110, 0);
    fly_to(s, "KSFF", s->elevation + 1500, 100, 60);
    stand(s, 300, 8);
    l = build(&s->t);
    assert_true(l.n >= 1);
    assert_end(&l.leg[0].from, END_SEEN, "KSFF");
    assert_end(&l.leg[l.n - 1].to, END_SEEN, "KSFF");
}

/* ---- callsigns, quality */

static void callsigns_neither_split_nor_join_nor_carry_over(void **state) {
    struct sky *s = sky_new("KMSP", "B739");
    struct leg_list l;
    size_t n;

    (void)state;
    memcpy(s->callsign, "DAL2418 ", 8);
    stand(s, 300, 8);
    fly_to(s, "KGEG", 34000, 420, 135);
    n = s->t.n;
    for (size_t i = n / 2; i < n; i++)
        memcpy(s->p[i].callsign, "DAL9921 ", 8); /* changed in flight */
    s->ms += 8 * HOUR;
    memcpy(s->callsign, "\0\0\0\0\0\0\0\0", 8);
    fly_to(s, "KMSP", 34000, 420, 135);
    for (size_t i = n + 60; i < n + 80; i++) memcpy(s->p[i].callsign, "        ", 8);
    for (size_t i = n + 80; i < s->t.n; i++) memcpy(s->p[i].callsign, "DAL1615 ", 8); /* late */
    forget(s, is_low_near_spokane, 8000);
    l = build(&s->t);
    assert_legs(l, 2);
    assert_int_equal(l.leg[0].ncallsign, 2);
    assert_string_equal(l.leg[0].callsign[0].text, "DAL2418");
    assert_string_equal(l.leg[0].callsign[1].text, "DAL9921");
    assert_int_equal(l.leg[1].ncallsign, 1);
    assert_string_equal(l.leg[1].callsign[0].text, "DAL1615");
    assert_true(l.leg[1].callsign[0].first_ms > l.leg[1].from.ms);
    for (size_t i = 0; i < s->t.n; i++) memcpy(s->p[i].callsign, "DAL2418 ", 8);
    l = build(&s->t);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(l.leg[i].ncallsign, 1);
        assert_int_equal(l.leg[i].callsign[0].n, l.leg[i].n);
    }
}

static void a_prior_raises_a_candidate_and_makes_none(void **state) {
    int32_t route[2] = {field_index("KMSP"), field_index("KSFF")}, far[1] = {field_index("EGLL")};
    struct end_prior prior[2] = {{"DAL2418", false, route, 2}, {"DAL2418", true, far, 1}};
    struct sky *s = sky_new("KMSP", "B739");
    struct leg_options o = usual();
    struct leg_list l, m;
    double without = 0, with = 0;

    (void)state;
    memcpy(s->callsign, "DAL2418 ", 8);
    fly_to(s, "KGEG", 34000, 420, 135);
    forget(s, is_below, 8000);
    l = build(&s->t);
    o.prior = prior;
    o.nprior = 2;
    m = build_with(&s->t, &o);
    assert_legs(m, 1);
    for (size_t i = 0; i < END_CANDIDATES; i++) {
        if (i < l.leg[0].to.ncandidate && l.leg[0].to.candidate[i].place == route[1])
            without = l.leg[0].to.candidate[i].weight;
        if (i < m.leg[0].to.ncandidate && m.leg[0].to.candidate[i].place == route[1])
            with = m.leg[0].to.candidate[i].weight;
        if (i < m.leg[0].to.ncandidate) assert_true(m.leg[0].to.candidate[i].place != far[0]);
    }
    assert_true(with > without && without > 0);
}

static void a_spoofed_flight_does_not_condemn_the_day(void **state) {
    struct sky *s = night_stop();
    struct leg_list l;
    size_t half = 0;

    (void)state;
    while (s->p[half + 1].ms - s->p[half].ms < HOUR) half++;
    for (size_t i = 0; i < half; i++)
        if (i % 3 == 0) s->p[i].sil = 0;
    for (size_t i = half / 2; i < half / 2 + 3; i++) s->p[i].lat += 9000000;
    l = build(&s->t);
    assert_legs(l, 2);
    assert_true(l.leg[0].flags & LEG_SPOOF_JUMP);
    assert_true(!(l.leg[1].flags & (LEG_SPOOF_JUMP | LEG_SPOOF_SIL)));
    assert_true(l.leg[0].confidence < 0.25 && l.leg[1].confidence > 0.9);
    assert_true(l.clean.count[CLEAN_SPOOF] > 100);
    for (size_t i = 0; i < half;
         i++) { /* a jammed flight is real: coarse positions, plausible speed */
        s->p[i].sil = 3;
        s->p[i].nic = 0;
        if (i >= half / 2 && i < half / 2 + 3) s->p[i].lat -= 9000000;
    }
    l = build(&s->t);
    assert_true(l.leg[0].flags == LEG_JAMMED && l.clean.count[CLEAN_SPOOF] == 0);
}

/* ---- laws */

static void assert_balanced(const struct track *t, const struct leg_list *l) {
    for (size_t i = 0; i < l->n; i++) {
        const struct leg *x = &l->leg[i];
        double sum = x->to.unlisted;

        if (!(x->flags & LEG_UNSEEN)) {
            assert_true(x->first <= x->last && x->last < t->n && x->n >= 1);
            assert_true(x->from.ms <= t->point[x->first].ms && x->to.ms >= t->point[x->last].ms);
        }
        assert_true(x->confidence >= 0 && x->confidence <= 1 && x->to.confidence >= 0 &&
                    x->to.confidence <= 1);
        for (size_t k = 0; k < x->to.ncandidate; k++) sum += x->to.candidate[k].weight;
        assert_true(sum <= 1.0001);
        if (i) assert_true(l->leg[i - 1].to.ms <= x->from.ms);
    }
}

static struct sky *busy_days(void) {
    struct sky *s = six_hops();

    snprintf(s->t.type, sizeof s->t.type, "%s", "BE20");
    s->step_s = 10;
    s->ms += 6 * HOUR;
    fly_to(s, "KMSP", 24000, 260, 100);
    stand(s, 1800, 6);
    fly_to(s, "KDEN", 25000, 260, 100);
    stand(s, 600, 6);
    return s;
}

static bool is_seen_in(const struct leg_list *full, int64_t ms, bool arrival) {
    for (size_t i = 0; i < full->n; i++) {
        const struct leg_end *e = arrival ? &full->leg[i].to : &full->leg[i].from;

        if (e->status == END_SEEN && llabs(e->ms - ms) <= 60000) return true;
    }
    return false;
}

static void check_cut(const struct track *whole, const struct leg_list *full, size_t lo,
                      size_t hi) {
    struct track part = *whole;
    struct arena a;
    struct leg_options o = usual();
    struct leg_list l;

    part.point += lo;
    part.n = hi - lo;
    arena_init(&a, (size_t)64 << 20);
    leg_build(&a, &part, &o, &l);
    assert_balanced(&part, &l);
    for (size_t i = 0; i < l.n; i++) {
        if (l.leg[i].to.status == END_SEEN && !is_seen_in(full, l.leg[i].to.ms, true))
            fail_msg("points %zu to %zu: a landing is seen at %lld", lo, hi,
                     (long long)l.leg[i].to.ms);
        if (l.leg[i].from.status == END_SEEN && !is_seen_in(full, l.leg[i].from.ms, false))
            fail_msg("points %zu to %zu: a take-off is seen at %lld", lo, hi,
                     (long long)l.leg[i].from.ms);
    }
    arena_fini(&a);
}

static void check_cuts(const struct track *t, size_t stride) {
    struct leg_list full = build(t);

    assert_balanced(t, &full);
    for (size_t k = 1; k < t->n; k += stride) {
        check_cut(t, &full, 0, k);
        check_cut(t, &full, k, t->n);
    }
}

static void cutting_the_data_never_invents_a_seen_end(void **state) {
    struct sky *s = busy_days();

    (void)state;
    s->p[index_at(s, 0.7)].air = TRACK_GROUND; /* glitches among them */
    s->p[index_at(s, 0.8)].air = TRACK_GROUND;
    s->p[index_at(s, 0.8)].speed = 0;
    check_cuts(&s->t, 7);
    check_cuts(&circuits()->t, 1);
}

static bool same_legs(const struct leg_list *x, const struct leg_list *y, int64_t shift_ms,
                      bool exact) {
    if (x->n != y->n) return false;
    for (size_t i = 0; i < x->n; i++) {
        const struct leg *a = &x->leg[i], *b = &y->leg[i];

        if (a->from.place != b->from.place || a->to.place != b->to.place) return false;
        if (exact &&
            (a->from.ms + shift_ms != b->from.ms || a->to.ms + shift_ms != b->to.ms ||
             a->n != b->n || memcmp(&a->confidence, &b->confidence, sizeof a->confidence) != 0))
            return false;
    }
    return true;
}

static void thin(const struct sky *s, double keep, uint64_t seed, struct track *out) {
    *out = s->t;
    out->n = 0;
    out->point = ARENA_ARRAY(&sky_arena, struct track_point, s->t.n);
    for (size_t i = 0; i < s->t.n; i++)
        if (rng_unit(seed, 9, i) < keep) out->point[out->n++] = s->p[i];
}

static void removing_points_at_random_keeps_the_legs(void **state) {
    struct sky *s = busy_days();
    struct leg_list full = build(&s->t);

    (void)state;
    assert_legs(full, 8);
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct track t;
        struct leg_list l;

        thin(s, seed % 2 ? 0.5 : 0.25, seed, &t);
        l = build(&t);
        if (!same_legs(&full, &l, 0, false))
            fail_msg("seed %d: %zu legs, or other places", (int)seed, l.n);
    }
}

static void shifting_time_by_days_changes_nothing(void **state) {
    struct sky *s = busy_days();
    struct leg_list l = build(&s->t), m;
    int64_t shift = INT64_C(37) * 24 * HOUR + 11 * HOUR;

    (void)state;
    for (size_t i = 0; i < s->t.n; i++) s->p[i].ms += shift;
    m = build(&s->t);
    assert_true(same_legs(&l, &m, shift, true));
}

/* Day files joined by the caller, as they come: the same as never cut. Each by itself: what does
 * not meet the border is the same. */
static void two_days_joined_are_as_one(void **state) {
    struct sky *s = busy_days();
    struct track day = s->t, joined = s->t;
    struct leg_list l = build(&s->t), m, first;
    size_t cut = 0;

    (void)state;
    while (s->p[cut].ms < INT64_C(1709337600000)) cut++; /* midnight */
    assert_true(cut > 100 && cut < s->t.n - 100);
    joined.point = ARENA_ARRAY(&sky_arena, struct track_point, s->t.n);
    memcpy(joined.point, s->p, cut * sizeof *s->p);
    memcpy(joined.point + cut, s->p + cut, (s->t.n - cut) * sizeof *s->p);
    m = build(&joined);
    assert_true(same_legs(&l, &m, 0, true));
    day.n = cut;
    first = build(&day);
    for (size_t i = 0; i + 1 < first.n; i++)
        assert_true(first.leg[i].to.ms == l.leg[i].to.ms &&
                    first.leg[i].to.place == l.leg[i].to.place);
}

static void nothing_comes_of_nothing(void **state) {
    struct track t = {0};
    struct track_point p = blank_point();
    struct leg_list l = build(&t);

    (void)state;
    assert_legs(l, 0);
    t.point = &p;
    t.n = 1;
    l = build(&t);
    assert_legs(l, 0);
    assert_int_equal(l.clean.count[CLEAN_RANGE], 1);
    p.lat = p.lon = 1000000;
    l = build(&t);
    assert_balanced(&t, &l);
}

/* ---- real data */

static const char *shared_file(const char *name) {
    static char path[512];

    if (!t_shared()) return NULL;
    snprintf(path, sizeof path, "%s/adsb/%s", t_shared(), name);
    return path;
}

static struct leg_list legs_of(const char *name, struct track *t, const struct leg_options *o) {
    const char *path = shared_file(name);

    if (!path) {
        print_message("# HEADCOUNT_SHARED is not set\n");
        skip();
    }
    if (strncmp(name, "opensky", 7) == 0)
        read_opensky(&sky_arena, path, t);
    else if (strncmp(name, "raw", 3) == 0)
        read_frames(&sky_arena, path, "400f99", t);
    else
        read_trace(&sky_arena, path, t);
    return build_with(t, o);
}

/* "2025-02-05T01:12:26Z" or with decimals. */
static int64_t when(const char *text) {
    struct tm tm = {0};
    double seconds;

    if (sscanf(text, "%d-%d-%dT%d:%d:%lf", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
               &tm.tm_min, &seconds) != 6)
        return CLEAN_NO_MS;
    tm.tm_year -= 1900;
    tm.tm_mon--;
    return (int64_t)timegm(&tm) * 1000 + llround(seconds * 1000);
}

static size_t split_csv(char *line, char *cell[], size_t max) {
    size_t n = 0;
    bool quoted = false;

    cell[n++] = line;
    for (char *c = line; *c; c++) {
        if (*c == '"') quoted = !quoted;
        if (*c == '\n' || *c == '\r') *c = '\0';
        if (*c == ',' && !quoted && n < max) {
            *c = '\0';
            cell[n++] = c + 1;
        }
    }
    return n;
}

/* By code, or by position where the list of places has the field under another code (KPBI is
 * KDJT there). 88NV may be named or be unknown. */
static bool is_place(const struct leg_end *e, const char *icao) {
    const struct place *p = place_find(span_of(icao));

    if (strcmp(icao, "unknown") == 0) return e->place < 0 || strcmp(name_of(e), "88NV") == 0;
    if (strcmp(icao, "KPBI") == 0)
        return e->place >= 0 &&
               place_distance_m(26.6832, -80.0956, (double)place_at((size_t)e->place)->lat_deg,
                                (double)place_at((size_t)e->place)->lon_deg) < 3000;
    return p && e->place >= 0 && place_at((size_t)e->place) == p;
}

static int64_t worst_ms;

static void check_end(const char *file, const struct leg_end *e, const char *icao, const char *time,
                      const char *basis) {
    int64_t ms = when(time);

    if (!*icao)
        assert_true(e->status == END_EDGE || e->status == END_LOST);
    else if (!is_place(e, icao))
        fail_msg("%s: %s, wanted %s", file, name_of(e), icao);
    if (ms == CLEAN_NO_MS) return;
    if (strncmp(basis, "ground", 6) == 0 || strstr(basis, "surface"))
        assert_int_equal(e->status, END_SEEN);
    if (llabs(e->ms - ms) > worst_ms) worst_ms = llabs(e->ms - ms);
    if (llabs(e->ms - ms) > 60000)
        fail_msg("%s: %+lld s off", file, (long long)(e->ms - ms) / 1000);
}

static void the_truth_file_is_met(void **state) {
    char path[512], line[2048], last[256] = "", *cell[12];
    struct leg_list l = {0};
    struct leg_options o = usual();
    struct track t;
    size_t rows = 0;
    FILE *f;

    (void)state;
    if (!t_shared()) skip();
    snprintf(path, sizeof path, "%s/adsb/truth/legs_manual.csv", t_shared());
    f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    while (fgets(line, sizeof line, f) && split_csv(line, cell, 11) >= 10) {
        size_t k = (size_t)atoi(cell[1]);

        if (strcmp(last, cell[0]) != 0) l = legs_of(cell[0], &t, &o);
        snprintf(last, sizeof last, "%s", cell[0]);
        rows++;
        if (k > l.n) fail_msg("%s: %zu legs, wanted leg %zu", cell[0], l.n, k);
        check_end(cell[0], &l.leg[k - 1].from, cell[4], cell[5], cell[6]);
        check_end(cell[0], &l.leg[k - 1].to, cell[7], cell[8], cell[9]);
        assert_balanced(&t, &l);
    }
    fclose(f);
    print_message("# times of the truth file: at most %lld ms off\n", (long long)worst_ms);
    assert_int_equal(rows, 10);
}

static void the_days_of_the_truth_file_have_as_many_legs(void **state) {
    static const struct {
        const char *file;
        size_t n;
    } day[] = {{"traces/trace_full_ac134a.json", 1},
               {"traces/trace_full_ac671b.json", 4},
               {"traces/globe_history/2023/08/20/traces/8e/trace_full_a4068e.json", 2},
               {"traces/globe_history/2023/08/20/traces/8c/trace_full_a3c78c.json", 2},
               {"opensky/elal747.json.gz", 1},
               {"opensky/qantas747.json.gz", 1},
               {"opensky/noisy_landing.json.gz", 1},
               {"opensky/noisy_time_issue.json.gz", 1}};
    struct leg_options o = usual();

    (void)state;
    for (size_t i = 0; i < sizeof day / sizeof *day; i++) {
        struct track t;
        struct leg_list l = legs_of(day[i].file, &t, &o);

        if (l.n != day[i].n) fail_msg("%s: %zu legs, wanted %zu", day[i].file, l.n, day[i].n);
        assert_balanced(&t, &l);
        if (strstr(day[i].file, "elal")) {
            assert_end(&l.leg[0].from, END_INFERRED, "LIRF");
            assert_end(&l.leg[0].to, END_INFERRED, "LLBG");
        }
        if (strstr(day[i].file, "qantas")) assert_end(&l.leg[0].from, END_INFERRED, "YSSY");
        if (strstr(day[i].file, "noisy")) assert_end(&l.leg[0].to, END_INFERRED, "LSZH");
    }
}

/* Spokane International, not Felts Field that is nearer: by the next departure alone, by the
 * route alone, by both; and by neither. */
static void spokane_comes_out_of_either_evidence(void **state) {
    int32_t route[2] = {field_index("KMSP"), field_index("KGEG")};
    struct end_prior prior[2] = {{"DAL2418", false, route, 2}, {"DAL1615", false, route, 2}};
    struct leg_options o = usual();
    double weight[4];

    (void)state;
    for (int k = 0; k < 4; k++) {
        struct track t;
        struct leg_list l;
        const struct leg_end *to;

        o.prior = prior;
        o.nprior = k & 1 ? 2 : 0;
        l = legs_of("traces/trace_full_ac671b.json", &t, &o);
        if (!(k & 2)) { /* forget that it departs again */
            while (t.n && t.point[t.n - 1].ms > l.leg[1].to.ms_low) t.n--;
            l = build_with(&t, &o);
        }
        assert_true(l.n == (k & 2 ? 4 : 2));
        to = &l.leg[1].to;
        assert_end(to, END_INFERRED, "KGEG");
        weight[k] = to->candidate[0].weight;
        assert_true(!(to->candidate[0].reason & END_NEAREST));
    }
    print_message("# KGEG: neither %.2f, route %.2f, next departure %.2f, both %.2f\n", weight[0],
                  weight[1], weight[2], weight[3]);
    assert_true(weight[0] < weight[1] && weight[2] <= weight[3]);
}

static void real_traces_obey_the_laws(void **state) {
    static const char *const file[] = {
        "traces/trace_full_ac134a.json", "traces/trace_full_ac671b.json",
        "traces/globe_history/2023/08/20/traces/8e/trace_full_a4068e.json",
        "traces/globe_history/2023/08/20/traces/8c/trace_full_a3c78c.json",
        "traces/globe_history/2023/08/20/traces/8e/trace_full_aa568e.json"};
    struct leg_options o = usual();

    (void)state;
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
        struct track t;
        struct leg_list l = legs_of(file[i], &t, &o);

        check_cuts(&t, t.n > 1000 ? 23 : 5);
        for (uint64_t seed = 0; seed < 12; seed++) {
            struct sky s = {.t = t};
            struct track half;
            struct leg_list m;

            memcpy(s.p, t.point, t.n * sizeof *t.point);
            thin(&s, 0.6, seed, &half);
            m = build(&half);
            if (m.n != l.n) fail_msg("%s: %zu legs when thinned, %zu before", file[i], m.n, l.n);
        }
    }
}

/* ---- cost */

static void legs_are_quick(void **state) {
    struct sky *s = busy_days();
    struct leg_options o = usual();
    struct arena a;
    clock_t begin = clock();
    size_t points = 0;
    double cpu;

    (void)state;
    do {
        struct leg_list l;

        arena_init(&a, (size_t)64 << 20);
        leg_build(&a, &s->t, &o, &l);
        points += s->t.n;
        arena_fini(&a);
        cpu = (double)(clock() - begin) / CLOCKS_PER_SEC;
    } while (cpu < 0.2);
    print_message("# %.1f million points a CPU second\n", (double)points / cpu * 1e-6);
    assert_true(points > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_find_agrees_with_looking_at_every_place),
        cmocka_unit_test(near_find_keeps_the_nearest_when_there_are_more),
        cmocka_unit_test(clean_sets_aside_what_cannot_be_and_counts_it),
        cmocka_unit_test(clean_takes_out_an_excursion_and_comes_back),
        cmocka_unit_test(clean_believes_the_longer_line_after_a_silence),
        cmocka_unit_test(clean_sets_aside_a_position_that_is_held),
        cmocka_unit_test(a_point_flagged_after_a_silence_is_a_real_point),
        cmocka_unit_test(a_phantom_of_another_day_makes_no_flight),
        cmocka_unit_test(a_parked_aircraft_decoded_far_away_has_not_moved),
        cmocka_unit_test(a_flight_from_gate_to_gate_has_its_times),
        cmocka_unit_test(one_glitch_makes_no_landing),
        cmocka_unit_test(a_ground_state_repeated_after_take_off_is_no_stay),
        cmocka_unit_test(taxiing_in_the_air_is_no_flight),
        cmocka_unit_test(a_touch_and_go_is_no_landing),
        cmocka_unit_test(an_ocean_and_midnight_do_not_end_a_flight),
        cmocka_unit_test(a_slow_aircraft_is_stitched_by_its_own_speed),
        cmocka_unit_test(a_stop_that_nobody_heard_ends_a_flight),
        cmocka_unit_test(flights_over_a_small_receiver_are_two_and_end_nowhere),
        cmocka_unit_test(hops_with_short_stops_are_kept_apart),
        cmocka_unit_test(a_stop_that_was_possible_is_kept_as_the_other_hypothesis),
        cmocka_unit_test(circles_over_one_place_are_one_flight),
        cmocka_unit_test(the_class_of_a_silence_is_cautious),
        cmocka_unit_test(multilateration_alone_gives_inferred_ends),
        cmocka_unit_test(a_helicopter_that_hovers_has_not_landed),
        cmocka_unit_test(a_glider_in_thermals_is_one_flight),
        cmocka_unit_test(a_landing_far_from_every_field_is_an_unknown_place),
        cmocka_unit_test(a_jet_is_not_put_on_a_short_runway),
        cmocka_unit_test(fighters_and_their_speed_are_no_teleport),
        cmocka_unit_test(standing_at_another_place_is_a_flight_that_nobody_heard),
        cmocka_unit_test(a_round_trip_to_where_it_began_is_kept),
        cmocka_unit_test(callsigns_neither_split_nor_join_nor_carry_over),
        cmocka_unit_test(a_prior_raises_a_candidate_and_makes_none),
        cmocka_unit_test(a_spoofed_flight_does_not_condemn_the_day),
        cmocka_unit_test(cutting_the_data_never_invents_a_seen_end),
        cmocka_unit_test(removing_points_at_random_keeps_the_legs),
        cmocka_unit_test(shifting_time_by_days_changes_nothing),
        cmocka_unit_test(two_days_joined_are_as_one),
        cmocka_unit_test(nothing_comes_of_nothing),
        cmocka_unit_test(the_truth_file_is_met),
        cmocka_unit_test(the_days_of_the_truth_file_have_as_many_legs),
        cmocka_unit_test(spokane_comes_out_of_either_evidence),
        cmocka_unit_test(real_traces_obey_the_laws),
        cmocka_unit_test(legs_are_quick),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, sky_setup, sky_teardown);
}
