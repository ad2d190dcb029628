/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as YAML: the same rows as from a sheet, bad ones with their line, and files of ours beside others. */
#include "t_ingest.h"

#define SOURCE "id,label,kind\nun,a resolution,official\n"

static const char rules[] = "# a comment\n"
                            "rules:\n"
                            "  - id: r-1\n"
                            "    document: A resolution\n"
                            "    text: >-\n"
                            "      Member States shall\n"
                            "      return them\n"
                            "    from: 2017-12-22\n"
                            "    until: 2019-12-22\n"
                            "    who: Member States\n"
                            "    protects: exempts\n"
                            "    evidence: [stock, flights]\n"
                            "    source: un\n"
                            "    sourced: no\n";

static void a_rule_is_the_row_that_a_sheet_would_give(void **state) {
    struct fix *f = *state;
    size_t before;

    import_ok(f, put(f, "sources.csv", SOURCE));
    import_ok(f, put(f, "law.yaml", rules));
    assert_int_equal(f->t.rows, 1);
    assert_int_equal(f->t.bad.n, 0);
    before = entries(f, "row");
    import_ok(f,
              put(f, "rules.csv",
                  "id,document,text,from,until,who,protects,evidence,source,sourced\n"
                  "r-1,A resolution,Member States shall return them,2017-12-22,2019-12-22,Member "
                  "States,exempts,stock; flights,un,no\n"));
    assert_int_equal(f->t.rows, 0);
    assert_int_equal(f->t.rows_known, 1);
    assert_int_equal(entries(f, "row"), before);
    import_ok(f, put(f, "law.yaml", rules));
    assert_int_equal(f->t.rows, 0);
}

static void bad_entries_have_their_line_and_the_others_stay(void **state) {
    struct fix *f = *state;

    import_ok(f, put(f, "rules.yaml",
                     "- id: r-1\n"
                     "  document: A\n"
                     "  text: one\n"
                     "  who: all\n"
                     "- just words\n"
                     "- id: r-2\n"
                     "  document: B\n"
                     "  who: all\n"
                     "- id: r-3\n"
                     "  document: C\n"
                     "  text: three\n"
                     "  who: all\n"
                     "  until: 2019-13-45\n"
                     "- id: r-4\n"
                     "  document: D\n"
                     "  text: {a: b}\n"
                     "  who: all\n"
                     "- {id: r-5, document: E, text: five, who: all, from: 2020-01-02, until: "
                     "2020-01-01}\n"
                     "- {id: r-6, document: F, text: six, who: all, source: nobody}\n"
                     "- {id: r-7, document: G, text: seven, who: all, colour: red}\n"));
    assert_int_equal(f->t.rows, 2);
    assert_int_equal(f->t.bad.n, 6);
    {
        static const int64_t lines[] = {5, 6, 9, 16, 18, 19};
        static const char *const columns[] = {"", "text", "until", "text", "until", "source"};

        for (size_t i = 0; i < 6; i++) {
            assert_int_equal(f->t.bad.v[i].line, lines[i]);
            assert_true(span_is(f->t.bad.v[i].column, columns[i]));
        }
    }
    assert_int_equal(f->t.notices.n, 1); /* colour is no column of ours */
}

static void what_is_no_list_of_rows_is_refused_whole(void **state) {
    static const char *const texts[] = {
        "rules: word\n",
        "bicycles:\n  - {id: 1}\n",
        "word\n",
        "- [a\n",
        "rules:\n  - &a {id: x}\n",
        "a: 1\na: 2\n",
        "sources:\n  - {id: x, label: y, kind: press}\nbicycles: []\n",
        "rules:\n  - {id: x, document: y, text: z, who: w, telephone: none}\n",
    };
    struct fix *f = *state;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *path = put(f, "x.yaml", texts[i]);

        if (import(f, path) >= 0) fail_msg("taken: %s", texts[i]);
        assert_non_null(strstr(f->e.text, "x.yaml"));
    }
    assert_int_equal(entries(f, "row"), 0);
    assert_int_equal(entries(f, "refused"), sizeof texts / sizeof *texts);
}

static void a_folder_takes_what_begins_with_a_sheet_and_passes_the_rest(void **state) {
    struct fix *f = *state;

    put(f, "sources.csv", SOURCE);
    put(f, "law.yml", rules);
    put(f, "map.yaml", "map: 1\nemit: []\n");
    put(f, "broken.yaml", "a: [\n");
    import_ok(f, f->dir);
    assert_int_equal(f->t.rows, 2);
    assert_int_equal(f->t.notices.n, 2);
}

static void chances_of_none_and_all_are_bad_rows(void **state) {
    struct fix *f = *state;

    import_ok(f, put(f, "hypotheses.yaml",
                     "hypotheses:\n"
                     "  - {id: h, text: it was so, prior: 0.5}\n"
                     "  - {id: i, text: it was otherwise, prior: 1}\n"
                     "weighs:\n"
                     "  - {hypothesis: h, evidence: k-1, mark: NA, likelihood: 0.99}\n"
                     "  - {hypothesis: h, evidence: k-2, mark: II, likelihood: 0}\n"
                     "  - {hypothesis: none, evidence: k-2, mark: II}\n"
                     "  - {hypothesis: h, evidence: k-2, mark: III}\n"));
    assert_int_equal(f->t.rows, 2);
    assert_int_equal(f->t.bad.n, 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_rule_is_the_row_that_a_sheet_would_give),
        TEST(bad_entries_have_their_line_and_the_others_stay),
        TEST(what_is_no_list_of_rows_is_refused_whole),
        TEST(a_folder_takes_what_begins_with_a_sheet_and_passes_the_rest),
        TEST(chances_of_none_and_all_are_bad_rows),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
