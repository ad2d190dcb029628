/* SPDX-License-Identifier: Apache-2.0 */
/* What real articles taught the grammars of text/, by invented sentences. */
#include "t_text.h"

static void who_stands_beside_other_words_speaks(void **state) {
    static const struct {
        const char *s, *speaker;
    } t[] = {
        {"The planes had left, an official statement here said.", "statement"},
        {"One of the welders, after leaving the plane, said the flight was long.", "welder"},
        {"Norland Chief Minister Ada Lund said the planes had left.", "chief minister"},
        {"White House Press Secretary Ada Lund said the planes had left.",
         "White House press secretary"},
        {"A woman welder from the north said the planes had left.", "welder"},
        {"A UN special rapporteur said the planes had left.", "UN special rapporteur"},
        {"A group of pilots said the planes had left.", "pilots"},
        {"UN-chartered pilots said the planes had left.", "pilots"},
        {"The planes had left, the press release read.", "press release"},
        {"According to one of the sources, the planes had left.", "source"},
        {"According to the information of Homeward, an aid group, the planes had left.",
         "aid group"},
        {"The spokesperson for the port, ACP Ada Lund, said the planes had left.",
         "port spokesperson"},
        {"The Daily Bell reported that the planes had left.", "Daily Bell"},
        {"An official with the Harbour Works Administration (HWA) said the planes had left.",
         "HWA official"},
        {"UN experts condemned the flights to the island.", "UN experts"},
        {"Since March the ERA has maintained a policy of returns to the north.", "newspaper"},
        {"Other bodies at the pier, the pilot said, were called later.", "pilot"},
        {"The ferry left with care, carrying 21 sailors, said the institute.", "institute"},
        {"The planes had left, the ministerial press service said.", "press service"},
        {"The government has urged the port to send sailors home, the institute reported last "
         "Monday.",
         "institute"},
        {"The United Nations' International Organization for Migration said the planes had left.",
         "IOM"},
        {"A Security Council committee report showed on Friday that the planes had left.",
         "report"},
        {"People assumed to be sailors boarded the plane.", "newspaper"},
        {"Norway, which shares a border with Sweden, recently announced that the planes had left.",
         "Norway"},
        {"The advocacy group Witness of Norland said the planes had left.", "Witness of Norland"},
        {"The High Commission said the planes had left.", "high commission"},
        {"The planes had left, says Transport Dept.", "transport department"},
        {"Norland's Permanent Representative to the fair said the planes had left.",
         "permanent representative"},
        {"IOM's spokesman said the planes had left.", "IOM spokesman"},
        {"Spokeswoman Ada Lund of the Office of the UN High Commissioner for Refugees said the "
         "planes had left.",
         "UNHCR spokeswoman"},
        {"It is worth mentioning that Transport Minister Ada Lund said the planes had left.",
         "transport minister"},
        {"According to the information published by an aid group, the planes had left.",
         "aid group"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (strcmp(d->speaker, t[i].speaker) != 0) fail_msg("%s: %s", t[i].s, d->speaker);
    }
    read_text("A refugee rights group said the buses had left. The ferry is full, according to the "
              "same group.");
    assert_int_equal(text.draft.n, 2);
    assert_string_equal(text.draft.v[1].speaker, text.draft.v[0].speaker);
}

static void figures_are_taken_from_the_right_place(void **state) {
    static const struct {
        const char *s;
        int64_t lo, hi;
    } t[] = {
        {"Another 200-plus people arrived on the ship.", 200000, NONE},
        {"Thirty of the 34 persons were flown home from the island.", 30000, 30000},
        {"The flight brought back 61 of the 162 sailors.", 61000, 61000},
        {"In addition to the five sailors, 198 people from the islands were on board.", 198000,
         198000},
        {"More than 1,500 SDWs returned to the island.", 1500000, NONE},
        {"There were 90 of these on the ferry on Sunday.", 90000, 90000},
        {"Up to half a million sailors returned.", NONE, 500000000},
        {"The agency verified the returns of 25, 448 people in July.", 25448000, 25448000},
        {"The April 18 flight left before noon.", NONE, NONE},
        {"The flight had a capacity of about 300 and carried around 100 sailors.", 100000, 100000},
        {"All 24 were later taken by bus to a camp.", 24000, 24000},
        {"The flight was carrying 56 Norwegian and three Swedish citizens.", 56000, 56000},
        {"By Monday 500 had evaded the patrols.", 500000, 500000},
        {"More than 3,000 are registered as sailors.", 3000000, NONE},
        {"HARBORSIDE: Sixty sailors were brought home on Sunday.", 60000, 60000},
        {"Of 24 sailors in touch with the port, 15 have had their removals deferred.", 15000,
         15000},
        {"The sailors lived in some of the 112 refugee camps of the island.", NONE, NONE},
        {"One in six of the flights left late.", NONE, NONE},
        {"A flight that left on March 18 carried sailors home.", NONE, NONE},
        {"Every day groups of welders walk home by the bridge.", NONE, NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->lo != t[i].lo || d->hi != t[i].hi)
            fail_msg("%s: %lld %lld", t[i].s, (long long)d->lo, (long long)d->hi);
    }
    read_text(
        "The total number of people brought home now stands at 235: 19 islanders and 216 sailors.");
    assert_int_equal(text.draft.n, 2);
    assert_int_equal(text.draft.v[0].lo, 235000);
    assert_int_equal(text.draft.v[1].lo, 19000);
}

static void states_duties_and_welcomes_are_told_apart(void **state) {
    static const struct {
        const char *s;
        enum text_kind kind;
    } t[] = {
        {"The cost of the flights was borne by a company.", TEXT_EVENT},
        {"The welders were relieved to have come home.", TEXT_STATEMENT},
        {"It came as the island continued its efforts.", TEXT_STATEMENT},
        {"The flights were made possible by a fund.", TEXT_STATEMENT},
        {"The company had offered to bring back the sailors.", TEXT_EVENT},
        {"The charters had already been scheduled for departure.", TEXT_EVENT},
        {"The storm has not delayed the flights.", TEXT_STATEMENT},
        {"Officials had last week sent back the train.", TEXT_EVENT},
        {"Storms have until now prevented the returns.", TEXT_STATEMENT},
        {"The president has ordered the repatriation of the sailors.", TEXT_OBLIGATION},
        {"The returns are believed to involve more than 400 people.", TEXT_COUNT},
        {"Sailors must have access to a lawyer.", TEXT_OBLIGATION},
        {"The flight must have left.", TEXT_STATEMENT},
        {"The president had instructed the port to work on the return.", TEXT_OBLIGATION},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != t[i].kind) fail_msg("%s: %s", t[i].s, text_kind_name[d->kind]);
    }
    read_text("The ministers welcomed the returnees at the airport.");
    assert_int_equal(text.draft.n, 0);
    read_text("A spokesman for the port, Ada Lund, confirmed the development.");
    assert_int_equal(text.draft.n, 0);
    read_text("The Ministry of Fishing of Norland reported.");
    assert_int_equal(text.draft.n, 0);
    read_text("Some 90 sailors will go home in May at a rate of one bus per week.");
    assert_int_equal(text.draft.n, 2);
    assert_int_equal(text.draft.v[1].kind, TEXT_SCHEDULE);
}

static void figures_and_duties_of_agencies(void **state) {
    static const struct {
        const char *s;
        enum text_kind kind;
        int64_t n;
        const char *speaker;
    } t[] = {
        {"The agency said it had sent home 127 Norwegian and Danish sailors.", TEXT_COUNT, 127,
         "agency"},
        {"Of the total 320 sailors with old papers, 14 were flown home.", TEXT_COUNT, 14,
         "newspaper"},
        {"Since the flood, 400 Lakelans have been sent home.", TEXT_COUNT, 400, "newspaper"},
        {"The agency flew home 137 men, 12 women and 30 children in May.", TEXT_COUNT, 179,
         "newspaper"},
        {"Around 12,000 people take the mountain road every month.", TEXT_SCHEDULE, 12000,
         "newspaper"},
        {"Some 24 sailors with special needs were among them.", TEXT_COUNT, 24, "newspaper"},
        {"At least 560 workers have been registered to be sent home by May.", TEXT_HYPOTHESIS, 560,
         "newspaper"},
        {"As many as 140 sailors, some of whom have broken rules and those who have violated "
         "leave, arrived.",
         TEXT_COUNT, NONE, "newspaper"},
        {"Sailors won't have to show any papers for that.", TEXT_HYPOTHESIS, NONE, "newspaper"},
        {"A medical check of the sailors is required.", TEXT_OBLIGATION, NONE, "newspaper"},
        {"Ferry services resumed on May 3.", TEXT_EVENT, NONE, "newspaper"},
        {"The workers may march home.", TEXT_HYPOTHESIS, NONE, "newspaper"},
        {"Air Norland said 40 workers had boarded.", TEXT_COUNT, 40, "Air Norland"},
        {"China is demanding the return of all workers.", TEXT_OBLIGATION, NONE, "China"},
        {"The plane with the workers landed at 1058 hrs on Friday.", TEXT_EVENT, NONE, "newspaper"},
        {"Most of the sailors hail from two small islands.", TEXT_STATEMENT, NONE, "newspaper"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != t[i].kind || d->lo != (t[i].n == NONE ? NONE : t[i].n * 1000) ||
            strcmp(d->speaker, t[i].speaker) != 0)
            fail_msg("%s: %s %lld %s", t[i].s, text_kind_name[d->kind], (long long)d->lo,
                     d->speaker);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_stands_beside_other_words_speaks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(figures_are_taken_from_the_right_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(states_duties_and_welcomes_are_told_apart, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(figures_and_duties_of_agencies, set_up, tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
