/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of cells, with the line and byte of each, and no failure that loses more than its own line.
 *
 * A stray quote swallows lines until the next quote, far below, which then is followed by text. The
 * fault is told at once, but the lines between are innocent: reading goes on at the line after the
 * one where the bad row began. Done without care this is quadratic, since each of those lines may
 * swallow the same lines again (`a","b` on every line does: outside a quoted cell the first quote
 * is an ordinary character, inside one it closes, and the line opens another either way). So rows
 * that start before the line where a failure was found (`until`) may not span lines, and every byte
 * is looked at a bounded number of times, whatever the text.
 *
 * Cells are views of the text. Only a quoted cell with "" in it is copied, into `undo`, which is
 * used again for each row. When it is too small a larger one takes its place, and the cells of the
 * row that are in the old one stay where they are, since an arena frees nothing; doubling keeps the
 * sum below four times the largest row. */
#include "base/csv.h"

#include <assert.h>
#include <inttypes.h>

static bool is_eol(char c) {
    return c == '\n' || c == '\r';
}

/* Past the line end at p. */
static const char *past_eol(const char *p, const char *end) {
    return p + (p[0] == '\r' && end - p > 1 && p[1] == '\n' ? 2 : 1);
}

static int64_t line_of(struct span text, const char *at) {
    int64_t line = 1;

    for (const char *p = text.p; p < at;) {
        bool eol = is_eol(*p);

        line += eol;
        p = eol ? past_eol(p, at) : p + 1;
    }
    return line;
}

/* Appends a code point, a lone surrogate in the same three-byte way: such a cell is a bad cell, not
 * a bad file. */
static size_t utf8_put(char *p, uint32_t c) {
    if (c < 0x80) {
        p[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        p[0] = (char)(0xc0 | c >> 6);
        p[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        p[0] = (char)(0xe0 | c >> 12);
        p[1] = (char)(0x80 | (c >> 6 & 0x3f));
        p[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    p[0] = (char)(0xf0 | c >> 18);
    p[1] = (char)(0x80 | (c >> 12 & 0x3f));
    p[2] = (char)(0x80 | (c >> 6 & 0x3f));
    p[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

static uint32_t unit16(const char *p, bool big) {
    unsigned char a = (unsigned char)p[0], b = (unsigned char)p[1];

    return big ? (uint32_t)(a << 8 | b) : (uint32_t)(b << 8 | a);
}

static int utf16_read(struct arena *a, struct span s, bool big, struct span *out, struct err *e) {
    char *text;
    size_t n = 0;

    if (s.n % 2) return err_set(e, RC_SYNTAX, "UTF-16 text of %zu bytes, which is odd", s.n);
    text = arena_alloc(a, s.n / 2, 3); /* a unit gives three bytes at most, a pair four */
    for (size_t i = 0; i < s.n; i += 2) {
        uint32_t c = unit16(s.p + i, big), low = i + 2 < s.n ? unit16(s.p + i + 2, big) : 0;

        if (c >= 0xd800 && c < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            i += 2;
        }
        n += utf8_put(text + n, c);
    }
    *out = (struct span){text, n};
    return 0;
}

MUST int csv_text(struct arena *a, struct span bytes, struct span *out, struct err *e) {
    struct span text = bytes;
    const char *nul;
    int rc = 0;

    if (bytes.n > CSV_FILE_BYTES)
        return err_set(e, RC_LIMIT, "the text has %zu bytes, over the limit of %zu", bytes.n,
                       CSV_FILE_BYTES);
    if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
        text = (struct span){bytes.p + 3, bytes.n - 3};
    else if (bytes.n >= 2 &&
             (memcmp(bytes.p, "\xff\xfe", 2) == 0 || memcmp(bytes.p, "\xfe\xff", 2) == 0))
        rc = utf16_read(a, (struct span){bytes.p + 2, bytes.n - 2}, bytes.p[0] == '\xfe', &text, e);
    if (rc < 0) return rc;
    nul = text.n ? memchr(text.p, 0, text.n) : NULL;
    if (nul)
        return err_set(e, RC_SYNTAX, "line %" PRId64 ": a NUL byte, which no text has",
                       line_of(text, nul));
    *out = text;
    return 0;
}

/* The length of the well-formed UTF-8 sequence at p (Unicode 15, table 3-7), or 0. Not for ASCII.
 */
static size_t utf8_sequence(const unsigned char *p, size_t n) {
    unsigned char lo = 0x80, hi = 0xbf;
    size_t len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

    if (p[0] < 0xc2 || p[0] > 0xf4 || n < len) return 0;
    if (p[0] == 0xc2) lo = 0xa0; /* U+0080 to U+009F are control characters */
    if (p[0] == 0xe0) lo = 0xa0;
    if (p[0] == 0xed) hi = 0x9f;
    if (p[0] == 0xf0) lo = 0x90;
    if (p[0] == 0xf4) hi = 0x8f;
    if (p[1] < lo || p[1] > hi) return 0;
    for (size_t i = 2; i < len; i++)
        if (p[i] < 0x80 || p[i] > 0xbf) return 0;
    return len;
}

bool csv_utf8(struct span s) {
    const unsigned char *p = (const unsigned char *)s.p;

    for (size_t i = 0; i < s.n;) {
        bool plain = (p[i] >= 0x20 && p[i] < 0x7f) || p[i] == '\t' || is_eol(s.p[i]);
        size_t len = plain ? 1 : p[i] < 0x80 ? 0 : utf8_sequence(p + i, s.n - i);

        if (!len) return false;
        i += len;
    }
    return true;
}

static char guess_sep(struct span text) {
    static const char seps[] = {',', ';', '\t', '|'};
    size_t count[sizeof seps] = {0}, best = 0;
    bool quoted = false, at_cell = true;

    for (size_t i = 0; i < text.n && i < CSV_ROW_BYTES; i++) {
        const char *sep = quoted ? NULL : memchr(seps, text.p[i], sizeof seps);

        if (!quoted && is_eol(text.p[i])) {
            if (i && !is_eol(text.p[i - 1])) break; /* the first line that is not empty */
            continue;
        }
        if (sep) count[sep - seps]++;
        if (text.p[i] == '"' && (quoted || at_cell)) {
            quoted = !quoted;
            at_cell = true; /* the second quote of a pair opens the cell again */
        } else {
            at_cell = sep;
        }
    }
    for (size_t i = 1; i < sizeof seps; i++)
        if (count[i] > count[best]) best = i;
    return seps[best];
}

void csv_begin(struct csv *c, struct arena *a, struct span text, char sep) {
    assert(sep != '"' && !is_eol(sep));
    if (!sep) sep = guess_sep(text);
    *c = (struct csv){.rest = {text.n ? text.p : "", text.n}, .sep = sep, .next = 1, .a = a};
    c->start = c->until = c->rest.p;
}

/* Where reading is, inside a row. */
struct scan {
    const char *p, *end, *row;
    const char *bol; /* begin of the line that p is on */
    int64_t line;    /* its number */
    bool one_line;
};

static void scan_eol(struct scan *s) {
    s->p = s->bol = past_eol(s->p, s->end);
    s->line++;
}

static int cell_too_long(const struct csv *c, int64_t line, struct err *e) {
    return err_set(e, RC_LIMIT, "line %" PRId64 ": cell %zu: more than %zu bytes", line, c->n + 1,
                   CSV_CELL_BYTES);
}

static int bare_cell(const struct csv *c, struct scan *s, struct span *cell, struct err *e) {
    const char *from = s->p;

    while (s->p < s->end && *s->p != c->sep && !is_eol(*s->p)) s->p++;
    if ((size_t)(s->p - from) > CSV_CELL_BYTES) return cell_too_long(c, s->line, e);
    *cell = (struct span){from, (size_t)(s->p - from)};
    return 0;
}

/* The cell without the second quote of each pair. */
static struct span undo_pairs(struct csv *c, struct span raw) {
    char *to;
    size_t n = 0;

    if (raw.n > c->undo_size - c->undo_n) {
        c->undo_size = c->undo_size * 2 > raw.n ? c->undo_size * 2 : raw.n;
        c->undo = arena_alloc(c->a, c->undo_size, 1);
        c->undo_n = 0;
    }
    to = c->undo + c->undo_n;
    for (size_t i = 0; i < raw.n; i++) {
        to[n++] = raw.p[i];
        if (raw.p[i] == '"') i++;
    }
    c->undo_n += n;
    return (struct span){to, n};
}

static int unclosed(const struct csv *c, int64_t line, struct err *e) {
    return err_set(e, RC_SYNTAX, "line %" PRId64 ": cell %zu: a quote that does not close", line,
                   c->n + 1);
}

static int quoted_cell(struct csv *c, struct scan *s, struct span *cell, struct err *e) {
    const char *from = ++s->p;
    int64_t line = s->line;
    size_t pairs = 0;

    for (;;) {
        if (s->p == s->end) return unclosed(c, line, e);
        if ((size_t)(s->p - from) - pairs > CSV_CELL_BYTES) return cell_too_long(c, line, e);
        if (is_eol(*s->p)) {
            if (s->one_line) return unclosed(c, line, e);
            scan_eol(s);
            continue;
        }
        if (*s->p++ != '"') continue;
        if (s->p == s->end || *s->p != '"') break;
        s->p++;
        pairs++;
    }
    *cell = (struct span){from, (size_t)(s->p - from) - 1};
    if (s->p < s->end && *s->p != c->sep && !is_eol(*s->p))
        return err_set(e, RC_SYNTAX, "line %" PRId64 ": cell %zu: text after a closing quote",
                       s->line, c->n + 1);
    if (pairs) *cell = undo_pairs(c, *cell);
    return 0;
}

static int scan_row(struct csv *c, struct scan *s, struct err *e) {
    struct span cell;
    int rc;

    for (;; s->p++) {
        rc =
            s->p < s->end && *s->p == '"' ? quoted_cell(c, s, &cell, e) : bare_cell(c, s, &cell, e);
        if (rc < 0) return rc;
        if (c->n == CSV_CELLS)
            return err_set(e, RC_LIMIT, "line %" PRId64 ": more than %d cells in a row", c->line,
                           CSV_CELLS);
        if ((size_t)(s->p - s->row) > CSV_ROW_BYTES)
            return err_set(e, RC_LIMIT, "line %" PRId64 ": more than %zu bytes in a row", c->line,
                           CSV_ROW_BYTES);
        if (c->n == c->size) c->cell = arena_grow(c->a, c->cell, c->n, &c->size, sizeof *c->cell);
        c->cell[c->n++] = cell;
        if (s->p == s->end || *s->p != c->sep) return 0;
    }
}

/* Puts reading at the line after the one on which the bad row began. */
static void recover(struct csv *c, struct scan *s) {
    if (s->bol > c->until) c->until = s->bol;
    c->n = 0;
    s->p = s->row;
    s->line = c->line;
    while (s->p < s->end && !is_eol(*s->p)) s->p++;
}

MUST int csv_next(struct csv *c, struct err *e) {
    struct scan s = {.p = c->rest.p, .end = c->rest.p + c->rest.n, .line = c->next};
    int rc = 0;

    while (s.p < s.end && is_eol(*s.p)) scan_eol(&s);
    s.row = s.bol = s.p;
    s.one_line = s.row < c->until;
    c->line = s.line;
    c->offset = s.row - c->start;
    c->n = c->undo_n = 0;
    if (s.p < s.end && c->rows == CSV_ROWS) {
        rc = err_set(e, RC_LIMIT, "line %" PRId64 ": more than %zu rows", c->line, CSV_ROWS);
        s.p = s.end;
    } else if (s.p < s.end) {
        c->rows++;
        rc = scan_row(c, &s, e);
        if (rc < 0) recover(c, &s);
        if (s.p < s.end) scan_eol(&s);
        if (rc == 0) rc = 1;
    }
    c->rest = (struct span){s.p, (size_t)(s.end - s.p)};
    c->next = s.line;
    return rc;
}

/* --- writing */

void csv_put(struct buf *b, struct span s) {
    static const char ends[] = {',', ';', '\t', '"', '\r', '\n'};
    bool quote = false;

    for (size_t i = 0; i < s.n; i++) quote |= memchr(ends, s.p[i], sizeof ends) != NULL;
    if (quote) buf_putc(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') buf_putc(b, '"');
        buf_putc(b, s.p[i]);
    }
    if (quote) buf_putc(b, '"');
}

bool csv_runs(struct span s) {
    static const char *const begins[] = {
        "=",  "+",  "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0",
        "\t", "\r", "'"}; /* the wide ones are U+FF1D, FF0B, FF0D, FF20 */

    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (s.n >= strlen(begins[i]) && memcmp(s.p, begins[i], strlen(begins[i])) == 0) return true;
    return false;
}

void csv_safe(struct buf *b, struct span s) {
    if (csv_runs(s)) buf_putc(b, '\'');
    buf_add(b, s);
}

void csv_put_text(struct buf *b, struct span s) {
    struct buf safe = {0};

    csv_safe(&safe, s);
    csv_put(b, buf_span(&safe));
    buf_fini(&safe);
}
