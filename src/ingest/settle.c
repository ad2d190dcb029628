/* SPDX-License-Identifier: Apache-2.0 */

/* What an import adds to what is there.
 *
 * The same table is imported again and again while people work on it. What they mean by that: rows
 * that are as they were add nothing; a row that they changed takes the place of its former self; a
 * row that they took out is withdrawn. A file is a later version of another when it has the same
 * lineage (path and sheet); a row of another when it has the same key.
 *
 * Care is needed where an edit goes wrong. A row that was good and is bad now must not vanish: its
 * recorded version stays. Where not even the key of the bad row can be read, nothing of that sheet
 * is withdrawn, since any recorded row that is missing may be the one; the person is told and mends
 * it.
 *
 * Two rows of one file may have the same key columns (two counts of one flight by one source). Both
 * stay: the second gets a key of its own, with its number in it, since of the rows of one key only
 * the latest is in force (docs/LEDGER.md). Versions of such rows are paired in the order of their
 * hashes. From another file, a row replaces one of the same columns only where there is one on each
 * side.
 *
 * Nothing here looks at the order of rows, so a shuffled sheet settles the same way. */
#include "ingest/settle.h"

#include "ingest/seal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

void import_notice(struct import *im, const char *fmt, ...) {
    char text[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    *vec_push(im->keep, &im->tally->notices) = arena_span(im->keep, span_of(text));
}

static int order_cmp(const void *a, const void *b) {
    const struct row *x = *(struct row *const *)a, *y = *(struct row *const *)b;
    int c = x->sheet == y->sheet  ? memcmp(x->row_id, y->row_id, HASH_BYTES)
            : x->sheet < y->sheet ? -1
                                  : 1;

    if (!c) c = (x->file > y->file) - (x->file < y->file);
    if (!c) c = (x->tab > y->tab) - (x->tab < y->tab);
    return c ? c : (x->line > y->line) - (x->line < y->line);
}

static int key_cmp(const void *a, const void *b) {
    const struct row *x = *(struct row *const *)a, *y = *(struct row *const *)b;
    int c = x->sheet == y->sheet  ? memcmp(x->key, y->key, HASH_BYTES)
            : x->sheet < y->sheet ? -1
                                  : 1;

    return c ? c : order_cmp(a, b);
}

static void refuse(struct import *im, struct row *r, const struct sheet_column *column,
                   const char *reason) {
    struct row_bad b = {.sheet = r->sheet,
                        .column = column,
                        .file = r->file,
                        .tab = r->tab,
                        .line = r->line,
                        .reason = span_of(reason),
                        .kind = "word",
                        .keyed = true};

    memcpy(b.key, r->key, HASH_BYTES);
    r->state = ROW_BAD;
    rows_bad(im->a, &im->rows, &b);
}

/* ---- known and repeated ---- */

static bool of_import(const struct import *im, const uint8_t lineage[HASH_BYTES]) {
    for (size_t i = 0; i < im->file.n; i++)
        if (memcmp(im->file.v[i].lineage, lineage, HASH_BYTES) == 0 &&
            strcmp(im->file.v[i].format, "form") != 0)
            return true;
    return false;
}

/** @return is this row recorded, and in force, or replaced from elsewhere since its own file
 * brought it? */
static bool is_known(struct import *im, const struct row *r) {
    struct known_row *k = known_find(&im->known, r->row_id);
    const uint8_t *lineage = im->file.v[r->file].lineage;

    if (!k) return false;
    if (k->active) {
        k->stays = k->kept = true;
        return true;
    }
    return k->replaced && memcmp(k->lineage, lineage, HASH_BYTES) == 0 &&
           memcmp(k->by, lineage, HASH_BYTES) != 0;
}

static void mark_known(struct import *im) {
    size_t repeats = 0;

    for (size_t i = 0; i < im->rows.row.n; i++) {
        struct row *r = im->order[i], *before = i ? im->order[i - 1] : NULL;

        if (before && before->sheet == r->sheet &&
            memcmp(before->row_id, r->row_id, HASH_BYTES) == 0) {
            r->state = ROW_REPEAT;
            if (!im->map && ++repeats <= 20)
                import_notice(im, "%s: line %" PRId64 " repeats line %" PRId64 ": kept once",
                              r->sheet->name, r->line, before->line);
        } else if (is_known(im, r)) {
            r->state = ROW_KNOWN;
            im->tally->rows_known++;
        }
    }
    if (repeats > 20) import_notice(im, "%zu more lines repeat others: kept once", repeats - 20);
}

/* ---- one id, one row ---- */

static bool has_unique_key(const struct row *r) {
    return r->id.n && !(strcmp(r->sheet->key[0], "id") == 0 && r->sheet->key[1]);
}

static void refuse_conflicts(struct import *im, struct row **by_key, size_t n) {
    for (size_t i = 0, end; i < n; i = end) {
        size_t live = 0;

        for (end = i; end < n && by_key[end]->sheet == by_key[i]->sheet; end++) {
            if (memcmp(by_key[end]->key, by_key[i]->key, HASH_BYTES) != 0) break;
            live += by_key[end]->state != ROW_REPEAT;
        }
        if (live < 2 || !has_unique_key(by_key[i])) continue;
        for (size_t k = i; k < end; k++)
            if (by_key[k]->state == ROW_NEW)
                refuse(im, by_key[k], sheet_column(by_key[k]->sheet, SPAN("id")),
                       "stands on several lines with different content");
    }
}

/* ---- which recorded rows stay ---- */

struct key_ref {
    size_t sheet;
    const uint8_t *key;
};

static int key_ref_cmp(const void *a, const void *b) {
    const struct key_ref *x = a, *y = b;
    int c = (x->sheet > y->sheet) - (x->sheet < y->sheet);

    return c ? c : memcmp(x->key, y->key, HASH_BYTES);
}

/** The keys of bad rows, sorted. */
static struct key_ref *bad_keys(struct import *im, size_t *n) {
    struct key_ref *v = ARENA_ARRAY(im->a, struct key_ref, im->rows.bad.n);

    *n = 0;
    for (size_t i = 0; i < im->rows.bad.n; i++)
        if (im->rows.bad.v[i].keyed)
            v[(*n)++] = (struct key_ref){row_sheet(im->rows.bad.v[i].sheet), im->rows.bad.v[i].key};
    if (*n) qsort(v, *n, sizeof v[0], key_ref_cmp);
    return v;
}

static bool has_key(const struct key_ref *v, size_t n, size_t sheet, const uint8_t *key) {
    struct key_ref want = {sheet, key};

    return n && bsearch(&want, v, n, sizeof v[0], key_ref_cmp);
}

static void mark_stays(struct import *im) {
    size_t nbad, nnew = 0;
    struct key_ref *bad = bad_keys(im, &nbad),
                   *fresh = ARENA_ARRAY(im->a, struct key_ref, im->rows.row.n);

    for (size_t i = 0; i < im->rows.row.n; i++)
        fresh[nnew++] = (struct key_ref){row_sheet(im->rows.row.v[i].sheet), im->rows.row.v[i].key};
    if (nnew) qsort(fresh, nnew, sizeof fresh[0], key_ref_cmp);
    for (size_t i = 0; i < im->known.row.n; i++) {
        struct known_row *k = &im->known.row.v[i];

        if (k->active && !k->kept)
            k->stays = im->rows.unkeyed[k->sheet] || !of_import(im, k->lineage) ||
                       has_key(bad, nbad, k->sheet, k->key) ||
                       has_key(fresh, nnew, k->sheet, k->key);
    }
}

/* ---- references ---- */

struct name {
    size_t sheet;
    struct span id;
    struct row *row; /* new in this import; NULL recorded */
};

static int name_cmp(const void *a, const void *b) {
    const struct name *x = a, *y = b;
    int c = (x->sheet > y->sheet) - (x->sheet < y->sheet);

    if (!c) c = span_cmp(x->id, y->id);
    return c ? c : (x->row != NULL) - (y->row != NULL); /* recorded first */
}

/** The names that there are after this import, sorted. */
static struct name *names(struct import *im, size_t *n) {
    struct name *v = ARENA_ARRAY(im->a, struct name, im->rows.row.n + im->known.row.n);

    *n = 0;
    for (size_t i = 0; i < im->rows.row.n; i++) {
        struct row *r = &im->rows.row.v[i];

        if (r->id.n && (r->state == ROW_NEW || r->state == ROW_KNOWN))
            v[(*n)++] = (struct name){row_sheet(r->sheet), r->id, r->state == ROW_NEW ? r : NULL};
    }
    for (size_t i = 0; i < im->known.row.n; i++) {
        const struct known_row *k = &im->known.row.v[i];

        if (k->active && k->stays && k->id.n) v[(*n)++] = (struct name){k->sheet, k->id, NULL};
    }
    if (*n) qsort(v, *n, sizeof v[0], name_cmp);
    return v;
}

static const struct name *name_find(const struct name *v, size_t n, size_t sheet, struct span id) {
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (v[mid].sheet < sheet || (v[mid].sheet == sheet && span_cmp(v[mid].id, id) < 0))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && v[lo].sheet == sheet && span_eq(v[lo].id, id) ? &v[lo] : NULL;
}

/** Follows the roots of new sources: each chain must end at a source that is its own root, or one
 * that is recorded. The rows of a chain are decided together, each once, so that the whole is
 * linear. */
static void check_roots(struct import *im, const struct name *v, size_t n) {
    enum { UNSEEN, ON_PATH, GOOD, BROKEN };
    const struct sheet *sources = sheet_find(SPAN("sources"));
    const struct sheet_column *root = sheet_column(sources, SPAN("root"));
    unsigned char *state = ARENA_ARRAY(im->a, unsigned char, im->rows.row.n);
    struct row **path = ARENA_ARRAY(im->a, struct row *, im->rows.row.n);

    for (size_t i = 0; i < im->rows.row.n; i++) {
        struct row *r = im->order[i];
        const char *reason = "is in a chain of roots whose end is no row of sources";
        unsigned char end = GOOD;
        size_t depth = 0;

        while (r && r->sheet == sources && r->state == ROW_NEW && r->nref &&
               !span_eq(r->ref[0].id, r->id)) {
            const struct name *next = name_find(v, n, row_sheet(sources), r->ref[0].id);
            size_t at = (size_t)(r - im->rows.row.v);

            if (state[at] == ON_PATH) reason = "goes round in a circle";
            if (state[at] != UNSEEN) {
                end = state[at] == GOOD ? GOOD : BROKEN;
                break;
            }
            state[at] = ON_PATH;
            path[depth++] = r;
            if (!next) end = BROKEN;
            r = next ? next->row : NULL;
        }
        for (size_t k = 0; k < depth; k++) state[path[k] - im->rows.row.v] = end;
        for (size_t k = 0; end == BROKEN && k < depth; k++) refuse(im, path[k], root, reason);
    }
}

/** Rows that would bring back a source that was withdrawn. */
static void refuse_forgotten(struct import *im) {
    for (size_t i = 0; i < im->rows.row.n; i++) {
        struct row *r = im->order[i];
        const struct sheet_column *column = NULL;

        if (r->state == ROW_NEW && (column = seal_withdrawn(im, r)))
            refuse(im, r, column, "is a source that was withdrawn");
    }
}

static void check_refs(struct import *im) {
    const struct sheet *sources = sheet_find(SPAN("sources"));
    size_t n;
    struct name *v = names(im, &n);

    check_roots(im, v, n);
    v = names(im, &n); /* without the sources just refused */
    for (size_t i = 0; i < im->rows.row.n; i++) {
        struct row *r = im->order[i];

        for (size_t k = 0; k < r->nref && r->state == ROW_NEW && r->sheet != sources; k++) {
            const struct sheet *to = sheet_find(span_of(r->ref[k].column->refers));
            char reason[64];

            if (name_find(v, n, row_sheet(to), r->ref[k].id)) continue;
            snprintf(reason, sizeof reason, "names no row of %s", to->name);
            refuse(im, r, r->ref[k].column, reason);
        }
    }
}

/* ---- versions ---- */

static void replace(struct import *im, struct row *r, struct known_row *old) {
    old->taken = true;
    r->replaces = true;
    memcpy(r->supersedes, old->row_id, HASH_BYTES);
    memcpy(r->key, old->recorded, HASH_BYTES);
    im->tally->superseded++;
}

/** Gives each of the new rows by_key[i .. end) that replaces none a key that no recorded row,
 * by_key[lo .. hi), has. */
static void number(struct import *im, struct row **by_key, size_t i, size_t end, size_t lo,
                   size_t hi) {
    struct known_hash *used = ARENA_ARRAY(im->a, struct known_hash, hi - lo);
    size_t nth = 1;

    for (size_t j = lo; j < hi; j++)
        memcpy(used[j - lo].h, im->known.by_key[j]->recorded, HASH_BYTES);
    if (hi > lo) qsort(used, hi - lo, sizeof used[0], known_hash_cmp);
    for (size_t k = i; k < end; k++) {
        struct row *r = by_key[k];
        json_t *object = NULL;
        struct err e;
        int rc;

        if (r->state != ROW_NEW || r->replaces) continue;
        if (nth == 1 && !known_has(used, hi - lo, r->key)) {
            nth++;
            continue;
        }
        rc = canon_read(r->body, &object, &e);
        assert(rc == 0); /* we made it */
        if (nth == 1) nth++;
        do row_key(im->a, r->sheet, object, nth++, r->key);
        while (known_has(used, hi - lo, r->key));
        json_decref(object);
    }
}

/** Pairs the new rows of one key, by_key[i .. end), with the recorded ones. The rows of a key are
 * mostly of one file, for which the search goes on where it stopped. */
static void pair(struct import *im, struct row **by_key, size_t i, size_t end) {
    size_t lo, hi, at, file = SIZE_MAX, fresh = 0, others = 0;
    struct known_row *other = NULL;
    struct row *lone = NULL;

    known_key(&im->known, row_sheet(by_key[i]->sheet), by_key[i]->key, &lo, &hi);
    at = lo;
    for (size_t k = i; k < end; k++) {
        struct row *r = by_key[k];

        if (r->state != ROW_NEW) continue;
        if (r->file != file) at = lo, file = r->file;
        for (; at < hi && !r->replaces; at++) {
            struct known_row *old = im->known.by_key[at];

            if (!old->kept && !old->taken &&
                memcmp(old->lineage, im->file.v[r->file].lineage, HASH_BYTES) == 0)
                replace(im, r, old);
        }
        fresh++;
        if (!r->replaces) lone = r;
    }
    for (size_t j = lo; j < hi; j++)
        if (!im->known.by_key[j]->taken) others++, other = im->known.by_key[j];
    if (lone && fresh == 1 && others == 1 && !other->kept) replace(im, lone, other);
    number(im, by_key, i, end, lo, hi);
}

static void pair_all(struct import *im, struct row **by_key, size_t n) {
    for (size_t i = 0, end; i < n; i = end) {
        const struct sheet *s = by_key[i]->sheet;
        uint8_t key[HASH_BYTES]; /* pair gives the rows their recorded keys */

        memcpy(key, by_key[i]->key, HASH_BYTES);
        for (end = i; end < n && by_key[end]->sheet == s; end++)
            if (memcmp(by_key[end]->key, key, HASH_BYTES) != 0) break;
        pair(im, by_key, i, end);
    }
}

static int withdraw_cmp(const void *a, const void *b) {
    const struct known_row *x = *(struct known_row *const *)a, *y = *(struct known_row *const *)b;
    int c = (x->sheet > y->sheet) - (x->sheet < y->sheet);

    return c ? c : memcmp(x->row_id, y->row_id, HASH_BYTES);
}

static void withdraw_rest(struct import *im) {
    size_t nbad, kept[16] = {0};
    struct key_ref *bad = bad_keys(im, &nbad);

    im->withdraw.v = ARENA_ARRAY(im->a, struct known_row *, im->known.row.n);
    for (size_t i = 0; i < im->known.row.n; i++) {
        struct known_row *k = &im->known.row.v[i];

        if (!k->active || k->kept || k->taken || !of_import(im, k->lineage)) continue;
        if (im->rows.unkeyed[k->sheet] || has_key(bad, nbad, k->sheet, k->key))
            kept[k->sheet]++;
        else
            im->withdraw.v[im->withdraw.n++] = k;
    }
    if (im->withdraw.n)
        qsort(im->withdraw.v, im->withdraw.n, sizeof(struct known_row *), withdraw_cmp);
    im->tally->withdrawn += im->withdraw.n;
    for (size_t i = 0; i < sheet_count; i++)
        if (kept[i])
            import_notice(
                im, "%s: %zu row%s recorded earlier stay%s, since a row of the new version is bad",
                sheet_all[i].name, kept[i], kept[i] == 1 ? "" : "s", kept[i] == 1 ? "s" : "");
}

/** Rows of other files that name a row which is gone now: told, since nothing else would. */
static void tell_dangling(struct import *im) {
    size_t n, count[16] = {0};
    struct name *v;

    if (!im->withdraw.n) return;
    for (size_t i = 0; i < im->withdraw.n; i++) im->withdraw.v[i]->stays = false;
    v = names(im, &n);
    for (size_t i = 0; i < im->known.row.n; i++) {
        const struct known_row *k = &im->known.row.v[i];

        for (size_t j = 0; j < k->nref && k->active && k->stays && !k->taken; j++)
            if (!name_find(v, n, row_sheet(sheet_find(span_of(k->ref[j].column->refers))),
                           k->ref[j].id)) {
                count[k->sheet]++;
                break;
            }
    }
    for (size_t i = 0; i < sheet_count; i++)
        if (count[i])
            import_notice(im, "%s: %zu recorded row%s a row that is withdrawn now",
                          sheet_all[i].name, count[i], count[i] == 1 ? " names" : "s name");
}

static bool has(struct span body, const char *member) {
    return memmem(body.p, body.n, member, strlen(member)) != NULL;
}

/* Numbers that do not say of whom are taken as everybody's, and a share of them: worth one sentence, since a flight on which all are
 * of concern counts half else. No quote stands in a text of canonical JSON without its backslash, so a member is a member. */
static void tell_of_whom(struct import *im) {
    size_t n = 0;

    for (size_t i = 0; i < im->rows.row.n; i++) {
        const struct row *r = &im->rows.row.v[i];

        if (r->state != ROW_NEW || strcmp(r->sheet->name, "counts") != 0) continue;
        if (has(r->body, "\"of\":") || has(r->body, "\"method\":\"seats\"")) continue;
        n += has(r->body, "\"low\":") || has(r->body, "\"best\":") || has(r->body, "\"high\":");
    }
    if (n)
        import_notice(
            im,
            "counts: %zu row%s not say of whom (of is empty) and %s taken as everybody "
            "aboard, of whom a share is of concern. Where all of them were of concern, or only "
            "such people were counted, write concern; else all",
            n, n == 1 ? " does" : "s do", n == 1 ? "is" : "are");
}

void settle_import(struct import *im) {
    size_t n = im->rows.row.n;
    struct row **by_key = ARENA_ARRAY(im->a, struct row *, n);

    assert(sheet_count <= 16);
    im->order = ARENA_ARRAY(im->a, struct row *, n);
    for (size_t i = 0; i < n; i++) im->order[i] = by_key[i] = &im->rows.row.v[i];
    if (n) qsort(im->order, n, sizeof(struct row *), order_cmp);
    if (n) qsort(by_key, n, sizeof(struct row *), key_cmp);
    mark_known(im);
    refuse_conflicts(im, by_key, n);
    mark_stays(im);
    refuse_forgotten(im);
    check_refs(im);
    pair_all(im, by_key, n);
    withdraw_rest(im);
    tell_dangling(im);
    tell_of_whom(im);
    for (size_t i = 0; i < n; i++) im->tally->rows += im->rows.row.v[i].state == ROW_NEW;
}
