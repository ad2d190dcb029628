/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/look.h"

#include <math.h>

static const char *corridor(struct arena *a, const json_t *s) {
    (void)a;
    return look_text(s, "corridor");
}

static const char *date(struct arena *a, const json_t *s) {
    return look_day(a, s, "date");
}

static const char *time_of(struct arena *a, const json_t *s) {
    const char *t = look_text(s, "dep_local"), *clock = look_text(s, "clock");

    if (!t || !clock) return t;
    if (strcmp(clock, "twice") == 0) return arena_printf(a, "%s (twice that day)", t);
    if (strcmp(clock, "never") == 0) return arena_printf(a, "%s (skipped that day)", t);
    return t;
}

static const char *flight(struct arena *a, const json_t *s) {
    (void)a;
    return look_text(s, "flight");
}

static const char *state(struct arena *a, const json_t *s) {
    const char *is = look_text(s, "state");
    bool future = json_is_true(json_object_get(s, "future")),
         conflict = json_is_true(json_object_get(s, "conflict"));

    if (!is) return "unknown";
    return future || conflict ? arena_printf(a, "%s%s%s", is, future ? ", to come" : "",
                                             conflict ? ", disputed" : "")
                              : is;
}

static const char *flown(struct arena *a, const json_t *s) {
    double p = look_number(s, "p_operated");

    return isnan(p) ? NULL : arena_printf(a, "%.0f %%", p * 100);
}

static const char *seats(struct arena *a, const json_t *s) {
    const json_t *v = json_object_get(s, "seats");
    long long lo = json_integer_value(json_array_get(v, 0)),
              hi = json_integer_value(json_array_get(v, 1));

    if (json_array_size(v) != 2) return NULL;
    return lo == hi ? arena_printf(a, "%lld", lo) : arena_printf(a, "%lld to %lld", lo, hi);
}

static const char *seen(struct arena *a, const json_t *s) {
    return json_is_number(json_object_get(s, "seen")) ? look_people(a, s, "seen") : NULL;
}

static const char *best(struct arena *a, const json_t *s) {
    return look_people(a, s, "median");
}

static const struct look_column columns[] = {
    {{"corridor", false, false}, corridor}, {{"date", false, false}, date},
    {{"leaves", false, false}, time_of},    {{"flight", false, false}, flight},
    {{"state", false, true}, state},        {{"flew", true, false}, flown},
    {{"seats", true, false}, seats},        {{"seen", true, false}, seen},
    {{"best", true, false}, best},          {{"between", true, false}, look_between},
};
static const struct look look = {"slots", "no flights: no schedule and no flight is known", columns,
                                 sizeof columns / sizeof *columns};

static int run(struct cli *x, struct err *e) {
    return look_run(x, &look, e);
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {CMD_JSON, CMD_CSV, CMD_ESTIMATE, {0}};
const struct cmd cmd_slots = {
    .opt = {.name = "slots",
            .group = "Look",
            .summary = "every dated chance of a flight: its state, seats, and the people on it",
            .about = "States are what is known, and are never merged: announced, seen (on a board "
                     "or at the gate), tracked, operated, "
                     "cancelled, unknown. \"flew\" is how likely it is that the flight went; "
                     "\"seen\" is what somebody counted; \"best\" and "
                     "\"between\" are the estimate.",
            .args = args,
            .options = options},
    .run = run,
};
