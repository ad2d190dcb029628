/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/doc.h"
#include "cli/look.h"
#include "cli/tell.h"
#include "t.h"

#include <sys/stat.h>
#include <unistd.h>

static const char *const kinds[] = {"red", "green", "blue", NULL};
static const struct opt options[] = {
    {"json", 0, OPT_FLAG, NULL, NULL, "print JSON"},
    {"as-of", 0, OPT_TEXT, "DATE", NULL, "the day"},
    {"output", 'o', OPT_FILE, "FILE", NULL, "where to"},
    {"kind", 0, OPT_WORD, "KIND", kinds, "which"},
    {0},
};
static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case"},
    {"PATH", OPT_FILE, true, true, NULL, "what to read"},
    {0},
};
static const struct opt_command command = {
    .name = "try", .group = "Try", .summary = "try it", .args = args, .options = options};

/* The words after "try", apart by spaces, parsed. They live until the next call. */
static int parse(const char *line, struct opt_values *v, struct err *e) {
    static char text[256];
    static char *argv[16];
    int n = 0;

    snprintf(text, sizeof text, "try %s", line);
    for (char *save = NULL, *p = strtok_r(text, " ", &save); p; p = strtok_r(NULL, " ", &save))
        argv[n++] = p;
    argv[n] = NULL;
    return opt_parse(&command, n, argv, v, e);
}

static void opt_takes_options_before_between_and_after_arguments(void **state) {
    static const char *const lines[] = {"--json -o out case a b", "case --json a -oout b",
                                        "case a b --output=out --js"};
    struct opt_values v;
    struct err e;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_ok(parse(lines[i], &v, &e), e);
        assert_non_null(opt_value(&v, "json"));
        assert_string_equal(opt_value(&v, "output"), "out");
        assert_null(opt_value(&v, "as-of"));
        assert_int_equal(v.n, 3);
        assert_string_equal(v.arg[0], "case");
        assert_string_equal(v.arg[2], "b");
    }
}

static void opt_says_what_it_does_not_understand(void **state) {
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"case --jsno", "no option --jsno; did you mean --json?"},
        {"case --frobnicate=3", "no option --frobnicate"},
        {"case -x", "no option -x"},
        {"case --json=yes", "--json takes no value"},
        {"case --as-of", "--as-of wants a value"},
        {"case --kind mauve", "--kind is one of red, green or blue, not \"mauve\""},
        {"case --as-of 1 --as-of 2", "--as-of is given twice"},
        {"", "CASE is missing: the case"},
    };
    struct opt_values v;
    struct err e;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(parse(cases[i].line, &v, &e), RC_SYNTAX);
        assert_string_equal(e.text, cases[i].says);
    }
}

static void opt_takes_what_follows_two_dashes_as_it_is(void **state) {
    struct opt_values v;
    struct err e;

    (void)state;
    assert_ok(parse("-- --json", &v, &e), e);
    assert_null(opt_value(&v, "json"));
    assert_string_equal(v.arg[0], "--json");
}

static void opt_refuses_one_argument_too_many(void **state) {
    struct opt_command one = command;
    const struct opt_arg single[] = {args[0], {0}};
    char w0[] = "try", w1[] = "a", w2[] = "b", *argv[] = {w0, w1, w2, NULL};
    struct opt_values v;
    struct err e;

    (void)state;
    one.args = single;
    assert_int_equal(opt_parse(&one, 3, argv, &v, &e), RC_SYNTAX);
    assert_string_equal(e.text, "one argument too many: \"b\"");
}

static void opt_shows_help_even_when_arguments_are_missing(void **state) {
    struct opt_values v;
    struct err e;

    (void)state;
    assert_ok(parse("--help", &v, &e), e);
    assert_true(v.help);
    assert_ok(parse("-h --as-of", &v, &e), e);
    assert_true(v.help);
}

static void commands_are_complete_and_their_tables_are_within_bounds(void **state) {
    (void)state;
    for (size_t i = 0; i < cmd_count; i++) {
        const struct opt_command *c = &cmd_all[i]->opt;
        size_t n = 0;

        assert_non_null(cmd_all[i]->run);
        assert_non_null(c->summary);
        assert_ptr_equal(cmd_find(c->name), cmd_all[i]);
        for (const struct opt *o = c->options; o->name; o++, n++) {
            assert_non_null(o->help);
            assert_int_equal(o->kind == OPT_FLAG, o->value == NULL);
            assert_int_equal(o->kind == OPT_WORD, o->words != NULL);
        }
        assert_true(n <= OPT_MAX);
    }
    assert_null(cmd_find("nothing"));
}

static void help_stays_within_the_width_and_names_every_option(void **state) {
    struct term t = {.width = 72};

    (void)state;
    for (size_t i = 0; i < cmd_count; i++) {
        struct buf b = {0};

        doc_command(&b, &t, &cmd_all[i]->opt);
        for (const struct opt *o = cmd_all[i]->opt.options; o->name; o++)
            assert_non_null(strstr(b.p, o->name));
        for (const char *p = b.p, *end; (end = strchr(p, '\n')); p = end + 1)
            if (end - p > t.width && !strstr(p, "headcount add"))
                fail_msg("%.*s", (int)(end - p), p);
        buf_fini(&b);
    }
}

static void man_page_escapes_what_roff_would_obey(void **state) {
    static const struct opt_command odd = {.name = "odd",
                                           .group = "Odd",
                                           .summary = "a\\b",
                                           .about = ".starts with a stop\n\n'and a quote",
                                           .options = options};
    const struct opt_command *all[] = {&odd};
    struct buf b = {0};

    (void)state;
    doc_man(&b, all, 1);
    assert_non_null(strstr(b.p, "\\eb"));
    assert_non_null(strstr(b.p, "\n\\&.starts"));
    assert_non_null(strstr(b.p, "\n\\&'and"));
    buf_fini(&b);
}

static const struct term ascii = {.width = 40}, utf8 = {.utf8 = true, .width = 40};

static void assert_text(const struct term *t, struct span in, const char *want) {
    struct buf b = {0};

    buf_puts(&b, "");
    term_text(&b, t, in);
    assert_string_equal(b.p, want);
    buf_fini(&b);
}

static void term_text_lets_nothing_command_the_terminal(void **state) {
    (void)state;
    assert_text(&utf8, SPAN("a\033[2Jb"), "a<U+001B>[2Jb");
    assert_text(&utf8,
                SPAN("\xc2\x9b"
                     "31m"),
                "<U+009B>31m");
    assert_text(&utf8,
                SPAN("10\xe2\x80\xae"
                     "2"),
                "10<U+202E>2");
    assert_text(&utf8, SPAN("a\nb\tc"), "a b c");
    assert_text(&utf8, SPAN("nul\0end"), "nul<00>end");
}

static void term_text_shows_bad_utf8_as_bytes(void **state) {
    (void)state;
    assert_text(&utf8, SPAN("\xff\xc0\xaf"), "<FF><C0><AF>");
    assert_text(&utf8, SPAN("\xed\xa0\x80"), "<ED><A0><80>");
    assert_text(&utf8, SPAN("\xe2\x82"), "<E2><82>");
    assert_text(&utf8, SPAN("Влади"), "Влади");
}

static void term_text_falls_back_to_ascii(void **state) {
    (void)state;
    assert_text(&ascii,
                SPAN("1,100\xe2\x80\x93"
                     "4,300 \xe2\x86\x92 \xd0\x92"),
                "1,100-4,300 -> ?");
}

static void term_wrap_indents_and_keeps_the_width(void **state) {
    struct buf b = {0};

    (void)state;
    term_wrap(&b, &ascii, "  - ", "one two three four five six seven eight nine ten");
    assert_string_equal(b.p, "  - one two three four five six seven\n    eight nine ten\n");
    b.n = 0;
    term_wrap(&b, &ascii, "", "averyveryveryveryveryveryverylongwordofmanyletters x");
    assert_string_equal(b.p, "averyveryveryveryveryveryverylongwordofmanyletters\nx\n");
    b.n = 0;
    term_wrap(&b, &utf8, "", "");
    assert_string_equal(b.p, "\n");
    buf_fini(&b);
}

static void term_table_aligns_and_wraps(void **state) {
    static const struct term_column head[] = {
        {"name", false, false}, {"n", true, false}, {"what", false, true}};
    static const char *const cell[] = {
        "Владивосток", "7", "short", "b\033", "1,234", "a text that does not fit in forty columns"};
    struct buf b = {0};

    (void)state;
    assert_true(term_of(stdout).width >= 40); /* takes the locale */
    term_table(&b, &utf8, head, 3, cell, 2);
    assert_non_null(strstr(b.p, "    7  short"));
    assert_non_null(strstr(b.p, "1,234"));
    assert_non_null(strstr(b.p, "b<U+001B>"));
    for (const char *p = b.p, *end; (end = strchr(p, '\n')); p = end + 1)
        assert_true(term_columns((struct span){p, (size_t)(end - p)}) <= utf8.width);
    buf_fini(&b);
}

static void term_bar_spans_the_interval_and_marks_the_median(void **state) {
    struct buf b = {0};

    (void)state;
    term_bar(&b, &ascii, 2, 5, 9, 10, 11);
    assert_string_equal(b.p, "  ---o----");
    b.n = 0;
    term_bar(&b, &ascii, 0, 0, 0, 0, 11);
    assert_string_equal(b.p, "o");
    buf_fini(&b);
}

static void answer_of_nothing_says_unknown_and_never_zero(void **state) {
    struct err e;
    struct arena a;
    struct buf b = {0};
    json_t *answer = NULL;

    (void)state;
    arena_init(&a, 1 << 20);
    assert_ok(canon_parse(SPAN("{\"case\":\"c\",\"as_of\":null,\"corridors\":[{\"id\":\"A\","
                               "\"seen\":null,\"estimated\":{}}]}"),
                          &answer, &e),
              e);
    tell_answer(&b, &a, &ascii, answer);
    assert_non_null(strstr(b.p, "unknown"));
    assert_null(strstr(b.p, " 0 "));
    json_decref(answer);
    buf_fini(&b);
    arena_fini(&a);
}

static void tracks_and_coverage_are_one_line_and_none_without_them(void **state) {
    static const char *const answer[] = {
        ("{\"corridors\":[{\"by_slot\":[{\"leg\":\"L1\"},{\"leg\":null},{}],\"legs\":[{\"slot\":"
         "\"s\"},{\"slot\":null}],"
         "\"coverage\":{\"from\":\"2023-10-30\",\"to\":\"2023-11-08\",\"sources\":["
         "{\"days\":[{\"date\":\"2023-10-30\",\"state\":\"complete\"},{\"date\":\"2023-10-31\","
         "\"state\":\"failed\"}]},"
         "{\"days\":[{\"date\":\"2023-10-30\",\"state\":\"watching\"},{\"date\":\"2023-11-08\","
         "\"state\":\"watching\"},"
         "{\"date\":\"2024-01-01\",\"state\":\"watching\"}]}]}}]}"),
        ("{\"corridors\":[{\"legs\":[],\"coverage\":{\"from\":\"2023-10-30\",\"to\":\"2023-11-08\","
         "\"sources\":[]}}]}"),
        "{\"corridors\":[{\"by_slot\":[{\"leg\":null}],\"legs\":[{\"slot\":null}]}]}"};
    static const char *const line[] = {
        "  tracked    1 of 3 flights, and 1 that nobody announced; somebody was watching on", NULL,
        "  tracked    0 of 1 flights, and 1 that nobody announced; nobody says who was"};
    struct err e;
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 20);
    for (size_t i = 0; i < 3; i++) {
        struct buf b = {0};
        json_t *v = NULL;

        assert_ok(canon_parse(span_of(answer[i]), &v, &e), e);
        tell_answer(&b, &a, &(struct term){.width = 300}, v);
        if (line[i] && !strstr(b.p, line[i])) fail_msg("%s", b.p);
        if (!line[i]) assert_null(strstr(b.p, "tracked"));
        if (i == 0) assert_non_null(strstr(b.p, "2 of 10 days"));
        json_decref(v);
        buf_fini(&b);
    }
    arena_fini(&a);
}

static void look_between_and_days_are_for_people(void **state) {
    struct err e;
    struct arena a;
    json_t *o = NULL;

    (void)state;
    arena_init(&a, 1 << 20);
    assert_ok(canon_parse(SPAN("{\"date\":\"2023-10-30\",\"hi\":12345,\"lo\":7}"), &o, &e), e);
    assert_string_equal(look_between(&a, o), "7 to 12,345");
    assert_string_equal(look_day(&a, o, "date"), "Mon 30 Oct 2023");
    assert_string_equal(look_people(&a, o, "none"), "unknown");
    json_decref(o);
    arena_fini(&a);
}

static void file_appears_whole_and_replaces_a_link_instead_of_following_it(void **state) {
    char dir[] = "/tmp/test_cli.XXXXXX", target[64], link_path[64], text[16] = "";
    struct cli x = {.v.command = &command};
    struct stat s;
    struct err e;
    FILE *f;

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(target, sizeof target, "%s/target", dir);
    snprintf(link_path, sizeof link_path, "%s/report.html", dir);
    assert_ok(cmd_file(&x, target, SPAN("precious"), &e), e);
    assert_int_equal(symlink(target, link_path), 0);
    assert_ok(cmd_file(&x, link_path, SPAN("new"), &e), e);
    assert_int_equal(lstat(link_path, &s), 0);
    assert_true(S_ISREG(s.st_mode));
    f = fopen(target, "r");
    assert_non_null(f);
    assert_non_null(fgets(text, sizeof text, f));
    fclose(f);
    assert_string_equal(text, "precious");
    snprintf(text, sizeof text, "/none");
    assert_int_equal(cmd_file(&x, "/proc/none/report.html", SPAN("x"), &e), RC_IO);
    unlink(target);
    unlink(link_path);
    assert_int_equal(rmdir(dir), 0); /* and nothing is left beside it */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opt_takes_options_before_between_and_after_arguments),
        cmocka_unit_test(opt_says_what_it_does_not_understand),
        cmocka_unit_test(opt_takes_what_follows_two_dashes_as_it_is),
        cmocka_unit_test(opt_refuses_one_argument_too_many),
        cmocka_unit_test(opt_shows_help_even_when_arguments_are_missing),
        cmocka_unit_test(commands_are_complete_and_their_tables_are_within_bounds),
        cmocka_unit_test(help_stays_within_the_width_and_names_every_option),
        cmocka_unit_test(man_page_escapes_what_roff_would_obey),
        cmocka_unit_test(term_text_lets_nothing_command_the_terminal),
        cmocka_unit_test(term_text_shows_bad_utf8_as_bytes),
        cmocka_unit_test(term_text_falls_back_to_ascii),
        cmocka_unit_test(term_wrap_indents_and_keeps_the_width),
        cmocka_unit_test(term_table_aligns_and_wraps),
        cmocka_unit_test(term_bar_spans_the_interval_and_marks_the_median),
        cmocka_unit_test(answer_of_nothing_says_unknown_and_never_zero),
        cmocka_unit_test(tracks_and_coverage_are_one_line_and_none_without_them),
        cmocka_unit_test(look_between_and_days_are_for_people),
        cmocka_unit_test(file_appears_whole_and_replaces_a_link_instead_of_following_it),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
