/* SPDX-License-Identifier: Apache-2.0 */
/* Made-up flights to legs: on the ground, silences, kinds of aircraft, call signs, laws. The real
 * ones are in test_leg_real.c. */
#include "leg_rig.h"

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

/* Of an aircraft whose type nobody gives the places weigh less clearly; what is concluded of the landing holds for the
 * take-off all the same, and at every height at which the stop is heard. */
static void one_stop_has_one_place(void **state) {
    static const char *const at[] = {"KGEG", "KMSP", "KDEN", "UHWW", "ZKPY"};
    int concluded = 0;

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        for (int deaf_ft = 4000; deaf_ft <= 13000; deaf_ft += 500) {
            struct sky *s = sky_new(i == 1 ? "KDEN" : i < 3 ? "KMSP" : "RKSI", "");
            struct leg_list l;

            stand(s, 300, 8);
            fly_to(s, at[i], 34000, 440, 140);
            stand(s, 2 * 3600, 0);
            fly_to(s, i == 1 ? "KDEN" : i < 3 ? "KMSP" : "RKSI", 34000, 440, 140);
            stand(s, 300, 8);
            forget(s, is_below, deaf_ft);
            l = build(&s->t);
            assert_legs(l, 2);
            if (l.leg[0].to.candidate[0].place != l.leg[1].from.candidate[0].place) continue;
            if (l.leg[0].to.status != l.leg[1].from.status ||
                l.leg[0].to.place != l.leg[1].from.place)
                fail_msg("%s heard above %d ft: lands %s %s, leaves %s %s", at[i], deaf_ft,
                         end_status_word(l.leg[0].to.status), name_of(&l.leg[0].to),
                         end_status_word(l.leg[1].from.status), name_of(&l.leg[1].from));
            concluded += l.leg[0].to.status == END_INFERRED;
        }
    assert_true(concluded > 40);
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
    for (size_t i = 0; i < s->t.n; i++) s->p[i].source = TRACK_SOURCE_UNKNOWN;
    assert_false(build(&s->t).leg[0].flags & LEG_NO_ADSB); /* as of OpenSky's tables: not said */
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

/* What the help of legs says of it, over descents that end at many heights. */
static void a_place_is_named_by_its_weight_and_height(void **state) {
    int named_below_half = 0, unnamed = 0;

    (void)state;
    for (int ft = 300; ft < 12000; ft += 100) {
        struct sky *s = sky_new("KBOS", "E75L");
        const struct leg_end *e;
        const struct end_candidate *c;
        struct leg_list l;
        size_t n;

        fly_to(s, "KLGA", 24000, 400, 130);
        for (n = s->t.n / 2; n < s->t.n && !is_below(&s->p[n], ft);) n++;
        s->t.n = n;
        l = build(&s->t);
        e = &l.leg[l.n - 1].to;
        c = e->candidate;
        if (e->place < 0 && e->ncandidate && c->weight < 0.475) unnamed++;
        if (e->place >= 0) {
            assert_int_equal(e->place, c->place);
            assert_true(c->weight > 0.475 && c->height_ft <= 10000);
            named_below_half += c->weight < 0.5;
        } else if (e->ncandidate && c->height_ft <= 10000)
            assert_true(c->weight <= 0.475);
    }
    assert_true(named_below_half > 0 && unnamed > 0);
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

static void cutting_the_data_never_invents_a_seen_end(void **state) {
    struct sky *s = busy_days();

    (void)state;
    s->p[index_at(s, 0.7)].air = TRACK_GROUND; /* glitches among them */
    s->p[index_at(s, 0.8)].air = TRACK_GROUND;
    s->p[index_at(s, 0.8)].speed = 0;
    check_cuts(&s->t, 7);
    check_cuts(&circuits()->t, 1);
}

static void without_ground_reports_nothing_is_surer(void **state) {
    struct sky *night = hop_to_denver(), *strip = sky_new("", "P28A"),
               *over = sky_new("KMSP", "B739");

    (void)state;
    check_ground(&hop_to_denver()->t);
    check_ground(&six_hops()->t);
    check_ground(&busy_days()->t);
    check_ground(&circuits()->t);
    night->ms += 9 * HOUR; /* and back in the morning */
    fly_to(night, "KMSP", 34000, 440, 140);
    stand(night, 600, 8);
    check_ground(&night->t);
    forget(night, is_below, 4000); /* lost before it, and met on the ground again by taxiing only */
    stand(night, 600, 8);
    check_ground(&night->t);
    strip->lat = 47.1, strip->lon = -101.3; /* far from every listed field, and back */
    stand(strip, 300, 5);
    fly_to_point(strip, 47.6, -101.9, 0, 4000, 105, 55);
    stand(strip, 600, 5);
    check_ground(&strip->t);
    over->ground = false; /* overhead only */
    over->alt = 34000, over->kt = 440;
    fly(over, 3600, 34000, 440, 0);
    check_ground(&over->t);
    assert_true(build(&over->t).leg[0].confidence <= 0.25);
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
    struct track_point p = {.lat = TRACK_NONE,
                            .lon = TRACK_NONE,
                            .alt_ft = TRACK_NONE,
                            .alt_geom_ft = TRACK_NONE,
                            .rate_fpm = TRACK_NONE,
                            .speed = TRACK_NONE16,
                            .heading = TRACK_NONE16,
                            .squawk = TRACK_SQUAWK_NONE,
                            .source = TRACK_SOURCE_UNKNOWN,
                            .nic = -1,
                            .sil = -1,
                            .adsb = -1};
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flight_from_gate_to_gate_has_its_times),
        cmocka_unit_test(one_glitch_makes_no_landing),
        cmocka_unit_test(a_ground_state_repeated_after_take_off_is_no_stay),
        cmocka_unit_test(taxiing_in_the_air_is_no_flight),
        cmocka_unit_test(a_touch_and_go_is_no_landing),
        cmocka_unit_test(an_ocean_and_midnight_do_not_end_a_flight),
        cmocka_unit_test(a_slow_aircraft_is_stitched_by_its_own_speed),
        cmocka_unit_test(a_stop_that_nobody_heard_ends_a_flight),
        cmocka_unit_test(one_stop_has_one_place),
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
        cmocka_unit_test(a_place_is_named_by_its_weight_and_height),
        cmocka_unit_test(fighters_and_their_speed_are_no_teleport),
        cmocka_unit_test(standing_at_another_place_is_a_flight_that_nobody_heard),
        cmocka_unit_test(a_round_trip_to_where_it_began_is_kept),
        cmocka_unit_test(callsigns_neither_split_nor_join_nor_carry_over),
        cmocka_unit_test(a_prior_raises_a_candidate_and_makes_none),
        cmocka_unit_test(a_spoofed_flight_does_not_condemn_the_day),
        cmocka_unit_test(cutting_the_data_never_invents_a_seen_end),
        cmocka_unit_test(without_ground_reports_nothing_is_surer),
        cmocka_unit_test(removing_points_at_random_keeps_the_legs),
        cmocka_unit_test(shifting_time_by_days_changes_nothing),
        cmocka_unit_test(two_days_joined_are_as_one),
        cmocka_unit_test(nothing_comes_of_nothing),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, sky_setup, sky_teardown);
}
