/* SPDX-License-Identifier: Apache-2.0 */
/* A quantile dot plot: the total's 1st, 3rd, ... 99th percentile as fifty dots, dropped into
 * columns as wide as a dot. People read chances off it by counting, which they do better than by
 * area under a curve (Kay, Kola, Hullman, Munson, "When (ish) is my bus?", CHI 2016; Fernandes and
 * others, CHI 2018). Claims stand on the same scale, and outside the dots: they are not evidence.
 */
#include "report/chart.h"
#include "report/mark.h"
#include "report/view.h"

#include <math.h>

#define DOTS 50
#define STACK 150.0 /* the highest column, in pixels, before dots get smaller */
#define ROW 21.0    /* pixels from one claim to the next */
#define CLAIMS 6    /* claims with a label; the table has all */

struct dots {
    double value[DOTS];
    int n; /* DOTS, or 0 when a quantile is not known */
};

static struct dots dots_of(const struct chart *c) {
    struct dots d = {.n = DOTS};

    for (int i = 0; i < DOTS; i++)
        if (!view_quantile(c->corridor, 2 * i + 1, &d.value[i])) d.n = 0;
    return d;
}

static int below(const struct dots *d, int64_t q) {
    int n = 0;

    for (int i = 0; i < d->n; i++) n += d->value[i] < (double)q;
    return n;
}

void dots_title(const struct chart *c) {
    struct dots d = dots_of(c);
    const json_t *first = NULL;
    json_t *claim;
    int64_t q = 0, v;
    size_t i;

    json_array_foreach(c->claims, i, claim) {
        if (!first && view_claimed(claim, c->corridor, &v)) {
            first = claim;
            q = v;
        }
    }
    if (!d.n) {
        buf_puts(c->b, "How likely each total is, nobody can say yet");
    } else if (first) {
        int n = below(&d, q);

        if (n == 0)
            buf_puts(c->b, "None of 50 equally likely totals lies");
        else if (n == DOTS)
            buf_puts(c->b, "All of 50 equally likely totals lie");
        else
            buf_printf(c->b, "%d of 50 equally likely totals %s", n, n == 1 ? "lies" : "lie");
        buf_puts(c->b, " below the claimed ");
        mark_people(c->b, q);
    } else {
        buf_puts(c->b, "Half of the equally likely totals lie between ");
        mark_people(c->b, llround(d.value[12]));
        buf_puts(c->b, " and ");
        mark_people(c->b, llround(d.value[37]));
    }
}

static int highest(const struct dots *d, struct svg_scale p, double size) {
    int best = 0, run = 0;
    long last = -1;

    for (int i = 0; i < d->n; i++) { /* quantiles come in order */
        long column = (long)floor((svg_at(p, d->value[i]) - p.x0) / size);

        run = column == last ? run + 1 : 1;
        last = column;
        if (run > best) best = run;
    }
    return best;
}

static double dot_size(const struct dots *d, struct svg_scale p, double largest) {
    double size = largest;

    while (size > 3 && highest(d, p, size) * size > STACK) size -= 0.5;
    return size;
}

static void draw_dots(struct svg *s, const struct dots *d, struct svg_scale p, double size,
                      double base, const struct view_estimate *est) {
    long last = -1;
    int run = 0;

    for (int i = 0; i < d->n; i++) {
        long column = (long)floor((svg_at(p, d->value[i]) - p.x0) / size);
        bool inside = d->value[i] >= (double)est->lo && d->value[i] <= (double)est->hi;

        run = column == last ? run + 1 : 0;
        last = column;
        svg_circle(s, inside ? "dot" : "dot out", p.x0 + ((double)column + 0.5) * size,
                   base - (run + 0.5) * size, size / 2 - 0.6);
    }
}

struct placed {
    const json_t *claim;
    int64_t q;
};

/* The claims on this scale, the largest first: a label to the right of its line is then crossed by
 * no other line. */
static size_t placed_claims(const struct chart *c, double top, struct placed out[CLAIMS],
                            size_t *more) {
    size_t n = 0, i;
    json_t *claim;
    int64_t q;

    *more = 0;
    json_array_foreach(c->claims, i, claim) {
        size_t at = n;

        if (!view_claimed_at(claim, c->corridor, &q)) continue;
        if (n == CLAIMS || (double)q > top) {
            ++*more;
            continue;
        }
        while (at > 0 && out[at - 1].q < q) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = (struct placed){claim, q};
        n++;
    }
    return n;
}

static void describe(struct buf *b, const struct chart *c, const struct dots *d,
                     const struct view_estimate *est) {
    if (!d->n) {
        buf_puts(b, "The distribution of the total is not known.");
        return;
    }
    buf_puts(b, "Fifty dots from ");
    mark_people(b, llround(d->value[0]));
    buf_puts(b, " to ");
    mark_people(b, llround(d->value[DOTS - 1]));
    buf_printf(b, "; %s lie between ", view_level(c->corridor).s);
    mark_people(b, est->lo);
    buf_puts(b, " and ");
    mark_people(b, est->hi);
    buf_puts(b, ", the middle at ");
    mark_people(b, est->median);
    buf_puts(b, ".");
}

/* The ceiling stands at the end of the scale, or beyond it with an arrow. */
static void draw_ceiling(struct svg *s, const struct chart *c, struct svg_scale p, double top,
                         double base) {
    int64_t ceiling;
    double x;

    if (!view_int(c->corridor, "ceiling", &ceiling)) {
        svg_text(s, "tick e", p.x1, top + 9, "ceiling of seats unknown");
        return;
    }
    x = fmin(svg_at(p, (double)ceiling), p.x1);
    if ((double)ceiling <= p.hi) svg_line(s, "stop", x, top, x, base);
    svg_open(s, x > p.x1 - 150 ? "tick e" : "tick", x > p.x1 - 150 ? x - 5 : x + 5, top + 9);
    buf_puts(s->b, "seats: at most ");
    mark_people(s->b, ceiling);
    buf_puts(s->b, (double)ceiling <= p.hi ? "</text>" : " →</text>");
}

static void draw_middle(struct svg *s, double x, double y, int64_t median) {
    bool left = x > s->w / 2;

    svg_open(s, left ? "strong e" : "strong", left ? x - 5 : x + 5, y);
    buf_puts(s->b, "middle ");
    mark_people(s->b, median);
    buf_puts(s->b, "</text>");
}

void dots_chart(const struct chart *c) {
    bool wide = c->width > CHART_SMALL;
    struct dots d = dots_of(c);
    struct view_estimate est = {0};
    struct svg_scale p = {0, view_top(c->corridor, c->claims), 1, c->width - 1};
    struct svg s = {c->b, c->width, 0};
    struct placed placed[CLAIMS];
    size_t more, n = placed_claims(c, p.hi, placed, &more);
    double size = dot_size(&d, p, wide ? 23 : 12), top = 20, base;
    struct buf words = {0};

    view_estimate(view_object(c->corridor, "estimated"), &est);
    base = top + 24 + fmax(60, highest(&d, p, size) * size);
    s.h = base + 26 + ROW * (double)n + (more ? 18 : 0);
    describe(&words, c, &d, &est);
    svg_begin(&s, c->cls, c->id,
              "Fifty equally likely totals, with claims and the ceiling of seats",
              buf_span(&words));
    words.n = 0;
    draw_ceiling(&s, c, p, top - 12, base);
    axis_people(&s, p, base);
    if (d.n) {
        double x = svg_at(p, (double)est.median);

        svg_line(&s, "midline", x, top, x, base);
        draw_dots(&s, &d, p, size, base - 1, &est);
        svg_line(&s, "span", svg_at(p, (double)est.lo), base, svg_at(p, (double)est.hi), base);
    }
    for (size_t i = 0; i < n;
         i++) { /* every line before the first label: labels stand over lines */
        double x = svg_at(p, (double)placed[i].q);

        svg_line(&s, "claim", x, top + 10, x, base + 36 + ROW * (double)i);
    }
    if (d.n) draw_middle(&s, svg_at(p, (double)est.median), top + 4, est.median);
    for (size_t i = 0; i < n; i++)
        claimed_draw(&s, c, placed[i].claim, placed[i].q, p, base + 40 + ROW * (double)i);
    if (more) {
        svg_open(&s, "tick e", s.w, s.h - 3);
        buf_printf(s.b, "%zu more in the table of claims</text>", more);
    }
    svg_end(&s);
    buf_fini(&words);
}
