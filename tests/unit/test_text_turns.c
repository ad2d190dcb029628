/* SPDX-License-Identifier: Apache-2.0 */
/* Turns of agency reports that the grammars of text/ stumbled over, by invented sentences: what only goes along with a happening, totals
 * at the end, names and titles of speakers, what one person tells of himself. */
#include "t_text.h"

static const struct text_draft *last_of(const char *s) {
    read_text(s);
    if (!text.draft.n) fail_msg("no draft of: %s", s);
    return &text.draft.v[text.draft.n - 1];
}

static void what_goes_along_foretells_nothing(void **state) {
    static const struct {
        const char *s;
        enum text_kind kind;
    } t[] = {
        {"Forty sailors were flown home as the ministry plans to close the port.", TEXT_COUNT},
        {"The state deported 900 sailors in May, fulfilling a pledge that it would act.",
         TEXT_COUNT},
        {"The ferry left on Monday, in spite of plans to sell it.", TEXT_EVENT},
        {"Norland on Thursday deported 40 sailors, after receiving assurances that they would be "
         "safe.",
         TEXT_COUNT},
        {"Nearly 600 sailors have left Norland, fearing that the ports could close.", TEXT_COUNT},
        {"Two of the sailors due to leave jumped over board and were taken to the hospital.",
         TEXT_EVENT},
        {"The sailors were later handed over to the port police.", TEXT_EVENT},
        {"Young men made up the majority of the sailors.", TEXT_STATEMENT},
        {"The judge granted the order without a hearing.", TEXT_OBLIGATION},
        {"More than 900 sailors who found grounds to remain in Norland were flown back.",
         TEXT_COUNT},
        {"The minister condemned a policy (announced in May) to deport 900 sailors.",
         TEXT_STATEMENT},
        {"Sailors failing to prove their claims placed on ferry to Norland", TEXT_STATEMENT},
        /* what is to come stays so */
        {"Norland plans to deport 900 sailors, as ministers announced.", TEXT_HYPOTHESIS},
        {"Norland will send 900 sailors home as the port was closed.", TEXT_HYPOTHESIS},
        {"The port was cleared, as Norland plans to send 900 sailors home.", TEXT_HYPOTHESIS},
        {"Over 900 More Sailors to Return From Norland", TEXT_HYPOTHESIS},
        /* who wishes to go, or may not, has not gone */
        {"On Monday 40 sailors have had their tickets cancelled.", TEXT_STATEMENT},
        {"The consul registered 900 sailors wishing to return from Norland.", TEXT_EVENT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = last_of(t[i].s);

        if (d->kind != t[i].kind) fail_msg("%s: %s", t[i].s, text_kind_name[d->kind]);
    }
}

static void figures_of_totals_lists_and_flows(void **state) {
    static const struct {
        const char *s;
        size_t drafts;
        enum text_kind kind; /* of the last */
        int64_t lo, hi;
    } t[] = {
        {"A ferry took 210 sailors home, bringing this month's total to 1,450.", 2, TEXT_COUNT,
         1450, 1450},
        {"A ferry took 210 sailors home, raising the number of returns above 900.", 2, TEXT_COUNT,
         900, NONE},
        {"A ferry left, bringing the number of sailors who have gone to 210.", 1, TEXT_COUNT, 210,
         210},
        {"The ministry said it would deport up to 900 sailors a week.", 1, TEXT_SCHEDULE, NONE,
         900},
        {"The port received 300 sailors, including 41 Swedes, from the northern camps.", 1,
         TEXT_COUNT, 300, 300},
        {"On board were four Danes, two Swedes, two Finns and one Norwegian.", 1, TEXT_COUNT, 9, 9},
        {"Of the sailors who came, 160 were men and 21 women.", 1, TEXT_COUNT, 181, 181},
        {"Of these, 21 are female and 160 male.", 1, TEXT_COUNT, 181, 181},
        {"One of the ferries took 110 sailors, while the other carried 91 sailors.", 2, TEXT_COUNT,
         91, 91},
        {"Those who came are among some 900 expected to return to Norland.", 1, TEXT_HYPOTHESIS,
         900, 900},
        {"Three ferries left the port on Sunday, two on Monday and up to four on Tuesday.", 3,
         TEXT_EVENT, NONE, 4},
        {"The last 49 sailors of the camp and 13 bodies of sailors were flown home.", 1, TEXT_COUNT,
         49, 49},
        {"The line carried 30 of the approximately 1,200 sailors home.", 1, TEXT_COUNT, 30, 30},
        {"The port city of about 35,000 people was asleep as the ferry left.", 1, TEXT_STATEMENT,
         NONE, NONE},
        {"Two ferries make regular trips to the north on Monday and Friday.", 1, TEXT_SCHEDULE, 2,
         2},
        {"The desk has kept a list of sailors (updated daily).", 1, TEXT_EVENT, NONE, NONE},
        {"That leaves 111 voyages to the north.", 1, TEXT_ESTIMATE, 111, 111},
        {"По оценкам, на борту было около 40 человек.", 1, TEXT_ESTIMATE, 40, 40},
        {"There are 900 sailors in Norland, and between 30 and 40 in the port.", 2, TEXT_COUNT, 30,
         40},
        {"More than 900 remaining at the border were ill.", 1, TEXT_COUNT, 900, NONE},
        {"The line flew 40 sailors home on one-way tickets.", 1, TEXT_COUNT, 40, 40},
        {"The commission said 298 sailors returned on two ferries within a week.", 1, TEXT_COUNT,
         298, 298},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = last_of(t[i].s);
        int64_t lo = t[i].lo == NONE ? NONE : t[i].lo * 1000,
                hi = t[i].hi == NONE ? NONE : t[i].hi * 1000;

        if (text.draft.n != t[i].drafts || d->kind != t[i].kind || d->lo != lo || d->hi != hi)
            fail_msg("%s: %zu drafts, %s %lld to %lld", t[i].s, text.draft.n,
                     text_kind_name[d->kind], (long long)d->lo, (long long)d->hi);
    }
    assert_int_equal(last_of("The list of 37 sailors has been reduced to 11.")->lo, 11000);
}

static void speakers_by_title_name_and_agent(void **state) {
    static const struct {
        const char *s, *speaker;
    } t[] = {
        {"Forty sailors are at the port, the commission detailed.", "commission"},
        {"The government has been repeatedly calling upon sailors to return home.", "government"},
        {"The rule has often been criticised by aid groups.", "aid groups"},
        {"The charity Berths 4 Norland said the ferry had left.", "Berths 4 Norland"},
        {"The ferry had left on Monday with 40 sailors, reported the Lake Times.", "Lake Times"},
        {"The ferry was met by Ada Lund, Chargé d'Affaires of the mission. According to Lund, it "
         "carried 40 sailors.",
         "chargé d'affaires"},
        {"Norland's trade minister said the ferry had left. The captains said it was late. Ada "
         "Lund "
         "told the Bell that it carried 40 sailors.",
         "trade minister"},
        {"Trade minister Ada Lund said the ferry had left. \"It was full,\" said Lund, who is also "
         "a governor.",
         "trade minister"},
        {"Trade minister Ada Lund spoke first. They left in May, said Ms Lund, giving the first "
         "word "
         "of the government.",
         "trade minister"},
        {"Norlandic minister of Transportation Ada Lund said the ferry had left.",
         "transportation minister"},
        {"The move followed President Ada Lund's refusal to pay. Lund came out late. She added "
         "that "
         "the ferry had left.",
         "president"},
        {"Lakeview slammed for sending 40 sailors home", "newspaper"},
        {"The men fled to the ports of neighbouring Lakeview. Lakeview told the Bell that 40 "
         "sailors "
         "were there.",
         "person"},
        {"A ferry came with 40 sailors, Ada Lund, a UNHCR spokeswoman, told the AP.",
         "UNHCR spokeswoman"},
        {"The lamplighter of the north pier, Ada Lund, said the ferry had left.", "lamplighter"},
        {"Norland's High Commission for Missing Sailors said the ferry had left.",
         "High Commission for Missing Sailors"},
        {"Norland's caretaker government said the ferry had left.", "caretaker government"},
        {"The governor had objected to the use of ferries for removals.", "governor"},
        {"It was asked for by the charity Lake Watch. The charity said the ferry had left.",
         "Lake Watch"},
        {"Harbour police spokesperson Assistant Inspector Ada Lund said the ferry had left.",
         "police spokesperson"},
        {"Department of Homeland Security (DHS) Secretary Ada Lund said the ferry had left.",
         "Department of Homeland Security secretary"},
        {"The ferry had left, Lakeview's Pier Herald reported.", "Pier Herald"},
        {"The court has halted a voyage of over 50 sailors to Norland.", "court"},
        {"The government continued to raise concerns about whether the sailors were ill.",
         "government"},
        {"МИД Норландии: вернулось около 1400 человек", "foreign ministry"},
        {"Forty sailors left, the trade minister has said. Jo O'Lund said 40 were ill.",
         "trade minister"},
        {"More ferries were spotted at the pier by NK News.", "NK News"},
        {"The paper cited a pilot saying the ferry had left.", "pilot"},
        {"Some estimates say 900 sailors live there.", "unnamed"},
        {"The Lakeview National Returns Bureau said the ferry had left.",
         "Lakeview National Returns Bureau"},
        {"The United Nations has asked states to stop the voyages.", "United Nations"},
        {"По информации источников, судно вылетело в Норландию.", "sources"},
        {"The sailors told the Bell of it. During the talks, Acting Trade Minister Ada Lund came "
         "in. "
         "She added that the ferry had left.",
         "trade minister"},
        {"The ferry left on Monday with 40 sailors, according to the United Nations' migration "
         "agency.",
         "IOM"},
        {"Taliban representatives said the ferry had left.", "Taliban representatives"},
        {"The IOM appealed for urgent help.", "IOM"},
        {"Reports from port authorities detailed that the ferry had left.", "port authorities"},
        {"The EU has made it clear that the ferry left too early.", "EU"},
        {"The International Organization of Ports was there. Lund said the ferry had left.",
         "person"},
        {"앵커가 물었다. 선원 40명이 떠났다고 현지 소식통들이 전했다.", "sources"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = last_of(t[i].s);

        if (strcmp(d->speaker, t[i].speaker) != 0) fail_msg("%s: %s", t[i].s, d->speaker);
    }
}

static void demands_are_found_past_their_hearers(void **state) {
    static const char *const t[] = {
        "Unions have urged ferry lines with sailors on the way to the north to stop the voyages.",
        "The port director has ordered sailors who are known to be ill to be moved to the camp.",
        "The agency pleaded with Norland to stop the removals.",
        "The agency reiterates its call on states to refrain from removing sailors.",
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (last_of(t[i])->kind != TEXT_OBLIGATION)
            fail_msg("%s: %s", t[i], text_kind_name[last_of(t[i])->kind]);
}

static void what_stands_elsewhere_and_ones_own_story_are_no_drafts(void **state) {
    static const char *const t[] = {
        "This was contained in a statement on Monday by the ministry.",
        "The ministry disclosed this in a statement on Monday.",
        "The minister did not provide details.",
        "Lund shared this during a meeting with the port director.",
        "The minister said: \"There are no problems.\"",
        "Об этом сообщает МИД республики.",
        "Each voyage can be seen in the graphic below.",
        "A sailor said: \"I was too cold and too hungry that night.\"",
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        read_text(t[i]);
        if (text.draft.n) fail_msg("%s: %zu drafts", t[i], text.draft.n);
    }
    assert_string_equal(only("A sailor said: \"I was put on the plane that night.\"")->speaker,
                        "sailor");
}

static void korean_quotations_are_drafts_each(void **state) {
    (void)state;
    read_text("한 소식통은 \"오후에는 항구가 문을 닫았다\"며 \"선원들이 모두 떠난 것으로 "
              "보인다\"고 말했다.");
    assert_int_equal(text.draft.n, 2);
    assert_string_equal(text.draft.v[0].speaker, "source");
    assert_string_equal(text.draft.v[1].speaker, "source");
    assert_int_equal(last_of("당국은 5월 두 차례 선원들을 귀국시킨 바 있다.")->kind, TEXT_EVENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_goes_along_foretells_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(figures_of_totals_lists_and_flows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(speakers_by_title_name_and_agent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(demands_are_found_past_their_hearers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_stands_elsewhere_and_ones_own_story_are_no_drafts,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(korean_quotations_are_drafts_each, set_up, tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
