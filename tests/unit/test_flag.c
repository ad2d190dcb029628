/* SPDX-License-Identifier: Apache-2.0 */
/* Rules on made-up rows: one corridor out and one in, places that do not exist. What they say of the
 * reference case is in test_flags.c. */
#include "claim/flag.h"
#include "t.h"

static struct arena arena;

static int setup(void **state) {
    (void)state;
    arena_init(&arena, (size_t)64 << 20);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

enum { OUT, IN, MOST = 64 };
#define DAY0 20000 /* 4 October 2024, a Friday */

struct rig {
    struct flag_source source[MOST];
    struct flag_corridor corridor[2];
    struct flag_line line[MOST];
    struct flag_slot slot[MOST];
    struct flag_report report[MOST];
    struct flag_count count[MOST];
    struct flag_craft craft[MOST];
    struct flag_claim claim[MOST];
    struct flag_input in;
};

static struct rig *rig(void) {
    struct rig *r = ARENA_NEW(&arena, struct rig);

    r->corridor[OUT] = (struct flag_corridor){SPAN("OUT"), SPAN("guests"), IN, DAY0, DAY0 + 200};
    r->corridor[IN] = (struct flag_corridor){SPAN("IN"), SPAN("guests"), OUT, DAY0, DAY0 + 200};
    for (int i = 0; i < 3; i++)
        r->source[i] = (struct flag_source){span_of(arena_printf(&arena, "s%d", i)), SPAN("S"), i};
    r->in = (struct flag_input){.source = r->source,
                                .corridor = r->corridor,
                                .line = r->line,
                                .slot = r->slot,
                                .report = r->report,
                                .count = r->count,
                                .craft = r->craft,
                                .claim = r->claim,
                                .nsource = 3,
                                .ncorridor = 2};
    return r;
}

static struct flag_claim *add_claim(struct rig *r, const char *id, int figure) {
    struct flag_claim *k = &r->claim[r->in.nclaim++];

    *k = (struct flag_claim){.id = span_of(id),
                             .text = SPAN("So many"),
                             .hedge = SPAN(""),
                             .corridor = -1,
                             .about = -1,
                             .made_on = DAY0,
                             .from = UTC_NONE,
                             .to = UTC_NONE,
                             .low = -1,
                             .best = figure,
                             .high = -1,
                             .unit = CLAIM_PEOPLE};
    return k;
}

static struct flag_slot *add_slot(struct rig *r, int corridor, int32_t day,
                                  enum check_state state) {
    struct flag_slot *s = &r->slot[r->in.nslot++];

    *s = (struct flag_slot){.corridor = corridor,
                            .day = day,
                            .state = state,
                            .cancelled = state == CHECK_CANCELLED,
                            .listed = true,
                            .type = SPAN(""),
                            .seats_lo = -1,
                            .seats_hi = -1};
    return s;
}

static struct flag_count *add_count(struct rig *r, int slot, int best) {
    struct flag_count *c = &r->count[r->in.ncount++];

    *c = (struct flag_count){.corridor = slot < 0 ? OUT : r->slot[slot].corridor,
                             .slot = slot,
                             .day = slot < 0 ? UTC_NONE : r->slot[slot].day,
                             .from = UTC_NONE,
                             .to = UTC_NONE,
                             .observed = true,
                             .concern = true,
                             .exact = true,
                             .low = -1,
                             .best = best,
                             .high = -1};
    return c;
}

static struct flag_count *add_period(struct rig *r, int32_t from, int32_t to, int best) {
    struct flag_count *c = add_count(r, -1, best);

    c->from = from, c->to = to;
    return c;
}

static struct flag_report *add_report(struct rig *r, int corridor, int32_t day,
                                      const char *number) {
    struct flag_report *f = &r->report[r->in.nreport++];

    *f = (struct flag_report){.flight = span_of(number),
                              .type = SPAN(""),
                              .registration = SPAN(""),
                              .corridor = corridor,
                              .day = day,
                              .flown = true};
    return f;
}

static struct flags run(const struct rig *r) {
    return flag_run(&arena, &r->in);
}

static size_t number_of(struct flags v, const char *id) {
    size_t n = 0;

    for (size_t i = 0; i < v.n; i++) n += strcmp(v.v[i].id, id) == 0;
    return n;
}

static const char *text_of(struct flags v, const char *id) {
    for (size_t i = 0; i < v.n; i++)
        if (strcmp(v.v[i].id, id) == 0) return v.v[i].text;
    fail_msg("no %s", id);
    return "";
}

#define CONTAINS(text, part)                                                                       \
    do {                                                                                           \
        if (!strstr((text), (part))) fail_msg("\"%s\" is not in \"%s\"", (part), (text));          \
    } while (0)

static void an_empty_case_has_nothing(void **state) {
    struct flag_input none = {0};

    (void)state;
    assert_int_equal(flag_run(&arena, &none).n, 0);
    assert_int_equal(run(rig()).n, 0);
}

static void more_people_than_seats(void **state) {
    struct rig *r = rig();
    struct flag_slot *s = add_slot(r, OUT, DAY0, CHECK_FLOWN);
    struct flag_count *c = add_count(r, 0, 81);

    (void)state;
    s->type = SPAN("T1"), s->seats_lo = 70, s->seats_hi = 80;
    assert_int_equal(number_of(run(r), "over-capacity"), 1);
    CONTAINS(text_of(run(r), "over-capacity"), "81 people, and T1 has at most 80 seats");
    c->low = 75; /* it may have been 75 */
    assert_int_equal(run(r).n, 0);
    c->low = -1, c->best = 80;
    assert_int_equal(run(r).n, 0);
    c->best = 300, c->waiting = true; /* who waits need not fit */
    assert_int_equal(run(r).n, 0);
    c->waiting = false, c->observed = false;
    assert_int_equal(run(r).n, 0);
    c->observed = true, c->best = 853, s->seats_hi = s->seats_lo = -1; /* no type is known */
    assert_int_equal(run(r).n, 0);
    c->best = 1055;
    CONTAINS(text_of(run(r), "over-capacity"),
             "1,055 people; the largest airliner is certified for 853");
}

static void people_on_a_flight_that_did_not_go(void **state) {
    struct rig *r = rig();
    struct flag_count *c;

    (void)state;
    add_slot(r, OUT, DAY0, CHECK_CANCELLED);
    c = add_count(r, 0, 12);
    add_report(r, OUT, DAY0, "")->cancelled = true;
    r->report[0].flown = false;
    assert_int_equal(number_of(run(r), "cancelled-count"), 1);
    assert_int_equal(run(r).v[0].rows.n, 2);
    c->best = 0; /* nobody on a flight that did not go is no news */
    assert_int_equal(run(r).n, 0);
}

static void parts_of_a_period_add_to_it(void **state) {
    struct rig *r = rig();

    (void)state;
    add_period(r, DAY0, DAY0 + 89, 100);
    add_period(r, DAY0, DAY0 + 29, 40);
    add_period(r, DAY0 + 30, DAY0 + 59, 30);
    add_period(r, DAY0 + 60, DAY0 + 89, 30);
    assert_int_equal(run(r).n, 0);
    r->count[0].best = 99;
    CONTAINS(text_of(run(r), "parts-mismatch"), "99, and its 3 parts add to 100");
    assert_int_equal(run(r).v[0].rows.n, 4);
    r->count[3].to--; /* a day is in no part */
    assert_int_equal(run(r).n, 0);
    r->count[3].to++, r->count[2].exact = false;
    assert_int_equal(run(r).n, 0);
    r->count[2].exact = true, r->count[2].source = 1; /* another's table */
    assert_int_equal(run(r).n, 0);
}

/* A year of quarters of months: each level is held against the one below it. */
static void parts_of_parts(void **state) {
    struct rig *r = rig();

    (void)state;
    add_period(r, DAY0, DAY0 + 179, 60);
    for (int q = 0; q < 2; q++) add_period(r, DAY0 + 90 * q, DAY0 + 90 * q + 89, 30);
    for (int m = 0; m < 6; m++) add_period(r, DAY0 + 30 * m, DAY0 + 30 * m + 29, 10);
    assert_int_equal(run(r).n, 0);
    r->count[8].best = 11;
    assert_int_equal(number_of(run(r), "parts-mismatch"), 1);
    CONTAINS(text_of(run(r), "parts-mismatch"), "30, and its 3 parts add to 31");
}

/* Ways of travel that add to 404 where the total is given as 365. */
static void parts_of_a_claim_are_not_more_than_it(void **state) {
    static const int part[] = {213, 134, 31, 13, 13};
    struct rig *r = rig();

    (void)state;
    add_claim(r, "whole", 365);
    for (size_t i = 0; i < 5; i++) {
        struct flag_claim *k = add_claim(r, "part", part[i]);

        k->about = 0, k->relation = FLAG_PART_OF;
        assert_int_equal(number_of(run(r), "parts-mismatch"), i >= 2); /* 378 */
        if (i == 0) {
            k->best = 366;
            CONTAINS(text_of(run(r), "parts-mismatch"),
                     "whole says 365, and a part of it is more: 366.");
            k->best = part[0];
        }
    }
    CONTAINS(text_of(run(r), "parts-mismatch"), "213 + 134 + 31 + 13 + 13 = 404");
    r->claim[0].best = 404;
    assert_int_equal(run(r).n, 0);
    r->claim[0].best = 400;
    assert_int_equal(number_of(run(r), "parts-mismatch"), 1);
    r->claim[0].hedge = SPAN("about");
    assert_int_equal(run(r).n, 0);
    r->claim[0].best = 365, r->claim[1].retracted = true;
    assert_int_equal(run(r).n, 0);
}

static void one_thing_in_several_spellings(void **state) {
    struct rig *r = rig();

    (void)state;
    add_report(r, OUT, DAY0, "XX-1")->type = SPAN("Tu-204");
    add_report(r, OUT, DAY0 + 7, "XX2")->type = SPAN("Tu-204");
    assert_int_equal(run(r).n, 0);
    r->report[1].type = SPAN("TU 204");
    CONTAINS(text_of(run(r), "label-drift"),
             "One type seems to be spelled in several ways: \"TU 204\", "
             "\"Tu-204\"");
    r->report[1].flight = SPAN("XX1");
    assert_int_equal(number_of(run(r), "label-drift"), 2);
    r->report[1].type = SPAN("Tu-204-300"); /* another type */
    assert_int_equal(number_of(run(r), "label-drift"), 1);
}

static void days_that_stand_for_a_missing_one(void **state) {
    int32_t last = utc_day((struct utc_civil){2020, 12, 31});
    struct rig *r = rig();

    (void)state;
    for (int i = 0; i < 30; i++) add_report(r, OUT, last - 11 * i, "");
    assert_int_equal(run(r).n, 0); /* one of thirty */
    for (int i = 1; i < 4; i++) r->report[i].day = last;
    CONTAINS(text_of(run(r), "date-filled"), "4 of 30 dated rows of s0 stand on 31 December");
    assert_int_equal(run(r).v[0].rows.n, 4);
    for (int i = 4; i < 12; i++) r->report[i].day = last - 1 - i % 3; /* a busy week is no sign */
    assert_int_equal(run(r).n, 0);
    for (int i = 4; i < 12; i++) r->report[i].source = 1;
    assert_int_equal(number_of(run(r), "date-filled"), 1);
}

/* Thirty operations, each with a name and a day; then one of them has a second day. */
static void an_id_of_an_operation_has_one_date(void **state) {
    struct rig *r = rig();
    struct flag_count *c;

    (void)state;
    for (int i = 0; i < 30; i++) add_report(r, OUT, DAY0 + 3 * i, arena_printf(&arena, "OP-%d", i));
    assert_int_equal(number_of(run(r), "id-several-dates"), 0);
    add_report(r, IN, DAY0 + 9,
               "OP-3"); /* a second destination of one day is no second operation */
    assert_int_equal(number_of(run(r), "id-several-dates"), 0);
    c = add_count(r, -1, 7), c->day = DAY0 + 40, c->flight = SPAN("OP-3");
    CONTAINS(
        text_of(run(r), "id-several-dates"),
        "1 of 30 ids stands on several dates, and the others on one each: OP-3 on 2024-10-13 (s0), "
        "2024-11-13 (s0).");
    c->source = 1; /* a source with one name says nothing of how it names */
    assert_int_equal(number_of(run(r), "id-several-dates"), 0);
    c->source = 0;
    r->line[r->in.nline++] =
        (struct flag_line){SPAN("l"), SPAN("OP-3"), OUT, 0, 0x7f, DAY0, DAY0 + 200};
    assert_int_equal(number_of(run(r), "id-several-dates"), 0); /* of a timetable: it comes again */
    r->in.nline = 0;
    for (int i = 0; i < 2; i++) add_report(r, OUT, DAY0 + 100 + i, i ? "OP-4" : "OP-5");
    assert_int_equal(number_of(run(r), "id-several-dates"), 0); /* 3 of 30: flight numbers */
}

static void ids_of_two_sources_are_held_together(void **state) {
    struct rig *r = rig();

    (void)state;
    for (int i = 0; i < 50; i++)
        add_report(r, OUT, DAY0 + 3 * (i % 25), arena_printf(&arena, "OP-%d", i % 25))->source =
            i / 25;
    assert_int_equal(number_of(run(r), "id-several-dates"), 0);
    r->report[30].day++;
    CONTAINS(
        text_of(run(r), "id-several-dates"),
        "1 of 25 ids stands on several dates, and the others on one each: OP-5 on 2024-10-19 (s0), "
        "2024-10-20 (s1).");
    assert_int_equal(run(r).v[0].rows.n, 2);
}

static void a_weekday_belongs_to_its_date(void **state) {
    struct rig *r = rig();
    struct flag_claim *k = add_claim(r, "k", -1);
    int weekday = utc_weekday(DAY0);

    (void)state;
    assert_int_equal(weekday, 5); /* Friday */
    k->from = k->to = DAY0, k->text = SPAN("They left on Friday");
    assert_int_equal(run(r).n, 0);
    k->text = SPAN("They left on Sunday");
    CONTAINS(text_of(run(r), "weekday-date"), "k speaks of a Sunday, and 2024-10-04 is a Friday");
    k->made_on = DAY0 + 2; /* a Sunday: they said so on that day */
    assert_int_equal(run(r).n, 0);
    k->made_on = DAY0 + 3;
    assert_int_equal(number_of(run(r), "weekday-date"), 1);
    k->to = DAY0 + 30;
    assert_int_equal(run(r).n, 0);
    r->line[r->in.nline++] =
        (struct flag_line){SPAN("l"), SPAN("XX2"), OUT, 0, 1 << 4, DAY0, DAY0 + 90};
    add_report(r, OUT, DAY0 + 7, "XX2");
    assert_int_equal(run(r).n, 0);
    r->report[0].day++;
    CONTAINS(text_of(run(r), "weekday-date"), "XX2 is reported as flown on 2024-10-12, a Saturday");
    r->report[0].day = DAY0 + 98; /* after the line ends */
    assert_int_equal(run(r).n, 0);
    r->report[0].day = DAY0 + 8, r->report[0].flown = false;
    assert_int_equal(run(r).n, 0);
}

static void words_for_how_often_are_held_against_the_timetable(void **state) {
    struct rig *r = rig();
    static const int line[] = {0};
    struct flag_claim *k = add_claim(r, "k", -1);

    (void)state;
    r->line[r->in.nline++] =
        (struct flag_line){SPAN("l"), SPAN("XX2"), OUT, 0, 1 << 4, DAY0, DAY0 + 90};
    for (int i = 0; i < 10; i++) {
        struct flag_slot *s = add_slot(r, OUT, DAY0 + 7 * i, CHECK_UNKNOWN);

        s->line = line, s->nline = 1;
    }
    k->corridor = OUT, k->unit = CLAIM_FLIGHTS, k->text = SPAN("once a week");
    assert_int_equal(run(r).n, 0);
    k->text = SPAN("twice a week");
    CONTAINS(text_of(run(r), "frequency-mismatch"), "10 flights in 10 weeks, 1 a week");
    k->text = SPAN("biweekly");
    assert_int_equal(number_of(run(r), "frequency-ambiguous"), 1);
    assert_int_equal(run(r).n, 1);
}

/* One number there and back on a day is the turn's; a number of the other leg is not. */
static void a_number_has_a_direction_unless_it_is_the_turns(void **state) {
    struct rig *r = rig();
    struct flag_claim *k = add_claim(r, "k", -1);

    (void)state;
    k->corridor = OUT, k->flight = SPAN("XX1"), k->unit = CLAIM_FLIGHTS;
    assert_int_equal(run(r).n, 0); /* a number that nobody else has */
    add_report(r, IN, DAY0, "XX1");
    assert_int_equal(number_of(run(r), "flight-number-direction"), 1);
    add_report(r, OUT, DAY0 + 3, "XX1"); /* somebody saw it this way too */
    assert_int_equal(run(r).n, 0);
    add_report(r, IN, DAY0 + 7, "XX1");
    add_report(r, IN, DAY0 + 14, "XX1"); /* one report against three */
    CONTAINS(text_of(run(r), "flight-number-direction"),
             "A report has XX1 on OUT; 3 flown flights have");
    r->report[1].day = DAY0; /* the same day both ways */
    assert_int_equal(run(r).n, 0);
}

static void a_timetable_line_whose_number_flies_the_other_way(void **state) {
    struct rig *r = rig();

    (void)state;
    r->line[r->in.nline++] =
        (struct flag_line){SPAN("l"), SPAN("XX1"), OUT, 0, 127, DAY0, DAY0 + 90};
    add_report(r, IN, DAY0, "XX1");
    CONTAINS(text_of(run(r), "flight-number-direction"),
             "l has XX1 on OUT; 1 flown flight has that number on IN");
    add_report(r, OUT, DAY0 + 1, "XX1"); /* now it is the report that stands alone */
    CONTAINS(text_of(run(r), "flight-number-direction"), "A report has XX1 on IN;");
    assert_int_equal(run(r).n, 1);
}

static void a_translation_is_no_second_root(void **state) {
    struct rig *r = rig();
    struct flag_claim *k;

    (void)state;
    add_claim(r, "original", 10);
    k = add_claim(r, "translation", 10);
    k->about = 0, k->relation = FLAG_TRANSLATES;
    assert_int_equal(run(r).n, 0);
    k->source = 1;
    assert_int_equal(number_of(run(r), "translation-root"), 1);
    r->source[1].root = 0;
    assert_int_equal(number_of(run(r), "translation-root"), 0);
    assert_int_equal(number_of(run(r), "one-root"), 1);
}

static void what_a_claim_rests_on_is_in_the_case(void **state) {
    struct rig *r = rig();

    (void)state;
    add_claim(r, "k", 10)->strangers = 2;
    CONTAINS(text_of(run(r), "basis-unknown"), "2 are not in the case");
}

static int cmp_id(const void *a, const void *b) {
    const struct check_kind *p = a, *q = b;

    return strcmp(p->id, q->id);
}

/* What a product is held against is named up to twelve, and counted beyond; two products of one
 * timetable and period have the same flights, in whatever order they come. */
static void many_stocks_and_products(void **state) {
    struct rig *r = rig();
    static const int line[] = {0};
    const struct flag_ref basis[] = {{FLAG_LINE, 0}, {FLAG_COUNT, 0}};
    struct flags f;
    size_t said = 0;

    (void)state;
    r->line[r->in.nline++] =
        (struct flag_line){.id = SPAN("w"), .corridor = OUT, .from = DAY0, .to = DAY0 + 40};
    for (int i = 0; i < 6; i++) {
        struct flag_slot *s = add_slot(r, OUT, DAY0 + 7 * i, CHECK_UNKNOWN);

        s->line = line, s->nline = 1;
    }
    add_count(r, 0, 100);
    add_count(r, 3, 40)->concern = false;
    add_period(r, DAY0, DAY0 + 30, 90)->concern = false;
    add_count(r, 1, 30)->concern = false;
    for (int i = 0; i < 30; i++) {
        struct flag_claim *k = add_claim(r, arena_printf(&arena, "k%02d", i), 1000);

        k->corridor = OUT, k->measures = CLAIM_STOCK;
        k->from = DAY0, k->to = i % 4 == 1 ? DAY0 + 13 : DAY0 + 40;
        if (i % 2) k->basis = basis, k->nbasis = 2;
    }
    f = flag_run(&arena, &r->in);
    for (size_t i = 0; i < f.n; i++) {
        if (strcmp(f.v[i].id, "announced-not-flown") == 0) {
            int index = f.v[i].rows.v[0].index;

            assert_non_null(
                strstr(f.v[i].text, index % 4 == 1 ? "takes 2 announced" : "takes 6 announced"));
            assert_int_equal(index, 2 * (int)said++ + 1); /* each once */
        }
        if (strcmp(f.v[i].id, "composition-gross-net") == 0 && f.v[i].rows.v[0].index % 4 == 3)
            assert_non_null(
                strstr(f.v[i].text,
                       "(90 on 2024-10-04 to 2024-11-03, 30 on 2024-10-11, 40 on 2024-10-25)"));
        if (strcmp(f.v[i].id, "stock-flow") != 0) continue;
        assert_non_null(strstr(f.v[i].text, "and 3 more."));
        assert_int_equal(f.v[i].rows.n, 1 + 2 + 12);
    }
    assert_int_equal(said, 15);
}

static void every_id_is_in_the_table_and_in_its_order(void **state) {
    (void)state;
    for (size_t i = 1; i < flag_count_all; i++)
        assert_true(cmp_id(&flag_all[i - 1], &flag_all[i]) < 0);
}

/* docs/CHECKS.md has a row for each. */
static void every_id_is_explained(void **state) {
    const char *source = getenv("HEADCOUNT_SOURCE");
    static char text[1 << 16];
    char path[512];
    FILE *f;

    (void)state;
    assert_non_null(source);
    snprintf(path, sizeof path, "%s/docs/CHECKS.md", source);
    assert_non_null(f = fopen(path, "r"));
    text[fread(text, 1, sizeof text - 1, f)] = 0;
    fclose(f);
    for (size_t i = 0; i < flag_count_all + check_count_all; i++) {
        const char *id = i < flag_count_all ? flag_all[i].id : check_all[i - flag_count_all].id;

        if (!strstr(text, arena_printf(&arena, "| `%s` |", id)))
            fail_msg("docs/CHECKS.md has no row for %s", id);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_case_has_nothing),
        cmocka_unit_test(more_people_than_seats),
        cmocka_unit_test(people_on_a_flight_that_did_not_go),
        cmocka_unit_test(parts_of_a_period_add_to_it),
        cmocka_unit_test(parts_of_parts),
        cmocka_unit_test(parts_of_a_claim_are_not_more_than_it),
        cmocka_unit_test(one_thing_in_several_spellings),
        cmocka_unit_test(days_that_stand_for_a_missing_one),
        cmocka_unit_test(an_id_of_an_operation_has_one_date),
        cmocka_unit_test(ids_of_two_sources_are_held_together),
        cmocka_unit_test(a_weekday_belongs_to_its_date),
        cmocka_unit_test(words_for_how_often_are_held_against_the_timetable),
        cmocka_unit_test(a_number_has_a_direction_unless_it_is_the_turns),
        cmocka_unit_test(a_timetable_line_whose_number_flies_the_other_way),
        cmocka_unit_test(a_translation_is_no_second_root),
        cmocka_unit_test(what_a_claim_rests_on_is_in_the_case),
        cmocka_unit_test(many_stocks_and_products),
        cmocka_unit_test(every_id_is_in_the_table_and_in_its_order),
        cmocka_unit_test(every_id_is_explained),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
