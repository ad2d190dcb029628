/* SPDX-License-Identifier: Apache-2.0 */
/* What the draws give: how the ends of an interval scatter from one seed to the next, and what one more count would bring. */
#include "base/normal.h"
#include "infer_rig.h"

#define SEEDS 100
#define FEWER 40

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

static struct rig *sixty_flights(void) {
    struct rig *r = rig_new();

    for (int i = 0; i < 60; i++) {
        slot(r, 7 * i, i % 5 ? INFER_OPERATED : INFER_UNKNOWN, 150, 150);
        if (i % 5 == 1) count(r, i, INFER_COUNTED, 40 + i);
    }
    r->o.draws = 2000;
    r->o.drift = 0;
    r->o.groups = r->o.regimes = r->o.tails = false;
    r->o.selection_scale = 0;
    return r;
}

/* "At least nobody" in days without a flight says nothing, but of draws that figures over periods weigh the totals stay as they were drawn. */
static void leave_totals(struct rig *r) {
    struct infer_count *c = count(r, -1, INFER_OFFICIAL, 0);

    c->wording = INFER_AT_LEAST;
    c->from = -2, c->to = -1;
}

/* Independent draws would give 1, to a seventh; spread evenly, but taken as they are, 0.24. */
static void the_ends_of_a_total_scatter_less_than_by_chance(void **state) {
    struct rig *r = sixty_flights();
    double part = scatter(r), as_drawn;

    (void)state;
    leave_totals(r);
    as_drawn = scatter(r);
    print_message("# variance of the 5 %% quantile, independent draws 1: %.2f, as drawn %.2f\n",
                  part, as_drawn);
    assert_true(part < 0.1 && as_drawn > 0.15 && as_drawn < 0.35);
    rig_free(r);
}

/* Mean over seeds of a quantile of the total, and its standard error. */
static void over_seeds(struct rig *r, const double *at, int n, double *mean, double *se) {
    double square[3] = {0};

    for (int k = 0; k < n; k++) mean[k] = 0;
    for (int s = 1; s <= FEWER; s++) {
        r->o.seed = (uint64_t)s;
        run(r);
        for (int k = 0; k < n; k++) {
            double q = infer_quantile(&r->r, at[k]);

            mean[k] += q / FEWER, square[k] += q * q / FEWER;
        }
    }
    for (int k = 0; k < n; k++) se[k] = sqrt((square[k] - mean[k] * mean[k]) / FEWER);
}

/* Of 30 flights that may have gone, twelve others counted, as it is by default; and of sixty. */
static void totals_made_even_are_of_the_law_of_the_draws(void **state) {
    static const double at[] = {0.05, 0.5, 0.95};
    struct rig *open = rig_new(), *one[] = {open, sixty_flights()};
    double even[3], drawn[3], se[2][3];

    (void)state;
    for (int i = 0; i < 48; i++) {
        slot(open, 7 * i,
             i % 4 == 0   ? INFER_OPERATED
             : i % 8 == 2 ? INFER_CANCELLED
                          : INFER_UNKNOWN,
             150, 150);
        if (i % 4 == 0) count(open, i, INFER_COUNTED, 20 + i * 37 % 90);
    }
    open->o.draws = 2000;
    for (int c = 0; c < 2; c++) {
        over_seeds(one[c], at, 3, even, se[0]);
        leave_totals(one[c]);
        over_seeds(one[c], at, 3, drawn, se[1]);
        for (int k = 0; k < 3; k++) {
            print_message("# %.2f: %.1f (%.2f), as drawn %.1f (%.2f)\n", at[k], even[k], se[0][k],
                          drawn[k], se[1][k]);
            assert_true(fabs(even[k] - drawn[k]) < 3 * hypot(se[0][k], se[1][k]));
            assert_true(se[0][k] < 0.8 * se[1][k]);
        }
        rig_free(one[c]);
    }
}

/* Loads so alike that a total tells how many flights went: no law without steps may take their place. */
static void totals_that_come_in_steps_keep_them(void **state) {
    struct rig *r = rig_new();
    int between = 0;

    (void)state;
    for (int i = 0; i < 120; i++) {
        slot(r, 7 * i, i < 80 ? (i % 2 ? INFER_OPERATED : INFER_CANCELLED) : INFER_UNKNOWN, 150,
             150);
        if (i < 80 && i % 2) count(r, i, INFER_COUNTED, 100);
    }
    r->o.drift = 0;
    r->o.selection_scale = r->o.unlisted_a = 0;
    run(r);
    for (size_t i = 0; i < r->r.ndraw; i++) {
        int over = r->r.draw[i] % 100;

        between += over > 35 && over < 65;
    }
    print_message("# between the steps: %.3f\n", between / (double)r->r.ndraw);
    assert_true(between < 0.2 * (double)r->r.ndraw);
    rig_free(r);
}

/* Whatever moved: each draw's months add up to its total, and what has every flight in it is the total. */
static void parts_of_a_total_add_up_to_it(void **state) {
    struct rig *r = sixty_flights();
    struct infer_window all = {0, 7 * 60};
    double slots = 0;

    (void)state;
    r->in.window = &all, r->in.nwindow = 1;
    r->o.unlisted_a = 0;
    run(r);
    for (size_t i = 0; i < r->r.ndraw; i++) {
        int sum = 0;

        for (size_t k = 0; k < r->r.nmonth; k++) sum += r->r.month_draw[k * r->r.ndraw + i];
        assert_int_equal(sum, r->r.draw[i]);
    }
    for (int k = 0; k < INFER_QUANTILES; k++)
        assert_near(r->r.window[0].quantile[k], r->r.quantile[k], 1e-9);
    assert_near(r->r.point[59].q05, r->r.total.lo, 1e-9);
    assert_near(r->r.point[59].q95, r->r.total.hi, 1e-9);
    for (int i = 0; i < 60; i++) slots += r->r.slot[i].people.mean;
    assert_near(slots, r->r.total.mean, 1e-6);
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
        cmocka_unit_test(totals_made_even_are_of_the_law_of_the_draws),
        cmocka_unit_test(totals_that_come_in_steps_keep_them),
        cmocka_unit_test(parts_of_a_total_add_up_to_it),
        cmocka_unit_test(a_plan_promises_what_a_count_brings),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("draw", tests, NULL, NULL);
}
