/* SPDX-License-Identifier: Apache-2.0 */
/* What the answer hangs on: one line an assumption or source, the bar from the middle of the total with the thing put low to the
 * middle with it put high. The two ends are in columns of their own, the one that makes the total smaller at the left: what is said
 * of them can be of any length without running into the bars. The thin lines are the intervals then, since a bar alone would say
 * that the rest is known. */
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

#define BARS 12
#define FAR                                                                                        \
    2.5 /* the scale ends at so many times the largest middle: what goes on is drawn to the edge */

struct end {
    struct view_estimate v;
    const char *text;
};

struct bar {
    const char *name;
    const json_t *ref;
    bool source;
    struct end low, high;    /* as in the answer */
    const struct end *small; /* the one of them with the smaller middle, at the left */
};

/* Where things stand, wide and narrow. */
struct layout {
    bool wide;
    struct svg_scale p;
    struct svg_lines name, left, right; /* left, right: wide only */
};

static bool end_of(const json_t *o, struct end *out) {
    out->text = view_text(o, "text");
    return view_estimate(o, &out->v);
}

static bool bar_of(const json_t *o, struct bar *out) {
    const char *kind = view_text(o, "kind");

    out->name = view_text(o, "name");
    out->ref = view_list(o, "ref");
    out->source = kind && strcmp(kind, "source") == 0;
    return end_of(view_object(o, "low"), &out->low) && end_of(view_object(o, "high"), &out->high);
}

static size_t bars_of(const struct chart *c, struct bar out[BARS]) {
    size_t n = 0, i;
    json_t *o;

    json_array_foreach(view_list(c->corridor, "sensitivity"), i, o) {
        if (n < BARS && bar_of(o, &out[n])) n++;
    }
    for (i = 0; i < n; i++)
        out[i].small = out[i].low.v.median <= out[i].high.v.median ? &out[i].low : &out[i].high;
    return n;
}

static const struct end *large(const struct bar *b) {
    return b->small == &b->low ? &b->high : &b->low;
}

bool tornado_possible(const struct chart *c) {
    struct view_estimate est;
    struct bar bar[BARS];

    return view_estimate(view_object(c->corridor, "estimated"), &est) && bars_of(c, bar) > 0;
}

void tornado_title(const struct chart *c) {
    struct bar bar[BARS];

    if (!bars_of(c, bar)) return;
    buf_printf(c->b, "One %s moves the middle from ", bar->source ? "source" : "assumption");
    mark_people(c->b, bar->small->v.median);
    buf_puts(c->b, " to ");
    mark_people(c->b, large(bar)->v.median);
    buf_puts(c->b, ": ");
    mark_cut(c->b, bar->name ? bar->name : "unknown", 90);
}

static double top_of(const struct bar *bar, size_t n, int64_t middle) {
    double most = (double)middle, whisker = (double)middle;

    for (size_t i = 0; i < n; i++) {
        most = fmax(most, (double)large(&bar[i])->v.median);
        whisker = fmax(whisker, (double)(bar[i].low.v.hi > bar[i].high.v.hi ? bar[i].low.v.hi
                                                                            : bar[i].high.v.hi));
    }
    return fmax(1, fmin(whisker, most * FAR));
}

/* Wide: name, left end, plot, right end. Narrow: the name over the bar, the ends under it. */
static struct layout layout_of(double w, double top) {
    bool wide = w > CHART_SMALL;
    struct layout l = {.wide = wide,
                       .p = {0, top, wide ? 292 : 1, wide ? 622 : w - 1},
                       .name = {"what", 12.5, wide ? 176 : w, 15, wide ? 3 : 2},
                       .left = {wide ? "put e" : "put", 12, wide ? 94 : 104, 14, wide ? 2 : 1},
                       .right = {wide ? "put" : "put e", 12, wide ? 100 : 104, 14, wide ? 2 : 1}};
    return l;
}

static double height_of(const struct layout *l, const struct bar *b) {
    double name = 15 * (double)svg_lines(NULL, &l->name, 0, 0, b->name), put;

    if (!l->wide) return name + 58;
    put = 15 + 14 * fmax((double)svg_lines(NULL, &l->left, 0, 0, b->small->text),
                         (double)svg_lines(NULL, &l->right, 0, 0, large(b)->text));
    return fmax(fmax(name, put), 30) + 13;
}

static void whisker(struct svg *s, const char *cls, struct svg_scale p,
                    const struct view_estimate *v, double y) {
    double x1 = svg_at(p, fmin((double)v->lo, p.hi)), x2 = svg_at(p, fmin((double)v->hi, p.hi));

    svg_line(s, cls, x1, y, x2, y);
    svg_line(s, cls, x1, y - 2.5, x1, y + 2.5);
    if ((double)v->hi <= p.hi) svg_line(s, cls, x2, y - 2.5, x2, y + 2.5);
}

/* The bar, light below the base and dark above it. */
static void draw_bar(struct svg *s, struct svg_scale p, const struct bar *b, int64_t middle,
                     double y) {
    double x1 = svg_at(p, (double)b->small->v.median), x2 = svg_at(p, (double)large(b)->v.median),
           x0 = fmin(fmax(svg_at(p, (double)middle), x1), x2);

    whisker(s, "whisk few", p, &b->small->v, y - 10);
    whisker(s, "whisk", p, &large(b)->v, y + 10);
    svg_rect(s, "less", x1, y - 6, x0 - x1, 12);
    svg_rect(s, "greater", x0, y - 6, x2 - x0, 12);
}

static void draw_name(struct svg *s, const struct chart *c, const struct layout *l,
                      const struct bar *b, double y) {
    const char *row = json_string_value(json_array_get(b->ref, 0));
    bool link = view_row(c->rows, row);

    if (link) buf_printf(s->b, "<a href=\"#r-%s\">", row);
    svg_lines(s, &l->name, 0, y, b->name ? b->name : "unknown");
    if (link) buf_puts(s->b, "</a>");
}

static void draw_wide(struct svg *s, const struct chart *c, const struct layout *l,
                      const struct bar *b, int64_t middle, double y) {
    draw_name(s, c, l, b, y + 16);
    svg_people(s, "strong e", 282, y + 16, b->small->v.median);
    svg_lines(s, &l->left, 282, y + 30, b->small->text);
    svg_people(s, "strong", 634, y + 16, large(b)->v.median);
    svg_lines(s, &l->right, 634, y + 30, large(b)->text);
    draw_bar(s, l->p, b, middle, y + 16);
}

/* An end under the bar: its figure at the edge, and what was put in place, in what is left of half the width. */
static void draw_end(struct svg *s, const struct end *e, bool right, double y) {
    struct svg_lines l = {right ? "put e" : "put", 12, 0, 14, 1};
    struct buf figure = {0}, put = {0};
    double taken;

    mark_people(&figure, e->v.median);
    taken = mark_width(figure.p, 13.2) + 6;
    buf_fini(&figure);
    l.width = s->w / 2 - taken - 6;
    svg_people(s, right ? "strong e" : "strong", right ? s->w : 0, y, e->v.median);
    if (e->text) buf_printf(&put, right ? "if %s:" : "if %s", e->text);
    svg_lines(s, &l, right ? s->w - taken : taken, y, put.p);
    buf_fini(&put);
}

static void draw_narrow(struct svg *s, const struct chart *c, const struct layout *l,
                        const struct bar *b, int64_t middle, double y) {
    double under = y + height_of(l, b) - 12, x = svg_at(l->p, (double)middle);

    draw_name(s, c, l, b, y + 15);
    svg_line(s, "midline", x, under - 38, x, under - 12);
    draw_bar(s, l->p, b, middle, under - 25);
    draw_end(s, b->small, false, under);
    draw_end(s, large(b), true, under);
}

static void describe(struct buf *b, const struct bar *bar, size_t n, int64_t middle) {
    buf_puts(b, "Against a middle estimate of ");
    mark_people(b, middle);
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, i ? "; " : ": ");
        mark_cut(b, bar[i].name ? bar[i].name : "unknown", 90);
        buf_puts(b, " ");
        mark_people(b, bar[i].small->v.median);
        buf_puts(b, " to ");
        mark_people(b, large(&bar[i])->v.median);
    }
    buf_putc(b, '.');
}

/* What the columns are, and where the middle estimate lies. */
static void draw_heads(struct svg *s, const struct layout *l, int64_t middle, double bottom) {
    double x = svg_at(l->p, (double)middle);
    bool left = x > (l->p.x0 + l->p.x1) / 2;

    svg_line(s, "midline", x, 20, x, l->wide ? bottom : 27);
    svg_open(s, left ? "strong e" : "strong", left ? x + 1 : x - 1, 14);
    buf_puts(s->b, "middle ");
    mark_people(s->b, middle);
    buf_puts(s->b, "</text>");
    if (!l->wide) return;
    svg_text(s, "tick e", 282, 14, "lower if");
    svg_text(s, "tick", 634, 14, "higher if");
}

void tornado_chart(const struct chart *c) {
    struct bar bar[BARS];
    struct view_estimate est = {0};
    struct svg s = {c->b, c->width, 0};
    size_t n = bars_of(c, bar);
    struct layout l;
    struct buf words = {0};
    double y = 26, bottom = y;

    view_estimate(view_object(c->corridor, "estimated"), &est);
    l = layout_of(s.w, top_of(bar, n, est.median));
    for (size_t i = 0; i < n; i++) bottom += height_of(&l, &bar[i]);
    s.h = bottom + 24;
    describe(&words, bar, n, est.median);
    svg_begin(&s, c->cls, c->id, "What the estimate hangs on", buf_span(&words));
    axis_people(&s, l.p, bottom);
    draw_heads(&s, &l, est.median, bottom);
    for (size_t i = 0; i < n; i++) {
        if (i) svg_line(&s, "rule", 0, y, s.w, y);
        (l.wide ? draw_wide : draw_narrow)(&s, c, &l, &bar[i], est.median, y);
        y += height_of(&l, &bar[i]);
    }
    svg_end(&s);
    buf_fini(&words);
}
