/* SPDX-License-Identifier: Apache-2.0 */
/* A schedule on its way through the pipe: code; legs; refusals and warnings, each how many and the first
 * lines; then for each pair of stations that is wanted what was left out, how many rows, and of each the
 * line and the cells. */
#include "base/csv.h"
#include "ingest/shut.h"
#include "ingest/shut_run.h"

struct wishes {
    const struct ssim_want *want;
    size_t n;
};

/* ---- writing, in the child ---- */

static void told(struct form_pen *w, const struct ssim_told *t, size_t n) {
    for (size_t i = 0; i < n; i++) {
        form_number(w, (uint32_t)t[i].n);
        for (size_t k = 0; k < SSIM_FIRST; k++) form_long(w, t[i].line[k]);
    }
}

static void pair(struct arena *a, struct form_pen *w, const struct ssim *s,
                 const struct ssim_want *want) {
    struct ssim_left l;
    struct ssim_row *row;
    size_t n = ssim_rows(a, s, want, &row, &l);
    const size_t left[] = {l.duplicate, l.no_people, l.codeshare,
                           l.no_period, l.no_local,  l.exceptions};

    for (size_t i = 0; i < sizeof left / sizeof *left; i++) form_number(w, (uint32_t)left[i]);
    form_number(w, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        form_long(w, row[i].line);
        for (size_t c = 0; c < SSIM_CELLS; c++) form_word(w, row[i].cell[c]);
    }
}

int shut_ssim_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    const struct wishes *all = arg;
    struct form_pen w = {.pen = pen};
    struct ssim s = {0};
    struct arena a;
    struct err e;
    int rc;

    arena_init(&a, SHUT_MEMORY);
    rc = ssim_read(&a, in->bytes, &s, &e);
    form_code(&w, rc, &e);
    if (rc == 0) {
        form_number(&w, (uint32_t)s.nlegs);
        told(&w, s.refused, SSIM_REFUSALS);
        told(&w, s.warned, SSIM_WARNINGS);
        for (size_t i = 0; i < all->n; i++) pair(&a, &w, &s, &all->want[i]);
    }
    form_end(&w);
    arena_fini(&a);
    return 0;
}

/* ---- reading, here ---- */

static void take_told(struct form *f, struct ssim_told *t, size_t n) {
    for (size_t i = 0; i < n; i++) {
        t[i].n = form_take(f);
        for (size_t k = 0; k < SSIM_FIRST; k++) t[i].line[k] = form_take_long(f);
    }
}

static void take_pair(struct form *f, struct shut_want *w) {
    VEC(struct ssim_row) row = {0};
    size_t *const left[] = {&w->left.duplicate, &w->left.no_people, &w->left.codeshare,
                            &w->left.no_period, &w->left.no_local,  &w->left.exceptions};
    size_t n;

    for (size_t i = 0; i < sizeof left / sizeof *left; i++) *left[i] = form_take(f);
    n = form_take(f);
    for (size_t i = 0; i < n && !f->bad; i++) {
        struct ssim_row *r = vec_push(f->a, &row);

        *r = (struct ssim_row){.line = form_take_long(f)};
        for (size_t c = 0; c < SSIM_CELLS; c++)
            r->cell[c] = form_take_text(f, CSV_CELL_BYTES, NULL).p;
    }
    w->row = row.v;
    w->n = row.n;
}

int shut_ssim(struct arena *a, struct span bytes, const struct ssim_want *want, size_t n,
              struct shut_ssim *out, struct err *e) {
    const struct wishes all = {want, n};
    struct form f = {.a = a};
    int rc = shut_bytes(a, SHUT_SSIM, &all, bytes, &f.rest, e);

    *out = (struct shut_ssim){0};
    if (rc < 0 || (rc = form_take_code(&f, e)) < 0) return rc;
    out->nlegs = form_take(&f);
    take_told(&f, out->refused, SSIM_REFUSALS);
    take_told(&f, out->warned, SSIM_WARNINGS);
    out->want = ARENA_ARRAY(a, struct shut_want, n);
    for (size_t i = 0; i < n && !f.bad; i++) take_pair(&f, &out->want[i]);
    return form_done(&f, e);
}
