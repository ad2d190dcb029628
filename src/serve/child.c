/* SPDX-License-Identifier: Apache-2.0 */
/* posix_spawn and not fork: the server has threads and sockets. The child starts with an environment that is
 * spelled out, an empty signal mask, every descriptor from 3 on closed (addclosefrom), and "/" as its folder.
 * It leads a process group, so that one kill reaches what it made too; the helpers of cage/, which leave the group,
 * die with their parent.
 *
 * The kill races with the end: a number of a process that was waited for can belong to somebody else. So the group
 * is forgotten under the lock before the last wait. */
#include "serve/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SAID_BYTES ((size_t)64 << 10)
#define READ_BYTES ((size_t)64 << 10)

void child_init(struct child *c) {
    *c = (struct child){.group = 0};
    pthread_mutex_init(&c->lock, NULL);
}

void child_fini(struct child *c) {
    pthread_mutex_destroy(&c->lock);
}

void child_answer_fini(struct child_answer *r) {
    buf_fini(&r->out);
    buf_fini(&r->said);
}

static int64_t monotonic_ms(void) {
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void kill_group(struct child *c, bool stop) {
    pthread_mutex_lock(&c->lock);
    if (stop) c->stop = true;
    if (c->group > 0) kill(-c->group, SIGKILL);
    pthread_mutex_unlock(&c->lock);
}

void child_stop(struct child *c) {
    kill_group(c, true);
}

static bool stopped(struct child *c) {
    bool stop;

    pthread_mutex_lock(&c->lock);
    stop = c->stop;
    pthread_mutex_unlock(&c->lock);
    return stop;
}

/* posix_spawn takes the words as it finds them and changes none. */
static char *const *words(const char *const *v) {
    union {
        const char *const *in;
        char *const *out;
    } u = {v};

    return u.out;
}

static int attributes(posix_spawnattr_t *at) {
    sigset_t none, all;
    int rc = posix_spawnattr_init(at);

    if (rc) return rc;
    sigemptyset(&none);
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    if ((rc = posix_spawnattr_setsigmask(at, &none)) == 0 &&
        (rc = posix_spawnattr_setsigdefault(at, &all)) == 0 &&
        (rc = posix_spawnattr_setpgroup(at, 0)) == 0)
        rc = posix_spawnattr_setflags(at, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETSIGDEF);
    return rc;
}

static int files(posix_spawn_file_actions_t *fa, int in, int out, int said) {
    int rc = posix_spawn_file_actions_init(fa);

    if (rc) return rc;
    rc = in < 0 ? posix_spawn_file_actions_addopen(fa, 0, "/dev/null", O_RDONLY, 0)
                : posix_spawn_file_actions_adddup2(fa, in, 0);
    if (rc == 0) rc = posix_spawn_file_actions_adddup2(fa, out, 1);
    if (rc == 0) rc = posix_spawn_file_actions_adddup2(fa, said, 2);
    if (rc == 0) rc = posix_spawn_file_actions_addclosefrom_np(fa, 3);
    if (rc == 0) rc = posix_spawn_file_actions_addchdir_np(fa, "/");
    return rc;
}

/* @return 0 or an errno; ECANCELED: it was stopped before it began. */
static int start(struct child *c, const struct child_job *job, int out, int said) {
    posix_spawn_file_actions_t fa;
    posix_spawnattr_t at;
    pid_t pid = 0;
    int rc = files(&fa, job->in, out, said);

    if (rc == 0) rc = attributes(&at);
    if (rc) return rc;
    pthread_mutex_lock(&c->lock);
    rc = c->stop ? ECANCELED
                 : posix_spawn(&pid, job->program, &fa, &at, words(job->argv), words(job->env));
    if (rc == 0) c->group = pid;
    pthread_mutex_unlock(&c->lock);
    posix_spawnattr_destroy(&at);
    posix_spawn_file_actions_destroy(&fa);
    return rc;
}

/* @return false at the end of the stream, or once the answer is too large. */
static bool take(const struct child_job *job, int fd, bool error, char *room,
                 struct child_answer *r) {
    ssize_t n = read(fd, room, READ_BYTES);
    struct buf *to = error ? &r->said : &r->out;
    size_t most = error ? SAID_BYTES : job->limits.answer_bytes, left = most - to->n;

    if (n < 0) return errno == EINTR;
    if (n == 0) return false;
    if (error && job->hear) job->hear(job->arg, (struct span){room, (size_t)n});
    buf_add(to, (struct span){room, (size_t)n < left ? (size_t)n : left});
    if (error || (size_t)n <= left) return true;
    r->end = CHILD_LARGE;
    return false;
}

/* Both streams to their ends. @return CHILD_EXIT, or why it has to be killed. */
static enum child_end listen_to(const struct child_job *job, const int fd[2], int64_t end,
                                struct child_answer *r) {
    struct pollfd p[2] = {{fd[0], POLLIN, 0}, {fd[1], POLLIN, 0}};
    char *room = malloc(READ_BYTES);

    r->end = CHILD_EXIT;
    while (room && r->end == CHILD_EXIT && (p[0].fd >= 0 || p[1].fd >= 0)) {
        int64_t left = end - monotonic_ms();

        if (left <= 0) r->end = CHILD_TIME;
        if (left <= 0 || poll(p, 2, left > 60000 ? 60000 : (int)left) < 1) continue;
        for (int i = 0; i < 2; i++)
            if (p[i].revents && !take(job, fd[i], i == 1, room, r)) p[i].fd = -1;
    }
    free(room);
    return r->end;
}

/* A child that closed its streams and lives on gets the rest of its time. */
static void wait_for(struct child *c, int64_t end, struct child_answer *r) {
    siginfo_t info = {0};
    int status = 0;
    pid_t pid = c->group;

    while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT | WNOHANG) == 0 && !info.si_pid) {
        if (r->end == CHILD_EXIT && monotonic_ms() > end) {
            r->end = CHILD_TIME;
            kill_group(c, false);
        }
        nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
    }
    pthread_mutex_lock(&c->lock);
    kill(-pid, SIGKILL); /* what it left behind; the number is ours until the wait below */
    c->group = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    pthread_mutex_unlock(&c->lock);
    if (r->end != CHILD_EXIT) return;
    if (WIFSIGNALED(status)) r->end = stopped(c) ? CHILD_STOPPED : CHILD_SIGNAL;
    r->code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static void close_both(const int fd[2]) {
    if (fd[0] >= 0) close(fd[0]);
    if (fd[1] >= 0) close(fd[1]);
}

int child_run(struct child *c, const struct child_job *job, struct child_answer *out,
              struct err *e) {
    int answer[2] = {-1, -1}, said[2] = {-1, -1}, code;
    int64_t end = monotonic_ms() + job->limits.time_ms;

    *out = (struct child_answer){.end = CHILD_EXIT};
    if (pipe2(answer, O_CLOEXEC) < 0 || pipe2(said, O_CLOEXEC) < 0) {
        close_both(answer);
        return err_set(e, RC_IO, "no pipe to be had");
    }
    code = start(c, job, answer[1], said[1]);
    close(answer[1]);
    close(said[1]);
    if (code == 0) {
        int ends[2] = {answer[0], said[0]};

        if (listen_to(job, ends, end, out) != CHILD_EXIT) kill_group(c, false);
        wait_for(c, end, out);
    }
    close(answer[0]);
    close(said[0]);
    if (code == ECANCELED) out->end = CHILD_STOPPED;
    if (code && code != ECANCELED)
        return err_set(e, RC_IO, "the command could not be started: %s", err_why(code));
    return 0;
}
