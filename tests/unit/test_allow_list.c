/* SPDX-License-Identifier: Apache-2.0 */
/* Promise 4: nothing leaves unless the list names it. Canaries are planted in every cell that can hold one, in a new column of
 * every table that the answer is made from, and in every object of the answer; every exporter is walked, and what comes out is
 * compared with the list. Nothing here names a column that is let out: a new sheet, column, table or exporter is covered by being there. */
#include "base/csv.h"
#include "canary.h"
#include "format/sheet.h"
#include "pack/pack.h"
#include "pipe/pipe.h"
#include "report/allow.h"
#include "report/export.h"
#include "report/report.h"
#include "t_ingest.h"

#define MINUTE "13:37" /* when somebody stood there */

/* ---- a case with a canary in each cell of text ---- */

struct planted {
    const struct sheet *sheet;
    const struct sheet_column *column;
    struct canary token;
};
struct plants {
    struct planted p[200];
    size_t n;
};

static bool holds_text(const struct sheet_column *c) {
    return c->type == CELL_TEXT || c->type == CELL_LINK || c->type == CELL_PLACE;
}

/* A valid cell of each type. Ids of sheets are those that the other sheets refer to. */
static const char *filler(const struct sheet *s, const struct sheet_column *c) {
    bool first_day = strcmp(c->name, "to") != 0 && strcmp(c->name, "until") != 0;

    if (strcmp(c->name, "root") == 0) return "";
    switch (c->type) {
    case CELL_ID:
        if (c->refers) return strcmp(c->refers, "sources") == 0 ? "eye" : "VF";
        if (strcmp(c->name, "id") != 0) return "JS272";
        return strcmp(s->name, "sources") == 0 ? "eye" : "VF";
    case CELL_CHOICE:
        if (strcmp(c->name, "kind") == 0) return "observer";
        if (strcmp(c->name, "state") == 0 && strcmp(s->name, "flights") == 0) return "operated";
        return c->choices[0];
    case CELL_INT: return c->lo > 3 ? "" : "3";
    case CELL_SHARE: return "0.5";
    case CELL_DATE: return first_day ? "2023-10-30" : "2023-11-06";
    case CELL_TIME: return MINUTE;
    case CELL_DAYS: return "15";
    case CELL_DATES: return "2023-11-03";
    case CELL_HEX: return "7202AB";
    case CELL_INSTANT:
        return strcmp(c->name, "on_utc") == 0 ? "2023-10-30T15:05:00Z" : "2023-10-30T13:37:21Z";
    case CELL_TEXT:
    case CELL_PLACE:
    case CELL_LINK: break;
    }
    return "";
}

/* One row a sheet that somebody fills, with every cell filled; text is a canary. */
static void plant_sheets(struct fix *f, struct plants *all) {
    for (size_t i = 0; i < sheet_shown; i++) {
        const struct sheet *s = &sheet_all[i];
        struct buf head = {0}, row = {0};

        for (size_t j = 0; j < s->n; j++) {
            const struct sheet_column *c = &s->columns[j];
            const char *cell = filler(s, c);

            if (strcmp(s->name, "schedules") == 0 && c->type == CELL_TIME) cell = "12:20";
            if (strcmp(s->name, "counts") == 0 &&
                (!strcmp(c->name, "from") || !strcmp(c->name, "to")))
                cell = "";
            if (strcmp(s->name, "counts") == 0 && !strcmp(c->name, "reason")) cell = "";
            if (strcmp(s->name, "flights") == 0 && !strcmp(c->name, "date"))
                cell = "2023-10-31"; /* nobody announced it */
            if (holds_text(c)) {
                struct planted *p = &all->p[all->n++];

                assert_true(all->n < 200);
                *p = (struct planted){s, c, canary_new()};
                cell = p->token.s;
            }
            buf_printf(&head, "%s%s", j ? "," : "", c->name);
            buf_printf(&row, "%s%s", j ? "," : "", cell);
        }
        put(f, arena_printf(&f->a, "%s.csv", s->name),
            arena_printf(&f->a, "%s\n%s\n", head.p, row.p));
        buf_fini(&head);
        buf_fini(&row);
    }
}

/* Every row as evidence for or against an explanation: what is weighed is shown with what it says. */
static void plant_evidence(struct fix *f) {
    struct buf b = {0};

    buf_puts(&b, "weighs:\n");
    for (size_t i = 0; i < sheet_shown; i++)
        buf_printf(&b, "  - {hypothesis: VF, evidence: \"%s:%s\", mark: C}\n", sheet_all[i].name,
                   strcmp(sheet_all[i].name, "sources") == 0 ? "eye" : "VF");
    put(f, "evidence.yaml", b.p);
    buf_fini(&b);
}

static json_t *answer_of(struct fix *f) {
    struct pipe_options o = pipe_defaults();
    json_t *answer = NULL;

    o.sensitivity = true;
    assert_ok(pipe_answer(f->st, &f->a, &o, &answer, &f->e), f->e);
    return answer;
}

static size_t weighed(const json_t *answer) {
    size_t i, n = 0;
    json_t *item;

    json_array_foreach(json_object_get(json_object_get(answer, "hypotheses"), "items"), i, item)
        n += json_is_null(json_object_get(item, "problem"));
    return n;
}

static json_t *planted_answer(struct fix *f, struct plants *all) {
    json_t *answer;

    plant_sheets(f, all);
    plant_evidence(f);
    import_ok(f, f->dir);
    if (f->t.bad.n)
        fail_msg("%.*s, %.*s: %.*s", SPAN_ARG(f->t.bad.v[0].sheet), SPAN_ARG(f->t.bad.v[0].column),
                 SPAN_ARG(f->t.bad.v[0].reason));
    assert_ok(pipe_refresh(f->st, &f->e), f->e);
    answer = answer_of(f);
    assert_true(weighed(answer) >= 7);
    return answer;
}

/* ---- everything that goes out ---- */

struct outlet {
    char name[32];
    struct buf b;
};
#define OUTLETS 24
struct outlets {
    struct outlet o[OUTLETS];
    size_t n;
};

static struct buf *outlet(struct outlets *all, const char *name) {
    struct outlet *o = &all->o[all->n++];

    assert_true(all->n <= OUTLETS);
    snprintf(o->name, sizeof o->name, "%s", name);
    o->b = (struct buf){0};
    return &o->b;
}

/* The members of a workbook, one after another. */
static void add_book(struct fix *f, const json_t *answer, bool whole, struct buf *out) {
    static const struct pack_limits lim = {100, 1 << 20, 8 << 20, 1000};
    const char *path = path_of(f, "out.xlsx");
    struct pack_member *m = NULL;
    struct span file;
    size_t n = 0;

    assert_ok(whole ? export_xlsx_whole(answer, path, &f->e) : export_xlsx(answer, path, &f->e),
              f->e);
    assert_ok(pack_file(&f->a, path, 8 << 20, &file, &f->e), f->e);
    assert_ok(pack_zip(&f->a, file, &lim, &m, &n, &f->e), f->e);
    for (size_t i = 0; i < n; i++) buf_add(out, m[i].bytes);
}

static void add_json(const json_t *v, struct buf *out) {
    char *s = json_dumps(v, JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12));

    buf_puts(out, s);
    free(s);
}

static void let_out(struct fix *f, const json_t *answer, bool whole, struct outlets *all) {
    json_t *allowed = allow_answer(answer);

    all->n = 0;
    for (size_t i = 0; export_tables[i]; i++) {
        struct buf *b = outlet(all, export_tables[i]);

        assert_ok(whole ? export_csv_whole(answer, export_tables[i], b, &f->e)
                        : export_csv(answer, export_tables[i], b, &f->e),
                  f->e);
    }
    for (size_t i = 0; export_maps[i]; i++) {
        struct buf *b = outlet(all, export_maps[i]);

        assert_ok(whole ? export_legs_whole(answer, export_maps[i], b, &f->e)
                        : export_legs(answer, export_maps[i], b, &f->e),
                  f->e);
    }
    add_book(f, answer, whole, outlet(all, "workbook"));
    assert_ok(whole ? html_report_whole(answer, outlet(all, "report"), &f->e)
                    : html_report(answer, outlet(all, "report"), &f->e),
              f->e);
    add_json(whole ? answer : allowed, outlet(all, "json"));
    json_decref(allowed);
}

static void shut(struct outlets *all) {
    for (size_t i = 0; i < all->n; i++) buf_fini(&all->o[i].b);
}

static size_t hits(const struct outlets *all, const char *token) {
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) n += canary_scan(buf_span(&all->o[i].b), token);
    return n;
}

/* ---- tests ---- */

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

static void the_minute_of_what_somebody_saw_does_not_leave(void **state) {
    struct fix *f = *state;
    struct plants *all = calloc(1, sizeof *all);
    json_t *answer = planted_answer(f, all);
    struct outlets out;
    size_t hours = 0, announced = 0;

    let_out(f, answer, false, &out);
    for (size_t k = 0; k < out.n; k++) {
        struct span s = buf_span(&out.o[k].b);

        if (canary_count(s, MINUTE, strlen(MINUTE)) || canary_count(s, ":37:00", 6))
            fail_msg("%s tells the minute", out.o[k].name);
        hours += canary_count(s, "13:00", 5);
        announced += canary_count(s, "12:20", 5);
    }
    assert_true(hours > 0);     /* coarse, and there */
    assert_true(announced > 0); /* what was announced is anybody's */
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

static void the_minute_of_a_timetable_leaves_whoever_copied_it(void **state) {
    assert_true(minutes_of(*state, "a,VF,JS272,Fri," MINUTE ",2023-10-30,2023-11-06,eye\n", SAW) >
                0);
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
            if ((s->columns[j].type == CELL_TIME && strcmp(s->name, "schedules") != 0) ||
                s->columns[j].type == CELL_INSTANT)
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
    plant(answer, "x");
    list = allow_undecided(answer);
    assert_true(json_array_size(list) > 20); /* it sees what is new */
    json_decref(list);
    json_decref(answer);
    free(all);
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
        TEST(no_cell_leaves_that_is_not_listed),
        TEST(without_the_list_they_leave),
        TEST(the_minute_of_what_somebody_saw_does_not_leave),
        TEST(an_announced_flight_hides_the_minute_of_who_saw_it),
        TEST(two_who_saw_it_make_no_public),
        TEST(another_minute_in_the_paper_does_not_let_it_out),
        TEST(the_minute_in_the_paper_leaves),
        TEST(the_minute_of_a_timetable_leaves_whoever_copied_it),
        TEST(no_new_column_of_a_table_leaves),
        TEST(no_unknown_cell_of_a_row_leaves),
        TEST(no_new_member_of_the_answer_leaves),
        TEST(what_is_withheld_of_a_table_is_in_the_whole_one_only),
        TEST(the_list_and_the_sheets_agree),
        TEST(all_that_an_answer_holds_is_decided_on),
        TEST(what_somebodys_receiver_heard_is_coarse),
        TEST(twice_is_once),
        TEST(the_link_of_a_person_stays),
        TEST(few_counts_of_one_person_warn),
        TEST(formulas_are_defused_and_come_back),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
