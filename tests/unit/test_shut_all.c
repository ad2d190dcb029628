/* SPDX-License-Identifier: Apache-2.0 */
/* Promise 8, of all readers of strangers' files: in the place of each an enemy is run, who gets nothing, walked from the program's own tables; and each form of file that an import tells is refused where there is no cage. A reader or a form that
 * is added is in these tests, or they fail. All of it as nobody. */
#include "cage/inside.h"
#include "canary.h"
#include "cli/shut_copy.h"
#include "cli/shut_in.h"
#include "cli/shut_proof.h"
#include "cli/shut_text.h"
#include "flight/tell.h"
#include "ingest/kinds.h"
#include "ingest/lists.h"
#include "ingest/maptree.h"
#include "ingest/shut_run.h"
#include "t_archive.h"
#include "t_cage.h"
#include "t_ingest.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* A failed allocation gives NULL, as without the sanitizer. */
const char *__asan_default_options(void);  /* NOLINT(bugprone-reserved-identifier) */
const char *__asan_default_options(void) { /* NOLINT(bugprone-reserved-identifier) */
    return "allocator_may_return_null=1";
}

/* ---- the enemy ---- */

enum attempt {
    NONE,
    READ_CASE,
    READ_FILE,
    WRITE_FILE,
    SOCKET,
    EXECUTE,
    FORK,
    TRACE,
    DEEDS, /* from here on it does not gain anything, but ends badly */
    CRASH = DEEDS,
    EAT,
    ATTEMPTS
};

/* The readers that it takes over: where a file is parsed, and where a child that opens its files itself looks into them. */
enum reader { CSV, SSIM, FLIGHTS, BEGINNINGS, ARTICLE, MAP, REPLY, OTS, COPY };

/* Shared with the child, which would not hide that it succeeded. */
static struct {
    enum attempt attempt;
    enum reader reader;
    int tried, done;
    char path[96], of_case[96];
    ino_t inode; /* of the case */
} * enemy;

/* By a descriptor that somebody left open, or by its path. */
static bool reads_case(void) {
    struct stat s;
    char c;

    for (int fd = 3; fd < 64; fd++)
        if (pread(fd, &c, 1, 0) == 1 && (fstat(fd, &s) < 0 || s.st_ino == enemy->inode))
            return true;
    return open(enemy->of_case, O_RDONLY | O_CLOEXEC) >= 0;
}

/* All of the address space that it may have; what a reader of ours does then (arena.h) ends it. */
static bool eats(void) {
    const size_t much = (size_t)1 << 30;
    struct arena a;

    for (int i = 0; i < 100000; i++)
        if (mmap(NULL, much, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) break;
    arena_init(&a, 4 * much);
    memset(arena_alloc(&a, much, 1), 1, 1);
    return true;
}

static bool attempt_now(void) {
    char *const argv[] = {(char[]){"touch"}, enemy->path, NULL};
    int status;
    pid_t child;

    switch (enemy->attempt) {
    case READ_CASE: return reads_case();
    case READ_FILE: return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
    case WRITE_FILE: return open(enemy->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
    case SOCKET: return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
    case EXECUTE: execve("/usr/bin/touch", argv, NULL); return false;
    case FORK:
        if ((child = fork()) == 0) _exit(0);
        return child > 0 && waitpid(child, &status, 0) == child;
    case TRACE: return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
    case CRASH: signal(SIGSEGV, SIG_DFL); return raise(SIGSEGV) == 0;
    case EAT: return eats();
    case NONE:
    case ATTEMPTS: break;
    }
    return false;
}

static void act(enum reader reader) {
    if (enemy->attempt == NONE || enemy->reader != reader || enemy->tried) return;
    enemy->tried++;
    enemy->done += attempt_now();
}

/* The readers of ours, taken over: the linker puts these in their place (tests/meson.build). */
#define TAKE_OVER(reader, type, name, params, args)                                                \
    type __real_##name params; /* NOLINT(bugprone-reserved-identifier) */                          \
    type __wrap_##name params; /* NOLINT(bugprone-reserved-identifier) */                          \
    type __wrap_##name params {                                                                    \
        act(reader);                                                                               \
        return __real_##name args;                                                                 \
    }
TAKE_OVER(CSV, int, csv_text,
          (struct arena * a, struct span bytes, struct span *out, struct err *e),
          (a, bytes, out, e))
TAKE_OVER(SSIM, int, ssim_read,
          (struct arena * a, struct span bytes, struct ssim *out, struct err *e),
          (a, bytes, out, e))
TAKE_OVER(FLIGHTS, int, flight_each,
          (struct arena * a, const char *const *path, size_t n, const struct flight_options *o,
           flight_fn *fn, void *ctx, struct flight_sum *out, struct err *e),
          (a, path, n, o, fn, ctx, out, e))
TAKE_OVER(ARTICLE, int, text_read,
          (struct arena * a, struct span text, const struct text_options *o, struct text *out,
           struct err *e),
          (a, text, o, out, e))
TAKE_OVER(MAP, int, maptree_read, (struct span text, json_t **out, struct err *e), (text, out, e))
TAKE_OVER(REPLY, int, tsp_read,
          (struct arena * a, struct span der, struct tsp_reply *out, struct err *e),
          (a, der, out, e))
TAKE_OVER(OTS, int, ots_read, (struct arena * a, struct span bytes, struct ots *out, struct err *e),
          (a, bytes, out, e))
TAKE_OVER(COPY, enum query_type, query_col_type, (struct query * q, int col), (q, col))
TAKE_OVER(BEGINNINGS, bool, digest_any, (const char *path, size_t n, bool (*fn)(struct span begin)),
          (path, n, fn))

/* Outside of any cage, in a child of its own: the negative twin. */
static void it_can_be_done(void) {
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) _exit(attempt_now() ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    if (enemy->attempt == EXECUTE) assert_int_equal(access(enemy->path, F_OK), 0);
    unlink(enemy->path);
}

/* A case on the disk, as a person has it. */
static int setup_case(void **state) {
    struct fix *f;
    struct stat s;

    if (setup(state) < 0) return -1;
    f = *state;
    store_close(f->st);
    snprintf(enemy->of_case, sizeof enemy->of_case, "%s/case.hc", f->dir);
    snprintf(enemy->path, sizeof enemy->path, "%s/theirs", f->dir);
    setenv("HEADCOUNT_AUTHOR", path_of(f, "author.key"), 1);
    assert_ok(store_open(&f->st, enemy->of_case, STORE_CREATE, &f->e), f->e);
    assert_int_equal(stat(enemy->of_case, &s), 0);
    enemy->inode = s.st_ino;
    assert_ok(ledger_found(f->st, "test", NOW, true, &f->e), f->e);
    import_ok(f, put(f, "corridors.csv", CORRIDORS));
    return 0;
}

static const struct taken {
    enum reader reader;
    const char *file, *text;
    bool
        room; /* its reader opens the file itself: what it may not have fails there, and does not kill */
} taken[] = {
    {CSV, "sources.csv", "id,label,kind\neye,An eye,observer\n", false},
    {CSV, "list", "$ICAO,$Registration,$ICAO Type\n7201F4,P-632,T204\n", false},
    {SSIM, "timetable", NULL, false},
    {BEGINNINGS, "list2", "$ICAO,$Registration,$ICAO Type\n7201F5,P-633,T204\n", true},
    {FLIGHTS, "trace.json",
     "{\"icao\":\"7201f4\",\"timestamp\":1698624000,\"trace\":[[0,43.3,132.1,0,0,0,0,0,null,null,"
     "null,"
     "null,null,null]]}",
     true},
};

static struct span timetable(struct fix *f) {
    static const struct {
        char kind;
        int at;
        const char *what;
    } put[] = {{'1', 2, "AIRLINE STANDARD SCHEDULE DATA SET"},
               {'1', 41, "1"},
               {'1', 192, "001000001"},
               {'2', 2, "L"},
               {'2', 3, "JS"},
               {'2', 11, "W23"},
               {'2', 15, "30OCT2329MAR24"},
               {'2', 195, "000002"},
               {'3', 3, "JS   2720101J30OCT2329MAR241   5"},
               {'3', 37, "VVO10201020+1000"},
               {'3', 55, "FNJ11251125+0900"},
               {'3', 73, "204"},
               {'3', 195, "000003"}};
    char line[3][201];

    memset(line, ' ', sizeof line);
    for (size_t i = 0; i < sizeof put / sizeof *put; i++) {
        char *l = line[put[i].kind - '1'];

        l[0] = put[i].kind;
        l[200] = '\n';
        memcpy(l + put[i].at - 1, put[i].what, strlen(put[i].what));
    }
    return arena_span(&f->a, (struct span){line[0], sizeof line});
}

static const char *ended(enum attempt how) {
    if (how == CRASH) return "crashed";
    return how == EAT ? "over its memory limit" : "asked for what it may not have";
}

static void import_taken_over(struct fix *f, const struct taken *t, const char *path) {
    size_t rows = entries(f, "row"), refused = entries(f, "refused");
    const char *says = ended(enemy->attempt);
    bool lives = t->room && enemy->attempt < DEEDS;
    int rc;

    enemy->tried = enemy->done = 0;
    rc = import(f, path);
    if (enemy->done) fail_msg("%s: attempt %d succeeded", t->file, enemy->attempt);
    assert_true(enemy->tried >= 1);
    assert_int_equal(access(enemy->path, F_OK), -1);
    if (lives) return; /* its file may be read all the same */
    assert_int_equal(rc, enemy->attempt == EAT ? RC_LIMIT : RC_SYNTAX);
    if (!strstr(f->e.text, says) || !strstr(f->e.text, t->file)) fail_msg("%s", f->e.text);
    assert_int_equal(entries(f, "row"), rows); /* nothing half imported */
    assert_true(entries(f, "refused") <= refused + 1);
}

static bool forbidden(const struct taken *t, enum attempt i) {
    if (!t->room) return true;
    if (i == READ_CASE || i == READ_FILE || i == WRITE_FILE) return cage_state().landlock > 0;
    return !CAGE_SANITIZED || (i != FORK && i != TRACE); /* inside.h says why */
}

/* Promise 8: whoever takes over a reader reaches neither the case nor another file, and gets no socket and no
 * process; a reader that ends badly is told as such, and the case holds nothing of its file. */
static void who_takes_over_an_import_gets_nothing(void **state) {
    struct fix *f = *state;

    for (size_t k = 0; k < sizeof taken / sizeof *taken; k++) {
        const struct taken *t = &taken[k];
        const char *path = put_bytes(f, t->file, t->text ? span_of(t->text) : timetable(f));
        size_t rows = entries(f, "row");

        enemy->reader = t->reader;
        for (int i = ATTEMPTS - 1; i > NONE;
             i--) { /* the deadly first: after them nothing is there */
            enemy->attempt = (enum attempt)i;
            f->o.start_given = true,
            f->o.start_ms =
                i; /* signals that were read are read again when something else is asked */
            if (i < DEEDS) it_can_be_done();
            if (forbidden(t, enemy->attempt)) import_taken_over(f, t, path);
        }
        enemy->attempt = NONE;
        import_ok(f, path); /* and the importer lives */
        assert_true(entries(f, "row") > rows);
    }
}

static int attacks(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    (void)in, (void)arg;
    act(enemy->reader);
    cage_write(pen, SPAN("\0\0\0\0"));
    return 0;
}

/* The same of every row of the table of readers, whatever it reads. */
static void who_takes_over_any_reader_gets_nothing(void **state) {
    struct fix *f = *state;

    for (size_t k = 0; k < SHUT_KINDS; k++) {
        struct shut_reader r = shut_readers[k];
        struct cage_input in = {.bytes = SPAN("x"), .fd = -1};
        struct span answer;

        assert_non_null(r.fn); /* each kind has a reader, and a name */
        assert_non_null(r.name);
        r.fn = attacks;
        for (int i = NONE + 1; i < DEEDS; i++) {
            enemy->attempt = (enum attempt)i;
            enemy->tried = enemy->done = 0;
            assert_int_equal(shut_run(&f->a, &r, NULL, &in, &answer, &f->e), RC_SYNTAX);
            assert_int_equal(enemy->tried, 1);
            if (enemy->done) fail_msg("%s: attempt %d succeeded", r.name, i);
        }
    }
    enemy->attempt = NONE;
}

/* ---- articles, maps, proofs, copies ---- */

static int read_article(struct fix *f) {
    const struct text_options o = {UTC_NONE};
    struct span words;
    struct text t;

    return shut_text(&f->a, SPAN("Some 60 people boarded, an official said.\n"), &o, &words, &t,
                     &f->e);
}

static int read_map(struct fix *f) {
    json_t *tree = NULL;
    int rc = shut_map(&f->a, SPAN("map: 1\nemit: []\n"), &tree, &f->e);

    json_decref(tree);
    return rc;
}

/* A refusal without words: the status 2. */
static int read_reply(struct fix *f) {
    struct tsp_reply r;

    return shut_reply(&f->a, SPAN("\x30\x05\x30\x03\x02\x01\x02"), &r, &f->e);
}

/* One end, pending at a calendar without a name. */
static int read_ots(struct fix *f) {
    static const char proof[] =
        "\0OpenTimestamps\0\0Proof\0\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"
        "0123456789abcdef0123456789abcdef"
        "\x00\x83\xdf\xe3\x0d\x2e\xf9\x0c\x8e\x01\x00";
    struct ots o;

    return shut_ots(&f->a, (struct span){proof, sizeof proof - 1}, &o, &f->e);
}

/* Promise 8, of what goes into a case beside sheets and signals: an article's drafts, a map of columns and the proofs of time stamps come
 * from a child. */
static void who_takes_over_a_reader_of_bytes_gets_nothing(void **state) {
    static const struct {
        enum reader reader;
        int (*read)(struct fix *f);
    } of[] = {{ARTICLE, read_article}, {MAP, read_map}, {REPLY, read_reply}, {OTS, read_ots}};
    struct fix *f = *state;

    for (size_t k = 0; k < sizeof of / sizeof *of; k++) {
        enemy->reader = of[k].reader;
        for (int i = NONE + 1; i < ATTEMPTS; i++) {
            enemy->attempt = (enum attempt)i;
            enemy->tried = enemy->done = 0;
            if (i < DEEDS && k == 0) it_can_be_done();
            assert_int_equal(of[k].read(f), i == EAT ? RC_LIMIT : RC_SYNTAX);
            if (!strstr(f->e.text, ended(enemy->attempt))) fail_msg("%zu: %s", k, f->e.text);
            assert_int_equal(enemy->tried, 1);
            if (enemy->done) fail_msg("reader %zu: attempt %d succeeded", k, i);
            assert_int_equal(access(enemy->path, F_OK), -1);
        }
        enemy->attempt = NONE;
        assert_ok(of[k].read(f), f->e);
    }
}

static int64_t number(struct fix *f, struct store *st, const char *sql) {
    int64_t n = -1;

    assert_ok(query_number(st, sql, &n, &f->e), f->e);
    return n;
}

/* Promise 8, of a copy that is merged: SQLite opens it in a child. */
static void who_takes_over_the_reader_of_a_copy_gets_nothing(void **state) {
    static const struct taken t = {.reader = COPY, .room = true};
    struct fix *f = *state;
    const char *copy = path_of(f, "copy.hc");
    struct store *st = NULL;

    assert_ok(store_copy(f->st, copy, &f->e), f->e);
    enemy->reader = COPY;
    for (int i = ATTEMPTS - 1; i >= NONE; i--) {
        int rc;

        enemy->attempt = (enum attempt)i;
        if (i > NONE && i < DEEDS) it_can_be_done();
        if (i > NONE && !forbidden(&t, enemy->attempt)) continue;
        enemy->tried = enemy->done = 0;
        rc = shut_copy(&f->a, copy, copy, &st, &f->e);
        assert_int_equal(enemy->tried, i > NONE);
        if (enemy->done) fail_msg("attempt %d succeeded", i);
        assert_int_equal(access(enemy->path, F_OK), -1);
        assert_int_equal(rc, i < DEEDS ? 0 : i == EAT ? RC_LIMIT : RC_SYNTAX);
        if (rc < 0 && !strstr(f->e.text, ended(enemy->attempt))) fail_msg("%s", f->e.text);
        if (rc == 0) { /* what came back is what is there */
            assert_int_equal(number(f, st, "SELECT count(*) FROM entry"),
                             number(f, f->st, "SELECT count(*) FROM entry"));
            store_close(st);
        }
    }
}

/* ---- every form of file needs the cage ---- */

static struct span workbook(struct fix *f) {
    struct zip z = {0};
    struct span s;

    zip_workbook(&z, "sources",
                 "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c></row>", "x", "");
    s = arena_span(&f->a, buf_span(&z.body));
    buf_fini(&z.body);
    return s;
}

/* Where no filter can be set, a file of this form is not read: RC_IO, or (what it is was not told) not
 * taken for one of a form; and the ledger has nothing of it. */
static void needs_the_cage(struct fix *f, const char *what, const char *path) {
    size_t rows = entries(f, "row");
    int status = 0;
    pid_t child;

    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int rc;

        if (!lose_call(SYS_seccomp)) _exit(10);
        rc = import(f, path);
        if (rc >= 0) _exit(11);
        _exit(entries(f, "row") == rows ? 0 : 12);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status))
        fail_msg("%s was read without a cage (%d)", what, status);
}

static struct span kind_sample(struct fix *f, const char *name) {
    if (strcmp(name, "xlsx") == 0) return workbook(f);
    if (strcmp(name, "csv") == 0) return SPAN("id,label,kind\neye,An eye,observer\n");
    if (strcmp(name, "yaml") == 0) return SPAN("sources: [{id: e2, label: Two, kind: observer}]\n");
    fail_msg("no sample of %s: add one", name);
    return SPAN("");
}

static struct span list_sample(struct fix *f, enum lists_kind kind) {
    char line[202];

    switch (kind) {
    case LISTS_SSIM:
        memset(line, ' ', 200);
        memcpy(line, "1AIRLINE STANDARD SCHEDULE DATA SET", 35);
        line[200] = '\n', line[201] = 0;
        return arena_span(&f->a, span_of(line));
    case LISTS_WATCH: return SPAN("$ICAO,$Registration,$ICAO Type\n7201F4,P-632,T204\n");
    case LISTS_REGISTER: return SPAN("7201F6;P-634;T154;00;x\n");
    case LISTS_FLIGHTS:
        return SPAN("[{\"icao24\":\"7201f4\",\"firstSeen\":1698632411,\"lastSeen\":1698637960,"
                    "\"estDepartureAirport\":\"UHWW\",\"estArrivalAirport\":\"ZKPY\"}]");
    case LISTS_LEGS: return SPAN("icao24,off_utc,on_utc\n7201f4,2023-10-30T02:20:11Z,\n");
    case LISTS_NONE: break;
    }
    return SPAN("");
}

static struct span signal_sample(struct fix *f, enum flight_format format) {
    char heat[48] = {1}; /* one slice, which begins behind the index */

    switch (format) {
    case FLIGHT_TRACE:
        return SPAN("{\"icao\":\"7201f4\",\"timestamp\":1698624000,\"trace\":[[0,43.3,132.1,0,0,0,"
                    "0,0,null,null,null,null,null,null]]}");
    case FLIGHT_HEATMAP:
        memcpy(heat + 16, "\x9d\x7c\x7f\x0e", 4);
        return arena_span(&f->a, (struct span){heat, sizeof heat});
    case FLIGHT_LIVE:
        return SPAN("{\"now\":1698667200,\"aircraft\":[{\"hex\":\"7201f4\",\"lat\":43.3,"
                    "\"lon\":132.1,\"seen_pos\":1}]}");
    case FLIGHT_SBS:
        return SPAN("MSG,3,1,1,7201F4,1,2023/10/30,00:00:00.000,2023/10/30,00:00:00.000,,3000,,,"
                    "44.9,132.2,,,,,,0\n");
    case FLIGHT_FRAMES:
        return SPAN("*8D40621D58C382D690C8AC2863A7;\n*8D40621D58C386435CC412692AD6;\n");
    case FLIGHT_POSITIONS:
        return SPAN("time,hex,lat,lon\n2023-10-30T00:00:00Z,7201f4,43.3,132.1\n");
    case FLIGHT_OPENSKY:
        return SPAN("time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground\n"
                    "1698624000,7201f4,43.3,132.1,200,90,0,KOR272,false\n");
    case FLIGHT_FORMATS: break;
    }
    return SPAN("");
}

static void every_form_of_file_is_refused_where_there_is_no_cage(void **state) {
    struct fix *f = *state;
    struct buf gz = {0};

    import_ok(f, put(f, "corridors.csv", CORRIDORS)); /* and it can be read where there is one */
    for (size_t i = 0; i < INGEST_KINDS; i++) {
        const char *name = ingest_kinds[i].name;
        const char *file = arena_printf(&f->a, "sources.%s", name);

        if (ingest_kinds[i].refuse) continue;
        needs_the_cage(f, name, put_bytes(f, file, kind_sample(f, name)));
        needs_the_cage(
            f, arena_printf(&f->a, "packed %s", name),
            put_bytes(f, arena_printf(&f->a, "%s.gz", file), t_gzip(&gz, kind_sample(f, name))));
        gz.n = 0;
    }
    for (int i = LISTS_NONE + 1; i <= LISTS_LEGS; i++) {
        struct span s = list_sample(f, (enum lists_kind)i);

        assert_int_equal(lists_tell(s), i);
        needs_the_cage(f, "a list", put_bytes(f, arena_printf(&f->a, "list%d", i), s));
    }
    f->o.zone_given = f->o.start_given = true;
    f->o.start_ms = INT64_C(1698624000000);
    for (int i = 0; i < FLIGHT_FORMATS; i++) {
        struct span s = signal_sample(f, (enum flight_format)i);
        const char *what = flight_format_word((enum flight_format)i), *path;

        assert_int_equal(tell_format(s), i);
        path = put_bytes(f, arena_printf(&f->a, "signals%d", i), s);
        needs_the_cage(f, what, path);
        assert_true(import(f, path) == 0 || f->e.rc == RC_SYNTAX); /* told, where there is one */
        assert_null(strstr(f->e.text, "called after a sheet"));
    }
    buf_fini(&gz);
}

static void a_command_that_shuts_itself_in_reads_nothing_where_there_is_no_cage(void **state) {
    struct fix *f = *state;
    int status;

    for (int lost = 0; lost < 2; lost++) {
        pid_t child = fork();

        assert_true(child >= 0);
        if (child == 0) {
            struct cli x = {.a = &f->a};

            if (lost && !lose_call(SYS_seccomp)) _exit(10);
            _exit(shut_in(&x, NULL, NULL, &f->e) == (lost ? RC_IO : 0) ? 0 : 11);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define IN_CASE(name) cmocka_unit_test_setup_teardown(name, setup_case, teardown)
        T(a_command_that_shuts_itself_in_reads_nothing_where_there_is_no_cage),
        IN_CASE(who_takes_over_an_import_gets_nothing),
        IN_CASE(who_takes_over_a_reader_of_bytes_gets_nothing),
        IN_CASE(who_takes_over_the_reader_of_a_copy_gets_nothing),
        T(who_takes_over_any_reader_gets_nothing),
        T(every_form_of_file_is_refused_where_there_is_no_cage),
    };
    void *shared =
        mmap(NULL, sizeof *enemy, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_true(shared != MAP_FAILED);
    enemy = shared;
    cmocka_set_message_output(CM_OUTPUT_TAP);
    unsetenv("TZ"); /* as most people have it: the zone then is a file's */
    become_nobody();
    umask(022);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
