/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/whole.h"
#include "report/report.h"

static int run(struct cli *x, struct err *e) {
    const char *out = opt_value(&x->v, "output") ? opt_value(&x->v, "output") : "report.html";
    bool here = strcmp(out, "-") == 0;
    struct pipe_options o;
    json_t *answer = NULL;
    struct buf html = {0}, b = {0};
    int rc = cmd_options(x, &o, e), whole;

    if (rc) return rc;
    if ((whole = whole_asked(x, e)) < 0) return whole;
    o.sensitivity = true;
    if ((rc = cmd_answer_with(x, x->v.arg[0], &o, &answer, e))) return rc;
    rc = whole ? html_report_whole(answer, &html, e) : html_report(answer, &html, e);
    if (rc == 0 && whole) rc = whole_enter(x, x->v.arg[0], "report", buf_span(&html), e);
    if (rc == 0 && here)
        cmd_write(&html);
    else if (rc == 0)
        rc = cmd_file(out, buf_span(&html), e);
    if (rc == 0 && !here) {
        term_wrap(&b, &x->term, "The report is in ", out);
        cmd_write(&b);
    }
    if (rc == 0) fflush(stdout), whole_warn(x, answer);
    buf_fini(&html);
    json_decref(answer);
    return rc;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {
    {"output", 'o', OPT_FILE, "FILE", NULL,
     "where it goes (else: report.html, here; - is standard output)"},
    CMD_ESTIMATE,
    WHOLE_OPTIONS,
    {0}};
const struct cmd cmd_report = {
    .opt = {.name = "report",
            .group = "Show",
            .summary = "write the report: one page, complete without a network",
            .about = "Notes, where originals are kept and the minutes of what somebody saw are "
                     "withheld (docs/SECURITY.md, What leaves).",
            .args = args,
            .options = options},
    .run = run,
};
