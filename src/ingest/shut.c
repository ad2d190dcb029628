/* SPDX-License-Identifier: Apache-2.0 */
/* What comes through the pipe, numbers of four bytes, least significant first:
 *
 *   code                    0, or minus an enum rc: then the sentence as a text, and nothing more
 *   sheets                  each: name as a text, rows
 *   a row                   line (8 bytes), cells
 *   a cell                  a text
 *   a text                  2 n + 1 for the value of a formula, else 2 n; n bytes; a zero byte
 *
 * For a packed file: code, then its bytes to the end. For rows as YAML each sheet has its number in
 * sheet_all before it, and after them stands what is no row: how many, and of each the number of the
 * sheet, that of the column from 1 (0: none), line and reason. */
#include "ingest/shut.h"

#include "base/csv.h"
#include "ingest/maptree.h"
#include "pack/unpack.h"

#include <iconv.h>

#define MEMORY_BYTES ((size_t)3 << 30)
#define ANSWER_BYTES ((size_t)1 << 30)
#define TIME_MS 600000
#define CPU_S 300
#define PART_BYTES ((size_t)64 << 10)
#define SHEET_TEXT MAPTREE_BYTES  /* of a value in YAML */
#define NAME_BYTES ((size_t)1024) /* of a sheet: Excel allows 31 characters */

/* ---- writing, in the child ---- */

struct writer {
    struct cage_pen *pen;
    struct buf b;
};

static void flush(struct writer *w) {
    cage_write(w->pen, buf_span(&w->b));
    w->b.n = 0;
}

static void number(struct writer *w, uint32_t v) {
    for (int i = 0; i < 4; i++) buf_putc(&w->b, (char)(v >> 8 * i));
}

static void line(struct writer *w, int64_t v) {
    number(w, (uint32_t)v);
    number(w, (uint32_t)((uint64_t)v >> 32));
}

static void text(struct writer *w, struct span s, bool formula) {
    number(w, (uint32_t)s.n << 1 | formula);
    buf_add(&w->b, s);
    buf_putc(&w->b, 0);
    if (w->b.n >= PART_BYTES) flush(w);
}

static void sheet(struct writer *w, const struct xlsx_sheet *s) {
    text(w, s->name, false);
    number(w, (uint32_t)s->n);
    for (size_t k = 0; k < s->n; k++) {
        line(w, s->row[k].line);
        number(w, (uint32_t)s->row[k].n);
        for (size_t c = 0; c < s->row[k].n; c++)
            text(w, s->row[k].cell[c].text, s->row[k].cell[c].formula);
    }
}

static void code(struct writer *w, int rc, const struct err *e) {
    number(w, (uint32_t)-rc);
    if (rc < 0) text(w, span_of(e->text), false);
}

void shut_form_write(const struct xlsx_book *book, struct cage_pen *pen) {
    struct writer w = {.pen = pen};

    code(&w, 0, NULL);
    number(&w, (uint32_t)book->n);
    for (size_t i = 0; i < book->n; i++) sheet(&w, &book->sheet[i]);
    flush(&w);
    buf_fini(&w.b);
}

static int open_book(struct arena *a, struct span file, const struct pack_limits *lim,
                     struct xlsx_book *out, struct err *e) {
    struct pack_member *member = NULL;
    struct xlsx_part *part;
    size_t n = 0;
    int rc = pack_zip(a, file, lim, &member, &n, e);

    if (rc < 0) return rc;
    part = ARENA_ARRAY(a, struct xlsx_part, n);
    for (size_t i = 0; i < n; i++) part[i] = (struct xlsx_part){member[i].name, member[i].bytes};
    return xlsx_read(a, part, n, out, e);
}

static int book_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct writer w = {.pen = pen};
    struct xlsx_book book;
    struct arena a;
    struct err e;
    int rc;

    arena_init(&a, MEMORY_BYTES);
    if ((rc = open_book(&a, in->bytes, arg, &book, &e)) == 0) {
        shut_form_write(&book, pen);
    } else {
        code(&w, rc, &e);
        flush(&w);
    }
    buf_fini(&w.b);
    arena_fini(&a);
    return 0;
}

static int inflate_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct unpack *u = unpack_new();
    struct writer w = {.pen = pen};
    struct span all = {0};
    struct err e;
    int rc = unpack_member(u, in->bytes, arg, &all, &e);

    code(&w, rc, &e);
    flush(&w);
    if (rc == 0) cage_write(pen, all);
    buf_fini(&w.b);
    unpack_free(u);
    return 0;
}

static void rows(struct writer *w, const struct tree_rows *t) {
    number(w, (uint32_t)t->sheet.n);
    for (size_t i = 0; i < t->sheet.n; i++) {
        number(w, (uint32_t)(t->sheet.v[i].sheet - sheet_all));
        sheet(w, &t->sheet.v[i].table);
    }
    number(w, (uint32_t)t->bad.n);
    for (size_t i = 0; i < t->bad.n; i++) {
        const struct tree_bad *b = &t->bad.v[i];

        number(w, (uint32_t)(b->sheet - sheet_all));
        number(w, b->column ? (uint32_t)(b->column - b->sheet->columns) + 1 : 0);
        line(w, b->line);
        text(w, span_of(b->reason), false);
    }
}

static int rows_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct writer w = {.pen = pen};
    struct tree_rows t;
    struct arena a;
    struct err e;
    int rc;

    arena_init(&a, MEMORY_BYTES);
    rc = tree_rows_read(&a, in->bytes, arg, &t, &e);
    code(&w, rc, &e);
    if (rc == 0) rows(&w, &t);
    flush(&w);
    buf_fini(&w.b);
    arena_fini(&a);
    return 0;
}

static int ours_in_cage(const struct cage_input *in, struct cage_pen *pen, void *unused) {
    (void)unused;
    cage_write(pen, tree_rows_ours(in->bytes) ? SPAN("y") : SPAN("n"));
    return 0;
}

/* ---- reading, here ---- */

struct reader {
    struct arena *a;
    struct span rest;
    bool bad;
};

static uint32_t take_number(struct reader *r) {
    uint32_t v = 0;

    if (r->rest.n < 4) {
        r->bad = true;
        return 0;
    }
    for (int i = 0; i < 4; i++) v |= (uint32_t)(uint8_t)r->rest.p[i] << 8 * i;
    r->rest.p += 4, r->rest.n -= 4;
    return v;
}

/** Borrowed from the form; terminated. */
static struct span take_text(struct reader *r, size_t most, bool *formula) {
    uint32_t v = take_number(r);
    struct span s = {r->rest.p, v >> 1};

    *formula = v & 1;
    if (r->bad || s.n > most || r->rest.n <= s.n || s.p[s.n]) {
        r->bad = true;
        return SPAN("");
    }
    r->rest.p += s.n + 1, r->rest.n -= s.n + 1;
    return s;
}

static int64_t take_line(struct reader *r) {
    uint64_t low = take_number(r), high = take_number(r);

    return (int64_t)(low | high << 32);
}

/** Lines do not fall: two rows of YAML may stand on one. */
static void take_row(struct reader *r, struct xlsx_row *row, int64_t from, size_t *cells) {
    size_t n;

    row->line = take_line(r);
    n = take_number(r);
    if (r->bad || row->line < from || n > XLSX_COLUMNS || n > XLSX_CELLS - *cells) {
        r->bad = true;
        return;
    }
    *cells += n;
    row->n = n;
    row->cell = ARENA_ARRAY(r->a, struct xlsx_cell, n);
    for (size_t i = 0; i < n && !r->bad; i++)
        row->cell[i].text = take_text(r, SHEET_TEXT, &row->cell[i].formula);
}

static void take_sheet(struct reader *r, struct xlsx_sheet *s, size_t *cells) {
    VEC(struct xlsx_row) row = {0};
    bool unused;
    size_t n;

    s->name = take_text(r, NAME_BYTES, &unused);
    n = take_number(r);
    r->bad |= n > XLSX_ROWS;
    for (size_t i = 0; i < n && !r->bad; i++) {
        int64_t from = i ? row.v[i - 1].line : 1;

        take_row(r, vec_push(r->a, &row), from, cells);
    }
    s->row = row.v;
    s->n = row.n;
}

/** What the reader says: its own code and sentence. @return 0: what it read follows. */
static int take_code(struct reader *r, struct err *e) {
    uint32_t v = take_number(r);
    int rc = v == 0 ? 0 : v == -RC_LIMIT ? RC_LIMIT : v == -RC_SEALED ? RC_SEALED : RC_SYNTAX;
    struct span s;
    bool unused;

    if (rc == 0 || r->bad) return 0;
    s = take_text(r, sizeof e->text - 1, &unused);
    if (r->bad || r->rest.n || !csv_utf8(s)) s = SPAN("cannot be read");
    err_put(e, (enum rc)rc, "%.*s", SPAN_ARG(s));
    return rc;
}

static int no_form(struct err *e) {
    return err_set(e, RC_SYNTAX, "what its reader said of it is not of the form that it should be");
}

int shut_form_read(struct arena *a, struct span form, struct xlsx_book *out, struct err *e) {
    struct reader r = {.a = a, .rest = form};
    struct xlsx_book book = {0};
    size_t cells = 0;
    int rc = take_code(&r, e);

    if (rc < 0) return rc;
    book.n = take_number(&r);
    if (r.bad || book.n > XLSX_SHEETS) return no_form(e);
    book.sheet = ARENA_ARRAY(a, struct xlsx_sheet, book.n);
    for (size_t i = 0; i < book.n && !r.bad; i++) take_sheet(&r, &book.sheet[i], &cells);
    if (r.bad || r.rest.n) return no_form(e);
    *out = book;
    return 0;
}

static const struct sheet *take_which(struct reader *r) {
    uint32_t at = take_number(r);

    r->bad |= at >= sheet_count;
    return &sheet_all[r->bad ? 0 : at];
}

static void take_bad(struct reader *r, struct tree_bad *b) {
    uint32_t column;
    bool unused;

    b->sheet = take_which(r);
    column = take_number(r);
    b->line = take_line(r);
    b->reason = take_text(r, sizeof((struct err *)0)->text, &unused).p;
    r->bad |= column > b->sheet->n || !csv_utf8(span_of(b->reason));
    b->column = column && !r->bad ? &b->sheet->columns[column - 1] : NULL;
}

static int take_rows(struct reader *r, struct tree_rows *out, struct err *e) {
    struct tree_rows t = {0};
    size_t cells = 0, n = take_number(r);

    r->bad |= n > sheet_count;
    for (size_t i = 0; i < n && !r->bad; i++) {
        struct tree_sheet *s = vec_push(r->a, &t.sheet);

        s->sheet = take_which(r);
        take_sheet(r, &s->table, &cells);
    }
    n = take_number(r);
    for (size_t i = 0; i < n && !r->bad; i++) take_bad(r, vec_push(r->a, &t.bad));
    if (r->bad || r->rest.n) return no_form(e);
    *out = t;
    return 0;
}

/* ---- the cage ---- */

/* These open files when they are first used, which the caged cannot: the tables of iconv, by which
 * libarchive turns names of members; jansson's seed. */
static void warm(void) {
    iconv_t c = iconv_open("UTF-8", "UTF-8");

    if (c != (iconv_t)-1) iconv_close(c); /* NOLINT(performance-no-int-to-ptr): how it says no */
    json_decref(json_object());
}

/** @return 0: it ended well, and its answer is whole. */
static int run(struct arena *a, cage_fn *reader, const void *arg, struct span file,
               struct span *answer, struct err *e) {
    static const struct cage_limits lim = {MEMORY_BYTES, ANSWER_BYTES, TIME_MS, CPU_S};
    const struct cage_input in = {.bytes = file, .fd = -1};
    union {
        const void *in;
        void *out; /* the reader changes nothing of it: it is in another process */
    } word = {arg};
    struct cage_answer got;
    int rc;

    warm();
    if ((rc = cage_call(a, reader, word.out, &in, &lim, &got, e)) < 0) return rc;
    *answer = got.bytes;
    if (got.status == CAGE_OK && got.code == 0) return 0;
    if (got.status == CAGE_OK) return no_form(e);
    rc = got.status == CAGE_REFUSED || got.status == CAGE_SIGNAL ? RC_SYNTAX : RC_LIMIT;
    err_put(e, (enum rc)rc, "its reader, shut away, %s; nothing else was harmed",
            cage_words(got.status));
    return rc;
}

int shut_book_by(struct arena *a, cage_fn *reader, struct span file, const struct pack_limits *lim,
                 struct xlsx_book *out, struct err *e) {
    struct span form;
    int rc = run(a, reader, lim, file, &form, e);

    return rc < 0 ? rc : shut_form_read(a, form, out, e);
}

int shut_book(struct arena *a, struct span file, const struct pack_limits *lim,
              struct xlsx_book *out, struct err *e) {
#ifdef HEADCOUNT_FUZZ /* in this process: a crash is to be seen, and quickly */
    (void)book_in_cage;
    return open_book(a, file, lim, out, e);
#else
    return shut_book_by(a, book_in_cage, file, lim, out, e);
#endif
}

int shut_inflate(struct arena *a, struct span packed, size_t most, size_t ratio, struct span *out,
                 struct err *e) {
    const struct unpack_limits lim = {.bytes = most, .ratio = ratio};
    struct reader r = {.a = a};
    int rc = run(a, inflate_in_cage, &lim, packed, &r.rest, e);

    if (rc < 0 || (rc = take_code(&r, e)) < 0) return rc;
    if (r.bad || r.rest.n > most) return no_form(e);
    *out = r.rest;
    return 0;
}

int shut_rows(struct arena *a, struct span yaml, const struct sheet *of, struct tree_rows *out,
              struct err *e) {
    struct reader r = {.a = a};
    int rc;

    if ((rc = run(a, rows_in_cage, of, yaml, &r.rest, e)) < 0) return rc;
    return (rc = take_code(&r, e)) < 0 ? rc : take_rows(&r, out, e);
}

bool shut_rows_ours(struct arena *a, struct span yaml) {
    struct span says;
    struct err ignored;

    return run(a, ours_in_cage, NULL, yaml, &says, &ignored) == 0 && span_is(says, "y");
}
