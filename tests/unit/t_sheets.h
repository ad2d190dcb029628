/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
/* A case from sheets written as text: a folder for each, imported into memory; and its answer. */
#include "base/utc.h"
#include "ingest/ingest.h"
#include "pipe/pipe.h"
#include "t.h"

#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;

static inline int setup(void **state) {
    (void)state;
    arena_init(&arena, (size_t)8 << 30);
    return 0;
}

static inline int teardown(void **state) {
    (void)state;
    arena_fini(&arena);
    return 0;
}

struct sheet_text {
    const char *name, *text;
};

static inline void write_text(const char *dir, const char *name, const char *text) {
    char path[512];

    snprintf(path, sizeof path, "%s/%s.csv", dir, name);
    t_text_file(path, text);
}

/* A case in memory with the folder's rows in force. */
static inline struct store *store_of_folder(const char *dir) {
    struct ingest_options how = {0};
    struct ingest_tally t = {0};
    struct store *st = NULL;
    struct err e;

    assert_ok(store_open(&st, NULL, STORE_MEMORY, &e), e);
    assert_ok(ledger_found(st, "test", 0, true, &e), e);
    assert_ok(ingest_path(st, &arena, dir, &how, &t, &e), e);
    assert_ok(pipe_refresh(st, &e), e);
    return st;
}

static inline json_t *answer_with(struct store *st, const struct pipe_options *o) {
    json_t *answer = NULL;
    struct err e;

    assert_ok(pipe_answer(st, &arena, o, &answer, &e), e);
    return answer;
}

static inline json_t *answer_of_folder(const char *dir) {
    struct pipe_options o = pipe_defaults();
    struct store *st = store_of_folder(dir);
    json_t *answer = answer_with(st, &o);

    store_close(st);
    return answer;
}

static inline struct store *store_of(const struct sheet_text *sheet, size_t n) {
    char dir[] = "/tmp/headcount-pipe-XXXXXX", path[512];
    struct store *st;

    assert_non_null(mkdtemp(dir));
    for (size_t i = 0; i < n; i++) write_text(dir, sheet[i].name, sheet[i].text);
    st = store_of_folder(dir);
    for (size_t i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/%s.csv", dir, sheet[i].name);
        unlink(path);
    }
    rmdir(dir);
    return st;
}

static inline json_t *answer_of(const struct sheet_text *sheet, size_t n) {
    struct pipe_options o = pipe_defaults();
    struct store *st = store_of(sheet, n);
    json_t *answer = answer_with(st, &o);

    store_close(st);
    return answer;
}

static const char sources[] = "id,label,kind,root,reliability,published\n"
                              "v,A video,video,,C,2023-10-31\n"
                              "w,A repost,press,v,C,2023-10-31\n"
                              "x,An observer,observer,,B,2023-10-31\n";
static const char corridors[] = "id,origin,destination,direction,group,from,to\n"
                                "VVO-FNJ,UHWW,ZKPY,outbound,workers,2023-10-30,2024-03-29\n";
static const char schedules[] = "corridor,flight,days,dep_time,from,to,source\n"
                                "VVO-FNJ,JS272,Mon Fri,12:20,2023-10-30,2024-03-29,v\n";
static const char aircraft[] = "registration,type,seats,source\nP-633,Tu-204,210,v\n";
#define COUNT_HEADER "corridor,date,method,low,best,high,of,stage,wording,source\n"

static inline struct store *case_with(const char *flights, const char *counts) {
    const struct sheet_text sheet[] = {{"sources", sources},     {"corridors", corridors},
                                       {"schedules", schedules}, {"aircraft", aircraft},
                                       {"flights", flights},     {"counts", counts}};

    return store_of(sheet, sizeof sheet / sizeof *sheet);
}

static inline json_t *with_counts(const char *flights, const char *counts) {
    struct pipe_options o = pipe_defaults();
    struct store *st = case_with(flights, counts);
    json_t *answer = answer_with(st, &o);

    store_close(st);
    return answer;
}

static const char no_flights[] = "corridor,date,state,source\n";

static inline const json_t *first(const json_t *answer) {
    return json_array_get(json_object_get(answer, "corridors"), 0);
}

static inline json_int_t at(const json_t *o, const char *key, const char *sub) {
    json_t *v = json_object_get(o, key);

    if (sub) v = json_object_get(v, sub);
    assert_true(json_is_integer(v));
    return json_integer_value(v);
}

static inline char *dump(const json_t *v) {
    char *s = json_dumps(v, JSON_REAL_PRECISION(12));

    assert_non_null(s);
    return s;
}

static inline const char *text(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));

    assert_non_null(s);
    return s;
}
