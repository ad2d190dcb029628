/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/look.h"

#include <string.h>

static const char *id(struct arena *a, const json_t *c) {
    (void)a;
    return look_text(c, "id");
}

static const char *made(struct arena *a, const json_t *c) {
    (void)a;
    return look_text(c, "made_on");
}

static const char *speaker(struct arena *a, const json_t *c) {
    (void)a;
    return look_text(c, "speaker");
}

static const char *grade(struct arena *a, const json_t *c) {
    (void)a;
    return look_text(c, "grade");
}

/* What is said, and what its words of likelihood stand for. */
static const char *text(struct arena *a, const json_t *c) {
    const char *text = look_text(c, "text"),
               *band = look_text(json_object_get(c, "likelihood"), "text");

    size_t n = text ? strlen(text) : 0;

    if (!n || !band) return text;
    return arena_printf(a, "%s%s %s", text, strchr(".!?", text[n - 1]) ? "" : ".", band);
}

static const char *evidence(struct arena *a, const json_t *c) {
    (void)a;
    return look_text(c, "evidence");
}

static const struct look_column columns[] = {
    {{"claim", false, false}, id},           {{"made on", false, false}, made},
    {{"who says it", false, true}, speaker}, {{"grade", false, false}, grade},
    {{"what", false, true}, text},           {{"what the evidence says", false, true}, evidence},
};
static const struct look look = {"claims", "no claims", columns, sizeof columns / sizeof *columns};

static int run(struct cli *x, struct err *e) {
    return look_run(x, &look, e);
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {CMD_JSON, CMD_CSV, CMD_ESTIMATE, {0}};
const struct cmd cmd_claims = {
    .opt = {.name = "claims",
            .group = "Look",
            .summary = "what is only said: by whom, how graded, and what the evidence says to it",
            .about =
                "A grade is two characters, judged apart: the source, A (completely reliable) "
                "to E, F when there is no basis; the statement, "
                "1 (confirmed by others) to 5, 6 when there is no basis. 1 needs a second root "
                "that says the same thing and stands, else it is shown as 2; what another root "
                "contradicts is 3 at best; a repost holds no better grade than its root. A claim "
                "never counts as a sighting. Words of likelihood are shown with their band in ICD "
                "203, beside what is said and never with a grade: likely is 55 to 80 %; other "
                "houses use the same words for other bands.",
            .args = args,
            .options = options},
    .run = run,
};
