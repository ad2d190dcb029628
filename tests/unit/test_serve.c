/* SPDX-License-Identifier: Apache-2.0 */
/* The server in this process, with a shell script in the place of the program: it shows what a command is given
 * (words, descriptors, environment, input), how often it is run, and what becomes of it when it misbehaves. Then the
 * program itself: jobs, and the end. */
#include "serve/serve.h"
#include "t_serve.h"

#include <dirent.h>

struct world {
    char dir[64], script[128], log[128];
    struct serve *s;
    struct t_visitor v;
};

/* Logs a line for each call, and does what the first word of the file `how` says. */
static const char script_text[] =
    "#!/bin/sh\n"
    "here=%s\n"
    "echo $$ >$here/pid\n"
    "for w; do printf '%%s\\n' \"$w\"; done >$here/words\n"
    "echo run >>$here/log\n" /* last: whoever sees it finds the others */
    "read how <$here/how\n"
    "case $how in\n"
    "echo) echo '{}' ;;\n"
    "slow) sleep 0.5; echo '{}' ;;\n"
    "hang) exec sleep 100 ;;\n"
    "crash) kill -SEGV $$ ;;\n"
    "much) exec head -c 80000000 /dev/zero ;;\n"
    "fds) ls -l /proc/self/fd >&2; echo '{}'; ls -l /proc/self/fd >$here/fds; env >$here/env ;;\n"
    "cat) cat >$here/stdin; echo '{}' ;;\n"
    "copy) for f; do :; done; cat \"$f\" >$here/copy; stat -c '%%a %%n' \"$f\" \"${f%%/*}\" "
    ">$here/modes;"
    " echo progress 0.2500 reading >&2; echo a note >&2; echo '{\"rows\":3}' ;;\n"
    "usage) echo 'headcount: no command rules' >&2; exit 2 ;;\n"
    "input) echo 'headcount: counts: best: \"x\" is not a number' >&2; exit 3 ;;\n"
    "no) echo '[\"no\"]'; exit 1 ;;\n"
    "esac\n";

static void how(const struct world *w, const char *word) {
    char line[32];

    snprintf(line, sizeof line, "%s\n", word);
    t_write(w->dir, "how", line, 0600);
    t_write(w->dir, "log", "", 0600);
}

static void world_open(struct world *w, bool read_only) {
    char text[4096], path[128], address[128];
    struct err e = {0};

    t_case_of(w->dir);
    snprintf(w->script, sizeof w->script, "%s/script", w->dir);
    snprintf(w->log, sizeof w->log, "%s/log", w->dir);
    snprintf(path, sizeof path, "%s/case.hc", w->dir);
    snprintf(text, sizeof text, script_text, w->dir);
    t_write(w->dir, "script", text, 0700);
    how(w, "echo");
    assert_ok(serve_open(&w->s,
                         &(struct serve_options){
                             .path = path, .program = w->script, .read_only = read_only},
                         &e),
              e);
    serve_link(w->s, address);
    t_enter(&w->v, address);
}

static void world_close(struct world *w) {
    serve_close(w->s);
    w->s = NULL;
    t_case_gone(w->dir);
}

static char *slurp(const struct world *w, const char *name) {
    static char text[8192];
    char path[200];
    FILE *f;
    size_t n = 0;

    snprintf(path, sizeof path, "%s/%s", w->dir, name);
    if ((f = fopen(path, "r"))) {
        n = fread(text, 1, sizeof text - 1, f);
        fclose(f);
    }
    text[n] = 0;
    return text;
}

static int runs(const struct world *w) {
    int n = 0;

    for (const char *s = slurp(w, "log"); (s = strchr(s, '\n')); s++) n++;
    return n;
}

static void get(struct world *w, const char *path, int status) {
    struct t_reply r = t_get(&w->v, path);

    if (r.status != status) fail_msg("%s: %d %s", path, r.status, r.body ? r.body : "");
    t_reply_fini(&r);
}

static void an_answer_is_computed_once_for_a_state_of_the_case(void **state) {
    struct world w;

    (void)state;
    world_open(&w, false);
    for (int i = 0; i < 5; i++) get(&w, "/api/answer", 200);
    assert_int_equal(runs(&w), 1);
    get(&w, "/api/answer?seed=2", 200);
    assert_int_equal(runs(&w), 2);
    for (int i = 0; i < 3; i++) get(&w, "/api/verify", 200); /* always looks again */
    assert_int_equal(runs(&w), 5);
    t_shell("'%s' add %s/case.hc sources id=new label=x kind=press reliability=F >/dev/null",
            t_program(), w.dir);
    get(&w, "/api/answer", 200);
    assert_int_equal(runs(&w), 6);
    world_close(&w);
}

static void fifty_who_ask_the_same_at_once_run_it_once(void **state) {
    struct world w;
    int fd[50];
    char text[512];

    (void)state;
    world_open(&w, false);
    how(&w, "slow");
    snprintf(text, sizeof text,
             "GET /api/plan HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n", w.v.port,
             w.v.cookie);
    for (size_t i = 0; i < 50; i++) t_say(fd[i] = t_connect(w.v.port), text, strlen(text));
    for (size_t i = 0; i < 50; i++) {
        struct t_reply r = t_hear(fd[i]);

        assert_int_equal(r.status, 200);
        assert_string_equal(r.body, "{}\n");
        t_reply_fini(&r);
        close(fd[i]);
    }
    assert_int_equal(runs(&w), 1);
    world_close(&w);
}

/* Text of a user is behind `--`, or behind the = of an option of ours. */
static void text_never_becomes_an_option(void **state) {
    struct world w;
    struct t_reply r;
    char want[600];

    (void)state;
    world_open(&w, false);
    get(&w, "/api/explain?what=--help&interval=0.8", 200);
    snprintf(want, sizeof want,
             "explain\n--json\n--own-names\n--interval=0.8\n--\n%s/case.hc\n--help\n", w.dir);
    assert_string_equal(slurp(&w, "words"), want);
    r = t_post(&w.v, "/api/estimate", "{\"assume\": \"--output=/etc/passwd\"}");
    assert_int_equal(r.status, 200);
    t_reply_fini(&r);
    snprintf(want, sizeof want,
             "estimate\n--json\n--own-names\n--assume=--output=/etc/passwd\n--\n%s/case.hc\n",
             w.dir);
    assert_string_equal(slurp(&w, "words"), want);
    r = t_post(&w.v, "/api/add/counts",
               "{\"best\": 80, \"wording\": \"--x \\\"; rm -rf /\", \"low\": null}");
    assert_int_equal(r.status, 200);
    t_reply_fini(&r);
    snprintf(want, sizeof want, "add\n--\n%s/case.hc\ncounts\nbest=80\nwording=--x \"; rm -rf /\n",
             w.dir);
    assert_string_equal(slurp(&w, "words"), want);
    r = t_post(&w.v, "/api/add/counts", "{\"--table\": \"x\"}");
    assert_int_equal(r.status, 400);
    t_reply_fini(&r);
    r = t_post(&w.v, "/api/add/--help", "{\"best\": \"x\"}");
    assert_int_equal(r.status, 404);
    t_reply_fini(&r);
    world_close(&w);
}

static void values_are_of_their_kind(void **state) {
    static const char *const bad[] = {
        "/api/answer?interval=x",
        "/api/answer?as_of=2023-02-30",
        "/api/answer?as_of=tomorrow",
        "/api/answer?seed=-1",
        "/api/answer?seed=1&seed=2",
        "/api/answer?output=x",
        "/api/answer?seed=",
        "/api/answer?seed=99999999999999999999",
        "/api/explain",
        "/api/explain?what=a%0ab",
        "/api/explain?what=a%00b",
        "/api/explain?what=%ff",
        "/api/log?kind=--json",
        "/api/log?kind=Row",
        "/api/diff?a=2024-01-01",
        "/api/explain?what=%e2%82",
        "/api/tracks?points=1e9",
    };
    struct world w;

    (void)state;
    world_open(&w, false);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) get(&w, bad[i], 400);
    assert_int_equal(runs(&w), 0);
    get(&w, "/media/xyz", 404);
    get(&w, "/chart/Fan.svg", 404);
    world_close(&w);
}

static void a_child_gets_three_descriptors_and_a_short_environment(void **state) {
    struct world w;
    const char *fds;
    int n = 0;

    (void)state;
    setenv("HEADCOUNT_PASSPHRASE", "not for children", 1);
    world_open(&w, false);
    how(&w, "fds");
    get(&w, "/api/check", 200);
    fds = slurp(&w, "fds");
    assert_null(strstr(fds, "socket:"));
    assert_null(strstr(fds, "eventpoll"));
    for (const char *s = fds; (s = strstr(s, " -> ")); s++) n++;
    assert_in_range(n, 3, 4); /* ls has the folder open */
    assert_non_null(strstr(slurp(&w, "env"), "LC_ALL=C.UTF-8"));
    assert_null(strstr(slurp(&w, "env"), "PASSPHRASE"));
    world_close(&w);
    unsetenv("HEADCOUNT_PASSPHRASE");
}

static void how_a_command_ends_is_told(void **state) {
    static const struct {
        const char *how, *path;
        int status;
        const char *says;
    } list[] = {{"crash", "/api/answer", 500, "signal 11"},
                {"much", "/api/plan", 500, "larger than 64 MiB"},
                {"usage", "/api/rules", 404, "no command rules"},
                {"input", "/api/legs", 422, "is not a number"},
                {"no", "/api/check", 200, "[\"no\"]"}};
    struct world w;
    struct t_reply r;

    (void)state;
    world_open(&w, false);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        how(&w, list[i].how);
        r = t_get(&w.v, list[i].path);
        if (r.status != list[i].status || !strstr(r.body, list[i].says))
            fail_msg("%s: %d %s", list[i].how, r.status, r.body);
        t_reply_fini(&r);
        get(&w, list[i].path, list[i].status);
        assert_int_equal(runs(&w),
                         list[i].status == 200 ? 1 : 2); /* what went wrong is not remembered */
    }
    how(&w, "input");
    r = t_post(&w.v, "/api/add/counts", "{\"best\": \"x\", \"low\": \"1\"}");
    assert_int_equal(r.status, 422);
    assert_non_null(strstr(r.body, "\"column\":\"best\""));
    t_reply_fini(&r);
    how(&w, "cat");
    r = t_post(&w.v, "/api/mark", "{\"media\":\"ab\"}");
    assert_int_equal(r.status, 200);
    t_reply_fini(&r);
    assert_string_equal(slurp(&w, "stdin"), "{\"media\":\"ab\"}");
    world_close(&w);
}

/* Waits until a job says `state`. */
static void await(struct world *w, const char *id, const char *state, const char *also) {
    char path[64], want[64];
    struct t_reply r = {0};

    snprintf(path, sizeof path, "/api/jobs/%s", id);
    snprintf(want, sizeof want, "\"state\":\"%s\"", state);
    for (int i = 0; i < 500; i++) {
        r = t_get(&w->v, path);
        assert_int_equal(r.status, 200);
        if (strstr(r.body, want)) break;
        t_reply_fini(&r);
        usleep(20000);
    }
    if (!r.body) /* it ran out of tries */
        fail_msg("job %s is not %s", id, state);
    if (also && !strstr(r.body, also)) fail_msg("%s", r.body);
    t_reply_fini(&r);
}

static void a_file_that_is_sent_lies_in_private_and_is_wiped(void **state) {
    struct world w;
    struct t_reply r;
    char *modes, folder[256] = "";

    (void)state;
    world_open(&w, false);
    how(&w, "copy");
    r = t_post(&w.v, "/api/import?name=..%2F..%2Fa%20b%3Bcounts.csv&source=gate", "id,best\n1,2\n");
    assert_int_equal(r.status, 202);
    assert_string_equal(r.body, "{\"job\":\"1\"}");
    t_reply_fini(&r);
    await(&w, "1", "done", "\"result\":{\"rows\":3}");
    await(&w, "1", "done", "\"share\":1.0,\"text\":\"a note\\n\"");
    assert_string_equal(slurp(&w, "copy"), "id,best\n1,2\n");
    modes = slurp(&w, "modes");
    assert_memory_equal(modes, "600 ", 4);
    assert_non_null(strstr(modes, "/a_b_counts.csv\n700 "));
    sscanf(strstr(modes, "\n700 ") + 5, "%255s", folder);
    assert_non_null(strstr(folder, "/.headcount-page-"));
    assert_int_equal(access(folder, F_OK), -1);
    get(&w, "/api/jobs/2", 404);
    world_close(&w);
}

static pid_t child_of(const struct world *w) {
    for (int i = 0; i < 500; i++) {
        int pid = atoi(slurp(w, "pid"));

        if (pid > 0 && runs(w) > 0) return pid;
        usleep(10000);
    }
    fail_msg("nothing was run");
    return 0;
}

static bool gone(pid_t pid) {
    for (int i = 0; i < 500; i++) {
        if (kill(pid, 0) < 0 && errno == ESRCH) return true;
        usleep(10000);
    }
    return false;
}

static void file_of(const struct world *w, char out[600]) {
    char *words = slurp(w, "words"), *last;

    assert_true(*words);
    words[strcspn(words, "") - 1] = 0;
    last = strrchr(words, '\n');
    snprintf(out, 600, "%s", last ? last + 1 : words);
}

static void a_cancelled_job_is_killed_and_leaves_nothing(void **state) {
    struct world w;
    struct t_reply r;
    char file[600];
    pid_t child;

    (void)state;
    world_open(&w, false);
    how(&w, "hang");
    r = t_post(&w.v, "/api/import?name=x.csv", "a\n");
    assert_int_equal(r.status, 202);
    t_reply_fini(&r);
    child = child_of(&w);
    file_of(&w, file);
    assert_int_equal(access(file, F_OK), 0);
    r = t_post(&w.v, "/api/add/counts",
               "{\"best\":\"1\"}"); /* it would wait for the job's whole time */
    assert_int_equal(r.status, 503);
    t_reply_fini(&r);
    r = t_post(&w.v, "/api/import?name=y.csv", "a\n"); /* waits its turn, and never begins */
    t_reply_fini(&r);
    r = t_post(&w.v, "/api/jobs/2/cancel", "");
    t_reply_fini(&r);
    r = t_post(&w.v, "/api/jobs/1/cancel", "");
    assert_int_equal(r.status, 200);
    t_reply_fini(&r);
    await(&w, "1", "cancelled", NULL);
    await(&w, "2", "cancelled", NULL);
    assert_true(gone(child));
    for (int i = 0; access(file, F_OK) == 0 && i < 500; i++) usleep(10000);
    assert_int_equal(access(file, F_OK), -1);
    assert_int_equal(runs(&w), 1);
    world_close(&w);
}

static void the_end_kills_what_runs_and_answers_who_waits(void **state) {
    struct world w;
    struct t_reply r;
    char file[600], text[512];
    pid_t child;
    int fd, n = 0;

    (void)state;
    world_open(&w, false);
    how(&w, "hang");
    r = t_post(&w.v, "/api/import?name=x.csv", "a\n");
    t_reply_fini(&r);
    child = child_of(&w);
    file_of(&w, file);
    snprintf(text, sizeof text,
             "GET /api/legs HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n", w.v.port,
             w.v.cookie);
    t_say(fd = t_connect(w.v.port), text, strlen(text));
    while (runs(&w) < 2 && n++ < 500) usleep(10000);
    serve_close(w.s);
    w.s = NULL;
    r = t_hear(fd);
    assert_true(r.status == 503 || r.status == 0);
    t_reply_fini(&r);
    close(fd);
    assert_true(gone(child));
    assert_int_equal(access(file, F_OK), -1);
    *strrchr(file, '/') = 0;
    assert_int_equal(access(file, F_OK), -1);
    world_close(&w);
}

static void read_only_refuses_what_changes_and_nothing_else(void **state) {
    static const char *const changes[] = {"/api/add/counts", "/api/mark", "/api/review",
                                          "/api/import?name=x.csv", "/api/media?name=x.jpg"};
    struct world w;
    struct t_reply r;

    (void)state;
    world_open(&w, true);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        r = t_post(&w.v, changes[i], "{\"best\":\"1\"}");
        assert_int_equal(r.status, 403);
        assert_non_null(strstr(r.body, "read only"));
        t_reply_fini(&r);
    }
    assert_int_equal(runs(&w), 0);
    r = t_post(&w.v, "/api/estimate", "{\"assume\": \"load=100\"}");
    assert_int_equal(r.status, 200);
    t_reply_fini(&r);
    r = t_get(&w.v, "/api/case");
    assert_non_null(strstr(r.body, "\"read_only\":true"));
    t_reply_fini(&r);
    world_close(&w);
}

/* What a killed server left: a folder without a lock. */
static void what_a_killed_server_left_is_wiped_by_the_next(void **state) {
    struct world w;
    char left[128], file[160];
    struct err e = {0};

    (void)state;
    t_case_of(w.dir);
    snprintf(left, sizeof left, "%s/.headcount-page-abcdef", w.dir);
    snprintf(file, sizeof file, "%s/names.csv", left);
    assert_int_equal(mkdir(left, 0700), 0);
    t_write(left, "names.csv", "somebody", 0600);
    snprintf(w.script, sizeof w.script, "%s/case.hc", w.dir);
    assert_ok(
        serve_open(&w.s, &(struct serve_options){.path = w.script, .program = "/bin/true"}, &e), e);
    assert_int_equal(access(left, F_OK), -1);
    world_close(&w);
}

static void what_is_no_case_is_not_served(void **state) {
    struct serve *s = NULL;
    struct err e = {0};
    char dir[64], path[128];

    (void)state;
    t_case_of(dir);
    snprintf(path, sizeof path, "%s/none.hc", dir);
    assert_int_equal(serve_open(&s, &(struct serve_options){.path = path}, &e), RC_NOTFOUND);
    snprintf(path, sizeof path, "%s/sheets/counts.csv", dir);
    assert_int_equal(serve_open(&s, &(struct serve_options){.path = path}, &e), RC_SYNTAX);
    t_write(dir, "locked.hc", "headcount-locked-1\n0000000000000000000000000000000000", 0600);
    snprintf(path, sizeof path, "%s/locked.hc", dir);
    assert_int_equal(serve_open(&s, &(struct serve_options){.path = path}, &e), RC_LOCKED);
    assert_null(s);
    t_case_gone(dir);
}

/* --- the program itself --- */

static void the_program_imports_adds_and_ends_when_it_is_told(void **state) {
    struct world w = {0};
    struct t_server server;
    struct t_reply r;
    FILE *f;
    char text[256], head[512];

    (void)state;
    t_case_of(w.dir);
    server = t_serve(w.dir, NULL);
    t_enter(&w.v, server.address);
    r = t_post(&w.v, "/api/add/counts",
               "{\"id\":\"c9\",\"corridor\":\"VVO-FNJ\",\"date\":\"2023-10-30\",\"flight\":"
               "\"JS272\",\"method\":\"eye\","
               "\"low\":\"10\",\"best\":\"20\",\"high\":\"many\",\"of\":\"concern\",\"stage\":"
               "\"aboard\"}");
    assert_int_equal(r.status, 422);
    if (!strstr(r.body, "\"column\":\"high\"")) fail_msg("%s", r.body);
    t_reply_fini(&r);
    r = t_post(&w.v, "/api/import?name=counts.csv",
               "id,corridor,date,flight,method,low,best,high,of,stage,wording,source\n"
               "c5,VVO-FNJ,2023-10-30,JS272,eye,60,80,90,concern,aboard,about,gate\n");
    assert_int_equal(r.status, 202);
    t_reply_fini(&r);
    await(&w, "1", "done", "\"rows\":1");
    r = t_get(&w.v, "/api/answer");
    assert_int_equal(r.status, 200);
    assert_non_null(strstr(r.body, "VVO-FNJ 2023-10-30"));
    t_reply_fini(&r);
    r = t_post(&w.v, "/api/stop", "");
    assert_int_equal(r.status, 200);
    t_reply_fini(&r);
    assert_int_equal(t_serve_end(&server, 0), 0);
    snprintf(text, sizeof text, "'%s' verify %s/case.hc", t_program(), w.dir);
    f = popen(text, "r");
    assert_true(fread(head, 1, sizeof head, f) > 0);
    assert_int_equal(pclose(f), 0);
    t_case_gone(w.dir);
}

static void signals_end_the_program_in_the_middle_of_an_import(void **state) {
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct world w = {0};
        size_t rows = 40000, cap = rows * 80 + 200, n;
        char *text = malloc(cap);
        struct t_server server;
        struct t_reply r;

        t_case_of(w.dir);
        server = t_serve(w.dir, NULL);
        t_enter(&w.v, server.address);
        n = (size_t)snprintf(
            text, cap, "id,corridor,date,flight,method,low,best,high,of,stage,wording,source\n");
        for (size_t k = 0; k < rows; k++)
            n += (size_t)snprintf(
                text + n, cap - n,
                "k%zu,VVO-FNJ,2023-10-30,JS272,eye,60,80,90,concern,aboard,about,gate\n", k);
        r = t_send(&w.v, "POST", "/api/import?name=counts.csv", "", text, n);
        assert_int_equal(r.status, 202);
        t_reply_fini(&r);
        usleep(100000);
        await(&w, "1", "running", NULL);
        assert_int_equal(t_serve_end(&server, signals[i]), 0);
        t_shell("! pgrep -f %s/[c]ase.hc >/dev/null", w.dir); /* no child lives on */
        t_shell("'%s' verify %s/case.hc >/dev/null", t_program(), w.dir);
        free(text);
        t_case_gone(w.dir);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_computed_once_for_a_state_of_the_case),
        cmocka_unit_test(fifty_who_ask_the_same_at_once_run_it_once),
        cmocka_unit_test(text_never_becomes_an_option),
        cmocka_unit_test(values_are_of_their_kind),
        cmocka_unit_test(a_child_gets_three_descriptors_and_a_short_environment),
        cmocka_unit_test(how_a_command_ends_is_told),
        cmocka_unit_test(a_file_that_is_sent_lies_in_private_and_is_wiped),
        cmocka_unit_test(a_cancelled_job_is_killed_and_leaves_nothing),
        cmocka_unit_test(the_end_kills_what_runs_and_answers_who_waits),
        cmocka_unit_test(read_only_refuses_what_changes_and_nothing_else),
        cmocka_unit_test(what_a_killed_server_left_is_wiped_by_the_next),
        cmocka_unit_test(what_is_no_case_is_not_served),
        cmocka_unit_test(the_program_imports_adds_and_ends_when_it_is_told),
        cmocka_unit_test(signals_end_the_program_in_the_middle_of_an_import),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
