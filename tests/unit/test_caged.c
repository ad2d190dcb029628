/* SPDX-License-Identifier: Apache-2.0 */
/* Hostile readers and programs, each of which tries one thing. Each fails, with the right word for
 * it, and we go on. Every one of them is also run with the cage open, where it must succeed: else
 * the test would show nothing. All of it as nobody, since user 0 escapes limits and permissions. */
#include "cage/inside.h"
#include "t.h"
#include "t_cage.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)

/* A failed allocation gives NULL, as without the sanitizer; its other reports are not wanted from
 * a child that is meant to die. */
const char *__asan_default_options(void);  /* NOLINT(bugprone-reserved-identifier) */
const char *__asan_default_options(void) { /* NOLINT(bugprone-reserved-identifier) */
    return "allocator_may_return_null=1";
}

static const struct cage_limits limits = {
    .memory_bytes = 256 * MIB, .answer_bytes = 4096, .time_ms = 20000, .cpu_s = 10};

struct yard {
    struct arena a;
    struct cage_answer out;
    char dir[64], secret[96], target[96];
};

static int enter(void **state) {
    struct yard *y = calloc(1, sizeof *y);
    FILE *f;

    if (!y) return -1;
    arena_init(&y->a, 64 * MIB);
    snprintf(y->dir, sizeof y->dir, "/tmp/headcount-cage-XXXXXX");
    if (!mkdtemp(y->dir) || chmod(y->dir, 0777) < 0) return -1;
    snprintf(y->secret, sizeof y->secret, "%s/secret", y->dir);
    snprintf(y->target, sizeof y->target, "%s/target", y->dir);
    if (!(f = fopen(y->secret, "w"))) return -1;
    fputs("secret", f);
    fclose(f);
    if (chmod(y->secret, 0644) < 0) return -1;
    *state = y;
    return 0;
}

static int leave(void **state) {
    struct yard *y = *state;

    unlink(y->secret);
    unlink(y->target);
    rmdir(y->dir);
    arena_fini(&y->a);
    free(y);
    return 0;
}

/* A reader with these layers raised, its answer in y->out. */
static void call_with(struct yard *y, cage_fn *fn, void *arg, const struct cage_input *in,
                      unsigned layers) {
    struct cage_job job = {.fn = fn, .arg = arg, .in = *in, .limits = limits, .layers = layers};
    struct err e;

    assert_ok(cage_run(&y->a, &job, &y->out, &e), e);
}

static void call(struct yard *y, cage_fn *fn, void *arg, unsigned layers) {
    call_with(y, fn, arg, &(struct cage_input){.fd = -1}, layers);
}

static void program(struct yard *y, const char *path, const char *const *argv, int fd,
                    const struct cage_limits *lim, unsigned layers) {
    struct cage_job job = {
        .path = path, .argv = argv, .in = {.fd = fd}, .limits = *lim, .layers = layers};
    struct err e;

    assert_ok(cage_run(&y->a, &job, &y->out, &e), e);
}

static void shell(struct yard *y, const char *script, unsigned layers) {
    const char *const argv[] = {"sh", "-c", script, NULL};

    program(y, "/bin/sh", argv, -1, &limits, layers);
}

#define assert_status(y, want)                                                                     \
    do {                                                                                           \
        if ((y)->out.status != (want))                                                             \
            fail_msg("status %s (%d), wanted %s; it said: %.*s", cage_words((y)->out.status),      \
                     (y)->out.code, cage_words(want), SPAN_ARG((y)->out.said));                    \
    } while (0)

static void assert_answer(const struct yard *y, const char *want) {
    if (!span_is(y->out.bytes, want))
        fail_msg("answer \"%.*s\", wanted \"%s\"", SPAN_ARG(y->out.bytes), want);
}

static void say(struct cage_pen *pen, const char *s) {
    cage_write(pen, span_of(s));
}

#define assert_ok_file(path, text)                                                                 \
    do {                                                                                           \
        FILE *f_ = fopen(path, "w");                                                               \
        assert_non_null(f_);                                                                       \
        fputs(text, f_);                                                                           \
        fclose(f_);                                                                                \
        chmod(path, 0666);                                                                         \
    } while (0)

/* ---- the friendly ---- */

static int echo(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    char text[64];
    ssize_t n;

    (void)arg;
    cage_write(pen, in->bytes);
    if (in->fd < 0) return 3;
    while ((n = read(in->fd, text, sizeof text)) > 0)
        cage_write(pen, (struct span){text, (size_t)n});
    return 4;
}

static void a_reader_gets_its_input_and_its_answer_comes_back(void **state) {
    struct yard *y = *state;
    struct cage_input in = {.bytes = SPAN("in memory "), .fd = -1};
    struct err e;

    assert_ok(cage_call(&y->a, echo, NULL, &in, &limits, &y->out, &e), e);
    assert_status(y, CAGE_OK);
    assert_int_equal(y->out.code, 3);
    assert_answer(y, "in memory ");
    assert_ok(cage_file(SPAN("in a file"), &in.fd, &e), e);
    assert_ok(cage_call(&y->a, echo, NULL, &in, &limits, &y->out, &e), e);
    assert_int_equal(y->out.code, 4);
    assert_answer(y, "in memory in a file");
    assert_int_equal(write(in.fd, "x", 1), -1); /* sealed */
    close(in.fd);
}

static int by_byte(const void *a, const void *b) {
    return *(const char *)a - *(const char *)b;
}

static int sums(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct arena a;
    char *p, text[32];

    (void)arg;
    arena_init(&a, 128 * MIB);
    p = arena_alloc(&a, 32 * MIB, 1);
    for (size_t i = 0; i < 32 * MIB; i += 4096) p[i] = 1;
    qsort(p, 8192, 1, by_byte); /* glibc's asks how much memory there is, the first time */
    snprintf(text, sizeof text, "%zu", in->bytes.n + (size_t)p[8191]);
    say(pen, text);
    arena_fini(&a);
    return 0;
}

static void a_reader_may_compute_and_take_memory(void **state) {
    struct yard *y = *state;

    call(y, sums, NULL, CAGE_ALL);
    assert_status(y, CAGE_OK);
    assert_answer(y, "1");
}

/* ---- hostile readers ---- */

static int tries_open(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    char text[16] = "";
    int fd = open(arg, O_RDONLY);

    (void)in;
    if (fd < 0 || read(fd, text, sizeof text - 1) < 0) return errno;
    say(pen, text);
    return 0;
}

static int tries_write(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    int fd = open(arg, O_WRONLY | O_CREAT, 0600);

    (void)in;
    if (fd < 0) return errno;
    if (write(fd, "x", 1) != 1) return errno;
    say(pen, "written");
    return 0;
}

static int tries_socket(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    (void)in;
    if (socket(*(int *)arg, SOCK_STREAM, 0) < 0) return errno;
    say(pen, "socket");
    return 0;
}

static int tries_execve(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    char *const argv[] = {(char[]){"echo"}, (char[]){"executed"}, NULL};

    (void)in, (void)pen, (void)arg;
    execve("/bin/echo", argv, NULL);
    return errno;
}

static int tries_ptrace(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    (void)in, (void)arg;
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0) return errno;
    say(pen, "traced");
    return 0;
}

static int tries_fork(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    (void)in, (void)arg;
    for (int i = 0; i < 20; i++) { /* a bomb would not stop here */
        pid_t child = fork();

        if (child < 0) return errno;
        if (child == 0) _exit(0);
    }
    say(pen, "forked");
    return 0;
}

static int tries_to_kill_us(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    (void)in;
    if (kill(*(pid_t *)arg, SIGUSR1) < 0) return errno;
    say(pen, "killed");
    return 0;
}

static volatile sig_atomic_t hit;
static void on_hit(int signal) {
    (void)signal;
    hit = 1;
}

struct attempt {
    const char *name;
    cage_fn *fn;
    void *arg;
    const char *answer; /* with the cage open */
};

static void each_hostile_reader_is_killed_and_we_go_on(void **state) {
    struct yard *y = *state;
    int inet = AF_INET, local = AF_UNIX;
    pid_t us = getpid();
    const struct attempt all[] = {
        {"open", tries_open, y->secret, "secret"},
        {"write", tries_write, y->target, "written"},
        {"inet socket", tries_socket, &inet, "socket"},
        {"local socket", tries_socket, &local, "socket"},
        {"execve", tries_execve, NULL, "executed\n"},
        {"ptrace", tries_ptrace, NULL, "traced"},
        {"fork bomb", tries_fork, NULL, "forked"},
        {"kill the parent", tries_to_kill_us, &us, "killed"},
    };
    struct sigaction sa = {.sa_handler = on_hit}, before;

    sigaction(SIGUSR1, &sa, &before);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        print_message("# %s\n", all[i].name);
        hit = 0;
        unlink(y->target);
        call(y, all[i].fn, all[i].arg, CAGE_ALL);
        assert_status(y, CAGE_REFUSED);
        assert_answer(y, "");
        assert_int_equal(access(y->target, F_OK), -1);
        assert_int_equal(hit, 0);
        call(y, all[i].fn, all[i].arg, 0); /* the same with the cage open: it is hostile */
        assert_status(y, CAGE_OK);
        assert_answer(y, all[i].answer);
    }
    assert_int_equal(hit, 1);
    sigaction(SIGUSR1, &before, NULL);
}

/* ---- a room: a process of ours that shuts itself in ---- */

struct in_room {
    cage_fn *fn;
    void *arg;
    const char *kept, *made; /* a file to read, a folder to write in */
};

static int from_room(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    const struct in_room *r = arg;
    const char *const read[] = {r->kept, "/nowhere", NULL}, *const none[] = {NULL},
                      *const made[] = {r->made, NULL};
    unsigned missing;
    struct err e;

    if (cage_room(&(struct cage_room){read, none, made}, &missing, &e) < 0) return 99;
    if (missing & CAGE_FILTER) return 98;
    return r->fn(in, pen, r->arg);
}

static void *thread(void *arg) {
    *(int *)arg = 1;
    return NULL;
}

static int makes_a_thread(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    pthread_t t;
    int ran = 0, rc = pthread_create(&t, NULL, thread, &ran);

    (void)in, (void)arg;
    if (rc || (rc = pthread_join(t, NULL))) return rc;
    say(pen, ran ? "ran" : "did not run");
    return 0;
}

static void in_a_room_only_what_it_was_left_is_there(void **state) {
    struct yard *y = *state;
    int inet = AF_INET, local = AF_UNIX;
    pid_t us = getpid();
    char made[96], inside[128];
    struct cage_state machine = cage_state();
    enum kind {
        KEPT,
        FILES,
        CALLS,
        LOOKS
    }; /* FILES: Landlock's to forbid; LOOKS: let through with sanitizers */
    const struct {
        struct attempt a;
        enum kind kind;
    } all[] = {
        {{"what was kept", tries_open, y->target, "kept"}, KEPT},
        {{"a file in the folder", tries_write, inside, "written"}, KEPT},
        {{"a thread", makes_a_thread, NULL, "ran"}, KEPT},
        {{"open", tries_open, y->secret, "secret"}, FILES},
        {{"write beside", tries_write, y->secret, "written"}, FILES},
        {{"inet socket", tries_socket, &inet, "socket"}, CALLS},
        {{"local socket", tries_socket, &local, "socket"}, CALLS},
        {{"execve", tries_execve, NULL, "executed\n"}, CALLS},
        {{"ptrace", tries_ptrace, NULL, "traced"}, LOOKS},
        {{"fork", tries_fork, NULL, "forked"}, LOOKS},
        {{"kill the parent", tries_to_kill_us, &us, "killed"}, CALLS},
    };
    struct sigaction sa = {.sa_handler = on_hit}, before;

    snprintf(made, sizeof made, "%s/made", y->dir);
    snprintf(inside, sizeof inside, "%s/inside", made);
    assert_int_equal(mkdir(made, 0777), 0);
    assert_int_equal(chmod(made, 0777), 0);
    assert_int_equal(chmod(y->secret, 0666), 0);
    assert_ok_file(y->target, "kept");
    sigaction(SIGUSR1, &sa, &before);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const struct attempt *a = &all[i].a;
        struct in_room r = {a->fn, a->arg, y->target, made};
        const char *const read[] = {y->target, "/nowhere", NULL}, *const none[] = {NULL},
                          *const write[] = {made, NULL};
        const struct cage_room room = {read, none, write};
        bool falls = all[i].kind == KEPT || (all[i].kind == FILES && !machine.landlock) ||
                     (all[i].kind == LOOKS && CAGE_SANITIZED);

        print_message("# %s\n", a->name);
        assert_ok_file(y->secret, "secret");
        hit = 0;
        for (int by_itself = 0; by_itself < 2;
             by_itself++) { /* a process of ours; a caged reader with a room */
            if (by_itself)
                call(y, from_room, &r, 0);
            else
                call_with(y, a->fn, a->arg, &(struct cage_input){.fd = -1, .room = &room},
                          CAGE_ALL);
            assert_status(y, CAGE_OK);
            if (falls) {
                assert_int_equal(y->out.code, 0);
                assert_answer(y, a->answer);
                continue;
            }
            assert_true(y->out.code == EACCES || y->out.code == EPERM || y->out.code == ENOSYS);
            assert_answer(y, "");
            assert_int_equal(hit, 0);
        }
        if (falls) continue;
        call(y, a->fn, a->arg, 0); /* the same outside */
        assert_answer(y, a->answer);
    }
    sigaction(SIGUSR1, &before, NULL);
    unlink(inside);
    rmdir(made);
}

/* Without the filter Landlock alone stands, where the kernel has it; where not, the state says so
 * and the open succeeds. */
static void landlock_holds_by_itself_where_the_state_says_that_it_is(void **state) {
    struct yard *y = *state;
    struct cage_state s = cage_state();

    print_message("# Landlock ABI %d, filter %d\n", s.landlock, s.filter);
    assert_int_equal(!s.landlock, !!(s.missing & CAGE_LANDLOCK));
    call(y, tries_open, y->secret, CAGE_LANDLOCK | CAGE_POWERS);
    assert_int_equal(y->out.missing, CAGE_FILTER | CAGE_LIMITS | (s.missing & CAGE_LANDLOCK));
    assert_status(y, CAGE_OK);
    if (s.landlock) {
        assert_int_equal(y->out.code, EACCES);
        assert_answer(y, "");
    } else {
        assert_answer(y, "secret");
    }
    call(y, tries_write, y->target, CAGE_LANDLOCK | CAGE_POWERS);
    assert_int_equal(y->out.code, s.landlock ? EACCES : 0);
}

/* A kernel without it: told by the state and by each answer, and the other layers stand. */
static void a_kernel_without_landlock_is_told(void **state) {
    struct yard *y = *state;
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        const char *const other[] = {"cat", y->secret, NULL};
        struct cage_input in = {.fd = -1};
        struct err e;

        if (!lose_landlock()) _exit(10);
        if (cage_state().landlock != 0 || cage_state().missing != CAGE_LANDLOCK) _exit(11);
        if (cage_call(&y->a, tries_open, y->secret, &in, &limits, &y->out, &e) < 0) _exit(12);
        if (y->out.status != CAGE_REFUSED || y->out.missing != CAGE_LANDLOCK) _exit(13);
        if (cage_program(&y->a, "/bin/cat", other, -1, &limits, &y->out, &e) < 0) _exit(14);
        if (y->out.missing != CAGE_LANDLOCK || !span_is(y->out.bytes, "secret")) _exit(15);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void limits_hold_by_themselves(void **state) {
    struct yard *y = *state;
    int inet = AF_INET;

    call(y, tries_fork, NULL, CAGE_LIMITS | CAGE_POWERS);
    assert_int_equal(y->out.code, EAGAIN);
    call(y, tries_write, y->target, CAGE_LIMITS | CAGE_POWERS);
    if (y->out.status == CAGE_OK) fail_msg("a file grew under a limit of 0 bytes");
    assert_int_equal(y->out.code, SIGXFSZ);
    call(y, tries_socket, &inet, CAGE_LIMITS | CAGE_POWERS | CAGE_LANDLOCK);
    assert_answer(y, "socket"); /* only the filter knows of sockets: docs/MEDIA.md says so */
}

static int takes_memory(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct arena a;

    (void)in;
    arena_init(&a, (size_t)64 << 30);
    for (int i = 0; i < *(int *)arg; i++) arena_alloc(&a, (size_t)1 << 30, 1);
    say(pen, "taken");
    return 0;
}

static int maps_memory(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    void *p = mmap(NULL, (size_t)10 << 30, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    (void)in, (void)arg;
    if (p == MAP_FAILED) return errno;
    say(pen, "mapped");
    return 0;
}

static void ten_gigabytes_are_not_given(void **state) {
    struct yard *y = *state;
    int ten = 10;

    call(y, takes_memory, &ten, CAGE_ALL);
    assert_status(y, CAGE_MEMORY);
    call(y, maps_memory, NULL, CAGE_ALL);
    assert_status(y, CAGE_OK);
    assert_int_equal(y->out.code, ENOMEM);
    call(y, maps_memory, NULL, 0);
    assert_answer(y, "mapped");
}

static int loops(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    volatile bool forever = true;

    (void)in;
    say(pen, "begun");
    if (arg) close(1), close(2); /* nothing to wait for */
    while (forever) continue;
    return 0;
}

static void an_endless_loop_ends_at_the_deadline_or_the_limit_of_the_processor(void **state) {
    struct yard *y = *state;
    struct cage_job job = {.fn = loops, .in = {.fd = -1}, .limits = limits, .layers = CAGE_ALL};
    struct err e;

    job.limits.time_ms = 300;
    assert_ok(cage_run(&y->a, &job, &y->out, &e), e);
    assert_status(y, CAGE_TIME);
    assert_answer(y, "begun"); /* what came before is kept */
    job.arg = y;
    assert_ok(cage_run(&y->a, &job, &y->out, &e), e);
    assert_status(y, CAGE_TIME);
    job.limits.time_ms = 60000;
    job.limits.cpu_s = 1;
    assert_ok(cage_run(&y->a, &job, &y->out, &e), e);
    assert_status(y, CAGE_TIME);
    assert_int_equal(y->out.code, SIGXCPU);
}

static int floods(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    static const char line[1000];
    volatile bool forever = true;

    (void)in, (void)arg;
    while (forever) cage_write(pen, (struct span){line, sizeof line});
    return 0;
}

static int floods_stderr(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    static const char line[1000];

    (void)in, (void)arg;
    for (int i = 0; i < 1000; i++)
        if (write(2, line, sizeof line) < 0) return 1;
    say(pen, "done");
    return 0;
}

static void an_oversize_answer_ends_the_child_and_is_cut(void **state) {
    struct yard *y = *state;

    call(y, floods, NULL, CAGE_ALL);
    assert_status(y, CAGE_LARGE);
    assert_int_equal(y->out.bytes.n, limits.answer_bytes);
    call(y, floods_stderr, NULL, CAGE_ALL);
    assert_status(y, CAGE_OK);
    assert_answer(y, "done");
    assert_int_equal(y->out.said.n, 65536);
}

static int crashes(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    (void)in, (void)pen;
    if (*(int *)arg == SIGABRT) abort();
    raise(*(int *)arg);
    return 0;
}

static void a_crash_is_named_by_its_signal(void **state) {
    struct yard *y = *state;
    int all[] = {SIGABRT, SIGSEGV, SIGFPE};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        call(y, crashes, &all[i], CAGE_ALL);
        assert_status(y, CAGE_SIGNAL);
        assert_int_equal(y->out.code, all[i]);
    }
}

static int counts_files(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    char text[32];
    int n = 0;

    (void)in, (void)arg;
    for (int fd = 0; fd < 256; fd++) n += lseek(fd, 0, SEEK_CUR) >= 0 || errno != EBADF;
    snprintf(text, sizeof text, "%d", n);
    say(pen, text);
    return 0;
}

static void nothing_else_that_we_have_open_is_there(void **state) {
    struct yard *y = *state;
    int fd = open(y->secret, O_RDONLY), high = fcntl(fd, F_DUPFD, 100);

    call(y, counts_files, NULL, CAGE_ALL);
    assert_answer(y, "3"); /* input, answer, what it says */
    close(high);
    close(fd);
}

/* What SECURITY.md says of a kernel without Landlock: a room forbids no file to be read, and all else. */
static void without_landlock_a_room_still_lets_nothing_be_written(void **state) {
    struct yard *y = *state;
    const char *const none[] = {NULL};
    const struct cage_room room = {none, none, none};
    const struct cage_input in = {.fd = -1, .room = &room};

    call_with(y, tries_open, y->secret, &in, CAGE_ALL & ~(unsigned)CAGE_LANDLOCK);
    assert_answer(y, "secret");
    call_with(y, tries_write, y->target, &in, CAGE_ALL & ~(unsigned)CAGE_LANDLOCK);
    assert_int_equal(y->out.code, EPERM);
    assert_int_equal(access(y->target, F_OK), -1);
    call_with(y, tries_write, y->secret, &in, CAGE_ALL & ~(unsigned)CAGE_LANDLOCK);
    assert_int_equal(y->out.code, EPERM);
    call(y, tries_write, y->target, 0); /* the same outside */
    assert_answer(y, "written");
}

/* ---- programs ---- */

static void a_program_reads_its_one_file_and_no_other(void **state) {
    struct yard *y = *state;
    struct cage_state s = cage_state();
    const char *const reopen[] = {"cat", "/proc/self/fd/0", NULL};
    const char *const other[] = {"cat", y->secret, NULL};
    const char *const shadow[] = {"cat", "/etc/passwd", NULL};
    int fd = open(y->secret, O_RDONLY);

    program(y, "/bin/cat", reopen, fd, &limits, CAGE_ALL);
    assert_status(y, CAGE_OK);
    assert_answer(y, "secret");
    assert_int_equal(y->out.missing, s.missing);
    close(fd);
    program(y, "/bin/cat", other, -1, &limits, CAGE_ALL);
    assert_answer(y, s.landlock ? "" : "secret"); /* only Landlock knows one file from another */
    assert_int_equal(y->out.code, s.landlock ? 1 : 0);
    program(y, "/bin/cat", shadow, -1, &limits, CAGE_ALL);
    assert_int_equal(y->out.bytes.n == 0, s.landlock > 0);
    program(y, "/bin/cat", other, -1, &limits, 0);
    assert_answer(y, "secret");
}

static void a_program_writes_nothing(void **state) {
    struct yard *y = *state;
    const char *script = arena_printf(&y->a, "echo x > %s && echo written", y->target);

    for (int round = 0; round < 2; round++) { /* the filter alone holds as well */
        shell(y, script, round ? CAGE_ALL & ~(unsigned)CAGE_LANDLOCK : CAGE_ALL);
        assert_answer(y, "");
        assert_int_equal(access(y->target, F_OK), -1);
    }
    shell(y, script, 0);
    assert_answer(y, "written\n");
}

static void a_program_starts_no_other_process(void **state) {
    struct yard *y = *state;

    shell(y, "/bin/echo one; /bin/echo two", CAGE_ALL); /* forks */
    assert_status(y, CAGE_REFUSED);
    assert_answer(y, "");
    shell(y, "exec /bin/echo other", CAGE_ALL); /* executes */
    assert_status(y, CAGE_REFUSED);
    assert_answer(y, "");
    shell(y, "/bin/echo one; exec /bin/echo two", 0);
    assert_answer(y, "one\ntwo\n");
    shell(y, "kill -9 $PPID; echo still", CAGE_ALL);
    assert_status(y, CAGE_REFUSED);
}

static void a_program_opens_no_socket(void **state) {
    struct yard *y = *state;
    const char *perl = cage_find(&y->a, "perl");
    const char *const inet[] = {"perl", "-e",
                                "socket(my $s, 2, 1, 0) or exit 9; print 'socket'; exit 0", NULL};
    const char *const local[] = {"perl", "-e",
                                 "socket(my $s, 1, 1, 0) or exit 9; print 'socket'; exit 0", NULL};

    assert_non_null(perl); /* Debian's base has it */
    program(y, perl, inet, -1, &limits, CAGE_ALL);
    assert_status(y, CAGE_REFUSED);
    program(y, perl, local, -1, &limits, CAGE_ALL);
    assert_status(y, CAGE_REFUSED);
    program(y, perl, inet, -1, &limits, 0);
    assert_answer(y, "socket");
}

static void a_program_is_held_to_memory_time_and_answer(void **state) {
    struct yard *y = *state;
    const char *perl = cage_find(&y->a, "perl");
    const char *const hungry[] = {"perl", "-e", "my $x = 'x' x 10e9; print length $x", NULL};
    const char *const endless[] = {"perl", "-e", "while (1) {}", NULL};
    const char *const loud[] = {"perl", "-e", "print 'x' x 100000", NULL};
    struct cage_limits lim = limits;

    program(y, perl, hungry, -1, &limits, CAGE_ALL);
    assert_status(y, CAGE_MEMORY);
    lim.time_ms = 300;
    program(y, perl, endless, -1, &lim, CAGE_ALL);
    assert_status(y, CAGE_TIME);
    program(y, perl, loud, -1, &limits, CAGE_ALL);
    assert_status(y, CAGE_LARGE);
    assert_int_equal(y->out.bytes.n, limits.answer_bytes);
}

static void a_programs_environment_is_ours(void **state) {
    struct yard *y = *state;

    assert_int_equal(setenv("SECRET_TOKEN", "x", 1), 0);
    shell(y, "export -p; echo $HOME", CAGE_ALL);
    assert_status(y, CAGE_OK);
    assert_null(memmem(y->out.bytes.p, y->out.bytes.n, "SECRET", 6));
    assert_non_null(memmem(y->out.bytes.p, y->out.bytes.n, "/nonexistent\n", 13));
    unsetenv("SECRET_TOKEN");
}

static void a_program_that_is_not_there_is_an_error_and_not_an_answer(void **state) {
    struct yard *y = *state;
    const char *const argv[] = {"none", NULL};
    struct cage_job job = {.path = "/usr/bin/headcount-none",
                           .argv = argv,
                           .in = {.fd = -1},
                           .limits = limits,
                           .layers = CAGE_ALL};
    struct err e;

    assert_int_equal(cage_run(&y->a, &job, &y->out, &e), RC_NOTFOUND);
    assert_null(cage_find(&y->a, "headcount-none"));
    assert_null(cage_find(&y->a, "../../tmp"));
}

/* ---- as nobody ---- */

static int in_the_yard(void) {
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, enter, leave)
        T(in_a_room_only_what_it_was_left_is_there),
        T(a_reader_gets_its_input_and_its_answer_comes_back),
        T(a_reader_may_compute_and_take_memory),
        T(each_hostile_reader_is_killed_and_we_go_on),
        T(landlock_holds_by_itself_where_the_state_says_that_it_is),
        T(a_kernel_without_landlock_is_told),
        T(limits_hold_by_themselves),
        T(ten_gigabytes_are_not_given),
        T(an_endless_loop_ends_at_the_deadline_or_the_limit_of_the_processor),
        T(an_oversize_answer_ends_the_child_and_is_cut),
        T(a_crash_is_named_by_its_signal),
        T(nothing_else_that_we_have_open_is_there),
        T(without_landlock_a_room_still_lets_nothing_be_written),
        T(a_program_reads_its_one_file_and_no_other),
        T(a_program_writes_nothing),
        T(a_program_starts_no_other_process),
        T(a_program_opens_no_socket),
        T(a_program_is_held_to_memory_time_and_answer),
        T(a_programs_environment_is_ours),
        T(a_program_that_is_not_there_is_an_error_and_not_an_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void) {
    cmocka_set_message_output(CM_OUTPUT_TAP);
    become_nobody();
    return in_the_yard();
}
