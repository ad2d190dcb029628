/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/secret.h"
#include "store/lock.h"

#include <fcntl.h>
#include <unistd.h>

/** Is it what the command is for? Said before anybody types a passphrase. */
static int look(const char *path, bool locked, struct err *e) {
    char head[LOCK_MAGIC_BYTES];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t n;

    if (fd < 0) return err_set(e, RC_NOTFOUND, "%s: there is no such case", path);
    n = read(fd, head, sizeof head);
    close(fd);
    if (lock_begins(head, n < 0 ? 0 : (size_t)n) == locked) return 0;
    return err_set(e, RC_CONFLICT, "%s: %s", path, locked ? "not a locked case" : "locked already");
}

static void say(struct cli *x, const char *what) {
    struct buf b = {0};

    term_text(&b, &x->term, span_of(x->v.arg[0]));
    buf_printf(&b, " is %s\n", what);
    cmd_write(&b);
}

static int run_lock(struct cli *x, struct err *e) {
    struct secret pass = {0};
    struct store *st = NULL;
    int rc;

    if ((rc = look(x->v.arg[0], false, e)) < 0) return rc;
    if ((rc = store_open(&st, x->v.arg[0], STORE_WRITE, e)) < 0) return rc;
    secret_few(x, st);
    store_close(st);
    if ((rc = secret_pass(x, "Passphrase to lock the case: ", true, &pass, e))) return rc;
    rc = lock_case(x->v.arg[0], secret_span(&pass), box_cost, e);
    secret_fini(&pass);
    if (rc == 0) say(x, "locked: without the passphrase nobody can open it, and nobody can help");
    return rc;
}

static int run_unlock(struct cli *x, struct err *e) {
    struct secret pass = {0};
    int rc;

    if ((rc = look(x->v.arg[0], true, e)) < 0) return rc;
    if ((rc = secret_pass(x, "Passphrase of the case: ", false, &pass, e))) return rc;
    rc = unlock_case(x->v.arg[0], secret_span(&pass), e);
    secret_fini(&pass);
    if (rc == 0) say(x, "unlocked");
    return rc;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {SECRET_PASS, {0}};
const struct cmd cmd_lock = {
    .opt = {.name = "lock",
            .group = "Keep safe",
            .summary = "turn the case into ciphertext until it is unlocked",
            .about =
                "The whole file, under a passphrase. The plain file is overwritten; a "
                "solid-state disk may keep old blocks all the same, and only encryption of the "
                "whole disk helps against that. A lost passphrase is a lost case.",
            .example = "headcount lock vladivostok.hc",
            .args = args,
            .options = options},
    .run = run_lock,
};
const struct cmd cmd_unlock = {
    .opt = {.name = "unlock",
            .group = "Keep safe",
            .summary = "turn a locked case back into one that can be used",
            .about =
                "With a wrong passphrase, or when a byte was changed, the locked file stays as "
                "it is and nothing is written.",
            .args = args,
            .options = options},
    .run = run_unlock,
};
