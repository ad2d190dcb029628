/* SPDX-License-Identifier: Apache-2.0 */
/* Two copies of a case, each with entries that the other has not.
 *
 *     here    A 1 2 3 4 5      B 1 2                 A 1 2 3 4 5
 *     there   A 1 2 3          B 1 2 3 4     -->     B 1 2 3 4
 *                              C 1                   C 1
 *
 * Entries are the union, chain by chain. That is commutative, associative and idempotent as long as no
 * place (author, number) holds two entries; so the one thing that cannot be merged is a chain that
 * forks. It does when one key was used on two copies at a time, or when somebody rewrote a copy. No
 * program can tell which, so none of the two is taken: it is shown where they part, and a person
 * decides (docs/LEDGER.md, "Merging").
 *
 * No entry says that a merge took place: it would be another one on either side, and the two would
 * never be the same again. What a person knew when they wrote is told by the chains themselves.
 *
 * Whatever else is enduring follows the entries: seals and blobs by union; sealed values by union less
 * what a tombstone of either side covers. */
#include "ledger/blob.h"
#include "ledger/entry.h"
#include "ledger/merge_in.h"
#include "ledger/vault.h"

#include <inttypes.h>

/* --- looking --- */

int merge_whole(struct store *st, struct err *e) {
    struct ledger_verdict v = {0};
    struct vault_verdict sealed = {0};
    int rc;

    if ((rc = ledger_verify(st, &v, e)) < 0) return rc;
    if (v.broken)
        return err_set(e, RC_CONFLICT, "does not verify at entry %" PRId64 " of author %.12s: %s",
                       v.seq, hash_hex(v.author).s, v.reason);
    if ((rc = vault_check(st, &sealed, e)) < 0) return rc;
    if (sealed.broken)
        return err_set(e, RC_CONFLICT, "does not verify at sealed value %.12s: %s",
                       hash_hex(sealed.commitment).s, sealed.reason);
    return 0;
}

/* The hash of the entry that founded the case, and when that was. */
static int founding(struct store *st, uint8_t hash[HASH_BYTES], struct err *e) {
    struct query *q = NULL;
    int n = 0, rc;

    rc = query_open(&q, st, "SELECT hash FROM entry WHERE seq = 1 AND kind = 'case'", e);
    if (rc < 0) return rc;
    for (; (rc = query_next(q, e)) > 0; n++)
        if (query_col(q, 0).n == HASH_BYTES) memcpy(hash, query_col(q, 0).p, HASH_BYTES);
    query_close(q);
    if (rc < 0) return rc;
    if (n == 1) return 0;
    return err_set(e, RC_CONFLICT, n ? "it was founded more than once" : "it was never founded");
}

static int same_case(const struct merge_work *w, struct err *e) {
    uint8_t here[HASH_BYTES], there[HASH_BYTES];
    int rc = founding(w->st, here, e);

    if (rc < 0) return rc;
    if ((rc = founding(w->other, there, e)) < 0) {
        err_at(e, "%s", w->name);
        return rc;
    }
    if (memcmp(here, there, HASH_BYTES) == 0) return 0;
    return err_set(e, RC_CONFLICT,
                   "%s: another case, not a copy of this one: it began with entry %.12s, this one "
                   "with %.12s",
                   w->name, hash_hex(there).s, hash_hex(here).s);
}

/* The entry at a place. @return 1, 0: none there. Spans live until q's next step; the caller closes it. */
static int at_place(struct query **q, struct store *st, const uint8_t author[HASH_BYTES],
                    int64_t seq, struct ledger_entry *out, struct err *e) {
    const char *wrong;
    int rc =
        query_open(q, st, "SELECT " ENTRY_COLUMNS " FROM entry WHERE author = ?1 AND seq = ?2", e);

    if (rc < 0) return rc;
    query_blob(*q, 1, entry_key(author));
    query_int(*q, 2, seq);
    if ((rc = query_next(*q, e)) > 0 && (wrong = entry_read(*q, out)))
        rc = err_set(e, RC_SYNTAX, "entry %" PRId64 ": %s", seq, wrong);
    return rc;
}

static int hash_at(struct store *st, const uint8_t author[HASH_BYTES], int64_t seq,
                   uint8_t hash[HASH_BYTES], struct err *e) {
    struct query *q = NULL;
    struct ledger_entry x;
    int rc = at_place(&q, st, author, seq, &x, e);

    if (rc > 0) memcpy(hash, x.hash, HASH_BYTES);
    query_close(q);
    return rc == 0 ? err_set(e, RC_SYNTAX, "entry %" PRId64 " is missing", seq) : rc < 0 ? rc : 0;
}

static int64_t at_of(struct span body) {
    json_t *o = NULL;
    struct err e;
    int64_t at = 0;

    if (canon_read(body, &o, &e) == 0) at = json_integer_value(json_object_get(o, "at"));
    json_decref(o);
    return at;
}

/* --- chains --- */

/* Both chains verify, so once they differ they differ for good: the first place by halving. */
static int first_apart(const struct merge_work *w, const uint8_t author[HASH_BYTES], int64_t last,
                       int64_t *seq, struct err *e) {
    uint8_t here[HASH_BYTES], there[HASH_BYTES];
    int64_t lo = 1, hi = last;
    int rc;

    while (lo < hi) {
        int64_t mid = lo + (hi - lo) / 2;

        if ((rc = hash_at(w->st, author, mid, here, e)) < 0) return rc;
        if ((rc = hash_at(w->other, author, mid, there, e)) < 0) return rc;
        if (memcmp(here, there, HASH_BYTES) == 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    *seq = lo;
    return 0;
}

static int note_fork(struct merge_work *w, const uint8_t author[HASH_BYTES], int64_t seq,
                     struct err *e) {
    struct merge_fork f = {.seq = seq, .name = w->name};
    struct query *q = NULL;
    struct ledger_entry x;
    int rc = at_place(&q, w->st, author, seq, &x, e);

    memcpy(f.author, author, HASH_BYTES);
    if (rc > 0) {
        memcpy(f.here, x.hash, HASH_BYTES);
        f.here_kind = arena_span(w->a, x.kind);
        f.here_at = at_of(x.body);
    }
    query_close(q);
    q = NULL;
    if (rc > 0) rc = at_place(&q, w->other, author, seq, &x, e);
    if (rc > 0) {
        memcpy(f.there, x.hash, HASH_BYTES);
        f.there_kind = arena_span(w->a, x.kind);
        f.there_at = at_of(x.body);
        *vec_push(w->a, &w->t->fork) = f;
    }
    query_close(q);
    return rc < 0 ? rc : 0;
}

static int range(const struct merge_work *w, int side, const uint8_t author[HASH_BYTES],
                 int64_t after, int64_t last, struct err *e) {
    struct query *q = NULL;
    int rc;

    if (last <= after) return 0;
    rc = query_open(&q, w->st, "INSERT INTO temp.merge_range VALUES (?1, ?2, ?3, ?4)", e);
    if (rc < 0) return rc;
    query_int(q, 1, side);
    query_blob(q, 2, entry_key(author));
    query_int(q, 3, after);
    query_int(q, 4, last);
    rc = query_run(q, e);
    query_close(q);
    return rc;
}

static int last_of(struct store *st, const uint8_t author[HASH_BYTES], int64_t *last,
                   struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT coalesce(max(seq), 0) FROM entry WHERE author = ?1", e);

    if (rc < 0) return rc;
    query_blob(q, 1, entry_key(author));
    if ((rc = query_next(q, e)) > 0) *last = query_col_int(q, 0);
    query_close(q);
    return rc < 0 ? rc : 0;
}

/* One chain of either side: does one continue the other, and what has each that the other has not? */
static int compare_chain(struct merge_work *w, const uint8_t author[HASH_BYTES], struct err *e) {
    uint8_t x[HASH_BYTES], y[HASH_BYTES];
    int64_t here = 0, there = 0, both, seq = 0;
    int rc;

    if ((rc = last_of(w->st, author, &here, e)) < 0) return rc;
    if ((rc = last_of(w->other, author, &there, e)) < 0) return rc;
    both = here < there ? here : there;
    if (both) {
        if ((rc = hash_at(w->st, author, both, x, e)) < 0) return rc;
        if ((rc = hash_at(w->other, author, both, y, e)) < 0) return rc;
        if (memcmp(x, y, HASH_BYTES) != 0) {
            if ((rc = first_apart(w, author, both, &seq, e)) < 0) return rc;
            return note_fork(w, author, seq, e);
        }
    }
    if (!here) w->t->chains++;
    if ((rc = range(w, 0, author, both, here, e)) < 0) return rc;
    return range(w, 1, author, both, there, e);
}

static int authors_of(struct store *st, struct arena *a, struct vault_set *out, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT DISTINCT author FROM entry ORDER BY author", e);

    if (rc < 0) return rc;
    while ((rc = query_next(q, e)) > 0)
        if (query_col(q, 0).n == HASH_BYTES)
            memcpy(vec_push(a, out)->h, query_col(q, 0).p, HASH_BYTES);
    query_close(q);
    return rc;
}

static int compare_chains(struct merge_work *w, struct err *e) {
    struct vault_set here = {0}, there = {0};
    int rc = store_exec(w->st,
                        "DROP TABLE IF EXISTS temp.merge_range; CREATE TEMP TABLE merge_range "
                        "(side INTEGER, author BLOB, after INTEGER, last INTEGER)",
                        e);

    if (rc < 0) return rc;
    if ((rc = authors_of(w->other, w->a, &there, e)) < 0) return rc;
    if ((rc = authors_of(w->st, w->a, &here, e)) < 0) return rc;
    for (size_t i = 0; i < there.n && rc == 0; i++) rc = compare_chain(w, there.v[i].h, e);
    for (size_t i = 0; i < here.n && rc == 0; i++) {
        int64_t last = 0;

        if (vault_has(&there, here.v[i].h)) continue;
        if ((rc = last_of(w->st, here.v[i].h, &last, e)) == 0)
            rc = range(w, 0, here.v[i].h, 0, last, e);
    }
    return rc;
}

static int refuse_forks(const struct merge_work *w, struct err *e) {
    const struct merge_fork *f = w->t->fork.v;

    if (!w->t->fork.n) return 0;
    return err_set(e, RC_CONFLICT,
                   "%s: the chain of author %.12s forks at entry %" PRId64
                   "%s: the two copies have different entries in one place. Either one author's "
                   "key wrote to both copies, or one of them was rewritten; nothing was merged",
                   w->name, hash_hex(f->author).s, f->seq,
                   w->t->fork.n > 1 ? ", and others do" : "");
}

/* --- taking in --- */

static void copy_row(struct query *from, struct query *to, int columns) {
    for (int i = 0; i < columns; i++) switch (query_col_type(from, i)) {
        case QUERY_INT: query_int(to, i + 1, query_col_int(from, i)); break;
        case QUERY_TEXT: query_text(to, i + 1, query_col(from, i)); break;
        case QUERY_BLOB: {
            struct span s = query_col(from, i);

            query_blob(to, i + 1, (struct span){s.p ? s.p : "", s.n});
            break;
        }
        case QUERY_REAL:
        case QUERY_NULL: query_null(to, i + 1); break;
        }
}

/* Every row that `select` gives in the copy goes into `insert` here. @param unless rows whose first
 * column it holds are passed over; may be NULL. */
static int copy_rows(const struct merge_work *w, const char *select, const char *insert,
                     int columns, const struct vault_set *unless, struct err *e) {
    struct query *from = NULL, *to = NULL;
    int rc = query_open(&from, w->other, select, e);

    if (rc == 0) rc = query_open(&to, w->st, insert, e);
    while (rc == 0 && (rc = query_next(from, e)) > 0) {
        struct span first = query_col(from, 0);

        rc = 0;
        if (unless && first.n == HASH_BYTES && vault_has(unless, (const uint8_t *)first.p))
            continue;
        copy_row(from, to, columns);
        rc = query_run(to, e);
    }
    query_close(to);
    query_close(from);
    return rc;
}

static int take_chain(struct merge_work *w, struct span author, int64_t after, struct err *e) {
    struct query *from = NULL, *to = NULL;
    int rc = query_open(
        &from, w->other,
        "SELECT " ENTRY_COLUMNS " FROM entry WHERE author = ?1 AND seq > ?2 ORDER BY seq", e);

    if (rc == 0)
        rc = query_open(&to, w->st,
                        "INSERT INTO entry (" ENTRY_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)", e);
    if (rc == 0) {
        query_blob(from, 1, author);
        query_int(from, 2, after);
    }
    while (rc == 0 && (rc = query_next(from, e)) > 0) {
        w->t->entries++;
        w->t->custodians += span_is(query_col(from, 2), "custodian");
        copy_row(from, to, 6);
        rc = query_run(to, e);
    }
    query_close(to);
    query_close(from);
    return rc;
}

static int take_entries(struct merge_work *w, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(
        &q, w->st, "SELECT author, after FROM temp.merge_range WHERE side = 1 ORDER BY author", e);

    if (rc < 0) return rc;
    while (rc >= 0 && (rc = query_next(q, e)) > 0)
        if (query_col(q, 0).n == HASH_BYTES)
            rc = take_chain(w, query_col(q, 0), query_col_int(q, 1), e);
    query_close(q);
    return rc;
}

static int destroy(const struct merge_work *w, const struct vault_set *gone, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, w->st, "DELETE FROM vault WHERE commitment = ?1", e);

    for (size_t i = 0; i < gone->n && rc == 0; i++) {
        query_blob(q, 1, entry_key(gone->v[i].h));
        rc = query_run(q, e);
    }
    query_close(q);
    return rc;
}

/* The forgotten go first, so that no box lies in the file even for a moment that must not. */
static int take_vault(struct merge_work *w, struct err *e) {
    struct vault_set gone = {0};
    int64_t before = 0, left = 0, after = 0;
    int rc;

    if ((rc = vault_forgotten(w->st, w->a, &gone, e)) < 0) return rc;
    if ((rc = query_number(w->st, "SELECT count(*) FROM vault", &before, e)) < 0) return rc;
    if ((rc = destroy(w, &gone, e)) < 0) return rc;
    if ((rc = query_number(w->st, "SELECT count(*) FROM vault", &left, e)) < 0) return rc;
    rc = copy_rows(w,
                   "SELECT commitment, salt, box, bucket, custodians, author, seq FROM vault ORDER "
                   "BY commitment",
                   "INSERT INTO vault (commitment, salt, box, bucket, custodians, author, seq) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (commitment) DO NOTHING",
                   7, &gone, e);
    if (rc == 0) rc = query_number(w->st, "SELECT count(*) FROM vault", &after, e);
    w->t->destroyed += before - left;
    w->t->boxes += after - left;
    return rc;
}

static int take_rest(struct merge_work *w, struct err *e) {
    static const char seals[] = "SELECT count(*) FROM seal", blobs[] = "SELECT count(*) FROM blob";
    int64_t seal = 0, blob = 0, n = 0;
    int rc;

    if ((rc = query_number(w->st, seals, &seal, e)) < 0) return rc;
    if ((rc = query_number(w->st, blobs, &blob, e)) < 0) return rc;
    rc = copy_rows(w, "SELECT author, seq, head, signature FROM seal ORDER BY author, seq",
                   "INSERT INTO seal (author, seq, head, signature) VALUES (?1, ?2, ?3, ?4) ON "
                   "CONFLICT (author, seq) DO NOTHING",
                   4, NULL, e);
    if (rc < 0) return rc;
    if ((rc = query_number(w->st, seals, &n, e)) < 0) return rc;
    w->t->seals += n - seal;
    rc = copy_rows(w, "SELECT sha256, bytes, media, data, path FROM blob ORDER BY sha256",
                   "INSERT INTO blob (sha256, bytes, media, data, path) VALUES (?1, ?2, ?3, ?4, "
                   "?5) ON CONFLICT (sha256) DO UPDATE SET data = excluded.data, path = NULL WHERE "
                   "blob.data IS NULL AND excluded.data IS NOT NULL",
                   5, NULL, e);
    if (rc == 0) rc = blob_withdraw(w->st, NULL, e); /* of either side's forget entries */
    if (rc < 0) return rc;
    if ((rc = query_number(w->st, blobs, &n, e)) < 0) return rc;
    w->t->blobs += n - blob;
    return take_vault(w, e);
}

/* --- the whole --- */

static int merge_one(struct merge_work *w, struct err *e) {
    int64_t before = w->t->entries;
    int rc;

    if ((rc = same_case(w, e)) < 0) return rc;
    if ((rc = merge_whole(w->other, e)) < 0) {
        err_at(e, "%s", w->name);
        return rc;
    }
    if ((rc = compare_chains(w, e)) < 0) return rc;
    if ((rc = refuse_forks(w, e)) < 0) return rc;
    if ((rc = take_entries(w, e)) < 0) return rc;
    if ((rc = take_rest(w, e)) < 0) return rc;
    if (w->t->entries > before) { /* else nothing can have come into force, or be at odds */
        if ((rc = store_derive(w->st, e)) < 0) return rc;
        if ((rc = merge_conflicts(w, e)) < 0) return rc;
    }
    return store_exec(w->st, "DROP TABLE temp.merge_range", e);
}

bool merge_took(const struct merge_tally *t) {
    return t->entries || t->seals || t->blobs || t->boxes || t->destroyed;
}

/* In a transaction on the copy, so that it stays one state while it is checked and read. */
static int merge_copy_in(struct merge_work *w, struct err *e) {
    struct err end;
    int rc = store_begin(w->other, e);

    if (rc < 0) return rc;
    rc = merge_one(w, e);
    (void)store_end(w->other, 0, &end); /* nothing was written there */
    return rc;
}

static int merge_all(struct store *st, struct arena *a, const struct merge_copy *copy, size_t n,
                     struct merge_tally *t, struct err *e) {
    int rc = merge_whole(st, e);

    if (rc < 0) err_at(e, "the case itself");
    for (size_t i = 0; i < n && rc == 0; i++) {
        struct merge_work w = {st, copy[i].st, a, copy[i].name, t};

        rc = merge_copy_in(&w, e);
    }
    if (rc == 0 && merge_took(t) && (rc = merge_whole(st, e)) < 0) err_at(e, "what the merge gave");
    return rc;
}

int merge_cases(struct store *st, struct arena *a, const struct merge_copy *copy, size_t n,
                bool dry, struct merge_tally *out, struct err *e) {
    struct err undone;
    int rc = store_begin(st, e);

    if (rc < 0) return rc;
    rc = merge_all(st, a, copy, n, out, e);
    if (rc == 0 && dry) {
        (void)store_end(st, RC_CONFLICT, &undone);
        return 0;
    }
    return store_end(st, rc, e);
}
