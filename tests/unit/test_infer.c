/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rng.h"
#include "infer_rig.h"

/* ---- observation ---- */

static void every_method_sums_to_one_over_what_may_be_written(void **state) {
    static const enum infer_method m[] = {INFER_COUNTED, INFER_EYE, INFER_PROXY, INFER_OFFICIAL,
                                          INFER_MANIFEST};

    (void)state;
    for (size_t i = 0; i < sizeof m / sizeof *m; i++) {
        double sum = 0, v[61];
        struct rig *r = rig_new();

        for (int y = 0; y < 1000; y++) {
            r->in.ncount = 0;
            count(r, 0, m[i], y)->low = y;
            r->count[0].high = y; /* a figure without rounding: low, best and high alike */
            likelihood_of(r, v, 60);
            sum += v[57];
        }
        assert_near(sum, 1, m[i] == INFER_PROXY ? 1e-3 : 1e-6);
        rig_free(r);
    }
}

static void wording_makes_intervals_and_sides(void **state) {
    struct rig *r = rig_new();
    double exact[201], about[201], least[201], most[201];

    (void)state;
    count(r, 0, INFER_COUNTED, 100);
    likelihood_of(r, exact, 200);
    r->count[0].wording = INFER_ABOUT;
    likelihood_of(r, about, 200);
    r->count[0].wording = INFER_AT_LEAST;
    likelihood_of(r, least, 200);
    r->count[0].wording = INFER_AT_MOST;
    likelihood_of(r, most, 200);
    assert_true(exact[100] > 0.5 && exact[120] < 0.05 * exact[100]);
    assert_true(about[120] > 0.8 * about[100] && about[140] < 0.5 * about[100]);
    assert_true(least[60] < 0.05 * least[103] && least[103] > 0.5 * least[105]);
    for (int n = 130; n < 200; n++) /* the further beyond, the less likely so low a bound */
        assert_true(least[n + 1] < least[n] && least[n + 1] > 0.9 * least[n]);
    assert_true(most[20] > 0.95 && most[180] < 0.05);
    r->count[0].wording = INFER_EXACT;
    r->count[0].method = INFER_PARTIAL;
    likelihood_of(r, exact, 200);
    for (int n = 0; n <= 200; n++) assert_true(exact[n] == least[n]); /* partial is a lower bound */
    r->count[0].visible = 0.5;
    likelihood_of(r, exact, 200);
    assert_true(exact[120] < 0.02 * exact[200]); /* 100 were seen of the half that could be */
    rig_free(r);
}

static void an_eye_sees_too_few_of_a_large_group(void **state) {
    struct rig *r = rig_new();
    double v[401], s0 = 0, s1 = 0;

    (void)state;
    count(r, 0, INFER_EYE, 83);
    likelihood_of(r, v, 400);
    for (int n = 0; n <= 400; n++) s0 += v[n], s1 += n * v[n];
    assert_true(s1 / s0 > 95 && s1 / s0 < 125); /* 83 / 0.79 = 105 */
    rig_free(r);
}

static void people_waiting_are_not_all_aboard(void **state) {
    struct rig *r = rig_new();
    double v[301], w[301], s0 = 0, s1 = 0, t0 = 0, t1 = 0;

    (void)state;
    count(r, 0, INFER_COUNTED, 100);
    likelihood_of(r, v, 300);
    r->count[0].stage = INFER_WAITING;
    likelihood_of(r, w, 300);
    for (int n = 0; n <= 300; n++) s0 += v[n], s1 += n * v[n], t0 += w[n], t1 += n * w[n];
    assert_true(t1 / t0 < 0.9 * s1 / s0);
    assert_true(w[50] > 0.1 * w[90]); /* half of them may have waited for another flight */
    r->o.fix_boarding = 1;
    likelihood_of(r, w, 300);
    for (int n = 0; n <= 300; n++) assert_near(w[n], v[n], 1e-12);
    rig_free(r);
}

/* ---- laws ---- */

static void order_of_rows_changes_no_bit(void **state) {
    struct rig *r = rig_new(), *s = rig_new();
    size_t n, to[400];

    (void)state;
    for (int i = 0; i < 24; i++) {
        slot(r, 19660 + i / 2,
             i % 5 == 1   ? INFER_CANCELLED
             : i % 3 == 0 ? INFER_OPERATED
                          : INFER_UNKNOWN,
             40, 50 + i % 2)
            ->group = i % 2;
        if (i % 4 == 0) count(r, i, i % 8 ? INFER_EYE : INFER_COUNTED, 20 + i);
        if (i % 6 == 0) count(r, i, INFER_PARTIAL, 10 + i);
    }
    r->in.ngroup = s->in.ngroup = 2;
    n = r->in.nslot;
    for (size_t i = 0; i < n; i++) to[i] = i;
    for (size_t i = n; i-- > 1;) {
        size_t k = (size_t)(rng_unit(7, 1, i) * (double)(i + 1)), t = to[i];

        to[i] = to[k], to[k] = t;
    }
    s->in.nslot = n, s->in.ncount = r->in.ncount, s->in.seats_max = r->in.seats_max;
    for (size_t i = 0; i < n; i++) s->slot[to[i]] = r->slot[i];
    for (size_t i = 0; i < r->in.ncount; i++) {
        s->count[i] = r->count[r->in.ncount - 1 - i];
        s->count[i].slot = (int)to[s->count[i].slot];
    }
    run(r);
    run(s);
    assert_memory_equal(&r->r.total, &s->r.total, sizeof r->r.total);
    assert_memory_equal(&r->r.operated, &s->r.operated, sizeof r->r.operated);
    assert_memory_equal(r->r.quantile, s->r.quantile, sizeof r->r.quantile);
    assert_memory_equal(&r->r.counted_share, &s->r.counted_share, sizeof(double));
    assert_int_equal(r->r.seen, s->r.seen);
    for (size_t i = 0; i < n; i++) {
        const struct infer_slot_result *x = &r->r.slot[i], *y = &s->r.slot[to[i]];

        assert_memory_equal(&x->people, &y->people, sizeof x->people);
        assert_true(x->p_operated == y->p_operated && x->seen == y->seen &&
                    x->ceiling == y->ceiling);
    }
    for (size_t i = 0; i < r->r.npoint; i++) assert_true(r->r.point[i].q50 == s->r.point[i].q50);
    for (size_t i = 0; i < r->in.ncount; i++)
        assert_true(r->r.used[i] == s->r.used[r->in.ncount - 1 - i]);
    rig_free(r);
    rig_free(s);
}

static void season_without_counts_is_wide_and_below_the_seats(void **state) {
    struct rig *r = rig_new();
    double months = 0, slots = 0;

    (void)state;
    season(r, 140, 210);
    r->o.unlisted_a = 0;
    run(r);
    assert_int_equal(r->r.ceiling, 44 * 210);
    assert_int_equal(r->r.seen, 0);
    assert_true(r->r.total.hi <= 44 * 210 && r->r.total.hi > 4 * r->r.total.lo &&
                r->r.total.lo > 0);
    assert_true(r->r.total.hi - r->r.total.lo > 3000);
    assert_true(r->r.operated.median < 44 && r->r.operated.lo < r->r.operated.hi);
    assert_true(r->r.notes & INFER_NO_COUNT && r->r.notes & INFER_COMPLETION_PRIOR);
    for (size_t i = 0; i < r->r.nmonth; i++) months += r->r.month[i].people.mean;
    for (size_t i = 0; i < 44; i++) {
        slots += r->r.slot[i].people.mean;
        assert_true(r->r.slot[i].people.hi > 0 && r->r.slot[i].people.hi <= 210);
        assert_true(r->r.slot[i].p_operated > 0.3 && r->r.slot[i].p_operated < 0.95);
    }
    assert_near(slots, r->r.total.mean, 1e-6);
    assert_near(months, r->r.total.mean, 1e-6);
    assert_int_equal(r->r.npoint, 44);
    assert_near(r->r.point[43].q50, r->r.total.median, 1e-12);
    for (size_t i = 1; i < r->r.npoint; i++)
        assert_true(r->r.point[i].q50 >= r->r.point[i - 1].q50 - 1);
    for (int i = 1; i < INFER_QUANTILES; i++) assert_true(r->r.quantile[i] >= r->r.quantile[i - 1]);
    rig_free(r);
}

static void deleting_the_only_count_widens_and_never_gives_zero(void **state) {
    struct rig *r = rig_new(), *s = rig_new();

    (void)state;
    season(r, 140, 210);
    season(s, 140, 210);
    count(r, 0, INFER_EYE, 100)->stage = INFER_WAITING;
    r->count[0].wording = INFER_ABOUT;
    run(r);
    run(s);
    assert_int_equal(r->r.seen, 0);
    assert_true(r->r.used[0] && r->r.notes & INFER_ONLY_WAITING);
    assert_true(r->r.slot[0].p_operated > s->r.slot[0].p_operated &&
                r->r.slot[0].p_operated < 0.95);
    assert_true(s->r.total.hi / s->r.total.lo > r->r.total.hi / r->r.total.lo);
    assert_true(s->r.total.hi - s->r.total.lo > r->r.total.hi - r->r.total.lo);
    assert_true(s->r.total.lo > 0 && s->r.total.median > 0);
    rig_free(r);
    rig_free(s);
}

static void uncounted_flights_may_differ_from_counted_ones(void **state) {
    struct rig *r = rig_new();
    struct infer_range with;

    (void)state;
    for (int i = 0; i < 30; i++) {
        slot(r, i, INFER_OPERATED, 150, 150);
        if (i % 2) count(r, i, INFER_COUNTED, 30 + i);
    }
    run(r);
    assert_true(r->r.notes & INFER_SELECTION);
    with = r->r.total;
    r->o.selection_scale = 0;
    run(r);
    assert_true(!(r->r.notes & INFER_SELECTION));
    assert_true(with.hi - with.lo > 1.3 * (r->r.total.hi - r->r.total.lo));
    assert_true(with.lo < r->r.total.lo && with.hi > r->r.total.hi);
    rig_free(r);
}

/* Nobody was counted on a flight of which it is not known whether it flew: it is no flight that nobody counted. */
static void nobody_aboard_is_a_count_too(void **state) {
    struct rig *r = rig_new();
    struct world w;
    struct axes x;
    struct post *post;

    (void)state;
    for (int i = 0; i < 20; i++) slot(r, 19660 + i * 7, INFER_UNKNOWN, 180, 180);
    for (int i = 0; i < 8; i++) count(r, i, INFER_COUNTED, i % 2 ? 0 : 60 + i);
    open_world(r, &w, &x, &post, 2);
    assert_false(w.any_hint);
    assert_int_equal(x.nselect, 1);
    count(r, 9, INFER_EYE, 40)->stage = INFER_WAITING;
    open_world(r, &w, &x, &post, 2);
    assert_true(w.any_hint);
    assert_int_equal(x.nselect, SELECTS);
    rig_free(r);
}

static void a_slot_without_seats_changes_nothing(void **state) {
    struct rig *r = rig_new(), *s = rig_new();

    (void)state;
    for (int i = 0; i < 10; i++) {
        slot(r, i, INFER_OPERATED, 30, 30);
        slot(s, i, INFER_OPERATED, 30, 30);
    }
    count(r, 0, INFER_COUNTED, 12);
    count(s, 0, INFER_COUNTED, 12);
    slot(s, 4, INFER_UNKNOWN, 0, 0);
    run(r);
    run(s);
    for (int i = 0; i < INFER_QUANTILES; i++) assert_true(r->r.quantile[i] == s->r.quantile[i]);
    assert_near(r->r.total.mean, s->r.total.mean, 1e-9);
    rig_free(r);
    rig_free(s);
}

static void a_cancelled_slot_adds_nobody_and_lowers_completion(void **state) {
    struct rig *r = rig_new(), *s = rig_new();

    (void)state;
    for (int i = 0; i < 10; i++) {
        slot(r, i, INFER_UNKNOWN, 30, 30);
        slot(s, i, INFER_UNKNOWN, 30, 30);
    }
    slot(s, 4, INFER_CANCELLED, 30, 30);
    run(r);
    run(s);
    assert_true(s->r.slot[10].people.hi == 0 && s->r.slot[10].ceiling == 0 &&
                s->r.slot[10].p_operated == 0);
    assert_true(s->r.slot[0].p_operated < r->r.slot[0].p_operated);
    assert_true(s->r.total.mean < r->r.total.mean);
    assert_int_equal(s->r.ceiling, r->r.ceiling);
    rig_free(r);
    rig_free(s);
}

/* Sixty announced, ten heard of, and all of these flew: who only hears of such knows next to nothing of the others. A slot to come is none that one did not
 * hear of, and who watches and sometimes sees nothing hears of both alike. */
static void hearing_only_of_flights_that_flew_says_little_of_the_others(void **state) {
    double p[5];

    (void)state;
    for (int k = 0; k < 5; k++) {
        struct rig *r = rig_new();

        for (int i = 0; i < 60; i++)
            slot(r, i, i < 10 ? INFER_OPERATED : INFER_UNKNOWN, 30, 30)->future = k == 2 && i >= 10;
        if (k == 1) r->o.selection_scale = 0;
        for (int i = 10; k == 3 && i < 20; i++) r->slot[i].state = INFER_CANCELLED;
        for (int i = 0; k == 4 && i < 11; i++)
            r->slot[i].cover = i < 10 ? INFER_WATCHED_SEEN : INFER_WATCHED_NOTHING;
        run(r);
        p[k] = r->r.slot[59].p_operated;
        if (k == 0) assert_true(r->r.operated.lo < 25 && r->r.operated.hi > 55);
        rig_free(r);
    }
    assert_true(p[0] < 0.75);
    assert_near(p[1], 12.9 / 14.3, 2e-3);
    assert_near(p[2], 12.9 / 14.3, 2e-3);
    assert_near(p[3], 12.9 / 24.3, 0.06);
    assert_true(p[4] > 0.8);
}

static void not_watched_says_nothing_and_watching_in_vain_says_something(void **state) {
    struct rig *r = rig_new();
    double before;

    (void)state;
    for (int i = 0; i < 6; i++) slot(r, i, INFER_UNKNOWN, 30, 30);
    run(r);
    before = r->r.slot[0].p_operated;
    assert_near(before, r->o.completion_a / (r->o.completion_a + r->o.completion_b), 1e-3);
    r->slot[0].cover = INFER_WATCHED_NOTHING;
    run(r);
    assert_true(r->r.slot[0].p_operated < 0.5 * before && r->r.slot[0].p_operated > 0.05);
    assert_true(r->r.slot[1].p_operated < before && r->r.slot[1].p_operated > 0.8 * before);
    rig_free(r);
}

static void seen_is_one_count_a_flight_the_lowest_of_its_roots(void **state) {
    struct rig *r = rig_new();

    (void)state;
    for (int i = 0; i < 6; i++) slot(r, i, INFER_UNKNOWN, 100, 100);
    count(r, 0, INFER_COUNTED, 40);
    count(r, 0, INFER_COUNTED, 38);
    count(r, 0, INFER_PARTIAL, 30);
    count(r, 1, INFER_EYE, 50);
    count(r, 2, INFER_OFFICIAL, 60);
    count(r, 3, INFER_COUNTED, 97)->of = INFER_ALL;
    count(r, 4, INFER_COUNTED, 33)->stage = INFER_WAITING;
    count(r, 5, INFER_NEIGHBOUR, 44);
    count(r, 5, INFER_CLAIMED, 90);
    count(r, 0, INFER_COUNTED, 41)->root = 0; /* the voice of root 0 again, otherwise */
    count(r, 0, INFER_COUNTED, 40)->root = 0; /* and as before */
    run(r);
    assert_int_equal(r->r.seen, 30);
    assert_int_equal(r->r.slot[0].seen, 30);
    for (int i = 1; i < 6; i++) assert_int_equal(r->r.slot[i].seen, -1);
    assert_true(r->r.used[0] != r->r.used[10] && r->r.used[3] && r->r.used[9]);
    assert_true(!r->r.used[7] && !r->r.used[8]);
    assert_true(r->r.notes & INFER_NEIGHBOUR_REFUSED && r->r.notes & INFER_CONCERN_PRIOR);
    assert_true(r->r.slot[0].p_operated == 1 &&
                r->r.slot[3].p_operated == 1); /* people aboard: it flew */
    assert_true(r->r.slot[4].p_operated < 1 && r->r.slot[5].p_operated < r->r.slot[4].p_operated);
    assert_true(r->r.slot[3].people.mean < 90); /* not all of 97 need be of concern */
    assert_true(r->r.counted_share > 0 && r->r.counted_share < 1);
    rig_free(r);
}

/* Counts about 90 that scatter as people do. */
static int ninety(int i) {
    static const int off[] = {-31, 12, -8, 25, 3, -17, 40, -4, 19, -26, 7, -12, 30, -1, -38, 16};

    return 90 + off[i % 16];
}

static void everybody_aboard_tells_nothing_of_the_share_of_concern(void **state) {
    struct rig *r = rig_new();

    (void)state;
    for (int i = 0; i < 60; i++) slot(r, i, INFER_OPERATED, 180, 180);
    for (int i = 0; i < 40; i++) count(r, i, INFER_COUNTED, ninety(i))->of = INFER_ALL;
    run(r);
    assert_true(r->r.total.lo < 0.2 * 60 * 90); /* few of them ... */
    assert_true(r->r.total.hi > 0.9 * 60 * 90); /* ... or all */
    assert_near(r->r.total.mean, 0.5 * 60 * 90, 0.06);
    rig_free(r);
}

static void counts_of_both_kinds_tell_the_share_of_concern(void **state) {
    struct rig *r = rig_new();

    (void)state;
    for (int i = 0; i < 60; i++) slot(r, i, INFER_OPERATED, 180, 180);
    for (int i = 0; i < 40; i++) count(r, i, INFER_COUNTED, ninety(i))->of = INFER_ALL;
    for (int i = 0; i < 20; i++)
        count(r, 2 * i, INFER_COUNTED, (int)(ninety(2 * i) * 0.6))->of = INFER_CONCERN;
    run(r);
    for (int i = 41; i < 60; i += 2) assert_near(r->r.slot[i].people.mean, 54, 0.15);
    for (int i = 1; i < 40; i += 2) assert_near(r->r.slot[i].people.mean, ninety(i) * 0.6, 0.15);
    rig_free(r);
}

static void a_count_above_the_seats_lifts_them_and_is_told(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 0, INFER_OPERATED, 70, 80);
    slot(r, 1, INFER_UNKNOWN, 70, 80);
    count(r, 0, INFER_COUNTED, 93);
    run(r);
    assert_true(r->r.notes & INFER_ABOVE_SEATS);
    assert_int_equal(r->r.ceiling, 93 + 80);
    assert_true(r->r.slot[0].people.median > 80 && r->r.slot[0].people.hi <= 93);
    r->count[0].method = INFER_EYE; /* a look is not a finding */
    run(r);
    assert_true(!(r->r.notes & INFER_ABOVE_SEATS) && r->r.ceiling == 160);
    r->count[0].method = INFER_SEATS; /* a ceiling, not a count */
    run(r);
    assert_int_equal(r->r.ceiling, 93 + 80);
    rig_free(r);
}

/* 170 people do not fit where 140 to 169 do: no flight of that range is then of fewer seats, and those not counted carry about as many. */
static void a_count_within_a_range_of_seats_rules_out_the_places_below(void **state) {
    struct rig *r = rig_new();
    struct world w;
    struct axes x;
    struct post *post;

    (void)state;
    r->o.selection_scale = 0;
    for (int i = 0; i < 20; i++) slot(r, 7 * i, INFER_OPERATED, 140, 210);
    for (int i = 0; i < 5; i++) count(r, 4 * i, INFER_COUNTED, 170);
    slot(r, 140, INFER_OPERATED, 90, 100); /* of another range, it says nothing */
    open_world(r, &w, &x, &post, 2);
    assert_int_equal(w.nseat, 2);
    for (size_t i = 0; i < w.nseat; i++)
        assert_int_equal(w.seat[i].lo, w.seat[i].hi == 210 ? 170 : 90);
    r->in.nslot--;
    run(r);
    assert_true(r->r.total.median > 3200 && r->r.total.median < 3500);
    assert_true(r->r.total.lo < 3300 && r->r.total.hi >= 3390 && r->r.total.hi < 3900);
    assert_int_equal(r->r.ceiling, 20 * 210);
    rig_free(r);
}

static void unknown_seats_give_no_ceiling(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 0, INFER_UNKNOWN, -1, -1);
    run(r);
    assert_int_equal(r->r.ceiling, -1);
    assert_true(r->r.notes & INFER_SEATS_PRIOR && r->r.total.hi > 0);
    slot(r, 1, INFER_UNKNOWN, 70, 80);
    run(r);
    assert_int_equal(r->r.ceiling, 160); /* the largest type that flies the corridor */
    rig_free(r);
}

static void what_if_values_are_taken_as_given(void **state) {
    struct rig *r = rig_new();

    (void)state;
    season(r, 200, 200);
    r->o.fix_completion = 1;
    r->o.fix_load = 90;
    r->o.fix_unlisted = 0;
    run(r);
    assert_near(r->r.total.mean, 44 * 90, 0.01);
    assert_near(r->r.operated.mean, 44, 1e-9);
    r->o.fix_unlisted = 0.5; /* as many as are said, not about so many; their seats count */
    run(r);
    assert_near(r->r.total.lo, 66 * 90, 0.01);
    assert_near(r->r.total.hi, 66 * 90, 0.01);
    assert_near(r->r.unlisted.mean, 22, 1e-9);
    assert_near(r->r.ceiling, 66 * 200, 0.01);
    rig_free(r);
}

static void wrong_input_is_refused_with_its_place(void **state) {
    struct rig *r = rig_new();

    (void)state;
    slot(r, 0, INFER_UNKNOWN, 80, 70);
    assert_int_equal(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), RC_RANGE);
    assert_string_equal(r->e.text, "slot 0: seats 80 to 70");
    r->slot[0].seats_lo = 70;
    count(r, 3, INFER_COUNTED, 5);
    assert_int_equal(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), RC_RANGE);
    r->count[0].slot = 0, r->count[0].best = -1;
    assert_int_equal(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), RC_RANGE);
    r->count[0].best = 5, r->o.interval = 1;
    assert_int_equal(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), RC_RANGE);
    r->o.interval = 0.9, r->in.nslot = 100001;
    assert_int_equal(infer_run(&r->a, &r->in, &r->o, &r->r, &r->e), RC_LIMIT);
    r->in.nslot = 0, r->in.ncount = 0;
    run(r);
    assert_true(r->r.total.hi == 0 && r->r.ceiling == 0 && r->r.npoint == 0);
    rig_free(r);
}

static void known_flights_that_a_watcher_missed_teach_detection(void **state) {
    struct rig *r = rig_new();
    double before;

    (void)state;
    for (int i = 0; i < 30; i++) slot(r, i, INFER_OPERATED, 30, 30);
    slot(r, 40, INFER_UNKNOWN, 30, 30)->cover = INFER_WATCHED_NOTHING;
    run(r);
    before = r->r.slot[30].p_operated;
    assert_true(r->r.notes & INFER_DETECTION_PRIOR);
    for (int i = 0; i < 30; i++)
        r->slot[i].cover = i % 2 ? INFER_WATCHED_SEEN : INFER_WATCHED_NOTHING;
    run(r);
    assert_true(r->r.slot[30].p_operated > before);
    assert_true(!(r->r.notes & INFER_DETECTION_PRIOR));
    for (int i = 0; i < 30; i++) r->slot[i].cover = INFER_WATCHED_SEEN;
    run(r);
    assert_true(r->r.slot[30].p_operated < before);
    rig_free(r);
}

static void flights_that_nobody_announced_are_added_where_nobody_watched(void **state) {
    struct rig *r = rig_new();
    double without;

    (void)state;
    season(r, 150, 150);
    r->o.unlisted_a = 0;
    run(r);
    without = r->r.total.mean;
    assert_true(r->r.unlisted.hi == 0 && !(r->r.notes & INFER_UNLISTED));
    r->o.unlisted_a = 0.5;
    run(r);
    assert_near(r->r.unlisted.mean, 44 * 0.5 / 25, 0.1);
    assert_true(r->r.total.mean > without && r->r.notes & INFER_UNLISTED);
    for (int i = 0; i < 44; i++) r->slot[i].state = INFER_OPERATED; /* all watched */
    run(r);
    assert_true(r->r.unlisted.hi == 0);
    rig_free(r);
}

static void groups_differ_when_the_counts_say_so(void **state) {
    struct rig *r = rig_new();
    double own = 0, pooled;

    (void)state;
    r->in.ngroup = 2;
    r->o.selection_scale = 0;
    for (int i = 0; i < 40; i++) {
        slot(r, i, INFER_OPERATED, 150, 150)->group = i % 2;
        if (i < 20) count(r, i, INFER_COUNTED, i % 2 ? 110 + i : 20 + i % 5);
    }
    run(r);
    for (size_t k = 0; k < r->r.nstructure; k++)
        if (strstr(r->r.structure[k].name, "groups")) own += r->r.structure[k].weight;
    assert_true(own > 0.9);
    assert_true(3 * r->r.slot[38].people.median < r->r.slot[39].people.median);
    pooled = r->r.total.hi - r->r.total.lo;
    r->o.groups = false;
    run(r);
    assert_true(r->r.total.hi - r->r.total.lo > pooled);
    rig_free(r);
}

/* A group that nobody counted is not held to carry exactly what the counted one does; its name is told. */
static void a_group_without_counts_may_differ(void **state) {
    struct rig *r = rig_new();
    struct infer_result all;
    double own = 0;

    (void)state;
    for (int i = 0; i < 40; i++)
        slot(r, 19660 + i * 4, INFER_OPERATED, 180, 180)->group = i % 2 ? 2 : 0;
    for (int i = 0; i < 10; i++) count(r, i * 4, INFER_COUNTED, 60 + i);
    count(r, 1, INFER_COUNTED, -1)->high = 180; /* which says nothing */
    r->in.ngroup = 3;                           /* the second has no flight */
    r->o.selection_scale = 0;
    r->o.groups = false;
    run(r);
    all = r->r;
    assert_int_equal(all.nuntold, 1);
    r->o.groups = true;
    run(r);
    assert_int_equal(r->r.nuntold, 1);
    assert_int_equal(r->r.untold[0], 2);
    for (size_t i = 0; i < r->r.nstructure; i++)
        if (strstr(r->r.structure[i].name, "groups")) own += r->r.structure[i].weight;
    assert_true(own > 0.4 && own < 0.6); /* nothing tells one from the other */
    assert_true(r->r.total.hi - r->r.total.lo > 2 * (all.total.hi - all.total.lo));
    assert_true(r->r.slot[1].people.hi > all.slot[1].people.hi + 10);
    assert_true(r->r.slot[2].people.hi <= all.slot[2].people.hi + 4); /* of the counted group */
    assert_near(r->r.total.median, all.total.median, 0.04 * all.total.median);
    r->in.ncount = 2; /* too few for drift, enough to tell the groups apart */
    run(r);
    assert_int_equal(r->r.nstructure, 2);
    r->count[1].slot = 1;
    run(r);
    assert_int_equal(r->r.nuntold, 0);
    assert_int_equal(r->r.nstructure, 1);
    r->in.ncount = 0;
    run(r);
    assert_int_equal(r->r.nuntold, 0);
    rig_free(r);
}

/* Evidence with what the node before left, and from nothing: to the last bit. */
static void nodes_share_work_and_no_bit_changes(void **state) {
    struct rig *r = rig_new();
    struct world w;
    struct axes x;
    struct post *post;
    size_t n;

    (void)state;
    for (int i = 0; i < 16; i++)
        slot(r, 19660 + i * 7, INFER_OPERATED, 140, 180)->group = i / 2 % 2;
    for (int i = 0; i < 16; i++) count(r, i, INFER_COUNTED, i % 3 ? 60 + i : i % 2);
    r->in.ngroup = 2;
    n = open_world(r, &w, &x, &post, 1);
    assert_true(n == 8);
    for (size_t s = 0; s < n; s++) {
        struct flow shared = post_scratch(&r->a, &post[s], &post[s].told);

        for (size_t i = 0; i < post[s].nnode; i += s < 4 ? 1 : 3) {
            struct node at = post_node(&post[s], i);
            struct flow fresh = post_scratch(&r->a, &post[s], &post[s].told);

            post_flow(&r->a, &post[s], &at, &shared);
            post_flow(&r->a, &post[s], &at, &fresh);
            assert_true(shared.logz == fresh.logz);
            assert_memory_equal(shared.start, fresh.start, (size_t)post[s].nlev * sizeof(double));
        }
    }
    rig_free(r);
}

static void a_stock_is_used_up_or_not_and_unknown_without_its_inflow(void **state) {
    struct rig *r = rig_new();

    (void)state;
    for (int i = 0; i < 10; i++) {
        slot(r, i, INFER_OPERATED, 100, 100);
        count(r, i, INFER_COUNTED, 50);
    }
    r->o.stock_lo = r->o.stock_hi = 400;
    run(r);
    assert_true(!r->r.stock.known); /* who comes in is unknown, not nobody */
    r->o.inbound_none = true;
    run(r);
    assert_true(r->r.stock.known && r->r.stock.p_within > 0.99 && r->r.stock.now.hi == 0);
    assert_near(r->r.stock.median_day, 7, 1.01);
    r->o.stock_hi = r->o.stock_lo = 5000;
    run(r);
    assert_true(r->r.stock.p_within == 0 && isnan(r->r.stock.median_day));
    assert_near(r->r.stock.now.median, 4500, 30);
    rig_free(r);
}

static void a_plan_names_the_slot_that_tells_most(void **state) {
    struct rig *r = rig_new();
    struct infer_gain *g;
    size_t n;

    (void)state;
    season(r, 150, 150);
    r->slot[7].state = INFER_CANCELLED;
    r->slot[9].seats_lo = r->slot[9].seats_hi = 4; /* little to learn there */
    run(r);
    n = infer_plan(&r->a, &r->in, &r->r, &g);
    assert_int_equal(n, 43 * 3);
    for (size_t i = 0; i < n; i++) {
        assert_true(g[i].slot != 7 && g[i].narrowing >= 0 && g[i].narrowing < 1);
        if (i) assert_true(g[i].narrowing <= g[i - 1].narrowing);
    }
    assert_int_equal(g[0].method, INFER_COUNTED);
    assert_true(g[0].narrowing > 0.02 && g[n - 1].slot == 9);
    rig_free(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_method_sums_to_one_over_what_may_be_written),
        cmocka_unit_test(wording_makes_intervals_and_sides),
        cmocka_unit_test(an_eye_sees_too_few_of_a_large_group),
        cmocka_unit_test(people_waiting_are_not_all_aboard),
        cmocka_unit_test(order_of_rows_changes_no_bit),
        cmocka_unit_test(season_without_counts_is_wide_and_below_the_seats),
        cmocka_unit_test(deleting_the_only_count_widens_and_never_gives_zero),
        cmocka_unit_test(uncounted_flights_may_differ_from_counted_ones),
        cmocka_unit_test(nobody_aboard_is_a_count_too),
        cmocka_unit_test(a_slot_without_seats_changes_nothing),
        cmocka_unit_test(a_cancelled_slot_adds_nobody_and_lowers_completion),
        cmocka_unit_test(hearing_only_of_flights_that_flew_says_little_of_the_others),
        cmocka_unit_test(not_watched_says_nothing_and_watching_in_vain_says_something),
        cmocka_unit_test(seen_is_one_count_a_flight_the_lowest_of_its_roots),
        cmocka_unit_test(a_count_above_the_seats_lifts_them_and_is_told),
        cmocka_unit_test(a_count_within_a_range_of_seats_rules_out_the_places_below),
        cmocka_unit_test(unknown_seats_give_no_ceiling),
        cmocka_unit_test(what_if_values_are_taken_as_given),
        cmocka_unit_test(wrong_input_is_refused_with_its_place),
        cmocka_unit_test(known_flights_that_a_watcher_missed_teach_detection),
        cmocka_unit_test(flights_that_nobody_announced_are_added_where_nobody_watched),
        cmocka_unit_test(groups_differ_when_the_counts_say_so),
        cmocka_unit_test(a_group_without_counts_may_differ),
        cmocka_unit_test(nodes_share_work_and_no_bit_changes),
        cmocka_unit_test(a_stock_is_used_up_or_not_and_unknown_without_its_inflow),
        cmocka_unit_test(everybody_aboard_tells_nothing_of_the_share_of_concern),
        cmocka_unit_test(counts_of_both_kinds_tell_the_share_of_concern),
        cmocka_unit_test(a_plan_names_the_slot_that_tells_most),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
