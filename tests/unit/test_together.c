/* SPDX-License-Identifier: Apache-2.0 */
/* Corridors of one field added up: which belong together, and how wide the sum is. */
#include "report/allow.h"
#include "t_sheets.h"

#define HEADER "id,origin,destination,direction,group,from,to\n"

/* Ten flights of each corridor, a week apart, of which the first three were counted. */
static void flights_of(const char *ids, char *flights, char *counts) {
    strcpy(flights, "corridor,date,flight,state,source\n");
    strcpy(counts, COUNT_HEADER);
    for (const char *id = ids; *id; id++)
        for (int i = 0; i < 10; i++) {
            struct utc_text day = utc_date_text(20458 + 7 * i); /* 2026-01-05 */

            sprintf(flights + strlen(flights), "%c,%s,,operated,v\n", *id, day.s);
            if (i < 3)
                sprintf(counts + strlen(counts), "%c,%s,counted,,%d,,concern,aboard,,v\n", *id,
                        day.s, 60 + 30 * i);
        }
}

static json_t *with_corridors(const char *text, const char *ids) {
    char flights[4096], counts[4096];
    const struct sheet_text sheet[] = {
        {"sources", sources}, {"corridors", text}, {"flights", flights}, {"counts", counts}};

    flights_of(ids, flights, counts);
    return answer_of(sheet, sizeof sheet / sizeof *sheet);
}

static size_t sums(json_t *answer) {
    size_t n = json_array_size(json_object_get(answer, "together"));

    json_decref(answer);
    return n;
}

static void those_of_one_field_and_direction_are_added(void **state) {
    (void)state;
    assert_int_equal(sums(with_corridors(HEADER "A,KMSP,KELP,outbound,,2026-01-01,2026-03-31\n"
                                                "B,MSP,KIAH,outbound,,2026-01-01,2026-03-31\n",
                                         "AB")),
                     1);
    /* another field; another direction; other people; the same flights twice; nothing known of one */
    assert_int_equal(sums(with_corridors(HEADER "A,KMSP,KELP,outbound,,2026-01-01,2026-03-31\n"
                                                "B,KOMA,KELP,outbound,,2026-01-01,2026-03-31\n",
                                         "AB")),
                     0);
    assert_int_equal(sums(with_corridors(HEADER "A,KMSP,KELP,outbound,,2026-01-01,2026-03-31\n"
                                                "B,KELP,KMSP,inbound,,2026-01-01,2026-03-31\n",
                                         "AB")),
                     0);
    assert_int_equal(
        sums(with_corridors(HEADER "A,KMSP,KELP,outbound,workers,2026-01-01,2026-03-31\n"
                                   "B,KMSP,KIAH,outbound,,2026-01-01,2026-03-31\n",
                            "AB")),
        0);
    assert_int_equal(sums(with_corridors(HEADER "A,KMSP,KELP,outbound,,2026-01-01,2026-03-31\n"
                                                "B,KMSP,KELP,outbound,,2026-03-31,2026-05-31\n",
                                         "A")),
                     0);
    assert_int_equal(sums(with_corridors(HEADER "A,KMSP,KELP,outbound,,2026-01-01,2026-03-31\n"
                                                "B,KMSP,KIAH,outbound,,2026-01-01,2026-03-31\n",
                                         "A")),
                     0);
    /* who came is added by where they came to */
    assert_int_equal(sums(with_corridors(HEADER "A,KELP,KMSP,inbound,,2026-01-01,2026-03-31\n"
                                                "B,KIAH,KMSP,inbound,,2026-01-01,2026-03-31\n",
                                         "AB")),
                     1);
}

static void the_same_flights_are_not_added_twice(void **state) {
    (void)state;
    assert_int_equal(sums(with_corridors(HEADER "A,KMSP,KELP,outbound,,2026-01-01,2026-03-31\n"
                                                "B,KMSP,KELP,outbound,,2026-03-01,2026-05-31\n",
                                         "AB")),
                     0);
    assert_int_equal(sums(with_corridors(HEADER "A,KMSP,KELP,outbound,,2026-01-01,2026-01-31\n"
                                                "B,KMSP,KELP,outbound,,2026-02-01,2026-05-31\n",
                                         "AB")),
                     1);
}

/* Four corridors alike: apart their sum errs half as much, in share of itself, as one. */
static void the_sum_has_two_intervals(void **state) {
    json_t *answer = with_corridors(HEADER "A,KMSP,KELP,outbound,,2026-01-01,2026-03-31\n"
                                           "B,KMSP,KIAH,outbound,,2026-01-01,2026-03-31\n"
                                           "C,KMSP,KAEX,outbound,,2026-01-01,2026-03-31\n"
                                           "D,KMSP,KPHX,outbound,,2026-01-01,2026-03-31\n"
                                           "E,KMSP,KMIA,outbound,,2026-01-01,2026-03-31\n",
                                    "ABCD"),
           *sum = json_array_get(json_object_get(answer, "together"), 0), *c;
    int64_t lo = 0, hi = 0, seen = 0;
    double one, all, apart, mean = 0;
    char *caveats = dump(json_object_get(sum, "caveats"));
    size_t i;

    (void)state;
    json_array_foreach(json_object_get(answer, "corridors"), i, c) {
        if (i == 4) continue; /* of E nothing is known */
        lo += at(c, "estimated", "lo"), hi += at(c, "estimated", "hi");
        seen += json_integer_value(json_object_get(c, "seen"));
        mean += json_number_value(json_object_get(json_object_get(c, "estimated"), "mean"));
    }
    assert_int_equal(at(sum, "estimated", "lo"), lo);
    assert_int_equal(at(sum, "estimated", "hi"), hi);
    assert_int_equal(json_integer_value(json_object_get(sum, "seen")), seen);
    assert_int_equal(at(sum, "slots", "operated_known"), 40);
    c = json_array_get(json_object_get(answer, "corridors"), 0);
    one = at(c, "estimated", "hi") - at(c, "estimated", "lo");
    all = (double)(hi - lo), apart = at(sum, "apart", "hi") - at(sum, "apart", "lo");
    assert_true(apart > 0.4 * all && apart < 0.6 * all);
    assert_true(apart > one);
    assert_true(at(sum, "apart", "lo") > lo && at(sum, "apart", "hi") < hi);
    assert_true(fabs(at(sum, "estimated", "median") - mean) < 0.05 * mean);
    assert_non_null(strstr(caveats, "1 more, of which no flight is entered, is not in it"));
    assert_non_null(strstr(json_string_value(json_object_get(sum, "headline")),
                           "from Minneapolis to El Paso, Houston, Alexandria and Phoenix"));
    free(caveats);
    json_decref(answer);
}

/* All its figures leave: that which came back as unknown was not told to be withheld. */
static void the_sum_leaves_with_its_figures(void **state) {
    json_t *answer = with_corridors(HEADER "A,KMSP,KELP,outbound,,2026-01-01,2026-03-31\n"
                                           "B,KMSP,KIAH,outbound,,2026-01-01,2026-03-31\n",
                                    "AB"),
           *out = allow_answer(answer), *undecided = allow_undecided(answer), *is, *was, *v;
    const char *key;

    (void)state;
    assert_int_equal(json_array_size(undecided), 0);
    was = json_array_get(json_object_get(answer, "together"), 0);
    is = json_array_get(json_object_get(out, "together"), 0);
    json_object_del(was, "ref"); /* rows leave under other names */
    json_object_foreach(was, key, v) {
        if (!json_equal(v, json_object_get(is, key))) fail_msg("%s is lost on the way", key);
    }
    json_decref(undecided);
    json_decref(out);
    json_decref(answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_of_one_field_and_direction_are_added),
        cmocka_unit_test(the_same_flights_are_not_added_twice),
        cmocka_unit_test(the_sum_has_two_intervals),
        cmocka_unit_test(the_sum_leaves_with_its_figures),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
