/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/doc.h"

static const char *command_name(const void *list, size_t i) {
    return ((const struct opt_command *const *)list)[i]->name;
}

static int one(struct cli *x, struct buf *b, const struct opt_command *const *all, struct err *e) {
    const struct cmd *c = cmd_find(x->v.arg[0]);
    const char *near;

    if (c) {
        doc_command(b, &x->term, &c->opt);
        return 0;
    }
    near = opt_nearest(x->v.arg[0], command_name, all, cmd_count);
    err_put(e, RC_SYNTAX, "no command %s%s%s%s", x->v.arg[0], near ? "; did you mean " : "",
            near ? near : "", near ? "?" : "");
    return CMD_USAGE;
}

static int run(struct cli *x, struct err *e) {
    const struct opt_command **all = cmd_tables(x->a);
    const char *shell = opt_value(&x->v, "completion");
    struct buf b = {0};
    int rc = 0;

    if (opt_value(&x->v, "man"))
        doc_man(&b, all, cmd_count);
    else if (opt_value(&x->v, "bash-completion"))
        doc_completion(&b, "bash", all, cmd_count);
    else if (shell)
        doc_completion(&b, shell, all, cmd_count);
    else if (x->v.n)
        rc = one(x, &b, all, e);
    else
        doc_program(&b, &x->term, all, cmd_count);
    cmd_write(&b);
    return rc;
}

static const char *const shells[] = {"bash", "zsh", "fish", NULL};
static const struct opt_arg args[] = {
    {"COMMAND", OPT_TEXT, true, false, NULL, "the command to explain"}, {0}};
static const struct opt options[] = {
    {"man", 0, OPT_FLAG, NULL, NULL, "print the manual page (roff)"},
    {"bash-completion", 0, OPT_FLAG, NULL, NULL, "print the completion script for bash"},
    {"completion", 0, OPT_WORD, "SHELL", shells, "print the completion script for this shell"},
    {0},
};
const struct cmd cmd_help = {
    .opt = {.name = "help",
            .group = "Help",
            .summary = "say what the commands do",
            .args = args,
            .options = options},
    .run = run,
};
