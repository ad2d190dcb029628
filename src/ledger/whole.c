/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/whole.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Room for one more. */
static void *grow(void *v, size_t n, size_t *cap, size_t size) {
    if (n < *cap) return v;
    *cap = *cap ? 2 * *cap : 16;
    v = reallocarray(v, *cap, size);
    if (v) return v;
    fprintf(stderr, "headcount: out of memory (%zu names of entries or blobs)\n", *cap);
    abort();
}

static bool read_head(const json_t *v, struct whole_head *h) {
    const char *author = json_string_value(json_object_get(v, "author")),
               *hash = json_string_value(json_object_get(v, "hash"));

    h->seq = json_integer_value(json_object_get(v, "seq"));
    return author && hash && hash_read(span_of(author), h->author) &&
           hash_read(span_of(hash), h->hash) && h->seq > 0;
}

bool whole_join(struct whole *w, const struct ledger_entry *x) {
    const json_t *heads, *after;
    struct entry_first first;
    json_t *body = NULL;
    struct err e;
    bool ok = entry_first_read(x, &first) && canon_read(x->body, &body, &e) == 0;

    heads = json_object_get(body, "heads");
    after = json_object_get(body, "after");
    ok = ok && json_is_array(heads) && json_is_integer(after) && json_integer_value(after) >= 0;
    for (size_t i = 0; ok && i < json_array_size(heads); i++) {
        struct whole_head h;

        if (!(ok = read_head(json_array_get(heads, i), &h))) break;
        memcpy(h.by, x->author, HASH_BYTES);
        w->head = grow(w->head, w->n, &w->cap, sizeof *w->head);
        w->head[w->n++] = h;
    }
    json_decref(body);
    return ok;
}

/* The bodies are canonical: a key and its text value stand in one way only, and a quote in a text has a
 * backslash before it. So most entries are passed over without being parsed. */
static bool holds(struct span body, const char *member) {
    return memmem(body.p, body.n, member, strlen(member)) != NULL;
}

static const char *blob_of(const struct ledger_entry *x, const json_t *body) {
    if (span_is(x->kind, "row"))
        return json_string_value(json_object_get(json_object_get(body, "row"), "blob"));
    return json_string_value(json_object_get(body, "sha256"));
}

void whole_blob(struct whole *w, const struct ledger_entry *x) {
    bool names =
        span_is(x->kind, "row")    ? holds(x->body, "\"sheet\":\"tracks\"")
        : span_is(x->kind, "file") ? holds(x->body, "\"format\":\"folder\"")
        : span_is(x->kind, "media")
            ? !holds(x->body, "\"kept\":\"hash\"") && !holds(x->body, "\"kept\":\"sealed\"")
            : span_is(x->kind, "stamp") || span_is(x->kind, "marks");
    struct whole_blob b = {.seq = x->seq};
    json_t *body = NULL;
    const char *hex;
    struct err e;

    if (!names || canon_read(x->body, &body, &e) < 0) return;
    hex = blob_of(x, body);
    memcpy(b.author, x->author, HASH_BYTES);
    if (hex && hash_read(span_of(hex), b.sha)) {
        w->blob = grow(w->blob, w->nblob, &w->blob_cap, sizeof *w->blob);
        w->blob[w->nblob++] = b;
    }
    json_decref(body);
}

void whole_fini(struct whole *w) {
    free(w->head);
    free(w->blob);
    *w = (struct whole){0};
}

static void name(struct ledger_verdict *v, const uint8_t author[HASH_BYTES], int64_t seq) {
    v->broken = true;
    memcpy(v->author, author, HASH_BYTES);
    v->seq = seq;
}

static int check_head(const struct whole_head *h, struct store *st, struct ledger_verdict *v,
                      struct err *e) {
    struct query *q = NULL;
    uint8_t hash[HASH_BYTES];
    int rc = query_open(&q, st, "SELECT hash FROM entry WHERE author = ?1 AND seq = ?2", e);

    if (rc < 0) return rc;
    query_blob(q, 1, entry_key(h->author));
    query_int(q, 2, h->seq);
    rc = query_next(q, e);
    if (rc >= 0 &&
        (rc == 0 || !entry_bytes(q, 0, hash) || memcmp(hash, h->hash, HASH_BYTES) != 0)) {
        name(v, h->author, h->seq);
        snprintf(v->reason, sizeof v->reason,
                 rc ? "it is not the one that author %.16s has seen"
                    : "it is missing: author %.16s has seen it",
                 hash_hex(h->by).s);
    }
    query_close(q);
    return rc < 0 ? rc : 0;
}

static void check_blob(struct query *q, struct ledger_verdict *v) {
    uint8_t named[HASH_BYTES], hash[HASH_BYTES];
    struct span data = query_col(q, 2);

    if (!entry_bytes(q, 0, named)) {
        name(v, (uint8_t[HASH_BYTES]){0}, 0);
        snprintf(v->reason, sizeof v->reason, "a blob is not named by 32 bytes");
    } else if (!data.p) {
        v->blobs_outside++;
    } else {
        hash_of(data, hash);
        v->blobs++;
        if (memcmp(named, hash, HASH_BYTES) == 0 && query_col_type(q, 2) == QUERY_BLOB &&
            query_col_type(q, 1) == QUERY_INT && query_col_int(q, 1) == (int64_t)data.n)
            return;
        name(v, (uint8_t[HASH_BYTES]){0}, 0);
        snprintf(v->reason, sizeof v->reason, "the blob %.16s does not have that hash or length",
                 hash_hex(named).s);
    }
}

static int check_blobs(struct store *st, struct ledger_verdict *v, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT sha256, bytes, data FROM blob ORDER BY sha256", e);

    if (rc < 0) return rc;
    while (!v->broken && (rc = query_next(q, e)) > 0) check_blob(q, v);
    query_close(q);
    if (rc == RC_SYNTAX || rc == RC_LIMIT) {
        name(v, (uint8_t[HASH_BYTES]){0}, 0);
        snprintf(v->reason, sizeof v->reason, "a blob cannot be read: %.150s", e->text);
    }
    return rc == RC_IO ? rc : 0;
}

static int check_named(const struct whole_blob *b, struct store *st, struct ledger_verdict *v,
                       struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT 1 FROM blob WHERE sha256 = ?1", e);

    if (rc < 0) return rc;
    query_blob(q, 1, entry_key(b->sha));
    rc = query_next(q, e);
    query_close(q);
    if (rc == 0) {
        name(v, b->author, b->seq);
        snprintf(v->reason, sizeof v->reason, "the blob %.16s that it names is not in the case",
                 hash_hex(b->sha).s);
    }
    v->blobs_named += rc > 0;
    return rc < 0 ? rc : 0;
}

int whole_check(const struct whole *w, struct store *st, struct ledger_verdict *v, struct err *e) {
    int rc = 0;

    for (size_t i = 0; i < w->n && rc == 0 && !v->broken; i++)
        rc = check_head(&w->head[i], st, v, e);
    if (rc == RC_SYNTAX) {
        name(v, (uint8_t[HASH_BYTES]){0}, 0);
        snprintf(v->reason, sizeof v->reason, "the entries cannot be read: %.150s", e->text);
        rc = 0;
    }
    for (size_t i = 0; i < w->nblob && rc == 0 && !v->broken; i++)
        rc = check_named(&w->blob[i], st, v, e);
    return rc < 0 || v->broken ? rc : check_blobs(st, v, e);
}
