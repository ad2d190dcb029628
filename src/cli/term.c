/* SPDX-License-Identifier: Apache-2.0 */
/* The only user of libsmartcols. What comes from a sheet is untrusted: a cell may hold an escape
 * sequence that rewrites the screen, or an override that turns "102" into "201"; nothing reaches
 * the terminal but through term_text. */
#include "cli/term.h"

#include <langinfo.h>
#include <libsmartcols/libsmartcols.h>
#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

static const char *env(const char *name) {
    const char *s = getenv(name); /* NOLINT(concurrency-mt-unsafe): nothing here sets it */

    return s ? s : "";
}

static bool says_utf8(void) {
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread */
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool locale_utf8(void) {
    const char *all = *env("LC_ALL")     ? env("LC_ALL")
                      : *env("LC_CTYPE") ? env("LC_CTYPE")
                                         : env("LANG");

    if (setlocale(LC_CTYPE, "") && says_utf8()) return true; /* NOLINT(concurrency-mt-unsafe) */
    /* A locale that was asked for and is not installed: its name says what the terminal
     * understands. */
    if (!strstr(all, "UTF-8") && !strstr(all, "utf8")) return false;
    return setlocale(LC_CTYPE, "C.UTF-8") && says_utf8(); /* NOLINT(concurrency-mt-unsafe) */
}

static int width_of(FILE *f) {
    struct winsize size = {0};
    long n = 0;

    for (const char *p = env("COLUMNS"); *p >= '0' && *p <= '9' && n < 10000; p++)
        n = n * 10 + (*p - '0');
    if (n == 0 && isatty(fileno(f)) && ioctl(fileno(f), TIOCGWINSZ, &size) == 0) n = size.ws_col;
    if (n == 0 || n > TERM_WIDTH) return TERM_WIDTH;
    return n < 40 ? 40 : (int)n;
}

struct term term_of(FILE *f) {
    return (struct term){
        .colour = isatty(fileno(f)) && !*env("NO_COLOR") && *env("TERM") &&
                  strcmp(env("TERM"), "dumb") != 0,
        .utf8 = locale_utf8(),
        .width = width_of(f),
    };
}

const char *term_style(const struct term *t, enum term_style s) {
    static const char *const code[] = {"\033[0m", "\033[1m", "\033[2m", "\033[31m", "\033[32m"};

    return t->colour ? code[s] : "";
}

/* One code point; 0 and *len 1 for a byte that begins none (overlong forms, surrogates and beyond
 * U+10FFFF included). */
static uint32_t decode(struct span s, size_t *len) {
    const unsigned char *p = (const unsigned char *)s.p;
    size_t n = p[0] < 0x80   ? 1
               : p[0] < 0xC2 ? 0
               : p[0] < 0xE0 ? 2
               : p[0] < 0xF0 ? 3
               : p[0] < 0xF5 ? 4
                             : 0;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t c = n == 1 ? p[0] : n == 2 ? p[0] & 0x1FU : n == 3 ? p[0] & 0x0FU : p[0] & 0x07U;

    *len = 1;
    if (n == 0 || n > s.n) return 0;
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        c = c << 6 | (p[i] & 0x3FU);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return 0;
    *len = n;
    return c;
}

/* Controls of C0 and C1, and what changes the direction or hides: such text could show other than
 * it is. */
static bool deceives(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

static const char *plain(uint32_t c) {
    static const struct {
        uint32_t c;
        const char *s;
    } table[] = {
        {0xA0, " "},    {0xB0, " deg"}, {0xB1, "+/-"},   {0xB7, "."},     {0xD7, "x"},
        {0x2010, "-"},  {0x2011, "-"},  {0x2013, "-"},   {0x2014, "--"},  {0x2018, "'"},
        {0x2019, "'"},  {0x201C, "\""}, {0x201D, "\""},  {0x2026, "..."}, {0x202F, " "},
        {0x2190, "<-"}, {0x2192, "->"}, {0x2194, "<->"}, {0x2212, "-"},   {0x2264, "<="},
        {0x2265, ">="},
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].c == c) return table[i].s;
    return "?";
}

void term_text(struct buf *out, const struct term *t, struct span s) {
    for (size_t len; s.n; s.p += len, s.n -= len) {
        uint32_t c = decode(s, &len);

        if (c == '\n' || c == '\t' || c == '\r')
            buf_putc(out, ' ');
        else if (c == 0)
            buf_printf(out, "<%02X>", (unsigned char)s.p[0]);
        else if (deceives(c))
            buf_printf(out, "<U+%04X>", (unsigned)c);
        else if (c >= 0x80 && !t->utf8)
            buf_puts(out, plain(c));
        else
            buf_add(out, (struct span){s.p, len});
    }
}

const char *term_string(const struct term *t, struct arena *a, const char *s) {
    struct buf b = {0};
    const char *out;

    term_text(&b, t, span_of(s ? s : ""));
    out = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return out;
}

int term_columns(struct span s) {
    int n = 0;

    for (size_t len; s.n; s.p += len, s.n -= len) {
        int w = wcwidth((wchar_t)decode(s, &len));

        n += w < 0 ? 1 : w;
    }
    return n;
}

void term_wrap(struct buf *out, const struct term *t, const char *first, const char *text) {
    int indent = term_columns(span_of(first)), at = indent;
    struct buf b = {0};
    struct span s;
    bool begun = false;

    term_text(&b, t, span_of(text));
    s = buf_span(&b);
    buf_puts(out, first);
    for (size_t n; s.n; s.p += n, s.n -= n) {
        const char *end = memchr(s.p, ' ', s.n);
        int w;

        n = end ? (size_t)(end - s.p) : s.n;
        w = term_columns((struct span){s.p, n});
        if (begun && at + 1 + w > t->width) {
            buf_printf(out, "\n%*s", indent, "");
            at = indent;
        } else if (begun && n) {
            buf_putc(out, ' ');
            at++;
        }
        buf_add(out, (struct span){s.p, n});
        begun = begun || n;
        at += w;
        if (end) n++;
    }
    buf_putc(out, '\n');
    buf_fini(&b);
}

enum { WRAP_LEAST = 12, TABLE_WIDTH = 100000 };
#define TABLE_BYTES ((size_t)1 << 30) /* 100,000 slots take a tenth of it */

static void oom(const void *p) {
    if (p) return;
    fputs("headcount: out of memory (a table)\n", stderr);
    abort();
}

/* Columns that wrap share what the others leave, by what each needs; one that needs little gets all of it. */
static void share_width(const struct term *t, const struct term_column *column, size_t n,
                        const int *need, int *width) {
    int left = t->width - 2 - 2 * (int)(n - 1), wanted = 0;
    bool again = true;

    for (size_t c = 0; c < n; c++) {
        width[c] = column[c].wrap ? 0 : need[c];
        left -= width[c];
        wanted += column[c].wrap ? need[c] : 0;
    }
    while (again) {
        again = false;
        for (size_t c = 0; c < n; c++) {
            if (width[c] || (need[c] > WRAP_LEAST && wanted > left)) continue;
            width[c] = need[c];
            left -= need[c];
            wanted -= need[c];
            again = need[c] > 0;
        }
    }
    for (size_t c = 0; c < n; c++) {
        if (width[c] || !need[c]) continue;
        width[c] = left * need[c] / wanted;
        if (width[c] < WRAP_LEAST) width[c] = WRAP_LEAST;
    }
}

/* libsmartcols would break words; it is given the line ends instead. */
static const char *broken_at_words(struct arena *a, const char *s, int width) {
    struct term narrow = {.utf8 = true, .width = width};
    struct buf b = {0};
    const char *out;

    if (term_columns(span_of(s)) <= width) return s;
    term_wrap(&b, &narrow, "", s);
    b.n--; /* the last line end */
    out = arena_dup(a, buf_span(&b));
    buf_fini(&b);
    return out;
}

static void table_fill(struct libscols_table *table, const struct term *t, struct arena *a,
                       const struct term_column *column, size_t n, const char *const *cell,
                       size_t rows) {
    int *need = ARENA_ARRAY(a, int, n), *width = ARENA_ARRAY(a, int, n);
    const char **text = ARENA_ARRAY(a, const char *, rows *n);

    for (size_t c = 0; c < n; c++) need[c] = term_columns(span_of(column[c].title));
    for (size_t i = 0; i < rows * n; i++) {
        int w;

        text[i] = term_string(t, a, cell[i]);
        w = term_columns(span_of(text[i]));
        if (w > need[i % n]) need[i % n] = w;
    }
    share_width(t, column, n, need, width);
    for (size_t c = 0; c < n; c++) {
        int flags = (column[c].right ? SCOLS_FL_RIGHT : 0) | (column[c].wrap ? SCOLS_FL_WRAP : 0);
        struct libscols_column *made = scols_table_new_column(table, column[c].title, 0, flags);

        oom(made);
        if (!column[c].wrap) continue;
        scols_column_set_safechars(made, "\n");
        scols_column_set_wrapfunc(made, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
    }
    for (size_t r = 0; r < rows; r++) {
        struct libscols_line *line = scols_table_new_line(table, NULL);

        oom(line);
        for (size_t c = 0; c < n; c++) {
            const char *s = text[r * n + c];

            if (column[c].wrap) s = broken_at_words(a, s, width[c]);
            oom(scols_line_set_data(line, c, s) == 0 ? line : NULL);
        }
    }
}

void term_table(struct buf *out, const struct term *t, const struct term_column *column, size_t n,
                const char *const *cell, size_t rows) {
    struct libscols_table *table = scols_new_table();
    struct arena a;
    char *text = NULL;
    bool heading = true;

    oom(table);
    arena_init(&a, TABLE_BYTES);
    scols_table_enable_noencoding(table, 1); /* term_text has done it */
    scols_table_set_column_separator(table, "  ");
    scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS);
    scols_table_set_termwidth(table, TABLE_WIDTH); /* share_width has seen to it */
    table_fill(table, t, &a, column, n, cell, rows);
    oom(scols_print_table_to_string(table, &text) == 0 ? table : NULL);
    for (char *p = text, *end; p && *p; p = end + 1, heading = false) {
        size_t len;

        end = strchr(p, '\n');
        len = end ? (size_t)(end - p) : strlen(p);
        while (len && p[len - 1] == ' ') len--;
        buf_printf(out, "  %s%.*s%s\n", heading ? term_style(t, TERM_BOLD) : "", (int)len, p,
                   heading ? term_style(t, TERM_PLAIN) : "");
        if (!end) break;
    }
    free(text);
    scols_unref_table(table);
    arena_fini(&a);
}

static int scaled(double x, double max, int cells) {
    int i = max > 0 ? (int)lround(x / max * (cells - 1)) : 0;

    return i < 0 ? 0 : i >= cells ? cells - 1 : i;
}

void term_bar(struct buf *out, const struct term *t, double lo, double median, double hi,
              double max, int cells) {
    int from = scaled(lo, max, cells), mark = scaled(median, max, cells),
        to = scaled(hi, max, cells);

    for (int i = 0; i <= to; i++) {
        if (i == mark)
            buf_puts(out, t->utf8 ? "\u25cf" : "o");
        else if (i >= from)
            buf_puts(out, t->utf8 ? "\u2500" : "-");
        else
            buf_putc(out, ' ');
    }
}

/* The state of the one progress line of the process. */
static struct {
    struct timespec last;
    bool shown;
} progress;

void term_progress(void *unused, const char *what, double share) {
    struct term t = {.utf8 = true, .width = TERM_WIDTH};
    struct timespec now;
    struct buf b = {0};

    (void)unused;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) return;
    if (!isatty(STDERR_FILENO) && !*env("HEADCOUNT_PROGRESS")) return;
    if (progress.shown && (now.tv_sec - progress.last.tv_sec) * 1000 +
                                  (now.tv_nsec - progress.last.tv_nsec) / 1000000 <
                              100)
        return;
    term_text(&b, &t, span_of(what));
    if (isatty(STDERR_FILENO)) {
        fprintf(stderr, "\r\033[K%.80s", b.p ? b.p : "");
        if (share >= 0) fprintf(stderr, " %3.0f %%", share * 100);
        fflush(stderr);
    } else { /* for a program: the page's progress (serve/jobs.c) */
        fprintf(stderr, "progress %.4f %.80s\n", share, b.p ? b.p : "");
    }
    buf_fini(&b);
    progress.last = now;
    progress.shown = true;
}

void term_progress_end(void) {
    if (progress.shown && isatty(STDERR_FILENO)) fputs("\r\033[K", stderr);
    progress.shown = false;
}
