/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/look.h"
#include "pipe/review.h"
#include "report/names.h"

#include <inttypes.h>
#include <stdlib.h>

/* One line for each member of the body that is not a list of lists: "low          60". */
static void members(struct buf *b, struct arena *a, const struct term *t, const json_t *body) {
    void *at = json_object_iter(json_incref((json_t *)(uintptr_t)body));

    for (; at; at = json_object_iter_next((json_t *)(uintptr_t)body, at)) {
        const json_t *v = json_object_iter_value(at);
        char *text = json_is_string(v)
                         ? NULL
                         : json_dumps(v, JSON_COMPACT | JSON_PRESERVE_ORDER |
                                             JSON_REAL_PRECISION(12) | JSON_ENCODE_ANY);
        const char *s = json_is_string(v) ? json_string_value(v)
                        : json_is_null(v) ? "unknown"
                        : text            ? text
                                          : "";

        term_wrap(b, t,
                  arena_printf(a, "      %s%-14s%s ", term_style(t, TERM_DIM),
                               json_object_iter_key(at), term_style(t, TERM_PLAIN)),
                  s);
        free(text);
    }
    json_decref((json_t *)(uintptr_t)body);
}

static void tell(struct buf *b, struct arena *a, const struct term *t, const json_t *steps) {
    const json_t *step;
    size_t i;

    json_array_foreach(steps, i, step) {
        const char *name = look_text(step, "step"), *what = look_text(step, "what"),
                   *row = look_text(step, "row");

        term_wrap(b, t, arena_printf(a, "%2zu  ", i + 1),
                  arena_printf(a, "%s%s%s%s%s%s", name ? name : "", what ? ": " : "",
                               what ? what : "", row ? " [" : "", row ? row : "", row ? "]" : ""));
        if (json_is_object(json_object_get(step, "body")))
            members(b, a, t, json_object_get(step, "body"));
    }
}

/* A row or leg by its name, or by the one that it has in a report or table (report/names.h). */
static int explain(struct cli *x, struct store *st, const struct pipe_options *o, json_t **steps,
                   struct err *e) {
    const char *what = x->v.arg[1], *own = NULL;
    int rc = pipe_explain(st, x->a, o, what, steps, e), found;

    if (rc != RC_NOTFOUND) return rc;
    if ((found = cmd_own_name(x, st, o, what, &own, e)) < 0) return found;
    return pipe_explain(st, x->a, o, own ? own : what, steps, e);
}

/* For programs: of what may leave, by published names; the row may be given by its own. */
static int published(struct cli *x, struct store *st, const struct pipe_options *o, json_t **steps,
                     struct err *e) {
    json_t *answer = NULL, *names, *allowed, *name;
    const char *what = x->v.arg[1], *own;
    int rc = pipe_answer(st, x->a, o, &answer, e);

    if (rc < 0) return rc;
    names = names_map(answer);
    json_object_foreach(names, own, name) {
        size_t n = strlen(what), m = strlen(own);

        if (n >= PIPE_PREFIX && strncmp(own, what, n < m ? n : m) == 0)
            what = arena_dup(x->a, span_of(json_string_value(name)));
    }
    allowed = names_allowed(answer);
    rc = pipe_explain_told(x->a, allowed, what, steps, e);
    json_decref(allowed);
    json_decref(names);
    json_decref(answer);
    return rc;
}

static int run(struct cli *x, struct err *e) {
    struct pipe_options o;
    struct store *st = NULL;
    json_t *steps = NULL;
    struct buf b = {0};
    bool own, json = opt_value(&x->v, "json");
    int rc = cmd_own(x, &own, e);

    if (rc || (rc = cmd_options(x, &o, e))) return rc;
    if ((rc = cmd_case(x, x->v.arg[0], &st, e)) < 0) return rc;
    if ((rc = cmd_derive(st, e)) == 0)
        rc = json && !own ? published(x, st, &o, &steps, e) : explain(x, st, &o, &steps, e);
    store_close(st);
    if (rc < 0) return rc;
    if (json) {
        cmd_json(steps);
    } else {
        tell(&b, x->a, &x->term, steps);
        cmd_write(&b);
    }
    json_decref(steps);
    return 0;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case"},
    {"WHAT", OPT_TEXT, false, false, NULL,
     "a row (the first 6 or more digits of its name), a flight (\"VVO-FNJ 2023-10-30\"), a leg "
     "(L and the first digits of its id), or a corridor"},
    {0},
};
static const struct opt options[] = {CMD_JSON, CMD_RAW, CMD_ESTIMATE, {0}};
const struct cmd cmd_explain = {
    .opt = {.name = "explain",
            .group = "Look",
            .summary = "every step behind a figure, from the line of a sheet to the estimate",
            .example = "headcount explain vladivostok.hc \"VVO-FNJ 2023-10-30\"",
            .args = args,
            .options = options},
    .run = run,
};
