/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/num.h"
#include "report/mark.h"
#include "report/page.h"
#include "report/view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct evidence_row {
    const char *name, *sheet;
    int64_t line;
    const json_t *body;
};

/* By sheet, line and name, so that the order of the answer's object does not show. */
static int compare(const void *x, const void *y) {
    const struct evidence_row *a = x, *b = y;
    int c = strcmp(a->sheet, b->sheet);

    if (c) return c;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    return strcmp(a->name, b->name);
}

static void text_value(struct page *p, const char *s) {
    bool follow = mark_followable(s);

    if (follow) {
        buf_puts(p->b, "<a rel=\"noreferrer noopener\" href=\"");
        mark_text(p->b, s);
        buf_puts(p->b, "\">");
    }
    mark_text(p->b, s);
    if (follow) buf_puts(p->b, "</a>");
}

static void real_value(struct page *p, double x) {
    if (x < VIEW_MAX && x > -VIEW_MAX)
        num_fixed(p->b, x, x == (double)(int64_t)x ? 0 : 4);
    else
        buf_puts(p->b, "unknown");
}

/* Rows are flat: a list of values at most; what is deeper is left out. */
static void value(struct page *p, const json_t *v) {
    size_t i;
    json_t *item;

    if (json_is_string(v))
        text_value(p, json_string_value(v));
    else if (json_is_integer(v))
        buf_printf(p->b, "%" PRId64, (int64_t)json_integer_value(v));
    else if (json_is_real(v))
        real_value(p, json_real_value(v));
    else if (json_is_boolean(v))
        buf_puts(p->b, json_is_true(v) ? "yes" : "no");
    json_array_foreach(v, i, item) {
        if (i) buf_puts(p->b, ", ");
        if (!json_is_array(item)) value(p, item);
    }
}

static bool empty(const json_t *v) {
    return json_is_null(v) || json_is_object(v) || (json_is_string(v) && !*json_string_value(v)) ||
           (json_is_array(v) && !json_array_size(v));
}

/* The grade that a claim holds, which stands in the claims and not in its row; else the letter of its source. */
static const char *grade_of(const struct page *p, const struct evidence_row *r, char source[3]) {
    const char *letter = view_text(r->body, "reliability");
    size_t i;
    json_t *c;

    json_array_foreach(view_list(p->answer, "claims"), i, c) {
        const char *row = view_text(c, "row"), *grade = view_text(c, "grade");

        if (row && grade && grade[0] && strcmp(row, r->name) == 0) return grade;
    }
    if (!letter) letter = view_text(cite_source(p, view_text(r->body, "source")), "reliability");
    source[0] = (char)(letter ? letter[0] : '-'), source[1] = '-', source[2] = 0;
    return letter ? source : NULL;
}

static void one_row(struct page *p, const struct evidence_row *r) {
    const char *key;
    json_t *v;
    void *it;
    char source[3];
    const char *grade = grade_of(p, r, source);

    buf_printf(p->b, "<li id=\"r-%s\"><span class=\"rn\"><code>%s</code> ", r->name, r->name);
    if (r->line > 0) /* a row that several files say has no one line */
        buf_printf(p->b, "<span class=\"soft\">line %" PRId64 "</span>", r->line);
    if (grade) buf_putc(p->b, ' '), cite_badge(p, grade);
    buf_puts(p->b, "</span><span class=\"kv\">");
    for (it = json_object_iter((json_t *)(uintptr_t)r->body); it;
         it = json_object_iter_next((json_t *)(uintptr_t)r->body, it)) {
        key = json_object_iter_key(it);
        v = json_object_iter_value(it);
        if (empty(v)) continue;
        buf_puts(p->b, "<span><b>");
        mark_text(p->b, key);
        buf_puts(p->b, "</b> ");
        value(p, v);
        buf_puts(p->b, "</span> ");
    }
    buf_puts(p->b, "</span></li>\n");
}

void evidence_rows(struct page *p) {
    size_t n = 0;
    struct arena a;
    struct evidence_row *row;
    const char *key, *sheet = NULL;
    json_t *v;

    arena_init(&a, (size_t)64 << 20);
    row = ARENA_ARRAY(&a, struct evidence_row, json_object_size(p->rows));
    json_object_foreach((json_t *)(uintptr_t)p->rows, key, v) {
        if (!cite_known(p, key)) continue;
        row[n] = (struct evidence_row){key, view_text(v, "sheet"), 0, view_object(v, "row")};
        if (!row[n].sheet) row[n].sheet = "unknown sheet";
        view_int(v, "line", &row[n].line);
        n++;
    }
    if (n) qsort(row, n, sizeof *row, compare);
    buf_puts(p->b, "<section id=\"evidence\"><h2>Evidence</h2>\n");
    if (n)
        buf_puts(p->b, p->whole
                           ? "<p class=\"intro\">The rows that the numbers above link to, as they "
                             "were entered. "
                           : "<p class=\"intro\">The rows that the numbers above link to, without "
                             "notes and what else could lead to a person; the time of day of "
                             "what somebody saw is given to the hour. ");
    if (n)
        buf_puts(p->b,
                 "The name of a row is the beginning of the hash of its whole content: change a "
                 "letter and the name changes.</p>\n");
    else
        buf_puts(p->b, "<p>No rows are named in this answer.</p>\n");
    for (size_t i = 0; i < n; i++) {
        if (!sheet || strcmp(sheet, row[i].sheet) != 0) {
            buf_puts(p->b, sheet ? "</ul>\n<h3>" : "<h3>");
            mark_text(p->b, row[i].sheet);
            buf_puts(p->b, "</h3><ul class=\"rows\">\n");
            sheet = row[i].sheet;
        }
        one_row(p, &row[i]);
    }
    buf_puts(p->b, sheet ? "</ul></section>\n" : "</section>\n");
    arena_fini(&a);
}

static void fact(struct page *p, const char *term, const char *text, bool code) {
    buf_printf(p->b, "<div><dt>%s</dt><dd>%s", term, code ? "<code>" : "");
    mark_text(p->b, text ? text : "unknown");
    buf_puts(p->b, code ? "</code></dd></div>" : "</dd></div>");
}

/* What is fit to be typed after an option: nothing that a shell would read otherwise. */
static bool plain(const char *s) {
    return s && *s &&
           strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
               strlen(s) &&
           *s != '-';
}

static void commands(struct page *p, const char *seed) {
    const char *as_of = view_text(p->answer, "as_of"), *name = NULL, *key;
    double interval;
    json_t *v;

    json_object_foreach((json_t *)(uintptr_t)p->rows, key, v) {
        if (cite_known(p, key) && (!name || strcmp(key, name) < 0)) name = key;
    }
    buf_puts(p->b, "<pre><code>headcount run CASE");
    if (plain(as_of)) buf_printf(p->b, " --as-of %s", as_of);
    buf_printf(p->b, " --seed %s", seed);
    if (view_real(p->answer, "interval", &interval))
        buf_puts(p->b, " --interval "), num_fixed(p->b, interval, 2);
    buf_puts(p->b, " --json\n");
    if (view_object(p->answer, "ledger")) buf_puts(p->b, "headcount verify CASE\n");
    buf_printf(p->b, "headcount explain CASE %s\n</code></pre>\n", name ? name : "ROW");
}

/* Escaped, and each line end kept. */
static void lines(struct page *p, const char *s) {
    const char *end;

    for (; (end = strchr(s, '\n')); s = end + 1) {
        char *line = strndup(s, (size_t)(end - s));

        if (line) mark_text(p->b, line);
        free(line);
        buf_putc(p->b, '\n');
    }
}

/* Each chain in three lines that can be kept elsewhere, and a line of signature. */
static void checkpoints(struct page *p, const json_t *ledger) {
    const json_t *list = view_list(ledger, "checkpoints"), *note;
    size_t i;

    if (!json_array_size(list)) return;
    buf_puts(p->b, "<p>Whoever keeps these lines can tell later, with <code>headcount verify CASE "
                   "--checkpoint FILE</code>, whether the case still holds every entry that it "
                   "held for this report.</p>\n<pre class=\"checkpoint\"><code>");
    json_array_foreach((json_t *)(uintptr_t)list, i, note) {
        if (i) buf_putc(p->b, '\n');
        if (json_is_string(note)) lines(p, json_string_value(note));
    }
    buf_puts(p->b, "</code></pre>\n");
}

void evidence_verify(struct page *p) {
    const json_t *ledger = view_object(p->answer, "ledger");
    const char *inputs = view_text(p->answer, "inputs_sha256"); /* only in what is unredacted */
    struct buf text = {0};
    int64_t n;

    buf_puts(p->b, "<section id=\"verify\"><h2>How to check this</h2>\n<p class=\"intro\">With the "
                   "case (its file, or the folder of sheets) and "
                   "the program of the version below, without a network and without trusting us: "
                   "the first command gives the same "
                   "answer, byte for byte on the same kind of machine.");
    if (inputs) buf_puts(p->b, " Its digest of the inputs must be the one printed here.");
    if (ledger) buf_puts(p->b, " The head of its chain must be the one printed here.");
    buf_puts(p->b, "</p>\n");
    if (view_int(p->answer, "seed", &n))
        buf_printf(&text, "%" PRId64, n);
    else
        buf_puts(&text, "1");
    commands(p, text.p);
    buf_puts(p->b, "<dl class=\"proof\">");
    fact(p, "version", view_text(p->answer, "headcount"), false);
    fact(p, "as of", view_text(p->answer, "as_of"), false);
    fact(p, "seed", text.p, false);
    if (inputs) fact(p, "inputs, SHA-256", inputs, true);
    if (ledger) {
        text.n = 0;
        if (view_int(ledger, "entries", &n))
            mark_people(&text, n);
        else
            buf_puts(&text, "unknown");
        fact(p, "entries in the ledger", text.p, false);
        fact(p, "head of the chain", view_text(ledger, "head"), true);
    } else {
        fact(p, "ledger", "none: the case was read from sheets and kept in memory", false);
    }
    buf_puts(p->b, "</dl>\n");
    if (ledger) checkpoints(p, ledger);
    buf_puts(p->b, "</section>\n");
    buf_fini(&text);
}
