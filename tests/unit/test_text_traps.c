/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences that a careless reader gets wrong: denials, decimal commas, a month that is still to come, counts by the week. */
#include "t_text.h"

#include <stdio.h>

static void denials_are_no_counts(void **state) {
    static const struct {
        const char *s;
        enum text_kind kind;
        int64_t n;
        const char *hedge;
    } t[] = {
        {"The capital denied that 180 workers had been flown home on 6 November.", TEXT_STATEMENT,
         180, "denied"},
        {"Officials rejected reports that 190 workers were sent home.", TEXT_STATEMENT, 190,
         "rejected reports"},
        {"The embassy denied the deportation of 40 workers.", TEXT_STATEMENT, 40, "denied"},
        {"The ministry found no evidence that 40 workers had left.", TEXT_STATEMENT, 40,
         "no evidence"},
        {"40 workers were not returned on 6 November.", TEXT_STATEMENT, 40, "were not"},
        {"Police did not deport 40 men.", TEXT_STATEMENT, 40, "did not"},
        {"\"We didn't send 40 workers home,\" the minister said.", TEXT_STATEMENT, 40, "didn't"},
        {"Nobody among the 40 workers boarded the plane.", TEXT_STATEMENT, 40, "Nobody"},
        {"The report that 40 workers were returned is false.", TEXT_STATEMENT, 40, "is false"},
        {"It is not true that 3,000 workers were deported.", TEXT_STATEMENT, 3000, "is not true"},
        {"Reports that 190 workers were sent home have been denied by the embassy.", TEXT_STATEMENT,
         190, "have been denied"},
        {"The plane left without 40 workers.", TEXT_STATEMENT, 40, "without"},
        {"Guards prevented 40 workers from boarding the plane.", TEXT_STATEMENT, 40, "prevented"},
        {"40 workers refused to board the plane.", TEXT_STATEMENT, 40, "refused"},
        {"The flight with 130 migrants was cancelled.", TEXT_STATEMENT, 130, "was cancelled"},
        {"The flight was to take 130 migrants home.", TEXT_HYPOTHESIS, 130, "was to"},
        {"The group said it could not verify reports that 20 detainees were put on a plane.",
         TEXT_HYPOTHESIS, 20, "could not verify"},
        {"Unconfirmed reports said 40 workers were deported.", TEXT_HYPOTHESIS, 40, "Unconfirmed"},
        {"The minister did not rule out that more than 100,000 could come back this year.",
         TEXT_HYPOTHESIS, 100000, "did not rule out; more than; could"},
        {"It was not immediately clear whether 40 workers had left.", TEXT_HYPOTHESIS, 40,
         "was not immediately clear"},
        {"Were 40 workers deported?", TEXT_HYPOTHESIS, 40, "?"},
        {"Flights do not run twice a week.", TEXT_STATEMENT, 2, "do not"},
        {"100명은 탑승하지 않았다.", TEXT_STATEMENT, 100, "탑승하지 않았다"},
        {"노동자 180명이 송환됐다는 보도를 정부가 부인했다.", TEXT_STATEMENT, 180, "부인했다"},
        {"노동자 100명이 귀국할 예정이다.", TEXT_HYPOTHESIS, 100, "예정이다"},
        {"40 рабочих не были отправлены домой.", TEXT_STATEMENT, 40, "не были"},
        {"Ещё 40 человек не смогли вылететь.", TEXT_STATEMENT, 40, "не смогли"},
        {"Посольство отрицает, что 180 рабочих были отправлены домой.", TEXT_STATEMENT, 180,
         "отрицает"},
        {"В марте домой отправят 300 рабочих.", TEXT_HYPOTHESIS, 300, "отправят"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != t[i].kind || d->lo != t[i].n * 1000 || strcmp(d->hedge, t[i].hedge) != 0)
            fail_msg("%s: %s %lld [%s]", t[i].s, text_kind_name[d->kind], (long long)d->lo,
                     d->hedge);
    }
}

static void a_denial_reaches_as_far_as_its_clauses(void **state) {
    read_text("The state denied that 500 workers left on May 9, 40 others on May 18.");
    assert_int_equal(text.draft.n, 2);
    assert_int_equal(text.draft.v[1].kind, TEXT_STATEMENT);
    assert_string_equal(text.draft.v[1].hedge, "denied");
    read_text("The state denied that 180 workers had been flown home and that 40 had been held.");
    assert_int_equal(text.draft.n, 2);
    assert_int_equal(text.draft.v[1].kind, TEXT_STATEMENT);
    (void)state;
}

static void negations_of_something_else_deny_nothing(void **state) {
    static const char *const t[] = {
        "The agency deported 12 rejected asylum seekers on Friday.",
        "Forty workers who had not been paid were deported on Friday.",
        "No fewer than 80 deportees were on board.",
        "The ministry did not say why 40 workers were deported.",
        "Not only 40 workers but also the cooks were deported.",
        "The state denied the report, but the agency said 180 workers were flown home.",
        "The plane did not leave until Friday, with 40 workers on board.",
        "The guards could not say who they were, and 40 workers were flown home.",
        "Не менее 60 граждан отправили домой 5 января.",
        "Рабочие, у которых не было документов, улетели: 40 человек.",
        "40명이 출국했지만 나머지는 탑승하지 않았다.",
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        size_t counts = 0;

        read_text(t[i]);
        for (size_t k = 0; k < text.draft.n; k++) counts += text.draft.v[k].kind == TEXT_COUNT;
        if (counts != 1) fail_msg("%s: %zu counts", t[i], counts);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(denials_are_no_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_denial_reaches_as_far_as_its_clauses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(negations_of_something_else_deny_nothing, set_up,
                                        tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
