/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/secret.h"

static void say(struct cli *x, const struct forget_tally *t) {
    struct buf b = {0};

    term_text(&b, &x->term, span_of(x->v.arg[1]));
    buf_printf(&b, " is withdrawn: %zu sealed value%s destroyed, %zu row%s withdrawn\n", t->boxes,
               t->boxes == 1 ? "" : "s", t->rows, t->rows == 1 ? "" : "s");
    if (t->files)
        term_wrap(&b, &x->term, "",
                  "The sealed copy of the file that told of it is destroyed, too; what else it "
                  "told is still sealed field by field.");
    if (t->media) {
        struct buf m = {0};

        buf_printf(
            &m,
            "%zu photograph%s, video or sound that it alone brought: the bytes are taken out "
            "of the case; the hash, and what programs and people noted of it, stay.",
            t->media, t->media == 1 ? "" : "s");
        term_wrap(&b, &x->term, "", m.p);
        buf_fini(&m);
    }
    if (t->shared) {
        struct buf m = {0};

        buf_printf(&m,
                   "%zu of these values: what a photograph or video names that another source "
                   "brought, too. The same file names the same, so it is gone for both; what else "
                   "is sealed of the other stays.",
                   t->shared);
        term_wrap(&b, &x->term, "", m.p);
        buf_fini(&m);
    }
    if (t->reposts)
        term_wrap(&b, &x->term, "",
                  "Other sources begin with it. They stay; look at them with headcount sources.");
    term_wrap(&b, &x->term, "",
              "Its id and what its row said in clear stay in the ledger, as every entry does. "
              "Copies and backups of the case made before still hold what was sealed.");
    cmd_write(&b);
}

static int run(struct cli *x, struct err *e) {
    struct forget_tally t = {0};
    struct store *st = NULL;
    int rc = store_open(&st, x->v.arg[0], STORE_WRITE, e);

    if (rc < 0) return rc;
    rc = forget_source(st, x->a, span_of(x->v.arg[1]), x->now, &t, e);
    if (rc == 0) rc = pipe_refresh(st, e);
    if (rc == 0) rc = store_compact(st, e);
    if (rc == 0) rc = secret_warn(x, st, e);
    store_close(st);
    if (rc == 0) say(x, &t);
    return rc;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case"},
    {"SOURCE", OPT_TEXT, false, false, NULL, "the id of the source"},
    {0},
};
static const struct opt options[] = {{0}};
const struct cmd cmd_forget = {
    .opt = {.name = "forget",
            .group = "Keep safe",
            .summary = "withdraw a source and destroy what is sealed of it",
            .about = "Who the source is can then be read by nobody, custodians included. The rows "
                     "that it brought no longer count, and every figure is computed without them. "
                     "The chain of entries stays whole. This cannot be taken back, also not by "
                     "importing the same sheet again.",
            .example = "headcount forget vladivostok.hc gate",
            .args = args,
            .options = options},
    .run = run,
};
