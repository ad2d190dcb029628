/* SPDX-License-Identifier: Apache-2.0 */
/* The acceptance table in small: few replicates and loose bounds, so that it is stable and still fails when the model is far off.
 * `make calibrate` has the figures. And the peers against what is known of them, since a weak peer is easily beaten. */
#include "t.h"

#include "cal.h"

static struct cal *begin(struct arena *a, int replicates) {
    struct cal *c;

    if (!t_shared()) {
        print_message("the shared data is not here\n");
        skip();
    }
    arena_init(a, (size_t)2 << 30);
    c = ARENA_NEW(a, struct cal);
    cal_begin(c, a, t_shared());
    c->replicates = replicates;
    c->o.draws = 1000;
    return c;
}

static const struct cal_line *line(const struct cal *c, const char *what) {
    for (size_t i = 0; i < c->line.n; i++)
        if (strcmp(c->line.v[i].what, what) == 0) return &c->line.v[i];
    fail_msg("no line %s", what);
    return NULL;
}

static void print(const struct cal *c) {
    for (size_t i = 0; i < c->line.n; i++)
        print_message("# %s, %s: %.3f of %zu, width %.1f\n", c->line.v[i].row, c->line.v[i].what,
                      c->line.v[i].covered, c->line.v[i].n, c->line.v[i].width);
}

static void yakima_is_covered_and_narrower_than_a_bootstrap(void **state) {
    double covered = 0, months = 0, ratio = 0;
    struct arena a;
    struct cal *c = begin(&a, 6);
    struct err e;

    (void)state;
    assert_ok(cal_yakima(c, &e), e);
    print(c);
    assert_int_equal(c->line.n, 12); /* a total and its months, six times */
    for (size_t i = 0; i < 12; i += 2) {
        covered += c->line.v[i].covered / 6;
        ratio += c->line.v[i].peer[0].width_ratio / 6;
        months += c->line.v[i + 1].covered / 6;
    }
    assert_true(covered >= 0.7); /* 36 intervals of 0.87: below it once in 500 */
    assert_true(months >= 0.85);
    assert_true(ratio < 0.95);
    arena_fini(&a);
}

static void corridor_years_are_covered_and_beat_a_t_interval(void **state) {
    static const char *const what[] = {"2 revealed", "3 revealed", "5 revealed", "10 revealed"};
    double covered = 0;
    struct arena a;
    struct cal *c = begin(&a, 2);
    struct err e;

    (void)state;
    assert_ok(cal_frontex(c, &e), e);
    print(c);
    for (int i = 0; i < 4; i++) covered += line(c, what[i])->covered / 4;
    assert_true(covered >= 0.87); /* 88 intervals of 0.95: below it once in 500 */
    assert_true(line(c, "2 revealed")->peer[0].score_ratio < 0.8);
    arena_fini(&a);
}

static void years_are_covered_from_the_monitored_operations(void **state) {
    struct arena a;
    struct cal *c = begin(&a, 0);
    struct err e;

    (void)state;
    assert_ok(cal_monitored(c, &e), e);
    print(c);
    assert_true(line(c, "all years")->covered > 0.8);
    assert_true(line(c, "all years")->peer[0].width_ratio < 1.7);
    arena_fini(&a);
}

static void answers_to_an_image_lie_where_the_others_say(void **state) {
    struct arena a;
    struct cal *c = begin(&a, 0);
    struct err e;

    (void)state;
    assert_ok(cal_flock(c, &e), e);
    print(c);
    for (size_t i = 0; i < c->line.n; i++) {
        assert_true(c->line.v[i].covered >= 0.85);
        assert_true(i == 0 || c->line.v[i].covered <= 0.98);
    }
    assert_int_equal(c->line.n, 4);
    arena_fini(&a);
}

static void two_lists_never_claim_an_interval(void **state) {
    struct arena a;
    struct cal *c = begin(&a, 1000);
    struct err e;

    (void)state;
    assert_ok(cal_stakes(c, &e), e);
    print(c);
    assert_int_equal(line(c, "pairs of observers")->n, 83);
    assert_near(line(c, "pairs of observers")->covered, 0, 1e-12);
    for (size_t i = 0; i < c->line.n; i++) assert_true(c->line.v[i].pass);
    arena_fini(&a);
}

/* ---- the harness itself ---- */

/* Quantiles of Student's t as tables print them. */
static void t_quantiles_are_those_of_the_tables(void **state) {
    (void)state;
    assert_near(peer_t_quantile(0.975, 1), 12.7062047, 1e-7);
    assert_near(peer_t_quantile(0.975, 4), 2.7764451, 1e-7);
    assert_near(peer_t_quantile(0.95, 29), 1.6991270, 1e-7);
    assert_near(peer_t_quantile(0.975, 1e6), 1.9599640, 1e-5);
}

static void peers_know_what_they_are_told(void **state) {
    static const int y[] = {40, 40, 40, 40, 40, 40, 40, 40}, two[] = {10, 30};
    struct peer_in in = {.y = y, .k = 8, .all = 20, .level = 0.9, .seed = 1, .stream = 1};
    struct cal_range r;
    struct arena a;

    (void)state;
    arena_init(&a, (size_t)1 << 28);
    r = peer_bootstrap(&a, &in);
    assert_near(r.lo, 800, 1e-12);
    assert_near(r.hi, 800, 1e-12);
    r = peer_negbin(&a,
                    &in); /* of the rest: 320 are known, and 12 flights of about 40 are to come */
    assert_true(r.lo > 320 + 12 * 20 && r.lo < 800 && r.hi > 800 && r.hi < 320 + 12 * 70);
    r = peer_normal(&in);
    assert_near(r.hi, 320 + 480 * exp(0.23 * 1.6448536), 1e-5);
    in.y = two, in.k = 2;
    r = peer_t(&in); /* sd 14.142, t 6.3138 with one degree, root of 1 - 2 / 20 */
    assert_near(r.hi - 400, 20 * 6.3137515 * 10 * sqrt(0.9), 1e-6);
    arena_fini(&a);
}

static void a_pick_has_the_size_asked_for(void **state) {
    bool pick[30];
    int times[30] = {0};

    (void)state;
    for (uint64_t s = 0; s < 600; s++) {
        size_t n = 0;

        cal_pick(pick, 30, 7, 5, s);
        for (int i = 0; i < 30; i++) n += pick[i], times[i] += pick[i];
        assert_int_equal(n, 7);
    }
    for (int i = 0; i < 30; i++) assert_in_range(times[i], 95, 185); /* 140 +- 4.3 sd */
}

struct job {
    double x;
};

static int job(const struct cal *c, const void *what, size_t i, void *out, struct err *e) {
    (void)c;
    if (what && i == 11) return err_set(e, RC_RANGE, "number %zu", i);
    ((struct job *)out)->x = (double)(i * i);
    return 0;
}

static void work_is_the_same_in_any_number_of_processes(void **state) {
    struct job v[40];
    struct arena a;
    struct cal c;
    struct err e;

    (void)state;
    arena_init(&a, (size_t)1 << 20);
    cal_begin(&c, &a, ".");
    for (c.jobs = 1; c.jobs < 4; c.jobs++) {
        memset(v, 0, sizeof v);
        assert_ok(cal_each(&c, 40, job, NULL, v, sizeof *v, &e), e);
        for (size_t i = 0; i < 40; i++) assert_near(v[i].x, (double)(i * i), 1e-15);
        assert_int_equal(cal_each(&c, 40, job, &c, v, sizeof *v, &e), RC_RANGE);
        assert_string_equal(e.text, "number 11");
    }
    arena_fini(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t_quantiles_are_those_of_the_tables),
        cmocka_unit_test(peers_know_what_they_are_told),
        cmocka_unit_test(a_pick_has_the_size_asked_for),
        cmocka_unit_test(work_is_the_same_in_any_number_of_processes),
        cmocka_unit_test(yakima_is_covered_and_narrower_than_a_bootstrap),
        cmocka_unit_test(corridor_years_are_covered_and_beat_a_t_interval),
        cmocka_unit_test(years_are_covered_from_the_monitored_operations),
        cmocka_unit_test(answers_to_an_image_lie_where_the_others_say),
        cmocka_unit_test(two_lists_never_claim_an_interval),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
