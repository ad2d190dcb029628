/* SPDX-License-Identifier: Apache-2.0 */
/* Obligations on one line of time. From top to bottom: how many were there, by whom, as bars from
 * zero; each rule as a bar from its first day to its deadline, and hatched from there on; the slots.
 * One scale of days under all, so that it is seen without a word what lies before a deadline and what
 * after it. */
#include "base/utc.h"
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>
#include <stdlib.h>

#define FIGURES 200 /* of people, and rules, drawn; the list below the picture has all */
#define RULES 40
#define BEFORE 400 /* days that the first day of a rule without a deadline may widen the line by */
#define LONG_AGO 3660 /* days before a deadline beyond which a rule began before the line does */
#define HIGH 64       /* of the tallest bar */

struct figure {
    int32_t day;
    int64_t low, high;
    const char *row;
};
struct line {
    const struct chart *c;
    struct svg s;
    struct svg_scale days;
    struct figure v[FIGURES];
    size_t n;
    int64_t top;
    const json_t *rules, *corridors;
};

static void reach(int32_t *lo, int32_t *hi, int32_t day) {
    if (*lo == UTC_NONE || day < *lo) *lo = day;
    if (*hi == UTC_NONE || day > *hi) *hi = day;
}

/* The dates that the line must hold. The first days of rules do not widen it by decades. */
static bool range_of(const json_t *rules, const json_t *corridors, int32_t *lo, int32_t *hi) {
    static const char *const ends[] = {"from", "to", "as_of"};
    size_t i, k;
    int32_t day, from;
    json_t *r, *s, *c;

    *lo = *hi = UTC_NONE;
    json_array_foreach(rules, i, r) {
        if (view_day(r, "until", &day)) {
            reach(lo, hi, day);
            if (view_day(r, "from", &from) && from > day - LONG_AGO) reach(lo, hi, from);
        }
        json_array_foreach(view_list(r, "statements"), k, s) {
            const char *kind = view_text(s, "kind");

            if (kind && strcmp(kind, "stock") == 0 && view_day(s, "day", &day)) reach(lo, hi, day);
        }
    }
    json_array_foreach(corridors, i, c) {
        for (k = 0; k < 3; k++)
            if (view_day(c, ends[k], &day)) reach(lo, hi, day);
    }
    json_array_foreach(rules, i, r) {
        if (view_day(r, "from", &day) && (*lo == UTC_NONE || day > *lo - BEFORE))
            reach(lo, hi, day);
    }
    return *lo != UTC_NONE && *hi > *lo;
}

bool since_possible(const json_t *rules) {
    size_t i;
    int32_t day;
    json_t *r;

    json_array_foreach(rules, i, r) {
        if (view_day(r, "from", &day) || view_day(r, "until", &day)) return true;
    }
    return false;
}

/* --- figures of people --- */

static void add_figure(struct line *l, const json_t *s) {
    struct figure f = {0};
    int64_t low, high, best;
    bool a = view_int(s, "low", &low), b = view_int(s, "high", &high),
         m = view_int(s, "median", &best);

    if (!view_day(s, "day", &f.day) || (!a && !b && !m) || l->n == FIGURES) return;
    f.low = a ? low : m ? best : 0;
    f.high = b ? high : m ? best : low;
    if (f.low < 0 || f.high < f.low) return;
    f.row = json_string_value(json_array_get(view_list(s, "ref"), 0));
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].day == f.day && l->v[i].low == f.low && l->v[i].high == f.high) return;
    if (f.high > l->top) l->top = f.high;
    l->v[l->n++] = f;
}

static int by_day(const void *x, const void *y) {
    const struct figure *p = x, *q = y;

    if (p->day != q->day) return p->day < q->day ? -1 : 1;
    return (p->high > q->high) - (p->high < q->high);
}

static void find_figures(struct line *l) {
    size_t i, k;
    json_t *r, *s;

    json_array_foreach(l->rules, i, r) {
        json_array_foreach(view_list(r, "statements"), k, s) {
            const char *kind = view_text(s, "kind");

            if (kind && strcmp(kind, "stock") == 0) add_figure(l, s);
        }
    }
    if (l->n) qsort(l->v, l->n, sizeof *l->v, by_day);
}

/* A label stands over its bar, or higher where another is in the way, with a line down to it. */
struct label {
    double x1, x2, y; /* y: of the base line of the text */
};
#define LINE 14.0

static bool in_the_way(const struct label *v, size_t n, struct label at) {
    for (size_t i = 0; i < n; i++)
        if (at.x1 < v[i].x2 && v[i].x1 < at.x2 && fabs(at.y - v[i].y) < LINE) return true;
    return false;
}

/* Does a bar of another figure stand where the label would? */
static bool on_a_bar(const struct line *l, const struct figure *mine, double base,
                     struct label at) {
    for (size_t i = 0; i < l->n; i++) {
        double x = svg_at(l->days, l->v[i].day),
               y = base - (double)l->v[i].high * HIGH / fmax(1, (double)l->top);

        if (&l->v[i] != mine && at.x1 < x + 3 && x - 3 < at.x2 && at.y > y - 1) return true;
    }
    return false;
}

static void write_label(struct line *l, const struct figure *f, double x, double y, double base,
                        struct label *v, size_t *n) {
    double top = base - HIGH - 34;
    struct buf b = {0};
    double half;
    struct label at;

    mark_range(&b, f->low > 0 ? f->low : f->high, f->high);
    half = mark_width(b.p, 12.5) / 2 + 3;
    x = fmin(fmax(x, half), l->s.w - half);
    at = (struct label){x - half, x + half, y - 4};
    while (at.y > top && (in_the_way(v, *n, at) || on_a_bar(l, f, base, at))) at.y -= 2;
    if (at.y > top) { /* else there is no room; the list has it */
        if (at.y < y - 8) svg_line(&l->s, "lead", x, at.y + 3, x, y - 1);
        svg_open(&l->s, "m halo", x, at.y);
        buf_add(l->s.b, buf_span(&b));
        buf_puts(l->s.b, "</text>");
        v[(*n)++] = at;
    }
    buf_fini(&b);
}

static void figure(struct line *l, const struct figure *f, double base, struct label *v,
                   size_t *n) {
    double scale = HIGH / fmax(1, (double)l->top), x = svg_at(l->days, f->day),
           y = base - (double)f->high * scale;
    bool link = view_row(l->c->rows, f->row);

    if (link) buf_printf(l->s.b, "<a href=\"#r-%s\">", f->row);
    svg_rect(&l->s, "flown", x - 2, y, 4, base - y);
    if (f->low < f->high && f->low > 0)
        svg_rect(&l->s, "est1", x - 2, y, 4, (double)(f->high - f->low) * scale);
    write_label(l, f, x, y, base, v, n);
    if (link) buf_puts(l->s.b, "</a>");
}

static double figures(struct line *l, double y) {
    static const double above = 36; /* of the tallest bar: the heading, and a label */
    struct label v[FIGURES];
    double base = y + above + HIGH;
    size_t n = 0;

    svg_text(&l->s, "key", 0, y + 11, "People there, as somebody said");
    for (size_t i = 0; i < l->n; i++) figure(l, &l->v[i], base, v, &n);
    svg_line(&l->s, "base", 0, base, l->s.w, base);
    return base + 10;
}

/* --- rules --- */

static void name(struct line *l, const json_t *r, double y) {
    const char *document = view_text(r, "document"), *paragraph = view_text(r, "paragraph");
    struct buf b = {0};

    buf_printf(&b, "%s%s%s", document ? document : "rule", paragraph ? ", " : "",
               paragraph ? paragraph : "");
    if (view_text(r, "until")) {
        int32_t day;

        if (view_day(r, "until", &day)) {
            buf_puts(&b, ", by ");
            mark_day(&b, day);
        }
    }
    {
        const struct svg_lines one = {"what", 12.5, l->s.w, 15, 1};

        svg_lines(&l->s, &one, 0, y + 11, b.p);
    }
    buf_fini(&b);
}

static void bar(struct line *l, const json_t *r, double y) {
    bool forbids = view_text(r, "protects") && strcmp(view_text(r, "protects"), "forbids") == 0;
    int32_t from, until;
    bool f = view_day(r, "from", &from), u = view_day(r, "until", &until);
    double x0 = f ? svg_at(l->days, from) : l->days.x0,
           x1 = u ? svg_at(l->days, until) : l->days.x1;
    const char *cls = forbids ? "est2" : "est1";

    if (!f && !u) return;
    if (x0 < l->days.x0) { /* it began before the picture does */
        x0 = l->days.x0;
        svg_line(&l->s, "asof", x0, y + 16, x0, y + 26);
    }
    svg_rect(&l->s, cls, x0, y + 16, x1 - x0, 10);
    if (!u) return;
    svg_hatch(&l->s, "hatch", x1, y + 16, l->days.x1 - x1, 10, 5);
    svg_line(&l->s, "stop", x1, y + 13, x1, y + 29);
}

static double rules(struct line *l, double y) {
    size_t i;
    json_t *r;

    json_array_foreach(l->rules, i, r) {
        if (i == RULES) break;
        name(l, r, y);
        bar(l, r, y);
        y += 37;
    }
    return y;
}

/* --- slots --- */

static void slot(struct line *l, const json_t *s, double y) {
    const char *state = view_text(s, "state");
    bool flown = state && (strcmp(state, "operated") == 0 || strcmp(state, "tracked") == 0);
    double x;
    int32_t day;

    if (!view_day(s, "date", &day)) return;
    x = svg_at(l->days, day);
    svg_line(&l->s, flown ? "crossed" : "seatline", x, y + 16, x, y + (flown ? 30 : 26));
}

#define SLOTS_DRAWN 2000
static double slots(struct line *l, double y) {
    size_t i, k, n = 0;
    json_t *c, *s;

    svg_text(&l->s, "key", 0, y + 11, "Outbound slots; long and dark: known to have flown");
    json_array_foreach(l->corridors, i, c) {
        const char *direction = view_text(c, "direction");

        if (direction && strcmp(direction, "inbound") == 0) continue;
        json_array_foreach(view_list(c, "by_slot"), k, s) {
            if (n++ < SLOTS_DRAWN) slot(l, s, y);
        }
    }
    return y + 38;
}

/* --- the years --- */

static void years(struct line *l, double y, double top) {
    struct utc_civil c = utc_civil((int32_t)l->days.lo);
    double free_from = 0;

    svg_line(&l->s, "base", 0, y, l->s.w, y);
    for (int year = c.year + 1; year <= 2200; year++) {
        int32_t day = utc_day((struct utc_civil){year, 1, 1});
        double x = svg_at(l->days, day);
        char text[16];

        if (day > (int32_t)l->days.hi) break;
        svg_line(&l->s, "rule", x, top, x, y);
        if (x - 16 < free_from || x + 16 > l->s.w) continue;
        snprintf(text, sizeof text, "%d", year);
        svg_text(&l->s, "tick m", x, y + 15, text);
        free_from = x + 20;
    }
}

static void describe(struct buf *d, const struct line *l) {
    size_t i;
    json_t *r;

    buf_printf(d,
               "A line of time with %zu figures of people who were there; a bar for each rule "
               "from its first day to its deadline, hatched after it: ",
               l->n);
    json_array_foreach(l->rules, i, r) {
        if (i == RULES) break;
        if (i) buf_puts(d, "; ");
        mark_text(d, view_text(r, "document"));
        buf_puts(d, " from ");
        mark_date(d, view_text(r, "from") ? view_text(r, "from") : "unknown");
        buf_puts(d, " until ");
        mark_date(d, view_text(r, "until") ? view_text(r, "until") : "no deadline");
    }
    buf_puts(d, ". Below, the outbound slots.");
}

void since_chart(const struct chart *c, const json_t *rule_list, const json_t *corridors) {
    struct line l = {.c = c, .s = {c->b, c->width, 0}, .rules = rule_list, .corridors = corridors};
    size_t n = json_array_size(rule_list);
    int32_t lo, hi, day;
    struct buf d = {0};
    double y = 0;

    if (!range_of(rule_list, corridors, &lo, &hi)) return;
    find_figures(&l);
    l.days = (struct svg_scale){lo - 20, hi + 20, 2, c->width - 2};
    l.s.h = (l.n ? 46 + HIGH : 0) + 37.0 * (double)(n < RULES ? n : RULES) + 38 + 22;
    describe(&d, &l);
    svg_begin(&l.s, c->cls, c->id, "Rules, people who were there, and slots on one line of time",
              buf_span(&d));
    buf_fini(&d);
    years(&l, l.s.h - 22, 0);
    if (l.n) y = figures(&l, y);
    y = rules(&l, y);
    slots(&l, y);
    if (view_day(json_array_get(rule_list, 0), "on", &day) && day >= lo && day <= hi)
        svg_line(&l.s, "asof", svg_at(l.days, day), 0, svg_at(l.days, day), l.s.h - 22);
    svg_end(&l.s);
}
