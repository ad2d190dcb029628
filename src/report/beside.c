/* SPDX-License-Identifier: Apache-2.0 */
/* Corridors side by side: one scale and one table, each with its own certainty, and with what is claimed of it. Only those that share a field and a
 * direction are added (pipe/together.c): who leaves by one may come back by another, and an official figure of one is no estimate of another. */
#include "base/bound.h"
#include "report/chart.h"
#include "report/mark.h"
#include "report/page.h"
#include "report/view.h"

#include <math.h>
#include <string.h>

enum {
    DRAWN = 12, /* corridors in the picture, those with the largest estimates; the table has all */
    CLAIMS = 3  /* of each, in the order of the list of claims */
};

bool beside_any(const json_t *answer) {
    return json_array_size(view_list(answer, "corridors")) > 1;
}

/* Nothing is known of a corridor without a slot, and its estimate is none. */
static bool estimate_of(const json_t *corridor, struct view_estimate *v) {
    return json_array_size(view_list(corridor, "by_slot")) &&
           view_estimate(view_object(corridor, "estimated"), v);
}

static void name_of(struct buf *b, const json_t *c) {
    mark_text(b, view_place(c, true).s);
    buf_puts(b, " to ");
    mark_text(b, view_place(c, false).s);
}

static bool says(const json_t *o, const char *key, const char *word) {
    const char *s = view_text(o, key);

    return s && strcmp(s, word) == 0;
}

/* A figure of people who moved, said of this corridor; *at_least, *at_most: only one end was said. */
static bool claimed(const json_t *claim, const json_t *corridor, struct view_estimate *v,
                    bool *at_least, bool *at_most) {
    const char *id = view_text(corridor, "id");
    int64_t low = 0, best = 0, high = 0;
    bool l = view_int(claim, "low", &low), m = view_int(claim, "quantity", &best),
         h = view_int(claim, "high", &high);

    enum bound said = m && !l && !h ? bound_read(span_of(view_text(claim, "hedge"))) : BOUND_NONE;

    *at_least = (l && !m && !h) || said == BOUND_LEAST; /* "over 500" */
    *at_most = (h && !m && !l) || said == BOUND_MOST;
    if (!id || !says(claim, "corridor", id) || says(claim, "status", "retracted")) return false;
    if (!says(claim, "unit", "people") && !says(claim, "unit", "person-movements")) return false;
    if (says(claim, "measures", "net") || says(claim, "measures", "both_ways")) return false;
    if (says(claim, "measures", "stock") && !view_int(claim, "percentile", &(int64_t){0}))
        return false; /* unless it was computed as a flow, and is compared as one */
    if (!(l || m || h)) return false;
    v->lo = l ? low : m ? best : high;
    v->hi = h ? high : m ? best : low;
    v->median = m ? best : v->lo;
    return v->lo >= 0 && v->lo <= v->median && v->median <= v->hi;
}

/* ", of 1 Sep 2023 to 30 Sep 2023": what the claim speaks of stands in its row. */
static void period_of(struct buf *b, const json_t *rows, const json_t *claim) {
    const char *name = view_text(claim, "row");
    const json_t *row = name ? view_object(view_object(rows, name), "row") : NULL;
    int32_t from, to;
    bool f = view_day(row, "from", &from), t = view_day(row, "to", &to);

    if (!f && !t) return;
    buf_puts(b, f ? ", of " : ", until ");
    mark_day(b, f ? from : to);
    if (f && t && from != to) buf_puts(b, " to "), mark_day(b, to);
}

static void claim_label(struct buf *b, const json_t *claim, const json_t *rows, bool at_least,
                        bool at_most) {
    int32_t day;

    buf_puts(b, at_least ? "claimed, at least: " : at_most ? "claimed, at most: " : "claimed: ");
    buf_puts(b, view_text(claim, "speaker") ? view_text(claim, "speaker") : "somebody");
    if (view_day(claim, "made_on", &day)) buf_puts(b, " on "), mark_day(b, day);
    if (view_text(claim, "grade")) buf_printf(b, " (%s)", view_text(claim, "grade"));
    period_of(b, rows, claim);
}

struct line {
    struct ranges_row row;
    struct buf label;
};
struct lines {
    struct line v[DRAWN * (1 + CLAIMS)];
    size_t n, left; /* left: claims that would stand here but for the room */
};

static void add_line(struct lines *l, struct buf label, struct view_estimate v, bool base) {
    struct line *one = &l->v[l->n++];

    *one = (struct line){{NULL, v, base, v.lo != v.hi && v.median == v.lo && !base}, label};
    one->row.label = one->label.p ? one->label.p : "";
}

/* The middle of its estimate; below 0 where there is none. */
static int64_t size_of(const json_t *corridor) {
    struct view_estimate v;

    return estimate_of(corridor, &v) ? v.median : -1;
}

/* Is it among the DRAWN largest? Of equal ones the first. */
static bool is_drawn(const json_t *corridors, size_t at) {
    int64_t size = size_of(json_array_get(corridors, at));
    size_t before = 0, i;
    json_t *c;

    if (json_array_size(corridors) <= DRAWN) return true;
    json_array_foreach(corridors, i, c) {
        int64_t other = size_of(c);

        before += other > size || (other == size && i < at);
    }
    return before < DRAWN;
}

static void lines_of_corridor(const json_t *answer, const json_t *c, bool drawn,
                              struct lines *out) {
    bool any, at_least, at_most;
    struct view_estimate v;
    size_t said = 0, k;
    json_t *claim;

    if ((any = estimate_of(c, &v)) && drawn) {
        struct buf label = {0};

        buf_printf(&label, "%s to %s", view_place(c, true).s, view_place(c, false).s);
        if (view_text(c, "group")) buf_printf(&label, ", %s", view_text(c, "group"));
        add_line(out, label, v, true);
    }
    json_array_foreach(view_list(answer, "claims"), k, claim) {
        struct buf label = {0};

        if (!claimed(claim, c, &v, &at_least, &at_most)) continue;
        if (said == CLAIMS || !drawn) {
            out->left++;
            continue;
        }
        if (!said++ && !any)
            buf_printf(&label, "%s to %s, ", view_place(c, true).s, view_place(c, false).s);
        claim_label(&label, claim, view_object(answer, "rows"), at_least, at_most);
        add_line(out, label, v, false);
    }
}

static void lines_of(const json_t *answer, struct lines *out) {
    const json_t *corridors = view_list(answer, "corridors");
    size_t i;
    json_t *c;

    out->n = out->left = 0;
    json_array_foreach(corridors, i, c) lines_of_corridor(answer, c, is_drawn(corridors, i), out);
}

static void draw(struct page *p, struct lines *l, const char *id, const char *cls, double width) {
    struct svg s = {p->b, width, 0};
    double hi = 1, y = 4, bottom = 4;
    struct svg_scale scale;

    for (size_t i = 0; i < l->n; i++) {
        hi = fmax(hi, (double)l->v[i].row.v.hi);
        bottom += ranges_height(&s, &l->v[i].row);
    }
    s.h = bottom + 24;
    scale = (struct svg_scale){0, hi, 5, s.w - 5};
    svg_begin(
        &s, cls, id, "Each corridor by itself, on one scale",
        SPAN("A bar for each interval, a dot at its middle; claims under the corridor of which "
             "they are said. The table after the picture has the numbers."));
    axis_people(&s, scale, bottom);
    for (size_t i = 0; i < l->n; i++) {
        ranges_draw(&s, &l->v[i].row, scale, y);
        y += ranges_height(&s, &l->v[i].row);
    }
    svg_end(&s);
}

static void people(struct page *p, const json_t *c, const char *key, const char *none) {
    int64_t n;

    buf_puts(p->b, "<td class=\"num\">");
    if (view_int(c, key, &n))
        mark_people(p->b, n);
    else
        buf_printf(p->b, "<span class=\"soft\">%s</span>", none);
    buf_puts(p->b, "</td>");
}

static void table_row(struct page *p, const json_t *c, size_t k) {
    struct view_estimate v;
    double share;
    int64_t seen;
    bool any;

    buf_printf(p->b, "<tr><th scope=\"row\"><a href=\"#c%zu\">", k);
    name_of(p->b, c);
    buf_puts(p->b, "</a></th><td>");
    mark_text(p->b, view_text(c, "group"));
    buf_puts(p->b, "</td><td class=\"when\">");
    mark_date(p->b, view_text(c, "from"));
    buf_puts(p->b, " – ");
    mark_date(p->b, view_text(c, "to"));
    buf_puts(p->b, "</td>");
    any = estimate_of(c, &v);
    if (!any && view_int(c, "seen", &seen) && seen == 0)
        buf_puts(p->b, "<td class=\"num\"><span class=\"soft\">unknown</span></td>");
    else
        people(p, c, "seen", "unknown");
    buf_puts(p->b, "<td class=\"num\">");
    if (any) {
        mark_people(p->b, v.median);
        buf_puts(p->b, " <span class=\"soft\">(");
        mark_range(p->b, v.lo, v.hi);
        buf_printf(p->b, ", %s)</span>", view_level(c).s);
    } else {
        buf_puts(p->b, "<span class=\"soft\">no flight is entered: unknown</span>");
    }
    buf_puts(p->b, "</td>");
    people(p, c, "ceiling", "unknown");
    buf_puts(p->b, "<td class=\"num\">");
    if (any && view_real(c, "counted_share", &share))
        mark_share(p->b, share);
    else
        buf_puts(p->b, "<span class=\"soft\">unknown</span>");
    buf_puts(p->b, "</td></tr>\n");
}

static void table(struct page *p) {
    size_t i;
    json_t *c;

    buf_puts(p->b,
             "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Corridors side by "
             "side\"><table class=\"beside\"><thead><tr><th scope=\"col\">Corridor</th><th "
             "scope=\"col\">Of whom</th><th scope=\"col\">Period</th><th scope=\"col\" "
             "class=\"num\">Seen</th><th scope=\"col\" class=\"num\">Estimated</th><th "
             "scope=\"col\" class=\"num\">Ceiling</th><th scope=\"col\" class=\"num\">Of the "
             "estimate counted</th></tr></thead><tbody>\n");
    json_array_foreach(view_list(p->answer, "corridors"), i, c) table_row(p, c, i + 1);
    buf_puts(p->b, "</tbody></table></div>\n");
}

void beside_section(struct page *p) {
    struct lines l;
    size_t all;

    if (!beside_any(p->answer)) return;
    all = json_array_size(view_list(p->answer, "corridors"));
    lines_of(p->answer, &l);
    buf_puts(p->b,
             "<section id=\"beside\"><h2>Corridors side by side</h2>\n<p class=\"intro\">Each by "
             "itself, with its own period and its own certainty. Only those of one "
             "direction that share its field are added: who leaves by one may come back by "
             "another.</p>\n");
    if (l.n) {
        buf_puts(p->b,
                 "<figure class=\"since\"><figcaption><h3>What each is estimated at, and "
                 "claimed to be</h3><p class=\"unit\">Person-movements of each period; a claim "
                 "of people stands on the same scale");
        if (all > DRAWN)
            buf_printf(p->b,
                       ". %d of %zu corridors: those with the largest middle estimates; the table "
                       "has all",
                       (int)DRAWN, all);
        buf_puts(p->b, "</p></figcaption>\n");
        draw(p, &l, "beside-w", "w", CHART_WIDE);
        draw(p, &l, "beside-n", "n", CHART_SMALL);
        buf_puts(p->b, "<p class=\"src\">Source: estimates from the rows of this case; claims as "
                       "published, not used. Stocks, net figures and those of both directions are "
                       "no movements of one direction and are left out.");
        if (l.left)
            buf_printf(p->b, " %zu more %s in the list of claims.", l.left,
                       l.left == 1 ? "claim stands" : "claims stand");
        buf_puts(p->b, "</p></figure>\n");
    }
    table(p);
    buf_puts(p->b, "</section>\n");
    for (size_t i = 0; i < l.n; i++) buf_fini(&l.v[i].label);
}
