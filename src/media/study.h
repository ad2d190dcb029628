/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "cage/cage.h"
#include "media/kind.h"
#include "media/media.h"

/** Inside the module: one file while the helper programs look at it. */
#define STUDY_FRAMES 64

struct study {
    struct arena *a;
    const struct media_tools *t;
    const struct media_options *o;
    const struct media_kind *kind;
    int fd; /* the bytes that were hashed, or the file itself when it is too large to hold */
    struct media_result *out;
    struct span secret; /* what must not stand in the open: JSON */
    struct study_frame {
        int64_t at_ms;
        bool plain; /* no hash */
        uint64_t hash;
    } frame[STUDY_FRAMES];
    size_t frames;
};

/** Runs every program that has something to say of this kind of file. A program that is missing, or
 *  does not end well, is a notice and a hint; what it says is lost and nothing else.
 *  @return 0; RC_IO: no cage. */
MUST int study_at(struct study *l, struct err *e);

/** Steps of it, each in a file of its own. */
MUST int study_facts(struct study *l, struct err *e);
MUST int study_frames(struct study *l, struct err *e);
MUST int study_board(struct study *l, struct err *e);

/** One run of a program on a descriptor. @return 1: it ended well, the answer is whole (or `part`:
 *  what there is of it, although it was stopped); 0: it is missing or did not, and that is told;
 *  below 0. */
struct study_job {
    int tool;
    const char *const *argv;
    int fd;
    size_t answer_bytes;
    int time_ms;
    bool part;
};
MUST int study_run(struct study *l, const struct study_job *j, struct cage_answer *out,
                   struct err *e);

/** Adds a suggestion; value is taken over. */
void study_hint(struct study *l, int tool, const char *what, json_t *value);
void study_notice(struct study *l, const char *fmt, ...) PRINTF(2, 3);

/** Media of the case whose frames look like these, as hints. */
MUST int study_near(struct study *l, struct store *st, struct err *e);
