/* SPDX-License-Identifier: Apache-2.0 */
/* What a single look, several figures of one flight, and bounds say. */
#include "infer_rig.h"

/* One look is never a certainty: whatever was written, by whatever method. */
static void one_look_never_gives_an_interval_of_no_width(void **state) {
    static const enum infer_method how[] = {INFER_COUNTED, INFER_EYE, INFER_PROXY, INFER_OFFICIAL,
                                            INFER_PARTIAL};

    (void)state;
    for (size_t m = 0; m < sizeof how / sizeof *how; m++)
        for (int y = 0; y < 200; y = y < 4 ? y + 1 : 3 * y) {
            struct rig *r = rig_new();

            slot(r, 1, INFER_OPERATED, 180, 180);
            count(r, 0, how[m], y);
            run(r);
            if (!(r->r.total.lo < r->r.total.hi))
                fail_msg("method %d, %d written: %g to %g", (int)how[m], y, r->r.total.lo,
                         r->r.total.hi);
            rig_free(r);
        }
}

/* Two figures of one flight that cannot both be right: the interval reaches over both, three go with the two that agree, and it is told; of figures
 * that err as counts do it is not. */
static void counts_that_exclude_each_other_are_told_and_neither_is_lost(void **state) {
    static const struct {
        int count[3];
        size_t apart;
        int lo, hi; /* the interval has to reach below the one and above the other */
        int most;   /* and not further */
    } t[] = {{{10, 150, -1}, 1, 10, 150, 180}, {{30, 90, -1}, 1, 30, 90, 110},
             {{10, 10, 150}, 1, 10, 10, 14},   {{150, 10, 150}, 1, 150, 150, 165},
             {{0, 100, -1}, 1, 0, 100, 115},   {{50, 52, -1}, 0, 50, 52, 60},
             {{50, -1, -1}, 0, 50, 50, 60}};

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct rig *r = rig_new();

        slot(r, 19660, INFER_OPERATED, 180, 180);
        for (int k = 0; k < 3; k++)
            if (t[i].count[k] >= 0) count(r, 0, INFER_COUNTED, t[i].count[k]);
        run(r);
        assert_int_equal(r->r.apart, t[i].apart);
        assert_true(r->r.total.lo <= t[i].lo && r->r.total.hi >= t[i].hi &&
                    r->r.total.hi <= t[i].most);
        rig_free(r);
    }
}

/* As many figures on one side as on the other: the interval reaches over both, however many they are, and whichever law has the longer tail. */
static void of_as_many_figures_on_either_side_both_remain(void **state) {
    static const struct {
        int lo, hi, nlo, nhi;
    } t[] = {{50, 90, 2, 2}, {30, 60, 2, 2},    {100, 150, 2, 2}, {50, 90, 1, 1},
             {1, 100, 1, 1}, {10, 150, 90, 90}, {10, 150, 9, 9},  {50, 90, 60, 60}};

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct rig *r = rig_new();

        slot(r, 19660, INFER_OPERATED, 180, 180);
        for (int k = 0; k < t[i].nlo + t[i].nhi; k++)
            count(r, 0, INFER_COUNTED, k < t[i].nlo ? t[i].lo : t[i].hi)->root = k;
        r->in.nroot = t[i].nlo + t[i].nhi;
        run(r);
        assert_int_equal(r->r.apart, 1);
        if (!(r->r.total.lo <= t[i].lo && r->r.total.hi >= t[i].hi))
            fail_msg("%d of %d and %d of %d: %g to %g", t[i].nlo, t[i].lo, t[i].nhi, t[i].hi,
                     r->r.total.lo, r->r.total.hi);
        rig_free(r);
    }
}

/* A figure of narrow law and one of wide law that exclude each other: which is of these people is not known, and the wide one does not win for being compatible
 * with many numbers. */
static void a_count_one_by_one_holds_beside_wider_words(void **state) {
    static const struct {
        enum infer_method method;
        int counted, low, best, high;
    } t[] = {{INFER_EYE, 20, -1, 100, -1},
             {INFER_PARTIAL, 80, -1, 120, -1},
             {INFER_OFFICIAL, 20, 100, -1, 200}};

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct rig *r = rig_new();
        struct infer_count *c;

        slot(r, 19660, INFER_OPERATED, 240, 240);
        count(r, 0, INFER_COUNTED, t[i].counted);
        c = count(r, 0, t[i].method, t[i].best);
        c->low = t[i].low, c->high = t[i].high;
        run(r);
        assert_int_equal(r->r.apart, 1);
        if (!(r->r.total.lo <= t[i].counted && r->r.total.hi >= 150))
            fail_msg("%zu: %g to %g", i, r->r.total.lo, r->r.total.hi);
        rig_free(r);
    }
}

/* What one root is said to have said in two ways is one voice, and either may be it; the same twice is the same once; beside another root the two are no two. */
static void a_root_with_two_figures_is_one_voice_and_neither_is_lost(void **state) {
    static const int y[][3] = {{150, -1, -1}, {150, 150, -1}, {150, 20, -1}, {150, 20, 20}};
    struct infer_range at[4];

    (void)state;
    for (size_t i = 0; i < sizeof y / sizeof *y; i++) {
        struct rig *r = rig_new();

        slot(r, 19660, INFER_OPERATED, 180, 180);
        for (int k = 0; k < 3 && y[i][k] >= 0; k++)
            count(r, 0, INFER_COUNTED, y[i][k])->root = k == 2;
        run(r);
        at[i] = r->r.total;
        assert_int_equal(r->r.apart, i > 1);
        rig_free(r);
    }
    assert_true(at[1].lo == at[0].lo && at[1].hi == at[0].hi && at[1].mean == at[0].mean);
    assert_true(at[2].lo <= 20 && at[2].hi >= 150);
    assert_true(at[3].lo <= 20 && at[3].hi < 30);
}

/* 150 people write what they like: the product of their likelihoods is far below what a number can hold. */
static void many_counts_that_differ_are_no_less_than_none(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 19660, INFER_OPERATED, 180, 180);
    for (int k = 0; k < 150; k++) count(r, 0, INFER_COUNTED, 20 + k * 67 % 140);
    r->in.nroot = 150;
    for (int k = 0; k < 150; k++) r->count[k].root = k;
    run(r);
    assert_int_equal(r->r.apart, 1);
    assert_true(r->r.total.hi - r->r.total.lo < 120); /* nobody counting gives 0 to 173 */
    rig_free(r);
}

static struct rig *three_counted_of_twelve(void) {
    struct rig *r = rig_new();

    for (int i = 0; i < 12; i++) slot(r, 19660 + i * 7, INFER_OPERATED, 180, 180);
    for (int i = 0; i < 3; i++) count(r, i, INFER_COUNTED, 70 + 10 * i);
    return r;
}

/* A bound that the seats have too says nothing, and what says nothing changes nothing, not by a bit. */
static void a_bound_that_the_seats_have_too_changes_nothing(void **state) {
    static const struct {
        enum infer_method method;
        enum infer_of of;
        enum infer_wording wording;
        int low, best, high;
    } says[] = {
        {INFER_EYE, INFER_CONCERN, INFER_EXACT, 0, -1, 5000},
        {INFER_EYE, INFER_ALL, INFER_EXACT, 0, -1, 180},
        {INFER_COUNTED, INFER_CONCERN, INFER_EXACT, -1, -1, 250},
        {INFER_COUNTED, INFER_CONCERN, INFER_AT_MOST, -1, 180, -1},
        {INFER_PROXY, INFER_CONCERN, INFER_AT_LEAST, -1, 0, -1},
        {INFER_PARTIAL, INFER_CONCERN, INFER_EXACT, -1, 0, -1},
    };

    (void)state;
    for (size_t k = 0; k < sizeof says / sizeof *says; k++)
        for (int counted = 0; counted < 2; counted++) {
            struct rig *r = three_counted_of_twelve(), *s = three_counted_of_twelve();

            if (!counted) r->in.ncount = s->in.ncount = 0;
            for (int i = 2; i < 12; i++) {
                struct infer_count *c = count(s, i, says[k].method, says[k].best);

                c->of = says[k].of, c->wording = says[k].wording;
                c->low = says[k].low, c->high = says[k].high;
            }
            run(r);
            run(s);
            assert_memory_equal(&r->r.total, &s->r.total, sizeof r->r.total);
            assert_memory_equal(r->r.quantile, s->r.quantile, sizeof r->r.quantile);
            assert_true(r->r.counted_share == s->r.counted_share && r->r.notes == s->r.notes);
            assert_false(s->r.used[s->in.ncount - 1]);
            rig_free(r);
            rig_free(s);
        }
}

/* One figure below the seats it bounds, a little; the error of counting does not reach beyond the seats. */
static void a_bound_just_below_the_seats_says_little(void **state) {
    struct rig *r = rig_new();
    double most[181];

    (void)state;
    count(r, 0, INFER_COUNTED, -1)->high = 179;
    likelihood_of(r, most, 180);
    for (int n = 0; n < 170; n++) assert_true(most[n] > 0.97);
    assert_true(most[180] < most[179] && most[179] <= 1);
    rig_free(r);
}

static void bounds_on_one_side_alone_are_told(void **state) {
    struct rig *r = three_counted_of_twelve();

    (void)state;
    run(r);
    assert_false(r->r.notes & INFER_ONE_SIDED);
    for (int i = 0; i < 3; i++) r->count[i].wording = i ? INFER_AT_LEAST : INFER_EXACT;
    run(r);
    assert_true(r->r.notes & INFER_ONE_SIDED);
    r->count[2].low = 60, r->count[2].high = 120; /* both sides, and the first is exact */
    r->count[2].wording = INFER_EXACT;
    run(r);
    assert_false(r->r.notes & INFER_ONE_SIDED);
    for (int i = 0; i < 3; i++)
        r->count[i].low = r->count[i].best = -1, r->count[i].high = 90, r->count[i].wording = 0;
    r->count[2].low = 0; /* from 0 on: no lower bound */
    run(r);
    assert_true(r->r.notes & INFER_ONE_SIDED && r->r.notes & INFER_NO_COUNT);
    assert_true(r->r.counted_share == 0);
    rig_free(r);
}

/* Sixty flights of 180 seats that carry about 90; of each sixth it is known that so many parts of them, in percent, were there at least. */
static struct infer_range bounded(const int part[10], int scale, int *truth) {
    static const int off[] = {0, 17, -22, 9, -13, 25, -6, -28, 12, 4, -9, 21, -17};
    struct rig *r = rig_new();
    struct infer_range total;

    *truth = 0;
    r->o.selection_scale = 0;
    for (int i = 0; i < 60; i++) {
        int people = 90 + off[i % 13];

        *truth += people;
        slot(r, 19660 + 5 * i, INFER_OPERATED, 180, 180);
        if (i % 6 == 0)
            count(r, i, INFER_PARTIAL, scale ? people * part[i / 6] / 100 : part[i / 6]);
    }
    run(r);
    total = r->r.total;
    rig_free(r);
    return total;
}

/* A figure of which "at least" is said stands somewhere below what there was, and where is alike within a corridor: so several together say how many there
 * were, and do not only push upwards. One that says no more than that somebody went pushes neither way. */
static void bounds_from_below_say_more_than_that_there_were_no_fewer(void **state) {
    static const int near[] = {95, 100, 90, 98, 93, 97, 99, 91, 96, 94},
                     any[] = {62, 95, 40, 81, 33, 74, 99, 55, 47, 88},
                     one[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    struct infer_range t;
    int truth;

    (void)state;
    t = bounded(near, 1, &truth);
    assert_true(t.lo <= truth && t.hi >= truth && t.median < 1.3 * truth);
    t = bounded(any, 1, &truth);
    assert_true(t.lo <= truth && t.hi >= truth && t.median < 1.3 * truth);
    t = bounded(one, 0, &truth);
    assert_true(t.lo < 0.4 * truth && t.hi > 1.5 * truth);
}

/* Bounds that hardly bound show no flight to be nearly empty, and none to be full. */
static void bounds_that_say_little_do_not_look_mixed(void **state) {
    struct rig *r = rig_new();

    (void)state;
    for (int i = 0; i < 30; i++) slot(r, 19660 + i * 7, INFER_OPERATED, 180, 180);
    for (int i = 0; i < 30; i++) count(r, i, INFER_COUNTED, -1)->high = 170;
    run(r);
    assert_false(r->r.notes & INFER_MIXED);
    rig_free(r);
}

static void an_interval_has_a_width_at_every_level(void **state) {
    static const double level[] = {0.01, 0.5, 0.8, 0.9, 0.99};

    (void)state;
    for (int best = 0; best <= 100; best += 50)
        for (size_t i = 0; i < sizeof level / sizeof *level; i++) {
            struct rig *r = rig_new();

            slot(r, 19660, INFER_OPERATED, 180, 180);
            count(r, 0, INFER_COUNTED, best);
            r->o.interval = level[i];
            run(r);
            assert_true(r->r.total.lo < r->r.total.hi);
            assert_true(r->r.slot[0].people.lo < r->r.slot[0].people.hi);
            assert_true(r->r.month[0].people.lo < r->r.month[0].people.hi);
            assert_true(r->r.operated.lo == 1 &&
                        r->r.operated.hi == 1); /* of that nothing is uncertain */
            rig_free(r);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_look_never_gives_an_interval_of_no_width),
        cmocka_unit_test(counts_that_exclude_each_other_are_told_and_neither_is_lost),
        cmocka_unit_test(of_as_many_figures_on_either_side_both_remain),
        cmocka_unit_test(a_count_one_by_one_holds_beside_wider_words),
        cmocka_unit_test(a_root_with_two_figures_is_one_voice_and_neither_is_lost),
        cmocka_unit_test(many_counts_that_differ_are_no_less_than_none),
        cmocka_unit_test(a_bound_that_the_seats_have_too_changes_nothing),
        cmocka_unit_test(a_bound_just_below_the_seats_says_little),
        cmocka_unit_test(bounds_on_one_side_alone_are_told),
        cmocka_unit_test(bounds_from_below_say_more_than_that_there_were_no_fewer),
        cmocka_unit_test(bounds_that_say_little_do_not_look_mixed),
        cmocka_unit_test(an_interval_has_a_width_at_every_level),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("looks", tests, NULL, NULL);
}
