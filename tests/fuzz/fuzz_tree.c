/* SPDX-License-Identifier: Apache-2.0 */
/* YAML to rows of sheets. The first byte chooses a sheet that the file is called after, or none. Always: every cell and line is there,
 * no row has a place behind the header, and the first byte of a refusal is a line or a limit. */
#include "ingest/maptree.h"
#include "ingest/tree_rows.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const struct tree_sheet *t) {
    const struct xlsx_sheet *x = &t->table;

    if (!t->sheet || !x->n || x->row[0].n < t->sheet->n) abort();
    for (size_t i = 1; i < x->n; i++) {
        if (x->row[i].line < 1 || x->row[i].n > x->row[0].n) abort();
        for (size_t k = 0; k < x->row[i].n; k++)
            if (x->row[i].cell[k].text.n && !x->row[i].cell[k].text.p) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    unsigned choice = n ? data[0] % (unsigned)(sheet_count + 1) : 0;
    struct span yaml = {(const char *)data + (n > 0), n - (n > 0)};
    struct tree_rows t;
    struct arena a;
    struct err e = {0};
    int rc;

    if (n > 65536) return 0;
    arena_init(&a, (size_t)1 << 30);
    rc = tree_rows_read(&a, yaml, choice < sheet_count ? &sheet_all[choice] : NULL, &t, &e);
    for (size_t i = 0; rc == 0 && i < t.sheet.n; i++) check(&t.sheet.v[i]);
    for (size_t i = 0; rc == 0 && i < t.bad.n; i++)
        if (t.bad.v[i].line < 1 || !t.bad.v[i].sheet || !t.bad.v[i].reason) abort();
    if (rc < 0 && !*e.text) abort();
    (void)tree_rows_ours(yaml);
    arena_fini(&a);
    return 0;
}
