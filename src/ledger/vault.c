/* SPDX-License-Identifier: Apache-2.0 */
/* A box, byte by byte (docs/LEDGER.md has the table):
 *
 *     "headcount-box-1\n"   n   n x [ public key | sealed box of the one-time key ]   secret box
 *
 * Why a one-time key and not a sealed box of the value for each custodian: the value may be a file
 * of megabytes, and there may be sixteen custodians. Why the public keys stand in it: so that the
 * commitment covers who can open it, and nobody can claim later that a value was sealed to others.
 *
 * The padding comes before the closing, so the size of a box tells the bucket and nothing more.
 * Buckets grow by four: a name, a telephone number and a line of notes are all 256 bytes. */
#include "ledger/vault.h"

#include <assert.h>
#include <stdio.h>

#define MAGIC "headcount-box-1\n"
#define MAGIC_BYTES (sizeof MAGIC - 1)
#define SLOT_BYTES ((size_t)(BOX_KEY + BOX_KEY + BOX_SEALED))
#define BUCKET_MIN ((size_t)256)

static size_t bucket_of(size_t n) {
    size_t b = BUCKET_MIN;

    while (b <= n) b *= 4; /* at least one byte of padding */
    return b;
}

static bool is_bucket(size_t b) {
    return b && bucket_of(b - 1) == b && b <= VAULT_VALUE_BYTES + 1;
}

static void commit(const uint8_t salt[HASH_BYTES], struct span box, uint8_t out[HASH_BYTES]) {
    struct hash h;

    hash_begin(&h);
    hash_add(&h, (struct span){(const char *)salt, HASH_BYTES});
    hash_add(&h, box);
    hash_end(&h, out);
}

/* ---- sealing ---- */

int vault_seal(struct arena *a, const struct custody *to, struct span value, struct vault_box *out,
               struct err *e) {
    size_t bucket = bucket_of(value.n), n = 0, size;
    struct vault_box x = {.bucket = bucket};
    uint8_t *key, *plain, *box;
    char *keys;

    if (!to->active)
        return err_set(e, RC_NOTFOUND,
                       "nobody to seal to: the case has no custodian (headcount keys)");
    if (value.n > VAULT_VALUE_BYTES)
        return err_set(e, RC_LIMIT, "%zu bytes, over the limit of %zu for a sealed value", value.n,
                       VAULT_VALUE_BYTES);
    size = MAGIC_BYTES + 1 + to->active * SLOT_BYTES + BOX_LOCKED + bucket;
    box = (uint8_t *)arena_alloc(a, 1, size);
    keys = ARENA_ARRAY(a, char, to->active *HASH_BYTES);
    key = box_memory(BOX_KEY);
    plain = box_memory(bucket);
    hash_random(key, BOX_KEY);
    hash_random(x.salt, sizeof x.salt);
    if (value.n) memcpy(plain, value.p, value.n);
    box_pad(plain, value.n, bucket);
    memcpy(box, MAGIC, MAGIC_BYTES);
    box[MAGIC_BYTES] = (uint8_t)to->active;
    for (size_t i = 0; i < to->v.n; i++) {
        uint8_t *slot = box + MAGIC_BYTES + 1 + n * SLOT_BYTES;
        bool sealed;

        if (to->v.v[i].revoked) continue;
        memcpy(slot, to->v.v[i].key, BOX_KEY);
        memcpy(keys + n++ * HASH_BYTES, to->v.v[i].key, HASH_BYTES);
        sealed = box_seal((struct span){(char *)key, BOX_KEY}, to->v.v[i].key, slot + BOX_KEY);
        assert(sealed); /* custody_add tried it */
    }
    box_lock((struct span){(char *)plain, bucket}, key,
             box + MAGIC_BYTES + 1 + to->active * SLOT_BYTES);
    box_free(plain);
    box_free(key);
    x.box = (struct span){(char *)box, size};
    x.custodians = (struct span){keys, n * HASH_BYTES};
    commit(x.salt, x.box, x.commitment);
    *out = x;
    return 0;
}

json_t *vault_json(const struct vault_box *x) {
    return json_pack("{s:I, s:s}", "bucket", (json_int_t)x->bucket, "commitment",
                     hash_hex(x->commitment).s);
}

/* Commitments that a tombstone covers: those that it names, and those of its source that it could not
 * name, since another copy of the case sealed them meanwhile. A sealed file falls with any source
 * that it tells of, as it does in forget_source; what a photograph names with any source that
 * brought it. */
#define FORGOTTEN_CTE                                                                              \
    "gone (source) AS MATERIALIZED (SELECT body ->> '$.source' FROM entry WHERE kind = "           \
    "'forget'), forgotten (c) AS (SELECT f.value FROM entry AS e, json_each(e.body, "              \
    "'$.commitments') AS f WHERE e.kind = 'forget' UNION SELECT t.value FROM entry AS e, "         \
    "json_tree(e.body) AS t WHERE EXISTS (SELECT 1 FROM gone) AND t.key = 'commitment' AND "       \
    "((e.kind = 'identity' AND e.body ->> '$.source' IN (SELECT source FROM gone)) OR (e.kind = "  \
    "'raw' AND EXISTS (SELECT 1 FROM json_each(e.body, '$.sources') AS s WHERE s.value IN "        \
    "(SELECT source FROM gone))) OR (e.kind = 'hint' AND e.body ->> '$.what' = 'sealed' AND "      \
    "e.body ->> '$.sha256' IN (SELECT m.body ->> '$.sha256' FROM entry AS m WHERE m.kind = "       \
    "'media' AND m.body ->> '$.source' IN (SELECT source FROM gone)))))"

int vault_allowed(struct store *st, const uint8_t commitment[HASH_BYTES], bool *allowed,
                  struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st,
                        "WITH " FORGOTTEN_CTE " SELECT 1 FROM forgotten WHERE c = ?1 LIMIT 1", e);

    if (rc < 0) return rc;
    query_text(q, 1, span_of(hash_hex(commitment).s));
    if ((rc = query_next(q, e)) >= 0) *allowed = rc == 0;
    query_close(q);
    return rc < 0 ? rc : 0;
}

static int hash_cmp(const void *a, const void *b) {
    return memcmp(a, b, HASH_BYTES);
}

int vault_forgotten(struct store *st, struct arena *a, struct vault_set *out, struct err *e) {
    struct query *q = NULL;
    struct vault_set set = {0};
    int rc = query_open(&q, st, "WITH " FORGOTTEN_CTE " SELECT c FROM forgotten", e);

    if (rc < 0) return rc;
    while ((rc = query_next(q, e)) > 0) {
        uint8_t h[HASH_BYTES];

        if (hash_read(query_col(q, 0), h)) memcpy(vec_push(a, &set)->h, h, HASH_BYTES);
    }
    query_close(q);
    if (rc < 0) return rc;
    if (set.n) qsort(set.v, set.n, sizeof set.v[0], hash_cmp);
    *out = set;
    return 0;
}

bool vault_has(const struct vault_set *set, const uint8_t commitment[HASH_BYTES]) {
    return set->n && bsearch(commitment, set->v, set->n, sizeof set->v[0], hash_cmp);
}

static int insert(struct store *st, const struct vault_box *x, const struct store_tail *t,
                  struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st,
                        "INSERT INTO vault (commitment, salt, box, bucket, custodians, author, seq)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                        e);

    if (rc < 0) return rc;
    query_blob(q, 1, (struct span){(const char *)x->commitment, HASH_BYTES});
    query_blob(q, 2, (struct span){(const char *)x->salt, HASH_BYTES});
    query_blob(q, 3, x->box);
    query_int(q, 4, (int64_t)x->bucket);
    query_blob(q, 5, x->custodians);
    query_blob(q, 6, (struct span){(const char *)t->author, HASH_BYTES});
    query_int(q, 7, t->last);
    rc = query_run(q, e);
    query_close(q);
    return rc;
}

int vault_keep(struct store *st, const struct vault_box *x, struct err *e) {
    const struct store_tail *t = store_tail(st);
    bool allowed = false;
    int rc;

    if (!t || !t->first)
        return err_set(e, RC_IO, "nothing can be sealed: no entry was appended before it");
    if ((rc = vault_allowed(st, x->commitment, &allowed, e)) < 0) return rc;
    if (!allowed) return err_set(e, RC_CONFLICT, "this sealed value was forgotten");
    return insert(st, x, t, e);
}

/* ---- opening ---- */

/** @return NULL, or what is wrong with the form of a box. *n: its custodians; *locked: the value. */
static const char *box_form(struct span box, size_t *n, struct span *locked) {
    size_t head;

    if (box.n < MAGIC_BYTES + 1 || memcmp(box.p, MAGIC, MAGIC_BYTES) != 0)
        return "the box does not begin as one";
    *n = (uint8_t)box.p[MAGIC_BYTES];
    head = MAGIC_BYTES + 1 + *n * SLOT_BYTES;
    if (!*n || *n > CUSTODY_MAX || box.n < head + BOX_LOCKED + BUCKET_MIN ||
        !is_bucket(box.n - head - BOX_LOCKED))
        return "the box is not of a size that one has";
    *locked = (struct span){box.p + head, box.n - head};
    return NULL;
}

static int open_value(struct span locked, const uint8_t *key, char **out, size_t *n,
                      struct err *e) {
    size_t bucket = locked.n - BOX_LOCKED, len = SIZE_MAX;
    uint8_t *plain = box_memory(bucket);

    if (box_unlock(locked, key, plain)) len = box_unpad(plain, bucket);
    if (len == SIZE_MAX) {
        box_free(plain);
        return err_set(e, RC_SYNTAX, "the sealed value was not made as one");
    }
    *out = (char *)plain;
    *n = len;
    return 0;
}

static int open_box(struct span box, const struct box_pair *key, char **out, size_t *n,
                    struct err *e) {
    uint8_t *once;
    struct span locked;
    size_t slots;
    const char *wrong = box_form(box, &slots, &locked);
    int rc = RC_LOCKED;

    if (wrong) return err_set(e, RC_SYNTAX, "%s", wrong);
    once = box_memory(BOX_KEY);
    for (size_t i = 0; i < slots && rc == RC_LOCKED; i++) {
        const char *slot = box.p + MAGIC_BYTES + 1 + i * SLOT_BYTES;

        if (memcmp(slot, key->open, BOX_KEY) != 0) continue;
        if (box_open((struct span){slot + BOX_KEY, SLOT_BYTES - BOX_KEY}, key, once))
            rc = open_value(locked, once, out, n, e);
        else
            rc = err_set(e, RC_SYNTAX, "the sealed value was not made as one");
    }
    box_free(once);
    if (rc == RC_LOCKED) return err_set(e, RC_LOCKED, "sealed, and not to this key");
    return rc;
}

int vault_open(struct store *st, const uint8_t commitment[HASH_BYTES], const struct box_pair *key,
               char **out, size_t *n, struct err *e) {
    struct query *q = NULL;
    uint8_t is[HASH_BYTES];
    int rc = query_open(&q, st, "SELECT salt, box FROM vault WHERE commitment = ?1", e);

    if (rc < 0) return rc;
    query_blob(q, 1, (struct span){(const char *)commitment, HASH_BYTES});
    rc = query_next(q, e);
    if (rc == 0)
        rc = err_set(e, RC_NOTFOUND,
                     "the sealed value is not there: it was forgotten, or taken "
                     "out");
    if (rc > 0) {
        struct span salt = query_col(q, 0), box = query_col(q, 1);

        if (salt.n == HASH_BYTES) commit((const uint8_t *)salt.p, box, is);
        if (salt.n != HASH_BYTES || memcmp(is, commitment, HASH_BYTES) != 0)
            rc = err_set(e, RC_SYNTAX, "the sealed value was changed");
        else
            rc = open_box(box, key, out, n, e);
    }
    query_close(q);
    return rc;
}

/* ---- checking ---- */

static void broken(struct vault_verdict *v, struct span commitment, const char *reason) {
    v->broken = true;
    memset(v->commitment, 0, HASH_BYTES);
    memcpy(v->commitment, commitment.p, commitment.n < HASH_BYTES ? commitment.n : HASH_BYTES);
    snprintf(v->reason, sizeof v->reason, "%s", reason);
}

static const char *check_box(struct query *q) {
    struct span key = query_col(q, 0), salt = query_col(q, 1), box = query_col(q, 2);
    struct span keys = query_col(q, 4), body = query_col(q, 5), locked;
    uint8_t is[HASH_BYTES];
    const char *wrong;
    size_t n;

    if (key.n != HASH_BYTES || salt.n != HASH_BYTES)
        return "it is not of the form of a sealed value";
    commit((const uint8_t *)salt.p, box, is);
    if (memcmp(is, key.p, HASH_BYTES) != 0) return "salt or box do not match the commitment";
    if ((wrong = box_form(box, &n, &locked))) return wrong;
    if (query_col_type(q, 3) != QUERY_INT ||
        query_col_int(q, 3) != (int64_t)(locked.n - BOX_LOCKED))
        return "its bucket is not that of its box";
    for (size_t i = 0; i < n; i++)
        if (keys.n != n * HASH_BYTES ||
            memcmp(keys.p + i * HASH_BYTES, box.p + MAGIC_BYTES + 1 + i * SLOT_BYTES, HASH_BYTES) !=
                0)
            return "its custodians are not those of its box";
    if (!body.p || !memmem(body.p, body.n, hash_hex(is).s, 2 * (size_t)HASH_BYTES))
        return "the entry that it names does not hold its commitment";
    return NULL;
}

static int check_boxes(struct store *st, struct vault_verdict *v, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st,
                        "SELECT v.commitment, v.salt, v.box, v.bucket, v.custodians, e.body FROM "
                        "vault AS v LEFT JOIN entry AS e ON e.author = v.author AND e.seq = v.seq "
                        "ORDER BY v.commitment",
                        e);

    if (rc < 0) return rc;
    while ((rc = query_next(q, e)) > 0 && !v->broken) {
        const char *wrong = check_box(q);

        v->boxes++;
        if (wrong) broken(v, query_col(q, 0), wrong);
    }
    query_close(q);
    return rc < 0 ? rc : 0;
}

/** Commitments of entries, each held against vault and tombstones. */
static const char gone_sql[] =
    "WITH " FORGOTTEN_CTE ", promised (c) AS (SELECT t.value FROM entry AS e, json_tree(e.body) "
    "AS "
    "t WHERE (e.kind IN ('identity', 'raw') OR (e.kind = 'hint' AND e.body ->> '$.what' = "
    "'sealed')) AND t.key = 'commitment') SELECT c, c IN (SELECT "
    "lower(hex(commitment)) FROM vault), c IN (SELECT c FROM forgotten) FROM promised ORDER BY 1";

static int check_gone(struct store *st, struct vault_verdict *v, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, gone_sql, e);

    if (rc < 0) return rc;
    while ((rc = query_next(q, e)) > 0 && !v->broken) {
        bool there = query_col_int(q, 1), forgotten = query_col_int(q, 2);
        uint8_t h[HASH_BYTES] = {0};

        v->forgotten += forgotten;
        if (there != forgotten) continue;
        (void)hash_read(query_col(q, 0), h);
        broken(v, (struct span){(const char *)h, HASH_BYTES},
               there ? "it was forgotten, and is there" : "it is gone, and was not forgotten");
    }
    query_close(q);
    return rc < 0 ? rc : 0;
}

int vault_check(struct store *st, struct vault_verdict *out, struct err *e) {
    struct vault_verdict v = {0};
    int rc = check_boxes(st, &v, e);

    if (rc == 0 && !v.broken) rc = check_gone(st, &v, e);
    if (rc == 0) *out = v;
    return rc;
}
