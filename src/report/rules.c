/* SPDX-License-Identifier: Apache-2.0 */
/* Obligations: the line of time, then each rule with what is held against it. What protects those who may not
 * be returned stands in every one, under its own mark. */
#include "report/chart.h"
#include "report/mark.h"
#include "report/page.h"
#include "report/view.h"

#include <string.h>

#define LONG 6 /* statements, above which a rule takes two columns */

static bool is(const json_t *o, const char *key, const char *word) {
    const char *s = view_text(o, key);

    return s && strcmp(s, word) == 0;
}

static void heading(struct page *p, const json_t *r) {
    bool link;

    buf_puts(p->b, "<h3>");
    link = cite_open_row(p, view_text(r, "row"));
    mark_text(p->b, view_text(r, "document"));
    if (view_text(r, "paragraph")) buf_puts(p->b, ", "), mark_text(p->b, view_text(r, "paragraph"));
    if (link) buf_puts(p->b, "</a>");
    buf_puts(p->b, "</h3><p class=\"when\">");
    if (view_text(r, "from")) buf_puts(p->b, "from "), mark_date(p->b, view_text(r, "from"));
    if (view_text(r, "until"))
        buf_puts(p->b, view_text(r, "from") ? ", by " : "by "),
            mark_date(p->b, view_text(r, "until"));
    if (view_text(r, "who")) buf_puts(p->b, " · "), mark_text(p->b, view_text(r, "who"));
    buf_puts(p->b, "</p>");
}

static void statement(struct page *p, const json_t *s) {
    buf_puts(p->b, is(s, "kind", "protection") ? "<li class=\"both\">" : "<li>");
    mark_text(p->b, view_text(s, "text"));
    if (json_array_size(view_list(s, "ref"))) {
        buf_putc(p->b, ' ');
        cite_list(p, view_list(s, "ref"), 4, NULL);
    }
    buf_puts(p->b, "</li>");
}

static void rule(struct page *p, const json_t *r) {
    const json_t *list = view_list(r, "statements");
    size_t i;
    json_t *s;

    buf_printf(p->b, "<article class=\"rule%s\">", json_array_size(list) > LONG ? " long" : "");
    heading(p, r);
    if (view_text(r, "text"))
        buf_puts(p->b, "<blockquote>"), mark_text(p->b, view_text(r, "text")),
            buf_puts(p->b, "</blockquote>");
    if (view_text(r, "exemptions"))
        buf_puts(p->b, "<p><b>Unless</b> "), mark_text(p->b, view_text(r, "exemptions")),
            buf_puts(p->b, "</p>");
    if (view_text(r, "finding") && !json_array_size(list))
        buf_puts(p->b, "<p><b>Here</b> "), mark_text(p->b, view_text(r, "finding")),
            buf_puts(p->b, "</p>");
    if (json_array_size(list)) {
        buf_puts(p->b, "<ul>");
        json_array_foreach(list, i, s) statement(p, s);
        buf_puts(p->b, "</ul>");
    }
    if (!view_true(r, "sourced") && !is(r, "sourced", "yes"))
        buf_puts(p->b, "<p class=\"flag\">The wording was not read in the document itself: do so "
                       "before quoting it.</p>");
    buf_puts(p->b, "</article>\n");
}

static void timeline(struct page *p, const json_t *rules) {
    struct chart c = {.b = p->b, .rows = p->rows, .id = "since-w", .cls = "w", .width = CHART_WIDE};

    if (!since_possible(rules)) return;
    buf_puts(p->b, "<figure class=\"since\"><figcaption><h3>Before and after each deadline</h3><p "
                   "class=\"unit\">Each rule from its first day to its deadline; hatched from "
                   "there on</p></figcaption>\n");
    since_chart(&c, rules, view_list(p->answer, "corridors"));
    c.id = "since-n", c.cls = "n", c.width = CHART_SMALL;
    since_chart(&c, rules, view_list(p->answer, "corridors"));
    buf_puts(p->b, "<p class=\"src\">Source: rules, claims of how many were there, and slots of "
                   "this case. The numbers are in the sentences below.</p></figure>\n");
}

void rules_section(struct page *p) {
    const json_t *rules = view_list(p->answer, "rules");
    size_t i;
    json_t *r;

    buf_puts(p->b, "<section id=\"rules\"><h2>Rules</h2>\n");
    if (!json_array_size(rules)) {
        buf_puts(p->b, "<p>No rules were entered.</p></section>\n");
        return;
    }
    buf_puts(p->b,
             "<p class=\"intro\">What the dates say, never that somebody broke a law. A duty to "
             "return people and a prohibition to return some of them stand side by side: the same "
             "seats may carry both.</p>\n");
    timeline(p, rules);
    buf_puts(p->b, "<div class=\"rules\">");
    json_array_foreach(rules, i, r) rule(p, r);
    buf_puts(p->b, "</div></section>\n");
}
