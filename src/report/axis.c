/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utc.h"
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

static bool first_of_month(int32_t day) {
    return utc_civil(day).day == 1;
}

void axis_months(struct svg *s, struct svg_scale days, double y) {
    double free_from = -1e9; /* where the next label may begin */
    int year = 0;            /* the last one written */

    if (days.hi - days.lo > 366 * 60.0) return;
    for (int32_t d = (int32_t)days.lo; d <= (int32_t)days.hi; d++) {
        struct utc_civil c = utc_civil(d);
        double x = svg_at(days, d);
        bool label = first_of_month(d) && x >= free_from && x < days.x1 - 18;

        if (!first_of_month(d) && d != (int32_t)days.lo) continue;
        if (first_of_month(d)) svg_line(s, "base", x, y, x, y + 4);
        /* the first day names its month only where the next one leaves it room */
        if (d == (int32_t)days.lo) label = c.day == 1 || svg_at(days, d + 32 - c.day) - x > 30;
        if (!label) continue;
        svg_text(s, "tick", x + (c.day == 1 ? 2 : 0), y + 15, mark_month(c.month));
        if (c.year != year) {
            svg_open(s, "tick", x + (c.day == 1 ? 2 : 0), y + 29);
            buf_printf(s->b, "%d</text>", c.year);
            year = c.year;
        }
        free_from = x + 29;
    }
}

void axis_as_of(struct svg *s, struct svg_scale days, const json_t *corridor, double top,
                double base) {
    int32_t day;
    struct utc_civil c;
    bool left;
    double x;

    if (!view_day(corridor, "as_of", &day) || day < days.lo || day >= days.hi) return;
    c = utc_civil(day);
    x = svg_at(days, day + 0.5);
    left = x > (days.x0 + days.x1) / 2 && x - days.x0 > mark_width("as of 30 Sep", 12);
    svg_line(s, "asof", x, top, x, base);
    svg_open(s, left ? "tick e" : "tick", left ? x - 4 : x + 4, top + 9);
    buf_printf(s->b, "as of %d %s</text>", c.day, mark_month(c.month));
}

void axis_people(struct svg *s, struct svg_scale people, double y) {
    double room = people.x1 - people.x0, step = svg_step(people.hi, room > 500 ? 6 : 4), needed;
    struct buf widest = {0};

    mark_people(&widest, (int64_t)llround(people.hi));
    needed = 1.5 * mark_width(widest.p, 12) + 6; /* the last stands before its tick, not under it */
    buf_fini(&widest);
    if (room / people.hi * step < needed)
        step = svg_step(people.hi, (int)fmax(1, room / needed / 1.5));
    svg_line(s, "base", people.x0, y, people.x1, y);
    for (int i = 0; i <= (int)(people.hi / step + 1e-9); i++) {
        double v = step * i, x = svg_at(people, v);
        const char *cls = i == 0 ? "tick" : x > people.x1 - 24 ? "tick e" : "tick m";

        svg_line(s, "base", x, y, x, y + 4);
        svg_people(s, cls, x > people.x1 - 24 ? people.x1 : x, y + 17, (int64_t)llround(v));
    }
}
