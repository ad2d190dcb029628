/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/age.h"

#include "cli/part.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NO_PROGRAM 127 /* as a shell says it */

static int failed(struct err *e) {
    return err_set(e, RC_IO, "age: %s", err_why(errno));
}

/** The child: reads the pipe, writes the file, says what is wrong on standard error. */
_Noreturn static void become(const char *recipient, int in, int out) {
    if (dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0)
        execlp("age", "age", "-r", recipient, (char *)NULL);
    _exit(errno == ENOENT ? NO_PROGRAM : 126);
}

/** A program that ends early closes the pipe: then its status is what counts. */
static void feed(int fd, struct span s) {
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);

        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        s.p += n;
        s.n -= (size_t)n;
    }
    close(fd);
}

static int finish(pid_t child, struct err *e) {
    int status = 0;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return failed(e);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == NO_PROGRAM)
        return err_set(e, RC_NOTFOUND,
                       "the program age is not installed (Debian: apt install age)");
    return err_set(e, RC_SYNTAX, "age made nothing: is the recipient one (age1...)?");
}

static int run(const char *recipient, struct span bytes, int out, struct err *e) {
    struct sigaction ignore = {.sa_handler = SIG_IGN}, was;
    int pipe_fd[2], rc;
    pid_t child;

    if (pipe2(pipe_fd, O_CLOEXEC) < 0) return failed(e);
    if ((child = fork()) < 0) {
        close(pipe_fd[0]);
        close(pipe_fd[1]);
        return failed(e);
    }
    if (!child) become(recipient, pipe_fd[0], out);
    close(pipe_fd[0]);
    sigaction(SIGPIPE, &ignore, &was);
    feed(pipe_fd[1], bytes);
    rc = finish(child, e);
    sigaction(SIGPIPE, &was, NULL);
    return rc;
}

int age_file(const struct cli *x, const char *recipient, struct span bytes, const char *path,
             struct err *e) {
    struct part p = {0};
    int rc;

    if (strcmp(path, "-") == 0) return run(recipient, bytes, STDOUT_FILENO, e);
    if ((rc = part_open(&p, &x->v, path, e)) == 0) rc = run(recipient, bytes, fileno(p.f), e);
    return part_close(&p, rc, e);
}
