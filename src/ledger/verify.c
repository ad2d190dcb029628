/* SPDX-License-Identifier: Apache-2.0 */
/* One walk over all entries in order of (author, seq), which names the first that is not as it was
 * written, and says how.
 *
 * For an entry x after an entry p there are two facts: whether x's own hash fits its content, and
 * whether x.prev is p's hash.
 *
 *     fits   linked
 *     yes    yes     as written
 *     no     yes     x was edited; or only its hash was, if the next entry still names the hash
 * that x should have no     no      x.prev was edited, or x stood elsewhere (with another number
 * its hash fits): moved, or something put in or taken out yes    no      p was replaced together
 * with its hash: x remembers the old one
 *
 * The second needs the next entry, so the verdict on it waits for one step. Numbers are checked
 * before: a hole names the entry that is not there, unless the entry after the hole is itself
 * wrong. A chain that was made anew from some entry on, or cut off at its end, is consistent; only
 * its head tells, against one that was noted elsewhere. */
#include "ledger/entry.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

struct walk {
    struct ledger_verdict v;
    uint8_t chain[HASH_BYTES]; /* the author whose chain we are in ... */
    int64_t last;              /* ... how far we came in it, 0 before its first */
    uint8_t prev[HASH_BYTES];  /* hash of entry `last` */
    uint8_t own[HASH_BYTES];   /* the case's own author */
    bool own_seen;
    bool waiting;               /* entry `last` does not fit, and the next one may say why */
    uint8_t should[HASH_BYTES]; /* the hash that it should have */
};

PRINTF(4, 5)
static bool broken(struct walk *w, const uint8_t author[HASH_BYTES], int64_t seq, const char *fmt,
                   ...) {
    va_list ap;

    w->v.broken = true;
    w->v.seq = seq;
    memcpy(w->v.author, author, HASH_BYTES);
    va_start(ap, fmt);
    vsnprintf(w->v.reason, sizeof w->v.reason, fmt, ap);
    va_end(ap);
    return true;
}

static bool same(const uint8_t x[HASH_BYTES], const uint8_t y[HASH_BYTES]) {
    return memcmp(x, y, HASH_BYTES) == 0;
}

static bool fits(const struct ledger_entry *x) {
    uint8_t h[HASH_BYTES];

    ledger_hash(x, h);
    return same(h, x->hash);
}

static bool fits_as(const struct ledger_entry *x, int64_t seq) {
    struct ledger_entry y = *x;

    y.seq = seq;
    return fits(&y);
}

/* An entry whose hash does not fit, in its place or not: tries the single changes that explain it.
 */
static bool explain_edit(struct walk *w, const struct ledger_entry *x) {
    static const char *const kinds[] = {"case", "file", "row", "bad", "refused", "withdraw", "map"};
    struct ledger_entry y = *x;
    /* unsigned: a forged number may be the largest or the smallest */
    const int64_t moves[] = {w->last + 1, (int64_t)((uint64_t)x->seq - 1),
                             (int64_t)((uint64_t)x->seq + 1)};

    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
        if (moves[i] != x->seq && fits_as(x, moves[i]))
            return broken(w, x->author, x->seq,
                          "it was written as number %" PRId64
                          ": moved, or something before it was put in or taken out",
                          moves[i]);
    memcpy(y.prev, w->prev, HASH_BYTES);
    if (fits(&y))
        return broken(w, x->author, x->seq, "the hash of the entry before it was changed in it");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        y.kind = span_of(kinds[i]);
        if (fits(&y))
            return broken(w, x->author, x->seq, "its kind was \"%s\" and was changed", kinds[i]);
    }
    return broken(w, x->author, x->seq, "the body does not match its hash");
}

/* x is not number last + 1 of its chain. */
static bool explain_number(struct walk *w, const struct ledger_entry *x) {
    if (!fits(x)) return explain_edit(w, x);
    if (x->seq <= w->last) return broken(w, x->author, x->seq, "its number is there twice");
    if (w->last == 0)
        return broken(w, x->author, 1, "it is missing: the chain begins with number %" PRId64,
                      x->seq);
    return broken(w, x->author, w->last + 1,
                  "it is missing: number %" PRId64 " comes after number %" PRId64, x->seq, w->last);
}

static bool check_content(struct walk *w, const struct ledger_entry *x) {
    json_t *body = NULL;
    struct err e;
    bool object;

    if (!entry_kind_ok(x->kind))
        return broken(w, x->author, x->seq, "its kind is not a word of lower-case letters");
    if (canon_read(x->body, &body, &e) < 0)
        return broken(w, x->author, x->seq, "the body is not canonical JSON: %.150s", e.text);
    object = json_is_object(body);
    json_decref(body);
    return !object && broken(w, x->author, x->seq, "the body is not a JSON object");
}

/* The verdict on the entry that waits. next: the one after it, or NULL. */
static void settle(struct walk *w, const struct ledger_entry *next) {
    bool follows = next && same(next->author, w->chain) && next->seq == w->last + 1;

    if (follows && same(next->prev, w->should))
        broken(w, w->chain, w->last, "its hash was changed");
    w->waiting = false; /* otherwise explain_edit has said it */
}

static void check_entry(struct walk *w, const struct ledger_entry *x) {
    bool linked;

    if (w->last == 0 || !same(x->author, w->chain)) {
        memcpy(w->chain, x->author, HASH_BYTES);
        memset(w->prev, 0, HASH_BYTES);
        w->last = 0;
        w->v.authors++;
    }
    if (x->seq != w->last + 1) {
        explain_number(w, x);
        return;
    }
    linked = same(x->prev, w->prev);
    ledger_hash(x, w->should);
    if (!same(w->should, x->hash)) {
        explain_edit(w, x);
        w->waiting = linked;
    } else if (!linked && w->last == 0) {
        broken(w, x->author, 1, "it is the first of its chain, and names an entry before it");
    } else if (!linked) {
        broken(w, x->author, w->last,
               "it was replaced, hash and all: number %" PRId64 " names another hash", x->seq);
    } else {
        check_content(w, x);
    }
    w->last = x->seq;
    memcpy(w->prev, x->hash, HASH_BYTES);
}

static void count_entry(struct walk *w, const struct ledger_entry *x) {
    w->v.entries++;
    if (!same(x->author, w->own)) return;
    w->own_seen = true;
    memcpy(w->v.head, x->hash, HASH_BYTES);
}

/* 1: go on; 0: the end, or what is wrong is known; RC_IO. A page that cannot be read is a verdict,
 * too. */
static int step(struct walk *w, struct query *q, struct err *e) {
    struct ledger_entry x;
    const char *wrong;
    int rc = query_next(q, e);

    if (rc == RC_SYNTAX || rc == RC_LIMIT) {
        if (!w->waiting) broken(w, w->chain, w->last + 1, "it cannot be read: %.150s", e->text);
        return 0;
    }
    if (rc < 0) return rc;
    wrong = rc > 0 ? entry_read(q, &x) : NULL;
    if (w->waiting) {
        settle(w, rc > 0 && !wrong ? &x : NULL);
        return 0;
    }
    if (rc == 0) return 0;
    if (wrong)
        broken(w, x.author, x.seq, "%s", wrong);
    else
        check_entry(w, &x);
    if (!w->v.broken) count_entry(w, &x);
    return !w->v.broken || w->waiting;
}

/* What is wrong with the case as a whole, when each entry is well. */
static void check_whole(struct walk *w, int own_rc, const struct err *own) {
    if (w->v.entries == 0)
        broken(w, w->own, 0, "the case has no entries");
    else if (own_rc < 0)
        broken(w, w->own, 0, "%s",
               own_rc == RC_NOTFOUND ? "the case does not say which chain is its own" : own->text);
    else if (!w->own_seen)
        broken(w, w->own, 1, "it is missing: the case's own chain has no entries");
}

int ledger_verify(struct store *st, struct ledger_verdict *out, struct err *e) {
    struct walk w = {0};
    struct query *q = NULL;
    struct err own;
    int own_rc = entry_author(st, w.own, &own), rc;

    if (own_rc == RC_IO) {
        *e = own;
        return own_rc;
    }
    if ((rc = query_open(&q, st, "SELECT " ENTRY_COLUMNS " FROM entry ORDER BY author, seq", e)) <
        0)
        return rc;
    while ((rc = step(&w, q, e)) > 0) continue;
    query_close(q);
    if (rc < 0) return rc;
    if (!w.v.broken) check_whole(&w, own_rc, &own);
    *out = w.v;
    return 0;
}
