/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/part.h"
#include "report/template.h"

#include <unistd.h>

static int run(struct cli *x, struct err *e) {
    const char *path = x->v.n ? x->v.arg[0] : NULL;
    bool json = opt_value(&x->v, "json");
    struct buf b = {0};
    struct part p = {0};
    int rc;

    if (json == (path != NULL)) {
        err_put(e, RC_SYNTAX, "a file to write, or --json: one of the two");
        return CMD_USAGE;
    }
    if (json) {
        json_t *sheets = template_json();

        cmd_json(sheets);
        json_decref(sheets);
        return 0;
    }
    if (access(path, F_OK) == 0 && !opt_value(&x->v, "force"))
        return err_set(e, RC_CONFLICT, "%s is there already; --force replaces it", path);
    if ((rc = part_name(&p, &x->v, path, e)) == 0) rc = template_write(p.name.p, e);
    if ((rc = part_close(&p, rc, e)) < 0) return rc;
    term_text(&b, &x->term, span_of(path));
    buf_puts(&b, " is an empty workbook: a sheet for each table, help under each heading\n");
    cmd_write(&b);
    return 0;
}

static const struct opt_arg args[] = {
    {"FILE", OPT_OUT, true, false, NULL, "the workbook to write (.xlsx)"},
    {0},
};
static const struct opt options[] = {
    {"force", 'f', OPT_FLAG, NULL, NULL, "replace a file that is there"},
    {"json", 0, OPT_FLAG, NULL, NULL,
     "print the sheets instead, for programs: columns, kinds, limits, choices, help"},
    {0},
};
const struct cmd cmd_template = {
    .opt = {.name = "template",
            .group = "Put in",
            .summary = "write an empty workbook to fill in",
            .about = "Ten sheets with drop-downs, limits and one line of help a column. Filled, "
                     "it goes into headcount run or import as it is.",
            .example = "headcount template vladivostok.xlsx",
            .args = args,
            .options = options},
    .run = run,
};
