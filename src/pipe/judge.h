/* SPDX-License-Identifier: Apache-2.0 */
#pragma once
#include "pipe/corridor.h"

/** Claims against the posterior, and rules against the period: the `claims` and `rules` lists of
 * the answer. all has one corridor for each of l->corridor. */
json_t *judge_claims(struct arena *a, const struct load *l, const struct corridor *all);
json_t *judge_rules(struct arena *a, const struct load *l, const struct corridor *all);
