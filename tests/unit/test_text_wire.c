/* SPDX-License-Identifier: Apache-2.0 */
/* What agency reports, trackers' tables and statements of offices taught the grammars of text/, by invented sentences. */
#include "t_text.h"

static void whoever_stands_further_off_speaks(void **state) {
    static const struct {
        const char *s, *speaker;
    } t[] = {
        {"The port's executive director said the planes had left.", "executive director"},
        {"Norland's spy agency said the planes had left.", "spy agency"},
        {"The planes had left, the migration service told the Bell.", "migration service"},
        {"The state-run agency said the planes had left.", "agency"},
        {"According to the commission's statement, the planes had left.", "commission"},
        {"According to a statement by the commission, the planes had left.", "commission"},
        {"A statement from the ministry detailed that the planes had left.", "ministry"},
        {"The sailors, while speaking to reporters, alleged that the planes had left.", "sailors"},
        {"The report, based on talks with 21 welders, says that the planes had left.", "report"},
        {"The television network NRK reported the planes had left.", "NRK"},
        {"The Bell quoted a pilot as saying that the planes had left.", "pilot"},
        {"A pilot was quoted as saying the planes had left.", "pilot"},
        {"A Norland National Police (NNP) source said the planes had left.", "source"},
        {"Ministry of Transport harbour official Ada Lund said the planes had left.",
         "harbour official"},
        {"The planes had left, according to Track24.", "Track24"},
        {"The planes had left, reported Lake News, a website that watches the port.", "Lake News"},
        {"The planes had left, Lake News noted.", "Lake News"},
        {"One of the men said the planes had left.", "man"},
        {"The Kremlin said the planes had left.", "Kremlin"},
        {"A U.N. expert said the planes had left.", "UN expert"},
        {"Figures released by the transport ministry showed that the planes had left.",
         "transport ministry"},
        {"According to earlier NRK reports, the planes had left.", "NRK"},
        {"The move comes as the transport minister said more planes would leave.", "newspaper"},
        {"Norland does not maintain an office in the port.", "newspaper"},
        {"A bus carrying 28 welders from several states left the port.", "newspaper"},
        {"A plane has left for the port, following reports that the minister had resigned.",
         "newspaper"},
        {"Officials have not said how many planes had left.", "newspaper"},
        {"Victoria spokesperson Ada Lund said the planes had left.", "spokesperson"},
        {"Harbour Action, a charity, said the planes had left.", "charity"},
        {"In its daily report, the commission said the planes had left.", "commission"},
        {"The NGO Human Rights Watch said the planes had left.", "Human Rights Watch"},
        {"An official at the J.M. Lund House said the planes had left.", "official"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (strcmp(d->speaker, t[i].speaker) != 0) fail_msg("%s: %s", t[i].s, d->speaker);
    }
}

/* The last draft of a text is whose? */
static void last_is_by(const char *s, const char *speaker) {
    const struct text_draft *d;

    read_text(s);
    assert_true(text.draft.n > 0);
    d = &text.draft.v[text.draft.n - 1];
    if (strcmp(d->speaker, speaker) != 0) fail_msg("%s: %s", s, d->speaker);
}

static void a_name_that_comes_later_is_known(void **state) {
    (void)state;
    last_is_by("A port official said the planes had left. Ada Lund told the Bell the port was "
               "closed.",
               "port official");
    last_is_by("The port was visited by Kim Ha-neul, governor of the north. Ha-neul said the ships "
               "had left.",
               "governor");
    last_is_by("Kim Ha-neul, a senior researcher at a school, said the ships had left. \"They were "
               "seen at the port,\" Kim said.",
               "researcher");
    last_is_by("The director of trade at the transport ministry Ada Lund said the planes had left. "
               "Lund said the port was closed.",
               "director");
    last_is_by("The embassy said the planes had left. The statement said the port was closed.",
               "embassy");
    last_is_by(
        "A port official said the planes had left. The IOM said the port was closed. He said "
        "the ships were full.",
        "port official");
    last_is_by("\"The ships were full,\" said Ada Lund, who spent three weeks at the port.",
               "person");
    last_is_by("One welder, Ada Lund, was at the port. \"The ships were full,\" Lund, 33, said.",
               "welder");
}

static void figures_of_parts_flows_and_flights(void **state) {
    static const struct {
        const char *s;
        int64_t lo, hi;
        const char *unit;
    } t[] = {
        {"Over 20 Guyanese were sent home.", 20000, NONE, "people"},
        {"The order ended the stay of hundreds of thousands of welders.", 200000000, NONE,
         "people"},
        {"Some 43 families left by the bridge.", 43000, 43000, "families"},
        {"Some 125 families with 711 people left by the bridge.", 711000, 711000, "people"},
        {"Seven of Sunday's 14 flights were cancelled.", 7000, 7000, "flights"},
        {"Four out of 12 flights left the port.", 4000, 4000, "flights"},
        {"Of these, 39 were removal flights.", 39000, 39000, "flights"},
        {"He said that of the 230 people on the flight, 41 were sailors.", 41000, 41000, "people"},
        {"Of the 1,250 who registered, only 312 turned up.", 312000, 312000, "people"},
        {"In a typical week there are 21 flights.", 21000, 21000, "flights per week"},
        {"Average daily flights are around 18.", 18000, 18000, "flights per day"},
        {"The ferry runs daily except Sundays.", 6000, 6000, "ferries per week"},
        {"Weekly flights have doubled, from two to four.", 4000, 4000, "flights per week"},
        {"Buses leave the port on weekdays.", 5000, 5000, "buses per week"},
        {"Flights leave on the 1st and 15th of each month.", 2000, 2000, "flights per month"},
        {"Some 800 sailors return to the port every week.", 800000, 800000, "people per week"},
        {"Of the four flights, the company ran two.", 2000, 2000, "flights"},
        {"Most of the 94 sailors are members of a fund.", NONE, NONE, ""},
        {"More than half of the 800 sailors came home without papers.", NONE, NONE, ""},
        {"About two-thirds of the sailors came home.", NONE, NONE, ""},
        {"The Tu-204 left the port.", NONE, NONE, ""},
        {"The flights between April 14 and 20 left late.", NONE, NONE, ""},
        {"The office spent money on 18 of those countries.", NONE, NONE, ""},
        {"The ministry refused to confirm the arrival of 300 sailors.", NONE, NONE, ""},
        {"There are between 3,000 and 4,000 sailors in the north.", 3000000, 4000000, "people"},
        {"Some 300 remained at the port.", 300000, 300000, "people"},
        {"Sailors who came home in May reached approximately 13,000.", 13000000, 13000000,
         "people"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->lo != t[i].lo || d->hi != t[i].hi || strcmp(d->unit, t[i].unit) != 0)
            fail_msg("%s: %lld %lld %s", t[i].s, (long long)d->lo, (long long)d->hi, d->unit);
    }
    assert_string_equal(only("The ferry runs daily except Sundays.")->days, "123456");
    assert_string_equal(only("Buses leave the port on weekdays.")->days, "12345");
    read_text("In all there were 18 flights to the island. This week there were only 12.");
    assert_int_equal(text.draft.n, 2);
    assert_int_equal(text.draft.v[1].lo, 12000);
    assert_string_equal(text.draft.v[1].unit, "flights");
}

static void what_is_so_what_was_and_what_is_owed(void **state) {
    static const struct {
        const char *s;
        enum text_kind kind;
    } t[] = {
        {"There are two flights listed in the table, for May 25 and 28.", TEXT_SCHEDULE},
        {"Some 800 sailors return to the port every week.", TEXT_SCHEDULE},
        {"A total of 260 sailors has been expected.", TEXT_HYPOTHESIS},
        {"The port knew of the impending return of 40 sailors.", TEXT_HYPOTHESIS},
        {"The two ports agreed last year on the return of 40 sailors.", TEXT_HYPOTHESIS},
        {"The plane can seat 140 people.", TEXT_STATEMENT},
        {"The plane carried no sailors.", TEXT_STATEMENT},
        {"One man was detained at the port.", TEXT_EVENT},
        {"Most of the sailors entered the port as boys.", TEXT_STATEMENT},
        {"Others sent home included welders.", TEXT_STATEMENT},
        {"The sailors were welcomed at the port by officials.", TEXT_EVENT},
        {"The flight set to leave on Friday was grounded.", TEXT_EVENT},
        {"Some 90 sailors were sent home for various violations.", TEXT_COUNT},
        {"Officials are asking whether the rules were violated.", TEXT_EVENT},
        {"The court has stopped the removal of 40 sailors.", TEXT_OBLIGATION},
        {"Norland gave the sailors until 31 October to leave.", TEXT_OBLIGATION},
        {"The state now requires all planes to land in the north.", TEXT_OBLIGATION},
        {"The law bars the return of sailors.", TEXT_OBLIGATION},
        {"A plane appearing to come from the north was seen on Friday.", TEXT_EVENT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != t[i].kind) fail_msg("%s: %s", t[i].s, text_kind_name[d->kind]);
    }
    read_text("\"I asked them to send me home,\" a sailor said.");
    assert_int_equal(text.draft.v[0].kind, TEXT_STATEMENT); /* and nobody's duty */
    read_text("The office issued a statement on Wednesday.");
    assert_int_equal(text.draft.n, 0);
    read_text("\"The ships were full,\" an officer told the Bell and asked not to be named.");
    assert_int_equal(text.draft.n, 1);
}

static void sentences_are_cut_where_they_say_two_things(void **state) {
    static const struct {
        const char *s;
        size_t n;
        int64_t first, last;
    } t[] = {
        {"The report said that 3,500 families came by the bridge, 243 families through the gate, "
         "1,549 sailors via the port and 640 welders from the north.",
         4, 3500000, 640000},
        {"Some 781 sailors came by the bridge, and 571 through the gate.", 2, 781000, 571000},
        {"Some 781 sailors came by the bridge, while 3,504 arrived by sea.", 2, 781000, 3504000},
        {"They have spent the night in the port and will leave on a charter flight.", 2, NONE,
         NONE},
        {"A total of 260 sailors came but the office has yet to say how many are on board.", 2,
         260000, NONE},
        {"The five sailors, all men aged 22, 28, 35, 37, and 44, had come home.", 1, 5000, 5000},
        {"A flight carrying 53 sailors, including 13 cooks, who were sent from the port, the "
         "island, landed on Thursday.",
         1, 53000, 53000},
        {"The announcement came days after a summit was held in the port in May.", 1, NONE, NONE},
        {"The company said 90 sailors came home from December 15, 2016 to May 16, 2017.", 1, 90000,
         90000},
        {"The plane took off at 9:40 a.m. with 90 sailors on board.", 1, 90000, 90000},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        read_text(t[i].s);
        if (text.draft.n != t[i].n) fail_msg("%zu drafts of: %s", text.draft.n, t[i].s);
        assert_int_equal(text.draft.v[0].lo, t[i].first);
        assert_int_equal(text.draft.v[t[i].n - 1].lo, t[i].last);
    }
}

static void a_preposition_in_capitals_is_passed(void **state) {
    (void)state;
    read_text("Some 90 sailors came from Of the north."); /* it was looked at for ever */
    assert_int_equal(text.draft.n, 1);
}

static void a_tag_in_the_middle_leaves_the_sentence_whole(void **state) {
    const struct text_draft *d =
        only("Some 300 sailors went home on Monday, sources said, a day after the port opened its "
             "gates again for ships of the north.");

    (void)state;
    assert_string_equal(d->speaker, "sources");
    assert_int_equal(d->lo, 300000);
    assert_int_equal(d->start, 0);
    assert_true(d->end > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whoever_stands_further_off_speaks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_name_that_comes_later_is_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(figures_of_parts_flows_and_flights, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_so_what_was_and_what_is_owed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sentences_are_cut_where_they_say_two_things, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_preposition_in_capitals_is_passed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_tag_in_the_middle_leaves_the_sentence_whole, set_up,
                                        tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
