/* SPDX-License-Identifier: Apache-2.0 */
/* The strip is the report in one line: what was seen, what is estimated and what the seats allow,
 * to one scale, so that the width of the ignorance is seen before any number is read. Three cards
 * of equal size would say that the three figures are alike. */
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

static void describe(struct buf *d, const struct chart *c) {
    struct view_estimate est;
    int64_t v;

    buf_puts(d, "On one scale: seen ");
    if (view_int(c->corridor, "seen", &v))
        mark_people(d, v);
    else
        buf_puts(d, "unknown");
    buf_puts(d, "; estimated ");
    if (view_estimate(view_object(c->corridor, "estimated"), &est)) {
        mark_range(d, est.lo, est.hi);
        buf_printf(d, " (%s), middle ", view_level(c->corridor).s);
        mark_people(d, est.median);
    } else {
        buf_puts(d, "unknown");
    }
    buf_puts(d, "; seats at most ");
    if (view_int(c->corridor, "ceiling", &v))
        mark_people(d, v);
    else
        buf_puts(d, "unknown");
}

void strip_title(const struct chart *c) {
    describe(c->b, c);
}

/* From the top of column i of three down to its place on the scale; the three turn at different
 * heights, so that they never run into one. */
static void leader(struct svg *s, int i, double x) {
    double from = s->w * i / 3 + 0.5, turn = i == 1 ? 12 : 7;

    buf_puts(s->b, "<path class=\"lead\" d=\"");
    svg_point(s, 'M', from, 0);
    svg_point(s, 'L', from, turn);
    svg_point(s, 'L', x, turn);
    svg_point(s, 'L', x, 22);
    buf_puts(s->b, "\"/>");
}

static void name(struct svg *s, const char *word, double x, double *free_from) {
    double half = mark_width(word, 12) / 2, at = fmin(fmax(x, half), s->w - half);

    at = fmax(at, *free_from + half);
    svg_text(s, "tick m", at, 14, word);
    *free_from = at + half + 8;
}

static void band(struct svg *s, const struct chart *c, struct svg_scale p, double y, double h) {
    struct view_estimate est;
    double q25, q75;
    int64_t v;

    if (view_int(c->corridor, "ceiling", &v)) {
        double x = fmin(svg_at(p, (double)v), p.x1);

        svg_hatch(s, "seats", p.x0, y + h / 4, x - p.x0, h / 2, 5);
        svg_rect(s, "track", p.x0, y + h / 4, x - p.x0, h / 2);
        svg_line(s, "stop", x, y - 4, x, y + h + 4);
    } else {
        svg_line(s, "asof", p.x0, y + h / 2, p.x1, y + h / 2);
    }
    if (view_estimate(view_object(c->corridor, "estimated"), &est)) {
        double lo = svg_at(p, (double)est.lo), hi = svg_at(p, (double)est.hi),
               mid = svg_at(p, (double)est.median);

        svg_rect(s, "under", lo, y, fmax(hi - lo, 2), h);
        svg_rect(s, "est1", lo, y, fmax(hi - lo, 2), h);
        if (view_quantile(c->corridor, 25, &q25) && view_quantile(c->corridor, 75, &q75))
            svg_rect(s, "est2", svg_at(p, q25), y, svg_at(p, q75) - svg_at(p, q25), h);
        svg_line(s, "mid", mid, y - 3, mid, y + h + 3);
    }
    if (!view_int(c->corridor, "seen", &v)) return;
    if (v > 0) svg_rect(s, "seen", p.x0, y + h / 3, svg_at(p, (double)v) - p.x0, h / 3);
    if (v == 0) svg_line(s, "none", p.x0, y - 4, p.x0, y + h + 4);
}

void strip_chart(const struct chart *c) {
    bool wide = c->width > CHART_SMALL && !c->alone;
    struct svg s = {c->b, c->width, wide ? 82 : 76};
    struct svg_scale p = {0, view_top(c->corridor, c->claims), 1, c->width - 1};
    double y = wide ? 26 : 24, h = 26, free_from = 0;
    struct view_estimate est;
    struct buf d = {0};
    int64_t v;

    describe(&d, c);
    buf_putc(&d, '.');
    svg_begin(&s, c->cls, c->id, "Seen, estimated and the ceiling of seats, on one scale",
              buf_span(&d));
    buf_fini(&d);
    band(&s, c, p, y, h);
    axis_people(&s, p, y + h + 8);
    if (view_int(c->corridor, "seen", &v)) {
        if (wide)
            leader(&s, 0, svg_at(p, fmin((double)v, p.hi)));
        else
            name(&s, "seen", svg_at(p, fmin((double)v, p.hi)), &free_from);
    }
    if (view_estimate(view_object(c->corridor, "estimated"), &est)) {
        if (wide)
            leader(&s, 1, svg_at(p, (double)est.median));
        else
            name(&s, "estimated", svg_at(p, (double)(est.lo + est.hi) / 2), &free_from);
    }
    if (view_int(c->corridor, "ceiling", &v)) {
        if (wide)
            leader(&s, 2, fmin(svg_at(p, (double)v), p.x1));
        else
            name(&s, "seats", fmin(svg_at(p, (double)v), p.x1), &free_from);
    }
    svg_end(&s);
}
