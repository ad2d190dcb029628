/* SPDX-License-Identifier: Apache-2.0 */
/* What is low where it is lost, or first heard: which of the two ends of a flight was that? */
#include "leg_rig.h"

static struct leg_list build_of(struct sky *s, size_t lo, size_t hi) {
    struct leg_options o = usual();
    struct track t = s->t;

    o.from_ms = s->p[0].ms - 86400000;
    o.to_ms = s->p[s->t.n - 1].ms + 86400000;
    t.point = s->p + lo;
    t.n = hi - lo;
    return build_with(&t, &o);
}

static void say_rate(struct sky *s, int32_t rate_fpm) {
    for (size_t i = 0; i < s->t.n; i++) s->p[i].rate_fpm = rate_fpm;
}

static bool is_low(const struct sky *s, size_t i) {
    return s->p[i].air == TRACK_GROUND || is_below(&s->p[i], s->elevation + 1300);
}

static void assert_no_candidate(const struct leg_end *e, const char *icao) {
    double sum = e->unlisted;

    for (size_t i = 0; i < e->ncandidate; i++) {
        sum += e->candidate[i].weight;
        if (e->candidate[i].place == field_index(icao))
            fail_msg("%s is where it was, and not where it went", icao);
    }
    assert_true(e->others || fabs(sum - 1) < 1e-3);
}

static void what_climbs_out_has_not_landed(void **state) {
    (void)state;
    for (int ground = 0; ground < 2; ground++) {
        struct sky *s = sky_new("KMSP", "B739");
        size_t hi = 0, lo = 0;
        struct leg_list l;

        s->step_s = 5;
        stand(s, 300, 8);
        take_off(s, 140);
        fly(s, 120, s->elevation + 4000, 200, 0);
        while (is_low(s, hi)) hi++;
        while (!ground && s->p[lo].air == TRACK_GROUND) lo++;
        l = build_of(s, lo, hi);
        assert_legs(l, 1);
        assert_end(&l.leg[0].from, ground ? END_SEEN : END_INFERRED, "KMSP");
        assert_int_equal(l.leg[0].to.status, END_LOST);
        assert_int_equal(l.leg[0].to.place, -1);
        assert_no_candidate(&l.leg[0].to, "KMSP");
    }
}

static void what_comes_down_has_not_taken_off(void **state) {
    struct sky *s = hop_to_denver();
    size_t lo = s->t.n;
    struct leg_list l;

    (void)state;
    s->elevation = field("KDEN")->elevation_ft;
    while (is_low(s, lo - 1)) lo--;
    l = build_of(s, lo, s->t.n);
    assert_legs(l, 1);
    assert_int_equal(l.leg[0].from.status, END_LOST);
    assert_end(&l.leg[0].to, END_SEEN, "KDEN");
    assert_no_candidate(&l.leg[0].from, "KDEN");
}

/* It came to Denver, and was lost going around: there it may well have landed. */
static void what_goes_around_may_land_where_it_came_to(void **state) {
    struct sky *s = hop_to_denver();
    size_t hi = s->t.n, k;
    struct leg_list l;

    (void)state;
    s->elevation = field("KDEN")->elevation_ft;
    while (s->p[hi - 1].air == TRACK_GROUND || is_below(&s->p[hi - 1], s->elevation + 500)) hi--;
    for (k = 0; k < 12; k++) {
        s->p[hi] = s->p[hi - 1];
        s->p[hi].ms += 10000;
        s->p[hi].lat += 5000;
        s->p[hi++].alt_ft += 200;
    }
    l = build_of(s, 0, hi);
    assert_legs(l, 1);
    assert_int_equal(l.leg[0].to.status, END_LOST);
    assert_true(l.leg[0].to.ncandidate > 0);
    assert_int_equal(l.leg[0].to.candidate[0].place, field_index("KDEN"));
}

static void assert_beside_stays(int32_t rate_fpm) {
    struct sky *s = hop_to_denver();
    size_t off = 0, on = s->t.n;
    struct leg_list l;

    say_rate(s, rate_fpm);
    while (s->p[off].air == TRACK_GROUND) off++;
    while (s->p[on - 1].air == TRACK_GROUND) on--;
    s->p[off].ms += 320000; /* heard with the stay it would be a flicker of its state */
    s->p[off].lon += 30000;
    l = build_of(s, 0, off + 1);
    assert_legs(l, 1);
    assert_end(&l.leg[0].from, END_SEEN, "KMSP");
    assert_int_equal(l.leg[0].to.status, END_LOST);
    for (size_t i = on - 3; i < on; i++) s->p[i].ms += (int64_t)(on - i) * 5000;
    say_rate(s, rate_fpm == TRACK_NONE ? TRACK_NONE : -rate_fpm);
    l = build_of(s, on - 3, s->t.n);
    assert_legs(l, 1);
    assert_int_equal(l.leg[0].from.status, END_LOST);
    assert_end(&l.leg[0].to, END_SEEN, "KDEN");
}

static void a_point_beside_a_stay_is_of_that_end(void **state) {
    (void)state;
    assert_beside_stays(TRACK_NONE);
    assert_beside_stays(256);
}

static void a_moment_at_low_height_tells_no_end(void **state) {
    struct sky *s = sky_new("KBOS", "C172");
    struct leg_list l;

    (void)state;
    s->ground = false;
    s->alt = s->elevation + 800;
    fly(s, 40, s->elevation + 800, 90, 0);
    l = build_of(s, 0, s->t.n);
    assert_legs(l, 1);
    assert_int_equal(l.leg[0].from.status, END_LOST);
    assert_int_equal(l.leg[0].to.status, END_LOST);
    fly(s, 120, s->elevation + 800, 90, 0);
    l = build_of(s, 0, s->t.n);
    assert_end(&l.leg[0].from, END_INFERRED, "KBOS");
}

static void what_is_lost_low_and_level_or_coming_down_has_landed(void **state) {
    struct sky *s = hop_to_denver();
    size_t hi = s->t.n;
    struct leg_list l;

    (void)state;
    s->elevation = field("KDEN")->elevation_ft;
    while (s->p[hi - 1].air == TRACK_GROUND || is_below(&s->p[hi - 1], s->elevation + 700)) hi--;
    l = build_of(s, 0, hi);
    assert_legs(l, 1);
    assert_end(&l.leg[0].to, END_INFERRED, "KDEN");
    for (size_t i = hi - 30; i < hi; i++) {
        s->p[i].alt_ft = (int32_t)s->elevation + 800;
        s->p[i].rate_fpm = 0;
    }
    l = build_of(s, 0, hi);
    assert_legs(l, 1);
    assert_int_equal(l.leg[0].to.status, END_INFERRED);
}

static void what_is_met_on_the_ground_days_later_was_lost_in_the_air(void **state) {
    struct sky *s = hop_to_denver();
    size_t hi = index_at(s, 0.4), on = s->t.n;
    const struct track_point *last;
    struct leg_list l;

    (void)state;
    while (s->p[on - 1].air == TRACK_GROUND) on--;
    last = &s->p[hi - 1];
    memmove(s->p + hi, s->p + on, (s->t.n - on) * sizeof *s->p);
    s->t.n -= on - hi;
    for (size_t i = hi; i < s->t.n; i++) s->p[i].ms += INT64_C(5) * 86400000;
    l = build_of(s, 0, s->t.n);
    assert_legs(l, 1);
    assert_int_equal(l.leg[0].to.status, END_LOST);
    assert_true(l.leg[0].to.ms == last->ms && l.leg[0].to.lat == last->lat);
    assert_int_equal(l.leg[0].to.alt_ft, last->alt_ft);
    assert_true(l.leg[0].to.ms_low == last->ms && l.leg[0].to.ms_high == s->p[hi].ms);
    assert_int_equal(l.leg[0].to.ncandidate, 0);
}

/* ---- states that flicker */

static void say_airborne(struct track_point *p, int32_t alt_ft) {
    p->air = TRACK_AIRBORNE;
    p->alt_ft = alt_ft;
}

static void a_state_that_flickers_on_the_runway_is_no_touch(void **state) {
    struct sky *s = hop_to_denver();
    size_t off = 0, on = s->t.n;
    struct leg_list l;

    (void)state;
    while (s->p[off + 1].air == TRACK_GROUND) off++;
    while (s->p[on - 1].air == TRACK_GROUND) on--;
    say_airborne(&s->p[off - 1], field("KMSP")->elevation_ft);
    say_airborne(&s->p[on + 1], field("KDEN")->elevation_ft);
    l = build(&s->t);
    assert_denver(&l);
    assert_int_equal(l.leg[0].ntouch, 0);
    assert_true(l.leg[0].from.ms == s->p[off].ms && l.leg[0].to.ms == s->p[on].ms);
}

static void what_has_wings_and_stays_where_it_is_has_not_flown(void **state) {
    struct sky *s = hop_to_denver(); /* heights of another aircraft while it stands at the gate */
    struct leg_list l;

    (void)state;
    for (size_t i = 20; i < 24; i++) {
        say_airborne(&s->p[i], 26000 + 300 * (int32_t)i);
        s->p[i].speed = TRACK_NONE16;
    }
    l = build(&s->t);
    assert_denver(&l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_climbs_out_has_not_landed),
        cmocka_unit_test(what_comes_down_has_not_taken_off),
        cmocka_unit_test(what_goes_around_may_land_where_it_came_to),
        cmocka_unit_test(a_point_beside_a_stay_is_of_that_end),
        cmocka_unit_test(a_moment_at_low_height_tells_no_end),
        cmocka_unit_test(what_is_met_on_the_ground_days_later_was_lost_in_the_air),
        cmocka_unit_test(a_state_that_flickers_on_the_runway_is_no_touch),
        cmocka_unit_test(what_has_wings_and_stays_where_it_is_has_not_flown),
        cmocka_unit_test(what_is_lost_low_and_level_or_coming_down_has_landed),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, sky_setup, sky_teardown);
}
