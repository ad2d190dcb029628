/* SPDX-License-Identifier: Apache-2.0 */
/* Positions as decode writes them. */
#include "cli/decode.h"
#include "format/positions.h"
#include "t_feeds.h"

#define HEAD                                                                                       \
    "time,hex,callsign,lat,lon,alt_ft,alt_geom_ft,speed_kt,heading_deg,rate_fpm,squawk,air,"       \
    "source,nic,sil,version\n"

struct heard {
    struct {
        uint32_t hex;
        bool other;
        struct track_point p;
    } v[16];
    size_t n;
};

static int keep(void *arg, uint32_t hex, bool other, const struct track_point *p, struct err *e) {
    struct heard *h = arg;

    (void)e;
    assert_true(h->n < 16);
    h->v[h->n].hex = hex;
    h->v[h->n].other = other;
    h->v[h->n++].p = *p;
    return 0;
}

static struct positions hear_in(struct span text, size_t piece, struct heard *h) {
    struct positions s;
    struct err e = {0};

    h->n = 0;
    positions_begin(&s, keep, h);
    for (size_t i = 0; i < text.n; i += piece)
        assert_ok(positions_feed(
                      &s, (struct span){text.p + i, text.n - i < piece ? text.n - i : piece}, &e),
                  e);
    assert_ok(positions_end(&s, &e), e);
    return s;
}

static struct positions hear(const char *text, struct heard *h) {
    return hear_in(span_of(text), strlen(text) + 1, h);
}

static const struct track_point full = {.ms = 1717666473361,
                                        .lat = 43632706,
                                        .lon = -1362560,
                                        .alt_ft = -25,
                                        .alt_geom_ft = 650,
                                        .rate_fpm = -64,
                                        .speed = 956,
                                        .heading = 1427,
                                        .squawk = 12,
                                        .air = TRACK_AIRBORNE,
                                        .source = TRACK_MLAT,
                                        .nic = 8,
                                        .sil = 3,
                                        .adsb = 2,
                                        .callsign = "BAW3AK  "};

static const struct track_point bare = {.ms = 1717666473000,
                                        .lat = 0,
                                        .lon = 0,
                                        .alt_ft = TRACK_NONE,
                                        .alt_geom_ft = TRACK_NONE,
                                        .rate_fpm = TRACK_NONE,
                                        .speed = TRACK_NONE16,
                                        .heading = TRACK_NONE16,
                                        .squawk = TRACK_SQUAWK_NONE,
                                        .source = TRACK_SOURCE_UNKNOWN,
                                        .nic = -1,
                                        .sil = -1,
                                        .adsb = -1};

static void same(const struct track_point *x, const struct track_point *y) {
    assert_int_equal(x->ms, y->ms);
    assert_int_equal(x->lat, y->lat);
    assert_int_equal(x->lon, y->lon);
    assert_int_equal(x->alt_ft, y->alt_ft);
    assert_int_equal(x->alt_geom_ft, y->alt_geom_ft);
    assert_int_equal(x->rate_fpm, y->rate_fpm);
    assert_int_equal(x->speed, y->speed);
    assert_int_equal(x->heading, y->heading);
    assert_int_equal(x->squawk, y->squawk);
    assert_int_equal(x->air, y->air);
    assert_int_equal(x->source, y->source);
    assert_int_equal(x->flags, y->flags);
    assert_int_equal(x->nic, y->nic);
    assert_int_equal(x->sil, y->sil);
    assert_int_equal(x->adsb, y->adsb);
    assert_memory_equal(x->callsign, y->callsign, sizeof x->callsign);
}

/* What decode writes of a point, the reader gives back. */
static void what_decode_writes_comes_back(void **state) {
    struct track_point ground = bare, geometric = full;
    const struct track_point *p[] = {&full, &bare, &ground, &geometric};
    static const enum decode_line_as as[] = {DECODE_LINE_CSV, DECODE_LINE_JSON};

    (void)state;
    ground.air = TRACK_GROUND;
    ground.alt_geom_ft = 400;
    geometric.alt_ft = geometric.alt_geom_ft = 31000; /* as the decoder gives it */
    geometric.flags = TRACK_ALT_GEOM;
    for (size_t k = 0; k < 2; k++) {
        struct buf b = {0};
        struct decode_line l;
        struct positions s;
        struct heard h;

        if (as[k] == DECODE_LINE_CSV) buf_puts(&b, HEAD);
        for (size_t i = 0; i < 4; i++) {
            decode_line_begin(&l, &b, as[k]);
            decode_line_point(&l, 0xa00000 + (uint32_t)i + (i == 1 ? DECODE_OTHER : 0), p[i]);
            decode_line_end(&l);
        }
        for (size_t piece = 1; piece < 400; piece = piece * 3 + 1) {
            s = hear_in(buf_span(&b), piece, &h);
            assert_int_equal(s.lines, k ? 4 : 5);
            assert_int_equal(s.taken, 4);
            assert_int_equal(h.n, 4);
            for (size_t i = 0; i < 4; i++) {
                assert_int_equal(h.v[i].hex, 0xa00000 + i);
                assert_int_equal(h.v[i].other, i == 1);
                same(&h.v[i].p, p[i]);
            }
        }
        buf_fini(&b);
    }
}

static void columns_come_in_any_order_and_tables_may_be_joined(void **state) {
    struct heard h;
    struct positions s = hear("\xef\xbb\xbfline,lon,\"lat\",hex,time\r\n"
                              "7,2.5,1.25,A1B2C3,2024-06-06T09:34:33+02:00\r\n"
                              "\n"
                              "time,hex,lat,lon\n"
                              "2024-06-06 09:34:33.5Z,~a1b2c3,-90,180\n"
                              "{\"time\":\"2024-06-06T09:34:33Z\",\"hex\":\"a1b2c3\",\"x\":[1,{}]}",
                              &h);

    (void)state;
    assert_int_equal(s.heads, 2);
    assert_int_equal(s.taken, 3);
    assert_int_equal(h.v[0].hex, 0xa1b2c3);
    assert_int_equal(h.v[0].p.lat, 1250000);
    assert_int_equal(h.v[0].p.lon, 2500000);
    assert_int_equal(h.v[0].p.ms, 1717659273000);
    assert_true(h.v[1].other);
    assert_int_equal(h.v[1].p.ms, 1717666473500);
    assert_int_equal(h.v[2].p.lat, TRACK_NONE); /* said without a place */
}

static void what_cannot_be_taken_is_counted_with_its_line(void **state) {
    static const struct {
        const char *row;
        enum positions_reason why;
    } bad[] = {
        {"2024-06-06T09:34:33Z,a1b2c,,1,2,,,,,,,,,,,\n", POSITIONS_ADDRESS},
        {"2024-06-06T09:34:33,a1b2c3,,1,2,,,,,,,,,,,\n", POSITIONS_TIME},
        {",a1b2c3,,1,2,,,,,,,,,,,\n", POSITIONS_TIME},
        {"2024-06-06T09:34:33.Z,a1b2c3,,1,2,,,,,,,,,,,\n", POSITIONS_TIME},
        {"2024-06-06T09:34:33Z,a1b2c3,,91,2,,,,,,,,,,,\n", POSITIONS_VALUE},
        {"2024-06-06T09:34:33Z,a1b2c3,,1,,,,,,,,,,,,\n", POSITIONS_VALUE},
        {"2024-06-06T09:34:33Z,a1b2c3,,1,2,high,,,,,,,,,,\n", POSITIONS_VALUE},
        {"2024-06-06T09:34:33Z,a1b2c3,,1,2,,,,,,7788,,,,,\n", POSITIONS_VALUE},
        {"2024-06-06T09:34:33Z,a1b2c3,,1,2,,,,,,,up,,,,\n", POSITIONS_VALUE},
        {"2024-06-06T09:34:33Z,a1b2c3,,1,2\n", POSITIONS_SHAPE},
        {"{\"time\":\"2024-06-06T09:34:33Z\"\n", POSITIONS_SHAPE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *text = arena_printf(&mem, HEAD "%s", bad[i].row);
        struct heard h;
        struct positions s = hear(text, &h);

        if (s.refused[bad[i].why].n != 1 || s.refused[bad[i].why].line[0] != 2 || h.n)
            fail_msg("%s is not refused as %s", bad[i].row, positions_reason_text(bad[i].why));
    }
}

static void a_line_without_end_takes_no_memory(void **state) {
    char *long_line = arena_alloc(&mem, 5000, 1);
    struct heard h;
    struct positions s;

    (void)state;
    memset(long_line, ',', 4999);
    s = hear(
        arena_printf(&mem, "%s\n" HEAD "2024-06-06T09:34:33Z,a1b2c3,,1,2,,,,,,,,,,,\n", long_line),
        &h);
    assert_int_equal(s.refused[POSITIONS_LONG].n, 1);
    assert_int_equal(s.refused[POSITIONS_LONG].line[0], 1);
    assert_int_equal(h.n, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_decode_writes_comes_back),
        TEST(columns_come_in_any_order_and_tables_may_be_joined),
        TEST(what_cannot_be_taken_is_counted_with_its_line),
        TEST(a_line_without_end_takes_no_memory),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
