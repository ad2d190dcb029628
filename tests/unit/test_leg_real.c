/* SPDX-License-Identifier: Apache-2.0 */
/* Legs of real points, read by the project's own readers: the truth file, days, laws, cost. */
#include "format/decoder.h"
#include "format/opensky.h"
#include "format/trace.h"
#include "leg_rig.h"
#include "pack/stream.h"

#include <time.h>

/* ---- real data */

static int keep_bytes(size_t worker, const struct stream_member *m, void *ctx, struct err *e) {
    (void)worker;
    if (m->state != STREAM_WHOLE) return err_set(e, m->rc, "%s", m->reason);
    *(struct span *)ctx = arena_span(&sky_arena, m->bytes);
    return 0;
}

/* A file of the shared signals, gzip or not. */
static struct span signals(const char *name) {
    const char *path = arena_printf(&sky_arena, "%s/adsb/%s", t_shared(), name);
    struct stream_options o = {0};
    struct stream_sum sum;
    struct span s = {0};
    struct err e;

    assert_ok(stream_each(&sky_arena, &path, 1, &o, keep_bytes, &s, &sum, &e), e);
    assert_int_equal(sum.members, 1);
    return s;
}

static void read_trace(struct span s, struct track *t) {
    struct trace_tally tally;
    struct err e;

    assert_ok(trace_read(&sky_arena, s, t, &tally, &e), e);
    assert_int_equal(tally.state, TRACE_WHOLE);
    assert_int_equal(t->refused + tally.odd, 0);
}

/* These tables do not say air or ground: altitude 0 at no speed is all there is. */
static void read_opensky(struct span s, struct track *t) {
    struct opensky o;
    struct err e;

    assert_ok(opensky_read(&sky_arena, s, &o, &e), e);
    assert_null(o.broken);
    assert_int_equal(o.n, 1);
    for (int i = 0; i < OPENSKY_REASONS; i++) assert_int_equal(o.refused[i].n, 0);
    *t = o.track[0];
}

static void on_point(void *user, uint32_t hex, bool other, const struct track_point *p) {
    struct track *t = user;

    if (hex != t->hex || other) return;
    assert_true(t->n < SKY_MAX);
    t->point[t->n++] = *p;
}

/* One flight out of frames. The first were received at Toulouse, and a position on the ground needs
 * to know that, since nothing was heard before it. */
static void read_frames(struct span s, uint32_t hex, struct track *t) {
    struct decoder_options o = {
        .point = on_point, .user = t, .has_receiver = true, .lat_deg = 43.63, .lon_deg = 1.37};
    struct decoder *d = decoder_begin(&sky_arena, &o);

    *t = (struct track){.hex = hex, .point = ARENA_ARRAY(&sky_arena, struct track_point, SKY_MAX)};
    decoder_feed(d, s.p, s.n);
    decoder_end(d);
}

static struct leg_list legs_of(const char *name, struct track *t, const struct leg_options *o) {
    if (!t_shared()) {
        print_message("# HEADCOUNT_SHARED is not set\n");
        skip();
    }
    if (strncmp(name, "opensky", 7) == 0)
        read_opensky(signals(name), t);
    else if (strncmp(name, "raw", 3) == 0)
        read_frames(signals(name), 0x400f99, t);
    else
        read_trace(signals(name), t);
    return build_with(t, o);
}

/* "2025-02-05T01:12:26Z" or with decimals. */
static int64_t when(const char *text) {
    struct tm tm = {0};
    double seconds;

    if (sscanf(text, "%d-%d-%dT%d:%d:%lf", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
               &tm.tm_min, &seconds) != 6)
        return CLEAN_NO_MS;
    tm.tm_year -= 1900;
    tm.tm_mon--;
    return (int64_t)timegm(&tm) * 1000 + llround(seconds * 1000);
}

static size_t split_csv(char *line, char *cell[], size_t max) {
    size_t n = 0;
    bool quoted = false;

    cell[n++] = line;
    for (char *c = line; *c; c++) {
        if (*c == '"') quoted = !quoted;
        if (*c == '\n' || *c == '\r') *c = '\0';
        if (*c == ',' && !quoted && n < max) {
            *c = '\0';
            cell[n++] = c + 1;
        }
    }
    return n;
}

/* 88NV may be named or be unknown. */
static bool is_place(const struct leg_end *e, const char *icao) {
    const struct place *p = place_find(span_of(icao));

    if (strcmp(icao, "unknown") == 0) return e->place < 0 || strcmp(name_of(e), "88NV") == 0;
    return p && e->place >= 0 && place_at((size_t)e->place) == p;
}

static int64_t worst_ms;

static void check_end(const char *file, const struct leg_end *e, const char *icao, const char *time,
                      const char *basis) {
    int64_t ms = when(time);

    if (!*icao)
        assert_true(e->status == END_EDGE || e->status == END_LOST);
    else if (!is_place(e, icao))
        fail_msg("%s: %s, wanted %s", file, name_of(e), icao);
    if (ms == CLEAN_NO_MS) return;
    if (strncmp(basis, "ground", 6) == 0 || strstr(basis, "surface"))
        assert_int_equal(e->status, END_SEEN);
    if (llabs(e->ms - ms) > worst_ms) worst_ms = llabs(e->ms - ms);
    if (llabs(e->ms - ms) > 60000)
        fail_msg("%s: %+lld s off", file, (long long)(e->ms - ms) / 1000);
}

static void the_truth_file_is_met(void **state) {
    char path[512], line[2048], last[256] = "", *cell[12];
    struct leg_list l = {0};
    struct leg_options o = usual();
    struct track t;
    size_t rows = 0;
    FILE *f;

    (void)state;
    if (!t_shared()) skip();
    snprintf(path, sizeof path, "%s/adsb/truth/legs_manual.csv", t_shared());
    f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    while (fgets(line, sizeof line, f) && split_csv(line, cell, 11) >= 10) {
        size_t k = (size_t)atoi(cell[1]);

        if (strcmp(last, cell[0]) != 0) l = legs_of(cell[0], &t, &o);
        snprintf(last, sizeof last, "%s", cell[0]);
        rows++;
        if (k > l.n) fail_msg("%s: %zu legs, wanted leg %zu", cell[0], l.n, k);
        check_end(cell[0], &l.leg[k - 1].from, cell[4], cell[5], cell[6]);
        check_end(cell[0], &l.leg[k - 1].to, cell[7], cell[8], cell[9]);
        assert_balanced(&t, &l);
    }
    fclose(f);
    print_message("# times of the truth file: at most %lld ms off\n", (long long)worst_ms);
    assert_int_equal(rows, 10);
}

static void the_days_of_the_truth_file_have_as_many_legs(void **state) {
    static const struct {
        const char *file;
        size_t n;
    } day[] = {{"traces/trace_full_ac134a.json", 1},
               {"traces/trace_full_ac671b.json", 4},
               {"traces/globe_history/2023/08/20/traces/8e/trace_full_a4068e.json", 2},
               {"traces/globe_history/2023/08/20/traces/8c/trace_full_a3c78c.json", 2},
               {"opensky/elal747.json.gz", 1},
               {"opensky/qantas747.json.gz", 1},
               {"opensky/noisy_landing.json.gz", 1},
               {"opensky/noisy_time_issue.json.gz", 1}};
    struct leg_options o = usual();

    (void)state;
    for (size_t i = 0; i < sizeof day / sizeof *day; i++) {
        struct track t;
        struct leg_list l = legs_of(day[i].file, &t, &o);

        if (l.n != day[i].n) fail_msg("%s: %zu legs, wanted %zu", day[i].file, l.n, day[i].n);
        assert_balanced(&t, &l);
        if (strstr(day[i].file, "elal")) {
            assert_end(&l.leg[0].from, END_INFERRED, "LIRF");
            assert_end(&l.leg[0].to, END_INFERRED, "LLBG");
        }
        if (strstr(day[i].file, "qantas")) assert_end(&l.leg[0].from, END_INFERRED, "YSSY");
        if (strstr(day[i].file, "noisy")) assert_end(&l.leg[0].to, END_INFERRED, "LSZH");
    }
}

/* Without its type the landing was at Spokane, and the next take-off lost over it. */
static void without_its_type_a_stop_has_one_place_too(void **state) {
    struct leg_options o = usual();
    struct leg_list l;
    struct track t;

    (void)state;
    (void)legs_of("traces/trace_full_ac671b.json", &t, &o);
    t.registration[0] = t.type[0] = 0;
    l = build_with(&t, &o);
    assert_legs(l, 4);
    assert_end(&l.leg[1].to, END_INFERRED, "KGEG");
    assert_end(&l.leg[2].from, END_INFERRED, "KGEG");
    assert_true(l.leg[1].to.ms < l.leg[2].from.ms);
}

/* Spokane International, not Felts Field that is nearer: by the next departure alone, by the
 * route alone, by both; and by neither. */
static void spokane_comes_out_of_either_evidence(void **state) {
    int32_t route[2] = {field_index("KMSP"), field_index("KGEG")};
    struct end_prior prior[2] = {{"DAL2418", false, route, 2}, {"DAL1615", false, route, 2}};
    struct leg_options o = usual();
    double weight[4];

    (void)state;
    for (int k = 0; k < 4; k++) {
        struct track t;
        struct leg_list l;
        const struct leg_end *to;

        o.prior = prior;
        o.nprior = k & 1 ? 2 : 0;
        l = legs_of("traces/trace_full_ac671b.json", &t, &o);
        if (!(k & 2)) { /* forget that it departs again */
            while (t.n && t.point[t.n - 1].ms > l.leg[1].to.ms_low) t.n--;
            l = build_with(&t, &o);
        }
        assert_true(l.n == (k & 2 ? 4 : 2));
        to = &l.leg[1].to;
        assert_end(to, END_INFERRED, "KGEG");
        weight[k] = to->candidate[0].weight;
        assert_true(!(to->candidate[0].reason & END_NEAREST));
    }
    print_message("# KGEG: neither %.2f, route %.2f, next departure %.2f, both %.2f\n", weight[0],
                  weight[1], weight[2], weight[3]);
    assert_true(weight[0] < weight[1] && weight[2] <= weight[3]);
}

static void real_traces_obey_the_laws(void **state) {
    static const char *const file[] = {
        "traces/trace_full_ac134a.json", "traces/trace_full_ac671b.json",
        "traces/globe_history/2023/08/20/traces/8e/trace_full_a4068e.json",
        "traces/globe_history/2023/08/20/traces/8c/trace_full_a3c78c.json",
        "traces/globe_history/2023/08/20/traces/8e/trace_full_aa568e.json"};
    struct leg_options o = usual();

    (void)state;
    for (size_t i = 0; i < sizeof file / sizeof *file; i++) {
        struct track t;
        struct leg_list l = legs_of(file[i], &t, &o);

        check_cuts(&t, t.n > 1000 ? 23 : 5);
        check_ground(&t);
        for (uint64_t seed = 0; seed < 12; seed++) {
            struct sky s = {.t = t};
            struct track half;
            struct leg_list m;

            memcpy(s.p, t.point, t.n * sizeof *t.point);
            thin(&s, 0.6, seed, &half);
            m = build(&half);
            if (m.n != l.n) fail_msg("%s: %zu legs when thinned, %zu before", file[i], m.n, l.n);
        }
    }
}

/* ---- cost */

static void legs_are_quick(void **state) {
    struct sky *s = busy_days();
    struct leg_options o = usual();
    struct arena a;
    clock_t begin = clock();
    size_t points = 0;
    double cpu;

    (void)state;
    do {
        struct leg_list l;

        arena_init(&a, (size_t)64 << 20);
        leg_build(&a, &s->t, &o, &l);
        points += s->t.n;
        arena_fini(&a);
        cpu = (double)(clock() - begin) / CLOCKS_PER_SEC;
    } while (cpu < 0.2);
    print_message("# %.1f million points a CPU second\n", (double)points / cpu * 1e-6);
    assert_true(points > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_truth_file_is_met),
        cmocka_unit_test(the_days_of_the_truth_file_have_as_many_legs),
        cmocka_unit_test(without_its_type_a_stop_has_one_place_too),
        cmocka_unit_test(spokane_comes_out_of_either_evidence),
        cmocka_unit_test(real_traces_obey_the_laws),
        cmocka_unit_test(legs_are_quick),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, sky_setup, sky_teardown);
}
