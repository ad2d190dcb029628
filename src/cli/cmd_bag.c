/* SPDX-License-Identifier: Apache-2.0 */
#include "bag/bag.h"
#include "cli/carry.h"
#include "cli/cmd.h"
#include "cli/secret.h"
#include "cli/shut_in.h"
#include "cli/whole.h"
#include "ledger/author.h"
#include "ledger/merge.h"
#include "report/export.h"
#include "report/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#define PHRASE "hand over everything"

/* --- what may be published --- */

static int put_tables(struct bag *b, const json_t *answer, struct err *e) {
    int rc = 0;

    for (size_t i = 0; export_tables[i] && rc == 0; i++) {
        struct buf csv = {0};
        char name[64];

        snprintf(name, sizeof name, "%s.csv", export_tables[i]);
        if ((rc = export_csv(answer, export_tables[i], &csv, e)) == 0)
            rc = bag_put(b, name, buf_span(&csv), e);
        buf_fini(&csv);
    }
    return rc;
}

/* How far the ledger went, without an entry of it: bodies hold notes and labels, and with the hash of
 * one a guess at it could be tested. */
static int put_ledger(struct bag *b, const json_t *answer, struct err *e) {
    const json_t *ledger = json_object_get(answer, "ledger"), *note;
    const char *head = json_string_value(json_object_get(ledger, "head"));
    struct buf text = {0};
    size_t i;
    int rc;

    buf_printf(&text, "%" JSON_INTEGER_FORMAT " entries\nhead %s\n",
               json_integer_value(json_object_get(ledger, "entries")), head ? head : "unknown");
    json_array_foreach((json_t *)(uintptr_t)json_object_get(ledger, "checkpoints"), i, note)
        buf_printf(&text, "\n%s", json_string_value(note) ? json_string_value(note) : "");
    rc = bag_put(b, "ledger.txt", buf_span(&text), e);
    buf_fini(&text);
    return rc;
}

static int put_public(struct cli *x, struct bag *b, struct err *e) {
    struct pipe_options o;
    struct buf html = {0};
    json_t *answer = NULL;
    int rc;

    if ((rc = cmd_options(x, &o, e))) return rc;
    o.sensitivity = true;
    if ((rc = cmd_answer_with(x, x->v.arg[0], &o, &answer, e))) return rc;
    if ((rc = html_report(answer, &html, e)) == 0)
        rc = bag_put(b, "report.html", buf_span(&html), e);
    buf_fini(&html);
    if (rc == 0) rc = put_tables(b, answer, e);
    if (rc == 0) rc = put_ledger(b, answer, e);
    bag_say(b, "Headcount-Contents", "allow-listed: tables and report, without what is private");
    if (rc == 0) whole_warn(x, answer);
    json_decref(answer);
    return rc;
}

/* --- the case itself --- */

/* A person types what they are about to do; a script gives it as an option. @return 0 or CMD_USAGE. */
static int ask(const struct cli *x, struct err *e) {
    const char *given = opt_value(&x->v, "phrase");
    char line[128] = "";

    if (!given && isatty(STDIN_FILENO)) {
        fprintf(
            stderr,
            "The whole case goes into this bag, notes and labels in clear. To go on, type: " PHRASE
            "\n> ");
        if (fgets(line, sizeof line, stdin)) given = line;
    }
    if (given && span_is(span_trim(span_of(given)), PHRASE)) return 0;
    err_put(e, RC_SYNTAX,
            "--complete puts the whole case into the bag, notes and labels in clear: say so with "
            "--phrase '" PHRASE "', or type it at a terminal");
    return CMD_USAGE;
}

/* The ledger says that the case went out, before it does, and to whom. */
static int note_export(struct cli *x, struct store *st, const struct custodian *to, struct err *e) {
    json_t *body = json_pack("{s:I, s:s, s:s}", "at", (json_int_t)x->now, "to", hash_hex(to->key).s,
                             "what", "bag");
    int rc = store_begin(st, e);

    if (rc == 0) rc = ledger_end(st, ledger_append(st, "export", body, NULL, e), e);
    json_decref(body);
    return rc;
}

static int check_copy(const char *path, struct err *e) {
    struct store *st = NULL;
    int rc = store_open(&st, path, STORE_READ, e);

    if (rc == 0) rc = merge_whole(st, e);
    store_close(st);
    return rc;
}

static int put_plain(struct cli *x, struct bag *b, struct err *e) {
    const struct custodian *to = NULL;
    const char *place = bag_place(b, BAG_CASE);
    struct custody known;
    struct store *st = NULL;
    int rc;

    if ((rc = ask(x, e))) return rc;
    if ((rc = store_open(&st, x->v.arg[0], STORE_WRITE, e)) < 0) return rc;
    secret_few(x, st);
    if ((rc = custody_load(st, x->a, &known, e)) < 0) goto out;
    if ((rc = custody_find(&known, span_of(opt_value(&x->v, "to")), &to, e)) < 0) {
        err_at(e, "--to");
        goto out;
    }
    if ((rc = merge_whole(st, e)) < 0) goto out;
    if ((rc = note_export(x, st, to, e)) < 0) goto out;
    if ((rc = store_copy(st, place, e)) < 0) goto out;
    if ((rc = check_copy(place, e)) < 0) goto out;
    rc = bag_take(b, BAG_CASE, e);
    bag_say(b, "Headcount-Contents", "complete: the case itself, for a custodian");
    bag_say(b, "Headcount-To", arena_dup(x->a, to->name));
out:
    store_close(st);
    return rc;
}

/* Nothing of it can be read, so nobody has to be named or asked, and no entry can be made. */
static int put_locked(struct cli *x, struct bag *b, struct err *e) {
    int rc = carry_file(x->v.arg[0], bag_place(b, BAG_CASE), e);

    if (rc == 0) rc = bag_take(b, BAG_CASE, e);
    bag_say(b, "Headcount-Contents", "complete: the case itself, locked");
    return rc;
}

/* --- making one --- */

static void said(struct cli *x, bool with_key, const struct author_key *key) {
    struct buf b = {0};

    term_wrap(&b, &x->term, "The bag is in ", x->v.arg[1]);
    if (with_key)
        buf_printf(&b, "signed by author %.12s\n", hash_hex(key->id).s);
    else
        buf_puts(&b, "not signed: there is no author's key here\n");
    cmd_write(&b);
}

static int make(struct cli *x, struct err *e) {
    bool complete = opt_value(&x->v, "complete"), have = false;
    struct author_key key = {0};
    struct bag *b = NULL;
    struct err gone;
    int rc = author_load(&key, false, e);

    if (rc < 0) return rc;
    have = rc > 0;
    if ((rc = bag_open(&b, x->v.arg[1], complete, e)) < 0) goto out;
    bag_say(b, "Bag-Software-Agent", "headcount " HEADCOUNT_VERSION);
    rc = !complete                   ? put_public(x, b, e)
         : carry_locked(x->v.arg[0]) ? put_locked(x, b, e)
                                     : put_plain(x, b, e);
    if (rc > 0)
        (void)bag_close(b, RC_SYNTAX, NULL, &gone); /* usage: nothing is made */
    else
        rc = bag_close(b, rc, have ? key.seed : NULL, e);
out:
    if (rc == 0) said(x, have, &key);
    author_wipe(&key);
    return rc;
}

/* --- checking one --- */

static const char *const sign_words[] = {"not signed", "signed", "the signature does not fit"};

static void say_check(struct cli *x, const char *dir, const struct bag_verdict *v) {
    struct buf b = {0};

    buf_printf(&b, "%s%s%s: ", term_style(&x->term, v->wrong ? TERM_RED : TERM_GREEN),
               v->wrong ? "NOT WHOLE" : "whole", term_style(&x->term, TERM_PLAIN));
    term_text(&b, &x->term, span_of(dir));
    buf_printf(&b, ": %zu file%s, %" PRId64 " bytes, %s", v->files, v->files == 1 ? "" : "s",
               v->bytes, sign_words[v->sign]);
    if (v->sign == BAG_SIGNED) buf_printf(&b, " by author %.12s", hash_hex(v->signer).s);
    buf_putc(&b, '\n');
    for (size_t i = 0; i < v->finding.n; i++) {
        buf_puts(&b, v->finding.v[i].wrong ? "  " : "  note: ");
        term_text(&b, &x->term, v->finding.v[i].path);
        buf_printf(&b, ": ");
        term_text(&b, &x->term, span_of(v->finding.v[i].what));
        buf_putc(&b, '\n');
    }
    if (v->more) buf_printf(&b, "  and %zu more\n", v->more);
    cmd_write(&b);
}

static json_t *text_json(struct cli *x, struct span s) {
    static const struct term utf8 = {.utf8 = true, .width = TERM_WIDTH};

    return json_string(term_string(&utf8, x->a, arena_dup(x->a, s)));
}

static void json_check(struct cli *x, const struct bag_verdict *v) {
    json_t *list = json_array(), *info = json_array(), *o;

    for (size_t i = 0; i < v->finding.n; i++) {
        json_t *one = json_pack("{s:b}", "wrong", v->finding.v[i].wrong);

        json_object_set_new(one, "path", text_json(x, v->finding.v[i].path));
        json_object_set_new(one, "what", text_json(x, span_of(v->finding.v[i].what)));
        json_array_append_new(list, one);
    }
    for (size_t i = 0; i < v->info.n; i++) {
        json_t *one = json_object();

        json_object_set_new(one, "label", text_json(x, v->info.v[i].label));
        json_object_set_new(one, "value", text_json(x, v->info.v[i].value));
        json_array_append_new(info, one);
    }
    o = json_pack("{s:b, s:I, s:I, s:s, s:o, s:I, s:o, s:o}", "whole", v->wrong == 0, "files",
                  (json_int_t)v->files, "bytes", (json_int_t)v->bytes, "signature",
                  sign_words[v->sign], "author",
                  v->sign == BAG_SIGNED ? json_string(hash_hex(v->signer).s) : json_null(), "more",
                  (json_int_t)v->more, "findings", list, "info", info);
    cmd_json(o);
    json_decref(o);
}

static int check(struct cli *x, const char *dir, struct err *e) {
    struct bag_verdict v;
    int rc = shut_in(x, dir, NULL, e);

    if (rc < 0 || (rc = bag_check(x->a, dir, &v, e)) < 0) return rc;
    if (opt_value(&x->v, "json"))
        json_check(x, &v);
    else
        say_check(x, dir, &v);
    return v.wrong ? CMD_NO : CMD_DONE;
}

/* --- the command --- */

static int run(struct cli *x, struct err *e) {
    const char *dir = opt_value(&x->v, "check"), *to = opt_value(&x->v, "to");
    bool complete = opt_value(&x->v, "complete"), locked = false;

    if (dir ? x->v.n != 0 || complete || to : x->v.n != 2) {
        err_put(e, RC_SYNTAX, "bag CASE DIR, or bag --check DIR");
        return CMD_USAGE;
    }
    if (dir) return check(x, dir, e);
    if (complete) locked = carry_locked(x->v.arg[0]);
    if (!complete && (to || opt_value(&x->v, "phrase"))) {
        err_put(e, RC_SYNTAX, "--to and --phrase go with --complete");
        return CMD_USAGE;
    }
    if (complete && !to && !locked) {
        err_put(e, RC_SYNTAX,
                "--complete needs --to CUSTODIAN: who of the case's custodians gets it");
        return CMD_USAGE;
    }
    if (opt_value(&x->v, "json")) {
        err_put(e, RC_SYNTAX, "--json goes with --check");
        return CMD_USAGE;
    }
    return make(x, e);
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, true, false, NULL, "the case"},
    {"DIR", OPT_FILE, true, false, NULL, "the folder that becomes the bag; there must be none"},
    {0},
};
static const struct opt options[] = {
    {"check", 0, OPT_FILE, "DIR", NULL,
     "look at a bag instead: exit status 1 when it is not whole"},
    {"complete", 0, OPT_FLAG, NULL, NULL, "the case itself, for a custodian to keep or to merge"},
    {"to", 0, OPT_TEXT, "CUSTODIAN", NULL, "with --complete: name or key of who gets it"},
    {"phrase", 0, OPT_TEXT, "TEXT", NULL, "with --complete: '" PHRASE "'"},
    CMD_JSON,
    CMD_ESTIMATE,
    {0},
};
const struct cmd cmd_bag = {
    .opt = {.name = "bag",
            .group = "Show",
            .summary = "pack a case into a folder that can be checked anywhere (BagIt)",
            .about =
                "Without --complete only what an export lets out goes in: the report and the "
                "tables. A complete bag holds the case; what is sealed in it stays sealed, and "
                "the ledger notes to whom it went. A locked case goes in locked.",
            .example = "headcount bag vladivostok.hc for-the-archive",
            .args = args,
            .options = options},
    .run = run,
};
