/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of what did not come about, or is not said to have: each is tried with its opposite, which is a count. */
#include "t_text.h"

#include <stdio.h>

struct figure {
    const char *s;
    int64_t n;
    const char *hedge;
};

static void each_is(const struct figure *f, size_t n, enum text_kind kind) {
    for (size_t i = 0; i < n; i++) {
        const struct text_draft *d = only(f[i].s);

        if (d->kind != kind || d->lo != f[i].n * 1000 ||
            (f[i].hedge && strcmp(d->hedge, f[i].hedge) != 0))
            fail_msg("%s: %s %lld [%s]", f[i].s, text_kind_name[d->kind], (long long)d->lo,
                     d->hedge);
    }
}
#define EACH(f, kind) each_is(f, sizeof(f) / sizeof *(f), kind)

static void what_was_ended_before_it_was_done_is_no_count(void **state) {
    static const struct figure t[] = {
        {"The government shelved a plan to send home 410 labourers.", 410, "shelved"},
        {"The judge overturned the removal of 75 migrants.", 75, "overturned"},
        {"The return of 90 workers has been put on hold.", 90, "has been put on hold"},
        {"The charter with 110 deportees was scrapped.", 110, "was scrapped"},
        {"The order to deport 370 people was suspended.", 370, NULL},
        {"The removal of 118 people was stayed by a judge.", 118, "was stayed"},
        {"Officials called off the deportation of 65 men.", 65, "called off"},
        {"The deportation of 60 students was ruled unlawful.", 60, "was ruled unlawful"},
        {"Вылет 310 рабочих отменили.", 310, "отменили"},
        {"Депортацию 140 рабочих приостановили.", 140, "приостановили"},
        {"노동자 120명의 출국이 연기됐다.", 120, "연기됐다"},
    };
    static const struct figure done[] = {
        {"After the first flight was cancelled, 120 workers left.", 120, ""},
        {"The delayed flight took 15 workers home.", 15, ""},
        {"После отмены первого рейса 55 рабочих улетели.", 55, ""},
        {"첫 항공편이 취소된 뒤 노동자 60명이 출국했다.", 60, ""},
        {"노동자 60명이 연기된 항공편으로 출국했다.", 60, ""},
    };

    (void)state;
    EACH(done, TEXT_COUNT);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind == TEXT_COUNT || d->lo != t[i].n * 1000 || !*d->hedge ||
            (t[i].hedge && strcmp(d->hedge, t[i].hedge) != 0))
            fail_msg("%s: %s %lld [%s]", t[i].s, text_kind_name[d->kind], (long long)d->lo,
                     d->hedge);
    }
}

static void who_did_not_go_is_no_count(void **state) {
    static const struct figure t[] = {
        {"230 workers missed the flight.", 230, "missed"},
        {"Some 240 migrants escaped deportation.", 240, "escaped; Some"},
        {"380 people appealed against removal.", 380, "appealed"},
        {"160 workers challenged their removal in court.", 160, "challenged"},
        {"250 workers were turned away at the gate.", 250, "were turned away"},
        {"Guards turned 250 workers away at the gate.", 250, "turned"},
        {"45 workers were left behind.", 45, "were left behind"},
        {"55 workers were refused entry.", 55, "were refused entry"},
        {"The 66 workers were spared deportation.", 66, "were spared"},
        {"120 workers had their flight cancelled.", 120, "had their flight cancelled"},
        {"120 workers lodged an appeal against their removal.", 120, "lodged an appeal"},
        {"Not all of the 150 workers left.", 150, "Not"},
        {"90 рабочих избежали депортации.", 90, "избежали"},
        {"80 рабочих опоздали на рейс.", 80, "опоздали"},
        {"60 рабочим отказали во въезде.", 60, "отказали"},
        {"노동자 80명이 비행기를 놓쳤다.", 80, "놓쳤다"},
        {"노동자 90명이 송환을 피했다.", 90, "피했다"},
    };
    static const struct figure done[] = {
        {"77 workers who missed the first flight were flown home.", 77, ""},
        {"Guards deported 230 people who had avoided registration.", 230, ""},
        {"40 defectors escaped to the south.", 40, ""},
        {"Guards stopped a bus and deported the 48 workers on it.", 48, ""},
        {"The embassy appealed for help and 36 workers were flown home.", 36, ""},
        {"The plane took off with 31 deportees on board.", 31, ""},
        {"The state has expelled 1,040 sailors, defying its own judges.", 1040, ""},
        {"60 человек, не имевших документов, отправили домой.", 60, ""},
        {"90 рабочих, которых не пустили на первый рейс, улетели.", 90, ""},
    };

    (void)state;
    EACH(t, TEXT_STATEMENT);
    EACH(done, TEXT_COUNT);
}

static void what_is_called_untrue_is_no_count(void **state) {
    static const struct figure t[] = {
        {"The number of 340 deportees was exaggerated.", 340, "was exaggerated"},
        {"The ministry lied when it said 430 workers left.", 430, "lied"},
        {"The embassy fabricated the return of 140 workers.", 140, "fabricated"},
        {"The ministry pretended that 350 workers had been sent home.", 350, "pretended"},
        {"It is a myth that 500 workers went home.", 500, "myth"},
        {"A fake notice said that 120 workers had been deported.", 120, "fake notice"},
        {"He made up the story that 220 workers came back.", 220, "made up"},
        {"Число 340 депортированных граждан завышено.", 340, "завышено"},
        {"노동자 340명이 송환됐다는 주장은 과장됐다.", 340, "과장됐다"},
    };

    (void)state;
    EACH(t, TEXT_STATEMENT);
}

static void what_is_ordered_asked_or_threatened_is_open(void **state) {
    static const struct figure t[] = {
        {"Police threatened 500 labourers with deportation.", 500, "threatened"},
        {"500 labourers were threatened with deportation.", 500, "were threatened"},
        {"The state sought the return of 75 workers.", 75, "sought"},
        {"A court ordered 120 workers deported.", 120, "ordered"},
        {"The embassy proposed that 120 workers return.", 120, "proposed"},
        {"The minister spoke of deporting 120 workers.", 120, "of deporting"},
        {"120 workers are getting ready to leave.", 120, "to leave"},
        {"120 workers were placed on a list for deportation.", 120, "for deportation"},
        {"120 рабочих ждут отправки домой.", 120, "ждут"},
        {"Seats had been reserved for 120 workers.", 120, "reserved"},
        {"190 workers applied to return home.", 190, "applied"},
        {"Власти пригрозили выслать 500 рабочих.", 500, "пригрозили"},
        {"정부는 노동자 500명을 추방하겠다고 위협했다.", 500, "위협했다"},
    };
    static const struct figure done[] = {
        {"Police carried out the order and deported 210 migrants.", 210, ""},
        {"A plane ordered by the ministry flew 140 workers home.", 140, ""},
        {"Twenty people were asked to fill in papers.", 20, ""},
        {"105 workers were forced to return home.", 105, ""},
        {"17 workers were deported under a court order.", 17, ""},
        {"노동자 25명이 추방 명령을 받고 출국했다.", 25, ""},
    };

    (void)state;
    EACH(t, TEXT_HYPOTHESIS);
    EACH(done, TEXT_COUNT);
}

static void what_is_so_on_a_condition_or_by_rumour_is_open(void **state) {
    static const struct figure t[] = {
        {"If true, 280 workers left.", 280, "If"},
        {"280 workers left, if the report is right.", 280, "if"},
        {"Provided that the weather holds, 180 workers leave.", 180, "Provided"},
        {"Should the reports be true, 120 workers went home.", 120, "Should"},
        {"Reports of 270 returns were circulating.", 270, "Reports"},
        {"Rumours of 600 deportations spread.", 600, "Rumours"},
        {"Если это правда, уехали 280 рабочих.", 280, "Если"},
        {"Слухи о возвращении 200 рабочих распространяются.", 200, "Слухи"},
        {"만일 보도가 사실이라면 노동자 280명이 귀국했다.", 280, "만일"},
        {"노동자 200명이 송환됐다는 소문이 돌고 있다.", 200, "소문이"},
    };
    static const struct figure done[] = {
        {"If anything, the mood was calm as 44 workers boarded the plane.", 44, ""},
        {"The ministry confirmed reports that 40 workers had left.", 40, ""},
        {"Agency reports that 40 workers left.", 40, ""},
    };

    (void)state;
    EACH(t, TEXT_HYPOTHESIS);
    EACH(done, TEXT_COUNT);
}

static void nobody_is_counted_by_a_verb_that_moves_nobody(void **state) {
    static const char *const none[] = {
        "300 workers have tickets for the flight on Monday.",
        "300 workers married locals.",
        "300 workers are liable to deportation.",
        "300 workers were sentenced to deportation.",
        "300 workers risk deportation.",
        "300 workers chose to stay.",
        "The company needs 300 workers.",
        "The sides discussed the return of 300 workers.",
        "Talks on the return of 300 workers broke down.",
        "The evacuation of 300 workers fell through.",
        "The fate of 300 workers is unknown.",
        "Removal orders were issued against 300 workers.",
        "Efforts to bring home 300 workers have stalled.",
        "Of the 300 workers on the list none boarded.",
        "There is little to show that 300 workers left.",
        "It is too early to say that 300 workers left.",
        "The ministry took back its statement that 300 workers left.",
        "The consulate issued travel papers to 210 workers.",
        "Three buses waited for 210 workers.",
        "Pressure is growing to send home 210 workers.",
        "The ship chartered to carry 210 workers is still in port.",
        "The ban affects 210 workers.",
        "In theory 350 sailors sailed.",
        "Of the 350 sailors, not one boarded.",
        "350 sailors signed up for the programme.",
        "The embassy is trying to trace 350 sailors.",
        "선원 350명을 돌려보내라는 판결이 나왔다.",
        "Список из 350 граждан опубликован.",
        "Only 24 sailors can be taken on a boat.",
        "The 18 who had their removal halted had been given a chance to plead.",
        "A special flight for 94 stranded workers",
        "All passengers, with the exception of 20 people, had boarded.",
        "The plane brought the bodies of nine workers home.",
        "The agency mistakenly reported that 95 workers left.",
        "It is hard to believe that 80 workers left.",
        "The bus carrying 48 deportees was turned back at the border.",
        "언론은 노동자 210명이 떠났다고 잘못 보도했다.",
        "Судьба 210 рабочих неизвестна.",
        "노동자 300명 송환을 논의했다.",
        "노동자 300명이 귀국을 희망하고 있다.",
        "노동자 300명이 추방 대상에 올랐다.",
        "Переговоры о возвращении 300 рабочих продолжаются.",
        "300 рабочих попали в список на депортацию.",
        "300 рабочим грозит депортация.",
    };
    static const char *const some[] = {
        "300 workers, including five women, have already been sent home.",
        "300 workers were on board.",
        "350 seamen sailed home on Friday.",
        "The consul waved goodbye as 350 sailors left.",
        "Police rounded up 350 sailors and put them on a ferry.",
        "Thirty-six workers convicted of crimes arrived at the airport.",
        "16 sailors were placed on a ferry.",
        "The ministry said in a report that 40 workers had left.",
        "The state deported them, sending 144 back by bus.",
        "The border post recorded the return of 210 workers.",
        "The third ship left, bringing the number of workers who have gone to 210.",
        "51 migrants whose asylum claims had been denied were deported.",
        "노동자 210명이 국경에 도착한 것으로 전해졌다.",
        "300 workers are currently working in the north.",
        "300 workers had on Friday returned from the north.",
        "There are 300 workers in the camp.",
        "The agency supported the removal of 300 workers.",
        "The navy has helped to evacuate 300 workers.",
        "300 workers had their papers checked and were put on the plane.",
        "300 workers, none of whom had a passport, were deported.",
        "The ministry admitted deporting 300 workers.",
        "The state expelled 300 workers to avoid sanctions.",
        "300 workers home from the north",
        "회사가 문을 닫아 노동자 300명이 귀국했다.",
        "노동자 300명이 일하고 있다.",
        "노동자 30명이 귀국길에 올랐다.",
        "노동자 33명을 돌려보냈다.",
        "세관 앞에는 노동자 200명이 줄을 서 있었다.",
        "Пограничники задержали 12 мигрантов.",
        "На стройках заняты 500 рабочих.",
        "노동자 300명이 송환됐다고 정부가 밝혔다.",
        "Опасаясь санкций, власти отправили 300 рабочих домой.",
        "300 рабочих, чьи рейсы отменили, уехали на поезде.",
    };

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (drafts_of(none[i], TEXT_COUNT)) fail_msg("counted: %s", none[i]);
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        if (only(some[i])->kind != TEXT_COUNT) fail_msg("not counted: %s", some[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_ended_before_it_was_done_is_no_count, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(who_did_not_go_is_no_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_called_untrue_is_no_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_ordered_asked_or_threatened_is_open, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nobody_is_counted_by_a_verb_that_moves_nobody, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_so_on_a_condition_or_by_rumour_is_open, set_up,
                                        tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
