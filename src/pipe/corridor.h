/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "base/canon.h"
#include "base/hash.h"
#include "infer/infer.h"
#include "infer/sens.h"
#include "pipe/flown.h"
#include "pipe/pipe.h"
#include "pipe/slots.h"

/** One what-if beside the estimate: what a claim takes as certain (model.c). */
struct whatif {
    const char *assume; /* "load=100, completion=1" */
    struct infer_range total;
};

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
    struct infer_input in;     /* what infer was given */
    struct pipe_assume assume; /* as given and what follows from it */
    bool plan;                 /* pipe_options.plan */
    int *window_of_rule;       /* [rule.n of the case]: index into result.window, -1 none */
    int *window_of_claim;      /* [claim.n of the case]: the same, JUDGE_NO_ROOM (judge.h) */
    bool sensed;               /* bar and whatif are computed */
    struct infer_bar *bar;
    size_t nbar;
    struct whatif *whatif;
    size_t nwhatif;
    struct span whatif_row; /* of the claim or count that gives the load */
};

/** Builds slots and estimates. @return 0; what slots_build and infer_run return, with the
 * corridor's id. */
MUST int corridor_run(struct arena *a, const struct load *l, int index, int32_t as_of,
                      const struct pipe_options *o, struct corridor *out, struct err *e);

/** All of them into out[l->corridor.n], abreast; with o->sensitivity also what each hangs on. @return as corridor_run and model_run of
 * the first that fails. */
MUST int corridors_run(struct arena *a, const struct load *l, int32_t as_of,
                       const struct pipe_options *o, struct corridor *out, struct err *e);

/** Its object in the answer (docs/ANSWER.md, `corridors`). */
json_t *corridor_json(struct arena *a, const struct corridor *c);

/** How many of its slots are in which state. */
json_t *corridor_slots_json(const struct corridor *c);

/** Corridors of one direction that share the field where it begins (outbound) or ends (inbound). */
struct together {
    const struct corridor **of; /* those with flights */
    size_t n, silent;           /* silent: more of them, without a flight */
    bool inbound, periods_differ;
    int32_t from, to;
    struct infer_range total;  /* lo, hi: as if all erred the same way */
    double apart_lo, apart_hi; /* as if each erred by itself */
    int64_t seen;
    int ceiling; /* -1: of one of them unknown */
    double share;
};

/** The list `together` of the answer (docs/ANSWER.md). */
json_t *together_json(struct arena *a, const struct corridor *all, size_t n);

/** The name of its i-th slot, "VVO-FNJ 2023-10-30 JS272" (a second flight of one day and number
 * gets " #2"), and the rows that speak of it. */
const char *corridor_slot_id(struct arena *a, const struct corridor *c, size_t i);
json_t *corridor_slot_refs(const struct corridor *c, const struct slot *s);

const char *corridor_cover_word(enum infer_cover cover); /* "watched, nothing seen" */

/** The legs of the corridor and what watched it, day by day (legs_json.c). */
json_t *legs_json(struct arena *a, const struct corridor *c);
json_t *leg_json(struct arena *a, const struct corridor *c, size_t leg);
json_t *coverage_json(const struct corridor *c);
json_t *leg_end_json(struct arena *a, const struct flown_end *end, bool arrival, bool reasons);
json_t *leg_terms_json(const struct slot_leg *leg); /* [{"term", "cost", "why"}] */

/** Why a count of the case did or did not enter this corridor's estimate, for `counts[].why`. */
const char *corridor_count_why(const struct corridor *c, int count, bool *used);

/** SHA-256 over the canonical rows in force, sorted by name. @return as query_next. */
MUST int pipe_inputs(struct store *st, struct hash_text *out, struct err *e);

bool corridor_outbound(const struct corridor *c);

/** A what-if (whatif.c). whatif_close adds what follows: where both load and completion are fixed, the flights that nobody
 *  announced are left out unless they are given too, since the claim "so many flights, so many on each" has none. */
bool whatif_any(const struct pipe_assume *w);
struct pipe_assume whatif_close(struct pipe_assume w);
void whatif_apply(const struct pipe_assume *w, bool outbound, struct infer_options *o);
json_t *whatif_json(const struct pipe_assume *w); /* null: nothing is assumed */
/** "load=100, completion=1", and in words: "each flight that flew carried 100 people of concern, all announced flights flew". */
const char *whatif_text(struct arena *a, const struct pipe_assume *w);
const char *whatif_words(struct arena *a, const struct pipe_assume *w);

/** The runs behind `sensitivity` and `whatif`. @return as infer_run. */
MUST int model_run(struct arena *a, struct corridor *c, const struct pipe_options *o,
                   struct err *e);
/** The keys that tell of the model: structure, unlisted, stock, next, sensitivity, whatif, model. */
void model_json(struct arena *a, const struct corridor *c, json_t *o);

void json_add_ref(json_t *refs, struct span row); /* once each */
json_t *json_range(const struct infer_range *r);

/* Small JSON, shared by the files of this module: text or null, number or null, day or null, a list
 * of row names. */
json_t *json_text(struct span s);
json_t *json_count(int n);
json_t *json_day(int32_t day);
json_t *json_row(struct span row);
json_t *json_round(double x, int places);

/** What became of a total over a period, its index for the model; and what must be kept in mind of them (words_period.c). */
const char *words_period_why(const struct corridor *c, int count);
void words_periods(struct arena *a, const struct corridor *c, json_t *out);

/** One corridor's sentences (words.c). */
const char *words_people(struct arena *a, double n); /* "1,102" */
const char *words_headline(struct arena *a, const struct corridor *c);
const char *words_seen(struct arena *a, const struct corridor *c);
const char *words_ceiling(struct arena *a, const struct corridor *c);
json_t *words_caveats(struct arena *a, const struct corridor *c);
const char *words_together(struct arena *a, const struct together *t);
json_t *words_together_caveats(struct arena *a, const struct together *t);
json_t *words_assumptions(struct arena *a, const struct corridor *c);
const char *words_place(struct arena *a, const struct load_corridor *c, bool origin);
