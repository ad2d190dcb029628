/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/look.h"
#include "cli/suppose.h"
#include "cli/tell.h"
#include "report/export.h"
#include "report/names.h"

static int usage(struct err *e, const char *why) {
    err_put(e, RC_SYNTAX, "%s", why);
    return CMD_USAGE;
}

static int read_options(struct cli *x, struct pipe_options *o, struct err *e) {
    const char *assume = opt_value(&x->v, "assume");
    int rc = cmd_options(x, o, e);

    if (rc) return rc;
    o->sensitivity = opt_value(&x->v, "sensitivity");
    if (assume && suppose_read(assume, &o->assume, e) < 0) {
        err_at(e, "--assume");
        return CMD_USAGE;
    }
    return 0;
}

/* Two cases, or one case and two dates. */
static int sides(struct cli *x, struct pipe_side *a, struct pipe_side *b, struct err *e) {
    bool dates = x->v.n == 3;

    if (x->v.n < 2)
        return usage(e, "--diff wants two cases, or one case and two dates: --diff CASE CASE, "
                        "CASE --diff DATE DATE");
    *a = (struct pipe_side){.known_by = UTC_NONE, .name = x->v.arg[dates ? 1 : 0]};
    *b = (struct pipe_side){.known_by = UTC_NONE, .name = x->v.arg[dates ? 2 : 1]};
    if (!dates) return 0;
    if (utc_date_read(span_of(a->name), &a->known_by, e) < 0 ||
        utc_date_read(span_of(b->name), &b->known_by, e) < 0) {
        err_at(e, "--diff");
        return CMD_USAGE;
    }
    a->name = arena_printf(x->a, "what was known on %s", a->name);
    b->name = arena_printf(x->a, "what was known on %s", b->name);
    return 0;
}

/* What may leave of each row, by its own name. The caller's. */
static int told_of(struct cli *x, struct store *st, json_t **told, struct err *e) {
    struct pipe_options o = pipe_defaults();
    json_t *answer = NULL, *allowed, *names, *rows, *name;
    const char *own;
    int rc;

    o.unmeasured = true;
    if ((rc = pipe_answer(st, x->a, &o, &answer, e)) < 0) return rc;
    allowed = names_allowed(answer);
    names = names_map(answer);
    rows = json_object_get(allowed, "rows");
    *told = json_object();
    json_object_foreach(names, own, name) json_object_set_new(
        *told, own,
        json_pack("{s:O, s:O?}", "name", name, "row",
                  json_object_get(json_object_get(rows, json_string_value(name)), "row")));
    json_decref(names);
    json_decref(allowed);
    json_decref(answer);
    return 0;
}

static void print_diff(struct cli *x, json_t *made) {
    struct buf out = {0};

    if (!opt_value(&x->v, "json")) {
        tell_diff(&out, x->a, &x->term, made);
        cmd_write(&out);
        return;
    }
    if (!opt_value(&x->v, "own-names")) {
        json_object_del(json_object_get(made, "a"), "inputs_sha256");
        json_object_del(json_object_get(made, "b"), "inputs_sha256");
    }
    cmd_json(made);
}

static int diff(struct cli *x, const struct pipe_options *o, struct err *e) {
    struct pipe_side a, b;
    bool leaves = opt_value(&x->v, "json") && !opt_value(&x->v, "own-names");
    struct store *st = NULL, *other = NULL;
    json_t *made = NULL, *told = NULL, *told_other = NULL;
    int rc = sides(x, &a, &b, e);

    if (rc) return rc;
    if ((rc = cmd_open(x, x->v.arg[0], &st, e)) < 0) goto out;
    if (x->v.n == 2 && (rc = cmd_open(x, x->v.arg[1], &other, e)) < 0) goto out;
    a.st = st;
    b.st = other ? other : st;
    if (leaves && (rc = told_of(x, st, &told, e)) < 0) goto out;
    if (leaves && other && (rc = told_of(x, other, &told_other, e)) < 0) goto out;
    a.told = told;
    b.told = other ? told_other : told;
    if ((rc = pipe_diff(x->a, &a, &b, o, &made, e)) == 0) print_diff(x, made);
out:
    json_decref(told);
    json_decref(told_other);
    json_decref(made);
    store_close(other);
    store_close(st);
    return rc;
}

/* In one line, legs without their points: what a page needs that draws tracks from elsewhere. */
static void print_brief(const json_t *allowed) {
    json_t *c, *leg;
    size_t i, k;

    json_array_foreach(json_object_get(allowed, "corridors"), i, c) {
        json_array_foreach(json_object_get(c, "legs"), k, leg) json_object_del(leg, "parts");
    }
    json_dumpf(allowed, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12));
    putchar('\n');
}

static void print_json(const struct cli *x, const json_t *answer) {
    json_t *allowed = cmd_allowed(answer, opt_value(&x->v, "own-names"));

    if (opt_value(&x->v, "brief"))
        print_brief(allowed);
    else
        cmd_json(allowed);
    json_decref(allowed);
}

static int print(struct cli *x, const json_t *answer, struct err *e) {
    struct buf b = {0};
    int rc = 0;

    if (opt_value(&x->v, "json")) {
        print_json(x, answer);
        return 0;
    }
    if (opt_value(&x->v, "csv"))
        rc = export_csv(answer, "months", &b, e);
    else if (opt_value(&x->v, "sensitivity"))
        tell_sensitivity(&b, x->a, &x->term, answer);
    else
        tell_answer(&b, x->a, &x->term, answer);
    if (rc == 0) cmd_write(&b);
    buf_fini(&b);
    return rc;
}

static int run(struct cli *x, struct err *e) {
    bool csv = opt_value(&x->v, "csv"), json = opt_value(&x->v, "json"),
         both = opt_value(&x->v, "diff");
    bool own;
    struct pipe_options o;
    json_t *answer = NULL;
    int rc = cmd_own(x, &own, e);

    if (rc) return rc;
    if (opt_value(&x->v, "brief") && (!json || both))
        return usage(e, "--brief goes with --json, of an answer");
    if (csv && json) return usage(e, "--csv and --json: one of the two");
    if (csv && opt_value(&x->v, "sensitivity")) return usage(e, "--csv has no --sensitivity");
    if (csv && both) return usage(e, "--csv has no --diff");
    if (both && opt_value(&x->v, "sensitivity"))
        return usage(e, "--diff and --sensitivity: one of the two");
    if (!both && x->v.n > 1) return usage(e, "one case, or two with --diff");
    if (x->v.n > 3) return usage(e, "one argument too many");
    if ((rc = read_options(x, &o, e))) return rc;
    if (both) return diff(x, &o, e);
    if ((rc = cmd_answer_with(x, x->v.arg[0], &o, &answer, e))) return rc;
    rc = print(x, answer, e);
    json_decref(answer);
    return rc;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case, or a folder of sheets"},
    {"OTHER", OPT_FILE, true, true, NULL, "with --diff: a second case, or two dates"},
    {0}};
static const struct opt options[] = {
    CMD_JSON,
    {"brief", 0, OPT_FLAG, NULL, NULL,
     "with --json: in one line, and without the points of tracks"},
    CMD_OWN,
    {"csv", 0, OPT_FLAG, NULL, NULL, "print the months as CSV, for spreadsheets"},
    CMD_ESTIMATE,
    {"assume", 0, OPT_TEXT, "KEY=VALUE,...", NULL,
     "what if: hold something fixed, such as load=100,completion=1"},
    {"sensitivity", 0, OPT_FLAG, NULL, NULL,
     "which assumption and which source makes the difference"},
    {"diff", 0, OPT_FLAG, NULL, NULL,
     "compare two cases or folders, or one case on two dates: what changed, what each moved"},
    {0}};
const struct cmd cmd_estimate = {
    .opt = {.name = "estimate",
            .group = "Think",
            .summary = "the answer of a case, what it hangs on, and why it changed",
            .about =
                "--assume KEY=VALUE,... answers a what-if, and says so wherever it is shown. The "
                "keys: load (people of concern on a flight that flew), completion (share of "
                "announced flights that fly), boarding (share of those waiting), concern (share "
                "of those aboard), selection (load of uncounted flights, times the others'; 0: "
                "alike), detection (share of flights that a watcher sees), unlisted (flights that "
                "nobody announced or saw, for each announced one), drift (0: none), groups (0: "
                "all timetables alike), regimes (0: nearly empty flights equally frequent at all "
                "times), seats (of every aircraft), stock (people there before the "
                "first flight, 3000..4000), inbound (0: nobody comes in). Where load and "
                "completion are both given, unlisted is 0 unless it is given too.\n\n"
                "--diff puts the changed rows of the second case into the first one after another, "
                "by sheet, id and row name (more than 12: sheet by sheet); the moves of the best "
                "figure add "
                "to the whole difference. On two dates the rows are those known by then, by "
                "the dates of what was seen, counted, said and published.",
            .example = "headcount estimate case.hc --assume load=100,completion=1",
            .args = args,
            .options = options},
    .run = run,
};
