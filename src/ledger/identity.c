/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/identity.h"

#include <stdlib.h>

const char *const identity_fields[IDENTITY_N + 1] = {"name",    "contact", "device",
                                                     "vantage", "note",    NULL};

static int field_of(struct span s) {
    for (int i = 0; i < IDENTITY_N; i++)
        if (span_is(s, identity_fields[i])) return i;
    return -1;
}

int identity_forgotten(struct store *st, struct span source, bool *out, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(
        &q, st, "SELECT 1 FROM entry WHERE kind = 'forget' AND body ->> '$.source' = ?1 LIMIT 1",
        e);

    if (rc < 0) return rc;
    query_text(q, 1, source);
    if ((rc = query_next(q, e)) >= 0) *out = rc > 0;
    query_close(q);
    return rc < 0 ? rc : 0;
}

static int refuse_forgotten(struct store *st, struct span source, struct err *e) {
    bool gone = false;
    int rc = identity_forgotten(st, source, &gone, e);

    if (rc == 0 && gone) rc = err_set(e, RC_CONFLICT, "the source was withdrawn");
    return rc;
}

/** Appends and frees the body, then keeps the boxes. */
static int append(struct store *st, const char *kind, json_t *body, const struct vault_box *x,
                  size_t n, struct err *e) {
    int rc = ledger_append(st, kind, body, NULL, e);

    json_decref(body);
    for (size_t i = 0; i < n && rc == 0; i++) rc = vault_keep(st, &x[i], e);
    return rc;
}

/* NOLINTNEXTLINE(readability-function-size): what an entry is made of */
int identity_append(struct store *st, struct arena *a, const struct custody *to, struct span source,
                    const struct identity_value *v, size_t n, const uint8_t *file, int64_t now,
                    struct err *e) {
    struct vault_box *x = ARENA_ARRAY(a, struct vault_box, n);
    json_t *body, *fields;
    int rc = refuse_forgotten(st, source, e);

    for (size_t i = 0; i < n && rc == 0; i++) {
        rc = vault_seal(a, to, v[i].value, &x[i], e);
        if (rc < 0) err_at(e, "%s", identity_fields[v[i].field]);
    }
    if (rc < 0) return rc;
    body = json_object();
    fields = json_object();
    for (size_t i = 0; i < n; i++)
        json_object_set_new(fields, identity_fields[v[i].field], vault_json(&x[i]));
    json_object_set_new(body, "at", json_integer(now));
    json_object_set_new(body, "fields", fields);
    if (file) json_object_set_new(body, "file", json_string(hash_hex(file).s));
    json_object_set_new(body, "source", json_stringn(source.p, source.n));
    return append(st, "identity", body, x, n, e);
}

/* NOLINTNEXTLINE(readability-function-size): the same */
int identity_raw(struct store *st, struct arena *a, const struct custody *to,
                 const uint8_t file[HASH_BYTES], struct span bytes, const struct span *source,
                 size_t nsource, int64_t now, struct err *e) {
    size_t n = bytes.n / VAULT_VALUE_BYTES + 1;
    struct vault_box *x = ARENA_ARRAY(a, struct vault_box, n);
    json_t *body = json_object(), *parts = json_array(), *sources = json_array();
    int rc = 0;

    for (size_t i = 0; i < n && rc == 0; i++) {
        size_t at = i * VAULT_VALUE_BYTES, rest = bytes.n - at;
        struct span part = {bytes.p + at, rest < VAULT_VALUE_BYTES ? rest : VAULT_VALUE_BYTES};

        if ((rc = vault_seal(a, to, part, &x[i], e)) == 0)
            json_array_append_new(parts, vault_json(&x[i]));
    }
    for (size_t i = 0; i < nsource; i++)
        json_array_append_new(sources, json_stringn(source[i].p, source[i].n));
    json_object_set_new(body, "at", json_integer(now));
    json_object_set_new(body, "file", json_string(hash_hex(file).s));
    json_object_set_new(body, "parts", parts);
    json_object_set_new(body, "sources", sources);
    if (rc == 0) return append(st, "raw", body, x, n, e);
    json_decref(body);
    return rc;
}

/* ---- a file as a whole ---- */

static int parts_of(struct span body, struct arena *a, uint8_t (**part)[HASH_BYTES], size_t *n,
                    struct err *e) {
    json_t *o = NULL, *p;
    size_t i;
    int rc = canon_read(body, &o, e);

    if (rc < 0) return rc;
    *n = json_array_size(json_object_get(o, "parts"));
    *part = arena_alloc(a, *n + 1, sizeof **part);
    json_array_foreach(json_object_get(o, "parts"), i, p) {
        const char *s = json_string_value(json_object_get(p, "commitment"));

        if (!s || !hash_read(span_of(s), (*part)[i]))
            rc = err_set(e, RC_SYNTAX, "a sealed file is not of the form that its kind has");
    }
    json_decref(o);
    return rc;
}

int identity_raw_parts(struct store *st, struct arena *a, const char *begin,
                       uint8_t (**part)[HASH_BYTES], size_t *n, struct err *e) {
    static const char sql[] =
        "SELECT body, body ->> '$.file', (SELECT count(*) FROM json_each(e.body, '$.parts') AS p "
        "WHERE NOT EXISTS (SELECT 1 FROM vault AS v WHERE lower(hex(v.commitment)) = p.value ->> "
        "'$.commitment')) FROM entry AS e WHERE kind = 'raw' AND body ->> '$.file' >= ?1 AND body "
        "->> '$.file' < ?1 || 'g' ORDER BY seq DESC, author DESC";
    struct span first = {0};
    struct query *q = NULL;
    bool found = false;
    int rc = query_open(&q, st, sql, e);

    if (rc < 0) return rc;
    query_text(q, 1, span_of(begin));
    while ((rc = query_next(q, e)) > 0) {
        if (!first.p) first = arena_span(a, query_col(q, 1));
        if (!span_eq(first, query_col(q, 1))) {
            rc = err_set(e, RC_CONFLICT, "%.64s names more than one file: give more digits", begin);
            break;
        }
        if (found || query_col_int(q, 2)) continue;
        if ((rc = parts_of(query_col(q, 0), a, part, n, e)) < 0) break;
        found = true;
    }
    query_close(q);
    if (rc < 0 || found) return rc < 0 ? rc : 0;
    return err_set(e, RC_NOTFOUND,
                   first.p ? "what was sealed of it was destroyed, with a source that was withdrawn"
                           : "no file is sealed under %.64s",
                   begin);
}

/* ---- looking ---- */

static int find_box(struct store *st, struct arena *a, struct identity_item *x, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT custodians FROM vault WHERE commitment = ?1", e);

    if (rc < 0) return rc;
    query_blob(q, 1, (struct span){(const char *)x->commitment, HASH_BYTES});
    rc = query_next(q, e);
    if (rc > 0) {
        x->there = true;
        x->keys = arena_span(a, query_col(q, 0));
    }
    query_close(q);
    return rc < 0 ? rc : 0;
}

static const char list_sql[] =
    "SELECT source, field, commitment, bucket, at, versions FROM (SELECT e.body ->> '$.source' AS "
    "source, f.key AS field, f.value ->> '$.commitment' AS commitment, f.value ->> '$.bucket' AS "
    "bucket, e.body ->> '$.at' AS at, count(*) OVER (PARTITION BY e.body ->> '$.source', f.key) AS "
    "versions, row_number() OVER (PARTITION BY e.body ->> '$.source', f.key ORDER BY e.seq DESC, "
    "e.author DESC) AS nth FROM entry AS e, json_each(e.body, '$.fields') AS f WHERE e.kind = "
    "'identity') WHERE nth = 1 AND (?1 IS NULL OR source = ?1)";

/* What is gone, and should be. Asked once, and only where something is gone: the whole ledger tells. */
static int find_forgotten(struct store *st, struct arena *a, struct identity_list *l,
                          struct err *e) {
    struct vault_set set = {0};
    size_t i = 0;
    int rc;

    while (i < l->v.n && l->v.v[i].there) i++;
    if (i == l->v.n) return 0;
    if ((rc = vault_forgotten(st, a, &set, e)) < 0) return rc;
    for (; i < l->v.n; i++)
        l->v.v[i].forgotten = !l->v.v[i].there && vault_has(&set, l->v.v[i].commitment);
    return 0;
}

/* The same bytes may have been entered for several sources: what they name is then of each. */
static const char media_sql[] =
    "SELECT DISTINCT m.body ->> '$.source', h.body ->> '$.sha256', h.body ->> "
    "'$.value.commitment', h.body ->> '$.value.bucket', h.body ->> '$.at' FROM entry AS h JOIN "
    "(SELECT body FROM entry WHERE kind = 'media') AS m ON m.body ->> '$.sha256' = h.body ->> "
    "'$.sha256' WHERE h.kind = 'hint' AND h.body ->> '$.what' = 'sealed' AND (?1 IS NULL OR m.body "
    "->> '$.source' = ?1)";

const char *identity_word(const struct identity_item *x) {
    return x->field == IDENTITY_MEDIA ? "media" : identity_fields[x->field];
}

static int item_cmp(const void *a, const void *b) {
    const struct identity_item *x = a, *y = b;
    int c = span_cmp(x->source, y->source);

    if (c || (c = (x->field > y->field) - (x->field < y->field))) return c;
    if ((c = span_cmp(x->media, y->media))) return c;
    return memcmp(x->commitment, y->commitment, HASH_BYTES);
}

static int load_media(struct store *st, struct arena *a, struct span source,
                      struct identity_list *l, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, media_sql, e);

    if (rc < 0) return rc;
    query_text(q, 1, source);
    while ((rc = query_next(q, e)) > 0) {
        struct identity_item *x = vec_push(a, &l->v);

        *x = (struct identity_item){.source = arena_span(a, query_col(q, 0)),
                                    .field = IDENTITY_MEDIA,
                                    .media = arena_span(a, query_col(q, 1)),
                                    .bucket = (size_t)query_col_int(q, 3),
                                    .at = query_col_int(q, 4)};
        if (!hash_read(query_col(q, 2), x->commitment)) {
            rc = err_set(e, RC_SYNTAX, "a sealed hint is not of the form that its kind has");
            break;
        }
    }
    query_close(q);
    return rc;
}

int identity_load(struct store *st, struct arena *a, struct span source, struct identity_list *out,
                  struct err *e) {
    struct identity_list l = {0};
    struct query *q = NULL;
    int rc = query_open(&q, st, list_sql, e);

    if (rc < 0) return rc;
    query_text(q, 1, source);
    while ((rc = query_next(q, e)) > 0) {
        struct identity_item *x;
        int field = field_of(query_col(q, 1));

        if (field < 0) continue; /* of a later version of the program */
        x = vec_push(a, &l.v);
        *x = (struct identity_item){.source = arena_span(a, query_col(q, 0)),
                                    .field = field,
                                    .bucket = (size_t)query_col_int(q, 3),
                                    .at = query_col_int(q, 4),
                                    .earlier = (size_t)query_col_int(q, 5) - 1};
        if (!hash_read(query_col(q, 2), x->commitment)) {
            rc = err_set(e, RC_SYNTAX, "an identity entry is not of the form that its kind has");
            break;
        }
    }
    query_close(q);
    if (rc == 0) rc = load_media(st, a, source, &l, e);
    for (size_t i = 0; i < l.v.n && rc == 0; i++) rc = find_box(st, a, &l.v.v[i], e);
    if (rc == 0) rc = find_forgotten(st, a, &l, e);
    if (rc < 0) return rc;
    if (l.v.n) qsort(l.v.v, l.v.n, sizeof l.v.v[0], item_cmp);
    *out = l;
    return 0;
}
