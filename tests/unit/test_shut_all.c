/* SPDX-License-Identifier: Apache-2.0 */
/* Promise 8, of all readers of strangers' files: in the place of each an enemy is run, who gets nothing, walked from the program's own tables; and each form of file that an import tells is refused where there is no cage. A reader or a form that
 * is added is in these tests, or they fail. All of it as nobody. */
#include "base/csv.h"
#include "canary.h"
#include "ingest/kinds.h"
#include "ingest/lists.h"
#include "ingest/shut_run.h"
#include "ingest/table_form.h"
#include "t_archive.h"
#include "t_cage.h"
#include "t_ingest.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>

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

/* Shared with the child, which would not hide that it succeeded. */
static struct {
    enum attempt attempt;
    int tried, done;
    char path[96], of_case[96];
} * enemy;

/* By a descriptor that somebody left open, or by its path. */
static bool reads_case(void) {
    char c;

    for (int fd = 3; fd < 64; fd++)
        if (pread(fd, &c, 1, 0) == 1) return true;
    return open(enemy->of_case, O_RDONLY | O_CLOEXEC) >= 0;
}

static bool eats(void) {
    struct arena a;

    arena_init(&a, (size_t)64 << 30);
    for (int i = 0; i < 64; i++) memset(arena_alloc(&a, (size_t)1 << 30, 1), i, (size_t)1 << 12);
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

static void act(void) {
    if (enemy->attempt == NONE) return;
    enemy->tried++;
    enemy->done += attempt_now();
}

/* The readers of ours, taken over: the linker puts these in their place (tests/meson.build). */
void __real_csv_begin(struct csv *c, struct arena *a, struct span text,
                      char sep); /* NOLINT(bugprone-reserved-identifier) */
void __wrap_csv_begin(struct csv *c, struct arena *a, struct span text,
                      char sep); /* NOLINT(bugprone-reserved-identifier) */
void __wrap_csv_begin(struct csv *c, struct arena *a, struct span text, char sep) {
    act();
    __real_csv_begin(c, a, text, sep);
}

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

    if (setup(state) < 0) return -1;
    f = *state;
    store_close(f->st);
    snprintf(enemy->of_case, sizeof enemy->of_case, "%s/case.hc", f->dir);
    snprintf(enemy->path, sizeof enemy->path, "%s/theirs", f->dir);
    setenv("HEADCOUNT_AUTHOR", path_of(f, "author.key"), 1);
    assert_ok(store_open(&f->st, enemy->of_case, STORE_CREATE, &f->e), f->e);
    assert_ok(ledger_found(f->st, "test", NOW, true, &f->e), f->e);
    import_ok(f, put(f, "corridors.csv", CORRIDORS));
    return 0;
}

static const struct taken {
    const char *file, *text;
} taken[] = {
    {"sources.csv", "id,label,kind\neye,An eye,observer\n"},
    {"list", "$ICAO,$Registration,$ICAO Type\n7201F4,P-632,T204\n"},
};

static void import_taken_over(struct fix *f, const struct taken *t) {
    size_t rows = entries(f, "row"), refused = entries(f, "refused");
    const char *path = put(f, t->file, t->text);
    const char *says = enemy->attempt == CRASH ? "crashed"
                       : enemy->attempt == EAT ? "over its memory limit"
                                               : "asked for what it may not have";

    enemy->tried = enemy->done = 0;
    assert_int_equal(import(f, path), enemy->attempt == EAT ? RC_LIMIT : RC_SYNTAX);
    if (!strstr(f->e.text, says) || !strstr(f->e.text, t->file)) fail_msg("%s", f->e.text);
    assert_int_equal(enemy->tried, 1);
    if (enemy->done) fail_msg("%s: attempt %d succeeded", t->file, enemy->attempt);
    assert_int_equal(access(enemy->path, F_OK), -1);
    assert_int_equal(entries(f, "row"), rows); /* nothing half imported */
    assert_true(entries(f, "refused") <= refused + 1);
}

/* Promise 8: whoever takes over a reader reaches neither the case nor another file, and gets no socket and no
 * process; a reader that ends badly is told as such, and the case holds nothing of its file. */
static void who_takes_over_an_import_gets_nothing(void **state) {
    struct fix *f = *state;

    for (size_t k = 0; k < sizeof taken / sizeof *taken; k++) {
        for (int i = NONE + 1; i < ATTEMPTS; i++) {
            enemy->attempt = (enum attempt)i;
            if (i < DEEDS) it_can_be_done();
            import_taken_over(f, &taken[k]);
        }
        enemy->attempt = NONE;
        import_ok(f, path_of(f, taken[k].file)); /* and the importer lives */
        assert_int_equal(f->t.rows, 1);
    }
}

static int attacks(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    (void)in, (void)arg;
    act();
    cage_write(pen, SPAN("\0\0\0\0"));
    return 0;
}

/* The same of every row of the table of readers, whatever it reads. */
static void who_takes_over_any_reader_gets_nothing(void **state) {
    struct fix *f = *state;

    for (size_t k = 0; k < SHUT_KINDS; k++) {
        struct shut_reader r = shut_readers[k];
        struct span answer;

        assert_non_null(r.fn); /* each kind has a reader, and a name */
        assert_non_null(r.name);
        r.fn = attacks;
        for (int i = NONE + 1; i < DEEDS; i++) {
            enemy->attempt = (enum attempt)i;
            enemy->tried = enemy->done = 0;
            assert_int_equal(shut_run(&f->a, &r, NULL, SPAN("x"), &answer, &f->e), RC_SYNTAX);
            assert_int_equal(enemy->tried, 1);
            if (enemy->done) fail_msg("%s: attempt %d succeeded", r.name, i);
        }
    }
    enemy->attempt = NONE;
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
    case LISTS_LEGS: return SPAN("icao24,off_utc,on_utc\n7201f4,2023-10-30T02:20:11Z,\n");
    case LISTS_NONE: break;
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
    buf_fini(&gz);
}

/* ---- CSV through the pipe ---- */

static void same_table(struct fix *f, struct span bytes, char sep) {
    struct table shut;
    struct span text;
    struct csv open;
    struct err e1 = {0}, e2 = {0};
    int rc = csv_text(&f->a, bytes, &text, &e1), again = shut_csv(&f->a, bytes, sep, 0, &shut, &e2);

    assert_int_equal(rc, again);
    assert_string_equal(rc < 0 ? e1.text : "", rc < 0 ? e2.text : "");
    if (rc < 0) return;
    csv_begin(&open, &f->a, text, sep);
    assert_int_equal(open.sep, shut.sep);
    do {
        rc = csv_next(&open, &e1);
        assert_int_equal(table_next(&shut, &e2), rc);
        if (rc < 0) assert_string_equal(e1.text, e2.text);
        if (rc != 0) assert_int_equal(open.line, shut.line);
        assert_false(shut.last);
        assert_int_equal(rc > 0 ? open.n : 0, rc > 0 ? shut.n : 0);
        for (size_t i = 0; rc > 0 && i < open.n; i++)
            assert_true(span_eq(open.cell[i], shut.cell[i]));
    } while (rc != 0);
}

static void a_csv_comes_back_cell_by_cell_and_fault_by_fault(void **state) {
    static const char *const texts[] = {"id,label\neye,\"a \"\"word\"\"\"\n\n,,\r\nx;y\n",
                                        "a\tb\n\"open\n1\t2\n3\t4",
                                        "a,\"b\"c\nd,e\n",
                                        "\xef\xbb\xbfid;n\n1;2",
                                        "\xff",
                                        "a,b\n\xff,1\n",
                                        ""};
    struct fix *f = *state;
    char *wide = arena_alloc(&f->a, CSV_CELL_BYTES + 4, 1);
    uint32_t r = 1;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) same_table(f, span_of(texts[i]), 0);
    same_table(f, SPAN("a\0b"), 0);
    same_table(f,
               SPAN("\xff\xfe"
                    "a\0,\0b\0\n\0"),
               0);
    memset(wide, 'x', CSV_CELL_BYTES + 2);
    memcpy(wide + CSV_CELL_BYTES + 2, "\n1", 2);
    same_table(f, (struct span){wide, CSV_CELL_BYTES + 4}, ',');
    for (int i = 0; i < 40; i++) {
        char text[300];

        for (size_t k = 0; k < sizeof text; k++) {
            r = r * 1664525u + 1013904223u;
            text[k] = "a1,;\"\n\r\t|\xd0\xaf "[r >> 28 & 0xf ? (r >> 24) % 12 : 4];
        }
        same_table(f, (struct span){text, sizeof text}, i % 2 ? ',' : 0);
    }
}

static void a_table_that_lies_is_refused_or_harmless(void **state) {
    const struct span cell[] = {SPAN("id"), SPAN(""), SPAN("a longer word")};
    struct fix *f = *state;
    struct err bad = {RC_SYNTAX, "line 3: a quote does not close"};
    struct buf b = {0};
    size_t refused = 0;

    table_item_row(&b, 1, cell, 3);
    table_item_row(&b, 200, cell, 2);
    table_item_bad(&b, 300, &bad, false);
    table_item_row(&b, 70000, cell, 1);
    assert_true(table_form_holds(buf_span(&b)));
    for (size_t i = 0; i < b.n; i++)
        for (int x = 1; x < 256; x++) {
            char *p = malloc(b.n);
            struct span form = {memcpy(p, b.p, b.n), b.n};
            struct table t;
            int rc;

            p[i] ^= (char)x;
            if (table_form_holds(form)) {
                table_csv(&t, &f->a, form, ',');
                while ((rc = table_next(&t, &f->e)) != 0)
                    for (size_t k = 0; rc > 0 && k < t.n; k++)
                        assert_true(t.cell[k].p >= p && t.cell[k].p + t.cell[k].n <= p + b.n);
            } else {
                refused++;
            }
            free(p);
        }
    assert_true(refused > b.n * 16);
    buf_fini(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        cmocka_unit_test_setup_teardown(who_takes_over_an_import_gets_nothing, setup_case,
                                        teardown),
        T(who_takes_over_any_reader_gets_nothing),
        T(every_form_of_file_is_refused_where_there_is_no_cage),
        T(a_csv_comes_back_cell_by_cell_and_fault_by_fault),
        T(a_table_that_lies_is_refused_or_harmless),
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
