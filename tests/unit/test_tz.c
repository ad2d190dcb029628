/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/tz.h"
#include "base/utc.h"
#include "t.h"

static struct arena arena;
static struct err err;

static int setup(void **state) {
    (void)state;
    arena_init(&arena, (size_t)512 << 20);
    err = (struct err){0};
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

/* tz: the system's zones are compared with other readers in tests/vectors; here are files made by
 * hand */

static void put(struct buf *b, uint64_t v, int bytes) {
    while (bytes--) {
        char c = 0;

        if (bytes < 8) c = (char)(v >> 8 * bytes);
        buf_putc(b, c);
    }
}

static void put_header(struct buf *b, uint32_t leap, uint32_t time, uint32_t type) {
    buf_puts(b, "TZif2");
    put(b, 0, 15);
    put(b, 0, 4);
    put(b, 0, 4);
    put(b, leap, 4);
    put(b, time, 4);
    put(b, type, 4);
    put(b, type ? 4 : 0, 4);
}

/* +9:00, from 1000000 s +8:30, from 2000000 s +9:00, and then the rule. */
static struct span zone_bytes(struct buf *b, const char *footer) {
    put_header(b, 0, 0, 0);
    put_header(b, 0, 2, 2);
    put(b, 1000000, 8);
    put(b, 2000000, 8);
    put(b, 1, 1);
    put(b, 0, 1);
    put(b, 32400, 4);
    put(b, 0, 2);
    put(b, 30600, 4);
    put(b, 0, 2);
    put(b, 0, 4); /* abbreviations */
    buf_printf(b, "\n%s\n", footer);
    return buf_span(b);
}

static void tz_tells_of_repeated_and_skipped_clocks(void **state) {
    struct buf b = {0};
    struct tz *z = NULL;
    int64_t t[2];

    (void)state;
    assert_ok(tz_read(&arena, zone_bytes(&b, "<+09>-9"), &z, &err), err);
    buf_fini(&b);
    assert_int_equal(tz_offset_s(z, 999999999), 32400);
    assert_int_equal(tz_offset_s(z, 1000000000), 30600);
    assert_int_equal(tz_offset_s(z, 2000000000), 32400);
    assert_int_equal(tz_offset_s(z, -1), 32400);
    assert_int_equal(tz_offset_s(z, INT64_MAX), 32400);
    /* 1000000 s is 12 January 13:46:40; at +9:00 the clock showed 22:46:40 and went back to
     * 22:16:40 */
    assert_int_equal(tz_instants(z, 11, 22 * 60 + 16, t), 1);
    assert_int_equal(tz_instants(z, 11, 22 * 60 + 17, t), 2);
    assert_int_equal(t[1] - t[0], 1800 * 1000);
    assert_int_equal(t[0], ((int64_t)(11 * 24 + 13) * 60 + 17) * 60000);
    assert_int_equal(tz_instants(z, 11, 22 * 60 + 46, t), 2);
    assert_int_equal(tz_instants(z, 11, 22 * 60 + 47, t), 1);
    /* 2000000 s is 24 January 03:33:20; at +8:30 the clock showed 12:03:20 and went on to 12:33:20
     */
    assert_int_equal(tz_instants(z, 23, 12 * 60 + 3, t), 1);
    assert_int_equal(tz_instants(z, 23, 12 * 60 + 4, t), 0);
    assert_int_equal(tz_instants(z, 23, 12 * 60 + 33, t), 0);
    assert_int_equal(tz_instants(z, 23, 12 * 60 + 34, t), 1);
    assert_int_equal(tz_instants(z, UTC_NONE, 0, t), 0);
    assert_int_equal(tz_instants(z, 0, UTC_NONE, t), 0);
}

static int32_t offset_on(const char *footer, const char *instant) {
    struct buf b = {0};
    struct tz *z = NULL;
    int64_t t = 0;

    assert_ok(tz_read(&arena, zone_bytes(&b, footer), &z, &err), err);
    assert_ok(utc_instant_read(span_of(instant), &t, &err), err);
    buf_fini(&b);
    return tz_offset_s(z, t);
}

static void tz_follows_every_form_of_rule(void **state) {
    (void)state;
    assert_int_equal(offset_on("", "2030-07-01T00:00:00Z"), 32400);
    assert_int_equal(offset_on("EST5EDT,M3.2.0,M11.1.0", "2030-03-10T06:59:59Z"), -5 * 3600);
    assert_int_equal(offset_on("EST5EDT,M3.2.0,M11.1.0", "2030-03-10T07:00:00Z"), -4 * 3600);
    assert_int_equal(offset_on("EST5EDT,M3.2.0,M11.1.0", "2030-11-03T05:59:59Z"), -4 * 3600);
    assert_int_equal(offset_on("EST5EDT,M3.2.0,M11.1.0", "2030-11-03T06:00:00Z"), -5 * 3600);
    /* the south: summer over new year */
    assert_int_equal(offset_on("AEST-10AEDT,M10.1.0,M4.1.0/3", "2031-01-01T00:00:00Z"), 11 * 3600);
    assert_int_equal(offset_on("AEST-10AEDT,M10.1.0,M4.1.0/3", "2031-06-01T00:00:00Z"), 10 * 3600);
    /* the last Sunday of October 2030 is the fourth, that of March the fifth */
    assert_int_equal(offset_on("GMT0BST,M3.5.0/1,M10.5.0", "2030-03-31T01:00:00Z"), 3600);
    assert_int_equal(offset_on("GMT0BST,M3.5.0/1,M10.5.0", "2030-10-27T00:59:59Z"), 3600);
    assert_int_equal(offset_on("GMT0BST,M3.5.0/1,M10.5.0", "2030-10-27T01:00:00Z"), 0);
    /* Ireland: winter is the exception, and goes back */
    assert_int_equal(offset_on("IST-1GMT0,M10.5.0,M3.5.0/1", "2031-01-01T00:00:00Z"), 0);
    assert_int_equal(offset_on("IST-1GMT0,M10.5.0,M3.5.0/1", "2031-07-01T00:00:00Z"), 3600);
    /* hours below 0, and summer time all year round (RFC 8536, 3.3.1) */
    assert_int_equal(offset_on("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2030-03-31T00:59:59Z"),
                     -3 * 3600);
    assert_int_equal(offset_on("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2030-03-31T01:00:00Z"),
                     -2 * 3600);
    assert_int_equal(offset_on("EST5EDT,0/0,J365/25", "2030-01-01T04:59:59Z"), -4 * 3600);
    assert_int_equal(offset_on("EST5EDT,0/0,J365/25", "2030-01-01T05:00:00Z"), -4 * 3600);
    assert_int_equal(offset_on("EST5EDT,0/0,J365/25", "2032-12-31T23:00:00Z"), -4 * 3600);
    /* J60 is 1 March in every year, 59 is 29 February in a leap year */
    assert_int_equal(offset_on("AAA0BBB,J60/0,J300/0", "2032-02-29T23:59:59Z"), 0);
    assert_int_equal(offset_on("AAA0BBB,J60/0,J300/0", "2032-03-01T00:00:00Z"), 3600);
    assert_int_equal(offset_on("AAA0BBB,59/0,300/0", "2032-02-28T23:59:59Z"), 0);
    assert_int_equal(offset_on("AAA0BBB,59/0,300/0", "2032-02-29T00:00:00Z"), 3600);
    assert_int_equal(offset_on("AAA0:30:15BBB-1,J60/0,J300/0", "2032-01-01T00:00:00Z"), -1815);
}

static void tz_refuses_broken_files(void **state) {
    static const char *const footer[] = {
        "X",       "EST",           "EST5EDT",           "EST25",
        "<+09-9",  "EST5EDT,M3",    "EST5EDT,M13.1.0,1", "EST5EDT,M3.2.0,M11.1.0x",
        "EST5:60", "EST5EDT,J0,J5", "EST5EDT,366,1",     "<>5",
        "EST+-5"};
    const struct span long_one = {arena_alloc(&arena, 70000, 1), 70000};
    struct buf b = {0};
    struct tz *z = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof footer / sizeof *footer; i++) {
        if (tz_read(&arena, zone_bytes(&b, footer[i]), &z, &err) != RC_SYNTAX)
            fail_msg("%s is taken", footer[i]);
        buf_fini(&b);
    }
    (void)zone_bytes(&b, "<+09>-9");
    for (size_t n = 0; n < b.n; n++)
        assert_int_equal(tz_read(&arena, (struct span){b.p, n}, &z, &err), RC_SYNTAX);
    b.p[4] = 0;
    assert_int_equal(tz_read(&arena, buf_span(&b), &z, &err), RC_SYNTAX);
    buf_fini(&b);
    put_header(&b, 0, 0, 0);
    put_header(&b, 1, 0, 1);
    assert_int_equal(tz_read(&arena, buf_span(&b), &z, &err), RC_SYNTAX);
    assert_string_equal(err.text, "a TZif file that counts leap seconds");
    buf_fini(&b);
    assert_int_equal(tz_read(&arena, long_one, &z, &err), RC_LIMIT);
    assert_null(z);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(tz_tells_of_repeated_and_skipped_clocks),
        TEST(tz_follows_every_form_of_rule),
        TEST(tz_refuses_broken_files),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("tz", tests, NULL, NULL);
}
