/* SPDX-License-Identifier: Apache-2.0 */
/* From bytes to positions: flights made here, whose every message is known. */
#include "format/cpr.h"
#include "t_decoder.h"

#define HEX 0x40621d

/* Sends a message at ms after the start; below 0: without time. */
static void send(int64_t ms, uint8_t b[MODES_ROOM], size_t n, uint32_t overlay) {
    uint32_t r;

    b[n - 3] = b[n - 2] = b[n - 1] = 0;
    r = modes_remainder(b, n) ^ overlay;
    for (size_t i = 0; i < 3; i++) b[n - 3 + i] = (uint8_t)(r >> (16 - 8 * i));
    if (ms < 0)
        buf_printf(&in, "*");
    else
        buf_printf(&in, "@%012llX", (unsigned long long)ms * 12000 + 1);
    for (size_t i = 0; i < n; i++) buf_printf(&in, "%02X", b[i]);
    buf_puts(&in, ";\n");
}

static void squitter_of(int64_t ms, unsigned head, uint32_t hex, uint64_t me) {
    uint8_t b[MODES_ROOM] = {(uint8_t)head, (uint8_t)(hex >> 16), (uint8_t)(hex >> 8),
                             (uint8_t)hex};

    for (int i = 0; i < 7; i++) b[4 + i] = (uint8_t)(me >> (48 - 8 * i));
    send(ms, b, MODES_LONG, 0);
}

static void squitter(int64_t ms, uint64_t me) {
    squitter_of(ms, 0x8d, HEX, me);
}

static uint64_t at(unsigned last, uint64_t v) {
    return v << (56 - last);
}

static struct cpr_half encode(double lat, double lon, bool odd, double circle) {
    double dlat = circle / (60 - odd), part = lat - dlat * floor(lat / dlat), dlon;
    double y = floor(131072 * part / dlat + 0.5), x;
    int n = cpr_zones(dlat * (y / 131072 + floor(lat / dlat))) - odd;

    dlon = circle / (n > 1 ? n : 1);
    x = floor(131072 * (lon - dlon * floor(lon / dlon)) / dlon + 0.5);
    return (struct cpr_half){(uint32_t)y & 0x1ffff, (uint32_t)x & 0x1ffff};
}

/* An airborne position at 38,000 ft, or one on the ground at 18 kt. */
static uint64_t place(double lat, double lon, bool odd, bool ground) {
    struct cpr_half h = encode(lat, lon, odd, ground ? 90 : 360);

    return (ground ? at(5, 7) | at(12, 42) | at(13, 1) | at(20, 50) : at(5, 11) | at(20, 0xc38)) |
           at(22, odd) | at(39, h.lat) | at(56, h.lon);
}

static void air(int64_t ms, double lat, double lon, bool odd) {
    squitter(ms, place(lat, lon, odd, false));
}

static void ground(int64_t ms, double lat, double lon, bool odd) {
    squitter(ms, place(lat, lon, odd, true));
}

static void reply(int64_t ms, unsigned head, uint32_t address, uint32_t code) {
    uint8_t b[MODES_ROOM] = {(uint8_t)(head << 3), 0, (uint8_t)(code >> 8), (uint8_t)code};

    send(ms, b, head < 16 ? MODES_SHORT : MODES_LONG, address);
}

static void assert_at(size_t i, double lat, double lon) {
    assert_true(i < messages);
    if (abs(micro[i][0] - (int32_t)(lat * 1e6)) > 120 ||
        abs(micro[i][1] - (int32_t)(lon * 1e6)) > 240)
        fail_msg("%zu: %d %d (%s), wanted %f %f", i, micro[i][0], micro[i][1],
                 decoder_fix_word(fix[i]), lat, lon);
}

static void assert_fixes(const char *want) {
    static const char letter[] = "-PNRHWLUBEFXDC"; /* in the order of enum decoder_fix */
    char is[64] = "";

    assert_true(messages < sizeof is);
    for (size_t i = 0; i < messages; i++) is[i] = letter[fix[i]];
    assert_string_equal(is, want);
}

static void pairs_and_references(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    air(0, 52, 4, false);
    air(9900, 52, 4, true); /* the other half, in time */
    air(20500, 52.001, 4, false);
    air(600000, 52.1, 4.2, true);   /* one half and a reference */
    air(1200001, 52.2, 4.4, false); /* which is too old here */
    air(1205000, 52.2, 4.4, true);
    run(&opt);
    assert_fixes("WPNNWP");
    assert_at(1, 52, 4);
    assert_at(3, 52.1, 4.2);
    assert_at(5, 52.2, 4.4);
    assert_int_equal(points, 4);
    assert_int_equal(point[0].p.ms, START + 9900);
    assert_true(point[0].p.flags & TRACK_STALE);
    assert_false(point[1].p.flags & TRACK_STALE);
    assert_true(point[2].p.flags & TRACK_STALE);
    air(0, 52, 4, false);
    air(10001, 52, 4, true);
    run(&opt);
    assert_fixes("WW");
}

static void speed_limit(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    air(0, 52, 4, false);
    air(500, 52, 4, true);
    air(1000, 52.05, 4, false); /* 5.6 km in half a second */
    air(1500, 52.0, 4.001, true);
    air(60000, 52.179, 4, true); /* 19.8 km in 58.5 s: 1,222 km/h, with the slack */
    air(120000, 52.60, 4, true); /* 46.8 km in 60 s */
    run(&opt);
    assert_fixes("WPFPNF");
}

static void a_wrong_start_is_given_up(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    air(0, 10, 10, false);
    air(500, 10, 10, true); /* another that uses the address, or whatever it was */
    for (int i = 0; i < 6; i++) air(20000 + i * 500, 52 + i * 0.001, 4, i % 2);
    run(&opt);
    assert_int_equal(stats.replaced, 1);
    assert_true(decoder_fix_word(fix[7])[0] != 0);
    assert_at(7, 52.005, 4);
    assert_true(fix[3] == DECODER_FAST || fix[3] == DECODER_UNLIKE);
    assert_int_equal(points, 3); /* the wrong one, and the last two */
}

static void order_of_time(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    for (int k = 0; k < 2; k++) {
        opt.sort_ms = k ? 1000 : 0;
        air(0, 52, 4, false);
        air(500, 52, 4, true);
        air(1500, 52.002, 4, true);
        air(1000, 52.001, 4, false);
        air(2000, 52.003, 4, false);
        run(&opt);
        assert_fixes(k ? "WPPPP" : "WPPBP");
        assert_int_equal(stats.moved, k);
        assert_int_equal(stats.late, !k);
    }
    assert_int_equal(point[1].p.ms, START + 1000);
}

static void on_the_ground(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    ground(0, 52.32, 4.73, false);
    ground(500, 52.32, 4.73, true);
    run(&opt);
    assert_fixes("LL"); /* eight places of the globe */
    opt.has_receiver = true;
    opt.lat_deg = 51.99;
    opt.lon_deg = 4.375;
    ground(0, 52.32, 4.73, false);
    ground(500, 52.32, 4.73, true);
    run(&opt);
    assert_fixes("RP");
    assert_at(0, 52.32, 4.73);
    assert_at(1, 52.32, 4.73);
    assert_int_equal(point[0].p.air, TRACK_GROUND);
    assert_int_equal(point[0].p.speed, 180);
    assert_int_equal(point[0].p.heading, 1406);
    assert_int_equal(point[0].p.alt_ft, TRACK_NONE);
    assert_int_equal(point[0].p.rate_fpm, TRACK_NONE);
    opt.has_receiver = false;
    air(0, 52.3, 4.7, false);
    air(500, 52.3, 4.7, true);
    ground(60000, 52.32, 4.73, false);  /* near the last in the air */
    ground(245000, 52.32, 4.731, true); /* too old for one half */
    ground(260000, 52.32, 4.731, false);
    ground(445001, 52.32, 4.731, false);
    ground(470002, 52.32, 4.731, true);  /* a millisecond too late for the half before */
    ground(495002, 52.32, 4.731, false); /* and in time */
    ground(2400000, 52.32, 4.732, true); /* too old for a pair, too */
    ground(2401000, 52.32, 4.732, false);
    run(&opt);
    assert_fixes("WPNLPLLPLL");
    assert_at(2, 52.32, 4.73);
    assert_at(4, 52.32, 4.731);
    ground(0, -33.94, 151.17, false); /* south and east */
    air(1000, -33.942, 151.172, false);
    air(1500, -33.942, 151.172, true);
    ground(3000, -33.94, 151.17, true);
    ground(4000, -33.94, 151.17, false);
    run(&opt);
    assert_fixes("LWPNP");
    assert_at(4, -33.94, 151.17);
}

static void far_from_the_receiver(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    opt.has_receiver = true;
    opt.lat_deg = 40;
    air(0, 52, 4, false);
    air(500, 52, 4, true);
    run(&opt);
    assert_fixes("WD");
}

static void nothing_is_no_position(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    air(0, 52, 4, false);
    squitter(100, at(5, 0) | at(20, 0xc38) | at(22, 1)); /* type code 0 */
    squitter(200, at(5, 11) | at(20, 0xc38) | at(22, 1));
    squitter(300, at(5, 4) | at(56, 0x820820820820)); /* not of the kind */
    squitter_of(400, 0x93, HEX, at(56, 5));           /* coarse TIS-B */
    air(500, 52, 4, true);
    run(&opt);
    assert_fixes("WHH-CP");
}

static void halves_of_different_sources(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    air(0, 52, 4, false);
    squitter_of(500, 0x90, HEX, place(52, 4, true, false));   /* DF18 CF 0 under the same address */
    squitter_of(1000, 0x92, HEX, place(52, 4, false, false)); /* TIS-B */
    squitter_of(1100, 0x92, HEX, place(52, 4, true, false));
    squitter_of(1200, 0x95, HEX, place(10, 4, true, false)); /* under an address of its own kind */
    squitter_of(1300, 0x95, HEX, place(10, 4, false, false));
    run(&opt);
    assert_fixes("WWWPWP");
    assert_int_equal(point[0].p.source, TRACK_TISB_ICAO);
    assert_false(point[0].other);
    assert_int_equal(point[1].p.source, TRACK_TISB_OTHER);
    assert_true(point[1].other);
    assert_int_equal(stats.aircraft, 2);
}

static void addresses_have_to_be_proven(void **state) {
    struct decoder_options opt = usual();
    uint8_t all_call[MODES_ROOM] = {0x5d, HEX >> 16, HEX >> 8 & 0xff, HEX & 0xff};

    (void)state;
    reply(0, 4, HEX, 0x1718);
    send(1, all_call, MODES_SHORT, 22); /* to an interrogator: proves nothing */
    send(2, all_call, MODES_SHORT, 0);
    reply(3, 4, HEX, 0x1718);
    reply(4, 5, HEX, 0x492);
    reply(5, 20, HEX, 0x1718);
    reply(6, 21, HEX, 0x492);
    reply(7, 0, HEX, 0x1718);
    reply(8, 16, HEX, 0x1718);
    reply(9, 4, HEX ^ 1, 0x1718);
    send(10, all_call, MODES_SHORT, 22);
    reply(600002, 4, HEX, 0x1718);
    reply(600003, 4, HEX, 0x1718); /* ten minutes later */
    reply(600004, 4, 0, 0x1718);
    run(&opt);
    assert_int_equal(stats.unknown, 4);
    assert_int_equal(stats.zero, 1);
    assert_int_equal(messages, 9);
    assert_int_equal(stats.df[11], 2);
    assert_int_equal(stats.df[4], 2);
}

static void what_a_point_says(void **state) {
    struct decoder_options opt = usual();
    struct track_point p;

    (void)state;
    air(0, 52, 4, false);
    squitter(10, UINT64_C(0x202CC371C32CE0)); /* KLM1023 */
    squitter(20, UINT64_C(0x99440994083817)); /* 159.2 kt, 182.9 degrees, -832 ft/min, +550 ft */
    reply(30, 5, HEX, 0x0aaa);                /* 7700 */
    squitter(40, at(5, 31) | at(43, 2) | at(44, 1) | at(48, 9) | at(52, 3));
    squitter(500, place(52, 4, true, false) | at(8, 1)); /* NIC supplement B */
    run(&opt);
    p = point[0].p;
    assert_int_equal(point[0].hex, HEX);
    assert_int_equal(p.ms, START + 500);
    assert_int_equal(p.alt_ft, 38000);
    assert_int_equal(p.alt_geom_ft, 38550);
    assert_int_equal(p.speed, 1592);
    assert_int_equal(p.heading, 1829);
    assert_int_equal(p.rate_fpm, -832);
    assert_int_equal(p.flags, TRACK_STALE | TRACK_RATE_GEOM);
    assert_int_equal(p.squawk, 7700);
    assert_memory_equal(p.callsign, "KLM1023 ", 8);
    assert_int_equal(p.air, TRACK_AIRBORNE);
    assert_int_equal(p.source, TRACK_ADSB_ICAO);
    assert_int_equal(p.nic, 9);
    assert_int_equal(p.sil, 3);
    assert_int_equal(p.adsb, 2);
}

static void nothing_is_said_for_longer_than_it_holds(void **state) {
    struct decoder_options opt = usual();
    struct track_point p;

    (void)state;
    squitter(0, UINT64_C(0x202CC371C32CE0));
    squitter(0, UINT64_C(0x99440994083817));
    reply(0, 5, HEX, 0x0aaa);
    squitter(0, at(5, 31) | at(43, 2) | at(52, 3));
    air(10001, 52, 4, false);
    air(10500, 52, 4, true); /* speed and rate are too old; the name holds */
    air(60500, 52, 4, false);
    squitter(60700,
             place(52, 4, true, false) & ~at(20, 0xfff)); /* without altitude: the last one */
    squitter(80000, place(52, 4, true, false) & ~at(20, 0xfff));
    squitter(80100, (place(52, 4, false, false) & ~at(5, 31)) | at(5, 20)); /* height by GNSS */
    run(&opt);
    assert_int_equal(points, 5);
    p = point[0].p;
    assert_int_equal(p.speed, TRACK_NONE16);
    assert_int_equal(p.heading, TRACK_NONE16);
    assert_int_equal(p.rate_fpm, TRACK_NONE);
    assert_int_equal(p.alt_geom_ft, TRACK_NONE);
    assert_int_equal(p.squawk, 7700);
    assert_int_equal(p.callsign[0], 'K');
    p = point[1].p;
    assert_int_equal(p.squawk, TRACK_SQUAWK_NONE);
    assert_int_equal(p.callsign[0], 0);
    assert_int_equal(p.sil, -1);
    assert_int_equal(p.adsb, -1);
    assert_int_equal(p.nic, 8); /* the type code's, without supplements */
    assert_int_equal(point[2].p.alt_ft, 38000);
    assert_int_equal(point[3].p.alt_ft, TRACK_NONE);
    assert_int_equal(point[4].p.alt_ft, 38000);
    assert_int_equal(point[4].p.alt_geom_ft, 38000);
    assert_true(point[4].p.flags & TRACK_ALT_GEOM);
}

static void comm_b(int64_t ms, uint64_t mb) {
    uint8_t b[MODES_ROOM] = {0xa0, 0, 0x08, 0x3e};

    for (int i = 0; i < 7; i++) b[4 + i] = (uint8_t)(mb >> (48 - 8 * i));
    send(ms, b, MODES_LONG, HEX);
}

static void names_of_comm_b_are_believed_twice(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    air(0, 52, 4, false);
    comm_b(100, UINT64_C(0x202CC371C31DE0)); /* KLM1017 */
    air(500, 52, 4, true);
    comm_b(600, UINT64_C(0x202CC371C31DE0));
    air(1000, 52, 4, false);
    squitter(1100, UINT64_C(0x202CC371C32CE0)); /* says KLM1023 itself */
    comm_b(1200, UINT64_C(0x202CC371C31DE0));
    air(1500, 52, 4, true);
    run(&opt);
    assert_int_equal(point[0].p.callsign[0], 0);
    assert_memory_equal(point[1].p.callsign, "KLM1017 ", 8);
    assert_memory_equal(point[2].p.callsign, "KLM1023 ", 8);
}

static void time_is_never_invented(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    opt.frames.anchored = false; /* ticks alone: positions, and no points */
    air(0, 52, 4, false);
    air(500, 52, 4, true);
    run(&opt);
    assert_fixes("WP");
    assert_int_equal(points, 0);
    assert_int_equal(stats.undated, 1);
    opt.frames.anchored = true; /* no ticks at all: no pair is one */
    air(-1, 52, 4, false);
    air(-1, 52, 4, true);
    reply(-1, 4, HEX, 0x1718);
    run(&opt);
    assert_fixes("UU-");
    opt.frames.step_us = 500000; /* but with a model of it */
    air(-1, 52, 4, false);
    air(-1, 52, 4, true);
    run(&opt);
    assert_fixes("WP");
    assert_int_equal(point[0].p.ms, START + 500);
}

static void a_restart_forgets(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    air(9000000, 52, 4, false);
    air(9000500, 52, 4, true);
    for (int i = 0; i < 3; i++) squitter(i, UINT64_C(0x202CC371C32CE0));
    air(100, 52, 4, false); /* no reference: that was another time */
    air(600, 52, 4, true);
    run(&opt);
    assert_fixes("WP---WP");
    assert_int_equal(points, 1);
    assert_int_equal(stats.undated, 1);
}

static void points_without_position(void **state) {
    struct decoder_options opt = usual();
    uint8_t all_call[MODES_ROOM] = {0x5d, HEX >> 16, HEX >> 8 & 0xff, HEX & 0xff};

    (void)state;
    for (int k = 0; k < 2; k++) {
        opt.bare_ms = k ? 5000 : 0;
        send(0, all_call, MODES_SHORT, 0);
        for (int i = 1; i < 20; i++) reply(i * 1000, 4, HEX, 0x1718);
        run(&opt);
        assert_int_equal(points, k ? 4 : 0);
        assert_int_equal(stats.bare, points);
    }
    assert_int_equal(point[0].p.lat, TRACK_NONE);
    assert_int_equal(point[0].p.alt_ft, 36000);
    assert_int_equal(point[0].p.source, TRACK_MODE_S);
    assert_int_equal(point[0].p.nic, -1);
}

static void memory_is_bounded(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    opt.aircraft = 50;
    for (uint32_t i = 0; i < 2000; i++) {
        squitter_of(i, 0x8d, 0x100000 + i * 77, place(52, 4, false, false));
        squitter_of(i, 0x8d, HEX, place(52, 4, i & 1, false)); /* heard all the time: stays */
    }
    run(&opt);
    assert_int_equal(stats.aircraft, 2001);
    assert_true(stats.pushed >= 1951 && stats.pushed < 2001);
    assert_int_equal(stats.fix[DECODER_PAIR], 1999);
    for (uint32_t i = 0; i < 40; i++)
        squitter_of(i, 0x8d, 0x100000 + i, place(52, 4, false, false));
    air(3500000, 52, 4, false);
    air(7000000, 52, 4, false);
    run(&opt);
    assert_int_equal(stats.aged, 40);
    assert_int_equal(stats.pushed, 0);
}

/* Changes the last bit of the frame sent last. */
static void damage_last(void) {
    static const char digit[] = "0123456789ABCDEF";
    char *c = &in.p[in.n - 3];

    *c = digit[(strchr(digit, *c) - digit) ^ 1];
}

static void mending_is_asked_for(void **state) {
    struct decoder_options opt = usual();

    (void)state;
    for (int k = 0; k < 2; k++) {
        opt.mend = k;
        air(0, 52, 4, true);
        damage_last(); /* of an address that nobody has heard of: may be any */
        air(100, 52, 4, false);
        air(500, 52, 4, true);
        damage_last();
        run(&opt);
        assert_fixes(k ? "WP" : "W");
        assert_int_equal(stats.mended, k ? 2 : 0);
        assert_int_equal(stats.damaged, k ? 0 : 2);
        assert_int_equal(stats.unknown, k ? 1 : 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_and_references),
        cmocka_unit_test(speed_limit),
        cmocka_unit_test(a_wrong_start_is_given_up),
        cmocka_unit_test(order_of_time),
        cmocka_unit_test(on_the_ground),
        cmocka_unit_test(far_from_the_receiver),
        cmocka_unit_test(nothing_is_no_position),
        cmocka_unit_test(halves_of_different_sources),
        cmocka_unit_test(addresses_have_to_be_proven),
        cmocka_unit_test(what_a_point_says),
        cmocka_unit_test(nothing_is_said_for_longer_than_it_holds),
        cmocka_unit_test(names_of_comm_b_are_believed_twice),
        cmocka_unit_test(time_is_never_invented),
        cmocka_unit_test(a_restart_forgets),
        cmocka_unit_test(points_without_position),
        cmocka_unit_test(memory_is_bounded),
        cmocka_unit_test(mending_is_asked_for),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
