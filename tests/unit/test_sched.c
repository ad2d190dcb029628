/* SPDX-License-Identifier: Apache-2.0 */
#include "sched/sched.h"
#include "t.h"

#define HOUR ((int64_t)3600000)

static struct arena arena;

static int setup(void **state) {
    (void)state;
    arena_init(&arena, (size_t)256 << 20);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

/* The system's zone files are read here by hand: the reader that checks names is pipe's. */
static const struct tz *zone(const char *name) {
    static char bytes[65536];
    char path[256];
    struct tz *z = NULL;
    struct err e;
    FILE *f;
    size_t n;

    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    f = fopen(path, "rb");
    if (!f) fail_msg("%s: no such zone; is tzdata installed?", name);
    n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    assert_ok(tz_read(&arena, (struct span){bytes, n}, &z, &e), e);
    return z;
}

static int32_t day(int y, int m, int d) {
    return utc_day((struct utc_civil){y, m, d});
}

static int64_t utc(int y, int m, int d, int hour, int minute) {
    return day(y, m, d) * UTC_DAY_MS + hour * HOUR + minute * HOUR / 60;
}

static struct sched_slot *expand(const struct sched *s, size_t *n) {
    struct sched_slot *slot = NULL;
    struct err e;

    assert_ok(sched_expand(&arena, s, &slot, n, &e), e);
    return slot;
}

/* One flight on one day. */
static struct sched_slot one(const char *from, int32_t dep, const char *to, int32_t arr,
                             int32_t on) {
    struct sched s = {.from = on,
                      .to = on,
                      .days = 0x7f,
                      .dep_minute = dep,
                      .arr_minute = arr,
                      .dep_zone = from ? zone(from) : NULL,
                      .arr_zone = to ? zone(to) : NULL};
    size_t n = 0;
    struct sched_slot *slot = expand(&s, &n);

    assert_int_equal(n, 1);
    return *slot;
}

static void the_reference_timetable_has_44_slots(void **state) {
    static const int by_month[6] = {1, 8, 9, 9, 8, 9}; /* October 2023 to March 2024 */
    struct sched s = {.from = day(2023, 10, 30),
                      .to = day(2024, 3, 29),
                      .days = 1 << 0 | 1 << 4,
                      .dep_minute = 12 * 60 + 20,
                      .arr_minute = UTC_NONE,
                      .dep_zone = zone("Asia/Vladivostok")};
    int count[6] = {0}, mondays = 0;
    size_t n = 0;
    struct sched_slot *slot = expand(&s, &n);

    (void)state;
    assert_int_equal(n, 44);
    for (size_t i = 0; i < n; i++) {
        struct utc_civil c = utc_civil(slot[i].day);

        count[(c.year - 2023) * 12 + c.month - 10]++;
        mondays += utc_weekday(slot[i].day) == 1;
        assert_int_equal(slot[i].dep_clock, SCHED_OK);
        assert_int_equal(slot[i].dep[0],
                         slot[i].day * UTC_DAY_MS + (12 * 60 + 20) * HOUR / 60 - 10 * HOUR);
        assert_int_equal(slot[i].arr_clock, SCHED_UNKNOWN);
    }
    for (int i = 0; i < 6; i++) assert_int_equal(count[i], by_month[i]);
    assert_int_equal(mondays, 22);
    assert_int_equal(slot[0].day, s.from);
    assert_int_equal(slot[43].day, s.to);
}

/* 2016 timetable: 08:00 Pyongyang to 11:00 Vladivostok is 90 minutes with the clock of that time,
 * +8:30 (needs.md 9.1). */
static void pyongyang_had_its_own_half_hour(void **state) {
    struct sched_slot a =
        one("Asia/Pyongyang", 8 * 60, "Asia/Vladivostok", 11 * 60, day(2016, 2, 18));
    struct sched_slot b =
        one("Asia/Pyongyang", 8 * 60, "Asia/Vladivostok", 11 * 60, day(2023, 10, 16));
    struct sched_slot c =
        one("Asia/Pyongyang", 8 * 60, "Asia/Vladivostok", 11 * 60, day(2014, 10, 20));

    (void)state;
    assert_int_equal(a.dep[0], utc(2016, 2, 17, 23, 30));
    assert_int_equal((a.arr[0] - a.dep[0]) / 60000, 90);
    assert_int_equal(b.dep[0], utc(2023, 10, 15, 23, 0));
    assert_int_equal((b.arr[0] - b.dep[0]) / 60000, 120);
    assert_int_equal((c.arr[0] - c.dep[0]) / 60000, 60); /* Vladivostok was +11 until 2014-10-26 */
}

static void the_change_days_of_the_corridor_are_exact(void **state) {
    (void)state;
    /* 2015-08-15 00:00 +9 became 2015-08-14 23:30 +8:30: 23:45 on the 14th came twice */
    struct sched_slot s = one("Asia/Pyongyang", 23 * 60 + 45, NULL, UTC_NONE, day(2015, 8, 14));

    assert_int_equal(s.dep_clock, SCHED_TWICE);
    assert_int_equal(s.dep[0], utc(2015, 8, 14, 14, 45));
    assert_int_equal(s.dep[1], utc(2015, 8, 14, 15, 15));
    /* 2018-05-04 23:30 +8:30 became 2018-05-05 00:00 +9: 23:45 on the 4th never came */
    s = one("Asia/Pyongyang", 23 * 60 + 45, NULL, UTC_NONE, day(2018, 5, 4));
    assert_int_equal(s.dep_clock, SCHED_NEVER);
}

static void a_repeated_hour_gives_both_instants(void **state) {
    struct sched_slot s =
        one("Europe/Berlin", 2 * 60 + 30, "Europe/London", 3 * 60 + 30, day(2023, 10, 29));

    (void)state;
    assert_int_equal(s.dep_clock, SCHED_TWICE);
    assert_int_equal(s.dep[0], utc(2023, 10, 29, 0, 30));
    assert_int_equal(s.dep[1], utc(2023, 10, 29, 1, 30));
    assert_int_equal(s.arr_clock, SCHED_OK);
    assert_int_equal(s.arr[0], utc(2023, 10, 29, 3, 30));
}

static void a_skipped_hour_gives_none(void **state) {
    struct sched_slot s =
        one("Europe/Berlin", 2 * 60 + 30, "Europe/London", 3 * 60 + 30, day(2023, 3, 26));

    (void)state;
    assert_int_equal(s.dep_clock, SCHED_NEVER);
    assert_int_equal(s.arr_clock, SCHED_UNKNOWN); /* no departure to count from */
    s = one("Europe/London", 30, "Europe/Berlin", 2 * 60 + 30, day(2023, 3, 26));
    assert_int_equal(s.dep_clock, SCHED_OK);
    assert_int_equal(s.arr_clock, SCHED_NEVER); /* and not the next day's 02:30 */
}

static void arrival_is_on_the_first_day_that_is_not_before_departure(void **state) {
    struct sched_slot s =
        one("Asia/Vladivostok", 23 * 60 + 30, "Asia/Pyongyang", 5, day(2023, 10, 30));

    (void)state;
    assert_int_equal(s.arr[0] - s.dep[0], 95 * 60000); /* 23:30 +10 to 00:05 +9 of the next day */
    s = one("Asia/Vladivostok", 12 * 60, "Asia/Pyongyang", 12 * 60, day(2023, 10, 30));
    assert_int_equal(s.arr[0] - s.dep[0], HOUR); /* the clocks say the same: no day is lost */
    s = one("Asia/Tokyo", 17 * 60, "America/Los_Angeles", 10 * 60, day(2024, 1, 10));
    assert_int_equal(s.arr[0] - s.dep[0], 10 * HOUR); /* lands before it left, by the calendar */
    s = one("Europe/Berlin", 2 * 60 + 45, "Europe/Berlin", 2 * 60 + 15, day(2023, 10, 29));
    assert_int_equal(s.arr_clock,
                     SCHED_OK); /* the second 02:15, half an hour after the first 02:45 */
    assert_int_equal(s.arr[0] - s.dep[0], HOUR / 2);
}

static void what_is_unknown_gives_no_instant(void **state) {
    struct sched_slot s = one(NULL, 600, "Asia/Pyongyang", 700, day(2023, 10, 30));

    (void)state;
    assert_int_equal(s.dep_clock, SCHED_UNKNOWN);
    assert_int_equal(s.arr_clock, SCHED_UNKNOWN);
    s = one("Asia/Pyongyang", UTC_NONE, "Asia/Pyongyang", 700, day(2023, 10, 30));
    assert_int_equal(s.dep_clock, SCHED_UNKNOWN);
    s = one("Asia/Pyongyang", 600, NULL, 700, day(2023, 10, 30));
    assert_int_equal(s.dep_clock, SCHED_OK);
    assert_int_equal(s.arr_clock, SCHED_UNKNOWN);
}

static void what_is_out_of_range_is_refused(void **state) {
    const struct sched good = {
        .from = 0, .to = 10, .days = 1, .dep_minute = 0, .arr_minute = UTC_NONE};
    struct sched s = good;
    struct sched_slot *slot = NULL;
    size_t n = 77;
    struct err e;

    (void)state;
    s.to = -1;
    assert_int_equal(sched_expand(&arena, &s, &slot, &n, &e), RC_RANGE);
    assert_non_null(strstr(e.text, "1969-12-31"));
    s = good, s.days = 0;
    assert_int_equal(sched_expand(&arena, &s, &slot, &n, &e), RC_RANGE);
    s = good, s.days = 0x81;
    assert_int_equal(sched_expand(&arena, &s, &slot, &n, &e), RC_RANGE);
    s = good, s.dep_minute = 1440;
    assert_int_equal(sched_expand(&arena, &s, &slot, &n, &e), RC_RANGE);
    s = good, s.from = UTC_NONE;
    assert_int_equal(sched_expand(&arena, &s, &slot, &n, &e), RC_RANGE);
    s = good, s.from = day(1900, 1, 1), s.to = day(2199, 12, 31), s.days = 0x7f;
    assert_int_equal(sched_expand(&arena, &s, &slot, &n, &e), RC_LIMIT);
    assert_null(slot);
    assert_int_equal(n, 77);
    s.days = 0x3f; /* six days a week stay under the limit */
    assert_ok(sched_expand(&arena, &s, &slot, &n, &e), e);
}

/* Laws. A year of every set of days, so that each holds for all 127. */

static void the_union_of_days_is_the_union_of_slots(void **state) {
    struct sched s = {.from = day(2023, 1, 1),
                      .to = day(2023, 12, 31),
                      .dep_minute = UTC_NONE,
                      .arr_minute = UTC_NONE};
    size_t single[7], n;

    (void)state;
    for (int k = 0; k < 7; k++) s.days = (uint8_t)(1U << k), expand(&s, &single[k]);
    for (unsigned days = 1; days < 128; days++) {
        size_t want = 0;
        struct sched_slot *slot;

        s.days = (uint8_t)days;
        slot = expand(&s, &n);
        for (int k = 0; k < 7; k++) want += days >> k & 1 ? single[k] : 0;
        assert_int_equal(n, want);
        for (size_t i = 0; i < n; i++) {
            assert_true(days >> (utc_weekday(slot[i].day) - 1) & 1);
            assert_true(i == 0 || slot[i - 1].day < slot[i].day);
        }
    }
}

static void a_shift_by_weeks_shifts_every_slot(void **state) {
    struct sched s = {.from = day(2023, 10, 30),
                      .to = day(2024, 3, 29),
                      .days = 1 | 1 << 4,
                      .dep_minute = UTC_NONE,
                      .arr_minute = UTC_NONE};
    size_t n, m;
    struct sched_slot *a = expand(&s, &n), *b;

    (void)state;
    for (int weeks = -300; weeks <= 300; weeks += 50) {
        struct sched t = s;

        t.from += 7 * weeks, t.to += 7 * weeks;
        b = expand(&t, &m);
        assert_int_equal(n, m);
        for (size_t i = 0; i < n; i++) assert_int_equal(b[i].day, a[i].day + 7 * weeks);
    }
}

static void a_period_cut_in_two_loses_nothing(void **state) {
    struct sched s = {.from = day(2023, 10, 30),
                      .to = day(2024, 3, 29),
                      .days = 1 | 1 << 4,
                      .dep_minute = UTC_NONE,
                      .arr_minute = UTC_NONE};

    (void)state;
    for (int32_t cut = s.from; cut < s.to; cut++) {
        struct sched a = s, b = s;
        size_t n, m;

        a.to = cut, b.from = cut + 1;
        expand(&a, &n), expand(&b, &m);
        assert_int_equal(n + m, 44);
    }
}

static void exceptions_take_out_their_days_only_in_any_order(void **state) {
    const int32_t except[] = {day(2024, 1, 1),   day(2023, 10, 30), day(2023, 12, 25),
                              day(2023, 12, 25), day(2023, 12, 26), /* Tuesday */
                              day(2025, 1, 6)};                     /* outside */
    struct sched s = {.from = day(2023, 10, 30),
                      .to = day(2024, 3, 29),
                      .days = 1 | 1 << 4,
                      .dep_minute = UTC_NONE,
                      .arr_minute = UTC_NONE,
                      .except = except,
                      .nexcept = sizeof except / sizeof *except};
    size_t n;
    struct sched_slot *slot = expand(&s, &n);

    (void)state;
    assert_int_equal(n, 41);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < s.nexcept; k++) assert_int_not_equal(slot[i].day, except[k]);
}

/* Last Sundays by a perpetual calendar; formats.md 3.2 names the seasons that other programs have a
 * week early. */
static void seasons_begin_on_the_last_sunday(void **state) {
    static const struct {
        int year, march, october; /* days of the month */
    } starts[] = {{2015, 29, 25}, {2016, 27, 30}, {2017, 26, 29}, {2018, 25, 28},
                  {2019, 31, 27}, {2020, 29, 25}, {2021, 28, 31}, {2022, 27, 30},
                  {2023, 26, 29}, {2024, 31, 27}, {2025, 30, 26}, {2026, 29, 25},
                  {2027, 28, 31}, {2028, 26, 29}, {2029, 25, 28}, {2030, 31, 27}};
    size_t n = sizeof starts / sizeof *starts;

    (void)state;
    for (size_t i = 0; i < n; i++) {
        int32_t summer = day(starts[i].year, 3, starts[i].march),
                winter = day(starts[i].year, 10, starts[i].october), from, to;
        char name[8];

        snprintf(name, sizeof name, "S%02d", starts[i].year % 100);
        assert_string_equal(sched_season(summer, &from, &to).s, name);
        assert_int_equal(from, summer);
        assert_int_equal(to, winter - 1);
        assert_string_equal(sched_season(to, NULL, NULL).s, name);
        snprintf(name, sizeof name, "W%02d", starts[i].year % 100);
        assert_string_equal(sched_season(winter, &from, &to).s, name);
        assert_int_equal(from, winter);
        if (i + 1 < n) {
            assert_int_equal(to, day(starts[i + 1].year, 3, starts[i + 1].march) - 1);
            assert_string_equal(sched_season(to, NULL, NULL).s, name);
        }
        snprintf(name, sizeof name, "W%02d", (starts[i].year + 99) % 100);
        assert_string_equal(sched_season(summer - 1, NULL, NULL).s, name);
    }
    assert_string_equal(sched_season(day(2024, 1, 1), NULL, NULL).s, "W23");
}

static void seasons_tile_three_centuries(void **state) {
    int32_t from, to, at = day(1901, 1, 1);

    (void)state;
    sched_season(at, &from, &to);
    while (to < day(2199, 1, 1)) {
        int32_t last = to;
        struct utc_text name = sched_season(last + 1, &from, &to);

        assert_int_equal(from, last + 1);
        assert_int_equal(utc_weekday(from), 7);
        assert_true(to - from > 140 && to - from < 225);
        assert_true(name.s[0] == (utc_civil(from).month == 3 ? 'S' : 'W'));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reference_timetable_has_44_slots),
        cmocka_unit_test(pyongyang_had_its_own_half_hour),
        cmocka_unit_test(the_change_days_of_the_corridor_are_exact),
        cmocka_unit_test(a_repeated_hour_gives_both_instants),
        cmocka_unit_test(a_skipped_hour_gives_none),
        cmocka_unit_test(arrival_is_on_the_first_day_that_is_not_before_departure),
        cmocka_unit_test(what_is_unknown_gives_no_instant),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(the_union_of_days_is_the_union_of_slots),
        cmocka_unit_test(a_shift_by_weeks_shifts_every_slot),
        cmocka_unit_test(a_period_cut_in_two_loses_nothing),
        cmocka_unit_test(exceptions_take_out_their_days_only_in_any_order),
        cmocka_unit_test(seasons_begin_on_the_last_sunday),
        cmocka_unit_test(seasons_tile_three_centuries),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
