/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/table.h"

void table_csv(struct table *t, struct arena *a, struct span text, char sep) {
    *t = (struct table){.a = a};
    csv_begin(&t->csv, a, text, sep);
}

void table_xlsx(struct table *t, struct arena *a, const struct xlsx_sheet *sheet) {
    *t = (struct table){.name = sheet->name, .book = sheet, .a = a};
}

static int next_csv(struct table *t, struct err *e) {
    int rc = csv_next(&t->csv, e);

    t->line = t->csv.line;
    t->cell = t->csv.cell;
    t->n = t->csv.n;
    return rc;
}

int table_next(struct table *t, struct err *e) {
    const struct xlsx_row *row;

    if (!t->book) return next_csv(t, e);
    if (t->at == t->book->n) return 0;
    row = &t->book->row[t->at++];
    if (row->n > t->size) {
        t->size = row->n < 64 ? 64 : row->n;
        t->cell = ARENA_ARRAY(t->a, struct span, t->size);
    }
    for (size_t i = 0; i < row->n; i++) {
        t->cell[i] = row->cell[i].text;
        t->formulas += row->cell[i].formula;
    }
    t->n = row->n;
    t->line = row->line;
    return 1;
}
