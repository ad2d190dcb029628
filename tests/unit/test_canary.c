/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing private reaches the disk: tokens are planted wherever an input could hold a name, a number or a place, and looked for in
 * every form afterwards. */
#include "canary.h"
#include "t_ingest.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum {
    C_NAME,
    C_PHONE,
    C_DEVICE,
    C_ACCOUNT,
    C_FILE,
    C_GPS,
    C_REFUSED_TEXT,
    C_UNKNOWN_HEAD,
    C_UNKNOWN_CELL,
    C_BAD_CELL,
    C_BAD_MAIL,
    C_PERSON,
    C_XLSX_SHEET,
    C_XLSX_CELL,
    C_XLSX_MEMBER,
    C_MAP_IGNORED,
    C_MAP_CELL,
    C_LONG_ROW,
    C_BYTES,
    C_N
};

/** Writes the inputs, each with its canary, into f->dir. */
static void plant(struct fix *f, const struct canary *c, const char *allowed, const char **path,
                  size_t *n) {
    const char *const head[] = {"id",   "origin", "destination",   "direction",
                                "from", "to",     c[C_XLSX_CELL].s};
    const char *const row[] = {
        "X", "A", "B", c[C_XLSX_CELL].s, "2023-10-30", "2024-03-29", c[C_XLSX_CELL].s};
    struct buf rows = {0};
    struct zip z = {0};
    struct arena *a = &f->a;

#define PLANT(name, ...) path[(*n)++] = put(f, name, arena_printf(a, __VA_ARGS__))
    *n = 0;
    PLANT("sources.csv", "id,label,kind,%s,note\neye,a board,observer,%s,%s\n", c[C_UNKNOWN_HEAD].s,
          c[C_UNKNOWN_CELL].s, allowed);
    PLANT("corridors.csv", CORRIDORS);
    PLANT("counts.csv",
          COUNTS_HEAD
          "VF,2023-10-30,%s!,eye,80,100,130,eye,\nVF,2023-10-31,J,%s,1,2,3,eye,\n"
          "VF,2023-11-01,J,eye,1,2,3,eye,%s@example.org\nVF,2023-11-02,J,eye,1,2,3,eye,,%s\n"
          "VF,2023-11-03,J,eye,1,2,3,eye,%s\xff\n",
          c[C_BAD_CELL].s, c[C_BAD_CELL].s, c[C_BAD_MAIL].s, c[C_LONG_ROW].s, c[C_BYTES].s);
    PLANT(arena_printf(a, "%s.csv", c[C_FILE].s), "a,b\n1,2\n");
    PLANT("flights.csv",
          "corridor,date,state,source,observer_name,note\nVF,2023-10-30,seen,eye,%s,%s\n",
          c[C_NAME].s, c[C_REFUSED_TEXT].s);
    PLANT("claims.csv", "id,speaker,source,made_on,text,phone\na,b,eye,2023-10-30,%s,%s\n",
          c[C_REFUSED_TEXT].s, c[C_PHONE].s);
    PLANT("schedules.csv", "corridor,days,from,to,deviceid\nVF,15,2023-10-30,2024-03-29,%s\n",
          c[C_DEVICE].s);
    PLANT("aircraft.csv", "type,seats,username,geopoint\nTu-204,%s,%s,%s\n", c[C_REFUSED_TEXT].s,
          c[C_ACCOUNT].s, c[C_GPS].s);
    PLANT("rules.csv", "id,document,text,who,Passenger Name,Gender,Age\n1,2,3,4,%s,M,30\n",
          c[C_PERSON].s);
    zip_row(&rows, 1, head, 7);
    zip_row(&rows, 2, row, 7);
    zip_add(&z, arena_printf(a, "docProps/%s.xml", c[C_XLSX_MEMBER].s), c[C_XLSX_MEMBER].s);
    zip_workbook(&z, "corridors", rows.p, c[C_XLSX_SHEET].s, rows.p);
    path[(*n)++] = put_bytes(f, "case.xlsx", buf_span(&z.body));
    buf_fini(&rows);
    buf_fini(&z.body);
#undef PLANT
}

/** Imports everything that was planted into a case file, as a person would, each path by itself and
 * the folder of good ones. */
static void import_planted(struct fix *f, const struct canary *c, const char *const *path,
                           size_t n) {
    for (size_t i = 0; i < n; i++) (void)import(f, path[i]);
    f->o.map = put(f, "theirs.yaml",
                   arena_printf(&f->a,
                                "map: 1\nignore: [\"%s\", Witness]\nemit:\n  - sheet: corridors\n  "
                                "  set: {origin: A, destination: B, direction: outbound,"
                                " from: 2023-01-01, to: 2024-01-01}\n    columns: {id: kept}\n",
                                c[C_MAP_IGNORED].s));
    assert_ok(import(f, put(f, "theirs.csv",
                            arena_printf(&f->a, "kept,%s,Witness\nK1,%s,%s\n", c[C_MAP_IGNORED].s,
                                         c[C_MAP_CELL].s, c[C_MAP_CELL].s))),
              f->e);
    f->o.map = put(
        f, "wrong.yaml",
        arena_printf(
            &f->a,
            "map: 1\nemit:\n  - sheet: corridors\n    set: {origin: A, destination: B,"
            " direction: outbound, from: 2023-01-01, to: 2024-01-01}\n    columns: {id: \"%s\"}\n",
            c[C_MAP_IGNORED].s));
    assert_int_equal(import(f, path[0]), RC_SYNTAX);
    f->o.map = NULL;
}

static void open_case(struct fix *f, const char *folder) {
    store_close(f->st);
    f->st = NULL;
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_ok(store_open(&f->st, arena_printf(&f->a, "%s/x.case", folder), STORE_CREATE, &f->e),
              f->e);
    assert_ok(ledger_found(f->st, "canary", NOW, false, &f->e), f->e);
}

static void nothing_private_reaches_the_disk(void **state) {
    struct fix *f = *state;
    const char *folder = path_of(f, "case"), *path[16];
    struct canary c[C_N], allowed = canary_new();
    size_t n;

    for (int i = 0; i < C_N; i++) c[i] = canary_new();
    open_case(f, folder);
    setenv("TMPDIR", folder, 1);
    plant(f, c, allowed.s, path, &n);
    import_planted(f, c, path, n);
    assert_int_equal(entries(f, "refused"),
                     7); /* five sheets, the one of no sheet, the one under a wrong map */
    assert_int_equal(entries(f, "bad"), 6);
    assert_int_equal(rows_with(f, "K1", "corridors"), 1);
    store_close(f->st);
    f->st = NULL;
    unsetenv("TMPDIR");
    for (int i = 0; i < C_N; i++)
        if (canary_scan_folder(folder, c[i].s)) fail_msg("canary %d is in the case", i);
    assert_true(canary_scan_folder(folder, allowed.s) >
                0); /* the negative twin: what may be kept is found */
}

static void the_scan_finds_each_form(void **state) {
    static const char *const forms[] = {"%s", "%b", "%c", "%d", "%h", "%p", "%j"};
    struct canary c = canary_new();

    (void)state;
    for (size_t form = 0; form < 7; form++) {
        struct buf b = {0};
        char b64[64] = "";

        buf_puts(&b, "before ");
        if (form >= 1 && form <= 3) canary_base64(c.s, form - 1, b64);
        buf_puts(&b, form == 0 ? c.s : b64);
        for (size_t i = 0; i < CANARY_BYTES && form > 3; i++)
            buf_printf(&b,
                       form == 4   ? "%02x"
                       : form == 5 ? "%%%02X"
                                   : "\\u%04x",
                       (unsigned char)c.s[i]);
        if (!canary_scan(buf_span(&b), c.s)) fail_msg("form %s is not found", forms[form]);
        buf_fini(&b);
    }
}

/** The same with the process killed in the middle: what a journal holds is searched too. */
static void nothing_private_is_left_by_a_kill(void **state) {
    struct fix *f = *state;
    struct canary c[C_N], allowed = canary_new();

    for (int i = 0; i < C_N; i++) c[i] = canary_new();
    for (int round = 0; round < 8; round++) {
        const char *folder = arena_printf(&f->a, "%s/case%d", f->dir, round), *path[16];
        pid_t child;
        size_t n;
        int status;

        plant(f, c, allowed.s, path, &n);
        open_case(f, folder);
        store_close(f->st); /* no connection is carried over a fork */
        f->st = NULL;
        child = fork();
        assert_true(child >= 0);
        if (!child) {
            assert_ok(
                store_open(&f->st, arena_printf(&f->a, "%s/x.case", folder), STORE_WRITE, &f->e),
                f->e);
            import_planted(f, c, path, n);
            _exit(0);
        }
        usleep((useconds_t)(round * 4000));
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        for (int i = 0; i < C_N; i++) assert_int_equal(canary_scan_folder(folder, c[i].s), 0);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(nothing_private_reaches_the_disk),
        TEST(the_scan_finds_each_form),
        TEST(nothing_private_is_left_by_a_kill),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
