/* SPDX-License-Identifier: Apache-2.0 */
/* CSV: the first byte chooses the separator, the rest is the file. Always: rows come in order, with
 * the line that counting gives, cells within the text or the arena, and the reader ends. Where no
 * row was refused, libcsv must give the same. */
#include "base/csv.h"

#include <stdlib.h>
#ifdef HAVE_LIBCSV
#include "base/buf.h"

#include <csv.h>
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Line ends in [from, to) of the text. */
static int64_t line_ends(struct span text, int64_t from, int64_t to) {
    int64_t n = 0;

    for (int64_t i = from; i < to; i++)
        if (text.p[i] == '\n' || (text.p[i] == '\r' && text.p[i + 1] != '\n')) n++;
    return n;
}

static void check_row(const struct csv *c, struct span text) {
    size_t bytes = 0;

    for (size_t i = 0; i < c->n; i++) {
        (void)csv_utf8(c->cell[i]);
        bytes += c->cell[i].n;
    }
    if (bytes + c->n > (size_t)((int64_t)text.n - c->offset) + 1 || !c->n) abort();
}

#ifdef HAVE_LIBCSV
static void other_cell(void *p, size_t n, void *out) {
    struct span s = {p ? p : "", n};

    buf_puts(out, "[");
    buf_add(out, s);
    buf_puts(out, "]");
}

static void other_row(int end, void *out) {
    (void)end;
    buf_puts(out, ";");
}

static int no_blank(unsigned char c) {
    (void)c; /* libcsv would trim blanks */
    return 0;
}

static void other_reader(struct span text, char sep, struct buf *out) {
    struct csv_parser p;

    if (csv_init(&p, 0) != 0) abort();
    csv_set_delim(&p, (unsigned char)sep);
    csv_set_space_func(&p, no_blank);
    if (csv_parse(&p, text.p, text.n, other_cell, other_row, out) != text.n) abort();
    if (csv_fini(&p, other_cell, other_row, out) != 0) abort();
    csv_free(&p);
}
#endif

static void check_text(struct arena *a, struct span text, char sep) {
    struct csv c;
    struct err e = {0};
    int64_t last = -1, line = 1;
    bool refused = false;
    size_t used;
    int rc;
#ifdef HAVE_LIBCSV
    struct buf ours = {0}, other = {0};
#endif

    csv_begin(&c, a, text, sep);
    used = a->used;
    while ((rc = csv_next(&c, &e)) != 0) {
        if (c.offset <= last) abort();
        line += line_ends(text, last < 0 ? 0 : last, c.offset);
        last = c.offset;
        if (c.line != line) abort();
        if (rc > 0) check_row(&c, text);
        refused = refused || rc < 0;
        if (rc < 0 && (c.n || !e.text[0])) abort();
#ifdef HAVE_LIBCSV
        for (size_t i = 0; i < c.n; i++) buf_printf(&ours, "[%.*s]", SPAN_ARG(c.cell[i]));
        buf_putc(&ours, ';');
#endif
    }
    if (a->used - used > 4096 + 64 * text.n) abort();
#ifdef HAVE_LIBCSV
    if (!refused) other_reader(text, c.sep, &other);
    if (!refused && !span_eq(buf_span(&ours), buf_span(&other))) abort();
    buf_fini(&ours);
    buf_fini(&other);
#else
    (void)refused;
#endif
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    static const char sep[] = {0, ',', ';', '\t', '|'};
    struct arena a;
    struct err e = {0};
    struct span text;

    if (!n) return 0;
    arena_init(&a, (size_t)64 << 20);
    if (csv_text(&a, (struct span){(const char *)data + 1, n - 1}, &text, &e) == 0)
        check_text(&a, text, sep[data[0] % sizeof sep]);
    arena_fini(&a);
    return 0;
}
