/* SPDX-License-Identifier: Apache-2.0 */
#include "format/callsign.h"
#include "t_feeds.h"

static void callsigns_have_one_form(void **state) {
    static const struct {
        const char *sent, *text; /* NULL: none of an airline */
    } cases[] = {
        {"KOR272", "KOR272"},  {"KOR0272 ", "KOR272"}, {"EZY0001", "EZY1"},    {"EZY0000", "EZY0"},
        {"EZY00AB", "EZY0AB"}, {"BAW3AK", "BAW3AK"},   {"DLH4TR  ", "DLH4TR"}, {"EZY12345", NULL},
        {"EZY1ABC", NULL},     {"EZYAB", NULL},        {"P632", NULL},         {"N123AB", NULL},
        {"VHABC", NULL},       {"HL7201", NULL},       {"JS272", NULL},        {"", NULL},
        {"KOR", NULL},         {"kor272", NULL},       {"EZY1A2", NULL},       {"????????", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct callsign c = {0};
        bool good = callsign_read(span_of(cases[i].sent), NULL, 0, &c);

        if (good != (cases[i].text != NULL) || (good && strcmp(c.text, cases[i].text) != 0))
            fail_msg("%s gives %s", cases[i].sent, good ? c.text : "none");
    }
}

static void callsigns_of_a_timetable_need_a_list(void **state) {
    static const struct callsign_airline airlines[] = {{"SU", "AFL"}, {"JS", "KOR"}};
    struct callsign c;

    (void)state;
    assert_true(callsign_read(SPAN("JS 272"), airlines, 2, &c) ||
                callsign_read(SPAN("JS272"), airlines, 2, &c));
    assert_string_equal(c.text, "KOR272");
    assert_string_equal(c.code, "KOR");
    assert_string_equal(c.number, "272");
    assert_true(callsign_read(SPAN("AFL1700"), airlines, 2, &c));
    assert_string_equal(c.text, "AFL1700");
}

static void callsigns_may_be_registrations(void **state) {
    (void)state;
    assert_true(callsign_is_registration(SPAN("P632    "), SPAN("P-632")));
    assert_true(callsign_is_registration(SPAN("DABYF"), SPAN("d-abyf")));
    assert_false(callsign_is_registration(SPAN("P63"), SPAN("P-632")));
    assert_false(callsign_is_registration(SPAN("P6321"), SPAN("P-632")));
    assert_false(callsign_is_registration(SPAN(""), SPAN("")));
}

#define ROUTES                                                                                     \
    "\xef\xbb\xbf"                                                                                 \
    "Callsign,Code,Number,AirlineCode,AirportCodes,Later\n"

static void routes_are_found_by_call_sign(void **state) {
    struct callsign_routes r = {0};
    const struct callsign_route *f;
    struct callsign c;
    struct err e = {0};

    (void)state;
    assert_ok(callsign_routes_read(&mem,
                                   SPAN(ROUTES "KOR272,KOR,272,KOR,UHWW-ZKPY,x\n"
                                               "CCA1013,CCA,1013,CCA,\"ZSPD-UNNT-LEZG\",\n"
                                               "CCA1,CCA,1,CCA,ZBAA\nN12,N,12,N,KJFK-KBOS,\n"
                                               "CCA2,CCA,2,CCA,ZBAA-YZ\n"),
                                   &r, &e),
              e);
    callsign_routes_sort(&r);
    assert_int_equal(r.n, 2);
    assert_int_equal(r.refused, 3);
    assert_int_equal(r.line[0], 4);
    assert_true(callsign_read(SPAN("KOR0272 "), NULL, 0, &c));
    assert_int_equal(callsign_routes_find(&r, &c, &f), 1);
    assert_int_equal(callsign_serves(f, SPAN("UHWW"), SPAN("ZKPY")), CALLSIGN_DIRECT);
    assert_int_equal(callsign_serves(f, SPAN("ZKPY"), SPAN("UHWW")), CALLSIGN_NOT);
    assert_true(callsign_read(SPAN("CCA1013"), NULL, 0, &c));
    assert_int_equal(callsign_routes_find(&r, &c, &f), 1);
    assert_int_equal(f->stops, 3);
    assert_int_equal(callsign_serves(f, SPAN("ZSPD"), SPAN("LEZG")), CALLSIGN_VIA);
    assert_true(callsign_read(SPAN("CCA9"), NULL, 0, &c));
    assert_int_equal(callsign_routes_find(&r, &c, &f), 0);
    assert_null(f);
    assert_int_equal(callsign_routes_read(&mem, SPAN("a,b\n"), &r, &e), RC_SYNTAX);
    assert_int_equal(callsign_routes_read(&mem, SPAN(""), &r, &e), RC_SYNTAX);
}

static void routes_real_table(void **state) {
    static const char *const files[] = {"CCA", "DAL", "GXA", "KOR", "SDM", "SWA", "SWQ", "WAL"};
    struct callsign_routes r = {0};
    const struct callsign_route *f;
    struct callsign c;
    struct err e = {0};
    size_t long_ones = 0, delta = 0;

    (void)state;
    for (size_t i = 0; i < 8; i++)
        assert_ok(callsign_routes_read(
                      &mem,
                      t_file(&mem, arena_printf(&mem, "reference/vrs_routes/%s-all.csv", files[i])),
                      &r, &e),
                  e);
    callsign_routes_sort(&r);
    assert_int_equal(r.n, 14787);
    assert_int_equal(r.refused, 0);
    for (size_t i = 0; i < r.n; i++) {
        delta += memcmp(r.route[i].callsign, "DAL", 3) == 0;
        long_ones += memcmp(r.route[i].callsign, "DAL", 3) == 0 && r.route[i].stops > 2;
    }
    assert_int_equal(delta, 3465); /* formats.md: 29 % of 3,465 have more than two */
    assert_near((double)long_ones / (double)delta, 0.29, 0.01);
    assert_true(callsign_read(SPAN("KOR272"), NULL, 0, &c));
    assert_int_equal(callsign_routes_find(&r, &c, &f), 1);
    assert_int_equal(callsign_serves(f, SPAN("UHWW"), SPAN("ZKPY")), CALLSIGN_DIRECT);
    assert_true(callsign_read(SPAN("SWA506"), NULL, 0, &c)); /* landed at KPBI: the prior is weak */
    assert_int_equal(callsign_routes_find(&r, &c, &f), 1);
    assert_true(span_is(callsign_stop(f, 0), "KMCO"));
    assert_true(span_is(callsign_stop(f, 1), "KSAT"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(callsigns_have_one_form),
        TEST(callsigns_of_a_timetable_need_a_list),
        TEST(callsigns_may_be_registrations),
        TEST(routes_are_found_by_call_sign),
        TEST(routes_real_table),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
