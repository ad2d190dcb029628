/* SPDX-License-Identifier: Apache-2.0 */
/* The three framings and the clock of a recording: streams made here after the layouts of
 * docs/FORMATS.md, in one piece and byte by byte. */
#include "base/rng.h"
#include "format/frames.h"
#include "t.h"

#define LONG "8D4840D6202CC371C32CE0576098"
#define SHORT "2000171806A983"
#define START INT64_C(1700000000000)
#define TICKS(ms) ((uint64_t)(ms)*12000)

struct stream {
    uint8_t b[1 << 16];
    size_t n;
};

static struct stream in;
static struct frames f;
static struct frame got[4096];
static size_t n_got;

static void put(const void *p, size_t n) {
    assert_true(in.n + n <= sizeof in.b);
    memcpy(in.b + in.n, p, n);
    in.n += n;
}

static void text(const char *s) {
    put(s, strlen(s));
}

/* A Beast record of this type with its escapes doubled. */
static void beast(char type, uint64_t time, uint8_t signal, const char *hex) {
    uint8_t body[64], out[2] = {0x1a, (uint8_t)type};
    size_t n = 0;

    for (int i = 0; i < 6; i++) body[n++] = (uint8_t)(time >> (40 - 8 * i));
    body[n++] = signal;
    for (; hex[0] && hex[1]; hex += 2) {
        char two[3] = {hex[0], hex[1], 0};

        body[n++] = (uint8_t)strtoul(two, NULL, 16);
    }
    put(out, 2);
    for (size_t i = 0; i < n; i++) {
        put(&body[i], 1);
        if (body[i] == 0x1a) put(&body[i], 1);
    }
}

static void stamp(int64_t ms) {
    uint8_t b[10] = {0x1a, 0xe8};

    for (int i = 0; i < 8; i++) b[2 + i] = (uint8_t)((uint64_t)ms >> (8 * i));
    put(b, sizeof b);
}

static void begin(void) {
    in.n = 0;
}

static void take(void) {
    while (frames_next(&f, &got[n_got]))
        if (n_got + 1 < sizeof got / sizeof *got) n_got++;
}

static void run_in(const struct frames_options *opt, size_t piece) {
    frames_init(&f, opt);
    n_got = 0;
    for (size_t i = 0; i < in.n;) {
        size_t n = in.n - i < piece ? in.n - i : piece;

        i += frames_put(&f, in.b + i, n);
        take();
    }
    frames_end(&f);
    take();
}

/* Whole, then in pieces of one and of seven: all the same. */
static void run(const struct frames_options *opt) {
    static struct frame whole[4096];
    static struct frames_stats stats;
    size_t n;

    run_in(opt, SIZE_MAX);
    n = n_got;
    memcpy(whole, got, n * sizeof *got);
    stats = f.stats;
    for (size_t piece = 7; piece; piece = piece == 7 ? 1 : 0) {
        run_in(opt, piece);
        assert_int_equal(n_got, n);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(got[i].t, whole[i].t);
            assert_int_equal(got[i].time, whole[i].time);
            assert_int_equal(got[i].offset, whole[i].offset);
            assert_int_equal(got[i].flags, whole[i].flags);
            assert_memory_equal(got[i].bytes, whole[i].bytes, 16);
        }
        assert_memory_equal(&f.stats, &stats, sizeof stats);
    }
    assert_int_equal(stats.short_ac + stats.shorts + stats.longs, n);
    assert_int_equal(stats.untimed + stats.relative + stats.utc, n);
}

static void assert_frame(size_t i, const char *hex, enum frames_time time, int64_t t) {
    char is[32] = "";

    assert_true(i < n_got);
    for (size_t k = 0; k < got[i].n; k++) sprintf(is + 2 * k, "%02X", got[i].bytes[k]);
    assert_string_equal(is, hex);
    assert_int_equal(got[i].time, time);
    assert_int_equal(got[i].t, t);
}

static void assert_place(size_t i, enum frames_skip why, uint64_t offset, uint64_t n) {
    assert_true(i < f.stats.places);
    assert_int_equal(f.stats.place[i].why, why);
    assert_int_equal(f.stats.place[i].offset, offset);
    assert_int_equal(f.stats.place[i].n, n);
}

static const struct frames_options plain = {0}, started = {.anchored = true, .start_ms = START};

static void beast_of_each_type(void **state) {
    (void)state;
    begin();
    beast('1', TICKS(1000), 1, "2A00");
    beast('2', TICKS(1001), 0x1a, SHORT);
    beast('3', TICKS(1002), 0xff, LONG);
    beast('3', TICKS(1003), 9, "1A1A1A1A1A1A1A1A1A1A1A1A1A1A"); /* all doubled */
    run(&started);
    assert_int_equal(n_got, 4);
    assert_frame(0, "2A00", FRAMES_UTC, START);
    assert_frame(1, SHORT, FRAMES_UTC, START + 1);
    assert_frame(2, LONG, FRAMES_UTC, START + 2);
    assert_frame(3, "1A1A1A1A1A1A1A1A1A1A1A1A1A1A", FRAMES_UTC, START + 3);
    assert_int_equal(got[1].signal, 0x1a);
    assert_int_equal(got[2].signal, -1);
    assert_int_equal(got[1].offset, 11);
    assert_int_equal(f.stats.places, 0);
    run(&plain);
    assert_frame(3, "1A1A1A1A1A1A1A1A1A1A1A1A1A1A", FRAMES_RELATIVE, 3);
}

static void beast_that_was_damaged(void **state) {
    (void)state;
    begin();
    text("joined in the middle\x1a\x1a"
         "3"); /* the last is data, not a beginning */
    beast('3', TICKS(5), 1, LONG);
    put("\x1a"
        "3\0\0\0\0",
        6); /* cut by the next */
    beast('2', TICKS(6), 1, SHORT);
    put("\x1a\x7f"
        "abc",
        5); /* no such type */
    beast('2', TICKS(7), 1, SHORT);
    text("between");
    beast('2', TICKS(8), 1, SHORT);
    put("\x1a"
        "3\0\0\0",
        5); /* the end */
    run(&plain);
    assert_int_equal(n_got, 4);
    for (size_t i = 0; i < 4; i++) assert_frame(i, i ? SHORT : LONG, FRAMES_RELATIVE, (int64_t)i);
    assert_int_equal(f.stats.places, 5);
    assert_place(0, FRAMES_NOISE, 0, 23);
    assert_place(1, FRAMES_CUT, 23 + 23, 6);
    assert_place(2, FRAMES_NOISE, 23 + 23 + 6 + 16, 5);
    assert_place(3, FRAMES_NOISE, 23 + 23 + 6 + 16 + 5 + 16, 7);
    assert_place(4, FRAMES_TAIL, in.n - 5, 5);
    assert_int_equal(f.stats.skips[FRAMES_NOISE], 3);
}

static void beast_records_without_messages(void **state) {
    (void)state;
    begin();
    put("\x1a\xe3\0\0\0\0\0\0\x1a\x1a\1", 11); /* a receiver, with a doubled byte */
    beast('2', TICKS(5), 1, SHORT);
    put("\x1a"
        "5abcdefgh\x1a\x1aijklmnopqrst",
        24);
    put("\x1aP\1\2\3", 5);
    put("\x1aWO", 3);
    put("\x1a\xe4"
        "0123456789abcdef",
        18);
    put("\x1aH123", 5);
    beast('2', TICKS(6), 1, SHORT);
    put("\x1a\xe3\0\0\0\0\0\0\0\2", 10); /* another: its ticks are another clock's */
    beast('2', TICKS(900000), 1, SHORT);
    put("\x1a\xe3\0\0\0\0\0\0\x1a\x1a\1", 11);
    beast('2', TICKS(7), 1, SHORT);
    run(&plain);
    assert_int_equal(n_got, 4);
    assert_frame(1, SHORT, FRAMES_RELATIVE, 1);
    assert_frame(2, SHORT, FRAMES_UNTIMED, 0);
    assert_frame(3, SHORT, FRAMES_RELATIVE, 2);
    assert_int_equal(f.stats.foreign, 1);
    assert_int_equal(f.stats.places, 0);
    assert_int_equal(f.stats.skips[FRAMES_STATUS], 8);
}

static void stamps_are_utc(void **state) {
    (void)state;
    begin();
    stamp(START); /* 0x18bcfe56800: its bytes are not doubled; one below has an escape in it */
    beast('2', TICKS(5), 1, SHORT);
    beast('2', TICKS(905), 1, SHORT); /* one stamp: the ticks go on from it */
    run(&plain);
    assert_frame(0, SHORT, FRAMES_UTC, START);
    assert_frame(1, SHORT, FRAMES_UTC, START + 900);

    begin();
    stamp(START);
    beast('2', TICKS(5), 1, SHORT);
    stamp((START & ~0xffff) + 0x1a1a);     /* escapes that are not doubled */
    beast('2', TICKS(99999999), 1, SHORT); /* ticks do not count any more */
    beast('2', 0, 1, SHORT);
    run(&plain);
    assert_int_equal(n_got, 3);
    assert_frame(1, SHORT, FRAMES_UTC, (START & ~0xffff) + 0x1a1a);
    assert_frame(2, SHORT, FRAMES_UTC, (START & ~0xffff) + 0x1a1a);
    assert_int_equal(got[2].flags, FRAMES_BORROWED);

    begin();
    stamp(5); /* 1970 */
    beast('2', TICKS(5), 1, SHORT);
    run(&plain);
    assert_frame(0, SHORT, FRAMES_RELATIVE, 0);
    assert_int_equal(f.stats.skips[FRAMES_STAMP], 1);
}

static void words_in_place_of_ticks(void **state) {
    (void)state;
    begin();
    beast('2', 0, 1, SHORT); /* nothing to borrow yet */
    beast('2', TICKS(50), 1, SHORT);
    beast('3', UINT64_C(0xff004d4c4154), 1, LONG);
    beast('3', UINT64_C(0xff004d4c4155), 1, LONG);
    beast('3', UINT64_C(0xffffffffffff), 1, LONG);
    run(&started);
    assert_frame(0, SHORT, FRAMES_UNTIMED, 0);
    assert_frame(1, SHORT, FRAMES_UTC, START);
    assert_int_equal(got[2].flags, FRAMES_MLAT | FRAMES_BORROWED);
    assert_int_equal(got[3].flags, FRAMES_UAT | FRAMES_BORROWED);
    assert_int_equal(got[4].flags, FRAMES_BORROWED);
    for (size_t i = 2; i < 5; i++) assert_frame(i, LONG, FRAMES_UTC, START);
    assert_int_equal(f.stats.borrowed, 3);
}

static void counters_turn_and_jump(void **state) {
    const uint64_t top = UINT64_C(1) << 48;

    (void)state;
    begin(); /* over the top of 48 bits */
    beast('2', top - TICKS(10), 1, SHORT);
    beast('2', TICKS(10), 1, SHORT);
    beast('2', top - TICKS(5), 1, SHORT); /* a little late */
    run(&started);
    assert_frame(1, SHORT, FRAMES_UTC, START + 20);
    assert_frame(2, SHORT, FRAMES_UTC, START + 5);
    assert_int_equal(f.stats.restarts + f.stats.jumps + f.stats.doubted, 0);

    begin(); /* one damaged stamp, either way */
    for (int i = 0; i < 9; i++)
        beast('2', TICKS(i == 4 ? 99999999 : i == 6 ? 0x7fffffffff : 500000 + i), 1, SHORT);
    run(&started);
    for (size_t i = 0; i < 9; i++)
        assert_frame(i, SHORT, i == 4 || i == 6 ? FRAMES_UNTIMED : FRAMES_UTC,
                     i == 4 || i == 6 ? 0 : START + (int64_t)i);
    assert_int_equal(f.stats.doubted, 2);

    begin(); /* two hours of silence: believed at the third */
    beast('2', TICKS(0) + 1, 1, SHORT);
    for (int i = 0; i < 4; i++) beast('2', TICKS(7200000 + i) + 1, 1, SHORT);
    run(&started);
    assert_frame(2, SHORT, FRAMES_UNTIMED, 0);
    assert_frame(3, SHORT, FRAMES_UTC, START + 7200002);
    assert_int_equal(f.stats.jumps, 1);
    assert_int_equal(got[4].epoch, got[0].epoch);
}

static void restarts_lose_the_day(void **state) {
    (void)state;
    begin();
    beast('2', TICKS(9000000), 1, SHORT);
    for (int i = 0; i < 4; i++) beast('2', TICKS(1000 + i), 1, SHORT);
    run(&started);
    assert_frame(0, SHORT, FRAMES_UTC, START);
    assert_frame(2, SHORT, FRAMES_UNTIMED, 0);
    assert_frame(3, SHORT, FRAMES_RELATIVE, 0); /* how long it stood, nobody knows */
    assert_frame(4, SHORT, FRAMES_RELATIVE, 1);
    assert_int_equal(f.stats.restarts, 1);
    assert_true(got[4].epoch != got[0].epoch);
    frames_anchor(&f, START + 5000);
    f.ended = false;
    begin();
    beast('2', TICKS(2000), 1, SHORT);
    assert_int_equal(frames_put(&f, in.b, in.n), in.n);
    take();
    assert_frame(5, SHORT, FRAMES_UTC, START + 5000);
}

static uint64_t gps(int64_t ms_of_day) {
    return (uint64_t)(ms_of_day / 1000) << 30 | (uint64_t)(ms_of_day % 1000 * 1000000 + 5);
}

static void gps_time_of_day(void **state) {
    const struct frames_options set = {
        .ticks = FRAMES_TICKS_GPS, .anchored = true, .start_ms = INT64_C(1700006390000)};
    const struct frames_options bare = {0};
    int64_t midnight = INT64_C(1700006400000); /* 2023-11-15, ten seconds after the anchor */

    (void)state;
    begin();
    beast('2', gps(86399000), 1, SHORT);
    beast('2', gps(86399999), 1, SHORT);
    beast('2', gps(1), 1, SHORT);
    beast('2', 0x3fffffff, 1, SHORT); /* over 1e9 ns: not GPS time */
    beast('2', gps(2000), 1, SHORT);
    run(&set);
    assert_frame(0, SHORT, FRAMES_UTC, midnight - 1000);
    assert_frame(1, SHORT, FRAMES_UTC, midnight - 1);
    assert_frame(2, SHORT, FRAMES_UTC, midnight + 1);
    assert_frame(3, SHORT, FRAMES_UNTIMED, 0);
    assert_frame(4, SHORT, FRAMES_UTC, midnight + 2000);

    begin(); /* told by the status record: relative to a midnight */
    beast('4', 0, 0, "1000000000000000000000000000");
    beast('2', gps(3600000), 1, SHORT);
    beast('4', 0, 0, "0000000000000000000000000000");
    beast('2', TICKS(1), 1, SHORT);
    run(&bare);
    assert_frame(0, SHORT, FRAMES_RELATIVE, 3600000);
    assert_frame(1, SHORT, FRAMES_RELATIVE, 0); /* ticks again, of another epoch */
    assert_true(got[0].epoch != got[1].epoch);
}

static void avr_lines(void **state) {
    (void)state;
    begin();
    text("*" LONG ";\n");
    text("  *2000171806a983;\r\n");
    text("\n\r\n");
    text("@00000000BB80" SHORT ";\n");
    text("%0000000177002000171806A983;\n");
    text("<0000000232800F" LONG ";\n");
    text("*" SHORT ";(57,28,0F3A)\n");
    text("*2A00;");
    run(&started);
    assert_int_equal(n_got, 7);
    assert_frame(0, LONG, FRAMES_UNTIMED, 0);
    assert_frame(1, SHORT, FRAMES_UNTIMED, 0);
    assert_frame(2, SHORT, FRAMES_UTC, START);
    assert_frame(3, SHORT, FRAMES_UTC, START + 4);
    assert_frame(4, LONG, FRAMES_UTC, START + 8);
    assert_int_equal(got[4].signal, 15);
    assert_frame(5, SHORT, FRAMES_UTC, START + 8);
    assert_int_equal(got[5].flags, FRAMES_BORROWED);
    assert_frame(6, "2A00", FRAMES_UTC, START + 8);
    assert_int_equal(f.stats.places, 0);
}

static void airspy_lines(void **state) {
    (void)state;
    begin();
    text("*" SHORT ";FFFFB1E0;0A;1F40;\n"); /* 20 MHz, 20,000 ticks before the turn */
    text("*" SHORT ";00004E20;0A;1F40;\n");
    text("*" SHORT ";00004E20;00;1F40;\n");
    run(&started);
    assert_int_equal(n_got, 2);
    assert_frame(1, SHORT, FRAMES_UTC, START + 2);
    assert_place(0, FRAMES_LINE_HEX, 68, 34);
}

static void bad_lines_have_a_place(void **state) {
    static const struct {
        const char *line;
        enum frames_skip why;
    } bad[] = {
        {"*8D4840D6202CC371C32CE05760;\n", FRAMES_LINE_HEX},
        {"*8D4840D6202CC371C32CE057609G;\n", FRAMES_LINE_HEX},
        {"*" LONG "\n", FRAMES_LINE_HEX},
        {"*" LONG ";junk\n", FRAMES_LINE_HEX},
        {"@00000000BB8" SHORT ";\n", FRAMES_LINE_HEX},
        {"@" SHORT ";\n", FRAMES_LINE_HEX},
        {"@00000000BB8X" SHORT ";\n", FRAMES_LINE_HEX},
        {"<00000000BB80" SHORT ";\n", FRAMES_LINE_HEX},
        {"MSG,8,1,1,400159\n", FRAMES_LINE_KIND},
        {"{\"timestamp\":1}\n", FRAMES_LINE_JSON},
        {"{\"frame\":12}\n", FRAMES_LINE_JSON},
        {"{\"frame\":\"" SHORT "\"\n", FRAMES_LINE_JSON},
        {"{\"frame\":\"" SHORT "\"}}\n", FRAMES_LINE_JSON},
        {"{\"frame\":\"2000\\u00313718\"}\n", FRAMES_LINE_JSON},
        {"{}\n", FRAMES_LINE_JSON},
    };
    uint64_t offset = 0;

    (void)state;
    begin();
    text("*" SHORT ";\n");
    offset = in.n;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) text(bad[i].line);
    text("*" SHORT ";\n");
    run(&plain);
    assert_int_equal(n_got, 2);
    assert_int_equal(f.stats.places, sizeof bad / sizeof *bad);
    for (size_t i = 0; i < f.stats.places; i++) {
        assert_place(i, bad[i].why, offset, strlen(bad[i].line));
        offset += strlen(bad[i].line);
    }
}

static void lines_that_never_end(void **state) {
    (void)state;
    begin();
    text("*" SHORT ";\n");
    for (int i = 0; i < 20000; i++) text("a");
    text("\n*" SHORT ";\n");
    run(&plain);
    assert_int_equal(n_got, 2);
    assert_place(0, FRAMES_LINE_LONG, 17, 20001);
    assert_int_equal(f.stats.skips[FRAMES_LINE_LONG], 1);
}

static void jet1090_lines(void **state) {
    (void)state;
    begin();
    text("{\"timestamp\":1717664319.147975,\"frame\":\"" LONG "\",\"df\":\"17\"}\n");
    text("{ \"a\" : {\"frame\":\"00\",\"b\":[1,{\"timestamp\":5}]}, \"s\":\"}\\\"{\", \"frame\" : "
         "\"2000171806a983\" , \"timestamp\": 1717664320 }\r\n");
    text("{\"timestamp\":1717664319.9,\"frame\":\"" SHORT "\"}\n");
    text("{\"frame\":\"" SHORT "\"}\n");
    text("{\"timestamp\":null,\"frame\":\"" SHORT "\"}\n");
    run(&plain);
    assert_int_equal(n_got, 5);
    assert_frame(0, LONG, FRAMES_UTC, INT64_C(1717664319147));
    assert_frame(1, SHORT, FRAMES_UTC, INT64_C(1717664320000));
    assert_frame(2, SHORT, FRAMES_UTC, INT64_C(1717664319900));
    assert_frame(3, SHORT, FRAMES_UTC, INT64_C(1717664319900));
    assert_int_equal(got[3].flags, FRAMES_BORROWED);
    assert_int_equal(f.stats.doubted, 1); /* the null */
}

static void a_model_of_time(void **state) {
    const struct frames_options opt = {.anchored = true, .start_ms = START, .step_us = 2500};

    (void)state;
    begin();
    for (int i = 0; i < 5; i++) text("*" SHORT ";\n");
    run(&opt);
    for (size_t i = 0; i < 5; i++) assert_frame(i, SHORT, FRAMES_UTC, START + (int64_t)i * 5 / 2);
}

static void told_by_content(void **state) {
    (void)state;
    begin(); /* a feed that was joined in a frame whose next byte is a letter of ours */
    put("*\x8d\0", 3);
    beast('3', TICKS(5), 1, LONG);
    run(&plain);
    assert_int_equal(n_got, 1);
    assert_place(0, FRAMES_NOISE, 0, 3);
    begin();
    text("a line of another kind, of more than sixty-four bytes, so that it is seen\n*" SHORT
         ";\n");
    run(&plain);
    assert_int_equal(n_got, 1);
    assert_int_equal(f.form, FRAMES_TEXT);
    begin();
    run(&plain);
    assert_int_equal(n_got, 0);
}

/* Editors put it before text: the first line is a line like any other. */
static void a_byte_order_mark_is_no_noise(void **state) {
    (void)state;
    begin();
    text("\xef\xbb\xbf*" LONG ";\r\n*" SHORT ";\r\n");
    run(&plain);
    assert_int_equal(n_got, 2);
    assert_frame(0, LONG, FRAMES_UNTIMED, 0);
    assert_int_equal(f.stats.places, 0);
}

/* Any bytes at all, and a good stream with damage at random: every byte is in a frame, in an empty
 * line, or counted as passed over; what follows the damage is read. */
static void damage_anywhere(void **state) {
    (void)state;
    for (uint64_t k = 0; k < 300; k++) {
        uint64_t frames_seen;

        begin();
        for (int i = 0; i < 60; i++)
            beast(i % 3 ? '3' : '2', TICKS(100 + i), 7, i % 3 ? LONG : SHORT);
        for (uint64_t i = 0; i < (k < 100 ? in.n : 20); i++)
            in.b[rng_u64(4, k, i) % in.n] = (uint8_t)(rng_u64(4, k, i) >> 32);
        for (int i = 0; i < 10; i++) beast('3', TICKS(200 + i), 7, LONG);
        run(&plain);
        frames_seen = f.stats.short_ac + f.stats.shorts + f.stats.longs;
        assert_int_equal(frames_seen, n_got);
        if (f.form == FRAMES_BEAST) assert_true(n_got >= 9);
        assert_int_equal(f.stats.bytes, in.n);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beast_of_each_type),
        cmocka_unit_test(beast_that_was_damaged),
        cmocka_unit_test(beast_records_without_messages),
        cmocka_unit_test(stamps_are_utc),
        cmocka_unit_test(words_in_place_of_ticks),
        cmocka_unit_test(counters_turn_and_jump),
        cmocka_unit_test(restarts_lose_the_day),
        cmocka_unit_test(gps_time_of_day),
        cmocka_unit_test(avr_lines),
        cmocka_unit_test(airspy_lines),
        cmocka_unit_test(bad_lines_have_a_place),
        cmocka_unit_test(lines_that_never_end),
        cmocka_unit_test(jet1090_lines),
        cmocka_unit_test(a_model_of_time),
        cmocka_unit_test(told_by_content),
        cmocka_unit_test(a_byte_order_mark_is_no_noise),
        cmocka_unit_test(damage_anywhere),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
