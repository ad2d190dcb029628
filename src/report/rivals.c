/* SPDX-License-Identifier: Apache-2.0 */
/* The matrix of rival explanations: rows by how well they tell them apart, columns by what speaks
 * against each. Words and marks, no colour that means anything: it must survive a copier. */
#include "base/num.h"
#include "report/mark.h"
#include "report/page.h"
#include "report/view.h"

#include <math.h>
#include <string.h>

bool rivals_any(const json_t *answer) {
    return json_array_size(view_list(view_object(answer, "hypotheses"), "list")) > 0;
}

static void number(struct buf *b, double x) {
    num_fixed(b, x, fabs(x - round(x)) < 1e-6 ? 0 : 1);
}

static void explanations(struct page *p, const json_t *list) {
    size_t i;
    json_t *h;

    buf_puts(p->b, "<dl class=\"rival\">");
    json_array_foreach(list, i, h) {
        int64_t blank = 0;
        double against;
        bool link;

        buf_puts(p->b, "<div><dt>");
        link = cite_open_row(p, view_text(h, "row"));
        mark_text(p->b, view_text(h, "id"));
        if (link) buf_puts(p->b, "</a>");
        buf_puts(p->b, "</dt><dd>");
        mark_text(p->b, view_text(h, "text"));
        if (view_real(h, "against", &against)) {
            buf_puts(p->b, " <span class=\"soft\">Against it: ");
            number(p->b, against);
            buf_puts(p->b, against == 1 ? " point" : " points");
            if (view_int(h, "unjudged", &blank) && blank > 0) {
                buf_puts(p->b, "; not judged on ");
                mark_people(p->b, blank);
                buf_puts(p->b, ", so it may only look good");
            }
            buf_puts(p->b, "</span>");
        }
        buf_puts(p->b, "</dd></div>\n");
    }
    buf_puts(p->b, "</dl>\n");
}

/* The marks of all analysts, and each one's reason as a title. */
static void cell(struct page *p, const json_t *m) {
    const json_t *by = view_list(m, "by");
    double against = 0;
    size_t i;
    json_t *one;

    (void)view_real(m, "against", &against);
    buf_puts(p->b, against > 0 ? "<td class=\"against\">" : "<td>");
    if (!json_array_size(by)) buf_puts(p->b, "<span class=\"soft\">–</span>");
    json_array_foreach(by, i, one) {
        bool link;

        if (i) buf_puts(p->b, ", ");
        link = cite_open_row(p, view_text(one, "row"));
        buf_puts(p->b, "<span title=\"");
        mark_text(p->b, view_text(one, "note") ? view_text(one, "note") : "no reason is given");
        if (view_text(one, "by")) buf_puts(p->b, " – "), mark_text(p->b, view_text(one, "by"));
        buf_puts(p->b, "\">");
        mark_text(p->b, view_text(one, "mark"));
        buf_puts(p->b, "</span>");
        if (link) buf_puts(p->b, "</a>");
    }
    buf_puts(p->b, "</td>");
}

/* What changes without the piece; where another would have the least against it, which. */
static void change(struct page *p, const json_t *it, const json_t *list) {
    const json_t *without = view_object(it, "without");
    const char *s = view_text(without, "change");
    bool before = false;
    size_t i;
    json_t *rank;

    if (!s || view_text(it, "problem")) {
        buf_puts(p->b, "<td>–</td>");
    } else if (strcmp(s, "first") == 0) {
        buf_puts(p->b, "<td><strong>first:</strong> ");
        json_array_foreach(view_list(without, "ranks"), i, rank) {
            if (json_integer_value(rank) != 1) continue;
            if (before) buf_puts(p->b, ", ");
            mark_text(p->b, view_text(json_array_get(list, i), "id"));
            before = true;
        }
        buf_puts(p->b, "</td>");
    } else {
        buf_printf(p->b, "<td>%s</td>", strcmp(s, "order") == 0 ? "the order" : "nothing");
    }
}

static void item(struct page *p, const json_t *it, const json_t *list) {
    double d;
    size_t i;
    json_t *m;

    buf_puts(p->b, view_text(it, "problem") ? "<tr class=\"out\"><td>" : "<tr><td>");
    if (view_true(it, "absent")) buf_puts(p->b, "<strong>missing:</strong> ");
    mark_cut(p->b, view_text(it, "text") ? view_text(it, "text") : view_text(it, "id"), 160);
    if (view_text(it, "note")) buf_puts(p->b, ". "), mark_cut(p->b, view_text(it, "note"), 160);
    buf_puts(p->b, " <span class=\"soft\">");
    mark_text(p->b, view_text(it, "id"));
    if (view_text(it, "root")) buf_puts(p->b, ", root "), mark_text(p->b, view_text(it, "root"));
    if (view_text(it, "problem"))
        buf_puts(p->b, "; not weighed: "), mark_text(p->b, view_text(it, "problem"));
    buf_puts(p->b, "</span> ");
    cite_list(p, view_list(it, "ref"), 3, NULL);
    buf_puts(p->b, "</td><td>");
    if (view_text(it, "grade")) cite_badge(p, view_text(it, "grade"));
    buf_puts(p->b, "</td>");
    json_array_foreach(view_list(it, "marks"), i, m) cell(p, m);
    buf_puts(p->b, "<td class=\"num\">");
    if (view_real(it, "diagnosticity", &d))
        num_fixed(p->b, d, 2);
    else
        buf_puts(p->b, "–");
    buf_puts(p->b, "</td>");
    change(p, it, list);
    buf_puts(p->b, "</tr>\n");
}

static void sums(struct page *p, const json_t *list) {
    size_t i;
    json_t *h;
    double x;

    buf_puts(p->b,
             "<tr class=\"sum\"><th scope=\"row\" colspan=\"2\">Against it, points, each root "
             "once</th>");
    json_array_foreach(list, i, h) {
        buf_puts(p->b, "<td>");
        if (view_real(h, "against", &x)) number(p->b, x);
        buf_puts(p->b, "</td>");
    }
    buf_puts(p->b, "<td></td><td></td></tr>\n");
}

static void matrix(struct page *p, const json_t *h) {
    const json_t *list = view_list(h, "list");
    size_t i;
    json_t *one;

    buf_puts(p->b, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Matrix of "
                   "explanations\"><table class=\"ach\"><thead><tr><th scope=\"col\">Evidence</th>"
                   "<th scope=\"col\">Grade</th>");
    json_array_foreach(list, i, one) {
        buf_puts(p->b, "<th scope=\"col\">");
        mark_text(p->b, view_text(one, "id"));
        buf_puts(p->b, "</th>");
    }
    buf_puts(p->b, "<th scope=\"col\" class=\"num\">Tells apart</th><th scope=\"col\">If wrong, "
                   "changes</th></tr></thead><tbody>\n");
    json_array_foreach(view_list(h, "items"), i, one) item(p, one, list);
    sums(p, list);
    buf_puts(p->b, "</tbody></table></div>\n");
}

static void odds(struct page *p, const json_t *h) {
    const json_t *list = view_list(h, "list");
    size_t i, k;
    json_t *o, *share;
    int64_t n;

    json_array_foreach(view_list(h, "odds"), i, o) {
        buf_puts(p->b, "<p class=\"note\">Likelihoods, by the analyst “");
        mark_text(p->b, view_text(o, "by") ? view_text(o, "by") : "not named");
        buf_puts(p->b, "”");
        if (view_int(o, "items", &n)) {
            buf_puts(p->b, ", for ");
            mark_people(p->b, n);
            buf_puts(p->b, n == 1 ? " piece" : " pieces");
        }
        buf_printf(p->b, ", each root once%s: ",
                   view_true(h, "priors") ? ", and the priors" : ", all explanations alike before");
        json_array_foreach(view_list(o, "shares"), k, share) {
            if (k) buf_puts(p->b, ", ");
            mark_text(p->b, view_text(json_array_get(list, k), "id"));
            buf_putc(p->b, ' ');
            mark_share(p->b, json_number_value(share));
        }
        buf_puts(p->b, ". Judgements in figures, and no better than these.</p>\n");
    }
}

void rivals_section(struct page *p) {
    const json_t *h = view_object(p->answer, "hypotheses");

    if (!rivals_any(p->answer)) return;
    buf_puts(
        p->b,
        "<section id=\"explanations\"><h2>Rival explanations</h2>\n<p class=\"intro\">CC and C: "
        "consistent; N: neutral; I and II: inconsistent; NA: not applicable. An explanation is "
        "judged by what speaks against it (I one point, II two), since most evidence fits "
        "several. “Tells apart” is how much the marks of a row differ; a row of 0 decides "
        "nothing. “If wrong, changes”: what becomes of the order when that piece is left out; "
        "pieces of one root "
        "are one voice, and where one is left out the others still speak.</p>\n");
    explanations(p, view_list(h, "list"));
    if (json_array_size(view_list(h, "items"))) matrix(p, h);
    buf_puts(p->b, "<p class=\"note\">");
    mark_text(p->b, view_text(h, "text"));
    buf_puts(p->b, "</p>\n");
    odds(p, h);
    buf_puts(p->b, "</section>\n");
}
