/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cmd.h"
#include "cli/secret.h"
#include "ledger/vault.h"
#include "pack/pack.h"

#include <inttypes.h>

static const char *plural(int64_t n) {
    return n == 1 ? "" : "s";
}

/* --- the checkpoints that somebody kept --- */

static int read_checkpoints(struct cli *x, const char *path, checkpoint_list *out, struct err *e) {
    struct span text;
    int rc = pack_file_or_input(x->a, path, (size_t)CHECKPOINT_BYTES, &text, e);

    if (rc == 0) rc = checkpoint_read(x->a, text, out, e);
    if (rc < 0) err_at(e, "%s", strcmp(path, "-") == 0 ? "standard input" : path);
    return rc;
}

/* --- the verdict --- */

static json_t *chain_json(const struct ledger_chain *c) {
    struct buf note = {0};
    json_t *o;

    ledger_checkpoint(&note, c);
    o = json_pack("{s:s, s:I, s:I, s:s}", "author", hash_hex(c->author).s, "entries",
                  (json_int_t)c->entries, "signed", (json_int_t)(c->sealed ? c->entries : 0),
                  "checkpoint", note.p);
    buf_fini(&note);
    return o;
}

/* @param layout what was done to the file's triggers, or NULL. */
static json_t *verdict_json(const struct ledger_verdict *v, const char *layout,
                            const ledger_chains *chains, size_t nwant) {
    json_t *list = json_array(), *o;

    for (size_t i = 0; i < chains->n && !v->broken; i++)
        json_array_append_new(list, chain_json(&chains->v[i]));
    o = json_pack("{s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:o, s:o, s:o, s:o}", "verified",
                  !v->broken && !layout, "entries", (json_int_t)v->entries, "authors",
                  (json_int_t)v->authors, "seals", (json_int_t)v->seals, "blobs",
                  (json_int_t)v->blobs, "blobs_outside", (json_int_t)v->blobs_outside,
                  "checkpoints", (json_int_t)(v->broken ? 0 : nwant), "head", hash_hex(v->head).s,
                  "chains", list, "author",
                  v->broken && v->seq ? json_string(hash_hex(v->author).s) : json_null(), "entry",
                  v->broken && v->seq ? json_integer((json_int_t)v->seq) : json_null(), "reason",
                  v->broken ? json_string(v->reason)
                  : layout  ? json_string(layout)
                            : json_null());
    json_object_set_new(o, "layout", layout ? json_string(layout) : json_null());
    return o;
}

static void say_broken(struct buf *b, const struct cli *x, const struct ledger_verdict *v,
                       const char *layout) {
    struct buf why = {0};

    buf_printf(b, "%sBROKEN%s: ", term_style(&x->term, TERM_RED), term_style(&x->term, TERM_PLAIN));
    if (v->seq) buf_printf(b, "entry %" PRId64 " of author %.16s: ", v->seq, hash_hex(v->author).s);
    buf_puts(&why, v->reason);
    term_text(b, &x->term, buf_span(&why)); /* it may hold the name in somebody's checkpoint */
    buf_fini(&why);
    buf_putc(b, '\n');
    if (layout) buf_printf(b, "  and %s\n", layout);
}

static void say_whole(struct buf *b, const struct cli *x, const struct ledger_verdict *v,
                      const char *layout, const ledger_chains *chains, size_t nwant) {
    if (layout)
        buf_printf(b, "%sBROKEN%s: %s\n  what stands in it verifies all the same",
                   term_style(&x->term, TERM_RED), term_style(&x->term, TERM_PLAIN), layout);
    else
        buf_printf(b, "%sverified%s", term_style(&x->term, TERM_GREEN),
                   term_style(&x->term, TERM_PLAIN));
    buf_printf(b, ": %" PRId64 " entr%s of %" PRId64 " author%s, head %s\n", v->entries,
               v->entries == 1 ? "y" : "ies", v->authors, plural(v->authors), hash_hex(v->head).s);
    for (size_t i = 0; i < chains->n; i++) {
        const struct ledger_chain *c = &chains->v[i];

        buf_printf(b, "  author %.16s: %" PRId64 " entr%s, %s\n", hash_hex(c->author).s, c->entries,
                   c->entries == 1 ? "y" : "ies", c->sealed ? "signed to the last" : "not signed");
    }
    if (v->blobs) buf_printf(b, "  %" PRId64 " attachment%s inside\n", v->blobs, plural(v->blobs));
    if (v->blobs_outside)
        buf_printf(b, "  %" PRId64 " attachment%s outside of the case, not looked at\n",
                   v->blobs_outside, plural(v->blobs_outside));
    if (nwant)
        buf_printf(b, "  holds what the checkpoint%s stand%s for\n", plural((int64_t)nwant),
                   nwant == 1 ? "s" : "");
}

static void show(struct cli *x, const struct ledger_verdict *v, const char *layout,
                 const ledger_chains *chains, size_t nwant) {
    struct buf b = {0};

    if (opt_value(&x->v, "json")) {
        json_t *o = verdict_json(v, layout, chains, nwant);

        cmd_json(o);
        json_decref(o);
        return;
    }
    if (v->broken)
        say_broken(&b, x, v, layout);
    else
        say_whole(&b, x, v, layout, chains, nwant);
    cmd_write(&b);
}

/* A verdict line all the same: silence would be read as success. */
static void show_none(struct cli *x, const char *what, const struct err *e) {
    struct buf b = {0};

    if (opt_value(&x->v, "json")) {
        json_t *o = json_pack("{s:b, s:s}", "verified", 0, "reason", e->text);

        cmd_json(o ? o : json_false());
        json_decref(o);
        return;
    }
    buf_printf(&b, "NOT VERIFIED: the %s could not be read\n", what);
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
    const char *path = opt_value(&x->v, "checkpoint");
    struct ledger_verdict v = {0};
    checkpoint_list want = {0};
    ledger_chains chains = {0};
    struct store *st = NULL;
    int rc = path ? read_checkpoints(x, path, &want, e) : 0;
    const char *layout = NULL;
    bool read = rc == 0;

    if (rc == 0) rc = store_look(&st, x->v.arg[0], e);
    if (rc == 0) secret_few(x, st);
    if (rc == 0 && store_changed(st)) layout = arena_dup(x->a, span_of(store_changed(st)));
    if (rc == 0) rc = ledger_verify_with(st, x->a, want.v, want.n, &v, &chains, e);
    if (rc == 0) rc = check_vault(st, &v, e);
    store_close(st);
    if (rc < 0) {
        show_none(x, read ? "case" : "checkpoint", e);
        return rc;
    }
    show(x, &v, layout, &chains, want.n);
    return v.broken || layout ? CMD_NO : CMD_DONE;
}

static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {
    {"checkpoint", 0, OPT_FILE, "FILE", NULL,
     "also check that the case holds what this checkpoint stands for (headcount log --checkpoint, "
     "or a report); - is standard input"},
    CMD_JSON,
    {0},
};
const struct cmd cmd_verify = {
    .opt = {.name = "verify",
            .group = "Keep safe",
            .summary = "check that no entry was changed, dropped, added or moved",
            .about =
                "Checks every chain of entries, every signature over them, and the attachments "
                "inside. Always prints a verdict line. Exit status 0: verified; 1: broken, and the "
                "first bad entry is named.\n\nWithout a checkpoint, a case that was made anew as a "
                "whole by another hand looks like a case of that hand; with one that was kept "
                "elsewhere it does not pass.",
            .example = "headcount verify vladivostok.hc --checkpoint noted.txt",
            .args = args,
            .options = options},
    .run = run,
};
