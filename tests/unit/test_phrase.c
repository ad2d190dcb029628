/* SPDX-License-Identifier: Apache-2.0 */
#include "claim/phrase.h"
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

static void lengths_of_time_need_their_frame(void **state) {
    static const struct {
        const char *text;
        int n;
        enum phrase_unit unit;
        const char *words;
    } at[] = {
        {"Every Monday and Friday for four months", 4, PHRASE_MONTH, "for four months"},
        {"Flights go on for about 6 weeks.", 6, PHRASE_WEEK, "for about 6 weeks"},
        {"lasting twelve days", 12, PHRASE_DAY, "lasting twelve days"},
        {"over the next two years", 2, PHRASE_YEAR, "over the next two years"},
        {"FOR A YEAR", 1, PHRASE_YEAR, "FOR A YEAR"},
        {"a five-month timetable", 5, PHRASE_MONTH, "a five-month"},
        {"once a week for 20 weeks", 20, PHRASE_WEEK, "for 20 weeks"},
        {"held for 20 days; flights for 3 weeks", 3, PHRASE_WEEK, "for 3 weeks"},
        {"a two-day delay", 0, 0, NULL},
        {"over a month late", 0, 0, NULL},
        {"within two weeks of arrest", 0, 0, NULL},
        {"people detained for 40 days were put aboard", 0, 0, NULL},
        {"four months", 0, 0, NULL},
        {"for four", 0, 0, NULL},
        {"for the months", 0, 0, NULL},
        {"for 4 flights", 0, 0, NULL},
        {"for 99999999999999999999 days", 0, 0, NULL},
        {"for 4x months", 0, 0, NULL},
        {"", 0, 0, NULL},
        {"twice a week", 0, 0, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct phrase_time t = {0};

        if (phrase_time(&arena, span_of(at[i].text), &t) != (at[i].n > 0))
            fail_msg("\"%s\": %s", at[i].text, at[i].n ? "not read" : "read");
        if (!at[i].n) continue;
        assert_int_equal(t.n, at[i].n);
        assert_int_equal(t.unit, at[i].unit);
        assert_string_equal(t.words, at[i].words);
    }
}

static void how_often_is_a_rate_and_sometimes_two(void **state) {
    static const struct {
        const char *text;
        double lo, hi;
    } at[] = {
        {"Regular Biweekly Repatriation", 0.5, 2},
        {"bi-weekly", 0.5, 2},
        {"bimonthly flights", 0.1150, 0.4600},
        {"twice a week", 2, 2},
        {"Twice-weekly flights", 2, 2},
        {"three times a week", 3, 3},
        {"5 flights per week", 5, 5},
        {"two round trips a day", 14, 14},
        {"every Monday and Friday", 2, 2},
        {"every Monday, Wednesday and Friday", 3, 3},
        {"every other week", 0.5, 0.5},
        {"every two weeks", 0.5, 0.5},
        {"every day", 7, 7},
        {"fortnightly", 0.5, 0.5},
        {"once a month", 0.2300, 0.2300},
        {"daily flights", 7, 7},
        {"weekly", 1, 1},
        {"semi-weekly", 2, 2},
        {"every other Tuesday", 0.5, 0.5},
        {"on Tuesdays and Fridays", 2, 2},
        {"two charters a week", 2, 2},
        {"once a fortnight", 0.5, 0.5},
        {"biweekly, that is twice a week", 2, 2},
        {"every two weeks (biweekly)", 0.5, 0.5},
        {"bi-weekly (twice a week)", 2, 2},
        {"biweekly, on Mondays", 0.5, 2},
        {"Daily Flights To Somewhere", 7, 7},
        {"The Daily Star reports charters", 0, 0},
        {"says Weekly Asia", 0, 0},
        {"in a biweekly magazine", 0, 0},
        {"a monthly total of four", 0, 0},
        {"on Monday", 0, 0},
        {"bicycle", 0, 0},
        {"every worker", 0, 0},
        {"two flights", 0, 0},
        {"Monday", 0, 0},
        {"twice", 0, 0},
        {"", 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct phrase_often o = {0};

        if (phrase_often(&arena, span_of(at[i].text), &o) != (at[i].hi > 0))
            fail_msg("\"%s\": %s", at[i].text, at[i].hi > 0 ? "not read" : "read");
        assert_near(o.lo, at[i].lo, 0.001);
        assert_near(o.hi, at[i].hi, 0.001);
    }
}

static void weekdays_and_conditions(void **state) {
    (void)state;
    assert_int_equal(phrase_weekdays(&arena, SPAN("On Monday, and on Fridays")), 0x11);
    assert_int_equal(phrase_weekdays(&arena, SPAN("Mon Fri sunshine")), 0);
    assert_int_equal(phrase_weekdays(&arena, SPAN("on Monday, writes The Sunday Times")), 0x01);
    assert_true(phrase_condition(&arena, SPAN("as many as 400")));
    assert_true(phrase_condition(&arena, SPAN("provided that all fly")));
    assert_false(phrase_condition(&arena, SPAN("figures provided by the ministry")));
    assert_false(phrase_condition(&arena, SPAN("asked if they are afraid, they nod")));
    assert_true(phrase_condition(&arena, SPAN("around, if all fly")));
    assert_true(phrase_condition(&arena, SPAN("up to 400")));
    assert_true(phrase_condition(&arena, SPAN("no more than that")));
    assert_true(phrase_condition(&arena, SPAN("Assuming 100 each")));
    assert_false(phrase_condition(&arena, SPAN("at once; up the hill; no more; different")));
    assert_false(phrase_condition(&arena, SPAN("")));
}

/* Words of no length, of great length, and bytes of other scripts end nothing. */
static void any_bytes_are_taken(void **state) {
    char text[4001];
    struct phrase_time t;
    struct phrase_often o;

    (void)state;
    memset(text, 'a', sizeof text);
    assert_false(phrase_time(&arena, (struct span){text, 4000}, &t));
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char)(i % 2 ? ' ' : 'a');
    assert_false(phrase_often(&arena, (struct span){text, 4000}, &o));
    for (int c = 0; c < 256; c++) {
        memset(text, c, sizeof text);
        (void)phrase_time(&arena, (struct span){text, 4000}, &t);
        (void)phrase_often(&arena, (struct span){text, 4000}, &o);
        assert_int_equal(phrase_weekdays(&arena, (struct span){text, 4000}), 0);
    }
    assert_true(
        phrase_time(&arena, SPAN("\xed\x95\x9c for \xe2\x80\x9c four\xe2\x80\x9d months"), &t));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_of_time_need_their_frame),
        cmocka_unit_test(how_often_is_a_rate_and_sometimes_two),
        cmocka_unit_test(weekdays_and_conditions),
        cmocka_unit_test(any_bytes_are_taken),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
