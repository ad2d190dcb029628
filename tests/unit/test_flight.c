/* SPDX-License-Identifier: Apache-2.0 */
/* Sources to airframes with legs: days joined are one, and neither the number of jobs nor the way
 * shows. */
#include "flight/tell.h"
#include "flight/wire.h"
#include "flight_rig.h"

#define TEST(f) cmocka_unit_test_setup_teardown(f, t_dir_make, t_dir_remove)

/* `count` shuttles on days 0 .. days - 1 as a globe_history, gzip under .json. @return the folder. */
static const char *history(int count, int days, int from_s, int to_s) {
    for (int i = 0; i < count; i++)
        for (int day = 0; day < days; day++) {
            struct shuttle s = {0xa00000u + (unsigned)i * 37, from_s, to_s, 60};
            struct buf text = {0}, packed = {0};
            char name[160];

            snprintf(name, sizeof name, "hist/2024/03/%02d/traces/%02x/trace_full_%06x.json",
                     day + 1, s.hex & 255, s.hex);
            t_put(name, t_gzip(&packed, shuttle_trace(&text, &s, day)));
            buf_fini(&text);
            buf_fini(&packed);
        }
    return t_path("hist");
}

static void one_day_is_read_at_once_and_gathered_alike(void **state) {
    const char *path = history(40, 1, 600, 80000);
    struct said *at_once = fly_one(path, 1, FLIGHT_AT_ONCE),
                *gathered = fly_one(path, 1, FLIGHT_GATHERED);

    (void)state;
    assert_false(at_once->sum.gathered);
    assert_true(gathered->sum.gathered);
    assert_int_equal(at_once->n, 40);
    assert_int_equal(at_once->sum.cut, 0);
    assert_true(at_once->legs > 40 * 8);
    says_the_same(at_once, gathered);
    assert_int_equal(at_once->sum.nsource, 1);
    assert_int_equal(at_once->sum.source[0].crafts, 40);
    assert_int_equal(gathered->sum.source[0].crafts, 40);
    assert_int_equal(gathered->sum.source[0].points, at_once->sum.source[0].points);
    assert_int_equal(gathered->sum.ncover, 1);
    assert_true(gathered->sum.cover->from_ms == DAY0);
    assert_true(at_once->sum.cover->to_ms == DAY0 + UTC_DAY_MS);
    said_free(at_once);
    said_free(gathered);
}

static void jobs_do_not_show(void **state) {
    const char *path = history(40, 2, 600, 150000);
    struct said *one = fly_one(path, 1, FLIGHT_BY_DATA);

    (void)state;
    for (size_t jobs = 2; jobs <= 7; jobs += 5) {
        struct said *more = fly_one(path, jobs, FLIGHT_BY_DATA);

        says_the_same(one, more);
        said_free(more);
    }
    said_free(one);
}

static void days_joined_are_one(void **state) {
    struct shuttle s = {0xa00000, 600, 3 * 86400 - 900, 60};
    const char *path = history(1, 3, s.from_s, s.to_s);
    struct said *days = fly_one(path, 1, FLIGHT_BY_DATA), *whole;
    struct buf text = {0};

    (void)state;
    whole = fly_one(t_put("one.json", shuttle_trace(&text, &s, -1)), 1, FLIGHT_BY_DATA);
    assert_ok(days->rc, days->e);
    assert_ok(whole->rc, whole->e);
    assert_true(days->sum.gathered);
    assert_int_equal(days->legs, 36);
    assert_int_equal(days->points, whole->points);
    assert_int_equal(days->legs, whole->legs);
    assert_int_equal(days->sum.nsource, 3);
    assert_int_equal(days->sum.ncover, 1);
    said_free(days);
    said_free(whole);
    buf_fini(&text);
}

static void a_day_that_is_missing_is_a_hole(void **state) {
    struct shuttle s = {0xa00000, 600, 4 * 86400, 60};
    struct said *x;

    (void)state;
    for (int day = 0; day < 4; day += 3) {
        struct buf text = {0};
        char name[64];

        snprintf(name, sizeof name, "h/2024/03/%02d/trace_full_a00000.json", day + 1);
        t_put(name, shuttle_trace(&text, &s, day));
        buf_fini(&text);
    }
    x = fly_one(t_path("h"), 1, FLIGHT_BY_DATA);
    assert_ok(x->rc, x->e);
    assert_int_equal(x->sum.ncover, 2);
    assert_true(x->sum.cover[0].to_ms == DAY0 + UTC_DAY_MS);
    assert_true(x->sum.cover[1].from_ms == DAY0 + 3 * UTC_DAY_MS);
    assert_int_equal(x->legs, 24); /* nothing flew through two days without data */
    said_free(x);
}

static void the_same_day_twice_is_once(void **state) {
    const char *path[2];
    struct shuttle s = {0xa00001, 600, 40000, 60};
    struct buf text = {0};
    struct flight_options o = plain_options();
    struct said *once, *twice;

    (void)state;
    path[0] = strdup(t_put("a/trace_full_a00001.json", shuttle_trace(&text, &s, 0)));
    path[1] = strdup(t_put("b/trace_full_a00001.json", buf_span(&text)));
    once = fly(path, 1, &o);
    twice = fly(path, 2, &o);
    assert_true(once->sum.gathered); /* what a file given by itself holds, is not known before */
    assert_true(twice->sum.gathered);
    assert_int_equal(twice->n, 1);
    assert_int_equal(twice->points, once->points);
    assert_int_equal(twice->legs, once->legs);
    assert_int_equal(twice->sum.nsource, 2);
    said_free(once);
    said_free(twice);
    buf_fini(&text);
    free((void *)(uintptr_t)path[0]);
    free((void *)(uintptr_t)path[1]);
}

/* ---- input that is broken */

static void a_cut_archive_gives_what_is_there(void **state) {
    struct buf text = {0}, packed = {0}, tar = {0};
    struct shuttle s = {0xa00001, 600, 80000, 60};
    struct t_entry en[2];
    struct said *x, *y;

    (void)state;
    t_gzip(&packed, shuttle_trace(&text, &s, 0));
    en[0] =
        (struct t_entry){.name = "traces/01/trace_full_a00001.json", .bytes = buf_span(&packed)};
    en[1] =
        (struct t_entry){.name = "traces/02/trace_full_a00002.json", .bytes = buf_span(&packed)};
    t_tar(&tar, ARCHIVE_FORMAT_TAR_USTAR, en, 2);
    x = fly_one(t_put("cut.tar", (struct span){tar.p, packed.n + 512 + 4000}), 1, FLIGHT_BY_DATA);
    assert_ok(x->rc, x->e);
    assert_int_equal(x->n, 1); /* the second is cut, and its name is of another */
    assert_int_equal(x->sum.stream.source[0].state, STREAM_PARTIAL);
    assert_true(x->sum.cut >= 1);
    assert_true(x->sum.source[0].refused + x->sum.source[x->sum.nsource - 1].refused >= 1);
    y = fly_one(t_put("cut.json", (struct span){packed.p, packed.n / 2}), 1, FLIGHT_BY_DATA);
    assert_ok(y->rc, y->e);
    assert_int_equal(y->n, 1);
    assert_true(y->points > 100 && y->points < x->points);
    assert_int_equal(y->sum.cut, 1); /* its packing and its text end in one place */
    assert_true(y->sum.source[0].nfirst >= 1);
    said_free(x);
    said_free(y);
    buf_fini(&text);
    buf_fini(&packed);
    buf_fini(&tar);
}

/* `cat` of two traces, plain and as two members of gzip, is two traces; in a folder too, which is else read at once. */
static void traces_that_follow_one_another_are_all_read(void **state) {
    struct shuttle s[] = {{0xa00001, 600, 40000, 60}, {0xa00002, 900, 30000, 60}};
    struct buf text = {0}, packed = {0}, all = {0}, all_packed = {0};
    const char *path[4];
    struct said *want;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        text.n = packed.n = 0;
        t_put(i ? "apart/b.json" : "apart/a.json", shuttle_trace(&text, &s[i], 0));
        t_gzip(&packed, buf_span(&text));
        buf_add(&all, buf_span(&text));
        buf_add(&all_packed, buf_span(&packed));
    }
    want = fly_one(t_path("apart"), 1, FLIGHT_BY_DATA);
    assert_int_equal(want->n, 2);
    path[0] = t_put("cat.json", buf_span(&all));
    path[1] = t_put("cat.gz", buf_span(&all_packed));
    t_put("in/cat.json", buf_span(&all_packed));
    path[2] = t_path("in");
    for (size_t i = 0; i < 3; i++) {
        struct said *x = fly_one(path[i], 1, FLIGHT_BY_DATA);

        assert_ok(x->rc, x->e);
        assert_int_equal(x->sum.cut, 0);
        assert_int_equal(x->sum.source[0].refused, 0);
        assert_int_equal(x->sum.source[0].files, 2);
        says_the_same(want, x);
        said_free(x);
    }
    said_free(want);
    buf_fini(&text);
    buf_fini(&packed);
    buf_fini(&all);
    buf_fini(&all_packed);
}

/* In the folder of a day a member holds two texts of its aircraft, which overlap, or the texts of two, of which one has a
 * member of its own: each airframe is given once, with all its points. */
static void traces_within_a_member_are_of_one_airframe(void **state) {
    struct shuttle half[] = {{0xa00000, 600, 40000, 60}, {0xa00000, 30000, 80000, 60}},
                   other = {0xa00025, 600, 80000, 60};
    struct buf text = {0}, two = {0};
    const char *path = history(5, 1, 600, 80000);
    struct said *want = fly_one(path, 1, FLIGHT_AT_ONCE), *x;

    (void)state;
    assert_false(want->sum.gathered);
    for (size_t i = 0; i < 2; i++) {
        text.n = 0;
        shuttle_trace(&text, &half[i], 0);
        buf_add(&two, buf_span(&text));
    }
    t_put("hist/2024/03/01/traces/00/trace_full_a00000.json", buf_span(&two));
    x = fly_one(path, 2, FLIGHT_BY_DATA);
    assert_int_equal(x->n, 5);
    says_the_same(want, x);
    assert_int_equal(x->sum.nnotice, 1);
    assert_non_null(strstr(x->sum.notice[0], "trace_full_a00000.json holds 2 texts"));
    said_free(x);
    text.n = 0;
    shuttle_trace(&text, &other, 0);
    buf_add(&two, buf_span(&text));
    assert_int_equal(unlink(t_path("hist/2024/03/01/traces/00/trace_full_a00000.json")), 0);
    t_put("hist/2024/03/01/traces/00/some.json", buf_span(&two));
    x = fly_one(path, 2, FLIGHT_BY_DATA);
    assert_int_equal(x->n, 5);
    says_the_same(want, x);
    said_free(x);
    said_free(want);
    buf_fini(&text);
    buf_fini(&two);
}

static void what_breaks_off_before_it_can_be_told_is_told_so(void **state) {
    struct buf zstd = {0}, text = {0};
    struct shuttle s = {0xa00001, 600, 40000, 60};
    struct said *x;

    (void)state;
    t_zstd(&zstd, shuttle_trace(&text, &s, 0));
    x = fly_one(t_put("cut.zst", (struct span){zstd.p, 40}), 1, FLIGHT_BY_DATA);
    assert_int_equal(x->rc, RC_SYNTAX);
    t_says(x->e.text, "zstd is cut at byte 40");
    said_free(x);
    buf_fini(&zstd);
    buf_fini(&text);
}

/* ---- a text that breaks off */

#define BROKEN_S 24300 /* at 30,000 ft, three quarters of an hour after the take-off of 06:00 */

/* Puts that day's trace; with `broken` without its end. It has rows to `to_s`. */
static const char *put_day(const char *folder, unsigned hex, int day, int to_s, bool broken) {
    struct shuttle s = {hex, 600, to_s, 60};
    struct buf text = {0}, packed = {0};
    struct span all = shuttle_trace(&text, &s, day);
    char name[160];

    snprintf(name, sizeof name, "%s/2024/03/%02d/traces/%02x/trace_full_%06x.json", folder, day + 1,
             hex & 255, hex);
    if (broken) all.n -= 3;
    t_put(name, t_gzip(&packed, all));
    buf_fini(&text);
    buf_fini(&packed);
    return t_path(folder);
}

static void last_ends(const struct said *x, size_t i, const char *status) {
    const char *last = strrchr(x->line[i], '[');

    assert_ok(x->rc, x->e);
    assert_true(i < x->n && last);
    if (!strstr(last, status)) fail_msg("not %s: %s", status, x->line[i]);
}

/* Two aircraft vanish at the same time, one of them with the end of its text: of that nobody knows, of the
 * other the day knows that it was not heard again. */
static void where_a_text_breaks_off_the_data_end(void **state) {
    enum flight_way ways[] = {FLIGHT_AT_ONCE, FLIGHT_GATHERED};

    (void)state;
    put_day("off", 0xa00001, 0, BROKEN_S, true);
    put_day("off", 0xa00002, 0, BROKEN_S, false);
    for (size_t i = 0; i < 2; i++) {
        struct said *x = fly_one(t_path("off"), 1, ways[i]);

        last_ends(x, 0, " edge ");
        last_ends(x, 1, " lost ");
        assert_int_equal(x->sum.cut, 1);
        said_free(x);
    }
}

/* The next day is there: the flight is not made to go on across the night, and nothing is lost. */
static void behind_a_break_the_data_begin_anew(void **state) {
    struct said *x;

    (void)state;
    put_day("anew", 0xa00001, 0, BROKEN_S, true);
    x = fly_one(put_day("anew", 0xa00001, 1, 93400, false), 1, FLIGHT_BY_DATA);
    assert_ok(x->rc, x->e);
    assert_int_equal(x->n, 1);
    assert_int_equal(x->legs, 5); /* as many as there were take-offs */
    if (!strstr(x->line[0], "2024-03-01T06:44:00Z edge") || strstr(x->line[0], " lost "))
        fail_msg("%s", x->line[0]);
    said_free(x);
}

/* Another source has the whole: then nothing is missing. */
static void a_break_that_another_source_fills_is_none(void **state) {
    const char *path[2];
    struct flight_options o = plain_options();
    struct said *x, *y;

    (void)state;
    path[0] = put_day("part", 0xa00001, 0, BROKEN_S, true);
    path[1] = put_day("whole", 0xa00001, 0, 46000, false);
    x = fly(path, 2, &o);
    y = fly(path + 1, 1, &o);
    assert_ok(x->rc, x->e);
    assert_int_equal(x->legs, y->legs);
    assert_int_equal(x->points, y->points);
    last_ends(x, 0, " lost ");
    said_free(x);
    said_free(y);
}

static struct said *fly_bytes(struct span bytes, bool zone) {
    struct flight_options o = plain_options();
    const char *path = t_put("bytes", bytes);

    o.zone_given = zone;
    o.jobs = 2;
    return fly(&path, 1, &o);
}

static void is_refused(struct span bytes) {
    struct said *x = fly_bytes(bytes, true);

    assert_int_equal(x->n, 0);
    assert_true(x->rc == RC_SYNTAX || (x->rc == 0 && x->sum.nsource && x->sum.source[0].refused));
    said_free(x);
}

static void nonsense_is_refused(void **state) {
    struct buf b = {0};
    unsigned r = 7;

    (void)state;
    is_refused(SPAN(""));
    is_refused(SPAN("{"));
    is_refused(SPAN("{\"icao\":"));
    is_refused(SPAN("{\"icao\":\"a00001\",\"timestamp\":1,\"trace\":[[0,91,0,1,1,1,0,0]]}"));
    is_refused(SPAN("{\"now\":1,\"aircraft\":5}"));
    for (size_t i = 0; i < 300000; i++) buf_putc(&b, '\0');
    is_refused(buf_span(&b));
    b.n = 0;
    buf_puts(&b, "{\"icao\":\"a00001\",\"timestamp\":1,\"trace\":");
    for (size_t i = 0; i < 10000; i++) buf_putc(&b, '[');
    is_refused(buf_span(&b));
    b.n = 0;
    for (size_t i = 0; i < 10000; i++) buf_puts(&b, "{\"path\":");
    is_refused(buf_span(&b));
    b.n = 0; /* three empty frames of Beast, then noise */
    for (size_t i = 0; i < 500000; i++) {
        r = r * 1103515245 + 12345;
        buf_putc(&b, i < 30 ? "\x1a"
                              "1......,..x"[i % 11 < 2 ? i % 11 : 5]
                            : (char)(r >> 16));
    }
    {
        struct said *x = fly_bytes(buf_span(&b), false);

        assert_int_equal(x->n, 0);
        said_free(x);
    }
    buf_fini(&b);
}

/* Lines out of order, and half a million times the same: one point. */
static void time_may_go_backwards_or_stand_still(void **state) {
    struct shuttle s = {0xa00001, 600, 20000, 60};
    struct buf text = {0}, rows = {0};
    struct said *x, *y;

    (void)state;
    x = fly_bytes(shuttle_trace(&text, &s, 0), false);
    buf_puts(&rows,
             "{\"icao\":\"a00001\",\"r\":\"Na00001\",\"t\":\"B738\",\"timestamp\": 1709251200.000,"
             "\"trace\":[\n");
    for (int t = s.to_s - 1; t >= s.from_s; t--)
        if ((t - s.from_s) % 60 == 0) shuttle_row(&rows, t, 0, rows.p[rows.n - 2] == '[');
    buf_puts(&rows, "]}");
    y = fly_bytes(buf_span(&rows), false);
    says_the_same(x, y);
    assert_int_equal(x->sum.nnotice, 0);
    assert_int_equal(y->sum.nnotice, 1); /* put in order, and said */
    said_free(x);
    said_free(y);
    rows.n = 0;
    for (size_t i = 0; i < 500000; i++)
        buf_puts(&rows, "MSG,3,1,1,A00001,1,2024/03/01,00:00:00.000,2024/03/"
                        "01,00:00:00.000,,3000,,,44.9,-93.2,,,,,,0\r\n");
    x = fly_bytes(buf_span(&rows), true);
    assert_ok(x->rc, x->e);
    assert_int_equal(x->n, 1);
    assert_int_equal(x->points, 1);
    said_free(x);
    buf_fini(&rows);
    buf_fini(&text);
}

/* ---- what is said apart comes together */

static void sbs_lines_say_it_together(void **state) {
    struct said *x = fly_bytes(
        SPAN("MSG,1,1,1,A00001,1,2024/03/01,09:00:00.000,2024/03/01,00:00:00.000,HCT1,,,,,,,,,,,0\n"
             "MSG,4,1,1,A00001,1,2024/03/01,09:00:01.000,2024/03/"
             "01,00:00:00.000,,,300,90,,,64,,,,,0\n"
             "MSG,3,1,1,A00001,1,2024/03/01,09:00:02.000,2024/03/"
             "01,00:00:00.000,,30000,,,44.9,-93.2,,,,,,0\n"
             "MSG,3,1,1,A00001,1,2024/03/01,09:00:20.000,2024/03/"
             "01,00:00:00.000,,30000,,,44.9,-93.1,,,,,,0\n"),
        true);

    (void)state;
    assert_ok(x->rc, x->e);
    assert_int_equal(x->points, 2);
    assert_int_equal(x->sum.source[0].format, FLIGHT_SBS);
    said_free(x);
}

/* ---- a receiver that was off */

static const char *const way_off = "2024-03-01T12:";

/* Off from 12:06 to 20:00: whoever was in the air then is at the edge of the data, and not lost, and no leg reaches
 * over it. */
static void a_receiver_that_was_off_covers_when_it_was_on(void **state) {
    struct buf b = {0};
    struct said *x;

    (void)state;
    shuttle_sbs(&b, 0xa00001, 5, 21600, 86400, 43560, 72000);
    x = fly_bytes(buf_span(&b), true);
    assert_ok(x->rc, x->e);
    assert_int_equal(x->n, 5);
    assert_int_equal(x->sum.source[0].nheard, 2);
    assert_int_equal(x->sum.ncover, 2);
    assert_true(x->sum.cover[0].from_ms == DAY0 + 21600000);
    assert_true(x->sum.cover[0].to_ms == DAY0 + 43504000);
    assert_true(x->sum.cover[1].from_ms == DAY0 + 72000000);
    for (size_t i = 0; i < x->n; i++)
        if (strstr(x->line[i], " lost ")) fail_msg("%s", x->line[i]);
    if (!strstr(x->line[1], way_off) || !strstr(x->line[1], " edge ")) fail_msg("%s", x->line[1]);
    said_free(x);
    buf_fini(&b);
}

/* One aircraft, or two, may have gone where they are not heard. */
static void who_falls_silent_alone_is_no_witness(void **state) {
    (void)state;
    for (int n = 1; n <= 2; n++) {
        struct buf b = {0};
        struct said *x;

        shuttle_sbs(&b, 0xa00001, n, 21600, 86400, 43560, 72000);
        x = fly_bytes(buf_span(&b), true);
        assert_ok(x->rc, x->e);
        assert_int_equal(x->sum.ncover, 1);
        assert_true(x->sum.cover[0].to_ms > DAY0 + 86300000);
        said_free(x);
        buf_fini(&b);
    }
}

static bool only_a00001(void *arg, uint32_t hex, bool other, const char *registration) {
    (void)arg, (void)registration;
    return hex == 0xa00001 && !other;
}

/* It vanishes at 12:06 while others, for whom nobody asks, are heard on: the receiver was on. */
static void those_that_nobody_asks_for_tell_that_it_was_on(void **state) {
    struct flight_options o = plain_options();
    struct buf b = {0};
    const char *path;
    struct said *x;

    (void)state;
    shuttle_sbs(&b, 0xa00001, 1, 21600, 45000, 0, 0);
    shuttle_sbs(&b, 0xa00002, 3, 21600, 86400, 0, 0);
    path = t_put("bytes", buf_span(&b));
    o.zone_given = true;
    o.wanted = only_a00001;
    x = fly(&path, 1, &o);
    assert_ok(x->rc, x->e);
    assert_int_equal(x->n, 1);
    assert_true(x->sum.cover[0].to_ms > DAY0 + 86300000);
    last_ends(x, 0, " lost ");
    said_free(x);
    buf_fini(&b);
}

/* ---- a trace of several days */

static void a_trace_may_be_longer_than_the_day_of_its_timestamp(void **state) {
    struct shuttle s = {0xa00000, 0, 3 * 86400 - 900, 60}, t = s;
    struct buf text = {0};
    struct said *x, *y;

    (void)state;
    t.from_s = 60;
    x = fly_one(t_put("midnight.json", shuttle_trace(&text, &s, -1)), 1, FLIGHT_BY_DATA);
    text.n = 0;
    y = fly_one(t_put("later.json", shuttle_trace(&text, &t, -1)), 1, FLIGHT_BY_DATA);
    assert_ok(x->rc, x->e);
    assert_int_equal(x->legs, 36);
    assert_int_equal(y->legs, 36);
    assert_int_equal(x->sum.source[0].day, UTC_NONE);
    assert_int_equal(x->sum.source[0].refused, 0);
    said_free(x);
    said_free(y);
    buf_fini(&text);
}

/* Few points of another day are a mistake of the archive: they are left out, and that is said. */
static void strays_of_another_day_are_told(void **state) {
    struct shuttle s = {0xa00000, 0, 86400, 60};
    struct buf text = {0};
    struct said *x;

    (void)state;
    shuttle_trace(&text, &s, 0);
    text.n -= strlen("]}\n");
    for (int t = 200000; t < 200300; t += 60) {
        shuttle_row(&text, t, 0, false);
    }
    buf_puts(&text, "]}\n");
    x = fly_one(t_put("stray.json", buf_span(&text)), 1, FLIGHT_BY_DATA);
    assert_ok(x->rc, x->e);
    assert_int_equal(x->sum.source[0].refused, 5);
    assert_string_equal(x->sum.source[0].first[0].reason,
                        "5 points of another day than 2024-03-01 are not used");
    assert_int_equal(x->legs, 12);
    said_free(x);
    buf_fini(&text);
}

static bool only_a00025(void *arg, uint32_t hex, bool other, const char *registration) {
    (void)arg, (void)registration;
    return hex == 0xa00025 && !other;
}

static void only_what_is_wanted_is_given(void **state) {
    const char *path = history(4, 2, 600, 150000);
    struct flight_options o = plain_options();
    struct said *x;

    (void)state;
    o.wanted = only_a00025;
    x = fly(&path, 1, &o);
    assert_ok(x->rc, x->e);
    assert_int_equal(x->n, 1);
    assert_int_equal(x->sum.source[0].files, 4);
    assert_int_equal(x->sum.source[0].crafts, 1);
    said_free(x);
}

static int stop(size_t worker, const struct flight_craft *c, void *ctx, struct err *e) {
    (void)worker, (void)c, (void)ctx;
    return err_set(e, RC_CONFLICT, "enough");
}

static void the_caller_can_end_it(void **state) {
    const char *path = history(9, 2, 600, 150000);

    (void)state;
    for (size_t jobs = 1; jobs < 4; jobs++)
        for (int way = 0; way < 3; way++) {
            struct flight_options o = plain_options();
            struct flight_sum sum;
            struct arena a;
            struct err e = {0};

            arena_init(&a, (size_t)64 << 20);
            o.jobs = jobs;
            o.way = (enum flight_way)way;
            assert_int_equal(flight_each(&a, &path, 1, &o, stop, NULL, &sum, &e), RC_CONFLICT);
            assert_string_equal(e.text, "enough");
            arena_fini(&a);
        }
}

static void a_folder_that_cannot_be_written_is_said(void **state) {
    const char *path = history(1, 1, 600, 15000);
    struct flight_options o = plain_options();
    struct said *x;

    (void)state;
    o.tmp = "/nowhere/at/all";
    o.way = FLIGHT_GATHERED;
    x = fly(&path, 1, &o);
    assert_int_equal(x->rc, RC_IO);
    t_says(x->e.text, "/nowhere/at/all");
    said_free(x);
}

/* ---- the code of what waits */

static void points_come_back_as_they_were(void **state) {
    enum { N = 5000 };
    struct track_point *p = calloc(N, sizeof *p), *q = calloc(N, sizeof *q);
    unsigned char *raw = (unsigned char *)p;
    struct buf b = {0};
    uint64_t r = 1;

    (void)state;
    for (size_t i = 0; i < N * sizeof *p; i++) {
        r = r * UINT64_C(6364136223846793005) + 1442695040888963407u;
        raw[i] = i / sizeof *p % 3 ? (unsigned char)(r >> 56)
                 : i % 5           ? 0
                                   : (unsigned char)(r >> 56);
    }
    p[7].ms = INT64_MIN;
    p[8].ms = INT64_MAX;
    p[9].lat = INT32_MIN;
    wire_write(&b, p, N);
    assert_true(wire_read(buf_span(&b), q, N));
    assert_memory_equal(p, q, N * sizeof *p);
    assert_false(wire_read((struct span){b.p, b.n - 1}, q, N));
    assert_false(wire_read(buf_span(&b), q, N - 1));
    free(p);
    free(q);
    buf_fini(&b);
}

/* ---- formats */

static void formats_are_told_by_their_beginning(void **state) {
    static const struct {
        const char *text;
        int format;
    } known[] = {
        {"{\"icao\":\"a1b2c3\",\"r\":\"N1\"", FLIGHT_TRACE},
        {"\n {\"desc\":\"{[\\\"now\\\"\",\"xy\":{\"now\":1},\"icao\":\"a\"", FLIGHT_TRACE},
        {"{ \"now\" : 1.5, \"messages\": 5", FLIGHT_LIVE},
        {"{\"ac\":[{\"hex\":\"a1b2c3\"", FLIGHT_LIVE},
        {"{\"time\":1,\"states\":[", FLIGHT_OPENSKY},
        {"{\"timestamp\":{\"0\":1,\"1\":2", FLIGHT_OPENSKY},
        {"[{\"icao24\":\"a\"", FLIGHT_OPENSKY},
        {"time,icao24,lat,lon\n1", FLIGHT_OPENSKY},
        {"{\"timestamp\":1.5,\"frame\":\"8d\"", FLIGHT_FRAMES},
        {"*8D4840D6202CC371C32CE0576098;\n", FLIGHT_FRAMES},
        {"rubbish\n@0123456789AB8D4840D6202CC371C32CE0576098;\n", FLIGHT_FRAMES},
        {"MSG,3,1,1,A", FLIGHT_SBS},
        {"time,hex,callsign,lat,lon,alt_ft\n", FLIGHT_POSITIONS},
        {"lon,lat,hex,time", FLIGHT_POSITIONS},
        {"{\"time\":\"2024-06-06T09:34:33Z\",\"hex\":\"400f99\",\"lat\":1", FLIGHT_POSITIONS},
        {"{\"time\":\"x\",\"hex\":\"400f99\",\"frame\":\"8d\"}", FLIGHT_FRAMES},
        {"123456789,MSG,3,1,1", FLIGHT_SBS},
        {"<html><head>", -1},
        {"icao,hex\n", -1},
        {"icao24,registration\n", -1},
        {"\xef\xbb\xbf{\"icao\":\"a\"", FLIGHT_TRACE},
        {"{\"a\":1}", -1},
        {"hello", -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (tell_format(span_of(known[i].text)) != known[i].format)
            fail_msg("%s: %d", known[i].text, tell_format(span_of(known[i].text)));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(one_day_is_read_at_once_and_gathered_alike),
        TEST(jobs_do_not_show),
        TEST(days_joined_are_one),
        TEST(a_day_that_is_missing_is_a_hole),
        TEST(the_same_day_twice_is_once),
        TEST(a_cut_archive_gives_what_is_there),
        TEST(traces_that_follow_one_another_are_all_read),
        TEST(traces_within_a_member_are_of_one_airframe),
        TEST(what_breaks_off_before_it_can_be_told_is_told_so),
        TEST(where_a_text_breaks_off_the_data_end),
        TEST(behind_a_break_the_data_begin_anew),
        TEST(a_break_that_another_source_fills_is_none),
        TEST(nonsense_is_refused),
        TEST(time_may_go_backwards_or_stand_still),
        TEST(sbs_lines_say_it_together),
        TEST(a_receiver_that_was_off_covers_when_it_was_on),
        TEST(who_falls_silent_alone_is_no_witness),
        TEST(those_that_nobody_asks_for_tell_that_it_was_on),
        TEST(a_trace_may_be_longer_than_the_day_of_its_timestamp),
        TEST(strays_of_another_day_are_told),
        TEST(only_what_is_wanted_is_given),
        TEST(the_caller_can_end_it),
        TEST(a_folder_that_cannot_be_written_is_said),
        TEST(points_come_back_as_they_were),
        TEST(formats_are_told_by_their_beginning),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
