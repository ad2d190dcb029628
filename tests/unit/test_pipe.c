/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utc.h"
#include "ingest/ingest.h"
#include "pipe/corridor.h"
#include "pipe/pipe.h"
#include "pipe/zone.h"
#include "t_sheets.h"

#include <sys/stat.h>
#include <unistd.h>

/* --- The answer */

static void an_announced_slot_is_not_an_operated_one(void **state) {
    json_t *answer = with_counts(no_flights, COUNT_HEADER);
    const json_t *c = first(answer);
    size_t i;
    json_t *slot;

    (void)state;
    assert_int_equal(at(c, "slots", "announced"), 44);
    assert_int_equal(at(c, "slots", "operated_known"), 0);
    assert_int_equal(at(c, "slots", "unknown"), 44);
    assert_int_equal(at(c, "ceiling", NULL), 44 * 210);
    assert_int_equal(at(c, "seen", NULL), 0);
    json_array_foreach(json_object_get(c, "by_slot"), i, slot) {
        double p = json_real_value(json_object_get(slot, "p_operated"));

        assert_string_equal(json_string_value(json_object_get(slot, "state")), "announced");
        assert_true(p > 0.05 && p < 0.95);
    }
    json_decref(answer);
}

static void a_slot_has_its_instant_in_utc(void **state) {
    json_t *answer = with_counts(no_flights, COUNT_HEADER);
    const json_t *slot = json_array_get(json_object_get(first(answer), "by_slot"), 0);

    (void)state; /* 12:20 at Vladivostok, UTC+10 */
    assert_string_equal(json_string_value(json_object_get(slot, "dep_utc")),
                        "2023-10-30T02:20:00Z");
    assert_string_equal(json_string_value(json_object_get(slot, "id")), "VVO-FNJ 2023-10-30 JS272");
    json_decref(answer);
}

#define ONE_COUNT COUNT_HEADER "VVO-FNJ,2023-10-30,counted,,100,,concern,aboard,exact,x\n"

static void deleting_the_only_count_widens_and_never_gives_zero(void **state) {
    json_t *with = with_counts(no_flights, ONE_COUNT),
           *without = with_counts(no_flights, COUNT_HEADER);
    json_int_t lo = at(first(without), "estimated", "lo"),
               hi = at(first(without), "estimated", "hi");

    (void)state;
    assert_int_equal(at(first(with), "seen", NULL), 100);
    assert_true(hi - lo > at(first(with), "estimated", "hi") - at(first(with), "estimated", "lo"));
    assert_true(lo < hi && hi > 0 && at(first(without), "estimated", "median") > 0);
    json_decref(with);
    json_decref(without);
}

static void ten_reposts_of_one_root_are_one_voice(void **state) {
    static const char repost[] = "VVO-FNJ,2023-10-30,counted,,100,,concern,aboard,exact,w\n";
    struct buf many = {0};
    json_t *one, *ten;
    char *x, *y;

    (void)state;
    buf_puts(&many, COUNT_HEADER "VVO-FNJ,2023-10-30,counted,,100,,concern,aboard,exact,v\n");
    one = with_counts(no_flights, many.p);
    buf_puts(&many, repost);
    ten = with_counts(no_flights, many.p);
    x = dump(json_object_get(first(one), "quantiles"));
    y = dump(json_object_get(first(ten), "quantiles"));
    assert_string_equal(x, y);
    assert_int_equal(at(first(ten), "seen", NULL), 100);
    free(x);
    free(y);
    buf_fini(&many);
    json_decref(one);
    json_decref(ten);
}

static void a_blank_count_is_unknown_and_not_zero(void **state) {
    json_t *blank = with_counts(no_flights, "corridor,date,method,best,reason,source\n"
                                            "VVO-FNJ,2023-10-30,counted,,refused,x\n");
    json_t *none = with_counts(no_flights, COUNT_HEADER);
    char *x = dump(json_object_get(first(blank), "quantiles")),
         *y = dump(json_object_get(first(none), "quantiles"));

    (void)state;
    assert_string_equal(x, y);
    free(x);
    free(y);
    json_decref(blank);
    json_decref(none);
}

/* Nobody aboard is a count like any other: it was seen, and it is no certainty. */
static void a_count_of_nobody_is_a_count(void **state) {
    json_t *answer = with_counts(no_flights, COUNT_HEADER
                                 "VVO-FNJ,2023-10-30,counted,,0,,concern,aboard,exact,x\n");
    const char *why = json_string_value(json_object_get(first(answer), "seen_why"));

    (void)state;
    assert_int_equal(at(first(answer), "seen", NULL), 0);
    assert_non_null(strstr(why, "somebody counted"));
    assert_null(strstr(why, "no count of"));
    json_decref(answer);
}

static void a_cancelled_slot_adds_nobody_and_a_conflict_is_shown(void **state) {
    json_t *answer = with_counts("corridor,date,state,source\nVVO-FNJ,2023-11-03,cancelled,v\n"
                                 "VVO-FNJ,2023-11-06,cancelled,v\nVVO-FNJ,2023-11-06,operated,x\n",
                                 COUNT_HEADER);
    const json_t *slots = json_object_get(first(answer), "by_slot");

    (void)state;
    assert_int_equal(at(first(answer), "slots", "cancelled"), 1);
    assert_int_equal(at(json_array_get(slots, 1), "hi", NULL), 0);
    assert_int_equal(at(first(answer), "ceiling", NULL), 43 * 210);
    assert_true(json_is_true(json_object_get(json_array_get(slots, 2), "conflict")));
    assert_string_equal(json_string_value(json_object_get(json_array_get(slots, 2), "state")),
                        "unknown");
    json_decref(answer);
}

static void a_flight_that_nobody_announced_is_a_slot_of_its_own(void **state) {
    json_t *answer = with_counts("corridor,date,state,source\nVVO-FNJ,2023-11-05,operated,v\n"
                                 "VVO-FNJ,2023-11-05,tracked,x\nVVO-FNJ,2023-11-05,operated,x\n",
                                 COUNT_HEADER);
    const json_t *c = first(answer);

    (void)state; /* v and x speak of one flight; x names a second */
    assert_int_equal(at(c, "slots", "announced"), 44);
    assert_int_equal(at(c, "slots", "unlisted"), 2);
    assert_int_equal(at(c, "slots", "operated_known"), 2);
    json_decref(answer);
}

static void whoever_counted_people_aboard_saw_the_flight(void **state) {
    json_t *answer = with_counts(no_flights, COUNT_HEADER
                                 "VVO-FNJ,2023-10-30,eye,,100,,concern,waiting,about,v\n"
                                 "VVO-FNJ,2023-11-03,eye,,80,,concern,boarding,about,x\n"
                                 "VVO-FNJ,2023-11-06,claimed,,90,,concern,aboard,exact,x\n");
    const json_t *slots = json_object_get(first(answer), "by_slot");

    (void)state; /* people who wait may wait for another flight; a claim is no sighting */
    assert_string_equal(json_string_value(json_object_get(json_array_get(slots, 0), "state")),
                        "announced");
    assert_string_equal(json_string_value(json_object_get(json_array_get(slots, 1), "state")),
                        "seen");
    assert_string_equal(json_string_value(json_object_get(json_array_get(slots, 2), "state")),
                        "announced");
    assert_int_equal(at(first(answer), "slots", "operated_known"), 1);
    assert_int_equal(at(first(answer), "seen", NULL), 0); /* judged by eye is estimated, not seen */
    json_decref(answer);
}

static void a_corridor_without_a_flight_is_unknown_and_not_zero(void **state) {
    const struct sheet_text sheet[] = {{"sources", sources}, {"corridors", corridors}};
    json_t *answer = answer_of(sheet, 2);
    const json_t *estimated = json_object_get(first(answer), "estimated");

    (void)state;
    assert_true(json_is_null(json_object_get(estimated, "median")));
    assert_true(json_is_null(json_object_get(estimated, "hi")));
    assert_true(json_is_null(json_object_get(first(answer), "ceiling")));
    assert_non_null(
        strstr(json_string_value(json_object_get(first(answer), "headline")), "unknown"));
    json_decref(answer);
}

static void the_reference_case_is_answered(void **state) {
    static const int months[] = {1, 8, 9, 9, 8, 9};
    const char *root = getenv("HEADCOUNT_SOURCE");
    char dir[512];
    json_t *answer;
    const json_t *c;

    (void)state;
    assert_non_null(root);
    snprintf(dir, sizeof dir, "%s/examples/vladivostok-pyongyang", root);
    answer = answer_of_folder(dir);
    c = first(answer);
    assert_int_equal(json_integer_value(json_object_get(answer, "bad_rows")), 0);
    assert_string_equal(json_string_value(json_object_get(c, "id")), "VVO-FNJ");
    assert_string_equal(json_string_value(json_object_get(c, "origin")), "UHWW");
    assert_string_equal(json_string_value(json_object_get(c, "destination")), "ZKPY");
    assert_int_equal(at(c, "slots", "announced"), 44);
    assert_int_equal(at(c, "slots", "operated_known"), 1);
    assert_int_equal(at(c, "seen", NULL), 0);
    assert_non_null(
        strstr(json_string_value(json_object_get(c, "seen_why")), "waiting, not boarding"));
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(at(json_array_get(json_object_get(c, "by_month"), i), "slots", NULL),
                         months[i]);
    assert_true(at(c, "estimated", "hi") <= at(c, "ceiling", NULL));
    json_decref(answer);
}

/* Every row of the sheets in reverse order, the header kept: the same bytes. */
static void the_order_of_rows_does_not_show(void **state) {
    json_t *forth =
        with_counts("corridor,date,state,source\nVVO-FNJ,2023-11-03,operated,v\nVVO-FNJ,2023-11-05,"
                    "operated,x\n",
                    COUNT_HEADER "VVO-FNJ,2023-10-30,eye,,100,,concern,waiting,about,v\n"
                                 "VVO-FNJ,2023-11-03,counted,,80,,all,aboard,exact,x\n");
    json_t *back =
        with_counts("corridor,date,state,source\nVVO-FNJ,2023-11-05,operated,x\nVVO-FNJ,2023-11-03,"
                    "operated,v\n",
                    COUNT_HEADER "VVO-FNJ,2023-11-03,counted,,80,,all,aboard,exact,x\n"
                                 "VVO-FNJ,2023-10-30,eye,,100,,concern,waiting,about,v\n");
    char *x = dump(forth), *y = dump(back);

    (void)state;
    assert_string_equal(x, y);
    free(x);
    free(y);
    json_decref(forth);
    json_decref(back);
}

static void zone_load_reads_the_zones_of_the_corridor(void **state) {
    struct tz *fnj = NULL, *vvo = NULL;
    int64_t t = utc_day((struct utc_civil){2016, 2, 18}) * UTC_DAY_MS;
    struct err e;

    (void)state;
    assert_ok(zone_load(&arena, "Asia/Pyongyang", &fnj, &e), e);
    assert_ok(zone_load(&arena, "Asia/Vladivostok", &vvo, &e), e);
    assert_int_equal(tz_offset_s(fnj, t), 8 * 3600 + 1800);
    assert_int_equal(tz_offset_s(vvo, t), 10 * 3600);
}

static void zone_load_never_leaves_its_folder(void **state) {
    static const char *const bad[] = {
        "",
        "/",
        "/etc/passwd",
        "../../../etc/passwd",
        "Asia/../Asia/Tokyo",
        "Asia//Tokyo",
        "Asia/",
        ".",
        "a b",
        "Asia/Tokyo\n",
        "zone1970.tab",
        "Asia\\Tokyo",
        "\xc3\xa9",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}; /* 65 */
    struct tz *z = NULL;
    struct err e;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (zone_load(&arena, bad[i], &z, &e) != RC_RANGE)
            fail_msg("\"%s\" was not refused: %s", bad[i], e.text);
    assert_null(z);
}

static void zone_load_names_the_zone_that_is_not_there(void **state) {
    struct tz *z = NULL;
    struct err e;

    (void)state;
    assert_int_equal(zone_load(&arena, "Nowhere/Atall", &z, &e), RC_NOTFOUND);
    assert_non_null(strstr(e.text, "zone Nowhere/Atall: "));
    assert_int_equal(zone_load(&arena, "Asia", &z, &e), RC_IO); /* a folder */
    assert_non_null(strstr(e.text, "zone Asia: "));
    assert_int_equal(zone_load(&arena, "leapseconds", &z, &e),
                     RC_SYNTAX); /* in the folder, and no zone */
    assert_null(z);
}

static void zone_version_is_a_year_and_a_letter(void **state) {
    const char *v = zone_version(&arena);

    (void)state;
    assert_true(strlen(v) >= 5 && v[0] == '2' && v[4] >= 'a' && v[4] <= 'z');
}

/* --- What-if, what the model says of itself, and comparisons */

static void assume(struct pipe_options *o, enum pipe_key k, double x) {
    o->assume.given[k] = true;
    o->assume.lo[k] = o->assume.hi[k] = x;
}

static void so_many_on_each_of_so_many_is_a_what_if_and_says_so(void **state) {
    struct store *st = case_with(no_flights, ONE_COUNT);
    struct pipe_options o = pipe_defaults();
    json_t *answer, *given;
    const json_t *c;

    (void)state;
    assume(&o, PIPE_LOAD, 100);
    assume(&o, PIPE_COMPLETION, 1);
    answer = answer_with(st, &o);
    c = first(answer);
    given = json_object_get(answer, "assume");
    assert_int_equal(at(c, "estimated", "median"), 4400);
    assert_int_equal(at(c, "estimated", "lo"), 4400);
    assert_int_equal(at(c, "estimated", "hi"), 4400);
    assert_int_equal(at(given, "load", NULL), 100);
    assert_true(json_real_value(json_object_get(given, "unlisted")) == 0);
    assert_int_equal(json_object_size(given), 3);
    assert_true(strncmp(text(c, "headline"), "What if ", 8) == 0);
    assert_non_null(strstr(text(c, "headline"), "without an interval"));
    assert_non_null(strstr(json_string_value(json_array_get(json_object_get(c, "caveats"), 0)),
                           "not the estimate"));
    json_decref(answer);
    store_close(st);
}

static void the_estimate_assumes_nothing_and_says_between(void **state) {
    json_t *answer = with_counts(no_flights, ONE_COUNT);
    const json_t *c = first(answer);

    (void)state;
    assert_true(json_is_null(json_object_get(answer, "assume")));
    assert_true(strncmp(text(c, "headline"), "Between ", 8) == 0);
    assert_true(json_is_null(json_object_get(c, "sensitivity")));
    assert_true(json_is_null(json_object_get(c, "stock"))); /* nobody said how many there were */
    json_decref(answer);
}

static void seats_of_a_what_if_bound_the_answer(void **state) {
    struct store *st = case_with(no_flights, COUNT_HEADER);
    struct pipe_options o = pipe_defaults();
    json_t *answer;

    (void)state;
    assume(&o, PIPE_SEATS, 50);
    answer = answer_with(st, &o);
    assert_int_equal(at(first(answer), "ceiling", NULL), 44 * 50);
    assert_non_null(strstr(text(first(answer), "ceiling_why"), "assumption"));
    json_decref(answer);
    store_close(st);
}

/* The registration that a report names, before the seats announced and those of the type. */
static void a_flight_has_the_seats_of_the_aircraft_that_is_named(void **state) {
    static const struct sheet_text sheet[] = {
        {"sources", sources},
        {"corridors", corridors},
        {"schedules", "corridor,flight,days,dep_time,from,to,seats,source\n"
                      "VVO-FNJ,JS272,Mon,12:20,2023-10-30,2023-11-20,222,v\n"},
        {"aircraft", "id,registration,type,seats,seats_high,source\n"
                     "a,N1,A332,100,,v\nb,N1,A332,90,104,x\nc,N9,B744,400,,v\nd,N3,B744,,,v\n"},
        {"flights", "corridor,date,registration,type,state,source\n"
                    "VVO-FNJ,2023-10-30,N1,,operated,v\n" /* nothing but its name */
                    "VVO-FNJ,2023-11-06,N1,B744,operated,v\n"
                    "VVO-FNJ,2023-11-06,N9,,announced,x\n" /* what flew, not what was to fly */
                    "VVO-FNJ,2023-11-13,N3,,operated,v\n"  /* no figure: as announced */
                    "VVO-FNJ,2023-12-01,N3,,operated,v\n"  /* nothing announced: as its type */
                    "VVO-FNJ,2023-12-02,,,operated,v\n"}};
    static const int seats[] = {90, 104, 90, 104, 222, 222, 222, 222, 400, 400, -1, -1};
    static const char *const type[] = {"A332", "B744", "B744", NULL, "B744", NULL};
    json_t *answer = answer_of(sheet, sizeof sheet / sizeof *sheet), *s;
    const json_t *list = json_object_get(first(answer), "by_slot");
    size_t i;

    (void)state;
    assert_int_equal(json_array_size(list), 6);
    json_array_foreach(list, i, s) {
        const json_t *range = json_object_get(s, "seats"), *named = json_object_get(s, "type");

        if (type[i])
            assert_string_equal(json_string_value(named), type[i]);
        else
            assert_true(json_is_null(named));
        for (size_t k = 0; k < 2 && seats[2 * i] >= 0; k++)
            assert_int_equal(json_integer_value(json_array_get(range, k)), seats[2 * i + k]);
        if (seats[2 * i] < 0) assert_true(json_is_null(range));
    }
    json_decref(answer);
}

/* Nothing is planned by a model that gives no covariances; then the list is empty. */
static void the_next_counts_are_ranked_and_leave_out_what_is_counted(void **state) {
    json_t *answer = with_counts(no_flights, ONE_COUNT), *g;
    const json_t *list = json_object_get(first(answer), "next");
    double before = 1;
    size_t i;

    (void)state;
    assert_true(json_array_size(list) <= 12);
    json_array_foreach(list, i, g) {
        double x = json_real_value(json_object_get(g, "narrowing"));
        bool counted = strcmp(text(g, "method"), "counted") == 0;

        assert_true(x >= 0 && x < 1);
        if (counted) assert_true(x <= before);
        if (counted) before = x;
        assert_string_not_equal(text(g, "date"), "2023-10-30");
        assert_true(json_array_size(json_object_get(g, "ref")) > 0);
    }
    json_decref(answer);
}

static void every_source_left_out_is_named_with_its_row(void **state) {
    struct store *st = case_with(no_flights, COUNT_HEADER
                                 "VVO-FNJ,2023-10-30,counted,,100,,concern,aboard,exact,x\n"
                                 "VVO-FNJ,2023-11-03,counted,,40,,concern,aboard,exact,w\n");
    struct pipe_options o = pipe_defaults();
    json_t *answer, *bar;
    bool observer = false, video = false;
    int64_t before = INT64_MAX;
    size_t i;

    (void)state;
    o.sensitivity = true;
    answer = answer_with(st, &o);
    json_array_foreach(json_object_get(first(answer), "sensitivity"), i, bar) {
        const char *row = json_string_value(json_array_get(json_object_get(bar, "ref"), 0));

        assert_true(at(bar, "swing", NULL) <= before);
        before = at(bar, "swing", NULL);
        if (strcmp(text(bar, "kind"), "source") != 0) continue;
        assert_non_null(json_object_get(json_object_get(answer, "rows"), row));
        observer |= strcmp(text(bar, "name"), "An observer") == 0;
        video |= strcmp(text(bar, "name"), "A video") == 0; /* the root of the repost */
    }
    assert_true(observer && video);
    json_decref(answer);
    store_close(st);
}

static void who_watched_the_flight_is_told_to_the_model(void **state) {
    struct store *st = case_with("corridor,date,state,seen_what,reason,source\n"
                                 "VVO-FNJ,2023-10-30,tracked,,,x\n"
                                 "VVO-FNJ,2023-11-03,seen,aircraft,,x\n"
                                 "VVO-FNJ,2023-11-06,unknown,,watched_nothing,x\n"
                                 "VVO-FNJ,2023-11-10,operated,,,v\n"
                                 "VVO-FNJ,2023-11-10,unknown,,watched_nothing,x\n"
                                 "VVO-FNJ,2023-11-13,operated,,,v\n"
                                 "VVO-FNJ,2023-11-17,tracked,,,x\n"
                                 "VVO-FNJ,2023-11-17,cancelled,,,v\n"
                                 "VVO-FNJ,2023-11-20,seen,board,,v\n",
                                 COUNT_HEADER);
    static const enum infer_cover want[] = {
        INFER_WATCHED_SEEN,    INFER_WATCHED_SEEN, INFER_WATCHED_NOTHING,
        INFER_WATCHED_NOTHING, INFER_NOT_WATCHED, /* flown by the newspaper's word: nobody watched */
        INFER_NOT_WATCHED,                        /* a conflict teaches nothing of watching */
        INFER_NOT_WATCHED,                        /* a board announces */
        INFER_NOT_WATCHED};
    struct pipe_options o = pipe_defaults();
    struct corridor c;
    struct load l;
    struct err e;

    (void)state;
    assert_ok(load_case(st, &arena, &l, &e), e);
    assert_ok(corridor_run(&arena, &l, 0, l.as_of, &o, &c, &e), e);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(c.in.slot[i].cover, want[i]);
    assert_int_equal(c.in.slot[3].state, INFER_OPERATED);
    store_close(st);
}

static json_t *diff_of(struct store *a, int32_t a_by, struct store *b, int32_t b_by) {
    struct pipe_side from = {a, a_by, "a", NULL}, to = {b, b_by, "b", NULL};
    struct pipe_options o = pipe_defaults();
    json_t *out = NULL;
    struct err e;

    assert_ok(pipe_diff(&arena, &from, &to, &o, &out, &e), e);
    return out;
}

static const char one_known[] =
    COUNT_HEADER "VVO-FNJ,2023-10-30,counted,,100,,concern,aboard,exact,x\n";
static const char two_known[] =
    COUNT_HEADER "VVO-FNJ,2023-10-30,counted,,100,,concern,aboard,exact,x\n"
                 "VVO-FNJ,2023-12-01,counted,,40,,concern,aboard,exact,x\n";
static const char one_flown[] = "corridor,date,state,source\nVVO-FNJ,2023-11-06,operated,x\n";

static void the_moves_of_a_comparison_add_to_the_whole(void **state) {
    struct store *a = case_with(no_flights, one_known), *b = case_with(one_flown, two_known);
    struct pipe_options o = pipe_defaults();
    json_t *diff = diff_of(a, UTC_NONE, b, UTC_NONE), *was = answer_with(a, &o),
           *now = answer_with(b, &o), *m;
    const json_t *c = json_array_get(json_object_get(diff, "corridors"), 0);
    json_int_t sum = 0;
    size_t i;

    (void)state;
    json_array_foreach(json_object_get(c, "moves"), i, m) sum += at(m, "move", NULL);
    assert_int_equal(i, 2);
    assert_int_equal(json_array_size(json_object_get(diff, "only_b")), 2);
    assert_int_equal(json_array_size(json_object_get(diff, "only_a")), 0);
    assert_int_equal(at(c, "a", "median"), at(first(was), "estimated", "median"));
    assert_int_equal(at(c, "b", "median"), at(first(now), "estimated", "median"));
    assert_int_equal(sum, at(c, "move", NULL));
    assert_int_equal(sum, at(c, "b", "median") - at(c, "a", "median"));
    assert_true(sum != 0);
    assert_string_equal(text(json_object_get(diff, "a"), "inputs_sha256"),
                        text(was, "inputs_sha256"));
    assert_string_equal(text(json_object_get(diff, "b"), "inputs_sha256"),
                        text(now, "inputs_sha256"));
    json_decref(was);
    json_decref(now);
    json_decref(diff);
    store_close(a);
    store_close(b);
}

static void what_was_known_on_a_day_leaves_out_what_came_later(void **state) {
    struct store *st = case_with(one_flown, two_known), *early = case_with(no_flights, one_known);
    struct pipe_options o = pipe_defaults();
    struct err e;
    int32_t from, to;
    json_t *diff, *same, *was = answer_with(early, &o);

    (void)state;
    assert_ok(utc_date_read(SPAN("2023-11-01"), &from, &e), e);
    assert_ok(utc_date_read(SPAN("2023-12-31"), &to, &e), e);
    diff = diff_of(st, from, st, to);
    assert_string_equal(text(json_object_get(diff, "a"), "inputs_sha256"),
                        text(was, "inputs_sha256"));
    assert_int_equal(json_array_size(json_object_get(diff, "only_b")), 2);
    same = diff_of(st, to, st, UTC_NONE);
    assert_int_equal(json_array_size(json_object_get(same, "only_b")), 0);
    assert_int_equal(at(json_array_get(json_object_get(same, "corridors"), 0), "move", NULL), 0);
    json_decref(was);
    json_decref(same);
    json_decref(diff);
    store_close(early);
    store_close(st);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zone_load_reads_the_zones_of_the_corridor),
        cmocka_unit_test(zone_load_never_leaves_its_folder),
        cmocka_unit_test(zone_load_names_the_zone_that_is_not_there),
        cmocka_unit_test(zone_version_is_a_year_and_a_letter),
        cmocka_unit_test(an_announced_slot_is_not_an_operated_one),
        cmocka_unit_test(a_slot_has_its_instant_in_utc),
        cmocka_unit_test(deleting_the_only_count_widens_and_never_gives_zero),
        cmocka_unit_test(ten_reposts_of_one_root_are_one_voice),
        cmocka_unit_test(a_blank_count_is_unknown_and_not_zero),
        cmocka_unit_test(a_count_of_nobody_is_a_count),
        cmocka_unit_test(a_cancelled_slot_adds_nobody_and_a_conflict_is_shown),
        cmocka_unit_test(a_flight_that_nobody_announced_is_a_slot_of_its_own),
        cmocka_unit_test(whoever_counted_people_aboard_saw_the_flight),
        cmocka_unit_test(a_corridor_without_a_flight_is_unknown_and_not_zero),
        cmocka_unit_test(the_reference_case_is_answered),
        cmocka_unit_test(the_order_of_rows_does_not_show),
        cmocka_unit_test(so_many_on_each_of_so_many_is_a_what_if_and_says_so),
        cmocka_unit_test(the_estimate_assumes_nothing_and_says_between),
        cmocka_unit_test(seats_of_a_what_if_bound_the_answer),
        cmocka_unit_test(a_flight_has_the_seats_of_the_aircraft_that_is_named),
        cmocka_unit_test(the_next_counts_are_ranked_and_leave_out_what_is_counted),
        cmocka_unit_test(every_source_left_out_is_named_with_its_row),
        cmocka_unit_test(who_watched_the_flight_is_told_to_the_model),
        cmocka_unit_test(the_moves_of_a_comparison_add_to_the_whole),
        cmocka_unit_test(what_was_known_on_a_day_leaves_out_what_came_later),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
