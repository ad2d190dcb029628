/* SPDX-License-Identifier: Apache-2.0 */
#include "report/chart.h"
#include "report/figure.h"
#include "report/flown.h"
#include "report/mark.h"
#include "report/page.h"
#include "report/view.h"

#include <stdio.h>

/* Which counts entered this corridor's estimate: the rows that its number links to. Owned by the
 * caller. */
static json_t *used_counts(const struct page *p, const json_t *corridor) {
    const char *id = view_text(corridor, "id"), *of, *row;
    json_t *out = json_array(), *count;
    size_t i;

    json_array_foreach(view_list(p->answer, "counts"), i, count) {
        of = view_text(count, "corridor");
        row = view_text(count, "row");
        if (id && of && row && strcmp(of, id) == 0 && view_true(count, "used"))
            json_array_append_new(out, json_string(row));
    }
    return out;
}

static void number(struct page *p, int64_t n, const json_t *refs) {
    bool link = cite_open(p, refs);

    mark_people(p->b, n);
    if (link) buf_puts(p->b, "</a>");
}

static void why(struct page *p, const char *text, const json_t *refs, const char *more) {
    buf_puts(p->b, "</dd><dd>");
    mark_text(p->b, text);
    if (json_array_size(refs)) {
        buf_puts(p->b, text ? " " : "");
        cite_list(p, refs, 4, more);
    }
    buf_puts(p->b, "</dd></div>\n");
}

static void three_figures(struct page *p, const json_t *corridor, int k) {
    json_t *used = used_counts(p, corridor);
    const json_t *all = view_list(corridor, "ref"), *seen = view_list(corridor, "seen_ref");
    struct view_estimate est;
    char more[32];
    int64_t n;

    snprintf(more, sizeof more, "c%d-slots", k);
    buf_puts(p->b, "<dl class=\"three\"><div class=\"f-seen\"><dt>Seen</dt><dd class=\"big\">");
    if (view_int(corridor, "seen", &n))
        number(p, n, json_array_size(seen) ? seen : all);
    else
        buf_puts(p->b, "unknown");
    why(p, view_text(corridor, "seen_why"), json_array_size(seen) ? seen : all, more);
    buf_puts(p->b, "<div class=\"f-est\"><dt>Estimated</dt><dd class=\"big\">");
    if (view_estimate(view_object(corridor, "estimated"), &est)) {
        bool link = cite_open(p, used);

        if (!link) buf_printf(p->b, "<a href=\"#c%d-assumptions\">", k);
        mark_range(p->b, est.lo, est.hi);
        buf_printf(p->b, "</a></dd><dd>%s. Middle estimate <strong>", view_level(corridor).s);
        mark_people(p->b, est.median);
        buf_puts(p->b, "</strong>, ");
        buf_printf(p->b,
                   "from <a href=\"#counts\">%zu count%s</a> and <a href=\"#c%d-assumptions\">what "
                   "is assumed</a>",
                   json_array_size(used), json_array_size(used) == 1 ? "" : "s", k);
    } else {
        buf_puts(p->b, "unknown");
    }
    why(p, NULL, json_array_size(used) ? used : all, "counts");
    buf_puts(p->b, "<div class=\"f-seats\"><dt>Ceiling</dt><dd class=\"big\">");
    if (view_int(corridor, "ceiling", &n))
        number(p, n, view_list(corridor, "ceiling_ref"));
    else
        buf_puts(p->b, "unknown");
    why(p, view_text(corridor, "ceiling_why"), view_list(corridor, "ceiling_ref"), more);
    buf_puts(p->b, "</dl>\n");
    json_decref(used);
}

static void caveats(struct page *p, const json_t *corridor, int k) {
    const json_t *list = view_list(corridor, "caveats");
    size_t n = json_array_size(list);

    if (!n) return;
    buf_puts(p->b, "<aside class=\"before\"><h3>Before you quote this</h3><ol>");
    for (size_t i = 0; i < n && i < 3; i++) {
        buf_puts(p->b, "<li>");
        mark_text(p->b, json_string_value(json_array_get(list, i)));
        buf_puts(p->b, "</li>");
    }
    buf_puts(p->b, "</ol>");
    if (n > 3)
        buf_printf(p->b, "<p><a href=\"#c%d-caveats\">%zu more: what does not add up</a></p>", k,
                   n - 3);
    buf_puts(p->b, "</aside>\n");
}

static void fact(struct page *p, const char *term, const json_t *o, const char *key,
                 const char *anchor) {
    int64_t n;

    buf_printf(p->b, "<div><dt>%s</dt><dd>", term);
    if (!view_int(o, key, &n)) {
        buf_puts(p->b, "unknown");
    } else {
        buf_printf(p->b, "<a href=\"#%s\">", anchor);
        mark_people(p->b, n);
        buf_puts(p->b, "</a>");
    }
    buf_puts(p->b, "</dd></div>");
}

static void tracked_fact(struct page *p, const json_t *corridor, int k) {
    size_t n = flown_tally(corridor).tracked;

    if (!flown_legs(corridor)) return;
    buf_printf(p->b, "<div><dt>tracked</dt><dd><a href=\"#c%d-tracked\">", k);
    mark_people(p->b, (int64_t)n);
    buf_puts(p->b, "</a></dd></div>");
}

/* The line of small facts under the strip. */
static void facts(struct page *p, const json_t *corridor, int k) {
    const json_t *slots = view_object(corridor, "slots");
    struct view_estimate flown;
    int64_t unlisted;
    double share;
    char anchor[32];

    snprintf(anchor, sizeof anchor, "c%d-slots", k);
    buf_puts(p->b, "<dl class=\"facts\">");
    fact(p, "flights announced", slots, "announced", anchor);
    fact(p, "known to have flown", slots, "operated_known", anchor);
    fact(p, "cancelled", slots, "cancelled", anchor);
    fact(p, "nobody knows", slots, "unknown", anchor);
    fact(p, "still to come", slots, "future", anchor);
    if (view_int(slots, "unlisted", &unlisted) && unlisted)
        fact(p, "outside the timetable", slots, "unlisted", anchor);
    tracked_fact(p, corridor, k);
    buf_puts(p->b, "<div><dt>flown, estimated</dt><dd>");
    if (view_estimate(view_object(corridor, "operated"), &flown)) {
        buf_printf(p->b, "<a href=\"#c%d-assumptions\">", k);
        mark_range(p->b, flown.lo, flown.hi);
        buf_puts(p->b, "</a>");
    } else {
        buf_puts(p->b, "unknown");
    }
    buf_puts(p->b, "</dd></div><div><dt>of the estimate counted</dt><dd>");
    if (view_real(corridor, "counted_share", &share)) {
        buf_puts(p->b, "<a href=\"#counts\">");
        mark_share(p->b, share);
        buf_puts(p->b, "</a>");
    } else {
        buf_puts(p->b, "unknown");
    }
    buf_puts(p->b, "</dd></div></dl>\n");
}

static void draw_notes(struct page *p, const json_t *corridor, int k, const struct figure *f,
                       const struct chart *c) {
    char more[32];

    for (size_t i = 0; i < sizeof f->note / sizeof *f->note; i++)
        if (f->note[i]) f->note[i](c);
    snprintf(more, sizeof more, "c%d-slots", k);
    buf_printf(p->b, "<p class=\"src\">%s; as of ", f->source);
    mark_date(p->b, view_text(corridor, "as_of"));
    if (json_array_size(view_list(corridor, "ref"))) {
        buf_puts(p->b, "; rows ");
        cite_list(p, view_list(corridor, "ref"), 3, more);
    }
    if (f->table) {
        buf_puts(p->b, ".</p>\n<details class=\"data\"><summary>The numbers</summary>");
        f->table(p, corridor);
        buf_puts(p->b, "</details></figure>\n");
    } else if (f->claims) {
        buf_puts(p->b, ". The numbers: <a href=\"#claims\">table of claims</a>.</p></figure>\n");
    } else {
        buf_printf(p->b, ". The numbers: <a href=\"#c%d-%s\">%s</a>.</p></figure>\n", k,
                   f->below[0], f->below[1]);
    }
}

/* `id` is written before anything is drawn. */
static struct chart chart_of(const struct page *p, const json_t *corridor, const char *id,
                             double width) {
    return (struct chart){.b = p->b,
                          .corridor = corridor,
                          .claims = view_list(p->answer, "claims"),
                          .counts = view_list(p->answer, "counts"),
                          .rows = p->rows,
                          .id = id,
                          .cls = "w",
                          .width = width};
}

static void draw_figure(struct page *p, const json_t *corridor, int k, const struct figure *f) {
    char id[48];
    struct chart c = chart_of(p, corridor, id, f->wide ? CHART_WIDE : CHART_SMALL);

    if (f->possible && !f->possible(&c)) return;
    buf_printf(p->b, "<figure id=\"c%d-%s\"%s><figcaption><h3>", k, f->name,
               f->tall   ? " class=\"wide tall\""
               : f->wide ? " class=\"wide\""
                         : "");
    f->title(&c);
    buf_printf(p->b, "</h3><p class=\"unit\">%s</p></figcaption>\n", f->unit);
    snprintf(id, sizeof id, "c%d-%s-w", k, f->name);
    if (!f->wide) c.cls = "s";
    f->draw(&c);
    if (f->wide) {
        snprintf(id, sizeof id, "c%d-%s-n", k, f->name);
        c.cls = "n";
        c.width = CHART_SMALL;
        f->draw(&c);
    }
    draw_notes(p, corridor, k, f, &c);
}

static void kicker(struct page *p, const json_t *corridor) {
    static const char *const part[] = {"direction", "group", "unit", "id"};
    bool first = true;

    buf_puts(p->b, "<p class=\"kicker\">");
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        const char *s = view_text(corridor, part[i]);

        if (!s) continue;
        if (!first) buf_puts(p->b, " · ");
        mark_text(p->b, s);
        first = false;
    }
    buf_puts(p->b, "</p>");
}

static void strip(struct page *p, const json_t *corridor, int k) {
    char id[32];
    struct chart c = chart_of(p, corridor, id, CHART_WIDE);

    buf_puts(p->b, "<div class=\"strip\">");
    three_figures(p, corridor, k);
    snprintf(id, sizeof id, "c%d-strip-w", k);
    strip_chart(&c);
    snprintf(id, sizeof id, "c%d-strip-n", k);
    c.cls = "n";
    c.width = CHART_SMALL;
    strip_chart(&c);
    buf_puts(p->b, "</div>\n");
}

void section_corridor(struct page *p, const json_t *corridor, int k) {
    const char *headline = view_text(corridor, "headline");

    buf_printf(p->b, "<section class=\"corridor\" id=\"c%d\">", k);
    kicker(p, corridor);
    buf_puts(p->b, "<h2>");
    mark_text(p->b, view_place(corridor, true).s);
    buf_puts(p->b, " to ");
    mark_text(p->b, view_place(corridor, false).s);
    buf_puts(p->b, " <span class=\"period\">");
    mark_date(p->b, view_text(corridor, "from"));
    buf_puts(p->b, " – ");
    mark_date(p->b, view_text(corridor, "to"));
    buf_puts(p->b, "</span></h2>\n<div class=\"lede\"><div class=\"say\"><p class=\"headline\">");
    mark_text(p->b, headline ? headline : "No sentence can be said about this corridor yet.");
    buf_puts(p->b, "</p>\n");
    strip(p, corridor, k);
    buf_puts(p->b, "</div>\n");
    caveats(p, corridor, k);
    buf_puts(p->b, "</div>\n");
    if (json_array_size(view_list(corridor, "by_slot"))) { /* without a flight they are all empty */
        facts(p, corridor, k);
        buf_puts(p->b, "<div class=\"figs\">\n");
        for (size_t i = 0; i < figure_corridor; i++) draw_figure(p, corridor, k, &figure_all[i]);
        buf_puts(p->b, "</div>");
    }
    buf_puts(p->b, "</section>\n");
}

void section_together(struct page *p, const json_t *together, int k) {
    const char *direction = view_text(together, "direction");

    buf_printf(p->b, "<section class=\"corridor\" id=\"t%d\">", k);
    kicker(p, together);
    buf_printf(p->b, "<h2>%s ", direction && strcmp(direction, "inbound") == 0 ? "To" : "From");
    mark_text(p->b, view_text(together, "at"));
    buf_printf(p->b,
               ", %zu corridors together</h2>\n<div class=\"lede\"><div class=\"say\"><p "
               "class=\"headline\">",
               json_array_size(view_list(together, "corridors")));
    mark_text(p->b, view_text(together, "headline"));
    buf_puts(p->b, "</p></div>\n");
    caveats(p, together, 0);
    buf_puts(p->b, "</div></section>\n");
}

void section_tracked(struct page *p, const json_t *corridor, int k) {
    for (size_t i = figure_corridor; i < figure_tracked; i++)
        draw_figure(p, corridor, k, &figure_all[i]);
}
