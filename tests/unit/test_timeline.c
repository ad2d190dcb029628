/* SPDX-License-Identifier: Apache-2.0 */
/* A rule on the timeline: days at each border, who remained, what flew, and what stands beside every duty. */
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

#define CONTAINS(text, part)                                                                       \
    do {                                                                                           \
        if (!strstr((text), (part))) fail_msg("\"%s\" is not in \"%s\"", (part), (text));          \
    } while (0)

/* The n-th statement of a kind, or NULL. */
static const struct rule_statement *nth(const struct rule_statement *v, size_t n,
                                        enum rule_kind kind, size_t k) {
    for (size_t i = 0; i < n; i++)
        if (v[i].kind == kind && k-- == 0) return &v[i];
    return NULL;
}

static const struct rule_statement *the(const struct rule_statement *v, size_t n,
                                        enum rule_kind kind) {
    static const struct rule_statement nothing = {.text = ""};
    const struct rule_statement *s = nth(v, n, kind, 0);

    if (!s) fail_msg("nothing is said of kind %s", rule_kind_word(kind));
    return s ? s : &nothing;
}

static const char *text_of(const struct rule_statement *v, size_t n, enum rule_kind kind,
                           size_t k) {
    const struct rule_statement *s = nth(v, n, kind, k);

    return s ? s->text : "";
}

static void each_border_is_a_day_and_no_hour(void **state) {
    struct rule r = {.from = day(2017, 12, 22), .until = day(2019, 12, 22)};
    const struct {
        int32_t day;
        enum rule_state state;
        int32_t days;
    } borders[] = {
        {day(2017, 12, 21), RULE_BEFORE, 1},    {day(2017, 12, 22), RULE_RUNNING, 730},
        {day(2019, 12, 21), RULE_RUNNING, 1},   {day(2019, 12, 22), RULE_RUNNING, 0},
        {day(2019, 12, 23), RULE_OVERDUE, 1},   {day(2020, 2, 29), RULE_OVERDUE, 69},
        {day(2024, 2, 27), RULE_OVERDUE, 1528},
    };
    int32_t days;

    (void)state;
    for (size_t i = 0; i < sizeof borders / sizeof *borders; i++) {
        assert_int_equal(rule_on(&r, borders[i].day, &days), borders[i].state);
        assert_int_equal(days, borders[i].days);
    }
    r.until = UTC_NONE;
    assert_int_equal(rule_on(&r, r.from - 1, &days), RULE_BEFORE);
    assert_int_equal(rule_on(&r, r.from, &days), RULE_OPEN);
    assert_int_equal(days, 0);
    r.from = UTC_NONE;
    assert_int_equal(rule_on(&r, day(2020, 1, 1), &days), RULE_NO_DATES);
    r.until = day(2019, 12, 22);
    assert_int_equal(rule_on(&r, day(2019, 12, 22), &days), RULE_RUNNING);
    r.from = r.until + 1;
    assert_int_equal(rule_on(&r, r.until, &days), RULE_CONTRADICTS);
    r.from = r.until; /* in force for one day */
    assert_int_equal(rule_on(&r, r.until, &days), RULE_RUNNING);
}

/* Against what rule_judge counts: a slot is in the window exactly when the finding has it. */
static void the_window_holds_the_slots_that_the_finding_counts(void **state) {
    struct rule_slot slot = {.flown = true, .p_operated = 1};
    struct rule_period p = {.from = day(2023, 10, 30),
                            .to = day(2023, 11, 20),
                            .as_of = day(2023, 11, 12),
                            .slot = &slot,
                            .nslot = 1};

    (void)state;
    for (int32_t from = p.from - 3; from < p.to + 3; from++)
        for (int32_t until = p.from - 3; until < p.to + 3; until++)
            for (slot.day = p.from - 1; slot.day <= p.to + 1; slot.day++) {
                struct rule r = {.from = from, .until = until};
                int32_t a, b;
                bool in = rule_window(&r, &p, p.as_of, &a, &b) && slot.day >= a && slot.day <= b;

                assert_int_equal(rule_judge(&arena, &r, &p).flown, in);
            }
}

static struct rule_stock figure(int32_t on, int low, int best, int high, const char *who) {
    return (struct rule_stock){on, low, best, high, {"", 0}, span_of(who), 7};
}

static void so_many_remained_by_the_first_figure_after_it(void **state) {
    struct rule r = {.from = day(2017, 12, 22), .until = day(2019, 12, 22)};
    struct rule_stock stock[] = {figure(day(2020, 3, 10), -1, 511, -1, "a report"),
                                 figure(day(2019, 9, 30), -1, 10000, -1, "a paper"),
                                 figure(day(2020, 1, 23), -1, 1000, -1, "an agency"),
                                 figure(day(2020, 1, 2), -1, -1, 900, "who gives no lower end")};
    struct rule_evidence e = {.on = day(2024, 2, 27), .stock = stock, .nstock = 4};
    struct rule_statement *v;
    size_t n = rule_weigh(&arena, &r, &e, &v);
    const struct rule_statement *s = the(v, n, RULE_REMAINED);

    (void)state;
    assert_int_equal(s->day, r.until);
    assert_near(s->median, 1000, 1e-12);
    assert_true(isnan(s->low)); /* nobody said "at least" */
    assert_int_equal(s->ref, 7);
    CONTAINS(s->text, "On 2019-12-22, 1,000 remained, said by an agency, unless they came in the "
                      "32 days until 2020-01-23; whoever left in that time is not in the figure.");
    CONTAINS(text_of(v, n, RULE_STOCK, 0), "83 days before the deadline: 10,000 people");
    CONTAINS(text_of(v, n, RULE_STOCK, 0), "how many of them left in time it does not say");
    CONTAINS(text_of(v, n, RULE_STOCK, 1), "at most 900 people");
    CONTAINS(text_of(v, n, RULE_STOCK, 2), "More than the figure before it");
    assert_null(nth(v, n, RULE_STOCK, 4));
    stock[2].day = r.until; /* of the day itself: nobody came in between */
    n = rule_weigh(&arena, &r, &e, &v);
    assert_null(strstr(the(v, n, RULE_REMAINED)->text, "unless they came"));
}

/* Only a lower bound is told as one; a hedge is quoted, and an upper bound tells of nobody who remained. */
static void a_figure_is_said_in_its_own_words(void **state) {
    static const struct {
        const char *hedge;
        int low, best, high;
        const char *text; /* "": nothing is known */
        int is_low, is_median;
    } at[] = {{"some", -1, 1000, -1, ", some 1,000 remained", -1, 1000},
              {"about", -1, 1000, -1, ", about 1,000 remained", -1, 1000},
              {"", -1, 1000, -1, ", 1,000 remained", -1, 1000},
              {"is estimated", -1, 1000, -1, ", 1,000 (\"is estimated\") remained", -1, 1000},
              {"at least", -1, 1000, -1, ", at least 1,000 remained", 1000, -1},
              {"over", -1, 1000, -1, ", over 1,000 remained", 1000, -1},
              {"over", 1000, -1, -1, ", over 1,000 remained", 1000, -1},
              {"", 1000, -1, -1, ", at least 1,000 remained", 1000, -1},
              {"", 900, -1, 1100, ", 900 to 1,100 remained", 900, -1},
              {"up to", -1, 1000, -1, "", -1, -1},
              {"no more than", -1, 1000, -1, "", -1, -1}};
    struct rule r = {.from = day(2017, 12, 22), .until = day(2019, 12, 22)};
    struct rule_evidence e = {.on = UTC_NONE, .nstock = 1};

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct rule_stock one =
            figure(r.until + 32, at[i].low, at[i].best, at[i].high, "an agency (B6)");
        struct rule_statement *v;
        const struct rule_statement *s;
        size_t n;

        one.hedge = span_of(at[i].hedge), e.stock = &one;
        n = rule_weigh(&arena, &r, &e, &v);
        s = the(v, n, RULE_REMAINED);
        CONTAINS(s->text, *at[i].text ? at[i].text : "is unknown");
        if (!strstr(at[i].text, "at least")) assert_null(strstr(s->text, "at least"));
        assert_true(at[i].is_low < 0 ? isnan(s->low) : s->low == at[i].is_low);
        assert_true(at[i].is_median < 0 ? isnan(s->median) : s->median == at[i].is_median);
        assert_null(strstr(text_of(v, n, RULE_STOCK, 0), "at least at least"));
    }
}

static void a_figure_long_after_or_not_yet_known_tells_nothing_of_the_day(void **state) {
    struct rule r = {.from = day(2017, 12, 22), .until = day(2019, 12, 22)};
    struct rule_stock one = figure(r.until + RULE_REMAINED_DAYS, -1, 511, -1, "a report");
    struct rule_evidence e = {.on = UTC_NONE, .stock = &one, .nstock = 1};
    struct rule_statement *v;
    size_t n = rule_weigh(&arena, &r, &e, &v);

    (void)state;
    assert_near(the(v, n, RULE_REMAINED)->median, 511, 1e-12);
    one.day++;
    n = rule_weigh(&arena, &r, &e, &v);
    assert_true(isnan(the(v, n, RULE_REMAINED)->low)); /* unknown is not 0 */
    CONTAINS(the(v, n, RULE_REMAINED)->text, "is unknown");
    e.on = one.day - 1;
    n = rule_weigh(&arena, &r, &e, &v);
    CONTAINS(the(v, n, RULE_REMAINED)->text, "no figure of that day or later is known");
    assert_null(nth(v, n, RULE_STOCK, 0));
    e.on = r.until - 1; /* the deadline itself is to come: nothing can have remained on it */
    n = rule_weigh(&arena, &r, &e, &v);
    assert_null(nth(v, n, RULE_REMAINED, 0));
}

static struct rule_flow flow(bool inbound, int32_t from, int32_t to) {
    return (struct rule_flow){.corridor = SPAN("A-B"),
                              .inbound = inbound,
                              .from = from,
                              .to = to,
                              .slots = 35,
                              .flown = 1,
                              .later = 9,
                              .expected = 26.7,
                              .flights_median = 28,
                              .flights_lo = 15,
                              .flights_hi = 34,
                              .people_median = 2091,
                              .people_lo = 791,
                              .people_hi = 4220,
                              .interval = 0.9};
}

static void flights_after_a_deadline_show_what_they_can_and_no_more(void **state) {
    struct rule r = {.from = day(2017, 12, 22), .until = day(2019, 12, 22)};
    struct rule_flow f = flow(false, day(2023, 10, 30), day(2024, 2, 27));
    struct rule_evidence e = {.on = UTC_NONE, .flow = &f, .nflow = 1};
    struct rule_statement *v;
    size_t n = rule_weigh(&arena, &r, &e, &v);
    const struct rule_statement *s = the(v, n, RULE_FLIGHTS);

    (void)state;
    assert_near(s->low, 15, 1e-12);
    assert_near(s->median, 28, 1e-12);
    assert_near(s->high, 34, 1e-12);
    CONTAINS(s->text, "after the deadline: 35 slots, of which 1 known to have flown and 15 to 34 "
                      "expected to have (9 chances in 10), 26.7 on average");
    CONTAINS(s->text, "later, 9 more");
    CONTAINS(the(v, n, RULE_MOVEMENTS)->text, "791 to 4,220 person-movements are estimated");
    CONTAINS(the(v, n, RULE_LIMITS)->text, "had stayed beyond it");
    CONTAINS(the(v, n, RULE_LIMITS)->text, "who was aboard");
    r.until = f.to; /* all of them in time */
    n = rule_weigh(&arena, &r, &e, &v);
    CONTAINS(the(v, n, RULE_FLIGHTS)->text, "under it: ");
    assert_null(strstr(the(v, n, RULE_LIMITS)->text, "had stayed beyond"));
    f.slots = 0; /* no slot: nothing is said, not even 0 */
    n = rule_weigh(&arena, &r, &e, &v);
    assert_null(nth(v, n, RULE_FLIGHTS, 0));
    assert_null(nth(v, n, RULE_LIMITS, 0));
}

static void only_the_evidence_that_a_rule_names_is_weighed(void **state) {
    struct rule r = {.from = day(2017, 12, 22), .until = day(2019, 12, 22)};
    struct rule_flow f = flow(false, day(2023, 10, 30), day(2024, 2, 27));
    struct rule_stock one = figure(day(2020, 1, 23), -1, 1000, -1, "an agency");
    struct rule_evidence e = {.on = UTC_NONE, .flow = &f, .nflow = 1, .stock = &one, .nstock = 1};
    struct rule_statement *v;
    size_t n;

    (void)state;
    r.evidence = SPAN(" stock ; work permits,,");
    n = rule_weigh(&arena, &r, &e, &v);
    assert_non_null(nth(v, n, RULE_STOCK, 0));
    assert_null(nth(v, n, RULE_FLIGHTS, 0));
    assert_null(nth(v, n, RULE_MOVEMENTS, 0));
    CONTAINS(the(v, n, RULE_MISSING)->text, "not evaluated here: work permits.");
    r.evidence = SPAN("movements");
    n = rule_weigh(&arena, &r, &e, &v);
    assert_null(nth(v, n, RULE_REMAINED, 0));
    assert_non_null(nth(v, n, RULE_MOVEMENTS, 0));
    assert_null(nth(v, n, RULE_MISSING, 0));
    assert_true(rule_wants(&(struct rule){.evidence = SPAN(" ; ,")}, "stock")); /* names none */
}

/* For every duty, whatever it records and whatever the evidence; for what forbids returns where there is a duty to return. */
static void who_may_not_be_returned_stands_beside_every_duty(void **state) {
    static const char *const protects[] = {"", "exempts", "forbids"};
    struct rule_beside beside = {SPAN("r-refuge"), SPAN("a convention")};
    struct rule_statement *v;

    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (int with = 0; with < 2; with++) {
            struct rule r = {.id = SPAN("r"),
                             .protects = span_of(protects[i]),
                             .from = UTC_NONE,
                             .until = UTC_NONE,
                             .evidence = SPAN("nothing")};
            struct rule_evidence e = {.on = UTC_NONE, .beside = &beside, .nbeside = (size_t)with};
            size_t n = rule_weigh(&arena, &r, &e, &v);

            if (i < 2)
                CONTAINS(the(v, n, RULE_PROTECTION)->text, "The same seats may carry both");
            else
                assert_null(strstr(the(v, n, RULE_PROTECTION)->text, "seats"));
            assert_null(nth(v, n, RULE_PROTECTION, 1));
            if (with) CONTAINS(the(v, n, RULE_PROTECTION)->text, "r-refuge (a convention)");
            if (!with && i < 2)
                CONTAINS(the(v, n, RULE_PROTECTION)->text, "does not mean that there is none");
            e.duty = true;
            n = rule_weigh(&arena, &r, &e, &v);
            CONTAINS(the(v, n, RULE_PROTECTION)->text, "The same seats may carry both");
            r.id = beside.id; /* not beside itself */
            n = rule_weigh(&arena, &r, &e, &v);
            assert_null(strstr(the(v, n, RULE_PROTECTION)->text, "r-refuge"));
        }
}

/* A flight home keeps a duty to go home; it says nothing against a rule that forbids returns, and nothing for it. */
static void a_flight_is_no_breach_of_a_duty_and_no_proof_against_a_protection(void **state) {
    struct rule_flow flow = {.corridor = SPAN("A-B"), .from = 10, .to = 20, .slots = 3, .flown = 1};
    struct rule r = {.id = SPAN("r"), .from = 5, .until = UTC_NONE};
    struct rule_evidence e = {.on = 30, .flow = &flow, .nflow = 1};
    struct rule_statement *v;
    size_t n = rule_weigh(&arena, &r, &e, &v);

    (void)state;
    CONTAINS(the(v, n, RULE_LIMITS)->text, "no breach of a duty to go home");
    r.protects = SPAN("forbids");
    n = rule_weigh(&arena, &r, &e, &v);
    assert_null(strstr(the(v, n, RULE_LIMITS)->text, "duty to go home"));
    CONTAINS(the(v, n, RULE_LIMITS)->text, "A flight is no proof");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_border_is_a_day_and_no_hour),
        cmocka_unit_test(the_window_holds_the_slots_that_the_finding_counts),
        cmocka_unit_test(so_many_remained_by_the_first_figure_after_it),
        cmocka_unit_test(a_figure_is_said_in_its_own_words),
        cmocka_unit_test(a_figure_long_after_or_not_yet_known_tells_nothing_of_the_day),
        cmocka_unit_test(flights_after_a_deadline_show_what_they_can_and_no_more),
        cmocka_unit_test(only_the_evidence_that_a_rule_names_is_weighed),
        cmocka_unit_test(a_flight_is_no_breach_of_a_duty_and_no_proof_against_a_protection),
        cmocka_unit_test(who_may_not_be_returned_stands_beside_every_duty),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
