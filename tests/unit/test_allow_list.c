/* SPDX-License-Identifier: Apache-2.0 */
/* Promise 4: nothing leaves unless the list names it. Canaries are planted in every cell that can hold one, in a new column of
 * every table that the answer is made from, and in every object of the answer; every exporter is walked, and what comes out is
 * compared with the list. Nothing here names a column that is let out: a new sheet, column, table or exporter is covered by being there. */
#include "t_outlets.h"

static void no_cell_leaves_that_is_not_listed(void **state) {
    struct fix *f = *state;
    struct plants *all = calloc(1, sizeof *all);
    json_t *answer = planted_answer(f, all);
    struct outlets out;
    size_t kept = 0, seen = 0;

    let_out(f, answer, false, &out);
    for (size_t i = 0; i < all->n; i++) {
        const struct planted *p = &all->p[i];
        enum allow_how how = allow_column(p->sheet->name, p->column->name);
        size_t n = hits(&out, p->token.s);

        seen += n > 0;
        if (how == ALLOW_AS_IS) continue;
        kept++; /* a word is no web address, so ALLOW_WEB keeps it too */
        for (size_t k = 0; n && k < out.n; k++)
            if (canary_scan(buf_span(&out.o[k].b), p->token.s))
                fail_msg("%s lets out %s.%s", out.o[k].name, p->sheet->name, p->column->name);
    }
    if (kept < sheet_shown) fail_msg("only %zu cells are withheld", kept);
    if (seen < 5) fail_msg("only %zu cells left: the rig does not look where things leave", seen);
    shut(&out);
    json_decref(answer);
    free(all);
}

/* The negative twin: without the list the same canaries are found. */
static void without_the_list_they_leave(void **state) {
    struct fix *f = *state;
    struct plants *all = calloc(1, sizeof *all);
    json_t *answer = planted_answer(f, all);
    struct outlets out;
    size_t notes = 0, minutes = 0;

    let_out(f, answer, true, &out);
    for (size_t i = 0; i < all->n; i++)
        notes += strcmp(all->p[i].column->name, "note") == 0 && hits(&out, all->p[i].token.s) > 0;
    for (size_t k = 0; k < out.n; k++)
        minutes += canary_count(buf_span(&out.o[k].b), MINUTE, strlen(MINUTE));
    assert_true(notes >= 5);
    assert_true(minutes > 0);
    shut(&out);
    json_decref(answer);
    free(all);
}

/* A column that is in the tables and in no list. */
static void no_new_column_of_a_table_leaves(void **state) {
    struct fix *f = *state;
    struct plants *all = calloc(1, sizeof *all);
    struct canary c = canary_new();
    struct outlets out;
    struct query *q = NULL;
    char name[40][64];
    size_t n = 0, filled = 0;
    json_t *answer = planted_answer(f, all);

    json_decref(answer);
    assert_ok(query_open(
                  &q, f->st,
                  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
                  &f->e),
              f->e);
    while (query_next(q, &f->e) > 0) {
        assert_true(n < 40);
        snprintf(name[n++], sizeof name[0], "%.*s", SPAN_ARG(query_col(q, 0)));
    }
    query_close(q);
    assert_true(n > 15);
    for (size_t i = 0; i < n; i++) {
        assert_ok(store_exec(f->st,
                             arena_printf(&f->a,
                                          "ALTER TABLE \"%s\" ADD COLUMN planted TEXT DEFAULT '%s'",
                                          name[i], c.s),
                             &f->e),
                  f->e);
        assert_ok(query_open(&q, f->st,
                             arena_printf(&f->a, "SELECT count(planted) FROM \"%s\"", name[i]),
                             &f->e),
                  f->e);
        filled += query_next(q, &f->e) > 0 && query_col_int(q, 0) > 0;
        query_close(q);
    }
    assert_true(filled > 10); /* rows to take it from */
    answer = answer_of(f);
    let_out(f, answer, false, &out);
    assert_int_equal(hits(&out, c.s), 0);
    shut(&out);
    json_decref(answer);
    free(all);
}

/* As a row of the ledger may hold it that another version wrote. */
static void no_unknown_cell_of_a_row_leaves(void **state) {
    struct fix *f = *state;
    struct plants *all = calloc(1, sizeof *all);
    struct canary c = canary_new();
    struct outlets out;
    json_t *answer = planted_answer(f, all), *row;
    const char *key;

    json_object_foreach(json_object_get(answer, "rows"), key, row) {
        json_object_set_new(json_object_get(row, "row"), "planted", json_string(c.s));
        json_object_set_new(row, "planted", json_string(c.s));
    }
    let_out(f, answer, true, &out);
    assert_true(hits(&out, c.s) > 0);
    shut(&out);
    let_out(f, answer, false, &out);
    assert_int_equal(hits(&out, c.s), 0);
    shut(&out);
    json_decref(answer);
    free(all);
}

static void plant(json_t *v, const char *token) {
    const char *key;
    json_t *child;
    void *next;
    size_t i;

    json_array_foreach(v, i, child) plant(child, token);
    if (!json_is_object(v)) return;
    json_object_foreach_safe(v, next, key, child) plant(child, token);
    json_object_set_new(v, "planted", json_string(token));
    json_object_set_new(v, "planted_list", json_pack("[{s:s}, s]", "id", token, token));
}

/* An object where a value is expected does not carry its members out. */
static void plant_deep(json_t *v, const char *token) {
    const char *key;
    json_t *child;
    void *next;
    size_t i;

    json_array_foreach(v, i, child) plant_deep(child, token);
    if (!json_is_object(v)) return;
    json_object_foreach_safe(v, next, key, child) {
        if (json_is_object(child) || json_is_array(child))
            plant_deep(child, token);
        else if (strcmp(key, "sheet") != 0 && strcmp(key, "id") != 0)
            json_object_set_new(v, key, json_pack("{s:s}", "id", token));
    }
}

static void no_new_member_of_the_answer_leaves(void **state) {
    struct fix *f = *state;
    struct plants *all = calloc(1, sizeof *all);
    struct canary c = canary_new();
    struct outlets out;
    json_t *answer = planted_answer(f, all), *deep = json_deep_copy(answer);

    plant(answer, c.s);
    let_out(f, answer, false, &out);
    assert_int_equal(hits(&out, c.s), 0);
    shut(&out);
    plant_deep(deep, c.s);
    let_out(f, deep, false, &out);
    assert_int_equal(hits(&out, c.s), 0);
    shut(&out);
    json_decref(deep);
    json_decref(answer);
    free(all);
}

static void what_is_withheld_of_a_table_is_in_the_whole_one_only(void **state) {
    struct fix *f = *state;
    struct plants *all = calloc(1, sizeof *all);
    json_t *answer = planted_answer(f, all);
    struct outlets part, whole;
    size_t n = 0;

    let_out(f, answer, false, &part);
    let_out(f, answer, true, &whole);
    for (size_t t = 0; export_tables[t]; t++) {
        size_t head[2] = {strcspn(part.o[t].b.p, "\r"), strcspn(whole.o[t].b.p, "\r")};
        bool withheld;
        const char *name;

        for (size_t i = 0; (name = export_column(export_tables[t], i, &withheld)); i++) {
            const char *cell = arena_printf(&f->a, ",%s,", name);
            const char *first = arena_printf(&f->a, ",%.*s,", (int)head[0], part.o[t].b.p);
            const char *second = arena_printf(&f->a, ",%.*s,", (int)head[1], whole.o[t].b.p);

            assert_non_null(strstr(second, cell));
            assert_true((strstr(first, cell) == NULL) == withheld);
            n += withheld;
        }
    }
    assert_true(n >= 8);
    shut(&part);
    shut(&whole);
    json_decref(answer);
    free(all);
}

/* A list that names what no sheet has would hide a slip of the pen. */
static void the_list_and_the_sheets_agree(void **state) {
    (void)state;
    for (size_t i = 0; i < sheet_count; i++) {
        const struct sheet *s = &sheet_all[i];
        size_t allowed = 0;

        for (size_t j = 0; j < s->n; j++) {
            enum allow_how how = allow_column(s->name, s->columns[j].name);

            allowed += how != ALLOW_NOT;
            if (strcmp(s->columns[j].name, "note") == 0) assert_int_equal(how, ALLOW_NOT);
            if (s->columns[j].type == CELL_LINK) assert_int_equal(how, ALLOW_WEB);
            if (s->columns[j].type == CELL_TIME || s->columns[j].type == CELL_INSTANT)
                assert_int_equal(how, ALLOW_HOUR);
            if (!allow_decided(s->name, s->columns[j].name))
                fail_msg("nobody has decided whether the column %s of the sheet %s may leave: it "
                         "stays. Write it into `sheets` of src/report/allow.c, with :stays if it "
                         "is to stay",
                         s->columns[j].name, s->name);
        }
        if (allowed < 3) fail_msg("nearly nothing of %s may leave: is it in the list?", s->name);
        assert_int_equal(allow_column(s->name, "planted"), ALLOW_NOT);
    }
    assert_int_equal(allow_column("persons", "id"), ALLOW_NOT);
}

/* A key that is new in the answer stays, which is safe, and nobody would see that it is not there. */
static void all_that_an_answer_holds_is_decided_on(void **state) {
    struct fix *f = *state;
    struct plants *all = calloc(1, sizeof *all);
    json_t *answer = planted_answer(f, all), *list = allow_undecided(answer);

    if (json_array_size(list))
        fail_msg(
            "nobody has decided whether %s may leave (and %zu more): it stays. Write it into the "
            "lists of src/report/allow.c, as K, IN or STAYS",
            json_string_value(json_array_get(list, 0)), json_array_size(list) - 1);
    json_decref(list);
    json_object_set_new(json_array_get(json_object_get(answer, "corridors"), 0), "seen",
                        json_pack("[{s:i}]", "lo", 1));
    list = allow_undecided(answer);
    assert_int_equal(json_array_size(list), 1); /* an object where only values leave */
    json_decref(list);
    plant(answer, "x");
    list = allow_undecided(answer);
    assert_true(json_array_size(list) > 20); /* it sees what is new */
    json_decref(list);
    json_decref(answer);
    free(all);
}

static void twice_is_once(void **state) {
    struct fix *f = *state;
    struct plants *all = calloc(1, sizeof *all);
    json_t *answer = planted_answer(f, all), *once = allow_answer(answer),
           *twice = allow_answer(once);

    assert_true(json_equal(once, twice));
    assert_false(json_equal(once, answer));
    json_decref(twice);
    json_decref(once);
    json_decref(answer);
    free(all);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(no_cell_leaves_that_is_not_listed),
        TEST(without_the_list_they_leave),
        TEST(no_new_column_of_a_table_leaves),
        TEST(no_unknown_cell_of_a_row_leaves),
        TEST(no_new_member_of_the_answer_leaves),
        TEST(what_is_withheld_of_a_table_is_in_the_whole_one_only),
        TEST(the_list_and_the_sheets_agree),
        TEST(all_that_an_answer_holds_is_decided_on),
        TEST(twice_is_once),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
