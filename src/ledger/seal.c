/* SPDX-License-Identifier: Apache-2.0 */
/* A seal signs the checkpoint of its chain, not the head alone: so whoever has the case can print
 * a signed checkpoint of it without the author's secret key, in a report years later (docs/LEDGER.md,
 * "Seals"). The price is that the hashes of the chain are read again when a transaction ends, 3
 * blocks of SHA-256 for each. */
#include "ledger/entry.h"
#include "ledger/merkle.h"

#include <inttypes.h>

/* The root over the chain up to its tail, and the hash of its first entry. */
static int chain_root(struct store *st, const struct store_tail *t, uint8_t first[HASH_BYTES],
                      uint8_t root[HASH_BYTES], struct err *e) {
    struct merkle m = {0};
    uint8_t hash[HASH_BYTES];
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT hash FROM entry WHERE author = ?1 ORDER BY seq", e);

    if (rc < 0) return rc;
    query_blob(q, 1, entry_key(t->author));
    while ((rc = query_next(q, e)) > 0) {
        if (!entry_bytes(q, 0, hash)) break;
        if (!m.n) memcpy(first, hash, HASH_BYTES);
        merkle_add(&m, entry_key(hash));
    }
    query_close(q);
    if (rc < 0) return rc;
    if (rc > 0 || m.n != (uint64_t)t->last)
        return err_set(e, RC_SYNTAX,
                       "the chain is damaged before entry %" PRId64 ": nothing can be added to it",
                       (int64_t)m.n + 1);
    merkle_root(&m, root);
    return 0;
}

static int insert(struct store *st, const struct store_tail *t,
                  const uint8_t signature[ED25519_SIGNATURE], struct err *e) {
    struct query *q = NULL;
    int rc = query_open(
        &q, st, "INSERT INTO seal (author, seq, head, signature) VALUES (?1, ?2, ?3, ?4)", e);

    if (rc < 0) return rc;
    query_blob(q, 1, entry_key(t->author));
    query_int(q, 2, t->last);
    query_blob(q, 3, entry_key(t->head));
    query_blob(q, 4, (struct span){(const char *)signature, ED25519_SIGNATURE});
    rc = query_run(q, e);
    query_close(q);
    return rc;
}

int seal_write(struct store *st, const struct store_tail *t, struct err *e) {
    uint8_t first[HASH_BYTES], root[HASH_BYTES], signature[ED25519_SIGNATURE];
    char name[CHECKPOINT_NAME];
    struct author_key key = {0};
    struct buf text = {0};
    int rc = chain_root(st, t, first, root, e);

    if (rc < 0) return rc;
    if ((rc = author_load(&key, false, e)) < 0) return rc;
    if (rc == 0 || memcmp(key.id, t->author, HASH_BYTES) != 0)
        return err_set(e, RC_IO, "the author's key was there a moment ago: nothing was kept");
    checkpoint_name(t->author, first, name);
    checkpoint_text(&text, name, t->last, root);
    ed25519_sign(key.seed, buf_span(&text), signature);
    author_wipe(&key);
    buf_fini(&text);
    return insert(st, t, signature, e);
}

int seal_open(struct query **out, struct store *st, struct err *e) {
    return query_open(out, st, "SELECT author, seq, head, signature FROM seal ORDER BY author, seq",
                      e);
}

int seal_next(struct query *q, struct seal *out, struct err *e) {
    struct seal s = {0};
    struct span signature;
    int rc = query_next(q, e);

    if (rc <= 0) return rc;
    signature = query_col(q, 3);
    if (!entry_bytes(q, 0, s.author) || query_col_type(q, 1) != QUERY_INT)
        s.wrong = "a seal is of no entry";
    s.seq = query_col_int(q, 1);
    if (!s.wrong && !entry_bytes(q, 2, s.head)) s.wrong = "the head in its seal is not 32 bytes";
    if (!s.wrong && (query_col_type(q, 3) != QUERY_BLOB || signature.n != ED25519_SIGNATURE))
        s.wrong = "the signature in its seal is not 64 bytes";
    if (!s.wrong) memcpy(s.signature, signature.p, ED25519_SIGNATURE);
    *out = s;
    return 1;
}
