/* SPDX-License-Identifier: Apache-2.0 */

/* A row is in force when the last thing that the ledger says of its row_id is that it is there. It
 * is said by a `row` entry; it is taken back by a `withdraw`, and by a `row` that supersedes it.
 * Both are gathered as events in the order of the ledger, sorted by row_id, and the last one wins.
 */
#include "ingest/known.h"

#include <assert.h>
#include <stdlib.h>

enum { EVENT_ROW, EVENT_REPLACED, EVENT_WITHDRAWN };

struct event {
    uint8_t row_id[HASH_BYTES], lineage[HASH_BYTES];
    int64_t clock; /* of its entry: the order between authors ... */
    size_t order;  /* ... and in the walk */
    int what;
    struct known_row row; /* EVENT_ROW */
};
struct load {
    struct arena *a;
    struct known *k;
    VEC(struct event) event;
    uint8_t sha[HASH_BYTES], lineage[HASH_BYTES]; /* of the last file looked up */
    bool have;
};

int known_hash_cmp(const void *a, const void *b) {
    return memcmp(a, b, HASH_BYTES);
}

static int event_cmp(const void *a, const void *b) {
    const struct event *x = a, *y = b;
    int c = memcmp(x->row_id, y->row_id, HASH_BYTES);

    if (!c) c = (x->clock > y->clock) - (x->clock < y->clock);
    return c ? c : (x->order > y->order) - (x->order < y->order);
}

static int file_cmp(const void *a, const void *b) {
    const struct known_file *x = a, *y = b;
    int c = (x->clock > y->clock) - (x->clock < y->clock);

    return c ? c : memcmp(x->sha, y->sha, HASH_BYTES);
}

static int key_cmp(const void *a, const void *b) {
    const struct known_row *x = *(struct known_row *const *)a, *y = *(struct known_row *const *)b;
    int c = (x->sheet > y->sheet) - (x->sheet < y->sheet);

    if (!c) c = memcmp(x->key, y->key, HASH_BYTES);
    return c ? c : memcmp(x->row_id, y->row_id, HASH_BYTES);
}

static bool hash_at(const json_t *body, const char *name, uint8_t out[HASH_BYTES]) {
    const char *s = json_string_value(json_object_get(body, name));

    return s && hash_read(span_of(s), out);
}

/** The lineage of the file that a row names: rows of one file follow each other, so the last answer
 * mostly holds. */
static void lineage_of(struct load *l, const uint8_t sha[HASH_BYTES], uint8_t out[HASH_BYTES]) {
    if (!l->have || memcmp(sha, l->sha, HASH_BYTES) != 0) {
        memset(l->lineage, 0, HASH_BYTES);
        for (size_t i = l->k->file.n; i-- > 0;)
            if (memcmp(l->k->file.v[i].sha, sha, HASH_BYTES) == 0) {
                memcpy(l->lineage, l->k->file.v[i].lineage, HASH_BYTES);
                break;
            }
        memcpy(l->sha, sha, HASH_BYTES);
        l->have = true;
    }
    memcpy(out, l->lineage, HASH_BYTES);
}

static bool take_file(struct load *l, int64_t clock, const json_t *body) {
    struct known_file *f = vec_push(l->a, &l->k->file);
    struct buf sheets = {0};
    struct err e;
    bool ok;

    *f = (struct known_file){.clock = clock, .latest = true};
    ok = hash_at(body, "sha256", f->sha) && hash_at(body, "lineage", f->lineage) &&
         json_is_array(json_object_get(body, "sheets")) &&
         canon_write(json_object_get(body, "sheets"), &sheets, &e) == 0;
    (void)hash_at(body, "map", f->map);
    (void)hash_at(body, "asked", f->asked);
    f->sheets = arena_span(l->a, buf_span(&sheets));
    buf_fini(&sheets);
    l->have = false;
    return ok;
}

static void take_refs(struct load *l, const struct sheet *s, const json_t *object,
                      struct known_row *r) {
    for (size_t i = 0; i < s->n; i++) {
        const char *name = s->columns[i].refers
                               ? json_string_value(json_object_get(object, s->columns[i].name))
                               : NULL;

        if (name && r->nref < sizeof r->ref / sizeof r->ref[0])
            r->ref[r->nref++] = (struct row_ref){&s->columns[i], arena_span(l->a, span_of(name))};
    }
}

/** The cells of a row of a sheet by which flight signals are chosen. */
static struct span kept_body(struct load *l, const struct sheet *s, const json_t *object) {
    struct buf b = {0};
    struct err e;
    struct span body = SPAN("");

    if (strcmp(s->name, "corridors") != 0 && strcmp(s->name, "aircraft") != 0) return body;
    if (canon_write(object, &b, &e) == 0) body = arena_span(l->a, buf_span(&b));
    buf_fini(&b);
    return body;
}

static bool take_row(struct load *l, int64_t clock, const json_t *body) {
    const char *name = json_string_value(json_object_get(body, "sheet"));
    const struct sheet *s = name ? sheet_find(span_of(name)) : NULL;
    const json_t *object = json_object_get(body, "row");
    const char *id = json_string_value(json_object_get(object, "id"));
    struct event ev = {.what = EVENT_ROW, .clock = clock, .order = 2 * l->event.n + 1},
                 off = {.what = EVENT_REPLACED, .clock = clock};
    uint8_t sha[HASH_BYTES];

    if (!s || !json_is_object(object) || !hash_at(body, "row_id", ev.row_id) ||
        !hash_at(body, "key", ev.row.recorded) || !hash_at(body, "file", sha))
        return false;
    lineage_of(l, sha, ev.lineage);
    row_key(l->a, s, object, 1, ev.row.key);
    memcpy(ev.row.row_id, ev.row_id, HASH_BYTES);
    memcpy(ev.row.lineage, ev.lineage, HASH_BYTES);
    ev.row.sheet = row_sheet(s);
    ev.row.id = id ? arena_span(l->a, span_of(id)) : SPAN("");
    ev.row.body = kept_body(l, s, object);
    take_refs(l, s, object, &ev.row);
    if (hash_at(body, "supersedes", off.row_id)) {
        memcpy(off.lineage, ev.lineage, HASH_BYTES);
        off.order = 2 * l->event.n;
        ev.order = 2 * (l->event.n + 1) + 1;
        *vec_push(l->a, &l->event) = off;
    }
    *vec_push(l->a, &l->event) = ev;
    return true;
}

static bool take(struct load *l, const struct ledger_entry *entry, const json_t *body) {
    if (span_is(entry->kind, "file")) return take_file(l, entry->clock, body);
    if (span_is(entry->kind, "row")) return take_row(l, entry->clock, body);
    if (span_is(entry->kind, "withdraw")) {
        struct event *ev = vec_push(l->a, &l->event);

        *ev =
            (struct event){.what = EVENT_WITHDRAWN, .clock = entry->clock, .order = 2 * l->event.n};
        return hash_at(body, "row_id", ev->row_id);
    }
    if (span_is(entry->kind, "bad")) {
        hash_of(entry->body, vec_push(l->a, &l->k->bad)->h);
        return true;
    }
    if (span_is(entry->kind, "refused"))
        return hash_at(body, "sha256", vec_push(l->a, &l->k->refused)->h);
    if (span_is(entry->kind, "forget")) {
        const char *source = json_string_value(json_object_get(body, "source"));

        if (source) *vec_push(l->a, &l->k->forgotten) = arena_span(l->a, span_of(source));
        return source != NULL;
    }
    if (span_is(entry->kind, "map")) return hash_at(body, "sha256", vec_push(l->a, &l->k->map)->h);
    return true;
}

/** Events to rows, each row_id once, with its last state. */
static void settle(struct load *l) {
    struct known *k = l->k;

    if (l->event.n) qsort(l->event.v, l->event.n, sizeof l->event.v[0], event_cmp);
    for (size_t i = 0, end; i < l->event.n; i = end) {
        const struct event *row = NULL, *last;

        for (end = i; end < l->event.n &&
                      memcmp(l->event.v[i].row_id, l->event.v[end].row_id, HASH_BYTES) == 0;
             end++)
            if (l->event.v[end].what == EVENT_ROW) row = &l->event.v[end];
        last = &l->event.v[end - 1];
        if (!row) continue; /* withdrawn here, and its row in a copy that was never merged */
        *vec_push(l->a, &k->row) = row->row;
        k->row.v[k->row.n - 1].active = last->what == EVENT_ROW;
        k->row.v[k->row.n - 1].replaced = last->what == EVENT_REPLACED;
        memcpy(k->row.v[k->row.n - 1].by, last->lineage, HASH_BYTES);
    }
    k->by_key = ARENA_ARRAY(l->a, struct known_row *, k->row.n);
    for (size_t i = 0; i < k->row.n; i++)
        if (k->row.v[i].active) k->by_key[k->nkey++] = &k->row.v[i];
    if (k->nkey) qsort(k->by_key, k->nkey, sizeof(struct known_row *), key_cmp);
}

/** Marks the last file of each lineage. */
static void mark_latest(struct arena *a, struct known *k) {
    size_t n = k->file.n;
    struct known_hash *seen = ARENA_ARRAY(a, struct known_hash, n);

    /* files are few against rows: the form entries of `add` are skipped by their being latest of
     * nothing that matters */
    for (size_t i = n, m = 0; i-- > 0;) {
        bool later = m && memcmp(seen[m - 1].h, k->file.v[i].lineage, HASH_BYTES) == 0;

        for (size_t j = 0; j < m && !later; j++)
            later = memcmp(seen[j].h, k->file.v[i].lineage, HASH_BYTES) == 0;
        k->file.v[i].latest = !later;
        if (!later) memcpy(seen[m++].h, k->file.v[i].lineage, HASH_BYTES);
    }
}

int known_load(struct arena *a, struct store *st, struct known *out, struct err *e) {
    struct load l = {.a = a, .k = out};
    struct ledger_it *it = NULL;
    struct ledger_entry entry;
    struct span name;
    int rc;

    *out = (struct known){0};
    if ((rc = ledger_case(st, a, &name, out->salt, e)) < 0) return rc;
    if ((rc = ledger_each(&it, st, NULL, e)) < 0) return rc;
    while ((rc = ledger_next(it, &entry, e)) > 0) {
        json_t *body = NULL;

        if ((rc = canon_read(entry.body, &body, e)) == 0 && !take(&l, &entry, body))
            rc = err_set(e, RC_SYNTAX, "its body is not of the form that its kind has");
        json_decref(body);
        if (rc < 0) {
            err_at(e, "entry %lld", (long long)entry.seq);
            break;
        }
    }
    ledger_done(it);
    if (rc < 0) return rc;
    settle(&l);
    if (out->file.n) qsort(out->file.v, out->file.n, sizeof out->file.v[0], file_cmp);
    mark_latest(a, out);
    if (out->bad.n) qsort(out->bad.v, out->bad.n, HASH_BYTES, known_hash_cmp);
    if (out->refused.n) qsort(out->refused.v, out->refused.n, HASH_BYTES, known_hash_cmp);
    if (out->map.n) qsort(out->map.v, out->map.n, HASH_BYTES, known_hash_cmp);
    return 0;
}

struct known_row *known_find(const struct known *k, const uint8_t row_id[HASH_BYTES]) {
    size_t lo = 0, hi = k->row.n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = memcmp(k->row.v[mid].row_id, row_id, HASH_BYTES);

        if (c == 0) return &k->row.v[mid];
        if (c < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

void known_key(const struct known *k, size_t sheet, const uint8_t key[HASH_BYTES], size_t *lo,
               size_t *hi) {
    size_t a = 0, b = k->nkey;

    while (a < b) {
        size_t mid = a + (b - a) / 2;
        const struct known_row *r = k->by_key[mid];

        if (r->sheet < sheet || (r->sheet == sheet && memcmp(r->key, key, HASH_BYTES) < 0))
            a = mid + 1;
        else
            b = mid;
    }
    for (*lo = *hi = a; *hi < k->nkey && k->by_key[*hi]->sheet == sheet; (*hi)++)
        if (memcmp(k->by_key[*hi]->key, key, HASH_BYTES) != 0) break;
}

bool known_has(const struct known_hash *list, size_t n, const uint8_t h[HASH_BYTES]) {
    return n && bsearch(h, list, n, HASH_BYTES, known_hash_cmp);
}
