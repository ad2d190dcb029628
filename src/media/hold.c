/* SPDX-License-Identifier: Apache-2.0 */
#include "media/hold.h"

#include "ledger/ledger.h"

#include <stdlib.h>

/* Is entry x later than what we have? The order between chains (docs/LEDGER.md). */
static bool later(const struct ledger_entry *x, const struct held *h) {
    return x->clock != h->clock ? x->clock > h->clock
                                : memcmp(x->author, h->author, HASH_BYTES) >= 0;
}

static struct held *with_sha(held_list *v, const uint8_t sha[HASH_BYTES]) {
    for (size_t i = 0; i < v->n; i++)
        if (memcmp(v->v[i].sha, sha, HASH_BYTES) == 0) return &v->v[i];
    return NULL;
}

static int take(struct arena *a, held_list *out, const struct ledger_entry *x, struct err *e) {
    uint8_t sha[HASH_BYTES];
    json_t *body = NULL;
    struct held *h;
    const char *hex;
    int rc = canon_read(x->body, &body, e);

    if (rc < 0) return rc;
    hex = json_string_value(json_object_get(body, "sha256"));
    if (hex && hash_read(span_of(hex), sha)) {
        if (!(h = with_sha(out, sha))) {
            h = vec_push(a, out);
            *h = (struct held){.clock = INT64_MIN};
            memcpy(h->sha, sha, HASH_BYTES);
        }
        if (later(x, h)) {
            json_decref(h->body);
            h->body = json_incref(body);
            h->clock = x->clock;
            memcpy(h->author, x->author, HASH_BYTES);
        }
    }
    json_decref(body);
    return 0;
}

static int by_sha(const void *a, const void *b) {
    return memcmp(((const struct held *)a)->sha, ((const struct held *)b)->sha, HASH_BYTES);
}

static int where(struct store *st, struct arena *a, struct held *h, struct err *e) {
    struct query *q = NULL;
    int rc = query_open(&q, st, "SELECT data IS NOT NULL, path FROM blob WHERE sha256 = ?1", e);

    if (rc < 0) return rc;
    query_blob(q, 1, (struct span){(const char *)h->sha, HASH_BYTES});
    if ((rc = query_next(q, e)) > 0) {
        h->inside = query_col_int(q, 0) != 0;
        /* '' : its source was withdrawn */
        h->path = query_col_null(q, 1) || !query_col(q, 1).n ? NULL : arena_dup(a, query_col(q, 1));
    }
    query_close(q);
    return rc < 0 ? rc : 0;
}

int hold_all(struct store *st, struct arena *a, held_list *out, struct err *e) {
    struct ledger_it *it = NULL;
    struct ledger_entry x;
    int rc = ledger_each(&it, st, "media", e);

    *out = (held_list){0};
    if (rc < 0) return rc;
    while ((rc = ledger_next(it, &x, e)) > 0)
        if ((rc = take(a, out, &x, e)) < 0) break;
    ledger_done(it);
    if (out->n) qsort(out->v, out->n, sizeof *out->v, by_sha);
    for (size_t i = 0; i < out->n && rc == 0; i++) rc = where(st, a, &out->v[i], e);
    return rc;
}

void hold_fini(held_list *v) {
    for (size_t i = 0; i < v->n; i++) json_decref(v->v[i].body);
    v->n = 0;
}

int hold_find(const held_list *v, const char *prefix, const struct held **out, struct err *e) {
    size_t n = strlen(prefix), found = 0;

    if (n < HOLD_PREFIX || n > 2 * (size_t)HASH_BYTES || strspn(prefix, "0123456789abcdef") != n)
        return err_set(e, RC_SYNTAX,
                       "media are named by the first %d or more hex digits of their "
                       "SHA-256, in lower case",
                       HOLD_PREFIX);
    for (size_t i = 0; i < v->n; i++)
        if (strncmp(hash_hex(v->v[i].sha).s, prefix, n) == 0) {
            *out = &v->v[i];
            found++;
        }
    if (!found) return err_set(e, RC_NOTFOUND, "the case knows no media %.64s", prefix);
    if (found > 1)
        return err_set(e, RC_CONFLICT, "%zu media of the case begin with %.64s", found, prefix);
    return 0;
}

/* A case may come from somebody else: what it calls a path has to stay below its folder. */
static bool below(const char *path) {
    if (*path == '/' || !*path) return false;
    for (const char *s = path; s; s = strchr(s, '/')) {
        s += *s == '/';
        if (strncmp(s, "..", 2) == 0 && (!s[2] || s[2] == '/')) return false;
    }
    return true;
}

static int open_file(struct arena *a, const struct held *h, const char *path, struct original *out,
                     struct err *e) {
    uint8_t sha[HASH_BYTES];
    int rc = original_open(out, path, e);

    if (rc == 0) rc = original_hash(a, out, sha, e);
    if (rc == 0 && memcmp(sha, h->sha, HASH_BYTES) != 0)
        rc = err_set(e, RC_CONFLICT, "this is another file than %.12s: its hash is %.12s",
                     hash_hex(h->sha).s, hash_hex(sha).s);
    return rc;
}

int hold_open(struct store *st, struct arena *a, const struct held *h, const char *folder,
              const char *file, struct original *out, struct err *e) {
    int rc;

    *out = (struct original){.fd = -1};
    if (h->inside) {
        if ((rc = blob_get(st, a, h->sha, &out->bytes, e)) < 0) return rc;
        out->head_n = out->bytes.n < sizeof out->head ? out->bytes.n : sizeof out->head;
        memcpy(out->head, out->bytes.p, out->head_n);
        return 0;
    }
    if (file) {
        rc = open_file(a, h, file, out, e);
        if (rc < 0) err_at(e, "%s", file);
        return rc;
    }
    if (!h->path)
        return err_set(e, RC_NOTFOUND,
                       "the case knows %.12s by its hash alone; --file FILE says where the file is",
                       hash_hex(h->sha).s);
    if (!below(h->path))
        return err_set(e, RC_RANGE,
                       "the path that the case notes for %.12s leads out of its folder",
                       hash_hex(h->sha).s);
    rc = open_file(a, h, arena_printf(a, "%s/%s", folder, h->path), out, e);
    if (rc < 0) err_at(e, "the file of %.12s", hash_hex(h->sha).s);
    return rc;
}
