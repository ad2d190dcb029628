/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers behind each picture, for those who cannot see it and those who want to reckon with
 * it. */
#include "base/num.h"
#include "report/mark.h"
#include "report/page.h"
#include "report/view.h"

#include <math.h>
#include <stdio.h>

static void head(struct page *p, const char *const *column, size_t n) {
    buf_puts(p->b, "<div class=\"scroll\"><table><thead><tr>");
    for (size_t i = 0; i < n; i++)
        buf_printf(p->b, "<th scope=\"col\"%s>%s</th>", i ? " class=\"num\"" : "", column[i]);
    buf_puts(p->b, "</tr></thead><tbody>\n");
}

static void foot(struct page *p) {
    buf_puts(p->b, "</tbody></table></div>");
}

static void people(struct page *p, const json_t *o, const char *key) {
    int64_t n;

    buf_puts(p->b, "<td class=\"num\">");
    if (view_int(o, key, &n)) {
        bool link = cite_open(p, view_list(o, "ref"));

        mark_people(p->b, n);
        if (link) buf_puts(p->b, "</a>");
    } else
        buf_puts(p->b, "unknown");
    buf_puts(p->b, "</td>");
}

static void row_of(struct page *p, const json_t *o, const char *first, const char *const *key,
                   size_t n) {
    buf_puts(p->b, "<tr><th scope=\"row\">");
    mark_date(p->b, view_text(o, first));
    buf_puts(p->b, "</th>");
    for (size_t i = 0; i < n; i++) people(p, o, key[i]);
    buf_puts(p->b, "</tr>\n");
}

static void rows_of(struct page *p, const json_t *list, const char *first, const char *const *key,
                    size_t n) {
    size_t i;
    json_t *o;

    json_array_foreach(list, i, o) row_of(p, o, first, key, n);
}

void figures_weeks(struct page *p, const json_t *corridor) {
    static const char *const column[] = {"week of",   "flown",     "unresolved",
                                         "announced", "cancelled", "counted"};
    static const char *const key[] = {"operated", "unknown", "announced", "cancelled", "counted"};

    head(p, column, sizeof column / sizeof *column);
    rows_of(p, view_list(corridor, "weekly"), "week", key, sizeof key / sizeof *key);
    foot(p);
}

void figures_months(struct page *p, const json_t *corridor) {
    static const char *const column[] = {"month", "slots", "low", "middle", "high"};
    static const char *const key[] = {"slots", "lo", "median", "hi"};

    head(p, column, sizeof column / sizeof *column);
    rows_of(p, view_list(corridor, "by_month"), "month", key, sizeof key / sizeof *key);
    foot(p);
}

void figures_fan(struct page *p, const json_t *corridor) {
    static const char *const column[] = {"after", "5%", "25%", "middle", "75%", "95%"};
    static const char *const key[] = {"q05", "q25", "q50", "q75", "q95"};

    head(p, column, sizeof column / sizeof *column);
    rows_of(p, view_list(corridor, "cumulative"), "date", key, sizeof key / sizeof *key);
    foot(p);
}

void figures_dots(struct page *p, const json_t *corridor) {
    static const char *const column[] = {"chance that the total is lower", "person-movements"};
    static const int shown[] = {1, 5, 10, 25, 50, 75, 90, 95, 99};
    double q;

    head(p, column, sizeof column / sizeof *column);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        buf_printf(p->b, "<tr><th scope=\"row\">%d in 100</th><td class=\"num\">", shown[i]);
        if (view_quantile(corridor, shown[i], &q))
            mark_people(p->b, llround(q));
        else
            buf_puts(p->b, "unknown");
        buf_puts(p->b, "</td></tr>\n");
    }
    foot(p);
}

void figures_map(struct page *p, const json_t *corridor) {
    static const char *const column[] = {
        "place", "code", "latitude", "longitude", "longest runway, ft", "scheduled service"};
    static const char *const key[] = {"lat", "lon"};
    int64_t runway;

    head(p, column, sizeof column / sizeof *column);
    for (int i = 0; i < 2; i++) {
        const json_t *place = view_object(corridor, i ? "destination_place" : "origin_place");
        const json_t *scheduled = json_object_get(place, "scheduled");
        double deg;

        buf_puts(p->b, "<tr><th scope=\"row\">");
        mark_text(p->b, view_text(place, "name"));
        buf_puts(p->b, "</th><td class=\"num\">");
        mark_text(p->b, view_text(corridor, i ? "destination" : "origin"));
        buf_puts(p->b, "</td>");
        for (int d = 0; d < 2; d++) {
            buf_puts(p->b, "<td class=\"num\">");
            if (view_real(place, key[d], &deg))
                num_fixed(p->b, deg, 4);
            else
                buf_puts(p->b, "unknown");
            buf_puts(p->b, "</td>");
        }
        buf_puts(p->b, "<td class=\"num\">");
        if (view_int(place, "runway_ft", &runway))
            mark_people(p->b, runway);
        else
            buf_puts(p->b, "unknown");
        buf_printf(p->b, "</td><td class=\"num\">%s</td></tr>\n",
                   json_is_true(scheduled)    ? "yes"
                   : json_is_false(scheduled) ? "no"
                                              : "unknown");
    }
    foot(p);
}

static void cell_people(struct page *p, int64_t n) {
    buf_puts(p->b, "<td class=\"num\">");
    mark_people(p->b, n);
    buf_puts(p->b, "</td>");
}

static void estimate_cells(struct page *p, const json_t *o) {
    struct view_estimate v;

    if (!view_estimate(o, &v)) {
        buf_puts(p->b, "<td class=\"num\">unknown</td><td></td><td></td>");
        return;
    }
    cell_people(p, v.lo);
    cell_people(p, v.median);
    cell_people(p, v.hi);
}

static void name_cell(struct page *p, const char *name, const json_t *refs) {
    bool link;

    buf_puts(p->b, "<tr><th scope=\"row\">");
    link = cite_open(p, refs);
    mark_text(p->b, name ? name : "unknown");
    if (link) buf_puts(p->b, "</a>");
    buf_puts(p->b, "</th>");
}

void figures_advice(struct page *p, const json_t *corridor) {
    static const char *const column[] = {"flight", "to come", "how", "narrower by"};
    double narrowing;
    size_t i;
    json_t *o;

    head(p, column, sizeof column / sizeof *column);
    json_array_foreach(view_list(corridor, "next"), i, o) {
        name_cell(p, view_text(o, "slot"), view_list(o, "ref"));
        buf_printf(p->b, "<td class=\"num\">%s</td><td class=\"num\">",
                   view_true(o, "future") ? "yes" : "no");
        mark_text(p->b, view_text(o, "method"));
        buf_puts(p->b, "</td><td class=\"num\">");
        if (view_real(o, "narrowing", &narrowing))
            num_fixed(p->b, 100 * narrowing, 1), buf_putc(p->b, '%');
        else
            buf_puts(p->b, "unknown");
        buf_puts(p->b, "</td></tr>\n");
    }
    foot(p);
}

void figures_tornado(struct page *p, const json_t *corridor) {
    static const char *const column[] = {"what", "taken as", "low", "middle", "high"};
    static const char *const end[] = {"low", "high"};
    size_t i;
    json_t *o;

    head(p, column, sizeof column / sizeof *column);
    json_array_foreach(view_list(corridor, "sensitivity"), i, o) {
        for (int k = 0; k < 2; k++) {
            const json_t *put = view_object(o, end[k]);

            name_cell(p, view_text(o, "name"), view_list(o, "ref"));
            buf_puts(p->b, "<td class=\"num\">");
            mark_text(p->b, view_text(put, "text"));
            buf_puts(p->b, "</td>");
            estimate_cells(p, put);
            buf_puts(p->b, "</tr>\n");
        }
    }
    foot(p);
}

void figures_otherwise(struct page *p, const json_t *corridor) {
    static const char *const column[] = {"assumed", "low", "middle", "high"};
    size_t i;
    json_t *o;

    head(p, column, sizeof column / sizeof *column);
    name_cell(p, "nothing: the estimate", NULL);
    estimate_cells(p, view_object(corridor, "estimated"));
    buf_puts(p->b, "</tr>\n");
    json_array_foreach(view_list(corridor, "whatif"), i, o) {
        name_cell(p, view_text(o, "assume"), view_list(o, "ref"));
        estimate_cells(p, o);
        buf_puts(p->b, "</tr>\n");
    }
    foot(p);
}

void figures_remain(struct page *p, const json_t *corridor) {
    static const char *const column[] = {"people", "low", "middle", "high"};
    const json_t *stock = view_object(corridor, "stock"), *s0 = view_list(stock, "s0");

    head(p, column, sizeof column / sizeof *column);
    name_cell(p, "at the start, as taken", NULL);
    cell_people(p, json_integer_value(json_array_get(s0, 0)));
    buf_puts(p->b, "<td></td>");
    cell_people(p, json_integer_value(json_array_get(s0, 1)));
    buf_puts(p->b, "</tr>\n");
    name_cell(p, "after the last flight", NULL);
    estimate_cells(p, view_object(stock, "now"));
    buf_puts(p->b, "</tr>\n");
    foot(p);
}
