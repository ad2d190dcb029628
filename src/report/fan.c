/* SPDX-License-Identifier: Apache-2.0 */
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

#define POINTS 160 /* drawn at most: a longer series is thinned, its last point kept */
#define SEATS 2000 /* days with a slot, for the line of seats */
#define RIGHT 56.0 /* room for the numbers at the end */
#define TOP 40.0   /* under the legend */

static const char *const level[5] = {"q05", "q25", "q50", "q75", "q95"};

struct fan_point {
    int32_t day;
    double q[5];
};

struct fan_seat {
    int32_t day;
    double sum;
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

/* The numbers at the end: low end, middle, high end, pushed apart where they would touch, and under the one at `taken`. */
static void ends(struct svg *s, const struct fan_point *last, struct svg_scale people, double x,
                 double taken) {
    static const int which[3] = {4, 2, 0};
    double y[3], least = taken + 15;

    for (int k = 0; k < 3; k++) {
        y[k] = fmax(svg_at(people, last->q[which[k]]), least);
        least = y[k] + 15;
    }
    if (y[2] > people.x0 + 3) y[2] = people.x0 + 3;
    y[1] = fmin(y[1], y[2] - 15);
    y[0] = fmin(y[0], y[1] - 15);
    for (int k = 0; k < 3; k++)
        svg_people(s, which[k] == 2 ? "strong" : "tick", x, y[k] + 4, llround(last->q[which[k]]));
}

/* The seats of all slots so far, day by day. It is drawn only where it ends at the ceiling that the answer states, and where that is not
 * so far away that it would press the estimate to the ground. @return how many points; 0: not drawn. */
static size_t seats_of(const struct chart *c, double highest, struct fan_seat out[SEATS]) {
    const json_t *slots = view_list(c->corridor, "by_slot");
    double sum = 0, one;
    int64_t ceiling;
    size_t n = 0, i;
    json_t *slot;

    if (!view_int(c->corridor, "ceiling", &ceiling) || (double)ceiling > 2.5 * highest) return 0;
    json_array_foreach(slots, i, slot) {
        int32_t day;

        if (!view_day(slot, "date", &day) || !view_real(slot, "ceiling", &one) || one < 0) return 0;
        sum += one;
        if (n && out[n - 1].day > day) return 0;
        if (!n || out[n - 1].day < day) {
            if (n == SEATS) return 0;
            n++;
        }
        out[n - 1] = (struct fan_seat){day, sum};
    }
    return llround(sum) == ceiling ? n : 0;
}

static void draw_seats(struct svg *s, const struct fan_seat *seat, size_t n, struct svg_scale days,
                       struct svg_scale people) {
    double y = svg_at(people, seat[n - 1].sum), x1 = svg_at(days, seat[n - 1].day);

    buf_puts(s->b, "<path class=\"stopline\" d=\"");
    for (size_t i = 0; i < n; i++)
        svg_point(s, i ? 'L' : 'M', svg_at(days, seat[i].day), svg_at(people, seat[i].sum));
    buf_puts(s->b, "\"/>");
    svg_people(s, "tick", x1 + 6, y + 4, llround(seat[n - 1].sum));
}

/* Names of the bands, in a row over the picture. */
static void legend(struct svg *s, bool seats) {
    svg_rect(s, "est1", 0, 2, 12, 11);
    svg_text(s, "key", 17, 12, "9 in 10");
    svg_rect(s, "est2", 78, 2, 12, 11);
    svg_text(s, "key", 95, 12, "1 in 2");
    svg_line(s, "midfan", 146, 7.5, 158, 7.5);
    svg_text(s, "key", 163, 12, "middle");
    if (!seats) return;
    svg_line(s, "stopline", 222, 7.5, 234, 7.5);
    svg_text(s, "key", 239, 12, "all seats full");
}

static void draw_fan(struct svg *s, const struct chart *c, const struct fan_point *p, size_t n,
                     double base, double hi) {
    struct fan_seat seat[SEATS];
    size_t seats = seats_of(c, hi, seat);
    struct svg_scale people, days = {p[0].day, p[n - 1].day, 0, s->w - RIGHT};

    if (seats && (seat[0].day < p[0].day || seat[seats - 1].day > p[n - 1].day)) seats = 0;
    if (seats) hi = fmax(hi, seat[seats - 1].sum);
    people = (struct svg_scale){0, svg_rules(s, hi, 0, s->w - RIGHT, base, TOP), base, TOP};
    legend(s, seats > 0);
    area(s, "est1", p, n, days, people, 0, 4);
    area(s, "est2", p, n, days, people, 1, 3);
    buf_puts(s->b, "<path class=\"midfan\" d=\"");
    for (size_t i = 0; i < n; i++)
        svg_point(s, i ? 'L' : 'M', svg_at(days, p[i].day), svg_at(people, p[i].q[2]));
    buf_puts(s->b, "\"/>");
    if (seats) draw_seats(s, seat, seats, days, people);
    ends(s, &p[n - 1], people, s->w - RIGHT + 6,
         seats ? svg_at(people, seat[seats - 1].sum) : -100);
    axis_months(s, days, base);
    axis_as_of(s, days, c->corridor, TOP - 2, base);
}

void fan_chart(const struct chart *c) {
    struct fan_point p[POINTS];
    size_t n = points_of(c, p);
    struct svg s = {c->b, c->width, 254};
    double base = 218, hi = 1;

    for (size_t i = 0; i < n; i++) hi = fmax(hi, p[i].q[4]);
    svg_begin(&s, c->cls, c->id, "Running total",
              SPAN("A line for the middle of the running total, a dark band for its middle half, a "
                   "light one for its middle nine "
                   "tenths. The table after the picture has the numbers."));
    if (n > 0 && p[n - 1].day > p[0].day) {
        draw_fan(&s, c, p, n, base, hi);
    } else {
        svg_rules(&s, hi, 0, s.w - RIGHT, base, TOP);
        svg_text(&s, "tick", 0, base - 8, n ? "one date only: see the table" : "no dates");
    }
    svg_end(&s);
}
