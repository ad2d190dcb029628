/* SPDX-License-Identifier: Apache-2.0 */
#include "base/num.h"
#include "cli/cmd.h"
#include "cli/look.h"
#include "cli/secret.h"
#include "report/allow.h"

#include <inttypes.h>
#include <stdlib.h>

#define LIMIT 100
#define LIMIT_MOST 10000

/* What an entry is about, in a few words. */
static const char *about(struct arena *a, const struct ledger_entry *l) {
    json_t *body = NULL;
    struct err e;
    const char *s = "not readable; headcount verify says more", *sheet, *reason, *name;

    if (canon_read(l->body, &body, &e) < 0) return s;
    sheet = look_text(body, "sheet");
    reason = look_text(body, "reason");
    name = look_text(body, "case");
    s = "";
    if (json_object_get(body, "heads"))
        s = arena_printf(a, "goes on after %zu other chain%s",
                         json_array_size(json_object_get(body, "heads")),
                         json_array_size(json_object_get(body, "heads")) == 1 ? "" : "s");
    else if (name)
        s = arena_printf(a, "case %s", name);
    else if (sheet && reason)
        s = arena_printf(a, "%s, %sline %" JSON_INTEGER_FORMAT ": %s", sheet,
                         json_object_get(body, "tab")
                             ? arena_printf(a, "tab %" JSON_INTEGER_FORMAT ", ",
                                            json_integer_value(json_object_get(body, "tab")))
                             : "",
                         json_integer_value(json_object_get(body, "line")), reason);
    else if (sheet)
        s = arena_printf(a, "%s%s%.12s%s", sheet, look_text(body, "row_id") ? " " : "",
                         look_text(body, "row_id") ? look_text(body, "row_id") : "",
                         look_text(body, "supersedes") ? ", in place of an earlier row" : "");
    else if (reason)
        s = arena_dup(a, span_of(reason));
    else if (look_text(body, "what") && look_text(body, "to"))
        s = arena_printf(a, "%s, to %.12s", look_text(body, "what"), look_text(body, "to"));
    else if (look_text(body, "state") && look_text(body, "row_id"))
        s = arena_printf(a, "%s by %s: row %.12s", look_text(body, "state"),
                         look_text(body, "by") ? look_text(body, "by") : "nobody",
                         look_text(body, "row_id"));
    else if (look_text(body, "annotator"))
        s = arena_printf(a, "by %s, of media %.12s", look_text(body, "annotator"),
                         look_text(body, "media") ? look_text(body, "media") : "unknown");
    else if (json_object_get(body, "parts"))
        s = arena_printf(a, "file %.12s, sealed as a whole",
                         look_text(body, "file") ? look_text(body, "file") : "unknown");
    else if (look_text(body, "sha256"))
        s = arena_printf(a, "%s %.12s",
                         look_text(body, "format") ? look_text(body, "format") : "file",
                         look_text(body, "sha256"));
    json_decref(body);
    return s;
}

/* The whole chain as text, one entry a line: author, number, kind, hash before, hash, body, apart
 * by tabs. Two cases are the same when these bytes are. */
static void canonical(struct buf *b, const struct ledger_entry *l) {
    buf_printf(b, "%s\t%" PRId64 "\t%.*s\t%s\t%s\t%.*s\n", hash_hex(l->author).s, l->seq,
               SPAN_ARG(l->kind), hash_hex(l->prev).s, hash_hex(l->hash).s, SPAN_ARG(l->body));
}

/* @param own as it is; else what may leave. That is not which row it holds either: those of a file are entered in the order of their own names, so
 * that a place in the chain would tell of them. */
static json_t *entry_json(const struct ledger_entry *l, bool own) {
    json_t *body = NULL, *o, *allowed;
    struct err e;

    if (canon_read(l->body, &body, &e) < 0) body = json_null(); /* verify names it */
    o = json_pack("{s:s, s:I, s:s#, s:s, s:s}", "author", hash_hex(l->author).s, "seq",
                  (json_int_t)l->seq, "kind", l->kind.p, (int)l->kind.n, "prev",
                  hash_hex(l->prev).s, "hash", hash_hex(l->hash).s);
    json_object_set_new(o, "body", body);
    if (own) return o;
    allowed = allow_entry(o);
    json_decref(o);
    return allowed;
}

typedef VEC(const char *) cells;
static const struct term_column head[] = {
    {"entry", true, false}, {"kind", false, false}, {"what", false, true}, {"hash", false, false}};

static void table_row(struct arena *a, const struct ledger_entry *l, cells *c) {
    *vec_push(a, c) = arena_printf(a, "%" PRId64, l->seq);
    *vec_push(a, c) = arena_dup(a, l->kind);
    *vec_push(a, c) = about(a, l);
    *vec_push(a, c) = arena_printf(a, "%.12s", hash_hex(l->hash).s);
}

/* ---- the newest first ---- */

struct place {
    int64_t clock, seq;
    uint8_t author[HASH_BYTES];
    size_t nth; /* in the window */
};
typedef VEC(struct place) places;

/* The order between chains (docs/LEDGER.md), turned round. */
static int newest(const void *x, const void *y) {
    const struct place *a = x, *b = y;
    int c;

    if (a->clock != b->clock) return a->clock < b->clock ? 1 : -1;
    c = memcmp(b->author, a->author, HASH_BYTES);
    return c ? c : (a->seq < b->seq) - (a->seq > b->seq);
}

static int by_place(const void *x, const void *y) {
    const struct place *a = x, *b = y;
    int c = memcmp(a->author, b->author, HASH_BYTES);

    return c ? c : (a->seq > b->seq) - (a->seq < b->seq);
}

struct window {
    bool given;
    int64_t after, limit;
    places v; /* by author and number */
};

static int window_of(const struct cli *x, struct window *w, struct err *e) {
    const char *after = opt_value(&x->v, "after"), *limit = opt_value(&x->v, "limit");

    *w = (struct window){.given = after || limit, .limit = LIMIT};
    if (after && num_int(span_of(after), 0, INT32_MAX, &w->after, e) < 0) {
        err_at(e, "--after");
        return CMD_USAGE;
    }
    if (limit && num_int(span_of(limit), 1, LIMIT_MOST, &w->limit, e) < 0) {
        err_at(e, "--limit");
        return CMD_USAGE;
    }
    return 0;
}

/* Which entries are in it. */
static int look_ahead(struct cli *x, struct store *st, struct window *w, struct err *e) {
    struct ledger_it *it = NULL;
    struct ledger_entry l;
    places all = {0};
    int rc = ledger_each(&it, st, opt_value(&x->v, "kind"), e);

    if (rc < 0) return rc;
    while ((rc = ledger_next(it, &l, e)) > 0) {
        struct place *p = vec_push(x->a, &all);

        *p = (struct place){.clock = l.clock, .seq = l.seq};
        memcpy(p->author, l.author, HASH_BYTES);
    }
    ledger_done(it);
    if (rc < 0) return rc;
    if (all.n) qsort(all.v, all.n, sizeof *all.v, newest);
    for (size_t i = (size_t)w->after; i < all.n && w->v.n < (size_t)w->limit; i++) {
        all.v[i].nth = w->v.n;
        *vec_push(x->a, &w->v) = all.v[i];
    }
    if (w->v.n) qsort(w->v.v, w->v.n, sizeof *w->v.v, by_place);
    return 0;
}

static const struct place *in_window(const struct window *w, const struct ledger_entry *l) {
    struct place key = {.seq = l->seq};

    memcpy(key.author, l->author, HASH_BYTES);
    return w->v.n ? bsearch(&key, w->v.v, w->v.n, sizeof *w->v.v, by_place) : NULL;
}

static int some(struct cli *x, struct store *st, struct window *w, struct buf *out, json_t *list,
                struct err *e) {
    struct ledger_it *it = NULL;
    struct ledger_entry l;
    const char **cell;
    json_t **made;
    int rc = look_ahead(x, st, w, e);

    if (rc == 0) rc = ledger_each(&it, st, opt_value(&x->v, "kind"), e);
    if (rc < 0) return rc;
    cell = ARENA_ARRAY(x->a, const char *, 4 * w->v.n);
    made = ARENA_ARRAY(x->a, json_t *, w->v.n);
    while ((rc = ledger_next(it, &l, e)) > 0) {
        const struct place *p = in_window(w, &l);
        cells c = {0};

        if (!p) continue;
        if (list) {
            made[p->nth] = entry_json(&l, opt_value(&x->v, "own-names"));
        } else {
            table_row(x->a, &l, &c);
            memcpy(cell + 4 * p->nth, c.v, 4 * sizeof *cell);
        }
    }
    ledger_done(it);
    for (size_t i = 0; list && i < w->v.n; i++) json_array_append_new(list, made[i]);
    if (rc == 0 && !list && w->v.n) term_table(out, &x->term, head, 4, cell, w->v.n);
    return rc;
}

/* ---- all ---- */

static int walk(struct cli *x, struct store *st, struct buf *out, json_t *list, struct err *e) {
    bool text = opt_value(&x->v, "canonical");
    struct ledger_it *it = NULL;
    struct ledger_entry l;
    cells c = {0};
    int rc = ledger_each(&it, st, opt_value(&x->v, "kind"), e);

    if (rc < 0) return rc;
    while ((rc = ledger_next(it, &l, e)) > 0) {
        if (text)
            canonical(out, &l);
        else if (list)
            json_array_append_new(list, entry_json(&l, opt_value(&x->v, "own-names")));
        else
            table_row(x->a, &l, &c);
    }
    ledger_done(it);
    if (rc == 0 && c.n) term_table(out, &x->term, head, 4, c.v, c.n / 4);
    return rc;
}

/* One way to print at a time. @return 0 or CMD_USAGE. */
static int one_form(const struct cli *x, struct err *e) {
    static const char *const form[] = {"json", "canonical", "checkpoint"};
    const char *first = NULL;

    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        if (!opt_value(&x->v, form[i])) continue;
        if (first) {
            err_put(e, RC_SYNTAX, "--%s and --%s: one of the two", form[i], first);
            return CMD_USAGE;
        }
        first = form[i];
    }
    if (opt_value(&x->v, "checkpoint") && opt_value(&x->v, "kind")) {
        err_put(e, RC_SYNTAX, "--checkpoint and --kind: one of the two");
        return CMD_USAGE;
    }
    return 0;
}

static int run(struct cli *x, struct err *e) {
    bool json = opt_value(&x->v, "json"), own;
    json_t *list = NULL;
    struct store *st = NULL;
    struct window w;
    struct buf b = {0};
    int rc;

    if ((rc = cmd_own(x, &own, e)) || (rc = one_form(x, e)) || (rc = window_of(x, &w, e)))
        return rc;
    if (w.given && (opt_value(&x->v, "canonical") || opt_value(&x->v, "checkpoint"))) {
        err_put(e, RC_SYNTAX, "--after and --limit do not go with --canonical and --checkpoint");
        return CMD_USAGE;
    }
    if (json) list = json_array();
    if ((rc = store_look(&st, x->v.arg[0], e)) < 0) goto out;
    secret_few(x, st);
    if (store_changed(st))
        fprintf(stderr, "warning: %s; headcount verify says what still holds\n", store_changed(st));
    rc = opt_value(&x->v, "checkpoint") ? ledger_checkpoints(st, x->a, &b, e)
         : w.given                      ? some(x, st, &w, &b, list, e)
                                        : walk(x, st, &b, list, e);
    if (rc < 0) goto out;
    if (json)
        cmd_json(list);
    else
        cmd_write(&b);
out:
    buf_fini(&b);
    store_close(st);
    json_decref(list);
    return rc;
}

static const char *const kinds[] = {
    "case", "join",      "file",   "row",      "bad",   "refused", "withdraw",
    "map",  "custodian", "revoke", "identity", "raw",   "forget",  "media",
    "hint", "ask",       "stamp",  "export",   "marks", "review",  NULL};
static const struct opt_arg args[] = {{"CASE", OPT_FILE, false, false, NULL, "the case"}, {0}};
static const struct opt options[] = {
    {"canonical", 0, OPT_FLAG, NULL, NULL,
     "print the bytes that the chain is made of: two cases are the same when these are"},
    {"checkpoint", 0, OPT_FLAG, NULL, NULL,
     "print the checkpoint of each chain: a few lines to keep elsewhere, for verify --checkpoint"},
    {"kind", 0, OPT_WORD, "KIND", kinds, "only entries of this kind"},
    {"limit", 0, OPT_TEXT, "N", NULL,
     "at most so many, the newest first (with --after: else 100; 10,000 at most)"},
    {"after", 0, OPT_TEXT, "N", NULL, "pass over the N newest, to go on from there"},
    CMD_JSON,
    CMD_RAW,
    {0},
};
const struct cmd cmd_log = {
    .opt = {.name = "log",
            .group = "Look",
            .summary = "every entry of the case, in order",
            .args = args,
            .options = options},
    .run = run,
};
