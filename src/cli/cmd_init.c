/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"

#include <unistd.h>

static int run(struct cli *x, struct err *e) {
    const char *path = x->v.arg[0], *name = opt_value(&x->v, "name");
    struct store *st = NULL;
    struct ledger_verdict v = {0};
    struct buf b = {0};
    int rc;

    if ((rc = store_open(&st, path, STORE_CREATE, e)) < 0) return rc;
    rc = ledger_found(st, name ? name : cmd_case_name(x, path), x->now, false, e);
    if (rc == 0) rc = pipe_refresh(st, e);
    if (rc == 0) rc = ledger_verify(st, &v, e);
    store_close(st);
    if (rc < 0) {
        unlink(path); /* made a moment ago, and holds nothing */
        return rc;
    }
    term_text(&b, &x->term, span_of(path));
    buf_puts(&b, " is an empty case\n");
    cmd_write(&b);
    if (!v.seals)
        fputs("note: the case is not signed: there is no author's key, and none could be made\n",
              stderr);
    return 0;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the file to make; it must not exist"},
    {0},
};
static const struct opt options[] = {
    {"name", 0, OPT_TEXT, "NAME", NULL,
     "what the case is called in reports (else: the file's name without its ending)"},
    {0},
};
const struct cmd cmd_init = {
    .opt = {.name = "init",
            .group = "Put in",
            .summary = "make an empty case",
            .example = "headcount init vladivostok.hc",
            .args = args,
            .options = options},
    .run = run,
};
