/* SPDX-License-Identifier: Apache-2.0 */
/* The parent's side: makes the pipes and the child, gathers what comes under a cap and a deadline,
 * and tells from its end what became of it. */
#include "cage/cage.h"

#include "base/buf.h"
#include "cage/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SAID_BYTES ((size_t)64 << 10)

const char *cage_words(enum cage_status s) {
    static const char *const words[] = {
        [CAGE_OK] = "read",
        [CAGE_REFUSED] = "ended: it asked for what it may not have",
        [CAGE_TIME] = "ended: over its time limit",
        [CAGE_MEMORY] = "ended: over its memory limit",
        [CAGE_SIGNAL] = "crashed",
        [CAGE_LARGE] = "ended: its answer is over the limit",
    };

    return words[s];
}

struct cage_state cage_state(void) {
    struct cage_state s = {.landlock = cage_land_abi(), .filter = cage_filter_known()};

    if (!s.landlock) s.missing |= CAGE_LANDLOCK;
    if (!s.filter) s.missing |= CAGE_FILTER;
    return s;
}

const char *cage_gap(void) {
    if (cage_land_abi()) return NULL;
    return "this kernel has no Landlock: who takes over a reader of files of strangers could read "
           "other files of yours, but neither "
           "write, nor send, nor start anything";
}

/* ---- the pipes ---- */

struct flow {
    int fd;
    struct buf got; /* at most cap bytes */
    size_t cap;
    bool over;
};

struct run {
    pid_t child;
    struct flow answer, said;
    int report;
    int64_t deadline_ms;
    bool killed; /* at the deadline, by us */
};

static int64_t now_ms(void) {
    struct timespec t = {0};

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void close_fd(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

/** Takes what is there; what is over the cap is not kept. */
static void take(struct flow *f) {
    char part[65536];
    ssize_t n = read(f->fd, part, sizeof part);
    size_t room = f->cap - f->got.n;

    if (n < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (n <= 0) {
        close_fd(&f->fd);
        return;
    }
    f->over = (size_t)n > room;
    buf_add(&f->got, (struct span){part, (size_t)n < room ? (size_t)n : room});
}

/** Until both pipes are closed, the answer is too large, or the time is over. */
static void gather(struct run *r) {
    while (r->answer.fd >= 0 || r->said.fd >= 0) {
        struct pollfd p[2] = {{.fd = r->answer.fd, .events = POLLIN},
                              {.fd = r->said.fd, .events = POLLIN}};
        int64_t left = r->deadline_ms - now_ms();
        int n;

        if (left <= 0) return;
        n = poll(p, 2, left < INT_MAX ? (int)left : INT_MAX);
        if (n < 0 && errno != EINTR) return;
        if (n <= 0) continue;
        if (p[0].revents) take(&r->answer);
        if (p[1].revents) take(&r->said);
        if (r->answer.over) return;
        r->said.over = false; /* what it says beyond is not read, and does not harm */
    }
}

/** Waits for the end until the deadline, then makes it. A child may close its pipes and go on. */
static int wait_end(struct run *r, struct rusage *used) {
    int status = 0;

    while (!r->answer.over && now_ms() < r->deadline_ms) {
        pid_t got = wait4(r->child, &status, WNOHANG, used);

        if (got == r->child) return status;
        if (got < 0 && errno != EINTR) break;
        poll(NULL, 0, 2);
    }
    r->killed = !r->answer.over;
    if (kill(-r->child, SIGKILL) < 0) kill(r->child, SIGKILL);
    while (wait4(r->child, &status, 0, used) < 0 && errno == EINTR) continue;
    return status;
}

/* ---- what became of it ---- */

/* No system call tells that an allocation failed. A reader of ours says so and aborts (arena.c); a
 * program says so, each in its words. The words come from the caged: at worst one crash is named
 * for another. */
static bool says_memory(struct span said) {
    static const char *const word[] = {"out of memory", "Out of memory", "Cannot allocate memory",
                                       "bad_alloc", "failed to allocate"};

    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (said.n && memmem(said.p, said.n, word[i], strlen(word[i]))) return true;
    return false;
}

static void judge(struct arena *a, const struct cage_job *job, const struct run *r, int status,
                  const struct rusage *used, struct cage_answer *out) {
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;

    out->code = signal ? signal : code;
    if (r->answer.over)
        out->status = CAGE_LARGE;
    else if (r->killed || signal == SIGXCPU ||
             (signal == SIGKILL &&
              used->ru_utime.tv_sec + used->ru_stime.tv_sec + 1 >= job->limits.cpu_s))
        out->status = CAGE_TIME;
    else if (signal == SIGSYS)
        out->status = CAGE_REFUSED;
    else if (signal == SIGKILL || ((signal || code) && says_memory(buf_span(&r->said.got))))
        out->status = CAGE_MEMORY; /* SIGKILL that is not ours: the kernel ran out of it */
    else if (signal)
        out->status = CAGE_SIGNAL;
    else
        out->status = CAGE_OK;
    out->bytes = arena_span(a, buf_span(&r->answer.got));
    out->said = arena_span(a, buf_span(&r->said.got));
}

/** The child's report: all walls are up, or which is not. */
static int heard(const struct run *r, const struct cage_job *job, struct cage_answer *out,
                 struct err *e) {
    static const char *const step[] = {"",         "pipes",  "giving up privileges",
                                       "Landlock", "limits", "the filter of system calls",
                                       ""};
    struct cage_report got = {.code = EIO, .step = CAGE_STEP_PIPES}, more;
    bool whole = read(r->report, &got, sizeof got) == (ssize_t)sizeof got;

    if (whole && got.code == 0) {
        out->missing = got.missing;
        if (read(r->report, &more, sizeof more) != (ssize_t)sizeof more) return 0;
        got = more;
    }
    if (got.step == CAGE_STEP_EXEC)
        return err_set(e, RC_NOTFOUND, "%s cannot be executed: %s", job->path,
                       strerrordesc_np(got.code));
    return err_set(e, RC_IO, "this system cannot shut a reader away (%s: %s), so nothing was read",
                   step[got.step >= 0 && got.step <= CAGE_STEP_EXEC ? got.step : 1],
                   strerrordesc_np(got.code));
}

static int make_pipes(int at[6], struct err *e) {
    for (int i = 0; i < 6; i++) at[i] = -1;
    for (int i = 0; i < 6; i += 2)
        if (pipe2(at + i, O_CLOEXEC) < 0) {
            int code = errno;

            for (int k = 0; k < 6; k++) close_fd(&at[k]);
            return err_set(e, RC_IO, "no pipe for a caged reader: %s", strerrordesc_np(code));
        }
    return 0;
}

int cage_run(struct arena *a, const struct cage_job *job, struct cage_answer *out, struct err *e) {
    struct rusage used = {0};
    struct run r = {0};
    pid_t parent = getpid();
    int at[6], status, rc;

    *out = (struct cage_answer){0};
    if ((rc = make_pipes(at, e)) < 0) return rc;
    r.deadline_ms = now_ms() + job->limits.time_ms;
    fflush(NULL); /* what waits in our streams is not the child's to write */
    r.child = fork();
    if (r.child == 0) cage_child(job, &(struct cage_pen){at[1], at[3], at[5]}, parent);
    for (int i = 1; i < 6; i += 2) close_fd(&at[i]);
    if (r.child < 0) {
        rc = err_set(e, RC_IO, "no process for a caged reader: %s", strerrordesc_np(errno));
        goto out;
    }
    r.answer = (struct flow){.fd = at[0], .cap = job->limits.answer_bytes};
    r.said = (struct flow){.fd = at[2], .cap = SAID_BYTES};
    r.report = at[4];
    gather(&r);
    status = wait_end(&r, &used);
    at[0] = r.answer.fd, at[2] = r.said.fd;
    judge(a, job, &r, status, &used, out);
    rc = heard(&r, job, out, e);
    if (r.answer.got.n) explicit_bzero(r.answer.got.p, r.answer.got.n); /* it may be private */
    buf_fini(&r.answer.got);
    buf_fini(&r.said.got);
out:
    for (int i = 0; i < 6; i++) close_fd(&at[i]);
    return rc;
}

#ifdef HEADCOUNT_FUZZ
/* In this process: a crash is to be seen, and quickly. */
static int run_here(struct arena *a, const struct cage_job *job, struct cage_answer *out,
                    struct err *e) {
    struct cage_pen pen = {.answer = memfd_create("answer", MFD_CLOEXEC)};
    off_t n;
    char *got;

    if (job->in.first) job->in.first(job->arg);
    *out = (struct cage_answer){.code = job->fn(&job->in, &pen, job->arg)};
    n = lseek(pen.answer, 0, SEEK_END);
    got = ARENA_ARRAY(a, char, (size_t)(n > 0 ? n : 0));
    if (n < 0 || pread(pen.answer, got, (size_t)n, 0) != n)
        return err_set(e, RC_IO, "no file in memory for an answer");
    close(pen.answer);
    out->bytes = (struct span){got, (size_t)n};
    return 0;
}
#endif

int cage_call(struct arena *a, cage_fn *fn, void *arg, const struct cage_input *in,
              const struct cage_limits *lim, struct cage_answer *out, struct err *e) {
    struct cage_job job = {.fn = fn, .arg = arg, .in = *in, .limits = *lim, .layers = CAGE_ALL};

#ifdef HEADCOUNT_FUZZ
    return run_here(a, &job, out, e);
#else
    return cage_run(a, &job, out, e);
#endif
}

int cage_program(struct arena *a, const char *path, const char *const *argv, int fd,
                 const struct cage_limits *lim, struct cage_answer *out, struct err *e) {
    struct cage_job job = {
        .path = path, .argv = argv, .in = {.fd = fd}, .limits = *lim, .layers = CAGE_ALL};

    return cage_run(a, &job, out, e);
}

const char *cage_find(struct arena *a, const char *name) {
    static const char *const folder[] = {"/usr/bin", "/bin"};
    struct stat st;

    for (size_t i = 0; i < sizeof folder / sizeof *folder; i++) {
        const char *path = arena_printf(a, "%s/%s", folder[i], name);

        if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0) return path;
    }
    return NULL;
}

/* Two, since a limit of 0 does not hold where core files go to a program (core(5), core_pattern). */
void cage_self(void) {
    struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none); /* where it is forbidden, core files were limited before */
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

bool cage_self_holds(void) {
    struct rlimit r;

    return getrlimit(RLIMIT_CORE, &r) == 0 && r.rlim_cur == 0 &&
           prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
}

int cage_file(struct span bytes, int *fd, struct err *e) {
    int at = memfd_create("file", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    int code;

    while (at >= 0 && bytes.n) {
        ssize_t n = write(at, bytes.p, bytes.n);

        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) goto fail;
        bytes.p += n, bytes.n -= (size_t)n;
    }
    if (at < 0 || lseek(at, 0, SEEK_SET) < 0 ||
        fcntl(at, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) < 0)
        goto fail;
    *fd = at;
    return 0;
fail:
    code = errno;
    close_fd(&at);
    return err_set(e, RC_IO, "no file in memory: %s", strerrordesc_np(code));
}
