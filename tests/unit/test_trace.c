/* SPDX-License-Identifier: Apache-2.0 */
#include "format/heatmap.h"
#include "format/live.h"
#include "format/trace.h"
#include "format/trace_in.h"
#include "t.h"

#include <ftw.h>
#include <jansson.h>
#include <zlib.h>

static struct arena mem;

static int set_up(void **state) {
    (void)state;
    arena_init(&mem, (size_t)2 << 30);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_fini(&mem);
    return 0;
}

_Static_assert(sizeof(struct track_point) == 48, "points are compared as bytes");

/* ---- both readers of rows, which must agree ---- */

static void same_tally(const struct trace_tally *a, const struct trace_tally *b) {
    assert_int_equal(a->state, b->state);
    assert_int_equal(a->at, b->at);
    assert_true(a->why == b->why || strcmp(a->why, b->why) == 0);
    assert_int_equal(a->rows, b->rows);
    assert_int_equal(a->odd, b->odd);
    assert_int_equal(a->nbad, b->nbad);
    for (size_t i = 0; i < a->nbad; i++) {
        assert_int_equal(a->bad[i].at, b->bad[i].at);
        assert_string_equal(a->bad[i].why, b->bad[i].why);
        assert_int_equal(a->bad[i].row, b->bad[i].row);
    }
}

/* The text in a block of its exact size, so that a look beyond it is seen. */
static int read_both(struct span text, struct track *out, struct trace_tally *tally,
                     struct err *e) {
    struct span exact = {text.n ? memcpy(arena_alloc(&mem, text.n, 1), text.p, text.n) : "",
                         text.n};
    struct track slow = {0};
    struct trace_tally slow_tally = {0};
    struct err slow_e = {0};
    int rc = trace_read(&mem, exact, out, tally, e);

    assert_int_equal(trace_read_by(&mem, exact, false, &slow, &slow_tally, &slow_e), rc);
    if (rc < 0) {
        assert_string_equal(e->text, slow_e.text);
        return rc;
    }
    assert_int_equal(slow_tally.quick, 0);
    same_tally(tally, &slow_tally);
    assert_int_equal(out->n, slow.n);
    for (size_t i = 0; i < out->n; i++)
        if (memcmp(&out->point[i], &slow.point[i], sizeof slow.point[i]) != 0)
            fail_msg("point %zu of %zu differs", i, out->n);
    assert_int_equal(out->moved, slow.moved);
    assert_int_equal(out->doubled, slow.doubled);
    assert_int_equal(out->refused, slow.refused);
    assert_int_equal(out->n + out->doubled + out->refused, tally->rows);
    return rc;
}

static struct trace_tally tally; /* of the last read */

static struct track read_text(const char *text) {
    struct track t = {0};
    struct err e = {0};

    tally = (struct trace_tally){0};
    assert_ok(read_both(span_of(text), &t, &tally, &e), e);
    return t;
}

/* A file with these rows, at 1,000,000 s. */
static struct track read_rows(const char *rows) {
    return read_text(arena_printf(
        &mem, "{\"icao\":\"abc123\",\n\"timestamp\": 1000000.000,\n\"trace\":[\n%s ]\n}\n", rows));
}

static struct track_point one_row(const char *row) {
    struct track t = read_rows(row);

    assert_int_equal(tally.state, TRACE_WHOLE);
    if (t.n != 1) fail_msg("%s: %s", row, tally.nbad ? tally.bad[0].why : "no point");
    return t.point[0];
}

static void refused_row(const char *row, const char *why) {
    struct track t = read_rows(row);

    assert_int_equal(tally.state, TRACE_WHOLE);
    assert_int_equal(t.n, 0);
    assert_int_equal(t.refused, 1);
    assert_int_equal(tally.nbad, 1);
    assert_true(tally.bad[0].row);
    if (!strstr(tally.bad[0].why, why)) fail_msg("`%s` does not say `%s`", tally.bad[0].why, why);
}

#define AIR "[10.00,43.398900,132.148000,1000,200.5,90.1,0,-64"
#define MORE ",\"adsb_icao\",1100,null,null,null]"

/* ---- rows ---- */

static void a_row_of_fourteen_elements_is_a_point(void **state) {
    struct track_point p = one_row(
        "[5.06,40.134593,-75.330817,36000,384.3,263.7,5,-128,{\"type\":\"adsb_icao\",\"flight\":"
        "\"SWA506  \",\"squawk\":\"1173\",\"nic\":8,\"rc\":186,\"version\":2,\"sil\":3},"
        "\"mlat\",37375,null,280,-0.9]");

    (void)state;
    assert_int_equal(p.ms, 1000005060);
    assert_int_equal(p.lat, 40134593);
    assert_int_equal(p.lon, -75330817);
    assert_int_equal(p.alt_ft, 36000);
    assert_int_equal(p.alt_geom_ft, 37375);
    assert_int_equal(p.speed, 3843);
    assert_int_equal(p.heading, 2637);
    assert_int_equal(p.rate_fpm, -128);
    assert_int_equal(p.flags, TRACK_STALE | TRACK_RATE_GEOM);
    assert_int_equal(p.air, TRACK_AIRBORNE);
    assert_int_equal(p.source, TRACK_MLAT); /* element 9 before the object's type */
    assert_int_equal(p.squawk, 1173);
    assert_int_equal(p.nic, 8);
    assert_int_equal(p.sil, 3);
    assert_int_equal(p.adsb, 2);
    assert_memory_equal(p.callsign, "SWA506  ", 8);
    assert_int_equal(tally.quick, 1);
}

static void rows_have_seven_to_fifteen_elements(void **state) {
    static const char *const rows[] = {
        "[10.0,43.398900,132.148000,1000,200.5,90.1,0]",
        (AIR "]"),
        AIR ",null]",
        AIR ",{\"type\":\"adsb_icao\"}]",
        AIR ",null,\"adsb_icao\"]",
        AIR ",null,\"adsb_icao\",1100]",
        (AIR ",null" MORE),
        AIR ",null,\"adsb_icao\",1100,null,null,null,\"1a2b3c4d\"]",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct track_point p = one_row(rows[i]);

        assert_int_equal(p.ms, 1000010000);
        assert_int_equal(p.lat, 43398900);
        assert_int_equal(p.alt_ft, 1000);
        assert_int_equal(p.rate_fpm, i ? -64 : TRACK_NONE);
        assert_int_equal(p.source, i < 3 ? TRACK_SOURCE_UNKNOWN : TRACK_ADSB_ICAO);
    }
    refused_row("[10.0,43.3,132.1,1000,200.5,90.1]", "7 to 15");
    refused_row(AIR ",null,\"adsb_icao\",1,2,3,4,\"u\",6]", "7 to 15");
    refused_row("{\"a\":[1,2]}", "not an array");
}

static void unknown_is_not_zero(void **state) {
    struct track_point p =
        one_row("[0.00,0.000000,0.000000,null,null,null,0,null,null,null,null,null,null,null]");

    (void)state;
    assert_int_equal(p.alt_ft, TRACK_NONE);
    assert_int_equal(p.alt_geom_ft, TRACK_NONE);
    assert_int_equal(p.rate_fpm, TRACK_NONE);
    assert_int_equal(p.speed, TRACK_NONE16);
    assert_int_equal(p.heading, TRACK_NONE16);
    assert_int_equal(p.squawk, TRACK_SQUAWK_NONE);
    assert_int_equal(p.air, TRACK_AIR_UNKNOWN);
    assert_int_equal(p.source, TRACK_SOURCE_UNKNOWN);
    assert_int_equal(p.nic, -1);
    assert_int_equal(p.sil, -1);
    assert_int_equal(p.adsb, -1);
    assert_int_equal(p.callsign[0], 0);
    p = one_row("[0.00,0.000000,0.000000,0,0.0,360.0,0,0"
                ",null" MORE);
    assert_int_equal(p.alt_ft, 0);
    assert_int_equal(p.speed, 0);
    assert_int_equal(p.heading, 0);
    assert_int_equal(p.air, TRACK_AIRBORNE);
}

static void ground_has_no_altitude(void **state) {
    struct track_point p = one_row("[1.5,43.1,132.1,\"ground\",12.0,89.9,0,null,null" MORE);

    (void)state;
    assert_int_equal(p.air, TRACK_GROUND);
    assert_int_equal(p.alt_ft, TRACK_NONE);
    p = one_row("[1.50,43.100000,132.100000,-100,12.0,89.9,8,null,null" MORE);
    assert_int_equal(p.air, TRACK_AIRBORNE);
    assert_int_equal(p.alt_ft, -100);
    assert_int_equal(p.flags, TRACK_ALT_GEOM);
}

static void decimals_are_rounded_half_away_from_zero(void **state) {
    struct track_point p =
        one_row("[-0.0005,-43.1234565,1.321234564e2,12345e-1,200.25,90.04999999999999999,0.0,5E2]");

    (void)state;
    assert_int_equal(p.ms, 999999999);
    assert_int_equal(p.lat, -43123457);
    assert_int_equal(p.lon, 132123456);
    assert_int_equal(p.alt_ft, 1235);
    assert_int_equal(p.speed, 2003);
    assert_int_equal(p.heading, 900);
    assert_int_equal(p.rate_fpm, 500);
}

static void what_cannot_be_a_row_is_refused_with_its_place(void **state) {
    struct track t;

    (void)state;
    refused_row("[1.0,91.000000,132.100000,1000,1.0,1.0,0,0]", "latitude is outside");
    refused_row("[1.0,90.000001,132.100000,1000,1.0,1.0,0,0]", "latitude is outside");
    refused_row("[1.0,43.1,-180.0000005,1000,1.0,1.0,0,0]", "longitude is outside");
    refused_row("[1.0,1e999,132.1,1000,1.0,1.0,0,0]", "latitude is outside");
    refused_row("[1.0,nan,132.1,1000,1.0,1.0,0,0]", "latitude is not a number");
    refused_row("[1.0,43.1,-Infinity,1000,1.0,1.0,0,0]", "longitude is not a number");
    refused_row("[null,43.1,132.1,1000,1.0,1.0,0,0]", "time is not a number");
    refused_row("[10000000.001,43.1,132.1,1000,1.0,1.0,0,0]", "time is over");
    refused_row("[1.0,43.1,132.1,\"sky\",1.0,1.0,0,0]", "altitude is not");
    refused_row("[1.0,43.1,132.1,1000,\"x\",1.0,0,0]", "speed, track");
    refused_row("[1.0,43.1,132.1,1000,1.0,1.0,-1,0]", "flags");
    refused_row("[1.0,43.1,132.1,1000,1.0,1.0,0,0,7]", "element 8");
    refused_row("[1.0,43.1,132.1,1000,1.0,1.0,0,0,null,[1]]", "source is not");
    t = read_rows(AIR "],\n[1.0,91.000000,132.100000,1000,1.0,1.0,0,0],\n" AIR "0]");
    assert_int_equal(t.n + t.doubled, 2);
    assert_int_equal(t.refused, 1);
    assert_int_equal(tally.bad[0].at, 54 + sizeof AIR "],\n" - 1); /* the header has 54 bytes */
}

static void only_the_first_bad_rows_are_kept(void **state) {
    char *rows = arena_printf(&mem, "7");
    struct track t;

    (void)state;
    for (int i = 0; i < 2 * TRACE_BAD; i++) rows = arena_printf(&mem, "%s,7", rows);
    t = read_rows(rows);
    assert_int_equal(t.refused, 2 * TRACE_BAD + 1);
    assert_int_equal(tally.nbad, TRACE_BAD);
}

static void a_value_out_of_range_is_unknown_and_counted(void **state) {
    struct track_point p = one_row(
        "[1.0,43.1,132.1,1000000,4000.1,360.1,4,1e9,{\"flight\":\"TOO LONG FOR 8\",\"squawk\":"
        "\"8888\",\"nic\":99,\"sil\":\"x\",\"version\":-1,\"type\":\"adsb_nobody\"},\"x\",1e7]");

    (void)state;
    assert_int_equal(p.alt_ft, TRACK_NONE);
    assert_int_equal(p.air, TRACK_AIRBORNE);
    assert_int_equal(p.speed, TRACK_NONE16);
    assert_int_equal(p.heading, TRACK_NONE16);
    assert_int_equal(p.rate_fpm, TRACK_NONE);
    assert_int_equal(p.alt_geom_ft, TRACK_NONE);
    assert_int_equal(p.squawk, TRACK_SQUAWK_NONE);
    assert_int_equal(p.nic, -1);
    assert_int_equal(p.callsign[0], 0);
    assert_int_equal(tally.odd, 12);
    assert_int_equal(tally.nbad, 12);
    assert_false(tally.bad[0].row);
    one_row("[1.0,43.1,132.1,1000,3276.7,360.0,65535,-999999]");
    assert_int_equal(tally.odd, 0);
}

static void the_object_is_read_however_it_is_written(void **state) {
    struct track_point p =
        one_row(AIR ", { \"n\\u0069c\" : 7 , \"flight\":\"A\\u0042 1\", \"deep\":{\"nic\":[{}]},"
                    "\"sil\":null,\"version\":1.0,\"squawk\":\"0000\",\"type\":\"tisb_other\" }]");

    (void)state;
    assert_int_equal(p.nic, 7);
    assert_int_equal(p.sil, -1);
    assert_int_equal(p.adsb, 1);
    assert_int_equal(p.squawk, 0);
    assert_int_equal(p.source, TRACK_TISB_OTHER);
    assert_memory_equal(p.callsign, "AB 1    ", 8);
}

/* The quick reader compares an object with the one before: each of these changes something of it. */
static void an_object_that_differs_from_the_one_before_is_not_taken_for_it(void **state) {
    static const char *const objects[] = {
        "{\"type\":\"mlat\",\"flight\":\"KOR271  \",\"squawk\":\"4637\",\"nic\":8,\"sil\":3}",
        "{\"type\":\"mlat\",\"flight\":\"KOR272  \",\"squawk\":\"4637\",\"nic\":8,\"sil\":3}",
        "{\"type\":\"mlat\",\"flight\":\"KOR27\",\"squawk\":\"4631\",\"nic\":10,\"sil\":3}",
        "{\"type\":\"mlat\",\"squawk\":\"4637\",\"nic\":8,\"sil\":3}",
        ("{\"type\":\"mlat\",\"flight\":\"KOR271  "
         "\",\"squawk\":\"4637\",\"nic\":8,\"sil\":3,\"version\":2}"),
        "{\"type\":\"mlat\",\"flight\":\"KOR271  \",\"squawk\":\"4637\",\"nic\":8}",
        "{\"type\":\"other\",\"flight\":\"KOR271  \",\"squawk\":\"4637\",\"nic\":1,\"nic\":2}",
        "{\"type\":\"other\",\"flight\":\"KOR271  \",\"squawk\":\"4637\",\"nic\":1,\"nic\":3}",
        "{}",
        "{\"nav_modes\":[\"autopilot\",\"tcas\"],\"nic\":1}",
        "{\"nav_modes\":[],\"nic\":1}",
        "{\"nav_modes\":[\"a,}]\"],\"nic\":1}",
        "{\"nav_modes\":[\"a,}]\"],\"nic\":2,\"rc\":7}",
        "{\"nav_modes\":[\"a,}]\"]}",
    };
    static const int nic[] = {8, 8, 10, 8, 8, 8, 2, 3, -1, 1, 1, 1, 2, -1};
    static const char *const flight[] = {"KOR271  ", "KOR272  ", "KOR27   ", "\0\0\0\0\0\0\0\0",
                                         "KOR271  ", "KOR271  ", "KOR271  ", "KOR271  "};
    enum { N = sizeof objects / sizeof *objects };

    (void)state;
    for (size_t first = 0; first < N; first++) {
        char *rows = arena_printf(&mem, " ");
        struct track t;

        for (size_t i = 0; i < N; i++)
            rows =
                arena_printf(&mem, "%s%s\n[%zu.00,43.000000,132.000000,1000,200.0,90.0,0,0,%s" MORE,
                             rows, i ? "," : "", i * 10, objects[(first + i) % N]);
        t = read_rows(rows);
        assert_int_equal(t.n, N);
        assert_int_equal(tally.quick, N);
        for (size_t i = 0; i < N; i++) {
            size_t k = (first + i) % N;

            assert_int_equal(t.point[i].nic, nic[k]);
            assert_int_equal(t.point[i].adsb, k == 4 ? 2 : -1);
            assert_int_equal(t.point[i].sil, k < 5 ? 3 : -1);
            if (k < 8) assert_memory_equal(t.point[i].callsign, flight[k], 8);
        }
    }
}

/* Each between two good rows. What the quick reader would take for a row of its own must be one. */
static void almost_right_rows_are_read_as_strictly_by_both(void **state) {
    static const char *const broken[] = {
        "[11.00,43.398900,-0132.148000,1000,200.5,90.1,0,0",
        "[11.00,043.398900,132.148000,1000,200.5,90.1,0,0",
        "[011.00,43.398900,132.148000,1000,200.5,90.1,0,0",
        "[11.00,43.398900,132.148000,\"ground\"5,200.5,90.1,0,0",
        "[11.00,43.398900,132.148000,null7,200.5,90.1,0,0",
        "[11.00,43.398900,132.148000,1000,null7.5,90.1,0,0",
        "[11.00,43.398900,132.148000,1000,0200.5,90.1,0,0",
        "[11.00,43.398900,132.148000,1000,200.5,90.1,00,0",
        "[11.00,43.398900,132.148000,1000,200.5,90.1,0,-",
        "[11.00,43.398900,132.148000,1000,200.5,90.1,0,-null",
        "[11.00,43.398900,132.148000,01000,200.5,90.1,0,0",
        "[11.00,43.398900,132.148000,1000,200.,90.1,0,0",
        "[11.00,.398900,132.148000,1000,200.5,90.1,0,0",
        "[11.00,43.398.00,132.148000,1000,200.5,90.1,0,0",
        "[11.00,43.398-00,132.148000,1000,200.5,90.1,0,0",
        "[1100,43.3989000132.148000,1000,200.5,90.1,0,0",
    };
    static const char *const broken_behind[] = {
        ",{\"rc\":1.}" MORE,
        ",{\"rc\":01}" MORE,
        ",{\"rc\":\"\t\"}" MORE,
        ",{\"rc\":1,}" MORE,
        ",{\"rc\":1 2}" MORE,
        ",null,\"adsb_icao\",-null,0,0,0]",
        ",null,\"adsb_icao\",1,0,0,0,]",
        ",null,\"adsb_icao\",01,0,0,0]",
    };
    static const char *const right[] = {
        "[11.00,43.39890,132.1480001,1000,200.5,90.1,0,0",
        "[11.00,43.398900,132.148000,1000,200.50,90.10,0,0",
        "[11,43.3989,132.148,1000.0,200.50,90.10,0,0",
        "[11.0,4.33989e1,132.148000,1000,200.5,90.1,0,0",
        "[ 11.00 , 43.398900 , 132.148000 , 1000 , 200.5 , 90.1 , 0 , 0 ",
        "[1.1e1,43.398900,132.148000,1000,200.5,90.1,0,0",
    };
    enum { FRONT = sizeof broken / sizeof *broken, BEHIND = sizeof broken_behind / sizeof *right };

    (void)state;
    for (size_t i = 0; i < FRONT + BEHIND; i++) {
        const char *row = i < FRONT ? broken[i] : "[11.00,43.398900,132.148000,1000,200.5,90.1,0,0";
        const char *rest = i < FRONT ? ",null" MORE : broken_behind[i - FRONT];
        struct track t =
            read_rows(arena_printf(&mem, AIR ",null" MORE ",\n%s%s,\n" AIR "]", row, rest));

        if (tally.state != TRACE_PARTIAL || t.n != 1) fail_msg("%s%s is taken", row, rest);
    }
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        struct track_point p = one_row(arena_printf(&mem, "%s,null" MORE, right[i]));

        assert_int_equal(p.ms, 1000011000);
        assert_int_equal(p.lat, 43398900);
        assert_int_equal(p.lon, 132148000);
        assert_int_equal(p.alt_ft, 1000);
        assert_int_equal(p.speed, 2005);
        assert_int_equal(p.heading, 901);
    }
}

/* ---- the file ---- */

static void header_keys_come_in_any_order(void **state) {
    struct track t = read_text(
        "{\"trace\":[" AIR "]],\"version\":\"readsb 3.16.15 05df27d\",\"t\":\"T204\","
        "\"later\":[[{}]],\"dbFlags\":10,\"timestamp\":1700000000.123,\"ownOp\":"
        "\"\xc5ngstr\xf6m \\\" AB\",\"r\":\"RA-64\\u0030\\u0031\\u0039\",\"icao\":\"~2A3b4c\"}");

    (void)state;
    assert_int_equal(t.hex, 0x2a3b4c);
    assert_true(t.other);
    assert_string_equal(t.registration, "RA-64019");
    assert_string_equal(t.type, "T204");
    assert_int_equal(t.db_flags, 10);
    assert_int_equal(t.n, 1);
    assert_int_equal(t.point[0].ms, 1700000010123);
    assert_string_equal(tally.version, "readsb 3.16.15 05df27d");
    assert_false(tally.no_reg_data);
    t = read_text("{\"icao\":\"2a3b4c\",\"noRegData\":true,\"timestamp\":0,\"trace\":[]}");
    assert_true(tally.no_reg_data);
    assert_string_equal(t.registration, "");
    assert_int_equal(t.n, 0);
    read_text("{\"icao\":\"2a3b4c\",\"r\":\"FAR TOO LONG FOR IT\",\"timestamp\":0,\"trace\":[]}");
    assert_int_equal(tally.odd, 1);
}

static void refused_file(const char *text, enum rc code, const char *why) {
    struct track t = {.n = 77};
    struct trace_tally said = {0};
    struct err e = {0};

    assert_int_equal(read_both(span_of(text), &t, &said, &e), code);
    if (!strstr(e.text, why)) fail_msg("`%s` does not say `%s`", e.text, why);
    assert_int_equal(t.n, 77);
}

static void what_is_no_trace_is_refused(void **state) {
    (void)state;
    refused_file("", RC_SYNTAX, "byte 0");
    refused_file("[1]", RC_SYNTAX, "not an object");
    refused_file("{\"icao\":\"abc123\",\"timestamp\":1}", RC_SYNTAX, "no `trace`");
    refused_file("{\"icao\":\"abc12\",\"timestamp\":1,\"trace\":[]}", RC_SYNTAX, "six hex");
    refused_file("{\"icao\":\"abc123\",\"trace\":[]}", RC_SYNTAX, "no `timestamp`");
    refused_file("{\"timestamp\":1,\"trace\":[]}", RC_SYNTAX, "no `icao`");
    refused_file("{\"icao\":\"abc123\",\"timestamp\":-1,\"trace\":[]}", RC_SYNTAX, "1970");
    refused_file("{\"icao\":\"abc123\",\"timestamp\":1e12,\"trace\":[]}", RC_SYNTAX, "1970");
    refused_file("{\"icao\":\"abc123\",\"trace\":[[1,", RC_SYNTAX, "no `timestamp`");
}

static void what_is_too_large_is_refused(void **state) {
    struct span big = {"{", TRACE_BYTES + 1}; /* never looked at */
    struct trace_tally said;
    struct track t;
    struct err e;

    (void)state;
    assert_int_equal(trace_read(&mem, big, &t, &said, &e), RC_LIMIT);
}

static void what_stood_before_a_break_is_kept(void **state) {
    const char *head = "{\"icao\":\"abc123\",\"timestamp\":1000000,\"trace\":[";
    const char *rows = AIR ",null" MORE ",\n" AIR "5,null" MORE;
    size_t n = strlen(head) + strlen(rows);
    char *text = arena_printf(&mem, "%s%s]}", head, rows);

    (void)state;
    for (size_t cut = strlen(head); cut < n + 2; cut++) {
        struct track t = {0};
        struct trace_tally said = {0};
        struct err e = {0};

        assert_ok(read_both((struct span){text, cut}, &t, &said, &e), e);
        assert_int_equal(said.state, TRACE_PARTIAL);
        assert_int_equal(said.at, cut);
        assert_int_equal(t.n + t.doubled,
                         (cut >= strlen(head) + sizeof AIR ",null" MORE - 1) + (cut >= n));
        assert_int_equal(t.refused, 0);
    }
}

static void partial(const char *text, size_t points, const char *why) {
    struct track t = read_text(text);

    assert_int_equal(tally.state, TRACE_PARTIAL);
    assert_int_equal(t.n, points);
    if (!strstr(tally.why, why)) fail_msg("`%s` does not say `%s`", tally.why, why);
}

static void breaks_are_named(void **state) {
    char deep[80] = {0};

#define HEAD "{\"icao\":\"abc123\",\"timestamp\":1000000,"
    (void)state;
    memset(deep, '[', 79);
    partial(HEAD "\"trace\":[" AIR "]]} x", 1, "behind the end");
    partial(HEAD "\"trace\":[" AIR "],]}", 1, "not a value");
    partial(HEAD "\"trace\":[" AIR "] " AIR "]]}", 1, "`,` or `]`");
    partial(HEAD "\"trace\":[" AIR "],[01,2]]}", 1, "begins with 0");
    partial(HEAD "\"trace\":[" AIR "],[1.,2]]}", 1, "after the point");
    partial(HEAD "\"trace\":[" AIR "],[1e,2]]}", 1, "exponent");
    partial(HEAD "\"trace\":[" AIR "],[\"\\x\"]]}", 1, "no such escape");
    partial(HEAD "\"trace\":[" AIR "],[\"\t\"]]}", 1, "control character");
    partial(HEAD "\"trace\":[" AIR "],[nul]]}", 1, "not a value");
    partial(HEAD "\"trace\":[" AIR "]],\"icao\":\"abc124\"}", 1, "second time");
    partial(HEAD "\"trace\":{}}", 0, "not an array");
    partial(arena_printf(&mem, HEAD "\"trace\":[" AIR "],%s", deep), 1, "32 deep");
}

static void rows_are_put_in_order_and_doubles_dropped(void **state) {
    struct track t =
        read_rows("[30.00,43.000000,132.000000,1000,200.0,90.0,0,0],\n"
                  "[-70000.00,42.000000,131.000000,1000,200.0,90.0,0,0],\n"
                  "[10.00,43.100000,132.000000,1000,200.0,90.0,0,0],\n"
                  "[30.90,43.000900,132.000900,1000,200.0,90.0,1,0,{\"flight\":\"X\",\"nic\":5}],\n"
                  "[31.00,43.000000,132.000000,1000,200.0,90.0,0,0],\n"
                  "[31.50,43.000000,132.000000,\"ground\",200.0,90.0,0,0],\n"
                  "[31.60,43.000000,132.000000,\"ground\",199.0,90.0,0,0],\n"
                  "[31.60,43.002000,132.000000,\"ground\",199.0,90.0,0,0],\n"
                  "[31.70,43.002000,132.000000,null,199.0,90.0,0,0]");
    static const int64_t at[] = {-70000000, 10000, 30000, 31000, 31500, 31600, 31600, 31700};

    (void)state;
    assert_int_equal(t.moved, 2);
    assert_int_equal(t.doubled, 1);
    assert_int_equal(t.n, 8);
    for (size_t i = 0; i < t.n; i++) assert_int_equal(t.point[i].ms, 1000000000 + at[i]);
    assert_int_equal(t.point[2].flags, TRACK_STALE); /* what the double said more */
    assert_int_equal(t.point[2].nic, 5);
    assert_memory_equal(t.point[2].callsign, "X       ", 8);
}

static void many_rows_out_of_order_are_sorted_stably(void **state) {
    struct track t = {.n = 5000};
    uint32_t x = 1;

    (void)state;
    t.point = ARENA_ARRAY(&mem, struct track_point, t.n);
    for (size_t i = 0; i < t.n; i++) {
        x = x * 1664525 + 1013904223;
        t.point[i] = readsb_point();
        t.point[i].ms = (x >> 16) % 1000;
        t.point[i].lat = (int32_t)i * 2000; /* none is a double */
    }
    trace_order(&mem, &t);
    assert_int_equal(t.n, 5000);
    assert_int_equal(t.doubled, 0);
    assert_true(t.moved > 4000);
    for (size_t i = 1; i < t.n; i++) {
        assert_true(t.point[i - 1].ms <= t.point[i].ms);
        if (t.point[i - 1].ms == t.point[i].ms) assert_true(t.point[i - 1].lat < t.point[i].lat);
    }
}

/* ---- real files, against jansson ---- */

static struct span real[64]; /* inflated */
static size_t nreal;

static struct span inflated(struct span gz) {
    size_t cap = 64 * gz.n + 65536;
    char *out = arena_alloc(&mem, cap, 1);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)gz.p,
                  .avail_in = (uInt)gz.n,
                  .next_out = (Bytef *)out,
                  .avail_out = (uInt)cap};

    assert_int_equal(inflateInit2(&z, 31), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(inflateEnd(&z), Z_OK);
    return (struct span){out, z.total_out};
}

static int add_real(const char *path, const struct stat *st, int type) {
    char *text;
    FILE *f;

    if (type != FTW_F || !strstr(path, "/trace_full_") || nreal == 64) return 0;
    text = arena_alloc(&mem, (size_t)st->st_size, 1);
    f = fopen(path, "rb");
    assert_non_null(f);
    real[nreal] = (struct span){text, fread(text, 1, (size_t)st->st_size, f)};
    fclose(f);
    if (text[0] != '{') real[nreal] = inflated(real[nreal]);
    nreal++;
    return 0;
}

static void real_files(void) {
    nreal = 0;
    if (!t_shared()) skip(); /* the real traces are not here */
    ftw(arena_printf(&mem, "%s/adsb/traces", t_shared()), add_real, 16);
    assert_true(nreal > 20);
}

static int32_t whole_of(const json_t *v) {
    return json_is_number(v) ? (int32_t)json_integer_value(v) : TRACK_NONE;
}

static int16_t tenth_of(const json_t *v) {
    return json_is_number(v) ? (int16_t)llround(json_number_value(v) * 10) : TRACK_NONE16;
}

static int8_t small_of(const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);

    return json_is_integer(v) ? (int8_t)json_integer_value(v) : -1;
}

static struct track_point point_of(const json_t *row, double timestamp) {
    struct track_point p = readsb_point();
    const json_t *object = json_array_get(row, 8), *alt = json_array_get(row, 3);
    const char *source = json_string_value(json_array_get(row, 9));
    const char *flight = json_string_value(json_object_get(object, "flight"));
    const char *squawk = json_string_value(json_object_get(object, "squawk"));

    p.ms = llround((timestamp + json_number_value(json_array_get(row, 0))) * 1000);
    p.lat = (int32_t)lround(json_number_value(json_array_get(row, 1)) * 1e6);
    p.lon = (int32_t)lround(json_number_value(json_array_get(row, 2)) * 1e6);
    p.alt_ft = whole_of(alt);
    p.air = json_is_string(alt)    ? TRACK_GROUND
            : json_is_integer(alt) ? TRACK_AIRBORNE
                                   : TRACK_AIR_UNKNOWN;
    p.speed = tenth_of(json_array_get(row, 4));
    p.heading = tenth_of(json_array_get(row, 5));
    if (p.heading == 3600) p.heading = 0;
    p.flags = (uint8_t)json_integer_value(json_array_get(row, 6));
    p.rate_fpm = whole_of(json_array_get(row, 7));
    p.alt_geom_ft = whole_of(json_array_get(row, 10));
    p.source = strcmp(source, "adsb_icao") == 0 ? TRACK_ADSB_ICAO : TRACK_OTHER;
    if (flight) memcpy(p.callsign, flight, strlen(flight));
    if (squawk) p.squawk = (uint16_t)strtoul(squawk, NULL, 10);
    p.nic = small_of(object, "nic");
    p.sil = small_of(object, "sil");
    p.adsb = small_of(object, "version");
    return p;
}

static void real_files_read_as_jansson_reads_them(void **state) {
    size_t rows = 0, quick = 0, doubled = 0;

    (void)state;
    real_files();
    for (size_t k = 0; k < nreal; k++) {
        json_t *root = json_loadb(real[k].p, real[k].n, 0, NULL), *trace, *row;
        struct track got = {0}, want = {0};
        struct err e = {0};
        size_t i;

        assert_non_null(root);
        trace = json_object_get(root, "trace");
        want.n = json_array_size(trace);
        want.point = ARENA_ARRAY(&mem, struct track_point, want.n);
        json_array_foreach(trace, i, row) want.point[i] =
            point_of(row, json_number_value(json_object_get(root, "timestamp")));
        trace_order(&mem, &want);
        tally = (struct trace_tally){0};
        assert_ok(read_both(real[k], &got, &tally, &e), e);
        assert_int_equal(tally.state, TRACE_WHOLE);
        assert_int_equal(tally.odd, 0);
        assert_int_equal(got.refused, 0);
        assert_int_equal(got.moved, 0);
        assert_int_equal(got.n, want.n);
        assert_memory_equal(got.point, want.point, want.n * sizeof *want.point);
        assert_int_equal(got.hex,
                         strtoul(json_string_value(json_object_get(root, "icao")), NULL, 16));
        assert_string_equal(got.registration, json_string_value(json_object_get(root, "r")));
        assert_string_equal(got.type, json_string_value(json_object_get(root, "t")));
        rows += tally.rows;
        quick += tally.quick;
        doubled += got.doubled;
        json_decref(root);
    }
    assert_int_equal(rows, 6222); /* as counted by Python's json */
    assert_true(quick * 1000 >= rows * 999);
    assert_int_equal(doubled, 8);
}

static uint32_t dice;
static size_t roll(size_t n) {
    dice = dice * 1664525 + 1013904223;
    return n ? (dice >> 8) % n : 0;
}

/* One small damage, preferably of what the quick reader looks at. */
static struct span damaged(struct span s) {
    static const char *const words[] = {
        "null",      "\"ground\"", "-",  "0",  "9",    ".",     ",",        "1e999",     "NaN",
        "\\u0041",   "\\",         "\"", "]",  "}",    "{",     "[",        " ",         "00",
        "91.000000", "\"",         ":",  "\n", "\x80", "360.0", "99999999", "\"nic\":3,"};
    const char *w = words[roll(sizeof words / sizeof *words)];
    size_t n = strlen(w), at = roll(s.n), gone = roll(3) ? roll(2) * n : roll(40);
    char *p = arena_alloc(&mem, s.n + n + 1, 1);

    if (gone > s.n - at) gone = s.n - at;
    if (!roll(8)) n = 0;
    memcpy(p, s.p, at);
    memcpy(p + at, w, n);
    memcpy(p + at + n, s.p + at + gone, s.n - at - gone);
    return (struct span){p, s.n - gone + n};
}

/* What jansson refuses and we take on purpose. */
static bool on_purpose(struct span s, const json_error_t *error) {
    enum json_error_code code = json_error_code(error);

    return code == json_error_invalid_utf8 || code == json_error_numeric_overflow ||
           memmem(s.p, s.n, "NaN", 3) || memmem(s.p, s.n, "\\u", 2);
}

static void check_damaged(struct span s) {
    struct track t = {0};
    struct trace_tally said = {0};
    struct err e = {0};
    json_error_t error;
    json_t *root = json_loadb(s.p, s.n, 0, &error);
    int rc = read_both(s, &t, &said, &e);

    if (rc == 0 && said.state == TRACE_WHOLE) {
        if (!root && !on_purpose(s, &error)) fail_msg("only we take it: %s", error.text);
        if (root) assert_int_equal(said.rows, json_array_size(json_object_get(root, "trace")));
    } else if (rc == 0 && root && !strstr(said.why, "second time") && !strstr(said.why, "`")) {
        fail_msg("only jansson takes it; byte %zu: %s", said.at, said.why);
    }
    json_decref(root);
}

static void damaged_files_read_alike_and_as_strictly_as_jansson(void **state) {
    (void)state;
    real_files();
    dice = 1;
    for (size_t k = 0; k < nreal; k++) {
        struct span s = real[k];

        if (s.n > 60000) s.n = 60000;
        for (int i = 0; i < 60; i++) {
            struct arena kept = mem;
            struct span d;

            arena_init(&mem, (size_t)1 << 30);
            d = damaged(s);
            if (i % 3 == 0) d = damaged(d);
            check_damaged(d);
            arena_fini(&mem);
            mem = kept;
        }
    }
}

/* ---- heatmap: made by hand after the layout, for want of a real file ---- */

struct heat {
    char bytes[4096];
    size_t n;
};

static void heat_u32(struct heat *h, uint32_t v) {
    for (int i = 0; i < 4; i++) h->bytes[h->n++] = (char)(v >> (8 * i) & 0xff);
}

static void heat_entry(struct heat *h, uint32_t hex, int32_t lat, int32_t lon, int alt, int gs) {
    heat_u32(h, hex);
    heat_u32(h, (uint32_t)lat);
    heat_u32(h, (uint32_t)lon);
    heat_u32(h, ((uint32_t)alt & 0xffff) | (uint32_t)gs << 16);
}

static void heat_slice(struct heat *h, int64_t ms) {
    heat_entry(h, 0x0e7f7c9d, (int32_t)(ms >> 32), (int32_t)(uint32_t)ms, (int16_t)(uint16_t)60000,
               0);
}

static void heat_info(struct heat *h, uint32_t hex, int squawk, const char *callsign) {
    heat_u32(h, hex);
    heat_u32(h, (uint32_t)(1 << 30 | squawk));
    memcpy(h->bytes + h->n, callsign, 8);
    h->n += 8;
}

#define T0 ((int64_t)1700000000000)

/* Three slices a minute apart; the second aircraft is not ICAO's and on the ground. */
static struct heat heat_small(void) {
    struct heat h = {.n = 0};

    heat_entry(&h, 3, 0, 0, 0, 0);
    heat_entry(&h, 7, 0, 0, 0, 0);
    heat_entry(&h, 10, 0, 0, 0, 0);
    heat_slice(&h, T0);
    heat_info(&h, 0xabc123, 4637, "KOR271  ");
    heat_entry(&h, 0xabc123 | 5u << 27, 43398900, 132148000, 400, 2005);
    heat_entry(&h, 0x1abc123 | 15u << 27, -100000, -200000, -123, -1);
    heat_slice(&h, T0 + 60000);
    heat_entry(&h, 0xabc123, 43500000, 132148000, -124, -1);
    heat_info(&h, 0xabc123, 0, "\0\0\0\0\0\0\0\0");
    heat_slice(&h, T0 + 120000);
    return h;
}

static struct heatmap heat_read(const struct heat *h) {
    char *exact = memcpy(arena_alloc(&mem, h->n, 1), h->bytes, h->n);
    struct heatmap out = {0};
    struct err e = {0};

    assert_ok(heatmap_read(&mem, (struct span){exact, h->n}, &out, &e), e);
    return out;
}

static void a_heatmap_gives_tracks_slices_and_cells(void **state) {
    struct heat h = heat_small();
    struct heatmap m = heat_read(&h);
    const struct track *t;

    (void)state;
    assert_int_equal(m.state, HEATMAP_WHOLE);
    assert_int_equal(m.interval_ms, 60000); /* which the marker's 16 bits cannot hold */
    assert_int_equal(m.nslice, 3);
    assert_int_equal(m.slice[0].positions, 2);
    assert_int_equal(m.slice[1].positions, 1);
    assert_int_equal(m.slice[2].positions, 0);
    assert_int_equal(m.ncraft, 2);
    t = &m.craft[0].track;
    assert_int_equal(t->hex, 0xabc123);
    assert_false(t->other);
    assert_int_equal(t->n, 2);
    assert_int_equal(t->point[0].ms, T0);
    assert_int_equal(t->point[0].alt_ft, 10000);
    assert_int_equal(t->point[0].speed, 2005);
    assert_int_equal(t->point[0].source, TRACK_MLAT);
    assert_int_equal(t->point[0].squawk, 4637);
    assert_memory_equal(t->point[0].callsign, "KOR271  ", 8);
    assert_int_equal(t->point[1].alt_ft, TRACK_NONE);
    assert_int_equal(t->point[1].air, TRACK_AIR_UNKNOWN);
    assert_int_equal(t->point[1].speed, TRACK_NONE16);
    assert_int_equal(t->point[1].squawk, TRACK_SQUAWK_NONE);
    assert_int_equal(t->point[1].callsign[0], 0);
    assert_int_equal(m.craft[0].first_ms, T0);
    assert_int_equal(m.craft[0].last_ms, T0 + 60000);
    assert_int_equal(m.craft[0].lat_lo, 43398900);
    assert_int_equal(m.craft[0].lat_hi, 43500000);
    assert_true(m.craft[1].track.other);
    assert_int_equal(m.craft[1].track.point[0].air, TRACK_GROUND);
    assert_int_equal(m.craft[1].track.point[0].source, TRACK_SOURCE_UNKNOWN);
    assert_int_equal(m.ncell, 2);
    assert_int_equal(m.cell[0].lat, -1); /* -0.1 degree is in the cell below 0 */
    assert_int_equal(m.cell[0].lon, -1);
    assert_int_equal(m.cell[1].lat, 43);
    assert_int_equal(m.cell[1].lon, 132);
    assert_int_equal(m.cell[1].positions, 2);
    assert_int_equal(m.cell[1].last_ms, T0 + 60000);
    assert_int_equal(m.refused, 0);
}

static void heat_partial(const struct heat *h, const char *why) {
    struct heatmap m = heat_read(h);

    assert_int_equal(m.state, HEATMAP_PARTIAL);
    if (!strstr(m.why, why)) fail_msg("`%s` does not say `%s`", m.why, why);
}

static void a_heatmap_that_does_not_agree_is_partial(void **state) {
    struct heat h = heat_small();

    (void)state;
    h.n -= 3;
    heat_partial(&h, "before the index does");
    h.n -= 13 + 16;
    heat_partial(&h, "before the index does");
    h = heat_small();
    h.bytes[16] = 8;
    heat_partial(&h, "no slice");
    h = heat_small();
    heat_slice(&h, T0 + 180000);
    heat_partial(&h, "differ in number");
    h.bytes[h.n++] = 1;
    heat_partial(&h, "differ in number");
    h = heat_small();
    memset(h.bytes + 7 * 16 + 4, 0xff, 8); /* the second slice's time */
    heat_partial(&h, "usable time");
    assert_int_equal(heat_read(&h).refused, 3);
    assert_int_equal(heat_read(&h).bad[0].at, 7 * 16);
}

static void a_heatmaps_bad_entries_are_counted(void **state) {
    struct heat h = heat_small();
    struct heatmap m;

    (void)state;
    heat_entry(&h, 0xabc124, 91000000, 0, 0, 0);
    heat_entry(&h, 0xabc124, 0, -180000001, 0, 0);
    heat_info(&h, 0xabc124, 4689, "KOR271  ");
    heat_info(&h, 0xabc124, 4637, "KOR\x01    ");
    heat_info(&h, 0xabc125, 4637, "KOR271  "); /* good, but of nobody */
    heat_entry(&h, 0xabc126, 90000000, 180000000, 0, 0);
    heat_entry(&h, 0xabc126, 89000000, 180000000, 0, 0);
    m = heat_read(&h);
    assert_int_equal(m.state, HEATMAP_WHOLE);
    assert_int_equal(m.refused, 4);
    assert_int_equal(m.nbad, 4);
    assert_int_equal(m.ncraft, 3);
    assert_int_equal(m.craft[1].track.hex, 0xabc126);
    assert_int_equal(m.craft[1].track.doubled, 1);
    assert_int_equal(m.cell[2].lat, 89);
    assert_int_equal(m.cell[2].lon, -180);
}

static void what_is_no_heatmap_is_refused(void **state) {
    static const char *const texts[] = {"", "{\"icao\":\"abc123\"", "0123456789abcdef", NULL};
    struct heatmap out = {.ncraft = 77};
    struct heat h = heat_small();
    struct err e = {0};

    (void)state;
    for (size_t i = 0; texts[i]; i++)
        assert_int_equal(heatmap_read(&mem, span_of(texts[i]), &out, &e), RC_SYNTAX);
    h.bytes[0] = 2; /* then a slice should begin at entry 2 */
    assert_int_equal(heatmap_read(&mem, (struct span){h.bytes, h.n}, &out, &e), RC_SYNTAX);
    assert_int_equal(heatmap_read(&mem, (struct span){"", HEATMAP_BYTES + 1}, &out, &e), RC_LIMIT);
    assert_int_equal(out.ncraft, 77);
}

/* ---- live ---- */

static struct live live_text(const char *text) {
    struct live out = {0};
    struct err e = {0};

    assert_ok(live_read(&mem, span_of(text), &out, &e), e);
    return out;
}

static void a_live_position_has_its_own_time(void **state) {
    struct live l = live_text(
        "{ \"aircraft\" : [\n{\"hex\":\"abc123\",\"type\":\"adsb_icao\",\"flight\":\"KOR271  "
        "\",\"r\":\"P-633\","
        "\"t\":\"T204\",\"dbFlags\":1,\"alt_baro\":1025,\"alt_geom\":1100,\"gs\":140.3,\"track\":"
        "90.5,\"geom_rate\":-640,"
        "\"squawk\":\"4637\",\"nic\":8,\"sil\":3,\"version\":2,\"lat\":43.3989,\"lon\":132.148,"
        "\"seen_pos\":1.25,\"seen\":0.1},\n"
        "{\"hex\":\"~abc123\",\"lat\":1,\"lon\":2,\"seen_pos\":0,\"alt_baro\":\"ground\",\"true_"
        "heading\":12.5}],"
        "\"now\" : 1700000000.4,\"messages\":5}\n");
    const struct track_point *p = l.track[0].point;

    (void)state;
    assert_int_equal(l.state, LIVE_WHOLE);
    assert_int_equal(l.ntrack, 2);
    assert_int_equal(l.now_ms, 1700000000400);
    assert_int_equal(l.track[0].hex, 0xabc123);
    assert_string_equal(l.track[0].registration, "P-633");
    assert_string_equal(l.track[0].type, "T204");
    assert_int_equal(l.track[0].db_flags, 1);
    assert_int_equal(p->ms, 1699999999150);
    assert_int_equal(p->lat, 43398900);
    assert_int_equal(p->lon, 132148000);
    assert_int_equal(p->alt_ft, 1025);
    assert_int_equal(p->alt_geom_ft, 1100);
    assert_int_equal(p->speed, 1403);
    assert_int_equal(p->heading, 905);
    assert_int_equal(p->rate_fpm, -640);
    assert_int_equal(p->flags, TRACK_RATE_GEOM);
    assert_int_equal(p->squawk, 4637);
    assert_int_equal(p->air, TRACK_AIRBORNE);
    assert_memory_equal(p->callsign, "KOR271  ", 8);
    assert_true(l.track[1].other);
    assert_int_equal(l.track[1].point->air, TRACK_GROUND);
    assert_int_equal(l.track[1].point->heading, 125);
}

static void an_old_position_is_never_current(void **state) {
    struct live l =
        live_text("{\"now\":1700000000,\"aircraft\":[{\"hex\":\"abc123\",\"lastPosition\":{\"lat\":"
                  "43.4,\"lon\":132.1,"
                  "\"nic\":8,\"rc\":186,\"seen_pos\":95.2},\"alt_baro\":1000,\"seen\":2}]}");

    (void)state;
    assert_int_equal(l.ntrack, 0);
    assert_int_equal(l.silent, 1);
    assert_int_equal(l.refused, 0);
}

static void live_aircraft_without_time_or_place_are_refused(void **state) {
    struct live l = live_text(
        "{\"now\":1700000000,\"aircraft\":[{\"hex\":\"abc12x\",\"lat\":1,\"lon\":1,\"seen_pos\":0},"
        "{\"lat\":1,\"lon\":1,\"seen_pos\":0},{\"hex\":\"abc124\",\"lat\":1,\"lon\":1},"
        "{\"hex\":\"abc125\",\"lat\":1,\"seen_pos\":0},{\"hex\":\"abc126\",\"lat\":90.1,\"lon\":1,"
        "\"seen_pos\":0},"
        "{\"hex\":\"abc127\",\"lat\":1,\"lon\":1,\"seen_pos\":-1},{\"hex\":\"abc128\",\"lat\":1,"
        "\"lon\":1,\"seen_pos\":4000},17,"
        "{\"hex\":\"abc129\",\"lat\":1,\"lon\":1,\"seen_pos\":9,\"gs\":\"fast\"},{\"hex\":"
        "\"abc129\",\"lat\":2,\"lon\":1,\"seen_pos\":3}]}");

    (void)state;
    assert_int_equal(l.refused, 8);
    assert_int_equal(l.nbad, 8);
    assert_int_equal(l.bad[0].at, 30);
    assert_int_equal(l.ntrack, 1);
    assert_int_equal(l.doubled, 1);
    assert_int_equal(l.odd, 1);
    assert_int_equal(l.track[0].point->lat, 2000000);
}

static void a_live_file_that_breaks_off_is_partial(void **state) {
    struct live l =
        live_text("{\"now\":1700000000,\"aircraft\":[{\"hex\":\"abc123\",\"lat\":1,\"lon\":1,"
                  "\"seen_pos\":0},{\"hex\":\"abc124\",\"lat\":1,\"lo");
    struct live untouched = {.ntrack = 77};
    struct err e = {0};

    (void)state;
    assert_int_equal(l.state, LIVE_PARTIAL);
    assert_int_equal(l.ntrack, 1);
    assert_int_equal(live_read(&mem, SPAN("{\"aircraft\":[]}"), &untouched, &e), RC_SYNTAX);
    assert_non_null(strstr(e.text, "no `now`"));
    assert_int_equal(live_read(&mem, SPAN("{\"now\":1,"), &untouched, &e), RC_SYNTAX);
    assert_non_null(strstr(e.text, "no `aircraft`"));
    assert_int_equal(live_read(&mem, SPAN("[]"), &untouched, &e), RC_SYNTAX);
    assert_int_equal(live_read(&mem, (struct span){"", LIVE_BYTES + 1}, &untouched, &e), RC_LIMIT);
    assert_int_equal(untouched.ntrack, 77);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_row_of_fourteen_elements_is_a_point),
        TEST(rows_have_seven_to_fifteen_elements),
        TEST(unknown_is_not_zero),
        TEST(ground_has_no_altitude),
        TEST(decimals_are_rounded_half_away_from_zero),
        TEST(what_cannot_be_a_row_is_refused_with_its_place),
        TEST(only_the_first_bad_rows_are_kept),
        TEST(a_value_out_of_range_is_unknown_and_counted),
        TEST(the_object_is_read_however_it_is_written),
        TEST(an_object_that_differs_from_the_one_before_is_not_taken_for_it),
        TEST(almost_right_rows_are_read_as_strictly_by_both),
        TEST(header_keys_come_in_any_order),
        TEST(what_is_no_trace_is_refused),
        TEST(what_is_too_large_is_refused),
        TEST(what_stood_before_a_break_is_kept),
        TEST(breaks_are_named),
        TEST(rows_are_put_in_order_and_doubles_dropped),
        TEST(many_rows_out_of_order_are_sorted_stably),
        TEST(real_files_read_as_jansson_reads_them),
        TEST(damaged_files_read_alike_and_as_strictly_as_jansson),
        TEST(a_heatmap_gives_tracks_slices_and_cells),
        TEST(a_heatmap_that_does_not_agree_is_partial),
        TEST(a_heatmaps_bad_entries_are_counted),
        TEST(what_is_no_heatmap_is_refused),
        TEST(a_live_position_has_its_own_time),
        TEST(an_old_position_is_never_current),
        TEST(live_aircraft_without_time_or_place_are_refused),
        TEST(a_live_file_that_breaks_off_is_partial),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
