/* SPDX-License-Identifier: Apache-2.0 */
/* How many are left: known only where the start is claimed and nobody comes in, or how many do is known. */
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

static bool rows_of(const struct chart *c, struct ranges_row *start, struct ranges_row *now) {
    const json_t *stock = view_object(c->corridor, "stock"), *s0 = view_list(stock, "s0");
    json_t *ends =
        json_pack("{s:O, s:O}", "lo", json_array_get(s0, 0), "hi", json_array_get(s0, 1));
    int64_t lo, hi;
    bool both = view_int(ends, "lo", &lo) && view_int(ends, "hi", &hi) && 0 <= lo && lo <= hi;

    json_decref(ends);
    *start = (struct ranges_row){.label = "at the start, as taken", .no_middle = true};
    *now = (struct ranges_row){.label = "after the last flight", .base = true};
    if (!both || !view_estimate(view_object(stock, "now"), &now->v)) return false;
    start->v = (struct view_estimate){lo, lo, hi};
    return true;
}

bool remain_possible(const struct chart *c) {
    struct ranges_row start, now;

    return rows_of(c, &start, &now);
}

static const json_t *depletion_of(const struct chart *c) {
    return view_object(view_object(c->corridor, "stock"), "depletion");
}

/* "29 in 100", never none or all: a model's chance is not a certainty. */
static void chance(struct buf *b, double p) {
    if (p < 0.005)
        buf_puts(b, "under 1 in 100");
    else if (p > 0.995)
        buf_puts(b, "over 99 in 100");
    else
        buf_printf(b, "%d in 100", (int)lround(100 * p));
}

void remain_title(const struct chart *c) {
    struct ranges_row start, now;
    double p;

    if (!rows_of(c, &start, &now)) return;
    if (view_real(depletion_of(c), "p_within", &p) && p >= 0 && p <= 1) {
        buf_puts(c->b, "The chance that nobody is left by ");
        mark_date(c->b, view_text(c->corridor, "to"));
        buf_puts(c->b, " is ");
        chance(c->b, p);
        buf_puts(c->b, "; the middle estimate of those left is ");
    } else {
        buf_puts(c->b, "Left after the last flight, in the middle estimate: ");
    }
    mark_people(c->b, now.v.median);
}

void remain_chart(const struct chart *c) {
    struct ranges_row start, now;
    struct svg s = {c->b, c->width, 0};
    struct svg_scale p = {0, 1, 5, s.w - 5};
    double first, bottom;

    if (!rows_of(c, &start, &now)) return;
    first = ranges_height(&s, &start);
    bottom = 4 + first + ranges_height(&s, &now);
    s.h = bottom + 24;
    p.hi = fmax(1, (double)(start.v.hi > now.v.hi ? start.v.hi : now.v.hi));
    svg_begin(&s, c->cls, c->id, "People left at the origin",
              SPAN("A bar for what is taken to have been there at the start, and one for the "
                   "interval of those left after the last flight, with a dot at its middle."));
    axis_people(&s, p, bottom);
    ranges_draw(&s, &start, p, 4);
    ranges_draw(&s, &now, p, 4 + first);
    svg_end(&s);
}

void remain_note(const struct chart *c) {
    const char *day = view_text(depletion_of(c), "median");

    buf_puts(c->b, "<p class=\"note\">");
    if (day) {
        buf_puts(c->b, "From ");
        mark_date(c->b, day);
        buf_puts(c->b, " on it is more likely than not that nobody is left.");
    } else {
        buf_puts(c->b, "At the end of the period it is more likely than not that some are left.");
    }
    buf_puts(c->b,
             " This holds only if the start was as taken and nobody else came or left.</p>\n");
}
