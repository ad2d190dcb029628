/* SPDX-License-Identifier: Apache-2.0 */
/* Values that leave or stay for what they are: links of persons, counts of few, and what a spreadsheet would run. */
#include "base/csv.h"
#include "t_outlets.h"

/* ---- where a source can be looked up ---- */

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* How often its link leaves. */
static size_t links_of(struct fix *f, const char *kind, bool whole) {
    struct canary c = canary_new();
    json_t *one = json_pack("{s:s, s:s, s:s, s:o}", "id", "s", "label", "one", "kind", kind, "link",
                            json_sprintf("https://album.example.org/%s", c.s)),
           *answer =
               json_pack("{s:[], s:[], s:[], s:[O], s:{s:{s:s, s:o}}}", "corridors", "claims",
                         "counts", "sources", one, "rows", HASH, "sheet", "sources", "row", one);
    struct outlets out;
    size_t n;

    let_out(f, answer, whole, &out);
    n = hits(&out, c.s);
    shut(&out);
    json_decref(answer);
    return n;
}

static void the_link_of_a_person_stays(void **state) {
    static const char *const open[] = {"timetable", "press", "official", "database"};
    static const char *const somebodys[] = {"observer", "video", "photo", "analyst", "expert", "?"};

    for (size_t i = 0; i < sizeof somebodys / sizeof *somebodys; i++)
        if (links_of(*state, somebodys[i], false)) fail_msg("%s: the link leaves", somebodys[i]);
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        assert_true(links_of(*state, open[i], false) >= 4); /* tables, workbook, report, JSON */
    assert_true(links_of(*state, "observer", true) >= 4);
}

/* ---- where somebody stood ---- */

/* An answer as a case gives it that an earlier version filled, with the text wherever words may leave. */
static size_t left_of(struct fix *f, const char *text, bool whole) {
    json_t *source = json_pack("{s:s, s:s, s:s, s:s}", "id", "s", "label", text, "kind", "press",
                               "link", "https://example.org/"),
           *claim = json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", "c", "source", "s", "speaker",
                              text, "hedge", text, "text", text),
           *answer = json_pack("{s:[], s:[O], s:[], s:[O], s:{s:{s:s, s:o}}}", "corridors",
                               "claims", claim, "counts", "sources", source, "rows", HASH, "sheet",
                               "claims", "row", claim);
    struct outlets out;
    size_t n = 0;

    json_decref(source);
    let_out(f, answer, whole, &out);
    for (size_t i = 0; i < out.n; i++) n += canary_count(buf_span(&out.o[i].b), text, strlen(text));
    shut(&out);
    json_decref(answer);
    return n;
}

static void a_place_in_a_text_stays(void **state) {
    static const char *const exact[] = {"Seen at 43.396117, 132.151223 from a roof",
                                        "Latitude: 43.396", "52T GN 12345 67890"};

    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++) {
        if (left_of(*state, exact[i], false)) fail_msg("leaves: %s", exact[i]);
        assert_true(left_of(*state, exact[i], true) >= 4);
    }
    assert_true(left_of(*state, "Seen at 43.39, 132.15 from a roof", false) >= 4);
}

/* ---- few counts from one source ---- */

static json_t *counted(const char *kind, int n) {
    json_t *counts = json_array();

    for (int i = 0; i < n; i++)
        json_array_append_new(counts, json_pack("{s:s, s:i}", "source", "s", "best", i));
    return json_pack("{s:o, s:[{s:s, s:s}, {s:s, s:s}]}", "counts", counts, "sources", "id", "s",
                     "kind", kind, "id", "other", "kind", "observer");
}

static void few_counts_of_one_person_warn(void **state) {
    static const struct {
        const char *kind;
        int counts;
        size_t warned;
    } known[] = {{"observer", 0, 0}, {"observer", 1, 1}, {"observer", 4, 1}, {"observer", 5, 0},
                 {"video", 1, 1},    {"press", 1, 0},    {"official", 4, 0}, {"nonsense", 2, 1}};

    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        json_t *answer = counted(known[i].kind, known[i].counts), *few = allow_small(answer);

        if (json_array_size(few) != known[i].warned)
            fail_msg("%s, %d counts", known[i].kind, known[i].counts);
        if (known[i].warned)
            assert_int_equal(json_integer_value(json_object_get(json_array_get(few, 0), "counts")),
                             known[i].counts);
        json_decref(few);
        json_decref(answer);
    }
}

/* ---- formulas ---- */

static bool wide(struct span s) {
    static const char *const signs[] = {"＝", "＋", "－", "＠"};

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (s.n > 2 && memcmp(s.p, signs[i], 3) == 0) return true;
    return false;
}

/* What a spreadsheet would run, in each column of each table that is text; and back through our own reader of cells. */
static void formulas_are_defused_and_come_back(void **state) {
    static const char *const corpus[] = {
        "=1+1", "+1",        "-1",   "@SUM(A1)", "=cmd|' /C calc'!A0",      "'=1", "＝1+1", "＋1",
        "－1",  "＠SUM(A1)", "'＝1", "''",       "=HYPERLINK(\"http://x\")"};
    struct fix *f = *state;

    for (size_t k = 0; k < sizeof corpus / sizeof *corpus; k++) {
        struct outlets out;
        size_t found = 0;
        json_t *answer = json_pack("{s:[], s:[{s:s, s:s, s:s, s:s}], s:[], s:[]}", "corridors",
                                   "claims", "id", "c", "hedge", corpus[k], "unit", "people",
                                   "text", corpus[k], "counts", "sources");

        let_out(f, answer, true, &out);
        for (size_t t = 0; export_tables[t]; t++) {
            struct csv c;
            struct span text;

            assert_ok(csv_text(&f->a, arena_span(&f->a, buf_span(&out.o[t].b)), &text, &f->e),
                      f->e);
            csv_begin(&c, &f->a, text, ',');
            while (csv_next(&c, &f->e) > 0)
                for (size_t i = 0; i < c.n; i++) {
                    const struct sheet_column any = {.name = "text", .type = CELL_TEXT};
                    json_t *v = NULL;

                    if (!c.cell[i].n) continue;
                    if (strchr("=+-@\t\r", c.cell[i].p[0]) || wide(c.cell[i]))
                        fail_msg("%s: %.*s would run", out.o[t].name, SPAN_ARG(c.cell[i]));
                    assert_ok(sheet_cell(&any, c.cell[i], &v, &f->e), f->e);
                    found += v && strcmp(json_string_value(v), corpus[k]) == 0;
                    json_decref(v);
                }
        }
        assert_int_equal(found, 2);
        shut(&out);
        json_decref(answer);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_link_of_a_person_stays),
        TEST(a_place_in_a_text_stays),
        TEST(few_counts_of_one_person_warn),
        TEST(formulas_are_defused_and_come_back),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
