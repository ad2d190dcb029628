/* SPDX-License-Identifier: Apache-2.0 */
#include "t.h"

#include "base/buf.h"
#include "base/canon.h"
#include "format/sheet.h"

/* ---- sheets: one cell ---- */

struct case_cell {
    const char *sheet, *column, *cell;
    const char *want; /* canonical JSON; "" unknown; "!SYNTAX" ... a refusal */
};

static const char *const rc_names[] = {"OK",       "IO",       "SYNTAX", "RANGE",
                                       "NOTFOUND", "CONFLICT", "LIMIT",  "SEALED"};

static void got_of(const struct case_cell *c, char got[5000]) {
    const struct sheet_column *column =
        sheet_column(sheet_find(span_of(c->sheet)), span_of(c->column));
    json_t *v = NULL;
    struct err e = {0};
    int rc;

    assert_non_null(column);
    rc = sheet_cell(column, span_of(c->cell), &v, &e);
    if (rc < 0) {
        snprintf(got, 5000, "!%s", rc_names[-rc]);
        assert_null(strlen(c->cell) > 4 ? strstr(e.text, c->cell)
                                        : NULL); /* the sentence never quotes the cell */
    } else if (!v) {
        strcpy(got, "");
    } else {
        char *text = json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT);

        snprintf(got, 5000, "%s", text);
        free(text);
    }
    json_decref(v);
}

static void cells_become_values_or_refusals(void **state) {
    static const struct case_cell cases[] = {
        {"counts", "best", "100", "100"},
        {"counts", "best", " 0 ", "0"},
        {"counts", "best", "", ""},
        {"counts", "best", "-", ""},
        {"counts", "best", "?", ""},
        {"counts", "best", "n/a", ""},
        {"counts", "best", "NaN", ""},
        {"counts", "best", "Unknown", ""},
        {"counts", "best", "40.0", "40"},
        {"counts", "best", "40.5", "!SYNTAX"},
        {"counts", "best", "1e3", "!SYNTAX"},
        {"counts", "best", "-1", "!RANGE"},
        {"counts", "best", "100001", "!RANGE"},
        {"counts", "best", "99999999999999999999", "!RANGE"},
        {"counts", "best", "about 100", "!SYNTAX"},
        {"counts", "best", "+82 10-1234-5678", "!SEALED"},
        {"counts", "visible", "0.5", "500"},
        {"counts", "visible", "80%", "800"},
        {"counts", "visible", "33.3 %", "333"},
        {"counts", "visible", "1", "1000"},
        {"counts", "visible", "80", "!RANGE"},
        {"counts", "visible", "-0.1", "!RANGE"},
        {"counts", "visible", "half", "!SYNTAX"},
        {"counts", "method", "Eye", "\"eye\""},
        {"counts", "method", "guess", "!RANGE"},
        {"counts", "reason", "not watched", "\"not_watched\""},
        {"flights", "state", "unknown", "\"unknown\""},
        {"flights", "date", "2023-10-30", "\"2023-10-30\""},
        {"flights", "date", "30 October 2023", "\"2023-10-30\""},
        {"flights", "date", "2023-02-30", "!RANGE"},
        {"flights", "date", "10/30/2023", "!SYNTAX"},
        {"flights", "dep_time", "12:20", "\"12:20\""},
        {"flights", "dep_time", "9:05", "\"09:05\""},
        {"flights", "dep_time", "12:20:00", "\"12:20\""},
        {"flights", "dep_time", "24:00", "!RANGE"},
        {"flights", "dep_time", "noon", "!SYNTAX"},
        {"legs", "off_utc", "2023-10-30T02:20:11Z", "\"2023-10-30T02:20:11Z\""},
        {"legs", "off_utc", "2023-10-30 12:20+10:00", "\"2023-10-30T02:20:00Z\""},
        {"legs", "off_utc", "2023-10-30T02:20:11.5Z", "\"2023-10-30T02:20:11.500Z\""},
        {"legs", "off_utc", "2023-10-30T02:20:11.000Z", "\"2023-10-30T02:20:11Z\""},
        {"legs", "off_utc", "2023-10-30T02:20:11.1234Z", "!SYNTAX"},
        {"legs", "off_utc", "2023-10-30T02:20:11.Z", "!SYNTAX"},
        {"legs", "off_utc", "2023-11-01T02:20:12", "!SYNTAX"},
        {"legs", "off_utc", "2023-10-30.5T02:20:11Z", "!SYNTAX"},
        {"legs", "off_utc", "", ""},
        {"legs", "confidence", "0.93", "930"},
        {"flights", "flight", "js 272", "\"JS272\""},
        {"flights", "flight", "JS271/272", "\"JS271/272\""},
        {"flights", "corridor", "VVO-FNJ", "\"VVO-FNJ\""},
        {"flights", "corridor", "VVO FNJ", "!SYNTAX"},
        {"flights", "note", "'=SUM(A1)", "\"=SUM(A1)\""},
        {"flights", "note", "'plain", "\"'plain\""},
        {"flights", "note", "''quoted", "\"'quoted\""},
        {"flights", "note", "one\ntwo", "\"one\\ntwo\""},
        {"flights", "note", "bell\a", "!SYNTAX"},
        {"flights", "note", "write to kim.min@example.org", "!SEALED"},
        {"flights", "note", "call 010-1234-5678", "!SEALED"},
        {"flights", "note", "call 8 (914) 123-45-67", "!SEALED"},
        {"flights", "note", "call (509) 555-1234", "!SEALED"},
        {"flights", "note", "call +7 914 123 45 67", "!SEALED"},
        {"flights", "note", "seen on 2023-10-30 and 2023-11-03",
         "\"seen on 2023-10-30 and 2023-11-03\""},
        {"flights", "note", "from 01.11.2023 12:20 to 29.03.2024 15:00",
         "\"from 01.11.2023 12:20 to 29.03.2024 15:00\""},
        {"flights", "note", "in 2016 1075, in 2017 837", "\"in 2016 1075, in 2017 837\""},
        {"flights", "note", "newsis NISX20191206_0000852973", "\"newsis NISX20191206_0000852973\""},
        {"sources", "link", "https://t.me/@channel/123", "\"https://t.me/@channel/123\""},
        {"sources", "link", "https://example.org/airplane-02182016152033",
         "\"https://example.org/airplane-02182016152033\""},
        {"sources", "link", "mailto:kim@example.org", "!SEALED"},
        {"schedules", "days", "Mon Fri", "\"15\""},
        {"schedules", "days", "friday, monday", "\"15\""},
        {"schedules", "days", "1...5..", "\"15\""},
        {"schedules", "days", "1000500", "\"15\""},
        {"schedules", "days", "51", "\"15\""},
        {"schedules", "days", "daily", "\"1234567\""},
        {"schedules", "days", "11", "!SYNTAX"},
        {"schedules", "days", "8", "!SYNTAX"},
        {"schedules", "days", "Mon-Fri", "!SYNTAX"},
        {"schedules", "days", "Montag", "!SYNTAX"},
        {"schedules", "except", "2024-01-01; 2023-12-25", "[\"2023-12-25\",\"2024-01-01\"]"},
        {"schedules", "except", "2023-12-25 2024-01-01", "[\"2023-12-25\",\"2024-01-01\"]"},
        {"schedules", "except", "25 December 2023, 1 January 2024",
         "[\"2023-12-25\",\"2024-01-01\"]"},
        {"schedules", "except", "2023-12-25 2023-02-30", "!RANGE"},
        {"schedules", "except", "Christmas", "!SYNTAX"},
        {"aircraft", "icao24", "7277a8", "\"7277A8\""},
        {"aircraft", "icao24", "4.1234E+07", "!SYNTAX"},
        {"aircraft", "icao24", "7277G8", "!SYNTAX"},
        {"corridors", "origin", "UHWW", "\"UHWW\""},
        {"corridors", "origin", "Владивосток", "\"Владивосток\""},
        {"corridors", "origin", "\xff\xfe", "!SYNTAX"},
        {"claims", "credibility", "3", "\"3\""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char got[5000];

        got_of(&cases[i], got);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s.%s of \"%s\" is %s, wanted %s", cases[i].sheet, cases[i].column,
                     cases[i].cell, got, cases[i].want);
    }
}

static void limits_of_cells_hold(void **state) {
    struct case_cell c = {"flights", "note", NULL, NULL};
    char text[4002], got[5000];

    (void)state;
    memset(text, 'x', sizeof text);
    text[4001] = 0;
    c.cell = text;
    got_of(&c, got);
    assert_string_equal(got, "!LIMIT");
    text[4000] = 0;
    got_of(&c, got);
    assert_int_equal(strlen(got), 4002);
    c.column = "corridor";
    text[65] = 0;
    got_of(&c, got);
    assert_string_equal(got, "!LIMIT");
}

/* ---- sheets: the table ---- */

static void the_table_is_sound(void **state) {
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 24);
    for (size_t i = 0; i < sheet_count; i++) {
        const struct sheet *s = &sheet_all[i];

        assert_ptr_equal(sheet_find(span_of(s->name)), s);
        for (size_t k = 0; s->key[k]; k++) assert_non_null(sheet_column(s, span_of(s->key[k])));
        for (size_t k = 0; k < s->n; k++) {
            const struct sheet_column *c = &s->columns[k];

            assert_non_null(c->help);
            assert_ptr_equal(sheet_column(s, span_of(c->name)), c);
            assert_true((c->type == CELL_CHOICE) == (c->choices != NULL));
            assert_true(c->type != CELL_INT || c->lo < c->hi);
            if (sheet_private(&a, span_of(c->name)))
                fail_msg("%s.%s is refused as private", s->name, c->name);
            if (!c->refers) continue;
            assert_non_null(sheet_find(span_of(c->refers)));
            assert_true(sheet_find(span_of(c->refers)) <=
                        s); /* earlier in the order of import, or itself */
        }
    }
    arena_fini(&a);
}

/* ---- headers of persons, contacts, devices ---- */

static void headers_of_persons_contacts_and_devices_are_named(void **state) {
    static const struct {
        const char *header, *what;
    } cases[] = {
        {"observer_name", "a person"},
        {"Observer", "a person"},
        {"Witness", "a person"},
        {"Username", "a person"},
        {"_submitted_by", "a person"},
        {"Date of birth", "a person"},
        {"passport no.", "a person"},
        {"Last Name", "a person"},
        {"이름", "a person"},
        {"제보자 이름", "a person"},
        {"ФИО", "a person"},
        {"Фамилия", "a person"},
        {"姓名", "a person"},
        {"phone", "a contact"},
        {"Phone number", "a contact"},
        {"E-mail", "a contact"},
        {"전화번호", "a contact"},
        {"Телефон", "a contact"},
        {"telegram", "a contact"},
        {"Address", "a contact"},
        {"Адрес", "a contact"},
        {"deviceid", "a device"},
        {"simserial", "a device"},
        {"IMEI", "a device"},
        {"MAC address", "a device"},
        {"IP", "a device"},
        {"_geolocation", "where a person stood"},
        {"hex address", NULL},
        {"date", NULL},
        {"yirn_on", NULL},
        {"operator", NULL},
        {"observers_ms", NULL},
        {"people", NULL},
        {"web address", NULL},
        {"편명", NULL},
        {"airport_name", NULL},
        {"recipe", NULL},
        {"email_count_is_long", "a contact"},
    };
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 24);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *what = sheet_private(&a, span_of(cases[i].header));

        if (!what != !cases[i].what || (what && strcmp(what, cases[i].what) != 0))
            fail_msg("%s names %s, wanted %s", cases[i].header, what ? what : "nothing",
                     cases[i].what ? cases[i].what : "nothing");
    }
    arena_fini(&a);
}

static void sheets_with_a_row_a_person_are_known(void **state) {
    const struct span persons[] = {SPAN("MissionID"), SPAN("Gender"), SPAN("Age"),
                                   SPAN("Citizenship")};
    const struct span counts[] = {SPAN("date"), SPAN("passengers"), SPAN("men"), SPAN("women"),
                                  SPAN("nationality")};
    const struct span pax[] = {SPAN("date"), SPAN("Passenger Name")};
    struct arena a;

    (void)state;
    arena_init(&a, 1 << 24);
    assert_true(sheet_per_person(&a, persons, 4));
    assert_true(sheet_per_person(&a, pax, 2));
    assert_false(sheet_per_person(&a, counts, 5));
    arena_fini(&a);
}

static void kinds_of_cells_tell_no_text(void **state) {
    static const char *const cases[][2] = {
        {"", "empty"},    {" 12 ", "number"},     {"1,200", "number"},       {"2023-02-30", "date"},
        {"word", "word"}, {"two words", "words"}, {"https://a.b/c", "link"}, {"\x01\x02", "bytes"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(sheet_kind_of(span_of(cases[i][0])), cases[i][1]);
}

/* ---- docs/FORMATS.md has the table as it is ---- */

static const char *type_words(const struct sheet_column *c, struct buf *b) {
    static const char *const words[] = {
        [CELL_ID] = "id",          [CELL_TEXT] = "text",        [CELL_CHOICE] = "",
        [CELL_INT] = "number",     [CELL_SHARE] = "share",      [CELL_DATE] = "date",
        [CELL_TIME] = "time",      [CELL_DAYS] = "days",        [CELL_DATES] = "dates",
        [CELL_PLACE] = "place",    [CELL_HEX] = "6 hex digits", [CELL_LINK] = "link",
        [CELL_INSTANT] = "instant"};

    b->n = 0;
    buf_puts(b, words[c->type]);
    if (c->refers) buf_printf(b, " of %s", c->refers);
    if (c->type == CELL_INT) buf_printf(b, " %lld to %lld", (long long)c->lo, (long long)c->hi);
    for (size_t i = 0; c->choices && c->choices[i]; i++)
        buf_printf(b, "%s`%s`", i ? " " : "", c->choices[i]);
    return b->p;
}

static void write_sheets(struct buf *b) {
    struct buf type = {0};

    for (size_t i = 0; i < sheet_shown; i++) {
        const struct sheet *s = &sheet_all[i];

        buf_printf(b, "\n### %s\n\n%s Key:", s->name, s->help);
        for (size_t k = 0; s->key[k]; k++) buf_printf(b, " `%s`", s->key[k]);
        buf_puts(b, ".\n\n| column | holds | |\n|---|---|---|\n");
        for (size_t k = 0; k < s->n; k++)
            buf_printf(b, "| `%s`%s | %s | %s |\n", s->columns[k].name,
                       s->columns[k].required ? " *required*" : "",
                       type_words(&s->columns[k], &type), s->columns[k].help);
    }
    buf_putc(b, '\n');
    buf_fini(&type);
}

static void slurp(const char *path, struct buf *b) {
    FILE *in = fopen(path, "rb");
    int c;

    assert_non_null(in);
    while ((c = fgetc(in)) != EOF) buf_putc(b, (char)c);
    fclose(in);
}

static void the_manual_has_the_sheets_as_they_are(void **state) {
    static const char open[] = "<!-- sheets -->\n", shut[] = "<!-- /sheets -->";
    const char *source = getenv("HEADCOUNT_SOURCE");
    struct buf doc = {0}, want = {0};
    char path[512];
    const char *from, *to;

    (void)state;
    assert_non_null(source);
    snprintf(path, sizeof path, "%s/docs/FORMATS.md", source);
    slurp(path, &doc);
    from = strstr(doc.p, open);
    to = strstr(doc.p, shut);
    assert_true(from && to && from < to);
    from += strlen(open);
    write_sheets(&want);
    if (getenv("UPDATE")) {
        FILE *out = fopen(path, "wb");

        assert_non_null(out);
        fprintf(out, "%.*s%s%s", (int)(from - doc.p), doc.p, want.p, to);
        fclose(out);
    } else if ((size_t)(to - from) != want.n || memcmp(from, want.p, want.n) != 0) {
        fail_msg("docs/FORMATS.md and src/format/sheet.c differ: run this test with UPDATE=1 and "
                 "look at the change");
    }
    buf_fini(&doc);
    buf_fini(&want);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_become_values_or_refusals),
        cmocka_unit_test(limits_of_cells_hold),
        cmocka_unit_test(the_table_is_sound),
        cmocka_unit_test(headers_of_persons_contacts_and_devices_are_named),
        cmocka_unit_test(sheets_with_a_row_a_person_are_known),
        cmocka_unit_test(kinds_of_cells_tell_no_text),
        cmocka_unit_test(the_manual_has_the_sheets_as_they_are),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
