/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/table_form.h"

#include "base/csv.h"

/* ---- writing ---- */

static void put(struct buf *b, uint64_t v) {
    for (; v > 0x7f; v >>= 7) buf_putc(b, (char)(v | 0x80));
    buf_putc(b, (char)v);
}

static void put_text(struct buf *b, struct span s) {
    put(b, s.n);
    buf_add(b, s);
}

void table_item_row(struct buf *b, int64_t line, const struct span *cell, size_t n) {
    put(b, n + 1);
    put(b, (uint64_t)line);
    for (size_t i = 0; i < n; i++) put_text(b, cell[i]);
}

void table_item_bad(struct buf *b, int64_t line, const struct err *e, bool last) {
    put(b, 0);
    put(b, (uint64_t)line);
    put(b, (uint64_t) - (int)e->rc);
    put(b, last);
    put_text(b, span_of(e->text));
}

/* ---- reading ---- */

/** @return UINT64_MAX: it is not of the form. */
static uint64_t take(struct span *s) {
    uint64_t v = 0;

    for (unsigned shift = 0; s->n && shift < 63; shift += 7) {
        uint8_t c = (uint8_t)*s->p;

        s->p++, s->n--;
        v |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80) return v;
    }
    return UINT64_MAX;
}

struct span table_cell_take(struct span *form) {
    uint64_t n = take(form);
    struct span s = {form->p, (size_t)n};

    if (n > form->n) return (struct span){NULL, 0};
    form->p += n, form->n -= n;
    return s;
}

static bool take_bad(struct span *form, struct table_item *out) {
    uint64_t rc = take(form), last = take(form);

    out->reason = table_cell_take(form);
    out->rc = rc == (uint64_t)-RC_LIMIT ? RC_LIMIT : RC_SYNTAX;
    out->last = last == 1;
    return out->reason.p && last <= 1 && out->reason.n < sizeof((struct err *)0)->text &&
           (rc == (uint64_t)-RC_LIMIT || rc == (uint64_t)-RC_SYNTAX);
}

bool table_item_take(struct span *form, struct table_item *out) {
    uint64_t cells, line;

    *out = (struct table_item){0};
    if (!form->n) return false;
    cells = take(form);
    line = take(form);
    if (line > INT64_MAX || cells > CSV_CELLS + 1) return false;
    out->line = (int64_t)line;
    if (!cells) return take_bad(form, out);
    out->cells = (size_t)cells - 1;
    return true;
}

bool table_form_holds(struct span form) {
    struct table_item i;
    int64_t line = 1;
    size_t rows = 0;

    while (form.n) {
        if (!table_item_take(&form, &i) || i.line < line || rows++ > CSV_ROWS) return false;
        if (i.rc < 0 && !csv_utf8(i.reason)) return false;
        if (i.last && form.n) return false;
        line = i.line;
        for (size_t k = 0; k < i.cells; k++) {
            struct span cell = table_cell_take(&form);

            if (!cell.p || cell.n > CSV_CELL_BYTES) return false;
        }
    }
    return true;
}
