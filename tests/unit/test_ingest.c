/* SPDX-License-Identifier: Apache-2.0 */
#include "canary.h"
#include "t_ingest.h"

/* ---- importing, again, and edited ---- */

static void a_folder_becomes_rows(void **state) {
    struct fix *f = *state;

    import_ok(f, put_case(f, COUNTS_HEAD COUNT_A COUNT_B COUNT_C));
    assert_int_equal(f->t.files, 3);
    assert_int_equal(f->t.rows, 6);
    assert_int_equal(f->t.bad.n, 0);
    assert_int_equal(entries(f, "row"), 6);
    assert_non_null(
        strstr(bodies(f, "row"),
               "\"row\":{\"best\":100,\"corridor\":\"VF\",\"date\":\"2023-10-30\",\"flight\":"
               "\"JS272\",\"high\":130,\"low\":80,\"method\":\"eye\",\"note\":\"waiting\","
               "\"source\":\"eye\"}"));
}

static void a_second_import_adds_nothing(void **state) {
    struct fix *f = *state;
    size_t before;

    import_ok(f, put_case(f, COUNTS_HEAD COUNT_A COUNT_B "VF,2023-11-06,JS272,eye,,many,,eye,\n"));
    assert_int_equal(f->t.bad.n, 1);
    before = entries(f, NULL);
    import_ok(f, f->dir);
    assert_int_equal(entries(f, NULL), before);
    assert_int_equal(f->t.rows, 0);
    assert_int_equal(f->t.rows_known, 5);
    assert_int_equal(f->t.files_known, 3);
    assert_int_equal(f->t.bad.n, 1); /* still told */
}

static void an_edited_row_supersedes_and_a_missing_one_is_withdrawn(void **state) {
    struct fix *f = *state;

    import_ok(f, put_case(f, COUNTS_HEAD COUNT_A COUNT_B COUNT_C));
    put(f, "counts.csv", COUNTS_HEAD COUNT_A "VF,2023-11-03,JS272,eye,,95,,eye,\n");
    import_ok(f, f->dir);
    assert_int_equal(f->t.rows, 1);
    assert_int_equal(f->t.superseded, 1);
    assert_int_equal(f->t.withdrawn, 1);
    assert_int_equal(entries(f, "withdraw"), 1);
    assert_non_null(strstr(bodies(f, "row"), "\"supersedes\":"));
    put(f, "counts.csv",
        COUNTS_HEAD COUNT_A COUNT_B COUNT_C); /* back again: an older version is news too */
    import_ok(f, f->dir);
    assert_int_equal(f->t.rows, 2);
    assert_int_equal(f->t.superseded, 1);
    import_ok(f, f->dir);
    assert_int_equal(f->t.rows, 0);
}

static void a_row_gone_bad_keeps_its_earlier_version(void **state) {
    struct fix *f = *state;

    import_ok(f, put_case(f, COUNTS_HEAD COUNT_A COUNT_B COUNT_C));
    put(f, "counts.csv", COUNTS_HEAD COUNT_A "VF,2023-11-03,JS272,eye,,ninety,,eye,\n" COUNT_C);
    import_ok(f, f->dir);
    assert_int_equal(f->t.bad.n, 1);
    assert_int_equal(f->t.withdrawn, 0);
    assert_true(has_notice(f, "1 row recorded earlier stays"));
    put(f, "counts.csv",
        COUNTS_HEAD COUNT_A
        "VF,2023-11-33,JS272,eye,,90,,eye,\n"); /* not even its key can be read */
    import_ok(f, f->dir);
    assert_int_equal(f->t.withdrawn, 0);
    assert_true(has_notice(f, "2 rows recorded earlier stay"));
    put(f, "counts.csv", COUNTS_HEAD COUNT_A COUNT_B); /* mended, and one taken out */
    import_ok(f, f->dir);
    assert_int_equal(f->t.rows, 0);
    assert_int_equal(f->t.withdrawn, 1);
}

static void equal_rows_are_kept_once_and_equal_ids_refused(void **state) {
    struct fix *f = *state;

    import_ok(f, put_case(f, COUNTS_HEAD COUNT_A COUNT_B COUNT_A));
    assert_int_equal(entries(f, "row"), 5);
    assert_true(has_notice(f, "counts: line 4 repeats line 2: kept once"));
    put(f, "sources.csv", SOURCES "clip,another video,video,\n");
    import_ok(f, f->dir);
    assert_int_equal(f->t.bad.n, 1);
    assert_string_equal(f->t.bad.v[0].column.p, "id");
    assert_int_equal(f->t.bad.v[0].line, 4);
    assert_int_equal(f->t.withdrawn, 0);
}

/** The chain's bodies without what names the file, sorted as they are. */
static const char *shape(struct fix *f) {
    char *text = arena_dup(&f->a, span_of(bodies(f, "row")));

    for (char *p = text; (p = strstr(p, "\"file\":\"")) != NULL; p++) memset(p + 8, '0', 64);
    for (char *p = text; (p = strstr(p, "\"line\":")) != NULL; p++)
        for (char *q = p + 7; *q >= '0' && *q <= '9'; q++) *q = '0';
    return text;
}

/** How many different keys the rows in the ledger have. */
static size_t keys(struct fix *f) {
    char *text = arena_dup(&f->a, span_of(bodies(f, "row"))), *seen[64];
    size_t n = 0;

    for (char *p = text; (p = strstr(p, "\"key\":\"")) != NULL; p++) {
        size_t i = 0;

        p[7 + 64] = 0;
        while (i < n && strcmp(seen[i], p + 7) != 0) i++;
        if (i == n) seen[n++] = p + 7;
        p += 71;
    }
    return n;
}

static void two_counts_of_one_flight_by_one_source_both_stay(void **state) {
    static const char two[] =
        COUNTS_HEAD COUNT_A "VF,2023-10-30,JS272,eye,,90,,eye,counted again\n";
    static const char edited[] =
        COUNTS_HEAD COUNT_A "VF,2023-10-30,JS272,eye,,95,,eye,counted again\n";
    static const char three[] =
        COUNTS_HEAD COUNT_A "VF,2023-10-30,JS272,eye,,95,,eye,counted again\n"
                            "VF,2023-10-30,JS272,eye,,97,,eye,and again\n";
    struct fix *f = *state;

    import_ok(f, put_case(f, two));
    assert_int_equal(f->t.rows, 5);
    assert_int_equal(keys(f), 5); /* of the rows of one key, only the latest would be in force */
    import_ok(f, put_case(f, edited));
    assert_int_equal(f->t.superseded, 1);
    assert_int_equal(f->t.withdrawn, 0);
    assert_int_equal(keys(f), 5);
    import_ok(f, put_case(f, three));
    assert_int_equal(f->t.rows, 1);
    assert_int_equal(f->t.superseded, 0);
    assert_int_equal(keys(f), 6);
    import_ok(f, put_case(f, COUNTS_HEAD COUNT_A));
    assert_int_equal(f->t.withdrawn, 2);
}

static void shuffled_rows_give_the_same_chain(void **state) {
    struct fix *f = *state, *g;
    void *other = NULL;

    import_ok(f, put_case(f, COUNTS_HEAD COUNT_A COUNT_B COUNT_C));
    setup(&other);
    g = other;
    import_ok(g, put_case(g, COUNTS_HEAD COUNT_C COUNT_A COUNT_B));
    assert_string_equal(shape(f), shape(g));
    teardown(&other);
}

static void a_row_from_another_file_replaces_one_of_its_key(void **state) {
    struct fix *f = *state;

    import_ok(f, put_case(f, COUNTS_HEAD COUNT_A));
    f->o.as = "counts";
    import_ok(f, put(f, "corrections.csv",
                     COUNTS_HEAD "VF,2023-10-30,JS272,eye,90,110,130,eye,waiting\n"));
    assert_int_equal(f->t.superseded, 1);
    f->o.as = NULL;
    import_ok(f, f->dir); /* the first file has not changed: the correction stands */
    assert_int_equal(f->t.rows, 0);
    assert_int_equal(f->t.superseded, 0);
    f->o.as = "counts";
    import_ok(f,
              put(f, "copy.csv", COUNTS_HEAD "VF,2023-10-30,JS272,eye,90,110,130,eye,waiting\n"));
    assert_int_equal(f->t.files_known, 1);
}

/* ---- bad rows ---- */

static void bad_rows_have_place_and_reason_and_no_text(void **state) {
    static const struct {
        const char *row, *column, *reason;
    } cases[] = {
        {"VF,2023-02-30,JS272,eye,,SECRETWORD,,eye,\n", "date", "is no day"},
        {"VF,2023-11-03,JS272,SECRETWORD,,90,,eye,\n", "method", "is none of counted"},
        {"VF,2023-11-03,JS272,eye,90,80,,eye,SECRETWORD\n", "best", "must not fall"},
        {"VF,2023-11-03,JS272,eye,,,,eye,\n", "best", "wants one of low"},
        {"VF,,JS272,eye,,90,,eye,\n", "date", "wants a date"},
        {"VF,2023-11-03,JS272,eye,,90,,nobody,\n", "source", "names no row of sources"},
        {"NO,2023-11-03,JS272,eye,,90,,eye,\n", "corridor", "names no row of corridors"},
        {",2023-11-03,JS272,eye,,90,,eye,\n", "corridor", "is empty, and required"},
        {"VF,2023-11-03,JS272,eye,,90,,eye,SECRETWORD,x\n", "10", "more cells than the header"},
        {"VF,2023-11-03,JS272,eye,,90,,eye,a@example.org\n", "note", "e-mail"},
        {"VF,2023-11-03,JS272,eye,,90,,eye,\xff\xfeSECRETWORD\n", "note", "is not UTF-8"},
        {"VF,2023-11-03,JS272,eye,,90,,eye,\"SECRETWORD\"x\n", "",
         "cell 9: text after a closing quote"},
    };
    struct fix *f = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *text =
            arena_printf(&f->a, "%s%s%s", COUNTS_HEAD COUNT_A, cases[i].row, COUNT_B);

        import_ok(f, put_case(f, text));
        if (f->t.bad.n != 1) fail_msg("%s: %zu bad rows", cases[i].row, f->t.bad.n);
        assert_string_equal(f->t.bad.v[0].column.p, cases[i].column);
        if (!strstr(f->t.bad.v[0].reason.p, cases[i].reason))
            fail_msg("%s: %s", cases[i].row, f->t.bad.v[0].reason.p);
        assert_int_equal(f->t.bad.v[0].line, 3);
        assert_int_equal(entries(f, "bad"), i + 1);
    }
    assert_null(strstr(bodies(f, NULL), "SECRETWORD"));
    assert_int_equal(entries(f, "row"), 3 + 2); /* the rows around them are kept */
}

static void a_bad_source_takes_its_dependents_along(void **state) {
    struct fix *f = *state;

    put_case(f, COUNTS_HEAD COUNT_A COUNT_C);
    put(f, "sources.csv",
        "id,label,kind,root\neye,a,observer,clip\nclip,b,video,eye\nok,c,press,gone\nfine,d,press,"
        "fine\n");
    import_ok(f, f->dir);
    assert_int_equal(f->t.bad.n, 5); /* a circle of two, one without end, two counts */
    assert_int_equal(f->t.rows, 2);  /* fine, VF */
    put(f, "sources.csv",
        SOURCES); /* mended: the counts are read although their file is the same */
    import_ok(f, f->dir);
    assert_int_equal(f->t.bad.n, 0);
    assert_int_equal(f->t.rows, 4);
}

static void empty_is_unknown_and_zero_is_zero(void **state) {
    struct fix *f = *state;

    import_ok(f, put_case(f, COUNTS_HEAD "VF,2023-11-03,JS272,counted,-,0,?,eye,NA\n,,,,,,,,\n"));
    assert_int_equal(f->t.bad.n, 0);
    assert_non_null(strstr(
        bodies(f, "row"),
        "\"row\":{\"best\":0,\"corridor\":\"VF\",\"date\":\"2023-11-03\",\"flight\":\"JS272\","
        "\"method\":\"counted\",\"source\":\"eye\"}"));
}

static void separators_marks_and_line_ends_do_not_matter(void **state) {
    static const char *const texts[] = {
        "\xef\xbb\xbf"
        "ID;Origin;Destination;Direction;From;To\r\nVF;UHWW;ZKPY;outbound;30 October "
        "2023;2024-03-29\r\n",
        "id\torigin\tdestination\tdirection\tfrom\tto\nVF\tUHWW\tZKPY\tOutbound\t2023-10-30\t29 "
        "Mar 2024",
        "to,from,\"id\",origin,destination,direction\r\n2024-03-29,2023-10-30,VF,\"UHWW\",ZKPY,"
        "outbound\r\n",
    };
    struct fix *f = *state;

    for (size_t i = 0; i < 3; i++) {
        import_ok(f, put(f, "corridors.csv", texts[i]));
        assert_int_equal(f->t.rows, i == 0);
        assert_int_equal(f->t.rows_known, i != 0);
    }
}

/* ---- refusals ---- */

static bool never_read(struct span bytes) {
    return bytes.n > 3 &&
           (memcmp(bytes.p, "%PDF", 4) == 0 || memcmp(bytes.p, "PK\x05\x06", 4) == 0 ||
            memcmp(bytes.p, "\xd0\xcf\x11\xe0", 4) == 0);
}

static void refused(struct fix *f, const char *name, struct span bytes, int rc,
                    const char *sentence) {
    size_t rows = entries(f, "row"), before = entries(f, "refused");
    const char *path = put_bytes(f, name, bytes);

    assert_int_equal(import(f, path), rc);
    if (!strstr(f->e.text, sentence)) fail_msg("%s: %s", name, f->e.text);
    assert_int_equal(f->t.refused, 1);
    assert_int_equal(entries(f, "refused"), before + 1);
    assert_int_equal(entries(f, "row"), rows);
    assert_int_equal(import(f, path), rc);
    /* and not a second time, but where recognizing it would need its hash, by which guesses at what is in it could be tested */
    assert_int_equal(entries(f, "refused"), before + (never_read(bytes) ? 1 : 2));
}

static void files_are_refused_whole_with_a_sentence(void **state) {
    static char garbage[100000];
    struct fix *f = *state;
    char *wide = calloc(1, 20001);
    struct buf hopeless = {0};

    buf_puts(&hopeless, COUNTS_HEAD);
    for (size_t i = 0; i < sizeof garbage; i++) garbage[i] = (char)('!' + i * 7919 % 90);
    memset(wide, ',', 20000);
    refused(f, "counts.csv", SPAN("corridor,date,best,observer_phone\n"), RC_SEALED,
            "counts.csv: line 1: column 4 names a contact: take it out");
    refused(f, "counts.csv", SPAN("corridor,date,Imei\n"), RC_SEALED, "column 3 names a device");
    refused(f, "counts.csv", SPAN("surname,corridor,date\n"), RC_SEALED, "a row for each person");
    refused(f, "counts.csv", SPAN("a,b,c\n1,2,3\n"), RC_SYNTAX, "names no column of counts");
    refused(f, "counts.csv", SPAN("corridor,date,best\n"), RC_SYNTAX,
            "the column method is missing");
    refused(f, "counts.csv", SPAN("corridor,date,date,method,source\n"), RC_SYNTAX,
            "column 3 is date for the second time");
    refused(f, "counts.csv", SPAN(""), RC_SYNTAX, "is empty");
    refused(f, "counts.csv", SPAN("%PDF-1.7"), RC_SYNTAX, "is a PDF");
    refused(f, "counts.csv", SPAN("\xd0\xcf\x11\xe0old"), RC_SYNTAX, "save it as .xlsx");
    refused(f, "counts.csv", (struct span){"corridor\0date", 13}, RC_SYNTAX, "counts.csv: ");
    refused(f, "counts.csv", (struct span){garbage, sizeof garbage}, RC_SYNTAX, "counts.csv: ");
    refused(f, "counts.csv", (struct span){wide, 20000}, RC_LIMIT, "counts.csv: ");
    for (size_t i = 0; i < 20000; i++) buf_puts(&hopeless, "x,y\n");
    refused(f, "counts.csv", buf_span(&hopeless), RC_SYNTAX,
            "line 20001: not one of the first 20000 rows");
    buf_fini(&hopeless);
    refused(f, "counts.xlsx", SPAN("PK\x03\x04 not a zip at all"), RC_SYNTAX, "counts.xlsx: ");
    refused(f, "other.csv", SPAN(COUNTS_HEAD), RC_SYNTAX, "not called after a sheet");
    assert_int_equal(import(f, path_of(f, "nowhere.csv")), RC_NOTFOUND);
    assert_int_equal(entries(f, "file"), 0);
    free(wide);
}

static void unknown_columns_are_told_and_not_read(void **state) {
    struct fix *f = *state;

    import_ok(f, put(f, "corridors.csv",
                     "id,origin,destination,direction,from,to,weather\nVF,A,B,outbound,2023-10-30,"
                     "2024-03-29,TOKENWEATHER\n"));
    assert_int_equal(f->t.rows, 1);
    assert_true(has_notice(f, "1 column is not known"));
    assert_null(strstr(bodies(f, NULL), "TOKENWEATHER"));
    assert_null(strstr(bodies(f, NULL), "weather"));
}

static void too_many_bad_rows_end_in_one_that_counts_the_rest(void **state) {
    struct fix *f = *state;
    struct buf b = {0};

    put_case(f, COUNTS_HEAD COUNT_A);
    buf_puts(&b, COUNTS_HEAD COUNT_A);
    for (int i = 0; i < 100500; i++) buf_puts(&b, "x,y\n");
    put_bytes(f, "counts.csv", buf_span(&b));
    buf_fini(&b);
    import_ok(f, f->dir);
    assert_int_equal(entries(f, "bad"), 100001);
    assert_string_equal(f->t.bad.v[100000].reason.p, "500 more bad rows, not kept one by one");
}

/* ---- by hand ---- */

static int add(struct fix *f, const char *sheet, size_t n, const char *const pairs[][2]) {
    struct span name[16], cell[16];

    for (size_t i = 0; i < n; i++) name[i] = span_of(pairs[i][0]), cell[i] = span_of(pairs[i][1]);
    f->t = (struct ingest_tally){0};
    return ingest_row(f->st, &f->a, sheet, name, cell, n, &f->o, &f->t, &f->e);
}

static void one_row_by_hand_has_the_same_rules(void **state) {
    static const char *const source[][2] = {
        {"id", "eye"}, {"label", "witness"}, {"kind", "observer"}};
    static const char *const other[][2] = {
        {"id", "eye"}, {"label", "a witness"}, {"kind", "observer"}};
    static const char *const bad[][2] = {
        {"id", "x"}, {"label", "call 010-1234-5678"}, {"kind", "observer"}};
    static const char *const lost[][2] = {
        {"id", "x"}, {"label", "x"}, {"kind", "press"}, {"root", "gone"}};
    struct fix *f = *state;
    size_t before;

    assert_ok(add(f, "sources", 3, source), f->e);
    before = entries(f, NULL);
    assert_ok(add(f, "sources", 3, source), f->e);
    assert_int_equal(f->t.rows_known, 1);
    assert_int_equal(entries(f, NULL), before);
    assert_ok(add(f, "sources", 3, other), f->e);
    assert_int_equal(f->t.superseded, 1);
    assert_int_equal(f->t.withdrawn, 0);
    before = entries(f, NULL);
    assert_int_equal(add(f, "sources", 3, bad), RC_SEALED);
    assert_string_equal(f->e.text, "label: looks like a telephone number: take it out");
    assert_int_equal(add(f, "sources", 4, lost), RC_NOTFOUND);
    assert_int_equal(add(f, "sources", 2, source), RC_SYNTAX);
    assert_int_equal(add(f, "people", 2, source), RC_NOTFOUND);
    assert_int_equal(entries(f, NULL), before);
}

/* ---- maps ---- */

static void sums(struct fix *f, const char *corridor, const char *source, const char *from,
                 const char *to, int64_t *n, int64_t *people) {
    struct ledger_it *it = NULL;
    struct ledger_entry entry;

    *n = *people = 0;
    assert_ok(ledger_each(&it, f->st, "row", &f->e), f->e);
    while (ledger_next(it, &entry, &f->e) > 0) {
        json_t *body = NULL, *row;
        const char *date;

        assert_ok(canon_read(entry.body, &body, &f->e), f->e);
        row = json_object_get(body, "row");
        date = json_string_value(json_object_get(row, "date"));
        if (strcmp(json_string_value(json_object_get(body, "sheet")), "counts") == 0 &&
            strcmp(date, from) >= 0 && strcmp(date, to) <= 0 &&
            strcmp(json_string_value(json_object_get(row, "source")), source) == 0 &&
            (!corridor ||
             strcmp(json_string_value(json_object_get(row, "corridor")), corridor) == 0)) {
            int64_t best = json_integer_value(json_object_get(row, "best")),
                    low = json_integer_value(json_object_get(row, "low"));

            *n += json_object_get(row, "best") || json_object_get(row, "low");
            *people += best > low ? best : low;
        }
        json_decref(body);
    }
    ledger_done(it);
}

static const char *shared(struct fix *f, const char *name) {
    return t_shared() ? arena_printf(&f->a, "%s/%s", t_shared(), name) : NULL;
}

static void need_shared(const char *path) {
    if (path && access(path, R_OK) == 0) return;
    print_message("# skipped: HEADCOUNT_SHARED has no such data here\n");
    skip();
}

static void the_yakima_sheet_is_read_as_it_is(void **state) {
    struct fix *f = *state;
    const char *path = shared(f, "yakima/kykm_flights.csv");
    int64_t n, people;
    size_t before;

    need_shared(path);
    f->o.map = arena_printf(&f->a, "%s/examples/maps/kykm.yaml", getenv("HEADCOUNT_SOURCE"));
    import_ok(f, path);
    assert_int_equal(f->t.bad.n, 0);
    /* 126 records: 114 flown, 8 cancelled, 3 no stop, 1 unknown; each is a flight out and a flight
     * in */
    assert_int_equal(rows_with(f, "\"corridor\":\"YKM-OUT\"", "\"state\":\"operated\""), 114);
    assert_int_equal(rows_with(f, "\"corridor\":\"YKM-IN\"", "\"state\":\"operated\""), 114);
    assert_int_equal(rows_with(f, "\"corridor\":\"YKM-OUT\"", "\"state\":\"cancelled\""), 11);
    assert_int_equal(rows_with(f, "\"corridor\":\"YKM-OUT\"", "\"state\":\"unknown\""), 1);
    /* May 2019 to April 2020, observers: pickups 2,796, drop-offs 1,277 */
    sums(f, "YKM-OUT", "yirn", "2019-05-01", "2020-04-30", &n, &people);
    assert_int_equal(people, 2796);
    sums(f, "YKM-IN", "yirn", "2019-05-01", "2020-04-30", &n, &people);
    assert_int_equal(people, 1277);
    /* 29 flights have the airport's figure too: pickups 1,291, drop-offs 1,082 */
    sums(f, "YKM-OUT", "city", "2019-05-01", "2021-12-31", &n, &people);
    assert_int_equal(n, 29);
    assert_int_equal(people, 1291);
    sums(f, "YKM-IN", "city", "2019-05-01", "2021-12-31", &n, &people);
    assert_int_equal(people, 1082);
    /* kept away on 17 September 2019: a reason and no number, never 0 */
    assert_int_equal(rows_with(f, "\"date\":\"2019-09-17\"", "\"reason\":\"refused\""), 2);
    assert_int_equal(rows_with(f, "\"date\":\"2019-09-17\"", "\"best\""), 0);
    before = entries(f, NULL);
    import_ok(f, path);
    assert_int_equal(entries(f, NULL), before);
}

static void the_frontex_table_is_read_as_it_is(void **state) {
    static const struct {
        const char *from, *to;
        int64_t operations, people;
    } years[] = {{"2013-01-01", "2013-12-31", 38, 2061},
                 {"2016-01-01", "2016-12-31", 231, 10550},
                 {"2018-01-01", "2018-12-31", 345, 12245}};
    struct fix *f = *state;
    const char *path = shared(f, "frontex/operations_2013_2018.csv");

    need_shared(path);
    f->o.map = arena_printf(&f->a, "%s/examples/maps/frontex.yaml", getenv("HEADCOUNT_SOURCE"));
    import_ok(f, path);
    assert_int_equal(f->t.bad.n, 0);
    assert_int_equal(rows_with(f, "\"sheet\":\"flights\"", "\"state\":\"operated\""), 1064);
    assert_int_equal(rows_with(f, "\"sheet\":\"corridors\"", "\"id\":\"FX-albania\""), 1);
    for (size_t i = 0; i < 3; i++) {
        int64_t n, people;

        sums(f, NULL, "agency", years[i].from, years[i].to, &n, &people);
        assert_int_equal(n, years[i].operations);
        assert_int_equal(people, years[i].people);
    }
    assert_int_equal(rows_with(f, "\"sheet\":\"counts\"", "monitored: 1"), 609);
}

#define MAP_HEAD "map: 1\nfile: {dates: words, empty: [none]}\nignore: [Observer Name]\n"
#define MAP_REST                                                                                   \
    "once:\n"                                                                                      \
    "  - {sheet: sources, set: {id: s, label: a log, kind: observer}}\n"                           \
    "  - {sheet: corridors, set: {id: C, origin: A, destination: B, direction: outbound, from: "   \
    "2019-01-01, to: 2020-01-01}}\n"                                                               \
    "emit:\n"                                                                                      \
    "  - sheet: counts\n"                                                                          \
    "    when: {On: present}\n"                                                                    \
    "    set: {corridor: C, source: s, method: counted}\n"                                         \
    "    columns: {date: Date, best: On}\n"                                                        \
    "  - sheet: counts\n"                                                                          \
    "    when: {\"On#2\": present}\n"                                                              \
    "    set: {corridor: C, source: s, method: official}\n"                                        \
    "    columns: {date: Date, best: \"On#2\"}\n"
#define THEIRS                                                                                     \
    "Date|On|Observer Name|On\n\"Tuesday, May 7, 2019\"|92|Jane Roe|90\nMay 12, 2019|none|Jane "   \
    "Roe|100\n"                                                                                    \
    "\"Monday, May 14, 2019\"|1|Jane Roe|\n"

static void a_map_reads_dates_in_words_and_repeated_columns(void **state) {
    struct fix *f = *state;
    const char *sheet = put(f, "log.csv", THEIRS);

    f->o.map = put(f, "map.yaml", MAP_HEAD MAP_REST);
    import_ok(f, sheet);
    assert_int_equal(rows_with(f, "\"sheet\":\"counts\"", ""), 3);
    assert_int_equal(rows_with(f, "\"best\":90", "\"date\":\"2019-05-07\""), 1);
    assert_int_equal(rows_with(f, "\"best\":100", "\"date\":\"2019-05-12\""), 1);
    assert_int_equal(f->t.bad.n, 1); /* 14 May 2019 was a Tuesday */
    assert_non_null(strstr(f->t.bad.v[0].reason.p, "weekday"));
    assert_null(strstr(bodies(f, NULL), "Jane"));
    f->o.map =
        put(f, "map2.yaml", "map: 1\nfile: {dates: words}\n" MAP_REST); /* without `ignore` */
    assert_int_equal(import(f, sheet), RC_SEALED);
    assert_non_null(strstr(f->e.text, "column 3 names a person"));
}

static void a_wrong_map_is_told_where(void **state) {
    static const char *const cases[][2] = {
        {"map: 2\n", "map: 1"},
        {"map: 1\nfile: {separator: x}\nemit: []\n", "separator"},
        {"map: 1\nemit: 3\n", "a list is wanted"},
        {"map: 1\nwhat: 3\n", "unknown word: what"},
        {"map: 1\nemit:\n  - {sheet: people}\n", "emit 1: there is no sheet people"},
        {"map: 1\nemit:\n  - {sheet: sources, set: {id: a, label: b}}\n", "required column kind"},
        {"map: 1\nemit:\n  - {sheet: sources, set: {id: a, label: b, kind: spy}}\n",
         "set: kind: is none of"},
        {"map: 1\nemit:\n  - {sheet: sources, set: {id: '{x', label: b, kind: press}}\n",
         "single brace"},
        {"map: 1\nemit:\n  - {sheet: sources, set: {id: '{x|y}', label: b, kind: press}}\n",
         "unknown filter"},
        {"map: 1\nemit: &a\n  - *a\n", "anchors"},
        {"map: 1\nmap: 1\n", "line 2: a key for the second time"},
        {"map: [1\n", "line "},
    };
    struct fix *f = *state;
    const char *sheet = put(f, "log.csv", THEIRS);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        f->o.map = put(f, "map.yaml", cases[i][0]);
        assert_int_equal(import(f, sheet), RC_SYNTAX);
        if (!strstr(f->e.text, cases[i][1])) fail_msg("%s: %s", cases[i][0], f->e.text);
    }
    assert_int_equal(entries(f, "refused"), 0); /* the sheet is not to blame */
}

static void a_guessed_map_is_a_map(void **state) {
    struct fix *f = *state;
    const char *path = shared(f, "yakima/kykm_flights.csv");
    struct span yaml;

    assert_ok(
        ingest_map_guess(
            &f->a,
            put(f, "log.csv", "Datum;Рейс;люди;phone\n31.12.2019;JS272;40;1\n01.01.2020;JS272;;\n"),
            &yaml, &f->e),
        f->e);
    assert_non_null(strstr(yaml.p, "dates: dmy"));
    assert_non_null(strstr(yaml.p, "\"phone\"  # column 4: a contact"));
    f->o.map = put_bytes(f, "map.yaml", yaml);
    import_ok(f, path_of(f, "log.csv"));
    assert_int_equal(f->t.bad.n, 0);
    assert_int_equal(rows_with(f, "\"best\":40", "\"date\":\"2019-12-31\""), 1);
    need_shared(path);
    assert_ok(ingest_map_guess(&f->a, path, &yaml, &f->e), f->e);
    assert_non_null(strstr(yaml.p, "best: \"{yirn_on|best}\""));
    assert_non_null(strstr(yaml.p, "stage: boarding"));
}

/* What observers of removals write: both ends in columns, ranges and words in one cell, half days, a column of methods. */
static void a_guess_knows_what_observers_write(void **state) {
    struct fix *f = *state;
    struct span yaml;

    put(f, "log.csv",
        "Flights of January,,,,,,\n,,,,,,\n"
        "Route (day),Flight date,Callsign,From,To,Time (local),Total people,How counted\n"
        "MSP-IAH-MSP,1/2/2026,GXA6523,MSP,IAH,1:15 PM,57,\"Counted, at the gate\"\n"
        "MSP-IAH-MSP,1/3/2026,OAE3511,MSP,ELP,10:05 AM,~40,\"Estimated, from convoy vehicles\"\n"
        "MSP-IAH-MSP,1/5/2026,GXA6523,MSP,IAH,12:20 AM,,not observed\n"
        "MSP-IAH-MSP,1/6/2026,GXA6171,MSP,AEX,14:40,62-68,Count\n"
        "MSP-IAH-MSP,1/7/2026,GXA6171,MSP,AEX,14:45,at least 30,partial\n"
        "MSP-IAH-MSP,1/9/2026,GXA6523,MSP,IAH,,unknown,\n"
        "MSP-IAH-MSP,1/11/2026,GXA6523,MSP,IAH,,\"55, of whom 3 women\",Count\n");
    assert_ok(ingest_map_guess(&f->a, path_of(f, "log.csv"), &yaml, &f->e), f->e);
    assert_non_null(
        strstr(yaml.p,
               "dates: mdy  # CHECK: no cell says whether day or month comes first; this way the"));
    assert_non_null(strstr(yaml.p, "header: 3"));
    assert_non_null(strstr(yaml.p, "from: 2026-01-02"));
    assert_non_null(strstr(yaml.p, "to: 2026-01-11"));
    assert_null(strstr(yaml.p, "GXA6523"));
    f->o.map = put_bytes(f, "map.yaml", yaml);
    import_ok(f, path_of(f, "log.csv"));
    assert_int_equal(f->t.bad.n, 1);
    assert_int_equal(f->t.bad.v[0].line, 10);
    assert_int_equal(rows_with(f, "\"id\":\"msp-aex\"", "\"destination\":\"AEX\""), 1);
    assert_int_equal(rows_with(f, "\"best\":57", "\"date\":\"2026-01-02\""), 1);
    assert_int_equal(rows_with(f, "\"best\":57", "\"method\":\"counted\""), 1);
    assert_int_equal(rows_with(f, "\"best\":40", "\"method\":\"proxy\""), 1);
    assert_int_equal(rows_with(f, "\"best\":40", "\"wording\":\"about\""), 1);
    assert_int_equal(rows_with(f, "\"high\":68", "\"low\":62"), 1);
    assert_int_equal(rows_with(f, "\"low\":30", "\"method\":\"partial\""), 1);
    assert_int_equal(rows_with(f, "\"dep_time\":\"13:15\"", "\"flight\":\"GXA6523\""), 1);
    assert_int_equal(rows_with(f, "\"dep_time\":\"00:20\"", "\"flight\":\"GXA6523\""), 1);
    assert_int_equal(rows_with(f, "\"dep_time\":\"10:05\"", "\"flight\":\"OAE3511\""), 1);
}

/* ---- workbooks ---- */

static void a_workbook_is_read_as_the_sheets_are(void **state) {
    static const char *const head[] = {"id", "origin", "destination", "direction", "from", "to"};
    static const char *const row[] = {"VF", "UHWW", "ZKPY", "outbound", "2023-10-30", "2024-03-29"};
    struct fix *f = *state;
    struct buf rows = {0};
    struct zip z = {0};
    const char *path;
    size_t before;

    zip_row(&rows, 1, head, 6);
    zip_row(&rows, 3, row, 6);
    buf_puts(&rows, "<row r=\"4\"><c r=\"A4\" t=\"str\"><f>CONCATENATE(1,2)</f><v>F</v></c>"
                    "<c r=\"B4\" t=\"inlineStr\"><is><t>A</t></is></c><c r=\"C4\" "
                    "t=\"inlineStr\"><is><t>B</t></is></c>"
                    "<c r=\"D4\" t=\"inlineStr\"><is><t>sideways</t></is></c></row>");
    zip_workbook(&z, "Corridors", rows.p, "help", rows.p);
    path = put_bytes(f, "case.xlsx", buf_span(&z.body));
    buf_fini(&rows);
    buf_fini(&z.body);
    import_ok(f, path);
    assert_int_equal(f->t.rows, 1);
    assert_int_equal(f->t.bad.n, 1);
    assert_int_equal(f->t.bad.v[0].line, 4);
    assert_string_equal(f->t.bad.v[0].column.p, "direction");
    assert_true(has_notice(f, "1 cell holds a formula"));
    assert_true(has_notice(f, "1 sheet is passed over"));
    assert_non_null(strstr(bodies(f, "file"), "\"format\":\"xlsx\""));
    before = entries(f, NULL);
    import_ok(f, path);
    assert_int_equal(entries(f, NULL), before);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_folder_becomes_rows),
        TEST(a_second_import_adds_nothing),
        TEST(an_edited_row_supersedes_and_a_missing_one_is_withdrawn),
        TEST(a_row_gone_bad_keeps_its_earlier_version),
        TEST(equal_rows_are_kept_once_and_equal_ids_refused),
        TEST(two_counts_of_one_flight_by_one_source_both_stay),
        TEST(shuffled_rows_give_the_same_chain),
        TEST(a_row_from_another_file_replaces_one_of_its_key),
        TEST(bad_rows_have_place_and_reason_and_no_text),
        TEST(a_bad_source_takes_its_dependents_along),
        TEST(empty_is_unknown_and_zero_is_zero),
        TEST(separators_marks_and_line_ends_do_not_matter),
        TEST(files_are_refused_whole_with_a_sentence),
        TEST(unknown_columns_are_told_and_not_read),
        TEST(too_many_bad_rows_end_in_one_that_counts_the_rest),
        TEST(one_row_by_hand_has_the_same_rules),
        TEST(the_yakima_sheet_is_read_as_it_is),
        TEST(the_frontex_table_is_read_as_it_is),
        TEST(a_map_reads_dates_in_words_and_repeated_columns),
        TEST(a_wrong_map_is_told_where),
        TEST(a_guessed_map_is_a_map),
        TEST(a_guess_knows_what_observers_write),
        TEST(a_workbook_is_read_as_the_sheets_are),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
