/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/look.h"

static const char *dates(struct arena *a, const json_t *r) {
    const char *from = look_text(r, "from"), *until = look_text(r, "until");

    if (!from && !until) return "no dates are recorded";
    return arena_printf(a, "%s%s%s%s", from ? "from " : "", from ? from : "",
                        until ? (from ? ", by " : "by ") : "", until ? until : "");
}

static void head(struct buf *b, struct cli *x, const json_t *r) {
    const char *paragraph = look_text(r, "paragraph"), *source = look_text(r, "source"),
               *sourced = look_text(r, "sourced"), *unless = look_text(r, "exemptions");

    term_wrap(b, &x->term,
              arena_printf(x->a, "%s: ", term_string(&x->term, x->a, look_text(r, "id"))),
              arena_printf(x->a, "%s%s%s. %s", look_text(r, "document"), paragraph ? ", " : "",
                           paragraph ? paragraph : "", dates(x->a, r)));
    term_wrap(b, &x->term, "  ", look_text(r, "text"));
    if (unless) term_wrap(b, &x->term, "  ", arena_printf(x->a, "unless: %s", unless));
    term_wrap(b, &x->term, "  ",
              arena_printf(x->a, "binds: %s; read in: %s (%s); row %s", look_text(r, "who"),
                           source ? source : "no source named",
                           !sourced                      ? "wording not checked"
                           : strcmp(sourced, "yes") == 0 ? "the document itself"
                           : strcmp(sourced, "no") == 0
                               ? "wording not checked"
                               : "a copy: read the document before quoting",
                           look_text(r, "row")));
}

static const char *rows(struct arena *a, const json_t *s) {
    const json_t *ref = json_object_get(s, "ref");
    const char *out = "";
    size_t n = json_array_size(ref);

    for (size_t i = 0; i < n && i < 4; i++)
        out = arena_printf(a, "%s %s", out, json_string_value(json_array_get(ref, i)));
    if (n > 4) out = arena_printf(a, "%s and %zu more", out, n - 4);
    return n ? arena_printf(a, " [%s]", out + 1) : "";
}

static void print_rules(struct cli *x, const json_t *list) {
    struct buf b = {0};
    json_t *r, *s;
    size_t i, k;

    if (!json_array_size(list)) buf_puts(&b, "  no rules\n");
    json_array_foreach(list, i, r) {
        if (i) buf_putc(&b, '\n');
        head(&b, x, r);
        json_array_foreach(json_object_get(r, "statements"), k, s) {
            term_wrap(&b, &x->term, "  - ",
                      arena_printf(x->a, "%s%s", look_text(s, "text"), rows(x->a, s)));
        }
    }
    cmd_write(&b);
}

static int read_on(struct cli *x, struct pipe_options *o, struct err *e) {
    const char *on = opt_value(&x->v, "on");
    int rc = cmd_options(x, o, e);

    if (rc || !on) return rc;
    if (utc_date_read(span_of(on), &o->on, e) == 0) return 0;
    err_at(e, "--on");
    return CMD_USAGE;
}

static int run(struct cli *x, struct err *e) {
    struct pipe_options o;
    json_t *answer = NULL;
    bool own;
    int rc = cmd_own(x, &own, e);

    if (rc || (rc = read_on(x, &o, e)) || (rc = cmd_answer_with(x, x->v.arg[0], &o, &answer, e)))
        return rc;
    if (opt_value(&x->v, "json"))
        cmd_list(answer, "rules", own);
    else
        print_rules(x, json_object_get(answer, "rules"));
    json_decref(answer);
    return 0;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {
    CMD_JSON,
    CMD_RAW,
    {"on", 0, OPT_TEXT, "DATE", NULL, "as of this day: what is dated later does not count"},
    CMD_ESTIMATE,
    {0}};
const struct cmd cmd_rules = {
    .opt = {.name = "rules",
            .group = "Think",
            .summary = "obligations on the timeline: who was still there, and what flew after",
            .about = "Each rule with its dates, with the figures of who was there about its "
                     "deadline, and with the flights and people after it, as far as they are "
                     "known or estimated. It finds what the dates say, never that somebody broke a "
                     "law. Beside each duty to return people stands the protection of those who "
                     "may not be returned: the same seats may carry both.",
            .example = "headcount rules case.hc --on 2019-12-22",
            .args = args,
            .options = options},
    .run = run,
};
