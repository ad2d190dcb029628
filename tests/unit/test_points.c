/* SPDX-License-Identifier: Apache-2.0 */
/* Points as text: what a case keeps of flight signals. */
#include "format/points.h"
#include "format/trace.h"
#include "t_feeds.h"

#include <ftw.h>
#include <stdlib.h>

_Static_assert(sizeof(struct track_point) == 48, "points are compared as bytes");

static const struct track_point blank = {.lat = TRACK_NONE,
                                         .lon = TRACK_NONE,
                                         .alt_ft = TRACK_NONE,
                                         .alt_geom_ft = TRACK_NONE,
                                         .rate_fpm = TRACK_NONE,
                                         .speed = TRACK_NONE16,
                                         .heading = TRACK_NONE16,
                                         .squawk = TRACK_SQUAWK_NONE,
                                         .nic = -1,
                                         .sil = -1,
                                         .adsb = -1};

static struct span text_of(const struct track *t) {
    struct buf b = {0};
    struct span s;

    points_write(t, &b);
    s = arena_span(&mem, buf_span(&b));
    buf_fini(&b);
    return s;
}

/* Written, read, and written again. @return bytes of the text. */
static size_t comes_back(const struct track *t) {
    struct span text = text_of(t);
    struct track back = {0};
    struct err e = {0};

    assert_ok(points_read(&mem, text, &back, &e), e);
    assert_int_equal(back.hex, t->hex);
    assert_int_equal(back.other, t->other);
    assert_string_equal(back.registration, t->registration);
    assert_string_equal(back.type, t->type);
    assert_int_equal(back.db_flags, t->db_flags);
    assert_int_equal(back.moved, t->moved);
    assert_int_equal(back.doubled, t->doubled);
    assert_int_equal(back.refused, t->refused);
    assert_int_equal(back.n, t->n);
    for (size_t i = 0; i < t->n; i++)
        if (memcmp(&back.point[i], &t->point[i], sizeof *t->point) != 0)
            fail_msg("point %zu of %zu differs", i, t->n);
    assert_true(span_eq(text_of(&back), text));
    return text.n;
}

static void the_text_is_the_one_that_is_documented(void **state) {
    struct track_point p[3] = {blank, blank, blank};
    struct track t = {.hex = 0x7201f4,
                      .registration = "P-632",
                      .type = "T204",
                      .point = p,
                      .n = sizeof p / sizeof *p};

    (void)state;
    p[0].ms = 1698632411000, p[0].lat = 43398960, p[0].lon = 132148020;
    p[0].alt_ft = 1225, p[0].alt_geom_ft = 1250, p[0].rate_fpm = 2048;
    p[0].speed = 1510, p[0].heading = 2790, p[0].air = TRACK_AIRBORNE;
    p[1] = p[0];
    p[1].ms += 5000, p[1].lat += 3100, p[1].lon -= 900, p[1].alt_ft += 150, p[1].alt_geom_ft += 150,
        p[1].speed += 38;
    p[2] = p[1];
    p[2].ms += 10000, p[2].lat += 6200 - 12, p[2].lon += -1800 + 4;
    p[2].alt_ft = TRACK_NONE, p[2].alt_geom_ft = TRACK_NONE;
    memcpy(p[2].callsign, "KOR272  ", 8);
    assert_string_equal(text_of(&t).p, "headcount-points-v1 7201F4\n"
                                       "P-632 T204 0 0 0 0 3\n"
                                       "1698632411000+43398960+132148020a1225g25r2048s1510h2790m1\n"
                                       "5000+3100-900a150s38\n"
                                       "10000-12+4axgxcKOR272\n");
    comes_back(&t);
}

static void nothing_is_lost_at_the_ends_of_what_fields_hold(void **state) {
    static const int64_t wild[] = {INT64_MIN, INT64_MAX, 0,  -1, INT32_MIN, INT32_MAX,
                                   -32768,    32767,     60, 5,  60000,     INT32_MIN + 1};
    enum { N = 400, KINDS = sizeof wild / sizeof *wild };
    struct track_point *p = ARENA_ARRAY(&mem, struct track_point, N);
    struct track t = {.hex = 0xffffff,
                      .other = true,
                      .registration = "- % \x7f\x01",
                      .type = "-",
                      .db_flags = UINT32_MAX,
                      .moved = 7,
                      .doubled = SIZE_MAX / 2,
                      .refused = 1,
                      .point = p,
                      .n = N};
    unsigned x = 1;

    (void)state;
    for (size_t i = 0; i < N; i++) {
        unsigned char *byte = (unsigned char *)p[i].callsign;

#define NEXT wild[(x = x * 1103515245 + 12345) / 65536 % KINDS]
        p[i].ms = NEXT;
        p[i].lat = (int32_t)NEXT, p[i].lon = (int32_t)NEXT;
        p[i].alt_ft = (int32_t)NEXT, p[i].alt_geom_ft = (int32_t)NEXT,
        p[i].rate_fpm = (int32_t)NEXT;
        p[i].speed = (int16_t)NEXT, p[i].heading = (int16_t)NEXT, p[i].squawk = (uint16_t)NEXT;
        p[i].air = (uint8_t)NEXT, p[i].source = (uint8_t)NEXT, p[i].flags = (uint8_t)NEXT;
        p[i].nic = (int8_t)NEXT, p[i].sil = (int8_t)NEXT, p[i].adsb = (int8_t)NEXT;
        for (int k = 0; k < 8 && i % 3; k++) byte[k] = (unsigned char)(i % 3 == 1 ? ' ' : NEXT);
    }
    comes_back(&t);
    t.n = 0;
    t.registration[0] = 0;
    comes_back(&t);
}

static void another_text_of_the_same_points_is_refused(void **state) {
#define HEAD_ "headcount-points-v1 7201F4\n"
#define FACTS "- - 0 0 0 0 1\n"
#define P1 "1000+1+1a5m1cABC\n"
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"", "line 1"},
        {"headcount-points-v2 7201F4\n" FACTS P1, "line 1"},
        {"headcount-points-v1 7201f4\n" FACTS P1, "line 1"},
        {"headcount-points-v1 7201F4 \n" FACTS P1, "line 1"},
        {HEAD_, "line 2"},
        {HEAD_ "- - 0 0 0 0\n" P1, "line 2"},
        {HEAD_ "- - 00 0 0 0 1\n" P1, "line 2"},
        {HEAD_ "- - 4294967296 0 0 0 1\n" P1, "line 2"},
        {HEAD_ "- - 0 0 0 0 9999999999999\n" P1, "line 2"},
        {HEAD_ "%41 - 0 0 0 0 1\n" P1, "line 2"},
        {HEAD_ "A%00B - 0 0 0 0 1\n" P1, "line 2"},
        {HEAD_ "- NINEBYTES 0 0 0 0 1\n" P1, "line 2"},
        {HEAD_ FACTS, "line 2"},
        {HEAD_ FACTS "1000+1+1a5m1cABC", "line 3: is missing"},
        {HEAD_ FACTS P1 P1, "line 4: more points"},
        {HEAD_ FACTS "01000+1+1\n", "line 3: wants milliseconds"},
        {HEAD_ FACTS "1000+1+-1\n", "line 3: wants a longitude"},
        {HEAD_ FACTS "1000+1+1 \n", "line 3: holds a letter"},
        {HEAD_ FACTS "1000+1+1m1a5\n", "line 3: holds a letter"},
        {HEAD_ FACTS "1000+1+1m0\n", "line 3: m says what is so already"},
        {HEAD_ FACTS "1000+1+1ax\n", "line 3: a says what is so already"},
        {HEAD_ FACTS "1000+1+1mx\n", "line 3: m cannot be x"},
        {HEAD_ FACTS "1000+1+1a\n", "line 3: wants a number behind a"},
        {HEAD_ FACTS "1000+1+1a-0\n", "line 3: wants a number behind a"},
        {HEAD_ FACTS "1000+1+1s40000\n", "line 3: s is outside"},
        {HEAD_ FACTS "1000+9999999999+1\n", "line 3: latitude 9999999999 is outside"},
        {HEAD_ FACTS "99999999999999999999+1+1\n", "line 3: wants"},
        {HEAD_ FACTS "1000+1+1c\n", "line 3: c alone"},
        {HEAD_ FACTS "1000+1+1cABC%20\n", "line 3: its callsign"},
        {HEAD_ FACTS "1000+1+1cNINEBYTES\n", "line 3: its callsign"},
        {HEAD_ FACTS "1000+1+1c%00%00%00%00%00%00%00%00\n", "line 3: its callsign"},
        {HEAD_ "- - 0 0 0 0 2\n" P1 "1+0+0cABC\n", "line 4: its callsign"},
        {HEAD_ "- - 0 0 0 0 2\n" P1 "1+0+0a9223372036854775807\n", "line 4: "},
    };
    struct track t;
    struct err e = {0};

    (void)state;
    assert_ok(points_read(&mem, SPAN(HEAD_ FACTS P1), &t, &e), e);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int rc = points_read(&mem, span_of(cases[i].text), &t, &e);

        if (rc != RC_SYNTAX && rc != RC_RANGE) fail_msg("case %zu: %d", i, rc);
        if (!strstr(e.text, cases[i].says)) fail_msg("case %zu: %s", i, e.text);
    }
}

/* ---- real traces ---- */

static size_t files, points, bytes;

static int one_file(const char *path, const struct stat *st, int type) {
    struct trace_tally tally;
    struct track t = {0};
    struct err e = {0};
    struct span text;

    (void)st;
    if (type != FTW_F || !strstr(path, "/trace_full_")) return 0;
    text = t_command(&mem, arena_printf(&mem, "zcat -f '%s'", path));
    assert_non_null(text.p);
    assert_ok(trace_read(&mem, text, &t, &tally, &e), e);
    bytes += comes_back(&t);
    points += t.n;
    files++;
    return 0;
}

static void real_traces_come_back_within_thirty_bytes_a_point(void **state) {
    (void)state;
    if (!t_shared()) {
        print_message("# skipped: the shared data are not here\n");
        skip();
    }
    files = points = bytes = 0;
    ftw(arena_printf(&mem, "%s/adsb/traces", t_shared()), one_file, 16);
    assert_true(files > 20);
    print_message("# %zu files, %zu points, %.1f bytes a point\n", files, points,
                  (double)bytes / (double)points);
    assert_true(bytes <= 30 * points);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_text_is_the_one_that_is_documented),
        TEST(nothing_is_lost_at_the_ends_of_what_fields_hold),
        TEST(another_text_of_the_same_points_is_refused),
        TEST(real_traces_come_back_within_thirty_bytes_a_point),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
