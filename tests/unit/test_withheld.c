/* SPDX-License-Identifier: Apache-2.0 */
/* Values that leave or stay for what they are: links of persons, counts of few, and what a spreadsheet would run. */
#include "base/csv.h"
#include "base/utc.h"
#include "report/names.h"
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

/* ---- the names of rows ---- */

/* The name that a flight of these cells has in a case: as the ledger makes it. */
static const char *guess(struct fix *f, int minute, const char *note) {
    json_t *row = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "corridor", "VVO-FNJ", "date",
                            "2023-11-05", "id", "f2", "source", "gate", "state", "operated",
                            "dep_time", json_sprintf("11:%02d", minute)),
           *named;
    struct buf text = {0};
    uint8_t hash[HASH_BYTES];

    if (note) json_object_set_new(row, "note", json_string(note));
    named = json_pack("{s:o, s:s}", "row", row, "sheet", "flights");
    assert_ok(canon_write(named, &text, &f->e), f->e);
    hash_of(buf_span(&text), hash);
    buf_fini(&text);
    json_decref(named);
    return arena_printf(&f->a, "%.12s", hash_hex(hash).s);
}

/* An answer that cites that flight, twice where two such left in the same hour. */
static json_t *cites(struct fix *f, const int *minute, int n, const char *note) {
    json_t *rows = json_object(), *ref = json_array();

    for (int i = 0; i < n; i++) {
        const char *name = guess(f, minute[i], note);
        json_t *row =
            json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:s*}", "corridor", "VVO-FNJ", "date",
                      "2023-11-05", "id", "f2", "source", "gate", "state", "operated", "dep_time",
                      json_sprintf("11:%02d", minute[i]), "note", note);

        json_array_append_new(ref, json_string(name));
        json_object_set_new(rows, name, json_pack("{s:s, s:o}", "sheet", "flights", "row", row));
    }
    return json_pack("{s:[{s:s, s:o}], s:[], s:[], s:[{s:s, s:s}], s:o}", "corridors", "id",
                     "VVO-FNJ", "ref", ref, "claims", "counts", "sources", "id", "gate", "kind",
                     "observer", "rows", rows);
}

/* Whoever knows the rest of a row tries each minute against every name that leaves. @return how many fit */
static size_t tried(struct fix *f, const json_t *answer, const char *note) {
    json_t *allowed = names_allowed(answer);
    char *text = json_dumps(allowed, 0), *own = json_dumps(answer, 0);
    size_t n = 0, twin = 0;

    for (int i = 1; i < 60; i++) { /* 0 is what leaves */
        const char *name = guess(f, i, note);

        n += strstr(text, name) != NULL;
        twin += strstr(own, name) != NULL;
    }
    assert_int_equal(twin,
                     json_object_size(json_object_get(answer, "rows"))); /* the attack works */
    free(text);
    free(own);
    json_decref(allowed);
    return n;
}

/* @param own what it is, or NULL: any */
static void own_is(const json_t *answer, const char *name, const char *own) {
    char *is = names_own(answer, name);

    assert_non_null(is);
    if (own) assert_string_equal(is, own);
    free(is);
}

static void a_published_name_tells_no_minute(void **state) {
    static const int minutes[] = {47, 12, 5, 31};
    struct fix *f = *state;

    for (int n = 1; n <= 4; n++) {
        json_t *answer = cites(f, minutes, n, NULL), *once = names_allowed(answer),
               *twice = names_allowed(once), *rows = json_object_get(once, "rows"), *v;
        const char *name;

        assert_int_equal(tried(f, answer, NULL), 0);
        assert_int_equal(json_object_size(rows), n); /* rows that look the same have two names */
        assert_true(json_equal(once, twice));
        json_object_foreach(rows, name, v) {
            assert_string_equal(
                json_string_value(json_object_get(json_object_get(v, "row"), "dep_time")), "11:00");
            own_is(answer, name, NULL);
        }
        v = json_object_get(json_array_get(json_object_get(once, "corridors"), 0), "ref");
        for (int i = 0; i < n; i++) {
            assert_non_null(json_object_get(rows, json_string_value(json_array_get(v, (size_t)i))));
            if (i)
                assert_true(strcmp(json_string_value(json_array_get(v, (size_t)i - 1)),
                                   json_string_value(json_array_get(v, (size_t)i))) < 0);
        }
        json_decref(twice);
        json_decref(once);
        json_decref(answer);
    }
}

static void a_published_name_tells_no_note_and_stays_where_all_leaves(void **state) {
    static const int minutes[] = {47, 0};
    struct fix *f = *state;
    json_t *noted = cites(f, minutes, 1, "seen by the cook"),
           *plain = cites(f, minutes + 1, 1, NULL), *v;

    assert_int_equal(tried(f, noted, "seen by the cook"), 0);
    v = names_allowed(plain); /* the full hour: nothing is withheld */
    assert_non_null(json_object_get(json_object_get(v, "rows"), guess(f, 0, NULL)));
    own_is(plain, guess(f, 0, NULL), guess(f, 0, NULL));
    assert_null(names_own(plain, "ffffffffffff"));
    json_decref(v);
    json_decref(noted);
    json_decref(plain);
}

/* A leg that somebody's receiver heard, by its id as the case makes it (pipe/flown.c), and the slot that it was matched to. */
static json_t *flew(struct fix *f, int64_t off_ms, const char *source, const char **id) {
    static const char end[] = "2023-10-30T04:00:00Z";
    uint8_t hash[HASH_BYTES];
    struct utc_text off = utc_instant_text(off_ms);

    hash_of(span_of(arena_printf(&f->a, "{\"icao24\":\"7201f4\",\"off_ms\":%lld,\"on_ms\":null}",
                                 (long long)off_ms)),
            hash);
    *id = arena_printf(&f->a, "L%.12s", hash_hex(hash).s);
    return json_pack("{s:[{s:s, s:[{s:s, s:s, s:{s:s, s:n, s:n}, s:{s:n, s:n, s:s}, s:[], s:s, "
                     "s:[]}], s:[{s:s, s:s}]}], s:[], s:[], s:[{s:s, "
                     "s:s}, {s:s, s:s}], s:{}}",
                     "corridors", "id", "VVO-FNJ", "legs", "id", *id, "icao24", "7201f4", "off",
                     "utc", off.s, "low", "high", "on", "utc", "low", "high", end, "parts",
                     "source", source, "ref", "by_slot", "id", "one", "leg", *id, "claims",
                     "counts", "sources", "id", "mine", "kind", "observer", "id", "adsb", "kind",
                     "database", "rows");
}

static void a_published_leg_tells_no_second(void **state) {
    const int64_t off = INT64_C(1698631932000); /* 02:12:12 */
    struct fix *f = *state;
    const char *id, *published;
    json_t *mine = flew(f, off, "mine", &id), *open = flew(f, off, "adsb", &id),
           *once = names_allowed(mine), *twice = names_allowed(once),
           *c = json_array_get(json_object_get(once, "corridors"), 0);
    char *text = json_dumps(once, 0);

    assert_null(strstr(text, id + 1));
    published =
        json_string_value(json_object_get(json_array_get(json_object_get(c, "legs"), 0), "id"));
    assert_string_equal(
        json_string_value(json_object_get(json_array_get(json_object_get(c, "by_slot"), 0), "leg")),
        published);
    own_is(mine, published, id);
    assert_true(json_equal(once, twice));
    free(text);
    for (int s = 1; s < 3600; s++) { /* as whoever knows the hour would try */
        json_t *other = flew(f, off / 3600000 * 3600000 + s * 1000, "mine", &id);

        json_decref(other);
        assert_string_not_equal(id, published);
    }
    json_decref(once);
    once = names_allowed(open); /* what everybody could hear keeps its id */
    text = json_dumps(once, 0);
    json_decref(flew(f, off, "adsb", &id));
    assert_non_null(strstr(text, id));
    free(text);
    json_decref(twice);
    json_decref(once);
    json_decref(mine);
    json_decref(open);
}

/* ---- the order of what is named ---- */

/* Two counts of a day with notes, as a case has them: rows and counts in the order of their own names. */
static json_t *noted(struct fix *f, int note) {
    json_t *answer = json_pack("{s:[], s:[], s:[], s:[{s:s, s:s}], s:{}}", "corridors", "claims",
                               "counts", "sources", "id", "gate", "kind", "observer", "rows"),
           *row[2];
    const char *name[2];

    for (int i = 0; i < 2; i++) {
        struct buf text = {0};
        uint8_t hash[HASH_BYTES];

        row[i] = json_pack("{s:{s:s, s:s, s:i, s:s, s:o}, s:s}", "row", "corridor", "VVO-FNJ",
                           "date", "2023-11-05", "best", 80 + i, "source", "gate", "note",
                           json_sprintf("%d", note), "sheet", "counts");
        assert_ok(canon_write(row[i], &text, &f->e), f->e);
        hash_of(buf_span(&text), hash);
        buf_fini(&text);
        name[i] = arena_printf(&f->a, "%.12s", hash_hex(hash).s);
    }
    for (int k = 0, first = strcmp(name[0], name[1]) > 0; k < 2; k++) {
        int i = k ? !first : first;

        json_object_set_new(json_object_get(answer, "rows"), name[i], row[i]);
        json_array_append_new(json_object_get(answer, "counts"),
                              json_pack("{s:s, s:s, s:i, s:s}", "row", name[i], "date",
                                        "2023-11-05", "best", 80 + i, "source", "gate"));
    }
    return answer;
}

/* Three legs of an hour by take-off: two that everybody heard, at 02:10 and 02:20, and one that somebody's own receiver heard. */
static json_t *among(struct fix *f, int minute) {
    const int64_t hour = INT64_C(1698631200000);
    const char *id;
    json_t *answer = flew(f, hour + minute * 60000, "mine", &id),
           *legs = json_object_get(json_array_get(json_object_get(answer, "corridors"), 0), "legs"),
           *mine = json_incref(json_array_get(legs, 0));

    json_array_clear(legs);
    for (int m = 0; m < 60; m++) {
        json_t *open = flew(f, hour + m * 60000 + 1, "adsb", &id),
               *c = json_array_get(json_object_get(open, "corridors"), 0);

        if (m == minute) json_array_append(legs, mine);
        if (m == 10 || m == 20)
            json_array_append(legs, json_array_get(json_object_get(c, "legs"), 0));
        json_decref(open);
    }
    json_decref(mine);
    return answer;
}

/* Two cases that differ in nothing but what is withheld are published as the same bytes. */
static void same_bytes(struct fix *f, json_t *(*make)(struct fix *, int), int from, int to) {
    char *first = NULL;

    for (int i = from; i < to; i++) {
        json_t *answer = make(f, i), *allowed = names_allowed(answer);
        char *text = json_dumps(allowed, JSON_PRESERVE_ORDER);

        if (first) assert_string_equal(text, first);
        if (!first)
            first = text;
        else
            free(text);
        json_decref(allowed);
        json_decref(answer);
    }
    free(first);
}

static void the_order_tells_nothing_that_is_withheld(void **state) {
    same_bytes(*state, noted, 0, 20);
    same_bytes(*state, among, 1, 60);
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
        TEST(a_published_name_tells_no_minute),
        TEST(a_published_name_tells_no_note_and_stays_where_all_leaves),
        TEST(a_published_leg_tells_no_second),
        TEST(the_order_tells_nothing_that_is_withheld),
        TEST(formulas_are_defused_and_come_back),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
