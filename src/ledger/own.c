/* SPDX-License-Identifier: Apache-2.0 */
/* Whose chain a copy of a case appends to.
 *
 * Whoever appends, appends to the chain of the key at hand. Three things stand beside that rule. A
 * case that was founded before cases were signed goes on as it was. A machine with no key, and none
 * that can be made, gets a chain of a random author, which says of itself that it is not signed. And
 * a chain that begins in a case which others began, or goes on after others have, first says what it
 * has seen of theirs: an entry of kind `join`.
 *
 *     A   1 <- 2 <- 3 <- 4 <- 5                       clocks 1 2 3 4 5
 *     B             1 <- 2 <- 3                       join after 3: clocks 4 5 6
 *     A                            6 <- 7             join after 1 more: clocks 7 8
 *
 * A join names the heads of the other chains, so it stands witness that they were at least that
 * long; and it moves its chain's clock past theirs, so that "the later row" means the one whose
 * author knew the other (after Lamport, 1978). Number in the chain would not do: a correction in a
 * young chain would be older than what it corrects. */
#include "ledger/entry.h"

#include <inttypes.h>

int own_set(struct store *st, const uint8_t author[HASH_BYTES], struct err *e) {
    struct query *q = NULL;
    int rc =
        query_open(&q, st, "INSERT OR REPLACE INTO setting (key, value) VALUES ('author', ?1)", e);

    if (rc < 0) return rc;
    query_text(q, 1, span_of(hash_hex(author).s));
    rc = query_run(q, e);
    query_close(q);
    return rc;
}

bool entry_first_read(const struct ledger_entry *x, struct entry_first *out) {
    struct entry_first f = {.there = true, .founds = span_is(x->kind, "case")};
    const char *sign, *hex;
    json_t *body = NULL;
    bool ok = f.founds || span_is(x->kind, "join");
    struct err e;

    if (!ok || canon_read(x->body, &body, &e) < 0) return false;
    sign = json_string_value(json_object_get(body, "sign"));
    hex = json_string_value(json_object_get(body, "case"));
    f.signs = sign && strcmp(sign, "ed25519") == 0;
    if (f.founds)
        memcpy(f.founding, x->hash, HASH_BYTES);
    else
        ok = hex && hash_read(span_of(hex), f.founding);
    json_decref(body);
    if (ok) *out = f;
    return ok;
}

int entry_first(struct store *st, const uint8_t author[HASH_BYTES], struct entry_first *out,
                struct err *e) {
    struct query *q = NULL;
    struct ledger_entry x;
    int rc =
        query_open(&q, st, "SELECT " ENTRY_COLUMNS " FROM entry WHERE author = ?1 AND seq = 1", e);

    if (rc < 0) return rc;
    *out = (struct entry_first){0};
    query_blob(q, 1, entry_key(author));
    if ((rc = query_next(q, e)) > 0)
        rc = !entry_read(q, &x) && entry_first_read(&x, out)
                 ? 0
                 : err_set(e, RC_SYNTAX, "entry 1: it does not begin a chain");
    query_close(q);
    return rc;
}

int64_t entry_after(const struct ledger_entry *x) {
    json_t *body = NULL;
    int64_t after = 0;
    struct err e;

    if (!span_is(x->kind, "join") || canon_read(x->body, &body, &e) < 0) return 0;
    after = json_integer_value(json_object_get(body, "after"));
    json_decref(body);
    return after > 0 ? after : 0;
}

/* --- the chains of a case --- */

struct end {
    uint8_t author[HASH_BYTES], head[HASH_BYTES];
    int64_t last, clock;
};

/* Where a chain ends; last 0: it has no entry. The clock is left alone. */
static int chain_end(struct store *st, struct end *c, struct err *e) {
    struct query *q = NULL;
    struct ledger_entry x;
    const char *wrong;
    int rc = query_open(
        &q, st, "SELECT " ENTRY_COLUMNS " FROM entry WHERE author = ?1 ORDER BY seq DESC LIMIT 1",
        e);

    if (rc < 0) return rc;
    query_blob(q, 1, entry_key(c->author));
    if ((rc = query_next(q, e)) > 0) {
        rc = 0;
        if ((wrong = entry_read(q, &x))) {
            rc = err_set(e, RC_SYNTAX, "entry %" PRId64 ": %s", x.seq, wrong);
        } else {
            c->last = x.seq;
            memcpy(c->head, x.hash, HASH_BYTES);
        }
    }
    query_close(q);
    return rc;
}

/* Its clock: one look at the kinds of its entries, from the end to the last join. */
static int chain_clock(struct store *st, struct end *c, struct err *e) {
    struct query *q = NULL;
    struct ledger_entry x;
    int rc = query_open(&q, st,
                        "SELECT " ENTRY_COLUMNS
                        " FROM entry WHERE author = ?1 AND kind = 'join' ORDER BY seq DESC LIMIT 1",
                        e);

    if (rc < 0) return rc;
    query_blob(q, 1, entry_key(c->author));
    c->clock = c->last;
    if ((rc = query_next(q, e)) > 0) {
        if (!entry_read(q, &x)) c->clock = entry_clock(c->last, entry_after(&x));
        rc = 0;
    }
    query_close(q);
    return rc;
}

/* The author after this one in the table, into c. @return 1, 0. */
static int next_author(struct store *st, const uint8_t after[HASH_BYTES], bool first, struct end *c,
                       struct err *e) {
    struct query *q = NULL;
    int rc =
        query_open(&q, st, "SELECT author FROM entry WHERE author > ?1 ORDER BY author LIMIT 1", e);

    if (rc < 0) return rc;
    query_blob(q, 1, first ? SPAN("") : entry_key(after));
    rc = query_next(q, e);
    if (rc > 0 && !entry_bytes(q, 0, c->author))
        rc = err_set(e, RC_SYNTAX, "an author is not 32 bytes");
    query_close(q);
    return rc;
}

/* The heads of all chains but t's, as a join tells them, and the latest of their clocks. */
static int look_at_others(struct store *st, const struct store_tail *t, json_t *heads,
                          int64_t *latest, struct err *e) {
    struct end c = {0};
    int rc;

    *latest = 0;
    for (bool first = true; (rc = next_author(st, c.author, first, &c, e)) > 0; first = false) {
        if (memcmp(c.author, t->author, HASH_BYTES) == 0) continue;
        if ((rc = chain_end(st, &c, e)) < 0 || (rc = chain_clock(st, &c, e)) < 0) return rc;
        if (c.clock > *latest) *latest = c.clock;
        json_array_append_new(heads,
                              json_pack("{s:s, s:s, s:I}", "author", hash_hex(c.author).s, "hash",
                                        hash_hex(c.head).s, "seq", (json_int_t)c.last));
    }
    return rc;
}

/* --- choosing --- */

/* @param own in: the chain that the copy appended to last; out: the one that it appends to now. */
static int choose(struct store *st, uint8_t own[HASH_BYTES], const struct entry_first *was,
                  const struct author_key *key, bool have, struct err *e) {
    struct entry_first first;
    int rc;

    if (have && memcmp(own, key->id, HASH_BYTES) == 0) return 0;
    if (!was->there) return 0; /* the case is being founded */
    if (have) {
        if ((rc = entry_first(st, key->id, &first, e)) < 0) return rc;
        if (!first.there && was->founds && !was->signs) return 0;
        memcpy(own, key->id, HASH_BYTES);
    } else {
        if (!was->signs) return 0;
        hash_random(own, HASH_BYTES);
    }
    return own_set(st, own, e);
}

static int join_if_due(struct store *st, const struct store_tail *t, const struct entry_first *was,
                       json_t **join, struct err *e) {
    struct end own = {.last = t->last};
    json_t *heads = json_array();
    int64_t latest;
    int rc = look_at_others(st, t, heads, &latest, e);

    memcpy(own.author, t->author, HASH_BYTES);
    if (rc == 0 && latest > 0) rc = chain_clock(st, &own, e);
    if (rc < 0 || latest == 0 || (t->last && latest <= own.clock)) {
        json_decref(heads);
        return rc;
    }
    *join = json_pack("{s:I, s:s, s:o}", "after", (json_int_t)(latest - t->last), "case",
                      hash_hex(was->founding).s, "heads", heads);
    if (t->sign) json_object_set_new(*join, "sign", json_string("ed25519"));
    return 0;
}

int own_tail(struct store *st, struct store_tail *t, json_t **join, struct err *e) {
    struct author_key key = {0};
    struct entry_first was;
    struct end c = {0};
    bool have = false;
    int rc;

    if ((rc = entry_author(st, t->author, e)) < 0) return rc;
    if ((rc = entry_first(st, t->author, &was, e)) < 0) return rc;
    if (!store_is_memory(st)) {
        if ((rc = author_load(&key, was.there, e)) < 0) return rc;
        have = rc > 0;
        rc = choose(st, t->author, &was, &key, have, e);
        t->sign = have && memcmp(t->author, key.id, HASH_BYTES) == 0;
        author_wipe(&key);
        if (rc < 0) return rc;
    }
    memcpy(c.author, t->author, HASH_BYTES);
    if ((rc = chain_end(st, &c, e)) < 0) return rc;
    t->last = c.last;
    memcpy(t->head, c.head, HASH_BYTES);
    return was.there ? join_if_due(st, t, &was, join, e) : 0;
}
