/* SPDX-License-Identifier: Apache-2.0 */
/* What articles in fresh words taught the grammars of text/: voices, figures and what undoes them, by invented sentences. */
#include "t_text.h"

static void who_says_it(void **state) {
    static const struct {
        const char *s, *speaker;
    } t[] = {
        {"Data from the harbour agency shows the ships left in May.", "harbour agency"},
        {"Ship data from two tracking websites show the ships left in May.", "newspaper"},
        {"Doctors working at the reception centre said the men were tired.", "doctors"},
        {"Lawyers acting for former sailors say at least some ships left.", "lawyers"},
        {"A woman who gave her name only as Ana said the ship had left.", "woman"},
        {"The ship had left, said Ana Lund, who heads the returns unit.", "head"},
        {"Ana Lund, mayor of Port Valley since 2019, told the council the ship had left.", "mayor"},
        {"A court in Port Valley ruled the voyages unlawful.", "court"},
        {"According to Ana Lund, a lawyer for the men, the ship had left.", "lawyer"},
        {"According to ship-tracking site Wake24, the ship had left.", "Wake24"},
        {"As the governor put it, the ship had left.", "governor"},
        {"The ship had left, by the ministry's count.", "ministry"},
        {"NRA Assistant Secretary Ana Lund said the ship had left.", "NRA assistant secretary"},
        {"Norland Air said the ship had left.", "Norland Air"},
        {"The ministry gave the number of sailors as 300.", "ministry"},
        {"The Lakeland National Intelligence Service said the ship had left.",
         "intelligence service"},
        {"The ship had left, according to the sailors' association.", "association"},
        {"The UN's human rights office said the ship had left.", "UN human rights office"},
        {"More than half of them left, Frontex said in a press release.", "Frontex"},
        {"\"The ships left on Friday,\" reads the ministry's post.", "ministry"},
        {"As previously reported, the ships left on Friday.", "newspaper"},
        {"Norland brings home sailors considered missing", "newspaper"},
        {"According to the Lakeland Republic, the ship had left.", "Lakeland Republic"},
        {"A northern region plans to employ sailors for several projects, a local official "
         "announced.",
         "official"},
        {"Norland's integration minister, Ana Lund, of the opposition Blue party, said the ship "
         "had "
         "left.",
         "integration minister"},
        {"Ana Lund of the Lakeland Refugees Movement said the ship had left.", "person"},
        {"An official of Port Valley International Airport (PVIA) said the ship had left.",
         "airport official"},
        {"The harbour minister rejected the idea that the ships had left.", "harbour minister"},
        {"\"The ships left on Friday,\" a baker told reporters by telephone as he waited at the "
         "gate.",
         "baker"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (strcmp(d->speaker, t[i].speaker) != 0) fail_msg("%s: %s", t[i].s, d->speaker);
    }
}

/* The draft number k of a text is whose? */
static void draft_is_by(const char *s, size_t k, const char *speaker) {
    read_text(s);
    if (k >= text.draft.n || strcmp(text.draft.v[k].speaker, speaker) != 0)
        fail_msg("%s: %s", s, k < text.draft.n ? text.draft.v[k].speaker : "no draft");
}

static void who_says_it_in_the_next_sentence(void **state) {
    (void)state;
    draft_is_by("The students said they had to sleep outside. One of them, Ana Lund, 22, from Port "
                "Valley, said the consul never came.",
                1, "student");
    draft_is_by("The border police said the gate was shut. Eighty of them reported beatings.", 1,
                "newspaper");
    draft_is_by("The ministry said the gate was shut on Friday. \"I was born here. Nobody asked me "
                "whether I would leave,\" said Ana Lund, a baker.",
                1, "baker");
}

static void what_is_counted(void **state) {
    static const struct {
        const char *s;
        int64_t lo, hi;
        enum text_kind kind;
    } t[] = {
        {"Twenty-four freed in biggest swap in years", 24000, 24000, TEXT_COUNT},
        {"Evacuation ship docks with 94 aboard", 94000, 94000, TEXT_COUNT},
        {"The port took back the remaining 600 by bus.", 600000, 600000, TEXT_COUNT},
        {"The sailors, 212 in all, left on Friday.", 212000, 212000, TEXT_COUNT},
        {"The group of 212 left on Friday.", 212000, 212000, TEXT_COUNT},
        {"Two 19-year-old men were on the ship.", 2000, 2000, TEXT_COUNT},
        {"Ukraine and Russia exchanged 84 prisoners.", 84000, 84000, TEXT_COUNT},
        {"On May 11, 32 defenders were returned home.", 32000, 32000, TEXT_COUNT},
        {"On May 11 the port received 32 containers.", NONE, NONE, TEXT_EVENT},
        {"The navy carried 350 from the north to the south.", 350000, 350000, TEXT_COUNT},
        {"The consul evacuated three groups of sailors.", NONE, NONE, TEXT_EVENT},
        {"Norland sent back two boatloads of sailors.", NONE, NONE, TEXT_EVENT},
        {"At least 30 sailors on board had died before the rescue.", 30000, NONE, TEXT_EVENT},
        {"Norland deported a second batch of would-be refugees.", NONE, NONE, TEXT_EVENT},
        {"Estimates of their number range between 50,000 and 80,000.", 50000000, 80000000,
         TEXT_ESTIMATE},
        {"Every month some 500 people are sent back.", 500000, 500000, TEXT_SCHEDULE},
        {"Автобус со 140 украинцами прибыл в порт.", NONE, NONE, TEXT_EVENT},
        {"Из порта вывезли 140 россиян.", 140000, 140000, TEXT_COUNT},
        {"배는 매주 월요일과 금요일 두 도시를 오간다.", 2000, 2000, TEXT_SCHEDULE},
        {"The sailors were accompanied by two doctors.", NONE, NONE, TEXT_EVENT},
        {"The airline will add a fourth weekly flight in June.", NONE, NONE, TEXT_HYPOTHESIS},
        {"The buses were supposed to leave on Wednesday.", NONE, NONE, TEXT_EVENT},
        {"The workers were supposed to have left by 2019.", NONE, NONE, TEXT_OBLIGATION},
        {"The workers had to be home by May 2019.", NONE, NONE, TEXT_OBLIGATION},
        {"Norland sends own aircraft to collect stranded sailors", NONE, NONE, TEXT_EVENT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->lo != t[i].lo || d->hi != t[i].hi || d->kind != t[i].kind)
            fail_msg("%s: %s %lld %lld", t[i].s, text_kind_name[d->kind], (long long)d->lo,
                     (long long)d->hi);
    }
}

static void what_undoes_a_figure(void **state) {
    static const char *const none[] = {
        "The minister walked back a claim that 210 sailors had left.",
        "The departure of the 210 sailors has been pushed back to June.",
        "The 210 sailors were struck from the passenger list.",
        "Nowhere in the log is there a trace of the 210 sailors.",
        "It is doubtful that 210 sailors left.",
        "Rumour has it that 210 sailors left.",
        "The captain insists that 210 sailors left, a claim no one has been able to check.",
        "The 210 sailors were on the verge of leaving.",
        "Officials laughed off the idea that 210 sailors had left.",
        "The 210 deportees existed only on paper.",
        "The monk pleaded for the release of 210 sailors.",
        "The fund pays for the return of 210 sailors.",
        "What became of the 210 sailors remains a mystery.",
        "The 210 sailors were held back at the last moment.",
        "The report of 210 sailors leaving was premature.",
        "The captain misspoke when he mentioned 210 sailors.",
        "The 210 sailors are a figment of the captain's imagination.",
        "The council voted down the transfer of 210 sailors.",
        "The 210 sailors arrived too late for the ship.",
        "The consul doubts very much that 210 sailors left.",
        "Preparations for the return of 210 sailors are under way.",
        "The return of 210 sailors hangs in the balance.",
        "The return of 210 sailors is a long way off.",
        "The claim of 210 sailors on board was quietly dropped.",
    };
    static const char *const some[] = {
        "The 210 sailors were taken off the island.",
        "The return of 210 sailors was completed on Friday.",
        "Return of 210 sailors from the north begins",
        "The port authority logged 210 sailors.",
        "The state threw out 210 sailors.",
        "The 210 sailors were pushed back to the north.",
        "The 210 sailors, on the point of collapse, were flown home.",
    };

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (drafts_of(none[i], TEXT_COUNT)) fail_msg("counted: %s", none[i]);
    for (size_t i = 0; i < sizeof some / sizeof *some; i++)
        if (only(some[i])->kind != TEXT_COUNT) fail_msg("not counted: %s", some[i]);
}

static void whoever_of_them_is_told_apart(void **state) {
    (void)state;
    read_text("Norland has evacuated 6,399 sailors, 1,072 of whom were flown out on Friday.");
    assert_int_equal(text.draft.n, 2);
    assert_int_equal(text.draft.v[0].lo, 6399000);
    assert_int_equal(text.draft.v[1].lo, 1072000);
    read_text("He said at least one of them was \"tired\" and showing signs of fear, adding: "
              "\"They could be brought back soon.\"");
    assert_int_equal(text.draft.n, 2);
}

/* It once ran on without end: the words around the quotation have a speaker, and no verb of speech. */
static void a_quotation_that_somebody_saw_ends(void **state) {
    (void)state;
    read_text("\"We left the port on Friday,\" the men were seen by a local driver.");
    assert_true(text.draft.n >= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_says_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_says_it_in_the_next_sentence, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_undoes_a_figure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(whoever_of_them_is_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_quotation_that_somebody_saw_ends, set_up, tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
