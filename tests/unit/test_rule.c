/* SPDX-License-Identifier: Apache-2.0 */
#include "rule/rule.h"
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

static int32_t day(int y, int m, int d) {
    return utc_day((struct utc_civil){y, m, d});
}

#define NSLOT 44
static struct rule_slot slots[NSLOT];

/* The reference case: Mondays and Fridays, the first known to have flown, the others with 0.6. */
static struct rule_period period(void) {
    struct rule_period p = {.from = day(2023, 10, 30),
                            .to = day(2024, 3, 29),
                            .as_of = day(2024, 2, 27),
                            .slot = slots,
                            .nslot = NSLOT};

    for (int i = 0; i < NSLOT; i++)
        slots[i] = (struct rule_slot){p.from + i / 2 * 7 + i % 2 * 4, i == 0, i == 0 ? 1 : 0.6};
    return p;
}

#define CONTAINS(text, part)                                                                       \
    do {                                                                                           \
        if (!strstr((text), (part))) fail_msg("\"%s\" is not in \"%s\"", (part), (text));          \
    } while (0)

static void a_deadline_that_passed_says_by_how_many_days(void **state) {
    struct rule r = {.exemptions = SPAN("its own nationals."),
                     .sourced = SPAN("copy"),
                     .from = day(2017, 12, 22),
                     .until = day(2019, 12, 22)};
    struct rule_period p = period();
    struct rule_finding f = rule_judge(&arena, &r, &p);

    (void)state;
    assert_int_equal(f.verdict, RULE_PASSED);
    assert_int_equal(f.days, 1408);
    assert_int_equal(f.flown, 1);
    assert_near(f.expected, 1 + 34 * 0.6, 1e-12); /* 35 slots up to 27 February */
    assert_string_equal(f.text, "Its deadline, 2019-12-22, passed 1,408 days before the period "
                                "began on 2023-10-30. Slots after it up to "
                                "2024-02-27: 35, of which 1 known to have flown and 21.4 expected "
                                "to have, those among them; later, 9 more. "
                                "Exempt: its own nationals. Whether anyone aboard is bound or "
                                "exempt cannot be seen in flights. "
                                "Read from a copy: read the document before quoting.");
}

static void a_deadline_within_counts_only_what_flew_after_it(void **state) {
    struct rule r = {.from = day(2017, 1, 1), .until = day(2023, 11, 5), .sourced = SPAN("yes")};
    struct rule_period p = period();
    struct rule_finding f = rule_judge(&arena, &r, &p);

    (void)state;
    assert_int_equal(f.verdict, RULE_WITHIN);
    assert_int_equal(f.flown, 0); /* 30 October lies before it */
    assert_near(f.expected, 33 * 0.6, 1e-12);
    CONTAINS(f.text, "falls within the period");
    assert_null(strstr(f.text, "copy"));
    assert_null(strstr(f.text, "not checked"));
    r.until = p.to; /* the last day: nothing after it */
    f = rule_judge(&arena, &r, &p);
    assert_int_equal(f.verdict, RULE_WITHIN);
    CONTAINS(f.text, "Slots after it up to 2024-02-27: 0.");
    r.until = p.from; /* the first: 30 October itself is in time */
    f = rule_judge(&arena, &r, &p);
    assert_int_equal(f.verdict, RULE_WITHIN);
    assert_int_equal(f.flown, 0);
    r.until = p.from - 1;
    f = rule_judge(&arena, &r, &p);
    assert_int_equal(f.verdict, RULE_PASSED);
    assert_int_equal(f.days, 1);
    CONTAINS(f.text, "passed 1 day before");
    assert_int_equal(f.flown, 1);
}

static void a_rule_in_force_covers_the_period_from_its_first_day(void **state) {
    struct rule r = {.from = day(2017, 9, 11), .until = UTC_NONE};
    struct rule_period p = period();
    struct rule_finding f = rule_judge(&arena, &r, &p);

    (void)state;
    assert_int_equal(f.verdict, RULE_IN_FORCE);
    assert_int_equal(f.flown, 1);
    CONTAINS(f.text, "In force since 2017-09-11; no deadline is recorded.");
    CONTAINS(f.text, "was not checked against the document");
    r.from = day(2023, 11, 1);
    f = rule_judge(&arena, &r, &p);
    assert_int_equal(f.verdict, RULE_IN_FORCE);
    assert_int_equal(f.flown, 0);
    CONTAINS(f.text, "In force from 2023-11-01 on, within the period");
    r.until = day(2024, 4, 8);
    f = rule_judge(&arena, &r, &p);
    assert_int_equal(f.verdict, RULE_AHEAD);
    assert_int_equal(f.days, 10);
    CONTAINS(f.text, "lies 10 days after the period ends");
    r.from = day(2024, 3, 30);
    f = rule_judge(&arena, &r, &p);
    assert_int_equal(f.verdict, RULE_NOT_YET);
    assert_near(f.expected, 0, 1e-12);
    CONTAINS(f.text, "1 day after the period ends");
}

static void dates_that_say_nothing_are_said_to(void **state) {
    struct rule r = {.from = UTC_NONE, .until = UTC_NONE};
    struct rule_period p = period();

    (void)state;
    assert_int_equal(rule_judge(&arena, &r, &p).verdict, RULE_UNDATED);
    r.from = day(2020, 1, 2), r.until = day(2020, 1, 1);
    assert_int_equal(rule_judge(&arena, &r, &p).verdict, RULE_CONFLICT);
    CONTAINS(rule_judge(&arena, &r, &p).text, "contradict");
    r.from = UTC_NONE;
    assert_int_equal(rule_judge(&arena, &r, &p).verdict, RULE_PASSED);
}

/* Laws, over every pair of dates around the period. */
static void exemptions_stand_beside_every_duty_and_order_is_nothing(void **state) {
    struct rule r = {.exemptions = SPAN("refugees")};
    struct rule_period p = period();

    (void)state;
    for (int32_t from = p.from - 20; from < p.to + 20; from += 3)
        for (int32_t until = p.from - 20; until < p.to + 20; until += 7) {
            struct rule_slot back[NSLOT];
            struct rule_period q = p;
            struct rule_finding f, g;

            r.from = from, r.until = until;
            for (int i = 0; i < NSLOT; i++) back[NSLOT - 1 - i] = slots[i];
            q.slot = back;
            f = rule_judge(&arena, &r, &p), g = rule_judge(&arena, &r, &q);
            CONTAINS(f.text, "Exempt: refugees.");
            CONTAINS(f.text, "cannot be seen in flights.");
            assert_string_equal(f.text, g.text);
            assert_true(f.expected == g.expected);
            assert_true(f.flown <= 1 && f.expected >= f.flown);
        }
    r.exemptions = SPAN("");
    CONTAINS(rule_judge(&arena, &r, &p).text, "does not mean that there is none");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_that_passed_says_by_how_many_days),
        cmocka_unit_test(a_deadline_within_counts_only_what_flew_after_it),
        cmocka_unit_test(a_rule_in_force_covers_the_period_from_its_first_day),
        cmocka_unit_test(dates_that_say_nothing_are_said_to),
        cmocka_unit_test(exemptions_stand_beside_every_duty_and_order_is_nothing),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
