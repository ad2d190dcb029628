/* SPDX-License-Identifier: Apache-2.0 */
/* Counts over periods: totals that speak of many flights at once. */
#include "infer_rig.h"

static struct infer_count *period(struct rig *r, int32_t from, int32_t to, int best) {
    struct infer_count *c = count(r, -1, INFER_OFFICIAL, best);

    c->from = from, c->to = to;
    return c;
}

static void a_count_over_a_period_bends_the_total_to_it(void **state) {
    struct rig *r = rig_new();
    struct infer_range without;

    (void)state;
    for (int i = 0; i < 8; i++) slot(r, 10 + i, INFER_OPERATED, 50, 50);
    run(r);
    without = r->r.total;
    period(r, 1, 30, 160);
    run(r);
    assert_true(r->r.used[0] && !(r->r.notes & INFER_PERIOD_WEAK));
    assert_true(r->r.total.hi - r->r.total.lo < 0.3 * (without.hi - without.lo));
    assert_true(r->r.total.lo <= 160 && 160 <= r->r.total.hi && r->r.total.lo < r->r.total.hi);
    assert_true(r->r.ess >= DRAW_LEAST && r->r.ess < (double)r->r.ndraw);
    r->in.ncount = 0;
    period(r, 1, 30, 9000); /* more than the seats: nothing supports it */
    run(r);
    assert_true(r->r.total.hi <= 400);
    assert_true(!r->r.used[0] && r->r.fits[0] < 0.01 && r->r.notes & INFER_PERIOD_APART);
    rig_free(r);
}

/* Below what was counted, 0, and every seat: such a total moves nothing, and is not said to be used; one that fits beside it is. */
static void a_count_over_a_period_that_contradicts_the_rest_is_not_used(void **state) {
    static const int figure[] = {150, 0, 600};
    struct rig *r = rig_new();

    (void)state;
    for (int i = 0; i < 12; i++) slot(r, 10 + i, INFER_OPERATED, 50, 50);
    for (int i = 0; i < 8; i++) count(r, i, INFER_COUNTED, 18 + i);
    for (int i = 0; i < 3; i++) {
        struct infer_range before;

        r->in.ncount = 8;
        run(r);
        before = r->r.total;
        for (int k = 0; k < 8; k++) assert_true(isnan(r->r.fits[k]));
        period(r, 1, 30, figure[i]);
        run(r);
        assert_true(!r->r.used[8] && r->r.fits[8] < 0.01 && r->r.notes & INFER_PERIOD_APART);
        assert_true(!(r->r.notes & INFER_PERIOD_WEAK));
        assert_near(r->r.total.median, before.median, 2);
        period(r, 1, 30, (int)before.median);
        run(r);
        assert_true(!r->r.used[8] && r->r.used[9] && r->r.fits[9] > 0.5);
        r->in.ncount = 8;
        period(r, 1, 30, (int)before.median);
        run(r);
        assert_true(!(r->r.notes & INFER_PERIOD_APART) && r->r.used[8]);
    }
    rig_free(r);
}

/* Over-many observations of the loads for the draws: the claim is set aside and told, never half used. */
static void periods_that_few_draws_carry_are_set_aside_and_told(void **state) {
    struct rig *r = rig_new();

    (void)state;
    r->o.draws = 1000;
    for (int i = 0; i < 120; i++) slot(r, i * 3, INFER_OPERATED, 150, 150);
    for (int i = 0; i < 12; i++) { /* ranges: they are not added up */
        struct infer_count *c = period(r, i * 30, i * 30 + 29, -1);

        c->low = i % 2 ? 1195 : 195, c->high = c->low + 10;
    }
    run(r);
    assert_true(r->r.notes & INFER_PERIOD_WEAK);
    for (int i = 0; i < 12; i++) assert_true(!r->r.used[i]);
    rig_free(r);
}

/* Twelve monthly totals of 8 flights each, all of them right, and a few counts: the whole keeps to their sum, and each flight that was counted to
 * its count. */
static void many_totals_that_fit_are_all_used(void **state) {
    struct rig *r = rig_new();
    int sum = 0;

    (void)state;
    for (int i = 0; i < 96; i++) slot(r, i * 4, INFER_OPERATED, 150, 150);
    for (int i = 0; i < 6; i++) count(r, 16 * i, INFER_COUNTED, 55 + 7 * i);
    run(r);
    assert_true(r->r.total.hi - r->r.total.lo > 0.4 * r->r.total.median);
    for (int i = 0; i < 12; i++) {
        int total = 480 + 37 * (i % 5);

        period(r, i * 32, i * 32 + 31, total);
        sum += total;
    }
    run(r);
    for (int i = 0; i < 18; i++) assert_true(r->r.used[i]);
    assert_true(!(r->r.notes & (INFER_PERIOD_WEAK | INFER_PERIOD_APART)));
    assert_true(r->r.ess >= DRAW_LEAST);
    assert_true(r->r.total.lo < sum && sum < r->r.total.hi);
    assert_true(r->r.total.hi - r->r.total.lo < 0.1 * sum);
    assert_near(r->r.slot[0].people.median, 55, 6);
    rig_free(r);
}

/* So many totals that hardly a draw holds all: neighbours are added up, which is said, and the whole keeps to their sum. Where a flight of no
 * total lies between each two, none has a neighbour, and all are set aside. */
static void too_many_totals_enter_as_sums_of_neighbours(void **state) {
    struct rig *r = rig_new();
    double sum = 0;

    (void)state;
    r->o.draws = 1000;
    for (int i = 0; i < 60; i++) slot(r, 4 * i, INFER_OPERATED, 150, 150);
    for (int i = 0; i < 4; i++) count(r, 15 * i, INFER_COUNTED, 60 + 5 * i);
    run(r);
    assert_true(!(r->r.notes & INFER_PERIOD_SUMS));
    for (int k = 0; k < 12; k++) {
        int total = k % 2 ? 480 : 220;

        period(r, 20 * k, 20 * k + 19, total);
        sum += total;
    }
    run(r);
    assert_true(r->r.notes & INFER_PERIOD_SUMS && !(r->r.notes & INFER_PERIOD_WEAK));
    for (size_t k = 0; k < r->in.ncount; k++) assert_true(r->r.used[k]);
    assert_true(r->r.total.lo < sum && sum < r->r.total.hi);
    assert_true(r->r.total.hi - r->r.total.lo < 0.1 * sum);
    for (int k = 4; k < 16; k++) r->count[k].to--, r->count[k].best = r->count[k].best * 4 / 5;
    for (int k = 0; k < 12; k++) slot(r, 20 * k + 19, INFER_OPERATED, 150, 150);
    run(r);
    assert_true(r->r.notes & INFER_PERIOD_WEAK && !(r->r.notes & INFER_PERIOD_SUMS));
    rig_free(r);
}

/* The same posterior by weights alone: a statement that says nothing of fewer of these days leaves no flights to be drawn again. */
static void drawing_again_and_weighing_alone_agree(void **state) {
    struct infer_result by[2];
    struct infer_count *empty;
    struct rig *r = rig_new();

    (void)state;
    r->o.draws = 20000;
    for (int i = 0; i < 6; i++) slot(r, 10 + 3 * i, i % 2 ? INFER_OPERATED : INFER_UNKNOWN, 90, 90);
    slot(r, 50, INFER_UNKNOWN, 90, 90);
    count(r, 1, INFER_COUNTED, 30);
    period(r, 1, 30, 170);
    run(r);
    by[0] = r->r;
    empty = period(r, 2, 29, -1);
    empty->low = 0, empty->wording = INFER_AT_LEAST;
    run(r);
    by[1] = r->r;
    assert_true(by[0].used[1] && by[1].used[1] && by[0].ess > 4 * by[1].ess);
    assert_near(by[0].total.mean, by[1].total.mean, 0.01 * by[1].total.mean);
    assert_near(by[0].total.lo, by[1].total.lo, 4);
    assert_near(by[0].total.hi, by[1].total.hi, 4);
    for (int i = 0; i < 7; i++) {
        assert_near(by[0].slot[i].people.mean, by[1].slot[i].people.mean, 1);
        assert_near(by[0].slot[i].p_operated, by[1].slot[i].p_operated, 0.02);
    }
    rig_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_count_over_a_period_bends_the_total_to_it),
        cmocka_unit_test(a_count_over_a_period_that_contradicts_the_rest_is_not_used),
        cmocka_unit_test(periods_that_few_draws_carry_are_set_aside_and_told),
        cmocka_unit_test(many_totals_that_fit_are_all_used),
        cmocka_unit_test(too_many_totals_enter_as_sums_of_neighbours),
        cmocka_unit_test(drawing_again_and_weighing_alone_agree),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
