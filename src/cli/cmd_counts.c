/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/look.h"

static const char *row(struct arena *a, const json_t *c) {
    (void)a;
    return look_text(c, "row");
}

static const char *corridor(struct arena *a, const json_t *c) {
    (void)a;
    return look_text(c, "corridor");
}

static const char *when(struct arena *a, const json_t *c) {
    const char *from = look_text(c, "from"), *to = look_text(c, "to");

    if (look_text(c, "date")) return look_text(c, "date");
    if (!from && !to) return "unknown";
    return arena_printf(a, "%s to %s", from ? from : "?", to ? to : "?");
}

static const char *method(struct arena *a, const json_t *c) {
    (void)a;
    return look_text(c, "method");
}

/* "60 to 90, best 80"; a figure that was not given does not appear. */
static const char *figure(struct arena *a, const json_t *c) {
    bool low = json_is_number(json_object_get(c, "low")),
         best = json_is_number(json_object_get(c, "best"));
    bool high = json_is_number(json_object_get(c, "high"));
    const char *wording = look_text(c, "wording"), *s = "";

    if (low && high)
        s = arena_printf(a, "%s to %s", look_people(a, c, "low"), look_people(a, c, "high"));
    else if (low)
        s = arena_printf(a, "%s or more", look_people(a, c, "low"));
    else if (high)
        s = arena_printf(a, "%s or fewer", look_people(a, c, "high"));
    if (best) s = arena_printf(a, "%s%s%s", s, *s ? ", best " : "", look_people(a, c, "best"));
    if (!low && !high && wording && strcmp(wording, "exact") != 0)
        s = arena_printf(a, "%s %s", wording, s);
    return s;
}

static const char *whom(struct arena *a, const json_t *c) {
    const char *of = look_text(c, "of"), *stage = look_text(c, "stage");

    return arena_printf(a, "%s, %s", of ? of : "unknown", stage ? stage : "unknown");
}

static const char *source(struct arena *a, const json_t *c) {
    (void)a;
    return look_text(c, "source");
}

static const char *used(struct arena *a, const json_t *c) {
    const char *why = look_text(c, "why");

    return arena_printf(a, "%s%s%s", json_is_true(json_object_get(c, "used")) ? "yes" : "no",
                        why ? ": " : "", why ? why : "");
}

static const struct look_column columns[] = {
    {{"row", false, false}, row},       {{"corridor", false, false}, corridor},
    {{"date", false, false}, when},     {{"method", false, false}, method},
    {{"people", false, true}, figure},  {{"of, stage", false, true}, whom},
    {{"source", false, false}, source}, {{"used?", false, true}, used},
};
static const struct look look = {"counts", "nobody has counted anybody: unknown, which is not zero",
                                 columns, sizeof columns / sizeof *columns};

static int run(struct cli *x, struct err *e) {
    return look_run(x, &look, e);
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {CMD_JSON, CMD_CSV, CMD_ESTIMATE, {0}};
const struct cmd cmd_counts = {
    .opt = {.name = "counts",
            .group = "Look",
            .summary = "every count of people, and why it did or did not enter the estimate",
            .args = args,
            .options = options},
    .run = run,
};
