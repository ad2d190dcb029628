/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/health.h"
#include "pack/peek.h"
#include "t_archive.h"

#include <inttypes.h>

/* A day as it should be: each of the 256 shards has `each` traces. Made in memory as a tar. */
#define EACH 6
#define TRACES ((size_t)256 * EACH)
#define FILES (TRACES + 48)

struct made {
    struct t_entry en[FILES];
    char name[FILES][64], text[FILES][160];
    char heat[96];
    struct buf tar;
};

static void put32(char *p, uint32_t x) {
    for (int i = 0; i < 4; i++) p[i] = (char)(x >> 8 * i);
}

static void set_trace(struct made *m, size_t i, uint32_t hex, const char *timestamp) {
    snprintf(m->name[i], sizeof m->name[i], "./traces/%02x/trace_full_%06x.json", hex & 0xff, hex);
    snprintf(
        m->text[i], sizeof m->text[i],
        "{\"icao\":\"%06x\",\"r\":\"X]{\",\n\"timestamp\": %s,\n\"trace\":[[0.00,1.0,2.0,null]]}\n",
        hex, timestamp);
    m->en[i] = (struct t_entry){.name = m->name[i], .bytes = span_of(m->text[i])};
}

/* 5 January 2026. */
static struct made *make(void) {
    struct made *m = calloc(1, sizeof *m);

    for (size_t i = 0; i < TRACES; i++) set_trace(m, i, (uint32_t)(0xa00000 + i), "1767571200.000");
    put32(m->heat, 2); /* two slices, at entries 2 and 4 */
    put32(m->heat + 16, 4);
    put32(m->heat + 32, 0x0e7f7c9d);
    put32(m->heat + 64, 0x0e7f7c9d);
    for (size_t i = 0; i < 48; i++) {
        snprintf(m->name[TRACES + i], 64, "./heatmap/%02zu.bin.ttf", i);
        m->en[TRACES + i] =
            (struct t_entry){.name = m->name[TRACES + i], .bytes = {m->heat, sizeof m->heat}};
    }
    return m;
}

static void unmake(struct made *m) {
    buf_fini(&m->tar);
    free(m);
}

/* As a table: jobs note, are joined, are judged. */
struct judged {
    struct arena a, each[4];
    struct health h[4];
    struct stream_sum sum;
    struct health_day *day;
    size_t n;
};

static int note(size_t worker, const struct stream_member *m, void *ctx, struct err *e) {
    struct judged *j = ctx;

    (void)e;
    health_note(&j->h[worker], m);
    return 0;
}

static struct judged *begin(void) {
    struct judged *j = calloc(1, sizeof *j);

    arena_init(&j->a, (size_t)256 << 20);
    for (size_t i = 0; i < 4; i++) {
        arena_init(&j->each[i], (size_t)256 << 20);
        health_begin(&j->h[i], &j->each[i]);
    }
    return j;
}

static void end(struct judged *j) {
    for (size_t i = 0; i < 4; i++) arena_fini(&j->each[i]);
    arena_fini(&j->a);
    free(j);
}

static void judge(struct judged *j) {
    for (size_t i = 1; i < 4; i++) health_join(&j->h[0], &j->h[i]);
    health_judge(&j->a, &j->h[0], &j->sum, &j->day, &j->n);
}

static struct judged *judge_tar(struct made *m, const char *name, size_t n, size_t jobs) {
    const struct stream_options o = {.jobs = jobs};
    struct judged *j = begin();
    struct err e;

    m->tar.n = 0;
    t_tar(&m->tar, ARCHIVE_FORMAT_TAR_USTAR, m->en, n);
    assert_ok(stream_memory(&j->a, name, buf_span(&m->tar), &o, note, j, &j->sum, &e), e);
    judge(j);
    return j;
}

#define NAME "v2026.01.05-planes-readsb-prod-0.tar"

static void expect(const struct judged *j, enum health_state state, const char *why) {
    if (j->n != 1) fail_msg("%zu days", j->n);
    if (j->day[0].state != state) fail_msg("%s: %s", health_word(j->day[0].state), j->day[0].why);
    t_says(j->day[0].why, why);
}

static void day_that_is_all_there_is_complete(void **state) {
    struct made *m = make();

    (void)state;
    for (size_t jobs = 1; jobs <= 4; jobs *= 2) {
        struct judged *j = judge_tar(m, NAME, FILES, jobs);

        expect(j, HEALTH_COMPLETE, "");
        assert_string_equal(j->day[0].why, "");
        assert_string_equal(utc_date_text(j->day[0].day).s, "2026-01-05");
        assert_int_equal(j->day[0].named, j->day[0].day);
        assert_int_equal(j->day[0].files, TRACES);
        assert_int_equal(j->day[0].shards, 256);
        assert_int_equal(j->day[0].median, EACH);
        assert_true(j->day[0].half_hours == HEALTH_HALF_HOURS);
        assert_int_equal(j->day[0].files_milli, -1);
        assert_true(health_supports_absence(&j->day[0], 0x7277a8, false));
        end(j);
    }
    unmake(m);
}

static void day_without_a_name_takes_it_from_the_data(void **state) {
    struct made *m = make();
    struct judged *j = judge_tar(m, "x.tar", FILES, 1);

    (void)state;
    expect(j, HEALTH_COMPLETE, "");
    assert_string_equal(utc_date_text(j->day[0].day).s, "2026-01-05");
    assert_int_equal(j->day[0].named, UTC_NONE);
    assert_true(j->day[0].half_hours ==
                HEALTH_HALF_HOURS); /* what has no day goes to the day of the source */
    end(j);
    unmake(m);
}

/* Whole, but of the day after its name: judged by its data, and never as if all were well. */
static void a_name_that_is_wrong_is_told_and_the_data_believed(void **state) {
    struct made *m = make();

    (void)state;
    for (size_t jobs = 1; jobs <= 2; jobs++) {
        struct judged *j = judge_tar(m, "v2026.01.04-planes-readsb-prod-0.tar", FILES, jobs);

        expect(j, HEALTH_SUSPECT, "it is called 2026-01-04, and its data are of 2026-01-05");
        assert_string_equal(utc_date_text(j->day[0].day).s, "2026-01-05");
        assert_int_equal(j->day[0].files, TRACES);
        assert_int_equal(j->day[0].unusable, 0);
        assert_true(j->day[0].half_hours == HEALTH_HALF_HOURS);
        end(j);
    }
    unmake(m);
}

/* Neither in folders of a day nor called one; and a trace of /run is of no day, and not a broken one of one. */
static void files_by_themselves_are_no_archive_of_a_day(void **state) {
    static const char *const text[] = {
        "{\"icao\":\"a00001\",\"timestamp\":1767571200.000,\"trace\":[]}",
        "{\"icao\":\"a00002\",\"timestamp\":1767571260.500,\"trace\":[]}",
        "{\"icao\":\"a00003\",\"timestamp\":1767571200.000,\"trace\":["};
    struct judged *j = begin();

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        char name[64];
        struct stream_member mem = {.path = "folder", .reason = "", .bytes = span_of(text[i])};

        snprintf(name, sizeof name, "trace_full_a0000%u.json", i + 1);
        mem.name = span_of(name);
        health_note(&j->h[0], &mem);
    }
    judge(j);
    expect(j, HEALTH_PARTIAL, "files by themselves, no folder or archive of a whole day");
    if (strstr(j->day[0].why, "shards")) fail_msg("%s", j->day[0].why);
    assert_int_equal(j->day[0].files, 1);
    assert_int_equal(j->day[0].shards, 0);
    assert_int_equal(j->day[0].unusable, 1); /* the third, and not the second */
    end(j);
}

static void shards_that_are_absent_are_listed(void **state) {
    struct made *m = make();
    struct judged *j;
    size_t k = 0;

    (void)state;
    for (size_t i = 0; i < TRACES; i++) {
        size_t shard = i % 256;

        if (shard == 0x1c || shard >= 0xf0) continue;
        m->en[k++] = m->en[i];
    }
    j = judge_tar(m, NAME, k, 1);
    expect(j, HEALTH_PARTIAL, "17 of 256 shards are absent: 1c f0-ff");
    assert_string_equal(health_shards(&j->a, &j->day[0], HEALTH_SHARD_ABSENT), "1c f0-ff");
    assert_false(health_supports_absence(&j->day[0], 0x7277a8, false));
    assert_int_equal(j->day[0].half_hours, 0); /* and that alone does not make a day partial */
    end(j);
    unmake(m);
}

/* Counts of shards are set by hand: files of 100 in each. */
static void shards_are_held_against_the_median(void **state) {
    static const struct {
        unsigned n;
        enum health_shard want;
    } try[] = {{100, HEALTH_SHARD_GOOD}, {50, HEALTH_SHARD_GOOD},  {49, HEALTH_SHARD_FEW},
               {200, HEALTH_SHARD_GOOD}, {201, HEALTH_SHARD_MANY}, {1, HEALTH_SHARD_FEW},
               {0, HEALTH_SHARD_ABSENT}};

    (void)state;
    for (size_t t = 0; t < sizeof try / sizeof *try; t++) {
        struct judged *j = begin();
        struct stream_member mem = {.path = NAME, .reason = ""};
        char name[64], text[128];

        for (unsigned i = 0; i < 256; i++)
            for (unsigned k = 0; k < (i == 0x42 ? try[t].n : 100); k++) {
                snprintf(name, sizeof name, "traces/%02x/trace_full_%06x.json", i, k << 8 | i);
                snprintf(text, sizeof text,
                         "{\"timestamp\":1767571200,\"icao\":\"%06x\",\"trace\":[]}", k << 8 | i);
                mem.name = span_of(name);
                mem.bytes = span_of(text);
                health_note(&j->h[k % 4], &mem);
            }
        judge(j);
        assert_int_equal(j->n, 1);
        assert_int_equal(j->day[0].unusable, 0);
        assert_int_equal(j->day[0].median, 100);
        assert_int_equal(j->day[0].shard[0x42], try[t].want);
        assert_int_equal(j->day[0].state,
                         try[t].want == HEALTH_SHARD_GOOD ? HEALTH_COMPLETE : HEALTH_PARTIAL);
        end(j);
    }
}

static void traces_that_contradict_themselves_are_quarantined(void **state) {
    struct made *m = make();
    struct judged *j;
    struct buf gz = {0};

    (void)state;
    memcpy(m->text[3] + 9, "b", 1);              /* icao b00003 in the file of a00003 */
    memcpy(m->text[4] + 14, "5", 1);             /* icao a00005: the folder is 04 */
    set_trace(m, 5, 0xa00005, "1767484800.000"); /* the day before */
    set_trace(m, 6, 0xa00006, "1767571260.500"); /* not midnight */
    m->en[7].bytes.n -= 4;                       /* JSON is cut */
    m->en[8].bytes = t_gzip(&gz, m->en[8].bytes);
    gz.p[gz.n - 5] ^= 1;
    snprintf(
        m->text[9], sizeof m->text[9],
        "{\"trace\":[[\"icao\",\"a00009\"]],\"x\":{\"icao\":\"a00009\"},\"timestamp\":1767571200}");
    m->en[9].bytes = span_of(m->text[9]);
    j = judge_tar(m, NAME, FILES, 2);
    expect(j, HEALTH_COMPLETE, "");
    assert_int_equal(j->day[0].unusable, 7);
    assert_int_equal(j->day[0].nfile, 7);
    assert_string_equal(j->day[0].file[0].name, "traces/03/trace_full_a00003.json");
    assert_string_equal(j->day[0].file[0].reason, "icao is not that of its name");
    assert_string_equal(j->day[0].file[1].reason,
                        "icao does not end with the digits of its folder");
    assert_string_equal(j->day[0].file[2].reason,
                        "timestamp 2026-01-04T00:00:00Z is not midnight of 2026-01-05");
    t_says(j->day[0].file[3].reason, "is not midnight of 2026-01-05");
    assert_string_equal(j->day[0].file[4].reason, "the JSON does not close");
    t_says(j->day[0].file[5].reason, "gzip is damaged");
    assert_string_equal(j->day[0].file[6].reason, "has no icao");
    assert_false(health_supports_absence(&j->day[0], 0xa00003, false));
    assert_true(health_supports_absence(&j->day[0], 0xa00003, true)); /* `~`: another name space */
    assert_true(health_supports_absence(&j->day[0], 0x7277a8, false));
    end(j);
    for (size_t i = 0; i < 20; i++) m->en[i].bytes.n = 0;
    j = judge_tar(m, NAME, FILES, 1);
    expect(j, HEALTH_SUSPECT, "20 of 1536 files cannot be used for the day");
    end(j);
    buf_fini(&gz);
    unmake(m);
}

static void archive_that_is_cut_or_damaged_is_partial(void **state) {
    const struct stream_options o = {.jobs = 1};
    struct made *m = make();
    struct judged *j = judge_tar(m, NAME, FILES, 1);
    struct err e;

    (void)state;
    end(j);
    j = begin(); /* all members are there, the closing blocks are not */
    assert_ok(stream_memory(&j->a, NAME, (struct span){m->tar.p, m->tar.n - 1024}, &o, note, j,
                            &j->sum, &e),
              e);
    judge(j);
    expect(j, HEALTH_PARTIAL, "without the two zero blocks: it is cut");
    end(j);
    j = begin();
    m->tar.p[3 * 1024 + 2] ^= 1;
    assert_ok(stream_memory(&j->a, NAME, buf_span(&m->tar), &o, note, j, &j->sum, &e), e);
    judge(j);
    expect(j, HEALTH_PARTIAL, "1 breaks in the archive, 1024 bytes lost");
    end(j);
    unmake(m);
    m = make();
    m->en[0].name = "../x";
    j = judge_tar(m, NAME, FILES, 1);
    expect(j, HEALTH_PARTIAL, "1 members refused, one because it has a name with `..`");
    end(j);
    unmake(m);
}

static void archive_of_which_nothing_is_read_is_a_day_all_the_same(void **state) {
    struct made *m = make();
    struct judged *j = judge_tar(m, NAME, 0, 1);

    (void)state;
    expect(j, HEALTH_PARTIAL, "256 of 256 shards are absent: 00-ff");
    assert_string_equal(utc_date_text(j->day[0].day).s, "2026-01-05");
    end(j);
    unmake(m);
}

static void parts_have_their_size_and_none_is_missing(void **state) {
    struct made *m = make();
    struct stream_part part[] = {
        {NAME ".aa", 2000000000}, {NAME ".ab", 2000000000}, {NAME ".ac", 17}};

    (void)state;
    for (int i = 0; i < 4; i++) {
        struct judged *j = judge_tar(m, NAME, FILES, 1);
        struct stream_source *s = &j->sum.source[0];

        s->part = part;
        s->nparts = 3;
        part[1].bytes = i == 1 ? 1999999999 : 2000000000;
        part[2].bytes = i == 2 ? 2000000001 : 17;
        if (i == 3) {
            s->state = STREAM_PARTIAL;
            s->missing = 1;
            s->reason = "part " NAME ".ad is missing (1 in all)";
        }
        judge(j);
        if (i == 0) expect(j, HEALTH_COMPLETE, "");
        if (i == 1) expect(j, HEALTH_PARTIAL, ".ab has 1999999999 bytes, not 2000000000");
        if (i == 2) expect(j, HEALTH_PARTIAL, ".ac has 2000000001 bytes, not 2000000000");
        if (i == 3) expect(j, HEALTH_PARTIAL, ".ad is missing");
        end(j);
    }
    unmake(m);
}

static void heatmaps_are_held_against_their_index(void **state) {
    struct made *m = make();
    char odd[48 * 16] = {0};
    struct judged *j;

    (void)state;
    m->en[TRACES + 3].bytes.n -= 1;
    m->en[TRACES + 5].bytes.n = 0;
    put32(odd, 9999);
    m->en[TRACES + 7].bytes = (struct span){odd, sizeof odd};
    j = judge_tar(m, NAME, FILES - 1, 2);
    expect(j, HEALTH_COMPLETE, "");
    assert_true(j->day[0].half_hours ==
                (HEALTH_HALF_HOURS &
                 ~(UINT64_C(1) << 3 | UINT64_C(1) << 5 | UINT64_C(1) << 7 | UINT64_C(1) << 47)));
    end(j);
    assert_null(peek_heatmap((struct span){m->heat, sizeof m->heat}));
    put32(m->heat + 16, 3);
    assert_string_equal(peek_heatmap((struct span){m->heat, sizeof m->heat}),
                        "has an index that points at no slice");
    put32(m->heat + 16, 2);
    assert_string_equal(peek_heatmap((struct span){m->heat, sizeof m->heat}),
                        "has an index that does not rise within the file");
    unmake(m);
}

/* n traces for a day, 6 of each shard first. */
static void note_day(struct judged *j, const char *path, size_t source, int32_t day, size_t n) {
    struct stream_member mem = {.path = path, .reason = "", .source = source, .stored = 1000};
    char name[64], text[128];

    for (size_t i = 0; i < n; i++) {
        snprintf(name, sizeof name, "traces/%02zx/trace_full_%06zx.json", i % 256, i);
        snprintf(text, sizeof text, "{\"timestamp\":%lld,\"icao\":\"%06zx\",\"trace\":[]}",
                 (long long)day * 86400, i);
        mem.name = span_of(name);
        mem.bytes = span_of(text);
        health_note(&j->h[0], &mem);
    }
}

static void day_unlike_its_neighbours_is_suspect(void **state) {
    struct stream_source source[12] = {0};
    struct stream_part part[12];
    struct judged *j = begin();
    char path[12][96];

    (void)state;
    for (int i = 0; i < 12; i++) {
        bool other = i == 11; /* another replica, much smaller: not to be compared */

        snprintf(path[i], sizeof path[i], "d%d/v2026.01.%02d-planes-readsb-%s-0.tar%s", i,
                 5 + i % 11, other ? "staging" : "prod", i == 2 ? ".ab" : ".aa");
        part[i] = (struct stream_part){path[i], 5};
        source[i] = (struct stream_source){.path = path[i],
                                           .kind = STREAM_TAR,
                                           .closed = true,
                                           .reason = "",
                                           .part = &part[i],
                                           .nparts = 1};
        note_day(j, path[i], (size_t)i, 20458 + i % 11, other ? 256 : i == 6 ? 1024 : 2560);
    }
    j->sum = (struct stream_sum){.source = source, .n = 12};
    judge(j);
    assert_int_equal(j->n, 12);
    for (size_t i = 0; i < j->n; i++) {
        bool odd = strstr(j->day[i].path, "d6/"), other = strstr(j->day[i].path, "staging");

        assert_int_equal(j->day[i].state, odd ? HEALTH_SUSPECT : HEALTH_COMPLETE);
        assert_int_equal(j->day[i].files_milli, other ? -1 : odd ? 400 : 1000);
        if (odd)
            t_says(j->day[i].why,
                   "files are 40 % and bytes 40 % of the median of the 10 days around");
        if (i) assert_true(j->day[i].day >= j->day[i - 1].day);
    }
    end(j);
}

static void replica_of_multilateration_is_no_substitute(void **state) {
    struct made *m = make();
    struct judged *j = judge_tar(m, "v2026.01.05-planes-readsb-mlatonly-0.tar", FILES, 1);

    (void)state;
    expect(j, HEALTH_SUSPECT, "no substitute");
    end(j);
    unmake(m);
}

static void days_without_a_row_are_not_days_without_flights(void **state) {
    const struct health_fetch fetch[] = {{20459, HEALTH_ABSENT, "no release"},
                                         {20460, HEALTH_FETCH_FAILED, "503"}};
    struct made *m = make();
    struct judged *j = judge_tar(m, NAME, FILES, 1);
    struct err e = {0};

    (void)state;
    assert_ok(health_fill(&j->a, &j->day, &j->n, 20457, 20461, fetch, 2, &e), e);
    assert_int_equal(j->n, 5);
    assert_int_equal(j->day[0].state, HEALTH_NOT_FETCHED);
    assert_int_equal(j->day[1].state, HEALTH_COMPLETE);
    assert_int_equal(j->day[2].state, HEALTH_ABSENT);
    assert_int_equal(j->day[3].state, HEALTH_FETCH_FAILED);
    assert_string_equal(j->day[3].why, "503");
    assert_int_equal(j->day[4].state, HEALTH_NOT_FETCHED);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(health_supports_absence(&j->day[i], 0x7277a8, false), i == 1);
    assert_int_equal(health_fill(&j->a, &j->day, &j->n, 20457, 20456, NULL, 0, &e), RC_RANGE);
    assert_string_equal(health_word(HEALTH_ABSENT), "absent upstream");
    end(j);
    unmake(m);
}

static void dates_are_found_in_names(void **state) {
    static const struct {
        const char *path, *want;
    } try[] = {{"v2026.01.05-planes-readsb-prod-0.tar.aa", "2026-01-05"},
               {"/x/globe_history/2023/08/20/traces", "2023-08-20"},
               {"2023-08-20", "2023-08-20"},
               {"2022/01/01/2023/08/20/", "2023-08-20"},
               {"2023/02/30", "unknown"},
               {"12023/02/03", "unknown"},
               {"2023/02/031", "unknown"},
               {"2023/02-03", "unknown"},
               {"2023/13/01", "unknown"},
               {"", "unknown"},
               {"traces/8a/trace_full_4d208a.json", "unknown"}};

    (void)state;
    for (size_t i = 0; i < sizeof try / sizeof *try; i++)
        assert_string_equal(utc_date_text(health_day_of(span_of(try[i].path))).s, try[i].want);
}

static void peek_sees_whether_json_closes(void **state) {
    static const struct {
        const char *json;
        bool closes, icao;
    } try[] = {{"{\"icao\":\"a1b2c3\",\"trace\":[[1,2],[3,{\"x\":\"]\"}]]}", true, true},
               {" {\"icao\" : \"~A1B2C3\"}\n", true, true},
               {"{\"icao\":\"a1b2c3\",\"trace\":[[1,2],[3,{\"x\":1}", false, true},
               {"{\"icao\":\"a1b2c3\",\"trace\":[[1,2],[3,{\"x\":\"\\\"}]\"}", false, true},
               {"{\"icao\":\"a1b2c\"}", true, false},
               {"{\"icao\":1234567}", true, false},
               {"{\"x\":[1,{\"icao\":\"a1b2c3\"}]}", true, false},
               {"[]", false, false},
               {"{}}", false, false},
               {"{\"a\":\"x", false, false},
               {"{", false, false},
               {"{\"a\\", false, false},
               {"", false, false}};

    (void)state;
    for (size_t i = 0; i < sizeof try / sizeof *try; i++) {
        struct peek_trace p;

        peek_trace(span_of(try[i].json), &p);
        if (p.closes != try[i].closes || p.has_icao != try[i].icao) fail_msg("%s", try[i].json);
    }
}

static void real_folder_holds_the_data_of_another_day(void **state) {
    struct judged *j;
    char root[512];
    const char *path = root;
    struct err e;

    (void)state;
    if (!t_shared()) {
        print_message("the shared data is not here\n");
        skip();
    }
    j = begin();
    snprintf(root, sizeof root, "%s/adsb/traces/globe_history", t_shared());
    assert_ok(stream_each(&j->a, &path, 1, NULL, note, j, &j->sum, &e), e);
    judge(j);
    expect(j, HEALTH_PARTIAL, "it is called 2023-08-20, and its data are of 2023-08-30");
    assert_string_equal(utc_date_text(j->day[0].day).s, "2023-08-30");
    assert_string_equal(utc_date_text(j->day[0].named).s, "2023-08-20");
    assert_int_equal(j->day[0].files, 21);
    assert_int_equal(j->day[0].shards, 6);
    assert_int_equal(j->day[0].unusable, 0);
    end(j);
    j = begin(); /* without the date in the path: what the files say */
    snprintf(root, sizeof root, "%s/adsb/traces/globe_history/2023/08/20", t_shared());
    if (chdir(root) == 0) {
        path = "traces";
        assert_ok(stream_each(&j->a, &path, 1, NULL, note, j, &j->sum, &e), e);
        judge(j);
        expect(j, HEALTH_PARTIAL, "250 of 256 shards are absent");
        assert_string_equal(utc_date_text(j->day[0].day).s, "2023-08-30");
        assert_int_equal(j->day[0].files, 21);
        assert_int_equal(j->day[0].shards, 6);
    }
    end(j);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_that_is_all_there_is_complete),
        cmocka_unit_test(day_without_a_name_takes_it_from_the_data),
        cmocka_unit_test(a_name_that_is_wrong_is_told_and_the_data_believed),
        cmocka_unit_test(files_by_themselves_are_no_archive_of_a_day),
        cmocka_unit_test(shards_that_are_absent_are_listed),
        cmocka_unit_test(shards_are_held_against_the_median),
        cmocka_unit_test(traces_that_contradict_themselves_are_quarantined),
        cmocka_unit_test(archive_that_is_cut_or_damaged_is_partial),
        cmocka_unit_test(archive_of_which_nothing_is_read_is_a_day_all_the_same),
        cmocka_unit_test(parts_have_their_size_and_none_is_missing),
        cmocka_unit_test(heatmaps_are_held_against_their_index),
        cmocka_unit_test(day_unlike_its_neighbours_is_suspect),
        cmocka_unit_test(replica_of_multilateration_is_no_substitute),
        cmocka_unit_test(days_without_a_row_are_not_days_without_flights),
        cmocka_unit_test(dates_are_found_in_names),
        cmocka_unit_test(peek_sees_whether_json_closes),
        cmocka_unit_test(real_folder_holds_the_data_of_another_day),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
