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
        {"40 workers, who arrived in May, did not leave.", TEXT_STATEMENT, 40, "did not"},
        {"Instead of deporting 40 workers, the state hired more.", TEXT_STATEMENT, 40,
         "Instead of"},
        {"The deportation of 40 workers was halted.", TEXT_STATEMENT, 40, "was halted"},
        {"Hardly any of the 40 workers left.", TEXT_STATEMENT, 40, "Hardly"},
        {"The agency withdrew a report that 40 workers had left.", TEXT_STATEMENT, 40,
         "withdrew a report"},
        {"The state is considering deporting 40 workers.", TEXT_HYPOTHESIS, 40, "considering"},
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
        {"노동자 100명이 송환될 것으로 보인다.", TEXT_HYPOTHESIS, 100, "송환될 것으로"},
        {"노동자 100명을 송환하기로 했다.", TEXT_HYPOTHESIS, 100, "송환하기로 했다"},
        {"По неподтверждённым данным, вывезли 40 рабочих.", TEXT_HYPOTHESIS, 40,
         "неподтверждённым"},
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
        size_t counts = drafts_of(t[i], TEXT_COUNT);

        if (counts != 1) fail_msg("%s: %zu counts", t[i], counts);
    }
}

static void numbers_are_read_whole(void **state) {
    static const struct {
        const char *s;
        int64_t lo, hi;
    } t[] = {
        {"Around 1,5 million Afghans returned.", 1500000, 1500000},
        {"Some 1\u2019200 people were deported.", 1200, 1200},
        {"Some 1'200 people were deported.", 1200, 1200},
        {"Some 2.5k people were deported.", 2500, 2500},
        {"More than a quarter of a million Afghans have left.", 250000, NONE},
        {"Three quarters of a million Afghans left.", 750000, 750000},
        {"One and a half million Afghans left.", 1500000, 1500000},
        {"A million and a half Afghans left.", 1500000, 1500000},
        {"Two and a half thousand people were flown home.", 2500, 2500},
        {"Tens of thousands of Haitians were deported.", 20000, NONE},
        {"A couple of dozen workers boarded.", 24, 24},
        {"Between 3 and 4 million Afghans returned.", 3000000, 4000000},
        {"Two to three dozen workers boarded.", 24, 36},
        {"Between 500 and 1,000 workers boarded.", 500, 1000},
        {"At least 5 of the 74 were minors.", 5, NONE},
        {"Some 40 of the more than 200 workers left.", 40, 40},
        {"About 5,40 workers left.", 40, 40}, /* no decimal comma where no size follows */
        {"Самолёт вывез 1,5 тысячи человек.", 1500, 1500},
        {"Вывезли 1,2 млн человек.", 1200000, 1200000},
        {"Домой отправили 12 тыс. рабочих.", 12000, 12000},
        {"Домой отправили двести сорок три рабочих.", 243, 243},
        {"Около ста двадцати рабочих улетели.", 120, 120},
        {"Более двух тысяч мигрантов депортировали.", 2000, NONE},
        {"Полтора десятка человек остались.", 15, 15},
        {"Депортировали десятки тысяч мигрантов.", 20000, NONE},
        {"В стране остаются от 3000 до 4000 рабочих.", 3000, 4000},
        {"3-4 тысячи рабочих остаются в стране.", 3000, 4000},
        {"노동자 1만2000명이 귀국했다.", 12000, 12000},
        {"노동자 만 2천여 명이 귀국했다.", 12000, 12000},
        {"노동자 1만 2천 명이 귀국했다.", 12000, 12000},
        {"노동자 5천명이 귀국했다.", 5000, 5000},
        {"3000~4000명이 남아 있다.", 3000, 4000},
        {"3천~4천 명이 남아 있다.", 3000, 4000},
        {"100명에서 120명이 탑승했다.", 100, 120},
        {"2천 명 이상이 구금돼 있다.", 2000, NONE},
        {"노동자 300명 이하가 남아 있다.", NONE, 300},
        {"노동자 수백 명이 돌아갔다.", 200, NONE},
        {"노동자 스무 명이 귀국했다.", 20, 20},
        {"노동자 마흔다섯명이 귀국했다.", 45, 45},
        {"노동자 백 명이 귀국했다.", 100, 100},
        {"노동자 삼백이십오 명이 귀국했다.", 325, 325},
        {"노동자 백오십여 명이 귀국했다.", 150, 150},
        {"노동자 만 이천 명이 귀국했다.", 12000, 12000},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);
        int64_t lo = t[i].lo == NONE ? NONE : t[i].lo * 1000,
                hi = t[i].hi == NONE ? NONE : t[i].hi * 1000;

        if (d->kind != TEXT_COUNT || d->lo != lo || d->hi != hi || strcmp(d->unit, "people") != 0)
            fail_msg("%s: %s %lld to %lld %s", t[i].s, text_kind_name[d->kind], (long long)d->lo,
                     (long long)d->hi, d->unit);
    }
}

static void of_a_part_and_its_whole_the_part_moved(void **state) {
    static const struct {
        const char *s;
        int64_t n;
    } t[] = {
        {"All but 12 of the 140 workers left.", 128},
        {"All except for 22 out of 150 workers were flown home.", 128},
        {"Of 52 detainees, only 41 boarded.", 41},
        {"Just 12 of 300 passengers were deportees.", 12},
        {"60 of more than 300 passengers were deportees.", 60},
        {"95 out of 120 workers boarded the plane.", 95},
        {"120명 가운데 17명만 탑승했다.", 17},
        {"노동자 150명 중 33명이 탑승했다.", 33},
        {"140명 중 12명을 제외한 전원이 떠났다.", 128},
        {"Из 120 пассажиров только 17 были рабочими.", 17},
        {"Из 150 рабочих улетели 33.", 33},
        {"Только 25 из 60 рабочих сели в самолёт.", 25},
        {"Все, кроме 12 из 140 рабочих, уехали.", 128},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != TEXT_COUNT || d->lo != t[i].n * 1000 || d->hi != d->lo ||
            strcmp(d->unit, "people") != 0)
            fail_msg("%s: %s %lld %s", t[i].s, text_kind_name[d->kind], (long long)d->lo, d->unit);
    }
    assert_int_not_equal(only("All but 12 were flown home on Friday.")->kind, TEXT_COUNT);
    assert_int_equal(only("More than a quarter of a million workers must leave.")->kind,
                     TEXT_OBLIGATION);
}

static void years_aircraft_and_parts_of_a_whole_count_nobody(void **state) {
    static const char *const t[] = {
        "The June 2022 flight was grounded.",
        "The May 2021 flights carried nobody.",
        "No more than a third of the 300 migrants were flown out.",
        "3년 만에 운항이 재개됐다고 정부가 밝혔다.",
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        read_text(t[i]);
        for (size_t k = 0; k < text.draft.n; k++)
            if (text.draft.v[k].lo != NONE || text.draft.v[k].hi != NONE)
                fail_msg("%s: %lld", t[i], (long long)text.draft.v[k].lo);
    }
    assert_string_equal(only("The plane, an Airbus A320, took off on the charter flight.")->flight,
                        "");
    assert_string_equal(only("A B737 charter flight left for the capital.")->flight, "");
    assert_string_equal(only("Flight A320 left for the capital.")->flight, "A320");
}

static void read_on(const char *s, int year, int month, int day) {
    struct text_options o = {.dateline = utc_day((struct utc_civil){year, month, day})};
    struct err e;

    assert_ok(text_read(&arena, span_of(s), &o, &text, &e), e);
    if (text.draft.n != 1) fail_msg("%zu drafts of: %s", text.draft.n, s);
}

static void a_month_that_is_to_come_is_the_next_one(void **state) {
    static const struct {
        const char *s, *from, *to;
    } t[] = {
        {"Flights run twice a week until the end of March.", "", "2024-03"},
        {"Flights run twice a week until end of March.", "", "2024-03"},
        {"We expect 40 workers to leave by the end of September.", "", "2024-09"},
        {"Flights run every Monday from April to June.", "2024-04", "2024-06"},
        {"There are three flights a week between 10 March and 10 April.", "2024-03-10",
         "2024-04-10"},
        {"Flights run twice a week from October to March.", "2023-10", "2024-03"},
        {"Flights ran every Monday from April to June.", "2023-04", "2023-06"},
        {"Between 10 January and 10 February 160 workers were returned.", "2023-01-10",
         "2023-02-10"},
        {"From May to June 2022 400 workers were deported.", "2022-05", "2022-06"},
        {"Flights were suspended at the end of March.", "2023-03", "2023-03"},
        {"Between 3 and 9 November 40 workers left.", "2023-11-03", "2023-11-09"},
        {"Between January 1 and 30, 2,980 workers were returned.", "2023-01-01", "2023-01-30"},
        {"They bring the workers home starting on 30 October.", "2023-10-30", ""},
        {"Flights run every other Tuesday until the end of May.", "", "2024-05"},
        {"The Sun saw 40 workers leave.", "", ""},
        {"Since the end of March 400 workers have left.", "2023-03", ""},
        {"Рейсы JS272 выполняются два раза в неделю до конца марта.", "", "2024-03"},
        {"Рейсы JS272 выполняются два раза в неделю до 29 марта.", "", "2024-03-29"},
        {"Рейсы JS272 выполняются два раза в неделю до 29 марта следующего года.", "",
         "2024-03-29"},
        {"고려항공은 주 2회 3월 말까지 운항한다.", "", "2024-03"},
        {"고려항공은 주 2회 오는 3월 29일까지 운항한다.", "", "2024-03-29"},
        {"10월 30일부터 3월 29일까지 주 2회 운항한다.", "2023-10-30", "2024-03-29"},
        {"10월 30일부터 내년 3월 29일까지 주 2회 운항한다.", "2023-10-30", "2024-03-29"},
        {"지난해 12월 노동자 200명이 귀국했다.", "2022-12", "2022-12"},
        {"지난 9일 노동자 200명이 귀국했다.", "2023-11-09", "2023-11-09"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        read_on(t[i].s, 2023, 11, 10);
        if (strcmp(text.draft.v[0].from, t[i].from) != 0 ||
            strcmp(text.draft.v[0].to, t[i].to) != 0)
            fail_msg("%s: %s to %s", t[i].s, text.draft.v[0].from, text.draft.v[0].to);
    }
    read_on("Flights run every Monday from April to June.", 2024, 3, 5);
    assert_string_equal(text.draft.v[0].from, "2024-04");
    assert_string_equal(text.draft.v[0].to, "2024-06");
    read_on("Flights run every Monday from April to June.", 2024, 6, 25);
    assert_string_equal(text.draft.v[0].from, "2024-04");
}

static void datelines_stand_in_many_forms(void **state) {
    static const struct {
        const char *s, *day;
    } t[] = {
        {"LONDON (Agency), April 30, 2024. The state flew 40 workers home.", "2024-04-30"},
        {"Islamabad, 10 November 2023: More than 40 workers left.", "2023-11-10"},
        {"KABUL, 5 March 2024 (Agency): The police said 40 workers left.", "2024-03-05"},
        {"Владивосток, 3 ноября 2023 года. Домой отправили 40 рабочих.", "2023-11-03"},
        {"[서울=통신] 2024년 2월 13일. 노동자 40명이 귀국했다.", "2024-02-13"},
        {"The police deported 40 workers on 10 November 2023.", ""},
        {"On 10 November 2023, 40 workers left.", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct text_options o = {.dateline = UTC_NONE};
        struct err e;

        assert_ok(text_read(&arena, span_of(t[i].s), &o, &text, &e), e);
        assert_string_equal(text.dateline == UTC_NONE ? "" : utc_date_text(text.dateline).s,
                            t[i].day);
        if (text.draft.n != 1) fail_msg("%zu drafts of: %s", text.draft.n, t[i].s);
    }
}

static void frequencies_of_other_languages_are_schedules(void **state) {
    static const struct {
        const char *s;
        int64_t n; /* thousandths */
        const char *unit, *days;
    } t[] = {
        {"Рейсы выполняются 2 раза в неделю по вторникам и пятницам.", 2000, "flights per week",
         "25"},
        {"Рейс JS272 выполняется два раза в неделю, по понедельникам и пятницам.", 2000,
         "flights per week", "15"},
        {"Авиакомпания выполняет полёты два раза в неделю.", 2000, "flights per week", ""},
        {"Рейсы выполняются раз в неделю по средам.", 1000, "flights per week", "3"},
        {"Рейсы выполняются раз в две недели.", 500, "flights per week", ""},
        {"Рейсы выполняются ежедневно.", 1000, "flights per day", ""},
        {"Самолёты летают каждый вторник и каждую пятницу.", 2000, "flights per week", "25"},
        {"Поезд ходит по пятницам.", 1000, "trains per week", "5"},
        {"Три рейса в неделю выполняет авиакомпания.", 3000, "flights per week", ""},
        {"고려항공은 매주 월요일과 금요일 주 2회 운항한다.", 2000, "flights per week", "15"},
        {"하루 2편 운항한다.", 2000, "flights per day", ""},
        {"Flights run twice a week, on Mondays and Fridays.", 2000, "flights per week", "15"},
        {"Flights run three times a week, on Mondays and Fridays.", 3000, "flights per week", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != TEXT_SCHEDULE || d->lo != t[i].n || strcmp(d->unit, t[i].unit) != 0 ||
            strcmp(d->days, t[i].days) != 0)
            fail_msg("%s: %s %lld %s %s", t[i].s, text_kind_name[d->kind], (long long)d->lo,
                     d->unit, d->days);
    }
    assert_string_equal(only("В понедельник домой улетели 40 рабочих.")->from, "2023-10-30");
    assert_string_equal(only("월요일 노동자 40명이 출국했다.")->from, "2023-10-30");
    read_text("Рабочие получают зарплату раз в месяц.");
    for (size_t k = 0; k < text.draft.n; k++)
        assert_int_not_equal(text.draft.v[k].kind, TEXT_SCHEDULE);
}

static void words_of_doubt_are_of_the_figure(void **state) {
    static const struct {
        const char *s, *hedge;
        enum text_kind kind;
    } t[] = {
        {"The ministry will bring home 750,000 migrants over seven to eleven months.", "",
         TEXT_HYPOTHESIS},
        {"In May 2,980 workers were returned, 12 percent fewer than a year earlier.", "",
         TEXT_COUNT},
        {"More than 40 workers left over two days.", "More than", TEXT_COUNT},
        {"About three weeks ago 40 workers left.", "", TEXT_COUNT},
        {"Around over 40 workers left.", "over", TEXT_COUNT},
        {"More than a quarter of a million workers have left.", "More than", TEXT_COUNT},
        {"Some 40 of the more than 200 workers left.", "Some", TEXT_COUNT},
        {"At least in part the 40 workers left by sea.", "", TEXT_COUNT},
        {"The total number of workers should be close to 32,000.", "should; close to",
         TEXT_HYPOTHESIS},
        {"All workers should be returned by December.", "", TEXT_OBLIGATION},
        {"Repatriation should never be compulsory.", "", TEXT_OBLIGATION},
        {"Более 40 рабочих улетели.", "Более", TEXT_COUNT},
        {"노동자 약 200명이 귀국했다.", "약", TEXT_COUNT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != t[i].kind || strcmp(d->hedge, t[i].hedge) != 0)
            fail_msg("%s: %s [%s]", t[i].s, text_kind_name[d->kind], d->hedge);
    }
}

static void people_by_the_month_are_a_rate(void **state) {
    (void)state;
    assert_string_equal(only("We expect between 40 and 60 returns a month.")->unit,
                        "people per month");
    assert_string_equal(only("About 300 people a day crossed the border.")->unit, "people per day");
    assert_string_equal(only("1,000 migrants per week were flown home.")->unit, "people per week");
    assert_string_equal(only("About 300 people crossed the border a day later.")->unit, "people");
}

static void where_they_land_is_not_where_they_come_from(void **state) {
    (void)state;
    assert_string_equal(
        only("A flight carrying 21 Haitian deportees landed in Cap-Haïtien on Tuesday.")->direction,
        "");
    assert_string_equal(only("The 21 Haitian deportees were flown from Miami.")->direction,
                        "Miami>Haiti");
    assert_string_equal(only("Salvadoran workers were deported in Texas.")->direction,
                        "Texas>El Salvador");
    assert_string_equal(only("Witness at the Border, a group, counted 109 flights.")->place, "");
    read_text("Fewer than 10% were deported; the remainder went \"for fear of arrest\".");
    for (size_t i = 0; i < text.draft.n; i++)
        assert_string_equal(text.draft.v[i].speaker, "newspaper");
}

static void what_a_page_hides_is_not_read(void **state) {
    static const struct {
        const char *page, *text;
    } t[] = {
        {"<html><p>A left.<p hidden>B left.<p>C left.", "A left.\nC left."},
        {"<html><p>A <span style=\"display:none\">B</span>left.", "A left."},
        {"<html><div style='COLOR: red; Display : None'>A<div>B</div>C</div>D", "D"},
        {"<html><div style=visibility:hidden>A</div>D", "D"},
        {"<html><div hidden=\"\">A<script>'</div>'</script>B</div>D", "D"},
        {"<html><p hidden>A<div>B</div>", "B"},
        {"<html><p class=hidden>A</p><p title=\"hidden\">B</p><br hidden>C", "A\nB\nC"},
        {"<html><p style=\"xdisplay:nonesuch\">A</p>", "A"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct span out;
        struct err e;

        assert_ok(text_html(&arena, span_of(t[i].page), &out, &e), e);
        while (out.n && out.p[out.n - 1] == '\n') out.n--;
        if (!span_is(out, t[i].text)) fail_msg("%s: %.*s", t[i].page, (int)out.n, out.p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(denials_are_no_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_denial_reaches_as_far_as_its_clauses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(negations_of_something_else_deny_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_month_that_is_to_come_is_the_next_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(datelines_stand_in_many_forms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(frequencies_of_other_languages_are_schedules, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(words_of_doubt_are_of_the_figure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(people_by_the_month_are_a_rate, set_up, tear_down),
        cmocka_unit_test_setup_teardown(where_they_land_is_not_where_they_come_from, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_a_page_hides_is_not_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_are_read_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_a_part_and_its_whole_the_part_moved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(years_aircraft_and_parts_of_a_whole_count_nobody, set_up,
                                        tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
