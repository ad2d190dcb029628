/* SPDX-License-Identifier: Apache-2.0 */
/* Rules and rival explanations of whole cases: figures from the posterior, rows behind each, and what must not change them. */
#include "ingest/ingest.h"
#include "pipe/pipe.h"
#include "t.h"

#include <ftw.h>
#include <unistd.h>

static struct arena arena;

static int setup(void **state) {
    (void)state;
    arena_init(&arena, (size_t)2 << 30);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

struct file {
    const char *name, *text;
};

static int remove_one(const char *path, const struct stat *sb, int type, struct FTW *ftw) {
    (void)sb, (void)type, (void)ftw;
    return remove(path);
}

static json_t *answer_of_folder(const char *dir, const struct pipe_options *o) {
    struct ingest_options how = {0};
    struct ingest_tally t = {0};
    struct store *st = NULL;
    json_t *answer = NULL;
    struct err e;

    assert_ok(store_open(&st, NULL, STORE_MEMORY, &e), e);
    assert_ok(ledger_found(st, "test", 0, true, &e), e);
    assert_ok(ingest_path(st, &arena, dir, &how, &t, &e), e);
    if (t.bad.n) fail_msg("line %d: %.*s", (int)t.bad.v[0].line, SPAN_ARG(t.bad.v[0].reason));
    assert_ok(pipe_refresh(st, &e), e);
    assert_ok(pipe_answer(st, &arena, o, &answer, &e), e);
    store_close(st);
    return answer;
}

static json_t *answer_of(const struct file *file, size_t n, const struct pipe_options *o) {
    char dir[] = "/tmp/headcount-judge-XXXXXX", path[256];
    json_t *answer;

    assert_non_null(mkdtemp(dir));
    for (size_t i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, file[i].name);
        t_text_file(path, file[i].text);
    }
    answer = answer_of_folder(dir, o);
    nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return answer;
}

static const char *text(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));

    if (!s) fail_msg("%s is no text", key);
    return s;
}

static json_t *of_id(const json_t *list, const char *id) {
    size_t i;
    json_t *o;

    json_array_foreach(list, i, o) {
        const char *s = json_string_value(json_object_get(o, "id"));

        if (s && strcmp(s, id) == 0) return o;
    }
    fail_msg("nothing has the id %s", id);
    return NULL;
}

static json_t *of_kind(const json_t *rule, const char *kind, const char *corridor) {
    size_t i;
    json_t *s;

    json_array_foreach(json_object_get(rule, "statements"), i, s) {
        const char *at = json_string_value(json_object_get(s, "corridor"));

        if (strcmp(text(s, "kind"), kind) == 0 && (!corridor || (at && strcmp(at, corridor) == 0)))
            return s;
    }
    return NULL;
}

static long number(const json_t *o, const char *key) {
    const json_t *v = json_object_get(o, key);

    if (!json_is_number(v)) fail_msg("%s is no number", key);
    return lround(json_number_value(v));
}

#define SOURCES                                                                                    \
    { "sources.csv", "id,label,kind,root\na,a paper,press,\nb,another,press,\nc,a copy,press,a\n" }
#define CORRIDORS                                                                                  \
    {                                                                                              \
        "corridors.csv", "id,origin,destination,direction,from,to\n"                               \
                         "A-B,KSEA,KBFI,outbound,2030-01-01,2030-02-28\n"                          \
    }
#define SCHEDULES                                                                                  \
    {                                                                                              \
        "schedules.csv", "id,corridor,flight,days,from,to,source,seats\n"                          \
                         "s,A-B,X1,Mon Fri,2030-01-01,2030-02-28,a,100\n"                          \
    }
#define RULE(from, until)                                                                          \
    { "rules.yaml", "- {id: r, document: d, text: t, who: w, from: " from ", until: " until "}\n" }

/* A claim of one of two months lies beside the estimate of that month, which is not that of the whole; one that reaches beyond the
 * period lies beside nothing. */
static void a_claim_of_a_part_lies_beside_that_part(void **state) {
    const struct file f[] = {
        {"sources.csv", "id,label,kind,reliability\na,a paper,press,B\nb,another,press,B\n"},
        CORRIDORS,
        SCHEDULES,
        {"claims.csv",
         "id,speaker,source,made_on,from,to,corridor,quantity,unit,measures,credibility,hedge,"
         "text\n"
         "k,x,a,2030-03-01,2030-01-01,2030-01-31,A-B,500,person-movements,one_way,1,,so many\n"
         "m,z,b,2030-03-01,2030-01-01,2030-01-31,A-B,520,person-movements,one_way,3,,so many\n"
         "b,x,a,2030-03-01,2030-01-01,2030-01-31,A-B,1,person-movements,one_way,3,at least,so "
         "many\n"
         "o,x,a,2030-03-01,2029-12-01,2030-01-31,A-B,500,person-movements,one_way,3,,so many\n"
         "s,x,a,2030-03-01,2030-01-01,2030-01-31,A-B,900,seats,,3,,so many\n"}};
    struct pipe_options o = pipe_defaults();
    const json_t *list, *month;
    const char *range;
    json_t *answer;

    (void)state;
    o.as_of = utc_day((struct utc_civil){2030, 3, 1});
    answer = answer_of(f, 4, &o);
    list = json_object_get(answer, "claims");
    month = json_array_get(
        json_object_get(json_array_get(json_object_get(answer, "corridors"), 0), "by_month"), 0);
    range = arena_printf(
        &arena, "the estimate of %ld to %ld for 2030-01-01 to 2030-01-31 (9 in 10; median %ld)",
        number(month, "lo"), number(month, "hi"), number(month, "median"));
    if (!strstr(text(of_id(list, "k"), "evidence"), range))
        fail_msg("\"%s\" is not in \"%s\"", range, text(of_id(list, "k"), "evidence"));
    assert_true(number(of_id(list, "k"), "percentile") >= 0);
    assert_true(json_is_true(
        json_object_get(of_id(list, "k"), "part"))); /* not on the scale of the whole */
    assert_true(json_is_false(json_object_get(of_id(list, "o"), "part")));
    assert_non_null(strstr(text(of_id(list, "k"), "evidence"),
                           "m says about the same: related as supports, it would count."));
    assert_null(strstr(text(of_id(list, "k"), "evidence"), "b says about the same"));
    assert_non_null(
        strstr(text(of_id(list, "b"), "evidence"), "At least 1 does not contradict the estimate"));
    assert_non_null(strstr(text(of_id(list, "o"), "evidence"),
                           "of which 31 of 62 days are outside the estimate; both have 2030-01-01 "
                           "to 2030-01-31"));
    assert_true(json_is_null(json_object_get(of_id(list, "o"), "percentile")));
    assert_non_null(strstr(text(of_id(list, "s"), "evidence"),
                           "900 seats are more than the ceiling of 800 seats for 2030-01-01"));
    json_decref(answer);
}

/* How many were in a shelter one day is no load of a flight; how many left on a day is. */
static void a_stock_is_no_load_that_a_claim_takes_as_certain(void **state) {
    struct file f[] = {SOURCES,
                       CORRIDORS,
                       SCHEDULES,
                       {"claims.csv",
                        "id,speaker,source,made_on,from,to,corridor,quantity,unit,measures,text\n"
                        "s,x,a,2030-01-08,2030-01-07,2030-01-07,A-B,35,people,stock,in a shelter\n"
                        "w,x,a,2030-03-01,2030-01-01,2030-02-28,A-B,900,people,one_way,so many\n"}};
    struct pipe_options o = pipe_defaults();
    json_t *answer, *list;

    (void)state;
    o.sensitivity = true;
    answer = answer_of(f, 4, &o);
    list = json_object_get(json_array_get(json_object_get(answer, "corridors"), 0), "whatif");
    assert_int_equal(json_array_size(list), 0);
    json_decref(answer);
    f[3].text = "id,speaker,source,made_on,from,to,corridor,quantity,unit,measures,text\n"
                "s,x,a,2030-01-08,2030-01-07,2030-01-07,A-B,35,people,one_way,left that day\n";
    answer = answer_of(f, 4, &o);
    list = json_object_get(json_array_get(json_object_get(answer, "corridors"), 0), "whatif");
    assert_string_equal(text(json_array_get(list, 0), "assume"), "load=35");
    json_decref(answer);
}

/* Every stretch of days of a corridor of 70 is a period of its own: 2,485 of them, of which so many are compared, and the others say why not. */
static void more_periods_than_are_compared_say_so(void **state) {
    int32_t first = utc_day((struct utc_civil){2030, 1, 1});
    struct pipe_options o = pipe_defaults();
    size_t compared = 0, told = 0, all = 0, i;
    struct buf b = {0};
    json_t *answer, *k;

    (void)state;
    buf_puts(&b, "id,speaker,source,made_on,from,to,corridor,quantity,unit,text\n");
    for (int32_t x = 0; x < 70; x++)
        for (int32_t y = x; y < 70; y++)
            buf_printf(&b, "k%zu,x,a,2030-03-20,%s,%s,A-B,2,flights,so many\n", all++,
                       utc_date_text(first + x).s, utc_date_text(first + y).s);
    {
        const struct file f[] = {{"sources.csv", "id,label,kind\na,a paper,press\n"},
                                 {"corridors.csv",
                                  "id,origin,destination,direction,from,to\n"
                                  "A-B,KSEA,KBFI,outbound,2030-01-01,2030-03-11\n"},
                                 {"schedules.csv", "id,corridor,flight,days,from,to,source,seats\n"
                                                   "s,A-B,X1,Mon,2030-01-01,2030-02-28,a,100\n"},
                                 {"claims.csv", arena_dup(&arena, buf_span(&b))}};

        answer = answer_of(f, 4, &o);
    }
    buf_fini(&b);
    json_array_foreach(json_object_get(answer, "claims"), i, k) {
        compared += json_is_integer(json_object_get(k, "percentile"));
        told += strstr(text(k, "evidence"), "more than 2000 different periods") != NULL;
    }
    assert_int_equal(json_array_size(json_object_get(answer, "claims")), all);
    assert_int_equal(compared + told, all);
    assert_in_range(compared, 2000, 2060); /* near the whole period, many are one */
    json_decref(answer);
}

/* A deadline before the period: all that flies is after it, so the window is the whole. */
/* A claim of flights lies beside the flights that flew, of its days or of all; one known to have flown and one known cancelled
 * bound what can be. */
static void a_claim_of_flights_lies_beside_the_flights(void **state) {
    const struct file f[] = {
        {"sources.csv", "id,label,kind,reliability\na,a paper,press,B\nb,another,press,B\n"},
        CORRIDORS,
        SCHEDULES,
        {"flights.csv", "id,corridor,date,flight,state,source\n"
                        "f,A-B,2030-01-04,X1,tracked,a\nc,A-B,2030-01-07,X1,cancelled,a\n"},
        {"claims.csv",
         "id,speaker,source,made_on,from,to,corridor,quantity,unit,credibility,text\n"
         "n,x,a,2030-03-01,2030-01-01,2030-01-31,A-B,9,flights,3,nine left in January\n"
         "w,x,a,2030-03-01,2030-01-01,2030-02-28,A-B,9,flights,3,nine left\n"
         "c,x,a,2030-03-01,2030-01-07,2030-01-07,A-B,1,flights,3,one left\n"
         "t,x,a,2030-03-01,2030-01-04,2030-01-04,A-B,1,flights,3,one left\n"}};
    struct pipe_options o = pipe_defaults();
    json_t *answer;
    const json_t *list;

    (void)state;
    o.as_of = utc_day((struct utc_civil){2030, 3, 1});
    answer = answer_of(f, 5, &o);
    list = json_object_get(answer, "claims");
    assert_non_null(
        strstr(text(of_id(list, "n"), "evidence"), "flights that flew for 2030-01-01 to"));
    assert_non_null(strstr(text(of_id(list, "n"), "evidence"),
                           "8 flights are announced or seen, 1 known to have flown (1 of them "
                           "tracked) and 1 known cancelled"));
    assert_int_equal(number(of_id(list, "n"), "percentile"), 99);
    assert_non_null(strstr(text(of_id(list, "w"), "evidence"), "16 flights are announced or seen"));
    assert_true(number(of_id(list, "w"), "percentile") < 50); /* of fifteen that may have flown */
    assert_non_null(strstr(text(of_id(list, "c"), "evidence"),
                           "1 is more than the 0 flights that are announced or seen"));
    assert_non_null(strstr(text(of_id(list, "t"), "evidence"),
                           "1 lies within the estimate of 1 flight that flew"));
    json_decref(answer);
}

static void after_a_passed_deadline_the_window_is_the_total(void **state) {
    const struct file f[] = {SOURCES, CORRIDORS, SCHEDULES, RULE("2029-01-01", "2029-12-31")};
    struct pipe_options o = pipe_defaults();
    json_t *answer, *rule, *c;
    const json_t *m;

    (void)state;
    o.as_of = utc_day((struct utc_civil){2030, 3, 1});
    answer = answer_of(f, 4, &o);
    rule = of_id(json_object_get(answer, "rules"), "r");
    c = json_array_get(json_object_get(answer, "corridors"), 0);
    m = of_kind(rule, "movements", "A-B");
    assert_non_null(m);
    for (int k = 0; k < 3; k++) {
        static const char *const here[] = {"low", "median", "high"}, *const there[] = {
                                                                         "lo", "median", "hi"};

        assert_int_equal(number(m, here[k]), number(json_object_get(c, "estimated"), there[k]));
        assert_int_equal(number(of_kind(rule, "flights", "A-B"), here[k]),
                         number(json_object_get(c, "operated"), there[k]));
    }
    assert_string_equal(text(rule, "verdict"), "passed");
    assert_string_equal(text(rule, "state"), "overdue");
    assert_int_equal(number(rule, "days"), 60);
    json_decref(answer);
}

/* A deadline at the end of January: what is after it is February, draw by draw. */
static void after_a_deadline_within_it_is_the_months_that_follow(void **state) {
    const struct file f[] = {SOURCES, CORRIDORS, SCHEDULES, RULE("2029-01-01", "2030-01-31")};
    struct pipe_options o = pipe_defaults();
    json_t *answer, *rule, *month;
    const json_t *m;

    (void)state;
    o.as_of = utc_day((struct utc_civil){2030, 3, 1});
    answer = answer_of(f, 4, &o);
    rule = of_id(json_object_get(answer, "rules"), "r");
    month = json_array_get(
        json_object_get(json_array_get(json_object_get(answer, "corridors"), 0), "by_month"), 1);
    m = of_kind(rule, "movements", "A-B");
    assert_int_equal(number(m, "low"), number(month, "lo"));
    assert_int_equal(number(m, "median"), number(month, "median"));
    assert_int_equal(number(m, "high"), number(month, "hi"));
    assert_string_equal(text(rule, "verdict"), "within");
    json_decref(answer);
    o.on = utc_day((struct utc_civil){2030, 1, 31}); /* the last day in time: nothing is after it */
    answer = answer_of(f, 4, &o);
    rule = of_id(json_object_get(answer, "rules"), "r");
    assert_null(of_kind(rule, "movements", NULL));
    assert_string_equal(text(rule, "state"), "running");
    assert_int_equal(number(rule, "days"), 0);
    json_decref(answer);
}

/* A stock that was computed from a timetable, retracted, or is a flow, is no figure of who was there. */
static void only_stocks_that_stand_are_figures_of_who_was_there(void **state) {
    const struct file f[] = {
        SOURCES,
        CORRIDORS,
        RULE("2029-01-01", "2029-12-31"),
        {"claims.csv", "id,speaker,source,made_on,to,quantity,unit,measures,basis,status,text\n"
                       "k1,x,a,2030-01-10,2030-01-05,50,people,stock,,standing,t\n"
                       "k2,x,b,2030-01-10,2030-01-01,900,people,stock,s,standing,t\n"
                       "k3,x,b,2030-01-10,2030-01-02,800,people,stock,,retracted,t\n"
                       "k4,x,b,2030-01-10,2030-01-03,700,people,one_way,,standing,t\n"
                       "k5,x,b,2029-12-30,2030-01-20,60,people,stock,,standing,t\n"}};
    struct pipe_options o = pipe_defaults();
    json_t *answer = answer_of(f, 4, &o), *rule = of_id(json_object_get(answer, "rules"), "r");
    json_t *s;
    size_t i, n = 0;

    (void)state;
    json_array_foreach(json_object_get(rule, "statements"), i, s) n +=
        strcmp(text(s, "kind"), "stock") == 0;
    assert_int_equal(n, 2);
    assert_int_equal(number(of_kind(rule, "remained", NULL), "median"), 50);
    assert_string_equal(text(of_kind(rule, "stock", NULL), "day"),
                        "2029-12-30"); /* said before the day it is of */
    assert_int_equal(json_array_size(json_object_get(of_kind(rule, "remained", NULL), "ref")), 2);
    json_decref(answer);
}

#define CLAIMS                                                                                     \
    {                                                                                              \
        "claims.csv",                                                                              \
            "id,speaker,source,made_on,text\nk1,x,a,2030-01-10,one\nk2,y,b,2030-01-10,two\n"       \
            "a,z,c,2030-01-10,repost\n"                                                            \
    }
#define HYPOTHESES "hypotheses:\n  - {id: h1, text: so}\n  - {id: h2, text: otherwise}\nweighs:\n"
#define WEIGH(h, e, m) "  - {hypothesis: " h ", evidence: \"" e "\", mark: " m ", by: me}\n"

static json_t *rivals(const char *weighs) {
    const struct file f[] = {SOURCES, CLAIMS, {"hypotheses.yaml", weighs}};
    struct pipe_options o = pipe_defaults();
    json_t *answer = answer_of(f, 3, &o), *h = json_incref(json_object_get(answer, "hypotheses"));

    json_decref(answer);
    return h;
}

static void evidence_is_found_by_id_by_sheet_and_by_row(void **state) {
    json_t *h = rivals(HYPOTHESES WEIGH("h1", "k1", "I") WEIGH("h2", "claims:k1", "II")
                           WEIGH("h1", "a", "II") WEIGH("h1", "nothing", "II")
                               WEIGH("h1", "sources:a", "N") WEIGH("h1", "finding:none", "II"));
    const json_t *items = json_object_get(h, "items"), *k1 = of_id(items, "claims:k1");

    (void)state;
    assert_int_equal(json_array_size(items), 5); /* k1 in two spellings is one */
    assert_int_equal(json_array_size(json_object_get(k1, "ref")), 1);
    assert_string_equal(text(k1, "root"), "a");
    assert_non_null(strstr(text(of_id(items, "a"), "problem"), "several rows"));
    assert_non_null(strstr(text(of_id(items, "nothing"), "problem"), "no row"));
    assert_non_null(strstr(text(of_id(items, "finding:none"), "problem"), "no such finding"));
    assert_int_equal(number(of_id(json_object_get(h, "list"), "h1"), "against"), 1);
    assert_int_equal(number(of_id(json_object_get(h, "list"), "h2"), "against"), 2);
    json_decref(h);
}

/* The copy of a paper adds nothing to what the paper says; the second root does. */
static void a_repost_changes_nothing_and_a_second_root_does(void **state) {
#define ONE HYPOTHESES WEIGH("h1", "k1", "I") WEIGH("h2", "k1", "C")
    json_t *one = rivals(ONE),
           *two = rivals(ONE WEIGH("h1", "claims:a", "I") WEIGH("h2", "claims:a", "C")),
           *three = rivals(ONE WEIGH("h1", "k2", "I") WEIGH("h2", "k2", "C"));

    (void)state;
    assert_int_equal(number(of_id(json_object_get(one, "list"), "h1"), "against"), 1);
    assert_int_equal(number(of_id(json_object_get(two, "list"), "h1"), "against"), 1);
    assert_int_equal(number(of_id(json_object_get(three, "list"), "h1"), "against"), 2);
    assert_string_equal(
        text(json_object_get(of_id(json_object_get(one, "items"), "claims:k1"), "without"),
             "change"),
        "first");
    assert_string_equal(
        text(json_object_get(of_id(json_object_get(two, "items"), "claims:k1"), "without"),
             "change"),
        "first"); /* if it is wrong, so is its repost */
    assert_non_null(
        strstr(text(of_id(json_object_get(two, "items"), "claims:a"), "problem"), "a repost"));
    assert_string_equal(
        text(json_object_get(of_id(json_object_get(two, "roots"), "a"), "without"), "change"),
        "first");
    json_decref(one);
    json_decref(two);
    json_decref(three);
}

/* What is said of the explanations, without the pieces one by one. */
static char *said_of(json_t *h) {
    const char *const key[] = {"order", "list", "odds", "roots"};
    char *all = arena_printf(&arena, "%s", "");
    json_t *row, *ref;
    size_t i;

    json_array_foreach(json_object_get(h, "roots"), i, row) json_object_del(row, "ref");
    json_array_foreach(json_object_get(h, "list"), i, row) json_object_del(row, "row");
    for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
        char *s = json_dumps(json_object_get(h, key[k]), JSON_SORT_KEYS);

        all = arena_printf(&arena, "%s %s", all, s);
        free(s);
    }
    ref = json_object_get(h, "text");
    return arena_printf(&arena, "%s %s", all, json_string_value(ref));
}

/* Ten reposts, entered as copies of a source, as repeats and as translations in sources of their own, judged in
 * another way than what they repeat, and entered before it or after. */
static void ten_reposts_move_no_odds_however_they_are_entered(void **state) {
#define LIKE(h, e, m, p)                                                                           \
    "  - {hypothesis: " h ", evidence: " e ", mark: " m ", likelihood: " p ", by: me}\n"
    static const char *const how[] = {"translates", "repeats"};
    char *sources = arena_printf(&arena, "id,label,kind,root\na,a,press,\nb,b,press,\n");
    char *claims = arena_printf(&arena, "id,speaker,source,made_on,text,about,relation\n"
                                        "k1,x,a,2030-01-10,one,,\nk2,y,b,2030-01-10,two,,\n");
    char *weighs =
        arena_printf(&arena, HYPOTHESES LIKE("h1", "k1", "I", "0.3") LIKE("h2", "k1", "C", "0.6")
                                 LIKE("h1", "k2", "C", "0.7") LIKE("h2", "k2", "I", "0.2"));
    struct file f[] = {{"sources.csv", sources}, {"claims.csv", claims}, {"h.yaml", weighs}};
    struct pipe_options o = pipe_defaults();
    json_t *before = answer_of(f, 3, &o), *after;
    char *was = said_of(json_object_get(before, "hypotheses"));

    (void)state;
    for (int i = 0; i < 10; i++) {
        bool copy = i % 3 == 0;

        sources = arena_printf(&arena, "%s%d,repost,press,%s\n", sources, i, copy ? "a" : "");
        claims = arena_printf(&arena, "%sj%d,z,%d,2030-01-%02d,repost,%s,%s\n", claims, i, i, 1 + i,
                              copy ? "" : "k1", copy ? "" : how[i % 2]);
        weighs = arena_printf(&arena,
                              "%s" LIKE("h1", "j%d", "CC", "0.99") LIKE("h2", "j%d", "II", "0.01"),
                              weighs, i, i);
    }
    f[0].text = sources, f[1].text = claims, f[2].text = weighs;
    after = answer_of(f, 3, &o);
    assert_int_equal(
        json_array_size(json_object_get(json_object_get(after, "hypotheses"), "items")), 12);
    assert_string_equal(said_of(json_object_get(after, "hypotheses")), was);
    json_decref(before);
    json_decref(after);
}

/* Where only reposts are weighed they stand for what they repeat: one or eleven, the same. */
static void reposts_alone_are_one_piece(void **state) {
    char *sources = arena_printf(&arena, "id,label,kind,root\na,a,press,\n0,r,press,a\n");
    char *weighs = arena_printf(&arena, HYPOTHESES LIKE("h1", "'sources:0'", "I", "0.3")
                                            LIKE("h2", "'sources:0'", "C", "0.6"));
    struct file f[] = {{"sources.csv", sources}, {"h.yaml", weighs}};
    struct pipe_options o = pipe_defaults();
    json_t *before = answer_of(f, 2, &o), *after;
    const json_t *one, *ten;

    (void)state;
    for (int i = 1; i <= 10; i++) {
        sources = arena_printf(&arena, "%s%d,repost,press,%d\n", sources, i, i - 1);
        weighs = arena_printf(&arena,
                              "%s" LIKE("h1", "'sources:%d'", "I", "0.3")
                                  LIKE("h2", "'sources:%d'", "C", "0.6"),
                              weighs, i, i);
    }
    f[0].text = sources, f[1].text = weighs;
    after = answer_of(f, 2, &o);
    one = json_object_get(before, "hypotheses"), ten = json_object_get(after, "hypotheses");
    assert_int_equal(number(of_id(json_object_get(ten, "list"), "h1"), "against"), 1);
    assert_true(
        json_equal(json_object_get(json_array_get(json_object_get(one, "odds"), 0), "shares"),
                   json_object_get(json_array_get(json_object_get(ten, "odds"), 0), "shares")));
    assert_true(json_equal(json_object_get(one, "order"), json_object_get(ten, "order")));
    json_decref(before);
    json_decref(after);
}

static void no_explanations_are_null_and_none_weighed_says_so(void **state) {
    const struct file f[] = {SOURCES, CLAIMS};
    struct pipe_options o = pipe_defaults();
    json_t *answer = answer_of(f, 2, &o), *h = rivals("hypotheses:\n  - {id: h1, text: so}\n");

    (void)state;
    assert_true(json_is_null(json_object_get(answer, "hypotheses")));
    assert_non_null(strstr(text(h, "text"), "Nothing has been weighed"));
    json_decref(answer);
    json_decref(h);
}

/* The reference case: returns only, rotation, ordinary traffic, announced and hardly flown. */
static void the_reference_case_is_weighed_by_its_rows(void **state) {
    const char *root = getenv("HEADCOUNT_SOURCE");
    struct pipe_options o = pipe_defaults();
    json_t *answer, *h, *rule, *item;
    char dir[512];
    size_t i;

    (void)state;
    assert_non_null(root);
    snprintf(dir, sizeof dir, "%s/examples/vladivostok-pyongyang", root);
    answer = answer_of_folder(dir, &o);
    rule = of_id(json_object_get(answer, "rules"), "r-2397");
    assert_string_equal(text(rule, "protects"), "exempts");
    assert_int_equal(number(of_kind(rule, "remained", NULL), "median"), 1000);
    assert_non_null(
        strstr(text(of_kind(rule, "remained", NULL), "text"),
               "some 1,000 remained, said by Interfax, 23 January 2020 (B6; its truth is "
               "not judged)"));
    assert_non_null(strstr(text(of_kind(rule, "protection", NULL), "text"), "r-refoulement"));
    assert_non_null(of_kind(rule, "movements", "VVO-FNJ"));
    json_array_foreach(json_object_get(answer, "rules"), i, rule) {
        assert_true(strcmp(text(rule, "sourced"), "yes") !=
                    0); /* nothing of it was read in the document */
        assert_non_null(of_kind(rule, "protection", NULL));
    }
    item = json_object_get(of_id(json_object_get(answer, "claims"), "k-rotation"), "likelihood");
    assert_string_equal(text(item, "word"), "very likely"); /* its hedge: highly likely */
    assert_near(json_number_value(json_object_get(item, "lo")), 0.8, 1e-12);
    assert_near(json_number_value(json_object_get(item, "hi")), 0.95, 1e-12);
    assert_true(json_is_null(json_object_get(of_id(json_object_get(answer, "claims"), "k-arms"),
                                             "likelihood"))); /* could be */
    h = json_object_get(answer, "hypotheses");
    assert_int_equal(json_array_size(json_object_get(h, "list")), 4);
    json_array_foreach(json_object_get(h, "items"), i, item) {
        assert_true(json_is_null(json_object_get(item, "problem")));
        assert_int_equal(json_array_size(json_object_get(item, "marks")), 4);
        assert_true(json_array_size(json_object_get(item, "ref")) > 0);
    }
    item = of_id(json_object_get(h, "items"), "flights:f1030-out"); /* the board: fits all four */
    assert_int_equal(number(item, "diagnosticity"), 0);
    json_decref(answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stock_is_no_load_that_a_claim_takes_as_certain),
        cmocka_unit_test(more_periods_than_are_compared_say_so),
        cmocka_unit_test(a_claim_of_a_part_lies_beside_that_part),
        cmocka_unit_test(a_claim_of_flights_lies_beside_the_flights),
        cmocka_unit_test(after_a_passed_deadline_the_window_is_the_total),
        cmocka_unit_test(after_a_deadline_within_it_is_the_months_that_follow),
        cmocka_unit_test(only_stocks_that_stand_are_figures_of_who_was_there),
        cmocka_unit_test(evidence_is_found_by_id_by_sheet_and_by_row),
        cmocka_unit_test(a_repost_changes_nothing_and_a_second_root_does),
        cmocka_unit_test(ten_reposts_move_no_odds_however_they_are_entered),
        cmocka_unit_test(reposts_alone_are_one_piece),
        cmocka_unit_test(no_explanations_are_null_and_none_weighed_says_so),
        cmocka_unit_test(the_reference_case_is_weighed_by_its_rows),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, setup, teardown);
}
