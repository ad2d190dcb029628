/* SPDX-License-Identifier: Apache-2.0 */
/* OpenSky's files, and the JSON under them. */
#include "format/jscan.h"
#include "format/opensky.h"
#include "t_feeds.h"

static struct opensky sky(const char *text) {
    struct opensky o = {0};
    struct err e = {0};

    assert_ok(opensky_read(&mem, span_of(text), &o, &e), e);
    return o;
}

static void sky_refused(const char *text, enum rc code, const char *why) {
    struct opensky o = {0};
    struct err e = {0};

    assert_int_equal(opensky_read(&mem, span_of(text), &o, &e), code);
    if (!strstr(e.text, why)) fail_msg("`%s` does not say `%s`", e.text, why);
}

/* ---- JSON, a value whole ---- */

static void json_is_taken_whole_and_nothing_else(void **state) {
    static const char *const good[] = {"[]",
                                       "{}",
                                       " [1,-0.5e+3,\"a\\u00e9\\n\",null,true,false]",
                                       "{\"a\":{\"b\":[[],{}]}}",
                                       "NaN",
                                       "\"\"",
                                       "0",
                                       "-Infinity"};
    static const char *const bad[] = {"[1,]",        "{\"a\"}", "{\"a\":1,}", "[1 2]", "01",
                                      "1.",          "+1",      "[",          "\"a",   "\"\\x\"",
                                      "\"\n\"",      "nul",     "{1:2}",      "[}",    "{]",
                                      "\"\\u12g4\"", "]",       "1e",         "-",     ","};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct jscan j = jscan_begin(span_of(good[i]));
        struct jscan_value v;

        assert_true(jscan_whole(&j, &v));
        assert_ptr_equal(j.p, j.end);
        assert_true(jscan_done(&j));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct jscan j = jscan_begin(span_of(bad[i]));
        struct jscan_value v;
        bool taken = jscan_whole(&j, &v);

        if (taken && j.p == j.end) fail_msg("%s is taken", bad[i]);
        if (!taken) assert_true(j.why && j.at >= j.begin && j.at <= j.end);
        if (strchr("[{", bad[i][0])) sky_refused(bad[i], RC_SYNTAX, "byte ");
    }
}

static void json_depth_is_limited(void **state) {
    char deep[81] = {0};
    struct jscan_value v;
    struct jscan j;

    (void)state;
    memset(deep, '[', 40);
    memset(deep + 40, ']', 40);
    j = jscan_begin((struct span){deep, 80});
    assert_false(jscan_whole(&j, &v));
    assert_true(j.deep);
    assert_ptr_equal(j.at, deep + 32);
    assert_string_equal(j.why, "arrays and objects more than 32 deep");
    sky_refused(deep, RC_LIMIT, "byte 33: nested deeper than 32"); /* counted from each row on */
    j = jscan_begin((struct span){deep + 8, 64});
    assert_true(jscan_whole(&j, &v));
    assert_int_equal(v.text.n, 64);
    assert_false(j.deep);
    deep[73] = 0;
    assert_int_equal(sky(deep + 7).refused[OPENSKY_SHAPE].n, 1);
}

static bool text_of(struct span json, char *room, size_t size, struct span *out) {
    struct jscan j = jscan_begin(json);
    struct jscan_value v;

    assert_true(jscan_whole(&j, &v));
    return v.kind == JSCAN_STRING && jscan_view(v.text, room, size, out);
}

static void json_texts_are_unescaped(void **state) {
    struct span out;
    char room[16];

    (void)state;
    assert_true(text_of(SPAN("\"a\\/\\u0041\\n\\u00e9\""), room, sizeof room, &out));
    assert_true(span_is(out, "a/A\n?"));
    assert_true(text_of(SPAN("\"plain\""), room, 5, &out));
    assert_false(text_of(SPAN("\"plain\""), room, 4, &out));
    assert_false(text_of(SPAN("12"), room, 4, &out));
}

/* ---- OpenSky ---- */

#define HEAD                                                                                       \
    "time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,alert,spi,squawk,"            \
    "baroaltitude,geoaltitude,lastposupdate,lastcontact\n"

static void opensky_vectors_come_in_feet_and_knots(void **state) {
    struct opensky o =
        sky(HEAD "1507886777,3c6444,50.1,-8.5,128.611,359.96,-6.5024,DLH123  ,False,False,False,"
                 "1000.0,10668,10972.8,1507886776.25,1507886776.9\n");
    const struct track_point *p = o.track[0].point;

    (void)state;
    assert_int_equal(o.n, 1);
    assert_int_equal(o.kinds, OPENSKY_VECTORS);
    assert_int_equal(o.track[0].hex, 0x3c6444);
    assert_int_equal(p->ms, 1507886776250);
    assert_int_equal(p->lat, 50100000);
    assert_int_equal(p->lon, -8500000);
    assert_int_equal(p->alt_ft, 35000);
    assert_int_equal(p->alt_geom_ft, 36000);
    assert_int_equal(p->speed, 2500);
    assert_int_equal(p->heading, 0);
    assert_int_equal(p->rate_fpm, -1280);
    assert_int_equal(p->squawk, 1000);
    assert_int_equal(p->air, TRACK_AIRBORNE);
    assert_memory_equal(p->callsign, "DLH123  ", 8);
    o = sky(
        "timestamp,icao24,latitude,longitude,track\n2017-10-13T08:46:17Z,3c6444,50.1,-8.5,-47\n");
    assert_int_equal(o.n, 1); /* west of north */
    assert_int_equal(o.track[0].point[0].heading, 3130);
}

static void opensky_repeated_vectors_are_dropped(void **state) {
    struct opensky o = sky(HEAD "100,3c6444,50,8,200,10,0,A,false,,,,9000,,100,100\n"
                                "110,3c6444,50,8,200,10,0,A,false,,,,9000,,100,100\n"
                                "115,3c6444,50,8,200,10,0,A,false,,,,9000,,100,100\n"
                                "116,3c6444,50,8,200,10,0,A,false,,,,9000,,100,100\n"
                                "400,3c6444,50,8,200,10,0,A,false,,,,9000,,100,100\n"
                                "410,3c6444,50,8,250,20,0,A,false,,,,9900,,100,409\n"
                                "411,3c6444,51,9,250,20,0,A,false,,,,9900,,380,409\n");

    (void)state;
    assert_int_equal(o.rows, 7);
    assert_int_equal(o.repeated, 2);
    assert_int_equal(o.aged, 2);
    assert_int_equal(o.track[0].n, 2); /* level flight of 300 s is one point */
    assert_int_equal(o.track[0].doubled, 3);
    assert_int_equal(o.track[0].point[1].ms, 380000);
    assert_int_equal(o.track[0].point[1].lat, 51000000);
    assert_int_equal(o.track[0].point[1].alt_ft, TRACK_NONE); /* of 31 s later */
    assert_int_equal(o.track[0].point[1].speed, TRACK_NONE16);
}

static void opensky_words_for_missing_and_flags(void **state) {
    static const char *const missing[] = {"", "NaN", "NA", "nan", "null", "None", "<NA>", "n/a"};
    static const char *const yes[] = {"true", "True", "TRUE", "1", "1.0"};

    (void)state;
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        const char *m = missing[i];
        struct opensky o =
            sky(arena_printf(&mem, HEAD "100,3c6444,%s,%s,%s,%s,%s,%s,%s,,,%s,%s,%s,%s,%s\n", m, m,
                             m, m, m, m, m, m, m, m, m, m));
        const struct track_point *p = o.track[0].point;

        assert_int_equal(o.n, 1);
        assert_true(p->lat == TRACK_NONE && p->lon == TRACK_NONE && p->alt_ft == TRACK_NONE);
        assert_true(p->speed == TRACK_NONE16 && p->squawk == TRACK_SQUAWK_NONE);
        assert_true(p->air == TRACK_AIR_UNKNOWN && p->callsign[0] == 0 && p->ms == 100000);
    }
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        struct opensky o = sky(arena_printf(&mem, "icao24,time,onground\n3c6444,100,%s\n", yes[i]));

        assert_int_equal(o.track[0].point->air, TRACK_GROUND);
    }
}

static void opensky_groups_and_sorts(void **state) {
    struct opensky o = sky("icao24,lat,time,lon\nffffff,1,300,1\n000001,1,200,1\nFFFFFF,2,100,2\n"
                           "000001,1,200,1\n00000g,1,1,1\nffffff,91,1,1\n000001,1,x,1\n");

    (void)state;
    assert_int_equal(o.n, 2);
    assert_true(o.by_line);
    assert_int_equal(o.track[0].hex, 1);
    assert_int_equal(o.track[0].n, 1);
    assert_int_equal(o.track[0].doubled, 1);
    assert_int_equal(o.track[0].refused, 1);
    assert_int_equal(o.track[1].n, 2);
    assert_int_equal(o.track[1].moved, 1);
    assert_int_equal(o.track[1].refused, 1);
    assert_int_equal(o.track[1].point[0].ms, 100000);
    assert_int_equal(o.refused[OPENSKY_ADDRESS].place[0], 6);
    assert_int_equal(o.refused[OPENSKY_VALUE].place[0], 7);
    assert_int_equal(o.refused[OPENSKY_TIME].place[0], 8);
}

static void opensky_units_are_never_guessed(void **state) {
    (void)state;
    sky_refused("icao24,time,velocity,altitude\n", RC_SYNTAX, "units");
    sky_refused("icao24,time,geoaltitude\n", RC_SYNTAX, "units");
    sky_refused("a,b\n1,2\n", RC_SYNTAX, "icao24");
    sky_refused("icao24,time,lat,latitude\n", RC_SYNTAX, "column 4");
    sky_refused("", RC_SYNTAX, "empty");
    sky_refused("[{\"icao24\":", RC_SYNTAX, "byte ");
    assert_int_equal(
        sky("{\"icao24\":\"3c6444\",\"time\":1,\"geoaltitude\":5}").refused[OPENSKY_UNITS].n, 1);
    assert_int_equal(sky("icao24,timestamp,geoaltitude,groundspeed\n3c6444,100,5,200.5\n")
                         .track[0]
                         .point->alt_geom_ft,
                     5);
}

static void opensky_states_are_read_by_place(void **state) {
    struct opensky o =
        sky("{\"time\":1000,\"states\":[[\"3c6444\",\"DLH1    \",\"Germany\",998,999,8.5,50.1,"
            "10668,false,128.611,90,0,null,null,\"0021\",false,2],[\"3c6445\",null,\"X\",null,999,"
            "null,null,null,true,null,null,null,null,null,null,false,0,1],"
            "[\"3c6446\",null,\"X\",900,950,1,1,1,true,1,1,1,null,1,null,false,0],[1],7]}");

    (void)state;
    assert_int_equal(o.kinds, OPENSKY_STATES);
    assert_int_equal(o.n, 2);
    assert_int_equal(o.repeated, 1);
    assert_int_equal(o.refused[OPENSKY_SHAPE].n, 2);
    assert_int_equal(o.track[0].point->lon, 8500000); /* longitude stands first */
    assert_int_equal(o.track[0].point->lat, 50100000);
    assert_int_equal(o.track[0].point->ms, 998000);
    assert_int_equal(o.track[0].point->source, TRACK_MLAT);
    assert_int_equal(o.track[0].point->squawk, 21);
    assert_int_equal(o.track[1].point->ms, 999000);
    assert_int_equal(o.track[1].point->air, TRACK_GROUND);
    assert_int_equal(o.track[1].point->lat, TRACK_NONE);
}

static void opensky_no_answer_is_not_no_flight(void **state) {
    (void)state;
    assert_true(sky("[]").empty);
    assert_true(sky("{\"time\":1,\"states\":null}").empty);
    assert_false(sky("icao24,time\n3c6444,1\n").empty);
}

static void opensky_flights_are_evidence(void **state) {
    struct opensky o =
        sky("[{\"icao24\":\"3c6444\",\"firstSeen\":1517227831,\"estDepartureAirport\":\"EDDF\","
            "\"lastSeen\":1517230737,\"estArrivalAirport\":null,\"callsign\":\"DLH630  \","
            "\"estDepartureAirportHorizDistance\":4319,\"estDepartureAirportVertDistance\":65,"
            "\"estArrivalAirportHorizDistance\":null,\"estArrivalAirportVertDistance\":null,"
            "\"departureAirportCandidatesCount\":1,\"arrivalAirportCandidatesCount\":0}]");
    const struct opensky_flight *f = o.flight;

    (void)state;
    assert_int_equal(o.nflights, 1);
    assert_int_equal(o.n, 0);
    assert_false(f->of_rows);
    assert_string_equal(f->callsign, "DLH630");
    assert_string_equal(f->from, "EDDF");
    assert_string_equal(f->to, "");
    assert_int_equal(f->first_ms, 1517227831000);
    assert_int_equal(f->from_m, 4319);
    assert_int_equal(f->from_up_m, 65);
    assert_int_equal(f->to_m, TRACK_NONE);
    assert_int_equal(f->from_others, 1);
    assert_int_equal(f->to_others, 0);
}

static void opensky_tracks_take_both_spellings(void **state) {
    static const char *const key[] = {"callsign", "calllsign"};

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct opensky o = sky(arena_printf(
            &mem,
            "{\"icao24\":\"3c4b26\",\"%s\":\"D-ABYF\",\"startTime\":1,\"endTime\":2,\"path\":"
            "[[1517227000,50.0318,8.5705,0,3,true],[1517227010,50.03,8.57,null,3,false]]}",
            key[i]));

        assert_int_equal(o.kinds, OPENSKY_TRACK);
        assert_int_equal(o.track[0].n, 2);
        assert_int_equal(o.track[0].point[0].air, TRACK_GROUND);
        assert_int_equal(o.track[0].point[0].alt_ft, 0);
        assert_int_equal(o.track[0].point[1].alt_ft, TRACK_NONE);
        assert_memory_equal(o.track[0].point[1].callsign, "D-ABYF  ", 8);
    }
}

static void opensky_rows_of_pandas_in_every_shape(void **state) {
    static const char *const shapes[] = {
        "[{\"timestamp\":1573494951000,\"icao24\":\"3c664e\",\"altitude\":14150.0},"
        "{\"timestamp\":1573494952000,\"icao24\":\"3c664e\",\"altitude\":null}]",
        "{\"timestamp\":1573494951000,\"icao24\":\"3c664e\",\"altitude\":14150.0}\n"
        "{\"timestamp\":\"2019-11-11 17:55:52+00:00\",\"icao24\":\"3c664e\",\"altitude\":NaN}\n",
        "{\"timestamp\":{\"0\":1573494951000,\"1\":1573494952000},\"other\":{\"0\":1},"
        "\"icao24\":{\"0\":\"3c664e\",\"1\":\"3c664e\"},\"altitude\":{\"0\":14150.0,\"1\":null}}",
        "timestamp,icao24,altitude\n2019-11-11T17:55:51.000Z,3c664e,14150.00000000000001\n"
        "2019-11-11 17:55:52.000+00:00,3c664e,\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct opensky o = sky(shapes[i]);

        assert_int_equal(o.n, 1);
        assert_int_equal(o.track[0].n, 2);
        assert_int_equal(o.track[0].point[0].ms, 1573494951000);
        assert_int_equal(o.track[0].point[0].alt_ft, 14150);
        assert_int_equal(o.track[0].point[1].ms, 1573494952000);
        assert_int_equal(o.track[0].point[1].alt_ft, TRACK_NONE);
    }
    assert_non_null(strstr(sky("{\"timestamp\":{\"0\":1,\"1\":2},\"icao24\":{\"0\":\"3c664e\","
                               "\"2\":\"3c664e\"}}")
                               .broken,
                           "differ"));
}

static void opensky_json_that_breaks_off_keeps_what_was_whole(void **state) {
    struct opensky o = sky("[{\"timestamp\":1,\"icao24\":\"3c664e\"},{\"timestamp\":2,\"ica");

    (void)state;
    assert_int_equal(o.rows, 1);
    assert_non_null(strstr(o.broken, "byte "));
    assert_null(sky("[]").broken);
}

static struct opensky real_sky(const char *name) {
    struct opensky o = {0};
    struct err e = {0};
    struct span text;

    (void)t_file(&mem, name);
    text = t_command(&mem, arena_printf(&mem, "gzip -dc %s/%s", t_shared(), name));
    assert_non_null(text.p);
    assert_ok(opensky_read(&mem, text, &o, &e), e);
    assert_null(o.broken);
    for (int i = 0; i < OPENSKY_REASONS; i++) assert_int_equal(o.refused[i].n, 0);
    for (size_t i = 1; i < o.track[0].n; i++)
        assert_true(o.track[0].point[i - 1].ms <= o.track[0].point[i].ms);
    return o;
}

static void opensky_real_long_flights(void **state) {
    struct opensky o = real_sky("adsb/opensky/elal747.json.gz");
    const struct track_point *p = o.track[0].point;

    (void)state;
    assert_int_equal(o.kinds, OPENSKY_RECORDS);
    assert_int_equal(o.n, 1);
    assert_int_equal(o.track[0].hex, 0x738043);
    assert_int_equal(o.track[0].n, 2110);
    assert_int_equal(p[0].ms, 1572773290000);
    assert_int_equal(p[0].lat, 41794910);
    assert_int_equal(p[2109].lon, 34876183);
    assert_int_equal(p[2109].speed, 20);
    assert_int_equal(p[2109].squawk, 1203);
    assert_int_equal(p[0].squawk, 0);
    assert_int_equal(p[0].air, TRACK_AIR_UNKNOWN); /* there is no such column */
    assert_int_equal(o.nflights, 1);
    assert_string_equal(o.flight[0].from, "LIRF");
    assert_string_equal(o.flight[0].to, "LLBG");
    assert_true(o.flight[0].of_rows);
    o = real_sky("adsb/opensky/qantas747.json.gz");
    assert_int_equal(o.track[0].n, 1088);
    assert_int_equal(o.track[0].hex, 0x7c4779);
}

static void opensky_real_noise(void **state) {
    struct opensky o = real_sky("adsb/opensky/noisy_landing.json.gz");

    (void)state;
    assert_int_equal(o.rows, 848);
    assert_int_equal(o.track[0].n + o.track[0].doubled, 848);
    assert_true(o.track[0].doubled > 0);
    assert_int_equal(o.track[0].point[0].ms, 1573494950684);  /* last_position, not timestamp */
    assert_int_equal(o.track[0].point[0].alt_geom_ft, 13850); /* feet, since altitude is there */
    o = real_sky("adsb/opensky/noisy_time_issue.json.gz");
    assert_int_equal(o.track[0].n, 8294);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(json_is_taken_whole_and_nothing_else),
        TEST(json_depth_is_limited),
        TEST(json_texts_are_unescaped),
        TEST(opensky_vectors_come_in_feet_and_knots),
        TEST(opensky_repeated_vectors_are_dropped),
        TEST(opensky_words_for_missing_and_flags),
        TEST(opensky_groups_and_sorts),
        TEST(opensky_units_are_never_guessed),
        TEST(opensky_states_are_read_by_place),
        TEST(opensky_no_answer_is_not_no_flight),
        TEST(opensky_flights_are_evidence),
        TEST(opensky_tracks_take_both_spellings),
        TEST(opensky_rows_of_pandas_in_every_shape),
        TEST(opensky_json_that_breaks_off_keeps_what_was_whole),
        TEST(opensky_real_long_flights),
        TEST(opensky_real_noise),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
