/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "serve/child.h"
#include "serve/drop.h"

#include <stdatomic.h>
#include <stdint.h>

/** Where commands wait to be run, run, and are remembered. Asked for the same thing of the same state of the case at
 *  once, it is run once; asked again, it is not run at all. What changes the case is run one after another. */

#define DESK_ANSWER ((size_t)64 << 20) /* bytes of one answer */
#define DESK_MEMORY ((size_t)96 << 20) /* bytes of all that are remembered */
#define DESK_READERS 4                 /* commands that only read, at a time */
#define DESK_QUEUE 128                 /* that wait; more are turned away */

/** An answer, shared: the memory is freed with its last user. Never changed. */
struct answer {
    atomic_int users;
    int status; /* of HTTP */
    const char *type;
    unsigned flags; /* of the route */
    struct buf body;
};
/** Takes the body over. */
struct answer *answer_new(int status, const char *type, unsigned flags, struct buf *body);
/** {"error": "..."} */
struct answer *answer_error(int status, const char *fmt, ...) PRINTF(2, 3);
struct answer *answer_use(struct answer *x);
void answer_done(struct answer *x); /* NULL is fine */

/** Somebody who waits for an answer. */
struct waiter {
    struct waiter *next;
    struct answer *answer; /* the waiter's; set before it is woken */
    void *who;
};

/** How the server stops and goes on with a connection. */
struct desk_wake {
    void (*pause)(void *who);
    void (*resume)(void *who);
};

struct desk;
/** @param path the case, absolute. */
MUST int desk_open(struct desk **out, const char *program, const char *path, struct desk_wake wake,
                   struct err *e);
/** Ends what runs, answers everybody who waits, and joins the threads. */
void desk_stop(struct desk *d);
void desk_close(struct desk *d); /* after desk_stop, when nobody can ask any more */

/** What the state of the case file is, short: SQLite's counter of changes, size and time. "unknown" without it. */
struct desk_mark {
    char s[64];
};
struct desk_mark desk_mark(const char *path);

/** One thing to run. */
struct errand {
    const char *const *argv;
    const char *type;
    unsigned flags;    /* ROUTE_ ones */
    struct span in;    /* standard input */
    struct drop *drop; /* for a job: taken over, and zeroed */
    const char
        *column_of; /* JSON body of an add, to tell which column a refusal is about; or NULL */
};

/** The answer is w->answer at once (returns false), or w->who was paused and is resumed with it. */
bool desk_ask(struct desk *d, const struct errand *x, struct waiter *w);
/** Begins a job. @return the answer: 202 {"job"}, or an error. */
struct answer *desk_begin(struct desk *d, const struct errand *x);
struct answer *desk_job(struct desk *d, const char *id);
struct answer *desk_cancel(struct desk *d, const char *id);
