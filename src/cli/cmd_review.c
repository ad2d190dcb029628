/* SPDX-License-Identifier: Apache-2.0 */
/* The second pair of eyes. What it says stands beside the figures and changes none of them. */
#include "cli/cmd.h"
#include "cli/look.h"
#include "cli/secret.h"
#include "format/sheet.h"
#include "ledger/ledger.h"
#include "media/marks.h"
#include "pipe/review.h"
#include "report/allow.h"

static int usage(struct err *e, const char *text) {
    err_put(e, RC_SYNTAX, "%s", text);
    return CMD_USAGE;
}

/* ---- all of them ---- */

static const char *who(struct arena *a, const json_t *review) {
    const char *s = "";
    json_t *v;
    size_t i;

    json_array_foreach(json_object_get(review, "by"), i, v) s =
        arena_printf(a, "%s%s%s: %s", s, *s ? ", " : "", look_text(v, "by"), look_text(v, "state"));
    return s;
}

/* For programs: what may leave, of the rows in force by their published names, in the order of these; or as the case has it. */
static int all_json(struct cli *x, struct store *st, const json_t *all, struct err *e) {
    struct pipe_options o = pipe_defaults();
    json_t *names = NULL, *out, *v;
    const char *row;
    int rc;

    if (opt_value(&x->v, "own-names")) {
        cmd_json(all);
        return 0;
    }
    if ((rc = cmd_names(x, st, &o, &names, e)) < 0) return rc;
    out = json_object();
    json_object_foreach((json_t *)(uintptr_t)all, row, v) {
        const char *name =
            json_string_value(json_object_get(names, arena_printf(x->a, "%.12s", row)));

        if (name) json_object_set_new(out, name, allow_review(v));
    }
    json_dumpf(out, stdout, JSON_INDENT(2) | JSON_SORT_KEYS);
    putchar('\n');
    json_decref(out);
    json_decref(names);
    return 0;
}

static int list(struct cli *x, struct store *st, struct err *e) {
    static const struct term_column head[] = {{"row", false, false},
                                              {"state", false, false},
                                              {"by a second", false, false},
                                              {"who", false, true}};
    json_t *all = NULL, *v;
    VEC(const char *) cell = {0};
    struct buf b = {0};
    const char *row;
    int rc = review_all(st, &all, e);

    if (rc < 0) return rc;
    if (opt_value(&x->v, "json")) {
        rc = all_json(x, st, all, e);
    } else {
        json_object_foreach(all, row, v) {
            *vec_push(x->a, &cell) = arena_printf(x->a, "%.12s", row);
            *vec_push(x->a, &cell) = arena_dup(x->a, span_of(look_text(v, "state")));
            *vec_push(x->a, &cell) = json_is_true(json_object_get(v, "second")) ? "yes" : "no";
            *vec_push(x->a, &cell) = who(x->a, v);
        }
        if (cell.n)
            term_table(&b, &x->term, head, 4, cell.v, cell.n / 4);
        else
            buf_puts(&b, "  nothing was reviewed yet\n");
        cmd_write(&b);
    }
    json_decref(all);
    return rc;
}

/* ---- one ---- */

/* Words that somebody writes are held to what the note of a sheet is held to. @return 0 or below 0 */
static int note_of(const struct cli *x, json_t **note, struct err *e) {
    static const struct sheet_column column = {"note", CELL_TEXT, .help = ""};
    const char *s = opt_value(&x->v, "note");
    int rc;

    *note = NULL;
    if (!s) return 0;
    if ((rc = sheet_cell(&column, span_of(s), note, e)) < 0) err_at(e, "--note");
    return rc;
}

static int one_json(struct cli *x, struct store *st, const char *row, bool added, json_t *review,
                    struct err *e) {
    struct pipe_options all = pipe_defaults();
    json_t *o = json_pack("{s:s, s:b, s:O}", "row", row, "added", (int)added, "review", review);
    int rc = cmd_told(x, st, &all, allow_reviewed, &o, e);

    if (rc == 0) cmd_json(o);
    json_decref(o);
    return rc;
}

static int told(struct cli *x, struct store *st, const char *row, bool added, struct err *e) {
    json_t *all = NULL, *one;
    struct buf b = {0};
    int rc = review_all(st, &all, e);

    if (rc < 0) return rc;
    one = json_object_get(all, row);
    if (opt_value(&x->v, "json")) {
        rc = one_json(x, st, row, added, one, e);
    } else {
        buf_printf(&b, "%s: row %.12s is %s%s (%s)\n", added ? "noted" : "known already", row,
                   look_text(one, "state"),
                   json_is_true(json_object_get(one, "second")) ? ", reviewed by a second person"
                                                                : "",
                   who(x->a, one));
        cmd_write(&b);
    }
    json_decref(all);
    return rc;
}

static int put(struct cli *x, struct store *st, const char *row, const char *note, struct err *e) {
    int rc = store_begin(st, e), added;

    if (rc < 0) return rc;
    added = review_put(st, row, opt_value(&x->v, "state"), opt_value(&x->v, "by"), note, x->now, e);
    rc = ledger_end(st, added < 0 ? added : 0, e);
    if (rc == 0) rc = pipe_refresh(st, e);
    if (rc == 0) rc = secret_warn(x, st, e);
    return rc < 0 ? rc : told(x, st, row, added > 0, e);
}

/* A row by its name, or by the one that it has in a report, a table or --json (report/names.h). */
static int row_of(struct cli *x, struct store *st, const char *what, const char **row,
                  struct err *e) {
    struct pipe_options o = pipe_defaults();
    const char *own = NULL;
    int rc = review_row(st, x->a, what, row, e);

    if (rc == 0 && !*row) rc = cmd_own_name(x, st, &o, what, &own, e);
    return rc == 0 && own ? review_row(st, x->a, own, row, e) : rc;
}

static int one(struct cli *x, struct store *st, struct err *e) {
    const char *row = NULL, *what = x->v.arg[1];
    json_t *note = NULL;
    int rc = note_of(x, &note, e);

    if (rc == 0) rc = row_of(x, st, what, &row, e);
    if (rc == 0 && !row)
        rc = err_set(e, RC_NOTFOUND,
                     "%s names no row in force: the first %d or more hex digits of its name do",
                     what, PIPE_PREFIX);
    if (rc == 0) rc = put(x, st, row, json_string_value(note), e);
    json_decref(note);
    return rc;
}

static int run(struct cli *x, struct err *e) {
    const char *state = opt_value(&x->v, "state"), *by = opt_value(&x->v, "by");
    bool writes = x->v.n == 2;
    struct store *st = NULL;
    bool own;
    int rc = cmd_own(x, &own, e);

    if (rc) return rc;
    if (writes && (!state || !by)) return usage(e, "--state and --by: both, with a row");
    if (!writes && (state || by || opt_value(&x->v, "note")))
        return usage(e, "ROW is missing: which row");
    if (by && !marks_annotator(by))
        return usage(e, "--by: a pseudonym of letters, digits and - _ . , at most 32");
    if ((rc = store_open(&st, x->v.arg[0], writes ? STORE_WRITE : STORE_READ, e)) < 0) return rc;
    secret_few(x, st);
    if (!writes) rc = cmd_derive(st, e);
    if (rc == 0) rc = writes ? one(x, st, e) : list(x, st, e);
    store_close(st);
    return rc;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case"},
    {"ROW", OPT_TEXT, true, false, NULL,
     "the first six or more hex digits of a row's name; without it all reviews are listed"},
    {0},
};
static const struct opt options[] = {
    {"state", 0, OPT_WORD, "STATE", review_states, "what you say of it"},
    {"by", 0, OPT_TEXT, "WHO", NULL, "your pseudonym"},
    {"note", 0, OPT_TEXT, "TEXT", NULL, "why; without names of persons"},
    CMD_JSON,
    CMD_RAW,
    {0},
};
const struct cmd cmd_review = {
    .opt = {.name = "review",
            .group = "Put in",
            .summary = "say of a row that you looked at it, and what you think of it",
            .about = "An entry of the ledger, shown beside the row, its counts and its flights. It "
                     "changes no figure. Of each person the latest word counts; a row is reviewed "
                     "by a second person when two approve and nobody holds or rejects it. A row "
                     "that is corrected is a new row, and has no review yet.",
            .example = "headcount review vladivostok.hc 289e891931af --state approved --by B2",
            .args = args,
            .options = options},
    .run = run,
};
