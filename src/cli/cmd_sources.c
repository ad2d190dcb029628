/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/look.h"

static const char *id(struct arena *a, const json_t *s) {
    (void)a;
    return look_text(s, "id");
}

static const char *kind(struct arena *a, const json_t *s) {
    (void)a;
    return look_text(s, "kind");
}

static const char *root(struct arena *a, const json_t *s) {
    (void)a;
    return look_text(s, "root");
}

static const char *reliability(struct arena *a, const json_t *s) {
    (void)a;
    return look_text(s, "reliability");
}

static const char *published(struct arena *a, const json_t *s) {
    (void)a;
    return look_text(s, "published");
}

static const char *label(struct arena *a, const json_t *s) {
    (void)a;
    return look_text(s, "label");
}

static const struct look_column columns[] = {
    {{"source", false, false}, id},           {{"kind", false, false}, kind},
    {{"begins with", false, false}, root},    {{"grade", false, false}, reliability},
    {{"published", false, false}, published}, {{"what it is", false, true}, label},
};
static const struct look look = {"sources", "no sources", columns,
                                 sizeof columns / sizeof *columns};

static int run(struct cli *x, struct err *e) {
    return look_run(x, &look, e);
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {CMD_JSON, CMD_CSV, CMD_ESTIMATE, {0}};
const struct cmd cmd_sources = {
    .opt = {.name = "sources",
            .group = "Look",
            .summary = "who says it, and where each thing began",
            .about = "Sources that begin with the same one are one voice: ten reposts of a clip "
                     "count once.",
            .args = args,
            .options = options},
    .run = run,
};
