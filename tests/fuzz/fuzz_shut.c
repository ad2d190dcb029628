/* SPDX-License-Identifier: Apache-2.0 */
/* What a caged reader that was taken over writes into the pipe. Always: a refusal, or a book within its bounds whose
 * every text is terminated. */
#include "ingest/shut.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void walk(const struct xlsx_sheet *s) {
    if (s->n > XLSX_ROWS || s->name.p[s->name.n]) abort();
    for (size_t k = 0; k < s->n; k++) {
        const struct xlsx_row *r = &s->row[k];

        if (r->line < (k ? s->row[k - 1].line : 1) || r->n > XLSX_COLUMNS) abort();
        for (size_t c = 0; c < r->n; c++)
            if (r->cell[c].text.p[r->cell[c].text.n]) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct xlsx_book book;
    struct arena a;
    struct err e;

    arena_init(&a, (size_t)1 << 30);
    if (shut_form_read(&a, (struct span){(const char *)data, n}, &book, &e) == 0) {
        if (book.n > XLSX_SHEETS) abort();
        for (size_t i = 0; i < book.n; i++) walk(&book.sheet[i]);
    }
    arena_fini(&a);
    return 0;
}
