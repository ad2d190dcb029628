/* SPDX-License-Identifier: Apache-2.0 */
/* What an answer says of itself: a caveat stands where a fact calls for it, and nowhere else. */
#include "t_sheets.h"

static void where_all_is_cancelled_nothing_rests_on_a_load(void **state) {
    static const struct sheet_text sheet[] = {{"sources", sources},
                                              {"corridors", corridors},
                                              {"flights", "corridor,date,state,source\n"
                                                          "VVO-FNJ,2023-11-03,cancelled,v\n"}};
    json_t *none = answer_of(sheet, sizeof sheet / sizeof *sheet),
           *some = with_counts(no_flights, COUNT_HEADER);
    char *x = dump(json_object_get(first(none), "caveats")),
         *y = dump(json_object_get(first(some), "caveats"));

    (void)state;
    assert_int_equal(at(first(none), "estimated", "hi"), 0);
    assert_null(strstr(x, "load"));
    assert_non_null(strstr(y, "the load rests on what charter flights elsewhere carried"));
    free(x);
    free(y);
    json_decref(none);
    json_decref(some);
}

/* One is one, and none is not a number of flights. */
static void the_seats_are_those_of_the_flights_that_are_left(void **state) {
    static const struct {
        const char *flights, *why;
    } is[] = {
        {"VVO-FNJ,2023-11-03,cancelled,v\n", "every flight is known to be cancelled"},
        {"VVO-FNJ,2023-11-03,operated,v\n", "seats of the one flight not known"},
        {"VVO-FNJ,2023-11-03,operated,v\nVVO-FNJ,2023-11-06,operated,v\n",
         "seats of the 2 flights not known"},
    };

    (void)state;
    for (size_t k = 0; k < sizeof is / sizeof *is; k++) {
        char flights[200] = "corridor,date,state,source\n";
        const struct sheet_text sheet[] = {{"sources", sources},
                                           {"corridors", corridors},
                                           {"aircraft", aircraft},
                                           {"flights", flights}};
        json_t *answer;

        strcat(flights, is[k].flights);
        answer = answer_of(sheet, sizeof sheet / sizeof *sheet);
        assert_non_null(strstr(text(first(answer), "ceiling_why"), is[k].why));
        json_decref(answer);
    }
}

/* Flights every third day, four of them counted, and `totals` over periods: rows of the counts sheet. */
static json_t *with_totals(int nflight, const char *totals) {
    char flights[4000] = "corridor,date,flight,type,state,source\n", counts[2000];
    const struct sheet_text sheet[] = {{"sources", sources},
                                       {"corridors", corridors},
                                       {"aircraft", aircraft},
                                       {"flights", flights},
                                       {"counts", counts}};

    for (int d = 0; d < nflight; d++)
        snprintf(flights + strlen(flights), sizeof flights - strlen(flights),
                 "VVO-FNJ,%s,1,Tu-204,operated,v\n", utc_date_text(19661 + 3 * d).s);
    snprintf(counts, sizeof counts,
             "corridor,date,from,to,method,best,of,stage,source\n"
             "VVO-FNJ,2023-10-31,,,counted,70,concern,aboard,x\n"
             "VVO-FNJ,2023-11-06,,,counted,90,concern,aboard,x\n"
             "VVO-FNJ,2023-11-12,,,counted,80,concern,aboard,x\n"
             "VVO-FNJ,2023-11-21,,,counted,100,concern,aboard,x\n%s",
             totals);
    return answer_of(sheet, sizeof sheet / sizeof *sheet);
}

#define TOTAL(from, to, best) "VVO-FNJ,," from "," to ",official," best ",concern,aboard,v\n"
#define SEASON(best) TOTAL("2023-10-30", "2024-01-31", best)

/* What is said of totals is what became of them. */
static void a_total_over_a_period_is_used_or_told(void **state) {
    static const struct {
        const char *totals, *why, *caveat; /* NULL: it is used */
    } is[] = {
        {SEASON("850"), "enters through the sum", NULL},
        {SEASON("300"), "no outcome",
         "The total of 300 for 30 Oct 2023 to 31 Jan 2024 contradicts the rest and is not used: "
         "340 were counted"},
        {SEASON("0"), "no outcome", "340 were counted"},
        {SEASON("2100"), "no outcome", "no outcome that the flights"},
        {SEASON("2600"), "no outcome", "the flights of these days have 2,100 seats"},
        {TOTAL("2024-03-01", "2024-03-29", "100"), "no outcome", "no flight of these days"},
        {TOTAL("2023-10-30", "2023-11-10", "330") TOTAL("2023-11-11", "2023-11-20", "260")
             TOTAL("2023-11-21", "2023-12-01", "260"),
         "enters through the sum", NULL},
        {"VVO-FNJ,,2023-10-30,2024-01-31,official,850,all,aboard,v\n",
         "only those of people of concern", NULL},
    };
    json_t *none = with_totals(10, "");

    (void)state;
    for (size_t k = 0; k < sizeof is / sizeof *is; k++) {
        json_t *answer = with_totals(10, is[k].totals), *row;
        const json_t *estimated = json_object_get(first(answer), "estimated");
        char *caveats = dump(json_object_get(first(answer), "caveats"));
        size_t i, totals = 0;
        bool entered = false;

        json_array_foreach(json_object_get(answer, "counts"), i, row) {
            if (strcmp(text(row, "method"), "official") != 0) continue;
            totals++;
            entered = json_is_true(json_object_get(row, "used"));
            assert_non_null(strstr(text(row, "why"), is[k].why));
        }
        assert_true(totals > 0 && entered == (strcmp(is[k].why, "enters through the sum") == 0));
        assert_int_equal(json_equal(estimated, json_object_get(first(none), "estimated")),
                         !entered);
        if (is[k].caveat) assert_non_null(strstr(caveats, is[k].caveat));
        if (!is[k].caveat) assert_null(strstr(caveats, "total"));
        free(caveats);
        json_decref(answer);
    }
    json_decref(none);
}

/* `n` totals of five flights each, by turns high and low. */
static char *caveats_of_totals(int n) {
    char totals[1000] = "", *s;
    json_t *answer;

    for (int k = 0; k < n; k++)
        snprintf(totals + strlen(totals), sizeof totals - strlen(totals),
                 "VVO-FNJ,,%s,%s,official,%d,concern,aboard,v\n", utc_date_text(19661 + 15 * k).s,
                 utc_date_text(19661 + 15 * k + 14).s, k % 2 ? 820 : 240);
    answer = with_totals(60, totals);
    s = dump(json_object_get(first(answer), "caveats"));
    json_decref(answer);
    return s;
}

/* Hardly a draw holds them all: what follows each other is added up. */
static void totals_that_are_added_up_are_told(void **state) {
    char *few = caveats_of_totals(1), *many = caveats_of_totals(12);

    (void)state;
    assert_null(strstr(few, "were added up"));
    assert_non_null(strstr(many, "Totals over periods that follow each other were added up"));
    free(few);
    free(many);
}

/* IWA is Ivanovo by IATA and Mesa, Arizona, in the sheets of the United States. */
static void a_code_of_two_fields_is_told_where_the_other_is_nearer(void **state) {
    static const struct {
        const char *corridor;
        bool told;
    } is[] = {{"X,IWA,SAP,outbound,people,2026-01-01,2026-01-31\n", true},
              {"X,SAP,IWA,inbound,people,2026-01-01,2026-01-31\n", true},
              {"X,IWA,TAS,outbound,people,2026-01-01,2026-01-31\n", false},
              {"X,KIWA,SAP,outbound,people,2026-01-01,2026-01-31\n", false},
              {"X,SAW,BER,outbound,people,2026-01-01,2026-01-31\n", false}};

    (void)state;
    for (size_t k = 0; k < sizeof is / sizeof *is; k++) {
        char text[200] = "id,origin,destination,direction,group,from,to\n";
        const struct sheet_text sheet[] = {{"sources", sources}, {"corridors", text}};
        json_t *answer;
        char *caveats;

        strcat(text, is[k].corridor);
        answer = answer_of(sheet, sizeof sheet / sizeof *sheet);
        caveats = dump(json_object_get(first(answer), "caveats"));
        assert_int_equal(strstr(caveats, "sheets of the United States call Mesa") != NULL,
                         is[k].told);
        free(caveats);
        json_decref(answer);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_all_is_cancelled_nothing_rests_on_a_load),
        cmocka_unit_test(the_seats_are_those_of_the_flights_that_are_left),
        cmocka_unit_test(totals_that_are_added_up_are_told),
        cmocka_unit_test(a_total_over_a_period_is_used_or_told),
        cmocka_unit_test(a_code_of_two_fields_is_told_where_the_other_is_nearer),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
