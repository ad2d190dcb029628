/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger: what was entered, by whom in which order, and nothing of it changed since.
 *
 * Each author has a chain. An entry's hash covers the hash of the entry before it, so the last hash
 * of a chain, 32 bytes, stands for all of it: whoever noted it can tell later whether one byte
 * became another. Chains of several authors in one case do not refer to each other; so two copies
 * of a case that were worked on apart merge by union. (One chain for all, as in git, would need a
 * merge entry that somebody must be trusted to make; a tree for all, as in a transparency log,
 * needs a keeper.)
 *
 *     author A   1 <- 2 <- 3 <- 4        <- : "contains the hash of"
 *     author B   1 <- 2
 *
 * The bytes that are hashed have fixed fields first and a length before each field that varies, so
 * no two entries give the same bytes (docs/LEDGER.md). The body is hashed as it is stored; being
 * canonical JSON, it has one text only. */
#include "ledger/entry.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define NAME_BYTES 200

static const char domain[] = "headcount-entry-v1\n";

static char *put(char *at, const void *p, size_t n) {
    memcpy(at, p, n);
    return at + n;
}

static char *put_u64(char *at, uint64_t v) {
    for (int i = 0; i < 8; i++) at[i] = (char)(uint8_t)(v >> (56 - 8 * i));
    return at + 8;
}

void ledger_hash(const struct ledger_entry *x, uint8_t out[HASH_BYTES]) {
    char fixed[sizeof domain - 1 + 2 * (size_t)HASH_BYTES + 16], length[8], *at = fixed;
    struct hash h;

    at = put(at, domain, sizeof domain - 1);
    at = put(at, x->author, HASH_BYTES);
    at = put_u64(at, (uint64_t)x->seq);
    at = put(at, x->prev, HASH_BYTES);
    put_u64(at, x->kind.n);
    hash_begin(&h);
    hash_add(&h, (struct span){fixed, sizeof fixed});
    hash_add(&h, x->kind);
    put_u64(length, x->body.n);
    hash_add(&h, (struct span){length, sizeof length});
    hash_add(&h, x->body);
    hash_end(&h, out);
}

bool entry_bytes(struct query *q, int col, uint8_t out[HASH_BYTES]) {
    struct span s = query_col_of(q, col, QUERY_BLOB);

    if (s.n != HASH_BYTES) return false;
    memcpy(out, s.p, HASH_BYTES);
    return true;
}

const char *entry_read(struct query *q, struct ledger_entry *out) {
    struct ledger_entry x = {0};
    bool author = entry_bytes(q, 0, x.author), seq = query_col_type(q, 1) == QUERY_INT;

    if (seq) x.seq = query_col_int(q, 1);
    x.kind = query_col_of(q, 2, QUERY_TEXT);
    x.body = query_col_of(q, 3, QUERY_TEXT);
    *out = x;
    if (!author) return "its author is not 32 bytes";
    if (!seq) return "its number is not a number";
    if (!x.kind.p) return "its kind is not text";
    if (!x.body.p) return "its body is not text";
    if (!entry_bytes(q, 4, out->prev)) return "its previous hash is not 32 bytes";
    if (!entry_bytes(q, 5, out->hash)) return "its hash is not 32 bytes";
    return NULL;
}

bool entry_kind_ok(struct span kind) {
    for (size_t i = 0; i < kind.n; i++)
        if (kind.p[i] < 'a' || kind.p[i] > 'z') return false;
    return kind.n >= 1 && kind.n <= 16;
}

int entry_author(struct store *st, uint8_t author[HASH_BYTES], struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT value FROM setting WHERE key = 'author'", e);

    if (rc < 0) return rc;
    rc = query_next(q, e);
    if (rc == 0) rc = err_set(e, RC_NOTFOUND, "the case is empty");
    if (rc > 0)
        rc = hash_read(query_col(q, 0), author)
                 ? 0
                 : err_set(e, RC_SYNTAX, "the case's own author cannot be read");
    query_close(q);
    return rc;
}

/* --- appending --- */

static int insert(struct store *st, const struct ledger_entry *x, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st,
                        "INSERT INTO entry (" ENTRY_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)", e);

    if (rc < 0) return rc;
    query_blob(q, 1, entry_key(x->author));
    query_int(q, 2, x->seq);
    query_text(q, 3, x->kind);
    query_text(q, 4, x->body);
    query_blob(q, 5, entry_key(x->prev));
    query_blob(q, 6, entry_key(x->hash));
    rc = query_run(q, e);
    query_close(q);
    return rc;
}

static int append(struct store *st, struct store_tail *t, const char *kind, const json_t *body,
                  struct err *e) {
    struct ledger_entry x = {.kind = span_of(kind), .seq = t->last + 1};
    struct buf text = {0};
    int rc = canon_write(body, &text, e);

    if (rc < 0) goto out;
    memcpy(x.author, t->author, HASH_BYTES);
    memcpy(x.prev, t->head, HASH_BYTES);
    x.body = buf_span(&text);
    ledger_hash(&x, x.hash);
    if ((rc = insert(st, &x, e)) < 0) goto out;
    if (!t->first) t->first = x.seq;
    t->last = x.seq;
    memcpy(t->head, x.hash, HASH_BYTES);
out:
    buf_fini(&text);
    return rc;
}

/* Before the first entry of a transaction. */
static int begin(struct store *st, struct store_tail *t, struct err *e) {
    json_t *join = NULL;
    int rc = own_tail(st, t, &join, e);

    if (rc == 0 && join) rc = append(st, t, "join", join, e);
    json_decref(join);
    return rc;
}

int ledger_append(struct store *st, const char *kind, const json_t *body, uint8_t hash[HASH_BYTES],
                  struct err *e) {
    struct store_tail *t = store_tail(st);
    int rc;

    assert(entry_kind_ok(span_of(kind)) && json_is_object(body));
    if (!t) return err_set(e, RC_IO, "nothing can be appended: the transaction was broken off");
    if (!t->first && (rc = begin(st, t, e)) < 0) return rc;
    if ((rc = append(st, t, kind, body, e)) < 0) return rc;
    if (hash) memcpy(hash, t->head, HASH_BYTES);
    return 0;
}

/* Are the entries first..last there, each with its own hash and that of the one before, up to the
 * head that we remember? The head alone stands for what was appended: had any byte of it been
 * written otherwise, the hashes would lead elsewhere. */
static int read_back(struct store *st, const struct store_tail *t, struct err *e) {
    uint8_t prev[HASH_BYTES] = {0}, hash[HASH_BYTES];
    int64_t seq = t->first > 1 ? t->first - 1 : t->first; /* from the one before, for its hash */
    struct ledger_entry x;
    struct query *q = NULL;
    int rc = query_open(
        &q, st, "SELECT " ENTRY_COLUMNS " FROM entry WHERE author = ?1 AND seq >= ?2 ORDER BY seq",
        e);

    if (rc < 0) return rc;
    query_blob(q, 1, entry_key(t->author));
    query_int(q, 2, seq);
    while ((rc = query_next(q, e)) > 0) {
        if (entry_read(q, &x) || x.seq != seq) break;
        ledger_hash(&x, hash);
        if (seq >= t->first &&
            (memcmp(hash, x.hash, HASH_BYTES) != 0 || memcmp(prev, x.prev, HASH_BYTES) != 0))
            break;
        memcpy(prev, x.hash, HASH_BYTES);
        seq++;
    }
    query_close(q);
    if (rc < 0) return rc;
    if (rc > 0 || seq != t->last + 1 || memcmp(prev, t->head, HASH_BYTES) != 0)
        return err_set(e, RC_IO,
                       "entry %" PRId64 " does not read back as it was written: nothing was kept",
                       seq);
    return 0;
}

int ledger_end(struct store *st, int rc, struct err *e) {
    struct store_tail *t = store_tail(st);

    if (rc >= 0 && t && t->first) {
        int end = read_back(st, t, e);

        if (end == 0 && t->sign) end = seal_write(st, t, e);
        if (end < 0) rc = end;
    }
    return store_end(st, rc, e);
}

/* --- the case --- */

static int is_empty(struct store *st, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(
        &q, st, "SELECT 1 FROM entry UNION ALL SELECT 1 FROM setting WHERE key = 'author' LIMIT 1",
        e);

    if (rc < 0) return rc;
    if ((rc = query_next(q, e)) > 0) rc = err_set(e, RC_CONFLICT, "the case has entries already");
    query_close(q);
    return rc;
}

static int found(struct store *st, const json_t *body, const uint8_t author[HASH_BYTES],
                 struct err *e) {
    int rc = is_empty(st, e);

    if (rc == 0) rc = own_set(st, author, e);
    return rc < 0 ? rc : ledger_append(st, "case", body, NULL, e);
}

int ledger_found(struct store *st, const char *name, int64_t now, bool memory, struct err *e) {
    uint8_t author[HASH_BYTES] = {0}, salt[HASH_BYTES] = {0};
    struct author_key key = {0};
    json_t *text, *body;
    int rc = 0;

    if (strlen(name) > NAME_BYTES)
        return err_set(e, RC_LIMIT, "the name of the case is over %d bytes", NAME_BYTES);
    if (!memory && (rc = author_load(&key, true, e)) < 0) return rc;
    text = json_string(name);
    if (!text) return err_set(e, RC_SYNTAX, "the name of the case is not UTF-8");
    if (!memory) {
        hash_random(author, sizeof author);
        hash_random(salt, sizeof salt);
    }
    body = json_object();
    json_object_set_new(body, "at", json_integer(now));
    json_object_set_new(body, "case", text);
    json_object_set_new(body, "salt", json_string(hash_hex(salt).s));
    if (rc > 0) { /* there is a key */
        memcpy(author, key.id, sizeof author);
        json_object_set_new(body, "sign", json_string("ed25519"));
        author_wipe(&key);
    }
    if ((rc = store_begin(st, e)) == 0) rc = ledger_end(st, found(st, body, author, e), e);
    json_decref(body);
    return rc;
}

static int read_case(const struct ledger_entry *x, struct arena *a, struct span *name,
                     uint8_t salt[HASH_BYTES], struct err *e) {
    json_t *body = NULL;
    const json_t *text, *hex;
    int rc = canon_read(x->body, &body, e);

    if (rc < 0) return rc;
    text = json_object_get(body, "case");
    hex = json_object_get(body, "salt");
    if (!span_is(x->kind, "case") || !json_is_string(text) ||
        !hash_read(span_of(json_string_value(hex)), salt))
        rc = err_set(e, RC_SYNTAX, "it does not begin a case");
    else
        *name = arena_span(a, (struct span){json_string_value(text), json_string_length(text)});
    json_decref(body);
    return rc;
}

int ledger_case(struct store *st, struct arena *a, struct span *name, uint8_t salt[HASH_BYTES],
                struct err *e) {
    uint8_t author[HASH_BYTES], found_salt[HASH_BYTES];
    struct entry_first first;
    struct query *q = NULL;
    struct ledger_entry x;
    const char *wrong;
    int rc;

    if ((rc = entry_author(st, author, e)) < 0) return rc;
    if ((rc = entry_first(st, author, &first, e)) < 0) return rc;
    if (!first.there) return err_set(e, RC_NOTFOUND, "the case has no first entry");
    rc = query_open(&q, st,
                    first.founds
                        ? "SELECT " ENTRY_COLUMNS " FROM entry WHERE author = ?1 AND seq = 1"
                        : "SELECT " ENTRY_COLUMNS " FROM entry WHERE hash = ?1 AND seq = 1",
                    e);
    if (rc < 0) return rc;
    query_blob(q, 1, entry_key(first.founds ? author : first.founding));
    rc = query_next(q, e);
    if (rc == 0) {
        rc = err_set(e, RC_NOTFOUND, "the entry that founded the case is not there");
    } else if (rc > 0) {
        wrong = entry_read(q, &x);
        rc = wrong ? err_set(e, RC_SYNTAX, "%s", wrong) : read_case(&x, a, name, found_salt, e);
        if (rc < 0) err_at(e, "entry 1");
    }
    query_close(q);
    if (rc == 0) memcpy(salt, found_salt, HASH_BYTES);
    return rc;
}

/* --- looking --- */

struct ledger_it {
    struct query *q;
    bool every; /* of all kinds; else a join that nobody asked for is passed over */
    uint8_t author[HASH_BYTES];
    int64_t after; /* of the last join in this chain */
};

int ledger_each(struct ledger_it **out, struct store *st, const char *kind, struct err *e) {
    struct ledger_it *it;
    struct query *q = NULL;
    int rc = query_open(&q, st,
                        kind ? "SELECT " ENTRY_COLUMNS
                               " FROM entry WHERE kind IN (?1, 'join') ORDER BY author, seq"
                             : "SELECT " ENTRY_COLUMNS " FROM entry ORDER BY author, seq",
                        e);

    if (rc < 0) return rc;
    if (kind) query_text(q, 1, span_of(kind));
    it = calloc(1, sizeof *it);
    if (!it) {
        fprintf(stderr, "headcount: out of memory (%zu bytes asked for)\n", sizeof *it);
        abort();
    }
    it->q = q;
    it->every = !kind || strcmp(kind, "join") == 0;
    *out = it;
    return 0;
}

int ledger_next(struct ledger_it *it, struct ledger_entry *out, struct err *e) {
    struct ledger_entry x;
    const char *wrong;
    bool join;
    int rc;

    do {
        if ((rc = query_next(it->q, e)) <= 0) return rc;
        if ((wrong = entry_read(it->q, &x)))
            return err_set(e, RC_SYNTAX, "entry %" PRId64 ": %s", x.seq, wrong);
        if (memcmp(x.author, it->author, HASH_BYTES) != 0) it->after = 0;
        memcpy(it->author, x.author, HASH_BYTES);
        join = span_is(x.kind, "join");
        if (join && entry_after(&x) > it->after) it->after = entry_after(&x);
    } while (join && !it->every);
    x.clock = entry_clock(x.seq, it->after);
    *out = x;
    return 1;
}

void ledger_done(struct ledger_it *it) {
    if (!it) return;
    query_close(it->q);
    free(it);
}
