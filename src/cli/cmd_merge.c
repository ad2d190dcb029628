/* SPDX-License-Identifier: Apache-2.0 */
#include "bag/bag.h"
#include "cage/cage.h"
#include "cli/cmd.h"
#include "cli/look.h"
#include "cli/secret.h"
#include "cli/shut_copy.h"
#include "ledger/merge.h"

#include <inttypes.h>
#include <sys/stat.h>

/* --- opening --- */

/* A copy is a case file, or a complete bag. */
static const char *place_of(struct cli *x, const char *path) {
    struct stat s;

    if (stat(path, &s) < 0 || !S_ISDIR(s.st_mode)) return path;
    return arena_printf(x->a, "%s/data/" BAG_CASE, path);
}

static bool same_file(const char *x, const char *y) {
    struct stat a, b;

    return stat(x, &a) == 0 && stat(y, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int open_copy(struct cli *x, const char *path, struct merge_copy *out, struct err *e) {
    const char *place = place_of(x, path);

    if (same_file(place, x->v.arg[0]))
        return err_set(e, RC_CONFLICT, "%s: this is the case itself, not a copy of it", path);
    out->name = path;
    return shut_copy(x->a, path, place, &out->st, e);
}

/* --- saying --- */

static void forks(struct buf *b, const struct merge_tally *t) {
    for (size_t i = 0; i < t->fork.n; i++) {
        const struct merge_fork *f = &t->fork.v[i];

        buf_printf(b, "author %.12s, entry %" PRId64 ":\n", hash_hex(f->author).s, f->seq);
        buf_printf(b, "  here   %.12s  %.*s  %s\n", hash_hex(f->here).s, SPAN_ARG(f->here_kind),
                   f->here_at ? utc_instant_text(f->here_at).s : "no time");
        buf_printf(b, "  there  %.12s  %.*s  %s\n", hash_hex(f->there).s, SPAN_ARG(f->there_kind),
                   f->there_at ? utc_instant_text(f->there_at).s : "no time");
    }
}

static json_t *cells_of(const struct merge_version *v) {
    json_t *o = NULL;
    struct err e;

    return v->cells.p && canon_read(v->cells, &o, &e) == 0 ? o : NULL;
}

/* "c1", or the beginning of the row's name. */
static const char *title(struct cli *x, const struct merge_conflict *c, const json_t *here,
                         const json_t *there) {
    const char *id = json_string_value(json_object_get(here ? here : there, "id"));

    return arena_printf(x->a, "%.*s %.12s", SPAN_ARG(c->sheet), id ? id : c->here.row_id.p);
}

static const char *cell_text(struct cli *x, const json_t *cells, const char *key) {
    const json_t *v = json_object_get(cells, key);
    char *s;
    const char *out;

    if (!cells) return "withdrawn";
    if (!v || json_is_null(v)) return "";
    if (json_is_string(v)) return json_string_value(v);
    s = json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT);
    out = s ? arena_dup(x->a, span_of(s)) : "";
    free(s);
    return out;
}

static const char *winner(const struct merge_conflict *c) {
    if (!c->in_force.p) return "neither";
    if (span_eq(c->in_force, c->here.row_id)) return "here";
    return span_eq(c->in_force, c->there.row_id) ? "there" : "another";
}

typedef VEC(const char *) cell_list;

static void add(struct cli *x, cell_list *out, const char *what, const char *key, const char *here,
                const char *there, const char *force) {
    const char *row[] = {what, key, here, there, force};

    for (size_t i = 0; i < 5; i++) *vec_push(x->a, out) = row[i];
}

/* Only the columns in which the two differ. */
static void conflict_rows(struct cli *x, const struct merge_conflict *c, cell_list *out) {
    json_t *here = cells_of(&c->here), *there = cells_of(&c->there), *all = json_object();
    const char *what = title(x, c, here, there), *key;
    json_t *value;

    if (!here || !there) {
        add(x, out, what, "", here ? "a row" : "withdrawn", there ? "a row" : "withdrawn",
            winner(c));
    } else {
        json_object_update(all, here);
        json_object_update_missing(all, there);
        json_object_foreach(all, key, value) {
            if (json_equal(json_object_get(here, key), json_object_get(there, key))) continue;
            add(x, out, what, arena_dup(x->a, span_of(key)),
                arena_dup(x->a, span_of(cell_text(x, here, key))),
                arena_dup(x->a, span_of(cell_text(x, there, key))), winner(c));
            what = "";
        }
    }
    json_decref(all);
    json_decref(here);
    json_decref(there);
}

static void conflicts(struct cli *x, struct buf *b, const struct merge_tally *t) {
    static const struct term_column head[] = {{"row", false, false},
                                              {"column", false, false},
                                              {"here", false, true},
                                              {"there", false, true},
                                              {"in force", false, false}};
    cell_list c = {0};

    if (!t->conflict.n) return;
    buf_printf(b, "\n%zu row%s changed on both sides, and not alike:\n\n", t->conflict.n,
               t->conflict.n == 1 ? " was" : "s were");
    for (size_t i = 0; i < t->conflict.n; i++) conflict_rows(x, &t->conflict.v[i], &c);
    term_table(b, &x->term, head, 5, c.v, c.n / 5);
    buf_putc(b, '\n');
    term_wrap(b, &x->term, "",
              "Both versions are in the ledger. To settle one, enter the row that is right: the "
              "later row counts.");
}

static void count(struct buf *b, int64_t n, const char *one, const char *many) {
    if (n) buf_printf(b, "  %" PRId64 " %s\n", n, n == 1 ? one : many);
}

static void say(struct cli *x, const struct merge_tally *t, bool dry) {
    struct buf b = {0};

    if (!merge_took(t))
        buf_puts(&b, "nothing new: the case holds all of it already\n");
    else
        buf_printf(&b, "%s:\n", dry ? "would be merged (nothing was written)" : "merged");
    count(&b, t->entries, "entry", "entries");
    count(&b, t->chains, "author who was not here before", "authors who were not here before");
    count(&b, t->blobs, "attachment", "attachments");
    count(&b, t->boxes, "sealed value", "sealed values");
    count(&b, t->destroyed, "sealed value destroyed here: its source was withdrawn there",
          "sealed values destroyed here: their sources were withdrawn there");
    if (t->custodians)
        term_wrap(&b, &x->term, "  ",
                  "Keys of custodians came with it. What is sealed from now on is sealed to them, "
                  "too: look at headcount keys list, and compare the keys by telephone.");
    conflicts(x, &b, t);
    cmd_write(&b);
}

static json_t *version_json(const struct merge_version *v) {
    json_t *o = json_pack("{s:s, s:I, s:s#}", "author", hash_hex(v->author).s, "entry",
                          (json_int_t)v->seq, "row_id", v->row_id.p, (int)v->row_id.n);
    json_t *cells = cells_of(v);

    json_object_set_new(o, "row", cells ? cells : json_null());
    return o;
}

static json_t *tally_json(const struct merge_tally *t, bool merged) {
    json_t *o = json_pack("{s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "merged", merged, "entries",
                          (json_int_t)t->entries, "authors", (json_int_t)t->chains, "seals",
                          (json_int_t)t->seals, "attachments", (json_int_t)t->blobs, "sealed",
                          (json_int_t)t->boxes, "destroyed", (json_int_t)t->destroyed, "custodians",
                          (json_int_t)t->custodians);
    json_t *forked = json_array(), *differ = json_array();

    for (size_t i = 0; i < t->fork.n; i++)
        json_array_append_new(
            forked, json_pack("{s:s, s:s, s:I, s:s, s:s}", "copy", t->fork.v[i].name, "author",
                              hash_hex(t->fork.v[i].author).s, "entry",
                              (json_int_t)t->fork.v[i].seq, "here", hash_hex(t->fork.v[i].here).s,
                              "there", hash_hex(t->fork.v[i].there).s));
    for (size_t i = 0; i < t->conflict.n; i++) {
        const struct merge_conflict *c = &t->conflict.v[i];

        json_array_append_new(differ,
                              json_pack("{s:s, s:s#, s:o, s:o, s:s}", "copy", c->name, "sheet",
                                        c->sheet.p, (int)c->sheet.n, "here", version_json(&c->here),
                                        "there", version_json(&c->there), "in_force", winner(c)));
    }
    json_object_set_new(o, "forks", forked);
    json_object_set_new(o, "conflicts", differ);
    return o;
}

/* --- the command --- */

static void show(struct cli *x, const struct merge_tally *t, int rc, bool dry) {
    struct buf b = {0};

    if (opt_value(&x->v, "json") && (rc == 0 || t->fork.n)) {
        json_t *o = tally_json(t, rc == 0 && !dry);

        cmd_json(o);
        json_decref(o);
    } else if (rc == 0) {
        say(x, t, dry);
    } else {
        forks(&b, t);
        cmd_write(&b);
    }
}

static int merge(struct cli *x, struct store *st, const struct merge_copy *copy, size_t n,
                 struct err *e) {
    bool dry = opt_value(&x->v, "dry-run");
    struct merge_tally t = {0};
    int rc = merge_cases(st, x->a, copy, n, dry, &t, e);

    if (rc == 0 && !dry) {
        if (t.entries) rc = pipe_refresh(st, e);
        if (rc == 0 && t.destroyed) rc = store_compact(st, e);
        if (rc == 0) rc = secret_warn(x, st, e);
    }
    show(x, &t, rc, dry);
    return rc;
}

static void say_gap(const char *gap) {
    struct term t = term_of(stderr);
    struct buf b = {0};

    if (!gap) return;
    term_wrap(&b, &t, "note: ", gap);
    fwrite(b.p, 1, b.n, stderr);
    buf_fini(&b);
}

static int run(struct cli *x, struct err *e) {
    size_t n = x->v.n - 1;
    struct merge_copy *copy = ARENA_ARRAY(x->a, struct merge_copy, n);
    struct store *st = NULL;
    int rc = 0;

    say_gap(cage_gap());
    /* before the case is opened */
    for (size_t i = 0; i < n && rc == 0; i++) rc = open_copy(x, x->v.arg[i + 1], &copy[i], e);
    if (rc == 0) rc = store_open(&st, x->v.arg[0], STORE_WRITE, e);
    if (rc == 0) rc = merge(x, st, copy, n, e);
    for (size_t i = 0; i < n; i++) store_close(copy[i].st);
    store_close(st);
    return rc;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case that takes it in"},
    {"COPY", OPT_FILE, false, true, NULL, "a copy of the same case, or a complete bag of it"},
    {0},
};
static const struct opt options[] = {
    {"dry-run", 0, OPT_FLAG, NULL, NULL, "say what would come, and write nothing"},
    CMD_JSON,
    {0},
};
const struct cmd cmd_merge = {
    .opt = {.name = "merge",
            .group = "Keep safe",
            .summary = "make one case of copies that were worked on apart",
            .about =
                "What is in any of them is in the case afterwards; the copies stay as they are. "
                "Merged the other way round, the other copy ends with the same ledger (headcount "
                "log --canonical). A source that was withdrawn in one of them is withdrawn.\n\n"
                "Rows that both sides changed are shown. A chain in which two copies have "
                "different entries in one place is refused: one key wrote to both, or one copy was "
                "tampered with.",
            .example = "headcount merge vladivostok.hc from-the-field.hc",
            .args = args,
            .options = options},
    .run = run,
};
