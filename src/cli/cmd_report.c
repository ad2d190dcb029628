/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"
#include "cli/cmd.h"
#include "cli/shut_in.h"
#include "cli/spare.h"
#include "cli/whole.h"
#include "pack/pack.h"
#include "report/alone.h"
#include "report/names.h"
#include "report/report.h"

#include <stdio.h>
#include <sys/stat.h>

#define ANSWER_BYTES ((size_t)256 << 20)

/* Whether two pictures need the answer to be made again with things otherwise. */
static bool hangs_on(const char *chart) {
    return strcmp(chart, "tornado") == 0 || strcmp(chart, "otherwise") == 0;
}

/* @return 0 or CMD_USAGE. */
static int chart_options(const struct cli *x, struct alone *o, struct err *e) {
    const char *width = opt_value(&x->v, "width");
    int64_t n = 734;

    *o = (struct alone){.chart = opt_value(&x->v, "chart"),
                        .corridor = opt_value(&x->v, "corridor"),
                        .links = opt_value(&x->v, "links")};
    if (opt_value(&x->v, "charts") && (o->chart || opt_value(&x->v, "unredacted"))) {
        err_put(e, RC_SYNTAX, "--charts goes alone");
        return CMD_USAGE;
    }
    if (o->chart && opt_value(&x->v, "unredacted")) {
        err_put(e, RC_SYNTAX,
                "--unredacted goes with the report: of a picture nothing is withheld");
        return CMD_USAGE;
    }
    if (opt_value(&x->v, "sensitivity") && !opt_value(&x->v, "charts")) {
        err_put(e, RC_SYNTAX, "--sensitivity goes with --charts");
        return CMD_USAGE;
    }
    if (!o->chart && (width || o->corridor || o->links)) {
        err_put(e, RC_SYNTAX, "--corridor, --width and --links go with --chart");
        return CMD_USAGE;
    }
    if (width && num_int(span_of(width), ALONE_NARROW, ALONE_WIDE, &n, e) < 0) {
        err_at(e, "--width");
        return CMD_USAGE;
    }
    o->width = (int)n;
    return 0;
}

/* An answer that estimate --json printed: pictures of it cost no new estimate. @return 1; 0: this is no file that begins so; below 0 */
static int read_answer(struct cli *x, const char *path, json_t **answer, struct err *e) {
    const char *out = opt_value(&x->v, "output"), *const made[] = {
                                                      strcmp(out, "-") == 0 ? NULL : out, NULL};
    json_error_t where;
    struct span text;
    struct stat s;
    FILE *f;
    int first, rc;

    if (stat(path, &s) < 0 || !S_ISREG(s.st_mode) || !(f = fopen(path, "rbe"))) return 0;
    first = getc(f);
    fclose(f);
    if (first != '{') return 0;
    if ((rc = shut_in(x, NULL, made, e)) < 0)
        return rc; /* no case is open: it may be a stranger's */
    if ((rc = pack_file(x->a, path, ANSWER_BYTES, &text, e)) < 0) return rc;
    if (!(*answer = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &where)))
        return err_set(e, RC_SYNTAX, "%s: line %d, column %d: %.150s", path, where.line,
                       where.column, where.text);
    return 1;
}

/* @return 0, CMD_USAGE or below 0 */
static int answer_of(struct cli *x, const struct pipe_options *o, json_t **answer, struct err *e) {
    int rc = read_answer(x, x->v.arg[0], answer, e);

    if (rc == 0) return cmd_answer_with(x, x->v.arg[0], o, answer, e);
    if (rc < 0) return rc;
    if (opt_value(&x->v, "as-of") || opt_value(&x->v, "interval") || opt_value(&x->v, "seed")) {
        err_put(e, RC_SYNTAX,
                "an answer was estimated already: --as-of, --interval and --seed are "
                "of a case");
        return CMD_USAGE;
    }
    return 0;
}

/* What was asked for, of what may leave. */
static int make(const struct cli *x, const json_t *answer, const struct alone *chart, bool whole,
                struct buf *made, struct err *e) {
    json_t *allowed;
    int rc;

    if (whole) return html_report_whole(answer, made, e);
    if (!chart->chart && !opt_value(&x->v, "charts")) return html_report(answer, made, e);
    allowed = names_allowed(answer);
    rc = chart->chart ? alone_chart(allowed, chart, made, e) : alone_all(allowed, made, e);
    json_decref(allowed);
    return rc;
}

static int run(struct cli *x, struct err *e) {
    const char *out;
    bool all = opt_value(&x->v, "charts");
    struct pipe_options o;
    struct alone chart;
    json_t *answer = NULL;
    struct buf made = {0}, b = {0};
    bool here;
    int rc, whole;

    if ((rc = chart_options(x, &chart, e)) || (rc = cmd_options(x, &o, e))) return rc;
    if ((whole = whole_asked(x, e)) < 0) return whole;
    rc = spare_default(&x->v, "output",
                       all           ? "-"
                       : chart.chart ? arena_printf(x->a, "%s.svg", chart.chart)
                                     : "report.html",
                       e);
    if (rc < 0) return rc;
    out = opt_value(&x->v, "output");
    here = strcmp(out, "-") == 0;
    o.sensitivity =
        all ? opt_value(&x->v, "sensitivity") != NULL : !chart.chart || hangs_on(chart.chart);
    if ((rc = answer_of(x, &o, &answer, e))) {
        json_decref(answer);
        return rc;
    }
    rc = make(x, answer, &chart, whole, &made, e);
    if (rc == 0 && whole) rc = whole_enter(x, x->v.arg[0], "report", buf_span(&made), e);
    if (rc == 0 && here)
        cmd_write(&made);
    else if (rc == 0)
        rc = cmd_file(x, out, buf_span(&made), e);
    if (rc == 0 && !here) {
        term_wrap(&b, &x->term,
                  all           ? "The pictures are in "
                  : chart.chart ? "The picture is in "
                                : "The report is in ",
                  out);
        cmd_write(&b);
    }
    if (rc == 0 && !all) fflush(stdout), whole_warn(x, answer);
    buf_fini(&made);
    json_decref(answer);
    return rc;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL,
     "the case; or an answer, as headcount estimate CASE --json printed it"},
    {0}};
static const struct opt options[] = {
    {"output", 'o', OPT_OUT, "FILE", NULL,
     "where it goes (else: report.html or NAME.svg, here; - is standard output)"},
    {"chart", 0, OPT_WORD, "NAME", alone_charts, "one picture alone, as an SVG document"},
    {"corridor", 0, OPT_TEXT, "ID", NULL,
     "of which the picture is: its id or its number (else 1, the first)"},
    {"width", 0, OPT_TEXT, "PX", NULL,
     "of the picture, 240 to 2400 (else 734); under 560 it is that for phones"},
    {"charts", 0, OPT_FLAG, NULL, NULL,
     "all pictures of all corridors, for programs: JSON (docs/PAGE.md), to standard output"},
    {"sensitivity", 0, OPT_FLAG, NULL, NULL,
     "with --charts: also those of what the estimate hangs on"},
    {"links", 0, OPT_FLAG, NULL, NULL,
     "keep the links of its numbers to rows (#r-NAME), for a page that has these anchors"},
    CMD_ESTIMATE,
    WHOLE_OPTIONS,
    {0}};
const struct cmd cmd_report = {
    .opt = {.name = "report",
            .group = "Show",
            .summary = "write the report: one page, complete without a network",
            .about =
                "Notes, where originals are kept and the minutes of what somebody saw are "
                "withheld (docs/SECURITY.md, What leaves).\n\nWith --chart, one picture of it: "
                "drawn by the same code, with its style inside and what the report says "
                "around it as text.",
            .example = "headcount report vladivostok.hc --chart fan --width 734 -o fan.svg",
            .args = args,
            .options = options},
    .run = run,
};
