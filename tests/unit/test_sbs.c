/* SPDX-License-Identifier: Apache-2.0 */
/* SBS lines, made by hand and of real receivers. */
#include "base/buf.h"
#include "format/sbs.h"
#include "t_feeds.h"

#include <inttypes.h>

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

static void sbs_takes_a_byte_order_mark_for_none_of_the_first_line(void **state) {
    struct heard h;
    struct sbs s = hear("\xef\xbb\xbfMSG,3,1,1,4CA60F,1," AT ",,0,0,0,0,0,0,0000,,,,\n", &h);

    (void)state;
    assert_int_equal(s.taken, 1);
    assert_int_equal(s.refused[SBS_HEAD].n, 0);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(sbs_reads_each_field_in_its_unit),
        TEST(sbs_keeps_zero_apart_from_unknown),
        TEST(sbs_reads_both_spellings_of_on_ground),
        TEST(sbs_takes_a_byte_order_mark_for_none_of_the_first_line),
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
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
