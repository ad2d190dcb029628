/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

#include <stdbool.h>

/** Where hostile bytes are read: in a child that can reach nothing but those bytes and a pipe for
 *  its answer. Two cages: for readers of our own (no files at all), and for helper programs such
 *  as ffprobe (system folders to read and execute, nothing else). docs/MEDIA.md says what stands
 *  between the child and the machine, and what is missing on a kernel without Landlock.
 *
 *  The child is alone in every way that an unprivileged process can be: no new privileges, no
 *  capabilities, Landlock, a seccomp allow-list, limits of memory, processor time, descriptors and
 *  files, an emptied environment, a deadline kept from outside, and death with its parent. */

struct cage_limits {
    size_t memory_bytes; /* a program: address space; a reader: on top of what we hold already */
    size_t answer_bytes; /* more than this ends the child */
    int time_ms;         /* by the clock on the wall */
    int cpu_s;           /* of processor time, at least 1 */
};

enum cage_status {
    CAGE_OK,      /* it ended by itself; code is what it returned */
    CAGE_REFUSED, /* it asked for what the filter forbids, and was killed for it */
    CAGE_TIME,    /* over its time, on the wall or of the processor */
    CAGE_MEMORY,  /* it asked for more memory than it may have */
    CAGE_SIGNAL,  /* it crashed; code is the signal */
    CAGE_LARGE,   /* its answer is over the limit; what came before is kept */
};
/** "over its time limit": a few words for the person and for the ledger. */
const char *cage_words(enum cage_status s);

struct cage_answer {
    enum cage_status status;
    int code;          /* of CAGE_OK: 0 to 255, what the reader returned or the program's exit
                          status; of CAGE_SIGNAL: the signal */
    struct span bytes; /* the answer, or its beginning. From a hostile child: check it */
    struct span said;  /* the first 64 KiB of its standard error, for a person; never stored */
    unsigned missing;  /* layers that this kernel could not give (enum cage_layer): 0 is whole.
                          The caller writes it down */
};

enum cage_layer {
    CAGE_LANDLOCK = 1, /* which files may be reached */
    CAGE_FILTER = 2,   /* which system calls may be made: without it nothing is read */
    CAGE_LIMITS = 4,   /* memory, processor time, descriptors, size of files, processes */
    CAGE_POWERS = 8,   /* capabilities given up, no new ones */
};

struct cage_state {
    int landlock;     /* ABI of the running kernel; 0: none, or switched off */
    bool filter;      /* seccomp filters can be set */
    unsigned missing; /* as in an answer */
};
/** Asks the kernel, each time. */
struct cage_state cage_state(void);
/** What a room without a folder to write in does not keep on this kernel, for a person; NULL: it keeps all. */
const char *cage_gap(void);

/** What may be opened by a process that shuts itself in, or by a caged reader of many files. Each list ends with NULL; what is not there is passed over. */
struct cage_room {
    const char *const *read; /* files, or folders with all beneath: to read */
    const char *const *list; /* folders whose names may be listed, with those of folders beneath */
    const char *const
        *write; /* folders: files in them may be made, read, written, renamed, removed */
};
/** What a caged reader is given: bytes that were in memory before, a descriptor open for reading (-1: none), or a room: it then opens its files
 *  itself, in our folder, and has threads (as archives of gigabytes want it). */
struct cage_input {
    struct span bytes;
    int fd;
    size_t fd_bytes; /* its size; the reader may not ask for it (fstat takes a path) */
    const struct cage_room *room;
    void (*first)(
        void *
            arg); /* with a room: in the child, before the walls rise; opens what is to be written to. May be NULL */
};
struct cage_pen; /* the reader's end of the answer */
void cage_write(struct cage_pen *pen, struct span s);

/** A reader, whose time zone is UTC: a function of its input that writes its answer and returns 0 to 255. It may compute
 *  and take memory; everything else kills it, or fails where it has a room. It sees a copy of our memory as it was and can
 *  change none of it. */
typedef int cage_fn(const struct cage_input *in, struct cage_pen *pen, void *arg);

/** Runs one reader in a cage. Not from a program with threads: the child is a fork.
 *  @return 0, whatever became of the child (out->status); RC_IO: there is no cage (no seccomp, no
 *  more processes), and nothing was read. */
MUST int cage_call(struct arena *a, cage_fn *fn, void *arg, const struct cage_input *in,
                   const struct cage_limits *lim, struct cage_answer *out, struct err *e);

/** Runs a helper program in a cage. It gets fd as its standard input and may open it again as
 *  /proc/self/fd/0; standard output is the answer.
 *  @param path absolute, in a system folder (cage_find). @param argv ends with NULL.
 *  @return 0; RC_NOTFOUND: it cannot be executed; RC_IO as cage_call. */
MUST int cage_program(struct arena *a, const char *path, const char *const *argv, int fd,
                      const struct cage_limits *lim, struct cage_answer *out, struct err *e);

/** Shuts this process in, for good: beside the descriptors that it has it may open system folders (zones, character sets) for reading and what the
 *  room names; it makes no socket, no process, runs no program and looks into no other process: such calls fail. For readers of our own that go through
 *  many files with many threads; where one file is read, cage_call is closer. Before the first thread.
 *  @param missing layers (enum cage_layer) that this kernel could not give. @return 0; RC_IO: a wall that the kernel has did not rise. */
MUST int cage_room(const struct cage_room *room, unsigned *missing, struct err *e);

/** Where a helper program is: in /usr/bin or /bin, whatever PATH says. NULL: it is not installed. */
const char *cage_find(struct arena *a, const char *name);

/** This process itself: from here on it leaves no core file, and no other process of the same user can
 *  look into it. */
void cage_self(void);
bool cage_self_holds(void);

/** Bytes as a descriptor that nobody can change any more: a sealed file in memory. The caller
 *  closes it. @return 0; RC_IO. */
MUST int cage_file(struct span bytes, int *fd, struct err *e);
