/* SPDX-License-Identifier: Apache-2.0 */
#include "claim/check.h"
#include "t.h"

static struct arena arena;

static int setup(void **state) {
    (void)state;
    arena_init(&arena, (size_t)64 << 20);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

/* A made-up place: flight i on day 10 * i has counts on OUT (flight 2i) and IN (2i + 1) by `watch`,
 * and totals of all days by `office`. */
enum { OUT, IN, WATCH = 2, OFFICE = 1, AGENCY = 0, MOST = 64 };
static const struct span corridors[] = {{"OUT", 3}, {"IN", 2}};
static const struct span sources[] = {{"agency", 6}, {"office", 6}, {"watch", 5}};
static const int opposite[] = {IN, OUT};

struct rig {
    struct check_flight flight[MOST];
    struct check_count count[2 * MOST];
    struct check_input in;
};

static struct check_count *add(struct rig *r, int flight, int source, int best) {
    struct check_count *k = &r->count[r->in.ncount++];

    *k = (struct check_count){.flight = flight,
                              .corridor = flight < 0 ? -1 : r->flight[flight].corridor,
                              .source = source,
                              .from = UTC_NONE,
                              .to = UTC_NONE,
                              .low = -1,
                              .best = best,
                              .high = -1,
                              .men = -1,
                              .women = -1};
    return k;
}

static struct check_count *add_total(struct rig *r, int corridor, int best) {
    struct check_count *k = add(r, -1, OFFICE, best);

    k->corridor = corridor, k->from = 0, k->to = 1000;
    return k;
}

/* n flights with `out` and `in` people (NULL: no counts); below 0: not counted. */
static struct rig *rig(size_t n, const int *out, const int *in) {
    struct rig *r = ARENA_NEW(&arena, struct rig);

    r->in = (struct check_input){.flight = r->flight,
                                 .nflight = 2 * n,
                                 .count = r->count,
                                 .corridor = corridors,
                                 .source = sources,
                                 .opposite = opposite,
                                 .ncorridor = 2,
                                 .nsource = 3};
    for (size_t i = 0; i < n; i++)
        for (int way = OUT; way <= IN; way++) {
            const int *v = way == OUT ? out : in;
            int f = (int)(2 * i) + way;

            r->flight[f] = (struct check_flight){way, (int32_t)(10 * i),
                                                 span_of(arena_printf(&arena, "F%zu", i)),
                                                 CHECK_FLOWN, way == OUT ? f + 1 : f - 1};
            if (v && v[i] >= 0) add(r, f, WATCH, v[i]);
        }
    return r;
}

static struct check_findings run(const struct rig *r) {
    return check_run(&arena, &r->in);
}

static size_t number_of(struct check_findings v, const char *id, int level) {
    size_t n = 0;

    for (size_t i = 0; i < v.n; i++)
        n += strcmp(v.v[i].id, id) == 0 && (level < 0 || v.v[i].level == (enum check_level)level);
    return n;
}

static const struct check_finding *find(struct check_findings v, const char *id) {
    static const struct check_finding none = {.text = ""};

    for (size_t i = 0; i < v.n; i++)
        if (strcmp(v.v[i].id, id) == 0) return &v.v[i];
    fail_msg("no finding %s", id);
    return &none;
}

#define CONTAINS(text, part)                                                                       \
    do {                                                                                           \
        if (!strstr((text), (part))) fail_msg("\"%s\" is not in \"%s\"", (part), (text));          \
    } while (0)

static const int outs[] = {60, 55, 70, 44, 81}, ins[] = {0, 1, 2, 38, 0};

static void sums_that_meet_their_totals_are_no_finding(void **state) {
    struct rig *r = rig(5, outs, ins);

    (void)state;
    add_total(r, OUT, 310);
    add_total(r, IN, 41);
    assert_int_equal(run(r).n, 0);
    r->count[r->in.ncount - 2].best = 318; /* eight of 318: errors of counting */
    assert_int_equal(run(r).n, 0);
    r->count[r->in.ncount - 2].best = 410;
    assert_int_equal(number_of(run(r), "sum-mismatch", CHECK_WARNING), 1);
    assert_int_equal(run(r).n, 1);
}

static void exchanged_directions_are_found_by_both_totals(void **state) {
    const int out[] = {60, 1, 70, 44, 81}, in[] = {0, 55, 2, 38, 0};
    struct rig *r = rig(5, out, in);
    struct check_findings v;

    (void)state;
    add_total(r, OUT, 310);
    add_total(r, IN, 41);
    v = run(r);
    assert_int_equal(number_of(v, "direction-swapped", CHECK_ERROR), 1);
    assert_int_equal(number_of(v, "direction-swapped", -1), 1);
    CONTAINS(find(v, "direction-swapped")->text, "1970-01-11 F1");
    CONTAINS(find(v, "direction-swapped")->text, "54 below the total of 310 by office");
    assert_int_equal(find(v, "direction-swapped")->counts.n, 4);
    assert_int_equal(number_of(v, "sum-mismatch", CHECK_ERROR), 0);
}

/* Departures by one authority, arrivals by another: still two totals of one period. */
static void totals_of_two_authorities_are_two_totals(void **state) {
    const int out[] = {60, 1, 70, 44, 81}, in[] = {0, 55, 2, 38, 0};
    struct rig *r = rig(5, out, in);
    struct check_findings v;

    (void)state;
    add_total(r, OUT, 310);
    add_total(r, IN, 41);
    r->count[r->in.ncount - 1].source = 0;
    v = run(r);
    assert_int_equal(number_of(v, "direction-swapped", CHECK_ERROR), 1);
    CONTAINS(find(v, "direction-swapped")->text, "below the total of 310 by office");
    CONTAINS(find(v, "direction-swapped")->text, "above the total of 41 by ");
    add_total(r, IN,
              41); /* the first has a mate of its own: the other is left alone, and said once */
    assert_int_equal(number_of(run(r), "direction-swapped", -1), 1);
}

/* One direction alone is short: nothing says where the people went. */
static void one_direction_that_misses_is_no_exchange(void **state) {
    struct rig *r = rig(5, outs, ins);

    (void)state;
    add_total(r, OUT, 372);
    add_total(r, IN, 41);
    assert_int_equal(number_of(run(r), "direction-swapped", -1), 0);
    assert_int_equal(number_of(run(r), "sum-mismatch", CHECK_WARNING), 1);
}

static void parts_that_add_to_the_other_direction_need_no_total(void **state) {
    const int out[] = {60, 1, 70}, in[] = {0, 55, 2};
    struct rig *r = rig(3, out, in);

    (void)state;
    r->count[2].men = 50, r->count[2].women = 5; /* of the 1 on OUT */
    assert_int_equal(number_of(run(r), "direction-swapped", CHECK_WARNING), 1);
    r->count[3].men = 1, r->count[3].women = 0; /* of the 55 on IN */
    assert_int_equal(number_of(run(r), "direction-swapped", CHECK_ERROR), 1);
    assert_int_equal(number_of(run(r), "note-mismatch", -1), 0);
    CONTAINS(find(run(r), "direction-swapped")->text, "50 + 5 = 55");
}

static void parts_that_add_to_their_own_direction_speak_against_an_exchange(void **state) {
    const int out[] = {60, 35, 70, 44, 81}, in[] = {0, 55, 2, 38, 0};
    struct rig *r = rig(5, out, in);

    (void)state;
    add_total(r, OUT, 310);
    add_total(r, IN, 75);
    assert_int_equal(number_of(run(r), "direction-swapped", CHECK_ERROR), 1);
    r->count[3].men = 50, r->count[3].women = 5;
    assert_int_equal(number_of(run(r), "direction-swapped", -1), 0);
}

static void flights_that_the_totals_cannot_tell_apart_are_all_named(void **state) {
    const int out[] = {60, 1, 70, 57}, in[] = {0, 55, 2, 3};
    struct rig *r = rig(4, out, in);

    (void)state;
    r->flight[4].number = r->flight[5].number = SPAN("F2");
    add_total(r, OUT, 188 + 54); /* exchanging F1 on paper ... */
    add_total(r, IN, 60 - 54);
    CONTAINS(find(run(r), "direction-swapped")->text, "F1");
    r = rig(4, (const int[]){60, 1, 2, 57}, (const int[]){0, 55, 56, 3});
    add_total(r, OUT, 120 + 54); /* ... or F2 */
    add_total(r, IN, 114 - 54);
    assert_int_equal(number_of(run(r), "direction-swapped", -1), 1);
    CONTAINS(find(run(r), "direction-swapped")->text, "F1");
    CONTAINS(find(run(r), "direction-swapped")->text, "F2");
    CONTAINS(find(run(r), "direction-swapped")->text, "as well");
}

static void a_flight_that_nobody_counted_carried_what_the_total_leaves(void **state) {
    const int out[] = {60, 55, -1, 44, 81};
    struct rig *r = rig(5, out, ins);
    struct check_findings v;

    (void)state;
    add_total(r, OUT, 310);
    v = run(r);
    assert_int_equal(number_of(v, "hidden-flight", CHECK_ERROR), 1);
    CONTAINS(find(v, "hidden-flight")->text, "1970-01-21 F2 on OUT");
    CONTAINS(find(v, "hidden-flight")->text, "about 70 (");
    CONTAINS(find(v, "hidden-flight")->text, "never 0");
    assert_int_equal(find(v, "hidden-flight")->flights.n, 1);
    assert_int_equal(find(v, "hidden-flight")->flights.v[0], 4);

    r->count[r->in.ncount - 1].best = 240; /* the total leaves nobody for it: said, and no error */
    v = run(r);
    assert_int_equal(number_of(v, "hidden-flight", CHECK_NOTE), 1);
    assert_int_equal(v.n, 1);
    CONTAINS(find(v, "hidden-flight")->text, "no more than");

    r->flight[4].state = CHECK_CANCELLED; /* it did not fly: then the sum meets the total */
    assert_int_equal(run(r).n, 0);
}

static void a_flight_that_may_not_have_flown_is_no_error(void **state) {
    const int out[] = {60, 55, -1, 44, 81};
    struct rig *r = rig(5, out, ins);

    (void)state;
    add_total(r, OUT, 310);
    r->flight[4].state = CHECK_UNKNOWN;
    assert_int_equal(number_of(run(r), "hidden-flight", CHECK_WARNING), 1);
    assert_int_equal(run(r).n, 1);
    r->count[r->in.ncount - 1].best = 250;
    assert_int_equal(run(r).n, 0);
}

/* One total, and a flight of which nothing is known: the gap may be that flight, or two numbers in each other's column. Both are
 * said; with a total for the other direction, that one tells. */
static void a_gap_may_be_an_exchange_too(void **state) {
    const int out[] = {60, 30, -1, 44, 81}, in[] = {0, 85, -1, 38, 0};
    struct rig *r = rig(5, out, in);
    struct check_findings v;

    (void)state;
    add_total(r, OUT, 215 + 55);
    r->flight[4].state = r->flight[5].state = CHECK_UNKNOWN;
    v = run(r);
    assert_int_equal(v.n, 1);
    CONTAINS(find(v, "hidden-flight")->text, "it may have flown with about 55. Or the numbers");
    CONTAINS(find(v, "hidden-flight")->text, "exchanged, on 1970-01-11 F1:");
    r->count[2].men = 20, r->count[2].women = 10; /* its parts speak against it */
    assert_null(strstr(find(run(r), "hidden-flight")->text, "exchanged"));
    r->count[2].men = r->count[2].women = -1;
    add_total(r, IN, 123); /* as they are written */
    assert_null(strstr(find(run(r), "hidden-flight")->text, "exchanged"));
}

/* Few flights of many were counted: the rest is unknown, and a total above the sum is no surprise. */
static void few_counts_below_a_total_are_no_error(void **state) {
    const int out[] = {60, -1, -1, -1, 81};
    struct rig *r = rig(5, out, ins);

    (void)state;
    add_total(r, OUT, 310);
    assert_int_equal(number_of(run(r), "hidden-flight", CHECK_NOTE), 1);
    assert_int_equal(run(r).n, 1);
}

static void a_number_is_held_against_its_parts(void **state) {
    struct rig *r = rig(5, outs, ins);

    (void)state;
    add_total(r, OUT, 300);
    r->count[4].men = 56, r->count[4].women = 4; /* 60 of 70; and the total is 10 less */
    assert_int_equal(number_of(run(r), "note-mismatch", CHECK_ERROR), 1);
    CONTAINS(find(run(r), "note-mismatch")->text,
             "wrote 70, and the parts say 56 men + 4 women = 60");
    r->count[10].best = 311; /* the total sides with the number */
    assert_int_equal(number_of(run(r), "note-mismatch", CHECK_WARNING), 1);
    CONTAINS(find(run(r), "note-mismatch")->text, "does not speak for the parts");
    r->count[10].best = 304; /* nearer with the parts, and near without */
    assert_int_equal(number_of(run(r), "note-mismatch", CHECK_WARNING), 1);
    CONTAINS(find(run(r), "note-mismatch")->text, "better with the parts, and by less than errors");
    r->in.ncount--; /* no total: one of the two is wrong */
    assert_int_equal(number_of(run(r), "note-mismatch", CHECK_ERROR), 1);
    r->count[4].women = 0; /* women may not have been noted */
    assert_int_equal(number_of(run(r), "note-mismatch", CHECK_NOTE), 1);
    r->count[4].women = 14;
    assert_int_equal(run(r).n, 0);
    r->count[4].best = -1;
    assert_int_equal(number_of(run(r), "note-mismatch", CHECK_NOTE), 1);
}

/* Everybody aboard and people of concern are two numbers of one flight, and no disagreement; a total is held against its own kind. */
static void everybody_and_those_of_concern_are_not_compared(void **state) {
    struct rig *r = rig(5, outs, ins);

    (void)state;
    for (int i = 0; i < 5; i++) add(r, 2 * i, AGENCY, 2 * outs[i])->all = true;
    assert_int_equal(run(r).n, 0);
    add_total(r, OUT, 310);
    assert_int_equal(run(r).n, 0);
    r->count[r->in.ncount - 1].best = 620, r->count[r->in.ncount - 1].all = true;
    assert_int_equal(run(r).n, 0);
    r->count[r->in.ncount - 1].all = false;
    assert_int_equal(number_of(run(r), "sum-mismatch", CHECK_WARNING), 1);
    for (size_t i = 10; i < 15; i++)
        r->count[i].all = false; /* the agency counts the same people after all */
    assert_int_equal(number_of(run(r), "double-entry", CHECK_ERROR), 1);
}

static void doubled_numbers_are_named_when_they_are_a_pattern(void **state) {
    struct rig *r = rig(8, (const int[]){31, 44, 12, 60, 25, 33, 70, 3}, NULL);
    struct check_findings v;

    (void)state;
    for (int i = 0; i < 8; i++) add(r, 2 * i, AGENCY, r->count[i].best);
    assert_int_equal(run(r).n, 0); /* the same numbers twice are one look */
    r->count[15].best = 6;         /* 3 and 6: chance */
    assert_int_equal(number_of(run(r), "double-entry", -1), 0);
    r->count[8].best = 62;
    assert_int_equal(number_of(run(r), "double-entry", CHECK_WARNING), 1);
    r->count[9].best = 88;
    v = run(r);
    assert_int_equal(number_of(v, "double-entry", CHECK_ERROR), 1);
    CONTAINS(find(v, "double-entry")->text, "agency gives exactly twice what watch gives");
    CONTAINS(find(v, "double-entry")->text, "3 of 8 flights: F0, F1, F7.");
    assert_int_equal(find(v, "double-entry")->counts.n, 6);
    r->count[12].best = 50, r->count[12].low = 49, r->count[12].high = 51;
    CONTAINS(find(run(r), "double-entry")->text, "F0, F1, F4, F7.");
    r->count[10].best = -1, r->count[10].low = 24, r->count[10].high = 25; /* 24.5 is not 24 */
    CONTAINS(find(run(r), "double-entry")->text, "F0, F1, F4, F7.");
    CONTAINS(find(run(r), "sources-disagree")->text, "F2 (24.5 and 12)");
}

static void a_count_by_eye_is_not_compared_to_the_last_person(void **state) {
    struct rig *r = rig(2, (const int[]){30, 41}, NULL);

    (void)state;
    add(r, 0, AGENCY, 60)->method = CHECK_ROUGH;
    add(r, 2, AGENCY, 82)->about = true;
    assert_int_equal(run(r).n, 0);
}

static void totals_that_differ_in_every_month_are_no_surprise(void **state) {
    struct rig *r = rig(0, NULL, NULL);
    size_t gaps = 0;

    (void)state;
    for (int with = 1; with <= 8; with += 7) { /* one month off, then all */
        r = rig(8, (const int[]){60, 60, 60, 60, 60, 60, 60, 60}, NULL);
        for (int i = 0; i < 8; i++) {
            struct check_count *k = add_total(r, OUT, i < with ? 70 : 60);

            k->from = k->to = 10 * i;
        }
        gaps = gaps * 10 + number_of(run(r), "sum-mismatch", -1);
    }
    assert_int_equal(gaps, 10);
}

static void the_order_of_rows_changes_no_word(void **state) {
    const int out[] = {60, 1, -1, 44, 81}, in[] = {0, 55, 2, 38, 0};
    struct rig *r = rig(5, out, in);
    struct check_findings v, w;

    (void)state;
    add_total(r, OUT, 310);
    add_total(r, IN, 41);
    add(r, 0, AGENCY, 30), add(r, 6, AGENCY, 22), add(r, 8, AGENCY, 40);
    r->count[0].men = 40, r->count[0].women = 9;
    v = run(r);
    assert_true(v.n >= 5);
    for (size_t i = 0; i < r->in.ncount / 2; i++) {
        struct check_count k = r->count[i];

        r->count[i] = r->count[r->in.ncount - 1 - i];
        r->count[r->in.ncount - 1 - i] = k;
    }
    w = run(r);
    assert_int_equal(v.n, w.n);
    for (size_t i = 0; i < v.n; i++) {
        assert_string_equal(v.v[i].text, w.v[i].text);
        assert_string_equal(v.v[i].id, w.v[i].id);
    }
}

static void every_finding_is_in_the_table_and_errors_come_first(void **state) {
    const int out[] = {60, 1, -1, 44, 81}, in[] = {0, 55, 2, 38, 0};
    struct rig *r = rig(5, out, in);
    struct check_findings v;

    (void)state;
    add_total(r, OUT, 310);
    add_total(r, IN, 41);
    r->count[0].men = 40, r->count[0].women = 9;
    v = run(r);
    for (size_t i = 0; i < v.n; i++) {
        bool known = false;

        for (size_t k = 0; k < check_count_all; k++)
            known |= strcmp(v.v[i].id, check_all[k].id) == 0;
        assert_true(known && v.v[i].text[0] && v.v[i].settles[0]);
        assert_true(i == 0 || v.v[i].level <= v.v[i - 1].level);
    }
}

static void numbers_at_their_limits_are_taken(void **state) {
    struct rig *r = rig(0, NULL, NULL);

    (void)state;
    assert_int_equal(run(r).n, 0);
    add_total(r, OUT, 100000)->men = 100000;
    assert_int_equal(run(r).n, 0); /* a total of flights that nobody knows of is no contradiction */
    r = rig(3, (const int[]){0, 100000, 100000}, (const int[]){100000, 0, 100000});
    add_total(r, OUT, 0);
    add_total(r, IN, 0);
    r->count[2].men = 100000, r->count[2].women = 100000;
    assert_true(run(r).n >= 2);
    for (int i = 0; i < 60; i++) add(r, 0, i % 3, i);
    assert_true(run(r).n >= 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_that_meet_their_totals_are_no_finding),
        cmocka_unit_test(exchanged_directions_are_found_by_both_totals),
        cmocka_unit_test(totals_of_two_authorities_are_two_totals),
        cmocka_unit_test(one_direction_that_misses_is_no_exchange),
        cmocka_unit_test(parts_that_add_to_the_other_direction_need_no_total),
        cmocka_unit_test(parts_that_add_to_their_own_direction_speak_against_an_exchange),
        cmocka_unit_test(flights_that_the_totals_cannot_tell_apart_are_all_named),
        cmocka_unit_test(a_flight_that_nobody_counted_carried_what_the_total_leaves),
        cmocka_unit_test(a_flight_that_may_not_have_flown_is_no_error),
        cmocka_unit_test(a_gap_may_be_an_exchange_too),
        cmocka_unit_test(few_counts_below_a_total_are_no_error),
        cmocka_unit_test(a_number_is_held_against_its_parts),
        cmocka_unit_test(everybody_and_those_of_concern_are_not_compared),
        cmocka_unit_test(doubled_numbers_are_named_when_they_are_a_pattern),
        cmocka_unit_test(a_count_by_eye_is_not_compared_to_the_last_person),
        cmocka_unit_test(totals_that_differ_in_every_month_are_no_surprise),
        cmocka_unit_test(the_order_of_rows_changes_no_word),
        cmocka_unit_test(every_finding_is_in_the_table_and_errors_come_first),
        cmocka_unit_test(numbers_at_their_limits_are_taken),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
