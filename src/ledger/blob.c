/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/blob.h"

#include <stdio.h>

static struct span key_of(const uint8_t sha[HASH_BYTES]) {
    return (struct span){(const char *)sha, HASH_BYTES};
}

int blob_put(struct store *st, struct span bytes, const char *media, uint8_t sha[HASH_BYTES],
             struct err *e) {
    uint8_t own[HASH_BYTES];
    struct query *q = NULL;
    int rc;

    if (bytes.n > BLOB_BYTES)
        return err_set(e, RC_LIMIT, "an attachment of %zu bytes, over the limit of %zu", bytes.n,
                       BLOB_BYTES);
    hash_of(bytes, own);
    if ((rc = query_open(&q, st,
                         "INSERT INTO blob (sha256, bytes, media, data) VALUES (?1, ?2, ?3, ?4) "
                         "ON CONFLICT (sha256) DO UPDATE SET data = excluded.data, path = NULL "
                         "WHERE data IS NULL",
                         e)) < 0)
        return rc;
    query_blob(q, 1, key_of(own));
    query_int(q, 2, (int64_t)bytes.n);
    query_text(q, 3, span_of(media));
    query_blob(q, 4, (struct span){bytes.p ? bytes.p : "", bytes.n});
    rc = query_run(q, e);
    query_close(q);
    if (rc == 0 && sha) memcpy(sha, own, HASH_BYTES);
    return rc;
}

int blob_refer(struct store *st, const uint8_t sha[HASH_BYTES], int64_t bytes, const char *media,
               const char *path, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st,
                        "INSERT INTO blob (sha256, bytes, media, path) VALUES (?1, ?2, ?3, ?4) "
                        "ON CONFLICT (sha256) DO UPDATE SET path = excluded.path WHERE path = ''",
                        e);

    if (rc < 0) return rc;
    query_blob(q, 1, key_of(sha));
    query_int(q, 2, bytes);
    query_text(q, 3, span_of(media));
    query_text(q, 4, span_of(path));
    rc = query_run(q, e);
    query_close(q);
    return rc;
}

int blob_get(struct store *st, struct arena *a, const uint8_t sha[HASH_BYTES], struct span *out,
             struct err *e) {
    struct query *q = NULL;
    uint8_t own[HASH_BYTES];
    int rc = query_open(&q, st, "SELECT data FROM blob WHERE sha256 = ?1", e);

    if (rc < 0) return rc;
    query_blob(q, 1, key_of(sha));
    rc = query_next(q, e);
    if (rc == 0 || (rc > 0 && query_col_null(q, 0))) {
        rc = err_set(e, RC_NOTFOUND,
                     rc ? "attachment %.12s is kept outside the case"
                        : "attachment %.12s is not in the case",
                     hash_hex(sha).s);
    } else if (rc > 0) {
        struct span bytes = query_col(q, 0);

        hash_of(bytes, own);
        rc = 0;
        if (memcmp(own, sha, HASH_BYTES) != 0)
            rc = err_set(e, RC_SYNTAX, "attachment %.12s is damaged: its bytes are others",
                         hash_hex(sha).s);
        else
            *out = arena_span(a, bytes);
    }
    query_close(q);
    return rc;
}

int blob_withdraw(struct store *st, size_t *n, struct err *e) {
    static const char which[] =
        "data IS NOT NULL AND EXISTS (SELECT 1 FROM entry WHERE kind = 'forget') AND "
        "lower(hex(sha256)) "
        "IN (SELECT m.body ->> '$.sha256' FROM entry AS m WHERE m.kind = 'media' GROUP BY 1 HAVING "
        "min(m.body ->> '$.source' IN (SELECT f.body ->> '$.source' FROM entry AS f WHERE f.kind = "
        "'forget')))";
    char sql[600];
    int64_t found = 0;
    int rc;

    snprintf(sql, sizeof sql, "SELECT count(*) FROM blob WHERE %s", which);
    if ((rc = query_number(st, sql, &found, e)) < 0) return rc;
    if (n) *n = (size_t)found;
    if (!found) return 0;
    snprintf(sql, sizeof sql, "UPDATE blob SET data = NULL, path = '' WHERE %s", which);
    return store_exec(st, sql, e);
}
