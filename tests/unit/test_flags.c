/* SPDX-License-Identifier: Apache-2.0 */
/* The reference case as it stands in examples/, and copies of it in which one thing is otherwise:
 * each of the fourteen flags has a cause, and goes with it. Then what reposts and second roots do to
 * grades, and what no sentence may say. */
#include "ingest/ingest.h"
#include "ledger/ledger.h"
#include "pipe/findings.h"
#include "pipe/pipe.h"
#include "t.h"

#include <ctype.h>
#include <unistd.h>

static struct arena arena;

static int setup(void **state) {
    (void)state;
    arena_init(&arena, (size_t)512 << 20);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

/* --- a copy of the case --- */

static const char *const sheets[] = {"sources", "corridors", "aircraft", "schedules",
                                     "flights", "counts",    "claims"};
#define NSHEET (sizeof sheets / sizeof *sheets)

struct copy {
    char *text[NSHEET];
};

static char *slurp(const char *path) {
    FILE *f = fopen(path, "rb");
    char *s = arena_alloc(&arena, 1 << 16, 1);
    size_t n;

    if (!f) fail_msg("%s cannot be opened", path);
    n = fread(s, 1, (1 << 16) - 1, f);
    assert_true(n < (1 << 16) - 1);
    fclose(f);
    s[n] = 0;
    return s;
}

static struct copy reference(void) {
    const char *source = getenv("HEADCOUNT_SOURCE");
    struct copy c;
    char path[512];

    assert_non_null(source);
    for (size_t i = 0; i < NSHEET; i++) {
        snprintf(path, sizeof path, "%s/examples/vladivostok-pyongyang/%s.csv", source, sheets[i]);
        c.text[i] = slurp(path);
    }
    return c;
}

static char **sheet(struct copy *c, const char *name) {
    for (size_t i = 0; i < NSHEET; i++)
        if (strcmp(sheets[i], name) == 0) return &c->text[i];
    fail_msg("no sheet %s", name);
    return NULL;
}

/* What is otherwise: in the row `id` of a sheet, `was` is `is`; without `was`, the row is gone;
 * without an id, `is` is a new row. */
struct edit {
    const char *sheet, *id, *was, *is;
};

static char *line_of(char *text, const char *id) {
    size_t n = strlen(id);

    for (char *s = text; s && *s; s = strchr(s, '\n') ? strchr(s, '\n') + 1 : NULL)
        if (strncmp(s, id, n) == 0 && s[n] == ',') return s;
    fail_msg("no row %s", id);
    return NULL;
}

static void apply(struct copy *c, const struct edit *e) {
    char **text = sheet(c, e->sheet), *line, *end, *at;

    if (!e->id) {
        *text = arena_printf(&arena, "%s%s\n", *text, e->is);
        return;
    }
    line = line_of(*text, e->id);
    end = strchr(line, '\n') + 1;
    if (!e->was) {
        *text = arena_printf(&arena, "%.*s%s", (int)(line - *text), *text, end);
        return;
    }
    at = strstr(line, e->was);
    if (!at || at >= end) fail_msg("row %s has no %s", e->id, e->was);
    *text = arena_printf(&arena, "%.*s%s%s", (int)(at - *text), *text, e->is, at + strlen(e->was));
}

static struct store *store_of(const struct copy *c) {
    char dir[] = "/tmp/headcount-flags-XXXXXX", path[256];
    struct ingest_options how = {0};
    struct ingest_tally t = {0};
    struct store *st = NULL;
    struct err e;

    assert_non_null(mkdtemp(dir));
    for (size_t i = 0; i < NSHEET; i++) {
        snprintf(path, sizeof path, "%s/%s.csv", dir, sheets[i]);
        t_text_file(path, c->text[i]);
    }
    assert_ok(store_open(&st, NULL, STORE_MEMORY, &e), e);
    assert_ok(ledger_found(st, "test", 0, true, &e), e);
    assert_ok(ingest_path(st, &arena, dir, &how, &t, &e), e);
    assert_int_equal(t.bad.n, 0);
    assert_ok(pipe_refresh(st, &e), e);
    for (size_t i = 0; i < NSHEET; i++) {
        snprintf(path, sizeof path, "%s/%s.csv", dir, sheets[i]);
        unlink(path);
    }
    rmdir(dir);
    return st;
}

static json_t *findings_of(const struct copy *c, size_t *errors) {
    struct store *st = store_of(c);
    json_t *out = NULL;
    struct err e;

    assert_ok(findings_run(st, &arena, &out, errors, &e), e);
    store_close(st);
    return out;
}

static json_t *answer_of(const struct copy *c) {
    struct pipe_options o = pipe_defaults();
    struct store *st = store_of(c);
    json_t *answer = NULL;
    struct err e;

    o.unmeasured = true; /* nobody here asks for grid_error */
    assert_ok(pipe_answer(st, &arena, &o, &answer, &e), e);
    store_close(st);
    return answer;
}

/* --- the fourteen --- */

#define MOST 4
static const struct {
    const char *id;
    struct edit without[MOST]; /* the case without its cause */
} flags[] = {
    {"announced-not-flown", {{NULL, NULL, NULL, NULL}}}, /* every flight flew: below */
    {"capacity-type", {{"schedules", "w23-out", "2024-03-29,,,", "2024-03-29,,Tu-204,"}}},
    {"composition-gross-net",
     {{"counts", "c0209", NULL, NULL},
      {"counts", NULL, NULL,
       "c-in,FNJ-VVO,,2023-10-30,2024-03-29,,official,,0,,all,aboard,exact,,,buv,"}}},
    {"flight-number-direction", {{"claims", "k-js271", ",JS271,", ",JS272,"}}},
    {"frequency-ambiguous", {{"claims", "k-biweekly", "Regular biweekly", "Regular twice-weekly"}}},
    {"known-statement", {{"claims", "k-4000", ",around,", ",\"around, if all of them fly\","}}},
    {"later-evidence", {{"claims", "k-putoff", NULL, NULL}}},
    {"one-root",
     {{"sources", "asiae", "press,prof-video,", "press,,"},
      {"sources", "kangnam", "press,prof-video,", "press,,"},
      {"claims", "k-biweekly", ",k-four-months,translates,", ",,,"}}},
    {"other-modes", {{"claims", "k-train", NULL, NULL}}},
    {"period-length", {{"claims", "k-four-months", "for four months", "for five months"}}},
    {"product-mismatch", {{"claims", "k-4000", ",4000,", ",4400,"}}},
    {"selection", {{"counts", "c1030", "2023-10-30", "2024-01-12"}}},
    {"single-observation",
     {{"counts", NULL, NULL, "c1103,VVO-FNJ,2023-11-03,,,,eye,,100,,concern,waiting,about,,,buv,"},
      {"claims", "k-4000", "c1030 w23-out", "c1030 c1103 w23-out"}}},
    {"stock-flow", {{"claims", "k-4000", ",stock,", ",one_way,"}}},
};
#define NFLAG (sizeof flags / sizeof *flags)

static void every_flight_flew(struct copy *c) {
    int32_t day = utc_day((struct utc_civil){2023, 10, 30});
    int32_t last = utc_day((struct utc_civil){2024, 3, 29});
    struct edit e = {"flights", NULL, NULL, NULL};

    for (; day <= last; day++) {
        if (utc_weekday(day) != 1 && utc_weekday(day) != 5) continue;
        e.is = arena_printf(&arena, "x%d,VVO-FNJ,%s,JS272,,,operated,,,,,kyodo,", day,
                            utc_date_text(day).s);
        apply(c, &e);
    }
}

/* "a b c", each id once; the findings are given up. */
static const char *ids_of(json_t *all) {
    const char *s = "";
    size_t i;
    json_t *f;

    json_array_foreach(json_object_get(all, "findings"), i, f) {
        const char *id = json_string_value(json_object_get(f, "id"));

        assert_true(json_array_size(json_object_get(f, "entries")) > 0);
        assert_true(*json_string_value(json_object_get(f, "settles")) != 0);
        if (!strstr(s, arena_printf(&arena, "%s ", id))) s = arena_printf(&arena, "%s%s ", s, id);
    }
    json_decref(all);
    return s;
}

/* The ids as the program orders them: by level, then id. */
static bool named(const char *ids, const char *id) {
    return strstr(arena_printf(&arena, " %s", ids), arena_printf(&arena, " %s ", id)) != NULL;
}

static size_t number_of(const char *ids) {
    size_t n = 0;

    for (; *ids; ids++) n += *ids == ' ';
    return n;
}

static void the_reference_case_has_all_fourteen_and_nothing_else(void **state) {
    struct copy c = reference();
    size_t errors = 9;
    const char *ids = ids_of(findings_of(&c, &errors));

    (void)state;
    assert_int_equal(errors, 0);
    assert_int_equal(NFLAG, 14);
    for (size_t i = 0; i < NFLAG; i++)
        if (!named(ids, flags[i].id)) fail_msg("%s is not among %s", flags[i].id, ids);
    if (number_of(ids) != NFLAG) fail_msg("more than the fourteen: %s", ids);
}

static void each_flag_goes_with_its_cause_and_no_other_does(void **state) {
    (void)state;
    for (size_t i = 0; i < NFLAG; i++) {
        struct copy c = reference();
        size_t errors = 9;
        const char *ids;

        for (size_t k = 0; k < MOST && flags[i].without[k].sheet; k++)
            apply(&c, &flags[i].without[k]);
        if (!flags[i].without[0].sheet) every_flight_flew(&c);
        ids = ids_of(findings_of(&c, &errors));
        if (named(ids, flags[i].id)) fail_msg("%s stays without its cause", flags[i].id);
        for (size_t k = 0; k < NFLAG; k++)
            if (k != i && !named(ids, flags[k].id))
                fail_msg("without the cause of %s, %s goes too", flags[i].id, flags[k].id);
        if (number_of(ids) != NFLAG - 1 || errors)
            fail_msg("without the cause of %s: %s", flags[i].id, ids);
    }
}

static const json_t *finding(const json_t *all, const char *id) {
    size_t i;
    json_t *f;

    json_array_foreach(json_object_get(all, "findings"), i,
                       f) if (strcmp(json_string_value(json_object_get(f, "id")), id) ==
                              0) return f;
    fail_msg("no finding %s", id);
    return NULL;
}

static void the_figures_of_the_article_are_told(void **state) {
    static const struct {
        const char *id, *part;
    } told[] = {{"product-mismatch", "44 flights x 100 = 4,400: it is 9 % below"},
                {"product-mismatch", "35 flights: 3,500"},
                {"period-length", "4.96 months (152 days"},
                {"frequency-ambiguous", "44 flights or 11"},
                {"frequency-ambiguous", "a factor of 4"},
                {"single-observation", "68 to 237 people"},
                {"stock-flow", "511 (k-511"},
                {"stock-flow", "4,400, exceeds them all"},
                {"capacity-type", "more than the seats of An-148-100 (70 to 80)"},
                {"composition-gross-net", "97 on 2024-02-09"},
                {"other-modes", "134 by rail"},
                {"one-root", "3 links and one voice"},
                {"known-statement", "about 4,400 one-way trips could be made"}};
    struct copy c = reference();
    size_t errors;
    json_t *all = findings_of(&c, &errors);

    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const char *text = json_string_value(json_object_get(finding(all, told[i].id), "text"));

        if (!strstr(text, told[i].part)) fail_msg("\"%s\" is not in \"%s\"", told[i].part, text);
    }
    json_decref(all);
}

/* What was taken back is the subject of no finding; the rest of the case still is. */
/* What `check` finds is in the answer, in its order, and each row that it names can be looked up there. */
static void the_answer_has_the_findings(void **state) {
    static const char *const same[] = {"id", "level", "text", "settles"};
    struct copy c = reference();
    json_t *answer = answer_of(&c), *found, *list = json_object_get(answer, "findings"), *f, *row;
    const json_t *rows = json_object_get(answer, "rows");
    size_t errors, i, k;

    (void)state;
    found = findings_of(&c, &errors);
    assert_true(json_array_size(list) >= 14);
    assert_int_equal(json_array_size(list), json_array_size(json_object_get(found, "findings")));
    json_array_foreach(list, i, f) {
        const json_t *g = json_array_get(json_object_get(found, "findings"), i);
        const json_t *entries = json_object_get(g, "entries");

        for (k = 0; k < sizeof same / sizeof *same; k++)
            assert_true(json_equal(json_object_get(f, same[k]), json_object_get(g, same[k])));
        assert_int_equal(json_integer_value(json_object_get(f, "rows")), json_array_size(entries));
        assert_int_equal(json_array_size(json_object_get(f, "ref")),
                         json_array_size(entries) < 60 ? json_array_size(entries) : 60);
        json_array_foreach(json_object_get(f, "ref"), k, row) {
            assert_true(json_equal(row, json_array_get(entries, k)));
            assert_non_null(json_object_get(rows, json_string_value(row)));
        }
    }
    json_decref(found), json_decref(answer);
}

/* A load that is known from a statement only is one look, too, and lies where its day lies. */
static void a_claim_that_gives_the_load_is_a_look(void **state) {
    static const struct edit no_count[] = {{"counts", "c1030", NULL, NULL},
                                           {"claims", "k-4000", "c1030 w23-out", "k-100 w23-out"}},
                             later = {"claims", "k-100", "2023-10-30,2023-10-30",
                                      "2024-01-12,2024-01-12"};
    struct copy c = reference();
    size_t errors;

    (void)state;
    apply(&c, &no_count[0]), apply(&c, &no_count[1]);
    assert_true(named(ids_of(findings_of(&c, &errors)), "selection"));
    apply(&c, &later);
    assert_false(named(ids_of(findings_of(&c, &errors)), "selection"));
}

static void a_retracted_claim_is_held_against_nothing(void **state) {
    struct copy c = reference();
    const struct edit e = {"claims", "k-4000", "standing", "retracted"};
    size_t errors;
    const char *ids;

    (void)state;
    apply(&c, &e);
    ids = ids_of(findings_of(&c, &errors));
    assert_false(named(ids, "product-mismatch"));
    assert_false(named(ids, "stock-flow"));
    assert_false(named(ids, "known-statement"));
    assert_true(named(ids, "period-length"));
    assert_true(named(ids, "one-root"));
}

/* --- roots and grades --- */

static const json_t *claim(const json_t *answer, const char *id) {
    size_t i;
    json_t *k;

    json_array_foreach(json_object_get(answer, "claims"), i,
                       k) if (strcmp(json_string_value(json_object_get(k, "id")), id) ==
                              0) return k;
    fail_msg("no claim %s", id);
    return NULL;
}

static const char *grade(const json_t *answer, const char *id) {
    return json_string_value(json_object_get(claim(answer, id), "grade"));
}

/* Without the names of rows and the sentences that count rows. */
static void strip(json_t *v) {
    static const char *const drop[] = {"ref",      "seen_ref", "ceiling_ref", "counts",
                                       "seen_why", "caveats",  "assumptions"};
    const char *key;
    json_t *item;
    size_t i;

    if (json_is_array(v)) json_array_foreach(v, i, item) strip(item);
    if (!json_is_object(v)) return;
    for (i = 0; i < sizeof drop / sizeof *drop; i++) json_object_del(v, drop[i]);
    json_object_foreach(v, key, item) strip(item);
}

static char *dump(const json_t *v) {
    char *s = json_dumps(v, JSON_SORT_KEYS | JSON_REAL_PRECISION(17) | JSON_ENCODE_ANY);
    char *out;

    assert_non_null(s);
    out = arena_printf(&arena, "%s", s);
    free(s);
    return out;
}

static const struct edit confirmed = {
    "claims", "k-100", ",about,About 100 workers were waiting at Vladivostok airport,3,",
    ",about,About 100 workers were waiting at Vladivostok airport,1,"};
static const struct edit second = {
    "claims", NULL, NULL,
    "k-100-2,A traveller,buv,interview,2023-11-01,2023-10-30,2023-10-30,VVO-FNJ,,,,100,,people,,,"
    "about,About a hundred stood at the counters,2,standing,k-100,supports,"};

static void add_reposts(struct copy *c, bool counts) {
    for (int i = 0; i < 10; i++) {
        struct edit e = {
            "sources", NULL, NULL,
            arena_printf(&arena, "re%d,A repost,press,prof-video,C,,2023-11-02,en,", i)};

        apply(c, &e);
        e.sheet = "claims";
        e.is = arena_printf(
            &arena,
            "k-re%d,A paper,re%d,newspaper,2023-11-02,2023-10-30,2023-10-30,VVO-FNJ,,,,"
            "100,,people,,,about,About 100 waited,3,standing,k-100,repeats,",
            i, i);
        apply(c, &e);
        e.sheet = "counts";
        e.is = arena_printf(
            &arena, "c-re%d,VVO-FNJ,2023-10-30,,,,eye,,100,,concern,waiting,about,,,re%d,", i, i);
        if (counts) apply(c, &e);
    }
}

static void ten_reposts_change_no_posterior_and_no_grade(void **state) {
    for (int counts = 0; counts <= 1; counts++) {
        struct copy c = reference(), d = reference();
        json_t *before, *after;
        char *one;

        (void)state;
        apply(&c, &confirmed), apply(&d, &confirmed);
        add_reposts(&d, counts);
        before = answer_of(&c), after = answer_of(&d);
        one = dump(claim(before, "k-100"));
        assert_string_equal(one, dump(claim(after, "k-100")));
        assert_string_equal(dump(claim(before, "k-4000")), dump(claim(after, "k-4000")));
        assert_string_equal(grade(after, "k-100"),
                            "C2"); /* ten links and one root confirm nothing */
        if (!counts)
            assert_string_equal(dump(json_object_get(before, "corridors")),
                                dump(json_object_get(after, "corridors")));
        strip(json_object_get(before, "corridors")), strip(json_object_get(after, "corridors"));
        assert_string_equal(dump(json_object_get(before, "corridors")),
                            dump(json_object_get(after, "corridors")));
        json_decref(before), json_decref(after);
    }
}

static void a_second_root_confirms_and_its_loss_lowers_the_grade(void **state) {
    struct copy c = reference();
    json_t *with, *without;
    struct edit gone = {"claims", "k-100-2", NULL, NULL};

    (void)state;
    apply(&c, &confirmed), apply(&c, &second);
    with = answer_of(&c);
    assert_string_equal(grade(with, "k-100"), "C1");
    assert_int_equal(json_integer_value(json_object_get(claim(with, "k-100"), "roots")), 2);
    add_reposts(&c, false);
    without = answer_of(&c);
    assert_string_equal(grade(without, "k-100"), "C1");
    assert_string_equal(dump(claim(with, "k-100")), dump(claim(without, "k-100")));
    json_decref(without);
    apply(&c, &gone);
    without = answer_of(&c);
    assert_string_equal(grade(without, "k-100"), "C2");
    assert_string_equal(json_string_value(json_object_get(claim(without, "k-100"), "grade_given")),
                        "C1");
    assert_non_null(strstr(json_string_value(json_object_get(claim(without, "k-100"), "evidence")),
                           "rests on 1 root"));
    json_decref(with), json_decref(without);
}

/* A translation read elsewhere is still the voice of its original; one that was retracted is none;
 * and what another root contradicts is not confirmed. */
static void what_is_no_second_voice(void **state) {
    static const struct edit otherwise[] = {
        {"claims", "k-100-2", "supports", "translates"},
        {"claims", "k-100-2", "supports", "repeats"},
        {"claims", "k-100-2", "standing", "retracted"},
    };
    static const struct {
        struct edit how;
        const char *why;
    } unlike[] = {
        {{"claims", "k-100-2", "standing", "disputed"},
         "k-100-2 does not confirm it: it is disputed."},
        {{"claims", "k-100-2", ",2,standing", ",5,standing"}, "it is graded 5 itself."},
        {{"claims", "k-100-2", ",2,standing", ",6,standing"}, "nobody could judge (6)."},
        {{"claims", "k-100-2", ",2,standing", ",,standing"}, "nobody could judge (6)."},
        {{"claims", "k-100-2", ",buv,", ",unnamed-source,"}, "by a source graded E."},
        {{"claims", "k-100-2", ",100,", ",5000,"}, "it gives another figure."},
        {{"claims", "k-100-2", ",100,,people,,,about,", ",,,people,,,about,"},
         "it gives no figure."},
        {{"claims", "k-100-2", "2023-10-30,2023-10-30", "2023-12-01,2023-12-02"},
         "another period."},
        {{"claims", "k-100-2", "VVO-FNJ", "FNJ-VVO"}, "another corridor, or of none."},
    };
    struct copy c;
    json_t *answer;

    (void)state;
    for (size_t i = 0; i < sizeof otherwise / sizeof *otherwise; i++) {
        c = reference();
        apply(&c, &confirmed), apply(&c, &second), apply(&c, &otherwise[i]);
        answer = answer_of(&c);
        assert_string_equal(grade(answer, "k-100"), "C2");
        json_decref(answer);
    }
    for (size_t i = 0; i < sizeof unlike / sizeof *unlike; i++) {
        c = reference();
        apply(&c, &confirmed), apply(&c, &second), apply(&c, &unlike[i].how);
        answer = answer_of(&c);
        assert_string_equal(grade(answer, "k-100"), "C2");
        assert_int_equal(json_integer_value(json_object_get(claim(answer, "k-100"), "roots")), 1);
        assert_non_null(strstr(
            json_string_value(json_object_get(claim(answer, "k-100"), "evidence")), unlike[i].why));
        json_decref(answer);
    }
    c = reference();
    apply(&c, &confirmed), apply(&c, &second);
    apply(&c, &(struct edit){
                  "claims", NULL, NULL,
                  "k-none,A guard,kyodo,interview,2023-11-02,2023-10-30,2023-10-30,VVO-FNJ,,,,"
                  "0,,people,,,,Nobody waited,3,standing,k-100,contradicts,"});
    answer = answer_of(&c);
    assert_string_equal(grade(answer, "k-100"), "C3");
    assert_non_null(strstr(json_string_value(json_object_get(claim(answer, "k-100"), "evidence")),
                           "It is disputed"));
    json_decref(answer);
}

/* A repost earns no more than its root, however its channel is graded and whatever it is called. */
static void a_repost_holds_no_better_grade_than_its_root(void **state) {
    static const char *const how[] = {
        "k-re,A paper,re,newspaper,2023-11-02,2023-10-30,2023-10-30,VVO-FNJ,,,,100,,people,,,about,"
        "About 100 waited,1,standing,k-100,repeats,",
        "k-re,A paper,re,newspaper,2023-11-02,2023-10-30,2023-10-30,VVO-FNJ,,,,100,,people,,,about,"
        "About 100 waited,1,standing,,,"};
    static const char *const root[] = {"prof-video", "", "prof-video"};

    (void)state;
    for (size_t i = 0; i < 3;
         i++) { /* a repeat in a copy, in a source of its own, and a copy that is no repeat */
        struct copy c = reference();
        json_t *answer;

        apply(&c, &(struct edit){
                      "sources", NULL, NULL,
                      arena_printf(&arena, "re,A good paper,press,%s,A,,2023-11-02,en,", root[i])});
        apply(&c, &(struct edit){"claims", NULL, NULL, how[i / 2]});
        answer = answer_of(&c);
        assert_string_equal(grade(answer, "k-re"), "C3");
        assert_non_null(
            strstr(json_string_value(json_object_get(claim(answer, "k-re"), "evidence")),
                   "It passes on k-100, and holds no better grade"));
        assert_string_equal(grade(answer, "k-100"), "C3");
        json_decref(answer);
    }
}

/* --- confidence and likelihood --- */

static bool has(const char *sentence, const char *const *words) {
    for (; *words; words++) {
        const char *at = strstr(sentence, *words);

        if (at && (at == sentence || !isalpha((unsigned char)at[-1]))) return true;
    }
    return false;
}

static size_t said; /* sentences with a word of likelihood */

static void look_at(const char *text) {
    static const char *const confidence[] = {"confiden", "reliab",        "credib",
                                             "grade",    "the source is", NULL};
    static const char *const likelihood[] = {
        "likely", "unlikely",    "probab",         "improbab",       "chance of", "no chance",
        "remote", "even chance", "almost certain", "nearly certain", NULL};
    char sentence[4096];
    size_t n = 0;

    for (;; text++) {
        if (*text && n < sizeof sentence - 1) sentence[n++] = (char)tolower((unsigned char)*text);
        if (*text && !(*text == '.' && (text[1] == ' ' || !text[1]))) continue;
        sentence[n] = 0, n = 0;
        said += has(sentence, likelihood);
        if (has(sentence, likelihood) && has(sentence, confidence))
            fail_msg("confidence and likelihood in one sentence: %s", sentence);
        if (!*text) return;
    }
}

static void look_at_all(const json_t *v) {
    const char *key;
    json_t *item;
    size_t i;

    if (json_is_string(v)) look_at(json_string_value(v));
    if (json_is_array(v)) json_array_foreach(v, i, item) look_at_all(item);
    if (json_is_object(v))
        json_object_foreach((json_t *)(uintptr_t)v, key, item)
            /* a row is somebody's own words */
            if (strcmp(key, "rows") != 0 && strcmp(key, "hedge") != 0) look_at_all(item);
}

static void confidence_and_likelihood_never_meet(void **state) {
    struct copy c = reference();
    struct pipe_options o = pipe_defaults();
    struct store *st;
    json_t *answer = NULL, *found = NULL;
    size_t errors;
    struct err e;

    (void)state;
    apply(&c, &confirmed);
    apply(&c, &(struct edit){"claims", "k-4000", ",6,standing", ",1,disputed"});
    st = store_of(&c);
    o.sensitivity = true;
    assert_ok(pipe_answer(st, &arena, &o, &answer, &e), e);
    assert_ok(findings_run(st, &arena, &found, &errors, &e), e);
    store_close(st);
    said = 0;
    look_at_all(answer), look_at_all(found);
    assert_true(said > 0);
    json_decref(answer), json_decref(found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reference_case_has_all_fourteen_and_nothing_else),
        cmocka_unit_test(each_flag_goes_with_its_cause_and_no_other_does),
        cmocka_unit_test(the_figures_of_the_article_are_told),
        cmocka_unit_test(the_answer_has_the_findings),
        cmocka_unit_test(a_claim_that_gives_the_load_is_a_look),
        cmocka_unit_test(a_retracted_claim_is_held_against_nothing),
        cmocka_unit_test(ten_reposts_change_no_posterior_and_no_grade),
        cmocka_unit_test(a_repost_holds_no_better_grade_than_its_root),
        cmocka_unit_test(a_second_root_confirms_and_its_loss_lowers_the_grade),
        cmocka_unit_test(what_is_no_second_voice),
        cmocka_unit_test(confidence_and_likelihood_never_meet),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
