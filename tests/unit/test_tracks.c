/* SPDX-License-Identifier: Apache-2.0 */
/* What was tracked, as the report shows it: the map of tracks, who was watching, the tables. */
#include "report/flown.h"
#include "report_rig.h"

static json_t *load(const char *name) {
    const char *source = getenv("HEADCOUNT_SOURCE");
    char path[1024];
    json_error_t je;
    json_t *v;

    snprintf(path, sizeof path, "%s/tests/unit/data/%s", source ? source : ".", name);
    v = json_load_file(path, JSON_REJECT_DUPLICATES, &je);
    if (!v) fail_msg("%s: line %d: %s", path, je.line, je.text);
    return v;
}

static size_t count_text(const char *hay, const char *needle) {
    size_t n = 0;

    for (const char *p = hay; (p = strstr(p, needle)) != NULL; p++) n++;
    return n;
}

static size_t count_drawn(const struct read *r, const char *svg, const char *element,
                          const char *cls) {
    size_t n = 0;

    for (size_t i = 0; i < r->ndrawn; i++)
        n += strcmp(r->drawn[i].svg, svg) == 0 && strcmp(r->drawn[i].element, element) == 0 &&
             strcmp(r->drawn[i].cls, cls) == 0;
    return n;
}

static bool has_id(const struct read *r, const char *id) {
    return bsearch(&id, r->id, r->ids, sizeof *r->id, by_text) != NULL;
}

/* ---- nothing known: nothing shown ---- */

static void strip(json_t *c, bool empty) {
    json_t *slot;
    size_t i;

    json_object_del(c, "legs");
    json_object_del(c, "coverage");
    if (empty) json_object_set_new(c, "legs", json_array());
    if (empty)
        json_object_set_new(c, "coverage",
                            json_pack("{s:s,s:s,s:[{s:s,s:[]}]}", "from", "2023-10-30", "to",
                                      "2024-03-29", "sources", "source", "adsb", "days"));
    json_array_foreach(json_object_get(c, "by_slot"), i, slot) {
        json_object_del(slot, "leg");
        json_object_del(slot, "cover");
        if (empty) json_object_set_new(slot, "leg", json_null());
        if (empty) json_object_set_new(slot, "cover", json_string("not watched"));
    }
}

static void without_tracks_and_coverage_the_page_is_what_it_was(void **state) {
    json_t *absent = sample(), *empty = sample();
    struct buf a, b;
    struct read *r;

    (void)state;
    for (size_t k = 0; k < 2; k++)
        strip(corridor_at(absent, k), false), strip(corridor_at(empty, k), true);
    a = page_of(absent);
    b = page_of(empty);
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.p, b.p, a.n);
    r = read_back(buf_span(&a), "no tracks");
    assert_false(has_id(r, "tracked"));
    assert_false(has_id(r, "c1-tracked"));
    assert_null(strstr(a.p, "What was tracked"));
    assert_null(strstr(a.p, ">Track<"));
    assert_null(strstr(a.p, "not watched"));
    read_fini(r);
    buf_fini(&a);
    buf_fini(&b);
    json_decref(absent);
    json_decref(empty);
}

/* ---- the map ---- */

struct line {
    double x[400], y[400];
    size_t n;
};

/* The k-th stroke "M x yL x y..." of a path. */
static struct line stroke(const char *d, size_t k) {
    struct line l = {0};

    for (char *next; *d; d = next) {
        char command = *d++;
        double x = strtod(d, &next), y = strtod(next, &next);

        if (command == 'M' && k-- == 0)
            l.n = 0;
        else if (command == 'M' && l.n)
            return l;
        if (k != SIZE_MAX) continue;
        l.x[l.n] = x;
        l.y[l.n++] = y;
    }
    return l;
}

static const char *path_of(const struct read *r, const char *svg, const char *cls, size_t k) {
    for (size_t i = 0; i < r->ndrawn; i++) {
        const struct drawn *d = &r->drawn[i];

        if (strcmp(d->svg, svg) == 0 && strcmp(d->element, "path") == 0 &&
            strcmp(d->cls, cls) == 0 && k-- == 0)
            return d->text.p;
    }
    fail_msg("%s has no path of class %s", svg, cls);
    return "";
}

/* Every gap is broken, nothing else is, and a gap goes from where one part ends to where the next begins. */
static void dashes_are_in_gaps_and_nowhere_else(void **state) {
    json_t *answer = sample(), *legs = json_object_get(corridor_at(answer, 0), "legs"), *leg;
    struct buf b = page_of(answer);
    struct read *r = read_back(buf_span(&b), "the sample");
    size_t i, gaps = 0, lines = 0, gap = 0, line = 0;

    (void)state;
    json_array_foreach(legs, i, leg) {
        size_t parts = json_array_size(json_object_get(leg, "parts"));

        gaps += parts ? parts - 1 : 0;
        lines += parts > 0;
    }
    assert_int_equal(gaps, 5);
    assert_int_equal(lines, 7);
    assert_int_equal(count_drawn(r, "c1-tracks-w", "path", "gap"), gaps);
    assert_int_equal(count_drawn(r, "c1-tracks-w", "path", "trail"), lines);
    assert_int_equal(count_text(b.p, "stroke-dasharray=\""), count_text(b.p, "<path class=\"gap"));
    assert_int_equal(count_text(b.p, "<path class=\"gap\" stroke-dasharray=\""),
                     count_text(b.p, "<path class=\"gap\""));
    json_array_foreach(legs, i, leg) {
        size_t parts = json_array_size(json_object_get(leg, "parts"));

        if (!parts) continue;
        for (size_t k = 0; k + 1 < parts; k++) {
            struct line before = stroke(path_of(r, "c1-tracks-w", "trail", line), k),
                        after = stroke(path_of(r, "c1-tracks-w", "trail", line), k + 1),
                        between = stroke(path_of(r, "c1-tracks-w", "gap", gap++), 0);

            assert_true(before.n >= 2 && after.n >= 2 && between.n >= 2);
            assert_near(between.x[0], before.x[before.n - 1], 0.11);
            assert_near(between.y[0], before.y[before.n - 1], 0.11);
            assert_near(between.x[between.n - 1], after.x[0], 0.11);
            assert_near(between.y[between.n - 1], after.y[0], 0.11);
            assert_true(hypot(after.x[0] - before.x[before.n - 1],
                              after.y[0] - before.y[before.n - 1]) > 20);
        }
        line++;
    }
    read_fini(r);
    buf_fini(&b);
    json_decref(answer);
}

static void each_class_of_gap_has_a_pattern_of_its_own(void **state) {
    json_t *answer = sample();
    struct buf b = page_of(answer);
    char seen[FLOWN_GAPS][40];
    size_t n = 0;

    (void)state;
    for (const char *p = strstr(b.p, "\"gap key1\""); p && n < FLOWN_GAPS;
         p = strstr(p + 1, "\"gap key1\"")) {
        const char *d = strstr(p, "stroke-dasharray=\"") + 18;

        snprintf(seen[n++], sizeof seen[0], "%.*s", (int)strcspn(d, "\""), d);
    }
    assert_int_equal(n, FLOWN_GAPS); /* the wide legend; the sample has all four */
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++) assert_string_not_equal(seen[i], seen[k]);
    buf_fini(&b);
    json_decref(answer);
}

static void ends_are_marked_by_how_they_are_known(void **state) {
    json_t *answer = sample(), *leg;
    struct read *r = page_read(answer, "the sample");
    size_t i, n[FLOWN_ENDS] = {0};

    (void)state;
    json_array_foreach(json_object_get(corridor_at(answer, 0), "legs"), i, leg) {
        if (!json_array_size(json_object_get(leg, "parts"))) continue;
        n[flown_end(json_object_get(leg, "off"))]++;
        n[flown_end(json_object_get(leg, "on"))]++;
    }
    for (int e = 0; e < FLOWN_UNSAID; e++) assert_true(n[e] > 0);
    /* one more of each in the legend */
    assert_int_equal(count_drawn(r, "c1-tracks-w", "circle", "endseen"), n[FLOWN_SEEN] + 1);
    assert_int_equal(count_drawn(r, "c1-tracks-w", "circle", "endring"), n[FLOWN_INFERRED] + 1);
    assert_int_equal(count_drawn(r, "c1-tracks-w", "path", "endtick"), n[FLOWN_LOST] + 1);
    assert_int_equal(count_drawn(r, "c1-tracks-w", "path", "endbar"), n[FLOWN_EDGE] + 1);
    assert_non_null(strstr(r->text.p, "lost: not a landing"));
    read_fini(r);
    json_decref(answer);
}

static void no_line_jumps_over_the_date_line(void **state) {
    json_t *answer = load("dateline.json");
    struct read *r = page_read(answer, "over the meridian");

    (void)state;
    for (size_t k = 0; k < 2; k++)
        for (size_t m = 0; m < 1 + k; m++) {
            struct line l = stroke(path_of(r, "c1-tracks-w", "trail", k), m);

            assert_true(l.n >= 2);
            for (size_t i = 1; i < l.n;
                 i++) { /* thinned, so long where it is straight, but always eastwards */
                assert_true(l.x[i] > l.x[i - 1]);
                assert_true(l.x[i] > 0 && l.x[i] < 734);
            }
        }
    read_fini(r);
    json_decref(answer);
}

/* n legs, a little apart. */
static json_t *crowd(int n) {
    json_t *answer = sample(), *c = corridor_at(answer, 0),
           *old = json_incref(json_object_get(c, "legs")), *legs = json_array();

    json_array_remove(json_object_get(answer, "corridors"), 1);
    for (int i = 0; i < n; i++) {
        json_t *leg = json_deep_copy(json_array_get(old, (size_t)i % json_array_size(old))), *part,
               *pair;
        size_t k, m;

        json_object_set_new(leg, "id", json_sprintf("L%012d", i));
        json_array_foreach(json_object_get(leg, "parts"), k, part) {
            json_array_foreach(json_object_get(part, "lonlat"), m, pair) {
                json_array_set_new(
                    pair, 0,
                    json_real(json_number_value(json_array_get(pair, 0)) + 0.002 * (i % 83)));
            }
        }
        json_array_append_new(legs, leg);
    }
    json_object_set_new(c, "legs", legs);
    json_decref(old);
    return answer;
}

static void many_tracks_stay_small(void **state) {
    json_t *answer = crowd(500);
    struct buf b = page_of(answer);
    struct read *r = read_back(buf_span(&b), "500 tracks");
    size_t vertices = 0;

    (void)state;
    if (b.n > 1800000) fail_msg("%zu bytes", b.n);
    assert_true(has_id(r, "c1-leg-500"));
    assert_int_equal(count_drawn(r, "c1-tracks-w", "path", "trail"),
                     438); /* 7 of 8 have a position */
    for (size_t i = 0; i < r->ndrawn; i++)
        if (strcmp(r->drawn[i].svg, "c1-tracks-w") == 0 && strcmp(r->drawn[i].cls, "trail") == 0)
            vertices += count_text(r->drawn[i].text.p, "L") + 1;
    if (vertices > 8000) fail_msg("%zu vertices", vertices);
    assert_non_null(strstr(b.p, "stroke-width=\"0.7\" stroke-opacity=\"0.4\""));
    read_fini(r);
    buf_fini(&b);
    json_decref(answer);
}

/* ---- who was watching ---- */

static void every_day_of_every_source_is_drawn_and_none_is_empty(void **state) {
    json_t *answer = sample(), *c = corridor_at(answer, 0);
    struct arena a;
    struct flown_calendar cal;
    struct flown_watch w;
    struct buf b = page_of(answer);
    struct read *r = read_back(buf_span(&b), "the sample");
    size_t n[FLOWN_DAYS] = {0}, dots = 0, crosses = 0;

    (void)state;
    arena_init(&a, (size_t)16 << 20);
    cal = flown_calendar(&a, c);
    assert_int_equal(cal.n, 152);
    assert_int_equal(cal.rows, 3);
    for (size_t k = 0; k < cal.rows; k++)
        for (size_t i = 0; i < cal.n; i++) n[cal.row[k].day[i]]++;
    for (int d = 0; d < FLOWN_UNREAD; d++)
        if (!n[d]) fail_msg("the sample has no day that is %s", flown_day_key[d]);
    assert_int_equal(n[FLOWN_UNREAD], 0);
    for (size_t i = 0; i < r->ndrawn; i++) {
        const struct drawn *d = &r->drawn[i];

        if (strcmp(d->svg, "c1-watch-w") != 0 || strcmp(d->element, "path") != 0) continue;
        if (strcmp(d->cls, "nobody") == 0) dots += count_text(d->text.p, "M");
        if (strcmp(d->cls, "dayline") == 0) crosses++;
    }
    assert_int_equal(dots, n[FLOWN_NOBODY] + 2); /* two days in the legend */
    assert_true(crosses > 6); /* failed, absent, not fetched, kept away, suspect */
    w = flown_watch(&cal);
    assert_int_equal(w.watched, 94);
    assert_non_null(
        strstr(r->text.p, "Somebody was watching on 94 of 152 days; of 47 nobody says"));
    assert_non_null(strstr(b.p, "27 Nov 2023 – 30 Nov 2023: source failed</title>"));
    read_fini(r);
    buf_fini(&b);
    arena_fini(&a);
    json_decref(answer);
}

static void a_state_that_is_not_understood_is_neither_watched_nor_empty(void **state) {
    json_t *answer = sample(), *c = corridor_at(answer, 0),
           *sources = json_object_get(json_object_get(c, "coverage"), "sources");
    struct buf b;

    (void)state;
    while (json_array_size(sources) > 1) json_array_remove(sources, 1);
    json_object_set_new(json_array_get(sources, 0), "days",
                        json_pack("[{s:s,s:s},{s:s,s:n},{s:s,s:s}]", "date", "2023-10-30", "state",
                                  "cloudy", "date", "2023-10-31", "state", "date", "2030-01-01",
                                  "state", "complete"));
    b = page_of(answer);
    assert_non_null(
        strstr(b.p, "Nobody is known to have watched on any of 152 days; of 150 nobody says"));
    assert_non_null(strstr(b.p, ": not understood</title>"));
    assert_non_null(strstr(b.p, "<td>cloudy</td>"));
    buf_fini(&b);
    json_decref(answer);
}

static void two_years_wrap_and_ten_are_not_drawn(void **state) {
    static const struct {
        const char *to;
        size_t pictures;
    } c[] = {{"2025-10-29", 2}, {"2033-10-29", 0}};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        json_t *answer = load("dateline.json"),
               *coverage = json_object_get(corridor_at(answer, 0), "coverage");
        struct read *r;
        double width = 0;
        size_t n = 0;

        json_object_set_new(coverage, "from", json_string("2023-10-30"));
        json_object_set_new(coverage, "to", json_string(c[i].to));
        json_object_del(corridor_at(answer, 0), "origin_place");
        r = page_read(answer, c[i].to);
        for (size_t k = 0; k < r->ndrawn; k++) {
            const struct drawn *d = &r->drawn[k];

            if (!strstr(d->svg, "-watch-")) continue;
            if (strcmp(d->element, "svg") == 0) width = d->w, n++;
            if (strcmp(d->element, "rect") == 0)
                assert_true(d->x >= -0.1 && d->x + d->w <= width + 0.1);
        }
        assert_int_equal(n, c[i].pictures);
        read_fini(r);
        json_decref(answer);
    }
}

/* ---- tables ---- */

static void slots_and_tracks_lead_to_each_other_and_to_rows(void **state) {
    json_t *answer = named_sample(),
           *leg = json_array_get(json_object_get(corridor_at(answer, 0), "legs"), 0);
    struct buf b = page_of(answer), want = {0};
    struct read *r = read_back(buf_span(&b), "the sample");

    (void)state;
    buf_printf(&want, "<a href=\"#c1-leg-1\">%s</a>",
               json_string_value(json_object_get(leg, "id")));
    assert_non_null(strstr(b.p, want.p));
    want.n = 0;
    buf_printf(&want, "<tr id=\"c1-leg-1\"><th scope=\"row\">1</th>");
    assert_non_null(strstr(b.p, want.p));
    assert_non_null(strstr(r->text.p, "watched, nothing seen"));
    assert_non_null(strstr(r->text.p, "none: nobody announced it"));
    assert_non_null(strstr(r->text.p, "or 1 other slot"));
    assert_non_null(strstr(r->text.p, "the record begins here"));
    assert_non_null(strstr(r->text.p, "ZKSC 0.05"));
    want.n = 0;
    buf_printf(&want, "<a href=\"#r-%s\">",
               json_string_value(json_array_get(json_object_get(leg, "ref"), 0)));
    assert_non_null(strstr(strstr(b.p, "id=\"c1-legs\""), want.p));
    /* by week: seven slots with a track, and the legend */
    assert_int_equal(count_drawn(r, "c1-weeks-w", "circle", "tracked") +
                         count_drawn(r, "c1-weeks-w", "circle", "tracked on"),
                     7 + 1);
    read_fini(r);
    buf_fini(&b);
    buf_fini(&want);
    json_decref(answer);
}

/* ---- what an answer may do to us ---- */

static void hostile_names_are_shown_and_not_obeyed(void **state) {
    static const char *const name[] = {"\"><script>alert(1)</script>", "' onmouseover='alert(1)",
                                       "</title></svg>&amp;", "\xe2\x80\xae!272\x01"};

    (void)state;
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        json_t *answer = load("dateline.json"), *bad = poisoned(corridor_at(answer, 0), name[i]),
               *legs = json_object_get(bad, "legs");
        struct read *r;

        for (size_t k = 0; k < 2;
             k++) { /* what is drawn stays drawn: the words of the form as they were */
            json_t *leg = json_array_get(legs, k),
                   *was = json_array_get(json_object_get(corridor_at(answer, 0), "legs"), k);

            json_object_set(leg, "gaps", json_object_get(was, "gaps"));
            json_object_set(leg, "on", json_object_get(was, "on"));
        }
        json_array_set_new(json_object_get(answer, "corridors"), 0, bad);
        r = page_read(answer, name[i]);
        assert_int_equal(count_drawn(r, "c1-tracks-w", "path", "trail"), 2);
        read_fini(r);
        json_decref(answer);
    }
}

static void any_member_of_a_leg_may_be_missing_or_absurd(void **state) {
    json_t *answer = load("dateline.json"), *c = corridor_at(answer, 0), *names = json_object(), *v;
    json_t *value[] = {json_null(),
                       json_real(-1e300),
                       json_integer(INT64_MAX),
                       json_string("x"),
                       json_array(),
                       json_object(),
                       json_pack("[[f,f],[s],n]", 1e300, -1e300, "x")};
    const char *name;

    (void)state;
    names_in(json_object_get(c, "legs"), names);
    names_in(json_object_get(c, "coverage"), names);
    assert_true(json_object_size(names) > 30);
    json_object_del(json_object_get(c, "origin_place"), "runway_ft");
    json_object_foreach(names, name, v) {
        for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
            json_t *broken = json_copy(answer),
                   *legs = replaced(json_object_get(c, "legs"), name, value[i]),
                   *coverage = replaced(json_object_get(c, "coverage"), name, value[i]),
                   *one = json_copy(c);
            bool drawn = strcmp(name, "lonlat") == 0 || strcmp(name, "parts") == 0 ||
                         strcmp(name, "utc") == 0;

            json_object_set_new(one, "legs", legs);
            json_object_set_new(one, "coverage", coverage);
            if (!drawn)
                json_object_del(one,
                                "origin_place"); /* land is most of the time that a page takes */
            json_object_set_new(broken, "corridors", json_pack("[o]", one));
            read_fini(page_read(broken, name));
            json_decref(broken);
        }
    }
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) json_decref(value[i]);
    json_decref(names);
    json_decref(answer);
}

/* A point that cannot be read splits its part: nothing is drawn over it. */
static void points_that_cannot_be_read_split_a_part(void **state) {
    json_t *leg =
        json_pack("{s:[{s:[[f,f],[f,f],[s,f],[f,f]],s:[s,s,s,s],s:[i,n,i,i]}],s:[{s:s}]}", "parts",
                  "lonlat", 130.0, 42.0, 131.0, 42.0, "x", 1.0, 132.0, 42.0, "utc",
                  "2023-10-30T02:00:00Z", "x", "2023-10-30T02:02:00Z", "2023-10-30T02:03:00Z",
                  "alt_ft", 100, 300, 400, "gaps", "class", "transponder off");
    struct arena a;
    struct flown_line l;

    (void)state;
    arena_init(&a, (size_t)1 << 20);
    l = flown_line(&a, leg);
    assert_int_equal(l.n, 2);
    assert_int_equal(l.v[0].n, 2);
    assert_int_equal(l.v[1].n, 1);
    assert_int_equal(l.v[0].gap_after, FLOWN_WHY); /* the gap that is told of lies somewhere else */
    assert_int_equal(l.v[0].v[0].ms, 1698631200000);
    assert_int_equal(l.v[0].v[1].ms, FLOWN_NO_MS);
    assert_int_equal(l.v[0].v[0].alt_ft, 100);
    assert_int_equal(l.v[0].v[1].alt_ft, INT32_MIN);
    arena_fini(&a);
    json_decref(leg);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_tracks_and_coverage_the_page_is_what_it_was),
        cmocka_unit_test(dashes_are_in_gaps_and_nowhere_else),
        cmocka_unit_test(each_class_of_gap_has_a_pattern_of_its_own),
        cmocka_unit_test(ends_are_marked_by_how_they_are_known),
        cmocka_unit_test(no_line_jumps_over_the_date_line),
        cmocka_unit_test(many_tracks_stay_small),
        cmocka_unit_test(every_day_of_every_source_is_drawn_and_none_is_empty),
        cmocka_unit_test(a_state_that_is_not_understood_is_neither_watched_nor_empty),
        cmocka_unit_test(two_years_wrap_and_ten_are_not_drawn),
        cmocka_unit_test(slots_and_tracks_lead_to_each_other_and_to_rows),
        cmocka_unit_test(hostile_names_are_shown_and_not_obeyed),
        cmocka_unit_test(any_member_of_a_leg_may_be_missing_or_absurd),
        cmocka_unit_test(points_that_cannot_be_read_split_a_part),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
