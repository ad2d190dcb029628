/* SPDX-License-Identifier: Apache-2.0 */
/* Claims that do not stand on the scale of the total: of flights, and of people in a part of the period. Each period has a bar, the
 * estimate of its days, and the claims of it under that, in the way of the dots of the total. People and flights have a picture each,
 * so that no scale has both. */
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>
#include <string.h>

enum { HELD = 12 }; /* claims in a picture; the table has all */
#define ROW 21.0    /* pixels from one claim to the next */
#define BAR 42.0    /* from the top of a period to its bar */

struct held {
    const json_t *claim;
    struct view_estimate est, half; /* half: the middle one */
    int32_t from, to;
    int64_t at;
};

/* A claim that was compared with such figures, of this corridor. */
static bool held_of(const json_t *claim, const struct chart *c, bool flights, struct held *out) {
    const char *id = view_text(c->corridor, "id"), *of = view_text(claim, "corridor"),
               *status = view_text(claim, "status"), *measures = view_text(claim, "measures");
    const json_t *est = view_object(claim, "estimate");
    const char *unit = view_text(est, "unit");
    struct held h = {.claim = claim};
    int64_t k;

    if (!id || !of || strcmp(id, of) != 0 || (status && strcmp(status, "retracted") == 0))
        return false;
    if (measures && strcmp(measures, "net") == 0) return false; /* as on the scale of the total */
    if (!unit || (strcmp(unit, "flights") == 0) != flights) return false;
    if (!flights && !view_true(claim, "part")) return false; /* with the total */
    if (!view_int(claim, "percentile", &k) || !view_claim_at(claim, &h.at)) return false;
    if (!view_estimate(est, &h.est)) return false;
    if (!view_day(est, "from", &h.from) || !view_day(est, "to", &h.to)) return false;
    h.half = h.est;
    if (view_int(est, "q25", &k) && k >= h.est.lo && k <= h.est.median) h.half.lo = k;
    if (view_int(est, "q75", &k) && k <= h.est.hi && k >= h.est.median) h.half.hi = k;
    *out = h;
    return true;
}

static bool same_days(const struct held *a, const struct held *b) {
    return a->from == b->from && a->to == b->to;
}

/* By period; of one, the largest first: a label to the right of its line is then crossed by no other line. */
static bool before(const struct held *a, const struct held *b) {
    if (a->from != b->from) return a->from < b->from;
    if (a->to != b->to) return a->to < b->to;
    return a->at > b->at;
}

static size_t held_all(const struct chart *c, bool flights, struct held v[HELD], size_t *more) {
    size_t n = 0, i;
    json_t *claim;
    struct held one;

    *more = 0;
    json_array_foreach(c->claims, i, claim) {
        size_t at = n;

        if (!held_of(claim, c, flights, &one)) continue;
        if (n == HELD) {
            ++*more;
            continue;
        }
        for (; at > 0 && before(&one, &v[at - 1]); at--) v[at] = v[at - 1];
        v[at] = one;
        n++;
    }
    return n;
}

/* "2 lie within the estimate of their days and 1 above it". */
static void say_places(struct buf *b, const size_t n[3]) {
    static const char *const where[] = {"within", "above", "below"};
    bool first = true;

    for (int i = 0; i < 3; i++) {
        if (!n[i]) continue;
        if (first)
            buf_printf(b, "%zu lie%s %s the estimate of %s days", n[i], n[i] == 1 ? "s" : "",
                       where[i], n[i] == 1 ? "its" : "their");
        else
            buf_printf(b, ", %zu %s", n[i], where[i]);
        first = false;
    }
}

static void title_of(const struct chart *c, bool flights) {
    static const char *const where[] = {"within", "above", "below"};
    const char *number = flights ? "claimed number" : "number claimed for a part of the period",
               *numbers = flights ? "claimed numbers" : "numbers claimed for parts of the period",
               *of = flights ? " of flights" : "";
    struct held v[HELD];
    size_t more, n = held_all(c, flights, v, &more), at[3] = {0};
    int all = -1;

    for (size_t i = 0; i < n; i++) {
        struct view_estimate said = view_claim_range(v[i].claim, v[i].at);

        at[said.lo > v[i].est.hi ? 1 : said.hi < v[i].est.lo ? 2 : 0]++;
    }
    for (int i = 0; i < 3; i++)
        if (at[i] == n && !more) all = i;
    if (all >= 0 && n == 1) {
        buf_printf(c->b, "The %s%s lies %s the estimate of its days", number, of, where[all]);
    } else if (all >= 0) {
        buf_printf(c->b, "All %zu %s%s lie %s the estimate of their days", n, numbers, of,
                   where[all]);
    } else {
        buf_printf(c->b, "Of %s%zu %s%s, ", more ? "the first " : "", n, numbers, of);
        say_places(c->b, at);
    }
}

/* The largest of what is drawn; a claim far beyond all estimates stands at the end, with an arrow. */
static double top_of(const struct held *v, size_t n) {
    double most = 1, top;

    for (size_t i = 0; i < n; i++) most = fmax(most, (double)v[i].est.hi);
    top = most * 1.25;
    for (size_t i = 0; i < n; i++)
        if ((double)v[i].at <= most * 3) top = fmax(top, (double)v[i].at * 1.05);
    return top;
}

static void days_of(struct buf *b, const struct held *h) {
    mark_day(b, h->from);
    if (h->to != h->from) buf_puts(b, " to "), mark_day(b, h->to);
}

static void figures_of(struct buf *b, const struct held *h) {
    buf_puts(b, "estimated ");
    mark_people(b, h->est.median);
    buf_puts(b, " (");
    mark_range(b, h->est.lo, h->est.hi);
    buf_putc(b, ')');
}

/* Do days and figures want a line each? */
static bool is_tight(const struct svg *s, const struct held *h) {
    struct buf days = {0}, figures = {0};
    double w;

    days_of(&days, h);
    figures_of(&figures, h);
    w = mark_width(days.p, 13.2) + mark_width(figures.p, 12.5);
    buf_fini(&days);
    buf_fini(&figures);
    return w > s->w - 8;
}

/* The days, the figures and the bar. */
static void draw_period(struct svg *s, const struct held *h, struct svg_scale p, double y,
                        double bar) {
    bool tight = is_tight(s, h);

    svg_open(s, "what halo b", 0, y + 14);
    days_of(s->b, h);
    buf_puts(s->b, "</text>");
    svg_open(s, tight ? "halo" : "halo e", tight ? 0 : s->w, y + (tight ? 30 : 14));
    figures_of(s->b, h);
    buf_puts(s->b, "</text>");
    svg_line(s, "span other", svg_at(p, (double)h->est.lo), bar, svg_at(p, (double)h->est.hi), bar);
    if (h->half.hi > h->half.lo)
        svg_line(s, "span", svg_at(p, (double)h->half.lo), bar, svg_at(p, (double)h->half.hi), bar);
    svg_circle(s, "spot", svg_at(p, (double)h->est.median), bar, 4.5);
}

static double at_most(struct svg_scale p, int64_t n) {
    return svg_at(p, fmin((double)n, p.hi));
}

/* The periods under each other, each with its claims. @return where they end; where nothing is drawn, where they would. */
static double draw_periods(struct svg *s, const struct chart *c, const struct held *v, size_t n,
                           struct svg_scale p, bool drawn) {
    double y = 0;

    for (size_t i = 0, j; i < n; i = j) {
        double bar = y + BAR + (is_tight(s, &v[i]) ? 16 : 0);

        for (j = i; j < n && same_days(&v[i], &v[j]); j++)
            if (drawn) /* every line before the first label: labels stand over lines */
                svg_line(s, "claim", at_most(p, v[j].at), bar - 12, at_most(p, v[j].at),
                         bar + 20 + ROW * (double)(j - i));
        if (drawn) draw_period(s, &v[i], p, y, bar);
        for (size_t k = i; k < j && drawn; k++)
            claimed_draw(s, c, v[k].claim, v[k].at, p, bar + 24 + ROW * (double)(k - i));
        y = bar + 14 + ROW * (double)(j - i) + 14;
    }
    return y;
}

static void draw(const struct chart *c, bool flights) {
    struct held v[HELD];
    size_t more, n = held_all(c, flights, v, &more);
    struct svg s = {c->b, c->width, 0};
    struct svg_scale p = {0, top_of(v, n), 5, c->width - 5};
    double bottom = draw_periods(&s, c, v, n, p, false);

    s.h = bottom + 24 + (more ? 18 : 0);
    svg_begin(&s, c->cls, c->id,
              flights
                  ? "Claimed numbers of flights beside the flights that flew"
                  : "Claimed numbers of people in a part of the period, beside the estimate of it",
              SPAN("A bar for the estimate of each period, its middle half darker, a dot at its "
                   "middle; a broken line for each claim of these days. The table after the "
                   "picture has the numbers."));
    axis_people(&s, p, bottom);
    draw_periods(&s, c, v, n, p, true);
    if (more) {
        svg_open(&s, "tick e", s.w, s.h - 3);
        buf_printf(s.b, "%zu more in the table of claims</text>", more);
    }
    svg_end(&s);
}

static bool any(const struct chart *c, bool flights) {
    struct held one;
    json_t *claim;
    size_t i;

    json_array_foreach(c->claims, i, claim) {
        if (held_of(claim, c, flights, &one)) return true;
    }
    return false;
}

bool held_flights_possible(const struct chart *c) {
    return any(c, true);
}

void held_flights_title(const struct chart *c) {
    title_of(c, true);
}

void held_flights_chart(const struct chart *c) {
    draw(c, true);
}

bool held_parts_possible(const struct chart *c) {
    return any(c, false);
}

void held_parts_title(const struct chart *c) {
    title_of(c, false);
}

void held_parts_chart(const struct chart *c) {
    draw(c, false);
}
