/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/look.h"
#include "pipe/findings.h"
#include "report/allow.h"

#define SHOWN 700 /* bytes of a text on the terminal; --json has it whole */
#define ROWS 6    /* row names on the terminal */

static int find(struct cli *x, const char *path, json_t **out, size_t *errors, struct err *e) {
    struct pipe_options o = pipe_defaults();
    struct store *st = NULL;
    int rc = cmd_case(x, path, &st, e);

    if (rc < 0) return rc;
    rc = cmd_derive(st, e);
    if (rc == 0) rc = findings_run(st, x->a, out, errors, e);
    if (rc == 0 && opt_value(&x->v, "json")) rc = cmd_told(x, st, &o, allow_checked, out, e);
    store_close(st);
    if (rc < 0) err_at(e, "%s", path);
    return rc;
}

/* A list of many flights is cut at a comma. */
static const char *shortened(struct arena *a, const char *s) {
    size_t n = strlen(s), cut = SHOWN;

    if (n <= SHOWN) return s;
    while (cut > SHOWN / 2 && s[cut] != ',') cut--;
    return arena_printf(a, "%.*s, and more: --json has all of it", (int)cut, s);
}

static const char *rows_text(struct arena *a, const json_t *f) {
    const json_t *entries = json_object_get(f, "entries");
    size_t n = json_array_size(entries);
    const char *s = "";

    for (size_t i = 0; i < n && i < ROWS; i++)
        s = arena_printf(a, "%s %s", s, json_string_value(json_array_get(entries, i)));
    return n > ROWS ? arena_printf(a, "rows:%s and %zu more", s, n - ROWS)
                    : arena_printf(a, "rows:%s", s);
}

static void print_findings(struct cli *x, const json_t *all) {
    const json_t *list = json_object_get(all, "findings");
    struct buf b = {0};
    json_t *f;
    size_t i;

    if (json_array_size(list) == 0) buf_puts(&b, "  nothing found\n");
    json_array_foreach(list, i, f) {
        const char *level = look_text(f, "level");
        bool error = strcmp(level, "error") == 0;

        buf_printf(&b, "%s%s%s: %s%s\n", i ? "\n" : "",
                   term_style(&x->term, error ? TERM_RED : TERM_BOLD), level, look_text(f, "id"),
                   term_style(&x->term, TERM_PLAIN));
        term_wrap(&b, &x->term, "  ", shortened(x->a, look_text(f, "text")));
        if (look_text(f, "settles"))
            term_wrap(&b, &x->term, "  what would settle it: ", look_text(f, "settles"));
        term_wrap(&b, &x->term, "  ", rows_text(x->a, f));
    }
    cmd_write(&b);
}

static int run(struct cli *x, struct err *e) {
    json_t *all = NULL;
    size_t errors = 0;
    bool own;
    int rc = cmd_own(x, &own, e);

    if (rc || (rc = find(x, x->v.arg[0], &all, &errors, e)) < 0) return rc;
    if (opt_value(&x->v, "json"))
        cmd_json(all);
    else
        print_findings(x, all);
    json_decref(all);
    return errors ? CMD_NO : CMD_DONE;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {CMD_JSON, CMD_RAW, {0}};
const struct cmd cmd_check = {
    .opt = {.name = "check",
            .group = "Think",
            .summary = "what does not add up, and what would settle it",
            .about =
                "Counts against each other and against totals over a period; statements against "
                "their own words and dates, the timetable, the seats, and what they were computed "
                "from (docs/CHECKS.md). Each finding names the rows that it rests on. Nothing is "
                "corrected: that is for the person who knows the source. The exit status is 1 when "
                "there is a finding at level error.",
            .args = args,
            .options = options},
    .run = run,
};
