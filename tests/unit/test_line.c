/* SPDX-License-Identifier: Apache-2.0 */
/* Several aircraft on one address (leg/line.h), and errors of one that are not several. */
#include "leg/line.h"
#include "leg_rig.h"

/* The points of both by time, as a receiver of everything writes them. */
static struct sky *heard_together(const struct sky *a, const struct sky *b) {
    struct sky *s = sky_new("", a->t.type);
    size_t i = 0, k = 0;

    assert_true(a->t.n + b->t.n < SKY_MAX);
    while (i < a->t.n || k < b->t.n)
        s->p[s->t.n++] =
            k == b->t.n || (i < a->t.n && a->p[i].ms <= b->p[k].ms) ? a->p[i++] : b->p[k++];
    return s;
}

static size_t lines_of(const struct track *t, struct line out[LINE_MOST]) {
    struct leg_options o = usual();
    struct track part[LINE_MOST];
    size_t n, sum = 0;

    out->legs = build(t);
    n = line_split(&sky_arena, t, &out->legs.clean, part);
    for (size_t k = 0; k < n; k++) {
        out[k].track = part[k];
        out[k].legs = build_with(&part[k], &o);
        assert_balanced(&part[k], &out[k].legs);
        sum += part[k].n;
    }
    line_mark(out, n);
    assert_int_equal(sum, t->n); /* nothing is lost */
    return n;
}

static struct sky *from_boston(int64_t later_ms) {
    struct sky *s = sky_new("KBOS", "B738");

    s->ms += later_ms;
    stand(s, 600, 8);
    fly_to(s, "KLGA", 20000, 380, 140);
    stand(s, 600, 8);
    return s;
}

static const struct leg *leg_to(const struct line *line, size_t n, const char *place) {
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < line[k].legs.n; i++)
            if (strcmp(name_of(&line[k].legs.leg[i].to), place) == 0) return &line[k].legs.leg[i];
    fail_msg("no leg to %s", place);
    return NULL;
}

static void two_flights_on_one_address_are_two_legs(void **state) {
    (void)state;
    for (int minutes = 0; minutes <= 60; minutes += 10) {
        struct sky *s = heard_together(hop_to_denver(), from_boston((int64_t)minutes * MIN));
        struct leg_list one = build(&s->t);
        struct line line[LINE_MOST];
        size_t n = lines_of(&s->t, line);
        const struct leg *l;

        assert_true(one.n < 2 || one.clean.count[CLEAN_TELEPORT] > 100); /* as it was */
        assert_int_equal(n, 2);
        l = leg_to(line, n, "KDEN");
        assert_end(&l->from, END_SEEN, "KMSP");
        assert_true(l->flags == LEG_SHARED && l->confidence > 0.4 && l->confidence <= 0.5);
        l = leg_to(line, n, "KLGA");
        assert_end(&l->from, END_SEEN, "KBOS");
        assert_true(l->flags == LEG_SHARED && l->confidence > 0.4 && l->confidence <= 0.5);
        assert_true(line[0].legs.n + line[1].legs.n == 2);
        assert_int_equal(line[0].legs.clean.count[CLEAN_TELEPORT], 0);
        assert_int_equal(line[1].legs.clean.count[CLEAN_TELEPORT], 0);
    }
}

static bool is_missed(const struct track_point *p, double share) {
    return rng_unit(1, p->lon > -90000000, (uint64_t)p->ms) < share;
}

/* Up to four in ten points, and eight minutes of one of them. */
static void they_are_found_when_much_is_missed(void **state) {
    (void)state;
    for (int k = 0; k < 20; k++) {
        struct sky *a = hop_to_denver(), *b = from_boston(5 * MIN), *s;
        struct line line[LINE_MOST];

        b->t.point = b->p;
        forget_between(a, a->p[0].ms + (10 + k) * MIN, a->p[0].ms + (18 + k) * MIN);
        s = heard_together(a, b);
        forget(s, is_missed, 0.02 * k);
        assert_int_equal(lines_of(&s->t, line), 2);
        leg_to(line, 2, "KDEN");
        leg_to(line, 2, "KLGA");
    }
}

static void three_are_three(void **state) {
    struct sky *c = sky_new("KSEA", "B738"), *s;
    struct line line[LINE_MOST];

    (void)state;
    fly_to(c, "KSFO", 28000, 420, 140);
    s = heard_together(heard_together(hop_to_denver(), from_boston(0)), c);
    assert_int_equal(lines_of(&s->t, line), 3);
    leg_to(line, 3, "KDEN");
    leg_to(line, 3, "KLGA");
    leg_to(line, 3, "KSFO");
}

/* ---- one aircraft, whatever is wrong with its positions */

static void assert_one(const struct sky *s) {
    struct line line[LINE_MOST];
    struct leg_list one = build(&s->t);

    assert_int_equal(lines_of(&s->t, line), 1);
    assert_true(line->track.point == s->t.point);
    for (size_t i = 0; i < one.n; i++) assert_false(line->legs.leg[i].flags & LEG_SHARED);
}

/* A receiver whose clock is wrong: the same flight again, up to seven minutes later. */
static void a_wrong_clock_is_no_second_aircraft(void **state) {
    (void)state;
    for (int seconds = 20; seconds <= 400; seconds += 20) {
        struct sky *a = hop_to_denver(), *b = hop_to_denver();

        for (size_t i = 0; i < b->t.n; i++) b->p[i].ms += (int64_t)seconds * 1000;
        assert_one(heard_together(a, b));
    }
}

/* Positions decoded in the wrong zone, or moved by a jammer: the way and the height of the flight, elsewhere. */
static void a_shifted_copy_is_no_second_aircraft(void **state) {
    (void)state;
    for (int degrees = 1; degrees <= 12; degrees++) {
        struct sky *a = hop_to_denver(), *b = hop_to_denver();

        for (size_t i = 0; i < b->t.n; i++) {
            b->p[i].lat += degrees * 1000000;
            b->p[i].ms += 1000;
            b->p[i].heading = (int16_t)((b->p[i].heading + 900) % 3600);
        }
        assert_one(heard_together(a, b));
    }
}

/* Surface positions against a stale reference, for as long as it is parked (formats.md 2.2). */
static void a_parked_aircraft_elsewhere_is_no_second_one(void **state) {
    struct sky *a = hop_to_denver(), *b = sky_new("KMSP", "B739");

    (void)state;
    b->lat += 5;
    stand(b, 7200, 3);
    assert_one(heard_together(a, b));
}

static void scattered_errors_are_no_second_aircraft(void **state) {
    struct sky *s = hop_to_denver();

    (void)state;
    for (size_t i = 0; i < s->t.n; i += 3) s->p[i].lat += (int32_t)(rng_unit(5, 0, i) * 9e6);
    assert_one(s);
}

static void legs_that_are_not_at_once_are_not_marked(void **state) {
    struct sky *a = hop_to_denver(), *b = from_boston(0), *s;
    struct line line[LINE_MOST];

    (void)state;
    stand(b, 3 * 3600, 0);
    b->t.n -= 3 * 3600 / 10;
    fly_to(b, "KBOS", 20000, 380, 140);
    s = heard_together(a, b);
    assert_int_equal(lines_of(&s->t, line), 2);
    assert_int_equal(leg_to(line, 2, "KBOS")->flags & LEG_SHARED, 0);
    assert_int_equal(leg_to(line, 2, "KLGA")->flags & LEG_SHARED, LEG_SHARED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_flights_on_one_address_are_two_legs),
        cmocka_unit_test(they_are_found_when_much_is_missed),
        cmocka_unit_test(three_are_three),
        cmocka_unit_test(a_wrong_clock_is_no_second_aircraft),
        cmocka_unit_test(a_shifted_copy_is_no_second_aircraft),
        cmocka_unit_test(a_parked_aircraft_elsewhere_is_no_second_one),
        cmocka_unit_test(scattered_errors_are_no_second_aircraft),
        cmocka_unit_test(legs_that_are_not_at_once_are_not_marked),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, sky_setup, sky_teardown);
}
