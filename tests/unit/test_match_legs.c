/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rng.h"
#include "match/airline.h"
#include "match/cover.h"
#include "match/legs.h"
#include "t.h"

#include <time.h>

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define NOON (INT64_C(19660) * UTC_DAY_MS + 12 * HOUR)

static struct arena arena;

static struct match_chance chance_at(int64_t dep, const char *number) {
    int64_t day = dep - dep % UTC_DAY_MS;

    return (struct match_chance){.dep_ms = dep,
                                 .arr_ms = dep + 2 * HOUR,
                                 .dep_also_ms = MATCH_NO_MS,
                                 .day_from_ms = day,
                                 .day_to_ms = day + UTC_DAY_MS,
                                 .flight = {.iata = SPAN("JS"), .number = span_of(number)}};
}

static struct match_leg leg_at(int64_t off, const char *number) {
    return (struct match_leg){.off_low_ms = off,
                              .off_high_ms = off,
                              .on_low_ms = off + 100 * MINUTE,
                              .on_high_ms = off + 100 * MINUTE,
                              .p_off = 0.97,
                              .p_on = 0.97,
                              .callsign = {.icao = SPAN("KOR"), .number = span_of(number)}};
}

static struct match_found one(const struct match_chance *s, size_t n, const struct match_leg *l) {
    struct match_found f;
    struct err e;

    assert_ok(match_legs(&arena, s, n, l, 1, &f, &e), e);
    return f;
}

/* --- What a pair costs */

static int64_t total(const struct match_chance *s, const struct match_leg *l) {
    struct match_cost c;

    match_pair(s, l, &c);
    return c.possible ? c.total : INT64_MAX;
}

static void late_is_commoner_than_early(void **state) {
    struct match_chance s = chance_at(NOON, "");
    int64_t before = INT64_MIN;

    (void)state;
    for (int late = 15; late <= 24 * 60; late += 15) { /* ever later: ever dearer */
        struct match_leg l = leg_at(NOON + late * MINUTE, "");

        assert_true(total(&s, &l) > before);
        before = total(&s, &l);
    }
    for (int by = 20; by <= 180; by += 20) {
        struct match_leg late = leg_at(NOON + (15 + by) * MINUTE, ""),
                         early = leg_at(NOON + (15 - by) * MINUTE, "");

        assert_true(total(&s, &late) < total(&s, &early));
    }
}

static void a_time_between_bounds_says_less_than_a_time(void **state) {
    struct match_chance s = chance_at(NOON, "");
    struct match_leg exact = leg_at(NOON + 15 * MINUTE, ""), wide = exact, narrow = exact;

    (void)state;
    narrow.off_low_ms -= MINUTE, narrow.off_high_ms += MINUTE;
    wide.off_low_ms -= 3 * HOUR, wide.off_high_ms += 3 * HOUR;
    assert_true(total(&s, &exact) < total(&s, &narrow));
    assert_true(total(&s, &narrow) < total(&s, &wide));
}

/* The mean over an interval is the mean of the density: by adding up its minutes. */
static void the_mean_over_bounds_is_that_of_its_parts(void **state) {
    struct match_chance s = chance_at(NOON, "");
    double sum = 0, mean;
    struct match_cost c;
    struct match_leg l;

    (void)state;
    for (int k = 0; k < 4 * 300; k++) {
        int64_t at = NOON - 100 * MINUTE + k * 15000 + 7500;

        l = leg_at(at, "");
        match_pair(&s, &l, &c);
        if (c.possible) sum += exp(-(double)c.term[MATCH_TIME] / (double)MATCH_NAT);
    }
    l = leg_at(NOON - 100 * MINUTE, "");
    l.off_high_ms = NOON + 200 * MINUTE;
    match_pair(&s, &l, &c);
    mean = exp(-(double)c.term[MATCH_TIME] / (double)MATCH_NAT);
    assert_near(sum / 1200, mean, 2e-3);
}

static void without_a_time_only_the_day_counts(void **state) {
    struct match_chance s = chance_at(NOON, "");
    struct match_leg early = leg_at(NOON - 11 * HOUR, ""), late = leg_at(NOON + 11 * HOUR, ""),
                     next = leg_at(NOON + 14 * HOUR, ""), after = leg_at(NOON + 20 * HOUR, ""),
                     before = leg_at(NOON - 13 * HOUR, "");

    (void)state;
    s.dep_ms = s.arr_ms = MATCH_NO_MS;
    assert_int_equal(total(&s, &early), total(&s, &late));
    assert_true(total(&s, &next) > total(&s, &late)); /* past midnight */
    assert_true(total(&s, &after) == INT64_MAX);
    assert_true(total(&s, &before) == INT64_MAX);
}

static void another_number_is_strong_and_no_proof(void **state) {
    struct match_chance s = chance_at(NOON, "272");
    struct match_leg on_time = leg_at(NOON + 15 * MINUTE, "372"),
                     late = leg_at(NOON + 4 * HOUR, "372"), same = leg_at(NOON + 4 * HOUR, "0272");

    (void)state;
    on_time.callsign.iata = late.callsign.iata = same.callsign.iata = SPAN("JS");
    assert_int_equal(one(&s, 1, &on_time).slot, 0); /* to the minute: renumbered, sooner */
    assert_int_equal(one(&s, 1, &late).slot, -1);
    assert_int_equal(one(&s, 1, &same).slot, 0);
    assert_true(total(&s, &same) < total(&s, &late) - 5 * MATCH_NAT);
}

static void an_airline_by_two_kinds_of_code_is_weak(void **state) {
    struct match_chance s = chance_at(NOON, "272");
    struct match_leg unknown = leg_at(NOON + HOUR, "272"), same = unknown, other = unknown;
    struct match_cost c, d, f;

    (void)state;
    same.callsign.iata = SPAN("js");
    other.callsign.iata = SPAN("SU");
    match_pair(&s, &unknown, &c);
    match_pair(&s, &same, &d);
    match_pair(&s, &other, &f);
    assert_true(d.term[MATCH_NUMBER] < c.term[MATCH_NUMBER] && c.term[MATCH_NUMBER] < 0);
    assert_true(f.term[MATCH_NUMBER] > 0);
}

static int64_t number_term(const char *iata, const char *number, const char *icao,
                           const char *sent) {
    struct match_chance s = chance_at(NOON, number);
    struct match_leg l = leg_at(NOON + HOUR, sent);
    struct match_cost c;

    s.flight.iata = span_of(iata);
    s.flight.icao = (struct span){"", 0};
    l.callsign.iata = (struct span){"", 0};
    l.callsign.icao = span_of(icao);
    match_pair(&s, &l, &c);
    return c.term[MATCH_NUMBER];
}

/* KOR272 against JS272: a list pairs them, which is less than knowing and more than nothing. */
static void codes_of_iata_and_icao_are_paired_by_a_list(void **state) {
    int64_t paired = number_term("JS", "272", "KOR", "272"),
            none = number_term("JS", "272", "XQX", "272"),
            apart = number_term("JS", "272", "AFL", "272"),
            known = number_term("", "272", "", "272");

    (void)state;
    assert_true(paired < none && none < 0 && apart > 0);
    assert_true(none == known); /* a code that is not in the list says nothing */
    assert_true(paired > -7 * MATCH_NAT / 2);
    assert_true(number_term("su", "1234", "afl", "1234") == paired);
    assert_true(number_term("JS", "272", "KOR", "371") > number_term("JS", "272", "XQX", "371"));
    assert_true(number_term("JS", "272", "KOR", "27P") < number_term("JS", "272", "XQX", "27P"));
}

static void the_list_of_airlines_is_in_order(void **state) {
    size_t n;
    const char(*pair)[6] = airline_pairs(&n);

    (void)state;
    assert_true(n > 900);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(strspn(pair[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"), 5);
        if (i) assert_true(strcmp(pair[i - 1], pair[i]) < 0);
        assert_int_equal(airline_paired((struct span){pair[i], 2}, (struct span){pair[i] + 2, 3}),
                         AIRLINE_PAIRED);
    }
    assert_int_equal(airline_paired(SPAN("BA"), SPAN("BAW")), AIRLINE_PAIRED);
    assert_int_equal(airline_paired(SPAN("BA"), SPAN("DLH")), AIRLINE_APART);
    assert_int_equal(airline_paired(SPAN("BA"), SPAN("")), AIRLINE_UNLISTED);
}

static void types_are_compared_by_family(void **state) {
    static const struct {
        const char *a, *b;
        int sign;
    } of[] = {{"Tu-204", "T204", -1}, {"737-800", "B738", -1}, {"A320", "A319", 1},
              {"An-148", "A148", -1}, {"DH8D", "Tu-204", 0},   {"", "T204", 0},
              {"Il-62M", "T204", 1}};

    (void)state;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        struct match_chance s = chance_at(NOON, "");
        struct match_leg l = leg_at(NOON, "");
        struct match_cost c;
        int sign;

        s.type = span_of(of[i].a), l.type = span_of(of[i].b);
        match_pair(&s, &l, &c);
        sign = (c.term[MATCH_TYPE] > 0) - (c.term[MATCH_TYPE] < 0);
        if (sign != of[i].sign) fail_msg("%s, %s: %d", of[i].a, of[i].b, sign);
    }
}

static void terms_add_to_the_total(void **state) {
    struct match_chance s = chance_at(NOON, "272");
    struct match_leg l = leg_at(NOON + HOUR, "272");
    struct match_cost c;
    int64_t sum = 0;

    (void)state;
    s.registration = SPAN("P-632"), l.registration = SPAN("P632"), s.known = MATCH_CANCELLED;
    match_pair(&s, &l, &c);
    for (int t = 0; t < MATCH_TERMS; t++) {
        sum += c.term[t];
        assert_true(*c.why[t] && *match_term_word((enum match_term)t));
    }
    assert_int_equal(sum, c.total);
    assert_true(c.term[MATCH_CRAFT] < 0 && c.term[MATCH_STATE] > 0);
}

static void a_lost_end_needs_time_or_number(void **state) {
    struct match_chance s = chance_at(NOON, "272");
    struct match_leg l = leg_at(NOON + 15 * MINUTE, "");

    (void)state;
    l.p_on = 0.05; /* it left on time, and went out of sight */
    l.on_low_ms = l.on_high_ms = MATCH_NO_MS;
    assert_int_equal(one(&s, 1, &l).slot, 0);
    l.off_low_ms = l.off_high_ms = NOON + 2 * HOUR;
    assert_int_equal(one(&s, 1, &l).slot, -1);
    l.callsign.number = SPAN("272"), l.callsign.iata = SPAN("JS");
    assert_int_equal(one(&s, 1, &l).slot, 0);
    l.callsign.number = SPAN("1700");
    l.off_low_ms = l.off_high_ms = NOON + 15 * MINUTE;
    assert_int_equal(one(&s, 1, &l).slot, -1);
}

/* --- The assignment */

static void two_slots_and_one_leg_leave_one_slot_empty(void **state) {
    struct match_chance s[] = {chance_at(NOON, "272"), chance_at(NOON + 3 * HOUR, "272")};
    struct match_leg l = leg_at(NOON + 200 * MINUTE, "272");
    struct match_found f = one(s, 2, &l);

    (void)state;
    assert_int_equal(f.slot, 1);
    assert_int_equal(f.nother, 1);
    assert_int_equal(f.other[0].slot, 0);
    assert_true(f.other[0].cost > f.cost);
}

static void the_whole_sum_counts_and_not_the_nearest_pair(void **state) {
    struct match_chance s[] = {chance_at(NOON, ""), chance_at(NOON + 2 * HOUR, "")};
    struct match_leg l[] = {leg_at(NOON + 130 * MINUTE, ""), leg_at(NOON + 140 * MINUTE, "")};
    struct match_found f[2];
    struct err e;

    (void)state; /* both are nearer to the second slot */
    assert_ok(match_legs(&arena, s, 2, l, 2, f, &e), e);
    assert_true(f[0].slot >= 0 && f[1].slot >= 0 && f[0].slot != f[1].slot);
}

#define NS 6
#define NL 5

struct world {
    struct match_chance slot[NS];
    struct match_leg leg[NL];
    size_t nslot, nleg;
};

static uint32_t draw(uint64_t seed, uint64_t *i, uint32_t below) {
    return (uint32_t)(rng_u64(seed, 7, (*i)++) % below);
}

static void make(struct world *w, uint64_t seed) {
    static const char *const number[] = {"", "271", "272", "27B"};
    static const char *const craft[] = {"", "P-632", "P-633"};
    static const char *const key[] = {"a", "b", "c", "d", "e"};
    uint64_t at = 0;

    w->nslot = draw(seed, &at, NS + 1), w->nleg = draw(seed, &at, NL + 1);
    for (size_t i = 0; i < w->nslot; i++) {
        w->slot[i] =
            chance_at(NOON + (int64_t)draw(seed, &at, 8) * HOUR, number[draw(seed, &at, 4)]);
        w->slot[i].registration = span_of(craft[draw(seed, &at, 3)]);
        w->slot[i].known = (enum match_known)draw(seed, &at, 3);
        if (!draw(seed, &at, 3)) w->slot[i].dep_ms = w->slot[i].arr_ms = MATCH_NO_MS;
    }
    for (size_t i = 0; i < w->nleg; i++) {
        w->leg[i] =
            leg_at(NOON + (int64_t)draw(seed, &at, 20) * 30 * MINUTE, number[draw(seed, &at, 4)]);
        w->leg[i].registration = span_of(craft[draw(seed, &at, 3)]);
        if (draw(seed, &at, 2)) w->leg[i].callsign.iata = SPAN("JS");
        if (!draw(seed, &at, 4)) w->leg[i].p_on = 0.05;
        w->leg[i].key = span_of(key[i]);
    }
}

/* Every assignment there is. */
static int64_t least(const struct world *w, size_t leg, unsigned taken) {
    int64_t best;

    if (leg == w->nleg) return 0;
    best = match_alone(&w->leg[leg]) + least(w, leg + 1, taken);
    for (size_t s = 0; s < w->nslot; s++) {
        int64_t sum;

        if (taken >> s & 1U || (sum = total(&w->slot[s], &w->leg[leg])) == INT64_MAX) continue;
        sum += least(w, leg + 1, taken | 1U << s);
        if (sum < best) best = sum;
    }
    return best;
}

static int64_t sum_of(const struct world *w, const struct match_found *f) {
    unsigned taken = 0;
    int64_t sum = 0;

    for (size_t i = 0; i < w->nleg; i++) {
        sum += f[i].cost;
        if (f[i].slot < 0) {
            assert_int_equal(f[i].cost, match_alone(&w->leg[i]));
            continue;
        }
        assert_false(taken >> f[i].slot & 1U);
        taken |= 1U << f[i].slot;
        assert_int_equal(f[i].cost, total(&w->slot[f[i].slot], &w->leg[i]));
    }
    return sum;
}

static void sums_are_those_of_brute_force(void **state) {
    struct match_found f[NL];
    struct world w;
    struct err e;
    int paired = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 3000; seed++) {
        make(&w, seed);
        assert_ok(match_legs(&arena, w.slot, w.nslot, w.leg, w.nleg, f, &e), e);
        if (sum_of(&w, f) != least(&w, 0, 0)) fail_msg("seed %d", (int)seed);
        for (size_t i = 0; i < w.nleg; i++) paired += f[i].slot >= 0;
    }
    assert_true(paired > 2000); /* the cases are not empty ones */
}

static void shuffle(size_t *order, size_t n, uint64_t seed) {
    for (size_t i = 0; i < n; i++) order[i] = i;
    for (size_t i = n; i > 1; i--) {
        size_t j = rng_u64(seed, 8, i) % i, t = order[i - 1];

        order[i - 1] = order[j], order[j] = t;
    }
}

static bool alike(const struct match_chance *s, const struct match_chance *t) {
    return s->dep_ms == t->dep_ms && span_eq(s->flight.number, t->flight.number) &&
           span_eq(s->registration, t->registration) && s->known == t->known &&
           s->day_from_ms == t->day_from_ms;
}

static void permuting_permutes_the_answer(void **state) {
    struct match_found f[NL], g[NL];
    size_t legs[NL], slots[NS];
    struct world w, v;
    struct err e;

    (void)state;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        make(&w, seed);
        assert_ok(match_legs(&arena, w.slot, w.nslot, w.leg, w.nleg, f, &e), e);
        shuffle(legs, w.nleg, seed), shuffle(slots, w.nslot, seed + 10000);
        for (size_t i = 0; i < w.nleg; i++) v.leg[i] = w.leg[legs[i]];
        for (size_t i = 0; i < w.nslot; i++) v.slot[i] = w.slot[slots[i]];
        assert_ok(match_legs(&arena, v.slot, w.nslot, v.leg, w.nleg, g, &e), e);
        for (size_t i = 0; i < w.nleg; i++) {
            const struct match_found *was = &f[legs[i]], *now = &g[i];

            assert_int_equal(was->cost, now->cost);
            assert_int_equal(was->nother, now->nother);
            assert_int_equal(was->slot < 0, now->slot < 0);
            if (was->slot >= 0) assert_true(alike(&w.slot[was->slot], &v.slot[now->slot]));
        }
    }
}

static void what_is_far_away_changes_nothing(void **state) {
    struct match_chance more[NS + 2];
    struct match_leg legs[NL + 1];
    struct match_found f[NL], g[NL + 1];
    struct world w;
    struct err e;

    (void)state;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        make(&w, seed);
        assert_ok(match_legs(&arena, w.slot, w.nslot, w.leg, w.nleg, f, &e), e);
        more[0] = chance_at(NOON - 40 * UTC_DAY_MS, "272"); /* first in order, and last */
        more[w.nslot + 1] = chance_at(NOON + 40 * UTC_DAY_MS, "272");
        for (size_t i = 0; i < w.nslot; i++) more[i + 1] = w.slot[i];
        for (size_t i = 0; i < w.nleg; i++) legs[i] = w.leg[i];
        legs[w.nleg] = leg_at(NOON - 40 * UTC_DAY_MS + 20 * MINUTE, "272");
        assert_ok(match_legs(&arena, more, w.nslot + 2, legs, w.nleg + 1, g, &e), e);
        assert_int_equal(g[w.nleg].slot, 0);
        for (size_t i = 0; i < w.nleg; i++) {
            assert_int_equal(f[i].slot < 0 ? -1 : f[i].slot + 1, g[i].slot);
            assert_int_equal(f[i].cost, g[i].cost);
            assert_int_equal(f[i].nother, g[i].nother);
        }
    }
}

/* One component from the first to the last: departures every half hour, and nobody on time. */
static void twenty_thousand_take_seconds(void **state) {
    enum { N = 20000 };
    struct match_chance *s = calloc(N, sizeof *s);
    struct match_leg *l = calloc(N, sizeof *l);
    struct match_found *f = calloc(N, sizeof *f);
    clock_t begun = clock();
    double seconds;
    size_t paired = 0;
    struct err e;

    (void)state;
    assert_true(s && l && f);
    for (int i = 0; i < N; i++) {
        int64_t late = (int64_t)(rng_u64(3, 9, (uint64_t)i) % 240) * MINUTE;

        s[i] = chance_at(NOON + (int64_t)i * 30 * MINUTE, "");
        l[i] = leg_at(NOON + (int64_t)i * 30 * MINUTE + late, "");
    }
    assert_ok(match_legs(&arena, s, N, l, N, f, &e), e);
    seconds = (double)(clock() - begun) / CLOCKS_PER_SEC;
    for (int i = 0; i < N; i++) paired += f[i].slot >= 0;
    assert_true(paired > N * 9 / 10);
    assert_true(seconds < 30); /* under sanitizers too */
    free(s), free(l), free(f);
}

/* --- Watching */

#define DAY 19660

static enum cover_watch watch(const struct cover_said *c, size_t n, double from_h, double to_h) {
    int64_t day = (int64_t)DAY * UTC_DAY_MS;

    return cover_watched(c, n, 0, COVER_FLIGHT, day + (int64_t)(from_h * 3600000),
                         day + (int64_t)(to_h * 3600000));
}

static void watching_needs_every_day_that_a_flight_spans(void **state) {
    struct cover_said c[] = {{0, -1, COVER_ADSB, COVER_COMPLETE, DAY - 3, DAY},
                             {0, -1, COVER_ADSB, COVER_PARTIAL, DAY + 1, DAY + 1}};

    (void)state;
    assert_int_equal(watch(c, 2, 10, 12), COVER_WHOLE);
    assert_int_equal(watch(c, 2, 23, 25), COVER_PARTLY);
    assert_int_equal(watch(c, 1, 23, 25), COVER_PARTLY);
    assert_int_equal(watch(c, 2, 30, 31), COVER_PARTLY);
    assert_int_equal(watch(c, 1, 30, 31), COVER_NOT);
    assert_int_equal(watch(c, 0, 10, 12), COVER_NOT);
    assert_int_equal(watch(c, 1, -71, -70), COVER_WHOLE); /* the first day counts */
    assert_int_equal(watch(c, 1, -73, -72.5), COVER_NOT);
    c[1].state = COVER_WATCHING, c[1].source = 4, c[1].what = COVER_APRON;
    assert_int_equal(watch(c, 2, 23, 25), COVER_WHOLE); /* one watched, then the other */
}

static void only_two_states_support_not_seen(void **state) {
    (void)state;
    for (int s = 0; s < COVER_STATES; s++) {
        struct cover_said c = {0, -1, COVER_GATE, (enum cover_state)s, DAY, DAY};
        bool vouches = s == COVER_COMPLETE || s == COVER_WATCHING;

        assert_int_equal(watch(&c, 1, 10, 12) == COVER_WHOLE, vouches);
        assert_int_equal(cover_vouches((enum cover_state)s), vouches);
        c.what = COVER_BOARD; /* announces, and sees no aircraft */
        assert_int_equal(watch(&c, 1, 10, 12), COVER_NOT);
    }
}

static void of_one_source_the_worst_counts_and_the_corridors_own_before_all(void **state) {
    struct cover_said c[] = {{0, -1, COVER_ADSB, COVER_COMPLETE, DAY, DAY},
                             {0, -1, COVER_ADSB, COVER_SUSPECT, DAY, DAY},
                             {0, 0, COVER_ADSB, COVER_COMPLETE, DAY, DAY},
                             {0, 1, COVER_ADSB, COVER_ABSENT, DAY, DAY}};

    (void)state;
    assert_int_equal(watch(c, 1, 10, 12), COVER_WHOLE);
    assert_int_equal(watch(c, 2, 10, 12), COVER_PARTLY);
    assert_int_equal(watch(c, 3, 10, 12), COVER_WHOLE);
    assert_int_equal(watch(c, 4, 10, 12), COVER_WHOLE); /* another corridor's says nothing here */
    assert_int_equal(cover_day(c, 4, 1, 0, COVER_ADSB, DAY), 3);
    assert_int_equal(cover_day(c, 4, 1, 0, COVER_ADSB, DAY + 1), -1);
    assert_int_equal(cover_day(c, 4, 2, 0, COVER_ADSB, DAY), 1);
}

static int setup(void **state) {
    (void)state;
    arena_init(&arena, (size_t)1 << 30);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(late_is_commoner_than_early),
        cmocka_unit_test(a_time_between_bounds_says_less_than_a_time),
        cmocka_unit_test(the_mean_over_bounds_is_that_of_its_parts),
        cmocka_unit_test(without_a_time_only_the_day_counts),
        cmocka_unit_test(another_number_is_strong_and_no_proof),
        cmocka_unit_test(an_airline_by_two_kinds_of_code_is_weak),
        cmocka_unit_test(codes_of_iata_and_icao_are_paired_by_a_list),
        cmocka_unit_test(the_list_of_airlines_is_in_order),
        cmocka_unit_test(types_are_compared_by_family),
        cmocka_unit_test(terms_add_to_the_total),
        cmocka_unit_test(a_lost_end_needs_time_or_number),
        cmocka_unit_test(two_slots_and_one_leg_leave_one_slot_empty),
        cmocka_unit_test(the_whole_sum_counts_and_not_the_nearest_pair),
        cmocka_unit_test(sums_are_those_of_brute_force),
        cmocka_unit_test(permuting_permutes_the_answer),
        cmocka_unit_test(what_is_far_away_changes_nothing),
        cmocka_unit_test(twenty_thousand_take_seconds),
        cmocka_unit_test(watching_needs_every_day_that_a_flight_spans),
        cmocka_unit_test(only_two_states_support_not_seen),
        cmocka_unit_test(of_one_source_the_worst_counts_and_the_corridors_own_before_all),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
