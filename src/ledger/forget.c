/* SPDX-License-Identifier: Apache-2.0 */
/* Withdrawing a source without breaking the chain. The chain holds commitments with random salts; with
 * salt and box destroyed nobody can test a guess against one, and the hashes still fit.
 *
 * What the source said goes out of the estimate: every row that names it as its source is withdrawn.
 * Its own row is replaced by one that says "withdrawn", so that rows of others which begin with it
 * (reposts) still have a root, and so that reports show that there was a source and that it left.
 * derive.sql leaves out what a later import or a merge would bring back. */
#include "ledger/blob.h"
#include "ledger/identity.h"

#define COMMITMENTS ((size_t)10000) /* in one entry: its body has at most 1 MiB */

struct doomed {
    VEC(struct span) commitment; /* hex, ascending */
    size_t files;
};
struct withdrawn {
    struct span row_id, sheet;
};

/* ---- what is sealed of it ---- */

static const char sealed_sql[] =
    "SELECT t.value, e.kind, e.seq FROM entry AS e, json_tree(e.body) AS t WHERE t.key = "
    "'commitment' AND ((e.kind = 'identity' AND e.body ->> '$.source' = ?1) OR (e.kind = 'raw' AND "
    "EXISTS (SELECT 1 FROM json_each(e.body, '$.sources') AS s WHERE s.value = ?1)) OR (e.kind = "
    "'hint' AND e.body ->> '$.what' = 'sealed' AND e.body ->> "
    "'$.sha256' IN (SELECT m.body ->> '$.sha256' FROM entry AS m WHERE m.kind = 'media' AND m.body "
    "->> '$.source' = ?1))) AND t.value "
    "NOT IN (SELECT f.value FROM entry AS g, json_each(g.body, '$.commitments') AS f WHERE g.kind "
    "= "
    "'forget') ORDER BY e.kind, e.author, e.seq, t.value";

static int find_sealed(struct store *st, struct arena *a, struct span source, struct doomed *out,
                       struct err *e) {
    struct query *q = NULL;
    int64_t last = 0;
    int rc = query_open(&q, st, sealed_sql, e);

    if (rc < 0) return rc;
    query_text(q, 1, source);
    while ((rc = query_next(q, e)) > 0) {
        bool raw = span_is(query_col(q, 1), "raw");

        *vec_push(a, &out->commitment) = arena_span(a, query_col(q, 0));
        if (raw && query_col_int(q, 2) != last) {
            last = query_col_int(q, 2);
            out->files++;
        }
    }
    query_close(q);
    return rc;
}

static const char shared_sql[] =
    "SELECT count(*) FROM entry AS h JOIN vault AS v ON h.body ->> '$.value.commitment' = "
    "lower(hex(v.commitment)) WHERE h.kind = 'hint' AND h.body ->> '$.what' = 'sealed' AND h.body "
    "->> '$.sha256' IN (SELECT m.body ->> '$.sha256' FROM entry AS m WHERE m.kind = 'media' AND "
    "m.body ->> '$.source' = ?1) AND h.body ->> '$.sha256' IN (SELECT m.body ->> '$.sha256' FROM "
    "entry AS m WHERE m.kind = 'media' AND m.body ->> '$.source' <> ?1)";

static int count_one(struct store *st, const char *sql, struct span source, size_t *n,
                     struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, sql, e);

    if (rc < 0) return rc;
    query_text(q, 1, source);
    if ((rc = query_next(q, e)) > 0) *n = (size_t)query_col_int(q, 0);
    query_close(q);
    return rc < 0 ? rc : 0;
}

static int destroy(struct store *st, const struct doomed *d, struct err *e) {
    struct query *q = NULL;
    uint8_t h[HASH_BYTES];
    int rc = query_open(&q, st, "DELETE FROM vault WHERE commitment = ?1", e);

    if (rc < 0) return rc;
    for (size_t i = 0; i < d->commitment.n && rc == 0; i++) {
        if (!hash_read(d->commitment.v[i], h)) continue;
        query_blob(q, 1, (struct span){(const char *)h, HASH_BYTES});
        rc = query_run(q, e);
    }
    query_close(q);
    return rc;
}

/* ---- its rows ---- */

static int append(struct store *st, const char *kind, json_t *body, struct err *e) {
    int rc = ledger_append(st, kind, body, NULL, e);

    json_decref(body);
    return rc;
}

static json_t *hex(const uint8_t h[HASH_BYTES]) {
    return json_string(hash_hex(h).s);
}

static void row_name(const json_t *row, uint8_t out[HASH_BYTES]) {
    json_t *doc = json_object();
    struct buf b = {0};
    struct err e;

    json_object_set(doc, "row", (json_t *)(uintptr_t)row);
    json_object_set_new(doc, "sheet", json_string("sources"));
    if (canon_write(doc, &b, &e) == 0) hash_of(buf_span(&b), out);
    json_decref(doc);
    buf_fini(&b);
}

/** The file of a row by hand is the row itself (docs/LEDGER.md). */
static int append_form(struct store *st, struct arena *a, const uint8_t row_id[HASH_BYTES],
                       int64_t now, struct err *e) {
    uint8_t salt[HASH_BYTES], lineage[HASH_BYTES];
    struct span name;
    struct hash h;
    json_t *body;
    int rc = ledger_case(st, a, &name, salt, e);

    if (rc < 0) return rc;
    hash_begin(&h);
    hash_add(&h, (struct span){(const char *)salt, HASH_BYTES});
    hash_add(&h, SPAN("form"));
    hash_add(&h, SPAN("sources"));
    hash_end(&h, lineage);
    body =
        json_pack("{s:I, s:i, s:s, s:o, s:o, s:[s]}", "at", (json_int_t)now, "bytes", 0, "format",
                  "form", "lineage", hex(lineage), "sha256", hex(row_id), "sheets", "sources");
    return append(st, "file", body, e);
}

/** Puts a row without particulars in place of the source's own. @return 1: done; 0: it has none. */
static int replace_own(struct store *st, struct arena *a, struct span source, int64_t now,
                       uint8_t row_id[HASH_BYTES], struct err *e) {
    struct query *q = NULL;
    json_t *row, *body;
    int rc =
        query_open(&q, st,
                   "SELECT row_id, key, body ->> '$.kind' FROM line WHERE sheet = 'sources' AND "
                   "body ->> '$.id' = ?1",
                   e);

    if (rc < 0) return rc;
    query_text(q, 1, source);
    if ((rc = query_next(q, e)) <= 0) {
        query_close(q);
        return rc;
    }
    row = json_pack("{s:s#, s:s#, s:s, s:s}", "id", source.p, (int)source.n, "kind",
                    query_col(q, 2).p, (int)query_col(q, 2).n, "label", "withdrawn", "note",
                    "withdrawn: what it reported is no longer used");
    row_name(row, row_id);
    body = json_pack("{s:o, s:s#, s:i, s:o, s:o, s:s, s:s#}", "file", hex(row_id), "key",
                     query_col(q, 1).p, (int)query_col(q, 1).n, "line", 1, "row", row, "row_id",
                     hex(row_id), "sheet", "sources", "supersedes", query_col(q, 0).p,
                     (int)query_col(q, 0).n);
    query_close(q);
    rc = append_form(st, a, row_id, now, e);
    if (rc < 0)
        json_decref(body);
    else
        rc = append(st, "row", body, e);
    return rc < 0 ? rc : 1;
}

static int withdraw_rows(struct store *st, struct arena *a, struct span source,
                         const uint8_t file[HASH_BYTES], size_t *n, struct err *e) {
    VEC(struct withdrawn) rows = {0};
    struct query *q = NULL;
    int rc = query_open(&q, st,
                        "SELECT row_id, sheet FROM line WHERE sheet <> 'sources' AND body ->> "
                        "'$.source' = ?1 ORDER BY sheet, row_id",
                        e);

    if (rc < 0) return rc;
    query_text(q, 1, source);
    while ((rc = query_next(q, e)) > 0)
        *vec_push(a, &rows) =
            (struct withdrawn){arena_span(a, query_col(q, 0)), arena_span(a, query_col(q, 1))};
    query_close(q);
    for (size_t i = 0; i < rows.n && rc == 0; i++)
        rc = append(st, "withdraw",
                    json_pack("{s:o, s:s, s:s}", "file", hex(file), "row_id", rows.v[i].row_id.p,
                              "sheet", rows.v[i].sheet.p),
                    e);
    *n = rows.n;
    return rc;
}

static const char reposts_sql[] =
    "SELECT count(*) FROM line WHERE sheet = 'sources' AND body ->> '$.root' = ?1 AND body ->> "
    "'$.id' <> ?1";

/* ---- the tombstone ---- */

static int append_tombstones(struct store *st, struct span source, const struct doomed *d,
                             const uint8_t *row_id, int64_t now, struct err *e) {
    int rc = 0;

    for (size_t i = 0; rc == 0 && (i == 0 || i < d->commitment.n); i += COMMITMENTS) {
        json_t *list = json_array(), *body;

        for (size_t k = i; k < d->commitment.n && k < i + COMMITMENTS; k++)
            json_array_append_new(list, json_string(d->commitment.v[k].p));
        body = json_pack("{s:I, s:o, s:s#}", "at", (json_int_t)now, "commitments", list, "source",
                         source.p, (int)source.n);
        if (row_id) json_object_set_new(body, "row_id", hex(row_id));
        rc = append(st, "forget", body, e);
    }
    return rc;
}

static int forget(struct store *st, struct arena *a, struct span source, int64_t now,
                  struct forget_tally *t, struct err *e) {
    uint8_t row_id[HASH_BYTES] = {0};
    struct doomed d = {0};
    bool gone = false;
    int rc, own;

    if ((rc = identity_forgotten(st, source, &gone, e)) < 0) return rc;
    if (gone) return err_set(e, RC_CONFLICT, "the source was withdrawn before");
    if ((rc = store_derive(st, e)) < 0) return rc; /* not what the file's derived tables say */
    if ((rc = find_sealed(st, a, source, &d, e)) < 0) return rc;
    if ((own = replace_own(st, a, source, now, row_id, e)) < 0) return own;
    if (!own && !d.commitment.n) return err_set(e, RC_NOTFOUND, "there is no such source");
    if ((rc = withdraw_rows(st, a, source, row_id, &t->rows, e)) < 0) return rc;
    if ((rc = count_one(st, reposts_sql, source, &t->reposts, e)) < 0) return rc;
    if ((rc = count_one(st, shared_sql, source, &t->shared, e)) < 0) return rc;
    if ((rc = destroy(st, &d, e)) < 0) return rc;
    if ((rc = append_tombstones(st, source, &d, own ? row_id : NULL, now, e)) < 0) return rc;
    if ((rc = blob_withdraw(st, &t->media, e)) < 0) return rc;
    t->boxes = d.commitment.n;
    t->files = d.files;
    return store_derive(st, e);
}

int forget_source(struct store *st, struct arena *a, struct span source, int64_t now,
                  struct forget_tally *out, struct err *e) {
    struct forget_tally t = {0};
    int rc = store_begin(st, e);

    if (rc < 0) return rc;
    rc = ledger_end(st, forget(st, a, source, now, &t, e), e);
    if (rc == 0) *out = t;
    return rc;
}
