/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cage/cage.h"

#include <stdint.h>
#include <sys/types.h>

/** Inside the module, and for its tests, which open one layer at a time to see that the others
 *  hold and that the hostile readers are hostile. Nothing else may include this. */

/* The sanitizers' leak checker looks at us at the end, from a process beside and through /proc: a room lets it. */
#if defined(__SANITIZE_ADDRESS__)
#define CAGE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CAGE_SANITIZED 1
#endif
#endif
#ifndef CAGE_SANITIZED
#define CAGE_SANITIZED 0
#endif

#define CAGE_ALL (CAGE_LANDLOCK | CAGE_FILTER | CAGE_LIMITS | CAGE_POWERS)

struct cage_job {
    cage_fn *fn; /* a reader of ours, its argument and its input ... */
    void *arg;
    struct cage_input in;
    const char *path; /* ... or a program; its standard input is in.fd */
    const char *const *argv;
    struct cage_limits limits;
    unsigned layers; /* those to raise: CAGE_ALL outside of tests */
};

MUST int cage_run(struct arena *a, const struct cage_job *job, struct cage_answer *out,
                  struct err *e);

/** The child's ends of the pipes. */
struct cage_pen {
    int answer, said, report;
};
/** What the child tells of its setting up, before anything hostile runs. */
struct cage_report {
    int code;         /* errno of what failed; 0: all is raised */
    int step;         /* enum cage_step */
    unsigned missing; /* layers */
};
enum cage_step {
    CAGE_STEP_READY,
    CAGE_STEP_PIPES,
    CAGE_STEP_POWERS,
    CAGE_STEP_LANDLOCK,
    CAGE_STEP_LIMITS,
    CAGE_STEP_FILTER,
    CAGE_STEP_EXEC
};

/** The child's life, from fork to end. */
_Noreturn void cage_child(const struct cage_job *job, const struct cage_pen *pen, pid_t parent);

/** Landlock: ABI of the kernel, 0 without. cage_land raises it: no path at all, or (program) the
 *  system folders and the one file. @return 0; 1: this kernel has none; -1 with errno. */
int cage_land_abi(void);
MUST int cage_land(bool program, int file);
MUST int cage_land_room(const struct cage_room *room);

/** The filter as the kernel takes it, ready before memory is short. @param path the program that
 *  may be executed, or NULL for a reader. */
struct cage_filter {
    unsigned short n;
    void *code; /* n instructions of 8 bytes; from malloc */
};
MUST int cage_filter_make(struct cage_filter *out, const char *path);
/** @param writes there are folders to write in; else nothing is made, changed or removed. */
MUST int cage_filter_room(struct cage_filter *out, bool writes);
/** @return 0; -1 with errno. From here on the filter holds. */
MUST int cage_filter_raise(const struct cage_filter *f);
bool cage_filter_known(void);
