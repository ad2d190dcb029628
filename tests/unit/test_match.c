/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rng.h"
#include "match/match.h"
#include "t.h"

#define S(day, flight, minute)                                                                     \
    { (day), {(flight), sizeof(flight) - 1}, (minute) }

static void the_same_number_wins_over_the_nearest_time(void **state) {
    const struct match_slot slot[] = {S(5, "JS371", 600), S(5, "JS271", 900), S(6, "JS271", 600)};
    const struct match_report report[] = {S(5, "JS271", 600), S(5, "", 610), S(5, "", 880),
                                          S(6, "JS271", UTC_NONE)};
    int slot_of[4], alternatives[4];

    (void)state;
    match_reports(slot, 3, report, 4, slot_of, alternatives);
    assert_int_equal(slot_of[0], 1);
    assert_int_equal(alternatives[0], 0); /* JS371 contradicts */
    assert_int_equal(slot_of[1], 0);
    assert_int_equal(alternatives[1], 1);
    assert_int_equal(slot_of[2], 1);
    assert_int_equal(slot_of[3], 2);
}

static void no_compatible_slot_gives_minus_one(void **state) {
    const struct match_slot slot[] = {S(5, "JS271", 600)};
    const struct match_report report[] = {S(5, "JS272", 600), S(4, "JS271", 600), S(6, "", 600)};
    int slot_of[3], alternatives[3];

    (void)state;
    match_reports(slot, 1, report, 3, slot_of, alternatives);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(slot_of[i], -1);
        assert_int_equal(alternatives[i], 0);
    }
    match_reports(NULL, 0, report, 3, slot_of, alternatives);
    assert_int_equal(slot_of[0], -1);
}

static void a_number_is_the_same_however_it_is_written(void **state) {
    static const struct {
        const char *a, *b;
        int same;
    } pair[] = {{"JS272", "js 0272", 1},  {"JS-272", "JS272 ", 1}, {"JS272", "JS2720", 0},
                {"JS272", "JS27", 0},     {"7C100", "7C1", 0},     {"7C0100", "7C100", 1},
                {"JS0", "JS000", 1},      {"JS0A", "JSA", 0},      {"JS202", "JS22", 0},
                {"JS271/272", "JS271", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        struct match_slot slot = {1, span_of(pair[i].a), UTC_NONE};
        struct match_report report = {1, span_of(pair[i].b), UTC_NONE};
        int slot_of, alternatives;

        match_reports(&slot, 1, &report, 1, &slot_of, &alternatives);
        if ((slot_of == 0) != pair[i].same) fail_msg("%s, %s", pair[i].a, pair[i].b);
    }
}

static void several_reports_may_speak_of_one_slot(void **state) {
    const struct match_slot slot[] = {S(5, "JS272", 740), S(5, "JS372", 900)};
    const struct match_report report[] = {S(5, "JS272", UTC_NONE), S(5, "JS272", 745),
                                          S(5, "", 750)};
    int slot_of[3], alternatives[3];

    (void)state;
    match_reports(slot, 2, report, 3, slot_of, alternatives);
    for (int i = 0; i < 3; i++) assert_int_equal(slot_of[i], 0);
}

/* Random cases: few days, numbers and times, so that every kind of tie occurs. */

#define NSLOT 24
#define NREPORT 24
static const char *const numbers[] = {"", "JS271", "JS272", "JS371"};

struct world {
    struct match_slot slot[NSLOT];
    struct match_report report[NREPORT];
    int slot_of[NREPORT], alternatives[NREPORT];
};

static uint32_t draw(uint64_t seed, uint64_t *i, uint32_t below) {
    return (uint32_t)(rng_u64(seed, 7, (*i)++) % below);
}

static void make(struct world *w, uint64_t seed) {
    uint64_t at = 0;

    for (int i = 0; i < NSLOT; i++)
        w->slot[i] =
            (struct match_slot){(int32_t)draw(seed, &at, 4), span_of(numbers[draw(seed, &at, 4)]),
                                draw(seed, &at, 3) ? (int32_t)draw(seed, &at, 6) * 240 : UTC_NONE};
    for (int i = 0; i < NREPORT; i++)
        w->report[i] = (struct match_report){
            (int32_t)draw(seed, &at, 5), span_of(numbers[draw(seed, &at, 4)]),
            draw(seed, &at, 3) ? (int32_t)draw(seed, &at, 6) * 240 : UTC_NONE};
}

/* By the words of the contract alone: among the compatible, keep those with the same number if
 * there are any; then those nearest in time; then the earliest; then the lowest number; then the
 * first. */
static int oracle(const struct match_slot *slot, const struct match_report *r, int *alternatives) {
    bool in[NSLOT];
    int n = 0;

    for (int i = 0; i < NSLOT; i++) {
        in[i] = slot[i].day == r->day &&
                (!slot[i].flight.n || !r->flight.n || span_eq(slot[i].flight, r->flight));
        n += in[i];
    }
    *alternatives = n ? n - 1 : 0;
    for (int step = 0; step < 4; step++) {
        int64_t best = INT64_MAX, key[NSLOT];

        for (int i = 0; i < NSLOT; i++) {
            bool timed = slot[i].dep_minute != UTC_NONE && r->dep_minute != UTC_NONE;

            key[i] =
                step == 0   ? !(r->flight.n && slot[i].flight.n)
                : step == 1 ? (timed ? abs(slot[i].dep_minute - r->dep_minute) : 100000)
                : step == 2
                    ? (slot[i].dep_minute == UTC_NONE ? 100000 : slot[i].dep_minute)
                    : (slot[i].flight.n ? slot[i].flight.p[2] * 1000 + slot[i].flight.p[4] : 0);
            if (in[i] && key[i] < best) best = key[i];
        }
        for (int i = 0; i < NSLOT; i++) in[i] = in[i] && key[i] == best;
    }
    for (int i = 0; i < NSLOT; i++)
        if (in[i]) return i;
    return -1;
}

static void matches_are_those_of_brute_force(void **state) {
    struct world w;

    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        make(&w, seed);
        match_reports(w.slot, NSLOT, w.report, NREPORT, w.slot_of, w.alternatives);
        for (int i = 0; i < NREPORT; i++) {
            int alternatives, want = oracle(w.slot, &w.report[i], &alternatives);

            if (w.slot_of[i] != want || w.alternatives[i] != alternatives)
                fail_msg("seed %d, report %d: slot %d with %d others, wanted %d with %d", (int)seed,
                         i, w.slot_of[i], w.alternatives[i], want, alternatives);
        }
    }
}

static int cmp_day(const void *x, const void *y) {
    const struct match_slot *s = x, *t = y;

    return (s->day > t->day) - (s->day < t->day);
}

static void shuffle(int *order, int n, uint64_t seed) {
    for (int i = 0; i < n; i++) order[i] = i;
    for (int i = n - 1; i > 0; i--) {
        int j = (int)(rng_u64(seed, 8, (uint64_t)i) % (uint64_t)(i + 1)), t = order[i];

        order[i] = order[j], order[j] = t;
    }
}

static bool same_slot(const struct match_slot *s, const struct match_slot *t) {
    return s->day == t->day && s->dep_minute == t->dep_minute && span_eq(s->flight, t->flight);
}

static void permuting_slots_and_reports_permutes_the_answer(void **state) {
    struct world w, v;
    int order[NREPORT], place[NSLOT];

    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        make(&w, seed);
        match_reports(w.slot, NSLOT, w.report, NREPORT, w.slot_of, w.alternatives);
        shuffle(order, NREPORT, seed), shuffle(place, NSLOT, seed + 1000);
        for (int i = 0; i < NREPORT; i++) v.report[i] = w.report[order[i]];
        for (int i = 0; i < NSLOT; i++) v.slot[i] = w.slot[place[i]];
        if (seed % 2)
            qsort(v.slot, NSLOT, sizeof *v.slot, cmp_day); /* the other way of searching */
        match_reports(v.slot, NSLOT, v.report, NREPORT, v.slot_of, v.alternatives);
        for (int i = 0; i < NREPORT; i++) {
            int a = w.slot_of[order[i]], b = v.slot_of[i];

            assert_int_equal(v.alternatives[i], w.alternatives[order[i]]);
            assert_int_equal(a < 0, b < 0);
            if (a >= 0) assert_true(same_slot(&w.slot[a], &v.slot[b]));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_number_wins_over_the_nearest_time),
        cmocka_unit_test(no_compatible_slot_gives_minus_one),
        cmocka_unit_test(a_number_is_the_same_however_it_is_written),
        cmocka_unit_test(several_reports_may_speak_of_one_slot),
        cmocka_unit_test(matches_are_those_of_brute_force),
        cmocka_unit_test(permuting_slots_and_reports_permutes_the_answer),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
