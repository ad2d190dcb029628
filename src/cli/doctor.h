/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/canon.h"
#include "store/store.h"

#include <sys/types.h>

/** What headcount promises (docs/SECURITY.md), each with its state on this machine and in this case. */
enum doctor_state {
    DOCTOR_OK,
    DOCTOR_WEAK,    /* there, and not as it should be */
    DOCTOR_MISSING, /* not there */
    DOCTOR_UNKNOWN, /* cannot be seen from here */
};
extern const char *const doctor_states[]; /* "ok", "weak", "not there", "unknown" */

struct doctor_line {
    int promise; /* 1 to 12 */
    enum doctor_state state;
    const char *name; /* "disk": for programs */
    const char *is;   /* what was found */
    const char *todo; /* one sentence, or NULL: nothing */
};
struct doctor {
    struct arena *a;
    VEC(struct doctor_line) line;
};
void doctor_add(struct doctor *d, int promise, enum doctor_state state, const char *name,
                const char *is, const char *todo);

/** Kernel cages, swap, core files, programs; what is built in and no machine changes. @param page does
 * this version have a local page? */
void doctor_machine(struct doctor *d, bool page);

/** The file, its folder and disk, the author's key; nothing is opened. */
void doctor_file(struct doctor *d, const char *path);

/** What the case itself holds. @return 0; RC_IO; RC_SYNTAX. */
MUST int doctor_case(struct doctor *d, struct store *st, struct err *e);

/** What can be seen of a disk. */
enum doctor_disk {
    DISK_CRYPT,  /* every device below it is dm-crypt */
    DISK_PLAIN,  /* a device without; one that encrypts by itself looks the same */
    DISK_MEMORY, /* no disk at all */
    DISK_UNKNOWN /* another machine's, or a layer that does not say */
};
/** @param root put before /sys and /proc; "" but in tests. @param ma, mi major and minor number of the
 * file system's device; major 0 is looked up in mountinfo. */
enum doctor_disk doctor_disk(const char *root, unsigned ma, unsigned mi);
/** Is any swap neither in memory nor encrypted? @return 0 no swap; 1 encrypted or in memory; 2 in clear; -1. */
int doctor_swap(const char *root);
