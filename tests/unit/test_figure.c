/* SPDX-License-Identifier: Apache-2.0 */
/* What words make of a figure beside them. */
#include "base/figure.h"
#include "t.h"

static void words_bound_a_figure_or_only_hedge_it(void **state) {
    static const struct {
        const char *words;
        enum bound is;
    } at[] = {{"", BOUND_NONE},
              {" ", BOUND_NONE},
              {"some", BOUND_ROUGH},
              {"about", BOUND_ROUGH},
              {"possibly", BOUND_ROUGH},
              {"At least", BOUND_LEAST},
              {"over", BOUND_LEAST},
              {"overall", BOUND_ROUGH},
              {"moreover", BOUND_ROUGH},
              {"more than", BOUND_LEAST},
              {"no more than", BOUND_MOST},
              {"no fewer than", BOUND_LEAST},
              {"fewer than", BOUND_MOST},
              {"reportedly; well over", BOUND_LEAST},
              {"up to", BOUND_MOST},
              {"at least; up to", BOUND_ROUGH},
              {"a hundred or more", BOUND_LEAST},
              {"более", BOUND_LEAST},
              {"не более", BOUND_MOST},
              {"не менее", BOUND_LEAST},
              {"이상", BOUND_LEAST}};

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        if (bound_read(span_of(at[i].words)) != at[i].is) fail_msg("%s", at[i].words);
}

static void a_figure_is_read_with_the_words_beside_it(void **state) {
    static const struct {
        const char *cell;
        struct figure is; /* low, best, high */
    } at[] = {{"57", {-1, 57, -1, BOUND_NONE}},
              {" 0 ", {-1, 0, -1, BOUND_NONE}},
              {"40.0", {-1, 40, -1, BOUND_NONE}},
              {"1,055", {-1, 1055, -1, BOUND_NONE}},
              {"12,345,678", {-1, 12345678, -1, BOUND_NONE}},
              {"57 people", {-1, 57, -1, BOUND_NONE}},
              {"57pax", {-1, 57, -1, BOUND_NONE}},
              {"~40", {-1, 40, -1, BOUND_ROUGH}},
              {"About 40", {-1, 40, -1, BOUND_ROUGH}},
              {"approx. 40", {-1, 40, -1, BOUND_ROUGH}},
              {"40?", {-1, 40, -1, BOUND_ROUGH}},
              {"약 100명", {-1, 100, -1, BOUND_ROUGH}},
              {"62-68", {62, -1, 68, BOUND_NONE}},
              {"62 – 68", {62, -1, 68, BOUND_NONE}},
              {"62 to 68 pax", {62, -1, 68, BOUND_NONE}},
              {"between 62 and 68", {62, -1, 68, BOUND_NONE}},
              {"~62-68", {62, -1, 68, BOUND_ROUGH}},
              {"50-50", {50, -1, 50, BOUND_NONE}},
              {"30+", {30, -1, -1, BOUND_LEAST}},
              {"at least 30", {30, -1, -1, BOUND_LEAST}},
              {">=30", {30, -1, -1, BOUND_LEAST}},
              {"30 or more", {30, -1, -1, BOUND_LEAST}},
              {"최소 100명", {100, -1, -1, BOUND_LEAST}},
              {"100명 이상", {100, -1, -1, BOUND_LEAST}},
              {"up to 60", {-1, -1, 60, BOUND_MOST}},
              {"<60", {-1, -1, 60, BOUND_MOST}},
              {"не более 60", {-1, -1, 60, BOUND_MOST}}};
    static const char *const refused[] = {
        "",           "none",           "-5",           "57 (3 women)", "62/68",     "1 055",
        "1.055",      "1,05",           "57.5",         "57%",          "57kg",      "12:30",
        "2026-01-02", "at least 40-60", "30+ up to 60", "between 62",   "40 and 60", "3 buses",
        "40-50-60",   "1e300",          "57 58",        "about"};
    struct figure f;
    struct err e;

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        const struct figure *is = &at[i].is;

        if (figure_read(span_of(at[i].cell), &f, &e) < 0) fail_msg("%s: %s", at[i].cell, e.text);
        if (f.low != is->low || f.best != is->best || f.high != is->high || f.words != is->words)
            fail_msg("%s: %d %d %d, words %d", at[i].cell, (int)f.low, (int)f.best, (int)f.high,
                     (int)f.words);
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (figure_read(span_of(refused[i]), &f, &e) != RC_SYNTAX)
            fail_msg("%s is taken", refused[i]);
    assert_int_equal(figure_read(SPAN("68-62"), &f, &e), RC_RANGE);
    assert_int_equal(figure_read(SPAN("9999999999"), &f, &e), RC_RANGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_bound_a_figure_or_only_hedge_it),
        cmocka_unit_test(a_figure_is_read_with_the_words_beside_it),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("figure", tests, NULL, NULL);
}
