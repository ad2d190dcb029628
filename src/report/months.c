/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utc.h"
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

#define LEFT 38.0 /* room for the numbers of the rules */

/* Reads "2023-10". */
static bool month_of(const json_t *m, int *year, int *month) {
    const char *s = view_text(m, "month");
    char text[16];
    int32_t day;
    struct err e;
    struct utc_civil c;

    if (!s || strlen(s) != 7) return false;
    snprintf(text, sizeof text, "%s-01", s);
    if (utc_date_read(span_of(text), &day, &e) < 0) return false;
    c = utc_civil(day);
    *year = c.year;
    *month = c.month;
    return true;
}

void months_title(const struct chart *c) {
    struct view_estimate v, most = {0};
    const json_t *best = NULL;
    int year, month;
    json_t *m;
    size_t i;

    json_array_foreach(view_list(c->corridor, "by_month"), i, m) {
        if (view_estimate(m, &v) && month_of(m, &year, &month) &&
            (!best || v.median > most.median)) {
            best = m;
            most = v;
        }
    }
    if (!best || !month_of(best, &year, &month)) {
        buf_puts(c->b, "Nothing can be said month by month");
        return;
    }
    buf_printf(c->b, "Even the fullest month, %s %d, can only be put between ", mark_month(month),
               year);
    mark_people(c->b, most.lo);
    buf_puts(c->b, " and ");
    mark_people(c->b, most.hi);
}

static void draw_month(struct svg *s, const json_t *m, struct svg_scale people, double x,
                       double band) {
    double w = fmin(24, band * 0.6), left = x + (band - w) / 2, mid = x + band / 2;
    struct view_estimate v;

    if (view_estimate(m, &v)) {
        double hi = svg_at(people, (double)v.hi), lo = svg_at(people, (double)v.lo),
               y = svg_at(people, (double)v.median);

        buf_puts(s->b, "<g><title>");
        mark_text(s->b, view_text(m, "month"));
        buf_puts(s->b, ": ");
        mark_range(s->b, v.lo, v.hi);
        buf_puts(s->b, ", middle ");
        mark_people(s->b, v.median);
        buf_puts(s->b, "</title>");
        svg_rect(s, "est1", left, hi, w, fmax(lo - hi, 1.5));
        svg_line(s, "mid", left - 2, y, left + w + 2, y);
        buf_puts(s->b, "</g>");
        if (band >= 46) svg_people(s, "onbar m", mid, y - 6, v.median);
    }
}

/* The month under its bar, and under that the slots of it; the years instead where there is no room for numbers. */
static void name_month(struct svg *s, const json_t *m, double x, double y, bool crowded,
                       int *year_said) {
    int year, month;
    int64_t slots;

    if (!month_of(m, &year, &month)) return;
    svg_text(s, "tick m", x, y, mark_month(month));
    if (crowded && year == *year_said) return;
    if (!crowded && !view_int(m, "slots", &slots)) return;
    svg_open(s, "tick m", x, y + 15);
    if (crowded)
        buf_printf(s->b, "%d", year);
    else
        mark_people(s->b, slots);
    buf_puts(s->b, "</text>");
    *year_said = year;
}

void months_chart(const struct chart *c) {
    const json_t *months = view_list(c->corridor, "by_month");
    size_t n = json_array_size(months), i, every;
    struct svg s = {c->b, c->width, 232};
    double base = 196, hi = 1, band;
    int year = 0;
    struct svg_scale people;
    struct view_estimate v;
    json_t *m;

    json_array_foreach(months, i, m) {
        if (view_estimate(m, &v)) hi = fmax(hi, (double)v.hi);
    }
    svg_begin(&s, c->cls, c->id, "People by month, with interval",
              SPAN("A bar from the low to the high end of the interval of each month, a line at "
                   "its middle. The table after "
                   "the picture has the numbers."));
    people = (struct svg_scale){0, svg_rules(&s, hi * 1.08, 0, s.w, base, 16), base, 16};
    band = (s.w - LEFT) / (double)(n ? n : 1);
    every = band >= 27 ? 1 : (size_t)ceil(27 / band);
    json_array_foreach(months, i, m) {
        double x = LEFT + band * (double)i;

        draw_month(&s, m, people, x, band);
        if (i % every == 0) name_month(&s, m, x + band / 2, base + 15, band < 20, &year);
    }
    if (n && band >= 20) svg_text(&s, "tick", 0, base + 30, "slots");
    if (!n) svg_text(&s, "tick", LEFT, base - 8, "no months");
    svg_end(&s);
}
