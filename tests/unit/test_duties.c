/* SPDX-License-Identifier: Apache-2.0 */
/* Rules, rival explanations and findings on the page: the line of time, the matrix, and what hostile or broken answers do to them. */
#include "base/utc.h"
#include "report_rig.h"

static json_t *stock(const char *day, int low, int high, const char *row) {
    return json_pack("{s:s, s:s, s:n, s:i, s:n, s:i, s:s, s:[s]}", "kind", "stock", "day", day,
                     "corridor", "low", low, "median", "high", high, "text", "So many were there.",
                     "ref", row);
}

static json_t *mark(const char *h, const char *m, double against, const char *row) {
    return json_pack("{s:s, s:i, s:f, s:f, s:[{s:s, s:s, s:s, s:n, s:s}]}", "hypothesis", h,
                     "judged", 1, "value", 1.0, "against", against, "by", "row", row, "by",
                     "somebody", "mark", m, "likelihood", "note", "for a reason");
}

/* Six slots, two rules with what is held against them, and two explanations. */
static json_t *duties(void) {
    json_t *answer = small_sample(), *rules = json_array();
    const char *row = json_object_iter_key(json_object_iter(json_object_get(answer, "rows")));

    json_array_append_new(
        rules,
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:[o, o, o, o, {s:s, "
                  "s:n, s:s, s:[]}]}",
                  "row", row, "id", "r", "document", "A resolution", "paragraph", "op. 8", "text",
                  "go home", "from", "2017-12-22", "until", "2019-12-22", "who", "all",
                  "exemptions", "refugees", "on", "2024-02-27", "sourced", "copy", "statements",
                  stock("2019-09-30", 10000, 10000, row), stock("2020-01-23", 1000, 1000, row),
                  stock("2020-03-10", 511, 511, row), stock("2023-08-31", 3000, 4000, row), "kind",
                  "protection", "day", "text", "The same seats may carry both.", "ref"));
    json_array_append_new(rules,
                          json_pack("{s:s, s:s, s:s, s:n, s:s, s:s, s:[]}", "id", "p", "document",
                                    "A convention", "from", "1951-07-28", "until", "protects",
                                    "forbids", "sourced", "yes", "statements"));
    json_object_set_new(answer, "rules", rules);
    json_object_set_new(
        answer, "findings",
        json_pack("[{s:s, s:s, s:s, s:s, s:i, s:[s]}, {s:s, s:s, s:s, s:s, s:i, s:[]}]", "id",
                  "totals", "level", "error", "text", "The parts do not add up.", "settles",
                  "the missing form", "rows", 4321, "ref", row, "id", "one-root", "level", "note",
                  "text", "One voice.", "settles", "another source", "rows", 0, "ref"));
    json_object_set_new(
        answer, "hypotheses",
        json_pack(
            "{s:[s, s], s:s, s:[{s:s, s:s, s:s, s:i, s:f, s:i}, {s:s, s:s, s:s, s:i, s:f, s:i}], "
            "s:[{s:s, s:b, s:s, s:s, s:s, "
            "s:f, s:[o, o], s:{s:s, s:[i, i]}, s:[s]}], s:[], s:[{s:s, s:i, s:i, s:[f, f]}], s:b}",
            "order", "h1", "h2", "text", "From the least against it to the most.", "list", "row",
            row, "id", "h1", "text", "so", "rank", 1, "against", 0.0, "unjudged", 0, "row", row,
            "id", "h2", "text", "otherwise", "rank", 2, "against", 1.5, "unjudged", 2, "items",
            "id", "claims:k", "absent", 1, "text", "somebody said", "root", "a", "grade", "C3",
            "diagnosticity", 1.5, "marks", mark("h1", "CC", 0, row), mark("h2", "II", 2, row),
            "without", "change", "first", "ranks", 1, 1, "ref", row, "roots", "odds", "by",
            "somebody", "items", 1, "left_out", 0, "shares", 0.25, 0.75, "priors", 0));
    return answer;
}

static const struct drawn *find(const struct read *r, const char *svg, const char *element,
                                const char *cls, size_t k) {
    static const struct drawn nothing;

    for (size_t i = 0; i < r->ndrawn; i++) {
        const struct drawn *d = &r->drawn[i];

        if (strcmp(d->svg, svg) == 0 && strcmp(d->element, element) == 0 &&
            strcmp(d->cls, cls) == 0 && k-- == 0)
            return d;
    }
    fail_msg("%s has no such %s %s", svg, element, cls);
    return &nothing;
}

static int32_t day(int y, int m, int d) {
    return utc_day((struct utc_civil){y, m, d});
}

static double x_of(const struct drawn *d) {
    return d->text.p ? strtod(d->text.p + 1, NULL) : -1; /* of a path: "M12.3 ..." */
}

/* Places are written with one decimal, and the rate comes from two of them. */
static void assert_at(double x, double wanted) {
    if (fabs(x - wanted) > 0.3) fail_msg("at %g, and not at %g", x, wanted);
}

/* The line is straight: the deadline, the bar's ends and the figures lie where their days do. */
static void every_day_lies_on_one_straight_line(void **state) {
    json_t *answer = duties();
    struct read *r = page_read(answer, "duties");
    static const char *const svg[] = {"since-w", "since-n"};

    (void)state;
    for (int k = 0; k < 2; k++) {
        const struct drawn *bar = find(r, svg[k], "rect", "est1", 1),
                           *first = find(r, svg[k], "rect", "flown", 0),
                           *last = find(r, svg[k], "rect", "flown", 3);
        double x0 = first->x + 2, x1 = last->x + 2;
        double perday = (x1 - x0) / (day(2023, 8, 31) - day(2019, 9, 30));

        /* the first est1 is the range of the last figure; the second is the rule's bar */
        assert_at(bar->x, x0 + perday * (day(2017, 12, 22) - day(2019, 9, 30)));
        assert_at(bar->x + bar->w, x0 + perday * (day(2019, 12, 22) - day(2019, 9, 30)));
        assert_at(x_of(find(r, svg[k], "path", "stop", 0)), bar->x + bar->w);
        assert_near(first->h / find(r, svg[k], "rect", "flown", 1)->h, 10,
                    0.02); /* 10,000 and 1,000, from zero */
    }
    assert_non_null(strstr(r->text.p, "3,000–4,000"));
    read_fini(r);
    json_decref(answer);
}

static void labels_of_figures_never_meet(void **state) {
    json_t *answer = duties(),
           *list =
               json_object_get(json_array_get(json_object_get(answer, "rules"), 0), "statements");
    const char *row = json_object_iter_key(json_object_iter(json_object_get(answer, "rows")));
    struct read *r;

    (void)state;
    for (int i = 0; i < 30; i++)
        json_array_append_new(list, stock(utc_date_text(day(2019, 6, 1) + 17 * i).s, 500 + 700 * i,
                                          500 + 700 * i, row));
    r = page_read(answer, "crowded");
    for (size_t i = 0; i < r->ndrawn; i++)
        for (size_t j = i + 1; j < r->ndrawn; j++) {
            const struct drawn *a = &r->drawn[i], *b = &r->drawn[j];
            double half;

            if (strcmp(a->cls, "m halo") != 0 || strcmp(b->cls, "m halo") != 0 ||
                strcmp(a->svg, b->svg) != 0)
                continue;
            half = (mark_width(a->text.p, 12.5) + mark_width(b->text.p, 12.5)) / 2;
            if (fabs(a->x - b->x) < half && fabs(a->y - b->y) < 11)
                fail_msg("%s and %s run into each other", a->text.p, b->text.p);
        }
    read_fini(r);
    json_decref(answer);
}

static void what_must_stand_on_the_page_does(void **state) {
    static const char *const words[] = {"The same seats may carry both.",
                                        "So many were there.",
                                        "op. 8",
                                        "The wording was not read in the document itself",
                                        "missing:",
                                        "first:",
                                        "so it may only look good",
                                        "25%",
                                        "From the least against it",
                                        "Errors 1",
                                        "The parts do not add up.",
                                        "What would settle it: the missing form",
                                        "of 4,321",
                                        "Notes 1"};
    json_t *answer = duties();
    struct read *r = page_read(answer, "duties");

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strstr(r->text.p, words[i])) fail_msg("the page does not say: %s", words[i]);
    read_fini(r);
    json_object_set_new(answer, "hypotheses", json_null());
    r = page_read(answer, "none");
    assert_null(strstr(r->text.p, "Rival explanations"));
    read_fini(r);
    json_decref(answer);
}

static size_t times(const char *text, const char *word) {
    size_t n = 0;

    while ((text = strstr(text, word))) text += strlen(word), n++;
    return n;
}

/* No warnings: no heading for them. Many: the page says how many it does not show. None: it says that this proves
 * nothing. An answer that has no such list: nothing. */
static void findings_stand_under_their_level(void **state) {
    json_t *answer = duties(), *list = json_object_get(answer, "findings"),
           *note = json_array_get(list, 1);
    struct read *r = page_read(answer, "findings");

    (void)state;
    assert_null(strstr(r->text.p, "Warnings"));
    assert_true(strstr(r->text.p, "Errors 1") < strstr(r->text.p, "Notes 1"));
    read_fini(r);
    for (int i = 0; i < 110; i++) json_array_append(list, note);
    r = page_read(answer, "many");
    assert_non_null(strstr(r->text.p, "Notes 111"));
    assert_int_equal(times(r->text.p, "One voice."), 99);
    assert_non_null(strstr(r->text.p, "12 more are not on this page"));
    read_fini(r);
    json_array_clear(list);
    r = page_read(answer, "none");
    assert_non_null(strstr(r->text.p, "That is no proof that they are right."));
    read_fini(r);
    json_object_del(answer, "findings");
    r = page_read(answer, "older");
    assert_null(strstr(r->text.p, "The checks found nothing"));
    read_fini(r);
    json_decref(answer);
}

static void hostile_words_are_shown(void **state) {
    static const char *const tail[] = {"\"><script>alert(1)</script>", "' onmouseover='alert(1)",
                                       "\xe2\x80\xae!4202", "</style></title></svg>"};

    (void)state;
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) {
        json_t *answer = duties(), *bad = poisoned(answer, tail[i]);

        read_fini(page_read(bad, tail[i]));
        json_decref(bad);
        json_decref(answer);
    }
}

static void any_member_may_be_anything(void **state) {
    json_t *value[] = {json_null(),
                       json_integer(-7),
                       json_real(1e300),
                       json_string(""),
                       json_string("2199-12-31"),
                       json_string("1900-01-01"),
                       json_array(),
                       json_pack("[{s:s}, i]", "kind", "stock", 3),
                       json_object(),
                       json_true()};
    json_t *answer = duties(), *names = json_object(), *v;
    const char *name;

    (void)state;
    json_object_del(corridor_at(answer, 0), "origin_place");
    names_in(json_object_get(answer, "rules"), names);
    names_in(json_object_get(answer, "hypotheses"), names);
    names_in(json_object_get(answer, "findings"), names);
    assert_true(json_object_size(names) > 25);
    json_object_foreach(names, name, v) {
        for (size_t i = 0; i < sizeof value / sizeof *value; i++) {
            json_t *broken = replaced(answer, name, value[i]);

            read_fini(page_read(broken, name));
            json_decref(broken);
        }
    }
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) json_decref(value[i]);
    json_decref(names);
    json_decref(answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_lies_on_one_straight_line),
        cmocka_unit_test(labels_of_figures_never_meet),
        cmocka_unit_test(what_must_stand_on_the_page_does),
        cmocka_unit_test(findings_stand_under_their_level),
        cmocka_unit_test(hostile_words_are_shown),
        cmocka_unit_test(any_member_may_be_anything),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
