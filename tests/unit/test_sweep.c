/* SPDX-License-Identifier: Apache-2.0 */
/* Hostile tables: a sensible answer or a clear sentence; never NaN, never two answers to one table. */
#include "cli/sweep.h"
#include "t.h"

#include <unistd.h>

/* --- cells --- */

static int read_cell(int column, struct span text, struct sweep_record *out, struct err *e) {
    struct span cell[SWEEP_COLUMNS];
    struct buf b = {0};
    int rc;

    for (int i = 0; i < SWEEP_COLUMNS; i++) cell[i] = (struct span){"", 0};
    cell[SWEEP_DATE] = SPAN("2023-10-30");
    cell[column] = text;
    rc = sweep_row_read(cell, &b, e);
    if (rc == 0) {
        struct span s = buf_span(&b);

        *out = sweep_row_next(&s);
        assert_int_equal(s.n, 0);
        out->bytes = out->slot = out->group = out->root = (struct span){0};
    }
    buf_fini(&b);
    return rc;
}

static void cells_out_of_form_are_refused_and_never_quoted(void **state) {
    static const struct {
        int column;
        const char *text;
    } bad[] = {
        {SWEEP_COUNT, "-4"},
        {SWEEP_COUNT, "1e300"},
        {SWEEP_COUNT, "5001"},
        {SWEEP_COUNT, "79.5"},
        {SWEEP_COUNT, "79."},
        {SWEEP_COUNT, "0x10"},
        {SWEEP_COUNT, "inf"},
        {SWEEP_COUNT, "1,000"},
        {SWEEP_COUNT, "99999999999999999999"},
        {SWEEP_LOW, "-1"},
        {SWEEP_HIGH, "x"},
        {SWEEP_SEATS, "0"},
        {SWEEP_SEATS, "210-140"},
        {SWEEP_SEATS, "141-"},
        {SWEEP_SEATS, "-140"},
        {SWEEP_SEATS, "1e300"},
        {SWEEP_DATE, "9999-12-31"},
        {SWEEP_DATE, "0001-01-01"},
        {SWEEP_DATE, "2023-02-30"},
        {SWEEP_DATE, "30/10/2023"},
        {SWEEP_DATE, "1e300"},
        {SWEEP_DATE, ""},
        {SWEEP_STATUS, "gone"},
        {SWEEP_METHOD, "guessed"},
        {SWEEP_STAGE, "asleep"},
        {SWEEP_WORDING, "exactly"},
        {SWEEP_OF, "some"},
        {SWEEP_SLOT, "a\x01"
                     "b"},
        {SWEEP_GROUP, "\xff\xfe"},
        {SWEEP_ROOT, "\xc0\x80"},
    };
    struct sweep_record x;
    struct err e;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int rc = read_cell(bad[i].column, span_of(bad[i].text), &x, &e);

        if (rc >= 0) fail_msg("%s \"%s\" was taken", sweep_columns[bad[i].column], bad[i].text);
        assert_ptr_equal(strstr(e.text, sweep_columns[bad[i].column]), e.text);
        if (strlen(bad[i].text) > 3) assert_null(strstr(e.text, bad[i].text));
    }
}

static void a_word_that_is_none_is_told_the_words_there_are(void **state) {
    struct sweep_record x;
    struct err e;

    (void)state;
    assert_true(read_cell(SWEEP_METHOD, SPAN("eye estimate"), &x, &e) < 0);
    assert_string_equal(e.text, "method: not one of counted, partial, eye, proxy, official, "
                                "manifest, seats, neighbour, claimed");
}

static void cells_that_mean_a_figure_or_nothing_are_taken(void **state) {
    static const struct {
        int column;
        const char *text;
        int want;
    } good[] = {
        {SWEEP_COUNT, "", -1},        {SWEEP_COUNT, "NaN", -1},    {SWEEP_COUNT, " n/a ", -1},
        {SWEEP_COUNT, "unknown", -1}, {SWEEP_COUNT, "0", 0},       {SWEEP_COUNT, "79", 79},
        {SWEEP_COUNT, " 79.0", 79},   {SWEEP_COUNT, "5000", 5000}, {SWEEP_COUNT, "0079", 79},
    };
    struct sweep_record x;
    struct err e;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_ok(read_cell(good[i].column, span_of(good[i].text), &x, &e), e);
        assert_int_equal(x.r.best, good[i].want);
    }
    assert_ok(read_cell(SWEEP_SEATS, SPAN("140 - 210"), &x, &e), e);
    assert_int_equal(x.r.seats_lo, 140);
    assert_int_equal(x.r.seats_hi, 210);
    assert_ok(read_cell(SWEEP_STATUS, SPAN("Cancelled"), &x, &e), e);
    assert_int_equal(x.r.status, SWEEP_CANCELLED);
    assert_ok(read_cell(SWEEP_STATUS, SPAN("unknown"), &x, &e), e);
    assert_int_equal(x.r.status, SWEEP_UNKNOWN);
}

static void low_count_and_high_stand_in_order(void **state) {
    static const char *const bad[][3] = {{"50", "60", ""}, {"50", "", "40"}, {"", "60", "50"}};
    struct span cell[SWEEP_COLUMNS];
    struct buf b = {0};
    struct err e;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        for (int k = 0; k < SWEEP_COLUMNS; k++) cell[k] = (struct span){"", 0};
        cell[SWEEP_DATE] = SPAN("2023-10-30");
        cell[SWEEP_COUNT] = span_of(bad[i][0]);
        cell[SWEEP_LOW] = span_of(bad[i][1]);
        cell[SWEEP_HIGH] = span_of(bad[i][2]);
        assert_int_equal(sweep_row_read(cell, &b, &e), RC_RANGE);
    }
    assert_int_equal(b.n, 0);
    buf_fini(&b);
}

/* --- series --- */

static void add(struct buf *b, const char *date, const char *slot, const char *status,
                const char *method, const char *count, const char *root) {
    struct span cell[SWEEP_COLUMNS];
    struct err e;

    for (int i = 0; i < SWEEP_COLUMNS; i++) cell[i] = (struct span){"", 0};
    cell[SWEEP_DATE] = span_of(date);
    cell[SWEEP_SLOT] = span_of(slot);
    cell[SWEEP_STATUS] = span_of(status);
    cell[SWEEP_METHOD] = span_of(method);
    cell[SWEEP_COUNT] = span_of(count);
    cell[SWEEP_ROOT] = span_of(root);
    assert_ok(sweep_row_read(cell, b, &e), e);
}

static struct sweep_series built(struct arena *a, struct buf *b) {
    struct sweep_series s;
    struct err e;

    arena_init(a, (size_t)1 << 30);
    assert_ok(sweep_build(a, SPAN("s"), buf_span(b), &s, &e), e);
    return s;
}

static void rows_of_a_day_and_slot_are_one_flight_and_contradictions_are_unknown(void **state) {
    struct buf b = {0};
    struct arena a;
    struct sweep_series s;

    (void)state;
    add(&b, "2023-10-30", "1", "announced", "", "", "");
    add(&b, "2023-10-30", "1", "operated", "", "70", "x");
    add(&b, "2023-10-31", "1", "announced", "", "", ""); /* another day: another slot */
    add(&b, "2023-10-30", "", "announced", "", "", "");  /* unnamed: one slot each */
    add(&b, "2023-10-30", "", "announced", "", "", "");
    add(&b, "2023-11-01", "2", "operated", "", "", "");
    add(&b, "2023-11-01", "2", "cancelled", "", "", "");
    add(&b, "2023-11-02", "3", "cancelled", "", "", "");
    add(&b, "2023-11-02", "3", "", "eye", "20", "x");
    add(&b, "2023-11-03", "4", "cancelled", "seats", "150", ""); /* seats are not people */
    add(&b, "2023-11-04", "5", "cancelled", "counted", "0", "");
    add(&b, "2023-11-05", "6", "", "counted", "9", ""); /* people aboard: it flew */
    sweep_row_bad(&b, "date: empty");
    s = built(&a, &b);
    assert_int_equal(s.in.nslot, 9);
    assert_int_equal(s.announced, 4);
    assert_int_equal(s.flown, 3);
    assert_int_equal(s.cancelled, 2);
    assert_int_equal(s.unknown, 4);
    assert_int_equal(s.contradicted, 1);
    assert_int_equal(s.aboard_cancelled, 1);
    assert_int_equal(s.bad, 1);
    assert_int_equal(s.rows, 13);
    assert_int_equal(s.counts, 4);
    assert_int_equal(s.in.ncount, 5);
    assert_int_equal(s.in.nroot, 4); /* x, and three alone */
    arena_fini(&a);
    buf_fini(&b);
}

/* Rows without a root are voices of their own, but a copy of a row is no second look; one that names no slot is a flight of its own. */
static void rows_without_a_root_speak_for_themselves_and_copies_once(void **state) {
    struct buf b = {0};
    struct arena a;
    struct sweep_series s;

    (void)state;
    add(&b, "2023-10-30", "1", "operated", "counted", "70", "");
    add(&b, "2023-10-30", "1", "operated", "counted", "71", "");
    add(&b, "2023-10-30", "1", "operated", "counted", "60", "b");
    add(&b, "2023-10-30", "1", "operated", "counted", "70", "");
    add(&b, "2023-10-30", "1", "operated", "counted", "80", "b");
    add(&b, "2023-10-31", "", "operated", "counted", "50", "");
    add(&b, "2023-10-31", "", "operated", "counted", "50", "");
    s = built(&a, &b);
    assert_int_equal(s.in.nslot, 3);
    assert_int_equal(s.in.ncount, 6);
    assert_int_equal(s.in.nroot, 5);
    assert_int_equal(s.copies, 1);
    assert_int_equal(s.alike, 1);
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < i; k++)
            assert_int_equal(s.in.count[i].root == s.in.count[k].root,
                             s.in.count[i].best % 20 == 0 && s.in.count[k].best % 20 == 0);
    arena_fini(&a);
    buf_fini(&b);
}

static void series_over_the_limit_has_a_line_with_its_error(void **state) {
    struct buf b = {0}, line = {0};
    struct sweep_options o = {.interval = 0.9, .seed = 1, .selection = (double)NAN, .jobs = 1};

    (void)state;
    for (int i = 0; i <= SWEEP_SLOTS; i++) add(&b, "2023-10-30", "", "", "", "", "");
    sweep_answer(&o, SPAN("long"), buf_span(&b), &line, NULL);
    assert_string_equal(line.p,
                        "{\"series\":\"long\",\"error\":\"100001 slots, more than 100000\"}\n");
    buf_fini(&b);
    buf_fini(&line);
}

/* --- tables --- */

struct ran {
    char *out, *draws, *notes;
    size_t nout, ndraws, nnotes;
    int rc;
    struct err e;
};

static struct ran run_table(struct span table, int jobs, bool draws) {
    struct sweep_options o = {.interval = 0.9, .seed = 1, .selection = (double)NAN, .jobs = jobs};
    struct ran r = {0};
    FILE *f = tmpfile(), *out = open_memstream(&r.out, &r.nout),
         *drawn = open_memstream(&r.draws, &r.ndraws), *notes = open_memstream(&r.notes, &r.nnotes);

    assert_non_null(f);
    assert_int_equal(fwrite(table.p, 1, table.n, f), table.n);
    rewind(f);
    r.rc = sweep_run(fileno(f), &o, out, draws ? drawn : NULL, notes, &r.e);
    fclose(f);
    fclose(out);
    fclose(drawn);
    fclose(notes);
    return r;
}

static void ran_free(struct ran *r) {
    free(r->out);
    free(r->draws);
    free(r->notes);
}

static size_t lines(const char *s) {
    size_t n = 0;

    for (; *s; s++) n += *s == '\n';
    return n;
}

static void table_without_a_date_is_refused(void **state) {
    static const struct {
        const char *table;
        int rc;
    } all[] = {{"", RC_SYNTAX},
               {"series,slot\na,1\n", RC_SYNTAX},
               {"date,DATE\n", RC_SYNTAX},
               {"\"date\nx", RC_SYNTAX},
               {"\xff\xfe"
                "d\0a\0",
                RC_SYNTAX},
               {"surname,given name,date of birth,sex,passport,date\n", RC_SEALED},
               {"date\n", 0},
               {"\xef\xbb\xbf"
                "date\n",
                0}};

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct ran r = run_table(span_of(all[i].table), 1, false);

        if (r.rc != all[i].rc) fail_msg("table %zu: %d %s", i, r.rc, r.e.text);
        assert_int_equal(r.nout, 0);
        ran_free(&r);
    }
}

static const char hostile[] =
    "count,date,series,status,seats,method,extra,slot\r\n"
    "200,2023-10-30,above,operated,150,counted,x,1\r\n"
    "-1,2023-10-30,negative,operated,150,counted,x,1\r\n"
    "1e300,2023-10-30,huge,operated,150,counted,x,1\r\n"
    "NaN,2023-10-30,nan,operated,150,counted,x,1\r\n"
    "100,9999-12-31,late,operated,150,counted,x,1\r\n"
    "100,0001-01-01,early,operated,150,counted,x,1\r\n"
    ",2023-10-30,bare,,,,x,\r\n"
    "100,2023-10-30,one,operated,150,counted,x,1\r\n"
    "0,2023-10-30,zeros,operated,150,counted,x,1\r\n"
    "0,2023-10-31,zeros,operated,150,counted,x,1\r\n"
    "1,2023-10-31,\"two\r\nlines, \"\"quoted\"\"\",operated,150,counted,x,1\r\n"
    ",2023-10-31,off,cancelled,150,counted,x,1\r\n"
    "5,2023-10-31,loose,operated,150,counted,x,1,1,1\r\n"
    "5,2023-10-31,\"broken\"x,operated,150,counted,x,1\r\n"
    "70,1900-01-01,span,operated,150,eye,x,1\r\n"
    "70,2199-12-31,span,announced,150,eye,x,1\r\n"
    "3,2023-10-30,=1+1,operated,150,counted,x,1\r\n";

/* Totals of the draws of one series, by draw. */
static size_t draws_of(const char *csv, const char *name, double *out, size_t most) {
    size_t n = 0;

    for (const char *p = csv; p && n < most; p = strchr(p, '\n')) {
        p += *p == '\n';
        if (strncmp(p, name, strlen(name)) == 0 && p[strlen(name)] == ',')
            out[n++] = strtod(strchr(p + strlen(name) + 1, ',') + 1, NULL);
        if (!*p) break;
    }
    return n;
}

/* So that a sum of columns is a sum of series that err each by itself: as many flights, seats and counts in both. */
static void draws_of_two_series_are_independent(void **state) {
    static double x[20000], y[20000];
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    struct buf b = {0};
    struct ran r;
    size_t n;

    (void)state;
    buf_puts(&b, "series,date,slot,status,seats,method,count\r\n");
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < 20; i++)
            buf_printf(&b, "%s,2023-10-%02d,f,operated,150,counted,%s\r\n", k ? "b" : "a", i + 1,
                       i % 4   ? ""
                       : i % 8 ? "90"
                               : "60");
    r = run_table(buf_span(&b), 1, true);
    assert_ok(r.rc, r.e);
    n = draws_of(r.draws, "a", x, 20000);
    assert_true(n > 1000);
    assert_int_equal(draws_of(r.draws, "b", y, 20000), n);
    for (size_t i = 0; i < n; i++) mx += x[i] / (double)n, my += y[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        xx += (x[i] - mx) * (x[i] - mx), yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    assert_true(fabs(mx - my) < 0.02 * mx); /* they are alike */
    if (fabs(xy) > 0.1 * sqrt(xx * yy)) fail_msg("correlated by %.2f", xy / sqrt(xx * yy));
    ran_free(&r);
    buf_fini(&b);
}

static void hostile_series_spoil_no_other_and_jobs_change_no_byte(void **state) {
    struct span table = {hostile, sizeof hostile - 1};
    struct ran r = run_table(table, 1, true), again = run_table(table, 3, true);
    static const char *const errors[][2] = {
        {"early", "date: no such day, or not of 1900 to 2199"},
        {"huge", "count: not a whole number from 0 to 5000"},
        {"late", "date: no such day, or not of 1900 to 2199"},
        {"loose", "cell 10: the header has 8"},
        {"negative", "count: not a whole number from 0 to 5000"}};

    (void)state;
    assert_ok(r.rc, r.e);
    assert_ok(again.rc, again.e);
    assert_string_equal(r.out, again.out);
    assert_string_equal(r.draws, again.draws);
    assert_int_equal(lines(r.out), 14);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        char want[200];

        snprintf(want, sizeof want,
                 "{\"series\":\"%s\",\"error\":\"none of its rows could be read (1); %s\"}\n",
                 errors[i][0], errors[i][1]);
        if (!strstr(r.out, want)) fail_msg("no error for %s", errors[i][0]);
    }
    assert_non_null(strstr(r.out, "{\"series\":\"two\\r\\nlines, \\\"quoted\\\"\","));
    assert_null(strstr(r.out, "nan\":"));
    assert_null(strcasestr(r.out, ":nan"));
    assert_null(strcasestr(r.out, ":inf"));
    assert_null(strcasestr(r.out, ":-"));
    assert_ptr_equal(strstr(r.out, "{\"series\":\"=1+1\""), r.out); /* by the bytes of the names */
    assert_ptr_equal(strstr(r.draws, "series,draw,total\r\n"), r.draws);
    assert_null(strstr(r.draws, "\n=1+1"));
    assert_non_null(strstr(r.notes, "left out: line 15: cell 10: the header has 8"));
    assert_non_null(strstr(r.notes, "left out: line 16: cell 3: text after a closing quote"));
    assert_non_null(strstr(r.notes, "note: 6 of 17 rows"));
    ran_free(&r);
    ran_free(&again);
}

/* The ends of the interval and of all that is reported are in order, and one look is not certainty. */
static void one_look_is_not_certainty(void **state) {
    static const char table[] = "series,date,status,seats,method,count\n"
                                "a,2023-10-30,operated,150,counted,100\n"
                                "b,2023-10-30,operated,150,eye,100\n"
                                "c,2023-10-30,operated,,official,12\n"
                                "d,2023-10-30,operated,150,counted,150\n"
                                "e,2023-10-30,,,counted,200\n"
                                "f,2023-10-30,announced,,proxy,40\n";
    struct ran r = run_table(span_of(table), 2, false);
    const char *p = r.out;

    (void)state;
    assert_ok(r.rc, r.e);
    for (int i = 0; i < 6; i++) {
        int median = -1, lo = -1, hi = -1;
        double mean = -1;

        p = strstr(p, "\"estimated\":");
        assert_non_null(p);
        assert_int_equal(sscanf(p, "\"estimated\":{\"median\":%d,\"mean\":%lf,\"lo\":%d,\"hi\":%d}",
                                &median, &mean, &lo, &hi),
                         4);
        assert_true(lo >= 0 && lo <= median && median <= hi && mean >= lo && mean <= hi);
        if (lo == hi) fail_msg("series %c: an interval of width zero", 'a' + i);
        p++;
    }
    ran_free(&r);
}

static void order_of_rows_changes_no_byte(void **state) {
    static const char head[] = "series,date,slot,status,group,root,method,count,seats\n";
    static const char *const row[] = {"a,2023-10-30,1,operated,g,x,counted,70,150\n",
                                      "a,2023-10-30,1,cancelled,,y,eye,60,\n",
                                      "b,2023-10-30,,announced,h,,,,150\n",
                                      "a,2023-11-01,2,announced,g,,,,140-210\n",
                                      "b,2023-10-30,,operated,g,x,counted,40,150\n",
                                      "a,2023-11-01,3,operated,h,x,counted,70,150\n",
                                      "a,2023-11-01,3,operated,h,x,counted,60,150\n",
                                      "b,2023-10-30,,operated,g,x,counted,40,150\n"};
    enum { N = sizeof row / sizeof *row };
    char *want = NULL;

    (void)state;
    for (size_t step = 1; step < N; step += 2) { /* odd: every row once */
        struct buf b = {0};
        struct ran r;

        buf_puts(&b, head);
        for (size_t i = 0; i < N; i++) buf_puts(&b, row[(i * step + step) % N]);
        r = run_table(buf_span(&b), 1, false);
        assert_ok(r.rc, r.e);
        if (want) assert_string_equal(r.out, want);
        if (!want) want = strdup(r.out);
        ran_free(&r);
        buf_fini(&b);
    }
    free(want);
}

/* Rows across every place where the window may slide: none is lost, doubled or cut, and the lines are right. */
static void no_row_is_lost_where_the_window_slides(void **state) {
    struct buf b = {0};
    struct spill *s = NULL;
    struct sweep_tally t;
    struct span key, piece;
    FILE *f = tmpfile(), *notes;
    char *said = NULL;
    size_t nsaid = 0, rows = 0, bad = 0, keys = 0, line = 1;
    struct err e;
    int rc;

    (void)state;
    assert_non_null(f);
    buf_puts(&b, "date,slot,group,series\r\n");
    for (int i = 0; i < 400000; i++) {
        if (i % 1000 == 500) buf_puts(&b, "\r\n\n"), line += 2;
        buf_printf(&b, "2023-10-30,\"%d\r\n\",%.*s,s%d\r\n", i, i % 61,
                   "ggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg", i % 3);
        line += 2;
    }
    for (int i = 0; i < 12 << 20; i++) buf_putc(&b, 'x'); /* a line longer than any window */
    buf_puts(&b, "\r\n2023-13-30,1,,s1\r\n");
    line += 2;
    assert_int_equal(fwrite(b.p, 1, b.n, f), b.n);
    rewind(f);
    notes = open_memstream(&said, &nsaid);
    assert_ok(spill_open(&s, &e), e);
    assert_ok(sweep_read(fileno(f), s, notes, &t, &e), e);
    fclose(notes);
    assert_int_equal(t.rows, 400002);
    assert_int_equal(t.bad, 2);
    buf_fini(&b);
    buf_printf(&b, "left out: line %zu: date:", line);
    if (!strstr(said, b.p)) fail_msg("wanted %s, said %s", b.p, said);
    buf_fini(&b);
    while ((rc = spill_next(s, &key, &piece, &e)) > 0) {
        uint32_t n;

        memcpy(&n, piece.p, sizeof n);
        piece.p += sizeof n, piece.n -= sizeof n;
        for (; piece.n; n--) {
            struct sweep_record x = sweep_row_next(&piece);

            rows++;
            bad += x.r.bad;
            if (!x.r.bad) {
                int id = atoi(memcpy((char[16]){0}, x.slot.p, x.slot.n));

                assert_int_equal(x.group.n, id % 61);
                assert_int_equal(key.p[1] - '0', id % 3);
                keys += (size_t)id;
            }
        }
        assert_int_equal(n, 0);
    }
    assert_ok(rc, e);
    assert_int_equal(rows, 400001);
    assert_int_equal(bad, 1);
    assert_int_equal(keys, 399999UL * 400000 / 2);
    spill_close(s);
    fclose(f);
    free(said);
}

/* --- the temporary file --- */

static void spill_groups_by_key_and_keeps_the_order(void **state) {
    struct spill *s = NULL;
    struct span key, row, last = {"", 0};
    char before[16] = "";
    size_t n = 0;
    int rc, seen[7] = {0};
    struct err e;

    (void)state;
    assert_ok(spill_open(&s, &e), e);
    for (int i = 0; i < 70000; i++) {
        char k[16], v[16];

        snprintf(k, sizeof k, "%.*s", i % 7, "\x01zz\xff~~~");
        snprintf(v, sizeof v, "%d", i);
        assert_ok(spill_add(s, span_of(k), span_of(v), &e), e);
    }
    while ((rc = spill_next(s, &key, &row, &e)) > 0) {
        int v = atoi(memcpy((char[16]){0}, row.p, row.n));

        last = span_of(before);
        assert_true(span_cmp(last, key) <= 0);
        assert_int_equal(key.n, v % 7);
        assert_int_equal(v / 7, seen[key.n]++); /* in the order of spill_add */
        memset(before, 0, sizeof before);
        memcpy(before, key.p, key.n);
        n++;
    }
    assert_ok(rc, e);
    assert_int_equal(n, 70000);
    spill_close(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_out_of_form_are_refused_and_never_quoted),
        cmocka_unit_test(a_word_that_is_none_is_told_the_words_there_are),
        cmocka_unit_test(cells_that_mean_a_figure_or_nothing_are_taken),
        cmocka_unit_test(low_count_and_high_stand_in_order),
        cmocka_unit_test(rows_of_a_day_and_slot_are_one_flight_and_contradictions_are_unknown),
        cmocka_unit_test(rows_without_a_root_speak_for_themselves_and_copies_once),
        cmocka_unit_test(series_over_the_limit_has_a_line_with_its_error),
        cmocka_unit_test(table_without_a_date_is_refused),
        cmocka_unit_test(draws_of_two_series_are_independent),
        cmocka_unit_test(hostile_series_spoil_no_other_and_jobs_change_no_byte),
        cmocka_unit_test(one_look_is_not_certainty),
        cmocka_unit_test(order_of_rows_changes_no_byte),
        cmocka_unit_test(no_row_is_lost_where_the_window_slides),
        cmocka_unit_test(spill_groups_by_key_and_keeps_the_order),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
