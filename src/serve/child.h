/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/err.h"

#include <pthread.h>
#include <stdbool.h>
#include <sys/types.h>

/** One command of this program, run as a process of its own: what it prints is the answer. */

struct child_limits {
    size_t answer_bytes;
    int64_t time_ms;
};

enum child_end {
    CHILD_EXIT, /* code is its exit status */
    CHILD_SIGNAL,
    CHILD_TIME,
    CHILD_LARGE,
    CHILD_STOPPED, /* by child_stop */
};

struct child {
    pthread_mutex_t lock; /* of group and stop */
    pid_t group;          /* 0: none is running */
    bool stop;
};
void child_init(struct child *c);
void child_fini(struct child *c);

struct child_job {
    const char *program;
    const char *const *argv; /* NULL-terminated */
    const char *const *env;  /* all of its environment */
    int in;                  /* its standard input; -1: empty */
    struct child_limits limits;
    void (*hear)(void *arg, struct span said); /* its standard error as it comes, or NULL */
    void *arg;
};

struct child_answer {
    enum child_end end;
    int code;
    struct buf out, said; /* said: the first 64 KiB of standard error */
};
void child_answer_fini(struct child_answer *r);

/** Starts it in a process group of its own, with no descriptor but its three, and waits for its end; over a limit
 *  the group is killed. @return 0, whatever became of it; RC_IO: it could not be started. */
MUST int child_run(struct child *c, const struct child_job *job, struct child_answer *out,
                   struct err *e);
/** From another thread: ends it, or keeps it from starting. */
void child_stop(struct child *c);
