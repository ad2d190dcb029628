/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "serve/desk.h"

/* What desk.c, shelf.c and jobs.c share. */

enum job_state { JOB_RUNNING, JOB_DONE, JOB_FAILED, JOB_CANCELLED };

struct job {
    struct job *next;
    char id[24];
    enum job_state state; /* queued counts as running */
    bool over;            /* no thread works on it any more */
    double share;         /* below 0: not known */
    struct buf text;      /* what it said, without its progress */
    struct buf line;      /* of what it is saying */
    struct answer *answer;
    struct drop drop;
};

struct task {
    struct task *next;
    char *key; /* NULL: not shared */
    char **argv;
    const char *type;
    unsigned flags;
    char *column_of;
    int in; /* descriptor, or -1 */
    struct child child;
    struct waiter *waiters;
    struct job *job;
    struct desk *desk;
};

/* --- shelf.c: answers that are remembered; all under the desk's lock --- */
#define SHELF_PLACES 256
struct shelf {
    struct desk_mark mark; /* the state of the case that all of them are of */
    struct {
        char *key;
        struct answer *answer;
        uint64_t used;
    } place[SHELF_PLACES];
    size_t bytes;
    uint64_t tick;
};
/** NULL: not there. Forgets everything when the case has changed. */
struct answer *shelf_find(struct shelf *s, const struct desk_mark *now, const char *key);
void shelf_put(struct shelf *s, const struct desk_mark *of, const char *key, struct answer *a);
void shelf_clear(struct shelf *s);

/* --- jobs.c --- */
void job_hear(struct job *j, struct span said);
struct answer *job_tell(const struct job *j);
void job_free(struct job *j);

/* --- verdict.c: from how a child ended to an answer --- */
struct answer *verdict(const struct task *t, struct child_answer *r);
