/* SPDX-License-Identifier: Apache-2.0 */
/* A claim on a scale: a broken line leads to its mark, beside which it stands in its words. */
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

/* The figure as it was said: 4,000, 3,000–4,000, at least 500. */
static void figure(struct buf *b, const json_t *claim) {
    int64_t low, best, high;
    bool l = view_int(claim, "low", &low), m = view_int(claim, "quantity", &best),
         h = view_int(claim, "high", &high);

    if (m) {
        mark_people(b, best);
    } else if (l && h) {
        mark_range(b, low, high);
    } else if (l || h) {
        if (!view_text(claim, "hedge")) buf_puts(b, l ? "at least " : "at most ");
        mark_people(b, l ? low : high);
    }
}

/* “around 4,000” Kang Dong-wan, 31 Oct 2023: not yet escaped. */
static void words(struct buf *b, const json_t *claim) {
    const char *hedge = view_text(claim, "hedge"), *who = view_text(claim, "speaker");
    int32_t on;

    buf_puts(b, "“");
    if (hedge) buf_puts(b, hedge), buf_putc(b, ' ');
    figure(b, claim);
    buf_puts(b, "”");
    if (who) buf_puts(b, "  "), buf_puts(b, who);
    if (view_day(claim, "made_on", &on)) buf_puts(b, ", "), mark_day(b, on);
}

void claimed_draw(struct svg *s, const struct chart *c, const json_t *claim, int64_t at,
                  struct svg_scale scale, double y) {
    const char *row = view_text(claim, "row");
    bool beyond = (double)at > scale.hi;
    double x = svg_at(scale, fmin((double)at, scale.hi));
    bool right = x < (scale.x0 + scale.x1) / 2 || scale.x1 - x > 260;
    double room = right ? s->w - x - 10 : x - 10;
    struct view_estimate said = view_claim_range(claim, at);
    bool link = view_row(c->rows, row);
    struct buf text = {0};

    words(&text, claim);
    if (beyond) buf_puts(&text, " →");
    if (said.lo < said.hi) { /* under the words, which it would cross */
        svg_line(s, "claim", x, y - 1, x, y + 6);
        svg_line(s, "crange", svg_at(scale, fmin((double)said.lo, scale.hi)), y + 6,
                 svg_at(scale, fmin((double)said.hi, scale.hi)), y + 6);
    }
    svg_circle(s, "cend", x, y - 4, 3);
    if (link) buf_printf(s->b, "<a href=\"#r-%s\">", row);
    svg_open(s, right ? "claimed" : "claimed e", right ? x + 8 : x - 8, y);
    mark_cut(s->b, text.p, (size_t)fmax(8, room / 6.9));
    buf_puts(s->b, "</text>");
    if (link) buf_puts(s->b, "</a>");
    buf_fini(&text);
}
