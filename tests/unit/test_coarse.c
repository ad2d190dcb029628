/* SPDX-License-Identifier: Apache-2.0 */
/* Times and places that leave: what only somebody saw or heard is made coarse, what anybody could have read is not. */
#include "t_outlets.h"

static void the_minute_of_what_somebody_saw_does_not_leave(void **state) {
    struct fix *f = *state;
    struct plants *all = calloc(1, sizeof *all);
    json_t *answer = planted_answer(f, all);
    struct outlets out;
    size_t hours = 0;

    let_out(f, answer, false, &out);
    for (size_t k = 0; k < out.n; k++) {
        struct span s = buf_span(&out.o[k].b);

        if (canary_count(s, MINUTE, strlen(MINUTE)) || canary_count(s, ":37:00", 6))
            fail_msg("%s tells the minute", out.o[k].name);
        hours += canary_count(s, "13:00", 5);
    }
    assert_true(hours > 0); /* coarse, and there */
    shut(&out);
    json_decref(answer);
    free(all);
}

/* How often the minute leaves, and a slot with it: of a flight that a timetable announced, or nobody, with what it says of the time, and what reports say. */
static size_t minutes_of(struct fix *f, const char *announced, const char *reports) {
    struct outlets out;
    json_t *answer;
    size_t n = 0;

    put(f, "sources.csv",
        "id,label,kind\neye,An eye,observer\nclip,A clip,video\nnews,A paper,press\npage,A "
        "page,timetable\n");
    put(f, "corridors.csv",
        "id,origin,destination,direction,from,to\nVF,UHWW,ZKPY,outbound,2023-10-30,2023-11-06\n");
    put(f, "schedules.csv",
        arena_printf(&f->a, "id,corridor,flight,days,dep_time,from,to,source\n%s", announced));
    put(f, "flights.csv",
        arena_printf(&f->a, "id,corridor,date,flight,state,dep_time,source\n%s", reports));
    import_ok(f, f->dir);
    assert_int_equal(f->t.bad.n, 0);
    assert_ok(pipe_refresh(f->st, &f->e), f->e);
    answer = answer_of(f);
    let_out(f, answer, false, &out);
    for (size_t k = 0; k < out.n; k++)
        n += canary_count(buf_span(&out.o[k].b), MINUTE, strlen(MINUTE));
    shut(&out);
    let_out(f, answer, true, &out); /* it is there to leave */
    assert_true(canary_count(buf_span(&out.o[out.n - 1].b), MINUTE, strlen(MINUTE)) > 0);
    shut(&out);
    json_decref(answer);
    return n;
}

#define NO_TIME "a,VF,JS272,Fri,,2023-10-30,2023-11-06,page\n"
#define SAW "f1,VF,2023-11-03,JS272,operated," MINUTE ",eye\n"

static void an_announced_flight_hides_the_minute_of_who_saw_it(void **state) {
    assert_int_equal(minutes_of(*state, NO_TIME, SAW), 0);
}

static void two_who_saw_it_make_no_public(void **state) {
    assert_int_equal(minutes_of(*state, NO_TIME, SAW "f2,VF,2023-11-03,JS272,seen,,clip\n"), 0);
}

static void another_minute_in_the_paper_does_not_let_it_out(void **state) {
    assert_int_equal(minutes_of(*state, "a,VF,JS272,Fri,12:20,2023-10-30,2023-11-06,page\n",
                                SAW "f2,VF,2023-11-03,JS272,operated,14:05,news\n"),
                     0);
}

/* The negative twins. */
static void the_minute_in_the_paper_leaves(void **state) {
    assert_true(minutes_of(*state, NO_TIME, "f2,VF,2023-11-03,JS272,operated," MINUTE ",news\n") >
                0);
}

#define LINE(id, source) id ",VF,JS272,Fri," MINUTE ",2023-10-30,2023-11-06," source "\n"

static void the_minute_of_a_timetable_leaves(void **state) {
    assert_true(minutes_of(*state, LINE("a", "page"), SAW) > 0);
}

static void the_minute_of_a_timetable_that_somebody_entered_does_not(void **state) {
    assert_int_equal(minutes_of(*state, LINE("a", "eye"), SAW), 0);
    assert_int_equal(minutes_of(*state, LINE("a", "eye"), ""), 0);
    assert_int_equal(minutes_of(*state, LINE("a", ""), SAW), 0);
    assert_true(minutes_of(*state, LINE("a", "eye") LINE("b", "page"), "") > 0);
}

/* ---- what somebody's own receiver heard ---- */

#define END(instant, low, high)                                                                    \
    "{\"utc\": \"2023-10-30T" instant "Z\", \"low\": \"2023-10-30T" low                            \
    "Z\", \"high\": \"2023-10-30T" high "Z\", \"status\": \"seen\", \"airport\": \"UHWW\"}"
#define HEARD                                                                                      \
    "{\"corridors\": [{\"id\": \"VF\", \"by_slot\": [], \"legs\": [{\"id\": \"L1\", \"source\": "  \
    "\"s\", \"off\": " END("13:37:21", "13:36:00", "13:38:00") ", \"on\": " END(                   \
        "15:02:03", "15:00:00",                                                                    \
        "15:59:59") ", "                                                                           \
                    "\"gaps\": [{\"from\": \"2023-10-30T13:50:10Z\", \"to\": "                     \
                    "\"2023-10-30T14:10:10Z\", \"class\": \"unknown\"}], "                         \
                    "\"parts\": [{\"lonlat\": [[131.98121, 43.21071], [131.98719, 43.20555], "     \
                    "[131.91234, 43.20123], [131.88765, 43.08765], [131.61234, 42.98765]], "       \
                    "\"utc\": [\"2023-10-30T13:37:21Z\", \"2023-10-30T13:38:21Z\", "               \
                    "\"2023-10-30T13:40:21Z\", \"2023-10-30T13:42:21Z\", "                         \
                    "\"2023-10-30T13:50:10Z\"], "                                                  \
                    "\"alt_ft\": [100, 1700, 3000, 4000, 9925]}]}]}], "                            \
                    "\"counts\": [], \"claims\": [], \"sources\": [{\"id\": \"s\", \"kind\": "     \
                    "\"%s\"}]}"

#define INSTANTS 5 /* of these */
static const char *const exact[] = {"13:37", "13:36", "13:38", "15:02", "14:10", "98121",
                                    "98719", "21071", "9876",  "9925",  "3025",  "30.48"};

/* How many of what is exact come out, all outlets together; named is the last of them. In the report and the workbook numbers are
 * pixels and columns as well: there only instants are looked for. */
static size_t exact_of(struct fix *f, const char *kind, bool whole, struct outlets *out,
                       const char **named) {
    json_t *answer = NULL;
    size_t n = 0;

    assert_ok(canon_parse(span_of(arena_printf(&f->a, HEARD, kind)), &answer, &f->e), f->e);
    let_out(f, answer, whole, out);
    for (size_t k = 0; k < out->n; k++) {
        const struct outlet *o = &out->o[k];
        bool pixels = strcmp(o->name, "report") == 0 || strcmp(o->name, "workbook") == 0;

        for (size_t i = 0; i < (pixels ? INSTANTS : sizeof exact / sizeof *exact); i++) {
            size_t hit = canary_count(buf_span(&o->b), exact[i], strlen(exact[i]));

            if (hit) *named = arena_printf(&f->a, "%s in %s", exact[i], o->name);
            n += hit;
        }
    }
    json_decref(answer);
    return n;
}

static void what_somebodys_receiver_heard_is_coarse(void **state) {
    struct fix *f = *state;
    const char *named = "";
    struct outlets out;

    if (exact_of(f, "observer", false, &out, &named)) fail_msg("%s", named);
    for (size_t k = 0; k < out.n; k++) {
        const struct outlet *o = &out.o[k];
        struct span s = buf_span(&o->b);

        if (strcmp(o->name, "json") ==
            0) { /* bounds outward, doubles and stairs gone, and nothing lost */
            assert_int_equal(canary_count(s, "2023-10-30T13:00:00Z", 20), 3);
            assert_int_equal(canary_count(s, "2023-10-30T14:00:00Z", 20), 1);
            assert_int_equal(canary_count(s, "2023-10-30T15:00:00Z", 20), 3);
            assert_int_equal(canary_count(s, "2023-10-30T16:00:00Z", 20), 1);
            assert_non_null(strstr(o->b.p, "[[132.0, 43.2], [131.9, 43.1], [131.6, 43.0]]"));
        }
        if (strcmp(o->name, "report") == 0) /* and its reader is told so */
            assert_true(strstr(o->b.p, "to the tenth of a degree") &&
                        strstr(o->b.p, "within the hour from"));
        if (strcmp(o->name, "geojson") == 0) assert_non_null(strstr(o->b.p, "[131.6"));
    }
    shut(&out);
    /* the negative twins: what is anybody's, and what is asked for whole */
    assert_true(exact_of(f, "database", false, &out, &named) > 10);
    shut(&out);
    assert_true(exact_of(f, "observer", true, &out, &named) > 10);
    shut(&out);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_minute_of_what_somebody_saw_does_not_leave),
        TEST(an_announced_flight_hides_the_minute_of_who_saw_it),
        TEST(two_who_saw_it_make_no_public),
        TEST(another_minute_in_the_paper_does_not_let_it_out),
        TEST(the_minute_in_the_paper_leaves),
        TEST(the_minute_of_a_timetable_leaves),
        TEST(the_minute_of_a_timetable_that_somebody_entered_does_not),
        TEST(what_somebodys_receiver_heard_is_coarse),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
