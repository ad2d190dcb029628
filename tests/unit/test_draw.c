/* SPDX-License-Identifier: Apache-2.0 */
/* How the draws scatter: the scores of the flights, and the ends of an interval from one seed to the next. */
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_quantiles_are_those_printed_with_the_algorithm),
        cmocka_unit_test(the_ends_of_a_total_scatter_less_than_by_chance),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("draw", tests, NULL, NULL);
}
