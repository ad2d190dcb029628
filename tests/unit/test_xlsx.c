/* SPDX-License-Identifier: Apache-2.0 */
#include "format/serial.h"
#include "format/xlsx.h"
#include "t.h"

/* Namespaces are left out where a test is not about them: the reader goes by local names. */
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define ROOT_RELS                                                                                  \
    "<Relationships><Relationship Id='rId1' Type='" TYPE                                           \
    "officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define BOOK_RELS                                                                                  \
    "<Relationships><Relationship Id='rId1' Type='" TYPE                                           \
    "worksheet' Target='worksheets/sheet1.xml'/>"                                                  \
    "<Relationship Id='rId2' Type='" TYPE "styles' Target='/xl/styles.xml'/>"                      \
    "<Relationship Id='rId3' Type='" TYPE                                                          \
    "sharedStrings' Target='../xl/./sharedStrings.xml'/></Relationships>"
#define BOOK                                                                                       \
    "<workbook><sheets><sheet name='counts' sheetId='1' r:id='rId1' "                              \
    "xmlns:r='x'/></sheets></workbook>"
#define STYLES                                                                                     \
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/><numFmt "            \
    "numFmtId='165' "                                                                              \
    "formatCode='yyyy-mm-dd hh:mm'/><numFmt numFmtId='166' "                                       \
    "formatCode='hh:mm'/></numFmts><cellStyleXfs><xf "                                             \
    "numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf "            \
    "numFmtId='165'/><xf "                                                                         \
    "numFmtId='166'/><xf numFmtId='14'/></cellXfs></styleSheet>"
#define STRINGS "<sst><si><t>zero</t></si><si><t>one</t></si></sst>"
#define SHEET(data) "<worksheet><sheetData>" data "</sheetData></worksheet>"

static struct arena mem;

static int set_up(void **state) {
    (void)state;
    arena_init(&mem, (size_t)64 << 20);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_fini(&mem);
    return 0;
}

struct parts {
    const char *root, *rels, *book, *styles, *strings, *sheet;
};
static const struct parts usual = {ROOT_RELS, BOOK_RELS, BOOK, STYLES, STRINGS, SHEET("")};

static int read_parts(const struct parts *p, struct xlsx_book *b, struct err *e) {
    const struct xlsx_part all[] = {
        {SPAN("_rels/.rels"), span_of(p->root)},
        {SPAN("xl/workbook.xml"), span_of(p->book)},
        {SPAN("xl/_rels/workbook.xml.rels"), span_of(p->rels)},
        {SPAN("xl/styles.xml"), span_of(p->styles)},
        {SPAN("xl/SharedStrings.xml"), span_of(p->strings)}, /* names have no case */
        {SPAN("xl\\worksheets\\sheet1.xml"), span_of(p->sheet)},
    };
    struct xlsx_part there[6];
    size_t n = 0;

    for (size_t i = 0; i < 6; i++)
        if (all[i].bytes.p) there[n++] = all[i];
    return xlsx_read(&mem, there, n, b, e);
}

static struct xlsx_sheet read_sheet_of(struct parts p) {
    struct xlsx_book b = {0};
    struct err e = {0};

    assert_ok(read_parts(&p, &b, &e), e);
    assert_int_equal(b.n, 1);
    assert_true(span_is(b.sheet[0].name, "counts"));
    return b.sheet[0];
}

static struct xlsx_sheet read_data(const char *sheet) {
    struct parts p = usual;

    p.sheet = sheet;
    return read_sheet_of(p);
}

/* The cells of a row, joined by |; a formula has ! after it. */
static const char *row_text(const struct xlsx_row *r) {
    char *s = arena_printf(&mem, "%lld:", (long long)r->line);

    for (size_t i = 0; i < r->n; i++)
        s = arena_printf(&mem, "%s%s%.*s%s", s, i ? "|" : "", SPAN_ARG(r->cell[i].text),
                         r->cell[i].formula ? "!" : "");
    return s;
}

static void one_row(const char *cells, const char *wanted) {
    struct xlsx_sheet s = read_data(arena_printf(&mem, SHEET("<row>%s</row>"), cells));

    assert_int_equal(s.n, 1);
    assert_string_equal(row_text(&s.row[0]), wanted);
}

static void refused_parts(struct parts p, enum rc code, const char *why) {
    struct xlsx_book b = {0};
    struct err e = {0};

    assert_int_equal(read_parts(&p, &b, &e), code);
    if (!strstr(e.text, why)) fail_msg("`%s` does not say `%s`", e.text, why);
    assert_int_equal(b.n, 0);
}

static void refused(const char *data, enum rc code, const char *why) {
    struct parts p = usual;

    p.sheet = data;
    refused_parts(p, code, why);
}

static void cells_of_every_type_are_text(void **state) {
    (void)state;
    one_row("<c t='s'><v>1</v></c><c><v>42</v></c><c t='str'><v>x</v></c><c t='b'><v>1</v></c><c "
            "t='b'><v>0</v></c>"
            "<c t='e'><v>#N/A</v></c><c t='inlineStr'><is><t>in</t></is></c><c "
            "t='d'><v>2023-10-30T12:20:00</v></c>",
            "1:one|42|x|TRUE|FALSE|#N/A|in|2023-10-30 12:20");
}

static void a_formula_gives_its_cached_value_and_is_marked(void **state) {
    (void)state;
    one_row("<c><f>SUM(A2:A9)</f><v>7</v></c><c "
            "t='str'><f>\"a\"</f><v>a</v></c><c><f>NOW()</f></c><c><v>1</v></c>",
            "1:7!|a!|!|1");
}

static void cells_stand_where_their_names_say(void **state) {
    struct xlsx_sheet s =
        read_data(SHEET("<row r='3'><c r='C3'><v>3</v></c><c r='A3'><v>1</v></c></row><row><c "
                        "r='B4'><v>2</v></c><c><v>3</v></c>"
                        "</row><row r='7'><c r='A7' s='1'/></row><row r='1048576'><c "
                        "r='AA1048576'><v>27</v></c></row>"));

    (void)state;
    assert_int_equal(s.n, 3); /* row 7 is formatted and holds nothing */
    assert_string_equal(row_text(&s.row[0]), "3:1||3");
    assert_string_equal(row_text(&s.row[1]), "4:|2|3");
    assert_int_equal(s.row[2].line, 1048576);
    assert_int_equal(s.row[2].n, 27);
    assert_true(s.row[2].cell[0].text.p && s.row[2].cell[0].text.n == 0);
}

static void rich_text_is_joined_and_reading_aids_are_left_out(void **state) {
    struct parts p = usual;
    struct xlsx_sheet s;

    (void)state;
    p.strings =
        "<sst><si><r><rPr><b/></rPr><t>Vladi</t></r><r><t xml:space='preserve'>vostok </t></r>"
        "<rPh sb='0' eb='1'><t>XXX</t></rPh><phoneticPr/></si><si><t/></si></sst>";
    p.sheet = SHEET("<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c "
                    "t='inlineStr'><is><r><t>a</t></r><rPh><t>X</t></rPh>"
                    "<r><t>b</t></r></is></c></row>");
    s = read_sheet_of(p);
    assert_string_equal(row_text(&s.row[0]), "1:Vladivostok ||ab");
}

static void escaped_characters_are_undone(void **state) {
    (void)state;
    one_row("<c t='str'><v>a_x000A_b_x005F_x0041__x0416__x20AC__xD800__x0000__x12</v></c>",
            "1:a\nb_x0041_\xd0\x96\xe2\x82\xac_xD800__x0000__x12");
}

static void dates_come_by_number_format_in_both_day_counts(void **state) {
    const char *sheet =
        SHEET("<row><c s='1'><v>45229</v></c><c s='2'><v>45229.513888888891</v></c><c "
              "s='3'><v>0.51388888888888884</v>"
              "</c><c s='4'><v>45229</v></c><c><v>45229</v></c><c s='99'><v>1</v></c></row>");
    struct parts p = usual;
    struct xlsx_sheet s;

    (void)state;
    p.sheet = sheet;
    s = read_sheet_of(p);
    assert_string_equal(row_text(&s.row[0]),
                        "1:2023-10-30|2023-10-30 12:20|12:20|2023-10-30|45229|1");
    p.book = "<workbook><workbookPr date1904='1'/><sheets><sheet name='counts' "
             "id='rId1'/></sheets></workbook>";
    s = read_sheet_of(p);
    assert_string_equal(row_text(&s.row[0]),
                        "1:2027-10-31|2027-10-31 12:20|12:20|2027-10-31|45229|1");
}

static void prefixes_and_namespaces_of_the_writer_do_not_matter(void **state) {
    struct xlsx_sheet s = read_data(
        "<x:worksheet xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:sheetData><x:row>"
        "<x:c t='inlineStr'><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>");

    (void)state;
    assert_string_equal(row_text(&s.row[0]), "1:a");
}

static void elements_of_the_same_name_elsewhere_are_no_cells(void **state) {
    struct xlsx_sheet s = read_data(
        "<worksheet><row><c><v>1</v></c></row><sheetData><row><c><v>2</v></c><extLst><c><v>3</v></"
        "c></extLst></row>"
        "</sheetData><extLst><row><c><v>4</v></c></row><c><f>5</f></c></extLst></worksheet>");

    (void)state;
    assert_int_equal(s.n, 1);
    assert_string_equal(row_text(&s.row[0]), "1:2");
}

static void hostile_xml_is_refused(void **state) {
    struct parts p = usual;

    (void)state;
    refused("<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c "
            "'&b;&b;&b;&b;&b;&b;'>]>"
            "<worksheet><sheetData><row><c t='str'><v>&c;</v></c></row></sheetData></worksheet>",
            RC_SYNTAX, "xl/worksheets/sheet1.xml: line 1: a document type declaration");
    refused("<!DOCTYPE w SYSTEM 'file:///etc/passwd'><worksheet/>", RC_SYNTAX,
            "a document type declaration");
    refused(SHEET("<row><c><v>&x;</v></c></row>"), RC_SYNTAX, "undefined entity");
    refused("<worksheet><sheetData>\n<row>", RC_SYNTAX,
            "xl/worksheets/sheet1.xml: line 2: no element found");
    refused("", RC_SYNTAX, "no element found");
    refused(SHEET("<row><c t='str'><v>\xff\xfe</v></c></row>"), RC_SYNTAX,
            "not well-formed (invalid token)");
    p.root = "<a/>";
    refused_parts(p, RC_SYNTAX, "not a workbook");
}

static void deep_nesting_is_refused(void **state) {
    char deep[64 * 3 + 40] = "", *at = deep;

    (void)state;
    for (int i = 0; i < 65; i++) at = stpcpy(at, "<a>");
    refused(deep, RC_LIMIT, "nested deeper than 64");
}

/* expat keeps each name and each attribute of a tag: 700 MB for a part of 60 MB, were it not
 * stopped. */
static void many_names_and_endless_tags_are_refused(void **state) {
    struct buf b = {0};

    (void)state;
    buf_puts(&b, "<worksheet>");
    for (int i = 0; i < 600; i++) buf_printf(&b, "<a%d b%d=''/>", i, i);
    buf_puts(&b, "</worksheet>");
    refused(b.p, RC_LIMIT, "more than 512 names of elements and attributes");
    b.n = 0;
    buf_puts(&b, "<worksheet ");
    for (int i = 0; b.n < 400000; i++) buf_printf(&b, "a%d='' ", i);
    buf_puts(&b, "/>");
    refused(b.p, RC_LIMIT, "a tag or comment has more than 131072 bytes");
    buf_fini(&b);
}

static void numbers_of_rows_and_cells_are_held_to(void **state) {
    (void)state;
    refused(SHEET("<row r='1048577'/>"), RC_LIMIT, "1048577 is outside");
    refused(SHEET("<row r='99999999999999999999'/>"), RC_LIMIT, "too many digits");
    refused(SHEET("<row r='0'/>"), RC_SYNTAX, "row 0 comes after row 0");
    refused(SHEET("<row r='-1'/>"), RC_LIMIT, "outside");
    refused(SHEET("<row r='5'/><row r='5'/>"), RC_SYNTAX, "row 5 comes after row 5");
    refused(SHEET("<row r='1048576'/><row/>"), RC_SYNTAX, "row 1048577 comes after row 1048576");
    refused(SHEET("<row><c r='XFD1'><v>1</v></c></row>"), RC_LIMIT,
            "cell XFD1: there are more than 4096 columns");
    refused(SHEET("<row><c r='AAAAAAAAAA1'/></row>"), RC_SYNTAX, "not named like AB12");
    refused(SHEET("<row><c r='1A'/></row>"), RC_SYNTAX, "not named like AB12");
    refused(SHEET("<row><c r='A'/></row>"), RC_SYNTAX, "row of a cell");
    refused(SHEET("<row><c r='A2'/></row>"), RC_SYNTAX, "a cell of row 2 stands in row 1");
    refused(SHEET("<row><c r='FAO1'/></row>"), RC_LIMIT, "cell FAO1");
    refused(SHEET("<row><c r='FAN1'><v>1</v></c><c><v>1</v></c></row>"), RC_LIMIT,
            "row 1 has more than 4096 columns");
    refused(SHEET("<row><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>"), RC_SYNTAX,
            "two cells in column 1");
}

static void shared_strings_that_are_not_there_are_refused(void **state) {
    struct parts p = usual;

    (void)state;
    refused(SHEET("<row><c t='s'><v>2</v></c></row>"), RC_SYNTAX, "row 1: shared string 2 of 2");
    refused(SHEET("<row><c t='s'><v>-1</v></c></row>"), RC_LIMIT, "number of a shared string");
    refused(SHEET("<row><c t='s'><v>one</v></c></row>"), RC_SYNTAX, "number of a shared string");
    p.strings = NULL;
    refused_parts(p, RC_SYNTAX, "xl/sharedStrings.xml is missing");
}

static void missing_parts_are_named(void **state) {
    struct parts p = usual;

    (void)state;
    p.root = NULL;
    refused_parts(p, RC_SYNTAX, "_rels/.rels is missing");
    p = usual, p.book = NULL;
    refused_parts(p, RC_SYNTAX, "xl/workbook.xml is missing");
    p = usual, p.rels = NULL;
    refused_parts(p, RC_SYNTAX, "xl/_rels/workbook.xml.rels is missing");
    p = usual, p.sheet = NULL;
    refused_parts(p, RC_SYNTAX, "xl/worksheets/sheet1.xml is missing");
    p = usual, p.rels = "<Relationships/>";
    refused_parts(p, RC_SYNTAX, "sheet 1 of the workbook is missing");
    p = usual, p.book = "<document/>";
    refused_parts(p, RC_SYNTAX, "not a workbook");
    p = usual,
    p.rels = "<Relationships><Relationship Id='rId1' Type='" TYPE
             "worksheet' TargetMode='External' Target='http://example.org/s.xml'/></Relationships>";
    refused_parts(p, RC_SYNTAX, "sheet 1 of the workbook is elsewhere");
}

static void a_workbook_without_styles_or_strings_is_read(void **state) {
    struct parts p = usual;
    struct xlsx_sheet s;

    (void)state;
    p.rels = "<Relationships><Relationship Id='rId1' Type='" TYPE
             "worksheet' Target='worksheets/sheet1.xml'/></Relationships>";
    p.styles = p.strings = NULL;
    p.sheet = SHEET("<row><c s='1'><v>45229</v></c></row>");
    s = read_sheet_of(p);
    assert_string_equal(row_text(&s.row[0]), "1:45229");
}

static void charts_are_passed_over_and_many_sheets_refused(void **state) {
    char book[8192] = "<workbook><sheets>", *at = book + strlen(book);
    struct parts p = usual;
    struct xlsx_book b = {0};
    struct err e = {0};

    (void)state;
    for (int i = 0; i < 65; i++) at += sprintf(at, "<sheet name='s%d' id='rId1'/>", i);
    sprintf(at, "</sheets></workbook>");
    p.book = book;
    refused_parts(p, RC_LIMIT, "more than 64 sheets");
    p = usual;
    p.rels = "<Relationships><Relationship Id='rId1' Type='" TYPE
             "chartsheet' Target='c.xml'/></Relationships>";
    p.styles = p.strings = NULL;
    assert_ok(read_parts(&p, &b, &e), e);
    assert_int_equal(b.n, 0);
}

static void a_text_over_the_limit_is_refused(void **state) {
    char *text = arena_alloc(&mem, XLSX_TEXT + 2, 1);

    (void)state;
    memset(text, 'x', XLSX_TEXT);
    one_row(arena_printf(&mem, "<c t='str'><v>%s</v></c>", text), arena_printf(&mem, "1:%s", text));
    text[XLSX_TEXT] = 'x';
    refused(arena_printf(&mem, SHEET("<row><c t='str'><v>%s</v></c></row>"), text), RC_LIMIT,
            "a text has more than 65536 bytes");
}

/* Each row asks for 4096 cells in 50 bytes: 96 KB. The arena aborts at 128 MiB, so the refusal must
 * come before. */
static void sparse_rows_cannot_take_memory_without_end(void **state) {
    struct buf b = {0};

    (void)state;
    arena_fini(&mem);
    arena_init(&mem, (size_t)128 << 20);
    buf_puts(&b, "<worksheet><sheetData>");
    for (int i = 1; i <= 3000; i++)
        buf_printf(&b, "<row r='%d'><c r='FAN%d'><v>1</v></c></row>", i, i);
    buf_puts(&b, "</sheetData></worksheet>");
    refused(b.p, RC_LIMIT, "line 1: more than 1000000 rows, or 4000000 cells in all");
    buf_fini(&b);
}

static const char *number(const char *digits, enum serial_kind kind) {
    struct buf b = {0};
    struct err e = {0};
    char *s;

    if (serial_text(span_of(digits), kind, false, &b, &e) < 0) return "refused";
    s = arena_dup(&mem, buf_span(&b));
    buf_fini(&b);
    return s;
}

/* What Excel 365 writes into a CSV for these cells: 15 digits (support.microsoft.com, "Excel
 * specifications and limits"). */
static void numbers_are_written_as_a_csv_has_them(void **state) {
    static const char *const cases[][2] = {
        {"0", "0"},
        {"-0", "0"},
        {"0.000", "0"},
        {"100", "100"},
        {"007", "7"},
        {"+5", "5"},
        {"0.30000000000000004", "0.3"},
        {"1.0000000000000001E-5", "0.00001"},
        {"0.1", "0.1"},
        {"-12.50", "-12.5"},
        {"9.9999999999999995E+22", "1E23"},
        {"123456789012345678", "123456789012346000"},
        {"999999999999999.9", "1000000000000000"},
        {"4.4e3", "4400"},
        {"1e-30", "1E-30"},
        {".5", "0.5"},
        {"", "refused"},
        {"-", "refused"},
        {".", "refused"},
        {"1e", "refused"},
        {"1,5", "refused"},
        {"1.2.3", "refused"},
        {"NaN", "refused"},
        {"1e99999999999999999999", "1E99999"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(number(cases[i][0], SERIAL_NUMBER), cases[i][1]);
}

/* Numbers of days after ECMA-376 part 1, 18.17.4.1; 45229 is 2023-10-30 (1970-01-01 is 25569, and
 * 19660 days later). */
static void serial_numbers_are_dates(void **state) {
    (void)state;
    assert_string_equal(number("1", SERIAL_DATE), "1900-01-01");
    assert_string_equal(number("59", SERIAL_DATE), "1900-02-28");
    assert_string_equal(number("60", SERIAL_DATE),
                        "1900-02-29"); /* no such day, and no reader of dates takes it */
    assert_string_equal(number("61", SERIAL_DATE), "1900-03-01");
    assert_string_equal(number("25569", SERIAL_INSTANT), "1970-01-01");
    assert_string_equal(number("109574", SERIAL_DATE), "2199-12-31");
    assert_string_equal(number("109575", SERIAL_DATE), "109575");
    assert_string_equal(number("-1", SERIAL_DATE), "-1");
    assert_string_equal(number("0", SERIAL_DATE), "0");
    assert_string_equal(number("45229.75", SERIAL_DATE), "2023-10-30");
    assert_string_equal(number("45229.999999", SERIAL_INSTANT),
                        "2023-10-31"); /* 23:59:59.9 is midnight to the second */
    assert_string_equal(number("45229.50001", SERIAL_INSTANT), "2023-10-30 12:00:01");
    assert_string_equal(number("0.75", SERIAL_INSTANT), "18:00");
    assert_string_equal(number("45229.75", SERIAL_TIME), "18:00");
    assert_string_equal(number("1.25", SERIAL_ELAPSED), "30:00");
    assert_string_equal(number("4.5229E4", SERIAL_DATE), "2023-10-30");
    assert_string_equal(number("1e300", SERIAL_INSTANT), "1E300");
    for (int m = 0; m < 1440; m++) { /* every minute, as a double of 17 digits has it */
        char digits[40], wanted[40];

        snprintf(digits, sizeof digits, "%.17g", 45229 + m / 1440.0);
        snprintf(wanted, sizeof wanted, m ? "2023-10-30 %02d:%02d" : "2023-10-30", m / 60, m % 60);
        assert_string_equal(number(digits, SERIAL_INSTANT), wanted);
    }
}

static void formats_tell_their_kind(void **state) {
    static const struct {
        const char *code;
        enum serial_kind kind;
    } cases[] = {
        {"General", SERIAL_NUMBER},
        {"0.00", SERIAL_NUMBER},
        {"#,##0;[Red]-#,##0", SERIAL_NUMBER},
        {"0.00E+00", SERIAL_NUMBER},
        {"@", SERIAL_NUMBER},
        {"0\\ \"days\"", SERIAL_NUMBER},
        {"[Red]0", SERIAL_NUMBER},
        {"_-* #,##0.00\\ \"\xd1\x80\xd1\x83\xd0\xb1\"_-", SERIAL_NUMBER},
        {"\"unclosed d", SERIAL_NUMBER},
        {"yyyy\\-mm\\-dd", SERIAL_DATE},
        {"[$-419]d\\ mmmm\\ yyyy", SERIAL_DATE},
        {"mmm", SERIAL_DATE},
        {"h:mm", SERIAL_TIME},
        {"h:mm AM/PM", SERIAL_TIME},
        {"mm:ss", SERIAL_TIME},
        {"DD.MM.YYYY HH:MM", SERIAL_INSTANT},
        {"[h]:mm:ss", SERIAL_ELAPSED},
        {"0;yyyy", SERIAL_NUMBER},
        {"", SERIAL_NUMBER},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (serial_format(span_of(cases[i].code)) != cases[i].kind) fail_msg("%s", cases[i].code);
    assert_int_equal(serial_builtin(14), SERIAL_DATE);
    assert_int_equal(serial_builtin(20), SERIAL_TIME);
    assert_int_equal(serial_builtin(22), SERIAL_INSTANT);
    assert_int_equal(serial_builtin(49), SERIAL_NUMBER);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(cells_of_every_type_are_text),
        TEST(a_formula_gives_its_cached_value_and_is_marked),
        TEST(cells_stand_where_their_names_say),
        TEST(rich_text_is_joined_and_reading_aids_are_left_out),
        TEST(escaped_characters_are_undone),
        TEST(dates_come_by_number_format_in_both_day_counts),
        TEST(prefixes_and_namespaces_of_the_writer_do_not_matter),
        TEST(elements_of_the_same_name_elsewhere_are_no_cells),
        TEST(hostile_xml_is_refused),
        TEST(deep_nesting_is_refused),
        TEST(many_names_and_endless_tags_are_refused),
        TEST(numbers_of_rows_and_cells_are_held_to),
        TEST(shared_strings_that_are_not_there_are_refused),
        TEST(missing_parts_are_named),
        TEST(a_workbook_without_styles_or_strings_is_read),
        TEST(charts_are_passed_over_and_many_sheets_refused),
        TEST(a_text_over_the_limit_is_refused),
        TEST(sparse_rows_cannot_take_memory_without_end),
        TEST(numbers_are_written_as_a_csv_has_them),
        TEST(serial_numbers_are_dates),
        TEST(formats_tell_their_kind),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
