/* SPDX-License-Identifier: Apache-2.0 */
#include "t.h"

#include "base/csv.h"
#include "base/num.h"
#include "format/sheet.h"
#include "format/xlsx.h"
#include "pack/pack.h"
#include "report/export.h"
#include "report/names.h"
#include "report/template.h"

#include <expat.h>
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

/* data/export_answer.json: two months, one of them cut by the corridor's period; what is withheld
 * says CANARY. */
static json_t *answer;
static struct arena mem;
static char folder[] = "/tmp/test_export.XXXXXX", path[512];

static int set_up(void **state) {
    const char *source = getenv("HEADCOUNT_SOURCE");
    struct span text;
    struct err e = {0};

    (void)state;
    arena_init(&mem, (size_t)64 << 20);
    snprintf(path, sizeof path, "%s/tests/unit/data/export_answer.json", source ? source : ".");
    assert_ok(pack_file(&mem, path, 1 << 20, &text, &e), e);
    assert_ok(canon_parse(text, &answer, &e), e);
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/out.xlsx", folder);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    json_decref(answer);
    arena_fini(&mem);
    unlink(path);
    return rmdir(folder); /* fails when something else was left there */
}

/* One table as rows of cells, read back by our own reader of CSV. */
struct rows {
    struct span cell[16][40];
    size_t n, columns;
};

static struct rows table(const char *name) {
    struct rows t = {0};
    struct buf b = {0};
    struct span text;
    struct err e = {0};
    struct csv c;
    int rc;

    assert_ok(export_csv(answer, name, &b, &e), e);
    assert_ok(csv_text(&mem, arena_span(&mem, buf_span(&b)), &text, &e), e);
    csv_begin(&c, &mem, text, ',');
    while ((rc = csv_next(&c, &e)) > 0) {
        assert_true(t.n < 16 && c.n <= 40);
        if (t.n) assert_int_equal(c.n, t.columns);
        t.columns = c.n;
        for (size_t i = 0; i < c.n; i++) t.cell[t.n][i] = arena_span(&mem, c.cell[i]);
        t.n++;
    }
    assert_ok(rc, e);
    buf_fini(&b);
    return t;
}

static const char *cell(const struct rows *t, size_t row, const char *column) {
    for (size_t i = 0; i < t->columns; i++)
        if (span_is(t->cell[0][i], column)) return arena_dup(&mem, t->cell[row][i]);
    fail_msg("no column %s", column);
    return "";
}

static void csv_has_id_first_permalink_last_and_crlf(void **state) {
    struct buf b = {0};
    struct err e = {0};

    (void)state;
    for (size_t i = 0; export_tables[i]; i++) {
        struct rows t = table(export_tables[i]);

        assert_true(span_is(t.cell[0][0], "id"));
        assert_true(span_is(t.cell[0][t.columns - 1], "permalink"));
    }
    assert_ok(export_csv(answer, "sources", &b, &e), e);
    assert_string_equal(b.p, "id,kind,root,reliability,published,link,permalink\r\n"
                             "s1,press,s1,C,2023-11-02,https://example.org/a,eeeeeeeeeeee\r\n"
                             "'@s2,video,s2,,,,ffffffffffff\r\n");
    buf_fini(&b);
}

static void every_total_says_what_it_is(void **state) {
    static const char *const needed[] = {"unit",     "direction",     "from", "to",
                                         "interval", "counted_share", "as_of"};
    struct rows m = table("months"), c = table("corridors");

    (void)state;
    assert_int_equal(m.n, 3);
    assert_int_equal(c.n, 2);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        for (size_t j = 1; j < 3; j++)
            if (!*cell(&m, j, needed[i]) || !*cell(&c, 1, needed[i]))
                fail_msg("%s is empty", needed[i]);
    assert_string_equal(cell(&m, 1, "id"), "VVO-FNJ 2023-10");
    assert_string_equal(cell(&m, 1, "from"), "2023-10-30"); /* where the corridor's period begins */
    assert_string_equal(cell(&m, 1, "to"), "2023-10-31");
    assert_string_equal(cell(&m, 2, "from"), "2023-11-01");
    assert_string_equal(cell(&m, 2, "to"), "2023-11-17"); /* where it ends */
    assert_string_equal(cell(&m, 1, "counted_share"), "1.0000");
    assert_string_equal(cell(&m, 2, "counted_share"), "0.0000");
    assert_string_equal(cell(&c, 1, "counted_share"), "0.6211");
    assert_string_equal(cell(&c, 1, "mean"), "151.3");
}

static void unknown_is_empty_and_zero_is_zero(void **state) {
    struct rows s = table("slots"), c = table("corridors");

    (void)state;
    assert_string_equal(cell(&s, 2, "seen"), "");
    assert_string_equal(cell(&s, 2, "seats_lo"), "");
    assert_string_equal(cell(&s, 2, "lo"), "0");
    assert_string_equal(cell(&s, 1, "seats_hi"), "164");
    assert_string_equal(cell(&s, 1, "states"), "announced operated");
    assert_string_equal(cell(&s, 1, "conflict"), "no");
    assert_string_equal(cell(&c, 1, "ceiling"), "");
}

static void permalinks_are_row_names_each_once_in_order(void **state) {
    struct rows s = table("slots"), m = table("months"), c = table("corridors");
    json_t *many = json_array(), *named = names_allowed(answer);
    char
        all[64]; /* one of the three is a row of the answer, whose name is a hash; it comes first */

    (void)state;
    snprintf(all, sizeof all, "%s aaaaaaaaaaaa cccccccccccc",
             json_object_iter_key(json_object_iter(json_object_get(named, "rows"))));
    json_decref(named);
    assert_string_equal(cell(&s, 1, "permalink"), all);
    assert_string_equal(cell(&m, 2, "permalink"), "aaaaaaaaaaaa");
    assert_string_equal(cell(&c, 1, "permalink"), all);
    for (int i = 0; i < EXPORT_NAMES + 7; i++)
        json_array_append_new(many, json_sprintf("%012d", i));
    json_object_set_new(json_array_get(json_object_get(answer, "corridors"), 0), "seen_ref", many);
    c = table("corridors");
    assert_non_null(strstr(cell(&c, 1, "permalink"), "000000000099 and 10 more"));
}

static void formulas_are_defused_and_numbers_are_not_touched(void **state) {
    struct rows s = table("slots"), c = table("counts"), k = table("claims");

    (void)state;
    assert_string_equal(cell(&s, 1, "type"), "'=1+1");
    assert_string_equal(cell(&c, 1, "flight"), "'-JS272");
    assert_string_equal(cell(&c, 1, "source"), "''s1");
    assert_string_equal(cell(&c, 1, "root"), "s;1");
    assert_string_equal(cell(&k, 1, "hedge"), "about, or \"so\"");
    json_object_set_new(json_array_get(json_object_get(answer, "counts"), 0), "low",
                        json_integer(-5));
    c = table("counts");
    assert_string_equal(cell(&c, 1, "low"), "-5");
}

/* The importer's rule: one ' goes when one of these follows. */
static void defence_is_undone_by_the_rule_of_import(void **state) {
    static const char *const texts[] = {"=A1", "+7", "-",  "@x",  "\tx", "\rx", "'",
                                        "''",  "'=", "x'", "a=b", " =1", "x"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct rows t;
        const char *s;

        json_object_set_new(json_array_get(json_object_get(answer, "claims"), 0), "hedge",
                            json_string(texts[i]));
        t = table("claims");
        s = cell(&t, 1, "hedge");
        if (strchr("=+-@\t\r", s[0])) fail_msg("`%s` could be a formula", s);
        if (s[0] == '\'' && s[1] && strchr("=+-@\t\r'", s[1])) s++;
        assert_string_equal(s, texts[i]);
    }
}

/* A new field anywhere in the answer stays inside, and so does what is withheld. */
static void plant(json_t *v) {
    const char *key;
    json_t *child;
    void *next;
    size_t i;

    if (json_is_object(v)) {
        json_object_foreach_safe(v, next, key, child) plant(child);
        json_object_set_new(v, "planted", json_string("CANARY"));
    }
    json_array_foreach(v, i, child) plant(child);
}

static void nothing_leaves_that_is_not_on_the_list(void **state) {
    const struct pack_limits lim = {100, 1 << 20, 4 << 20, 1000};
    struct pack_member *m = NULL;
    struct span file;
    struct err e = {0};
    size_t n = 0;

    (void)state;
    plant(answer);
    for (size_t i = 0; export_tables[i]; i++) {
        struct buf b = {0};

        assert_ok(export_csv(answer, export_tables[i], &b, &e), e);
        if (strstr(b.p, "CANARY") || strstr(b.p, "planted"))
            fail_msg("%s lets it out:\n%s", export_tables[i], b.p);
        buf_fini(&b);
    }
    for (size_t i = 0; export_maps[i]; i++) {
        struct buf b = {0};

        assert_ok(export_legs(answer, export_maps[i], &b, &e), e);
        if (strstr(b.p, "CANARY") || strstr(b.p, "planted"))
            fail_msg("%s lets it out:\n%s", export_maps[i], b.p);
        assert_non_null(strstr(b.p, "L0123456789ab"));
        buf_fini(&b);
    }
    assert_ok(export_xlsx(answer, path, &e), e);
    assert_ok(pack_file(&mem, path, 1 << 20, &file, &e), e);
    assert_ok(pack_zip(&mem, file, &lim, &m, &n, &e), e);
    for (size_t i = 0; i < n; i++) assert_null(memmem(m[i].bytes.p, m[i].bytes.n, "CANARY", 6));
}

/* ---- legs ---- */

static void legs_and_days_are_tables(void **state) {
    struct rows l = table("legs"), c = table("coverage"), s = table("slots");

    (void)state;
    assert_int_equal(l.n, 3);
    assert_string_equal(cell(&l, 1, "registration"), "'=P-632");
    assert_string_equal(cell(&l, 1, "callsign"), "KOR<&\"272]]>");
    assert_string_equal(cell(&l, 1, "off_status"), "seen");
    assert_string_equal(cell(&l, 1, "on_status"), "lost");
    assert_string_equal(cell(&l, 1, "on_utc"), "");
    assert_string_equal(cell(&l, 1, "gaps"), "1");
    assert_string_equal(cell(&l, 1, "gap_classes"), "coverage hole");
    assert_string_equal(cell(&l, 1, "gap_max_s"), "0"); /* known to be none */
    assert_string_equal(cell(&l, 2, "gap_max_s"), "");  /* not known */
    assert_string_equal(cell(&l, 1, "alternatives"), "VVO-FNJ 2023-11-03 JS272");
    assert_string_equal(cell(&l, 1, "permalink"), "cccccccccccc");
    assert_string_equal(cell(&l, 2, "points"), "");
    assert_string_equal(cell(&l, 2, "slot"), "");
    assert_int_equal(c.n, 4);
    assert_string_equal(cell(&c, 2, "id"), "VVO-FNJ s1 adsb 2023-10-31");
    assert_string_equal(cell(&c, 1, "supports_not_seen"), "yes");
    assert_string_equal(cell(&c, 2, "supports_not_seen"), "no");
    assert_string_equal(cell(&c, 3, "supports_not_seen"), "yes");
    assert_string_equal(cell(&s, 1, "leg"), "L0123456789ab");
    assert_string_equal(cell(&s, 2, "cover"), "not watched");
}

static json_t *geojson(const json_t *of) {
    struct buf b = {0};
    struct err e = {0};
    json_error_t je;
    json_t *v;

    assert_ok(export_legs(of, "geojson", &b, &e), e);
    v = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, &je);
    if (!v) fail_msg("%s", je.text);
    buf_fini(&b);
    return v;
}

static const json_t *look(const json_t *v, const char *keys) {
    while (v && *keys) {
        size_t n = strcspn(keys, ".");

        v = json_is_array(v) ? json_array_get(v, (size_t)strtol(keys, NULL, 10))
                             : json_object_getn(v, keys, n);
        keys += n + (keys[n] == '.');
    }
    return v;
}

static void tracks_keep_their_gaps_and_what_is_unknown(void **state) {
    json_t *v = geojson(answer);
    const json_t *one = look(v, "features.0"), *two = look(v, "features.1");

    (void)state;
    assert_int_equal(json_array_size(look(v, "features")), 2);
    assert_int_equal(json_array_size(look(one, "geometry.coordinates")), 2);
    assert_int_equal(json_array_size(look(one, "geometry.coordinates.0")), 3);
    assert_string_equal(json_string_value(look(one, "properties.callsign")), "KOR<&\"272]]>");
    assert_string_equal(json_string_value(look(one, "properties.on_status")), "lost");
    assert_null(look(one, "properties.on_utc"));
    assert_string_equal(json_string_value(look(one, "properties.confidence")), "0.9300");
    assert_string_equal(json_string_value(look(one, "properties.source")), "s1");
    assert_string_equal(json_string_value(look(one, "properties.corridor")), "VVO-FNJ");
    assert_string_equal(json_string_value(look(one, "properties.times.0.1")),
                        "2023-10-30T02:27:00Z");
    assert_true(json_is_null(look(one, "properties.times.1.0"))); /* no time was given */
    assert_true(json_is_null(look(one, "properties.altitudes_m.0.0")));
    assert_near(json_number_value(look(one, "properties.altitudes_m.0.1")), 2743.2, 1e-9);
    assert_true(json_is_null(look(two, "geometry"))); /* no position: a track without points */
    assert_string_equal(json_string_value(look(two, "properties.on_status")), "inferred");
    json_decref(v);
}

static void every_format_is_well_formed_whatever_the_names(void **state) {
    static const char *const tail[] = {"]]><script>", "&<>\"'", "\x01\x1b[2J", "\xe2\x80\xae",
                                       "--><!--"};

    (void)state;
    for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) {
        json_t *leg = json_array_get(
            json_object_get(json_array_get(json_object_get(answer, "corridors"), 0), "legs"), 0);
        static const char *const key[] = {"callsign", "registration", "type", "slot", "source"};

        for (size_t k = 0; k < 5; k++) json_object_set_new(leg, key[k], json_string(tail[i]));
        json_decref(geojson(answer));
        for (size_t f = 1; export_maps[f]; f++) {
            XML_Parser x = XML_ParserCreate(NULL);
            struct buf b = {0};
            struct err e = {0};

            assert_ok(export_legs(answer, export_maps[f], &b, &e), e);
            if (XML_Parse(x, b.p, (int)b.n, 1) != XML_STATUS_OK)
                fail_msg("%s: %s\n%s", export_maps[f], XML_ErrorString(XML_GetErrorCode(x)), b.p);
            assert_null(strstr(b.p, "<script>"));
            XML_ParserFree(x);
            buf_fini(&b);
        }
    }
}

static void no_part_crosses_the_date_line(void **state) {
    const char *source = getenv("HEADCOUNT_SOURCE");
    struct span text;
    struct err e = {0};
    json_t *far = NULL, *v, *feature, *line, *pair;
    size_t i, j, k, lines = 0, east = 0, west = 0;

    (void)state;
    assert_ok(
        pack_file(&mem,
                  arena_printf(&mem, "%s/tests/unit/data/dateline.json", source ? source : "."),
                  1 << 20, &text, &e),
        e);
    assert_ok(canon_parse(text, &far, &e), e);
    v = geojson(far);
    json_array_foreach(look(v, "features"), i, feature) {
        json_array_foreach(look(feature, "geometry.coordinates"), j, line) {
            double before = 0;

            lines++;
            json_array_foreach(line, k, pair) {
                double lon = json_number_value(json_array_get(pair, 0));

                if (k) assert_true(fabs(lon - before) < 180);
                east += lon > 0;
                west += lon < 0;
                before = lon;
            }
        }
    }
    assert_true(east > 20 && west > 20);
    assert_int_equal(
        lines,
        2 + 2); /* one part is cut in two; of the other two, the gap lies on the meridian or one is cut */
    json_decref(v);
    json_decref(far);
}

static struct xlsx_book read_book(struct pack_member **m, size_t *n) {
    const struct pack_limits lim = {100, 1 << 20, 4 << 20, 1000};
    struct xlsx_book b = {0};
    struct xlsx_part *part;
    struct span file;
    struct err e = {0};

    assert_ok(pack_file(&mem, path, 1 << 20, &file, &e), e);
    assert_ok(pack_zip(&mem, file, &lim, m, n, &e), e);
    part = ARENA_ARRAY(&mem, struct xlsx_part, *n);
    for (size_t i = 0; i < *n; i++) part[i] = (struct xlsx_part){(*m)[i].name, (*m)[i].bytes};
    assert_ok(xlsx_read(&mem, part, *n, &b, &e), e);
    for (size_t i = 0; i < *n; i++) {
        assert_null(memmem((*m)[i].bytes.p, (*m)[i].bytes.n, "<f>", 3));
        assert_null(memmem((*m)[i].name.p, (*m)[i].name.n, "vba", 3));
    }
    return b;
}

/* num_fixed writes 1.0000 where a workbook has 1. */
static bool same_value(struct span csv, struct span xlsx) {
    double x, y;
    struct err e;

    if (span_eq(csv, xlsx)) return true;
    return num_real(csv, -1e9, 1e9, &x, &e) == 0 && num_real(xlsx, -1e9, 1e9, &y, &e) == 0 &&
           fabs(x - y) < 1e-9;
}

static void workbook_holds_the_same_cells_as_the_csv(void **state) {
    struct pack_member *m = NULL;
    struct xlsx_book b;
    struct err e = {0};
    size_t n = 0;

    (void)state;
    assert_ok(export_xlsx(answer, path, &e), e);
    b = read_book(&m, &n);
    assert_int_equal(b.n, 9);
    assert_true(span_is(b.sheet[0].name, "about"));
    for (size_t i = 0; export_tables[i]; i++) {
        const struct xlsx_sheet *s = &b.sheet[i + 1];
        struct rows t = table(export_tables[i]);

        assert_true(span_is(s->name, export_tables[i]));
        assert_int_equal(s->n, t.n);
        for (size_t r = 0; r < t.n; r++)
            for (size_t c = 0; c < t.columns; c++) {
                struct span got = c < s->row[r].n ? s->row[r].cell[c].text : SPAN("");

                if (!same_value(t.cell[r][c], got))
                    fail_msg("%.*s is not %.*s", SPAN_ARG(got), SPAN_ARG(t.cell[r][c]));
            }
    }
}

static void a_workbook_that_cannot_be_written_leaves_nothing(void **state) {
    struct err e = {0};
    char nowhere[640], file[640];

    (void)state;
    snprintf(nowhere, sizeof nowhere, "%s/none/x.xlsx", folder);
    assert_int_equal(export_xlsx(answer, nowhere, &e), RC_IO);
    snprintf(file, sizeof file, "%s/out.xlsx/x.xlsx", folder);
    assert_ok(template_write(path, &e), e);
    assert_int_equal(template_write(file, &e), RC_IO);
    json_object_set_new(json_array_get(json_object_get(answer, "claims"), 0), "hedge",
                        json_string(memset(arena_alloc(&mem, 40001, 1), 'x', 40000)));
    unlink(path);
    assert_int_equal(export_xlsx(answer, path, &e), RC_LIMIT);
    assert_int_equal(access(path, F_OK), -1); /* and tear_down finds the folder empty */
}

static void no_answer_and_no_table_are_errors(void **state) {
    struct buf b = {0};
    struct err e = {0};
    json_t *none = json_object();

    (void)state;
    assert_int_equal(export_csv(answer, "passengers", &b, &e), RC_NOTFOUND);
    assert_int_equal(export_csv(none, "slots", &b, &e), RC_SYNTAX);
    assert_int_equal(export_legs(none, "kml", &b, &e), RC_SYNTAX);
    assert_int_equal(export_legs(answer, "shp", &b, &e), RC_NOTFOUND);
    assert_int_equal(export_xlsx(none, path, &e), RC_SYNTAX);
    assert_int_equal(b.n, 0);
    json_decref(none);
}

static void template_has_every_sheet_and_column_as_the_importer_knows_them(void **state) {
    struct pack_member *m = NULL;
    struct xlsx_book b;
    struct err e = {0};
    size_t n = 0, lines = 0;

    (void)state;
    assert_ok(template_write(path, &e), e);
    b = read_book(&m, &n);
    assert_int_equal(b.n, sheet_shown + 1);
    assert_true(span_is(b.sheet[0].name, TEMPLATE_HELP));
    for (size_t i = 0; i < sheet_shown; i++) {
        const struct sheet *s = sheet_find(b.sheet[i + 1].name);

        assert_ptr_equal(s, &sheet_all[i]);
        assert_int_equal(b.sheet[i + 1].n, 1);
        assert_int_equal(b.sheet[i + 1].row[0].n, s->n);
        for (size_t j = 0; j < s->n; j++)
            assert_true(span_is(b.sheet[i + 1].row[0].cell[j].text, s->columns[j].name));
        lines += s->n + 1;
    }
    assert_true(b.sheet[0].n > lines);
}

static const char *part_of(const struct pack_member *m, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (span_is(m[i].name, name)) return m[i].bytes.p; /* terminated by the arena */
    fail_msg("no part %s", name);
    return "";
}

/* xl/worksheets/sheet2.xml is the first sheet of sheet_all. */
static void template_limits_what_may_be_typed(void **state) {
    struct pack_member *m = NULL;
    struct err e = {0};
    size_t n = 0;

    (void)state;
    assert_ok(template_write(path, &e), e);
    (void)read_book(&m, &n);
    for (size_t i = 0; i < sheet_shown; i++) {
        const char *xml = part_of(m, n, arena_printf(&mem, "xl/worksheets/sheet%zu.xml", i + 2));

        assert_non_null(strstr(xml, "state=\"frozen\""));
        assert_non_null(
            strstr(xml, arena_printf(&mem, "<dataValidations count=\"%zu\">", sheet_all[i].n)));
        for (size_t j = 0; j < sheet_all[i].n; j++) {
            const struct sheet_column *c = &sheet_all[i].columns[j];
            const char *at = strstr(xml, arena_printf(&mem, "promptTitle=\"%s\"", c->name));

            assert_non_null(at);
            if (c->type == CELL_CHOICE)
                assert_non_null(strstr(xml, arena_printf(&mem, "%s", c->choices[0])));
            if (c->type == CELL_INT)
                assert_non_null(
                    strstr(at, arena_printf(&mem, "<formula2>%lld</formula2>", (long long)c->hi)));
        }
    }
    assert_non_null(strstr(part_of(m, n, "xl/worksheets/sheet2.xml"), "type=\"list\""));
}

static void same_input_gives_same_bytes(void **state) {
    struct span one, two;
    struct err e = {0};
    struct stat st;

    (void)state;
    assert_ok(export_xlsx(answer, path, &e), e);
    assert_ok(pack_file(&mem, path, 1 << 20, &one, &e), e);
    sleep(2); /* a ZIP's clock has steps of two seconds */
    assert_ok(export_xlsx(answer, path, &e), e);
    assert_ok(pack_file(&mem, path, 1 << 20, &two, &e), e);
    assert_true(span_eq(one, two));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(csv_has_id_first_permalink_last_and_crlf),
        TEST(every_total_says_what_it_is),
        TEST(unknown_is_empty_and_zero_is_zero),
        TEST(permalinks_are_row_names_each_once_in_order),
        TEST(formulas_are_defused_and_numbers_are_not_touched),
        TEST(defence_is_undone_by_the_rule_of_import),
        TEST(nothing_leaves_that_is_not_on_the_list),
        TEST(legs_and_days_are_tables),
        TEST(tracks_keep_their_gaps_and_what_is_unknown),
        TEST(every_format_is_well_formed_whatever_the_names),
        TEST(no_part_crosses_the_date_line),
        TEST(workbook_holds_the_same_cells_as_the_csv),
        TEST(a_workbook_that_cannot_be_written_leaves_nothing),
        TEST(no_answer_and_no_table_are_errors),
        TEST(template_has_every_sheet_and_column_as_the_importer_knows_them),
        TEST(template_limits_what_may_be_typed),
        TEST(same_input_gives_same_bytes),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
