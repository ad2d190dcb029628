/* SPDX-License-Identifier: Apache-2.0 */
#include "claim/claim.h"
#include "t.h"

static struct arena arena;

static int setup(void **state) {
    (void)state;
    arena_init(&arena, (size_t)64 << 20);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

#define CONTAINS(text, part)                                                                       \
    do {                                                                                           \
        if (!strstr((text), (part))) fail_msg("\"%s\" is not in \"%s\"", (part), (text));          \
    } while (0)

static void grades_are_read_and_written(void **state) {
    struct claim_grade g = {'x', 'x'};
    struct err e;

    (void)state;
    assert_ok(claim_grade_read(SPAN("c3"), &g, &e), e);
    assert_string_equal(claim_grade_text(&arena, g),
                        "C3: the source is fairly reliable; the information is possibly true.");
    assert_ok(claim_grade_read(SPAN("B"), &g, &e), e);
    assert_true(g.reliability == 'B' && g.credibility == '6');
    assert_ok(claim_grade_read(SPAN("2"), &g, &e), e);
    assert_true(g.reliability == 'F' && g.credibility == '2');
    assert_ok(claim_grade_read(SPAN(""), &g, &e), e);
    assert_string_equal(claim_grade_text(&arena, g),
                        "F6: the source is of a reliability that cannot be judged; "
                        "the information is of a truth that cannot be judged.");
    assert_int_equal(claim_grade_read(SPAN("G1"), &g, &e), RC_SYNTAX);
    assert_int_equal(claim_grade_read(SPAN("A7"), &g, &e), RC_SYNTAX);
    assert_int_equal(claim_grade_read(SPAN("3C"), &g, &e), RC_SYNTAX);
    assert_int_equal(claim_grade_read(SPAN("C3 "), &g, &e), RC_SYNTAX);
    assert_true(g.reliability == 'F' && g.credibility == '6'); /* left alone */
    assert_null(claim_reliability_words('G'));
    assert_null(claim_credibility_words('0'));
    for (char c = 'A'; c <= 'F'; c++) assert_non_null(claim_reliability_words(c));
    for (char c = '1'; c <= '6'; c++) assert_non_null(claim_credibility_words(c));
}

static void confirmed_needs_two_roots(void **state) {
    (void)state;
    assert_null(claim_grade_objection(&arena, (struct claim_grade){'C', '1'}, 2));
    assert_null(claim_grade_objection(&arena, (struct claim_grade){'A', '2'}, 0));
    CONTAINS(claim_grade_objection(&arena, (struct claim_grade){'A', '1'}, 1), "rests on 1 root:");
    CONTAINS(claim_grade_objection(&arena, (struct claim_grade){'A', '1'}, 0), "rests on 0 roots:");
}

static void likelihood_words_follow_the_bands(void **state) {
    static const struct {
        double p;
        const char *word;
    } at[] = {{0, NULL},
              {0.0099, NULL},
              {0.01, "almost no chance"},
              {0.049, "almost no chance"},
              {0.05, "very unlikely"},
              {0.2, "unlikely"},
              {0.4499, "unlikely"},
              {0.45, "roughly even chance"},
              {0.5, "roughly even chance"},
              {0.55, "roughly even chance"},
              {0.5501, "likely"},
              {0.8, "likely"},
              {0.801, "very likely"},
              {0.95, "very likely"},
              {0.951, "almost certain"},
              {0.99, "almost certain"},
              {0.9901, NULL},
              {1, NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        const char *word = claim_likelihood_word(at[i].p);

        if ((word == NULL) != (at[i].word == NULL) || (word && strcmp(word, at[i].word) != 0))
            fail_msg("%g: %s", at[i].p, word ? word : "no word");
    }
    assert_null(claim_likelihood_word((double)NAN));
    assert_string_equal(claim_likelihood_text(&arena, 0.7), "likely (70 %)");
    assert_string_equal(claim_likelihood_text(&arena, 0.001), "less than 1 %");
    assert_string_equal(claim_likelihood_text(&arena, 1), "more than 99 %");
}

static void likelihood_words_go_both_ways_and_are_mirrored(void **state) {
    static const char *const mirror[][2] = {{"almost no chance", "almost certain"},
                                            {"very unlikely", "very likely"},
                                            {"unlikely", "likely"},
                                            {"roughly even chance", "roughly even chance"}};
    double lo, hi;

    (void)state;
    for (int i = 1; i < 1000; i++) {
        double p = (i + 0.5) / 1001;
        const char *word = claim_likelihood_word(p), *back = claim_likelihood_word(1 - p);

        assert_int_equal(word == NULL, back == NULL);
        if (!word) continue;
        assert_true(claim_likelihood_band(span_of(word), &lo, &hi));
        assert_true(p >= lo && p <= hi);
        for (size_t k = 0; k < 4; k++)
            if (strcmp(mirror[k][0], word) == 0) assert_string_equal(mirror[k][1], back);
    }
}

static void both_rows_of_the_standard_are_read(void **state) {
    static const struct {
        const char *word;
        double lo, hi; /* hi 0: no such word */
    } word[] = {{"Likely", 0.55, 0.8},
                {"PROBABLY", 0.55, 0.8},
                {"probable", 0.55, 0.8},
                {"improbably", 0.2, 0.45},
                {"remote", 0.01, 0.05},
                {" highly improbable ", 0.05, 0.2},
                {"roughly even odds", 0.45, 0.55},
                {"highly probable", 0.8, 0.95},
                {"almost certainly", 0.95, 0.99},
                {"nearly certain", 0.95, 0.99},
                {"highly likely", 0, 0},
                {"possibly", 0, 0},
                {"", 0, 0},
                {"almost", 0, 0},
                {"likelyy", 0, 0},
                {"almost certainlyx", 0, 0},
                {"almost certainl", 0, 0},
                {"probablyy", 0, 0},
                {"reportedly", 0, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
        double lo = 0, hi = 0;
        bool is = claim_likelihood_band(span_of(word[i].word), &lo, &hi);

        if (is != (word[i].hi > 0) || lo != word[i].lo || hi != word[i].hi)
            fail_msg("%s: %g to %g", word[i].word, lo, hi);
    }
}

/* Words in a hedge to bands, as ICD 203 has them; what mixes its rows is told, what denies or compares is no band. */
static void a_hedge_says_its_band(void **state) {
    static const struct {
        const char *hedge, *say; /* "": none */
    } at[] = {
        {"highly likely",
         "\"Highly likely\" is no word of ICD 203; nearest is \"very likely\", 80 to 95 %."},
        {"Very probably",
         "\"Very probably\" is no word of ICD 203; nearest is \"very likely\", 80 to 95 %."},
        {"highly unlikely",
         "\"Highly unlikely\" is no word of ICD 203; nearest is \"very unlikely\", 5 to 20 %."},
        {"very likely", "\"Very likely\" is 80 to 95 % in the words of ICD 203."},
        {"about; is likely to", "\"Likely\" is 55 to 80 % in the words of ICD 203."},
        {"almost no chance", "\"Almost no chance\" is 1 to 5 % in the words of ICD 203."},
        {"it is improbable", "\"Improbable\" is 20 to 45 % in the words of ICD 203."},
        {"highly", ""},
        {"not likely", ""},
        {"most likely", ""},
        {"not, it seems, likely", "\"Likely\" is 55 to 80 % in the words of ICD 203."},
        {"could be", ""},
        {"likelihood", ""},
        {"", ""},
        {"almost certain", "\"Almost certain\" is 95 to 99 % in the words of ICD 203."}};

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        struct claim_likelihood k;
        const char *say =
            claim_likelihood_find(span_of(at[i].hedge), &k) ? claim_likelihood_say(&arena, &k) : "";

        assert_string_equal(say, at[i].say);
    }
}

static double quantile[CLAIM_QUANTILES];

/* 100, 200, ... 9,900: the k-th percentile is 100 k. */
static struct claim_estimate estimate(void) {
    for (int i = 0; i < CLAIM_QUANTILES; i++) quantile[i] = 100 * (i + 1);
    return (struct claim_estimate){.from = utc_day((struct utc_civil){2023, 10, 30}),
                                   .to = utc_day((struct utc_civil){2024, 3, 29}),
                                   .median = 5000,
                                   .lo = 500,
                                   .hi = 9500,
                                   .interval = 0.9,
                                   .quantile = quantile,
                                   .ceiling = 9240};
}

static struct claim_quantity claimed(int low, int best, int high, enum claim_unit unit) {
    struct claim_estimate est = estimate();

    return (struct claim_quantity){
        .low = low, .best = best, .high = high, .unit = unit, .from = est.from, .to = est.to};
}

static void percentiles_are_counted_on_discrete_quantiles(void **state) {
    (void)state;
    estimate();
    assert_int_equal(claim_percentile(quantile, 99), 0);
    assert_int_equal(claim_percentile(quantile, 100), 1);
    assert_int_equal(claim_percentile(quantile, 4000), 40);
    assert_int_equal(claim_percentile(quantile, 4099.5), 40);
    assert_int_equal(claim_percentile(quantile, 1e9), 99);
    for (int i = 0; i < CLAIM_QUANTILES; i++) quantile[i] = 7; /* all mass on one number */
    assert_int_equal(claim_percentile(quantile, 7), 99);
    assert_int_equal(claim_percentile(quantile, 6), 0);
}

static void a_figure_is_laid_beside_the_estimate(void **state) {
    struct claim_estimate est = estimate();
    struct claim_quantity q = claimed(-1, 4000, -1, CLAIM_PEOPLE);
    struct claim_finding f = claim_compare(&arena, &q, &est);

    (void)state;
    assert_int_equal(f.verdict, CLAIM_INSIDE);
    assert_int_equal(f.percentile, 40);
    assert_string_equal(f.text, "4,000 lies within the estimate of 500 to 9,500 (9 in 10; median "
                                "5,000), at percentile 40. So many or more: likely (60 %). It "
                                "speaks of people, the estimate of person-movements: whoever flies "
                                "twice is one person and two movements.");
    q = claimed(3000, -1, 4200, CLAIM_MOVEMENTS);
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.percentile, 36);
    CONTAINS(f.text, "3,000 to 4,200 lies within");
    CONTAINS(f.text,
             ", its middle at percentile 36. As many as its middle or more: likely (64 %).");
    assert_null(strstr(f.text, "flies twice"));
    q = claimed(-1, 300, 400, CLAIM_MOVEMENTS);
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_BELOW);
    CONTAINS(f.text, "300 (at most 400) lies below");
    CONTAINS(f.text, "at percentile 3");
    q = claimed(9300, -1, -1, CLAIM_MOVEMENTS);
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_OVER_CEILING);
    CONTAINS(f.text, "At least 9,300 is more than the 9,240 seats");
    q = claimed(20000, -1, -1, CLAIM_MOVEMENTS); /* beyond the last percentile */
    CONTAINS(claim_compare(&arena, &q, &est).text,
             "So many or more: a probability of less than 1 %");
    q = claimed(-1, 300, -1, CLAIM_MOVEMENTS);
    claim_quantity_bound(&q, SPAN("at least"));
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_INSIDE);
    CONTAINS(f.text, "At least 300 does not contradict the estimate of 500");
    q = claimed(-1, 9600, -1, CLAIM_MOVEMENTS);
    claim_quantity_bound(&q, SPAN("up to"));
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_INSIDE);
    q = claimed(-1, 9600, -1, CLAIM_MOVEMENTS);
    claim_quantity_bound(&q, SPAN("about"));
    assert_int_equal(q.best, 9600);
    q = claimed(9300, -1, -1, CLAIM_MOVEMENTS);
    est.ceiling = -1, est.hi = 9000, est.interval = 0.8;
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_ABOVE);
    CONTAINS(f.text, "(80 in 100;");
    est.quantile = NULL;
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.percentile, -1);
    assert_null(strstr(f.text, "percentile"));
}

static void one_sided_figures_have_an_open_end(void **state) {
    struct claim_estimate est = estimate();
    struct claim_quantity q = claimed(100, -1, -1, CLAIM_MOVEMENTS);

    (void)state;
    assert_int_equal(claim_compare(&arena, &q, &est).verdict,
                     CLAIM_INSIDE); /* at least 100 allows 5,000 */
    q = claimed(-1, -1, 100, CLAIM_MOVEMENTS);
    assert_int_equal(claim_compare(&arena, &q, &est).verdict,
                     CLAIM_BELOW); /* at most 100 does not */
    q = claimed(-1, -1, 100000, CLAIM_MOVEMENTS);
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_INSIDE);
}

static void what_differs_in_unit_or_period_is_not_compared(void **state) {
    struct claim_estimate est = estimate();
    struct claim_quantity q = claimed(-1, 44, -1, CLAIM_FLIGHTS);
    struct claim_finding f = claim_compare(&arena, &q, &est);

    (void)state;
    assert_int_equal(f.verdict, CLAIM_NOT_COMPARED);
    assert_int_equal(f.percentile, -1);
    CONTAINS(f.text, "counts flights");
    q.unit = CLAIM_SHARE;
    CONTAINS(claim_compare(&arena, &q, &est).text, "a share");
    q.unit = CLAIM_UNKNOWN;
    CONTAINS(claim_compare(&arena, &q, &est).text, "unit is not stated");
    q = claimed(-1, 360, 372, CLAIM_PEOPLE);
    q.from = utc_day((struct utc_civil){2023, 9, 1}),
    q.to = utc_day((struct utc_civil){2023, 9, 30});
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_NOT_COMPARED);
    assert_string_equal(f.text, "It speaks of 2023-09-01 to 2023-09-30, all of it outside the days "
                                "of the estimate, 2023-10-30 to 2024-03-29: not compared.");
    q.from = UTC_NONE;
    CONTAINS(claim_compare(&arena, &q, &est).text, "the time up to 2023-09-30");
    q.to = UTC_NONE;
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_BELOW);
    CONTAINS(f.text, "does not say of which period");
    q = claimed(-1, 4000, -1, CLAIM_MOVEMENTS), q.from++, q.to -= 9; /* 142 of 152 days */
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_INSIDE);
    q.to -= 9;
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_NOT_COMPARED);
    q = claimed(-1, -1, -1, CLAIM_PEOPLE);
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_NO_QUANTITY);
}

/* Each difference of definition is named, beside the comparison or as the reason that there is none. */
static void differences_of_definition_are_named(void **state) {
    struct claim_estimate est = estimate();
    struct claim_quantity q = claimed(-1, 4000, -1, CLAIM_PEOPLE);
    struct claim_finding f;

    (void)state;
    assert_int_equal(claim_measures_read(SPAN("net")), CLAIM_NET);
    assert_int_equal(claim_measures_read(SPAN("stock")), CLAIM_STOCK);
    assert_int_equal(claim_measures_read(SPAN("")), CLAIM_NOT_SAID);
    q.measures = CLAIM_NET, q.ways = CLAIM_EVERY_WAY;
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_INSIDE);
    assert_int_equal(f.ndiffers, 3);
    CONTAINS(f.text, "whoever flies twice");
    CONTAINS(f.text, "It is net of those who came back, the estimate is gross.");
    CONTAINS(f.text, "It is of every way to travel");
    q = claimed(-1, 4000, -1, CLAIM_MOVEMENTS);
    assert_int_equal(claim_compare(&arena, &q, &est).ndiffers, 0);
    q.measures = CLAIM_ONE_WAY;
    assert_int_equal(claim_compare(&arena, &q, &est).ndiffers, 0);
    q.measures = CLAIM_BOTH_WAYS;
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_NOT_COMPARED);
    assert_string_equal(f.text, "It adds both directions, the estimate has one: not compared.");
    q.measures = CLAIM_STOCK, q.from++, q.to = q.from;
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_NOT_COMPARED);
    assert_int_equal(f.ndiffers, 2);
    CONTAINS(f.text, "It is a stock, how many were there on a day");
    CONTAINS(f.text, "; it speaks of 2023-10-31, the estimate of");
    q = claimed(-1, 4000, -1, CLAIM_MOVEMENTS), q.measures = CLAIM_STOCK, q.computed = true;
    f = claim_compare(&arena, &q, &est); /* a timetable's flow under the name of a stock */
    assert_int_equal(f.verdict, CLAIM_INSIDE);
    CONTAINS(f.text, "computed as a flow");
    q = claimed(-1, 4000, -1, CLAIM_MOVEMENTS), q.ways = CLAIM_OTHER_WAY;
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_NOT_COMPARED);
}

static void a_percentile_is_told_in_words(void **state) {
    static const struct {
        int best;
        const char *words;
    } at[] = {{40, "So many or more: a probability of more than 99 %."},
              {300, "So many or more: almost certain (97 %)."},
              {4000, "So many or more: likely (60 %)."},
              {5000, "So many or more: roughly even chance (50 %)."},
              {9000, "So many or more: very unlikely (10 %)."},
              {9240, "So many or more: very unlikely (8 %)."}};
    struct claim_estimate est = estimate();
    struct claim_quantity q;

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        q = claimed(-1, at[i].best, -1, CLAIM_MOVEMENTS);
        CONTAINS(claim_compare(&arena, &q, &est).text, at[i].words);
    }
    q = claimed(-1, -1, 4000, CLAIM_MOVEMENTS); /* at most: the question is another */
    assert_null(strstr(claim_compare(&arena, &q, &est).text, "So many or more"));
}

static void grades_hold_what_the_codes_words_allow(void **state) {
    static const struct {
        const char *given, *held;
        struct claim_standing s;
    } at[] = {{"A1", "A1", {2, false, false}}, {"A1", "A2", {1, false, false}},
              {"A1", "A2", {0, false, false}}, {"A1", "A3", {2, true, false}},
              {"A1", "A3", {1, true, false}},  {"E2", "E3", {5, true, false}},
              {"C3", "C3", {1, true, false}},  {"F6", "F6", {1, true, true}},
              {"B2", "B2", {1, false, true}},  {"D5", "D5", {0, true, false}}};
    struct claim_grade g, held;
    struct err e;

    (void)state;
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        assert_ok(claim_grade_read(span_of(at[i].given), &g, &e), e);
        held = claim_grade_hold(g, &at[i].s);
        assert_true(held.reliability == at[i].held[0] && held.credibility == at[i].held[1]);
        /* whatever moves a grade is told */
        if (held.credibility != g.credibility)
            assert_true(*claim_standing_text(&arena, g, &at[i].s) != 0);
    }
    assert_string_equal(claim_standing_text(&arena, g, &(struct claim_standing){2, false, false}),
                        "");
    CONTAINS(claim_standing_text(&arena, g, &(struct claim_standing){2, false, true}), "retracted");
}

/* A second voice confirms where it says the same thing: as far as counting goes, and no further. */
static void what_says_the_same_and_what_does_not(void **state) {
    const struct claim_said k = {
        {.low = -1, .best = 100, .high = -1, .unit = CLAIM_PEOPLE, .from = 10, .to = 10},
        SPAN("about"),
        SPAN(""),
        3};
    const struct claim_said exact = {
        {.low = -1, .best = 100, .high = -1, .unit = CLAIM_MOVEMENTS, .from = 9, .to = 11},
        SPAN(""),
        SPAN("X1"),
        3};
    struct claim_said o = exact;

    (void)state;
    assert_null(claim_unlike(&k, &exact));
    assert_null(claim_unlike(&exact, &k));
    o.q.best = 115; /* 15 apart; sd of about 100: 10.5, of 115: 6.25, twice both 24.4 */
    assert_null(claim_unlike(&k, &o));
    o.q.best = 130;
    CONTAINS(claim_unlike(&k, &o), "another figure");
    o.q.best = 5000;
    CONTAINS(claim_unlike(&k, &o), "another figure");
    CONTAINS(claim_unlike(&o, &k), "another figure");
    o.q.best = 0;
    CONTAINS(claim_unlike(&k, &o), "another figure");
    o = exact, o.q.best = -1;
    CONTAINS(claim_unlike(&k, &o), "no figure");
    assert_null(claim_unlike(&o, &k)); /* who gives one says more */
    o = exact, o.hedge = SPAN("at least");
    CONTAINS(claim_unlike(&k, &o), "only bounds");
    o.q.best = 90;
    assert_null(claim_unlike(&o, &k)); /* 100 is at least 90 */
    o.hedge = SPAN("up to"), o.q.best = 150;
    CONTAINS(claim_unlike(&k, &o), "only bounds");
    o = exact, o.q.low = 80, o.q.best = -1, o.q.high = 120;
    assert_null(claim_unlike(&k, &o));
    o = exact, o.q.from = 11;
    CONTAINS(claim_unlike(&k, &o), "another period");
    o.q.from = UTC_NONE;
    assert_null(claim_unlike(&k, &o)); /* up to day 11 */
    o.q.measures = CLAIM_STOCK;        /* of day 11 */
    CONTAINS(claim_unlike(&k, &o), "another period");
    o = exact, o.q.from = o.q.to = UTC_NONE;
    CONTAINS(claim_unlike(&k, &o), "no period");
    o = exact, o.corridor = 4;
    CONTAINS(claim_unlike(&k, &o), "another corridor");
    o = exact, o.q.unit = CLAIM_FLIGHTS;
    CONTAINS(claim_unlike(&k, &o), "counts something else");
    o = exact, o.q.ways = CLAIM_OTHER_WAY;
    CONTAINS(claim_unlike(&k, &o), "way of travel");
    o = exact, o.flight = SPAN("X2");
    CONTAINS(claim_unlike(&exact, &o), "another flight");
}

static void who_lends_no_standing_and_who_earns_none(void **state) {
    static const char *const none[] = {"E1", "F2", "A5", "B6", "F6"}, *const some[] = {"D4", "A1"};
    struct claim_grade g, root = {'C', '3'};
    struct err e;

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_ok(claim_grade_read(span_of(none[i]), &g, &e), e);
        assert_non_null(claim_confirms_nothing(g));
    }
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        assert_ok(claim_grade_read(span_of(some[i]), &g, &e), e);
        assert_null(claim_confirms_nothing(g));
    }
    g = claim_grade_under((struct claim_grade){'A', '1'}, root);
    assert_true(g.reliability == 'C' && g.credibility == '3');
    g = claim_grade_under((struct claim_grade){'E', '2'}, root); /* a bad channel passes on badly */
    assert_true(g.reliability == 'E' && g.credibility == '3');
}

static void seats_are_held_against_the_ceiling_only(void **state) {
    struct claim_estimate est = estimate();
    struct claim_quantity q = claimed(-1, 9240, -1, CLAIM_SEATS);

    (void)state;
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_NOT_COMPARED);
    CONTAINS(claim_compare(&arena, &q, &est).text, "9,240 seats lie within the ceiling of 9,240");
    q.best++;
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_OVER_CEILING);
    est.ceiling = -1;
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_NOT_COMPARED);
    assert_int_equal(claim_compare(&arena, &q, &est).percentile, -1);
}

static void flights_are_held_against_those_that_flew(void **state) {
    struct claim_flown known = {.listed = 13, .flown = 2, .tracked = 1, .cancelled = 1};
    struct claim_estimate est = estimate();
    struct claim_quantity q = claimed(-1, 8, -1, CLAIM_FLIGHTS);
    double flew[CLAIM_QUANTILES];
    struct claim_finding f;

    (void)state;
    for (int i = 0; i < CLAIM_QUANTILES; i++) flew[i] = i < 30 ? 5 : i < 74 ? 6 : 8;
    est.lo = 5, est.median = 6, est.hi = 8, est.ceiling = -1;
    est.quantile = flew, est.flights = &known;
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_INSIDE);
    assert_int_equal(f.percentile, 74); /* below it; at or below it are all */
    CONTAINS(f.text, "5 to 8 flights that flew");
    CONTAINS(f.text, "unlikely (26 %)");
    CONTAINS(f.text, "13 flights are announced or seen, 2 known to have flown (1 of them tracked) "
                     "and 1 known cancelled");
    CONTAINS(f.differs[0], "announced");
    q.best = 12;
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_ABOVE);
    q.best = 13; /* of 13, one was cancelled: how likely more are the model does not tell */
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_OVER_CEILING);
    CONTAINS(f.text, "13 is more than the 12 flights that are announced or seen and not known to "
                     "be cancelled: it knows of others, or counts otherwise; the estimate is 5 to "
                     "8 flights that flew");
    assert_null(strstr(f.text, "So many or more"));
    assert_null(strstr(f.text, "percentile"));
    q.best = 12;
    /* known for certain: no share is beyond it */
    for (int i = 0; i < CLAIM_QUANTILES; i++) flew[i] = 12;
    est.lo = est.median = est.hi = 12;
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_INSIDE);
    assert_null(strstr(f.text, "So many or more"));
    est.flights = NULL;
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_NOT_COMPARED);
}

static void days_outside_the_estimate_are_counted(void **state) {
    struct claim_estimate est = estimate();
    struct claim_quantity q = claimed(-1, 2000, -1, CLAIM_MOVEMENTS);

    (void)state;
    q.from = est.from - 50, q.to = est.from + 49;
    CONTAINS(claim_compare(&arena, &q, &est).text, ", of which 50 of 100 days are outside");
    q.from = est.to + 1, q.to = est.to + 9;
    CONTAINS(claim_compare(&arena, &q, &est).text, ", all of it outside");
    q.from = est.from + 1, q.to = est.from + 9;
    assert_null(strstr(claim_compare(&arena, &q, &est).text, "outside"));
}

/* What moved on days outside the estimate only adds: a figure that is too low stays so, one that is higher is not contradicted. */
static void days_outside_the_estimate_can_only_add_to_it(void **state) {
    struct claim_estimate est = estimate();
    struct claim_quantity q = claimed(-1, 400, -1, CLAIM_MOVEMENTS);
    struct claim_finding f;

    (void)state;
    q.from = utc_day((struct utc_civil){2023, 12, 1}),
    q.to = utc_day((struct utc_civil){2024, 1, 30});
    est.from = utc_day((struct utc_civil){2024, 1, 1}), est.to = q.to, est.part = true;
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_BELOW);
    assert_int_equal(f.percentile, -1);
    assert_string_equal(
        f.text, "400 lies below the estimate of 500 to 9,500 for 2024-01-01 to 2024-01-30 (9 in "
                "10; median 5,000) already, and its other days can only add to that. So many or "
                "more on these days alone: almost certain (96 %). It speaks of 2023-12-01 to "
                "2024-01-30, of which 31 of 61 days are outside the estimate; both have "
                "2024-01-01 to 2024-01-30.");
    q.best = 3000;
    CONTAINS(claim_compare(&arena, &q, &est).text, "3,000 does not contradict the estimate of 500");
    q = (struct claim_quantity){
        10000, -1, -1, CLAIM_MOVEMENTS, q.from, q.to, CLAIM_NOT_SAID, CLAIM_FLIGHTS_ONLY, false};
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(
        f.verdict,
        CLAIM_INSIDE); /* more than the ceiling of these days is no more than it of all */
    CONTAINS(f.text, "only its other days can make up for it: by 500 or more.");
    q.low = -1, q.best = 10000;
    CONTAINS(claim_compare(&arena, &q, &est).text, "make up for it: by 500 to 9,500.");
    q.measures = CLAIM_NET; /* of which other days may take away */
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.verdict, CLAIM_NOT_COMPARED);
    CONTAINS(f.text, ", of which 31 of 61 days are outside the estimate");
    q.measures = CLAIM_NOT_SAID, q.unit = CLAIM_SEATS;
    assert_int_equal(claim_compare(&arena, &q, &est).verdict, CLAIM_NOT_COMPARED);
    q.from = est.from, q.best = 9000; /* its days are those of the estimate */
    CONTAINS(claim_compare(&arena, &q, &est).text,
             "9,000 seats lie within the ceiling of 9,240 seats for 2024-01-01");
}

/* A day more or less is no reason not to compare, and is said. */
static void periods_that_are_nearly_one_are_compared_with_words(void **state) {
    struct claim_estimate est = estimate();
    struct claim_quantity q = claimed(-1, 4000, -1, CLAIM_MOVEMENTS);
    struct claim_finding f;

    (void)state;
    assert_null(strstr(claim_compare(&arena, &q, &est).text, "speaks of"));
    q.from -= 3;
    f = claim_compare(&arena, &q, &est);
    assert_int_equal(f.percentile, 40);
    assert_int_equal(f.ndiffers, 1);
    CONTAINS(
        f.text,
        "It speaks of 2023-10-27 to 2024-03-29, of which 3 of 155 days are outside those of the "
        "estimate, 2023-10-30 to 2024-03-29; so near to one another, they are compared as one "
        "period.");
}

/* A finding is a likelihood: no word of a grade may stand in it. */
static void findings_never_speak_of_reliability(void **state) {
    struct claim_estimate est = estimate();

    (void)state;
    for (int unit = CLAIM_UNKNOWN; unit <= CLAIM_SHARE; unit++)
        for (int best = 0; best < 12000; best += 400) {
            struct claim_quantity q = claimed(-1, best, -1, (enum claim_unit)unit);
            const char *text = claim_compare(&arena, &q, &est).text;

            assert_null(strstr(text, "reliab"));
            assert_null(strstr(text, "credib"));
            assert_null(strstr(text, "confid"));
            assert_int_equal(text[strlen(text) - 1], '.');
        }
}

static void ten_reposts_of_one_clip_are_one_root(void **state) {
    int from[12], origin[12];

    (void)state;
    from[0] = 0, from[11] = -1;
    for (int i = 1; i < 11; i++) from[i] = i - 1; /* each from the one before */
    claim_origins(from, origin, 12);
    for (int i = 0; i < 11; i++) assert_int_equal(origin[i], 0);
    assert_int_equal(origin[11], 11);
    claim_origins(from, origin, 0);
}

static void sources_in_a_circle_are_one_root(void **state) {
    const int from[] = {
        1,  2, 0, 0, 3, 5,
        99, 9, 7, 8}; /* 0 1 2 and 7 9 8 round; 3 and 4 lead into one; 6 names a source that is not there */
    const int expected[] = {0, 0, 0, 0, 0, 5, 6, 7, 7, 7};
    int origin[10];

    (void)state;
    claim_origins(from, origin, 10);
    assert_memory_equal(origin, expected, sizeof expected);
}

/* Each is walked through twice, not once for each that leads to it: of a hundred thousand in a chain this would be
 * five thousand million steps, a minute, and the test would be ended. */
static void a_long_chain_is_walked_once(void **state) {
    enum { N = 1000000 };
    int *from = ARENA_ARRAY(&arena, int, N), *origin = ARENA_ARRAY(&arena, int, N);

    (void)state;
    for (int i = 0; i < N; i++)
        from[i] = i + 1 < N ? i + 1 : N / 2; /* into a circle of half of them */
    claim_origins(from, origin, N);
    assert_int_equal(origin[0], N / 2);
    assert_int_equal(origin[N - 1], N / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grades_are_read_and_written),
        cmocka_unit_test(confirmed_needs_two_roots),
        cmocka_unit_test(likelihood_words_follow_the_bands),
        cmocka_unit_test(likelihood_words_go_both_ways_and_are_mirrored),
        cmocka_unit_test(a_hedge_says_its_band),
        cmocka_unit_test(both_rows_of_the_standard_are_read),
        cmocka_unit_test(percentiles_are_counted_on_discrete_quantiles),
        cmocka_unit_test(a_figure_is_laid_beside_the_estimate),
        cmocka_unit_test(one_sided_figures_have_an_open_end),
        cmocka_unit_test(what_differs_in_unit_or_period_is_not_compared),
        cmocka_unit_test(differences_of_definition_are_named),
        cmocka_unit_test(a_percentile_is_told_in_words),
        cmocka_unit_test(what_says_the_same_and_what_does_not),
        cmocka_unit_test(who_lends_no_standing_and_who_earns_none),
        cmocka_unit_test(grades_hold_what_the_codes_words_allow),
        cmocka_unit_test(seats_are_held_against_the_ceiling_only),
        cmocka_unit_test(flights_are_held_against_those_that_flew),
        cmocka_unit_test(days_outside_the_estimate_are_counted),
        cmocka_unit_test(days_outside_the_estimate_can_only_add_to_it),
        cmocka_unit_test(periods_that_are_nearly_one_are_compared_with_words),
        cmocka_unit_test(findings_never_speak_of_reliability),
        cmocka_unit_test(ten_reposts_of_one_clip_are_one_root),
        cmocka_unit_test(sources_in_a_circle_are_one_root),
        cmocka_unit_test(a_long_chain_is_walked_once),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
