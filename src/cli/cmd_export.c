/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/age.h"
#include "cli/cmd.h"
#include "report/export.h"

static int check(struct cli *x, struct err *e) {
    bool csv = opt_value(&x->v, "csv"), xlsx = opt_value(&x->v, "xlsx");

    if (csv == xlsx)
        err_put(e, RC_SYNTAX, "--csv FILE or --xlsx FILE: one of the two");
    else if (csv && !opt_value(&x->v, "table"))
        err_put(e, RC_SYNTAX, "--csv holds one table; --table says which");
    else if (xlsx && opt_value(&x->v, "table"))
        err_put(e, RC_SYNTAX, "--xlsx holds all tables; --table goes with --csv");
    else if (xlsx && opt_value(&x->v, "age"))
        err_put(e, RC_SYNTAX, "--age goes with --csv: a workbook is made on the disk first");
    else
        return 0;
    return CMD_USAGE;
}

static int write_csv(const json_t *answer, const char *table, const char *path, const char *age,
                     struct err *e) {
    struct buf b = {0};
    int rc = export_csv(answer, table, &b, e);

    if (rc == 0 && age)
        rc = age_file(age, buf_span(&b), path, e);
    else if (rc == 0 && strcmp(path, "-") == 0)
        cmd_write(&b);
    else if (rc == 0)
        rc = cmd_file(path, buf_span(&b), e);
    buf_fini(&b);
    return rc;
}

static int run(struct cli *x, struct err *e) {
    const char *csv = opt_value(&x->v, "csv"), *xlsx = opt_value(&x->v, "xlsx");
    json_t *answer = NULL;
    int rc = check(x, e);

    if (rc) return rc;
    if ((rc = cmd_answer(x, x->v.arg[0], &answer, e))) return rc;
    rc = csv ? write_csv(answer, opt_value(&x->v, "table"), csv, opt_value(&x->v, "age"), e)
             : export_xlsx(answer, xlsx, e);
    json_decref(answer);
    return rc;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {
    {"table", 0, OPT_WORD, "T", export_tables, "which table"},
    {"csv", 0, OPT_FILE, "FILE", NULL, "write one table as CSV (- is standard output)"},
    {"xlsx", 0, OPT_FILE, "FILE", NULL, "write all tables as a workbook"},
    {"age", 0, OPT_TEXT, "RECIPIENT", NULL,
     "with --csv: readable for this recipient only (the program age)"},
    CMD_ESTIMATE,
    {0},
};
const struct cmd cmd_export = {
    .opt = {.name = "export",
            .group = "Show",
            .summary = "write tables for other programs",
            .about = "Only columns of a fixed list go out. Cells that a spreadsheet would run as a "
                     "formula are made harmless.",
            .example = "headcount export vladivostok.hc --table slots --csv slots.csv",
            .args = args,
            .options = options},
    .run = run,
};
