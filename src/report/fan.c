/* SPDX-License-Identifier: Apache-2.0 */
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

#define POINTS 160 /* drawn at most: a longer series is thinned, its last point kept */
#define RIGHT 56.0 /* room for the numbers at the end */

static const char *const level[5] = {"q05", "q25", "q50", "q75", "q95"};

struct fan_point {
    int32_t day;
    double q[5];
};

static bool point_of(const json_t *o, struct fan_point *out) {
    if (!view_day(o, "date", &out->day)) return false;
    for (int k = 0; k < 5; k++)
        if (!view_real(o, level[k], &out->q[k])) return false;
    return true;
}

static size_t points_of(const struct chart *c, struct fan_point out[POINTS]) {
    const json_t *list = view_list(c->corridor, "cumulative");
    size_t size = json_array_size(list), n = 0,
           every = size > POINTS ? (size + POINTS - 1) / POINTS : 1;

    for (size_t i = 0; i < size; i++)
        if (i % every == (size - 1) % every && point_of(json_array_get(list, i), &out[n])) n++;
    return n;
}

void fan_title(const struct chart *c) {
    const json_t *list = view_list(c->corridor, "cumulative");
    struct fan_point last;

    if (!point_of(json_array_get(list, json_array_size(list) - 1), &last)) {
        buf_puts(c->b, "How the total grew is not known");
        return;
    }
    buf_puts(c->b, "Each flight that nobody counted widens the total: by ");
    mark_day(c->b, last.day);
    buf_puts(c->b, " the two ends are ");
    mark_people(c->b, llround(last.q[4] - last.q[0]));
    buf_puts(c->b, " apart");
}

static void area(struct svg *s, const char *cls, const struct fan_point *p, size_t n,
                 struct svg_scale days, struct svg_scale people, int lower, int upper) {
    buf_printf(s->b, "<path class=\"%s\" d=\"", cls);
    for (size_t i = 0; i < n; i++)
        svg_point(s, i ? 'L' : 'M', svg_at(days, p[i].day), svg_at(people, p[i].q[upper]));
    for (size_t i = n; i-- > 0;)
        svg_point(s, 'L', svg_at(days, p[i].day), svg_at(people, p[i].q[lower]));
    buf_puts(s->b, "Z\"/>");
}

/* The numbers at the end: low end, middle, high end, pushed apart where they would touch. */
static void ends(struct svg *s, const struct fan_point *last, struct svg_scale people, double x) {
    static const int which[3] = {4, 2, 0};
    double y[3];

    for (int k = 0; k < 3; k++) y[k] = svg_at(people, last->q[which[k]]);
    y[0] = fmin(y[0], y[1] - 15);
    y[2] = fmax(y[2], y[1] + 15);
    if (y[2] > people.x0 + 3) y[2] = people.x0 + 3;
    y[1] = fmin(y[1], y[2] - 15);
    y[0] = fmin(y[0], y[1] - 15);
    for (int k = 0; k < 3; k++)
        svg_people(s, which[k] == 2 ? "strong" : "tick", x, y[k] + 4, llround(last->q[which[k]]));
}

void fan_chart(const struct chart *c) {
    struct fan_point p[POINTS];
    size_t n = points_of(c, p);
    struct svg s = {c->b, c->width, 232};
    struct svg_scale days, people;
    double base = 196, hi = 1;

    for (size_t i = 0; i < n; i++) hi = fmax(hi, p[i].q[4]);
    svg_begin(&s, c->cls, c->id, "Running total",
              SPAN("A line for the middle of the running total, a dark band for its middle half, a "
                   "light one for its middle nine "
                   "tenths. The table after the picture has the numbers."));
    people = (struct svg_scale){0, svg_rules(&s, hi, 0, s.w - RIGHT, base, 16), base, 16};
    if (n > 0 && p[n - 1].day > p[0].day) {
        days = (struct svg_scale){p[0].day, p[n - 1].day, 0, s.w - RIGHT};
        area(&s, "est1", p, n, days, people, 0, 4);
        area(&s, "est2", p, n, days, people, 1, 3);
        buf_puts(s.b, "<path class=\"midfan\" d=\"");
        for (size_t i = 0; i < n; i++)
            svg_point(&s, i ? 'L' : 'M', svg_at(days, p[i].day), svg_at(people, p[i].q[2]));
        buf_puts(s.b, "\"/>");
        ends(&s, &p[n - 1], people, s.w - RIGHT + 6);
        axis_months(&s, days, base);
        axis_as_of(&s, days, c->corridor, 14, base);
    } else {
        svg_text(&s, "tick", 0, base - 8, n ? "one date only: see the table" : "no dates");
    }
    svg_end(&s);
}
