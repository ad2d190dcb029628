/* SPDX-License-Identifier: Apache-2.0 */
/* Fewer points, and those that matter. */
#include "base/canon.h"
#include "format/thin.h"
#include "t.h"

static struct arena a;

static int enter(void **state) {
    (void)state;
    arena_init(&a, (size_t)1 << 30);
    return 0;
}

static int leave(void **state) {
    (void)state;
    arena_fini(&a);
    return 0;
}

static struct gpsout_point at(double lat, double lon, int64_t ms) {
    return (struct gpsout_point){ms, (int32_t)lround(lat * 1e6), (int32_t)lround(lon * 1e6),
                                 TRACK_NONE};
}

static json_t *thin(const struct thin_leg *l, size_t n, size_t most) {
    struct buf b = {0};
    struct err e = {0};
    json_error_t where;
    json_t *v;

    assert_ok(thin_write(&a, l, n, most, &b, &e), e);
    if (!(v = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, &where))) fail_msg("%s", where.text);
    buf_fini(&b);
    return v;
}

static json_t *line(json_t *v, size_t leg, size_t part) {
    json_t *l = json_array_get(json_object_get(v, "legs"), leg);

    return json_object_get(json_array_get(json_object_get(l, "parts"), part), "line");
}

static double coordinate(json_t *line_, size_t point, size_t axis) {
    return json_number_value(json_array_get(json_array_get(line_, point), axis));
}

static size_t number(json_t *v, const char *key) {
    return (size_t)json_integer_value(json_object_get(v, key));
}

/* Along the equator with one corner: 1 degree off the line at 5, and half a degree off what is then a line at 7. */
static void a_point_weighs_what_it_sticks_out(void **state) {
    const struct gpsout_point p[] = {at(0, 0, 0), at(0.2, 1, 1), at(1, 5, 2), at(0, 10, 3)};
    double w[4];

    (void)state;
    thin_weigh(&a, p, 4, w);
    assert_true(isinf(w[0]) && isinf(w[3]));
    assert_near(w[2], 1.0, 1e-3);
    assert_true(w[1] < 1e-3); /* on the line to the corner */
    thin_weigh(&a, p, 1, w);
    assert_true(isinf(w[0]));
    thin_weigh(&a, p, 0, w);
}

/* A circle and a straight line of 1,000 points each: the line gives its points to the circle. */
static void points_go_where_the_track_turns(void **state) {
    struct gpsout_point straight[1000], round[1000];
    struct thin_part part[2] = {{{straight, 1000}, NULL}, {{round, 1000}, NULL}};
    const struct thin_leg leg[] = {{SPAN("L1"), SPAN("7201F4"), SPAN("KOR272"), part, 1},
                                   {SPAN("L2"), {0}, {0}, part + 1, 1}};
    json_t *v;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        straight[i] = at(i / 1000.0, i / 500.0, i);
        round[i] = at(10 + sin(i / 100.0), 10 + cos(i / 100.0), i);
    }
    v = thin(leg, 2, 50);
    assert_int_equal(number(v, "points"), 50);
    assert_int_equal(number(v, "of"), 2000);
    assert_int_equal(number(v, "left_out"), 0);
    assert_int_equal(json_array_size(line(v, 0, 0)), 2);
    assert_int_equal(json_array_size(line(v, 1, 0)), 48);
    for (size_t i = 0; i < 48; i++) /* what is kept is what was there */
        assert_near(
            hypot(coordinate(line(v, 1, 0), i, 0) - 10, coordinate(line(v, 1, 0), i, 1) - 10), 1.0,
            1e-4);
    assert_true(
        json_is_null(json_object_get(json_array_get(json_object_get(v, "legs"), 1), "callsign")));
    json_decref(v);
    v = thin(leg, 2, 5000);
    assert_int_equal(number(v, "points"), 2000);
    json_decref(v);
}

static void a_gap_is_a_part_and_the_date_line_a_cut(void **state) {
    const struct gpsout_point seen[] = {at(10, 178, 1), at(10, 179, 2)},
                              gap[] = {at(10, 179, 2), at(20, -177, 3)},
                              more[] = {at(20, -177, 3), at(20, -170, GPSOUT_NO_MS)};
    const struct thin_part part[] = {
        {{seen, 2}, NULL}, {{gap, 2}, "coverage hole"}, {{more, 2}, NULL}};
    const struct thin_leg leg = {SPAN("L1"), {0}, {0}, part, 3};
    json_t *v = thin(&leg, 1, 100),
           *parts = json_object_get(json_array_get(json_object_get(v, "legs"), 0), "parts");
    static const char *const want[] = {NULL, "coverage hole", "coverage hole", NULL};

    (void)state;
    assert_int_equal(json_array_size(parts), 4); /* the gap is drawn in two strokes */
    for (size_t i = 0; i < 4; i++) {
        const char *word = json_string_value(json_object_get(json_array_get(parts, i), "gap"));

        if (want[i])
            assert_string_equal(word, want[i]);
        else
            assert_null(word);
    }
    assert_near(coordinate(line(v, 0, 1), 1, 0), 180, 1e-9);
    assert_near(coordinate(line(v, 0, 2), 0, 0), -180, 1e-9);
    assert_true(json_is_null(
        json_array_get(json_array_get(line(v, 0, 1), 1), 2))); /* nobody saw it there */
    assert_true(json_is_null(json_array_get(json_array_get(line(v, 0, 3), 1), 2)));
    json_decref(v);
}

/* Never more than asked for, and what is left out whole is said. */
static void too_few_points_leave_out_the_shortest(void **state) {
    struct gpsout_point p[30];
    struct thin_part part[10];
    struct thin_leg leg[10];
    json_t *v;

    (void)state;
    for (int i = 0; i < 10; i++) {
        for (int k = 0; k < 3; k++) p[3 * i + k] = at(i, k * (i + 1), k);
        part[i] = (struct thin_part){{p + 3 * i, 3}, NULL};
        leg[i] = (struct thin_leg){SPAN("L"), {0}, {0}, &part[i], 1};
    }
    v = thin(leg, 10, 16);
    assert_int_equal(number(v, "points"), 16);
    assert_int_equal(number(v, "left_out"), 2);
    assert_int_equal(json_array_size(line(v, 0, 0)), 0);
    assert_int_equal(json_array_size(line(v, 9, 0)), 2);
    json_decref(v);
}

static void a_position_beyond_the_globe_is_refused(void **state) {
    const struct gpsout_point p[] = {at(91, 0, 0)};
    const struct thin_part part = {{p, 1}, NULL};
    const struct thin_leg leg = {SPAN("L"), {0}, {0}, &part, 1};
    struct buf b = {0};
    struct err e;

    (void)state;
    assert_int_equal(thin_write(&a, &leg, 1, 100, &b, &e), RC_RANGE);
    assert_int_equal(b.n, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, enter, leave)
        T(a_point_weighs_what_it_sticks_out),       T(points_go_where_the_track_turns),
        T(a_gap_is_a_part_and_the_date_line_a_cut), T(too_few_points_leave_out_the_shortest),
        T(a_position_beyond_the_globe_is_refused),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
