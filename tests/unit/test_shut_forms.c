/* SPDX-License-Identifier: Apache-2.0 */
/* What comes through the pipe from caged readers: the same as is read without a cage, and of what a reader that was taken over may
 * write there nothing is believed. All of it as nobody. */
#include "base/csv.h"
#include "cli/shut_copy.h"
#include "cli/shut_text.h"
#include "flight/stash.h"
#include "ingest/shut_run.h"
#include "ingest/table_form.h"
#include "t_cage.h"
#include "t_ingest.h"

/* ---- CSV through the pipe ---- */

static void same_table(struct fix *f, struct span bytes, char sep) {
    struct table shut;
    struct span text;
    struct csv open;
    struct err e1 = {0}, e2 = {0};
    int rc = csv_text(&f->a, bytes, &text, &e1), again = shut_csv(&f->a, bytes, sep, 0, &shut, &e2);

    assert_int_equal(rc, again);
    assert_string_equal(rc < 0 ? e1.text : "", rc < 0 ? e2.text : "");
    if (rc < 0) return;
    csv_begin(&open, &f->a, text, sep);
    assert_int_equal(open.sep, shut.sep);
    do {
        rc = csv_next(&open, &e1);
        assert_int_equal(table_next(&shut, &e2), rc);
        if (rc < 0) assert_string_equal(e1.text, e2.text);
        if (rc != 0) assert_int_equal(open.line, shut.line);
        assert_false(shut.last);
        assert_int_equal(rc > 0 ? open.n : 0, rc > 0 ? shut.n : 0);
        for (size_t i = 0; rc > 0 && i < open.n; i++)
            assert_true(span_eq(open.cell[i], shut.cell[i]));
    } while (rc != 0);
}

static void a_csv_comes_back_cell_by_cell_and_fault_by_fault(void **state) {
    static const char *const texts[] = {"id,label\neye,\"a \"\"word\"\"\"\n\n,,\r\nx;y\n",
                                        "a\tb\n\"open\n1\t2\n3\t4",
                                        "a,\"b\"c\nd,e\n",
                                        "\xef\xbb\xbfid;n\n1;2",
                                        "\xff",
                                        "a,b\n\xff,1\n",
                                        ""};
    struct fix *f = *state;
    char *wide = arena_alloc(&f->a, CSV_CELL_BYTES + 4, 1);
    uint32_t r = 1;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) same_table(f, span_of(texts[i]), 0);
    same_table(f, SPAN("a\0b"), 0);
    same_table(f,
               SPAN("\xff\xfe"
                    "a\0,\0b\0\n\0"),
               0);
    memset(wide, 'x', CSV_CELL_BYTES + 2);
    memcpy(wide + CSV_CELL_BYTES + 2, "\n1", 2);
    same_table(f, (struct span){wide, CSV_CELL_BYTES + 4}, ',');
    for (int i = 0; i < 40; i++) {
        char text[300];

        for (size_t k = 0; k < sizeof text; k++) {
            r = r * 1664525u + 1013904223u;
            text[k] = "a1,;\"\n\r\t|\xd0\xaf "[r >> 28 & 0xf ? (r >> 24) % 12 : 4];
        }
        same_table(f, (struct span){text, sizeof text}, i % 2 ? ',' : 0);
    }
}

static void a_table_that_lies_is_refused_or_harmless(void **state) {
    const struct span cell[] = {SPAN("id"), SPAN(""), SPAN("a longer word")};
    struct fix *f = *state;
    struct err bad = {RC_SYNTAX, "line 3: a quote does not close"};
    struct buf b = {0};
    size_t refused = 0;

    table_item_row(&b, 1, cell, 3);
    table_item_row(&b, 200, cell, 2);
    table_item_bad(&b, 300, &bad, false);
    table_item_row(&b, 70000, cell, 1);
    assert_true(table_form_holds(buf_span(&b)));
    for (size_t i = 0; i < b.n; i++)
        for (int x = 1; x < 256; x++) {
            char *p = malloc(b.n);
            struct span form = {memcpy(p, b.p, b.n), b.n};
            struct table t;
            int rc;

            p[i] ^= (char)x;
            if (table_form_holds(form)) {
                table_csv(&t, &f->a, form, ',');
                while ((rc = table_next(&t, &f->e)) != 0)
                    for (size_t k = 0; rc > 0 && k < t.n; k++)
                        assert_true(t.cell[k].p >= p && t.cell[k].p + t.cell[k].n <= p + b.n);
            } else {
                refused++;
            }
            free(p);
        }
    assert_true(refused > b.n * 16);
    buf_fini(&b);
}

/* ---- flight signals through the pipe ---- */

#define TRACE                                                                                      \
    "{\"icao\":\"7201f4\",\"timestamp\":1698624000,\"trace\":[[0,43.3,132.1,0,0,0,0,0,null,null,"  \
    "null,"                                                                                        \
    "null,null,null]]}"

static void opens_stash(void *arg) {
    struct shut_wish *wish = arg;

    wish->rc = stash_open(&wish->stash, NULL, &wish->e);
}

static void signals_that_lie_are_refused_or_harmless(void **state) {
    struct fix *f = *state;
    const char *path = put_bytes(f, "trace.json", SPAN(TRACE));
    struct flight_options o = {.jobs = 1, .cover_from_ms = CLEAN_NO_MS, .cover_to_ms = CLEAN_NO_MS};
    struct wants w = {0};
    const char *const own[] = {path, NULL}, *const none[] = {NULL};
    const struct cage_room room = {own, none, none};
    struct shut_wish wish = {.path = path, .o = &o, .wants = &w};
    struct shut_kept kept;
    struct span form;
    size_t refused = 0, taken_in = 0;

    assert_ok(shut_run(&f->a, &shut_readers[SHUT_SIGNALS], &wish,
                       &(struct cage_input){.fd = -1, .room = &room, .first = opens_stash}, &form,
                       &f->e),
              f->e);
    assert_ok(shut_signals_form(&f->a, form, &kept, &f->e), f->e);
    assert_int_equal(kept.n, 1); /* the only one of the path */
    assert_int_equal(kept.craft[0].hex, 0x7201f4);
    assert_int_equal(kept.sum.nsource, 1);
    for (size_t i = 0; i < form.n; i++) {
        static const uint8_t other[] = {0x01, 0x80, 0xff};
        char *p = malloc(form.n);

        assert_true(shut_signals_form(&f->a, (struct span){memcpy(p, form.p, i), i}, &kept, &f->e) <
                    0);
        for (size_t k = 0; k < sizeof other; k++) {
            memcpy(p, form.p, form.n);
            p[i] ^= (char)other[k];
            if (shut_signals_form(&f->a, (struct span){p, form.n}, &kept, &f->e) < 0) {
                refused++;
                continue;
            }
            taken_in++;
            for (size_t c = 0; c < kept.n; c++)
                assert_true(kept.craft[c].aside.aside <= kept.craft[c].aside.points);
            for (size_t c = 0; c < kept.n; c++)
                for (size_t s = 0; s < kept.craft[c].nsource; s++)
                    assert_true(kept.craft[c].source[s] < kept.sum.nsource);
        }
        free(p);
    }
    assert_true(refused > 100 && taken_in > 100);
}

/* ---- an article ---- */

static int forms_a_lie(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct form_pen w = {.pen = pen};

    (void)in, (void)arg;
    form_code(&w, 0, NULL);
    form_word(&w, "short");
    form_number(&w, 0);
    form_number(&w, 0);
    form_number(&w, 1); /* a draft that ends behind the text */
    form_number(&w, TEXT_COUNT);
    form_long(&w, 0);
    form_long(&w, 5);
    form_number(&w, 3);
    form_number(&w, 3);
    for (int i = 0; i < 4; i++) form_number(&w, 0);
    for (int i = 0; i < 13; i++) form_word(&w, "");
    form_end(&w);
    return 0;
}

static void an_article_comes_back_as_it_was_read(void **state) {
    const struct span article = SPAN("VLADIVOSTOK, 3 November 2023. Some 60 people boarded "
                                     "the flight, an official said. \"About "
                                     "100 workers wait,\" a witness said on Monday.\n");
    const struct text_options o = {UTC_NONE};
    const struct cage_limits lim = {(size_t)1 << 28, 1 << 20, 60000, 30};
    struct cage_answer got;
    struct fix *f = *state;
    struct text shut, open;
    struct span words, plain;

    assert_ok(shut_text(&f->a, article, &o, &words, &shut, &f->e), f->e);
    assert_ok(text_plain(article, &plain, &f->e), f->e);
    assert_ok(text_read(&f->a, plain, &o, &open, &f->e), f->e);
    assert_true(span_eq(words, plain));
    assert_int_equal(shut.dateline, open.dateline);
    assert_int_equal(shut.draft.n, open.draft.n);
    assert_true(open.draft.n >= 2);
    for (size_t i = 0; i < open.draft.n; i++) {
        const struct text_draft *x = &shut.draft.v[i], *y = &open.draft.v[i];

        assert_true(x->kind == y->kind && x->start == y->start && x->end == y->end);
        assert_true(x->lo == y->lo && x->hi == y->hi && span_eq(x->text, y->text));
        assert_true(x->text.p - words.p == y->text.p - plain.p);
        assert_string_equal(x->speaker, y->speaker);
        assert_string_equal(x->hedge, y->hedge);
        assert_string_equal(x->subject, y->subject);
        assert_string_equal(x->note, y->note);
    }
    assert_int_equal(shut_text(&f->a, SPAN("a\xff"), &o, &words, &shut, &f->e), RC_SYNTAX);
    assert_int_equal(
        cage_call(&f->a, forms_a_lie, NULL, &(struct cage_input){.fd = -1}, &lim, &got, &f->e), 0);
    assert_int_equal(shut_text_form(&f->a, got.bytes, &words, &shut, &f->e), RC_SYNTAX);
    assert_non_null(strstr(f->e.text, "not of the form"));
}

/* ---- a copy of a case ---- */

static int64_t number(struct fix *f, struct store *st, const char *sql) {
    int64_t n = -1;

    assert_ok(query_number(st, sql, &n, &f->e), f->e);
    return n;
}

static void a_copy_that_lies_is_refused_or_harmless(void **state) {
    static const char row[] = "\1\0\0\0" /* a seal: author, number, head, no signature */
                              "\4\0\0\0\4\0\0\0au\0"
                              "\1\0\0\0\7\0\0\0\0\0\0\0"
                              "\3\0\0\0\2\0\0\0h\0"
                              "\0\0\0\0";
    struct fix *f = *state;
    struct buf b = {0};
    size_t refused = 0;

    buf_add(&b, SPAN("\0\0\0\0"));
    buf_add(&b, (struct span){row, sizeof row - 1});
    buf_add(&b, SPAN("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
    for (size_t i = 0; i <= b.n; i++)
        for (int x = 0; x < 8; x++) {
            char *p = malloc(b.n);
            struct store *st = NULL;
            int rc;

            memcpy(p, b.p, b.n);
            if (i < b.n) p[i] ^= (char)(1 << x);
            rc = shut_copy_form((struct span){p, b.n}, &st, &f->e);
            if (i == b.n) assert_ok(rc, f->e);
            if (rc == 0) assert_true(number(f, st, "SELECT count(*) FROM seal") <= 1);
            refused += rc < 0;
            store_close(st);
            free(p);
        }
    assert_true(refused > b.n);
    buf_fini(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(a_csv_comes_back_cell_by_cell_and_fault_by_fault),
        T(a_table_that_lies_is_refused_or_harmless),
        T(signals_that_lie_are_refused_or_harmless),
        T(an_article_comes_back_as_it_was_read),
        T(a_copy_that_lies_is_refused_or_harmless),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    become_nobody();
    umask(022);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
