/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"
#include "infer/infer.h"
#include "pipe/pipe.h"
#include "pipe/slots.h"

/** One corridor from slots to its part of the answer. */
struct corridor {
    const struct load *l;
    int index; /* into l->corridor */
    int32_t as_of;
    double interval;
    struct slots slots;
    struct infer_options options;
    struct infer_result result;
    int *infer_count; /* [count.n of the case]: its index among the counts given to infer, -1: not
                         given */
};

/** Builds slots and estimates. @return 0; what slots_build and infer_run return, with the
 * corridor's id. */
MUST int corridor_run(struct arena *a, const struct load *l, int index, int32_t as_of,
                      const struct pipe_options *o, struct corridor *out, struct err *e);

/** Its object in the answer (docs/ANSWER.md, `corridors`). */
json_t *corridor_json(struct arena *a, const struct corridor *c);

/** The name of its i-th slot, "VVO-FNJ 2023-10-30 JS272" (a second flight of one day and number
 * gets " #2"), and the rows that speak of it. */
const char *corridor_slot_id(struct arena *a, const struct corridor *c, size_t i);
json_t *corridor_slot_refs(const struct corridor *c, const struct slot *s);

/** Why a count of the case did or did not enter this corridor's estimate, for `counts[].why`. */
const char *corridor_count_why(const struct corridor *c, int count, bool *used);

/* Small JSON, shared by the files of this module: text or null, number or null, day or null, a list
 * of row names. */
json_t *json_text(struct span s);
json_t *json_count(int n);
json_t *json_day(int32_t day);
json_t *json_row(struct span row);
json_t *json_round(double x, int places);

/** One corridor's sentences (words.c). */
const char *words_headline(struct arena *a, const struct corridor *c);
const char *words_seen(struct arena *a, const struct corridor *c);
const char *words_ceiling(struct arena *a, const struct corridor *c);
json_t *words_caveats(struct arena *a, const struct corridor *c);
json_t *words_assumptions(struct arena *a, const struct corridor *c);
const char *words_place(struct arena *a, const struct load_corridor *c, bool origin);
