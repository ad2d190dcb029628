/* SPDX-License-Identifier: Apache-2.0 */
/* What the decode command writes, from bytes in memory: the same in any pieces; which reader a
 * stream is for; the table of aircraft to its limit; bytes at random. */
#include "base/canon.h"
#include "base/rng.h"
#include "cli/decode.h"
#include "t.h"

/* Frames of "The 1090 Megahertz Riddle", second edition, chapters 4, 5 and 7. */
#define NAME "8D4840D6202CC371C32CE0576098"
#define ODD "8D40621D58C386435CC412692AD6"
#define EVEN "8D40621D58C382D690C8AC2863A7"
#define SPEED "8D485020994409940838175B284F"

static struct buf in;

struct output {
    char *out, *notes;
    size_t out_n, notes_n;
    int rc;
    struct err e;
};

static struct output run(const struct decode_options *o, struct span s, size_t piece) {
    struct output r = {0};
    FILE *out = open_memstream(&r.out, &r.out_n), *notes = open_memstream(&r.notes, &r.notes_n);
    struct arena a;
    struct decode *d;

    arena_init(&a, (size_t)512 << 20);
    d = decode_begin(&a, o, out, notes);
    for (size_t i = 0; i < s.n && r.rc == 0; i += piece)
        r.rc = decode_feed(d, (struct span){s.p + i, s.n - i < piece ? s.n - i : piece}, &r.e);
    if (r.rc == 0) r.rc = decode_end(d, &r.e);
    fclose(out);
    fclose(notes);
    arena_fini(&a);
    return r;
}

static void done(struct output *r) {
    free(r->out);
    free(r->notes);
}

static struct decode_options usual(enum decode_what what, enum decode_as as) {
    return (struct decode_options){.what = what,
                                   .as = as,
                                   .stats = true,
                                   .has_zone = true,
                                   .has_start = true,
                                   .start_ms = INT64_C(1700000000000)};
}

/* --- streams --- */

static void avr(uint64_t ms, const char *frame) {
    buf_printf(&in, "@%012llX%s;\n", (unsigned long long)(ms * 12000), frame);
}

static void jet1090(uint64_t ms, const char *frame) {
    buf_printf(&in, "{\"timestamp\":17000%05llu.%03llu,\"frame\":\"%s\"}\n",
               (unsigned long long)(ms / 1000), (unsigned long long)(ms % 1000), frame);
}

static void beast(uint64_t ms, const char *frame) {
    uint64_t tick = ms * 12000;
    unsigned char b[21];

    for (int i = 0; i < 6; i++) b[i] = (unsigned char)(tick >> (40 - 8 * i));
    b[6] = 0x40;
    for (int i = 0; i < 14; i++) {
        char two[3] = {frame[2 * i], frame[2 * i + 1], 0};

        b[7 + i] = (unsigned char)strtoul(two, NULL, 16);
    }
    buf_puts(&in, "\x1a"
                  "3");
    for (size_t i = 0; i < sizeof b; i++) {
        buf_putc(&in, (char)b[i]);
        if (b[i] == 0x1a) buf_putc(&in, (char)b[i]);
    }
}

static void sbs(uint64_t ms, const char *frame) {
    buf_printf(&in,
               "MSG,3,1,1,%.6s,1,2023/11/14,22:13:%02llu.%03llu,2023/11/14,22:13:00.000,,38000,,,"
               "52.2572,3.91937,,,0,0,0,0\r\n",
               frame + 2, (unsigned long long)(ms / 1000 % 60), (unsigned long long)(ms % 1000));
}

static void stream(void (*put)(uint64_t ms, const char *frame), uint64_t seconds) {
    in.n = 0;
    for (uint64_t s = 0; s < seconds; s++) {
        put(s * 1000, NAME);
        put(s * 1000 + 300, ODD);
        put(s * 1000 + 100, SPEED);
        put(s * 1000 + 800, EVEN);
        if (s % 7 == 3) buf_puts(&in, "*rubbish\n");
    }
}

static void check_pieces(void (*put)(uint64_t ms, const char *frame)) {
    static const size_t piece[] = {1, 7, 4096, 65536};

    stream(put, 200);
    for (int k = 0; k < 9; k++) {
        struct decode_options o = usual((enum decode_what)(k % 3), (enum decode_as)(k / 3));
        struct output first;

        if (o.what != DECODE_TABLE && o.as == DECODE_PEOPLE) continue;
        first = run(&o, buf_span(&in), SIZE_MAX / 2);
        assert_ok(first.rc, first.e);
        assert_true(first.out_n > (o.what == DECODE_TABLE ? 100 : 10000));
        assert_true(first.notes_n > 100);
        for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
            struct output r = run(&o, buf_span(&in), piece[i]);

            assert_int_equal(r.rc, 0);
            assert_string_equal(r.out, first.out);
            assert_string_equal(r.notes, first.notes);
            done(&r);
        }
        done(&first);
    }
}

static void beast_is_the_same_in_any_pieces(void **state) {
    (void)state;
    check_pieces(beast);
}

static void avr_is_the_same_in_any_pieces(void **state) {
    (void)state;
    check_pieces(avr);
}

static void jet1090_is_the_same_in_any_pieces(void **state) {
    (void)state;
    check_pieces(jet1090);
}

static void sbs_is_the_same_in_any_pieces(void **state) {
    (void)state;
    check_pieces(sbs);
}

/* The next line of CSV, which ends in CR LF, but for the empty one at the end. */
static char *csv_line(char **rest) {
    char *line = strsep(rest, "\n");
    size_t n = line ? strlen(line) : 0;

    if (!n) return line;
    assert_int_equal(line[n - 1], '\r');
    line[n - 1] = 0;
    return line;
}

/* Each line is an object, and its members are the cells of the same line of CSV. */
static void json_says_what_csv_says(void **state) {
    void (*const put[])(uint64_t, const char *) = {beast, sbs};

    (void)state;
    for (int k = 0; k < 6; k++) {
        struct decode_options o = usual((enum decode_what)(k % 3), DECODE_CSV);
        struct output csv, json;
        char *row, *line, *rows, *lines, *name[64], *head, *save = NULL;
        size_t names = 0, n = 0;

        stream(put[k / 3], 20);
        csv = run(&o, buf_span(&in), 4096);
        o.as = DECODE_JSON;
        json = run(&o, buf_span(&in), 4096);
        rows = csv.out;
        lines = json.out;
        head = csv_line(&rows);
        for (char *p = strtok_r(head, ",", &save); p; p = strtok_r(NULL, ",", &save))
            name[names++] = p;
        assert_in_range(names, 8, 63);
        while ((row = csv_line(&rows)) && *row && (line = strsep(&lines, "\n"))) {
            json_t *j = json_loads(line, 0, NULL);
            size_t known = 0;

            assert_non_null(j);
            for (size_t i = 0; i < names; i++) {
                const char *cell = strsep(&row, ",");
                json_t *v = json_object_get(j, name[i]);

                assert_non_null(cell);
                assert_int_equal(*cell != 0, v != NULL);
                known += v != NULL;
                if (json_is_string(v)) assert_string_equal(json_string_value(v), cell);
                if (json_is_boolean(v)) assert_int_equal(json_is_true(v), *cell == '1');
                if (json_is_number(v))
                    assert_true(fabs(json_number_value(v) - strtod(cell, NULL)) < 1e-9);
            }
            assert_null(row);
            assert_int_equal(known, json_object_size(j));
            json_decref(j);
            n++;
        }
        assert_true(n >= 2);
        assert_string_equal(lines, "");
        done(&csv);
        done(&json);
    }
}

/* --- which reader --- */

static enum decode_form told(const char *s, size_t n) {
    struct decode_teller t = {0};
    enum decode_form form = DECODE_UNTOLD;

    for (size_t i = 0; i < n && form == DECODE_UNTOLD; i++) form = decode_tell(&t, s[i]);
    return form;
}

static void the_first_line_that_says_something_decides(void **state) {
    static const struct {
        const char *s;
        enum decode_form form;
    } t[] = {
        {"MSG,3,", DECODE_SBS},
        {"MLAT,3,", DECODE_SBS},
        {"START,Wed", DECODE_SBS},
        {"12345678901,MSG,", DECODE_SBS},
        {"0,,0,0\r\nMSG,", DECODE_SBS},
        {"a line that nobody knows, and which is longer than what is kept of one\nAIR,",
         DECODE_SBS},
        {"*8D", DECODE_FRAMES},
        {"@00", DECODE_FRAMES},
        {"{\"", DECODE_FRAMES},
        {"D6;\n*8D", DECODE_FRAMES},
        {"xx\x1a", DECODE_FRAMES},
        {"MSG 3,", DECODE_UNTOLD},
        {"123 MSG,", DECODE_UNTOLD},
        {" MSG,", DECODE_UNTOLD},
        {"", DECODE_UNTOLD},
    };
    char *many = calloc(1, 20000);

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (told(t[i].s, strlen(t[i].s)) != t[i].form) fail_msg("\"%s\"", t[i].s);
    assert_int_equal(told(many, DECODE_TOLD), DECODE_UNTOLD);
    assert_int_equal(told(many, DECODE_TOLD + 1), DECODE_FRAMES);
    free(many);
}

static void sbs_without_its_zone_is_refused(void **state) {
    struct decode_options o = usual(DECODE_TABLE, DECODE_CSV);
    struct output r;

    (void)state;
    stream(sbs, 1);
    o.has_zone = false;
    r = run(&o, buf_span(&in), 4096);
    assert_int_equal(r.rc, RC_NOTFOUND);
    assert_non_null(strstr(r.e.text, "--zone"));
    assert_int_equal(r.out_n, 0);
    done(&r);
}

/* --- aircraft --- */

static void aircraft_beyond_the_limit_are_counted(void **state) {
    struct decode_options o = usual(DECODE_TABLE, DECODE_CSV);
    struct decode_crafts t = {0};
    struct arena a;
    struct buf out = {0};

    (void)state;
    arena_init(&a, (size_t)256 << 20);
    t.a = &a;
    for (uint32_t i = 0; i < DECODE_CRAFTS; i++) /* scattered: 7919 is prime to 2^25 */
        decode_craft_add(&t, i * 7919 % (UINT32_C(1) << 25), 5, TRACK_NONE, false, NULL);
    assert_int_equal(t.n, DECODE_CRAFTS);
    for (uint32_t i = 0; i < DECODE_CRAFTS; i++)
        decode_craft_add(&t, i * 7919 % (UINT32_C(1) << 25), 9, (int32_t)i, true, "NAME    ");
    assert_int_equal(t.n, DECODE_CRAFTS);
    assert_int_equal(t.beyond, 0);
    decode_craft_add(&t, 3, 5, TRACK_NONE, false, NULL);
    decode_craft_add(&t, 3, 5, TRACK_NONE, false, NULL);
    assert_int_equal(t.beyond, 2);
    assert_int_equal(decode_craft_write(&t, &o, &out), DECODE_CRAFTS);
    for (size_t i = 0; i < t.n; i++) {
        if (i) assert_true(t.v[i].key > t.v[i - 1].key);
        assert_int_equal(t.v[i].messages, 2);
        assert_int_equal(t.v[i].positions, 1);
        assert_int_equal(t.v[i].first_ms, 5);
        assert_int_equal(t.v[i].last_ms, 9);
        assert_int_equal(t.v[i].low_ft * INT64_C(7919) % (1 << 25), t.v[i].key);
    }
    buf_fini(&out);
    arena_fini(&a);
}

static void unknown_is_empty_and_never_zero(void **state) {
    struct decode_options o = usual(DECODE_TABLE, DECODE_CSV);
    struct output r;

    (void)state;
    o.has_start = false;
    in.n = 0;
    avr(0, NAME);
    r = run(&o, buf_span(&in), 4096);
    assert_ok(r.rc, r.e);
    assert_string_equal(r.out, "hex,callsign,messages,positions,first,last,low_ft,high_ft\r\n"
                               "4840d6,KLM1023,1,0,,,,\r\n");
    done(&r);
}

/* --- a feed --- */

static void a_feed_has_the_time_that_it_is_given(void **state) {
    struct decode_options o = usual(DECODE_POSITIONS, DECODE_CSV);
    char *out = NULL, *notes = NULL;
    size_t n, notes_n;
    FILE *f = open_memstream(&out, &n), *g = open_memstream(&notes, &notes_n);
    struct err e = {0};
    struct arena a;
    struct decode *d;

    (void)state;
    arena_init(&a, (size_t)64 << 20);
    o.has_start = o.stats = false;
    d = decode_begin(&a, &o, f, g);
    decode_anchor(d, INT64_C(1700000000000));
    in.n = 0;
    beast(5000000, ODD);
    beast(5000500, EVEN);
    assert_ok(decode_feed(d, buf_span(&in), &e), e);
    assert_int_equal(decode_restarts(d), 0);
    in.n = 0;
    for (uint64_t i = 0; i < 3; i++) beast(i * 10 + 1, NAME);
    assert_ok(decode_feed(d, buf_span(&in), &e), e);
    assert_int_equal(decode_restarts(d), 1);
    decode_anchor(d, INT64_C(1700003600000));
    in.n = 0;
    beast(2000, ODD);
    beast(2300, EVEN);
    assert_ok(decode_feed(d, buf_span(&in), &e), e);
    assert_ok(decode_end(d, &e), e);
    fclose(f);
    fclose(g);
    assert_non_null(strstr(out, "\n2023-11-14T22:13:20.500Z,40621d,,52.257202,3.919373,38000,"));
    assert_non_null(strstr(out, "\n2023-11-14T23:13:20.300Z,40621d,,52.257202,3.919373,38000,"));
    free(out);
    free(notes);
    arena_fini(&a);
}

/* --- bytes at random --- */

static void random_bytes_survive(void **state) {
    (void)state;
    for (uint64_t k = 0; k < 30; k++) {
        struct decode_options o =
            usual((enum decode_what)(k % 3), k % 2 ? DECODE_JSON : DECODE_CSV);
        struct output r, s;

        in.n = 0;
        buf_puts(&in, k % 5 == 0 ? "MSG,3\n" : k % 5 == 1 ? "{\n" : "");
        for (uint64_t i = 0; i < 30000; i++) {
            uint64_t x = rng_u64(11, k, i);

            buf_putc(&in, x % 11 == 0 ? ',' : x % 13 == 0 ? '\n' : x % 17 ? (char)(x >> 8) : 0x1a);
            if (x % 300 == 0) sbs(x >> 40 & 0xffff, EVEN);
            if (x % 300 == 1) jet1090(x >> 40 & 0xffff, x & 8 ? EVEN : ODD);
            if (x % 300 == 2) beast(x >> 40 & 0xffff, x & 8 ? EVEN : ODD);
        }
        r = run(&o, buf_span(&in), 65536);
        s = run(&o, buf_span(&in), (size_t)(1 + k * 13));
        assert_int_equal(r.rc, s.rc);
        assert_string_equal(r.out, s.out);
        assert_string_equal(r.notes, s.notes);
        done(&r);
        done(&s);
    }
}

static int tear_down(void **state) {
    (void)state;
    buf_fini(&in);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beast_is_the_same_in_any_pieces),
        cmocka_unit_test(avr_is_the_same_in_any_pieces),
        cmocka_unit_test(jet1090_is_the_same_in_any_pieces),
        cmocka_unit_test(sbs_is_the_same_in_any_pieces),
        cmocka_unit_test(json_says_what_csv_says),
        cmocka_unit_test(the_first_line_that_says_something_decides),
        cmocka_unit_test(sbs_without_its_zone_is_refused),
        cmocka_unit_test(aircraft_beyond_the_limit_are_counted),
        cmocka_unit_test(unknown_is_empty_and_never_zero),
        cmocka_unit_test(a_feed_has_the_time_that_it_is_given),
        cmocka_unit_test(random_bytes_survive),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
