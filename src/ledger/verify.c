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
 *                    that x should have
 *     no     no      x.prev was edited, or x stood elsewhere (with another number its hash fits):
 *                    moved, or something put in or taken out
 *     yes    no      p was replaced together with its hash: x remembers the old one
 *
 * The second needs the next entry, so the verdict on it waits for one step. Numbers are checked
 * before: a hole names the entry that is not there, unless the entry after the hole is itself
 * wrong. A chain that was made anew from some entry on, or cut off at its end, is consistent in
 * itself; its seals tell, for nobody but the author can make those, and a checkpoint that was kept
 * elsewhere, even against the author. The seals are read beside the entries, and the tree over the
 * hashes grows with the walk, so that its root is at hand where a seal or a checkpoint asks. */
#include "ledger/ahead.h"
#include "ledger/merkle.h"
#include "ledger/whole.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* What becomes of a checkpoint that is looked for. */
struct sought {
    const struct checkpoint *c;
    bool chain, root; /* the chain of its name was there; its first entries have its root */
    enum checkpoint_sign sign;
    bool must_sign;
    uint8_t author[HASH_BYTES];
    int64_t entries; /* of that chain */
};

struct walk {
    struct ledger_verdict v;
    uint8_t chain[HASH_BYTES]; /* the author whose chain we are in ... */
    int64_t last;              /* ... how far we came in it, 0 before its first */
    uint8_t prev[HASH_BYTES];  /* hash of entry `last` */
    uint8_t own[HASH_BYTES];   /* the case's own author */
    bool own_seen;
    bool waiting;               /* entry `last` does not fit, and the next one may say why */
    uint8_t should[HASH_BYTES]; /* the hash that it should have */

    struct merkle tree;         /* over the hashes of the chain */
    char name[CHECKPOINT_NAME]; /* of the chain */
    struct entry_first first;   /* what it says of itself */
    struct query *seals;        /* read up to `seal` */
    struct seal seal;
    int more_seals; /* 1: `seal` is the next one; 0: there is none */
    int64_t sealed; /* the last sealed entry of the chain, 0: none */
    uint8_t signature[ED25519_SIGNATURE];

    struct arena *a; /* NULL: the chains are not asked for */
    ledger_chains *chains;
    struct sought *want;
    size_t nwant;
    struct whole *whole; /* joins, to be looked up after the walk */
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
    static const char *const kinds[] = {"case",     "join",     "file",   "row",       "bad",
                                        "refused",  "withdraw", "map",    "custodian", "revoke",
                                        "identity", "raw",      "forget", "media",     "hint",
                                        "ask",      "stamp",    "marks",  "review"};
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

static bool check_content(struct walk *w, const struct ahead_entry *y) {
    const struct ledger_entry *x = &y->x;
    json_t *body = NULL;
    struct err e;

    if (!entry_kind_ok(x->kind))
        return broken(w, x->author, x->seq, "its kind is not a word of lower-case letters");
    if (!y->canonical) {
        if (canon_read(x->body, &body, &e) < 0)
            return broken(w, x->author, x->seq, "the body is not canonical JSON: %.150s", e.text);
        json_decref(body); /* the two readers differ: a mistake of ours, and canon_read decides */
    }
    return x->body.p[0] != '{' && broken(w, x->author, x->seq, "the body is not a JSON object");
}

/* The verdict on the entry that waits. next: the one after it, or NULL. */
static void settle(struct walk *w, const struct ledger_entry *next) {
    bool follows = next && same(next->author, w->chain) && next->seq == w->last + 1;

    if (follows && same(next->prev, w->should))
        broken(w, w->chain, w->last, "its hash was changed");
    w->waiting = false; /* otherwise explain_edit has said it */
}

/* --- seals and checkpoints --- */

static int next_seal(struct walk *w, struct err *e) {
    int rc = seal_next(w->seals, &w->seal, e);

    w->more_seals = rc > 0;
    if (rc == RC_SYNTAX || rc == RC_LIMIT) {
        broken(w, w->chain, w->last, "the seals cannot be read: %.150s", e->text);
        rc = 0;
    }
    return rc < 0 ? rc : 0;
}

static int seal_order(const struct walk *w, const uint8_t author[HASH_BYTES], int64_t seq) {
    int c = memcmp(w->seal.author, author, HASH_BYTES);

    return c ? c : (w->seal.seq > seq) - (w->seal.seq < seq);
}

/* The seal over the entry where we are, if it has one. */
static int check_seal(struct walk *w, const struct ledger_entry *x, struct err *e) {
    uint8_t root[HASH_BYTES];
    struct buf text = {0};
    bool fits_root;

    if (!w->more_seals || seal_order(w, x->author, x->seq) != 0) return 0;
    if (w->seal.wrong || !same(w->seal.head, x->hash)) {
        broken(w, x->author, x->seq, "%s",
               w->seal.wrong ? w->seal.wrong : "its seal is over another entry of that number");
        return 0;
    }
    merkle_root(&w->tree, root);
    checkpoint_text(&text, w->name, x->seq, root);
    fits_root = ed25519_verify(x->author, buf_span(&text), w->seal.signature);
    buf_fini(&text);
    if (!fits_root) {
        broken(w, x->author, x->seq,
               "its seal is not its author's signature over the entries up to it");
        return 0;
    }
    w->sealed = x->seq;
    memcpy(w->signature, w->seal.signature, sizeof w->signature);
    w->v.seals++;
    return next_seal(w, e);
}

static void check_sought(struct walk *w, const struct ledger_entry *x) {
    uint8_t root[HASH_BYTES];

    for (size_t i = 0; i < w->nwant; i++) {
        struct sought *s = &w->want[i];

        if (x->seq == 1 && span_is(s->c->name, w->name)) {
            s->chain = true;
            s->must_sign = w->first.signs;
            s->sign = checkpoint_signed(s->c, x->author);
            memcpy(s->author, x->author, HASH_BYTES);
        }
        if (!s->chain || !same(s->author, x->author)) continue;
        s->entries = x->seq;
        if (x->seq != s->c->size) continue;
        merkle_root(&w->tree, root);
        s->root = same(root, s->c->root);
    }
}

/* A seal without an entry, in front of the one where we are, or after the last. */
static bool stray_seal(struct walk *w) {
    const struct seal *s = &w->seal;

    if (s->wrong) return broken(w, s->author, s->seq, "%s", s->wrong);
    if (same(s->author, w->chain) && w->last)
        return broken(w, s->author, w->last + 1,
                      "it is missing: number %" PRId64
                      " is sealed, and the chain ends with %" PRId64,
                      s->seq, w->last);
    return broken(w, s->author, 1, "it is missing: number %" PRId64 " of its chain is sealed",
                  s->seq);
}

/* The chain where we are is over. */
static void end_chain(struct walk *w) {
    struct ledger_chain *c;

    if (w->last == 0 || w->v.broken) return;
    if (w->more_seals && same(w->seal.author, w->chain)) {
        stray_seal(w);
        return;
    }
    if ((w->first.signs || w->sealed) && w->sealed < w->last) {
        broken(w, w->chain, w->sealed + 1,
               w->sealed ? "it was put in: no seal of its author stands over it"
                         : "the chain says that it is signed, and no seal stands over it");
        return;
    }
    if (!w->a) return;
    c = vec_push(w->a, w->chains);
    *c = (struct ledger_chain){.entries = w->last, .sealed = w->sealed > 0};
    memcpy(c->author, w->chain, HASH_BYTES);
    memcpy(c->name, w->name, sizeof c->name);
    memcpy(c->signature, w->signature, sizeof c->signature);
    merkle_root(&w->tree, c->root);
}

/* --- the walk --- */

/* The entry is as it was written: what it says, the tree, the seals. */
static int take_entry(struct walk *w, const struct ahead_entry *y, struct err *e) {
    const struct ledger_entry *x = &y->x;
    int rc;

    if (check_content(w, y)) return 0;
    if (x->seq == 1) {
        if (!span_is(x->kind, "case") && !span_is(x->kind, "join")) {
            broken(w, x->author, 1, "it does not begin a chain: it is neither a case nor a join");
            return 0;
        }
        w->first = (struct entry_first){0};
        (void)entry_first_read(x, &w->first); /* a `case` that says nothing signs nothing */
        checkpoint_name(x->author, x->hash, w->name);
        w->tree.n = 0;
    }
    if (span_is(x->kind, "join") && !whole_join(w->whole, x)) {
        broken(w, x->author, x->seq, "its body is not that of a join");
        return 0;
    }
    whole_blob(w->whole, x);
    merkle_add_leaf(&w->tree, y->leaf);
    if ((rc = check_seal(w, x, e)) < 0) return rc;
    if (w->nwant) check_sought(w, x);
    return 0;
}

static int check_entry(struct walk *w, const struct ahead_entry *y, struct err *e) {
    const struct ledger_entry *x = &y->x;
    bool linked;
    int rc = 0;

    if (w->last == 0 || !same(x->author, w->chain)) {
        end_chain(w);
        if (w->more_seals && !w->v.broken && seal_order(w, x->author, 1) < 0) stray_seal(w);
        if (w->v.broken) return 0;
        memcpy(w->chain, x->author, HASH_BYTES);
        memset(w->prev, 0, HASH_BYTES);
        w->last = w->sealed = 0;
        w->v.authors++;
    }
    if (x->seq != w->last + 1) {
        explain_number(w, x);
        return 0;
    }
    linked = same(x->prev, w->prev);
    memcpy(w->should, y->hash, HASH_BYTES);
    if (!same(w->should, x->hash)) {
        explain_edit(w, x);
        w->waiting = linked;
    } else if (!linked && w->last == 0) {
        broken(w, x->author, 1, "it is the first of its chain, and names an entry before it");
    } else if (!linked) {
        broken(w, x->author, w->last,
               "it was replaced, hash and all: number %" PRId64 " names another hash", x->seq);
    } else {
        rc = take_entry(w, y, e);
    }
    w->last = x->seq;
    memcpy(w->prev, x->hash, HASH_BYTES);
    return rc;
}

static void count_entry(struct walk *w, const struct ledger_entry *x) {
    w->v.entries++;
    if (!same(x->author, w->own)) return;
    w->own_seen = true;
    memcpy(w->v.head, x->hash, HASH_BYTES);
}

/* 1: go on; 0: the end, or what is wrong is known; RC_IO. A page that cannot be read is a verdict,
 * too. */
static int step(struct walk *w, struct ahead *a, struct err *e) {
    const struct ahead_entry *y = NULL;
    int rc = ahead_next(a, &y, e);

    if (rc == RC_SYNTAX || rc == RC_LIMIT) {
        if (!w->waiting) broken(w, w->chain, w->last + 1, "it cannot be read: %.150s", e->text);
        return 0;
    }
    if (rc < 0) return rc;
    if (w->waiting) {
        settle(w, rc > 0 && !y->wrong ? &y->x : NULL);
        return 0;
    }
    if (rc == 0) return 0;
    if (y->wrong)
        broken(w, y->x.author, y->x.seq, "%s", y->wrong);
    else if ((rc = check_entry(w, y, e)) < 0)
        return rc;
    if (!w->v.broken) count_entry(w, &y->x);
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

/* Is what the checkpoints stand for there? */
static void check_wanted(struct walk *w) {
    for (size_t i = 0; i < w->nwant && !w->v.broken; i++) {
        const struct sought *s = &w->want[i];

        if (!s->chain)
            broken(w, w->own, 0,
                   "the case has no chain %.60s: it is another case, or was made anew",
                   arena_dup(w->a, s->c->name));
        else if (s->entries < s->c->size)
            broken(w, s->author, s->entries + 1,
                   "it is missing: the checkpoint stands for %" PRId64
                   " entries, and the chain was cut off after %" PRId64,
                   s->c->size, s->entries);
        else if (!s->root)
            broken(w, s->author, 0,
                   "the first %" PRId64 " entries of %s are not those of the checkpoint: the chain "
                   "was made anew",
                   s->c->size, arena_dup(w->a, s->c->name));
        else if (s->sign == CHECKPOINT_BAD || (s->must_sign && s->sign != CHECKPOINT_GOOD))
            broken(w, s->author, 0, "the checkpoint of %s is not signed by its author",
                   arena_dup(w->a, s->c->name));
    }
}

static int walk_entries(struct walk *w, struct store *st, struct err *e) {
    struct ahead *a = NULL;
    int rc = ahead_open(&a, st, e);

    if (rc < 0) return rc;
    if ((rc = seal_open(&w->seals, st, e)) == 0) {
        rc = next_seal(w, e);
        if (rc == 0 && !w->v.broken)
            while ((rc = step(w, a, e)) > 0) continue;
        if (rc == 0) end_chain(w);
        if (rc == 0 && !w->v.broken && w->more_seals) stray_seal(w);
        query_close(w->seals);
    }
    ahead_close(a);
    return rc;
}

static int verify(struct walk *w, struct store *st, struct err *e) {
    struct whole whole = {0};
    struct err own;
    int own_rc = entry_author(st, w->own, &own), rc;

    if (own_rc == RC_IO) {
        *e = own;
        return own_rc;
    }
    w->whole = &whole; /* cppcheck-suppress autoVariables; taken back below */
    rc = walk_entries(w, st, e);
    if (rc == 0 && !w->v.broken) check_whole(w, own_rc, &own);
    if (rc == 0 && !w->v.broken) rc = whole_check(&whole, st, &w->v, e);
    if (rc == 0) check_wanted(w);
    w->whole = NULL;
    whole_fini(&whole);
    return rc;
}

int ledger_verify(struct store *st, struct ledger_verdict *out, struct err *e) {
    struct walk w = {0};
    int rc = verify(&w, st, e);

    if (rc == 0) *out = w.v;
    return rc;
}

int ledger_verify_with(struct store *st, struct arena *a, const struct checkpoint *want, size_t n,
                       struct ledger_verdict *out, ledger_chains *chains, struct err *e) {
    struct walk w = {.a = a, .chains = chains, .nwant = n};
    int rc;

    w.want = ARENA_ARRAY(a, struct sought, n);
    for (size_t i = 0; i < n; i++) w.want[i].c = &want[i];
    rc = verify(&w, st, e);
    if (rc == 0) *out = w.v;
    return rc;
}

void ledger_checkpoint(struct buf *out, const struct ledger_chain *c) {
    checkpoint_note(out, c->name, c->entries, c->root, c->author, c->sealed ? c->signature : NULL);
}

int ledger_sound(struct store *st, struct arena *a, struct ledger_verdict *out,
                 ledger_chains *chains, struct err *e) {
    int rc;

    *out = (struct ledger_verdict){0};
    rc = ledger_verify_with(st, a, NULL, 0, out, chains, e);
    if (rc < 0 || !out->broken) return rc;
    return err_set(e, RC_CONFLICT,
                   "the ledger does not verify at entry %" PRId64 ": %s; run `headcount verify`",
                   out->seq, out->reason);
}

int ledger_checkpoints(struct store *st, struct arena *a, struct buf *out, struct err *e) {
    struct ledger_verdict v;
    ledger_chains chains = {0};
    int rc = ledger_sound(st, a, &v, &chains, e);

    for (size_t i = 0; i < chains.n && rc == 0; i++) {
        if (i) buf_putc(out, '\n');
        ledger_checkpoint(out, &chains.v[i]);
    }
    return rc;
}
