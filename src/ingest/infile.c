/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/infile.h"

#include <assert.h>
#include <stdlib.h>

struct span infile_name(const char *path) {
    const char *slash = strrchr(path, '/');

    return span_of(slash ? slash + 1 : path);
}

void infile_lineage(const uint8_t salt[HASH_BYTES], const char *path, const char *sheet,
                    uint8_t out[HASH_BYTES]) {
    char *whole = realpath(path, NULL);
    struct hash h;

    hash_begin(&h);
    hash_add(&h, (struct span){(const char *)salt, HASH_BYTES});
    hash_add(&h, (struct span){"", 1});
    hash_add(&h, span_of(whole ? whole : path));
    hash_add(&h, (struct span){"", 1});
    hash_add(&h, span_of(sheet));
    hash_end(&h, out);
    free(whole);
}

void infile_known(struct import *im, struct in_file *f) {
    static const uint8_t no_map[HASH_BYTES];
    struct buf sheets = {0};

    for (size_t i = 0, n = 0; i < sheet_count; i++)
        if (f->sheet[i]) buf_printf(&sheets, "%s\"%s\"", n++ ? "," : "[", sheet_all[i].name);
    buf_putc(&sheets, ']');
    for (size_t i = 0; i < im->known.file.n; i++) {
        const struct known_file *k = &im->known.file.v[i];

        if (!k->latest || memcmp(k->sha, f->sha, HASH_BYTES) != 0) continue;
        if (memcmp(k->map, im->map ? im->map_sha : no_map, HASH_BYTES) != 0) continue;
        if (!span_eq(k->sheets, buf_span(&sheets))) continue;
        if (memcmp(k->asked, f->asked, HASH_BYTES) != 0) continue;
        f->known = true;
        memcpy(f->lineage, k->lineage, HASH_BYTES);
    }
    buf_fini(&sheets);
}

/* ---- the public part ---- */

static int hash_cmp(const void *a, const void *b) {
    return memcmp(a, b, HASH_BYTES);
}

static int bad_cmp(const void *a, const void *b) {
    const struct row_bad *x = a, *y = b;

    if (x->file != y->file) return x->file < y->file ? -1 : 1;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    if (x->sheet != y->sheet) return x->sheet < y->sheet ? -1 : 1;
    if (x->column != y->column) return x->column < y->column ? -1 : 1;
    return span_cmp(x->reason, y->reason);
}

static void add_sorted(struct hash *h, struct known_hash *v, size_t n) {
    if (n) qsort(v, n, HASH_BYTES, hash_cmp);
    for (size_t i = 0; i < n; i++) hash_add(h, (struct span){(const char *)v[i].h, HASH_BYTES});
}

static void hash_bad(const struct row_bad *b, uint8_t out[HASH_BYTES]) {
    json_t *body = row_bad_body(b);
    struct buf text = {0};
    struct err e;
    int rc = canon_write(body, &text, &e);

    assert(rc == 0); /* a few short words */
    hash_of(buf_span(&text), out);
    buf_fini(&text);
    json_decref(body);
}

/** @param row, bad of n and nbad, where this file's begin in im->rows */
static void name_public(struct import *im, struct in_file *f, size_t row, size_t n, size_t bad,
                        size_t nbad) {
    struct known_hash *id = ARENA_ARRAY(im->a, struct known_hash, n),
                      *wrong = ARENA_ARRAY(im->a, struct known_hash, nbad);
    struct hash h;
    size_t kept = 0;

    f->bytes = 0;
    for (size_t i = row; i < row + n; i++) {
        const struct row *r = &im->rows.row.v[i];

        if (r->state != ROW_NEW && r->state != ROW_KNOWN) continue;
        memcpy(id[kept++].h, r->row_id, HASH_BYTES);
        f->bytes += r->body.n;
    }
    for (size_t i = 0; i < nbad; i++) hash_bad(&im->rows.bad.v[bad + i], wrong[i].h);
    hash_begin(&h);
    hash_add(&h, SPAN("headcount-public-2\n"));
    add_sorted(&h, id, kept);
    add_sorted(&h, wrong, nbad);
    hash_end(&h, f->sha);
}

/** Flight signals were broadcast to everybody, and a form is its row. */
static bool is_sheet(const struct in_file *f) {
    static const uint8_t none[HASH_BYTES];

    return memcmp(f->asked, none, HASH_BYTES) == 0 && strcmp(f->format, "form") != 0;
}

void infile_public(struct import *im) {
    struct rows *r = &im->rows;
    size_t row = 0, bad = 0; /* both lie file by file */

    if (r->bad.n) qsort(r->bad.v, r->bad.n, sizeof r->bad.v[0], bad_cmp);
    for (size_t i = 0; i < im->file.n; i++) {
        struct in_file *f = &im->file.v[i];
        size_t n = 0, nbad = 0;

        while (row + n < r->row.n && r->row.v[row + n].file == i) n++;
        while (bad + nbad < r->bad.n && r->bad.v[bad + nbad].file == i) nbad++;
        if (is_sheet(f) && (f->private || f->passed || nbad || r->bad_more)) {
            name_public(im, f, row, n, bad, nbad);
            f->known = false;
            infile_known(im, f);
        }
        row += n, bad += nbad;
    }
}
