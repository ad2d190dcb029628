/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/table.h"

#include "ingest/table_form.h"

void table_csv(struct table *t, struct arena *a, struct span form, char sep) {
    *t = (struct table){.a = a, .form = form, .sep = sep};
}

void table_xlsx(struct table *t, struct arena *a, const struct xlsx_sheet *sheet) {
    *t = (struct table){.name = sheet->name, .book = sheet, .a = a};
}

static void make_room(struct table *t, size_t n) {
    if (n <= t->size) return;
    t->size = n < 64 ? 64 : n;
    t->cell = ARENA_ARRAY(t->a, struct span, t->size);
}

static int next_csv(struct table *t, struct err *e) {
    struct table_item i;

    if (!table_item_take(&t->form, &i)) return 0;
    t->line = i.line;
    t->last = i.last;
    t->n = i.cells;
    if (i.rc < 0) {
        err_put(e, (enum rc)i.rc, "%.*s", SPAN_ARG(i.reason));
        return i.rc;
    }
    make_room(t, i.cells);
    for (size_t k = 0; k < i.cells; k++) t->cell[k] = table_cell_take(&t->form);
    return 1;
}

int table_next(struct table *t, struct err *e) {
    const struct xlsx_row *row;

    if (!t->book) return next_csv(t, e);
    if (t->at == t->book->n) return 0;
    row = &t->book->row[t->at++];
    make_room(t, row->n);
    for (size_t i = 0; i < row->n; i++) {
        t->cell[i] = row->cell[i].text;
        t->formulas += row->cell[i].formula;
    }
    t->n = row->n;
    t->line = row->line;
    return 1;
}
