/* SPDX-License-Identifier: Apache-2.0 */
/* From dots to a count; what is covered in a picture is gone from it; what ffmpeg says is not believed. */
#include "media/marks.h"
#include "media/still.h"
#include "media/veil.h"
#include "t.h"

#define SHA "1c988140cd753067be7f3f27d2f471b07082abda8c1bd863e887b467c7664d5e"
#define HEAD "{\"media\":\"" SHA "\",\"annotator\":\"A\","
#define FRAME(dots) "{\"t_ms\":0,\"dots\":[" dots "]}"

static struct arena a;

static int enter(void **state) {
    (void)state;
    arena_init(&a, (size_t)1 << 30);
    return 0;
}

static int leave(void **state) {
    (void)state;
    arena_fini(&a);
    return 0;
}

static struct marks read_ok(const char *text) {
    struct marks m;
    struct err e = {0};

    assert_ok(marks_read(&a, span_of(text), &m, &e), e);
    return m;
}

/* ---- reading ---- */

static void what_is_read_is_written_and_read_again(void **state) {
    struct marks m = read_ok(
        HEAD "\"corridor\":\"VVO-FNJ\",\"date\":\"2023-11-03\",\"flight\":\"JS272\","
             "\"source\":\"gate\",\"direction\":\"outbound\",\"of\":\"concern\",\"stage\":"
             "\"boarding\",\"seen_share\":0.8125,\"frames\":[{\"t_ms\":5000,\"width\":1280,"
             "\"height\":720,\"regions\":[{\"points\":[[0,0],[0.5,0],[0.5,1]],\"share\":0.25},"
             "{\"points\":[[0,0],[0.1,0],[0.1,1]]}],\"dots\":[{\"x\":0.123456789,\"y\":1},"
             "{\"x\":0,\"y\":0.5,\"already\":true}]},{\"t_ms\":9000}]}");
    struct buf once = {0}, twice = {0};
    struct marks again;
    struct err e = {0};

    (void)state;
    assert_string_equal(m.date, "2023-11-03");
    assert_int_equal(m.seen_share, 813);
    assert_int_equal(m.frames, 2);
    assert_int_equal(m.frame[1].dots, 0);
    marks_write(&m, &once);
    assert_non_null(strstr(once.p, "\"x\":0.12346,"));
    assert_ok(marks_read(&a, buf_span(&once), &again, &e), e);
    marks_write(&again, &twice);
    assert_string_equal(once.p, twice.p);
    buf_fini(&once);
    buf_fini(&twice);
}

static void what_is_wrong_is_named_with_its_place(void **state) {
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"", "not JSON"},
        {"[]", "the document: is not an object"},
        {"{\"annotator\":\"A\"}", "media: is not a SHA-256"},
        {HEAD "\"frames\":[]}", "frames: at least one frame"},
        {HEAD "\"annotator\":\"B\",\"frames\":[" FRAME("") "]}", "not JSON"}, /* twice */
        {HEAD "\"colour\":1,\"frames\":[" FRAME("") "]}", "there is no member \"colour\""},
        {"{\"media\":\"" SHA "\",\"annotator\":\"Kim Il\",\"frames\":[" FRAME("") "]}",
         "annotator: is not a word"},
        {"{\"media\":\"" SHA "\",\"annotator\":\"a:b\",\"frames\":[" FRAME("") "]}",
         "annotator: is not a pseudonym"},
        {HEAD "\"frames\":[" FRAME("{\"x\":1.001,\"y\":0}") "]}",
         "frames[0].dots[0].x: is not within 0 to 1"},
        {HEAD "\"frames\":[" FRAME("{\"x\":0.5}") "]}", "frames[0].dots[0].y: is not within"},
        {HEAD "\"frames\":[" FRAME("{\"x\":0,\"y\":0,\"already\":1}") "]}",
         "dots[0].already: is neither"},
        {HEAD "\"frames\":[{\"t_ms\":5},{\"t_ms\":5}]}", "frames[1].t_ms: is not after"},
        {HEAD "\"frames\":[{\"t_ms\":-1}]}", "frames[0].t_ms: is not a whole number"},
        {HEAD "\"frames\":[{\"regions\":[{\"points\":[[0,0],[1,1]]}]}]}",
         "a region has three points or more"},
        {HEAD "\"frames\":[{\"regions\":[{\"points\":[[0,0],[1,1],[0,2]]}]}]}",
         "frames[0].regions[0].points[2].y"},
        {HEAD "\"seen_share\":0,\"frames\":[" FRAME("") "]}", "there is no count"},
        {HEAD "\"seen_share\":1.5,\"frames\":[" FRAME("") "]}", "seen_share: is not a share"},
        {HEAD "\"stage\":\"flying\",\"frames\":[" FRAME("") "]}", "stage: is none of its words"},
        {HEAD "\"date\":\"yesterday\",\"frames\":[" FRAME("") "]}", "date"},
        {HEAD "\"frames\":[{\"regions\":[{\"points\":[[0,0],[1,0],[1,1],[0,1]],\"share\":0}],"
              "\"dots\":[{\"x\":0.5,\"y\":0.5}]}]}",
         "frames[0].dots[0]: stands in a region of share 0"},
    };
    struct marks m;
    struct err e;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_true(marks_read(&a, span_of(bad[i].text), &m, &e) < 0);
        if (!strstr(e.text, bad[i].says)) fail_msg("%zu: %s", i, e.text);
    }
}

static void twenty_thousand_dots_are_read_and_one_more_is_not(void **state) {
    struct buf b = {0};
    struct marks m;
    struct err e = {0};

    (void)state;
    for (int more = 0; more <= 1; more++) {
        b.n = 0;
        buf_puts(&b, HEAD "\"frames\":[{\"dots\":[");
        for (int i = 0; i < MARKS_DOTS + more; i++)
            buf_puts(&b, i ? ",{\"x\":0,\"y\":1}" : "{\"x\":0,\"y\":1}");
        buf_puts(&b, "]}]}");
        if (more)
            assert_int_equal(marks_read(&a, buf_span(&b), &m, &e), RC_LIMIT);
        else
            assert_ok(marks_read(&a, buf_span(&b), &m, &e), e);
    }
    buf_fini(&b);
}

/* ---- arithmetic ---- */

static void people_on_two_frames_are_counted_once(void **state) {
    struct marks_sum s = marks_add(&(struct marks){.seen_share = -1});
    struct marks m = read_ok(
        HEAD
        "\"seen_share\":0.5,\"frames\":[{\"t_ms\":0,\"dots\":[{\"x\":0.1,\"y\":0.1},{\"x\":0.2,"
        "\"y\":0.2}]},"
        "{\"t_ms\":1,\"dots\":[{\"x\":0.1,\"y\":0.1,\"already\":true},{\"x\":0.9,\"y\":0.9}]}]}");

    (void)state;
    assert_int_equal(s.people, 0);
    assert_int_equal(s.visible, -1);
    s = marks_add(&m);
    assert_int_equal(s.people, 3);
    assert_int_equal(s.already, 1);
    assert_int_equal(s.visible, 500);
}

/* 3 dots, of which 1 where one in four is seen and 1 where one in two: 1 + 2 + 4 = 7 were there; 0.8 * 3 / 7. */
static void a_region_in_which_few_are_seen_lowers_the_share(void **state) {
    struct marks m = read_ok(
        HEAD "\"seen_share\":0.8,\"frames\":[{\"regions\":[{\"points\":[[0,0],[0.5,0],[0.5,1],[0,1]"
             "],\"share\":0.5},"
             "{\"points\":[[0,0],[0.2,0],[0.2,1],[0,1]],\"share\":0.25}],"
             "\"dots\":[{\"x\":0.1,\"y\":0.5},{\"x\":0.3,\"y\":0.5},{\"x\":0.7,\"y\":0.5}]}]}");

    (void)state;
    assert_int_equal(marks_add(&m).visible, lround(1000 * 0.8 * 3 / 7));
    m.seen_share = -1; /* of the whole nothing is known: the regions alone do not tell it */
    assert_int_equal(marks_add(&m).visible, -1);
}

static void annotators_make_low_best_and_high(void **state) {
    const struct marks_sum one[] = {{30, 0, 500}}, two[] = {{33, 0, 500}, {30, 0, -1}},
                           three[] = {{30, 0, 400}, {41, 0, 600}, {33, 0, 501}};
    struct marks_total t = marks_total(&a, one, 1);

    (void)state;
    assert_int_equal(t.best, 30);
    assert_int_equal(t.low, -1); /* one look says nothing of its own error */
    assert_int_equal(t.high, -1);
    t = marks_total(&a, two, 2);
    assert_true(t.low == 30 && t.best == 32 && t.high == 33 && t.visible == 500);
    t = marks_total(&a, three, 3);
    assert_true(t.low == 30 && t.best == 33 && t.high == 41 && t.visible == 500);
    t = marks_total(&a, NULL, 0);
    assert_true(t.best == -1 && t.visible == -1);
}

/* ---- covering ---- */

#define W 400
#define H 300

/* Every pixel another colour than its neighbours. */
static uint8_t *noise(void) {
    uint8_t *p = ARENA_ARRAY(&a, uint8_t, W * H * 3);
    uint32_t x = 1;

    for (int i = 0; i < W * H * 3; i++) {
        x = x * 1664525u + 1013904223u;
        p[i] = (uint8_t)(x >> 24);
    }
    return p;
}

static size_t colours(const uint8_t *p, int x0, int y0, int x1, int y1) {
    uint32_t seen[64];
    size_t n = 0;

    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            const uint8_t *q = p + 3 * (y * W + x);
            uint32_t c = (uint32_t)q[0] << 16 | (uint32_t)q[1] << 8 | q[2];
            size_t i = 0;

            while (i < n && seen[i] != c) i++;
            if (i == 64) return 64;
            if (i == n) seen[n++] = c;
        }
    return n;
}

static void of_a_face_four_colours_are_left_at_most(void **state) {
    static const struct veil_point dot[] = {{0.5, 0.5}, {0, 0}, {1, 1}};
    uint8_t *before = noise(), *p = noise();
    int r = veil_radius(W, H), in = r * 7 / 10; /* the square inside the disc */
    size_t n = veil_draw(&a, p, W, H, &(struct veil){dot, 3, NULL, 0}), same = 0;

    (void)state;
    assert_int_equal(r, 12);
    assert_in_range(n, 441, 900); /* a disc, and two quarters of one */
    assert_int_equal(colours(before, W / 2 - in, H / 2 - in, W / 2 + in, H / 2 + in), 64);
    assert_in_range(colours(p, W / 2 - in, H / 2 - in, W / 2 + in, H / 2 + in), 1, 4);
    for (int i = 0; i < W * H; i++) same += memcmp(p + 3 * i, before + 3 * i, 3) == 0;
    assert_true(same >= W * H - n); /* and nothing else was touched */
}

/* What is not covered must not shine through: two pictures that differ only under the veil, and there only in what the mean loses, are one. */
static void what_is_covered_does_not_depend_on_where_in_the_cell_it_was(void **state) {
    static const struct veil_point corner[] = {{0.1, 0.1}, {0.6, 0.1}, {0.6, 0.7}, {0.1, 0.7}};
    const struct veil_region region = {corner, 4};
    const struct veil v = {NULL, 0, &region, 1};
    uint8_t *p = noise(), *q = noise();
    uint8_t swap[3];

    (void)state;
    for (int k = 0; k < 10; k++) { /* inside one cell of 24 pixels: columns 96 to 119, row 100 */
        memcpy(swap, q + 3 * (100 * W + 97 + k), 3);
        memcpy(q + 3 * (100 * W + 97 + k), q + 3 * (100 * W + 118 - k), 3);
        memcpy(q + 3 * (100 * W + 118 - k), swap, 3);
    }
    assert_true(memcmp(p, q, W * H * 3) != 0);
    veil_draw(&a, p, W, H, &v);
    veil_draw(&a, q, W, H, &v);
    assert_memory_equal(p, q, W * H * 3);
}

static void inside_is_even_odd(void **state) {
    static const struct veil_point ring[] = {{0, 0},       {1, 0},       {1, 1},       {0, 1},
                                             {0, 0},       {0.25, 0.25}, {0.25, 0.75}, {0.75, 0.75},
                                             {0.75, 0.25}, {0.25, 0.25}};
    const struct veil_region r = {ring, 10}, none = {ring, 0};

    (void)state;
    assert_true(veil_inside(&r, (struct veil_point){0.1, 0.5}));
    assert_false(veil_inside(&r, (struct veil_point){0.5, 0.5}));
    assert_false(veil_inside(&r, (struct veil_point){1.5, 0.5}));
    assert_false(veil_inside(&none, (struct veil_point){0.5, 0.5}));
}

/* ---- what ffmpeg says ---- */

static void a_jpeg_with_anything_beside_pixels_is_not_bare(void **state) {
#define JFIF "\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
#define DATA "\xff\xda\0\2\x12\xff\0\x34\xff\xd9"
    const struct {
        struct span s;
        bool bare;
    } cases[] = {
        {SPAN("\xff\xd8" JFIF DATA), true},
        {SPAN("\xff\xd8" DATA), true},
        {SPAN("\xff\xd8\xff\xe1\0\4XX" DATA), false},                         /* Exif */
        {SPAN("\xff\xd8\xff\xfe\0\4hi" DATA), false},                         /* a comment */
        {SPAN("\xff\xd8\xff\xe0\0\x10JFXX\0\1\1\0\0\1\0\1\0\0" DATA), false}, /* a thumbnail */
        {SPAN("\xff\xd8" JFIF DATA "tail"), false},
        {SPAN("\xff\xd8" JFIF "\xff\xda\0\2\x12"), false}, /* cut off */
        {SPAN("\xff\xd8\xff\xdb\0\0"), false},
        {SPAN("\x89PNG"), false},
        {SPAN(""), false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (still_bare(cases[i].s) != cases[i].bare) fail_msg("case %zu", i);
}

static void pixels_are_those_that_the_header_says(void **state) {
    const struct {
        struct span s;
        bool good;
    } cases[] = {
        {SPAN("P6\n2 1\n255\nabcdef"), true},   {SPAN("P6\n2 1\n255\nabcde"), false},
        {SPAN("P6\n2 1\n255\nabcdefg"), false}, {SPAN("P5\n2 1\n255\nab"), false},
        {SPAN("P6\n2 1\n254\nabcdef"), false},  {SPAN("P6\n0 1\n255\n"), false},
        {SPAN("P6\n2561 1\n255\n"), false},     {SPAN("P6\n2 1\n255"), false},
        {SPAN("P6\n-2 1\n255\nabcdef"), false}, {SPAN("P6\n2 99999999999\n255\n"), false},
    };
    struct span rgb;
    int w, h;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (still_pixels(cases[i].s, &w, &h, &rgb) != cases[i].good) fail_msg("case %zu", i);
    assert_true(still_pixels(cases[0].s, &w, &h, &rgb));
    assert_true(w == 2 && h == 1 && span_is(rgb, "abcdef"));
}

static void times_are_cut_to_milliseconds_and_cuts_are_told(void **state) {
    struct span s =
        SPAN("frame:0    pts:0       pts_time:0\nlavfi.scene_score=0.000000\n"
             "frame:1    pts:1  pts_time:3.3370333\nlavfi.scene_score=0.301\n"
             "frame:2    pts:1  pts_time:5.5\nlavfi.scene_score=0.3\n"
             "frame:3    pts:1  pts_time:-1\nnothing\n"
             "frame:4    pts:1  pts_time:12\nframe:5 pts_time:13.0625\nlavfi.scene_score=1\n"
             "frame:6 pts_time:14");
    static const struct still_time want[] = {
        {0, false}, {3337, true}, {5500, false}, {12000, false}, {13062, true}};
    struct still_time t;

    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        assert_true(still_next(&s, &t));
        if (t.at_ms != want[i].at_ms || t.scene != want[i].scene)
            fail_msg("%zu: %lld, %d", i, (long long)t.at_ms, t.scene);
    }
    assert_false(still_next(&s, &t));
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, enter, leave)
        T(what_is_read_is_written_and_read_again),
        T(what_is_wrong_is_named_with_its_place),
        T(twenty_thousand_dots_are_read_and_one_more_is_not),
        T(people_on_two_frames_are_counted_once),
        T(a_region_in_which_few_are_seen_lowers_the_share),
        T(annotators_make_low_best_and_high),
        T(of_a_face_four_colours_are_left_at_most),
        T(what_is_covered_does_not_depend_on_where_in_the_cell_it_was),
        T(inside_is_even_odd),
        T(a_jpeg_with_anything_beside_pixels_is_not_bare),
        T(pixels_are_those_that_the_header_says),
        T(times_are_cut_to_milliseconds_and_cuts_are_told),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
