/* SPDX-License-Identifier: Apache-2.0 */
#include "report/chart.h"
#include "report/mark.h"

#include <math.h>

/* "2,671 (969–5,538)", or "3,000–4,000" where there is no middle; with tags or for measuring. */
static void figures_of(struct buf *b, const struct ranges_row *r, bool tags) {
    if (r->no_middle || r->v.lo == r->v.hi) {
        mark_range(b, r->v.lo, r->v.hi);
        return;
    }
    if (tags) buf_puts(b, "<tspan class=\"b\">");
    mark_people(b, r->v.median);
    buf_puts(b, tags ? "</tspan> (" : " (");
    mark_range(b, r->v.lo, r->v.hi);
    buf_putc(b, ')');
}

static double figure_width(const struct ranges_row *r) {
    struct buf words = {0};
    double w;

    figures_of(&words, r, false);
    w = mark_width(words.p, 12.5) + 12;
    buf_fini(&words);
    return w;
}

static struct svg_lines label_of(const struct svg *s, const struct ranges_row *r) {
    return (struct svg_lines){r->base ? "what halo b" : "what halo", r->base ? 13.2 : 12.5,
                              s->w - figure_width(r), 15, 3};
}

double ranges_height(const struct svg *s, const struct ranges_row *r) {
    struct svg_lines l = label_of(s, r);

    return 15 * fmax(1, (double)svg_lines(NULL, &l, 0, 0, r->label)) + 31;
}

void ranges_draw(struct svg *s, const struct ranges_row *r, struct svg_scale p, double y) {
    struct svg_lines l = label_of(s, r);
    double at = y + ranges_height(s, r) - 20, lo = svg_at(p, fmin((double)r->v.lo, p.hi)),
           hi = svg_at(p, fmin((double)r->v.hi, p.hi)),
           mid = svg_at(p, fmin((double)r->v.median, p.hi));

    if (r->no_middle && hi - lo < 4)
        lo = fmax((lo + hi) / 2 - 2, p.x0), hi = lo + 4; /* to be seen */
    svg_lines(s, &l, 0, y + 13, r->label);
    svg_open(s, "halo e", s->w, y + 13);
    figures_of(s->b, r, true);
    buf_puts(s->b, "</text>");
    if (r->v.hi > r->v.lo) svg_line(s, r->base ? "span" : "span other", lo, at, hi, at);
    if (!r->no_middle) svg_circle(s, r->base ? "spot" : "spot other", mid, at, 4.5);
}
