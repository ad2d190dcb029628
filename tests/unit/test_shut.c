/* SPDX-License-Identifier: Apache-2.0 */
/* Workbooks are read by a child that is shut away: the same cells come back, and a parser that was taken over
 * gets nothing. The parser is expat, which this program replaces by its own: it does what an attacker would do
 * first. Each attempt is made without the cage as well, where it has to succeed. All of it as nobody. */
#include "canary.h"
#include "ingest/shut.h"
#include "t_cage.h"
#include "t_ingest.h"

#include <dlfcn.h>
#include <expat.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* A failed allocation gives NULL, as without the sanitizer. */
const char *__asan_default_options(void);  /* NOLINT(bugprone-reserved-identifier) */
const char *__asan_default_options(void) { /* NOLINT(bugprone-reserved-identifier) */
    return "allocator_may_return_null=1";
}

/* ---- expat, taken over ---- */

enum attempt { NONE, READ_FILE, WRITE_FILE, SOCKET, FORK, ATTEMPTS };

/* Shared with the child, which would not hide that it succeeded. */
static struct {
    enum attempt attempt;
    int tried, done;
    char path[96];
} * enemy;

static bool attempt_now(void) {
    int status;
    pid_t child;

    switch (enemy->attempt) {
    case READ_FILE: return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
    case WRITE_FILE: return open(enemy->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
    case SOCKET: return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
    case FORK:
        if ((child = fork()) == 0) _exit(0);
        return child > 0 && waitpid(child, &status, 0) == child;
    case NONE:
    case ATTEMPTS: break;
    }
    return false;
}

XML_Parser XML_ParserCreate(const XML_Char *encoding) {
    union {
        void *p;
        XML_Parser (*f)(const XML_Char *encoding);
    } real = {dlsym(RTLD_NEXT, "XML_ParserCreate")};

    if (enemy && enemy->attempt != NONE) {
        enemy->tried++;
        enemy->done += attempt_now();
    }
    return real.f(encoding);
}

/* ---- a workbook ---- */

static const char rows_xml[] =
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c><c r=\"B1\" "
    "t=\"inlineStr\"><is><t>label</t></is></c><c r=\"C1\" "
    "t=\"inlineStr\"><is><t>kind</t></is></c></row>"
    "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>eye</t></is></c><c r=\"C3\" "
    "t=\"inlineStr\"><is><t>observer</t></is></c></row>"
    "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>e2</t></is></c><c "
    "r=\"B4\"><f>1+1</f><v>2</v></c>"
    "<c r=\"C4\" t=\"inlineStr\"><is><t>observer</t></is></c></row>";

static const struct pack_limits limits = {
    .members = 100, .member_bytes = 1 << 20, .total_bytes = 1 << 20, .ratio = 200};

static struct span workbook(struct fix *f) {
    struct zip z = {0};
    struct span s;

    zip_workbook(&z, "sources", rows_xml, "Цифры", rows_xml);
    s = arena_span(&f->a, buf_span(&z.body));
    buf_fini(&z.body);
    return s;
}

/* As shut_book, without the cage. */
static int open_book(struct fix *f, struct span file, struct xlsx_book *out) {
    struct pack_member *member = NULL;
    struct xlsx_part *part;
    size_t n = 0;
    int rc = pack_zip(&f->a, file, &limits, &member, &n, &f->e);

    if (rc < 0) return rc;
    part = ARENA_ARRAY(&f->a, struct xlsx_part, n);
    for (size_t i = 0; i < n; i++) part[i] = (struct xlsx_part){member[i].name, member[i].bytes};
    return xlsx_read(&f->a, part, n, out, &f->e);
}

static void assert_same(const struct xlsx_book *x, const struct xlsx_book *y) {
    assert_int_equal(x->n, y->n);
    for (size_t i = 0; i < x->n; i++) {
        assert_true(span_eq(x->sheet[i].name, y->sheet[i].name));
        assert_int_equal(x->sheet[i].n, y->sheet[i].n);
        for (size_t k = 0; k < x->sheet[i].n; k++) {
            const struct xlsx_row *r = &x->sheet[i].row[k], *s = &y->sheet[i].row[k];

            assert_true(r->line == s->line && r->n == s->n);
            for (size_t c = 0; c < r->n; c++)
                assert_true(span_eq(r->cell[c].text, s->cell[c].text) &&
                            r->cell[c].formula == s->cell[c].formula);
        }
    }
}

static void the_same_cells_come_back(void **state) {
    struct fix *f = *state;
    struct span file = workbook(f);
    struct xlsx_book shut, open;

    enemy->attempt = NONE;
    assert_ok(shut_book(&f->a, file, &limits, &shut, &f->e), f->e);
    assert_ok(open_book(f, file, &open), f->e);
    assert_int_equal(open.sheet[0].n, 3);
    assert_true(open.sheet[0].row[2].cell[1].formula);
    assert_same(&shut, &open);
}

/* Code and sentence of a refusal are those of the reader, for every length to which it is cut. */
static void the_same_refusals_come_back(void **state) {
    struct fix *f = *state;
    struct span file = workbook(f);
    struct xlsx_book book;
    size_t refusals = 0;

    enemy->attempt = NONE;
    for (size_t n = 0; n < file.n; n += n < 40 ? 13 : file.n / 29) {
        struct span cut = {file.p, n};
        char said[sizeof f->e.text];
        int rc = shut_book(&f->a, cut, &limits, &book, &f->e);

        snprintf(said, sizeof said, "%s", rc < 0 ? f->e.text : "");
        assert_int_equal(open_book(f, cut, &book), rc);
        assert_string_equal(rc < 0 ? f->e.text : "", said);
        refusals += rc < 0;
    }
    assert_true(refusals > 20);
}

/* ---- the attempts ---- */

static void a_parser_that_was_taken_over_gets_nothing(void **state) {
    struct fix *f = *state;
    struct span file = workbook(f);
    const char *path = put_bytes(f, "sources.xlsx", file);
    struct xlsx_book book;

    snprintf(enemy->path, sizeof enemy->path, "%s/theirs", f->dir);
    for (int i = NONE + 1; i < ATTEMPTS; i++) {
        enemy->attempt = (enum attempt)i;
        enemy->tried = enemy->done = 0;
        assert_int_equal(import(f, path), RC_SYNTAX); /* the way that a person's file takes */
        assert_non_null(strstr(f->e.text, "asked for what it may not have"));
        assert_int_equal(enemy->tried, 1);
        assert_int_equal(enemy->done, 0);
        assert_int_equal(ingest_map_guess(&f->a, path, &(struct span){0}, &f->e), RC_SYNTAX);
        assert_int_equal(enemy->done, 0);
        assert_int_equal(access(enemy->path, F_OK), -1);
        enemy->tried = enemy->done = 0;
        assert_ok(open_book(f, file, &book), f->e); /* the negative twin */
        assert_true(enemy->tried > 0 && enemy->done == enemy->tried);
        unlink(enemy->path);
    }
    assert_int_equal(entries(f, "row"), 0);
    enemy->attempt = NONE;
    import_ok(f, path); /* and the importer lives */
    assert_int_equal(entries(f, "row"), 1);
}

static int eats(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct arena a;

    (void)in, (void)pen, (void)arg;
    arena_init(&a, (size_t)64 << 30);
    for (int i = 0; i < 64; i++) memset(arena_alloc(&a, (size_t)1 << 30, 1), i, (size_t)1 << 12);
    return 0;
}

static int crashes(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    (void)in, (void)pen, (void)arg;
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
    return 0;
}

static int gives_up(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    (void)in, (void)arg;
    cage_write(pen, SPAN("\0\0\0\0\0\0\0\0"));
    return 1;
}

static void a_reader_that_ends_badly_is_named_and_ends_nothing_else(void **state) {
    static const struct {
        cage_fn *fn;
        int rc;
        const char *says;
    } bad[] = {{eats, RC_LIMIT, "over its memory limit"},
               {crashes, RC_SYNTAX, "crashed"},
               {gives_up, RC_SYNTAX, "not of the form"}};
    struct fix *f = *state;
    struct xlsx_book book;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(shut_book_by(&f->a, bad[i].fn, SPAN("x"), &limits, &book, &f->e),
                         bad[i].rc);
        if (!strstr(f->e.text, bad[i].says)) fail_msg("%s", f->e.text);
    }
}

/* ---- the form ---- */

static int forms(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    (void)in;
    shut_form_write(arg, pen);
    return 0;
}

/* Every byte changed, every length: what comes of it is a book within its bounds, or a refusal. */
static void a_form_that_lies_is_refused_or_harmless(void **state) {
    static const struct cage_limits lim = {(size_t)1 << 28, 1 << 20, 60000, 30};
    struct fix *f = *state;
    struct cage_input in = {.fd = -1};
    struct cage_answer got;
    struct xlsx_book book, out;
    size_t refused = 0;

    enemy->attempt = NONE;
    assert_ok(open_book(f, workbook(f), &book), f->e);
    assert_ok(cage_call(&f->a, forms, &book, &in, &lim, &got, &f->e), f->e);
    assert_ok(shut_form_read(&f->a, got.bytes, &out, &f->e), f->e);
    assert_same(&book, &out);
    for (size_t i = 0; i < got.bytes.n; i++) {
        static const uint8_t other[] = {0x01, 0x80, 0xff};
        char *p = malloc(got.bytes.n);

        assert_int_equal(
            shut_form_read(&f->a, (struct span){memcpy(p, got.bytes.p, i), i}, &out, &f->e),
            RC_SYNTAX);
        for (size_t k = 0; k < sizeof other; k++) {
            int rc;

            memcpy(p, got.bytes.p, got.bytes.n);
            p[i] ^= (char)other[k];
            rc = shut_form_read(&f->a, (struct span){p, got.bytes.n}, &out, &f->e);
            refused += rc < 0;
            for (size_t s = 0; rc == 0 && s < out.n; s++)
                assert_true(out.n <= XLSX_SHEETS && out.sheet[s].n <= XLSX_ROWS);
        }
        free(p);
    }
    assert_true(refused > got.bytes.n);
}

/* ---- rows as YAML ---- */

static void rows_as_yaml_come_back_and_so_does_what_is_no_row(void **state) {
    static const char *const texts[] = {"sources:\n- id: eye\n  label: An eye\n  kind: observer\n- "
                                        "word\n- {id: e2, kind: [a, b]}\n",
                                        "sources: [{id: a, kind: observer}, {id: b, kind: "
                                        "observer}, {}]\ncounts:\n- {date: {a: 1}, odd: 2}\n",
                                        "- [a\n",
                                        "word\n",
                                        "sources: 1\n",
                                        "bicycles: []\n",
                                        "a: 1\na: 2\n",
                                        ""};
    struct fix *f = *state;
    size_t taken = 0, bad = 0;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tree_rows shut, open;
        struct err e = {0};
        int rc = shut_rows(&f->a, span_of(texts[i]), NULL, &shut, &f->e);

        assert_int_equal(tree_rows_read(&f->a, span_of(texts[i]), NULL, &open, &e), rc);
        if (rc < 0) {
            assert_string_equal(f->e.text, e.text);
            continue;
        }
        taken++;
        assert_int_equal(shut.sheet.n, open.sheet.n);
        for (size_t k = 0; k < open.sheet.n; k++) {
            assert_ptr_equal(shut.sheet.v[k].sheet, open.sheet.v[k].sheet);
            assert_same(&(struct xlsx_book){&shut.sheet.v[k].table, 1},
                        &(struct xlsx_book){&open.sheet.v[k].table, 1});
        }
        assert_int_equal(shut.bad.n, open.bad.n);
        for (size_t k = 0; k < open.bad.n; k++, bad++) {
            assert_ptr_equal(shut.bad.v[k].sheet, open.bad.v[k].sheet);
            assert_ptr_equal(shut.bad.v[k].column, open.bad.v[k].column);
            assert_int_equal(shut.bad.v[k].line, open.bad.v[k].line);
            assert_string_equal(shut.bad.v[k].reason, open.bad.v[k].reason);
        }
    }
    assert_int_equal(taken, 2);
    assert_int_equal(bad, 2); /* word; a mapping where a date is wanted */
}

/* ---- packed sheets ---- */

static void a_packed_sheet_comes_back_whole_or_is_refused(void **state) {
    struct fix *f = *state;
    const char *plain = put(f, "sources.csv", "id,label,kind\neye,An eye,observer\n");
    struct span packed, out;

    assert_int_equal(system(arena_printf(&f->a, "gzip -kn %s", plain)), 0); /* NOLINT: our words */
    assert_ok(pack_file(&f->a, path_of(f, "sources.csv.gz"), 4096, &packed, &f->e), f->e);
    assert_ok(shut_inflate(&f->a, packed, 4096, 200, &out, &f->e), f->e);
    assert_true(span_is(out, "id,label,kind\neye,An eye,observer\n"));
    packed.n -= 9;
    assert_int_equal(shut_inflate(&f->a, packed, 4096, 200, &out, &f->e), RC_SYNTAX);
    packed.n += 9;
    assert_int_equal(shut_inflate(&f->a, packed, 8, 200, &out, &f->e), RC_LIMIT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(the_same_cells_come_back),
        T(the_same_refusals_come_back),
        T(a_parser_that_was_taken_over_gets_nothing),
        T(a_reader_that_ends_badly_is_named_and_ends_nothing_else),
        T(a_form_that_lies_is_refused_or_harmless),
        T(rows_as_yaml_come_back_and_so_does_what_is_no_row),
        T(a_packed_sheet_comes_back_whole_or_is_refused),
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
