/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "pipe/corridor.h"

/** Claims against the posterior: the `claims` list of the answer. all has one corridor for each of
 * l->corridor. */
json_t *judge_claims(struct arena *a, const struct load *l, const struct corridor *all);

/** Rules on the timeline, with what is known of who was there and what flew (obligation.c): the
 * `rules` list. on: evaluated as of this day; UTC_NONE: nothing is dated. */
json_t *judge_rules(struct arena *a, const struct load *l, const struct corridor *all, int32_t on);

#define JUDGE_PERIODS                                                                              \
    2000 /* of claims in a corridor: each takes 64 KB of draws, and a third of a millisecond */
enum { JUDGE_NO_WINDOW = -1, JUDGE_NO_ROOM = -2 };
/** For corridor_run: the stretches of days that the rules and claims of a case ask about, each once. of_rule[i]:
 * the window of l->rule i, -1 none; of_claim[i]: that of l->claim i, where it gives a figure, and its days are not those of the
 * estimate but share some with it; JUDGE_NO_WINDOW; JUDGE_NO_ROOM: there are more than JUDGE_PERIODS. */
struct infer_window *judge_windows(struct arena *a, const struct load *l, int corridor, int32_t on,
                                   size_t *n, int *of_rule, int *of_claim);

/** Rival explanations against evidence (rivals.c): `hypotheses` of the answer, null when none is
 * entered. @param findings as findings_loaded gives them: evidence may name one. @return 0; RC_IO. */
MUST int judge_hypotheses(struct store *st, struct arena *a, const struct load *l,
                          const json_t *findings, json_t **out, struct err *e);
