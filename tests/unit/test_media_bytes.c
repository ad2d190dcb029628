/* SPDX-License-Identifier: Apache-2.0 */
/* What is told from bytes alone: the kind of a file, the flights on a board, the hash of a picture. */
#include "media/board.h"
#include "media/kind.h"
#include "media/phash.h"
#include "t.h"

static void a_kind_is_told_by_the_first_bytes(void **state) {
    const struct {
        struct span head;
        const char *type;
    } all[] = {
        {SPAN("\xff\xd8\xff\xe0"), "image/jpeg"},
        {SPAN("\x89PNG\r\n\x1a\n"), "image/png"},
        {SPAN("\0\0\0\x20"
              "ftypisom"),
         "video/mp4"},
        {SPAN("\0\0\0\x20"
              "ftypheic"),
         "image/heic"},
        {SPAN("\0\0\0\x14"
              "ftypqt  "),
         "video/quicktime"},
        {SPAN("RIFF\1\2\3\4WEBP"), "image/webp"},
        {SPAN("RIFF\1\2\3\4AVI "), "video/x-msvideo"},
        {SPAN("RIFF\1\2\3\4JUNK"), "application/octet-stream"},
        {SPAN("PK\3\4"), "application/zip"},
        {SPAN("\xff\xd8"), "application/octet-stream"},
        {SPAN(""), "application/octet-stream"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_string_equal(media_kind(all[i].head)->type, all[i].type);
}

static void a_board_gives_flights_and_times_and_no_names(void **state) {
    static const struct {
        const char *line, *flight, *time;
    } all[] = {
        {"JS272 PYONGYANG 18:20 BOARDING", "JS272", "18:20"},
        {"18.20 JS 272 Pyongyang", "JS272", "18:20"},
        {"KIM CHOL SU 12A", NULL, NULL},
        {"SU-1702 | 9:05", "SU1702", ""},
        {"5N 211 24:10", "5N211", ""},
        {"12:61 11 222", NULL, NULL},
        {"192.168.10.20", NULL, NULL},
        {"09:00:00.009", NULL, NULL}, /* a running clock is no board */
        {"P<PRKKIM<<CHOL<<<<<<<", NULL, NULL},
        {"xJS272 JS27255 JS2", NULL, NULL},
        {"", NULL, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct board_line b;
        bool got = board_line(span_of(all[i].line), &b);

        if (got != (all[i].flight != NULL))
            fail_msg("\"%s\": %s %s", all[i].line, b.flight, b.time);
        if (!got) continue;
        assert_string_equal(b.flight, all[i].flight);
        assert_string_equal(b.time, all[i].time);
    }
}

static void grey_ramp(uint8_t g[PHASH_PIXELS], int dx, int dy, unsigned noise) {
    uint32_t r = 12345;

    for (int i = 0; i < (int)PHASH_PIXELS; i++) {
        int x = i % PHASH_SIDE, y = i / PHASH_SIDE;

        r = r * 1664525 + 1013904223;
        g[i] = (uint8_t)(120 + 40 * sin(0.3 * (x + dx)) + 40 * cos(0.21 * (y + dy) + 0.1 * x) +
                         30 * sin(0.02 * x * y) + (noise ? (r >> 20) % noise : 0));
    }
}

static void the_hash_is_of_the_coarse_shape(void **state) {
    uint8_t g[PHASH_PIXELS], h[PHASH_PIXELS], flat[PHASH_PIXELS];
    uint64_t a, b;

    (void)state;
    grey_ramp(g, 0, 0, 0);
    grey_ramp(h, 0, 0, 4);
    assert_true(phash(g, &a));
    assert_true(phash(h, &b));
    assert_in_range(phash_distance(a, b), 0, PHASH_NEAR);
    for (size_t i = 0; i < PHASH_PIXELS; i++) h[i] = (uint8_t)(g[i] * 3 / 4 + 20); /* paler */
    assert_true(phash(h, &b));
    assert_in_range(phash_distance(a, b), 0, 4);
    for (size_t i = 0; i < PHASH_PIXELS; i++) h[i] = g[i ^ (PHASH_SIDE - 1)]; /* mirrored */
    assert_true(phash(h, &b));
    assert_true(phash_distance(a, b) > PHASH_NEAR);
    for (size_t i = 0; i < PHASH_PIXELS; i++)
        h[i] = (uint8_t)~g[i]; /* the negative: all bits but ties */
    assert_true(phash(h, &b));
    assert_true(phash_distance(a, b) >= 60);
    memset(flat, 17, sizeof flat);
    assert_false(phash(flat, &a));
    flat[500] = 19; /* the encoder's noise */
    assert_false(phash(flat, &a));
}

/* The transform against the sum that defines it, in long double. */
static void the_hash_is_the_cosine_transform(void **state) {
    uint8_t g[PHASH_PIXELS];
    long double c[64], sorted[63], median;
    uint64_t got;

    (void)state;
    grey_ramp(g, 3, 5, 30);
    assert_true(phash(g, &got));
    for (int i = 0; i < 64; i++) {
        c[i] = 0;
        for (int k = 0; k < (int)PHASH_PIXELS; k++)
            c[i] += g[k] * cosl((2 * (k % 32) + 1) * (i % 8) * acosl(-1) / 64) *
                    cosl((2 * (k / 32) + 1) * (i / 8) * acosl(-1) / 64);
        for (int k = i - 1; i && k >= 0; k--) { /* by insertion */
            if (k > 0 && sorted[k - 1] > c[i]) {
                sorted[k] = sorted[k - 1];
                continue;
            }
            sorted[k] = c[i];
            break;
        }
    }
    median = sorted[31];
    for (int i = 1; i < 64; i++)
        if (fabsl(c[i] - median) > 0.5L) /* the table is rounded to 2^-14 */
            assert_int_equal((got >> i) & 1, c[i] > median);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_is_told_by_the_first_bytes),
        cmocka_unit_test(a_board_gives_flights_and_times_and_no_names),
        cmocka_unit_test(the_hash_is_of_the_coarse_shape),
        cmocka_unit_test(the_hash_is_the_cosine_transform),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("media_bytes", tests, NULL, NULL);
}
