/* SPDX-License-Identifier: Apache-2.0 */
/* A line of a timetable to dated chances of a flight.
 *
 * A timetable speaks the local time of two places; everything after this file speaks UTC. A local
 * time is not always one instant: on the night when clocks go back it is two, on the night when
 * they go forward it may be none, and each zone changes its rules by decree (Pyongyang: half an
 * hour in August 2015, back in May 2018). So the number of instants is kept with the slot and the
 * reader chooses.
 *
 * The date of arrival is not in a timetable line. It is the first one on which the clock at the
 * destination shows the time of arrival at or after departure, which is right for every flight
 * under a day. When the clock jumps over that time, instants cannot be compared, but clock faces
 * can: a departure before the jump shows less than the skipped time, one after it more. */
#include "sched/sched.h"

#include <stdlib.h>

#define DAY_FIRST (-25567) /* 1900-01-01, as in base/utc.h */
#define DAY_LAST 84005     /* 2199-12-31 */

static int cmp_day(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

static bool runs_on(const struct sched *s, const int32_t *except, int32_t day) {
    if (!(s->days & 1U << (utc_weekday(day) - 1))) return false;
    return !s->nexcept || !bsearch(&day, except, s->nexcept, sizeof *except, cmp_day);
}

static enum sched_clock clock_of(int ninstants) {
    return ninstants == 0 ? SCHED_NEVER : ninstants == 1 ? SCHED_OK : SCHED_TWICE;
}

/* The first showing of `minute` in the zone z at or after the instant dep. */
static enum sched_clock arrive(const struct tz *z, int32_t minute, int64_t dep, int64_t out[2]) {
    int64_t face = dep + (int64_t)tz_offset_s(z, dep) * 1000;

    /* from the day before: clocks that go back over midnight show yesterday's times again */
    for (int32_t day = (int32_t)utc_day_of(face) - 1, last = day + 3; day <= last; day++) {
        int64_t t[2];
        int n = tz_instants(z, day, minute, t), kept = 0;

        for (int i = 0; i < n; i++)
            if (t[i] >= dep) out[kept++] = t[i];
        if (kept) return clock_of(kept);
        if (n == 0 && day * UTC_DAY_MS + minute * (int64_t)60000 >= face) return SCHED_NEVER;
    }
    return SCHED_NEVER;
}

static struct sched_slot slot_on(const struct sched *s, int32_t day) {
    struct sched_slot slot = {.day = day, .dep_clock = SCHED_UNKNOWN, .arr_clock = SCHED_UNKNOWN};

    if (s->dep_minute == UTC_NONE || !s->dep_zone) return slot;
    slot.dep_clock = clock_of(tz_instants(s->dep_zone, day, s->dep_minute, slot.dep));
    if (slot.dep_clock == SCHED_NEVER || s->arr_minute == UTC_NONE || !s->arr_zone) return slot;
    slot.arr_clock = arrive(s->arr_zone, s->arr_minute, slot.dep[0], slot.arr);
    return slot;
}

static int check_minute(int32_t minute, const char *what, struct err *e) {
    if (minute == UTC_NONE || (minute >= 0 && minute < 1440)) return 0;
    return err_set(e, RC_RANGE, "%s: minute %d of the day is outside [0, 1439]", what, (int)minute);
}

static int check(const struct sched *s, struct err *e) {
    int rc;

    if (s->from < DAY_FIRST || s->to > DAY_LAST)
        return err_set(e, RC_RANGE, "the period is outside the years 1900 to 2199");
    if (s->to < s->from)
        return err_set(e, RC_RANGE, "the period ends on %s, before it begins on %s",
                       utc_date_text(s->to).s, utc_date_text(s->from).s);
    if (s->days == 0 || s->days > 0x7f) return err_set(e, RC_RANGE, "no day of the week");
    if ((rc = check_minute(s->dep_minute, "departure", e)) < 0) return rc;
    return check_minute(s->arr_minute, "arrival", e);
}

int sched_expand(struct arena *a, const struct sched *s, struct sched_slot **out, size_t *n,
                 struct err *e) {
    int32_t *except;
    struct sched_slot *slot;
    size_t count = 0;
    int rc;

    if ((rc = check(s, e)) < 0) return rc;
    except = ARENA_ARRAY(a, int32_t, s->nexcept);
    for (size_t i = 0; i < s->nexcept; i++) except[i] = s->except[i];
    if (s->nexcept) qsort(except, s->nexcept, sizeof *except, cmp_day);
    for (int32_t day = s->from; day <= s->to; day++) count += runs_on(s, except, day);
    if (count > SCHED_SLOTS)
        return err_set(e, RC_LIMIT, "%zu days of operation, more than %zu", count, SCHED_SLOTS);
    slot = ARENA_ARRAY(a, struct sched_slot, count);
    *out = slot;
    *n = count;
    for (int32_t day = s->from; day <= s->to; day++)
        if (runs_on(s, except, day)) *slot++ = slot_on(s, day);
    return 0;
}

static int32_t last_sunday(int year, int month) {
    int32_t day = utc_day((struct utc_civil){year, month, 31}); /* March and October both have 31 */

    return day - utc_weekday(day) % 7;
}

struct utc_text sched_season(int32_t day, int32_t *from, int32_t *to) {
    int year = utc_civil(day).year;
    bool summer = false;
    int32_t begin, next;
    struct utc_text name;

    if (day < last_sunday(year, 3)) {
        year--;
        begin = last_sunday(year, 10);
        next = last_sunday(year + 1, 3);
    } else if (day < last_sunday(year, 10)) {
        summer = true;
        begin = last_sunday(year, 3);
        next = last_sunday(year, 10);
    } else {
        begin = last_sunday(year, 10);
        next = last_sunday(year + 1, 3);
    }
    if (from) *from = begin;
    if (to) *to = next - 1;
    name = (struct utc_text){
        .s = {summer ? 'S' : 'W', (char)('0' + year / 10 % 10), (char)('0' + year % 10)}};
    return name;
}
