/* SPDX-License-Identifier: Apache-2.0 */
/* From the ledger to the answer. The order of work is this file; each step is a module's:
 *
 *   entries -> store_derive -> load_case -> corridor_run (slots, then infer) for each corridor ->
 * one JSON object
 *
 * Nothing is cached between runs of the program: the whole of the reference case takes a few tens
 * of milliseconds, and a figure that is computed from the rows in force cannot be stale. */
#include "pipe/pipe.h"

#include "base/hash.h"
#include "claim/claim.h"
#include "ledger/ledger.h"
#include "pipe/corridor.h"
#include "pipe/findings.h"
#include "pipe/judge.h"
#include "pipe/review.h"
#include "pipe/save.h"
#include "pipe/zone.h"

#define PIPE_BYTES ((size_t)4 << 30) /* of one refresh: a case at the limits of the importer */

struct pipe_options pipe_defaults(void) {
    return (struct pipe_options){.interval = 0.9, .seed = 1, .as_of = UTC_NONE, .on = UTC_NONE};
}

/* Over the canonical rows in force, sorted by name: order of import, file and line do not show. */
int pipe_inputs(struct store *st, struct hash_text *out, struct err *e) {
    uint8_t sum[HASH_BYTES];
    struct query *q = NULL;
    struct hash h;
    int rc = query_open(&q, st, "SELECT sheet, body FROM line ORDER BY row_id", e);

    if (rc < 0) return rc;
    hash_begin(&h);
    while ((rc = query_next(q, e)) > 0) {
        hash_add(&h, query_col(q, 0));
        hash_add(&h, SPAN(" "));
        hash_add(&h, query_col(q, 1));
        hash_add(&h, SPAN("\n"));
    }
    query_close(q);
    hash_end(&h, sum);
    *out = hash_hex(sum);
    return rc;
}

/* A case in memory has no reader but this run, and the answer is made from the rows. */
static int save_all(struct store *st, struct arena *a, struct err *e) {
    struct pipe_options o = pipe_defaults();
    struct hash_text inputs;
    json_t *findings = NULL;
    struct corridor *all;
    size_t errors;
    struct load l;
    int rc;

    if (store_is_memory(st)) return 0;
    o.unmeasured = true; /* no table holds the error of the grid */
    if ((rc = pipe_inputs(st, &inputs, e)) < 0) return rc;
    if ((rc = load_case(st, a, &l, e)) < 0) return rc;
    all = ARENA_ARRAY(a, struct corridor, l.corridor.n);
    rc = save_legs(st, a, &l, e);
    if (rc == 0) rc = corridors_run(a, &l, l.as_of, &o, all, e);
    for (size_t i = 0; i < l.corridor.n && rc == 0; i++)
        rc = save_corridor(st, a, &all[i], inputs.s, e);
    if (rc == 0) rc = findings_run(st, a, &findings, &errors, e);
    if (rc == 0) rc = save_findings(st, a, findings, e);
    json_decref(findings);
    return rc;
}

int pipe_refresh(struct store *st, struct err *e) {
    struct arena a;
    int rc = store_begin(st, e);

    if (rc < 0) return rc;
    arena_init(&a, PIPE_BYTES);
    rc = store_derive(st, e);
    if (rc == 0) rc = save_all(st, &a, e);
    arena_fini(&a);
    rc = store_end(st, rc, e);
    if (rc == RC_IO) err_at(e, "the entries stand, and what is computed of them was not saved");
    return rc;
}

/* Of a workbook that a map read, from 1; 0: the first, or no such workbook. */
static json_int_t tab_of(const json_t *bad) {
    return json_integer_value(json_object_get(bad, "tab"));
}

static int cmp_bad(const json_t *x, const json_t *y) {
    static const char *const keys[] = {"sheet", "column", "reason", "cell"};
    json_int_t i = json_integer_value(json_object_get(x, "line")),
               j = json_integer_value(json_object_get(y, "line"));
    int c = strcmp(json_string_value(json_object_get(x, "sheet")),
                   json_string_value(json_object_get(y, "sheet")));

    if (!c) c = (tab_of(x) > tab_of(y)) - (tab_of(x) < tab_of(y));
    if (!c) c = (i > j) - (i < j);
    for (size_t k = 1; k < sizeof keys / sizeof *keys && !c; k++)
        c = strcmp(json_string_value(json_object_get(x, keys[k])),
                   json_string_value(json_object_get(y, keys[k])));
    return c;
}

static int cmp_bad_at(const void *x, const void *y) {
    return cmp_bad(*(json_t *const *)x, *(json_t *const *)y);
}

static const char *string_at(const json_t *o, const char *key) {
    const char *s = json_string_value(json_object_get(o, key));

    return s ? s : "";
}

/* "date", or "column 3" where the header has no name for it, or "the row". */
static json_t *bad_column(const json_t *body) {
    const json_t *c = json_object_get(body, "column");

    if (json_is_string(c)) return json_string(json_string_value(c));
    if (json_integer_value(c) > 0)
        return json_sprintf("column %lld", (long long)json_integer_value(c));
    return json_string("the row");
}

/* Of a file that was edited and imported again, the rows of the older version are history. */
static const char bad_sql[] =
    "SELECT body FROM entry WHERE kind = 'bad' AND body ->> 'file' NOT IN (SELECT f.body ->> "
    "'sha256' "
    "FROM entry AS f JOIN entry AS g ON g.kind = 'file' AND g.author = f.author AND g.seq > f.seq "
    "AND g.body ->> 'lineage' = f.body ->> 'lineage' WHERE f.kind = 'file')";

/* Rows that could not be read, from their entries, by place. */
static int bad_rows(struct store *st, struct arena *a, json_t *answer, struct err *e) {
    VEC(json_t *) v = {0};
    struct query *q = NULL;
    json_t *list = json_array();
    int rc = query_open(&q, st, bad_sql, e);

    while (rc == 0 && (rc = query_next(q, e)) > 0) {
        json_t *body = NULL;

        if ((rc = canon_read(query_col(q, 0), &body, e)) < 0) break;
        *vec_push(a, &v) = json_pack(
            "{s:s, s:O*, s:O?, s:o, s:s, s:s}", "sheet", string_at(body, "sheet"), "tab",
            json_object_get(body, "tab"), "line", json_object_get(body, "line"), "column",
            bad_column(body), "reason", string_at(body, "reason"), "cell", string_at(body, "cell"));
        json_decref(body);
    }
    query_close(q);
    if (v.n) qsort(v.v, v.n, sizeof *v.v, cmp_bad_at);
    for (size_t i = 0; i < v.n; i++) json_array_append_new(list, v.v[i]);
    json_object_set_new(answer, "bad_rows", json_integer((json_int_t)v.n));
    json_object_set_new(answer, "bad", list);
    return rc;
}

static json_t *sources_json(const struct load *l) {
    json_t *out = json_array();

    for (size_t i = 0; i < l->source.n; i++) {
        const struct load_source *s = &l->source.v[i];

        json_array_append_new(
            out, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "row", json_row(s->row),
                           "id", json_text(s->id), "label", json_text(s->label), "kind",
                           json_text(s->kind), "root", json_text(l->source.v[s->root].id),
                           "reliability", json_text(s->reliability), "link", json_text(s->link),
                           "published", json_day(s->published)));
    }
    return out;
}

static json_t *source_id(const struct load *l, int source) {
    return source < 0 ? json_null() : json_text(l->source.v[source].id);
}

static json_t *root_id(const struct load *l, int source) {
    return source < 0 ? json_null() : json_text(l->source.v[l->source.v[source].root].id);
}

static const char *count_why(const struct corridor *all, const struct load *l, size_t i,
                             bool *used) {
    *used = false;
    if (l->count.v[i].corridor < 0) return "its corridor is not in the corridors sheet";
    return corridor_count_why(&all[l->count.v[i].corridor], (int)i, used);
}

static int cmp_by_date(const void *x, const void *y) {
    const json_t *s = *(json_t *const *)x, *t = *(json_t *const *)y;
    const char *d1 = string_at(s, "date"), *d2 = string_at(t, "date");
    int c = strcmp(*d1 ? d1 : string_at(s, "from"), *d2 ? d2 : string_at(t, "from"));

    return c ? c : strcmp(string_at(s, "row"), string_at(t, "row"));
}

static json_t *counts_json(struct arena *a, const struct load *l, const struct corridor *all) {
    json_t *out = json_array(), **v = ARENA_ARRAY(a, json_t *, l->count.n);

    for (size_t i = 0; i < l->count.n; i++) {
        const struct load_count *c = &l->count.v[i];
        bool used = false;
        const char *why = count_why(all, l, i, &used);

        v[i] = json_pack(
            "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, "
            "s:s}",
            "row", json_row(c->row), "corridor",
            c->corridor < 0 ? json_null() : json_text(l->corridor.v[c->corridor].id), "date",
            json_day(c->day), "from", json_day(c->from), "to", json_day(c->to), "flight",
            json_text(c->flight), "method", json_text(c->method), "low", json_count(c->low), "best",
            json_count(c->best), "high", json_count(c->high), "of", json_text(c->of), "stage",
            json_text(c->stage), "wording", json_text(c->wording), "visible",
            c->visible < 0 ? json_null() : json_round(c->visible / 1000.0, 4), "source",
            source_id(l, c->source), "root", root_id(l, c->source), "used", used, "why", why);
    }
    qsort(v, l->count.n, sizeof *v, cmp_by_date);
    for (size_t i = 0; i < l->count.n; i++) json_array_append_new(out, v[i]);
    return out;
}

static int add_row(json_t *rows, struct store *st, json_t *name, struct err *e) {
    struct query *q = NULL;
    json_t *body = NULL;
    int rc;

    if (json_object_get(rows, json_string_value(name))) return 0;
    if ((rc = query_open(
             &q, st,
             "SELECT sheet, line, body FROM line WHERE row_id >= ?1 AND row_id < ?1 || 'g' LIMIT 1",
             e)) < 0)
        return rc;
    query_text(q, 1, span_of(json_string_value(name)));
    if ((rc = query_next(q, e)) > 0) rc = canon_read(query_col(q, 2), &body, e);
    if (body)
        json_object_set_new(rows, json_string_value(name),
                            json_pack("{s:s#, s:o}", "sheet", query_col(q, 0).p,
                                      (int)query_col(q, 0).n, "row", body));
    query_close(q);
    return rc < 0 ? rc : 0;
}

/* Every row that something in the answer refers to: in `ref`, `counts`, `..._ref` lists and `row`
 * fields. */
static int collect_rows(json_t *rows, struct store *st, const json_t *v, bool refs, struct err *e) {
    const char *key;
    json_t *item;
    size_t i;
    int rc = 0;

    if (json_is_array(v)) {
        json_array_foreach(v, i, item) {
            rc = refs && json_is_string(item) ? add_row(rows, st, item, e)
                                              : collect_rows(rows, st, item, false, e);
            if (rc < 0) return rc;
        }
        return 0;
    }
    if (!json_is_object(v)) return 0;
    for (void *at = json_object_iter((json_t *)(uintptr_t)v); at && rc == 0;
         at = json_object_iter_next((json_t *)(uintptr_t)v, at)) {
        key = json_object_iter_key(at);
        item = json_object_iter_value(at);
        if (strcmp(key, "row") == 0 && json_is_string(item))
            rc = add_row(rows, st, item, e);
        else
            rc = collect_rows(rows, st, item,
                              strcmp(key, "counts") == 0 || strstr(key, "ref") != NULL, e);
    }
    return rc;
}

static int ledger_json(struct store *st, struct arena *a, json_t **out, struct err *e) {
    struct ledger_verdict v;
    ledger_chains chains = {0};
    json_t *list;
    int rc;

    *out = json_null();
    if (store_is_memory(st)) return 0;
    if ((rc = ledger_sound(st, a, &v, &chains, e)) < 0) return rc;
    list = json_array();
    for (size_t i = 0; i < chains.n; i++) {
        struct buf note = {0};

        ledger_checkpoint(&note, &chains.v[i]);
        json_array_append_new(list, json_string(note.p));
        buf_fini(&note);
    }
    *out = json_pack("{s:I, s:s, s:o}", "entries", (json_int_t)v.entries, "head",
                     hash_hex(v.head).s, "checkpoints", list);
    return 0;
}

static int answer_head(struct store *st, struct arena *a, const struct load *l,
                       const struct pipe_options *o, json_t *answer, struct err *e) {
    struct pipe_assume assume = whatif_close(o->assume);
    struct span name = {0};
    uint8_t salt[HASH_BYTES];
    struct hash_text inputs;
    int rc;

    if ((rc = ledger_case(st, a, &name, salt, e)) < 0) return rc;
    if ((rc = pipe_inputs(st, &inputs, e)) < 0) return rc;
    json_object_set_new(answer, "headcount", json_string(HEADCOUNT_VERSION));
    json_object_set_new(answer, "case", json_text(name));
    json_object_set_new(answer, "as_of", json_day(o->as_of != UTC_NONE ? o->as_of : l->as_of));
    json_object_set_new(answer, "seed", json_integer((json_int_t)o->seed));
    json_object_set_new(answer, "interval", json_real(o->interval));
    json_object_set_new(answer, "assume", whatif_json(&assume));
    json_object_set_new(answer, "inputs_sha256", json_string(inputs.s));
    json_object_set_new(answer, "zones", json_string(zone_version(a)));
    return bad_rows(st, a, answer, e);
}

static int answer_corridors(struct arena *a, const struct load *l, const struct pipe_options *o,
                            struct corridor *all, json_t *answer, struct err *e) {
    int32_t as_of = o->as_of != UTC_NONE ? o->as_of : l->as_of;
    json_t *list = json_array();
    int rc;

    json_object_set_new(answer, "corridors", list);
    if ((rc = corridors_run(a, l, as_of, o, all, e)) < 0) return rc;
    for (int inbound = 0; inbound <= 1; inbound++)
        for (size_t i = 0; i < l->corridor.n; i++)
            if (span_is(l->corridor.v[i].direction, "inbound") == (inbound == 1))
                json_array_append_new(list, corridor_json(a, &all[i]));
    json_object_set_new(answer, "together", together_json(a, all, l->corridor.n));
    return 0;
}

static int32_t rules_on(const struct load *l, const struct pipe_options *o) {
    if (o->on != UTC_NONE) return o->on;
    return o->as_of != UTC_NONE ? o->as_of : l->as_of;
}

int pipe_answer(struct store *st, struct arena *a, const struct pipe_options *o, json_t **answer,
                struct err *e) {
    json_t *made = json_object(), *rows = json_object(), *ledger = NULL, *rivals = NULL,
           *findings = NULL, *reviews = NULL;
    struct corridor *all;
    size_t errors;
    struct load l;
    int rc;

    if (!(o->interval >= 0.5 && o->interval <= 0.99)) {
        rc = err_set(e, RC_RANGE, "the interval %g is outside [0.5, 0.99]", o->interval);
        goto out;
    }
    if ((rc = load_case(st, a, &l, e)) < 0) goto out;
    all = ARENA_ARRAY(a, struct corridor, l.corridor.n);
    if ((rc = answer_head(st, a, &l, o, made, e)) < 0) goto out;
    if ((rc = answer_corridors(a, &l, o, all, made, e)) < 0) goto out;
    json_object_set_new(made, "counts", counts_json(a, &l, all));
    json_object_set_new(made, "claims", judge_claims(a, &l, all));
    json_object_set_new(made, "sources", sources_json(&l));
    json_object_set_new(made, "rules", judge_rules(a, &l, all, rules_on(&l, o)));
    if ((rc = findings_loaded(st, a, &l, &findings, &errors, e)) < 0) goto out;
    json_object_set_new(made, "findings", findings_json(findings));
    if ((rc = judge_hypotheses(st, a, &l, findings, &rivals, e)) < 0) goto out;
    json_object_set_new(made, "hypotheses", rivals);
    if ((rc = collect_rows(rows, st, made, false, e)) < 0) goto out;
    json_object_set(made, "rows", rows);
    if ((rc = review_all(st, &reviews, e)) < 0) goto out;
    review_mark(made, reviews);
    if ((rc = ledger_json(st, a, &ledger, e)) < 0) goto out;
    json_object_set_new(made, "ledger", ledger);
    *answer = made;
    made = NULL;
out:
    json_decref(findings);
    json_decref(reviews);
    json_decref(rows);
    json_decref(made);
    return rc;
}
