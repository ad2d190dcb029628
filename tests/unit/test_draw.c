/* SPDX-License-Identifier: Apache-2.0 */
/* What the draws give: how the ends of an interval scatter from one seed to the next, and what one more count would bring. */
#include "base/normal.h"
#include "infer_rig.h"

#define SEEDS 100

static void normal_quantiles_are_those_printed_with_the_algorithm(void **state) {
    static const double u[] = {0.25, 0.001, 1e-20},
                        x[] = {-0.6744897501960817, -3.090232306167814, -9.262340089798408};

    (void)state;
    for (size_t i = 0; i < 3; i++) assert_float_equal(normal_quantile(u[i]), x[i], 1e-14);
    for (double at = -8; at < 5; at += 0.01)
        assert_float_equal(normal_quantile(normal_cdf(at)), at, 1e-9);
}

static void the_table_of_the_normal_is_near_it(void **state) {
    struct normal_table t;

    (void)state;
    normal_tabulate(&t);
    for (double at = -9; at < 9; at += 0.001)
        assert_float_equal(normal_near(&t, at), normal_cdf(at), 1e-11);
}

static int cmp_i32(const void *x, const void *y) {
    int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

    return (a > b) - (a < b);
}

/* Variance over seeds of the 5 % quantile, in parts of that of as many independent draws. */
static double scatter(struct rig *r) {
    double sum = 0, square = 0, step = 0;

    for (int s = 1; s <= SEEDS; s++) {
        size_t n, wide;
        double at;

        r->o.seed = (uint64_t)s;
        run(r);
        n = r->r.ndraw;
        qsort(r->r.draw, n, sizeof *r->r.draw, cmp_i32);
        at = r->r.draw[n / 20];
        sum += at, square += at * at;
        wide = (size_t)(sqrt(0.05 * 0.95 / (double)n) *
                        (double)n); /* draws in one error of the share below */
        step += (r->r.draw[n / 20 + 4 * wide] - r->r.draw[n / 20 - 4 * wide]) / 8.0;
    }
    step /= SEEDS;
    return (square - sum * sum / SEEDS) / (SEEDS - 1) / (step * step);
}

/* Independent draws would give 1, to a seventh; where only the node, the level and completion are spread evenly it is 0.6. */
static void the_ends_of_a_total_scatter_less_than_by_chance(void **state) {
    struct rig *r = rig_new();
    double part;

    (void)state;
    for (int i = 0; i < 60; i++) {
        slot(r, 7 * i, i % 5 ? INFER_OPERATED : INFER_UNKNOWN, 150, 150);
        if (i % 5 == 1) count(r, i, INFER_COUNTED, 40 + i);
    }
    r->o.draws = 2000;
    r->o.drift = 0;
    r->o.groups = r->o.regimes = r->o.tails = false;
    r->o.selection_scale = 0;
    part = scatter(r);
    print_message("# variance of the 5 %% quantile, independent draws 1: %.2f\n", part);
    assert_true(part < 0.35);
    rig_free(r);
}

static double spread(const struct infer_result *r) {
    double sum = 0, square = 0, n = (double)r->ndraw;

    for (size_t i = 0; i < r->ndraw; i++)
        sum += r->draw[i], square += (double)r->draw[i] * r->draw[i];
    return sqrt(square / n - sum / n * (sum / n));
}

static void twelve_flights(struct rig *r) {
    for (int i = 0; i < 12; i++) slot(r, 7 * i, INFER_OPERATED, 180, 180);
    for (int i = 0; i < 4; i++) count(r, 3 * i, INFER_COUNTED, 70 + i * 10);
}

/* Counting one more flight, at even quantiles of what it is thought to carry, narrows the total about as much as the plan said: without the
 * factor on uncounted flights taken out it promised three times as much. */
static void a_plan_promises_what_a_count_brings(void **state) {
    static const double level[] = {0.9, 0.7, 0.5, 0.3, 0.1};
    struct infer_gain *g;
    double promised, before, after = 0;
    int at;

    (void)state;
    struct rig *r = rig_new();
    twelve_flights(r);
    run(r);
    before = spread(&r->r);
    assert_true(infer_plan(&r->a, &r->in, &r->r, &g) > 0 && g[0].method == INFER_COUNTED);
    promised = g[0].narrowing, at = (int)g[0].slot;
    for (int i = 0; i < 10; i++) {
        struct rig *one = rig_new();

        r->o.interval = level[i / 2];
        run(r);
        twelve_flights(one);
        count(one, at, INFER_COUNTED,
              (int)(i % 2 ? r->r.slot[at].people.lo : r->r.slot[at].people.hi));
        run(one);
        after += spread(&one->r) / 10;
        rig_free(one);
    }
    print_message("# promised %.3f, found %.3f\n", promised, 1 - after / before);
    assert_true(promised > 0.6 * (1 - after / before) && promised < 1.7 * (1 - after / before));
    rig_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_quantiles_are_those_printed_with_the_algorithm),
        cmocka_unit_test(the_table_of_the_normal_is_near_it),
        cmocka_unit_test(the_ends_of_a_total_scatter_less_than_by_chance),
        cmocka_unit_test(a_plan_promises_what_a_count_brings),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("draw", tests, NULL, NULL);
}
