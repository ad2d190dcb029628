/* SPDX-License-Identifier: Apache-2.0 */
/* Marks come from the page or from a file, and nobody is shown what others marked before they have saved their own: who sees an
 * answer counts towards it. */
#include "cli/bench.h"
#include "cli/secret.h"
#include "pack/pack.h"

static int usage(struct err *e, const char *text) {
    err_put(e, RC_SYNTAX, "%s", text);
    return CMD_USAGE;
}

static int document(struct cli *x, struct marks *m, struct err *e) {
    const char *path = x->v.arg[1];
    struct span text = {0};
    int rc = pack_file_or_input(x->a, path, MARKS_BYTES, &text, e);

    if (rc == 0) rc = marks_read(x->a, text, m, e);
    if (rc < 0) err_at(e, "%s", strcmp(path, "-") == 0 ? "standard input" : path);
    return rc;
}

/* ---- saving ---- */

struct saving {
    struct marks m;
    marked_list all; /* of the medium; with this document once it is in */
    bool added;
};

static int write_all(struct cli *x, struct store *st, struct saving *s, struct err *e) {
    const char *id;
    int rc = marked_put(st, &s->m, &s->all, x->now, e);

    if (rc < 0) return rc;
    s->added = rc > 0;
    if ((rc = marked_all(st, x->a, s->m.media, &s->all, e)) < 0) return rc;
    return bench_count(x, st, &s->all, &id, e);
}

static json_t *sum_json(const struct marks *m) {
    struct marks_sum s = marks_add(m);

    return json_pack("{s:i, s:i, s:o}", "people", s.people, "already", s.already, "visible",
                     s.visible > 0 ? json_real(s.visible / 1000.0) : json_null());
}

static void say(struct cli *x, const struct saving *s, const json_t *row) {
    struct marks_sum sum = marks_add(&s->m);
    struct buf b = {0};

    buf_printf(&b, "%s: %d people by %s", s->added ? "saved" : "known already", sum.people,
               s->m.annotator);
    if (sum.already) buf_printf(&b, ", %d counted on earlier frames", sum.already);
    buf_printf(&b, "\nthe count of this medium, %s, is of %zu annotator%s: ",
               json_string_value(json_object_get(row, "id")), s->all.n, s->all.n == 1 ? "" : "s");
    if (json_is_integer(json_object_get(row, "low")))
        buf_printf(&b, "%" JSON_INTEGER_FORMAT " to %" JSON_INTEGER_FORMAT ", ",
                   json_integer_value(json_object_get(row, "low")),
                   json_integer_value(json_object_get(row, "high")));
    buf_printf(&b, "best %" JSON_INTEGER_FORMAT "\n",
               json_integer_value(json_object_get(row, "best")));
    (void)x;
    cmd_write(&b);
}

static int told(struct cli *x, struct store *st, const struct saving *s, struct err *e) {
    struct pipe_options all = pipe_defaults();
    json_t *row = NULL, *o;
    int rc = bench_row(x, st, s->m.media, &row, e);

    if (rc == 0 && opt_value(&x->v, "json")) rc = cmd_told(x, st, &all, NULL, &row, e);
    if (rc < 0) return rc;
    if (opt_value(&x->v, "json")) {
        o = json_pack("{s:s, s:s, s:b, s:o, s:I, s:O}", "media", hash_hex(s->m.media).s,
                      "annotator", s->m.annotator, "added", (int)s->added, "own", sum_json(&s->m),
                      "annotators", (json_int_t)s->all.n, "count", row);
        cmd_json(o);
        json_decref(o);
    } else {
        say(x, s, row);
    }
    json_decref(row);
    return 0;
}

static int save(struct cli *x, struct store *st, held_list *held, struct err *e) {
    const struct held *h = NULL;
    struct saving s = {0};
    const char *hex;
    int rc = document(x, &s.m, e);

    if (rc < 0) return rc;
    hex = arena_dup(x->a, span_of(hash_hex(s.m.media).s));
    if ((rc = hold_all(st, x->a, held, e)) < 0 || (rc = hold_find(held, hex, &h, e)) < 0 ||
        (rc = marked_all(st, x->a, s.m.media, &s.all, e)) < 0 ||
        (rc = marked_check(st, x->a, &s.m, h, &s.all, e)) < 0)
        return rc;
    if ((rc = store_begin(st, e)) < 0) return rc;
    rc = ledger_end(st, write_all(x, st, &s, e), e);
    if (rc == 0) rc = pipe_refresh(st, e);
    if (rc == 0) rc = secret_warn(x, st, e);
    return rc < 0 ? rc : told(x, st, &s, e);
}

/* ---- after a merge ---- */

/* A source that was withdrawn took its rows with it: no count is made of its marks again. @return 1, 0 or below 0 */
static int withdrawn(struct store *st, const char *id, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(
        &q, st, "SELECT 1 FROM entry WHERE kind = 'forget' AND body ->> '$.source' = ?1", e);

    if (rc < 0) return rc;
    query_text(q, 1, span_of(id));
    rc = query_next(q, e);
    query_close(q);
    return rc;
}

static int again(struct cli *x, struct store *st, held_list *held, struct err *e) {
    size_t n = 0, gone = 0;
    const char *id;
    int rc = hold_all(st, x->a, held, e);

    if (rc == 0) rc = store_begin(st, e);
    if (rc < 0) return rc;
    for (size_t i = 0; i < held->n && rc == 0; i++) {
        marked_list v = {0};

        if ((rc = marked_all(st, x->a, held->v[i].sha, &v, e)) < 0) break;
        if (!v.n) continue;
        if ((rc = withdrawn(st, v.v[0].m.source, e)) < 0) break;
        gone += rc > 0;
        n += rc == 0;
        rc = rc == 0 ? bench_count(x, st, &v, &id, e) : 0;
    }
    rc = ledger_end(st, rc, e);
    if (rc == 0) rc = pipe_refresh(st, e);
    if (rc == 0) printf("%zu medi%s counted again\n", n, n == 1 ? "um" : "a");
    if (rc == 0 && gone) printf("%zu not: their source was withdrawn\n", gone);
    return rc;
}

/* ---- showing ---- */

/* Of others only how many they are; their numbers once this annotator has saved. */
static int show(struct cli *x, struct store *st, held_list *held, struct err *e) {
    const char *who = opt_value(&x->v, "annotator");
    const struct held *h = NULL;
    const struct marked *own = NULL;
    struct pipe_options all = pipe_defaults();
    json_t *o, *doc = NULL, *row = NULL;
    struct buf b = {0};
    marked_list v = {0};
    size_t others = 0;
    int rc = hold_all(st, x->a, held, e);

    if (rc == 0) rc = hold_find(held, opt_value(&x->v, "show"), &h, e);
    if (rc == 0) rc = marked_all(st, x->a, h->sha, &v, e);
    if (rc < 0) return rc;
    for (size_t i = 0; i < v.n; i++) {
        if (who && strcmp(v.v[i].m.annotator, who) == 0)
            own = &v.v[i];
        else
            others++;
    }
    if (own) {
        marks_write(&own->m, &b);
        doc = json_loadb(b.p, b.n, 0, NULL);
        buf_fini(&b);
        if ((rc = bench_row(x, st, h->sha, &row, e)) < 0 ||
            (rc = cmd_told(x, st, &all, NULL, &row, e)) < 0)
            return rc;
    }
    o = json_pack("{s:s, s:s?, s:b, s:o, s:o, s:I, s:o}", "media", hash_hex(h->sha).s, "annotator",
                  who, "done", own != NULL, "own", doc ? doc : json_null(), "sum",
                  own ? sum_json(&own->m) : json_null(), "others", (json_int_t)others, "count",
                  row ? row : json_null());
    cmd_json(o);
    json_decref(o);
    return 0;
}

static int run(struct cli *x, struct err *e) {
    bool shows = opt_value(&x->v, "show"), all = opt_value(&x->v, "again");
    const char *who = opt_value(&x->v, "annotator");
    held_list held = {0};
    struct store *st = NULL;
    int rc;

    if (shows + all + (x->v.n == 2) != 1)
        return usage(e,
                     "a file of marks (- is standard input), --show or --again: one of the three");
    if (opt_value(&x->v, "own-names") && !shows && !opt_value(&x->v, "json"))
        return usage(e, "--own-names goes with --json and --show");
    if (who && !shows) return usage(e, "--annotator goes with --show: a document says whose it is");
    if (who && !marks_annotator(who))
        return usage(e, "--annotator: a pseudonym of letters, digits and - _ .");
    if ((rc = store_open(&st, x->v.arg[0], shows ? STORE_READ : STORE_WRITE, e)) < 0) return rc;
    secret_few(x, st);
    if (shows) rc = cmd_derive(st, e);
    if (rc == 0)
        rc = shows ? show(x, st, &held, e) : all ? again(x, st, &held, e) : save(x, st, &held, e);
    hold_fini(&held);
    store_close(st);
    return rc;
}

static const struct opt_arg args[] = {
    {"CASE", OPT_FILE, false, false, NULL, "the case"},
    {"FILE", OPT_FILE, true, false, NULL,
     "marks of one annotator on one medium, JSON; - is standard input"},
    {0},
};
static const struct opt options[] = {
    {"show", 0, OPT_TEXT, "SHA", NULL, "print what was marked on this medium, as JSON"},
    {"annotator", 0, OPT_TEXT, "WHO", NULL,
     "whose marks; of others only how many they are, until this one has saved"},
    {"again", 0, OPT_FLAG, NULL, NULL,
     "make the counts of all media anew from their marks, as after a merge"},
    CMD_JSON,
    CMD_RAW,
    {0},
};
const struct cmd cmd_mark = {
    .opt =
        {.name = "mark",
         .group = "Put in",
         .summary = "put the dots that somebody set on a photograph or video into a case",
         .about =
             "The page writes such files; docs/COUNT.md has their form. Each dot is one person, "
             "unless it was counted on an earlier frame. The marks are kept, and the row of the "
             "sheet counts that they make: method partial, low and high from the annotators, and "
             "the share that could be seen. An annotator's later marks take the place of the "
             "earlier ones.",
         .example = "headcount mark vladivostok.hc marks.json",
         .args = args,
         .options = options},
    .run = run,
};
