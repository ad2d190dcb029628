/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/seal.h"

#include "base/box.h"
#include "base/csv.h"
#include "ledger/identity.h"

void seal_cells(struct arena *a, const struct plan *p, const struct table *t, size_t good,
                struct rows *out) {
    for (size_t i = 0; i < p->nprivate; i++) {
        const struct plan_private *c = &p->private[i];
        struct span text = c->at < t->n ? span_trim(t->cell[c->at]) : SPAN("");

        if (text.n)
            *vec_push(a, &out->private) = (struct row_private){good, c->what, c->header, text};
    }
}

/* ---- sealing ---- */

static int field_of(const char *what) {
    static const struct {
        const char *what;
        int field;
    } fields[] = {{"a person", IDENTITY_NAME},
                  {"a contact", IDENTITY_CONTACT},
                  {"a device", IDENTITY_DEVICE},
                  {"where a person stood", IDENTITY_VANTAGE}};

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].what, what) == 0) return fields[i].field;
    return IDENTITY_NOTE;
}

/** The cells of a row that go into one field, each with its header, so that two telephone numbers
 * stay two. p NULL: none. The text is of box_memory. */
static struct span join(const struct row_private *cell, size_t n, int field) {
    size_t total = 0, at = 0;
    char *p;

    for (size_t i = 0; i < n; i++)
        if (field_of(cell[i].what) == field) total += cell[i].header.n + cell[i].text.n + 3;
    if (!total) return (struct span){0};
    p = box_memory(total);
    for (size_t i = 0; i < n; i++) {
        if (field_of(cell[i].what) != field) continue;
        if (at) p[at++] = '\n';
        memcpy(p + at, cell[i].header.p, cell[i].header.n);
        at += cell[i].header.n;
        p[at] = ':';
        p[at + 1] = ' ';
        memcpy(p + at + 2, cell[i].text.p, cell[i].text.n);
        at += 2 + cell[i].text.n;
    }
    return (struct span){p, at};
}

static int append_row(struct import *im, struct store *st, const struct row_private *cell, size_t n,
                      int64_t now, struct err *e) {
    const struct row *r = &im->rows.row.v[cell->row];
    struct identity_value v[IDENTITY_N];
    size_t nv = 0;
    int rc;

    for (int field = 0; field < IDENTITY_N; field++) {
        struct span s = join(cell, n, field);

        if (s.p) v[nv++] = (struct identity_value){field, s};
    }
    rc = identity_append(st, im->a, &im->custody, r->id, v, nv, im->file.v[r->file].sha, now, e);
    for (size_t i = 0; i < nv; i++) box_free((void *)(uintptr_t)v[i].value.p);
    if (rc < 0) err_at(e, "line %lld", (long long)r->line);
    return rc;
}

static bool seals(const struct import *im, const struct row *r) {
    return r->state != ROW_BAD && !seal_withdrawn(im, r);
}

/** The whole file, for those rows too that could not be read; named after the sources in it, of
 * which each may have it forgotten. */
static int append_raw(struct import *im, struct store *st, size_t file, int64_t now,
                      struct err *e) {
    VEC(struct span) ids = {0};

    for (size_t i = 0; i < im->rows.private.n; i++) {
        const struct row *r = &im->rows.row.v[im->rows.private.v[i].row];

        if (r->file != file || (ids.n && span_eq(ids.v[ids.n - 1], r->id))) continue;
        if (seal_withdrawn(im, r)) return 1;
        *vec_push(im->a, &ids) = r->id;
    }
    return identity_raw(st, im->a, &im->custody, im->file.v[file].sha, im->file.v[file].raw, ids.v,
                        ids.n, now, e);
}

static int append_file(struct import *im, struct store *st, size_t file, int64_t now,
                       struct err *e) {
    const struct row_private *v = im->rows.private.v;
    size_t n = im->rows.private.n, sealed = 0;
    int rc = append_raw(im, st, file, now, e), raw = rc;

    for (size_t i = 0, end; i < n && rc >= 0; i = end) {
        for (end = i; end < n && v[end].row == v[i].row; end++) continue;
        if (im->rows.row.v[v[i].row].file != file || !seals(im, &im->rows.row.v[v[i].row]))
            continue;
        rc = append_row(im, st, &v[i], end - i, now, e);
        sealed++;
    }
    if (rc < 0) return rc;
    import_notice(im,
                  "sources: private columns are sealed for %zu custodian%s, of %zu source%s; %s. "
                  "Nothing of them is in the case in clear, but this file still holds them: "
                  "destroy it, or keep it elsewhere",
                  im->custody.active, im->custody.active == 1 ? "" : "s", sealed,
                  sealed == 1 ? "" : "s",
                  raw ? "the file is not kept, since it tells of a source that was withdrawn"
                      : "so is the file as a whole");
    return 0;
}

int seal_append(struct import *im, struct store *st, int64_t now, bool *added, struct err *e) {
    for (size_t i = 0; i < im->file.n; i++) {
        int rc;

        if (!im->file.v[i].private) continue;
        *added = true;
        if ((rc = append_file(im, st, i, now, e)) < 0) return rc;
    }
    return 0;
}

/* ---- withdrawn sources ---- */

const struct sheet_column *seal_withdrawn(const struct import *im, const struct row *r) {
    bool own = strcmp(r->sheet->name, "sources") == 0;

    for (size_t i = 0; i < im->known.forgotten.n; i++) {
        struct span gone = im->known.forgotten.v[i];

        if (own && span_eq(r->id, gone)) return sheet_column(r->sheet, SPAN("id"));
        for (size_t k = 0; !own && k < r->nref; k++)
            if (strcmp(r->ref[k].column->refers, "sources") == 0 && span_eq(r->ref[k].id, gone))
                return r->ref[k].column;
    }
    return NULL;
}
