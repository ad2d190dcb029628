/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "infer/infer.h"

/** How much the answer hangs on each assumption: the same run with one thing changed, low and high. */

enum infer_sens_kind { INFER_SENS_ASSUMPTION, INFER_SENS_ROOT };
struct infer_bar {
    enum infer_sens_kind kind;
    const char *name; /* in words: "share of announced slots that fly"; of a root: NULL */
    char low_text[48],
        high_text[48]; /* "0.40", "0.90": what was put in its place; of a root: "left out", "" */
    int root;          /* of INFER_SENS_ROOT; else -1 */
    struct infer_range low,
        high;     /* the total then: low has the assumption's lower value, and may be the larger
                     total; of a root high = the total as it is */
    double swing; /* |median(high) - median(low)|, people */
};
#define INFER_SENS_ROOTS                                                                           \
    40 /* roots left out one by one: those with most counts in use, then the lowest number */

/** The bars, largest swing first, then kind, name and root. Assumptions that do not enter this case (fixed, or without effect) have no bar; nor
 *  has a root without which nothing changes. Every run has the seed of *base, which is the run as it is. Takes about 20 runs and one for
 *  each root. Everything is in the arena. What is put in place of each assumption, and why: docs/SCORE.md. @return 0, or as infer_run. */
MUST int infer_sensitivity(struct arena *a, const struct infer_input *in,
                           const struct infer_options *o, const struct infer_result *base,
                           struct infer_bar **bar, size_t *nbar, struct err *e);
