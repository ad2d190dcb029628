/* SPDX-License-Identifier: Apache-2.0 */
/* What five lots of fresh articles taught the grammars of text/: whose words they are, and what a figure is of, by invented sentences. */
#include "t_text.h"

static void a_speaker_is_named_as_the_text_does(void **state) {
    static const struct {
        const char *s, *speaker;
    } t[] = {
        {"The National Harbour Centre for the Lakes said the ship had left.",
         "National Harbour Centre"},
        {"The National Institute of Returns (NIR) said the ship had left.",
         "National Institute of Returns"},
        {"The ship had left, according to Port Valley International Airport.",
         "Port Valley International Airport"},
        {"The ship had left, according to the State Office for Returns and Shelter.",
         "State Office for Returns and Shelter"},
        {"Officials at the Harbour Centre said the ship had left.", "officials"},
        {"The High Commission said the ship had left.", "high commission"},
        {"The Ministry of Trade said the ship had left.", "trade ministry"},
        {"The Ministry of Foreign Affairs said the ship had left.", "foreign ministry"},
        {"The Ministry of Women and Trade said the ship had left.", "ministry of women and trade"},
        {"The ministry of trade said the ship had left.", "trade ministry"},
        {"A spokesman for the Norland Ministry of Foreign Affairs said the ship had left.",
         "foreign ministry spokesman"},
        {"A spokeswoman for the coast guard said the ship had left.", "coast guard spokeswoman"},
        {"Ada Lund, a spokesperson for the government, said the ship had left.",
         "government spokesperson"},
        {"A spokesman of the Lake Bell Institute said the ship had left.",
         "Lake Bell Institute spokesman"},
        {"Norland's presidential spokesperson Ada Lund said the ship had left.",
         "presidential spokesperson"},
        {"Norland's Secretary of State Ada Lund said the ship had left.", "secretary of state"},
        {"President Ada Lund's administration said the ship had left.", "administration"},
        {"The Norlandic Embassy said the ship had left.", "embassy"},
        {"The Indian Embassy in Norland said the ship had left.", "Indian embassy"},
        {"A press release by the Indian embassy said the ship had left.", "Indian embassy"},
        {"The ship left in May, said a press release.", "press release"},
        {"The ship left in May, according to a March report from the IOM.", "IOM"},
        {"The ship left in May, according to Ada Lund, captain of the port.", "captain"},
        {"The ship left in May, according to the Lake Bell citing a trade ministry.", "Lake Bell"},
        {"According to the rights group Lake Watch, the ship had left.", "Lake Watch"},
        {"According to the Norland Welfare Desk of the port, the ship had left.",
         "Norland Welfare Desk"},
        {"Trade Affairs Norland said the ship had left.", "Trade Affairs Norland"},
        {"The Overseas Harbour Labour Club (OHLC) said the ship had left.",
         "Overseas Harbour Labour Club"},
        {"Kigali said the ship had left.", "Kigali"},
        {"The trade ministry had denied it, said pilots of the ship.", "pilots"},
        {"The ship left in May, the border police spokesman, Ada Lund said.",
         "border police spokesman"},
        {"The ships left in May with cooks, sailors and old workers, said the head of the General "
         "Directorate of Protection of the Northern Harbour Worker, Ada Lund.",
         "head"},
        {"Team leader Ada Lund said the ship had left.", "team leader"},
        {"The courts have not stopped the ship, Ada Lund, head of the Trade Board's legal "
         "division, told broadcaster TV4.",
         "head"},
        {"Immigration, Refugees and Trade Minister Ada Lund said the ship had left.",
         "trade minister"},
        {"The Ministry of Refugees said the ship had left.", "refugees ministry"},
        {"The Harbour Watch Council (HWC) said the ship had left.", "Harbour Watch Council"},
        {"Ada Lund, who represents one of the workers, said the ship had left.", "lawyer"},
        {"Ada Lund-Moe told the Bell that the ship had left.", "person"},
        {"\"We wait for the ship,\" said an asylum seeker.", "asylum seeker"},
        {"\"We wait for the ship,\" said Ada Lund, the UNHCR external relations officer.",
         "UNHCR relations officer"},
        {"The ship left the port, where the trade minister reported that it was full.",
         "trade minister"},
        {"An official at the Ministry of Trade said the ship had left.", "trade ministry official"},
        {"Norland government's SHIP-19 spokesperson Ada Lund said the ship had left.",
         "government spokesperson"},
        {"A Norland diplomatic source said the ship had left.", "diplomatic source"},
        {"Norland Air's Country Manager Ada Lund said the ship had left.", "country manager"},
        {"The Lake Bell news agency reported that the ship had left.", "Lake Bell"},
        {"The Lakeview daily reported that the ship had left.", "daily"},
        {"The Rodong Lund newspaper reported that the ship had left.", "Rodong Lund"},
        {"The Department of Harbour Workers (DHW) said the ship had left.",
         "Department of Harbour Workers"},
        {"Ada Lund, the minister of national trade, said the ship had left.",
         "minister of national trade"},
        {"The ship had left, said Ada Lund, who runs the Lakeland Rights Association.", "NGO head"},
        {"The U.S. said the ship had left.", "US"},
        {"The ship had left, ARY News reported on Tuesday.", "ARY News"},
        {"\"The ship will carry the sailors north,\" reads an official statement.", "statement"},
        {"The Foreign Office said the ship had left.", "Foreign Office"},
        {"The ship left the Lakeview Airport in May, the Norland Bases announced on Friday.",
         "Norland Bases"},
        {"The ship left late, Port Valley Bell has learned from reliable sources.", "sources"},
        {"Media reports of their arrival have put the port on edge.", "newspaper"},
        {"According to ship data, a Norland passenger ship sailed north on Friday.", "newspaper"},
        {"The cook plans to go home, reported the IOM.", "IOM"},
        {"Rights groups have for several years denounced the conditions in the camps.",
         "rights groups"},
        {"According to a clerk in Lakeview, sailors were sent there in May, Radio Norland "
         "reported on Friday.",
         "clerk"},
        {"The sailors, one of whom is believed to have left, are in the port, a cook said.",
         "cook"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (strcmp(d->speaker, t[i].speaker) != 0) fail_msg("%s: %s", t[i].s, d->speaker);
    }
}

/* The last draft of a text is whose? */
static void last_is_by(const char *s, const char *speaker) {
    read_text(s);
    if (!text.draft.n || strcmp(text.draft.v[text.draft.n - 1].speaker, speaker) != 0)
        fail_msg("%s: %s", s, text.draft.n ? text.draft.v[text.draft.n - 1].speaker : "no draft");
}

static void a_speaker_is_known_again(void **state) {
    (void)state;
    last_is_by("The Harbour Centre said the ship had left. The centre said it was empty.",
               "Harbour Centre");
    last_is_by("The Ministry of Women and Trade said the ship had left. The ministry said it was "
               "empty.",
               "ministry of women and trade");
    last_is_by("The National Institute of Returns (NIR) said the ship had left. It was empty, "
               "according to the NIR.",
               "NIR");
    last_is_by("Norland's Trade Minister Ada Lund said the ship left. Minister Lund said it was "
               "full.",
               "trade minister");
    last_is_by("The Indian Embassy said the ship left. The embassy said it was full.",
               "Indian embassy");
    last_is_by("Trade Affairs Norland said the ship left. The department said it was full.",
               "Trade Affairs Norland");
    last_is_by("Trade Affairs Norland says the ship left. The department offered berths to cooks, "
               "permanent residents and family members who have expressed an interest in leaving. "
               "It says the ship was full.",
               "Trade Affairs Norland");
    last_is_by("The UNHCR said the ship left. The UN agency said it was full.", "UNHCR");
    last_is_by("The coast guard said the ship left. The press release said it was full.",
               "coast guard");
    last_is_by("A lawyer for one of the workers said the ship left. Ada Lund-Moe, who represents "
               "one of the workers, said it was full. \"We know,\" Lund-Moe said.",
               "lawyer");
    last_is_by("Ada Lund is an acting harbour director of the port. He says the ship was empty.",
               "harbour director");
    last_is_by("The worker, Mr. Lund, waited at the gate. He said he would go home by ship.",
               "worker");
    last_is_by("A clerk told the Bell that “the north is cold. The sailors are still there.”",
               "clerk");
    last_is_by("\"We are back,\" said Ada Lund, a baker.", "baker");
    last_is_by("The ship with 62 women left. “I am glad to see the port again,” said the "
               "36-year-old Ada.",
               "person");
    last_is_by(
        "Norland's Interior Minister Ada Lund, whose ministry ran the port, spoke on Friday. "
        "\"The port is safe for all of us,\" Lund said.",
        "interior minister");
    last_is_by("\"This happens every day. Where shall we put them?\" a port guard asked.",
               "port guard");
    last_is_by("The DHW Officer-in-Charge Ada Maria Lund was at the port. Lund said the ship left.",
               "DHW officer-in-charge");
    last_is_by("Norland's harbour minister says the ship left. Ada Lund said it was full.",
               "harbour minister");
    last_is_by("The IOM said the ship left. \"We were driven to the north,\" he said.", "person");
    last_is_by(
        "The ship left in May, all of it loaded with farmers' corn, said the trade director, "
        "Ada Lund. \"It was a new line for us,\" Lund added.",
        "trade director");
}

static void what_a_figure_is_of(void **state) {
    static const struct {
        const char *s;
        int64_t lo, hi;
        enum text_kind kind;
    } t[] = {
        {"Twenty-eight men and one woman arrived on a flight from the north.", 29000, 29000,
         TEXT_COUNT},
        {"The ship has also set sail from the north with 698 sailors who were stranded there.",
         698000, 698000, TEXT_COUNT},
        {"The port has sent home more than 50,000 stranded and distressed sailors.", 50000000, NONE,
         TEXT_COUNT},
        {"The plane with 153 sailors, including 84 cooks, landed in the port on Friday.", 153000,
         153000, TEXT_COUNT},
        {"A total of 2,100 Brits have been evacuated across 23 flights.", 2100000, 2100000,
         TEXT_COUNT},
        {"The return plan to Lakeview has brought home 40 sailors.", 40000, 40000, TEXT_COUNT},
        {"The port has helped 903 sailors and their 47 children to return home.", 903000, 903000,
         TEXT_COUNT},
        {"Between 3,000 and 4,000 sailors remain in the port.", 3000000, 4000000, TEXT_COUNT},
        {"The mission had come to a close on 29 April.", NONE, NONE, TEXT_EVENT},
        {"Sailors who wish to leave are asked to come to the port.", NONE, NONE, TEXT_STATEMENT},
        {"The jet 777-300 ER left the port three hours later.", NONE, NONE, TEXT_EVENT},
        {"The storm has taken the lives of 97 sailors on the route to the port.", NONE, NONE,
         TEXT_EVENT},
        {"Norland helps 172 stranded sailors to return home", 172000, 172000, TEXT_COUNT},
        {"The port took 172 sailors, including 6 women, to return home.", 172000, 172000,
         TEXT_COUNT},
        {"Dozens of sailors were entering the port a day after a Dec. 22 sanctions deadline.",
         24000, NONE, TEXT_COUNT},
        {"Norland deported more than two dozens of sailors.", 24000, NONE, TEXT_COUNT},
        {"The port is holding five third-country sailors.", 5000, 5000, TEXT_COUNT},
        {"Over 400 arrive today on special flights", 400000, NONE, TEXT_COUNT},
        {"Norland flies home over 3,000 stranded abroad", 3000000, NONE, TEXT_COUNT},
        {"About 739 were received in May.", 739000, 739000, TEXT_COUNT},
        {"More than one lakh sailors have returned to the state.", 100000000, NONE, TEXT_COUNT},
        {"Some 2 crore sailors have returned to the state.", 20000000000, 20000000000, TEXT_COUNT},
        {"As many as 1,437 sailors have returned.", 1437000, 1437000, TEXT_COUNT},
        {"As many as 200 sailors have returned.", NONE, 200000, TEXT_COUNT},
        {"The ship with 62 women, 46 men, 8 children and 10 infants aboard left on Friday.", 126000,
         126000, TEXT_COUNT},
        {"The ship took home 167 sailors including 48 women, 40 children and 79 men.", 167000,
         167000, TEXT_COUNT},
        {"The ship took home 48 women and 40 children.", 48000, 48000, TEXT_COUNT},
        {"Removals went on, with some 310 sailors flown to the islands.", 310000, 310000,
         TEXT_COUNT},
        {"The flight, carrying 300 workers, left at nine and was expected to land at noon.", 300000,
         300000, TEXT_COUNT},
        {"The flight is expected to carry 300 workers.", 300000, 300000, TEXT_HYPOTHESIS},
        {"The first of two charter flights has left.", NONE, NONE, TEXT_EVENT},
        {"Norland resumes repatriation of 70,000 sailors", 70000000, 70000000, TEXT_EVENT},
        {"An operation to repatriate 12,000 sailors was launched last week.", 12000000, 12000000,
         TEXT_EVENT},
        {"Norland receives first of 100,000 sailors repatriated from Lakeland", 100000000,
         100000000, TEXT_EVENT},
        {"The state has planned a total of four special flights.", 4000, 4000, TEXT_HYPOTHESIS},
        {"The port has three flights a day for three days in a week.", 9000, 9000, TEXT_SCHEDULE},
        {"There are at least three daily flights in three days of each week.", 9000, NONE,
         TEXT_SCHEDULE},
        {"The bus runs twice a day, five days a week.", 10000, 10000, TEXT_SCHEDULE},
        {"Among them were, according to the port, six convicts.", 6000, 6000, TEXT_COUNT},
        {"The departure was mandated in 2017 by the Security Council.", NONE, NONE,
         TEXT_OBLIGATION},
        {"That deadline expires on Sunday.", NONE, NONE, TEXT_OBLIGATION},
        {"From Lakeview, rejected asylum seekers have been flown out.", NONE, NONE, TEXT_EVENT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->lo != t[i].lo || d->hi != t[i].hi || d->kind != t[i].kind)
            fail_msg("%s: %s %lld %lld", t[i].s, text_kind_name[d->kind], (long long)d->lo,
                     (long long)d->hi);
    }
}

static void a_comma_may_join_two_sentences(void **state) {
    (void)state;
    read_text("Some 900 workers remain in Norland, they are not working there any more.");
    assert_int_equal(text.draft.n, 2);
    assert_int_equal(text.draft.v[0].kind, TEXT_COUNT);
    assert_int_equal(text.draft.v[0].lo, 900000);
    read_text("The airline flies twice a week. The change is set to last until Dec. 20.");
    assert_int_equal(text.draft.n, 2);
    assert_int_equal(text.draft.v[1].kind, TEXT_SCHEDULE);
    assert_string_equal(text.draft.v[1].to, "2023-12-20");
    read_text("The ship with 62 women, 46 men and 10 infants left.");
    assert_non_null(strstr(text.draft.v[0].note, "sum"));
}

static void lines_around_an_article_are_left_out(void **state) {
    static const char *const t[] = {
        "The post Over 400 arrive in the port appeared first on Lake Bell.",
        "Agency | Lakeview | Updated: 15-05-2020 00:31 IST",
        "Subscribe to our channel and follow us.",
        "The minister cuts a ribbon at the port in this undated photo released by the port.",
        "Building site where Norland workers have been sent [Bell Screenshot]",
        "Ada Lund is an acting director of the harbour.",
        "The airline was pleased to help the port.",
        "Fourteen had been convicted of theft and six of fraud.",
        "This file photo shows a Norland Air plane at the port.",
        "He did not elaborate.",
        "The port could not immediately be reached for comment.",
        "Norland, a state in the north, is home to about 1.2 million people.",
        "A cook, Ada, 34, lost her brother in the storm.",
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        read_text(t[i]);
        if (text.draft.n) fail_msg("a draft of: %s", t[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_speaker_is_named_as_the_text_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_speaker_is_known_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_figure_is_of, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_comma_may_join_two_sentences, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_around_an_article_are_left_out, set_up, tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
