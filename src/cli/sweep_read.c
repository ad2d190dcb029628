/* SPDX-License-Identifier: Apache-2.0 */
/* A table of any length through base/csv, which reads texts that lie in memory: a window slides over the file. The reader never comes
 * nearer to the window's end than the longest row it may take, so it cannot tell the difference. */
#include "base/csv.h"
#include "base/num.h"
#include "cli/sweep.h"
#include "cli/term.h"
#include "format/sheet.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOW_BYTES (CSV_ROW_BYTES + 4 * CSV_CELL_BYTES) /* a row, and how far csv_next overshoots */
#define WINDOW_BYTES (2 * LOW_BYTES)
#define ARENA_BYTES ((size_t)64 << 20) /* of one window: csv.h */
#define PIECE_BYTES                                                                                \
    ((size_t)32 << 10) /* rows of one series that follow each other, as one row of the spill */

struct reader {
    int fd;
    char *text; /* WINDOW_BYTES */
    size_t n;
    bool eof;
    off_t size, got; /* of a file, for the progress line */
    struct csv csv;
    struct arena a;
    int at[SWEEP_COLUMNS]; /* cell of each column; -1: not in this table */
    size_t width;          /* cells of the header */
    struct spill *to;
    struct buf key, piece; /* the last series and its rows that are not in the spill yet */
    uint32_t npiece;
    FILE *notes;
    struct sweep_tally *tally;
};

/* --- bytes --- */

static int fill(struct reader *r, struct err *e) {
    while (!r->eof && r->n < WINDOW_BYTES) {
        ssize_t got = read(r->fd, r->text + r->n, WINDOW_BYTES - r->n);

        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return err_set(e, RC_IO, "%s",
                           errno == EISDIR ? "a folder, not a table" : strerrordesc_np(errno));
        r->eof = got == 0;
        r->n += (size_t)got;
        r->got += got;
    }
    return 0;
}

/* Moves what is not read yet to the front and fills up. What csv knows of the text goes along: its separator, lines, and the place
 * before which rows may not span lines. */
static int slide(struct reader *r, struct err *e) {
    struct csv old = r->csv;
    size_t ahead = old.until > old.rest.p ? (size_t)(old.until - old.rest.p) : 0;
    int rc;

    memmove(r->text, old.rest.p, old.rest.n);
    r->n = old.rest.n;
    if ((rc = fill(r, e)) < 0) return rc;
    arena_fini(&r->a);
    arena_init(&r->a, ARENA_BYTES);
    csv_begin(&r->csv, &r->a, (struct span){r->text, r->n}, old.sep);
    r->csv.next = old.next;
    r->csv.until = r->text + ahead;
    return 0;
}

static bool is_eol(char c) {
    return c == '\n' || c == '\r';
}

/* Past empty lines, so that csv_next begins at a row. @return 0, or as fill. */
static int skip_empty(struct reader *r, struct err *e) {
    for (;;) {
        struct span *s = &r->csv.rest;
        size_t i = 0;
        int rc;

        if (!r->eof && s->n < LOW_BYTES && (rc = slide(r, e)) < 0) return rc;
        if (!s->n || !is_eol(s->p[0])) return 0;
        for (; i < s->n && is_eol(s->p[i]) && (r->eof || s->n - i > 1); i++)
            r->csv.next += s->p[i] == '\n' || i + 1 == s->n || s->p[i + 1] != '\n';
        s->p += i, s->n -= i;
    }
}

/* A line longer than the window was given up: the rest of it is no row. */
static int skip_line(struct reader *r, struct err *e) {
    while (!r->eof) {
        const char *p;
        int rc = slide(r, e);

        if (rc < 0) return rc;
        p = r->csv.rest.p;
        while (p < r->text + r->n && !is_eol(*p)) p++;
        r->csv.rest = (struct span){p, (size_t)(r->text + r->n - p)};
        if (r->csv.rest.n) break;
    }
    return 0;
}

/* @return 1 a row; 0 the end; *bad is set with a sentence for a row that is none; RC_IO. */
static int next_row(struct reader *r, bool *bad, struct err *e) {
    int rc = skip_empty(r, e);

    *bad = false;
    if (rc < 0) return rc;
    r->csv.rows = 0; /* here a table may be as long as it likes */
    rc = csv_next(&r->csv, e);
    if (rc >= 0) return rc;
    *bad = true;
    if (!r->csv.rest.n && !is_eol(r->text[r->n - 1])) {
        struct err io;

        if (skip_line(r, &io) < 0) {
            *e = io;
            return (int)RC_IO;
        }
    }
    return 1;
}

/* --- what is said --- */

static void note(FILE *f, const char *first, const char *text) {
    struct term t = term_of(f);
    struct buf b = {0};

    term_progress_end();
    term_wrap(&b, &t, first, text);
    fwrite(b.p, 1, b.n, f);
    buf_fini(&b);
}

static void say_bad(struct reader *r, const char *why) {
    if (r->tally->bad++ < SWEEP_SAID) note(r->notes, "left out: ", why);
}

static void say_end(struct reader *r) {
    const struct sweep_tally *t = r->tally;
    struct buf b = {0};

    if (t->bad) {
        num_people(&b, (int64_t)t->bad);
        buf_puts(&b, " of ");
        num_people(&b, (int64_t)t->rows);
        buf_printf(&b, " rows could not be read and %s left out%s", t->bad == 1 ? "is" : "are",
                   t->bad > SWEEP_SAID ? "; the first ones are named above" : "");
        note(r->notes, "note: ", b.p);
    } else if (!t->rows) {
        note(r->notes, "note: ", "the table has no rows");
    }
    buf_fini(&b);
}

/* --- the header --- */

static int place(struct reader *r, struct span name, int cell, bool *known, struct err *e) {
    name = span_trim(name);
    for (int i = 0; i < SWEEP_COLUMNS; i++) {
        if (strlen(sweep_columns[i]) != name.n ||
            strncasecmp(sweep_columns[i], name.p, name.n) != 0)
            continue;
        if (r->at[i] >= 0)
            return err_set(e, RC_SYNTAX, "line %" PRId64 ": the column %s stands twice",
                           r->csv.line, sweep_columns[i]);
        r->at[i] = cell;
        *known = true;
    }
    return 0;
}

/* A header that names a person may lie beside columns of ours; such a column is passed over like any other that is not known, and its
 * name is not printed. */
static void say_unknown(struct reader *r, struct arena *a, const bool *known) {
    struct buf b = {0};
    size_t n = 0;

    for (size_t i = 0; i < r->width; i++) {
        const char *what;

        if (known[i]) continue;
        what = sheet_private(a, r->csv.cell[i]);
        buf_puts(&b, n++ ? ", " : "columns that are not read: ");
        if (what)
            buf_printf(&b, "number %zu, which names %s", i + 1, what);
        else
            buf_add(&b, r->csv.cell[i]);
    }
    if (n) note(r->notes, "note: ", b.p);
    buf_fini(&b);
}

static int header(struct reader *r, struct err *e) {
    struct arena a;
    bool *known, bad;
    int rc = next_row(r, &bad, e);

    if (bad) return err_set(e, RC_SYNTAX, "the first line is no header of a CSV table");
    if (rc < 0) return rc;
    if (rc == 0) return err_set(e, RC_SYNTAX, "the table is empty: no header");
    r->width = r->csv.n;
    arena_init(&a, ARENA_BYTES);
    known = ARENA_ARRAY(&a, bool, r->width);
    for (int i = 0; i < SWEEP_COLUMNS; i++) r->at[i] = -1;
    for (size_t i = 0; i < r->width && rc >= 0; i++)
        rc = place(r, r->csv.cell[i], (int)i, &known[i], e);
    if (rc < 0) goto out;
    rc = 0;
    if (sheet_per_person(&a, r->csv.cell, r->width))
        rc = err_set(e, RC_SEALED, "a table with a row for each person is not read");
    else if (r->at[SWEEP_DATE] < 0)
        rc = err_set(e, RC_SYNTAX, "line %" PRId64 ": the header has no column date", r->csv.line);
    else
        say_unknown(r, &a, known);
out:
    arena_fini(&a);
    return rc;
}

/* --- rows --- */

static int flush(struct reader *r, struct err *e) {
    int rc = 0;

    if (r->npiece) {
        memcpy(r->piece.p, &r->npiece, sizeof r->npiece);
        rc = spill_add(r->to, buf_span(&r->key), buf_span(&r->piece), e);
    }
    r->npiece = 0;
    r->piece.n = 0;
    return rc;
}

static int begin_piece(struct reader *r, struct span series, struct err *e) {
    static const char room[sizeof r->npiece];
    int rc;

    if (r->npiece && r->piece.n < PIECE_BYTES && span_eq(buf_span(&r->key), series)) return 0;
    if ((rc = flush(r, e)) < 0) return rc;
    r->key.n = 0;
    buf_add(&r->key, series);
    buf_add(&r->piece, (struct span){room, sizeof room});
    return 0;
}

/* A row without cells belongs to no series, unless the table has but one. @return 0; RC_IO. */
static int take_broken(struct reader *r, struct err *e) {
    int rc = r->at[SWEEP_SERIES] < 0 ? begin_piece(r, SPAN("-"), e) : 1;

    if (rc) return rc < 0 ? rc : 0;
    sweep_row_bad(&r->piece, "no row of a CSV table");
    r->npiece++;
    return 0;
}

/* @return 0; RC_IO. *bad is the sentence of a row that could not be read. */
static int take(struct reader *r, struct err *bad, struct err *e) {
    struct span cell[SWEEP_COLUMNS], series;
    int rc;

    for (int i = 0; i < SWEEP_COLUMNS; i++) {
        int at = r->at[i];

        cell[i] = at >= 0 && (size_t)at < r->csv.n ? r->csv.cell[at] : (struct span){"", 0};
    }
    if (sweep_row_series(cell, &series, bad) < 0) return 0;
    if ((rc = begin_piece(r, series, e)) < 0) return rc;
    if (r->csv.n > r->width)
        err_put(bad, RC_SYNTAX, "cell %zu: the header has %zu", r->csv.n, r->width);
    else if (sweep_row_read(cell, &r->piece, bad) == 0)
        bad->rc = RC_OK;
    if (bad->rc != RC_OK) sweep_row_bad(&r->piece, bad->text);
    r->npiece++;
    return 0;
}

static int rows(struct reader *r, struct err *e) {
    bool bad;
    int rc;

    while ((rc = next_row(r, &bad, e)) > 0) {
        struct err why = {0};

        r->tally->rows++;
        if (bad) {
            say_bad(r, e->text);
            if ((rc = take_broken(r, e)) < 0) return rc;
            continue;
        }
        if ((rc = take(r, &why, e)) < 0) return rc;
        if (why.rc != RC_OK) {
            err_at(&why, "line %" PRId64, r->csv.line);
            say_bad(r, why.text);
        }
        if (r->tally->rows % 65536 == 0)
            term_progress(NULL, "reading", r->size > 0 ? (double)r->got / (double)r->size : -1);
    }
    if (rc == 0) rc = flush(r, e);
    term_progress_end();
    if (rc == 0) say_end(r);
    return rc;
}

static int begin(struct reader *r, struct err *e) {
    struct stat s;
    struct span text;
    int rc = fill(r, e);

    if (rc < 0) return rc;
    if (fstat(r->fd, &s) == 0 && S_ISREG(s.st_mode)) r->size = s.st_size;
    text = (struct span){r->text, r->n};
    if (text.n >= 2 && (memcmp(text.p, "\xff\xfe", 2) == 0 || memcmp(text.p, "\xfe\xff", 2) == 0))
        return err_set(e, RC_SYNTAX, "the table is UTF-16 text; save it as UTF-8");
    if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0) text.p += 3, text.n -= 3;
    csv_begin(&r->csv, &r->a, text, 0);
    return header(r, e);
}

int sweep_read(int fd, struct spill *to, FILE *notes, struct sweep_tally *t, struct err *e) {
    struct reader r = {
        .fd = fd, .to = to, .notes = notes, .tally = t, .text = malloc(WINDOW_BYTES)};
    int rc;

    if (!r.text) {
        fprintf(stderr, "headcount: out of memory (%zu bytes asked for)\n", WINDOW_BYTES);
        abort();
    }
    *t = (struct sweep_tally){0};
    arena_init(&r.a, ARENA_BYTES);
    rc = begin(&r, e);
    if (rc == 0) rc = rows(&r, e);
    arena_fini(&r.a);
    buf_fini(&r.key);
    buf_fini(&r.piece);
    free(r.text);
    return rc;
}
