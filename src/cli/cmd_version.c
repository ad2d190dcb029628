/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"

static int run(struct cli *x, struct err *e) {
    struct buf b = {0};

    (void)e;
    if (opt_value(&x->v, "json"))
        buf_puts(&b, "{\"headcount\": \"" HEADCOUNT_VERSION "\"}\n");
    else
        buf_puts(&b, "headcount " HEADCOUNT_VERSION "\n");
    cmd_write(&b);
    return 0;
}

static const struct opt options[] = {CMD_JSON, {0}};
const struct cmd cmd_version = {
    .opt = {.name = "version", .group = "Help", .summary = "print the version", .options = options},
    .run = run,
};
