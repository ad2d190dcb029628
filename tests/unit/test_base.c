/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/canon.h"
#include "base/csv.h"
#include "base/fold.h"
#include "base/hash.h"
#include "base/num.h"
#include "base/rng.h"
#include "base/utc.h"
#include "t.h"

#include <inttypes.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)

static struct arena arena;
static struct err err;

static int setup(void **state) {
    (void)state;
    arena_init(&arena, 512 * MIB);
    err = (struct err){0};
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

static void assert_span(struct span s, const char *want) {
    if (!span_is(s, want)) fail_msg("\"%.*s\", wanted \"%s\"", SPAN_ARG(s), want);
}

/* err, arena, buf */

static void err_at_puts_where_before_what(void **state) {
    (void)state;
    assert_int_equal(err_set(&err, RC_RANGE, "latitude %d is outside [-90, 90]", 91), RC_RANGE);
    err_at(&err, "line %d", 7);
    err_at(&err, "a.csv");
    assert_string_equal(err.text, "a.csv: line 7: latitude 91 is outside [-90, 90]");
    assert_int_equal(err.rc, RC_RANGE);
}

static void err_that_is_cut_ends_with_a_whole_character(void **state) {
    char long_text[600];

    (void)state;
    for (size_t lead = 0; lead < 4; lead++) {
        memset(long_text, 'x', lead);
        for (size_t i = lead; i < sizeof long_text; i++)
            long_text[i] = "\xe2\x82\xac"[(i - lead) % 3];
        long_text[sizeof long_text - 1] = 0;
        err_put(&err, RC_SYNTAX, "%s", long_text);
        assert_true(strlen(err.text) >= sizeof err.text - 4);
        assert_true(csv_utf8(span_of(err.text)));
        err_at(&err, "%s", "a");
        assert_true(csv_utf8(span_of(err.text)));
    }
}

static void arena_gives_zeroed_aligned_memory(void **state) {
    (void)state;
    for (size_t n = 0; n < 300; n += 7) {
        unsigned char *p = arena_alloc(&arena, n, 3);

        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < 3 * n; i++) assert_int_equal(p[i], 0);
        memset(p, 0xff, 3 * n);
    }
}

static void arena_over_its_cap_aborts(void **state) {
    pid_t child;
    int status = 0;

    (void)state;
    fflush(NULL);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct arena small;

        signal(SIGABRT, SIG_DFL); /* cmocka's handler would go on with the tests in here */
        if (!freopen("/dev/null", "w", stderr)) _exit(1);
        arena_init(&small, 1000);
        (void)arena_alloc(&small, 900, 1);
        (void)arena_alloc(&small, 900, 1);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void vec_keeps_what_was_pushed(void **state) {
    VEC(int) v = {0};

    (void)state;
    for (int i = 0; i < 1000; i++) *vec_push(&arena, &v) = i;
    assert_int_equal(v.n, 1000);
    for (int i = 0; i < 1000; i++) assert_int_equal(v.v[i], i);
}

static void buf_is_terminated_after_each_step(void **state) {
    struct buf b = {0};

    (void)state;
    assert_span(buf_span(&b), "");
    buf_puts(&b, "a");
    assert_string_equal(b.p, "a");
    for (int i = 0; i < 500; i++) buf_printf(&b, "%d,", i % 10);
    buf_putc(&b, 'z');
    assert_int_equal(b.n, 1 + 1000 + 1);
    assert_int_equal(strlen(b.p), b.n);
    buf_fini(&b);
    buf_fini(&b);
}

/* num */

static void num_int_reads_to_the_last_value(void **state) {
    int64_t v = 0;

    (void)state;
    assert_ok(num_int(SPAN("9223372036854775807"), INT64_MIN, INT64_MAX, &v, &err), err);
    assert_true(v == INT64_MAX);
    assert_int_equal(num_int(SPAN("9223372036854775808"), INT64_MIN, INT64_MAX, &v, &err),
                     RC_RANGE);
    assert_int_equal(num_int(SPAN("101"), 0, 100, &v, &err), RC_RANGE);
    assert_string_equal(err.text, "101 is outside [0, 100]");
    assert_int_equal(num_int(SPAN(""), 0, 100, &v, &err), RC_SYNTAX);
    assert_int_equal(num_int(SPAN("-"), 0, 100, &v, &err), RC_SYNTAX);
    assert_int_equal(num_int(SPAN("1 "), 0, 100, &v, &err), RC_SYNTAX);
    assert_int_equal(num_int(SPAN("1,000"), 0, 10000, &v, &err), RC_SYNTAX);
}

static void num_real_is_the_nearest_double(void **state) {
    char text[40];

    (void)state;
    for (uint64_t i = 0; i < 20000; i++) {
        uint64_t digits = rng_u64(1, 0, i) % UINT64_C(1000000000000000);
        int places = (int)(rng_u64(1, 1, i) % 15);
        double x = 0;

        snprintf(text, sizeof text, "%015" PRIu64, digits);
        memmove(text + 15 - places + 1, text + 15 - places, (size_t)places + 1);
        text[15 - places] = '.';
        assert_ok(num_real(span_of(text), 0, 1e16, &x, &err), err);
        if (x != strtod(text, NULL)) fail_msg("%s gives %.17g", text, x);
    }
}

static void num_people_handles_every_int64(void **state) {
    struct buf b = {0};

    (void)state;
    num_people(&b, INT64_MIN);
    assert_string_equal(b.p, "-9,223,372,036,854,775,808");
    buf_fini(&b);
    num_people(&b, 4400);
    assert_string_equal(b.p, "4,400");
    buf_fini(&b);
    num_fixed(&b, (double)INFINITY, 2);
    num_fixed(&b, -0.001, 2);
    num_fixed(&b, -2.5, 0);
    assert_string_equal(b.p, "unknown0.00-3");
    buf_fini(&b);
}

/* utc */

static void utc_every_day_of_three_centuries_goes_there_and_back(void **state) {
    int32_t lo = utc_day((struct utc_civil){1900, 1, 1}),
            hi = utc_day((struct utc_civil){2200, 1, 1});

    (void)state;
    assert_int_equal(hi - lo,
                     109573); /* 300 years, of which 73 are leap years: 1900 and 2100 are not */
    for (int32_t day = lo; day < hi; day++) {
        time_t t = (time_t)day * 86400;
        struct utc_civil c = utc_civil(day);
        struct tm tm;
        int32_t again = 0;

        assert_non_null(gmtime_r(&t, &tm));
        assert_int_equal(c.year, tm.tm_year + 1900);
        assert_int_equal(c.month, tm.tm_mon + 1);
        assert_int_equal(c.day, tm.tm_mday);
        assert_int_equal(utc_weekday(day) % 7, tm.tm_wday);
        assert_int_equal(utc_day(c), day);
        assert_int_equal(utc_day_of(day * UTC_DAY_MS), day); /* its first and last instant */
        assert_int_equal(utc_day_of((day + 1) * UTC_DAY_MS - 1), day);
        assert_ok(utc_date_read(span_of(utc_date_text(day).s), &again, &err), err);
        assert_int_equal(again, day);
    }
}

static void utc_date_says_what_is_wrong(void **state) {
    int32_t day = 77;

    (void)state;
    assert_int_equal(utc_date_read(SPAN("2023-02-30"), &day, &err), RC_RANGE);
    assert_string_equal(err.text, "February 2023 has no day 30");
    assert_int_equal(utc_date_read(SPAN("2023-13-01"), &day, &err), RC_RANGE);
    assert_int_equal(utc_date_read(SPAN("1899-12-31"), &day, &err), RC_RANGE);
    assert_int_equal(utc_date_read(SPAN("30/10/2023"), &day, &err), RC_SYNTAX);
    assert_int_equal(utc_date_read(SPAN(" 2023-10-30"), &day, &err), RC_SYNTAX);
    assert_int_equal(utc_date_read(SPAN("2023-10-30 "), &day, &err), RC_SYNTAX);
    assert_int_equal(utc_date_read(SPAN("30 Octobe 2023"), &day, &err), RC_SYNTAX);
    assert_int_equal(utc_date_read((struct span){NULL, 0}, &day, &err), RC_SYNTAX);
    assert_int_equal(day, 77); /* left alone */
}

static void utc_texts_name_the_unknown(void **state) {
    int32_t day = 0;

    (void)state;
    assert_string_equal(utc_date_text(UTC_NONE).s, "unknown");
    assert_string_equal(utc_minute_text(UTC_NONE).s, "unknown");
    assert_ok(utc_date_read(SPAN("30 oct 2023"), &day, &err), err);
    assert_string_equal(utc_day_words(day).s, "Mon 30 Oct 2023");
    assert_string_equal(utc_month_text(day).s, "2023-10");
    assert_string_equal(utc_minute_text(545).s, "09:05");
    assert_string_equal(utc_instant_text(-1).s, "1969-12-31T23:59:59Z");
    assert_true(strlen(utc_instant_text(INT64_MIN).s) > 20);
    assert_true(strlen(utc_instant_text(INT64_MAX).s) > 20);
}

static void utc_instant_wants_a_zone(void **state) {
    int64_t t = 0;

    (void)state;
    assert_int_equal(utc_instant_read(SPAN("2023-10-30 12:20"), &t, &err), RC_SYNTAX);
    assert_string_equal(err.text, "a time without a zone (as Z or +10:00)");
    assert_int_equal(utc_instant_read(SPAN("2023-10-30T12:20:00+15:00"), &t, &err), RC_RANGE);
    assert_int_equal(utc_instant_read(SPAN("2023-10-30T24:00:00Z"), &t, &err), RC_RANGE);
    assert_int_equal(utc_instant_read(SPAN("2023-10-30T23:59:60Z"), &t, &err), RC_RANGE);
    assert_ok(utc_instant_read(SPAN("2023-10-30 12:20+10:00"), &t, &err), err);
    assert_string_equal(utc_instant_text(t).s, "2023-10-30T02:20:00Z");
}

/* hash */

static void hash_in_pieces_is_the_hash_of_the_whole(void **state) {
    char text[300];
    uint8_t whole[HASH_BYTES], pieces[HASH_BYTES];

    (void)state;
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char)(i * 7);
    for (size_t cut = 0; cut <= sizeof text; cut += 13) {
        struct hash h;

        hash_of((struct span){text, sizeof text}, whole);
        hash_begin(&h);
        hash_add(&h, (struct span){text, cut});
        hash_add(&h, (struct span){text + cut, sizeof text - cut});
        hash_end(&h, pieces);
        assert_memory_equal(whole, pieces, HASH_BYTES);
    }
}

static void hash_text_goes_there_and_back(void **state) {
    uint8_t h[HASH_BYTES], again[HASH_BYTES], other[HASH_BYTES];
    struct hash_text t;

    (void)state;
    hash_random(h, sizeof h);
    hash_random(other, sizeof other);
    assert_memory_not_equal(h, other, HASH_BYTES);
    t = hash_hex(h);
    assert_int_equal(strlen(t.s), 64);
    assert_true(hash_read(span_of(t.s), again));
    assert_memory_equal(h, again, HASH_BYTES);
    assert_false(hash_read((struct span){t.s, 63}, again));
    t.s[10] = 'g';
    assert_false(hash_read(span_of(t.s), again));
}

/* canon */

static void canon_sorts_and_escapes(void **state) {
    json_t *v = NULL;
    struct buf b = {0};

    (void)state;
    assert_ok(canon_parse(SPAN(" {\"b\": [1, -0, true, null], \"a/\\u001F\\u007f\\n\": "
                               "\"\\u00e9\\\"\" , \"B\": {}} "),
                          &v, &err),
              err);
    buf_puts(&b, "before ");
    assert_ok(canon_write(v, &b, &err), err);
    assert_string_equal(
        b.p, "before {\"B\":{},\"a/\\u001f\x7f\\n\":\"\xc3\xa9\\\"\",\"b\":[1,0,true,null]}");
    json_decref(v);
    assert_ok(canon_read((struct span){b.p + 7, b.n - 7}, &v, &err), err);
    json_decref(v);
    buf_fini(&b);
}

static void canon_reads_only_the_one_form(void **state) {
    static const char *const wrong[] = {" {}",
                                        "{} ",
                                        "{\"b\":1,\"a\":2}",
                                        "{\"a\":1,\"a\":1}",
                                        "[1.0]",
                                        "[1e3]",
                                        "[-0]",
                                        "[\"\\u0041\"]",
                                        "[\"\\u001F\"]",
                                        "[\"\\/\"]",
                                        "[1] 2",
                                        "[\"\\u0000\"]",
                                        "[\"\xff\"]",
                                        "[0x1]",
                                        "[01]",
                                        "",
                                        "[1",
                                        "{\"a\"}",
                                        "[\"\\ud800\"]",
                                        "[NaN]",
                                        "[1,]",
                                        "nul",
                                        "[\"\n\"]"};
    json_t *v = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (canon_read(span_of(wrong[i]), &v, &err) != RC_SYNTAX) fail_msg("%s is taken", wrong[i]);
    assert_null(v);
    assert_int_equal(canon_read(SPAN("{\"a\": 1}"), &v, &err), RC_SYNTAX);
    assert_string_equal(err.text, "byte 5: the JSON text is not in canonical form");
    assert_int_equal(canon_parse(SPAN("{\n\"secret\": oops}"), &v, &err), RC_SYNTAX);
    assert_null(strstr(err.text, "oops")); /* the sentence does not carry what the text says */
    assert_non_null(strstr(err.text, "line 2"));
}

static void canon_refuses_reals_depth_and_length(void **state) {
    char text[2 * CANON_DEPTH + 8] = {0};
    json_t *v = json_pack("{s:f}", "x", 1.5);
    struct buf b = {0};
    json_t *out = NULL;

    (void)state;
    buf_puts(&b, "kept");
    assert_int_equal(canon_write(v, &b, &err), RC_RANGE);
    assert_string_equal(b.p, "kept");
    json_decref(v);
    memset(text, '[', CANON_DEPTH);
    memset(text + CANON_DEPTH, ']', CANON_DEPTH);
    assert_ok(canon_read(span_of(text), &out, &err), err);
    json_decref(out);
    memset(text, '[', CANON_DEPTH + 1);
    memset(text + CANON_DEPTH + 1, ']', CANON_DEPTH + 1);
    assert_int_equal(canon_parse(span_of(text), &out, &err), RC_LIMIT);
    v = json_array();
    for (int i = 0; i < 300000; i++) json_array_append_new(v, json_integer(1000));
    assert_int_equal(canon_write(v, &b, &err), RC_LIMIT);
    assert_string_equal(b.p, "kept");
    json_decref(v);
    buf_fini(&b);
}

/* csv */

/* Reads text whole; rows as `line:cell,cell;` and failures as `line!rc;`, cells in [] */
static const char *csv_all(struct span text, char sep) {
    struct buf b = {0};
    struct csv c;
    const char *out;
    int rc;

    if (text.n) /* a block of its size, so that AddressSanitizer sees a read past it */
        text.p = memcpy(arena_alloc(&arena, text.n, 1), text.p, text.n);
    csv_begin(&c, &arena, text, sep);
    while ((rc = csv_next(&c, &err)) != 0) {
        buf_printf(&b, "%" PRId64, c.line);
        if (rc < 0) buf_printf(&b, "!%d", rc);
        for (size_t i = 0; i < c.n; i++) buf_printf(&b, "[%.*s]", SPAN_ARG(c.cell[i]));
        buf_putc(&b, ';');
    }
    out = arena_dup(&arena, buf_span(&b));
    buf_fini(&b);
    return out;
}

/* What is written is read back as it was, by any separator; text of others with its ' before. */
static void csv_put_is_read_back(void **state) {
    static const char *const cell[] = {"a",    "a,b", "a;b\tc", "say \"no\"", "two\r\nlines",
                                       "=1+1", "-"};

    (void)state;
    for (size_t i = 0; i < sizeof cell / sizeof *cell; i++)
        for (int text = 0; text < 2; text++) {
            struct buf b = {0}, want = {0};

            if (text)
                csv_put_text(&b, span_of(cell[i]));
            else
                csv_put(&b, span_of(cell[i]));
            buf_printf(&want, "1[%s%s];", text && strchr("=-", cell[i][0]) ? "'" : "", cell[i]);
            assert_string_equal(csv_all(buf_span(&b), ','), want.p);
            assert_string_equal(csv_all(buf_span(&b), ';'), want.p);
            buf_fini(&b);
            buf_fini(&want);
        }
}

static void csv_reads_rows_with_their_lines(void **state) {
    (void)state;
    assert_string_equal(csv_all(SPAN(""), 0), "");
    assert_string_equal(csv_all(SPAN("\n\r\n\r"), 0), "");
    assert_string_equal(csv_all(SPAN("a,b\n1,2\n"), 0), "1[a][b];2[1][2];");
    assert_string_equal(csv_all(SPAN("a,b\r\n1,\r\n"), 0), "1[a][b];2[1][];");
    assert_string_equal(csv_all(SPAN("a\rb\n\rc"), ','), "1[a];2[b];4[c];");
    assert_string_equal(csv_all(SPAN("\n\na,b\n\n,\n"), 0), "3[a][b];5[][];");
    assert_string_equal(csv_all(SPAN("\"x\ny\r\nz\",\"say \"\"no\"\"\"\nq"), ','),
                        "1[x\ny\r\nz][say \"no\"];4[q];");
    assert_string_equal(csv_all(SPAN("5\" pipe, x ,\"\""), ','), "1[5\" pipe][ x ][];");
    assert_string_equal(csv_all(SPAN("\"\"\"\""), ','), "1[\"];");
}

static void csv_guesses_the_separator(void **state) {
    (void)state;
    assert_string_equal(csv_all(SPAN("a;b;c,d\n"), 0), "1[a][b][c,d];");
    assert_string_equal(csv_all(SPAN("a\tb\n1,2,3\t4\n"), 0), "1[a][b];2[1,2,3][4];");
    assert_string_equal(csv_all(SPAN("\n\"a,b,c\"|d\n"), 0), "2[a,b,c][d];");
    assert_string_equal(csv_all(SPAN("\"a\n,,,\"|d\n"), 0), "1[a\n,,,][d];");
    assert_string_equal(csv_all(SPAN("alone\n"), 0), "1[alone];");
    assert_string_equal(csv_all(SPAN("\"a\"\",\"\",\";b;\"c,\"\n"), 0), "1[a\",\",][b][c,];");
}

static void csv_names_the_line_of_a_bad_quote(void **state) {
    struct csv c;

    (void)state;
    csv_begin(&c, &arena, SPAN("a,b\n1,\"two\n3,4\n5,\"six\"\n7,8\n"), ',');
    assert_int_equal(csv_next(&c, &err), 1);
    assert_int_equal(csv_next(&c, &err), RC_SYNTAX);
    assert_string_equal(err.text, "line 4: cell 2: text after a closing quote");
    assert_int_equal(c.line, 2);
    assert_int_equal(c.offset, 4);
    csv_begin(&c, &arena, SPAN("a\n\"b\nc\n"), ',');
    assert_int_equal(csv_next(&c, &err), 1);
    assert_int_equal(csv_next(&c, &err), RC_SYNTAX);
    assert_string_equal(err.text, "line 2: cell 1: a quote that does not close");
}

static void csv_goes_on_with_the_line_after_a_bad_quote(void **state) {
    (void)state;
    assert_string_equal(csv_all(SPAN("1,\"two\n3,4\n5,\"six\"\n7,8\n"), ','),
                        "1!-2;2[3][4];3[5][six];4[7][8];");
    assert_string_equal(csv_all(SPAN("\"a\nb\nc"), ','), "1!-2;2[b];3[c];");
    assert_string_equal(csv_all(SPAN("\"a\"x\r\nb\r\n"), ','), "1!-2;2[b];");
    /* a cell of several lines on the line where the fault was found is still one */
    assert_string_equal(csv_all(SPAN("x,\"a\nb\nc,\"d\ne\"\nf\n"), ','),
                        "1!-2;2[b];3[c][d\ne];5[f];");
}

static void csv_refuses_a_nul_byte_with_its_line(void **state) {
    struct span out;

    (void)state;
    assert_int_equal(csv_text(&arena, SPAN("a,b\r\nc\n\"d\0\"\n"), &out, &err), RC_SYNTAX);
    assert_string_equal(err.text, "line 3: a NUL byte, which no text has");
    assert_int_equal(csv_text(&arena, SPAN("a\0,\0b\0"), &out, &err),
                     RC_SYNTAX); /* UTF-16 without a mark */
    assert_int_equal(csv_text(&arena, SPAN("\xff\xfe\n\0a\0\0\0"), &out, &err), RC_SYNTAX);
    assert_string_equal(err.text, "line 2: a NUL byte, which no text has");
}

static void csv_text_turns_what_spreadsheets_write_into_utf8(void **state) {
    struct span out;

    (void)state;
    assert_ok(csv_text(&arena, SPAN("\xef\xbb\xbf\xd0\xaf,1"), &out, &err), err);
    assert_span(out, "\xd0\xaf,1");
    assert_ok(csv_text(&arena, SPAN("\xff\xfe\x2f\x04\x2c\0\x3d\xd8\x00\xde"), &out, &err), err);
    assert_span(out, "\xd0\xaf,\xf0\x9f\x98\x80");
    assert_ok(csv_text(&arena, SPAN("\xfe\xff\x04\x2f\0\x2c\x20\xac"), &out, &err), err);
    assert_span(out, "\xd0\xaf,\xe2\x82\xac");
    assert_int_equal(csv_text(&arena, SPAN("\xff\xfe\x2f"), &out, &err), RC_SYNTAX);
    assert_ok(csv_text(&arena, SPAN("\xff\xfe\x3d\xd8\x41\0"), &out, &err), err);
    assert_false(csv_utf8(out)); /* half a pair: a bad cell, not a bad file */
    assert_ok(csv_text(&arena, (struct span){NULL, 0}, &out, &err), err);
    assert_int_equal(out.n, 0);
}

static void csv_utf8_takes_text_only(void **state) {
    static const char *const bad[] = {"\x01",
                                      "\x7f",
                                      "\xc2\x85",
                                      "\x80",
                                      "\xc0\xaf",
                                      "\xc3",
                                      "\xe0\x9f\xbf",
                                      "\xed\xa0\x80",
                                      "\xff",
                                      "\xf4\x90\x80\x80",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xe2\x82",
                                      "\xf5\x80\x80\x80",
                                      "a\x1b[1m",
                                      "\xc3("};

    (void)state;
    assert_true(
        csv_utf8(SPAN("a\tb\r\n\xc2\xa0\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf")));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (csv_utf8(span_of(bad[i]))) fail_msg("number %zu is taken", i);
}

static struct span repeat(struct span unit, size_t times) {
    char *p = arena_alloc(&arena, times, unit.n);

    for (size_t i = 0; i < times; i++) memcpy(p + i * unit.n, unit.p, unit.n);
    return (struct span){p, times * unit.n};
}

static void csv_limits_cells_rows_and_bytes(void **state) {
    struct buf b = {0};
    struct csv c;

    (void)state;
    buf_add(&b, repeat(SPAN("x,"), 9999));
    buf_puts(&b, "x\nnext\n\"");
    buf_add(&b, repeat(SPAN("y"), CSV_CELL_BYTES + 1));
    buf_puts(&b, "\"\n");
    buf_add(&b, repeat(SPAN("z"), CSV_CELL_BYTES));
    buf_puts(&b, "\nend");
    csv_begin(&c, &arena, buf_span(&b), ',');
    assert_int_equal(csv_next(&c, &err), RC_LIMIT);
    assert_string_equal(err.text, "line 1: more than 4096 cells in a row");
    assert_int_equal(c.n, 0);
    assert_int_equal(csv_next(&c, &err), 1);
    assert_span(c.cell[0], "next");
    assert_int_equal(csv_next(&c, &err), RC_LIMIT);
    assert_string_equal(err.text, "line 3: cell 1: more than 65536 bytes");
    assert_int_equal(csv_next(&c, &err), 1);
    assert_int_equal(c.cell[0].n, CSV_CELL_BYTES);
    assert_int_equal(csv_next(&c, &err), 1);
    assert_span(c.cell[0], "end");
    assert_int_equal(csv_next(&c, &err), 0);
    buf_fini(&b);
    for (int i = 0; i < 70; i++) {
        buf_add(&b, repeat(SPAN("y"), CSV_CELL_BYTES));
        buf_putc(&b, ',');
    }
    csv_begin(&c, &arena, buf_span(&b), ',');
    assert_int_equal(csv_next(&c, &err), RC_LIMIT);
    assert_string_equal(err.text, "line 1: more than 4194304 bytes in a row");
    buf_fini(&b);
    csv_begin(&c, &arena, repeat(SPAN("\"\"x\n"), CSV_ROWS + 5), ',');
    for (size_t i = 0; i < CSV_ROWS; i++) assert_int_equal(csv_next(&c, &err), RC_SYNTAX);
    assert_int_equal(csv_next(&c, &err), RC_LIMIT);
    assert_string_equal(err.text, "line 1000001: more than 1000000 rows");
    assert_int_equal(csv_next(&c, &err), 0);
}

static void csv_cells_are_views_and_memory_is_used_again(void **state) {
    struct span text = repeat(SPAN("a,\"b\",\"c\"\"d\"\"e\",\"\"\"\"\n"), 200000);
    struct csv c;
    size_t used;
    int rc;

    (void)state;
    csv_begin(&c, &arena, text, ',');
    used = arena.used;
    while ((rc = csv_next(&c, &err)) > 0) {
        assert_true(c.cell[0].p >= text.p && c.cell[0].p < text.p + text.n);
        assert_true(c.cell[1].p >= text.p && c.cell[1].p < text.p + text.n);
        if (c.rows % 1000) continue;
        assert_span(c.cell[2], "c\"d\"e");
        assert_span(c.cell[3], "\"");
    }
    assert_int_equal(rc, 0);
    assert_int_equal(c.rows, 200000);
    assert_true(arena.used - used < 4096);
}

static void csv_undoes_quotes_in_a_row_that_outgrows_its_room(void **state) {
    struct buf b = {0};
    struct csv c;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        buf_printf(&b, "%s\"n\"\"%d", i ? "," : "", i);
        buf_add(&b, repeat(SPAN("\"\""), (size_t)i));
        buf_putc(&b, '"');
    }
    csv_begin(&c, &arena, buf_span(&b), ',');
    assert_int_equal(csv_next(&c, &err), 1);
    assert_int_equal(c.n, 1000);
    for (size_t i = 0; i < c.n; i++) {
        char head[16];
        size_t n = (size_t)snprintf(head, sizeof head, "n\"%zu", i);

        assert_int_equal(c.cell[i].n, n + i);
        assert_memory_equal(c.cell[i].p, head, n);
        for (size_t k = n; k < c.cell[i].n; k++) assert_int_equal(c.cell[i].p[k], '"');
    }
    buf_fini(&b);
}

/* Each of these once took, or would take without `until`, time quadratic in the text. */
static void csv_takes_linear_time_for_garbage(void **state) {
    static const char *const unit[] = {"a\",\"b\n", "\"\n", "\"\"x\n",  "x,\"\n",     "\"",
                                       "\"\"",      ",",    "\"\"\"\n", "\n\"x\",\"y"};
    struct timespec from, to;
    double seconds;

    (void)state;
    for (size_t k = 0; k < sizeof unit / sizeof *unit; k++) {
        struct span u = span_of(unit[k]), text = repeat(u, MIB / u.n);
        struct csv c;

        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
        csv_begin(&c, &arena, text, ',');
        while (csv_next(&c, &err) != 0) continue;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
        seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) * 1e-9;
        if (seconds > 2) /* linear takes 0.05 s under the sanitizers, the other 20 s */
            fail_msg("unit %zu: %.1f s for 1 MiB", k, seconds);
    }
}

/* fold */

static void fold_makes_names_alike(void **state) {
    static const char *const pair[][2] = {
        {"D\xc3\xa9part (heure)", "depart_heure"},
        {"  Flight No. ", "flight_no"},
        {"ORIGIN__Airport", "origin_airport"},
        {"De\xcc\x81part", "depart"},
        {"\xef\xac\x81le", "file"}, /* the ligature fi */
        {"Stra\xc3\x9f"
         "e",
         "strasse"},
        {"\xd0\x9f\xd1\x85\xd0\xb5\xd0\xbd\xd1\x8c\xd1\x8f\xd0\xbd",
         "\xd0\xbf\xd1\x85\xd0\xb5\xd0\xbd\xd1\x8c\xd1\x8f\xd0\xbd"},
        {"\xed\x8f\x89\xec\x96\x91", "\xed\x8f\x89\xec\x96\x91"}, /* Hangul stays composed */
        {"\xe5\xb9\xb3\xe5\xa3\x8c \xef\xbc\x92", "\xe5\xb9\xb3\xe5\xa3\x8c_2"}, /* a wide digit */
        {"\xe3\x81\x8c", "\xe3\x81\x8c"}, /* kana with its voicing mark */
        {"\xe2\x80\x8b"
         "a\xc2\xad"
         "b",
         "ab"}, /* zero width, soft hyphen */
        {"---", ""},
        {"", ""},
        {"a\xff", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        struct span once = fold_name(&arena, span_of(pair[i][0]));

        assert_span(once, pair[i][1]);
        assert_span(fold_name(&arena, once), pair[i][1]);
    }
}

/* rng */

static void rng_unit_stays_inside_and_is_even(void **state) {
    double sum = 0;
    int low = 0;

    (void)state;
    for (uint64_t i = 0; i < 100000; i++) {
        double u = rng_unit(42, 7, i);

        assert_true(u > 0 && u < 1);
        sum += u;
        low += u < 0.1;
    }
    assert_near(sum / 100000, 0.5, 0.005); /* five standard errors */
    assert_near(low / 100000.0, 0.1, 0.005);
    assert_true(rng_u64(1, 2, 3) != rng_u64(1, 3, 2));
    assert_true(rng_u64(1, 2, 3) != rng_u64(2, 1, 3));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(err_at_puts_where_before_what),
        TEST(err_that_is_cut_ends_with_a_whole_character),
        TEST(arena_gives_zeroed_aligned_memory),
        TEST(arena_over_its_cap_aborts),
        TEST(vec_keeps_what_was_pushed),
        TEST(buf_is_terminated_after_each_step),
        TEST(num_int_reads_to_the_last_value),
        TEST(num_real_is_the_nearest_double),
        TEST(num_people_handles_every_int64),
        TEST(utc_every_day_of_three_centuries_goes_there_and_back),
        TEST(utc_date_says_what_is_wrong),
        TEST(utc_texts_name_the_unknown),
        TEST(utc_instant_wants_a_zone),
        TEST(hash_in_pieces_is_the_hash_of_the_whole),
        TEST(hash_text_goes_there_and_back),
        TEST(canon_sorts_and_escapes),
        TEST(canon_reads_only_the_one_form),
        TEST(canon_refuses_reals_depth_and_length),
        TEST(csv_put_is_read_back),
        TEST(csv_reads_rows_with_their_lines),
        TEST(csv_guesses_the_separator),
        TEST(csv_names_the_line_of_a_bad_quote),
        TEST(csv_goes_on_with_the_line_after_a_bad_quote),
        TEST(csv_refuses_a_nul_byte_with_its_line),
        TEST(csv_text_turns_what_spreadsheets_write_into_utf8),
        TEST(csv_utf8_takes_text_only),
        TEST(csv_limits_cells_rows_and_bytes),
        TEST(csv_cells_are_views_and_memory_is_used_again),
        TEST(csv_undoes_quotes_in_a_row_that_outgrows_its_room),
        TEST(csv_takes_linear_time_for_garbage),
        TEST(fold_makes_names_alike),
        TEST(rng_unit_stays_inside_and_is_even),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
