/* SPDX-License-Identifier: Apache-2.0 */
/* A CSV on its way through the pipe: code, the separator (a byte in a number), then the table
 * (table_form.h) to the end. */
#include "base/csv.h"
#include "ingest/shut.h"
#include "ingest/shut_run.h"
#include "ingest/table_form.h"

#define PART_BYTES ((size_t)64 << 10)

struct wish {
    char sep;
    size_t most;
};

static void items(struct form_pen *w, struct csv *c, size_t most) {
    struct err e;
    int rc;

    for (size_t i = 0; (!most || i < most) && (rc = csv_next(c, &e)) != 0; i++) {
        if (rc > 0)
            table_item_row(&w->b, c->line, c->cell, c->n);
        else
            table_item_bad(&w->b, c->line, &e, rc == RC_LIMIT && c->rows >= CSV_ROWS);
        if (w->b.n >= PART_BYTES) form_flush(w);
    }
}

int shut_csv_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    const struct wish *wish = arg;
    struct form_pen w = {.pen = pen};
    struct span text;
    struct arena a;
    struct csv c;
    struct err e;
    int rc;

    arena_init(&a, SHUT_MEMORY);
    rc = csv_text(&a, in->bytes, &text, &e);
    form_code(&w, rc, &e);
    if (rc == 0) {
        csv_begin(&c, &a, text, wish->sep);
        form_number(&w, (unsigned char)c.sep);
        items(&w, &c, wish->most);
    }
    form_end(&w);
    arena_fini(&a);
    return 0;
}

int shut_csv(struct arena *a, struct span bytes, char sep, size_t most, struct table *out,
             struct err *e) {
    const struct wish wish = {sep, most};
    struct form f = {.a = a};
    uint32_t used;
    int rc = shut_bytes(a, SHUT_CSV, &wish, bytes, &f.rest, e);

    if (rc < 0 || (rc = form_take_code(&f, e)) < 0) return rc;
    used = form_take_below(&f, 128);
    if (f.bad || !table_form_holds(f.rest)) return form_none(e);
    table_csv(out, a, f.rest, (char)used);
    return 0;
}
