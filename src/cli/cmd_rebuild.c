/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/secret.h"

static int run(struct cli *x, struct err *e) {
    struct store *st = NULL;
    struct buf b = {0};
    int rc = store_open(&st, x->v.arg[0], STORE_WRITE, e);

    if (rc == 0) rc = pipe_refresh(st, e);
    if (rc == 0) rc = secret_warn(x, st, e);
    store_close(st);
    if (rc < 0) return rc;
    buf_puts(&b, "rebuilt from the entries\n");
    cmd_write(&b);
    return 0;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {{0}};
const struct cmd cmd_rebuild = {
    .opt = {.name = "rebuild",
            .group = "Keep safe",
            .summary = "drop everything that is derived and make it again from the entries",
            .args = args,
            .options = options},
    .run = run,
};
