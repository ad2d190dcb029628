/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/look.h"
#include "cli/map.h"
#include "cli/secret.h"
#include "cli/spare.h"
#include "cli/tell.h"
#include "cli/whole.h"
#include "pack/pack.h"
#include "report/report.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* @return 1: a case, or one that is locked; 0: something to import; below 0: neither file nor folder. */
static int is_case(const char *path, struct err *e) {
    struct stat s;

    if (stat(path, &s) < 0)
        return err_set(e, errno == ENOENT || errno == ENOTDIR ? RC_NOTFOUND : RC_IO, "%s: %s", path,
                       errno == ENOENT ? "no such file or folder" : "cannot be looked at");
    if (S_ISDIR(s.st_mode)) return 0;
    if (!S_ISREG(s.st_mode)) return err_set(e, RC_SYNTAX, "%s: %s", path, pack_no_file(s.st_mode));
    return cmd_is_case(path, e);
}

/* A new case in memory, or the file that --case names, made when it is not there. */
static int open_for(struct cli *x, const char *keep, const char *path, struct store **st,
                    struct err *e) {
    bool there = keep && access(keep, F_OK) == 0;
    int rc = store_open(st, keep, !keep ? STORE_MEMORY : there ? STORE_WRITE : STORE_CREATE, e);

    if (rc == 0 && there && (rc = spare_sources(&x->v, x->a, *st, e)) == 0)
        return secret_warn(x, *st, e);
    if (there) return rc;
    if (rc < 0) return rc;
    return ledger_found(*st, cmd_case_name(x, path), x->now, keep == NULL, e);
}

/* Estimates are saved for other programs that open the file; nobody else opens a case in memory. */
static int refresh(struct store *st, bool kept, struct err *e) {
    return kept ? pipe_refresh(st, e) : cmd_derive(st, e);
}

static int answer_sheets(struct cli *x, const char *path, const struct pipe_options *o,
                         struct ingest_tally *t, json_t **answer, struct err *e) {
    struct ingest_options how = {.now = x->now,
                                 .jobs = cmd_jobs(),
                                 .progress = term_progress,
                                 .map = opt_value(&x->v, "map")};
    struct store *st = NULL;
    int rc;

    if (how.map && (rc = map_show(x, how.map, e)) < 0) return rc;
    if ((rc = open_for(x, opt_value(&x->v, "case"), path, &st, e)) < 0) goto out;
    rc = ingest_path(st, x->a, path, &how, t, e);
    term_progress_end();
    if (rc < 0) goto out;
    if ((rc = refresh(st, opt_value(&x->v, "case") != NULL, e)) < 0) goto out;
    term_progress(NULL, "estimating", -1);
    rc = pipe_answer(st, x->a, o, answer, e);
    term_progress_end();
out:
    store_close(st);
    return rc;
}

int cmd_open(struct cli *x, const char *path, struct store **st, struct err *e) {
    struct ingest_options how = {.now = x->now, .jobs = cmd_jobs(), .progress = term_progress};
    struct ingest_tally t = {0};
    int rc = is_case(path, e);

    if (rc < 0) return rc;
    if (rc) {
        if ((rc = cmd_case(x, path, st, e)) < 0) return rc;
    } else {
        if ((rc = open_for(x, NULL, path, st, e)) < 0) return rc;
        rc = ingest_path(*st, x->a, path, &how, &t, e);
        term_progress_end();
        cmd_tally(x, &t);
        if (rc < 0) return rc;
    }
    if ((rc = cmd_derive(*st, e)) < 0) err_at(e, "%s", path);
    return rc;
}

static int write_report(const struct cli *x, const json_t *answer, const char *path,
                        struct err *e) {
    struct buf html = {0};
    int rc = html_report(answer, &html, e);

    if (rc == 0) rc = cmd_file(x, path, buf_span(&html), e);
    buf_fini(&html);
    return rc;
}

static void print_json(const json_t *answer) {
    json_t *allowed = cmd_allowed(answer, false);

    cmd_json(allowed);
    json_decref(allowed);
}

static void say(struct cli *x, const json_t *answer, const char *report) {
    struct buf b = {0};

    tell_answer(&b, x->a, &x->term, answer);
    if (report) term_wrap(&b, &x->term, "\nThe report is in ", report);
    cmd_write(&b);
}

static int run(struct cli *x, struct err *e) {
    const char *path = x->v.arg[0], *out = opt_value(&x->v, "output");
    bool json = opt_value(&x->v, "json"), none = opt_value(&x->v, "no-report");
    struct ingest_tally t = {0};
    struct pipe_options o;
    json_t *answer = NULL;
    int rc;

    if (out && none) {
        err_put(e, RC_SYNTAX, "--output and --no-report: one of the two");
        return CMD_USAGE;
    }
    if ((rc = cmd_options(x, &o, e))) return rc;
    if ((rc = is_case(path, e)) < 0) return rc;
    for (size_t i = 0; rc && i < 2; i++) {
        static const char *const of_sheets[] = {"case", "map"};

        if (!opt_value(&x->v, of_sheets[i])) continue;
        err_put(e, RC_SYNTAX, "%s is a case already; --%s is for folders and sheets", path,
                of_sheets[i]);
        return CMD_USAGE;
    }
    if (map_is_guess(opt_value(&x->v, "map"))) return map_guess(x, x->v.arg, 1, e);
    if (!none && spare_default(&x->v, "output", "report.html", e) < 0) return (int)e->rc;
    o.sensitivity = true;
    rc = rc ? cmd_answer_with(x, path, &o, &answer, e) : answer_sheets(x, path, &o, &t, &answer, e);
    cmd_tally(x, &t);
    if (rc) return rc;
    if (!none) rc = write_report(x, answer, out = opt_value(&x->v, "output"), e);
    if (json)
        print_json(answer);
    else
        say(x, answer, rc || none ? NULL : out);
    if (rc == 0 && !none) fflush(stdout), whole_warn(x, answer);
    json_decref(answer);
    return rc;
}

static const struct opt_arg args[] = {
    {"PATH", OPT_FILE, false, false, NULL,
     "a folder of CSV sheets, one sheet or workbook, or a case"},
    {0},
};
static const struct opt options[] = {
    CMD_JSON,
    CMD_ESTIMATE,
    {"case", 0, OPT_FILE, "FILE", NULL,
     "keep what was imported in this case file (made when it is not there)"},
    MAP_OPTION,
    {"output", 'o', OPT_OUT, "FILE", NULL, "where the report goes (else: report.html, here)"},
    {"no-report", 0, OPT_FLAG, NULL, NULL, "write no report"},
    {0},
};
const struct cmd cmd_run = {
    .opt = {.name = "run",
            .group = "Answer",
            .summary = "read the sheets, estimate, print the answer and write the report",
            .about =
                "Reads a folder of CSV files named after their sheets (corridors, schedules, "
                "aircraft, sources, flights, counts, "
                "claims, rules, hypotheses, weighs, coverage, legs), YAML with rows of them, or "
                "one workbook, and answers. What lies in a "
                "folder called signals in it is read as flight signals. Nothing is kept but the "
                "report, unless --case names a file. "
                "Rows that cannot be read are named and left out.",
            .example = "headcount run examples/vladivostok-pyongyang",
            .args = args,
            .options = options},
    .run = run,
};
