/* SPDX-License-Identifier: Apache-2.0 */
/* The pictures of what the model says, as they come out: sizes, places and words. */
#include "report/svg.h"
#include "report_rig.h"

static json_t *modelled(void) {
    json_t *answer = sample();

    json_array_remove(json_object_get(answer, "corridors"), 1);
    add_model(answer);
    return answer;
}

/* The k-th thing drawn of a kind in a picture, or NULL; cls NULL: of any class. */
static const struct drawn *find_drawn(const struct read *r, const char *svg, const char *element,
                                      const char *cls, size_t k) {
    for (size_t i = 0; i < r->ndrawn; i++) {
        const struct drawn *d = &r->drawn[i];

        if (strcmp(d->svg, svg) == 0 && strcmp(d->element, element) == 0 &&
            (!cls || strcmp(d->cls, cls) == 0) && k-- == 0)
            return d;
    }
    return NULL;
}

/* The same, which must be there. */
static const struct drawn *drawn(const struct read *r, const char *svg, const char *element,
                                 const char *cls, size_t k) {
    static const struct drawn nothing;
    const struct drawn *d = find_drawn(r, svg, element, cls, k);

    if (!d) fail_msg("%s has no %s %s number %zu", svg, element, cls ? cls : "", k);
    return d ? d : &nothing;
}

static size_t count_drawn(const struct read *r, const char *svg, const char *element,
                          const char *cls) {
    size_t n = 0;

    while (find_drawn(r, svg, element, cls, n)) n++;
    return n;
}

static bool has_id(const struct read *r, const char *id) {
    return bsearch(&id, r->id, r->ids, sizeof *r->id, by_text) != NULL;
}

static void assert_says(const struct read *r, const char *words) {
    if (!strstr(r->text.p, words)) fail_msg("the page does not say: %s", words);
}

/* ---- no text runs into another ---- */

struct box {
    double x1, x2, y1, y2;
};

static bool has_class(const struct drawn *d, const char *cls) {
    size_t n = strlen(cls);

    for (const char *p = d->cls; *p; p += strcspn(p, " "), p += *p == ' ')
        if (strncmp(p, cls, n) == 0 && (p[n] == ' ' || !p[n])) return true;
    return false;
}

/* Where a text is for certain, by the widest face, as report.css sets it. */
static struct box box_of(const struct drawn *d) {
    double size = has_class(d, "tick") || has_class(d, "put")                              ? 12
                  : has_class(d, "onfill") || has_class(d, "inbar") || has_class(d, "geo") ? 11.5
                                                                                           : 12.5;
    double w = mark_width(d->text.p ? d->text.p : "", size), left = 0;

    if (has_class(d, "e")) left = w;
    if (has_class(d, "m")) left = w / 2;
    return (struct box){d->x - left, d->x - left + w, d->y - 0.72 * size, d->y + 0.2 * size};
}

static bool is_chart(const struct drawn *d) {
    static const char *const part[] = {"-loads-", "-next-",    "-tornado-", "-whatif-",
                                       "-stock-", "-running-", NULL};

    for (size_t i = 0; part[i]; i++)
        if (strstr(d->svg, part[i])) return strcmp(d->element, "text") == 0;
    return false;
}

static double width_of(const struct read *r, const char *svg) {
    return drawn(r, svg, "svg", NULL, 0)->w;
}

static size_t assert_apart(const struct read *r, const char *what) {
    size_t n = 0;

    for (size_t i = 0; i < r->ndrawn; i++) {
        const struct drawn *d = &r->drawn[i];
        struct box a = box_of(d);

        if (!is_chart(d)) continue;
        n++;
        if (a.x1 < -0.5 || a.x2 > width_of(r, d->svg) + 0.5)
            fail_msg("%s: %s: “%s” leaves the picture: %g to %g", what, d->svg, d->text.p, a.x1,
                     a.x2);
        for (size_t j = i + 1; j < r->ndrawn && strcmp(r->drawn[j].svg, d->svg) == 0; j++) {
            struct box b = box_of(&r->drawn[j]);

            if (is_chart(&r->drawn[j]) && a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2)
                fail_msg("%s: %s: “%s” and “%s” run into each other", what, d->svg, d->text.p,
                         r->drawn[j].text.p);
        }
    }
    return n;
}

static void set_names(json_t *v, const char *key, const char *text) {
    json_t *item;
    const char *name;
    size_t i;

    if (json_is_array(v)) json_array_foreach(v, i, item) set_names(item, key, text);
    if (!json_is_object(v)) return;
    if (json_is_string(json_object_get(v, key))) json_object_set_new(v, key, json_string(text));
    json_object_foreach(v, name, item) set_names(item, key, text);
}

/* A claim of `at`, beside an estimate of 4 (2-9) in November. */
static json_t *held_claim(const json_t *corridor, const char *unit, int at, bool part) {
    bool flights = strcmp(unit, "flights") == 0;

    return json_pack(
        "{s:n, s:s, s:O, s:s, s:s, s:s, s:n, s:i, s:n, s:s, s:s, s:i, s:b, s:{s:s, s:s, s:s, s:i, "
        "s:i, s:i, s:i, s:i}}",
        "row", "speaker", "An office", "corridor", json_object_get(corridor, "id"), "unit", unit,
        "made_on", "2023-12-02", "grade", "C3", "low", "quantity", at, "high", "status", "standing",
        "evidence", "So it is.", "percentile", at > 4 ? 80 : 20, "part", part, "estimate", "unit",
        flights ? "flights" : "person-movements", "from", "2023-11-01", "to", "2023-11-30",
        "median", 4, "lo", 2, "hi", 9, "q25", 3, "q75", 5);
}

static json_t *with_claims(void) {
    json_t *answer = modelled();

    json_object_set_new(answer, "claims", json_array());
    return answer;
}

/* Flights and people have a picture each, beside the estimate of their days, and neither is on the scale of the total. */
static void claims_that_are_not_of_the_total_have_pictures_of_their_own(void **state) {
    json_t *answer = with_claims(), *claims = json_object_get(answer, "claims"),
           *c = corridor_at(answer, 0);
    static const char *const own[] = {"c1-flights-w", "c1-flights-n", "c1-parts-w"};
    struct read *r;

    (void)state;
    json_array_append_new(claims, held_claim(c, "flights", 12, true));
    json_array_append_new(claims, held_claim(c, "flights", 6, false));
    json_array_append_new(claims, held_claim(c, "people", 7, true));
    r = page_read(answer, "held");
    for (int i = 0; i < 3; i++) {
        size_t n = i < 2 ? 2 : 1; /* the largest first */
        double at = i < 2 ? 12 : 7;

        assert_int_equal(count_drawn(r, own[i], "circle", "cend"), n);
        assert_int_equal(count_drawn(r, own[i], "circle", "spot"), 1); /* one period */
        assert_near((drawn(r, own[i], "circle", "cend", 0)->x - 5) /
                        (drawn(r, own[i], "circle", "spot", 0)->x - 5),
                    at / 4, 0.01);
    }
    assert_int_equal(count_drawn(r, "c1-total-w", "circle", "cend"), 0);
    assert_says(r,
                "Of 2 claimed numbers of flights, 1 lies within the estimate of its days, 1 above");
    assert_says(r,
                "The number claimed for a part of the period lies within the estimate of its days");
    assert_says(r, "About 80 in 100 estimated numbers of flights are lower.");
    assert_says(r, "About 80 in 100 estimated totals of these days are lower.");
    assert_null(strstr(r->text.p, "About 80 in 100 estimated totals are lower."));
    read_fini(r);
    json_decref(answer);
}

/* Twelve are drawn, and how many are not is said; what was taken back, or was not compared, is no claim here. */
static void more_claims_than_a_picture_holds_are_counted(void **state) {
    json_t *answer = with_claims(), *claims = json_object_get(answer, "claims"),
           *c = corridor_at(answer, 0), *one;
    struct read *r;

    (void)state;
    for (int i = 0; i < 15; i++)
        json_array_append_new(claims, held_claim(c, "flights", 1 + i, true));
    json_array_append_new(claims, one = held_claim(c, "flights", 1, true));
    json_object_set_new(one, "status", json_string("retracted"));
    json_array_append_new(claims, one = held_claim(c, "flights", 1, true));
    json_object_set_new(one, "percentile", json_null());
    r = page_read(answer, "many");
    assert_int_equal(count_drawn(r, "c1-flights-w", "circle", "cend"), 12);
    assert_says(r, "3 more in the table of claims");
    assert_says(r, "Of the first 12 claimed numbers of flights, 8 lie within");
    assert_false(has_id(r, "c1-parts"));
    read_fini(r);
    json_decref(answer);
}

/* "At least 5" of people goes on to the end of the scale of the total, where a range has its ends. */
static void bounds_and_ranges_stand_on_the_scale_of_the_total(void **state) {
    json_t *answer = with_claims(), *claims = json_object_get(answer, "claims"),
           *c = corridor_at(answer, 0), *one;
    const struct drawn *mark;
    struct read *r;

    (void)state;
    json_array_append_new(claims, one = held_claim(c, "people", 500, false));
    json_object_set_new(one, "low", json_integer(500));
    json_object_set_new(one, "quantity", json_null());
    json_array_append_new(claims, one = held_claim(c, "people", 0, false));
    json_object_set_new(one, "low", json_integer(100));
    json_object_set_new(one, "high", json_integer(300));
    json_object_set_new(one, "quantity", json_null());
    r = page_read(answer, "bounds");
    assert_int_equal(count_drawn(r, "c1-total-w", "circle", "cend"), 2);
    mark = drawn(r, "c1-total-w", "circle", "cend", 0);
    assert_near((mark->x - 1) / (drawn(r, "c1-total-w", "circle", "cend", 1)->x - 1), 2.5, 0.02);
    assert_says(r, "“at least 500”");
    assert_says(r, "“100–300”");
    read_fini(r);
    json_decref(answer);
}

static void no_label_runs_into_another(void **state) {
    static const char *const key[] = {"name", "text", "words", "assume", "flight", "speaker"};
    static const char *const label[] = {
        "x",
        "a label of a good length, with words that can be broken at their spaces, as sources have "
        "them",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
        "한국어로된아주긴출처이름과설명그리고더긴이름한국어로된아주긴출처이름과설명그리고더긴이름",
        "Заявление представителя министерства о количестве пассажиров на борту самолёта",
        "load=1000000, MMMMMMMMMMMMMMMM=@@@@@@@@@@@@@, completion=0.333333333, ,,,=,,=",
        "<b>&amp;</b> \xe2\x80\xae"
        "bidi \xe2\x80\xae\xe2\x80\xae\xe2\x80\xae\xe2\x80\xae\xe2\x80\xae",
        "     ",
    };

    (void)state;
    for (size_t i = 0; i < sizeof label / sizeof *label; i++) {
        json_t *answer = modelled();
        struct read *r;

        for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
            json_t *c = corridor_at(answer, 0);

            set_names(json_object_get(c, "sensitivity"), key[k], label[i]);
            set_names(json_object_get(c, "whatif"), key[k], label[i]);
            set_names(json_object_get(c, "structure"), key[k], label[i]);
            set_names(json_object_get(c, "by_slot"), key[k], label[i]);
        }
        r = page_read(answer, label[i]);
        assert_true(assert_apart(r, label[i]) > 100);
        read_fini(r);
        json_decref(answer);
    }
}

static void no_figure_runs_into_another(void **state) {
    static const int times[] = {1, 7, 64,
                                600}; /* to over 2 million people, near all that a case may have */

    (void)state;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        json_t *answer = modelled(), *c = corridor_at(answer, 0), *bar, *o;
        static const char *const key[] = {"median", "lo", "hi"};
        size_t k;

        json_array_foreach(json_object_get(c, "sensitivity"), k, bar) {
            for (int e = 0; e < 6; e++) {
                o = json_object_get(bar, e % 2 ? "low" : "high");
                json_object_set_new(
                    o, key[e / 2],
                    json_integer(times[i] * json_integer_value(json_object_get(o, key[e / 2]))));
            }
        }
        json_array_foreach(json_object_get(c, "whatif"), k, o) {
            json_object_set_new(
                o, "hi", json_integer(times[i] * json_integer_value(json_object_get(o, "hi"))));
        }
        o = json_object_get(json_object_get(c, "stock"), "now");
        json_object_set_new(o, "hi", json_integer(2600 * times[i]));
        read_fini(page_read(answer, "large figures"));
        {
            struct read *r = page_read(answer, "large figures");

            assert_apart(r, "large figures");
            read_fini(r);
        }
        json_decref(answer);
    }
}

/* ---- tornado ---- */

static void tornado_has_the_numbers_of_the_answer(void **state) {
    json_t *answer = modelled();
    struct read *r = page_read(answer, "a modelled answer");
    const struct drawn *less = drawn(r, "c1-tornado-w", "rect", "less", 0),
                       *greater = drawn(r, "c1-tornado-w", "rect", "greater", 0);
    double people;

    (void)state;
    assert_says(
        r,
        "One assumption moves the middle from 1,200 to 2,600: share of announced slots that fly");
    /* 800 below the middle of 2,000 and 600 above it, on one scale from 0 at 292 to 5,200 at 622 */
    people = 330.0 / 5200;
    assert_near(less->x, 292 + 1200 * people, 1e-3);
    assert_near(less->w, 800 * people, 0.06);
    assert_near(greater->x, less->x + less->w, 1e-3);
    assert_near(greater->w, 600 * people, 0.06);
    /* the second bar is the other way round: the smaller end is left, wherever it stood */
    less = drawn(r, "c1-tornado-w", "rect", "less", 1);
    assert_near(less->w, 150 * people, 0.06);
    /* a source that is left out has one side only */
    assert_near(drawn(r, "c1-tornado-w", "rect", "less", 2)->w, 0, 1e-9);
    assert_near(drawn(r, "c1-tornado-w", "rect", "greater", 2)->w, 300 * people, 0.06);
    assert_int_equal(count_drawn(r, "c1-tornado-w", "rect", "less"), 3);
    assert_int_equal(count_drawn(r, "c1-tornado-n", "rect", "less"), 3);
    /* whiskers: a line and two caps for each end; in two colours */
    assert_int_equal(count_drawn(r, "c1-tornado-w", "path", "whisk"), 9);
    assert_int_equal(count_drawn(r, "c1-tornado-w", "path", "whisk few"), 9);
    read_fini(r);
    json_decref(answer);
}

static void tornado_draws_twelve_bars_and_tells_all(void **state) {
    json_t *answer = modelled(), *list = json_object_get(corridor_at(answer, 0), "sensitivity");
    struct read *r;
    char name[32];

    (void)state;
    while (json_array_size(list) < 20) {
        snprintf(name, sizeof name, "assumption %zu", json_array_size(list));
        json_array_append_new(list, bar_of_tornado("assumption", name, "a", 1990, "b", 2010, "x"));
    }
    r = page_read(answer, "twenty assumptions");
    assert_int_equal(count_drawn(r, "c1-tornado-w", "rect", "greater"), 12);
    assert_says(r, "assumption 19");
    read_fini(r);
    json_decref(answer);
}

/* ---- slots ---- */

static json_t *count_for(json_t *answer, json_t *slot, const char *method, const char *stage,
                         const char *of, int best, int k) {
    char row[16];
    json_t *c;

    snprintf(row, sizeof row, "%012d", k);
    json_object_set_new(json_object_get(answer, "rows"), row,
                        json_pack("{s:s, s:{}}", "sheet", "counts", "row"));
    c = json_pack("{s:s, s:O, s:O, s:s, s:n, s:i, s:n, s:s, s:s, s:b}", "row", row, "corridor",
                  json_object_get(corridor_at(answer, 0), "id"), "date",
                  json_object_get(slot, "date"), "method", method, "low", "best", best, "high",
                  "of", of, "stage", stage, "used", 1);
    json_array_append_new(json_object_get(answer, "counts"), c);
    json_array_append_new(json_object_get(slot, "counts"), json_string(row));
    return c;
}

static void clear_counts(json_t *answer) {
    json_t *slot;
    size_t i;

    json_array_clear(json_object_get(answer, "counts"));
    json_array_foreach(json_object_get(corridor_at(answer, 0), "by_slot"), i, slot) {
        json_object_set_new(slot, "counts", json_array());
        json_object_set_new(slot, "state", json_string("announced"));
    }
}

static size_t corners(const struct drawn *d) {
    size_t n = 0;

    for (const char *p = d->text.p; p && *p; p++) n += *p == 'M' || *p == 'L';
    return n;
}

static void form_of_a_mark_tells_the_method(void **state) {
    static const struct {
        const char *method;
        size_t corners; /* 0: a circle */
    } c[] = {{"counted", 0}, {"partial", 3},  {"eye", 4},
             {"proxy", 12},  {"official", 4}, {"manifest", 4}};
    json_t *answer = modelled(), *slots = json_object_get(corridor_at(answer, 0), "by_slot"),
           *unused;
    struct read *r;
    size_t path = 0;

    (void)state;
    clear_counts(answer);
    for (size_t i = 0; i < 6; i++)
        count_for(answer, json_array_get(slots, i), c[i].method, "aboard", "concern", 80, (int)i);
    count_for(answer, json_array_get(slots, 6), "eye", "waiting", "concern", 80, 6);
    count_for(answer, json_array_get(slots, 7), "official", "aboard", "all", 80, 7);
    unused = count_for(answer, json_array_get(slots, 8), "eye", "aboard", "concern", 80, 8);
    json_object_set_new(unused, "used", json_false());
    r = page_read(answer, "each method");
    assert_says(r, "Counts tell of 8 of 44 slots; the rest is inferred");
    assert_int_equal(count_drawn(r, "c1-loads-w", "circle", "cm"), 2); /* one in the legend */
    for (size_t i = 1; i < 6; i++) { /* after the four of the legend, in the order of the slots */
        const struct drawn *d = drawn(r, "c1-loads-w", "path", "cm", 4 + path++);

        assert_int_equal(corners(d), c[i].corners);
    }
    assert_null(find_drawn(r, "c1-loads-w", "path", "cm", 9)); /* what did not enter is not drawn */
    assert_int_equal(count_drawn(r, "c1-loads-w", "path", "cm hollow"), 1);
    assert_int_equal(count_drawn(r, "c1-loads-w", "path", "cm all"), 1);
    assert_non_null(strstr(r->text.p, "any form hollow: of people waiting"));
    assert_non_null(strstr(r->text.p, "; part of them counted: 80"));
    read_fini(r);
    json_decref(answer);
}

static void bars_of_slots_have_the_length_of_their_interval(void **state) {
    json_t *answer = modelled(), *slots = json_object_get(corridor_at(answer, 0), "by_slot"), *slot;
    struct read *r;
    const struct drawn *a, *b, *tick;
    size_t i;

    (void)state;
    clear_counts(answer);
    json_array_foreach(slots, i, slot) {
        json_object_set_new(slot, "ceiling", json_integer(200));
        json_object_set_new(slot, "lo", json_integer(0));
        json_object_set_new(slot, "median", json_integer(60));
        json_object_set_new(slot, "hi", json_integer(i ? 100 : 200));
    }
    json_object_set_new(json_array_get(slots, 2), "state", json_string("cancelled"));
    json_object_set_new(json_array_get(slots, 2), "hi", json_integer(0));
    json_object_set_new(json_array_get(slots, 2), "median", json_integer(0));
    r = page_read(answer, "equal slots");
    a = drawn(r, "c1-loads-w", "rect", "announced", 1); /* the first is the legend's */
    b = drawn(r, "c1-loads-w", "rect", "announced", 2);
    tick = drawn(r, "c1-loads-w", "rect", "tickmid",
                 2);              /* the second slot's; again one in the legend */
    assert_near(a->h, 160, 1e-3); /* 200 people are the height of the picture */
    assert_near(b->h, 80, 1e-3);
    assert_near(b->y + b->h - (tick->y + 1), 48, 0.02); /* 60 people above the base */
    assert_int_equal(count_drawn(r, "c1-loads-w", "rect", "announced"), 1 + 43);
    assert_int_equal(count_drawn(r, "c1-loads-w", "path", "crossed"),
                     4); /* two strokes, and the legend's */
    assert_int_equal(count_drawn(r, "c1-loads-w", "path", "seatline"), 1 + 43);
    read_fini(r);
    json_decref(answer);
}

static json_t *with_slots(int n, int counted) {
    json_t *answer = modelled(), *c = corridor_at(answer, 0), *first, *slots = json_array();
    char day[32], id[32];

    clear_counts(answer);
    first = json_incref(json_array_get(json_object_get(c, "by_slot"), 0));
    for (int i = 0; i < n; i++) {
        json_t *one = json_deep_copy(first);
        int d = i * 700 / n;

        snprintf(day, sizeof day, "%d-%02d-%02d", 2023 + d / 336, d / 28 % 12 + 1, d % 28 + 1);
        snprintf(id, sizeof id, "slot %d", i);
        json_object_set_new(one, "date", json_string(day));
        json_object_set_new(one, "id", json_string(id));
        json_object_set_new(one, "hi", json_integer(100 + i % 50));
        json_object_set_new(one, "lo", json_integer(0));
        json_object_set_new(one, "median", json_integer(50));
        json_array_append_new(slots, one);
    }
    json_object_set_new(c, "by_slot", slots);
    for (int i = 0; i < counted; i++)
        count_for(answer, json_array_get(slots, (size_t)(i * (n / counted))), "counted", "aboard",
                  "concern", 80, i);
    json_decref(first);
    return answer;
}

static void four_hundred_slots_have_a_column_each(void **state) {
    json_t *answer = with_slots(400, 40);
    struct read *r = page_read(answer, "400 slots");
    const struct drawn *d;

    (void)state;
    for (int w = 0; w < 2; w++) {
        const char *svg = w ? "c1-loads-w" : "c1-loads-n";

        assert_int_equal(count_drawn(r, svg, "rect", "announced"), 401);
        assert_int_equal(count_drawn(r, svg, "circle", "cm"), 41);
        for (size_t i = 1; (d = find_drawn(r, svg, "rect", "announced", i)); i++) {
            assert_true(d->w >= 4.9); /* wide enough to hold a mark */
            assert_true(d->x >= 0 && d->x + d->w <= width_of(r, svg) + 0.1);
        }
    }
    assert_apart(r, "400 slots");
    assert_null(strstr(r->text.p, "A column holds"));
    read_fini(r);
    json_decref(answer);
}

static void more_slots_share_columns_and_it_is_said(void **state) {
    static const int n[] = {401, 5200};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        json_t *answer = with_slots(n[i], 20);
        struct read *r = page_read(answer, "many slots");
        size_t columns = count_drawn(r, "c1-loads-w", "rect", "est1") - 1;

        assert_true(columns > 190 && columns <= 400);
        assert_says(r, i ? "A column holds up to 13 slots" : "A column holds up to 2 slots");
        assert_int_equal(count_drawn(r, "c1-loads-n", "circle", "count"), 21);
        assert_apart(r, "many slots");
        read_fini(r);
        json_decref(answer);
    }
}

/* ---- in words ---- */

static void weights_are_the_counts_only_where_there_are_counts(void **state) {
    json_t *answer = modelled(), *c = corridor_at(answer, 0), *s = json_object_get(c, "structure");
    struct read *r = page_read(answer, "two patterns");
    const struct drawn *d = drawn(r, "c1-loads-n-pw", "rect", "greater", 0);

    (void)state;
    assert_says(r, "The counts speak for a level that drifts (71 in 100) over one level for all "
                   "flights (29 in 100).");
    assert_near(d->w, 734 * 0.7069 - 1.5, 1e-3);
    read_fini(r);
    json_object_set_new(json_array_get(s, 0), "weight", json_real(0.48));
    json_object_set_new(json_array_get(s, 1), "weight", json_real(0.52));
    r = page_read(answer, "two patterns alike");
    assert_says(
        r, "The counts hardly choose between a level that drifts (52 in 100) and one level for "
           "all flights (48 in 100).");
    read_fini(r);
    clear_counts(answer);
    r = page_read(answer, "no counts");
    assert_says(r,
                "No count entered the estimate, so nothing speaks for one pattern of loads over "
                "another; these are the weights set beforehand: a level that drifts (52 in 100)");
    assert_null(strstr(r->text.p, "The counts speak"));
    read_fini(r);
    json_array_remove(s, 1);
    json_object_set_new(json_array_get(s, 0), "weight", json_real(1));
    r = page_read(answer, "one pattern");
    assert_says(r, "No count entered the estimate, so nothing can tell one pattern of loads from "
                   "another; the estimate takes one level for all flights.");
    assert_null(find_drawn(r, "c1-loads-n-pw", "rect", NULL, 0)); /* nothing to divide */
    read_fini(r);
    json_decref(answer);
}

static void next_observation_is_named_with_its_runners_up(void **state) {
    json_t *answer = modelled(), *next = json_object_get(corridor_at(answer, 0), "next");
    struct read *r = page_read(answer, "a modelled answer");
    const struct drawn *a = drawn(r, "c1-next-w", "rect", "greater", 0),
                       *b = drawn(r, "c1-next-w", "rect", "empty strong", 0),
                       *c = drawn(r, "c1-next-w", "rect", "less", 0);

    (void)state;
    assert_says(r, "The next observation that would help most: Fri 10 Nov 2023");
    assert_says(r, "Its day has passed");
    assert_says(r,
                "The same flight, judged by eye, would narrow it by 12%; judged by a proxy such as "
                "buses or luggage, by under 1%.");
    assert_near(b->w / a->w, 17.0 / 18, 1e-2);
    assert_near(c->w / a->w, 16.0 / 18, 1e-2);
    assert_null(strstr(r->text.p, "nearly as much"));
    assert_non_null(find_drawn(r, "c1-loads-w", "path", "pick", 1)); /* and under its column */
    read_fini(r);
    json_object_set_new(json_array_get(next, 2), "narrowing", json_real(0.175));
    r = page_read(answer, "close runners-up");
    assert_says(r, "The runners-up would help nearly as much.");
    read_fini(r);
    json_decref(answer);
}

static void certainties_stand_beside_the_estimate(void **state) {
    json_t *answer = modelled();
    struct read *r = page_read(answer, "a modelled answer");
    const struct drawn *est = drawn(r, "c1-whatif-w", "circle", "spot", 0),
                       *load = drawn(r, "c1-whatif-w", "circle", "spot other", 0),
                       *both = drawn(r, "c1-whatif-w", "circle", "spot other", 2);
    double people = 336.0 / 6700; /* from 5 to 341 pixels: up to the highest end */

    (void)state;
    assert_says(r,
                "What is taken as certain makes the difference to the claimed 4,000: the middle of "
                "2,000 becomes 3,600 or 3,400");
    assert_says(r, "if each flight carried 100 and every");
    assert_near(est->x, 5 + 2000 * people, 1e-3);
    assert_near(load->x, 5 + 3600 * people, 1e-3);
    assert_near(both->x, 5 + 4400 * people, 1e-3);
    assert_int_equal(count_drawn(r, "c1-whatif-w", "path", "span other"),
                     2); /* both: no interval */
    read_fini(r);
    json_decref(answer);
}

static void stock_says_when_nobody_may_be_left(void **state) {
    json_t *answer = modelled(), *gone;
    struct read *r = page_read(answer, "a modelled answer");

    (void)state;
    assert_says(
        r, "The chance that nobody is left by 29 Mar 2024 is 58 in 100; the middle estimate of "
           "those left is 900");
    assert_says(r, "From 15 Mar 2024 on it is more likely than not that nobody is left.");
    assert_says(r, "3,000–4,000");
    read_fini(r);
    gone = json_object_get(json_object_get(corridor_at(answer, 0), "stock"), "depletion");
    json_object_set_new(gone, "p_within", json_real(0.0));
    json_object_set_new(gone, "median", json_null());
    r = page_read(answer, "not within the period");
    assert_says(r, "is under 1 in 100");
    assert_says(r, "it is more likely than not that some are left");
    read_fini(r);
    json_decref(answer);
}

static void seats_are_drawn_over_the_fan_only_where_they_end_at_the_ceiling(void **state) {
    json_t *answer = modelled(), *c = corridor_at(answer, 0), *slot;
    struct read *r;
    size_t i;

    (void)state;
    json_array_foreach(json_object_get(c, "by_slot"), i, slot)
        json_object_set_new(slot, "ceiling", json_integer(200));
    json_object_set_new(c, "ceiling", json_integer(8800));
    r = page_read(answer, "44 times 200 seats");
    assert_int_equal(count_drawn(r, "c1-running-w", "path", "stopline"), 2); /* and the legend's */
    assert_says(r, "\n8,800\n");
    read_fini(r);
    json_object_set_new(c, "ceiling", json_integer(8600));
    r = page_read(answer, "a ceiling that is not the sum");
    assert_int_equal(count_drawn(r, "c1-running-w", "path", "stopline"), 0);
    read_fini(r);
    json_decref(answer);
}

/* ---- what is not known ---- */

static void what_the_answer_has_not_is_not_drawn(void **state) {
    static const struct {
        const char *key, *id, *words;
    } part[] = {{"sensitivity", "c1-tornado", "moves the middle"},
                {"whatif", "c1-whatif", "taken as certain"},
                {"stock", "c1-stock", "nobody is left"},
                {"next", "c1-next", "The next observation"},
                {"structure", "c1-loads", "The counts speak"},
                {"unlisted", "c1-loads", "The total also holds 0–4 flights"},
                {"model", "c1-loads", NULL}};
    json_t *empty[] = {NULL, json_null(), json_array(), json_object()};

    (void)state;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        for (size_t k = 0; k < sizeof empty / sizeof *empty; k++) {
            json_t *answer = modelled(), *c = corridor_at(answer, 0);
            struct read *r = page_read(answer, "all there");

            assert_true(has_id(r, part[i].id));
            if (part[i].words) assert_says(r, part[i].words);
            read_fini(r);
            if (empty[k])
                json_object_set(c, part[i].key, empty[k]);
            else
                json_object_del(c, part[i].key);
            r = page_read(answer, part[i].key);
            assert_int_equal(has_id(r, part[i].id), strcmp(part[i].id, "c1-loads") == 0);
            if (part[i].words && strstr(r->text.p, part[i].words))
                fail_msg("without %s the page says %s", part[i].key, part[i].words);
            read_fini(r);
            json_decref(answer);
        }
    }
    for (size_t k = 1; k < sizeof empty / sizeof *empty; k++) json_decref(empty[k]);
}

static void a_corridor_without_slots_has_no_picture_of_them(void **state) {
    json_t *answer = modelled();
    struct read *r;

    (void)state;
    json_object_set_new(corridor_at(answer, 0), "by_slot", json_array());
    r = page_read(answer, "no slots");
    assert_false(has_id(r, "c1-loads"));
    read_fini(r);
    json_decref(answer);
}

/* ---- breaking lines ---- */

static void assert_wraps(const char *s, double width, size_t most, const char *want) {
    struct mark_line line[4];
    size_t n = mark_wrap(s, 10, width, most, line);
    struct buf b = {0};

    for (size_t i = 0; i < n; i++) {
        if (i) buf_putc(&b, '|');
        buf_add(&b, line[i].s);
        if (line[i].cut) buf_puts(&b, "…");
    }
    assert_string_equal(b.n ? b.p : "", want);
    buf_fini(&b);
}

static void lines_break_at_spaces_and_long_words_anywhere(void **state) {
    (void)state;
    assert_wraps(NULL, 100, 3, "");
    assert_wraps("  \n ", 100, 3, "");
    assert_wraps("one two three", 1000, 3, "one two three");
    assert_wraps("one two three", 50, 3, "one two|three");
    assert_wraps("one  two\nthree", 50, 3, "one  two|three");
    assert_wraps("one two three four", 50, 2, "one two|three f…");
    assert_wraps("aaaaaaaaaa", 31, 3, "aaaaa|aaaaa");
    assert_wraps("aaaaaaaaaa", 31, 1, "aaa…");
    assert_wraps("한국어로", 20, 2, "한국|어로");
    assert_wraps("MMM", 1, 3, "M|M|M"); /* never nothing, and no loop without end */
    assert_wraps("MMMM", 1, 2, "M|M…");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_that_are_not_of_the_total_have_pictures_of_their_own),
        cmocka_unit_test(more_claims_than_a_picture_holds_are_counted),
        cmocka_unit_test(bounds_and_ranges_stand_on_the_scale_of_the_total),
        cmocka_unit_test(no_label_runs_into_another),
        cmocka_unit_test(no_figure_runs_into_another),
        cmocka_unit_test(tornado_has_the_numbers_of_the_answer),
        cmocka_unit_test(tornado_draws_twelve_bars_and_tells_all),
        cmocka_unit_test(form_of_a_mark_tells_the_method),
        cmocka_unit_test(bars_of_slots_have_the_length_of_their_interval),
        cmocka_unit_test(four_hundred_slots_have_a_column_each),
        cmocka_unit_test(more_slots_share_columns_and_it_is_said),
        cmocka_unit_test(weights_are_the_counts_only_where_there_are_counts),
        cmocka_unit_test(next_observation_is_named_with_its_runners_up),
        cmocka_unit_test(certainties_stand_beside_the_estimate),
        cmocka_unit_test(stock_says_when_nobody_may_be_left),
        cmocka_unit_test(seats_are_drawn_over_the_fan_only_where_they_end_at_the_ceiling),
        cmocka_unit_test(what_the_answer_has_not_is_not_drawn),
        cmocka_unit_test(a_corridor_without_slots_has_no_picture_of_them),
        cmocka_unit_test(lines_break_at_spaces_and_long_words_anywhere),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
