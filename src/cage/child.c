/* SPDX-License-Identifier: Apache-2.0 */
/* The child's side: the walls go up one after another, and only then does anything hostile run.
 *
 * The order matters. What takes memory or opens something comes first (the filter's code, Landlock
 * with its paths); then limits; the filter last, since it forbids the calls that raise the others.
 *
 * User 0 keeps its number, so that it can open its own files anew, but no capability; with no new
 * privileges an execve does not give them back. */
#include "cage/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PROGRAM_FILES 64 /* descriptors: ffmpeg opens 9 at once, perl 8 */
#define READER_FILES 4

struct set_up {
    const struct cage_job *job;
    struct cage_pen pen;
    struct cage_filter filter;
    size_t held; /* address space before the limit */
    struct cage_report r;
};

static _Noreturn void give_up(const struct set_up *s, enum cage_step step) {
    struct cage_report r = {errno ? errno : EIO, (int)step, s->r.missing};

    if (write(s->pen.report, &r, sizeof r) < 0) _exit(125);
    _exit(124);
}

/* The handlers of the parent (a sanitizer's too) would do things that the cage forbids. */
static void forget_handlers(void) {
    static const int crash[] = {SIGSEGV, SIGBUS,  SIGFPE, SIGILL,  SIGABRT, SIGTRAP, SIGPIPE,
                                SIGINT,  SIGTERM, SIGHUP, SIGXCPU, SIGSYS,  SIGALRM};
    sigset_t none;

    for (size_t i = 0; i < sizeof crash / sizeof *crash; i++) signal(crash[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL); /* NOLINT(concurrency-mt-unsafe): one thread */
}

/* Everything else that the parent has open closes: the case, sockets, folders. */
static int close_from(int first) {
#ifdef SYS_close_range
    if (syscall(SYS_close_range, (unsigned)first, ~0U, 0U) == 0) return 0;
#endif
    for (long fd = sysconf(_SC_OPEN_MAX); fd-- > first;) close((int)fd);
    return 0;
}

/* 0 input, 1 answer, 2 what it says, 3 the report; nothing else is open. */
static int place_files(struct set_up *s) {
    int from[4] = {s->job->in.fd, s->pen.answer, s->pen.said, s->pen.report};

    if (from[0] < 0) from[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < 4; i++) /* first above the places, so that none is overwritten */
        if ((from[i] = fcntl(from[i], F_DUPFD_CLOEXEC, 10)) < 0) return -1;
    for (int i = 0; i < 4; i++)
        if (dup2(from[i], i) < 0) return -1;
    if (fcntl(3, F_SETFD, FD_CLOEXEC) < 0) return -1;
    s->pen = (struct cage_pen){1, 2, 3};
    return close_from(4);
}

/* struct __user_cap_header_struct and two of __user_cap_data_struct: effective, permitted, inheritable */
static int drop_capabilities(bool opens) {
    struct {
        uint32_t version;
        int pid;
    } head = {0x20080522, 0}; /* _LINUX_CAPABILITY_VERSION_3 */
    const uint32_t keep =
        opens ? 6 : 0; /* CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: what user 0 could open before */
    uint32_t data[6] = {0};

    if (syscall(SYS_capget, &head, data) < 0) return -1;
    data[0] &= keep, data[1] &= keep;
    for (size_t i = 2; i < 6; i++) data[i] = 0;
    return (int)syscall(SYS_capset, &head, data);
}

static int drop_powers(bool opens) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -1;
    if (drop_capabilities(opens) < 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* no ptrace from beside; an execve resets it */
}

/* Address space that we hold, in bytes. A sanitizer holds terabytes. */
static size_t address_space(void) {
    char text[64];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

    if (fd >= 0) close(fd);
    if (n <= 0) return 0;
    text[n] = 0;
    return (size_t)strtoull(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

static int limit(int what, rlim_t soft, rlim_t hard) {
    struct rlimit now, want = {soft, hard};

    if (getrlimit((__rlimit_resource_t)what, &now) < 0) return -1;
    if (want.rlim_max > now.rlim_max) want.rlim_max = now.rlim_max; /* a stricter one stays */
    if (want.rlim_cur > want.rlim_max) want.rlim_cur = want.rlim_max;
    return setrlimit((__rlimit_resource_t)what, &want);
}

static int set_limits(const struct set_up *s) {
    const struct cage_limits *lim = &s->job->limits;
    bool program = s->job->path;
    rlim_t cpu = (rlim_t)lim->cpu_s, files = program ? PROGRAM_FILES : READER_FILES,
           space = lim->memory_bytes + (program ? 0 : s->held);
    int rc = limit(RLIMIT_CORE, 0, 0);

    if (rc == 0) rc = limit(RLIMIT_CPU, cpu, cpu + 1);
    if (rc == 0) rc = limit(RLIMIT_MEMLOCK, 0, 0);
    if (rc == 0) rc = limit(RLIMIT_AS, space, space);
    if (s->job->in.room) return rc; /* it has files, and threads */
    if (rc == 0) rc = limit(RLIMIT_FSIZE, 0, 0);
    if (rc == 0) rc = limit(RLIMIT_NOFILE, files, files);
    /* Threads count as processes, and so does all else that this user runs: a reader has neither,
     * a program's processes are the filter's business. */
    return rc == 0 && !program ? limit(RLIMIT_NPROC, 0, 0) : rc;
}

static int land(const struct cage_job *job) {
    if (job->in.room) return cage_land_room(job->in.room);
    return cage_land(job->path, job->path ? 0 : -1);
}

static int make_filter(const struct cage_job *job, struct cage_filter *out) {
    const struct cage_room *room = job->in.room;

    return room ? cage_filter_room(out, room->write[0]) : cage_filter_make(out, job->path);
}

static void raise_walls(struct set_up *s) {
    unsigned want = s->job->layers;
    int rc;

    if (want & CAGE_POWERS && drop_powers(s->job->in.room) < 0) give_up(s, CAGE_STEP_POWERS);
    if (!(want & CAGE_POWERS)) prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    rc = want & CAGE_LANDLOCK ? land(s->job) : 1;
    if (rc < 0) give_up(s, CAGE_STEP_LANDLOCK);
    if (rc > 0) s->r.missing |= CAGE_LANDLOCK;
    if (want & CAGE_LIMITS && set_limits(s) < 0) give_up(s, CAGE_STEP_LIMITS);
    if (want & CAGE_FILTER && cage_filter_raise(&s->filter) < 0) give_up(s, CAGE_STEP_FILTER);
    s->r.missing |= CAGE_ALL & ~want;
    if (write(3, &s->r, sizeof s->r) != (ssize_t)sizeof s->r) _exit(125);
}

static _Noreturn void execute(const struct set_up *s) {
    char *const environment[] = {(char[]){"HOME=/nonexistent"},
                                 (char[]){"PATH=/usr/bin:/bin"},
                                 (char[]){"LC_ALL=C.UTF-8"},
                                 (char[]){"TZ=UTC0"},
                                 (char[]){"OMP_THREAD_LIMIT=1"},
                                 (char[]){"PERL_HASH_SEED=0"},
                                 NULL};
    union {
        const char *const *in;
        char *const *out; /* execve takes the words as it finds them and changes none */
    } argv = {s->job->argv};

    execve(s->job->path, argv.out, environment);
    give_up(s, CAGE_STEP_EXEC);
}

void cage_write(struct cage_pen *pen, struct span s) {
    while (s.n) {
        ssize_t n = write(pen->answer, s.p, s.n);

        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) _exit(125);
        s.p += n, s.n -= (size_t)n;
    }
}

static int by_byte(const void *a, const void *b) {
    return *(const char *)a - *(const char *)b;
}

/* qsort of glibc asks how much memory there is when it first sorts more than 1 kB. */
static void sort_once(void) {
    char v[4096] = {0};

    qsort(v, sizeof v, 1, by_byte);
}

_Noreturn void cage_child(const struct cage_job *job, const struct cage_pen *pen, pid_t parent) {
    struct set_up s = {.job = job, .pen = *pen};
    struct cage_input in = job->in;

    setpgid(0, 0); /* so that all of it can be ended at once, whatever it made */
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != parent) _exit(125); /* it died before we asked */
    forget_handlers();
    errno = 0;
    if (place_files(&s) < 0 || (!in.room && chdir("/") < 0)) give_up(&s, CAGE_STEP_PIPES);
    if (job->fn) { /* mktime and its like look at the zone's file each time, but not of a zone that is named */
        setenv("TZ", "UTC0", 1); /* NOLINT(concurrency-mt-unsafe): alone in here */
        tzset();
        sort_once();
    }
    s.held = address_space();
    if (job->layers & CAGE_FILTER && make_filter(job, &s.filter) < 0) give_up(&s, CAGE_STEP_FILTER);
    if (in.first) in.first(job->arg);
    raise_walls(&s);
    if (!job->fn) execute(&s);
    if (in.fd >= 0) in.fd = 0;
    close(3);
    setvbuf(stderr, NULL, _IONBF, 0);
    _exit(job->fn(&in, &s.pen, job->arg) & 0xff);
}
