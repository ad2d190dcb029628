/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/seal.h"
#include "ingest/settle.h"
#include "ledger/blob.h"

#include <inttypes.h>
#include <stdlib.h>

static json_t *hex(const uint8_t h[HASH_BYTES]) {
    return json_string(hash_hex(h).s);
}

/** Appends and frees the body. */
static int append(struct store *st, const char *kind, json_t *body, struct err *e) {
    int rc = ledger_append(st, kind, body, NULL, e);

    json_decref(body);
    return rc;
}

static int append_map(struct import *im, struct store *st, int64_t at, struct err *e) {
    json_t *body;

    if (!im->map || known_has(im->known.map.v, im->known.map.n, im->map_sha)) return 0;
    body = json_object();
    json_object_set_new(body, "at", json_integer(at));
    json_object_set_new(body, "bytes", json_integer((json_int_t)im->map_bytes));
    json_object_set_new(body, "sha256", hex(im->map_sha));
    return append(st, "map", body, e);
}

static int append_file(struct import *im, struct store *st, const struct in_file *f, int64_t at,
                       struct err *e) {
    static const uint8_t none[HASH_BYTES];
    json_t *body, *sheets;

    if (f->list.n) {
        int rc = blob_put(st, f->list, "text/x-headcount-folder", NULL, e);

        if (rc < 0) return rc;
    }
    body = json_object();
    sheets = json_array();

    for (size_t i = 0; i < sheet_count; i++)
        if (f->sheet[i]) json_array_append_new(sheets, json_string(sheet_all[i].name));
    if (memcmp(f->asked, none, HASH_BYTES) != 0) json_object_set_new(body, "asked", hex(f->asked));
    json_object_set_new(body, "at", json_integer(at));
    json_object_set_new(body, "bytes", json_integer((json_int_t)f->bytes));
    json_object_set_new(body, "format", json_string(f->format));
    json_object_set_new(body, "lineage", hex(f->lineage));
    if (im->map) json_object_set_new(body, "map", hex(im->map_sha));
    json_object_set_new(body, "sha256", hex(f->sha));
    json_object_set_new(body, "sheets", sheets);
    return append(st, "file", body, e);
}

static int append_row(const struct import *im, struct store *st, const struct row *r,
                      struct err *e) {
    json_t *body, *object = NULL;
    int rc = canon_read(r->body, &object, e);

    if (rc < 0) return rc;
    if (r->blob.n && (rc = blob_put(st, r->blob, "text/x-headcount-points", NULL, e)) < 0) {
        json_decref(object);
        return rc;
    }
    body = json_object();
    json_object_set_new(body, "file", hex(im->file.v[r->file].sha));
    json_object_set_new(body, "key", hex(r->key));
    json_object_set_new(body, "line", json_integer(r->line));
    json_object_set_new(body, "row", object);
    json_object_set_new(body, "row_id", hex(r->row_id));
    json_object_set_new(body, "sheet", json_string(r->sheet->name));
    if (r->replaces) json_object_set_new(body, "supersedes", hex(r->supersedes));
    if (r->tab > 1) json_object_set_new(body, "tab", json_integer((json_int_t)r->tab));
    return append(st, "row", body, e);
}

/** The last version of the lineage of a withdrawn row: the file that it is no longer in. */
static int append_withdraw(const struct import *im, struct store *st, const struct known_row *k,
                           struct err *e) {
    json_t *body = json_object();
    size_t f = 0;

    while (f + 1 < im->file.n && memcmp(im->file.v[f].lineage, k->lineage, HASH_BYTES) != 0) f++;
    json_object_set_new(body, "file", hex(im->file.v[f].sha));
    json_object_set_new(body, "row_id", hex(k->row_id));
    json_object_set_new(body, "sheet", json_string(sheet_all[k->sheet].name));
    return append(st, "withdraw", body, e);
}

/* ---- bad rows ---- */

static void tell_bad(struct import *im, const struct row_bad *b) {
    char number[32] = "";
    struct ingest_bad *t = vec_push(im->keep, &im->tally->bad);

    if (!b->column && b->number) snprintf(number, sizeof number, "%zu", b->number);
    *t = (struct ingest_bad){.file = arena_span(im->keep, im->file.v[b->file].name),
                             .sheet = span_of(b->sheet ? b->sheet->name : ""),
                             .column = b->column ? span_of(b->column->name)
                                                 : arena_span(im->keep, span_of(number)),
                             .reason = arena_span(im->keep, b->reason),
                             .cell = span_of(b->kind),
                             .tab = b->tab,
                             .line = b->line};
}

static int append_bad(struct import *im, struct store *st, const struct row_bad *b, bool *added,
                      struct err *e) {
    json_t *body = row_bad_body(b);
    struct buf text = {0};
    uint8_t h[HASH_BYTES];
    int rc;

    json_object_set_new(body, "file", hex(im->file.v[b->file].sha));
    if ((rc = canon_write(body, &text, e)) == 0) {
        hash_of(buf_span(&text), h);
        if (!known_has(im->known.bad.v, im->known.bad.n, h)) {
            *added = true;
            rc = ledger_append(st, "bad", body, NULL, e);
        }
    }
    buf_fini(&text);
    json_decref(body);
    return rc;
}

static int append_bads(struct import *im, struct store *st, bool *added, struct err *e) {
    struct row_bad rest = {.kind = "row"};
    int rc = 0;

    for (size_t i = 0; i < im->rows.bad.n && rc == 0; i++) {
        tell_bad(im, &im->rows.bad.v[i]);
        rc = append_bad(im, st, &im->rows.bad.v[i], added, e);
    }
    if (rc == 0 && im->rows.bad_more) {
        rest.file = im->file.n - 1;
        rest.reason = span_of(
            arena_printf(im->a, "%zu more bad rows, not kept one by one", im->rows.bad_more));
        tell_bad(im, &rest);
        rc = append_bad(im, st, &rest, added, e);
    }
    return rc;
}

static bool file_has_new(const struct import *im, size_t f) {
    for (size_t i = 0; i < im->rows.row.n; i++)
        if (im->rows.row.v[i].file == f && im->rows.row.v[i].state == ROW_NEW) return true;
    return false;
}

int settle_append(struct import *im, struct store *st, int64_t now, bool *added, struct err *e) {
    bool wrote = false;
    int rc = append_map(im, st, now, e);

    for (size_t i = 0; i < im->file.n && rc == 0; i++) {
        if (im->file.v[i].known && !file_has_new(im, i)) im->tally->files_known++;
        if (im->file.v[i].known) continue;
        wrote = true;
        rc = append_file(im, st, &im->file.v[i], now, e);
    }
    for (size_t i = 0; i < im->rows.row.n && rc == 0; i++) {
        if (im->order[i]->state != ROW_NEW) continue;
        wrote = true;
        rc = append_row(im, st, im->order[i], e);
    }
    for (size_t i = 0; i < im->withdraw.n && rc == 0; i++) {
        wrote = true;
        rc = append_withdraw(im, st, im->withdraw.v[i], e);
    }
    if (rc == 0) rc = append_bads(im, st, &wrote, e);
    if (rc == 0) rc = seal_append(im, st, now, &wrote, e);
    if (rc == 0) *added = wrote;
    return rc;
}
