/* SPDX-License-Identifier: Apache-2.0 */
/* The table of readers, how each is shut, and those of workbooks, packed sheets and YAML. What comes
 * through the pipe, in the words of cage/form.h:
 *
 *   code
 *   sheets   each: name as a text, rows
 *   a row    line (8 bytes), cells
 *   a cell   a text, with a mark for the value of a formula
 *
 * For a packed file: code, then its bytes to the end. For rows as YAML each sheet has its number in
 * sheet_all before it, and after them stands what is no row: how many, and of each the number of the
 * sheet, that of the column from 1 (0: none), line and reason. */
#include "ingest/shut.h"

#include "ingest/maptree.h"
#include "ingest/shut_run.h"
#include "pack/unpack.h"

#include <iconv.h>

#define ANSWER_BYTES ((size_t)1 << 30)
#define TIME_MS 600000
#define CPU_S 300
/* Of a reader that opens its files itself: years of archives */
#define ROOM_MEMORY ((size_t)16 << 30)
#define ROOM_ANSWER_BYTES ((size_t)3 << 30) /* KEEP_BYTES of points, and what is said of them */
#define ROOM_TIME_MS (86400 * 1000)
#define ROOM_CPU_S (86400 * 16)
#define SHEET_TEXT MAPTREE_BYTES  /* of a value in YAML */
#define NAME_BYTES ((size_t)1024) /* of a sheet: Excel allows 31 characters */

/* ---- writing, in the child ---- */

static void sheet(struct form_pen *w, const struct xlsx_sheet *s) {
    form_text(w, s->name, false);
    form_number(w, (uint32_t)s->n);
    for (size_t k = 0; k < s->n; k++) {
        form_long(w, s->row[k].line);
        form_number(w, (uint32_t)s->row[k].n);
        for (size_t c = 0; c < s->row[k].n; c++)
            form_text(w, s->row[k].cell[c].text, s->row[k].cell[c].formula);
    }
}

void shut_form_write(const struct xlsx_book *book, struct cage_pen *pen) {
    struct form_pen w = {.pen = pen};

    form_code(&w, 0, NULL);
    form_number(&w, (uint32_t)book->n);
    for (size_t i = 0; i < book->n; i++) sheet(&w, &book->sheet[i]);
    form_end(&w);
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

int shut_book_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct form_pen w = {.pen = pen};
    struct xlsx_book book;
    struct arena a;
    struct err e;
    int rc;

    arena_init(&a, SHUT_MEMORY);
    if ((rc = open_book(&a, in->bytes, arg, &book, &e)) == 0) {
        shut_form_write(&book, pen);
    } else {
        form_code(&w, rc, &e);
        form_flush(&w);
    }
    buf_fini(&w.b);
    arena_fini(&a);
    return 0;
}

int shut_inflate_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct unpack *u = unpack_new();
    struct form_pen w = {.pen = pen};
    struct span all = {0};
    struct err e;
    int rc = unpack_member(u, in->bytes, arg, &all, &e);

    form_code(&w, rc, &e);
    form_flush(&w);
    if (rc == 0) cage_write(pen, all);
    buf_fini(&w.b);
    unpack_free(u);
    return 0;
}

static void rows(struct form_pen *w, const struct tree_rows *t) {
    form_number(w, (uint32_t)t->sheet.n);
    for (size_t i = 0; i < t->sheet.n; i++) {
        form_number(w, (uint32_t)(t->sheet.v[i].sheet - sheet_all));
        sheet(w, &t->sheet.v[i].table);
    }
    form_number(w, (uint32_t)t->bad.n);
    for (size_t i = 0; i < t->bad.n; i++) {
        const struct tree_bad *b = &t->bad.v[i];

        form_number(w, (uint32_t)(b->sheet - sheet_all));
        form_number(w, b->column ? (uint32_t)(b->column - b->sheet->columns) + 1 : 0);
        form_long(w, b->line);
        form_text(w, span_of(b->reason), false);
    }
}

int shut_rows_in_cage(const struct cage_input *in, struct cage_pen *pen, void *arg) {
    struct form_pen w = {.pen = pen};
    struct tree_rows t;
    struct arena a;
    struct err e;
    int rc;

    arena_init(&a, SHUT_MEMORY);
    rc = tree_rows_read(&a, in->bytes, arg, &t, &e);
    form_code(&w, rc, &e);
    if (rc == 0) rows(&w, &t);
    form_end(&w);
    arena_fini(&a);
    return 0;
}

int shut_ours_in_cage(const struct cage_input *in, struct cage_pen *pen, void *unused) {
    (void)unused;
    cage_write(pen, tree_rows_ours(in->bytes) ? SPAN("y") : SPAN("n"));
    return 0;
}

/* ---- reading, here ---- */

/** Lines do not fall: two rows of YAML may stand on one. */
static void take_row(struct form *r, struct xlsx_row *row, int64_t from, size_t *cells) {
    size_t n;

    row->line = form_take_long(r);
    n = form_take(r);
    if (r->bad || row->line < from || n > XLSX_COLUMNS || n > XLSX_CELLS - *cells) {
        r->bad = true;
        return;
    }
    *cells += n;
    row->n = n;
    row->cell = ARENA_ARRAY(r->a, struct xlsx_cell, n);
    for (size_t i = 0; i < n && !r->bad; i++)
        row->cell[i].text = form_take_text(r, SHEET_TEXT, &row->cell[i].formula);
}

static void take_sheet(struct form *r, struct xlsx_sheet *s, size_t *cells) {
    VEC(struct xlsx_row) row = {0};
    size_t n;

    s->name = form_take_text(r, NAME_BYTES, NULL);
    n = form_take(r);
    r->bad |= n > XLSX_ROWS;
    for (size_t i = 0; i < n && !r->bad; i++) {
        int64_t from = i ? row.v[i - 1].line : 1;

        take_row(r, vec_push(r->a, &row), from, cells);
    }
    s->row = row.v;
    s->n = row.n;
}

int shut_form_read(struct arena *a, struct span form, struct xlsx_book *out, struct err *e) {
    struct form r = {.a = a, .rest = form};
    struct xlsx_book book = {0};
    size_t cells = 0;
    int rc = form_take_code(&r, e);

    if (rc < 0) return rc;
    book.n = form_take(&r);
    if (r.bad || book.n > XLSX_SHEETS) return form_none(e);
    book.sheet = ARENA_ARRAY(a, struct xlsx_sheet, book.n);
    for (size_t i = 0; i < book.n && !r.bad; i++) take_sheet(&r, &book.sheet[i], &cells);
    if (r.bad || r.rest.n) return form_none(e);
    *out = book;
    return 0;
}

static const struct sheet *take_which(struct form *r) {
    uint32_t at = form_take(r);

    r->bad |= at >= sheet_count;
    return &sheet_all[r->bad ? 0 : at];
}

static void take_bad(struct form *r, struct tree_bad *b) {
    uint32_t column;

    b->sheet = take_which(r);
    column = form_take(r);
    b->line = form_take_long(r);
    b->reason = form_take_word(r, sizeof((struct err *)0)->text);
    r->bad |= column > b->sheet->n;
    b->column = column && !r->bad ? &b->sheet->columns[column - 1] : NULL;
}

static int take_rows(struct form *r, struct tree_rows *out, struct err *e) {
    struct tree_rows t = {0};
    size_t cells = 0, n = form_take(r);

    r->bad |= n > sheet_count;
    for (size_t i = 0; i < n && !r->bad; i++) {
        struct tree_sheet *s = vec_push(r->a, &t.sheet);

        s->sheet = take_which(r);
        take_sheet(r, &s->table, &cells);
    }
    n = form_take(r);
    for (size_t i = 0; i < n && !r->bad; i++) take_bad(r, vec_push(r->a, &t.bad));
    if (r->bad || r->rest.n) return form_none(e);
    *out = t;
    return 0;
}

/* ---- the cage ---- */

const struct shut_reader shut_readers[SHUT_KINDS] = {
    [SHUT_BOOK] = {"workbook", shut_book_in_cage},
    [SHUT_PACKED] = {"packed file", shut_inflate_in_cage},
    [SHUT_YAML] = {"rows as YAML", shut_rows_in_cage},
    [SHUT_YAML_OURS] = {"first key of a YAML", shut_ours_in_cage},
    [SHUT_MAP] = {"map of columns", shut_map_in_cage},
    [SHUT_CSV] = {"CSV", shut_csv_in_cage},
    [SHUT_SSIM] = {"schedule", shut_ssim_in_cage},
    [SHUT_TELL] = {"first bytes of files", shut_tell_in_cage},
    [SHUT_SIGNALS] = {"flight signals", shut_signals_in_cage},
};

/* These open files when they are first used, which the caged cannot: the tables of iconv, by which
 * libarchive turns names of members; jansson's seed. */
static void warm(void) {
    iconv_t c = iconv_open("UTF-8", "UTF-8");

    if (c != (iconv_t)-1) iconv_close(c); /* NOLINT(performance-no-int-to-ptr): how it says no */
    json_decref(json_object());
}

int shut_run(struct arena *a, const struct shut_reader *r, const void *arg,
             const struct cage_input *in, struct span *answer, struct err *e) {
    static const struct cage_limits whole = {SHUT_MEMORY, ANSWER_BYTES, TIME_MS, CPU_S},
                                    many = {ROOM_MEMORY, ROOM_ANSWER_BYTES, ROOM_TIME_MS,
                                            ROOM_CPU_S};
    union {
        const void *in;
        void *out; /* the reader changes nothing of it: it is in another process */
    } word = {arg};
    struct cage_answer got;
    int rc;

    warm();
    if ((rc = cage_call(a, r->fn, word.out, in, in->room ? &many : &whole, &got, e)) < 0) return rc;
    *answer = got.bytes;
    return form_ended(&got, e);
}

int shut_bytes(struct arena *a, enum shut_kind kind, const void *arg, struct span file,
               struct span *answer, struct err *e) {
    return shut_run(a, &shut_readers[kind], arg, &(struct cage_input){.bytes = file, .fd = -1},
                    answer, e);
}

int shut_book_by(struct arena *a, cage_fn *reader, struct span file, const struct pack_limits *lim,
                 struct xlsx_book *out, struct err *e) {
    const struct shut_reader by = {"workbook", reader};
    struct span form;
    int rc = shut_run(a, &by, lim, &(struct cage_input){.bytes = file, .fd = -1}, &form, e);

    return rc < 0 ? rc : shut_form_read(a, form, out, e);
}

int shut_book(struct arena *a, struct span file, const struct pack_limits *lim,
              struct xlsx_book *out, struct err *e) {
    return shut_book_by(a, shut_book_in_cage, file, lim, out, e);
}

int shut_inflate(struct arena *a, struct span packed, size_t most, size_t ratio, struct span *out,
                 struct err *e) {
    const struct unpack_limits lim = {.bytes = most, .ratio = ratio};
    struct form r = {.a = a};
    int rc = shut_bytes(a, SHUT_PACKED, &lim, packed, &r.rest, e);

    if (rc < 0 || (rc = form_take_code(&r, e)) < 0) return rc;
    if (r.bad || r.rest.n > most) return form_none(e);
    *out = r.rest;
    return 0;
}

int shut_rows(struct arena *a, struct span yaml, const struct sheet *of, struct tree_rows *out,
              struct err *e) {
    struct form r = {.a = a};
    int rc;

    if ((rc = shut_bytes(a, SHUT_YAML, of, yaml, &r.rest, e)) < 0) return rc;
    return (rc = form_take_code(&r, e)) < 0 ? rc : take_rows(&r, out, e);
}

bool shut_rows_ours(struct arena *a, struct span yaml) {
    struct span says;
    struct err ignored;

    return shut_bytes(a, SHUT_YAML_OURS, NULL, yaml, &says, &ignored) == 0 && span_is(says, "y");
}
