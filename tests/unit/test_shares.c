/* SPDX-License-Identifier: Apache-2.0 */
/* Shares that the counts of several flights have in common: of those aboard, who is of concern; of those waiting, who boards. Where the counts tell one, its
 * nodes must stand about what they say, however narrow that is. */
#include "infer_rig.h"

#define FLIGHTS 20

static int people(int i) {
    return 60 + i * 37 % 61;
}

static int part(double share, int i) {
    return (int)(share * people(i) + 0.5);
}

/* Each flew, 180 seats, and on each everybody aboard was counted. */
static struct rig *everybody_counted(int n) {
    struct rig *r = rig_new();

    r->o.selection_scale = 0;
    for (int i = 0; i < n; i++) slot(r, 7 * i, INFER_OPERATED, 180, 180);
    for (int i = 0; i < n; i++) count(r, i, INFER_COUNTED, people(i))->of = INFER_ALL;
    return r;
}

static void a_share_of_concern_is_what_the_flights_with_both_counts_say(void **state) {
    static const double share[] = {0.1, 0.3, 0.5, 0.7, 0.9};

    (void)state;
    for (size_t k = 0; k < sizeof share / sizeof *share; k++) {
        struct rig *r = everybody_counted(FLIGHTS);
        int all = 0, seen = 0, known = 0;
        double due, sd;

        for (int i = 0; i < FLIGHTS; i++) all += people(i);
        for (int i = 0; i < 4; i++) {
            count(r, i, INFER_COUNTED, part(share[k], i))->of = INFER_CONCERN;
            seen += part(share[k], i), known += people(i);
        }
        run(r);
        due = seen + (double)seen / known * (all - known);
        sd = (all - known) * sqrt(share[k] * (1 - share[k]) / known); /* of the share alone */
        assert_near(r->r.total.median, due, 0.7 * sd);
        assert_true(r->r.total.hi - r->r.total.lo > 2.5 * sd &&
                    r->r.total.hi - r->r.total.lo < 6 * sd);
        rig_free(r);
    }
}

/* The more flights have both counts, the closer the nodes stand, and there are no more of them. */
static void nodes_of_a_share_stand_about_what_the_counts_say(void **state) {
    double before = 1;

    (void)state;
    for (int pairs = 2; pairs <= FLIGHTS; pairs *= 3) {
        struct rig *r = everybody_counted(FLIGHTS);
        double mean = 0, square = 0, sum = 0, width, known = 0;
        struct world w;
        struct axes x;
        struct post *post;
        size_t n;

        for (int i = 0; i < pairs; i++, known += people(i))
            count(r, i, INFER_COUNTED, part(0.04, i))->of = INFER_CONCERN;
        n = open_world(r, &w, &x, &post, 2);
        assert_true(w.nw <= 9);
        for (size_t s = 0; s < n; s++)
            for (size_t i = 0; i < post[s].nnode; i++) {
                double c = w.concern[post_node(&post[s], i).w], m = post[s].weight[i];

                sum += m, mean += m * c, square += m * c * c;
            }
        assert_near(sum, 1, 1e-9);
        assert_near(mean, 0.05, 0.025);
        width = sqrt(square - mean * mean);
        assert_true(width < 0.8 * before);
        before = width;
        for (int i = 1; i < w.nw;
             i++) /* no two neighbours are further apart than 1.5 sd, in logits */
            assert_true(log(w.concern[i] / w.concern[i - 1]) < 1.5 * width / mean);
        rig_free(r);
    }
}

static void a_share_that_flights_without_both_counts_tell_by_their_levels(void **state) {
    struct rig *r = everybody_counted(FLIGHTS);

    (void)state;
    for (int i = 1; i < FLIGHTS; i += 2)
        r->count[i].of = INFER_CONCERN, r->count[i].best = part(0.3, i);
    run(r);
    assert_true(r->r.total.lo < 0.3 * 1764 && r->r.total.hi > 0.3 * 1764);
    assert_true(r->r.total.hi < 1.6 * r->r.total.lo);
    rig_free(r);
}

/* Of each flight `share` boarded, those of the first `seen` were counted. */
static struct rig *waited(int n, int seen, double share) {
    struct rig *r = rig_new();

    r->o.selection_scale = 0;
    for (int i = 0; i < n; i++) slot(r, 7 * i, INFER_OPERATED, 180, 180);
    for (int i = 0; i < n; i++) count(r, i, INFER_COUNTED, people(i))->stage = INFER_WAITING;
    for (int i = 0; i < seen; i++)
        count(r, i, INFER_COUNTED, part(share, i))->stage = INFER_BOARDING;
    return r;
}

static void the_share_that_boards_is_learnt_from_flights_seen_boarding(void **state) {
    (void)state;
    for (int seen = 5; seen <= 20; seen *= 2) {
        struct rig *r = waited(30, seen, 0.5);
        int all = 0;

        for (int i = 0; i < 30; i++) all += people(i);
        run(r);
        assert_true(r->r.total.lo < 0.5 * all && r->r.total.hi > 0.5 * all);
        assert_near(r->r.total.median, 0.5 * all, (30 - seen) * 6);
        rig_free(r);
    }
}

/* However many flights there are: nobody knows the share, and it is theirs in common. */
static void a_share_that_boards_which_nobody_saw_stays_unknown(void **state) {
    (void)state;
    for (int n = 2; n <= 50; n *= 5) {
        struct rig *r = waited(n, 0, 0);
        int all = 0;

        for (int i = 0; i < n; i++) all += people(i);
        run(r);
        assert_true(r->r.total.lo < 0.62 * all && r->r.total.hi > 0.9 * all);
        rig_free(r);
    }
}

static void nodes_are_few_where_nobody_or_one_flight_has_people_waiting(void **state) {
    struct world w;
    struct err e;

    (void)state;
    for (int n = 1; n <= 2; n++) {
        struct rig *r = waited(n, 0, 0);

        w = (struct world){.a = &r->a, .in = &r->in, .o = &r->o};
        assert_ok(cells_build(&w, &e), e);
        assert_true(n == 1 ? w.nw == 1 && isnan(w.boarding[0]) : w.nw > 1 && w.ncut == w.nw);
        r->in.ncount = 0;
        w = (struct world){.a = &r->a, .in = &r->in, .o = &r->o};
        assert_ok(cells_build(&w, &e), e);
        assert_int_equal(w.nw, 1);
        rig_free(r);
    }
}

/* Looks by eye, proxies and both shares at once: a node of all is one of each, and each costs time. Two flights tell both shares, so that the nodes are as
 * many as of twenty. */
static void nodes_of_all_factors_together_are_bounded(void **state) {
    enum { TWO = 2 };
    struct rig *r = everybody_counted(TWO);
    struct world w = {.a = &r->a, .in = &r->in, .o = &r->o};

    (void)state;
    for (int i = 0; i < TWO; i++) {
        count(r, i, INFER_COUNTED, people(i))->stage = INFER_WAITING;
        count(r, i, INFER_EYE, people(i));
        count(r, i, INFER_PROXY, people(i));
    }
    assert_ok(cells_build(&w, &r->e), r->e);
    assert_true(w.nw > 5 * 5 * 7 && w.nw <= 5 * 5 * 7 * 7);
    rig_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_of_concern_is_what_the_flights_with_both_counts_say),
        cmocka_unit_test(nodes_of_a_share_stand_about_what_the_counts_say),
        cmocka_unit_test(a_share_that_flights_without_both_counts_tell_by_their_levels),
        cmocka_unit_test(the_share_that_boards_is_learnt_from_flights_seen_boarding),
        cmocka_unit_test(a_share_that_boards_which_nobody_saw_stays_unknown),
        cmocka_unit_test(nodes_are_few_where_nobody_or_one_flight_has_people_waiting),
        cmocka_unit_test(nodes_of_all_factors_together_are_bounded),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("shares", tests, NULL, NULL);
}
