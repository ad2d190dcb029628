/* SPDX-License-Identifier: Apache-2.0 */
/* The grammars of text/, each by sentences; then drafts of invented articles, held to marks made by hand. */
#include "t_marks.h"
#include "t_text.h"
#include "text/lex.h"

static void the_lexicon_is_sorted(void **state) {
    (void)state;
    for (size_t i = 1; i < lex_count; i++)
        if (strcmp(lex_words[i - 1].word, lex_words[i].word) >= 0)
            fail_msg("%s", lex_words[i].word);
    assert_true(lex_of(SPAN("deported")) & W_MOVE);
    assert_true(lex_of(SPAN("deported")) & W_ED);
    assert_true(lex_of(SPAN("stopping")) & W_ING);
    assert_true(lex_of(SPAN("ministries")) & W_ROLE);
    assert_int_equal(lex_month(SPAN("sept")), 9);
    assert_int_equal(lex_weekday(SPAN("fridays")), 5);
}

static void quantities_have_bounds_and_units(void **state) {
    static const struct {
        const char *s;
        int64_t lo, hi;
        const char *unit;
    } t[] = {
        {"About 100 workers left on the plane.", 100, 100, "people"},
        {"Over 500 migrants were deported.", 500, NONE, "people"},
        {"At least two hundred and fifty people arrived.", 250, NONE, "people"},
        {"Up to 1,500 passengers boarded.", NONE, 1500, "people"},
        {"No more than 60 refugees got off.", NONE, 60, "people"},
        {"Between 80 and 100 detainees were flown out.", 80, 100, "people"},
        {"Some 80-90 women were sent home.", 80, 90, "people"},
        {"Dozens of labourers were flown out.", 24, NONE, "people"},
        {"Several hundred soldiers landed.", 200, NONE, "people"},
        {"Around 1.2 million refugees crossed.", 1200000, 1200000, "people"},
        {"A dozen passengers stayed behind.", 12, 12, "people"},
        {"The buses took 4.000 workers north.", 4000, 4000, "people"},
        {"The ferry carried 120 or so migrants away.", 120, 120, "people"},
        {"Twenty-five North Korean workers boarded.", 25, 25, "people"},
        {"The airline carried 300+ passengers away.", 300, NONE, "people"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);
        int64_t lo = t[i].lo == NONE ? NONE : t[i].lo * 1000,
                hi = t[i].hi == NONE ? NONE : t[i].hi * 1000;

        if (d->kind != TEXT_COUNT || d->lo != lo || d->hi != hi || strcmp(d->unit, t[i].unit) != 0)
            fail_msg("%s: %s %lld to %lld %s", t[i].s, text_kind_name[d->kind], (long long)d->lo,
                     (long long)d->hi, d->unit);
    }
}

static void numbers_that_count_nobody_are_none(void **state) {
    static const char *const t[] = {
        "Resolution 2397 was adopted in 2017 and the plane left.",
        "Trucks drove along Highway 50 to the border.",
        "A ticket costs 300 dollars, and the plane left.",
        "The 35-year-old worker left the camp.",
        "The plane left gate 12 at 10:30.",
        "The ship sailed 300 kilometres north.",
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        read_text(t[i]);
        for (size_t k = 0; k < text.draft.n; k++)
            if (text.draft.v[k].lo != NONE || text.draft.v[k].hi != NONE)
                fail_msg("%s: %lld", t[i], (long long)text.draft.v[k].lo);
    }
}

static void rates_are_per_week_day_or_month(void **state) {
    static const struct {
        const char *s;
        int64_t lo, hi;
        const char *unit, *days;
    } t[] = {
        {"The flight operates twice a week.", 2000, 2000, "flights per week", ""},
        {"The buses run three times per day.", 3000, 3000, "buses per day", ""},
        {"The airline offers biweekly flights.", 500, 2000, "flights per week", ""},
        {"Flights leave every Monday and Friday.", 2000, 2000, "flights per week", "15"},
        {"The ferry sails on Tuesdays, Thursdays and Saturdays.", 3000, 3000, "ferries per week",
         "246"},
        {"The plane flies every two weeks.", 500, 500, "vehicles per week", ""},
        {"The company runs four flights a month.", 4000, 4000, "flights per month", ""},
        {"The train runs at least once a week.", 1000, NONE, "trains per week", ""},
        {"\xed\x8f\x89\xec\x96\x91\xed\x96\x89 \xed\x95\xad\xea\xb3\xb5\xed\x8e\xb8\xec\x9d\x80 "
         "\xec\xa3\xbc 2\xed\x9a\x8c \xec\x9a\xb4\xed\x95\xad",
         2000, 2000, "flights per week", ""},
        {"Рейс JS272 выполняется два раза в неделю.", 2000, 2000, "flights per week", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != TEXT_SCHEDULE || d->lo != t[i].lo || d->hi != t[i].hi ||
            strcmp(d->unit, t[i].unit) != 0 || strcmp(d->days, t[i].days) != 0)
            fail_msg("%s: %s %lld to %lld %s %s", t[i].s, text_kind_name[d->kind], (long long)d->lo,
                     (long long)d->hi, d->unit, d->days);
    }
}

static void dates_are_resolved_against_the_dateline(void **state) {
    static const struct {
        const char *s, *from, *to;
    } t[] = {
        {"The plane left on 30 October 2023.", "2023-10-30", "2023-10-30"},
        {"The plane left on October 30th.", "2023-10-30", "2023-10-30"},
        {"The plane left on 2023-09-04.", "2023-09-04", "2023-09-04"},
        {"The plane left on 04.09.2023.", "2023-09-04", "2023-09-04"},
        {"The plane left yesterday.", "2023-10-30", "2023-10-30"},
        {"The plane left on Friday.", "2023-10-27", "2023-10-27"},
        {"The plane left on the 12th of last month.", "2023-09-12", "2023-09-12"},
        {"The plane left in December.", "2022-12", "2022-12"},
        {"The plane left last September.", "2023-09", "2023-09"},
        {"The plane left three weeks ago.", "2023-10-10", "2023-10-10"},
        {"Flights will run twice a week from the 30th of this month until March 29th of next year.",
         "2023-10-30", "2024-03-29"},
        {"Flights ran twice a week between 1 May and 3 June 2022.", "2022-05-01", "2022-06-03"},
        {"All workers must leave by December 2019.", "", "2019-12"},
        {"The plane will leave next March.", "2024-03", "2024-03"},
        {"Flights have run since 2019.", "2019-01", ""},
        {"They may march north.", "", ""},
        {"10월 30일 출발, 노동자 100명.", "2023-10-30", "2023-10-30"},
        {"30 октября вылетели 100 человек.", "2023-10-30", "2023-10-30"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (strcmp(d->from, t[i].from) != 0 || strcmp(d->to, t[i].to) != 0)
            fail_msg("%s: %s to %s", t[i].s, d->from, d->to);
    }
}

static void korean_and_russian_numbers_are_read(void **state) {
    static const struct {
        const char *s;
        int64_t n;
    } t[] = {{"노동자 약 100명이 공항에 있었다.", 100},
             {"노동자 4천 명이 떠났다.", 4000},
             {"노동자 2만 명이 떠났다.", 20000},
             {"Вылетели двадцать пять человек.", 25},
             {"Около 4 000 рабочих уехали.", 4000}};

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->lo != t[i].n * 1000 || strcmp(d->unit, "people") != 0)
            fail_msg("%s: %lld %s", t[i].s, (long long)d->lo, d->unit);
    }
}

static void flight_numbers_need_a_flight(void **state) {
    static const struct {
        const char *s, *flight;
    } t[] = {
        {"Air Koryo's JS271 flight left on Monday.", "JS271"},
        {"Flight GW 418 left on Monday.", "GW418"},
        {"Flights U6 2345 and U6 2346 left.", "U62345; U62346"},
        {"UN resolution 2397 was adopted, and the plane left.", ""},
        {"Buses drove along US 101 to the border.", ""},
        {"An Il-62 and a Tu-204 flight landed on Monday.", ""},
        {"The flight left during the COVID-19 pandemic.", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        read_text(t[i].s);
        assert_true(text.draft.n >= 1);
        if (strcmp(text.draft.v[0].flight, t[i].flight) != 0)
            fail_msg("%s: %s", t[i].s, text.draft.v[0].flight);
    }
}

static void words_are_given_to_who_says_them(void **state) {
    static const struct {
        const char *s, *speaker, *type;
        bool quote;
    } t[] = {
        {"A government official said that the planes had left.", "government official", "official",
         false},
        {"The planes had left, an airport spokeswoman said.", "airport spokeswoman", "official",
         false},
        {"According to activists, the planes had left.", "activists", "ngo", false},
        {"It has been reported that the planes left.", "unnamed", "unnamed", false},
        {"The planes left.", "newspaper", "media", false},
        {"“The planes have all left by now,” a mechanic told reporters.", "mechanic", "unnamed",
         true},
        {"Ana Ruiz, the director of the Open Border Foundation, said: “The planes have all left.”",
         "NGO director", "ngo", true},
        {"The UN Security Council banned the dispatch of workers.", "UN Security Council",
         "intergovernmental", false},
        {"Residents believe the planes have left.", "residents", "unnamed", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (strcmp(d->speaker, t[i].speaker) != 0 || strcmp(d->speaker_type, t[i].type) != 0 ||
            (strcmp(d->channel, "quote") == 0) != t[i].quote)
            fail_msg("%s: %s (%s), %s", t[i].s, d->speaker, d->speaker_type, d->channel);
    }
}

static void a_quotation_keeps_its_speaker_over_sentences(void **state) {
    (void)state;
    read_text("“We saw two buses here. They were full of people,” a resident said. “Nobody was "
              "allowed to leave.”");
    assert_int_equal(text.draft.n, 3);
    for (size_t i = 0; i < 3; i++) assert_string_equal(text.draft.v[i].speaker, "resident");
}

static void kinds_follow_from_the_words(void **state) {
    static const struct {
        const char *s;
        enum text_kind kind;
    } t[] = {
        {"The departure board showed a flight to Pyongyang.", TEXT_BOARD},
        {"All workers must leave the country.", TEXT_OBLIGATION},
        {"The stay violates the resolution.", TEXT_OBLIGATION},
        {"More flights may follow.", TEXT_HYPOTHESIS},
        {"The number of workers is estimated at 4,000.", TEXT_ESTIMATE},
        {"Police arrested the pilot on Monday.", TEXT_EVENT},
        {"The pilot said the weather was bad.", TEXT_STATEMENT},
        {"There were 40 passengers on the plane.", TEXT_COUNT},
        {"The flight operates every Monday.", TEXT_SCHEDULE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != t[i].kind) fail_msg("%s: %s", t[i].s, text_kind_name[d->kind]);
    }
}

static void bodies_titles_and_papers_speak(void **state) {
    static const struct {
        const char *s, *speaker;
    } t[] = {
        {"Transport Minister Ada Lund said the planes had left.", "transport minister"},
        {"An ERA official said the planes had left.", "ERA official"},
        {"Ada Lund, IOM Norway Chief of Mission, said the planes had left.",
         "IOM chief of mission"},
        {"The planes had left, glaziers said.", "glaziers"},
        {"Local sources are unsure whether the planes have left.", "sources"},
        {"Norway said in a report that the planes had left.", "Norway"},
        {"Norway, which shares a border with Sweden, says the planes have left.", "Norway"},
        {"The report said the planes had left.", "report"},
        {"The planes had left, Gazette One reported.", "Gazette One"},
        {"The Ministry of Fishing, Forests and Trade had said the planes had left.", "ministry"},
        {"Officials at Lakeview International Airport said the planes had left.",
         "airport officials"},
        {"Sources, including a monk, reported that the planes had left.", "sources"},
        {"Freedonia's director-general of prisons said the planes had left.", "director-general"},
        {"Two planes were seen by a shepherd near the lake.", "shepherd"},
        {"The planes had left, the Minister went on.", "minister"},
        {"The planes had left, as announced by the harbour master's office.", "office"},
        {"Their work helps families find those held by the ERA, which rarely discloses lists.",
         "newspaper"},
        {"The interim reports that describe the camp list three planes.", "newspaper"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (strcmp(d->speaker, t[i].speaker) != 0) fail_msg("%s: %s", t[i].s, d->speaker);
    }
}

static void names_are_known_again(void **state) {
    (void)state;
    read_text("Ada Lund, the head of the shelter, said the buses were full.\n\n"
              "Two nurses left on Monday. Lund said nobody had called.\n\n"
              "“We were told nothing.\n\n“They came at night,” she said.");
    assert_int_equal(text.draft.n, 5);
    assert_string_equal(text.draft.v[2].speaker, text.draft.v[0].speaker);
    assert_string_equal(text.draft.v[3].speaker, text.draft.v[0].speaker);
    assert_string_equal(text.draft.v[4].speaker, text.draft.v[0].speaker);
    read_text("The Harbour Watch Council (HWC) said the ferry had left. HWC says it will return.");
    assert_int_equal(text.draft.n, 2);
    assert_string_equal(text.draft.v[1].speaker, "HWC"); /* as the text has it */
}

static void demands_are_obligations_and_mentions_are_none(void **state) {
    static const struct {
        const char *s;
        enum text_kind kind;
    } t[] = {
        {"The UN called for states to send home all sailors by May in a resolution.",
         TEXT_OBLIGATION},
        {"The council urged the island to release the sailors.", TEXT_OBLIGATION},
        {"The assembly adopted a resolution ordering its members to repatriate sailors.",
         TEXT_OBLIGATION},
        {"Member states are required to submit their lists by May.", TEXT_OBLIGATION},
        {"The deadline was Sunday.", TEXT_OBLIGATION},
        {"The mayor gave an ultimatum to all sailors to leave the port.", TEXT_OBLIGATION},
        {"The line raised fares ahead of the repatriation deadline.", TEXT_EVENT},
        {"Aid is required to feed the sailors.", TEXT_STATEMENT},
        {"The envoy urged the sailors to stay in touch.", TEXT_STATEMENT},
        {"The island deported 40 sailors for violating its visa rules.", TEXT_COUNT},
        {"The sailors were leaving the port, officials said on Tuesday, urging the others to "
         "return by ship.",
         TEXT_STATEMENT},
        {"This was supposed to be the first ship of the year.", TEXT_STATEMENT},
        {"The ferries should bring some 600 sailors home.", TEXT_HYPOTHESIS},
        {"The island closed its port amid fears of reprisals.", TEXT_EVENT},
        {"The island deported sailors suspected of theft.", TEXT_EVENT},
        {"The ferry left despite a court order.", TEXT_EVENT},
        {"A court granted a stay until Monday.", TEXT_OBLIGATION},
        {"The authorities should verify each list.", TEXT_OBLIGATION},
        {"Mayors have ignored repeated calls for the release of the sailors.", TEXT_EVENT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != t[i].kind) fail_msg("%s: %s", t[i].s, text_kind_name[d->kind]);
    }
}

static void the_tense_of_the_main_verb_tells_what_happened(void **state) {
    static const struct {
        const char *s;
        enum text_kind kind;
    } t[] = {
        {"The changes forced them to take other roads.", TEXT_EVENT},
        {"The guards have built a second fence.", TEXT_EVENT},
        {"The trucks carry sailors who were taken off a ship to the camp.", TEXT_STATEMENT},
        {"Most sailors who were arrested in May come from the north.", TEXT_STATEMENT},
        {"The ferry scheduled to leave on Friday was stopped by the harbour police.", TEXT_EVENT},
        {"The ferry is scheduled to leave on Friday.", TEXT_HYPOTHESIS},
        {"The sailors are living in a school where they could work.", TEXT_EVENT},
        {"The ferry leaves the port at 8:15 a.m. to arrive at noon.", TEXT_SCHEDULE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);

        if (d->kind != t[i].kind) fail_msg("%s: %s", t[i].s, text_kind_name[d->kind]);
    }
}

static void people_are_counted_by_nation_act_or_what_stands_beside(void **state) {
    static const struct {
        const char *s;
        int64_t lo, hi;
    } t[] = {
        {"A group of 19 Norwegians landed.", 19, 19},
        {"Eight South Africans were sent home.", 8, 8},
        {"Some 23-thousand sailors were sent home.", 23000, 23000},
        {"Police made 593 arrests.", 593, 593},
        {"Sailors saw the return of over 500 on Monday.", 500, NONE},
        {"The 1,086 had been deported.", 1086, 1086},
        {"Two others have left the camp.", 2, 2},
        {"The number of sailors held rose from 310 in May to 690 in June.", 690, 690},
        {"Three pilots left the camp.", 3, 3},
        {"The flight carried 90 passengers at 5 p.m. on Monday.", 90, 90},
        {"The 1951 Refugee Convention was signed there.", NONE, NONE},
        {"The Boeing 737 left.", NONE, NONE},
        {"Some 9,56,720 sailors live there.", 956720, 956720},
        {"The line has set two flight dates.", NONE, NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct text_draft *d = only(t[i].s);
        int64_t lo = t[i].lo == NONE ? NONE : t[i].lo * 1000,
                hi = t[i].hi == NONE ? NONE : t[i].hi * 1000;

        if (d->lo != lo || d->hi != hi)
            fail_msg("%s: %lld to %lld", t[i].s, (long long)d->lo, (long long)d->hi);
    }
    {
        const struct text_draft *d = only("The line raised the number of weekly ferries to five "
                                          "from the previous two.");

        assert_int_equal(d->kind, TEXT_SCHEDULE);
        assert_int_equal(d->lo, 5000);
        assert_string_equal(d->unit, "ferries per week");
    }
}

static void lists_and_second_halves_are_drafts_of_their_own(void **state) {
    (void)state;
    read_text(
        "Over 500 sailors were returned on May 9, 40 others on May 18, and about 50 in June.");
    assert_int_equal(text.draft.n, 3);
    assert_int_equal(text.draft.v[1].lo, 40000);
    assert_int_equal(text.draft.v[2].lo, 50000);
    read_text("Some 90 sailors came from Oslo and 30 from Bergen.");
    assert_int_equal(text.draft.n, 2);
    assert_int_equal(text.draft.v[1].lo, 30000);
    read_text("The mayor said 40 sailors had left, adding that nobody was hurt.");
    assert_int_equal(text.draft.n, 2);
    assert_string_equal(text.draft.v[1].speaker, "mayor");
    read_text(
        "Ada Lund, a rights activist, rejected the claim, saying the sailors should be freed.");
    assert_int_equal(text.draft.n, 2);
    assert_string_equal(text.draft.v[1].speaker, "rights activist");
    read_text("The ferries to the island resumed on Monday, when 120 sailors were sent back.");
    assert_int_equal(text.draft.n, 2);
    assert_int_equal(text.draft.v[1].lo, 120000);
    read_text("Some 90 sailors, including 4 cooks, have left the camp.");
    assert_int_equal(text.draft.n, 1);
    assert_int_equal(text.draft.v[0].lo, 90000);
}

static void thanks_and_casualties_are_left_out(void **state) {
    static const char *const t[] = {"The mayor thanked the embassy and the harbour police.",
                                    "The sailors were warmly welcomed at the town hall.",
                                    "A fire killed at least 20 people."};

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        read_text(t[i]);
        if (text.draft.n) fail_msg("a draft of: %s", t[i]);
    }
}

static void headlines_say_what_comes_and_who_says_it(void **state) {
    const struct text_draft *d;

    (void)state;
    d = only("Ferries to resume in May");
    assert_int_equal(d->kind, TEXT_HYPOTHESIS);
    d = only("300 to be sent home in May");
    assert_int_equal(d->lo, 300000);
    d = only("Over 40 sailors sent home in May: IOM");
    assert_string_equal(d->speaker, "IOM");
    d = only("Governor: last sailors to be sent home in May");
    assert_string_equal(d->speaker, "governor");
}

static void hedges_are_verbatim(void **state) {
    const struct text_draft *d;

    (void)state;
    d = only("The flight Reportedly carried nearly 90 people and may be the last.");
    assert_string_equal(d->hedge, "Reportedly; nearly; may be");
    d = only("It is highly likely that they will leave.");
    assert_string_equal(d->hedge, "highly likely");
    d = only("The planes left.");
    assert_string_equal(d->hedge, "");
}

static void places_in_the_text_are_code_points(void **state) {
    const struct text_draft *d = only("«Привет». About 100 workers left.");

    (void)state;
    assert_int_equal(d->start, 10);
    assert_int_equal(d->end, 33);
}

static void lookalikes_are_named_and_not_read(void **state) {
    const struct text_draft *d;

    (void)state;
    read_text("About 1О0 workers left on Monday."); /* a Cyrillic O */
    assert_int_equal(text.notice.n, 1);
    assert_non_null(memmem(text.notice.v[0].p, text.notice.v[0].n, "U+041E", 6));
    for (size_t i = 0; i < text.draft.n; i++) assert_true(text.draft.v[i].lo == NONE);
    d = only("The plane carried １２０ workers away.");
    assert_int_equal(d->lo, 120000);
    d = only("The plane carried ١٢٠ workers away.");
    assert_int_equal(d->lo, 120000);
    read_text("The plane \xe2\x80\xae carried 50 workers away.");
    assert_int_equal(text.notice.n, 1);
    assert_non_null(memmem(text.notice.v[0].p, text.notice.v[0].n, "U+202E", 6));
}

static bool noticed(const char *word) {
    for (size_t i = 0; i < text.notice.n; i++)
        if (memmem(text.notice.v[i].p, text.notice.v[i].n, word, strlen(word))) return true;
    return false;
}

/* Behind an override 04 shows as 40: neither is read. What ends it, or a new paragraph, gives numbers back their face. */
static void numbers_that_are_turned_round_are_not_read(void **state) {
    static const char *const not_read[] = {
        "The plane carried \342\200\25604\342\200\254 workers away.",
        "The plane carried 1\342\200\25620\342\200\254 workers away.",
        "The mayor \342\200\256 came. The plane carried 40 workers away.",
        "The plane carried l24 workers away.", "The plane carried \320\23624 workers away."};
    static const char *const read[] = {
        "The \342\200\256plane\342\200\254 carried 40 workers away.",
        "The mayor came.\342\200\256\n\nThe plane carried 40 workers away.",
        "The plane carried 40\342\200\217 workers away.",
        "The plane carried \360\235\237\222\360\235\237\216 workers away.", /* mathematical */
        "The plane carried \340\271\224\340\271\220 workers away."};        /* Thai */

    (void)state;
    for (size_t i = 0; i < sizeof not_read / sizeof *not_read; i++) {
        read_text(not_read[i]);
        if (!noticed("not read")) fail_msg("nothing is said of: %s", not_read[i]);
        for (size_t k = 0; k < text.draft.n; k++)
            if (text.draft.v[k].lo != NONE) fail_msg("a number is read in: %s", not_read[i]);
    }
    for (size_t i = 0; i < sizeof read / sizeof *read; i++) {
        bool found = false;

        read_text(read[i]);
        for (size_t k = 0; k < text.draft.n; k++) found |= text.draft.v[k].lo == 40000;
        if (!found) fail_msg("no 40 is read in: %s", read[i]);
    }
}

static void bad_text_is_refused_with_its_place(void **state) {
    static char big[9 << 20];
    struct text_options o = {.dateline = UTC_NONE};
    struct err e;

    (void)state;
    assert_int_equal(text_read(&arena, SPAN("A plane\nleft \xff now."), &o, &text, &e), RC_SYNTAX);
    assert_non_null(strstr(e.text, "line 2: byte 14"));
    assert_int_equal(text_read(&arena, (struct span){"a\0b", 3}, &o, &text, &e), RC_SYNTAX);
    assert_int_equal(text_read(&arena, (struct span){big, sizeof big}, &o, &text, &e), RC_LIMIT);
}

static void deep_quotes_and_long_lines_end(void **state) {
    struct buf b = {0};
    struct text_options o = {.dateline = UTC_NONE};
    struct err e;

    (void)state;
    for (int i = 0; i < 10000; i++) buf_puts(&b, "“‘");
    buf_puts(&b, "100 workers left");
    for (int i = 0; i < 10000; i++) buf_puts(&b, "’”");
    for (int i = 0; i < 4000; i++)
        buf_puts(&b, " said according to two hundred and every Monday and");
    assert_ok(text_read(&arena, buf_span(&b), &o, &text, &e), e);
    assert_true(text.notice.n > 0);
    buf_fini(&b);
}

static void pages_give_their_text(void **state) {
    static const char page[] = "<!DOCTYPE html><html><head><meta "
                               "charset=\"utf-8\"><title>T</title><style>p{}</style><script>if "
                               "(a<b) x('<p>');</script></head>"
                               "<body><p>About&nbsp;100 workers&#8217; buses <b>left</b>.</p><!-- "
                               "no --><div>AT&amp;T &bogus; 3 < 4</div></body></html>";
    struct span out;
    struct err e;

    (void)state;
    assert_true(text_is_html(SPAN("  <html>")));
    assert_false(text_is_html(SPAN("A plane <b>left</b>.")));
    assert_ok(text_html(&arena, SPAN(page), &out, &e), e);
    assert_true(span_is(span_trim(out), "T\nAbout\xc2\xa0"
                                        "100 workers\xe2\x80\x99 buses left.\nAT&T &bogus; 3 < 4"));
    assert_ok(text_html(&arena, SPAN("<html><meta charset=windows-1251><p>\xd0\xe5\xe9\xf1</p>"),
                        &out, &e),
              e);
    assert_true(span_is(span_trim(out), "Рейс"));
    assert_int_equal(
        text_html(&arena, SPAN("<html><meta charset=\"euc-kr\"><p>\xc6\xed</p>"), &out, &e),
        RC_SYNTAX);
    assert_non_null(strstr(e.text, "euc-kr"));
}

static void invented_articles_are_read_as_marked(void **state) {
    static const char *const names[] = {"ice",       "charter", "convoy",  "ferry",
                                        "statement", "wire",    "quiet",   "return",
                                        "train",     "night",   "harbour", "desert"};
    size_t marks = 0, found = 0, drafts = 0;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        static struct t_score s;
        struct text_options o = {.dateline = UTC_NONE};
        struct text t;
        struct arena a;
        struct err e;
        char path[4096];
        size_t n;
        char *bytes;

        s = (struct t_score){0};
        arena_init(&a, (size_t)256 << 20);
        snprintf(path, sizeof path, "%s/tests/unit/data/texts/%s.txt", getenv("HEADCOUNT_SOURCE"),
                 names[i]);
        bytes = t_slurp(path, &n);
        assert_non_null(bytes);
        assert_ok(text_read(&a, (struct span){bytes, n}, &o, &t, &e), e);
        snprintf(path, sizeof path, "%s/tests/unit/data/texts/%s_marks.csv",
                 getenv("HEADCOUNT_SOURCE"), names[i]);
        t_marks_read(&a, path, &s);
        t_match(&t, &s);
        t_score_say(names[i], &t, &s);
        marks += s.marks;
        found += s.found;
        drafts += s.drafts;
        arena_fini(&a);
        free(bytes);
    }
    printf("# all: %zu of %zu found, %zu of %zu wrong\n", found, marks, drafts - found, drafts);
    assert_true(found * 100 >= marks * 80);
    assert_true((drafts - found) * 100 <= drafts * 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_lexicon_is_sorted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quantities_have_bounds_and_units, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_that_count_nobody_are_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rates_are_per_week_day_or_month, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_are_resolved_against_the_dateline, set_up, tear_down),
        cmocka_unit_test_setup_teardown(korean_and_russian_numbers_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(flight_numbers_need_a_flight, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_are_given_to_who_says_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_quotation_keeps_its_speaker_over_sentences, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(kinds_follow_from_the_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bodies_titles_and_papers_speak, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_are_known_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(demands_are_obligations_and_mentions_are_none, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_tense_of_the_main_verb_tells_what_happened, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(people_are_counted_by_nation_act_or_what_stands_beside,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists_and_second_halves_are_drafts_of_their_own, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(thanks_and_casualties_are_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(headlines_say_what_comes_and_who_says_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(hedges_are_verbatim, set_up, tear_down),
        cmocka_unit_test_setup_teardown(places_in_the_text_are_code_points, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lookalikes_are_named_and_not_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_that_are_turned_round_are_not_read, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(bad_text_is_refused_with_its_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deep_quotes_and_long_lines_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pages_give_their_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(invented_articles_are_read_as_marked, set_up, tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
