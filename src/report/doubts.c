/* SPDX-License-Identifier: Apache-2.0 */
/* What does not add up: what `check` found, by level, each with its rows and what would settle it, then the
 * caveats of each corridor that do not stand beside its estimate. */
#include "report/mark.h"
#include "report/page.h"
#include "report/view.h"

#include <string.h>

enum {
    SHOWN = 100, /* findings; `check` has them all */
    LINKS = 8    /* rows of one */
};

static const struct {
    const char *level, *title, *means;
} levels[] = {
    {"error", "Errors",
     "A number is wrong, or one is missing that a total shows. A sum made from these rows as they "
     "are would be wrong."},
    {"warning", "Warnings", "Two things disagree, and what is wrong is not known."},
    {"note", "Notes", "Worth knowing when the figure matters."},
};

static bool has_level(const json_t *f, const char *level) {
    const char *s = view_text(f, "level");

    return s && strcmp(s, level) == 0;
}

static size_t count_level(const json_t *findings, const char *level) {
    size_t n = 0, i;
    json_t *f;

    json_array_foreach(findings, i, f) n += has_level(f, level);
    return n;
}

static void rows(struct page *p, const json_t *f) {
    const json_t *ref = view_list(f, "ref");
    int64_t all = 0, listed = (int64_t)json_array_size(ref);

    if (!listed) return;
    buf_puts(p->b, "<p class=\"rows-of\">");
    cite_list(p, ref, LINKS, NULL);
    if (view_int(f, "rows", &all) && all > listed) {
        buf_puts(p->b, " <span class=\"soft\">of ");
        mark_people(p->b, all);
        buf_puts(p->b, "</span>");
    }
    buf_puts(p->b, "</p>");
}

static void finding(struct page *p, const json_t *f) {
    buf_puts(p->b, "<li><p><b>");
    mark_text(p->b, view_text(f, "id"));
    buf_puts(p->b, "</b> ");
    mark_text(p->b, view_text(f, "text"));
    buf_puts(p->b, "</p>");
    if (view_text(f, "settles")) {
        buf_puts(p->b, "<p class=\"soft\">What would settle it: ");
        mark_text(p->b, view_text(f, "settles"));
        buf_puts(p->b, "</p>");
    }
    rows(p, f);
    buf_puts(p->b, "</li>\n");
}

static void of_level(struct page *p, const json_t *findings, size_t k, size_t *left) {
    size_t n = count_level(findings, levels[k].level), i;
    json_t *f;

    if (!n) return;
    buf_printf(p->b, "<h3 class=\"level %s\">%s <span class=\"soft\">%zu</span></h3>\n",
               levels[k].level, levels[k].title, n);
    buf_printf(p->b, "<p class=\"intro\">%s</p>\n<ul class=\"findings\">\n", levels[k].means);
    json_array_foreach(findings, i, f) {
        if (!has_level(f, levels[k].level) || !*left) continue;
        finding(p, f);
        --*left;
    }
    buf_puts(p->b, "</ul>\n");
}

static void findings(struct page *p) {
    const json_t *list = view_list(p->answer, "findings");
    size_t left = SHOWN, n = json_array_size(list);

    if (!list) return; /* an answer of an earlier version */
    buf_puts(p->b, "<p class=\"intro\">");
    if (n)
        buf_puts(p->b,
                 "What the rows of the case contradict in each other, and what is said and does "
                 "not follow. Nothing was corrected: that is for who knows the source.</p>\n");
    else
        buf_puts(p->b,
                 "The checks found nothing in the rows of the case. That is no proof that they "
                 "are right.</p>\n");
    for (size_t k = 0; k < sizeof levels / sizeof *levels; k++) of_level(p, list, k, &left);
    if (n > SHOWN) {
        buf_puts(p->b, "<p class=\"soft\">");
        mark_people(p->b, (int64_t)(n - SHOWN));
        buf_puts(p->b, " more are not on this page: headcount check has them all.</p>\n");
    }
}

/* --- caveats --- */

static bool more_caveats(const json_t *corridors) {
    size_t i;
    json_t *c;

    json_array_foreach(corridors, i, c) {
        if (json_array_size(view_list(c, "caveats")) > 3) return true;
    }
    return false;
}

static void caveats(struct page *p, const json_t *corridor, int k) {
    const json_t *list = view_list(corridor, "caveats");
    size_t n = json_array_size(list);

    if (n <= 3) return;
    buf_printf(p->b, "<h3 id=\"c%d-caveats\">", k);
    mark_text(p->b, view_place(corridor, true).s);
    buf_puts(p->b, " to ");
    mark_text(p->b, view_place(corridor, false).s);
    buf_puts(p->b, "</h3><ol class=\"cols\" start=\"4\">");
    for (size_t i = 3; i < n; i++) {
        buf_puts(p->b, "<li>");
        mark_text(p->b, json_string_value(json_array_get(list, i)));
        buf_puts(p->b, "</li>");
    }
    buf_puts(p->b, "</ol>\n");
}

void doubts_section(struct page *p) {
    const json_t *corridors = view_list(p->answer, "corridors");
    size_t i;
    json_t *c;

    buf_puts(p->b, "<section id=\"doubts\"><h2>What does not add up</h2>\n");
    findings(p);
    buf_printf(p->b, "<p class=\"intro\">%s</p>\n",
               more_caveats(corridors)
                   ? "Beyond the first three caveats, which stand beside each estimate:"
                   : "No more than the caveats beside each estimate.");
    json_array_foreach(corridors, i, c) caveats(p, c, (int)i + 1);
    buf_puts(p->b, "</section>\n");
}
