/* SPDX-License-Identifier: Apache-2.0 */
#include "report/svg.h"

#include "base/num.h"
#include "report/mark.h"

#include <math.h>

void svg_num(struct buf *b, double x) {
    num_fixed(b, x, 1);
    if (b->n > 2 && b->p[b->n - 1] == '0' && b->p[b->n - 2] == '.') b->p[b->n -= 2] = 0;
}

static void attribute(struct svg *s, const char *name, double x) {
    buf_printf(s->b, " %s=\"", name);
    svg_num(s->b, x);
    buf_putc(s->b, '"');
}

void svg_begin(struct svg *s, const char *cls, const char *id, const char *title,
               struct span desc) {
    buf_printf(s->b,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" class=\"%s\" "
               "aria-labelledby=\"%s-t %s-d\" viewBox=\"0 0 ",
               cls, id, id);
    svg_num(s->b, s->w);
    buf_putc(s->b, ' ');
    svg_num(s->b, s->h);
    buf_puts(s->b, "\"");
    attribute(s, "width", s->w);
    attribute(s, "height", s->h);
    buf_printf(s->b, "><title id=\"%s-t\">", id);
    mark_text(s->b, title);
    buf_printf(s->b, "</title><desc id=\"%s-d\">", id);
    buf_add(s->b, desc);
    buf_puts(s->b, "</desc>\n");
}

void svg_end(struct svg *s) {
    buf_puts(s->b, "</svg>\n");
}

void svg_line(struct svg *s, const char *cls, double x1, double y1, double x2, double y2) {
    buf_printf(s->b, "<path class=\"%s\" d=\"", cls);
    svg_point(s, 'M', x1, y1);
    svg_point(s, 'L', x2, y2);
    buf_puts(s->b, "\"/>");
}

void svg_rect(struct svg *s, const char *cls, double x, double y, double w, double h) {
    buf_printf(s->b, "<rect class=\"%s\"", cls);
    attribute(s, "x", x);
    attribute(s, "y", y);
    attribute(s, "width", fmax(w, 0));
    attribute(s, "height", fmax(h, 0));
    buf_puts(s->b, "/>");
}

void svg_circle(struct svg *s, const char *cls, double x, double y, double r) {
    buf_printf(s->b, "<circle class=\"%s\"", cls);
    attribute(s, "cx", x);
    attribute(s, "cy", y);
    attribute(s, "r", r);
    buf_puts(s->b, "/>");
}

void svg_open(struct svg *s, const char *cls, double x, double y) {
    buf_printf(s->b, "<text class=\"%s\"", cls);
    attribute(s, "x", x);
    attribute(s, "y", y);
    buf_putc(s->b, '>');
}

void svg_text(struct svg *s, const char *cls, double x, double y, const char *text) {
    svg_open(s, cls, x, y);
    mark_text(s->b, text);
    buf_puts(s->b, "</text>");
}

size_t svg_lines(struct svg *s, const struct svg_lines *l, double x, double y, const char *text) {
    struct mark_line line[4];
    size_t n = mark_wrap(text, l->size, l->width, l->most < 4 ? l->most : 4, line);
    struct buf one = {0};

    for (size_t i = 0; s && i < n; i++) {
        one.n = 0;
        buf_add(&one, line[i].s);
        svg_open(s, l->cls, x, y + l->leading * (double)i);
        mark_text(s->b, one.p);
        buf_puts(s->b, line[i].cut ? "…</text>" : "</text>");
    }
    buf_fini(&one);
    return n;
}

void svg_people(struct svg *s, const char *cls, double x, double y, int64_t n) {
    svg_open(s, cls, x, y);
    mark_people(s->b, n);
    buf_puts(s->b, "</text>");
}

void svg_point(struct svg *s, char command, double x, double y) {
    buf_putc(s->b, command);
    svg_num(s->b, x);
    buf_putc(s->b, ' ');
    svg_num(s->b, y);
}

void svg_hatch(struct svg *s, const char *cls, double x, double y, double w, double h, double gap) {
    buf_printf(s->b, "<path class=\"%s\" d=\"", cls);
    for (int i = 1; w > 0 && h > 0 && gap * i < w + h; i++) {
        /* the line x + y = c of the box, from its left or lower edge to its upper or right one */
        double c = gap * i, x1 = fmax(0, c - h), x2 = fmin(w, c);

        svg_point(s, 'M', x + x1, y + (c - x1));
        svg_point(s, 'L', x + x2, y + (c - x2));
    }
    buf_puts(s->b, "\"/>");
}

double svg_at(struct svg_scale c, double v) {
    return c.x0 + (v - c.lo) / (c.hi - c.lo) * (c.x1 - c.x0);
}

double svg_step(double hi, int want) {
    double raw = hi / want, unit = 1;

    while (unit * 10 <= raw) unit *= 10;
    if (raw <= unit * 1.5) return unit;
    if (raw <= unit * 3.5) return unit * 2;
    if (raw <= unit * 7.5) return unit * 5;
    return unit * 10;
}

double svg_rules(struct svg *s, double hi, double x0, double x1, double base, double top) {
    double step = svg_step(hi, 2), end = fmax(step, ceil(hi / step - 1e-9) * step);

    if (end - hi > step * 0.6)
        end = fmax(hi, step); /* no half-empty picture for the sake of a round number */
    for (int i = 0; i <= (int)(end / step + 1e-9); i++) {
        double v = step * i, y = base - v / end * (base - top);

        svg_line(s, i == 0 ? "base" : "rule", x0, y, x1, y);
        if (i > 0) svg_people(s, "tick", x0, y - 4, (int64_t)llround(v));
    }
    return end;
}
