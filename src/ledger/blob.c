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

/* ---- verify ---- */

static void wrong(struct blob_verdict *v, struct span sha, const char *reason) {
    if (v->broken) return;
    v->broken = true;
    if (sha.n == HASH_BYTES) memcpy(v->sha, sha.p, HASH_BYTES);
    snprintf(v->reason, sizeof v->reason, "%s", reason);
}

static void check_blob(struct query *q, struct blob_verdict *v) {
    struct span sha = query_col(q, 0), data = query_col(q, 1);
    uint8_t own[HASH_BYTES];

    if (query_col_null(q, 1)) {
        v->outside++;
        return;
    }
    v->blobs++;
    v->bytes += (int64_t)data.n;
    hash_of(data, own);
    if (!span_eq(sha, key_of(own))) wrong(v, sha, "its bytes are others than when it was named");
}

static int check_bytes(struct store *st, struct blob_verdict *v, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT sha256, data FROM blob ORDER BY sha256", e);

    if (rc < 0) return rc;
    while ((rc = query_next(q, e)) > 0) check_blob(q, v);
    query_close(q);
    if (rc == RC_SYNTAX || rc == RC_LIMIT) {
        wrong(v, SPAN(""), "an attachment cannot be read");
        return 0;
    }
    return rc;
}

static bool is_there(struct query *q, const uint8_t sha[HASH_BYTES], int *rc, struct err *e) {
    bool there;

    query_blob(q, 1, key_of(sha));
    *rc = query_next(q, e);
    there = *rc > 0;
    while (*rc > 0) *rc = query_next(q, e); /* to its end, so that it can be bound anew */
    return there;
}

/* Every name in an entry, and whether there is such a blob. (SQLite has unhex() from 3.41 on only.) */
static int check_names(struct store *st, struct blob_verdict *v, struct err *e) {
    struct query *name = NULL, *blob = NULL;
    int rc = query_open(&name, st,
                        "SELECT body ->> '$.row.blob' AS hex FROM entry "
                        "WHERE kind = 'row' AND body ->> '$.sheet' = 'tracks' "
                        "UNION ALL SELECT body ->> '$.sha256' FROM entry "
                        "WHERE kind = 'file' AND body ->> '$.format' = 'folder' ORDER BY hex",
                        e);

    if (rc == 0) rc = query_open(&blob, st, "SELECT 1 FROM blob WHERE sha256 = ?1", e);
    while (rc == 0 && (rc = query_next(name, e)) > 0) {
        uint8_t sha[HASH_BYTES];

        v->named++;
        if (!hash_read(query_col(name, 0), sha))
            wrong(v, SPAN(""), "an entry names an attachment by what is no hash");
        else if (!is_there(blob, sha, &rc, e) && rc == 0)
            wrong(v, key_of(sha), "an entry names it, and it is not in the case");
        rc = rc > 0 ? 0 : rc;
    }
    query_close(blob);
    query_close(name);
    return rc;
}

int blob_verify(struct store *st, struct blob_verdict *out, struct err *e) {
    struct blob_verdict v = {0};
    int rc = check_bytes(st, &v, e);

    if (rc == 0) rc = check_names(st, &v, e);
    if (rc == 0) *out = v;
    return rc;
}
