/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of traces and the file around them. */
#include "format/trace_word.h"
#include "t_trace.h"

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

/* Numbers and texts that nobody wants may differ in their digits; what is wanted is read, and 0 does not begin a
 * number. */
static void digits_that_nobody_wants_are_passed_over_and_no_others(void **state) {
    static const struct {
        const char *second;
        int nic, squawk; /* nic -1: the text breaks off in the second row */
    } cases[] = {
        {"33825,\"rc\":186,\"mach\":0.772,\"category\":\"A3\",\"nic\":8,\"squawk\":\"4637\"", 8,
         4637},
        {"41000,\"rc\":186,\"mach\":1.000,\"category\":\"A3\",\"nic\":8,\"squawk\":\"4637\"", 8,
         4637},
        {"33825,\"rc\":106,\"mach\":0.009,\"category\":\"A0\",\"nic\":8,\"squawk\":\"4637\"", 8,
         4637},
        {"33825,\"rc\":100,\"mach\":0.772,\"category\":\"B9\",\"nic\":9,\"squawk\":\"4637\"", 9,
         4637},
        {"10000,\"rc\":999,\"mach\":0.772,\"category\":\"A3\",\"nic\":0,\"squawk\":\"7700\"", 0,
         7700},
        {"5,\"rc\":12,\"mach\":0.8,\"category\":\"A3\",\"nic\":8,\"squawk\":\"0001\"", 8, 1},
        {"0,\"rc\":0,\"mach\":0.0,\"category\":\"\",\"nic\":8,\"squawk\":\"4637\"", 8, 4637},
        {"03825,\"rc\":186,\"mach\":0.772,\"category\":\"A3\",\"nic\":8,\"squawk\":\"4637\"", -1,
         0},
        {"33825,\"rc\":086,\"mach\":0.772,\"category\":\"A3\",\"nic\":8,\"squawk\":\"4637\"", -1,
         0},
        {"33825,\"rc\":186,\"mach\":0:772,\"category\":\"A3\",\"nic\":8,\"squawk\":\"4637\"", -1,
         0},
        {"33825,\"rc\":18/,\"mach\":0.772,\"category\":\"A3\",\"nic\":8,\"squawk\":\"4637\"", -1,
         0},
    };

    (void)state;
    for (size_t n = 0; n < 2 * sizeof cases / sizeof *cases; n++) { /* k: as long, or not */
        size_t i = n / 2, k = n % 2 ? 5 : 1;
        struct track t = read_rows(arena_printf(
            &mem,
            "[0.00,43.000000,132.000000,1000,200.0,90.0,0,0,{\"alt_geom\":%s}" MORE
            ",\n[9.00,43.000000,132.010000,1000,200.0,90.0,0,0,{\"alt_geom\":%s}" MORE
            ",\n[19.00,43.000000,132.020000,1000,200.0,90.0,0,0,{\"alt_geom\":%s}" MORE,
            cases[0].second, cases[k].second, cases[i].second));

        if (cases[i].nic < 0) {
            assert_int_equal(tally.state, TRACE_PARTIAL);
            assert_int_equal(t.n, 2);
            continue;
        }
        assert_int_equal(tally.quick, 3);
        assert_int_equal(t.point[2].nic, cases[i].nic);
        assert_int_equal(t.point[2].squawk, cases[i].squawk);
    }
}

static void a_geometric_altitude_is_read_whatever_the_length_of_the_one_before(void **state) {
    static const char *const said[] = {"37375", "975",    "5",    "-25",
                                       "-1025", "100000", "null", "37375"};
    static const int32_t ft[] = {37375, 975, 5, -25, -1025, 100000, TRACK_NONE, 37375};
    enum { N = sizeof said / sizeof *said };

    (void)state;
    for (size_t first = 0; first < N; first++) {
        char *rows = arena_printf(&mem, " ");
        struct track t;

        for (size_t i = 0; i < N; i++)
            rows = arena_printf(&mem,
                                "%s%s\n[%zu.00,43.000000,132.000000,1000,200.0,90.0,0,0,null,"
                                "\"adsb_icao\",%s,null,null,null]",
                                rows, i ? "," : "", i * 10, said[(first + i * 3) % N]);
        t = read_rows(rows);
        assert_int_equal(tally.quick, N);
        for (size_t i = 0; i < N; i++)
            assert_int_equal(t.point[i].alt_geom_ft, ft[(first + i * 3) % N]);
    }
}

/* Sixteen bytes at once, and one after the other. Trivial in the second build of this program, which has the latter
 * alone. */
static void bytes_looked_at_together_are_as_each_by_itself(void **state) {
    static const char some[] =
        "0123456789012345678901234567890123456789,.,.-\"n/:[\x80\xb0\xff\x01";
    char p[128], low[128], high[128];
    uint32_t x = 1;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        unsigned n, k, most = (x >> 9) % 80;

        for (int i = 0; i < 128; i++) {
            x = x * 1664525 + 1013904223;
            p[i] = some[(x >> 12) % (sizeof some - 1)];
            low[i] = high[i] = (x >> 20) % 16 ? p[i] : some[(x >> 24) % (sizeof some - 1)];
            if ((x >> 22) % 4 == 0) low[i] = '0' + (char)((x >> 8) & 1), high[i] = '9';
        }
        assert_true(word_commas(p) == word_commas_plain(p));
        n = word_alike(p, low, high, most);
        k = word_alike_plain(p, low, high, most);
        assert_int_equal(n < most ? n : most, k);
    }
}

/* Likewise of numbers: with all that may stand in their place, and with any weights that readers use. */
static void numbers_counted_together_are_as_each_by_itself(void **state) {
    static const struct word_weights w = {
        {{0, 100, 10, 1, 0, 0, 0, 1000}, {10, 1, 100, 1, 100, 1, 100, 1}},
        {10, 1, 0, 10000, 1000, 1, 10000, 1}};
    uint32_t x = 1;
    size_t digits = 0;

    (void)state;
    for (int round = 0; round < 20000; round++) {
        word_cut_t cut[2];
        struct word_cut_plain plain[2];
        uint8_t keep[2][16];
        char p[2][16];
        uint32_t sums[4], one[4];

        for (int i = 0; i < 32; i++) {
            x = x * 1664525 + 1013904223;
            p[i / 16][i % 16] = (char)((x >> 24) % 32 ? '0' + (x >> 12) % 10 : x >> 16);
            keep[i / 16][i % 16] = (x >> 20) % 3 ? 0xff : 0;
        }
        cut[0] = word_cut_long(p[0], keep[0]);
        plain[0] = word_cut_long_plain(p[0], keep[0]);
        cut[1] = word_cut(p[1], keep[1], p[1] + 8, keep[1] + 8);
        plain[1] = word_cut_plain(p[1], keep[1], p[1] + 8, keep[1] + 8);
        assert_int_equal(word_digits(cut, 2), word_digits_plain(plain, 2));
        if (!word_digits(cut, 2)) continue;
        digits++;
        word_sums(cut, &w, sums);
        word_sums_plain(plain, &w, one);
        assert_memory_equal(sums, one, sizeof sums);
    }
    assert_in_range(digits, 1000, 19000);
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
    for (int k = 0; k < 12; k++) { /* a comma is missing behind the k-th row */
        char *rows = arena_printf(&mem, " ");

        for (int i = 0; i < 12; i++)
            rows =
                arena_printf(&mem, "%s" AIR ",null" MORE "%s", rows, i == k || i == 11 ? "" : ",");
        (void)read_rows(rows);
        assert_int_equal(tally.state, k == 11 ? TRACE_WHOLE : TRACE_PARTIAL);
        assert_int_equal(tally.rows, k + 1);
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
    char *text = arena_alloc(&mem, TRACE_BYTES + 2, 1);
    struct span big = {text, TRACE_BYTES + 1};
    struct trace_tally said;
    struct track t;
    struct err e;

    (void)state;
    memset(text, ' ', TRACE_BYTES + 1);
    text[0] = '{';
    text[TRACE_BYTES] = '}';
    assert_int_equal(trace_read(&mem, big, &t, &said, &e), RC_LIMIT);
}

/* `cat` of two: the reader says where the next begins. */
static void what_follows_is_told(void **state) {
    const char *one =
        "{\"icao\":\"abc123\",\"timestamp\":1000000,\"trace\":[" AIR ",null" MORE "]}";
    struct trace_tally said = {0};
    struct track t = {0};
    struct err e = {0};

    (void)state;
    assert_ok(read_both(span_of(arena_printf(&mem, "%s\n %s", one, one)), &t, &said, &e), e);
    assert_int_equal(said.state, TRACE_WHOLE);
    assert_int_equal(said.next, strlen(one) + 2);
    assert_int_equal(t.n, 1);
    assert_ok(read_both(span_of(arena_printf(&mem, "%s\n", one)), &t, &said, &e), e);
    assert_int_equal(said.next, 0);
    assert_ok(read_both(span_of(arena_printf(&mem, "\xef\xbb\xbf%s\n\xef\xbb\xbf%s", one, one)), &t,
                        &said, &e),
              e);
    assert_int_equal(said.state, TRACE_WHOLE);
    assert_int_equal(said.next, strlen(one) + 4);
    assert_int_equal(t.n, 1);
    assert_ok(read_both(span_of(arena_printf(&mem, "%s]", one)), &t, &said, &e), e);
    assert_int_equal(said.state, TRACE_PARTIAL);
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

int main(void) {
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
        TEST(digits_that_nobody_wants_are_passed_over_and_no_others),
        TEST(a_geometric_altitude_is_read_whatever_the_length_of_the_one_before),
        TEST(bytes_looked_at_together_are_as_each_by_itself),
        TEST(numbers_counted_together_are_as_each_by_itself),
        TEST(almost_right_rows_are_read_as_strictly_by_both),
        TEST(header_keys_come_in_any_order),
        TEST(what_is_no_trace_is_refused),
        TEST(what_is_too_large_is_refused),
        TEST(what_follows_is_told),
        TEST(what_stood_before_a_break_is_kept),
        TEST(breaks_are_named),
        TEST(rows_are_put_in_order_and_doubles_dropped),
        TEST(many_rows_out_of_order_are_sorted_stably),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
