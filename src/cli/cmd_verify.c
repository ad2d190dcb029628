/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "ledger/vault.h"

#include <inttypes.h>

static json_t *verdict_json(const struct ledger_verdict *v) {
    return json_pack("{s:b, s:I, s:I, s:s, s:o, s:o, s:o}", "verified", !v->broken, "entries",
                     (json_int_t)v->entries, "authors", (json_int_t)v->authors, "head",
                     hash_hex(v->head).s, "author",
                     v->broken ? json_string(hash_hex(v->author).s) : json_null(), "entry",
                     v->broken ? json_integer((json_int_t)v->seq) : json_null(), "reason",
                     v->broken ? json_string(v->reason) : json_null());
}

static void say(const struct cli *x, const struct ledger_verdict *v) {
    struct buf b = {0};

    if (v->broken)
        buf_printf(&b, "%sBROKEN%s: entry %" PRId64 " of author %.12s: %s\n",
                   term_style(&x->term, TERM_RED), term_style(&x->term, TERM_PLAIN), v->seq,
                   hash_hex(v->author).s, v->reason);
    else
        buf_printf(&b, "%sverified%s: %" PRId64 " entr%s of %" PRId64 " author%s, head %s\n",
                   term_style(&x->term, TERM_GREEN), term_style(&x->term, TERM_PLAIN), v->entries,
                   v->entries == 1 ? "y" : "ies", v->authors, v->authors == 1 ? "" : "s",
                   hash_hex(v->head).s);
    cmd_write(&b);
}

/** What is sealed, held against its commitments: entry 0 is the case as a whole. */
static int check_vault(struct store *st, struct ledger_verdict *v, struct err *e) {
    struct vault_verdict sealed = {0};
    int rc = v->broken ? 0 : vault_check(st, &sealed, e);

    if (rc < 0 || !sealed.broken) return rc;
    v->broken = true;
    snprintf(v->reason, sizeof v->reason, "sealed value %.12s: %s", hash_hex(sealed.commitment).s,
             sealed.reason);
    return 0;
}

static int run(struct cli *x, struct err *e) {
    struct ledger_verdict v = {0};
    struct store *st = NULL;
    struct buf b = {0};
    int rc = store_open(&st, x->v.arg[0], STORE_READ, e);

    if (rc == 0) rc = ledger_verify(st, &v, e);
    if (rc == 0) rc = check_vault(st, &v, e);
    store_close(st);
    if (rc < 0) { /* a verdict line all the same: silence would be read as success */
        if (!opt_value(&x->v, "json"))
            buf_puts(&b, "NOT VERIFIED: the case could not be read\n"), cmd_write(&b);
        return rc;
    }
    if (opt_value(&x->v, "json")) {
        json_t *o = verdict_json(&v);

        cmd_json(o);
        json_decref(o);
    } else {
        say(x, &v);
    }
    return v.broken ? CMD_NO : CMD_DONE;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {CMD_JSON, {0}};
const struct cmd cmd_verify = {
    .opt = {.name = "verify",
            .group = "Keep safe",
            .summary = "check that no entry was changed, dropped, added or moved",
            .about =
                "Always prints a verdict line. Exit status 0: verified; 1: broken, and the first "
                "bad entry is named. The head is what to "
                "note elsewhere: whoever has it can tell a case that was made anew as a whole.",
            .args = args,
            .options = options},
    .run = run,
};
