/* SPDX-License-Identifier: Apache-2.0 */
/* SSIM: with `=` as first byte the rest is a file as it is; else each line is filled or cut to 200
 * columns, since mutated lines seldom have that width. Always: legs are whole, and every row that
 * is made of them is one that the importer's own reader of cells takes. */
#include "base/buf.h"
#include "format/sheet.h"
#include "format/ssim.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void widen(struct span s, struct buf *out) {
    size_t column = 0;

    for (size_t i = 0; i <= s.n; i++) {
        if (i < s.n && s.p[i] != '\n') {
            if (column++ < SSIM_COLUMNS_WIDE) buf_putc(out, s.p[i]);
            continue;
        }
        for (; column < SSIM_COLUMNS_WIDE; column++) buf_putc(out, ' ');
        buf_putc(out, '\n');
        column = 0;
    }
}

static void check_row(const struct ssim_row *row) {
    const struct sheet *sheet = sheet_find(SPAN("schedules"));

    for (size_t i = 0; i < sheet->n; i++) {
        json_t *v = NULL;
        struct err e = {0};

        if (sheet_cell(&sheet->columns[i], span_of(row->cell[i]), &v, &e) < 0) abort();
        if (sheet->columns[i].required && !v) abort();
        json_decref(v);
    }
}

static void check(struct arena *a, const struct ssim *s) {
    for (size_t i = 0; i < s->nlegs; i++) {
        const struct ssim_leg *l = &s->leg[i];
        struct ssim_want want = {l->dep, l->arr, "A-B", "s", 20000};
        struct ssim_left left;
        struct ssim_row *row;
        int32_t block = ssim_block_minutes(s, l);
        size_t n;

        if (l->carrier >= s->ncarriers || !l->days || l->days > 0x7f || !l->every) abort();
        if (l->from != UTC_NONE && l->to != UTC_NONE && l->from > l->to) abort();
        if (block != UTC_NONE && (block < 0 || block > 1439)) abort();
        if (i > 8) continue; /* the same pairs again */
        n = ssim_rows(a, s, &want, &row, &left);
        for (size_t k = 0; k < n; k++) check_row(&row[k]);
    }
    for (size_t i = 0; i < s->ndata; i++)
        if (s->data[i].leg >= s->nlegs) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    struct span file = {(const char *)data, n};
    struct buf wide = {0};
    struct ssim s = {0};
    struct err e = {0};
    struct arena a;
    int rc;

    arena_init(&a, (size_t)512 << 20);
    if (n && data[0] == '=') {
        file = (struct span){file.p + 1, n - 1};
    } else {
        widen(file, &wide);
        file = buf_span(&wide);
    }
    rc = ssim_read(&a, file, &s, &e);
    if (rc < 0 && (s.nlegs || !e.text[0] || (rc != RC_SYNTAX && rc != RC_LIMIT))) abort();
    if (rc == 0) check(&a, &s);
    arena_fini(&a);
    buf_fini(&wide);
    return 0;
}
