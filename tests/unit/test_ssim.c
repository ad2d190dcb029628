/* SPDX-License-Identifier: Apache-2.0 */
/* SSIM chapter 7. No file of an airline is at hand that could be used here: the records are made
 * below, column by column, after the layout in docs/FORMATS.md, and labelled so. */
#include "base/buf.h"
#include "format/sheet.h"
#include "format/ssim.h"
#include "sched/sched.h"
#include "t.h"

#include <inttypes.h>

static struct arena mem;
static struct buf text; /* the file that is being made */
static unsigned serial; /* of the next record */
static const char *eol;

static int set_up(void **state) {
    (void)state;
    arena_init(&mem, (size_t)1 << 30);
    text = (struct buf){0};
    serial = 1;
    eol = "\n";
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_fini(&mem);
    buf_fini(&text);
    return 0;
}

/* ---- the generator ---- */

struct at {
    int column; /* from 1 */
    const char *text;
};

/* A record of 200 columns with these texts in their places and the running serial, unless one is
 * said. */
static void put(const struct at *at, size_t n) {
    char rec[SSIM_COLUMNS_WIDE + 1];

    memset(rec, ' ', SSIM_COLUMNS_WIDE);
    rec[SSIM_COLUMNS_WIDE] = 0;
    memcpy(rec + 194, arena_printf(&mem, "%06u", serial++), 6);
    for (size_t i = 0; i < n; i++) memcpy(rec + at[i].column - 1, at[i].text, strlen(at[i].text));
    buf_printf(&text, "%s%s", rec, eol);
}
#define PUT(...)                                                                                   \
    put((const struct at[]){__VA_ARGS__},                                                          \
        sizeof((const struct at[]){__VA_ARGS__}) / sizeof(struct at))

static void header(void) {
    PUT({1, "1AIRLINE STANDARD SCHEDULE DATA SET"}, {41, "1"}, {192, "001"});
}

static void carrier(const char *mode_airline, const char *season, const char *period) {
    PUT({1, "2"}, {2, mode_airline}, {11, season}, {15, period}, {29, "01OCT23"});
}

static void trailer(const char *airline) {
    PUT({1, "5"}, {3, airline}, {188, arena_printf(&mem, "%06u", serial - 1)}, {194, "E"});
}

/* JS272 VVO 12:20 +10 to FNJ 13:00 +09, Mondays and Fridays, with what a test changes in it. */
static void leg_with(const struct at *at, size_t n) {
    struct at all[64] = {
        {1, "3"},         {3, "JS"},           {6, " 272"},     {10, "01"},       {12, "01"},
        {14, "J"},        {15, "30OCT23"},     {22, "29MAR24"}, {29, "1   5"},    {37, "VVO"},
        {40, "12201225"}, {48, "+1000"},       {55, "FNJ"},     {58, "12551300"}, {66, "+0900"},
        {73, "TU2"},      {173, "C8Y132VV140"}};
    size_t base = 0;

    while (all[base].text) base++;
    for (size_t i = 0; i < n; i++) all[base + i] = at[i];
    put(all, base + n);
}
#define LEG(...)                                                                                   \
    leg_with((const struct at[]){__VA_ARGS__},                                                     \
             sizeof((const struct at[]){__VA_ARGS__}) / sizeof(struct at))

static struct ssim read_text(void) {
    struct ssim s = {0};
    struct err e = {0};

    assert_ok(ssim_read(&mem, buf_span(&text), &s, &e), e);
    return s;
}

static void no_refusals(const struct ssim *s) {
    for (int i = 0; i < SSIM_REFUSALS; i++)
        if (s->refused[i].n)
            fail_msg("line %" PRId64 ": %s", s->refused[i].line[0], ssim_refusal_text(i));
}

static void only_warned(const struct ssim *s, unsigned set) {
    for (int i = 0; i < SSIM_WARNINGS; i++)
        if (!!s->warned[i].n != (set >> i & 1))
            fail_msg("%s: %zu times", ssim_warning_text(i), s->warned[i].n);
}

/* One leg under one carrier in local time. */
static struct ssim one_with(const struct at *at, size_t n) {
    buf_fini(&text);
    serial = 1;
    header();
    carrier("LJS", "W23", "29OCT2330MAR24");
    leg_with(at, n);
    trailer("JS");
    return read_text();
}
#define ONE(...)                                                                                   \
    one_with((const struct at[]){__VA_ARGS__},                                                     \
             sizeof((const struct at[]){__VA_ARGS__}) / sizeof(struct at))

static int32_t day(int y, int m, int d) {
    return utc_day((struct utc_civil){y, m, d});
}

/* ---- records ---- */

static void a_leg_is_read_column_by_column(void **state) {
    struct ssim s = ONE({2, "A"}, {53, "T1"}, {71, "2"}, {111, "SU KE "}, {129, "KOR"}, {132, "JS"},
                        {135, "JS"}, {138, "JS "}, {141, "0271"}, {149, "L"}, {150, "ABC"});
    const struct ssim_leg *l = s.leg;

    (void)state;
    no_refusals(&s);
    only_warned(&s, 0);
    assert_int_equal(s.nlegs, 1);
    assert_string_equal(l->airline, "JS");
    assert_string_equal(l->flight, "272");
    assert_string_equal(l->suffix, "A");
    assert_string_equal(l->variation, "01");
    assert_string_equal(l->sequence, "01");
    assert_int_equal(l->service, 'J');
    assert_int_equal(l->from, day(2023, 10, 30));
    assert_int_equal(l->to, day(2024, 3, 29));
    assert_int_equal(l->days, 1 | 1 << 4);
    assert_int_equal(l->every, 1);
    assert_string_equal(l->dep, "VVO");
    assert_string_equal(l->arr, "FNJ");
    assert_int_equal(l->dep_people, 12 * 60 + 20); /* passengers first at departure */
    assert_int_equal(l->dep_aircraft, 12 * 60 + 25);
    assert_int_equal(l->arr_aircraft, 12 * 60 + 55); /* the aircraft first at arrival */
    assert_int_equal(l->arr_people, 13 * 60);
    assert_int_equal(l->dep_offset, 600);
    assert_int_equal(l->arr_offset, 540);
    assert_string_equal(l->dep_terminal, "T1");
    assert_string_equal(l->arr_terminal, "2");
    assert_string_equal(l->type, "TU2");
    assert_int_equal(l->seats, 140);
    assert_string_equal(l->label, "140");
    assert_string_equal(l->joint, "SU KE");
    assert_string_equal(l->owner, "KOR");
    assert_string_equal(l->onward, "JS 0271");
    assert_int_equal(l->disclosure, 'L');
    assert_string_equal(l->traffic, "ABC");
    assert_string_equal(l->date_variation, "");
    assert_int_equal(ssim_block_minutes(&s, l), 90);
}

static void line_ends_of_both_kinds_and_fillers(void **state) {
    struct ssim s;

    (void)state;
    eol = "\r\n";
    header();
    for (int i = 0; i < 4; i++) buf_printf(&text, "%0200d\r\n", 0);
    carrier("LJS", "W23", "29OCT2330MAR24");
    LEG({1, "3"});
    trailer("JS");
    s = read_text();
    no_refusals(&s);
    only_warned(&s, 0);
    assert_int_equal(s.fillers, 4);
    assert_int_equal(s.nlegs, 1);
    assert_int_equal(s.leg[0].line, 7);
}

static void the_carrier_above_decides_also_after_an_end(void **state) {
    struct ssim s;
    int32_t days;

    (void)state;
    header();
    carrier("LJS", "W23", "29OCT2330MAR24");
    LEG({1, "3"});
    trailer("JS");
    carrier("USU", "W23", "29OCT2330MAR24");
    LEG({3, "SU"}, {40, "23302330"}, {58, "01000100"});
    trailer("SU");
    s = read_text();
    no_refusals(&s);
    only_warned(&s, 0);
    assert_int_equal(s.ncarriers, 2);
    assert_int_equal(s.nlegs, 2);
    assert_int_equal(ssim_local(&s.carrier[0], 740, 600, &days), 740);
    assert_int_equal(ssim_utc(&s.carrier[0], 740, 600, &days), 140);
    assert_int_equal(days, 0);
    assert_int_equal(ssim_utc(&s.carrier[0], 300, 600, &days), 1140);
    assert_int_equal(days, -1);
    assert_int_equal(ssim_local(&s.carrier[1], 1410, 600, &days), 570);
    assert_int_equal(days, 1);
    assert_int_equal(ssim_utc(&s.carrier[1], 1410, 600, &days), 1410);
    assert_int_equal(ssim_local(&s.carrier[1], 1410, UTC_NONE, &days), UTC_NONE);
    assert_int_equal(ssim_block_minutes(&s, &s.leg[1]), 90); /* over midnight in UTC */
}

static void an_arrival_before_the_departure_is_on_the_next_day(void **state) {
    struct ssim s = ONE({40, "23302330"}, {58, "00100010"});

    (void)state;
    assert_string_equal(s.leg[0].date_variation, "");
    assert_int_equal(ssim_block_minutes(&s, s.leg), 100);
    s = ONE({58, "24002400"});
    assert_int_equal(s.leg[0].arr_people, 1440);
    no_refusals(&s);
}

static void open_periods_end_with_the_season_or_are_unknown(void **state) {
    static const struct {
        const char *season;
        int from[3], to[3];
    } cases[] = {{"W23", {2023, 10, 29}, {2024, 3, 30}},
                 {"S24", {2024, 3, 31}, {2024, 10, 26}},
                 {"W20", {2020, 10, 25}, {2021, 3, 27}},
                 {"S21", {2021, 3, 28}, {2021, 10, 30}}};
    struct ssim s;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t from = 0, to = 0;

        buf_fini(&text);
        header();
        carrier("LJS", cases[i].season, "00XXX0000XXX00");
        LEG({15, "00XXX0000XXX00"});
        s = read_text();
        no_refusals(&s);
        (void)sched_season(day(cases[i].from[0], cases[i].from[1], cases[i].from[2]), &from, &to);
        assert_int_equal(s.leg[0].from, day(cases[i].from[0], cases[i].from[1], cases[i].from[2]));
        assert_int_equal(s.leg[0].to, day(cases[i].to[0], cases[i].to[1], cases[i].to[2]));
        assert_int_equal(from, s.leg[0].from); /* as sched has it */
        assert_int_equal(to, s.leg[0].to);
    }
    buf_fini(&text);
    header();
    carrier("LJS", "   ", "29OCT2300XXX00");
    LEG({22, "00XXX00"});
    s = read_text();
    assert_int_equal(s.leg[0].to, UTC_NONE); /* unknown, not for ever */
    assert_int_equal(s.warned[SSIM_OPEN].n, 1);
}

static void years_have_two_digits(void **state) {
    (void)state;
    assert_int_equal(ONE({15, "01JAN9501FEB95"}).leg[0].from, day(1995, 1, 1));
    assert_int_equal(ONE({15, "29FEB2401MAR24"}).leg[0].from, day(2024, 2, 29));
    assert_int_equal(ONE({15, "29FEB2301MAR24"}).refused[SSIM_DATE].n, 1);
}

static void seats_are_the_cabins_before_vv(void **state) {
    static const struct {
        const char *text;
        int32_t seats;
        const char *label;
        bool odd;
    } cases[] = {{"W18Y112VV112        ", 130, "112", true},
                 {"J14W34Y316VV364     ", 364, "364", false},
                 {"W18Y97VV097         ", 115, "097", true},
                 {"VV738H189           ", UTC_NONE, "738H189", false},
                 {"W18Y112VVCGO        ", 130, "CGO", false},
                 {"Y180                ", 180, "", false},
                 {"                    ", UTC_NONE, "", false},
                 {"?                   ", UTC_NONE, "", false},
                 {"Y9999               ", UTC_NONE, "", false},
                 {"Y                   ", UTC_NONE, "", false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ssim s = ONE({173, cases[i].text});

        if (s.leg[0].seats != cases[i].seats || strcmp(s.leg[0].label, cases[i].label) != 0 ||
            !!s.warned[SSIM_SEATS_LABEL].n != cases[i].odd)
            fail_msg("%s: %d, %s", cases[i].text, (int)s.leg[0].seats, s.leg[0].label);
    }
}

static void bad_records_are_named_by_line_and_reason(void **state) {
    static const struct {
        struct at at;
        enum ssim_refusal why;
    } cases[] = {
        {{3, "   "}, SSIM_NAME},      {{6, "27A "}, SSIM_NAME},     {{37, "V O"}, SSIM_NAME},
        {{55, "   "}, SSIM_NAME},     {{15, "31APR24"}, SSIM_DATE}, {{15, "30OKT23"}, SSIM_DATE},
        {{22, "29OCT23"}, SSIM_DATE}, {{29, "       "}, SSIM_DAYS}, {{29, "5      "}, SSIM_DAYS},
        {{36, "x"}, SSIM_FREQUENCY},  {{36, "0"}, SSIM_FREQUENCY},  {{40, "2400"}, SSIM_TIME},
        {{44, "12 0"}, SSIM_TIME},    {{58, "1260"}, SSIM_TIME},    {{62, "2401"}, SSIM_TIME},
        {{48, "1000 "}, SSIM_OFFSET}, {{66, "+1500"}, SSIM_OFFSET}, {{1, "7"}, SSIM_KIND},
        {{2, "?"}, SSIM_NAME},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ssim s = one_with(&cases[i].at, 1);

        if (s.refused[cases[i].why].n != 1 || s.refused[cases[i].why].line[0] != 3 || s.nlegs)
            fail_msg("column %d: not `%s`", cases[i].at.column, ssim_refusal_text(cases[i].why));
    }
}

static void records_out_of_place_are_refused(void **state) {
    struct ssim s;
    struct err e = {0};

    (void)state;
    header();
    LEG({1, "3"}); /* before any carrier */
    PUT({1, "4"}); /* before any leg */
    carrier("XJS", "W23", "29OCT2330MAR24");
    LEG({1, "3"}); /* in an unknown time mode */
    buf_puts(&text, "3JS  272\n");
    s = read_text();
    assert_int_equal(s.refused[SSIM_ORPHAN].n, 3);
    assert_int_equal(s.refused[SSIM_MODE].n, 1);
    assert_int_equal(s.refused[SSIM_LENGTH].n, 1);
    assert_int_equal(s.refused[SSIM_LENGTH].line[0], 6);
    assert_int_equal(s.nlegs, 0);
    assert_int_equal(ssim_read(&mem, SPAN("no schedule at all\n"), &s, &e), RC_SYNTAX);
    assert_int_equal(ssim_read(&mem, SPAN(""), &s, &e), RC_SYNTAX);
}

static void what_is_odd_is_told_and_taken(void **state) {
    struct ssim s;

    (void)state;
    carrier("UJS", "W23", "09NOV2309NOV23");
    LEG({1, "3"});                   /* its period goes beyond the carrier's */
    LEG({3, "SU"}, {195, "000009"}); /* another airline; the serial jumps */
    LEG({1, "3"}, {48, "     "}, {195, "000010"});
    LEG({6, "0273"}, {193, " 1"}, {195, "000011"});
    LEG({1, "3"}, {40, "0900"}, {195, "000012"}); /* the same again at another time */
    PUT({1, "5"}, {188, "000001"}, {194, "E"}, {195, "000013"});
    carrier("LJS", "W23", "29OCT2330MAR24"); /* no trailer */
    s = read_text();
    no_refusals(&s);
    only_warned(&s, 1u << SSIM_NO_HEADER | 1u << SSIM_NO_TRAILER | 1u << SSIM_SERIAL_ORDER |
                        1u << SSIM_SERIAL_CHECK | 1u << SSIM_DUPLICATE | 1u << SSIM_CARRIER_PERIOD |
                        1u << SSIM_CARRIER_AIRLINE | 1u << SSIM_NO_OFFSET | 1u << SSIM_CLASH |
                        1u << SSIM_DATE_VARIATION);
    assert_int_equal(s.nlegs, 5);
    assert_int_equal(s.leg[0].from, day(2023, 10, 30)); /* not clipped */
    assert_true(s.leg[2].duplicate && !s.leg[0].duplicate);
    assert_int_equal(s.warned[SSIM_DUPLICATE].line[0], 4);
    assert_int_equal(s.warned[SSIM_CLASH].line[0], 6);
    assert_false(s.leg[4].duplicate);
    assert_string_equal(s.leg[3].date_variation, "1");
    assert_string_equal(s.leg[3].flight, "273");
}

static void more_about_a_leg_hangs_on_it(void **state) {
    struct ssim s;

    (void)state;
    header();
    carrier("LJS", "W23", "29OCT2330MAR24");
    LEG({1, "3"});
    PUT({1, "4"}, {3, "JS"}, {31, "050"}, {34, "VVO"}, {37, "FNJ"}, {40, "SU 1723/KE 991"});
    PUT({1, "4"}, {3, "JS"}, {31, "10 "}, {40, "SU1723"});
    trailer("JS");
    s = read_text();
    no_refusals(&s);
    assert_int_equal(s.ndata, 2);
    assert_int_equal(s.data[0].leg, 0);
    assert_int_equal(s.data[0].element, 50);
    assert_string_equal(s.data[0].board, "VVO");
    assert_true(span_is(s.data[0].text, "SU 1723/KE 991"));
    assert_int_equal(s.data[1].element, -1); /* `10 ` is no number of three digits */
    assert_string_equal(s.leg[0].operated_as, "SU1723");
}

static void service_types_say_who_is_carried(void **state) {
    (void)state;
    assert_int_equal(ssim_people_of('J'), SSIM_PEOPLE);
    assert_int_equal(ssim_people_of('C'), SSIM_PEOPLE);
    assert_int_equal(ssim_people_of('O'), SSIM_PEOPLE);
    assert_int_equal(ssim_people_of('F'), SSIM_NO_PEOPLE);
    assert_int_equal(ssim_people_of('P'), SSIM_NO_PEOPLE);
    assert_int_equal(ssim_people_of('I'), SSIM_PEOPLE_UNKNOWN);
    assert_int_equal(ssim_people_of(' '), SSIM_PEOPLE_UNKNOWN);
    assert_int_equal(ssim_people_of(0), SSIM_PEOPLE_UNKNOWN);
}

/* ---- rows ---- */

static const struct ssim_want vvo_fnj = {"VVO", "FNJ", "VVO-FNJ", "ssim", UTC_NONE};

static size_t rows_of(const struct ssim *s, struct ssim_row **row, struct ssim_left *left) {
    return ssim_rows(&mem, s, &vvo_fnj, row, left);
}

static const char *cell(const struct ssim_row *row, const char *column) {
    for (int i = 0; i < SSIM_CELLS; i++)
        if (strcmp(ssim_column[i], column) == 0) return row->cell[i];
    fail_msg("no column %s", column);
    return "";
}

static void rows_have_the_columns_of_the_sheet(void **state) {
    const struct sheet *sheet = sheet_find(SPAN("schedules"));
    struct ssim s = ONE({36, "2"});
    struct ssim_left left;
    struct ssim_row *row;

    (void)state;
    assert_int_equal(sheet->n, SSIM_CELLS);
    for (size_t i = 0; i < sheet->n; i++)
        assert_string_equal(sheet->columns[i].name, ssim_column[i]);
    assert_int_equal(rows_of(&s, &row, &left), 1);
    for (size_t i = 0; i < sheet->n; i++) { /* and each cell is one that the importer takes */
        json_t *v = NULL;
        struct err e = {0};

        assert_ok(sheet_cell(&sheet->columns[i], span_of(row->cell[i]), &v, &e), e);
        if (sheet->columns[i].required) assert_non_null(v);
        json_decref(v);
    }
}

static void a_leg_in_local_time_is_a_row(void **state) {
    struct ssim s = ONE({1, "3"});
    struct ssim_left left;
    struct ssim_row *row;

    (void)state;
    assert_int_equal(rows_of(&s, &row, &left), 1);
    assert_int_equal(row->line, 3);
    assert_string_equal(cell(row, "corridor"), "VVO-FNJ");
    assert_string_equal(cell(row, "flight"), "JS272");
    assert_string_equal(cell(row, "days"), "15");
    assert_string_equal(cell(row, "dep_time"), "12:20");
    assert_string_equal(cell(row, "arr_time"), "13:00");
    assert_string_equal(cell(row, "from"), "2023-10-30");
    assert_string_equal(cell(row, "to"), "2024-03-29");
    assert_string_equal(cell(row, "except"), "");
    assert_string_equal(cell(row, "type"), "TU2");
    assert_string_equal(cell(row, "operator"), "JS");
    assert_string_equal(cell(row, "seats"), "140");
    assert_string_equal(cell(row, "source"), "ssim");
    assert_string_equal(cell(row, "note"), "SSIM line 3, service type J");
}

/* Slots that sched makes of a row, as it would after import. */
static size_t slots(const struct ssim_row *row, struct sched_slot **slot) {
    int32_t except[SSIM_EXCEPT];
    struct sched line = {.dep_minute = UTC_NONE, .arr_minute = UTC_NONE, .except = except};
    struct err e = {0};
    size_t n = 0;

    assert_ok(utc_date_read(span_of(cell(row, "from")), &line.from, &e), e);
    assert_ok(utc_date_read(span_of(cell(row, "to")), &line.to, &e), e);
    for (const char *p = cell(row, "days"); *p; p++) line.days |= (uint8_t)(1u << (*p - '1'));
    for (const char *p = cell(row, "except"); *p; p += strlen(p) > 10 ? 11 : 10)
        assert_ok(utc_date_read((struct span){p, 10}, &except[line.nexcept++], &e), e);
    assert_ok(sched_expand(&mem, &line, slot, &n, &e), e);
    return n;
}

static void every_second_week_leaves_the_weeks_between_out(void **state) {
    struct ssim s = ONE({36, "2"}, {22, "01DEC23"});
    struct sched_slot *slot;
    struct ssim_left left;
    struct ssim_row *row;

    (void)state;
    assert_int_equal(rows_of(&s, &row, &left), 1);
    assert_string_equal(cell(row, "except"), "2023-11-06 2023-11-10 2023-11-20 2023-11-24");
    assert_int_equal(slots(row, &slot), 6); /* 30 Oct, 3, 13, 17, 27 Nov, 1 Dec */
    assert_int_equal(slot[2].day, day(2023, 11, 13));
    s = ONE({36, "2"}, {15, "01JAN0001JAN24"}, {29, "1234567"});
    assert_int_equal(rows_of(&s, &row, &left), 0);
    assert_int_equal(left.exceptions, 1);
}

static void utc_moves_days_to_the_local_date(void **state) {
    struct ssim_left left;
    struct ssim_row *row;
    struct ssim s;

    (void)state;
    header();
    carrier("UJS", "W23", "29OCT2330MAR24");
    LEG({29, "      7"}, {15, "29OCT2331MAR24"}, {40, "23302335"}, {58, "01000105"});
    LEG({6, "0274"}, {48, "     "}); /* and without a difference nothing is known */
    trailer("JS");
    s = read_text();
    assert_int_equal(rows_of(&s, &row, &left), 1);
    assert_int_equal(left.no_local, 1);
    assert_string_equal(cell(row, "days"),
                        "1"); /* Sunday 23:30 UTC is Monday 09:30 in Vladivostok */
    assert_string_equal(cell(row, "dep_time"), "09:30");
    assert_string_equal(cell(row, "arr_time"), "10:05");
    assert_string_equal(cell(row, "from"), "2023-10-30");
    assert_string_equal(cell(row, "to"), "2024-04-01");
    assert_non_null(strstr(cell(row, "note"), "days moved from UTC by +1"));
}

static void rows_leave_out_what_is_no_flight_of_people(void **state) {
    struct ssim_left left;
    struct ssim_row *row;
    struct ssim s;

    (void)state;
    header();
    carrier("LJS", "   ", "29OCT2330MAR24");
    LEG({14, "F"}, {173, "W18Y112VVCGO"});
    LEG({14, "I"}, {6, "9   "});
    LEG({6, "2721"}, {22, "00XXX00"});
    LEG({3, "SU"}, {6, "1723"});
    PUT({1, "4"}, {31, "050"}, {40, "JS 272"});
    LEG({1, "3"});
    LEG({1, "3"});
    LEG({3, "KE"}, {6, "991 "});
    PUT({1, "4"}, {31, "050"}, {40, "ZZ 1"});
    LEG({37, "FNJ"}, {55, "VVO"});
    trailer("JS");
    s = read_text();
    no_refusals(&s);
    assert_int_equal(rows_of(&s, &row, &left), 3);
    assert_int_equal(left.no_people, 1);
    assert_int_equal(left.no_period, 1);
    assert_int_equal(left.codeshare, 1); /* SU1723 is flown as JS272, which has a row */
    assert_int_equal(left.duplicate, 1);
    assert_string_equal(cell(&row[0], "flight"), "JS9");
    assert_string_equal(cell(&row[0], "seats"), ""); /* of a state flight */
    assert_string_equal(cell(&row[1], "flight"), "JS272");
    assert_string_equal(cell(&row[2], "flight"), "KE991"); /* what flies it is not in the file */
    assert_non_null(strstr(cell(&row[2], "note"), "flown as ZZ1"));
}

static void open_ends_need_a_last_day(void **state) {
    struct ssim_want until = vvo_fnj;
    struct ssim_left left;
    struct ssim_row *row;
    struct ssim s;

    (void)state;
    header();
    carrier("LJS", "   ", "29OCT2330MAR24");
    LEG({22, "00XXX00"});
    s = read_text();
    until.until = day(2023, 12, 31);
    assert_int_equal(ssim_rows(&mem, &s, &until, &row, &left), 1);
    assert_string_equal(cell(row, "to"), "2023-12-31");
    assert_non_null(strstr(cell(row, "note"), "its end is open"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_leg_is_read_column_by_column),
        TEST(line_ends_of_both_kinds_and_fillers),
        TEST(the_carrier_above_decides_also_after_an_end),
        TEST(an_arrival_before_the_departure_is_on_the_next_day),
        TEST(open_periods_end_with_the_season_or_are_unknown),
        TEST(years_have_two_digits),
        TEST(seats_are_the_cabins_before_vv),
        TEST(bad_records_are_named_by_line_and_reason),
        TEST(records_out_of_place_are_refused),
        TEST(what_is_odd_is_told_and_taken),
        TEST(more_about_a_leg_hangs_on_it),
        TEST(service_types_say_who_is_carried),
        TEST(rows_have_the_columns_of_the_sheet),
        TEST(a_leg_in_local_time_is_a_row),
        TEST(every_second_week_leaves_the_weeks_between_out),
        TEST(utc_moves_days_to_the_local_date),
        TEST(rows_leave_out_what_is_no_flight_of_people),
        TEST(open_ends_need_a_last_day),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
