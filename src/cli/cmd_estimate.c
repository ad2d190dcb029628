/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/look.h"
#include "cli/tell.h"
#include "report/export.h"

static int run(struct cli *x, struct err *e) {
    bool csv = opt_value(&x->v, "csv"), json = opt_value(&x->v, "json");
    json_t *answer = NULL;
    struct buf b = {0};
    int rc;

    if (csv && json) {
        err_put(e, RC_SYNTAX, "--csv and --json: one of the two");
        return CMD_USAGE;
    }
    if ((rc = cmd_answer(x, x->v.arg[0], &answer, e))) return rc;
    if (json) {
        cmd_json(answer);
    } else {
        if (csv)
            rc = export_csv(answer, "months", &b, e);
        else
            tell_answer(&b, x->a, &x->term, answer);
        if (rc == 0) cmd_write(&b);
    }
    buf_fini(&b);
    json_decref(answer);
    return rc;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {
    CMD_JSON,
    {"csv", 0, OPT_FLAG, NULL, NULL, "print the months as CSV, for spreadsheets"},
    CMD_ESTIMATE,
    {0}};
const struct cmd cmd_estimate = {
    .opt = {.name = "estimate",
            .group = "Think",
            .summary = "the answer of a case, without a report",
            .args = args,
            .options = options},
    .run = run,
};
