/* SPDX-License-Identifier: Apache-2.0 */
/* Korean and Russian voices, tenses and totals, by invented sentences. */
#include "t_text.h"

static void korean_and_russian_say_who_says_it(void **state) {
    static const struct {
        const char *s, *speaker;
        enum text_kind kind;
    } t[] = {
        {"외교부 대변인은 노동자 40명이 귀국했다고 밝혔다.", "foreign ministry spokesperson",
         TEXT_COUNT},
        {"정부 관계자에 따르면 노동자 40명이 귀국했다.", "government official", TEXT_COUNT},
        {"노동자 40명이 귀국한 것으로 알려졌다.", "unnamed", TEXT_COUNT},
        {"이번에 귀국하는 인원은 40명입니다.", "newspaper", TEXT_COUNT},
        {"서울 공항에 전세기가 오늘 오후 도착했습니다.", "newspaper", TEXT_EVENT},
        {"Пресс-секретарь МИД Иван Лунд сообщил, что вернулись 40 рабочих.",
         "foreign ministry press secretary", TEXT_COUNT},
        {"По данным посольства, вылетели 40 рабочих.", "embassy", TEXT_COUNT},
        {"Сообщается, что вылетели 40 рабочих.", "unnamed", TEXT_COUNT},
        {"«Они вернулись домой в мае», — сказал губернатор.", "governor", TEXT_STATEMENT},
        {"В мае рейс был организован двумя странами.", "newspaper", TEXT_EVENT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (strcmp(d->speaker, t[i].speaker) != 0 || d->kind != t[i].kind)
            fail_msg("%s: %s %s", t[i].s, d->speaker, text_kind_name[d->kind]);
    }
}

static void korean_totals_and_times(void **state) {
    const struct text_draft *d;

    (void)state;
    d = only("한국인 316명과 근로자 14명까지 총 330명이 한국으로 돌아왔다.");
    assert_int_equal(d->lo, 330000);
    d = only("근로자들은 오후 3시 24분경 인천공항에 도착했다.");
    assert_int_equal(d->lo, NONE); /* 인천 is a city, and 24 minutes are nobody */
    assert_int_equal(d->kind, TEXT_EVENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(korean_and_russian_say_who_says_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(korean_totals_and_times, set_up, tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
