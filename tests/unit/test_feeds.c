/* SPDX-License-Identifier: Apache-2.0 */
/* Readers of what receivers and archives send: SBS lines, OpenSky, call signs and their routes. */
#include "base/buf.h"
#include "format/callsign.h"
#include "format/jslice.h"
#include "format/opensky.h"
#include "format/sbs.h"
#include "t_feeds.h"

#include <inttypes.h>

static struct arena mem;

static int set_up(void **state) {
    (void)state;
    arena_init(&mem, (size_t)1 << 30);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_fini(&mem);
    return 0;
}

/* ---- SBS ---- */

struct heard {
    struct sbs_record v[64];
    size_t n;
};

static int keep(void *arg, const struct sbs_record *r, struct err *e) {
    struct heard *h = arg;

    (void)e;
    if (h->n < 64) h->v[h->n] = *r;
    h->n++;
    return 0;
}

static const struct sbs_options utc = {.start_ms = SBS_NO_START};

static struct sbs hear_with(struct span text, size_t piece, const struct sbs_options *o,
                            sbs_take *take, void *arg) {
    struct sbs s;
    struct err e = {0};

    assert_ok(sbs_begin(&s, o, take, arg, &e), e);
    for (size_t i = 0; i < text.n; i += piece)
        assert_ok(
            sbs_feed(&s, (struct span){text.p + i, text.n - i < piece ? text.n - i : piece}, &e),
            e);
    assert_ok(sbs_end(&s, &e), e);
    return s;
}

static struct sbs hear(const char *text, struct heard *h) {
    h->n = 0;
    return hear_with(span_of(text), SIZE_MAX, &utc, keep, h);
}

#define AT "2019/10/20,11:33:40.310,2019/10/20,11:33:41.000"

static void sbs_reads_each_field_in_its_unit(void **state) {
    struct heard h;
    struct sbs s = hear("MSG,3,1,1,4CA60F,1," AT
                        ",RYR1AB,37000,523.4,38.25,-48.93930,0.0062249,-64,0021,0,-1,1,0\r\n",
                        &h);
    const struct track_point *p = &h.v[0].point;

    (void)state;
    assert_int_equal(h.n, 1);
    assert_int_equal(s.taken, 1);
    assert_int_equal(h.v[0].hex, 0x4ca60f);
    assert_false(h.v[0].other);
    assert_int_equal(h.v[0].type, 3);
    assert_int_equal(p->ms, 1571571220310);
    assert_memory_equal(p->callsign, "RYR1AB  ", 8);
    assert_int_equal(p->alt_ft, 37000);
    assert_int_equal(p->speed, 5234);
    assert_int_equal(p->heading, 383); /* half away from zero */
    assert_int_equal(p->lat, -48939300);
    assert_int_equal(p->lon, 6225);
    assert_int_equal(p->rate_fpm, -64);
    assert_int_equal(p->squawk, 21);
    assert_int_equal(p->air, TRACK_AIRBORNE);
    assert_int_equal(p->source, TRACK_SOURCE_UNKNOWN);
    assert_int_equal(h.v[0].alert, 0);
    assert_int_equal(h.v[0].emergency, 1);
    assert_int_equal(h.v[0].ident, 1);
}

static void sbs_keeps_zero_apart_from_unknown(void **state) {
    struct heard h;
    struct sbs s = hear("MSG,3,1,1,4CA60F,1," AT ",,0,0,0,0,0,0,0000,,,,\n"
                        "MSG,3,1,1,4CA60F,1," AT ",,,,,,,,,,,,\n",
                        &h);
    const struct track_point *z = &h.v[0].point, *u = &h.v[1].point;

    (void)state;
    assert_int_equal(s.taken, 2);
    assert_true(z->lat == 0 && z->lon == 0 && z->alt_ft == 0 && z->speed == 0 && z->heading == 0);
    assert_true(z->squawk == 0 && z->rate_fpm == 0);
    assert_true(u->lat == TRACK_NONE && u->lon == TRACK_NONE && u->alt_ft == TRACK_NONE);
    assert_true(u->speed == TRACK_NONE16 && u->heading == TRACK_NONE16);
    assert_true(u->rate_fpm == TRACK_NONE && u->squawk == TRACK_SQUAWK_NONE);
    assert_true(u->alt_geom_ft == TRACK_NONE && u->nic == -1 && u->sil == -1 && u->adsb == -1);
    assert_int_equal(u->callsign[0], 0);
    assert_int_equal(u->air, TRACK_AIR_UNKNOWN);
    assert_int_equal(h.v[1].alert, -1);
}

static void sbs_reads_both_spellings_of_on_ground(void **state) {
    struct heard h;

    (void)state;
    (void)hear("MSG,8,1,1,4CA60F,1," AT ",,,,,,,,,,,,-1\nMSG,8,1,1,4CA60F,1," AT ",,,,,,,,,,,,1\n"
               "MSG,8,1,1,4CA60F,1," AT ",,,,,,,,,,,,0\nMSG,8,1,1,4CA60F,1," AT ",,,,,,,,,,,,\n"
               "MSG,2,1,1,4CA60F,1," AT ",,,,,,,,,,,,\n",
               &h);
    assert_int_equal(h.n, 5);
    assert_int_equal(h.v[0].point.air, TRACK_GROUND);
    assert_int_equal(h.v[1].point.air, TRACK_GROUND);
    assert_int_equal(h.v[2].point.air, TRACK_AIRBORNE);
    assert_int_equal(h.v[3].point.air, TRACK_AIR_UNKNOWN);
    assert_int_equal(h.v[4].point.air, TRACK_GROUND); /* a surface position */
    assert_int_equal(h.v[0].point.source, TRACK_MODE_S);
}

static void sbs_asks_for_the_zone(void **state) {
    struct sbs_options o = {.zone_minutes = 600, .start_ms = SBS_NO_START};
    struct heard h = {.n = 0};
    struct sbs s;
    struct err e = {0};

    (void)state;
    (void)hear_with(SPAN("MSG,8,1,1,4CA60F,1," AT ",,,,,,,,,,,,0"), 7, &o, keep, &h);
    assert_int_equal(h.n, 1);
    assert_int_equal(h.v[0].point.ms, 1571571220310 - 600 * 60000);
    o.zone_minutes = 841;
    assert_int_equal(sbs_begin(&s, &o, keep, &h, &e), RC_RANGE);
    assert_non_null(strstr(e.text, "841"));
}

static void sbs_takes_the_logged_time_only_without_the_other(void **state) {
    struct heard h;
    struct sbs s =
        hear("MSG,8,1,1,4CA60F,1,,,2019/10/20,11:33:41.5,,,,,,,,,,,,0\n"
             "MSG,8,1,1,4CA60F,1,2019-10-20,11:33:40,2019/10/20,11:33:41.5,,,,,,,,,,,,0\n",
             &h);

    (void)state;
    assert_int_equal(s.logged, 1);
    assert_int_equal(h.v[0].point.ms, 1571571221500);
    assert_int_equal(h.v[1].point.ms, 1571571220000);
}

static void sbs_tells_mlat_and_other_addresses(void **state) {
    struct heard h;
    struct sbs s = hear("MLAT,3,1,1,4CA60F,1," AT ",,37000,,,1,2,,,5,0.25,,\n"
                        "MSG,3,1,1,~2CA60F,1," AT ",,,,,,,,,,,,\n"
                        "MSG,3,1,1,12CA60F,1," AT ",,,,,,,,,,,,\n"
                        "MSG,3,1,1,22CA60F,1," AT ",,,,,,,,,,,,\n",
                        &h);

    (void)state;
    assert_int_equal(h.n, 3);
    assert_true(h.v[0].mlat);
    assert_int_equal(h.v[0].point.source, TRACK_MLAT);
    assert_int_equal(h.v[0].receivers, 5);
    assert_int_equal(h.v[0].error_m, 250);
    assert_int_equal(h.v[0].alert, -1);
    assert_true(h.v[1].other && h.v[1].hex == 0x2ca60f);
    assert_true(h.v[2].other && h.v[2].hex == 0x2ca60f);
    assert_int_equal(s.refused[SBS_ADDRESS].n, 1);
    assert_int_equal(s.refused[SBS_ADDRESS].line[0], 4);
}

static void sbs_names_the_line_and_the_reason(void **state) {
    static const struct {
        const char *line;
        enum sbs_reason why;
    } cases[] = {
        {"MSG,3,1,1,4CA60F,1," AT ",,,,,,,,,,,", SBS_FIELDS},
        {"MSG,3,1,1,4CA60F,1," AT ",,,,,,,,,,,,,", SBS_FIELDS},
        {"MSG,9,1,1,4CA60F,1," AT ",,,,,,,,,,,,", SBS_TYPE},
        {"MSG,,1,1,4CA60F,1," AT ",,,,,,,,,,,,", SBS_TYPE},
        {"MSG,3,1,1,4CA60,1," AT ",,,,,,,,,,,,", SBS_ADDRESS},
        {"MSG,3,1,1,4CA60G,1," AT ",,,,,,,,,,,,", SBS_ADDRESS},
        {"MSG,3,1,1,4CA60F,1,2019/02/29,11:33:40.310,,,,,,,,,,,,,,", SBS_BAD_TIME},
        {"MSG,3,1,1,4CA60F,1,2019/10/20,24:00:00.000,,,,,,,,,,,,,,", SBS_BAD_TIME},
        {"MSG,3,1,1,4CA60F,1,2019/10/20,,,,,,,,,,,,,,,", SBS_BAD_TIME},
        {"MSG,3,1,1,4CA60F,1,,,,,,,,,,,,,,,,", SBS_NO_TIME},
        {"MSG,3,1,1,4CA60F,1," AT ",,x,,,,,,,,,,", SBS_VALUE},
        {"MSG,3,1,1,4CA60F,1," AT ",,,,361,,,,,,,,", SBS_VALUE},
        {"MSG,3,1,1,4CA60F,1," AT ",,,,,90.5,10,,,,,,", SBS_VALUE},
        {"MSG,3,1,1,4CA60F,1," AT ",,,,,50,,,,,,,", SBS_VALUE}, /* half a position */
        {"MSG,6,1,1,4CA60F,1," AT ",,,,,,,,7800,,,,", SBS_VALUE},
        {"MSG,6,1,1,4CA60F,1," AT ",,,,,,,,,,,,2", SBS_VALUE},
        {"Total processed 13954 messages", SBS_HEAD},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct heard h;
        struct sbs s = hear(arena_printf(&mem, "\nSTA,,1,1,4CA60F\n%s\n", cases[i].line), &h);

        if (s.refused[cases[i].why].n != 1 || s.refused[cases[i].why].line[0] != 3)
            fail_msg("%s: not %s", cases[i].line, sbs_reason_text(cases[i].why));
        assert_int_equal(h.n, 0);
        assert_int_equal(s.lines, 2);
        assert_int_equal(s.passed, 1);
    }
}

static void sbs_reads_offsets_from_a_start(void **state) {
    const char *log = "START,Wed Sep 2 04:23:37 +0000 UTC 2015\n"
                      "2500000000,MSG,8,,,ABDF3F,,,,,,,,,,,,,,,,,\n"
                      "2400000000,MSG,8,,,ABDF3F,,,,,,,,,,,,,,,,,\n" /* a little out of order */
                      "1000000,MSG,8,,,ABDF3F,,,,,,,,,,,,,,,,,\n"    /* restarted */
                      "START,Wed Sep 2 05:23:37 +0100 UTC 2015\n"
                      "3000000,MSG,8,,,ABDF3F,,,,,,,,,,,,,,,,,\n";
    struct sbs_options given = {.start_ms = 1000000},
                       trusting = {.start_ms = SBS_NO_START, .trust_start = true};
    struct heard h;
    struct sbs s = hear(log, &h);

    (void)state;
    assert_int_equal(h.n, 0);
    assert_int_equal(s.refused[SBS_NO_TIME].n, 4);
    assert_int_equal(s.starts, 2);
    assert_int_equal(s.restarts, 2);
    assert_int_equal(s.first_start_line, 1);
    assert_int_equal(s.first_start_ms, 1441167817000);
    h.n = 0;
    s = hear_with(span_of(log), 1, &given, keep, &h);
    assert_int_equal(h.n, 2);
    assert_int_equal(h.v[0].point.ms, 1002500);
    assert_int_equal(h.v[1].point.ms, 1002400);
    assert_int_equal(s.refused[SBS_NO_TIME].n, 2);
    assert_int_equal(s.refused[SBS_NO_TIME].line[0], 4);
    h.n = 0;
    s = hear_with(span_of(log), 3, &trusting, keep, &h);
    assert_int_equal(h.n, 3);
    assert_int_equal(h.v[0].point.ms, 1441167819500);
    assert_int_equal(h.v[2].point.ms, 1441167817003);
}

static void sbs_a_run_of_nul_ends_a_line(void **state) {
    static const char text[] = "MSG,8,1,1,4CA6\0\0\0\0MSG,8,1,1,4CA60F,1," AT ",,,,,,,,,,,,0\n";
    struct heard h = {.n = 0};
    struct sbs s = hear_with((struct span){text, sizeof text - 1}, 5, &utc, keep, &h);

    (void)state;
    assert_int_equal(s.nul_bytes, 4);
    assert_int_equal(h.n, 1);
    assert_int_equal(h.v[0].line, 1);
    assert_int_equal(s.refused[SBS_FIELDS].n, 1);
}

static void sbs_lines_without_end_take_no_memory(void **state) {
    struct heard h = {.n = 0};
    struct buf b = {0};
    struct sbs s;

    (void)state;
    for (int i = 0; i < 100000; i++) buf_puts(&b, "MSG,");
    buf_puts(&b, "\nMSG,8,1,1,4CA60F,1," AT ",,,,,,,,,,,,0\n");
    for (size_t piece = 1; piece < 2000; piece = piece * 3 + 1) {
        h.n = 0;
        s = hear_with(buf_span(&b), piece, &utc, keep, &h);
        assert_int_equal(s.refused[SBS_LONG].n, 1);
        assert_int_equal(s.refused[SBS_LONG].line[0], 1);
        assert_int_equal(h.n, 1);
        assert_int_equal(h.v[0].line, 2);
    }
    buf_fini(&b);
}

static int stop(void *arg, const struct sbs_record *r, struct err *e) {
    (void)arg;
    return err_set(e, RC_LIMIT, "line %" PRId64 ": enough", r->line);
}

static void sbs_stops_when_the_taker_says_so(void **state) {
    struct sbs s;
    struct err e = {0};

    (void)state;
    assert_ok(sbs_begin(&s, &utc, stop, NULL, &e), e);
    assert_int_equal(
        sbs_feed(&s, SPAN("\nMSG,8,1,1,4CA60F,1," AT ",,,,,,,,,,,,0\nMSG,8,1,1,4CA60F\n"), &e),
        RC_LIMIT);
    assert_string_equal(e.text, "line 2: enough");
    assert_int_equal(s.refused[SBS_FIELDS].n, 0);
}

/* ---- SBS: real files, and Python's reading of them ---- */

static void put_or_dash(struct buf *b, int32_t v, int32_t none) {
    if (v == none)
        buf_puts(b, " -");
    else
        buf_printf(b, " %" PRId32, v);
}

static int print(void *arg, const struct sbs_record *r, struct err *e) {
    const struct track_point *p = &r->point;
    struct span call = span_trim((struct span){p->callsign, p->callsign[0] ? 8 : 0});
    struct buf *b = arg;

    (void)e;
    buf_printf(b, "%" PRId64 " %06" PRIX32 " %" PRId64, r->line, r->hex, p->ms);
    put_or_dash(b, p->alt_ft, TRACK_NONE);
    put_or_dash(b, p->speed, TRACK_NONE16);
    put_or_dash(b, p->heading, TRACK_NONE16);
    put_or_dash(b, p->lat, TRACK_NONE);
    put_or_dash(b, p->lon, TRACK_NONE);
    put_or_dash(b, p->rate_fpm, TRACK_NONE);
    put_or_dash(b, p->squawk, TRACK_SQUAWK_NONE);
    buf_printf(b, " %d %.*s\n", p->air, SPAN_ARG(call.n ? call : SPAN("-")));
    return 0;
}

static struct sbs real_file(const char *name, int64_t taken) {
    struct sbs_options o = {.start_ms = SBS_NO_START, .trust_start = true};
    struct span text = t_file(&mem, name), other;
    struct buf b = {0};
    struct sbs s = hear_with(text, 1460, &o, print, &b); /* a packet of Ethernet */

    assert_int_equal(s.taken, taken);
    other = t_command(&mem, arena_printf(&mem, "python3 %s/tests/unit/data/sbs_lines.py %s/%s",
                                         getenv("HEADCOUNT_SOURCE"), t_shared(), name));
    if (!other.p)
        print_message("# python3 is not here: compared with nothing\n");
    else if (!span_eq(other, buf_span(&b))) {
        size_t i = 0, from;

        while (i < b.n && i < other.n && b.p[i] == other.p[i]) i++;
        for (from = i; from && b.p[from - 1] != '\n';) from--;
        fail_msg("%s: ours\n%.90s\nPython's\n%.90s", name, b.p + from, other.p + from);
    }
    buf_fini(&b);
    return s;
}

static void sbs_real_stream_is_as_python_reads_it(void **state) {
    struct sbs s = real_file("adsb/sbs/adsb_message_stream_20191020.txt", 2070);

    (void)state;
    assert_int_equal(s.lines, 2070);
    assert_int_equal(s.logged, 0);
}

static void sbs_real_decoder_output_is_as_python_reads_it(void **state) {
    struct sbs s = real_file("adsb/raw/ulss7_decoded_sbs.txt", 8622);

    (void)state;
    assert_int_equal(s.refused[SBS_HEAD].n, 2); /* two sentences of the decoder at the end */
    assert_int_equal(s.refused[SBS_HEAD].line[0], 8624);
}

static void sbs_real_log_with_a_crash_is_as_python_reads_it(void **state) {
    struct sbs s = real_file("adsb/sbs/stratux-cyoung-09062015-es.log", 21289);

    (void)state;
    assert_int_equal(s.nul_bytes, 1055);
    assert_int_equal(s.starts, 3);
    assert_int_equal(s.restarts, 3); /* one of them without a START */
    assert_int_equal(s.refused[SBS_FIELDS].n, 1);
    assert_int_equal(s.callsigns, 1); /* eight question marks */
    assert_int_equal(s.lines, 44481);
}

/* ---- slices of JSON ---- */

static void jslice_takes_what_json_allows_and_nothing_else(void **state) {
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
        struct span rest = span_of(good[i]), v;
        struct err e = {0};

        assert_int_equal(jslice_value(&rest, good[i], &v, &e), 1);
        assert_int_equal(rest.n, 0);
        assert_int_equal(jslice_value(&rest, good[i], &v, &e), 0);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct span rest = span_of(bad[i]), v;
        struct err e = {0};
        int rc = jslice_value(&rest, bad[i], &v, &e);

        if (rc > 0 && rest.n == 0) fail_msg("%s is taken", bad[i]);
        if (rc < 0) assert_non_null(strstr(e.text, "byte "));
    }
}

static void jslice_depth_is_limited(void **state) {
    char deep[80];
    struct span rest, v;
    struct err e = {0};

    (void)state;
    memset(deep, '[', 40);
    memset(deep + 40, ']', 40);
    rest = (struct span){deep, 80};
    assert_int_equal(jslice_value(&rest, deep, &v, &e), RC_LIMIT);
    assert_string_equal(e.text, "byte 32: nested deeper than 32");
    rest = (struct span){deep + 8, 64};
    assert_int_equal(jslice_value(&rest, deep, &v, &e), 1);
}

static void jslice_texts_are_unescaped(void **state) {
    struct span out;
    char room[16];

    (void)state;
    assert_true(jslice_text(SPAN("\"a\\/\\u0041\\n\\u00e9\""), room, sizeof room, &out));
    assert_true(span_is(out, "a/A\n?"));
    assert_true(jslice_text(SPAN("\"plain\""), room, 5, &out));
    assert_false(jslice_text(SPAN("\"plain\""), room, 4, &out));
    assert_false(jslice_text(SPAN("12"), room, 4, &out));
}

/* ---- OpenSky ---- */

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

/* ---- call signs ---- */

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

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sbs_reads_each_field_in_its_unit),
        TEST(sbs_keeps_zero_apart_from_unknown),
        TEST(sbs_reads_both_spellings_of_on_ground),
        TEST(sbs_asks_for_the_zone),
        TEST(sbs_takes_the_logged_time_only_without_the_other),
        TEST(sbs_tells_mlat_and_other_addresses),
        TEST(sbs_names_the_line_and_the_reason),
        TEST(sbs_reads_offsets_from_a_start),
        TEST(sbs_a_run_of_nul_ends_a_line),
        TEST(sbs_lines_without_end_take_no_memory),
        TEST(sbs_stops_when_the_taker_says_so),
        TEST(sbs_real_stream_is_as_python_reads_it),
        TEST(sbs_real_decoder_output_is_as_python_reads_it),
        TEST(sbs_real_log_with_a_crash_is_as_python_reads_it),
        TEST(jslice_takes_what_json_allows_and_nothing_else),
        TEST(jslice_depth_is_limited),
        TEST(jslice_texts_are_unescaped),
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
        TEST(callsigns_have_one_form),
        TEST(callsigns_of_a_timetable_need_a_list),
        TEST(callsigns_may_be_registrations),
        TEST(routes_are_found_by_call_sign),
        TEST(routes_real_table),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
